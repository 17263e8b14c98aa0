//! Lines of people: one file per kind, behind one trait.
//!
//! A called line (`called.rs`) is short. A polled line (`polled.rs`) holds the rules of a request without a session;
//! it keeps its places in `places.rs` and finds the next poll worth looking at in one of two ways: `every_poll.rs`
//! looks at each, `skipping.rs` leaves out those that cannot succeed. Both come to the same end, byte for byte.
//! Data centres that decide on their own (`edge.rs`) answer in the place of the exact counter if a room has them.

mod called;
mod edge;
mod every_poll;
mod looks;
mod lot;
mod places;
mod polled;
mod ring;
mod skipping;

pub(super) use called::CalledLine;
pub(super) use every_poll::EveryPoll;
pub(super) use places::{Held, Standing};
pub(super) use polled::PolledLine;
pub(super) use skipping::Skipping;

use super::blueprint::Blueprint;
use super::calendar::Entry;
use super::crowd::{Crowd, Who};
use super::gate::Gate;
use super::phase::{Key, Phase};
use super::signal::Estimate;
use super::state::{EdgeMemory, GhostPlace, PendingLot, PlaceHeld, State};
use super::visits::Visits;
use crate::draws::RunKey;
use crate::model::room::Regime;

/// A person about to join a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joining {
    pub(super) rank: u32,
    /// On which device, from 0.
    pub(super) device: u32,
    /// When the first request that was queued is made: now.
    pub(super) at: i64,
    /// Time between this person's polls.
    pub(super) poll_interval: i64,
    /// Minutes shown beyond which the person leaves; `None`: does not look.
    pub(super) bears: Option<u32>,
}

/// What someone who asks without a place is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    /// Let through without being counted.
    PassedBy,
    Queued,
    TurnedAway,
}

/// What someone in line is told at a poll or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    In { counted: bool },
    TurnedAway,
    Stay,
}

/// A poll that was made or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    pub(super) rank: u32,
    pub(super) device: u32,
    pub(super) reply: Reply,
}

/// How people wait. Everything that can happen next is told by key; the loop takes the earliest.
pub(super) trait Line<'a>: Sized {
    /// When patience that ends at an instant takes effect.
    const DEPARTURE: Phase;

    /// Whether people get in by polls, which come before requests within a visit at the same instant; calls come after.
    const IS_POLLED: bool;

    /// An empty line for a run in which nothing lies before `earliest`.
    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey, earliest: i64) -> Self;

    /// Other settings are in force from now on; `is_last`: for ever.
    fn enter(&mut self, regime: &Regime, is_last: bool, now: i64, visits: &Visits);

    /// Decides on a request without a place. Nothing changes but what data centres note: an acceptance must follow.
    fn answer(&mut self, rank: u32, now: i64, gate: &Gate, another_at_this_instant: bool) -> Answer;

    /// Gives a place.
    fn join(&mut self, joining: Joining);

    /// Patience ends then, in this turn of the person.
    fn expect_departure(&mut self, at: i64, rank: u32, turn: u32);

    /// When the next person is let in, or a poll has to be looked at, if nothing else happens before.
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key;

    /// Identity of whoever makes the next attempt; orders attempts of one instant.
    fn next_attempt_id(&self) -> u32 {
        0
    }

    /// Makes the attempt that `next_attempt` promised; none if it only promised to look again.
    fn attempt(&mut self, now: i64, gate: &mut Gate, visits: &Visits) -> Option<Attempt>;

    /// When somebody's patience ends next (perhaps of somebody who is gone by then), or when to look again.
    fn next_departure(&mut self) -> Key;

    /// Takes that end of patience; the person if they still wait in that turn.
    fn depart(&mut self, waits_in_turn: impl Fn(u32, u32) -> bool) -> Option<u32>;

    /// When the next ghost dies, or when to look again.
    fn next_place_expiry(&mut self) -> Key;

    /// Looks again at whatever said so by this key.
    fn look(&mut self, key: Key);

    /// Ends of patience that come next.
    fn departures_opened(&self) -> &[Entry];

    /// Reads what is known of a person who will soon be asked for, see [`Places::fetch`](places::Places::fetch).
    fn fetch(&self, _rank: u32) {}

    /// Takes that ghost's place; its owner.
    fn expire_place(&mut self) -> Option<u32>;

    /// Unexpired places, ghosts included.
    fn places(&self) -> u32;

    /// Something outside the line changed: promises are void.
    fn stale(&mut self);

    /// Draws made so far that follow the course of events.
    fn draws_made(&self) -> u64 {
        0
    }

    /// Makes so many draws in advance, to go on where another run stood.
    fn skip_draws(&mut self, _count: u64) {}

    /// What was drawn in advance; for taking a day apart.
    fn pending_lot(&self) -> Option<PendingLot> {
        None
    }

    /// Goes on with what another run drew in advance.
    fn restore_lot(&mut self, _pending: &PendingLot, _rank_of: &dyn Fn(Who) -> Option<u32>) {}

    /// Everyone in line, and places whose owners do not poll; for taking a day apart.
    fn places_held(&self) -> (Vec<PlaceHeld>, Vec<GhostPlace>);

    /// Ends of patience to come: instant, person, turn.
    fn departures_expected(&self) -> Vec<(i64, u32, u32)>;

    /// Takes up the line where another run left it.
    fn restore(
        &mut self,
        places: &[PlaceHeld],
        ghosts: &[GhostPlace],
        rank_of: &dyn Fn(Who) -> Option<u32>,
        visits: &Visits,
        now: i64,
    );

    // What follows only happens in a polled line.

    /// Time has come to this instant; told before each event.
    fn pass(&mut self, _now: i64) {}

    /// Somebody was given a session.
    fn session_began(&mut self, _rank: u32) {}

    /// Somebody's session ended.
    fn session_ended(&mut self, _rank: u32) {}

    /// What data centres remember.
    fn edge_memory(&self) -> Option<Box<EdgeMemory>> {
        None
    }

    /// Data centres take up what a state remembers or shows, after everything else was taken up.
    fn restore_edge(&mut self, _state: &State, _rank_of: &dyn Fn(Who) -> Option<u32>) {}

    /// Nobody polls the places of this person any more: they become ghosts. Devices up to `tried` have made
    /// their try of this instant.
    fn withdraw(&mut self, _rank: u32, _now: i64, _poll_interval: i64, _tried: Option<u32>) {}

    /// Nobody polls the place of this person's first device any more.
    fn fall_asleep(&mut self, _rank: u32, _now: i64, _poll_interval: i64) {}

    /// Whether the place of a person's first device is there, and polled.
    fn standing(&self, _rank: u32) -> Standing {
        Standing::Away
    }

    /// The place of the first device is polled again from now on. The reply if this request is a try.
    fn resume(&mut self, _rank: u32, _now: i64, _gate: &mut Gate, _joining: Joining) -> Option<Reply> {
        None
    }

    /// The person can never come back to the place of the first device.
    fn lose_cookie(&mut self, _rank: u32) {}

    /// Gives a place that nobody will poll.
    fn join_unpolled(&mut self, _rank: u32, _now: i64) {}

    /// What the page shows to a person on a device (`device` is not in line: what a newcomer of now would be shown).
    fn estimate(&self, _rank: u32, _device: u32, _now: i64, _gate: &Gate) -> Option<Estimate> {
        None
    }
}
