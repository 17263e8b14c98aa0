//! The JSON contract: an answer as text that programs read, and the answer back from that text.
//! Not localised; does not draw, simulate or open files.
//!
//! Within one version of [`ANSWER_SCHEMA`] no key changes its meaning. Keys may be added: a reader passes over
//! those that it does not know, and a measure that an older file lacks reads as missing.

use super::layout::lay_out;
use super::read::{self, ReadError};
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
    read::document(text, ANSWER_SCHEMA).map(Document::answer)
}
