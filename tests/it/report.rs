//! Reports as their users meet them: the same bytes whether a result was just found or read back, nothing of a scenario that takes
//! effect in any form, pictures as they were when somebody last looked at them, the notice and what happened on the day.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // Results are made outside of `#[test]` functions, too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use machiai::export::{CsvEncoding, ReportFile, ReportForm, read_finding, report_files};
use machiai::report::Language;

/// What a mischievous user calls a scenario.
const TITLE: &str = r#"<script>alert(1)</script> & "x" =HYPERLINK("http://x")"#;

/// Two groups, impatient, servers that slow down, and a stock: every picture has something to show.
const TOWN: &str = r#"
opens_at = "9:00"
[room]
total_active_users = 200
new_users_per_minute = 200
[origin]
servers = 3
service_time = "800ms"
safe_people_inside = 150
[stock]
places = 420
[[group]]
name = "young"
count = 500
arrivals = "ramp 6m"
patience = "30m"
[[group]]
name = "old =1+1"
count = 200
arrivals = "ramp 9m"
"#;

/// A folder of one test's own; gone when the test is over.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("machiai-report-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        let title = TITLE.replace('"', "\\\"");
        fs::write(path.join("town.toml"), format!("title = \"{title}\"\n{TOWN}")).unwrap();
        Place(path)
    }

    /// Runs the program in the folder.
    fn run(&self, words: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_machiai");
        Command::new(program).current_dir(&self.0).args(words).env_remove("LANG").output().unwrap()
    }

    /// Standard output of a run that ends with this exit code.
    fn printed(&self, words: &[&str], code: i32) -> String {
        let output = self.run(words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.0.join(folder)).unwrap().map(Result::unwrap);
        entries
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
            .collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The verbs with a small result each.
const VERBS: [(&str, &[&str]); 4] = [
    ("answer", &["run", "town.toml", "--replications", "3", "--explain"]),
    (
        "fairness",
        &["fairness", "town.toml", "--set", "origin.servers=30", "--early", "20%", "--replications", "3"],
    ),
    ("comparison", &["compare", "town.toml", "--set", "room.session_duration=10m", "--replications", "3"]),
    (
        "recommendation",
        &["recommend", "--users", "400", "--over", "4m", "--proven-active", "300", "--patience", "20m"],
    ),
];

/// The JSON of each verb, computed once.
fn results() -> &'static BTreeMap<&'static str, String> {
    static RESULTS: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let place = Place::new();
        let json = |words: &[&str]| place.printed(&[words, &["--json"]].concat(), 0);
        VERBS.iter().map(|(name, words)| (*name, json(words))).collect()
    })
}

fn files_of(json: &str, forms: &[ReportForm], language: Language) -> Vec<ReportFile> {
    report_files(&read_finding(json).unwrap(), None, forms, CsvEncoding::Utf8, language).unwrap()
}

#[test]
fn a_report_read_back_has_the_bytes_of_one_made_at_once() {
    let place = Place::new();
    for (name, words) in VERBS {
        let at_once = format!("{name}-at-once");
        place.printed(&[words, &["--report", &at_once, "--lang", "ja"]].concat(), 0);
        fs::write(place.0.join("result.json"), &results()[name]).unwrap();
        place.printed(&["report", "result.json", "--out", name, "--lang", "ja"], 0);
        assert!(place.files(name) == place.files(&at_once), "{name}");
    }
    // The folder of a run holds the same result.
    place.printed(&[VERBS[0].1, &["--out", "folder"]].concat(), 0);
    place.printed(&["report", "folder", "--out", "of-folder", "--format", "md,slack,csv", "--lang", "ja"], 0);
    let file =
        ["report", "folder/summary.json", "--out", "of-file", "--format", "md,slack,csv", "--lang", "ja"];
    place.printed(&file, 0);
    assert!(place.files("of-folder") == place.files("of-file"));
}

#[test]
fn a_sweep_is_reported_from_its_folder() {
    let place = Place::new();
    let vary = ["--vary", "room.total_active_users=200,300", "--vary", "group[0].count=300,500"];
    let sweep = ["sweep", "town.toml", "--out", "grid", "--replications", "2", "--report", "at-once"];
    place.printed(&[&sweep[..], &vary].concat(), 0);
    place.printed(&["report", "grid", "--out", "later"], 0);
    let files = place.files("later");
    assert!(files == place.files("at-once"));
    assert!(
        files.contains_key("sweep-wait_p90.svg") && files.contains_key("report-sweep.csv"),
        "{:?}",
        files.keys()
    );
}

/// Names of elements, attributes and entities that a title could smuggle in.
fn is_harmless(name: &str, text: &str) {
    assert!(!text.contains("<script>alert"), "{name}");
    assert!(!text.contains("alert(1)</script>"), "{name}");
}

