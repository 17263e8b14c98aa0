//! Servers that share themselves among all requests in service: the origin.
//!
//! Knows no rooms and no retries. Times here are seconds, rates per second: requests live in seconds. Letters: λ arrivals per
//! second, S mean service time alone, ρ = λS, N people, Z think time between answer and next request, X(n) rate with n in
//! service.

use super::Refusal;
use super::applicability::{positive, whole_positive};
use super::birth_death::stationary;

/// Mean response of a single processor-sharing server with Poisson arrivals (M/G/1-PS), seconds: S ÷ (1 − ρ).
///
/// It does not depend on how the work varies around its mean (insensitivity; L. Kleinrock, *Queueing Systems* II, 1976,
/// section 4.4; S. F. Yashkov, *Queueing Systems* 2, 1987).
///
/// # Errors
/// Inputs that are not positive, and ρ ≥ 1: then there is no steady state.
///
/// ```
/// // Four requests a second of 0.2 s each: ρ = 0.8, five times as slow as alone.
/// let response = machiai::theory::processor_sharing::mean_response(4.0, 0.2).unwrap();
/// assert!((response - 1.0).abs() < 1e-12);
/// ```
pub fn mean_response(arrivals_per_second: f64, service_seconds: f64) -> Result<f64, Refusal> {
    response_for(service_seconds, arrivals_per_second, service_seconds)
}

/// Mean response of a request that takes `alone_seconds` when it is alone, among others that take `service_seconds` in the
/// mean: x ÷ (1 − ρ). Slowness is shared in proportion to work.
///
/// # Errors
/// As [`mean_response`].
pub fn response_for(
    alone_seconds: f64,
    arrivals_per_second: f64,
    service_seconds: f64,
) -> Result<f64, Refusal> {
    positive("the time alone in seconds", alone_seconds)?;
    positive("the arrival rate per second", arrivals_per_second)?;
    positive("the service time in seconds", service_seconds)?;
    let load = arrivals_per_second * service_seconds;
    if load >= 1.0 {
        return Err(Refusal::Overloaded { offered: load, servers: 1 });
    }
    Ok(alone_seconds / (1.0 - load))
}

/// Mean response, seconds, of a station whose rate X(n) depends on the number in service, with Poisson arrivals: L ÷ λ with
/// the birth–death law π(n) ∝ Π λ ÷ X(k). Insensitive to the law of the work, too (symmetric queue; F. P. Kelly,
/// *Reversibility and Stochastic Networks*, 1979, section 3.3).
///
/// With X(n) = min(n, c) ÷ S this is M/M/c. `rate` must not fall with n.
///
/// # Errors
/// An arrival rate that is not positive or is not below `highest`, the limit of the rate.
pub fn mean_response_by_rate(
    arrivals_per_second: f64,
    rate: impl Fn(u64) -> f64,
    highest: f64,
) -> Result<f64, Refusal> {
    positive("the arrival rate per second", arrivals_per_second)?;
    positive("the highest rate per second", highest)?;
    if arrivals_per_second >= highest {
        return Err(Refusal::Overloaded { offered: arrivals_per_second / highest, servers: 1 });
    }
    let law = stationary(arrivals_per_second, rate, None);
    Ok(law.mean_of(|state| state as f64) / arrivals_per_second)
}

/// A closed system in its steady state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closed {
    /// Answers a second.
    pub per_second: f64,
    /// Mean response, seconds.
    pub response_seconds: f64,
    /// Mean number in service.
    pub in_service: f64,
}

