//! The places of a polled line: buckets of a minute (or dealt by a shuffle), who holds what, and ghosts.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::calendar::{Calendar, Entry};
use crate::engine::crowd::Crowd;
use crate::engine::phase::{Key, Phase};
use crate::engine::sparse::Sparse;
use crate::engine::state::{BucketName, GhostPlace};
use crate::units::MINUTE;

/// Places in order of their buckets. `B` is what the finder of polls keeps in each bucket.
///
/// A *holder* is whatever holds a place: the first device of a person (numbered by rank), or an extra one: a further
/// device, a request of a client without cookies, a place that its owner cannot come back to.
#[derive(Debug)]
pub(in crate::engine) struct Places<'a, B> {
    pub(super) crowd: &'a Crowd,
    grace: i64,
    minute_offset: i64,
    pub(super) buckets: VecDeque<Bucket<B>>,
    /// Serial number of the bucket in front; later ones count on.
    first_serial: u32,
    total: u32,
    /// By holder: standing in the two lowest bits, serial of the bucket above them.
    standing: Vec<u32>,
    extras: Vec<Extra>,
    unused_extras: Vec<u32>,
    /// Further devices of a person: the second device's holder, then the others'.
    devices: BTreeMap<u32, Vec<u32>>,
    /// Polls of first devices that do not count from the arrival.
    polls: Sparse<Polls>,
    ghosts: Calendar,
    /// When a first device's ghost dies, if ghosts can come to life again: other notes in `ghosts` are void.
    ghost_until: Option<Vec<i64>>,
    /// Places by serial, for quick sums; kept only if estimates are wanted.
    board: Option<Board>,
}

/// A bucket.
#[derive(Debug)]
pub(in crate::engine) struct Bucket<B> {
    /// Minute of the clock in which its places were given; of a dealt bucket: in which it was dealt.
    pub(super) minute: i64,
    /// Every poll of its members comes after this.
    pub(super) start: i64,
    /// Number of a bucket that was dealt by a shuffle, which nobody new joins.
    pub(super) dealt: Option<u32>,
    /// Unexpired places, ghosts included.
    pub(super) places: u32,
    pub(super) polls: B,
}

impl<B> Bucket<B> {
    fn name(&self) -> BucketName {
        BucketName { minute: self.minute, dealt: self.dealt.unwrap_or(BucketName::NOT_DEALT) }
    }
}

/// Where a holder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Standing {
    /// Not in line: not yet, no more, or inside.
    Away,
    Waiting,
    Ghost,
}

/// From when a holder's polls count, and the last try before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Polls {
    pub(in crate::engine) from: i64,
    pub(in crate::engine) last_try: i64,
}

/// A holder that is not a first device.
#[derive(Clone, Copy, Debug)]
struct Extra {
    rank: u32,
    device: u32,
    queued_at: i64,
    polls: Polls,
}

/// A place as it stands, for taking a day apart.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Held {
    pub(in crate::engine) rank: u32,
    pub(in crate::engine) device: u32,
    pub(in crate::engine) queued_at: i64,
    pub(in crate::engine) polls: Polls,
    pub(in crate::engine) serial: u32,
    /// Whether the owner could come back to it.
    pub(in crate::engine) is_returnable: bool,
}

const WAITING: u32 = 1;
const GHOST: u32 = 2;

