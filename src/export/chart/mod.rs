//! Draws the day of a waiting room, or the throughput of an origin, as one picture, PNG or SVG, with an embedded Japanese
//! font.
//! Knows no language, no results and no files: texts come in ready to print, bytes go out.
//!
//! - `day`: what is where on the picture of a day; one function for both formats
//! - `curves`: what is where on a picture of several curves
//! - `heat_map`: what is where on a heat map
//! - `scaling`: what is where on the picture of an origin
//! - `timetable`, `marks`: what is where on a timetable of waits, and the bars in its rows
//! - `frame`: title, footer and axes, the same on all of them
//! - `picture`: what every picture can do
//! - `axis`: which ticks, and how they read
//! - `legend`: samples and labels that flow over as many rows as they need
//! - `stroke`: colours, widths and dash patterns
//! - `canvas`: points, lines and texts on any plotters backend
//! - `font`: the embedded font, its text widths, and the characters it lacks
//! - `raster`, `png`, `svg`: what differs between the formats
//!
//! To add a format: a variant of [`ChartFormat`], a file beside `png`, and an arm in `written`. To add a picture: its data
//! here, a file beside `day`, and an implementation in `picture`.

mod axis;
mod canvas;
mod curves;
mod day;
mod font;
mod frame;
mod heat_map;
mod legend;
mod marks;
mod picture;
mod png;
mod raster;
mod scaling;
mod stroke;
mod svg;
mod timetable;

use std::error::Error;
use std::fmt;

pub use font::{FONT_LICENCE, missing_glyphs};

/// Width of the picture in CSS pixels; the PNG has [`PNG_SCALE`] times as many.
pub const CHART_WIDTH: u32 = 1200;

/// Height of the picture in CSS pixels; the PNG has [`PNG_SCALE`] times as many.
pub const CHART_HEIGHT: u32 = 900;

/// Pixels of the PNG per CSS pixel, so that it is sharp on paper and on dense screens.
pub const PNG_SCALE: u32 = 2;

/// Largest count, minute or wait that can be drawn.
const LARGEST_NUMBER: f64 = 1e12;

/// Everything printed on the picture of one day, with all texts in the reader's language.
///
/// Two panels share one time axis, people above and waits below; a third one between them shows the load of the servers. Control characters in texts are
/// drawn as spaces; texts that are too long are made smaller, broken, or cut with an ellipsis.
#[derive(Clone, Debug, PartialEq)]
pub struct DayChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// How the common time axis counts, and its name.
    pub time_axis: TimeAxis,
    /// Heading of the upper panel with the unit, such as `人数（人）`.
    pub people_label: String,
    /// Heading of the lower panel with the unit; hours are taken when a wait exceeds three hours.
    pub wait_label: UnitLabel,
    /// People in line.
    pub line: Series,
    /// People in the waiting room before the opening, where that is counted apart.
    pub waiting: Option<Series>,
    /// Active users as the waiting room counts them.
    pub active: Series,
    /// People really on the site.
    pub inside: Series,
    /// What the shaded bands show, such as `帯：20日間の最小～最大`; drawn only if a band is.
    pub band_label: String,
    /// The limit on active users.
    pub limit: Option<Limit>,
    /// The load of the servers; `None`: no such panel.
    pub load: Option<Load>,
    /// A vertical line at an instant.
    pub mark: Option<Mark>,
    /// Name of the vertical line at minute zero, such as `受付開始 9:00`.
    pub opening_label: String,
    /// The middle wait by minute of arrival.
    pub wait_p50: WaitCurve,
    /// The wait that one in ten exceeds, by minute of arrival.
    pub wait_p90: WaitCurve,
    /// Printed in a panel without a single point, such as `データなし`.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// Everything printed on the picture of an origin: requests a second by requests in service, with all texts in the
/// reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalingChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// Name of the level axis.
    pub in_service_label: String,
    /// Heading of the plot, with the unit of its upright axis.
    pub per_second_label: String,
    /// Name of the measured points.
    pub measured_label: String,
    /// (requests in service, requests a second), measured.
    pub measured: Vec<(f64, f64)>,
    /// Name of the curve.
    pub curve_label: String,
    /// (requests in service, requests a second) where it was tested, rising in the first; empty means none.
    pub curve: Vec<(f64, f64)>,
    /// Name of the curve where it was not tested.
    pub untested_label: String,
    /// Pieces of the curve where it was not tested.
    pub untested: Vec<Vec<(f64, f64)>>,
    /// Name of the band; drawn only if the band is.
    pub band_label: String,
    /// (requests in service, lowest, highest requests a second), rising in the first; empty means none.
    pub band: Vec<(f64, f64, f64)>,
    /// Where the curve is highest, with the text to print there.
    pub peak: Option<Peak>,
    /// Printed in a plot without a single point.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// Everything printed on a picture of several curves over one axis, with all texts in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvesChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// Name of the level axis, with its unit.
    pub across_label: String,
    /// Whether the level axis counts in powers of ten; all its values are then above zero.
    pub across_is_logarithmic: bool,
    /// Heading of the plot, with the unit of its upright axis.
    pub up_label: String,
    /// What lies above it is not drawn and does not stretch the axis; `None`: everything is.
    pub most_up: Option<f64>,
    /// At most eight that can be told apart, the most important first.
    pub curves: Vec<Curve>,
    /// What the bands show; printed only if one is drawn.
    pub band_label: String,
    /// Points with names beside them.
    pub marks: Vec<NamedPoint>,
    /// Dashed lines with names.
    pub levels: Vec<NamedLevel>,
    /// Printed in a plot without a single point.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// One of several curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// In the legend; empty: not there.
    pub label: String,
    /// Points in the order in which they are joined.
    pub points: Vec<(f64, f64)>,
    /// Place, lowest and highest, rising in the first; empty means none.
    pub band: Vec<(f64, f64, f64)>,
    /// How it is drawn.
    pub form: CurveForm,
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveForm {
    /// A line.
    Line,
    /// A line with a dot on each point.
    DottedLine,
    /// Dots alone.
    Dots,
}

/// A point with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPoint {
    /// Where.
    pub at: (f64, f64),
    /// Printed beside it.
    pub label: String,
    /// Whether a dot is set there.
    pub is_emphasised: bool,
}

/// A dashed line across the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedLevel {
    /// Its place on the axis that it crosses.
    pub at: f64,
    /// Whether it crosses the level axis.
    pub upright: bool,
    /// Printed at its end.
    pub label: String,
}

/// Everything printed on a heat map, with all texts in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMapChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// Name of the columns, with the unit.
    pub across_label: String,
    /// Names of the columns.
    pub across: Vec<String>,
    /// Name of the rows, with the unit.
    pub up_label: String,
    /// Names of the rows, the lowest first.
    pub up: Vec<String>,
    /// What the cells show, with the unit.
    pub value_label: String,
    /// Values by row, the lowest first, then by column; `None`: nothing is known there.
    pub rows: Vec<Vec<Option<f64>>>,
    /// What is printed on the cells where it fits on all of them.
    pub texts: Vec<Vec<String>>,
    /// Printed at the lower end of the scale of colours.
    pub lowest_label: String,
    /// Printed at its upper end.
    pub highest_label: String,
    /// Printed where no cell has a value.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// The highest place of a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Peak {
    /// Printed beside it.
    pub label: String,
    /// (requests in service, requests a second).
    pub at: (f64, f64),
}

/// One curve of people over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name in the legend.
    pub label: String,
    /// (minutes from the opening, people) in order of time; empty means nothing to draw.
    pub points: Vec<(f64, f64)>,
    /// (minutes from the opening, lowest, highest people across days) in order of time.
    pub band: Option<Vec<(f64, f64, f64)>>,
}

/// One curve of waits by arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitCurve {
    /// Name in the legend.
    pub label: String,
    /// (minutes from the opening to the arrival, wait in minutes) in order of time.
    /// A minute without a wait is `None` and leaves a gap.
    pub points: Vec<(f64, Option<f64>)>,
}

