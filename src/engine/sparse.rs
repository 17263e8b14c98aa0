//! Facts about few of many people.

use std::collections::BTreeMap;

/// Values for some ranks, with one bit a person that spares nearly everyone the look into the map.
#[derive(Clone, Debug)]
pub(super) struct Sparse<T> {
    marks: Vec<u64>,
    values: BTreeMap<u32, T>,
}

impl<T: Copy> Sparse<T> {
    pub(super) fn new(people: usize) -> Sparse<T> {
        Sparse { marks: vec![0; people.div_ceil(64)], values: BTreeMap::new() }
    }

    #[inline]
    pub(super) fn get(&self, rank: u32) -> Option<T> {
        let marked = self.marks[rank as usize / 64] >> (rank % 64) & 1 == 1;
        if marked { self.values.get(&rank).copied() } else { None }
    }

    pub(super) fn set(&mut self, rank: u32, value: T) {
        self.marks[rank as usize / 64] |= 1 << (rank % 64);
        self.values.insert(rank, value);
    }

    pub(super) fn remove(&mut self, rank: u32) {
        if self.get(rank).is_some() {
            self.marks[rank as usize / 64] &= !(1 << (rank % 64));
            self.values.remove(&rank);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.values.iter().map(|(rank, value)| (*rank, value))
    }
}
