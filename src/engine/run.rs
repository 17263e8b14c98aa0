//! The loop: the earliest of all that is known to come, again and again.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::blueprint::Blueprint;
use super::calendar::{Calendar, Entry};
use super::crowd::Crowd;
use super::gate::Gate;
use super::line::{Answer, Joining, Line};
use super::phase::{Key, Phase};
use super::signal::{Happening, Levels, Observer, Signal};
use super::state::{LostRequest, PlaceHeld, ProgressMade, State};
use super::visits::{Course, Progress, Visits};
use crate::draws::RunKey;
use crate::model::room::{self, SessionClock};
use crate::units::{SimTime, Span};

/// How a run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everyone has been served or has left, and every slot is free again; or the settings let nobody in any
    /// more, and nothing will change that.
    Finished {
        /// When the last thing happened; `None` if nobody came.
        at: Option<SimTime>,
    },
    /// The horizon came first.
    Horizon(Box<State>),
}

/// A day being played.
pub(super) struct Run<'a, L, O> {
    crowd: &'a Crowd,
    visits: Visits<'a>,
    session: SessionClock,
    poll_interval: i64,
    gate: Gate,
    line: L,
    observer: &'a mut O,
    /// Rank of the next person to come.
    next_rank: usize,
    waiting: u32,
    active: u32,
    inside: u32,
    last_requests: Calendar,
    ends: Calendar,
    expiries: Expiries,
    lost_requests: BinaryHeap<Reverse<LostAt>>,
    now: i64,
    /// When something happened last.
    last_told: Option<i64>,
    /// What comes next from each source; kept up to date by whoever changes a source.
    coming: [Key; Source::COUNT],
}

/// Where events come from.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Source {
    Arrivals,
    Expiries,
    LostRequests,
    Line,
    LastRequests,
    Ends,
    Departures,
    Ghosts,
}

impl Source {
    const COUNT: usize = 8;
}

/// A request that will find its session expired; by instant, then group and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LostAt {
    at: i64,
    id: u32,
    rank: u32,
    step: u32,
    think: i64,
}

/// Ends of sessions, by instant, then rank. Nearly all are put in order, because every session lasts equally long after its
/// last request; the others go to a heap.
#[derive(Debug, Default)]
struct Expiries {
    in_order: VecDeque<(i64, u32)>,
    others: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Expiries {
    #[inline]
    fn put(&mut self, at: i64, rank: u32) {
        if self.in_order.back().is_none_or(|last| *last <= (at, rank)) {
            self.in_order.push_back((at, rank));
        } else {
            self.others.push(Reverse((at, rank)));
        }
    }

    #[inline]
    fn peek(&self) -> Option<i64> {
        let first = self.in_order.front();
        if self.others.is_empty() {
            return first.map(|entry| entry.0);
        }
        match self.others.peek() {
            Some(Reverse(entry)) if first.is_none_or(|first| entry < first) => Some(entry.0),
            _ => first.map(|entry| entry.0),
        }
    }

    #[inline]
    fn take(&mut self) -> Option<(i64, u32)> {
        if self.others.is_empty() {
            return self.in_order.pop_front();
        }
        let first = self.in_order.front();
        match self.others.peek() {
            Some(Reverse(entry)) if first.is_none_or(|first| entry < first) => {
                self.others.pop().map(|Reverse(entry)| entry)
            }
            _ => self.in_order.pop_front(),
        }
    }
}

impl<'a, L: Line<'a>, O: Observer> Run<'a, L, O> {
    pub(super) fn start(
        blueprint: &'a Blueprint,
        crowd: &'a Crowd,
        key: RunKey,
        from: Option<&State>,
        observer: &'a mut O,
    ) -> Self {
        let first = crowd.at.first().copied().unwrap_or(0);
        let earliest = from.map_or(first, earliest_of).min(first);
        let room = blueprint.room();
        let mut run = Run {
            crowd,
            visits: Visits::new(blueprint, crowd, key),
            session: room.session(),
            poll_interval: match *room.line() {
                room::Line::Polled { interval, .. } => interval.microseconds(),
                room::Line::Called { .. } => 0,
            },
            gate: Gate::new(room.limits(), blueprint.minute_offset()),
            line: L::new(blueprint, crowd, key, earliest),
            observer,
            next_rank: 0,
            waiting: 0,
            active: 0,
            inside: 0,
            last_requests: Calendar::new(earliest, crowd.len()),
            ends: Calendar::new(earliest, crowd.len()),
            expiries: Expiries::default(),
            lost_requests: BinaryHeap::new(),
            now: earliest,
            last_told: None,
            coming: [Key::NEVER; Source::COUNT],
        };
        if let Some(state) = from {
            run.restore(state);
        }
        run.look_at_everything();
        run
    }

