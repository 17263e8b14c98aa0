//! Who could begin when, who got a place, and who bypassed the line, on one day.
//!
//! *Begin*: the instant from which a person can work on the form. Somebody inside at the opening begins then, unless
//! the first request after it (within one reload) finds no session: then with the next acceptance. Anybody else
//! begins with the first acceptance at or after the opening.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::engine::{Crowd, Happening, Observer, Signal};
use crate::results::{ArrivalCell, FairnessDay, FairnessFigures, FairnessMeasure as M, Places};
use crate::stats::kendall_tau_b;
use crate::stats::order_statistics;
use crate::units::{MINUTE, SimTime, Span};

/// Keeps what became of everyone, by rank.
#[derive(Clone, Debug)]
pub struct Access {
    opening: i64,
    /// By then everyone who was inside at the opening has made a request.
    settled: i64,
    /// When the person could begin, microseconds; [`NEVER`] if not.
    began_at: Vec<i64>,
    person: Vec<Person>,
    /// First bookings in order of time.
    booked: Vec<u32>,
    /// Ranks in line; those that are no longer there are dropped when they come to the top.
    waiting: BinaryHeap<Reverse<u32>>,
    opened: bool,
    inside_at_opening: u32,
    lost_mid_visit: u32,
}

const NEVER: i64 = i64::MIN;

/// What is known of one person.
#[derive(Clone, Copy, Debug, Default)]
struct Person {
    arrived: bool,
    accepted: bool,
    gone: bool,
    queued: bool,
    waits: bool,
    inside: bool,
    /// Inside since before the opening.
    carried: bool,
    /// Accepted without ever queueing while somebody of an earlier arrival waited.
    passed: bool,
    booked: bool,
    lost: bool,
}

impl Access {
    /// Before anything happened, for so many people; whoever is inside at the opening makes a request within `reload`
    /// of it.
    pub fn new(people: usize, opening: SimTime, reload: Span) -> Access {
        Access {
            opening: opening.microseconds(),
            settled: (opening + reload).microseconds(),
            began_at: vec![NEVER; people],
            person: vec![Person::default(); people],
            booked: Vec::new(),
            waiting: BinaryHeap::new(),
            opened: false,
            inside_at_opening: 0,
            lost_mid_visit: 0,
        }
    }

    /// The day, when it is over.
    pub fn finish(mut self, crowd: &Crowd, places: Places) -> FairnessDay {
        if !self.opened {
            self.open();
        }
        let winners = self.winners(places);
        let mut has_place = vec![false; self.person.len()];
        winners.iter().for_each(|rank| has_place[*rank as usize] = true);
        let censored =
            self.person.iter().filter(|person| person.arrived && !person.accepted && !person.gone).count();
        FairnessDay {
            figures: self.figures(crowd, &winners),
            cells: self.cells(crowd, &has_place),
            censored: censored as u32,
        }
    }

    fn open(&mut self) {
        self.opened = true;
        for (person, began_at) in self.person.iter_mut().zip(&mut self.began_at) {
            if person.inside {
                person.carried = true;
                self.inside_at_opening += 1;
                *began_at = self.opening;
            }
        }
    }

    fn accept(&mut self, rank: u32, at: i64) {
        let person = &mut self.person[rank as usize];
        person.accepted = true;
        person.waits = false;
        person.inside = true;
        let began_at = &mut self.began_at[rank as usize];
        if at >= self.opening && *began_at == NEVER {
            *began_at = at;
        }
    }

    /// Whether somebody of an earlier arrival is in line.
    fn passes(&mut self, rank: u32) -> bool {
        while let Some(Reverse(first)) = self.waiting.peek() {
            if self.person[*first as usize].waits {
                return *first < rank;
            }
            self.waiting.pop();
        }
        false
    }

    fn lose(&mut self, rank: u32, at: i64) {
        let settled = self.settled;
        let person = &mut self.person[rank as usize];
        person.inside = false;
        if at < self.opening {
            return;
        }
        if person.carried && at < settled {
            person.carried = false;
            self.began_at[rank as usize] = NEVER;
        } else if !person.lost {
            person.lost = true;
            self.lost_mid_visit += 1;
        }
    }

    /// Who got a place, in order.
    fn winners(&self, places: Places) -> Vec<u32> {
        match places {
            Places::Booked { count } => self.booked.iter().copied().take(count as usize).collect(),
            Places::FirstIn { count } => {
                let mut first: Vec<(i64, u32)> = self.begun().map(|rank| (self.began(rank), rank)).collect();
                first.sort_unstable();
                first.into_iter().take(count as usize).map(|(_, rank)| rank).collect()
            }
        }
    }

