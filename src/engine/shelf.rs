//! What is left of the stock behind a room.

use crate::model::Stock;

/// What a person wants to book, drawn with the person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wish {
    /// Places.
    pub(super) places: u32,
    /// Slot of first choice.
    pub(super) slot: u32,
    /// Whether another one will do.
    pub(super) is_flexible: bool,
    /// Which one then: a uniform number.
    pub(super) other: f64,
}

/// The stock of a room during a run.
#[derive(Debug)]
pub(super) struct Shelf<'a> {
    stock: &'a Stock,
    left: Vec<u32>,
    left_in_all: u64,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(stock: &'a Stock) -> Shelf<'a> {
        let left = stock.slots.iter().map(|slot| slot.places).collect();
        Shelf { stock, left, left_in_all: stock.places() }
    }

    /// Places left, by slot.
    pub(super) fn left(&self) -> &[u32] {
        &self.left
    }

    /// Goes on with what another run left.
    pub(super) fn restore(&mut self, left: &[u32]) {
        self.left = left.to_vec();
        self.left_in_all = left.iter().map(|left| u64::from(*left)).sum();
    }

    pub(super) fn is_sold_out(&self) -> bool {
        self.left_in_all == 0
    }

    /// Takes the places wished for; the slot they are in, or `None` if there are too few.
    pub(super) fn take(&mut self, wish: &Wish) -> Option<u32> {
        let slot = self.slot_for(wish)?;
        self.left[slot] -= wish.places;
        self.left_in_all -= u64::from(wish.places);
        Some(slot as u32)
    }

    fn slot_for(&self, wish: &Wish) -> Option<usize> {
        let first = wish.slot as usize;
        if self.left[first] >= wish.places {
            return Some(first);
        }
        if !wish.is_flexible {
            return None;
        }
        let suits = |slot: &usize| self.left[*slot] >= wish.places;
        let suitable: Vec<usize> = (0..self.left.len()).filter(suits).collect();
        let popularity = suitable.iter().map(|slot| self.stock.slots[*slot].popularity);
        pick(popularity, wish.other).map(|position| suitable[position])
    }
}

/// The first position whose cumulative weight exceeds this share of the sum; `None` without weights.
pub(super) fn pick(weights: impl Iterator<Item = f64> + Clone, uniform: f64) -> Option<usize> {
    let wanted = uniform * weights.clone().sum::<f64>();
    let mut sum = 0.0;
    let mut last = None;
    for (position, weight) in weights.enumerate() {
        sum += weight;
        if sum > wanted {
            return Some(position);
        }
        last = Some(position);
    }
    // Rounding may leave the last one just short.
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RoomId, TimeSlot};
    use crate::units::Share;

    fn stock() -> Stock {
        let slot = |name: &str, places, popularity| TimeSlot { name: name.to_owned(), places, popularity };
        Stock {
            slots: vec![slot("morning", 3, 3.0), slot("noon", 1, 1.0), slot("evening", 2, 1.0)],
            flexible: Share::ALL,
            ..Stock::of(RoomId(0), 1)
        }
    }

    fn wish(places: u32, slot: u32, other: f64) -> Wish {
        Wish { places, slot, is_flexible: true, other }
    }

    #[test]
    fn whoever_finds_a_slot_full_takes_another_that_suits() {
        let stock = stock();
        let mut shelf = Shelf::new(&stock);
        assert_eq!(shelf.take(&wish(2, 0, 0.0)), Some(0));
        // One is left in the morning: a pair moves to the evening, the only slot with two.
        assert_eq!(shelf.take(&wish(2, 0, 0.1)), Some(2));
        assert_eq!(shelf.take(&Wish { is_flexible: false, ..wish(2, 0, 0.5) }), None);
        assert_eq!(shelf.take(&wish(2, 0, 0.5)), None);
        // Morning (weight 3) and noon (1) have one each.
        assert_eq!(shelf.take(&wish(1, 2, 0.74)), Some(0));
        assert!(!shelf.is_sold_out());
        assert_eq!(shelf.take(&wish(1, 2, 0.74)), Some(1));
        assert!(shelf.is_sold_out());
        assert_eq!(shelf.take(&wish(1, 1, 0.0)), None);
    }
}
