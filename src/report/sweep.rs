//! A sweep in words: how many points, where 9 in 10 people wait least and most, and a table of them.

use super::answer::title_words;
use super::message::Message;
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
    let mut sentences = vec![size(sweep, language)];
    sentences.extend(extremes(sweep, language));
    page.paragraph(&sentences);
    page.gap();
    let rows = shown(sweep.plan.points.len());
    page.table(|style| table(sweep, &rows, style, language));
    if rows.len() < sweep.plan.points.len() {
        let (rows, all) = (rows.len(), grouped(sweep.plan.points.len() as f64));
        page.indented(&match language {
            Language::English => format!("{rows} of {all} points; all of them are in results.csv."),
            Language::Japanese => format!("{all}点のうち{rows}点です。すべての点は results.csv にあります。"),
        });
    }
    page
}

fn size(sweep: &Sweep, language: Language) -> String {
    let (points, days) = (grouped(sweep.plan.points.len() as f64), sweep.plan.replications);
    let skipped = sweep.plan.skipped.len();
    match (language, skipped) {
        (Language::English, 0) => format!("{points} points, {days} simulated days each."),
        (Language::English, skipped) => format!(
            "{points} points, {days} simulated days each; {skipped} more were left out because the scenario refuses their values."
        ),
        (Language::Japanese, 0) => format!("{points}点を、それぞれ{days}日ずつシミュレーションしました。"),
        (Language::Japanese, skipped) => format!(
            "{points}点を、それぞれ{days}日ずつシミュレーションしました。設定として受け付けられない{skipped}点は除きました。"
        ),
    }
}

fn extremes(sweep: &Sweep, language: Language) -> Vec<String> {
    let Some(ends) = sweep.least_and_most(MEASURE) else { return Vec::new() };
    let [least, most] = ends.map(|point| {
        let wait = sweep.value(point, MEASURE).map_or_else(String::new, |wait| bound_words(wait, language));
        (wait, name(sweep, point, language))
    });
    match language {
        Language::English => vec![
            format!("9 in 10 people wait least, up to {}, with {}.", least.0, least.1),
            format!("They wait most, up to {}, with {}.", most.0, most.1),
        ],
        Language::Japanese => vec![
            format!("約9割の方の待ち時間が最も短いのは{}のときで、{}以内です。", least.1, least.0),
            format!("最も長いのは{}のときで、{}以内です。", most.1, most.0),
        ],
    }
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
    let interval = match language {
        Language::English => "interval",
        Language::Japanese => "推定の幅",
    };
    let mut heading: Vec<String> = sweep.plan.vary.iter().map(|vary| vary.key.clone()).collect();
    heading.push(measure_label(MEASURE, language).to_owned());
    heading.push(interval.to_owned());
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
    let say = |english: &str, japanese: &str| match language {
        Language::English => english.to_owned(),
        Language::Japanese => japanese.to_owned(),
    };
    let plan = &sweep.plan;
    let label = measure_label(measure, language);
    let unit = match measure.unit() {
        Unit::Seconds | Unit::SecondsFromOpening => say("minutes", "分"),
        Unit::People => say("people", "人"),
        Unit::Share => "%".to_owned(),
        _ => String::new(),
    };
    let value = if unit.is_empty() { label.to_owned() } else { format!("{label} ({unit})") };
    let key = |position: usize| {
        let Some(key) = plan.vary.get(position) else { return String::new() };
        let unit = match key.values.first().map(String::as_str) {
            Some(value) if value.ends_with('%') => " (%)".to_owned(),
            Some(value) if value.ends_with(['m', 's', 'h']) => say(" (minutes)", " (分)"),
            _ => String::new(),
        };
        // A heat map names its values as they were typed, with their units.
        let unit = if plan.vary.len() == 1 { unit } else { String::new() };
        format!("{}{unit}", input_label_and_key(&key.key, language))
    };
    let fixed: Vec<String> = plan
        .vary
        .iter()
        .skip(2)
        .map(|key| format!("{} = {}", key.key, key.values[key.values.len() / 2]))
        .collect();
    let days = grouped(f64::from(plan.replications));
    let mut subtitle = match language {
        Language::English => format!("{days} simulated days at every point, the same days everywhere"),
        Language::Japanese => format!("各点{days}日、どの点も同じ日による試算"),
    };
    if !fixed.is_empty() {
        subtitle += &format!("; {}", fixed.join(", "));
    }
    let title = title_words(&plan.title);
    SweepChartTexts {
        title: if title.is_empty() { label.to_owned() } else { title },
        subtitle,
        across: key(0),
        up: key(1),
        value,
        curve: say("mean of the days", "平均"),
        band: say("19 in 20 days", "20日中19日の範囲"),
        marked: Message::ShortestWithoutOverload.say(language),
        no_data: say("no data", "データなし"),
        footer: format!("machiai {}", plan.version),
    }
}

fn input_label_and_key(key: &str, language: Language) -> String {
    let label = input_label(key, language);
    if label == key { key.to_owned() } else { format!("{label} ({key})") }
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
