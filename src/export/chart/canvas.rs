//! Points, lines, areas and texts in CSS pixels on any plotters backend.
//! Knows nothing of charts.

use std::convert::Infallible;

use ab_glyph::{Font, PxScale, point};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use super::font;
use super::stroke::{PAPER, Paint, Stroke};

/// A place in CSS pixels from the upper left corner.
pub(super) type Point = (f64, f64);

/// What a drawing function returns on backend `B`.
pub(super) type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Half the outer width of a ring on a line, CSS pixels.
const RING_RADIUS: f64 = 5.0;

/// Half the width of a dot, CSS pixels.
const DOT_RADIUS: f64 = 5.5;

/// Width of the edge around a dot, CSS pixels.
const DOT_EDGE: f64 = 1.5;

/// How far a drawn curve may run from its points, CSS pixels.
///
/// A straight stretch of many points becomes one piece, which keeps its edges straight although
/// backends take whole numbers only.
const TOLERANCE: f64 = 0.3;

/// Points nearer than this are one in a dash, so that joints do not stick out of the ends, CSS pixels.
const SHORTEST_PIECE: f64 = 1.5;

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A backend with a scale: `scale` backend units make one CSS pixel.
pub(super) struct Canvas<B> {
    backend: B,
    scale: f64,
}

impl<B: DrawingBackend> Canvas<B> {
    pub(super) fn new(backend: B, scale: u32) -> Self {
        Self { backend, scale: f64::from(scale) }
    }

    /// Ends the picture.
    pub(super) fn finish(&mut self) -> Drawn<B> {
        self.backend.present()
    }

    /// A filled rectangle from the upper left to the lower right corner.
    pub(super) fn rectangle(&mut self, from: Point, to: Point, paint: Paint) -> Drawn<B> {
        let (from, to) = (self.device(from), self.device(to));
        self.backend.draw_rect(from, to, &colour(paint), true)
    }

    /// A level rule of this thickness.
    pub(super) fn level_rule(&mut self, from: Point, to_x: f64, rule: (f64, Paint)) -> Drawn<B> {
        let half = rule.0 / 2.0;
        self.rectangle((from.0, from.1 - half), (to_x, from.1 + half), rule.1)
    }

    /// An upright rule of this thickness.
    pub(super) fn upright_rule(&mut self, from: Point, to_y: f64, rule: (f64, Paint)) -> Drawn<B> {
        let half = rule.0 / 2.0;
        self.rectangle((from.0 - half, from.1), (from.0 + half, to_y), rule.1)
    }

    /// A curve through the points; a single point becomes a dot.
    pub(super) fn curve(&mut self, points: &[Point], stroke: &Stroke) -> Drawn<B> {
        let points = thinned(points);
        if let [only] = points[..] {
            return self.disc(only, stroke.width.max(3.0), stroke.paint);
        }
        let style = self.style(stroke);
        for piece in dashed(&points, stroke.dashes) {
            let mut path: Vec<_> = without_crowding(&piece, SHORTEST_PIECE)
                .into_iter()
                .map(|point| self.device(point))
                .collect();
            path.dedup();
            if path.len() > 1 {
                self.backend.draw_path(path, &style)?;
            }
        }
        Ok(())
    }

    /// A ring as it is set on a curve.
    pub(super) fn ring(&mut self, centre: Point, stroke: &Stroke) -> Drawn<B> {
        self.disc(centre, RING_RADIUS, stroke.paint)?;
        self.disc(centre, RING_RADIUS - stroke.width * 0.9, PAPER)
    }

    /// A dot of its own, with a thin edge of paper that keeps it apart from curves below.
    pub(super) fn dot(&mut self, centre: Point, paint: Paint) -> Drawn<B> {
        self.disc(centre, DOT_RADIUS + DOT_EDGE, PAPER)?;
        self.disc(centre, DOT_RADIUS, paint)
    }

    /// A filled outline.
    pub(super) fn area(&mut self, outline: &[Point], paint: Paint) -> Drawn<B> {
        let outline = thinned(outline);
        if outline.len() < 3 {
            return Ok(());
        }
        let outline: Vec<_> = outline.iter().map(|&point| self.device(point)).collect();
        self.backend.fill_polygon(outline, &colour(paint))
    }

    /// One row of text; `at` is on the baseline. What cannot be printed becomes a space.
    pub(super) fn text(
        &mut self,
        text: &str,
        at: Point,
        (em, align, paint): (f64, Align, Paint),
    ) -> Drawn<B> {
        let text = font::printable(text);
        if text.is_empty() {
            return Ok(());
        }
        let style = TextStyle { em: em * self.scale, align, paint };
        let top = (at.0, at.1 - em * BASELINE);
        let place = self.device(top);
        self.backend.draw_text(&text, &style, place)
    }

