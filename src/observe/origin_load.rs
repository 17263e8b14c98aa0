//! What the origin had to bear on one day.

use super::busy::Busy;
use crate::engine::{Happening, Observer, OriginHappening, OriginSignal};
use crate::model::{Origin, SafeLoad};
use crate::results::OriginDay;
use crate::stats::order_statistics;

/// Follows the people inside, and where requests are played the requests and how busy the station is.
///
/// *Overloaded* is the origin while more people are inside than is safe, and in every second of the clock (counted from zero)
/// in which more requests arrive, or the station is busier in the mean, than is safe. Times of all three are joined.
#[derive(Clone, Debug)]
pub struct OriginLoad {
    safe: SafeLoad,
    busy: Option<Busy>,
    /// Utilisation × microseconds.
    busy_area: f64,
    /// Microseconds from the first happening on.
    busy_time: f64,
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
    /// Stretches of the second that is being counted in which too many people were inside, but for the present one.
    crowded: Vec<(i64, i64)>,
    overloads: Overloads,
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

impl OriginLoad {
    /// Before anything happened.
    pub fn new(origin: &Origin) -> OriginLoad {
        OriginLoad {
            safe: origin.safe,
            busy: Busy::of(origin),
            busy_area: 0.0,
            busy_time: 0.0,
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
            crowded: Vec::new(),
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
                self.busy_area += share * (until - now) as f64;
                self.busy_time += (until - now) as f64;
            }
            now = until;
            if now == end {
                self.close_second();
                if self.is_still() {
                    // Nothing can be told apart in the seconds up to the next happening.
                    let still = (at - now).div_euclid(SECOND) * SECOND;
                    self.second.start += still;
                    now += still;
                    self.busy_time += still as f64;
                }
            }
        }
        self.now = Some(at);
    }

    /// Whether seconds pass without load.
    fn is_still(&self) -> bool {
        let is_shared = self.busy.as_ref().is_some_and(Busy::is_shared);
        self.in_service == 0 && self.second.crowded_since.is_none() && !is_shared
    }

    fn close_second(&mut self) {
        let (start, end) = (self.second.start, self.second.start + SECOND);
        self.requests_per_second_max = self.requests_per_second_max.max(self.second.requests);
        let too_many = self.safe.requests_per_second.is_some_and(|safe| self.second.requests > safe);
        let too_busy = self.safe.utilisation.is_some_and(|safe| self.second.area / SECOND as f64 > safe);
        if let Some(since) = self.second.crowded_since {
            self.crowded.push((since, end));
        }
        // Stretches are joined in order of time, and a second that is overloaded as a whole covers those within it.
        if too_many || too_busy {
            self.overloads.add(start, end);
        } else {
            self.crowded.iter().for_each(|(from, to)| self.overloads.add(*from, *to));
        }
        self.crowded.clear();
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
                self.crowded.push((since, at));
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
            utilisation_mean: self
                .busy
                .as_ref()
                .filter(|_| self.busy_time > 0.0)
                .map(|_| self.busy_area / self.busy_time),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Levels, Signal};
    use crate::model::{Background, SafeLoad, Service, Station, Throughput};
    use crate::units::{SimTime, Span};

    /// Two servers that need 1 s each: busy by a half with one request in service.
    fn two_servers(safe: SafeLoad, background: Background) -> Origin {
        let throughput = Throughput::Servers { servers: 2, service_time: Span::from_seconds(1) };
        let station = Station {
            throughput,
            work_cv: 0.0,
            timeout: None,
            serves_abandoned: false,
            retries: None,
            retry_delay: crate::model::Distribution::Fixed(Span::ZERO),
        };
        Origin { service: Service::Station(station), safe, background }
    }

    fn safe(lasting: f64) -> SafeLoad {
        SafeLoad { lasting: Span::from_fractional_seconds(lasting), ..SafeLoad::UNKNOWN }
    }

    fn instant(seconds: f64) -> SimTime {
        SimTime::ZERO + Span::from_fractional_seconds(seconds)
    }

