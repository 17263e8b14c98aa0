//! What stands where on a picture of one or several panels over one time axis: a day, or one side of it. The same for every
//! format.

use plotters_backend::DrawingBackend;

use super::axis::{self, TimeScale, ValueAxis};
use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{Frame, HEADING_EM, HEIGHT, LABEL_EM, MARGIN, Plot, TICK_DROP, TICK_EM, WIDTH};
use super::legend::{self, Legend, Sample};
use super::look::{AxisLook, CurveLook, CurveShape, PlotLook, tick_texts};
use super::stroke::{
    ACTIVE, ACTIVE_OBSERVED, ARRIVED, BAND_OPACITY, BOOKED, CHANCE, FRAME, GRID, INK, INSIDE, LET_IN,
    LET_IN_OBSERVED, LIMIT, LINE, LINE_OBSERVED, LOAD, MARK, OPENING, PAPER, RESPONSE, SAFE, SMALL_PRINT,
    Stroke, WAIT_P50, WAIT_P90,
};
use super::{Limit, LimitKind, Panel, Scale, TimeChart, TimeCurve, TimeCurveKind, font};

/// Right of the plots, so that half a label fits there.
const RIGHT_MARGIN: f64 = 40.0;
/// Between the labels of a panel and the heading of the one below.
const PANEL_GAP: f64 = 18.0;
/// Above the upper plot, for the name of the opening.
const OPENING_STRIP: f64 = 28.0;
/// Between the heading of a lower panel and its plot.
const HEADING_GAP: f64 = 10.0;
/// Distance of the rings on a curve.
const RING_DISTANCE: f64 = 90.0;
/// A limit this many times above all counts is named but not drawn.
const FAR_LIMIT: f64 = 5.0;
/// Least span of the time axis, minutes.
const LEAST_SPAN: f64 = 5.0;

/// How each kind of curve is drawn.
fn stroke_of(kind: TimeCurveKind) -> Stroke {
    match kind {
        TimeCurveKind::Line => LINE,
        TimeCurveKind::Active => ACTIVE,
        TimeCurveKind::Inside => INSIDE,
        TimeCurveKind::Arrived => ARRIVED,
        TimeCurveKind::LetIn => LET_IN,
        TimeCurveKind::Booked => BOOKED,
        TimeCurveKind::HalfWait => WAIT_P50,
        TimeCurveKind::MostWait => WAIT_P90,
        TimeCurveKind::Load => LOAD,
        TimeCurveKind::Response => RESPONSE,
        TimeCurveKind::Chance => CHANCE,
        TimeCurveKind::LineObserved => LINE_OBSERVED,
        TimeCurveKind::ActiveObserved => ACTIVE_OBSERVED,
        TimeCurveKind::LetInObserved => LET_IN_OBSERVED,
    }
}

/// Whether what was seen is drawn, point by point, and not what was predicted.
fn is_dotted(kind: TimeCurveKind) -> bool {
    matches!(kind, TimeCurveKind::LineObserved | TimeCurveKind::ActiveObserved | TimeCurveKind::LetInObserved)
}

/// The curves of a panel, lowest layer first: the first in the legend lies on top.
fn layers(panel: &Panel) -> impl Iterator<Item = (&TimeCurve, Stroke)> {
    panel.curves.iter().rev().map(|curve| (curve, stroke_of(curve.kind)))
}

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &TimeChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_names(chart, &mut canvas)?;
    for (placed, panel) in plan.panels.iter().zip(&chart.panels) {
        plan.draw_panel(chart, placed, panel, &mut canvas)?;
    }
    plan.draw_time(&mut canvas)?;
    canvas.finish()
}

/// The time axis, and how each panel looks.
pub(super) fn look(chart: &TimeChart) -> (AxisLook, Vec<PlotLook>) {
    let time = axis::time_scale(&chart.time_axis, time_span(chart), WIDTH - 2.0 * MARGIN);
    let across = AxisLook {
        from: time.first,
        to: time.last,
        ticks: tick_texts(time.ticks),
        title: time.title,
        is_logarithmic: false,
    };
    (across, chart.panels.iter().map(panel_look).collect())
}