    fn disc(&mut self, centre: Point, radius: f64, paint: Paint) -> Drawn<B> {
        let centre = self.device(centre);
        let radius = (radius * self.scale).round().max(1.0) as u32;
        self.backend.draw_circle(centre, radius, &colour(paint), true)
    }

    fn device(&self, (x, y): Point) -> BackendCoord {
        // `as` saturates, so even a wild number is only far outside.
        let whole = |value: f64| (value * self.scale).round() as i32;
        (whole(x), whole(y))
    }

    fn style(&self, stroke: &Stroke) -> PathStyle {
        PathStyle { colour: colour(stroke.paint), width: (stroke.width * self.scale).round().max(1.0) as u32 }
    }
}

fn colour(paint: Paint) -> BackendColor {
    BackendColor { alpha: paint.opacity, rgb: paint.rgb }
}

struct PathStyle {
    colour: BackendColor,
    width: u32,
}

impl BackendStyle for PathStyle {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// Ems from the top of a text to its baseline, as plotters' SVG backend has it for top anchors.
const BASELINE: f64 = 0.76;

/// plotters' SVG backend divides the size by this to get the em.
const SIZE_PER_EM: f64 = 1.24;

/// The embedded font in one size.
///
/// Used in place of plotters' own text style because that one sets glyphs without their side
/// bearings, which makes Japanese text uneven.
struct TextStyle {
    /// In backend units.
    em: f64,
    align: Align,
    paint: Paint,
}

impl BackendTextStyle for TextStyle {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        colour(self.paint)
    }

    fn size(&self) -> f64 {
        self.em * SIZE_PER_EM
    }

