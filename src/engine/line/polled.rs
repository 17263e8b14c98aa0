//! People who wait by polling, in buckets of a minute.
//!
//! A bucket holds its members in *runs*: people who joined within one poll interval, in order of joining. All
//! polls of a run repeat in that order, so the next poll after any instant is found by looking up the phase,
//! never by stepping through polls. People with different intervals are in different runs.

use std::collections::VecDeque;

use super::{Answer, Joining, Line};
use crate::draws::RunKey;
use crate::engine::blueprint::Blueprint;
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::Crowd;
use crate::engine::gate::{Gate, Opening};
use crate::engine::phase::{Key, Phase};
use crate::engine::state::{GhostPlace, PlaceHeld};
use crate::model::room::{self, BucketRule, NewcomerRule};
use crate::units::{MINUTE, SimTime};

/// A polled line during a run.
#[derive(Debug)]
pub(in crate::engine) struct PolledLine<'a> {
    crowd: &'a Crowd,
    bucket_rule: BucketRule,
    newcomer_rule: NewcomerRule,
    grace: i64,
    minute_offset: i64,
    poll_interval: i64,
    poll_delays: Vec<i64>,
    buckets: VecDeque<Bucket>,
    places: u32,
    standing: Vec<Standing>,
    departures: Calendar,
    ghosts: Calendar,
    /// Minute that notes in `ghosts` count from.
    first_minute: i64,
    promise: Promise,
    passed: Passed,
}

/// The poll that succeeded last: polls of the same instant by people before it have had their answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passed {
    at: i64,
    id: u32,
}

/// What a search for polls looks things up in.
#[derive(Clone, Copy)]
struct View<'v> {
    standing: &'v [Standing],
    ids: &'v [u32],
    passed: Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Not in line: not yet, no more, or inside.
    Away,
    Waiting,
    Ghost,
}

/// What was computed about the next admission.
#[derive(Clone, Copy, Debug)]
enum Promise {
    Unknown,
    Nobody,
    /// Nobody before this instant; what comes after was not looked at.
    LookAgain(i64),
    Somebody(Candidate),
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    at: i64,
    bucket: usize,
    run: usize,
    member: usize,
    rank: u32,
}

#[derive(Debug)]
struct Bucket {
    minute: i64,
    /// When the minute begins.
    start: i64,
    /// Whether its runs were merged, one for each interval.
    sealed: bool,
    /// Unexpired places, ghosts included.
    places: u32,
    runs: Vec<PollRun>,
}

/// People of one bucket and poll interval who joined within one interval.
#[derive(Debug)]
struct PollRun {
    start: i64,
    interval: i64,
    /// Start of the turn of polls that the last search looked at: `start` plus whole intervals.
    turn_start: i64,
    /// In order of joining; at one instant by group, then person.
    members: Vec<Member>,
    /// One bit a member: may still be waiting.
    live: Vec<u64>,
    live_count: u32,
    /// Where the last search ended: the next one is usually close behind.
    cursor: usize,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    /// Microseconds from the run's start.
    offset: u32,
    rank: u32,
}

