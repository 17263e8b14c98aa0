//! What people do inside: private values of a visit, and where a session would be lost.

use std::collections::BTreeMap;

use super::blueprint::{Blueprint, GroupPlan, VisitPlan};
use super::crowd::Crowd;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::model::room::SessionClock;
use crate::units::Span;

/// How far a person with an interrupted visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    /// Step to be done again, from 0.
    pub(super) step: u32,
    /// Its think time, already shortened by `retype`.
    pub(super) think: i64,
    /// Sessions lost in this visit.
    pub(super) losses: u32,
    /// When the present place in line was given; meaningless while inside.
    pub(super) queued_at: i64,
}

/// What will happen to someone just accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Finishes: the last request comes then.
    Finishes { last_request: i64 },
    /// The request at `request`, after `think` on `step`, will find that the session ended at `expiry`.
    Loses { expiry: i64, request: i64, step: u32, think: i64 },
}

/// The private values of everyone in a run.
#[derive(Debug)]
pub(super) struct Visits<'a> {
    crowd: &'a Crowd,
    groups: &'a [GroupPlan],
    streams: Vec<GroupStreams>,
    session: SessionClock,
    interrupted: BTreeMap<u32, Progress>,
    /// One bit a person: has progress. Spares nearly everyone the look into the map.
    marks: Vec<u64>,
}

#[derive(Debug)]
struct GroupStreams {
    duration: Stream,
    patience: Stream,
    steps: Vec<Stream>,
}

