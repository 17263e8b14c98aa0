//! What stands where on a heat map: a cell for each pair of values, darker where it is more. The same for every format.

use plotters_backend::DrawingBackend;

use super::canvas::{Align, Canvas, Drawn};
use super::frame::{Frame, HEADING_EM, HEIGHT, LABEL_EM, MARGIN, TICK_EM, WIDTH};
use super::stroke::{FRAME, INK, MARKED, PAPER, Paint, SMALL_PRINT, heat};
use super::{HeatMapChart, font};

/// Widest label of a row, and the scale beside the map.
const WIDEST_LABEL: f64 = 220.0;
const SCALE_WIDTH: f64 = 22.0;
const SCALE_ROOM: f64 = 110.0;
/// Steps of the scale's colours.
const SCALE_STEPS: u32 = 64;
/// Room for readers whose fonts run wider than ours, as a factor.
const SLACK: f64 = 1.06;
/// Between cells.
const GAP: f64 = 1.5;
const CELL_EM: f64 = 15.0;
/// From this share of the range on, text on a cell is light.
const DARK: f64 = 0.55;

/// All numbers of the chart.
pub(super) fn all_values(chart: &HeatMapChart) -> impl Iterator<Item = f64> + '_ {
    chart.rows.iter().flatten().filter_map(|cell| *cell)
}

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &HeatMapChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_texts(chart, &mut canvas)?;
    plan.draw_cells(chart, &mut canvas)?;
    plan.draw_mark(chart, &mut canvas)?;
    plan.draw_scale(chart, &mut canvas)?;
    canvas.finish()
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    header: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    lowest: f64,
    highest: f64,
}

