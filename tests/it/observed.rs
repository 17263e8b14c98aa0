//! A predicted day fed back as what happened: minutes as a table, read, judged, and told.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use machiai::export::minutes_csv;
use machiai::interop::{ObservedOpening, read_observed};
use machiai::report::{Language, observed_text};
use machiai::results::{Answer, Measure, ObservedChecks, Seen};
use machiai::scenario::{self, Attachments, Scenario};
use machiai::study::{Plan, Progress, Stop, Watch, check_observed, predict};

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

const TEXT: &str = "opens_at = \"9:00\"\n[room]\ntotal_active_users = 300\nnew_users_per_minute = 200\n\
    [group]\ncount = 1500\narrivals = \"ramp 5m\"\nvisit = { mean = \"4m\", cv = 0.8, pages = 5 }\n";

fn scenario() -> Scenario {
    scenario::read(TEXT, &NoFiles, &[]).expect("a sound scenario")
}

fn answer(seed: u64) -> Answer {
    let plan = Plan {
        seed,
        stop: Stop::Replications(40),
        threads: Some(2),
        requirements: Vec::new(),
        with_minutes: true,
        shown_days: 0,
        command: String::new(),
    };
    let stop = AtomicBool::new(false);
    let quiet = |_: Progress| {};
    predict(&scenario(), &plan, &Watch { stop: &stop, progress: &quiet })
}

fn checked(answer: &Answer, table: &str) -> ObservedChecks {
    let opening =
        ObservedOpening { second_of_day: answer.opens_at_second_of_day, ..ObservedOpening::default() };
    check_observed(answer, &read_observed(table.as_bytes(), &opening).expect("a sound table"))
}

/// Whole people, as a room shows them, with a minute on both sides.
fn table(answer: &Answer, grow: f64) -> String {
    let mut text = "time,queued,active,new_users_per_minute\n8:59,0,0,0\n".to_owned();
    let clock = |minute: i64| format!("{}:{:02}", 9 + minute.div_euclid(60), minute.rem_euclid(60));
    for row in answer.minutes.iter().filter(|row| row.minute >= 0) {
        let [line, active, accepted] =
            [row.line_mean * grow, row.active_max, row.accepted].map(|people| people.round());
        writeln!(text, "{},{line},{active},{accepted}", clock(row.minute)).expect("memory");
    }
    let end = answer.minutes.last().map_or(0, |row| row.minute) + 1;
    writeln!(text, "{},0,0,0", clock(end)).expect("memory");
    text
}

/// The mean day of one seed beside the prediction of another: it is one of the days that were predicted.
#[test]
fn a_predicted_day_is_inside() {
    let (predicted, happened) = (answer(1), answer(2));
    let found = checked(&predicted, &table(&happened, 1.0));
    assert_eq!(found.checks.len(), 5, "{found:?}");
    assert!(found.counts()[0] >= 4 && found.counts()[1] == 0, "{found:?}");
    assert!(found.line.and_then(|line| line.share()).is_some_and(|share| share >= 0.9), "{found:?}");
}

#[test]
fn twice_the_line_is_outside_and_said() {
    let predicted = answer(1);
    let found = checked(&predicted, &table(&predicted, 2.0));
    let line = found.checks.iter().find(|check| check.measure == Measure::LineMax).expect("a line");
    assert_eq!(line.inside, Some(false), "{found:?}");
    let text = observed_text(&found, Language::English, 100);
    assert!(text.contains("more than the range"), "{text}");
    assert!(observed_text(&found, Language::Japanese, 100).contains("範囲より多くなりました"));
}

#[test]
fn our_own_table_of_minutes_is_read_back() {
    let predicted = answer(1);
    let bytes = minutes_csv(&predicted);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let found = checked(&predicted, &text);
    let line = found.checks.iter().find(|check| check.measure == Measure::LineMax).expect("a line");
    assert!(matches!(line.observed, Seen::Value { .. }) && line.inside != Some(false), "{found:?}");
}