impl<'a, B: Default> Places<'a, B> {
    pub(super) fn new(
        crowd: &'a Crowd,
        grace: i64,
        minute_offset: i64,
        earliest: i64,
        plan: PlacesPlan,
    ) -> Places<'a, B> {
        Places {
            crowd,
            grace,
            minute_offset,
            buckets: VecDeque::new(),
            first_serial: 0,
            total: 0,
            standing: vec![0; crowd.len()],
            extras: Vec::new(),
            unused_extras: Vec::new(),
            devices: BTreeMap::new(),
            polls: Sparse::new(crowd.len()),
            ghosts: Calendar::new(earliest, if plan.ghosts { crowd.len() } else { 0 }),
            ghost_until: plan.tracked.then(|| vec![i64::MIN; crowd.len()]),
            board: plan.board.then(Board::default),
        }
    }

    /// The buckets, and what is looked up while they change.
    #[inline]
    pub(super) fn parts(&mut self) -> (&mut VecDeque<Bucket<B>>, Holders<'_>) {
        let holders = Holders {
            crowd: self.crowd,
            standing: &self.standing,
            extras: &self.extras,
            polls: &self.polls,
            first_serial: self.first_serial,
        };
        (&mut self.buckets, holders)
    }

    /// Unexpired places, ghosts included.
    #[inline]
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// Whether ghosts can come to life again or one person can have several places.
    #[inline]
    pub(super) fn is_tracked(&self) -> bool {
        self.ghost_until.is_some()
    }

    #[inline]
    pub(super) fn minute_of(&self, at: i64) -> i64 {
        (at + self.minute_offset).div_euclid(MINUTE.microseconds())
    }

    /// When a minute begins.
    pub(super) fn minute_start(&self, minute: i64) -> i64 {
        minute * MINUTE.microseconds() - self.minute_offset
    }

    #[inline]
    pub(super) fn standing(&self, holder: u32) -> Standing {
        match self.standing[holder as usize] & 3 {
            WAITING => Standing::Waiting,
            GHOST => Standing::Ghost,
            _ => Standing::Away,
        }
    }

    #[inline]
    pub(super) fn is_waiting(&self, holder: u32) -> bool {
        self.standing[holder as usize] & 3 == WAITING
    }

    /// Position of a holder's bucket.
    #[inline]
    pub(super) fn bucket_of(&self, holder: u32) -> usize {
        ((self.standing[holder as usize] >> 2) - self.first_serial) as usize
    }

    /// Whose place it is, and on which device.
    #[inline]
    pub(super) fn owner(&self, holder: u32) -> (u32, u32) {
        match (holder as usize).checked_sub(self.crowd.len()) {
            None => (holder, 0),
            Some(extra) => (self.extras[extra].rank, self.extras[extra].device),
        }
    }

    /// The holder behind a device of a person.
    pub(super) fn holder(&self, rank: u32, device: u32) -> Option<u32> {
        match device {
            0 => Some(rank),
            _ => self
                .devices
                .get(&rank)?
                .get(device as usize - 1)
                .copied()
                .filter(|holder| *holder != u32::MAX),
        }
    }

    /// From when a holder's polls count.
    #[inline]
    pub(super) fn polls(&self, holder: u32) -> Polls {
        match (holder as usize).checked_sub(self.crowd.len()) {
            Some(extra) => self.extras[extra].polls,
            None => self.polls.get(holder).unwrap_or_else(|| {
                let arrival = self.crowd.at[holder as usize];
                Polls { from: arrival, last_try: arrival }
            }),
        }
    }

    pub(super) fn set_polls(&mut self, holder: u32, polls: Polls) {
        match (holder as usize).checked_sub(self.crowd.len()) {
            Some(extra) => self.extras[extra].polls = polls,
            None => self.polls.set(holder, polls),
        }
    }

    /// The last try strictly before an instant.
    #[inline]
    pub(super) fn last_try(&self, holder: u32, interval: i64, before: i64) -> i64 {
        let polls = self.polls(holder);
        match (before - polls.from - 1).max(0) / interval {
            0 => polls.last_try,
            made => polls.from + made * interval,
        }
    }

    /// Gives a person's device a place in the bucket of now; the holder.
    #[inline]
    pub(super) fn join(&mut self, rank: u32, device: u32, now: i64) -> u32 {
        let polls = Polls { from: now, last_try: now };
        let holder = match device {
            0 => {
                if self.is_tracked() && self.standing(rank) == Standing::Ghost {
                    self.leave_ghost_behind(rank);
                }
                if now != self.crowd.at[rank as usize] || self.polls.get(rank).is_some() {
                    self.polls.set(rank, polls);
                }
                rank
            }
            _ => {
                let holder = self.extra(Extra { rank, device, queued_at: now, polls });
                self.devices.entry(rank).or_default().push(holder);
                holder
            }
        };
        let serial = self.bucket_now(now);
        self.stand(holder, WAITING, serial);
        holder
    }

    /// Gives a place that nobody will poll, dead after the grace.
    pub(super) fn join_unpolled(&mut self, rank: u32, now: i64) {
        let holder =
            self.extra(Extra { rank, device: 0, queued_at: now, polls: Polls { from: now, last_try: now } });
        let serial = self.bucket_now(now);
        self.stand(holder, GHOST, serial);
        self.ghosts.put(Entry { at: now + self.grace, rank, note: holder });
    }

    /// Serial of the bucket of now, made if needed.
    #[inline]
    fn bucket_now(&mut self, now: i64) -> u32 {
        let minute = self.minute_of(now);
        if self.buckets.back().is_none_or(|bucket| bucket.dealt.is_some() || bucket.minute < minute) {
            let start = minute * MINUTE.microseconds() - self.minute_offset;
            self.push_bucket(minute, start, None);
        }
        self.first_serial + self.buckets.len() as u32 - 1
    }

    pub(super) fn push_bucket(&mut self, minute: i64, start: i64, dealt: Option<u32>) {
        self.buckets.push_back(Bucket { minute, start, dealt, places: 0, polls: B::default() });
    }

    /// Notes a place in a bucket and counts it.
    #[inline]
    fn stand(&mut self, holder: u32, how: u32, serial: u32) {
        self.standing[holder as usize] = serial << 2 | how;
        self.buckets[(serial - self.first_serial) as usize].places += 1;
        self.total += 1;
        if let Some(board) = &mut self.board {
            board.add(serial, 1);
        }
    }

    fn extra(&mut self, extra: Extra) -> u32 {
        if let Some(holder) = self.unused_extras.pop() {
            self.extras[holder as usize - self.crowd.len()] = extra;
            return holder;
        }
        self.extras.push(extra);
        self.standing.push(0);
        (self.standing.len() - 1) as u32
    }

    /// The ghost of a first device whose owner takes a new place goes on without an owner who could come back.
    pub(super) fn leave_ghost_behind(&mut self, rank: u32) {
        let Some(until) = self.ghost_until.as_mut().map(|until| &mut until[rank as usize]) else { return };
        let at = *until;
        // The old note finds nothing any more.
        *until = i64::MIN;
        let polls = self.polls(rank);
        let queued_at = at - self.grace;
        let holder = self.extra(Extra { rank, device: 0, queued_at, polls });
        self.standing[holder as usize] = self.standing[rank as usize];
        self.standing[rank as usize] = 0;
        self.ghosts.put(Entry { at, rank, note: holder });
    }

    /// A place is given up: its holder is in, or turned away, or it died.
    #[inline]
    pub(super) fn drop(&mut self, holder: u32) {
        let serial = self.standing[holder as usize] >> 2;
        self.standing[holder as usize] = 0;
        self.buckets[(serial - self.first_serial) as usize].places -= 1;
        self.total -= 1;
        if let Some(board) = &mut self.board {
            board.add(serial, -1);
        }
        while self.buckets.front().is_some_and(|bucket| bucket.places == 0) {
            self.buckets.pop_front();
            self.first_serial += 1;
        }
    }

    /// Nobody polls the place any more.
    #[inline]
    pub(super) fn become_ghost(&mut self, holder: u32, last_try: i64) {
        self.standing[holder as usize] = self.standing[holder as usize] & !3 | GHOST;
        let until = last_try + self.grace;
        if let Some(all) = &mut self.ghost_until
            && let Some(noted) = all.get_mut(holder as usize)
        {
            *noted = until;
        }
        let (rank, _) = self.owner(holder);
        self.ghosts.put(Entry { at: until, rank, note: holder });
    }

    /// The ghost of a first device is polled again from now on; its last try.
    pub(super) fn revive(&mut self, rank: u32) -> Option<i64> {
        let until = self.ghost_until.as_mut()?.get_mut(rank as usize)?;
        let last_try = *until - self.grace;
        *until = i64::MIN;
        self.standing[rank as usize] = self.standing[rank as usize] & !3 | WAITING;
        Some(last_try)
    }

    #[inline]
    pub(super) fn next_ghost(&self) -> Key {
        self.ghosts.key(Phase::PlaceExpiry)
    }

    pub(super) fn look_for_ghosts(&mut self) {
        self.ghosts.look();
        self.ghosts.opened().iter().for_each(|entry| self.fetch(entry.note));
    }

    /// Reads what is known of a holder who will soon be asked for. In a large crowd each of these reads waits for distant
    /// memory; made for a whole bin of a calendar at once, they wait together.
    pub(super) fn fetch(&self, holder: u32) {
        if let Some(at) = self.crowd.at.get(holder as usize) {
            let until = self.ghost_until.as_ref().map(|until| until[holder as usize]);
            std::hint::black_box((
                self.standing[holder as usize],
                *at,
                until,
                self.polls.get(holder).is_some(),
            ));
        }
    }

    /// Takes the next ghost; its owner, unless the note is void.
    pub(super) fn expire(&mut self) -> Option<u32> {
        let entry = self.ghosts.take()?;
        let holder = entry.note;
        let extra = (holder as usize) >= self.crowd.len();
        if let Some(until) = &mut self.ghost_until
            && !extra
        {
            let noted = std::mem::replace(&mut until[holder as usize], i64::MIN);
            if noted != entry.at {
                until[holder as usize] = noted;
                return None;
            }
        }
        let (owner, device) = self.owner(holder);
        self.drop(holder);
        if extra && (device == 0 || !self.devices.contains_key(&owner)) {
            self.unused_extras.push(holder);
        }
        Some(owner)
    }

    /// Holders of the further devices of someone whose stay in line is over.
    pub(super) fn take_further_devices(&mut self, rank: u32) -> Vec<u32> {
        self.devices.remove(&rank).unwrap_or_default()
    }

    /// Places in buckets before a holder's.
    pub(super) fn ahead(&self, holder: u32) -> u32 {
        let serial = self.standing[holder as usize] >> 2;
        match &self.board {
            Some(board) => board.below(serial),
            None => {
                let before = (serial - self.first_serial) as usize;
                self.buckets.iter().take(before).map(|bucket| bucket.places).sum()
            }
        }
    }

    /// Deals everyone in line into groups of `size` by ascending ticket; equal ones by person, device and time.
    pub(super) fn shuffle(&mut self, size: u32, now: i64, start: i64, ticket: impl Fn(u32, u32) -> u64) {
        let dying = self.dying(now);
        let mut order: Vec<(u64, u32, u32, i64, u32)> = (0..self.standing.len() as u32)
            .filter(|holder| self.standing(*holder) != Standing::Away && !dying.contains(holder))
            .map(|holder| {
                let (rank, device) = self.owner(holder);
                let queued_at = self.queued_at(holder);
                (ticket(rank, device), self.crowd.id[rank as usize], device, queued_at, holder)
            })
            .collect();
        order.sort_unstable();
        let minute = self.minute_of(now);
        self.first_serial += self.buckets.len() as u32;
        self.buckets.clear();
        self.total = 0;
        if let Some(board) = &mut self.board {
            board.clear();
        }
        // Whoever is expired at this instant takes no part.
        if !dying.is_empty() {
            self.push_bucket(minute, start, Some(0));
            for holder in &dying {
                self.stand(*holder, GHOST, self.first_serial);
            }
        }
        for (number, group) in order.chunks(size.max(1) as usize).enumerate() {
            self.push_bucket(minute, start, Some(number as u32 + 1));
            let serial = self.first_serial + self.buckets.len() as u32 - 1;
            for (.., holder) in group {
                let how = self.standing[*holder as usize] & 3;
                self.stand(*holder, how, serial);
            }
        }
    }

    /// Ghosts whose time has come.
    fn dying(&self, now: i64) -> std::collections::BTreeSet<u32> {
        let due = self.ghosts.entries().into_iter().take_while(|entry| entry.at <= now);
        let valid = |entry: &Entry| {
            let noted = self.ghost_until.as_ref().and_then(|until| until.get(entry.note as usize));
            noted.is_none_or(|until| *until == entry.at)
        };
        due.filter(valid).map(|entry| entry.note).collect()
    }

    fn queued_at(&self, holder: u32) -> i64 {
        match (holder as usize).checked_sub(self.crowd.len()) {
            Some(extra) => self.extras[extra].queued_at,
            // Later than whatever its owner left behind.
            None => i64::MAX,
        }
    }

    /// Places in buckets before that of someone who is queued now.
    pub(super) fn ahead_of_newcomers(&self, now: i64) -> u32 {
        let minute = self.minute_of(now);
        let present = self.buckets.back().filter(|bucket| bucket.dealt.is_none() && bucket.minute == minute);
        self.total - present.map_or(0, |bucket| bucket.places)
    }

    /// Buckets with a place, in order, and their unexpired places.
    pub(super) fn counts(&self) -> impl Iterator<Item = (BucketName, u32)> {
        let held = self.buckets.iter().filter(|bucket| bucket.places > 0);
        held.map(|bucket| (bucket.name(), bucket.places))
    }

    /// What a holder's bucket is called.
    pub(super) fn bucket_name_of(&self, holder: u32) -> BucketName {
        self.buckets[self.bucket_of(holder)].name()
    }

    /// What a bucket is called in a state.
    pub(super) fn bucket_name(&self, serial: u32) -> BucketName {
        self.buckets[(serial - self.first_serial) as usize].name()
    }

    /// Makes the buckets of a state, in order.
    pub(super) fn make_buckets(&mut self, names: impl Iterator<Item = BucketName>) {
        let names: std::collections::BTreeSet<BucketName> = names.collect();
        for name in names {
            let start = name.minute * MINUTE.microseconds() - self.minute_offset;
            self.push_bucket(name.minute, start, (name.dealt != BucketName::NOT_DEALT).then_some(name.dealt));
        }
    }

    fn serial_of(&self, name: BucketName) -> u32 {
        let dealt = (name.dealt != BucketName::NOT_DEALT).then_some(name.dealt);
        let same = |bucket: &Bucket<B>| bucket.minute == name.minute && bucket.dealt == dealt;
        self.first_serial + self.buckets.iter().position(same).unwrap_or(0) as u32
    }

    /// Puts a polled place of a state back; its holder.
    pub(super) fn restore(&mut self, rank: u32, device: u32, bucket: BucketName, polls: Polls) -> u32 {
        let holder = if device == 0 {
            self.polls.set(rank, polls);
            rank
        } else {
            let holder = self.extra(Extra { rank, device, queued_at: polls.from, polls });
            let devices = self.devices.entry(rank).or_default();
            devices.resize(devices.len().max(device as usize), u32::MAX);
            devices[device as usize - 1] = holder;
            holder
        };
        let serial = self.serial_of(bucket);
        self.stand(holder, WAITING, serial);
        holder
    }

    /// Puts a place that nobody polls back.
    pub(super) fn restore_ghost(&mut self, rank: u32, ghost: &GhostPlace) {
        let serial = self.serial_of(ghost.bucket);
        let until = ghost.expires_at.microseconds();
        let last_try = until - self.grace;
        let polls = Polls { from: last_try, last_try };
        let holder = if ghost.returnable {
            self.polls.set(rank, polls);
            rank
        } else {
            let queued_at = ghost.queued_at.microseconds();
            self.extra(Extra { rank, device: ghost.device, queued_at, polls })
        };
        self.stand(holder, GHOST, serial);
        if let Some(all) = &mut self.ghost_until
            && let Some(noted) = all.get_mut(holder as usize)
        {
            *noted = until;
        }
        self.ghosts.put(Entry { at: until, rank, note: holder });
    }

    /// Everyone who polls, and every ghost with the time of its death, in order of buckets; for taking apart.
    pub(super) fn all(&self) -> (Vec<Held>, Vec<(Held, i64)>) {
        let held = |holder: u32| {
            let (rank, device) = self.owner(holder);
            let polls = self.polls(holder);
            let queued_at = match (holder as usize).checked_sub(self.crowd.len()) {
                Some(extra) => self.extras[extra].queued_at,
                None => polls.from,
            };
            let serial = self.standing[holder as usize] >> 2;
            let is_returnable = (holder as usize) < self.crowd.len();
            Held { rank, device, queued_at, polls, serial, is_returnable }
        };
        let polled = (0..self.standing.len() as u32).filter(|holder| self.is_waiting(*holder)).map(held);
        // Somebody who left, came back and left again before the next poll has two notes of the same death.
        let mut told = std::collections::BTreeSet::new();
        let mut valid = |entry: &Entry| {
            let holder = entry.note as usize;
            let noted = self.ghost_until.as_ref().and_then(|until| until.get(holder));
            noted.is_none_or(|until| *until == entry.at) && told.insert(holder)
        };
        let ghosts: Vec<Entry> = self.ghosts.entries().into_iter().filter(|entry| valid(entry)).collect();
        let ghost = |entry: Entry| {
            let place = held(entry.note);
            // Nothing depends on when a place was given that its owner can come back to.
            let queued_at = if place.is_returnable { entry.at - self.grace } else { place.queued_at };
            (Held { queued_at, ..place }, entry.at)
        };
        (polled.collect(), ghosts.into_iter().map(ghost).collect())
    }
}

