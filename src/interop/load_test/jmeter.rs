//! JMeter's JTL as CSV: a row for each request.
//!
//! Taken: `timeStamp` (start of the request, milliseconds since 1970), `elapsed` (milliseconds to the last byte), `label`,
//! `success`, `allThreads` (threads of the whole test). Rows of transaction controllers sum up requests that have rows of
//! their own and are left out; they are told by their `responseMessage`.
//!
//! Source: Apache JMeter, user's manual, "Listeners: CSV log format", and `TransactionSampler`; `timeStamp` is the start by
//! the property `sampleresult.timestamp.start=true` of the distributed `jmeter.properties`.

use super::rows::{Column, Row, Rows};
use super::timeline::{Names, Timeline};
use super::{Head, LoadSelection, LoadTestError};
use crate::results::{LoadFormat, LoadNote, LoadTest};

/// How the message of a transaction controller begins.
const SUM: &str = "Number of samples in transaction";

pub(super) fn recognises(head: &Head) -> bool {
    head.has(&["timestamp", "elapsed"])
}

/// The columns of use.
struct Columns {
    time: Column,
    elapsed: Column,
    label: Option<Column>,
    message: Option<Column>,
    success: Option<Column>,
    threads: Option<Column>,
}

pub(super) fn read(bytes: &[u8], selection: &LoadSelection) -> Result<LoadTest, LoadTestError> {
    let mut rows = Rows::open(bytes);
    let [time, elapsed] = rows.columns(LoadFormat::Jmeter, ["timeStamp", "elapsed"])?;
    let columns = Columns {
        time,
        elapsed,
        label: rows.column("label"),
        message: rows.column("responseMessage"),
        success: rows.column("success"),
        threads: rows.column("allThreads"),
    };
    let (mut timeline, mut names) = (Timeline::default(), Names::default());
    let (mut sums, mut has_name) = (0, false);
    while let Some(row) = rows.next()? {
        if columns.message.is_some_and(|column| row.text(column).starts_with(SUM)) {
            sums += 1;
            continue;
        }
        let label = columns.label.map(|column| row.text(column)).unwrap_or_default();
        names.see(&label);
        let is_wanted = selection.name.as_ref().is_none_or(|wanted| *wanted == label);
        has_name |= is_wanted;
        take(&row, &columns, is_wanted, &mut timeline)?;
    }
    if let Some(name) = selection.name.clone().filter(|_| !has_name) {
        return Err(LoadTestError::NoSuchName { name, seen: names.list() });
    }
    let (mut levels, mut notes) = timeline.levels()?;
    notes.extend(names.note(selection.name.as_deref()));
    notes.extend((sums > 0).then_some(LoadNote::SkippedSums { rows: sums }));
    notes.extend(rows.torn_line().map(|line| LoadNote::TornLastLine { line }));
    if columns.success.is_none() {
        notes.push(LoadNote::FailuresUnknown);
        levels.iter_mut().for_each(|level| level.failed_share = None);
    }
    Ok(LoadTest { format: LoadFormat::Jmeter, levels, notes })
}

fn take(row: &Row, columns: &Columns, is_wanted: bool, timeline: &mut Timeline) -> Result<(), LoadTestError> {
    let accepted = "milliseconds since 1970 (jmeter.save.saveservice.timestamp_format=ms)";
    let start = row.number(columns.time, accepted)?;
    let elapsed = row.number(columns.elapsed, "milliseconds, a number from 0")?;
    // A year far beyond any calendar would only move the saturated end of the numbers.
    let second = timeline.at(((start + elapsed) / 1000.0) as i64);
    if let Some(threads) = columns.threads {
        second.see_users(row.number(threads, "threads, a number from 0")?);
    }
    if !is_wanted {
        return Ok(());
    }
    second.add_timed(elapsed / 1000.0);
    if let Some(success) = columns.success {
        match row.text(success).to_ascii_lowercase().as_str() {
            "true" => {}
            "false" => second.failed += 1.0,
            _ => return Err(row.refused(success, "true or false")),
        }
    }
    Ok(())
}
