//! The page of a report on a sheet.

use super::WorkbookError;
use super::sheet::Sheet;
use super::style::Style;
use crate::export::report::Report;
use crate::report::{Part, bare_heading, untitled_report};

/// The name of the report, then the page part by part.
pub(super) fn sheet<'s>(report: &Report, name: String, style: &'s Style) -> Result<Sheet<'s>, WorkbookError> {
    let mut sheet = Sheet::new(name, style)?;
    let untitled = untitled_report(report.language);
    let title = if report.title.trim().is_empty() { &untitled } else { &report.title };
    let mut row = sheet.title(0, title);
    for part in report.page.parts() {
        row = match part {
            Part::Title(text) if text.trim() == report.title.trim() => row,
            Part::Title(text) | Part::Prose(text) => sheet.paragraph(row, text, style.prose()),
            Part::Note(text) => sheet.paragraph(row, text, style.note()),
            Part::Quote(text) => sheet.paragraph(row, text, style.quote()),
            Part::Warning(text) => sheet.paragraph(row, text, style.warning()),
            Part::Heading(text) => sheet.paragraph(row, bare_heading(text), style.heading()),
            Part::Table { full, .. } => sheet.table(row, full)?,
            Part::Verbatim(text) => sheet.paragraph(row, text, style.command()),
            Part::Gap => row + 1,
        };
    }
    sheet.worksheet().set_screen_gridlines(false);
    Ok(sheet)
}
