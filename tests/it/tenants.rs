//! Several rooms on one origin: figures against days played alone and by hand, what a move does, outputs and the verb.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::schema;
use serde_json::Value;

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::export::{TENANTS_COLUMNS, tenants_csv, tenants_json};
use machiai::model::RoomId;
use machiai::observe::Day;
use machiai::results::{Advice, Measure, Tenants, TenantsMeasure as M, Warning, tenants_value};
use machiai::scenario::{self, Attachments, Scenario};
use machiai::stats::share_interval;
use machiai::study::{self, Progress, TenantsPlan, TooLate, Watch, with_opening_moved};
use machiai::units::{SimTime, Span};

const SCHEMA: &str = include_str!("../../outputs/tenants.schema.json");
const ANSWER_SCHEMA: &str = include_str!("../../outputs/answer.schema.json");
const DICTIONARY: &str = include_str!("../../outputs/README.md");

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

fn read(text: &str) -> Scenario {
    scenario::read(text, &NoFiles, &[]).unwrap_or_else(|issues| panic!("{issues:?}"))
}

fn plan(days: u32, shift: Span) -> TenantsPlan {
    TenantsPlan { seed: 5, replications: days, threads: Some(2), shift, command: String::new() }
}

fn judge(scenario: &Scenario, plan: &TenantsPlan) -> Tenants {
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    study::tenants(scenario, plan, &watch).expect("no horizon")
}

/// `[origin]`, unless nothing is said of it.
fn table(origin: &str) -> String {
    if origin.is_empty() { String::new() } else { format!("[origin]\n{origin}") }
}

/// Two towns, one with a stock and two groups, and what stands in `[origin]`.
fn towns(origin: &str, first: u32) -> Scenario {
    let origin = table(origin);
    read(&format!(
        "title = \"Two towns\"\nopens_at = \"9:00\"\n\
         [[room]]\nname = \"north\"\ntotal_active_users = 400\nnew_users_per_minute = 200\n\
         [[room.change]]\nat = \"4m\"\nnew_users_per_minute = 300\n\
         [[room]]\nname = \"south\"\nopening = \"5m\"\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
         {origin}\n\
         [[stock]]\nroom = \"south\"\nplaces = 220\n\
         [[group]]\nname = \"northerners\"\nroom = \"north\"\ncount = {first}\narrivals = \"ramp 2m\"\n\
         [[group]]\nname = \"young\"\nroom = \"south\"\ncount = \"200..300\"\narrivals = \"ramp 1m\"\n\
         [[group]]\nname = \"old\"\nroom = \"south\"\ncount = 100\narrivals = \"ramp 4m\"\n"
    ))
}

const SAFE: &str = "safe_people_inside = 380\noverload_lasting = \"30s\"";
const STATION: &str = "servers = 4\nservice_time = \"200ms\"\nwork_cv = 1.0\ntimeout = \"20s\"";

fn room_value(tenants: &Tenants, room: usize, measure: M) -> Option<f64> {
    tenants_value(&tenants.rooms[room].measures, measure)
}

fn origin_value(tenants: &Tenants, measure: M) -> f64 {
    tenants_value(&tenants.origin, measure).unwrap_or_else(|| panic!("no {}", measure.name()))
}

