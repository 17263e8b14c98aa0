//! Draws the day of a waiting room, or the throughput of an origin, as one picture, PNG or SVG, with an embedded Japanese
//! font.
//! Knows no language, no results and no files: texts come in ready to print, bytes go out.
//!
//! - `time`: what is where on a picture of panels over one time axis; one function for both formats
//! - `curves`: what is where on a picture of several curves
//! - `heat_map`: what is where on a heat map
//! - `scaling`: what is where on the picture of an origin
//! - `timetable`, `marks`: what is where on a timetable of waits, and the bars in its rows
//! - `frame`: title, footer and axes, the same on all of them
//! - `picture`: what every picture can do
//! - `axis`: which ticks, and how they read
//! - `legend`: samples and labels that flow over as many rows as they need
//! - `look`: colours, dashes and axes for those who draw the same picture with other means
//! - `stroke`: colours, widths and dash patterns
//! - `canvas`: points, lines and texts on any plotters backend
//! - `font`: the embedded font, its text widths, and the characters it lacks
//! - `raster`, `png`, `svg`: what differs between the formats
//!
//! To add a format: a variant of [`ChartFormat`], a file beside `png`, and an arm in `written`. To add a picture: its data
//! here, a file beside `time`, and an implementation in `picture`.

mod axis;
mod canvas;
mod curves;
mod font;
mod frame;
mod heat_map;
mod legend;
mod look;
mod marks;
mod picture;
mod png;
mod raster;
mod scaling;
mod stroke;
mod svg;
mod time;
mod timetable;

use std::error::Error;
use std::fmt;

pub(super) use font::{FONT_BYTES, FONT_FAMILIES};
pub use font::{FONT_LICENCE, missing_glyphs};
pub use look::{AxisLook, CurveLook, CurveShape, PlotLook};

/// Width of the picture in CSS pixels; the PNG has [`PNG_SCALE`] times as many.
pub const CHART_WIDTH: u32 = 1200;

/// Height of the picture in CSS pixels; the PNG has [`PNG_SCALE`] times as many.
pub const CHART_HEIGHT: u32 = 900;

/// Pixels of the PNG per CSS pixel, so that it is sharp on paper and on dense screens.
pub const PNG_SCALE: u32 = 2;

/// Largest count, minute or wait that can be drawn.
const LARGEST_NUMBER: f64 = 1e12;

/// Everything printed on a picture of panels over one time axis, with all texts in the reader's language.
///
/// Control characters in texts are drawn as spaces; texts that are too long are made smaller, broken, or cut with an ellipsis.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeChart {
    /// First line, one row, shrunk and then cut if it is too long.
    pub title: String,
    /// Smaller text below the title, at most two rows; empty means none.
    pub subtitle: String,
    /// How the common time axis counts, and its name.
    pub time_axis: TimeAxis,
    /// From top to bottom; at most three have room.
    pub panels: Vec<Panel>,
    /// A vertical line at an instant.
    pub mark: Option<Mark>,
    /// Name of the vertical line at minute zero, such as `受付開始 9:00`.
    pub opening_label: String,
    /// Printed in a panel without a single point, such as `データなし`.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// Curves with an upright axis of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Heading with the unit, such as `人数（人）`.
    pub heading: String,
    /// What its upright axis counts.
    pub scale: Scale,
    /// In the order of the legend; the first lies on top.
    pub curves: Vec<TimeCurve>,
    /// What the shaded bands show, such as `帯：20日間の最小～最大`; printed only if a band is drawn.
    pub band_label: String,
    /// Levels with names.
    pub limits: Vec<Limit>,
    /// Its height, as a part of that of all panels; above zero.
    pub share: f64,
}

/// What an upright axis counts, from zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// Whole numbers.
    People,
    /// Minutes, or hours where a value exceeds three hours.
    Wait {
        /// The heading where hours are counted.
        heading_in_hours: String,
    },
    /// Percent or counts; the axis goes up to `least_top` at least.
    Load {
        /// 0: as far as needed.
        least_top: f64,
    },
    /// Numbers of any size.
    Number,
}

/// One curve over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeCurve {
    /// What it shows, which decides how it is drawn.
    pub kind: TimeCurveKind,
    /// Name in the legend.
    pub label: String,
    /// (minutes from the opening, value) in order of time. A minute without a value is `None` and leaves a gap.
    pub points: Vec<(f64, Option<f64>)>,
    /// (minutes from the opening, lowest, highest across days) in order of time; empty means none.
    pub band: Vec<(f64, f64, f64)>,
}

