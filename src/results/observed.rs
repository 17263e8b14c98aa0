//! What happened on the day, and how it lies to what was predicted.

use serde::{Deserialize, Serialize};

use super::measure::Measure;

/// What a room showed on one day, minute by minute, whoever wrote it down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Where the figures come from.
    pub source: ObservedSource,
    /// The minutes in order of time, each at most once; never empty.
    pub minutes: Vec<ObservedMinute>,
    /// What the reader must know about the file.
    pub notes: Vec<ObservedNote>,
}

/// Where observed figures come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservedSource {
    /// A table as CSV.
    Table,
    /// Cloudflare's analytics in groups by the minute (`waitingRoomAnalyticsAdaptiveGroups`).
    CloudflareGroups,
    /// Cloudflare's analytics row by row (`waitingRoomAnalyticsAdaptive`).
    CloudflareRows,
}

impl ObservedSource {
    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            ObservedSource::Table => "table",
            ObservedSource::CloudflareGroups => "cloudflare_groups",
            ObservedSource::CloudflareRows => "cloudflare_rows",
        }
    }
}

/// One minute of the room's clock. Counts of people, never negative; `None`: missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ObservedMinute {
    /// Minutes from the opening to the start of this minute; negative before.
    pub minute: i64,
    /// Places in line: a sample, or the mean over the minute.
    pub line: Option<f64>,
    /// Most places in line in the minute, where the file tells.
    pub line_max: Option<f64>,
    /// Sessions: a sample, or the mean over the minute.
    pub active: Option<f64>,
    /// Most sessions in the minute, where the file tells.
    pub active_max: Option<f64>,
    /// Acceptances in the minute, repeated ones included.
    pub accepted: Option<f64>,
}

/// A figure of a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservedFigure {
    /// Places in line.
    Line,
    /// Sessions.
    Active,
    /// Acceptances.
    Accepted,
}

impl ObservedFigure {
    /// All of them, in the order of reports.
    pub const ALL: [ObservedFigure; 3] =
        [ObservedFigure::Line, ObservedFigure::Active, ObservedFigure::Accepted];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            ObservedFigure::Line => "line",
            ObservedFigure::Active => "active",
            ObservedFigure::Accepted => "accepted",
        }
    }

    /// The figure of a minute.
    pub fn of(self, minute: &ObservedMinute) -> Option<f64> {
        match self {
            ObservedFigure::Line => minute.line,
            ObservedFigure::Active => minute.active,
            ObservedFigure::Accepted => minute.accepted,
        }
    }
}

/// What the reader of observed figures must know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ObservedNote {
    /// The figures are samples or means of a minute, 20 to 50 seconds old: what was highest may have been higher.
    ByTheMinute,
    /// The file does not name the day of the opening: this one was taken, the only one that fits.
    OpeningTaken {
        /// Date and time, as `2026-12-01 09:00`.
        at: String,
        /// Name of the time zone, or an offset.
        zone: String,
    },
    /// Times of the file have neither zone nor offset: they count as times of this zone.
    TimesTakenAs {
        /// Name of the time zone, or an offset.
        zone: String,
    },
    /// Rows of the same minute: their mean is taken.
    SameMinute {
        /// Minutes with more than one row.
        minutes: u32,
    },
    /// Cloudflare sampled the data: counts are estimates.
    Sampled {
        /// Largest interval of the samples.
        interval: f64,
    },
    /// Rows too far from the opening were left out.
    FarAway {
        /// How many.
        rows: u32,
        /// More than so many hours.
        hours: u32,
    },
    /// A figure is missing in minutes between its first and its last one.
    MissingMinutes {
        /// Which figure.
        figure: ObservedFigure,
        /// How many minutes.
        minutes: u32,
    },
    /// Minutes of the file that lie outside the predicted day and were not judged.
    OutsidePrediction {
        /// How many.
        minutes: u32,
    },
    /// The answer has no minutes: nothing can be told minute by minute, and nothing tells where the day ends.
    NoPredictedMinutes,
    /// The line was gone and came back: it counts up to its last end.
    LineReturned {
        /// First minute without a line, from the opening.
        gone: i64,
        /// Minute in which there was one again.
        back: i64,
    },
    /// The room counts again whoever is let in again: the prediction is in acceptances, too.
    RepeatedAcceptances {
        /// People predicted to be let in.
        people: f64,
        /// Acceptances predicted.
        acceptances: f64,
    },
    /// The file does not tell who had queued: places left behind keep a line for up to five minutes, so that the last
    /// admission from the line may have been so much earlier.
    QueuedUnknown,
    /// The range of the line by the minute holds chance alone, not what was left open about the inputs.
    LineRangeIsChance,
}

