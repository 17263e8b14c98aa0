//! Every sentence about what happened, once for all languages. Numbers in it are words already.

use super::{english, japanese};
use crate::report::Language;
use crate::results::{Measure, ObservedFigure, ObservedSource};

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Above everything.
    Heading,
    /// What the figures come from.
    Source { source: ObservedSource, from: String, to: String },
    /// How many measures lie inside their ranges; the counts are numbers because words depend on them.
    Overall { inside: usize, outside: usize, unknown: usize },
    /// Nothing can be compared.
    NothingToCompare,
    /// What a measure was.
    Happened { measure: Measure, what: Happened },
    /// How it lies to the prediction.
    Predicted { range: String, verdict: Verdict },
    /// There was no line, which was or was not among what was predicted.
    PredictedLine { inside: bool },
    /// A prediction without a range.
    PredictedUnranged { value: String },
    /// So many people.
    People { number: String, is_one: bool },
    /// People from so many to so many.
    PeopleRange { low: String, high: String },
    /// An instant after the opening.
    AfterOpening { span: String },
    /// The line by the minute.
    LineByMinute { minutes: String, inside: String, share: String, longer: String, shorter: String },
    /// The head of a column.
    Column(Column),
    /// A cell: so much or more.
    OrMore { number: String },
    /// A cell: then or later.
    OrLater { time: String },
    /// A cell: it did not happen.
    NoLine,
    /// A cell: whether it is inside.
    Inside(Option<bool>),
    /// What the ranges are.
    Ranges { level: String },
    /// Above the notes.
    NotesHeading,
    /// A note on the age and the grain of the figures.
    ByTheMinute,
    /// Which opening was taken.
    OpeningTaken { at: String, zone: String },
    /// In which zone times are.
    TimesTakenAs { zone: String },
    /// Rows of the same minute.
    SameMinute { minutes: String },
    /// The data are sampled.
    Sampled { interval: String },
    /// Rows that were left out.
    FarAway { rows: String, hours: String },
    /// Minutes without a figure.
    MissingMinutes { figure: ObservedFigure, minutes: String },
    /// Minutes that were not judged.
    OutsidePrediction { minutes: String },
    /// The answer has no minutes.
    NoPredictedMinutes,
    /// The line was gone and came back.
    LineReturned { gone: String, back: String },
    /// Acceptances and people.
    RepeatedAcceptances { people: String, acceptances: String },
    /// Nobody knows who had queued.
    QueuedUnknown,
    /// What the range of the line by the minute is.
    LineRangeIsChance,
}

/// What a measure was, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// So much, or then.
    Value(String),
    /// So much or more, then or later.
    AtLeast(String),
    /// Between two bounds.
    Between(String, String),
    /// There was no line.
    Never,
    /// It cannot be told.
    Unknown,
}

/// How something lies to its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Within.
    Inside,
    /// More people.
    More,
    /// Fewer people.
    Fewer,
    /// An instant after it.
    Later,
    /// An instant before it.
    Earlier,
    /// So little beyond it that figures by the minute do not tell.
    Edge,
    /// Only a bound is known.
    Open,
}

/// Columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The measure.
    Measure,
    /// Mean of the prediction.
    Predicted,
    /// Range of the prediction.
    Range,
    /// What happened.
    Observed,
    /// Whether it is inside.
    Inside,
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
