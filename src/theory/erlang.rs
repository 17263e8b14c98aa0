//! Exponential services, nobody leaves: M/M/c, the loss system M/M/c/c and the bounded line M/M/c/K.
//!
//! Not for openings: these are steady states, reached after many service times of a constant arrival rate.
//!
//! Letters: λ arrivals per minute, μ services per minute and server, c servers, a = λ/μ offered load in erlang,
//! ρ = a/c, B Erlang's loss formula, C Erlang's delay formula, K most people in the system.
//!
//! Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
//! telephone exchanges" (1917); D. Gross, C. M. Harris, *Fundamentals of Queueing Theory*, 3rd edition 1998, §2.3
//! (M/M/c), §2.4 (M/M/c/K), §2.5 (Erlang's loss formula).

use super::applicability::not_negative;
use super::birth_death::stationary;
use super::{Queue, Refusal};

/// Erlang B: the share of arrivals that find all `servers` busy and are turned away, from 0 to 1.
///
/// `offered` is the load λ/μ in erlang, 0 or more. Holds for Poisson arrivals and *any* service law with that mean.
/// No servers turn everyone away. Recursion B(n) = a·B(n−1)/(n + a·B(n−1)) from B(0) = 1: all terms positive, relative
/// error of a few roundings; `servers` steps.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `offered` is negative or not finite.
///
/// Source: Erlang (1917); recursion and insensitivity: Gross and Harris (1998), §2.5 and §5.2.
///
/// ```
/// use machiai::theory::erlang::erlang_b;
///
/// // 5 erlang on 10 lines lose 1.84 % of the calls, as in every printed Erlang B table.
/// assert!((erlang_b(10, 5.0)? - 0.018385).abs() < 5e-7);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn erlang_b(servers: u32, offered: f64) -> Result<f64, Refusal> {
    not_negative("the offered load in erlang", offered)?;
    Ok((1..=servers).fold(1.0, |blocking, n| offered * blocking / (f64::from(n) + offered * blocking)))
}

/// Erlang C: the share of arrivals that have to wait in M/M/c, from 0 to 1.
///
/// C = B/(1 − ρ(1 − B)) with Erlang B's B. `offered` is the load λ/μ in erlang. Needs Poisson arrivals, exponential
/// services, no leavers and a load below the number of servers.
///
/// # Errors
/// [`Refusal::Overloaded`] when `offered` ≥ `servers`; [`Refusal::OutOfRange`] when it is negative or not finite.
///
/// Source: Erlang (1917); Gross and Harris (1998), §2.3.
///
/// ```
/// use machiai::theory::erlang::erlang_c;
///
/// // 2 erlang on 3 servers: 4/9 of all arrivals wait.
/// assert!((erlang_c(3, 2.0)? - 4.0 / 9.0).abs() < 1e-15);
/// assert!(erlang_c(3, 3.0).is_err());
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn erlang_c(servers: u32, offered: f64) -> Result<f64, Refusal> {
    let blocking = erlang_b(servers, offered)?;
    if offered >= f64::from(servers) {
        return Err(Refusal::Overloaded { offered, servers });
    }
    let rho = offered / f64::from(servers);
    Ok(blocking / (1.0 - rho * (1.0 - blocking)))
}

/// Mean wait in line in M/M/c, in minutes, over everyone (those served at once wait 0).
///
/// W = C/(cμ − λ). Steady state, Poisson arrivals, exponential services, no leavers; for the mean the order of service
/// does not matter.
///
/// # Errors
/// [`Refusal::Overloaded`] when the load is not below the number of servers; [`Refusal::OutOfRange`] for a rate, time
/// or number of servers that is not positive.
///
/// Source: Gross and Harris (1998), §2.3.
///
/// ```
/// use machiai::theory::{Queue, erlang::mean_wait};
///
/// // 48 calls a minute of 1 minute each on 50 agents wait 20.8 seconds on average (Garnett, Mandelbaum, Reiman 2002).
/// let queue = Queue { arrivals_per_minute: 48.0, service_minutes: 1.0, servers: 50 };
/// assert!((60.0 * mean_wait(&queue)? - 20.8).abs() < 0.05);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn mean_wait(queue: &Queue) -> Result<f64, Refusal> {
    queue.check_stable()?;
    Ok(erlang_c(queue.servers, queue.offered())? / spare_capacity(queue))
}

