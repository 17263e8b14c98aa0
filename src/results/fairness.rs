//! Who gets in, for each way of opening the doors, as data.

use serde::{Deserialize, Serialize};

use super::answer::{InputNote, Provenance, Warning};

/// Everything that `fairness` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Fairness {
    /// Title of the scenario; empty if it has none.
    pub title: String,
    /// How the figures came about.
    pub provenance: Provenance,
    /// Level of every interval.
    pub level: f64,
    /// Seconds of the day at which the room opens, by the wall clock; `None`: times count from the opening.
    pub opens_at_second_of_day: Option<i64>,
    /// The inputs, in the order of reports.
    pub inputs: Vec<InputNote>,
    /// Who comes before the opening.
    pub early: EarlyBirds,
    /// Length of the prequeue in the ways that have one, seconds.
    pub prequeue_seconds: f64,
    /// What counts as a place.
    pub places: Places,
    /// One for each way of opening, in the order of [`Way::ALL`].
    pub ways: Vec<WayFigures>,
    /// The way in which the room opens if nothing is done.
    pub present: Way,
    /// The way in which the early birds' share of the places is closest to their share of the crowd; `None` where
    /// nobody gets a place or nobody could have an advantage.
    pub fairest: Option<Way>,
    /// What the reader must know about this comparison.
    pub notes: Vec<FairnessNote>,
    /// What the reader must know about the crowd and the run.
    pub warnings: Vec<Warning>,
}

/// People who come before the opening.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlyBirds {
    /// Their share of the people, 0 to 1.
    pub share: f64,
    /// They come evenly over so many seconds before the opening.
    pub within_seconds: f64,
    /// Seconds between two reloads of the page by those who are let in before the opening.
    pub reload_seconds: f64,
}

/// What counts as a place. Nobody's behaviour changes when the places are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Places {
    /// The first so many bookings.
    Booked {
        /// How many there are.
        count: u32,
    },
    /// No stock was given: the first so many people who could begin, as many as can be inside at once.
    FirstIn {
        /// How many.
        count: u32,
    },
}

impl Places {
    /// How many there are.
    pub fn count(self) -> u32 {
        match self {
            Places::Booked { count } | Places::FirstIn { count } => count,
        }
    }
}

/// A way of opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The room is on all the time; who comes before the opening is let in and waits on the page.
    AlwaysOn,
    /// The room is off before the opening and on from then on.
    SwitchedOn,
    /// An event that begins at the opening, with a prequeue.
    Prequeue,
    /// The same, and the prequeue is shuffled at the opening.
    Shuffle,
    /// The same with session renewal off, so that those who were inside fall back into the prequeue.
    Flush,
}

impl Way {
    /// All ways, in the order of reports.
    pub const ALL: [Way; 5] = [Way::AlwaysOn, Way::SwitchedOn, Way::Prequeue, Way::Shuffle, Way::Flush];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Way::AlwaysOn => "always_on",
            Way::SwitchedOn => "switched_on",
            Way::Prequeue => "prequeue",
            Way::Shuffle => "shuffle",
            Way::Flush => "flush",
        }
    }
}

/// What was found for one way.
#[derive(Clone, Debug, PartialEq)]
pub struct WayFigures {
    /// Which.
    pub way: Way,
    /// In the order of [`FairnessMeasure::ALL`].
    pub measures: Vec<(FairnessMeasure, Compared)>,
    /// Chances by group, and by group and arrival minute; groups in order, then minutes in order.
    pub chances: Vec<Chance>,
}

impl WayFigures {
    /// Mean of a measure; `None` if no day had one.
    pub fn value(&self, measure: FairnessMeasure) -> Option<f64> {
        self.compared(measure)?.mean.value
    }

    /// What was found for a measure.
    pub fn compared(&self, measure: FairnessMeasure) -> Option<&Compared> {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, compared)| compared)
    }
}

/// A mean over days, and its difference to the first way on the same days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Compared {
    /// The mean.
    pub mean: Mean,
    /// Mean of the days' differences to the first way; nothing for the first way itself.
    pub difference: Mean,
}

