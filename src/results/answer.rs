//! The answer to "how long will N users wait?", as data.

use serde::{Deserialize, Serialize};

use super::bearing::OriginFound;
use super::explanation::Explanation;
use super::measure::Measure;
use super::minute::MinuteRow;
use super::places::PlacesFound;
use super::requirement::Verdict;
use super::rules::Rules;
use super::shown::ShownFigures;

/// Everything that `predict` and `run` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Title of the scenario; empty if it has none.
    pub title: String,
    /// How the figures came about.
    pub provenance: Provenance,
    /// Seconds of the day at which the room opens, by the wall clock; `None`: times count from the opening.
    pub opens_at_second_of_day: Option<i64>,
    /// The inputs, in the order of reports.
    pub inputs: Vec<InputNote>,
    /// Estimates, in the order of [`Measure::ALL`].
    pub measures: Vec<(Measure, Estimate)>,
    /// What limits the flow.
    pub flow: FlowLimit,
    /// The sum anyone can redo; `None` where no such sum applies.
    pub hand_check: Option<HandCheck>,
    /// If fewer or more people come; smallest crowd first.
    pub crowds: Vec<CrowdCase>,
    /// How far each input moves the published figure (`wait_p90`), strongest first.
    pub effects: Vec<Effect>,
    /// The rules that the product's makers do not publish.
    pub rules: Rules,
    /// How far the waits that the page shows lie from those experienced; `None` unless asked for.
    pub estimates: Option<ShownFigures>,
    /// What becomes of the places; `None`: there are places for everyone.
    pub places: Option<PlacesFound>,
    /// What is known of the origin; `None`: nothing.
    pub origin: Option<OriginFound>,
    /// What formulas say; `None` unless asked for.
    pub explanation: Option<Explanation>,
    /// What the operator could change, most helpful first; `wait_p90` after the change.
    pub levers: Vec<Effect>,
    /// What the reader must know.
    pub warnings: Vec<Warning>,
    /// Requirements and whether they are kept.
    pub requirements: Vec<Verdict>,
    /// The day minute by minute; empty unless asked for.
    pub minutes: Vec<MinuteRow>,
}

/// How the figures came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of this program.
    pub version: String,
    /// Identity of the scenario's meaning: 16 hexadecimal digits.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Days simulated with all inputs at their values.
    pub replications: u32,
    /// Days simulated with everything not given drawn, too.
    pub range_replications: u32,
    /// The command that reproduces the answer; empty if there is none.
    pub command: String,
    /// False if the run was interrupted: the figures come from the days that were finished.
    pub complete: bool,
}

/// An input and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputNote {
    /// Key in a scenario file, such as `room.session_duration`.
    pub key: String,
    /// Flag of `predict`, such as `--session-duration`.
    pub flag: String,
    /// Value, as it would be typed.
    pub value: String,
    /// Whether the user gave it.
    pub basis: Basis,
    /// The range it is drawn from for the headline; `None` if it stays put.
    pub range: Option<String>,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The user gave it.
    Given,
    /// A default stands in.
    Assumed,
}

/// One measure over many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over days of the day's figure; `None` if no day had one.
    pub value: Option<f64>,
    /// Interval of that mean.
    pub ci: Option<[f64; 2]>,
    /// Range for one day, chance alone.
    pub prediction: Option<[f64; 2]>,
    /// Range for one day with everything not given drawn, too.
    pub range: Option<[f64; 2]>,
    /// Level of all three.
    pub level: f64,
    /// How the range for one day was made.
    pub method: RangeMethod,
}

/// How a range for one day was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeMethod {
    /// Smallest and largest days, symmetric ranks.
    OrderStatistics,
    /// t · s · √(1 + 1/n) around the mean: too few days for ranks.
    StudentT,
    /// No range: fewer than two days.
    None,
}

/// What limits the flow of people, by Little's law; people a minute. Where nobody is ever let in, the rate is 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowLimit {
    /// The rate limit; `None`: unlimited.
    pub rate_per_minute: Option<f64>,
    /// Slots ÷ time a slot is held; `None`: unlimited.
    pub slots_per_minute: Option<f64>,
    /// Slots; `None`: unlimited.
    pub slots: Option<u32>,
    /// Mean minutes a slot is held: visit and idle tail, or the session alone without renewal.
    pub held_minutes: f64,
    /// Mean minutes of a visit.
    pub visit_minutes: f64,
    /// Minutes a slot stays taken after the last request (renewal on) or since acceptance (renewal off).
    pub session_minutes: f64,
    /// Whether requests renew the session.
    pub renewal: bool,
}

impl FlowLimit {
    /// The smaller of the two limits, people a minute; `None`: unlimited.
    pub fn per_minute(&self) -> Option<f64> {
        match (self.rate_per_minute, self.slots_per_minute) {
            (Some(rate), Some(slots)) => Some(rate.min(slots)),
            (rate, slots) => rate.or(slots),
        }
    }

    /// Whether a slot is held for the visit and the session after it.
    pub fn is_visit_and_session(&self) -> bool {
        (self.visit_minutes + self.session_minutes - self.held_minutes).abs() < 0.005
    }

