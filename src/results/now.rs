//! What is to be expected on the day itself, from the figures that a room shows, as data.

use serde::{Deserialize, Serialize};

use super::answer::{Estimate, InputNote, Provenance, Warning};
use super::measure::Unit;

/// Everything that `predict --now` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// Title of the scenario; empty if it has none.
    pub title: String,
    /// How the figures came about.
    pub provenance: Provenance,
    /// Seconds of the day at which the room opens, by the wall clock; `None`: times count from the opening.
    pub opens_at_second_of_day: Option<i64>,
    /// The inputs, in the order of reports.
    pub inputs: Vec<InputNote>,
    /// When the figures were read, seconds from the opening.
    pub now_seconds: f64,
    /// What the room showed.
    pub shown: Shown,
    /// How old such figures are when they are read: from so many seconds to so many.
    pub age_seconds: [f64; 2],
    /// The limits in force.
    pub limits: LimitsNow,
    /// How many people must have come by now ÷ how many the inputs say; mean over days.
    pub crowd_factor: Option<f64>,
    /// Estimates, in the order of [`NowMeasure::ALL`].
    pub measures: Vec<(NowMeasure, Estimate)>,
    /// If a setting is changed now; the first one changes nothing.
    pub changes: Vec<ChangeNow>,
    /// What the reader must know about these figures.
    pub notes: Vec<NowNote>,
    /// What the reader must know about the crowd and the run.
    pub warnings: Vec<Warning>,
}

/// Figures of a room's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Places in line, ghosts included.
    pub waiting: u32,
    /// Sessions.
    pub active: u32,
    /// People let in during the last minute, if known.
    pub accepted_last_minute: Option<u32>,
}

/// Limits of a room at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsNow {
    /// Target for sessions at the same time.
    pub total_active_users: u32,
    /// Target for people let in each minute.
    pub new_users_per_minute: u32,
    /// Seconds after which a session ends.
    pub session_seconds: u32,
}

/// A setting changed now, on the same days as all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeNow {
    /// Key of the setting in a scenario file; `None`: nothing is changed.
    pub key: Option<String>,
    /// Its value then, as it would be typed; empty if nothing is changed.
    pub value: String,
    /// When the line is gone, seconds from the opening; mean over the days on which it is.
    pub line_gone: Option<f64>,
    /// The same minus that without the change; mean over the days on which both are, with its interval.
    pub difference: Option<f64>,
    /// Interval of that mean.
    pub difference_ci: Option<[f64; 2]>,
    /// How long somebody waits who joins now, seconds; mean over days.
    pub newcomer_wait: Option<f64>,
    /// People who lose their session in mid-visit from now on; mean over days.
    pub lost_mid_visit: Option<f64>,
}

/// What the reader must know about a prediction from figures of the day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NowNote {
    /// The figures are old, and ghosts count as waiting.
    StaleAndGhosts {
        /// Least age of the figures.
        from_seconds: f64,
        /// Largest age of the figures.
        to_seconds: f64,
    },
    /// More people have come than the inputs say: the crowd was scaled.
    MoreHaveCome {
        /// How many times as many.
        factor: f64,
        /// People of the whole day then.
        people: f64,
    },
    /// Fewer people have come than the inputs say.
    FewerHaveCome {
        /// How many times as many.
        factor: f64,
    },
    /// More sessions than the limit: nobody is let in until enough have ended.
    AboveLimit {
        /// Sessions above the limit.
        above: u32,
    },
    /// People wait while slots are free: the rate binds, or the figures are of different instants.
    SlotsFree {
        /// Slots nobody holds.
        free: u32,
    },
    /// The simulated room lets in another number of people a minute than the real one.
    OtherFlow {
        /// What the real room let in during the last minute.
        shown: u32,
        /// What the simulated one did, mean over days.
        simulated: f64,
    },
    /// The line is not gone before the run ends.
    NotGone {
        /// On this share of days.
        share: f64,
    },
    /// No line now, and none to come.
    NoLine,
    /// Limits are best left alone while people queue.
    LeaveLimitsAlone,
    /// Parts of the scenario that figures of the room do not tell enough about: the day is played on without them.
    PlayedWithout {
        /// The origin: requests are answered at once and not counted.
        origin: bool,
        /// The stock: there are places for everyone.
        stock: bool,
        /// The operator: limits stay as they are, but for a timetable.
        operator: bool,
    },
}

