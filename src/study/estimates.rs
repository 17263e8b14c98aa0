//! From the figures of many days to estimates.

use crate::results::{
    Estimate, Figures, Mean, Measure, RangeMethod, ShownDay, ShownFigures, ShownMeasure, Unit,
};
use crate::stats::{Interval, PredictionMethod, mean_interval, prediction_interval, share_interval};

/// Level of every interval and range.
pub(super) const LEVEL: f64 = 0.95;

/// Each measure over days in which chance alone differs, with its range over days in which everything not given
/// was drawn, too.
pub(super) fn estimates(days: &[Figures], drawn: &[Figures]) -> Vec<(Measure, Estimate)> {
    Measure::ALL.into_iter().map(|measure| (measure, estimate(measure, days, drawn))).collect()
}

/// One measure over days, as above.
pub(super) fn estimate(measure: Measure, days: &[Figures], drawn: &[Figures]) -> Estimate {
    if measure == Measure::OverloadedDays {
        return estimate_of_share(measure, days);
    }
    let least = match measure.unit() {
        // Nothing but an instant can be negative, whatever a symmetric interval says.
        Unit::SecondsFromOpening => f64::NEG_INFINITY,
        _ => 0.0,
    };
    let most = if measure.unit() == Unit::Share { 1.0 } else { f64::INFINITY };
    let of = |days: &[Figures]| days.iter().map(|figures| figures.get(measure)).collect::<Vec<_>>();
    let mut estimate = estimate_of(&of(days), &of(drawn), least);
    for [_, high] in [&mut estimate.ci, &mut estimate.prediction, &mut estimate.range].into_iter().flatten() {
        *high = high.min(most);
    }
    estimate
}

/// A measure that is 1 on some days and 0 on the others: one day has it or not, so there is no range for one day.
fn estimate_of_share(measure: Measure, days: &[Figures]) -> Estimate {
    let share = share_of_days(sample(days, measure).into_iter().map(|value| value > 0.5));
    Estimate {
        value: share.value,
        ci: share.ci,
        prediction: None,
        range: None,
        level: LEVEL,
        method: RangeMethod::None,
    }
}

/// The share of days on which something happened, with an interval that is exact: Wilson's, an approximation, would miss small
/// shares too often (as seldom as 85 % of the intervals of 30 days hold them, see `tests/it/coverage.rs`).
pub(super) fn share_of_days(days: impl Iterator<Item = bool>) -> Mean {
    let (mut all, mut such) = (0_u32, 0_u32);
    for happened in days {
        all += 1;
        such += u32::from(happened);
    }
    let interval = share_interval(such, all, LEVEL);
    Mean {
        value: (all > 0).then(|| f64::from(such) / f64::from(all)),
        ci: interval.map(|interval| [interval.low, interval.high]),
    }
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
