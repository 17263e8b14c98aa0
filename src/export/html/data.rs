//! The numbers behind the pictures and the words of the script, as JSON that cannot end its own element.
//!
//! Every column of numbers stands there once, whoever uses it: the languages of a page show the same curves, and so do several of
//! its pictures.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::chart::{
    AxisLook, Chart, Curve, CurveForm, CurveLook, CurveShape, CurvesChart, Panel, PlotLook, Scale, TimeAxis,
    TimeChart,
};
use crate::export::report::Report;
use crate::report::{ChartWords, PageWords, without_controls};

/// Digits of a number that anybody reads off a picture.
const DIGITS: usize = 4;

/// The data of the page's script.
pub(super) fn json(reports: &[Report]) -> String {
    let mut columns = Columns::default();
    let reports: Vec<ReportData> = reports.iter().map(|report| report_data(report, &mut columns)).collect();
    let data = PageData { columns: &columns.numbers, reports };
    // Numbers and texts can always be written.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}

#[derive(Serialize)]
struct PageData<'a> {
    columns: &'a [Vec<Number>],
    reports: Vec<ReportData>,
}

#[derive(Serialize)]
struct ReportData {
    words: Words,
    /// One for each picture; `None`: it is only looked at.
    figures: Vec<Option<FigureData>>,
}

/// A picture: plots over one common axis.
#[derive(Serialize)]
struct FigureData {
    across: Axis,
    /// Where the values stand on the common axis.
    column: usize,
    /// How a place on it is told.
    place: Place,
    plots: Vec<Plot>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Place {
    /// By the clock; minutes from midnight to the opening.
    Clock { opening: Number },
    /// In minutes from the opening.
    Opening,
    /// By the name of the axis.
    Name,
}

#[derive(Serialize)]
struct Axis {
    from: Number,
    to: Number,
    ticks: Vec<(Number, String)>,
    title: String,
    is_logarithmic: bool,
}

#[derive(Serialize)]
struct Plot {
    up: Axis,
    /// Whether its values are minutes of waiting.
    is_wait: bool,
    /// Its height, as a part of that of all plots.
    share: Number,
    curves: Vec<CurveData>,
    band_label: String,
    levels: Vec<Level>,
    /// Upright lines: where, and the name.
    uprights: Vec<(Number, String)>,
    /// Points with names: across, up, the name.
    points: Vec<(Number, Number, String)>,
}

#[derive(Serialize)]
struct CurveData {
    label: String,
    column: usize,
    /// Lower and upper end of its band.
    band: Option<[usize; 2]>,
    look: Look,
    /// Whether places without a value are bridged.
    is_joined: bool,
}

#[derive(Serialize)]
struct Level {
    label: String,
    at: Number,
    look: Look,
}

#[derive(Serialize)]
struct Look {
    colour: String,
    width: Number,
    dashes: Vec<Number>,
    shape: &'static str,
}

/// The words of the script, by the names that it knows them by.
#[derive(Serialize)]
struct Words {
    code: &'static str,
    scrolls: &'static str,
    hint: &'static str,
    keys: &'static str,
    at_clock: &'static str,
    at_clock_of_day: &'static str,
    after_opening: &'static str,
    before_opening: &'static str,
    at: &'static str,
    under_a_minute: &'static str,
    minutes: &'static str,
    hours: &'static str,
    range: &'static str,
    nothing: &'static str,
    named: &'static str,
}

/// A number in few digits; missing is `null`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Decimal(f64),
    Missing,
}

impl Number {
    /// The number with all its digits.
    fn exact(value: f64) -> Number {
        match value {
            value if !value.is_finite() => Number::Missing,
            value if value.fract() == 0.0 && value.abs() < 1e15 => Number::Whole(value as i64),
            value => Number::Decimal(value),
        }
    }

    /// The number with as many digits as anybody reads off a picture.
    fn rounded(value: f64) -> Number {
        format!("{value:.*e}", DIGITS - 1).parse().map_or(Number::Missing, Number::exact)
    }
}

