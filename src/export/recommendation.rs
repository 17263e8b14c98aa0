//! Limits that keep a promise, as JSON. Not localised.

use serde::Serialize;

use super::layout::lay_out;
use super::wire::Caution;
use crate::results::{
    Candidate, Capacity, CrowdLimit, Free, InputNote, Measure, Outcome, Promise, Provenance, Recommendation,
    RecommendationNote, Selected, Staged,
};

/// Name and version of the format, first key of every answer.
pub const RECOMMENDATION_SCHEMA: &str = "machiai.recommendation/1";

/// The answer as JSON: `outputs/recommendation.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same answer gives the same bytes. What
/// is missing, infinite or not a number is `null`.
pub fn recommendation_json(found: &Recommendation) -> String {
    lay_out(&Document {
        schema: RECOMMENDATION_SCHEMA,
        provenance: &found.provenance,
        opens_at_second_of_day: found.opens_at_second_of_day,
        confidence: found.confidence,
        promises: &found.promises,
        objective: found.objective,
        free: &found.free,
        capacity: found.capacity,
        outcome: &found.outcome,
        present: found.present.as_ref(),
        finalists: &found.finalists,
        selection: found.selection,
        trade_off: &found.trade_off,
        staged: found.staged.as_ref(),
        crowd_limit: found.crowd_limit.as_ref(),
        notes: &found.notes,
        warnings: found.warnings.iter().cloned().map(Caution).collect(),
        title: &found.title,
        inputs: &found.inputs,
    })
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    provenance: &'a Provenance,
    opens_at_second_of_day: Option<i64>,
    confidence: f64,
    promises: &'a [Promise],
    objective: Measure,
    free: &'a [Free],
    capacity: Capacity,
    outcome: &'a Outcome,
    present: Option<&'a Candidate>,
    finalists: &'a [Candidate],
    selection: Option<Selected>,
    trade_off: &'a [Candidate],
    staged: Option<&'a Staged>,
    crowd_limit: Option<&'a CrowdLimit>,
    notes: &'a [RecommendationNote],
    warnings: Vec<Caution>,
    title: &'a str,
    inputs: &'a [InputNote],
}