impl Plan {
    fn of(chart: &HeatMapChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);
        let header = frame.header();
        let widths = chart.up.iter().map(|label| font::width(&font::printable(label), TICK_EM));
        let left = MARGIN + widths.fold(20.0, f64::max).min(WIDEST_LABEL) + 12.0;
        let below = 62.0 + frame.footer_height() + 20.0;
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (lowest, highest) = all_values(chart).fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        Self {
            frame,
            header,
            left,
            right: WIDTH - MARGIN - SCALE_ROOM,
            top: header + 62.0,
            bottom: HEIGHT - below,
            lowest,
            highest,
        }
    }

    /// Where a value stands in the range, 0 to 1.
    fn part(&self, value: f64) -> f64 {
        if self.highest > self.lowest { (value - self.lowest) / (self.highest - self.lowest) } else { 0.5 }
    }

    fn draw_texts<B: DrawingBackend>(&self, chart: &HeatMapChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let wide = WIDTH - 2.0 * MARGIN;
        let heading = font::cut(&font::printable(&chart.value_label), HEADING_EM, wide);
        canvas.text(&heading, (MARGIN, self.header + 18.0), (HEADING_EM, Align::Left, INK))?;
        let up = font::cut(&font::printable(&chart.up_label), LABEL_EM, wide);
        canvas.text(&up, (MARGIN, self.top - 10.0), (LABEL_EM, Align::Left, INK))?;
        let across = font::cut(&font::printable(&chart.across_label), LABEL_EM, self.right - self.left);
        let middle = ((self.left + self.right) / 2.0, self.bottom + 50.0);
        canvas.text(&across, middle, (LABEL_EM, Align::Centre, INK))
    }

    /// The corners of a cell; the first row is the lowest.
    fn cell(&self, chart: &HeatMapChart, row: usize, column: usize) -> [(f64, f64); 2] {
        let width = (self.right - self.left) / chart.across.len().max(1) as f64;
        let height = (self.bottom - self.top) / chart.up.len().max(1) as f64;
        let (x, y) = (self.left + column as f64 * width, self.bottom - (row + 1) as f64 * height);
        [(x, y), (x + width - GAP, y + height - GAP)]
    }

    fn draw_cells<B: DrawingBackend>(&self, chart: &HeatMapChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let widest = chart.texts.iter().flatten().map(|text| font::width(text, CELL_EM)).fold(0.0, f64::max);
        for row in 0..chart.up.len() {
            for column in 0..chart.across.len() {
                let [from, to] = self.cell(chart, row, column);
                let value = chart.rows.get(row).and_then(|cells| cells.get(column).copied().flatten());
                let part = value.map(|value| self.part(value));
                canvas.rectangle(from, to, part.map_or(PAPER, heat))?;
                // Numbers where they fit in every cell: some with and some without look like missing ones.
                if widest + 6.0 > to.0 - from.0 || CELL_EM + 2.0 > to.1 - from.1 {
                    continue;
                }
                let text =
                    chart.texts.get(row).and_then(|texts| texts.get(column)).map_or("", String::as_str);
                let paint = if part.is_some_and(|part| part > DARK) { PAPER } else { INK };
                let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0 + CELL_EM * 0.36);
                canvas.text(text, middle, (CELL_EM, Align::Centre, paint))?;
            }
        }
        self.draw_ticks(chart, canvas)
    }

    /// The frame around a cell, and what it means.
    fn draw_mark<B: DrawingBackend>(&self, chart: &HeatMapChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let Some(marked) = &chart.marked else { return Ok(()) };
        let [from, to] = self.cell(chart, marked.row, marked.column);
        draw_box(from, to, canvas)?;
        let label = font::cut(&font::printable(&marked.label), LABEL_EM, self.right - self.left);
        let right = WIDTH - MARGIN;
        let left = right - font::width(&label, LABEL_EM) * SLACK;
        let baseline = self.top - 10.0;
        canvas.text(&label, (left, baseline), (LABEL_EM, Align::Left, INK))?;
        draw_box((left - 30.0, baseline - 14.0), (left - 8.0, baseline + 4.0), canvas)
    }

    /// Names of rows and columns, as many as have room.
    fn draw_ticks<B: DrawingBackend>(&self, chart: &HeatMapChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let mut free_from = f64::NEG_INFINITY;
        for (column, label) in chart.across.iter().enumerate() {
            let [from, to] = self.cell(chart, 0, column);
            let (x, label) = ((from.0 + to.0) / 2.0, font::printable(label));
            let half = font::width(&label, TICK_EM) / 2.0;
            if x - half > free_from {
                canvas.text(&label, (x, self.bottom + 22.0), (TICK_EM, Align::Centre, INK))?;
                free_from = x + half + 8.0;
            }
        }
        let mut free_below = f64::INFINITY;
        for (row, label) in chart.up.iter().enumerate() {
            let [from, to] = self.cell(chart, row, 0);
            let y = (from.1 + to.1) / 2.0 + TICK_EM * 0.36;
            if y < free_below {
                let label = font::cut(&font::printable(label), TICK_EM, WIDEST_LABEL);
                canvas.text(&label, (self.left - 8.0, y), (TICK_EM, Align::Right, INK))?;
                free_below = y - TICK_EM - 3.0;
            }
        }
        Ok(())
    }

    /// The colours beside the map, with the lowest and the highest value.
    fn draw_scale<B: DrawingBackend>(&self, chart: &HeatMapChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        if self.lowest > self.highest {
            let middle = ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0);
            return canvas.text(&chart.no_data_label, middle, (HEADING_EM, Align::Centre, SMALL_PRINT));
        }
        let left = self.right + 18.0;
        let height = (self.bottom - self.top) / f64::from(SCALE_STEPS);
        for step in 0..SCALE_STEPS {
            let part = f64::from(step) / f64::from(SCALE_STEPS - 1);
            let bottom = self.bottom - f64::from(step) * height;
            canvas.rectangle((left, bottom - height - 0.5), (left + SCALE_WIDTH, bottom), heat(part))?;
        }
        let frame = (1.0, FRAME);
        canvas.upright_rule((left + SCALE_WIDTH, self.top), self.bottom, frame)?;
        let x = left + SCALE_WIDTH + 6.0;
        let em: (f64, Align, Paint) = (TICK_EM, Align::Left, INK);
        canvas.text(&chart.highest_label, (x, self.top + TICK_EM), em)?;
        canvas.text(&chart.lowest_label, (x, self.bottom), em)
    }
}

