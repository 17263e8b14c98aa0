//! A chart that the spreadsheet draws from the cells of a sheet. All its texts are references to cells: a name that looks like
//! a formula stays a text.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries,
    ChartSolidFill, ChartType,
};

use super::WorkbookError;
use super::plot::{Across, Line, Look, Plot, Plots, Series};
use super::sheet::{position, row_number};
use super::style::Style;

/// Most series that a chart can have.
const MOST_SERIES: usize = 255;
/// Colours of curves in turn: those of Okabe and Ito.
const COLOURS: [u32; 7] =
    [0x00_72_B2, 0xD5_5E_00, 0x00_9E_73, 0xCC_79_A7, 0x1A_1A_1A, 0x56_B4_E9, 0x8A_6D_00];
/// Dashes of curves in turn; as many as there are colours, and none of them that of a limit.
const DASHES: [ChartLineDashType; 7] = [
    ChartLineDashType::Solid,
    ChartLineDashType::LongDash,
    ChartLineDashType::SquareDot,
    ChartLineDashType::LongDashDot,
    ChartLineDashType::RoundDot,
    ChartLineDashType::LongDashDotDot,
    ChartLineDashType::DashDot,
];
/// Widths of curves in turn, points.
const WIDTHS: [f64; 7] = [2.75, 2.25, 2.25, 2.0, 2.0, 1.75, 1.75];
/// Markers of dots in turn.
const MARKERS: [ChartMarkerType; 4] =
    [ChartMarkerType::Circle, ChartMarkerType::Square, ChartMarkerType::Triangle, ChartMarkerType::Diamond];
const INK: u32 = 0x1A_1A_1A;
const PURPLE: u32 = 0xCC_79_A7;
const GREY: u32 = 0x59_59_59;
const GRID: u32 = 0xD9_D9_D9;

/// Where everything stands that a chart shows.
pub(super) struct Cells<'a> {
    pub(super) sheet: &'a str,
    /// Row and column of the title.
    pub(super) title: (u32, usize),
    /// Of the name of the level axis.
    pub(super) across: (u32, usize),
    /// Of the name of the upright axis.
    pub(super) up: (u32, usize),
    /// Of the series.
    pub(super) placed: &'a [Placed],
    /// Row of the first straight line: name, level axis from and to, upright axis from and to.
    pub(super) first_line: u32,
}

/// Where a series stands.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) column: usize,
    /// First and last row.
    pub(super) rows: [u32; 2],
}

/// The chart of a plot, so many pixels wide and high.
pub(super) fn chart(
    plot: &Plot,
    plots: &Plots,
    cells: &Cells<'_>,
    style: &Style,
    size: [u32; 2],
) -> Result<Chart, WorkbookError> {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    let [width, height] = size;
    chart.set_width(width).set_height(height);
    chart.set_alt_text(super::text::shortened(&super::text::clean(&plot.up_label), MOST_OF_AN_ALTERNATIVE));
    chart.show_empty_cells_as(match plots.joins_gaps {
        true => ChartEmptyCells::Connected,
        false => ChartEmptyCells::Gaps,
    });
    let (row, column) = (cells.title.0, position(cells.title.1)?);
    chart.title().set_name((cells.sheet, row, column)).set_font(&font(style, 12.0));
    // A low chart has more room at its side than below.
    let legend = if height < LOW { ChartLegendPosition::Right } else { ChartLegendPosition::Bottom };
    chart.legend().set_position(legend).set_font(&font(style, 9.0));
    axes(&mut chart, plot, &plots.across, cells, style)?;
    // Lines first: they lie below the curves.
    let room = MOST_SERIES.saturating_sub(plot.series.len().min(MOST_SERIES));
    for (at, line) in plot.lines.iter().enumerate().take(room) {
        straight(chart.add_series(), line, cells, cells.first_line + row_number(at)?, style)?;
    }
    for (series, placed) in plot.series.iter().zip(cells.placed).take(MOST_SERIES) {
        curve(chart.add_series(), series, *placed, cells)?;
    }
    Ok(chart)
}

/// Height below which the legend stands at the side, pixels.
const LOW: u32 = 300;

/// Most characters of the text that stands in for a chart.
const MOST_OF_AN_ALTERNATIVE: usize = 255;

