//! Ways of opening: who is counted as what on hand-made days, the study, and the command.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::schema;
use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd, Happening, Levels, Observer, Signal};
use machiai::export::{FAIRNESS_COLUMNS, fairness_csv, fairness_json};
use machiai::model::room::Cloudflare;
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, Origin, Room, RoomId, System, Visit};
use machiai::observe::Access;
use machiai::results::{
    Chance, Compared, EarlyBirds, Fairness, FairnessDay, FairnessMeasure as M, FairnessNote, Mean, Places,
    Provenance, Warning, Way, WayFigures,
};
use machiai::scenario::{self, Attachments};
use machiai::study::{self, FairnessPlan, Progress, Start, Watch};
use machiai::units::{Share, SimTime, Span};
use serde_json::{Value, json as value};

const SCHEMA: &str = include_str!("../../outputs/fairness.schema.json");
const ANSWER_SCHEMA: &str = include_str!("../../outputs/answer.schema.json");
const DICTIONARY: &str = include_str!("../../outputs/README.md");

fn at(seconds: i64) -> SimTime {
    SimTime::ZERO + Span::from_seconds(seconds)
}

/// People who come at these seconds from the opening.
fn crowd(seconds: &[i64]) -> Crowd {
    let instants: Vec<SimTime> = seconds.iter().map(|second| at(*second)).collect();
    let visit = Visit::even(Distribution::Fixed(Span::from_minutes(6)), 5);
    let group = Group::new("people", Headcount::FromArrivals, ArrivalProfile::Exact(instants.into()), visit);
    let system = System {
        groups: vec![group],
        rooms: vec![Room::cloudflare(&Cloudflare::new("room", 2000, 500))],
        origin: Origin::UNKNOWN,
        stocks: Vec::new(),
        minute_offset: Span::ZERO,
        horizon: None,
    };
    Blueprint::new(&system, RoomId(0)).crowd(RunKey { seed: 1, replication: 0 })
}

const AT_ONCE: Signal = Signal::AcceptedAtOnce { first: true };
const QUEUED: Signal = Signal::Queued { first: true };
const LOST: Signal = Signal::Lost { first: true };

fn admitted(first: bool) -> Signal {
    Signal::Admitted { first, waited: Span::ZERO }
}

/// Plays signals at seconds from the opening; everyone arrives by themselves.
fn day(arrivals: &[i64], places: Places, signals: &[(i64, u32, Signal)]) -> FairnessDay {
    let crowd = crowd(arrivals);
    let mut access = Access::new(crowd.len(), SimTime::ZERO, Span::from_seconds(60));
    let arrived = arrivals.iter().enumerate().map(|(rank, second)| (*second, rank as u32, Signal::Arrived));
    let mut all: Vec<(i64, u32, Signal)> = arrived.chain(signals.iter().copied()).collect();
    all.sort_by_key(|(second, _, _)| *second);
    for (second, rank, signal) in all {
        access.signal(&Happening { at: at(second), signal, rank, levels: Levels::default() });
    }
    access.finish(&crowd, places)
}

fn booked(count: u32) -> Places {
    Places::Booked { count }
}

#[track_caller]
fn expect(day: &FairnessDay, expected: &[(M, f64)]) {
    for (measure, value) in expected {
        let found = day.figures.get(*measure);
        assert!(found.is_some_and(|found| (found - value).abs() < 1e-9), "{}: {found:?}", measure.name());
    }
}