impl<'a> Line<'a> for PolledLine<'a> {
    const DEPARTURE: Phase = Phase::Departure;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, _: RunKey, earliest: i64) -> Self {
        let room::Line::Polled { interval, grace, bucket_rule, newcomer_rule } = *blueprint.room().line()
        else {
            unreachable!("a polled line is only made for a room whose people poll");
        };
        let slowest = blueprint.groups().iter().map(|group| group.poll_delay).max().unwrap_or(0);
        assert!(
            interval.microseconds() + slowest < grace.microseconds(),
            "a place must outlive its next poll"
        );
        let minute_offset = blueprint.minute_offset().microseconds();
        let patient = blueprint.groups().iter().all(|group| group.patience.is_none());
        let expected = if patient { 0 } else { crowd.len() };
        PolledLine {
            crowd,
            bucket_rule,
            newcomer_rule,
            grace: grace.microseconds(),
            minute_offset,
            poll_interval: interval.microseconds(),
            poll_delays: blueprint.groups().iter().map(|group| group.poll_delay).collect(),
            buckets: VecDeque::new(),
            places: 0,
            standing: vec![Standing::Away; crowd.len()],
            departures: Calendar::new(earliest, expected),
            ghosts: Calendar::new(earliest, expected),
            first_minute: (earliest + minute_offset).div_euclid(MINUTE.microseconds()),
            promise: Promise::Unknown,
            passed: Passed { at: i64::MIN, id: 0 },
        }
    }

    #[inline]
    fn answer(&self, now: i64, gate: &Gate, _: bool) -> Answer {
        let must_exceed = match (self.newcomer_rule, self.bucket_rule) {
            _ if self.places == 0 => 0,
            (NewcomerRule::Consistent, BucketRule::Reservation) => i64::from(self.places),
            (NewcomerRule::Consistent, BucketRule::Strict) | (NewcomerRule::Sticky, _) => {
                return Answer::Queued;
            }
        };
        // The allowance costs a division; most of the time the open slots alone decide.
        if gate.open_slots() > must_exceed && gate.free(now) > must_exceed {
            Answer::Accepted
        } else {
            Answer::Queued
        }
    }

    fn join(&mut self, joining: Joining) {
        let minute = self.minute_of(joining.at);
        if self.buckets.back().is_none_or(|bucket| bucket.minute < minute) {
            self.buckets.push_back(Bucket::new(minute, self.minute_offset));
        }
        let bucket_start = minute * MINUTE.microseconds() - self.minute_offset;
        let interval = joining.poll_interval;
        let start = bucket_start + (joining.at - bucket_start) / interval * interval;
        let index = self.bucket_index(minute);
        self.buckets[index].places += 1;
        self.places += 1;
        let crowd = self.crowd;
        self.buckets[index]
            .run(start, interval)
            .push(joining.at, joining.rank, |rank| crowd.id[rank as usize]);
        self.standing[joining.rank as usize] = Standing::Waiting;
        if let Some(at) = joining.leaves_at {
            self.departures.put(Entry { at, rank: joining.rank, note: joining.turn });
        }
        // A first poll can only come before a promise if it lies before it.
        let first_poll = joining.at + interval;
        if !matches!(self.promise, Promise::Somebody(candidate) if candidate.at < first_poll) {
            self.promise = Promise::Unknown;
        }
    }

    #[inline]
    fn next_admission(&mut self, now: i64, gate: &Gate) -> Key {
        if matches!(self.promise, Promise::Unknown) {
            self.promise = self.search(now, gate);
        }
        match self.promise {
            Promise::Somebody(candidate) => Key::new(candidate.at, Phase::Poll),
            Promise::LookAgain(at) => Key::new(at, Phase::Poll),
            Promise::Unknown | Promise::Nobody => Key::NEVER,
        }
    }

    fn admit(&mut self) -> Option<u32> {
        let promise = std::mem::replace(&mut self.promise, Promise::Unknown);
        let Promise::Somebody(candidate) = promise else {
            return None;
        };
        self.passed = Passed { at: candidate.at, id: self.crowd.id[candidate.rank as usize] };
        self.buckets[candidate.bucket].runs[candidate.run].remove(candidate.member);
        self.standing[candidate.rank as usize] = Standing::Away;
        self.drop_place(candidate.bucket);
        Some(candidate.rank)
    }

    #[inline]
    fn next_departure(&mut self) -> Key {
        self.departures.key(Self::DEPARTURE)
    }

    fn depart(&mut self, queued_at: impl Fn(u32) -> (u32, i64)) -> Option<u32> {
        let entry = self.departures.take()?;
        if self.standing[entry.rank as usize] != Standing::Waiting {
            return None;
        }
        let (turn, start) = queued_at(entry.rank);
        if turn != entry.note {
            return None;
        }
        self.standing[entry.rank as usize] = Standing::Ghost;
        let interval = self.poll_interval + self.poll_delays[self.crowd.slot_and_person(entry.rank).0];
        // The last poll comes strictly before the end of patience: at a poll then, the person has left.
        let polls = (entry.at - start - 1).max(0) / interval;
        let last_poll = start + polls * interval;
        let note = (self.minute_of(start) - self.first_minute) as u32;
        self.ghosts.put(Entry { at: last_poll + self.grace, rank: entry.rank, note });
        if matches!(self.promise, Promise::Somebody(candidate) if candidate.rank == entry.rank) {
            self.promise = Promise::Unknown;
        }
        Some(entry.rank)
    }

    #[inline]
    fn next_place_expiry(&mut self) -> Key {
        self.ghosts.key(Phase::PlaceExpiry)
    }

    fn look(&mut self, key: Key) {
        if self.departures.key(Self::DEPARTURE) == key {
            self.departures.look();
        }
        if self.ghosts.key(Phase::PlaceExpiry) == key {
            self.ghosts.look();
        }
    }

    fn expire_place(&mut self) -> Option<u32> {
        let entry = self.ghosts.take()?;
        let index = self.bucket_index(self.first_minute + i64::from(entry.note));
        self.standing[entry.rank as usize] = Standing::Away;
        self.drop_place(index);
        self.promise = Promise::Unknown;
        Some(entry.rank)
    }

    #[inline]
    fn places(&self) -> u32 {
        self.places
    }

    fn places_held(&self, turn_and_start: impl Fn(u32) -> (u32, i64)) -> Vec<PlaceHeld> {
        let mut leaves: std::collections::BTreeMap<(u32, u32), i64> = std::collections::BTreeMap::new();
        for entry in self.departures.entries() {
            leaves.insert((entry.rank, entry.note), entry.at);
        }
        let mut held = Vec::new();
        for run in self.buckets.iter().flat_map(|bucket| &bucket.runs) {
            for (position, member) in run.members.iter().enumerate() {
                if run.is_live(position) && self.standing[member.rank as usize] == Standing::Waiting {
                    let (turn, start) = turn_and_start(member.rank);
                    if (start - run.start).rem_euclid(run.interval) == i64::from(member.offset) {
                        let leaves_at = leaves.get(&(member.rank, turn)).copied();
                        held.push(PlaceHeld::new(self.crowd.who(member.rank), start, leaves_at, turn));
                    }
                }
            }
        }
        held.sort_by_key(|place| (place.queued_at, place.turn > 0, place.who));
        held
    }

    fn ghosts(&self) -> Vec<GhostPlace> {
        let place = |entry: Entry| GhostPlace {
            who: self.crowd.who(entry.rank),
            minute: self.first_minute + i64::from(entry.note),
            expires_at: SimTime::from_microseconds(entry.at),
        };
        self.ghosts.entries().into_iter().map(place).collect()
    }

    fn restore_ghost(&mut self, rank: u32, ghost: &GhostPlace) {
        let index = match self.buckets.binary_search_by_key(&ghost.minute, |bucket| bucket.minute) {
            Ok(index) => index,
            Err(index) => {
                self.buckets.insert(index, Bucket::new(ghost.minute, self.minute_offset));
                index
            }
        };
        self.buckets[index].places += 1;
        self.places += 1;
        self.standing[rank as usize] = Standing::Ghost;
        let note = (ghost.minute - self.first_minute) as u32;
        self.ghosts.put(Entry { at: ghost.expires_at.microseconds(), rank, note });
    }

    #[inline]
    fn stale(&mut self) {
        self.promise = Promise::Unknown;
    }
}

