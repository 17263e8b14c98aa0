//! The servers at work: all requests in service share one rate equally, and the rate depends on how many there are.
//!
//! Exact in event time (processor sharing): while nothing comes or goes every request in service gets the same, so one
//! number, the work that each has *received* since the station was last empty, tells who is finished. A request that comes
//! when `received` is v with work w is finished when `received` is v + w, whatever happens in between; so the next one to
//! finish is the first of a heap, and a request costs the logarithm of their number.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::crowd::Who;
use super::phase::{Key, Phase};
use super::state::RequestInService;
use crate::model::{self, Throughput};
use crate::units::SimTime;

/// A request in service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Request {
    /// Position of the room.
    pub(super) room: u32,
    /// Whose.
    pub(super) rank: u32,
    /// When it arrived.
    pub(super) sent_at: i64,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    Answered(Request),
    TimedOut(Request),
    /// Served to its end although nobody waits for it any more.
    InVain,
}

/// When a request is finished: the bits of `received` by then (never negative, so they sort as the numbers do), then
/// order of arrival.
type Finish = (u64, u64);

#[derive(Clone, Copy, Debug)]
struct Place {
    number: u64,
    request: Request,
    /// Whether somebody waits for the answer.
    is_wanted: bool,
}

/// A station during a run.
#[derive(Debug)]
pub(super) struct Station<'a> {
    throughput: &'a Throughput,
    timeout: Option<i64>,
    serves_abandoned: bool,
    /// Share of the capacity that others leave.
    available: f64,
    /// Work that each request in service has received since the station was last empty, up to `since`.
    received: f64,
    since: i64,
    /// Work that each receives in a microsecond.
    speed: f64,
    /// The same by number in service if nobody else takes anything, worked out once for each number.
    speeds: Vec<f64>,
    /// When the next one is finished; `i64::MAX`: none.
    due: i64,
    in_service: u32,
    finishes: BinaryHeap<Reverse<(Finish, u32)>>,
    /// Entries of `finishes` whose request has left.
    void: u32,
    places: Vec<Place>,
    free: Vec<u32>,
    timeouts: VecDeque<(i64, u64, u32)>,
    /// Requests so far.
    number: u64,
}

/// So many void entries are not worth looking for.
const FEW: u32 = 64;
/// Rounding of floating-point numbers must not delay an answer that is exact on a microsecond: as much is forgiven.
const FORGIVEN_MICROSECONDS: f64 = 0.001;

