//! Leaves out polls that cannot succeed: the next admission is found by looking up who polls first after a bucket
//! opens, never by stepping through polls.
//!
//! A bucket holds its members in *runs*: people who joined within one poll interval, in order of joining. All
//! polls of a run repeat in that order, so the next poll after any instant is found by looking up the phase.
//! People with different intervals are in different runs. Winners by lot are found in `lot.rs`, people who might leave
//! because of what they are shown in `looks.rs`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::looks::{Looks, Watcher, Watchers};
use super::lot::Lot;
use super::places::{Bucket, Holders, Places};
use super::polled::{Beat, Due, Polls, Rules};
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::blueprint::Blueprint;
use crate::engine::crowd::{Crowd, Who};
use crate::engine::gate::{Gate, Opening, minutes_ahead};
use crate::engine::phase::{Key, Phase};
use crate::engine::state::PendingLot;
use crate::model::room::{BucketRule, Entry as RoomEntry};
use crate::units::MINUTE;

/// What was found out about the next poll that matters.
#[derive(Debug)]
pub(in crate::engine) struct Skipping {
    promise: Promise,
    passed: Passed,
    /// While everyone is let in or turned away at their next poll: those polls.
    flood: Option<BinaryHeap<Reverse<Swept>>>,
    /// While people are let in by lot.
    lot: Lot,
    is_by_lot: bool,
    looks: Looks,
}

/// A poll at which somebody is let in or turned away whatever the limits; by instant, person, device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Swept {
    at: i64,
    id: u32,
    device: u32,
    holder: u32,
    interval: i64,
}

/// What a search for polls looks things up in.
#[derive(Clone, Copy)]
struct View<'v> {
    holders: Holders<'v>,
    /// Position of the bucket that is searched.
    bucket: usize,
    passed: Passed,
}

/// The poll that succeeded last: polls of the same instant by people before it have had their answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passed {
    at: i64,
    id: u32,
    device: u32,
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
    holder: u32,
}

/// The runs of a bucket.
#[derive(Debug, Default)]
pub(in crate::engine) struct Runs {
    runs: Vec<PollRun>,
    /// Runs that are too many: then all of one interval are merged.
    bearable: usize,
    pub(super) watchers: Watchers,
}

/// Runs that may join merged ones before they are merged again.
const RUNS_MORE: usize = 8;

/// People of one bucket and poll interval who joined within one interval.
#[derive(Debug)]
struct PollRun {
    start: i64,
    interval: i64,
    /// Start of the turn of polls that the last search looked at: `start` plus whole intervals.
    turn_start: i64,
    /// In order of joining; at one instant by group, then person, then device.
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
    holder: u32,
}

impl Polls for Skipping {
    type Bucket = Runs;

    fn new(_: &Blueprint, crowd: &Crowd, run: RunKey, _: i64) -> Self {
        Skipping {
            promise: Promise::Unknown,
            passed: Passed { at: i64::MIN, id: 0, device: 0 },
            flood: None,
            lot: Lot::new(Stream::new(run, Purpose::Events, 1, Field::Number), crowd.len()),
            is_by_lot: false,
            looks: Looks::default(),
        }
    }

    #[inline]
    fn begin(&mut self, places: &mut Places<Runs>, holder: u32, beat: Beat) {
        let Beat { from, interval, first_poll, bears } = beat;
        let index = places.bucket_of(holder);
        let (buckets, holders) = places.parts();
        let bucket = &mut buckets[index];
        let start = bucket.start + (from - bucket.start).div_euclid(interval) * interval;
        bucket.polls.run(start, interval).push(from, holder, holders);
        if let Some(flood) = &mut self.flood {
            let (id, device) = holders.order(holder);
            flood.push(Reverse(Swept { at: first_poll, id, device, holder, interval }));
        }
        if self.is_by_lot {
            self.lot.seat(places, holder, from, interval);
        }
        if let Some(bears) = bears {
            self.looks.watch(places, Watcher { bears, holder, from, interval });
        }
        // A first poll can only come before a promise if it lies before it.
        if !matches!(self.promise, Promise::Somebody(candidate) if candidate.at < first_poll) {
            self.promise = Promise::Unknown;
        }
    }

