//! What is written: the JSON against its schema, every name against its dictionary, files whole or not at all.
#![allow(clippy::unwrap_used)] // Samples are made outside of `#[test]` functions, too.

use std::collections::BTreeSet;

use crate::schema;
use machiai::export::{
    ANSWER_SCHEMA, MINUTE_COLUMNS, PEOPLE_COLUMNS, PersonOutcome, ReadError, SUMMARY_COLUMNS, json,
    minutes_csv, parse_json, summary_csv,
};
use machiai::results::{
    Answer, ArrivalChance, Basis, CrowdCase, Effect, Estimate, FlowLimit, GroupChance, HandCheck, InputNote,
    Mean, Measure, MinuteRow, OriginFound, PlacesFound, Provenance, RangeMethod, Requirement, Rules,
    ShownFigures, ShownMeasure, Warning,
};
use serde_json::{Value, json as value};

const DICTIONARY: &str = include_str!("../../outputs/README.md");
const SCHEMA: &str = include_str!("../../outputs/answer.schema.json");

/// An answer that has everything, each number another one.
pub(super) fn full() -> Answer {
    let estimate = |position: usize| {
        let at = position as f64 * 100.0;
        Estimate {
            value: Some(at + 1.0 / 3.0),
            ci: Some([at - 0.1, at + 0.1 + 0.2]),
            prediction: Some([at - 10.0, at + 10.0]),
            range: Some([at - 50.0, at + 1e6 / 7.0]),
            level: 0.95,
            method: [RangeMethod::OrderStatistics, RangeMethod::StudentT][position % 2],
        }
    };
    let effect = |key: &str, basis| Effect {
        key: format!("room.{key}"),
        flag: format!("--{key}"),
        basis,
        low_value: "3m36s".to_owned(),
        high_value: "9m36s".to_owned(),
        at_low: Some(4_000.123_456_7),
        at_high: Some(8000.0),
    };
    let mean = |position: usize| {
        let value = position as f64 / 10.0 - 0.1;
        Mean { value: Some(value), ci: Some([value - 0.05, value + 1.0 / 3.0]) }
    };
    let requirement = |text: &str| Requirement::parse(text).unwrap();
    Answer {
        title: "ワクチン接種予約 \"第1回\"\n\\".to_owned(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "00f1e2d3c4b5a697".to_owned(),
            seed: u64::MAX,
            replications: 40,
            range_replications: 200,
            command: "machiai predict --users 30000 --arrivals 'lognormal 8m 1.0'".to_owned(),
            complete: true,
        },
        opens_at_second_of_day: Some(9 * 3600),
        inputs: vec![
            InputNote {
                key: "group.count".to_owned(),
                flag: "--users".to_owned(),
                value: "30000".to_owned(),
                basis: Basis::Given,
                range: None,
            },
            InputNote {
                key: "group.visit".to_owned(),
                flag: "--visit".to_owned(),
                value: "6m".to_owned(),
                basis: Basis::Assumed,
                range: Some("3m36s..9m36s".to_owned()),
            },
        ],
        measures: Measure::ALL.into_iter().enumerate().map(|(at, measure)| (measure, estimate(at))).collect(),
        flow: FlowLimit {
            rate_per_minute: Some(500.0),
            slots_per_minute: Some(2000.0 / 11.0),
            slots: Some(2000),
            held_minutes: 11.0,
            visit_minutes: 6.0,
            session_minutes: 5.0,
            renewal: true,
        },
        hand_check: Some(HandCheck {
            people: 30_000,
            at_once: 2000,
            flow_per_minute: 2000.0 / 11.0,
            minutes: 154.0,
        }),
        crowds: vec![CrowdCase {
            people: 20_000,
            wait_p50: Some(2500.5),
            wait_p90: Some(4500.25),
            line_gone: Some(6000.0),
            left: Some(0.0),
            sold_out: Some(1500.5),
            without_place: Some(15_000.0),
        }],
        effects: vec![effect("visit", Basis::Assumed), effect("session-duration", Basis::Given)],
        rules: Rules {
            assume: Some("pessimistic".to_owned()),
            fixed: vec!["room.bucket_rule".to_owned(), "room.burst_share".to_owned()],
            effects: vec![effect("bucket-rule", Basis::Assumed), effect("burst-share", Basis::Assumed)],
        },
        estimates: Some(ShownFigures {
            days: 4,
            level: 0.95,
            measures: ShownMeasure::ALL
                .into_iter()
                .enumerate()
                .map(|(at, measure)| (measure, mean(at)))
                .collect(),
        }),
        places: Some(PlacesFound {
            places: 5000,
            sold_out_days: mean(5),
            sold_out_days_drawn: mean(6),
            groups: vec![GroupChance { group: "65歳以上".to_owned(), people: 12.5, place_share: mean(7) }],
            arrivals: [(None, Some(0)), (Some(0), Some(1)), (Some(1), None)]
                .map(|(from_minute, to_minute)| ArrivalChance {
                    from_minute,
                    to_minute,
                    people: 10.25,
                    place_share: mean(2),
                })
                .into(),
        }),
        origin: Some(OriginFound {
            has_station: true,
            safe_people_inside: Some(900),
            safe_requests_per_second: None,
            safe_utilisation: Some(0.9),
            overload_lasting_seconds: 10.0,
            overloaded_days_drawn: mean(3),
            overloading_levers: vec!["room.total_active_users".to_owned()],
        }),
        explanation: None,
        levers: vec![effect("total-active-users", Basis::Given)],
        warnings: every_warning(),
        requirements: vec![
            requirement("wait_p90 <= 60m").judge(Some(4000.0)),
            requirement("admitted >= 3万").judge(Some(30_000.0)),
        ],
        minutes: vec![minute(-1, None), minute(0, Some(1_234.567_891_2)), minute(901, Some(0.0))],
    }
}

