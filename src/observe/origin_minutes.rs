//! What the origin had to bear in each minute of one day.

use super::busy::Busy;
use crate::engine::{Happening, Observer, OriginHappening, OriginSignal};
use crate::model::Origin;
use crate::stats::order_statistic;
use crate::units::{MINUTE, Span};

/// One minute of the origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OriginMinute {
    /// Requests that arrived.
    pub requests: u32,
    /// Requests that timed out.
    pub failed: u32,
    /// Mean utilisation of the station, 0 to 1; `None` without one.
    pub utilisation: Option<f64>,
    /// 19 in 20 of the answers given in the minute took at most so long, in seconds; `None` where none was given.
    pub response_p95_seconds: Option<f64>,
}

/// Counts by the minute, from the first minute in which something happened at the origin.
#[derive(Clone, Debug)]
pub struct OriginMinutes {
    busy: Option<Busy>,
    /// How far zero lies behind a full minute.
    offset: i64,
    first_minute: i64,
    /// Start of the minute that is being counted; nothing has happened yet if there is none.
    start: Option<i64>,
    now: i64,
    in_service: u32,
    requests: u32,
    failed: u32,
    /// Utilisation × microseconds.
    area: f64,
    responses: Vec<i64>,
    minutes: Vec<OriginMinute>,
}

impl OriginMinutes {
    /// Minutes are counted on a clock whose full minute lies `offset` before zero.
    pub fn new(origin: &Origin, offset: Span) -> OriginMinutes {
        OriginMinutes {
            busy: Busy::of(origin),
            offset: offset.microseconds(),
            first_minute: 0,
            start: None,
            now: 0,
            in_service: 0,
            requests: 0,
            failed: 0,
            area: 0.0,
            responses: Vec::new(),
            minutes: Vec::new(),
        }
    }

    /// Number of the first minute (0 holds the instant zero) and all minutes to the last thing that happened at the origin.
    pub fn finish(mut self) -> (i64, Vec<OriginMinute>) {
        if let Some(start) = self.start {
            self.pass_to(start + MINUTE.microseconds());
        }
        (self.first_minute, self.minutes)
    }

    /// Whether there is a station.
    pub fn has_station(&self) -> bool {
        self.busy.is_some()
    }

    /// Utilisation while nothing happens: 0, and `None` where that depends on other tenants or there is no station.
    pub fn idle_utilisation(&self) -> Option<f64> {
        self.busy.as_ref().filter(|busy| !busy.is_shared()).map(|_| 0.0)
    }

    fn pass_to(&mut self, at: i64) {
        let Some(mut start) = self.start else { return self.begin(at) };
        while at >= start + MINUTE.microseconds() {
            start += MINUTE.microseconds();
            self.flow_to(start);
            self.close();
        }
        self.start = Some(start);
        self.flow_to(at);
    }

    fn begin(&mut self, at: i64) {
        self.first_minute = (at + self.offset).div_euclid(MINUTE.microseconds());
        let start = self.first_minute * MINUTE.microseconds() - self.offset;
        self.start = Some(start);
        self.now = start;
        self.flow_to(at);
    }

    fn flow_to(&mut self, at: i64) {
        if let Some(busy) = &mut self.busy {
            self.area += busy.utilisation(self.in_service, self.now) * (at - self.now) as f64;
        }
        self.now = at;
    }

    fn close(&mut self) {
        let area = std::mem::take(&mut self.area);
        self.minutes.push(OriginMinute {
            requests: std::mem::take(&mut self.requests),
            failed: std::mem::take(&mut self.failed),
            utilisation: self.busy.as_ref().map(|_| area / MINUTE.microseconds() as f64),
            response_p95_seconds: order_statistic(&mut self.responses, 0.95).map(|wait| wait as f64 / 1e6),
        });
        self.responses.clear();
    }
}

impl Observer for OriginMinutes {
    #[inline]
    fn signal(&mut self, _: &Happening) {}

    fn origin(&mut self, happening: &OriginHappening) {
        self.pass_to(happening.at.microseconds());
        self.in_service = happening.in_service;
        match happening.signal {
            OriginSignal::Requested => self.requests += 1,
            OriginSignal::Answered { after } => self.responses.push(after.microseconds()),
            OriginSignal::TimedOut => self.failed += 1,
            OriginSignal::LoadChanged => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Distribution, SafeLoad, Service, Station, Throughput};
    use crate::units::SimTime;

    fn origin() -> Origin {
        let station = Station {
            throughput: Throughput::Servers { servers: 1, service_time: Span::from_seconds(1) },
            work_cv: 0.0,
            timeout: None,
            serves_abandoned: false,
            retries: None,
            retry_delay: Distribution::Fixed(Span::ZERO),
        };
        Origin { service: Service::Station(station), ..Origin::UNKNOWN }
    }

    fn told(origin: &Origin, offset: i64, list: &[(i64, OriginSignal, u32)]) -> (i64, Vec<OriginMinute>) {
        let mut minutes = OriginMinutes::new(origin, Span::from_seconds(offset));
        for (seconds, signal, in_service) in list {
            let at = SimTime::ZERO + Span::from_seconds(*seconds);
            minutes.origin(&OriginHappening { at, signal: *signal, inside: 0, in_service: *in_service });
        }
        minutes.finish()
    }

    #[test]
    fn each_minute_has_its_own_requests_and_answers() {
        let answered = OriginSignal::Answered { after: Span::from_seconds(90) };
        let list = [
            (30, OriginSignal::Requested, 1),
            (120, answered, 0),
            (130, OriginSignal::Requested, 1),
            (145, OriginSignal::TimedOut, 0),
        ];
        let minute = |requests, failed, busy: f64, answer| OriginMinute {
            requests,
            failed,
            utilisation: Some(busy),
            response_p95_seconds: answer,
        };
        let expected = [minute(1, 0, 0.5, None), minute(0, 0, 1.0, None), minute(1, 1, 0.25, Some(90.0))];
        assert_eq!(told(&origin(), 0, &list), (0, expected.into()));
        // A clock whose minute began half a minute before zero: 30 is the start of its second minute.
        let (first, minutes) = told(&origin(), 30, &list);
        assert_eq!((first, minutes.len(), minutes[0].utilisation), (1, 2, Some(1.0)));
    }

    #[test]
    fn without_a_station_requests_alone_are_counted() {
        let counted = Origin {
            safe: SafeLoad { requests_per_second: Some(1), ..SafeLoad::UNKNOWN },
            ..Origin::UNKNOWN
        };
        let (first, minutes) = told(&counted, 0, &[(-30, OriginSignal::Requested, 0)]);
        assert_eq!((first, minutes[0].requests, minutes[0].utilisation), (-1, 1, None));
        assert_eq!(told(&counted, 0, &[]), (0, Vec::new()));
    }
}
