//! A picture on a sheet: native charts above, their numbers below.

use super::WorkbookError;
use super::native::{self, Cells, Placed};
use super::plot::{Plot, Plots, Series};
use super::sheet::{ROW_PIXELS, Sheet, row_number};
use super::text::width;
use crate::export::chart::Chart;
use crate::report::WorkbookTexts;

/// Height of a chart that is alone, of one of two and of one of three, pixels: all fit on a page.
const HEIGHTS: [u32; 3] = [500, 340, 240];
/// Widest chart, pixels.
const WIDEST: u32 = 1200;
/// Pixels of a place of a column.
const PLACE: u32 = 7;

/// The charts of a picture with their numbers.
pub(super) fn sheet<'s>(
    mut sheet: Sheet<'s>,
    heading: &str,
    chart: &Chart,
    plots: &Plots,
    texts: &WorkbookTexts,
) -> Result<Sheet<'s>, WorkbookError> {
    let mut row = sheet.title(0, heading);
    row = sheet.paragraph(row, chart.title(), sheet.style.prose());
    row = sheet.paragraph(row, chart.subtitle(), sheet.style.prose());
    row += 1;
    let drawn: Vec<&Plot> = plots.plots.iter().filter(|plot| !plot.series.is_empty()).collect();
    if drawn.is_empty() {
        sheet.paragraph(row, chart.no_data_label(), sheet.style.prose());
        return Ok(sheet);
    }
    let height = HEIGHTS[(drawn.len() - 1).min(HEIGHTS.len() - 1)];
    let rows = height / ROW_PIXELS;
    let first_chart = row;
    row += rows * row_number(drawn.len())?;
    row = sheet.paragraph(row, chart.footer(), sheet.style.note()) + 1;
    let lines_row = row;
    row = lines(&mut sheet, row, &drawn, plots, texts)?;
    let numbers = numbers(&mut sheet, row, &drawn, plots)?;
    let (_, places) = sheet.spread();
    let size = [(row_number(places)? * PLACE).min(WIDEST), height - ROW_PIXELS / 2];
    let mut line = lines_row + 2;
    for ((at, plot), placed) in drawn.iter().enumerate().zip(&numbers.placed) {
        let up = (numbers.headings - 1, placed.first().map_or(1, |placed| placed.column));
        let cells = Cells {
            sheet: sheet.name(),
            title: if drawn.len() == 1 { (0, 0) } else { up },
            across: (numbers.headings, 0),
            up,
            placed,
            first_line: line,
        };
        let native = native::chart(plot, plots, &cells, sheet.style, size)?;
        line += row_number(plot.lines.len())?;
        sheet.chart(first_chart + rows * row_number(at)?, &native)?;
    }
    sheet.worksheet().set_repeat_rows(numbers.headings - 1, numbers.headings)?;
    Ok(sheet)
}

/// Straight lines and points, two ends each. Returns the next free row.
fn lines(
    sheet: &mut Sheet<'_>,
    row: u32,
    drawn: &[&Plot],
    plots: &Plots,
    texts: &WorkbookTexts,
) -> Result<u32, WorkbookError> {
    if drawn.iter().all(|plot| plot.lines.is_empty()) {
        return Ok(row);
    }
    let style = sheet.style;
    let across = style.number(plots.across.number_format);
    sheet.text(row, 0, &texts.lines, &style.prose().set_bold().unset_text_wrap())?;
    sheet.text(row + 1, 0, "", &style.column())?;
    for (at, name) in texts.ends.iter().enumerate() {
        sheet.text(row + 1, at + 1, name, &style.column())?;
    }
    let mut next = row + 2;
    for plot in drawn {
        let up = style.number(plot.number_format);
        for line in &plot.lines {
            sheet.text(next, 0, &line.label, &style.cell())?;
            sheet.widen(0, width(&line.label) / 2 + 4);
            let ends = [(line.from.0, &across), (line.to.0, &across), (line.from.1, &up), (line.to.1, &up)];
            for (at, (value, format)) in ends.into_iter().enumerate() {
                sheet.number(next, at + 1, Some(value), format)?;
            }
            next += 1;
        }
    }
    Ok(next + 1)
}

