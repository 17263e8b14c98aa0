//! How a picture looks, in numbers and texts: colours, dashes and axes, for those who draw the same picture with other means.

use super::axis::Tick;
use super::stroke::{Paint, Stroke};
use super::{CurvesChart, TimeChart, curves, time};

/// What is drawn along a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveShape {
    /// A line.
    Line,
    /// A line with rings at even distances.
    RingedLine,
    /// A line with a dot on each point.
    DottedLine,
    /// Dots alone.
    Dots,
    /// Rings alone.
    Rings,
}

/// How a curve looks.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveLook {
    /// Red, green and blue as `#0072b2`.
    pub colour: String,
    /// Width of the line, CSS pixels.
    pub width: f64,
    /// Lengths of dash and gap in turn, CSS pixels; empty means an unbroken line.
    pub dashes: &'static [f64],
    /// What is drawn along it.
    pub shape: CurveShape,
}

/// An axis between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisLook {
    /// The lower end, in the unit of the data.
    pub from: f64,
    /// The upper end, above the lower one.
    pub to: f64,
    /// Marked places, with what is printed there.
    pub ticks: Vec<(f64, String)>,
    /// Its name, with the unit.
    pub title: String,
    /// Whether it counts in powers of ten.
    pub is_logarithmic: bool,
}

/// A plot with its upright axis.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotLook {
    /// The upright axis; its name stands above the plot.
    pub up: AxisLook,
    /// One for each curve, in the same order.
    pub curves: Vec<CurveLook>,
    /// One for each limit or level, in the same order.
    pub levels: Vec<CurveLook>,
}

impl TimeChart {
    /// The time axis, in minutes from the opening, and how each panel looks.
    pub fn look(&self) -> (AxisLook, Vec<PlotLook>) {
        time::look(self)
    }
}

impl CurvesChart {
    /// The level axis, and how the plot looks.
    pub fn look(&self) -> (AxisLook, PlotLook) {
        curves::look(self)
    }
}

impl CurveLook {
    pub(super) fn of(stroke: &Stroke, shape: CurveShape) -> CurveLook {
        CurveLook { colour: hexadecimal(stroke.paint), width: stroke.width, dashes: stroke.dashes, shape }
    }
}

pub(super) fn tick_texts(ticks: Vec<Tick>) -> Vec<(f64, String)> {
    ticks.into_iter().map(|tick| (tick.at, tick.text)).collect()
}

fn hexadecimal(paint: Paint) -> String {
    let (red, green, blue) = paint.rgb;
    format!("#{red:02x}{green:02x}{blue:02x}")
}
