//! The loop: the earliest of all that is known to come, again and again.

mod pieces;
mod played;
mod sell_out;
mod tenant;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blueprint::Blueprint;
use super::calendar::{Calendar, Entry};
use super::crowd::Crowd;
use super::expiries::Expiries;
use super::gate::Gate;
use super::line::{Answer, Joining, Line, Reply, Standing};
use super::phase::{Key, Phase};
use super::shelf::Shelf;
use super::signal::{Happening, Levels, Observer, Parting, Shown, Signal};
use super::sparse::Sparse;
use super::state::{RequestKind, Return, State, Stay};
use super::visits::{Course, Progress, SessionEnd, Visits};
use crate::draws::RunKey;
use crate::model::room::{Limits, Regime, Schedule, SessionClock};
use crate::units::{MINUTE, SimTime, Span};
use pieces::earliest_of;
use played::Played;

/// How a run stopped.
#[derive(Clone, Debug, PartialEq)]
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
    schedule: &'a Schedule,
    /// Position of the next regime.
    next_regime: usize,
    /// How sessions end where one rule holds all day.
    session: SessionClock,
    /// What is in force now, as the schedule or an operator has it.
    regime: Regime,
    /// Whether somebody changes the limits while watching.
    has_operator: bool,
    /// Visits, where every request is played.
    played: Option<Box<Played>>,
    /// What is left of the stock; `None`: places for everyone.
    shelf: Option<Shelf<'a>>,
    /// Ranks by identity, where bookings of one instant must come in order of identity; empty elsewhere.
    rank_of: Vec<u32>,
    /// Whether anybody does more than arrive, wait, leave and visit.
    has_special_people: bool,
    /// Whether anybody looks at what pages show.
    looks_at_pages: bool,
    /// Whether the observer is told of every page.
    tells_pages: bool,
    gate: Gate,
    line: L,
    observer: &'a mut O,
    /// Rank of the next person to come.
    next_rank: usize,
    waiting: u32,
    active: u32,
    inside: u32,
    /// One bit a person: is in line.
    in_line: Vec<u64>,
    stays: Sparse<Stay>,
    last_requests: Calendar,
    ends: Calendar,
    expiries: Expiries,
    requests: BinaryHeap<Reverse<RequestAt>>,
    returns: BinaryHeap<Reverse<ReturnAt>>,
    sleepers: BinaryHeap<Reverse<DueAt>>,
    repeats: BinaryHeap<Reverse<DueAt>>,
    /// People in line who will leave because nothing is left.
    disappointed: BinaryHeap<Reverse<DueAt>>,
    now: i64,
    /// Polls before this instant have been made.
    polls_from: i64,
    /// The last poll: polls of its instant by people before it, in order of identity, have been made.
    polled: (i64, u32),
    /// When the last place was taken, and up to which identity polls of that instant had been made.
    sold_out: (i64, u32),
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
    Requests,
    Line,
    LastRequests,
    Ends,
    Departures,
    Ghosts,
    /// Settings, returns, falling asleep, repeats.
    Rare,
}

impl Source {
    const COUNT: usize = 9;
}

/// A request within a visit that decides something; by instant, then group and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RequestAt {
    at: i64,
    id: u32,
    rank: u32,
    step: u32,
    think: i64,
    kind: RequestKind,
}

/// Somebody makes a request again; by instant, then group and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ReturnAt {
    at: i64,
    id: u32,
    rank: u32,
    why: Return,
}

/// Something that happens in a turn of a person; by instant, then group and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DueAt {
    at: i64,
    id: u32,
    rank: u32,
    turn: u32,
}

