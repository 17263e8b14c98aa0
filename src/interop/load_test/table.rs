//! A table made by hand, for any other tool: a header and a row for each level of load.
//!
//! | column | means |
//! |---|---|
//! | `concurrency` | requests in service at the same time, above zero; rows in order of it, equal ones are repeated measurements |
//! | `throughput` | requests that succeed, a second, above zero |
//! | `latency` | mean time of a response with its unit (`12ms`, `1.5s`); or `latency_ms`, `latency_seconds` without one |
//! | `failed` | requests that failed as a share of all (`0.4%`, `0.004`) |
//!
//! Only the first two are needed; columns beyond these are passed over. With a latency, Little's law tells how many
//! requests were in service, and `concurrency` may then be the users of the test; a note says so where the two differ.
//! Fields stand between commas, semicolons or tabs.

use super::rows::{Column, Row, Rows};
use super::{Head, LoadSelection, LoadTestError};
use crate::results::{InServiceBasis, LoadFormat, LoadLevel, LoadNote, LoadTest};
use crate::units::{parse_share, parse_span};

/// Concurrency and throughput × latency that differ by more than this share are told.
const NOT_LITTLE: f64 = 0.1;

pub(super) fn recognises(head: &Head) -> bool {
    head.has(&["concurrency", "throughput"])
}

/// A column of latencies.
#[derive(Clone, Copy)]
enum Latency {
    WithUnit(Column),
    Number { column: Column, seconds: f64 },
}

pub(super) fn read(bytes: &[u8], selection: &LoadSelection) -> Result<LoadTest, LoadTestError> {
    if let Some(name) = selection.name.clone() {
        return Err(LoadTestError::NoSuchName { name, seen: Vec::new() });
    }
    let mut rows = Rows::open(bytes);
    let [concurrency, throughput] = rows.columns(LoadFormat::Table, ["concurrency", "throughput"])?;
    let (latency, failed) = (latency_column(&rows), rows.column("failed"));
    let (mut levels, mut notes, mut before) = (Vec::new(), Vec::new(), 0.0);
    while let Some(row) = rows.next()? {
        let given = positive(&row, concurrency)?;
        if given < before {
            return Err(LoadTestError::Falling { line: row.line(), before, seen: given });
        }
        before = given;
        let per_second = positive(&row, throughput)?;
        let latency = latency.map(|column| seconds(&row, column)).transpose()?.flatten();
        let failed_share = failed.map(|column| share(&row, column)).transpose()?.flatten();
        let level = level(given, per_second, latency, failed_share);
        if (level.in_service - given).abs() > NOT_LITTLE * given {
            notes.push(LoadNote::NotLittle { given, product: level.in_service });
        }
        levels.push(level);
    }
    notes.extend(rows.torn_line().map(|line| LoadNote::TornLastLine { line }));
    if levels.is_empty() {
        return Err(LoadTestError::NoRequests);
    }
    Ok(LoadTest { format: LoadFormat::Table, levels, notes })
}

fn level(given: f64, per_second: f64, latency: Option<f64>, failed_share: Option<f64>) -> LoadLevel {
    // Failed requests were served as well: all of them are in service.
    let all_per_second = per_second / (1.0 - failed_share.unwrap_or(0.0));
    let (in_service, basis) = match latency {
        Some(latency) => (all_per_second * latency, InServiceBasis::Little),
        None => (given, InServiceBasis::Given),
    };
    LoadLevel {
        in_service,
        basis,
        users: latency.map(|_| given),
        per_second,
        latency_mean_seconds: latency,
        latency_p95_seconds: None,
        failed_share,
        seconds: None,
    }
}

fn latency_column(rows: &Rows) -> Option<Latency> {
    let number = |name, seconds| Some(Latency::Number { column: rows.column(name)?, seconds });
    rows.column("latency")
        .map(Latency::WithUnit)
        .or_else(|| number("latency_ms", 1e-3))
        .or_else(|| number("latency_seconds", 1.0))
}

/// A number above zero; sizes beyond these are slips of the pen and would overflow.
fn positive(row: &Row, column: Column) -> Result<f64, LoadTestError> {
    let accepted = "a number above 0, up to 1e9";
    let number = row.number(column, accepted)?;
    if number > 0.0 && number <= 1e9 { Ok(number) } else { Err(row.refused(column, accepted)) }
}

/// A latency in seconds; `None` where the field is empty.
fn seconds(row: &Row, latency: Latency) -> Result<Option<f64>, LoadTestError> {
    let (column, accepted, seconds) = match latency {
        Latency::WithUnit(column) => {
            let accepted = "a length of time with its unit, such as 12ms or 1.5s";
            let text = row.text(column).into_owned();
            if text.is_empty() {
                return Ok(None);
            }
            let span = parse_span(&text).map_err(|_| row.refused(column, accepted))?;
            (column, accepted, span.seconds())
        }
        Latency::Number { column, .. } if row.text(column).is_empty() => return Ok(None),
        Latency::Number { column, seconds } => {
            let accepted = "a number above 0";
            (column, accepted, row.number(column, accepted)? * seconds)
        }
    };
    if seconds > 0.0 && seconds <= 1e6 { Ok(Some(seconds)) } else { Err(row.refused(column, accepted)) }
}

/// A share below all; `None` where the field is empty.
fn share(row: &Row, column: Column) -> Result<Option<f64>, LoadTestError> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    match parse_share(&text) {
        Ok(share) if share.value() < 1.0 => Ok(Some(share.value())),
        Ok(_) | Err(_) => Err(row.refused(column, "a share from 0 to below 1, such as 0.4% or 0.004")),
    }
}
