//! What load tests tell of the origin, as JSON. Not localised.

use serde::Serialize;

use super::layout::lay_out_with;
use crate::report::significant;
use crate::results::{
    FitNote, FittedFile, FittedLevel, FittedValue, MeasuredPoint, OriginFit, OriginOutcome, TableReason,
};

/// Name and version of the format, first key of every fit.
pub const ORIGIN_FIT_SCHEMA: &str = "machiai.origin_fit/1";

/// Digits of every number that count.
const DIGITS: usize = 7;

/// The fit as JSON: `outputs/origin_fit.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order. Numbers have 7 digits that count and not, as elsewhere, 6 decimals: a coherency is
/// often smaller than those. What is missing or infinite is `null`.
pub fn origin_fit_json(fit: &OriginFit) -> String {
    let document = Document {
        schema: ORIGIN_FIT_SCHEMA,
        version: &fit.version,
        command: &fit.command,
        kind: fit.outcome.name(),
        level: fit.level,
        scalability: scalability(&fit.outcome),
        table: table(&fit.outcome),
        threshold: threshold(&fit.outcome),
        notes: &fit.notes,
        levels: &fit.levels,
        files: &fit.files,
    };
    lay_out_with(&document, |number| number.is_finite().then(|| significant(number, DIGITS)))
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: &'a str,
    command: &'a str,
    kind: &'static str,
    level: f64,
    scalability: Option<Scalability>,
    table: Option<Table<'a>>,
    threshold: Option<Threshold>,
    notes: &'a [FitNote],
    levels: &'a [FittedLevel],
    files: &'a [FittedFile],
}

#[derive(Serialize)]
struct Scalability {
    alone_per_second: FittedValue,
    contention: FittedValue,
    coherency: FittedValue,
    peak_in_service: Option<FittedValue>,
    peak_per_second: Option<FittedValue>,
    limit_per_second: Option<f64>,
    residual_per_second: Option<f64>,
    determination: Option<f64>,
    tested: [f64; 2],
}

#[derive(Serialize)]
struct Table<'a> {
    points: &'a [MeasuredPoint],
    reason: TableReason,
}

#[derive(Serialize)]
struct Threshold {
    safe_requests_per_second: u32,
    failed_share: Option<f64>,
}

fn scalability(outcome: &OriginOutcome) -> Option<Scalability> {
    let OriginOutcome::Law(law) = outcome else { return None };
    Some(Scalability {
        alone_per_second: law.alone_per_second,
        contention: law.contention,
        coherency: law.coherency,
        peak_in_service: law.peak_in_service,
        peak_per_second: law.peak_per_second,
        limit_per_second: law.limit_per_second,
        residual_per_second: law.residual_per_second,
        determination: law.determination,
        tested: law.tested,
    })
}

fn table(outcome: &OriginOutcome) -> Option<Table<'_>> {
    match outcome {
        OriginOutcome::Table { points, reason } => Some(Table { points, reason: *reason }),
        OriginOutcome::Law(_) | OriginOutcome::Threshold { .. } => None,
    }
}

fn threshold(outcome: &OriginOutcome) -> Option<Threshold> {
    match *outcome {
        OriginOutcome::Threshold { requests_per_second, failed_share } => {
            Some(Threshold { safe_requests_per_second: requests_per_second, failed_share })
        }
        OriginOutcome::Law(_) | OriginOutcome::Table { .. } => None,
    }
}
