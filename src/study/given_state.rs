//! A day's state that agrees with the figures a room shows.
//!
//! The day is played up to the instant of the figures; then people are taken from it or added to it until line and
//! sessions are exactly as shown. What figures do not tell stays as simulated: arrival minutes, times of polls, how
//! far visits have come. Places that are too many are taken evenly from all over the line, sessions evenly over their
//! remaining times. Places that are missing go to those who came last among the people the simulation had let in and
//! sent home already: a real line that is longer reaches further back. Missing sessions go to such people, too, and
//! last as those simulated do.

use std::collections::{BTreeMap, BTreeSet};

use crate::draws::RunKey;
use crate::engine::{
    Blueprint, BucketName, Crowd, Due, Ending, GateMemory, GhostPlace, Happening, LastRequest, Observer,
    PlaceHeld, RequestKind, Signal, State, Who,
};
use crate::model::room::SessionClock;
use crate::results::Shown;
use crate::units::{MINUTE, SimTime, Span};

/// Life of a place after its last poll.
const GRACE: Span = Span::from_minutes(5);

/// Too few people have come to stand in that line and hold those sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooFew;

/// A day up to an instant.
pub(super) struct Before<'a> {
    pub(super) blueprint: &'a Blueprint,
    pub(super) crowd: &'a Crowd,
    pub(super) key: RunKey,
    /// As simulated.
    pub(super) state: State,
    /// People who have come.
    pub(super) arrived: u32,
    /// People let in during the last minute.
    pub(super) accepted_last_minute: u32,
}

/// Counts acceptances from an instant on.
struct Accepted {
    from: SimTime,
    count: u32,
}

impl Observer for Accepted {
    fn signal(&mut self, happening: &Happening) {
        let accepted = matches!(happening.signal, Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. });
        self.count += u32::from(accepted && happening.at > self.from);
    }
}

impl<'a> Before<'a> {
    /// Plays a day up to and at an instant.
    pub(super) fn play(blueprint: &'a Blueprint, crowd: &'a Crowd, key: RunKey, at: SimTime) -> Before<'a> {
        let mut accepted = Accepted { from: at + (Span::ZERO - MINUTE), count: 0 };
        let state = match blueprint.go_on(crowd, key, None, Some(at), &mut accepted) {
            Ending::Horizon(state) => *state,
            Ending::Finished { .. } => nobody(at),
        };
        let arrived = first_after(crowd, at);
        Before { blueprint, crowd, key, state, arrived, accepted_last_minute: accepted.count }
    }

    /// Places as simulated.
    pub(super) fn line(&self) -> u32 {
        (self.state.places.len() + self.state.ghosts.len()) as u32
    }

    /// People who must have come if the simulation let in and sent home as many as the real room, and the real line is
    /// as long as shown; over those who have come.
    pub(super) fn factor(&self, shown: &Shown) -> f64 {
        let gone_or_inside = f64::from(self.arrived) - f64::from(self.line().min(self.arrived));
        (gone_or_inside + f64::from(shown.waiting)) / f64::from(self.arrived.max(1))
    }

    /// The state as shown; at least the share `ghosts` of the line are ghosts.
    pub(super) fn agree(self, shown: &Shown, session: SessionClock, ghosts: f64) -> Result<State, TooFew> {
        let Before { blueprint, crowd, key, state, arrived, .. } = self;
        let mut day = Day { blueprint, crowd, key, state, arrived };
        day.shorten_line(shown.waiting as usize);
        day.end_sessions(shown.active as usize);
        let places = (shown.waiting as usize).saturating_sub(day.state.places.len() + day.state.ghosts.len());
        let sessions = (shown.active as usize).saturating_sub(day.held().len());
        if places + sessions > 0 {
            let mut unoccupied = day.unoccupied();
            if unoccupied.len() < places + sessions {
                return Err(TooFew);
            }
            day.lengthen_line(places, &mut unoccupied);
            day.add_sessions(sessions, &mut unoccupied, session);
        }
        day.make_ghosts((f64::from(shown.waiting) * ghosts) as usize);
        day.remember(shown);
        // Whoever is inside has exactly one thing to do next.
        let state = &mut day.state;
        state.inside = (state.last_requests.len() + state.ends.len() + state.requests.len()) as u32;
        Ok(day.state)
    }
}