/// Columns of numbers, each once.
#[derive(Default)]
struct Columns {
    numbers: Vec<Vec<Number>>,
    places: BTreeMap<String, usize>,
}

impl Columns {
    /// The place of a column, which is added if it is new.
    fn place_of(&mut self, column: Vec<Number>) -> usize {
        let name = format!("{column:?}");
        *self.places.entry(name).or_insert_with(|| {
            self.numbers.push(column);
            self.numbers.len() - 1
        })
    }

    /// Values at the places `xs`, of points in order of place.
    fn place_of_values(&mut self, xs: &[f64], points: &[(f64, Option<f64>)]) -> usize {
        let mut column = vec![Number::Missing; xs.len()];
        for (x, value) in points {
            if let (Ok(row), Some(value)) = (xs.binary_search_by(|other| other.total_cmp(x)), value) {
                column[row] = Number::rounded(*value);
            }
        }
        self.place_of(column)
    }

    fn place_of_band(&mut self, xs: &[f64], band: &[(f64, f64, f64)]) -> Option<[usize; 2]> {
        let low: Vec<_> = band.iter().map(|&(x, low, _)| (x, Some(low))).collect();
        let high: Vec<_> = band.iter().map(|&(x, _, high)| (x, Some(high))).collect();
        (band.len() > 1).then(|| [self.place_of_values(xs, &low), self.place_of_values(xs, &high)])
    }
}

fn report_data(report: &Report, columns: &mut Columns) -> ReportData {
    let figures = report.figures.iter().map(|figure| match &figure.chart {
        Chart::Time(chart) => time_data(chart, columns),
        Chart::Curves(chart) => curves_data(chart, columns),
        Chart::HeatMap(_) | Chart::Timetable(_) => None,
    });
    ReportData { figures: figures.collect(), words: words(PageWords::of(report.language)) }
}

/// Places of all points, in order, each once.
fn in_order(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = places.collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places
}

fn time_data(chart: &TimeChart, columns: &mut Columns) -> Option<FigureData> {
    let curves = || chart.panels.iter().flat_map(|panel| &panel.curves);
    let points = curves().flat_map(|curve| &curve.points).map(|point| point.0);
    let xs = in_order(points.chain(curves().flat_map(|curve| &curve.band).map(|at| at.0)));
    let (across, looks) = chart.look();
    // Minutes in which nobody comes, after the last one in which somebody does, are beyond the picture.
    let xs: Vec<f64> = xs.into_iter().filter(|x| (across.from..=across.to).contains(x)).collect();
    if xs.is_empty() {
        return None;
    }
    let place = match &chart.time_axis {
        TimeAxis::Clock { opening_minute_of_day, .. } => {
            Place::Clock { opening: Number::exact(*opening_minute_of_day) }
        }
        TimeAxis::SinceOpening(_) => Place::Opening,
    };
    let column = columns.place_of(xs.iter().copied().map(Number::exact).collect());
    let mut plots: Vec<Plot> =
        chart.panels.iter().zip(looks).map(|(panel, look)| panel_data(panel, look, &xs, columns)).collect();
    let opening = std::iter::once((Number::Whole(0), text(&chart.opening_label)));
    let mark = chart.mark.as_ref().map(|mark| (Number::rounded(mark.minute), text(&mark.label)));
    let uprights: Vec<_> = opening.chain(mark).collect();
    for plot in &mut plots {
        plot.uprights.clone_from(&uprights);
    }
    Some(FigureData { across: axis(across), column, place, plots })
}

fn panel_data(panel: &Panel, look: PlotLook, xs: &[f64], columns: &mut Columns) -> Plot {
    let curves = panel.curves.iter().zip(look.curves).map(|(curve, look)| CurveData {
        label: text(&curve.label),
        column: columns.place_of_values(xs, &curve.points),
        band: columns.place_of_band(xs, &curve.band),
        look: look_data(look),
        is_joined: false,
    });
    let curves = curves.collect();
    let levels = panel.limits.iter().zip(look.levels).map(|(limit, look)| Level {
        label: text(&limit.label),
        at: Number::rounded(limit.level),
        look: look_data(look),
    });
    Plot {
        up: axis(look.up),
        is_wait: matches!(panel.scale, Scale::Wait { .. }),
        share: Number::rounded(panel.share),
        curves,
        band_label: text(&panel.band_label),
        levels: levels.collect(),
        uprights: Vec::new(),
        points: Vec::new(),
    }
}