    /// Plays everything up to and at `until`.
    pub(super) fn play(mut self, until: Option<SimTime>) -> Ending {
        let until = until.map_or(i64::MAX, SimTime::microseconds);
        loop {
            let next = self.next();
            if next == Key::NEVER {
                return Ending::Finished { at: self.last_told.map(SimTime::from_microseconds) };
            }
            if next.at() > until {
                return Ending::Horizon(Box::new(self.state(until)));
            }
            assert!(next.at() >= self.now || next.is(Phase::Look), "time went back");
            // A calendar that was empty for long looks again from where it stood.
            self.now = self.now.max(next.at());
            self.step(next);
        }
    }

    /// The earliest of everything that is known to come.
    #[inline]
    fn next(&mut self) -> Key {
        self.coming[Source::Line as usize] = self.line.next_admission(self.now, &self.gate);
        self.coming.iter().fold(Key::NEVER, |earliest, key| earliest.min(*key))
    }

    fn look_at_everything(&mut self) {
        self.look_at_arrivals();
        self.look_at_expiries();
        self.look_at_lost_requests();
        self.coming[Source::LastRequests as usize] = self.last_requests.key(Phase::Departure);
        self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
        self.look_at_line();
    }

    #[inline]
    fn look_at_arrivals(&mut self) {
        let at = self.crowd.at.get(self.next_rank).copied();
        self.coming[Source::Arrivals as usize] = Key::maybe(at, Phase::Arrival);
    }

    #[inline]
    fn look_at_expiries(&mut self) {
        self.coming[Source::Expiries as usize] = Key::maybe(self.expiries.peek(), Phase::SessionExpiry);
    }

    #[inline]
    fn look_at_lost_requests(&mut self) {
        let at = self.lost_requests.peek().map(|Reverse(lost)| lost.at);
        self.coming[Source::LostRequests as usize] = Key::maybe(at, Phase::VisitRequest);
    }

    #[inline]
    fn look_at_line(&mut self) {
        self.coming[Source::Departures as usize] = self.line.next_departure();
        self.coming[Source::Ghosts as usize] = self.line.next_place_expiry();
    }

    #[inline]
    fn step(&mut self, key: Key) {
        if key.is(Phase::Look) {
            self.open_calendars(key);
        } else if key.is(Phase::Arrival) {
            self.arrive();
        } else if key.is(Phase::SessionExpiry) {
            self.expire_session();
        } else if key.is(Phase::Poll) || key.is(Phase::Admission) {
            self.admit();
        } else if key.is(Phase::PlaceExpiry) {
            self.expire_place();
        } else if key.is(Phase::VisitRequest) {
            self.find_session_lost();
        } else {
            self.depart(key);
        }
    }

    /// Lets the calendars whose time has come look further.
    fn open_calendars(&mut self, key: Key) {
        if self.coming[Source::LastRequests as usize] == key {
            self.last_requests.look();
            self.coming[Source::LastRequests as usize] = self.last_requests.key(Phase::Departure);
        }
        if self.coming[Source::Ends as usize] == key {
            self.ends.look();
            self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
        }
        if self.coming[Source::Departures as usize] == key || self.coming[Source::Ghosts as usize] == key {
            self.line.look(key);
            self.look_at_line();
        }
    }

