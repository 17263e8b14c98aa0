//! People who are present and are called when a slot is free.

use std::collections::VecDeque;

use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{Answer, Attempt, Joining, Line, Reply};
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::blueprint::Blueprint;
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::{Crowd, Who};
use crate::engine::gate::Gate;
use crate::engine::phase::{Key, Phase};
use crate::engine::state::{BucketName, GhostPlace, PlaceHeld};
use crate::engine::visits::Visits;
use crate::model::room::{self, CallOrder, Regime};

/// A called line during a run.
#[derive(Debug)]
pub(in crate::engine) struct CalledLine<'a> {
    crowd: &'a Crowd,
    line_limit: Option<u32>,
    queue: Queue,
    departures: Calendar,
}

#[derive(Debug)]
enum Queue {
    /// In order of arrival; those who left are skipped when they come to the front.
    Fifo { people: VecDeque<u32>, gone: Vec<u64>, waiting: u32 },
    /// In no order; `place` finds a person.
    Lottery { people: Vec<u32>, place: Vec<u32>, generator: Box<Xoshiro256PlusPlus>, drawn: u64 },
}

const NOWHERE: u32 = u32::MAX;

impl Queue {
    #[inline]
    fn waiting(&self) -> u32 {
        match self {
            Queue::Fifo { waiting, .. } => *waiting,
            Queue::Lottery { people, .. } => people.len() as u32,
        }
    }

    #[inline]
    fn push(&mut self, rank: u32) {
        match self {
            Queue::Fifo { people, waiting, .. } => {
                people.push_back(rank);
                *waiting += 1;
            }
            Queue::Lottery { people, place, .. } => {
                place[rank as usize] = people.len() as u32;
                people.push(rank);
            }
        }
    }

    #[inline]
    fn call(&mut self) -> u32 {
        match self {
            Queue::Fifo { people, gone, waiting } => loop {
                let rank = people.pop_front().expect("only called while somebody waits");
                if gone[rank as usize / 64] >> (rank % 64) & 1 == 0 {
                    *waiting -= 1;
                    // Marked, so that the end of their patience finds them gone.
                    gone[rank as usize / 64] |= 1 << (rank % 64);
                    return rank;
                }
            },
            Queue::Lottery { people, place, generator, drawn } => {
                *drawn += 1;
                // Multiply-shift (Lemire 2019); the bias of at most n ÷ 2⁶⁴ is beyond any test.
                let pick = (u128::from(generator.next_u64()) * people.len() as u128) >> 64;
                let rank = people[pick as usize];
                drop_from(people, place, rank);
                rank
            }
        }
    }

    /// Removes a person; whether they were still there.
    #[inline]
    fn remove(&mut self, rank: u32) -> bool {
        match self {
            Queue::Fifo { gone, waiting, .. } => {
                let mark = 1 << (rank % 64);
                let word = &mut gone[rank as usize / 64];
                let there = *word & mark == 0;
                *word |= mark;
                *waiting -= u32::from(there);
                there
            }
            Queue::Lottery { people, place, .. } => {
                let there = place[rank as usize] != NOWHERE;
                if there {
                    drop_from(people, place, rank);
                }
                there
            }
        }
    }
}

fn drop_from(people: &mut Vec<u32>, place: &mut [u32], rank: u32) {
    let position = place[rank as usize] as usize;
    people.swap_remove(position);
    if let Some(moved) = people.get(position) {
        place[*moved as usize] = position as u32;
    }
    place[rank as usize] = NOWHERE;
}

