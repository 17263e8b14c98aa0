//! A table with a header: a column of times, and figures.
//!
//! | column | means |
//! |---|---|
//! | `minute` | whole minutes from the opening, negative before it |
//! | or `time` | a clock time, or a date and a time |
//! | `line` | places in line: what the room calls queued users |
//! | `active` | sessions: what the room calls active users |
//! | `accepted` | people let in during the minute: what the room calls new users per minute |
//!
//! `columns.rs` has the other names. An empty field, `-` or −1 is missing. Columns of other names are passed over.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::columns::{Figure, Meaning, meaning};
use super::error::Place;
use super::time::{self, When};
use super::{MOST_ROWS, ObservedError, Row, Rows};
use crate::results::ObservedSource;
use crate::units::to_half_width;

/// What may stand between two fields.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// More people than there are.
const MOST_PEOPLE: f64 = 1e9;
/// How to write a figure.
const ACCEPTED_FIGURE: &str = "a number of people from 0 to 1e9; empty, - or -1 where it is missing";
/// How to write a minute.
const ACCEPTED_MINUTE: &str = "a whole number of minutes from the opening, such as 7 or -5";

/// Where the columns are.
struct Columns {
    time: (usize, Meaning),
    figures: Vec<(usize, Figure)>,
}

pub(super) fn read(text: &str) -> Result<Rows, ObservedError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut header = StringRecord::new();
    // Reading valid UTF-8 from memory cannot fail, and every number of fields is taken.
    let _ = reader.read_record(&mut header);
    let columns = Columns::find(&header)?;
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != header.len() {
            return Err(ObservedError::RowLength { line, wanted: header.len(), seen: record.len() });
        }
        if rows.len() == MOST_ROWS {
            return Err(ObservedError::TooManyRows { most: MOST_ROWS });
        }
        rows.push(columns.row(&record, &header, line)?);
    }
    Ok(Rows { source: ObservedSource::Table, rows, notes: Vec::new() })
}

impl Columns {
    fn find(header: &StringRecord) -> Result<Columns, ObservedError> {
        let names = || header.iter().map(str::to_owned).collect::<Vec<String>>();
        let known: Vec<(usize, Meaning)> =
            header.iter().enumerate().filter_map(|(at, name)| Some((at, meaning(name)?))).collect();
        for (position, (at, meaning)) in known.iter().enumerate() {
            if let Some((other, _)) = known[..position].iter().find(|(_, other)| other == meaning) {
                return Err(ObservedError::SameMeaning {
                    names: [*other, *at].map(|column| header[column].to_owned()),
                });
            }
        }
        let column = |wanted: Meaning| known.iter().copied().find(|(_, meaning)| *meaning == wanted);
        let time = column(Meaning::Minute).or(column(Meaning::Time));
        let figures: Vec<(usize, Figure)> = known
            .iter()
            .filter_map(|(at, meaning)| match meaning {
                Meaning::Figure(figure) => Some((*at, *figure)),
                Meaning::Minute | Meaning::Time => None,
            })
            .collect();
        match time {
            None => Err(ObservedError::NoTimes { seen: names() }),
            Some(_) if figures.is_empty() => Err(ObservedError::NoFigures { seen: names() }),
            Some(time) => Ok(Columns { time, figures }),
        }
    }

    fn row(&self, record: &StringRecord, header: &StringRecord, line: u64) -> Result<Row, ObservedError> {
        let refused = |at: usize, accepted: &'static str| ObservedError::Field {
            place: Place::Line(line),
            name: header[at].to_owned(),
            seen: record[at].to_owned(),
            accepted,
        };
        let (at, meaning) = self.time;
        let when = match meaning {
            Meaning::Minute => minute(&record[at]).ok_or_else(|| refused(at, ACCEPTED_MINUTE))?,
            Meaning::Time | Meaning::Figure(_) => {
                time::when(&record[at]).ok_or_else(|| refused(at, time::ACCEPTED))?
            }
        };
        let mut figures = [None; 5];
        for (at, figure) in &self.figures {
            figures[*figure as usize] = count(&record[*at]).ok_or_else(|| refused(*at, ACCEPTED_FIGURE))?;
        }
        Ok(Row { when, figures })
    }
}

fn minute(text: &str) -> Option<When> {
    to_half_width(text).parse().ok().map(When::Minute)
}

/// A number of people, or nothing where it is missing; `None` if it is neither.
fn count(text: &str) -> Option<Option<f64>> {
    let narrow = to_half_width(text);
    let narrow = narrow.trim().strip_suffix('人').unwrap_or(narrow.trim());
    if matches!(narrow, "" | "-" | "-1") {
        return Some(None);
    }
    let number: f64 = without_groups(narrow)?.parse().ok()?;
    (number.is_finite() && (0.0..=MOST_PEOPLE).contains(&number)).then_some(Some(number))
}

/// `26,900` without its comma; `None` if commas stand anywhere else than between groups of three digits.
fn without_groups(text: &str) -> Option<String> {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let sound = whole == first
        || matches!(first.len(), 1..=3)
            && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()));
    sound.then(|| text.replace(',', ""))
}

/// The delimiter that the first line has most of; of equals the first.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