/// Who holds what, to look things up while buckets change.
#[derive(Clone, Copy)]
pub(super) struct Holders<'p> {
    crowd: &'p Crowd,
    standing: &'p [u32],
    extras: &'p [Extra],
    polls: &'p Sparse<Polls>,
    first_serial: u32,
}

impl Holders<'_> {
    /// Whether a holder waits in the bucket at this position.
    #[inline]
    pub(super) fn waits_in(&self, holder: u32, bucket: usize) -> bool {
        self.standing[holder as usize] == (self.first_serial + bucket as u32) << 2 | WAITING
    }

    /// From when a holder's polls count, if they began anew.
    #[inline]
    pub(super) fn began_anew(&self, holder: u32) -> Option<i64> {
        if (holder as usize) < self.crowd.len() { Some(self.polls.get(holder)?.from) } else { None }
    }

    /// What orders polls of one instant: group and person, then device.
    #[inline]
    pub(super) fn order(&self, holder: u32) -> (u32, u32) {
        match self.crowd.id.get(holder as usize) {
            Some(id) => (*id, 0),
            None => {
                let extra = self.extras[holder as usize - self.crowd.len()];
                (self.crowd.id[extra.rank as usize], extra.device)
            }
        }
    }
}

/// What a run will need of its places.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacesPlan {
    /// Whether anyone ever leaves the line.
    pub(super) ghosts: bool,
    /// Whether ghosts can come to life again or one person can have several places.
    pub(super) tracked: bool,
    /// Whether places ahead are asked for often.
    pub(super) board: bool,
}

/// Sums of places by serial (Fenwick 1994).
#[derive(Debug, Default)]
struct Board {
    counts: Vec<i32>,
    sums: Vec<i32>,
}

impl Board {
    fn clear(&mut self) {
        *self = Board::default();
    }

    fn add(&mut self, serial: u32, change: i32) {
        let position = serial as usize;
        if position >= self.counts.len() {
            self.grow(position + 1);
        }
        self.counts[position] += change;
        let mut node = position + 1;
        while node <= self.sums.len() {
            self.sums[node - 1] += change;
            node += node & node.wrapping_neg();
        }
    }

    fn grow(&mut self, needed: usize) {
        self.counts.resize(needed.next_power_of_two().max(64), 0);
        self.sums = vec![0; self.counts.len()];
        for position in 0..self.counts.len() {
            self.sums[position] += self.counts[position];
            let parent = position | (position + 1);
            if parent < self.sums.len() {
                self.sums[parent] += self.sums[position];
            }
        }
    }

    /// Places of serials below this one.
    fn below(&self, serial: u32) -> u32 {
        let mut node = (serial as usize).min(self.sums.len());
        let mut sum = 0;
        while node > 0 {
            sum += self.sums[node - 1];
            node &= node - 1;
        }
        sum as u32
    }
}
