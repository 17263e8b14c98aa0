//! How free slots are shared between data centres, and the tickets that hand them out (CF §2.3, §2.4).
//!
//! Arithmetic only: a number of slots is an exact fraction, so 112.5 slots stay 112.5 on every processor.

use std::fmt;

/// An exact number of slots, such as 22.5.
#[derive(Clone, Copy, Debug)]
pub struct Slots {
    parts: u64,
    of: u64,
}

impl Slots {
    /// No slots.
    pub const NONE: Slots = Slots { parts: 0, of: 1 };

    /// A whole number of slots.
    pub const fn whole(slots: u32) -> Slots {
        Slots { parts: slots as u64, of: 1 }
    }

    /// The number, for outputs and for division among workers.
    pub fn value(self) -> f64 {
        self.parts as f64 / self.of as f64
    }

    /// The nearest whole number, halves up: 113 for 112.5.
    pub fn rounded(self) -> u64 {
        // Twice a numerator may not fit into 64 bits.
        ((2 * u128::from(self.parts) + u128::from(self.of)) / (2 * u128::from(self.of))) as u64
    }

    /// The whole slots in it: 112 for 112.5.
    pub fn rounded_down(self) -> u64 {
        self.parts / self.of
    }

    /// Whether a ticket, counted from 0, is below the number of slots: 112.5 slots admit tickets 0 to 112.
    pub fn admit(self, ticket: u64) -> bool {
        u128::from(ticket) * u128::from(self.of) < u128::from(self.parts)
    }

    /// How many tickets are admitted: the number rounded up.
    pub fn tickets(self) -> u64 {
        self.parts.div_ceil(self.of)
    }
}

impl PartialEq for Slots {
    fn eq(&self, other: &Slots) -> bool {
        u128::from(self.parts) * u128::from(other.of) == u128::from(other.parts) * u128::from(self.of)
    }
}

impl Eq for Slots {}

impl fmt::Display for Slots {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.value())
    }
}

/// The free slots of a room, shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotSplit {
    /// For each data centre, those that only its own visitors can take.
    pub data_centres: Vec<Slots>,
    /// Those that visitors anywhere can take.
    pub anywhere: Slots,
}

impl SlotSplit {
    /// Shares free slots by the users of the previous minute (CF §2.3).
    ///
    /// With limit L, F free slots and u(d) users of data centre d in the previous minute, d has F·u(d)/L slots, and
    /// F·(1 − Σu/L) are for anywhere. Where more users than L came (not documented), L is replaced by Σu: the slots
    /// still add up to F, and none is for anywhere.
    ///
    /// ```
    /// use machiai::model::room::{SlotSplit, Slots};
    ///
    /// // San Jose had 20 users, London 30, Delhi none; 150 of 200 slots are free.
    /// let split = SlotSplit::of(150, 200, &[20, 30, 0]);
    /// assert_eq!(split.data_centres, [Slots::whole(15), split.data_centres[1], Slots::NONE]);
    /// assert_eq!((split.data_centres[1].value(), split.anywhere.value()), (22.5, 112.5));
    /// assert_eq!(split.anywhere.rounded(), 113);
    /// ```
    pub fn of(free: u32, limit: u32, users_before: &[u32]) -> SlotSplit {
        let users: u64 = users_before.iter().map(|users| u64::from(*users)).sum();
        let whole = u64::from(limit).max(users).max(1);
        // The product of two 32-bit numbers fits; what is left for anywhere is below the limit.
        let share = |part: u64| Slots { parts: u64::from(free) * part, of: whole };
        SlotSplit {
            data_centres: users_before.iter().map(|users| share(u64::from(*users))).collect(),
            anywhere: if limit == 0 { Slots::NONE } else { share(whole - users) },
        }
    }
}

/// Dispenses tickets 0, 1, 2 … within one minute: an atomic fetch-and-increment in the real room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketCounter(u64);

