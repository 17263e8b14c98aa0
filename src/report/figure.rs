//! What each picture of a report is called, and how it is read.

use super::language::Language;
use super::measure_label;
use super::message::Message;
use crate::results::Measure;

/// A picture of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureKind {
    /// How long people wait, by the time at which they come.
    Waits,
    /// Short, rather long and long waits by the time of arrival.
    Timetable,
    /// The whole day at a glance.
    Day,
    /// Line, active users and people inside, with the limits.
    People,
    /// People who come and people let in, minute by minute.
    Flow,
    /// The load of the servers and their response times.
    Origin,
    /// The chance of a place by the time of arrival.
    Chance,
    /// Formulas against the simulation.
    Formulas,
    /// Variants side by side.
    Comparison,
    /// The chance of a place in several ways of opening.
    Fairness,
    /// What a shorter wait costs in risk.
    TradeOff,
    /// A measure over a grid of settings.
    Sweep(Measure),
}

impl FigureKind {
    /// Name of its file, without the ending.
    pub fn name(&self) -> String {
        match self {
            FigureKind::Waits => "wait-by-arrival",
            FigureKind::Timetable => "timetable",
            FigureKind::Day => "day",
            FigureKind::People => "people",
            FigureKind::Flow => "flow",
            FigureKind::Origin => "origin",
            FigureKind::Chance => "chance-of-a-place",
            FigureKind::Formulas => "formulas",
            FigureKind::Comparison => "comparison",
            FigureKind::Fairness => "fairness",
            FigureKind::TradeOff => "wait-against-risk",
            FigureKind::Sweep(measure) => return format!("sweep-{}", measure.name()),
        }
        .to_owned()
    }

    /// The words above it.
    pub fn heading(&self, language: Language) -> String {
        match self {
            FigureKind::Waits => Message::WaitsFigure,
            FigureKind::Timetable => Message::TimetableFigure,
            FigureKind::Day => Message::DayFigure,
            FigureKind::People => Message::PeopleFigure,
            FigureKind::Flow => Message::FlowFigure,
            FigureKind::Origin => Message::OriginFigure,
            FigureKind::Chance => Message::ChanceFigure,
            FigureKind::Formulas => Message::FormulasFigure,
            FigureKind::Comparison => Message::ComparisonFigure,
            FigureKind::Fairness => Message::FairnessFigure,
            FigureKind::TradeOff => Message::TradeOffFigure,
            FigureKind::Sweep(measure) => {
                Message::SweepFigure { measure: measure_label(*measure, language).to_owned() }
            }
        }
        .say(language)
    }
}