/// A level of people that is not to be exceeded, drawn as a dashed line.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Printed beside the line as it is, so with the value: `total_active_users 2,000人`.
    pub label: String,
    /// The level: people, or in the panel of the load what that is counted in.
    ///
    /// Above five times the largest count the line is left off, and the label gets an arrow,
    /// because the curves would be flat otherwise.
    pub people: f64,
}

/// The load of the servers over time, in a panel of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Heading with the unit, such as `使用率（％）`.
    pub heading: String,
    /// The load; no band is drawn.
    pub series: Series,
    /// The load that is safe, in the same unit.
    pub safe: Option<Limit>,
    /// The axis goes up to this at least; 0: as far as needed.
    pub least_top: f64,
}

/// An instant with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Minutes from the opening.
    pub minute: f64,
    /// Printed beside the line, such as `予約枠がなくなる 9:28`.
    pub label: String,
}

/// What the common time axis counts.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeAxis {
    /// Time since the opening; hours are taken for spans above six hours.
    SinceOpening(UnitLabel),
    /// Time of the day, as in `9:07`.
    Clock {
        /// Minutes from midnight to the opening.
        opening_minute_of_day: f64,
        /// Name of the axis, such as `時刻`.
        label: String,
        /// Name of a day where several are shown, with `{day}` for its number from 1:
        /// `{day}日目`, `day {day}`.
        day_label: String,
    },
}

/// A heading in the two units it can have.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitLabel {
    /// Heading when the numbers are minutes, such as `待ち時間（分）`.
    pub minutes: String,
    /// Heading when the numbers are hours, such as `待ち時間（時間）`.
    pub hours: String,
}

/// Everything printed on a timetable of waits, with all texts in the reader's language.
///
/// The rows share the height of the picture, and their text is as large as the longest of them allows.
#[derive(Clone, Debug, PartialEq)]
pub struct TimetableChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// Heading of the times, such as `アクセスする時刻`.
    pub when_label: String,
    /// Heading of the waits.
    pub wait_label: String,
    /// Downwards; legible up to about 30.
    pub rows: Vec<TimetableLine>,
    /// What the bars mean.
    pub legend: Vec<(TimetableLevel, String)>,
    /// Printed where there are no rows, such as `データなし`.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// A row of a timetable of waits.
#[derive(Clone, Debug, PartialEq)]
pub struct TimetableLine {
    /// The time, such as `9:00～9:10`.
    pub when: String,
    /// The bar; `None`: the words stand in its place.
    pub level: Option<TimetableLevel>,
    /// What the level is called, such as `短め`, or why there is none.
    pub words: String,
    /// The wait, such as `約10分`; drawn only beside a bar.
    pub wait: String,
    /// Smaller text after the wait, such as `（長い場合は約15分）`; empty means none.
    pub longest: String,
    /// Smaller text; empty means none.
    pub remark: String,
}

/// How far a bar of a timetable is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimetableLevel {
    /// One cell of three, light.
    Low,
    /// Two cells, hatched.
    Middle,
    /// All three, dark.
    High,
}

/// A picture format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFormat {
    /// Pixels, [`PNG_SCALE`] per CSS pixel, with the print resolution in the file.
    Png,
    /// Text and paths; refers to no other file, so fonts come from the reader's machine.
    Svg,
}

impl fmt::Display for ChartFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ChartFormat::Png => "PNG",
            ChartFormat::Svg => "SVG",
        })
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartError {
    /// A number that cannot be drawn; nothing was drawn.
    BadNumber {
        /// Where it stands: the label of its curve or setting, and the point counted from zero.
        place: String,
        /// The number.
        number: f64,
        /// The least accepted number; the largest is 1e12.
        least: f64,
    },
    /// The backend failed; not the fault of the data.
    Drawing {
        /// The format that was asked for.
        format: ChartFormat,
        /// What the backend said.
        reason: String,
    },
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChartError::BadNumber { place, number, least } => write!(
                f,
                "cannot draw {number} ({place}): expected a number from {least:e} to {LARGEST_NUMBER:e}"
            ),
            ChartError::Drawing { format, reason } => {
                write!(f, "cannot write the {format} chart: {reason}")
            }
        }
    }
}

