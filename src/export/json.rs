//! The JSON contract: an answer as text that programs read, and the answer back from that text.
//! Not localised; does not draw, simulate or open files.
//!
//! Within one version of [`ANSWER_SCHEMA`] no key changes its meaning. Keys may be added: a reader passes over
//! those that it does not know, and a measure that an older file lacks reads as missing.

use std::fmt;

use serde::Deserialize;

use super::layout::lay_out;
use super::wire::Document;
use crate::results::Answer;

/// Name and version of the format, first key of every answer.
pub const ANSWER_SCHEMA: &str = "machiai.answer/1";

/// The answer as JSON: `outputs/answer.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same answer gives the same
/// bytes. All of [`Measure::ALL`](crate::results::Measure::ALL) are there, in that order. What is missing,
/// infinite or not a number is `null`.
pub fn json(answer: &Answer) -> String {
    lay_out(&Document::new(ANSWER_SCHEMA, answer))
}

/// Reads an answer that [`json`] wrote. Writing it again gives the same bytes.
///
/// # Errors
/// Says at which line and column the text is not an answer and what is expected there, or names the other
/// version of the format that the text is in.
pub fn parse_json(text: &str) -> Result<Answer, ReadError> {
    // The version comes first: in another one, everything else may look different.
    let head: Head = serde_json::from_str(text).map_err(ReadError::malformed)?;
    if head.schema != ANSWER_SCHEMA {
        return Err(ReadError::OtherSchema { found: head.schema });
    }
    let document: Document = serde_json::from_str(text).map_err(ReadError::malformed)?;
    Ok(document.answer())
}

/// What must be there in every version.
#[derive(Deserialize)]
#[serde(expecting = "an answer: an object that begins with schema")]
struct Head {
    schema: String,
}

/// Why a text is not an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The text is not JSON, or a part is missing or of the wrong kind.
    Malformed {
        /// From 1; the last line if the text ends too early.
        line: usize,
        /// From 1, in bytes; 0 at the very end of a line.
        column: usize,
        /// What was found and what is expected.
        problem: String,
    },
    /// The text is in another version of the format, or in another format.
    OtherSchema {
        /// Its `schema`.
        found: String,
    },
}

impl ReadError {
    fn malformed(error: serde_json::Error) -> ReadError {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        ReadError::Malformed { line, column, problem: text.strip_suffix(&place).unwrap_or(&text).to_owned() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Malformed { line, column, problem } => {
                write!(out, "not an answer of machiai: line {line}, column {column}: {problem}")
            }
            ReadError::OtherSchema { found } => {
                write!(out, "the answer is in the format `{found}`; this version reads `{ANSWER_SCHEMA}`")
            }
        }
    }
}

impl std::error::Error for ReadError {}
