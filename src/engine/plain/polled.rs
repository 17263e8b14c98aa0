//! The line of a Cloudflare room on a plain day: buckets of a minute, polls at one interval for all, ghosts.
//!
//! A bucket holds its people in *laps*: those who joined within one poll interval, in order of joining. All polls of a lap
//! repeat in that order. Where a lap's next poll lies is remembered until it has passed, and found again by a table of cells.

use std::collections::VecDeque;

use super::{Admission, PlainLine};
use crate::engine::blueprint::{Blueprint, PollDelay};
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::Crowd;
use crate::engine::gate::{Gate, Opening, minutes_ahead};
use crate::engine::line::Answer;
use crate::engine::phase::{Key, Phase};
use crate::model::room::{self, BucketRule, NewcomerRule};
use crate::units::MINUTE;

const MINUTE_US: i64 = MINUTE.microseconds();

/// A polled line on a plain day.
#[derive(Debug)]
pub(in crate::engine) struct Polled<'a> {
    crowd: &'a Crowd,
    interval: i64,
    grace: i64,
    minute_offset: i64,
    bucket_rule: BucketRule,
    newcomer_rule: NewcomerRule,
    /// One bit a person: in line.
    in_line: Vec<u64>,
    /// By rank: serial of the bucket joined last.
    serials: Vec<u32>,
    buckets: VecDeque<Bucket>,
    /// Serial number of the bucket in front.
    first_serial: u32,
    /// Unexpired places, ghosts included.
    total: u32,
    ghosts: Calendar,
    promise: Promise,
    /// The poll that succeeded last, by instant and identity: polls of its instant before it have had their answer.
    passed: (i64, u32),
    /// Laps that are used no more; their memory serves the next ones.
    spare: Vec<Lap>,
}

#[derive(Debug)]
struct Bucket {
    /// When its minute begins.
    start: i64,
    /// Unexpired places, ghosts included.
    places: u32,
    laps: Vec<Lap>,
}

/// People of one bucket who joined within one poll interval.
#[derive(Debug, Default)]
struct Lap {
    start: i64,
    /// In order of joining; at one instant by group, then person.
    members: Vec<Member>,
    /// One bit a member: may still be waiting. Bits of members yet to come are set, too.
    live: Vec<u64>,
    live_count: u32,
    /// By cell of phases: the first member in it or after it. Made when everyone has joined.
    cells: Vec<u32>,
    /// Microseconds of a cell, as a power of two.
    cell_log2: u32,
    /// Start of the turn of polls that was looked at last.
    turn_start: i64,
    /// The first poll from an instant on that was asked for, and its member; the smallest number: not known.
    next_from: i64,
    next_at: i64,
    next: usize,
}

/// Somebody in a lap, with everything that is asked when their turn comes: looking it up elsewhere would cost more than
/// all the rest in a large crowd.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// Microseconds from the lap's start.
    offset: u32,
    /// The same from the bucket's start.
    joined: u32,
    rank: u32,
    /// Identity, with the highest bit set for those who lost a session before.
    id: u32,
}

const AGAIN: u32 = 1 << 31;

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
    rank: u32,
    id: u32,
    /// Positions of the bucket, of the lap in it, of the member in that.
    bucket: u32,
    lap: u32,
    member: u32,
}

/// Where a search looks things up.
#[derive(Clone, Copy)]
struct View<'v> {
    in_line: &'v [u64],
    passed: (i64, u32),
    now: i64,
    interval: i64,
}

/// Whether all polls come at one interval and nothing but the counter decides.
pub(super) fn is_plain(blueprint: &Blueprint) -> bool {
    let same = |delay: &PollDelay| match delay {
        PollDelay::Same(delay) => Some(*delay),
        PollDelay::Drawn(_) => None,
    };
    let mut delays = blueprint.groups().iter().map(|group| same(&group.poll_delay));
    let first = delays.next().unwrap_or(Some(0));
    first.is_some() && delays.all(|delay| delay == first) && blueprint.room().edge().is_none()
}