    fn arrive(&mut self) {
        let rank = self.next_rank as u32;
        self.next_rank += 1;
        self.look_at_arrivals();
        self.tell(Signal::Arrived, rank);
        self.ask(rank, None);
    }

    /// A request without a valid session or place.
    #[inline]
    fn ask(&mut self, rank: u32, progress: Option<Progress>) {
        let another = self.crowd.at.get(self.next_rank) == Some(&self.now);
        let first = progress.is_none();
        match self.line.answer(self.now, &self.gate, another) {
            Answer::Accepted => self.accept(rank, first, Signal::AcceptedAtOnce { first }),
            Answer::TurnedAway => self.tell(Signal::TurnedAway, rank),
            Answer::Queued => self.queue(rank, progress),
        }
    }

    #[inline]
    fn queue(&mut self, rank: u32, progress: Option<Progress>) {
        let plan = self.visits.plan(rank);
        let patient =
            if progress.is_none() || plan.patience_again { self.visits.patience(rank) } else { None };
        self.line.join(Joining {
            rank,
            at: self.now,
            poll_interval: self.poll_interval + plan.poll_delay,
            leaves_at: patient.map(|patience| self.now.saturating_add(patience)),
            turn: progress.map_or(0, |progress| progress.losses),
        });
        self.look_at_line();
        self.waiting += 1;
        if progress.is_some() {
            self.inside -= 1;
        }
        self.tell(Signal::Queued { first: progress.is_none() }, rank);
    }

    /// Gives a slot. `signal` says how it came about.
    #[inline]
    fn accept(&mut self, rank: u32, newly_inside: bool, signal: Signal) {
        self.gate.take(self.now);
        self.active += 1;
        self.inside += u32::from(newly_inside);
        self.line.stale();
        match self.visits.course(rank, self.now) {
            Course::Finishes { last_request } => {
                self.last_requests.put(Entry { at: last_request, rank, note: 0 });
                self.coming[Source::LastRequests as usize] = self.last_requests.key(Phase::Departure);
                if let SessionClock::SinceAcceptance(length) = self.session {
                    self.expiries.put(self.now + length.microseconds(), rank);
                    self.look_at_expiries();
                }
            }
            Course::Loses { expiry, request, step, think } => {
                self.expiries.put(expiry, rank);
                let id = self.crowd.id[rank as usize];
                self.lost_requests.push(Reverse(LostAt { at: request, id, rank, step, think }));
                self.look_at_lost_requests();
                self.look_at_expiries();
            }
        }
        self.tell(signal, rank);
    }

    fn admit(&mut self) {
        let Some(rank) = self.line.admit() else { return };
        self.waiting -= 1;
        let (turn, since) = turn_and_start(&self.visits, self.crowd, rank);
        let waited = Span::from_microseconds(self.now - since);
        self.accept(rank, true, Signal::Admitted { first: turn == 0, waited });
    }

    fn expire_session(&mut self) {
        let Some((_, rank)) = self.expiries.take() else { return };
        self.look_at_expiries();
        self.gate.release();
        self.active -= 1;
        self.line.stale();
        self.tell(Signal::SessionExpired, rank);
    }

    fn expire_place(&mut self) {
        let expired = self.line.expire_place();
        self.look_at_line();
        if let Some(rank) = expired {
            self.tell(Signal::PlaceExpired, rank);
        }
    }

    /// Ends of visits and of patience.
    fn depart(&mut self, key: Key) {
        if self.coming[Source::LastRequests as usize] == key {
            self.make_last_request();
        } else if self.coming[Source::Ends as usize] == key {
            self.leave_last_page();
        } else {
            self.lose_patience();
        }
    }

    fn lose_patience(&mut self) {
        let (visits, crowd) = (&self.visits, self.crowd);
        let left = self.line.depart(|rank| turn_and_start(visits, crowd, rank));
        self.look_at_line();
        if let Some(rank) = left {
            self.waiting -= 1;
            self.tell(Signal::Left, rank);
        }
    }

