//! Why a file of observed minutes is refused.

use std::fmt;

use super::MOST_BYTES;

/// Most names that a message lists.
const LISTED: usize = 10;
/// Most characters of a value that a message repeats.
const SHOWN: usize = 40;

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line of a text, from 1.
    Line(u64),
    /// Row of a list of JSON.
    Row {
        /// From 1.
        row: u64,
        /// The name under which the list stands.
        list: String,
    },
}

/// Why a file does not tell what a room showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObservedError {
    /// Nothing in it, or only blanks.
    Empty,
    /// More bytes than are read.
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// It is something else than a text of a table or JSON.
    OtherFile {
        /// What it is.
        what: &'static str,
        /// What is accepted instead.
        accepted: &'static str,
    },
    /// The text is not UTF-8.
    NotUtf8 {
        /// Line of the first byte that is not, from 1.
        line: usize,
    },
    /// More rows than are read.
    TooManyRows {
        /// How many are.
        most: usize,
    },
    /// The header has no column of times.
    NoTimes {
        /// The columns.
        seen: Vec<String>,
    },
    /// The header has no column of figures.
    NoFigures {
        /// The columns.
        seen: Vec<String>,
    },
    /// Two columns mean the same.
    SameMeaning {
        /// Their names.
        names: [String; 2],
    },
    /// A row has more or fewer fields than the header.
    RowLength {
        /// From 1.
        line: u64,
        /// Fields of the header.
        wanted: usize,
        /// Fields of the row.
        seen: usize,
    },
    /// A value cannot be read or is out of range.
    Field {
        /// Where.
        place: Place,
        /// The column or field.
        name: String,
        /// The value; empty if it is missing.
        seen: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// The text is not JSON.
    Json {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// The text is the API's refusal.
    Refused {
        /// Its messages.
        messages: Vec<String>,
    },
    /// No list in the JSON has rows of figures with a time.
    NoList,
    /// Several lists have them.
    SeveralLists {
        /// Their names.
        names: Vec<String>,
    },
    /// Rows of several rooms.
    SeveralRooms {
        /// Their names.
        names: Vec<String>,
    },
    /// Rows of more than a minute.
    TooCoarse {
        /// The field of time.
        key: String,
    },
    /// A header and no rows, or an empty list.
    NoRows,
    /// Rows, and not one figure in them.
    AllMissing,
    /// Times of the day or dates, and nobody knows when the room opened.
    NoOpening {
        /// Whether the times have dates.
        has_dates: bool,
    },
    /// The file holds the opening's time of the day more than once.
    SeveralDays {
        /// The first two days.
        days: [String; 2],
    },
    /// The opening that the user gives cannot be read.
    OpenedAt {
        /// What was given.
        seen: String,
    },
    /// No time zone has this name.
    UnknownZone {
        /// The name.
        seen: String,
    },
    /// A time that no calendar of the program holds.
    OutOfRange {
        /// The time.
        seen: String,
    },
    /// Every row is far from the opening.
    AllFarAway {
        /// More than so many hours.
        hours: u32,
        /// The nearest row: hours from the opening.
        nearest: i64,
    },
}

pub(super) fn json_error(error: &serde_json::Error) -> ObservedError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let place = format!(" at line {line} column {column}");
    ObservedError::Json { line, column, problem: text.strip_suffix(&place).unwrap_or(&text).to_owned() }
}

/// The text of a file, without the mark at its beginning.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, ObservedError> {
    let other = |what, accepted| Err(ObservedError::OtherFile { what, accepted });
    if bytes.len() > MOST_BYTES {
        return Err(ObservedError::TooLarge { bytes: bytes.len() });
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return other("a compressed file (gzip)", "the file unpacked, as by gunzip");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return other("a workbook or a ZIP file", "the sheet saved as CSV (UTF-8)");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return other("no plain text, or a text in UTF-16", "a text in UTF-8");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        ObservedError::NotUtf8 { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
    })?;
    match text.trim_start() {
        "" => Err(ObservedError::Empty),
        start if start.starts_with('<') => other("a web page or XML", "a table as CSV, or JSON"),
        _ => Ok(text),
    }
}

/// A value as a message repeats it.
fn shown(value: &str) -> String {
    let plain: String = value.chars().filter(|character| !character.is_control()).take(SHOWN).collect();
    if plain.len() < value.len() { format!("{plain}…") } else { plain }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let first: Vec<String> = names.iter().take(LISTED).map(|name| shown(name)).collect();
    let more = if names.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(line) => write!(out, "line {line}"),
            Place::Row { row, list } => write!(out, "row {row} of {}", shown(list)),
        }
    }
}

