//! Every sentence and heading about several rooms on one origin, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{english, japanese};
use crate::report::Language;

/// Something to say about the calendar. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // The origin.
    /// How many rooms there are.
    Rooms { rooms: String },
    /// There is one.
    OneRoom,
    /// Safe number of people inside.
    SafeInside { people: String },
    /// Safe number of requests a second.
    SafeRequests { requests: String },
    /// Safe utilisation.
    SafeUtilisation { share: String },
    /// Which overload counts.
    Lasting { lasting: String },
    /// No safe load is known.
    SafeUnknown,
    /// Not a single day was finished.
    NoDays,

    // How the calendar does.
    /// Share of the days with overload.
    Overloaded { share: String, days: String, of_days: String, low: String, high: String },
    /// No day with overload.
    NeverOverloaded { of_days: String, high: String },
    /// When it begins and how long it lasts, on the days that have one.
    WhenOverloaded { when: String, lasting: String, longest: String },
    /// Most people inside.
    MostInside { mean: String, highest: String, when: String },
    /// Nobody was ever inside.
    NobodyInside,
    /// How long answers take.
    Responses { half: String, most: String },
    /// Requests that fail.
    Failures { requests: String },
    /// So long after zero.
    AfterZero { after: String },
    /// So long before zero.
    BeforeZero { before: String },

    // What to do.
    /// Move one opening: fewest days with overload.
    Move { room: String, change: Change, share: String, instead: String },
    /// Move one opening: not rarer, but shorter.
    Shorten { room: String, change: Change, lasting: String, instead: String },
    /// Nothing has to be done.
    NothingNeeded,
    /// No move helps.
    NothingHelps { shift: String },

    // The rooms.
    /// Heading of the section.
    RoomsHeading { days: String },
    /// Upper and lower line of a column's heading.
    Column(Column, bool),
    /// What the column of people inside says.
    PeakMeans,
    /// How often a room is sold out, where not on every day.
    SoldOutOften { room: String, share: String },
    /// Heading of the groups that share a room.
    GroupsHeading,

    // The moves.
    /// Heading of the section.
    MovesHeading { shift: String },
    /// The row of the calendar as it is.
    AsItIs,
    /// A difference with its interval.
    WithInterval { value: String, low: String, high: String },
    /// What the moves have in common.
    SamePeople,
    /// What moves along, and what stays.
    MovesAlong,
    /// What the intervals say.
    DifferencesMean { level: String },

    // Notes and the annex.
    /// Introduces the notes.
    NotesHeading,
    /// Heading of the annex.
    AnnexHeading,
    /// Inputs that were not given.
    Assumed { inputs: String },
    /// What the intervals leave out.
    ChanceAlone,
    /// Days, seed, version, scenario.
    Origin { days: String, calendars: String, seed: String, version: String, scenario: String },
}

/// How an opening is moved.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// By the clock.
    Clock {
        /// Present opening.
        from: String,
        /// The other one.
        to: String,
    },
    /// By so much earlier.
    Earlier {
        /// How much.
        by: String,
    },
    /// By so much later.
    Later {
        /// How much.
        by: String,
    },
}

/// Columns of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The room.
    Room,
    /// People of one kind.
    Group,
    /// When it opens.
    Opens,
    /// People who came.
    People,
    /// Half wait up to.
    HalfWait,
    /// 9 in 10 wait up to.
    MostWait,
    /// The longest wait.
    LongestWait,
    /// When the line is gone.
    LineGone,
    /// Bookings.
    Booked,
    /// When it is sold out.
    SoldOut,
    /// People inside at the peak.
    InsideAtPeak,
    /// Days with overload.
    Overload,
    /// Difference of the share of days.
    Difference,
    /// Most people inside, all rooms.
    MostInside,
    /// 9 in 10 of the moved room wait up to.
    RoomWait,
    /// 9 in 10 of all wait up to.
    AllWait,
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
