//! Events that were foreseen: a wheel of bins, in which putting and taking cost the same however many events are ahead.

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

impl Entry {
    /// One number that sorts as the entry does: comparing two costs no branch.
    #[inline(always)]
    fn order(&self) -> i128 {
        i128::from(self.at) << 64 | i128::from(u64::from(self.rank) << 32 | u64::from(self.note))
    }
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
    /// First chunk of each bin of this turn of the wheel; made with the first entry.
    bins: Vec<u32>,
    near: Chunks<NEAR>,
    /// First chunk of each turn to come.
    turns: Vec<u32>,
    far: Chunks<FAR>,
    /// Entries beyond all turns.
    beyond: Vec<Entry>,
    /// The first turn of these.
    beyond_from: i64,
    in_bins: usize,
    in_turns: usize,
}

/// Entries of a chunk of a bin: two cache lines.
const NEAR: usize = 7;
/// Entries of a chunk of a turn: emptying one steps through memory that was not used for long.
const FAR: usize = 31;
/// Entries that a bin is expected to hold: few enough to be sorted in the fastest memory, enough to be worth opening.
const ENTRIES_OF_A_BIN: u64 = 48;
/// Most bins that are opened at once where they are empty.
const BINS_AT_ONCE: i64 = 16;
const BINS_LOG2: u32 = 9;
const BINS: i64 = 1 << BINS_LOG2;
const TURNS: i64 = 1024;

impl Calendar {
    /// A calendar that starts at `now` and expects about so many entries in an hour.
    pub(super) fn new(now: i64, entries_per_hour: usize) -> Calendar {
        let microseconds = ENTRIES_OF_A_BIN * 3_600_000_000 / (entries_per_hour as u64 + 1);
        let width_log2 = microseconds.max(2).ilog2().clamp(6, 24);
        Calendar {
            width_log2,
            bin: now >> width_log2,
            current: Vec::new(),
            early: BinaryHeap::new(),
            bins: Vec::new(),
            near: Chunks::new(),
            turns: Vec::new(),
            far: Chunks::new(),
            beyond: Vec::new(),
            beyond_from: i64::MAX,
            in_bins: 0,
            in_turns: 0,
        }
    }

    #[inline]
    pub(super) fn put(&mut self, entry: Entry) {
        let bin = entry.at >> self.width_log2;
        if bin <= self.bin {
            self.early.push(Reverse(entry));
        } else if (bin >> BINS_LOG2) == (self.bin >> BINS_LOG2) && !self.bins.is_empty() {
            self.in_bins += 1;
            self.near.push(&mut self.bins[(bin & (BINS - 1)) as usize], entry);
        } else {
            self.put_far(bin, entry);
        }
    }

    fn put_far(&mut self, bin: i64, entry: Entry) {
        if self.bins.is_empty() {
            self.bins = vec![NONE; BINS as usize];
            self.turns = vec![NONE; TURNS as usize];
            return self.put(entry);
        }
        let turn = bin >> BINS_LOG2;
        if turn - (self.bin >> BINS_LOG2) < TURNS {
            self.in_turns += 1;
            self.far.push(&mut self.turns[(turn & (TURNS - 1)) as usize], entry);
        } else {
            self.beyond.push(entry);
            self.beyond_from = self.beyond_from.min(turn);
        }
    }

    /// When the next entry comes, with the phase of these entries; or from when on one may come, as a key of
    /// [`Phase::Look`]: bins stay closed until their time, so that entries yet to be put find them in order.
    #[inline]
    pub(super) fn key(&self, phase: Phase) -> Key {
        let open = match (self.current.last(), self.early.peek()) {
            (Some(entry), None) => entry.at,
            (Some(entry), Some(Reverse(early))) => entry.at.min(early.at),
            (None, Some(Reverse(early))) => early.at,
            (None, None) if self.in_bins + self.in_turns + self.beyond.len() == 0 => return Key::NEVER,
            (None, None) => return Key::new((self.bin + 1) << self.width_log2, Phase::Look),
        };
        Key::new(open, phase)
    }

    /// Whether nothing is foreseen.
    pub(super) fn is_empty(&self) -> bool {
        self.current.is_empty()
            && self.early.is_empty()
            && self.in_bins + self.in_turns == 0
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
        if self.early.is_empty() { self.current.pop() } else { self.take_with_early() }
    }

    fn take_with_early(&mut self) -> Option<Entry> {
        match (self.current.last(), self.early.peek()) {
            (Some(entry), Some(Reverse(early))) if early > entry => self.current.pop(),
            _ => self.early.pop().map(|Reverse(entry)| entry),
        }
    }

    /// Opens bins up to the next one with entries, but only a few at once; to be called when the time of the first
    /// has come, as `key` says. Entries that are put into an opened bin later still come out in order, only at a
    /// little more cost.
    pub(super) fn look(&mut self) {
        for _ in 0..BINS_AT_ONCE {
            self.bin += 1;
            if self.bin & (BINS - 1) == 0 {
                self.begin_turn();
            }
            if self.in_bins == 0 {
                self.bin = (self.bin + BINS_AT_ONCE).min(self.bin | (BINS - 1));
                return;
            }
            let list = std::mem::replace(&mut self.bins[(self.bin & (BINS - 1)) as usize], NONE);
            if list != NONE {
                self.in_bins -= self.near.empty(list, &mut self.current);
                self.current.sort_unstable_by_key(|entry| Reverse(entry.order()));
                return;
            }
        }
    }

