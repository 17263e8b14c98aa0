//! Pictures as series of numbers: what is joined to what, and where the axes end. Knows no cells.

use super::text::number_format;
use crate::export::chart::{
    Curve, CurveForm, CurvesChart, LimitKind, Panel, Scale, TimeAxis, TimeChart, TimeCurve,
};
use crate::report::{Language, band_labels};

/// Several plots over axes of the same kind.
pub(super) struct Plots {
    pub(super) across: Across,
    pub(super) plots: Vec<Plot>,
    /// Whether a series runs on over a place where it has no value.
    pub(super) joins_gaps: bool,
}

/// The level axis.
pub(super) struct Across {
    /// Its name, with the unit.
    pub(super) label: String,
    pub(super) number_format: &'static str,
    /// Where it begins and ends; `None`: as the program likes.
    pub(super) ends: Option<[f64; 2]>,
    /// From tick to tick; `None`: as the program likes.
    pub(super) step: Option<f64>,
    pub(super) is_logarithmic: bool,
}

/// Series with an upright axis of their own.
pub(super) struct Plot {
    /// Name of the upright axis, with the unit.
    pub(super) up_label: String,
    pub(super) number_format: &'static str,
    /// Where the upright axis ends; `None`: as the program likes.
    pub(super) most: Option<f64>,
    /// Whether the upright axis begins at zero.
    pub(super) begins_at_zero: bool,
    pub(super) series: Vec<Series>,
    pub(super) lines: Vec<Line>,
}

/// A curve, or an edge of a band.
pub(super) struct Series {
    pub(super) label: String,
    pub(super) points: Vec<(f64, Option<f64>)>,
    pub(super) look: Look,
}

/// A straight line; where both ends are the same, a point.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    pub(super) look: Look,
}

/// How something is drawn: apart from everything else also without colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The so-many-th curve.
    Curve(usize),
    /// The same with a dot on each point.
    DottedCurve(usize),
    /// Dots alone.
    Dots(usize),
    /// The edge of the band around a curve.
    Edge(usize),
    /// A setting.
    Limit,
    /// What is safe.
    Safe,
    /// An instant or another place on the level axis.
    Upright,
    /// A point with a name.
    Named,
}

/// Minutes of a day.
const DAY: f64 = 1440.0;
/// Steps of an axis of minutes.
const STEPS: [f64; 12] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 360.0, 720.0, 1440.0];
/// Most ticks of an axis of minutes.
const MOST_TICKS: f64 = 12.0;
/// A limit so many times above everything else would flatten the curves.
const FAR_ABOVE: f64 = 5.0;

/// A plot for each panel.
pub(super) fn of_time(chart: &TimeChart, language: Language) -> Plots {
    let time = Time::of(chart);
    Plots {
        across: time.axis(chart),
        plots: chart.panels.iter().map(|panel| time.plot(chart, panel, language)).collect(),
        joins_gaps: false,
    }
}

/// The times of a picture as they stand in cells.
struct Time {
    /// First and last minute from the opening; `None` without a single point.
    ends: Option<[f64; 2]>,
    /// Taken from a minute, because what is read is its beginning and not its middle.
    middle: f64,
    /// Minutes from the midnight before the first point to the opening; `None`: minutes are minutes.
    opening: Option<f64>,
}

impl Time {
    fn of(chart: &TimeChart) -> Time {
        let minutes = || {
            let curves = chart.panels.iter().flat_map(|panel| &panel.curves);
            curves.flat_map(|curve| &curve.points).map(|point| point.0).filter(|minute| minute.is_finite())
        };
        let middle =
            if minutes().all(|minute| (minute.rem_euclid(1.0) - 0.5).abs() < 1e-9) { 0.5 } else { 0.0 };
        let least = minutes().fold(f64::INFINITY, f64::min) - middle;
        let most = minutes().fold(f64::NEG_INFINITY, f64::max) - middle;
        let opening = match &chart.time_axis {
            // Times of the day are never negative in a cell.
            TimeAxis::Clock { opening_minute_of_day, .. } if least.is_finite() => {
                Some(opening_minute_of_day - ((opening_minute_of_day + least) / DAY).floor() * DAY)
            }
            TimeAxis::Clock { opening_minute_of_day, .. } => Some(*opening_minute_of_day),
            TimeAxis::SinceOpening(_) => None,
        };
        Time { ends: (least <= most).then_some([least, most]), middle, opening }
    }

    /// Minutes from the opening as what stands in a cell: a part of a day, or the minutes.
    fn cell(&self, minute: f64) -> f64 {
        self.opening.map_or(minute, |opening| (opening + minute) / DAY)
    }

    fn axis(&self, chart: &TimeChart) -> Across {
        let (label, number_format) = match &chart.time_axis {
            TimeAxis::Clock { label, .. } => (label, "h:mm"),
            TimeAxis::SinceOpening(label) => (&label.minutes, "0"),
        };
        let offset = self.opening.unwrap_or(0.0);
        let unit = if self.opening.is_some() { DAY } else { 1.0 };
        let step = self.ends.map(|[least, most]| {
            STEPS.into_iter().find(|step| (most - least) / step <= MOST_TICKS).unwrap_or(DAY)
        });
        let ends = self.ends.zip(step).map(|([least, most], step)| {
            let first = ((least + offset) / step).floor() * step;
            let last = (((most + offset) / step).ceil() * step).max(first + step);
            [first / unit, last / unit]
        });
        Across {
            label: label.clone(),
            number_format,
            ends,
            step: step.map(|step| step / unit),
            is_logarithmic: false,
        }
    }

