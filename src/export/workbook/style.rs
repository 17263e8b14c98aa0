//! How cells look. One font for all of them, which Windows has.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::report::Language;

/// The looks of one workbook.
pub(super) struct Style {
    /// Name of the font; `None`: that of the program.
    pub(super) font: Option<&'static str>,
    base: Format,
}

/// Ink of small print.
const GREY: u32 = 0x59_59_59;
/// Ink of headings.
const BLUE: u32 = 0x1F_4E_79;
/// Ground of headings of tables.
const PALE: u32 = 0xE8_EE_F4;
/// Ground of warnings.
const YELLOW: u32 = 0xFF_F4_CC;
/// Lines between cells.
const LINE: u32 = 0xBF_BF_BF;

impl Style {
    pub(super) fn new(language: Language) -> Style {
        let font = match language {
            Language::Japanese => Some("BIZ UDPゴシック"),
            Language::English => None,
        };
        let plain = Format::new().set_font_size(10).set_align(FormatAlign::Top);
        Style { font, base: font.map_or(plain.clone(), |name| plain.set_font_name(name)) }
    }

    /// The name of the report or of a picture.
    pub(super) fn title(&self) -> Format {
        self.base.clone().set_font_size(16).set_bold().set_text_wrap()
    }

    /// Words above a part.
    pub(super) fn heading(&self) -> Format {
        self.base.clone().set_font_size(12).set_bold().set_font_color(BLUE).set_text_wrap()
    }

    pub(super) fn prose(&self) -> Format {
        self.base.clone().set_text_wrap()
    }

    pub(super) fn note(&self) -> Format {
        self.prose().set_font_color(GREY).set_indent(1)
    }

    pub(super) fn quote(&self) -> Format {
        self.prose().set_indent(2)
    }

    pub(super) fn warning(&self) -> Format {
        self.prose().set_bold().set_background_color(YELLOW)
    }

    /// What somebody could type.
    pub(super) fn command(&self) -> Format {
        self.prose().set_font_name("Consolas").set_background_color(0xF2_F2_F2)
    }

    /// Headings of a table.
    pub(super) fn column(&self) -> Format {
        let format = self.cell().set_bold().set_background_color(PALE);
        format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
    }

    /// Headings that programs read.
    pub(super) fn machine_name(&self) -> Format {
        self.column().unset_bold().set_font_size(8).set_font_color(GREY)
    }

    /// The name of a row.
    pub(super) fn row_name(&self) -> Format {
        self.cell().set_bold().set_background_color(PALE)
    }

    /// A text in a table.
    pub(super) fn cell(&self) -> Format {
        self.prose().set_border(FormatBorder::Thin).set_border_color(LINE)
    }

    /// A text in a column of numbers.
    pub(super) fn right(&self) -> Format {
        self.cell().set_align(FormatAlign::Right)
    }

    /// A number in a table.
    pub(super) fn number(&self, format: &str) -> Format {
        self.cell().set_num_format(format)
    }

    /// A number in a column of texts.
    pub(super) fn number_among_texts(&self, format: &str) -> Format {
        self.number(format).set_align(FormatAlign::Left)
    }
}
