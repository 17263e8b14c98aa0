//! Tries settings on days on which everything not given is drawn: the crowd, the visit, the unpublished rules, and what the
//! origin bears.

use std::collections::BTreeMap;

use super::RecommendPlan;
use super::settings::Tried;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::model::System;
use crate::model::room::{Entry, Regime};
use crate::results::{Candidate, Capacity, Figures, Mean, Measure, Promise, Relation, Risk};
use crate::stats::{mean_interval, order_statistics};
use crate::study::days::{Played, each};
use crate::study::estimates::{LEVEL, sample};
use crate::study::predict::Study;
use crate::study::variation::scale_people;

/// Where the draw of the origin's capacity stands among those of the assumptions.
const CAPACITY_DRAW: u32 = 1_000;

/// What one day said of some settings.
#[derive(Clone, Debug)]
pub(super) struct TriedDay {
    pub(super) figures: Figures,
    /// How close the day came to breaking each promise: 1 is the bound. `None` where that is not known, only whether.
    pub(super) stress: Vec<Option<f64>>,
    /// Whether the day breaks each promise.
    pub(super) is_bad: Vec<bool>,
}

/// Tries settings, each on a day once.
pub(super) struct Trials<'a> {
    study: Study<'a>,
    pub(super) plan: &'a RecommendPlan,
    pub(super) capacity: Capacity,
    known: BTreeMap<(Tried, u32), TriedDay>,
}

impl<'a> Trials<'a> {
    pub(super) fn new(study: Study<'a>, plan: &'a RecommendPlan, capacity: Capacity) -> Trials<'a> {
        Trials { study, plan, capacity, known: BTreeMap::new() }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.study.watch.is_stopped()
    }

    /// The system of a day before any settings are tried.
    fn world(&self, replication: u32) -> System {
        let key = self.study.key(replication);
        let mut system = self.study.with_everything_drawn(key);
        let uniform = Stream::new(key, Purpose::Assumptions, CAPACITY_DRAW, Field::Number).uniform(0);
        let drawn = |[low, high]: [u32; 2]| (f64::from(low) + f64::from(high - low) * uniform + 0.5) as u32;
        system.origin.safe.people_inside = self.capacity.people_inside.map(drawn);
        system.origin.safe.requests_per_second = self.capacity.requests_per_second.map(drawn);
        system
    }

    /// One day of some settings, with a crowd so many times as large.
    fn play(&self, tried: &Tried, replication: u32, crowd: f64) -> TriedDay {
        let mut world = self.world(replication);
        if (crowd - 1.0).abs() > 1e-9
            && let Some(scaled) = scale_people(&world, crowd)
        {
            world = scaled;
        }
        let system = tried.applied_to(&world);
        let key: RunKey = self.study.key(replication);
        let figures = Played::new(&system).figures(key);
        let promises = &self.plan.promises;
        TriedDay {
            figures,
            stress: promises.iter().map(|promise| stress(promise, &figures, &system)).collect(),
            is_bad: promises.iter().map(|promise| is_bad(promise, &figures)).collect(),
        }
    }

    /// So many settings on so many days: rows by settings, in order of the days. Shorter after a stop.
    pub(super) fn rows(&mut self, tried: &[Tried], days: std::ops::Range<u32>) -> Vec<Vec<TriedDay>> {
        let missing: Vec<(Tried, u32)> = tried
            .iter()
            .flat_map(|tried| days.clone().map(|day| (*tried, day)))
            .filter(|wanted| !self.known.contains_key(wanted))
            .collect();
        let found = each(0..missing.len() as u32, self.study.watch, |number| {
            let (tried, day) = missing[number as usize];
            self.play(&tried, day, 1.0)
        });
        for (wanted, day) in missing.into_iter().zip(found) {
            if let Some(day) = day {
                self.known.insert(wanted, day);
            }
        }
        let row = |tried: &Tried| {
            days.clone().filter_map(|day| self.known.get(&(*tried, day)).cloned()).collect::<Vec<_>>()
        };
        tried.iter().map(row).collect()
    }

    /// One set of settings on so many days.
    pub(super) fn row(&mut self, tried: &Tried, days: std::ops::Range<u32>) -> Vec<TriedDay> {
        self.rows(&[*tried], days).pop().unwrap_or_default()
    }

    /// Days that are not kept: fresh ones, or with another crowd.
    pub(super) fn fresh(&self, tried: &Tried, days: std::ops::Range<u32>, crowd: f64) -> Vec<TriedDay> {
        let found = each(days, self.study.watch, |day| self.play(tried, day, crowd));
        found.into_iter().flatten().collect()
    }

    /// The same days, each with settings of its own.
    pub(super) fn each_its_own(&self, tried: &[Tried], first_day: u32) -> Vec<TriedDay> {
        let found = each(0..tried.len() as u32, self.study.watch, |number| {
            self.play(&tried[number as usize], first_day + number, 1.0)
        });
        found.into_iter().flatten().collect()
    }

    /// The settings on a day as a system, for looking at its pages.
    pub(super) fn system(&self, tried: &Tried, replication: u32) -> (System, RunKey) {
        (tried.applied_to(&self.world(replication)), self.study.key(replication))
    }

    /// Whether nobody is ever let in past the slots: one exact counter, and limits all day.
    pub(super) fn counts_exactly(&self) -> bool {
        let room = &self.study.scenario.system.rooms[0];
        let passes = |regime: &Regime| regime.entry == Entry::Passthrough;
        room.edge().is_none() && !room.schedule().regimes().any(passes)
    }

    /// All days played so far for the search.
    pub(super) fn days_played(&self) -> u32 {
        self.known.len() as u32
    }

    /// What was found for settings, over the days they were tried on.
    pub(super) fn candidate(&self, tried: &Tried, days: &[TriedDay]) -> Candidate {
        let figures: Vec<Figures> = days.iter().map(|day| day.figures).collect();
        let over = |measure: Measure| mean_of(&sample(&figures, measure));
        let lost: Vec<f64> = figures.iter().map(lost_share).collect();
        let bad = |position: usize| days.iter().filter(|day| day.is_bad[position]).count() as u32;
        Candidate {
            settings: tried.settings,
            days: days.len() as u32,
            objective: over(self.plan.objective),
            wait_p50: over(Measure::WaitP50),
            wait_p90: over(Measure::WaitP90),
            inside_max: over(Measure::InsideMax),
            inside_highest: sample(&figures, Measure::InsideMax).into_iter().reduce(f64::max),
            requests_per_second_max: over(Measure::RequestsPerSecondMax),
            lost_share: mean_of(&lost),
            risks: (0..self.plan.promises.len())
                .map(|position| Risk { bad_days: bad(position), of_days: days.len() as u32 })
                .collect(),
        }
    }
}

