//! What stands where on the picture of an origin. The same for every format.

use plotters_backend::DrawingBackend;

use super::axis::{self, ValueAxis};
use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{AXIS_DROP, Frame, HEADING_EM, HEIGHT, LABEL_EM, MARGIN, Plot, TICK_DROP, TICK_EM, WIDTH};
use super::legend::{self, Legend, Sample};
use super::stroke::{BAND_OPACITY, INK, LAW, MEASURED, PEAK, SMALL_PRINT, UNTESTED};
use super::{Peak, ScalingChart, font};

/// Right of the plot, so that half a label fits there.
const RIGHT_MARGIN: f64 = 40.0;
/// Above the plot, for the name of the peak.
const PEAK_STRIP: f64 = 30.0;

/// All that has a place in the plot, for checks and for the size of the axes.
pub(super) fn all_points(chart: &ScalingChart) -> impl Iterator<Item = (f64, f64)> {
    let band = chart.band.iter().flat_map(|&(load, low, high)| [(load, low), (load, high)]);
    let lines = chart.curve.iter().chain(chart.untested.iter().flatten());
    let peak = chart.peak.iter().map(|peak| peak.at);
    chart.measured.iter().chain(lines).copied().chain(band).chain(peak)
}

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &ScalingChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_texts(&mut canvas)?;
    plan.draw_axes(chart, &mut canvas)?;
    plan.draw_data(chart, &mut canvas)?;
    canvas.finish()
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    heading: String,
    heading_at: Point,
    legend: Legend,
    legend_at: Point,
    plot: Plot,
    loads: ValueAxis,
    rates: ValueAxis,
}

impl Plan {
    fn of(chart: &ScalingChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);
        let header = frame.header();

        let loads = axis::number_axis(all_points(chart).map(|point| point.0).fold(0.0, f64::max));
        let rates = axis::number_axis(highest(chart));
        let widths = rates.ticks.iter().map(|tick| font::width(&tick.text, TICK_EM));
        let left = MARGIN + widths.fold(36.0, f64::max) + 8.0;
        let right = WIDTH - RIGHT_MARGIN;

        let heading = font::cut(&font::printable(&chart.per_second_label), HEADING_EM, right - MARGIN);
        let legend = Legend::flow(entries(chart), right - MARGIN);
        let heading_at = (MARGIN, header + legend::ROW * 0.72);
        let legend_at = (MARGIN, heading_at.1 + legend::ROW);
        let top = header + legend::ROW * (1 + legend.row_count()) as f64 + PEAK_STRIP;
        let below = TICK_DROP + AXIS_DROP + frame.footer_height() + 24.0;
        let bottom = (HEIGHT - below).max(top + 100.0);
        Self {
            frame,
            heading,
            heading_at,
            legend,
            legend_at,
            plot: Plot { left, right, top, bottom },
            loads,
            rates,
        }
    }

    /// The place of a point of the data; what is beyond an axis stands at its end.
    fn place(&self, (load, rate): (f64, f64)) -> Point {
        let x = (load / self.loads.top).clamp(0.0, 1.0);
        let y = (rate / self.rates.top).clamp(0.0, 1.0);
        (
            self.plot.left + x * (self.plot.right - self.plot.left),
            self.plot.bottom - y * (self.plot.bottom - self.plot.top),
        )
    }

    fn path(&self, points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&point| self.place(point)).collect()
    }

    fn draw_texts<B: DrawingBackend>(&self, canvas: &mut Canvas<B>) -> Drawn<B> {
        canvas.text(&self.heading, self.heading_at, (HEADING_EM, Align::Left, INK))?;
        self.legend.draw(canvas, self.legend_at)
    }

    fn draw_axes<B: DrawingBackend>(&self, chart: &ScalingChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let loads = self.loads.ticks.iter().map(|tick| (self.place((tick.at, 0.0)).0, &*tick.text));
        let rates = self.rates.ticks.iter().map(|tick| (self.place((0.0, tick.at)).1, &*tick.text));
        self.plot.draw_axes(loads, rates, &chart.in_service_label, canvas)
    }

    fn draw_data<B: DrawingBackend>(&self, chart: &ScalingChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let upper = chart.band.iter().map(|&(load, _, high)| self.place((load, high)));
        let lower = chart.band.iter().map(|&(load, low, _)| self.place((load, low)));
        let outline: Vec<Point> = upper.chain(lower.rev()).collect();
        canvas.area(&outline, LAW.paint.faded(BAND_OPACITY))?;
        if let Some(peak) = &chart.peak {
            self.draw_peak(peak, canvas)?;
        }
        for piece in chart.untested.iter().filter(|piece| piece.len() > 1) {
            canvas.curve(&self.path(piece), &UNTESTED)?;
        }
        if chart.curve.len() > 1 {
            canvas.curve(&self.path(&chart.curve), &LAW)?;
        }
        for &point in &chart.measured {
            canvas.dot(self.place(point), MEASURED)?;
        }
        if all_points(chart).next().is_none() {
            let middle = ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0);
            let text = font::printable(&chart.no_data_label);
            canvas.text(&text, middle, (HEADING_EM, Align::Centre, SMALL_PRINT))?;
        }
        Ok(())
    }

    /// A dashed line from the axis through the peak to its name above the plot.
    fn draw_peak<B: DrawingBackend>(&self, peak: &Peak, canvas: &mut Canvas<B>) -> Drawn<B> {
        let (x, _) = self.place(peak.at);
        canvas.curve(&[(x, self.plot.top - 4.0), (x, self.plot.bottom)], &PEAK)?;
        let name = font::cut(&font::printable(&peak.label), LABEL_EM, self.plot.right - self.plot.left);
        let half = font::width(&name, LABEL_EM) / 2.0;
        // Never beyond the plot; in the middle where the name is as wide as that.
        let centre = x.min(self.plot.right - half).max(self.plot.left + half);
        canvas.text(&name, (centre, self.plot.top - 11.0), (LABEL_EM, Align::Centre, INK))
    }
}

