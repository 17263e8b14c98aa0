//! The booking servers behind the rooms: how fast they answer, what they can bear, who else uses them.

use std::sync::Arc;

use super::Distribution;
use crate::units::{SimTime, Span};

/// The servers that the rooms protect; all rooms of a system share them.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// How requests are answered.
    pub service: Service,
    /// Loads up to which all is well.
    pub safe: SafeLoad,
    /// Share of the station's capacity that other tenants take.
    pub background: Background,
}

/// How requests are answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    /// At once, whatever the load.
    Immediate,
    /// By servers that slow down.
    Station(Station),
}

/// A processor-sharing station: all requests in service get an equal part of a total rate that depends on how many there
/// are.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Total rate by the number of requests in service.
    pub throughput: Throughput,
    /// Standard deviation ÷ mean of a request's work around that of its step, by a gamma law: 0 is always the same, 1 an
    /// exponential. Finite, not negative.
    pub work_cv: f64,
    /// A request that takes longer fails; above zero. `None`: people wait for ever.
    pub timeout: Option<Span>,
    /// Whether a request that timed out is served to its end although nobody waits for the answer.
    pub serves_abandoned: bool,
    /// Times that a person makes a request again that failed; after one more failure the person gives up. `None`: no end.
    pub retries: Option<u32>,
    /// How long after the failure.
    pub retry_delay: Distribution,
}

/// Total rate of a station by the number of requests in service, in standard requests (work 1) a second.
#[derive(Clone, Debug, PartialEq)]
pub enum Throughput {
    /// min(n, servers) ÷ service time.
    Servers {
        /// Requests that are served at full speed at the same time; at least 1.
        servers: u32,
        /// Time for a standard request alone; above zero.
        service_time: Span,
    },
    /// λn ÷ (1 + σ(n − 1) + κn(n − 1)), the universal scalability law (Gunther, Guerrilla Capacity Planning, 2007).
    ScalabilityLaw {
        /// λ: requests a second that a single one in service gets; above zero.
        alone_per_second: f64,
        /// σ: share of the work that must be done one after the other; 0 to below 1.
        contention: f64,
        /// κ: cost of keeping each pair in agreement; not negative.
        coherency: f64,
    },
    /// Measured: linear between the points and from (0, 0) to the first one, level after the last one.
    Table(Arc<[ThroughputPoint]>),
}

/// A level of a load test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThroughputPoint {
    /// Requests in service; above zero, rising from point to point.
    pub in_service: f64,
    /// Requests a second; above zero.
    pub per_second: f64,
}

impl Throughput {
    /// Standard requests a second with so many in service; 0 with none.
    #[inline]
    pub fn per_second(&self, in_service: u32) -> f64 {
        let n = f64::from(in_service);
        match self {
            Throughput::Servers { servers, service_time } => {
                f64::from(in_service.min(*servers)) / service_time.seconds()
            }
            Throughput::ScalabilityLaw { alone_per_second, contention, coherency } => {
                let others = n - 1.0;
                alone_per_second * n / (1.0 + contention * others + coherency * n * others)
            }
            Throughput::Table(points) => between(points, n),
        }
    }

    /// The number in service at which the rate is highest; the smallest such number. `None`: it rises without end.
    pub fn peak(&self) -> Option<u32> {
        match self {
            Throughput::Servers { servers, .. } => Some(*servers),
            Throughput::ScalabilityLaw { contention, coherency, .. } => {
                if *coherency <= 0.0 {
                    return None;
                }
                // The real maximum lies at √((1 − σ) ÷ κ); the whole number is one of its neighbours.
                let real = libm::sqrt((1.0 - contention) / coherency).clamp(1.0, 4e9);
                let (below, above) = (libm::floor(real) as u32, libm::ceil(real) as u32);
                let rate = |n| self.per_second(n);
                Some(if rate(above) > rate(below) { above } else { below })
            }
            Throughput::Table(points) => {
                let best = points.iter().fold(0.0_f64, |best, point| best.max(point.per_second));
                let at = points.iter().find(|point| point.per_second >= best)?.in_service;
                let (below, above) = (libm::floor(at).max(1.0) as u32, libm::ceil(at) as u32);
                Some(if self.per_second(above) > self.per_second(below) { above } else { below })
            }
        }
    }

    /// Highest rate; `None`: it rises without end (a scalability law that serializes nothing).
    pub fn highest_per_second(&self) -> Option<f64> {
        match (self, self.peak()) {
            (_, Some(peak)) => Some(self.per_second(peak)),
            (Throughput::ScalabilityLaw { alone_per_second, contention, .. }, None) if *contention > 0.0 => {
                Some(alone_per_second / contention)
            }
            (_, None) => None,
        }
    }

