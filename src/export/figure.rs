//! The pictures of a report, each with its name and the table behind it. Draws nothing itself.

use super::answer_chart::Day;
use super::chart::{Chart, CurvesChart, HeatMapChart, TimeAxis, TimeChart, TimetableChart, TimetableLine};
use super::{
    compare_chart, explanation_chart, fairness_chart, recommendation_chart, sweep_chart, timetable_chart,
};
use crate::report::{FigureKind, Language, grouped, significant};
use crate::results::{Answer, Finding, Measure, Observed, Sweep};

/// A picture of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it shows; tells its name and its heading.
    pub kind: FigureKind,
    /// The picture before it is drawn.
    pub chart: Chart,
}

/// The figures behind a picture, as texts in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureTable {
    /// Names of the columns; the first one names the rows.
    pub headings: Vec<String>,
    /// One cell for each column; `-` where there is nothing.
    pub rows: Vec<Vec<String>>,
}

/// Most rows of a table behind a picture; of more, evenly many are shown.
const MOST_ROWS: usize = 40;
/// Steps from row to row of a table over time, minutes.
const STEPS: [usize; 8] = [1, 2, 5, 10, 15, 30, 60, 120];
/// What is drawn of a sweep, the first one always.
const SWEPT: [Measure; 5] =
    [Measure::WaitP90, Measure::LineGone, Measure::InsideMax, Measure::OverloadedDays, Measure::WithoutPlace];
/// What stands where there is nothing.
const NOTHING: &str = "-";

/// The pictures of a finding, with what was seen on the day drawn in; those without data are left out.
pub fn figures(finding: &Finding, observed: Option<&Observed>, language: Language) -> Vec<Figure> {
    let curves = |kind: FigureKind, chart: CurvesChart| vec![Figure { kind, chart: Chart::Curves(chart) }];
    match finding {
        Finding::Answer(answer) => answer_figures(answer, observed, language),
        Finding::Fairness(found) => curves(FigureKind::Fairness, fairness_chart::chart(found, language)),
        Finding::Comparison(found) => curves(FigureKind::Comparison, compare_chart::chart(found, language)),
        Finding::Recommendation(found) => {
            curves(FigureKind::TradeOff, recommendation_chart::chart(found, language))
        }
        Finding::Sweep(found) => sweep_figures(found, language),
    }
}