/// A mean over days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// Mean over the days that have a figure; `None` if no day had one.
    pub value: Option<f64>,
    /// Interval of that mean; `None` with fewer than two days.
    pub ci: Option<[f64; 2]>,
}

/// What people of one group could hope for, all of them or those of one arrival minute.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// Name of the group in the scenario.
    pub group: String,
    /// Whether this is the part of the group that comes before the opening.
    pub early: bool,
    /// Minutes from the opening to the arrival, rounded down; `None`: the whole group.
    pub minute: Option<i64>,
    /// How many come.
    pub people: Mean,
    /// Share of them that could begin in the end.
    pub admitted_share: Mean,
    /// Share of them that got a place.
    pub place_share: Mean,
    /// Of those who could begin, half waited at most so many seconds; `None` for the whole group.
    pub wait_p50: Mean,
}

/// What the reader must know about the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FairnessNote {
    /// Nobody comes before the opening.
    NobodyEarly,
    /// Everybody comes before the opening.
    EverybodyEarly,
    /// There is not a single place.
    NoPlaces,
    /// There are places for everyone who wants one.
    PlacesForAll,
    /// All early birds find the prequeue: nobody was inside before it, so nobody has to be sent back into it.
    NobodyBeforePrequeue,
    /// The scenario's own events were left out: each way brings its own.
    EventsReplaced {
        /// How many.
        events: u32,
    },
    /// The scenario's stock was not played: nobody's behaviour changes when the places are gone, and a place is one of the
    /// first bookings.
    StockReplaced,
}

/// Something measured on one day of one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // `definition` documents every variant, in the words that users read.
pub enum FairnessMeasure {
    People,
    EarlyPeople,
    EarlyCrowdShare,
    PlacesTaken,
    EarlyPlaces,
    EarlyPlacesShare,
    EarlyPlaceChance,
    OnTimePlaceChance,
    EarlyAdmittedShare,
    OnTimeAdmittedShare,
    EarlyWaitMean,
    EarlyWaitP50,
    EarlyWaitP90,
    OnTimeWaitMean,
    OnTimeWaitP50,
    OnTimeWaitP90,
    InsideAtOpening,
    PassedWaiting,
    Bypassed,
    BypassedPlaces,
    BypassedPlacesShare,
    LostMidVisit,
    OrderKept,
}

/// What a measure of fairness counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FairnessUnit {
    /// Length of time.
    Seconds,
    /// People, or the places they took.
    People,
    /// A share or a chance, 0 to 1.
    Share,
    /// Agreement of two orders, −1 to 1.
    Coefficient,
}

impl FairnessUnit {
    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            FairnessUnit::Seconds => "seconds",
            FairnessUnit::People => "people",
            FairnessUnit::Share => "share",
            FairnessUnit::Coefficient => "coefficient",
        }
    }

    /// The range that a figure cannot leave.
    pub const fn bounds(self) -> [f64; 2] {
        match self {
            FairnessUnit::Seconds | FairnessUnit::People => [0.0, f64::INFINITY],
            FairnessUnit::Share => [0.0, 1.0],
            FairnessUnit::Coefficient => [-1.0, 1.0],
        }
    }
}

impl FairnessMeasure {
    /// All measures, in the order of outputs.
    pub const ALL: [FairnessMeasure; 23] = [
        FairnessMeasure::People,
        FairnessMeasure::EarlyPeople,
        FairnessMeasure::EarlyCrowdShare,
        FairnessMeasure::PlacesTaken,
        FairnessMeasure::EarlyPlaces,
        FairnessMeasure::EarlyPlacesShare,
        FairnessMeasure::EarlyPlaceChance,
        FairnessMeasure::OnTimePlaceChance,
        FairnessMeasure::EarlyAdmittedShare,
        FairnessMeasure::OnTimeAdmittedShare,
        FairnessMeasure::EarlyWaitMean,
        FairnessMeasure::EarlyWaitP50,
        FairnessMeasure::EarlyWaitP90,
        FairnessMeasure::OnTimeWaitMean,
        FairnessMeasure::OnTimeWaitP50,
        FairnessMeasure::OnTimeWaitP90,
        FairnessMeasure::InsideAtOpening,
        FairnessMeasure::PassedWaiting,
        FairnessMeasure::Bypassed,
        FairnessMeasure::BypassedPlaces,
        FairnessMeasure::BypassedPlacesShare,
        FairnessMeasure::LostMidVisit,
        FairnessMeasure::OrderKept,
    ];

