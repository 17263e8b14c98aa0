//! Data centres that decide on their own (model §3.6): what each knows of the room, and the tickets that share its
//! free slots. Off unless a room has an [`Edge`]; then every poll is played.
//!
//! Statuses: *documented* by Cloudflare (CF: our reference of the product), *inferred* from what is, or *assumed*.
//!
//! | reading | status | setting |
//! |---|---|---|
//! | A person's requests all reach one data centre, drawn by the shares of traffic | documented that they reach the nearest; shares assumed | `data_centres` |
//! | Every data centre decides from the same snapshot: the room right before the latest *sync instant* (whole periods of the clock) at least one `sync_period` ago, so between one and two periods old | documented as "every few seconds"; the rest assumed | `sync_period` |
//! | While more than the threshold of new users came in the last minute (59 to 60 s: counted in whole seconds), snapshots arrive only when they are `spike_delay` old; the one in use stays until then, knowledge never goes back | documented as "about two minutes" and "several thousand within a minute"; the shape assumed | `spike_delay`, `spike_threshold` |
//! | A new user is a request without session and place that the room looks at, whatever it is told | inferred | – |
//! | At each minute of the clock, and when settings change, slots are set: F = min(TAU − active, NUPM − accepted in this minute), of the snapshot; sessions whose end shows in later snapshots are added during the minute | suggested by CF §2.4, §15 item 3; assumed | – |
//! | NUPM is paced within F as by the exact counter: clocks are known everywhere | assumed | `burst_share` |
//! | Acceptances without a ticket (passthrough) are taken off F when they show in a snapshot | assumed | – |
//! | Data centre d has F·u/L slots: u its sessions in the snapshot (users add up to the active ones in the published example), L = TAU. Rounded down; the rest is for *anywhere*: 15, 22, 113 of 150, and always F together | documented; whole numbers inferred from "112.5 ≈ 113" | – |
//! | A ticket of the data centre first, then one for anywhere; a ticket is only used up by an acceptance, since slots are added during the minute | documented but for the last | – |
//! | With k counters, data centre d asks counter d mod k, which hands out the whole pool but what it knows the others to have given by the snapshot: they overspend until the next sync | inferred from the FAQ of 2025 (CF §14 item 1); k assumed | `anywhere_counters` |
//! | Who may pass the line and which bucket may take a slot follow from the snapshot's places and the slots still free for this data centre. A ticket is charged where the request arrives | assumed (CF §15 items 9, 10) | `bucket_rule`, `newcomer_rule` |
//! | Random method: E and places of the snapshot | assumed | – |
//! | A shuffle takes effect everywhere at once | assumed | – |
//! | The estimate shown is that of the exact room | simplification | – |
//!
//! So at most F slots are given in a minute by one counter, whatever the age of snapshots: one counter never exceeds
//! NUPM, and exceeds TAU by what was accepted since the snapshot from which the slots were set. Several counters
//! exceed both. One data centre with all traffic and `sync_period` 0 (live knowledge) and no fast rise is the exact
//! counter, admission by admission, whatever the settings: what is left of F then equals the free slots.
//!
//! **Equal in pieces.** Snapshots, the minute's slots and what has arrived change only by the clock and by events, not
//! by when somebody looks: whatever fell due since the last event is caught up before the next ([`DataCentres::pass`]).

use std::collections::VecDeque;

use super::places::Places;
use crate::draws::RunKey;
use crate::engine::blueprint::Blueprint;
use crate::engine::crowd::{Crowd, Who};
use crate::engine::gate::Gate;
use crate::engine::state::{BucketName, EdgeMemory, RequestKind, SlotsSet, Snapshot, State};
use crate::engine::visits::Visits;
use crate::model::room::{Edge, SlotSplit};
use crate::units::MINUTE;