#[test]
fn rooms_that_nothing_couples_are_played_as_if_each_stood_alone() {
    let (scenario, days) = (towns(SAFE, 900), 4);
    let found = judge(&scenario, &plan(days, Span::from_minutes(20)));
    for room in 0..2 {
        let blueprint = Blueprint::new(&scenario.system, RoomId(room));
        let mut alone = Vec::new();
        for replication in 0..days {
            let key = RunKey { seed: 5, replication };
            let crowd = blueprint.crowd(key);
            let mut day = Day::new(crowd.len());
            blueprint.run(&crowd, key, &mut day);
            alone.push(day.figures(&crowd, blueprint.opening()));
        }
        for (measure, of_day) in [
            (M::People, Measure::People),
            (M::WaitMean, Measure::WaitMean),
            (M::WaitP50, Measure::WaitP50),
            (M::WaitP90, Measure::WaitP90),
            (M::WaitMax, Measure::WaitMax),
            (M::LineMax, Measure::LineMax),
            (M::LineGone, Measure::LineGone),
            (M::Left, Measure::Left),
            (M::Booked, Measure::Booked),
            (M::InsideMax, Measure::InsideMax),
        ] {
            let values: Vec<f64> = alone.iter().filter_map(|figures| figures.get(of_day)).collect();
            let mean = (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
            assert_eq!(room_value(&found, room, measure), mean, "{} of room {room}", measure.name());
        }
    }
    assert_eq!(room_value(&found, 0, M::SoldOutShare), None, "no stock");
    assert_eq!(room_value(&found, 1, M::SoldOutShare), Some(1.0), "220 places, at least 300 people");
    assert_eq!(found.rooms[1].places, Some(220));
}

/// Twenty at a time fill in a form of a minute in the south; in the north everybody comes at once. Ten pages a second.
fn surge(northerners: u32) -> Scenario {
    read(&format!(
        "[[room]]\nname = \"north\"\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = \"unlimited\"\n\
         [[room]]\nname = \"south\"\nkind = \"metered\"\ninside = 20\nper_minute = \"unlimited\"\n\
         [origin]\nservers = 2\nservice_time = \"200ms\"\n\
         [[group]]\nname = \"a\"\nroom = \"north\"\ncount = {northerners}\narrivals = \"at-once\"\n\
         visit = {{ duration = \"fixed 1m\", pages = 3 }}\n\
         [[group]]\nname = \"b\"\nroom = \"south\"\ncount = 60\narrivals = \"at-once\"\n\
         visit = {{ duration = \"fixed 1m\", pages = 3 }}\n"
    ))
}

#[test]
fn a_shared_station_couples_the_rooms() {
    let days = plan(2, Span::from_minutes(360));
    let few = judge(&surge(1), &days);
    let many = judge(&surge(600), &days);
    assert_eq!(room_value(&few, 1, M::People), room_value(&many, 1, M::People), "the same people");
    for (what, found) in [
        ("answers", [&few, &many].map(|found| origin_value(found, M::ResponseP95))),
        ("waits", [&few, &many].map(|found| room_value(found, 1, M::WaitMean).unwrap())),
        ("longest waits", [&few, &many].map(|found| room_value(found, 1, M::WaitMax).unwrap())),
    ] {
        assert!(found[0] < found[1], "{what} of the south do not feel the north: {found:?}");
    }
    // Six hours apart the north is done before the south begins: the south is as it would be alone.
    let apart = many.moves.iter().find(|moved| moved.room == 1 && moved.by_seconds > 0.0).unwrap();
    let wait = apart.compared(M::WaitP90).and_then(|compared| compared.mean.value).unwrap();
    let alone = room_value(&few, 1, M::WaitP90).unwrap();
    assert!((wait - alone).abs() < 5.0, "{wait} s hours apart, {alone} s alone");
}

/// Two people, one a room, each inside for a minute.
fn by_hand(origin: &str) -> Scenario {
    let origin = table(origin);
    read(&format!(
        "[[room]]\nname = \"one\"\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = \"unlimited\"\n\
         [[room]]\nname = \"two\"\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = \"unlimited\"\n\
         {origin}\n\
         [[group]]\nname = \"a\"\nroom = \"one\"\narrivals = {{ times = [\"0s\"] }}\nvisit = {{ duration = \"fixed 1m\" }}\n\
         [[group]]\nname = \"b\"\nroom = \"two\"\ncount = 1\narrivals = {{ mix = [{{ share = 1, shape = \"at-once\", shift = \"25s\" }}] }}\n\
         visit = {{ duration = \"fixed 1m\" }}\n"
    ))
}

#[test]
fn overload_of_a_day_made_by_hand() {
    let text = "safe_people_inside = 1\noverload_lasting = \"35s\"";
    let found = judge(&by_hand(text), &plan(4, Span::from_seconds(20)));
    // From 25 s to 60 s both are inside: 35 seconds, exactly what counts.
    let exact = share_interval(4, 4, 0.95).unwrap();
    let overload = found.overload.unwrap();
    assert_eq!((overload.days, overload.of_days, overload.ci), (4, 4, [exact.low, exact.high]));
    for (measure, value) in [
        (M::OverloadedShare, 1.0),
        (M::OverloadSeconds, 35.0),
        (M::OverloadOfDay, 35.0),
        (M::LongestOverload, 35.0),
        (M::FirstOverload, 25.0),
        (M::OriginInsideMax, 2.0),
        (M::PeakAt, 25.0),
    ] {
        assert_eq!(origin_value(&found, measure), value, "{}", measure.name());
    }
    assert_eq!([0, 1].map(|room| room_value(&found, room, M::InsideAtPeak)), [Some(1.0); 2]);
    // One earlier, or two later: 15 s together, which do not count. One later: from 25 s to 80 s. Two earlier: from 5 s on.
    let shares: Vec<(usize, f64, u32, Option<f64>)> = found
        .moves
        .iter()
        .map(|moved| {
            let seconds = moved.compared(M::OverloadSeconds).unwrap().mean.value;
            (moved.room, moved.by_seconds, moved.overload.unwrap().days, seconds)
        })
        .collect();
    assert_eq!(
        shares,
        [
            (0, -20.0, 0, Some(15.0)),
            (0, 20.0, 4, Some(55.0)),
            (1, -20.0, 4, Some(55.0)),
            (1, 20.0, 0, Some(15.0))
        ]
    );
    assert_eq!(found.moves[0].compared(M::OverloadedShare).unwrap().difference.value, Some(-1.0));
    assert_eq!(found.moves[1].compared(M::OverloadSeconds).unwrap().difference.value, Some(20.0));
    assert_eq!(found.advice, Advice::Shortens { at: 0 }, "four days are too few for a share of days");
    let more = judge(&by_hand(text), &plan(8, Span::from_seconds(20)));
    assert_eq!(more.advice, Advice::Move { at: 0 });
    let calm = judge(&by_hand("safe_people_inside = 2"), &plan(4, Span::from_seconds(20)));
    assert_eq!((calm.advice, calm.overload.unwrap().days), (Advice::NothingNeeded, 0));
    let unknown = judge(&by_hand(""), &plan(4, Span::from_seconds(20)));
    assert_eq!((unknown.advice, unknown.overload), (Advice::NotJudged, None));
    assert_eq!(origin_value(&unknown, M::OriginInsideMax), 2.0, "the peak is shown all the same");
    let always = judge(&by_hand(text), &plan(8, Span::ZERO));
    assert_eq!(always.advice, Advice::NothingHelps);
}

#[test]
fn without_a_shift_nothing_differs() {
    for origin in [SAFE, STATION] {
        let found = judge(&towns(origin, 600), &plan(3, Span::ZERO));
        for moved in &found.moves {
            assert_eq!(moved.overload, found.overload);
            for (measure, compared) in &moved.measures {
                let difference = compared.difference.value;
                assert!(
                    difference.is_none_or(|value| value.abs() < 1e-12),
                    "{}: {difference:?}",
                    measure.name()
                );
            }
        }
    }
}

/// A room and everything that is its own, moved by whole minutes, has the same day so much later.
#[test]
fn all_that_is_the_rooms_own_moves_along() {
    let text = "[room]\ntotal_active_users = 400\nnew_users_per_minute = 200\nopening = \"3m\"\n\
        [[room.change]]\nat = \"8m\"\nnew_users_per_minute = 220\n\
        [[room.event]]\nname = \"rush\"\nprequeue_start_time = \"-5m\"\nevent_start_time = \"3m\"\n\
        event_end_time = \"7m\"\nshuffle_at_event_start = true\n\
        [[group]]\nname = \"most\"\ncount = 700\narrivals = { mix = [{ share = 1, shape = \"ramp 5m\", shift = \"-3m\" }] }\n\
        [[group]]\nname = \"listed\"\narrivals = { times = [\"-1m\", \"2m\", \"200s\"] }\n";
    let scenario = read(text);
    for by in [-20, 20].map(Span::from_minutes) {
        let moved = with_opening_moved(&scenario.system, RoomId(0), by);
        assert_ne!(moved, scenario.system);
        assert_eq!(with_opening_moved(&moved, RoomId(0), -by), scenario.system, "and back");
        let figures = |system: &machiai::model::System| {
            let blueprint = Blueprint::new(system, RoomId(0));
            let key = RunKey { seed: 9, replication: 0 };
            let crowd = blueprint.crowd(key);
            let mut day = Day::new(crowd.len());
            blueprint.run(&crowd, key, &mut day);
            day.figures(&crowd, blueprint.opening())
        };
        assert_eq!(figures(&moved), figures(&scenario.system), "moved by {by}");
    }
}

/// At the peak the rooms' people are together the most that were ever inside; also with one room alone.
#[test]
fn the_rooms_add_up_at_the_peak() {
    let one = "[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n[group]\ncount = 300\n";
    let one_station = format!("{one}[origin]\n{STATION}\n");
    for scenario in [read(one), read(&one_station), towns("", 500), towns(SAFE, 500), towns(STATION, 500)] {
        let found = judge(&scenario, &plan(1, Span::from_minutes(5)));
        let rooms: f64 =
            (0..found.rooms.len()).map(|room| room_value(&found, room, M::InsideAtPeak).unwrap()).sum();
        assert_eq!(rooms, origin_value(&found, M::OriginInsideMax));
        if let [only] = found.rooms.as_slice() {
            assert_eq!(tenants_value(&only.measures, M::InsideMax), Some(rooms));
        }
    }
}

#[test]
fn groups_that_share_a_room_are_told_apart() {
    let found = judge(&towns(SAFE, 300), &plan(3, Span::from_minutes(20)));
    let [young, old] = found.rooms[1].groups.as_slice() else { panic!("two groups") };
    let people = |group: &machiai::results::TenantGroup| tenants_value(&group.measures, M::People).unwrap();
    assert_eq!((young.name.as_str(), old.name.as_str(), people(old)), ("young", "old", 100.0));
    assert_eq!(people(young) + people(old), room_value(&found, 1, M::People).unwrap());
    let [alone] = found.rooms[0].groups.as_slice() else { panic!("one group") };
    for measure in M::OF_GROUP {
        assert_eq!(tenants_value(&alone.measures, measure), room_value(&found, 0, measure));
    }
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let scenario = towns(&format!("{STATION}\n{SAFE}"), 500);
    let bytes = |threads: usize| {
        let plan = TenantsPlan { threads: Some(threads), ..plan(3, Span::from_minutes(20)) };
        tenants_json(&judge(&scenario, &plan))
    };
    let one = bytes(1);
    assert_eq!(one, bytes(2));
    assert_eq!(one, bytes(8));
}

/// Stopped after so many days of all calendars together.
fn stopped_after(days: u32) -> Tenants {
    let (stop, done) = (AtomicBool::new(days == 0), AtomicU32::new(0));
    let progress = |progress: Progress| match progress {
        Progress::Planned(planned) => assert_eq!(planned, 40, "five calendars on eight days"),
        Progress::Done => {
            if done.fetch_add(1, Ordering::Relaxed) + 1 >= days {
                stop.store(true, Ordering::Relaxed);
            }
        }
    };
    let watch = Watch { progress: &progress, stop: &stop };
    study::tenants(&towns(SAFE, 200), &plan(8, Span::from_minutes(20)), &watch).expect("no horizon")
}

#[test]
fn an_interrupted_study_keeps_the_days_that_every_calendar_finished() {
    let whole = stopped_after(41);
    assert!(whole.provenance.complete && whole.provenance.replications == 8);
    let part = stopped_after(25);
    let days = part.provenance.replications;
    assert!(!part.provenance.complete && days > 0 && days < 8);
    assert_eq!(part.overload.unwrap().of_days, days);
    assert!(part.warnings.contains(&Warning::Interrupted));
    let nothing = stopped_after(0);
    assert_eq!((nothing.provenance.replications, nothing.overload), (0, None));
    schema::fits(&schema::validator(SCHEMA), &parsed(&nothing));
}

#[test]
fn a_room_that_would_open_when_the_day_is_over_is_refused() {
    let text = "horizon = \"30m\"\n[[room]]\nname = \"early\"\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
        [[room]]\nname = \"late\"\nopening = \"10m\"\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
        [[group]]\nname = \"a\"\nroom = \"early\"\ncount = 9\n[[group]]\nname = \"b\"\nroom = \"late\"\ncount = 9\n";
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let minute = |minutes: i64| SimTime::ZERO + Span::from_minutes(minutes);
    assert_eq!(
        study::tenants(&read(text), &plan(1, Span::from_minutes(20)), &watch),
        Err(TooLate { room: "late".to_owned(), opening: minute(30), horizon: minute(30) })
    );
    assert!(study::tenants(&read(text), &plan(1, Span::from_minutes(19)), &watch).is_ok());
}

fn parsed(tenants: &Tenants) -> Value {
    serde_json::from_str(&tenants_json(tenants)).expect("JSON")
}

#[test]
fn answers_keep_to_their_schema_and_every_name_is_explained() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let answer: Value = serde_json::from_str(ANSWER_SCHEMA).unwrap();
    for shared in ["provenance", "warnings", "title"] {
        assert_eq!(
            schema["properties"][shared], answer["properties"][shared],
            "{shared} is as in the answer"
        );
    }
    let validator = schema::validator(SCHEMA);
    let both = towns(&format!("{STATION}\n{SAFE}"), 500);
    for scenario in [&both, &by_hand(""), &towns("", 0x40)] {
        schema::fits(&validator, &parsed(&judge(scenario, &plan(2, Span::from_minutes(20)))));
    }
    let json = parsed(&judge(&both, &plan(1, Span::from_minutes(20))));
    let mut odd = json.clone();
    odd["rooms"][0]["measures"]["people"]["unit"] = "seconds".into();
    assert!(!validator.is_valid(&odd), "a measure in another unit");
    let section = &DICTIONARY[DICTIONARY.find("\n## Several rooms on one origin\n").unwrap()..];
    let entries = [
        (&schema["properties"]["origin"], M::OF_ORIGIN.as_slice()),
        (&schema["properties"]["rooms"]["items"]["properties"]["measures"], M::OF_ROOM.as_slice()),
        (&schema["properties"]["moves"]["items"]["properties"]["measures"], M::OF_MOVE.as_slice()),
    ];
    for (entry, measures) in entries {
        assert_eq!(entry["properties"].as_object().unwrap().len(), measures.len());
        for measure in measures {
            let (name, unit, definition) = (measure.name(), measure.unit().name(), measure.definition());
            assert_eq!(entry["properties"][name]["description"], definition);
            assert_eq!(entry["properties"][name]["properties"]["unit"]["const"], unit);
            let row = format!("| `{name}` | {unit} | {definition} |\n");
            assert!(section.contains(&row), "outputs/README.md lacks the row {row}");
        }
    }
    let mut names = BTreeSet::from(TENANTS_COLUMNS.map(str::to_owned));
    schema::keys(&json, &mut names);
    for name in names {
        assert!(DICTIONARY.contains(&format!("`{name}`")), "outputs/README.md lacks {name}");
    }
}

