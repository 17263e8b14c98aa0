//! Writes files so that each is there whole or not at all, and result folders that show when they are complete;
//! finds a file in one that is.
//! The only place of `export` that touches files; does not know what is in them.
//!
//! A file is first written under a temporary name in the folder where it belongs, flushed to the disk, then
//! renamed. The files of a result folder are renamed together at the end, so that a full disk leaves an older
//! result as it was; [`PROVENANCE_FILE`] goes away before the first and comes back after the last of them.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};

use super::finding::FOLDER_SCHEMA;
use super::layout::lay_out;
use crate::results::Provenance;

/// The file that makes a result folder complete: how the figures came about, and which files belong to them.
pub const PROVENANCE_FILE: &str = "provenance.json";

/// What a result folder can hold beside [`PROVENANCE_FILE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFile {
    /// The JSON answer.
    SummaryJson,
    /// The measures as a table.
    SummaryCsv,
    /// The minutes as a table.
    MinutesCsv,
    /// The people of one day as a table.
    PeopleCsv,
    /// The picture of the day, as lines.
    ChartSvg,
    /// The picture of the day, as dots.
    ChartPng,
    /// The picture of what formulas say, as lines.
    ExplanationSvg,
    /// The picture of what formulas say, as dots.
    ExplanationPng,
    /// The answer in words.
    AnswerText,
}

impl ResultFile {
    /// All files, in the order of `outputs/README.md`.
    pub const ALL: [ResultFile; 9] = [
        ResultFile::AnswerText,
        ResultFile::SummaryJson,
        ResultFile::SummaryCsv,
        ResultFile::MinutesCsv,
        ResultFile::PeopleCsv,
        ResultFile::ChartSvg,
        ResultFile::ChartPng,
        ResultFile::ExplanationSvg,
        ResultFile::ExplanationPng,
    ];

    /// Name in the folder.
    pub const fn name(self) -> &'static str {
        match self {
            ResultFile::SummaryJson => "summary.json",
            ResultFile::SummaryCsv => "summary.csv",
            ResultFile::MinutesCsv => "minutes.csv",
            ResultFile::PeopleCsv => "people.csv",
            ResultFile::ChartSvg => "chart.svg",
            ResultFile::ChartPng => "chart.png",
            ResultFile::ExplanationSvg => "explanation.svg",
            ResultFile::ExplanationPng => "explanation.png",
            ResultFile::AnswerText => "answer.txt",
        }
    }
}

/// A result folder being written. Nothing is under its final name before [`ResultFolder::finish`]; dropped
/// before that, it leaves the place as it was.
#[derive(Debug)]
pub struct ResultFolder {
    path: PathBuf,
    /// Whether the folder was not there before.
    made: bool,
    staged: Vec<(ResultFile, Staged)>,
}