    /// The measures that the ways are first compared by.
    pub const HEADLINES: [FairnessMeasure; 2] =
        [FairnessMeasure::EarlyPlacesShare, FairnessMeasure::OnTimeWaitP90];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            FairnessMeasure::People => "people",
            FairnessMeasure::EarlyPeople => "early_people",
            FairnessMeasure::EarlyCrowdShare => "early_crowd_share",
            FairnessMeasure::PlacesTaken => "places_taken",
            FairnessMeasure::EarlyPlaces => "early_places",
            FairnessMeasure::EarlyPlacesShare => "early_places_share",
            FairnessMeasure::EarlyPlaceChance => "early_place_chance",
            FairnessMeasure::OnTimePlaceChance => "on_time_place_chance",
            FairnessMeasure::EarlyAdmittedShare => "early_admitted_share",
            FairnessMeasure::OnTimeAdmittedShare => "on_time_admitted_share",
            FairnessMeasure::EarlyWaitMean => "early_wait_mean",
            FairnessMeasure::EarlyWaitP50 => "early_wait_p50",
            FairnessMeasure::EarlyWaitP90 => "early_wait_p90",
            FairnessMeasure::OnTimeWaitMean => "on_time_wait_mean",
            FairnessMeasure::OnTimeWaitP50 => "on_time_wait_p50",
            FairnessMeasure::OnTimeWaitP90 => "on_time_wait_p90",
            FairnessMeasure::InsideAtOpening => "inside_at_opening",
            FairnessMeasure::PassedWaiting => "passed_waiting",
            FairnessMeasure::Bypassed => "bypassed",
            FairnessMeasure::BypassedPlaces => "bypassed_places",
            FairnessMeasure::BypassedPlacesShare => "bypassed_places_share",
            FairnessMeasure::LostMidVisit => "lost_mid_visit",
            FairnessMeasure::OrderKept => "order_kept",
        }
    }

    /// Unit.
    pub const fn unit(self) -> FairnessUnit {
        match self {
            FairnessMeasure::People
            | FairnessMeasure::EarlyPeople
            | FairnessMeasure::PlacesTaken
            | FairnessMeasure::EarlyPlaces
            | FairnessMeasure::InsideAtOpening
            | FairnessMeasure::PassedWaiting
            | FairnessMeasure::Bypassed
            | FairnessMeasure::BypassedPlaces
            | FairnessMeasure::LostMidVisit => FairnessUnit::People,
            FairnessMeasure::EarlyCrowdShare
            | FairnessMeasure::EarlyPlacesShare
            | FairnessMeasure::EarlyPlaceChance
            | FairnessMeasure::OnTimePlaceChance
            | FairnessMeasure::EarlyAdmittedShare
            | FairnessMeasure::OnTimeAdmittedShare
            | FairnessMeasure::BypassedPlacesShare => FairnessUnit::Share,
            FairnessMeasure::EarlyWaitMean
            | FairnessMeasure::EarlyWaitP50
            | FairnessMeasure::EarlyWaitP90
            | FairnessMeasure::OnTimeWaitMean
            | FairnessMeasure::OnTimeWaitP50
            | FairnessMeasure::OnTimeWaitP90 => FairnessUnit::Seconds,
            FairnessMeasure::OrderKept => FairnessUnit::Coefficient,
        }
    }

    /// Definition in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            FairnessMeasure::People => "people who came",
            FairnessMeasure::EarlyPeople => "early birds: people whose first request came before the opening",
            FairnessMeasure::EarlyCrowdShare => "early birds ÷ people who came",
            FairnessMeasure::PlacesTaken => {
                "places taken: the first bookings, at most as many as there are places; without a number of places \
                 the first people who could begin, as many as can be inside at once"
            }
            FairnessMeasure::EarlyPlaces => "places taken by early birds",
            FairnessMeasure::EarlyPlacesShare => "places taken by early birds ÷ places taken",
            FairnessMeasure::EarlyPlaceChance => "places taken by early birds ÷ early birds",
            FairnessMeasure::OnTimePlaceChance => {
                "places taken by people who came at or after the opening ÷ these people"
            }
            FairnessMeasure::EarlyAdmittedShare => "early birds who could begin in the end ÷ early birds",
            FairnessMeasure::OnTimeAdmittedShare => {
                "people who came at or after the opening and could begin in the end ÷ people who came then"
            }
            FairnessMeasure::EarlyWaitMean => {
                "mean time from the opening until an early bird could begin; inside at the opening = 0"
            }
            FairnessMeasure::EarlyWaitP50 => {
                "half of the early birds who could begin did so within this time of the opening"
            }
            FairnessMeasure::EarlyWaitP90 => "9 in 10 of them did so within this time",
            FairnessMeasure::OnTimeWaitMean => {
                "mean of: first acceptance − first request; people who came at or after the opening and were accepted"
            }
            FairnessMeasure::OnTimeWaitP50 => "half of these people waited at most this long",
            FairnessMeasure::OnTimeWaitP90 => "9 in 10 of these people waited at most this long",
            FairnessMeasure::InsideAtOpening => {
                "people accepted before the opening whose visit was neither finished nor interrupted when it came"
            }
            FairnessMeasure::PassedWaiting => {
                "people accepted without ever queueing, at or after the opening, while somebody of an earlier arrival waited"
            }
            FairnessMeasure::Bypassed => {
                "people who bypassed the line: inside at the opening and still accepted at their first request after it, \
                 or counted in passed_waiting"
            }
            FairnessMeasure::BypassedPlaces => "places taken by people who bypassed the line",
            FairnessMeasure::BypassedPlacesShare => {
                "places taken by people who bypassed the line ÷ places taken"
            }
            FairnessMeasure::LostMidVisit => {
                "people who lost their session after the opening while filling in the form; not those sent to the line \
                 by their first request after the opening"
            }
            FairnessMeasure::OrderKept => {
                "Kendall's tau-b between the order of arrival and the order in which people could begin: 1 in order of \
                 arrival, 0 as by lot"
            }
        }
    }
}

