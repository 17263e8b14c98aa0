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
    /// than 1 % of days is ruled out, each point on its own; `None` where no safe load is known or no point has that.
    pub fn shortest_without_overload(&self) -> Option<usize> {
        let bears = |point: &usize| {
            let of_days = self.found[*point].iter().find(|(measure, _)| *measure == Measure::OverloadedDays);
            let interval = of_days.and_then(|(_, estimate)| estimate.ci);
            interval.is_some_and(|[_, high]| high <= MOST_OVERLOADED_DAYS)
        };
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