/// P(W > t) in M/M/c: the share of arrivals that wait longer than `minutes`, from 0 to 1.
///
/// C·e^(−(cμ − λ)t). Steady state, Poisson arrivals, exponential services, no leavers, first come first served.
///
/// # Errors
/// As [`mean_wait`], and [`Refusal::OutOfRange`] when `minutes` is negative or not finite.
///
/// Source: Gross and Harris (1998), §2.3.
///
/// ```
/// use machiai::theory::{Queue, erlang::wait_tail};
///
/// let queue = Queue { arrivals_per_minute: 2.0, service_minutes: 1.0, servers: 3 };
/// assert!((wait_tail(&queue, 0.0)? - 4.0 / 9.0).abs() < 1e-15);
/// assert!((wait_tail(&queue, 1.0)? - 4.0 / 9.0 * (-1.0_f64).exp()).abs() < 1e-15);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn wait_tail(queue: &Queue, minutes: f64) -> Result<f64, Refusal> {
    queue.check_stable()?;
    not_negative("the wait in minutes", minutes)?;
    Ok(erlang_c(queue.servers, queue.offered())? * libm::exp(-spare_capacity(queue) * minutes))
}

/// cμ − λ per minute, computed from c − a so that it is positive whenever the load was accepted.
fn spare_capacity(queue: &Queue) -> f64 {
    (f64::from(queue.servers) - queue.offered()) / queue.service_minutes
}

/// Steady state of M/M/c/K, as [`limited_line`] finds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitedLine {
    /// Share of arrivals turned away because K people are in the system, from 0 to 1.
    pub blocking: f64,
    /// Mean number of people in the system, served and waiting, from 0 to K.
    pub mean_people: f64,
    /// Mean number of people waiting, from 0 to K − c.
    pub mean_line: f64,
    /// Mean wait in line in minutes of those who were let in (those served at once wait 0).
    pub mean_wait_admitted: f64,
}

