//! The folder of a sweep: its plan, its inputs, and what is found so far. Touches files; plays nothing.
//! [`SweepFiles`] only looks; [`SweepFolder`] writes, and keeps others out while it does.
//!
//! Every file is written whole or not at all. A chunk begins with the SHA-256 of what follows, so a torn one is found; it is
//! named by its points, and each point by its content, so nothing is read as the result of something else.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::folder::{WriteError, write_file};
use super::sweep::{SWEEP_SCHEMA, sweep_plan_json};
use crate::results::{Estimate, Measure, Sweep, SweepChunk, SweepPlan};

const PLAN: &str = "plan.json";
const INPUTS: &str = "inputs";
const CHUNKS: &str = "chunks";
const LOCK: &str = ".lock";

/// What was found at points, by their hashes.
pub type Found = BTreeMap<String, Vec<(Measure, Estimate)>>;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct StoredPoints {
    /// Results by the hash of their point.
    pub found: Found,
    /// Files of chunks that are torn, or that this program did not write; to be run again.
    pub torn: Vec<PathBuf>,
}

/// What a folder of a sweep holds, to be read. Takes no lock: every file is there whole or not at all, whoever writes.
#[derive(Clone, Debug)]
pub struct SweepFiles {
    path: PathBuf,
}

/// A folder that belongs to a sweep. Holds its lock until it is dropped.
#[derive(Debug)]
pub struct SweepFolder {
    files: SweepFiles,
    /// Not there where the file system knows no locks.
    _lock: Option<File>,
}

/// Why a folder cannot be used.
#[derive(Debug)]
pub enum SweepFolderError {
    /// Something cannot be written.
    Write(WriteError),
    /// Something cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no plan in it.
    NoPlan(PathBuf),
    /// The plan cannot be understood.
    BadPlan {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another process works in it.
    Locked(PathBuf),
    /// Some of its points are not run.
    NotAllRun {
        /// The folder.
        path: PathBuf,
        /// How many are missing.
        missing: usize,
        /// How many there are.
        all: usize,
        /// A file of chunks that is torn, if there is one.
        torn: Option<PathBuf>,
    },
}

impl fmt::Display for SweepFolderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SweepFolderError::Write(error) => error.fmt(out),
            SweepFolderError::Read { path, source } => {
                write!(out, "cannot read `{}`: {source}", path.display())
            }
            SweepFolderError::NoPlan(path) => write!(
                out,
                "`{}` holds no sweep: there is no {PLAN} in it; make one with `machiai sweep plan`",
                path.display()
            ),
            SweepFolderError::BadPlan { path, problem } => write!(
                out,
                "`{}` is not the plan of a sweep that this version can read: {problem}; name another folder",
                path.display()
            ),
            SweepFolderError::Locked(path) => write!(
                out,
                "another process is running the sweep in `{}`; wait for it, or share the work with `machiai sweep run {} \
                 --chunk 1/2` and `--chunk 2/2`",
                path.display(),
                path.display()
            ),
            SweepFolderError::NotAllRun { path, missing, all, torn: None } => write!(
                out,
                "{missing} of {all} points are not run; `machiai sweep run {}` runs them",
                path.display()
            ),
            SweepFolderError::NotAllRun { path, missing, all, torn: Some(torn) } => write!(
                out,
                "{missing} of {all} points are not run (`{}` is torn); `machiai sweep run {}` runs them",
                torn.display(),
                path.display()
            ),
        }
    }
}

impl std::error::Error for SweepFolderError {}

impl From<WriteError> for SweepFolderError {
    fn from(error: WriteError) -> SweepFolderError {
        SweepFolderError::Write(error)
    }
}

#[derive(Serialize, Deserialize)]
struct Chunk {
    schema: String,
    points: Vec<StoredPoint>,
}

#[derive(Serialize, Deserialize)]
struct StoredPoint {
    hash: String,
    measures: Vec<(String, Estimate)>,
}

impl SweepFiles {
    /// A folder that holds a sweep.
    ///
    /// # Errors
    /// If it holds no plan.
    pub fn of(path: &Path) -> Result<SweepFiles, SweepFolderError> {
        match SweepFiles::is_there(path) {
            true => Ok(SweepFiles { path: path.to_owned() }),
            false => Err(SweepFolderError::NoPlan(path.to_owned())),
        }
    }

