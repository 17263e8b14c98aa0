//! Inside, outside, and what cannot be told.

use super::*;
use crate::results::{FlowLimit, ObservedSource, Provenance, RangeMethod, Rules};

fn estimate(value: f64, range: [f64; 2]) -> Estimate {
    Estimate {
        value: Some(value),
        ci: None,
        prediction: Some([value, value]),
        range: Some(range),
        level: 0.95,
        method: RangeMethod::OrderStatistics,
    }
}

/// 100 people, a line of 40 that shrinks by 10 a minute and is gone after 5 minutes.
fn answer() -> Answer {
    let row = |(minute, line): (i64, f64)| MinuteRow {
        minute,
        accepted: if line > 0.0 { 25.0 } else { 0.0 },
        line_mean: line,
        line_low: (line - 5.0).max(0.0),
        line_high: if line > 0.0 { line + 5.0 } else { 0.0 },
        ..MinuteRow::default()
    };
    let lines = [20.0, 40.0, 30.0, 20.0, 10.0, 0.0];
    Answer {
        title: String::new(),
        provenance: Provenance {
            version: String::new(),
            scenario: String::new(),
            seed: 1,
            replications: 40,
            range_replications: 159,
            command: String::new(),
            complete: true,
        },
        opens_at_second_of_day: None,
        inputs: Vec::new(),
        measures: vec![
            (Measure::Admitted, estimate(100.0, [90.0, 100.0])),
            (Measure::LineMax, estimate(40.0, [35.2, 45.7])),
            (Measure::ActiveMax, estimate(50.0, [50.0, 50.0])),
            (Measure::LastAdmission, estimate(280.0, [250.0, 310.0])),
            (Measure::LineGone, estimate(290.0, [250.0, 350.0])),
        ],
        flow: FlowLimit {
            rate_per_minute: None,
            slots_per_minute: None,
            slots: None,
            held_minutes: 1.0,
            visit_minutes: 1.0,
            session_minutes: 1.0,
            renewal: true,
        },
        hand_check: None,
        crowds: Vec::new(),
        effects: Vec::new(),
        rules: Rules::default(),
        estimates: None,
        places: None,
        origin: None,
        explanation: None,
        levers: Vec::new(),
        warnings: Vec::new(),
        requirements: Vec::new(),
        minutes: (0..).zip(lines).map(row).collect(),
    }
}

/// Lines from a minute on, one a minute; `None` where it is missing.
fn seen(first: i64, lines: &[Option<f64>]) -> Observed {
    let minute = |(minute, line): (i64, &Option<f64>)| ObservedMinute {
        minute,
        line: *line,
        accepted: line.map(|line| if line > 0.0 { 25.0 } else { 0.0 }),
        ..ObservedMinute::default()
    };
    Observed {
        source: ObservedSource::Table,
        minutes: (first..).zip(lines).map(minute).collect(),
        notes: vec![ObservedNote::ByTheMinute],
    }
}

fn lines(first: i64, lines: &[f64]) -> Observed {
    seen(first, &lines.iter().copied().map(Some).collect::<Vec<_>>())
}

fn check(observed: &Observed, measure: Measure) -> (Seen, Option<bool>) {
    let found = check_observed(&answer(), observed);
    let check = found.checks.iter().find(|check| check.measure == measure).unwrap();
    (check.observed, check.inside)
}

const AS_PREDICTED: [f64; 8] = [0.0, 20.0, 40.0, 30.0, 20.0, 10.0, 0.0, 0.0];

#[test]
fn a_day_as_predicted_is_inside() {
    let found = check_observed(&answer(), &lines(-1, &AS_PREDICTED));
    let told: Vec<_> =
        found.checks.iter().map(|check| (check.measure, check.observed, check.inside)).collect();
    let value = |value| Seen::Value { value };
    let expected = [
        (Measure::Admitted, value(125.0), Some(true)),
        (Measure::LineMax, value(40.0), Some(true)),
        (Measure::LastAdmission, value(300.0), Some(true)),
        (Measure::LineGone, value(300.0), Some(true)),
    ];
    assert_eq!(told, expected);
    assert_eq!(found.counts(), [4, 0, 0]);
    assert_eq!(found.line, Some(LineByMinute { minutes: 5, inside: 5, longer: 0, shorter: 0 }));
    // People are whole and so are minutes, as they are told.
    assert_eq!(found.checks[1].range, Some([35.0, 46.0]));
    assert_eq!(found.checks[3].range, Some([240.0, 360.0]));
}

#[test]
fn repeated_acceptances_raise_the_prediction() {
    let found = check_observed(&answer(), &lines(-1, &AS_PREDICTED));
    // 125 acceptances of 100 people are predicted.
    assert_eq!((found.checks[0].predicted, found.checks[0].range), (Some(125.0), Some([112.0, 125.0])));
    let note = ObservedNote::RepeatedAcceptances { people: 100.0, acceptances: 125.0 };
    assert!(found.notes.contains(&note));
}

/// Everyone is let in, but some are let in again, and not as many of them every day.
#[test]
fn losses_widen_the_range_of_acceptances() {
    let mut given = answer();
    given.measures.push((Measure::Losses, estimate(25.0, [20.0, 32.0])));
    let found = check_observed(&given, &lines(-1, &AS_PREDICTED));
    assert_eq!(found.checks[0].range, Some([107.0, 132.0]));
}

