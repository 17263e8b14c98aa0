//! A deliberately naive reference simulator, used only to check the fast engine event by event.
//!
//! It is written from the contract (`model.md`) alone. Every arrival, every poll, every request, every expiry is an
//! event in one sorted set; whatever the room has to count (sessions, places, acceptances of the minute) it counts
//! by looking at everybody again. All times are microseconds.
//!
//! Order at one instant (§1): "expiries (sessions, places) → people leaving → requests (arrival, return, poll, request
//! within a visit, in this order; then by group, person, device) → admission phase (metered room only)". The agenda is
//! sorted by exactly that, and the smallest entry is always taken, so "something created at this instant for an
//! earlier phase runs next" needs no code of its own.
//!
//! Covered: the Cloudflare room with method fifo (§3.1–3.3) and the metered room with order fifo (§3.8).

use std::collections::{BTreeMap, BTreeSet};

/// A clock minute.
const MINUTE: i64 = 60_000_000;

/// One person and everything private about them.
#[derive(Clone, Debug)]
pub struct Person {
    /// The group; orders people at one instant.
    pub group: u32,
    /// The number within the group; orders people at one instant. `(group, person)` is unique.
    pub person: u32,
    /// When the first request meets the room.
    pub arrives: i64,
    /// Think times between consecutive requests: request k+1 is made `think[k]` after request k was answered, so there
    /// is one request more than there are think times.
    pub think: Vec<i64>,
    /// The think time after the last request, followed by no request.
    pub last_think: i64,
    /// How long the person stays in line; `None` is for ever.
    pub patience: Option<i64>,
    /// Time between two polls (20 s plus the person's poll delay); positive. Not used by the metered room.
    pub poll_interval: i64,
}

/// Settings of the Cloudflare room, method fifo.
#[derive(Clone, Debug)]
pub struct Cloudflare {
    /// TAU: at most this many sessions.
    pub total_active_users: u32,
    /// NUPM: at most this many acceptances in a clock minute.
    pub new_users_per_minute: u32,
    /// S: how long a session lives.
    pub session_duration: i64,
    /// A session stays acceptance + S, whatever is requested.
    pub disable_session_renewal: bool,
    /// `bucket_rule = strict`, else `reservation`.
    pub strict_buckets: bool,
    /// `newcomer_rule = sticky`, else `consistent`.
    pub sticky: bool,
    /// The burst share b in ten-thousandths, 0 to 10,000.
    pub burst_ten_thousandths: u32,
    /// How long a place lives after its last poll.
    pub grace: i64,
    /// Added to a time before it is divided into clock minutes.
    pub minute_offset: i64,
    /// The share of a step's previous think time needed to do it again, in thousandths.
    pub retype_thousandths: i64,
    /// The person gives up at this loss of a visit (0: no loss has that number, so never).
    pub give_up_after: u32,
    /// Someone re-queued after a lost session gets the whole patience again, else has none.
    pub patience_again: bool,
}

/// Settings of the metered room, order fifo.
#[derive(Clone, Debug)]
pub struct Metered {
    /// A: at most this many inside; `None` is unlimited.
    pub slots: Option<u32>,
    /// 1/R: consecutive admissions are at least this far apart; 0 is no rate limit.
    pub spacing: i64,
    /// K: at most this many in line; `None` is unlimited.
    pub line_limit: Option<u32>,
    /// A slot is held for visit + lag.
    pub lag: i64,
}

/// What can happen to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A new user's request was accepted.
    AcceptedAtOnce,
    /// A new user's request was queued.
    Queued,
    /// Accepted from the line.
    Admitted,
    /// Patience ended in line.
    Left,
    /// An unexpired place died without admission.
    PlaceExpired,
    /// A slot was freed; names its owner.
    SessionExpired,
    /// Last request + last think time.
    VisitEnded,
    /// A request within the visit found the session expired.
    Lost,
    /// One loss too many; follows `Lost`.
    GaveUp,
    /// Metered room: the line was full.
    TurnedAway,
}

