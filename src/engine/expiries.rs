//! Ends of sessions.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Ends of sessions, by instant, then rank. Nearly all are put in order, because every session lasts equally long after its
/// last request; the others go to a heap.
#[derive(Debug)]
pub(super) struct Expiries {
    in_order: VecDeque<(i64, u32)>,
    others: BinaryHeap<Reverse<(i64, u32)>>,
    /// The first of the others; later than everything if there is none.
    first_other: (i64, u32),
}

const NONE: (i64, u32) = (i64::MAX, u32::MAX);

impl Default for Expiries {
    fn default() -> Self {
        Expiries { in_order: VecDeque::new(), others: BinaryHeap::new(), first_other: NONE }
    }
}

impl Expiries {
    #[inline]
    pub(super) fn put(&mut self, at: i64, rank: u32) {
        if self.in_order.back().is_none_or(|last| *last <= (at, rank)) {
            self.in_order.push_back((at, rank));
        } else {
            self.put_aside(at, rank);
        }
    }

    /// Puts one that lies later than most of those yet to be put.
    pub(super) fn put_aside(&mut self, at: i64, rank: u32) {
        self.others.push(Reverse((at, rank)));
        self.first_other = self.first_other.min((at, rank));
    }

    /// When the next session ends.
    #[inline]
    pub(super) fn peek(&self) -> Option<i64> {
        let first = self.in_order.front().map_or(i64::MAX, |entry| entry.0).min(self.first_other.0);
        (first != i64::MAX).then_some(first)
    }

    #[inline]
    pub(super) fn take(&mut self) -> Option<(i64, u32)> {
        match self.in_order.front() {
            Some(first) if *first <= self.first_other => self.in_order.pop_front(),
            _ => self.take_other(),
        }
    }

    fn take_other(&mut self) -> Option<(i64, u32)> {
        let other = self.others.pop().map(|Reverse(entry)| entry);
        self.first_other = self.others.peek().map_or(NONE, |Reverse(entry)| *entry);
        other
    }

    /// All of them in order, for taking a day apart.
    pub(super) fn entries(&self) -> Vec<(i64, u32)> {
        let others = self.others.iter().map(|Reverse(entry)| entry);
        let mut all: Vec<(i64, u32)> = self.in_order.iter().chain(others).copied().collect();
        all.sort_unstable();
        all
    }
}
