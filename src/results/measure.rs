//! Every measure, once: its name, unit and definition.

use serde::{Deserialize, Serialize};

/// Something measured in one run. Definitions: contract of meaning, section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // `definition` documents every variant, in the words that users read.
pub enum Measure {
    WaitMean,
    WaitP50,
    WaitP90,
    WaitP95,
    WaitMax,
    WaitFromOpeningMean,
    WaitFromOpeningP50,
    WaitFromOpeningP90,
    WaitFromOpeningP95,
    WaitFromOpeningMax,
    WaitTotalMean,
    WaitTotalP50,
    WaitTotalP90,
    WaitTotalP95,
    WaitTotalMax,
    People,
    Admitted,
    Queued,
    Left,
    TurnedAway,
    Censored,
    Booked,
    GaveUp,
    LostMidVisit,
    Losses,
    LineMax,
    WaitingMax,
    ActiveMax,
    InsideMax,
    LastAdmission,
    LineGone,
    SoldOut,
    PlacesTaken,
    WithoutPlace,
    FoundSoldOut,
    FailedPeople,
    GaveUpFailing,
    FailedRequests,
    Requests,
    RequestsPerSecondMax,
    InServiceMax,
    UtilisationMean,
    ResponseP50,
    ResponseP90,
    ResponseP95,
    ResponseP99,
    ResponseMax,
    OverloadSeconds,
    #[serde(rename = "longest_overload_seconds")]
    LongestOverload,
    FirstOverload,
    OverloadedDays,
}

/// What a measure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Length of time.
    Seconds,
    /// Instant, as seconds from the opening.
    SecondsFromOpening,
    /// People (or their sessions and places).
    People,
    /// Events.
    Events,
    /// Bookable places.
    Places,
    /// Requests to the origin.
    Requests,
    /// Requests to the origin in a second.
    RequestsPerSecond,
    /// Part of a whole, from 0 to 1.
    Share,
}