/// Something that happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: i64,
    /// What.
    pub what: What,
    /// To whom: the group.
    pub group: u32,
    /// To whom: the number within the group.
    pub person: u32,
}

/// The phases of one instant, in the order of §1 (no settings change, no returns, no sampling here).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// "expiries (sessions, places)": sessions first …
    SessionExpiry,
    /// … then places.
    PlaceExpiry,
    /// "people leaving": patience ends (Cloudflare room), or a visit does.
    Leaving,
    /// "arrival".
    Arrival,
    /// "poll".
    Poll,
    /// "request within a visit".
    Request,
    /// "admission phase (metered room only)".
    Admission,
    /// "in the metered room a person admitted exactly at the end of patience is admitted": so patience ends after that.
    LeavingMetered,
}

/// The agenda: (time, phase, group, person), smallest first. Entries are never taken out when they become
/// pointless (a session renewed, a place polled); whoever handles one asks whether it still holds.
type Agenda = BTreeSet<(i64, Phase, u32, u32)>;

/// Takes the next entry, unless it is later than the horizon.
fn next(agenda: &mut Agenda, horizon: Option<i64>) -> Option<(i64, Phase, u32, u32)> {
    let first = agenda.pop_first()?;
    match horizon {
        Some(horizon) if first.0 > horizon => None,
        _ => Some(first),
    }
}

/// How many items there are, as a signed number.
fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    items.fold(0, |n, _| n + 1)
}

/// A place in line.
struct Place {
    /// The minute of the request that was queued.
    bucket: i64,
    /// Last poll + grace.
    expires: i64,
}

/// A person in the Cloudflare room, as far as they have got.
struct Visitor {
    /// Who; their think times shrink when steps are done again.
    who: Person,
    /// The accepted session: its expiry.
    session: Option<i64>,
    /// The place in line; a ghost once its owner has left.
    place: Option<Place>,
    /// The next poll of somebody really in line.
    next_poll: Option<i64>,
    /// When the patience of somebody really in line ends.
    patience_ends: Option<i64>,
    /// When the visit ends; known from the last request on.
    visit_ends: Option<i64>,
    /// Steps opened after the first: the current step is followed by `think[step]` if there is one.
    step: usize,
    /// Sessions lost in mid-visit.
    losses: u32,
}

/// The Cloudflare room while it runs.
struct CloudflareRun<'a> {
    room: &'a Cloudflare,
    visitors: BTreeMap<(u32, u32), Visitor>,
    /// The instant of every acceptance so far, in order.
    acceptances: Vec<i64>,
    agenda: Agenda,
    happenings: Vec<Happening>,
}

/// Runs the Cloudflare room (§3.1–3.3, fifo) until nothing is left to happen, or until just before the first event
/// later than the horizon.
pub fn cloudflare(people: &[Person], room: &Cloudflare, horizon: Option<i64>) -> Vec<Happening> {
    let mut run = CloudflareRun {
        room,
        visitors: BTreeMap::new(),
        acceptances: Vec::new(),
        agenda: Agenda::new(),
        happenings: Vec::new(),
    };
    for who in people {
        assert!(who.poll_interval > 0, "a poll interval must be positive");
        let visitor = Visitor {
            who: who.clone(),
            session: None,
            place: None,
            next_poll: None,
            patience_ends: None,
            visit_ends: None,
            step: 0,
            losses: 0,
        };
        let before = run.visitors.insert((who.group, who.person), visitor);
        assert!(before.is_none(), "(group, person) must be unique");
        run.agenda.insert((who.arrives, Phase::Arrival, who.group, who.person));
    }
    while let Some((now, phase, group, person)) = next(&mut run.agenda, horizon) {
        let id = (group, person);
        match phase {
            Phase::SessionExpiry => run.session_expiry(now, id),
            Phase::PlaceExpiry => run.place_expiry(now, id),
            Phase::Leaving => run.leaving(now, id),
            Phase::Arrival => run.new_user(now, id),
            Phase::Poll => run.poll(now, id),
            Phase::Request => run.request(now, id),
            Phase::Admission | Phase::LeavingMetered => {
                unreachable!("only the metered room has this phase")
            }
        }
    }
    run.happenings
}

