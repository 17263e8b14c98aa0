//! Every sentence about a sweep, once for all languages. Numbers in it are words already.

use super::{english, japanese};
use crate::report::Language;

/// Something to say about a sweep. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// How many points.
    Size { points: String, days: String },
    /// How many points, and how many were left out.
    SizeSkipped { points: String, days: String, skipped: String },
    /// Where 9 in 10 wait least.
    WaitLeast { wait: String, point: String },
    /// Where they wait most.
    WaitMost { wait: String, point: String },
    /// Heading of the column of intervals.
    IntervalColumn,
    /// Some of the points are shown.
    SomeShown { rows: String, all: String },

    // The charts.
    /// Below the title.
    ChartSubtitle { days: String },
    /// Below the title, with the values of what is not drawn.
    ChartSubtitleFixed { days: String, fixed: String },
    /// What is drawn, or varied, in minutes.
    InMinutes { name: String },
    /// The same in people.
    InPeople { name: String },
    /// The same in per cent.
    InPercent { name: String },
    /// The same without a unit.
    Bare { name: String },
    /// Name of an input, and its key.
    LabelAndKey { label: String, key: String },
    /// Name of the curve.
    ChartCurve,
    /// What the band shows.
    ChartBand,
    /// The framed cell of a heat map.
    ShortestWithoutOverload,
    /// Where there is nothing.
    NoData,
    /// Last line.
    ChartFooter { version: String },
}

impl Message {
    /// The message in a language.
    pub(super) fn say(self, language: Language) -> String {
        match language {
            Language::English => english::say(self),
            Language::Japanese => japanese::say(self),
        }
    }
}