impl NowNote {
    /// Name in every output.
    pub const fn name(&self) -> &'static str {
        match self {
            NowNote::StaleAndGhosts { .. } => "stale_and_ghosts",
            NowNote::MoreHaveCome { .. } => "more_have_come",
            NowNote::FewerHaveCome { .. } => "fewer_have_come",
            NowNote::AboveLimit { .. } => "above_limit",
            NowNote::SlotsFree { .. } => "slots_free",
            NowNote::OtherFlow { .. } => "other_flow",
            NowNote::NotGone { .. } => "not_gone",
            NowNote::NoLine => "no_line",
            NowNote::LeaveLimitsAlone => "leave_limits_alone",
            NowNote::PlayedWithout { .. } => "played_without",
        }
    }
}

/// Something measured from now on in one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // `definition` documents every variant, in the words that users read.
pub enum NowMeasure {
    LineGone,
    NewcomerWait,
    RemainingP50,
    RemainingP90,
    RemainingMax,
    InLine,
    LeaveLine,
    StillToCome,
    LineMax,
    LostMidVisit,
}

impl NowMeasure {
    /// All measures, in the order of reports.
    pub const ALL: [NowMeasure; 10] = [
        NowMeasure::LineGone,
        NowMeasure::NewcomerWait,
        NowMeasure::RemainingP50,
        NowMeasure::RemainingP90,
        NowMeasure::RemainingMax,
        NowMeasure::InLine,
        NowMeasure::LeaveLine,
        NowMeasure::StillToCome,
        NowMeasure::LineMax,
        NowMeasure::LostMidVisit,
    ];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            NowMeasure::LineGone => "line_gone",
            NowMeasure::NewcomerWait => "newcomer_wait",
            NowMeasure::RemainingP50 => "remaining_p50",
            NowMeasure::RemainingP90 => "remaining_p90",
            NowMeasure::RemainingMax => "remaining_max",
            NowMeasure::InLine => "in_line",
            NowMeasure::LeaveLine => "leave_line",
            NowMeasure::StillToCome => "still_to_come",
            NowMeasure::LineMax => "line_max",
            NowMeasure::LostMidVisit => "lost_mid_visit",
        }
    }

    /// Unit of its values.
    pub const fn unit(self) -> Unit {
        match self {
            NowMeasure::LineGone => Unit::SecondsFromOpening,
            NowMeasure::NewcomerWait
            | NowMeasure::RemainingP50
            | NowMeasure::RemainingP90
            | NowMeasure::RemainingMax => Unit::Seconds,
            NowMeasure::InLine
            | NowMeasure::LeaveLine
            | NowMeasure::StillToCome
            | NowMeasure::LineMax
            | NowMeasure::LostMidVisit => Unit::People,
        }
    }

    /// Definition, in a sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            NowMeasure::LineGone => {
                "from the opening to the last instant with an unexpired place, ghosts included; days that end with a line have none"
            }
            NowMeasure::NewcomerWait => {
                "mean of: first acceptance − first request; people whose first request comes within a minute from now; if nobody comes then, as remaining_max"
            }
            NowMeasure::RemainingP50 => {
                "of those really in line now who are let in later, half wait at most this long from now on"
            }
            NowMeasure::RemainingP90 => "9 in 10 of them wait at most this long from now on",
            NowMeasure::RemainingMax => "the last of them waits this long from now on",
            NowMeasure::InLine => {
                "people really in line now: ghosts left out, the age of the figures made up for"
            }
            NowMeasure::LeaveLine => {
                "of those really in line now, people who leave without having been let in"
            }
            NowMeasure::StillToCome => "people whose first request comes after now",
            NowMeasure::LineMax => "most unexpired places from now on, ghosts included",
            NowMeasure::LostMidVisit => "people who lose their session in mid-visit from now on",
        }
    }
}

/// The figures of one day from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NowFigures {
    values: [Option<f64>; NowMeasure::ALL.len()],
}

impl NowFigures {
    /// A figure; `None` if the day has none.
    pub const fn get(&self, measure: NowMeasure) -> Option<f64> {
        self.values[measure as usize]
    }

    /// Writes a figure down.
    pub const fn set(&mut self, measure: NowMeasure, value: Option<f64>) {
        self.values[measure as usize] = value;
    }
}

impl Now {
    /// The estimate of a measure.
    pub fn estimate(&self, measure: NowMeasure) -> Option<&Estimate> {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, estimate)| estimate)
    }

    /// Mean of a measure; `None` if no day had one.
    pub fn value(&self, measure: NowMeasure) -> Option<f64> {
        self.estimate(measure)?.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_in_order_and_have_names_of_their_own() {
        let mut names: Vec<&str> = NowMeasure::ALL.iter().map(|measure| measure.name()).collect();
        for (position, measure) in NowMeasure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, position);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NowMeasure::ALL.len());
    }
}
