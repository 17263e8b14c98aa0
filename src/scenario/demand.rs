//! Rebuilds demand, minute by minute, from a table of arrivals, admissions or bookings. Opens no file.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::clock::{WallClock, clock_time};
use super::cursor::Context;
use super::headcount::MOST_PEOPLE;
use super::issue::{Issue, Place, decode};
use super::keys::nearest;
use super::notice::Notice;
use crate::model::MinuteTable;
use crate::units::{MINUTE, SimTime, Span};

/// What the numbers of a table count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// People (or requests) that came.
    Arrivals,
    /// People whom a room let in, with its line.
    Admitted,
    /// Completed bookings.
    Bookings,
}

/// A table and what is known about it.
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) group: &'a str,
    pub(super) meaning: Meaning,
    pub(super) mean_visit: Span,
    pub(super) clock: Option<&'a WallClock>,
    pub(super) opening: SimTime,
}

/// Demand by minute.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub(super) table: MinuteTable,
    /// The sum, rounded.
    pub(super) people: u32,
}

/// Longest table, in minutes: two years.
const LONGEST: i64 = 2 * 366 * 24 * 60;
/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;
/// A value that a source marks as missing.
const MISSING: f64 = -1.0;

const ARRIVALS: [&str; 4] = ["arrivals", "requests", "people", "count"];
const ACCEPTED: [&str; 3] = ["accepted", "new_users_per_minute", "admitted"];
const LINE: [&str; 4] = ["line", "queued", "waiting", "totalqueuedusers"];
const LEFT: [&str; 1] = ["left"];
const BOOKINGS: [&str; 1] = ["bookings"];

/// How minutes are counted in a table.
enum TimeColumn {
    /// Whole minutes from the opening.
    Minute(usize),
    /// Clock times; the opening in minutes since midnight of zero's day.
    Clock { column: usize, opening: i64 },
}

/// The columns of a table.
struct Columns {
    names: Vec<String>,
    time: TimeColumn,
    main: usize,
    line: Option<usize>,
    left: Option<usize>,
}

/// One row, read.
struct Row {
    main: Option<f64>,
    line: Option<f64>,
    left: Option<f64>,
}