#[test]
fn an_early_bird_inside_takes_a_place_past_those_on_time() {
    // 0 is inside at the opening, 1 comes early and queues, 2 and 3 come on time.
    let signals = [
        (-600, 0, AT_ONCE),
        (-300, 1, QUEUED),
        (10, 2, QUEUED),
        (20, 3, QUEUED),
        (30, 1, admitted(true)),
        (40, 2, admitted(true)),
        (60, 3, admitted(true)),
        (100, 0, Signal::Booked { slot: 0, places: 1 }),
        (110, 3, Signal::Booked { slot: 0, places: 1 }),
        (120, 1, Signal::Booked { slot: 0, places: 1 }),
        (130, 2, Signal::Booked { slot: 0, places: 1 }),
    ];
    let arrivals = [-600, -300, 10, 20];
    let two = day(&arrivals, booked(2), &signals);
    expect(
        &two,
        &[
            (M::People, 4.0),
            (M::EarlyPeople, 2.0),
            (M::EarlyCrowdShare, 0.5),
            (M::PlacesTaken, 2.0),
            (M::EarlyPlaces, 1.0),
            (M::EarlyPlacesShare, 0.5),
            (M::EarlyPlaceChance, 0.5),
            (M::OnTimePlaceChance, 0.5),
            (M::EarlyAdmittedShare, 1.0),
            (M::EarlyWaitMean, 15.0),
            (M::EarlyWaitP50, 0.0),
            (M::EarlyWaitP90, 30.0),
            (M::OnTimeWaitMean, 35.0),
            (M::OnTimeWaitP50, 30.0),
            (M::OnTimeWaitP90, 40.0),
            (M::InsideAtOpening, 1.0),
            (M::PassedWaiting, 0.0),
            (M::Bypassed, 1.0),
            (M::BypassedPlaces, 1.0),
            (M::BypassedPlacesShare, 0.5),
            (M::LostMidVisit, 0.0),
            (M::OrderKept, 1.0),
        ],
    );
    let cells: Vec<(i64, u32, u32, u32)> =
        two.cells.iter().map(|cell| (cell.minute, cell.people, cell.admitted, cell.places)).collect();
    assert_eq!(cells, [(-10, 1, 1, 1), (-5, 1, 1, 0), (0, 2, 2, 1)]);
    assert_eq!(two.censored, 0);
    // Without a number of places: the first who could begin.
    let first = day(&arrivals, Places::FirstIn { count: 3 }, &signals);
    expect(&first, &[(M::PlacesTaken, 3.0), (M::EarlyPlaces, 2.0), (M::OnTimePlaceChance, 0.5)]);
}

#[test]
fn places_can_be_none_or_more_than_there_are_people() {
    let signals = [
        (0, 0, AT_ONCE),
        (10, 0, Signal::Booked { slot: 0, places: 1 }),
        (20, 0, Signal::Booked { slot: 0, places: 1 }),
    ];
    let none = day(&[0], booked(0), &signals);
    expect(&none, &[(M::PlacesTaken, 0.0), (M::OnTimePlaceChance, 0.0)]);
    assert_eq!(none.figures.get(M::EarlyPlacesShare), None);
    assert_eq!(none.figures.get(M::BypassedPlacesShare), None);
    // Whoever books twice takes one place; nobody is early, so nothing is said of early birds.
    let plenty = day(&[0], booked(10), &signals);
    expect(&plenty, &[(M::PlacesTaken, 1.0), (M::OnTimePlaceChance, 1.0), (M::EarlyPlacesShare, 0.0)]);
    assert_eq!(plenty.figures.get(M::EarlyPlaceChance), None);
    assert_eq!(plenty.figures.get(M::OrderKept), None);
    let nobody = day(&[], booked(5), &[]);
    expect(&nobody, &[(M::People, 0.0), (M::PlacesTaken, 0.0)]);
    assert_eq!(nobody.figures.get(M::EarlyCrowdShare), None);
    assert!(nobody.cells.is_empty());
}

