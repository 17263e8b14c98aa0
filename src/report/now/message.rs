//! Every sentence and heading about the day itself, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{english, japanese};
use crate::report::Language;
use crate::results::NowMeasure;

/// Something to say on the day. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // In plain words.
    /// What the room shows, by the clock.
    ShownAt { clock: String, waiting: String, active: String },
    /// What the room shows, from the opening.
    ShownAfter { after: String, waiting: String, active: String },
    /// The limits in force.
    Limits { slots: String, rate: String, session: String },
    /// When the line is gone, by the clock.
    GoneAt { clock: String, range: Option<String> },
    /// When the line is gone, from now.
    GoneIn { wait: String, range: Option<String> },
    /// The line is gone on no day.
    NeverGone,
    /// No line now, and none to come.
    NoLine,
    /// How long somebody waits who joins now.
    JoinsNow { wait: String, range: Option<String> },
    /// How long those in line still wait.
    StillWait { half: String, half_range: Option<String>, most: String, most_range: Option<String> },
    /// Not a single day was finished.
    NoDays,

    // Figures.
    /// Heading of the section.
    FiguresHeading,
    /// Heading of the column of estimates.
    EstimateColumn,
    /// Heading of the column of ranges by chance.
    OneDayColumn,
    /// Heading of the column of ranges.
    RangeColumn,
    /// Name of a measure.
    Label(NowMeasure),
    /// What the columns say.
    ColumnsMean { days: String, level: String },
    /// What the range covers beside the inputs.
    RangeCovers,

    // Changes.
    /// Heading of the section.
    ChangesHeading,
    /// Heading of the column of changes.
    ChangeColumn,
    /// Heading of the column of times.
    GoneColumn,
    /// Heading of the column of differences.
    DifferenceColumn,
    /// Heading of the column of waits.
    JoinsColumn,
    /// Heading of the column of lost sessions.
    LostColumn,
    /// The row without a change.
    NoChange,
    /// What the differences are.
    ChangesMean { level: String },

    // Notes.
    /// Heading of the section.
    NotesHeading,
    /// The figures are old, and ghosts count as waiting.
    StaleAndGhosts { from: String, to: String },
    /// More people have come.
    MoreHaveCome { factor: String, people: String },
    /// Fewer people have come.
    FewerHaveCome { factor: String },
    /// More sessions than the limit.
    AboveLimit { above: String },
    /// People wait while slots are free.
    SlotsFree { free: String },
    /// The simulated room lets in another number.
    OtherFlow { shown: String, simulated: String },
    /// On some days the line is not gone.
    NotGone { share: String },
    /// Limits are best left alone.
    LeaveLimitsAlone,
    /// What the day is played on without.
    PlayedWithout { parts: String },
    /// The booking servers, as such a part.
    OriginPart,
    /// The places.
    StockPart,
    /// The operator.
    OperatorPart,

    // The annex.
    /// Heading of the section.
    AnnexHeading,
    /// Inputs that were not given.
    Assumed { inputs: String },
    /// How the people in line came about.
    HowPut,
    /// Days, seed, version, scenario.
    Origin { days: String, seed: String, version: String, scenario: String },
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