impl TicketCounter {
    /// Takes the next ticket; whether it is good for one of so many slots. It is used up either way.
    pub fn take(&mut self, slots: Slots) -> bool {
        let ticket = self.0;
        self.0 += 1;
        slots.admit(ticket)
    }

    /// Tickets taken so far.
    pub fn taken(self) -> u64 {
        self.0
    }
}

/// The admission test with counters, in use since 2023 (CF §2.4, generation 3): a ticket of the data centre, and if
/// that is not good, one for anywhere.
pub fn takes_slot(
    data_centre: &mut TicketCounter,
    slots: Slots,
    anywhere: &mut TicketCounter,
    anywhere_slots: Slots,
) -> bool {
    data_centre.take(slots) || anywhere.take(anywhere_slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CF §2.4: L = 200, A = 50; San Jose 20 users before, London 30, Delhi none.
    fn published() -> SlotSplit {
        SlotSplit::of(200 - 50, 200, &[20, 30, 0])
    }

    fn accepted(arrivals: u32, slots: Slots, anywhere_slots: Slots) -> usize {
        let (mut here, mut anywhere) = (TicketCounter::default(), TicketCounter::default());
        (0..arrivals).filter(|_| takes_slot(&mut here, slots, &mut anywhere, anywhere_slots)).count()
    }

    #[test]
    fn the_published_split() {
        let split = published();
        let values: Vec<f64> = split.data_centres.iter().map(|slots| slots.value()).collect();
        assert_eq!((values, split.anywhere.value()), (vec![15.0, 22.5, 0.0], 112.5));
        assert_eq!((split.anywhere.rounded(), split.anywhere.tickets()), (113, 113));
    }

    #[test]
    fn a_single_worker_of_san_jose_accepts_128() {
        let split = published();
        assert_eq!(accepted(128, split.data_centres[0], split.anywhere), 128);
        assert_eq!(accepted(500, split.data_centres[0], split.anywhere), 128);
        assert_eq!(accepted(500, split.data_centres[2], split.anywhere), 113);
    }

    #[test]
    fn ten_slots_and_fifteen_arrivals_queue_five() {
        assert_eq!(accepted(15, Slots::whole(10), Slots::NONE), 10);
        let mut counter = TicketCounter(9);
        assert!(counter.take(Slots::whole(10)), "the counter reads 9: accepted");
        assert!(!counter.take(Slots::whole(10)), "it reads 10: queued");
        assert_eq!(counter.taken(), 11);
    }

    #[test]
    fn slots_always_add_up() {
        for (free, limit, users) in [
            (150, 200, vec![20, 30, 0]),
            (7, 200, vec![199, 1]),
            (100, 200, vec![150, 150]),
            (u32::MAX, u32::MAX, vec![u32::MAX, 5]),
            (5, 200, vec![]),
            (0, 200, vec![3]),
        ] {
            let split = SlotSplit::of(free, limit, &users);
            let sum = split.data_centres.iter().map(|slots| slots.value()).sum::<f64>();
            assert!(
                (sum + split.anywhere.value() - f64::from(free)).abs() <= 1e-15 * f64::from(free),
                "{free}"
            );
        }
        assert_eq!(SlotSplit::of(100, 200, &[150, 150]).anywhere, Slots::NONE);
        assert_eq!(SlotSplit::of(0, 0, &[0]).anywhere, Slots::NONE);
    }

    #[test]
    fn fractions_are_compared_exactly() {
        assert_eq!(SlotSplit::of(150, 200, &[20]).data_centres[0], Slots::whole(15));
        let half = SlotSplit::of(1, 2, &[1]).data_centres[0];
        assert_eq!((half.rounded(), half.tickets(), half.admit(0), half.admit(1)), (1, 1, true, false));
        assert_eq!(half.to_string(), "0.5");
        assert_eq!(
            SlotSplit::of(u32::MAX, u32::MAX, &[u32::MAX]).data_centres[0].rounded(),
            u64::from(u32::MAX)
        );
    }
}
