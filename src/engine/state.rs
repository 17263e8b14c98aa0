//! A day taken apart at an instant, so that it can be stored, changed and gone on with.

use super::crowd::Who;
use super::gate::GateMemory;
use crate::units::{SimTime, Span};

/// Everything that a run needs to go on from an instant: all that happened up to and at `at` is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The instant; people whose first request is later have not come yet.
    pub at: SimTime,
    /// People in line, in order of joining (in a lottery: as they lie in the urn).
    pub places: Vec<PlaceHeld>,
    /// Places whose owners have left.
    pub ghosts: Vec<GhostPlace>,
    /// Sessions whose expiry is known, by time. The session of someone who will still make requests follows
    /// from the visit.
    pub sessions: Vec<(SimTime, Who)>,
    /// Last requests to come, by time.
    pub last_requests: Vec<(SimTime, Who)>,
    /// Visits whose last request was made and that end later, by time.
    pub ends: Vec<(SimTime, Who)>,
    /// Requests to come that will find their session expired, by time.
    pub lost_requests: Vec<LostRequest>,
    /// How far people with an interrupted visit have come.
    pub progress: Vec<ProgressMade>,
    /// Sessions that have not expired.
    pub active: u32,
    /// People whose visit is not finished.
    pub inside: u32,
    /// What the limits remember.
    pub gate: GateMemory,
    /// Draws made that follow the course of events.
    pub draws_made: u64,
}

/// A place in line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceHeld {
    /// Whose.
    pub who: Who,
    /// First request that was queued; polls count from here.
    pub queued_at: SimTime,
    /// End of patience.
    pub leaves_at: Option<SimTime>,
    /// 0 for the first place of a person, then the number of sessions lost before.
    pub turn: u32,
}

impl PlaceHeld {
    pub(super) fn new(who: Who, queued_at: i64, leaves_at: Option<i64>, turn: u32) -> PlaceHeld {
        PlaceHeld {
            who,
            queued_at: SimTime::from_microseconds(queued_at),
            leaves_at: leaves_at.map(SimTime::from_microseconds),
            turn,
        }
    }
}

/// A place that nobody polls any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GhostPlace {
    /// Whose it was.
    pub who: Who,
    /// Its bucket.
    pub minute: i64,
    /// When it dies.
    pub expires_at: SimTime,
}

/// A request that will find its session expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRequest {
    /// When it comes.
    pub at: SimTime,
    /// Whose.
    pub who: Who,
    /// Step that is being done, from 0.
    pub step: u32,
    /// How long that step takes this time.
    pub think: Span,
}

/// How far an interrupted visit has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressMade {
    /// Whose.
    pub who: Who,
    /// Step to be done again, from 0.
    pub step: u32,
    /// How long it will take.
    pub think: Span,
    /// Sessions lost so far.
    pub losses: u32,
    /// When the last place was asked for.
    pub queued_at: SimTime,
}
