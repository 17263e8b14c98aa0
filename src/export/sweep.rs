//! A sweep as a table and as a short JSON. Not localised.

use serde::Serialize;

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::number::number;
use crate::results::{Estimate, Measure, SkippedPoint, Sweep, SweepKey, SweepPlan};

/// Name and version of the format of plan and summary.
pub const SWEEP_SCHEMA: &str = "machiai.sweep/1";

/// Columns of [`sweep_csv`] behind those of the varied keys, in order.
pub const SWEEP_COLUMNS: [&str; 8] =
    ["measure", "unit", "value", "ci_low", "ci_high", "prediction_low", "prediction_high", "replications"];

/// The plan as JSON.
pub fn sweep_plan_json(plan: &SweepPlan) -> String {
    lay_out(plan)
}

/// One row for each point and measure: a column for each varied key, then [`SWEEP_COLUMNS`].
pub fn sweep_csv(sweep: &Sweep) -> Vec<u8> {
    in_memory(|table| {
        let keys = sweep.plan.vary.iter().map(|vary| vary.key.as_str());
        table.write_record(keys.chain(SWEEP_COLUMNS))?;
        let replications = sweep.plan.replications.to_string();
        for (point, found) in sweep.plan.points.iter().zip(&sweep.found) {
            for (measure, estimate) in found {
                let mut row: Vec<String> =
                    point.values.iter().map(|value| text_cell(value).into_owned()).collect();
                row.extend([measure.name().to_owned(), measure.unit().name().to_owned()]);
                row.push(estimate.value.and_then(number).unwrap_or_default());
                row.extend(ends(estimate.ci));
                row.extend(ends(estimate.prediction));
                row.push(replications.clone());
                table.write_record(row)?;
            }
        }
        Ok(())
    })
}

/// Both ends or none: half an interval says nothing that could be read with care.
fn ends(interval: Option<[f64; 2]>) -> [String; 2] {
    interval.and_then(|[low, high]| Some([number(low)?, number(high)?])).unwrap_or_default()
}

/// What was run, and where 9 in 10 people wait least and most.
pub fn sweep_json(sweep: &Sweep) -> String {
    let plan = &sweep.plan;
    let measure = Measure::WaitP90;
    let extremes = sweep.least_and_most(measure);
    let at = |position: usize| extremes.and_then(|ends| Extreme::of(sweep, ends[position], measure));
    lay_out(&Summary {
        schema: SWEEP_SCHEMA,
        version: &plan.version,
        title: &plan.title,
        scenario: &plan.scenario,
        seed: plan.seed,
        replications: plan.replications,
        command: &plan.command,
        vary: &plan.vary,
        points: plan.points.len() as u32,
        skipped: &plan.skipped,
        measure: measure.name(),
        unit: measure.unit().name(),
        least: at(0),
        most: at(1),
    })
}

#[derive(Serialize)]
struct Summary<'a> {
    schema: &'static str,
    version: &'a str,
    title: &'a str,
    scenario: &'a str,
    seed: u64,
    replications: u32,
    command: &'a str,
    vary: &'a [SweepKey],
    points: u32,
    skipped: &'a [SkippedPoint],
    measure: &'static str,
    unit: &'static str,
    least: Option<Extreme<'a>>,
    most: Option<Extreme<'a>>,
}

#[derive(Serialize)]
struct Extreme<'a> {
    values: &'a [String],
    value: Option<f64>,
    ci: Option<[f64; 2]>,
}

impl<'a> Extreme<'a> {
    fn of(sweep: &'a Sweep, point: usize, measure: Measure) -> Option<Extreme<'a>> {
        let found: Option<&Estimate> =
            sweep.found[point].iter().find(|(other, _)| *other == measure).map(|(_, estimate)| estimate);
        found.map(|estimate| Extreme {
            values: &sweep.plan.points[point].values,
            value: estimate.value,
            ci: estimate.ci,
        })
    }
}
