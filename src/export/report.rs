//! Everything that a report has, in one language, before it takes a form: words, pictures, settings. Pages, workbooks, messages
//! and files are all made from this and nothing else.

use super::figure::{Figure, answer_figures};
use crate::report::{Language, Page, Table, answer_page, inputs_table};
use crate::results::{Answer, MinuteRow, Provenance};

/// A report in one language.
#[derive(Clone, Debug)]
pub struct Report {
    /// The language.
    pub language: Language,
    /// What is reported: the scenario's title, or the crowd.
    pub title: String,
    /// The words, with their tables.
    pub page: Page,
    /// The pictures, the one for residents first.
    pub figures: Vec<Figure>,
    /// Settings and assumptions; without rows where the result does not tell them.
    pub inputs: Table,
    /// The day minute by minute; empty where the result has none.
    pub minutes: Vec<MinuteRow>,
    /// Seconds of the day at which the room opens; `None`: unknown.
    pub opens_at_second_of_day: Option<i64>,
    /// How the figures came about.
    pub provenance: Provenance,
}

impl Report {
    /// The report of an answer of `predict` or `run`.
    pub fn of_answer(answer: &Answer, language: Language) -> Report {
        let figures = answer_figures(answer, language);
        Report {
            language,
            title: figures
                .first()
                .map_or_else(|| answer.title.clone(), |figure| figure.chart.title().to_owned()),
            page: answer_page(answer, language),
            figures,
            inputs: inputs_table(&answer.inputs, language),
            minutes: answer.minutes.clone(),
            opens_at_second_of_day: answer.opens_at_second_of_day,
            provenance: answer.provenance.clone(),
        }
    }
}