impl CloudflareRun<'_> {
    fn happens(&mut self, at: i64, what: What, (group, person): (u32, u32)) {
        self.happenings.push(Happening { at, what, group, person });
    }

    fn plan(&mut self, at: i64, phase: Phase, (group, person): (u32, u32)) {
        self.agenda.insert((at, phase, group, person));
    }

    fn visitor(&mut self, id: (u32, u32)) -> &mut Visitor {
        self.visitors.get_mut(&id).expect("a known person")
    }

    /// §1: "A room's minutes are wall-clock minutes, floor division, also for negative times."
    fn minute(&self, at: i64) -> i64 {
        (at + self.room.minute_offset).div_euclid(MINUTE)
    }

    /// §3.2: "Active = accepted sessions not expired"; §1: "an expiry at t is expired at t".
    fn active(&self, now: i64) -> i64 {
        count(self.visitors.values().filter(|v| v.session.is_some_and(|expires| expires > now)))
    }

    /// Unexpired places, ghosts included (§3.3: a ghost "counts as waiting … until 5 min after its last poll").
    fn places(&self, now: i64) -> impl Iterator<Item = &Place> {
        self.visitors.values().filter_map(|v| v.place.as_ref()).filter(move |place| place.expires > now)
    }

    /// §3.2: "Allowance = ⌊NUPM × (b + (1 − b)·s/60)⌋ − accepted so far in this clock minute (everyone accepted
    /// counts, … re-admissions too), s = seconds into the minute, integer arithmetic".
    fn allowance(&self, now: i64) -> i64 {
        let into_minute = i128::from((now + self.room.minute_offset).rem_euclid(MINUTE));
        let burst = i128::from(self.room.burst_ten_thousandths);
        let nupm = i128::from(self.room.new_users_per_minute);
        let minute = i128::from(MINUTE);
        let released = nupm * (burst * minute + (10_000 - burst) * into_minute) / (10_000 * minute);
        let accepted = count(self.acceptances.iter().filter(|&&at| self.minute(at) == self.minute(now)));
        i64::try_from(released).expect("no more than a u32") - accepted
    }

    /// §3.2: "Free slots = max(0, min(TAU − active, allowance))".
    fn free_slots(&self, now: i64) -> i64 {
        let below_tau = i64::from(self.room.total_active_users) - self.active(now);
        below_tau.min(self.allowance(now)).max(0)
    }

    /// §3.2: "A slot is freed at expiry".
    fn session_expiry(&mut self, now: i64, id: (u32, u32)) {
        if self.visitor(id).session == Some(now) {
            self.visitor(id).session = None;
            self.happens(now, What::SessionExpired, id);
        }
    }

    /// §3.3: a place lives "until 5 min after its last poll".
    fn place_expiry(&mut self, now: i64, id: (u32, u32)) {
        let place = &mut self.visitor(id).place;
        if place.as_ref().is_some_and(|place| place.expires == now) {
            *place = None;
            self.happens(now, What::PlaceExpired, id);
        }
    }

    /// §1: "In the Cloudflare room a person whose patience ends at a poll has left". §3.3: the place of somebody who
    /// left stays, as a ghost. §2: after the last think time "the person is simply gone, and nobody tells the room",
    /// so the session stays too.
    fn leaving(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.patience_ends == Some(now) {
            visitor.patience_ends = None;
            visitor.next_poll = None;
            self.happens(now, What::Left, id);
        } else if visitor.visit_ends == Some(now) {
            visitor.visit_ends = None;
            self.happens(now, What::VisitEnded, id);
        }
    }

    /// §3.1 rule 5, "no place yet: under `newcomer_rule = consistent` (default) accepted if free slots > all unexpired
    /// places (under the strict bucket rule: if there are none and a slot is free); under `sticky` accepted only if
    /// there are no places; else queued in the bucket of the current minute".
    fn new_user(&mut self, now: i64, id: (u32, u32)) {
        let free = self.free_slots(now);
        let places = count(self.places(now));
        let accepted = if self.room.sticky || self.room.strict_buckets {
            places == 0 && free > 0
        } else {
            free > places
        };
        if accepted {
            self.happens(now, What::AcceptedAtOnce, id);
            self.accept(now, id);
        } else {
            self.happens(now, What::Queued, id);
            self.queue(now, id);
        }
    }

    /// A place in "the bucket of the minute of the first request that was queued"; "polls happen every 20 s (+ the
    /// person's poll delay) from then on" (§3.3). §2: "Patience is one clock from the first request that was queued
    /// until the first acceptance. Someone re-queued after a lost session has none (option `patience_again`)."
    fn queue(&mut self, now: i64, id: (u32, u32)) {
        let bucket = self.minute(now);
        let expires = now + self.room.grace;
        let patience_again = self.room.patience_again;
        let visitor = self.visitor(id);
        visitor.place = Some(Place { bucket, expires });
        // A clock that already runs (an unpolled place died, its owner still waits) is not wound up again.
        let may_start = visitor.losses == 0 || patience_again;
        if may_start && visitor.patience_ends.is_none() {
            visitor.patience_ends = visitor.who.patience.map(|patience| now + patience);
        }
        let patience_ends = visitor.patience_ends;
        self.plan(expires, Phase::PlaceExpiry, id);
        if let Some(at) = patience_ends {
            self.plan(at, Phase::Leaving, id);
        }
        self.poll_later(now, id);
    }

    fn poll_later(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        let at = now + visitor.who.poll_interval;
        visitor.next_poll = Some(at);
        self.plan(at, Phase::Poll, id);
    }

    /// §3.1 rule 5, "in line, and a poll interval since the last try: if eligible (§3.3) and a slot is free →
    /// accepted; else the place's expiry moves to now + 5 min".
    fn poll(&mut self, now: i64, id: (u32, u32)) {
        if self.visitor(id).next_poll != Some(now) {
            return;
        }
        let Some(bucket) = self.visitor(id).place.as_ref().map(|place| place.bucket) else {
            // The place died before this poll (poll interval of 5 min or more). §3.3: "Someone who returns within
            // 5 min with the cookie keeps the place; else goes to the back": a new user's request.
            self.new_user(now, id);
            return;
        };
        let free = self.free_slots(now);
        let earlier = count(self.places(now).filter(|place| place.bucket < bucket));
        // §3.3 "`reservation`: a poll is eligible when free slots > unexpired places in earlier buckets. `strict`: only
        // the oldest bucket that still has an unexpired place is eligible. Inside a bucket the order is that of polls."
        let eligible = if self.room.strict_buckets { earlier == 0 } else { free > earlier };
        if eligible && free > 0 {
            self.happens(now, What::Admitted, id);
            self.accept(now, id);
        } else {
            let expires = now + self.room.grace;
            self.visitor(id).place = Some(Place { bucket, expires });
            self.plan(expires, Phase::PlaceExpiry, id);
            self.poll_later(now, id);
        }
    }

    /// Takes a slot, gives up the place, and starts (or starts again) the current step.
    fn accept(&mut self, now: i64, id: (u32, u32)) {
        self.acceptances.push(now);
        let visitor = self.visitor(id);
        visitor.place = None;
        visitor.next_poll = None;
        visitor.patience_ends = None;
        self.start_session(now, id);
        self.think(now, id);
    }

    /// §3.2: a slot is freed at "last request + S (renewal on), acceptance + S (renewal off)".
    fn start_session(&mut self, now: i64, id: (u32, u32)) {
        let expires = now + self.room.session_duration;
        self.visitor(id).session = Some(expires);
        self.plan(expires, Phase::SessionExpiry, id);
    }

    /// §2: "After a step's think time the request that opens the next step is made; the think time of the last step is
    /// followed by no request".
    fn think(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if let Some(think) = visitor.who.think.get(visitor.step) {
            let at = now + think;
            self.plan(at, Phase::Request, id);
        } else {
            let at = now + visitor.who.last_think;
            visitor.visit_ends = Some(at);
            self.plan(at, Phase::Leaving, id);
        }
    }

    /// A request within the visit. §3.1 rule 2: "Valid accepted session: to the origin; with renewal on, its expiry
    /// moves to now + S; with renewal off it stays acceptance + S." §3.2: "A session can expire in the middle of a
    /// visit … The next request is then a new user's (rule 5). Once accepted again, the interrupted step is done again
    /// in `retype` × its previous time; at the `give_up_after`-th loss of a visit the person gives up instead."
    fn request(&mut self, now: i64, id: (u32, u32)) {
        if self.visitor(id).session.is_some_and(|expires| expires > now) {
            if !self.room.disable_session_renewal {
                self.start_session(now, id);
            }
            self.visitor(id).step += 1;
            self.think(now, id);
            return;
        }
        self.happens(now, What::Lost, id);
        let retype = i128::from(self.room.retype_thousandths);
        let visitor = self.visitor(id);
        visitor.losses += 1;
        let losses = visitor.losses;
        let think = &mut visitor.who.think[visitor.step];
        *think =
            i64::try_from((i128::from(*think) * retype).div_euclid(1000)).expect("a think time that fits");
        if losses == self.room.give_up_after {
            self.happens(now, What::GaveUp, id);
        } else {
            self.new_user(now, id);
        }
    }
}

