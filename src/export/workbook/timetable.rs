//! A timetable of waits as a table.

use super::WorkbookError;
use super::sheet::Sheet;
use super::text::width;
use crate::export::Figure;

/// One row for each stretch of the time of arrival.
pub(super) fn sheet<'s>(
    mut sheet: Sheet<'s>,
    heading: &str,
    figure: &Figure,
) -> Result<Sheet<'s>, WorkbookError> {
    let style = sheet.style;
    let mut row = sheet.title(0, heading);
    row = sheet.paragraph(row, figure.chart.title(), style.prose());
    row = sheet.paragraph(row, figure.chart.subtitle(), style.prose());
    row = sheet.paragraph(row, figure.chart.footer(), style.note()) + 1;
    let table = figure.table();
    for (column, name) in table.headings.iter().enumerate() {
        sheet.text(row, column, name, &style.column())?;
        sheet.widen(column, width(name) + 3);
    }
    let first = row + 1;
    for cells in &table.rows {
        row += 1;
        for (column, cell) in cells.iter().enumerate() {
            sheet.text(row, column, cell, &style.cell())?;
            sheet.widen(column, width(cell) + 3);
        }
    }
    let worksheet = sheet.worksheet();
    worksheet.set_freeze_panes(first, 1)?;
    worksheet.set_repeat_rows(first - 1, first - 1)?;
    Ok(sheet)
}