/// The data centres of a room during a run.
#[derive(Debug)]
pub(in crate::engine) struct DataCentres {
    /// By rank.
    of: Vec<u32>,
    sync_period: i64,
    spike_delay: i64,
    spike_threshold: u64,
    /// Time between sync instants.
    grid: i64,
    minute_offset: i64,
    memory: EdgeMemory,
    /// The instant that events are played at.
    now: i64,
    /// When the minute of the slots ends.
    minute_ends: i64,
    /// Whether the session that begins next comes with a ticket.
    ticket_given: bool,
    /// Sum of `memory.new_users`.
    new_users: u64,
    /// Tickets that all counters together are known to have given since the slots were set.
    anywhere_known: i64,
    split: Split,
}

/// Slots as shared last.
#[derive(Clone, Debug, Default)]
struct Split {
    /// How many of what limit; `None`: to be shared anew.
    of: Option<(i64, i64)>,
    data_centres: Vec<i64>,
    anywhere: i64,
}

const SECOND: i64 = 1_000_000;
const MINUTE_US: i64 = MINUTE.microseconds();
/// The random method looks so far back.
const LATELY: i64 = 20 * SECOND;
/// Sync instants do not come more often: the history of a day would grow without end.
const SHORTEST_GRID: i64 = SECOND / 10;

impl DataCentres {
    /// Data centres that have seen nobody; `None` for one exact counter.
    pub(super) fn new(
        blueprint: &Blueprint,
        crowd: &Crowd,
        run: RunKey,
        earliest: i64,
    ) -> Option<DataCentres> {
        let edge: &Edge = blueprint.room().edge()?;
        let visits = Visits::new(blueprint, crowd, run);
        let of = (0..crowd.len() as u32).filter_map(|rank| visits.data_centre(rank)).collect();
        let sync_period = edge.sync_period.microseconds();
        let grid = sync_period.max(SHORTEST_GRID);
        let minute_offset = blueprint.minute_offset().microseconds();
        let (centres, counters) = (edge.data_centres.len(), edge.anywhere_counters.max(1) as usize);
        let slots = SlotsSet {
            minute: minute_of(earliest, minute_offset),
            active: 0,
            accepted: 0,
            ended: 0,
            unticketed: 0,
            unticketed_by_rate: 0,
            users: vec![0; centres],
            given_anywhere: vec![0; counters],
        };
        let nobody = Snapshot {
            from: i64::MIN,
            active: 0,
            ended: 0,
            unticketed: 0,
            sessions: vec![0; centres],
            given_anywhere: vec![0; counters],
            places: Vec::new(),
        };
        let memory = EdgeMemory {
            snapshots: VecDeque::from([nobody]),
            reached: i64::MIN,
            next_sync: sync_after(earliest - 1, grid, minute_offset),
            slots,
            given: vec![0; centres],
            given_anywhere: vec![0; counters],
            sessions: vec![0; centres],
            active: 0,
            ended: 0,
            unticketed: 0,
            unticketed_before: 0,
            began_before: 0,
            past: VecDeque::new(),
            new_users: VecDeque::new(),
        };
        let mut made = DataCentres {
            of,
            sync_period,
            spike_delay: edge.spike_delay.microseconds().max(sync_period),
            spike_threshold: u64::from(edge.spike_threshold),
            grid,
            minute_offset,
            memory,
            now: i64::MIN,
            minute_ends: 0,
            ticket_given: false,
            new_users: 0,
            anywhere_known: 0,
            split: Split::default(),
        };
        made.look_again();
        Some(made)
    }

    /// What is remembered.
    pub(super) fn memory(&self) -> &EdgeMemory {
        &self.memory
    }

    /// Catches up with the clock before anything of an instant happens.
    pub(super) fn pass<B: Default>(&mut self, now: i64, places: &Places<'_, B>) {
        if now == self.now {
            return;
        }
        if now >= self.memory.next_sync {
            let snapshot = self.snapshot(self.memory.next_sync, places);
            if self.memory.snapshots.back().is_none_or(|last| !last.is_like(&snapshot)) {
                self.memory.snapshots.push_back(snapshot);
            }
            self.memory.next_sync = sync_after(now, self.grid, self.minute_offset);
        }
        if now >= self.minute_ends {
            let minute = minute_of(now, self.minute_offset);
            self.reach(minute * MINUTE_US - self.minute_offset, places);
            self.memory.slots.minute = minute;
            self.memory.began_before = self.memory.began();
            self.memory.unticketed_before = self.memory.unticketed;
            self.set_slots();
        }
        self.reach(now, places);
        self.now = now;
    }

