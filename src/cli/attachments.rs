//! Files named on the command line and in scenarios.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::scenario::{Attachments, scenario_text};

/// Largest file that is read.
const LARGEST_BYTES: u64 = 100_000_000;

/// Files beside a scenario; names are relative to its folder.
pub(super) struct Beside {
    folder: PathBuf,
}

impl Beside {
    /// Files beside a scenario file.
    pub(super) fn file(path: &Path) -> Beside {
        Beside { folder: path.parent().map(Path::to_owned).unwrap_or_default() }
    }

    /// Files in the current folder.
    pub(super) fn here() -> Beside {
        Beside { folder: PathBuf::new() }
    }
}

impl Attachments for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        read_file(&self.folder.join(name)).map_err(|error| error.to_string())
    }
}

/// The bytes of a file; a folder is named as such.
pub(super) fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "is a folder, not a file"));
    }
    // A device that never ends must not fill the memory.
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_BYTES {
        let problem = format!("is larger than {} MB, the most that is read", LARGEST_BYTES / 1_000_000);
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}

/// The text of a scenario file.
pub(super) fn scenario_file(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    let bytes = read_file(path)
        .map_err(|error| Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {name}"))))?;
    match scenario_text(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(issues) => Err(Failure::Issues { file: Some(name), issues }),
    }
}
