//! A plain day: people arrive, wait, perhaps lose patience, are let in in the order of the line, visit, and perhaps lose
//! their session and queue again. Nearly every day of a study is plain.
//!
//! The rules are those of `run.rs`, to the same signals in the same order; only what cannot happen on such a day is not
//! there, and what is known beforehand is not looked up: a plain day takes about half the time. Whether a day
//! is plain is decided by [`is_plain`]; `tests/it/plain.rs` plays days both ways.

mod called;
mod polled;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blueprint::{Blueprint, VisitPlan};
use super::calendar::{Calendar, Entry};
use super::crowd::Crowd;
use super::expiries::Expiries;
use super::gate::Gate;
use super::line::Answer;
use super::phase::{Key, Phase};
use super::run::Ending;
use super::signal::{Happening, Levels, Observer, Signal};
use super::visits::{Course, SessionEnd, Visits};
use crate::draws::RunKey;
use crate::model::room::{self, Entry as RoomEntry, Schedule, SessionClock};
use crate::units::{MINUTE, SimTime, Span};
pub(super) use called::Called;
pub(super) use polled::Polled;

/// Whether days of this room are plain, as far as the room and its people decide it.
pub(super) fn is_plain(blueprint: &Blueprint) -> bool {
    let room = blueprint.room();
    let schedule = room.schedule();
    let is_in_order =
        schedule.regimes().all(|regime| regime.entry == RoomEntry::Fifo && regime.shuffle.is_none());
    let line_is_plain = match *room.line() {
        room::Line::Polled { .. } => polled::is_plain(blueprint),
        room::Line::Called { order, .. } => order == room::CallOrder::Fifo,
    };
    let session_is_plain = match schedule.first().session {
        // Nobody is queued twice in one minute.
        SessionClock::IdleAfterLastRequest(length) | SessionClock::SinceAcceptance(length) => {
            length >= MINUTE
        }
        SessionClock::VisitAndLag(_) => true,
    };
    is_in_order
        && line_is_plain
        && session_is_plain
        && schedule.has_one_session_rule()
        && room.revoke().value() == 0.0
        && room.operator().is_none()
        && blueprint.stock().is_none()
        && !blueprint.origin().plays_requests()
        && !blueprint.has_special_people()
        && !blueprint.looks_at_pages()
        && !blueprint.groups().iter().any(|group| group.patience_again)
}

/// Whether the people of a crowd make the day of such a room plain: nobody waits on the page for the opening.
pub(super) fn suits(blueprint: &Blueprint, crowd: &Crowd) -> bool {
    // The highest bit of an identity is used otherwise, see `plain/polled.rs`.
    if crowd.len() > 1 << 31 {
        return false;
    }
    let comes_early = crowd.at.first().is_some_and(|at| *at < blueprint.opening().microseconds());
    !comes_early || blueprint.groups().iter().all(|group| group.reload.is_none())
}

/// How people wait on a plain day.
pub(super) trait PlainLine<'a>: Sized {
    /// When patience that ends at an instant takes effect.
    const DEPARTURE: Phase;

    fn new(blueprint: &'a Blueprint, crowd: &'a Crowd) -> Self;

    /// Decides on a request without a place.
    fn answer(&self, now: i64, gate: &Gate) -> Answer;

    /// Gives a place, perhaps to somebody who lost a session (`again`).
    fn join(&mut self, rank: u32, now: i64, again: bool);

    /// Whether a person has a place that is polled.
    fn is_waiting(&self, rank: u32) -> bool;

    /// Whether patience of a person that ends soon may matter.
    fn may_leave(&self, rank: u32) -> bool {
        self.is_waiting(rank)
    }

    /// When the next person is let in, or the line has to be looked at, if nothing else happens before.
    fn next_attempt(&mut self, now: i64, gate: &Gate) -> Key;

    /// Lets in whoever `next_attempt` promised; nobody if it only promised to look again.
    fn attempt(&mut self) -> Option<Admission>;

    /// A number that `leave` wants back from whoever has so much patience.
    fn note_of_departure(&self, _patience: i64) -> u32 {
        0
    }

    /// A person who waits leaves.
    fn leave(&mut self, rank: u32, now: i64, note: u32);

    /// When the next ghost dies, or when to look again.
    fn next_place_expiry(&self) -> Key {
        Key::NEVER
    }

    fn look_for_ghosts(&mut self) {}

    /// Takes that ghost's place; its owner.
    fn expire_place(&mut self, _gate: &Gate) -> Option<u32> {
        None
    }

    /// Unexpired places, ghosts included.
    fn places(&self) -> u32;

    /// A slot was given back.
    fn freed(&mut self, gate: &Gate);

    /// A slot was taken, or the limits changed.
    fn stale(&mut self);
}

