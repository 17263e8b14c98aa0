//! From the figures of the day on: by hand, against the day itself, and what is printed.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::sync::atomic::AtomicBool;

use crate::schema;
use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Ending, Happening, Observer};
use machiai::export::now_json;
use machiai::model::RoomId;
use machiai::results::{Now, NowMeasure as M, NowNote, Shown};
use machiai::scenario::{self, Attachments, Scenario};
use machiai::study::{self, Moment, NowPlan, Refusal, Watch};
use machiai::units::{SimTime, Span};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../outputs/now.schema.json");
const DICTIONARY: &str = include_str!("../../outputs/README.md");

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files".to_owned())
    }
}

fn scenario(text: &str) -> Scenario {
    scenario::read(text, &NoFiles, &[]).unwrap()
}

fn at(seconds: i64) -> SimTime {
    SimTime::ZERO + Span::from_seconds(seconds)
}

fn fresh(seconds: i64, waiting: u32, active: u32) -> Moment {
    let shown = Shown { waiting, active, accepted_last_minute: None };
    Moment { now: at(seconds), shown, age: [Span::ZERO; 2] }
}

fn from(scenario: &Scenario, moment: Moment, replications: u32, threads: usize) -> Result<Now, Refusal> {
    let command = "machiai predict --now".to_owned();
    let plan = NowPlan { seed: 77, replications, threads: Some(threads), moment, command };
    study::now(scenario, &plan, &Watch { progress: &|_| (), stop: &AtomicBool::new(false) })
}

const RUSH: &str = "\
[room]
total_active_users = 400
new_users_per_minute = 200
burst_share = 0.5
bucket_rule = \"reservation\"
newcomer_rule = \"consistent\"
[group]
count = 3000
arrivals = \"ramp 20m\"
patience = \"none\"
poll_delay = \"0s\"
";

/// 600 a minute from the start of each minute, no limit on slots, 8,000 people within a minute. At 2:30 the third
/// minute's 600 are in; 6,000 more need the ten minutes from 3:00 to 12:00, and in the last one a poll.
#[test]
fn a_line_of_6000_at_600_a_minute_is_gone_in_ten_minutes() {
    let scenario = scenario(
        "[room]\ntotal_active_users = 100000\nnew_users_per_minute = 600\nburst_share = 1\n[group]\ncount = 8000\n\
         arrivals = \"ramp 1m\"\npatience = \"none\"\nvisit = { mean = \"6m\", pages = 1 }\n",
    );
    let found = from(&scenario, fresh(150, 6000, 1800), 3, 1).unwrap();
    let gone = found.value(M::LineGone).unwrap();
    assert!((720.0..=741.0).contains(&gone), "{gone}");
    assert_eq!(found.value(M::InLine), Some(6000.0));
    assert_eq!(found.value(M::StillToCome), Some(0.0));
}

struct Gone(u32, f64);

impl Observer for Gone {
    fn signal(&mut self, happening: &Happening) {
        if happening.levels.line == 0 && self.0 > 0 {
            self.1 = happening.at.seconds();
        }
        self.0 = happening.levels.line;
    }
}

/// Days observed at a time and predicted from that: the days' own ends lie in the ranges, and on average the
/// prediction is neither early nor late.
#[test]
fn days_come_to_the_end_that_was_predicted_from_their_figures() {
    let scenario = scenario(RUSH);
    let blueprint = Blueprint::new(&scenario.system, RoomId(0));
    let (mut differences, mut inside) = (Vec::new(), 0);
    for seed in 0..8 {
        let key = RunKey { seed: 1000 + seed, replication: 0 };
        let crowd = blueprint.crowd(key);
        let mut own = Gone(0, 0.0);
        blueprint.run(&crowd, key, &mut own);
        let Ending::Horizon(state) = blueprint.go_on(&crowd, key, None, Some(at(720)), &mut ()) else {
            panic!("the day was over at 12 minutes");
        };
        let line = (state.places.len() + state.ghosts.len()) as u32;
        assert!(line > 100, "{line}");
        let found = from(&scenario, fresh(720, line, state.active), 20, 2).unwrap();
        let estimate = found.estimate(M::LineGone).unwrap();
        let [low, high] = estimate.range.unwrap();
        inside += u32::from((low..=high).contains(&own.1));
        differences.push(own.1 - estimate.value.unwrap());
    }
    assert!(inside >= 7, "{inside} of 8 days within their ranges; {differences:?}");
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    // One poll beside four standard errors: the crowd is scaled up for noise but not down.
    assert!(mean.abs() < 4.0 * error + 20.0, "mean {mean}, standard error {error}: {differences:?}");
}

#[test]
fn raising_the_limit_that_binds_helps_and_a_larger_crowd_is_told() {
    let found = from(&scenario(RUSH), fresh(720, 2500, 400), 4, 2).unwrap();
    let more =
        found.notes.iter().any(|note| matches!(note, NowNote::MoreHaveCome { factor, .. } if *factor > 1.2));
    assert!(more, "{:?}", found.notes);
    let best = found.changes.iter().find(|change| change.value == "600").unwrap();
    assert!(best.difference.unwrap() < -600.0, "{best:?}");
    assert_eq!(found.changes[0].key, None);
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let metered = scenario("[room]\nkind = \"metered\"\ninside = 10\nper_minute = 5\n[group]\ncount = 20\n");
    assert_eq!(from(&metered, fresh(720, 5, 5), 1, 1).unwrap_err(), Refusal::NotCloudflare);
    let off = scenario(&RUSH.replace("[group]", "suspended = true\n[group]"));
    assert_eq!(from(&off, fresh(720, 5, 5), 1, 1).unwrap_err(), Refusal::Suspended);
    let late = scenario(&format!("horizon = \"10m\"\n{RUSH}"));
    assert_eq!(from(&late, fresh(720, 5, 5), 1, 1).unwrap_err(), Refusal::AfterHorizon);
}

#[test]
fn the_same_seed_gives_the_same_bytes_that_fit_the_schema() {
    let moment = Moment { age: Moment::STATUS_AGE, ..fresh(720, 900, 420) };
    let scenario = scenario(RUSH);
    let json = now_json(&from(&scenario, moment, 3, 1).unwrap());
    assert_eq!(json, now_json(&from(&scenario, moment, 3, 3).unwrap()));
    let value: Value = serde_json::from_str(&json).unwrap();
    schema::fits(&schema::validator(SCHEMA), &value);
    let section = &DICTIONARY[DICTIONARY.find("\n## On the day\n").unwrap()..];
    let published: Value = serde_json::from_str(SCHEMA).unwrap();
    let properties = &published["properties"]["measures"]["properties"];
    for measure in M::ALL {
        let (name, unit) = (measure.name(), measure.unit().name());
        assert_eq!(properties[name]["description"], measure.definition());
        let row = format!("| `{name}` | {unit} | {} |\n", measure.definition());
        assert!(section.contains(&row), "outputs/README.md lacks the row {row}");
    }
    for note in value["notes"].as_array().unwrap() {
        let row = format!("\n| `{}` | ", note["kind"].as_str().unwrap());
        assert!(section.contains(&row), "outputs/README.md lacks the note {row}");
    }
    for key in value.as_object().unwrap().keys() {
        assert!(DICTIONARY.contains(&format!("`{key}`")), "outputs/README.md lacks {key}");
    }
}