impl<'a> Station<'a> {
    pub(super) fn new(station: &'a model::Station, available: f64) -> Station<'a> {
        Station {
            throughput: &station.throughput,
            timeout: station.timeout.map(|timeout| timeout.microseconds()),
            serves_abandoned: station.serves_abandoned,
            available,
            received: 0.0,
            since: 0,
            speed: 0.0,
            speeds: vec![0.0],
            due: i64::MAX,
            in_service: 0,
            finishes: BinaryHeap::new(),
            void: 0,
            places: Vec::new(),
            free: Vec::new(),
            timeouts: VecDeque::new(),
            number: 0,
        }
    }

    pub(super) fn in_service(&self) -> u32 {
        self.in_service
    }

    /// Others leave so much of the capacity from now on.
    pub(super) fn set_available(&mut self, now: i64, available: f64) {
        self.flow_to(now);
        self.available = available;
        self.look_ahead();
    }

    /// A request arrives.
    #[inline]
    pub(super) fn put(&mut self, request: Request, work: f64) {
        self.flow_to(request.sent_at);
        let number = self.number;
        self.number += 1;
        let place = Place { number, request, is_wanted: true };
        let at = match self.free.pop() {
            Some(free) => {
                self.places[free as usize] = place;
                free
            }
            None => {
                self.places.push(place);
                self.places.len() as u32 - 1
            }
        };
        let finish = self.received + work;
        self.finishes.push(Reverse(((finish.to_bits(), number), at)));
        if let Some(timeout) = self.timeout {
            self.timeouts.push_back((request.sent_at + timeout, number, at));
        }
        self.in_service += 1;
        self.look_ahead();
    }

    /// When the next request is finished or times out.
    #[inline]
    pub(super) fn key(&mut self) -> Key {
        // The time-out of a request that was answered is none.
        while let Some((_, number, at)) = self.timeouts.front()
            && !self.is_waited_for(*number, *at)
        {
            self.timeouts.pop_front();
        }
        let times_out = Key::maybe(self.timeouts.front().map(|entry| entry.0), Phase::TimeOut);
        if self.due == i64::MAX { times_out } else { times_out.min(Key::new(self.due, Phase::Answer)) }
    }

    /// Takes what `key` told.
    #[inline]
    pub(super) fn take(&mut self, key: Key) -> Option<Outcome> {
        self.flow_to(key.at());
        let outcome = if key.is(Phase::Answer) { self.finish() } else { self.time_out() };
        self.look_ahead();
        outcome
    }

    fn finish(&mut self) -> Option<Outcome> {
        let Reverse((_, at)) = self.finishes.pop()?;
        let place = self.places[at as usize];
        self.end(at);
        Some(if place.is_wanted { Outcome::Answered(place.request) } else { Outcome::InVain })
    }

    fn time_out(&mut self) -> Option<Outcome> {
        let (_, _, at) = self.timeouts.pop_front()?;
        let request = self.places[at as usize].request;
        if self.serves_abandoned {
            self.places[at as usize].is_wanted = false;
        } else {
            self.void += 1;
            self.end(at);
            self.clear_out();
        }
        Some(Outcome::TimedOut(request))
    }

    /// Requests in service by order of arrival, and the work that each has received; for taking a day apart.
    pub(super) fn memory(&mut self, now: i64, who: impl Fn(&Request) -> Who) -> (f64, Vec<RequestInService>) {
        self.flow_to(now);
        let mut entries: Vec<(Finish, u32)> = self.finishes.iter().map(|Reverse(entry)| *entry).collect();
        entries.retain(|((_, number), at)| self.places[*at as usize].number == *number);
        entries.sort_unstable_by_key(|((_, number), _)| *number);
        let told = entries.iter().map(|((finish, _), at)| {
            let Place { request, is_wanted, .. } = self.places[*at as usize];
            RequestInService {
                room: request.room,
                who: who(&request),
                sent_at: SimTime::from_microseconds(request.sent_at),
                finish: f64::from_bits(*finish),
                is_wanted,
            }
        });
        (self.received, told.collect())
    }

    /// Goes on with requests that another run left in service.
    pub(super) fn restore(
        &mut self,
        now: i64,
        received: f64,
        requests: &[RequestInService],
        mut rank_of: impl FnMut(&RequestInService) -> Option<u32>,
    ) {
        self.since = now;
        for kept in requests {
            let Some(rank) = rank_of(kept) else { continue };
            let (number, at) = (self.number, self.places.len() as u32);
            self.number += 1;
            let request = Request { room: kept.room, rank, sent_at: kept.sent_at.microseconds() };
            self.places.push(Place { number, request, is_wanted: kept.is_wanted });
            self.finishes.push(Reverse(((kept.finish.to_bits(), number), at)));
            if let Some(timeout) = self.timeout.filter(|_| kept.is_wanted) {
                self.timeouts.push_back((request.sent_at + timeout, number, at));
            }
            self.in_service += 1;
        }
        self.received = if self.in_service > 0 { received } else { 0.0 };
        self.look_ahead();
    }

    /// A request is no longer in service.
    fn end(&mut self, at: u32) {
        // No request has this number, so whatever refers to the place is found void.
        self.places[at as usize].number = u64::MAX;
        self.free.push(at);
        self.in_service -= 1;
        if self.in_service == 0 {
            self.received = 0.0;
            self.finishes.clear();
            self.void = 0;
        }
    }

    /// Forgets requests that have left as soon as they are most of the heap: in a collapse nearly every request times out, and
    /// taking each from the top would cost the logarithm of them all.
    fn clear_out(&mut self) {
        if self.void > self.in_service + FEW {
            let places = &self.places;
            self.finishes.retain(|Reverse(((_, number), at))| places[*at as usize].number == *number);
            self.void = 0;
        }
    }

    #[inline]
    fn is_waited_for(&self, number: u64, at: u32) -> bool {
        let place = &self.places[at as usize];
        place.number == number && place.is_wanted
    }

    #[inline]
    fn flow_to(&mut self, now: i64) {
        self.received += self.speed * (now - self.since) as f64;
        self.since = now;
    }

    /// Works out the speed and who is finished next.
    #[inline]
    fn look_ahead(&mut self) {
        self.due = i64::MAX;
        if self.in_service == 0 {
            self.speed = 0.0;
            return;
        }
        self.speed = self.speed_of_each() * self.available;
        while let Some(Reverse(((_, number), at))) = self.finishes.peek()
            && self.places[*at as usize].number != *number
        {
            self.finishes.pop();
            self.void -= 1;
        }
        if let Some(Reverse(((finish, _), _))) = self.finishes.peek()
            && self.speed > 0.0
        {
            let left = (f64::from_bits(*finish) - self.received) / self.speed;
            // Beyond all times that are simulated: never.
            self.due = if left < 1e17 { self.since + rounded_up(left) } else { i64::MAX };
        }
    }

    #[inline]
    fn speed_of_each(&mut self) -> f64 {
        let in_service = self.in_service as usize;
        while self.speeds.len() <= in_service {
            let number = self.speeds.len() as u32;
            self.speeds.push(self.throughput.per_second(number) / (1e6 * f64::from(number)));
        }
        self.speeds[in_service]
    }
}

/// Whole microseconds, rounded up but for what is forgiven; never negative.
#[inline]
fn rounded_up(microseconds: f64) -> i64 {
    let wanted = microseconds - FORGIVEN_MICROSECONDS;
    let whole = wanted.max(0.0) as i64;
    whole + i64::from(wanted > whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Distribution, Station as Settings};
    use crate::units::Span;

    fn settings(servers: u32, timeout: Option<i64>) -> Settings {
        Settings {
            throughput: Throughput::Servers { servers, service_time: Span::from_seconds(1) },
            work_cv: 0.0,
            timeout: timeout.map(Span::from_seconds),
            serves_abandoned: false,
            retries: Some(0),
            retry_delay: Distribution::Fixed(Span::ZERO),
        }
    }

    fn request(rank: u32, seconds: i64) -> Request {
        Request { room: 0, rank, sent_at: seconds * 1_000_000 }
    }

    fn story(station: &mut Station, until_empty: bool) -> Vec<(f64, Outcome)> {
        let mut told = Vec::new();
        while station.key() != Key::NEVER {
            let key = station.key();
            told.extend(station.take(key).map(|outcome| (key.at() as f64 / 1e6, outcome)));
            if !until_empty {
                break;
            }
        }
        told
    }

    #[test]
    fn two_requests_share_one_server() {
        // A comes at 0 with 3 s of work, B at 1 with 1 s. From 1 on each gets half a second a second: B is done at 3; A has
        // received 1 + 1 by then and does its last second alone: 4.
        let settings = settings(1, None);
        let mut station = Station::new(&settings, 1.0);
        station.put(request(0, 0), 3.0);
        station.put(request(1, 1), 1.0);
        assert_eq!(
            story(&mut station, true),
            [(3.0, Outcome::Answered(request(1, 1))), (4.0, Outcome::Answered(request(0, 0)))]
        );
        assert_eq!(station.in_service(), 0);
    }

    #[test]
    fn a_request_that_times_out_leaves_its_part_to_the_others() {
        // A needs 10 s, B, who comes at 1, needs 2.5. A times out at 4. By then B has received 1.5 and is alone: done at 5,
        // which is when B would time out: the answer comes first.
        let settings = settings(1, Some(4));
        let mut station = Station::new(&settings, 1.0);
        station.put(request(0, 0), 10.0);
        station.put(request(1, 1), 2.5);
        assert_eq!(
            story(&mut station, true),
            [(4.0, Outcome::TimedOut(request(0, 0))), (5.0, Outcome::Answered(request(1, 1)))]
        );
    }

    #[test]
    fn what_others_take_slows_everything_down() {
        let settings = settings(1, None);
        let mut station = Station::new(&settings, 0.5);
        station.put(request(0, 0), 1.0);
        // Half of the work is done at 1; then nothing is left for 2 s, then everything.
        station.set_available(1_000_000, 0.0);
        assert_eq!(station.key(), Key::NEVER);
        station.set_available(3_000_000, 1.0);
        assert_eq!(story(&mut station, false), [(3.5, Outcome::Answered(request(0, 0)))]);
    }
}
