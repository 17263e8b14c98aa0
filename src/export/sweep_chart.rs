//! The charts of a sweep: a curve where one key varies, a heat map where two or more do.

use super::chart::{Chart, ChartError, ChartFormat, Curve, CurveForm, CurvesChart, HeatMapChart, MarkedCell};
use crate::report::{Language, SweepChartTexts, sweep_chart_texts, sweep_value_text};
use crate::results::{Estimate, Measure, Sweep, Unit};
use crate::units::{parse_count, parse_share, parse_span};

/// Draws one measure over the grid. Of more than two keys the first two are drawn, the others at the middle of their values.
///
/// # Errors
/// If the picture cannot be made.
pub fn sweep_chart(
    sweep: &Sweep,
    measure: Measure,
    language: Language,
    format: ChartFormat,
) -> Result<Vec<u8>, ChartError> {
    chart(sweep, measure, language).draw(format)
}

/// A curve where one key with numbers varies, else a heat map.
pub(super) fn chart(sweep: &Sweep, measure: Measure, language: Language) -> Chart {
    let texts = sweep_chart_texts(sweep, measure, language);
    match numbers(sweep).filter(|_| sweep.plan.vary.len() == 1) {
        Some(numbers) => Chart::Curves(curve(sweep, measure, &numbers, texts)),
        None => Chart::HeatMap(heat_map(sweep, measure, texts)),
    }
}

/// What a measure is counted in on a chart: minutes for times.
fn unit_of(measure: Measure) -> f64 {
    match measure.unit() {
        Unit::Seconds | Unit::SecondsFromOpening => 60.0,
        Unit::Share => 0.01,
        _ => 1.0,
    }
}

/// The values of the only key as numbers; `None` if one of them is none.
fn numbers(sweep: &Sweep) -> Option<Vec<f64>> {
    let [key] = sweep.plan.vary.as_slice() else { return None };
    key.values.iter().map(|value| number(value)).collect()
}

fn number(text: &str) -> Option<f64> {
    let count = || parse_count(text).ok().map(f64::from);
    let span = || parse_span(text).ok().map(|span| span.minutes());
    let share = || parse_share(text).ok().map(|share| share.value() * 100.0);
    text.parse().ok().or_else(count).or_else(span).or_else(share)
}

fn estimate(sweep: &Sweep, point: usize, measure: Measure) -> Option<&Estimate> {
    sweep.found.get(point)?.iter().find(|(other, _)| *other == measure).map(|(_, estimate)| estimate)
}

fn curve(sweep: &Sweep, measure: Measure, numbers: &[f64], texts: SweepChartTexts) -> CurvesChart {
    let unit = unit_of(measure);
    let key = &sweep.plan.vary[0];
    let at = |point: &crate::results::SweepPoint| {
        let position = key.values.iter().position(|value| *value == point.values[0])?;
        Some(numbers[position])
    };
    let mut found: Vec<(f64, &Estimate)> = sweep
        .plan
        .points
        .iter()
        .enumerate()
        .filter_map(|(position, point)| Some((at(point)?, estimate(sweep, position, measure)?)))
        .collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    let points = found.iter().filter_map(|(x, estimate)| Some((*x, estimate.value? / unit))).collect();
    let band = found.iter().filter_map(|(x, estimate)| {
        let [low, high] = estimate.prediction?;
        Some((*x, low / unit, high / unit))
    });
    let (low, high) = (numbers.iter().copied().reduce(f64::min), numbers.iter().copied().reduce(f64::max));
    // Geometric steps read best on an axis of powers of ten.
    let is_wide = low.zip(high).is_some_and(|(low, high)| low > 0.0 && high / low > 30.0);
    CurvesChart {
        title: texts.title,
        subtitle: texts.subtitle,
        across_label: texts.across,
        across_is_logarithmic: is_wide,
        up_label: texts.value,
        most_up: None,
        curves: vec![Curve { label: texts.curve, points, band: band.collect(), form: CurveForm::DottedLine }],
        band_label: texts.band,
        marks: Vec::new(),
        levels: Vec::new(),
        no_data_label: texts.no_data,
        footer: texts.footer,
    }
}

fn heat_map(sweep: &Sweep, measure: Measure, texts: SweepChartTexts) -> HeatMapChart {
    let unit = unit_of(measure);
    let keys = &sweep.plan.vary;
    let across = keys.first().map_or(Vec::new(), |key| key.values.clone());
    let up = keys.get(1).map_or(vec![String::new()], |key| key.values.clone());
    let middle: Vec<&String> = keys.iter().skip(2).map(|key| &key.values[key.values.len() / 2]).collect();
    let value = |across: &String, up: &String| {
        let is_here = |point: &crate::results::SweepPoint| {
            point.values[0] == *across
                && point.values.get(1).is_none_or(|value| value == up)
                && point.values.iter().skip(2).zip(&middle).all(|(value, middle)| value == *middle)
        };
        let position = sweep.plan.points.iter().position(is_here)?;
        Some(sweep.value(position, measure)? / unit)
    };
    let row = |up: &String| across.iter().map(|across| value(across, up)).collect::<Vec<_>>();
    let rows: Vec<Vec<Option<f64>>> = up.iter().map(row).collect();
    let text = |value: &Option<f64>| value.map_or("-".to_owned(), sweep_value_text);
    let known = || rows.iter().flatten().flatten().copied();
    let label = |value: Option<f64>| value.map_or(String::new(), sweep_value_text);
    let (lowest, highest) = (known().reduce(f64::min), known().reduce(f64::max));
    let marked = sweep.shortest_without_overload().and_then(|point| {
        let values = &sweep.plan.points.get(point)?.values;
        // A point off the slice that is drawn has no cell.
        let is_drawn = values.iter().skip(2).zip(&middle).all(|(value, middle)| value == *middle);
        let column = across.iter().position(|value| Some(value) == values.first()).filter(|_| is_drawn)?;
        let row = values.get(1).map_or(Some(0), |value| up.iter().position(|other| other == value))?;
        Some(MarkedCell { column, row, label: texts.marked.clone() })
    });
    HeatMapChart {
        marked,
        title: texts.title,
        subtitle: texts.subtitle,
        across_label: texts.across,
        up_label: texts.up,
        value_label: texts.value,
        texts: rows.iter().map(|row| row.iter().map(text).collect()).collect(),
        across,
        up,
        rows,
        lowest_label: label(lowest),
        highest_label: label(highest),
        no_data_label: texts.no_data,
        footer: texts.footer,
    }
}
