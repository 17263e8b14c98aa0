//! The rules of a polled line: what someone without a place is told, and what a poll meets.

use super::edge::DataCentres;
use super::places::{Places, PlacesPlan, Polls as PollsOf, Standing};
use super::{Answer, Attempt, Held, Joining, Line, Reply};
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::blueprint::Blueprint;
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::{Crowd, Who};
use crate::engine::gate::Gate;
use crate::engine::phase::{Key, Phase};
use crate::engine::signal::Estimate;
use crate::engine::state::{EdgeMemory, GhostPlace, PendingLot, PlaceHeld, State};
use crate::engine::visits::Visits;
use crate::model::room::{self, BucketRule, Entry as RoomEntry, NewcomerRule, Regime};
use crate::units::SimTime;

/// A polled line during a run; `P` finds the next poll.
#[derive(Debug)]
pub(in crate::engine) struct PolledLine<'a, P: Polls> {
    rules: Rules,
    places: Places<'a, P::Bucket>,
    polls: P,
    departures: Calendar,
    draws: Stream,
    drawn: u64,
    /// Data centres that decide on their own; `None`: one exact counter.
    edge: Option<Box<DataCentres>>,
}

/// What a request meets.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Rules {
    pub(super) bucket_rule: BucketRule,
    pub(super) newcomer_rule: NewcomerRule,
    pub(super) entry: RoomEntry,
    /// Whether these settings stay for ever.
    pub(super) is_last: bool,
    /// Time between polls that the room allows.
    pub(super) interval: i64,
}

/// When a holder polls.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Beat {
    /// Polls come at whole intervals from here.
    pub(super) from: i64,
    pub(super) interval: i64,
    /// The first that was not made yet.
    pub(super) first_poll: i64,
    /// See [`Joining::bears`].
    pub(super) bears: Option<u32>,
}

impl Beat {
    fn beginning(joining: Joining) -> Beat {
        let (from, interval) = (joining.at, joining.poll_interval);
        Beat { from, interval, first_poll: from + interval, bears: joining.bears }
    }
}

/// A poll that has to be looked at; by holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Due {
    /// It may succeed.
    Tries(u32),
    /// It was drawn by lot and wins with a chance.
    Drawn(u32),
    /// It cannot succeed, but its maker looks at the page.
    OnlyLooks(u32),
}

/// Finds the next poll that has to be looked at.
pub(in crate::engine) trait Polls: Sized {
    /// What it keeps in each bucket.
    type Bucket: Default + std::fmt::Debug;

    fn new(blueprint: &Blueprint, crowd: &Crowd, run: RunKey, earliest: i64) -> Self;

    /// A holder polls from now on.
    fn begin(&mut self, places: &mut Places<Self::Bucket>, holder: u32, beat: Beat);

    /// A holder who waits is about to stop.
    fn end(&mut self, places: &mut Places<Self::Bucket>, holder: u32, interval: i64);

    /// A holder's poll changed nothing: the next one comes after the interval.
    fn go_on(&mut self, places: &mut Places<Self::Bucket>, holder: u32, interval: i64, now: i64);

    /// Everyone in line is about to be dealt into new buckets that start at `start`.
    fn gather(&mut self, places: &mut Places<Self::Bucket>) -> Vec<(u32, i64, i64)>;

    /// Everyone was dealt: what was gathered, in the new buckets.
    fn spread(&mut self, places: &mut Places<Self::Bucket>, gathered: Vec<(u32, i64, i64)>);

    /// Other rules are in force.
    fn enter(&mut self, places: &mut Places<Self::Bucket>, rules: &Rules, now: i64);

    /// When the next poll has to be looked at.
    fn next(&mut self, places: &mut Places<Self::Bucket>, rules: &Rules, now: i64, gate: &Gate) -> Key;

    /// Whoever makes it; nobody if it only had to be looked again.
    fn take(&mut self, places: &mut Places<Self::Bucket>) -> Option<Due>;

    /// Whether somebody drawn wins with this chance.
    fn wins(&mut self, _chance: f64) -> bool {
        false
    }

    /// What was drawn in advance.
    fn pending_lot(&self, _places: &Places<Self::Bucket>) -> Option<PendingLot> {
        None
    }

    /// Goes on with what was drawn in advance.
    fn restore_lot(
        &mut self,
        _pending: &PendingLot,
        _places: &Places<Self::Bucket>,
        _rank_of: &dyn Fn(Who) -> Option<u32>,
    ) {
    }