    /// Sets the slots of the present minute from the snapshot.
    pub(super) fn set_slots(&mut self) {
        let memory = &mut self.memory;
        let seen = &memory.snapshots[0];
        let minute = memory.slots.minute;
        memory.slots = SlotsSet {
            minute,
            active: seen.active,
            accepted: seen.began_since(memory.began_before),
            ended: seen.ended,
            unticketed: seen.unticketed,
            unticketed_by_rate: seen.unticketed.max(memory.unticketed_before),
            users: seen.sessions.clone(),
            given_anywhere: memory.given_anywhere.clone(),
        };
        memory.given.fill(0);
        self.look_again();
    }

    /// Everyone in line was dealt into new buckets, and everybody knows.
    pub(super) fn deal_anew<B: Default>(&mut self, places: &Places<'_, B>) {
        let dealt = cumulated(places);
        for snapshot in &mut self.memory.snapshots {
            snapshot.places.clone_from(&dealt);
        }
    }

    /// A request without session and place is made.
    pub(super) fn note_new_user(&mut self) {
        self.new_users += 1;
        let second = self.now.div_euclid(SECOND);
        match self.memory.new_users.back_mut() {
            Some((last, count)) if *last == second => *count += 1,
            _ => self.memory.new_users.push_back((second, 1)),
        }
    }

    /// Slots still free for requests that arrive where this person's do.
    pub(super) fn free<B: Default>(
        &mut self,
        rank: u32,
        now: i64,
        places: &Places<'_, B>,
        gate: &Gate,
    ) -> i64 {
        if self.is_live() {
            // What this instant has brought so far is known, too.
            self.reach(now, places);
        }
        self.share(now, gate);
        let data_centre = self.of[rank as usize] as usize;
        self.own(data_centre) + self.anywhere(data_centre)
    }

    /// Takes a ticket of the data centre, or else of the pool. There must be a free slot.
    pub(super) fn give_ticket(&mut self, rank: u32) {
        let data_centre = self.of[rank as usize] as usize;
        if self.own(data_centre) > 0 {
            self.memory.given[data_centre] += 1;
        } else {
            let counter = data_centre % self.memory.given_anywhere.len();
            self.memory.given_anywhere[counter] += 1;
        }
        self.ticket_given = true;
    }

    /// Unexpired places in the snapshot.
    pub(super) fn places(&self) -> i64 {
        self.memory.snapshots[0].places.last().map_or(0, |(_, all)| i64::from(*all))
    }

    /// Those of them in buckets before this one.
    pub(super) fn places_before(&self, bucket: BucketName) -> i64 {
        let places = &self.memory.snapshots[0].places;
        let before = places.partition_point(|(name, _)| *name < bucket);
        if before == 0 { 0 } else { i64::from(places[before - 1].1) }
    }

    /// Chance of a poll under the random method.
    pub(super) fn chance(&self, now: i64, gate: &Gate) -> f64 {
        let seen = &self.memory.snapshots[0];
        let open = gate.slots() - seen.active + self.ended_lately(now, gate);
        let allowance = gate.granted(now) - seen.began_since(self.memory.began_before) as i64;
        gate.expected(open, allowance) / self.places().max(1) as f64
    }

    /// A session was given.
    pub(super) fn session_began(&mut self, rank: u32) {
        self.memory.active += 1;
        self.memory.unticketed += u64::from(!std::mem::take(&mut self.ticket_given));
        self.memory.sessions[self.of[rank as usize] as usize] += 1;
    }

    /// A session ended.
    pub(super) fn session_ended(&mut self, rank: u32) {
        self.memory.active -= 1;
        self.memory.ended += 1;
        // Whose sessions a state without data centres counts may not be known of all.
        let sessions = &mut self.memory.sessions[self.of[rank as usize] as usize];
        *sessions = sessions.saturating_sub(1);
    }