    fn anchor(&self) -> Pos {
        let level = match self.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(level, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(font::FONT_FAMILIES)
    }

    fn layout_box(&self, text: &str) -> Result<(BackendCoord, BackendCoord), Infallible> {
        let width = font::width(text, self.em).round() as i32;
        Ok(((0, 0), (width, self.em.round() as i32)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        (left, top): BackendCoord,
        mut draw: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        let face = font::embedded();
        let scale = PxScale::from(font::glyph_scale(self.em) as f32);
        let baseline = (f64::from(top) + self.em * BASELINE) as f32;
        let mut pen = f64::from(left);
        for character in text.chars() {
            let glyph = face.glyph_id(character).with_scale_and_position(scale, point(pen as f32, baseline));
            pen += font::advance(character, self.em);
            let Some(outline) = face.outline_glyph(glyph) else {
                continue;
            };
            let corner = outline.px_bounds().min;
            let mut drawn = Ok(());
            outline.draw(|x, y, coverage| {
                if drawn.is_ok() && coverage > 0.0 {
                    let ink = self.color().mix(f64::from(coverage.min(1.0)));
                    drawn = draw(corner.x as i32 + x as i32, corner.y as i32 + y as i32, ink);
                }
            });
            if drawn.is_err() {
                return Ok(drawn);
            }
        }
        Ok(Ok(()))
    }
}

/// Few points whose path looks the same.
fn thinned(points: &[Point]) -> Vec<Point> {
    let points = without_crowding(&column_extremes(points), TOLERANCE);
    without_bumps(&points, TOLERANCE)
}

/// Of neighbours in the same column of one CSS pixel: the first, lowest, highest and last.
///
/// The picture of a noisy day in seconds then has thousands of points and not hundreds of them
/// per pixel.
fn column_extremes(points: &[Point]) -> Vec<Point> {
    let mut kept = Vec::new();
    let same_column = |left: &Point, right: &Point| left.0.floor() == right.0.floor();
    for column in points.chunk_by(same_column) {
        let extreme = |sign: f64| {
            let heights = column.iter().map(|point| point.1 * sign).enumerate();
            heights.max_by(|left, right| left.1.total_cmp(&right.1))
        };
        let mut indices = vec![0, column.len() - 1];
        indices.extend([extreme(1.0), extreme(-1.0)].iter().flatten().map(|at| at.0));
        indices.sort_unstable();
        indices.dedup();
        kept.extend(indices.into_iter().map(|index| column[index]));
    }
    kept
}

/// The points without those nearer than `least` to the one before; the last one stays.
fn without_crowding(points: &[Point], least: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for (index, &point) in points.iter().enumerate() {
        let near = kept.last().is_some_and(|&last| distance(last, point) < least);
        if !near {
            kept.push(point);
        } else if index + 1 == points.len() && kept.len() > 1 {
            kept.pop();
            kept.push(point);
        }
    }
    kept
}

/// The fewest of the points whose path comes within `tolerance` of all of them; the ends stay.
///
/// This is the method of Ramer (1972) and of Douglas and Peucker (1973).
fn without_bumps(points: &[Point], tolerance: f64) -> Vec<Point> {
    let mut kept = vec![false; points.len()];
    for end in [0, points.len().saturating_sub(1)] {
        if let Some(end) = kept.get_mut(end) {
            *end = true;
        }
    }
    let mut stretches = vec![(0, points.len().saturating_sub(1))];
    while let Some((first, last)) = stretches.pop() {
        let away = |index: &usize| distance_to_piece(points[*index], points[first], points[last]);
        let farthest = (first + 1..last).max_by(|left, right| away(left).total_cmp(&away(right)));
        if let Some(middle) = farthest
            && away(&middle) > tolerance
        {
            kept[middle] = true;
            stretches.push((first, middle));
            stretches.push((middle, last));
        }
    }
    let kept = points.iter().zip(kept).filter(|(_, kept)| *kept);
    kept.map(|(&point, _)| point).collect()
}

fn distance_to_piece(point: Point, from: Point, to: Point) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let squared = x * x + y * y;
    let along = (point.0 - from.0) * x + (point.1 - from.1) * y;
    let share = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
    distance(point, (from.0 + x * share, from.1 + y * share))
}

/// The path cut into its dashes; the pattern runs on around corners.
fn dashed(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let (Some(&start), Some(&first)) = (points.first(), pattern.first()) else {
        return vec![points.to_vec()];
    };
    let mut dashes = Vec::new();
    let mut dash = vec![start];
    let mut turn = 0;
    let mut left = first;
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut ahead = distance(from, to);
        while ahead > left {
            let share = left / ahead;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            ahead -= left;
            if turn % 2 == 0 {
                dash.push(from);
                dashes.push(std::mem::take(&mut dash));
            } else {
                dash = vec![from];
            }
            turn += 1;
            left = pattern[turn % pattern.len()];
        }
        left -= ahead;
        if turn % 2 == 0 {
            dash.push(to);
        }
    }
    if dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

fn distance(from: Point, to: Point) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_run_on_around_corners() {
        let path = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        assert_eq!(
            dashed(&path, &[4.0, 4.0]),
            [
                vec![(0.0, 0.0), (4.0, 0.0)],
                vec![(8.0, 0.0), (10.0, 0.0), (10.0, 2.0)],
                vec![(10.0, 6.0), (10.0, 10.0)],
            ]
        );
        assert_eq!(dashed(&path, &[]), [path.to_vec()]);
        assert_eq!(dashed(&[], &[1.0]), [vec![]]);
    }

    #[test]
    fn a_column_keeps_its_peaks() {
        let heights = [5.0, 6.0, 9.0, 4.0, 1.0, 3.0, 5.0];
        let points: Vec<_> = heights.iter().map(|&height| (7.5, height)).collect();
        let kept: Vec<_> = column_extremes(&points).iter().map(|point| point.1).collect();
        assert_eq!(kept, [5.0, 9.0, 1.0, 5.0]);
        assert_eq!(column_extremes(&points[..1]), points[..1]);
        assert_eq!(column_extremes(&[]), []);
    }

    #[test]
    fn straight_stretches_become_one_piece() {
        let bent: Vec<_> = (0..=20).map(|step| (f64::from(step), f64::from(step.min(10)))).collect();
        assert_eq!(without_bumps(&bent, 0.1), [(0.0, 0.0), (10.0, 10.0), (20.0, 10.0)]);
        // A spike stays.
        let spike = [(0.0, 0.0), (5.0, 0.0), (5.0, 9.0), (5.0, 0.0), (10.0, 0.0)];
        assert_eq!(without_bumps(&spike, 0.1), spike);
        assert_eq!(without_bumps(&[(1.0, 1.0)], 0.1), [(1.0, 1.0)]);
        assert_eq!(without_bumps(&[], 0.1), []);
    }

    #[test]
    fn crowded_points_go_but_the_last_stays() {
        let points = [(0.0, 0.0), (0.1, 0.0), (5.0, 0.0), (5.1, 0.0)];
        assert_eq!(without_crowding(&points, 0.5), [(0.0, 0.0), (5.1, 0.0)]);
        assert_eq!(without_crowding(&points[..2], 0.5), [(0.0, 0.0)]);
    }
}