/// Position of the first person who comes later.
pub(super) fn first_after(crowd: &Crowd, at: SimTime) -> u32 {
    let (mut low, mut high) = (0, crowd.len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        match crowd.arrival(middle) <= at {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}

/// A day on which nothing is going on.
fn nobody(at: SimTime) -> State {
    State {
        at,
        in_line: Vec::new(),
        places: Vec::new(),
        ghosts: Vec::new(),
        departures: Vec::new(),
        stays: Vec::new(),
        returns: Vec::new(),
        sleepers: Vec::new(),
        repeats: Vec::new(),
        sessions: Vec::new(),
        last_requests: Vec::new(),
        ends: Vec::new(),
        requests: Vec::new(),
        progress: Vec::new(),
        visits: Vec::new(),
        places_left: Vec::new(),
        disappointed: Vec::new(),
        limits: None,
        site: None,
        active: 0,
        inside: 0,
        gate: GateMemory { minute: i64::MIN, accepted: 0, before: 0, next: i64::MIN, ended: Vec::new() },
        draws_made: 0,
        lot: None,
        edge: None,
    }
}

/// Whether the entry at a position stays if `kept` of `all` do, evenly.
fn stays(position: usize, kept: usize, all: usize) -> bool {
    (position + 1) * kept / all > position * kept / all
}

/// How a session is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    /// Its end is known.
    Known,
    /// Its end follows from the last request.
    Follows,
    /// It ends with the last request.
    Revoked,
}

struct Day<'a> {
    blueprint: &'a Blueprint,
    crowd: &'a Crowd,
    key: RunKey,
    state: State,
    arrived: u32,
}

