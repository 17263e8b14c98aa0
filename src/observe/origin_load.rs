//! What the origin had to bear on one day.

use crate::engine::{Happening, Observer, OriginHappening, OriginSignal};
use crate::model::{Background, Origin, SafeLoad, Throughput};
use crate::results::OriginDay;
use crate::stats::order_statistics;
use crate::units::SimTime;

/// Follows the people inside, and where requests are played the requests and how busy the station is.
///
/// *Overloaded* is the origin while more people are inside than is safe, and in every second of the clock (counted from zero)
/// in which more requests arrive, or the station is busier in the mean, than is safe. Times of all three are joined.
#[derive(Clone, Debug)]
pub struct OriginLoad {
    safe: SafeLoad,
    busy: Option<Busy>,
    /// The instant up to which everything is counted.
    now: Option<i64>,
    inside: u32,
    inside_max: u32,
    requests: u64,
    failures: u64,
    in_service: u32,
    in_service_max: u32,
    requests_per_second_max: u32,
    responses: Vec<i64>,
    second: Second,
    overloads: Overloads,
}

/// How busy the station is, by the number in service; worked out once for each number.
#[derive(Clone, Debug)]
struct Busy {
    throughput: Throughput,
    background: Background,
    known: Vec<f64>,
    /// Utilisation × microseconds.
    area: f64,
    /// Microseconds from the first request on.
    time: f64,
}

/// The second of the clock that is being counted.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    start: i64,
    requests: u32,
    /// Utilisation × microseconds.
    area: f64,
    /// Whether too many people were inside when it was entered, and since when in it.
    crowded_since: Option<i64>,
}

/// Stretches of time, joined where they touch.
#[derive(Clone, Copy, Debug, Default)]
struct Overloads {
    current: Option<(i64, i64)>,
    longest: i64,
    total: i64,
    first: Option<i64>,
    /// Shortest stretch that counts.
    lasting: i64,
    first_lasting: Option<i64>,
}

const SECOND: i64 = 1_000_000;

impl Overloads {
    fn add(&mut self, from: i64, to: i64) {
        if from >= to {
            return;
        }
        self.first.get_or_insert(from);
        let (start, end) = match self.current {
            Some((start, end)) if from <= end => (start, end.max(to)),
            other => {
                self.close(other);
                (from, to)
            }
        };
        self.current = Some((start, end));
        self.longest = self.longest.max(end - start);
        if end - start >= self.lasting {
            self.first_lasting.get_or_insert(start);
        }
    }

    fn close(&mut self, stretch: Option<(i64, i64)>) {
        self.total += stretch.map_or(0, |(start, end)| end - start);
    }
}

impl Busy {
    fn utilisation(&mut self, in_service: u32, at: i64) -> f64 {
        let at_number = in_service as usize;
        while self.known.len() <= at_number {
            self.known.push(self.throughput.utilisation(self.known.len() as u32));
        }
        let taken = self.background.at(SimTime::from_microseconds(at));
        taken + (1.0 - taken) * self.known[at_number]
    }
}

impl OriginLoad {
    /// Before anything happened.
    pub fn new(origin: &Origin) -> OriginLoad {
        OriginLoad {
            safe: origin.safe,
            busy: origin.station().map(|station| Busy {
                throughput: station.throughput.clone(),
                background: origin.background.clone(),
                known: Vec::new(),
                area: 0.0,
                time: 0.0,
            }),
            now: None,
            inside: 0,
            inside_max: 0,
            requests: 0,
            failures: 0,
            in_service: 0,
            in_service_max: 0,
            requests_per_second_max: 0,
            responses: Vec::new(),
            second: Second::default(),
            overloads: Overloads {
                lasting: origin.safe.lasting.microseconds().max(1),
                ..Overloads::default()
            },
        }
    }

    /// Lets time pass up to an instant: nothing changed since the last one.
    fn pass_to(&mut self, at: i64) {
        let Some(mut now) = self.now else {
            self.now = Some(at);
            self.second.start = at.div_euclid(SECOND) * SECOND;
            return;
        };
        while now < at {
            let end = self.second.start + SECOND;
            let until = end.min(at);
            if let Some(busy) = &mut self.busy {
                let share = busy.utilisation(self.in_service, now);
                self.second.area += share * (until - now) as f64;
                busy.area += share * (until - now) as f64;
                busy.time += (until - now) as f64;
            }
            now = until;
            if now == end {
                self.close_second();
                if self.is_still() {
                    // Nothing can be told apart in the seconds up to the next happening.
                    let still = (at - now).div_euclid(SECOND) * SECOND;
                    self.second.start += still;
                    now += still;
                    if let Some(busy) = &mut self.busy {
                        busy.time += still as f64;
                    }
                }
            }
        }
        self.now = Some(at);
    }

