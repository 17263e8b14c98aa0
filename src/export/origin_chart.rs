//! The chart of a fit: its levels as points, its law as a curve, its words from the report.

use super::chart::{ChartError, ChartFormat, Peak, ScalingChart, missing_glyphs, scaling_chart};
use crate::report::{Language, OriginChartTexts, origin_chart_texts};
use crate::results::{CurvePoint, FittedLaw, OriginFit, OriginOutcome};

/// Draws throughput by requests in service: what was measured, and the law with its interval, or the table.
///
/// # Errors
/// If a figure cannot be drawn (above 1e12) or the picture cannot be made.
pub fn origin_chart(fit: &OriginFit, language: Language, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    scaling_chart(&chart(fit, language), format)
}

/// The characters of the chart's words that its font lacks; they would be blank.
pub fn missing_in_origin_chart(fit: &OriginFit, language: Language) -> Vec<char> {
    let texts = origin_chart_texts(fit, language);
    missing_glyphs(&[texts.title, texts.subtitle, texts.footer].concat())
}

fn chart(fit: &OriginFit, language: Language) -> ScalingChart {
    let OriginChartTexts {
        title,
        subtitle,
        in_service,
        per_second,
        measured,
        curve,
        untested,
        band,
        peak,
        no_data,
        footer,
    } = origin_chart_texts(fit, language);
    let points = fit.levels.iter().map(|level| (level.measured.in_service, level.measured.per_second));
    let mut chart = ScalingChart {
        title,
        subtitle,
        in_service_label: in_service,
        per_second_label: per_second,
        measured_label: measured,
        measured: points.collect(),
        curve_label: curve.unwrap_or_default(),
        curve: Vec::new(),
        untested_label: untested,
        untested: Vec::new(),
        band_label: band,
        band: Vec::new(),
        peak: None,
        no_data_label: no_data,
        footer,
    };
    match &fit.outcome {
        OriginOutcome::Law(law) => add_law(&mut chart, law, peak),
        OriginOutcome::Table { points, .. } => {
            // The table begins at nothing and stays level after its last point.
            chart.curve = [(0.0, 0.0)]
                .into_iter()
                .chain(points.iter().map(|point| (point.in_service, point.per_second)))
                .collect();
        }
        OriginOutcome::Threshold { .. } => {}
    }
    chart
}

fn add_law(chart: &mut ScalingChart, law: &FittedLaw, label: Option<String>) {
    let [from, to] = law.tested;
    let pair = |point: &CurvePoint| (point.in_service, point.per_second);
    let first = law.curve.partition_point(|point| point.in_service < from);
    let after = law.curve.partition_point(|point| point.in_service <= to);
    chart.curve = law.curve[first..after].iter().map(pair).collect();
    // Pieces meet: each one takes the neighbour of the tested part along.
    let before = &law.curve[..law.curve.len().min(first + 1)];
    let beyond = &law.curve[after.saturating_sub(1)..];
    chart.untested = [before, beyond].map(|piece| piece.iter().map(pair).collect()).into();
    chart.band = law
        .curve
        .iter()
        .filter_map(|point| point.interval.map(|[low, high]| (point.in_service, low, high)))
        .collect();
    let end = law.curve.last().map_or(0.0, |point| point.in_service);
    // A peak beyond the picture is told in its subtitle.
    chart.peak = law
        .peak_in_service
        .zip(law.peak_per_second)
        .zip(label)
        .map(|((at, highest), label)| Peak { label, at: (at.value, highest.value) })
        .filter(|peak| peak.at.0 <= end);
}
