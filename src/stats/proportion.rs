//! Intervals for a share of independent trials, and for the difference of two shares of the same trials.
//!
//! Does not approximate: small numbers of trials, no success and nothing but successes are served like all others.
//!
//! Sources: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413; the difference joins two such intervals by
//! Bonferroni's inequality.

use super::Interval;
use statrs::function::beta::beta_reg;

/// The two-sided Clopper–Pearson interval of the share behind `successes` of `trials`: it covers the true share with
/// probability at least `level`, whatever it is.
///
/// The lower end is the share at which so many successes or more have probability (1 − `level`) ÷ 2, the upper end that at
/// which so many or fewer have. `level` lies strictly between 0 and 1. `None` without trials, with more successes than
/// trials, or a level out of range.
///
/// ```
/// use machiai::stats::share_interval;
///
/// // None of n: the upper end is 1 − 0.025^(1/n).
/// let interval = share_interval(0, 100, 0.95).unwrap();
/// assert_eq!(interval.low, 0.0);
/// assert!((interval.high - (1.0 - 0.025_f64.powf(0.01))).abs() < 1e-12);
/// ```
#[must_use]
pub fn share_interval(successes: u32, trials: u32, level: f64) -> Option<Interval> {
    if trials == 0 || successes > trials || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    // P(X ≥ k) = I(p; k, n − k + 1) for X binomial with n trials of probability p.
    let at_least = |count: u32| {
        let (k, n) = (f64::from(count), f64::from(trials));
        move |share: f64| beta_reg(k, n - k + 1.0, share)
    };
    let low = if successes == 0 { 0.0 } else { rising_root(at_least(successes), tail) };
    let high = if successes == trials { 1.0 } else { rising_root(at_least(successes + 1), 1.0 - tail) };
    Some(Interval { low, high })
}

/// An interval of the difference of two shares of the same trials: `gained` trials are successes in the second alone,
/// `lost` in the first alone. It covers the true difference (second − first) with probability at least `level`.
///
/// `None` without trials, with more than `trials` that differ, or a level out of range.
///
/// ```
/// use machiai::stats::paired_share_interval;
///
/// // 62 days of 100 lose their overload and none gains one.
/// let interval = paired_share_interval(0, 62, 100, 0.95).unwrap();
/// assert!(interval.contains(-0.62) && interval.high < -0.4);
/// ```
#[must_use]
pub fn paired_share_interval(gained: u32, lost: u32, trials: u32, level: f64) -> Option<Interval> {
    if gained.checked_add(lost)? > trials {
        return None;
    }
    let each = (1.0 + level) / 2.0;
    let (gained, lost) = (share_interval(gained, trials, each)?, share_interval(lost, trials, each)?);
    Some(Interval { low: gained.low - lost.high, high: gained.high - lost.low })
}

/// Where a function that rises from 0 to 1 on [0, 1] takes a value, to the last bits.
fn rising_root(function: impl Fn(f64) -> f64, value: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // Each step halves the distance: 60 of them are more than a share has digits.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if function(middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exact 95 % limits for a binomial share, Documenta Geigy, *Scientific Tables* (7th ed. 1970), p. 85 ff., in per cent.
    #[test]
    fn limits_are_those_of_the_printed_table() {
        for (successes, trials, low, high) in [
            (0, 10, 0.0, 30.85),
            (1, 10, 0.25, 44.50),
            (5, 10, 18.71, 81.29),
            (9, 10, 55.50, 99.75),
            (10, 10, 69.15, 100.0),
            (2, 100, 0.24, 7.04),
            (50, 100, 39.83, 60.17),
        ] {
            let interval = share_interval(successes, trials, 0.95).unwrap();
            let found = [interval.low, interval.high].map(|end| end * 100.0);
            assert!(
                (found[0] - low).abs() < 6e-3 && (found[1] - high).abs() < 6e-3,
                "{successes} of {trials}: {found:?}"
            );
        }
    }

    #[test]
    fn no_difference_lies_around_zero_and_unusable_input_is_none() {
        let none = paired_share_interval(0, 0, 100, 0.95).unwrap();
        assert!(none.contains(0.0) && (none.low + none.high).abs() < 1e-12 && none.high < 0.05);
        assert_eq!(paired_share_interval(60, 60, 100, 0.95), None);
        for (successes, trials, level) in [(0, 0, 0.95), (3, 2, 0.95), (1, 2, 1.0), (1, 2, 0.0)] {
            assert_eq!(share_interval(successes, trials, level), None);
        }
    }
}