/// The metered room while it runs.
struct MeteredRun<'a> {
    room: &'a Metered,
    people: BTreeMap<(u32, u32), &'a Person>,
    /// Everyone in line, in order of arrival.
    line: Vec<(u32, u32)>,
    /// Everyone who holds a slot.
    holders: BTreeSet<(u32, u32)>,
    last_admission: Option<i64>,
    agenda: Agenda,
    happenings: Vec<Happening>,
}

/// Runs the metered room (§3.8, fifo) until nothing is left to happen, or until just before the first event later
/// than the horizon.
pub fn metered(people: &[Person], room: &Metered, horizon: Option<i64>) -> Vec<Happening> {
    let mut run = MeteredRun {
        room,
        people: BTreeMap::new(),
        line: Vec::new(),
        holders: BTreeSet::new(),
        last_admission: None,
        agenda: Agenda::new(),
        happenings: Vec::new(),
    };
    for who in people {
        let before = run.people.insert((who.group, who.person), who);
        assert!(before.is_none(), "(group, person) must be unique");
        run.agenda.insert((who.arrives, Phase::Arrival, who.group, who.person));
    }
    while let Some((now, phase, group, person)) = next(&mut run.agenda, horizon) {
        let id = (group, person);
        match phase {
            Phase::SessionExpiry => run.release(now, id),
            Phase::Leaving => run.happens(now, What::VisitEnded, id),
            Phase::Arrival => run.arrival(now, id),
            Phase::Admission => run.admission(now),
            Phase::LeavingMetered => run.patience_ends(now, id),
            Phase::PlaceExpiry | Phase::Poll | Phase::Request => {
                unreachable!("§3.8: \"No polls, no buckets, no ghosts\"")
            }
        }
    }
    run.happenings
}