/// A light frame around a dark one, so that it is seen on cells of every colour.
fn draw_box<B: DrawingBackend>(from: (f64, f64), to: (f64, f64), canvas: &mut Canvas<B>) -> Drawn<B> {
    for (inset, width, paint) in [(0.0, 4.0, MARKED), (4.0, 2.0, PAPER)] {
        let (left, top) = (from.0 + inset, from.1 + inset);
        let (right, bottom) = (to.0 - inset, to.1 - inset);
        let rule = |at: f64| at + width / 2.0;
        canvas.level_rule((left, rule(top)), right, (width, paint))?;
        canvas.level_rule((left, bottom - width / 2.0), right, (width, paint))?;
        canvas.upright_rule((rule(left), top), bottom, (width, paint))?;
        canvas.upright_rule((right - width / 2.0, top), bottom, (width, paint))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{ChartError, ChartFormat, MarkedCell, heat_map_chart};
    use super::*;

    fn small() -> HeatMapChart {
        HeatMapChart {
            title: "待ち時間".to_owned(),
            subtitle: String::new(),
            across_label: "同時".to_owned(),
            across: vec!["1,000".to_owned(), "2,000".to_owned()],
            up_label: "毎分".to_owned(),
            up: vec!["200".to_owned(), "300".to_owned()],
            value_label: "約9割（分）".to_owned(),
            rows: vec![vec![Some(90.0), Some(50.0)], vec![Some(80.0), None]],
            texts: vec![vec!["90m".to_owned(), "50m".to_owned()], vec!["80m".to_owned(), "-".to_owned()]],
            marked: Some(MarkedCell { column: 1, row: 0, label: "最短".to_owned() }),
            lowest_label: "最小50".to_owned(),
            highest_label: "最大90".to_owned(),
            no_data_label: "なし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }

    fn svg(chart: &HeatMapChart) -> String {
        String::from_utf8(heat_map_chart(chart, ChartFormat::Svg).unwrap()).unwrap()
    }

    #[test]
    fn every_label_is_on_the_picture() {
        let svg = svg(&small());
        for label in [
            "待ち時間",
            "同時",
            "毎分",
            "1,000",
            "300",
            "約9割（分）",
            "90m",
            "80m",
            "最短",
            "最小50",
            "最大90",
        ] {
            assert!(svg.contains(label), "{label}");
        }
    }

    #[test]
    fn cells_without_room_have_no_numbers_and_odd_data_is_no_error() {
        let mut many = small();
        many.across = (0..200).map(|at| at.to_string()).collect();
        many.rows = vec![vec![Some(1.0); 200]; 2];
        many.texts = vec![vec!["123456".to_owned(); 200]; 2];
        assert!(!svg(&many).contains("123456"));
        heat_map_chart(&many, ChartFormat::Png).unwrap();
        let mut none = small();
        none.rows = vec![vec![None; 2]; 2];
        assert!(svg(&none).contains("なし"));
        none.across.clear();
        none.up.clear();
        none.rows.clear();
        none.texts.clear();
        heat_map_chart(&none, ChartFormat::Png).unwrap();
        let mut bad = small();
        bad.rows[0][0] = Some(f64::NAN);
        assert!(matches!(heat_map_chart(&bad, ChartFormat::Svg), Err(ChartError::BadNumber { .. })));
    }

    /// Darker means more, on every step: told apart without colours, too.
    #[test]
    fn colours_darken_evenly() {
        let light = |part: f64| {
            let (red, green, blue) = heat(part).rgb;
            0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
        };
        let steps: Vec<f64> = (0..=20).map(|step| light(f64::from(step) / 20.0)).collect();
        assert!(steps.windows(2).all(|pair| pair[0] > pair[1]), "{steps:?}");
    }
}
