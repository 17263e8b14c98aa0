//! All of it together.

use super::{Group, Origin, Room, RoomId, Stock};
use crate::units::{MINUTE, SimTime, Span};

/// Everything that a run needs to know. A system is only made by a validating caller (`scenario`, tests): the
/// engine takes it at its word.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// People.
    pub groups: Vec<Group>,
    /// Waiting rooms, each with its opening.
    pub rooms: Vec<Room>,
    /// The servers that all rooms share.
    pub origin: Origin,
    /// What there is to book, at most one stock behind each room; a room without one has places for everyone.
    pub stocks: Vec<Stock>,
    /// How far zero lies behind a full minute of the wall clock; 0 up to a minute. A room's minutes are
    /// wall-clock minutes.
    pub minute_offset: Span,
    /// Where a run stops even if people still wait; `None`: when everyone has been served or has left.
    pub horizon: Option<SimTime>,
}

impl System {
    /// The groups bound for a room, with their positions.
    pub fn groups_of(&self, room: RoomId) -> impl Iterator<Item = (usize, &Group)> {
        self.groups.iter().enumerate().filter(move |(_, group)| group.room == room)
    }

    /// What there is to book behind a room; `None`: places for everyone.
    pub fn stock_of(&self, room: RoomId) -> Option<&Stock> {
        self.stocks.iter().find(|stock| stock.room == room)
    }

    /// The wall-clock minute of an instant: floor division, also for negative times.
    pub fn minute_of(&self, at: SimTime) -> i64 {
        (at + self.minute_offset).microseconds().div_euclid(MINUTE.microseconds())
    }
}
