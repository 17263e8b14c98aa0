//! Exponential services and exponential patience: M/M/c+M, called Erlang A or Palm's model.
//!
//! Leavers are gone at once: no ghosts. A steady state, reached after some patience times of a constant arrival rate;
//! it exists at any load, because a long line loses many.
//!
//! Letters: λ arrivals per minute, μ services per minute and server, c servers, θ leavings per minute and waiting
//! person (1/θ mean patience), π(n) probability of n people in the system, V the wait of someone who never leaves.
//!
//! Sources: C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957), 107 pp. (in
//! Swedish 1946); O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient customers",
//! Manufacturing & Service Operations Management 4 (2002) 208–227.

use super::applicability::positive;
use super::birth_death::{Stationary, stationary};
use super::{Queue, Refusal};

/// Steady state of M/M/c+M, as [`erlang_a`] finds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangA {
    /// Share of arrivals that leave before being served, from 0 to 1.
    pub abandonment: f64,
    /// Share of arrivals that find all servers busy, so do not get in at once, from 0 to 1.
    pub waiting: f64,
    /// Mean minutes in line over everyone: served, served at once (0) and left.
    pub mean_wait: f64,
    /// Mean minutes in line of those who are served (at once: 0).
    pub mean_wait_served: f64,
    /// Mean number of people waiting.
    pub mean_line: f64,
}

/// M/M/c+M with mean patience `patience_minutes` (1/θ), at any load.
///
/// The number in the system is a birth–death chain with death rate μ·min(n, c) + θ·(n − c)⁺. Its sum is truncated
/// where a geometric bound on the rest is below 1e−20 of the whole; relative error about 1e−12. From π:
/// - waiting = Σ π(n), n ≥ c (arrivals see time averages);
/// - mean wait = mean line/λ (Little's law), abandonment = θ·mean line/λ;
/// - an arrival that finds c + k people waits V = Σ exponential(cμ + jθ), j = 0..k, and is served with probability
///   E e^(−θV) = cμ/(cμ + (k+1)θ); E V·e^(−θV) is that times Σ 1/(cμ + jθ), j = 1..k+1. Summed over k and divided by
///   the share served, it is the mean wait of the served.
///
/// Needs Poisson arrivals, first come first served, independent exponential services and patience.
///
/// # Errors
/// [`Refusal::OutOfRange`] for a rate, time, patience or number of servers that is not positive and finite.
///
/// Source: Garnett, Mandelbaum, Reiman (2002), §2; Palm (1957).
///
/// ```
/// use machiai::theory::{Queue, erlang_a::erlang_a};
///
/// // 48 calls a minute, 1 minute each, 50 agents, mean patience 2 minutes: 3.1 % leave, the mean wait is 3.7 s and
/// // 3 people wait; without leavers it would be 20.8 s (Garnett, Mandelbaum, Reiman 2002).
/// let queue = Queue { arrivals_per_minute: 48.0, service_minutes: 1.0, servers: 50 };
/// let state = erlang_a(&queue, 2.0)?;
/// assert!((state.abandonment - 0.031).abs() < 5e-4);
/// assert!((60.0 * state.mean_wait - 3.7).abs() < 0.05);
/// assert_eq!(state.mean_line.round(), 3.0);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn erlang_a(queue: &Queue, patience_minutes: f64) -> Result<ErlangA, Refusal> {
    queue.check()?;
    positive("the mean patience in minutes", patience_minutes)?;
    let rates = Rates {
        lambda: queue.arrivals_per_minute,
        full: queue.capacity_per_minute(),
        theta: 1.0 / patience_minutes,
        c: u64::from(queue.servers),
    };
    let mu = 1.0 / queue.service_minutes;
    let death = |n: u64| mu * n.min(rates.c) as f64 + rates.theta * n.saturating_sub(rates.c) as f64;
    Ok(rates.summarise(&stationary(rates.lambda, death, None)))
}

/// The chain's rates per minute; `full` is cμ, all servers busy.
struct Rates {
    lambda: f64,
    full: f64,
    theta: f64,
    c: u64,
}

impl Rates {
    fn summarise(&self, law: &Stationary) -> ErlangA {
        let mean_line = law.mean_of(|n| n.saturating_sub(self.c) as f64);
        let mean_wait = mean_line / self.lambda;
        let served_at_once = law.mean_of(|n| if n < self.c { 1.0 } else { 0.0 });
        let (served_after_waiting, wait_served) = self.served_after_waiting(law);
        ErlangA {
            abandonment: self.theta * mean_wait,
            waiting: law.mean_of(|n| if n >= self.c { 1.0 } else { 0.0 }),
            mean_wait,
            mean_wait_served: wait_served / (served_at_once + served_after_waiting),
            mean_line,
        }
    }