    /// Everyone who could begin, in order of arrival.
    fn begun(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.began_at.len() as u32).filter(|rank| self.began(*rank) != NEVER)
    }

    fn began(&self, rank: u32) -> i64 {
        self.began_at[rank as usize]
    }

    fn figures(&self, crowd: &Crowd, winners: &[u32]) -> FairnessFigures {
        let arrival = |rank: u32| crowd.arrival(rank).microseconds();
        let is_early = |rank: &u32| arrival(*rank) < self.opening;
        let came = || (0..crowd.len() as u32).filter(|rank| self.person[*rank as usize].arrived);
        let is_bypasser = |rank: &u32| {
            let person = &self.person[*rank as usize];
            person.carried || person.passed
        };
        let (people, early) = (came().count(), came().filter(is_early).count());
        let on_time = people - early;
        let (taken, early_taken) = (winners.len(), winners.iter().filter(|rank| is_early(rank)).count());
        let (begun, early_begun) = (self.begun().count(), self.begun().filter(is_early).count());
        let bypassed_places = winners.iter().filter(|rank| is_bypasser(rank)).count();
        let share = |part: usize, of: usize| (of > 0).then(|| part as f64 / of as f64);
        let count = |people: usize| Some(people as f64);
        let mut figures = FairnessFigures::EMPTY;
        for (measure, value) in [
            (M::People, count(people)),
            (M::EarlyPeople, count(early)),
            (M::EarlyCrowdShare, share(early, people)),
            (M::PlacesTaken, count(taken)),
            (M::EarlyPlaces, count(early_taken)),
            (M::EarlyPlacesShare, share(early_taken, taken)),
            (M::EarlyPlaceChance, share(early_taken, early)),
            (M::OnTimePlaceChance, share(taken - early_taken, on_time)),
            (M::EarlyAdmittedShare, share(early_begun, early)),
            (M::OnTimeAdmittedShare, share(begun - early_begun, on_time)),
            (M::InsideAtOpening, Some(f64::from(self.inside_at_opening))),
            (M::PassedWaiting, count(self.person.iter().filter(|person| person.passed).count())),
            (M::Bypassed, count(came().filter(is_bypasser).count())),
            (M::BypassedPlaces, count(bypassed_places)),
            (M::BypassedPlacesShare, share(bypassed_places, taken)),
            (M::LostMidVisit, Some(f64::from(self.lost_mid_visit))),
        ] {
            figures.set(measure, value);
        }
        let wait = |rank: u32| self.began(rank) - arrival(rank).max(self.opening);
        let early_waits = self.begun().filter(is_early).map(wait).collect();
        set_waits(&mut figures, early_waits, [M::EarlyWaitMean, M::EarlyWaitP50, M::EarlyWaitP90]);
        let on_time_waits = self.begun().filter(|rank| !is_early(rank)).map(wait).collect();
        set_waits(&mut figures, on_time_waits, [M::OnTimeWaitMean, M::OnTimeWaitP50, M::OnTimeWaitP90]);
        let order: Vec<(i64, i64)> = self.begun().map(|rank| (arrival(rank), self.began(rank))).collect();
        figures.set(M::OrderKept, kendall_tau_b(&order));
        figures
    }

    fn cells(&self, crowd: &Crowd, has_place: &[bool]) -> Vec<ArrivalCell> {
        let minute = MINUTE.microseconds();
        let mut keyed: Vec<(u32, i64, u32)> = (0..crowd.len() as u32)
            .filter(|rank| self.person[*rank as usize].arrived)
            .map(|rank| {
                let since = crowd.arrival(rank).microseconds() - self.opening;
                (crowd.who(rank).group, since.div_euclid(minute), rank)
            })
            .collect();
        keyed.sort_unstable();
        let cell = |people: &[(u32, i64, u32)]| {
            let ranks = || people.iter().map(|(_, _, rank)| *rank);
            let begun = || ranks().filter(|rank| self.began(*rank) != NEVER);
            let mut waits: Vec<i64> = begun()
                .map(|rank| self.began(rank) - crowd.arrival(rank).microseconds().max(self.opening))
                .collect();
            ArrivalCell {
                group: people[0].0,
                minute: people[0].1,
                people: people.len() as u32,
                admitted: begun().count() as u32,
                places: ranks().filter(|rank| has_place[*rank as usize]).count() as u32,
                wait_p50: order_statistics(&mut waits, &[0.5]).map(|half| half[0] as f64 / 1e6),
            }
        };
        keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(cell).collect()
    }
}

fn set_waits(figures: &mut FairnessFigures, mut waits: Vec<i64>, [mean, half, most]: [M; 3]) {
    let sum: i128 = waits.iter().map(|wait| i128::from(*wait)).sum();
    figures.set(mean, (!waits.is_empty()).then(|| sum as f64 / waits.len() as f64 / 1e6));
    let quantiles = order_statistics(&mut waits, &[0.5, 0.9]);
    let seconds = |position: usize| quantiles.as_ref().map(|values| values[position] as f64 / 1e6);
    figures.set(half, seconds(0));
    figures.set(most, seconds(1));
}

impl Observer for Access {
    fn signal(&mut self, happening: &Happening) {
        let (at, rank) = (happening.at.microseconds(), happening.rank);
        if !self.opened && at >= self.opening {
            self.open();
        }
        let index = rank as usize;
        match happening.signal {
            Signal::Arrived => self.person[index].arrived = true,
            Signal::Queued { .. } => {
                let person = &mut self.person[index];
                (person.queued, person.waits, person.gone) = (true, true, false);
                self.waiting.push(Reverse(rank));
            }
            Signal::AcceptedAtOnce { .. } => {
                if at >= self.opening && !self.person[index].queued && self.passes(rank) {
                    self.person[index].passed = true;
                }
                self.accept(rank, at);
            }
            Signal::Admitted { .. } => self.accept(rank, at),
            Signal::Left | Signal::TurnedAway => {
                (self.person[index].waits, self.person[index].gone) = (false, true)
            }
            Signal::Booked { .. } => {
                if at < self.opening && self.began(rank) == NEVER {
                    // Done before the doors opened: nobody bypasses the line more.
                    self.began_at[index] = self.opening;
                    self.person[index].carried = true;
                }
                if !self.person[index].booked {
                    self.person[index].booked = true;
                    self.booked.push(rank);
                }
            }
            Signal::VisitEnded | Signal::GaveUp => self.person[index].inside = false,
            Signal::Lost { .. } => self.lose(rank, at),
            // What happens to places and sessions tells nothing new about people.
            _ => {}
        }
    }
}
