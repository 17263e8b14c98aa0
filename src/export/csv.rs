//! The tables: measures, minutes and people as CSV in UTF-8, with the unit in the name of every column.
//! Not localised; a cell is empty where there is nothing to say. Texts of a scenario go through [`text_cell`].

use std::borrow::Cow;
use std::io::{self, Write};

use super::number::number;
use crate::results::{Answer, Measure, MinuteRow, RangeMethod, ShownFigures};
use crate::units::Span;

/// Columns of [`summary_csv`], in order.
pub const SUMMARY_COLUMNS: [&str; 11] = [
    "measure",
    "unit",
    "value",
    "ci_low",
    "ci_high",
    "prediction_low",
    "prediction_high",
    "range_low",
    "range_high",
    "level",
    "method",
];

/// Columns of [`minutes_csv`], in order.
pub const MINUTE_COLUMNS: [&str; 36] = {
    let mut names = [""; 2 + FIGURES.len()];
    (names[0], names[1]) = ("clock", "minute");
    let mut position = 0;
    while position < FIGURES.len() {
        names[2 + position] = FIGURES[position].0;
        position += 1;
    }
    names
};

/// Columns of [`people_csv`], in order.
pub const PEOPLE_COLUMNS: [&str; 6] =
    ["group", "person", "arrived_seconds", "accepted_seconds", "wait_seconds", "outcome"];

/// A column after the time of the minute.
type Figure = (&'static str, fn(&MinuteRow) -> Option<f64>);

const FIGURES: [Figure; 34] = [
    ("arrived_people", |row| Some(row.arrived)),
    ("accepted_people", |row| Some(row.accepted)),
    ("booked_people", |row| Some(row.booked)),
    ("line_start_people", |row| Some(row.line_start)),
    ("line_mean_people", |row| Some(row.line_mean)),
    ("line_max_people", |row| Some(row.line_max)),
    ("line_low_people", |row| Some(row.line_low)),
    ("line_high_people", |row| Some(row.line_high)),
    ("waiting_start_people", |row| Some(row.waiting_start)),
    ("waiting_mean_people", |row| Some(row.waiting_mean)),
    ("waiting_max_people", |row| Some(row.waiting_max)),
    ("active_start_people", |row| Some(row.active_start)),
    ("active_mean_people", |row| Some(row.active_mean)),
    ("active_max_people", |row| Some(row.active_max)),
    ("inside_start_people", |row| Some(row.inside_start)),
    ("inside_mean_people", |row| Some(row.inside_mean)),
    ("inside_max_people", |row| Some(row.inside_max)),
    ("shown_start_minutes", |row| row.shown_start),
    ("shown_mean_minutes", |row| row.shown_mean),
    ("shown_max_minutes", |row| row.shown_max),
    ("wait_p50_seconds", |row| row.wait_p50),
    ("wait_p90_seconds", |row| row.wait_p90),
    ("wait_low_seconds", |row| row.wait_low),
    ("wait_high_seconds", |row| row.wait_high),
    ("admitted_share", |row| row.admitted_share),
    ("booked_share", |row| row.booked_share),
    ("requests", |row| row.requests),
    ("failed_requests", |row| row.failed_requests),
    ("utilisation_mean", |row| row.utilisation_mean),
    ("response_p95_seconds", |row| row.response_p95),
    ("line_drawn_low_people", |row| row.line_drawn_low),
    ("line_drawn_high_people", |row| row.line_drawn_high),
    ("wait_drawn_low_seconds", |row| row.wait_drawn_low),
    ("wait_drawn_high_seconds", |row| row.wait_drawn_high),
];

/// One row for each measure, in the order of [`Measure::ALL`]; then, if they were looked at, those of the waits shown,
/// in the order of [`ShownMeasure::ALL`](crate::results::ShownMeasure::ALL).
pub fn summary_csv(answer: &Answer) -> Vec<u8> {
    in_memory(|table| {
        table.write_record(SUMMARY_COLUMNS)?;
        for measure in Measure::ALL {
            table.write_record(summary_row(answer, measure))?;
        }
        answer.estimates.iter().flat_map(shown_rows).try_for_each(|row| table.write_record(row))
    })
}

fn summary_row(answer: &Answer, measure: Measure) -> [String; 11] {
    let known = answer.measures.iter().find(|(other, _)| *other == measure).map(|(_, estimate)| estimate);
    let ends = |interval: Option<[f64; 2]>| {
        let cells = interval.and_then(|[low, high]| Some([number(low)?, number(high)?]));
        cells.unwrap_or_default()
    };
    let [ci_low, ci_high] = ends(known.and_then(|estimate| estimate.ci));
    let [prediction_low, prediction_high] = ends(known.and_then(|estimate| estimate.prediction));
    let [range_low, range_high] = ends(known.and_then(|estimate| estimate.range));
    [
        measure.name().to_owned(),
        measure.unit().name().to_owned(),
        cell(known.and_then(|estimate| estimate.value)),
        ci_low,
        ci_high,
        prediction_low,
        prediction_high,
        range_low,
        range_high,
        cell(known.map(|estimate| estimate.level)),
        match known.map_or(RangeMethod::None, |estimate| estimate.method) {
            RangeMethod::OrderStatistics => "order_statistics".to_owned(),
            RangeMethod::StudentT => "student_t".to_owned(),
            RangeMethod::None => "none".to_owned(),
        },
    ]
}

fn shown_rows(figures: &ShownFigures) -> impl Iterator<Item = [String; 11]> + '_ {
    figures.measures.iter().map(|(measure, mean)| {
        let ends = mean.ci.and_then(|[low, high]| Some([number(low)?, number(high)?]));
        let [ci_low, ci_high] = ends.unwrap_or_default();
        let name = |name: &str| name.to_owned();
        let none = String::new;
        [
            name(measure.name()),
            name(measure.unit().name()),
            cell(mean.value),
            ci_low,
            ci_high,
            none(),
            none(),
            none(),
            none(),
            cell(Some(figures.level)),
            name("none"),
        ]
    })
}

