//! Values that few people have.

/// A value for some people, by rank. Looking for one costs two steps, and none at all while nobody has any.
#[derive(Clone, Debug)]
pub(super) struct Sparse<T> {
    people: usize,
    /// By rank: position of the value, or [`NONE`]. Empty until somebody has one.
    positions: Vec<u32>,
    values: Vec<(u32, T)>,
}

const NONE: u32 = u32::MAX;

impl<T: Copy> Sparse<T> {
    pub(super) fn new(people: usize) -> Self {
        Sparse { people, positions: Vec::new(), values: Vec::new() }
    }

    #[inline]
    pub(super) fn get(&self, rank: u32) -> Option<T> {
        if self.values.is_empty() {
            return None;
        }
        let position = self.positions[rank as usize];
        self.values.get(position as usize).map(|(_, value)| *value)
    }

    pub(super) fn set(&mut self, rank: u32, value: T) {
        if self.positions.is_empty() {
            self.positions = vec![NONE; self.people];
        }
        match self.values.get_mut(self.positions[rank as usize] as usize) {
            Some(known) => known.1 = value,
            None => {
                self.positions[rank as usize] = self.values.len() as u32;
                self.values.push((rank, value));
            }
        }
    }

    pub(super) fn remove(&mut self, rank: u32) {
        if self.get(rank).is_none() {
            return;
        }
        let position = std::mem::replace(&mut self.positions[rank as usize], NONE) as usize;
        self.values.swap_remove(position);
        if let Some((moved, _)) = self.values.get(position) {
            self.positions[*moved as usize] = position as u32;
        }
    }

    /// Everyone who has one, by rank.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let mut all: Vec<(u32, &T)> = self.values.iter().map(|(rank, value)| (*rank, value)).collect();
        all.sort_unstable_by_key(|(rank, _)| *rank);
        all.into_iter()
    }
}
