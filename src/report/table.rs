//! Columns of text, lined up as a terminal shows them: Japanese characters take two places.

use unicode_width::UnicodeWidthStr;

/// Blank places before a table.
const INDENT: &str = "  ";
/// Blank places between two columns.
const GAP: usize = 2;

/// On which side the texts of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// Rows of cells, the first of which may be headings. A column without a single text is left out.
#[derive(Clone, Debug)]
pub struct Table {
    sides: Vec<Side>,
    headings: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub(super) fn new(sides: &[Side]) -> Table {
        Table { sides: sides.to_vec(), headings: 0, rows: Vec::new() }
    }

    /// Adds a row of headings; those come first.
    pub(super) fn push_heading(&mut self, cells: Vec<String>) {
        debug_assert_eq!(self.headings, self.rows.len(), "headings come first");
        self.headings += 1;
        self.rows.push(cells);
    }

    /// Adds a row with one cell a column.
    pub(super) fn push<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// Adds a row of a table whose columns are counted while the program runs.
    pub(super) fn push_row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// On which side the texts stand, of the columns that have any.
    pub fn sides(&self) -> Vec<Side> {
        self.filled(&self.sides)
    }

    /// The headings without empty columns; several rows make one heading of several lines.
    pub fn heading_rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.rows[..self.headings].iter().map(|row| self.texts(row))
    }

    /// The rows below the headings without empty columns.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.rows[self.headings..].iter().map(|row| self.texts(row))
    }

    fn texts<'t>(&self, row: &'t [String]) -> Vec<&'t str> {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        self.filled(&cells)
    }

    /// Of one thing for each column those whose column has a text.
    fn filled<T: Copy>(&self, of_columns: &[T]) -> Vec<T> {
        let widths = self.columns();
        of_columns.iter().zip(widths).filter(|(_, width)| *width > 0).map(|(thing, _)| *thing).collect()
    }

    /// Places that the widest line takes.
    pub(super) fn width(&self) -> usize {
        let filled: Vec<usize> = self.columns().into_iter().filter(|width| *width > 0).collect();
        INDENT.len() + filled.iter().sum::<usize>() + GAP * filled.len().saturating_sub(1)
    }

    /// The table as lines that end in a line feed.
    pub(super) fn print(&self, out: &mut String) {
        let columns = self.columns();
        for row in &self.rows {
            let mut line = INDENT.to_owned();
            for ((cell, width), side) in
                row.iter().zip(&columns).zip(&self.sides).filter(|((_, width), _)| **width > 0)
            {
                let blank = " ".repeat(width - cell.width());
                match side {
                    Side::Left => line.extend([cell, blank.as_str()]),
                    Side::Right => line.extend([blank.as_str(), cell]),
                }
                line.push_str(&" ".repeat(GAP));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }

    fn columns(&self) -> Vec<usize> {
        let width_of = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
        };
        (0..self.sides.len()).map(width_of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_columns_line_up_and_empty_ones_vanish() {
        let mut table = Table::new(&[Side::Left, Side::Left, Side::Right]);
        for [label, value] in [["平均", "64分"], ["p90", "2時間5分"]] {
            table.push([label.to_owned(), String::new(), value.to_owned()]);
        }
        let mut text = String::new();
        table.print(&mut text);
        assert_eq!(text, "  平均      64分\n  p90   2時間5分\n");
        assert_eq!(table.width(), 16);
    }
}
