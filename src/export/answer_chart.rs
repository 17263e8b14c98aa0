//! The chart of an answer: its minutes as curves, its words from the report.

use super::chart::{
    ChartError, ChartFormat, DayChart, Limit, Load, Mark, Series, TimeAxis, UnitLabel, WaitCurve, day_chart,
    missing_glyphs,
};
use crate::report::{Language, LoadShown, LoadTexts, chart_texts};
use crate::results::{Answer, Measure, MinuteRow};

/// Draws line, active, inside and the wait by arrival minute on one time axis; the load of the servers where requests are
/// played, and the instant at which the places are gone.
///
/// # Errors
/// If a figure cannot be drawn (not finite, negative) or the picture cannot be made.
pub fn answer_chart(answer: &Answer, language: Language, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    day_chart(&day(answer, language), format)
}

/// The characters of the chart's words that its font lacks; they would be blank.
pub fn missing_in_chart(answer: &Answer, language: Language) -> Vec<char> {
    let texts = chart_texts(answer, language);
    missing_glyphs(&[texts.title, texts.subtitle, texts.footer].concat())
}

/// Share of the most active users below which a minute without a line is not worth drawing.
const QUIET: f64 = 0.02;
/// Minutes drawn after the last busy one.
const MARGIN: usize = 10;

/// The minutes up to a little after the line is gone and the site is quiet: a tail of hours says nothing.
fn busy(minutes: &[MinuteRow]) -> &[MinuteRow] {
    let most = minutes.iter().map(|row| row.active_mean).fold(0.0, f64::max);
    let last = minutes.iter().rposition(|row| row.line_mean >= 1.0 || row.active_mean > QUIET * most);
    let end = last.map_or(minutes.len(), |last| (last + MARGIN).min(minutes.len()));
    &minutes[..end]
}

/// The load of the servers that comes nearest to what is safe.
fn load(minutes: &[MinuteRow], texts: LoadTexts) -> Load {
    let of = |row: &MinuteRow| match texts.shown {
        LoadShown::Utilisation => row.utilisation_mean.map(|share| share * 100.0),
        LoadShown::Requests => row.requests.map(|requests| requests / 60.0),
        LoadShown::Inside => Some(row.inside_max),
    };
    let points = minutes.iter().filter_map(|row| Some((row.minute as f64 + 0.5, of(row)?)));
    Load {
        heading: texts.heading,
        series: Series { label: texts.curve, points: points.collect(), band: None },
        safe: texts.safe.map(|(label, people)| Limit { label, people }),
        least_top: if texts.shown == LoadShown::Utilisation { 100.0 } else { 0.0 },
    }
}

/// The instant at which the places are gone.
fn mark(answer: &Answer, label: Option<String>) -> Option<Mark> {
    let (_, gone) = answer.measures.iter().find(|(measure, _)| *measure == Measure::SoldOut)?;
    Some(Mark { minute: gone.value? / 60.0, label: label? })
}

fn day(answer: &Answer, language: Language) -> DayChart {
    let texts = chart_texts(answer, language);
    let minutes = busy(&answer.minutes);
    let level = |label: String, of: fn(&MinuteRow) -> f64| Series {
        label,
        // The mean over a minute stands in its middle.
        points: minutes.iter().map(|row| (row.minute as f64 + 0.5, of(row))).collect(),
        band: None,
    };
    let band = minutes.iter().map(|row| (row.minute as f64 + 0.5, row.line_low, row.line_high)).collect();
    let wait = |label: String, of: fn(&MinuteRow) -> Option<f64>| WaitCurve {
        label,
        points: minutes
            .iter()
            .map(|row| (row.minute as f64 + 0.5, of(row).map(|seconds| seconds / 60.0)))
            .collect(),
    };
    DayChart {
        title: texts.title,
        subtitle: texts.subtitle,
        time_axis: match answer.opens_at_second_of_day {
            Some(second) => TimeAxis::Clock {
                opening_minute_of_day: second as f64 / 60.0,
                label: texts.time_of_day,
                day_label: texts.day_number,
            },
            None => TimeAxis::SinceOpening(UnitLabel {
                minutes: texts.minutes_since_opening,
                hours: texts.hours_since_opening,
            }),
        },
        people_label: texts.people,
        wait_label: UnitLabel { minutes: texts.wait_minutes, hours: texts.wait_hours },
        line: Series { band: Some(band), ..level(texts.line, |row| row.line_mean) },
        waiting: None,
        active: level(texts.active, |row| row.active_mean),
        inside: level(texts.inside, |row| row.inside_mean),
        band_label: texts.band,
        limit: texts
            .limit
            .zip(answer.flow.slots)
            .map(|(label, slots)| Limit { label, people: f64::from(slots) }),
        load: texts.load.map(|texts| load(minutes, texts)),
        mark: mark(answer, texts.places_gone),
        opening_label: texts.opening,
        wait_p50: wait(texts.wait_p50, |row| row.wait_p50),
        wait_p90: wait(texts.wait_p90, |row| row.wait_p90),
        no_data_label: texts.no_data,
        footer: texts.footer,
    }
}
