//! Why a text of Cloudflare cannot be read, and why a room cannot be written for it.

use std::fmt;

/// Why a text is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// The text is not JSON.
    Syntax {
        /// From 1; the last line if the text ends too early.
        line: usize,
        /// From 1, in bytes; 0 at the very end of a line.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// The text is the API's refusal (`"success": false`).
    Refused {
        /// The messages of its `errors`, in order; empty if it gave none.
        messages: Vec<String>,
    },
    /// The text lists no room or several.
    NotOneRoom {
        /// Their names, in order; a room without one is `?`.
        names: Vec<String>,
    },
    /// Fields are missing or have values that they cannot have: all of them at once.
    Fields(Vec<FieldProblem>),
}

/// What is wrong with a field of a text that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Its name; within lists with its position from 0: `events[0].name`.
    pub field: String,
    /// Its value as JSON, shortened if long; `None`: it is missing.
    pub seen: Option<String>,
    /// What is accepted.
    pub accepted: String,
}

impl ImportError {
    pub(super) fn syntax(error: &serde_json::Error) -> ImportError {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        ImportError::Syntax { line, column, problem: text.strip_suffix(&place).unwrap_or(&text).to_owned() }
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.seen {
            Some(seen) => write!(out, "{} = {seen}; accepted: {}", self.field, self.accepted),
            None => write!(out, "{} is missing; accepted: {}", self.field, self.accepted),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Syntax { line, column, problem } => {
                write!(out, "not JSON: line {line}, column {column}: {problem}")
            }
            ImportError::Refused { messages } if messages.is_empty() => {
                write!(out, "this is an error of Cloudflare's API, without a message")
            }
            ImportError::Refused { messages } => {
                write!(out, "this is an error of Cloudflare's API: {}", messages.join("; "))
            }
            ImportError::NotOneRoom { names } if names.is_empty() => {
                write!(out, "a list of 0 rooms; one is needed")
            }
            ImportError::NotOneRoom { names } => {
                write!(
                    out,
                    "a list of {} rooms ({}); pick one and leave only it in the list",
                    names.len(),
                    shortened(names)
                )
            }
            ImportError::Fields(problems) => one_per_line(out, problems),
        }
    }
}

impl std::error::Error for ImportError {}

/// The first few names.
fn shortened(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let first = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{first}, …") } else { first }
}

/// Why a room cannot be written: the product would refuse it. Everything at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportError {
    /// What is refused; never empty.
    pub problems: Vec<ExportProblem>,
}

/// A setting that the product would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportProblem {
    /// Its name, as `total_active_users` or `events[0].session_duration`.
    pub setting: String,
    /// Its value.
    pub seen: String,
    /// What the product accepts.
    pub accepted: String,
}

impl fmt::Display for ExportProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} = {}: Cloudflare accepts {}", self.setting, self.seen, self.accepted)
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_per_line(out, &self.problems)
    }
}

impl std::error::Error for ExportError {}

fn one_per_line(out: &mut fmt::Formatter<'_>, problems: &[impl fmt::Display]) -> fmt::Result {
    for (position, problem) in problems.iter().enumerate() {
        let end = if position == 0 { "" } else { "\n" };
        write!(out, "{end}{problem}")?;
    }
    Ok(())
}