fn every_warning() -> Vec<Warning> {
    vec![
        Warning::LostMidVisit { share: 0.02, gave_up_share: 1.0 / 300.0 },
        Warning::SomeCannotFinish { share: 0.5 },
        Warning::Censored { people: 12.5 },
        Warning::Unfinished { people: 12.5 },
        Warning::NobodyAdmitted,
        Warning::OriginCollapses { failed_share: 0.75, in_service: 4000.5 },
        Warning::RequestsFail { share: 0.25, gave_up_share: 1.0 / 7.0 },
        Warning::OriginOverloaded { share: 1.0 / 3.0, lasting_seconds: 10.0 },
        Warning::BookingsAreNotDemand,
        Warning::AccessesConverted { accesses: 4_000_000_000, low: 1, middle: 2, high: 3 },
        Warning::NegativeDemandClipped { minutes: 4 },
        Warning::MissingMinutes { minutes: 5 },
        Warning::SettingsIgnored { file: "room.json".to_owned(), settings: vec!["cookie_suffix".to_owned()] },
        Warning::RoomOffAtOpening,
        Warning::NobodyInPrequeue { event: "sale".to_owned() },
        Warning::PrecisionNotReached { half_width_seconds: 90.0, wanted_seconds: 60.0 },
        Warning::Interrupted,
        Warning::MissingGlyphs { characters: "龘".to_owned() },
    ]
}

pub(super) fn minute(minute: i64, wait: Option<f64>) -> MinuteRow {
    MinuteRow {
        minute,
        arrived: 1.5,
        accepted: 2.5,
        booked: 2.75,
        line_start: 3.5,
        line_mean: 4.5,
        line_max: 5.5,
        line_low: 6.5,
        line_high: 7.5,
        waiting_start: 8.5,
        waiting_mean: 9.5,
        waiting_max: 10.5,
        active_start: 11.5,
        active_mean: 12.5,
        active_max: 13.5,
        inside_start: 14.5,
        inside_mean: 15.5,
        inside_max: 16.5,
        shown_start: wait.map(|_| 17.5),
        shown_mean: wait.map(|_| 18.5),
        shown_max: wait.map(|_| 19.5),
        wait_p50: wait,
        wait_p90: wait,
        wait_low: wait,
        wait_high: wait,
        admitted_share: wait.map(|_| 1.0),
        booked_share: wait.map(|_| 0.5),
        requests: wait.map(|_| 600.0),
        failed_requests: wait.map(|_| 1.25),
        utilisation_mean: wait.map(|_| 0.75),
        response_p95: wait.map(|_| 0.125),
        line_drawn_low: wait.map(|_| 6.25),
        line_drawn_high: wait.map(|_| 7.25),
        wait_drawn_low: wait,
        wait_drawn_high: wait,
    }
}

