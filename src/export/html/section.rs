//! The parts of a report, gathered under their headings: what stands before the first one is the answer, and what stands by itself at
//! the end is its closing words.

use crate::report::{Part, Side, Table, bare_heading, without_controls};

/// A report as sections.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// What stands before the first heading.
    pub(super) answer: Vec<Piece>,
    /// What stands under headings.
    pub(super) sections: Vec<Section>,
    /// Prose after the last section.
    pub(super) closing: Vec<Piece>,
}

/// A heading with what stands below.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) pieces: Vec<Piece>,
}

/// A part as a page shows it.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Prose(String),
    Notes(Vec<String>),
    Quote(String),
    Warning(String),
    Table(Grid),
    Verbatim(String),
    /// Room between two parts; never shown.
    Gap,
}

/// A table as a page shows it.
#[derive(Debug, PartialEq)]
pub(super) struct Grid {
    /// For each column the lines of its heading; empty: no headings.
    pub(super) headings: Vec<Heading>,
    /// Cells by row; the first one names the row.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The heading of a column.
#[derive(Debug, PartialEq)]
pub(super) struct Heading {
    pub(super) lines: Vec<String>,
    pub(super) is_number: bool,
}

/// A cell of a table.
#[derive(Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) is_number: bool,
}

impl Sections {
    pub(super) fn of(parts: &[Part]) -> Sections {
        let mut found = Sections::default();
        for part in parts {
            if let Part::Heading(text) = part {
                let heading = without_controls(bare_heading(text));
                found.sections.push(Section { heading, pieces: Vec::new() });
                continue;
            }
            let pieces = match found.sections.last_mut() {
                Some(section) => &mut section.pieces,
                None => &mut found.answer,
            };
            add(pieces, part);
        }
        if let Some(last) = found.sections.last_mut() {
            found.closing = closing(&mut last.pieces);
        }
        let all = found.sections.iter_mut().map(|section| &mut section.pieces);
        for pieces in all.chain([&mut found.answer, &mut found.closing]) {
            pieces.retain(|piece| *piece != Piece::Gap);
        }
        found
    }

    /// Where settings and assumptions belong: before the section that tells how to make the same report.
    pub(super) fn place_of_inputs(&self) -> usize {
        let tells =
            |section: &Section| section.pieces.iter().any(|piece| matches!(piece, Piece::Verbatim(_)));
        self.sections.iter().rposition(tells).unwrap_or(self.sections.len())
    }
}

/// Takes the prose that stands after the last gap.
fn closing(pieces: &mut Vec<Piece>) -> Vec<Piece> {
    let Some(gap) = pieces.iter().rposition(|piece| *piece == Piece::Gap) else { return Vec::new() };
    let is_prose = pieces[gap + 1..].iter().all(|piece| matches!(piece, Piece::Prose(_)));
    if is_prose { pieces.split_off(gap) } else { Vec::new() }
}

fn add(pieces: &mut Vec<Piece>, part: &Part) {
    let piece = match part {
        // The page has its own, and headings begin sections.
        Part::Title(_) | Part::Heading(_) => return,
        Part::Prose(text) => Piece::Prose(without_controls(text)),
        Part::Note(text) => {
            let text = without_controls(text);
            if let Some(Piece::Notes(notes)) = pieces.last_mut() {
                notes.push(text);
                return;
            }
            Piece::Notes(vec![text])
        }
        Part::Quote(text) => Piece::Quote(without_controls(text)),
        Part::Warning(text) => Piece::Warning(without_controls(text)),
        Part::Table { full, .. } => Piece::Table(Grid::of(full)),
        Part::Verbatim(text) => Piece::Verbatim(without_controls(text)),
        Part::Gap => Piece::Gap,
    };
    pieces.push(piece);
}

impl Grid {
    /// The table without empty columns; several rows of headings become one with several lines.
    pub(super) fn of(table: &Table) -> Grid {
        let sides = table.sides();
        let is_number = |column: usize| sides.get(column) == Some(&Side::Right);
        let heading_rows: Vec<Vec<&str>> = table.heading_rows().collect();
        let heading = |column: usize| Heading {
            lines: heading_rows
                .iter()
                .filter_map(|row| row.get(column))
                .filter(|line| !line.is_empty())
                .map(|line| without_controls(line))
                .collect(),
            is_number: is_number(column),
        };
        let cell = |(column, text): (usize, &str)| Cell {
            text: without_controls(text),
            is_number: is_number(column),
        };
        let columns = if heading_rows.is_empty() { 0 } else { sides.len() };
        Grid {
            headings: (0..columns).map(heading).collect(),
            rows: table.rows().map(|row| row.into_iter().enumerate().map(cell).collect()).collect(),
        }
    }

    /// Whether all columns but the first are numbers, which spares a word on each cell.
    pub(super) fn is_numeric(&self) -> bool {
        !self.headings.is_empty() && self.headings[1..].iter().all(|heading| heading.is_number)
    }

    /// A table of numbers whose first column names the rows.
    pub(super) fn of_figures(headings: &[String], rows: &[Vec<String>]) -> Grid {
        let heading = |(column, text): (usize, &String)| Heading {
            lines: vec![without_controls(text)],
            is_number: column > 0,
        };
        let cell =
            |(column, text): (usize, &String)| Cell { text: without_controls(text), is_number: column > 0 };
        Grid {
            headings: headings.iter().enumerate().map(heading).collect(),
            rows: rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect(),
        }
    }
}