    /// How busy the station is with so many in service, from 0 to 1: its rate as a share of the highest, and 1 beyond the
    /// number at which the rate is highest. 0 where the rate rises without end.
    #[inline]
    pub fn utilisation(&self, in_service: u32) -> f64 {
        if self.peak().is_some_and(|peak| in_service >= peak) {
            return 1.0;
        }
        self.highest_per_second().map_or(0.0, |highest| self.per_second(in_service) / highest)
    }
}

fn between(points: &[ThroughputPoint], n: f64) -> f64 {
    let passed = points.partition_point(|point| point.in_service <= n);
    let before = match passed {
        0 => ThroughputPoint { in_service: 0.0, per_second: 0.0 },
        _ => points[passed - 1],
    };
    let Some(next) = points.get(passed) else { return before.per_second };
    let weight = (n - before.in_service) / (next.in_service - before.in_service);
    before.per_second + (next.per_second - before.per_second) * weight
}

/// Loads up to which all is well; the origin is overloaded while any of them is exceeded. All `None`: nothing is known,
/// and no overload is reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SafeLoad {
    /// Most people inside (accepted, visit not finished), over all rooms.
    pub people_inside: Option<u32>,
    /// Most requests that arrive in a second of the clock.
    pub requests_per_second: Option<u32>,
    /// Highest mean utilisation of the station in a second of the clock; from above 0 to 1.
    pub utilisation: Option<f64>,
    /// Shortest overload that counts: "a day with an overload" has one at least this long without a pause.
    pub lasting: Span,
}

impl SafeLoad {
    /// Nothing is known.
    pub const UNKNOWN: SafeLoad = SafeLoad {
        people_inside: None,
        requests_per_second: None,
        utilisation: None,
        lasting: Span::from_seconds(10),
    };

    /// Whether any load is known.
    pub fn is_known(&self) -> bool {
        self.people_inside.is_some() || self.requests_per_second.is_some() || self.utilisation.is_some()
    }
}

/// Share of the station's capacity that others take. The last one is below 1, or nothing would ever be served again.
#[derive(Clone, Debug, PartialEq)]
pub struct Background {
    /// Before the first change; 0 to 1.
    pub first: f64,
    /// Instants in order, each with the share taken from then on, 0 to 1.
    pub changes: Vec<(SimTime, f64)>,
}

impl Background {
    /// Nobody else is there.
    pub const NONE: Background = Background::constant(0.0);

    /// The same share all day.
    pub const fn constant(share: f64) -> Background {
        Background { first: share, changes: Vec::new() }
    }

    /// The share taken at an instant.
    pub fn at(&self, at: SimTime) -> f64 {
        match self.changes.partition_point(|(from, _)| *from <= at) {
            0 => self.first,
            passed => self.changes[passed - 1].1,
        }
    }
}

impl Origin {
    /// Servers of which nothing is known: they answer every request at once.
    pub const UNKNOWN: Origin =
        Origin { service: Service::Immediate, safe: SafeLoad::UNKNOWN, background: Background::NONE };

    /// The station, if requests are not answered at once.
    pub fn station(&self) -> Option<&Station> {
        match &self.service {
            Service::Immediate => None,
            Service::Station(station) => Some(station),
        }
    }

    /// Whether every request has to be played: a station serves it, or requests are counted.
    pub fn plays_requests(&self) -> bool {
        self.station().is_some() || self.safe.requests_per_second.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(in_service: f64, per_second: f64) -> ThroughputPoint {
        ThroughputPoint { in_service, per_second }
    }

    #[test]
    fn servers_are_full_at_their_number() {
        let servers = Throughput::Servers { servers: 8, service_time: Span::from_microseconds(200_000) };
        assert_eq!([0, 1, 8, 100].map(|n| servers.per_second(n)), [0.0, 5.0, 40.0, 40.0]);
        assert_eq!([0, 4, 8, 100].map(|n| servers.utilisation(n)), [0.0, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn a_scalability_law_has_its_peak_where_gunther_puts_it() {
        // σ = 0.02, κ = 0.0001: √(0.98 ÷ 0.0001) = 98.99…
        let law = Throughput::ScalabilityLaw { alone_per_second: 100.0, contention: 0.02, coherency: 0.0001 };
        assert_eq!(law.peak(), Some(99));
        assert!((law.per_second(1) - 100.0).abs() < 1e-9);
        assert!(law.per_second(300) < law.per_second(99));
        assert_eq!(law.utilisation(300), 1.0);
    }

    #[test]
    fn a_table_is_linear_between_its_points_and_level_after_them() {
        let table = Throughput::Table([point(10.0, 100.0), point(20.0, 150.0), point(40.0, 120.0)].into());
        assert_eq!(
            [0, 5, 10, 15, 30, 40, 900].map(|n| table.per_second(n)),
            [0.0, 50.0, 100.0, 125.0, 135.0, 120.0, 120.0]
        );
        assert_eq!(table.peak(), Some(20));
    }
}
