//! Settings and assumptions, and how the figures came about.

use super::WorkbookError;
use super::sheet::Sheet;
use super::text::width;
use crate::export::report::Report;
use crate::report::{origin_notes, origin_rows};

/// Every input with its value, its basis and its range.
pub(super) fn inputs<'s>(report: &Report, mut sheet: Sheet<'s>) -> Result<Sheet<'s>, WorkbookError> {
    sheet.table(0, &report.inputs)?;
    let worksheet = sheet.worksheet();
    worksheet.set_freeze_panes(1, 1)?;
    worksheet.set_repeat_rows(0, 0)?;
    Ok(sheet)
}

/// Version, scenario, seed, days and the command.
pub(super) fn origin<'s>(report: &Report, mut sheet: Sheet<'s>) -> Result<Sheet<'s>, WorkbookError> {
    let (name, text) = (sheet.style.row_name(), sheet.style.cell());
    let mut row = 0;
    for (label, value) in origin_rows(&report.provenance, report.language) {
        sheet.text(row, 0, &label, &name)?;
        sheet.widen(0, width(&label) + 3);
        match super::text::plain_number(&value) {
            Some((number, format)) => {
                let format = sheet.style.number_among_texts(&format);
                sheet.number(row, 1, Some(number), &format)?;
            }
            None => sheet.text(row, 1, &value, &text)?,
        }
        row += 1;
    }
    // A command is long, and is read rather than compared.
    sheet.set_width(1, COMMAND);
    row += 1;
    for note in origin_notes(&report.provenance, report.language) {
        sheet.text(row, 0, &note, &sheet.style.prose().unset_text_wrap())?;
        row += 1;
    }
    Ok(sheet)
}

/// Places of the column of the command.
const COMMAND: usize = 100;