impl fmt::Display for ObservedError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ObservedError::Empty => write!(
                out,
                "the file is empty; accepted: a table with the columns minute or time, and line, active or accepted"
            ),
            ObservedError::TooLarge { bytes } => write!(
                out,
                "{} MB; accepted: up to {} MB (a day by the minute is less than one)",
                bytes >> 20,
                MOST_BYTES >> 20
            ),
            ObservedError::OtherFile { what, accepted } => {
                write!(out, "this is {what}; accepted: {accepted}")
            }
            ObservedError::NotUtf8 { line } => {
                write!(out, "line {line}: not UTF-8; accepted: the table saved as \"CSV UTF-8\"")
            }
            ObservedError::TooManyRows { most } => {
                write!(out, "more than {most} rows; accepted: the minutes of one day")
            }
            ObservedError::NoTimes { seen } => write!(
                out,
                "line 1: no column of times, seen: {}; accepted: minute (minutes from the opening) or time (9:07, or \
                 2026-12-01T00:07:00Z)",
                listed(seen)
            ),
            ObservedError::NoFigures { seen } => write!(
                out,
                "line 1: no column of figures, seen: {}; accepted: any of line, active and accepted",
                listed(seen)
            ),
            ObservedError::SameMeaning { names: [one, other] } => {
                write!(
                    out,
                    "line 1: {} and {} mean the same; accepted: one of them",
                    shown(one),
                    shown(other)
                )
            }
            ObservedError::RowLength { line, wanted, seen } => {
                write!(out, "line {line}: {seen} fields; accepted: {wanted}, as the header has")
            }
            ObservedError::Field { place, name, seen, accepted } => match seen.as_str() {
                "" | "null" => write!(out, "{place}, {} is missing; accepted: {accepted}", shown(name)),
                seen => write!(out, "{place}, {} = {}; accepted: {accepted}", shown(name), shown(seen)),
            },
            ObservedError::Json { line, column, problem } => {
                write!(out, "not JSON: line {line}, column {column}: {problem}")
            }
            ObservedError::Refused { messages } => write!(
                out,
                "Cloudflare refused the query: {}; accepted: the answer to a query that it takes",
                listed(messages)
            ),
            ObservedError::NoList => write!(
                out,
                "no list of minutes in it; accepted: the answer to a query of waitingRoomAnalyticsAdaptiveGroups with \
                 dimensions {{ datetimeMinute }} and avg or max of totalQueuedUsers, totalActiveUsers, newUsersPerMinute, or \
                 rows of waitingRoomAnalyticsAdaptive with datetime"
            ),
            ObservedError::SeveralLists { names } => {
                write!(out, "several lists of minutes: {}; accepted: one", listed(names))
            }
            ObservedError::SeveralRooms { names } => write!(
                out,
                "minutes of several rooms: {}; accepted: those of one, filtered by waitingRoomId",
                listed(names)
            ),
            ObservedError::TooCoarse { key } => {
                write!(out, "times are in {key}; accepted: datetimeMinute, or datetime")
            }
            ObservedError::NoRows => write!(out, "no rows; accepted: at least one minute"),
            ObservedError::AllMissing => {
                write!(out, "no figure in any row; accepted: at least one of line, active and accepted")
            }
            ObservedError::NoOpening { has_dates: false } => write!(
                out,
                "clock times, and the answer counts from the opening without a clock; accepted: a column minute (minutes from \
                 the opening), or the opening as --opened-at 2026-12-01T09:00+09:00"
            ),
            ObservedError::NoOpening { has_dates: true } => write!(
                out,
                "dates and times, and the answer counts from the opening without a clock; accepted: a column minute (minutes \
                 from the opening), or the opening as --opened-at 2026-12-01T09:00+09:00"
            ),
            ObservedError::SeveralDays { days: [one, other] } => write!(
                out,
                "the room may have opened on {one} or on {other}; accepted: the minutes of one day, or the opening as \
                 --opened-at 2026-12-01T09:00+09:00"
            ),
            ObservedError::OpenedAt { seen } => write!(
                out,
                "--opened-at {}: not a date and a time; accepted: such as 2026-12-01T09:00+09:00",
                shown(seen)
            ),
            ObservedError::UnknownZone { seen } => write!(
                out,
                "unknown time zone {}; accepted: the name of a time zone such as Asia/Tokyo",
                shown(seen)
            ),
            ObservedError::OutOfRange { seen } => {
                write!(out, "{}: out of range; accepted: a time near the opening", shown(seen))
            }
            ObservedError::AllFarAway { hours, nearest } => write!(
                out,
                "every row is more than {hours} hours from the opening, the nearest one {nearest} hours; accepted: the minutes \
                 of that day, or the opening as --opened-at 2026-12-01T09:00+09:00"
            ),
        }
    }
}

impl std::error::Error for ObservedError {}