    fn tell(load: &mut OriginLoad, seconds: f64, signal: OriginSignal, in_service: u32, inside: u32) {
        load.origin(&OriginHappening { at: instant(seconds), signal, inside, in_service });
    }

    fn goes_inside(load: &mut OriginLoad, seconds: f64, inside: u32) {
        let levels = Levels { inside, ..Levels::default() };
        load.signal(&Happening { at: instant(seconds), signal: Signal::VisitEnded, rank: 0, levels });
    }

    fn answered(seconds: f64) -> OriginSignal {
        OriginSignal::Answered { after: Span::from_fractional_seconds(seconds) }
    }

    #[test]
    fn nothing_happened_and_nothing_is_said() {
        assert_eq!(OriginLoad::new(&Origin::UNKNOWN).finish(), OriginDay::default());
        let day = OriginLoad::new(&two_servers(safe(1.0), Background::NONE)).finish();
        assert_eq!((day.requests, day.utilisation_mean, day.response_p95_seconds), (None, None, None));
        assert_eq!((day.failures, day.is_overloaded), (Some(0), None), "no safe load is known");
    }

    #[test]
    fn requests_and_answers_are_counted() {
        let mut load = OriginLoad::new(&two_servers(safe(1.0), Background::NONE));
        for (at, in_service) in [(0.0, 1), (0.25, 2), (1.5, 3)] {
            tell(&mut load, at, OriginSignal::Requested, in_service, in_service);
        }
        for (at, after, in_service) in [(2.0, 2.0, 2), (3.0, 2.75, 1)] {
            tell(&mut load, at, answered(after), in_service, in_service);
        }
        tell(&mut load, 3.5, OriginSignal::TimedOut, 0, 1);
        let day = load.finish();
        assert_eq!((day.requests, day.requests_per_second_max, day.failures), (Some(3), Some(2), Some(1)));
        assert_eq!((day.in_service_max, day.inside_max), (Some(3), 3));
        assert_eq!((day.response_p50_seconds, day.response_max_seconds), (Some(2.0), Some(2.75)));
        // 0.25 s with one, 2.75 s with two or more, 0.5 s with one, and still to the end of the second.
        assert_eq!(day.utilisation_mean, Some((0.25 * 0.5 + 2.75 + 0.5 * 0.5) / 4.0));
    }

    #[test]
    fn overloads_are_joined_across_seconds_and_told_apart_by_a_pause() {
        let known = SafeLoad { requests_per_second: Some(1), ..safe(2.0) };
        let mut load = OriginLoad::new(&Origin { safe: known, ..Origin::UNKNOWN });
        // Two requests each in the seconds that begin at 5, 6 and 9.
        for at in [5.1, 5.2, 6.8, 6.9, 9.0, 9.9] {
            tell(&mut load, at, OriginSignal::Requested, 0, 0);
        }
        let day = load.finish();
        assert_eq!((day.overload_seconds, day.longest_overload_seconds), (Some(3.0), Some(2.0)));
        assert_eq!((day.first_overload_seconds, day.is_overloaded), (Some(5.0), Some(true)));
    }

    #[test]
    fn an_overload_of_people_begins_and_ends_at_the_instant() {
        let known = SafeLoad { people_inside: Some(2), ..safe(1.5) };
        let mut load = OriginLoad::new(&Origin { safe: known, ..Origin::UNKNOWN });
        for (at, inside) in [(0.5, 3), (1.75, 2), (1.75, 3), (2.25, 2), (600.25, 4), (600.5, 0)] {
            goes_inside(&mut load, at, inside);
        }
        let day = load.finish();
        assert_eq!((day.overload_seconds, day.longest_overload_seconds), (Some(2.0), Some(1.75)));
        assert_eq!(
            (day.first_overload_seconds, day.is_overloaded, day.inside_max),
            (Some(0.5), Some(true), 4)
        );
    }