/// Somebody let in from the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admission {
    rank: u32,
    /// When the place was given.
    joined: i64,
    /// Whether a session was lost before.
    again: bool,
}

/// A plain day being played.
pub(super) struct Plain<'a, L, O> {
    crowd: &'a Crowd,
    visits: Visits<'a>,
    schedule: &'a Schedule,
    /// Position of the next regime.
    next_regime: usize,
    session: SessionClock,
    /// By position of the group among the room's.
    undisturbed: Vec<Undisturbed>,
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
    departures: Calendar,
    expiries: Expiries,
    losses: BinaryHeap<Reverse<Loss>>,
    now: i64,
    /// Polls before this instant have been made.
    polls_from: i64,
    last_told: Option<i64>,
    /// When the next person comes.
    arrivals: Key,
    /// When the next session ends.
    sessions: Key,
    /// When the next last request of a visit comes.
    endings: Key,
    /// When the next of everything else comes, the line aside.
    others: Key,
}

/// Visits of a group that no end of a session can interrupt.
#[derive(Clone, Copy, Debug)]
struct Undisturbed {
    /// Those with a shorter time between requests than this, in microseconds.
    gap: i64,
    /// Times between requests in a visit.
    gaps: i64,
}

impl Undisturbed {
    fn of(visit: &VisitPlan, session: SessionClock) -> Undisturbed {
        let gaps = match visit {
            VisitPlan::Even { pages, .. } => i64::from(*pages - 1),
            VisitPlan::Steps { .. } => return Undisturbed { gap: 0, gaps: 0 },
        };
        let gap = match session {
            _ if gaps == 0 => i64::MAX,
            SessionClock::VisitAndLag(_) => i64::MAX,
            SessionClock::IdleAfterLastRequest(idle) => idle.microseconds(),
            SessionClock::SinceAcceptance(length) => (length.microseconds() - 1) / gaps + 1,
        };
        Undisturbed { gap, gaps }
    }
}

/// A request that will find no session; by instant, then group and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Loss {
    at: i64,
    id: u32,
    rank: u32,
    step: u32,
    think: i64,
}

