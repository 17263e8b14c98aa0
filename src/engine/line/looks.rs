//! Who will look at the estimate and leave: only they are looked at.
//!
//! In order of the line, a bucket's estimate falls while its minute lasts (places ahead only go, and the divisor is the
//! last minute's), so only people whose tolerance lies below the value at the start of the minute can leave in it, at
//! their first poll. By lot the estimate rises with the line, too: then everyone below the new value is looked at.
//! Whatever else could raise it (settings, a shuffle) calls for a new survey.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::places::Places;
use super::polled::Rules;
use super::skipping::Runs;
use crate::engine::gate::Gate;
use crate::engine::phase::{Key, Phase};
use crate::model::room::Entry as RoomEntry;

/// Someone who looks at the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Watcher {
    /// Leaves when more minutes are shown.
    pub(super) bears: u32,
    pub(super) holder: u32,
    /// When these polls began.
    pub(super) from: i64,
    pub(super) interval: i64,
}

/// Watchers of a bucket, the least tolerant first.
pub(super) type Watchers = BinaryHeap<Reverse<Watcher>>;

/// A poll that has to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    at: i64,
    id: u32,
    device: u32,
    watcher: Watcher,
}

/// Polls to look at.
#[derive(Debug, Default)]
pub(super) struct Looks {
    due: BinaryHeap<Reverse<Look>>,
    /// From this instant on the survey is out of date.
    survey_at: Option<i64>,
    /// The estimate of the last survey, by lot.
    surveyed: u32,
    /// Looked at last.
    last: Option<Watcher>,
    /// Between buckets.
    moving: Vec<Watcher>,
}

impl Looks {
    /// Someone begins to look.
    pub(super) fn watch(&mut self, places: &mut Places<Runs>, watcher: Watcher) {
        let index = places.bucket_of(watcher.holder);
        places.buckets[index].polls.watchers.push(Reverse(watcher));
        self.survey_at.get_or_insert(i64::MIN);
    }

    /// Whatever was known is void.
    pub(super) fn forget(&mut self) {
        if self.survey_at.is_some() {
            self.survey_at = Some(i64::MIN);
        }
    }

    pub(super) fn gather(&mut self, places: &mut Places<Runs>) {
        for bucket in &mut places.buckets {
            let watchers = std::mem::take(&mut bucket.polls.watchers);
            self.moving.extend(watchers.into_iter().map(|Reverse(watcher)| watcher));
        }
        self.moving.extend(self.due.drain().map(|Reverse(look)| look.watcher));
    }

    pub(super) fn spread(&mut self, places: &mut Places<Runs>) {
        for watcher in std::mem::take(&mut self.moving) {
            if waits(places, &watcher) {
                self.watch(places, watcher);
            }
        }
        self.forget();
    }

    /// When the next poll has to be looked at, or when the next survey is due.
    pub(super) fn next(&mut self, places: &mut Places<Runs>, rules: &Rules, now: i64, gate: &Gate) -> Key {
        let Some(survey_at) = self.survey_at else { return Key::NEVER };
        if places.total() == 0 {
            self.due.clear();
            self.survey_at = None;
            return Key::NEVER;
        }
        let nobody_ever = match rules.entry {
            RoomEntry::Fifo | RoomEntry::Random => gate.opening(now, 1).is_none(),
            _ => true,
        };
        if now >= survey_at
            || rules.entry == RoomEntry::Random && self.by_lot(places, now, gate) > self.surveyed
        {
            self.survey(places, rules, now, gate);
        }
        let survey = match rules.is_last && nobody_ever {
            true => Key::NEVER,
            false => Key::maybe(self.survey_at, Phase::Look),
        };
        while let Some(Reverse(look)) = self.due.peek() {
            if waits(places, &look.watcher) {
                return survey.min(Key::new(look.at, Phase::Poll));
            }
            self.due.pop();
        }
        survey
    }

    fn by_lot(&self, places: &Places<Runs>, now: i64, gate: &Gate) -> u32 {
        match gate.accepted_last_minute(now) {
            0 => 0,
            accepted => minutes(3 * u64::from(places.total()), 4 * accepted),
        }
    }

    fn survey(&mut self, places: &mut Places<Runs>, rules: &Rules, now: i64, gate: &Gate) {
        self.survey_at = Some(places.minute_start(places.minute_of(now) + 1));
        self.surveyed = self.by_lot(places, now, gate);
        let accepted = gate.accepted_last_minute(now);
        if accepted == 0 || !matches!(rules.entry, RoomEntry::Fifo | RoomEntry::Random) {
            return;
        }
        let mut ahead = 0_u64;
        for index in 0..places.buckets.len() {
            let shown = match rules.entry {
                RoomEntry::Random => self.surveyed,
                _ => minutes(ahead, accepted),
            };
            ahead += u64::from(places.buckets[index].places);
            while let Some(Reverse(watcher)) =
                places.buckets[index].polls.watchers.peek().copied().filter(|w| w.0.bears < shown)
            {
                places.buckets[index].polls.watchers.pop();
                if waits(places, &watcher) {
                    self.due.push(Reverse(look(places, watcher, now)));
                }
            }
        }
    }

    /// The order of whoever makes the next poll to look at.
    pub(super) fn order(&self) -> Option<(u32, u32)> {
        self.due.peek().map(|Reverse(look)| (look.id, look.device))
    }

    /// When the next poll has to be looked at.
    pub(super) fn at(&self) -> Option<i64> {
        self.due.peek().map(|Reverse(look)| look.at)
    }

    pub(super) fn take(&mut self) -> Option<u32> {
        let Reverse(look) = self.due.pop()?;
        self.last = Some(look.watcher);
        Some(look.watcher.holder)
    }

    /// Whoever was looked at stays, as it seems.
    pub(super) fn go_on(&mut self, places: &mut Places<Runs>, holder: u32) {
        if let Some(watcher) = self.last.take()
            && watcher.holder == holder
        {
            self.watch(places, watcher);
        }
    }
}

/// Whole minutes, at least one.
fn minutes(places: u64, divisor: u64) -> u32 {
    u32::try_from(places.div_ceil(divisor).max(1)).unwrap_or(u32::MAX)
}

/// Whether these are still the polls of the holder.
fn waits(places: &Places<Runs>, watcher: &Watcher) -> bool {
    places.is_waiting(watcher.holder) && places.polls(watcher.holder).from == watcher.from
}

/// The first poll of a watcher from an instant on.
fn look(places: &Places<Runs>, watcher: Watcher, now: i64) -> Look {
    let made = (now - watcher.from + watcher.interval - 1).div_euclid(watcher.interval).max(1);
    let (rank, device) = places.owner(watcher.holder);
    let at = watcher.from + made * watcher.interval;
    Look { at, id: places.crowd.id[rank as usize], device, watcher }
}
