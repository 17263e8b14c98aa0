//! What is wrong with a scenario, and where. Does not decide what is wrong.

use std::fmt::{self, Write};

use super::input::flag_of;
use super::keys::pattern;

/// Where a value came from. The order is the order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The scenario file.
    File {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
    },
    /// A `--set key=value`.
    Override {
        /// Its position among the overrides, from 0.
        position: usize,
    },
    /// A flag of the command line.
    Flag {
        /// Its position among the flags, from 0; past all others for a flag that is missing.
        position: usize,
        /// As typed: `--users`.
        flag: String,
    },
    /// The command line as a whole.
    CommandLine,
    /// A table of numbers named in the scenario.
    Attachment {
        /// As named in the scenario.
        file: String,
        /// From 1; `None`: the file as a whole.
        line: Option<usize>,
    },
}

/// One thing that is wrong: what, where, the value seen and what would be accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// Where.
    pub place: Place,
    /// Full path of the key (`room.new_users_per_minute`, `group[1].visit.mean`); in an attachment the name of
    /// the column. Empty when no key is concerned.
    pub key: String,
    /// The value as written; `None` when there is none.
    pub seen: Option<String>,
    /// What is wrong with it.
    pub message: String,
    /// What would be accepted. Empty when nothing sensible can be said.
    pub accepted: String,
    /// The likely intention.
    pub suggestion: Option<String>,
}

/// Longest value shown in full, in characters.
const SHOWN: usize = 60;

impl Issue {
    pub(super) fn new(place: Place, key: &str, message: impl Into<String>) -> Issue {
        Issue {
            place,
            key: key.to_owned(),
            seen: None,
            message: message.into(),
            accepted: String::new(),
            suggestion: None,
        }
    }

    pub(super) fn seen(mut self, seen: impl Into<String>) -> Issue {
        let seen = seen.into();
        let shortened: String = seen.chars().take(SHOWN).collect();
        self.seen = Some(if shortened.len() < seen.len() { format!("{shortened}…") } else { seen });
        self
    }

    pub(super) fn accepted(mut self, accepted: impl Into<String>) -> Issue {
        self.accepted = accepted.into();
        self
    }

    pub(super) fn suggestion(mut self, suggestion: Option<impl Into<String>>) -> Issue {
        self.suggestion = suggestion.map(Into::into);
        self
    }

    /// The issue in one line that names the scenario file.
    ///
    /// ```
    /// # struct NoFiles;
    /// # impl machiai::scenario::Attachments for NoFiles {
    /// #     fn read(&self, _: &str) -> Result<Vec<u8>, String> { Err("no files here".to_owned()) }
    /// # }
    /// let text = "[room]\ntotal_active_users = 2000\nnew_users_per_minute = 150\n[group]\ncount = 30000\n";
    /// let issues = machiai::scenario::read(text, &NoFiles, &[]).unwrap_err();
    /// assert_eq!(
    ///     issues[0].in_file("opening.toml").to_string(),
    ///     "opening.toml:3: room.new_users_per_minute = 150: below the product's minimum; \
    ///      accepted: 200 to 2,147,483,647, or any limit from 1 with lift_product_limits = true"
    /// );
    /// ```
    pub fn in_file<'a>(&'a self, file: &'a str) -> impl fmt::Display + 'a {
        Line { issue: self, file: Some(file) }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Line { issue: self, file: None }.fmt(out)
    }
}

/// One line about an issue.
struct Line<'a> {
    issue: &'a Issue,
    file: Option<&'a str>,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        self.write(&mut line)?;
        // Names and keys may hold anything: an issue stays in one line.
        for character in line.chars() {
            if character.is_control() {
                write!(out, "{}", character.escape_default())?;
            } else {
                write!(out, "{character}")?;
            }
        }
        Ok(())
    }
}

impl Line<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let Issue { place, key, seen, message, accepted, suggestion } = self.issue;
        let mut subject = key.as_str();
        let mut between = " = ";
        match (place, self.file) {
            (Place::File { line, .. }, Some(file)) => write!(out, "{file}:{line}: ")?,
            (Place::File { line, .. }, None) => write!(out, "line {line}: ")?,
            (Place::Override { .. }, _) => write!(out, "--set ")?,
            (Place::Flag { flag, .. }, _) => {
                subject = flag;
                between = " ";
            }
            (Place::CommandLine, _) => subject = flag_of(&pattern(key)).unwrap_or_default(),
            (Place::Attachment { file, line: Some(line) }, _) => write!(out, "{file}:{line}: ")?,
            (Place::Attachment { file, line: None }, _) => write!(out, "{file}: ")?,
        }
        match (subject, seen) {
            ("", None) => write!(out, "{message}")?,
            ("", Some(seen)) => write!(out, "{seen}: {message}")?,
            (subject, None) => write!(out, "{subject}: {message}")?,
            (subject, Some(seen)) => write!(out, "{subject}{between}{seen}: {message}")?,
        }
        if !accepted.is_empty() {
            write!(out, "; accepted: {accepted}")?;
        }
        match suggestion {
            Some(suggestion) => write!(out, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

/// The text of some bytes, or the line of the first byte that is not UTF-8.
pub(super) fn decode(bytes: &[u8], place: impl FnOnce(usize) -> Place) -> Result<&str, Box<Issue>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let line = 1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count();
        Issue::new(place(line), "", "not UTF-8")
            .seen(format!("byte 0x{:02X}", bytes[good]))
            .accepted("UTF-8 text (in Excel: save as \"CSV UTF-8\")")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The text of a scenario file, without a byte order mark.
///
/// # Errors
/// One issue with the line of the first byte that is not UTF-8.
pub fn scenario_text(bytes: &[u8]) -> Result<&str, Vec<Issue>> {
    decode(bytes, |line| Place::File { line, column: 1 })
        .map_err(|issue| vec![Issue { accepted: "UTF-8 text".to_owned(), ..*issue }])
}
