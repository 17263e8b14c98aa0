//! Why a formula does not apply, with the numbers that say so.
//!
//! Decides nothing itself: each function checks its own conditions and names them in its documentation.

use std::error::Error;
use std::fmt;

/// The reason a formula gave no answer. Another formula, or the simulation, may still have one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refusal {
    /// An input is not a finite number in the accepted range.
    OutOfRange {
        /// Which input, in words, with its unit.
        name: &'static str,
        /// The value seen.
        value: f64,
        /// What would be accepted, in words.
        accepted: &'static str,
    },
    /// No steady state: at least as much work arrives as the servers can do, and nobody leaves.
    /// Use a fluid formula, or one with patience.
    Overloaded {
        /// a = λ/μ, the offered load in erlang.
        offered: f64,
        /// c, the number of servers.
        servers: u32,
    },
    /// The formula describes a lasting overload, and there is none.
    NotOverloaded {
        /// λ, arrivals per minute.
        arrivals_per_minute: f64,
        /// The most services or admissions per minute.
        capacity_per_minute: f64,
    },
    /// A limit on the people in the system is below the number of servers.
    LimitBelowServers {
        /// K, the most people in the system, served and waiting.
        most_people: u32,
        /// c, the number of servers.
        servers: u32,
    },
    /// Without renewal the session ends before the visit: people need several sessions, so sessions are not visits.
    SessionEndsMidVisit {
        /// T, minutes from the first to the last request of a visit.
        visit_minutes: f64,
        /// S, minutes a session lasts.
        session_minutes: f64,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { name, value, accepted } => {
                write!(formatter, "{name} is {value}, but must be {accepted}")
            }
            Self::Overloaded { offered, servers } => write!(
                formatter,
                "a load of {offered} erlang on {servers} servers has no steady state: below {servers} erlang are \
                 needed when nobody leaves"
            ),
            Self::NotOverloaded { arrivals_per_minute, capacity_per_minute } => write!(
                formatter,
                "{arrivals_per_minute} arrivals per minute do not overload a capacity of {capacity_per_minute} per \
                 minute: the formula needs more arrivals than capacity"
            ),
            Self::LimitBelowServers { most_people, servers } => write!(
                formatter,
                "a limit of {most_people} people is below the {servers} servers: at least {servers} are needed"
            ),
            Self::SessionEndsMidVisit { visit_minutes, session_minutes } => write!(
                formatter,
                "a session of {session_minutes} min without renewal ends within a visit of {visit_minutes} min: the \
                 session must be longer than the visit"
            ),
        }
    }
}

impl Error for Refusal {}

/// Accepts a finite number above zero.
pub(super) fn positive(name: &'static str, value: f64) -> Result<(), Refusal> {
    check(value > 0.0, name, value, "a finite number above 0")
}

/// Accepts zero or a finite number above it.
pub(super) fn not_negative(name: &'static str, value: f64) -> Result<(), Refusal> {
    check(value >= 0.0, name, value, "0 or a finite number above")
}

/// Accepts a share, 0 and 1 included.
pub(super) fn share(name: &'static str, value: f64) -> Result<(), Refusal> {
    check((0.0..=1.0).contains(&value), name, value, "between 0 and 1")
}

/// Accepts a count of at least one.
pub(super) fn whole_positive(name: &'static str, value: u32) -> Result<(), Refusal> {
    check(value > 0, name, f64::from(value), "at least 1")
}

fn check(in_range: bool, name: &'static str, value: f64, accepted: &'static str) -> Result<(), Refusal> {
    if in_range && value.is_finite() {
        return Ok(());
    }
    Err(Refusal::OutOfRange { name, value, accepted })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_carries_its_numbers() {
        let sentences = [
            (
                positive("the rate per minute", -2.5).unwrap_err(),
                vec!["the rate per minute", "-2.5", "above 0"],
            ),
            (Refusal::Overloaded { offered: 6.5, servers: 6 }, vec!["6.5", "6 servers"]),
            (
                Refusal::NotOverloaded { arrivals_per_minute: 40.0, capacity_per_minute: 50.0 },
                vec!["40 arrivals", "50 per minute"],
            ),
            (Refusal::LimitBelowServers { most_people: 3, servers: 4 }, vec!["3 people", "4 servers"]),
            (
                Refusal::SessionEndsMidVisit { visit_minutes: 8.0, session_minutes: 5.0 },
                vec!["5 min", "8 min"],
            ),
        ];
        for (refusal, parts) in sentences {
            let sentence = refusal.to_string();
            assert!(!sentence.ends_with('.'), "{sentence}");
            for part in parts {
                assert!(sentence.contains(part), "{part:?} is missing in {sentence:?}");
            }
        }
    }

    #[test]
    fn infinity_and_nan_are_out_of_range() {
        assert!(positive("x", f64::INFINITY).is_err());
        assert!(not_negative("x", f64::NAN).is_err());
        assert!(share("x", 1.000_1).is_err());
        assert!(not_negative("x", 0.0).is_ok());
    }
}