/// One figure for each measure of one day; `None` where there is nothing to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FairnessFigures {
    values: [Option<f64>; FairnessMeasure::ALL.len()],
}

impl FairnessFigures {
    /// No figures yet.
    pub const EMPTY: FairnessFigures = FairnessFigures { values: [None; FairnessMeasure::ALL.len()] };

    /// The figure of a measure, in its unit.
    pub const fn get(&self, measure: FairnessMeasure) -> Option<f64> {
        self.values[measure as usize]
    }

    /// Writes a figure down.
    pub const fn set(&mut self, measure: FairnessMeasure, value: Option<f64>) {
        self.values[measure as usize] = value;
    }
}

/// People of one group who came in the same minute of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrivalCell {
    /// Position of the group in the system.
    pub group: u32,
    /// Minutes from the opening to the arrival, rounded down.
    pub minute: i64,
    /// How many came.
    pub people: u32,
    /// How many could begin in the end.
    pub admitted: u32,
    /// How many got a place.
    pub places: u32,
    /// Of those who could begin, half waited at most so many seconds, counted from the later of arrival and opening;
    /// `None` if nobody could.
    pub wait_p50: Option<f64>,
}

/// One day of one way.
#[derive(Clone, Debug, PartialEq)]
pub struct FairnessDay {
    /// The figures.
    pub figures: FairnessFigures,
    /// By group and arrival minute, in this order; only where somebody came.
    pub cells: Vec<ArrivalCell>,
    /// People still waiting for a first acceptance when the run ended.
    pub censored: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_in_order_and_have_names_of_their_own() {
        let mut names: Vec<&str> = FairnessMeasure::ALL.iter().map(|measure| measure.name()).collect();
        for (position, measure) in FairnessMeasure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, position);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FairnessMeasure::ALL.len());
    }
}
