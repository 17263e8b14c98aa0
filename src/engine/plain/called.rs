//! The line of a metered room on a plain day: people are called as they came.

use super::{Admission, PlainLine};
use crate::engine::blueprint::Blueprint;
use crate::engine::crowd::Crowd;
use crate::engine::gate::Gate;
use crate::engine::line::Answer;
use crate::engine::phase::{Key, Phase};
use crate::model::room;

/// Nobody is queued twice and nobody passes anybody, so the line is everyone between two ranks who has not gone.
#[derive(Debug)]
pub(in crate::engine) struct Called<'a> {
    crowd: &'a Crowd,
    line_limit: Option<u32>,
    /// Rank of whoever is called next, perhaps somebody who has gone.
    head: u32,
    waiting: u32,
    /// One bit a person: in line.
    in_line: Vec<u64>,
}

impl<'a> PlainLine<'a> for Called<'a> {
    const DEPARTURE: Phase = Phase::LateDeparture;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd) -> Self {
        let line_limit = match *blueprint.room().line() {
            room::Line::Called { line_limit, .. } => line_limit,
            room::Line::Polled { .. } => None,
        };
        Called { crowd, line_limit, head: 0, waiting: 0, in_line: vec![0; crowd.len().div_ceil(64)] }
    }

    #[inline]
    fn answer(&self, now: i64, gate: &Gate) -> Answer {
        // In a long line only its limit has to be looked at.
        if self.waiting > 0 && self.line_limit.is_none() {
            return Answer::Queued;
        }
        let free = gate.free(now);
        if self.waiting == 0 && free > 0 {
            return Answer::Accepted;
        }
        // People in line who are called at this very instant make room.
        let remaining = i64::from(self.waiting).saturating_sub(free);
        match self.line_limit {
            Some(limit) if remaining >= i64::from(limit) => Answer::TurnedAway,
            _ => Answer::Queued,
        }
    }

    #[inline]
    fn join(&mut self, rank: u32, _: i64, _: bool) {
        if self.waiting == 0 {
            self.head = rank;
        }
        self.waiting += 1;
        self.in_line[rank as usize / 64] |= 1 << (rank % 64);
    }

    #[inline]
    fn is_waiting(&self, rank: u32) -> bool {
        self.in_line[rank as usize / 64] >> (rank % 64) & 1 == 1
    }

    #[inline]
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key {
        if self.waiting == 0 || gate.open_slots() <= 0 {
            return Key::NEVER;
        }
        Key::maybe(gate.opening(now, 1).map(|opening| opening.from), Phase::Admission)
    }

    #[inline]
    fn attempt(&mut self) -> Option<Admission> {
        while !self.is_waiting(self.head) {
            self.head += 1;
        }
        let rank = self.head;
        self.head += 1;
        self.leave(rank, 0, 0);
        Some(Admission { rank, joined: self.crowd.at[rank as usize], again: false })
    }

    #[inline]
    fn leave(&mut self, rank: u32, _: i64, _: u32) {
        self.in_line[rank as usize / 64] &= !(1 << (rank % 64));
        self.waiting -= 1;
    }

    #[inline]
    fn places(&self) -> u32 {
        self.waiting
    }

    fn freed(&mut self, _: &Gate) {}

    fn stale(&mut self) {}
}