/// Nobody was admitted, nothing is limited, no clock, and the sums cannot be done.
pub(super) fn empty() -> Answer {
    let nothing = Estimate {
        value: None,
        ci: None,
        prediction: None,
        range: None,
        level: 0.95,
        method: RangeMethod::None,
    };
    Answer {
        title: String::new(),
        opens_at_second_of_day: None,
        inputs: Vec::new(),
        measures: Measure::ALL.into_iter().map(|measure| (measure, nothing.clone())).collect(),
        flow: FlowLimit {
            rate_per_minute: None,
            slots_per_minute: None,
            slots: None,
            held_minutes: 11.0,
            visit_minutes: 6.0,
            session_minutes: 5.0,
            renewal: false,
        },
        hand_check: None,
        crowds: vec![CrowdCase {
            people: 0,
            wait_p50: None,
            wait_p90: None,
            line_gone: None,
            left: None,
            sold_out: None,
            without_place: None,
        }],
        effects: Vec::new(),
        rules: Rules::default(),
        estimates: None,
        places: None,
        origin: None,
        explanation: None,
        levers: Vec::new(),
        warnings: Vec::new(),
        requirements: vec![Requirement::parse("wait_p90 <= 60m").unwrap().judge(None)],
        minutes: Vec::new(),
        ..full()
    }
}

/// Numbers that are none, wherever a number can stand; and one measure that the answer does not know at all.
pub(super) fn broken() -> Answer {
    let mut answer = full();
    answer.measures.truncate(Measure::ALL.len() - 1);
    answer.measures[0].1.value = Some(f64::NAN);
    answer.measures[0].1.ci = Some([0.0, f64::INFINITY]);
    answer.measures[0].1.level = f64::NAN;
    answer.flow.held_minutes = f64::INFINITY;
    answer.flow.slots_per_minute = Some(f64::NAN);
    answer.hand_check =
        Some(HandCheck { people: 1, at_once: 0, flow_per_minute: 0.0, minutes: f64::INFINITY });
    answer.crowds[0].wait_p50 = Some(f64::NEG_INFINITY);
    answer.effects[0].at_high = Some(f64::NAN);
    answer.rules.effects[0].at_low = Some(f64::NAN);
    if let Some(shown) = &mut answer.estimates {
        shown.level = f64::NAN;
        shown.measures[0].1 = Mean { value: Some(f64::INFINITY), ci: Some([f64::NAN, 0.0]) };
    }
    answer.warnings[2] = Warning::Censored { people: f64::NAN };
    answer.requirements[0].requirement.bound = f64::INFINITY;
    answer.minutes[0].line_mean = f64::NAN;
    answer.minutes[0].wait_p50 = Some(f64::NAN);
    answer
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_str(&json(answer)).unwrap()
}

#[test]
fn answers_keep_to_their_schema() {
    let validator = schema::validator(SCHEMA);
    for (name, answer) in [("full", full()), ("empty", empty()), ("broken", broken())] {
        println!("{name}");
        schema::fits(&validator, &parsed(&answer));
    }
}

/// A schema that takes everything would pass the test above.
#[test]
fn the_schema_refuses_what_is_not_an_answer() {
    let validator = schema::validator(SCHEMA);
    let good = parsed(&full());
    let mut keys = Vec::new();
    schema::pointers(&good, String::new(), &mut keys);
    assert!(keys.len() > 300, "{} keys looked at", keys.len());
    for pointer in &keys {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut missing = good.clone();
        missing.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&missing), "without {pointer}");
        let mut wrong = good.clone();
        *wrong.pointer_mut(pointer).unwrap() = value!({ "not": "this" });
        assert!(!validator.is_valid(&wrong), "another kind of thing at {pointer}");
        let mut unknown = good.clone();
        unknown.pointer_mut(parent).unwrap()["typo"] = Value::Null;
        assert!(!validator.is_valid(&unknown), "an unknown key beside {pointer}");
    }
    let mut wrong_unit = good.clone();
    wrong_unit["measures"]["wait_p90"]["unit"] = value!("people");
    assert!(!validator.is_valid(&wrong_unit));
}