    /// Goes on where another run stood. A state that tells nothing of data centres is known to all of them.
    pub(super) fn restore<B: Default>(
        &mut self,
        state: &State,
        rank_of: &dyn Fn(Who) -> Option<u32>,
        places: &Places<'_, B>,
    ) {
        let at = state.at.microseconds();
        let fits = |memory: &&EdgeMemory| {
            memory.given.len() == self.memory.given.len()
                && memory.given_anywhere.len() == self.memory.given_anywhere.len()
        };
        if let Some(memory) = state.edge.as_deref().filter(fits) {
            self.memory = memory.clone();
        } else {
            for rank in session_holders(state).filter_map(rank_of) {
                self.memory.sessions[self.of[rank as usize] as usize] += 1;
            }
            self.memory.active = i64::from(state.active);
            self.memory.slots.minute = minute_of(at, self.minute_offset);
            let of_this_minute = state.gate.minute == self.memory.slots.minute;
            let accepted = if of_this_minute { state.gate.accepted } else { 0 };
            self.memory.began_before = self.memory.began() - accepted as i64;
            self.memory.next_sync = sync_after(at, self.grid, self.minute_offset);
            let snapshot = self.snapshot(at, places);
            self.memory.snapshots = VecDeque::from([snapshot]);
            self.memory.reached = at;
            self.set_slots();
        }
        self.new_users = self.memory.new_users.iter().map(|(_, count)| u64::from(*count)).sum();
        self.now = at;
        self.look_again();
    }

    fn own(&self, data_centre: usize) -> i64 {
        (self.split.data_centres[data_centre] - i64::from(self.memory.given[data_centre])).max(0)
    }

    fn anywhere(&self, data_centre: usize) -> i64 {
        let memory = &self.memory;
        let counter = data_centre % memory.given_anywhere.len();
        let before = memory.slots.given_anywhere[counter];
        let here = (memory.given_anywhere[counter] - before) as i64;
        let here_known = memory.snapshots[0].given_anywhere[counter].saturating_sub(before) as i64;
        (self.split.anywhere - here - (self.anywhere_known - here_known)).max(0)
    }

    /// Works out F as known, and who has how much of it.
    fn share(&mut self, now: i64, gate: &Gate) {
        let (slots, seen) = (&self.memory.slots, &self.memory.snapshots[0]);
        let freed = seen.ended as i64 - slots.ended as i64;
        let open = gate.slots() - slots.active + freed - (seen.unticketed - slots.unticketed) as i64;
        let unticketed = seen.unticketed.saturating_sub(slots.unticketed_by_rate);
        let allowance = gate.granted(now) - (slots.accepted + unticketed) as i64;
        let free = open.min(allowance).max(0);
        if self.split.of == Some((free, gate.slots())) {
            return;
        }
        let narrow = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let split = SlotSplit::of(narrow(free), narrow(gate.slots()), &slots.users);
        self.split.data_centres.clear();
        self.split.data_centres.extend(split.data_centres.iter().map(|slots| slots.rounded_down() as i64));
        self.split.anywhere = free - self.split.data_centres.iter().sum::<i64>();
        self.split.of = Some((free, gate.slots()));
    }

    /// Lets snapshots reach the data centres as of an instant up to which nothing happened.
    fn reach<B: Default>(&mut self, at: i64, places: &Places<'_, B>) {
        let spike = self.is_spike(at);
        let age = if spike { self.spike_delay } else { self.sync_period };
        self.memory.reached = self.memory.reached.max(at.saturating_sub(age));
        let snapshots = &mut self.memory.snapshots;
        let mut changed = false;
        while snapshots.get(1).is_some_and(|next| next.from <= self.memory.reached) {
            if let Some(gone) = snapshots.pop_front() {
                self.memory.past.push_back((gone.from, gone.ended));
            }
            changed = true;
        }
        if self.is_live() && !spike {
            let live = self.snapshot(at, places);
            self.memory.snapshots = VecDeque::from([live]);
            changed = true;
        }
        if changed {
            let long_ago = self.seen_at().saturating_sub(LATELY);
            while self.memory.past.get(1).is_some_and(|(from, _)| *from <= long_ago) {
                self.memory.past.pop_front();
            }
            self.look_again();
        }
    }