/// Where the numbers stand.
struct Numbers {
    /// Row of the names of the series; the names of the upright axes stand above.
    headings: u32,
    /// Of each plot, where its series stand.
    placed: Vec<Vec<Placed>>,
}

fn numbers(
    sheet: &mut Sheet<'_>,
    row: u32,
    drawn: &[&Plot],
    plots: &Plots,
) -> Result<Numbers, WorkbookError> {
    let style = sheet.style;
    let headings = row + 1;
    let first = headings + 1;
    let places = Places::of(drawn);
    let across = style.number(plots.across.number_format);
    sheet.text(row, 0, "", &style.column())?;
    sheet.text(headings, 0, &plots.across.label, &style.column())?;
    sheet.widen(0, width(&plots.across.label) / 2 + 4);
    for (at, place) in places.rows.iter().enumerate() {
        sheet.number(first + row_number(at)?, 0, Some(*place), &across)?;
    }
    let mut placed = Vec::new();
    let (mut column, mut number) = (1, 0);
    for plot in drawn {
        let mut of_plot = Vec::new();
        for series in &plot.series {
            sheet.text(headings, column, &series.label, &style.column())?;
            sheet.widen(column, width(&series.label) / 3 + 5);
            let rows = places.of_series(number, series);
            let format = style.number(plot.number_format);
            for (at, value) in rows.clone().zip(places.values(series)) {
                sheet.number(first + row_number(at)?, column, value, &format)?;
            }
            let [from, to] = [rows.start, rows.end.max(rows.start + 1) - 1];
            of_plot.push(Placed { column, rows: [first + row_number(from)?, first + row_number(to)?] });
            (column, number) = (column + 1, number + 1);
        }
        let first_column = column - plot.series.len();
        sheet.over(row, [first_column, column - 1], &plot.up_label, &style.column())?;
        placed.push(of_plot);
    }
    sheet.set_lines(headings - 1, 2)?;
    sheet.set_lines(headings, 3)?;
    Ok(Numbers { headings, placed })
}

/// The rows of a table of series.
struct Places {
    /// What stands in the first column.
    rows: Vec<f64>,
    /// Where the series begin that do not share the rows; empty: all share them.
    begins: Vec<usize>,
}

impl Places {
    /// Series that run from left to right share rows; where one of them turns back, each has rows of its own.
    fn of(drawn: &[&Plot]) -> Places {
        let series = || drawn.iter().flat_map(|plot| &plot.series);
        let runs = |series: &Series| series.points.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let all = || series().flat_map(|series| &series.points).map(|point| point.0);
        if series().all(runs) {
            let mut rows: Vec<f64> = all().collect();
            rows.sort_by(f64::total_cmp);
            rows.dedup();
            return Places { rows, begins: Vec::new() };
        }
        let begins = series().scan(0, |begin, series| {
            let this = *begin;
            *begin += series.points.len();
            Some(this)
        });
        Places { begins: begins.collect(), rows: all().collect() }
    }

    fn of_series(&self, number: usize, series: &Series) -> std::ops::Range<usize> {
        match self.begins.get(number) {
            Some(begin) => *begin..*begin + series.points.len(),
            None => 0..self.rows.len(),
        }
    }

    /// The values of a series for its rows.
    fn values(&self, series: &Series) -> Vec<Option<f64>> {
        if !self.begins.is_empty() {
            return series.points.iter().map(|point| point.1).collect();
        }
        let mut values = vec![None; self.rows.len()];
        for (place, value) in &series.points {
            if let Ok(row) = self.rows.binary_search_by(|other| other.total_cmp(place)) {
                values[row] = *value;
            }
        }
        values
    }
}