/// Share of the people let in who lose a session while still at work.
pub(super) fn lost_share(figures: &Figures) -> f64 {
    let of = |measure| figures.get(measure).unwrap_or(0.0);
    of(Measure::LostMidVisit) / of(Measure::Admitted).max(1.0)
}

/// Mean and interval.
pub(super) fn mean_of(sample: &[f64]) -> Mean {
    Mean {
        value: (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64),
        ci: mean_interval(sample, LEVEL).map(|(_, interval)| [interval.low, interval.high]),
    }
}

/// Whether a day breaks a promise. What never comes is later than any bound.
fn is_bad(promise: &Promise, figures: &Figures) -> bool {
    let requirement = &promise.requirement;
    match (requirement.measure, figures.get(requirement.measure)) {
        (Measure::OverloadedDays, overloaded) => overloaded.is_some_and(|overloaded| overloaded > 0.5),
        (Measure::SoldOut | Measure::FirstOverload, None) => !requirement.judge_never().kept,
        (_, value) => !requirement.judge(value).kept,
    }
}

/// How close a day came to breaking a promise; 1 is the bound. A load above what is safe counts from the first instant on, even
/// if it does not last: a little stricter than the promise.
fn stress(promise: &Promise, figures: &Figures, system: &System) -> Option<f64> {
    let requirement = &promise.requirement;
    let ratio = |value: f64, bound: f64| (bound > 0.0).then(|| value / bound);
    if requirement.measure == Measure::OverloadedDays {
        let safe = &system.origin.safe;
        if safe.utilisation.is_some() {
            return None;
        }
        let of = |level: Option<u32>, measure: Measure| ratio(figures.get(measure)?, f64::from(level?));
        let people = of(safe.people_inside, Measure::InsideMax);
        let requests = of(safe.requests_per_second, Measure::RequestsPerSecondMax);
        return people.into_iter().chain(requests).reduce(f64::max);
    }
    let value = figures.get(requirement.measure)?;
    match requirement.relation {
        Relation::AtMost => ratio(value, requirement.bound),
        Relation::AtLeast => ratio(requirement.bound, value.max(1e-9)),
    }
}

/// The level that a share of days exceeds, from few days: beyond the 90th percentile the excess is taken as exponential with the
/// mean of what was seen, heavier than the tails that occur here (Breiman, Stone, Kooperberg, *J. Stat. Comput. Simul.* 37 (1990)
/// 127-149). `None` without days, or for shares of a tenth and more that the sample itself answers.
pub(super) fn exceeded_by(sample: &[f64], share: f64) -> Option<f64> {
    const TAIL: f64 = 0.1;
    let mut millionths: Vec<i64> = sample.iter().map(|value| (value * 1e6) as i64).collect();
    let at = |values: &mut [i64], part: f64| order_statistics(values, &[part]).map(|found| found[0] as f64 / 1e6);
    if share >= TAIL {
        return at(&mut millionths, 1.0 - share);
    }
    let threshold = at(&mut millionths, 1.0 - TAIL)?;
    let excesses: Vec<f64> = sample.iter().map(|value| value - threshold).filter(|excess| *excess > 0.0).collect();
    let mean = match excesses.is_empty() {
        true => 0.0,
        // One day more than was seen: a mean of two or three is easily too small.
        false => excesses.iter().sum::<f64>() / excesses.len() as f64 * (1.0 + 1.0 / excesses.len() as f64),
    };
    Some(threshold + mean * libm::log(TAIL / share))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of an exponential law the level is known: −ln(share). 1,000 days: the mean excess of 100 days has a standard error of a
    /// tenth, times ln(100) = 4.6; tolerance three of them. It would catch a wrong tail share or a quantile counted from below.
    #[test]
    fn the_level_of_an_exponential_law_is_found() {
        let days: Vec<f64> = (0..1000).map(|day| -libm::log((f64::from(day) + 0.5) / 1000.0)).collect();
        for share in [0.05, 0.01, 0.001] {
            let level = exceeded_by(&days, share).unwrap();
            assert!((level + libm::log(share)).abs() < 3.0 * 0.46, "{share}: {level}");
            assert!(level > 0.95 * -libm::log(share), "{share}: {level}");
        }
        assert_eq!(exceeded_by(&[], 0.01), None);
        assert_eq!(exceeded_by(&[2.0; 5], 0.01), Some(2.0));
    }
}
