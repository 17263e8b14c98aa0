//! Events that were foreseen: a two-level wheel of bins, in which putting and taking cost the same however
//! many events are ahead.

/// Something that will happen to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) at: i64,
    pub(super) rank: u32,
    /// Meaning is the user's: a minute, a count.
    pub(super) note: u32,
}

/// A monotone priority queue: nothing is put before the last entry taken. Entries come out by time, then rank.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    width_log2: u32,
    /// Absolute number of the bin that `current` came from.
    bin: i64,
    /// Entries of the bins up to `bin`, latest first.
    current: Vec<Entry>,
    near: Vec<Vec<Entry>>,
    far: Vec<Vec<Entry>>,
    /// Entries beyond both wheels.
    beyond: Vec<Entry>,
    near_count: usize,
    far_count: usize,
}

const NEAR_LOG2: u32 = 10;
const NEAR: i64 = 1 << NEAR_LOG2;
const FAR: i64 = 1 << 10;

impl Calendar {
    /// A calendar that starts at `now` and expects about so many entries in an hour.
    pub(super) fn new(now: i64, entries_per_hour: usize) -> Calendar {
        // Bins of about 16 entries: sorting one is a handful of comparisons.
        let microseconds = 16 * 3_600_000_000_u64 / (entries_per_hour as u64 + 1);
        let width_log2 = microseconds.max(2).ilog2().clamp(6, 24);
        Calendar {
            width_log2,
            bin: now >> width_log2,
            current: Vec::new(),
            near: vec![Vec::new(); NEAR as usize],
            far: vec![Vec::new(); FAR as usize],
            beyond: Vec::new(),
            near_count: 0,
            far_count: 0,
        }
    }

    #[inline]
    pub(super) fn put(&mut self, entry: Entry) {
        let bin = entry.at >> self.width_log2;
        if bin <= self.bin {
            let place = self.current.partition_point(|other| *other > entry);
            self.current.insert(place, entry);
        } else if (bin >> NEAR_LOG2) == (self.bin >> NEAR_LOG2) {
            self.near[(bin & (NEAR - 1)) as usize].push(entry);
            self.near_count += 1;
        } else {
            self.put_far(bin, entry);
        }
    }

    fn put_far(&mut self, bin: i64, entry: Entry) {
        let turn = bin >> NEAR_LOG2;
        if turn - (self.bin >> NEAR_LOG2) < FAR {
            self.far[(turn & (FAR - 1)) as usize].push(entry);
            self.far_count += 1;
        } else {
            self.beyond.push(entry);
        }
    }

    /// The next entry, left in place.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<Entry> {
        if self.current.is_empty() {
            self.advance();
        }
        self.current.last().copied()
    }

    /// Takes the entry that `peek` showed.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Entry> {
        if self.current.is_empty() {
            self.advance();
        }
        self.current.pop()
    }

    /// Moves to the next bin with entries.
    fn advance(&mut self) {
        loop {
            if self.near_count > 0 {
                self.bin += 1;
                while self.near[(self.bin & (NEAR - 1)) as usize].is_empty() {
                    self.bin += 1;
                }
                std::mem::swap(&mut self.current, &mut self.near[(self.bin & (NEAR - 1)) as usize]);
                self.near_count -= self.current.len();
                self.current.sort_unstable_by(|a, b| b.cmp(a));
                return;
            }
            if self.far_count == 0 && self.beyond.is_empty() {
                return;
            }
            self.turn();
        }
    }

    /// Spreads the next turn of the far wheel over the near one.
    fn turn(&mut self) {
        let mut turn = (self.bin >> NEAR_LOG2) + 1;
        if self.far_count == 0 {
            let earliest = self.beyond.iter().map(|entry| entry.at).min().unwrap_or(0);
            turn = (earliest >> self.width_log2) >> NEAR_LOG2;
        } else {
            while self.far[(turn & (FAR - 1)) as usize].is_empty() {
                turn += 1;
            }
        }
        // One before the turn's first bin, so that `advance` looks at that bin too.
        self.bin = (turn << NEAR_LOG2) - 1;
        let entries = std::mem::take(&mut self.far[(turn & (FAR - 1)) as usize]);
        self.far_count -= entries.len();
        for entry in &entries {
            self.near[((entry.at >> self.width_log2) & (NEAR - 1)) as usize].push(*entry);
        }
        self.near_count += entries.len();
        self.recall_beyond(turn);
    }

    /// Entries beyond the far wheel join it, or the near one, as soon as they fit.
    fn recall_beyond(&mut self, turn: i64) {
        for entry in std::mem::take(&mut self.beyond) {
            let bin = entry.at >> self.width_log2;
            if bin >> NEAR_LOG2 == turn {
                self.near[(bin & (NEAR - 1)) as usize].push(entry);
                self.near_count += 1;
            } else if (bin >> NEAR_LOG2) - turn < FAR {
                self.far[((bin >> NEAR_LOG2) & (FAR - 1)) as usize].push(entry);
                self.far_count += 1;
            } else {
                self.beyond.push(entry);
            }
        }
    }

    /// All entries in order, for taking a day apart.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.current.clone();
        all.extend(self.near.iter().chain(&self.far).flatten());
        all.extend(&self.beyond);
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Field, Purpose, RunKey, Stream};
    use std::collections::BTreeSet;

    /// The wheel against a sorted set, over steps from microseconds to weeks.
    #[test]
    fn comes_out_in_order_whatever_was_put() {
        for seed in 0..20 {
            let stream = Stream::new(RunKey { seed, replication: 0 }, Purpose::Events, 0, Field::Number);
            let mut calendar = Calendar::new(-5_000_000, 1 << (seed % 20));
            let mut reference = BTreeSet::new();
            let mut now = -5_000_000;
            for step in 0..4_000_u32 {
                if stream.uniform(u64::from(step)) < 0.55 || reference.is_empty() {
                    let reach = 10_f64.powf(12.5 * stream.uniform(1_000_000 + u64::from(step)));
                    let entry = Entry { at: now + reach as i64 - 1, rank: step, note: 0 };
                    calendar.put(entry);
                    reference.insert(entry);
                } else {
                    let expected = reference.pop_first();
                    assert_eq!(calendar.peek(), expected, "seed {seed} step {step}");
                    assert_eq!(calendar.take(), expected);
                    now = expected.map_or(now, |entry| entry.at);
                }
            }
            assert_eq!(calendar.entries(), reference.iter().copied().collect::<Vec<_>>());
            while let Some(expected) = reference.pop_first() {
                assert_eq!(calendar.take(), Some(expected));
            }
            assert_eq!(calendar.take(), None);
        }
    }
}