impl MeteredRun<'_> {
    fn happens(&mut self, at: i64, what: What, (group, person): (u32, u32)) {
        self.happenings.push(Happening { at, what, group, person });
    }

    fn plan(&mut self, at: i64, phase: Phase, (group, person): (u32, u32)) {
        self.agenda.insert((at, phase, group, person));
    }

    /// There is one admission phase an instant, and it belongs to nobody.
    fn plan_admission(&mut self, at: i64) {
        self.plan(at, Phase::Admission, (0, 0));
    }

    /// The whole visit.
    fn visit(&self, id: (u32, u32)) -> i64 {
        let who = self.people[&id];
        who.think.iter().sum::<i64>() + who.last_think
    }

    /// "at most A inside".
    fn slot_is_free(&self, holders: i64) -> bool {
        self.room.slots.is_none_or(|a| holders < i64::from(a))
    }

    /// "consecutive admissions at least 1/R apart": the earliest next admission, if there was one.
    fn spaced(&self, last_admission: Option<i64>) -> Option<i64> {
        last_admission.map(|at| at + self.room.spacing)
    }

    /// How many people would stand in line before somebody arriving now, once the admissions due at this instant to
    /// those already in line have been made; and whether the newcomer would be admitted at once after them.
    fn foresee(&self, now: i64) -> (i64, bool) {
        let mut waiting = count(self.line.iter());
        let mut holders = count(self.holders.iter());
        let mut last = self.last_admission;
        let possible = |holders: i64, last: Option<i64>| {
            self.slot_is_free(holders) && self.spaced(last).is_none_or(|at| at <= now)
        };
        for &id in &self.line {
            if !possible(holders, last) {
                break;
            }
            waiting -= 1;
            last = Some(now);
            // A visit of no length gives its slot back at the same instant.
            holders += i64::from(self.visit(id) + self.room.lag > 0);
        }
        (waiting, waiting == 0 && possible(holders, last))
    }

    /// "`line_limit` K: turned away beyond". Everyone else joins the line, if only until the admission phase of the same
    /// instant; somebody who will be admitted there is not reported as queued.
    fn arrival(&mut self, now: i64, id: (u32, u32)) {
        let (waiting, at_once) = self.foresee(now);
        let full = self.room.line_limit.is_some_and(|k| waiting >= i64::from(k));
        if !at_once && full {
            self.happens(now, What::TurnedAway, id);
            return;
        }
        if !at_once {
            self.happens(now, What::Queued, id);
        }
        self.line.push(id);
        if let Some(patience) = self.people[&id].patience {
            self.plan(now + patience, Phase::LeavingMetered, id);
        }
        self.plan_admission(now);
    }

    /// "admit(i) = max(arrive(i), admit(previous admitted) + 1/R, earliest release of a slot), strictly in order of
    /// arrival". One admission; then the phase is entered again, after anything this admission created for an earlier
    /// phase.
    fn admission(&mut self, now: i64) {
        let Some(&id) = self.line.first() else {
            return;
        };
        if !self.slot_is_free(count(self.holders.iter())) {
            return; // the next release enters this phase again
        }
        if let Some(at) = self.spaced(self.last_admission)
            && at > now
        {
            self.plan_admission(at);
            return;
        }
        self.line.remove(0);
        self.holders.insert(id);
        self.last_admission = Some(now);
        let what = if self.people[&id].arrives == now { What::AcceptedAtOnce } else { What::Admitted };
        self.happens(now, what, id);
        // "A slot is held for visit + lag."
        let visit_ends = now + self.visit(id);
        self.plan(visit_ends, Phase::Leaving, id);
        self.plan(visit_ends + self.room.lag, Phase::SessionExpiry, id);
        self.plan_admission(now);
    }

    fn release(&mut self, now: i64, id: (u32, u32)) {
        self.holders.remove(&id);
        self.happens(now, What::SessionExpired, id);
        self.plan_admission(now);
    }

    /// "With patience, a person is lost exactly when that time is later than arrive + patience; a lost person takes
    /// neither a slot nor a place in the spacing."
    fn patience_ends(&mut self, now: i64, id: (u32, u32)) {
        if let Some(position) = self.line.iter().position(|&other| other == id) {
            self.line.remove(position);
            self.happens(now, What::Left, id);
        }
    }
}
