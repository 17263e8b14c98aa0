//! Results read back: what is written, read and written again has the same bytes and says the same words; what is no
//! result is refused by name; no file that can be read breaks a report.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use machiai::export::{
    self, FolderError, ReadError, ResultFile, SweepFiles, SweepFolderError, compare_csv, compare_json,
    complete_file, fairness_csv, fairness_json, json, minutes_csv, parse_compare, parse_fairness,
    parse_recommendation, read_finding, recommendation_json, summary_csv, sweep_csv, sweep_json,
};
use machiai::report::{self, Language};
use machiai::results::{
    Binding, Candidate, Capacity, Certificate, Comparison, CrowdLimit, Fairness, Finding, Free, Mean,
    Measure, OpeningKind, Outcome, Promise, Recommendation, RecommendationNote, Risk, Selected,
    SettingsTried, Staged, Step,
};
use machiai::scenario::{self, Attachments, Override, Scenario};
use machiai::study::{self, CompareCase, ComparePlan, FairnessPlan, Start, Watch};
use machiai::units::{Share, Span};
use serde_json::{Value, json as value};

use crate::schema;

const RECOMMENDATION: &str = include_str!("../../outputs/recommendation.schema.json");

/// Two groups, impatient, a safe load and a stock: everything that a result can have.
const TOWN: &str = "title = \"Town <script>\"\n[room]\nlift_product_limits = true\ntotal_active_users = 120\n\
    new_users_per_minute = 60\n[origin]\nsafe_people_inside = 100\noverload_lasting = \"30s\"\n\
    [stock]\nplaces = 150\n\
    [[group]]\nname = \"young\"\ncount = 200\narrivals = \"ramp 4m\"\npatience = \"20m\"\n\
    [[group]]\nname = \"old\"\ncount = 100\narrivals = \"ramp 6m\"\n";

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        Err(format!("no {name} here"))
    }
}

fn town(changes: &[&str]) -> Scenario {
    let changes: Vec<Override> = changes.iter().map(|change| Override::parse(change, 0).unwrap()).collect();
    scenario::read(TOWN, &NoFiles, &changes).unwrap()
}