#[test]
fn whoever_is_sent_to_the_line_by_the_first_request_after_the_opening_has_bypassed_nothing() {
    // 0 walked into a suspended room; 1 falls back in the prequeue; 2 keeps the session and loses it at work.
    let signals = [
        (-600, 0, AT_ONCE),
        (-590, 1, AT_ONCE),
        (-580, 2, AT_ONCE),
        (-60, 1, LOST),
        (-60, 1, Signal::Queued { first: false }),
        (20, 0, LOST),
        (20, 0, Signal::Queued { first: false }),
        (30, 1, admitted(false)),
        (80, 0, admitted(false)),
        (90, 2, LOST),
        (90, 2, Signal::AcceptedAtOnce { first: false }),
    ];
    let day = day(&[-600, -590, -580], booked(3), &signals);
    expect(
        &day,
        &[
            (M::InsideAtOpening, 2.0),
            (M::Bypassed, 1.0),
            (M::LostMidVisit, 1.0),
            (M::EarlyWaitP50, 30.0),
            (M::EarlyWaitP90, 80.0),
            (M::EarlyAdmittedShare, 1.0),
            // 2 begins at once, then 1, then 0: the reverse of their arrival.
            (M::OrderKept, -1.0),
        ],
    );
}

#[test]
fn passing_others_is_seen_only_while_an_earlier_arrival_waits() {
    let signals = [
        (0, 0, QUEUED),
        (5, 1, AT_ONCE),
        (8, 0, Signal::Left),
        (10, 2, AT_ONCE),
        (12, 3, QUEUED),
        // The one that waits came later: nothing is passed.
        (30, 4, QUEUED),
        (31, 3, admitted(true)),
        (40, 5, AT_ONCE),
        (41, 4, Signal::TurnedAway),
        (50, 6, QUEUED),
    ];
    let day = day(&[0, 5, 10, 12, 30, 40, 50], booked(9), &signals);
    expect(&day, &[(M::PassedWaiting, 2.0), (M::Bypassed, 2.0), (M::InsideAtOpening, 0.0)]);
    // 6 still waits; 0 and 4 are gone.
    assert_eq!(day.censored, 1);
    expect(&day, &[(M::OnTimeAdmittedShare, 4.0 / 7.0)]);
}

// The study.

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

/// A small opening, stopped after so many days of all ways together.
fn stopped_after(days: u32) -> Fairness {
    let text = "[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
                [group]\ncount = 300\narrivals = \"ramp 1m\"\n";
    let scenario = scenario::read(text, &NoFiles, &[]).unwrap();
    let plan = FairnessPlan {
        seed: 1,
        replications: 8,
        threads: Some(2),
        start: Start {
            early: Share::new(0.2).unwrap(),
            early_within: Span::from_minutes(30),
            prequeue: Span::from_minutes(15),
        },
        places: Some(100),
        command: String::new(),
    };
    let (stop, done) = (AtomicBool::new(days == 0), AtomicU32::new(0));
    let progress = |progress: Progress| match progress {
        Progress::Planned(planned) => assert_eq!(planned, 40),
        Progress::Done => {
            if done.fetch_add(1, Ordering::Relaxed) + 1 >= days {
                stop.store(true, Ordering::Relaxed);
            }
        }
    };
    study::fairness(&scenario, &plan, &Watch { progress: &progress, stop: &stop }).unwrap()
}

#[test]
fn an_interrupted_comparison_keeps_the_days_that_every_way_finished() {
    let whole = stopped_after(41);
    assert!(whole.provenance.complete && !whole.warnings.contains(&Warning::Interrupted));
    assert_eq!(whole.provenance.replications, 8);
    let part = stopped_after(25);
    assert!(!part.provenance.complete && part.provenance.replications < 8);
    assert!(part.warnings.contains(&Warning::Interrupted));
    let nothing = stopped_after(0);
    assert_eq!(nothing.provenance.replications, 0);
    assert_eq!(nothing.fairest, None);
    schema::fits(&schema::validator(SCHEMA), &parsed(&nothing));
}