    /// Whether seconds pass without load.
    fn is_still(&self) -> bool {
        let shared = self.busy.as_ref().is_some_and(|busy| {
            busy.background.first > 0.0 || busy.background.changes.iter().any(|(_, share)| *share > 0.0)
        });
        self.in_service == 0 && self.second.crowded_since.is_none() && !shared
    }

    fn close_second(&mut self) {
        let (start, end) = (self.second.start, self.second.start + SECOND);
        self.requests_per_second_max = self.requests_per_second_max.max(self.second.requests);
        let too_many = self.safe.requests_per_second.is_some_and(|safe| self.second.requests > safe);
        let too_busy = self.safe.utilisation.is_some_and(|safe| self.second.area / SECOND as f64 > safe);
        if too_many || too_busy {
            self.overloads.add(start, end);
        }
        if let Some(since) = self.second.crowded_since {
            self.overloads.add(since, end);
        }
        let crowded_since = self.second.crowded_since.map(|_| end);
        self.second = Second { start: end, crowded_since, ..Second::default() };
    }

    fn set_inside(&mut self, at: i64, inside: u32) {
        self.inside = inside;
        self.inside_max = self.inside_max.max(inside);
        let crowded = self.safe.people_inside.is_some_and(|safe| inside > safe);
        match (self.second.crowded_since, crowded) {
            (None, true) => self.second.crowded_since = Some(at),
            (Some(since), false) => {
                self.overloads.add(since, at);
                self.second.crowded_since = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }

    /// Seconds from zero at which somebody was last heard of, and the figures of the day.
    pub fn finish(mut self) -> OriginDay {
        if let Some(now) = self.now {
            // The second that has begun counts whole.
            self.pass_to(now.div_euclid(SECOND) * SECOND + SECOND);
        }
        self.overloads.close(self.overloads.current);
        let seconds = |microseconds: i64| microseconds as f64 / 1e6;
        let quantiles = order_statistics(&mut self.responses, &[0.5, 0.9, 0.95, 0.99, 1.0]);
        let response = |position: usize| quantiles.as_ref().map(|values| seconds(values[position]));
        let has_requests = self.requests > 0;
        OriginDay {
            inside_max: self.inside_max,
            requests: has_requests.then_some(self.requests),
            requests_per_second_max: has_requests.then_some(self.requests_per_second_max),
            in_service_max: self.busy.as_ref().map(|_| self.in_service_max),
            utilisation_mean: self.busy.as_ref().filter(|b| b.time > 0.0).map(|b| b.area / b.time),
            failures: self.busy.as_ref().map(|_| self.failures),
            response_p50_seconds: response(0),
            response_p90_seconds: response(1),
            response_p95_seconds: response(2),
            response_p99_seconds: response(3),
            response_max_seconds: response(4),
            overload_seconds: self.safe.is_known().then_some(seconds(self.overloads.total)),
            longest_overload_seconds: self.safe.is_known().then_some(seconds(self.overloads.longest)),
            first_overload_seconds: self.overloads.first.map(seconds),
            first_lasting_overload_seconds: self.overloads.first_lasting.map(seconds),
            is_overloaded: self.safe.is_known().then_some(self.overloads.longest >= self.overloads.lasting),
        }
    }
}

impl Observer for OriginLoad {
    #[inline]
    fn signal(&mut self, happening: &Happening) {
        if happening.levels.inside != self.inside {
            let at = happening.at.microseconds();
            self.pass_to(at);
            self.set_inside(at, happening.levels.inside);
        }
    }

    fn origin(&mut self, happening: &OriginHappening) {
        let at = happening.at.microseconds();
        self.pass_to(at);
        if happening.inside != self.inside {
            self.set_inside(at, happening.inside);
        }
        self.in_service = happening.in_service;
        self.in_service_max = self.in_service_max.max(happening.in_service);
        match happening.signal {
            OriginSignal::Requested => {
                self.requests += 1;
                self.second.requests += 1;
            }
            OriginSignal::Answered { after } => self.responses.push(after.microseconds()),
            OriginSignal::TimedOut => self.failures += 1,
            OriginSignal::LoadChanged => {}
        }
    }
}
