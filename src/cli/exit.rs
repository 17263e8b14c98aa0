//! How a verb ends.

use std::fmt;
use std::process::ExitCode;

use crate::scenario::Issue;

/// A verb did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// All is well.
    Well,
    /// A requirement is broken.
    RequirementBroken,
    /// Interrupted: what was finished has been printed.
    Interrupted,
}

/// A verb could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// The scenario or the flags are wrong: every issue, and the file they are in if there is one.
    Issues { file: Option<String>, issues: Vec<Issue> },
    /// The command line is wrong.
    Usage(String),
    /// Something else went wrong.
    Failed(anyhow::Error),
}

impl Done {
    pub(super) fn code(self) -> ExitCode {
        match self {
            Done::Well => ExitCode::SUCCESS,
            Done::Interrupted => ExitCode::from(1),
            Done::RequirementBroken => ExitCode::from(3),
        }
    }
}

impl Failure {
    pub(super) fn code(&self) -> ExitCode {
        match self {
            Failure::Failed(_) => ExitCode::from(1),
            Failure::Issues { .. } | Failure::Usage(_) => ExitCode::from(2),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Issues { file, issues } => {
                for issue in issues {
                    match file {
                        Some(file) => writeln!(out, "error: {}", issue.in_file(file))?,
                        None => writeln!(out, "error: {issue}")?,
                    }
                }
                Ok(())
            }
            Failure::Usage(problem) => writeln!(out, "error: {problem}"),
            Failure::Failed(error) => writeln!(out, "error: {error:#}"),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Failed(error)
    }
}
