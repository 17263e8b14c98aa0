//! A sweep: stopped, shared, torn or in one go, it ends in the same bytes; every row is what a study says for its point.

#![allow(clippy::unwrap_used)] // Commands are run outside of `#[test]` functions, too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use crate::schema;
use machiai::export::{SWEEP_COLUMNS, summary_csv};
use machiai::results::Measure;
use machiai::scenario::{self, Attachments, Override};
use machiai::study::{self, Plan, Stop, Watch};

const DICTIONARY: &str = include_str!("../../outputs/README.md");
const SCHEMA: &str = include_str!("../../outputs/sweep.schema.json");
const TOWN: &str = "[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n[group]\ncount = 300\narrivals = \"ramp 2m\"\n";

/// An empty folder with a scenario in it.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sweep-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("town.toml"), TOWN).unwrap();
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_machiai"));
    command.current_dir(folder).arg("sweep").args(words).env("LC_ALL", "C");
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    command(folder, words).output().unwrap()
}

fn well(folder: &Path, words: &[&str]) -> String {
    let output = run(folder, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).unwrap()
}

fn refused(folder: &Path, words: &[&str], parts: &[&str]) {
    let output = run(folder, words);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{words:?} was accepted");
    for part in parts {
        assert!(told.contains(part), "{words:?}: no {part:?} in {told}");
    }
}

/// 160 points in 5 chunks.
fn grid(out: &str) -> [&str; 9] {
    [
        "town.toml",
        "--vary",
        "room.total_active_users=200..595:5",
        "--vary",
        "group.visit.mean=4m,6m",
        "--replications",
        "2",
        "--out",
        out,
    ]
}

fn results(folder: &Path, out: &str) -> [Vec<u8>; 2] {
    ["results.csv", "summary.json"].map(|name| fs::read(folder.join(out).join(name)).unwrap())
}

fn chunks(folder: &Path, out: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join(out).join("chunks")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "chunk"));
    paths.sort();
    paths
}

