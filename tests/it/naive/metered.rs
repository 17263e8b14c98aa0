//! The metered room (§3.8, fifo).

use super::stock::StockRun;
use super::visit::{Awaited, Visit};
use super::{Happening, Metered, Outbox, Person, Phase, Snapshot, Stock, What, count};
use std::collections::{BTreeMap, BTreeSet};

/// A person in the metered room.
struct Visitor {
    who: Person,
    visit: Visit,
    inside: bool,
}

/// The metered room while it runs.
pub(super) struct MeteredRun<'a> {
    room: &'a Metered,
    /// What is left to book; `None`: places for everyone.
    stock: Option<StockRun<'a>>,
    /// Nothing behind the room lengthens or shortens a visit: its end is known at the admission.
    /// AMBIGUOUS: then the slot is freed in the phase of the expiries, before the arrivals of that instant, although the last
    /// request is made after them. With a station or a stock it is the end of the visit (S2, K2) that frees it.
    foreseeable: bool,
    /// Answers take time.
    has_station: bool,
    /// S7: times that a request is made again.
    retries: Option<u32>,
    people: BTreeMap<(u32, u32), Visitor>,
    /// Everyone in line, in order of arrival.
    line: Vec<(u32, u32)>,
    /// Those of them who were told to be queued: the others will be admitted at the instant at which they came.
    queued: BTreeSet<(u32, u32)>,
    /// Everyone who holds a slot.
    holders: BTreeSet<(u32, u32)>,
    last_admission: Option<i64>,
    pub outbox: Outbox,
    pub happenings: Vec<Happening>,
}

