//! What `--explain` adds to an answer: each formula with its number, its error, whether it applies, and what it means; and the
//! texts of its chart.
//!
//! - `message`: every sentence, once for all languages; `english` and `japanese` word it

mod english;
mod japanese;
mod message;

use message::Message;

use super::language::Language;
use super::number::{people_words, plain, rate, share_words, signed};
use super::page::Page;
use super::span::{CellStyle, span_cell};
use super::table::{Side, Table};
use crate::results::{Answer, Applies, ExplainedCase, ExplainedReason, Explanation, FormulaFigure, Unit};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// An error of more than so many times the simulated figure is not told as a share of it.
const MOST_RELATIVE: f64 = 10.0;

/// Adds the part of the answer to its page.
pub(super) fn explanation(page: &mut Page, found: &Explanation, language: Language) {
    page.heading(&Message::Heading.say(language));
    page.indented(&letters(&found.case, language));
    page.gap();
    page.table(|style| table(found, style, language));
    for figure in &found.formulas {
        page.gap();
        let name = Message::Name(figure.formula).say(language);
        let formula = Message::Written(figure.formula).say(language);
        page.line(&Message::NameAndFormula { name, formula }.say(language));
        let sentences =
            [Message::Meaning(figure.formula), verdict(figure, language), Message::Compared(figure.compared)]
                .map(|message| message.say(language));
        let text = page.joined(&sentences);
        page.indented(&text);
    }
}

/// The texts of the chart.
pub struct ExplanationChartTexts {
    /// Title.
    pub title: String,
    /// Below it.
    pub subtitle: String,
    /// Name of the level axis.
    pub people: String,
    /// Heading of the plot.
    pub wait: String,
    /// Names of the curves: simulated p90 and mean, fluid p90 and mean, talk as typed, reading A, Erlang C, Erlang A.
    pub curves: [String; 8],
    /// What the band shows.
    pub band: String,
    /// Beside the case.
    pub case: String,
    /// Where nothing can be drawn.
    pub no_data: String,
    /// Small print.
    pub footer: String,
}

/// The texts of the chart of an answer that is explained.
pub fn explanation_chart_texts(
    answer: &Answer,
    found: &Explanation,
    language: Language,
) -> ExplanationChartTexts {
    let say = |message: Message| message.say(language);
    let title = super::answer::title_words(&answer.title);
    ExplanationChartTexts {
        title: say(if title.is_empty() { Message::ChartTitle } else { Message::ChartTitleOf { title } }),
        subtitle: letters(&found.case, language),
        people: say(Message::PeopleAxis),
        wait: say(Message::WaitAxis),
        curves: [
            Message::SimulatedMostCurve,
            Message::SimulatedMeanCurve,
            Message::FluidMostCurve,
            Message::FluidMeanCurve,
            Message::TalkCurve,
            Message::OverloadCurve,
            Message::ErlangCCurve,
            Message::ErlangACurve,
        ]
        .map(say),
        band: say(Message::ChartBand),
        case: say(Message::ThisCase { people: people_words(found.case.people, language) }),
        no_data: say(Message::NoData),
        footer: say(Message::ChartFooter),
    }
}

fn minutes(minutes: f64, language: Language) -> String {
    span_cell(minutes * 60.0, CellStyle::Hours, language)
}

/// λ, μ, r and θ of the case.
fn letters(case: &ExplainedCase, language: Language) -> String {
    let arrivals = case.arrivals_per_minute.map_or(Message::AllComeAtOnce, |arrivals| Message::ArrivalRate {
        rate: rate(arrivals),
        within: minutes(case.arrival_minutes, language),
    });
    let capacity = case
        .capacity_per_minute
        .map_or(Message::NoCapacity, |capacity| Message::CapacityRate { rate: rate(capacity) });
    let patience = case.patience_minutes.map_or(Message::NoPatience, |patience| Message::MeanPatience {
        patience: minutes(patience, language),
    });
    Message::Letters {
        people: people_words(case.people, language),
        arrivals: arrivals.say(language),
        held: minutes(case.held_minutes, language),
        capacity: capacity.say(language),
        patience: patience.say(language),
    }
    .say(language)
}

