//! A day taken apart at an instant, and put together again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{DueAt, ReturnAt, Run};
use crate::engine::calendar::Entry;
use crate::engine::crowd::Who;
use crate::engine::line::Line;
use crate::engine::signal::Observer;
use crate::engine::state::{Due, LastRequest, ProgressMade, ReturnDue, State, VisitRequest};
use crate::engine::visits::Progress;
use crate::model::room::{Limits, Rate, Regime};
use crate::units::{SimTime, Span};

impl<'a, L: Line<'a>, O: Observer> Run<'a, L, O> {
    pub(super) fn state(&self, at: i64) -> State {
        let time = SimTime::from_microseconds;
        let who = |rank: u32| self.crowd.who(rank);
        let at_and_who = |entry: &Entry| (time(entry.at), who(entry.rank));
        let sessions = self.expiries.entries();
        let due = |heap: &BinaryHeap<Reverse<DueAt>>| {
            let due = |due: DueAt| Due { at: time(due.at), who: who(due.rank), turn: due.turn };
            sorted(heap).into_iter().map(due).collect::<Vec<Due>>()
        };
        let (places, ghosts) = self.line.places_held();
        let departures = self.line.departures_expected().into_iter();
        State {
            at: time(at),
            in_line: (0..self.crowd.len() as u32).filter(|rank| self.is_in_line(*rank)).map(who).collect(),
            places,
            ghosts,
            departures: departures
                .map(|(at, rank, turn)| Due { at: time(at), who: who(rank), turn })
                .collect(),
            stays: self.stays.iter().map(|(rank, stay)| (who(rank), *stay)).collect(),
            returns: sorted(&self.returns)
                .into_iter()
                .map(|again| ReturnDue { at: time(again.at), who: who(again.rank), why: again.why })
                .collect(),
            sleepers: due(&self.sleepers),
            repeats: due(&self.repeats),
            sessions: sessions.iter().map(|(at, rank)| (time(*at), who(*rank))).collect(),
            last_requests: self
                .last_requests
                .entries()
                .iter()
                .map(|entry| LastRequest {
                    at: time(entry.at),
                    who: who(self.rank_of.get(entry.rank as usize).copied().unwrap_or(entry.rank)),
                    decides_session: entry.note == 0,
                })
                .collect(),
            ends: self.ends.entries().iter().map(at_and_who).collect(),
            requests: sorted(&self.requests)
                .into_iter()
                .map(|request| VisitRequest {
                    at: time(request.at),
                    who: who(request.rank),
                    step: request.step,
                    think: Span::from_microseconds(request.think),
                    kind: request.kind,
                })
                .collect(),
            progress: self
                .visits
                .all_progress()
                .map(|(rank, made)| ProgressMade {
                    who: who(rank),
                    step: made.step,
                    think: Span::from_microseconds(made.think),
                    losses: made.losses,
                })
                .collect(),
            visits: self.visits_played(),
            places_left: self.shelf.as_ref().map_or_else(Vec::new, |shelf| shelf.left().to_vec()),
            disappointed: due(&self.disappointed),
            limits: None,
            site: None,
            active: self.active,
            inside: self.inside,
            gate: self.gate.memory(),
            draws_made: self.line.draws_made(),
            lot: self.line.pending_lot(),
            edge: self.line.edge_memory(),
        }
    }

    /// Takes up a day where a state left it. People of the state who are not in the crowd are ignored.
    pub(super) fn restore(&mut self, state: &State) {
        let crowd = self.crowd;
        let rank_of = crowd.ranks();
        self.next_rank = crowd.at.partition_point(|at| *at <= state.at.microseconds());
        // Polls of that instant have had their answer.
        self.now = state.at.microseconds() + 1;
        while let Some((at, regime)) = self.schedule.changes().get(self.next_regime)
            && *at <= state.at
        {
            self.next_regime += 1;
            self.gate.set(&regime.limits);
        }
        let is_last = self.is_last_regime();
        let mut regime = Regime { shuffle: None, ..*self.schedule.at(state.at) };
        if let (Some((slots, limit)), Rate::PerClockMinute { burst, .. }) = (state.limits, regime.limits.rate)
        {
            regime.limits = Limits { slots: Some(slots), rate: Rate::PerClockMinute { limit, burst } };
        }
        self.regime = regime;
        self.gate.set(&regime.limits);
        self.line.enter(&regime, is_last, self.now, &self.visits);
        for made in &state.progress {
            if let Some(rank) = rank_of(made.who) {
                let progress =
                    Progress { step: made.step, think: made.think.microseconds(), losses: made.losses };
                self.visits.set_progress(rank, progress);
            }
        }
        for (who, stay) in &state.stays {
            if let Some(rank) = rank_of(*who) {
                self.stays.set(rank, *stay);
            }
        }
        for who in &state.in_line {
            if let Some(rank) = rank_of(*who) {
                self.set_in_line(rank, true);
                self.waiting += 1;
            }
        }
        self.line.restore(&state.places, &state.ghosts, &rank_of, &self.visits, self.now);
        for due in &state.departures {
            if let Some(rank) = rank_of(due.who) {
                self.line.expect_departure(due.at.microseconds(), rank, due.turn);
            }
        }
        self.restore_heaps(state, &rank_of);
        if self.played.is_some() {
            for kept in &state.visits {
                if let Some(rank) = rank_of(kept.who) {
                    self.restore_visit(rank, kept);
                }
            }
        }
        if let Some(shelf) = &mut self.shelf
            && !state.places_left.is_empty()
        {
            shelf.restore(&state.places_left);
        }
        for (at, who) in &state.sessions {
            if let Some(rank) = rank_of(*who) {
                self.expiries.put(at.microseconds(), rank);
            }
        }
        for last in &state.last_requests {
            if let Some(rank) = rank_of(last.who) {
                let note = u32::from(!last.decides_session);
                let rank = if self.rank_of.is_empty() { rank } else { self.id(rank) };
                self.last_requests.put(Entry { at: last.at.microseconds(), rank, note });
            }
        }
        for (at, who) in &state.ends {
            if let Some(rank) = rank_of(*who) {
                self.ends.put(Entry { at: at.microseconds(), rank, note: 0 });
            }
        }
        (self.active, self.inside) = (state.active, state.inside);
        self.gate.remember(&state.gate, state.active);
        self.line.skip_draws(state.draws_made);
        if let Some(pending) = &state.lot {
            self.line.restore_lot(pending, &rank_of);
        }
        self.line.restore_edge(state, &rank_of);
    }

    fn restore_heaps(&mut self, state: &State, rank_of: &dyn Fn(Who) -> Option<u32>) {
        for (heap, list) in [
            (&mut self.sleepers, &state.sleepers),
            (&mut self.repeats, &state.repeats),
            (&mut self.disappointed, &state.disappointed),
        ] {
            for due in list {
                if let Some(rank) = rank_of(due.who) {
                    let (at, id) = (due.at.microseconds(), self.crowd.id[rank as usize]);
                    heap.push(Reverse(DueAt { at, id, rank, turn: due.turn }));
                }
            }
        }
        for again in &state.returns {
            if let Some(rank) = rank_of(again.who) {
                let (at, id) = (again.at.microseconds(), self.crowd.id[rank as usize]);
                self.returns.push(Reverse(ReturnAt { at, id, rank, why: again.why }));
            }
        }
        for request in &state.requests {
            if let Some(rank) = rank_of(request.who) {
                let work = (request.step, request.think.microseconds());
                self.request_later(request.at.microseconds(), rank, work, request.kind);
            }
        }
    }
}

/// What a heap holds, earliest first.
fn sorted<T: Ord + Copy>(heap: &BinaryHeap<Reverse<T>>) -> Vec<T> {
    let mut all: Vec<T> = heap.iter().map(|Reverse(item)| *item).collect();
    all.sort_unstable();
    all
}

/// Earliest instant that a state speaks of.
pub(super) fn earliest_of(state: &State) -> i64 {
    let places = state.places.iter().map(|place| place.polls_from.microseconds());
    let ghosts = state.ghosts.iter().map(|ghost| ghost.queued_at.microseconds());
    places.chain(ghosts).min().unwrap_or(i64::MAX).min(state.at.microseconds())
}