impl ResultFolder {
    /// Makes the folder (and those above it), or takes one that is there: an empty one, or with `force` any.
    /// With `force`, files of an older result are replaced or, if this one has none of that name, removed;
    /// files that the older result's [`PROVENANCE_FILE`] does not name are left alone.
    ///
    /// Call it before the simulation: a place that cannot be written to should not cost minutes.
    ///
    /// # Errors
    /// [`WriteError::NotEmpty`], [`WriteError::NotAFolder`], or [`WriteError::Failed`] if the folder cannot be
    /// made or nothing can be written to it.
    pub fn create(path: &Path, force: bool) -> Result<ResultFolder, WriteError> {
        let failed = |source| WriteError::failed(path, source);
        let made = match fs::metadata(path) {
            Ok(there) if !there.is_dir() => return Err(WriteError::NotAFolder { path: path.to_owned() }),
            Ok(_) if !force && fs::read_dir(path).map_err(failed)?.next().is_some() => {
                return Err(WriteError::NotEmpty { folder: path.to_owned() });
            }
            Ok(_) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path).map_err(failed)?;
                true
            }
            Err(error) => return Err(failed(error)),
        };
        let folder = ResultFolder { path: path.to_owned(), made, staged: Vec::new() };
        Staged::probe(path, path)?;
        Ok(folder)
    }

    /// Puts a file aside for the folder.
    ///
    /// # Errors
    /// As [`ResultFolder::write_with`].
    pub fn write(&mut self, file: ResultFile, bytes: &[u8]) -> Result<(), WriteError> {
        self.write_with(file, |out| out.write_all(bytes))
    }

    /// Puts a file aside for the folder that is too large to be held in memory; a later one of the same name
    /// takes its place. After an error the other files are still there and can be finished without this one.
    ///
    /// # Errors
    /// [`WriteError::Failed`] with what `fill` or the disk says; nothing of the file remains.
    pub fn write_with(
        &mut self,
        file: ResultFile,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        let staged = Staged::write(&self.path, self.path.join(file.name()), fill)?;
        self.staged.retain(|(other, _)| *other != file);
        self.staged.push((file, staged));
        Ok(())
    }

    /// Gives every file its name and makes the folder complete.
    ///
    /// # Errors
    /// [`WriteError::Failed`]. If the disk is full, an older result is still there untouched; if a file cannot
    /// be given its name, the folder has no [`PROVENANCE_FILE`].
    pub fn finish(mut self, provenance: &Provenance) -> Result<(), WriteError> {
        let contents = Contents {
            schema: FOLDER_SCHEMA.to_owned(),
            provenance: provenance.clone(),
            files: ResultFile::ALL.into_iter().filter_map(|file| self.note(file)).collect(),
        };
        let target = self.path.join(PROVENANCE_FILE);
        let last =
            Staged::write(&self.path, target.clone(), |out| out.write_all(lay_out(&contents).as_bytes()))?;
        let older = self.older_files();
        remove(&target)?;
        for file in older {
            if !self.staged.iter().any(|(other, _)| *other == file) {
                remove(&self.path.join(file.name()))?;
            }
        }
        for (_, staged) in std::mem::take(&mut self.staged) {
            staged.place()?;
        }
        last.place()
    }

    fn note(&self, file: ResultFile) -> Option<FileNote> {
        let (_, staged) = self.staged.iter().find(|(other, _)| *other == file)?;
        Some(FileNote { name: file.name().to_owned(), bytes: staged.bytes })
    }

    /// Files of the result that is in the folder now; none if there is none, or none that can be read.
    fn older_files(&self) -> Vec<ResultFile> {
        let text = fs::read_to_string(self.path.join(PROVENANCE_FILE)).unwrap_or_default();
        let notes = match serde_json::from_str::<Contents>(&text) {
            Ok(contents) if contents.schema == FOLDER_SCHEMA => contents.files,
            _ => return Vec::new(),
        };
        let named = |file: &ResultFile| notes.iter().any(|note| note.name == file.name());
        ResultFile::ALL.into_iter().filter(named).collect()
    }
}

