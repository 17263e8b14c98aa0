//! Intervals from a few independent values: for their mean, and for one new value.
//!
//! Does not check independence: give it one value per replication, never the people of one run.
//!
//! Sources: W. S. Gosset ("Student"), Biometrika 6 (1908) 1–25; G. J. Hahn, W. Q. Meeker, *Statistical Intervals*
//! (1991), §4.2 (mean), §4.8 (normal prediction), §5.4 (distribution-free prediction from order statistics); E. B. Wilson,
//! J. Am. Stat. Assoc. 22 (1927) 209–212 (proportion).

use super::{Moments, snapped};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A closed range of numbers, in the unit of the values it was made from.
///
/// ```
/// use machiai::stats::Interval;
///
/// let interval = Interval { low: 1.0, high: 4.0 };
/// assert!(interval.contains(4.0) && !interval.contains(4.1));
/// assert_eq!(interval.half_width(), 1.5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end, included; not above `high`.
    pub low: f64,
    /// Upper end, included.
    pub high: f64,
}

impl Interval {
    /// Whether the value lies between the ends, ends included; false for NaN.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Half the distance between the ends, in the values' unit; 0 for a single point.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    fn around(centre: f64, half_width: f64) -> Self {
        Self { low: centre - half_width, high: centre + half_width }
    }
}

/// How a prediction interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PredictionMethod {
    /// From the sample's own order statistics: no assumption about the shape of the law.
    OrderStatistics,
    /// Mean ± t·s·√(1 + 1/n): assumes a normal law, because the sample is too small for order statistics.
    StudentT,
}

/// The sample's mean and the two-sided Student t interval that covers the true mean with confidence `level`.
///
/// Mean ± t·s/√n with n − 1 degrees of freedom, in the values' unit. Exact for independent normal values, good for
/// others once n is some tens (the central limit theorem). `level` lies strictly between 0 and 1.
/// `None` with fewer than two values, a value that is not finite, or a level out of range.
///
/// ```
/// use machiai::stats::mean_interval;
///
/// let (mean, interval) = mean_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
/// assert_eq!(mean, 3.0);
/// // t(0.975; 4) = 2.776 and s/√n = 0.7071
/// assert!((interval.half_width() - 1.963).abs() < 5e-4);
/// ```
#[must_use]
pub fn mean_interval(sample: &[f64], level: f64) -> Option<(f64, Interval)> {
    let moments = moments_of(sample)?;
    let mean = moments.mean()?;
    let half_width = student_quantile(moments.count(), level)? * moments.standard_error()?;
    Some((mean, Interval::around(mean, half_width)))
}

/// The two-sided score interval of Wilson that covers a true proportion with confidence `level`, from `successes` out of
/// `trials`: (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n).
///
/// It stays within 0 and 1 and is no point where all trials end alike, unlike mean ± z·s/√n. On average over shares it covers as
/// promised; at small shares it can fall well below (85 % instead of 95 % for some share with 30 trials, `tests/it/coverage.rs`):
/// where a share must not be missed take [`share_interval`](super::share_interval).
/// `level` lies strictly between
/// 0 and 1. `None` without trials, with more successes than trials, or for a level out of range.
///
/// ```
/// use machiai::stats::proportion_interval;
///
/// // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3: 81 of 263.
/// let interval = proportion_interval(81, 263, 0.95).unwrap();
/// assert!((interval.low - 0.2553).abs() < 5e-5 && (interval.high - 0.3662).abs() < 5e-5);
/// ```
#[must_use]
pub fn proportion_interval(successes: u32, trials: u32, level: f64) -> Option<Interval> {
    if trials == 0 || successes > trials || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let z = Normal::new(0.0, 1.0).ok()?.inverse_cdf(0.5 + level / 2.0);
    let n = f64::from(trials);
    let share = f64::from(successes) / n;
    let centre = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let shrink = 1.0 + z * z / n;
    Some(Interval { low: ((centre - reach) / shrink).max(0.0), high: ((centre + reach) / shrink).min(1.0) })
}

/// The range in which one more independent value of the same kind falls with probability at least `level`.
///
/// With j = ⌊(n + 1)(1 − level)/2⌋ ≥ 1 it is x₍ⱼ₎ … x₍ₙ₊₁₋ⱼ₎, which covers a new value of a continuous law with
/// probability (n + 1 − 2j)/(n + 1) ≥ `level` exactly, whatever the law; for 0.95 that needs n ≥ 39.
/// With fewer values it is mean ± t·s·√(1 + 1/n), exact for a normal law only. The method used is returned too.
/// `level` lies strictly between 0 and 1; the ends are in the values' unit.
/// `None` with fewer than two values, a value that is not finite, or a level out of range.
///
/// Source: Hahn and Meeker (1991), §5.4 and §4.8.
///
/// ```
/// use machiai::stats::{Interval, PredictionMethod, prediction_interval};
///
/// let days: Vec<f64> = (1..=39).map(f64::from).collect();
/// let (interval, method) = prediction_interval(&days, 0.95).unwrap();
/// assert_eq!(interval, Interval { low: 1.0, high: 39.0 });
/// assert_eq!(method, PredictionMethod::OrderStatistics);
/// assert_eq!(prediction_interval(&days[..38], 0.95).unwrap().1, PredictionMethod::StudentT);
/// ```
#[must_use]
pub fn prediction_interval(sample: &[f64], level: f64) -> Option<(Interval, PredictionMethod)> {
    let moments = moments_of(sample)?;
    let quantile = student_quantile(moments.count(), level)?;
    let lower_rank = snapped((sample.len() + 1) as f64 * (1.0 - level) / 2.0).floor() as usize;
    if lower_rank >= 1 {
        let interval = symmetric_order_statistics(sample, lower_rank);
        return Some((interval, PredictionMethod::OrderStatistics));
    }
    let spread = moments.standard_deviation()? * (1.0 + 1.0 / sample.len() as f64).sqrt();
    Some((Interval::around(moments.mean()?, quantile * spread), PredictionMethod::StudentT))
}

