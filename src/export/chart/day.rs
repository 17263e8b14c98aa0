//! What stands where on the picture of a day. The same for every format.

use plotters_backend::DrawingBackend;

use super::axis::{self, TimeScale, ValueAxis};
use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{Frame, HEADING_EM, HEIGHT, LABEL_EM, MARGIN, Plot, TICK_DROP, TICK_EM, WIDTH};
use super::legend::{self, Legend, Sample};
use super::stroke::{
    ACTIVE, BAND_OPACITY, FRAME, GRID, INK, INSIDE, LIMIT, LINE, LOAD, MARK, OPENING, PAPER, SAFE,
    SMALL_PRINT, Stroke, WAIT_P50, WAIT_P90, WAITING,
};
use super::{DayChart, Limit, Load, Series, WaitCurve, font};

/// Right of the plots, so that half a label fits there.
const RIGHT_MARGIN: f64 = 40.0;
/// Between the labels of the upper panel and the heading of the lower one.
const PANEL_GAP: f64 = 18.0;
/// Above the upper plot, for the name of the opening.
const OPENING_STRIP: f64 = 28.0;
/// Share of the upper plot in the height of both.
const PEOPLE_SHARE: f64 = 0.58;
/// Shares of people and load in the height of all three.
const THREE_SHARES: [f64; 2] = [0.46, 0.24];
/// Distance of the rings on a curve.
const RING_DISTANCE: f64 = 90.0;
/// A limit this many times above all counts is named but not drawn.
const FAR_LIMIT: f64 = 5.0;
/// Least span of the time axis, minutes.
const LEAST_SPAN: f64 = 5.0;

/// All series of people of a chart, lowest layer first.
pub(super) fn all_series(chart: &DayChart) -> impl Iterator<Item = &Series> {
    layers(chart).map(|(series, _)| series)
}

fn layers(chart: &DayChart) -> impl Iterator<Item = (&Series, Stroke)> {
    [
        (Some(&chart.inside), INSIDE),
        (chart.waiting.as_ref(), WAITING),
        (Some(&chart.active), ACTIVE),
        (Some(&chart.line), LINE),
    ]
    .into_iter()
    .filter_map(|(series, stroke)| Some((series?, stroke)))
}

fn waits(chart: &DayChart) -> [(&WaitCurve, Stroke); 2] {
    [(&chart.wait_p90, WAIT_P90), (&chart.wait_p50, WAIT_P50)]
}

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &DayChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_texts(chart, &mut canvas)?;
    plan.draw_people(chart, &mut canvas)?;
    plan.draw_load(chart, &mut canvas)?;
    plan.draw_waits(chart, &mut canvas)?;
    canvas.finish()
}

/// A panel: its heading, its legend, its plot.
struct Panel {
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
    people: Panel,
    load: Option<Panel>,
    waits: Panel,
}

impl Plan {
    fn of(chart: &DayChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);

        let people_axis = axis::people_axis(largest_count(chart));
        let wait_axis = axis::wait_axis(largest_wait(chart));
        let load_axis = chart.load.as_ref().map(|load| axis::load_axis(largest_load(load)));
        let widest_load = load_axis.as_ref().map_or(0.0, widest);
        let left = MARGIN + widest(&people_axis).max(widest(&wait_axis)).max(widest_load).max(36.0) + 8.0;
        let right = WIDTH - RIGHT_MARGIN;
        let time = axis::time_scale(&chart.time_axis, time_span(chart), right - left);

        let header = frame.header();
        let day_row = if time.days.is_empty() { 0.0 } else { 20.0 };
        let below = 32.0 + day_row + 24.0 + frame.footer_height() + 18.0;

        let people_head = Head::of(&chart.people_label, people_legend(chart), right);
        let wait_label = if wait_axis.in_hours { &chart.wait_label.hours } else { &chart.wait_label.minutes };
        let wait_head = Head::of(wait_label, wait_legend(chart), right);

        let load_head = chart
            .load
            .as_ref()
            .map(|load| Head::of(&load.heading, vec![(Sample::Curve(LOAD), &load.series.label)], right));
        let between = TICK_DROP + 8.0 + PANEL_GAP;
        let load_fixed = load_head.as_ref().map_or(0.0, |head| between + head.height + 10.0);

        let fixed = header + people_head.height + OPENING_STRIP + between + load_fixed;
        let plots = (HEIGHT - fixed - wait_head.height - 10.0 - below).max(100.0);
        let [people_share, load_share] = if load_head.is_some() { THREE_SHARES } else { [PEOPLE_SHARE, 0.0] };