impl<'a> Visits<'a> {
    pub(super) fn new(blueprint: &'a Blueprint, crowd: &'a Crowd, run: RunKey) -> Visits<'a> {
        let streams = blueprint.groups().iter().map(|plan| GroupStreams {
            duration: Stream::new(run, Purpose::People, plan.position, Field::VisitDuration),
            patience: Stream::new(run, Purpose::People, plan.position, Field::Patience),
            steps: match &plan.visit {
                VisitPlan::Even { .. } => Vec::new(),
                VisitPlan::Steps(steps) => {
                    (0..steps.len() as u32).map(|step| Stream::of_step(run, plan.position, step)).collect()
                }
            },
        });
        Visits {
            crowd,
            groups: blueprint.groups(),
            streams: streams.collect(),
            session: blueprint.room().session(),
            interrupted: BTreeMap::new(),
            marks: vec![0; crowd.len().div_ceil(64)],
        }
    }

    /// How far a person with an interrupted visit has come.
    #[inline]
    pub(super) fn progress(&self, rank: u32) -> Option<Progress> {
        let marked = self.marks[rank as usize / 64] >> (rank % 64) & 1 == 1;
        if marked { self.interrupted.get(&rank).copied() } else { None }
    }

    /// Writes down how far a person has come.
    pub(super) fn set_progress(&mut self, rank: u32, progress: Progress) {
        self.marks[rank as usize / 64] |= 1 << (rank % 64);
        self.interrupted.insert(rank, progress);
    }

    /// Everyone with an interrupted visit.
    pub(super) fn all_progress(&self) -> impl Iterator<Item = (u32, &Progress)> {
        self.interrupted.iter().map(|(rank, progress)| (*rank, progress))
    }

    /// The plan of a person's group.
    pub(super) fn plan(&self, rank: u32) -> &'a GroupPlan {
        &self.groups[self.crowd.slot_and_person(rank).0]
    }

    /// How long a person stays in line; `None`: for ever.
    #[inline]
    pub(super) fn patience(&self, rank: u32) -> Option<i64> {
        let (slot, person) = self.crowd.slot_and_person(rank);
        let law = self.groups[slot].patience.as_ref()?;
        let uniform = self.streams[slot].patience.uniform(u64::from(person));
        Some(microseconds(law.value(uniform, u64::from(person))))
    }

    /// Requests of a visit and the gap between them, when they are even.
    #[inline]
    fn even(&self, slot: usize, person: u32) -> Option<(u32, i64)> {
        let VisitPlan::Even { duration, pages } = &self.groups[slot].visit else {
            return None;
        };
        if *pages == 1 {
            return Some((1, 0));
        }
        let uniform = self.streams[slot].duration.uniform(u64::from(person));
        // Whole microseconds between requests: the visit is shorter than drawn by less than one a page.
        Some((*pages, microseconds(duration.value(uniform, u64::from(person))) / i64::from(*pages - 1)))
    }

    fn think(&self, slot: usize, person: u32, step: u32) -> i64 {
        match &self.groups[slot].visit {
            VisitPlan::Even { .. } => self.even(slot, person).map_or(0, |(_, gap)| gap),
            VisitPlan::Steps(laws) => {
                let uniform = self.streams[slot].steps[step as usize].uniform(u64::from(person));
                microseconds(laws[step as usize].value(uniform, u64::from(person)))
            }
        }
    }

    /// Time on the last page, followed by no request.
    #[inline]
    pub(super) fn last_think(&self, rank: u32) -> i64 {
        let (slot, person) = self.crowd.slot_and_person(rank);
        match &self.groups[slot].visit {
            VisitPlan::Even { .. } => 0,
            VisitPlan::Steps(laws) => self.think(slot, person, laws.len() as u32 - 1),
        }
    }

    /// The think times between a person's requests and the one after the last, as drawn.
    pub(super) fn thinks(&self, rank: u32) -> (Vec<i64>, i64) {
        let (slot, person) = self.crowd.slot_and_person(rank);
        let pages = match &self.groups[slot].visit {
            VisitPlan::Even { pages, .. } => *pages,
            VisitPlan::Steps(laws) => laws.len() as u32,
        };
        ((0..pages - 1).map(|step| self.think(slot, person, step)).collect(), self.last_think(rank))
    }

    /// What happens to a person accepted now.
    #[inline]
    pub(super) fn course(&self, rank: u32, now: i64) -> Course {
        let (slot, person) = self.crowd.slot_and_person(rank);
        if let Some((pages, gap)) = self.even(slot, person)
            && self.progress(rank).is_none()
        {
            let duration = gap * i64::from(pages - 1);
            let undisturbed = match self.session {
                SessionClock::VisitAndLag(_) => true,
                SessionClock::IdleAfterLastRequest(idle) => pages == 1 || gap < idle.microseconds(),
                SessionClock::SinceAcceptance(length) => duration < length.microseconds(),
            };
            if undisturbed {
                return Course::Finishes { last_request: now + duration };
            }
        }
        self.course_step_by_step(rank, slot, person, now)
    }

    fn course_step_by_step(&self, rank: u32, slot: usize, person: u32, now: i64) -> Course {
        let steps = match &self.groups[slot].visit {
            VisitPlan::Even { pages, .. } => *pages,
            VisitPlan::Steps(laws) => laws.len() as u32,
        };
        let resumed = self.progress(rank);
        let first = resumed.map_or(0, |progress| progress.step);
        let mut request = now;
        for step in first..steps.saturating_sub(1) {
            let think = match resumed {
                Some(progress) if step == first => progress.think,
                _ => self.think(slot, person, step),
            };
            let expiry = match self.session {
                SessionClock::VisitAndLag(_) => i64::MAX,
                SessionClock::IdleAfterLastRequest(idle) => request + idle.microseconds(),
                SessionClock::SinceAcceptance(length) => now + length.microseconds(),
            };
            if request + think >= expiry {
                return Course::Loses { expiry, request: request + think, step, think };
            }
            request += think;
        }
        Course::Finishes { last_request: request }
    }

    /// Writes down a loss; `None` if the person gives up.
    pub(super) fn interrupt(
        &mut self,
        rank: u32,
        step: u32,
        think: i64,
        now: i64,
    ) -> (bool, Option<Progress>) {
        let plan = self.plan(rank);
        let losses = self.progress(rank).map_or(0, |progress| progress.losses) + 1;
        let shortened = think * plan.retype_thousandths / 1000;
        let progress = Progress { step, think: shortened, losses, queued_at: now };
        self.set_progress(rank, progress);
        (losses == 1, (losses < plan.give_up_after).then_some(progress))
    }
}

/// Seconds to whole microseconds, never negative.
#[inline]
fn microseconds(seconds: f64) -> i64 {
    Span::from_fractional_seconds(seconds).microseconds().max(0)
}