fn panel_look(panel: &Panel) -> PlotLook {
    let axis = axis_of(panel);
    let title = heading_of(panel, &axis).to_owned();
    let curve = |curve: &TimeCurve| {
        let stroke = stroke_of(curve.kind);
        let shape = match (is_dotted(curve.kind), stroke.ringed) {
            (true, true) => CurveShape::Rings,
            (true, false) => CurveShape::Dots,
            (false, true) => CurveShape::RingedLine,
            (false, false) => CurveShape::Line,
        };
        CurveLook::of(&stroke, shape)
    };
    PlotLook {
        up: AxisLook { from: 0.0, to: axis.top, ticks: tick_texts(axis.ticks), title, is_logarithmic: false },
        curves: panel.curves.iter().map(curve).collect(),
        levels: panel
            .limits
            .iter()
            .map(|limit| CurveLook::of(&stroke_of_limit(limit), CurveShape::Line))
            .collect(),
    }
}

/// The words above a panel, in the unit of its axis.
fn heading_of<'p>(panel: &'p Panel, axis: &ValueAxis) -> &'p str {
    match &panel.scale {
        Scale::Wait { heading_in_hours } if axis.in_hours => heading_in_hours,
        _ => &panel.heading,
    }
}

/// Where a panel goes: its heading, its legend, its plot.
struct Placed {
    heading: String,
    heading_at: Point,
    legend: Legend,
    legend_at: Point,
    plot: Plot,
    axis: ValueAxis,
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    time: TimeScale,
    panels: Vec<Placed>,
}

impl Plan {
    fn of(chart: &TimeChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);
        let axes: Vec<ValueAxis> = chart.panels.iter().map(axis_of).collect();
        let left = MARGIN + axes.iter().map(widest).fold(36.0, f64::max) + 8.0;
        let right = WIDTH - RIGHT_MARGIN;
        let time = axis::time_scale(&chart.time_axis, time_span(chart), right - left);

        let header = frame.header();
        let day_row = if time.days.is_empty() { 0.0 } else { 20.0 };
        let below = 32.0 + day_row + 24.0 + frame.footer_height() + 18.0;
        let heads: Vec<Head> =
            chart.panels.iter().zip(&axes).map(|(panel, axis)| Head::of(panel, axis, right)).collect();

        let between = TICK_DROP + 8.0 + PANEL_GAP;
        let lower = heads.len().saturating_sub(1) as f64;
        let heights: f64 = heads.iter().map(|head| head.height).sum();
        let fixed = header + heights + OPENING_STRIP + lower * (between + HEADING_GAP);
        let plots = (HEIGHT - fixed - below).max(100.0);
        let shares: f64 = chart.panels.iter().map(|panel| panel.share).sum();