impl ObservedNote {
    /// Name in every output.
    pub const fn name(&self) -> &'static str {
        match self {
            ObservedNote::ByTheMinute => "by_the_minute",
            ObservedNote::OpeningTaken { .. } => "opening_taken",
            ObservedNote::TimesTakenAs { .. } => "times_taken_as",
            ObservedNote::SameMinute { .. } => "same_minute",
            ObservedNote::Sampled { .. } => "sampled",
            ObservedNote::FarAway { .. } => "far_away",
            ObservedNote::MissingMinutes { .. } => "missing_minutes",
            ObservedNote::OutsidePrediction { .. } => "outside_prediction",
            ObservedNote::NoPredictedMinutes => "no_predicted_minutes",
            ObservedNote::LineReturned { .. } => "line_returned",
            ObservedNote::RepeatedAcceptances { .. } => "repeated_acceptances",
            ObservedNote::QueuedUnknown => "queued_unknown",
            ObservedNote::LineRangeIsChance => "line_range_is_chance",
        }
    }
}

/// What observed minutes tell about a measure. Units: those of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Seen {
    /// Nothing: the file does not have the figure, or too little of it.
    Unknown,
    /// It did not happen: there never was a line.
    Never,
    /// So much. An instant is the end of its minute.
    Value {
        /// How much.
        value: f64,
    },
    /// So much or more: the minutes that would tell are missing, or the file ends before.
    AtLeast {
        /// The bound.
        value: f64,
    },
    /// Something between two bounds: the minutes that would tell are missing.
    Between {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
}

impl Seen {
    /// The figure itself; `None` where there are only bounds.
    pub fn value(self) -> Option<f64> {
        match self {
            Seen::Value { value } => Some(value),
            Seen::Unknown | Seen::Never | Seen::AtLeast { .. } | Seen::Between { .. } => None,
        }
    }
}

/// One measure: what was predicted and what was observed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservedCheck {
    /// The measure. [`Measure::Admitted`] stands for acceptances: the room counts whoever is let in again, again.
    pub measure: Measure,
    /// Mean over days.
    pub predicted: Option<f64>,
    /// Range for one day, rounded outward to whole people or whole minutes, as it is told and judged.
    pub range: Option<[f64; 2]>,
    /// What was observed.
    pub observed: Seen,
    /// Whether it lies inside the range; `None`: it cannot be told.
    pub inside: Option<bool>,
}

/// The line minute by minute: how often it lies inside its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineByMinute {
    /// Minutes with an observed line, or a predicted one of a person or more, that are known from both sides.
    pub minutes: u32,
    /// Of these, the line was inside the range.
    pub inside: u32,
    /// Of these, the line was longer.
    pub longer: u32,
    /// Of these, the line was shorter.
    pub shorter: u32,
}

impl LineByMinute {
    /// Share of the minutes inside; `None` if there are none.
    pub fn share(self) -> Option<f64> {
        (self.minutes > 0).then(|| f64::from(self.inside) / f64::from(self.minutes))
    }
}

/// What happened beside what was predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservedChecks {
    /// Where the figures come from.
    pub source: ObservedSource,
    /// First and last observed minute.
    pub minutes: [i64; 2],
    /// Level of the ranges.
    pub level: f64,
    /// Second of the day of the opening by the wall clock; `None`: times count from the opening.
    pub opens_at_second_of_day: Option<i64>,
    /// Every measure that was predicted and of which the file tells anything, in the order of reports.
    pub checks: Vec<ObservedCheck>,
    /// The line by the minute; `None`: it is not known from both sides.
    pub line: Option<LineByMinute>,
    /// What the reader must know: the notes of the file first.
    pub notes: Vec<ObservedNote>,
}

impl ObservedChecks {
    /// How many measures lie inside their ranges, outside, and cannot be told.
    pub fn counts(&self) -> [usize; 3] {
        [Some(true), Some(false), None]
            .map(|inside| self.checks.iter().filter(|check| check.inside == inside).count())
    }
}