impl PolledLine<'_> {
    #[inline]
    fn minute_of(&self, at: i64) -> i64 {
        (at + self.minute_offset).div_euclid(MINUTE.microseconds())
    }

    #[inline]
    fn bucket_index(&self, minute: i64) -> usize {
        match self.buckets.back() {
            Some(bucket) if bucket.minute == minute => self.buckets.len() - 1,
            _ => self.buckets.partition_point(|bucket| bucket.minute < minute),
        }
    }

    /// One place of a bucket is gone; empty buckets in front go with it.
    fn drop_place(&mut self, index: usize) {
        self.buckets[index].places -= 1;
        self.places -= 1;
        while self.buckets.front().is_some_and(|bucket| bucket.places == 0) {
            self.buckets.pop_front();
        }
    }

    /// The first poll from `now` on that finds its bucket eligible and a slot free, if nothing changes before.
    fn search(&mut self, now: i64, gate: &Gate) -> Promise {
        let open_slots = gate.open_slots();
        if open_slots <= 0 || self.places == 0 {
            return Promise::Nobody;
        }
        let view = View { standing: &self.standing, ids: &self.crowd.id, passed: self.passed };
        let mut best: Option<Candidate> = None;
        let mut look_again = i64::MAX;
        let mut ahead = 0_u32;
        for (index, bucket) in self.buckets.iter_mut().enumerate() {
            // Under both readings a bucket needs more free slots than places before it; under the strict one
            // there must be no place before it at all.
            if i64::from(ahead) >= open_slots || (ahead > 0 && self.bucket_rule == BucketRule::Strict) {
                break;
            }
            let need = u64::from(ahead) + 1;
            ahead += bucket.places;
            // Nothing but ghosts: they only hold slots back.
            if bucket.runs.iter().all(|run| run.live_count == 0) {
                continue;
            }
            let Some(opening) = gate.opening(now, need) else {
                break;
            };
            // Later buckets open no earlier: whoever polls before that cannot be beaten.
            if best.is_some_and(|candidate| candidate.at < opening.from) {
                break;
            }
            match bucket.first_success(opening, need, gate, view) {
                Success::At(poll) if best.is_none_or(|known| poll.comes_before(&known, view.ids)) => {
                    best = Some(Candidate { bucket: index, ..poll });
                }
                Success::At(_) | Success::Never => {}
                Success::NotBefore(at) => look_again = look_again.min(at),
            }
        }
        match best {
            Some(candidate) if candidate.at < look_again => Promise::Somebody(candidate),
            _ if look_again < i64::MAX => Promise::LookAgain(look_again),
            _ => Promise::Nobody,
        }
    }
}

