//! Results read back from disk: what `report` and `notice` are made of.

use std::path::Path;

use super::attachments::{read_file, read_stream};
use super::exit::Failure;
use super::sweep;
use crate::export::{self, PROVENANCE_FILE, ResultFile, SweepFiles};
use crate::results::Finding;

/// Stands for standard input.
const STANDARD_INPUT: &str = "-";
/// Marks text of two bytes a character, as Windows PowerShell writes it with `>`.
const UTF_16_MARKS: [[u8; 2]; 2] = [[0xFF, 0xFE], [0xFE, 0xFF]];

/// Reads a result: the JSON that a verb printed, the folder of `run`, that of a sweep, or `-` for JSON on standard input.
pub(super) fn read(path: &Path) -> Result<Finding, Failure> {
    if path.as_os_str() == STANDARD_INPUT {
        let bytes = read_stream(std::io::stdin().lock()).map_err(|error| unread("standard input", error))?;
        return finding("standard input", &bytes);
    }
    // Both have a `summary.json`: the list is that of `run`, the plan that of a sweep.
    if path.is_dir() && SweepFiles::is_there(path) && !path.join(PROVENANCE_FILE).exists() {
        return sweep::read(path).map(|sweep| Finding::Sweep(Box::new(sweep)));
    }
    if path.is_dir() {
        let summary = export::complete_file(path, ResultFile::SummaryJson).map_err(anyhow::Error::new)?;
        return file(&summary);
    }
    file(path)
}

fn file(path: &Path) -> Result<Finding, Failure> {
    let name = path.display().to_string();
    let bytes = read_file(path).map_err(|error| unread(&name, error))?;
    finding(&name, &bytes)
}

fn unread(name: &str, error: std::io::Error) -> Failure {
    Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {name}")))
}

fn finding(name: &str, bytes: &[u8]) -> Result<Finding, Failure> {
    let text = text(bytes).map_err(|problem| Failure::Usage(format!("{name}: {problem}")))?;
    export::read_finding(text).map_err(|error| Failure::Usage(format!("{name}: {error}")))
}

/// The text without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if UTF_16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err("UTF-16 text, as Windows PowerShell writes it with `>`; accepted: UTF-8, as with \
                    `… | Out-File -Encoding utf8 FILE`"
            .to_owned());
    }
    if bytes.trim_ascii().is_empty() {
        return Err("is empty; accepted: the JSON that a verb prints with --json".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        format!(
            "not UTF-8: byte 0x{:02X} at position {at}; accepted: the JSON that a verb prints with --json",
            bytes[at]
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