        let people_top = header + people_head.height + OPENING_STRIP;
        let plot_at = |top: f64, share: f64| Plot { left, right, top, bottom: top + plots * share };
        let people_plot = plot_at(people_top, people_share);
        let mut lowest = people_plot.bottom;
        let load = load_head.zip(load_axis).map(|(head, axis)| {
            let y = lowest + between;
            let plot = plot_at(y + head.height + 10.0, load_share);
            lowest = plot.bottom;
            head.panel(y, plot, axis)
        });
        let waits_y = lowest + between;
        let waits_plot = plot_at(waits_y + wait_head.height + 10.0, 1.0 - people_share - load_share);
        Self {
            frame,
            time,
            people: people_head.panel(header, people_plot, people_axis),
            load,
            waits: wait_head.panel(waits_y, waits_plot, wait_axis),
        }
    }

    fn draw_texts<B: DrawingBackend>(&self, chart: &DayChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let plot = self.people.plot;
        let name = font::cut(&font::printable(&chart.opening_label), LABEL_EM, plot.right - plot.left);
        let half = font::width(&name, LABEL_EM) / 2.0;
        let x = self.x(plot, 0.0);
        // Never beyond the plot; in the middle where the name is as wide as that.
        let centre = x.min(plot.right - half).max(plot.left + half);
        let at = (centre, plot.top - 9.0);
        canvas.text(&name, at, (LABEL_EM, Align::Centre, INK))?;
        self.draw_mark_label(chart, centre + half, canvas)
    }

    /// The name of the mark above the upper plot, right of the name of the opening, which ends at `free`.
    fn draw_mark_label<B: DrawingBackend>(
        &self,
        chart: &DayChart,
        free: f64,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let Some(mark) = chart.mark.as_ref().filter(|mark| self.is_seen(mark.minute)) else { return Ok(()) };
        let plot = self.people.plot;
        let least = free + LABEL_EM;
        let name = font::cut(&font::printable(&mark.label), LABEL_EM, (plot.right - least).max(0.0));
        let half = font::width(&name, LABEL_EM) / 2.0;
        let x = self.x(plot, mark.minute).min(plot.right - half).max(least + half);
        canvas.text(&name, (x, plot.top - 9.0), (LABEL_EM, Align::Centre, INK))
    }

    fn is_seen(&self, minute: f64) -> bool {
        (self.time.first..=self.time.last).contains(&minute)
    }

    fn draw_people<B: DrawingBackend>(&self, chart: &DayChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let panel = &self.people;
        self.draw_frame(chart, panel, canvas)?;
        let place = |minute: f64, people: f64| panel.place(self.x(panel.plot, minute), people);

        for (series, stroke) in layers(chart) {
            let band = series.band.as_deref().unwrap_or_default();
            let upper = band.iter().map(|&(minute, _, high)| place(minute, high));
            let lower = band.iter().map(|&(minute, low, _)| place(minute, low));
            let outline: Vec<_> = upper.chain(lower.rev()).collect();
            canvas.area(&outline, stroke.paint.faded(BAND_OPACITY))?;
        }

        let curves: Vec<(Vec<Point>, Stroke)> = layers(chart)
            .map(|(series, stroke)| {
                let points = series.points.iter();
                (points.map(|&(x, y)| place(x, y)).collect(), stroke)
            })
            .collect();
        draw_limit(chart.limit.as_ref(), panel, &LIMIT, canvas)?;
        for (points, stroke) in &curves {
            canvas.curve(points, stroke)?;
            if stroke.ringed {
                for centre in ring_places(points) {
                    canvas.ring(centre, stroke)?;
                }
            }
        }
        if let Some(limit) = &chart.limit {
            let mut obstacles = self.upright_lines(chart, panel.plot);
            obstacles.extend(curves.iter().map(|(points, _)| points.clone()));
            draw_limit_label(limit, panel, &obstacles, canvas)?;
        }
        if curves.iter().all(|(points, _)| points.is_empty()) {
            draw_no_data(chart, panel.plot, canvas)?;
        }
        Ok(())
    }

    /// The lines of the opening and of the mark, as far as they are seen.
    fn upright_lines(&self, chart: &DayChart, plot: Plot) -> Vec<Vec<Point>> {
        let mark = chart.mark.as_ref().map(|mark| mark.minute).filter(|minute| self.is_seen(*minute));
        let lines = [Some(0.0), mark].into_iter().flatten();
        lines
            .map(|minute| vec![(self.x(plot, minute), plot.top), (self.x(plot, minute), plot.bottom)])
            .collect()
    }

    fn draw_load<B: DrawingBackend>(&self, chart: &DayChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let (Some(panel), Some(load)) = (&self.load, &chart.load) else { return Ok(()) };
        self.draw_frame(chart, panel, canvas)?;
        let points = load.series.points.iter();
        let curve: Vec<Point> = points.map(|&(x, y)| panel.place(self.x(panel.plot, x), y)).collect();
        draw_limit(load.safe.as_ref(), panel, &SAFE, canvas)?;
        canvas.curve(&curve, &LOAD)?;
        if let Some(safe) = &load.safe {
            let mut obstacles = self.upright_lines(chart, panel.plot);
            obstacles.push(curve.clone());
            draw_limit_label(safe, panel, &obstacles, canvas)?;
        }
        if curve.is_empty() {
            draw_no_data(chart, panel.plot, canvas)?;
        }
        Ok(())
    }

    fn draw_waits<B: DrawingBackend>(&self, chart: &DayChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let panel = &self.waits;
        self.draw_frame(chart, panel, canvas)?;
        let mut any = false;
        for (curve, stroke) in waits(chart) {
            for stretch in curve.points.split(|(_, wait)| wait.is_none()) {
                let points: Vec<_> = stretch
                    .iter()
                    .filter_map(|&(minute, wait)| Some(panel.place(self.x(panel.plot, minute), wait?)))
                    .collect();
                any |= !points.is_empty();
                canvas.curve(&points, &stroke)?;
            }
        }
        if !any {
            draw_no_data(chart, panel.plot, canvas)?;
        }

        let plot = panel.plot;
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
        chart: &DayChart,
        panel: &Panel,
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

impl Panel {
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
    fn of(heading: &str, entries: Vec<(Sample, &str)>, right: f64) -> Self {
        let room = right - MARGIN;
        let heading = font::cut(&font::printable(heading), HEADING_EM, room);
        let legend = Legend::flow(entries, room);
        let together = font::width(&heading, HEADING_EM) + 36.0 + legend.width();
        let beside = legend.row_count() <= 1 && together <= room;
        let rows = if beside { 1 } else { 1 + legend.row_count() };
        Self { heading, legend, beside, height: legend::ROW * rows as f64 }
    }

    fn panel(self, top: f64, plot: Plot, axis: ValueAxis) -> Panel {
        let baseline = top + legend::ROW * 0.72;
        let legend_at = if self.beside {
            (plot.right - self.legend.width(), baseline)
        } else {
            (MARGIN, baseline + legend::ROW)
        };
        Panel {
            heading: self.heading,
            heading_at: (MARGIN, baseline),
            legend: self.legend,
            legend_at,
            plot,
            axis,
        }
    }
}

fn people_legend(chart: &DayChart) -> Vec<(Sample, &str)> {
    let order = [
        (Some(&chart.line), LINE),
        (chart.waiting.as_ref(), WAITING),
        (Some(&chart.active), ACTIVE),
        (Some(&chart.inside), INSIDE),
    ];
    let mut entries: Vec<(Sample, &str)> = order
        .into_iter()
        .filter_map(|(series, stroke)| Some((Sample::Curve(stroke), series?.label.as_str())))
        .collect();
    let banded = |series: &Series| series.band.as_ref().is_some_and(|band| band.len() > 1);
    if all_series(chart).any(banded) {
        entries.push((Sample::Band(FRAME.faded(0.3)), &chart.band_label));
    }
    entries
}

fn wait_legend(chart: &DayChart) -> Vec<(Sample, &str)> {
    vec![(Sample::Curve(WAIT_P50), &chart.wait_p50.label), (Sample::Curve(WAIT_P90), &chart.wait_p90.label)]
}

fn widest(axis: &ValueAxis) -> f64 {
    let widths = axis.ticks.iter().map(|tick| font::width(&tick.text, TICK_EM));
    widths.fold(0.0, f64::max)
}

/// The largest count on the upper axis; with the limit unless that is far above.
fn largest_count(chart: &DayChart) -> f64 {
    let points = all_series(chart).flat_map(|series| series.points.iter().map(|point| point.1));
    let bands = all_series(chart).flat_map(|series| series.band.iter().flatten().map(|at| at.2));
    let largest = points.chain(bands).fold(0.0, f64::max);
    chart.limit.as_ref().map_or(largest, |limit| with_limit(largest, limit))
}

/// The top of an axis with its limit, unless that is far above.
fn with_limit(largest: f64, limit: &Limit) -> f64 {
    match largest == 0.0 || limit.people <= largest * FAR_LIMIT {
        true => largest.max(limit.people),
        false => largest,
    }
}

fn largest_load(load: &Load) -> f64 {
    let largest = load.series.points.iter().map(|point| point.1).fold(load.least_top, f64::max);
    load.safe.as_ref().map_or(largest, |safe| with_limit(largest, safe))
}

fn largest_wait(chart: &DayChart) -> f64 {
    let points = waits(chart).into_iter().flat_map(|(curve, _)| &curve.points);
    points.filter_map(|point| point.1).fold(0.0, f64::max)
}

/// First and last minute of all curves and the opening.
fn time_span(chart: &DayChart) -> (f64, f64) {
    let people = all_series(chart).flat_map(|series| series.points.iter().map(|point| point.0));
    let bands = all_series(chart).flat_map(|series| series.band.iter().flatten().map(|at| at.0));
    let waits = waits(chart).into_iter().flat_map(|(curve, _)| &curve.points);
    let arrivals = waits.filter(|point| point.1.is_some()).map(|point| point.0);
    let (first, last) = people
        .chain(bands)
        .chain(arrivals)
        .fold((0.0_f64, 0.0_f64), |(first, last), minute| (first.min(minute), last.max(minute)));
    (first, last.max(first + LEAST_SPAN))
}

fn on_scale(limit: &Limit, panel: &Panel) -> bool {
    limit.people <= panel.axis.top
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
fn level_of(limit: &Limit, panel: &Panel) -> Vec<Point> {
    let y = panel.place(0.0, limit.people).1;
    vec![(panel.plot.left, y), (panel.plot.right, y)]
}

fn draw_limit<B: DrawingBackend>(
    limit: Option<&Limit>,
    panel: &Panel,
    stroke: &Stroke,
    canvas: &mut Canvas<B>,
) -> Drawn<B> {
    match limit.filter(|limit| on_scale(limit, panel)) {
        Some(limit) => canvas.curve(&level_of(limit, panel), stroke),
        None => Ok(()),
    }
}

/// Sets the limit's label on its line where the fewest curves run, or an arrow at the top.
fn draw_limit_label<B: DrawingBackend>(
    limit: &Limit,
    panel: &Panel,
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
        let y = panel.place(0.0, limit.people).1;
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

fn draw_no_data<B: DrawingBackend>(chart: &DayChart, plot: Plot, canvas: &mut Canvas<B>) -> Drawn<B> {
    let text = font::printable(&chart.no_data_label);
    let text = font::cut(&text, HEADING_EM, plot.right - plot.left);
    let half = font::width(&text, HEADING_EM) / 2.0 + 10.0;
    let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
    canvas.rectangle((x - half, y - 20.0), (x + half, y + 12.0), PAPER)?;
    canvas.text(&text, (x, y), (HEADING_EM, Align::Centre, SMALL_PRINT))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{series, small_day};
    use super::*;

    #[test]
    fn panels_share_the_time_axis_and_stay_on_the_picture() {
        let mut chart = small_day();
        chart.title = "長".repeat(200);
        chart.subtitle = "長い説明".repeat(100);
        chart.footer = "footer ".repeat(200);
        chart.waiting = Some(series(&"待".repeat(90), vec![(-60.0, 1e7)]));
        chart.active.label = "利".repeat(200);
        let plan = Plan::of(&chart);
        let (people, waits) = (plan.people.plot, plan.waits.plot);
        assert_eq!((people.left, people.right), (waits.left, waits.right));
        assert!(people.bottom < waits.top && waits.bottom < HEIGHT - 80.0);
        assert!(people.bottom - people.top > 150.0);
        assert_eq!(plan.time.first, -60.0);
    }

    #[test]
    fn a_far_limit_does_not_flatten_the_curves() {
        let mut chart = small_day();
        let people = |people| Limit { label: "上限".to_owned(), people };
        chart.limit = Some(people(450.0));
        assert_eq!(largest_count(&chart), 450.0);
        chart.limit = Some(people(5000.0));
        assert_eq!(largest_count(&chart), 100.0);
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
