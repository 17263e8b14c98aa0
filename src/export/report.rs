//! Everything that a report has, in one language, before it takes a form: words, pictures, settings. Pages, workbooks, messages
//! and files are all made from this and nothing else.

use super::figure::{Figure, figures};
use crate::report::{
    Language, Page, Table, answer_page, compare_page, fairness_page, inputs_table, recommendation_page,
    sweep_page,
};
use crate::results::{Finding, InputNote, MinuteRow, Provenance};

/// A report in one language.
#[derive(Clone, Debug)]
pub struct Report {
    /// The language.
    pub language: Language,
    /// What is reported: the scenario's title, or what its first picture is called.
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
    /// The report of a finding.
    pub fn of(finding: &Finding, language: Language) -> Report {
        let figures = figures(finding, language);
        let title = match own_title(finding) {
            "" => figures.first().map_or("", |figure| figure.chart.title()),
            own => own,
        };
        Report {
            language,
            title: title.to_owned(),
            page: page(finding, language),
            inputs: inputs_table(inputs(finding), language),
            minutes: match finding {
                Finding::Answer(answer) => answer.minutes.clone(),
                _ => Vec::new(),
            },
            opens_at_second_of_day: opening(finding),
            provenance: provenance(finding),
            figures,
        }
    }
}

fn page(finding: &Finding, language: Language) -> Page {
    match finding {
        Finding::Answer(found) => answer_page(found, language),
        Finding::Fairness(found) => fairness_page(found, language),
        Finding::Comparison(found) => compare_page(found, language),
        Finding::Sweep(found) => sweep_page(found, language),
        Finding::Recommendation(found) => recommendation_page(found, language),
    }
}

/// The title of the scenario; a comparison has several.
fn own_title(finding: &Finding) -> &str {
    match finding {
        Finding::Answer(found) => &found.title,
        Finding::Fairness(found) => &found.title,
        Finding::Comparison(_) => "",
        Finding::Sweep(found) => &found.plan.title,
        Finding::Recommendation(found) => &found.title,
    }
}

fn inputs(finding: &Finding) -> &[InputNote] {
    match finding {
        Finding::Answer(found) => &found.inputs,
        Finding::Fairness(found) => &found.inputs,
        Finding::Recommendation(found) => &found.inputs,
        Finding::Comparison(_) | Finding::Sweep(_) => &[],
    }
}

fn opening(finding: &Finding) -> Option<i64> {
    match finding {
        Finding::Answer(found) => found.opens_at_second_of_day,
        Finding::Fairness(found) => found.opens_at_second_of_day,
        Finding::Recommendation(found) => found.opens_at_second_of_day,
        Finding::Comparison(_) | Finding::Sweep(_) => None,
    }
}

fn provenance(finding: &Finding) -> Provenance {
    match finding {
        Finding::Answer(found) => found.provenance.clone(),
        Finding::Fairness(found) => found.provenance.clone(),
        Finding::Comparison(found) => found.provenance.clone(),
        Finding::Recommendation(found) => found.provenance.clone(),
        Finding::Sweep(found) => Provenance {
            version: found.plan.version.clone(),
            scenario: found.plan.scenario.clone(),
            seed: found.plan.seed,
            replications: found.plan.replications,
            range_replications: 0,
            command: found.plan.command.clone(),
            complete: true,
        },
    }
}
