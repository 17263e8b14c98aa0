//! Every sentence and heading about fairness, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{english, japanese};
use crate::report::Language;
use crate::results::Way;

/// Something to say about fairness. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // The crowd.
    /// Who comes.
    Crowd { people: String, early: String, share: String, within: String },
    /// How many places there are.
    Stock { places: String },
    /// What counts instead of places.
    NoStock { places: String },
    /// What the rows have in common.
    SameDays { days: String },
    /// Not a single day was finished.
    NoDays,

    // The table of ways.
    /// Name of a way.
    WayName(Way),
    /// What the columns say.
    WaysMean,
    /// What is done in a way.
    WayMeans(Way, WayWords),
    /// Upper and lower line of a column's heading.
    Column(Column, bool),

    // What an official could say.
    /// Heading of the section.
    SentencesHeading,
    /// Introduces the sentence about the present way.
    Present(Way),
    /// Introduces the sentence about the fairest way.
    Fairest(Way),
    /// The present way is the fairest.
    PresentIsFairest,
    /// How the fairest way was chosen.
    FairestMeans,
    /// No way is fairer than another.
    NoFairest,
    /// The sentence, with a number of places.
    Sentence(Box<SentenceWords>),
    /// The sentence about those let in first, without a number of places.
    SentenceFirst(Box<SentenceWords>),
    /// What those wait who come on time.
    Waits { half: String, most: String },
    /// Nobody who comes on time has to wait noticeably.
    NoWaits,
    /// How many bypass the line.
    Passes { people: String },
    /// How many lose their session in mid-visit.
    Loses { people: String },
    /// Places end.
    WhileTheyLast,
    /// No promise.
    IfAssumptionsHold,

    // Chances by arrival.
    /// Heading of the section.
    ChancesHeading,
    /// The same without a number of places.
    FirstChancesHeading,
    /// Heading of the column of arrivals.
    ArrivalColumn,
    /// Heading of the column of people.
    PeopleColumn,
    /// So long before the opening, or longer.
    Before { minutes: String },
    /// From so long before until the opening.
    LastBefore { minutes: String },
    /// From so many minutes after the opening to so many.
    After { from: String, to: String },
    /// So many minutes after the opening, or later.
    Later { from: String },
    /// A group of the scenario that comes before the opening.
    EarlyGroup { group: String },
    /// A group of the scenario that comes on time.
    OnTimeGroup { group: String },

    // The chart of chances.
    /// What it shows.
    ChartTitle { people: String },
    /// How it is read.
    ChartSubtitle { places: String },
    /// Name of the level axis.
    ArrivalAxis,
    /// Heading of the plot.
    ChanceAxis,
    /// Small print.
    ChartFooter { days: String, seed: String, version: String },
    /// Where there is nothing.
    ChartEmpty,

    // Differences.
    /// Heading of the section.
    DifferencesHeading,
    /// Heading of the column of shares.
    ShareDifferenceColumn,
    /// Heading of the column of waits.
    WaitDifferenceColumn,
    /// A difference of shares in points.
    Points { points: String },
    /// A value with its interval.
    WithInterval { value: String, low: String, high: String },
    /// What the intervals say.
    DifferencesMean { level: String },

    // Notes and warnings.
    /// Introduces them.
    NotesHeading,
    /// Nobody comes early.
    NobodyEarly,
    /// Everybody comes early.
    EverybodyEarly,
    /// There is no place.
    NoPlaces,
    /// There are places for all.
    PlacesForAll,
    /// The prequeue holds all early birds.
    NobodyBeforePrequeue,
    /// The scenario's events were left out.
    EventsReplaced { events: String },
    /// The stock was not played.
    StockReplaced,

    // The annex.
    /// Heading of the section.
    AnnexHeading,
    /// What the columns of the annex say.
    AnnexMeans,
    /// What tau-b says.
    OrderMeans,
    /// What nobody does.
    SoldOutIsNotNoticed,
    /// How early birds behave.
    EarlyBirdsReload { reload: String },
    /// Inputs that were not given.
    Assumed { inputs: String },
    /// What the intervals leave out.
    ChanceAlone,
    /// Days, seed, version, scenario.
    Origin { days: String, seed: String, version: String, scenario: String },
}

/// What the explanations of ways name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WayWords {
    /// Length of the prequeue.
    pub(super) prequeue: String,
    /// People who are inside when the doors open.
    pub(super) inside: String,
    /// People who lose their session in mid-visit.
    pub(super) lost: String,
}

/// What an official's sentence names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SentenceWords {
    /// Places there are.
    pub(super) places: String,
    /// Places that early birds take.
    pub(super) early_places: String,
    /// Their share of the places.
    pub(super) early_share: String,
    /// Their share of the people.
    pub(super) crowd_share: String,
    /// Chance of an early bird.
    pub(super) early_chance: Option<String>,
    /// Chance of somebody who comes on time.
    pub(super) on_time_chance: Option<String>,
}

/// Columns of the two tables of ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The way.
    Way,
    /// Places that early birds take.
    EarlyPlaces,
    /// Their share of the places.
    EarlyShare,
    /// Chance of an early bird.
    EarlyChance,
    /// Chance of somebody on time.
    OnTimeChance,
    /// Mean wait of people on time.
    MeanWait,
    /// Half of them wait at most.
    HalfWait,
    /// 9 in 10 of them wait at most.
    MostWait,
    /// People who bypass the line.
    Bypassed,
    /// Kendall's tau-b.
    Order,
    /// People inside at the opening.
    Inside,
    /// People accepted past others.
    Passed,
    /// Share of the places of those who bypass.
    BypassedShare,
    /// Early birds let in at all.
    EarlyAdmitted,
    /// People on time let in at all.
    OnTimeAdmitted,
    /// 9 in 10 early birds begin within.
    EarlyWait,
    /// People who lose their session.
    Lost,
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