#[test]
fn the_schema_defines_each_measure_as_the_program_does() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let measures = &schema["properties"]["measures"]["properties"];
    assert_eq!(measures.as_object().unwrap().len(), Measure::ALL.len());
    for measure in Measure::ALL {
        let entry = &measures[measure.name()];
        assert_eq!(entry["description"], measure.definition());
        assert_eq!(entry["properties"]["unit"]["const"], measure.unit().name());
    }
}

#[test]
fn answers_come_back_from_json() {
    // Every number of this one is short enough to survive rounding.
    let mut answer = empty();
    answer.warnings = vec![Warning::Censored { people: 12.5 }, Warning::Interrupted];
    answer.minutes = full().minutes;
    answer.minutes.truncate(1);
    assert_eq!(parse_json(&json(&answer)).unwrap(), answer);
}

#[test]
fn json_that_is_read_and_written_again_has_the_same_bytes() {
    for (name, answer) in [("full", full()), ("empty", empty()), ("broken", broken())] {
        let text = json(&answer);
        let again = parse_json(&text).unwrap();
        assert_eq!(json(&again), text, "{name}");
        assert_eq!(summary_csv(&again), summary_csv(&answer), "{name}");
        assert_eq!(minutes_csv(&again), minutes_csv(&answer), "{name}");
    }
}

#[test]
fn json_is_laid_out_for_people_in_the_order_of_the_contract() {
    let text = json(&full());
    let expected =
        "{\n  \"schema\": \"machiai.answer/1\",\n  \"provenance\": {\n    \"version\": \"0.1.0\",\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("\n}\n"));
    assert!(text.contains(
        "    \"wait_p50\": {\n      \"value\": 100.333333,\n      \"unit\": \"seconds\",\n      \"ci\": [99.9, 100.3],\n"
    ));
    let names = ["schema", "provenance", "measures", "requirements", "warnings", "title", "minutes"];
    let places: Vec<usize> =
        names.iter().map(|name| text.find(&format!("\n  \"{name}\"")).unwrap()).collect();
    assert!(places.is_sorted());
    let places: Vec<usize> = Measure::ALL
        .iter()
        .map(|measure| text.find(&format!("\n    \"{}\": {{", measure.name())).unwrap())
        .collect();
    assert!(places.is_sorted());
    assert!(!text.contains("NaN") && !json(&broken()).contains("inf"));
}

#[test]
fn a_measure_that_an_older_file_lacks_reads_as_missing() {
    let mut older = parsed(&full());
    older["measures"].as_object_mut().unwrap().remove("line_gone");
    older["added_later"] = value!([1, 2, 3]);
    let answer = parse_json(&older.to_string()).unwrap();
    assert_eq!(parsed(&answer)["measures"]["line_gone"]["value"], Value::Null);
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let good = json(&full());
    let place = |text: &str| match parse_json(text) {
        Err(ReadError::Malformed { line, problem, .. }) => (line, problem),
        other => panic!("{other:?}"),
    };
    for (from, to, words) in [
        ("\"replications\": 40", "\"replications\": \"40\"", "invalid type: string \"40\", expected u32"),
        ("\"replications\": 40", "\"replications\": 40.5", "expected u32"),
        ("\"slots\": 2000", "\"slots\": -1", "expected u32"),
        (
            "\"wait_p50\": {",
            "\"wait_p5O\": {",
            "unknown measure `wait_p5O`, expected one of wait_mean, wait_p50,",
        ),
        (
            "\"unit\": \"seconds\"",
            "\"unit\": \"minutes\"",
            "unknown variant `minutes`, expected one of `seconds`",
        ),
        ("\"method\": \"student_t\"", "\"method\": \"guess\"", "unknown variant `guess`, expected one of"),
        ("\"relation\": \"<=\"", "\"relation\": \"<\"", "unknown variant `<`"),
        ("\"kind\": \"censored\"", "\"kind\": \"odd\"", "unknown variant `odd`"),
        ("\"level\": 0.95", "\"level\": 0,95", "key must be a string"),
        ("\"complete\": true", "\"complete\": maybe", "expected value"),
    ] {
        let changed = good.replacen(from, to, 1);
        let expected_line = good[..good.find(from).unwrap()].lines().count();
        let (line, problem) = place(&changed);
        assert!(problem.contains(words), "{to}: {problem}");
        // A warning is only understood once its closing brace has been read.
        assert!(
            (expected_line..=expected_line + 2).contains(&line),
            "{to}: line {line}, not {expected_line}"
        );
    }
    let other_unit = good.replacen("\"unit\": \"seconds\"", "\"unit\": \"people\"", 1);
    assert!(place(&other_unit).1.contains("unit `people` of `wait_mean`, expected `seconds`"));
    assert!(place("").1.contains("EOF"));
    assert!(place(&good[..good.len() / 2]).1.contains("EOF"));
    assert!(place("[]").1.contains("expected"));
    assert!(place("{}").1.contains("missing field `schema`"));
    assert!(place(&format!("{good}}}")).1.contains("trailing characters"));
    let twice = good.replacen("\"wait_p50\": {", "\"wait_mean\": {", 1);
    assert!(place(&twice).1.contains("`wait_mean` stands here twice"));
    let error = parse_json("{\n  \"schema\": 5\n}").unwrap_err().to_string();
    assert_eq!(
        error,
        "not a result of machiai: line 2, column 13: invalid type: integer `5`, expected a string"
    );
}

