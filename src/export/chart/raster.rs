//! plotters' bitmap backend with smooth thick lines.
//! Everything but thick paths is passed on.

use plotters::prelude::BitMapBackend;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

/// A bitmap whose thick paths have even width, round joints and soft edges.
///
/// plotters turns such a path into one polygon, which breaks where it crosses itself.
pub(super) struct Raster<'a>(pub(super) BitMapBackend<'a>);

type Drawn<'a> = Result<(), DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Raster<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<'a> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<'a> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<'a> {
        self.0.draw_pixel(point, color)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        // The bitmap backend paints the last row and column too, the SVG backend does not.
        let inner = (bottom_right.0 - 1, bottom_right.1 - 1);
        self.0.draw_rect(upper_left, inner, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn<'a> {
        self.0.fill_polygon(vertices, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        if !fill {
            return self.0.draw_circle(centre, radius, style, fill);
        }
        let reach = radius as i32 + 1;
        for y in -reach..=reach {
            for x in -reach..=reach {
                let away = f64::from(x).hypot(f64::from(y));
                let coverage = (f64::from(radius) - away + 0.5).clamp(0.0, 1.0);
                if coverage > 0.0 {
                    let ink = style.color().mix(coverage);
                    self.draw_pixel((centre.0 + x, centre.1 + y), ink)?;
                }
            }
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<'a> {
        let path: Vec<_> = path.into_iter().collect();
        let size = self.get_size();
        for (pixel, coverage) in path_coverage(&path, f64::from(style.stroke_width()), size) {
            self.draw_pixel(pixel, style.color().mix(coverage))?;
        }
        Ok(())
    }
}

/// How much of each pixel the path covers, from 0 to 1; ends are square, joints round.
fn path_coverage(path: &[BackendCoord], width: f64, size: (u32, u32)) -> Vec<(BackendCoord, f64)> {
    let reach = (width / 2.0).ceil() as i32 + 1;
    let spread = |ends: (i32, i32), most: u32| {
        let low = ends.0.saturating_sub(reach).max(0);
        let high = ends.1.saturating_add(reach).min(most as i32 - 1);
        (low, high)
    };
    let (Some(x_ends), Some(y_ends)) =
        (ends(path.iter().map(|point| point.0)), ends(path.iter().map(|point| point.1)))
    else {
        return Vec::new();
    };
    let (left, right) = spread(x_ends, size.0);
    let (top, bottom) = spread(y_ends, size.1);
    if right < left || bottom < top {
        return Vec::new();
    }
    let columns = (right - left + 1) as usize;
    let rows = (bottom - top + 1) as usize;
    let mut coverage = vec![0.0_f64; columns * rows];
    let last = path.len().saturating_sub(2);
    for (index, pair) in path.windows(2).enumerate() {
        let segment = Segment::new(pair[0], pair[1], (index == 0, index == last));
        let (x0, x1) = spread((pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0)), size.0);
        let (y0, y1) = spread((pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1)), size.1);
        for y in y0..=y1 {
            for x in x0..=x1 {
                let cell = (y - top) as usize * columns + (x - left) as usize;
                let covered = segment.coverage((f64::from(x), f64::from(y)), width);
                coverage[cell] = coverage[cell].max(covered);
            }
        }
    }
    let place = |cell: usize| (left + (cell % columns) as i32, top + (cell / columns) as i32);
    coverage
        .iter()
        .enumerate()
        .filter(|(_, covered)| **covered > 0.0)
        .map(|(cell, &covered)| (place(cell), covered))
        .collect()
}

fn ends(values: impl Iterator<Item = i32>) -> Option<(i32, i32)> {
    values.fold(None, |ends, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// One straight piece of a path.
struct Segment {
    from: (f64, f64),
    direction: (f64, f64),
    length: f64,
    /// Whether it is the first and the last of its path, where the end is square.
    outermost: (bool, bool),
}

impl Segment {
    fn new(from: BackendCoord, to: BackendCoord, outermost: (bool, bool)) -> Self {
        let from = (f64::from(from.0), f64::from(from.1));
        let (x, y) = (f64::from(to.0) - from.0, f64::from(to.1) - from.1);
        let length = x.hypot(y).max(f64::MIN_POSITIVE);
        Self { from, direction: (x / length, y / length), length, outermost }
    }

    fn coverage(&self, (x, y): (f64, f64), width: f64) -> f64 {
        let (x, y) = (x - self.from.0, y - self.from.1);
        let along = x * self.direction.0 + y * self.direction.1;
        let across = (x * self.direction.1 - y * self.direction.0).abs();
        let beyond = (-along).max(along - self.length).max(0.0);
        let at_square_end = (along < 0.0 && self.outermost.0) || (along > self.length && self.outermost.1);
        let side = (width / 2.0 - across + 0.5).clamp(0.0, 1.0);
        if at_square_end {
            return side * (0.5 - beyond).clamp(0.0, 1.0);
        }
        (width / 2.0 - across.hypot(beyond) + 0.5).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_path_covers_its_width_and_no_more() {
        let covered: f64 =
            path_coverage(&[(10, 20), (30, 20)], 4.0, (100, 100)).iter().map(|(_, coverage)| coverage).sum();
        assert!((covered - 4.0 * 20.0).abs() < 4.1, "{covered}");
    }

    #[test]
    fn paths_outside_are_cut_off() {
        let path = [(-1_000_000, 5), (1_000_000, 5)];
        let pixels = path_coverage(&path, 2.0, (10, 10));
        assert!(pixels.iter().all(|((x, y), _)| (0..10).contains(x) && (0..10).contains(y)));
        assert!(path_coverage(&[(50, 50), (60, 60)], 2.0, (10, 10)).is_empty());
        assert!(path_coverage(&[], 2.0, (10, 10)).is_empty());
    }
}
