//! A report in its forms: which files each form makes, and their bytes. Touches no files.

use std::fmt;

use super::chart::{ChartError, ChartFormat, missing_glyphs};
use super::{
    Block, CsvEncoding, Figure, HtmlError, OnTheDay, Report, WorkbookError, compare_csv, encode_csv,
    fairness_csv, html_page, markdown, minutes_csv, recommendation_csv, slack, summary_csv, sweep_csv,
    workbook,
};
use crate::report::{Language, checklist, checklist_heading, notice, notice_heading};
use crate::results::Finding;

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// A page that needs nothing else, in both languages.
    Html,
    /// A workbook.
    Xlsx,
    /// Every picture as PNG.
    Png,
    /// Every picture as SVG.
    Svg,
    /// The figures as tables.
    Csv,
    /// Markdown, for wikis and tickets.
    Md,
    /// A message of five lines for a chat.
    Slack,
}

impl ReportForm {
    /// All forms.
    pub const ALL: [ReportForm; 7] = [
        ReportForm::Html,
        ReportForm::Xlsx,
        ReportForm::Png,
        ReportForm::Svg,
        ReportForm::Csv,
        ReportForm::Md,
        ReportForm::Slack,
    ];

    /// Name in `--format`.
    pub const fn name(self) -> &'static str {
        match self {
            ReportForm::Html => "html",
            ReportForm::Xlsx => "xlsx",
            ReportForm::Png => "png",
            ReportForm::Svg => "svg",
            ReportForm::Csv => "csv",
            ReportForm::Md => "md",
            ReportForm::Slack => "slack",
        }
    }
}

/// A file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Its name, without a folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a form cannot be made.
#[derive(Debug)]
pub enum ReportError {
    /// A picture cannot be drawn.
    Chart(ChartError),
    /// The page cannot be written.
    Page(HtmlError),
    /// The workbook cannot be written.
    Workbook(WorkbookError),
}

impl fmt::Display for ReportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Chart(error) => error.fmt(out),
            ReportError::Page(error) => error.fmt(out),
            ReportError::Workbook(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for ReportError {}

impl From<ChartError> for ReportError {
    fn from(error: ChartError) -> ReportError {
        ReportError::Chart(error)
    }
}

/// The files of a finding in these forms, with what happened on the day where that is known; the same finding gives the same bytes, whether it was just found or read back.
///
/// # Errors
/// If a picture cannot be drawn.
pub fn report_files(
    finding: &Finding,
    on_the_day: Option<&OnTheDay>,
    forms: &[ReportForm],
    encoding: CsvEncoding,
    language: Language,
) -> Result<Vec<ReportFile>, ReportError> {
    let report = Report::of(finding, on_the_day, language);
    let mut files = Vec::new();
    for form in forms {
        match form {
            ReportForm::Html => {
                let page = page(finding, on_the_day, &report)?;
                files.push(ReportFile { name: "report.html".to_owned(), bytes: page.into_bytes() });
            }
            ReportForm::Xlsx => {
                let bytes = workbook(&report).map_err(ReportError::Workbook)?;
                files.push(ReportFile { name: "report.xlsx".to_owned(), bytes });
            }
            ReportForm::Md => {
                let text = markdown(&report, &linked(&report, forms));
                files.push(ReportFile { name: "report.md".to_owned(), bytes: text.into_bytes() });
            }
            ReportForm::Slack => {
                let text = slack(&report) + "\n";
                files.push(ReportFile { name: "report-slack.txt".to_owned(), bytes: text.into_bytes() });
            }
            ReportForm::Png => files.extend(pictures(&report, ChartFormat::Png)?),
            ReportForm::Svg => files.extend(pictures(&report, ChartFormat::Svg)?),
            ReportForm::Csv => files.extend(tables(finding).into_iter().map(|file| encoded(file, encoding))),
        }
    }
    Ok(files)
}

/// The characters of a report's pictures that their font lacks; they would be blank.
pub fn missing_in_report(report: &Report) -> Vec<char> {
    let texts: Vec<&str> =
        report.figures.iter().flat_map(|figure| [figure.chart.title(), figure.chart.subtitle()]).collect();
    missing_glyphs(&texts.concat())
}

/// The page in both languages, that of the report first, with the notice and the checklist where they can be made.
fn page(finding: &Finding, on_the_day: Option<&OnTheDay>, report: &Report) -> Result<String, ReportError> {
    let other = match report.language {
        Language::English => Language::Japanese,
        Language::Japanese => Language::English,
    };
    let reports = [report.clone(), Report::of(finding, on_the_day, other)];
    let blocks = [report.language, other].map(|language| blocks(finding, language));
    html_page(&reports, &blocks).map_err(ReportError::Page)
}

fn blocks(finding: &Finding, language: Language) -> Vec<Block> {
    let Finding::Answer(answer) = finding else { return Vec::new() };
    let (notice, checklist) = (notice(answer, language), checklist(answer, language));
    vec![
        Block { heading: notice_heading(language), html: notice.html() },
        Block { heading: checklist_heading(language), html: checklist.html() },
    ]
}

fn pictures(report: &Report, format: ChartFormat) -> Result<Vec<ReportFile>, ReportError> {
    let picture = |figure: &Figure| {
        let name = picture_name(figure, format);
        Ok(ReportFile { name, bytes: figure.chart.draw(format)? })
    };
    report.figures.iter().map(picture).collect()
}

/// Headings and file names of the pictures that are written beside a text.
fn linked(report: &Report, forms: &[ReportForm]) -> Vec<(String, String)> {
    let format = match forms {
        forms if forms.contains(&ReportForm::Svg) => ChartFormat::Svg,
        forms if forms.contains(&ReportForm::Png) => ChartFormat::Png,
        _ => return Vec::new(),
    };
    let link = |figure: &Figure| (figure.kind.heading(report.language), picture_name(figure, format));
    report.figures.iter().map(link).collect()
}

/// A table in the encoding; what code page 932 lacks becomes a question mark.
fn encoded(file: ReportFile, encoding: CsvEncoding) -> ReportFile {
    ReportFile { bytes: encode_csv(&file.bytes, encoding).0, ..file }
}

fn picture_name(figure: &Figure, format: ChartFormat) -> String {
    let ending = match format {
        ChartFormat::Png => "png",
        ChartFormat::Svg => "svg",
    };
    format!("{}.{ending}", figure.kind.name())
}

fn tables(finding: &Finding) -> Vec<ReportFile> {
    let file = |name: &str, bytes: Vec<u8>| ReportFile { name: name.to_owned(), bytes };
    match finding {
        Finding::Answer(found) => {
            let mut files = vec![file("report-measures.csv", summary_csv(found))];
            if !found.minutes.is_empty() {
                files.push(file("report-minutes.csv", minutes_csv(found)));
            }
            files
        }
        Finding::Fairness(found) => vec![file("report-fairness.csv", fairness_csv(found))],
        Finding::Comparison(found) => vec![file("report-comparison.csv", compare_csv(found))],
        Finding::Sweep(found) => vec![file("report-sweep.csv", sweep_csv(found))],
        Finding::Recommendation(found) => vec![file("report-settings.csv", recommendation_csv(found))],
    }
}