#[test]
fn another_version_is_refused_by_name_whatever_else_it_holds() {
    let error = parse_json(r#"{"measures": [], "schema": "machiai.answer/2"}"#).unwrap_err();
    let found = "machiai.answer/2".to_owned();
    assert_eq!(error, ReadError::OtherSchema { found, expected: ANSWER_SCHEMA });
    let text = error.to_string();
    assert!(text.contains("`machiai.answer/2`") && text.contains(&format!("`{ANSWER_SCHEMA}`")), "{text}");
}

fn table(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (names, rows.collect())
}

#[test]
fn the_summary_has_a_row_for_each_measure() {
    let (names, rows) = table(&summary_csv(&full()));
    assert_eq!(names, SUMMARY_COLUMNS);
    assert_eq!(rows.len(), Measure::ALL.len() + ShownMeasure::ALL.len());
    let first_shown = &rows[Measure::ALL.len()];
    assert_eq!(first_shown[..5], ["estimate_error_mean", "seconds", "-0.1", "-0.15", "0.233333"]);
    assert!(first_shown[5..9].iter().all(String::is_empty), "{first_shown:?}");
    let expected = [
        "wait_p50",
        "seconds",
        "100.333333",
        "99.9",
        "100.3",
        "90",
        "110",
        "50",
        "142957.142857",
        "0.95",
        "student_t",
    ];
    assert_eq!(rows[1], expected);
    let (_, rows) = table(&summary_csv(&broken()));
    assert_eq!(
        rows[0],
        ["wait_mean", "seconds", "", "", "", "-10", "10", "-50", "142857.142857", "", "order_statistics"]
    );
    let last = &rows[Measure::ALL.len() - 1];
    assert_eq!(last[0], "overloaded_days");
    assert!(last[2..10].iter().all(String::is_empty), "{last:?}");
}

/// JSON and CSV say the same, cell by cell.
#[test]
fn the_summary_agrees_with_the_json() {
    for answer in [full(), empty(), broken()] {
        let json = parsed(&answer);
        for row in table(&summary_csv(&answer)).1 {
            let is_shown = ShownMeasure::named(&row[0]).is_some();
            let table = if is_shown { &json["estimates"]["measures"] } else { &json["measures"] };
            let measure = &table[&row[0]];
            let text = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                number => number.to_string().trim_end_matches(".0").to_owned(),
            };
            let interval = |name: &str| [text(&measure[name][0]), text(&measure[name][1])];
            assert_eq!(row[1], text(&measure["unit"]));
            assert_eq!(row[2], text(&measure["value"]));
            assert_eq!(row[3..5], interval("ci"));
            assert_eq!(row[5..7], interval("prediction"));
            assert_eq!(row[7..9], interval("range"));
            let (level, method) = match is_shown {
                true => (text(&json["estimates"]["level"]), "none".to_owned()),
                false => (text(&measure["level"]), text(&measure["method"])),
            };
            assert_eq!([&row[9], &row[10]], [&level, &method]);
        }
    }
}

