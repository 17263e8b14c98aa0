//! Enough room for everyone: M/G/∞, how many people are inside when nobody waits.
//!
//! Says how many slots a crowd would use if no limit held it back; not for a room whose limit bites.
//!
//! Letters: λ arrivals per minute, G the law of the time inside, 1 − G(u) its tail (the chance to be inside longer
//! than u minutes), m(t) mean number inside at minute t.
//!
//! With Poisson arrivals at rate λ(t) from an empty start, the number inside at any instant is **Poisson** with mean
//! m(t) = ∫ λ(t − u)(1 − G(u)) du, for any G. Sources: A. Y. Khintchine (1955); S. G. Eick, W. A. Massey, W. Whitt,
//! "The physics of the M(t)/G/∞ queue", Operations Research 41 (1993) 731–742, theorem 1.

use super::Refusal;
use super::applicability::{not_negative, positive};
use super::integral::integral;
use statrs::function::gamma::gamma_lr;

/// Mean number of people inside `minutes` after the doors opened on an empty room, with steady arrivals since.
///
/// m(t) = λ·∫₀ᵗ (1 − G(u)) du; it rises to λ times the mean time inside. `tail` gives 1 − G(u), from 1 down to 0, for a
/// time inside of more than u minutes. The law is Poisson with this mean (see [`chance_of_more`]). The integral is
/// adaptive, with an absolute error of some 1e−11·λ·`minutes`; jumps of the tail (fixed times inside) are found.
///
/// # Errors
/// [`Refusal::OutOfRange`] when the rate is not positive or `minutes` is negative.
///
/// Source: Eick, Massey, Whitt (1993), theorem 1.
///
/// ```
/// use machiai::theory::infinite_server::mean_inside;
///
/// // Exponential time inside of mean 5 min: m(t) = λ/μ·(1 − e^(−μt)).
/// let inside = mean_inside(100.0, 10.0, |u| (-u / 5.0).exp())?;
/// assert!((inside - 500.0 * (1.0 - (-2.0_f64).exp())).abs() < 1e-8);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn mean_inside(
    arrivals_per_minute: f64,
    minutes: f64,
    tail: impl Fn(f64) -> f64,
) -> Result<f64, Refusal> {
    positive("the arrival rate per minute", arrivals_per_minute)?;
    not_negative("the time since opening in minutes", minutes)?;
    Ok(arrivals_per_minute * integral(tail, 0.0, minutes))
}

/// Mean number inside at minute `at_minutes` when `people` arrive evenly over the first `over_minutes` and then nobody.
///
/// m(t) = (N/R)·∫ (1 − G(u)) du over u from (t − R)⁺ to t, with N people over R minutes; it peaks at t = R for any G.
/// The number inside is Poisson with this mean when the arrivals are a Poisson process of that rate; when exactly N
/// people arrive at independent even times it is binomial with the same mean, so a little less variable.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` is negative, `over_minutes` not positive or `at_minutes` negative.
///
/// Source: Eick, Massey, Whitt (1993), theorem 1.
///
/// ```
/// use machiai::theory::infinite_server::mean_inside_after_ramp;
///
/// // 30,000 people over 10 min, each inside for exactly 4 min: 12,000 at the end of the ramp, half two minutes later.
/// let fixed = |u: f64| if u < 4.0 { 1.0 } else { 0.0 };
/// assert!((mean_inside_after_ramp(30_000.0, 10.0, 10.0, fixed)? - 12_000.0).abs() < 1e-5);
/// assert!((mean_inside_after_ramp(30_000.0, 10.0, 12.0, fixed)? - 6_000.0).abs() < 1e-5);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn mean_inside_after_ramp(
    people: f64,
    over_minutes: f64,
    at_minutes: f64,
    tail: impl Fn(f64) -> f64,
) -> Result<f64, Refusal> {
    not_negative("the number of people", people)?;
    positive("the length of the ramp in minutes", over_minutes)?;
    not_negative("the time since opening in minutes", at_minutes)?;
    Ok(people / over_minutes * integral(tail, (at_minutes - over_minutes).max(0.0), at_minutes))
}

/// Chance that more than `people` are inside when the number inside is Poisson with mean `mean_inside`, from 0 to 1.
///
/// P(N > n) = P(n + 1, m), the regularised lower incomplete gamma function.
///
/// # Errors
/// [`Refusal::OutOfRange`] when the mean is negative or not finite.
///
/// Source: Abramowitz and Stegun (1964), 26.4.21.
///
/// ```
/// use machiai::theory::infinite_server::chance_of_more;
///
/// assert!((chance_of_more(0, 2.0)? - (1.0 - (-2.0_f64).exp())).abs() < 1e-14);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn chance_of_more(people: u32, mean_inside: f64) -> Result<f64, Refusal> {
    not_negative("the mean number inside", mean_inside)?;
    if mean_inside > 0.0 { Ok(gamma_lr(f64::from(people) + 1.0, mean_inside)) } else { Ok(0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steady_arrivals_reach_rate_times_mean_time() {
        // Uniform time inside between 2 and 6 min, mean 4; the tail is broken at both ends.
        let tail = |u: f64| ((6.0 - u) / 4.0).clamp(0.0, 1.0);
        assert!((mean_inside(50.0, 6.0, tail).unwrap() - 200.0).abs() < 1e-8);
        assert!((mean_inside(50.0, 600.0, tail).unwrap() - 200.0).abs() < 1e-6);
        assert_eq!(mean_inside(50.0, 0.0, tail), Ok(0.0));
    }

    #[test]
    fn after_the_ramp_everyone_goes() {
        let tail = |u: f64| (-u / 5.0).exp();
        // N/R·(1/μ)·(e^(−μ(t−R)) − e^(−μt)), integrated by hand.
        let expected = 3_000.0 * 5.0 * ((-1.0_f64).exp() - (-3.0_f64).exp());
        assert!((mean_inside_after_ramp(30_000.0, 10.0, 15.0, tail).unwrap() - expected).abs() < 1e-6);
        let during = mean_inside_after_ramp(30_000.0, 10.0, 4.0, tail).unwrap();
        assert!((during - mean_inside(3_000.0, 4.0, tail).unwrap()).abs() < 1e-6);
    }

    #[test]
    fn poisson_tail_matches_the_sum() {
        let below: f64 = [1.0, 3.0, 4.5, 4.5].iter().sum::<f64>() * (-3.0_f64).exp();
        assert!((chance_of_more(3, 3.0).unwrap() - (1.0 - below)).abs() < 1e-13);
        assert_eq!(chance_of_more(5, 0.0), Ok(0.0));
        // Median of a large Poisson number lies at its mean.
        assert!((chance_of_more(10_000, 10_000.0).unwrap() - 0.5).abs() < 0.005);
        assert!(chance_of_more(5, -1.0).is_err());
    }
}
