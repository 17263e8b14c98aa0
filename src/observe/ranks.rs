//! A set of people.

/// People by rank: one bit each, and nothing while nobody is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    words: Vec<u64>,
}

impl Ranks {
    pub(super) fn insert(&mut self, rank: u32) {
        let word = rank as usize / 64;
        if word >= self.words.len() {
            self.words.resize((word + 1).next_power_of_two(), 0);
        }
        self.words[word] |= 1 << (rank % 64);
    }

    pub(super) fn remove(&mut self, rank: u32) {
        if let Some(word) = self.words.get_mut(rank as usize / 64) {
            *word &= !(1 << (rank % 64));
        }
    }

    pub(super) fn contains(&self, rank: u32) -> bool {
        self.words.get(rank as usize / 64).is_some_and(|word| word >> (rank % 64) & 1 == 1)
    }

    pub(super) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Everyone in it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().enumerate().flat_map(|(word, bits)| {
            let is_in = move |bit: &u32| bits >> bit & 1 == 1;
            (0..64).filter(is_in).map(move |bit| word as u32 * 64 + bit)
        })
    }
}
