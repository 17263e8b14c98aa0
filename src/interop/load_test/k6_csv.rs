//! k6 with `--out csv`: a row for each sample of each metric, written when a request ends.
//!
//! Taken: `http_req_duration` (milliseconds; one row a request), `http_req_failed` (1 for a request that failed), `vus`
//! (once a second). Where response times were not saved, `http_reqs` counts the requests. Times are seconds since 1970, or
//! what `K6_CSV_TIME_FORMAT` makes of them: thousandths, millionths, billionths, RFC 3339.
//!
//! Source: k6, `internal/output/csv/output.go` (columns and forms of time); the columns after the third depend on the
//! system tags that are on.

use super::rows::{Column, Row, Rows};
use super::timeline::{Names, Timeline};
use super::{Head, LoadSelection, LoadTestError};
use crate::results::{LoadFormat, LoadNote, LoadTest};

const DURATION: &str = "http_req_duration";
const FAILED: &str = "http_req_failed";
const REQUESTS: &str = "http_reqs";
const USERS: &str = "vus";

const TIME: &str =
    "a time as k6 writes it: seconds since 1970, thousandths, millionths or billionths of them, or RFC 3339";
const MILLISECONDS: &str = "milliseconds, a number from 0";
const AMOUNT: &str = "a number from 0";

pub(super) fn recognises(head: &Head) -> bool {
    head.has(&["metric_name", "timestamp", "metric_value"])
}

/// The columns of use.
struct Columns {
    metric: Column,
    time: Column,
    value: Column,
    name: Option<Column>,
    expected: Option<Column>,
}

/// What has been read.
#[derive(Default)]
struct Samples {
    /// Requests by their response times.
    timed: Timeline,
    /// Requests by their counter, should there be no response times.
    counted: Timeline,
    metrics: Names,
    names: Names,
    /// Whether the file tells which requests failed.
    tells_failures: bool,
    /// Whether a request has the name that is wanted.
    has_name: bool,
}

pub(super) fn read(bytes: &[u8], selection: &LoadSelection) -> Result<LoadTest, LoadTestError> {
    let mut rows = Rows::open(bytes);
    let [metric, time, value] =
        rows.columns(LoadFormat::K6Csv, ["metric_name", "timestamp", "metric_value"])?;
    let (name, expected) = (rows.column("name"), rows.column("expected_response"));
    let columns = Columns { metric, time, value, name, expected };
    let mut samples = Samples::default();
    while let Some(row) = rows.next()? {
        samples.take(&row, &columns, selection)?;
    }
    finish(samples, selection, rows.torn_line())
}

impl Samples {
    fn take(&mut self, row: &Row, columns: &Columns, selection: &LoadSelection) -> Result<(), LoadTestError> {
        let duration = selection.metric.as_deref().unwrap_or(DURATION);
        let metric = row.text(columns.metric);
        self.metrics.see(&metric);
        let is_default = selection.metric.is_none();
        let is_request = *metric == *duration || is_default && matches!(&*metric, FAILED | REQUESTS);
        if !is_request && metric != USERS {
            return Ok(());
        }
        let second = second(row, columns.time)?;
        if metric == USERS {
            let users = row.number(columns.value, AMOUNT)?;
            self.timed.at(second).see_users(users);
            self.counted.at(second).see_users(users);
            return Ok(());
        }
        if !self.is_wanted(row, columns, selection) {
            return Ok(());
        }
        match &*metric {
            FAILED if is_default => {
                let failed = row.number(columns.value, "0 or 1")?;
                self.tells_failures = true;
                self.timed.at(second).failed += failed;
                self.counted.at(second).failed += failed;
            }
            REQUESTS if is_default => {
                self.counted.at(second).requests += row.number(columns.value, AMOUNT)?;
            }
            _ => {
                let latency = row.number(columns.value, MILLISECONDS)? / 1000.0;
                self.timed.at(second).add_timed(latency);
                // Other metrics than k6's own for HTTP have no rate of failures beside them.
                if let Some(expected) = columns.expected.filter(|_| !is_default) {
                    self.tells_failures |= !row.text(expected).is_empty();
                    self.timed.at(second).failed += f64::from(u8::from(row.text(expected) == "false"));
                }
            }
        }
        Ok(())
    }

    fn is_wanted(&mut self, row: &Row, columns: &Columns, selection: &LoadSelection) -> bool {
        let name = columns.name.map(|column| row.text(column)).unwrap_or_default();
        self.names.see(&name);
        let is_wanted = selection.name.as_ref().is_none_or(|wanted| *wanted == name);
        self.has_name |= is_wanted;
        is_wanted
    }
}

fn finish(samples: Samples, selection: &LoadSelection, torn: Option<u64>) -> Result<LoadTest, LoadTestError> {
    let names = samples.names.list();
    if names.is_empty() {
        let metric = selection.metric.clone().unwrap_or(DURATION.to_owned());
        let seen = samples.metrics.list();
        return Err(if seen.is_empty() {
            LoadTestError::NoRequests
        } else {
            LoadTestError::NoSuchMetric { metric, seen }
        });
    }
    if let Some(name) = selection.name.clone().filter(|_| !samples.has_name) {
        return Err(LoadTestError::NoSuchName { name, seen: names });
    }
    let timeline = if samples.timed.has_requests() { samples.timed } else { samples.counted };
    let (mut levels, mut notes) = timeline.levels()?;
    notes.extend(samples.names.note(selection.name.as_deref()));
    notes.extend(torn.map(|line| LoadNote::TornLastLine { line }));
    if !samples.tells_failures {
        notes.push(LoadNote::FailuresUnknown);
        levels.iter_mut().for_each(|level| level.failed_share = None);
    }
    Ok(LoadTest { format: LoadFormat::K6Csv, levels, notes })
}

/// The second of a row's time, since 1970.
fn second(row: &Row, column: Column) -> Result<i64, LoadTestError> {
    let text = row.text(column);
    let found = match text.parse::<i64>() {
        Ok(number) => seconds_of(number),
        Err(_) => text.parse::<jiff::Timestamp>().ok().map(|time| time.as_second()),
    };
    found.ok_or_else(|| row.refused(column, TIME))
}

/// Seconds of a number of seconds or of parts of them: told apart by their size, in the years from 1973 to 5138.
fn seconds_of(number: i64) -> Option<i64> {
    const UNITS: [(i64, i64); 3] =
        [(100_000_000_000, 1), (100_000_000_000_000, 1_000), (100_000_000_000_000_000, 1_000_000)];
    let unit = UNITS.iter().find(|(end, _)| number < *end).map_or(1_000_000_000, |(_, unit)| *unit);
    (number >= 0).then_some(number / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_form() {
        let mut text = "metric_name,timestamp,metric_value\n".to_owned();
        for time in [
            "1777593600",
            "1777593600123",
            "1777593600123456",
            "1777593600123456789",
            "2026-05-01T00:00:00.5Z",
            "2026-05-01T09:00:00+09:00",
        ] {
            text.push_str(&format!("vus,{time},1\n"));
        }
        let mut rows = Rows::open(text.as_bytes());
        let [_, time, _] =
            rows.columns(LoadFormat::K6Csv, ["metric_name", "timestamp", "metric_value"]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            assert_eq!(second(&row, time), Ok(1_777_593_600));
        }
    }
}
