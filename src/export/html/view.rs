//! What stands where on the page, as the template shows it: texts that are ready to print, not yet escaped.

use askama::Template;

use super::error::HtmlError;
use super::section::{Grid, Piece, Section, Sections};
use super::{Block, SCRIPT_LICENCE, picture};
use crate::export::figure::Figure;
use crate::export::report::Report;
use crate::report::{PageWords, without_controls};

/// Most characters of a title.
const LONGEST_TITLE: usize = 200;

/// The whole page.
#[derive(Template)]
#[template(path = "page.html", config = "src/export/html/askama.toml")]
pub(super) struct PageView<'a> {
    /// The language that is shown first.
    pub(super) code: &'a str,
    /// Version of this program.
    pub(super) version: &'a str,
    /// One for each language.
    pub(super) reports: Vec<ReportView>,
    /// What the script reads, as JSON without `<`.
    pub(super) data: String,
    /// The embedded font as base64; empty: not there yet.
    pub(super) font: String,
}

impl PageView<'_> {
    const STYLE: &'static str = include_str!("style.css");
    const SCRIPT: &'static str = include_str!("script.js");
    const CHART_STYLE: &'static str = include_str!("uplot/uPlot.min.css");
    const CHART_SCRIPT: &'static str = include_str!("uplot/uPlot.iife.min.js");
    const CHART_LICENCE: &'static str = SCRIPT_LICENCE;
}

/// One language of the page.
pub(super) struct ReportView {
    words: &'static PageWords,
    languages: Vec<&'static PageWords>,
    title: String,
    answer: Vec<Piece>,
    blocks: Vec<Block>,
    figures: Vec<FigureView>,
    sections: Vec<SectionView>,
    closing: Vec<Piece>,
}

/// A picture with the table behind it.
struct FigureView {
    name: String,
    heading: String,
    caption: String,
    svg: String,
    table: Grid,
}

/// A part that folds.
struct SectionView {
    heading: String,
    pieces: Vec<Piece>,
}

/// The reports as the template shows them.
pub(super) fn reports(reports: &[Report], blocks: &[Vec<Block>]) -> Result<Vec<ReportView>, HtmlError> {
    let languages: Vec<_> = reports.iter().map(|report| PageWords::of(report.language)).collect();
    let none = Vec::new();
    let views = reports
        .iter()
        .enumerate()
        .map(|(position, report)| view(report, blocks.get(position).unwrap_or(&none), languages.clone()));
    views.collect()
}

fn view(
    report: &Report,
    blocks: &[Block],
    languages: Vec<&'static PageWords>,
) -> Result<ReportView, HtmlError> {
    let words = PageWords::of(report.language);
    let found = Sections::of(report.page.parts());
    let place = found.place_of_inputs();
    let mut sections: Vec<SectionView> = found.sections.into_iter().map(SectionView::of).collect();
    sections.splice(place..place, inputs(report, words));
    Ok(ReportView {
        words,
        languages,
        title: title(&report.title, words),
        answer: found.answer,
        blocks: blocks.to_vec(),
        figures: report.figures.iter().map(|shown| figure(shown, report)).collect::<Result<_, _>>()?,
        sections,
        closing: found.closing,
    })
}

/// The title in one line, or what stands for one.
fn title(text: &str, words: &PageWords) -> String {
    let text = without_controls(text);
    match text.trim() {
        "" => words.untitled.to_owned(),
        text if text.chars().count() > LONGEST_TITLE => {
            text.chars().take(LONGEST_TITLE).chain(['…']).collect()
        }
        text => text.to_owned(),
    }
}

/// Settings and assumptions, if the report has them.
fn inputs(report: &Report, words: &PageWords) -> Option<SectionView> {
    let table = Grid::of(&report.inputs);
    let pieces = vec![Piece::Prose(words.inputs_mean.to_owned()), Piece::Table(table)];
    let has_rows = report.inputs.rows().next().is_some();
    has_rows.then(|| SectionView { heading: words.inputs.to_owned(), pieces })
}

fn figure(figure: &Figure, report: &Report) -> Result<FigureView, HtmlError> {
    let table = figure.table();
    Ok(FigureView {
        name: figure.kind.name(),
        heading: without_controls(&figure.kind.heading(report.language)),
        caption: without_controls(figure.chart.subtitle()),
        svg: picture::inline(&figure.chart)?,
        table: Grid::of_figures(&table.headings, &table.rows),
    })
}

impl SectionView {
    fn of(section: Section) -> SectionView {
        SectionView { heading: section.heading, pieces: section.pieces }
    }
}
