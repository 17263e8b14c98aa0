//! A grid of settings as a table with a scale of colours.

use rust_xlsxwriter::{ConditionalFormat2ColorScale, FormatBorder};

use super::WorkbookError;
use super::sheet::{Sheet, position, row_number};
use super::text::{number_format, width};
use crate::export::chart::HeatMapChart;

/// Colours of the lowest and the highest value: black letters can be read on both.
const COLOURS: [u32; 2] = [0xFF_FF_FF, 0x56_B4_E9];

/// Names of the columns above, names of the rows at the left, the highest row first.
pub(super) fn sheet<'s>(
    mut sheet: Sheet<'s>,
    heading: &str,
    chart: &HeatMapChart,
) -> Result<Sheet<'s>, WorkbookError> {
    let style = sheet.style;
    let mut row = sheet.title(0, heading);
    let marked = chart.marked.as_ref().map_or("", |cell| cell.label.as_str());
    for text in [chart.title.as_str(), &chart.subtitle, &chart.value_label, marked] {
        row = sheet.paragraph(row, text, style.prose());
    }
    let headings = sheet.paragraph(row, &chart.footer, style.note()) + 1;
    names(&mut sheet, headings, chart)?;
    values(&mut sheet, headings + 2, chart)?;
    colours(&mut sheet, headings + 2, chart)?;
    let worksheet = sheet.worksheet();
    worksheet.set_freeze_panes(headings + 2, 1)?;
    worksheet.set_repeat_rows(headings, headings + 1)?;
    worksheet.set_repeat_columns(0, 0)?;
    Ok(sheet)
}

/// Names of both axes and of the columns.
fn names(sheet: &mut Sheet<'_>, row: u32, chart: &HeatMapChart) -> Result<(), WorkbookError> {
    let column = sheet.style.column();
    sheet.text(row, 1, &chart.across_label, &column.clone().unset_text_wrap())?;
    sheet.text(row + 1, 0, &chart.up_label, &column)?;
    sheet.widen(0, width(&chart.up_label) + 3);
    for (at, name) in chart.across.iter().enumerate() {
        sheet.text(row + 1, at + 1, name, &column)?;
        sheet.widen(at + 1, width(name) + 3);
    }
    Ok(())
}

fn values(sheet: &mut Sheet<'_>, first: u32, chart: &HeatMapChart) -> Result<(), WorkbookError> {
    let style = sheet.style;
    let known = chart.rows.iter().flatten().flatten().copied().filter(|value| value.is_finite());
    let plain = style.number(number_format(known));
    let framed = plain.clone().set_border(FormatBorder::Thick).set_border_color(0_u32).set_bold();
    let marked = chart.marked.as_ref().map(|cell| (cell.row, cell.column));
    let rows = chart.up.iter().zip(&chart.rows).enumerate();
    for (below, (at, (name, values))) in rows.rev().enumerate() {
        let row = first + row_number(below)?;
        sheet.text(row, 0, name, &style.column())?;
        for (column, value) in values.iter().enumerate() {
            let format = if marked == Some((at, column)) { &framed } else { &plain };
            sheet.number(row, column + 1, *value, format)?;
        }
    }
    Ok(())
}

fn colours(sheet: &mut Sheet<'_>, first: u32, chart: &HeatMapChart) -> Result<(), WorkbookError> {
    let (rows, columns) = (chart.up.len().min(chart.rows.len()), chart.across.len());
    if rows == 0 || columns == 0 {
        return Ok(());
    }
    let [lowest, highest] = COLOURS;
    let scale = ConditionalFormat2ColorScale::new().set_minimum_color(lowest).set_maximum_color(highest);
    let last = first + row_number(rows)? - 1;
    sheet.worksheet().add_conditional_format(first, 1, last, position(columns)?, &scale)?;
    Ok(())
}