    /// Identity of whoever makes it.
    fn next_id(&self, places: &Places<Self::Bucket>) -> u32;

    /// Looks again at a calendar whose key this is.
    fn look(&mut self, _key: Key) {}

    /// Slots or places changed.
    fn stale(&mut self);

    /// Somebody who might be the next to poll stopped.
    fn stopped(&mut self, holder: u32);
}

impl<P: Polls> PolledLine<'_, P> {
    /// What a poll of this holder meets now; `is_drawn`: it was drawn by lot before.
    fn meet(&mut self, holder: u32, now: i64, gate: &mut Gate, is_drawn: bool) -> Reply {
        match self.rules.entry {
            RoomEntry::Suspended => Reply::In { counted: false },
            RoomEntry::Hold => Reply::Stay,
            RoomEntry::Passthrough => Reply::In { counted: true },
            RoomEntry::Reject => Reply::TurnedAway,
            RoomEntry::Fifo => {
                let free = self.free(holder, now, gate);
                let ahead = if free > 0 { self.ahead(holder) } else { 0 };
                let eligible = match self.rules.bucket_rule {
                    BucketRule::Reservation => free > ahead,
                    BucketRule::Strict => free > 0 && ahead == 0,
                };
                self.give_if(eligible, holder)
            }
            RoomEntry::Random => {
                let free = self.free(holder, now, gate);
                let chance = match &self.edge {
                    None => gate.expected_slots(now) / f64::from(self.places.total()),
                    Some(edge) => edge.chance(now, gate),
                };
                let wins = if is_drawn {
                    self.polls.wins(chance)
                } else {
                    self.drawn += 1;
                    self.draws.uniform(self.drawn - 1) < chance
                };
                self.give_if(free > 0 && wins, holder)
            }
        }
    }

    /// Free slots, as far as is known where this holder's polls arrive.
    fn free(&mut self, holder: u32, now: i64, gate: &Gate) -> i64 {
        match &mut self.edge {
            None => gate.free(now),
            Some(edge) => edge.free(self.places.owner(holder).0, now, &self.places, gate),
        }
    }

    /// Places in earlier buckets, as far as is known.
    fn ahead(&self, holder: u32) -> i64 {
        match &self.edge {
            None => i64::from(self.places.ahead(holder)),
            Some(edge) => edge.places_before(self.places.bucket_name_of(holder)),
        }
    }

    /// Gives a free slot to whoever may have it.
    fn give_if(&mut self, may_have_it: bool, holder: u32) -> Reply {
        if !may_have_it {
            return Reply::Stay;
        }
        if let Some(edge) = &mut self.edge {
            edge.give_ticket(self.places.owner(holder).0);
        }
        Reply::In { counted: true }
    }

    /// More free slots than this are wanted for someone new to pass the line; `None`: nobody new does.
    #[inline]
    fn must_exceed(&self, places: i64) -> Option<i64> {
        match (self.rules.newcomer_rule, self.rules.bucket_rule) {
            _ if places == 0 => Some(0),
            (NewcomerRule::Consistent, BucketRule::Reservation) => Some(places),
            (NewcomerRule::Consistent, BucketRule::Strict) | (NewcomerRule::Sticky, _) => None,
        }
    }

    /// What someone new is told by the data centre.
    fn answer_at_the_edge(&mut self, rank: u32, now: i64, gate: &Gate) -> Answer {
        let Some(edge) = &mut self.edge else { return Answer::Queued };
        let free = edge.free(rank, now, &self.places, gate);
        let places = edge.places();
        match self.must_exceed(places) {
            Some(places) if free > places => {
                if let Some(edge) = &mut self.edge {
                    edge.give_ticket(rank);
                }
                Answer::Accepted
            }
            _ => Answer::Queued,
        }
    }

    /// Carries out what a try of this holder met.
    fn settle(&mut self, holder: u32, interval: i64, reply: Reply) {
        match reply {
            Reply::In { .. } | Reply::TurnedAway => {
                self.polls.end(&mut self.places, holder, interval);
                self.places.drop(holder);
                self.polls.stale();
            }
            Reply::Stay => {}
        }
    }

    /// A holder stops to poll; polls before `before` were made.
    fn stop(&mut self, holder: u32, interval: i64, before: i64) {
        if self.places.is_waiting(holder) {
            let last_try = self.places.last_try(holder, interval, before);
            self.polls.end(&mut self.places, holder, interval);
            self.places.become_ghost(holder, last_try);
            self.polls.stopped(holder);
        }
    }
}