/// Reads a table into demand; `None` if it has issues.
pub(super) fn read(bytes: &[u8], source: &Source, context: &mut Context) -> Option<Demand> {
    let whole = |message: &str, accepted: &str| Issue::new(at(source, None), "", message).accepted(accepted);
    let text = match decode(bytes, |line| at(source, Some(line))) {
        Ok(text) => text,
        Err(issue) => return context.refuse(*issue),
    };
    if let Some(line) = open_quote(text) {
        let shown = text.lines().nth(line - 1).unwrap_or_default();
        let issue = Issue::new(at(source, Some(line)), "", "a torn row: its quote is never closed");
        return context.refuse(issue.seen(format!("`{shown}`")).accepted("a \" at both ends of a value"));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    if !matches!(reader.read_byte_record(&mut record), Ok(true)) {
        return context.refuse(whole("an empty file", "a header and a row for each minute"));
    }
    let header_line = record.position().map_or(1, |position| position.line() as usize);
    let columns = columns(&record, header_line, source, context)?;

    let issues_before = context.issues.len();
    let mut rows: BTreeMap<i64, (usize, Row)> = BTreeMap::new();
    let mut missing_values = 0;
    let mut previous_clock = None;
    while let Ok(true) = reader.read_byte_record(&mut record) {
        let line = record.position().map_or(0, |position| position.line() as usize);
        let place = at(source, Some(line));
        if record.len() != columns.names.len() {
            let message =
                format!("a torn row: {} values under {} columns", record.len(), columns.names.len());
            let shown = record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
            context.issues.push(
                Issue::new(place, "", message)
                    .seen(format!("`{shown}`"))
                    .accepted("one value for each column"),
            );
            continue;
        }
        let minute = minute_of(&record, &columns, &mut previous_clock, &place, context);
        let mut value =
            |column: usize| number(&record, column, &columns, &place, &mut missing_values, context);
        let row = Row {
            main: value(columns.main),
            line: columns.line.and_then(&mut value),
            left: columns.left.and_then(&mut value),
        };
        let Some(minute) = minute else { continue };
        if let Some((first, _)) = rows.get(&minute) {
            let name = &columns.names[columns.time.column()];
            let message = format!("the same minute as in line {first}");
            let issue = Issue::new(place, name, message).seen(shown(&record, columns.time.column()));
            context.issues.push(issue.accepted("each minute once"));
            continue;
        }
        rows.insert(minute, (line, row));
    }
    if context.issues.len() > issues_before {
        return None;
    }
    let (Some((&first, _)), Some((&last, _))) = (rows.first_key_value(), rows.last_key_value()) else {
        return context.refuse(whole("no rows under the header", "a row for each minute"));
    };
    if last - first >= LONGEST {
        let message = format!("from minute {first} to {last}: longer than two years");
        return context.refuse(whole(&message, "at most two years"));
    }
    let mut counts = match source.meaning {
        Meaning::Arrivals | Meaning::Bookings => plain(&rows, first, last),
        Meaning::Admitted => rebuilt(&rows, first, last, source, context),
    };
    // Empty minutes at the ends mean nothing; without them equal curves are equal tables.
    let filled = counts.iter().rposition(|count| *count > 0.0).map_or(0, |last| last + 1);
    counts.truncate(filled);
    let empty = counts.iter().take_while(|count| **count <= 0.0).count();
    counts.drain(..empty);
    let mut first_minute = first + empty as i64;

    let sum: f64 = counts.iter().sum();
    let people = sum + 0.5;
    if people < 1.0 {
        return context.refuse(whole("nobody in any minute", "at least one person"));
    }
    if people > f64::from(MOST_PEOPLE) {
        let message = format!("{sum:.0} people in all, more than can be simulated");
        return context.refuse(whole(&message, "at most 4,000,000,000"));
    }
    if missing_values > 0 {
        context.notices.push(Notice::MissingValues { file: source.file.to_owned(), values: missing_values });
    }
    if source.meaning == Meaning::Bookings {
        let minute = MINUTE.microseconds();
        let minutes = (source.mean_visit.microseconds() + minute / 2).div_euclid(minute);
        first_minute -= minutes;
        context.notices.push(Notice::BookingsAreNotDemand {
            group: source.group.to_owned(),
            file: source.file.to_owned(),
            shifted: Span::from_minutes(minutes),
        });
    }
    Some(Demand { table: MinuteTable { first_minute, counts }, people: people as u32 })
}

/// The line of a quote that is open at the end: there the table was torn, and the reader would not say so.
pub(super) fn open_quote(text: &str) -> Option<usize> {
    #[derive(PartialEq)]
    enum Within {
        Start { row: bool },
        Comment,
        Plain,
        Quotes { since: usize },
        QuoteInQuotes { since: usize },
    }
    let mut line = 1;
    let mut within = Within::Start { row: true };
    for byte in text.bytes() {
        within = match (within, byte) {
            (Within::Start { row: true }, b'#') => Within::Comment,
            (Within::Start { .. }, b'"') => Within::Quotes { since: line },
            (Within::Quotes { since }, b'"') => Within::QuoteInQuotes { since },
            (Within::Quotes { since }, _) | (Within::QuoteInQuotes { since }, b'"') => {
                Within::Quotes { since }
            }
            (Within::Comment, b'\n') => Within::Start { row: true },
            (Within::Comment, _) => Within::Comment,
            (_, b'\n' | b'\r') => Within::Start { row: true },
            (_, b',') => Within::Start { row: false },
            (_, _) => Within::Plain,
        };
        line += usize::from(byte == b'\n');
    }
    match within {
        Within::Quotes { since } => Some(since),
        Within::Start { .. } | Within::Comment | Within::Plain | Within::QuoteInQuotes { .. } => None,
    }
}

impl TimeColumn {
    fn column(&self) -> usize {
        match self {
            TimeColumn::Minute(column) | TimeColumn::Clock { column, .. } => *column,
        }
    }
}

fn at(source: &Source, line: Option<usize>) -> Place {
    Place::Attachment { file: source.file.to_owned(), line }
}

fn shown(record: &ByteRecord, column: usize) -> String {
    format!("\"{}\"", String::from_utf8_lossy(&record[column]))
}

fn columns(header: &ByteRecord, line: usize, source: &Source, context: &mut Context) -> Option<Columns> {
    let names: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let place = at(source, Some(line));
    // `Ok(None)`: not there; `Err`: there more than once, which has been reported.
    let find = |wanted: &[&str], context: &mut Context| {
        let mut found = (0..lower.len()).filter(|column| wanted.contains(&lower[*column].as_str()));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => {
                let message = format!("`{}` and `{}` could both be meant", names[first], names[second]);
                context.issues.push(
                    Issue::new(place.clone(), "", message).accepted(format!("one of {}", wanted.join(", "))),
                );
                Err(())
            }
            (first, _) => Ok(first),
        }
    };
    let require = |wanted: &[&str], what: &str, context: &mut Context| match find(wanted, context) {
        Ok(Some(column)) => Some(column),
        Ok(None) => {
            let meant = lower.iter().find(|name| nearest(name, wanted.iter().copied()).is_some());
            let meant = meant.and_then(|name| nearest(name, wanted.iter().copied()));
            let issue = Issue::new(place.clone(), "", format!("no column of {what}"))
                .seen(format!("`{}`", names.join(",")));
            context.refuse(issue.accepted(format!("a column {}", wanted.join(" or "))).suggestion(meant))
        }
        Err(()) => None,
    };
    let time = match (find(&["minute"], context), find(&["time"], context)) {
        (Ok(Some(column)), _) => Some(TimeColumn::Minute(column)),
        (Ok(None), Ok(Some(column))) => clock_column(column, source, &place, &names[column], context),
        (Ok(None), Ok(None)) => require(&["minute", "time"], "minutes", context).map(TimeColumn::Minute),
        (Err(()), _) | (_, Err(())) => None,
    };
    let (main, line_column, left) = match source.meaning {
        Meaning::Arrivals => (require(&ARRIVALS, "arrivals", context), Some(None), Some(None)),
        Meaning::Admitted => (
            require(&ACCEPTED, "people accepted", context),
            require(&LINE, "the line", context).map(Some),
            find(&LEFT, context).ok(),
        ),
        Meaning::Bookings => (require(&BOOKINGS, "bookings", context), Some(None), Some(None)),
    };
    Some(Columns { names, time: time?, main: main?, line: line_column?, left: left? })
}