/// N people who think for Z seconds in the mean, ask, wait for the answer, and think again: exact mean value analysis.
///
/// For a rate that depends on the number in service: J. Reiser and S. S. Lavenberg, *Mean-value analysis of closed multichain
/// queueing networks*, J. ACM 27, 1980; here by the product form π(n) ∝ (N! ÷ (N − n)!) ÷ (Zⁿ · ΠX(k)), which it is equal to
/// and which needs no recursion. Holds for any law of thinking and, under processor sharing, of work.
///
/// # Errors
/// Inputs that are not positive.
///
/// ```
/// use machiai::theory::processor_sharing::closed;
///
/// // One server of 1 s, 10 s of thinking, by the recursion R(n) = S·(1 + Q(n−1)): with two people R = 1 + 1/11.
/// let two = closed(2, 10.0, |_| 1.0).unwrap();
/// assert!((two.response_seconds - (1.0 + 1.0 / 11.0)).abs() < 1e-12);
/// ```
pub fn closed(people: u32, think_seconds: f64, rate: impl Fn(u64) -> f64) -> Result<Closed, Refusal> {
    whole_positive("the number of people", people)?;
    positive("the think time in seconds", think_seconds)?;
    let people = u64::from(people);
    // Weights relative to the largest, so that nothing overflows.
    let mut log_weight = 0.0;
    let mut log_weights = vec![0.0];
    for state in 1..=people {
        let births = (people - state + 1) as f64 / think_seconds;
        log_weight += libm::log(births / rate(state));
        log_weights.push(log_weight);
    }
    let largest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|weight| libm::exp(weight - largest)).collect();
    let total: f64 = weights.iter().sum();
    let mean = |value: &dyn Fn(u64) -> f64| {
        weights.iter().zip(0..).map(|(weight, state)| weight * value(state)).sum::<f64>() / total
    };
    let per_second = mean(&|state| if state == 0 { 0.0 } else { rate(state) });
    let in_service = mean(&|state| state as f64);
    Ok(Closed { per_second, in_service, response_seconds: in_service / per_second })
}

/// Mean response, seconds, of the same when the station is busy all the time: N ÷ X − Z, the fluid balance (asymptote of
/// P. J. Denning and J. P. Buzen, *The Operational Analysis of Queueing Network Models*, ACM Computing Surveys 10, 1978).
///
/// # Errors
/// Inputs that are not positive, and N ÷ X ≤ Z: then the station is not busy all the time.
pub fn saturated_response(people: u32, think_seconds: f64, highest: f64) -> Result<f64, Refusal> {
    whole_positive("the number of people", people)?;
    positive("the think time in seconds", think_seconds)?;
    positive("the highest rate per second", highest)?;
    let response = f64::from(people) / highest - think_seconds;
    if response > 0.0 {
        return Ok(response);
    }
    Err(Refusal::NotOverloaded {
        arrivals_per_minute: 60.0 * f64::from(people) / think_seconds,
        capacity_per_minute: 60.0 * highest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{Queue, erlang};

    #[test]
    fn servers_by_rate_are_erlangs() {
        // 5 servers, 1 s each, 4 a second: Erlang C says 0.5541 wait, W = 0.5541 s; response 1.5541 s.
        let response = mean_response_by_rate(4.0, |n| n.min(5) as f64, 5.0).unwrap();
        let queue = Queue { arrivals_per_minute: 240.0, service_minutes: 1.0 / 60.0, servers: 5 };
        let wait = erlang::mean_wait(&queue).unwrap() * 60.0;
        assert!((response - 1.0 - wait).abs() < 1e-9, "{response} {wait}");
    }

    /// The recursion of mean value analysis for a single server, as it stands in every textbook.
    #[test]
    fn the_product_form_is_the_recursion() {
        let (service, think) = (0.3, 4.0);
        let mut in_service = 0.0;
        for people in 1..=60 {
            let response = service * (1.0 + in_service);
            let per_second = f64::from(people) / (response + think);
            in_service = per_second * response;
            let found = closed(people, think, |_| 1.0 / service).unwrap();
            assert!((found.response_seconds - response).abs() < 1e-9 * response, "{people}");
            assert!((found.per_second - per_second).abs() < 1e-9, "{people}");
        }
    }

    #[test]
    fn many_people_wait_as_long_as_the_fluid() {
        let found = closed(2_000, 60.0, |n| n.min(8) as f64 / 0.5).unwrap();
        let fluid = saturated_response(2_000, 60.0, 16.0).unwrap();
        assert!((found.response_seconds - fluid).abs() < 0.01, "{} {fluid}", found.response_seconds);
        assert!(saturated_response(10, 60.0, 16.0).is_err());
        assert!(mean_response(5.0, 0.2).is_err());
    }
}