/// The pictures of an answer, the one for residents first; those without data are left out.
fn answer_figures(answer: &Answer, observed: Option<&Observed>, language: Language) -> Vec<Figure> {
    let day = Day::of(answer, language).with(observed);
    let has_minutes = !answer.minutes.is_empty();
    let time = |kind: FigureKind, chart: Option<TimeChart>| {
        chart.filter(|_| has_minutes).map(|chart| Figure { kind, chart: Chart::Time(chart) })
    };
    let timetable = Chart::Timetable(timetable_chart::chart(answer, language));
    let formulas = explanation_chart::formulas(answer, language);
    [
        time(FigureKind::Waits, Some(day.waits())),
        has_minutes.then_some(Figure { kind: FigureKind::Timetable, chart: timetable }),
        time(FigureKind::Day, Some(day.whole())),
        time(FigureKind::People, Some(day.people())),
        time(FigureKind::Flow, Some(day.flow())),
        time(FigureKind::Origin, day.origin()),
        time(FigureKind::Chance, day.chance()),
        formulas.map(|chart| Figure { kind: FigureKind::Formulas, chart: Chart::Curves(chart) }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The pictures of a sweep, one for each measure that differs between its points.
fn sweep_figures(sweep: &Sweep, language: Language) -> Vec<Figure> {
    let differs = |measure: &Measure| {
        let ends = sweep.least_and_most(*measure);
        ends.is_some_and(|[least, most]| sweep.value(least, *measure) != sweep.value(most, *measure))
    };
    let figure = |measure: Measure| Figure {
        kind: FigureKind::Sweep(measure),
        chart: sweep_chart::chart(sweep, measure, language),
    };
    let others = SWEPT.into_iter().skip(1).filter(differs);
    SWEPT.into_iter().take(1).chain(others).map(figure).collect()
}

impl Figure {
    /// The figures behind the picture.
    pub fn table(&self) -> FigureTable {
        match &self.chart {
            Chart::Time(chart) => time_table(chart),
            Chart::Curves(chart) => curves_table(chart),
            Chart::HeatMap(chart) => heat_map_table(chart),
            Chart::Timetable(chart) => timetable_table(chart),
        }
    }
}

fn cell(value: Option<f64>) -> String {
    value.map_or(NOTHING.to_owned(), number)
}

/// Whole numbers with separators, and three digits where they are small.
fn number(value: f64) -> String {
    if value.abs() >= 100.0 { grouped(value) } else { significant(value, 3) }
}

/// A row for every so many minutes that there are not too many.
fn time_table(chart: &TimeChart) -> FigureTable {
    let curves: Vec<_> = chart.panels.iter().flat_map(|panel| &panel.curves).collect();
    let points = curves.iter().flat_map(|curve| &curve.points);
    let last = points.clone().filter(|point| point.1.is_some()).map(|point| point.0).fold(f64::MIN, f64::max);
    // What comes after the last value has nothing to tell.
    let mut minutes: Vec<f64> = points.map(|point| point.0).filter(|minute| *minute <= last).collect();
    minutes.sort_by(f64::total_cmp);
    minutes.dedup();
    let step = STEPS.into_iter().find(|step| minutes.len() / step <= MOST_ROWS).unwrap_or(240);
    let (name, of_day) = match &chart.time_axis {
        TimeAxis::Clock { opening_minute_of_day, label, .. } => (label, Some(*opening_minute_of_day)),
        TimeAxis::SinceOpening(label) => (&label.minutes, None),
    };
    let names = curves.iter().map(|curve| curve.label.clone());
    // A minute's figure stands in its middle; what is read is its beginning.
    let shown = minutes.iter().filter(|minute| (minute.floor() as i64).rem_euclid(step as i64) == 0);
    let row = |minute: &f64| {
        let values = curves.iter().map(|curve| {
            let at = curve.points.iter().find(|point| point.0 == *minute);
            cell(at.and_then(|point| point.1))
        });
        std::iter::once(time_name(minute.floor(), of_day)).chain(values).collect()
    };
    FigureTable {
        headings: std::iter::once(name.clone()).chain(names).collect(),
        rows: shown.map(row).collect(),
    }
}

/// A time of the day such as `9:07`, or minutes from the opening.
fn time_name(minute: f64, opening_minute_of_day: Option<f64>) -> String {
    match opening_minute_of_day {
        None => format!("{minute}"),
        Some(opening) => {
            let of_day = (opening + minute).rem_euclid(1440.0) as u32;
            format!("{}:{:02}", of_day / 60, of_day % 60)
        }
    }
}

fn curves_table(chart: &CurvesChart) -> FigureTable {
    let mut places: Vec<f64> =
        chart.curves.iter().flat_map(|curve| &curve.points).map(|point| point.0).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let step = places.len().div_ceil(MOST_ROWS).max(1);
    let row = |place: &f64| {
        let values = chart
            .curves
            .iter()
            .map(|curve| cell(curve.points.iter().find(|point| point.0 == *place).map(|point| point.1)));
        std::iter::once(number(*place)).chain(values).collect()
    };
    FigureTable {
        headings: std::iter::once(chart.across_label.clone())
            .chain(chart.curves.iter().map(|curve| curve.label.clone()))
            .collect(),
        rows: places.iter().step_by(step).map(row).collect(),
    }
}

fn timetable_table(chart: &TimetableChart) -> FigureTable {
    let row = |line: &TimetableLine| {
        let wait = [line.wait.as_str(), line.longest.as_str(), line.remark.as_str()];
        let wait: Vec<&str> = wait.into_iter().filter(|words| !words.is_empty()).collect();
        vec![line.when.clone(), line.words.clone(), wait.join(" ")]
    };
    FigureTable {
        headings: vec![chart.when_label.clone(), String::new(), chart.wait_label.clone()],
        rows: chart.rows.iter().map(row).collect(),
    }
}

fn heat_map_table(chart: &HeatMapChart) -> FigureTable {
    let corner = [chart.up_label.as_str(), chart.across_label.as_str()].join(" \\ ");
    let row = |(name, values): (&String, &Vec<Option<f64>>)| {
        std::iter::once(name.clone()).chain(values.iter().copied().map(cell)).collect()
    };
    FigureTable {
        headings: std::iter::once(corner).chain(chart.across.iter().cloned()).collect(),
        rows: chart.up.iter().zip(&chart.rows).rev().map(row).collect(),
    }
}
