//! A grid of settings: what is planned, and what was found at every point.

use serde::{Deserialize, Serialize};

use super::answer::Estimate;
use super::measure::Measure;

/// Share of days with an overload up to which settings are said to be borne.
const MOST_OVERLOADED_DAYS: f64 = 0.01;

/// What is to be run. Depends on the scenario and the flags alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPlan {
    /// Name and version of the format.
    pub schema: String,
    /// Version of the program; points of another one are other points.
    pub version: String,
    /// Title of the scenario; empty if there is none.
    pub title: String,
    /// Identity of the scenario before anything is varied.
    pub scenario: String,
    /// Seed of every draw.
    pub seed: u64,
    /// Days of every point.
    pub replications: u32,
    /// Values fixed at every point, as `key=value`.
    pub set: Vec<String>,
    /// Names of the tables that the scenario reads, in the order of the folder's inputs.
    pub attachments: Vec<String>,
    /// The varied keys; the first varies slowest.
    pub vary: Vec<SweepKey>,
    /// The points, in the order of the results.
    pub points: Vec<SweepPoint>,
    /// Points left out because the scenario refuses their values.
    pub skipped: Vec<SkippedPoint>,
    /// Points that are run and written together.
    pub chunks: Vec<SweepChunk>,
    /// The command that plans the same.
    pub command: String,
}

/// A varied key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepKey {
    /// Path of the key.
    pub key: String,
    /// Its values as in `--set`.
    pub values: Vec<String>,
}

/// A combination of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// A value of each varied key.
    pub values: Vec<String>,
    /// SHA-256 of all that its results depend on: equal points are run once.
    pub hash: String,
}

/// A combination of values that is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedPoint {
    /// A value of each varied key.
    pub values: Vec<String>,
    /// Why the scenario refuses them.
    pub problem: String,
}

/// A block of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepChunk {
    /// Its first point, from 0.
    pub first: u32,
    /// So many points.
    pub count: u32,
}

/// A sweep of which everything is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What was run.
    pub plan: SweepPlan,
    /// Every measure at every point.
    pub found: Vec<Vec<(Measure, Estimate)>>,
}

impl Sweep {
    /// The mean of a measure at a point; `None` if no day had one.
    pub fn value(&self, point: usize, measure: Measure) -> Option<f64> {
        let found = self.found.get(point)?;
        found.iter().find(|(other, _)| *other == measure).and_then(|(_, estimate)| estimate.value)
    }

    /// The point with the shortest wait of 9 in 10 people among those of which so many days were played that an overload on more
    /// than 1 % of days is ruled out, each point on its own; `None` where no safe load is known, no point has that, or something else than settings of rooms
    /// varies: the shortest wait of several crowds is that of the smallest.
    pub fn shortest_without_overload(&self) -> Option<usize> {
        let bears = |point: &usize| {
            let of_days = self.found[*point].iter().find(|(measure, _)| *measure == Measure::OverloadedDays);
            let interval = of_days.and_then(|(_, estimate)| estimate.ci);
            interval.is_some_and(|[_, high]| high <= MOST_OVERLOADED_DAYS)
        };
        let is_setting = |key: &SweepKey| key.key.starts_with("room.") || key.key.starts_with("room[");
        if !self.plan.vary.iter().all(is_setting) {
            return None;
        }
        let points = (0..self.found.len()).filter(bears);
        let waits = points.filter_map(|point| Some((point, self.value(point, Measure::WaitP90)?)));
        waits.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(point, _)| point)
    }

    /// The points where a measure is least and most, the first ones of equals; `None` if no point has one.
    pub fn least_and_most(&self, measure: Measure) -> Option<[usize; 2]> {
        let known = (0..self.found.len()).filter_map(|point| Some((point, self.value(point, measure)?)));
        let least = known.clone().min_by(|one, other| one.1.total_cmp(&other.1))?;
        let most = known.rev().max_by(|one, other| one.1.total_cmp(&other.1))?;
        Some([least.0, most.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::RangeMethod;

    fn estimate(value: f64, ci: Option<[f64; 2]>) -> Estimate {
        let method = RangeMethod::None;
        Estimate { value: Some(value), ci, prediction: None, range: None, level: 0.95, method }
    }

    /// A sweep over one key with a wait and an interval of days with an overload at each point.
    fn sweep(key: &str, points: &[(f64, [f64; 2])]) -> Sweep {
        let values: Vec<String> = (1..=points.len()).map(|value| value.to_string()).collect();
        let point = |value: &String| SweepPoint { values: vec![value.clone()], hash: String::new() };
        let found = |(wait, days): &(f64, [f64; 2])| {
            let overloaded = estimate(0.0, Some(*days));
            vec![(Measure::WaitP90, estimate(*wait, None)), (Measure::OverloadedDays, overloaded)]
        };
        Sweep {
            plan: SweepPlan {
                schema: String::new(),
                version: String::new(),
                title: String::new(),
                scenario: String::new(),
                seed: 1,
                replications: 400,
                set: Vec::new(),
                attachments: Vec::new(),
                points: values.iter().map(point).collect(),
                vary: vec![SweepKey { key: key.to_owned(), values }],
                skipped: Vec::new(),
                chunks: Vec::new(),
                command: String::new(),
            },
            found: points.iter().map(found).collect(),
        }
    }

    #[test]
    fn only_points_whose_days_rule_an_overload_out_are_the_shortest() {
        // None of 20 days leaves 17 % open, however short the wait is.
        let points = [(60.0, [0.0, 0.17]), (90.0, [0.0, 0.009]), (120.0, [0.0, 0.008])];
        assert_eq!(sweep("room.total_active_users", &points).shortest_without_overload(), Some(1));
        assert_eq!(sweep("room.total_active_users", &points[..1]).shortest_without_overload(), None);
    }

    #[test]
    fn the_smallest_crowd_is_no_setting() {
        assert_eq!(sweep("group.count", &[(90.0, [0.0, 0.009])]).shortest_without_overload(), None);
    }
}