    /// Whether a folder holds the plan of a sweep.
    pub fn is_there(path: &Path) -> bool {
        path.join(PLAN).is_file()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The plan; `None` in a new folder.
    ///
    /// # Errors
    /// If there is one that cannot be read.
    pub fn plan(&self) -> Result<Option<SweepPlan>, SweepFolderError> {
        let path = self.path.join(PLAN);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SweepFolderError::Read { path, source }),
        };
        match serde_json::from_str::<SweepPlan>(&text) {
            Ok(plan) if plan.schema != SWEEP_SCHEMA => {
                Err(SweepFolderError::BadPlan { path, problem: format!("format {}", plan.schema) })
            }
            Ok(plan) => match contradiction(&plan) {
                None => Ok(Some(plan)),
                Some(problem) => Err(SweepFolderError::BadPlan { path, problem }),
            },
            Err(error) => Err(SweepFolderError::BadPlan { path, problem: error.to_string() }),
        }
    }

    /// An input: 0 is the scenario, then come the tables of the plan.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read_input(&self, position: usize) -> Result<Vec<u8>, SweepFolderError> {
        let path = self.input(position);
        fs::read(&path).map_err(|source| SweepFolderError::Read { path, source })
    }

    fn input(&self, position: usize) -> PathBuf {
        let name = if position == 0 { "scenario.toml".to_owned() } else { format!("table-{position}.csv") };
        self.path.join(INPUTS).join(name)
    }

    /// Everything found so far.
    ///
    /// # Errors
    /// If a file cannot be read; torn ones are no error.
    pub fn stored(&self) -> Result<StoredPoints, SweepFolderError> {
        let folder = self.path.join(CHUNKS);
        let read = |source| SweepFolderError::Read { path: folder.clone(), source };
        let entries = match fs::read_dir(&folder) {
            // Some ways to copy a folder leave out an empty one.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(StoredPoints::default()),
            entries => entries.map_err(read)?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(read)?.path();
            if path.extension().is_some_and(|end| end == "chunk") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut stored = StoredPoints::default();
        for path in paths {
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                Err(source) => return Err(SweepFolderError::Read { path, source }),
            };
            match parse_chunk(&bytes) {
                Some(points) => stored.found.extend(points),
                None => stored.torn.push(path),
            }
        }
        Ok(stored)
    }

    /// The sweep of a plan, out of what is found so far.
    ///
    /// # Errors
    /// If points are not run, or a file cannot be read.
    pub fn sweep(&self, plan: SweepPlan) -> Result<Sweep, SweepFolderError> {
        let stored = self.stored()?;
        let all = plan.points.len();
        let found: Vec<_> =
            plan.points.iter().filter_map(|point| stored.found.get(&point.hash).cloned()).collect();
        if found.len() < all {
            let (path, missing) = (self.path.clone(), all - found.len());
            let torn = stored.torn.into_iter().next();
            return Err(SweepFolderError::NotAllRun { path, missing, all, torn });
        }
        Ok(Sweep { plan, found })
    }
}

impl SweepFolder {
    /// Makes the folder, or takes an empty one or one that holds a sweep, for this process alone.
    ///
    /// # Errors
    /// If it holds something else, if another process works in it, or if it cannot be made.
    pub fn create(path: &Path) -> Result<SweepFolder, SweepFolderError> {
        match fs::metadata(path) {
            Ok(there) if !there.is_dir() => {
                return Err(WriteError::NotAFolder { path: path.to_owned() }.into());
            }
            Ok(_) if !path.join(PLAN).exists() && holds_foreign(path)? => {
                return Err(WriteError::NotEmpty { folder: path.to_owned() }.into());
            }
            _ => {}
        }
        fs::create_dir_all(path.join(CHUNKS)).map_err(|source| failed(path, source))?;
        fs::create_dir_all(path.join(INPUTS)).map_err(|source| failed(path, source))?;
        SweepFolder::locked(path, false)
    }

    /// Opens a folder that holds a sweep; `shared`: together with others that do other parts of it.
    ///
    /// # Errors
    /// If it holds no plan, or another process works in it.
    pub fn open(path: &Path, shared: bool) -> Result<SweepFolder, SweepFolderError> {
        SweepFiles::of(path)?;
        fs::create_dir_all(path.join(CHUNKS)).map_err(|source| failed(path, source))?;
        SweepFolder::locked(path, shared)
    }

