//! What people bring with them: the private values of everyone, and the course of a visit.

use super::blueprint::{Blueprint, GroupPlan, PollDelay, VisitPlan};
use super::crowd::Crowd;
use super::drawn::microseconds;
use super::shelf::{Wish, pick};
use super::sparse::Sparse;
use crate::draws::law::Law;
use crate::draws::{ComebackValue, Field, Purpose, RunKey, Stream};
use crate::model::room::{Entry, Line, Schedule, SessionClock};
use crate::model::{AfterSellOut, MOST_COMEBACKS, Stock};
use crate::units::{MINUTE, Share, SimTime};

/// How far a person with an interrupted visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    /// Step to be done again, from 0.
    pub(super) step: u32,
    /// Its think time, already shortened by `retype`.
    pub(super) think: i64,
    /// Sessions lost in this visit.
    pub(super) losses: u32,
}

/// What will happen to someone just let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Finishes: the last request comes then.
    Finishes { last_request: i64, session: SessionEnd },
    /// The request at `request`, after `think` on `step`, will find no session; the last one, if any, ended at
    /// `expiry`.
    Loses { expiry: Option<i64>, request: i64, step: u32, think: i64, redone: bool },
}

/// When the session of someone who finishes ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionEnd {
    /// So long after the last request.
    AfterLastRequest(i64),
    At(i64),
    /// With the last request.
    Revoked,
    /// So long after the visit.
    AfterVisit(i64),
    /// There is none.
    None,
}

/// The private values of everyone in a run.
#[derive(Debug)]
pub(super) struct Visits<'a> {
    crowd: &'a Crowd,
    groups: &'a [GroupPlan],
    streams: Vec<GroupStreams>,
    run: RunKey,
    schedule: &'a Schedule,
    /// The rule of all sessions, if there is only one all day and nobody can be inside without a session.
    session: Option<SessionClock>,
    revoke: f64,
    /// Share of the people whose requests reach each data centre or one before it; empty: one exact counter.
    data_centres: Vec<f64>,
    opening: i64,
    poll_interval: i64,
    longest_poll_delay: i64,
    progress: Sparse<Progress>,
    work_law: Option<&'a Law>,
    retry_delay: Option<&'a Law>,
    stock: Option<&'a Stock>,
}

#[derive(Debug)]
struct GroupStreams {
    steps: Vec<Stream>,
    /// Work of each request; empty where it does not differ.
    works: Vec<Stream>,
}

