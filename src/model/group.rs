//! People who behave alike.

use super::{ArrivalProfile, Distribution, Headcount, Visit};
use crate::units::{Share, Span};

/// Position of a room in [`System::rooms`](super::System::rooms).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomId(pub usize);

/// People who behave alike, bound for one room.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name, for reports.
    pub name: String,
    /// The room they come to.
    pub room: RoomId,
    /// How many.
    pub count: Headcount,
    /// When.
    pub arrivals: ArrivalProfile,
    /// What they do inside.
    pub visit: Visit,
    /// How long they stay in line, from the first request that was queued; `None`: nobody leaves.
    pub patience: Option<Distribution>,
    /// Whether someone queued again after a lost session has patience again (the same length), or none.
    pub patience_again: bool,
    /// What a refresh adds to the room's poll interval (loading the page); both together are shorter than the
    /// room's grace, or places would die between polls.
    pub poll_delay: Span,
    /// Share of its previous time that an interrupted step takes when done again.
    pub retype: Share,
    /// The loss of a session at which a person gives up instead of queueing again; at least 1.
    pub give_up_after: u32,
}

impl Group {
    /// A group with the contract's defaults for everything that is not named here.
    pub fn new(name: &str, count: Headcount, arrivals: ArrivalProfile, visit: Visit) -> Group {
        Group {
            name: name.to_owned(),
            room: RoomId(0),
            count,
            arrivals,
            visit,
            patience: None,
            patience_again: false,
            poll_delay: Span::ZERO,
            retype: Share::new(0.5).unwrap_or(Share::NONE),
            give_up_after: 3,
        }
    }
}