impl<'a> PlainLine<'a> for Polled<'a> {
    const DEPARTURE: Phase = Phase::Departure;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd) -> Self {
        let room::Line::Polled { interval, grace, bucket_rule, newcomer_rule } = *blueprint.room().line()
        else {
            unreachable!("a polled line is only made for a room whose people poll");
        };
        let delay = blueprint.groups().first().map_or(0, |group| match group.poll_delay {
            PollDelay::Same(delay) => delay,
            PollDelay::Drawn(_) => 0,
        });
        let interval = interval.microseconds() + delay;
        let earliest = crowd.at.first().copied().unwrap_or(0);
        let patient = blueprint.groups().iter().all(|group| group.patience.is_none());
        Polled {
            crowd,
            interval,
            grace: grace.microseconds(),
            minute_offset: blueprint.minute_offset().microseconds(),
            bucket_rule,
            newcomer_rule,
            in_line: vec![0; crowd.len().div_ceil(64)],
            serials: vec![0; crowd.len()],
            buckets: VecDeque::new(),
            first_serial: 0,
            total: 0,
            ghosts: Calendar::new(earliest, if patient { 0 } else { crowd.len() }),
            promise: Promise::Unknown,
            passed: (i64::MIN, 0),
            spare: Vec::new(),
        }
    }

    #[inline]
    fn answer(&self, now: i64, gate: &Gate) -> Answer {
        let places = i64::from(self.total);
        let accepts = match (self.newcomer_rule, self.bucket_rule) {
            // The allowance costs a division; most of the time the open slots alone decide.
            _ if places == 0 => gate.free(now) > 0,
            (NewcomerRule::Consistent, BucketRule::Reservation) => {
                gate.open_slots() > places && gate.free(now) > places
            }
            (NewcomerRule::Consistent, BucketRule::Strict) | (NewcomerRule::Sticky, _) => false,
        };
        if accepts { Answer::Accepted } else { Answer::Queued }
    }

    #[inline]
    fn join(&mut self, rank: u32, now: i64, again: bool) {
        if self.buckets.back().is_none_or(|bucket| now >= bucket.start + MINUTE_US) {
            let minute = (now + self.minute_offset).div_euclid(MINUTE_US);
            let start = minute * MINUTE_US - self.minute_offset;
            self.buckets.push_back(Bucket { start, places: 0, laps: Vec::new() });
        }
        let serial = self.first_serial + self.buckets.len() as u32 - 1;
        self.serials[rank as usize] = serial;
        self.in_line[rank as usize / 64] |= 1 << (rank % 64);
        self.total += 1;
        let Some(bucket) = self.buckets.back_mut() else { return };
        bucket.places += 1;
        if bucket.laps.last().is_none_or(|lap| now >= lap.start + self.interval) {
            let start = bucket.start + (now - bucket.start) / self.interval * self.interval;
            let lap = self.spare.pop().unwrap_or_default();
            bucket.laps.push(lap.begin(start, self.interval));
        }
        let id = self.crowd.id[rank as usize] | if again { AGAIN } else { 0 };
        if let Some(lap) = bucket.laps.last_mut() {
            let (offset, joined) = ((now - lap.start) as u32, (now - bucket.start) as u32);
            lap.push(Member { offset, joined, rank, id });
        }
        // A first poll can only come before a promise if it lies before it.
        if !matches!(self.promise, Promise::Somebody(candidate) if candidate.at < now + self.interval) {
            self.promise = Promise::Unknown;
        }
    }

    #[inline]
    fn is_waiting(&self, rank: u32) -> bool {
        self.in_line[rank as usize / 64] >> (rank % 64) & 1 == 1
    }

    fn may_leave(&self, rank: u32) -> bool {
        // Read now, for a whole bin of people together: whoever leaves finds it in the fastest memory.
        std::hint::black_box(self.serials[rank as usize]);
        self.is_waiting(rank)
    }

    #[inline]
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key {
        if matches!(self.promise, Promise::Unknown) {
            if gate.open_slots() <= 0 || self.total == 0 {
                return Key::NEVER;
            }
            self.promise = self.search(now, gate);
        }
        match self.promise {
            Promise::Somebody(candidate) => Key::new(candidate.at, Phase::Poll),
            Promise::LookAgain(at) => Key::new(at, Phase::Poll),
            Promise::Unknown | Promise::Nobody => Key::NEVER,
        }
    }

    #[inline]
    fn attempt(&mut self) -> Option<Admission> {
        let promise = std::mem::replace(&mut self.promise, Promise::Unknown);
        // A promise holds until it is void, so the poll succeeds.
        let Promise::Somebody(candidate) = promise else { return None };
        let rank = candidate.rank;
        self.passed = (candidate.at, candidate.id);
        let bucket = &mut self.buckets[candidate.bucket as usize];
        let lap = &mut bucket.laps[candidate.lap as usize];
        let member = lap.members[candidate.member as usize];
        lap.remove(candidate.member as usize);
        lap.next_at = i64::MIN;
        let joined = bucket.start + i64::from(member.joined);
        self.in_line[rank as usize / 64] &= !(1 << (rank % 64));
        self.drop(self.first_serial + candidate.bucket);
        Some(Admission { rank, joined, again: member.id & AGAIN != 0 })
    }

    /// Time since the last poll strictly before the departure, or since the request that was queued.
    #[inline]
    fn note_of_departure(&self, patience: i64) -> u32 {
        (patience - (patience - 1).max(0) / self.interval * self.interval) as u32
    }

    #[inline]
    fn leave(&mut self, rank: u32, now: i64, note: u32) {
        let last_try = now - i64::from(note);
        self.in_line[rank as usize / 64] &= !(1 << (rank % 64));
        let note = self.serials[rank as usize];
        self.ghosts.put(Entry { at: last_try + self.grace, rank, note });
        if matches!(self.promise, Promise::Somebody(candidate) if candidate.rank == rank) {
            self.promise = Promise::Unknown;
        }
    }

    #[inline]
    fn next_place_expiry(&self) -> Key {
        self.ghosts.key(Phase::PlaceExpiry)
    }

    fn look_for_ghosts(&mut self) {
        self.ghosts.look();
    }

    fn expire_place(&mut self, gate: &Gate) -> Option<u32> {
        let Entry { rank, note: serial, .. } = self.ghosts.take()?;
        self.drop(serial);
        self.freed(gate);
        Some(rank)
    }

    #[inline]
    fn places(&self) -> u32 {
        self.total
    }

    /// A promise to somebody of the first bucket holds as long as no later bucket may take a slot.
    #[inline]
    fn freed(&mut self, gate: &Gate) {
        let holds = match self.promise {
            Promise::Somebody(Candidate { bucket: 0, .. }) => {
                self.bucket_rule == BucketRule::Strict
                    || self.buckets.front().is_some_and(|first| gate.open_slots() <= i64::from(first.places))
            }
            _ => false,
        };
        if !holds {
            self.promise = Promise::Unknown;
        }
    }

    #[inline]
    fn stale(&mut self) {
        self.promise = Promise::Unknown;
    }
}

