//! Winners by lot without playing the polls of those who lose (thinning: Lewis and Shedler 1979).
//!
//! Every poll wins with a probability p that changes with the line. Candidates are drawn at a bound above it: how many
//! polls pass until the next candidate is geometric. A candidate wins with p ÷ bound. Whenever p might exceed the
//! bound, candidates are drawn anew from there on; whether that happens never depends on draws for later polls,
//! so nobody's chance changes. Nobody who joins within a window of one interval polls in it.

use super::places::Places;
use super::ring::{Ring, Seat};
use crate::draws::Stream;
use crate::engine::gate::Gate;
use crate::engine::state::PendingLot;

/// The lottery of a polled line during a run.
#[derive(Debug)]
pub(super) struct Lot {
    rings: Vec<Ring>,
    expected: usize,
    draws: Stream,
    drawn: u64,
    bound: f64,
    /// End of the window for which candidates were drawn.
    until: i64,
    promise: Promise,
    passed: Passed,
}

/// Polls of this instant up to this person and device have been decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passed {
    at: i64,
    id: u32,
    device: u32,
}

#[derive(Clone, Copy, Debug)]
enum Promise {
    Unknown,
    /// No candidate before.
    LookAgain(i64),
    /// A candidate, who may have stopped meanwhile.
    Somebody {
        at: i64,
        seat: Seat,
        is_there: bool,
    },
}

/// The bound lies so much above the present probability.
const SLACK: f64 = 1.5;

impl Lot {
    pub(super) fn new(draws: Stream, expected: usize) -> Lot {
        Lot {
            rings: Vec::new(),
            expected,
            draws,
            drawn: 0,
            bound: 0.0,
            until: i64::MIN,
            promise: Promise::Unknown,
            passed: Passed { at: i64::MIN, id: 0, device: 0 },
        }
    }

    pub(super) fn seat<B: Default>(&mut self, places: &Places<B>, holder: u32, from: i64, interval: i64) {
        let seat = seat_of(places, holder, from, interval);
        let expected = self.expected;
        let known = self.rings.iter().position(|ring| ring.interval == interval);
        let position = known.unwrap_or_else(|| {
            self.rings.push(Ring::new(interval, expected));
            self.rings.sort_by_key(|ring| ring.interval);
            self.rings.iter().position(|ring| ring.interval == interval).unwrap_or(0)
        });
        self.rings[position].insert(seat);
    }

    pub(super) fn unseat<B: Default>(&mut self, places: &Places<B>, holder: u32, interval: i64) {
        let seat = seat_of(places, holder, places.polls(holder).from, interval);
        if let Some(ring) = self.rings.iter_mut().find(|ring| ring.interval == interval) {
            ring.remove(seat);
        }
        if let Promise::Somebody { seat: candidate, is_there, .. } = &mut self.promise
            && candidate.holder == holder
        {
            *is_there = false;
        }
    }

    /// Nobody is in line by lot any more.
    pub(super) fn clear(&mut self) {
        self.rings.clear();
        self.promise = Promise::Unknown;
    }

    /// When the next candidate polls, or when to look again.
    pub(super) fn next<B: Default>(&mut self, places: &Places<B>, now: i64, gate: &Gate) -> Option<i64> {
        let seats: usize = self.rings.iter().map(Ring::seats).sum();
        if gate.open_slots() <= 0 || seats == 0 {
            self.promise = Promise::Unknown;
            return None;
        }
        let most = gate.expected_at_most(now) / f64::from(places.total());
        // At the end of the window the promise to look again is about to be taken.
        let is_bounded = most <= self.bound || now >= self.until;
        let holds = !matches!(self.promise, Promise::Unknown) && is_bounded;
        if !holds {
            self.draw(places, now, most);
        }
        self.next_at()
    }