    /// Whether slots, and not the rate, limit the flow.
    pub fn slots_bind(&self) -> bool {
        match (self.rate_per_minute, self.slots_per_minute) {
            (Some(rate), Some(slots)) => slots < rate,
            (rate, slots) => rate.is_none() && slots.is_some(),
        }
    }
}

/// The sum that anyone can redo on a calculator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandCheck {
    /// People who come.
    pub people: u32,
    /// People let in at once: all slots if slots bind, else nobody.
    pub at_once: u32,
    /// People let in each minute after that.
    pub flow_per_minute: f64,
    /// (people − at once) ÷ flow; never negative.
    pub minutes: f64,
}

/// What happens with another crowd.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrowdCase {
    /// People who come.
    pub people: u32,
    /// Mean over days, seconds.
    pub wait_p50: Option<f64>,
    /// Mean over days, seconds.
    pub wait_p90: Option<f64>,
    /// Mean over days, seconds from the opening.
    pub line_gone: Option<f64>,
    /// Mean over days, people.
    pub left: Option<f64>,
    /// Mean over the days on which no place is left in the end, seconds from the opening.
    #[serde(default)]
    pub sold_out: Option<f64>,
    /// Mean over days, people; `None` where there is no stock.
    #[serde(default)]
    pub without_place: Option<f64>,
}

/// What a change of one input does to `wait_p90`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Key in a scenario file.
    pub key: String,
    /// Flag of `predict`.
    pub flag: String,
    /// Whether the user gave the input.
    pub basis: Basis,
    /// The lower value tried (for a lever: the present one).
    pub low_value: String,
    /// The higher value tried (for a lever: the proposed one).
    pub high_value: String,
    /// `wait_p90` in seconds at the first value.
    pub at_low: Option<f64>,
    /// `wait_p90` in seconds at the second value.
    pub at_high: Option<f64>,
}

impl Effect {
    /// The same from the other end.
    pub fn reversed(self) -> Effect {
        Effect {
            low_value: self.high_value,
            high_value: self.low_value,
            at_low: self.at_high,
            at_high: self.at_low,
            ..self
        }
    }

    /// Seconds between the two ends; 0 where either is unknown.
    pub fn swing(&self) -> f64 {
        match (self.at_low, self.at_high) {
            (Some(low), Some(high)) => (high - low).abs(),
            _ => 0.0,
        }
    }
}

/// What the reader must know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// More than one in a hundred lose their session in mid-visit.
    LostMidVisit {
        /// Share of the people admitted.
        share: f64,
        /// Share of the people admitted who gave up in the end.
        gave_up_share: f64,
    },
    /// Some people cannot finish within the session.
    SomeCannotFinish {
        /// Share of people.
        share: f64,
    },
    /// The run ended while people still waited.
    Censored {
        /// Mean over days.
        people: f64,
    },
    /// The run ended while people were inside who had not booked.
    Unfinished {
        /// Mean over days.
        people: f64,
    },
    /// Nobody is let in at all.
    NobodyAdmitted,
    /// The origin answers so slowly that it collapses: more than half of the requests time out, or so many are in service
    /// that it gets half as much done as it could, or less.
    OriginCollapses {
        /// Share of the requests that time out.
        failed_share: f64,
        /// Most requests in service at once, mean over days.
        in_service: f64,
    },
    /// Requests time out for more than one in a hundred people.
    RequestsFail {
        /// Share of the people who come.
        share: f64,
        /// Share of the people who come who give up for it.
        gave_up_share: f64,
    },
    /// On more than one day in a hundred the origin is overloaded.
    OriginOverloaded {
        /// Share of days.
        share: f64,
        /// How long an overload lasts to count, seconds.
        lasting_seconds: f64,
    },
    /// Bookings are completions, not demand: those who left or found nothing are missing.
    BookingsAreNotDemand,
    /// People were worked out from accesses.
    AccessesConverted {
        /// Requests counted.
        accesses: u32,
        /// Fewest people.
        low: u32,
        /// People in the middle of the range.
        middle: u32,
        /// Most people.
        high: u32,
    },
    /// Minutes of a demand table that came out negative and were set to zero.
    NegativeDemandClipped {
        /// How many.
        minutes: u32,
    },
    /// Minutes of a demand table that were missing and count as zero.
    MissingMinutes {
        /// How many.
        minutes: u32,
    },
    /// Settings of a real room that do not change waits.
    SettingsIgnored {
        /// The file of the room.
        file: String,
        /// Their names.
        settings: Vec<String>,
    },
    /// The room is suspended when the service opens: nobody is counted and nobody waits.
    RoomOffAtOpening,
    /// Nobody comes during the prequeue of an event.
    NobodyInPrequeue {
        /// Name of the event.
        event: String,
    },
    /// The wanted precision was not reached within the most days that are simulated.
    PrecisionNotReached {
        /// Half-width of the interval of the published figure, seconds.
        half_width_seconds: f64,
        /// Half-width that was wanted, seconds.
        wanted_seconds: f64,
    },
    /// The run was interrupted; the figures come from the days that were finished.
    Interrupted,
    /// The chart's font lacks characters.
    MissingGlyphs {
        /// The characters.
        characters: String,
    },
}
