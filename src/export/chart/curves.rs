//! What stands where on a picture of curves: several over one axis, with bands, marked points and named levels. The same for every
//! format.

use plotters_backend::DrawingBackend;

use super::axis::{self, Tick};
use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{AXIS_DROP, Frame, HEADING_EM, HEIGHT, LABEL_EM, MARGIN, Plot, TICK_DROP, TICK_EM, WIDTH};
use super::legend::{self, Legend, Sample};
use super::look::{AxisLook, CurveLook, CurveShape, PlotLook, tick_texts};
use super::stroke::{BAND_OPACITY, CURVES, INK, LEVEL, MEASURED, SMALL_PRINT, Stroke};
use super::{Curve, CurveForm, CurvesChart, font};

/// Right of the plot, so that half a label fits there.
const RIGHT_MARGIN: f64 = 44.0;
/// Above the plot.
const STRIP: f64 = 26.0;
/// A label is set beside its point at this distance.
const BESIDE: f64 = 12.0;

/// All numbers of the chart, with what they belong to.
pub(super) fn all_points(chart: &CurvesChart) -> impl Iterator<Item = (&str, (f64, f64))> {
    let curves = chart.curves.iter().flat_map(|curve| {
        let band = curve.band.iter().flat_map(|&(x, low, high)| [(x, low), (x, high)]);
        curve.points.iter().copied().chain(band).map(|point| (curve.label.as_str(), point))
    });
    let marks = chart.marks.iter().map(|mark| (mark.label.as_str(), mark.at));
    curves.chain(marks)
}

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &CurvesChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_texts(&mut canvas)?;
    plan.draw_axes(chart, &mut canvas)?;
    plan.draw_data(chart, &mut canvas)?;
    canvas.finish()
}

/// The level axis, and how the plot looks.
pub(super) fn look(chart: &CurvesChart) -> (AxisLook, PlotLook) {
    let (across, up) = axes(chart);
    let curve = |(curve, stroke): (&Curve, Stroke)| {
        let shape = match curve.form {
            CurveForm::Line => CurveShape::Line,
            CurveForm::DottedLine => CurveShape::DottedLine,
            CurveForm::Dots => CurveShape::Dots,
        };
        CurveLook::of(&stroke, shape)
    };
    let plot = PlotLook {
        up: up.look(&chart.up_label),
        curves: chart.curves.iter().zip(strokes(chart)).map(curve).collect(),
        levels: chart.levels.iter().map(|_| CurveLook::of(&LEVEL, CurveShape::Line)).collect(),
    };
    (across.look(&chart.across_label), plot)
}

/// The level and the upright axis.
fn axes(chart: &CurvesChart) -> (Axis, Axis) {
    let levels = chart.levels.iter();
    let across_levels = levels.clone().filter(|level| level.upright).map(|level| level.at);
    let up_levels = levels.filter(|level| !level.upright).map(|level| level.at);
    let xs = all_points(chart).map(|(_, (x, _))| x).chain(across_levels);
    let across = Axis::holding(xs, chart.across_is_logarithmic, false);
    let ys = all_points(chart).map(|(_, (_, y))| y).chain(up_levels);
    let most = chart.most_up.unwrap_or(f64::INFINITY);
    (across, Axis::holding(ys.filter(move |y| *y <= most), false, true))
}

/// One axis of the plot.
struct Axis {
    from: f64,
    to: f64,
    ticks: Vec<Tick>,
    logarithmic: bool,
}

impl Axis {
    /// An axis that holds all values: from a round number to a round number, or decades with their halves and fifths.
    fn holding(values: impl Iterator<Item = f64>, logarithmic: bool, from_zero: bool) -> Axis {
        let widen = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), widen);
        if !low.is_finite() {
            return Axis { from: 0.0, to: 1.0, ticks: Vec::new(), logarithmic: false };
        }
        if logarithmic && low > 0.0 {
            let ticks = axis::decades(low, high);
            let (from, to) = (low.min(ticks[0].at), high.max(ticks[ticks.len() - 1].at));
            return Axis { from, to, ticks, logarithmic };
        }
        let low = if from_zero { low.min(0.0) } else { low };
        let (from, to, ticks) = axis::round_range(low, high);
        Axis { from, to, ticks, logarithmic: false }
    }

    /// Where a value stands between the ends, 0 to 1; what is beyond stands at an end.
    fn part(&self, value: f64) -> f64 {
        let scale = |value: f64| if self.logarithmic { libm::log(value.max(self.from)) } else { value };
        let part = (scale(value) - scale(self.from)) / (scale(self.to) - scale(self.from));
        part.clamp(0.0, 1.0)
    }

    fn look(self, title: &str) -> AxisLook {
        AxisLook {
            from: self.from,
            to: self.to,
            ticks: tick_texts(self.ticks),
            title: title.to_owned(),
            is_logarithmic: self.logarithmic,
        }
    }

    fn holds(&self, value: f64) -> bool {
        value >= self.from - 1e-9 && value <= self.to + 1e-9
    }
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    heading: String,
    heading_at: Point,
    legend: Legend,
    legend_at: Point,
    plot: Plot,
    across: Axis,
    up: Axis,
}