impl Drop for ResultFolder {
    fn drop(&mut self) {
        self.staged.clear();
        if self.made {
            // Goes only if it is empty: a finished folder is not, nor one where somebody else put something.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// The path of a file in a result folder that is complete, and as it was when the folder was written.
///
/// # Errors
/// If the folder is not complete, or the file does not belong to it or has another length than it had.
pub fn complete_file(folder: &Path, file: ResultFile) -> Result<PathBuf, FolderError> {
    let list = folder.join(PROVENANCE_FILE);
    let text = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(FolderError::NotComplete { folder: folder.to_owned() });
        }
        Err(source) => return Err(FolderError::Read { path: list, source }),
    };
    let contents = match serde_json::from_str::<Contents>(&text) {
        Ok(contents) if contents.schema == FOLDER_SCHEMA => contents,
        Ok(contents) => {
            let problem = format!("its format is `{}`", contents.schema);
            return Err(FolderError::BadList { path: list, problem });
        }
        Err(error) => return Err(FolderError::BadList { path: list, problem: error.to_string() }),
    };
    let path = folder.join(file.name());
    let Some(note) = contents.files.iter().find(|note| note.name == file.name()) else {
        return Err(FolderError::NotListed { folder: folder.to_owned(), file });
    };
    match fs::metadata(&path) {
        Ok(there) if there.len() == note.bytes => Ok(path),
        Ok(there) => Err(FolderError::Changed { path, written: note.bytes, found: there.len() }),
        Err(source) => Err(FolderError::Read { path, source }),
    }
}

/// Why a result folder cannot be read.
#[derive(Debug)]
pub enum FolderError {
    /// There is no [`PROVENANCE_FILE`]: it is no result folder, or one that was not written to its end.
    NotComplete {
        /// The folder.
        folder: PathBuf,
    },
    /// [`PROVENANCE_FILE`] cannot be understood.
    BadList {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The file does not belong to the result.
    NotListed {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: ResultFile,
    },
    /// The file was cut or changed after it was written.
    Changed {
        /// The file.
        path: PathBuf,
        /// Bytes that were written.
        written: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The system says no.
    Read {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl fmt::Display for FolderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FolderError::NotComplete { folder } => write!(
                out,
                "`{}` holds no complete result: there is no {PROVENANCE_FILE} in it, so its run did not finish, or it is another \
                 folder; accepted: a folder that `machiai run SCENARIO.toml --out FOLDER` has finished, or that of a sweep",
                folder.display()
            ),
            FolderError::BadList { path, problem } => write!(
                out,
                "`{}` is not the list of a result folder that this version can read: {problem}; name another folder",
                path.display()
            ),
            FolderError::NotListed { folder, file } => write!(
                out,
                "`{}` has no {} that belongs to its result; run it again, or name another folder",
                folder.display(),
                file.name()
            ),
            FolderError::Changed { path, written, found } => write!(
                out,
                "`{}` has {found} bytes, and {written} were written: it was cut or changed; run it again, or name the file itself \
                 to take it as it is",
                path.display()
            ),
            FolderError::Read { path, source } => write!(out, "cannot read `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}

/// What stands in [`PROVENANCE_FILE`].
#[derive(Serialize, Deserialize)]
struct Contents {
    schema: String,
    provenance: Provenance,
    files: Vec<FileNote>,
}

#[derive(Serialize, Deserialize)]
struct FileNote {
    name: String,
    bytes: u64,
}

/// Writes one file outside of a result folder, whole or not at all; replaces a file that is there.
/// What is no plain file (a pipe, a terminal, `/dev/null`) is written to directly, and so are the streams that
/// the program was started with (`/dev/stdout`, `/dev/fd/3`), wherever they lead.
///
/// # Errors
/// As [`check_file`], and [`WriteError::Failed`] if the disk is full or the other end of a pipe is closed.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::failed(path, source);
    let whole = |out: &mut dyn Write| out.write_all(bytes).and_then(|()| out.flush());
    match Destination::of(path)? {
        Destination::StandardOutput => whole(&mut io::stdout().lock()).map_err(failed),
        Destination::StandardError => whole(&mut io::stderr().lock()).map_err(failed),
        Destination::Stream { append } => {
            let opened = OpenOptions::new().write(true).append(append).open(path);
            opened.and_then(|mut stream| whole(&mut stream)).map_err(failed)
        }
        Destination::File { folder, target, permissions } => {
            let staged = Staged::write(&folder, target, whole).map_err(|error| error.about(path))?;
            if let Some(permissions) = permissions {
                fs::set_permissions(&staged.temporary, permissions).map_err(failed)?;
            }
            staged.place().map_err(|error| error.about(path))
        }
    }
}

/// Whether [`write_file`] has a chance: call it before the simulation. Writes nothing that stays.
///
/// # Errors
/// [`WriteError::IsAFolder`], [`WriteError::NoSuchFolder`], [`WriteError::WriteProtected`], or
/// [`WriteError::Failed`] if nothing can be written there.
pub fn check_file(path: &Path) -> Result<(), WriteError> {
    match Destination::of(path)? {
        Destination::File { folder, .. } => Staged::probe(&folder, path),
        Destination::StandardOutput | Destination::StandardError | Destination::Stream { .. } => Ok(()),
    }
}

/// What a path leads to.
enum Destination {
    StandardOutput,
    StandardError,
    /// Is opened and written to as it is.
    Stream {
        append: bool,
    },
    /// Is replaced or made.
    File {
        folder: PathBuf,
        target: PathBuf,
        /// Those of the file that is replaced.
        permissions: Option<Permissions>,
    },
}

impl Destination {
    fn of(path: &Path) -> Result<Destination, WriteError> {
        // Opened anew by name, a stream that leads to a file would begin at its first byte and overwrite
        // what was printed before.
        match path.to_str() {
            Some("/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => return Ok(Destination::StandardOutput),
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => return Ok(Destination::StandardError),
            _ => {}
        }
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(WriteError::IsAFolder { path: path.to_owned() }),
            Ok(there) if !there.is_file() => Ok(Destination::Stream { append: false }),
            Ok(_) if path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") => {
                Ok(Destination::Stream { append: true })
            }
            Ok(there) if there.permissions().readonly() => {
                Err(WriteError::WriteProtected { path: path.to_owned() })
            }
            Ok(there) => {
                // Behind links, so that the file is replaced and not a link to it.
                let target = fs::canonicalize(path).map_err(|source| WriteError::failed(path, source))?;
                let folder = folder_of(&target);
                Ok(Destination::File { folder, target, permissions: Some(there.permissions()) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Destination::new_file(path),
            Err(error) => Err(WriteError::failed(path, error)),
        }
    }

    fn new_file(path: &Path) -> Result<Destination, WriteError> {
        let ends_as_folder = path.to_string_lossy().ends_with(std::path::is_separator);
        if ends_as_folder || path.file_name().is_none() {
            return Err(WriteError::IsAFolder { path: path.to_owned() });
        }
        let folder = folder_of(path);
        if !folder.is_dir() {
            return Err(WriteError::NoSuchFolder { path: path.to_owned(), folder });
        }
        Ok(Destination::File { folder, target: path.to_owned(), permissions: None })
    }
}

/// The folder that a file is in; `.` for a bare name.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != OsStr::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A file written under a temporary name; removed unless it is given its own.
#[derive(Debug)]
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
    bytes: u64,
    placed: bool,
}

impl Staged {
    /// Writes the file aside, down to the disk: some disks say only then that they are full.
    fn write(
        folder: &Path,
        target: PathBuf,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Staged, WriteError> {
        let (mut staged, file) = Staged::open(folder, target)?;
        let filled = (|| {
            let mut out = BufWriter::new(file);
            fill(&mut out)?;
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            Ok(file.metadata()?.len())
        })();
        staged.bytes = filled.map_err(|source| WriteError::failed(&staged.target, source))?;
        Ok(staged)
    }

    /// Writes nothing, to see whether it could.
    fn probe(folder: &Path, about: &Path) -> Result<(), WriteError> {
        Staged::open(folder, about.to_owned()).map(drop)
    }

    fn open(folder: &Path, target: PathBuf) -> Result<(Staged, File), WriteError> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        loop {
            // Short, whatever the length of the final name; and unlike that of any other process or thread.
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let temporary = folder.join(format!(".machiai-{}-{number}.part", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => return Ok((Staged { temporary, target, bytes: 0, placed: false }, file)),
                // Left by a process of the same number that was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(WriteError::failed(&target, error)),
            }
        }
    }

    /// Gives the file its name.
    fn place(mut self) -> Result<(), WriteError> {
        fs::rename(&self.temporary, &self.target)
            .map_err(|source| WriteError::failed(&self.target, source))?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.placed {
            // There is nobody left to tell, and the error that led here is told already.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Removes a file if it is there.
fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::failed(path, error)),
        _ => Ok(()),
    }
}

/// Why something could not be written. In every case nothing half-written is left.
#[derive(Debug)]
pub enum WriteError {
    /// The result folder has something in it, and overwriting was not asked for.
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// There is something else where the result folder should be.
    NotAFolder {
        /// What is there.
        path: PathBuf,
    },
    /// There is a folder where the file should be, or the path names no file.
    IsAFolder {
        /// The path as given.
        path: PathBuf,
    },
    /// The folder that the file should be in is not there.
    NoSuchFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The file is there, and its owner does not want it to be changed.
    WriteProtected {
        /// The file.
        path: PathBuf,
    },
    /// The system says no.
    Failed {
        /// The file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl WriteError {
    fn failed(path: &Path, source: io::Error) -> WriteError {
        WriteError::Failed { path: path.to_owned(), source }
    }

    /// The same, about the path that the user gave.
    fn about(self, path: &Path) -> WriteError {
        match self {
            WriteError::Failed { source, .. } => WriteError::failed(path, source),
            other => other,
        }
    }

    /// Whether the reader at the other end of a pipe has gone: for `| head`, that is no failure.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, WriteError::Failed { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotEmpty { folder } => write!(
                out,
                "the result folder `{}` is not empty; name another one, or, if it holds a result, use --force to overwrite that",
                folder.display()
            ),
            WriteError::NotAFolder { path } => {
                write!(
                    out,
                    "`{}` is not a folder; name a new or empty folder for the results",
                    path.display()
                )
            }
            WriteError::IsAFolder { path } if path.as_os_str().is_empty() => {
                write!(out, "the name of the file is empty; name a file, as in `answer.csv`")
            }
            WriteError::IsAFolder { path } => {
                write!(
                    out,
                    "`{}` is not a file but a folder; name a file in it, or another one",
                    path.display()
                )
            }
            WriteError::NoSuchFolder { path, folder } => write!(
                out,
                "cannot write `{}`: there is no folder `{}`; make it first, or name another one",
                path.display(),
                folder.display()
            ),
            WriteError::WriteProtected { path } => {
                write!(
                    out,
                    "cannot write `{}`: the file is write-protected; name another one",
                    path.display()
                )
            }
            WriteError::Failed { path, source } => write!(out, "cannot write `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {}
