//! Several rooms on one origin: the calendar as it is, and with one opening moved, as data.

use serde::{Deserialize, Serialize};

use super::answer::{Provenance, Warning};
use super::fairness::{Compared, Mean};

/// Everything that `tenants` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenants {
    /// Title of the scenario; empty if it has none.
    pub title: String,
    /// How the figures came about.
    pub provenance: Provenance,
    /// Level of every interval.
    pub level: f64,
    /// What the clock shows at zero, seconds of the day; `None`: there is no clock.
    pub zero_second_of_day: Option<i64>,
    /// By how much openings are moved, seconds; each is moved earlier and later.
    pub shift_seconds: f64,
    /// Up to which load the origin is well.
    pub safe: SafeLevels,
    /// The rooms with the calendar as it is, in the order of the scenario.
    pub rooms: Vec<TenantRoom>,
    /// The origin with the calendar as it is, in the order of [`TenantsMeasure::OF_ORIGIN`].
    pub origin: Vec<(TenantsMeasure, Spread)>,
    /// Days with overload; `None` if no safe load is known.
    pub overload: Option<Overload>,
    /// What moving one opening does: each room earlier, then later.
    pub moves: Vec<Move>,
    /// What to do.
    pub advice: Advice,
    /// Keys of the inputs that were not given (for every room or group) and stay at their defaults.
    pub assumed: Vec<String>,
    /// What the reader must know about the people and the run.
    pub warnings: Vec<Warning>,
}

/// Loads up to which the origin is well; `None`: not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SafeLevels {
    /// People inside at once.
    pub people_inside: Option<u32>,
    /// Requests in a second.
    pub requests_per_second: Option<u32>,
    /// Utilisation of the station in a second, 0 to 1.
    pub utilisation: Option<f64>,
    /// A day counts as overloaded if an overload lasts so many seconds without a pause.
    pub lasting_seconds: f64,
}

impl SafeLevels {
    /// Whether any safe load is known.
    pub fn is_known(&self) -> bool {
        self.people_inside.is_some() || self.requests_per_second.is_some() || self.utilisation.is_some()
    }
}

/// A room with the calendar as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct TenantRoom {
    /// Name in the scenario.
    pub name: String,
    /// When it opens.
    pub opens: Opening,
    /// Places that can be booked; `None`: there is no stock.
    pub places: Option<u64>,
    /// In the order of [`TenantsMeasure::OF_ROOM`].
    pub measures: Vec<(TenantsMeasure, Spread)>,
    /// Those who come to it, in the order of the scenario; several share the room.
    pub groups: Vec<TenantGroup>,
}

/// People who come to a room.
#[derive(Clone, Debug, PartialEq)]
pub struct TenantGroup {
    /// Name in the scenario.
    pub name: String,
    /// In the order of [`TenantsMeasure::OF_GROUP`].
    pub measures: Vec<(TenantsMeasure, Spread)>,
}

/// When a room opens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Seconds from zero.
    pub seconds: f64,
    /// Seconds of the day of zero by the wall clock; an opening on another day is below 0, or 86,400 or more. `None`: there is
    /// no clock.
    pub second_of_day: Option<i64>,
}

/// What was found over the days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Mean over the days that have a figure.
    pub mean: Mean,
    /// The highest day; `None` if no day had a figure.
    pub highest: Option<f64>,
}

/// How often the origin is overloaded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overload {
    /// Days on which it is.
    pub days: u32,
    /// Days looked at; at least 1.
    pub of_days: u32,
    /// Exact interval of the share of days (Clopper and Pearson).
    pub ci: [f64; 2],
}

impl Overload {
    /// Share of the days, 0 to 1.
    pub fn share(&self) -> f64 {
        f64::from(self.days) / f64::from(self.of_days)
    }
}

/// What moving the opening of one room does, with everything else as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Position of the room in [`Tenants::rooms`].
    pub room: usize,
    /// By how many seconds; negative: earlier.
    pub by_seconds: f64,
    /// When it then opens.
    pub opens: Opening,
    /// Days with overload; `None` if no safe load is known.
    pub overload: Option<Overload>,
    /// In the order of [`TenantsMeasure::OF_MOVE`], each with its difference to the calendar as it is on the same days.
    pub measures: Vec<(TenantsMeasure, Compared)>,
}

/// What to do about the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Advice {
    /// No safe load is known: overload cannot be judged.
    NotJudged,
    /// No day is overloaded.
    NothingNeeded,
    /// This single move, by its position in [`Tenants::moves`], leaves fewest days with overload.
    Move {
        /// Position of the move.
        at: usize,
    },
    /// No single move makes overload rarer beyond chance, but this one makes it shortest.
    Shortens {
        /// Position of the move.
        at: usize,
    },
    /// No single move helps beyond chance.
    NothingHelps,
}

