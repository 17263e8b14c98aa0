//! A delimited text with a header, row by row. Knows no format.

use std::borrow::Cow;

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};

use super::LoadTestError;
use super::error::shown;
use crate::results::LoadFormat;

/// What may stand between two fields: commas, or what spreadsheets and JMeter's settings make of them.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The columns of the first line in small letters; its only field is shortened if it is long.
pub(super) fn first_line(bytes: &[u8]) -> Vec<String> {
    let line = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.trim_ascii().is_empty());
    let mut reader = reader(line.unwrap_or_default(), delimiter(bytes));
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|field| shown(&text(field)).to_lowercase()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

/// The rows below a header.
pub(super) struct Rows<'a> {
    reader: Reader<&'a [u8]>,
    bytes: &'a [u8],
    header: Vec<String>,
    record: ByteRecord,
    torn: Option<u64>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column(usize);

impl<'a> Rows<'a> {
    /// Reads the header.
    pub(super) fn open(bytes: &'a [u8]) -> Rows<'a> {
        let mut rows = Rows {
            reader: reader(bytes, delimiter(bytes)),
            bytes,
            header: Vec::new(),
            record: ByteRecord::new(),
            torn: None,
        };
        // Reading from memory cannot fail, and every number of fields is taken.
        if rows.reader.read_byte_record(&mut rows.record).unwrap_or(false) {
            rows.header = rows.record.iter().map(|field| text(field).into_owned()).collect();
        }
        rows
    }

    /// The columns that a format needs.
    pub(super) fn columns<const N: usize>(
        &self,
        format: LoadFormat,
        names: [&'static str; N],
    ) -> Result<[Column; N], LoadTestError> {
        let missing: Vec<&'static str> =
            names.into_iter().filter(|name| self.column(name).is_none()).collect();
        if !missing.is_empty() {
            return Err(LoadTestError::MissingColumns { format, missing, seen: self.header.clone() });
        }
        Ok(names.map(|name| self.column(name).unwrap_or(Column(0))))
    }

    /// A column by its name, whatever the size of its letters.
    pub(super) fn column(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name)).map(Column)
    }

    /// The next row; `None` at the end. A last row that is cut off is the end, too.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, LoadTestError> {
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let (wanted, seen) = (self.header.len(), self.record.len());
        if seen == wanted {
            return Ok(Some(Row { record: &self.record, header: &self.header, line }));
        }
        let is_last = self.reader.position().byte() as usize >= self.bytes.len();
        if seen < wanted && is_last && !self.bytes.ends_with(b"\n") {
            self.torn = Some(line);
            return Ok(None);
        }
        Err(LoadTestError::RowLength { line, wanted, seen })
    }

    /// The number of the last line, if it was cut off.
    pub(super) fn torn_line(&self) -> Option<u64> {
        self.torn
    }
}

/// A row with as many fields as the header.
pub(super) struct Row<'r> {
    record: &'r ByteRecord,
    header: &'r [String],
    line: u64,
}

impl Row<'_> {
    /// Its number, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn text(&self, column: Column) -> Cow<'_, str> {
        text(&self.record[column.0])
    }

    /// A finite number that is not negative; `accepted` says which one.
    pub(super) fn number(&self, column: Column, accepted: &'static str) -> Result<f64, LoadTestError> {
        let text = self.text(column);
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        number.ok_or_else(|| self.refused(column, accepted))
    }

    /// The refusal of a field.
    pub(super) fn refused(&self, column: Column, accepted: &'static str) -> LoadTestError {
        let seen = self.text(column).into_owned();
        LoadTestError::Field {
            line: Some(self.line),
            column: self.header[column.0].clone(),
            seen: (!seen.is_empty()).then_some(seen),
            accepted,
        }
    }
}

fn reader(bytes: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(bytes)
}

/// The delimiter that the first line has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let count = |delimiter: u8| line.unwrap_or_default().iter().filter(|byte| **byte == delimiter).count();
    // Of equals, the last one wins: the comma.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Names may be of any encoding: what is no UTF-8 becomes a replacement character.
fn text(field: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(field)
}
