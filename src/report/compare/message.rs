//! Every sentence about variants, once for all languages. Numbers in it are words already.

use super::{english, japanese};
use crate::report::Language;
use crate::results::{JudgementKind, Measure};

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// What is compared.
    Compared { variants: String, days: String, first: String },
    /// A short name for a long one.
    Called { letter: String, name: String },
    /// There is nothing to compare.
    NoDays,
    /// A variant is judged; `gains` and `losses` are changes in words, joined.
    Judged { name: String, kind: JudgementKind, gains: Vec<String>, losses: Vec<String>, days: String },
    /// One change, part of a sentence.
    Change { measure: Measure, by: String, range: String, more: bool },
    /// The wait of 9 in 10 cannot be told apart.
    WaitAtMost { at_most: String },
    /// More overload is not excluded.
    OverloadAtMost { points: String },
    /// A variant means the same as another.
    SameAs { name: String, other: String },
    /// Over all variants: which are of one kind.
    Overall { kind: JudgementKind, names: Vec<String>, first: String },
    /// What becomes of the same people.
    Followed { better: String, earlier: Option<String>, worse: String, later: Option<String> },
    /// Who gets in only here or only in the first variant.
    OnlyIn { here: String, there: String, first: String },
    /// Who gets a place only here or only in the first variant.
    PlaceOnlyIn { here: String, there: String, first: String },
    /// Others come than to the first variant.
    OtherPeople { first: String },
    /// Above the table of the headline.
    HeadlineHeading,
    /// Above the table of groups.
    GroupsHeading,
    /// Above the table of arrivals.
    ArrivalsHeading,
    /// The head of a column.
    Column(Column),
    /// Two ends of an interval in a table.
    Interval { low: String, high: String },
    /// Points of per cent in a table.
    Points { number: String },
    /// A range of minutes of arrival.
    Minutes { from: String, to: String },
    /// Which intervals hold together.
    Family { level: String, comparisons: String, measures: String, others: String },
    /// The intervals of groups are plain ones.
    PlainIntervals { level: String },
    /// The family of arrivals.
    ArrivalFamily { comparisons: String },
    /// What small differences are not told.
    Matters,
    /// How far the same people help.
    VarianceRatio { name: String, ratio: String },
    /// The same people do not help.
    NoReduction { name: String },
    /// A note about one variant.
    NoteOf { name: String, note: String },
    /// More in the files.
    MoreInFiles,
    /// Chance alone.
    ChanceAlone,
    /// Where the figures come from.
    Origin { days: String, seed: String, version: String, scenario: String },
    /// Above the notes.
    NotesHeading,
    /// Above the small print.
    AnnexHeading,
    /// Title of the chart.
    ChartTitle,
    /// Name of the axis of arrivals.
    ArrivalAxis,
    /// Name of the axis of waits.
    WaitAxis,
    /// What the band of a variant is.
    ChartBand { level: String },
    /// Printed in an empty plot.
    ChartEmpty,
    /// Small print of the chart.
    ChartFooter { days: String, seed: String, version: String },
}

/// Columns of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The measure.
    Measure,
    /// The variant.
    Variant,
    /// The group.
    Group,
    /// Mean over days.
    Value,
    /// People who come.
    People,
    /// Half wait up to.
    HalfWait,
    /// 9 in 10 wait up to.
    MostWait,
    /// Difference of the wait of 9 in 10.
    Difference,
    /// Interval of a difference.
    Interval,
    /// Minute of arrival.
    Arrival,
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