    /// Catches: a stretch within an overloaded second that tears it, so that a further safe level makes overloads shorter.
    #[test]
    fn a_further_safe_level_never_shortens_an_overload() {
        let busy = SafeLoad { requests_per_second: Some(1), ..safe(2.0) };
        let both = SafeLoad { people_inside: Some(2), ..busy };
        let day = |known: SafeLoad| {
            let mut load = OriginLoad::new(&Origin { safe: known, ..Origin::UNKNOWN });
            for second in 0..5 {
                let at = f64::from(second);
                tell(&mut load, at + 0.1, OriginSignal::Requested, 0, 0);
                tell(&mut load, at + 0.2, OriginSignal::Requested, 0, 0);
                goes_inside(&mut load, at + 0.3, 3);
                goes_inside(&mut load, at + 0.6, 1);
            }
            load.finish()
        };
        let (one, two) = (day(busy), day(both));
        for day in [one, two] {
            assert_eq!((day.overload_seconds, day.longest_overload_seconds), (Some(5.0), Some(5.0)));
            assert_eq!((day.first_overload_seconds, day.is_overloaded), (Some(0.0), Some(true)));
        }
    }

    #[test]
    fn people_and_requests_that_are_too_many_together_are_one_overload() {
        let known = SafeLoad { people_inside: Some(1), requests_per_second: Some(1), ..safe(0.0) };
        let mut load = OriginLoad::new(&Origin { safe: known, ..Origin::UNKNOWN });
        tell(&mut load, 0.25, OriginSignal::Requested, 0, 1);
        tell(&mut load, 0.5, OriginSignal::Requested, 0, 2);
        goes_inside(&mut load, 1.5, 1);
        let day = load.finish();
        // The second from 0 on for its requests, and from 0.5 to 1.5 for the people.
        assert_eq!((day.overload_seconds, day.longest_overload_seconds), (Some(1.5), Some(1.5)));
        assert_eq!(day.first_overload_seconds, Some(0.0));
    }

    #[test]
    fn a_day_below_every_safe_load_has_no_overload() {
        let known = SafeLoad { people_inside: Some(1), ..safe(0.0) };
        let mut load = OriginLoad::new(&Origin { safe: known, ..Origin::UNKNOWN });
        goes_inside(&mut load, 3.0, 1);
        let day = load.finish();
        assert_eq!((day.overload_seconds, day.first_overload_seconds), (Some(0.0), None));
        assert_eq!(day.is_overloaded, Some(false));
    }

    #[test]
    fn still_time_is_skipped_and_counted() {
        let known = SafeLoad { utilisation: Some(0.9), ..safe(1.0) };
        let mut load = OriginLoad::new(&two_servers(known, Background::NONE));
        for start in [0.0, 1_000_000.0] {
            tell(&mut load, start, OriginSignal::Requested, 2, 1);
            tell(&mut load, start + 1.0, answered(1.0), 0, 0);
        }
        let day = load.finish();
        // Both seconds are full; a million seconds and two pass, the last one to its end.
        assert_eq!((day.overload_seconds, day.longest_overload_seconds), (Some(2.0), Some(1.0)));
        assert_eq!(day.utilisation_mean, Some(2.0 / 1_000_002.0));
    }

    #[test]
    fn other_tenants_keep_the_station_busy() {
        let known = SafeLoad { utilisation: Some(0.6), ..safe(1.0) };
        let mut load = OriginLoad::new(&two_servers(known, Background::constant(0.5)));
        tell(&mut load, 0.0, OriginSignal::Requested, 1, 1);
        tell(&mut load, 1.0, answered(1.0), 0, 0);
        tell(&mut load, 2.0, OriginSignal::LoadChanged, 0, 0);
        let day = load.finish();
        // 0.5 + 0.5 · 0.5 for a second, 0.5 for two.
        assert_eq!(day.utilisation_mean, Some((0.75 + 2.0 * 0.5) / 3.0));
        assert_eq!(day.overload_seconds, Some(1.0));
    }
}
