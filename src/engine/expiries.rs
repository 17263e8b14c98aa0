//! Ends of sessions.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Ends of sessions, by instant, then rank. Nearly all are put in order, because every session lasts equally long after its
/// last request; the others go to a heap.
#[derive(Debug, Default)]
pub(super) struct Expiries {
    pub(super) in_order: VecDeque<(i64, u32)>,
    pub(super) others: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Expiries {
    #[inline]
    pub(super) fn put(&mut self, at: i64, rank: u32) {
        if self.in_order.back().is_none_or(|last| *last <= (at, rank)) {
            self.in_order.push_back((at, rank));
        } else {
            self.others.push(Reverse((at, rank)));
        }
    }

    /// Puts one that lies later than most of those yet to be put.
    pub(super) fn put_aside(&mut self, at: i64, rank: u32) {
        self.others.push(Reverse((at, rank)));
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<i64> {
        let first = self.in_order.front();
        if self.others.is_empty() {
            return first.map(|entry| entry.0);
        }
        match self.others.peek() {
            Some(Reverse(entry)) if first.is_none_or(|first| entry < first) => Some(entry.0),
            _ => first.map(|entry| entry.0),
        }
    }

    #[inline]
    pub(super) fn take(&mut self) -> Option<(i64, u32)> {
        if self.others.is_empty() {
            return self.in_order.pop_front();
        }
        let first = self.in_order.front();
        match self.others.peek() {
            Some(Reverse(entry)) if first.is_none_or(|first| entry < first) => {
                self.others.pop().map(|Reverse(entry)| entry)
            }
            _ => self.in_order.pop_front(),
        }
    }
}
