//! Which limits to set, as data.

use serde::{Deserialize, Serialize};

use super::answer::{InputNote, Provenance, Warning};
use super::fairness::Mean;
use super::measure::Measure;
use super::promise::Promise;

/// Everything that `recommend` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// Title of the scenario; empty if it has none.
    pub title: String,
    /// How the figures came about: `replications` are all days played for the search, `range_replications` the fresh ones of
    /// the certificate.
    pub provenance: Provenance,
    /// Seconds of the day at which the room opens, by the wall clock; `None`: times count from the opening.
    pub opens_at_second_of_day: Option<i64>,
    /// The inputs other than the free settings, and the ranges that they are drawn from.
    pub inputs: Vec<InputNote>,
    /// What the origin bears, as far as it is known.
    pub capacity: Capacity,
    /// What is promised.
    pub promises: Vec<Promise>,
    /// Confidence of all promises together.
    pub confidence: f64,
    /// What is made as small as the promises allow.
    pub objective: Measure,
    /// The settings that were free, by name.
    pub free: Vec<Free>,
    /// The scenario's own settings on the same days; `None` where it gives none, or its limits change during the day.
    pub present: Option<Candidate>,
    /// What came out.
    pub outcome: Outcome,
    /// The best of each kind that was compared, best first.
    pub finalists: Vec<Candidate>,
    /// How the best of them was told apart; `None` where there was nothing to choose.
    pub selection: Option<Selected>,
    /// The chosen kind of settings, from strict to loose: what a wait costs in risk.
    pub trade_off: Vec<Candidate>,
    /// The timetable that begins strict; `None` unless asked for and recommended.
    pub staged: Option<Staged>,
    /// The crowd at which a promise breaks; `None` unless settings are recommended.
    pub crowd_limit: Option<CrowdLimit>,
    /// What the reader must know about this recommendation.
    pub notes: Vec<RecommendationNote>,
    /// What the reader must know about the crowd and the run.
    pub warnings: Vec<Warning>,
}

/// What the origin bears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// People inside, lowest and highest; drawn evenly between them for each day.
    pub people_inside: Option<[u32; 2]>,
    /// Requests a second, lowest and highest; drawn likewise.
    pub requests_per_second: Option<[u32; 2]>,
    /// Highest utilisation of the station.
    pub utilisation: Option<f64>,
    /// Whether the origin is a station, which slows down.
    pub station: bool,
    /// Most active users that went fine so far.
    pub proven_active: Option<u32>,
    /// Shortest overload that counts, seconds.
    pub overload_lasting_seconds: f64,
}

impl Capacity {
    /// Whether a load of the origin is known that is safe.
    pub fn is_load_known(&self) -> bool {
        self.people_inside.is_some() || self.requests_per_second.is_some() || self.utilisation.is_some()
    }
}

/// A setting that may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Free {
    /// `total_active_users`.
    TotalActiveUsers,
    /// `new_users_per_minute`.
    NewUsersPerMinute,
    /// `session_duration`.
    SessionDuration,
    /// `disable_session_renewal`.
    Renewal,
    /// `queueing_method`, fifo or random.
    Method,
    /// Whether the opening is an event with a prequeue, and whether that is shuffled.
    Opening,
}

impl Free {
    /// All, in the order of reports.
    pub const ALL: [Free; 6] = [
        Free::TotalActiveUsers,
        Free::NewUsersPerMinute,
        Free::SessionDuration,
        Free::Renewal,
        Free::Method,
        Free::Opening,
    ];

    /// Name in every output, and of `--free`.
    pub const fn name(self) -> &'static str {
        match self {
            Free::TotalActiveUsers => "total_active_users",
            Free::NewUsersPerMinute => "new_users_per_minute",
            Free::SessionDuration => "session_duration",
            Free::Renewal => "renewal",
            Free::Method => "method",
            Free::Opening => "opening",
        }
    }

    /// The setting of this name.
    pub fn named(name: &str) -> Option<Free> {
        Free::ALL.into_iter().find(|free| free.name() == name)
    }
}

/// How the opening is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningKind {
    /// As the scenario has it.
    AsItIs,
    /// An event with a prequeue, in order of arrival.
    Prequeue,
    /// The same, shuffled at the opening.
    Shuffle,
}

/// One set of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SettingsTried {
    /// Sessions at the same time.
    pub total_active_users: u32,
    /// People let in each minute.
    pub new_users_per_minute: u32,
    /// Whole minutes.
    pub session_minutes: u32,
    /// Whether requests renew the session.
    pub renewal: bool,
    /// Whether the line is drawn by lot.
    pub random: bool,
    /// How the opening is arranged.
    pub opening: OpeningKind,
}

/// Settings and what they did on the days they were tried on, everything not given drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The settings.
    pub settings: SettingsTried,
    /// Days they were tried on.
    pub days: u32,
    /// What is made small: mean over days.
    pub objective: Mean,
    /// Mean over days, seconds.
    pub wait_p50: Mean,
    /// Mean over days, seconds.
    pub wait_p90: Mean,
    /// Most people inside at once: mean over days, and the highest day.
    pub inside_max: Mean,
    /// The highest day.
    pub inside_highest: Option<f64>,
    /// Most requests in a second: mean over days; `None` where they are not played.
    pub requests_per_second_max: Mean,
    /// Share of the people let in who lose a session in mid-visit: mean over days.
    pub lost_share: Mean,
    /// One for each promise, in their order.
    pub risks: Vec<Risk>,
}

/// How often a promise was broken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// Days on which it was.
    pub bad_days: u32,
    /// Days played.
    pub of_days: u32,
}