/// One row for each minute of the answer; only the names of the columns if it has none.
pub fn minutes_csv(answer: &Answer) -> Vec<u8> {
    in_memory(|table| {
        table.write_record(MINUTE_COLUMNS)?;
        for row in &answer.minutes {
            let clock = answer.opens_at_second_of_day.map(|opening| clock(opening, row.minute));
            let times = [clock.unwrap_or_default(), row.minute.to_string()];
            let figures = FIGURES.iter().map(|(_, figure)| cell(figure(row)));
            table.write_record(times.into_iter().chain(figures))?;
        }
        Ok(())
    })
}

/// The figures of a minute, in the order of [`MINUTE_COLUMNS`] behind its time.
#[cfg(feature = "cli")]
pub(super) fn minute_values(row: &MinuteRow) -> impl Iterator<Item = Option<f64>> {
    FIGURES.iter().map(move |(_, figure)| figure(row))
}

/// Minutes from midnight to the beginning of a minute of the room; begins again at 0 after midnight.
pub(super) fn minute_of_day(opening_second_of_day: i64, minute: i64) -> i64 {
    (opening_second_of_day.div_euclid(60) + minute).rem_euclid(24 * 60)
}

/// What the clock on the wall shows when a minute begins, as H:MM.
fn clock(opening_second_of_day: i64, minute: i64) -> String {
    let minute_of_day = minute_of_day(opening_second_of_day, minute);
    format!("{}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// What became of one person on one simulated day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonRow<'a> {
    /// Name of the group.
    pub group: &'a str,
    /// Number in the group, from 0.
    pub person: u32,
    /// First request, from the opening; negative before it.
    pub arrived: Span,
    /// First acceptance, from the opening; `None` if there was none.
    pub accepted: Option<Span>,
    /// How the waiting ended.
    pub outcome: PersonOutcome,
}

/// How the waiting of one person ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonOutcome {
    /// Accepted.
    Admitted,
    /// Left the line before.
    Left,
    /// Found the line full.
    TurnedAway,
    /// Still waiting when the run ended.
    Censored,
}

impl PersonOutcome {
    /// All outcomes.
    pub const ALL: [PersonOutcome; 4] =
        [PersonOutcome::Admitted, PersonOutcome::Left, PersonOutcome::TurnedAway, PersonOutcome::Censored];

