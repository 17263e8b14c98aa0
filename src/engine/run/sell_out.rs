//! Bookings, and what people in line do once nothing is left.

use std::cmp::Reverse;

use super::{DueAt, Run};
use crate::engine::calendar::Entry;
use crate::engine::line::Line;
use crate::engine::phase::Phase;
use crate::engine::signal::{Observer, Signal};

impl<'a, L: Line<'a>, O: Observer> Run<'a, L, O> {
    /// The request that opens the last step was made and answered.
    pub(super) fn book(&mut self, rank: u32) {
        let (slot, places) = match &mut self.shelf {
            None => (0, 1),
            Some(shelf) => {
                let wish = self.visits.wish(rank);
                match shelf.take(&wish) {
                    Some(slot) => (slot, wish.places),
                    None => {
                        self.tell(Signal::FoundSoldOut, rank);
                        return self.end_visit(rank);
                    }
                }
            }
        };
        self.tell(Signal::Booked { slot, places }, rank);
        if self.is_sold_out() {
            self.tell(Signal::SoldOut, rank);
            self.tell_the_line();
        }
        match self.visits.last_think(rank) {
            0 => self.end_visit(rank),
            think => {
                self.ends.put(Entry { at: self.now + think, rank, note: 0 });
                self.coming[super::Source::Ends as usize] = self.ends.key(Phase::Departure);
            }
        }
    }

    /// Whether nothing is left to book.
    pub(super) fn is_sold_out(&self) -> bool {
        self.shelf.as_ref().is_some_and(|shelf| shelf.is_sold_out())
    }

    /// Everyone in line learns that nothing is left.
    fn tell_the_line(&mut self) {
        let (polled_at, polled) = self.polled;
        let up_to = match () {
            () if self.polls_from > self.now => u32::MAX,
            () if polled_at == self.now => polled,
            () => 0,
        };
        self.sold_out = (self.now, up_to);
        let in_line = self.in_line.clone();
        for (word, bits) in in_line.into_iter().enumerate() {
            let mut bits: u64 = bits;
            while bits != 0 {
                let rank = word as u32 * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                let turn = self.turn(rank);
                self.learn_of_sell_out(rank, turn);
            }
        }
    }

    /// Somebody in line, in this turn, knows that nothing is left, and perhaps leaves for it.
    pub(super) fn learn_of_sell_out(&mut self, rank: u32, turn: u32) {
        let Some(stay) = self.visits.stay_after_sell_out(rank) else { return };
        let at = self.now.saturating_add(stay);
        self.disappointed.push(Reverse(DueAt { at, id: self.id(rank), rank, turn }));
        self.look_at_rare();
    }

    /// Whether somebody who is queued now leaves at this very instant.
    pub(super) fn leaves_for_sell_out(&self, rank: u32) -> bool {
        self.is_sold_out() && self.visits.stay_after_sell_out(rank) == Some(0)
    }

    /// Somebody leaves because nothing is left.
    pub(super) fn leave_disappointed(&mut self) {
        let Some(Reverse(due)) = self.disappointed.pop() else { return };
        self.look_at_rare();
        if self.is_in_turn(due.rank, due.turn) {
            let (sold_out_at, polled_up_to) = self.sold_out;
            // Whoever polled in vain in this very instant, before the last place was taken, has done so.
            let has_polled = sold_out_at == self.now && due.id < polled_up_to;
            self.leave_line(due.rank, has_polled.then_some(u32::MAX));
        }
    }
}
