//! Lines of people: one file per kind, behind one trait.

mod called;
mod polled;

pub(super) use called::CalledLine;
pub(super) use polled::PolledLine;

use super::blueprint::Blueprint;
use super::crowd::Crowd;
use super::gate::Gate;
use super::phase::{Key, Phase};
use super::state::{GhostPlace, PlaceHeld};
use crate::draws::RunKey;

/// A person about to join a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joining {
    pub(super) rank: u32,
    /// When the first request that was queued is made: now.
    pub(super) at: i64,
    /// Time between this person's polls.
    pub(super) poll_interval: i64,
    /// End of patience.
    pub(super) leaves_at: Option<i64>,
    /// 0 for the first place of a person, then the number of losses before.
    pub(super) turn: u32,
}

/// What someone who asks without a place is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    Queued,
    TurnedAway,
}

/// How people wait. Everything that can happen next is told by key; the loop takes the earliest.
pub(super) trait Line<'a>: Sized {
    /// When patience that ends at an instant takes effect.
    const DEPARTURE: Phase;

    /// An empty line for a run in which nothing lies before `earliest`.
    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey, earliest: i64) -> Self;

    /// Decides on a request without a place; does not change anything.
    fn answer(&self, now: i64, gate: &Gate, another_at_this_instant: bool) -> Answer;

    /// Gives a place.
    fn join(&mut self, joining: Joining);

    /// When the next person is let in if nothing else happens before.
    fn next_admission(&mut self, now: i64, gate: &Gate) -> Key;

    /// Lets in the person that `next_admission` promised; nobody if it only promised to look again.
    fn admit(&mut self) -> Option<u32>;

    /// When somebody's patience ends next (perhaps of somebody who is gone by then), or when to look again.
    fn next_departure(&mut self) -> Key;

    /// Takes that end of patience; the person if they still wait in that turn. `turn` tells a person's present
    /// turn, `queued_at` when it began.
    fn depart(&mut self, queued_at: impl Fn(u32) -> (u32, i64)) -> Option<u32>;

    /// When the next ghost dies, or when to look again.
    fn next_place_expiry(&mut self) -> Key;

    /// Looks again at whatever said so by this key.
    fn look(&mut self, key: Key);

    /// Takes that ghost's place.
    fn expire_place(&mut self) -> Option<u32>;

    /// Unexpired places, ghosts included.
    fn places(&self) -> u32;

    /// People who wait, as they joined; for taking a day apart.
    fn places_held(&self, turn_and_start: impl Fn(u32) -> (u32, i64)) -> Vec<PlaceHeld>;

    /// Places whose owners left; for taking a day apart.
    fn ghosts(&self) -> Vec<GhostPlace>;

    /// Puts a ghost back.
    fn restore_ghost(&mut self, rank: u32, ghost: &GhostPlace);

    /// Draws made so far that follow the course of events.
    fn draws_made(&self) -> u64 {
        0
    }

    /// Makes so many draws in advance, to go on where another run stood.
    fn skip_draws(&mut self, _count: u64) {}

    /// Something outside the line changed: promises are void.
    fn stale(&mut self);
}