fn watched<R>(study: impl FnOnce(&Watch) -> R) -> R {
    study(&Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

/// Over three days: thirds are never half-way between two figures that are printed, where six decimals may decide.
fn fairness() -> Fairness {
    let plan = FairnessPlan {
        seed: 1,
        replications: 3,
        threads: Some(2),
        start: Start {
            early: Share::new(0.2).unwrap(),
            early_within: Span::from_minutes(30),
            prequeue: Span::from_minutes(15),
        },
        places: Some(100),
        command: "machiai fairness 'a b.toml'".to_owned(),
    };
    watched(|watch| study::fairness(&town(&[]), &plan, watch)).unwrap()
}

fn comparison() -> Comparison {
    let case = |name: &str, changes: &[&str]| CompareCase { name: name.to_owned(), scenario: town(changes) };
    let cases = [
        case("as it is", &[]),
        case("slower", &["room.new_users_per_minute=30"]),
        case("again", &[]),
        case("other people", &["group[0].count=150"]),
    ];
    let plan = ComparePlan { seed: 3, replications: 4, threads: Some(2), command: String::new() };
    watched(|watch| study::compare(&cases, &plan, watch))
}

/// A recommendation that has everything, each number another one.
fn recommendation() -> Recommendation {
    let mean = |value: f64| Mean { value: Some(value / 3.0), ci: Some([value / 4.0, value / 2.0]) };
    let settings = SettingsTried {
        total_active_users: 1200,
        new_users_per_minute: 400,
        session_minutes: 10,
        renewal: true,
        random: false,
        opening: OpeningKind::Shuffle,
    };
    let candidate = |users: u32| Candidate {
        settings: SettingsTried { total_active_users: users, ..settings },
        days: 200 + users,
        objective: mean(f64::from(users) * 7.0),
        wait_p50: mean(f64::from(users) * 5.0),
        wait_p90: mean(f64::from(users) * 7.0),
        inside_max: Mean { value: Some(f64::from(users)), ci: None },
        inside_highest: Some(f64::from(users) + 0.5),
        requests_per_second_max: Mean::default(),
        lost_share: mean(0.01),
        risks: vec![Risk { bad_days: 1, of_days: 200 }, Risk { bad_days: users / 400, of_days: 200 }],
    };
    let certified =
        Certificate::Certified { most_bad: 2, days: 900, bad: 1, at_most: 0.009_87, error: 0.025 };
    let answer = printed(&[&PREDICT[..], &["--json"]].concat());
    let Finding::Answer(answer) = read_finding(&answer).unwrap() else { panic!("an answer") };
    Recommendation {
        title: "町の予約 =HYPERLINK(\"x\")\u{7}".to_owned(),
        provenance: answer.provenance.clone(),
        opens_at_second_of_day: Some(9 * 3600),
        inputs: answer.inputs.clone(),
        capacity: Capacity {
            people_inside: Some([900, 1100]),
            requests_per_second: None,
            utilisation: Some(0.9),
            station: true,
            proven_active: Some(1500),
            overload_lasting_seconds: 30.0,
        },
        promises: ["overload <= 1%", "wait_p90 <= 60m on 90% of days"]
            .map(|text| Promise::parse(text).unwrap())
            .into(),
        confidence: 0.95,
        objective: Measure::WaitP90,
        free: Free::ALL.into(),
        present: Some(candidate(800)),
        outcome: Outcome::Recommended {
            chosen: candidate(1200),
            certificates: vec![certified, Certificate::ByConstruction],
            attempts: 2,
            binding: Binding::Promise { promise: 1 },
            slots_bind: false,
        },
        finalists: vec![candidate(1200), candidate(1000)],
        selection: Some(Selected {
            systems: 2,
            days: 300,
            probability: 0.95,
            indifference: 60.0,
            decided: true,
        }),
        trade_off: vec![candidate(900), candidate(1200), candidate(1600)],
        staged: Some(Staged {
            steps: [0.0, 900.0]
                .map(|at_seconds| Step { at_seconds, total_active_users: 900, new_users_per_minute: 300 })
                .into(),
            figures: candidate(1100),
            certificates: vec![certified, Certificate::CutShort { bad: 1, played: 40 }],
            constant: candidate(1200),
            knowing_everything: mean(5000.0),
            shown_off_seconds: [Some(123.456_789), None],
            shown_rose_share: [Some(0.25), Some(1.0 / 3.0)],
        }),
        crowd_limit: Some(CrowdLimit {
            tried: vec![(
                33_000,
                vec![Risk { bad_days: 0, of_days: 100 }, Risk { bad_days: 40, of_days: 100 }],
            )],
            expected: 30_000,
            breaks: Some((33_000, 1)),
        }),
        notes: vec![RecommendationNote::NotMonotone, RecommendationNote::SessionsLeftOut { kinds: 3 }],
        warnings: answer.warnings.clone(),
    }
}

/// The same with each of the other outcomes.
fn recommendations() -> Vec<Recommendation> {
    let full = recommendation();
    let Outcome::Recommended { chosen, .. } = &full.outcome else { panic!("recommended") };
    let failed = Certificate::Failed { most_bad: 2, days: 900, bad: 3, played: 444 };
    let outcomes = [
        Outcome::NothingSatisfies { broken: 1, at: chosen.clone(), keeps: Some(Box::new(chosen.clone())) },
        Outcome::NothingSatisfies { broken: 0, at: chosen.clone(), keeps: None },
        Outcome::NotCertified { at: chosen.clone(), certificates: vec![failed, failed], attempts: 3 },
        Outcome::Unfinished,
        Outcome::Declined { sizes: full.trade_off.clone() },
    ];
    let with = |outcome: Outcome| Recommendation { outcome, staged: None, crowd_limit: None, ..full.clone() };
    let others: Vec<Recommendation> = outcomes.into_iter().map(with).collect();
    let bare = Recommendation {
        present: None,
        selection: None,
        opens_at_second_of_day: None,
        capacity: Capacity::default(),
        ..with(Outcome::Unfinished)
    };
    [full.clone()].into_iter().chain(others).chain([bare]).collect()
}

const PREDICT: [&str; 11] = [
    "predict",
    "--users",
    "300",
    "--over",
    "2m",
    "--total-active-users",
    "200",
    "--new-users-per-minute",
    "200",
    "--replications",
    "3",
];

/// What the program prints.
fn printed(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_machiai")).args(words).env("LC_ALL", "C").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code == 0 || code == 3), "{words:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// A text in each format that is read back.
fn texts() -> &'static [String; 4] {
    static TEXTS: OnceLock<[String; 4]> = OnceLock::new();
    TEXTS.get_or_init(|| {
        [
            printed(
                &[&PREDICT[..], &["--json", "--safe-inside", "100", "--require", "wait_p90 <= 1h"]].concat(),
            ),
            fairness_json(&fairness()),
            compare_json(&comparison()),
            recommendation_json(&recommendation()),
        ]
    })
}

fn write(finding: &Finding) -> String {
    match finding {
        Finding::Answer(answer) => json(answer),
        Finding::Fairness(fairness) => fairness_json(fairness),
        Finding::Comparison(comparison) => compare_json(comparison),
        Finding::Sweep(sweep) => sweep_json(sweep),
        Finding::Recommendation(found) => recommendation_json(found),
    }
}

fn words(finding: &Finding, language: Language) -> String {
    match finding {
        Finding::Answer(answer) => report::answer(answer, language, 100),
        Finding::Fairness(fairness) => report::fairness(fairness, language, 100),
        Finding::Comparison(comparison) => report::compare(comparison, language, 100),
        Finding::Sweep(sweep) => report::sweep(sweep, language, 100),
        Finding::Recommendation(found) => report::recommendation(found, language, 100),
    }
}

const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

#[test]
fn each_kind_of_result_is_told_by_its_schema_and_keeps_its_bytes() {
    let kinds: Vec<&str> = texts()
        .iter()
        .map(|text| {
            let found = read_finding(text).unwrap();
            assert_eq!(write(&found), *text);
            match found {
                Finding::Answer(_) => "answer",
                Finding::Fairness(_) => "fairness",
                Finding::Comparison(_) => "comparison",
                Finding::Sweep(_) => "sweep",
                Finding::Recommendation(_) => "recommendation",
            }
        })
        .collect();
    assert_eq!(kinds, ["answer", "fairness", "comparison", "recommendation"]);
}

#[test]
fn an_answer_of_predict_has_its_minutes_and_says_the_same() {
    let Finding::Answer(answer) = read_finding(&printed(&[&PREDICT[..], &["--json"]].concat())).unwrap()
    else {
        panic!("an answer")
    };
    assert!(answer.minutes.len() > 2, "{} minutes", answer.minutes.len());
    assert!(answer.minutes.iter().map(|row| row.arrived).sum::<f64>() > 290.0);
    for (language, name) in LANGUAGES.into_iter().zip(["en", "ja"]) {
        let expected = printed(&[&PREDICT[..], &["--lang", name]].concat());
        assert_eq!(report::answer(&answer, language, 100), expected);
    }
}

#[test]
fn fairness_says_the_same_after_it_is_read_back() {
    let found = fairness();
    let again = parse_fairness(&fairness_json(&found)).unwrap();
    assert_eq!(fairness_csv(&again), fairness_csv(&found));
    for language in LANGUAGES {
        assert_eq!(report::fairness(&again, language, 100), report::fairness(&found, language, 100));
    }
    assert_eq!((again.title, again.inputs, again.notes), (found.title, found.inputs, found.notes));
    assert_eq!(again.provenance, found.provenance);
}

#[test]
fn a_comparison_says_the_same_after_it_is_read_back() {
    let found = comparison();
    let again = parse_compare(&compare_json(&found)).unwrap();
    assert_eq!(compare_csv(&again), compare_csv(&found));
    for language in LANGUAGES {
        assert_eq!(report::compare(&again, language, 100), report::compare(&found, language, 100));
    }
    let same: Vec<Option<usize>> = again.variants.iter().map(|variant| variant.same_as).collect();
    assert_eq!(same, [None, None, Some(0), None]);
    let people: Vec<Option<bool>> = again.variants.iter().map(|variant| variant.same_people).collect();
    assert_eq!(people, [None, Some(true), Some(true), Some(false)]);
}

#[test]
fn every_outcome_of_recommend_says_the_same_after_it_is_read_back() {
    let validator = schema::validator(RECOMMENDATION);
    for found in recommendations() {
        let text = recommendation_json(&found);
        schema::fits(&validator, &serde_json::from_str(&text).unwrap());
        let again = parse_recommendation(&text).unwrap();
        assert_eq!(recommendation_json(&again), text);
        for language in LANGUAGES {
            let expected = report::recommendation(&found, language, 100);
            assert_eq!(report::recommendation(&again, language, 100), expected);
        }
    }
}

/// Keys are spelt by `name`, values by the reader's own table: both must say the same.
#[test]
fn measures_are_spelt_alike_as_keys_and_as_values() {
    for measure in Measure::ALL {
        assert_eq!(serde_json::to_value(measure).unwrap(), measure.name());
    }
}

/// An empty folder with a scenario in it.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("readback-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("town.toml"), TOWN).unwrap();
    folder
}

#[test]
fn the_folder_of_a_run_is_read_if_it_is_whole() {
    let folder = place("run");
    let (scenario, out) = (folder.join("town.toml"), folder.join("out"));
    let [scenario, named] = [&scenario, &out].map(|path| path.to_str().unwrap());
    let flags = ["run", scenario, "--replications", "2", "--out", named];
    printed(&flags);
    let summary = complete_file(&out, ResultFile::SummaryJson).unwrap();
    let text = fs::read_to_string(&summary).unwrap();
    let Finding::Answer(answer) = read_finding(&text).unwrap() else { panic!("an answer") };
    assert_eq!(json(&answer), text);
    assert_eq!(summary_csv(&answer), fs::read(out.join("summary.csv")).unwrap());
    assert_eq!(minutes_csv(&answer), fs::read(out.join("minutes.csv")).unwrap());

    let refused = |parts: &[&str]| {
        let told = complete_file(&out, ResultFile::SummaryJson).unwrap_err().to_string();
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    };
    assert!(matches!(complete_file(&out, ResultFile::PeopleCsv), Err(FolderError::NotListed { .. })));
    fs::write(&summary, &text[..text.len() / 2]).unwrap();
    let (half, whole) = ((text.len() / 2).to_string(), text.len().to_string());
    refused(&["summary.json", &half, &whole, "cut or changed"]);
    fs::remove_file(&summary).unwrap();
    refused(&["cannot read", "summary.json"]);
    let list = out.join("provenance.json");
    let provenance = fs::read_to_string(&list).unwrap();
    fs::write(&list, provenance.replace("machiai.folder/1", "machiai.folder/2")).unwrap();
    refused(&["provenance.json", "machiai.folder/2"]);
    fs::write(&list, &provenance[..40]).unwrap();
    refused(&["provenance.json", "EOF"]);
    fs::remove_file(&list).unwrap();
    refused(&["no provenance.json", "did not finish", "--out"]);
}

#[test]
fn the_folder_of_a_sweep_is_read_without_a_lock_and_without_a_trace() {
    let folder = place("sweep");
    let (scenario, out) = (folder.join("town.toml"), folder.join("out"));
    let [scenario, named] = [&scenario, &out].map(|path| path.to_str().unwrap());
    let words =
        ["sweep", scenario, "--vary", "room.new_users_per_minute=40,60", "--vary", "group[0].count=100,200"];
    printed(&[&words[..], &["--replications", "2", "--out", named]].concat());
    let names = |folder: &Path| {
        let mut names: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    };
    let before = names(&out);
    let read = || {
        let files = SweepFiles::of(&out)?;
        let plan = files.plan()?.unwrap();
        files.sweep(plan)
    };
    // Somebody else works in it.
    let lock = export::SweepFolder::open(&out, false).unwrap();
    let sweep = read().unwrap();
    drop(lock);
    assert_eq!(sweep_csv(&sweep), fs::read(out.join("results.csv")).unwrap());
    assert_eq!(sweep_json(&sweep), fs::read_to_string(out.join("summary.json")).unwrap());
    let text = fs::read_to_string(out.join("answer.txt")).unwrap();
    let command = &sweep.plan.command;
    assert_eq!(text, format!("{}\n{command}\n", report::sweep(&sweep, Language::English, 100)));
    assert_eq!(names(&out), before, "reading leaves nothing behind");

    for name in ["summary.json", "plan.json"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert_eq!(read_finding(&text), Err(ReadError::PartOfSweep), "{name}");
    }
    let plan = fs::read_to_string(out.join("plan.json")).unwrap();
    let changed = |from: &str, to: &str, part: &str| {
        assert!(plan.contains(from), "{from}");
        fs::write(out.join("plan.json"), plan.replacen(from, to, 1)).unwrap();
        let told = read().unwrap_err().to_string();
        assert!(told.contains("plan.json") && told.contains(part), "{told}");
    };
    changed("[\"40\", \"100\"]", "[\"40\"]", "has 1 values");
    changed("[\"40\", \"60\"]", "[]", "no values of `room.new_users_per_minute`");
    changed("\"count\": 4", "\"count\": 5", "a chunk ends behind point 5");
    changed("machiai.sweep/1", "machiai.sweep/2", "machiai.sweep/2");
    fs::write(out.join("plan.json"), plan).unwrap();

    let chunk = names(&out.join("chunks")).into_iter().next().unwrap();
    let bytes = fs::read(&chunk).unwrap();
    fs::write(&chunk, &bytes[..bytes.len() - 9]).unwrap();
    let told = read().unwrap_err().to_string();
    assert!(
        ["4 of 4 points", "is torn", "machiai sweep run"].iter().all(|part| told.contains(part)),
        "{told}"
    );
    fs::remove_dir_all(out.join("chunks")).unwrap();
    let error = read().unwrap_err();
    assert!(matches!(error, SweepFolderError::NotAllRun { missing: 4, all: 4, torn: None, .. }), "{error}");
    fs::remove_file(out.join("plan.json")).unwrap();
    assert!(matches!(read(), Err(SweepFolderError::NoPlan(_))));
}

#[test]
fn what_is_no_result_is_named_with_what_would_be() {
    let with =
        |schema: &str| read_finding(&format!("{{\"schema\": {}}}", value!(schema))).unwrap_err().to_string();
    for (schema, parts) in [
        ("machiai.now/1", ["`predict --now`", "no report is made"]),
        ("machiai.tenants/1", ["`tenants`", "compare, sweep or recommend"]),
        ("machiai.origin_fit/1", ["`origin fit`", "no report is made"]),
        ("machiai.sweep/1", ["one file of a sweep", "the folder of the sweep"]),
        ("machiai.folder/1", ["result folder", "summary.json"]),
        ("machiai.answer/2", ["`machiai.answer/2`", "does not know"]),
        ("\u{1b}[2Jevil", ["\\u{1b}[2Jevil", "accepted: a result of predict"]),
    ] {
        let told = with(schema);
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }
    assert!(with(&"あ".repeat(10_000)).chars().count() < 300);
    let foreign =
        [machiai::export::NOW_SCHEMA, machiai::export::TENANTS_SCHEMA, machiai::export::ORIGIN_FIT_SCHEMA];
    for schema in foreign {
        assert!(with(schema).contains("of which no report is made"), "{schema}");
    }
    for text in
        ["", "hello", "[]", "{}", "{\"schema\": 1}", "\u{feff}", "{\"schema\": \"machiai.compare/1\"}"]
    {
        let told = read_finding(text).unwrap_err().to_string();
        assert!(told.contains("not a result of machiai: line 1") || text == "\u{feff}", "{text}: {told}");
    }
    let other = parse_compare(&texts()[1]).unwrap_err().to_string();
    assert!(other.contains("`machiai.fairness/1`") && other.contains("`machiai.compare/1`"), "{other}");
}

#[test]
fn a_cut_file_is_refused_wherever_it_is_cut() {
    for text in texts() {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(text.len() / 40).collect();
        for end in ends {
            match read_finding(&text[..end]) {
                Err(ReadError::Malformed { line, problem, .. }) => {
                    assert!(line <= 1 + text[..end].matches('\n').count(), "{problem}");
                }
                other => panic!("cut at {end}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_part_of_the_wrong_kind_is_said_with_its_place() {
    let [_, fairness, compare, recommendation] = texts();
    for (text, from, to, part) in [
        (
            fairness,
            "\"part\": \"early\"",
            "\"part\": \"late\"",
            "unknown variant `late`, expected `early` or `on_time`",
        ),
        (
            fairness,
            "\"early_places\": {",
            "\"early_place\": {",
            "unknown measure `early_place`, expected one of people,",
        ),
        (
            fairness,
            "\"unit\": \"people\"",
            "\"unit\": \"share\"",
            "unit `share` of `people`, expected `people`",
        ),
        (compare, "\"better_off\": {", "\"worse_off\": {", "`worse_off` stands here twice"),
        (compare, "\"method\": \"bonferroni\"", "\"method\": \"none\"", "unknown variant `none`"),
        (compare, "\"same_as\": \"as it is\"", "\"same_as\": \"gone\"", "`again` means the same as `gone`"),
        (recommendation, "\"kind\": \"recommended\"", "\"kind\": \"guessed\"", "unknown variant `guessed`"),
        (recommendation, "\"promise\": 1", "\"promise\": 2", "promise 2, counted from 0, of 2 promises"),
    ] {
        assert!(text.contains(from), "{from}");
        let told = read_finding(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(told.contains(part), "{told}");
    }
    let mut none: Value = serde_json::from_str(compare).unwrap();
    none["variants"] = value!([]);
    assert!(read_finding(&none.to_string()).unwrap_err().to_string().contains("no variants"));
}

/// Keys that are added later are passed over, and measures that an older file lacks are missing.
#[test]
fn older_and_newer_files_of_a_version_are_read() {
    let [_, fairness, compare, recommendation] = texts();
    for text in [fairness, compare, recommendation] {
        let mut newer: Value = serde_json::from_str(text).unwrap();
        newer["added_later"] = value!({ "to": ["all"] });
        assert!(read_finding(&newer.to_string()).is_ok());
    }
    let mut older: Value = serde_json::from_str(fairness).unwrap();
    older["ways"][0]["measures"].as_object_mut().unwrap().remove("order_kept");
    let again: Value =
        serde_json::from_str(&fairness_json(&parse_fairness(&older.to_string()).unwrap())).unwrap();
    assert_eq!(again["ways"][0]["measures"]["order_kept"]["value"], Value::Null);
    let mut older: Value = serde_json::from_str(recommendation).unwrap();
    older.as_object_mut().unwrap().remove("staged");
    assert_eq!(parse_recommendation(&older.to_string()).unwrap().staged, None);
}

/// Whoever edits a file can write anything; a report of it may be nonsense, but it is made.
#[test]
fn no_file_that_can_be_read_breaks_its_report() {
    for text in texts() {
        let good: Value = serde_json::from_str(text).unwrap();
        let mut leaves = Vec::new();
        leaves_of(&good, String::new(), &mut leaves);
        let (mut tried, step) = (0, leaves.len() / 120 + 1);
        let others =
            [value!(null), value!(0), value!(-1), value!(1e300), value!(4_294_967_295_u32), value!("")];
        for pointer in leaves.iter().step_by(step) {
            for other in others.iter().chain([&value!([])]) {
                let mut changed = good.clone();
                *changed.pointer_mut(pointer).unwrap() = other.clone();
                let Ok(finding) = read_finding(&changed.to_string()) else { continue };
                tried += 1;
                println!("{pointer} = {other}");
                assert!(!words(&finding, LANGUAGES[tried % 2]).is_empty());
            }
        }
        assert!(tried > 100, "{tried} files were read");
    }
}

/// Places of everything that is no object.
fn leaves_of(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| leaves_of(value, format!("{pointer}/{key}"), found));
        }
        Value::Array(items) => {
            found.push(pointer.clone());
            let each = items.iter().enumerate();
            each.for_each(|(at, value)| leaves_of(value, format!("{pointer}/{at}"), found));
        }
        _ => found.push(pointer),
    }
}