#[test]
fn the_first_way_differs_from_itself_in_nothing_and_the_others_are_paired_by_day() {
    let found = stopped_after(41);
    for figures in &found.ways {
        let compared = figures.compared(M::EarlyPlacesShare).unwrap();
        match figures.way {
            Way::AlwaysOn => assert_eq!(compared.difference, Mean::default()),
            _ => {
                let of_means =
                    compared.mean.value.unwrap() - found.ways[0].value(M::EarlyPlacesShare).unwrap();
                assert!((compared.difference.value.unwrap() - of_means).abs() < 1e-9);
                assert!(compared.difference.ci.is_some());
            }
        }
        // Chances add up to the places taken.
        let minutes = figures.chances.iter().filter(|chance| chance.minute.is_none());
        let places: f64 =
            minutes.map(|chance| chance.people.value.unwrap() * chance.place_share.value.unwrap()).sum();
        assert!((places - figures.value(M::PlacesTaken).unwrap()).abs() < 1e-6, "{places}");
    }
}

// Outputs.

fn mean(value: f64) -> Mean {
    Mean { value: Some(value), ci: Some([value - 0.25, value + 0.25]) }
}

/// A comparison that has everything.
fn full() -> Fairness {
    let figures = |way: Way| WayFigures {
        way,
        measures: M::ALL
            .into_iter()
            .map(|measure| {
                let difference = if way == Way::AlwaysOn { Mean::default() } else { mean(-0.25) };
                (measure, Compared { mean: mean(0.5), difference })
            })
            .collect(),
        chances: [(true, None), (false, None), (true, Some(-10)), (false, Some(0))]
            .into_iter()
            .map(|(early, minute)| Chance {
                group: "住民, \"65+\"".to_owned(),
                early,
                minute,
                people: mean(100.0),
                admitted_share: mean(0.5),
                place_share: mean(0.25),
                wait_p50: if minute.is_some() { mean(600.0) } else { Mean::default() },
            })
            .collect(),
    };
    Fairness {
        title: "予約".to_owned(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "00f1e2d3c4b5a697".to_owned(),
            seed: u64::MAX,
            replications: 20,
            range_replications: 0,
            command: "machiai fairness --users 30000".to_owned(),
            complete: true,
        },
        level: 0.95,
        opens_at_second_of_day: Some(9 * 3600),
        inputs: Vec::new(),
        early: EarlyBirds { share: 0.1, within_seconds: 1800.0, reload_seconds: 60.0 },
        prequeue_seconds: 900.0,
        places: booked(5000),
        ways: Way::ALL.into_iter().map(figures).collect(),
        present: Way::AlwaysOn,
        fairest: Some(Way::Shuffle),
        notes: vec![
            FairnessNote::NobodyEarly,
            FairnessNote::EverybodyEarly,
            FairnessNote::NoPlaces,
            FairnessNote::PlacesForAll,
            FairnessNote::NobodyBeforePrequeue,
            FairnessNote::EventsReplaced { events: 2 },
            FairnessNote::StockReplaced,
        ],
        warnings: vec![Warning::Censored { people: 12.5 }, Warning::Interrupted],
    }
}

/// Nobody got anything, and numbers that are none.
fn empty() -> Fairness {
    let mut fairness = full();
    for figures in &mut fairness.ways {
        figures.measures.truncate(3);
        figures.measures[0].1.mean = Mean { value: Some(f64::NAN), ci: Some([0.0, f64::INFINITY]) };
        figures.measures[1].1 = Compared::default();
        figures.chances.clear();
    }
    Fairness {
        title: String::new(),
        opens_at_second_of_day: None,
        places: Places::FirstIn { count: 2000 },
        fairest: None,
        notes: Vec::new(),
        warnings: Vec::new(),
        ..fairness
    }
}

fn parsed(fairness: &Fairness) -> Value {
    serde_json::from_str(&fairness_json(fairness)).unwrap()
}

