//! Why there is no page.

use std::error::Error;
use std::fmt;

use crate::export::chart::ChartError;

/// Why there is no page.
#[derive(Debug)]
pub enum HtmlError {
    /// There is nothing to report.
    NoReport,
    /// A picture cannot be drawn.
    Chart(ChartError),
    /// The embedded font cannot be cut down; not the fault of the data.
    Font {
        /// What is wrong with it.
        reason: String,
    },
    /// The template cannot be filled; not the fault of the data.
    Template {
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for HtmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HtmlError::NoReport => f.write_str("cannot write a page: there is no report"),
            HtmlError::Chart(error) => write!(f, "cannot write a page: {error}"),
            HtmlError::Font { reason } => {
                write!(f, "cannot write a page: the embedded font: {reason}")
            }
            HtmlError::Template { reason } => write!(f, "cannot write a page: the template: {reason}"),
        }
    }
}

impl Error for HtmlError {}

impl From<ChartError> for HtmlError {
    fn from(error: ChartError) -> Self {
        HtmlError::Chart(error)
    }
}

impl From<askama::Error> for HtmlError {
    fn from(error: askama::Error) -> Self {
        HtmlError::Template { reason: error.to_string() }
    }
}