    fn leave_last_page(&mut self) {
        let ended = self.ends.take();
        self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
        if let Some(entry) = ended {
            self.end_visit(entry.rank);
        }
    }

    fn make_last_request(&mut self) {
        let Some(entry) = self.last_requests.take() else { return };
        self.coming[Source::LastRequests as usize] = self.last_requests.key(Phase::Departure);
        self.tell(Signal::Booked, entry.rank);
        if let SessionClock::IdleAfterLastRequest(idle) = self.session {
            self.expiries.put(self.now + idle.microseconds(), entry.rank);
            self.look_at_expiries();
        }
        match self.visits.last_think(entry.rank) {
            0 => self.end_visit(entry.rank),
            think => {
                self.ends.put(Entry { at: self.now + think, ..entry });
                self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
            }
        }
    }

    fn end_visit(&mut self, rank: u32) {
        self.inside -= 1;
        if let SessionClock::VisitAndLag(lag) = self.session {
            self.expiries.put(self.now + lag.microseconds(), rank);
            self.look_at_expiries();
        }
        self.tell(Signal::VisitEnded, rank);
    }

    fn find_session_lost(&mut self) {
        let Some(Reverse(lost)) = self.lost_requests.pop() else { return };
        self.look_at_lost_requests();
        let (first, progress) = self.visits.interrupt(lost.rank, lost.step, lost.think, self.now);
        self.tell(Signal::Lost { first }, lost.rank);
        match progress {
            Some(progress) => self.ask(lost.rank, Some(progress)),
            None => {
                self.inside -= 1;
                self.tell(Signal::GaveUp, lost.rank);
            }
        }
    }

    // Inlined by force: the signal is known where it is sent, so an observer pays only for what it looks at.
    #[inline(always)]
    fn tell(&mut self, signal: Signal, rank: u32) {
        self.last_told = Some(self.now);
        let levels = Levels {
            line: self.line.places(),
            waiting: self.waiting,
            active: self.active,
            inside: self.inside,
        };
        self.observer.signal(&Happening { at: SimTime::from_microseconds(self.now), signal, rank, levels });
    }

    fn state(&self, at: i64) -> State {
        let at_and_who = |entry: &Entry| (SimTime::from_microseconds(entry.at), self.crowd.who(entry.rank));
        let mut sessions: Vec<(i64, u32)> = self.expiries.in_order.iter().copied().collect();
        sessions.extend(self.expiries.others.iter().map(|Reverse(entry)| *entry));
        sessions.sort_unstable();
        let mut lost: Vec<LostAt> = self.lost_requests.iter().map(|Reverse(lost)| *lost).collect();
        lost.sort_unstable();
        State {
            at: SimTime::from_microseconds(at),
            places: self.line.places_held(|rank| turn_and_start(&self.visits, self.crowd, rank)),
            ghosts: self.line.ghosts(),
            sessions: sessions
                .iter()
                .map(|(at, rank)| (SimTime::from_microseconds(*at), self.crowd.who(*rank)))
                .collect(),
            last_requests: self.last_requests.entries().iter().map(at_and_who).collect(),
            ends: self.ends.entries().iter().map(at_and_who).collect(),
            lost_requests: lost
                .iter()
                .map(|lost| LostRequest {
                    at: SimTime::from_microseconds(lost.at),
                    who: self.crowd.who(lost.rank),
                    step: lost.step,
                    think: Span::from_microseconds(lost.think),
                })
                .collect(),
            progress: self.visits.all_progress().map(|(rank, made)| self.progress_made(rank, made)).collect(),
            active: self.active,
            inside: self.inside,
            gate: self.gate.memory(),
            draws_made: self.line.draws_made(),
        }
    }

    fn progress_made(&self, rank: u32, made: &Progress) -> ProgressMade {
        ProgressMade {
            who: self.crowd.who(rank),
            step: made.step,
            think: Span::from_microseconds(made.think),
            losses: made.losses,
            queued_at: SimTime::from_microseconds(made.queued_at),
        }
    }