#[test]
fn comparisons_keep_to_their_schema_and_nothing_else_does() {
    let validator = schema::validator(SCHEMA);
    schema::fits(&validator, &parsed(&full()));
    schema::fits(&validator, &parsed(&empty()));
    let good = parsed(&full());
    let mut keys = Vec::new();
    schema::pointers(&good, String::new(), &mut keys);
    assert!(keys.len() > 500, "{} keys looked at", keys.len());
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
}

#[test]
fn schema_and_dictionary_say_what_the_program_says() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let answer: Value = serde_json::from_str(ANSWER_SCHEMA).unwrap();
    for shared in ["provenance", "warnings", "inputs", "title", "opens_at_second_of_day"] {
        assert_eq!(
            schema["properties"][shared], answer["properties"][shared],
            "{shared} is as in the answer"
        );
    }
    let measures = &schema["properties"]["ways"]["items"]["properties"]["measures"]["properties"];
    assert_eq!(measures.as_object().unwrap().len(), M::ALL.len());
    let section = &DICTIONARY[DICTIONARY.find("\n## Fairness\n").unwrap()..];
    for measure in M::ALL {
        let entry = &measures[measure.name()];
        assert_eq!(entry["description"], measure.definition());
        assert_eq!(entry["properties"]["unit"]["const"], measure.unit().name());
        let row =
            format!("| `{}` | {} | {} |\n", measure.name(), measure.unit().name(), measure.definition());
        assert!(section.contains(&row), "outputs/README.md lacks the row {row}");
    }
    let json = parsed(&full());
    let mut found = Vec::new();
    schema::pointers(&json, String::new(), &mut found);
    let keys: BTreeSet<&str> = found.iter().filter_map(|pointer| pointer.rsplit('/').next()).collect();
    for key in keys.into_iter().chain(FAIRNESS_COLUMNS).chain(Way::ALL.map(Way::name)) {
        assert!(DICTIONARY.contains(&format!("`{key}`")), "outputs/README.md lacks {key}");
    }
    for note in json["notes"].as_array().unwrap() {
        let row = format!("\n| `{}` | ", note["kind"].as_str().unwrap());
        assert!(section.contains(&row), "outputs/README.md lacks the note {row}");
    }
}

#[test]
fn the_table_is_tidy_and_agrees_with_the_json() {
    let text = String::from_utf8(fairness_csv(&full())).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), FAIRNESS_COLUMNS.join(","));
    assert_eq!(lines.count(), 5 * (M::ALL.len() + 2 * 3 + 2 * 4));
    assert!(text.contains("\nalways_on,,,,early_places_share,share,0.5,0.25,0.75,,,\n"), "{text}");
    assert!(text.contains("\nflush,,,,early_places_share,share,0.5,0.25,0.75,-0.25,-0.5,0\n"));
    assert!(text.contains("\nshuffle,\"住民, \"\"65+\"\"\",early,-10,place_share,share,0.25,0,0.5,,,\n"));
    let empty = String::from_utf8(fairness_csv(&empty())).unwrap();
    assert!(empty.contains("\nalways_on,,,,people,people,,,,,,\n") && !empty.contains("NaN"));
}

#[cfg(feature = "cli")]
mod command {
    use std::path::Path;
    use std::process::{Command, Output, Stdio};

    use serde_json::Value;

    /// 300 people before the smallest room of the product.
    const SMALL: [&str; 10] = [
        "fairness",
        "--active",
        "200",
        "--per-minute",
        "200",
        "--over",
        "1m",
        "--users",
        "300",
        "--replications=3",
    ];

    fn run(arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_machiai"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
            .stdin(Stdio::null())
            .current_dir(env!("CARGO_TARGET_TMPDIR"))
            .args(arguments)
            .output()
            .unwrap()
    }