        let mut top = header;
        let mut gap = OPENING_STRIP;
        let mut panels = Vec::new();
        for ((head, axis), panel) in heads.into_iter().zip(axes).zip(&chart.panels) {
            let plot_top = top + head.height + gap;
            let bottom = plot_top + plots * panel.share / shares;
            panels.push(head.placed(top, Plot { left, right, top: plot_top, bottom }, axis));
            (top, gap) = (bottom + between, HEADING_GAP);
        }
        Self { frame, time, panels }
    }

    /// The names of the opening and of the mark above the first plot.
    fn draw_names<B: DrawingBackend>(&self, chart: &TimeChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let Some(plot) = self.panels.first().map(|panel| panel.plot) else { return Ok(()) };
        let name = font::cut(&font::printable(&chart.opening_label), LABEL_EM, plot.right - plot.left);
        let half = font::width(&name, LABEL_EM) / 2.0;
        let x = self.x(plot, 0.0);
        // Never beyond the plot; in the middle where the name is as wide as that.
        let centre = x.min(plot.right - half).max(plot.left + half);
        let at = (centre, plot.top - 9.0);
        canvas.text(&name, at, (LABEL_EM, Align::Centre, INK))?;
        self.draw_mark_name(chart, plot, centre + half, canvas)
    }

    /// The name of the mark, right of the name of the opening, which ends at `free`.
    fn draw_mark_name<B: DrawingBackend>(
        &self,
        chart: &TimeChart,
        plot: Plot,
        free: f64,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let Some(mark) = chart.mark.as_ref().filter(|mark| self.is_seen(mark.minute)) else { return Ok(()) };
        let least = free + LABEL_EM;
        let name = font::cut(&font::printable(&mark.label), LABEL_EM, (plot.right - least).max(0.0));
        let half = font::width(&name, LABEL_EM) / 2.0;
        let x = self.x(plot, mark.minute).min(plot.right - half).max(least + half);
        canvas.text(&name, (x, plot.top - 9.0), (LABEL_EM, Align::Centre, INK))
    }

    fn is_seen(&self, minute: f64) -> bool {
        (self.time.first..=self.time.last).contains(&minute)
    }

    /// Frame, bands, limits, curves, and the names of the limits where they cover the least.
    fn draw_panel<B: DrawingBackend>(
        &self,
        chart: &TimeChart,
        placed: &Placed,
        panel: &Panel,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        self.draw_frame(chart, placed, canvas)?;
        let place = |minute: f64, value: f64| placed.place(self.x(placed.plot, minute), value);
        for (curve, stroke) in layers(panel) {
            let upper = curve.band.iter().map(|&(minute, _, high)| place(minute, high));
            let lower = curve.band.iter().map(|&(minute, low, _)| place(minute, low));
            let outline: Vec<_> = upper.chain(lower.rev()).collect();
            canvas.area(&outline, stroke.paint.faded(BAND_OPACITY))?;
        }
        for limit in &panel.limits {
            draw_limit(limit, placed, canvas)?;
        }
        let mut obstacles = self.upright_lines(chart, placed.plot);
        let mut is_empty = true;
        for (curve, stroke) in layers(panel) {
            for stretch in curve.points.split(|(_, value)| value.is_none()) {
                let points: Vec<Point> =
                    stretch.iter().filter_map(|&(minute, value)| Some(place(minute, value?))).collect();
                is_empty &= points.is_empty();
                draw_stretch(&points, curve.kind, &stroke, canvas)?;
                obstacles.push(points);
            }
        }
        for limit in &panel.limits {
            draw_limit_label(limit, placed, &obstacles, canvas)?;
        }
        if is_empty { draw_no_data(chart, placed.plot, canvas) } else { Ok(()) }
    }

    /// The lines of the opening and of the mark, as far as they are seen.
    fn upright_lines(&self, chart: &TimeChart, plot: Plot) -> Vec<Vec<Point>> {
        let mark = chart.mark.as_ref().map(|mark| mark.minute).filter(|minute| self.is_seen(*minute));
        let lines = [Some(0.0), mark].into_iter().flatten();
        lines
            .map(|minute| vec![(self.x(plot, minute), plot.top), (self.x(plot, minute), plot.bottom)])
            .collect()
    }

    /// The days and the name of the time axis, below the lowest plot.
    fn draw_time<B: DrawingBackend>(&self, canvas: &mut Canvas<B>) -> Drawn<B> {
        let Some(plot) = self.panels.last().map(|panel| panel.plot) else { return Ok(()) };
        let mut baseline = plot.bottom + TICK_DROP;
        if !self.time.days.is_empty() {
            baseline += 20.0;
            for day in &self.time.days {
                let (from, to) = (self.x(plot, day.from), self.x(plot, day.to));
                let text = font::printable(&day.text);
                if font::width(&text, TICK_EM) <= to - from {
                    let at = ((from + to) / 2.0, baseline);
                    canvas.text(&text, at, (TICK_EM, Align::Centre, INK))?;
                }
            }
        }
        let title = font::cut(&font::printable(&self.time.title), LABEL_EM, plot.right - plot.left);
        let at = ((plot.left + plot.right) / 2.0, baseline + 24.0);
        canvas.text(&title, at, (LABEL_EM, Align::Centre, INK))
    }

    /// Heading, legend, grid, axes and labels of a panel, and the lines of the opening and of the mark.
    fn draw_frame<B: DrawingBackend>(
        &self,
        chart: &TimeChart,
        panel: &Placed,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let plot = panel.plot;
        let heading = (HEADING_EM, Align::Left, INK);
        canvas.text(&panel.heading, panel.heading_at, heading)?;
        panel.legend.draw(canvas, panel.legend_at)?;

        for tick in &self.time.ticks {
            let x = self.x(plot, tick.at);
            canvas.upright_rule((x, plot.top), plot.bottom, (1.0, GRID))?;
            canvas.upright_rule((x, plot.bottom), plot.bottom + 5.0, (1.0, FRAME))?;
            let at = (x, plot.bottom + TICK_DROP);
            canvas.text(&tick.text, at, (TICK_EM, Align::Centre, INK))?;
        }
        for tick in &panel.axis.ticks {
            let (_, y) = panel.place(plot.left, tick.at);
            canvas.level_rule((plot.left, y), plot.right, (1.0, GRID))?;
            canvas.level_rule((plot.left - 5.0, y), plot.left, (1.0, FRAME))?;
            let at = (plot.left - 9.0, y + TICK_EM * 0.36);
            canvas.text(&tick.text, at, (TICK_EM, Align::Right, INK))?;
        }
        canvas.upright_rule((plot.left, plot.top), plot.bottom, (1.5, FRAME))?;
        canvas.level_rule((plot.left, plot.bottom), plot.right, (1.5, FRAME))?;
        let opening = (self.x(plot, 0.0), plot.top - 4.0);
        canvas.upright_rule(opening, plot.bottom, (OPENING.width, OPENING.paint))?;
        if let Some(mark) = chart.mark.as_ref().filter(|mark| self.is_seen(mark.minute)) {
            let top = (self.x(plot, mark.minute), plot.top - 4.0);
            canvas.upright_rule(top, plot.bottom, (MARK.width, MARK.paint))?;
        }
        Ok(())
    }

    fn x(&self, plot: Plot, minute: f64) -> f64 {
        let share = (minute - self.time.first) / (self.time.last - self.time.first);
        plot.left + share.clamp(0.0, 1.0) * (plot.right - plot.left)
    }
}

