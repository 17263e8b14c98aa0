//! The same people in two variants: who is better and who is worse off.

use super::DayOfPeople;
use crate::results::{Followed, Mean, PersonMeasure, SAME_WAIT_SECONDS};
use crate::stats::mean_interval;

use super::super::estimates::LEVEL;

/// One day; in the order of [`PersonMeasure::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FollowedDay([Option<f64>; PersonMeasure::ALL.len()]);

/// Counts of one day.
#[derive(Default)]
struct Counts {
    earlier: u32,
    later: u32,
    gained: i128,
    lost: i128,
    admitted_only_here: u32,
    admitted_only_there: u32,
    places_only_here: u32,
    places_only_there: u32,
}

impl FollowedDay {
    /// `None` unless the very same people come at the same instants.
    pub(super) fn of(here: &DayOfPeople, first: &DayOfPeople) -> Option<FollowedDay> {
        let same = |rank: u32| {
            here.crowd.arrival(rank) == first.crowd.arrival(rank)
                && here.crowd.who(rank) == first.crowd.who(rank)
        };
        if here.crowd.len() != first.crowd.len() || !(0..here.crowd.len() as u32).all(same) {
            return None;
        }
        // Runs may end at different instants: only who came in both can be compared.
        let came = here.came.min(first.came);
        let mut counts = Counts::default();
        (0..came).for_each(|rank| counts.add(here, first, rank));
        let has_stock = came > 0 && here.day.has_place(0).is_some() && first.day.has_place(0).is_some();
        Some(FollowedDay(counts.measures(came, has_stock)))
    }
}

impl Counts {
    fn add(&mut self, here: &DayOfPeople, first: &DayOfPeople, rank: u32) {
        let same = (SAME_WAIT_SECONDS * 1e6) as i64;
        match (here.day.accepted_at(rank), first.day.accepted_at(rank)) {
            (Some(here), Some(first)) => {
                let later = here.since(first).microseconds();
                if later > same {
                    self.later += 1;
                    self.lost += i128::from(later);
                } else if later < -same {
                    self.earlier += 1;
                    self.gained -= i128::from(later);
                }
            }
            (Some(_), None) => self.admitted_only_here += 1,
            (None, Some(_)) => self.admitted_only_there += 1,
            (None, None) => {}
        }
        match (here.day.has_place(rank), first.day.has_place(rank)) {
            (Some(true), Some(false)) => self.places_only_here += 1,
            (Some(false), Some(true)) => self.places_only_there += 1,
            _ => {}
        }
    }

    fn measures(&self, came: u32, has_stock: bool) -> [Option<f64>; PersonMeasure::ALL.len()] {
        let share = |people: u32| (came > 0).then(|| f64::from(people) / f64::from(came));
        let mean = |sum: i128, people: u32| (people > 0).then(|| sum as f64 / f64::from(people) / 1e6);
        PersonMeasure::ALL.map(|measure| match measure {
            PersonMeasure::BetterOff => share(self.earlier + self.admitted_only_here),
            PersonMeasure::WorseOff => share(self.later + self.admitted_only_there),
            PersonMeasure::Gained => mean(self.gained, self.earlier),
            PersonMeasure::Lost => mean(self.lost, self.later),
            PersonMeasure::AdmittedOnlyHere => share(self.admitted_only_here),
            PersonMeasure::AdmittedOnlyThere => share(self.admitted_only_there),
            PersonMeasure::PlaceOnlyHere => share(self.places_only_here).filter(|_| has_stock),
            PersonMeasure::PlaceOnlyThere => share(self.places_only_there).filter(|_| has_stock),
        })
    }
}

/// Means over days.
pub(super) fn fold(days: &[&FollowedDay]) -> Followed {
    let mean = |measure: PersonMeasure| {
        let sample: Vec<f64> = days.iter().filter_map(|day| day.0[measure as usize]).collect();
        let most = match measure.unit() {
            crate::results::Unit::Share => 1.0,
            _ => f64::INFINITY,
        };
        let value = (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64);
        let interval = mean_interval(&sample, LEVEL);
        let ci = interval.map(|(_, interval)| [interval.low.max(0.0), interval.high.min(most)]);
        (measure, Mean { value, ci })
    };
    Followed { measures: PersonMeasure::ALL.into_iter().map(mean).collect() }
}