impl<'a> MeteredRun<'a> {
    pub fn new(
        people: &[Person],
        room: &'a Metered,
        stock: Option<&'a Stock>,
        has_station: bool,
        retries: Option<u32>,
    ) -> MeteredRun<'a> {
        let mut run = MeteredRun {
            room,
            stock: stock.map(StockRun::new),
            foreseeable: stock.is_none() && !has_station,
            has_station,
            retries,
            people: BTreeMap::new(),
            line: Vec::new(),
            queued: BTreeSet::new(),
            holders: BTreeSet::new(),
            last_admission: None,
            outbox: Outbox::default(),
            happenings: Vec::new(),
        };
        for who in people {
            let id = (who.group, who.person);
            let visitor = Visitor { who: who.clone(), visit: Visit::new(who), inside: false };
            assert!(run.people.insert(id, visitor).is_none(), "(group, person) must be unique");
            run.plan(who.arrives, Phase::Arrival, id);
        }
        run
    }

    /// What the agenda says.
    pub fn comes_to(&mut self, now: i64, phase: Phase, id: (u32, u32)) {
        match phase {
            Phase::SessionExpiry => self.release(now, id),
            Phase::VisitEnd => self.visit_end(now, id),
            Phase::Arrival => self.arrival(now, id),
            Phase::Request => self.request(now, id),
            Phase::Admission => self.admission(now),
            Phase::LeavingMetered | Phase::SoldOutLeaving => self.leaves(now, id),
            Phase::Background | Phase::Operator | Phase::Answer | Phase::TimeOut => {
                unreachable!("not a room's")
            }
            Phase::Settings
            | Phase::PlaceExpiry
            | Phase::PatienceEnd
            | Phase::FallingAsleep
            | Phase::Return
            | Phase::Poll => unreachable!("§3.8: \"No polls, no buckets, no ghosts\""),
        }
    }

    /// How many there are of each kind.
    pub fn levels(&self) -> Snapshot {
        Snapshot {
            line: count(self.line.iter()),
            waiting: count(self.line.iter()),
            active: count(self.holders.iter()),
            inside: count(self.people.values().filter(|visitor| visitor.inside)),
        }
    }

    fn happens(&mut self, at: i64, what: What, (group, person): (u32, u32)) {
        self.happenings.push(Happening { at, what, group, person });
    }

    fn plan(&mut self, at: i64, phase: Phase, (group, person): (u32, u32)) {
        self.outbox.planned.push((at, phase, group, person, 0, 0));
    }

    /// There is one admission phase an instant, and it belongs to nobody.
    fn plan_admission(&mut self, at: i64) {
        self.plan(at, Phase::Admission, (0, 0));
    }

    fn visitor(&mut self, id: (u32, u32)) -> &mut Visitor {
        self.people.get_mut(&id).expect("a known person")
    }

    /// The whole visit.
    fn visit(&self, id: (u32, u32)) -> i64 {
        let who = &self.people[&id].who;
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
            // A visit of no length gives its slot back at the same instant, unless its answer takes time.
            holders += i64::from(self.has_station || self.visit(id) + self.room.lag > 0);
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
        self.line.push(id);
        if !at_once {
            self.queued.insert(id);
            self.happens(now, What::Queued, id);
        }
        if let Some(patience) = self.people[&id].who.patience {
            self.plan(now + patience, Phase::LeavingMetered, id);
        }
        self.start_sold_out_leaving(now, id);
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
        let what = if self.people[&id].who.arrives == now { What::AcceptedAtOnce } else { What::Admitted };
        self.happens(now, what, id);
        self.visitor(id).inside = true;
        if self.foreseeable {
            // "A slot is held for visit + lag."
            let visit_ends = now + self.visit(id);
            self.visitor(id).visit.ends = Some(visit_ends);
            self.plan(visit_ends, Phase::VisitEnd, id);
            self.plan(visit_ends + self.room.lag, Phase::SessionExpiry, id);
        }
        self.reaches_origin(id);
        self.plan_admission(now);
    }

    fn release(&mut self, now: i64, id: (u32, u32)) {
        self.holders.remove(&id);
        self.happens(now, What::SessionExpired, id);
        self.plan_admission(now);
    }

    /// "With patience, a person is lost exactly when that time is later than arrive + patience; a lost person takes
    /// neither a slot nor a place in the spacing." Or leaves because nothing is left (K3).
    fn leaves(&mut self, now: i64, id: (u32, u32)) {
        if let Some(position) = self.line.iter().position(|&other| other == id) {
            self.line.remove(position);
            self.happens(now, What::Left, id);
        }
    }

    /// K3: "people in line leave: all at that instant", which is the phase of people leaving, before admissions; the exception
    /// of §1 is made for the end of patience only. Whoever is admitted at the instant of the arrival was never queued.
    fn start_sold_out_leaving(&mut self, now: i64, id: (u32, u32)) {
        let sold_out = self.stock.as_ref().is_some_and(|stock| stock.sold_out.is_some());
        if let Some(stays) = self.people[&id].who.at_origin.after_sell_out
            && sold_out
            && self.line.contains(&id)
            && self.queued.contains(&id)
        {
            self.plan(now + stays, Phase::SoldOutLeaving, id);
        }
    }

    // ---- The visit ----------------------------------------------------------------------------------------------

    fn reaches_origin(&mut self, id: (u32, u32)) {
        let visitor = self.visitor(id);
        visitor.visit.asks(Awaited::Step);
        let work = visitor.who.at_origin.work.get(visitor.visit.opens).copied().unwrap_or(1.0);
        self.outbox.requests.push((id, work));
    }

    /// The origin's answer arrives (S2).
    pub fn answered(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        visitor.visit.is_answered();
        let step = visitor.visit.opens;
        visitor.visit.going_on = Some(step);
        if let Some(&think) = visitor.visit.think.get(step) {
            self.next_request(now + think, id);
            return;
        }
        let last_think = visitor.who.last_think;
        let Some(stock) = &mut self.stock else {
            self.happens(now, What::Booked, id);
            return self.ends_after(now, last_think, id);
        };
        let own = &self.people[&id].who.at_origin;
        let places = own.places_wanted;
        let Some(slot) = stock.book(now, own) else {
            self.happens(now, What::FoundSoldOut, id); // K2: "ends the visit at that instant"
            self.happens(now, What::VisitEnded, id);
            return self.is_over(now, id);
        };
        let sold_out = stock.sold_out.is_some();
        self.happens(now, What::BookedPlaces { slot, places }, id);
        if sold_out {
            self.happens(now, What::SoldOut, id);
            self.line.clone().into_iter().for_each(|other| self.start_sold_out_leaving(now, other));
        }
        self.ends_after(now, last_think, id);
    }

    fn ends_after(&mut self, now: i64, last_think: i64, id: (u32, u32)) {
        if !self.foreseeable {
            self.visitor(id).visit.ends = Some(now + last_think);
            self.plan(now + last_think, Phase::VisitEnd, id);
        }
    }

    /// S6, S7. S8: "in the metered room the slot is freed `lag` after".
    pub fn failed(&mut self, now: i64, id: (u32, u32)) {
        self.happens(now, What::RequestFailed, id);
        let retries = self.retries;
        let visitor = self.visitor(id);
        if let Some(delay) = visitor.visit.fails(&visitor.who.at_origin, retries) {
            self.next_request(now + delay, id);
        } else {
            self.happens(now, What::GaveUp, id);
            self.is_over(now, id);
        }
    }

    fn next_request(&mut self, at: i64, id: (u32, u32)) {
        self.visitor(id).visit.next_request = Some(at);
        self.plan(at, Phase::Request, id);
    }

    fn request(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        assert_eq!(visitor.visit.next_request.take(), Some(now), "planned once");
        if let Some(step) = visitor.visit.going_on {
            visitor.visit.opens = step + 1;
        }
        self.reaches_origin(id);
    }

    fn visit_end(&mut self, now: i64, id: (u32, u32)) {
        assert_eq!(self.visitor(id).visit.ends.take(), Some(now), "planned once");
        self.happens(now, What::VisitEnded, id);
        if self.foreseeable {
            self.visitor(id).inside = false;
        } else {
            self.is_over(now, id);
        }
    }

    /// The slot is held for the lag.
    fn is_over(&mut self, now: i64, id: (u32, u32)) {
        self.visitor(id).inside = false;
        self.plan(now + self.room.lag, Phase::SessionExpiry, id);
    }
}