impl Plan {
    fn of(chart: &CurvesChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);
        let header = frame.header();

        let (across, up) = axes(chart);

        let widths = up.ticks.iter().map(|tick| font::width(&tick.text, TICK_EM));
        let left = MARGIN + widths.fold(36.0, f64::max) + 8.0;
        let right = WIDTH - RIGHT_MARGIN;
        let heading = font::cut(&font::printable(&chart.up_label), HEADING_EM, right - MARGIN);
        let legend = Legend::flow(entries(chart), right - MARGIN);
        let heading_at = (MARGIN, header + legend::ROW * 0.72);
        let legend_at = (MARGIN, heading_at.1 + legend::ROW);
        let top = header + legend::ROW * (1 + legend.row_count()) as f64 + STRIP;
        let below = TICK_DROP + AXIS_DROP + frame.footer_height() + 24.0;
        let bottom = (HEIGHT - below).max(top + 100.0);
        Self {
            frame,
            heading,
            heading_at,
            legend,
            legend_at,
            plot: Plot { left, right, top, bottom },
            across,
            up,
        }
    }

    fn place(&self, (x, y): (f64, f64)) -> Point {
        let across = self.across.part(x) * (self.plot.right - self.plot.left);
        (self.plot.left + across, self.plot.bottom - self.up.part(y) * (self.plot.bottom - self.plot.top))
    }

    fn draw_texts<B: DrawingBackend>(&self, canvas: &mut Canvas<B>) -> Drawn<B> {
        canvas.text(&self.heading, self.heading_at, (HEADING_EM, Align::Left, INK))?;
        self.legend.draw(canvas, self.legend_at)
    }

    fn draw_axes<B: DrawingBackend>(&self, chart: &CurvesChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let across =
            self.across.ticks.iter().map(|tick| (self.place((tick.at, self.up.from)).0, &*tick.text));
        let up = self.up.ticks.iter().map(|tick| (self.place((self.across.from, tick.at)).1, &*tick.text));
        self.plot.draw_axes(across, up, &chart.across_label, canvas)
    }

    fn draw_data<B: DrawingBackend>(&self, chart: &CurvesChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        for (curve, stroke) in chart.curves.iter().zip(strokes(chart)) {
            let upper = curve.band.iter().map(|&(x, _, high)| self.place((x, high)));
            let lower = curve.band.iter().map(|&(x, low, _)| self.place((x, low)));
            let outline: Vec<Point> = upper.chain(lower.rev()).collect();
            if curve.band.len() > 1 {
                canvas.area(&outline, stroke.paint.faded(BAND_OPACITY))?;
            }
        }
        for level in &chart.levels {
            self.draw_level(level, canvas)?;
        }
        for (curve, stroke) in chart.curves.iter().zip(strokes(chart)) {
            for piece in self.pieces(curve) {
                match curve.form {
                    CurveForm::Dots => piece.iter().try_for_each(|at| canvas.dot(*at, stroke.paint))?,
                    CurveForm::Line if piece.len() > 1 => canvas.curve(&piece, &stroke)?,
                    CurveForm::Line => {}
                    CurveForm::DottedLine => {
                        if piece.len() > 1 {
                            canvas.curve(&piece, &stroke)?;
                        }
                        piece.iter().try_for_each(|at| canvas.dot(*at, stroke.paint))?;
                    }
                }
            }
        }
        self.draw_marks(chart, canvas)?;
        if all_points(chart).next().is_none() {
            let middle = ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0);
            canvas.text(
                &font::printable(&chart.no_data_label),
                middle,
                (HEADING_EM, Align::Centre, SMALL_PRINT),
            )?;
        }
        Ok(())
    }

    /// The parts of a curve that lie within the plot: what is higher leaves it and is not drawn along its edge.
    fn pieces(&self, curve: &Curve) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
        for &(x, y) in &curve.points {
            if self.up.holds(y) && self.across.holds(x) {
                if let Some(piece) = pieces.last_mut() {
                    piece.push(self.place((x, y)));
                }
            } else if pieces.last().is_some_and(|piece| !piece.is_empty()) {
                pieces.push(Vec::new());
            }
        }
        pieces
    }

    fn draw_level<B: DrawingBackend>(&self, level: &super::NamedLevel, canvas: &mut Canvas<B>) -> Drawn<B> {
        let name =
            font::cut(&font::printable(&level.label), LABEL_EM, (self.plot.right - self.plot.left) * 0.8);
        if level.upright {
            let (x, _) = self.place((level.at, self.up.from));
            canvas.curve(&[(x, self.plot.top - 4.0), (x, self.plot.bottom)], &LEVEL)?;
            let half = font::width(&name, LABEL_EM) / 2.0;
            let centre = x.min(self.plot.right - half).max(self.plot.left + half);
            return canvas.text(&name, (centre, self.plot.top - 9.0), (LABEL_EM, Align::Centre, INK));
        }
        let (_, y) = self.place((self.across.from, level.at));
        canvas.curve(&[(self.plot.left, y), (self.plot.right, y)], &LEVEL)?;
        canvas.text(&name, (self.plot.right - 6.0, y - 7.0), (LABEL_EM, Align::Right, INK))
    }

    /// The marked points with their names: each where it covers the fewest lines, dots and names placed before.
    fn draw_marks<B: DrawingBackend>(&self, chart: &CurvesChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let mut lines: Vec<[Point; 2]> = chart
            .curves
            .iter()
            .flat_map(|curve| self.pieces(curve))
            .flat_map(|piece| piece.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>())
            .collect();
        lines.extend(chart.levels.iter().filter(|level| level.upright).map(|level| {
            let (x, _) = self.place((level.at, self.up.from));
            [(x, self.plot.top), (x, self.plot.bottom)]
        }));
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let seen = |mark: &&super::NamedPoint| self.up.holds(mark.at.1) && self.across.holds(mark.at.0);
        for mark in chart.marks.iter().filter(seen) {
            let at = self.place(mark.at);
            if mark.is_emphasised {
                canvas.dot(at, MEASURED)?;
            }
            let name =
                font::cut(&font::printable(&mark.label), LABEL_EM, (self.plot.right - self.plot.left) * 0.6);
            let box_of_name = self.best_box(at, font::width(&name, LABEL_EM), &lines, &taken);
            taken.push(box_of_name);
            let baseline = box_of_name[3] - LABEL_EM * 0.2;
            canvas.text(&name, (box_of_name[0], baseline), (LABEL_EM, Align::Left, INK))?;
        }
        Ok(())
    }

    /// Left, top, right and bottom of a name of this width beside a point.
    fn best_box(&self, (x, y): Point, width: f64, lines: &[[Point; 2]], taken: &[[f64; 4]]) -> [f64; 4] {
        let height = LABEL_EM * 1.1;
        let places = [
            (x - BESIDE - width, y - BESIDE * 0.2 - height),
            (x + BESIDE, y - BESIDE * 0.2 - height),
            (x + BESIDE, y + BESIDE * 0.2),
            (x - BESIDE - width, y + BESIDE * 0.2),
            (x + BESIDE, y - height / 2.0),
            (x - BESIDE - width, y - height / 2.0),
            (x + BESIDE * 3.0, y - height / 2.0),
        ];
        // Above the names of other points at the same place.
        let higher = (2..=5).map(|rows| (x - width, y - BESIDE - height * f64::from(rows)));
        let cost = |&(left, top): &(f64, f64)| {
            let [right, bottom] = [left + width, top + height];
            let outside = left < self.plot.left
                || right > self.plot.right
                || top < self.plot.top
                || bottom > self.plot.bottom;
            let crossed = lines.iter().filter(|line| meets(**line, [left, top, right, bottom])).count();
            let covered = taken
                .iter()
                .filter(|other| left < other[2] && other[0] < right && top < other[3] && other[1] < bottom);
            usize::from(outside) * 100 + covered.count() * 10 + crossed
        };
        let (left, top) = places.into_iter().chain(higher).min_by_key(cost).unwrap_or((x, y));
        [left, top, left + width, top + height]
    }
}