    /// Takes up a day where a state left it. People of the state who are not in the crowd are ignored.
    fn restore(&mut self, state: &State) {
        let crowd = self.crowd;
        let rank_of = crowd.ranks();
        self.next_rank = crowd.at.partition_point(|at| *at <= state.at.microseconds());
        // Polls of that instant have had their answer.
        self.now = state.at.microseconds() + 1;
        for made in &state.progress {
            if let Some(rank) = rank_of(made.who) {
                let (think, queued_at) = (made.think.microseconds(), made.queued_at.microseconds());
                let progress = Progress { step: made.step, think, losses: made.losses, queued_at };
                self.visits.set_progress(rank, progress);
            }
        }
        for place in &state.places {
            if let Some(rank) = rank_of(place.who) {
                self.line.join(self.rejoining(rank, place));
                self.waiting += 1;
            }
        }
        for ghost in &state.ghosts {
            if let Some(rank) = rank_of(ghost.who) {
                self.line.restore_ghost(rank, ghost);
            }
        }
        for (at, who) in &state.sessions {
            if let Some(rank) = rank_of(*who) {
                self.expiries.put(at.microseconds(), rank);
            }
        }
        for (calendar, entries) in
            [(&mut self.last_requests, &state.last_requests), (&mut self.ends, &state.ends)]
        {
            for (at, who) in entries {
                if let Some(rank) = rank_of(*who) {
                    calendar.put(Entry { at: at.microseconds(), rank, note: 0 });
                }
            }
        }
        for lost in &state.lost_requests {
            if let Some(rank) = rank_of(lost.who) {
                let (at, think) = (lost.at.microseconds(), lost.think.microseconds());
                let id = crowd.id[rank as usize];
                self.lost_requests.push(Reverse(LostAt { at, id, rank, step: lost.step, think }));
            }
        }
        (self.active, self.inside) = (state.active, state.inside);
        self.gate.remember(&state.gate, state.active);
        self.line.skip_draws(state.draws_made);
    }

    fn rejoining(&self, rank: u32, place: &PlaceHeld) -> Joining {
        Joining {
            rank,
            at: place.queued_at.microseconds(),
            poll_interval: self.poll_interval + self.visits.plan(rank).poll_delay,
            leaves_at: place.leaves_at.map(SimTime::microseconds),
            turn: place.turn,
        }
    }
}

/// Earliest instant that a state speaks of.
fn earliest_of(state: &State) -> i64 {
    let places = state.places.iter().map(|place| place.queued_at.microseconds());
    let ghosts = state.ghosts.iter().map(|ghost| (ghost.minute - 1) * 60_000_000);
    places.chain(ghosts).min().unwrap_or(i64::MAX).min(state.at.microseconds())
}

/// Which place in line this is for a person, and since when.
#[inline]
fn turn_and_start(visits: &Visits, crowd: &Crowd, rank: u32) -> (u32, i64) {
    if let Some(progress) = visits.progress(rank) {
        return (progress.losses, progress.queued_at);
    }
    (0, crowd.at[rank as usize])
}

impl Blueprint {
    /// The think times between a person's requests, and the one after the last, as drawn for this run.
    pub fn thinks(&self, crowd: &Crowd, key: RunKey, rank: u32) -> (Vec<Span>, Span) {
        let (thinks, last) = Visits::new(self, crowd, key).thinks(rank);
        (thinks.into_iter().map(Span::from_microseconds).collect(), Span::from_microseconds(last))
    }

    /// What a refresh adds to the poll interval for a person.
    pub fn poll_delay(&self, crowd: &Crowd, key: RunKey, rank: u32) -> Span {
        Span::from_microseconds(Visits::new(self, crowd, key).plan(rank).poll_delay)
    }

    /// A person's patience, as drawn for this run; `None`: never leaves.
    pub fn patience(&self, crowd: &Crowd, key: RunKey, rank: u32) -> Option<Span> {
        Visits::new(self, crowd, key).patience(rank).map(Span::from_microseconds)
    }
}