#[test]
fn minutes_have_a_clock_if_there_is_one() {
    let (names, rows) = table(&minutes_csv(&full()));
    assert_eq!(names, MINUTE_COLUMNS);
    assert_eq!(rows[0][..4], ["8:59", "-1", "1.5", "2.5"]);
    assert_eq!(rows[0][4..6], ["2.75", "3.5"]);
    assert_eq!(rows[0][18], "16.5");
    assert!(rows[0][19..].iter().all(String::is_empty), "{:?}", rows[0]);
    assert_eq!(rows[1][..3], ["9:00", "0", "1.5"]);
    assert_eq!(rows[1][19..22], ["17.5", "18.5", "19.5"]);
    assert_eq!(rows[1][22..27], ["1234.567891", "1234.567891", "1234.567891", "1234.567891", "1"]);
    assert_eq!(rows[1][27..32], ["0.5", "600", "1.25", "0.75", "0.125"]);
    assert_eq!(rows[1][32..], ["6.25", "7.25", "1234.567891", "1234.567891"]);
    assert_eq!(rows[2][..2], ["0:01", "901"]);
    let without_clock = Answer { opens_at_second_of_day: None, ..full() };
    assert!(table(&minutes_csv(&without_clock)).1.iter().all(|row| row[0].is_empty()));
    let without_minutes = table(&minutes_csv(&empty()));
    assert_eq!((without_minutes.0.len(), without_minutes.1.len()), (MINUTE_COLUMNS.len(), 0));
}

