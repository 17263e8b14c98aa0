//! Variants compared on the same days: known differences, people by hand, coverage, outputs and the verb.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::schema;
use serde_json::Value;

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::export::{COMPARE_COLUMNS, compare_csv, compare_json};
use machiai::model::RoomId;
use machiai::observe::Day;
use machiai::report::{self, Language};
use machiai::results::{
    ArrivalMinutes, Comparison, JudgementKind, Measure, Paired, PersonMeasure as P, Variant, Warning,
};
use machiai::scenario::{self, Attachments, Override, Scenario};
use machiai::study::{self, CompareCase, ComparePlan, Progress, Watch};

const SCHEMA: &str = include_str!("../../outputs/compare.schema.json");
const ANSWER_SCHEMA: &str = include_str!("../../outputs/answer.schema.json");
const DICTIONARY: &str = include_str!("../../outputs/README.md");

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

/// The scenario with changes such as `room.new_users_per_minute=300`.
fn changed(text: &str, changes: &[&str]) -> Scenario {
    let change = |change: &&str| Override::parse(change, 0).expect("a change");
    let overrides: Vec<Override> = changes.iter().map(change).collect();
    scenario::read(text, &NoFiles, &overrides).unwrap_or_else(|issues| panic!("{issues:?}"))
}

fn plan(seed: u64, days: u32) -> ComparePlan {
    ComparePlan { seed, replications: days, threads: Some(2), command: String::new() }
}

fn cases(scenarios: Vec<Scenario>) -> Vec<CompareCase> {
    let case =
        |(position, scenario): (usize, Scenario)| CompareCase { name: format!("v{position}"), scenario };
    scenarios.into_iter().enumerate().map(case).collect()
}

fn compared(scenarios: Vec<Scenario>, plan: &ComparePlan) -> Comparison {
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    study::compare(&cases(scenarios), plan, &watch)
}

/// The file as it is and with changes.
fn with(text: &str, changes: &[&str], days: u32) -> Comparison {
    compared(vec![changed(text, &[]), changed(text, changes)], &plan(3, days))
}

#[track_caller]
fn person(comparison: &Comparison, measure: P) -> Option<f64> {
    comparison.variants[1].people.as_ref().expect("the same people").value(measure)
}

/// Two groups, impatient, in a Cloudflare room with a safe load.
const TOWN: &str = "title = \"Town\"\n[room]\nlift_product_limits = true\ntotal_active_users = 120\nnew_users_per_minute = 60\n\
    [origin]\nsafe_people_inside = 100\noverload_lasting = \"30s\"\n\
    [[group]]\nname = \"young\"\ncount = 400\narrivals = \"ramp 4m\"\npatience = \"20m\"\n\
    [[group]]\nname = \"old\"\ncount = 200\narrivals = \"ramp 6m\"\n";

fn every_pairing(variant: &Variant) -> Vec<(Measure, Paired)> {
    let groups = variant.groups.iter().flat_map(|group| &group.measures);
    let arrivals = variant.arrivals.iter().flat_map(ArrivalMinutes::measures);
    variant.measures.iter().chain(groups).copied().chain(arrivals).collect()
}

#[test]
fn a_variant_compared_with_itself_differs_in_nothing() {
    let found = with(TOWN, &[], 6);
    let variant = &found.variants[1];
    for (measure, paired) in every_pairing(variant) {
        let name = measure.name();
        assert_eq!(paired.difference.value.unwrap_or(0.0), 0.0, "{name}");
        // A share of days has an exact interval; nothing is claimed of what never differed.
        let is_claimed = paired.difference.ci.is_some() || paired.simultaneous.is_some();
        assert_eq!(is_claimed, measure == Measure::OverloadedDays, "{name}");
    }
    for measure in [P::BetterOff, P::WorseOff, P::AdmittedOnlyHere, P::AdmittedOnlyThere] {
        assert_eq!(person(&found, measure), Some(0.0));
    }
    assert_eq!([person(&found, P::Gained), person(&found, P::Lost)], [None, None], "nobody gains or loses");
    assert_eq!((variant.same_as, variant.same_people, variant.variance_ratio), (Some(0), Some(true), None));
    assert_eq!(variant.judgement.as_ref().unwrap().kind, JudgementKind::Same);
    assert!(found.variants[0].people.is_none() && found.variants[0].judgement.is_none());
}