impl Candidate {
    /// Polls of one instant are answered by group, then person.
    #[inline]
    fn comes_before(&self, other: &Candidate, ids: &[u32]) -> bool {
        (self.at, ids[self.rank as usize]) < (other.at, ids[other.rank as usize])
    }
}

/// When a bucket's members succeed if nothing changes.
enum Success {
    At(Candidate),
    NotBefore(i64),
    Never,
}

/// Minutes that are looked through at once for a poll that meets the allowance.
const MINUTES_AHEAD: u32 = 64;

impl Bucket {
    fn new(minute: i64, minute_offset: i64) -> Bucket {
        let start = minute * MINUTE.microseconds() - minute_offset;
        Bucket { minute, start, sealed: false, places: 0, runs: Vec::new() }
    }

    /// Merges the runs of each interval as soon as nobody can join any more and everyone has begun to poll: one
    /// look-up instead of several from then on.
    fn seal(&mut self, now: i64, view: View) {
        let slowest = self.runs.iter().map(|run| run.interval).max().unwrap_or(0);
        if now < self.start + MINUTE.microseconds() + slowest {
            return;
        }
        self.sealed = true;
        let mut merged: Vec<PollRun> = Vec::new();
        for run in self.runs.drain(..) {
            match merged.iter_mut().find(|other| other.interval == run.interval) {
                Some(other) => other.absorb(&run, view.standing),
                None => {
                    let mut first = PollRun::new(self.start, run.interval);
                    first.absorb(&run, view.standing);
                    merged.push(first);
                }
            }
        }
        merged.iter_mut().for_each(|run| run.arrange(view.ids));
        self.runs = merged;
    }

