//! The command as its users meet it: exit codes, what goes to stdout and what to stderr, messages, files.
//! Runs the built program; few days and small crowds, so that every test is short.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

const DONE: i32 = 0;
const FAILED: i32 = 1;
const BAD_USAGE: i32 = 2;
const NOT_MET: i32 = 3;

/// 300 people in a minute before the smallest room of the product: there is a line, and it is short work.
const RUSH: [&str; 10] = [
    "predict",
    "--active",
    "200",
    "--per-minute",
    "200",
    "--over",
    "1m",
    "--users",
    "300",
    "--replications=2",
];

const SCENARIO: &str = "\
title = \"An opening\"
[room]
total_active_users = 200
new_users_per_minute = 200
[group]
count = 300
arrivals = \"ramp 1m\"
";

/// A folder of one test's own; gone when the test is over.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("machiai-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    fn with(name: &str, contents: impl AsRef<[u8]>) -> Place {
        let place = Place::new();
        place.put(name, contents);
        place
    }

    fn put(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), contents).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Everything in a folder: name and bytes, in order of names.
    fn contents(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.0.join(folder)).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> = entries
            .map(|entry| {
                (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap_or_default())
            })
            .collect();
        files.sort();
        files
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.contents(folder).into_iter().map(|(name, _)| name).collect()
    }

    fn command(&self) -> Command {
        let mut command = machiai();
        command.current_dir(&self.0);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command().args(arguments).output().unwrap())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program, in English whatever the locale of the tests.
fn machiai() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_machiai"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Ended {
    Ended::of(machiai().args(arguments).output().unwrap())
}

/// [`RUSH`] with more flags.
fn rush(more: &[&str]) -> Ended {
    run(&rush_words(more))
}

fn rush_words<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&RUSH[..], more].concat()
}

#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    fn of(output: Output) -> Ended {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 on both streams");
        Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    fn expect(self, code: i32) -> Ended {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Bad usage: nothing on stdout, and all of these words on stderr.
    #[track_caller]
    fn refused(self, words: &[&str]) -> Ended {
        let ended = self.expect(BAD_USAGE);
        assert_eq!(ended.out, "", "nothing is printed to stdout");
        ended.says(words)
    }

    #[track_caller]
    fn says(self, words: &[&str]) -> Ended {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is missing in:\n{}", self.err);
        }
        self
    }

    /// All of these words are in the answer, wherever its lines break.
    #[track_caller]
    fn prints(self, words: &[&str]) -> Ended {
        let lines = || self.out.lines().map(str::trim);
        let (english, japanese) = (lines().collect::<Vec<_>>().join(" "), lines().collect::<String>());
        for word in words {
            assert!(
                english.contains(word) || japanese.contains(word),
                "`{word}` is missing in:\n{}",
                self.out
            );
        }
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in:\n{}", self.out))
    }
}

// Exit codes, stdout and stderr.

#[test]
fn an_answer_goes_to_stdout_and_exits_with_0() {
    let ended = rush(&[]).expect(DONE);
    assert!(ended.out.starts_with("With 300 people"), "{}", ended.out);
    assert_eq!(ended.err, "");
}

#[test]
fn json_is_all_of_stdout_and_fits_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../outputs/answer.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let place = Place::with("s.toml", SCENARIO);
    let answers = [
        rush(&["--json", "--lang", "ja", "--opens-at", "9:00", "--require", "wait_p90 <= 60m"]),
        run(&[
            "predict",
            "--room",
            "metered",
            "--users",
            "50..90",
            "--active",
            "5",
            "--per-minute",
            "unlimited",
            "--replications",
            "1",
            "--patience",
            "10m",
            "--json",
        ]),
        place.run(&["run", "s.toml", "--replications", "2", "--json", "--out", "out"]),
    ];
    for ended in answers {
        let ended = ended.expect(DONE);
        assert_eq!(ended.err, "");
        let json = ended.json();
        let wrong: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    assert_eq!(place.text("out/summary.json").trim_end(), answers_of(&place).trim_end());
}

/// What `run` prints as JSON for the scenario of a place, with the minutes of a folder.
fn answers_of(place: &Place) -> String {
    place.run(&["run", "s.toml", "--replications", "2", "--json", "--out", "again"]).expect(DONE).out
}

#[test]
fn requirements_decide_between_0_and_3() {
    let kept = rush(&["--require", "wait_p90 <= 60m", "--require", "admitted >= 300", "--json"]).expect(DONE);
    let verdicts = kept.json()["requirements"].clone();
    assert_eq!(verdicts.as_array().unwrap().len(), 2);
    assert!(verdicts.as_array().unwrap().iter().all(|verdict| verdict["kept"] == true), "{verdicts}");

    let broken =
        rush(&["--require", "wait_p90 <= 60m", "--require", "wait_max <= 1s", "--json"]).expect(NOT_MET);
    assert_eq!(broken.json()["requirements"][0]["kept"], true);
    assert_eq!(broken.json()["requirements"][1]["kept"], false);
    assert_eq!(broken.err, "", "a broken requirement is an answer, not an error");

    let worded = rush(&["--require", "wait_max <= 1s"]).expect(NOT_MET);
    assert!(worded.out.contains("BROKEN"), "{}", worded.out);
}

#[test]
fn requirements_that_cannot_be_read_are_all_named() {
    rush(&["--require", "wait_p91 <= 1m", "--require", "wait_p90 < 1m", "--require", "line_max <= 5m"])
        .refused(&[
            "`wait_p91` is not a measure",
            "wait_p90,",
            "`wait_p90 < 1m`",
            "MEASURE <= BOUND",
            "`5m` is not a number",
        ]);
}