impl Placed {
    /// The place of `value` at `x`.
    fn place(&self, x: f64, value: f64) -> Point {
        let share = (value / self.axis.top).clamp(0.0, 1.0);
        (x, self.plot.bottom - share * (self.plot.bottom - self.plot.top))
    }
}

/// A heading with its legend before the plot has its place.
struct Head {
    heading: String,
    legend: Legend,
    beside: bool,
    height: f64,
}

impl Head {
    fn of(panel: &Panel, axis: &ValueAxis, right: f64) -> Self {
        let room = right - MARGIN;
        let words = heading_of(panel, axis);
        let heading = font::cut(&font::printable(words), HEADING_EM, room);
        let legend = Legend::flow(legend_of(panel), room);
        let together = font::width(&heading, HEADING_EM) + 36.0 + legend.width();
        let beside = legend.row_count() <= 1 && together <= room;
        let rows = if beside { 1 } else { 1 + legend.row_count() };
        Self { heading, legend, beside, height: legend::ROW * rows as f64 }
    }

    fn placed(self, top: f64, plot: Plot, axis: ValueAxis) -> Placed {
        let baseline = top + legend::ROW * 0.72;
        let legend_at = if self.beside {
            (plot.right - self.legend.width(), baseline)
        } else {
            (MARGIN, baseline + legend::ROW)
        };
        Placed {
            heading: self.heading,
            heading_at: (MARGIN, baseline),
            legend: self.legend,
            legend_at,
            plot,
            axis,
        }
    }
}

fn legend_of(panel: &Panel) -> Vec<(Sample, &str)> {
    let sample = |curve: &TimeCurve| match (is_dotted(curve.kind), stroke_of(curve.kind)) {
        (true, stroke) if stroke.ringed => Sample::Ring(stroke),
        (true, stroke) => Sample::Dot(stroke.paint),
        (false, stroke) => Sample::Curve(stroke),
    };
    let mut entries: Vec<(Sample, &str)> =
        panel.curves.iter().map(|curve| (sample(curve), curve.label.as_str())).collect();
    if panel.curves.iter().any(|curve| curve.band.len() > 1) {
        entries.push((Sample::Band(FRAME.faded(0.3)), &panel.band_label));
    }
    entries
}

fn widest(axis: &ValueAxis) -> f64 {
    let widths = axis.ticks.iter().map(|tick| font::width(&tick.text, TICK_EM));
    widths.fold(0.0, f64::max)
}

/// The upright axis of a panel; with its limits, unless those are far above.
fn axis_of(panel: &Panel) -> ValueAxis {
    let points = panel.curves.iter().flat_map(|curve| curve.points.iter().filter_map(|point| point.1));
    let bands = panel.curves.iter().flat_map(|curve| curve.band.iter().map(|at| at.2));
    let least_top = if let Scale::Load { least_top } = panel.scale { least_top } else { 0.0 };
    let data = points.chain(bands).fold(least_top, f64::max);
    let near = |limit: &&Limit| data == 0.0 || limit.level <= data * FAR_LIMIT;
    let largest = panel.limits.iter().filter(near).map(|limit| limit.level).fold(data, f64::max);
    match panel.scale {
        Scale::People => axis::people_axis(largest),
        Scale::Wait { .. } => axis::wait_axis(largest),
        Scale::Load { .. } => axis::load_axis(largest),
        Scale::Number => axis::number_axis(largest),
    }
}