    /// The instant whose room the data centres know.
    fn seen_at(&self) -> i64 {
        let reached = self.memory.reached;
        if reached == i64::MIN {
            reached
        } else {
            sync_after(reached, self.grid, self.minute_offset) - self.grid
        }
    }

    /// Sessions that ended in the 20 s before the instant that is known.
    fn ended_lately(&self, now: i64, gate: &Gate) -> i64 {
        let memory = &self.memory;
        let seen = &memory.snapshots[0];
        if self.is_live() && seen.from == now {
            return i64::from(gate.ended_lately(now));
        }
        let long_ago = self.seen_at().saturating_sub(LATELY);
        if seen.from <= long_ago {
            return 0;
        }
        let before = memory.past.iter().rev().find(|(from, _)| *from <= long_ago);
        before.or(memory.past.front()).map_or(0, |(_, ended)| (seen.ended - ended) as i64)
    }

    /// Whether nothing but a fast rise lets knowledge grow old.
    fn is_live(&self) -> bool {
        self.sync_period == 0
    }

    /// Whether new users come in a fast rise.
    fn is_spike(&mut self, at: i64) -> bool {
        let over = at.div_euclid(SECOND) - 60;
        while let Some((_, count)) = self.memory.new_users.front().filter(|(second, _)| *second <= over) {
            self.new_users -= u64::from(*count);
            self.memory.new_users.pop_front();
        }
        self.new_users > self.spike_threshold
    }

    /// The room now, noted for an instant since which nothing happened.
    fn snapshot<B: Default>(&self, from: i64, places: &Places<'_, B>) -> Snapshot {
        let memory = &self.memory;
        Snapshot {
            from,
            active: memory.active,
            ended: memory.ended,
            unticketed: memory.unticketed,
            sessions: memory.sessions.clone(),
            given_anywhere: memory.given_anywhere.clone(),
            places: cumulated(places),
        }
    }

    /// What follows from the snapshot and the slots is worked out anew.
    fn look_again(&mut self) {
        let memory = &self.memory;
        let known = memory.snapshots[0].given_anywhere.iter().zip(&memory.slots.given_anywhere);
        self.anywhere_known = known.map(|(known, before)| known.saturating_sub(*before) as i64).sum();
        self.minute_ends = (memory.slots.minute + 1) * MINUTE_US - self.minute_offset;
        self.split.of = None;
    }
}

impl EdgeMemory {
    /// Sessions given so far.
    fn began(&self) -> i64 {
        self.active + self.ended as i64
    }
}

impl Snapshot {
    /// Sessions given since so many had been given.
    fn began_since(&self, before: i64) -> u64 {
        (self.active + self.ended as i64 - before).max(0) as u64
    }

    /// Whether the room is the same at both instants. Sessions change hands only as they begin and end.
    fn is_like(&self, other: &Snapshot) -> bool {
        (self.active, self.ended) == (other.active, other.ended) && self.places == other.places
    }
}

fn minute_of(at: i64, offset: i64) -> i64 {
    (at + offset).div_euclid(MINUTE_US)
}

/// The first sync instant after an instant.
fn sync_after(at: i64, grid: i64, offset: i64) -> i64 {
    ((at + offset).div_euclid(grid) + 1) * grid - offset
}

fn cumulated<B: Default>(places: &Places<'_, B>) -> Vec<(BucketName, u32)> {
    let mut sum = 0;
    let add = |(name, count)| {
        sum += count;
        (name, sum)
    };
    places.counts().map(add).collect()
}

/// Everyone with a session, as far as a state tells.
fn session_holders(state: &State) -> impl Iterator<Item = Who> + '_ {
    let known = state.sessions.iter().map(|(_, who)| *who);
    let deciding = state.last_requests.iter().filter(|last| last.decides_session).map(|last| last.who);
    let revoked = state.requests.iter().filter(|request| request.kind == RequestKind::Revoked);
    known.chain(deciding).chain(revoked.map(|request| request.who))
}