    /// Name in the table; the measure of the same name counts these people.
    pub const fn name(self) -> &'static str {
        match self {
            PersonOutcome::Admitted => "admitted",
            PersonOutcome::Left => "left",
            PersonOutcome::TurnedAway => "turned_away",
            PersonOutcome::Censored => "censored",
        }
    }
}

/// One row for each person, in the order given; written as they come, so that millions need no memory.
///
/// # Errors
/// Those of `out`.
pub fn people_csv<'a>(rows: impl Iterator<Item = PersonRow<'a>>, out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(PEOPLE_COLUMNS)?;
    for row in rows {
        table.write_record([
            text_cell(row.group).as_ref(),
            &row.person.to_string(),
            &seconds(row.arrived),
            &row.accepted.map(seconds).unwrap_or_default(),
            &row.accepted.map(|accepted| seconds(accepted - row.arrived)).unwrap_or_default(),
            row.outcome.name(),
        ])?;
    }
    table.flush()
}

/// As [`number`] prints them, but from whole microseconds: tables of people are long.
fn seconds(span: Span) -> String {
    let microseconds = span.microseconds().unsigned_abs();
    let sign = if span < Span::ZERO { "-" } else { "" };
    match (microseconds / 1_000_000, microseconds % 1_000_000) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part:06}").trim_end_matches('0').to_owned(),
    }
}

/// A text of a scenario as a cell that no spreadsheet takes for a formula: an apostrophe comes first where it begins with
/// `=`, `+`, `-`, `@` (or the same in full width), a tab or a line end. Numbers stay as they are.
pub(super) fn text_cell(text: &str) -> Cow<'_, str> {
    let begins_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    match begins_formula && !is_number {
        true => Cow::Owned(["'", text].concat()),
        false => Cow::Borrowed(text),
    }
}

fn cell(value: Option<f64>) -> String {
    value.and_then(number).unwrap_or_default()
}

pub(super) fn in_memory(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    fill(&mut table).expect("memory takes every row, and all rows of a table have as many cells");
    table.into_inner().expect("memory takes every row")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_go_round_at_midnight() {
        let nine = 9 * 3600;
        assert_eq!(clock(nine, 0), "9:00");
        assert_eq!(clock(nine, 67), "10:07");
        assert_eq!(clock(nine, -541), "23:59");
        assert_eq!(clock(nine, 15 * 60), "0:00");
        // The room's minutes are those of the wall: the one that holds 9:00:30 began at 9:00.
        assert_eq!(clock(nine + 30, 1), "9:01");
    }

    #[test]
    fn seconds_look_alike_in_all_tables() {
        for microseconds in [0, 1, -1, 500_000, -1_500_000, 10_000_000, 3_600_000_001, 315_360_000_000_000] {
            let span = Span::from_microseconds(microseconds);
            assert_eq!(seconds(span), cell(Some(span.seconds())));
        }
    }

    #[test]
    fn no_text_of_a_scenario_is_a_formula() {
        for text in ["=1+1", "+cmd", "-5m", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-inf"] {
            assert_eq!(text_cell(text), ["'", text].concat());
        }
        for text in ["", "65歳以上", "-5", "+5", "-1.5e3", "a=b", "'a"] {
            assert_eq!(text_cell(text), text);
        }
    }

    #[test]
    fn people_keep_every_microsecond_and_odd_group_names() {
        let rows = [
            PersonRow {
                group: "65歳以上, \"first\"",
                person: 0,
                arrived: Span::from_microseconds(-1_500_000),
                accepted: Some(Span::from_microseconds(3_600_000_001)),
                outcome: PersonOutcome::Admitted,
            },
            PersonRow {
                group: "b",
                person: 7,
                arrived: Span::ZERO,
                accepted: None,
                outcome: PersonOutcome::TurnedAway,
            },
        ];
        let mut bytes = Vec::new();
        people_csv(rows.into_iter(), &mut bytes).unwrap();
        let expected = "group,person,arrived_seconds,accepted_seconds,wait_seconds,outcome\n\
            \"65歳以上, \"\"first\"\"\",0,-1.5,3600.000001,3601.500001,admitted\n\
            b,7,0,,,turned_away\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
