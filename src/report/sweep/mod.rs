//! A sweep in words: how many points, where 9 in 10 people wait least and most, and a table of them.
//!
//! - `message`: every sentence, once for all languages; `english` and `japanese` word it

mod english;
mod japanese;
mod message;

use message::Message;

use super::answer::title_words;
use super::number::grouped;
use super::page::Page;
use super::span::{CellStyle, bound_words, range_cell, short_span};
use super::table::{Side, Table};
use super::value::list_separator;
use super::{Language, input_label, measure_label};
use crate::results::{Measure, Sweep, Unit};

/// Most rows of the table; of more points, evenly many are shown.
const MOST_ROWS: usize = 20;
const MEASURE: Measure = Measure::WaitP90;

/// The sweep as plain text for a terminal of `width` places, each line ended by a line feed.
pub fn sweep(sweep: &Sweep, language: Language, width: usize) -> String {
    sweep_page(sweep, language).terminal(width)
}

/// The same as parts.
pub fn sweep_page(sweep: &Sweep, language: Language) -> Page {
    let mut page = Page::new(language);
    page.title(&title_words(&sweep.plan.title));
    let mut sentences = vec![size(sweep)];
    sentences.extend(extremes(sweep, language));
    let sentences: Vec<String> = sentences.into_iter().map(|message| message.say(language)).collect();
    page.paragraph(&sentences);
    page.gap();
    let rows = shown(sweep.plan.points.len());
    page.table(|style| table(sweep, &rows, style, language));
    if rows.len() < sweep.plan.points.len() {
        let (rows, all) = (rows.len().to_string(), grouped(sweep.plan.points.len() as f64));
        page.indented(&Message::SomeShown { rows, all }.say(language));
    }
    page
}

fn size(sweep: &Sweep) -> Message {
    let (points, days) = (grouped(sweep.plan.points.len() as f64), sweep.plan.replications.to_string());
    match sweep.plan.skipped.len() {
        0 => Message::Size { points, days },
        skipped => Message::SizeSkipped { points, days, skipped: skipped.to_string() },
    }
}

fn extremes(sweep: &Sweep, language: Language) -> Vec<Message> {
    let Some(ends) = sweep.least_and_most(MEASURE) else { return Vec::new() };
    let [least, most] = ends.map(|point| {
        let wait = sweep.value(point, MEASURE).map_or_else(String::new, |wait| bound_words(wait, language));
        (wait, name(sweep, point, language))
    });
    vec![
        Message::WaitLeast { wait: least.0, point: least.1 },
        Message::WaitMost { wait: most.0, point: most.1 },
    ]
}

fn name(sweep: &Sweep, point: usize, language: Language) -> String {
    let values = sweep.plan.vary.iter().zip(&sweep.plan.points[point].values);
    let parts: Vec<String> = values.map(|(vary, value)| format!("{} = {value}", vary.key)).collect();
    parts.join(list_separator(language))
}

/// Positions of the points in the table: the first, the last, and evenly many between.
fn shown(points: usize) -> Vec<usize> {
    if points <= MOST_ROWS {
        return (0..points).collect();
    }
    (0..MOST_ROWS).map(|row| row * (points - 1) / (MOST_ROWS - 1)).collect()
}

fn table(sweep: &Sweep, rows: &[usize], style: CellStyle, language: Language) -> Table {
    let keys = sweep.plan.vary.len();
    let mut table = Table::new(&vec![Side::Right; keys + 3]);
    let mut heading: Vec<String> = sweep.plan.vary.iter().map(|vary| vary.key.clone()).collect();
    heading.push(measure_label(MEASURE, language).to_owned());
    heading.push(Message::IntervalColumn.say(language));
    heading.push(measure_label(Measure::LineGone, language).to_owned());
    table.push_heading(heading);
    let cell =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| short_span(value, style, language));
    for &row in rows {
        let mut cells = sweep.plan.points[row].values.clone();
        let found = sweep.found[row].iter().find(|(measure, _)| *measure == MEASURE);
        let ci = found.and_then(|(_, estimate)| estimate.ci);
        cells.push(cell(sweep.value(row, MEASURE)));
        cells.push(ci.map_or_else(
            || "-".to_owned(),
            |ends| {
                let [low, high] = ends.map(|end| short_span(end, style, language));
                if low == high { low } else { range_cell(low, high, language) }
            },
        ));
        cells.push(cell(sweep.value(row, Measure::LineGone)));
        table.push_row(cells);
    }
    table
}

/// The texts of a chart of a sweep.
pub struct SweepChartTexts {
    /// Title.
    pub title: String,
    /// Below it.
    pub subtitle: String,
    /// Name of the first key.
    pub across: String,
    /// Name of the second key; empty if there is none.
    pub up: String,
    /// What is drawn, with its unit.
    pub value: String,
    /// Name of the curve.
    pub curve: String,
    /// What the band shows.
    pub band: String,
    /// What the framed cell is.
    pub marked: String,
    /// Where there is nothing.
    pub no_data: String,
    /// Last line.
    pub footer: String,
}

/// The texts of the chart of one measure.
pub fn sweep_chart_texts(sweep: &Sweep, measure: Measure, language: Language) -> SweepChartTexts {
    let say = |message: Message| message.say(language);
    let plan = &sweep.plan;
    let label = measure_label(measure, language).to_owned();
    let title = title_words(&plan.title);
    let days = grouped(f64::from(plan.replications));
    let fixed: Vec<String> = plan
        .vary
        .iter()
        .skip(2)
        .map(|key| format!("{} = {}", key.key, key.values[key.values.len() / 2]))
        .collect();
    let key = |position: usize| key_name(sweep, position, language);
    SweepChartTexts {
        title: if title.is_empty() { label.clone() } else { title },
        subtitle: say(match fixed.is_empty() {
            true => Message::ChartSubtitle { days },
            false => Message::ChartSubtitleFixed { days, fixed: fixed.join(list_separator(language)) },
        }),
        across: key(0),
        up: key(1),
        value: say(match measure.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => Message::InMinutes { name: label },
            Unit::People => Message::InPeople { name: label },
            Unit::Share => Message::InPercent { name: label },
            _ => Message::Bare { name: label },
        }),
        curve: say(Message::ChartCurve),
        band: say(Message::ChartBand),
        marked: say(Message::ShortestWithoutOverload),
        no_data: say(Message::NoData),
        footer: say(Message::ChartFooter { version: plan.version.clone() }),
    }
}

/// What a key is called on an axis, with its unit; empty if there is none.
fn key_name(sweep: &Sweep, position: usize, language: Language) -> String {
    let plan = &sweep.plan;
    let Some(key) = plan.vary.get(position) else { return String::new() };
    let label = input_label(&key.key, language);
    let name = match label == key.key {
        true => key.key.clone(),
        false => Message::LabelAndKey { label: label.to_owned(), key: key.key.clone() }.say(language),
    };
    // A heat map names its values as they were typed, with their units.
    let typed = key.values.first().map(String::as_str).filter(|_| plan.vary.len() == 1);
    match typed {
        Some(value) if value.ends_with('%') => Message::InPercent { name },
        Some(value) if value.ends_with(['m', 's', 'h']) => Message::InMinutes { name },
        _ => Message::Bare { name },
    }
    .say(language)
}

/// A value on a cell: three digits that count.
pub fn sweep_value_text(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => grouped(value.round()),
        size if size >= 10.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        size if size > 0.0 => format!("{value:.2}"),
        _ => "0".to_owned(),
    }
}