/// What a curve over time shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeCurveKind {
    /// People in line.
    Line,
    /// Active users as the waiting room counts them.
    Active,
    /// People really on the site.
    Inside,
    /// People who come in a minute.
    Arrived,
    /// People let in in a minute.
    LetIn,
    /// Bookings in a minute.
    Booked,
    /// The wait that half of them exceed, by minute of arrival.
    HalfWait,
    /// The wait that one in ten exceeds, by minute of arrival.
    MostWait,
    /// The load of the servers.
    Load,
    /// How long they take to answer.
    Response,
    /// The chance of a place, by minute of arrival.
    Chance,
    /// The line as it was seen on the day.
    LineObserved,
    /// Active users as they were seen on the day.
    ActiveObserved,
    /// People let in as it was seen on the day.
    LetInObserved,
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
    /// The cell that is framed.
    pub marked: Option<MarkedCell>,
    /// Printed at the lower end of the scale of colours.
    pub lowest_label: String,
    /// Printed at its upper end.
    pub highest_label: String,
    /// Printed where no cell has a value.
    pub no_data_label: String,
    /// Small print at the bottom, at most three rows; empty means none.
    pub footer: String,
}

/// A cell of a heat map that is framed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedCell {
    /// Its column, from 0.
    pub column: usize,
    /// Its row, from 0 for the lowest.
    pub row: usize,
    /// Printed above the map beside a sample of the frame.
    pub label: String,
}

/// The highest place of a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Peak {
    /// Printed beside it.
    pub label: String,
    /// (requests in service, requests a second).
    pub at: (f64, f64),
}

/// A level with a name, drawn as a line across the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Whose limit it is, which decides how it is drawn.
    pub kind: LimitKind,
    /// Printed beside the line as it is, so with the value: `total_active_users 2,000人`.
    pub label: String,
    /// The level, in what the panel counts.
    ///
    /// Above five times the largest value the line is left off, and the label gets an arrow, because the curves would be
    /// flat otherwise.
    pub level: f64,
}

/// Whose limit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// A setting of the room.
    Set,
    /// What the servers bear.
    Safe,
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

/// A picture of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Panels over one time axis.
    Time(TimeChart),
    /// Several curves over one axis.
    Curves(CurvesChart),
    /// A grid of colours.
    HeatMap(HeatMapChart),
    /// Levels of waits by the time of arrival.
    Timetable(TimetableChart),
}

impl Chart {
    /// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
    ///
    /// # Errors
    /// [`ChartError::BadNumber`] for a number that cannot be drawn.
    pub fn draw(&self, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
        match self {
            Chart::Time(chart) => time_chart(chart, format),
            Chart::Curves(chart) => curves_chart(chart, format),
            Chart::HeatMap(chart) => heat_map_chart(chart, format),
            Chart::Timetable(chart) => timetable_picture(chart, format),
        }
    }

    /// First line of the picture.
    pub fn title(&self) -> &str {
        match self {
            Chart::Time(chart) => &chart.title,
            Chart::Curves(chart) => &chart.title,
            Chart::HeatMap(chart) => &chart.title,
            Chart::Timetable(chart) => &chart.title,
        }
    }

    /// What stands below the title; empty if nothing does.
    pub fn subtitle(&self) -> &str {
        match self {
            Chart::Time(chart) => &chart.subtitle,
            Chart::Curves(chart) => &chart.subtitle,
            Chart::HeatMap(chart) => &chart.subtitle,
            Chart::Timetable(chart) => &chart.subtitle,
        }
    }

    /// Small print at the bottom; empty if there is none.
    pub fn footer(&self) -> &str {
        match self {
            Chart::Time(chart) => &chart.footer,
            Chart::Curves(chart) => &chart.footer,
            Chart::HeatMap(chart) => &chart.footer,
            Chart::Timetable(chart) => &chart.footer,
        }
    }

    /// What stands in place of a picture without data.
    pub fn no_data_label(&self) -> &str {
        match self {
            Chart::Time(chart) => &chart.no_data_label,
            Chart::Curves(chart) => &chart.no_data_label,
            Chart::HeatMap(chart) => &chart.no_data_label,
            Chart::Timetable(chart) => &chart.no_data_label,
        }
    }
}