/// Three days on which a difference is the same are no proof that it always is: nothing is claimed.
#[test]
fn a_constant_difference_on_a_few_days_claims_nothing() {
    let texts = [metered(100, 60, ""), metered(100, 30, "")];
    let found = compared(texts.iter().map(|text| changed(text, &[])).collect(), &plan(1, 3));
    let paired = found.variants[1].paired(Measure::WaitP50).unwrap();
    assert_eq!(
        (paired.difference.value, paired.difference.ci, paired.simultaneous),
        (Some(49.0), None, None)
    );
}

/// `people` at the opening, one let in every 60 s ÷ `per_minute`.
fn metered(people: usize, per_minute: u32, more: &str) -> String {
    let times = vec!["\"0s\""; people].join(", ");
    format!(
        "{more}[room]\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = {per_minute}\norder = \"fifo\"\n\
         [group]\nvisit = {{ duration = \"fixed 1m\" }}\npatience = \"none\"\narrivals = {{ times = [{times}] }}\n"
    )
}

/// Person k of 100 waits (k − 1)·60 s ÷ rate: with 30 instead of 60 a minute (k − 1) s more. Rank ⌈0.9·100⌉ = 90 waits 89 s
/// more, rank 50 waits 49 s more, the last 99 s; those from rank 62 on wait more than 60 s more: 39 people, on average 80 s.
#[test]
fn a_known_shift_is_found_exactly() {
    let texts = [metered(100, 60, ""), metered(100, 30, "")];
    let found = compared(texts.iter().map(|text| changed(text, &[])).collect(), &plan(1, 20));
    let slower = &found.variants[1];
    for (measure, shift) in [(Measure::WaitP50, 49.0), (Measure::WaitP90, 89.0), (Measure::WaitMax, 99.0)] {
        let paired = slower.paired(measure).unwrap();
        assert_eq!(paired.difference.value, Some(shift));
        assert_eq!(paired.simultaneous, Some([shift, shift]), "the same on every day");
    }
    assert!((person(&found, P::WorseOff).unwrap() - 0.39).abs() < 1e-12);
    assert_eq!(person(&found, P::BetterOff), Some(0.0));
    assert_eq!(person(&found, P::Lost), Some(80.0));
    let judgement = slower.judgement.as_ref().unwrap();
    // Nobody knows which load is safe, so fewer people inside speak for the slower room.
    let gains: Vec<Measure> = judgement.gains.iter().map(|change| change.measure).collect();
    assert_eq!((judgement.kind, gains), (JudgementKind::TradeOff, vec![Measure::InsideMax]));
    let minute = slower.arrivals[0].wait_p50;
    assert_eq!((slower.arrivals.len(), minute.difference.value), (1, Some(49.0)));
}

