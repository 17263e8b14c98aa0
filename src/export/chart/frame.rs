//! What every picture has around its data: title, subtitle and footer; and a plot with two axes.

use plotters_backend::DrawingBackend;

use super::canvas::{Align, Canvas, Drawn, Point};
use super::stroke::{FRAME, GRID, INK, PAPER, SMALL_PRINT};
use super::{CHART_HEIGHT, CHART_WIDTH, font};

pub(super) const WIDTH: f64 = CHART_WIDTH as f64;
pub(super) const HEIGHT: f64 = CHART_HEIGHT as f64;

/// Blank edge of the picture.
pub(super) const MARGIN: f64 = 28.0;
const TITLE_EMS: [f64; 5] = [28.0, 26.0, 24.0, 22.0, 20.0];
const SUBTITLE_EM: f64 = 16.0;
pub(super) const HEADING_EM: f64 = 17.0;
pub(super) const TICK_EM: f64 = 15.0;
pub(super) const LABEL_EM: f64 = 15.0;
const FOOTER_EM: f64 = 13.0;
const SUBTITLE_ROW: f64 = 23.0;
const FOOTER_ROW: f64 = 19.0;
/// Between the title block and what follows.
const HEADER_GAP: f64 = 8.0;
/// From the last baseline of the footer to the edge of the picture.
const FOOTER_DROP: f64 = 18.0;
/// From the lower edge of a plot to the baseline of the labels below it, and from there to the name of the axis.
pub(super) const TICK_DROP: f64 = 23.0;
pub(super) const AXIS_DROP: f64 = 26.0;

/// Title, subtitle and footer, broken into rows.
pub(super) struct Frame {
    title: (String, f64),
    subtitle: Vec<String>,
    footer: Vec<String>,
}

impl Frame {
    pub(super) fn of(title: &str, subtitle: &str, footer: &str) -> Self {
        let room = WIDTH - 2.0 * MARGIN;
        Self {
            title: font::fit(&font::printable(title), &TITLE_EMS, room),
            subtitle: font::wrap(&font::printable(subtitle), SUBTITLE_EM, room, 2),
            footer: font::wrap(&font::printable(footer), FOOTER_EM, room, 3),
        }
    }

    fn title_height(&self) -> f64 {
        if self.title.0.is_empty() { 0.0 } else { self.title.1 + 14.0 }
    }

    /// Where the title block ends.
    pub(super) fn header(&self) -> f64 {
        MARGIN + self.title_height() + SUBTITLE_ROW * self.subtitle.len() as f64 + HEADER_GAP
    }

    /// Height of the rows of the footer.
    pub(super) fn footer_height(&self) -> f64 {
        FOOTER_ROW * self.footer.len() as f64
    }

    /// Paper, title, subtitle and footer.
    pub(super) fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<B>) -> Drawn<B> {
        canvas.rectangle((0.0, 0.0), (WIDTH, HEIGHT), PAPER)?;
        let (title, em) = &self.title;
        canvas.text(title, (MARGIN, MARGIN + em * 0.8), (*em, Align::Left, INK))?;
        let mut baseline = MARGIN + self.title_height() + SUBTITLE_EM * 0.8;
        for row in &self.subtitle {
            canvas.text(row, (MARGIN, baseline), (SUBTITLE_EM, Align::Left, SMALL_PRINT))?;
            baseline += SUBTITLE_ROW;
        }
        baseline = HEIGHT - FOOTER_DROP - FOOTER_ROW * self.footer.len().saturating_sub(1) as f64;
        for row in &self.footer {
            canvas.text(row, (MARGIN, baseline), (FOOTER_EM, Align::Left, SMALL_PRINT))?;
            baseline += FOOTER_ROW;
        }
        Ok(())
    }
}

/// The inside of a pair of axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Plot {
    /// Grid, axes, labels at the places given, and the name of the horizontal axis.
    pub(super) fn draw_axes<'a, B: DrawingBackend>(
        &self,
        across: impl Iterator<Item = (f64, &'a str)>,
        up: impl Iterator<Item = (f64, &'a str)>,
        name: &str,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let mut free_from = f64::NEG_INFINITY;
        for (x, label) in across {
            canvas.upright_rule((x, self.top), self.bottom, (1.0, GRID))?;
            canvas.upright_rule((x, self.bottom), self.bottom + 5.0, (1.0, FRAME))?;
            let half = font::width(label, TICK_EM) / 2.0;
            // Labels that would touch are left out.
            if x - half > free_from {
                canvas.text(label, (x, self.bottom + TICK_DROP), (TICK_EM, Align::Centre, INK))?;
                free_from = x + half + 8.0;
            }
        }
        for (y, label) in up {
            canvas.level_rule((self.left, y), self.right, (1.0, GRID))?;
            canvas.level_rule((self.left - 5.0, y), self.left, (1.0, FRAME))?;
            canvas.text(label, (self.left - 9.0, y + TICK_EM * 0.36), (TICK_EM, Align::Right, INK))?;
        }
        canvas.upright_rule((self.left, self.top), self.bottom, (1.5, FRAME))?;
        canvas.level_rule((self.left, self.bottom), self.right, (1.5, FRAME))?;
        let name = font::cut(&font::printable(name), LABEL_EM, self.right - self.left);
        let at = (self.middle().0, self.bottom + TICK_DROP + AXIS_DROP);
        canvas.text(&name, at, (LABEL_EM, Align::Centre, INK))
    }

    pub(super) fn middle(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}