/// x₍ⱼ₎ … x₍ₙ₊₁₋ⱼ₎ for 1 ≤ j ≤ (n + 1)/2.
fn symmetric_order_statistics(sample: &[f64], lower_rank: usize) -> Interval {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Interval { low: sorted[lower_rank - 1], high: sorted[sorted.len() - lower_rank] }
}

/// `None` unless there are at least two values, all finite.
fn moments_of(sample: &[f64]) -> Option<Moments> {
    let usable = sample.len() >= 2 && sample.iter().all(|value| value.is_finite());
    usable.then(|| sample.iter().copied().collect())
}

/// The two-sided quantile t with P(|T| ≤ t) = `level` for `count` − 1 degrees of freedom.
fn student_quantile(count: u64, level: f64) -> Option<f64> {
    if count < 2 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let student = StudentsT::new(0.0, 1.0, (count - 1) as f64).ok()?;
    Some(student.inverse_cdf(0.5 + level / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two-sided 95 % and 99 % points, National Bureau of Standards, *Handbook of Mathematical Functions* (Abramowitz
    /// and Stegun 1964), table 26.10; three decimals.
    #[test]
    fn student_quantiles_match_the_printed_table() {
        let rows = [
            (1, 12.706, 63.657),
            (2, 4.303, 9.925),
            (4, 2.776, 4.604),
            (9, 2.262, 3.250),
            (19, 2.093, 2.861),
            (30, 2.042, 2.750),
            (120, 1.980, 2.617),
        ];
        for (degrees, at_95, at_99) in rows {
            assert!((student_quantile(degrees + 1, 0.95).unwrap() - at_95).abs() < 6e-4, "{degrees}");
            assert!((student_quantile(degrees + 1, 0.99).unwrap() - at_99).abs() < 6e-4, "{degrees}");
        }
    }

    /// R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3; four decimals.
    #[test]
    fn proportions_match_the_printed_table() {
        let rows = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (successes, trials, low, high) in rows {
            let interval = proportion_interval(successes, trials, 0.95).unwrap();
            assert!((interval.low - low).abs() < 6e-5 && (interval.high - high).abs() < 6e-5, "{interval:?}");
        }
        let all = proportion_interval(20, 20, 0.95).unwrap();
        assert!((all.low - 0.8389).abs() < 6e-5 && all.high == 1.0, "{all:?}");
        assert_eq!(proportion_interval(0, 0, 0.95), None);
        assert_eq!(proportion_interval(2, 1, 0.95), None);
        assert_eq!(proportion_interval(1, 2, 1.0), None);
    }

    #[test]
    fn unusable_input_is_none() {
        for (sample, level) in
            [(vec![], 0.95), (vec![1.0], 0.95), (vec![1.0, f64::NAN], 0.95), (vec![1.0, 2.0], 1.0)]
        {
            assert_eq!(mean_interval(&sample, level), None);
            assert_eq!(prediction_interval(&sample, level), None);
        }
    }

    #[test]
    fn a_constant_sample_gives_a_point() {
        let (mean, interval) = mean_interval(&[7.0; 5], 0.95).unwrap();
        assert_eq!((mean, interval), (7.0, Interval { low: 7.0, high: 7.0 }));
    }

    /// Where the product (n + 1)(1 − level)/2 is whole in decimals but not in binary: 19 values at 0.9, 199 at 0.99.
    #[test]
    fn order_statistics_start_where_the_textbook_says() {
        let numbers: Vec<f64> = (1..=400).map(f64::from).collect();
        for (level, first) in [(0.8, 9), (0.9, 19), (0.95, 39), (0.98, 99), (0.99, 199)] {
            let method = |count: usize| prediction_interval(&numbers[..count], level).unwrap().1;
            assert_eq!(method(first), PredictionMethod::OrderStatistics, "{level}");
            assert_eq!(method(first - 1), PredictionMethod::StudentT, "{level}");
        }
        let (interval, _) = prediction_interval(&numbers[..79], 0.95).unwrap();
        assert_eq!(interval, Interval { low: 2.0, high: 78.0 });
    }

    #[test]
    fn student_prediction_is_wider_than_the_mean_interval() {
        let sample = [1.0, 2.0, 3.0, 4.0, 5.0];
        let (interval, method) = prediction_interval(&sample, 0.95).unwrap();
        assert_eq!(method, PredictionMethod::StudentT);
        // t(0.975; 4)·s·√(1 + 1/5) = 2.776445 · √2.5 · √1.2 = 4.808943
        assert!((interval.half_width() - 4.808_943).abs() < 1e-5);
    }
}
