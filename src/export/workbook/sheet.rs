//! Writes cells. A text always becomes a text, a number that is none an empty cell.

use rust_xlsxwriter::{Chart, Format, Worksheet};

use super::WorkbookError;
use super::style::Style;
use super::text::{clean, plain_number, width};
use crate::report::{Side, Table};

/// A4.
const PAPER: u8 = 9;
/// Height of a line of text, points.
const LINE_HEIGHT: f64 = 14.0;
/// Height of a row without a text of its own, pixels.
pub(super) const ROW_PIXELS: u32 = 20;
/// Highest row, points.
const HIGHEST: f64 = 400.0;
/// Widths of columns, in places.
const NARROWEST: usize = 9;
const WIDEST: usize = 40;
/// Places over which a paragraph spreads at least.
const PARAGRAPH: usize = 110;

/// A sheet that is being written.
pub(super) struct Sheet<'s> {
    worksheet: Worksheet,
    name: String,
    pub(super) style: &'s Style,
    /// Places of each column.
    widths: Vec<usize>,
    /// Paragraphs that spread over columns, with the row they stand in.
    paragraphs: Vec<(u32, String, Format, f64)>,
}

impl<'s> Sheet<'s> {
    /// An empty sheet, set up for print: A4, landscape, as wide as a page.
    pub(super) fn new(name: String, style: &'s Style) -> Result<Sheet<'s>, WorkbookError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(&name)?;
        worksheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        // Name of the sheet, page and pages.
        worksheet.set_footer("&L&A&R&P / &N");
        Ok(Sheet { worksheet, name, style, widths: Vec::new(), paragraphs: Vec::new() })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What the sheet can do beyond cells.
    pub(super) fn worksheet(&mut self) -> &mut Worksheet {
        &mut self.worksheet
    }

    /// A text, whatever it looks like.
    pub(super) fn text(
        &mut self,
        row: u32,
        column: usize,
        text: &str,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        self.worksheet.write_string_with_format(row, position(column)?, clean(text), format)?;
        Ok(())
    }

    /// A text over several columns.
    pub(super) fn over(
        &mut self,
        row: u32,
        [first, last]: [usize; 2],
        text: &str,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        if first == last {
            return self.text(row, first, text, format);
        }
        self.worksheet.merge_range(row, position(first)?, row, position(last)?, &clean(text), format)?;
        Ok(())
    }

    /// A number; an empty cell where there is none.
    pub(super) fn number(
        &mut self,
        row: u32,
        column: usize,
        value: Option<f64>,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        let column = position(column)?;
        match value.filter(|value| value.is_finite()) {
            Some(value) => self.worksheet.write_number_with_format(row, column, value, format)?,
            None => self.worksheet.write_blank(row, column, format)?,
        };
        Ok(())
    }

    /// A paragraph over several columns; empty ones are left out. Returns the next row.
    pub(super) fn paragraph(&mut self, row: u32, text: &str, format: Format) -> u32 {
        self.lines_of(row, text, format, LINE_HEIGHT)
    }

    /// The same with letters of a title. Returns the next row.
    pub(super) fn title(&mut self, row: u32, text: &str) -> u32 {
        let format = self.style.title();
        self.lines_of(row, text, format, 1.6 * LINE_HEIGHT)
    }

    fn lines_of(&mut self, row: u32, text: &str, format: Format, line_height: f64) -> u32 {
        let text = clean(text);
        if text.is_empty() {
            return row;
        }
        self.paragraphs.push((row, text, format, line_height));
        row + 1
    }

    /// Makes a column wide enough for a text.
    pub(super) fn widen(&mut self, column: usize, places: usize) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, NARROWEST);
        }
        self.widths[column] = self.widths[column].max(places.min(WIDEST));
    }

    /// Makes a column exactly so wide.
    pub(super) fn set_width(&mut self, column: usize, places: usize) {
        self.widen(column, NARROWEST);
        self.widths[column] = places;
    }

    /// Makes a row so many lines high: no program fits rows to wrapped texts that it has not seen.
    pub(super) fn set_lines(&mut self, row: u32, lines: u32) -> Result<(), WorkbookError> {
        self.worksheet.set_row_height(row, f64::from(lines) * LINE_HEIGHT)?;
        Ok(())
    }

    /// A table with its headings; plain numbers become numbers but in the first column. Returns the next row.
    pub(super) fn table(&mut self, mut row: u32, table: &Table) -> Result<u32, WorkbookError> {
        let sides = table.sides();
        let column = self.style.column();
        for cells in table.heading_rows() {
            for (at, text) in cells.iter().enumerate() {
                self.text(row, at, text, &column)?;
                self.widen(at, width(text) + 3);
            }
            row += 1;
        }
        for cells in table.rows() {
            for (at, text) in cells.iter().enumerate() {
                self.table_cell(row, at, text, sides.get(at).copied().unwrap_or(Side::Left))?;
                self.widen(at, width(text) + 3);
            }
            row += 1;
        }
        Ok(row)
    }

    fn table_cell(&mut self, row: u32, column: usize, text: &str, side: Side) -> Result<(), WorkbookError> {
        if let Some((value, format)) = plain_number(text).filter(|_| column > 0) {
            let format = match side {
                Side::Left => self.style.number_among_texts(&format),
                Side::Right => self.style.number(&format),
            };
            return self.number(row, column, Some(value), &format);
        }
        let format = match side {
            Side::Left => self.style.cell(),
            Side::Right => self.style.right(),
        };
        self.text(row, column, text, &format)
    }

    /// Puts a chart on the sheet.
    pub(super) fn chart(&mut self, row: u32, chart: &Chart) -> Result<(), WorkbookError> {
        self.worksheet.insert_chart(row, 0, chart)?;
        Ok(())
    }

    /// How many columns a paragraph spreads over, and their places.
    pub(super) fn spread(&self) -> (usize, usize) {
        let mut places = 0;
        for column in 0.. {
            places += self.widths.get(column).copied().unwrap_or(NARROWEST);
            let is_last = column + 1 >= self.widths.len() || places >= 2 * PARAGRAPH;
            if is_last && places >= PARAGRAPH && column > 0 {
                return (column + 1, places);
            }
        }
        (1, places)
    }

    /// The sheet with its columns as wide and its paragraphs as high as their texts need.
    pub(super) fn finish(mut self) -> Result<Worksheet, WorkbookError> {
        let (columns, places) = self.spread();
        for column in 0..columns.max(self.widths.len()) {
            let places = self.widths.get(column).copied().unwrap_or(NARROWEST);
            self.worksheet.set_column_width(position(column)?, places as f64)?;
        }
        let last = position(columns - 1)?;
        for (row, text, format, line_height) in &self.paragraphs {
            self.worksheet.merge_range(*row, 0, *row, last, text, format)?;
            // Letters of a title are wider; a program does not fit merged cells to their texts.
            let width = width(text) as f64 * line_height / LINE_HEIGHT;
            let lines = (width / (places as f64 - 4.0)).ceil().max(1.0);
            self.worksheet.set_row_height(*row, (lines * line_height + 3.0).min(HIGHEST))?;
        }
        Ok(self.worksheet)
    }
}

/// A column as the writer counts it.
pub(super) fn position(column: usize) -> Result<u16, WorkbookError> {
    u16::try_from(column).map_err(|_| WorkbookError::TooLarge)
}

/// A row as the writer counts it.
pub(super) fn row_number(row: usize) -> Result<u32, WorkbookError> {
    u32::try_from(row).map_err(|_| WorkbookError::TooLarge)
}