/// Whether a line goes through a box: looked at in steps of a few pixels.
fn meets([from, to]: [Point; 2], [left, top, right, bottom]: [f64; 4]) -> bool {
    let steps = ((to.0 - from.0).abs().max((to.1 - from.1).abs()) / 3.0).ceil().max(1.0);
    (0..=steps as u32).any(|step| {
        let part = f64::from(step) / steps;
        let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        x > left && x < right && y > top && y < bottom
    })
}

/// The stroke of each curve, by its place among the curves.
fn strokes(chart: &CurvesChart) -> impl Iterator<Item = Stroke> {
    (0..chart.curves.len()).map(|position| CURVES[position % CURVES.len()])
}

fn entries(chart: &CurvesChart) -> Vec<(Sample, &str)> {
    let mut entries: Vec<(Sample, &str)> = Vec::new();
    for (curve, stroke) in chart.curves.iter().zip(strokes(chart)) {
        let sample = match curve.form {
            CurveForm::Dots => Sample::Dot(stroke.paint),
            CurveForm::Line | CurveForm::DottedLine => Sample::Curve(stroke),
        };
        if !curve.label.is_empty() {
            entries.push((sample, curve.label.as_str()));
        }
    }
    let banded = chart.curves.iter().zip(strokes(chart)).find(|(curve, _)| curve.band.len() > 1);
    if let Some((_, stroke)) = banded.filter(|_| !chart.band_label.is_empty()) {
        entries.push((Sample::Band(stroke.paint.faded(BAND_OPACITY)), &chart.band_label));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::{ChartError, ChartFormat, NamedLevel, NamedPoint, curves_chart};
    use super::*;

    fn small() -> CurvesChart {
        let curve = |label: &str, factor: f64| Curve {
            label: label.to_owned(),
            points: [1_000.0, 10_000.0, 300_000.0].map(|x: f64| (x, x.ln() * factor)).to_vec(),
            band: vec![(1_000.0, 1.0, 9.0), (300_000.0, 5.0, 30.0)],
            form: CurveForm::Line,
        };
        CurvesChart {
            title: "人数と待ち時間".to_owned(),
            subtitle: String::new(),
            across_label: "人数".to_owned(),
            across_is_logarithmic: true,
            up_label: "待ち時間（分）".to_owned(),
            most_up: None,
            curves: vec![curve("試算", 1.0), curve("公式", 2.0)],
            band_label: "帯".to_owned(),
            marks: vec![NamedPoint { at: (10_000.0, 9.2), label: "今回".to_owned(), is_emphasised: true }],
            levels: vec![NamedLevel { at: 20.0, upright: false, label: "約束".to_owned() }],
            no_data_label: "なし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }

    #[test]
    fn every_label_is_on_the_picture() {
        let svg = String::from_utf8(curves_chart(&small(), ChartFormat::Svg).unwrap()).unwrap();
        for label in
            ["人数と待ち時間", "待ち時間（分）", "試算", "公式", "帯", "今回", "約束", "10,000", "machiai"]
        {
            assert!(svg.contains(label), "{label}");
        }
    }

    #[test]
    fn what_is_too_high_leaves_the_plot() {
        let mut chart = small();
        chart.most_up = Some(15.0);
        let plan = Plan::of(&chart);
        assert!(plan.up.to <= 25.0, "{}", plan.up.to);
        let drawn: usize = plan.pieces(&chart.curves[1]).iter().map(Vec::len).sum();
        assert!(drawn < 3);
    }

    #[test]
    fn odd_data_is_no_error_and_bad_numbers_are_named() {
        let mut chart = small();
        chart.curves[0].points = vec![(5.0, 5.0)];
        chart.curves[1].points.clear();
        chart.across_is_logarithmic = false;
        curves_chart(&chart, ChartFormat::Png).unwrap();
        chart.curves.clear();
        chart.marks.clear();
        chart.levels.clear();
        let svg = String::from_utf8(curves_chart(&chart, ChartFormat::Svg).unwrap()).unwrap();
        assert!(svg.contains("なし"));
        let mut chart = small();
        chart.curves[0].points[1].1 = f64::NAN;
        let error = curves_chart(&chart, ChartFormat::Svg).unwrap_err();
        assert!(
            matches!(error, ChartError::BadNumber { .. }) && error.to_string().contains("試算"),
            "{error}"
        );
    }

    #[test]
    fn names_of_points_at_one_place_do_not_cover_each_other() {
        let plan = Plan::of(&small());
        let corner = plan.place((300_000.0, 0.0));
        let mut taken: Vec<[f64; 4]> = Vec::new();
        for _ in 0..4 {
            let here = plan.best_box(corner, 90.0, &[], &taken);
            let covers = |other: &[f64; 4]| {
                here[0] < other[2] && other[0] < here[2] && here[1] < other[3] && other[1] < here[3]
            };
            assert!(!taken.iter().any(covers), "{here:?} in {taken:?}");
            taken.push(here);
        }
    }
}