#[test]
fn a_title_takes_effect_in_no_form() {
    for (name, json) in results() {
        for language in [Language::English, Language::Japanese] {
            for file in files_of(json, &ReportForm::ALL, language) {
                let Ok(text) = String::from_utf8(file.bytes) else { continue };
                let name = format!("{name}: {}", file.name);
                if file.name.ends_with(".csv") {
                    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
                    for row in table.records() {
                        for cell in row.unwrap().iter().filter(|cell| cell.parse::<f64>().is_err()) {
                            assert!(!cell.starts_with(['=', '+', '@', '-', '\t']), "{name}: {cell}");
                        }
                    }
                } else {
                    is_harmless(&name, &text);
                }
            }
        }
    }
}

#[test]
fn several_results_get_a_folder_each() {
    let place = Place::new();
    fs::write(place.0.join("a.json"), &results()["answer"]).unwrap();
    fs::create_dir_all(place.0.join("b")).unwrap();
    fs::write(place.0.join("b/a.json"), &results()["comparison"]).unwrap();
    let told = place.printed(&["report", "a.json", "b/a.json", "--out", "out", "--format", "slack"], 0);
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(
        place.0.join("out/a/report-slack.txt").exists() && place.0.join("out/a-2/report-slack.txt").exists()
    );
}