impl Error for ChartError {}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// Empty curves are left out and never an error.
///
/// # Errors
///
/// [`ChartError::BadNumber`] for a number that is infinite, not a number, beyond 1e12, or, for
/// people and waits, below zero.
pub fn day_chart(chart: &DayChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    check(chart)?;
    written(chart, format)
}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// # Errors
///
/// [`ChartError::BadNumber`] for a number that is infinite, not a number, below zero or beyond 1e12.
pub fn scaling_chart(chart: &ScalingChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    let places = [(&chart.in_service_label, 0_usize), (&chart.per_second_label, 1)];
    for (index, point) in scaling::all_points(chart).enumerate() {
        for (label, axis) in places {
            check_number([point.0, point.1][axis], 0.0, || format!("{label}, point {index}"))?;
        }
    }
    written(chart, format)
}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// # Errors
///
/// [`ChartError::BadNumber`] for a number that is infinite, not a number, or beyond 1e12 to either side.
pub fn curves_chart(chart: &CurvesChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    for (label, (x, y)) in curves::all_points(chart) {
        for number in [x, y] {
            check_number(number, -LARGEST_NUMBER, || label.to_owned())?;
        }
    }
    for level in &chart.levels {
        check_number(level.at, -LARGEST_NUMBER, || level.label.clone())?;
    }
    written(chart, format)
}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// # Errors
///
/// [`ChartError::BadNumber`] for a number that is infinite, not a number, or beyond 1e12 to either side.
pub fn heat_map_chart(chart: &HeatMapChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    for value in heat_map::all_values(chart) {
        check_number(value, -LARGEST_NUMBER, || chart.value_label.clone())?;
    }
    written(chart, format)
}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// # Errors
///
/// [`ChartError::Drawing`] if the backend fails; there are no numbers that could not be drawn.
pub fn timetable_picture(chart: &TimetableChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    written(chart, format)
}

fn written(picture: &impl picture::Picture, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    match format {
        ChartFormat::Png => png::write(picture),
        ChartFormat::Svg => svg::write(picture),
    }
}

fn check(chart: &DayChart) -> Result<(), ChartError> {
    for series in day::all_series(chart).chain(chart.load.iter().map(|load| &load.series)) {
        for (index, &(minute, people)) in series.points.iter().enumerate() {
            let place = || format!("{}, point {index}", series.label);
            check_number(minute, -LARGEST_NUMBER, place)?;
            check_number(people, 0.0, place)?;
        }
        for (index, &(minute, low, high)) in series.band.iter().flatten().enumerate() {
            let place = || format!("{}, band point {index}", series.label);
            check_number(minute, -LARGEST_NUMBER, place)?;
            check_number(low, 0.0, place)?;
            check_number(high, 0.0, place)?;
        }
    }
    for curve in [&chart.wait_p50, &chart.wait_p90] {
        for (index, &(minute, wait)) in curve.points.iter().enumerate() {
            let place = || format!("{}, point {index}", curve.label);
            check_number(minute, -LARGEST_NUMBER, place)?;
            if let Some(wait) = wait {
                check_number(wait, 0.0, place)?;
            }
        }
    }
    let safe_load = chart.load.as_ref().and_then(|load| load.safe.as_ref());
    for limit in [chart.limit.as_ref(), safe_load].into_iter().flatten() {
        check_number(limit.people, 0.0, || limit.label.clone())?;
    }
    if let Some(mark) = &chart.mark {
        check_number(mark.minute, -LARGEST_NUMBER, || mark.label.clone())?;
    }
    if let TimeAxis::Clock { opening_minute_of_day, label, .. } = &chart.time_axis {
        check_number(*opening_minute_of_day, -LARGEST_NUMBER, || label.clone())?;
    }
    Ok(())
}

