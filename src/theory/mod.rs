//! Computes closed-form and fluid answers, and says when each is applicable.
//!
//! Does not simulate, and does not know Cloudflare's room: no polls, minute buckets, ghosts or rounding. The formulas
//! hold for the metered room; in the Cloudflare room they hold within a poll and the minute's rounding. [`edge`] is the
//! exception: history of Cloudflare's own arithmetic.
//!
//! | file | system | for |
//! |---|---|---|
//! | [`erlang`] | M/M/c, M/M/c/c, M/M/c/K | slots, exponential visits, no leavers; a bounded line |
//! | [`erlang_a`] | M/M/c+M | the same with exponential patience |
//! | [`deterministic`] | M/D/c | slots held for a fixed time; a rate limit is M/D/1 |
//! | [`infinite_server`] | M/G/∞ | people inside when nobody waits |
//! | [`fluid`] | flows | openings: many people, averages only |
//! | [`processor_sharing`] | M/G/1-PS, stations by rate, closed systems | an origin that slows down |
//! | [`edge`] | Cloudflare's earlier admission tests | how many slots a worker had before there were counters |
//! | [`applicability`] | – | why a formula refused |
//!
//! Letters used throughout: λ (`lambda`) arrivals per minute, μ (`mu`) services per minute and server, c servers,
//! a = λ/μ offered load in erlang, ρ = a/c utilisation, θ (`theta`) leavings per minute and waiting person,
//! r admissions per minute, W wait, L number of people. Times are minutes, rates are per minute.

pub mod applicability;
mod birth_death;
pub mod deterministic;
pub mod edge;
pub mod erlang;
pub mod erlang_a;
pub mod fluid;
pub mod infinite_server;
mod integral;
pub mod processor_sharing;
#[cfg(test)]
mod simulated;

pub use applicability::Refusal;

use applicability::{positive, whole_positive};

/// Poisson arrivals to a single first-come-first-served line before identical servers: what M/M/c, M/M/c/K, M/M/c+M
/// and M/D/c have in common.
///
/// In a metered room a server is a slot, and the service is the visit plus the time the slot stays held afterwards.
///
/// ```
/// use machiai::theory::Queue;
///
/// let queue = Queue { arrivals_per_minute: 48.0, service_minutes: 1.0, servers: 50 };
/// assert_eq!((queue.offered(), queue.utilisation()), (48.0, 0.96));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// λ, mean arrivals per minute; positive and finite.
    pub arrivals_per_minute: f64,
    /// 1/μ, mean minutes one service occupies a server; positive and finite.
    pub service_minutes: f64,
    /// c, number of servers; at least 1.
    pub servers: u32,
}

impl Queue {
    /// a = λ/μ, the offered load in erlang: the mean number of busy servers if there were always enough.
    #[must_use]
    pub fn offered(&self) -> f64 {
        self.arrivals_per_minute * self.service_minutes
    }

    /// ρ = a/c, the load per server; 1 and more is overload. Infinite without servers.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.offered() / f64::from(self.servers)
    }

    /// cμ, the most services per minute.
    #[must_use]
    pub fn capacity_per_minute(&self) -> f64 {
        f64::from(self.servers) / self.service_minutes
    }

    fn check(&self) -> Result<(), Refusal> {
        positive("the arrival rate per minute", self.arrivals_per_minute)?;
        positive("the service time in minutes", self.service_minutes)?;
        whole_positive("the number of servers", self.servers)
    }

    fn check_stable(&self) -> Result<(), Refusal> {
        self.check()?;
        if self.offered() < f64::from(self.servers) {
            return Ok(());
        }
        Err(Refusal::Overloaded { offered: self.offered(), servers: self.servers })
    }
}