#[test]
fn killed_shared_torn_or_on_other_threads_it_ends_in_the_same_bytes() {
    let folder = place("bytes");
    well(&folder, &grid("one"));
    let expected = fs::read(folder.join("one/results.csv")).unwrap();
    assert_eq!(chunks(&folder, "one").len(), 5);

    // Killed after some chunks, several times, at whatever instant that is.
    for wanted in [1, 2, 4] {
        let mut child =
            command(&folder, &grid("killed")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while chunks(&folder, "killed").len() < wanted && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
    }
    let before: Vec<_> = chunks(&folder, "killed")
        .into_iter()
        .map(|path| (fs::metadata(&path).unwrap().modified().unwrap(), path))
        .collect();
    well(&folder, &grid("killed"));
    assert_eq!(results(&folder, "killed")[0], expected);
    for (modified, path) in before {
        assert_eq!(
            fs::metadata(&path).unwrap().modified().unwrap(),
            modified,
            "a finished chunk was run again"
        );
    }

    // Torn chunks: one cut, one with a wrong byte.
    let stored = chunks(&folder, "killed");
    let bytes = fs::read(&stored[0]).unwrap();
    fs::write(&stored[0], &bytes[..bytes.len() / 2]).unwrap();
    let mut bytes = fs::read(&stored[1]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&stored[1], bytes).unwrap();
    refused(&folder, &["merge", "killed"], &["64 of 160 points are not run", "torn"]);
    assert_eq!(well(&folder, &grid("killed")).matches("is torn").count(), 2);
    assert_eq!(results(&folder, "killed")[0], expected);

    // Three shares, on other numbers of threads.
    let mut plan = vec!["plan"];
    plan.extend(grid("shared"));
    well(&folder, &plan);
    for (share, threads) in [("2/3", "8"), ("1/3", "1"), ("3/3", "2")] {
        well(&folder, &["run", "shared", "--chunk", share, "--threads", threads]);
    }
    well(&folder, &["merge", "shared"]);
    assert_eq!(results(&folder, "shared")[0], expected);
}

#[test]
fn equal_points_are_run_once_and_an_extended_sweep_runs_only_what_is_new() {
    let folder = place("store");
    let sweep = |range: &str| {
        let vary = format!("room.total_active_users={range}");
        well(&folder, &["town.toml", "--vary", &vary, "--replications", "2", "--out", "out"]);
    };
    sweep("200,210,210.0");
    let hashes = |path: &Path| fs::read_to_string(path).unwrap().matches("\"hash\"").count();
    assert_eq!(chunks(&folder, "out").iter().map(|path| hashes(path)).sum::<usize>(), 2);
    sweep("200,210,210.0,220");
    assert_eq!(chunks(&folder, "out").iter().map(|path| hashes(path)).sum::<usize>(), 3);
}

#[test]
fn every_row_is_what_a_study_says_for_its_point() {
    struct NoFiles;
    impl Attachments for NoFiles {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Err("no files here".to_owned())
        }
    }
    let folder = place("rows");
    let words = ["town.toml", "--vary", "group.count=200,400", "--replications", "3", "--seed", "7"];
    let words: Vec<&str> = words.into_iter().chain(["--out", "out"]).collect();
    well(&folder, &words);
    let rows = fs::read_to_string(folder.join("out/results.csv")).unwrap();
    let mut rows = rows.lines();
    assert_eq!(rows.next().unwrap(), format!("group.count,{}", SWEEP_COLUMNS.join(",")));
    for count in ["200", "400"] {
        let set = Override { key: "group.count".to_owned(), value: count.to_owned() };
        let scenario = scenario::read(TOWN, &NoFiles, &[set]).unwrap();
        let plan = Plan {
            seed: 7,
            stop: Stop::Replications(3),
            threads: None,
            requirements: Vec::new(),
            with_minutes: false,
            shown_days: 0,
            command: String::new(),
        };
        let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
        let answer = study::predict(&scenario, &plan, &watch);
        let table = String::from_utf8(summary_csv(&answer)).unwrap();
        let told: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(told.len(), Measure::ALL.len());
        for line in told {
            let cells: Vec<&str> = line.split(',').collect();
            let row: Vec<&str> = rows.next().unwrap().split(',').collect();
            assert_eq!(row[0], count);
            // Measure, unit, value and interval.
            assert_eq!(row[1..6], cells[..5], "{line}");
        }
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn bad_input_is_one_clear_error_and_nothing_is_overwritten() {
    let folder = place("bad");
    let with = |vary: &[&str], parts: &[&str]| {
        let mut words = vec!["town.toml", "--out", "out", "--replications", "2"];
        words.extend(vary.iter().flat_map(|vary| ["--vary", vary]));
        refused(&folder, &words, parts);
        assert!(!folder.join("out").exists());
    };
    with(&["room.total_active_user=1..2:1"], &["unknown key", "did you mean `room.total_active_users`?"]);
    with(&["group.count=5..1:1"], &["--vary", "5..1:1", "empty"]);
    with(&["group.count=1..5:0"], &["not above zero"]);
    with(&["group.count=1..5/0"], &["0 values"]);
    with(&["group.count=10,20", "group[people].count=10,20"], &["group.count varies, too"]);
    with(
        &["group.count=1..1000:1", "room.total_active_users=200..400:1"],
        &["201000 points", "at most 100000"],
    );
    with(&["room.new_users_per_minute=200,300"], &["refuses 1 of 2 points", "300", "--skip-invalid"]);
    let words = ["town.toml", "--out", "out", "--replications", "2", "--vary"];
    let sweep = |more: &[&'static str]| words.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    well(&folder, &sweep(&["room.new_users_per_minute=200,300", "--skip-invalid"]));
    let before = fs::read(folder.join("out/results.csv")).unwrap();
    refused(&folder, &sweep(&["group.count=10,20"]), &["another sweep", "--vary", "--force"]);
    let again = ["room.new_users_per_minute=200,300", "--skip-invalid", "--seed", "2"];
    refused(&folder, &sweep(&again), &["--seed (there: 1; now: 2)"]);
    assert_eq!(fs::read(folder.join("out/results.csv")).unwrap(), before);
    refused(&folder, &["run", "out", "--chunk", "4/3"], &["4/3", "I/N"]);
    refused(&folder, &["merge", "."], &["holds no sweep"]);
    fs::create_dir(folder.join("mine")).unwrap();
    fs::write(folder.join("mine/letter.txt"), "dear").unwrap();
    refused(&folder, &["town.toml", "--vary", "group.count=1,2", "--out", "mine"], &["not empty"]);
}

/// Catches a merge that believes what a changed plan says of points that were run under another.
#[test]
fn a_plan_that_was_changed_afterwards_is_refused() {
    let folder = place("changed-plan");
    well(&folder, &["town.toml", "--vary", "group.count=10,20", "--replications", "2", "--out", "grid"]);
    let path = folder.join("grid/plan.json");
    let plan = fs::read_to_string(&path).unwrap();
    for (from, to) in [("\"seed\": 1", "\"seed\": 2"), ("\"replications\": 2", "\"replications\": 9")] {
        let changed = plan.replacen(from, to, 1);
        assert_ne!(changed, plan, "{from}");
        fs::write(&path, changed).unwrap();
        for step in ["merge", "run"] {
            refused(&folder, &[step, "grid"], &["changed", "accepted"]);
        }
    }
    fs::write(&path, plan).unwrap();
    well(&folder, &["merge", "grid"]);
}

#[test]
fn keys_are_named_in_what_is_wrong_with_them() {
    let folder = place("named");
    let vary = |text: &'static str| ["town.toml", "--vary", text, "--out", "x"];
    refused(
        &folder,
        &vary("room.total_activ=3"),
        &["--vary room.total_activ: unknown key", "total_active_users"],
    );
    refused(&folder, &vary("group.count="), &["--vary group.count=: no values"]);
    refused(&folder, &vary("group.visit.mean=4m..8m:3h"), &["wider than the range"]);
    let twice = ["town.toml", "--vary", "group.count=1,2", "--vary", "group.count=3", "--out", "x"];
    refused(&folder, &twice, &["--vary group.count: is the value that --vary group.count varies"]);
    assert!(!folder.join("x").exists());
}

#[test]
fn plan_and_summary_keep_to_their_schema_and_every_column_is_explained() {
    let folder = place("schema");
    well(&folder, &["town.toml", "--vary", "group.count=100,200", "--replications", "2", "--out", "out"]);
    let validator = schema::validator(SCHEMA);
    for name in ["plan.json", "summary.json"] {
        let json = fs::read(folder.join("out").join(name)).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        schema::fits(&validator, &json);
        for key in json.as_object().unwrap().keys() {
            assert!(DICTIONARY.contains(&format!("`{key}`")), "{key}");
        }
    }
    for column in SWEEP_COLUMNS {
        assert!(DICTIONARY.contains(&format!("`{column}`")), "{column}");
    }
}