/// The upright axis holds points and curves, and the band up to twice of them: a few levels leave it wide open.
fn highest(chart: &ScalingChart) -> f64 {
    let lines = chart.curve.iter().chain(chart.untested.iter().flatten());
    let drawn = chart.measured.iter().chain(lines).map(|point| point.1).fold(0.0, f64::max);
    let band = chart.band.iter().map(|at| at.2).fold(0.0, f64::max);
    drawn.max(band.min(2.0 * drawn))
}

fn entries(chart: &ScalingChart) -> Vec<(Sample, &str)> {
    let mut entries = vec![(Sample::Dot(MEASURED), chart.measured_label.as_str())];
    if chart.curve.len() > 1 {
        entries.push((Sample::Curve(LAW), &chart.curve_label));
    }
    if chart.untested.iter().any(|piece| piece.len() > 1) {
        entries.push((Sample::Curve(UNTESTED), &chart.untested_label));
    }
    if chart.band.len() > 1 {
        entries.push((Sample::Band(LAW.paint.faded(BAND_OPACITY)), &chart.band_label));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::{ChartError, ChartFormat, scaling_chart};
    use super::*;

    fn small() -> ScalingChart {
        ScalingChart {
            title: "同時処理数".to_owned(),
            subtitle: String::new(),
            in_service_label: "同時".to_owned(),
            per_second_label: "毎秒".to_owned(),
            measured_label: "測定値".to_owned(),
            measured: vec![(1.0, 10.0), (5.0, 30.0)],
            curve_label: "法則".to_owned(),
            curve: vec![(1.0, 10.0), (5.0, 31.0)],
            untested_label: "範囲外".to_owned(),
            untested: vec![vec![(5.0, 31.0), (6.0, 29.0)]],
            band_label: "帯".to_owned(),
            band: vec![(1.0, 8.0, 12.0), (5.0, 25.0, 400.0)],
            peak: Some(Peak { label: "最大".to_owned(), at: (5.0, 31.0) }),
            no_data_label: "なし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }

    #[test]
    fn every_label_is_on_the_picture_and_a_wide_band_does_not_flatten_the_curve() {
        let svg = String::from_utf8(scaling_chart(&small(), ChartFormat::Svg).unwrap()).unwrap();
        for label in ["同時処理数", "毎秒", "測定値", "法則", "範囲外", "帯", "最大", "machiai"]
        {
            assert!(svg.contains(label), "{label}");
        }
        assert_eq!(highest(&small()), 62.0);
    }

    #[test]
    fn long_texts_and_odd_data_stay_on_the_picture() {
        let mut chart = small();
        for text in [&mut chart.title, &mut chart.subtitle, &mut chart.footer, &mut chart.curve_label] {
            *text = "長い説明".repeat(100);
        }
        let plan = Plan::of(&chart);
        assert!(plan.plot.bottom - plan.plot.top > 300.0 && plan.plot.bottom < HEIGHT - 60.0);
        chart.measured = vec![(1e-9, 1e-9)];
        chart.curve.clear();
        chart.untested.clear();
        chart.band.clear();
        chart.peak = None;
        scaling_chart(&chart, ChartFormat::Png).unwrap();
        chart.measured.clear();
        let svg = String::from_utf8(scaling_chart(&chart, ChartFormat::Svg).unwrap()).unwrap();
        assert!(svg.contains("なし"));
    }

    #[test]
    fn bad_numbers_are_named() {
        let mut chart = small();
        chart.measured[1].1 = f64::NAN;
        let error = scaling_chart(&chart, ChartFormat::Svg).unwrap_err();
        assert!(
            matches!(error, ChartError::BadNumber { .. }) && error.to_string().contains("毎秒, point 1"),
            "{error}"
        );
    }
}