/// Three people at the opening, one let in a minute or two; and four.
#[test]
fn better_and_worse_off_by_hand() {
    let slow = metered(3, 1, "horizon = \"100s\"\n");
    let fast = metered(3, 2, "horizon = \"100s\"\n");
    // One a minute until 100 s: 0 s, 60 s. Two a minute: 0 s, 30 s, 60 s.
    let found = compared([&slow, &fast].map(|text| changed(text, &[])).into(), &plan(1, 2));
    assert_eq!(person(&found, P::AdmittedOnlyHere), Some(1.0 / 3.0));
    assert_eq!(person(&found, P::BetterOff), Some(1.0 / 3.0));
    assert_eq!(
        person(&found, P::Gained),
        None,
        "30 s earlier is no change, and the last one is let in only here"
    );
    let back = compared([&fast, &slow].map(|text| changed(text, &[])).into(), &plan(1, 2));
    assert_eq!(person(&back, P::AdmittedOnlyThere), Some(1.0 / 3.0));
    assert_eq!(person(&back, P::WorseOff), Some(1.0 / 3.0));
    // Without the end: 0, 60, 120 s against 0, 30, 60 s; exactly a minute is no change.
    let [slow, fast] = [metered(3, 1, ""), metered(3, 2, "")];
    let found = compared([&slow, &fast].map(|text| changed(text, &[])).into(), &plan(1, 2));
    assert_eq!(person(&found, P::BetterOff), Some(0.0));
    // 0, 60, 120, 180 s against 0, 30, 60, 90 s: the last one gains 90 s.
    let [slow, fast] = [metered(4, 1, ""), metered(4, 2, "")];
    let found = compared([&slow, &fast].map(|text| changed(text, &[])).into(), &plan(1, 2));
    assert_eq!([person(&found, P::BetterOff), person(&found, P::Gained)], [Some(0.25), Some(90.0)]);
}

/// A stock of places: who gets one only here. Ten people in a fixed order, the visit takes as long for all; with 3 places the
/// first three book, with 5 the first five.
#[test]
fn places_are_followed_person_by_person() {
    let text = metered(10, 60, "") + "[stock]\nplaces = 3\n";
    let found = with(&text, &["stock.places=5"], 20);
    assert!((person(&found, P::PlaceOnlyHere).unwrap() - 0.2).abs() < 1e-12);
    assert_eq!(person(&found, P::PlaceOnlyThere), Some(0.0));
    let without = found.variants[1].paired(Measure::WithoutPlace).unwrap();
    assert_eq!(without.difference.value, Some(-2.0));
    assert_eq!(found.variants[1].judgement.as_ref().unwrap().kind, JudgementKind::Better);
}

#[test]
fn other_people_are_compared_by_figures_only() {
    for change in ["group[0].count=401", "group[1].arrivals=ramp 7m"] {
        let found = with(TOWN, &[change], 3);
        let variant = &found.variants[1];
        assert_eq!((variant.same_people, variant.people.is_some()), (Some(false), false), "{change}");
        assert!(variant.paired(Measure::WaitP90).unwrap().difference.value.is_some());
    }
    let found = with(TOWN, &["room.session_duration=3m", "group[0].patience=10m"], 3);
    assert_eq!(found.variants[1].same_people, Some(true), "other rules and other patience, the same people");
}

