//! The legend of a panel: samples with labels, over as many rows as they need.

use plotters_backend::DrawingBackend;

use super::canvas::{Align, Canvas, Drawn, Point};
use super::stroke::{INK, Paint, Stroke};
use super::{TimetableLevel, font, marks};

/// Height of a row, CSS pixels.
pub(super) const ROW: f64 = 25.0;

const EM: f64 = 15.0;
const SAMPLE: f64 = 46.0;
const SAMPLE_GAP: f64 = 8.0;
const ENTRY_GAP: f64 = 26.0;

/// Room for readers whose fonts run wider than ours, as a factor.
const SLACK: f64 = 1.06;

/// What stands before a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sample {
    Curve(Stroke),
    Band(Paint),
    Dot(Paint),
    Ring(Stroke),
    /// A bar of a timetable.
    Level(TimetableLevel),
}

/// A sample with its label and the room they take.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    sample: Sample,
    label: String,
    width: f64,
}

/// Entries in rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Legend {
    rows: Vec<Vec<Entry>>,
}

impl Legend {
    /// Breaks the entries into rows of this width; a label that is too long for one is cut.
    pub(super) fn flow<'a>(entries: impl IntoIterator<Item = (Sample, &'a str)>, room: f64) -> Self {
        let mut rows: Vec<Vec<Entry>> = Vec::new();
        for (sample, label) in entries {
            let label = font::cut(&font::printable(label), EM, (room - SAMPLE - SAMPLE_GAP) / SLACK);
            let width = SAMPLE + SAMPLE_GAP + font::width(&label, EM) * SLACK;
            let entry = Entry { sample, label, width };
            match rows.last_mut() {
                Some(row) if row_width(row) + ENTRY_GAP + width <= room => row.push(entry),
                _ => rows.push(vec![entry]),
            }
        }
        Self { rows }
    }

    pub(super) fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Width of the widest row, CSS pixels.
    pub(super) fn width(&self) -> f64 {
        self.rows.iter().map(|row| row_width(row)).fold(0.0, f64::max)
    }

    /// Draws the rows downward; `at` is the left end of the first baseline.
    pub(super) fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, at: Point) -> Drawn<B> {
        let mut baseline = at.1;
        for row in &self.rows {
            let mut x = at.0;
            for entry in row {
                draw_sample(canvas, entry.sample, (x, baseline - EM * 0.36))?;
                let label_x = x + SAMPLE + SAMPLE_GAP;
                canvas.text(&entry.label, (label_x, baseline), (EM, Align::Left, INK))?;
                x += entry.width + ENTRY_GAP;
            }
            baseline += ROW;
        }
        Ok(())
    }
}

fn row_width(row: &[Entry]) -> f64 {
    let gaps = ENTRY_GAP * row.len().saturating_sub(1) as f64;
    row.iter().map(|entry| entry.width).sum::<f64>() + gaps
}

/// `at` is the middle of the left end.
fn draw_sample<B: DrawingBackend>(canvas: &mut Canvas<B>, sample: Sample, at: Point) -> Drawn<B> {
    let (left, y) = at;
    let right = left + SAMPLE;
    match sample {
        Sample::Curve(stroke) => {
            canvas.curve(&[at, (right, y)], &stroke)?;
            if stroke.ringed {
                canvas.ring(((left + right) / 2.0, y), &stroke)?;
            }
            Ok(())
        }
        Sample::Dot(paint) => canvas.dot(((left + right) / 2.0, y), paint),
        Sample::Ring(stroke) => canvas.ring(((left + right) / 2.0, y), &stroke),
        Sample::Level(level) => marks::draw(level, ((left, y - 8.0), (right, y + 8.0)), canvas),
        Sample::Band(paint) => canvas.rectangle((left, y - 6.0), (right, y + 6.0), paint),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stroke::LINE;
    use super::*;

    #[test]
    fn entries_flow_over_rows() {
        let sample = Sample::Curve(LINE);
        let entries = || (0..4).map(|_| (sample, "待機列の人数"));
        let wide = Legend::flow(entries(), 1000.0);
        assert_eq!(wide.row_count(), 1);
        let narrow = Legend::flow(entries(), wide.width() * 0.6);
        assert_eq!(narrow.row_count(), 2);
        assert!(narrow.width() <= wide.width() * 0.6);
        assert_eq!(Legend::flow(entries(), 1.0).row_count(), 4);
        assert_eq!(Legend::flow([], 100.0).width(), 0.0);
    }
}