/// First and last minute of all curves and the opening.
fn time_span(chart: &TimeChart) -> (f64, f64) {
    let curves = || chart.panels.iter().flat_map(|panel| &panel.curves);
    let points =
        curves().flat_map(|curve| &curve.points).filter(|point| point.1.is_some()).map(|point| point.0);
    let bands = curves().flat_map(|curve| &curve.band).map(|at| at.0);
    let (first, last) = points
        .chain(bands)
        .fold((0.0_f64, 0.0_f64), |(first, last), minute| (first.min(minute), last.max(minute)));
    (first, last.max(first + LEAST_SPAN))
}

/// One stretch of a curve without gaps.
fn draw_stretch<B: DrawingBackend>(
    points: &[Point],
    kind: TimeCurveKind,
    stroke: &Stroke,
    canvas: &mut Canvas<B>,
) -> Drawn<B> {
    if is_dotted(kind) {
        for point in points {
            match stroke.ringed {
                true => canvas.ring(*point, stroke)?,
                false => canvas.dot(*point, stroke.paint)?,
            }
        }
        return Ok(());
    }
    canvas.curve(points, stroke)?;
    if stroke.ringed {
        for centre in ring_places(points) {
            canvas.ring(centre, stroke)?;
        }
    }
    Ok(())
}

fn on_scale(limit: &Limit, panel: &Placed) -> bool {
    limit.level <= panel.axis.top
}

/// Places on the curve at even distances along the time axis.
fn ring_places(points: &[Point]) -> Vec<Point> {
    let Some(&(start, _)) = points.first() else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut next = start + RING_DISTANCE / 2.0;
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        while next <= to.0 && to.0 > from.0 {
            let share = (next - from.0) / (to.0 - from.0);
            places.push((next, from.1 + (to.1 - from.1) * share));
            next += RING_DISTANCE;
        }
    }
    places
}

/// The level of a limit as a line across the plot.
fn level_of(limit: &Limit, panel: &Placed) -> Vec<Point> {
    let y = panel.place(0.0, limit.level).1;
    vec![(panel.plot.left, y), (panel.plot.right, y)]
}

fn stroke_of_limit(limit: &Limit) -> Stroke {
    match limit.kind {
        LimitKind::Set => LIMIT,
        LimitKind::Safe => SAFE,
    }
}

fn draw_limit<B: DrawingBackend>(limit: &Limit, panel: &Placed, canvas: &mut Canvas<B>) -> Drawn<B> {
    let stroke = stroke_of_limit(limit);
    match on_scale(limit, panel) {
        true => canvas.curve(&level_of(limit, panel), &stroke),
        false => Ok(()),
    }
}

/// Sets the limit's label on its line where the fewest curves run, or an arrow at the top.
fn draw_limit_label<B: DrawingBackend>(
    limit: &Limit,
    panel: &Placed,
    obstacles: &[Vec<Point>],
    canvas: &mut Canvas<B>,
) -> Drawn<B> {
    let plot = panel.plot;
    let room = plot.right - plot.left - 24.0;
    let mut label = font::printable(&limit.label);
    if !on_scale(limit, panel) {
        label.insert_str(0, "↑ ");
    }
    let label = font::cut(&label, LABEL_EM, room);
    let width = font::width(&label, LABEL_EM);
    let spots: Vec<(f64, f64)> = if on_scale(limit, panel) {
        let y = panel.place(0.0, limit.level).1;
        [y - 10.0, y + 10.0 + LABEL_EM * 0.8]
            .into_iter()
            .filter(|&baseline| baseline - LABEL_EM > plot.top && baseline + 4.0 < plot.bottom)
            .flat_map(|baseline| spots_along(plot, width).map(move |x| (x, baseline)))
            .collect()
    } else {
        let baseline = plot.top + LABEL_EM + 4.0;
        spots_along(plot, width).map(|x| (x, baseline)).collect()
    };
    let crowd = |&(x, baseline): &Point| {
        let corner = (x - 4.0, baseline - LABEL_EM);
        let opposite = (x + width + 4.0, baseline + 5.0);
        length_inside(obstacles, corner, opposite)
    };
    let Some(&(x, baseline)) = spots.iter().min_by(|a, b| crowd(a).total_cmp(&crowd(b))) else {
        return Ok(());
    };
    let corner = (x - 3.0, baseline - LABEL_EM * 0.9);
    let opposite = (x + width + 3.0, baseline + 4.0);
    canvas.rectangle(corner, opposite, PAPER.faded(0.85))?;
    canvas.text(&label, (x, baseline), (LABEL_EM, Align::Left, INK))
}

