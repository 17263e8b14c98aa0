//! Reads any text of which a report can be made, whichever verb wrote it.

use super::compare::{COMPARE_SCHEMA, parse_compare};
use super::fairness::{FAIRNESS_SCHEMA, parse_fairness};
use super::json::{ANSWER_SCHEMA, parse_json};
use super::now::NOW_SCHEMA;
use super::origin_fit::ORIGIN_FIT_SCHEMA;
use super::read::{ReadError, schema_of};
use super::recommendation::{RECOMMENDATION_SCHEMA, parse_recommendation};
use super::sweep::SWEEP_SCHEMA;
use super::tenants::TENANTS_SCHEMA;
use crate::results::Finding;

/// Name and version of the format of the list of a result folder.
pub const FOLDER_SCHEMA: &str = "machiai.folder/1";

/// Reads what `predict`, `run`, `fairness`, `compare` or `recommend` wrote with `--json`; its `schema` tells which.
///
/// # Errors
/// Says at which line and column the text is not such a result and what is expected there, or what it is instead, and what
/// would be accepted. A sweep is read from its folder.
pub fn read_finding(text: &str) -> Result<Finding, ReadError> {
    let found = schema_of(text)?;
    match found.as_str() {
        ANSWER_SCHEMA => parse_json(text).map(|answer| Finding::Answer(Box::new(answer))),
        FAIRNESS_SCHEMA => parse_fairness(text).map(|fairness| Finding::Fairness(Box::new(fairness))),
        COMPARE_SCHEMA => parse_compare(text).map(|comparison| Finding::Comparison(Box::new(comparison))),
        RECOMMENDATION_SCHEMA => {
            parse_recommendation(text).map(|found| Finding::Recommendation(Box::new(found)))
        }
        SWEEP_SCHEMA => Err(ReadError::PartOfSweep),
        FOLDER_SCHEMA => Err(ReadError::PartOfFolder),
        NOW_SCHEMA => Err(ReadError::NoReport { verb: "predict --now" }),
        TENANTS_SCHEMA => Err(ReadError::NoReport { verb: "tenants" }),
        ORIGIN_FIT_SCHEMA => Err(ReadError::NoReport { verb: "origin fit" }),
        _ => Err(ReadError::UnknownSchema { found }),
    }
}
