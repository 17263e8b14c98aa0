//! Looks at every poll: whatever the rules, at the cost of each.

use super::places::Places;
use super::polled::{Beat, Due, Polls, Rules};
use crate::draws::RunKey;
use crate::engine::blueprint::Blueprint;
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::Crowd;
use crate::engine::gate::Gate;
use crate::engine::phase::{Key, Phase};
use crate::model::room::Entry as RoomEntry;

/// All polls to come, one for each holder who waits.
#[derive(Debug)]
pub(in crate::engine) struct EveryPoll {
    /// By instant, then identity of the person, then device.
    calendar: Calendar,
    /// Person by identity.
    rank_of: Vec<u32>,
    intervals: Vec<i64>,
}

const POLLS_PER_HOUR: usize = 180;

impl Polls for EveryPoll {
    type Bucket = ();

    fn new(_: &Blueprint, crowd: &Crowd, _: RunKey, earliest: i64) -> Self {
        let mut rank_of = vec![0; crowd.len()];
        for (rank, id) in crowd.id.iter().enumerate() {
            rank_of[*id as usize] = rank as u32;
        }
        let calendar = Calendar::new(earliest, crowd.len().saturating_mul(POLLS_PER_HOUR));
        EveryPoll { calendar, rank_of, intervals: vec![0; crowd.len()] }
    }

    fn begin(&mut self, places: &mut Places<()>, holder: u32, beat: Beat) {
        if holder as usize >= self.intervals.len() {
            self.intervals.resize(holder as usize + 1, 0);
        }
        self.intervals[holder as usize] = beat.interval;
        let (rank, device) = places.owner(holder);
        self.calendar.put(Entry { at: beat.first_poll, rank: places.crowd.id[rank as usize], note: device });
    }

    fn end(&mut self, _: &mut Places<()>, _: u32, _: i64) {
        // Whatever is in the calendar is found void when its time comes.
    }

    fn go_on(&mut self, places: &mut Places<()>, holder: u32, interval: i64, now: i64) {
        let (rank, device) = places.owner(holder);
        self.calendar.put(Entry { at: now + interval, rank: places.crowd.id[rank as usize], note: device });
    }

    fn gather(&mut self, _: &mut Places<()>) -> Vec<(u32, i64, i64)> {
        Vec::new()
    }

    fn spread(&mut self, _: &mut Places<()>, _: Vec<(u32, i64, i64)>) {}

    fn enter(&mut self, _: &mut Places<()>, _: &Rules, _: i64) {}

    fn next(&mut self, places: &mut Places<()>, rules: &Rules, now: i64, gate: &Gate) -> Key {
        // What stays for ever and lets nobody in needs no looking at, or the day would never end.
        let nobody_ever = match rules.entry {
            RoomEntry::Hold => true,
            RoomEntry::Fifo | RoomEntry::Random => gate.opening(now, 1).is_none(),
            RoomEntry::Suspended | RoomEntry::Passthrough | RoomEntry::Reject => false,
        };
        if rules.is_last && nobody_ever || places.total() == 0 && self.calendar.is_empty() {
            return Key::NEVER;
        }
        self.calendar.key(Phase::Poll)
    }

    fn take(&mut self, places: &mut Places<()>) -> Option<Due> {
        let entry = self.calendar.take()?;
        let holder = places.holder(self.rank_of[entry.rank as usize], entry.note)?;
        // Whoever stopped and began anew has another beat.
        let into = entry.at - places.polls(holder).from;
        let is_due = places.is_waiting(holder) && into > 0 && into % self.intervals[holder as usize] == 0;
        is_due.then_some(Due::Tries(holder))
    }

    fn next_id(&self, _: &Places<()>) -> u32 {
        self.calendar.first().map_or(0, |entry| entry.rank)
    }

    fn look(&mut self, key: Key) {
        if self.calendar.key(Phase::Poll) == key {
            self.calendar.look();
        }
    }

    fn stale(&mut self) {}

    fn stopped(&mut self, _: u32) {}
}