impl Polled<'_> {
    /// A place in a bucket is given up.
    #[inline]
    fn drop(&mut self, serial: u32) {
        self.buckets[(serial - self.first_serial) as usize].places -= 1;
        self.total -= 1;
        while self.buckets.front().is_some_and(|bucket| bucket.places == 0) {
            self.first_serial += 1;
            self.spare.extend(self.buckets.pop_front().into_iter().flat_map(|bucket| bucket.laps));
        }
    }

    /// The first poll from `now` on that finds its bucket eligible and a slot free, if nothing changes before.
    #[inline]
    fn search(&mut self, now: i64, gate: &Gate) -> Promise {
        let open_slots = gate.open_slots();
        let view = View { in_line: &self.in_line, passed: self.passed, now, interval: self.interval };
        if let Some(first) = self.buckets.front_mut()
            && (self.bucket_rule == BucketRule::Strict || open_slots <= i64::from(first.places))
        {
            // No other bucket may take a slot.
            let success = match gate.opening(now, 1) {
                Some(opening) => first.first_success(opening, 1, gate, &view),
                None => Success::Never,
            };
            return match success {
                Success::At(candidate) => Promise::Somebody(candidate),
                Success::NotBefore(at) => Promise::LookAgain(at),
                Success::Never => Promise::Nobody,
            };
        }
        self.search_everywhere(now, gate)
    }

    /// The same where there are more free slots than places in the first bucket.
    fn search_everywhere(&mut self, now: i64, gate: &Gate) -> Promise {
        let open_slots = gate.open_slots();
        let view = View { in_line: &self.in_line, passed: self.passed, now, interval: self.interval };
        let mut best: Option<Candidate> = None;
        let mut look_again = i64::MAX;
        let mut ahead = 0_u32;
        for (index, bucket) in self.buckets.iter_mut().enumerate() {
            // A bucket needs more free slots than there are places before it.
            if i64::from(ahead) >= open_slots {
                break;
            }
            let need = u64::from(ahead) + 1;
            ahead += bucket.places;
            // Nothing but ghosts: they only hold slots back.
            if bucket.laps.iter().all(|lap| lap.live_count == 0) {
                continue;
            }
            let Some(opening) = gate.opening(now, need) else {
                break;
            };
            // Later buckets open no earlier: whoever polls before that cannot be beaten.
            if best.is_some_and(|candidate| candidate.at < opening.from) {
                break;
            }
            match bucket.first_success(opening, need, gate, &view) {
                Success::At(poll) if best.is_none_or(|known| poll.comes_before(&known)) => {
                    best = Some(Candidate { bucket: index as u32, ..poll });
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
    fn comes_before(&self, other: &Candidate) -> bool {
        (self.at, self.id) < (other.at, other.id)
    }
}

/// When a bucket's people succeed if nothing changes.
enum Success {
    At(Candidate),
    NotBefore(i64),
    Never,
}

impl Bucket {
    /// The first poll that falls into a stretch in which the bucket may take a slot.
    #[inline]
    fn first_success(&mut self, opening: Opening, need: u64, gate: &Gate, view: &View) -> Success {
        match self.first_poll(opening.from, view) {
            Some(poll) if poll.at < opening.until => Success::At(poll),
            Some(_) => self.later_success(opening, need, gate, view),
            None => Success::Never,
        }
    }

    /// The same where nobody polls before the minute ends.
    #[cold]
    fn later_success(&mut self, mut opening: Opening, need: u64, gate: &Gate, view: &View) -> Success {
        let mut turn = 0;
        loop {
            // Nobody polls while the minute's allowance lasts: what was left is lost. Polls that come at the
            // same seconds again will miss the next minutes, too.
            let (most, is_round) = minutes_ahead(view.interval);
            turn += 1;
            match gate.opening(opening.until, need) {
                Some(later) if turn < most => opening = later,
                Some(later) if !is_round => return Success::NotBefore(later.from),
                _ => return Success::Never,
            }
            match self.first_poll(opening.from, view) {
                Some(poll) if poll.at < opening.until => return Success::At(poll),
                Some(_) => {}
                None => return Success::Never,
            }
        }
    }

    /// The first poll of the bucket's people from `from` on.
    #[inline]
    fn first_poll(&mut self, from: i64, view: &View) -> Option<Candidate> {
        if self.laps.len() > 1 && view.now >= self.start + MINUTE_US + view.interval {
            self.merge(view);
        }
        if let [lap] = &mut self.laps[..] {
            return lap.first_poll(from, view).map(|(at, member)| lap.candidate(at, member, 0));
        }
        self.first_poll_of_laps(from, view)
    }

    fn first_poll_of_laps(&mut self, from: i64, view: &View) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for (index, lap) in self.laps.iter_mut().enumerate() {
            let Some((at, member)) = lap.first_poll(from, view) else { continue };
            let poll = lap.candidate(at, member, index);
            if best.is_none_or(|known| poll.comes_before(&known)) {
                best = Some(poll);
            }
        }
        best
    }
}

impl Bucket {
    /// Makes one lap of all as soon as everyone has begun to poll: one look-up instead of several from then on.
    #[cold]
    fn merge(&mut self, view: &View) {
        let later = self.laps.split_off(1);
        let Some(first) = self.laps.first_mut() else { return };
        // Laps begin at whole intervals after each other, so phases are offsets in all of them.
        let mut members = first.waiting_members(view);
        for lap in &later {
            members = merged(&members, &lap.waiting_members(view));
        }
        first.members = members;
        first.live_count = first.members.len() as u32;
        first.live.clear();
        first.live.resize(first.members.len().div_ceil(64), u64::MAX);
        first.cells.clear();
        (first.next_at, first.next) = (i64::MIN, 0);
    }
}

/// Two lists in order as one.
fn merged(left: &[Member], right: &[Member]) -> Vec<Member> {
    let mut both = Vec::with_capacity(left.len() + right.len());
    let (mut at_left, mut at_right) = (0, 0);
    while at_left < left.len() && at_right < right.len() {
        let takes_right = right[at_right].order() < left[at_left].order();
        both.push(if takes_right { right[at_right] } else { left[at_left] });
        at_right += usize::from(takes_right);
        at_left += usize::from(!takes_right);
    }
    both.extend_from_slice(&left[at_left..]);
    both.extend_from_slice(&right[at_right..]);
    both
}

impl View<'_> {
    /// Whether a member still waits. Whoever was let in, and perhaps waits elsewhere now, is marked in the lap.
    #[inline]
    fn waits(&self, member: Member) -> bool {
        self.in_line[member.rank as usize / 64] >> (member.rank % 64) & 1 == 1
    }
}

impl Member {
    /// What orders the polls of a lap, in one number.
    #[inline]
    fn order(&self) -> u64 {
        u64::from(self.offset) << 32 | u64::from(self.id & !AGAIN)
    }
}

impl Lap {
    /// Members who still wait, in order.
    fn waiting_members(&self, view: &View) -> Vec<Member> {
        let waits = |(position, member): &(usize, &Member)| self.is_live(*position) && view.waits(**member);
        self.members.iter().enumerate().filter(waits).map(|(_, member)| *member).collect()
    }

    #[inline]
    fn candidate(&self, at: i64, member: usize, lap: usize) -> Candidate {
        let Member { rank, id, .. } = self.members[member];
        Candidate { at, rank, id: id & !AGAIN, bucket: 0, lap: lap as u32, member: member as u32 }
    }

    fn begin(mut self, start: i64, interval: i64) -> Lap {
        self.members.clear();
        self.live.clear();
        self.cells.clear();
        Lap {
            start,
            live_count: 0,
            turn_start: start + interval,
            next_from: 0,
            next_at: i64::MIN,
            next: 0,
            ..self
        }
    }

    #[inline]
    fn push(&mut self, member: Member) {
        let position = self.members.len();
        if position.is_multiple_of(64) {
            self.live.push(u64::MAX);
        }
        self.live_count += 1;
        self.members.push(member);
        self.next_at = i64::MIN;
        // Polls of one instant are answered by group and person, not by order of joining. Marks move along.
        let mut place = position;
        while place > 0 && self.members[place - 1].order() > member.order() {
            self.swap(place - 1, place);
            place -= 1;
        }
    }

    /// Two members change places, with their marks.
    fn swap(&mut self, a: usize, b: usize) {
        self.members.swap(a, b);
        if self.is_live(a) != self.is_live(b) {
            self.live[a / 64] ^= 1 << (a % 64);
            self.live[b / 64] ^= 1 << (b % 64);
        }
    }

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
    fn first_poll(&mut self, from: i64, view: &View) -> Option<(i64, usize)> {
        // Nothing lies between an instant that was asked for and the poll found then.
        let is_known = self.next_from <= from && from <= self.next_at && view.waits(self.members[self.next]);
        if !is_known || has_passed(self.next_at, self.members[self.next], view) {
            (self.next_at, self.next) = self.find(from, view).unwrap_or((i64::MIN, 0));
            self.next_from = from;
        }
        (self.next_at != i64::MIN).then_some((self.next_at, self.next))
    }

    fn find(&mut self, from: i64, view: &View) -> Option<(i64, usize)> {
        if self.live_count == 0 {
            return None;
        }
        let into = from - self.turn_start;
        if into >= view.interval || into < 0 {
            // The first polls come one interval after joining.
            let turns = ((from - self.start) / view.interval).max(1);
            self.turn_start = self.start + turns * view.interval;
        }
        let phase = (from - self.turn_start).max(0) as u32;
        let mut position = self.position(phase, view);
        while let Some(member) = self.next_live(position, view) {
            let at = self.turn_start + i64::from(self.members[member].offset);
            if !has_passed(at, self.members[member], view) {
                return Some((at, member));
            }
            position = member + 1;
        }
        let member = self.next_live(0, view)?;
        Some((self.turn_start + view.interval + i64::from(self.members[member].offset), member))
    }

    /// The first member at or after a phase.
    #[inline]
    fn position(&mut self, phase: u32, view: &View) -> usize {
        if self.cells.is_empty() {
            if view.now < self.start + view.interval {
                return self.members.partition_point(|member| member.offset < phase);
            }
            self.make_cells(view.interval);
        }
        let first = self.cells.get((phase >> self.cell_log2) as usize);
        let mut position = first.map_or(self.members.len(), |first| *first as usize);
        while self.members.get(position).is_some_and(|member| member.offset < phase) {
            position += 1;
        }
        position
    }

    /// Writes down where each stretch of phases begins: two members to a cell.
    fn make_cells(&mut self, interval: i64) {
        let cells_log2 = (self.members.len() / 2).max(1).ilog2();
        self.cell_log2 = (interval.max(2).ilog2() + 1).saturating_sub(cells_log2);
        for (position, member) in self.members.iter().enumerate() {
            let cell = (member.offset >> self.cell_log2) as usize;
            if cell >= self.cells.len() {
                self.cells.resize(cell + 1, position as u32);
            }
        }
    }

    /// The first member from a position on who still waits; marks of people who left are cleared on the way.
    #[inline]
    fn next_live(&mut self, position: usize, view: &View) -> Option<usize> {
        let mut word = position / 64;
        let mut bits = self.live.get(word)? & (u64::MAX << (position % 64));
        loop {
            while bits == 0 {
                word += 1;
                bits = *self.live.get(word)?;
            }
            let member = word * 64 + bits.trailing_zeros() as usize;
            if view.waits(*self.members.get(member)?) {
                return Some(member);
            }
            self.remove(member);
            bits &= bits - 1;
        }
    }
}

/// Whether a poll of the instant of the last success had its answer before.
#[inline]
fn has_passed(at: i64, member: Member, view: &View) -> bool {
    at <= view.passed.0 && member.id & !AGAIN <= view.passed.1
}
