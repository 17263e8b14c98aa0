//! The chart of an explanation: the wait by the number of people, simulated and by every formula.

use super::chart::{ChartError, ChartFormat, Curve, CurveForm, CurvesChart, NamedPoint, curves_chart};
use crate::report::{ExplanationChartTexts, Language, explanation_chart_texts};
use crate::results::{Answer, ExplainedCrowd, Explanation};

/// Formulas this many times above the longest simulated wait are not drawn.
const MOST_ABOVE: f64 = 1.5;

/// Draws N from 1,000 to 300,000 against the wait; `None` if the answer is not explained.
///
/// # Errors
/// If the picture cannot be made.
pub fn explanation_chart(
    answer: &Answer,
    language: Language,
    format: ChartFormat,
) -> Option<Result<Vec<u8>, ChartError>> {
    Some(curves_chart(&formulas(answer, language)?, format))
}

/// The picture before it is drawn; `None` if the answer is not explained.
pub(super) fn formulas(answer: &Answer, language: Language) -> Option<CurvesChart> {
    let found = answer.explanation.as_ref()?;
    Some(chart(found, explanation_chart_texts(answer, found, language)))
}

type Wait = fn(&ExplainedCrowd) -> Option<f64>;

/// In the order of the texts.
const WAITS: [Wait; 8] = [
    |crowd| crowd.wait_p90,
    |crowd| crowd.wait_mean,
    |crowd| crowd.fluid_p90,
    |crowd| crowd.fluid_mean,
    |crowd| crowd.talk_as_typed,
    |crowd| crowd.lasting_overload,
    |crowd| crowd.erlang_c,
    |crowd| crowd.erlang_a,
];

fn chart(found: &Explanation, texts: ExplanationChartTexts) -> CurvesChart {
    let minutes = 60.0;
    let points = |wait: Wait| -> Vec<(f64, f64)> {
        found.crowds.iter().filter_map(|crowd| Some((crowd.people, wait(crowd)? / minutes))).collect()
    };
    let band = found.crowds.iter().filter_map(|crowd| {
        let [low, high] = crowd.wait_p90_days?;
        Some((crowd.people, low / minutes, high / minutes))
    });
    let mut band: Vec<_> = band.collect();
    let curves = WAITS.into_iter().zip(texts.curves).enumerate().filter_map(|(position, (wait, label))| {
        let points = points(wait);
        let form = if position == 0 { CurveForm::DottedLine } else { CurveForm::Line };
        let band = if position == 0 { std::mem::take(&mut band) } else { Vec::new() };
        (!points.is_empty()).then_some(Curve { label, points, band, form })
    });
    let curves: Vec<Curve> = curves.collect();
    let simulated = curves.first().map(|curve| curve.points.iter().map(|point| point.1).fold(0.0, f64::max));
    let own = found.crowds.iter().find(|crowd| crowd.people.total_cmp(&found.case.people).is_eq());
    let mark = own.and_then(|crowd| {
        let at = (crowd.people, crowd.wait_p90? / minutes);
        Some(NamedPoint { at, label: texts.case, is_emphasised: true })
    });
    CurvesChart {
        title: texts.title,
        subtitle: texts.subtitle,
        across_label: texts.people,
        across_is_logarithmic: true,
        up_label: texts.wait,
        most_up: simulated.filter(|most| *most > 0.0).map(|most| most * MOST_ABOVE),
        curves,
        band_label: texts.band,
        marks: mark.into_iter().collect(),
        levels: Vec::new(),
        no_data_label: texts.no_data,
        footer: texts.footer,
    }
}