impl Measure {
    /// All measures, in the order of reports.
    pub const ALL: [Measure; 51] = [
        Measure::WaitMean,
        Measure::WaitP50,
        Measure::WaitP90,
        Measure::WaitP95,
        Measure::WaitMax,
        Measure::WaitFromOpeningMean,
        Measure::WaitFromOpeningP50,
        Measure::WaitFromOpeningP90,
        Measure::WaitFromOpeningP95,
        Measure::WaitFromOpeningMax,
        Measure::WaitTotalMean,
        Measure::WaitTotalP50,
        Measure::WaitTotalP90,
        Measure::WaitTotalP95,
        Measure::WaitTotalMax,
        Measure::People,
        Measure::Admitted,
        Measure::Queued,
        Measure::Left,
        Measure::TurnedAway,
        Measure::Censored,
        Measure::Booked,
        Measure::GaveUp,
        Measure::LostMidVisit,
        Measure::Losses,
        Measure::LineMax,
        Measure::WaitingMax,
        Measure::ActiveMax,
        Measure::InsideMax,
        Measure::LastAdmission,
        Measure::LineGone,
        Measure::SoldOut,
        Measure::PlacesTaken,
        Measure::WithoutPlace,
        Measure::FoundSoldOut,
        Measure::FailedPeople,
        Measure::GaveUpFailing,
        Measure::FailedRequests,
        Measure::Requests,
        Measure::RequestsPerSecondMax,
        Measure::InServiceMax,
        Measure::UtilisationMean,
        Measure::ResponseP50,
        Measure::ResponseP90,
        Measure::ResponseP95,
        Measure::ResponseP99,
        Measure::ResponseMax,
        Measure::OverloadSeconds,
        Measure::LongestOverload,
        Measure::FirstOverload,
        Measure::OverloadedDays,
    ];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::WaitMean => "wait_mean",
            Measure::WaitP50 => "wait_p50",
            Measure::WaitP90 => "wait_p90",
            Measure::WaitP95 => "wait_p95",
            Measure::WaitMax => "wait_max",
            Measure::WaitFromOpeningMean => "wait_from_opening_mean",
            Measure::WaitFromOpeningP50 => "wait_from_opening_p50",
            Measure::WaitFromOpeningP90 => "wait_from_opening_p90",
            Measure::WaitFromOpeningP95 => "wait_from_opening_p95",
            Measure::WaitFromOpeningMax => "wait_from_opening_max",
            Measure::WaitTotalMean => "wait_total_mean",
            Measure::WaitTotalP50 => "wait_total_p50",
            Measure::WaitTotalP90 => "wait_total_p90",
            Measure::WaitTotalP95 => "wait_total_p95",
            Measure::WaitTotalMax => "wait_total_max",
            Measure::People => "people",
            Measure::Admitted => "admitted",
            Measure::Queued => "queued",
            Measure::Left => "left",
            Measure::TurnedAway => "turned_away",
            Measure::Censored => "censored",
            Measure::Booked => "booked",
            Measure::GaveUp => "gave_up",
            Measure::LostMidVisit => "lost_mid_visit",
            Measure::Losses => "losses",
            Measure::LineMax => "line_max",
            Measure::WaitingMax => "waiting_max",
            Measure::ActiveMax => "active_max",
            Measure::InsideMax => "inside_max",
            Measure::LastAdmission => "last_admission",
            Measure::LineGone => "line_gone",
            Measure::SoldOut => "sold_out",
            Measure::PlacesTaken => "places_taken",
            Measure::WithoutPlace => "without_place",
            Measure::FoundSoldOut => "found_sold_out",
            Measure::FailedPeople => "failed_people",
            Measure::GaveUpFailing => "gave_up_failing",
            Measure::FailedRequests => "failed_requests",
            Measure::Requests => "requests",
            Measure::RequestsPerSecondMax => "requests_per_second_max",
            Measure::InServiceMax => "in_service_max",
            Measure::UtilisationMean => "utilisation_mean",
            Measure::ResponseP50 => "response_p50",
            Measure::ResponseP90 => "response_p90",
            Measure::ResponseP95 => "response_p95",
            Measure::ResponseP99 => "response_p99",
            Measure::ResponseMax => "response_max",
            Measure::OverloadSeconds => "overload_seconds",
            Measure::LongestOverload => "longest_overload_seconds",
            Measure::FirstOverload => "first_overload",
            Measure::OverloadedDays => "overloaded_days",
        }
    }

    /// The measure with this name.
    pub fn named(name: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// The measure whose name is at most two letters away.
    pub fn nearest(name: &str) -> Option<Measure> {
        let away = |measure: &Measure| strsim::damerau_levenshtein(name, measure.name());
        Measure::ALL.into_iter().filter(|measure| away(measure) <= 2).min_by_key(away)
    }

    /// Unit.
    pub const fn unit(self) -> Unit {
        match self {
            Measure::LastAdmission | Measure::LineGone | Measure::SoldOut | Measure::FirstOverload => {
                Unit::SecondsFromOpening
            }
            Measure::Losses => Unit::Events,
            Measure::PlacesTaken => Unit::Places,
            Measure::FailedRequests | Measure::Requests | Measure::InServiceMax => Unit::Requests,
            Measure::RequestsPerSecondMax => Unit::RequestsPerSecond,
            Measure::UtilisationMean | Measure::OverloadedDays => Unit::Share,
            Measure::People
            | Measure::Admitted
            | Measure::Queued
            | Measure::Left
            | Measure::TurnedAway
            | Measure::Censored
            | Measure::Booked
            | Measure::GaveUp
            | Measure::LostMidVisit
            | Measure::LineMax
            | Measure::WaitingMax
            | Measure::ActiveMax
            | Measure::InsideMax
            | Measure::WithoutPlace
            | Measure::FoundSoldOut
            | Measure::FailedPeople
            | Measure::GaveUpFailing => Unit::People,
            _ => Unit::Seconds,
        }
    }

    /// Definition in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            Measure::WaitMean => {
                "mean of: first acceptance − first request; people accepted (accepted at once = 0)"
            }
            Measure::WaitP50 => {
                "half of the people accepted wait at most this long (order statistic of rank ⌈p·n⌉)"
            }
            Measure::WaitP90 => "9 in 10 of the people accepted wait at most this long",
            Measure::WaitP95 => "19 in 20 of the people accepted wait at most this long",
            Measure::WaitMax => "longest wait of anyone accepted",
            Measure::WaitFromOpeningMean => "wait_mean counted from the later of first request and opening",
            Measure::WaitFromOpeningP50 => "wait_p50 counted from the later of first request and opening",
            Measure::WaitFromOpeningP90 => "wait_p90 counted from the later of first request and opening",
            Measure::WaitFromOpeningP95 => "wait_p95 counted from the later of first request and opening",
            Measure::WaitFromOpeningMax => "wait_max counted from the later of first request and opening",
            Measure::WaitTotalMean => "wait_mean with later queueings after lost sessions added",
            Measure::WaitTotalP50 => "wait_p50 with later queueings after lost sessions added",
            Measure::WaitTotalP90 => "wait_p90 with later queueings after lost sessions added",
            Measure::WaitTotalP95 => "wait_p95 with later queueings after lost sessions added",
            Measure::WaitTotalMax => "wait_max with later queueings after lost sessions added",
            Measure::People => "people who came",
            Measure::Admitted => "people accepted at least once",
            Measure::Queued => "people given a place in line at least once",
            Measure::Left => "people who left the line before they were ever accepted",
            Measure::TurnedAway => "people turned away at a full line",
            Measure::Censored => "people still waiting for their first acceptance when the run ended",
            Measure::Booked => "people who made the request that opens the last step of the visit",
            Measure::GaveUp => {
                "people who gave up: after losing their session too often, or after a request that failed once too often; part of admitted"
            }
            Measure::LostMidVisit => "people who lost a session while still at work",
            Measure::Losses => "sessions lost while their owner was still at work",
            Measure::LineMax => {
                "most unexpired places at once, ghosts included: the longest line the room shows"
            }
            Measure::WaitingMax => "most people really in line at once",
            Measure::ActiveMax => "most accepted, unexpired sessions at once: what the room counts",
            Measure::InsideMax => {
                "most people inside (accepted, visit not finished) at once: the load on the origin"
            }
            Measure::LastAdmission => "first acceptance of the last person who had queued",
            Measure::LineGone => "last instant with an unexpired place",
            Measure::SoldOut => "instant at which no place was left; none on a day on which some were",
            Measure::PlacesTaken => "places taken by bookings; none where there is no stock",
            Measure::WithoutPlace => {
                "people who came and did not get a place in the end; none where there is no stock"
            }
            Measure::FoundSoldOut => {
                "people who tried to book and found too few places left; part of without_place"
            }
            Measure::FailedPeople => "people at least one of whose requests to the origin timed out",
            Measure::GaveUpFailing => {
                "people who gave up after a request that timed out once too often; part of gave_up"
            }
            Measure::FailedRequests => "requests to the origin that timed out, repeated ones included",
            Measure::Requests => {
                "requests that reached the origin, repeated ones included; none where they are not played"
            }
            Measure::RequestsPerSecondMax => {
                "most requests that reached the origin in one second of the clock"
            }
            Measure::InServiceMax => "most requests in service at once",
            Measure::UtilisationMean => {
                "mean utilisation of the station from the first happening to the last"
            }
            Measure::ResponseP50 => {
                "half of the answers of the origin take at most this long (order statistic of rank ⌈p·n⌉)"
            }
            Measure::ResponseP90 => "9 in 10 of the answers take at most this long",
            Measure::ResponseP95 => "19 in 20 of the answers take at most this long",
            Measure::ResponseP99 => "99 in 100 of the answers take at most this long",
            Measure::ResponseMax => "slowest answer of the origin",
            Measure::OverloadSeconds => {
                "time for which the origin is loaded more than is safe; none where no safe load is known"
            }
            Measure::LongestOverload => "longest time without a pause for which it is",
            Measure::FirstOverload => {
                "instant at which the origin is first loaded more than is safe; none on a day on which it never is"
            }
            Measure::OverloadedDays => {
                "1 on a day with an overload as long as counts, else 0: their mean is the share of such days"
            }
        }
    }

    /// Whether the measure is a length of waiting.
    pub fn is_wait(self) -> bool {
        self <= Measure::WaitTotalMax
    }

    /// Whether the measure is about the origin: how it answers, and what it bears.
    pub fn is_of_origin(self) -> bool {
        self >= Measure::FailedPeople
    }
}

impl Unit {
    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Seconds => "seconds",
            Unit::SecondsFromOpening => "seconds_from_opening",
            Unit::People => "people",
            Unit::Events => "events",
            Unit::Places => "places",
            Unit::Requests => "requests",
            Unit::RequestsPerSecond => "requests_per_second",
            Unit::Share => "share",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_again() {
        for measure in Measure::ALL {
            assert_eq!(Measure::named(measure.name()), Some(measure));
        }
        for (position, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, position);
        }
    }
}
