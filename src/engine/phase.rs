//! The order of what happens at one instant, and the key that puts every event in its place.

/// What kind of thing happens. Lower happens first at the same instant; something created at this instant for
/// an earlier phase runs next, because the loop always takes the smallest key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i64)]
pub(super) enum Phase {
    /// Nothing happens: a calendar has to be looked at again, because its next entry may come from here on.
    Look = 0,
    /// Settings change.
    Settings = 1,
    /// A session ends: its slot is free for everything below.
    SessionExpiry = 2,
    /// A place in line dies.
    PlaceExpiry = 3,
    /// The origin has answered a request.
    Answer = 4,
    /// A request to the origin times out; one that is answered exactly then was answered.
    TimeOut = 5,
    /// People leave: patience ends, phones fall asleep, a visit is finished.
    Departure = 6,
    /// A first request.
    Arrival = 7,
    /// Somebody comes back, or a phone is woken.
    Return = 8,
    /// A poll; a client without cookies asks again.
    Poll = 9,
    /// A request within a visit.
    VisitRequest = 10,
    /// The metered room calls someone.
    Admission = 11,
    /// Patience ends in the metered room: someone called exactly then is admitted.
    LateDeparture = 12,
}

/// An instant and a phase in one number that sorts as the pair does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(i64);

impl Key {
    /// Nothing will happen.
    pub(super) const NEVER: Key = Key(i64::MAX);

    #[inline]
    pub(super) const fn new(at: i64, phase: Phase) -> Key {
        // Instants stay below 2^58 microseconds (nine thousand years), so four bits are free.
        Key(at << 4 | phase as i64)
    }

    #[inline]
    pub(super) const fn maybe(at: Option<i64>, phase: Phase) -> Key {
        match at {
            Some(at) => Key::new(at, phase),
            None => Key::NEVER,
        }
    }

    #[inline]
    pub(super) const fn at(self) -> i64 {
        self.0 >> 4
    }

    #[inline]
    pub(super) const fn is(self, phase: Phase) -> bool {
        self.0 & 15 == phase as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_by_instant_then_phase_also_before_zero() {
        let order = [
            Key::new(-2, Phase::Admission),
            Key::new(-1, Phase::SessionExpiry),
            Key::new(-1, Phase::Poll),
            Key::new(0, Phase::SessionExpiry),
            Key::new(0, Phase::LateDeparture),
            Key::NEVER,
        ];
        assert!(order.is_sorted());
        assert_eq!(Key::new(-7, Phase::Poll).at(), -7);
        assert!(Key::new(-7, Phase::Poll).is(Phase::Poll));
    }
}