    #[track_caller]
    fn small(more: &[&str]) -> String {
        let output = run(&[&SMALL[..], more].concat());
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*error), (Some(0), ""), "{more:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(arguments: &[&str], words: &[&str]) {
        let output = run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(output.stdout.is_empty());
        for word in words {
            assert!(error.contains(word), "`{word}` is missing in:\n{error}");
        }
    }

    #[track_caller]
    fn refused_small(more: &[&str], words: &[&str]) {
        refused(&[&SMALL[..], more].concat(), words);
    }

    #[track_caller]
    fn json(more: &[&str]) -> Value {
        let json = serde_json::from_str(&small(&[more, &["--json"]].concat())).unwrap();
        crate::schema::fits(&crate::schema::validator(super::SCHEMA), &json);
        json
    }

    fn measure<'v>(json: &'v Value, way: usize, name: &str) -> &'v Value {
        &json["ways"][way]["measures"][name]["value"]
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
        let one = small(&["--places", "100", "--json", "--threads", "1"]);
        assert_eq!(one, small(&["--places", "100", "--json", "--threads", "3"]));
        assert_ne!(one, small(&["--places", "100", "--json", "--seed", "2"]));
    }

    #[test]
    fn every_row_has_the_same_crowd() {
        for crowd in [&["--early", "10%"][..], &["--early", "50%", "--places", "50"]] {
            let json = json(crowd);
            assert_eq!(json["ways"].as_array().unwrap().len(), 5);
            let people = |way: usize| -> Vec<Value> {
                let chances = json["ways"][way]["chances"].as_array().unwrap();
                chances
                    .iter()
                    .map(|chance| {
                        [&chance["part"], &chance["minute"], &chance["people"]].map(Value::clone).into()
                    })
                    .collect()
            };
            for way in 1..5 {
                assert_eq!(people(way), people(0));
            }
            assert_eq!(measure(&json, 0, "people"), 300);
        }
    }

    #[test]
    fn an_uncertain_crowd_is_drawn_once_a_day_and_split() {
        let output = run(&[
            "fairness",
            "--active",
            "200",
            "--per-minute",
            "200",
            "--users",
            "200..400",
            "--early",
            "25%",
            "--replications",
            "6",
            "--json",
        ]);
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let ends = &json["ways"][0]["measures"]["people"]["ci"];
        assert!(ends[1].as_f64().unwrap() - ends[0].as_f64().unwrap() > 10.0, "{ends}");
        let share = measure(&json, 0, "early_crowd_share").as_f64().unwrap();
        assert!((share - 0.25).abs() < 0.002, "{share}");
    }

    #[test]
    fn nobody_and_everybody_early() {
        let nobody = json(&["--early", "0", "--places", "100"]);
        assert_eq!(nobody["notes"][0]["kind"], "nobody_early");
        assert_eq!(nobody["fairest"], Value::Null);
        assert_eq!(measure(&nobody, 0, "early_place_chance"), &Value::Null);
        assert_eq!(measure(&nobody, 0, "early_places"), 0);
        let everybody = json(&["--early", "100%", "--places", "100"]);
        assert_eq!(everybody["notes"][0]["kind"], "everybody_early");
        assert_eq!(measure(&everybody, 0, "on_time_wait_p90"), &Value::Null);
        for text in [small(&["--early", "0"]), small(&["--early", "1"])] {
            assert!(text.contains("no way of opening is fairer"), "{text}");
        }
    }

    #[test]
    fn no_places_places_for_all_and_one_person() {
        let none = json(&["--places", "0"]);
        assert_eq!(none["notes"][0]["kind"], "no_places");
        assert_eq!(measure(&none, 0, "early_places_share"), &Value::Null);
        let plenty = json(&["--places", "1000"]);
        assert_eq!(plenty["notes"][0]["kind"], "places_for_all");
        assert_eq!(plenty["places"]["count"], 1000);
        for language in ["en", "ja"] {
            for early in ["0", "100%"] {
                let output = run(&[
                    "fairness",
                    "--active",
                    "200",
                    "--per-minute",
                    "200",
                    "--users",
                    "1",
                    "--early",
                    early,
                    "--replications",
                    "1",
                    "--places",
                    "1",
                    "--lang",
                    language,
                ]);
                assert!(output.status.success() && !output.stdout.is_empty());
            }
        }
    }

    #[test]
    fn an_early_prequeue_is_noted_and_a_long_session_makes_it_longer() {
        let json = json(&["--early-within", "10m"]);
        assert_eq!(json["notes"][0]["kind"], "nobody_before_prequeue");
        let long = self::json(&["--session", "20m"]);
        assert_eq!(long["prequeue_seconds"], 1500);
        assert!(long["provenance"]["command"].as_str().unwrap().contains("--prequeue 25m"));
    }

    #[test]
    fn the_command_in_the_provenance_gives_the_same_bytes() {
        let first = json(
            &["--places", "1,00", "--early", "1割"].map(|word| if word == "1,00" { "100" } else { word }),
        );
        let command = first["provenance"]["command"].as_str().unwrap().to_owned();
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
        let again: Value = serde_json::from_slice(&run(&words).stdout).unwrap();
        assert_eq!(again, first);
    }

    #[test]
    fn bad_flags_are_all_named_with_what_would_be_accepted() {
        refused_small(
            &["--early", "130%", "--early-within", "0s", "--prequeue", "4m", "--places", "-5"],
            &[
                "--early: `130%` is not between",
                "--early-within 0s: out of range; accepted: a length of time above zero",
                "--prequeue 4m: out of range; accepted: a length of time from 5m",
                "--places: `-5` is negative",
            ],
        );
        refused_small(
            &["--prequeue", "10m", "--session", "10m"],
            &["--prequeue 10m: not longer than the session duration 10m", "accepted: more than 10m"],
        );
        refused_small(&["--early", "ten"], &["--early: `ten` is not a share; write for example 30%"]);
        refused_small(&["--early-within", "30"], &["--early-within:", "without a unit"]);
        refused_small(&["--replications", "0"], &["--replications"]);
        refused_small(
            &["s.toml"],
            &["--total-active-users: cannot be combined with the scenario file s.toml", "--set"],
        );
        refused(&["fairness"], &["--users: missing", "--total-active-users: missing"]);
        refused(&["fairness", "--set", "a=b"], &["--set", "SCENARIO.toml"]);
        let metered =
            ["fairness", "--room", "metered", "--users", "10", "--active", "5", "--per-minute", "unlimited"];
        refused(&metered, &["a metered room has neither events nor suspension"]);
    }

    #[test]
    fn a_scenario_file_takes_the_place_of_the_flags() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fairness");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("two.toml");
        let text = "title = \"Two groups\"\n[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n\
            [[group]]\nname = \"young\"\ncount = 200\narrivals = \"ramp 1m\"\n\
            [[group]]\nname = \"old\"\ncount = 100\narrivals = \"ramp 3m\"\n";
        std::fs::write(&path, text).unwrap();
        let (scenario, table) = (path.to_str().unwrap(), folder.join("out.csv"));
        let csv = table.to_str().unwrap();
        let output = run(&[
            "fairness",
            scenario,
            "--set",
            "room.session_duration=4",
            "--replications",
            "2",
            "--csv",
            csv,
        ]);
        let text = String::from_utf8(output.stdout).unwrap();
        for words in ["Two groups", "young, early", "old, on time", "--set room.session_duration=4"] {
            assert!(text.contains(words), "`{words}` is missing in:\n{text}");
        }
        let rows = std::fs::read_to_string(table).unwrap();
        assert!(rows.contains("\nalways_on,old,early,,people,people,10,10,10,,,\n"), "{rows}");
        let unwritable = run(&[&SMALL[..], &["--csv", "/nowhere/a.csv"]].concat());
        assert_eq!((unwritable.status.code(), unwritable.stdout.len()), (Some(1), 0));
    }
}