fn clock_column(
    column: usize,
    source: &Source,
    place: &Place,
    name: &str,
    context: &mut Context,
) -> Option<TimeColumn> {
    let refuse = |message: &str, accepted: &str| Issue::new(place.clone(), name, message).accepted(accepted);
    match source.clock.map(|clock| clock.full_minute(source.opening)) {
        Some(Some(opening)) => Some(TimeColumn::Clock { column, opening }),
        Some(None) => context.refuse(refuse(
            "clock times in a table need a room that opens on a full minute",
            "an opening such as 9:00, or a column minute",
        )),
        None => context.refuse(refuse(
            "clock times without a clock time of the opening",
            context.worded(
                "--opens-at, or a column minute that counts from the opening",
                "opens_at in the scenario, or a column minute that counts from the opening",
            ),
        )),
    }
}

fn minute_of(
    record: &ByteRecord,
    columns: &Columns,
    previous: &mut Option<i64>,
    place: &Place,
    context: &mut Context,
) -> Option<i64> {
    let column = columns.time.column();
    let cell = std::str::from_utf8(&record[column]).unwrap_or_default();
    let refuse = |message: &str, accepted: &str| {
        Issue::new(place.clone(), &columns.names[column], message)
            .seen(shown(record, column))
            .accepted(accepted)
    };
    match columns.time {
        TimeColumn::Minute(_) => match cell.parse::<i64>() {
            Ok(minute) if Span::MAX.minutes() >= (minute as f64).abs() => Some(minute),
            Ok(_) => context.refuse(refuse("more than ten years away", "minutes from the opening")),
            Err(_) => context.refuse(refuse(
                "not a whole number of minutes",
                "minutes from the opening such as -10 or 25",
            )),
        },
        TimeColumn::Clock { opening, .. } => {
            let accepted = "a clock time on a full minute such as 9:07";
            let Some(time) = clock_time(cell) else {
                return context.refuse(refuse("not a clock time", accepted));
            };
            if time.second() != 0 {
                return context.refuse(refuse("not on a full minute", accepted));
            }
            let minute = i64::from(time.hour()) * 60 + i64::from(time.minute()) - opening;
            // The first time is the one nearest to the opening; each later one is nearest to the one before, so
            // that a table may cross midnight.
            let near = previous.unwrap_or(0);
            let minute = near + (minute - near + DAY_MINUTES / 2).rem_euclid(DAY_MINUTES) - DAY_MINUTES / 2;
            *previous = Some(minute);
            Some(minute)
        }
    }
}

