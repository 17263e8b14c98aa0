//! Locust's `_stats_history.csv`: a row for each second, with totals since the start.
//!
//! Taken: `Timestamp` (seconds since 1970), `User Count`, `Name`, `Total Request Count`, `Total Failure Count`, `Total
//! Average Response Time` (milliseconds since the start of the test, failed requests included), `95%` (milliseconds, of
//! the last ten seconds). Differences of totals are exact; the columns `Requests/s` and `Failures/s` are means over ten
//! seconds that lag behind and are not used. By default there are only rows of the name `Aggregated`; those of single
//! names need `--csv-full-history`.
//!
//! Source: Locust, `locust/stats.py`, `StatsCSVFileWriter`.

use super::rows::{Column, Row, Rows};
use super::timeline::{Names, Timeline};
use super::{Head, LoadSelection, LoadTestError};
use crate::results::{LoadFormat, LoadNote, LoadTest};

/// The name of the rows about all requests.
const ALL: &str = "Aggregated";
/// What stands where there is no figure.
const NOTHING: &str = "N/A";

pub(super) fn recognises(head: &Head) -> bool {
    head.has(&["timestamp", "user count", "name"])
}

/// The columns of use.
struct Columns {
    time: Column,
    users: Column,
    name: Column,
    requests: Column,
    failures: Column,
    average: Option<Column>,
    p95: Option<Column>,
}

/// Totals since the start.
#[derive(Clone, Copy)]
struct Totals {
    second: i64,
    requests: f64,
    failures: f64,
    /// Sum of the response times, seconds.
    latency: f64,
}

pub(super) fn read(bytes: &[u8], selection: &LoadSelection) -> Result<LoadTest, LoadTestError> {
    let mut rows = Rows::open(bytes);
    let names = ["Timestamp", "User Count", "Name", "Total Request Count", "Total Failure Count"];
    let [time, users, name, requests, failures] = rows.columns(LoadFormat::Locust, names)?;
    let (average, p95) = (rows.column("Total Average Response Time"), rows.column("95%"));
    let columns = Columns { time, users, name, requests, failures, average, p95 };
    let wanted = selection.name.as_deref().unwrap_or(ALL);
    let (mut timeline, mut seen) = (Timeline::default(), Names::default());
    let (mut before, mut has_rows): (Option<Totals>, bool) = (None, false);
    while let Some(row) = rows.next()? {
        has_rows = true;
        // Versions before 1.0 call it `Total`.
        let name = row.text(columns.name);
        if name != wanted && !(selection.name.is_none() && name == "Total") {
            seen.see(&name);
            continue;
        }
        let totals = totals(&row, &columns)?;
        take(&row, &columns, totals, before, &mut timeline)?;
        before = Some(totals);
    }
    if before.is_none() && has_rows {
        return Err(LoadTestError::NoSuchName { name: wanted.to_owned(), seen: seen.list() });
    }
    let (levels, mut notes) = timeline.levels()?;
    notes.extend(selection.name.clone().map(|name| LoadNote::OnlyNamed { name }));
    notes.extend(rows.torn_line().map(|line| LoadNote::TornLastLine { line }));
    Ok(LoadTest { format: LoadFormat::Locust, levels, notes })
}

fn totals(row: &Row, columns: &Columns) -> Result<Totals, LoadTestError> {
    let count = "a whole number from 0";
    let requests = row.number(columns.requests, count)?;
    let average = match columns.average {
        Some(column) if row.text(column) != NOTHING => row.number(column, "milliseconds, a number from 0")?,
        Some(_) | None => 0.0,
    };
    Ok(Totals {
        second: row.number(columns.time, "seconds since 1970")? as i64,
        requests,
        failures: row.number(columns.failures, count)?,
        latency: average / 1000.0 * requests,
    })
}

/// Counts what happened since the row before. The first row may sum up what came before the file: it only counts users.
fn take(
    row: &Row,
    columns: &Columns,
    now: Totals,
    before: Option<Totals>,
    timeline: &mut Timeline,
) -> Result<(), LoadTestError> {
    if before.is_some_and(|before| now.second < before.second) {
        return Err(row.refused(columns.time, "times that rise from row to row, as Locust writes them"));
    }
    let second = timeline.at(now.second);
    second.see_users(row.number(columns.users, "users, a number from 0")?);
    let Some(before) = before else { return Ok(()) };
    // Totals begin anew with --reset-stats.
    let is_reset = now.requests < before.requests;
    let since = |total: f64, earlier: f64| if is_reset { total } else { (total - earlier).max(0.0) };
    let requests = since(now.requests, before.requests);
    second.requests += requests;
    second.failed += since(now.failures, before.failures).min(requests);
    if columns.average.is_some() {
        second.latency_sum += since(now.latency, before.latency);
        second.timed += requests;
    }
    if let Some(p95) = columns.p95.filter(|column| row.text(*column) != NOTHING) {
        second.latency_p95 = Some(row.number(p95, "milliseconds, a number from 0, or N/A")? / 1000.0);
    }
    Ok(())
}
