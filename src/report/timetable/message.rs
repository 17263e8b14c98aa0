//! Every sentence of the timetable of waits, once for all languages. Numbers in it are words already.

use super::{Caution, WaitLevel, english, japanese};
use crate::report::Language;

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// First line where the scenario has no title.
    Title,
    /// The same with the time of the opening.
    TitleAt { clock: String },
    /// What the waits mean and for how many people they hold.
    Meaning { people: String },
    /// The wait of 9 in 10 over all rows, with everything not given drawn, too.
    AssumptionsVary { range: String },
    /// Above the times of arrival.
    WhenHeading,
    /// Above the waits.
    WaitHeading,
    /// The name of a level.
    Level(WaitLevel),
    /// The name of a level with its limits in minutes.
    LevelKey { level: WaitLevel, over: String, up_to: String },
    /// The wait of a long day, after the usual one.
    OnLongDays { longest: String },
    /// The places are gone before people are let in.
    NoPlaces,
    /// What to know of a wait beside its length.
    Caution(Caution),
    /// Hardly anybody is let in.
    HardlyAnybody,
    /// Fewer than half are let in.
    FewerThanHalf,
    /// Nobody comes.
    Nobody,
    /// The wait of those who come before the opening holds the time until then.
    UntilOpening,
    /// Times of the day from one to another.
    Clocks { from: String, to: String },
    /// All times of the day from one on.
    FromClock { from: String },
    /// All times before that of the opening.
    BeforeClock { to: String },
    /// A time on another day, counted from the day of the opening, which is 0.
    ClockOfDay { day: i64, clock: String },
    /// Minutes since the opening.
    MinutesAfter { from: i64, to: i64 },
    /// Minutes before the opening, the larger number first.
    MinutesBefore { from: i64, to: i64 },
    /// So many minutes up to the opening.
    LastMinutesBefore { minutes: i64 },
    /// More minutes before the opening than this.
    EarlierThan { minutes: i64 },
    /// Hours since the opening.
    HoursAfter { from: i64, to: i64 },
    /// Everything from so many minutes after the opening on.
    FromMinutesAfter { from: i64 },
    /// Everything from so many hours after the opening on.
    FromHoursAfter { from: i64 },
    /// Everything from the opening on.
    FromOpening,
    /// Everything before the opening.
    BeforeOpening,
    /// There are no minutes.
    NoData,
    /// The figures are no promise.
    NoPromise,
    /// Where there is a stock of places.
    WhilePlacesLast,
    /// What the wait of a long day is.
    LongDays { level: String },
    /// The same where everything not given is drawn, too.
    LongDaysDrawn { level: String },
    /// Where the figures come from.
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