/// Figures of days played by hand.
fn days(scenario: &Scenario, seed: u64, days: u32, measure: Measure) -> Vec<f64> {
    let blueprint = Blueprint::new(&scenario.system, RoomId(0));
    let figure = |replication: u32| {
        let key = RunKey { seed, replication };
        let crowd = blueprint.crowd(key);
        let mut day = Day::new(crowd.len());
        blueprint.run(&crowd, key, &mut day);
        day.figures(&crowd, blueprint.opening()).get(measure).expect("somebody waits")
    };
    (0..days).map(figure).collect()
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

/// The ratio is that of variances of days played alone; and differences of days with other people (another seed) really vary
/// that much more. A variance of 60 days has a relative standard error of √(2/59) = 18 %, the quotient of two 26 %: within
/// 4 of them, so pairing that did nothing (ratio 1) is told from the ratio found, which is above 4.
#[test]
fn the_same_people_spare_days() {
    let (first, second) = (changed(TOWN, &[]), changed(TOWN, &["room.new_users_per_minute=50"]));
    let count = 60;
    let found = compared(vec![first.clone(), second.clone()], &plan(3, count));
    let ratio = found.variants[1].variance_ratio.unwrap();
    let [a, b] = [&first, &second].map(|scenario| days(scenario, 3, count, Measure::WaitP90));
    let difference =
        |a: &[f64], b: &[f64]| variance(&a.iter().zip(b).map(|(a, b)| b - a).collect::<Vec<_>>());
    let by_hand = (variance(&a) + variance(&b)) / difference(&a, &b);
    assert!((ratio / by_hand - 1.0).abs() < 1e-9, "{ratio} against {by_hand}");
    let unpaired = difference(&a, &days(&second, 4, count, Measure::WaitP90));
    let measured = unpaired / difference(&a, &b);
    assert!(ratio > 4.0, "{ratio}");
    assert!((measured / ratio).ln().abs() < 4.0 * 0.26, "{measured} against {ratio}");
}

/// 300 studies of 20 days. The true differences are the means of 3,000 other days. All intervals of the headline together are
/// right in 95 % of studies at least; the standard error of the share is √(0.05 · 0.95 ÷ 300) = 1.3 %, so less than 91.2 %
/// (3 of them) tells of intervals that are too narrow: those that take no account of their number fail in far more studies,
/// as is checked too.
#[test]
fn simultaneous_intervals_hold_together() {
    let text = "[room]\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = 40\norder = \"fifo\"\n\
        [group]\ncount = 200\narrivals = \"ramp 4m\"\nvisit = { duration = \"fixed 2m\" }\npatience = \"10m\"\n";
    let both = || vec![changed(text, &[]), changed(text, &["room.per_minute=36"])];
    let truth = compared(both(), &plan(1_000_000, 3_000));
    let (studies, mut together, mut plain) = (300_u64, 0, 0);
    for seed in 0..studies {
        let found = compared(both(), &plan(seed, 20));
        let holds = |of: fn(&Paired) -> Option<[f64; 2]>| {
            found.headline.measures.iter().all(|measure| {
                let true_value = truth.variants[1].paired(*measure).unwrap().difference.value.unwrap();
                // Where no day differs nothing is claimed.
                let ends = of(&found.variants[1].paired(*measure).unwrap());
                ends.is_none_or(|[low, high]| low <= true_value + 1e-9 && true_value - 1e-9 <= high)
            })
        };
        together += u32::from(holds(|paired| paired.simultaneous));
        plain += u32::from(holds(|paired| paired.difference.ci));
    }
    let share = |count: u32| f64::from(count) / studies as f64;
    assert!(share(together) >= 0.95 - 3.0 * 0.0126, "{} of studies", share(together));
    assert!(share(plain) < 0.95 - 3.0 * 0.0126, "plain intervals: {} of studies", share(plain));
}

#[test]
fn families_count_their_comparisons() {
    let found = compared(
        ["room.new_users_per_minute=60", "room.new_users_per_minute=50", "room.new_users_per_minute=70"]
            .map(|change| changed(TOWN, &[change]))
            .into(),
        &plan(1, 3),
    );
    let measures = found.headline.measures.len();
    assert!(found.headline.measures.contains(&Measure::OverloadedDays), "a safe load is known");
    assert!(!found.headline.measures.contains(&Measure::WithoutPlace), "there is no stock");
    assert_eq!(found.headline.comparisons, 2 * measures as u32);
    let each = 1.0 - 0.05 / (2.0 * measures as f64);
    assert!((found.headline.level_of_each - each).abs() < 1e-12);
    assert_eq!(found.by_arrival.comparisons, 2 * 2 * found.variants[0].arrivals.len() as u32);
    assert!(found.variants[0].arrivals.len() > 3);
    for variant in &found.variants {
        let cells: Vec<[i64; 2]> =
            variant.arrivals.iter().map(|cell| [cell.from_minute, cell.to_minute]).collect();
        let first: Vec<[i64; 2]> =
            found.variants[0].arrivals.iter().map(|cell| [cell.from_minute, cell.to_minute]).collect();
        assert_eq!(cells, first, "the same cells in every variant");
        assert!(cells.windows(2).all(|pair| pair[0][1] == pair[1][0]), "no minute is left out");
    }
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let bytes = |threads: usize| {
        let plan = ComparePlan { threads: Some(threads), ..plan(9, 5) };
        let scenarios = vec![changed(TOWN, &[]), changed(TOWN, &["room.new_users_per_minute=40"])];
        let found = compared(scenarios, &plan);
        (compare_json(&found), compare_csv(&found))
    };
    let one = bytes(1);
    assert_eq!(one, bytes(2));
    assert_eq!(one, bytes(8));
}

#[test]
fn an_interrupted_comparison_keeps_the_days_that_were_finished() {
    let stopped_after = |most: u32| {
        let (stop, done) = (AtomicBool::new(most == 0), AtomicU32::new(0));
        let progress = |progress: Progress| match progress {
            Progress::Planned(planned) => assert_eq!(planned, 8),
            Progress::Done => {
                if done.fetch_add(1, Ordering::Relaxed) + 1 >= most {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        };
        let scenarios = vec![changed(TOWN, &[]), changed(TOWN, &["room.new_users_per_minute=40"])];
        study::compare(&cases(scenarios), &plan(3, 8), &Watch { progress: &progress, stop: &stop })
    };
    let part = stopped_after(3);
    assert!(!part.provenance.complete && (3..8).contains(&part.provenance.replications));
    assert!(part.warnings.contains(&Warning::Interrupted));
    let nothing = stopped_after(0);
    assert_eq!(nothing.provenance.replications, 0);
    for found in [&part, &nothing] {
        schema::fits(&schema::validator(SCHEMA), &parsed(found));
        assert!(!report::compare(found, Language::English, 80).is_empty());
    }
}

fn parsed(found: &Comparison) -> Value {
    serde_json::from_str(&compare_json(found)).expect("JSON")
}

/// Rooms, origins and stocks of every kind.
fn every_kind() -> Vec<Comparison> {
    let station = "[origin]\nservers = 4\nservice_time = \"200ms\"\nwork_cv = 1.0\ntimeout = \"20s\"\nsafe_utilisation = 0.9\n";
    let room = "[room]\nlift_product_limits = true\ntotal_active_users = 120\nnew_users_per_minute = 60\n";
    let group = "[group]\ncount = 300\narrivals = \"ramp 4m\"\n";
    let stock = "[stock]\nplaces = 100\n";
    vec![
        with(TOWN, &["room.new_users_per_minute=40"], 3),
        with(TOWN, &["group[1].count=150"], 3),
        with(&format!("{room}{station}{stock}{group}"), &["room.total_active_users=200"], 3),
        with(&metered(30, 60, ""), &["room.per_minute=30"], 1),
        with(&format!("horizon = \"5m\"\n{room}{group}"), &["room.total_active_users=20"], 3),
    ]
}

#[test]
fn answers_keep_to_their_schema_and_every_name_is_explained() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let answer: Value = serde_json::from_str(ANSWER_SCHEMA).unwrap();
    for shared in ["provenance", "warnings"] {
        assert_eq!(
            schema["properties"][shared], answer["properties"][shared],
            "{shared} is as in the answer"
        );
    }
    let validator = schema::validator(SCHEMA);
    let mut names = BTreeSet::from(COMPARE_COLUMNS.map(str::to_owned));
    for found in every_kind() {
        let json = parsed(&found);
        schema::fits(&validator, &json);
        schema::keys(&json, &mut names);
        for language in [Language::English, Language::Japanese] {
            let text = report::compare(&found, language, 100);
            assert!(text.contains("v1") && !text.contains("NaN"), "{text}");
        }
    }
    let mut odd = parsed(&with(TOWN, &[], 2));
    odd["variants"][1]["measures"]["wait_p90"]["unit"] = "people".into();
    assert!(!validator.is_valid(&odd), "a measure in another unit");
    for name in names {
        assert!(DICTIONARY.contains(&format!("`{name}`")), "outputs/README.md lacks {name}");
    }
    let variant = &schema["properties"]["variants"]["items"]["properties"];
    let section = &DICTIONARY[DICTIONARY.find("\n## Variants compared\n").unwrap()..];
    for measure in Measure::ALL {
        let entry = &variant["measures"]["properties"][measure.name()];
        assert_eq!(entry["description"], measure.definition());
        assert_eq!(entry["properties"]["unit"]["const"], measure.unit().name());
    }
    for measure in P::ALL {
        let (name, unit, definition) = (measure.name(), measure.unit().name(), measure.definition());
        let entry = &variant["people"]["properties"][name];
        assert_eq!(
            (&entry["description"], &entry["properties"]["unit"]["const"]),
            (&definition.into(), &unit.into())
        );
        assert!(section.contains(&format!("| `{name}` | {unit} | {definition} |\n")), "no row for {name}");
    }
    for measure in Measure::HEADLINE {
        assert!(section.contains(&format!("`{}`", measure.name())), "{}", measure.name());
    }
}

#[test]
fn the_table_is_tidy_and_agrees_with_the_json() {
    let found = with(TOWN, &["room.new_users_per_minute=40"], 3);
    let json = parsed(&found);
    let bytes = compare_csv(&found);
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(table.headers().unwrap(), &COMPARE_COLUMNS[..]);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let followed = |variant: &Variant| variant.people.as_ref().map_or(0, |people| people.measures.len());
    let expected: usize =
        found.variants.iter().map(|variant| every_pairing(variant).len() + followed(variant)).sum();
    assert_eq!(rows.len(), expected);
    let of = |list: &Value, key: &str, name: &str| -> Value {
        let list = list.as_array().unwrap();
        list.iter().find(|entry| entry[key].to_string().trim_matches('"') == name).unwrap().clone()
    };
    for row in &rows {
        let variant = of(&json["variants"], "name", &row[0]);
        let entry = match (&row[1], &row[2]) {
            ("", "") if variant["people"].get(&row[4]).is_some() => variant["people"][&row[4]].clone(),
            ("", "") => variant["measures"][&row[4]].clone(),
            (group, "") => of(&variant["groups"], "name", group)["measures"][&row[4]].clone(),
            (_, minute) => of(&variant["arrivals"], "from_minute", minute)[&row[4]].clone(),
        };
        let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
        let end = |key: &str, at: usize| entry.get(key).map_or(Value::Null, |ends| ends[at].clone());
        let expected = [
            entry["value"].clone(),
            entry["ci"][0].clone(),
            entry["ci"][1].clone(),
            entry.get("difference").cloned().unwrap_or(Value::Null),
            end("difference_ci", 0),
            end("difference_ci", 1),
            end("simultaneous_ci", 0),
            end("simultaneous_ci", 1),
        ];
        for (column, expected) in expected.iter().enumerate() {
            assert_eq!(&row[6 + column], text(expected), "{row:?}");
        }
    }
}

mod command_line {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    fn run(words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_machiai")).args(words).output().expect("the program runs")
    }

    fn file(name: &str, text: &str) -> PathBuf {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compare").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder for the test");
        std::fs::write(&path, text).expect("a file for the test");
        path
    }

    const SMALL: &str = "[room]\nlift_product_limits = true\ntotal_active_users = 60\nnew_users_per_minute = 40\n\
        [group]\ncount = 200\narrivals = \"ramp 4m\"\n";

    #[track_caller]
    fn refused(words: &[&str], expected: &[&str]) {
        let output = run(words);
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(output.stdout.is_empty());
        for part in expected {
            assert!(told.contains(part), "`{part}` is missing in:\n{told}");
        }
    }

    #[test]
    fn files_and_changes_of_one_file_are_compared() {
        let (a, b) = (file("a.toml", SMALL), file("b.toml", &SMALL.replace("40", "30")));
        let (table, chart) = (file("out.csv", ""), file("out.svg", ""));
        let [a, b, table, chart] = [&a, &b, &table, &chart].map(|path| path.to_str().unwrap());
        let words = ["compare", a, b, "--replications", "3"];
        let files = ["--csv", table, "--chart", chart];
        for (language, heading) in [("en", "Headline"), ("ja", "主な結果")] {
            let output = run(&[&words[..], &files[..], &["--lang", language]].concat());
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0), "{text}");
            assert!(text.contains(heading), "{text}");
        }
        assert!(std::fs::read_to_string(table).unwrap().starts_with("variant,group,arrival_minute,"));
        assert!(std::fs::read_to_string(chart).unwrap().contains("<svg"));
        let json = |words: &[&str]| -> serde_json::Value {
            serde_json::from_slice(&run(&[words, &["--json"]].concat()).stdout).expect("JSON")
        };
        let of_files = json(&words);
        let command = of_files["provenance"]["command"].as_str().unwrap();
        let again: Vec<&str> = command.split(' ').skip(1).collect();
        assert_eq!(json(&again), of_files, "the command gives the same answer");
        let of_changes =
            json(&["compare", a, "--set", "room.new_users_per_minute=30", "--replications", "3"]);
        let measures = |json: &serde_json::Value| json["variants"][1]["measures"].clone();
        assert_eq!(measures(&of_changes), measures(&of_files), "the same meaning, the same figures");
        assert_eq!(of_changes["variants"][1]["name"], "room.new_users_per_minute=30");
        let set = "room.new_users_per_minute=30; group.count=100";
        let several =
            json(&["compare", a, "--set", set, "--set-all", "group.count=150", "--replications", "1"]);
        let people = |at: usize| several["variants"][at]["measures"]["people"]["value"].clone();
        assert_eq!((people(0), people(1)), (150.into(), 100.into()), "--set comes after --set-all");
        let twice = json(&["compare", a, a, "--replications", "2"]);
        assert_eq!(twice["variants"][1]["name"], format!("{a} (2)"));
        assert_eq!(twice["variants"][1]["same_as"], a);
    }

    #[test]
    fn bad_input_is_one_clear_error() {
        let a = file("bad/a.toml", SMALL);
        let two = "[[room]]\nname = \"x\"\nlift_product_limits = true\ntotal_active_users = 60\nnew_users_per_minute = 40\n\
            [[room]]\nname = \"y\"\nlift_product_limits = true\ntotal_active_users = 60\nnew_users_per_minute = 40\n\
            [[group]]\nname = \"p\"\nroom = \"x\"\ncount = 9\n[[group]]\nname = \"q\"\nroom = \"y\"\ncount = 9\n";
        let rooms = file("bad/rooms.toml", two);
        let [a, rooms] = [&a, &rooms].map(|path| path.to_str().unwrap());
        let nothing = run(&["compare"]);
        assert_eq!(nothing.status.code(), Some(2));
        refused(&["compare", a], &["one scenario and no --set", "accepted: a second scenario, or --set"]);
        refused(&["compare", a, a, "--set", "group.count=3"], &["--set-all group.count=3"]);
        refused(&["compare", a, "--set", "room.total_active_user=3"], &["did you mean `total_active_users`"]);
        refused(&["compare", a, "--set", " ; "], &["no change; accepted: KEY=VALUE"]);
        refused(&["compare", a, "--set", "group.count"], &["not a key and a value"]);
        refused(&["compare", a, rooms], &["2 rooms", "`compare` answers for one", "machiai tenants"]);
        refused(&[&["compare"], &[a; 9][..]].concat(), &["9 variants; accepted: 2 to 8"]);
        refused(&["compare", a, a, "--chart", "x.pdf"], &["--chart = x.pdf", ".png or .svg"]);
        refused(&["compare", a, a, "--csv", a], &["--csv", "is a file that is read here"]);
        refused(&["compare", a, a, "--csv", "x.svg", "--chart", "x.svg"], &["name the same file x.svg"]);
        assert_eq!(std::fs::read_to_string(a).unwrap(), SMALL, "nothing is lost");
        let missing = run(&["compare", a, "nowhere.toml"]);
        assert_eq!(missing.status.code(), Some(1));
        assert!(String::from_utf8(missing.stderr).unwrap().contains("cannot read nowhere.toml"));
    }
}