impl Day<'_> {
    /// Takes places evenly until so many are left.
    fn shorten_line(&mut self, kept: usize) {
        let all = self.state.places.len() + self.state.ghosts.len();
        if all <= kept {
            return;
        }
        // Both lists in order of buckets, ghosts and holders mixed as they stand.
        let places = self.state.places.iter().enumerate().map(|(at, place)| (place.bucket, 0, at));
        let ghosts = self.state.ghosts.iter().enumerate().map(|(at, ghost)| (ghost.bucket, 1, at));
        let mut order: Vec<(BucketName, u8, usize)> = places.chain(ghosts).collect();
        order.sort_unstable();
        let (mut no_place, mut no_ghost) = (BTreeSet::new(), BTreeSet::new());
        for (position, (_, kind, at)) in order.into_iter().enumerate() {
            if !stays(position, kept, all) {
                if kind == 0 {
                    no_place.insert(at)
                } else {
                    no_ghost.insert(at)
                };
            }
        }
        let mut position = 0;
        self.state.ghosts.retain(|_| {
            position += 1;
            !no_ghost.contains(&(position - 1))
        });
        self.leave(&no_place);
    }

    /// The holders of these places are gone; their other devices hold theirs on.
    fn leave(&mut self, positions: &BTreeSet<usize>) {
        let state = &mut self.state;
        let mut gone: BTreeSet<Who> = positions.iter().map(|at| state.places[*at].who).collect();
        let mut position = 0;
        state.places.retain(|_| {
            position += 1;
            !positions.contains(&(position - 1))
        });
        for place in &state.places {
            gone.remove(&place.who);
        }
        state.in_line.retain(|who| !gone.contains(who));
        state.departures.retain(|due| !gone.contains(&due.who));
        state.sleepers.retain(|due| !gone.contains(&due.who));
        state.progress.retain(|made| !gone.contains(&made.who));
    }

    /// Every session: its own or its holder's next instant, how it is held, and where it stands.
    fn held(&self) -> Vec<(SimTime, Held, usize)> {
        let state = &self.state;
        let known = state.sessions.iter().enumerate().map(|(at, (end, _))| (*end, Held::Known, at));
        let follows = state.last_requests.iter().enumerate().filter(|(_, last)| last.decides_session);
        let follows = follows.map(|(at, last)| (last.at, Held::Follows, at));
        let revoked =
            state.requests.iter().enumerate().filter(|(_, request)| request.kind == RequestKind::Revoked);
        let revoked = revoked.map(|(at, request)| (request.at, Held::Revoked, at));
        let mut all: Vec<_> = known.chain(follows).chain(revoked).collect();
        all.sort_unstable_by_key(|(at, held, position)| (*held, *at, *position));
        all
    }

    /// Ends sessions evenly until so many are left.
    fn end_sessions(&mut self, kept: usize) {
        let all = self.held();
        if all.len() <= kept {
            return;
        }
        let mut ended = [const { BTreeSet::new() }; 3];
        for (position, (_, held, at)) in all.iter().enumerate() {
            if !stays(position, kept, all.len()) {
                ended[*held as usize].insert(*at);
            }
        }
        let waits: BTreeSet<Who> = self.state.in_line.iter().copied().collect();
        let state = &mut self.state;
        // Whoever has a session that is ended has left, unless they queue again by now.
        let mut gone: BTreeSet<Who> = BTreeSet::new();
        let mut drop = |list: &BTreeSet<usize>, position: usize, who: Who| {
            let is_ended = list.contains(&position);
            if is_ended && !waits.contains(&who) {
                gone.insert(who);
            }
            !is_ended
        };
        let [known, follows, revoked] = &ended;
        let mut position = 0;
        state.sessions.retain(|(_, who)| {
            position += 1;
            drop(known, position - 1, *who)
        });
        position = 0;
        state.last_requests.retain(|last| {
            position += 1;
            drop(follows, position - 1, last.who)
        });
        position = 0;
        state.requests.retain(|request| {
            position += 1;
            drop(revoked, position - 1, request.who)
        });
        // What they still would have done.
        let clients: BTreeSet<Who> = state.repeats.iter().map(|due| due.who).collect();
        let is_gone = |who: &Who| gone.contains(who) && !clients.contains(who);
        state.last_requests.retain(|last| last.decides_session || !is_gone(&last.who));
        state.ends.retain(|(_, who)| !is_gone(who));
        state.requests.retain(|request| request.kind == RequestKind::Revoked || !is_gone(&request.who));
        state.progress.retain(|made| !is_gone(&made.who));
        state.active = kept as u32;
    }

    /// People who have come and of whom the state says nothing, who came last at the end.
    fn unoccupied(&self) -> Vec<u32> {
        let state = &self.state;
        let mut busy: BTreeSet<Who> = state.in_line.iter().copied().collect();
        busy.extend(state.places.iter().map(|place| place.who));
        busy.extend(state.ghosts.iter().map(|ghost| ghost.who));
        busy.extend(state.stays.iter().map(|(who, _)| *who));
        busy.extend(state.returns.iter().map(|again| again.who));
        busy.extend(state.repeats.iter().map(|due| due.who));
        busy.extend(state.sessions.iter().map(|(_, who)| *who));
        busy.extend(state.last_requests.iter().map(|last| last.who));
        busy.extend(state.ends.iter().map(|(_, who)| *who));
        busy.extend(state.requests.iter().map(|request| request.who));
        busy.extend(state.progress.iter().map(|made| made.who));
        (0..self.arrived).filter(|rank| !busy.contains(&self.crowd.who(*rank))).collect()
    }

    /// Gives places to those who came last.
    fn lengthen_line(&mut self, count: usize, unoccupied: &mut Vec<u32>) {
        let at = self.state.at;
        for _ in 0..count {
            let Some(rank) = unoccupied.pop() else { return };
            let (who, arrival) = (self.crowd.who(rank), self.crowd.arrival(rank));
            let bucket = BucketName::of_minute(self.blueprint.minute_of(arrival));
            self.state.in_line.push(who);
            self.state.places.push(PlaceHeld {
                who,
                device: 0,
                bucket,
                polls_from: arrival,
                last_try: arrival,
            });
            if let Some(patience) = self.blueprint.traits(self.crowd, self.key, rank).patience {
                // Somebody whose patience is over by now waits that long again: the line says that they are here.
                let end = if arrival + patience > at { arrival + patience } else { at + patience };
                if end > at {
                    self.state.departures.push(Due { at: end, who, turn: 0 });
                }
            }
        }
        self.state.in_line.sort_unstable_by_key(|who| (who.group, who.person));
        self.state.departures.sort_by_key(|due| (due.at, due.who));
    }

    /// Gives sessions, which last as those simulated do; without enough of these as visits drawn for these people do,
    /// each caught at another part of it.
    fn add_sessions(&mut self, count: usize, unoccupied: &mut Vec<u32>, session: SessionClock) {
        let models = self.held();
        let at = self.state.at;
        for number in 0..count {
            let Some(rank) = unoccupied.pop() else { return };
            let who = self.crowd.who(rank);
            let (end, held) = match models.len() * 4 >= count {
                true => {
                    let (end, held, _) = models[number * models.len() / count];
                    (end, held)
                }
                false => self.session_of(rank, session, (number as f64 + 0.5) / count as f64),
            };
            match held {
                Held::Known => self.state.sessions.push((end, who)),
                Held::Follows | Held::Revoked => {
                    let last = LastRequest { at: end.max(at), who, decides_session: true };
                    self.state.last_requests.push(last);
                }
            }
            self.state.active += 1;
        }
        self.state.sessions.sort_unstable();
        self.state.last_requests.sort_by_key(|last| (last.at, last.who));
    }

    /// The session of a person caught at a share of its length.
    fn session_of(&self, rank: u32, session: SessionClock, share: f64) -> (SimTime, Held) {
        let (thinks, last) = self.blueprint.thinks(self.crowd, self.key, rank);
        let visit: i64 = thinks.iter().map(|think| think.microseconds()).sum();
        let at = self.state.at;
        let after = |microseconds: i64| at + Span::from_microseconds(microseconds.max(1));
        let rest = |whole: i64| (whole as f64 * (1.0 - share)) as i64;
        match session {
            SessionClock::IdleAfterLastRequest(idle) => {
                let idle = idle.microseconds();
                match rest(visit + idle) {
                    rest if rest > idle => (after(rest - idle), Held::Follows),
                    rest => (after(rest), Held::Known),
                }
            }
            SessionClock::SinceAcceptance(length) => (after(rest(length.microseconds())), Held::Known),
            SessionClock::VisitAndLag(lag) => {
                (after(rest(visit + last.microseconds() + lag.microseconds())), Held::Known)
            }
        }
    }

    /// Lets people leave evenly over the line until so many places are ghosts, which die over the next five minutes.
    fn make_ghosts(&mut self, wanted: usize) {
        let missing = wanted.saturating_sub(self.state.ghosts.len());
        let mut devices: BTreeMap<Who, u32> = BTreeMap::new();
        for place in &self.state.places {
            *devices.entry(place.who).or_default() += 1;
        }
        let interrupted: BTreeSet<Who> = self.state.progress.iter().map(|made| made.who).collect();
        let single: Vec<usize> = (0..self.state.places.len())
            .filter(|at| {
                let who = self.state.places[*at].who;
                devices[&who] == 1 && !interrupted.contains(&who)
            })
            .collect();
        let missing = missing.min(single.len());
        if missing == 0 {
            return;
        }
        let leaving: BTreeSet<usize> =
            (0..single.len()).filter(|at| stays(*at, missing, single.len())).map(|at| single[at]).collect();
        for (number, at) in leaving.iter().enumerate() {
            let place = &self.state.places[*at];
            // Deaths in another order than places: nobody leaves because of the place they have.
            let turn = (number * 7919) % missing;
            let lives = GRACE.microseconds() as f64 * (turn as f64 + 0.5) / missing as f64;
            self.state.ghosts.push(GhostPlace {
                who: place.who,
                device: 0,
                returnable: false,
                queued_at: place.polls_from,
                bucket: place.bucket,
                expires_at: self.state.at + Span::from_microseconds(lives as i64 + 1),
            });
        }
        self.leave(&leaving);
    }

    /// Sets what the limits remember, if the room said how many it let in.
    fn remember(&mut self, shown: &Shown) {
        let Some(accepted) = shown.accepted_last_minute else { return };
        let minute = self.blueprint.minute_of(self.state.at);
        let mut start = self.state.at.microseconds();
        // The minute's first instant: found by the clock that the room itself uses.
        let (mut low, mut high) = (start - MINUTE.microseconds(), start);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            match self.blueprint.minute_of(SimTime::from_microseconds(middle)) < minute {
                true => low = middle,
                false => high = middle,
            }
        }
        start -= high;
        let share = start as f64 / MINUTE.microseconds() as f64;
        let gate = &mut self.state.gate;
        gate.minute = minute;
        gate.accepted = (f64::from(accepted) * share + 0.5) as u64;
        gate.before = u64::from(accepted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Field, Purpose, Stream};
    use crate::engine::Levels;
    use crate::model::room::Cloudflare;
    use crate::model::{ArrivalProfile, Distribution, Group, Headcount, Origin, Room, RoomId, System, Visit};

    fn system(patience: Option<Span>, revoke: f64) -> System {
        let mut room = Cloudflare::new("room", 400, 200);
        room.revoke = crate::units::Share::new(revoke).unwrap();
        let arrivals =
            ArrivalProfile::from_opening(Distribution::Exponential { mean: Span::from_minutes(8) });
        let visit = Visit::even(Distribution::Exponential { mean: Span::from_minutes(6) }, 4);
        let mut group = Group::new("people", Headcount::Fixed(4000), arrivals, visit);
        group.patience = patience.map(|mean| Distribution::Exponential { mean });
        System {
            groups: vec![group],
            rooms: vec![Room::cloudflare(&room)],
            origin: Origin::UNKNOWN,
            stocks: Vec::new(),
            minute_offset: Span::ZERO,
            horizon: None,
        }
    }

    struct Last(Levels);

    impl Observer for Last {
        fn signal(&mut self, happening: &Happening) {
            self.0 = happening.levels;
        }
    }

    /// Levels that the engine has right after taking up a state, and at the end.
    fn replayed(blueprint: &Blueprint, crowd: &Crowd, key: RunKey, state: &State) -> (Levels, Levels) {
        let at = state.at;
        let Ending::Horizon(same) = blueprint.go_on(crowd, key, Some(state), Some(at), &mut ()) else {
            return (Levels::default(), Levels::default());
        };
        let line = (same.places.len() + same.ghosts.len()) as u32;
        let now =
            Levels { line, waiting: same.in_line.len() as u32, active: same.active, inside: same.inside };
        let mut last = Last(Levels::default());
        blueprint.go_on(crowd, key, Some(state), None, &mut last);
        (now, last.0)
    }

    #[test]
    fn a_day_shows_exactly_the_figures_and_comes_to_its_end() {
        let session = SessionClock::IdleAfterLastRequest(Span::from_minutes(5));
        for seed in 0..12 {
            let key = RunKey { seed, replication: 0 };
            let draw = Stream::new(key, Purpose::Events, 7, Field::Number);
            let patience = (seed % 3 == 0).then(|| Span::from_minutes(20));
            let system = system(patience, if seed % 4 == 0 { 0.5 } else { 0.0 });
            let blueprint = Blueprint::new(&system, RoomId(0));
            let crowd = blueprint.crowd(key);
            let at = SimTime::ZERO + Span::from_microseconds(600_000_000 + (draw.uniform(0) * 9e8) as i64);
            for case in 1..8 {
                let shown = Shown {
                    waiting: (draw.uniform(10 * case) * 2_000.0) as u32,
                    active: (draw.uniform(10 * case + 1) * 450.0) as u32,
                    accepted_last_minute: (case % 2 == 0).then_some(40),
                };
                let before = Before::play(&blueprint, &crowd, key, at);
                let ghosts = if case % 3 == 0 { 0.15 } else { 0.0 };
                let Ok(state) = before.agree(&shown, session, ghosts) else { continue };
                let (now, last) = replayed(&blueprint, &crowd, key, &state);
                assert_eq!((now.line, now.active), (shown.waiting, shown.active), "seed {seed} case {case}");
                assert_eq!(last, Levels::default(), "seed {seed} case {case}: somebody is left over");
                assert!(state.ghosts.len() >= (f64::from(shown.waiting) * ghosts) as usize);
            }
        }
    }

    #[test]
    fn figures_as_simulated_change_nothing() {
        let system = system(None, 0.0);
        let blueprint = Blueprint::new(&system, RoomId(0));
        let key = RunKey { seed: 3, replication: 0 };
        let crowd = blueprint.crowd(key);
        let before = Before::play(&blueprint, &crowd, key, SimTime::ZERO + Span::from_minutes(15));
        let state = before.state.clone();
        let shown = Shown { waiting: before.line(), active: state.active, accepted_last_minute: None };
        assert!((before.factor(&shown) - 1.0).abs() < 1e-12);
        let session = SessionClock::IdleAfterLastRequest(Span::from_minutes(5));
        assert_eq!(before.agree(&shown, session, 0.0), Ok(state));
    }

    #[test]
    fn more_people_than_have_come_cannot_stand_in_line() {
        let system = system(None, 0.0);
        let blueprint = Blueprint::new(&system, RoomId(0));
        let key = RunKey { seed: 3, replication: 0 };
        let crowd = blueprint.crowd(key);
        let before = Before::play(&blueprint, &crowd, key, SimTime::ZERO + Span::from_minutes(5));
        let shown = Shown { waiting: 4000, active: 400, accepted_last_minute: None };
        let session = SessionClock::IdleAfterLastRequest(Span::from_minutes(5));
        assert_eq!(before.agree(&shown, session, 0.0), Err(TooFew));
    }
}