fn table(found: &Explanation, style: CellStyle, language: Language) -> Table {
    let say = |message: Message| message.say(language);
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left]);
    table.push_heading(
        [
            Message::FormulaColumn,
            Message::SaysColumn,
            Message::SimulatedColumn,
            Message::ErrorColumn,
            Message::AppliesColumn,
        ]
        .map(say)
        .to_vec(),
    );
    for figure in &found.formulas {
        let cell = |value: Option<f64>| {
            value.map_or(NOTHING.to_owned(), |value| amount(figure, value, style, language))
        };
        table.push([
            say(Message::Name(figure.formula)),
            cell(figure.value),
            cell(figure.simulated),
            error(figure, style, language),
            say(Message::AppliesCell(figure.applies)),
        ]);
    }
    table
}

fn amount(figure: &FormulaFigure, value: f64, style: CellStyle, language: Language) -> String {
    match figure.unit {
        Unit::People => people_words(value, language),
        _ => span_cell(value, style, language),
    }
}

fn error(figure: &FormulaFigure, style: CellStyle, language: Language) -> String {
    let Some(error) = figure.error else { return NOTHING.to_owned() };
    let error = signed(error, |size| amount(figure, size.abs(), style, language));
    match figure.relative_error {
        Some(relative) if relative.abs() < MOST_RELATIVE => {
            let percent = signed((relative * 100.0).round(), |size| plain(size.abs()));
            Message::ErrorCell { error, percent }.say(language)
        }
        _ => error,
    }
}

fn verdict(figure: &FormulaFigure, language: Language) -> Message {
    let why = reason(figure.reason, language).say(language);
    match figure.applies {
        Applies::Yes => Message::ItApplies { why },
        Applies::Roughly => Message::ItAppliesRoughly { why },
        Applies::No => Message::ItDoesNotApply { why },
    }
}

/// Why a formula applies or does not.
fn reason(reason: ExplainedReason, language: Language) -> Message {
    match reason {
        ExplainedReason::Holds => Message::Holds,
        ExplainedReason::NoCapacityInIt => Message::NoCapacityInIt,
        ExplainedReason::Unlimited => Message::Unlimited,
        ExplainedReason::NobodyLetIn => Message::NobodyLetIn,
        ExplainedReason::AllAtOnce => Message::AllAtOnce,
        ExplainedReason::NobodyLeaves => Message::NobodyLeaves,
        ExplainedReason::SomeNeverLeave => Message::SomeNeverLeave,
        ExplainedReason::PatienceNotExponential => Message::PatienceNotExponential,
        ExplainedReason::GhostsStay => Message::GhostsStay,
        ExplainedReason::SlotsInWaves => Message::SlotsInWaves,
        ExplainedReason::Overloaded { arrivals_per_minute, capacity_per_minute } => {
            Message::Overloaded { arrivals: rate(arrivals_per_minute), capacity: rate(capacity_per_minute) }
        }
        ExplainedReason::NotOverloaded { arrivals_per_minute, capacity_per_minute } => {
            Message::NotOverloaded {
                arrivals: rate(arrivals_per_minute),
                capacity: rate(capacity_per_minute),
            }
        }
        ExplainedReason::TooShort { lasts_minutes, needed_minutes } => Message::TooShort {
            lasts: minutes(lasts_minutes, language),
            needed: minutes(needed_minutes, language),
        },
        ExplainedReason::FewerSessions { sessions, active_max } => Message::FewerSessions {
            sessions: people_words(sessions, language),
            most: people_words(active_max, language),
        },
        ExplainedReason::SettingsChange => Message::SettingsChange,
        ExplainedReason::Operator => Message::Operator,
        ExplainedReason::Station => Message::Station,
        ExplainedReason::SessionsLost { share } => {
            Message::SessionsLost { share: share_words(share, language) }
        }
        ExplainedReason::PlacesRunOut => Message::PlacesRunOut,
        ExplainedReason::DrawnByLot => Message::DrawnByLot,
        ExplainedReason::NotOnePlaceEach => Message::NotOnePlaceEach,
        ExplainedReason::NoFullRoom => Message::NoFullRoom,
        ExplainedReason::HeldNotExponential => Message::HeldNotExponential,
        ExplainedReason::ArrivalsNotSteady => Message::ArrivalsNotSteady,
    }
}