impl<'a> Visits<'a> {
    pub(super) fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey) -> Visits<'a> {
        let streams = blueprint.groups().iter().map(|plan| GroupStreams {
            works: match (&plan.visit, blueprint.work_law()) {
                (_, None) => Vec::new(),
                (VisitPlan::Even { pages, .. }, Some(_)) => {
                    (0..*pages).map(|step| Stream::of_work(run, plan.position, step)).collect()
                }
                (VisitPlan::Steps { laws, .. }, Some(_)) => {
                    (0..laws.len() as u32).map(|step| Stream::of_work(run, plan.position, step)).collect()
                }
            },
            steps: match &plan.visit {
                VisitPlan::Even { .. } => Vec::new(),
                VisitPlan::Steps { laws, .. } => {
                    (0..laws.len() as u32).map(|step| Stream::of_step(run, plan.position, step)).collect()
                }
            },
        });
        let room = blueprint.room();
        let schedule = room.schedule();
        let counted = schedule.regimes().all(|regime| regime.entry != Entry::Suspended);
        let (poll_interval, grace) = match *room.line() {
            Line::Polled { interval, grace, .. } => (interval.microseconds(), grace.microseconds()),
            Line::Called { .. } => (0, 0),
        };
        Visits {
            crowd,
            groups: blueprint.groups(),
            streams: streams.collect(),
            run,
            schedule,
            session: (schedule.has_one_session_rule() && counted).then_some(schedule.first().session),
            revoke: room.revoke().value(),
            data_centres: room.edge().map_or_else(Vec::new, |edge| {
                let add = |sum: &mut f64, share: &Share| {
                    *sum += share.value();
                    Some(*sum)
                };
                edge.data_centres.iter().scan(0.0, add).collect()
            }),
            opening: room.opening().microseconds(),
            poll_interval,
            // A place must outlive its next poll.
            longest_poll_delay: (grace - poll_interval - 1_000_000).max(0),
            progress: Sparse::new(crowd.len()),
            work_law: blueprint.work_law(),
            retry_delay: blueprint.retry_delay_law(),
            stock: blueprint.stock(),
        }
    }

    /// How far a person with an interrupted visit has come.
    #[inline]
    pub(super) fn progress(&self, rank: u32) -> Option<Progress> {
        self.progress.get(rank)
    }

    /// Writes down how far a person has come.
    pub(super) fn set_progress(&mut self, rank: u32, progress: Progress) {
        self.progress.set(rank, progress);
    }

    /// The visit starts anew.
    pub(super) fn forget_progress(&mut self, rank: u32) {
        self.progress.remove(rank);
    }

    /// Everyone with an interrupted visit.
    pub(super) fn all_progress(&self) -> impl Iterator<Item = (u32, &Progress)> {
        self.progress.iter()
    }

    /// The plan of a person's group.
    #[inline]
    pub(super) fn plan(&self, rank: u32) -> &'a GroupPlan {
        &self.groups[self.crowd.slot(rank)]
    }

    /// One uniform number of a person.
    fn uniform(&self, rank: u32, field: Field) -> f64 {
        let slot = self.crowd.slot(rank);
        Stream::new(self.run, Purpose::People, self.groups[slot].position, field)
            .uniform(self.crowd.person(rank))
    }

    fn happens(&self, rank: u32, share: f64, field: Field) -> bool {
        share > 0.0 && self.uniform(rank, field) < share
    }

    fn length(&self, rank: u32, law: &Law, uniform: f64) -> i64 {
        microseconds(law.value(uniform, self.crowd.person(rank)))
    }

    /// Whether a bypass rule lets all requests of a person through.
    #[inline]
    pub(super) fn is_bypassing(&self, rank: u32) -> bool {
        self.happens(rank, self.plan(rank).bypass, Field::Bypass)
    }

    /// Whether every request of a client is a new user's.
    #[inline]
    pub(super) fn is_cookieless(&self, rank: u32) -> bool {
        self.happens(rank, self.plan(rank).cookieless, Field::Cookieless)
    }

    #[inline]
    pub(super) fn is_revoked(&self, rank: u32) -> bool {
        self.happens(rank, self.revoke, Field::Revoke)
    }

    /// Which data centre a person's requests reach; `None`: there is one exact counter.
    pub(super) fn data_centre(&self, rank: u32) -> Option<u32> {
        let last = self.data_centres.len().checked_sub(1)?;
        let uniform = self.uniform(rank, Field::DataCentre);
        // The last one takes what rounding leaves of the sum.
        Some(self.data_centres.partition_point(|up_to| *up_to <= uniform).min(last) as u32)
    }

    /// How many devices a person has; one for a client without cookies.
    #[inline]
    pub(super) fn devices(&self, rank: u32) -> u32 {
        let devices = &self.plan(rank).devices;
        if devices.most() == 1 || self.is_cookieless(rank) {
            return 1;
        }
        devices.at(self.uniform(rank, Field::Devices))
    }

    /// Time between two polls of a person.
    #[inline]
    pub(super) fn poll_interval(&self, rank: u32) -> i64 {
        self.poll_interval + self.poll_delay(rank)
    }

    /// What a refresh adds to the room's poll interval; cut so that a place outlives its next poll.
    #[inline]
    pub(super) fn poll_delay(&self, rank: u32) -> i64 {
        match &self.plan(rank).poll_delay {
            PollDelay::Same(delay) => *delay,
            PollDelay::Drawn(law) => {
                let uniform = self.uniform(rank, Field::PollDelay);
                self.length(rank, law, uniform).min(self.longest_poll_delay)
            }
        }
    }

    /// Longest estimate that a person puts up with; `None`: does not look.
    pub(super) fn tolerance(&self, rank: u32) -> Option<i64> {
        let law = self.plan(rank).tolerance.as_ref()?;
        Some(self.length(rank, law, self.uniform(rank, Field::Tolerance)))
    }

    /// Whole minutes shown beyond which a person leaves; `None`: does not look.
    pub(super) fn bears(&self, rank: u32) -> Option<u32> {
        let minutes = self.tolerance(rank)? / MINUTE.microseconds();
        Some(u32::try_from(minutes).unwrap_or(u32::MAX))
    }

    /// After how long a phone falls asleep, and for how long; `None`: it does not, or there is none.
    pub(super) fn sleep(&self, rank: u32) -> Option<(i64, i64)> {
        let plan = self.plan(rank).sleep.as_ref()?;
        if !self.happens(rank, plan.share, Field::Sleep) || self.is_cookieless(rank) {
            return None;
        }
        let after = self.length(rank, &plan.after, self.uniform(rank, Field::SleepAfter));
        Some((after, self.length(rank, &plan.lasting, self.uniform(rank, Field::SleepLasting))))
    }

    /// Whether a person comes back for the n-th time (from 0): after how long, and whether with the cookie.
    pub(super) fn comeback(&self, rank: u32, number: u32) -> Option<(i64, bool)> {
        let plan = self.plan(rank).comeback.as_ref()?;
        if number >= MOST_COMEBACKS
            || self.comeback_uniform(rank, number, ComebackValue::Chance) >= plan.chance
        {
            return None;
        }
        let delay = self.length(rank, &plan.delay, self.comeback_uniform(rank, number, ComebackValue::Delay));
        let with_cookie = self.comeback_uniform(rank, number, ComebackValue::Cookie) < plan.with_cookie;
        Some((delay, with_cookie && !self.is_cookieless(rank)))
    }

    fn comeback_uniform(&self, rank: u32, number: u32, value: ComebackValue) -> f64 {
        let slot = self.crowd.slot(rank);
        let stream = Stream::of_comeback(self.run, self.groups[slot].position, number, value);
        stream.uniform(self.crowd.person(rank))
    }

    /// How long a person stays in line, after so many comebacks; `None`: for ever.
    #[inline]
    pub(super) fn patience(&self, rank: u32, comebacks: u32) -> Option<i64> {
        let slot = self.crowd.slot(rank);
        let law = self.groups[slot].patience.as_ref()?;
        if comebacks == 0 {
            return Some(self.crowd.drawn.patience[rank as usize]);
        }
        let uniform = self.comeback_uniform(rank, comebacks - 1, ComebackValue::Patience);
        Some(microseconds(law.value(uniform, self.crowd.person(rank))))
    }

    /// Work of the request that opens a step, in standard requests.
    #[inline]
    pub(super) fn work(&self, rank: u32, step: u32) -> f64 {
        let slot = self.crowd.slot(rank);
        let plan = &self.groups[slot];
        let of_step = match &plan.visit {
            VisitPlan::Even { work, .. } => *work,
            VisitPlan::Steps { works, .. } => works[step as usize],
        };
        match self.work_law {
            None => of_step,
            Some(law) => {
                let stream = self.streams[slot].works[step as usize];
                of_step * law.value(stream.uniform(self.crowd.person(rank)), self.crowd.person(rank))
            }
        }
    }

    /// How long after a person's n-th failed request (from 0) it is made again.
    pub(super) fn retry_delay(&self, rank: u32, number: u32) -> i64 {
        let slot = self.crowd.slot(rank);
        let stream = Stream::of_retry(self.run, self.groups[slot].position, number);
        self.retry_delay.map_or(0, |law| self.length(rank, law, stream.uniform(self.crowd.person(rank))))
    }

    /// What a person wants to book; one place where there is no stock.
    pub(super) fn wish(&self, rank: u32) -> Wish {
        let Some(stock) = self.stock else {
            return Wish { places: 1, slot: 0, is_flexible: false, other: 0.5 };
        };
        let popularity = stock.slots.iter().map(|slot| slot.popularity);
        Wish {
            places: stock.per_booking.at(self.uniform(rank, Field::PlacesWanted)),
            slot: pick(popularity, self.uniform(rank, Field::Slot)).unwrap_or(0) as u32,
            is_flexible: self.happens(rank, stock.flexible.value(), Field::Flexible),
            other: self.uniform(rank, Field::OtherSlot),
        }
    }

    /// How long a person stays in line after the sell-out; `None`: as long as before.
    pub(super) fn stay_after_sell_out(&self, rank: u32) -> Option<i64> {
        match self.stock?.after_sell_out {
            AfterSellOut::AllLeave => Some(0),
            AfterSellOut::NobodyLeaves => None,
            AfterSellOut::SharePerMinute(share) => {
                let uniform = self.uniform(rank, Field::AfterSellOut);
                let minutes = libm::log1p(-uniform) / libm::log1p(-share.value());
                Some(microseconds((minutes * 60.0).min(1e9)))
            }
        }
    }

    /// The lottery ticket of a device.
    pub(super) fn ticket(&self, rank: u32, device: u32) -> u64 {
        let slot = self.crowd.slot(rank);
        Stream::of_ticket(self.run, self.groups[slot].position, device).bits(self.crowd.person(rank))
    }

    /// Requests of a visit and the gap between them, when they are even.
    #[inline]
    fn even(&self, rank: u32, slot: usize) -> Option<(u32, i64)> {
        match &self.groups[slot].visit {
            VisitPlan::Even { pages, .. } => Some((*pages, self.crowd.drawn.gaps[rank as usize])),
            VisitPlan::Steps { .. } => None,
        }
    }

    fn think(&self, rank: u32, slot: usize, step: u32) -> i64 {
        match &self.groups[slot].visit {
            VisitPlan::Even { .. } => self.even(rank, slot).map_or(0, |(_, gap)| gap),
            VisitPlan::Steps { laws, .. } => {
                let uniform = self.streams[slot].steps[step as usize].uniform(self.crowd.person(rank));
                microseconds(laws[step as usize].value(uniform, self.crowd.person(rank)))
            }
        }
    }

    /// Whether the time between requests is the same for all steps of a person's visit.
    #[inline]
    pub(super) fn is_even(&self, rank: u32) -> bool {
        matches!(self.plan(rank).visit, VisitPlan::Even { .. })
    }

    /// Time on a step, as drawn.
    pub(super) fn think_of(&self, rank: u32, step: u32) -> i64 {
        let slot = self.crowd.slot(rank);
        self.think(rank, slot, step)
    }

    /// Time on the last page, followed by no request.
    #[inline]
    pub(super) fn last_think(&self, rank: u32) -> i64 {
        let slot = self.crowd.slot(rank);
        match &self.groups[slot].visit {
            VisitPlan::Even { .. } => 0,
            VisitPlan::Steps { laws, .. } => self.think(rank, slot, laws.len() as u32 - 1),
        }
    }

    /// Steps of a person's visit.
    pub(super) fn steps(&self, rank: u32) -> u32 {
        match &self.plan(rank).visit {
            VisitPlan::Even { pages, .. } => *pages,
            VisitPlan::Steps { laws, .. } => laws.len() as u32,
        }
    }

    /// The think times between a person's requests and the one after the last, as drawn.
    pub(super) fn thinks(&self, rank: u32) -> (Vec<i64>, i64) {
        ((0..self.steps(rank) - 1).map(|step| self.think_of(rank, step)).collect(), self.last_think(rank))
    }

    /// Time between reloads of someone who waits on the page for the opening; `None` if nobody has to.
    pub(super) fn reload(&self, rank: u32, now: i64) -> Option<i64> {
        self.plan(rank).reload.filter(|_| now < self.opening)
    }

    /// Length of a session given now.
    pub(super) fn session_length(&self, now: i64) -> i64 {
        match self.schedule.at(SimTime::from_microseconds(now)).session {
            SessionClock::IdleAfterLastRequest(length) | SessionClock::SinceAcceptance(length) => {
                length.microseconds()
            }
            SessionClock::VisitAndLag(lag) => lag.microseconds(),
        }
    }

    /// What happens to a person let in now, with a session or (suspended room, bypass) without.
    #[inline]
    pub(super) fn course(&self, rank: u32, now: i64, with_session: bool) -> Course {
        let slot = self.crowd.slot(rank);
        let plan = &self.groups[slot];
        if let Some(session) = self.session
            && with_session
            && self.revoke == 0.0
            && (plan.reload.is_none() || now >= self.opening)
        {
            return self.course_by_one_rule(rank, slot, now, session);
        }
        self.course_by_requests(rank, slot, now, with_session)
    }

    #[inline]
    fn course_by_one_rule(&self, rank: u32, slot: usize, now: i64, session: SessionClock) -> Course {
        let end = match session {
            SessionClock::IdleAfterLastRequest(idle) => SessionEnd::AfterLastRequest(idle.microseconds()),
            SessionClock::SinceAcceptance(length) => SessionEnd::At(now + length.microseconds()),
            SessionClock::VisitAndLag(lag) => SessionEnd::AfterVisit(lag.microseconds()),
        };
        if let Some((pages, gap)) = self.even(rank, slot)
            && self.progress(rank).is_none()
        {
            let duration = gap * i64::from(pages - 1);
            let undisturbed = match session {
                SessionClock::VisitAndLag(_) => true,
                SessionClock::IdleAfterLastRequest(idle) => pages == 1 || gap < idle.microseconds(),
                SessionClock::SinceAcceptance(length) => duration < length.microseconds(),
            };
            if undisturbed {
                return Course::Finishes { last_request: now + duration, session: end };
            }
        }
        let resumed = self.progress(rank);
        let first = resumed.map_or(0, |progress| progress.step);
        let mut request = now;
        for step in first..self.steps(rank).saturating_sub(1) {
            let think = match resumed {
                Some(progress) if step == first => progress.think,
                _ => self.think(rank, slot, step),
            };
            let expiry = match session {
                SessionClock::VisitAndLag(_) => i64::MAX,
                SessionClock::IdleAfterLastRequest(idle) => request + idle.microseconds(),
                SessionClock::SinceAcceptance(length) => now + length.microseconds(),
            };
            if request + think >= expiry {
                let request = request + think;
                return Course::Loses { expiry: Some(expiry), request, step, think, redone: true };
            }
            request += think;
        }
        Course::Finishes { last_request: request, session: end }
    }

    /// The same, one request after the other by the rules in force at each.
    fn course_by_requests(&self, rank: u32, slot: usize, now: i64, with_session: bool) -> Course {
        let bypasses = self.is_bypassing(rank);
        let mut expiry = with_session.then(|| now + self.session_length(now));
        let resumed = self.progress(rank);
        let first = resumed.map_or(0, |progress| progress.step);
        let mut request = now;
        if let Some(reload) = self.groups[slot].reload
            && first == 0
        {
            while request < self.opening {
                request += reload;
                if !self.passes(request, &mut expiry, bypasses) {
                    let think = resumed.map_or_else(
                        || if self.steps(rank) > 1 { self.think(rank, slot, 0) } else { 0 },
                        |progress| progress.think,
                    );
                    return Course::Loses { expiry, request, step: 0, think, redone: false };
                }
            }
        }
        for step in first..self.steps(rank).saturating_sub(1) {
            let think = match resumed {
                Some(progress) if step == first => progress.think,
                _ => self.think(rank, slot, step),
            };
            request += think;
            if !self.passes(request, &mut expiry, bypasses) {
                return Course::Loses { expiry, request, step, think, redone: true };
            }
        }
        // What the room does not look at, the origin's answer included, revokes nothing.
        let seen = self.schedule.at(SimTime::from_microseconds(request)).entry != Entry::Suspended;
        let session = match expiry {
            Some(expiry) if expiry > request && seen && self.is_revoked(rank) => SessionEnd::Revoked,
            Some(expiry) => SessionEnd::At(expiry),
            None => SessionEnd::None,
        };
        Course::Finishes { last_request: request, session }
    }

    /// Whether a request within a visit reaches the origin; moves the expiry of the session as it does.
    pub(super) fn passes(&self, at: i64, expiry: &mut Option<i64>, bypasses: bool) -> bool {
        let regime = self.schedule.at(SimTime::from_microseconds(at));
        if bypasses || regime.entry == Entry::Suspended {
            return true;
        }
        if expiry.is_none_or(|expiry| expiry <= at) {
            return false;
        }
        if let SessionClock::IdleAfterLastRequest(idle) = regime.session {
            *expiry = Some(at + idle.microseconds());
        }
        true
    }

    /// Writes down a loss; `None` if the person gives up. A step that had begun is `redone` in part.
    pub(super) fn interrupt(
        &mut self,
        rank: u32,
        step: u32,
        think: i64,
        redone: bool,
    ) -> (bool, Option<Progress>) {
        let plan = self.plan(rank);
        let losses = self.progress(rank).map_or(0, |progress| progress.losses) + 1;
        let think = if redone { think * plan.retype_thousandths / 1000 } else { think };
        let progress = Progress { step, think, losses };
        self.set_progress(rank, progress);
        (losses == 1, (losses < plan.give_up_after).then_some(progress))
    }
}
