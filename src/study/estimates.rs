//! From the figures of many days to estimates.

use crate::results::{Estimate, Figures, Mean, Measure, RangeMethod, ShownDay, ShownFigures, ShownMeasure};
use crate::stats::{Interval, PredictionMethod, mean_interval, prediction_interval};

/// Level of every interval and range.
pub(super) const LEVEL: f64 = 0.95;

/// Each measure over days in which chance alone differs, with its range over days in which everything not given
/// was drawn, too.
pub(super) fn estimates(days: &[Figures], drawn: &[Figures]) -> Vec<(Measure, Estimate)> {
    Measure::ALL.into_iter().map(|measure| (measure, estimate(measure, days, drawn))).collect()
}

fn estimate(measure: Measure, days: &[Figures], drawn: &[Figures]) -> Estimate {
    let least = match measure {
        // Nothing but an instant can be negative, whatever a symmetric interval says.
        Measure::LastAdmission | Measure::LineGone => f64::NEG_INFINITY,
        _ => 0.0,
    };
    let of = |days: &[Figures]| days.iter().map(|figures| figures.get(measure)).collect::<Vec<_>>();
    estimate_of(&of(days), &of(drawn), least)
}

/// One figure over days, and over days in which everything not given was drawn, too; `least`: it cannot be less.
pub(super) fn estimate_of(days: &[Option<f64>], drawn: &[Option<f64>], least: f64) -> Estimate {
    let prediction = range_of(days);
    let range = range_of(drawn);
    let sample: Vec<f64> = days.iter().flatten().copied().collect();
    let ends = |interval: Interval| [interval.low.max(least), interval.high.max(least)];
    Estimate {
        value: mean(&sample),
        ci: mean_interval(&sample, LEVEL).map(|(_, interval)| ends(interval)),
        prediction: prediction.map(|(interval, _)| ends(interval)),
        range: range.map(|(interval, _)| ends(interval)),
        level: LEVEL,
        method: match prediction {
            Some((_, PredictionMethod::OrderStatistics)) => RangeMethod::OrderStatistics,
            Some((_, PredictionMethod::StudentT)) => RangeMethod::StudentT,
            None => RangeMethod::None,
        },
    }
}

/// Range for one day. A figure that only a few days have (when is the line gone, if there is one?) has none.
fn range_of(days: &[Option<f64>]) -> Option<(Interval, PredictionMethod)> {
    let sample: Vec<f64> = days.iter().flatten().copied().collect();
    let some_lack_it = sample.len() < days.len();
    prediction_interval(&sample, LEVEL)
        .filter(|(_, method)| !some_lack_it || *method == PredictionMethod::OrderStatistics)
}

/// Means over days of which every page was looked at.
pub(super) fn shown_figures(days: &[ShownDay]) -> ShownFigures {
    let of = |measure: ShownMeasure| {
        let sample: Vec<f64> = days.iter().filter_map(|day| day[measure as usize]).collect();
        let [least, most] = measure.bounds();
        let ends = |interval: Interval| [interval.low.clamp(least, most), interval.high.clamp(least, most)];
        let ci = mean_interval(&sample, LEVEL).map(|(_, interval)| ends(interval));
        (measure, Mean { value: mean(&sample), ci })
    };
    let measures = ShownMeasure::ALL.into_iter().map(of).collect();
    ShownFigures { days: days.len() as u32, level: LEVEL, measures }
}

/// The days' figures of one measure; days without one are left out.
pub(super) fn sample(days: &[Figures], measure: Measure) -> Vec<f64> {
    days.iter().filter_map(|figures| figures.get(measure)).collect()
}

/// Mean of the days that have a figure.
pub(super) fn mean_over(days: &[Figures], measure: Measure) -> Option<f64> {
    mean(&sample(days, measure))
}

fn mean(sample: &[f64]) -> Option<f64> {
    (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64)
}

/// Half-width of the interval of a measure's mean; `None` with fewer than two days.
pub(super) fn half_width(days: &[Figures], measure: Measure) -> Option<f64> {
    mean_interval(&sample(days, measure), LEVEL).map(|(_, interval)| interval.half_width())
}