#[test]
fn what_cannot_be_read_or_written_exits_with_1() {
    let place = Place::with("s.toml", SCENARIO);
    place.put("file", "mine");
    fs::create_dir(place.0.join("folder")).unwrap();
    let cases: [(&[&str], &[&str]); 7] = [
        (&["run", "nothere.toml"], &["nothere.toml"]),
        (&["run", "folder"], &["folder", "not a file"]),
        (&["run", "s.toml", "--out", "file"], &["`file`", "not a folder"]),
        (&rush_words(&["--csv", "folder"]), &["`folder`", "name a file"]),
        (&rush_words(&["--csv", "nowhere/a.csv"]), &["`nowhere/a.csv`", "no folder `nowhere`"]),
        (&rush_words(&["--minutes-csv", "folder"]), &["`folder`"]),
        (&rush_words(&["--chart", "nowhere/a.png"]), &["no folder `nowhere`"]),
    ];
    for (arguments, words) in cases {
        let ended = place.run(arguments).expect(FAILED).says(words);
        assert_eq!(ended.out, "", "{arguments:?}");
    }
    assert_eq!(place.text("file"), "mine");
    assert_eq!(place.names(""), ["file", "folder", "s.toml"]);
}

#[test]
fn usage_errors_exit_with_2() {
    run(&[]).refused(&["predict", "validate"]);
    run(&["frobnicate"]).refused(&["frobnicate"]);
    run(&["run"]).refused(&["SCENARIO.toml"]);
    run(&["run", "s.toml", "--force"]).refused(&["--out"]);
    run(&["completions", "tcsh"]).refused(&["tcsh", "bash"]);
    rush(&["--user", "5"]).refused(&["--user", "--users"]);
    rush(&["--users", "5"]).refused(&["--users", "multiple"]);
    rush(&["--chart", "a.pdf"]).refused(&["--chart", "a.pdf", ".png", ".svg"]);
    rush(&["--precision", "2%"]).refused(&["--precision", "--replications"]);
}

// Messages.

#[test]
fn missing_limits_are_asked_for_all_at_once() {
    run(&["predict"]).refused(&[
        "--users: missing",
        "--total-active-users: missing",
        "--new-users-per-minute: missing",
        "accepted: 200 to",
    ]);
    run(&["predict", "--users", "300", "--room", "metered"]).refused(&[
        "--total-active-users: missing",
        "--new-users-per-minute: missing",
        "\"unlimited\"",
    ]);
}

/// Each with the flag and its value, then what the message says beside both.
const BAD_VALUES: [(&str, &str, &str); 56] = [
    ("--users", "0", "accepted: at least 1 person"),
    ("--users", "-5", "negative; accepted: people, not requests"),
    ("--users", "NaN", "not a number; accepted: people"),
    ("--users", "inf", "not a finite number; accepted: people"),
    ("--users", "1.5", "not a whole number; accepted: people"),
    ("--users", "abc", "not a number; accepted: people"),
    ("--users", "4000000001", "above 4,000,000,000; accepted: people"),
    ("--users", "20000..10000", "the low end is above the high end; accepted: people"),
    ("--total-active-users", "199", "below the product's minimum; accepted: 200 to 2,147,483,647"),
    ("--total-active-users", "-1", "negative; accepted: 200 to"),
    ("--new-users-per-minute", "0", "accepted: 200 to"),
    ("--new-users-per-minute", "201", "above --total-active-users 200; accepted: 200 to 200"),
    ("--new-users-per-minute", "NaN", "not a number; accepted: 200 to"),
    ("--session-duration", "31m", "outside the product's range; accepted: 1 to 30 whole minutes"),
    ("--session-duration", "90s", "accepted: 1 to 30 whole minutes"),
    ("--queueing-method", "lifo", "unknown; accepted: \"fifo\", \"random\", \"passthrough\", \"reject\""),
    ("--bucket-rule", "xx", "accepted: \"reservation\", \"strict\""),
    ("--newcomer-rule", "xx", "accepted: \"consistent\", \"sticky\""),
    ("--burst-share", "2", "not between 0 and 1; accepted: a share"),
    ("--room", "xx", "accepted: \"cloudflare\", \"metered\""),
    ("--line-limit", "5", "only a metered room has this; accepted"),
    ("--order", "lottery", "only a metered room has this; accepted"),
    ("--turnout", "30%", "accepted"),
    ("--opens-at", "25:00", "not a clock time; accepted: a clock time such as \"9:00\""),
    ("--opens-at", "2021-03-14T02:30[America/New_York]", "skip this time on that day; accepted"),
    ("--over", "1e30m", "accepted: a length of time with its unit"),
    ("--over", "-5m", "accepted: a length of time with its unit"),
    ("--over", "0s", "above zero; accepted: a length of time"),
    ("--counts", "arrivals", "accepted"),
    ("--patience", "30", "without a unit; accepted: \"none\""),
    ("--poll-delay", "5m", "accepted: 0s to 4m39s"),
    ("--horizon", "-5m", "not after the opening; accepted: a length of time"),
    ("--visit", "6", "without a unit; accepted: a length of time"),
    ("--visit", "1e30m", "accepted: a length of time with its unit"),
    ("--visit", "0s", "not above zero; accepted: a length of time"),
    ("--visit-cv", "0", "too small; accepted: standard deviation ÷ mean, 0.01 to 20"),
    ("--visit-cv", "NaN", "not a finite number; accepted: standard deviation ÷ mean"),
    ("--visit-quantiles", "p50=280", "accepted: at least two"),
    ("--visit-quantiles", "p50=1100,p95=280", "does not lie above p50"),
    ("--pages", "0", "too small; accepted: 1 to 1,000"),
    ("--give-up-after", "0", "too small; accepted: 1 to 1,000"),
    ("--retype", "2", "not between 0 and 1; accepted: a share"),
    ("--tolerance", "60", "without a unit; accepted: \"none\""),
    ("--comeback", "2", "not between 0 and 1; accepted: a share"),
    ("--sleep", "often", "not a share; accepted: a share"),
    ("--devices", "17", "too many devices; accepted: 1 to 16"),
    ("--cookieless", "5%", "may never stop asking; accepted: with --horizon, such as --horizon 6h"),
    ("--bypass", "-1", "accepted: a share"),
    ("--before-opening", "leave", "unknown; accepted: \"proceed\", \"wait\""),
    ("--revoke-share", "110%", "accepted: a share"),
    ("--edge", "moon", "unknown; accepted: \"off\", \"japan\", \"worldwide\""),
    ("--plan", "gold", "unknown; accepted: \"none\", \"business\", \"enterprise\", \"advanced\""),
    ("--prequeue", "3m", "too short a prequeue; accepted: 5m or more"),
    ("--change", "10m", "no time and settings; accepted: a time and settings"),
    ("--room-file", "nothere.json", "cannot be read"),
    ("--events-file", "nothere.json", "cannot be read"),
];