/// Something measured on one day: of a room, of a group, of the origin, or of a calendar with one opening moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // `definition` documents every variant, in the words that users read.
pub enum TenantsMeasure {
    People,
    WaitMean,
    WaitP50,
    WaitP90,
    WaitMax,
    LineMax,
    LineGone,
    Left,
    Censored,
    Booked,
    SoldOutShare,
    SoldOut,
    InsideMax,
    InsideAtPeak,
    OverloadedShare,
    OverloadSeconds,
    FirstOverload,
    OverloadOfDay,
    LongestOverload,
    OriginInsideMax,
    PeakAt,
    Requests,
    RequestsPerSecondMax,
    InServiceMax,
    UtilisationMean,
    ResponseP50,
    ResponseP95,
    Failures,
    AllWaitP50,
    AllWaitP90,
}

/// What a measure of `tenants` counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantsUnit {
    /// Length of time.
    Seconds,
    /// Instant, as seconds from the opening of the room.
    SecondsFromOpening,
    /// Instant, as seconds from zero, which all rooms share.
    SecondsFromZero,
    /// People.
    People,
    /// Requests.
    Requests,
    /// A share, 0 to 1.
    Share,
}

impl TenantsUnit {
    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            TenantsUnit::Seconds => "seconds",
            TenantsUnit::SecondsFromOpening => "seconds_from_opening",
            TenantsUnit::SecondsFromZero => "seconds_from_zero",
            TenantsUnit::People => "people",
            TenantsUnit::Requests => "requests",
            TenantsUnit::Share => "share",
        }
    }

    /// The range that a figure cannot leave.
    pub const fn bounds(self) -> [f64; 2] {
        match self {
            TenantsUnit::Seconds | TenantsUnit::People | TenantsUnit::Requests => [0.0, f64::INFINITY],
            TenantsUnit::SecondsFromOpening | TenantsUnit::SecondsFromZero => {
                [f64::NEG_INFINITY, f64::INFINITY]
            }
            TenantsUnit::Share => [0.0, 1.0],
        }
    }
}

use TenantsMeasure as M;

impl TenantsMeasure {
    /// Measures of a room, in the order of outputs.
    pub const OF_ROOM: [M; 14] = [
        M::People,
        M::WaitMean,
        M::WaitP50,
        M::WaitP90,
        M::WaitMax,
        M::LineMax,
        M::LineGone,
        M::Left,
        M::Censored,
        M::Booked,
        M::SoldOutShare,
        M::SoldOut,
        M::InsideMax,
        M::InsideAtPeak,
    ];

    /// Measures of a group that shares a room with others.
    pub const OF_GROUP: [M; 5] = [M::People, M::WaitMean, M::WaitP50, M::WaitP90, M::WaitMax];

    /// Measures of the origin.
    pub const OF_ORIGIN: [M; 16] = [
        M::OverloadedShare,
        M::OverloadSeconds,
        M::FirstOverload,
        M::OverloadOfDay,
        M::LongestOverload,
        M::OriginInsideMax,
        M::PeakAt,
        M::Requests,
        M::RequestsPerSecondMax,
        M::InServiceMax,
        M::UtilisationMean,
        M::ResponseP50,
        M::ResponseP95,
        M::Failures,
        M::AllWaitP50,
        M::AllWaitP90,
    ];