    /// The run that starts then, made if needed.
    fn run(&mut self, start: i64, interval: i64) -> &mut PollRun {
        let known = self.runs.iter().rposition(|run| run.start == start && run.interval == interval);
        let index = known.unwrap_or_else(|| {
            self.runs.push(PollRun::new(start, interval));
            self.runs.len() - 1
        });
        &mut self.runs[index]
    }

    /// The first poll that falls into a stretch in which the bucket may take a slot.
    #[inline]
    fn first_success(&mut self, mut opening: Opening, need: u64, gate: &Gate, view: View) -> Success {
        if !self.sealed {
            self.seal(opening.from, view);
        }
        for turn in 0..MINUTES_AHEAD {
            let Some(poll) = self.first_poll(opening.from, view) else {
                return Success::Never;
            };
            if poll.at < opening.until {
                return Success::At(poll);
            }
            // Nobody polls while the minute's allowance lasts: what was left is lost. Polls that come at the
            // same second of every minute will miss the next one, too.
            let repeats = self.runs.iter().all(|run| MINUTE.microseconds() % run.interval == 0);
            match gate.opening(opening.until, need) {
                Some(later) if turn < 2 || !repeats => opening = later,
                _ => return Success::Never,
            }
        }
        Success::NotBefore(opening.from)
    }

    /// The first poll of the bucket's members from `from` on.
    #[inline]
    fn first_poll(&mut self, from: i64, view: View) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for (index, run) in self.runs.iter_mut().enumerate() {
            let Some((at, member)) = run.first_poll(from, view) else { continue };
            let rank = run.members[member].rank;
            let poll = Candidate { at, bucket: 0, run: index, member, rank };
            if best.is_none_or(|known| poll.comes_before(&known, view.ids)) {
                best = Some(poll);
            }
        }
        best
    }
}

impl PollRun {
    fn new(start: i64, interval: i64) -> PollRun {
        PollRun {
            start,
            interval,
            turn_start: start + interval,
            members: Vec::new(),
            live: Vec::new(),
            live_count: 0,
            cursor: 0,
        }
    }

    /// Takes over the members of a later run who still wait, at the phase of their polls.
    fn absorb(&mut self, other: &PollRun, standing: &[Standing]) {
        let shift = (other.start - self.start) % self.interval;
        for (position, member) in other.members.iter().enumerate() {
            if other.is_live(position) && standing[member.rank as usize] == Standing::Waiting {
                let offset = (i64::from(member.offset) + shift) % self.interval;
                self.members.push(Member { offset: offset as u32, rank: member.rank });
            }
        }
    }

    /// Puts members in the order of their polls and marks all of them.
    fn arrange(&mut self, ids: &[u32]) {
        // A stable sort merges the few runs that are in order already.
        self.members.sort_by(|a, b| {
            a.offset.cmp(&b.offset).then_with(|| ids[a.rank as usize].cmp(&ids[b.rank as usize]))
        });
        self.live_count = self.members.len() as u32;
        self.live = vec![u64::MAX; self.members.len().div_ceil(64)];
        let rest = self.members.len() % 64;
        if let Some(last) = self.live.last_mut()
            && rest > 0
        {
            *last = u64::MAX >> (64 - rest);
        }
    }

    fn push(&mut self, at: i64, rank: u32, id: impl Fn(u32) -> u32) {
        let member = Member { offset: (at - self.start) as u32, rank };
        let position = self.members.len();
        if position.is_multiple_of(64) {
            self.live.push(0);
        }
        self.live[position / 64] |= 1 << (position % 64);
        self.live_count += 1;
        self.members.push(member);
        // Polls of one instant are answered by group and person, not by order of joining. Everyone who joined
        // at this instant is still marked, so swapping members leaves the marks right.
        let mut place = position;
        while place > 0
            && self.members[place - 1].offset == member.offset
            && id(self.members[place - 1].rank) > id(rank)
        {
            self.members.swap(place - 1, place);
            place -= 1;
        }
    }

