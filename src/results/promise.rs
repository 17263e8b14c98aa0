//! What a recommendation promises.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::requirement::{Relation, Requirement};
use crate::units::parse_share;

/// `overload <= 1%`, or `wait_p90 <= 60m on 95% of days`: a condition on a day, and on which share of the days it may be
/// broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// The condition that a good day keeps. For [`Measure::OverloadedDays`] it is "no overload", whatever its bound.
    pub requirement: Requirement,
    /// The share of days on which it may be broken; above 0 and below 1.
    pub bad_days: f64,
    /// As it was typed.
    pub text: String,
}

/// Why a text is not a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseError {
    text: String,
    problem: String,
}

impl fmt::Display for PromiseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "promise `{}`: {}", self.text, self.problem)
    }
}

impl std::error::Error for PromiseError {}

/// Share of the days on which a promise may be broken that says nothing about days.
const USUAL_BAD_DAYS: f64 = 0.05;
/// Short for [`Measure::OverloadedDays`].
const OVERLOAD: &str = "overload";

impl Promise {
    /// Reads a promise: a requirement, and after `on` the share of days that keep it (95 % if it is left out). `overload <= 1%`
    /// is its own: an overload on at most 1 % of the days.
    ///
    /// # Errors
    /// Says which part cannot be read and what would be.
    ///
    /// ```
    /// use machiai::results::{Measure, Promise};
    /// let promise = Promise::parse("overload <= 1%").unwrap();
    /// assert_eq!((promise.requirement.measure, promise.bad_days), (Measure::OverloadedDays, 0.01));
    /// let promise = Promise::parse("wait_p90 <= 60m on 90% of days").unwrap();
    /// assert_eq!(promise.requirement.bound, 3600.0);
    /// assert!((promise.bad_days - 0.1).abs() < 1e-9);
    /// assert!(Promise::parse("overload <= 0%").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Promise, PromiseError> {
        let fail = |problem: String| PromiseError { text: text.to_owned(), problem };
        let (condition, days) = match text.split_once(" on ") {
            Some((condition, days)) => (condition.trim(), Some(days.trim())),
            None => (text.trim(), None),
        };
        let spelt = match condition.strip_prefix(OVERLOAD) {
            Some(rest) if rest.trim_start().starts_with(['<', '>', '=']) => {
                format!("{}{rest}", Measure::OverloadedDays.name())
            }
            _ => condition.to_owned(),
        };
        let requirement = Requirement::parse(&spelt)
            .map_err(|error| fail(error.problem().replace("MEASURE", "overload or MEASURE")))?;
        let bad_days = match (requirement.measure, days) {
            (Measure::OverloadedDays, Some(_)) => {
                return Err(fail("the bound is a share of days already; write overload <= 1%".to_owned()));
            }
            (Measure::OverloadedDays, None) if requirement.relation == Relation::AtLeast => {
                return Err(fail("an overload is nothing to ask for; write overload <= 1%".to_owned()));
            }
            (Measure::OverloadedDays, None) => requirement.bound,
            (_, None) => USUAL_BAD_DAYS,
            (_, Some(days)) => {
                let share = days.trim_end_matches("of days").trim_end_matches("of the days").trim();
                let share = parse_share(share)
                    .map_err(|error| fail(format!("{error}; write for example `… on 95% of days`")))?;
                1.0 - share.value()
            }
        };
        if bad_days <= 0.0 {
            return Err(fail(
                "no number of simulated days can prove that something never happens; write a share above 0% of bad days, \
                 such as overload <= 1% or … on 99% of days"
                    .to_owned(),
            ));
        }
        if bad_days >= 1.0 {
            return Err(fail("every day may break it: nothing is promised; write for example 1%".to_owned()));
        }
        Ok(Promise { requirement, bad_days, text: text.trim().to_owned() })
    }

    /// Whether it is about the origin, which more people inside load more.
    pub fn is_of_load(&self) -> bool {
        let measure = self.requirement.measure;
        self.requirement.relation == Relation::AtMost
            && (measure.is_of_origin() || matches!(measure, Measure::InsideMax | Measure::ActiveMax))
    }
}

/// Two promises that cannot both be kept, or say the same thing twice; `None`: there are none.
pub fn contradiction(promises: &[Promise]) -> Option<(&Promise, &Promise, &'static str)> {
    for (position, promise) in promises.iter().enumerate() {
        for other in &promises[..position] {
            if other.requirement.measure != promise.requirement.measure {
                continue;
            }
            let (one, two) = (&other.requirement, &promise.requirement);
            let problem = match (one.relation, two.relation) {
                (Relation::AtMost, Relation::AtLeast) if one.bound < two.bound => "no day can keep both",
                (Relation::AtLeast, Relation::AtMost) if two.bound < one.bound => "no day can keep both",
                (one, two) if one == two => "the same measure is bounded twice from the same side",
                _ => continue,
            };
            return Some((other, promise, problem));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_read_with_their_days() {
        let read = |text: &str| {
            let promise = Promise::parse(text).ok()?;
            Some((promise.requirement.measure, (promise.bad_days * 1e6).round() / 1e6))
        };
        assert_eq!(read("overload<=2%"), Some((Measure::OverloadedDays, 0.02)));
        assert_eq!(read("overloaded_days <= 1%"), Some((Measure::OverloadedDays, 0.01)));
        assert_eq!(read("wait_max <= 3h"), Some((Measure::WaitMax, 0.05)));
        assert_eq!(read("wait_p90 <= 60m on 99% of the days"), Some((Measure::WaitP90, 0.01)));
        assert_eq!(read("booked >= 5000 on 90%"), Some((Measure::Booked, 0.1)));
        for text in [
            "overload <= 0%",
            "overload >= 5%",
            "overload <= 1% on 95% of days",
            "overload < 1%",
            "wait_p90 <= 60m on 100% of days",
            "wait_p90 <= 60m on 0% of days",
            "wait_p90 <= 60m on tuesday",
            "waits <= 60m",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn contradictions_are_found() {
        let problem = |texts: [&str; 2]| {
            let promises = texts.map(|text| Promise::parse(text).unwrap());
            contradiction(&promises).map(|found| found.2)
        };
        assert_eq!(problem(["wait_p90 <= 10m", "wait_p90 >= 20m"]), Some("no day can keep both"));
        assert_eq!(problem(["wait_p90 >= 20m", "wait_p90 <= 10m"]), Some("no day can keep both"));
        assert!(problem(["overload <= 1%", "overload <= 2%"]).is_some());
        assert_eq!(problem(["wait_p90 >= 10m", "wait_p90 <= 20m"]), None);
        assert_eq!(problem(["wait_p50 <= 10m", "wait_p90 <= 20m"]), None);
    }
}
