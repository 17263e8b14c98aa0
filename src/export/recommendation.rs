//! Limits that keep a promise, as JSON, written and read back. Not localised.

use serde::{Deserialize, Serialize};

use super::csv::in_memory;
use super::layout::lay_out;
use super::number::number as number_text;
use super::read::{self, ReadError};
use super::wire::{Caution, number};
use crate::results::{
    Binding, Candidate, Capacity, CrowdLimit, Free, InputNote, Measure, OpeningKind, Outcome, Promise,
    Provenance, Recommendation, RecommendationNote, Selected, Staged,
};

/// Name and version of the format, first key of every answer.
pub const RECOMMENDATION_SCHEMA: &str = "machiai.recommendation/1";

/// The answer as JSON: `outputs/recommendation.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same answer gives the same bytes. What
/// is missing, infinite or not a number is `null`.
pub fn recommendation_json(found: &Recommendation) -> String {
    lay_out(&Document::new(found))
}

/// Reads an answer that [`recommendation_json`] wrote. Writing it again gives the same bytes.
///
/// # Errors
/// Says at which line and column the text is not such an answer and what is expected there, which promise it speaks of that
/// is not among its promises, or which other format the text is in.
pub fn parse_recommendation(text: &str) -> Result<Recommendation, ReadError> {
    let found = read::document(text, RECOMMENDATION_SCHEMA).map(Document::recommendation)?;
    match promises_named(&found).into_iter().find(|position| *position >= found.promises.len()) {
        Some(position) => Err(ReadError::Contradictory {
            problem: format!(
                "promise {position}, counted from 0, of {} promises; expected the position of one of them",
                found.promises.len()
            ),
        }),
        None => Ok(found),
    }
}

/// Promises that are named by their positions.
fn promises_named(found: &Recommendation) -> Vec<usize> {
    let of_outcome = match &found.outcome {
        Outcome::Recommended { binding: Binding::Promise { promise }, .. } => Some(*promise),
        Outcome::NothingSatisfies { broken, .. } => Some(*broken),
        Outcome::Recommended { .. }
        | Outcome::NotCertified { .. }
        | Outcome::Unfinished
        | Outcome::Declined { .. } => None,
    };
    let of_crowd = found.crowd_limit.as_ref().and_then(|limit| limit.breaks);
    let certified = match &found.outcome {
        Outcome::Recommended { certificates, .. } | Outcome::NotCertified { certificates, .. } => {
            certificates.len()
        }
        Outcome::NothingSatisfies { .. } | Outcome::Unfinished | Outcome::Declined { .. } => 0,
    };
    let last_certified = certified.checked_sub(1);
    of_outcome.into_iter().chain(of_crowd.map(|(_, promise)| promise)).chain(last_certified).collect()
}

/// Columns of [`recommendation_csv`], in order; then two for each promise, `bad_days_1`, `of_days_1` and so on.
pub const RECOMMENDATION_COLUMNS: [&str; 15] = [
    "part",
    "total_active_users",
    "new_users_per_minute",
    "session_minutes",
    "renewal",
    "random",
    "opening",
    "days",
    "objective",
    "objective_value",
    "wait_p50_seconds",
    "wait_p90_seconds",
    "inside_max_people",
    "inside_highest_people",
    "lost_share",
];

/// One row for each settings that the answer shows: those recommended, the finalists, stricter and looser ones, the present ones.
pub fn recommendation_csv(found: &Recommendation) -> Vec<u8> {
    let chosen: Vec<&Candidate> = match &found.outcome {
        Outcome::Recommended { chosen, .. } => vec![chosen],
        Outcome::NothingSatisfies { at, .. } | Outcome::NotCertified { at, .. } => vec![at],
        Outcome::Declined { .. } | Outcome::Unfinished => Vec::new(),
    };
    let part = match found.outcome {
        Outcome::Recommended { .. } => "recommended",
        _ => "not_recommended",
    };
    let sizes: &[Candidate] = match &found.outcome {
        Outcome::Declined { sizes } => sizes,
        _ => &[],
    };
    let rows = chosen.into_iter().map(|candidate| (part, candidate));
    let rows = rows.chain(found.finalists.iter().map(|candidate| ("finalist", candidate)));
    let rows = rows.chain(found.trade_off.iter().chain(sizes).map(|candidate| ("trade_off", candidate)));
    let rows = rows.chain(found.present.iter().map(|candidate| ("present", candidate)));
    in_memory(|table| {
        let promises = 1..=found.promises.len();
        let risks = promises.flat_map(|number| [format!("bad_days_{number}"), format!("of_days_{number}")]);
        table.write_record(RECOMMENDATION_COLUMNS.iter().map(|name| (*name).to_owned()).chain(risks))?;
        for (part, candidate) in rows {
            table.write_record(candidate_row(part, candidate, found))?;
        }
        Ok(())
    })
}

