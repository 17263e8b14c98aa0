//! Visits of which every request is played: the origin answers late, or its requests are counted.
//!
//! Without this a visit is known to its end when somebody is let in, and nothing of it is played but the last request. Here
//! a request is made, answered or timed out, and only then it is known when the next one comes; so sessions, too, are
//! followed from request to request.

use super::{Expiries, RequestAt, Run};
use crate::engine::calendar::{Calendar, Entry};
use crate::engine::line::Line;
use crate::engine::phase::{Key, Phase};
use crate::engine::signal::{Observer, Parting, Signal};
use crate::engine::state::{Next, RequestKind, Stay, VisitPlayed};
use crate::model::room::{Entry as RoomEntry, SessionClock};
use crate::units::SimTime;

/// What is kept of visits.
#[derive(Debug)]
pub(super) struct Played {
    visits: Vec<Visiting>,
    /// Requests to come; by instant, then group and person: entries hold the identity in the place of the rank.
    upcoming: Calendar,
    /// When to look at a session. It may have been renewed since: then the look is put off.
    sessions: Expiries,
    /// Requests that were sent and not yet taken to the origin: person and work.
    outbox: Vec<(u32, f64)>,
    /// Times that a failed request is made again; `None`: no end.
    retries: Option<u32>,
}

/// A visit of one person.
#[derive(Clone, Copy, Debug)]
struct Visiting {
    /// When the session ends as things stand; [`NO_SESSION`], or [`WITH_THE_VISIT`].
    expiry: i64,
    sent_at: i64,
    /// Time on the step that the present request opens, or that is being done.
    think: i64,
    /// Time between requests where it is always the same, once it was asked for; [`NOT_ASKED`] before.
    gap: i64,
    /// Step that the present or next request opens, or that is being done.
    step: u32,
    /// Failures of the present request.
    failures: u32,
    failures_in_all: u32,
    next: Next,
}

const NO_SESSION: i64 = i64::MIN;
const NOT_ASKED: i64 = -1;
/// The slot is held to the end of the visit, whenever that is.
const WITH_THE_VISIT: i64 = i64::MAX;

impl Visiting {
    const NONE: Visiting = Visiting {
        expiry: NO_SESSION,
        sent_at: i64::MIN,
        think: 0,
        gap: NOT_ASKED,
        step: 0,
        failures: 0,
        failures_in_all: 0,
        next: Next::Step,
    };

    fn session(&self) -> Option<i64> {
        (self.expiry != NO_SESSION).then_some(self.expiry)
    }
}

impl Played {
    pub(super) fn new(people: usize, earliest: i64, retries: Option<u32>) -> Played {
        Played {
            visits: vec![Visiting::NONE; people],
            upcoming: Calendar::new(earliest, people.saturating_mul(8)),
            sessions: Expiries::default(),
            outbox: Vec::new(),
            retries,
        }
    }

    pub(super) fn next_look_at_a_session(&self) -> Option<i64> {
        self.sessions.peek()
    }

    pub(super) fn next_request(&self) -> Key {
        self.upcoming.key(Phase::VisitRequest)
    }

    pub(super) fn look(&mut self) {
        self.upcoming.look();
    }

    pub(super) fn outbox(&mut self) -> &mut Vec<(u32, f64)> {
        &mut self.outbox
    }
}

