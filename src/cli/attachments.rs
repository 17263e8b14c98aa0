//! Files named on the command line and in scenarios.

use std::cell::RefCell;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::scenario::{Attachments, scenario_text};

/// Largest file that is read.
const LARGEST_BYTES: u64 = 100_000_000;
/// Largest load test that is read: one of minutes has hundreds of megabytes.
pub(super) const LARGEST_LOAD_TEST_BYTES: u64 = 2_000_000_000;

/// Files beside a scenario; names are relative to its folder.
pub(super) struct Beside {
    folder: PathBuf,
    /// What was read, the scenario included.
    read: RefCell<Vec<PathBuf>>,
}

impl Beside {
    /// Files beside a scenario file.
    pub(super) fn file(path: &Path) -> Beside {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Beside { folder, read: RefCell::new(vec![path.to_owned()]) }
    }

    /// Files in the current folder.
    pub(super) fn here() -> Beside {
        Beside { folder: PathBuf::new(), read: RefCell::default() }
    }

    /// Refuses to write over a file that was read. `outputs` are flags with their files.
    pub(super) fn keep_inputs(&self, outputs: &[(&str, Option<&Path>)]) -> Result<(), Failure> {
        let read: Vec<PathBuf> =
            self.read.borrow().iter().filter_map(|path| path.canonicalize().ok()).collect();
        for (flag, path) in outputs {
            let Some(path) = path else { continue };
            if path.canonicalize().is_ok_and(|path| read.contains(&path)) {
                let name = path.display();
                return Err(Failure::Usage(format!(
                    "{flag} {name}: is a file that is read here; accepted: another file"
                )));
            }
        }
        Ok(())
    }
}

impl Attachments for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.folder.join(name);
        let bytes = read_file(&path).map_err(|error| error.to_string())?;
        self.read.borrow_mut().push(path);
        Ok(bytes)
    }
}

/// The bytes of a file; a folder is named as such.
pub(super) fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    read_file_up_to(LARGEST_BYTES, path)
}

/// The same, of at most so many bytes.
pub(super) fn read_file_up_to(most_bytes: u64, path: &Path) -> std::io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "is a folder, not a file"));
    }
    bytes_up_to(most_bytes, std::fs::File::open(path)?)
}

/// The bytes of a stream, of at most as many as a file may have.
pub(super) fn read_stream(stream: impl Read) -> std::io::Result<Vec<u8>> {
    bytes_up_to(LARGEST_BYTES, stream)
}

fn bytes_up_to(most_bytes: u64, stream: impl Read) -> std::io::Result<Vec<u8>> {
    // A device that never ends must not fill the memory.
    let mut bytes = Vec::new();
    stream.take(most_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes {
        let problem = format!("is larger than {} MB, the most that is read", most_bytes / 1_000_000);
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
