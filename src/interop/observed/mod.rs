//! Reads what a room showed on the day: bytes in, minutes counted from the opening out.
//!
//! Opens no files and judges nothing. Minutes are those of the clock, as everywhere: minute 0 holds the opening. Rows may
//! come in any order; of several rows in one minute the mean is taken, and of their maxima the largest.
//!
//! | file | does |
//! |---|---|
//! | `table.rs` | a CSV with a header: `minute` or `time`, and any of `line`, `active`, `accepted` |
//! | `cloudflare.rs` | Cloudflare's analytics as JSON, in groups or row by row |
//! | `columns.rs` | what columns and fields may be called |
//! | `time.rs` | clock times and dates |
//! | `opening.rs` | from times to minutes since the opening |
//! | `error.rs` | why a file is refused |
//!
//! Texts are UTF-8, with or without a mark at the beginning; whoever knows other encodings decodes before.

mod cloudflare;
mod columns;
mod error;
mod opening;
mod table;
mod time;

use std::collections::BTreeMap;

pub use error::{ObservedError, Place as ObservedPlace};
pub use opening::ObservedOpening;

use crate::results::{Observed, ObservedFigure, ObservedMinute, ObservedNote, ObservedSource};
use columns::Figure;
use opening::Opening;
use time::When;

/// Largest file, bytes: a month of minutes of every field takes less.
const MOST_BYTES: usize = 64 << 20;
/// Most rows.
const MOST_ROWS: usize = 200_000;
/// Rows further from the opening belong to another day.
const FAR_HOURS: u32 = 48;

/// One row of a file.
struct Row {
    when: When,
    /// In the order of [`Figure::ALL`].
    figures: [Option<f64>; 5],
}

/// What a reader of one format gives.
struct Rows {
    source: ObservedSource,
    rows: Vec<Row>,
    notes: Vec<ObservedNote>,
}

/// Reads a table or Cloudflare's analytics; which of them is told by the content.
///
/// # Errors
/// What is wrong, with line or row and column, and what would be accepted.
///
/// ```
/// use machiai::interop::{ObservedOpening, read_observed};
///
/// let table = "time,line,active\n9:00,1200,500\n9:01,3400,\n";
/// let opening = ObservedOpening { second_of_day: Some(9 * 3600), ..ObservedOpening::default() };
/// let observed = read_observed(table.as_bytes(), &opening)?;
/// assert_eq!(observed.minutes[1].minute, 1);
/// assert_eq!((observed.minutes[1].line, observed.minutes[1].active), (Some(3400.0), None));
/// # Ok::<(), machiai::interop::ObservedError>(())
/// ```
pub fn read_observed(bytes: &[u8], opening: &ObservedOpening) -> Result<Observed, ObservedError> {
    let text = error::text_of(bytes)?;
    let mut read = match text.trim_start().starts_with(['{', '[']) {
        true => cloudflare::read(text)?,
        false => table::read(text)?,
    };
    if read.rows.is_empty() {
        return Err(ObservedError::NoRows);
    }
    let opening = Opening::find(opening, &read.rows, &mut read.notes)?;
    let minutes = fold(&read.rows, &opening, &mut read.notes)?;
    let mut notes = vec![ObservedNote::ByTheMinute];
    notes.append(&mut read.notes);
    notes.extend(missing(&minutes));
    Ok(Observed { source: read.source, minutes, notes })
}

/// Several rows of one minute, being added up.
#[derive(Default)]
struct Sums {
    rows: u32,
    figures: [(f64, u32); 5],
}

impl Sums {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        for (figure, (sum, count)) in Figure::ALL.into_iter().zip(&mut self.figures) {
            let Some(value) = row.figures[figure as usize] else { continue };
            match figure.is_maximum() {
                true => (*sum, *count) = (sum.max(value), 1),
                false => (*sum, *count) = (*sum + value, *count + 1),
            }
        }
    }

    fn minute(&self, minute: i64) -> ObservedMinute {
        let of = |figure: Figure| {
            let (sum, count) = self.figures[figure as usize];
            (count > 0).then(|| sum / f64::from(count))
        };
        let mean_or_max = |mean: Figure, max: Figure| of(mean).or(of(max));
        ObservedMinute {
            minute,
            line: mean_or_max(Figure::Line, Figure::LineMax),
            line_max: of(Figure::LineMax),
            active: mean_or_max(Figure::Active, Figure::ActiveMax),
            active_max: of(Figure::ActiveMax),
            accepted: of(Figure::Accepted),
        }
    }
}

fn fold(
    rows: &[Row],
    opening: &Opening,
    notes: &mut Vec<ObservedNote>,
) -> Result<Vec<ObservedMinute>, ObservedError> {
    let mut sums: BTreeMap<i64, Sums> = BTreeMap::new();
    let (mut far, mut nearest) = (0, i64::MAX);
    for row in rows {
        let minute = opening.minute(&row.when)?;
        if minute.unsigned_abs() > u64::from(FAR_HOURS) * 60 {
            far += 1;
            nearest = if minute.unsigned_abs() < nearest.unsigned_abs() { minute } else { nearest };
        } else {
            sums.entry(minute).or_default().add(row);
        }
    }
    if sums.is_empty() {
        return Err(ObservedError::AllFarAway { hours: FAR_HOURS, nearest: nearest / 60 });
    }
    if far > 0 {
        notes.push(ObservedNote::FarAway { rows: far, hours: FAR_HOURS });
    }
    let repeated = sums.values().filter(|sums| sums.rows > 1).count() as u32;
    if repeated > 0 {
        notes.push(ObservedNote::SameMinute { minutes: repeated });
    }
    let minutes: Vec<ObservedMinute> = sums.iter().map(|(minute, sums)| sums.minute(*minute)).collect();
    let knows_any = |figure: &ObservedFigure| minutes.iter().any(|minute| figure.of(minute).is_some());
    match ObservedFigure::ALL.iter().any(knows_any) {
        true => Ok(minutes),
        false => Err(ObservedError::AllMissing),
    }
}

/// For every figure the minutes without it between its first and its last one.
fn missing(minutes: &[ObservedMinute]) -> Vec<ObservedNote> {
    let of = |figure: ObservedFigure| {
        let mut known = minutes.iter().filter(|minute| figure.of(minute).is_some());
        let first = known.next()?.minute;
        let (last, others) = known.fold((first, 0), |(_, count), minute| (minute.minute, count + 1));
        let minutes = (last - first - others) as u32;
        (minutes > 0).then_some(ObservedNote::MissingMinutes { figure, minutes })
    };
    ObservedFigure::ALL.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests;
