//! Proves from independent days that a share of them is at most so large: plans declared beforehand.
//!
//! A plan names the days to be played and how many of them may be bad. Whoever follows it promises wrongly with at most the plan's
//! error, whatever the true share is: exact binomial probabilities, no approximation (C. J. Clopper, E. S. Pearson, *Biometrika* 26
//! (1934) 404-413). Who tries several things, each with a plan, splits the error over them (Bonferroni).

use super::share_interval;
use statrs::distribution::{Binomial, DiscreteCDF};

/// So many days, of which at most so many may be bad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CertificationPlan {
    /// Bad days with which the plan is still passed.
    pub most_bad: u32,
    /// Days to be played.
    pub days: u32,
    /// The share of bad days that passing rules out.
    pub bound: f64,
    /// Chance of passing at the bound: at most this beyond it.
    pub error: f64,
}

impl CertificationPlan {
    /// Whether so many bad days pass.
    pub fn passes(&self, bad: u32) -> bool {
        bad <= self.most_bad
    }

    /// Chance of passing if this share of days is bad.
    pub fn chance_to_pass(&self, share: f64) -> f64 {
        at_most(self.most_bad, self.days, share)
    }
}

/// The shortest plan that rules out a share of bad days above `bound` with an error of at most `error`, with `most_bad` bad days
/// allowed. `None` where the bound or the error is not strictly between 0 and 1.
///
/// ```
/// use machiai::stats::certification_plan;
///
/// let days = |most_bad| certification_plan(0.01, 0.05, most_bad).unwrap().days;
/// assert_eq!([days(0), days(2), days(5), days(9)], [299, 628, 1_049, 1_568]);
/// ```
pub fn certification_plan(bound: f64, error: f64, most_bad: u32) -> Option<CertificationPlan> {
    if !(bound > 0.0 && bound < 1.0 && error > 0.0 && error < 1.0) {
        return None;
    }
    let suffices = |days: u32| at_most(most_bad, days, bound) <= error;
    let mut high = most_bad + 1;
    while !suffices(high) {
        high = high.checked_mul(2)?;
    }
    // More days are never worse: halves between one that does not suffice and one that does.
    let mut low = most_bad;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if suffices(middle) { high = middle } else { low = middle }
    }
    Some(CertificationPlan { most_bad, days: high, bound, error })
}

/// The shortest plan that is passed with at least the chance `power` if a share `assumed` of the days is bad. `None` for values out
/// of range, an assumed share that is not below the bound, or where it would need more than `most_days`.
///
/// ```
/// use machiai::stats::plan_with_power;
///
/// let plan = plan_with_power(0.01, 0.05, 0.001, 0.9, 10_000).unwrap();
/// assert_eq!((plan.most_bad, plan.days), (1, 473));
/// assert!(plan.chance_to_pass(0.001) > 0.9 && plan.chance_to_pass(0.01) <= 0.05);
/// ```
pub fn plan_with_power(bound: f64, error: f64, assumed: f64, power: f64, most_days: u32) -> Option<CertificationPlan> {
    if !(assumed >= 0.0 && assumed < bound && power > 0.0 && power < 1.0) {
        return None;
    }
    for most_bad in 0.. {
        let plan = certification_plan(bound, error, most_bad)?;
        if plan.days > most_days {
            return None;
        }
        if plan.chance_to_pass(assumed) >= power {
            return Some(plan);
        }
    }
    None
}

/// The share of bad days that `bad` of `days` rule out at a one-sided confidence `level` (Clopper and Pearson): the true share is
/// below it with at least that confidence. `None` without days, with more bad days than days, or a level that is not
/// above one half and below 1.
///
/// ```
/// use machiai::stats::upper_share_bound;
///
/// // The rule of three: none of 299 days rules out 1 % at 95 %.
/// assert!((upper_share_bound(0, 299, 0.95).unwrap() - 0.00997).abs() < 1e-5);
/// ```
pub fn upper_share_bound(bad: u32, days: u32, level: f64) -> Option<f64> {
    // The upper end of a two-sided interval that leaves as much on each side as this one leaves above.
    share_interval(bad, days, 2.0 * level - 1.0).map(|interval| interval.high)
}

/// Chance of at most so many bad days.
fn at_most(bad: u32, days: u32, share: f64) -> f64 {
    Binomial::new(share, u64::from(days)).map_or(1.0, |law| law.cdf(u64::from(bad)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plans of the textbooks for 1 % at 95 %: one day fewer does not suffice.
    #[test]
    fn plans_are_the_shortest() {
        for (most_bad, days) in [(0, 299), (2, 628), (5, 1_049), (9, 1_568)] {
            let plan = certification_plan(0.01, 0.05, most_bad).unwrap();
            assert_eq!(plan.days, days);
            assert!(at_most(most_bad, days, 0.01) <= 0.05 && at_most(most_bad, days - 1, 0.01) > 0.05);
        }
        let large = certification_plan(0.5, 0.4, 0).unwrap();
        assert_eq!(large.days, 2, "0.25 is the first power of a half below 0.4");
    }

    /// Whoever passes only what is allowed promises wrongly as often as the plan says. Exact: no simulation.
    #[test]
    fn the_false_rate_at_the_bound_is_the_plans_error_at_most() {
        for bound in [0.01, 0.05, 0.2] {
            for error in [0.05, 0.0125] {
                let plan = plan_with_power(bound, error, bound / 8.0, 0.9, 100_000).unwrap();
                assert!(plan.chance_to_pass(bound) <= error);
                assert!(plan.chance_to_pass(bound / 8.0) >= 0.9);
                let shorter = certification_plan(bound, error, plan.most_bad.saturating_sub(1)).unwrap();
                assert!(plan.most_bad == 0 || shorter.chance_to_pass(bound / 8.0) < 0.9);
            }
        }
    }

    #[test]
    fn an_upper_bound_is_where_so_few_bad_days_are_just_too_rare() {
        for (bad, days) in [(0, 10), (3, 100), (2, 628)] {
            let bound = upper_share_bound(bad, days, 0.95).unwrap();
            assert!((at_most(bad, days, bound) - 0.05).abs() < 1e-6, "{bad} of {days}");
        }
        assert_eq!(upper_share_bound(4, 4, 0.95), Some(1.0));
        assert_eq!(upper_share_bound(5, 4, 0.95), None);
    }

    #[test]
    fn what_cannot_be_planned_is_none() {
        assert_eq!(certification_plan(0.0, 0.05, 2), None);
        assert_eq!(certification_plan(0.01, 1.0, 2), None);
        assert_eq!(plan_with_power(0.01, 0.05, 0.01, 0.9, 10_000), None);
        assert_eq!(plan_with_power(0.01, 0.05, 0.009, 0.9, 10_000), None);
    }
}
