//! Reads a text in one of our formats, and says why it cannot be read.
//! Knows neither what stands in a format nor files.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The whole text as a document of the format `expected`.
pub(super) fn document<T: DeserializeOwned>(text: &str, expected: &'static str) -> Result<T, ReadError> {
    // The version comes first: in another one, everything else may look different.
    let found = schema_of(text)?;
    if found != expected {
        return Err(ReadError::OtherSchema { found, expected });
    }
    serde_json::from_str(text).map_err(ReadError::malformed)
}

/// The format that a text says it is in.
pub(super) fn schema_of(text: &str) -> Result<String, ReadError> {
    let head: Head = serde_json::from_str(text).map_err(ReadError::malformed)?;
    Ok(head.schema)
}

/// What must be there in every version of every format.
#[derive(Deserialize)]
#[serde(expecting = "a result: an object that begins with schema")]
struct Head {
    schema: String,
}

/// Of which results a report can be made.
const ACCEPTED: &str = "a result of predict, run, fairness, compare, sweep or recommend";

/// Characters of a foreign name that are repeated in a message.
const MOST_SHOWN: usize = 60;

/// Why a text is not the result that is wanted. The words go behind the name of the file.
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
    /// Every part can be read, but one speaks of another that is not there.
    Contradictory {
        /// What was found and what is expected.
        problem: String,
    },
    /// The text is in another version of the format, or in another format.
    OtherSchema {
        /// Its `schema`.
        found: String,
        /// The one that was expected.
        expected: &'static str,
    },
    /// The text is in no format of which a report is made in this version.
    UnknownSchema {
        /// Its `schema`.
        found: String,
    },
    /// The text is a result, but one of which no report is made.
    NoReport {
        /// The verb whose result it is.
        verb: &'static str,
    },
    /// The text is a file of a sweep, which is whole only in its folder.
    PartOfSweep,
    /// The text lists a result folder; the result is another file.
    PartOfFolder,
}

impl ReadError {
    pub(super) fn malformed(error: serde_json::Error) -> ReadError {
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
                write!(out, "not a result of machiai: line {line}, column {column}: {problem}")
            }
            ReadError::Contradictory { problem } => write!(out, "contradicts itself: {problem}"),
            ReadError::OtherSchema { found, expected } => {
                write!(out, "is in the format `{}`; accepted: `{expected}`", shown(found))
            }
            ReadError::UnknownSchema { found } => write!(
                out,
                "is in the format `{}`, which this version does not know; accepted: {ACCEPTED}",
                shown(found)
            ),
            ReadError::NoReport { verb } => {
                write!(out, "is a result of `{verb}`, of which no report is made; accepted: {ACCEPTED}")
            }
            ReadError::PartOfSweep => {
                write!(out, "is one file of a sweep; accepted: the folder of the sweep")
            }
            ReadError::PartOfFolder => {
                write!(out, "lists the files of a result folder; accepted: that folder, or its summary.json")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// A foreign name so that it fits into a line and moves no cursor.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(MOST_SHOWN).flat_map(char::escape_debug).collect();
    if name.chars().nth(MOST_SHOWN).is_some() { format!("{short}…") } else { short }
}
