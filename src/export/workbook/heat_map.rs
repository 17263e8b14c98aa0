//! A grid of settings as a table with a scale of colours.

use rust_xlsxwriter::ConditionalFormat2ColorScale;

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
    for (text, format) in
        [(&chart.title, style.prose()), (&chart.subtitle, style.prose()), (&chart.value_label, style.prose())]
    {
        row = sheet.paragraph(row, text, format);
    }
    row = sheet.paragraph(row, &chart.footer, style.note()) + 1;
    let first = row + 2;
    sheet.text(row, 1, &chart.across_label, &style.column())?;
    sheet.text(row + 1, 0, &chart.up_label, &style.column())?;
    sheet.widen(0, width(&chart.up_label) + 3);
    for (at, name) in chart.across.iter().enumerate() {
        sheet.text(row + 1, at + 1, name, &style.column())?;
        sheet.widen(at + 1, width(name) + 3);
    }
    let values = chart.rows.iter().flatten().flatten().copied().filter(|value| value.is_finite());
    let format = style.number(number_format(values));
    for (at, (name, values)) in chart.up.iter().zip(&chart.rows).rev().enumerate() {
        let row = first + row_number(at)?;
        sheet.text(row, 0, name, &style.column())?;
        for (column, value) in values.iter().enumerate() {
            sheet.number(row, column + 1, *value, &format)?;
        }
    }
    let (rows, columns) = (chart.up.len().min(chart.rows.len()), chart.across.len());
    if rows > 0 && columns > 0 {
        let scale =
            ConditionalFormat2ColorScale::new().set_minimum_color(COLOURS[0]).set_maximum_color(COLOURS[1]);
        let last = first + row_number(rows)? - 1;
        sheet.worksheet().add_conditional_format(first, 1, last, position(columns)?, &scale)?;
    }
    let worksheet = sheet.worksheet();
    worksheet.set_freeze_panes(first, 1)?;
    worksheet.set_repeat_rows(row, row + 1)?;
    worksheet.set_repeat_columns(0, 0)?;
    Ok(sheet)
}