    #[inline]
    fn end(&mut self, places: &mut Places<Runs>, holder: u32, interval: i64) {
        if self.is_by_lot {
            self.lot.unseat(places, holder, interval);
        }
    }

    fn go_on(&mut self, places: &mut Places<Runs>, holder: u32, _: i64, _: i64) {
        self.looks.go_on(places, holder);
    }

    fn gather(&mut self, places: &mut Places<Runs>) -> Vec<(u32, i64, i64)> {
        self.looks.gather(places);
        Self::everyone(places)
    }

    fn spread(&mut self, places: &mut Places<Runs>, gathered: Vec<(u32, i64, i64)>) {
        for (holder, beat, interval) in gathered {
            let index = places.bucket_of(holder);
            let (buckets, _) = places.parts();
            let bucket = &mut buckets[index];
            let offset = (beat - bucket.start).rem_euclid(interval) as u32;
            bucket.polls.run(bucket.start, interval).members.push(Member { offset, holder });
        }
        let (buckets, holders) = places.parts();
        for bucket in buckets.iter_mut() {
            bucket.polls.runs.iter_mut().for_each(|run| run.arrange(holders));
            bucket.polls.bearable = bucket.polls.runs.len() + RUNS_MORE;
        }
        self.looks.spread(places);
    }

    fn enter(&mut self, places: &mut Places<Runs>, rules: &Rules, now: i64) {
        self.flood = None;
        self.looks.forget();
        self.lot.clear();
        self.is_by_lot = rules.entry == RoomEntry::Random;
        if self.is_by_lot {
            for (holder, beat, interval) in Self::everyone(places) {
                self.lot.seat(places, holder, beat, interval);
            }
        }
        if matches!(rules.entry, RoomEntry::Suspended | RoomEntry::Passthrough | RoomEntry::Reject) {
            let swept = Self::everyone(places).into_iter().map(|(holder, beat, interval)| {
                let (rank, device) = places.owner(holder);
                let at = now + (beat - now).rem_euclid(interval);
                Reverse(Swept { at, id: places.crowd.id[rank as usize], device, holder, interval })
            });
            self.flood = Some(swept.collect());
        }
    }

    #[inline]
    fn next(&mut self, places: &mut Places<Runs>, rules: &Rules, now: i64, gate: &Gate) -> Key {
        let looks = self.looks.next(places, rules, now, gate);
        if self.flood.is_some() {
            return self.next_swept(places).min(looks);
        }
        if self.is_by_lot {
            return Key::maybe(self.lot.next(places, now, gate), Phase::Poll).min(looks);
        }
        if matches!(self.promise, Promise::Unknown) {
            self.promise = match rules.entry {
                RoomEntry::Fifo => self.search(places, rules, now, gate),
                _ => Promise::Nobody,
            };
        }
        let promised = match self.promise {
            Promise::Somebody(candidate) => Key::new(candidate.at, Phase::Poll),
            Promise::LookAgain(at) => Key::new(at, Phase::Poll),
            Promise::Unknown | Promise::Nobody => Key::NEVER,
        };
        promised.min(looks)
    }

    #[inline]
    fn take(&mut self, places: &mut Places<Runs>) -> Option<Due> {
        if let Some(looked) = self.looks.at().zip(self.looks.order())
            && self.promised(places).is_none_or(|promised| looked < promised)
        {
            return self.looks.take().map(Due::OnlyLooks);
        }
        if let Some(flood) = &mut self.flood {
            return flood.pop().map(|Reverse(swept)| Due::Tries(swept.holder));
        }
        if self.is_by_lot {
            return self.lot.take(places).map(Due::Drawn);
        }
        let promise = std::mem::replace(&mut self.promise, Promise::Unknown);
        let Promise::Somebody(candidate) = promise else {
            return None;
        };
        let (buckets, holders) = places.parts();
        let (id, device) = holders.order(candidate.holder);
        self.passed = Passed { at: candidate.at, id, device };
        buckets[candidate.bucket].polls.runs[candidate.run].remove(candidate.member);
        Some(Due::Tries(candidate.holder))
    }

