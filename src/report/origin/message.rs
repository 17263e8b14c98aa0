//! Every sentence and heading about load tests and what follows from them, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{english, japanese};
use crate::report::Language;
use crate::results::LoadFormat;

/// Something to say about an origin. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // In plain words.
    /// What was read from a file.
    Read {
        file: String,
        format: LoadFormat,
        levels: String,
    },
    /// A law with a peak.
    Peak {
        alone: String,
        in_service: String,
        per_second: String,
    },
    /// A law whose peak lies beyond the tests.
    PeakUntested {
        alone: String,
        in_service: String,
        per_second: String,
        tested: String,
    },
    /// A law that rises towards a limit.
    Rising {
        alone: String,
        limit: String,
    },
    /// A law that rises without end.
    Straight {
        alone: String,
    },
    /// A table in the place of a law: two levels.
    TwoLevels,
    /// A table in the place of a law: none was found.
    NotConverged,
    /// A table in the place of a law: the best one begins far above the data.
    BeyondData {
        alone: String,
        measured: String,
    },
    /// A threshold in the place of a law.
    SingleLevel {
        per_second: String,
    },
    /// Not even one request a second succeeded.
    BelowOne,

    // The levels.
    /// Heading of the section.
    LevelsHeading,
    /// Headings of columns.
    FileColumn,
    InServiceColumn,
    UsersColumn,
    PerSecondColumn,
    FittedColumn,
    LatencyColumn,
    LatencyP95Column,
    FailedColumn,
    SecondsColumn,
    /// What the columns say.
    LevelsMean,
    /// What stands for a file in the table.
    FileNumber {
        number: String,
        name: String,
    },

    // The law.
    /// Heading of the section.
    LawHeading,
    /// Headings of columns.
    EstimateColumn,
    IntervalColumn {
        percent: String,
    },
    /// Names of rows.
    AloneRow,
    ContentionRow,
    CoherencyRow,
    PeakInServiceRow,
    PeakPerSecondRow,
    /// An interval without an upper end.
    OpenInterval {
        low: String,
    },
    /// The formula, and what its letters mean.
    Formula,
    /// How well it fits.
    Quality {
        residual: String,
        share: String,
        determination: String,
    },

    // Notes.
    /// Heading of the section.
    NotesHeading,
    /// A note on a file, where there are several.
    InFile {
        file: String,
        note: String,
    },
    NoIntervals,
    NoContention,
    NoCoherency,
    NoLimit,
    PeakOpen,
    PeakNotReached {
        peak: String,
        tested: String,
    },
    PeakBelowTests {
        peak: String,
        tested: String,
    },
    AloneNotTested {
        tested: String,
    },
    PoorFit {
        share: String,
    },
    UsersAsLoad,
    Failures {
        in_service: String,
        share: String,
    },
    DroppedSeconds {
        seconds: String,
        of: String,
    },
    TornLastLine {
        line: String,
    },
    SkippedSums {
        rows: String,
    },
    MixedNames {
        names: String,
    },
    OnlyNamed {
        name: String,
    },
    RampAveraged {
        from: String,
        to: String,
    },
    Unsteady {
        users: Option<String>,
        from: String,
        to: String,
    },
    UsersUnknown,
    FailuresUnknown,
    NothingSucceeded {
        users: Option<String>,
    },
    NotLittle {
        given: String,
        product: String,
    },

    // The table for a scenario.
    /// Heading before it.
    TableHeading,
    /// First comment in it.
    TableMadeBy {
        version: String,
    },
    /// Where its figures come from.
    TableFrom {
        files: String,
    },
    /// What its law says.
    TableLaw {
        quality: String,
    },
    /// That a threshold is no law.
    TableThreshold,
    /// That failures make a threshold doubtful.
    TableDoubtful {
        share: String,
    },
    /// What a request is.
    TableUnit,
    /// How far the tests went.
    TableTested {
        from: String,
        to: String,
    },

    // The chart.
    ChartTitle,
    InServiceAxis,
    PerSecondAxis,
    MeasuredLegend,
    CurveLegend,
    UntestedLegend,
    TableLegend,
    BandLegend {
        percent: String,
    },
    PeakLabel {
        in_service: String,
        per_second: String,
    },
    NoData,
    ChartFooter {
        version: String,
        files: String,
    },
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