/// A number of people; `None` for a missing one, and for one with an issue.
fn number(
    record: &ByteRecord,
    column: usize,
    columns: &Columns,
    place: &Place,
    missing_values: &mut usize,
    context: &mut Context,
) -> Option<f64> {
    let cell = std::str::from_utf8(&record[column]).unwrap_or_default();
    let refused = match cell.parse::<f64>() {
        Ok(value) if !value.is_finite() => "not a finite number",
        Ok(value) if value >= 0.0 => return Some(value),
        Ok(value) if value.total_cmp(&MISSING).is_eq() => {
            *missing_values += 1;
            return None;
        }
        Ok(_) => "negative",
        Err(_) if cell.is_empty() => "an empty value",
        Err(_) => "not a number",
    };
    let issue = Issue::new(place.clone(), &columns.names[column], refused).seen(shown(record, column));
    context.refuse(issue.accepted("a number of people from 0; -1 for a missing value"))
}

/// The table's own numbers; minutes that are not there are empty.
fn plain(rows: &BTreeMap<i64, (usize, Row)>, first: i64, last: i64) -> Vec<f64> {
    let mut counts = vec![0.0; (last - first + 1) as usize];
    for (minute, (_, row)) in rows {
        counts[(minute - first) as usize] = row.main.unwrap_or(0.0);
    }
    counts
}

/// Who came = who was accepted + by how much the line grew + who left it. A minute that is not there, or whose
/// line is missing, leaves its growth to the next one.
fn rebuilt(
    rows: &BTreeMap<i64, (usize, Row)>,
    first: i64,
    last: i64,
    source: &Source,
    context: &mut Context,
) -> Vec<f64> {
    let mut counts = vec![0.0; (last - first + 1) as usize];
    let mut line_before = 0.0;
    let (mut minutes, mut people) = (0, 0.0);
    for (minute, (_, row)) in rows {
        let line = row.line.unwrap_or(line_before);
        let came = row.main.unwrap_or(0.0) + (line - line_before) + row.left.unwrap_or(0.0);
        line_before = line;
        if came < 0.0 {
            minutes += 1;
            people -= came;
        }
        counts[(minute - first) as usize] = came.max(0.0);
    }
    if minutes > 0 {
        context.notices.push(Notice::DemandClipped { file: source.file.to_owned(), minutes, people });
    }
    counts
}