impl<'a, L: Line<'a>, O: Observer> Run<'a, L, O> {
    pub(super) fn start(
        blueprint: &'a Blueprint,
        crowd: &'a Crowd,
        key: RunKey,
        from: Option<&State>,
        observer: &'a mut O,
    ) -> Self {
        let mut first = crowd.at.first().copied().unwrap_or(0);
        if blueprint.operator().is_some() {
            // Whoever watches does so from the opening on, whether anybody has come or not.
            first = first.min(blueprint.opening().microseconds());
        }
        let earliest = from.map_or(first, earliest_of).min(first);
        let schedule = blueprint.room().schedule();
        // Settings in force before anybody comes are in force from the start.
        let next_regime = schedule.changes().partition_point(|(at, _)| at.microseconds() < earliest);
        let regime = match next_regime {
            0 => schedule.first(),
            passed => &schedule.changes()[passed - 1].1,
        };
        let mut run = Run {
            crowd,
            visits: Visits::new(blueprint, crowd, key),
            schedule,
            next_regime,
            session: schedule.first().session,
            regime: Regime { shuffle: None, ..*regime },
            has_operator: blueprint.operator().is_some(),
            played: blueprint.origin().plays_requests().then(|| {
                let retries = blueprint.origin().station().map_or(Some(0), |station| station.retries);
                Box::new(Played::new(crowd.len(), earliest, retries))
            }),
            shelf: blueprint.stock().map(Shelf::new),
            rank_of: if blueprint.stock().is_some() { crowd.ranks_by_id() } else { Vec::new() },
            has_special_people: blueprint.has_special_people(),
            looks_at_pages: blueprint.looks_at_pages(),
            tells_pages: blueprint.plays_every_poll(),
            gate: Gate::new(&regime.limits, blueprint.minute_offset()),
            line: L::new(blueprint, crowd, key, earliest),
            observer,
            next_rank: 0,
            waiting: 0,
            active: 0,
            inside: 0,
            in_line: vec![0; crowd.len().div_ceil(64)],
            stays: Sparse::new(crowd.len()),
            last_requests: Calendar::new(earliest, crowd.len()),
            ends: Calendar::new(earliest, crowd.len()),
            expiries: Expiries::default(),
            requests: BinaryHeap::new(),
            returns: BinaryHeap::new(),
            sleepers: BinaryHeap::new(),
            repeats: BinaryHeap::new(),
            disappointed: BinaryHeap::new(),
            now: earliest,
            polls_from: i64::MIN,
            polled: (i64::MIN, 0),
            sold_out: (i64::MIN, 0),
            last_told: None,
            coming: [Key::NEVER; Source::COUNT],
        };
        if schedule.regimes().any(|regime| regime.entry == crate::model::room::Entry::Random) {
            run.gate.remember_ends();
        }
        let is_last = run.is_last_regime();
        run.line.enter(regime, is_last, earliest, &run.visits);
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
                self.line.pass(until);
                return Ending::Horizon(Box::new(self.state(until)));
            }
            assert!(next.at() >= self.now || next.is(Phase::Look), "time went back");
            // A calendar that was empty for long looks again from where it stood.
            self.now = self.now.max(next.at());
            self.line.pass(self.now);
            self.step(next);
        }
    }

    /// The earliest of everything that is known to come.
    #[inline]
    fn next(&mut self) -> Key {
        let from = self.now.max(self.polls_from);
        self.coming[Source::Line as usize] = self.line.next_attempt(from, &self.gate);
        self.coming.iter().fold(Key::NEVER, |earliest, key| earliest.min(*key))
    }

    fn look_at_everything(&mut self) {
        self.look_at_arrivals();
        self.look_at_expiries();
        self.look_at_requests();
        self.look_at_last_requests();
        self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
        self.look_at_line();
        self.look_at_rare();
    }

    #[inline]
    fn look_at_arrivals(&mut self) {
        let at = self.crowd.at.get(self.next_rank).copied();
        self.coming[Source::Arrivals as usize] = Key::maybe(at, Phase::Arrival);
    }

    #[inline]
    fn look_at_expiries(&mut self) {
        let known = Key::maybe(self.expiries.peek(), Phase::SessionExpiry);
        let looked_at = self.played.as_ref().and_then(|played| played.next_look_at_a_session());
        self.coming[Source::Expiries as usize] = known.min(Key::maybe(looked_at, Phase::SessionExpiry));
    }

    #[inline]
    fn look_at_requests(&mut self) {
        self.coming[Source::Requests as usize] = match &self.played {
            Some(played) => played.next_request(),
            None => Key::maybe(self.requests.peek().map(|Reverse(request)| request.at), Phase::VisitRequest),
        };
    }

    /// Where places can run out the last request of a visit comes in the order of requests; elsewhere it is only a departure.
    #[inline]
    fn look_at_last_requests(&mut self) {
        let phase = if self.shelf.is_some() { Phase::VisitRequest } else { Phase::Departure };
        self.coming[Source::LastRequests as usize] = self.last_requests.key(phase);
    }

    #[inline]
    fn look_at_line(&mut self) {
        self.coming[Source::Departures as usize] = self.line.next_departure();
        self.coming[Source::Ghosts as usize] = self.line.next_place_expiry();
    }

    fn look_at_rare(&mut self) {
        let settings = self.schedule.changes().get(self.next_regime).map(|(at, _)| at.microseconds());
        let due = |heap: &BinaryHeap<Reverse<DueAt>>| heap.peek().map(|Reverse(due)| due.at);
        let returns = self.returns.peek().map(|Reverse(again)| again.at);
        self.coming[Source::Rare as usize] = Key::maybe(settings, Phase::Settings)
            .min(Key::maybe(due(&self.sleepers), Phase::Departure))
            .min(Key::maybe(due(&self.disappointed), Phase::Departure))
            .min(Key::maybe(returns, Phase::Return))
            .min(Key::maybe(due(&self.repeats), Phase::Poll));
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
            self.poll(key);
        } else if key.is(Phase::PlaceExpiry) {
            self.expire_place();
        } else if key.is(Phase::VisitRequest) {
            self.make_visit_request();
        } else if key.is(Phase::Settings) {
            self.change_settings();
        } else if key.is(Phase::Return) {
            self.make_return();
        } else {
            self.depart(key);
        }
    }

    /// Lets the calendars whose time has come look further.
    fn open_calendars(&mut self, key: Key) {
        if self.coming[Source::LastRequests as usize] == key {
            self.last_requests.look();
            self.look_at_last_requests();
        }
        if self.coming[Source::Ends as usize] == key {
            self.ends.look();
            self.coming[Source::Ends as usize] = self.ends.key(Phase::Departure);
        }
        if self.coming[Source::Requests as usize] == key
            && let Some(played) = &mut self.played
        {
            played.look();
            self.look_at_requests();
        }
        if [Source::Departures, Source::Ghosts, Source::Line].iter().any(|s| self.coming[*s as usize] == key)
        {
            let departs = self.coming[Source::Departures as usize] == key;
            self.line.look(key);
            self.look_at_line();
            if departs {
                self.fetch_departures();
            }
        }
    }

    /// Reads what is known of people who will leave soon, all at once.
    fn fetch_departures(&self) {
        for entry in self.line.departures_opened() {
            std::hint::black_box((self.id(entry.rank), self.stays.get(entry.rank)));
            self.line.fetch(entry.rank);
        }
    }

    fn change_settings(&mut self) {
        let before = match self.next_regime {
            0 => self.schedule.first(),
            passed => &self.schedule.changes()[passed - 1].1,
        };
        let (_, mut regime) = self.schedule.changes()[self.next_regime];
        if regime.limits == before.limits {
            // What an operator has set stays until the schedule has other limits.
            regime.limits = self.regime.limits;
        }
        self.next_regime += 1;
        self.regime = Regime { shuffle: None, ..regime };
        self.gate.set(&regime.limits);
        let is_last = self.is_last_regime();
        self.line.enter(&regime, is_last, self.now, &self.visits);
        self.look_at_rare();
    }

    /// Whether what is in force now stays for ever.
    fn is_last_regime(&self) -> bool {
        self.next_regime == self.schedule.changes().len() && !self.has_operator
    }

    /// An operator sets other limits.
    fn set_limits(&mut self, limits: Limits) {
        self.regime.limits = limits;
        self.gate.set(&limits);
        let is_last = self.is_last_regime();
        let regime = self.regime;
        self.line.enter(&regime, is_last, self.now, &self.visits);
        self.line.stale();
        self.look_at_rare();
    }

    fn arrive(&mut self) {
        let rank = self.next_rank as u32;
        self.next_rank += 1;
        self.look_at_arrivals();
        self.tell(Signal::Arrived, rank);
        self.make_first_request(rank);
    }

    /// What a request without a session or place meets.
    #[inline]
    fn answer(&mut self, rank: u32) -> Answer {
        if self.has_special_people && self.visits.is_bypassing(rank) {
            return Answer::PassedBy;
        }
        let another = self.crowd.at.get(self.next_rank) == Some(&self.now);
        self.line.answer(rank, self.now, &self.gate, another)
    }

    /// Asks to be let in, one device after the other, at the arrival or after having gone.
    #[inline]
    fn make_first_request(&mut self, rank: u32) {
        let devices = if self.has_special_people { self.devices_asking(rank) } else { 1 };
        for device in 0..devices {
            match self.answer(rank) {
                Answer::Queued => {
                    self.join(rank, device);
                    if device == 0 {
                        self.begin_stay_and_tell(rank, false);
                    }
                    // Whoever has no patience at all leaves before the next device asks.
                    if self.show_page(rank, device) || self.leaves_now(rank) {
                        return;
                    }
                }
                Answer::TurnedAway => return self.turn_away(rank),
                answer if device == 0 => {
                    let first = !self.was_accepted(rank);
                    let signal = Signal::AcceptedAtOnce { first };
                    return self.accept(rank, true, answer == Answer::Accepted, signal);
                }
                answer => return self.let_in(rank, device, answer == Answer::Accepted),
            }
        }
    }

    fn devices_asking(&self, rank: u32) -> u32 {
        match self.stays.get(rank) {
            Some(_) => 1,
            None => self.visits.devices(rank),
        }
    }

    /// Takes a place.
    #[inline]
    fn join(&mut self, rank: u32, device: u32) {
        let poll_interval = self.visits.poll_interval(rank);
        if self.is_cookieless(rank) {
            self.line.join_unpolled(rank, self.now);
            let at = self.now + poll_interval;
            // The turn begins with the first place of a stay.
            let turn = self.turn(rank) + u32::from(!self.is_in_line(rank) && self.has_stayed(rank));
            self.repeats.push(Reverse(DueAt { at, id: self.id(rank), rank, turn }));
            self.look_at_rare();
        } else {
            let bears = if self.looks_at_pages { self.visits.bears(rank) } else { None };
            self.line.join(Joining { rank, device, at: self.now, poll_interval, bears });
        }
        self.look_at_line();
    }

    /// Whether a stay in line would not be this person's first.
    #[inline]
    fn has_stayed(&self, rank: u32) -> bool {
        self.now != self.crowd.at[rank as usize] || self.stays.get(rank).is_some()
    }

    /// Begins to wait; `again`: after having been let in before. Whether it is the first time.
    #[inline]
    fn begin_stay(&mut self, rank: u32, again: bool) -> bool {
        let stay = self.stays.get(rank);
        let accepted = again || stay.is_some_and(|stay| stay.accepted);
        let queued = stay.is_some_and(|stay| stay.queued);
        let comebacks = stay.map_or(0, |stay| stay.comebacks);
        let mut turn = 0;
        if self.has_stayed(rank) {
            turn = stay.map_or(0, |stay| stay.turn) + 1;
            let lost = stay.is_some_and(|stay| stay.lost);
            self.stays.set(rank, Stay { turn, queued_at: self.now, comebacks, accepted, queued: true, lost });
        }
        if self.is_sold_out() {
            self.learn_of_sell_out(rank, turn);
        }
        let plan = self.visits.plan(rank);
        let is_patient = accepted && (!plan.patience_again || self.is_cookieless(rank));
        if !is_patient && let Some(patience) = self.visits.patience(rank, comebacks) {
            self.line.expect_departure(self.now.saturating_add(patience), rank, turn);
        }
        if plan.sleep.is_some()
            && comebacks == 0
            && !accepted
            && let Some((after, _)) = self.visits.sleep(rank)
        {
            let at = self.now.saturating_add(after);
            self.sleepers.push(Reverse(DueAt { at, id: self.id(rank), rank, turn }));
            self.look_at_rare();
        }
        self.look_at_line();
        self.set_in_line(rank, true);
        self.waiting += 1;
        self.inside -= u32::from(again);
        !(queued || accepted)
    }

    /// Begins to wait in a new place.
    #[inline]
    fn begin_stay_and_tell(&mut self, rank: u32, again: bool) {
        let first = self.begin_stay(rank, again);
        self.tell(Signal::Queued { first }, rank);
    }

    /// Whether someone who was just queued leaves at this very instant.
    fn leaves_now(&self, rank: u32) -> bool {
        if !self.has_special_people {
            return false;
        }
        self.leaves_for_sell_out(rank)
            || self.coming[Source::Departures as usize] == Key::new(self.now, Phase::Departure)
                && self.visits.patience(rank, self.stays.get(rank).map_or(0, |stay| stay.comebacks))
                    == Some(0)
    }

    /// Shows the page to someone who stays in line; whether they left because of it.
    #[inline]
    fn show_page(&mut self, rank: u32, device: u32) -> bool {
        if !self.looks_at_pages {
            return false;
        }
        let estimate = self.line.estimate(rank, device, self.now, &self.gate);
        let at = SimTime::from_microseconds(self.now);
        if self.tells_pages {
            self.observer.shown(&Shown { at, rank, device, estimate });
        }
        let Some(estimate) = estimate.filter(|_| !self.was_accepted(rank)) else { return false };
        let shown = i64::from(estimate.high_minutes).saturating_mul(MINUTE.microseconds());
        let leaves = self.visits.tolerance(rank).is_some_and(|tolerance| shown > tolerance);
        if leaves {
            self.leave(rank, Some(device));
        }
        leaves
    }

    /// Gives up the line; `tried`: devices up to this one have made their try of this instant.
    fn leave(&mut self, rank: u32, tried: Option<u32>) {
        self.leave_line(rank, tried);
        self.go(rank, Parting::Left);
    }

    fn leave_line(&mut self, rank: u32, tried: Option<u32>) {
        self.line.withdraw(rank, self.now, self.visits.poll_interval(rank), tried);
        self.end_stay(rank);
        self.tell(Signal::Left, rank);
    }

    fn end_stay(&mut self, rank: u32) {
        self.look_at_line();
        self.set_in_line(rank, false);
        self.waiting -= 1;
    }

    /// Someone who was never let in, in line or not, is turned away.
    fn turn_away(&mut self, rank: u32) {
        if self.is_in_line(rank) {
            self.line.withdraw(rank, self.now, self.visits.poll_interval(rank), None);
            self.end_stay(rank);
        }
        let accepted = self.was_accepted(rank);
        if self.visits.progress(rank).is_some() && self.is_cookieless(rank) {
            // The visit ends here.
            self.tell(Signal::GaveUp, rank);
            return self.go(rank, Parting::GaveUp);
        }
        self.tell(Signal::TurnedAway, rank);
        if !accepted {
            self.go(rank, Parting::TurnedAway);
        }
    }

    /// Someone has gone, and perhaps comes back.
    fn go(&mut self, rank: u32, after: Parting) {
        // Whoever leaves the line because nothing is left does not come back.
        let for_sell_out = after == Parting::Left && self.leaves_for_sell_out(rank);
        if self.visits.plan(rank).comeback.is_none() || for_sell_out {
            return;
        }
        let arrival = self.crowd.at[rank as usize];
        let mut stay = self.stays.get(rank).unwrap_or(Stay { queued_at: arrival, ..Stay::default() });
        let Some((delay, with_cookie)) = self.visits.comeback(rank, stay.comebacks) else { return };
        stay.comebacks += 1;
        stay.queued |= after == Parting::Left;
        stay.accepted |= after == Parting::GaveUp;
        stay.lost |=
            after == Parting::GaveUp && self.visits.progress(rank).is_some_and(|made| made.losses > 0);
        self.stays.set(rank, stay);
        let why = Return::Comeback { after, with_cookie };
        let at = self.now.saturating_add(delay);
        self.returns.push(Reverse(ReturnAt { at, id: self.id(rank), rank, why }));
        self.look_at_rare();
    }

    fn make_return(&mut self) {
        let Some(Reverse(again)) = self.returns.pop() else { return };
        self.look_at_rare();
        match again.why {
            Return::Comeback { after, with_cookie } => self.come_back(again.rank, after, with_cookie),
            Return::Wake { turn } => {
                if self.is_in_turn(again.rank, turn) {
                    self.wake(again.rank);
                }
            }
        }
    }

    fn come_back(&mut self, rank: u32, after: Parting, with_cookie: bool) {
        if after == Parting::GaveUp {
            self.visits.forget_progress(rank);
        }
        if self.played.is_some() && self.comes_back_into_a_session(rank, after, with_cookie) {
            return;
        }
        if !with_cookie {
            self.line.lose_cookie(rank);
        }
        let keeps_place = with_cookie && !self.was_accepted(rank);
        if keeps_place && self.line.standing(rank) == Standing::Ghost {
            self.begin_stay(rank, false);
            self.tell(Signal::CameBack { after }, rank);
            self.take_up_place(rank);
        } else {
            self.tell(Signal::CameBack { after }, rank);
            self.make_first_request(rank);
        }
    }

    /// The page of a place that is still there is loaded again.
    fn take_up_place(&mut self, rank: u32) {
        let poll_interval = self.visits.poll_interval(rank);
        let bears = if self.looks_at_pages { self.visits.bears(rank) } else { None };
        let joining = Joining { rank, device: 0, at: self.now, poll_interval, bears };
        let reply = self.line.resume(rank, self.now, &mut self.gate, joining);
        self.look_at_line();
        self.carry_out(rank, 0, reply.unwrap_or(Reply::Stay));
    }

    fn wake(&mut self, rank: u32) {
        match self.line.standing(rank) {
            Standing::Waiting => {}
            Standing::Ghost => self.take_up_place(rank),
            Standing::Away => self.ask_in_line(rank),
        }
    }

    /// A new user's request of someone who waits.
    fn ask_in_line(&mut self, rank: u32) {
        match self.answer(rank) {
            Answer::Queued => {
                self.join(rank, 0);
                self.tell(Signal::AskedAgain, rank);
                self.show_page(rank, 0);
            }
            Answer::TurnedAway => self.turn_away(rank),
            answer => self.let_in(rank, 0, answer == Answer::Accepted),
        }
    }

    /// Polls, calls, and requests of clients without cookies.
    fn poll(&mut self, key: Key) {
        let repeats = self.repeats.peek().filter(|Reverse(due)| Key::new(due.at, Phase::Poll) == key);
        let line = self.coming[Source::Line as usize] == key;
        if let Some(Reverse(due)) = repeats
            && !(line && self.line.next_attempt_id() < due.id)
        {
            return self.repeat();
        }
        let Some(attempt) = self.line.attempt(self.now, &mut self.gate, &self.visits) else { return };
        self.polled = (self.now, self.id(attempt.rank));
        self.carry_out(attempt.rank, attempt.device, attempt.reply);
    }

    fn carry_out(&mut self, rank: u32, device: u32, reply: Reply) {
        match reply {
            Reply::In { counted } => self.let_in(rank, device, counted),
            Reply::TurnedAway => self.turn_away(rank),
            Reply::Stay => {
                self.show_page(rank, device);
            }
        }
    }

    fn repeat(&mut self) {
        let Some(Reverse(due)) = self.repeats.pop() else { return };
        self.look_at_rare();
        if self.is_in_turn(due.rank, due.turn) {
            self.ask_in_line(due.rank);
        }
    }

    /// Someone in line gets in.
    #[inline]
    fn let_in(&mut self, rank: u32, device: u32, counted: bool) {
        if self.has_special_people {
            self.line.withdraw(rank, self.now, self.visits.poll_interval(rank), Some(device));
            self.look_at_line();
        }
        self.set_in_line(rank, false);
        self.waiting -= 1;
        let since = self.stays.get(rank).map_or(self.crowd.at[rank as usize], |stay| stay.queued_at);
        let waited = Span::from_microseconds(self.now - since);
        let first = !self.was_accepted(rank);
        self.accept(rank, true, counted, Signal::Admitted { first, waited });
    }

    /// Lets someone in. `signal` says how it came about.
    #[inline]
    fn accept(&mut self, rank: u32, newly_inside: bool, counted: bool, signal: Signal) {
        if counted {
            self.gate.take(self.now);
            self.active += 1;
            self.line.session_began(rank);
            self.line.stale();
        }
        self.inside += u32::from(newly_inside);
        if self.played.is_some() {
            return self.begin_played(rank, counted, signal);
        }
        if self.is_cookieless(rank) {
            return self.accept_cookieless(rank, counted, signal);
        }
        match self.visits.course(rank, self.now, counted) {
            Course::Finishes { last_request, session: SessionEnd::Revoked } if self.has_more_steps(rank) => {
                self.request_later(last_request, rank, (0, 0), RequestKind::Revoked);
            }
            Course::Finishes { last_request, session } => {
                let decides = matches!(session, SessionEnd::AfterLastRequest(_) | SessionEnd::AfterVisit(_));
                let note = u32::from(!decides);
                if self.shelf.is_some() && last_request == self.now {
                    // The request that was accepted makes the booking.
                    self.end_session_known(rank, session);
                    self.tell(signal, rank);
                    return self.finish_requests(rank, note);
                }
                let rank_or_id = if self.rank_of.is_empty() { rank } else { self.id(rank) };
                self.last_requests.put(Entry { at: last_request, rank: rank_or_id, note });
                self.look_at_last_requests();
                self.end_session_known(rank, session);
            }
            Course::Loses { expiry, request, step, think, redone } => {
                if let Some(expiry) = expiry {
                    self.expiries.put(expiry, rank);
                    self.look_at_expiries();
                }
                let kind = if redone { RequestKind::Lost } else { RequestKind::LostBeforeOpening };
                self.request_later(request, rank, (step, think), kind);
            }
        }
        self.tell(signal, rank);
    }

    /// Writes down the end of a session that is known when it begins.
    #[inline]
    fn end_session_known(&mut self, rank: u32, session: SessionEnd) {
        let ends = match session {
            SessionEnd::At(expiry) => Some(expiry),
            // The request that was accepted is the last one: the slot is free again at once.
            SessionEnd::Revoked => Some(self.now),
            SessionEnd::AfterLastRequest(_) | SessionEnd::AfterVisit(_) | SessionEnd::None => None,
        };
        if let Some(expiry) = ends {
            self.expiries.put(expiry, rank);
            self.look_at_expiries();
        }
    }

    /// Whether the visit goes on after the request that was let in.
    fn has_more_steps(&self, rank: u32) -> bool {
        let step = self.visits.progress(rank).map_or(0, |progress| progress.step);
        step + 1 < self.visits.steps(rank) || self.visits.reload(rank, self.now).is_some()
    }

    fn request_later(&mut self, at: i64, rank: u32, (step, think): (u32, i64), kind: RequestKind) {
        self.requests.push(Reverse(RequestAt { at, id: self.id(rank), rank, step, think, kind }));
        self.look_at_requests();
    }

    /// A client without cookies got one request through.
    fn accept_cookieless(&mut self, rank: u32, counted: bool, signal: Signal) {
        let step = self.visits.progress(rank).map_or(0, |progress| progress.step);
        let reload = self.visits.reload(rank, self.now).filter(|_| step == 0);
        let is_last = reload.is_none() && step + 1 == self.visits.steps(rank);
        if counted {
            let revoked = is_last && self.visits.is_revoked(rank);
            let length = if revoked { 0 } else { self.visits.session_length(self.now) };
            self.expiries.put(self.now + length, rank);
            self.look_at_expiries();
        }
        let arrival = self.crowd.at[rank as usize];
        let stay = self.stays.get(rank).unwrap_or(Stay { queued_at: arrival, ..Stay::default() });
        // A request of the visit that the room does not look at is no acceptance.
        let is_within_visit = self.visits.progress(rank).is_some();
        if counted || !is_within_visit || matches!(signal, Signal::Admitted { .. }) {
            self.tell(signal, rank);
        }
        self.stays.set(rank, Stay { accepted: true, ..stay });
        if let Some(reload) = reload {
            self.request_later(self.now + reload, rank, (0, 0), RequestKind::Anew);
        } else if is_last {
            self.book(rank);
        } else {
            let think = self.visits.think_of(rank, step);
            self.request_later(self.now + think, rank, (step + 1, 0), RequestKind::Anew);
        }
    }

    fn expire_session(&mut self) {
        let is_known = self.expiries.peek() == Some(self.now);
        let ended =
            if is_known { self.expiries.take().map(|(_, rank)| rank) } else { self.look_at_session() };
        self.look_at_expiries();
        let Some(rank) = ended else { return };
        self.gate.release(self.now);
        self.active -= 1;
        self.line.session_ended(rank);
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

    /// Ends of visits and of patience, and phones that fall asleep.
    fn depart(&mut self, key: Key) {
        if self.coming[Source::LastRequests as usize] == key {
            self.make_last_request();
        } else if self.coming[Source::Ends as usize] == key {
            self.leave_last_page();
        } else if self.coming[Source::Departures as usize] == key {
            self.lose_patience();
        } else if self.disappointed.peek().is_some_and(|Reverse(due)| due.at == self.now) {
            self.leave_disappointed();
        } else {
            self.fall_asleep();
        }
    }

    fn lose_patience(&mut self) {
        let (stays, in_line) = (&self.stays, &self.in_line);
        let waits_in_turn = |rank: u32, turn: u32| {
            in_line[rank as usize / 64] >> (rank % 64) & 1 == 1
                && stays.get(rank).map_or(0, |stay| stay.turn) == turn
        };
        let left = self.line.depart(waits_in_turn);
        self.look_at_line();
        if let Some(rank) = left {
            self.leave(rank, None);
        }
    }

    fn fall_asleep(&mut self) {
        let Some(Reverse(due)) = self.sleepers.pop() else { return };
        if self.is_in_turn(due.rank, due.turn)
            && self.line.standing(due.rank) == Standing::Waiting
            && let Some((_, lasting)) = self.visits.sleep(due.rank)
        {
            self.line.fall_asleep(due.rank, self.now, self.visits.poll_interval(due.rank));
            self.look_at_line();
            let why = Return::Wake { turn: due.turn };
            let at = self.now.saturating_add(lasting);
            self.returns.push(Reverse(ReturnAt { at, id: due.id, rank: due.rank, why }));
        }
        self.look_at_rare();
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
        self.look_at_last_requests();
        let rank = self.rank_of.get(entry.rank as usize).copied().unwrap_or(entry.rank);
        self.finish_requests(rank, entry.note);
    }

    /// The last request of a visit is made; `note` is that of its entry.
    fn finish_requests(&mut self, rank: u32, note: u32) {
        if let SessionClock::IdleAfterLastRequest(idle) = self.session
            && note == 0
        {
            self.expiries.put(self.now + idle.microseconds(), rank);
            self.look_at_expiries();
        }
        self.book(rank);
    }

    fn end_visit(&mut self, rank: u32) {
        self.inside -= 1;
        self.free_slot_of_visit(rank);
        self.tell(Signal::VisitEnded, rank);
    }

    fn make_visit_request(&mut self) {
        if L::IS_POLLED {
            // Polls of this instant were made before.
            self.polls_from = self.now + 1;
        }
        if self.played.is_some() {
            return self.make_played_request();
        }
        if self.last_request_is_first() {
            return self.make_last_request();
        }
        let Some(Reverse(request)) = self.requests.pop() else { return };
        self.look_at_requests();
        match request.kind {
            RequestKind::Lost => self.find_session_lost(request, true),
            RequestKind::LostBeforeOpening => self.find_session_lost(request, false),
            RequestKind::Anew => self.ask_anew(request),
            RequestKind::Revoked => {
                self.expiries.put(self.now, request.rank);
                self.look_at_expiries();
                self.book(request.rank);
            }
        }
    }

    /// Whether the next request within a visit, by person, is somebody's last one.
    fn last_request_is_first(&self) -> bool {
        if self.coming[Source::LastRequests as usize] != Key::new(self.now, Phase::VisitRequest) {
            return false;
        }
        let next = self.requests.peek().filter(|Reverse(request)| request.at == self.now);
        let last = self.last_requests.first();
        next.zip(last).is_none_or(|(Reverse(request), last)| last.rank < request.id)
    }

    fn find_session_lost(&mut self, request: RequestAt, redone: bool) {
        let rank = request.rank;
        let (first, progress) = self.visits.interrupt(rank, request.step, request.think, redone);
        let first = first && !self.stays.get(rank).is_some_and(|stay| stay.lost);
        self.tell(Signal::Lost { first }, rank);
        if progress.is_none() {
            return self.give_up(rank);
        }
        match self.answer(rank) {
            Answer::Queued => {
                self.join(rank, 0);
                self.begin_stay_and_tell(rank, true);
                self.show_page(rank, 0);
            }
            Answer::TurnedAway => {
                self.inside -= 1;
                self.tell(Signal::TurnedAway, rank);
            }
            answer => {
                let signal = Signal::AcceptedAtOnce { first: false };
                self.accept(rank, false, answer == Answer::Accepted, signal);
            }
        }
    }

    fn give_up(&mut self, rank: u32) {
        self.inside -= 1;
        self.tell(Signal::GaveUp, rank);
        self.go(rank, Parting::GaveUp);
    }

    /// A client without cookies makes its next request: a new user's.
    fn ask_anew(&mut self, request: RequestAt) {
        let rank = request.rank;
        self.visits.set_progress(rank, Progress { step: request.step, think: 0, losses: 0 });
        match self.answer(rank) {
            Answer::Queued => {
                self.join(rank, 0);
                self.begin_stay_and_tell(rank, true);
                self.show_page(rank, 0);
            }
            Answer::TurnedAway => self.give_up(rank),
            answer => {
                let signal = Signal::AcceptedAtOnce { first: false };
                self.accept(rank, false, answer == Answer::Accepted, signal);
            }
        }
    }

    #[inline]
    fn was_accepted(&self, rank: u32) -> bool {
        self.visits.progress(rank).is_some() || self.stays.get(rank).is_some_and(|stay| stay.accepted)
    }

    #[inline]
    fn is_cookieless(&self, rank: u32) -> bool {
        self.has_special_people && self.visits.is_cookieless(rank)
    }

    #[inline]
    fn id(&self, rank: u32) -> u32 {
        self.crowd.id[rank as usize]
    }

    #[inline]
    fn turn(&self, rank: u32) -> u32 {
        self.stays.get(rank).map_or(0, |stay| stay.turn)
    }

    #[inline]
    fn is_in_line(&self, rank: u32) -> bool {
        self.in_line[rank as usize / 64] >> (rank % 64) & 1 == 1
    }

    fn is_in_turn(&self, rank: u32, turn: u32) -> bool {
        self.is_in_line(rank) && self.turn(rank) == turn
    }

    #[inline]
    fn set_in_line(&mut self, rank: u32, is_in_line: bool) {
        let bit = 1 << (rank % 64);
        let word = &mut self.in_line[rank as usize / 64];
        *word = if is_in_line { *word | bit } else { *word & !bit };
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
}