    /// Measures of a calendar with one opening moved; the waits `wait_p50` and `wait_p90` are those of the moved room.
    pub const OF_MOVE: [M; 9] = [
        M::OverloadedShare,
        M::OverloadSeconds,
        M::OriginInsideMax,
        M::ResponseP95,
        M::Failures,
        M::WaitP50,
        M::WaitP90,
        M::AllWaitP50,
        M::AllWaitP90,
    ];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            M::People => "people",
            M::WaitMean => "wait_mean",
            M::WaitP50 => "wait_p50",
            M::WaitP90 => "wait_p90",
            M::WaitMax => "wait_max",
            M::LineMax => "line_max",
            M::LineGone => "line_gone",
            M::Left => "left",
            M::Censored => "censored",
            M::Booked => "booked",
            M::SoldOutShare => "sold_out_share",
            M::SoldOut => "sold_out",
            M::InsideMax => "inside_max",
            M::InsideAtPeak => "inside_at_peak",
            M::OverloadedShare => "overloaded_share",
            M::OverloadSeconds => "overload_seconds",
            M::FirstOverload => "first_overload",
            M::OverloadOfDay => "overload_of_day",
            M::LongestOverload => "longest_overload",
            M::OriginInsideMax => "origin_inside_max",
            M::PeakAt => "peak_at",
            M::Requests => "requests",
            M::RequestsPerSecondMax => "requests_per_second_max",
            M::InServiceMax => "in_service_max",
            M::UtilisationMean => "utilisation_mean",
            M::ResponseP50 => "response_p50",
            M::ResponseP95 => "response_p95",
            M::Failures => "failures",
            M::AllWaitP50 => "all_wait_p50",
            M::AllWaitP90 => "all_wait_p90",
        }
    }

    /// Unit.
    pub const fn unit(self) -> TenantsUnit {
        match self {
            M::People
            | M::LineMax
            | M::Left
            | M::Censored
            | M::Booked
            | M::InsideMax
            | M::InsideAtPeak
            | M::OriginInsideMax => TenantsUnit::People,
            M::WaitMean
            | M::WaitP50
            | M::WaitP90
            | M::WaitMax
            | M::OverloadSeconds
            | M::OverloadOfDay
            | M::LongestOverload
            | M::ResponseP50
            | M::ResponseP95
            | M::AllWaitP50
            | M::AllWaitP90 => TenantsUnit::Seconds,
            M::LineGone | M::SoldOut => TenantsUnit::SecondsFromOpening,
            M::FirstOverload | M::PeakAt => TenantsUnit::SecondsFromZero,
            M::Requests | M::RequestsPerSecondMax | M::InServiceMax | M::Failures => TenantsUnit::Requests,
            M::SoldOutShare | M::OverloadedShare | M::UtilisationMean => TenantsUnit::Share,
        }
    }

    /// Definition in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            M::People => "people who came",
            M::WaitMean => {
                "mean of: first acceptance − first request; people accepted (accepted at once = 0)"
            }
            M::WaitP50 => {
                "half of the people accepted wait at most this long (order statistic of rank ⌈p·n⌉)"
            }
            M::WaitP90 => "9 in 10 of the people accepted wait at most this long",
            M::WaitMax => "longest wait of anyone accepted",
            M::LineMax => "most unexpired places at once: the longest line the room shows",
            M::LineGone => "last instant with an unexpired place in the room",
            M::Left => "people who left the line before they were ever accepted",
            M::Censored => "people still waiting for their first acceptance when the run ended",
            M::Booked => "people who made a booking",
            M::SoldOutShare => "share of the days on which the last place is taken; missing without a stock",
            M::SoldOut => "instant at which the last place is taken; days on which it is",
            M::InsideMax => "most people of this room inside at once",
            M::InsideAtPeak => {
                "people of this room inside at the peak: the first instant at which most people of all rooms are inside"
            }
            M::OverloadedShare => {
                "share of the days on which the origin is overloaded for `lasting_seconds` or longer without a pause; missing if no safe load is known"
            }
            M::OverloadSeconds => "time of overload in all, short ones included; 0 on days without any",
            M::FirstOverload => {
                "instant at which the first overload begins that lasts for `lasting_seconds` or longer; overloaded days"
            }
            M::OverloadOfDay => "overload_seconds of the overloaded days",
            M::LongestOverload => "longest overload without a pause; overloaded days",
            M::OriginInsideMax => "most people inside at once, over all rooms",
            M::PeakAt => "the peak: first instant at which most people are inside",
            M::Requests => "requests that reach the origin; missing where requests are not played",
            M::RequestsPerSecondMax => "most requests that arrive in a second of the clock",
            M::InServiceMax => "most requests in service at once",
            M::UtilisationMean => "mean utilisation of the station from the first request on",
            M::ResponseP50 => "half of the answers take at most this long",
            M::ResponseP95 => "19 in 20 of the answers take at most this long",
            M::Failures => "requests that time out",
            M::AllWaitP50 => "wait_p50 of the people of all rooms together",
            M::AllWaitP90 => "wait_p90 of the people of all rooms together",
        }
    }
}

/// The mean of a measure among several; `None` if no day had one.
pub fn tenants_value(measures: &[(TenantsMeasure, Spread)], measure: TenantsMeasure) -> Option<f64> {
    measures.iter().find(|(other, _)| *other == measure).and_then(|(_, spread)| spread.mean.value)
}

impl Move {
    /// What was found for a measure.
    pub fn compared(&self, measure: TenantsMeasure) -> Option<&Compared> {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, compared)| compared)
    }
}