/// M/M/c/K: at most `most_people` (K) in the system, served and waiting; arrivals beyond are turned away.
///
/// A line limit of k places means K = c + k. Steady state, Poisson arrivals, exponential services, no leavers; any
/// load, overload included. K = c is Erlang B. The mean wait is mean line/(λ(1 − blocking)) (Little's law).
///
/// # Errors
/// [`Refusal::LimitBelowServers`] when K < c; [`Refusal::OutOfRange`] for a rate, time or number of servers that is
/// not positive.
///
/// Source: Gross and Harris (1998), §2.4; the sum over states is truncated as in the private `birth_death` module (far
/// below rounding).
///
/// ```
/// use machiai::theory::{Queue, erlang::limited_line};
///
/// // A car inspection station: one car a minute, three stalls of 6 minutes, room for four more
/// // (Gross and Harris 1998, §2.4: L = 6.06 cars, of which 3.09 wait).
/// let station = Queue { arrivals_per_minute: 1.0, service_minutes: 6.0, servers: 3 };
/// let line = limited_line(&station, 7)?;
/// assert!((line.mean_people - 6.06).abs() < 0.005 && (line.mean_line - 3.09).abs() < 0.005);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn limited_line(queue: &Queue, most_people: u32) -> Result<LimitedLine, Refusal> {
    queue.check()?;
    let Queue { arrivals_per_minute: lambda, service_minutes, servers } = *queue;
    if most_people < servers {
        return Err(Refusal::LimitBelowServers { most_people, servers });
    }
    let (c, last) = (u64::from(servers), u64::from(most_people));
    let law = stationary(lambda, |n| n.min(c) as f64 / service_minutes, Some(last));
    let blocking = law.probability(last);
    let mean_line = law.mean_of(|n| n.saturating_sub(c) as f64);
    // λ(1 − blocking), written so that it keeps its digits when nearly everyone is turned away.
    let served_per_minute = law.mean_of(|n| n.min(c) as f64) / service_minutes;
    Ok(LimitedLine {
        blocking,
        mean_people: law.mean_of(|n| n as f64),
        mean_line,
        mean_wait_admitted: mean_line / served_per_minute,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) -> bool {
        (value / expected - 1.0).abs() < relative
    }

    /// The defining sum in exact fractions; printed tables have the first digits (0.018385, 0.0526).
    #[test]
    fn erlang_b_matches_the_defining_sum() {
        assert!(close(erlang_b(10, 5.0).unwrap(), 0.018_384_570_336_648_132, 1e-14));
        assert!(close(erlang_b(30, 25.0).unwrap(), 0.052_603_172_228_140_614, 1e-14));
        assert_eq!(erlang_b(0, 5.0), Ok(1.0));
        assert_eq!(erlang_b(4, 0.0), Ok(0.0));
        assert!(erlang_b(4, -1.0).is_err());
    }

    /// The usual worked example of call-centre planning: 200 calls an hour of 3 minutes, 14 agents (17.4 % wait,
    /// 88.8 % answered within 20 s, 7.8 s mean); and 360 calls per half hour of 4 minutes, 55 agents (23.9 % wait).
    #[test]
    fn erlang_c_matches_published_call_centres() {
        let queue = Queue { arrivals_per_minute: 10.0 / 3.0, service_minutes: 3.0, servers: 14 };
        assert!((erlang_c(14, 10.0).unwrap() - 0.174).abs() < 5e-4);
        assert!((60.0 * mean_wait(&queue).unwrap() - 7.8).abs() < 0.05);
        assert!((1.0 - wait_tail(&queue, 1.0 / 3.0).unwrap() - 0.888).abs() < 5e-4);
        assert!(close(erlang_c(55, 48.0).unwrap(), 0.238_700_936_378_009_2, 1e-13));
    }

    #[test]
    fn one_server_is_the_textbook_case() {
        // M/M/1: P(wait) = ρ, W = ρ/(μ − λ).
        let queue = Queue { arrivals_per_minute: 0.9, service_minutes: 1.0, servers: 1 };
        assert!(close(erlang_c(1, 0.9).unwrap(), 0.9, 1e-14));
        assert!(close(mean_wait(&queue).unwrap(), 9.0, 1e-13));
    }

    #[test]
    fn overload_and_nonsense_are_refused() {
        assert_eq!(erlang_c(5, 6.0), Err(Refusal::Overloaded { offered: 6.0, servers: 5 }));
        assert_eq!(erlang_c(5, 5.0), Err(Refusal::Overloaded { offered: 5.0, servers: 5 }));
        assert_eq!(erlang_c(0, 0.0), Err(Refusal::Overloaded { offered: 0.0, servers: 0 }));
        let queue = Queue { arrivals_per_minute: 1.0, service_minutes: 0.0, servers: 1 };
        assert!(matches!(mean_wait(&queue), Err(Refusal::OutOfRange { value: 0.0, .. })));
    }

    /// Fractions from the recursion by hand for c = 2, K = 3, a = 4/3 (S. Ross, *Introduction to Probability Models*:
    /// a service centre with two servers at 3 per hour and 4 arrivals per hour): blocking 16/103 = 0.15534.
    #[test]
    fn limited_line_matches_a_hand_calculation() {
        let queue = Queue { arrivals_per_minute: 4.0, service_minutes: 1.0 / 3.0, servers: 2 };
        let line = limited_line(&queue, 3).unwrap();
        // Weights 27, 36, 24, 16 of 103.
        assert!(close(line.blocking, 16.0 / 103.0, 1e-14));
        assert!(close(line.mean_people, 132.0 / 103.0, 1e-14));
        assert!(close(line.mean_line, 16.0 / 103.0, 1e-14));
        assert!(close(line.mean_wait_admitted, 16.0 / (4.0 * 87.0), 1e-14));
    }

    #[test]
    fn limited_line_has_its_known_limits() {
        let queue = Queue { arrivals_per_minute: 2.0, service_minutes: 1.0, servers: 3 };
        assert!(close(limited_line(&queue, 3).unwrap().blocking, erlang_b(3, 2.0).unwrap(), 1e-14));
        let nearly_unlimited = limited_line(&queue, 10_000).unwrap();
        assert!(close(nearly_unlimited.mean_wait_admitted, mean_wait(&queue).unwrap(), 1e-12));
        let overloaded = Queue { arrivals_per_minute: 3_000.0, ..queue };
        let full = limited_line(&overloaded, 100).unwrap();
        assert!(close(full.blocking, 0.999, 1e-12));
        // Ninety-seven wait and three leave a minute: 97/3 minutes, less the short moments of 96.
        assert!(close(full.mean_wait_admitted, 97.0 / 3.0, 1e-4));
        assert_eq!(limited_line(&queue, 2), Err(Refusal::LimitBelowServers { most_people: 2, servers: 3 }));
    }

    /// A plain simulation of 20 independent runs; tolerance four standard errors. Leaving out the division by the
    /// number of servers, or counting only those who wait, would miss by more than ten.
    #[test]
    fn simulation_agrees() {
        use super::super::simulated::{Service, simulate};
        let queue = Queue { arrivals_per_minute: 4.0, service_minutes: 1.0, servers: 5 };
        let found = simulate(&queue, Service::Exponential, f64::INFINITY);
        assert!(found.mean_wait.agrees_with(mean_wait(&queue).unwrap()), "{found:?}");
        assert!(found.waiting.agrees_with(erlang_c(5, 4.0).unwrap()), "{found:?}");
    }
}
