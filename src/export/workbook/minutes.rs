//! The minutes with all their columns, as numbers.

use rust_xlsxwriter::Format;

use super::WorkbookError;
use super::sheet::{Sheet, position, row_number};
use super::text::width;
use crate::export::csv::{MINUTE_COLUMNS, minute_of_day, minute_values};
use crate::export::report::Report;
use crate::report::minute_label;
use crate::results::MinuteRow;

/// Rows of headings: names for people, and below them those of `minutes.csv`.
const HEADINGS: u32 = 2;
/// Columns that stay in sight: the time.
const TIMES: usize = 2;
/// Pages over which the columns spread: on a single one nobody could read them.
const PAGES: u16 = 3;
/// Minutes of a day.
const DAY: f64 = 1440.0;

/// One row for each minute.
pub(super) fn sheet<'s>(report: &Report, mut sheet: Sheet<'s>) -> Result<Sheet<'s>, WorkbookError> {
    headings(report, &mut sheet)?;
    let formats = MINUTE_COLUMNS.map(|column| sheet.style.number(number_format(column)));
    for (at, minute) in report.minutes.iter().enumerate() {
        row(report, &mut sheet, HEADINGS + row_number(at)?, minute, &formats)?;
    }
    let last = HEADINGS - 1 + row_number(report.minutes.len())?;
    let worksheet = sheet.worksheet();
    worksheet.autofilter(HEADINGS - 1, 0, last, position(MINUTE_COLUMNS.len() - 1)?)?;
    worksheet.set_freeze_panes(HEADINGS, position(TIMES)?)?;
    worksheet.set_repeat_rows(0, HEADINGS - 1)?;
    worksheet.set_repeat_columns(0, position(TIMES - 1)?)?;
    worksheet.set_print_fit_to_pages(PAGES, 0);
    Ok(sheet)
}

fn headings(report: &Report, sheet: &mut Sheet<'_>) -> Result<(), WorkbookError> {
    let (people, machine) = (sheet.style.column(), sheet.style.machine_name());
    for (at, column) in MINUTE_COLUMNS.iter().enumerate() {
        let label = minute_label(column, report.language);
        sheet.text(0, at, label, &people)?;
        sheet.text(1, at, column, &machine)?;
        // Three lines are enough for the longest name.
        sheet.widen(at, (width(label) / 3 + 4).max(LEAST));
    }
    sheet.set_lines(0, 3)
}

/// Places of a column, with room for the button of the filter.
const LEAST: usize = 13;

fn row(
    report: &Report,
    sheet: &mut Sheet<'_>,
    row: u32,
    minute: &MinuteRow,
    formats: &[Format],
) -> Result<(), WorkbookError> {
    let clock =
        report.opens_at_second_of_day.map(|opening| minute_of_day(opening, minute.minute) as f64 / DAY);
    let times = [clock, Some(minute.minute as f64)];
    for ((column, value), format) in times.into_iter().chain(minute_values(minute)).enumerate().zip(formats) {
        sheet.number(row, column, value, format)?;
    }
    Ok(())
}

/// How the numbers of a column read, by the unit in its name.
fn number_format(column: &str) -> &'static str {
    match column {
        "clock" => "h:mm",
        "minute" => "0",
        "response_p95_seconds" => "0.000",
        "utilisation_mean" => "0.0%",
        _ if column.ends_with("_share") => "0.0%",
        _ if column.ends_with("_minutes") => "0.0",
        _ if column.ends_with("_people") => "#,##0.0",
        _ => "#,##0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Language;

    #[test]
    fn every_column_has_a_name_for_people() {
        for column in MINUTE_COLUMNS {
            for language in [Language::English, Language::Japanese] {
                let label = minute_label(column, language);
                assert!(label != column || column == "requests", "{column}");
            }
        }
    }
}
