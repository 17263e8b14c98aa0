//! Kolmogorov–Smirnov test: does a sample follow a given continuous law?
//!
//! Not for laws fitted to the same sample, and not for laws with atoms (both make the p-value too large).
//!
//! Own code because statrs 0.19.1's `ks_onesample` takes only its own laws, not a closure, and its asymptotic series
//! never ends for a statistic of 0 and needs very many terms near 0.
//!
//! Letters: D is the largest distance between empirical and given distribution function, n the sample size,
//! K the limit of √n·D.

use std::f64::consts::PI;

/// Steps of the two series below; the largest term left out is under 1e−16 on either side of the switch.
const SERIES_TERMS: u32 = 6;

/// Where the two series for K change over: both have converged after a few terms here.
const SERIES_SWITCH: f64 = 1.0;

/// How well a sample fits a law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// D, the largest distance between the two distribution functions, from 0 (excluded) to 1.
    pub statistic: f64,
    /// Probability of a distance at least this large if the law is right, from 0 to 1; small means a bad fit.
    pub p_value: f64,
}

/// Compares a sample with a continuous law given by its distribution function.
///
/// `distribution` maps a value to the probability (0..=1) of being no larger. The p-value is Kolmogorov's limit law at
/// (√n + 0.12 + 0.11/√n)·D: close already for n of 5 or more, exact in the limit.
/// `None` for an empty sample, or when a value or a probability is NaN.
///
/// Sources: A. Kolmogorov, Giornale dell'Istituto Italiano degli Attuari 4 (1933) 83–91; the small-sample factor:
/// M. A. Stephens, Journal of the Royal Statistical Society B 32 (1970) 115–122.
///
/// ```
/// use machiai::stats::goodness_of_fit;
///
/// let exponential = |x: f64| 1.0 - (-x).exp();
/// // The mid-points of 100 equally likely slices fit as well as a sample can: D = 1/(2n).
/// let sample: Vec<f64> = (0..100).map(|i| -(1.0 - (i as f64 + 0.5) / 100.0).ln()).collect();
/// let fit = goodness_of_fit(&sample, exponential).unwrap();
/// assert!((fit.statistic - 0.005).abs() < 1e-12 && fit.p_value > 0.999);
/// // The same sample is not exponential with half the mean.
/// assert!(goodness_of_fit(&sample, |x| 1.0 - (-2.0 * x).exp()).unwrap().p_value < 1e-4);
/// ```
#[must_use]
pub fn goodness_of_fit(sample: &[f64], distribution: impl Fn(f64) -> f64) -> Option<Fit> {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let mut statistic: Option<f64> = None;
    for (index, &value) in sorted.iter().enumerate() {
        let probability = distribution(value);
        if value.is_nan() || probability.is_nan() {
            return None;
        }
        let above = (index + 1) as f64 / count - probability;
        let below = probability - index as f64 / count;
        statistic = Some(statistic.unwrap_or(0.0).max(above).max(below));
    }
    statistic.map(|statistic| {
        let root = count.sqrt();
        Fit { statistic, p_value: kolmogorov_tail((root + 0.12 + 0.11 / root) * statistic) }
    })
}

/// P(K > x), the upper tail of Kolmogorov's limit law of √n·D, from 0 to 1; 1 for x ≤ 0.
///
/// 2·Σ (−1)^(k−1) exp(−2k²x²) above x = 1, and the rapidly converging dual series
/// 1 − (√(2π)/x)·Σ exp(−(2k−1)²π²/(8x²)) below; absolute error under 1e−14.
///
/// Sources: Kolmogorov (1933); both series: W. Feller, Annals of Mathematical Statistics 19 (1948) 177–189.
///
/// ```
/// // The 5 % point, N. Smirnov's table (Annals of Mathematical Statistics 19 (1948) 279–281).
/// assert!((machiai::stats::kolmogorov_tail(1.36) - 0.0495).abs() < 1e-4);
/// ```
#[must_use]
pub fn kolmogorov_tail(x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let terms = (1..=SERIES_TERMS).map(f64::from);
    let tail = if x < SERIES_SWITCH {
        let odd = terms.map(|k| (-(2.0 * k - 1.0).powi(2) * PI * PI / (8.0 * x * x)).exp());
        1.0 - (2.0 * PI).sqrt() / x * odd.sum::<f64>()
    } else {
        let signed = terms.map(|k| (if k % 2.0 == 1.0 { 2.0 } else { -2.0 }) * (-2.0 * k * k * x * x).exp());
        signed.sum()
    };
    tail.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percentage points of K: 1.22385, 1.35810, 1.62762 for 10, 5 and 1 % (Marsaglia, Tsang, Wang, Journal of
    /// Statistical Software 8 (2003) issue 18, give the same law); five decimals.
    #[test]
    fn tail_matches_the_tabulated_points() {
        for (x, tail) in [(1.223_848, 0.10), (1.358_099, 0.05), (1.627_624, 0.01), (0.827_574, 0.5)] {
            assert!((kolmogorov_tail(x) - tail).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn the_two_series_meet() {
        let (below, above) = (kolmogorov_tail(SERIES_SWITCH - 1e-12), kolmogorov_tail(SERIES_SWITCH));
        assert!((below - above).abs() < 1e-11);
        assert_eq!((kolmogorov_tail(0.0), kolmogorov_tail(0.05)), (1.0, 1.0));
        assert!(kolmogorov_tail(20.0) < 1e-300);
    }

    #[test]
    fn a_single_value_is_judged_by_hand() {
        // One value at the 90 % point: the step from 0 to 1 is 0.9 away below it.
        let fit = goodness_of_fit(&[0.9], |x| x).unwrap();
        assert!((fit.statistic - 0.9).abs() < 1e-15);
    }

    #[test]
    fn unusable_input_is_none() {
        assert_eq!(goodness_of_fit(&[], |x| x), None);
        assert_eq!(goodness_of_fit(&[0.5, f64::NAN], |x| x), None);
        assert_eq!(goodness_of_fit(&[0.5], |_| f64::NAN), None);
    }

    /// A fixed shift-register generator makes 4,000 uniform samples of 50; the number with p ≤ 0.1 is
    /// binomial(4000, 0.1): mean 400, standard deviation 19; four of them allowed. A statistic that looks at one side
    /// only would give about 200.
    #[test]
    fn p_values_are_uniform_under_the_right_law() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let small = (0..4_000)
            .filter(|_| {
                let sample: Vec<f64> = (0..50).map(|_| uniform()).collect();
                goodness_of_fit(&sample, |x| x).unwrap().p_value <= 0.1
            })
            .count();
        assert!((324..=476).contains(&small), "{small} of 4,000 samples");
    }
}
