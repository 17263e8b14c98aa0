//! What load tests tell of the origin, as the `[origin]` table of a scenario file.

use crate::report::{Language, origin_table_comments, significant};
use crate::results::{FittedLaw, MeasuredPoint, OriginFit, OriginOutcome};

/// Digits of every figure that count: far more than a load test can tell.
const DIGITS: usize = 5;

/// The table as TOML, with comments that say where its figures come from, in the reader's language; ends in a line feed.
/// Where nothing can be written (less than one request a second succeeded), only comments.
pub fn origin_table(fit: &OriginFit, language: Language) -> String {
    let mut out = String::new();
    for comment in origin_table_comments(fit, language) {
        out.push_str(&format!("# {comment}\n"));
    }
    match &fit.outcome {
        OriginOutcome::Law(law) => out.push_str(&station(&scalability(law))),
        OriginOutcome::Table { points, .. } => out.push_str(&station(&table(points))),
        OriginOutcome::Threshold { requests_per_second: 0, .. } => {}
        OriginOutcome::Threshold { requests_per_second, .. } => out.push_str(&format!(
            "[origin]\nkind = \"threshold\"\nsafe_requests_per_second = {requests_per_second}\n"
        )),
    }
    out
}

fn station(throughput: &str) -> String {
    format!("[origin]\nkind = \"station\"\n{throughput}\n")
}

fn scalability(law: &FittedLaw) -> String {
    format!(
        "scalability = {{ alone_per_second = {}, contention = {}, coherency = {} }}",
        number(law.alone_per_second.value),
        number(law.contention.value),
        number(law.coherency.value)
    )
}

fn table(points: &[MeasuredPoint]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|point| format!("[{}, {}]", number(point.in_service), number(point.per_second)))
        .collect();
    format!("table = [{}]  # in service, requests a second", pairs.join(", "))
}

/// A number that TOML reads as one with decimals.
fn number(value: f64) -> String {
    let text = significant(value, DIGITS);
    if text.contains('.') { text } else { format!("{text}.0") }
}
