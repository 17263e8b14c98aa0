//! Conditions that a prediction is held against.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::measure::{Measure, Unit};
use crate::units::{parse_count, parse_share, parse_span};

/// `wait_p90 <= 60m`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// What is bounded.
    pub measure: Measure,
    /// From which side.
    pub relation: Relation,
    /// The bound in the measure's unit.
    pub bound: f64,
    /// As it was typed.
    pub text: String,
}

/// Side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
}

/// A requirement and whether it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The condition.
    pub requirement: Requirement,
    /// The predicted value; `None` when there is none (nobody admitted): the requirement is then broken, unless it says
    /// that something comes late which never comes, see [`Requirement::judge_never`].
    pub value: Option<f64>,
    /// Whether the value keeps to the bound.
    pub kept: bool,
}

/// Why a text is not a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementError {
    text: String,
    problem: String,
}

impl fmt::Display for RequirementError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "requirement `{}`: {}", self.text, self.problem)
    }
}

impl std::error::Error for RequirementError {}

impl RequirementError {
    /// What is wrong, without the text.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl Requirement {
    /// Reads a requirement: a measure, `<=` or `>=`, and a bound in the measure's unit.
    ///
    /// # Errors
    /// Says which part cannot be read and what would be.
    ///
    /// ```
    /// use machiai::results::{Measure, Requirement};
    /// let requirement = Requirement::parse("wait_p90 <= 60m").unwrap();
    /// assert_eq!((requirement.measure, requirement.bound), (Measure::WaitP90, 3600.0));
    /// assert!(Requirement::parse("wait_p90 < 60m").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Requirement, RequirementError> {
        let fail = |problem: String| RequirementError { text: text.to_owned(), problem };
        let (at, relation) = match (text.find("<="), text.find(">=")) {
            (Some(at), None) => (at, Relation::AtMost),
            (None, Some(at)) => (at, Relation::AtLeast),
            _ => {
                return Err(fail(
                    "write MEASURE <= BOUND or MEASURE >= BOUND, as in wait_p90 <= 60m".to_owned(),
                ));
            }
        };
        let (name, bound) = (text[..at].trim(), text[at + 2..].trim());
        let measure = Measure::named(name).ok_or_else(|| {
            let names: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
            let meant = Measure::nearest(name).map(|measure| format!("did you mean `{}`? ", measure.name()));
            let meant = meant.unwrap_or_default();
            fail(format!("`{name}` is not a measure; {meant}Known are {}", names.join(", ")))
        })?;
        let bound = match measure.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => {
                if bound.contains(':') {
                    let problem = "a time of the day is not a length of time; write minutes from the opening, as in 30m";
                    return Err(fail(format!("`{bound}`: {problem}")));
                }
                let span = parse_span(bound).map_err(|error| fail(error.to_string()))?;
                if span.microseconds() < 0 && measure.unit() == Unit::Seconds {
                    return Err(fail(format!(
                        "`{bound}`: a length of time is never negative; write for example 30m"
                    )));
                }
                span.seconds()
            }
            Unit::People | Unit::Events | Unit::Places | Unit::Requests | Unit::RequestsPerSecond => {
                f64::from(parse_count(bound).map_err(|error| fail(error.to_string()))?)
            }
            Unit::Share => parse_share(bound).map_err(|error| fail(error.to_string()))?.value(),
        };
        Ok(Requirement { measure, relation, bound, text: text.to_owned() })
    }

    /// Holds the requirement against a value.
    pub fn judge(&self, value: Option<f64>) -> Verdict {
        let kept = value.is_some_and(|value| match self.relation {
            Relation::AtMost => value <= self.bound,
            Relation::AtLeast => value >= self.bound,
        });
        Verdict { requirement: self.clone(), value, kept }
    }

    /// Holds the requirement against an instant that never came: it is later than any bound.
    pub fn judge_never(&self) -> Verdict {
        Verdict { requirement: self.clone(), value: None, kept: self.relation == Relation::AtLeast }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_in_the_unit_of_the_measure() {
        assert_eq!(Requirement::parse("admitted >= 3万").unwrap().bound, 30_000.0);
        assert_eq!(Requirement::parse("line_gone<=2h").unwrap().bound, 7200.0);
        for text in ["", "wait_p90", "wait_p90 = 5m", "wait_p99 <= 5m", "wait_p90 <= 5", "admitted >= 5m"] {
            assert!(Requirement::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shares_answers_and_sell_outs_are_bounded_too() {
        let bound = |text: &str| Requirement::parse(text).map(|requirement| requirement.bound).ok();
        assert_eq!(bound("overloaded_days <= 1%"), Some(0.01));
        assert_eq!(bound("sold_out >= 10m"), Some(600.0));
        assert_eq!(bound("response_p95 <= 3s"), Some(3.0));
        assert_eq!(bound("longest_overload_seconds <= 30s"), Some(30.0));
        assert_eq!(bound("requests_per_second_max <= 400"), Some(400.0));
        assert_eq!(bound("places_taken >= 5000"), Some(5000.0));
        for text in ["overloaded_days <= 1m", "response_p95 <= 3", "response_p95 >= -1s", "sold_out >= 9:10"]
        {
            assert_eq!(bound(text), None, "{text}");
        }
    }

    #[test]
    fn what_never_comes_is_later_than_any_bound() {
        let verdict = |text: &str| Requirement::parse(text).map(|requirement| requirement.judge_never().kept);
        assert_eq!(verdict("sold_out >= 10m"), Ok(true));
        assert_eq!(verdict("sold_out <= 10m"), Ok(false));
    }

    #[test]
    fn nothing_admitted_breaks_a_bound_on_waits() {
        assert!(!Requirement::parse("wait_p90 <= 60m").unwrap().judge(None).kept);
    }
}