    fn locked(path: &Path, shared: bool) -> Result<SweepFolder, SweepFolderError> {
        let lock = path.join(LOCK);
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&lock);
        let file = opened.map_err(|source| failed(&lock, source))?;
        let taken = if shared { file.try_lock_shared() } else { file.try_lock() };
        let folder = |lock| SweepFolder { files: SweepFiles { path: path.to_owned() }, _lock: lock };
        match taken {
            Ok(()) => {
                if !shared {
                    remove_leftovers(path);
                }
                Ok(folder(Some(file)))
            }
            Err(TryLockError::WouldBlock) => Err(SweepFolderError::Locked(path.to_owned())),
            // Some network file systems know no locks; the lock is a courtesy, the names of chunks are the guard.
            Err(TryLockError::Error(_)) => Ok(folder(None)),
        }
    }

    /// What it holds.
    pub fn files(&self) -> &SweepFiles {
        &self.files
    }

    /// Writes the inputs (the scenario first), then the plan.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write_plan(&self, plan: &SweepPlan, inputs: &[Vec<u8>]) -> Result<(), SweepFolderError> {
        for (position, bytes) in inputs.iter().enumerate() {
            write_file(&self.files.input(position), bytes)?;
        }
        Ok(write_file(&self.files.path.join(PLAN), sweep_plan_json(plan).as_bytes())?)
    }

    /// Writes what was found at the points of a chunk.
    ///
    /// # Errors
    /// If the disk refuses; chunks that are there stay good.
    pub fn write_chunk(
        &self,
        points: Vec<(String, Vec<(Measure, Estimate)>)>,
    ) -> Result<(), SweepFolderError> {
        let names: String = points.iter().map(|(hash, _)| format!("{hash}\n")).collect();
        let name = &sha256(names.as_bytes())[..32];
        let named = |(measure, estimate): (Measure, Estimate)| (measure.name().to_owned(), estimate);
        let point = |(hash, measures): (String, Vec<_>)| StoredPoint {
            hash,
            measures: measures.into_iter().map(named).collect(),
        };
        let chunk =
            Chunk { schema: SWEEP_SCHEMA.to_owned(), points: points.into_iter().map(point).collect() };
        let body =
            serde_json::to_string(&chunk).expect("memory takes every byte, and all our keys are texts");
        let text = format!("{}\n{body}\n", sha256(body.as_bytes()));
        Ok(write_file(&self.files.path.join(CHUNKS).join(format!("{name}.chunk")), text.as_bytes())?)
    }

    /// Writes a file of the results.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write_result(&self, name: &str, bytes: &[u8]) -> Result<(), SweepFolderError> {
        Ok(write_file(&self.files.path.join(name), bytes)?)
    }
}

/// Where a plan speaks of points or values that are not there.
fn contradiction(plan: &SweepPlan) -> Option<String> {
    if let Some(key) = plan.vary.iter().find(|key| key.values.is_empty()) {
        return Some(format!("no values of `{}`", key.key));
    }
    let (keys, points) = (plan.vary.len(), plan.points.len());
    let is_odd = |values: &[String]| values.len() != keys;
    if let Some(point) = plan.points.iter().position(|point| is_odd(&point.values)) {
        let values = plan.points[point].values.len();
        return Some(format!("point {point} has {values} values, and {keys} keys are varied"));
    }
    let end = |chunk: &SweepChunk| u64::from(chunk.first) + u64::from(chunk.count);
    let beyond = plan.chunks.iter().find(|chunk| end(chunk) > points as u64)?;
    Some(format!("a chunk ends behind point {}, and there are {points}", end(beyond)))
}

fn failed(path: &Path, source: io::Error) -> SweepFolderError {
    SweepFolderError::Write(WriteError::Failed { path: path.to_owned(), source })
}

/// Whether a folder without a plan holds anything that a sweep killed before its plan did not leave.
fn holds_foreign(path: &Path) -> Result<bool, SweepFolderError> {
    let read = |source| SweepFolderError::Read { path: path.to_owned(), source };
    for entry in fs::read_dir(path).map_err(read)? {
        let name = entry.map_err(read)?.file_name();
        let ours =
            [INPUTS, CHUNKS, LOCK].iter().any(|ours| name == *ours) || is_leftover(&name.to_string_lossy());
        if !ours {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_leftover(name: &str) -> bool {
    name.starts_with(".machiai-") && name.ends_with(".part")
}

/// Removes the temporary files of processes that were killed. One that stays does no harm.
fn remove_leftovers(path: &Path) {
    for folder in [path.to_owned(), path.join(CHUNKS), path.join(INPUTS)] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_leftover(&entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn parse_chunk(bytes: &[u8]) -> Option<Found> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (sum, body) = text.strip_suffix('\n')?.split_once('\n')?;
    if sum != sha256(body.as_bytes()) {
        return None;
    }
    let chunk: Chunk = serde_json::from_str(body).ok()?;
    if chunk.schema != SWEEP_SCHEMA {
        return None;
    }
    let mut found = Found::new();
    for point in chunk.points {
        let named = |(name, estimate): (String, Estimate)| Some((Measure::named(&name)?, estimate));
        let measures: Option<Vec<_>> = point.measures.into_iter().map(named).collect();
        found.insert(point.hash, measures?);
    }
    Some(found)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