    fn plot(&self, chart: &TimeChart, panel: &Panel, language: Language) -> Plot {
        let series: Vec<Series> = panel
            .curves
            .iter()
            .enumerate()
            .flat_map(|(at, curve)| self.curve(at, curve, language))
            .filter(|series| series.points.iter().any(|point| point.1.is_some()))
            .collect();
        let highest = highest(&series);
        let mut lines = self.limits(panel, highest);
        let least_top = match panel.scale {
            Scale::Load { least_top } => least_top,
            _ => 0.0,
        };
        let top = lines.iter().map(|line| line.to.1).fold(highest, f64::max);
        let opening = (0.0, &chart.opening_label);
        let mark = chart.mark.as_ref().map(|mark| (mark.minute, &mark.label));
        lines.extend([Some(opening), mark].into_iter().flatten().filter_map(|(minute, label)| {
            let [least, most] = self.ends?;
            let at = self.cell(minute);
            let is_seen = minute >= least && minute <= most && top > 0.0;
            is_seen.then(|| Line {
                label: label.clone(),
                from: (at, 0.0),
                to: (at, top),
                look: Look::Upright,
            })
        }));
        Plot {
            up_label: panel.heading.clone(),
            number_format: number_format([top, least_top].into_iter()),
            most: (least_top > 0.0 && top <= least_top).then_some(least_top),
            begins_at_zero: true,
            series,
            lines,
        }
    }

    fn curve(&self, at: usize, curve: &TimeCurve, language: Language) -> Vec<Series> {
        let point = |(minute, value): (f64, Option<f64>)| (self.cell(minute - self.middle), value);
        let mut series = vec![Series {
            label: curve.label.clone(),
            points: finite(curve.points.iter().map(|(minute, value)| point((*minute, *value)))),
            look: Look::Curve(at),
        }];
        series.extend(edges(
            at,
            &curve.label,
            &curve.band,
            |minute| self.cell(minute - self.middle),
            language,
        ));
        series
    }

    fn limits(&self, panel: &Panel, highest: f64) -> Vec<Line> {
        let line = |limit: &crate::export::chart::Limit| {
            let [least, most] = self.ends?;
            let is_near = limit.level.is_finite() && limit.level <= highest * FAR_ABOVE;
            is_near.then(|| Line {
                label: limit.label.clone(),
                from: (self.cell(least), limit.level),
                to: (self.cell(most), limit.level),
                look: match limit.kind {
                    LimitKind::Set => Look::Limit,
                    LimitKind::Safe => Look::Safe,
                },
            })
        };
        panel.limits.iter().filter_map(line).collect()
    }
}

/// One plot with all curves.
pub(super) fn of_curves(chart: &CurvesChart, language: Language) -> Plots {
    let series: Vec<Series> =
        chart.curves.iter().enumerate().flat_map(|(at, curve)| curve_series(at, curve, language)).collect();
    let across = || series.iter().flat_map(|series| &series.points).map(|point| point.0);
    let [least, most] = [across().fold(f64::INFINITY, f64::min), across().fold(f64::NEG_INFINITY, f64::max)];
    let has_points = least <= most;
    let is_logarithmic = chart.across_is_logarithmic && has_points && least > 0.0;
    let top = chart.most_up.unwrap_or_else(|| highest(&series));
    let lowest =
        series.iter().flat_map(|series| &series.points).filter_map(|point| point.1).fold(0.0, f64::min);
    let mut lines = Vec::new();
    if has_points {
        lines.extend(chart.levels.iter().filter(|level| level.at.is_finite()).map(
            |level| match level.upright {
                true => Line {
                    label: level.label.clone(),
                    from: (level.at, lowest),
                    to: (level.at, top),
                    look: Look::Upright,
                },
                false => Line {
                    label: level.label.clone(),
                    from: (least, level.at),
                    to: (most, level.at),
                    look: Look::Limit,
                },
            },
        ));
    }
    let is_finite = |(x, y): (f64, f64)| x.is_finite() && y.is_finite();
    lines.extend(chart.marks.iter().filter(|mark| is_finite(mark.at)).map(|mark| Line {
        label: mark.label.clone(),
        from: mark.at,
        to: mark.at,
        look: Look::Named,
    }));
    let up_format = number_format([top].into_iter());
    Plots {
        across: Across {
            label: chart.across_label.clone(),
            number_format: number_format(across()),
            ends: is_logarithmic.then(|| powers_of_ten(least, most)),
            step: None,
            is_logarithmic,
        },
        plots: vec![Plot {
            up_label: chart.up_label.clone(),
            number_format: up_format,
            most: chart.most_up.map(rounded_up),
            begins_at_zero: lowest >= 0.0,
            series,
            lines,
        }],
        joins_gaps: true,
    }
}