#[test]
fn the_table_is_tidy_and_agrees_with_the_json() {
    let found = judge(&towns(SAFE, 500), &plan(2, Span::from_minutes(20)));
    let json = parsed(&found);
    let bytes = tenants_csv(&found);
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(table.headers().unwrap(), &TENANTS_COLUMNS[..]);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let groups: usize = found.rooms.iter().map(|room| room.groups.len()).sum();
    let expected = M::OF_ORIGIN.len()
        + found.rooms.len() * M::OF_ROOM.len()
        + groups * M::OF_GROUP.len()
        + found.moves.len() * M::OF_MOVE.len();
    assert_eq!(rows.len(), expected);
    for row in &rows {
        let [moved, by, room, group, measure] = [0, 1, 2, 3, 4].map(|column| &row[column]);
        let named = |list: &Value, name: &str| -> Value {
            list.as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap().clone()
        };
        let entry = match (moved, room, group) {
            ("", "", "") => json["origin"][measure].clone(),
            ("", room, "") => named(&json["rooms"], room)["measures"][measure].clone(),
            ("", room, group) => {
                named(&named(&json["rooms"], room)["groups"], group)["measures"][measure].clone()
            }
            (moved, _, _) => {
                let moves = json["moves"].as_array().unwrap();
                let is_it = |entry: &&Value| {
                    entry["room"] == moved && entry["by_seconds"].as_i64() == by.parse().ok()
                };
                moves.iter().find(is_it).unwrap()["measures"][measure].clone()
            }
        };
        let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
        assert_eq!(&row[6], text(&entry["value"]), "{row:?}");
        assert_eq!(&row[7], text(&entry["ci"][0]), "{row:?}");
        assert_eq!(&row[10], text(entry.get("difference").unwrap_or(&Value::Null)), "{row:?}");
    }
}