    fn draw<B: Default>(&mut self, places: &Places<B>, now: i64, most: f64) {
        self.bound = (SLACK * most).clamp(0.0, 1.0);
        let taken = self.rings.iter().filter(|ring| ring.seats() > 0);
        let shortest = taken.map(|ring| ring.interval).min().unwrap_or(0);
        // The allowance that the bound reckons with ends with its minute.
        let until = (now + shortest).min(places.minute_start(places.minute_of(now) + 1));
        self.until = until;
        self.promise = Promise::LookAgain(until);
        if self.bound <= 0.0 {
            return;
        }
        let after = (self.passed.at == now).then_some((self.passed.id, self.passed.device));
        for ring in self.rings.iter().filter(|ring| ring.seats() > 0) {
            let skipped = if self.bound >= 1.0 {
                0.0
            } else {
                self.drawn += 1;
                let uniform = self.draws.uniform(self.drawn - 1);
                (libm::log(uniform) / libm::log1p(-self.bound)).floor()
            };
            let Some((at, seat)) = ring.poll(now, after, skipped) else { continue };
            let earliest = match self.promise {
                Promise::Somebody { at, seat, .. } => (at, seat.id, seat.device),
                _ => (until, 0, 0),
            };
            if (at, seat.id, seat.device) < earliest {
                self.promise = Promise::Somebody { at, seat, is_there: true };
            }
        }
    }

    /// When the candidate polls, or when to look again.
    pub(super) fn next_at(&self) -> Option<i64> {
        match self.promise {
            Promise::Unknown => None,
            Promise::LookAgain(at) | Promise::Somebody { at, .. } => Some(at),
        }
    }

    /// Who the candidate is, for the order of one instant.
    pub(super) fn next_order(&self) -> (u32, u32) {
        match self.promise {
            Promise::Somebody { seat, .. } => (seat.id, seat.device),
            Promise::Unknown | Promise::LookAgain(_) => (0, 0),
        }
    }

    /// Takes the candidate; nobody if it stopped, or if it was only time to look again.
    pub(super) fn take<B: Default>(&mut self, places: &Places<B>) -> Option<u32> {
        let promise = std::mem::replace(&mut self.promise, Promise::Unknown);
        let Promise::Somebody { at, seat, is_there } = promise else { return None };
        self.passed = Passed { at, id: seat.id, device: seat.device };
        // Whoever joined at this very instant has a seat but no poll yet.
        let polls = is_there && places.polls(seat.holder).from < at;
        polls.then_some(seat.holder)
    }

    /// Whether a candidate wins.
    pub(super) fn wins(&mut self, chance: f64) -> bool {
        self.drawn += 1;
        self.draws.uniform(self.drawn - 1) * self.bound < chance
    }

    pub(super) fn pending<B: Default>(&self, places: &Places<B>) -> PendingLot {
        let candidate = match self.promise {
            Promise::Somebody { at, seat, is_there } => {
                let (rank, device) = places.owner(seat.holder);
                Some((at, places.crowd.who(rank), device, is_there))
            }
            _ => None,
        };
        PendingLot {
            drawn: self.drawn,
            bound: self.bound.to_bits(),
            look_again: match self.promise {
                Promise::LookAgain(at) => Some(at),
                _ => None,
            },
            candidate,
            until: self.until,
            passed: (self.passed.at, self.passed.id, self.passed.device),
        }
    }

    pub(super) fn restore<B: Default>(
        &mut self,
        pending: &PendingLot,
        places: &Places<B>,
        rank_of: &dyn Fn(crate::engine::crowd::Who) -> Option<u32>,
    ) {
        (self.drawn, self.bound) = (pending.drawn, f64::from_bits(pending.bound));
        self.until = pending.until;
        let (at, id, device) = pending.passed;
        self.passed = Passed { at, id, device };
        if let Some(at) = pending.look_again {
            self.promise = Promise::LookAgain(at);
        }
        if let Some((at, who, device, is_there)) = pending.candidate
            && let Some(rank) = rank_of(who)
        {
            let holder = places.holder(rank, device);
            let id = places.crowd.id[rank as usize];
            let seat = Seat { phase: 0, id, device, holder: holder.unwrap_or(u32::MAX) };
            self.promise = Promise::Somebody { at, seat, is_there: is_there && holder.is_some() };
        }
    }
}

fn seat_of<B: Default>(places: &Places<B>, holder: u32, from: i64, interval: i64) -> Seat {
    let (rank, device) = places.owner(holder);
    Seat { phase: from.rem_euclid(interval), id: places.crowd.id[rank as usize], device, holder }
}
