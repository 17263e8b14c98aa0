//! What every picture can do: be drawn on a canvas of any backend, and tell its name to screen readers.

use plotters_backend::DrawingBackend;

use super::canvas::{Canvas, Drawn};
use super::{
    CurvesChart, HeatMapChart, ScalingChart, TimeChart, TimetableChart, curves, heat_map, scaling, time,
    timetable,
};

/// A picture of the common size.
pub(super) trait Picture {
    /// Its first line.
    fn title(&self) -> &str;

    /// Draws all of it and ends the picture.
    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B>;
}

impl Picture for TimeChart {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B> {
        time::draw(self, canvas)
    }
}

impl Picture for ScalingChart {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B> {
        scaling::draw(self, canvas)
    }
}

impl Picture for CurvesChart {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B> {
        curves::draw(self, canvas)
    }
}

impl Picture for HeatMapChart {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B> {
        heat_map::draw(self, canvas)
    }
}

impl Picture for TimetableChart {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<B: DrawingBackend>(&self, canvas: Canvas<B>) -> Drawn<B> {
        timetable::draw(self, canvas)
    }
}
