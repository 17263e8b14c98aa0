//! Limits that keep a promise: what is promised holds on other days, what is kept by construction is said so, what cannot be
//! promised is refused, and the same seed gives the same bytes.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::schema;
use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::export::recommendation_json;
use machiai::model::RoomId;
use machiai::observe::{Day, OriginLoad};
use machiai::report::{self, Language};
use machiai::results::{Binding, Certificate, Free, Measure, Outcome, Promise, Recommendation};
use machiai::scenario::{self, Attachments, Scenario};
use machiai::study::{self, GivenCapacity, Progress, RecommendPlan, RecommendRefusal, Watch, with_settings};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../outputs/recommendation.schema.json");

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        Err(format!("no {name} here"))
    }
}

/// 900 people at once before a room of the smallest product limits; visits of three minutes. The origin bears 120 people inside,
/// and everything that has a range is given, so that days differ by chance alone.
const TOWN: &str = "\
title = \"A town\"
assume = \"likely\"
[room]
total_active_users = 120
new_users_per_minute = 60
lift_product_limits = true
[origin]
safe_people_inside = 120
overload_lasting = \"1s\"
[group]
count = 900
arrivals = \"ramp 5m\"
patience = \"none\"
poll_delay = \"0s\"
retype = 0.5
visit = { mean = \"3m\", cv = 0.5, pages = 4 }
";

/// The same, and nothing is known of the origin.
fn without_origin() -> String {
    TOWN.replace("[origin]\nsafe_people_inside = 120\noverload_lasting = \"1s\"\n", "")
}

fn town(text: &str) -> Scenario {
    scenario::read(text, &NoFiles, &[]).unwrap()
}

fn plan(promises: &[&str]) -> RecommendPlan {
    RecommendPlan {
        seed: 1,
        threads: None,
        promises: promises.iter().map(|text| Promise::parse(text).unwrap()).collect(),
        confidence: 0.95,
        objective: Measure::WaitP90,
        free: vec![Free::TotalActiveUsers, Free::NewUsersPerMinute],
        capacity: GivenCapacity::default(),
        indifference: None,
        staged: false,
        has_present: true,
        command: String::new(),
    }
}

fn found(scenario: &Scenario, plan: &RecommendPlan) -> Recommendation {
    let watch = Watch { progress: &|_: Progress| (), stop: &AtomicBool::new(false) };
    study::recommend(scenario, plan, &watch).unwrap()
}

/// The share of days of its own on which a recommendation's settings overload the origin.
fn true_share(scenario: &Scenario, found: &Recommendation, days: u32) -> f64 {
    let system = with_settings(&scenario.system, found).unwrap();
    let blueprint = Blueprint::new(&system, RoomId(0));
    let is_bad = |day: u32| {
        // A seed that no recommendation here has.
        let key = RunKey { seed: 987_654_321, replication: day };
        let crowd = blueprint.crowd(key);
        let mut observer = (Day::new(crowd.len()), OriginLoad::new(&system.origin));
        blueprint.run(&crowd, key, &mut observer);
        observer.1.finish().is_overloaded.unwrap()
    };
    f64::from((0..days).map(|day| u32::from(is_bad(day))).sum::<u32>()) / f64::from(days)
}

fn studies() -> u32 {
    std::env::var("MACHIAI_PROMISES").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

/// The promise's false rate on a problem whose answer a long run knows: at most 5 % of recommendations may break what they promise.
/// Always: 3 recommendations, of which none may (a promise that is wrong half of the time passes with 1/8); the whole on demand
/// with `MACHIAI_PROMISES=100 cargo test --release --test it recommend::promises -- --nocapture`, where at most 5 % and three standard
/// errors (6.5 %) may. Last run: none of 100 was broken, and at most 1 in 1,000 days was bad where 5 % were promised: where days differ
/// by chance alone the search stops two or three in a hundred below the bound, which is then hardly ever reached.
#[test]
fn promises_hold_on_days_that_the_search_has_never_seen() {
    let scenario = town(TOWN);
    let studies = studies();
    let (mut broken, mut shares) = (0, Vec::new());
    for seed in 1..=studies {
        let found = found(&scenario, &RecommendPlan { seed: u64::from(seed), ..plan(&["overload <= 5%"]) });
        let Outcome::Recommended { chosen, certificates, .. } = &found.outcome else {
            panic!("{:?}", found.outcome);
        };
        assert!(matches!(certificates[0], Certificate::Certified { error, .. } if error <= 0.05));
        assert!(chosen.settings.total_active_users > 60, "needlessly strict: {:?}", chosen.settings);
        let share = true_share(&scenario, &found, 1_000);
        broken += u32::from(share > 0.05);
        shares.push(share);
    }
    println!("{broken} of {studies} promises broken; true shares of bad days {shares:?}");
    let allowed = 0.05 * f64::from(studies) + 3.0 * (0.05 * 0.95 * f64::from(studies)).sqrt();
    assert!(
        f64::from(broken) <= if studies < 20 { 0.0 } else { allowed },
        "{broken} of {studies}: {shares:?}"
    );
}

/// Looser limits than those recommended are not safe for ever: one and a half times as many slots overload the origin on most days.
/// Catches a search that stops far below the frontier.
#[test]
fn the_recommended_limits_are_near_the_frontier() {
    let scenario = town(TOWN);
    let found = found(&scenario, &plan(&["overload <= 5%"]));
    let Outcome::Recommended { chosen, binding, .. } = &found.outcome else { panic!("{:?}", found.outcome) };
    assert_eq!(*binding, Binding::Promise { promise: 0 });
    let looser = found.trade_off.last().unwrap();
    assert!(looser.settings.total_active_users * 2 >= chosen.settings.total_active_users * 3);
    assert!(looser.risks[0].share() > 0.5, "{:?}", looser.risks);
    let (first, last) = (found.trade_off[0].objective.value.unwrap(), looser.objective.value.unwrap());
    assert!(first > last, "looser limits shorten the wait: {first} {last}");
}

#[test]
fn active_users_that_went_fine_are_kept_by_construction() {
    let scenario = town(&without_origin());
    let capacity = GivenCapacity { proven_active: Some(100), ..GivenCapacity::default() };
    let found = found(&scenario, &RecommendPlan { capacity, ..plan(&["active_max <= 100 on 99% of days"]) });
    let Outcome::Recommended { chosen, certificates, binding, .. } = &found.outcome else {
        panic!("{:?}", found.outcome);
    };
    assert_eq!(certificates[..], [Certificate::ByConstruction]);
    assert_eq!((chosen.settings.total_active_users, *binding), (100, Binding::ProvenActive));
    assert_eq!(found.provenance.range_replications, 0, "nothing to prove, so no fresh days");
    assert_eq!(chosen.risks[0].bad_days, 0);
}

#[test]
fn without_a_capacity_nothing_is_recommended() {
    let scenario = town(&without_origin());
    let found = found(&scenario, &plan(&["overload <= 1%"]));
    let Outcome::Declined { sizes } = &found.outcome else { panic!("{:?}", found.outcome) };
    assert!(sizes.len() > 2);
    let waits: Vec<f64> = sizes.iter().map(|size| size.wait_p90.value.unwrap()).collect();
    assert!(waits.windows(2).all(|pair| pair[0] > pair[1]), "{waits:?}");
    for (language, word) in
        [(Language::English, "--proven-active"), (Language::Japanese, "推奨設定は出せません")]
    {
        assert!(report::recommendation(&found, language, 100).contains(word));
    }
}

/// The wait that is asked for cannot be had with what the origin bears: which promise fails is said, and where it would be kept.
#[test]
fn what_cannot_be_promised_is_named_with_the_nearest_settings_that_could() {
    let scenario = town(TOWN);
    let found = found(&scenario, &plan(&["overload <= 5%", "wait_p90 <= 15m on 90% of days"]));
    let Outcome::NothingSatisfies { broken, at, keeps } = &found.outcome else {
        panic!("{:?}", found.outcome)
    };
    assert_eq!(*broken, 1);
    let keeps = keeps.as_ref().unwrap();
    assert!(keeps.settings.total_active_users > at.settings.total_active_users);
    assert!(keeps.risks[0].share() > 0.05 && keeps.risks[1].share() < 0.1, "{:?}", keeps.risks);
    assert!(report::recommendation(&found, Language::English, 100).contains("wait_p90 <= 15m"));
}

/// Where the search's estimate rules out even the lowest limits but no day was bad, the proof decides. Catches a search that says "even
/// the lowest limits break it" of limits that broke it on no day, and more capacity that turns a yes into a no.
#[test]
fn nothing_is_said_to_break_a_promise_that_no_day_broke() {
    let (mut found_one, mut was_recommended) = (false, false);
    for safe in [120, 200, 230, 240, 245, 250, 260, 300] {
        let text = TOWN
            .replace("lift_product_limits = true\n", "")
            .replace(
                "total_active_users = 120\nnew_users_per_minute = 60",
                "total_active_users = 200\nnew_users_per_minute = 200",
            )
            .replace("safe_people_inside = 120", &format!("safe_people_inside = {safe}"))
            .replace("count = 900", "count = 2000");
        let promises = plan(&["overload <= 1%"]);
        match found(&town(&text), &promises).outcome {
            Outcome::NothingSatisfies { broken, at, .. } => {
                assert!(at.risks[broken].share() > promises.promises[broken].bad_days, "{safe}: {at:?}");
                assert!(!was_recommended, "{safe}: less capacity was enough");
                found_one = true;
            }
            Outcome::Recommended { .. } => was_recommended = true,
            Outcome::NotCertified { attempts, .. } => {
                assert!(attempts > 0 && !was_recommended, "{safe}: less capacity was enough");
            }
            other => panic!("{safe}: {other:?}"),
        }
    }
    assert!(found_one && was_recommended, "both ends of the range are of use");
}

#[test]
fn an_origin_that_bears_nobody_is_told() {
    let scenario = town(&TOWN.replace("safe_people_inside = 120", "safe_people_inside = 1"));
    let found = found(&scenario, &plan(&["overload <= 1%"]));
    assert!(
        matches!(found.outcome, Outcome::NothingSatisfies { broken: 0, keeps: None, .. }),
        "{:?}",
        found.outcome
    );
}

#[test]
fn same_seed_same_bytes_whatever_the_threads() {
    let scenario = town(TOWN);
    let with = |threads: usize| {
        let plan = RecommendPlan { threads: Some(threads), ..plan(&["overload <= 5%"]) };
        recommendation_json(&found(&scenario, &plan))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn answers_fit_the_schema_and_speak_both_languages() {
    let validator = schema::validator(SCHEMA);
    let unknown = without_origin();
    let staged = RecommendPlan { staged: true, ..plan(&["overload <= 5%"]) };
    let free = vec![Free::TotalActiveUsers, Free::NewUsersPerMinute, Free::Method];
    let by_lot = RecommendPlan { free, ..plan(&["overload <= 10%"]) };
    for (text, plan) in [
        (TOWN, &staged),
        (TOWN, &by_lot),
        (&unknown, &plan(&["overload <= 1%"])),
        (TOWN, &plan(&["overload <= 5%", "wait_p90 <= 5m"])),
    ] {
        let found = found(&town(text), plan);
        let json: Value = serde_json::from_str(&recommendation_json(&found)).unwrap();
        schema::fits(&validator, &json);
        for language in [Language::English, Language::Japanese] {
            let page = report::recommendation(&found, language, 80);
            assert!(page.lines().count() > 10 && !page.contains("NaN"), "{page}");
        }
        if plan.staged {
            let staged = found.staged.as_ref().expect("a timetable");
            assert!(staged.steps.windows(2).all(|pair| {
                pair[0].at_seconds < pair[1].at_seconds
                    && pair[0].total_active_users <= pair[1].total_active_users
            }));
        }
    }
}

/// A promise that no number of days could prove is refused, and never passed off as one that needs no proof.
#[test]
fn what_cannot_be_proven_is_refused_and_not_taken_for_kept_by_construction() {
    let watch = Watch { progress: &|_: Progress| (), stop: &AtomicBool::new(false) };
    let refusal = |promises: &[&str]| study::recommend(&town(TOWN), &plan(promises), &watch).err();
    assert_eq!(refusal(&["overload <= 0.004%"]), Some(RecommendRefusal::NotProvable { promise: 0 }));
    let rare = ["overload <= 5%", "wait_p90 <= 120m on 99.999% of days"];
    assert_eq!(refusal(&rare), Some(RecommendRefusal::NotProvable { promise: 1 }));
}

/// What is shown beside the recommended limits was looked at on as many days, and waits longer, or was not told apart from it.
#[test]
fn nothing_shown_beside_the_recommended_limits_is_clearly_better() {
    let found = found(&town(TOWN), &plan(&["overload <= 5%"]));
    let Outcome::Recommended { chosen, .. } = &found.outcome else { panic!("{:?}", found.outcome) };
    let indifference = found.selection.map_or(60.0, |selection| selection.indifference);
    for other in &found.finalists {
        assert_eq!(other.days, chosen.days);
        let (own, others) = (chosen.objective.value.unwrap(), other.objective.value.unwrap());
        // Days of the search, not those of the selection: twice the indifference leaves room for both.
        assert!(own <= others + 2.0 * indifference, "{own} {others} {:?}", other.settings);
    }
}

#[test]
fn rooms_without_limits_to_set_are_refused() {
    let watch = Watch { progress: &|_: Progress| (), stop: &AtomicBool::new(false) };
    let refusal = |text: &str, plan: &RecommendPlan| study::recommend(&town(text), plan, &watch).err();
    let metered = "[room]\nkind = \"metered\"\ninside = 10\nper_minute = 10\n[group]\ncount = 10\n";
    assert_eq!(refusal(metered, &plan(&["overload <= 1%"])), Some(RecommendRefusal::Metered));
    let open = TOWN.replace("[origin]", "queueing_method = \"passthrough\"\n[origin]");
    assert_eq!(refusal(&open, &plan(&["overload <= 1%"])), Some(RecommendRefusal::NoLimits));
    let capacity = GivenCapacity { proven_active: Some(100), ..GivenCapacity::default() };
    let free = vec![Free::SessionDuration];
    let plan = RecommendPlan { capacity, free, ..plan(&["active_max <= 100"]) };
    assert_eq!(refusal(TOWN, &plan), Some(RecommendRefusal::ProvenWithOtherSession));
}

#[test]
fn a_stop_is_told_and_recommends_nothing() {
    let stop = AtomicBool::new(false);
    let stop_soon = |progress: Progress| {
        if progress == Progress::Done {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let watch = Watch { progress: &stop_soon, stop: &stop };
    let found = study::recommend(&town(TOWN), &plan(&["overload <= 5%"]), &watch).unwrap();
    assert!(!found.provenance.complete);
    assert_eq!(
        found.outcome,
        Outcome::Unfinished,
        "days that were not played neither break nor keep anything"
    );
}

#[cfg(feature = "cli")]
mod verb {
    use std::process::{Command, Output};

    const CROWD: [&str; 7] =
        ["recommend", "--users", "300", "--over", "1m", "--lift-product-limits", "--lang=en"];

    fn machiai(more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_machiai")).args(CROWD).args(more).output().unwrap()
    }

    /// What is wrong is said with the value seen and what would be accepted, before anything is played.
    #[test]
    fn contradictions_and_what_cannot_be_read_are_refused() {
        let capacity = ["--origin-capacity", "100"];
        let cases: [(&[&str], &str); 12] = [
            (&["--safe", "overload <= 0%"], "above 0%"),
            (&["--safe", "overload < 1%"], "<= BOUND"),
            (&["--safe", "wait_p90 <= 5m", "--safe", "wait_p90 >= 9m"], "no day can keep both"),
            (&["--safe", "overload <= 1%", "--safe", "overload <= 2%"], "twice"),
            (&["--safe", "waits <= 5m"], "not a measure"),
            (&["--minimise", "waits"], "not a measure"),
            (&["--free", "session"], "session_duration"),
            (&["--confidence", "100%"], "below 100%"),
            (&["--indifference", "0m"], "above zero"),
            (&["--origin-capacity", "90..80"], "upside down"),
            (&["--origin-capacity", "many"], "400/s"),
            (&["--proven-active", "0"], "above 0"),
        ];
        for (flags, word) in cases {
            let mut all = flags.to_vec();
            if !flags.contains(&"--origin-capacity") && !flags.contains(&"--proven-active") {
                all.extend(capacity);
            }
            let output = machiai(&all);
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{flags:?}: {stderr}");
            assert!(stderr.contains(word) && stderr.starts_with("error: "), "{flags:?}: {stderr}");
            assert!(output.stdout.is_empty());
        }
    }

    #[test]
    fn nothing_recommended_is_exit_code_three() {
        let output = machiai(&[]);
        assert_eq!(output.status.code(), Some(3));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with("No recommendation") && text.contains("--proven-active"), "{text}");
    }

    #[test]
    fn the_settings_are_written_for_the_product() {
        let folder = std::env::temp_dir().join(format!("machiai-recommend-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (json, terraform, chart) =
            (folder.join("room.json"), folder.join("room.tf"), folder.join("trade-off.svg"));
        let path = |path: &std::path::Path| path.display().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_machiai"))
            .args(["recommend", "--users", "600", "--over", "1m", "--proven-active", "300", "--lang=en"])
            .args(["--room-json", &path(&json), "--terraform", &path(&terraform), "--chart", &path(&chart)])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let room: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
        assert_eq!(room["total_active_users"], 300);
        let text = std::fs::read_to_string(&terraform).unwrap();
        assert!(text.contains("total_active_users") && text.contains("300"), "{text}");
        assert!(std::fs::read_to_string(&chart).unwrap().contains("<svg"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