fn candidate_row(part: &str, candidate: &Candidate, found: &Recommendation) -> Vec<String> {
    let value = |value: Option<f64>| value.and_then(number_text).unwrap_or_default();
    let settings = candidate.settings;
    let opening = match settings.opening {
        OpeningKind::AsItIs => "as_it_is",
        OpeningKind::Prequeue => "prequeue",
        OpeningKind::Shuffle => "shuffle",
    };
    let mut row = vec![
        part.to_owned(),
        settings.total_active_users.to_string(),
        settings.new_users_per_minute.to_string(),
        settings.session_minutes.to_string(),
        settings.renewal.to_string(),
        settings.random.to_string(),
        opening.to_owned(),
        candidate.days.to_string(),
        found.objective.name().to_owned(),
        value(candidate.objective.value),
        value(candidate.wait_p50.value),
        value(candidate.wait_p90.value),
        value(candidate.inside_max.value),
        value(candidate.inside_highest),
        value(candidate.lost_share.value),
    ];
    let risks = (0..found.promises.len()).map(|position| candidate.risks.get(position));
    row.extend(risks.flat_map(|risk| match risk {
        Some(risk) => [risk.bad_days.to_string(), risk.of_days.to_string()],
        None => [String::new(), String::new()],
    }));
    row
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a recommendation: an object with schema, provenance, outcome and so on")]
struct Document {
    schema: String,
    provenance: Provenance,
    opens_at_second_of_day: Option<i64>,
    #[serde(with = "number")]
    confidence: f64,
    promises: Vec<Promise>,
    objective: Measure,
    free: Vec<Free>,
    capacity: Capacity,
    outcome: Outcome,
    present: Option<Candidate>,
    finalists: Vec<Candidate>,
    selection: Option<Selected>,
    trade_off: Vec<Candidate>,
    staged: Option<Staged>,
    crowd_limit: Option<CrowdLimit>,
    notes: Vec<RecommendationNote>,
    warnings: Vec<Caution>,
    title: String,
    inputs: Vec<InputNote>,
}

impl Document {
    fn new(found: &Recommendation) -> Document {
        Document {
            schema: RECOMMENDATION_SCHEMA.to_owned(),
            provenance: found.provenance.clone(),
            opens_at_second_of_day: found.opens_at_second_of_day,
            confidence: found.confidence,
            promises: found.promises.clone(),
            objective: found.objective,
            free: found.free.clone(),
            capacity: found.capacity,
            outcome: found.outcome.clone(),
            present: found.present.clone(),
            finalists: found.finalists.clone(),
            selection: found.selection,
            trade_off: found.trade_off.clone(),
            staged: found.staged.clone(),
            crowd_limit: found.crowd_limit.clone(),
            notes: found.notes.clone(),
            warnings: found.warnings.iter().cloned().map(Caution).collect(),
            title: found.title.clone(),
            inputs: found.inputs.clone(),
        }
    }

    fn recommendation(self) -> Recommendation {
        Recommendation {
            title: self.title,
            provenance: self.provenance,
            opens_at_second_of_day: self.opens_at_second_of_day,
            inputs: self.inputs,
            capacity: self.capacity,
            promises: self.promises,
            confidence: self.confidence,
            objective: self.objective,
            free: self.free,
            present: self.present,
            outcome: self.outcome,
            finalists: self.finalists,
            selection: self.selection,
            trade_off: self.trade_off,
            staged: self.staged,
            crowd_limit: self.crowd_limit,
            notes: self.notes,
            warnings: self.warnings.into_iter().map(|Caution(warning)| warning).collect(),
        }
    }
}
