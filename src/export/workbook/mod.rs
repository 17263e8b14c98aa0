//! A report as a workbook: words and tables on the first sheet, each picture as a native chart on its own numbers, the minutes,
//! settings and assumptions, and how the figures came about. Opens in Excel and in LibreOffice.
//!
//! - `sheet`: writes cells; every text is a text and never a formula
//! - `text`: what texts become: clean, short enough, or numbers
//! - `style`: how cells look
//! - `summary`: the page
//! - `plot`: the pictures as series, before they are written
//! - `picture`: a picture as numbers with native charts; `native`: such a chart
//! - `heat_map`: a grid as a table with a scale of colours
//! - `timetable`: levels of waits as a table
//! - `minutes`: the minutes with all columns
//! - `tables`: settings, and how the figures came about
//!
//! To add a sheet: a file here and a line in [`workbook`].

mod heat_map;
mod minutes;
mod native;
mod picture;
mod plot;
mod sheet;
mod style;
mod summary;
mod tables;
mod text;
mod timetable;

use std::error::Error;
use std::fmt;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::Sheet;
use self::style::Style;
use self::text::SheetNames;
use super::chart::Chart;
use super::report::Report;
use crate::report::{untitled_report, workbook_texts};

/// The day on which every workbook says that it was made: the same report gives the same bytes.
const MADE_ON: (u16, u8, u8) = (2000, 1, 1);

/// The report as a workbook (XLSX). The same report gives the same bytes.
///
/// Where the report has no minutes, no settings or no pictures, their sheets are left out.
///
/// # Errors
/// [`WorkbookError::TooLarge`] if a table has more rows or columns than a sheet can hold (1,048,576 and 16,384).
pub fn workbook(report: &Report) -> Result<Vec<u8>, WorkbookError> {
    let texts = workbook_texts(report.language);
    let style = Style::new(report.language);
    let mut names = SheetNames::default();
    let mut sheets = vec![summary::sheet(report, names.next(&texts.summary), &style)?];
    for figure in &report.figures {
        let heading = figure.kind.heading(report.language);
        let sheet = Sheet::new(names.next(&heading), &style)?;
        sheets.push(match &figure.chart {
            Chart::Time(chart) => picture::sheet(
                sheet,
                &heading,
                &figure.chart,
                &plot::of_time(chart, report.language),
                &texts,
            )?,
            Chart::Curves(chart) => picture::sheet(
                sheet,
                &heading,
                &figure.chart,
                &plot::of_curves(chart, report.language),
                &texts,
            )?,
            Chart::HeatMap(chart) => heat_map::sheet(sheet, &heading, chart)?,
            Chart::Timetable(_) => timetable::sheet(sheet, &heading, figure)?,
        });
    }
    if !report.minutes.is_empty() {
        sheets.push(minutes::sheet(report, Sheet::new(names.next(&texts.minutes), &style)?)?);
    }
    if report.inputs.rows().next().is_some() {
        sheets.push(tables::inputs(report, Sheet::new(names.next(&texts.inputs), &style)?)?);
    }
    sheets.push(tables::origin(report, Sheet::new(names.next(&texts.origin), &style)?)?);
    saved(report, sheets)
}

fn saved(report: &Report, sheets: Vec<Sheet<'_>>) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    let (year, month, day) = MADE_ON;
    let title = match text::clean(&report.title) {
        title if title.is_empty() => untitled_report(report.language),
        title => text::shortened(&title, MOST_OF_A_PROPERTY),
    };
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    book.set_properties(&properties);
    for sheet in sheets {
        book.push_worksheet(sheet.finish()?);
    }
    Ok(book.save_to_buffer()?)
}

/// Most characters of a property of a document.
const MOST_OF_A_PROPERTY: usize = 255;

/// Why there is no workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkbookError {
    /// A table has more rows or columns than a sheet can hold.
    TooLarge,
    /// The workbook cannot be written; not the fault of the report.
    Failed {
        /// What the writer said.
        reason: String,
    },
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> WorkbookError {
        match error {
            XlsxError::RowColumnLimitError => WorkbookError::TooLarge,
            other => WorkbookError::Failed { reason: other.to_string() },
        }
    }
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::TooLarge => f.write_str(
                "cannot write the workbook: a table has more rows or columns than a sheet can hold (1,048,576 and 16,384)",
            ),
            WorkbookError::Failed { reason } => write!(f, "cannot write the workbook: {reason}"),
        }
    }
}

impl Error for WorkbookError {}
