//! What is left to book (K1).

use super::{AtOrigin, Stock};

/// The stock while it is booked.
pub(super) struct StockRun<'a> {
    stock: &'a Stock,
    /// Places left, by slot.
    left: Vec<u32>,
    /// K3: "the instant at which no place is left in any slot".
    pub sold_out: Option<i64>,
}

impl<'a> StockRun<'a> {
    pub fn new(stock: &'a Stock) -> StockRun<'a> {
        StockRun { stock, left: stock.slots.iter().map(|slot| slot.0).collect(), sold_out: None }
    }

    /// K1: "If it has at least k left, takes them. Else, if flexible (keyed share), takes them from a slot that has at least
    /// k left, chosen (keyed) in proportion to popularity among those. Else finds it sold out." The slot.
    pub fn book(&mut self, now: i64, own: &AtOrigin) -> Option<usize> {
        let wanted = own.places_wanted;
        let slot = if self.left[own.slot] >= wanted {
            own.slot
        } else if own.is_flexible {
            self.another(wanted, own.other_slot)?
        } else {
            return None;
        };
        self.left[slot] -= wanted;
        if self.left.iter().all(|left| *left == 0) {
            assert_eq!(self.sold_out, None, "sold out once");
            self.sold_out = Some(now);
        }
        Some(slot)
    }

    /// "smallest index whose cumulative popularity among those exceeds u × their sum".
    fn another(&self, wanted: u32, uniform: f64) -> Option<usize> {
        let fits: Vec<usize> = (0..self.left.len()).filter(|&slot| self.left[slot] >= wanted).collect();
        let sum: f64 = fits.iter().map(|&slot| self.stock.slots[slot].1).sum();
        let mut cumulative = 0.0;
        for &slot in &fits {
            cumulative += self.stock.slots[slot].1;
            if cumulative > uniform * sum {
                return Some(slot);
            }
        }
        fits.last().copied()
    }
}