    /// (P(wait and served), E[V; wait and served]), the sums over k in the documentation of [`erlang_a`].
    fn served_after_waiting(&self, law: &Stationary) -> (f64, f64) {
        let (mut served, mut wait) = (0.0, 0.0);
        let (mut terms, mut reciprocals) = (0, 0.0);
        for (n, probability) in law.iter().filter(|&(n, _)| n >= self.c) {
            let wanted = n - self.c + 1;
            // The kept states may start above c: the first one catches up, the others add one term each.
            while terms < wanted {
                terms += 1;
                reciprocals += 1.0 / (self.full + terms as f64 * self.theta);
            }
            let share = probability * self.full / (self.full + wanted as f64 * self.theta);
            served += share;
            wait += share * reciprocals;
        }
        (served, wait)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{erlang, fluid, simulated};
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) -> bool {
        (value / expected - 1.0).abs() < relative
    }

    /// Twelve digits from mpmath, 30-digit arithmetic, plain sum over 800 states.
    #[test]
    fn matches_a_high_precision_sum() {
        let queue = Queue { arrivals_per_minute: 48.0, service_minutes: 1.0, servers: 50 };
        let state = erlang_a(&queue, 2.0).unwrap();
        assert!(close(state.abandonment, 0.030_912_249_162_2, 1e-11));
        assert!(close(state.waiting, 0.467_774_068_554, 1e-11));
        assert!(close(state.mean_wait, 0.061_824_498_324_4, 1e-11));
        assert!(close(state.mean_line, 2.967_575_919_57, 1e-11));
    }

    /// θ = μ makes the chain that of M/M/∞: Poisson with mean λ/μ.
    #[test]
    fn patience_equal_to_service_gives_the_poisson_law() {
        let queue = Queue { arrivals_per_minute: 3.0, service_minutes: 2.0, servers: 8 };
        let weights: Vec<f64> = (1..200)
            .scan((-6.0_f64).exp(), |weight, n| {
                let this = *weight;
                *weight *= 6.0 / f64::from(n);
                Some(this)
            })
            .collect();
        let state = erlang_a(&queue, 2.0).unwrap();
        assert!(close(state.waiting, weights[8..].iter().sum(), 1e-12));
        let line: f64 = weights[8..].iter().zip(0..).map(|(weight, k)| weight * f64::from(k)).sum();
        assert!(close(state.mean_line, line, 1e-12));
    }

    #[test]
    fn endless_patience_is_erlang_c() {
        let queue = Queue { arrivals_per_minute: 4.0, service_minutes: 1.0, servers: 5 };
        let state = erlang_a(&queue, 1e9).unwrap();
        assert!(close(state.waiting, erlang::erlang_c(5, 4.0).unwrap(), 1e-7));
        let mean_wait = erlang::mean_wait(&queue).unwrap();
        assert!(close(state.mean_wait, mean_wait, 1e-7) && close(state.mean_wait_served, mean_wait, 1e-7));
    }

    /// What enters must leave: λ(1 − abandonment) = μ·E min(N, c), here in deep overload where the servers never idle.
    /// The wait of the served approaches the fluid w = (1/θ) ln(λ/(cμ)) = 53.75 min
    /// (Whitt 2004); its second-order term is below 0.5 %.
    #[test]
    fn deep_overload_approaches_the_fluid_limit() {
        let queue = Queue { arrivals_per_minute: 300.0, service_minutes: 5.0, servers: 250 };
        let state = erlang_a(&queue, 30.0).unwrap();
        assert!(close(state.abandonment, 250.0 / 300.0, 1e-12));
        assert!(close(state.waiting, 1.0, 1e-12));
        let fluid = fluid::overloaded_wait(300.0, 50.0, 30.0).unwrap();
        assert!(close(state.mean_wait_served, fluid, 5e-3), "{} against {fluid}", state.mean_wait_served);
    }

    /// 20 independent runs; tolerance four standard errors. The wait of the served differs from the wait of all by
    /// more than ten here, so mixing them up fails.
    #[test]
    fn simulation_agrees() {
        let queue = Queue { arrivals_per_minute: 6.0, service_minutes: 1.0, servers: 5 };
        let state = erlang_a(&queue, 3.0).unwrap();
        let found = simulated::simulate(&queue, simulated::Service::Exponential, 3.0);
        assert!(found.left.agrees_with(state.abandonment), "{found:?} {state:?}");
        assert!(found.waiting.agrees_with(state.waiting), "{found:?} {state:?}");
        assert!(found.mean_wait.agrees_with(state.mean_wait), "{found:?} {state:?}");
        assert!(found.mean_wait_served.agrees_with(state.mean_wait_served), "{found:?} {state:?}");
    }

    #[test]
    fn nonsense_is_refused() {
        let queue = Queue { arrivals_per_minute: 4.0, service_minutes: 1.0, servers: 0 };
        assert!(matches!(erlang_a(&queue, 1.0), Err(Refusal::OutOfRange { .. })));
        let queue = Queue { servers: 5, ..queue };
        assert!(matches!(erlang_a(&queue, 0.0), Err(Refusal::OutOfRange { .. })));
    }
}