/// `None` where a curve goes back or stands still on the level axis: such a picture is only looked at.
fn curves_data(chart: &CurvesChart, columns: &mut Columns) -> Option<FigureData> {
    let rises = |curve: &Curve| curve.points.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let xs = in_order(chart.curves.iter().flat_map(places_of));
    if xs.is_empty() || !chart.curves.iter().all(rises) {
        return None;
    }
    let (across, look) = chart.look();
    let column = columns.place_of(xs.iter().copied().map(Number::exact).collect());
    let most = look.up.to;
    let curves = chart.curves.iter().zip(look.curves).map(|(curve, look)| {
        let seen = |y: f64| (y <= most).then_some(y);
        let points: Vec<_> = curve.points.iter().map(|&(x, y)| (x, seen(y))).collect();
        CurveData {
            label: text(&curve.label),
            column: columns.place_of_values(&xs, &points),
            band: columns.place_of_band(&xs, &curve.band),
            look: look_data(look),
            is_joined: curve.form != CurveForm::Dots,
        }
    });
    let curves = curves.collect();
    let levels = chart.levels.iter().zip(look.levels).filter(|(level, _)| !level.upright);
    let levels = levels.map(|(level, look)| Level {
        label: text(&level.label),
        at: Number::rounded(level.at),
        look: look_data(look),
    });
    let plot = Plot {
        up: axis(look.up),
        is_wait: false,
        share: Number::Whole(1),
        curves,
        band_label: text(&chart.band_label),
        levels: levels.collect(),
        uprights: chart
            .levels
            .iter()
            .filter(|level| level.upright)
            .map(|level| (Number::rounded(level.at), text(&level.label)))
            .collect(),
        points: chart
            .marks
            .iter()
            .map(|mark| (Number::rounded(mark.at.0), Number::rounded(mark.at.1), text(&mark.label)))
            .collect(),
    };
    Some(FigureData { across: axis(across), column, place: Place::Name, plots: vec![plot] })
}

fn places_of(curve: &Curve) -> impl Iterator<Item = f64> + '_ {
    curve.points.iter().map(|point| point.0).chain(curve.band.iter().map(|at| at.0))
}

fn axis(look: AxisLook) -> Axis {
    Axis {
        from: Number::exact(look.from),
        to: Number::exact(look.to),
        ticks: look.ticks.into_iter().map(|(at, name)| (Number::exact(at), text(&name))).collect(),
        title: text(&look.title),
        is_logarithmic: look.is_logarithmic,
    }
}

fn look_data(look: CurveLook) -> Look {
    Look {
        colour: look.colour,
        width: Number::exact(look.width),
        dashes: look.dashes.iter().copied().map(Number::exact).collect(),
        shape: match look.shape {
            CurveShape::Line => "line",
            CurveShape::RingedLine => "ringed_line",
            CurveShape::DottedLine => "dotted_line",
            CurveShape::Dots => "dots",
            CurveShape::Rings => "rings",
        },
    }
}

fn text(text: &str) -> String {
    without_controls(text)
}

fn words(words: &PageWords) -> Words {
    let ChartWords {
        hint,
        keys,
        at_clock,
        at_clock_of_day,
        after_opening,
        before_opening,
        at,
        under_a_minute,
        minutes,
        hours,
        range,
        nothing,
        named,
    } = words.chart;
    Words {
        code: words.language_code,
        scrolls: words.scrolls,
        hint,
        keys,
        at_clock,
        at_clock_of_day,
        after_opening,
        before_opening,
        at,
        under_a_minute,
        minutes,
        hours,
        range,
        nothing,
        named,
    }
}