impl<'a, P: Polls> Line<'a> for PolledLine<'a, P> {
    const DEPARTURE: Phase = Phase::Departure;
    const IS_POLLED: bool = true;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey, earliest: i64) -> Self {
        let room::Line::Polled { interval, grace, bucket_rule, newcomer_rule } = *blueprint.room().line()
        else {
            unreachable!("a polled line is only made for a room whose people poll");
        };
        let groups = blueprint.groups();
        let patient = groups.iter().all(|group| group.patience.is_none());
        let tracked = groups.iter().any(super::super::blueprint::GroupPlan::places_are_tracked);
        let reacts = groups.iter().any(|group| group.tolerance.is_some());
        let plan =
            PlacesPlan { ghosts: !patient || tracked || reacts, tracked, board: blueprint.looks_at_pages() };
        let offset = blueprint.minute_offset().microseconds();
        PolledLine {
            rules: Rules {
                bucket_rule,
                newcomer_rule,
                entry: RoomEntry::Fifo,
                is_last: true,
                interval: interval.microseconds(),
            },
            places: Places::new(crowd, grace.microseconds(), offset, earliest, plan),
            polls: P::new(blueprint, crowd, run, earliest),
            departures: Calendar::new(earliest, if patient { 0 } else { crowd.len() }),
            draws: Stream::new(run, Purpose::Events, 0, Field::Number),
            drawn: 0,
            edge: DataCentres::new(blueprint, crowd, run, earliest).map(Box::new),
        }
    }

    fn enter(&mut self, regime: &Regime, is_last: bool, now: i64, visits: &Visits) {
        (self.rules.entry, self.rules.is_last) = (regime.entry, is_last);
        if let Some(size) = regime.shuffle {
            let gathered = self.polls.gather(&mut self.places);
            // Early enough that every poll from now on comes later than one interval after it.
            let slowest = gathered.iter().map(|(_, _, interval)| *interval).max().unwrap_or(0);
            self.places.shuffle(size, now, now - 2 * slowest, |rank, device| visits.ticket(rank, device));
            self.polls.spread(&mut self.places, gathered);
            if let Some(edge) = &mut self.edge {
                edge.deal_anew(&self.places);
            }
        }
        if let Some(edge) = &mut self.edge {
            edge.set_slots();
        }
        self.polls.enter(&mut self.places, &self.rules, now);
        self.polls.stale();
    }

    #[inline]
    fn answer(&mut self, rank: u32, now: i64, gate: &Gate, _: bool) -> Answer {
        if let Some(edge) = &mut self.edge
            && self.rules.entry != RoomEntry::Suspended
        {
            edge.note_new_user();
        }
        match self.rules.entry {
            RoomEntry::Suspended => return Answer::PassedBy,
            RoomEntry::Hold => return Answer::Queued,
            RoomEntry::Passthrough => return Answer::Accepted,
            RoomEntry::Reject => return Answer::TurnedAway,
            RoomEntry::Fifo | RoomEntry::Random => {}
        }
        if self.edge.is_some() {
            return self.answer_at_the_edge(rank, now, gate);
        }
        // The allowance costs a division; most of the time the open slots alone decide.
        match self.must_exceed(i64::from(self.places.total())) {
            Some(places) if gate.open_slots() > places && gate.free(now) > places => Answer::Accepted,
            _ => Answer::Queued,
        }
    }

    fn pass(&mut self, now: i64) {
        if let Some(edge) = &mut self.edge {
            edge.pass(now, &self.places);
        }
    }

    fn session_began(&mut self, rank: u32) {
        if let Some(edge) = &mut self.edge {
            edge.session_began(rank);
        }
    }

    fn session_ended(&mut self, rank: u32) {
        if let Some(edge) = &mut self.edge {
            edge.session_ended(rank);
        }
    }

    fn edge_memory(&self) -> Option<Box<EdgeMemory>> {
        self.edge.as_ref().map(|edge| Box::new(edge.memory().clone()))
    }

    fn restore_edge(&mut self, state: &State, rank_of: &dyn Fn(Who) -> Option<u32>) {
        if let Some(edge) = &mut self.edge {
            edge.restore(state, rank_of, &self.places);
        }
    }

    #[inline]
    fn join(&mut self, joining: Joining) {
        let holder = self.places.join(joining.rank, joining.device, joining.at);
        self.polls.begin(&mut self.places, holder, Beat::beginning(joining));
    }

    fn lose_cookie(&mut self, rank: u32) {
        if self.places.standing(rank) == Standing::Ghost {
            self.places.leave_ghost_behind(rank);
        }
    }

    fn join_unpolled(&mut self, rank: u32, now: i64) {
        self.places.join_unpolled(rank, now);
        // One place more holds nobody ahead of it back, but in a lottery it takes part.
        self.polls.stale();
    }

    #[inline]
    fn expect_departure(&mut self, at: i64, rank: u32, turn: u32) {
        self.departures.put(Entry { at, rank, note: turn });
    }

    #[inline]
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key {
        self.polls.next(&mut self.places, &self.rules, now, gate)
    }

    fn next_attempt_id(&self) -> u32 {
        self.polls.next_id(&self.places)
    }

    #[inline]
    fn attempt(&mut self, now: i64, gate: &mut Gate, visits: &Visits) -> Option<Attempt> {
        let due = self.polls.take(&mut self.places)?;
        let (Due::Tries(holder) | Due::Drawn(holder) | Due::OnlyLooks(holder)) = due;
        let (rank, device) = self.places.owner(holder);
        let interval = visits.poll_interval(rank);
        let reply = match due {
            Due::Tries(_) => self.meet(holder, now, gate, false),
            Due::Drawn(_) => self.meet(holder, now, gate, true),
            Due::OnlyLooks(_) => Reply::Stay,
        };
        self.settle(holder, interval, reply);
        if reply == Reply::Stay {
            self.polls.go_on(&mut self.places, holder, interval, now);
        }
        Some(Attempt { rank, device, reply })
    }

    #[inline]
    fn next_departure(&mut self) -> Key {
        self.departures.key(Self::DEPARTURE)
    }

    #[inline]
    fn depart(&mut self, waits_in_turn: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let entry = self.departures.take()?;
        waits_in_turn(entry.rank, entry.note).then_some(entry.rank)
    }

    #[inline]
    fn next_place_expiry(&mut self) -> Key {
        self.places.next_ghost()
    }

    fn look(&mut self, key: Key) {
        if self.departures.key(Self::DEPARTURE) == key {
            self.departures.look();
        }
        if self.places.next_ghost() == key {
            self.places.look_for_ghosts();
        }
        self.polls.look(key);
    }

    fn fetch(&self, rank: u32) {
        self.places.fetch(rank);
    }

    fn departures_opened(&self) -> &[Entry] {
        self.departures.opened()
    }

    fn expire_place(&mut self) -> Option<u32> {
        let owner = self.places.expire();
        self.polls.stale();
        owner
    }

    #[inline]
    fn places(&self) -> u32 {
        self.places.total()
    }

    #[inline]
    fn stale(&mut self) {
        self.polls.stale();
    }

    fn draws_made(&self) -> u64 {
        self.drawn
    }

    fn skip_draws(&mut self, count: u64) {
        self.drawn = count;
    }

    fn withdraw(&mut self, rank: u32, now: i64, poll_interval: i64, tried: Option<u32>) {
        let before = |device: u32| if tried.is_some_and(|tried| device <= tried) { now + 1 } else { now };
        if !self.places.is_tracked() {
            return self.stop(rank, poll_interval, before(0));
        }
        self.stop(rank, poll_interval, before(0));
        let is_one = |holder: &u32| *holder != u32::MAX;
        for holder in self.places.take_further_devices(rank).into_iter().filter(is_one) {
            let (_, device) = self.places.owner(holder);
            self.stop(holder, poll_interval, before(device));
        }
    }

    fn fall_asleep(&mut self, rank: u32, now: i64, poll_interval: i64) {
        self.stop(rank, poll_interval, now);
    }

    fn standing(&self, rank: u32) -> Standing {
        self.places.standing(rank)
    }

    fn resume(&mut self, rank: u32, now: i64, gate: &mut Gate, joining: Joining) -> Option<Reply> {
        let last_try = self.places.revive(rank)?;
        let is_try = now - last_try >= self.rules.interval;
        let reply = is_try.then(|| self.meet(rank, now, gate, false));
        let polls = PollsOf { from: now, last_try: if is_try { now } else { last_try } };
        self.places.set_polls(rank, polls);
        match reply {
            Some(Reply::In { .. } | Reply::TurnedAway) => {
                self.places.drop(rank);
                self.polls.stale();
            }
            Some(Reply::Stay) | None => {
                self.polls.begin(&mut self.places, rank, Beat::beginning(joining));
            }
        }
        reply
    }

    fn estimate(&self, rank: u32, device: u32, now: i64, gate: &Gate) -> Option<Estimate> {
        let accepted = gate.accepted_last_minute(now);
        if accepted == 0 {
            return None;
        }
        let minutes =
            |places: u64, divisor: u64| u32::try_from(places.div_ceil(divisor).max(1)).unwrap_or(u32::MAX);
        match self.rules.entry {
            RoomEntry::Fifo => {
                let ahead = match self.places.holder(rank, device) {
                    Some(holder) if self.places.standing(holder) != Standing::Away => {
                        self.places.ahead(holder)
                    }
                    // Someone whose places nobody polls: in the bucket of now.
                    _ => self.places.ahead_of_newcomers(now),
                };
                let shown = minutes(u64::from(ahead), accepted);
                Some(Estimate { low_minutes: shown, high_minutes: shown })
            }
            RoomEntry::Random => {
                let places = u64::from(self.places.total());
                Some(Estimate {
                    low_minutes: minutes(places, 4 * accepted),
                    high_minutes: minutes(3 * places, 4 * accepted),
                })
            }
            RoomEntry::Suspended | RoomEntry::Hold | RoomEntry::Passthrough | RoomEntry::Reject => None,
        }
    }

    fn places_held(&self) -> (Vec<PlaceHeld>, Vec<GhostPlace>) {
        let (polled, ghosts) = self.places.all();
        let time = SimTime::from_microseconds;
        let mut held: Vec<PlaceHeld> = polled
            .iter()
            .map(|place| PlaceHeld {
                who: self.places.crowd.who(place.rank),
                device: place.device,
                bucket: self.places.bucket_name(place.serial),
                polls_from: time(place.polls.from),
                last_try: time(place.polls.last_try),
            })
            .collect();
        held.sort_by_key(|place| (place.bucket, place.polls_from, place.who, place.device));
        let ghost = |(place, dies): &(Held, i64)| GhostPlace {
            who: self.places.crowd.who(place.rank),
            device: place.device,
            returnable: place.is_returnable,
            queued_at: time(place.queued_at),
            bucket: self.places.bucket_name(place.serial),
            expires_at: time(*dies),
        };
        (held, ghosts.iter().map(ghost).collect())
    }

    fn pending_lot(&self) -> Option<PendingLot> {
        self.polls.pending_lot(&self.places)
    }

    fn restore_lot(&mut self, pending: &PendingLot, rank_of: &dyn Fn(Who) -> Option<u32>) {
        self.polls.restore_lot(pending, &self.places, rank_of);
    }

    fn departures_expected(&self) -> Vec<(i64, u32, u32)> {
        self.departures.entries().into_iter().map(|entry| (entry.at, entry.rank, entry.note)).collect()
    }

    fn restore(
        &mut self,
        places: &[PlaceHeld],
        ghosts: &[GhostPlace],
        rank_of: &dyn Fn(Who) -> Option<u32>,
        visits: &Visits,
        now: i64,
    ) {
        self.places.make_buckets(
            places.iter().map(|place| place.bucket).chain(ghosts.iter().map(|ghost| ghost.bucket)),
        );
        // In order of their polls, as they joined.
        let mut order: Vec<&PlaceHeld> = places.iter().collect();
        order.sort_by_key(|place| (place.polls_from, place.who, place.device));
        for place in order {
            let Some(rank) = rank_of(place.who) else { continue };
            let polls =
                PollsOf { from: place.polls_from.microseconds(), last_try: place.last_try.microseconds() };
            let holder = self.places.restore(rank, place.device, place.bucket, polls);
            let (from, interval) = (polls.from, visits.poll_interval(rank));
            let made = (now - 1 - from).max(0) / interval;
            let first_poll = from + (made + 1) * interval;
            let bears = visits.bears(rank);
            self.polls.begin(&mut self.places, holder, Beat { from, interval, first_poll, bears });
        }
        for ghost in ghosts {
            if let Some(rank) = rank_of(ghost.who) {
                self.places.restore_ghost(rank, ghost);
            }
        }
    }
}