    fn next_id(&self, places: &Places<Runs>) -> u32 {
        let looked = self.looks.at().zip(self.looks.order());
        let next = self.promised(places).into_iter().chain(looked).min();
        next.map_or(u32::MAX, |(_, (id, _))| id)
    }

    fn wins(&mut self, chance: f64) -> bool {
        self.lot.wins(chance)
    }

    fn pending_lot(&self, places: &Places<Runs>) -> Option<PendingLot> {
        // The number of draws made lasts through a time without a lottery.
        Some(self.lot.pending(places)).filter(|pending| self.is_by_lot || pending.drawn > 0)
    }

    fn restore_lot(
        &mut self,
        pending: &PendingLot,
        places: &Places<Runs>,
        rank_of: &dyn Fn(Who) -> Option<u32>,
    ) {
        self.lot.restore(pending, places, rank_of);
    }

    #[inline]
    fn stale(&mut self) {
        self.promise = Promise::Unknown;
    }

    #[inline]
    fn stopped(&mut self, holder: u32) {
        if matches!(self.promise, Promise::Somebody(candidate) if candidate.holder == holder) {
            self.promise = Promise::Unknown;
        }
    }
}

impl Skipping {
    /// Everyone who polls: the holder, one of the polls, and the interval.
    fn everyone(places: &mut Places<Runs>) -> Vec<(u32, i64, i64)> {
        let mut all = Vec::new();
        let (buckets, holders) = places.parts();
        for (position, bucket) in buckets.iter().enumerate() {
            for run in &bucket.polls.runs {
                let polls = (0..run.members.len()).filter(|member| run.polls(*member, holders, position));
                all.extend(polls.map(|member| {
                    let Member { offset, holder } = run.members[member];
                    (holder, run.start + i64::from(offset), run.interval)
                }));
            }
        }
        all
    }

    /// When the next poll that may succeed comes, and the order of whoever makes it.
    fn promised(&self, places: &Places<Runs>) -> Option<(i64, (u32, u32))> {
        if let Some(flood) = &self.flood {
            return flood.peek().map(|Reverse(swept)| (swept.at, (swept.id, swept.device)));
        }
        if self.is_by_lot {
            return self.lot.next_at().map(|at| (at, self.lot.next_order()));
        }
        match self.promise {
            Promise::Somebody(candidate) => {
                let (rank, device) = places.owner(candidate.holder);
                Some((candidate.at, (places.crowd.id[rank as usize], device)))
            }
            Promise::LookAgain(at) => Some((at, (0, 0))),
            Promise::Unknown | Promise::Nobody => None,
        }
    }

    /// The next poll of those that let everyone in or turn everyone away.
    fn next_swept(&mut self, places: &Places<Runs>) -> Key {
        let Some(flood) = &mut self.flood else { return Key::NEVER };
        while let Some(Reverse(swept)) = flood.peek() {
            let into = swept.at - places.polls(swept.holder).from;
            if places.is_waiting(swept.holder) && into > 0 && into % swept.interval == 0 {
                return Key::new(swept.at, Phase::Poll);
            }
            flood.pop();
        }
        Key::NEVER
    }

