//! Events that were foreseen: a two-level wheel of bins, in which putting and taking cost the same however
//! many events are ahead.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::phase::{Key, Phase};

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
    /// Absolute number of the last bin that was opened; all later bins are closed.
    bin: i64,
    /// Entries of opened bins, latest first.
    current: Vec<Entry>,
    /// Entries put into bins that were open already.
    early: BinaryHeap<Reverse<Entry>>,
    near: Vec<Vec<Entry>>,
    far: Vec<Vec<Entry>>,
    /// Entries beyond both wheels.
    beyond: Vec<Entry>,
    near_count: usize,
    far_count: usize,
}

/// Most bins that are opened at once where they are empty.
const BINS_AT_ONCE: i64 = 16;
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
            early: BinaryHeap::new(),
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
            self.early.push(Reverse(entry));
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

    /// When the next entry comes, with the phase of these entries; or from when on one may come, as a key of
    /// [`Phase::Look`]: bins stay closed until their time, so that entries yet to be put find them in order.
    #[inline]
    pub(super) fn key(&self, phase: Phase) -> Key {
        let open = match (self.current.last(), self.early.peek()) {
            (Some(entry), Some(Reverse(early))) => entry.at.min(early.at),
            (Some(entry), None) => entry.at,
            (None, Some(Reverse(early))) => early.at,
            (None, None) if self.near_count + self.far_count + self.beyond.len() == 0 => return Key::NEVER,
            (None, None) => return Key::new((self.bin + 1) << self.width_log2, Phase::Look),
        };
        Key::new(open, phase)
    }

    /// Whether nothing is foreseen.
    pub(super) fn is_empty(&self) -> bool {
        self.current.is_empty()
            && self.early.is_empty()
            && self.near_count + self.far_count == 0
            && self.beyond.is_empty()
    }

    /// The entry that `key` told.
    pub(super) fn first(&self) -> Option<Entry> {
        match (self.current.last(), self.early.peek()) {
            (Some(entry), Some(Reverse(early))) => Some(*entry.min(early)),
            (Some(entry), None) => Some(*entry),
            (None, early) => early.map(|Reverse(entry)| *entry),
        }
    }

    /// Takes the entry that `key` told.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Entry> {
        match (self.current.last(), self.early.peek()) {
            (Some(entry), Some(Reverse(early))) if early < entry => {
                self.early.pop().map(|Reverse(entry)| entry)
            }
            (Some(_), _) => self.current.pop(),
            (None, _) => self.early.pop().map(|Reverse(entry)| entry),
        }
    }

    /// Opens bins up to the next one with entries, but only a few at once; to be called when the time of the first
    /// has come, as `key` says. Entries that are put into an opened bin later still come out in order, only at a
    /// little more cost.
    pub(super) fn look(&mut self) {
        for _ in 0..BINS_AT_ONCE {
            self.bin += 1;
            if self.bin & (NEAR - 1) == 0 {
                self.begin_turn();
            }
            if self.near_count == 0 {
                self.bin = (self.bin + BINS_AT_ONCE).min(self.bin | (NEAR - 1));
                return;
            }
            let slot = &mut self.near[(self.bin & (NEAR - 1)) as usize];
            if !slot.is_empty() {
                std::mem::swap(&mut self.current, slot);
                self.near_count -= self.current.len();
                self.current.sort_unstable_by(|a, b| b.cmp(a));
                return;
            }
        }
    }

    /// Spreads the far wheel's entries of the turn that begins over the near wheel.
    fn begin_turn(&mut self) {
        let slot = ((self.bin >> NEAR_LOG2) & (FAR - 1)) as usize;
        let mut entries = std::mem::take(&mut self.far[slot]);
        self.far_count -= entries.len();
        self.near_count += entries.len();
        for entry in entries.drain(..) {
            self.near[((entry.at >> self.width_log2) & (NEAR - 1)) as usize].push(entry);
        }
        // Its memory serves the next round.
        self.far[slot] = entries;
        self.recall_beyond();
    }

    /// Entries beyond the far wheel join a wheel as soon as they fit.
    fn recall_beyond(&mut self) {
        if self.beyond.is_empty() {
            return;
        }
        for entry in std::mem::take(&mut self.beyond) {
            let bin = entry.at >> self.width_log2;
            if bin >> NEAR_LOG2 == self.bin >> NEAR_LOG2 {
                self.near[(bin & (NEAR - 1)) as usize].push(entry);
                self.near_count += 1;
            } else {
                self.put_far(bin, entry);
            }
        }
    }

    /// All entries in order, for taking a day apart.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.current.clone();
        all.extend(self.early.iter().map(|Reverse(entry)| entry));
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
                    let mut key = calendar.key(Phase::Departure);
                    while key.is(Phase::Look) {
                        assert!(
                            expected.is_some_and(|entry| key.at() <= entry.at),
                            "seed {seed} step {step}"
                        );
                        calendar.look();
                        key = calendar.key(Phase::Departure);
                    }
                    assert_eq!(calendar.take(), expected, "seed {seed} step {step}");
                    now = expected.map_or(now, |entry| entry.at);
                }
            }
            assert_eq!(calendar.entries(), reference.iter().copied().collect::<Vec<_>>());
            while let Some(expected) = reference.pop_first() {
                while calendar.key(Phase::Departure).is(Phase::Look) {
                    calendar.look();
                }
                assert_eq!(calendar.take(), Some(expected));
            }
            assert_eq!(calendar.key(Phase::Departure), Key::NEVER);
        }
    }
}