    #[inline]
    fn is_live(&self, position: usize) -> bool {
        self.live[position / 64] >> (position % 64) & 1 == 1
    }

    #[inline]
    fn remove(&mut self, position: usize) {
        self.live[position / 64] &= !(1 << (position % 64));
        self.live_count -= 1;
    }

    /// The first poll from `from` on that has not had its answer: its instant and the member.
    #[inline]
    fn first_poll(&mut self, from: i64, view: View) -> Option<(i64, usize)> {
        if self.live_count == 0 {
            return None;
        }
        let turn_start = self.turn_of(from);
        let from = from.max(turn_start);
        let mut position = self.position((from - turn_start) as u32);
        while let Some(member) = self.next_live(position, view.standing) {
            let Member { offset, rank } = self.members[member];
            let at = turn_start + i64::from(offset);
            if at > view.passed.at || view.ids[rank as usize] > view.passed.id {
                return Some((at, member));
            }
            position = member + 1;
        }
        let member = self.next_live(0, view.standing)?;
        Some((turn_start + self.interval + i64::from(self.members[member].offset), member))
    }

    /// Start of the turn of polls in which an instant lies. The first polls come one interval after joining.
    #[inline]
    fn turn_of(&mut self, at: i64) -> i64 {
        let into = at - self.turn_start;
        if into >= self.interval || into < 0 {
            let turns = ((at - self.start) / self.interval).max(1);
            self.turn_start = self.start + turns * self.interval;
        }
        self.turn_start
    }

    /// The first member at or after a phase: guessed from how densely the run's phases lie, then found by
    /// doubling steps from the guess.
    #[inline]
    fn position(&mut self, phase: u32) -> usize {
        let count = self.members.len();
        let from = self.cursor.min(count - 1);
        let (first, last) = (self.members[0].offset, self.members[count - 1].offset);
        let width = u64::from(last - first) + 1;
        let here = self.members[from].offset;
        let distance = |a: u32, b: u32| (u64::from(a - b) * count as u64 / width) as usize;
        let guess = if phase >= here {
            (from + distance(phase, here)).min(count)
        } else if phase >= first {
            distance(phase, first).min(count)
        } else {
            0
        };
        self.cursor = self.gallop(guess, phase);
        self.cursor
    }

    /// The first member at or after a phase, from a guess.
    #[inline]
    fn gallop(&self, guess: usize, phase: u32) -> usize {
        let count = self.members.len();
        let before = |position: usize| self.members[position].offset < phase;
        let (mut low, mut high) = (guess, guess);
        let mut step = 1;
        if guess < count && before(guess) {
            low = guess + 1;
            high = low;
            while high < count && before(high) {
                low = high + 1;
                high += step;
                step *= 2;
            }
            high = high.min(count);
        } else {
            while low > 0 && !before(low - 1) {
                high = low - 1;
                low = high.saturating_sub(step);
                step *= 2;
            }
        }
        low + self.members[low..high].partition_point(|member| member.offset < phase)
    }

    /// The first member from a position on who still waits; marks of people who left are cleared on the way.
    #[inline]
    fn next_live(&mut self, position: usize, standing: &[Standing]) -> Option<usize> {
        let mut word = position / 64;
        let mut bits = self.live.get(word)? & (u64::MAX << (position % 64));
        loop {
            while bits == 0 {
                word += 1;
                bits = *self.live.get(word)?;
            }
            let member = word * 64 + bits.trailing_zeros() as usize;
            if standing[self.members[member].rank as usize] == Standing::Waiting {
                return Some(member);
            }
            self.remove(member);
            bits &= bits - 1;
        }
    }
}