mod command_line {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    fn run(words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_machiai")).args(words).output().expect("the program runs")
    }

    fn file(name: &str, text: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tenants");
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file for the test");
        path
    }

    fn two() -> PathBuf {
        file(
            "two.toml",
            "[[room]]\nname = \"a\"\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
             [[room]]\nname = \"b\"\nopening = \"10m\"\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
             [origin]\nsafe_people_inside = 210\noverload_lasting = \"1s\"\n\
             [[group]]\nname = \"x\"\nroom = \"a\"\ncount = 300\narrivals = \"ramp 6m\"\n\
             [[group]]\nname = \"y\"\nroom = \"b\"\ncount = 250\narrivals = \"ramp 4m\"\n",
        )
    }

    #[track_caller]
    fn refused(words: &[&str], expected: &[&str]) {
        let output = run(words);
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(output.stdout.is_empty());
        assert_eq!(told.matches("error: ").count(), 1, "{told}");
        for part in expected {
            assert!(told.contains(part), "`{part}` is missing in:\n{told}");
        }
    }

    #[test]
    fn answers_in_both_languages_as_json_and_as_a_table() {
        let (scenario, table) = (two(), file("out.csv", ""));
        let (scenario, table) = (scenario.to_str().unwrap(), table.to_str().unwrap());
        let words = ["tenants", scenario, "--replications", "3", "--csv", table];
        for (language, heading) in [("en", "If one opening is moved by 20 min"), ("ja", "20分ずらした場合")]
        {
            let output = run(&[&words[..], &["--lang", language]].concat());
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0), "{text}");
            assert!(text.contains(heading), "{text}");
        }
        let rows = std::fs::read_to_string(table).unwrap();
        assert!(rows.starts_with("moved_room,by_seconds,room,group,measure,unit,"), "{rows}");
        let json = run(&[&words[..4], &["--json"]].concat()).stdout;
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let command = json["provenance"]["command"].as_str().unwrap();
        let again: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
        let again: serde_json::Value = serde_json::from_slice(&run(&again).stdout).unwrap();
        assert_eq!(again, json, "the command gives the same answer");
        assert_eq!(json["moves"][3]["opens"]["seconds"], 1800);
    }

    #[test]
    fn bad_input_is_one_clear_error() {
        let scenario = two();
        let scenario = scenario.to_str().unwrap();
        let shift = |text| ["tenants", scenario, "--shift", text];
        refused(&shift("0"), &["--shift 0: nothing would move; accepted: a length of time above zero"]);
        refused(&shift("-20m"), &["--shift", "-20m"]);
        refused(&shift("20"), &["--shift:", "without a unit"]);
        refused(&shift("soon"), &["--shift:", "soon"]);
        refused(
            &shift("25h"),
            &["--shift 25h: out of range; accepted: a length of time above zero up to 24h"],
        );
        refused(
            &["tenants", scenario, "--set", "horizon=25m"],
            &["\"b\" would open at 30m", "stops at 25m", "a shorter shift, or a horizon above 30m"],
        );
        refused(&["tenants", scenario, "--set", "room[2].opening=5m"], &["room[2]"]);
        let missing = run(&["tenants", "nowhere.toml"]);
        assert_eq!(missing.status.code(), Some(1));
        assert!(String::from_utf8(missing.stderr).unwrap().contains("cannot read nowhere.toml"));
        let before = std::fs::read_to_string(scenario).unwrap();
        refused(
            &["tenants", scenario, "--csv", scenario],
            &["--csv", "is a file that is read here; accepted: another file"],
        );
        assert_eq!(std::fs::read_to_string(scenario).unwrap(), before, "nothing is lost");
        let unwritable = run(&["tenants", scenario, "--csv", "/nowhere/a.csv"]);
        assert_eq!((unwritable.status.code(), unwritable.stdout.len()), (Some(1), 0));
    }
}