impl<'a, L: PlainLine<'a>, O: Observer> Plain<'a, L, O> {
    /// Plays a day to its end.
    pub(super) fn play(
        blueprint: &'a Blueprint,
        crowd: &'a Crowd,
        key: RunKey,
        observer: &'a mut O,
    ) -> Ending {
        let mut day = Plain::<L, O>::start(blueprint, crowd, key, observer);
        while day.go_on() {}
        Ending::Finished { at: day.last_told.map(SimTime::from_microseconds) }
    }

    fn start(blueprint: &'a Blueprint, crowd: &'a Crowd, key: RunKey, observer: &'a mut O) -> Self {
        let earliest = crowd.at.first().copied().unwrap_or(0);
        let schedule = blueprint.room().schedule();
        // Settings in force before anybody comes are in force from the start.
        let next_regime = schedule.changes().partition_point(|(at, _)| at.microseconds() < earliest);
        let regime = match next_regime {
            0 => schedule.first(),
            passed => &schedule.changes()[passed - 1].1,
        };
        let patient = blueprint.groups().iter().all(|group| group.patience.is_none());
        let mut day = Plain {
            crowd,
            visits: Visits::new(blueprint, crowd, key),
            schedule,
            next_regime,
            session: schedule.first().session,
            undisturbed: blueprint
                .groups()
                .iter()
                .map(|group| Undisturbed::of(&group.visit, schedule.first().session))
                .collect(),
            gate: Gate::new(&regime.limits, blueprint.minute_offset()),
            line: L::new(blueprint, crowd),
            observer,
            next_rank: 0,
            waiting: 0,
            active: 0,
            inside: 0,
            last_requests: Calendar::new(earliest, crowd.len()),
            ends: Calendar::new(earliest, crowd.len()),
            departures: Calendar::new(earliest, if patient { 0 } else { crowd.len() }),
            expiries: Expiries::default(),
            losses: BinaryHeap::new(),
            now: earliest,
            polls_from: i64::MIN,
            last_told: None,
            arrivals: Key::maybe(crowd.at.first().copied(), Phase::Arrival),
            sessions: Key::NEVER,
            endings: Key::NEVER,
            others: Key::NEVER,
        };
        day.look_at_others();
        day
    }

    /// Plays what comes next; whether anything did.
    #[inline]
    fn go_on(&mut self) -> bool {
        let line = self.line.next_attempt(self.now.max(self.polls_from), &self.gate);
        let next = self.arrivals.min(self.sessions).min(line.min(self.endings)).min(self.others);
        if next == Key::NEVER {
            return false;
        }
        // A calendar that was empty for long looks again from where it stood.
        self.now = self.now.max(next.at());
        // Each of these has phases of its own.
        if next == self.arrivals {
            self.arrive();
        } else if next == line {
            self.attempt();
        } else if next == self.sessions {
            self.expire_session();
        } else if next == self.endings {
            // Before any other departure of this instant.
            self.make_last_request(next);
        } else {
            self.play_other(next);
        }
        true
    }

    fn look_at_others(&mut self) {
        let settings = self.schedule.changes().get(self.next_regime).map(|(at, _)| at.microseconds());
        let loss = self.losses.peek().map(|Reverse(loss)| loss.at);
        let coming = [
            Key::maybe(settings, Phase::Settings),
            Key::maybe(loss, Phase::VisitRequest),
            self.ends.key(Phase::Departure),
            // Of nobody who waits or will: however far off these are, nothing comes of them.
            if self.waiting > 0 || self.arrivals != Key::NEVER {
                self.departures.key(L::DEPARTURE)
            } else {
                Key::NEVER
            },
            self.line.next_place_expiry(),
        ];
        self.others = coming.into_iter().fold(Key::NEVER, Key::min);
    }

    /// What comes neither from arrivals, nor from the line, nor from sessions.
    fn play_other(&mut self, key: Key) {
        if key.is(Phase::Look) {
            self.open_calendars(key);
        } else if self.ends.key(Phase::Departure) == key {
            self.leave_last_page();
        } else if self.departures.key(L::DEPARTURE) == key {
            self.lose_patience();
        } else if key.is(Phase::PlaceExpiry) {
            if let Some(owner) = self.line.expire_place(&self.gate) {
                self.tell(Signal::PlaceExpired, owner);
            }
        } else if key.is(Phase::VisitRequest) {
            self.find_session_lost();
        } else {
            self.change_settings();
        }
        self.look_at_others();
    }

    /// Lets the calendars whose time has come look further.
    fn open_calendars(&mut self, key: Key) {
        if self.ends.key(Phase::Departure) == key {
            self.ends.look();
        }
        if self.departures.key(L::DEPARTURE) == key {
            self.departures.look();
            // Whoever does not wait any more has no patience to lose, not even when queued again.
            self.departures.keep_opened(|entry| self.line.may_leave(entry.rank));
        }
        if self.line.next_place_expiry() == key {
            self.line.look_for_ghosts();
        }
    }

    fn change_settings(&mut self) {
        let (_, regime) = &self.schedule.changes()[self.next_regime];
        self.next_regime += 1;
        self.gate.set(&regime.limits);
        self.line.stale();
    }

    #[inline]
    fn arrive(&mut self) {
        let rank = self.next_rank as u32;
        self.next_rank += 1;
        self.arrivals = Key::maybe(self.crowd.at.get(self.next_rank).copied(), Phase::Arrival);
        self.tell(Signal::Arrived, rank);
        match self.line.answer(self.now, &self.gate) {
            Answer::Queued => {
                self.line.join(rank, self.now, false);
                if let Some(patience) = self.visits.patience(rank, 0) {
                    let at = self.now.saturating_add(patience);
                    let note = self.line.note_of_departure(patience);
                    self.departures.put(Entry { at, rank, note });
                    self.others = self.others.min(self.departures.key(L::DEPARTURE));
                }
                self.waiting += 1;
                self.tell(Signal::Queued { first: true }, rank);
            }
            Answer::TurnedAway => self.tell(Signal::TurnedAway, rank),
            Answer::Accepted | Answer::PassedBy => {
                self.inside += 1;
                self.accept(rank, false, Signal::AcceptedAtOnce { first: true });
            }
        }
    }

    /// The line lets the next one in.
    #[inline]
    fn attempt(&mut self) {
        let Some(Admission { rank, joined, again }) = self.line.attempt() else { return };
        self.waiting -= 1;
        self.inside += 1;
        let waited = Span::from_microseconds(self.now - joined);
        self.accept(rank, again, Signal::Admitted { first: !again, waited });
    }

    /// Gives a session to someone who is inside from now on, perhaps after having lost one (`again`). `signal` says how it
    /// came about.
    #[inline]
    fn accept(&mut self, rank: u32, again: bool, signal: Signal) {
        self.gate.take(self.now);
        self.active += 1;
        self.line.stale();
        let gap = self.crowd.drawn.gaps.get(rank as usize).copied().unwrap_or(i64::MAX);
        let undisturbed = &self.undisturbed[self.crowd.slot(rank)];
        if gap < undisturbed.gap && !again {
            let last_request = self.now + gap * undisturbed.gaps;
            if let SessionClock::SinceAcceptance(length) = self.session {
                self.put_expiry(self.now + length.microseconds(), rank);
            }
            self.last_requests.put(Entry { at: last_request, rank, note: 0 });
            self.endings = self.last_requests.key(Phase::Departure);
        } else {
            self.follow(rank);
        }
        self.tell(signal, rank);
    }

    /// Looks at a visit request by request.
    fn follow(&mut self, rank: u32) {
        match self.visits.course(rank, self.now, true) {
            Course::Finishes { last_request, session } => {
                if let SessionEnd::At(expiry) = session {
                    self.put_expiry(expiry, rank);
                }
                self.last_requests.put(Entry { at: last_request, rank, note: 0 });
                self.endings = self.last_requests.key(Phase::Departure);
            }
            Course::Loses { expiry, request, step, think, .. } => {
                if let Some(expiry) = expiry {
                    // Long before it the sessions of others end.
                    self.expiries.put_aside(expiry, rank);
                    self.sessions = self.sessions.min(Key::new(expiry, Phase::SessionExpiry));
                }
                let id = self.crowd.id[rank as usize];
                self.losses.push(Reverse(Loss { at: request, id, rank, step, think }));
                self.others = self.others.min(Key::new(request, Phase::VisitRequest));
            }
        }
    }

    #[inline]
    fn put_expiry(&mut self, at: i64, rank: u32) {
        self.expiries.put(at, rank);
        self.sessions = self.sessions.min(Key::new(at, Phase::SessionExpiry));
    }

    #[inline]
    fn expire_session(&mut self) {
        let Some((_, rank)) = self.expiries.take() else { return };
        self.sessions = Key::maybe(self.expiries.peek(), Phase::SessionExpiry);
        self.gate.release(self.now);
        self.active -= 1;
        self.line.freed(&self.gate);
        self.tell(Signal::SessionExpired, rank);
    }

    #[inline]
    fn make_last_request(&mut self, key: Key) {
        if key.is(Phase::Look) {
            self.last_requests.look();
            self.endings = self.last_requests.key(Phase::Departure);
            return;
        }
        let Some(Entry { rank, .. }) = self.last_requests.take() else { return };
        self.endings = self.last_requests.key(Phase::Departure);
        if let SessionClock::IdleAfterLastRequest(idle) = self.session {
            self.put_expiry(self.now + idle.microseconds(), rank);
        }
        self.tell(Signal::Booked { slot: 0, places: 1 }, rank);
        match self.visits.last_think(rank) {
            0 => self.end_visit(rank),
            think => {
                self.ends.put(Entry { at: self.now + think, rank, note: 0 });
                self.others = self.others.min(self.ends.key(Phase::Departure));
            }
        }
    }

    fn leave_last_page(&mut self) {
        if let Some(Entry { rank, .. }) = self.ends.take() {
            self.end_visit(rank);
        }
    }

    #[inline]
    fn end_visit(&mut self, rank: u32) {
        self.inside -= 1;
        if let SessionClock::VisitAndLag(lag) = self.session {
            self.put_expiry(self.now + lag.microseconds(), rank);
        }
        self.tell(Signal::VisitEnded, rank);
    }

    fn lose_patience(&mut self) {
        let Some(Entry { rank, note, .. }) = self.departures.take() else { return };
        // Whoever is queued again has no patience to lose.
        if self.line.is_waiting(rank) && self.visits.progress(rank).is_none() {
            self.line.leave(rank, self.now, note);
            self.waiting -= 1;
            self.tell(Signal::Left, rank);
        }
    }

    fn find_session_lost(&mut self) {
        // Polls of this instant were made before.
        self.polls_from = self.now + 1;
        let Some(Reverse(Loss { rank, step, think, .. })) = self.losses.pop() else { return };
        let (first, progress) = self.visits.interrupt(rank, step, think, true);
        self.tell(Signal::Lost { first }, rank);
        if progress.is_none() {
            self.inside -= 1;
            return self.tell(Signal::GaveUp, rank);
        }
        match self.line.answer(self.now, &self.gate) {
            Answer::Queued => {
                self.line.join(rank, self.now, true);
                self.waiting += 1;
                self.inside -= 1;
                self.tell(Signal::Queued { first: false }, rank);
            }
            Answer::TurnedAway => {
                self.inside -= 1;
                self.tell(Signal::TurnedAway, rank);
            }
            Answer::Accepted | Answer::PassedBy => {
                self.accept(rank, true, Signal::AcceptedAtOnce { first: false });
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
}