impl Risk {
    /// Share of the days played.
    pub fn share(&self) -> f64 {
        f64::from(self.bad_days) / f64::from(self.of_days.max(1))
    }
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Settings whose promises are certified.
    Recommended {
        /// The settings.
        chosen: Candidate,
        /// One for each promise, in their order.
        certificates: Vec<Certificate>,
        /// Sets of settings that were certified or failed to be, the chosen one included.
        attempts: u32,
        /// What keeps the limits from being higher.
        binding: Binding,
        /// Whether the slots (`total_active_users`) or the rate limit the flow of people.
        slots_bind: bool,
    },
    /// No settings keep all promises.
    NothingSatisfies {
        /// Position of the promise that is broken where the others are kept.
        broken: usize,
        /// The best settings that keep the others.
        at: Candidate,
        /// The nearest settings that keep it, and what they do to the others; `None`: none were found.
        keeps: Option<Box<Candidate>>,
    },
    /// Settings were found that keep all promises on the days of the search, but the fresh days did not prove it.
    NotCertified {
        /// The last settings tried.
        at: Candidate,
        /// How their certificate failed, one for each promise.
        certificates: Vec<Certificate>,
        /// Sets of settings tried.
        attempts: u32,
    },
    /// A stop came before there was an answer.
    Unfinished,
    /// Nothing says how much is too much: waits against limits, and no recommendation.
    Declined {
        /// From strict to loose.
        sizes: Vec<Candidate>,
    },
}

/// What a promise rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Certificate {
    /// The settings keep it whatever comes: there are never more active users than `total_active_users`.
    ByConstruction,
    /// Fresh days prove it, by a plan declared before they were played.
    Certified {
        /// Days that may be bad.
        most_bad: u32,
        /// Days played.
        days: u32,
        /// Days that were bad.
        bad: u32,
        /// Share of bad days that is ruled out, at this certificate's error.
        at_most: f64,
        /// Chance of passing although more days are bad than promised.
        error: f64,
    },
    /// Another promise failed first, so that its plan was not played to the end.
    CutShort {
        /// Days that were bad, of those played.
        bad: u32,
        /// Days played.
        played: u32,
    },
    /// Fresh days did not prove it.
    Failed {
        /// Days that may be bad.
        most_bad: u32,
        /// Days of the plan.
        days: u32,
        /// Days that were bad, of those played before it was clear.
        bad: u32,
        /// Days played before it was clear.
        played: u32,
    },
}

/// What keeps the limits from being higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Binding {
    /// A promise, by its position.
    Promise {
        /// Position.
        promise: usize,
    },
    /// The most active users that went fine.
    ProvenActive,
    /// Nothing: higher limits would not shorten the wait.
    NothingToGain,
}

/// How the best kind of settings was told apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selected {
    /// Kinds compared.
    pub systems: u32,
    /// Days on which they were compared, the same for all that were left.
    pub days: u32,
    /// Chance that the best one was chosen if it is better than the others by the indifference.
    pub probability: f64,
    /// Differences smaller than this do not matter, in the unit of the objective.
    pub indifference: f64,
    /// Whether the comparison ended before the days ran out.
    pub decided: bool,
}

/// Limits that are loosened in steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// Instant of each step, seconds from the opening, and its limits; the first is in force from the start.
    pub steps: Vec<Step>,
    /// What it does, on the days of the comparison.
    pub figures: Candidate,
    /// One for each promise, in their order.
    pub certificates: Vec<Certificate>,
    /// The recommended settings on the same days.
    pub constant: Candidate,
    /// What the objective would be if everything were known beforehand, every day with its own highest limits: mean over days.
    pub knowing_everything: Mean,
    /// How far the first wait shown is off, mean over the people of a day: with the timetable, and without. `None` where it is
    /// longer than 9 in 10 wait: then a few pages of a minute without entries make it.
    pub shown_off_seconds: [Option<f64>; 2],
    /// Share of the people who see their wait rise from one page to another: with the timetable, and without.
    pub shown_rose_share: [Option<f64>; 2],
}

/// One step of a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Seconds from the opening.
    pub at_seconds: f64,
    /// Sessions at the same time, from then on.
    pub total_active_users: u32,
    /// People let in each minute.
    pub new_users_per_minute: u32,
}

/// The crowd at which a promise breaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrowdLimit {
    /// Crowds tried, smallest first, with their bad days for each promise.
    pub tried: Vec<(u32, Vec<Risk>)>,
    /// People in the crowd expected.
    pub expected: u32,
    /// Smallest crowd tried at which a promise breaks, and its position; `None`: it holds for all of them.
    pub breaks: Option<(u32, usize)>,
}

/// What the reader must know about the recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecommendationNote {
    /// Limits of events and of the timetable are replaced by those recommended.
    LimitsReplaced,
    /// The operator's rule is left out: limits that stand are recommended.
    OperatorLeftOut,
    /// More risk at stricter limits than at looser ones: the search does not rely on "looser is riskier".
    NotMonotone,
    /// Requests that time out or people who give up for it at the chosen settings.
    RequestsFail,
    /// The lowest limits that the product takes bind.
    LowestLimits,
    /// What is proven is the number of active users; how fast people came in at that time is not known.
    InflowNotProven,
    /// Sessions of the options that lose more people in mid-visit than the present ones were left out.
    SessionsLeftOut {
        /// How many kinds of settings.
        kinds: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_settings_are_found_by_their_names() {
        for free in Free::ALL {
            assert_eq!(Free::named(free.name()), Some(free));
        }
        assert_eq!(Free::named("limits"), None);
    }
}