fn axes(
    chart: &mut Chart,
    plot: &Plot,
    across: &Across,
    cells: &Cells<'_>,
    style: &Style,
) -> Result<(), WorkbookError> {
    let mut grid = ChartLine::new();
    grid.set_color(GRID).set_width(0.75);
    let axis = chart.x_axis();
    axis.set_name((cells.sheet, cells.across.0, position(cells.across.1)?))
        .set_name_font(&font(style, 9.0))
        .set_font(&font(style, 9.0))
        .set_num_format(across.number_format);
    if let Some([least, most]) = across.ends {
        axis.set_min(least).set_max(most);
    }
    if let Some(step) = across.step {
        axis.set_major_unit(step);
    }
    if across.is_logarithmic {
        axis.set_log_base(10);
    }
    axis.set_major_gridlines(true).set_major_gridlines_line(&grid);
    let axis = chart.y_axis();
    axis.set_name((cells.sheet, cells.up.0, position(cells.up.1)?))
        .set_name_font(&font(style, 9.0))
        .set_font(&font(style, 9.0))
        .set_num_format(plot.number_format)
        .set_major_gridlines(true)
        .set_major_gridlines_line(&grid);
    if plot.begins_at_zero {
        axis.set_min(0);
    }
    if let Some(most) = plot.most {
        axis.set_max(most);
    }
    Ok(())
}

fn curve(
    drawn: &mut ChartSeries,
    series: &Series,
    placed: Placed,
    cells: &Cells<'_>,
) -> Result<(), WorkbookError> {
    let column = position(placed.column)?;
    let [first, last] = placed.rows;
    drawn
        .set_name((cells.sheet, cells.across.0, column))
        .set_categories((cells.sheet, first, 0, last, 0))
        .set_values((cells.sheet, first, column, last, column));
    look(drawn, series.look);
    if series.label.is_empty() {
        drawn.delete_from_legend(true);
    }
    Ok(())
}

fn straight(
    drawn: &mut ChartSeries,
    line: &Line,
    cells: &Cells<'_>,
    row: u32,
    style: &Style,
) -> Result<(), WorkbookError> {
    // A point has only one end.
    let [across, up] = if line.look == Look::Named { [1, 3] } else { [2, 4] };
    drawn.set_name((cells.sheet, row, 0)).set_categories((cells.sheet, row, 1, row, across)).set_values((
        cells.sheet,
        row,
        3,
        row,
        up,
    ));
    look(drawn, line.look);
    if line.look == Look::Named {
        let mut label = ChartDataLabel::new();
        label.show_value().set_position(ChartDataLabelPosition::Right).set_font(&font(style, 9.0));
        let mut name = ChartDataLabel::new();
        name.set_value((cells.sheet, row, 0)).set_font(&font(style, 9.0));
        drawn.set_data_label(&label).set_custom_data_labels(&[name.to_custom()]).delete_from_legend(true);
    }
    Ok(())
}

fn look(series: &mut ChartSeries, look: Look) {
    let of = |at: usize| (COLOURS[at % COLOURS.len()], DASHES[at % DASHES.len()], WIDTHS[at % WIDTHS.len()]);
    let (colour, dash, width) = match look {
        Look::Curve(at) | Look::DottedCurve(at) | Look::Dots(at) => of(at),
        Look::Edge(at) => (of(at).0, ChartLineDashType::RoundDot, 1.0),
        Look::Limit => (INK, ChartLineDashType::Dash, 1.5),
        Look::Safe => (PURPLE, ChartLineDashType::Dash, 2.0),
        Look::Upright => (GREY, ChartLineDashType::Solid, 1.0),
        Look::Named => (INK, ChartLineDashType::Solid, 1.0),
    };
    let mut format = ChartFormat::new();
    match look {
        Look::Dots(_) | Look::Named => {
            format.set_no_line();
        }
        _ => {
            let mut line = ChartLine::new();
            line.set_color(colour).set_width(width).set_dash_type(dash);
            format.set_line(&line);
        }
    }
    series.set_format(&mut format);
    let mut marker = ChartMarker::new();
    match look {
        Look::DottedCurve(at) | Look::Dots(at) => marker.set_type(MARKERS[at % MARKERS.len()]).set_size(6),
        Look::Named => marker.set_type(ChartMarkerType::Circle).set_size(8),
        _ => marker.set_none(),
    };
    let mut filled = ChartFormat::new();
    filled.set_solid_fill(ChartSolidFill::new().set_color(colour));
    marker.set_format(&mut filled);
    series.set_marker(&marker);
}

fn font(style: &Style, size: f64) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size);
    if let Some(name) = style.font {
        font.set_name(name);
    }
    font
}
