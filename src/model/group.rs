//! People who behave alike.

use super::{ArrivalProfile, BeforeOpening, Comeback, Devices, Distribution, Headcount, Sleep, Visit};
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
    /// Longest estimate that people put up with: they leave at the first page that shows more; `None`: they do not
    /// look.
    pub tolerance: Option<Distribution>,
    /// Whether and how people come back; `None`: never.
    pub comeback: Option<Comeback>,
    /// Phones that fall asleep; `None`: none do.
    pub sleep: Option<Sleep>,
    /// Places that one person takes.
    pub devices: Devices,
    /// Share of the people who are clients without cookies (bots, apps): each of their requests is a new user's.
    pub cookieless: Share,
    /// Share of the people whose requests a bypass rule lets through to the origin, uncounted.
    pub bypass: Share,
    /// What people do who are let in before the opening.
    pub before_opening: BeforeOpening,
    /// What a refresh adds to the room's poll interval (loading the page), a value per person; both together are
    /// shorter than the room's grace, or places would die between polls.
    pub poll_delay: Distribution,
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
            tolerance: None,
            comeback: None,
            sleep: None,
            devices: Devices::one(),
            cookieless: Share::NONE,
            bypass: Share::NONE,
            before_opening: BeforeOpening::Proceeds,
            poll_delay: Distribution::Fixed(Span::ZERO),
            retype: Share::new(0.5).unwrap_or(Share::NONE),
            give_up_after: 3,
        }
    }
}