impl<'a> Line<'a> for CalledLine<'a> {
    const DEPARTURE: Phase = Phase::LateDeparture;
    const IS_POLLED: bool = false;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey, earliest: i64) -> Self {
        let room::Line::Called { order, line_limit } = *blueprint.room().line() else {
            unreachable!("a called line is only made for a room that calls");
        };
        let patient = blueprint.groups().iter().all(|group| group.patience.is_none());
        let expected = if patient { 0 } else { crowd.len() };
        let queue = match order {
            CallOrder::Fifo => {
                Queue::Fifo { people: VecDeque::new(), gone: vec![0; crowd.len().div_ceil(64)], waiting: 0 }
            }
            CallOrder::Lottery => {
                let seed = Stream::new(run, Purpose::Events, 0, Field::Number).seed();
                let generator = Box::new(Xoshiro256PlusPlus::seed_from_u64(seed));
                Queue::Lottery { people: Vec::new(), place: vec![NOWHERE; crowd.len()], generator, drawn: 0 }
            }
        };
        CalledLine { crowd, line_limit, queue, departures: Calendar::new(earliest, expected) }
    }

    fn enter(&mut self, _: &Regime, _: bool, _: i64, _: &Visits) {}

    #[inline]
    fn answer(&mut self, _: u32, now: i64, gate: &Gate, another_at_this_instant: bool) -> Answer {
        // In a lottery everyone of this instant takes part, so nobody is accepted before all have come.
        let must_draw = another_at_this_instant && matches!(self.queue, Queue::Lottery { .. });
        let free = gate.free(now);
        if self.queue.waiting() == 0 && !must_draw && free > 0 {
            return Answer::Accepted;
        }
        // People in line who are called at this very instant make room.
        let remaining = i64::from(self.queue.waiting()).saturating_sub(free);
        match self.line_limit {
            Some(limit) if remaining >= i64::from(limit) => Answer::TurnedAway,
            _ => Answer::Queued,
        }
    }

    #[inline]
    fn join(&mut self, joining: Joining) {
        self.queue.push(joining.rank);
    }

    #[inline]
    fn expect_departure(&mut self, at: i64, rank: u32, turn: u32) {
        self.departures.put(Entry { at, rank, note: turn });
    }

    #[inline]
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key {
        if self.queue.waiting() == 0 || gate.open_slots() <= 0 {
            return Key::NEVER;
        }
        Key::maybe(gate.opening(now, 1).map(|opening| opening.from), Phase::Admission)
    }

    #[inline]
    fn attempt(&mut self, _: i64, _: &mut Gate, _: &Visits) -> Option<Attempt> {
        Some(Attempt { rank: self.queue.call(), device: 0, reply: Reply::In { counted: true } })
    }

    #[inline]
    fn next_departure(&mut self) -> Key {
        self.departures.key(Self::DEPARTURE)
    }

    #[inline]
    fn depart(&mut self, waits_in_turn: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let entry = self.departures.take()?;
        waits_in_turn(entry.rank, entry.note).then_some(entry.rank)
    }

    fn withdraw(&mut self, rank: u32, _: i64, _: i64, _: Option<u32>) {
        self.queue.remove(rank);
    }

    #[inline]
    fn next_place_expiry(&mut self) -> Key {
        Key::NEVER
    }

    fn look(&mut self, key: Key) {
        if self.departures.key(Self::DEPARTURE) == key {
            self.departures.look();
        }
    }

    fn departures_opened(&self) -> &[Entry] {
        self.departures.opened()
    }

    fn expire_place(&mut self) -> Option<u32> {
        None
    }

    #[inline]
    fn places(&self) -> u32 {
        self.queue.waiting()
    }

    fn places_held(&self) -> (Vec<PlaceHeld>, Vec<GhostPlace>) {
        let present: Vec<u32> = match &self.queue {
            Queue::Fifo { people, gone, .. } => people
                .iter()
                .copied()
                .filter(|rank| gone[*rank as usize / 64] >> (rank % 64) & 1 == 0)
                .collect(),
            // The order in the urn decides whom a draw means, so it is kept.
            Queue::Lottery { people, .. } => people.clone(),
        };
        let place = |rank: u32| {
            let arrival = self.crowd.arrival(rank);
            let bucket = BucketName::of_minute(0);
            PlaceHeld { who: self.crowd.who(rank), device: 0, bucket, polls_from: arrival, last_try: arrival }
        };
        (present.into_iter().map(place).collect(), Vec::new())
    }

    fn departures_expected(&self) -> Vec<(i64, u32, u32)> {
        self.departures.entries().into_iter().map(|entry| (entry.at, entry.rank, entry.note)).collect()
    }

    fn restore(
        &mut self,
        places: &[PlaceHeld],
        _: &[GhostPlace],
        rank_of: &dyn Fn(Who) -> Option<u32>,
        _: &Visits,
        _: i64,
    ) {
        places.iter().filter_map(|place| rank_of(place.who)).for_each(|rank| self.queue.push(rank));
    }

    fn draws_made(&self) -> u64 {
        match &self.queue {
            Queue::Fifo { .. } => 0,
            Queue::Lottery { drawn, .. } => *drawn,
        }
    }

    fn skip_draws(&mut self, count: u64) {
        if let Queue::Lottery { generator, drawn, .. } = &mut self.queue {
            *drawn += count;
            for _ in 0..count {
                generator.next_u64();
            }
        }
    }

    fn stale(&mut self) {}
}
