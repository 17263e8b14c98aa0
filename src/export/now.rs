//! The prediction of the day itself as JSON. Not localised.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::layout::lay_out;
use super::wire::Caution;
use crate::results::{
    ChangeNow, Estimate, InputNote, LimitsNow, Now, NowMeasure, NowNote, Provenance, RangeMethod, Shown, Unit,
};

/// Name and version of the format, first key of every prediction of the day.
pub const NOW_SCHEMA: &str = "machiai.now/1";

/// The prediction as JSON: `outputs/now.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same prediction gives the same
/// bytes. What is missing, infinite or not a number is `null`.
pub fn now_json(now: &Now) -> String {
    lay_out(&Document {
        schema: NOW_SCHEMA,
        provenance: &now.provenance,
        now_seconds: now.now_seconds,
        shown: now.shown,
        age_seconds: now.age_seconds,
        limits: now.limits,
        crowd_factor: now.crowd_factor,
        measures: Measures(&now.measures),
        changes: &now.changes,
        notes: &now.notes,
        warnings: now.warnings.iter().cloned().map(Caution).collect(),
        title: &now.title,
        opens_at_second_of_day: now.opens_at_second_of_day,
        inputs: &now.inputs,
    })
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    provenance: &'a Provenance,
    now_seconds: f64,
    shown: Shown,
    age_seconds: [f64; 2],
    limits: LimitsNow,
    crowd_factor: Option<f64>,
    measures: Measures<'a>,
    changes: &'a [ChangeNow],
    notes: &'a [NowNote],
    warnings: Vec<Caution>,
    title: &'a str,
    opens_at_second_of_day: Option<i64>,
    inputs: &'a [InputNote],
}

/// One object with a key for each measure.
struct Measures<'a>(&'a [(NowMeasure, Estimate)]);

#[derive(Serialize)]
struct MeasureKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
    prediction: Option<[f64; 2]>,
    range: Option<[f64; 2]>,
    level: f64,
    method: RangeMethod,
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (measure, estimate) in self.0 {
            // Half an interval says nothing that could be read with care: both ends or none.
            let ends = |ends: Option<[f64; 2]>| ends.filter(|ends| ends.iter().all(|end| end.is_finite()));
            let keys = MeasureKeys {
                value: estimate.value,
                unit: measure.unit(),
                ci: ends(estimate.ci),
                prediction: ends(estimate.prediction),
                range: ends(estimate.range),
                level: estimate.level,
                method: estimate.method,
            };
            map.serialize_entry(measure.name(), &keys)?;
        }
        map.end()
    }
}