fn check_number(number: f64, least: f64, place: impl FnOnce() -> String) -> Result<(), ChartError> {
    // A comparison with NaN is false, so NaN fails here too.
    if number >= least && number <= LARGEST_NUMBER {
        Ok(())
    } else {
        Err(ChartError::BadNumber { place: place(), number, least })
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn series(label: &str, points: Vec<(f64, f64)>) -> Series {
        Series { label: label.to_owned(), points, band: None }
    }

    /// 100 people at the opening, all inside after ten minutes.
    pub(crate) fn small_day() -> DayChart {
        DayChart {
            title: "予防接種の予約受付".to_owned(),
            subtitle: "山田市 2027年1月".to_owned(),
            time_axis: TimeAxis::Clock {
                opening_minute_of_day: 540.0,
                label: "時刻".to_owned(),
                day_label: "{day}日目".to_owned(),
            },
            people_label: "人数（人）".to_owned(),
            wait_label: UnitLabel {
                minutes: "待ち時間（分）".to_owned(),
                hours: "待ち時間（時間）".to_owned(),
            },
            line: series("列", vec![(-5.0, 60.0), (0.0, 100.0), (10.0, 0.0)]),
            waiting: None,
            active: series("利用中", vec![(0.0, 0.0), (1.0, 20.0), (10.0, 20.0)]),
            inside: series("サイト内", vec![(0.0, 0.0), (1.0, 15.0), (10.0, 15.0)]),
            band_label: "帯：最小～最大".to_owned(),
            limit: Some(Limit { label: "上限 20人".to_owned(), people: 20.0 }),
            load: None,
            mark: None,
            opening_label: "受付開始 9:00".to_owned(),
            wait_p50: WaitCurve {
                label: "中央値".to_owned(),
                points: vec![(-5.0, Some(5.0)), (0.0, None), (5.0, Some(8.0))],
            },
            wait_p90: WaitCurve {
                label: "90%".to_owned(),
                points: vec![(-5.0, Some(6.0)), (0.0, Some(9.0)), (5.0, Some(10.0))],
            },
            no_data_label: "データなし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{series, small_day};
    use super::*;

    fn svg(chart: &DayChart) -> String {
        String::from_utf8(day_chart(chart, ChartFormat::Svg).unwrap()).unwrap()
    }

    #[test]
    fn svg_shows_all_labels_and_escapes_them() {
        let mut chart = small_day();
        chart.title = "<script>alert(1)</script> & \"x\"".to_owned();
        chart.footer = "'quoted'\u{0}\u{fffe}]]>".to_owned();
        let svg = svg(&chart);
        assert!(!svg.contains("<script"));
        let escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;";
        // Once as text and once as the name for screen readers.
        assert_eq!(svg.matches(escaped).count(), 2);
        assert!(svg.contains("&apos;quoted&apos; ]]&gt;"));
        for label in ["人数（人）", "待ち時間（分）", "受付開始 9:00", "上限 20人", "時刻", "9:05"]
        {
            assert!(svg.contains(label), "{label}");
        }
        assert!(!svg.contains("帯："), "no band is drawn");
    }

    #[test]
    fn svg_refers_to_nothing_outside() {
        let svg = svg(&small_day());
        for word in ["href", "url(", "@import", "<image", "<style", "<script"] {
            assert!(!svg.contains(word), "{word}");
        }
        assert!(svg.contains("font-family=\"BIZ UDPGothic, "));
        assert_eq!(svg.matches("http").count(), 1, "only the namespace");
    }

    #[test]
    fn same_chart_same_bytes() {
        for format in [ChartFormat::Png, ChartFormat::Svg] {
            assert_eq!(day_chart(&small_day(), format), day_chart(&small_day(), format));
        }
    }

    #[test]
    fn nothing_to_draw_is_no_error() {
        let mut chart = small_day();
        for series in [&mut chart.line, &mut chart.active, &mut chart.inside] {
            series.points.clear();
            series.band = Some(Vec::new());
        }
        chart.wait_p50.points.clear();
        chart.wait_p90.points = vec![(0.0, None), (1.0, None)];
        chart.limit = None;
        for text in [&mut chart.title, &mut chart.subtitle, &mut chart.footer] {
            text.clear();
        }
        assert_eq!(svg(&chart).matches("データなし").count(), 2);
    }

    #[test]
    fn odd_data_is_no_error() {
        let mut single = small_day();
        single.line.points = vec![(3.0, 5.0)];
        single.active.points = Vec::new();
        single.inside.points = Vec::new();
        single.wait_p50.points = vec![(3.0, Some(1.0))];
        single.wait_p90.points = Vec::new();

        let mut zero = small_day();
        for series in [&mut zero.line, &mut zero.active, &mut zero.inside] {
            series.points = vec![(0.0, 0.0), (0.0, 0.0)];
        }
        zero.limit = Some(Limit { label: "0".to_owned(), people: 0.0 });

        let mut huge = small_day();
        huge.line.points = vec![(-1e12, 1e12), (1e12, 0.0)];
        huge.waiting = Some(series("待機", vec![(-60.0, 1e7), (2880.0, 0.0)]));
        huge.wait_p90.points = vec![(0.0, Some(1e12))];

        let mut backward = small_day();
        backward.line.points.reverse();
        backward.line.band = Some(vec![(1.0, 5.0, 2.0), (0.0, 9.0, 1.0)]);

        for chart in [&single, &zero, &huge, &backward] {
            day_chart(chart, ChartFormat::Svg).unwrap();
        }
        day_chart(&huge, ChartFormat::Png).unwrap();
    }

    /// The small day with everything that a chart can have.
    fn full_day() -> DayChart {
        DayChart {
            load: Some(Load {
                heading: "使用率（％）".to_owned(),
                series: series("使用率", vec![(0.0, 10.0), (5.0, 95.0), (10.0, 0.0)]),
                safe: Some(Limit { label: "安全 90％".to_owned(), people: 90.0 }),
                least_top: 100.0,
            }),
            mark: Some(Mark { minute: 7.0, label: "予約枠がなくなる 9:07".to_owned() }),
            ..small_day()
        }
    }

    #[test]
    fn servers_and_places_are_drawn_where_they_are_known() {
        let (plain, full) = (svg(&small_day()), svg(&full_day()));
        for label in ["使用率（％）", "安全 90％", "予約枠がなくなる 9:07"] {
            assert!(full.contains(label) && !plain.contains(label), "{label}");
        }
        let mut off_scale = full_day();
        off_scale.mark = Some(Mark { minute: 1e6, label: "あとで".to_owned() });
        if let Some(load) = &mut off_scale.load {
            load.series.points.clear();
            load.safe = Some(Limit { label: "遠い".to_owned(), people: 1e9 });
        }
        day_chart(&off_scale, ChartFormat::Png).unwrap();
        off_scale.mark = Some(Mark { minute: f64::NAN, label: "いつか".to_owned() });
        assert!(day_chart(&off_scale, ChartFormat::Svg).is_err());
    }

    #[test]
    fn bad_numbers_are_named() {
        let mut chart = small_day();
        chart.line.points[1].1 = f64::NAN;
        let error = day_chart(&chart, ChartFormat::Svg).unwrap_err();
        assert_eq!(error.to_string(), "cannot draw NaN (列, point 1): expected a number from 0e0 to 1e12");

        let mut chart = small_day();
        chart.wait_p90.points[0].1 = Some(-1.0);
        assert_eq!(
            day_chart(&chart, ChartFormat::Png),
            Err(ChartError::BadNumber { place: "90%, point 0".to_owned(), number: -1.0, least: 0.0 })
        );

        let mut chart = small_day();
        chart.limit = Some(Limit { label: "上限".to_owned(), people: f64::INFINITY });
        assert!(day_chart(&chart, ChartFormat::Svg).is_err());
    }
}