#[test]
fn what_is_read_is_never_written_over() {
    let place = Place::new();
    let json = &results()["answer"];
    for name in ["report.md", "report-minutes.csv"] {
        fs::create_dir_all(place.0.join("out")).unwrap();
        fs::write(place.0.join("out").join(name), json).unwrap();
        let result = format!("out/{name}");
        let output = place.run(&["report", &result, "--out", "out", "--format", "md,csv"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(name) && told.contains("accepted:"), "{told}");
        assert!(place.files("out")[name] == json.as_bytes(), "{name} stays, and nothing else is made");
        assert_eq!(place.files("out").len(), 1);
        fs::remove_dir_all(place.0.join("out")).unwrap();
    }
}

#[test]
fn reports_stay_in_their_folder() {
    let place = Place::new();
    for name in ["a.json", "...json", "..json", "A.json"] {
        fs::write(place.0.join(name), &results()["answer"]).unwrap();
    }
    fs::write(place.0.join("report-slack.txt"), "mine").unwrap();
    let results = ["report", "a.json", "...json", "..json", "A.json"];
    place.printed(&[&results[..], &["--out", "out", "--format", "slack"]].concat(), 0);
    assert_eq!(fs::read(place.0.join("report-slack.txt")).unwrap(), b"mine");
    for folder in ["a", "result", "result-2", "A-2"] {
        assert!(place.0.join("out").join(folder).join("report-slack.txt").exists(), "{folder}");
    }
}

#[test]
fn a_name_that_is_taken_by_a_folder_costs_no_other_file() {
    let place = Place::new();
    fs::write(place.0.join("result.json"), &results()["answer"]).unwrap();
    fs::create_dir_all(place.0.join("out/report.xlsx")).unwrap();
    fs::write(place.0.join("out/report.html"), "older").unwrap();
    let output = place.run(&["report", "result.json", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("report.xlsx is a folder"));
    assert_eq!(fs::read(place.0.join("out/report.html")).unwrap(), b"older");
}

#[test]
fn a_page_of_a_whole_day_stays_small_and_asks_for_nothing() {
    let mut answer = crate::outputs::full();
    let row = |minute: i64| machiai::results::MinuteRow {
        line_mean: (minute as f64 * 37.3).rem_euclid(1000.0) + 1.0 / 3.0,
        arrived: (minute as f64 * 11.7).rem_euclid(300.0),
        accepted: (minute as f64 * 3.1).rem_euclid(200.0),
        ..crate::outputs::minute(minute, (minute > 0).then_some(minute as f64 * 1.1))
    };
    answer.minutes = (-10..480).map(row).collect();
    let json = machiai::export::json(&answer);
    let page = files_of(&json, &[ReportForm::Html], Language::Japanese).remove(0);
    assert!(page.bytes.len() < 600_000, "{} bytes", page.bytes.len());
    let text = String::from_utf8(page.bytes).unwrap();
    for address in ["src=\"http", "href=\"http", "url(http", "@import", "<link", "<iframe"] {
        assert!(!text.contains(address), "{address}");
    }
}

/// Small pictures of every kind, as they were when somebody last looked at them. Where a change is meant, look at the new ones and
/// write them with `MACHIAI_WRITE_PICTURES=1 cargo test --test it report::pictures`.
#[test]
fn pictures_are_those_that_were_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures");
    let write = std::env::var_os("MACHIAI_WRITE_PICTURES").is_some();
    let mut seen = 0;
    for (result, json) in results() {
        for file in files_of(json, &[ReportForm::Svg], Language::Japanese) {
            let path = folder.join(format!("{result}-{}", file.name));
            if write {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &file.bytes).unwrap();
            }
            let expected = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(expected == file.bytes, "{} looks different", path.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 11, "eight of the answer, one each of the others");
    let place = Place::new();
    let vary = ["--vary", "room.total_active_users=200,300", "--vary", "room.session_duration=2,5"];
    let calm =
        ["--set", "origin.servers=200", "--set", "origin.safe_people_inside=100000", "--replications", "400"];
    let sweep = [
        "sweep",
        "town.toml",
        "--out",
        "grid",
        "--lang",
        "ja",
        "--report",
        "pictures",
        "--report-format",
        "svg",
    ];
    place.printed(&[&sweep[..], &vary, &calm].concat(), 0);
    let picture = place.files("pictures").remove("sweep-wait_p90.svg").unwrap();
    let path = folder.join("sweep-wait_p90.svg");
    if write {
        fs::write(&path, &picture).unwrap();
    }
    assert!(fs::read(&path).unwrap() == picture, "{} looks different", path.display());
}

#[test]
fn a_notice_is_printed_or_refused_with_its_reason() {
    let place = Place::new();
    let calm = ["predict", "--users", "400", "--over", "4m", "--active", "200", "--per-minute", "200"];
    let json =
        place.printed(&[&calm[..], &["--replications", "3", "--opens-at", "9:00", "--json"]].concat(), 0);
    fs::write(place.0.join("calm.json"), json).unwrap();
    let notice = place.printed(&["notice", "calm.json", "--lang", "ja"], 0);
    assert!(notice.contains("あくまで目安であり、実際の待ち時間と異なる場合があります。"), "{notice}");
    assert!(!notice.contains("予約枠がなくなり次第"), "no stock is known: {notice}");
    let checklist = place.printed(&["notice", "calm.json", "--lang", "ja", "--checklist"], 0);
    assert!(checklist.contains("終了後7日以内に実績データを保存"), "{checklist}");
    let html = place.printed(&["notice", "calm.json", "--lang", "en", "--format", "html"], 0);
    assert!(html.starts_with("<section"), "{html}");

    let full = ["--method", "reject", "--replications", "3", "--json"];
    fs::write(place.0.join("full.json"), place.printed(&[&calm[..], &full].concat(), 0)).unwrap();
    let refusal = place.printed(&["notice", "full.json", "--lang", "ja"], 3);
    assert!(refusal.contains("公表しないでください"), "{refusal}");

    fs::write(place.0.join("comparison.json"), &results()["comparison"]).unwrap();
    let output = place.run(&["notice", "comparison.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("accepted: a result of predict or run"));
}

#[test]
fn what_happened_lies_beside_what_was_predicted() {
    let place = Place::new();
    fs::write(place.0.join("result.json"), &results()["answer"]).unwrap();
    let observed =
        "time,line,active,accepted\n9:00,50,60,100\n9:01,210,150,120\n9:02,-1,200,30\n9:03,300,200,10\n";
    fs::write(place.0.join("seen.csv"), observed).unwrap();
    let words = ["report", "result.json", "--observed", "seen.csv", "--out", "after", "--lang", "ja"];
    let told = place.printed(&words, 0);
    assert!(told.contains("実際の結果"), "{told}");
    let files = place.files("after");
    let people = String::from_utf8(files["people.svg"].clone()).unwrap();
    assert!(people.contains("待ち人数（実績）") && people.contains("アクティブユーザー数（実績）"));
    let page = String::from_utf8(files["report.html"].clone()).unwrap();
    assert!(page.contains("待ち人数（実績）"));

    // Spreadsheets in Japan save tables in code page 932.
    let (table, _) =
        machiai::export::encode_csv("時刻,待ち人数\n9:00,50\n9:01,210\n".as_bytes(), CsvEncoding::Cp932);
    fs::write(place.0.join("old.csv"), table).unwrap();
    let told = place
        .printed(&["report", "result.json", "--observed", "old.csv", "--out", "old", "--format", "slack"], 0);
    assert!(told.contains("210"), "{told}");

    fs::write(place.0.join("bad.csv"), "time,line\n9:00,many\n").unwrap();
    let output = place.run(&["report", "result.json", "--observed", "bad.csv", "--out", "after"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("bad.csv") && told.contains("many"), "{told}");

    fs::write(place.0.join("other.json"), &results()["fairness"]).unwrap();
    let output = place.run(&["report", "other.json", "--observed", "seen.csv", "--out", "after"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn tables_for_old_spreadsheets_are_in_their_code_page() {
    let place = Place::new();
    fs::write(place.0.join("result.json"), &results()["fairness"]).unwrap();
    let words = ["report", "result.json", "--format", "csv", "--out", "out"];
    place.printed(&words, 0);
    let mark = place.files("out")["report-fairness.csv"][..3].to_vec();
    assert_eq!(mark, "\u{feff}".as_bytes());
    place.printed(&[&words[..], &["--csv-encoding", "cp932"]].concat(), 0);
    assert_ne!(place.files("out")["report-fairness.csv"][..3], mark);
}