/// The part of the dictionary under a heading.
fn section(heading: &str) -> &'static str {
    let start =
        DICTIONARY.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let rest = &DICTIONARY[start + 4..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

#[test]
fn every_measure_of_the_wait_shown_is_in_the_dictionary() {
    for measure in ShownMeasure::ALL {
        let (name, unit, definition) = (measure.name(), measure.unit().name(), measure.definition());
        let row = format!("\n| `{name}` | {unit} | {definition} |");
        assert!(section("The wait shown").contains(&row), "outputs/README.md lacks the row {row}");
    }
}

#[test]
fn every_measure_is_in_the_dictionary_as_the_program_defines_it() {
    for measure in Measure::ALL {
        let row =
            format!("| `{}` | {} | {} |\n", measure.name(), measure.unit().name(), measure.definition());
        assert!(section("Measures").contains(&row), "outputs/README.md lacks the row {row}");
    }
}

#[test]
fn every_column_is_in_the_dictionary_and_no_other() {
    let tables: [(&str, &[&str]); 3] = [
        ("summary.csv", &SUMMARY_COLUMNS),
        ("minutes.csv", &MINUTE_COLUMNS),
        ("people.csv", &PEOPLE_COLUMNS),
    ];
    for (file, columns) in tables {
        let rows = section(file).lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        assert_eq!(rows.collect::<Vec<&str>>(), columns, "{file}");
    }
    for outcome in PersonOutcome::ALL {
        assert!(section("people.csv").contains(&format!("`{}`", outcome.name())), "{outcome:?}");
    }
}

#[test]
fn every_key_and_warning_is_in_the_dictionary() {
    let answer = parsed(&full());
    let mut found = Vec::new();
    schema::pointers(&answer, String::new(), &mut found);
    let keys: BTreeSet<&str> = found.iter().filter_map(|pointer| pointer.rsplit('/').next()).collect();
    for key in keys {
        assert!(DICTIONARY.contains(&format!("`{key}`")), "outputs/README.md lacks the key {key}");
    }
    for warning in answer["warnings"].as_array().unwrap() {
        let row = format!("\n| `{}` | ", warning["kind"].as_str().unwrap());
        assert!(DICTIONARY.contains(&row), "outputs/README.md lacks the warning {row}");
    }
}

#[cfg(feature = "cli")]
mod files {
    use std::fs;
    use std::io::{self, Write};
    use std::path::{Path, PathBuf};

    use machiai::export::{
        FOLDER_SCHEMA, PROVENANCE_FILE, ResultFile, ResultFolder, WriteError, check_file, write_file,
    };
    use serde_json::Value;

    use super::{full, section};

    /// An empty place for one test.
    fn place(name: &str) -> PathBuf {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outputs").join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn write_result(path: &Path, force: bool, files: &[(ResultFile, &str)]) {
        let mut folder = ResultFolder::create(path, force).unwrap();
        for (file, text) in files {
            folder.write(*file, text.as_bytes()).unwrap();
        }
        folder.finish(&full().provenance).unwrap();
    }

    fn full_disk(out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&vec![b'x'; 100_000])?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    #[test]
    fn every_file_is_in_the_dictionary() {
        for name in ResultFile::ALL.map(ResultFile::name).into_iter().chain([PROVENANCE_FILE]) {
            let rows = section("A result folder").lines().filter(|line| line.starts_with("| `"));
            let documented = rows
                .filter_map(|row| row.split(" | ").next())
                .any(|cell| cell.contains(&format!("`{name}`")));
            assert!(documented, "outputs/README.md lacks the file {name}");
        }
    }

    #[test]
    fn a_finished_folder_lists_its_files() {
        let path = place("finished").join("deep/er");
        write_result(
            &path,
            false,
            &[(ResultFile::SummaryJson, "{}\n"), (ResultFile::PeopleCsv, "a,b\n1,2\n")],
        );
        assert_eq!(names(&path), ["people.csv", "provenance.json", "summary.json"]);
        let text = fs::read_to_string(path.join(PROVENANCE_FILE)).unwrap();
        let contents: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(contents["schema"], FOLDER_SCHEMA);
        assert_eq!(contents["provenance"]["seed"], u64::MAX);
        assert_eq!(
            contents["files"].to_string(),
            r#"[{"bytes":3,"name":"summary.json"},{"bytes":8,"name":"people.csv"}]"#
        );
    }

    #[test]
    fn a_folder_with_something_in_it_is_refused_unless_forced() {
        let path = place("refused");
        fs::write(path.join("mine.txt"), "mine").unwrap();
        let error = ResultFolder::create(&path, false).unwrap_err();
        assert!(matches!(error, WriteError::NotEmpty { .. }));
        let text = error.to_string();
        assert!(text.contains(path.to_str().unwrap()) && text.contains("--force"), "{text}");
        assert_eq!(names(&path), ["mine.txt"]);
        write_result(&path, true, &[(ResultFile::SummaryJson, "1")]);
        assert_eq!(names(&path), ["mine.txt", "provenance.json", "summary.json"]);
    }

    #[test]
    fn a_file_where_the_folder_should_be_is_refused() {
        let path = place("in_the_way").join("file");
        fs::write(&path, "mine").unwrap();
        for force in [false, true] {
            let error = ResultFolder::create(&path, force).unwrap_err();
            assert!(matches!(error, WriteError::NotAFolder { .. }), "{error}");
        }
        let error = ResultFolder::create(&path.join("below"), false).unwrap_err();
        assert!(matches!(error, WriteError::Failed { .. }), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn a_new_result_takes_the_place_of_the_older_one_and_of_nothing_else() {
        let path = place("replaced");
        write_result(&path, false, &[(ResultFile::SummaryJson, "old"), (ResultFile::ChartPng, "old")]);
        // Not named in the provenance of the older result: somebody's own.
        fs::write(path.join("people.csv"), "mine").unwrap();
        write_result(&path, true, &[(ResultFile::SummaryJson, "new"), (ResultFile::ChartSvg, "new")]);
        assert_eq!(names(&path), ["chart.svg", "people.csv", "provenance.json", "summary.json"]);
        assert_eq!(fs::read_to_string(path.join("summary.json")).unwrap(), "new");
        assert_eq!(fs::read_to_string(path.join("people.csv")).unwrap(), "mine");
    }

    #[test]
    fn an_abandoned_folder_leaves_everything_as_it_was() {
        let path = place("abandoned");
        let fresh = path.join("fresh");
        let mut folder = ResultFolder::create(&fresh, false).unwrap();
        folder.write(ResultFile::SummaryJson, b"new").unwrap();
        drop(folder);
        assert!(!fresh.exists());

        let older = path.join("older");
        write_result(&older, false, &[(ResultFile::SummaryJson, "old")]);
        let mut folder = ResultFolder::create(&older, true).unwrap();
        folder.write(ResultFile::SummaryJson, b"new").unwrap();
        let error = folder.write_with(ResultFile::PeopleCsv, full_disk).unwrap_err().to_string();
        assert!(error.contains("people.csv") && error.contains("no storage space"), "{error}");
        drop(folder);
        assert_eq!(names(&older), ["provenance.json", "summary.json"]);
        assert_eq!(fs::read_to_string(older.join("summary.json")).unwrap(), "old");
    }

    #[test]
    fn a_folder_that_could_not_be_finished_is_not_complete() {
        let path = place("unfinished");
        write_result(&path, false, &[(ResultFile::AnswerText, "old"), (ResultFile::SummaryJson, "old")]);
        fs::remove_file(path.join("summary.json")).unwrap();
        fs::create_dir_all(path.join("summary.json/mine")).unwrap();
        let mut folder = ResultFolder::create(&path, true).unwrap();
        folder.write(ResultFile::AnswerText, b"new").unwrap();
        folder.write(ResultFile::SummaryJson, b"new").unwrap();
        let error = folder.finish(&full().provenance).unwrap_err().to_string();
        assert!(error.contains("summary.json"), "{error}");
        assert_eq!(names(&path), ["answer.txt", "summary.json"]);
        assert_eq!(fs::read_to_string(path.join("answer.txt")).unwrap(), "new");
    }

    #[test]
    fn the_same_file_written_twice_is_the_later_one() {
        let path = place("twice");
        write_result(&path, false, &[(ResultFile::AnswerText, "first"), (ResultFile::AnswerText, "second")]);
        assert_eq!(fs::read_to_string(path.join("answer.txt")).unwrap(), "second");
        assert_eq!(names(&path), ["answer.txt", "provenance.json"]);
    }

    #[test]
    fn single_files_are_made_and_replaced() {
        let path = place("single");
        let file = path.join(format!("{}.csv", "長".repeat(80)));
        for text in ["first, longer", "second"] {
            check_file(&file).unwrap();
            write_file(&file, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(names(&path).len(), 1);
    }

    #[test]
    fn single_files_in_bad_places_are_refused_before_and_after() {
        let path = place("bad_places");
        fs::write(path.join("file"), "mine").unwrap();
        let refused = |target: &Path| {
            let early = check_file(target).unwrap_err();
            assert_eq!(write_file(target, b"new").unwrap_err().to_string(), early.to_string());
            early
        };
        for target in [path.clone(), path.join("new/"), PathBuf::new()] {
            let error = refused(&target);
            assert!(matches!(error, WriteError::IsAFolder { .. }), "{error}");
        }
        let error = refused(&path.join("missing/new.csv"));
        assert!(matches!(error, WriteError::NoSuchFolder { .. }), "{error}");
        assert!(error.to_string().contains("there is no folder"), "{error}");
        let error = refused(&path.join("file/new.csv"));
        assert!(matches!(error, WriteError::Failed { .. }), "{error}");
        let mut permissions = fs::metadata(path.join("file")).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(path.join("file"), permissions).unwrap();
        let error = refused(&path.join("file"));
        assert!(matches!(error, WriteError::WriteProtected { .. }), "{error}");
        assert_eq!(names(&path), ["file"]);
        assert_eq!(fs::read_to_string(path.join("file")).unwrap(), "mine");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{PermissionsExt, symlink};

        use super::*;

        #[test]
        fn links_stay_links_and_permissions_stay_too() {
            let path = place("links");
            fs::create_dir(path.join("real")).unwrap();
            fs::write(path.join("real/file"), "old").unwrap();
            fs::set_permissions(path.join("real/file"), fs::Permissions::from_mode(0o640)).unwrap();
            symlink("real/file", path.join("link")).unwrap();
            write_file(&path.join("link"), b"new").unwrap();
            assert!(fs::symlink_metadata(path.join("link")).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(path.join("real/file")).unwrap(), "new");
            assert_eq!(fs::metadata(path.join("real/file")).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(
                (names(&path), names(&path.join("real"))),
                (vec!["link".into(), "real".into()], vec!["file".into()])
            );
        }

        #[test]
        fn devices_are_written_to_as_they_are() {
            check_file(Path::new("/dev/null")).unwrap();
            write_file(Path::new("/dev/null"), b"gone").unwrap();
            let full = Path::new("/dev/full");
            if full.exists() {
                let error = write_file(full, b"too much").unwrap_err();
                assert!(error.to_string().contains("/dev/full"), "{error}");
                assert!(!error.is_closed_pipe());
            }
        }

        #[test]
        fn a_closed_pipe_is_told_apart() {
            let (reader, writer) = io::pipe().unwrap();
            drop(reader);
            let descriptor = std::os::fd::AsRawFd::as_raw_fd(&writer);
            let error =
                write_file(Path::new(&format!("/dev/fd/{descriptor}")), b"nobody reads this").unwrap_err();
            assert!(error.is_closed_pipe(), "{error}");
        }
    }
}