/// Left ends for a text of this width, best first.
fn spots_along(plot: Plot, width: f64) -> impl Iterator<Item = f64> {
    let (first, last) = (plot.left + 12.0, plot.right - 12.0 - width);
    (0..=8).map(move |eighth| last - (last - first) * f64::from(eighth) / 8.0)
}

/// How much of the curves runs through a box, roughly in CSS pixels.
fn length_inside(curves: &[Vec<Point>], corner: Point, opposite: Point) -> f64 {
    const STEP: f64 = 3.0;
    let mut inside = 0.0;
    for pair in curves.iter().flat_map(|points| points.windows(2)) {
        let (from, to) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let steps = (length / STEP).ceil().max(1.0);
        for step in 0..steps as u32 {
            let share = (f64::from(step) + 0.5) / steps;
            let x = from.0 + (to.0 - from.0) * share;
            let y = from.1 + (to.1 - from.1) * share;
            if (corner.0..opposite.0).contains(&x) && (corner.1..opposite.1).contains(&y) {
                inside += length / steps;
            }
        }
    }
    inside
}

fn draw_no_data<B: DrawingBackend>(chart: &TimeChart, plot: Plot, canvas: &mut Canvas<B>) -> Drawn<B> {
    let text = font::printable(&chart.no_data_label);
    let text = font::cut(&text, HEADING_EM, plot.right - plot.left);
    let half = font::width(&text, HEADING_EM) / 2.0 + 10.0;
    let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
    canvas.rectangle((x - half, y - 20.0), (x + half, y + 12.0), PAPER)?;
    canvas.text(&text, (x, y), (HEADING_EM, Align::Centre, SMALL_PRINT))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{curve, limit, small_day};
    use super::*;

    #[test]
    fn panels_share_the_time_axis_and_stay_on_the_picture() {
        let mut chart = small_day();
        chart.title = "長".repeat(200);
        chart.subtitle = "長い説明".repeat(100);
        chart.footer = "footer ".repeat(200);
        chart.panels[0].curves.push(curve(TimeCurveKind::LetIn, &"待".repeat(90), vec![(-60.0, 1e7)]));
        chart.panels[0].curves[1].label = "利".repeat(200);
        let plan = Plan::of(&chart);
        let (people, waits) = (plan.panels[0].plot, plan.panels[1].plot);
        assert_eq!((people.left, people.right), (waits.left, waits.right));
        assert!(people.bottom < waits.top && waits.bottom < HEIGHT - 80.0);
        assert!(people.bottom - people.top > 150.0);
        assert_eq!(plan.time.first, -60.0);
    }

    #[test]
    fn a_far_limit_does_not_flatten_the_curves() {
        let mut panel = small_day().panels.remove(0);
        panel.limits = vec![limit("上限", 450.0)];
        assert!(axis_of(&panel).top >= 450.0);
        panel.limits = vec![limit("上限", 5000.0)];
        assert!(axis_of(&panel).top < 200.0);
    }

    #[test]
    fn the_limit_label_avoids_curves() {
        let across = [vec![(0.0, 10.0), (100.0, 10.0)]];
        let inside = length_inside(&across, (20.0, 0.0), (40.0, 20.0));
        assert!((inside - 20.0).abs() < 4.0, "{inside}");
        assert_eq!(length_inside(&across, (20.0, 11.0), (40.0, 20.0)), 0.0);
    }

    #[test]
    fn rings_are_spaced_evenly() {
        let places = ring_places(&[(0.0, 5.0), (100.0, 5.0), (100.0, 0.0), (300.0, 0.0)]);
        assert_eq!(places, [(45.0, 5.0), (135.0, 0.0), (225.0, 0.0)]);
        assert!(ring_places(&[]).is_empty());
    }
}