/// Between two samples the line may have been longer, by as much as it moves in a minute.
#[test]
fn a_maximum_of_samples_just_below_the_range_does_not_tell() {
    let below = |peak: f64, beside: f64| lines(-1, &[0.0, beside, peak, beside, 10.0, 10.0, 0.0, 0.0]);
    assert_eq!(check(&below(34.0, 32.0), Measure::LineMax), (Seen::Value { value: 34.0 }, None));
    assert_eq!(check(&below(33.0, 32.0), Measure::LineMax), (Seen::Value { value: 33.0 }, Some(false)));
}

#[test]
fn a_longer_line_is_outside() {
    let longer = lines(-1, &[0.0, 20.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0, 0.0, 0.0]);
    assert_eq!(check(&longer, Measure::LineMax), (Seen::Value { value: 60.0 }, Some(false)));
    // It goes on after the predicted day and is judged to its end: up to the age of the data late is not late.
    assert_eq!(check(&longer, Measure::LineGone), (Seen::Value { value: 420.0 }, None));
    let found = check_observed(&answer(), &longer);
    assert_eq!(found.line, Some(LineByMinute { minutes: 7, inside: 1, longer: 6, shorter: 0 }));
}

#[test]
fn a_file_that_ends_before_the_line_gives_bounds() {
    let cut = lines(-1, &AS_PREDICTED[..5]);
    assert_eq!(check(&cut, Measure::LineGone), (Seen::AtLeast { value: 180.0 }, None));
    assert_eq!(check(&cut, Measure::Admitted), (Seen::AtLeast { value: 100.0 }, None));
    // What is already too much does not become less.
    let late: Vec<f64> = [0.0, 20.0].into_iter().chain([40.0; 12]).collect();
    assert_eq!(check(&lines(-1, &late), Measure::LineGone), (Seen::AtLeast { value: 720.0 }, Some(false)));
}

#[test]
fn missing_minutes_beside_the_peak_or_the_end_give_bounds() {
    let of = |values: [Option<f64>; 8]| seen(-1, &values);
    let beside = of([Some(0.0), Some(20.0), None, Some(30.0), Some(20.0), Some(10.0), Some(0.0), Some(0.0)]);
    assert_eq!(check(&beside, Measure::LineMax), (Seen::AtLeast { value: 30.0 }, None));
    assert_eq!(check(&beside, Measure::LineGone), (Seen::Value { value: 300.0 }, Some(true)));
    assert_eq!(check(&beside, Measure::Admitted), (Seen::AtLeast { value: 100.0 }, None));
    let end = of([Some(0.0), Some(20.0), Some(40.0), Some(30.0), Some(20.0), None, None, Some(0.0)]);
    assert_eq!(check(&end, Measure::LineMax), (Seen::Value { value: 40.0 }, Some(true)));
    assert_eq!(check(&end, Measure::LineGone), (Seen::Between { low: 180.0, high: 360.0 }, None));
}

#[test]
fn a_day_without_a_line_is_judged_by_the_line() {
    let none = lines(-1, &[0.0; 8]);
    assert_eq!(check(&none, Measure::LineGone), (Seen::Never, Some(false)));
    assert_eq!(check(&none, Measure::LineMax), (Seen::Value { value: 0.0 }, Some(false)));
    // Without the opening nobody knows.
    let late = lines(4, &[0.0; 4]);
    assert_eq!(check(&late, Measure::LineGone), (Seen::Unknown, None));
}

#[test]
fn only_the_predicted_day_is_judged() {
    let mut values = vec![90.0; 3];
    values.extend(AS_PREDICTED);
    values.extend([0.0; 10]);
    values.push(70.0);
    let observed = lines(-4, &values);
    assert_eq!(check(&observed, Measure::LineMax), (Seen::Value { value: 40.0 }, Some(true)));
    assert_eq!(check(&observed, Measure::LineGone), (Seen::Value { value: 300.0 }, Some(true)));
    let found = check_observed(&answer(), &observed);
    assert!(found.notes.contains(&ObservedNote::OutsidePrediction { minutes: 16 }), "{:?}", found.notes);
}

#[test]
fn a_line_that_comes_back_is_told() {
    let mut without = answer();
    without.minutes = Vec::new();
    let observed = lines(-1, &[0.0, 40.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0]);
    let found = check_observed(&without, &observed);
    assert!(found.notes.contains(&ObservedNote::LineReturned { gone: 1, back: 6 }), "{:?}", found.notes);
    assert!(found.notes.contains(&ObservedNote::NoPredictedMinutes));
    assert_eq!(found.line, None);
}

#[test]
fn an_opening_within_a_minute_shifts_the_ends() {
    let mut given = answer();
    given.opens_at_second_of_day = Some(9 * 3600 + 30);
    let found = check_observed(&given, &lines(-1, &AS_PREDICTED));
    assert_eq!(found.checks[3].observed, Seen::Value { value: 270.0 });
}

#[test]
fn what_the_file_or_the_answer_does_not_have_is_left_out() {
    let mut given = answer();
    given.measures.retain(|(measure, _)| *measure == Measure::LineMax);
    let mut observed = lines(-1, &AS_PREDICTED);
    let measures = |found: ObservedChecks| found.checks.iter().map(|check| check.measure).collect::<Vec<_>>();
    assert_eq!(measures(check_observed(&given, &observed)), [Measure::LineMax]);
    observed.minutes.iter_mut().for_each(|minute| minute.line = None);
    assert_eq!(measures(check_observed(&answer(), &observed)), [Measure::Admitted]);
}

#[test]
fn maxima_of_a_minute_count_where_the_file_has_them() {
    let mut observed = lines(-1, &AS_PREDICTED);
    observed.minutes.iter_mut().for_each(|minute| minute.line_max = minute.line.map(|line| line + 6.0));
    assert_eq!(check(&observed, Measure::LineMax), (Seen::Value { value: 46.0 }, Some(true)));
}