    /// Entries of the opened bins, latest first.
    pub(super) fn opened(&self) -> &[Entry] {
        &self.current
    }

    /// Forgets entries of the opened bins that nobody needs any more. A look at each of them right after
    /// [`look`](Self::look) also brings what is known of these people into the fastest memory, many at a time.
    pub(super) fn keep_opened(&mut self, is_needed: impl Fn(&Entry) -> bool) {
        self.current.retain(is_needed);
    }

    /// Spreads the entries of the turn that begins over its bins.
    fn begin_turn(&mut self) {
        let turn = ((self.bin >> BINS_LOG2) & (TURNS - 1)) as usize;
        let list = std::mem::replace(&mut self.turns[turn], NONE);
        // `current` is empty: bins are opened when nothing is left of those before.
        self.in_turns -= self.far.empty(list, &mut self.current);
        let mut entries = std::mem::take(&mut self.current);
        self.in_bins += entries.len();
        for entry in entries.drain(..) {
            let bin = (entry.at >> self.width_log2) & (BINS - 1);
            self.near.push(&mut self.bins[bin as usize], entry);
        }
        self.current = entries;
        self.recall_beyond();
    }

    /// Entries beyond all turns join one as soon as they fit.
    fn recall_beyond(&mut self) {
        let turn = self.bin >> BINS_LOG2;
        if self.beyond_from.saturating_sub(turn) >= TURNS {
            return;
        }
        self.beyond_from = i64::MAX;
        for entry in std::mem::take(&mut self.beyond) {
            let bin = entry.at >> self.width_log2;
            if bin >> BINS_LOG2 == turn {
                self.in_bins += 1;
                self.near.push(&mut self.bins[(bin & (BINS - 1)) as usize], entry);
            } else {
                self.put_far(bin, entry);
            }
        }
    }

    /// All entries in order, for taking a day apart.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.current.clone();
        all.extend(self.early.iter().map(|Reverse(entry)| entry));
        self.bins.iter().for_each(|list| self.near.tell(*list, &mut all));
        self.turns.iter().for_each(|list| self.far.tell(*list, &mut all));
        all.extend(&self.beyond);
        all.sort_unstable();
        all
    }
}

/// Lists of entries, in chunks of a few.
#[derive(Clone, Debug)]
struct Chunks<const MOST: usize> {
    chunks: Vec<Chunk<MOST>>,
    /// First of the chunks that hold nothing.
    free: u32,
}

/// Some entries of a list, and the chunk with further ones.
#[derive(Clone, Copy, Debug)]
struct Chunk<const MOST: usize> {
    next: u32,
    count: u32,
    entries: [Entry; MOST],
}

/// No chunk.
const NONE: u32 = u32::MAX;

impl<const MOST: usize> Chunks<MOST> {
    fn new() -> Self {
        Chunks { chunks: Vec::new(), free: NONE }
    }

    /// Puts an entry at the head of a list.
    #[inline]
    fn push(&mut self, list: &mut u32, entry: Entry) {
        if let Some(chunk) = self.chunks.get_mut(*list as usize)
            && (chunk.count as usize) < MOST
        {
            chunk.entries[chunk.count as usize] = entry;
            chunk.count += 1;
            return;
        }
        let at = self.free;
        match self.chunks.get_mut(at as usize) {
            Some(chunk) => {
                self.free = chunk.next;
                (chunk.next, chunk.count, chunk.entries[0]) = (*list, 1, entry);
                *list = at;
            }
            None => {
                let chunk = Chunk { next: *list, count: 1, entries: [entry; MOST] };
                *list = self.chunks.len() as u32;
                self.chunks.push(chunk);
            }
        }
    }

    /// Moves the entries of a list elsewhere; how many there were.
    fn empty(&mut self, list: u32, into: &mut Vec<Entry>) -> usize {
        let before = into.len();
        let mut at = list;
        while at != NONE {
            let chunk = &mut self.chunks[at as usize];
            into.extend_from_slice(&chunk.entries[..chunk.count as usize]);
            let next = std::mem::replace(&mut chunk.next, self.free);
            self.free = at;
            at = next;
        }
        into.len() - before
    }

    /// Copies the entries of a list.
    fn tell(&self, list: u32, into: &mut Vec<Entry>) {
        let mut at = list;
        while at != NONE {
            let chunk = &self.chunks[at as usize];
            into.extend(&chunk.entries[..chunk.count as usize]);
            at = chunk.next;
        }
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
            // Also from long before zero on.
            let mut now = if seed % 3 == 0 { -3_000_000_000_000 } else { -5_000_000 };
            let mut calendar = Calendar::new(now, 1 << (seed % 20));
            let mut reference = BTreeSet::new();
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
