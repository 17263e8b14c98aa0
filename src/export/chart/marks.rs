//! A level of three as a bar of three cells: more cells are filled, and they are darker, the higher it is. The middle one is
//! hatched, so that the three are told apart without colours, too.

use plotters_backend::DrawingBackend;

use super::TimetableLevel;
use super::canvas::{Canvas, Drawn, Point};
use super::stroke::{FRAME, LEVEL_HATCH, LEVEL_HIGH, LEVEL_LOW, LEVEL_MIDDLE, PAPER};

const CELLS: u32 = 3;
/// Between cells, as a share of the width of the bar, and at most so many CSS pixels.
const GAP_SHARE: f64 = 0.03;
const WIDEST_GAP: f64 = 6.0;
/// Thickness of the edge of a cell, CSS pixels.
const EDGE: f64 = 1.5;
/// From one line of the hatching to the next, as a share of the height of the bar, and its bounds in CSS pixels.
const HATCH_SHARE: f64 = 0.3;
const HATCH_LEAST: f64 = 5.0;
const HATCH_MOST: f64 = 14.0;

/// Draws the bar between its upper left and its lower right corner.
pub(super) fn draw<B: DrawingBackend>(
    level: TimetableLevel,
    (from, to): (Point, Point),
    canvas: &mut Canvas<B>,
) -> Drawn<B> {
    let gap = ((to.0 - from.0) * GAP_SHARE).min(WIDEST_GAP);
    let width = (to.0 - from.0 - gap * f64::from(CELLS - 1)) / f64::from(CELLS);
    let (filled, paint) = match level {
        TimetableLevel::Low => (1, LEVEL_LOW),
        TimetableLevel::Middle => (2, LEVEL_MIDDLE),
        TimetableLevel::High => (3, LEVEL_HIGH),
    };
    for cell in 0..CELLS {
        let left = from.0 + f64::from(cell) * (width + gap);
        let (upper, lower) = ((left, from.1), (left + width, to.1));
        canvas.rectangle(upper, lower, FRAME)?;
        let inner = ((upper.0 + EDGE, upper.1 + EDGE), (lower.0 - EDGE, lower.1 - EDGE));
        canvas.rectangle(inner.0, inner.1, if cell < filled { paint } else { PAPER })?;
        if cell < filled && level == TimetableLevel::Middle {
            hatch(inner, canvas)?;
        }
    }
    Ok(())
}

/// Slanted lines within a rectangle.
fn hatch<B: DrawingBackend>((from, to): (Point, Point), canvas: &mut Canvas<B>) -> Drawn<B> {
    let step = ((to.1 - from.1) * HATCH_SHARE).clamp(HATCH_LEAST, HATCH_MOST);
    // A line is where x + y is the same.
    let mut sum = from.0 + from.1 + step;
    while sum < to.0 + to.1 {
        let (top, bottom) = (from.1.max(sum - to.0), to.1.min(sum - from.0));
        canvas.curve(&[(sum - top, top), (sum - bottom, bottom)], &LEVEL_HATCH)?;
        sum += step;
    }
    Ok(())
}