fn curve_series(at: usize, curve: &Curve, language: Language) -> Vec<Series> {
    let look = match curve.form {
        CurveForm::Line => Look::Curve(at),
        CurveForm::DottedLine => Look::DottedCurve(at),
        CurveForm::Dots => Look::Dots(at),
    };
    let points = known(curve.points.iter().copied());
    let mut series = vec![Series { label: curve.label.clone(), points, look }];
    series.extend(edges(at, &curve.label, &curve.band, |x| x, language));
    series
}

/// Both edges of a band, if there is one.
fn edges(
    at: usize,
    label: &str,
    band: &[(f64, f64, f64)],
    place: impl Fn(f64) -> f64,
    language: Language,
) -> Vec<Series> {
    if band.is_empty() {
        return Vec::new();
    }
    let edge = |label: String, of: fn(&(f64, f64, f64)) -> f64| Series {
        label,
        points: known(band.iter().map(|point| (place(point.0), of(point)))),
        look: Look::Edge(at),
    };
    let [low, high] = band_labels(label, language);
    vec![edge(low, |point| point.1), edge(high, |point| point.2)]
}

/// Points at places that are numbers; values that are none are missing.
fn finite(points: impl Iterator<Item = (f64, Option<f64>)>) -> Vec<(f64, Option<f64>)> {
    points
        .filter(|point| point.0.is_finite())
        .map(|(at, value)| (at, value.filter(|value| value.is_finite())))
        .collect()
}

/// Points of which both numbers are some.
fn known(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, Option<f64>)> {
    points.filter(|(x, y)| x.is_finite() && y.is_finite()).map(|(x, y)| (x, Some(y))).collect()
}

fn highest(series: &[Series]) -> f64 {
    series.iter().flat_map(|series| &series.points).filter_map(|point| point.1).fold(0.0, f64::max)
}

fn powers_of_ten(least: f64, most: f64) -> [f64; 2] {
    let power = |exponent: f64| 10_f64.powi(exponent as i32);
    let first = power(least.log10().floor());
    [first, power(most.log10().ceil()).max(first * 10.0)]
}

/// The next number with two digits.
fn rounded_up(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 1.0;
    }
    let unit = 10_f64.powi(value.log10().floor() as i32 - 1);
    (value / unit).ceil() * unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::chart::{TimeCurveKind, UnitLabel};

    fn chart(time_axis: TimeAxis, points: Vec<(f64, Option<f64>)>) -> TimeChart {
        let curve =
            TimeCurve { kind: TimeCurveKind::Line, label: "line".to_owned(), points, band: Vec::new() };
        TimeChart {
            title: String::new(),
            subtitle: String::new(),
            time_axis,
            panels: vec![Panel {
                heading: "people".to_owned(),
                scale: Scale::People,
                curves: vec![curve],
                band_label: String::new(),
                limits: Vec::new(),
                share: 1.0,
            }],
            mark: None,
            opening_label: "opening".to_owned(),
            no_data_label: String::new(),
            footer: String::new(),
        }
    }

    fn clock(opening_minute_of_day: f64) -> TimeAxis {
        TimeAxis::Clock { opening_minute_of_day, label: "time".to_owned(), day_label: String::new() }
    }

    #[test]
    fn times_of_the_day_are_parts_of_a_day_and_never_negative() {
        // Opens at 0:10; the first one comes at 23:50 of the day before.
        let plots =
            of_time(&chart(clock(10.0), vec![(-19.5, Some(1.0)), (0.5, Some(2.0))]), Language::English);
        let places: Vec<f64> = plots.plots[0].series[0].points.iter().map(|point| point.0 * DAY).collect();
        assert!((places[0] - 1430.0).abs() < 1e-6 && (places[1] - 1450.0).abs() < 1e-6, "{places:?}");
        assert!(plots.across.ends.is_some_and(|[from, to]| from >= 0.0 && from < to));
    }

    #[test]
    fn minutes_are_named_by_their_beginning() {
        let label = UnitLabel { minutes: "min".to_owned(), hours: "h".to_owned() };
        let plots = of_time(
            &chart(TimeAxis::SinceOpening(label), vec![(0.5, Some(1.0)), (1.5, None)]),
            Language::English,
        );
        assert_eq!(plots.plots[0].series[0].points, [(0.0, Some(1.0)), (1.0, None)]);
    }

    #[test]
    fn without_points_there_are_neither_series_nor_lines() {
        for points in [vec![], vec![(0.5, None)], vec![(f64::NAN, Some(1.0))]] {
            let plots = of_time(&chart(clock(540.0), points), Language::English);
            assert!(plots.plots[0].series.is_empty() && plots.plots[0].lines.is_empty());
        }
    }

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!(powers_of_ten(1_500.0, 250_000.0), [1_000.0, 1_000_000.0]);
        assert_eq!(powers_of_ten(10.0, 10.0), [10.0, 100.0]);
        assert_eq!((rounded_up(183.2), rounded_up(0.0)), (190.0, 1.0));
    }
}