impl<'a, L: Line<'a>, O: Observer> Run<'a, L, O> {
    /// Begins or takes up a visit by the request that was just let in.
    pub(super) fn begin_played(&mut self, rank: u32, counted: bool, signal: Signal) {
        let progress = self.visits.progress(rank);
        let step = progress.map_or(0, |progress| progress.step);
        self.begin_session(rank, counted);
        if self.is_cookieless(rank) {
            let arrival = self.crowd.at[rank as usize];
            let stay = self.stays.get(rank).unwrap_or(Stay { queued_at: arrival, ..Stay::default() });
            // A request of the visit that the room does not look at is no acceptance.
            if counted || progress.is_none() || matches!(signal, Signal::Admitted { .. }) {
                self.tell(signal, rank);
            }
            self.stays.set(rank, Stay { accepted: true, ..stay });
        } else {
            self.tell(signal, rank);
        }
        let think = match progress {
            Some(progress) if !self.is_cookieless(rank) => progress.think,
            _ => self.time_on(rank, step),
        };
        // A client without cookies makes a failed request again as a new user: it is still the same request.
        let is_repeated = progress.is_some() && self.is_cookieless(rank);
        let visit = self.visit_mut(rank);
        (visit.step, visit.think) = (step, think);
        if !is_repeated {
            visit.failures = 0;
        }
        self.send(rank);
    }

    /// Time on a step that is followed by a request; 0 for the last one.
    fn time_on(&mut self, rank: u32, step: u32) -> i64 {
        let is_last = step + 1 >= self.visits.steps(rank);
        if is_last {
            return 0;
        }
        if !self.visits.is_even(rank) {
            return self.visits.think_of(rank, step);
        }
        let known = self.visit(rank).gap;
        if known != NOT_ASKED {
            return known;
        }
        let gap = self.visits.think_of(rank, step);
        self.visit_mut(rank).gap = gap;
        gap
    }

    fn visit_mut(&mut self, rank: u32) -> &mut Visiting {
        let Some(played) = &mut self.played else { unreachable!("requests are played") };
        &mut played.visits[rank as usize]
    }

    fn visit(&self, rank: u32) -> Visiting {
        self.played.as_ref().map_or(Visiting::NONE, |played| played.visits[rank as usize])
    }

    fn begin_session(&mut self, rank: u32, counted: bool) {
        let before = self.visit(rank).expiry;
        if before != NO_SESSION && before != WITH_THE_VISIT {
            // Nobody has its cookie any more; the slot is held to the end.
            self.expiries.put(before, rank);
        }
        let expiry = match self.session_clock() {
            _ if !counted => NO_SESSION,
            SessionClock::VisitAndLag(_) => WITH_THE_VISIT,
            SessionClock::IdleAfterLastRequest(_) | SessionClock::SinceAcceptance(_) => {
                self.now + self.visits.session_length(self.now)
            }
        };
        self.visit_mut(rank).expiry = expiry;
        if let Some(played) = &mut self.played
            && expiry != NO_SESSION
            && expiry != WITH_THE_VISIT
        {
            played.sessions.put(expiry, rank);
        }
        self.look_at_expiries();
    }

    fn session_clock(&self) -> SessionClock {
        self.schedule.at(SimTime::from_microseconds(self.now)).session
    }

    /// A request moves the end of the session.
    fn renew(&mut self, rank: u32, expiry: i64) {
        let before = std::mem::replace(&mut self.visit_mut(rank).expiry, expiry);
        // Other rules may bring the end nearer than the look that is planned.
        if expiry < before
            && expiry != NO_SESSION
            && let Some(played) = &mut self.played
        {
            played.sessions.put(expiry, rank);
            self.look_at_expiries();
        }
    }

    /// Takes a session that was to be looked at; whether it has ended.
    pub(super) fn look_at_session(&mut self) -> Option<u32> {
        let now = self.now;
        let played = self.played.as_mut()?;
        let (_, rank) = played.sessions.take()?;
        let visit = &mut played.visits[rank as usize];
        let has_ended = visit.expiry == now;
        if has_ended {
            visit.expiry = NO_SESSION;
        } else if visit.expiry > now && visit.expiry != WITH_THE_VISIT {
            played.sessions.put(visit.expiry, rank);
        }
        self.look_at_expiries();
        has_ended.then_some(rank)
    }

    /// Sends the request that opens the present step to the origin.
    fn send(&mut self, rank: u32) {
        let now = self.now;
        let visit = self.visit_mut(rank);
        visit.sent_at = now;
        let work = self.visits.work(rank, self.visit(rank).step);
        if let Some(played) = &mut self.played {
            played.outbox.push((rank, work));
        }
    }

    fn ask_later(&mut self, at: i64, rank: u32, next: Next) {
        self.visit_mut(rank).next = next;
        let id = self.id(rank);
        if let Some(played) = &mut self.played {
            played.upcoming.put(Entry { at, rank: id, note: rank });
        }
        self.look_at_requests();
    }

    /// The origin has answered the present request.
    pub(super) fn be_answered(&mut self, rank: u32) {
        let visit = self.visit_mut(rank);
        visit.failures = 0;
        let visit = *visit;
        let is_last = visit.step + 1 == self.visits.steps(rank);
        if let Some(reload) = self.visits.reload(rank, visit.sent_at).filter(|_| visit.step == 0) {
            let next = if self.is_cookieless(rank) { Next::Anew } else { Next::Reload };
            return self.ask_later(self.now + reload, rank, next);
        }
        if is_last {
            self.revoke(rank, &visit);
            return self.book(rank);
        }
        if self.is_cookieless(rank) {
            self.visit_mut(rank).step += 1;
            return self.ask_later(self.now + visit.think, rank, Next::Anew);
        }
        self.ask_later(self.now + visit.think, rank, Next::Step);
    }

    /// Ends the session with the answer to the last request, where the origin says so and the room sees it.
    fn revoke(&mut self, rank: u32, visit: &Visiting) {
        let seen = self.schedule.at(SimTime::from_microseconds(self.now)).entry != RoomEntry::Suspended;
        let lives = visit.expiry > self.now && visit.expiry != WITH_THE_VISIT;
        if lives && seen && self.visits.is_revoked(rank) {
            self.visit_mut(rank).expiry = NO_SESSION;
            self.expiries.put(self.now, rank);
            self.look_at_expiries();
        }
    }

    /// The present request has timed out.
    pub(super) fn fail(&mut self, rank: u32) {
        let visit = self.visit_mut(rank);
        visit.failures += 1;
        visit.failures_in_all += 1;
        let visit = *visit;
        self.tell(Signal::RequestFailed, rank);
        let retries = self.played.as_ref().and_then(|played| played.retries);
        if retries.is_some_and(|retries| visit.failures > retries) {
            return self.give_up_after_failures(rank);
        }
        let delay = self.visits.retry_delay(rank, visit.failures_in_all - 1);
        let next = if self.is_cookieless(rank) { Next::Anew } else { Next::Retry };
        self.ask_later(self.now + delay, rank, next);
    }

    fn give_up_after_failures(&mut self, rank: u32) {
        self.inside -= 1;
        self.free_slot_of_visit(rank);
        self.tell(Signal::GaveUp, rank);
        self.go(rank, Parting::GaveUp);
    }

    /// In a room that holds slots to the end of the visit: the slot is free after the lag.
    pub(super) fn free_slot_of_visit(&mut self, rank: u32) {
        if let SessionClock::VisitAndLag(lag) = self.session {
            if self.played.is_some() {
                self.visit_mut(rank).expiry = NO_SESSION;
            }
            self.expiries.put(self.now + lag.microseconds(), rank);
            self.look_at_expiries();
        }
    }

    /// Makes the next request of a visit.
    pub(super) fn make_played_request(&mut self) {
        let Some(entry) = self.played.as_mut().and_then(|played| played.upcoming.take()) else { return };
        self.look_at_requests();
        let rank = entry.note;
        let visit = self.visit(rank);
        if visit.next == Next::Anew {
            let request = self.request_of(rank, &visit, RequestKind::Anew);
            return self.ask_anew(request);
        }
        let mut expiry = visit.session();
        let passes = self.visits.passes(self.now, &mut expiry, self.visits.is_bypassing(rank));
        self.renew(rank, expiry.unwrap_or(NO_SESSION));
        if passes {
            if visit.next == Next::Step {
                let step = visit.step + 1;
                let think = self.time_on(rank, step);
                let visit = self.visit_mut(rank);
                (visit.step, visit.think) = (step, think);
            }
            return self.send(rank);
        }
        let redone = visit.next == Next::Step;
        let kind = if redone { RequestKind::Lost } else { RequestKind::LostBeforeOpening };
        let request = self.request_of(rank, &visit, kind);
        self.find_session_lost(request, redone);
    }

    fn request_of(&self, rank: u32, visit: &Visiting, kind: RequestKind) -> RequestAt {
        RequestAt { at: self.now, id: self.id(rank), rank, step: visit.step, think: visit.think, kind }
    }

    /// Somebody who gave up comes back with a session that still lives: the request goes straight to the origin. Whether
    /// there is one.
    pub(super) fn comes_back_into_a_session(&mut self, rank: u32, after: Parting, with_cookie: bool) -> bool {
        let visit = self.visit(rank);
        let lives = visit.expiry > self.now && visit.expiry != WITH_THE_VISIT;
        if !(lives && with_cookie && after == Parting::GaveUp) {
            return false;
        }
        let mut expiry = visit.session();
        if !self.visits.passes(self.now, &mut expiry, false) {
            return false;
        }
        self.inside += 1;
        self.tell(Signal::CameBack { after }, rank);
        let think = self.time_on(rank, 0);
        self.renew(rank, expiry.unwrap_or(NO_SESSION));
        let visit = self.visit_mut(rank);
        (visit.step, visit.think, visit.failures) = (0, think, 0);
        self.send(rank);
        true
    }

    /// What is kept of visits, for taking a day apart.
    pub(super) fn visits_played(&self) -> Vec<VisitPlayed> {
        let Some(played) = &self.played else { return Vec::new() };
        let upcoming = played.upcoming.entries();
        let mut next_at = vec![None; played.visits.len()];
        for entry in upcoming {
            next_at[entry.note as usize] = Some(SimTime::from_microseconds(entry.at));
        }
        let visits = played.visits.iter().zip(next_at).enumerate();
        let begun = visits.filter(|(_, (visit, next))| {
            next.is_some() || visit.sent_at != i64::MIN || visit.expiry != NO_SESSION || visit.step > 0
        });
        begun
            .map(|(rank, (visit, next_at))| VisitPlayed {
                who: self.crowd.who(rank as u32),
                expiry: visit.expiry,
                sent_at: visit.sent_at,
                think: visit.think,
                step: visit.step,
                failures: visit.failures,
                failures_in_all: visit.failures_in_all,
                next: visit.next,
                next_at,
            })
            .collect()
    }

    /// Goes on with what another run kept of a visit.
    pub(super) fn restore_visit(&mut self, rank: u32, kept: &VisitPlayed) {
        *self.visit_mut(rank) = Visiting {
            expiry: kept.expiry,
            sent_at: kept.sent_at,
            think: kept.think,
            gap: NOT_ASKED,
            step: kept.step,
            failures: kept.failures,
            failures_in_all: kept.failures_in_all,
            next: kept.next,
        };
        if let Some(at) = kept.next_at {
            self.ask_later(at.microseconds(), rank, kept.next);
        }
        if let Some(played) = &mut self.played
            && kept.expiry != NO_SESSION
            && kept.expiry != WITH_THE_VISIT
        {
            played.sessions.put(kept.expiry, rank);
        }
    }
}