    /// The first poll from `now` on that finds its bucket eligible and a slot free, if nothing changes before.
    fn search(&mut self, places: &mut Places<Runs>, rules: &Rules, now: i64, gate: &Gate) -> Promise {
        let open_slots = gate.open_slots();
        if open_slots <= 0 || places.total() == 0 {
            return Promise::Nobody;
        }
        let (buckets, holders) = places.parts();
        let mut view = View { holders, bucket: 0, passed: self.passed };
        let mut best: Option<Candidate> = None;
        let mut look_again = i64::MAX;
        let mut ahead = 0_u32;
        for (index, bucket) in buckets.iter_mut().enumerate() {
            // Under both readings a bucket needs more free slots than places before it; under the strict one
            // there must be no place before it at all.
            if i64::from(ahead) >= open_slots || (ahead > 0 && rules.bucket_rule == BucketRule::Strict) {
                break;
            }
            let need = u64::from(ahead) + 1;
            ahead += bucket.places;
            // Nothing but ghosts: they only hold slots back.
            if bucket.polls.runs.iter().all(|run| run.live_count == 0) {
                continue;
            }
            let Some(opening) = gate.opening(now, need) else {
                break;
            };
            // Later buckets open no earlier: whoever polls before that cannot be beaten.
            if best.is_some_and(|candidate| candidate.at < opening.from) {
                break;
            }
            view.bucket = index;
            match first_success(bucket, opening, need, gate, view) {
                Success::At(poll) if best.is_none_or(|known| poll.comes_before(&known, view.holders)) => {
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
    /// Polls of one instant are answered by group, then person, then device.
    #[inline]
    fn comes_before(&self, other: &Candidate, holders: Holders) -> bool {
        (self.at, holders.order(self.holder)) < (other.at, holders.order(other.holder))
    }
}

/// When a bucket's members succeed if nothing changes.
enum Success {
    At(Candidate),
    NotBefore(i64),
    Never,
}

impl Runs {
    /// Merges the runs of each interval as soon as there are too many and everyone in them has begun to poll: one
    /// look-up instead of several from then on.
    fn merge(&mut self, start: i64, now: i64, view: View) {
        let slowest = self.runs.iter().map(|run| run.interval).max().unwrap_or(0);
        let is_open = now < start + MINUTE.microseconds() + slowest;
        if is_open || self.runs.iter().any(|run| now < run.start + run.interval) {
            return;
        }
        let mut merged: Vec<PollRun> = Vec::new();
        for run in self.runs.drain(..) {
            match merged.iter_mut().find(|other| other.interval == run.interval) {
                Some(other) => other.absorb(&run, view),
                None => {
                    let mut first = PollRun::new(start, run.interval);
                    first.absorb(&run, view);
                    merged.push(first);
                }
            }
        }
        merged.iter_mut().for_each(|run| run.arrange(view.holders));
        self.runs = merged;
        self.bearable = self.runs.len() + RUNS_MORE;
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

    /// The first poll of the bucket's members from `from` on.
    #[inline]
    fn first_poll(&mut self, from: i64, view: View) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for (index, run) in self.runs.iter_mut().enumerate() {
            let Some((at, member)) = run.first_poll(from, view) else { continue };
            let holder = run.members[member].holder;
            let poll = Candidate { at, bucket: 0, run: index, member, holder };
            if best.is_none_or(|known| poll.comes_before(&known, view.holders)) {
                best = Some(poll);
            }
        }
        best
    }
}

/// The first poll that falls into a stretch in which a bucket may take a slot.
#[inline]
fn first_success(
    bucket: &mut Bucket<Runs>,
    mut opening: Opening,
    need: u64,
    gate: &Gate,
    view: View,
) -> Success {
    let runs = &mut bucket.polls;
    if runs.runs.len() > runs.bearable {
        runs.merge(bucket.start, opening.from, view);
    }
    let mut minutes = None;
    let mut turn = 0;
    loop {
        let Some(poll) = runs.first_poll(opening.from, view) else {
            return Success::Never;
        };
        if poll.at < opening.until {
            return Success::At(poll);
        }
        // Nobody polls while the minute's allowance lasts: what was left is lost. Polls that come at the
        // same seconds again will miss the next minutes, too.
        let (most, is_round) = *minutes.get_or_insert_with(|| {
            let of_each = runs.runs.iter().map(|run| minutes_ahead(run.interval));
            of_each.fold((0, true), |(most, all), (minutes, round)| (most.max(minutes), all && round))
        });
        turn += 1;
        match gate.opening(opening.until, need) {
            Some(later) if turn < most => opening = later,
            Some(later) if !is_round => return Success::NotBefore(later.from),
            _ => return Success::Never,
        }
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
    fn absorb(&mut self, other: &PollRun, view: View) {
        let shift = (other.start - self.start).rem_euclid(self.interval);
        for (position, member) in other.members.iter().enumerate() {
            if other.polls(position, view.holders, view.bucket) {
                let offset = (i64::from(member.offset) + shift) % self.interval;
                self.members.push(Member { offset: offset as u32, holder: member.holder });
            }
        }
    }

    /// Puts members in the order of their polls and marks all of them.
    fn arrange(&mut self, holders: Holders) {
        // A stable sort merges the few runs that are in order already.
        self.members.sort_by(|a, b| {
            a.offset.cmp(&b.offset).then_with(|| holders.order(a.holder).cmp(&holders.order(b.holder)))
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

    fn push(&mut self, at: i64, holder: u32, holders: Holders) {
        let member = Member { offset: (at - self.start) as u32, holder };
        let position = self.members.len();
        if position.is_multiple_of(64) {
            self.live.push(0);
        }
        self.live[position / 64] |= 1 << (position % 64);
        self.live_count += 1;
        self.members.push(member);
        // Polls of one instant are answered by group, person and device, not by order of joining. Marks move along.
        let mut place = position;
        while place > 0
            && self.members[place - 1].offset == member.offset
            && holders.order(self.members[place - 1].holder) > holders.order(holder)
        {
            self.swap(place - 1, place);
            place -= 1;
        }
    }

    /// Two members change places, with their marks.
    fn swap(&mut self, a: usize, b: usize) {
        self.members.swap(a, b);
        let (first, second) = (self.is_live(a), self.is_live(b));
        if first != second {
            self.live[a / 64] ^= 1 << (a % 64);
            self.live[b / 64] ^= 1 << (b % 64);
        }
    }

    /// Whether a member waits in this bucket and still has these polls: people can leave and begin anew.
    #[inline]
    fn still_polls(&self, position: usize, holders: Holders, bucket: usize) -> bool {
        let Member { offset, holder } = self.members[position];
        let beat = self.start + i64::from(offset);
        holders.waits_in(holder, bucket)
            && holders.began_anew(holder).is_none_or(|from| (from - beat) % self.interval == 0)
    }

    fn polls(&self, position: usize, holders: Holders, bucket: usize) -> bool {
        self.is_live(position) && self.still_polls(position, holders, bucket)
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
        while let Some(member) = self.next_live(position, view) {
            let Member { offset, holder } = self.members[member];
            let at = turn_start + i64::from(offset);
            // Whoever began anew at this very instant has made the request of this instant.
            if view.holders.began_anew(holder).is_some_and(|from| from >= at) {
                position = member + 1;
                continue;
            }
            if at > view.passed.at || view.holders.order(holder) > (view.passed.id, view.passed.device) {
                return Some((at, member));
            }
            position = member + 1;
        }
        let member = self.next_live(0, view)?;
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
    fn next_live(&mut self, position: usize, view: View) -> Option<usize> {
        let mut word = position / 64;
        let mut bits = self.live.get(word)? & (u64::MAX << (position % 64));
        loop {
            while bits == 0 {
                word += 1;
                bits = *self.live.get(word)?;
            }
            let member = word * 64 + bits.trailing_zeros() as usize;
            if self.still_polls(member, view.holders, view.bucket) {
                return Some(member);
            }
            self.remove(member);
            bits &= bits - 1;
        }
    }
}