#[test]
fn a_bad_value_is_named_with_its_flag_and_what_would_be_accepted() {
    for (flag, value, words) in BAD_VALUES {
        let mut arguments = vec!["predict"];
        for (usual, usual_value) in
            [("--users", "300"), ("--total-active-users", "200"), ("--new-users-per-minute", "200")]
        {
            if usual != flag {
                arguments.extend([usual, usual_value]);
            }
        }
        arguments.extend([flag, value]);
        let ended = run(&arguments).refused(&[flag, words]);
        if flag != "--turnout" {
            ended.says(&[value]);
        }
    }
}

#[test]
fn the_command_of_an_answer_names_every_flag() {
    let place = Place::with(
        "room.json",
        r#"{ "name": "a", "host": "h", "total_active_users": 200, "new_users_per_minute": 200 }"#,
    );
    let words = [
        "predict",
        "--users",
        "300",
        "--room-file",
        "room.json",
        "--prequeue",
        "30m",
        "--shuffle",
        "--event-renewal-off",
        "--change",
        "10m total_active_users=300",
        "--change",
        "20m suspended=true",
        "--edge",
        "japan",
        "--devices",
        "70%,30%",
        "--comeback",
        "30%",
        "--comeback-with-cookie",
        "50%",
        "--sleep-for",
        "5m",
        "--sleep",
        "20%",
        "--seed",
        "1",
        "--replications",
        "1",
        "--json",
    ];
    let first = place.run(&words).expect(DONE).json();
    let command = first["provenance"]["command"].as_str().unwrap().to_owned();
    for word in words.iter().filter(|word| **word != "--json") {
        assert!(command.contains(word), "`{word}` is missing in: {command}");
    }
    assert!(!command.contains("true --"), "{command}");
    let ignored =
        serde_json::json!({ "kind": "settings_ignored", "file": "room.json", "settings": ["host"] });
    assert!(first["warnings"].as_array().unwrap().contains(&ignored), "{}", first["warnings"]);
    let inputs = first["inputs"].as_array().unwrap();
    let value = |key: &str| {
        let note =
            inputs.iter().find(|note| note["key"] == key).unwrap_or_else(|| panic!("{key} is not listed"));
        assert_eq!(note["basis"], "given", "{key}");
        note["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(value("room.change"), "10m total_active_users=300; 20m suspended=true");
    assert_eq!(value("group.devices"), "[0.7, 0.3]");
    assert_eq!(value("group.comeback"), "30% after exponential 10m, 50% with the cookie");
    assert_eq!(value("room.edge"), "japan");
    assert!(inputs.iter().all(|note| note["key"] != "room.queueing_method"), "nothing that is not used");
}

#[test]
fn values_as_people_write_them_are_read() {
    let people = |text: &str| {
        let limits = ["--active", "200", "--per-minute", "200", "--replications=1", "--json"];
        let ended =
            run(&[&["predict", "--over", "１０分", "--users", text][..], &limits[..]].concat()).expect(DONE);
        ended.json()["measures"]["people"]["value"].as_f64().unwrap()
    };
    for text in ["1000", "1,000", "1_000", "1k", "１０００", "0.1万"] {
        assert_eq!(people(text), 1000.0, "{text}");
    }
}

#[test]
fn a_visit_that_nobody_can_finish_is_refused_with_what_would_help() {
    run(&[
        "predict",
        "--users",
        "300",
        "--active",
        "200",
        "--per-minute",
        "200",
        "--pages",
        "2",
        "--visit",
        "200m",
        "--visit-cv",
        "0.01",
    ])
    .refused(&["nobody can finish", "200m", "session", "pages", "shorter visit"]);
    // If only some cannot, that is a warning with the share.
    let some = rush(&["--pages", "2", "--json"]).expect(DONE).json();
    let warning =
        some["warnings"].as_array().unwrap().iter().find(|warning| warning["kind"] == "lost_mid_visit");
    let share = warning.expect("a warning")["share"].as_f64().unwrap();
    assert!(share > 0.2 && share < 0.8, "{share}");
}

#[test]
fn bad_tables_are_refused_with_file_and_line() {
    let cases: [(&str, &[u8], &[&str]); 9] = [
        ("empty.csv", b"", &["empty file", "accepted"]),
        ("head.csv", b"minute,requests\n", &["no rows"]),
        ("torn.csv", b"minute,requests\n0,100\n1\n", &["torn.csv:3", "torn row", "accepted"]),
        ("bytes.csv", b"minute,requests\n0,\xff\n", &["bytes.csv:2", "0xFF", "UTF-8"]),
        ("utf16.csv", b"\xff\xfem\0i\0n\0", &["utf16.csv:1", "UTF-8"]),
        ("twice.csv", b"minute,requests\n0,5\n0,6\n", &["twice.csv:3", "line 2"]),
        ("negative.csv", b"minute,requests\n0,-3\n", &["negative.csv:2", "-3", "accepted"]),
        ("nan.csv", b"minute,requests\n0,NaN\n", &["nan.csv:2", "NaN", "accepted"]),
        ("other.csv", b"a;b\n0;5\n", &["other.csv:1", "no column", "accepted"]),
    ];
    let place = Place::new();
    for (name, bytes, words) in cases {
        place.put(name, bytes);
        let limits = ["predict", "--active", "200", "--per-minute", "200", "--counts", "arrivals"];
        place.run(&[&limits[..], &["--arrivals", name]].concat()).refused(&[&[name][..], words].concat());
    }
}

#[test]
fn a_table_must_say_what_it_counts_and_may_come_from_excel() {
    let place = Place::with("table.csv", "\u{feff}minute,requests\r\n0,200\r\n1,100\r\n");
    let flags = ["predict", "--active", "200", "--per-minute", "200", "--replications", "1", "--json"];
    place.run(&[&flags[..], &["--arrivals", "table.csv"]].concat()).refused(&[
        "--counts: missing",
        "\"arrivals\"",
        "\"admitted\"",
        "\"bookings\"",
    ]);
    let ended =
        place.run(&[&flags[..], &["--arrivals", "table.csv", "--counts", "arrivals"]].concat()).expect(DONE);
    assert_eq!(ended.json()["measures"]["people"]["value"], 300);
    place
        .run(&[&flags[..], &["--arrivals", "nothere.csv", "--counts", "arrivals"]].concat())
        .refused(&["--arrivals \"nothere.csv\"", "cannot be read"]);
}

#[test]
fn validate_reports_all_problems_of_all_files_at_once() {
    let place = Place::with("good.toml", SCENARIO);
    place.put(
        "limits.toml",
        SCENARIO.replace("per_minute = 200", "per_minute = 150").replace("title", "titel"),
    );
    place.put("count.toml", SCENARIO.replace("count = 300", "count = \"many\""));
    let ended = place.run(&["validate", "good.toml", "limits.toml", "count.toml"]).expect(BAD_USAGE).says(&[
        "limits.toml:1: titel: unknown key; did you mean `title`?",
        "limits.toml:4: room.new_users_per_minute = 150: below the product's minimum; accepted: 200 to",
        "count.toml:6: group.count = \"many\": not a number; accepted",
    ]);
    assert!(ended.out.starts_with("good.toml: ok\n"), "{}", ended.out);
    assert!(!ended.out.contains("limits.toml"), "{}", ended.out);
    place.run(&["validate", "good.toml"]).expect(DONE);
    let overridden = ["validate", "good.toml", "--set", "room.total_active_users=5"];
    place.run(&overridden).expect(BAD_USAGE).says(&["--set", "room.total_active_users", "5"]);
}

// The same bytes.

#[test]
fn same_seed_same_bytes_at_any_number_of_threads() {
    let made = |threads: &str| {
        let place = Place::new();
        let files = ["--csv", "a.csv", "--minutes-csv", "m.csv", "--chart"];
        for picture in ["c.svg", "c.png"] {
            let more =
                [&["--json", "--threads", threads, "--patience", "10m"][..], &files, &[picture]].concat();
            let ended = place.run(&rush_words(&more)).expect(DONE);
            place.put("out.json", ended.out);
        }
        place.contents("")
    };
    let one = made("1");
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a.csv", "c.png", "c.svg", "m.csv", "out.json"]);
    let three = made("3");
    for (alone, shared) in one.iter().zip(&three) {
        assert_eq!(alone.0, shared.0);
        assert!(!alone.1.is_empty(), "{} is empty", alone.0);
        assert!(alone.1 == shared.1, "{} depends on the number of threads", alone.0);
    }
}

#[test]
fn seeds_reach_from_0_to_the_largest_and_matter() {
    let answer = |seed: &str| rush(&["--seed", seed, "--json"]).expect(DONE).json()["measures"].clone();
    let smallest = answer("0");
    assert_eq!(smallest, answer("0"));
    assert_ne!(smallest, answer("18446744073709551615"));
}

#[test]
fn the_command_that_an_answer_names_repeats_it() {
    let place = Place::new();
    let first = place.run(&rush_words(&["--visit", "5m", "--no-renewal", "--lang", "en"])).expect(DONE);
    let line = first.out.lines().find(|line| line.trim_start().starts_with("machiai predict ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    assert_eq!(place.run(&words).expect(DONE).out, first.out);
}

// Files and folders.

#[test]
fn a_result_folder_is_whole() {
    let place = Place::with("s.toml", SCENARIO);
    place.run(&["run", "s.toml", "--replications", "2", "--out", "new/out", "--people"]).expect(DONE);
    let note: Value = serde_json::from_str(&place.text("new/out/provenance.json")).unwrap();
    assert_eq!(note["provenance"]["complete"], true);
    assert_eq!(note["provenance"]["replications"], 2);
    let mut named: Vec<String> = note["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap().to_owned())
        .collect();
    for (file, name) in note["files"].as_array().unwrap().iter().zip(&named) {
        assert_eq!(file["bytes"], place.read(&format!("new/out/{name}")).len(), "{name}");
    }
    named.push("provenance.json".to_owned());
    named.sort();
    assert_eq!(place.names("new/out"), named);
    assert_eq!(place.text("new/out/people.csv").lines().count(), 301);
}

#[test]
fn an_existing_folder_is_refused_intact_unless_forced() {
    let place = Place::with("s.toml", SCENARIO);
    let arguments = ["run", "s.toml", "--replications", "1", "--out", "out"];
    place.run(&[&arguments[..], &["--people"]].concat()).expect(DONE);
    place.put("out/mine.txt", "mine");
    let before = place.contents("out");
    let ended = place.run(&arguments).expect(FAILED).says(&["`out`", "not empty", "--force"]);
    assert_eq!(ended.out, "");
    assert!(place.contents("out") == before, "a refused folder has changed");
    place.run(&[&arguments[..], &["--force", "--seed", "2"]].concat()).expect(DONE);
    assert_eq!(place.text("out/mine.txt"), "mine");
    assert!(!place.names("out").contains(&"people.csv".to_owned()), "a file of the older result is left");
    assert!(place.contents("out") != before);
}

#[test]
fn refusals_leave_no_folder_behind() {
    let place = Place::with("s.toml", SCENARIO.replace("count = 300", "count = 0"));
    place.run(&["run", "s.toml", "--out", "out"]).refused(&["s.toml:6: group.count = 0", "accepted"]);
    assert_eq!(place.names(""), ["s.toml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_costs_nothing_that_was_there() {
    let place = Place::with("old.csv", "old");
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [rush_words(&[]), rush_words(&["--json"]), vec!["man"], vec!["completions", "bash"]] {
        let output = machiai().args(&arguments).stdout(full()).output().unwrap();
        Ended::of(output).expect(FAILED).says(&["standard output", "No space left"]);
    }
    place.run(&rush_words(&["--csv", "/dev/full"])).expect(FAILED).says(&["`/dev/full`", "No space left"]);
    assert_eq!(place.names(""), ["old.csv"]);
    assert_eq!(place.text("old.csv"), "old");
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_is_no_failure() {
    for arguments in [rush_words(&[]), rush_words(&["--json"]), vec!["man"], vec!["completions", "bash"]] {
        let mut child =
            machiai().args(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take()); // Closed before the first byte.
        let ended = Ended::of(child.wait_with_output().unwrap()).expect(DONE);
        assert_eq!(ended.err, "", "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_utf8_in_name_works() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    let name = OsStr::from_bytes(b"a\xff.csv");
    let output = place.command().args(RUSH).arg("--csv").arg(name).output().unwrap();
    if output.status.success() {
        assert!(fs::read(place.0.join(name)).unwrap().starts_with(b"measure,unit,"));
    } else {
        // Some file systems refuse such names; then it is said.
        Ended::of(output).expect(FAILED).says(&["cannot write"]);
    }
}

// Languages, help, completions, manual.

#[test]
fn both_languages_answer_and_the_locale_decides_unless_told() {
    let place = Place::new();
    let line = |variables: &[(&str, &str)], more: &[&str]| {
        let output = place.command().envs(variables.iter().copied()).args(rush_words(more)).output().unwrap();
        Ended::of(output).expect(DONE).out.lines().next().unwrap().to_owned()
    };
    let english = "With 300 people";
    let japanese = "300人がアクセスした場合";
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);
    let cases: [Case; 7] = [
        (&[], &[], english),
        (&[("LANG", "C")], &[], english),
        (&[("LANG", "fr_FR.UTF-8")], &[], english),
        (&[("LANG", "ja_JP.UTF-8")], &[], japanese),
        (&[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")], &[], english),
        (&[("LANG", "ja_JP.UTF-8")], &["--lang", "en"], english),
        (&[], &["--lang", "ja"], japanese),
    ];
    for (variables, more, start) in cases {
        let said = line(variables, more);
        assert!(said.starts_with(start), "{variables:?} {more:?}: {said}");
    }
}

#[test]
fn help_names_the_dashboards_labels_and_the_exit_codes() {
    let help = run(&["predict", "--help"]).expect(DONE).out;
    let expected = [
        "アクティブユーザーの合計数",
        "分単位の新規ユーザー",
        "セッション時間",
        "--total-active-users",
        "--active",
        "--new-users-per-minute",
        "--per-minute",
        "people, not requests",
        "Exit codes: 0 done, 1 failed, 2 bad usage or scenario, 3 a requirement is not met",
    ];
    for word in expected {
        assert!(help.contains(word), "`{word}` is missing in:\n{help}");
    }
}

#[test]
fn completions_manual_version_and_licences_print() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]).expect(DONE).out;
        assert!(script.contains("machiai") && script.contains("total-active-users"), "{shell}");
    }
    let manual = run(&["man"]).expect(DONE).out;
    assert!(manual.contains(".TH machiai 1"), "{manual:.200}");
    assert!(manual.contains("total\\-active\\-users") && manual.contains("アクティブユーザーの合計数"));
    assert_eq!(run(&["--version"]).expect(DONE).out, format!("machiai {}\n", env!("CARGO_PKG_VERSION")));
    assert!(run(&["licenses"]).expect(DONE).out.contains("SIL"));
}

#[test]
fn text_from_a_scenario_cannot_leave_its_place() {
    let title = r#"title = "<script>alert(1)</script> & \"x\" \u001b[31m\u0007\u0000""#;
    let place = Place::with("s.toml", SCENARIO.replace("title = \"An opening\"", title));
    let ended = place.run(&["run", "s.toml", "--replications", "1", "--out", "out"]).expect(DONE);
    let svg = place.text("out/chart.svg");
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"), "{svg:.300}");
    for text in [ended.out, place.text("out/answer.txt"), svg] {
        let control = text.chars().find(|&c| c.is_control() && c != '\n');
        assert_eq!(control, None, "a control character came through");
    }
}

// Ctrl-C. Linux only: there the kernel tells when the program listens, and how long it has worked.

#[cfg(target_os = "linux")]
mod interrupted {
    use std::process::Child;
    use std::time::{Duration, Instant};

    use super::*;

    /// A process that does not outlive its test.
    struct Running(Child);

    impl Drop for Running {
        fn drop(&mut self) {
            // Fails if it has ended, as it should have.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// Much longer than anything on the way; only so that a hang does not last for ever.
    const HANGING: Duration = Duration::from_secs(120);

    /// Interrupts a study of 100,000 days when it has done some, and returns the exit code. Stdout is in
    /// `out.json`, stderr in `err.txt`, the folder in `out`. Two threads: no machine is done too early.
    fn interrupt(place: &Place) -> Option<i32> {
        place.put("s.toml", SCENARIO);
        let stream = |name: &str| fs::File::create(place.0.join(name)).unwrap();
        let mut command = place.command();
        command.args([
            "run",
            "s.toml",
            "--replications",
            "100000",
            "--threads",
            "2",
            "--json",
            "--out",
            "out",
        ]);
        command.stdout(stream("out.json")).stderr(stream("err.txt"));
        let mut running = Running(command.spawn().unwrap());
        let child = &mut running.0;
        let started = Instant::now();
        // A day takes about a millisecond of the processor: after half a second there are many.
        while !(listens(child.id()) && worked(child.id()) >= 50) {
            assert!(child.try_wait().unwrap().is_none(), "it ended too early: {}", place.text("err.txt"));
            assert!(started.elapsed() < HANGING, "it does not listen to Ctrl-C");
            std::thread::sleep(Duration::from_millis(5));
        }
        // The shell's own `kill` is everywhere.
        let sent = Command::new("sh").arg("-c").arg(format!("kill -INT {}", child.id())).status().unwrap();
        assert!(sent.success());
        let signalled = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            assert!(signalled.elapsed() < HANGING, "it goes on after Ctrl-C");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether a process has a handler for SIGINT, the second signal.
    fn listens(process: u32) -> bool {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 != 0)
    }

    /// Processor time that a process has used, in ticks of 10 ms.
    fn worked(process: u32) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        after_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse().ok()).unwrap_or(0)
    }

    #[test]
    fn leaves_the_finished_days_marked_incomplete() {
        let place = Place::new();
        assert_eq!(interrupt(&place), Some(FAILED), "{}", place.text("err.txt"));
        let json: Value = serde_json::from_str(&place.text("out.json")).unwrap();
        let days = json["provenance"]["replications"].as_u64().unwrap();
        assert!((1..100_000).contains(&days), "{days}");
        assert_eq!(json["provenance"]["complete"], false);
        assert!(json["warnings"].as_array().unwrap().iter().any(|warning| warning["kind"] == "interrupted"));
        assert!(json["measures"]["wait_p90"]["value"].as_f64().unwrap() > 0.0);
        let note: Value = serde_json::from_str(&place.text("out/provenance.json")).unwrap();
        assert_eq!(note["provenance"]["complete"], false);
        assert_eq!(note["provenance"]["replications"], days);
        assert!(place.names("out").iter().all(|name| !name.ends_with(".part")));
    }

    #[test]
    fn says_nothing_of_what_was_not_tried() {
        let place = Place::new();
        interrupt(&place);
        let text = place.text("out/answer.txt");
        assert!(!text.contains("No single setting that was tried"), "nothing was tried:\n{text}");
        let json: Value = serde_json::from_str(&place.text("out.json")).unwrap();
        for key in ["effects", "levers"] {
            for effect in json[key].as_array().unwrap() {
                assert!(!effect["at_high"].is_null(), "{key} that was not simulated: {effect}");
            }
        }
    }
}

// Found by attacking the program: each of these was once wrong.

#[cfg(target_os = "linux")]
#[test]
fn a_stderr_that_cannot_be_written_is_no_panic() {
    let place = Place::with("one.toml", "x = 1\n");
    place.put("two.toml", "x = 1\n");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = place.command().args(["validate", "one.toml", "two.toml"]).stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(BAD_USAGE));
}

#[test]
fn validate_exits_alike_in_any_order_of_files() {
    let place = Place::with("bad.toml", "x = 1\n");
    let code = |files: [&str; 2]| place.run(&["validate", files[0], files[1]]).code;
    assert_eq!(code(["bad.toml", "nothere.toml"]), code(["nothere.toml", "bad.toml"]));
}

#[test]
fn two_outputs_do_not_share_a_file() {
    let place = Place::new();
    place
        .run(&rush_words(&["--csv", "a.csv", "--minutes-csv", "./a.csv"]))
        .refused(&["--csv", "--minutes-csv"]);
    assert!(place.names("").is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_written_does_not_cost_the_answer() {
    let ended = rush(&["--csv", "/dev/full"]).expect(FAILED);
    assert!(ended.out.starts_with("With 300 people"), "the answer is lost: {ended:?}");
}

#[test]
fn negative_numbers_are_refused_as_values() {
    for flag in ["--seed", "--threads", "--replications"] {
        let words = ["predict", "--users", "300", "--active", "200", "--per-minute", "200", flag, "-1"];
        run(&words).refused(&[flag, "-1"]);
    }
}

#[test]
fn over_says_what_is_wrong_with_the_length() {
    let over = |value: &str| {
        run(&["predict", "--users", "300", "--active", "200", "--per-minute", "200", "--over", value])
    };
    let ended = over("10").refused(&["--over", "unit"]);
    assert!(!ended.err.contains("ramp 10"), "nobody typed `ramp`: {}", ended.err);
    let ended = over("ramp 10m").refused(&["--over"]);
    assert!(!ended.err.contains("ramp ramp"), "{}", ended.err);
}

#[test]
fn messages_of_predict_speak_of_flags_and_not_of_keys() {
    let limits = ["predict", "--active", "200", "--per-minute", "200"];
    let cases: [&[&str]; 5] = [
        &["--users", "9", "--visit", "6m", "--visit-quantiles", "p50=280,p95=1100"],
        &["--accesses", "20000", "--per-person", "5", "--eligible", "9", "--turnout", "1"],
        &["--users", "9", "--pages", "2", "--visit", "200m", "--visit-cv", "0.01"],
        &["--users", "9", "--line-limit", "5"],
        &["--users", "9", "--counts", "arrivals"],
    ];
    for more in cases {
        let ended = run(&[&limits[..], more].concat()).refused(&[]);
        for key in ["group.", "room.", "kind =", "unknown key", "this key"] {
            assert!(!ended.err.contains(key), "`{key}` is no flag: {}", ended.err);
        }
    }
    let ended = run(&["predict", "--users", "9", "--active", "20", "--per-minute", "20"]).refused(&[]);
    ended.says(&["--lift-product-limits"]);
}

#[test]
fn a_table_with_an_open_quote_is_torn() {
    let place = Place::with("torn.csv", "minute,requests\n0,300\n1,\"5\n");
    let flags = ["predict", "--active", "200", "--per-minute", "200", "--counts", "arrivals"];
    place.run(&[&flags[..], &["--arrivals", "torn.csv"]].concat()).refused(&["torn.csv"]);
}

#[test]
fn a_range_of_people_is_said_as_given_after_few_days() {
    let flags = ["predict", "--active", "200", "--per-minute", "200", "--replications=2", "--over=1m"];
    let ended = run(&[&flags[..], &["--users", "200..450"]].concat()).expect(DONE);
    assert!(ended.out.starts_with("With 200 to 450 people"), "{:.200}", ended.out);
}

#[test]
fn a_day_cut_short_is_not_explained_by_the_arrivals() {
    let flags = ["predict", "--active", "200", "--per-minute", "200", "--replications=2", "--users", "3000"];
    let ended = run(&[&flags[..], &["--horizon", "30m"]].concat()).expect(DONE);
    assert!(ended.out.contains("the run ended while about"), "{}", ended.out);
    assert!(!ended.out.contains("many come only after the line is gone"), "{}", ended.out);
}

#[test]
fn nobody_waits_is_not_said_where_most_are_turned_away() {
    let flags = ["predict", "--room", "metered", "--active", "20", "--per-minute", "200", "--replications=2"];
    let ended =
        run(&[&flags[..], &["--users", "300", "--over", "1m", "--line-limit", "0"]].concat()).expect(DONE);
    let first = ended.out.lines().next().unwrap();
    assert!(!first.contains("nobody has to wait"), "9 in 10 never get in: {:.400}", ended.out);
}

/// Catches: "nobody has to wait" said of a room that is off, or of a prequeue that stays empty, as if it were good news.
#[test]
fn a_room_without_work_is_said_to_have_none() {
    let kinds = |ended: &Ended| -> Vec<String> {
        let warnings = ended.json()["warnings"].as_array().unwrap().clone();
        warnings.iter().map(|warning| warning["kind"].as_str().unwrap().to_owned()).collect()
    };
    let off = rush(&["--suspended"]).expect(0);
    off.prints(&["WARNING: the room is suspended when the service opens"]);
    let empty = rush(&["--prequeue", "30m", "--lang", "ja"]).expect(0);
    empty.prints(&["【注意】イベントopeningの事前待機の間にアクセスする方がいない試算です"]);
    assert_eq!(kinds(&rush(&["--suspended", "--json"])), ["room_off_at_opening"]);
    // Some lose their session besides.
    let kinds_of_empty = kinds(&rush(&["--prequeue", "30m", "--json"]));
    assert!(kinds_of_empty.iter().any(|kind| kind == "nobody_in_prequeue"), "{kinds_of_empty:?}");
    let place = Place::with(
        "early.toml",
        format!("{SCENARIO}arrivals_shift = \"-30s\"\n").replace("[group]", "event = [{ name = \"e\", prequeue_start_time = \"-30m\", event_start_time = \"0s\", event_end_time = \"9h\" }]\n[group]"),
    );
    let kinds_of_early = kinds(&place.run(&["run", "early.toml", "--replications=2", "--json"]));
    assert!(!kinds_of_early.iter().any(|kind| kind == "nobody_in_prequeue"), "{kinds_of_early:?}");
}

#[test]
fn places_and_servers_are_answered_with_flags() {
    let schema: Value = serde_json::from_str(include_str!("../../outputs/answer.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let places = rush(&["--places", "100", "--opens-at", "9:00"]).expect(DONE);
    assert!(places.out.starts_with("The 100 places are gone about 9:"), "{}", places.out);
    places.prints(&["about 200 people go without.", "Who gets a place"]);
    rush(&["--places", "100", "--lang", "ja"])
        .expect(DONE)
        .prints(&["予約枠100件は", "約200人が予約できない見込みです"]);
    rush(&["--places", "1000"])
        .expect(DONE)
        .prints(&["The 1,000 places are not all taken on any simulated day"]);
    let slow = ["--origin-servers", "2", "--service-time", "200ms", "--safe-inside", "500"];
    rush(&slow).expect(DONE).prints(&["500 are safe", "19 in 20 requests are answered within"]);
    let lost = ["--origin-servers", "1", "--service-time", "4s", "--origin-timeout", "8s"];
    rush(&lost).expect(DONE).prints(&["WARNING: the servers collapse:", "the booking servers times out"]);
    let json = rush(&[&slow[..], &["--places", "100", "--json"]].concat()).expect(DONE).json();
    assert!(
        schema.is_valid(&json),
        "{:?}",
        schema.iter_errors(&json).map(|e| e.to_string()).collect::<Vec<_>>()
    );
    assert_eq!(json["measures"]["places_taken"]["value"], 100.0);
    assert_eq!(json["places"]["places"], 100);
    assert_eq!(json["origin"]["has_station"], true);
}

#[test]
fn requirements_on_places_and_servers_are_judged() {
    let places = ["--places", "100"];
    let judged = |more: &[&str], requirement: &str, code: i32| {
        rush(&[more, &["--require", requirement]].concat()).expect(code);
    };
    judged(&places, "sold_out >= 1m", DONE);
    judged(&places, "sold_out >= 10h", NOT_MET);
    judged(&["--places", "1000"], "sold_out >= 10h", DONE);
    judged(&["--safe-inside", "1000"], "overloaded_days <= 1%", DONE);
    judged(&["--safe-inside", "10"], "overloaded_days <= 1%", NOT_MET);
    judged(&["--origin-servers", "20", "--service-time", "200ms"], "response_p95 <= 3s", DONE);
    judged(&[], "response_p95 <= 3s", NOT_MET);
}

#[test]
fn minutes_and_charts_have_the_load_of_the_servers() {
    let place = Place::new();
    let more =
        ["--places", "100", "--origin-servers", "20", "--service-time", "200ms", "--safe-inside", "150"];
    let files = ["--minutes-csv", "minutes.csv", "--chart", "day.svg", "--opens-at", "9:00"];
    place.run(&rush_words(&[&more[..], &files].concat())).expect(DONE);
    let minutes = place.text("minutes.csv");
    assert!(
        minutes
            .lines()
            .next()
            .unwrap()
            .ends_with("line_drawn_low_people,line_drawn_high_people,wait_drawn_low_seconds,wait_drawn_high_seconds")
    );
    let chart = place.text("day.svg");
    for label in ["people inside, whom the booking servers bear", "safe: 150 people inside", "places gone 9:"]
    {
        assert!(chart.contains(label), "{label}");
    }
}

#[test]
fn figures_of_the_day_are_played_on_without_what_they_do_not_tell() {
    let now = ["--now", "2m", "--waiting-now", "50", "--active-now", "150"];
    let more = ["--places", "100", "--origin-servers", "2", "--service-time", "200ms"];
    let plain = rush(&[&now[..], &["--json"]].concat()).expect(DONE).json();
    let ended = rush(&[&now[..], &more, &["--json"]].concat()).expect(DONE).json();
    assert_eq!(plain["measures"], ended["measures"]);
    let note = &ended["notes"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(note["kind"], "played_without");
    assert_eq!([&note["origin"], &note["stock"], &note["operator"]], [true, true, false]);
    rush(&[&now[..], &more].concat()).expect(DONE).prints(&["is played on without slow booking servers"]);
}

#[test]
fn fairness_takes_the_number_of_places_from_the_stock() {
    let place = Place::with("s.toml", format!("{SCENARIO}\n[stock]\nplaces = 120\nper_booking = 2\n"));
    let fair = |more: &[&str]| {
        let words = ["fairness", "s.toml", "--replications", "2", "--json"];
        place.run(&[&words[..], more].concat()).expect(DONE).json()
    };
    let found = fair(&[]);
    assert_eq!(found["places"], serde_json::json!({ "kind": "booked", "count": 60 }));
    assert!(found["notes"].as_array().unwrap().iter().any(|note| note["kind"] == "stock_replaced"));
    assert_eq!(fair(&["--places", "30"])["places"]["count"], 30);
}

const TWO_ROOMS: &str = "\
[[room]]
name = \"gym\"
total_active_users = 200
new_users_per_minute = 200
[[room]]
name = \"pool\"
total_active_users = 200
new_users_per_minute = 200
[[group]]
room = \"gym\"
count = 300
[[group]]
room = \"pool\"
count = 300
";

#[test]
fn verbs_about_one_room_say_which_verb_is_about_several() {
    let place = Place::with("two.toml", TWO_ROOMS);
    for verb in ["run", "fairness"] {
        place.run(&[verb, "two.toml"]).refused(&["two.toml: 2 rooms", verb, "machiai tenants two.toml"]);
    }
    place.run(&["room", "export", "two.toml"]).refused(&["two.toml: 2 rooms", "one [room]"]);
    place.run(&["validate", "two.toml"]).expect(DONE);
}

#[test]
fn the_command_of_an_answer_names_the_flags_of_origin_and_stock() {
    let place = Place::with("load.toml", "[origin]\nkind = \"threshold\"\nsafe_requests_per_second = 900\n");
    let more = [
        "--origin-servers",
        "8",
        "--service-time",
        "200ms",
        "--origin-file",
        "load.toml",
        "--origin-timeout",
        "30s",
        "--serves-abandoned",
        "--places",
        "50",
        "--per-booking",
        "70%,30%",
        "--json",
    ];
    let first = place.run(&rush_words(&more)).expect(DONE).json();
    let command = first["provenance"]["command"].as_str().unwrap();
    for word in more.iter().filter(|word| **word != "--json") {
        assert!(command.contains(word), "`{word}` is missing in: {command}");
    }
    assert!(!command.contains("true --"), "{command}");
    let notes = first["inputs"].as_array().unwrap();
    let note = |key: &str| {
        notes.iter().find(|note| note["key"] == key).unwrap_or_else(|| panic!("{key}: {notes:?}"))
    };
    for (key, basis, value) in [
        ("origin", "given", "servers=8 service_time=200ms"),
        ("origin.timeout", "given", "30s"),
        ("origin.retries", "assumed", "3"),
        ("origin.retry_delay", "assumed", "exponential 5s"),
        ("origin.safe_requests_per_second", "given", "900"),
        ("origin.safe_utilisation", "assumed", "90%"),
        ("stock.places", "given", "50"),
        ("stock.per_booking", "given", "[0.7, 0.3]"),
        ("stock.after_sell_out", "assumed", "all_leave"),
    ] {
        assert_eq!((&note(key)["basis"], &note(key)["value"]), (&basis.into(), &value.into()), "{key}");
    }
}

#[test]
fn flags_of_the_stock_need_places() {
    rush(&["--per-booking", "2"]).refused(&["--places"]);
    rush(&["--places", "0"]).refused(&["--places 0: nothing to book"]);
    rush(&["--background", "30%"]).refused(&["--origin-servers: missing", "--origin-file"]);
    // `fairness` has places of its own.
    run(&["fairness", "--places", "0x", "--users", "300", "--active", "200", "--per-minute", "200"])
        .refused(&["--places: "]);
}