/// Draws the picture and returns the file's bytes; the same chart gives the same bytes.
///
/// Empty curves are left out and never an error.
///
/// # Errors
///
/// [`ChartError::BadNumber`] for a number that is infinite, not a number, beyond 1e12, or, but for minutes, below zero.
pub fn time_chart(chart: &TimeChart, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
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

fn check(chart: &TimeChart) -> Result<(), ChartError> {
    for curve in chart.panels.iter().flat_map(|panel| &panel.curves) {
        for (index, &(minute, value)) in curve.points.iter().enumerate() {
            let place = || format!("{}, point {index}", curve.label);
            check_number(minute, -LARGEST_NUMBER, place)?;
            if let Some(value) = value {
                check_number(value, 0.0, place)?;
            }
        }
        for (index, &(minute, low, high)) in curve.band.iter().enumerate() {
            let place = || format!("{}, band point {index}", curve.label);
            check_number(minute, -LARGEST_NUMBER, place)?;
            check_number(low, 0.0, place)?;
            check_number(high, 0.0, place)?;
        }
    }
    for limit in chart.panels.iter().flat_map(|panel| &panel.limits) {
        check_number(limit.level, 0.0, || limit.label.clone())?;
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

    pub(crate) fn curve(kind: TimeCurveKind, label: &str, points: Vec<(f64, f64)>) -> TimeCurve {
        let points = points.into_iter().map(|(minute, value)| (minute, Some(value))).collect();
        TimeCurve { kind, label: label.to_owned(), points, band: Vec::new() }
    }

    pub(crate) fn limit(label: &str, level: f64) -> Limit {
        Limit { kind: LimitKind::Set, label: label.to_owned(), level }
    }

    /// 100 people at the opening, all inside after ten minutes.
    pub(crate) fn small_day() -> TimeChart {
        let people = Panel {
            heading: "人数（人）".to_owned(),
            scale: Scale::People,
            curves: vec![
                curve(TimeCurveKind::Line, "列", vec![(-5.0, 60.0), (0.0, 100.0), (10.0, 0.0)]),
                curve(TimeCurveKind::Active, "利用中", vec![(0.0, 0.0), (1.0, 20.0), (10.0, 20.0)]),
                curve(TimeCurveKind::Inside, "サイト内", vec![(0.0, 0.0), (1.0, 15.0), (10.0, 15.0)]),
            ],
            band_label: "帯：最小～最大".to_owned(),
            limits: vec![limit("上限 20人", 20.0)],
            share: 0.58,
        };
        let half = TimeCurve {
            points: vec![(-5.0, Some(5.0)), (0.0, None), (5.0, Some(8.0))],
            ..curve(TimeCurveKind::HalfWait, "中央値", Vec::new())
        };
        let waits = Panel {
            heading: "待ち時間（分）".to_owned(),
            scale: Scale::Wait { heading_in_hours: "待ち時間（時間）".to_owned() },
            curves: vec![
                half,
                curve(TimeCurveKind::MostWait, "90%", vec![(-5.0, 6.0), (0.0, 9.0), (5.0, 10.0)]),
            ],
            band_label: String::new(),
            limits: Vec::new(),
            share: 0.42,
        };
        TimeChart {
            title: "予防接種の予約受付".to_owned(),
            subtitle: "山田市 2027年1月".to_owned(),
            time_axis: TimeAxis::Clock {
                opening_minute_of_day: 540.0,
                label: "時刻".to_owned(),
                day_label: "{day}日目".to_owned(),
            },
            panels: vec![people, waits],
            mark: None,
            opening_label: "受付開始 9:00".to_owned(),
            no_data_label: "データなし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{curve, limit, small_day};
    use super::*;

    fn svg(chart: &TimeChart) -> String {
        String::from_utf8(time_chart(chart, ChartFormat::Svg).unwrap()).unwrap()
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
            assert_eq!(time_chart(&small_day(), format), time_chart(&small_day(), format));
        }
    }

    #[test]
    fn nothing_to_draw_is_no_error() {
        let mut chart = small_day();
        for curve in chart.panels.iter_mut().flat_map(|panel| &mut panel.curves) {
            curve.points.clear();
        }
        chart.panels[1].curves[1].points = vec![(0.0, None), (1.0, None)];
        chart.panels[0].limits.clear();
        for text in [&mut chart.title, &mut chart.subtitle, &mut chart.footer] {
            text.clear();
        }
        assert_eq!(svg(&chart).matches("データなし").count(), 2);
        chart.panels.clear();
        time_chart(&chart, ChartFormat::Png).unwrap();
    }

    #[test]
    fn odd_data_is_no_error() {
        let mut single = small_day();
        for curve in single.panels.iter_mut().flat_map(|panel| &mut panel.curves) {
            curve.points.clear();
        }
        single.panels[0].curves[0].points = vec![(3.0, Some(5.0))];
        single.panels[1].curves[0].points = vec![(3.0, Some(1.0))];

        let mut zero = small_day();
        for curve in &mut zero.panels[0].curves {
            curve.points = vec![(0.0, Some(0.0)), (0.0, Some(0.0))];
        }
        zero.panels[0].limits = vec![limit("0", 0.0)];

        let mut huge = small_day();
        huge.panels[0].curves[0].points = vec![(-1e12, Some(1e12)), (1e12, Some(0.0))];
        huge.panels[0].curves.push(curve(TimeCurveKind::LetIn, "待機", vec![(-60.0, 1e7), (2880.0, 0.0)]));
        huge.panels[1].curves[1].points = vec![(0.0, Some(1e12))];

        let mut backward = small_day();
        backward.panels[0].curves[0].points.reverse();
        backward.panels[0].curves[0].band = vec![(1.0, 5.0, 2.0), (0.0, 9.0, 1.0)];

        for chart in [&single, &zero, &huge, &backward] {
            time_chart(chart, ChartFormat::Svg).unwrap();
        }
        time_chart(&huge, ChartFormat::Png).unwrap();
    }

    /// The small day with everything that a chart can have.
    fn full_day() -> TimeChart {
        let load = Panel {
            heading: "使用率（％）".to_owned(),
            scale: Scale::Load { least_top: 100.0 },
            curves: vec![curve(TimeCurveKind::Load, "使用率", vec![(0.0, 10.0), (5.0, 95.0), (10.0, 0.0)])],
            band_label: String::new(),
            limits: vec![Limit { kind: LimitKind::Safe, label: "安全 90％".to_owned(), level: 90.0 }],
            share: 0.3,
        };
        let mut chart = small_day();
        chart.panels.insert(1, load);
        let mark = Some(Mark { minute: 7.0, label: "予約枠がなくなる 9:07".to_owned() });
        TimeChart { mark, ..chart }
    }

    #[test]
    fn servers_and_places_are_drawn_where_they_are_known() {
        let (plain, full) = (svg(&small_day()), svg(&full_day()));
        for label in ["使用率（％）", "安全 90％", "予約枠がなくなる 9:07"] {
            assert!(full.contains(label) && !plain.contains(label), "{label}");
        }
        let mut off_scale = full_day();
        off_scale.mark = Some(Mark { minute: 1e6, label: "あとで".to_owned() });
        off_scale.panels[1].curves[0].points.clear();
        off_scale.panels[1].limits = vec![limit("遠い", 1e9)];
        time_chart(&off_scale, ChartFormat::Png).unwrap();
        off_scale.mark = Some(Mark { minute: f64::NAN, label: "いつか".to_owned() });
        assert!(time_chart(&off_scale, ChartFormat::Svg).is_err());
    }

    #[test]
    fn what_was_seen_is_set_in_dots() {
        let mut chart = small_day();
        let discs = |chart: &TimeChart| svg(chart).matches("<circle").count();
        let before = discs(&chart);
        chart.panels[0].curves.push(curve(
            TimeCurveKind::LineObserved,
            "実績",
            vec![(0.0, 90.0), (1.0, 80.0)],
        ));
        assert!(discs(&chart) >= before + 3, "one in the legend and two on the plot");
    }

    #[test]
    fn bad_numbers_are_named() {
        let mut chart = small_day();
        chart.panels[0].curves[0].points[1].1 = Some(f64::NAN);
        let error = time_chart(&chart, ChartFormat::Svg).unwrap_err();
        assert_eq!(error.to_string(), "cannot draw NaN (列, point 1): expected a number from 0e0 to 1e12");

        let mut chart = small_day();
        chart.panels[1].curves[1].points[0].1 = Some(-1.0);
        assert_eq!(
            time_chart(&chart, ChartFormat::Png),
            Err(ChartError::BadNumber { place: "90%, point 0".to_owned(), number: -1.0, least: 0.0 })
        );

        let mut chart = small_day();
        chart.panels[0].limits = vec![limit("上限", f64::INFINITY)];
        assert!(time_chart(&chart, ChartFormat::Svg).is_err());
    }
}
