//! The chart of a comparison: waits by arrival side by side, words from the report.

use super::chart::{ChartError, ChartFormat, Curve, CurveForm, CurvesChart, curves_chart, missing_glyphs};
use crate::report::{CompareChartTexts, Language, compare_chart_texts};
use crate::results::{Comparison, Variant, arrivals_with_waits};

/// Draws for every variant how long half of those wait who arrive in a minute, with the range for one day.
///
/// # Errors
/// If a figure cannot be drawn (above 1e12) or the picture cannot be made.
pub fn compare_chart(
    comparison: &Comparison,
    language: Language,
    format: ChartFormat,
) -> Result<Vec<u8>, ChartError> {
    curves_chart(&chart(comparison, language), format)
}

/// The characters of the chart's words that its font lacks; they would be blank.
pub fn missing_in_compare_chart(comparison: &Comparison, language: Language) -> Vec<char> {
    let texts = compare_chart_texts(comparison, language);
    missing_glyphs(&[texts.subtitle, texts.variants.concat()].concat())
}

/// The picture before it is drawn.
pub(super) fn chart(comparison: &Comparison, language: Language) -> CurvesChart {
    let CompareChartTexts { title, subtitle, arrival, wait, variants, band, no_data, footer } =
        compare_chart_texts(comparison, language);
    let curves = comparison.variants.iter().zip(variants);
    // A long evening without waits would squeeze the morning.
    let cells = arrivals_with_waits(&comparison.variants);
    CurvesChart {
        title,
        subtitle,
        across_label: arrival,
        across_is_logarithmic: false,
        up_label: wait,
        most_up: None,
        curves: curves.map(|(variant, label)| curve(variant, cells, label)).collect(),
        band_label: band,
        marks: Vec::new(),
        levels: Vec::new(),
        no_data_label: no_data,
        footer,
    }
}

fn curve(variant: &Variant, cells: usize, label: String) -> Curve {
    let middle = |from: i64, to: i64| (from + to) as f64 / 2.0;
    let shown = variant.arrivals.get(..cells).unwrap_or(&variant.arrivals);
    let cells = || shown.iter().map(|cell| (middle(cell.from_minute, cell.to_minute), cell));
    Curve {
        label,
        points: cells().filter_map(|(at, cell)| Some((at, cell.wait_p50.mean.value? / 60.0))).collect(),
        band: cells()
            .filter_map(|(at, cell)| cell.range_p50.map(|[low, high]| (at, low / 60.0, high / 60.0)))
            .collect(),
        form: CurveForm::Line,
    }
}
