//! What there is to book.

use super::{Devices, RoomId};
use crate::units::Share;

/// The bookable places behind a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// The room behind which they are booked.
    pub room: RoomId,
    /// Time slots (or dates, or venues); at least one.
    pub slots: Vec<TimeSlot>,
    /// Places that one booking takes: shares of bookings with 1, 2, 3 … places.
    pub per_booking: Devices,
    /// Share of the people who take another slot when theirs has too few places left.
    pub flexible: Share,
    /// What people in line do once nothing is left.
    pub after_sell_out: AfterSellOut,
}

/// Places of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeSlot {
    /// Name, for reports.
    pub name: String,
    /// Places; at least 1.
    pub places: u32,
    /// How many people want this one first, in proportion to the others; above zero.
    pub popularity: f64,
}

/// What people in line do once nothing is left. Who is inside finds out by trying to book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AfterSellOut {
    /// All leave at that instant, and whoever comes later leaves as soon as queued.
    AllLeave,
    /// Of those who wait, this share leaves in each minute; above 0, below 1.
    SharePerMinute(Share),
    /// Nobody leaves because of it.
    NobodyLeaves,
}

impl Stock {
    /// So many places of one kind; one for each booking, and the line dissolves when they are gone.
    pub fn of(room: RoomId, places: u32) -> Stock {
        Stock {
            room,
            slots: vec![TimeSlot { name: "places".to_owned(), places, popularity: 1.0 }],
            per_booking: Devices::one(),
            flexible: Share::ALL,
            after_sell_out: AfterSellOut::AllLeave,
        }
    }

    /// Places in all.
    pub fn places(&self) -> u64 {
        self.slots.iter().map(|slot| u64::from(slot.places)).sum()
    }
}
