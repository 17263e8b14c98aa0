//! Every outcome and every note in both languages.

use super::*;
use crate::results::{FittedFile, InServiceBasis, LoadFormat, LoadLevel, MeasuredPoint};

fn level(in_service: f64, per_second: f64) -> FittedLevel {
    let measured = LoadLevel {
        in_service,
        basis: InServiceBasis::Little,
        users: Some(50.0),
        per_second,
        latency_mean_seconds: Some(0.0123),
        latency_p95_seconds: None,
        failed_share: Some(0.0),
        seconds: Some(25.0),
    };
    FittedLevel { file: 0, measured, fitted_per_second: None }
}

fn fit(outcome: OriginOutcome, notes: Vec<FitNote>, load_notes: Vec<LoadNote>) -> OriginFit {
    OriginFit {
        version: "0".to_owned(),
        command: String::new(),
        level: 0.95,
        files: vec![FittedFile {
            name: "a.csv".to_owned(),
            format: LoadFormat::K6Csv,
            levels: 2,
            notes: load_notes,
        }],
        levels: vec![level(1.2, 95.0), level(18.0, 990.0)],
        outcome,
        notes,
    }
}

fn table(reason: TableReason) -> OriginOutcome {
    let points = vec![
        MeasuredPoint { in_service: 1.2, per_second: 95.0 },
        MeasuredPoint { in_service: 18.0, per_second: 990.0 },
    ];
    OriginOutcome::Table { points, reason }
}

#[test]
fn every_note_is_said_in_both_languages() {
    let notes = vec![
        FitNote::NoIntervals,
        FitNote::NoContention,
        FitNote::NoCoherency,
        FitNote::NoLimit,
        FitNote::PeakOpen,
        FitNote::PeakNotReached { peak: 96.0, tested: 50.0 },
        FitNote::PeakBelowTests { peak: 96.0, tested: 150.0 },
        FitNote::AloneNotTested { tested: 10.0 },
        FitNote::PoorFit { share: 0.2 },
        FitNote::UsersAsLoad,
        FitNote::Failures { in_service: 80.0, share: 0.03 },
    ];
    let load_notes = vec![
        LoadNote::DroppedSeconds { seconds: 30.0, of: 120.0 },
        LoadNote::TornLastLine { line: 1234 },
        LoadNote::SkippedSums { rows: 4 },
        LoadNote::MixedNames { names: 2 },
        LoadNote::OnlyNamed { name: "GET /".to_owned() },
        LoadNote::RampAveraged { from: 1.0, to: 50.0 },
        LoadNote::Unsteady { users: Some(8.0), from: 10.0, to: 20.0 },
        LoadNote::UsersUnknown,
        LoadNote::FailuresUnknown,
        LoadNote::NothingSucceeded { users: None },
        LoadNote::NotLittle { given: 100.0, product: 23.0 },
    ];
    let expected = notes.len() + load_notes.len();
    let fit = fit(table(TableReason::TwoLevels), notes, load_notes);
    for (language, heading) in [(Language::English, "Please note"), (Language::Japanese, "■ ご注意")] {
        let text = origin_fit(&fit, language, 10_000);
        let section: Vec<&str> = text
            .lines()
            .skip_while(|line| *line != heading)
            .skip(1)
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(section.len() >= expected, "{text}");
    }
}

#[test]
fn outcomes_without_a_law_say_why() {
    let beyond = TableReason::BeyondData { alone_per_second: 5000.0, measured_per_second: 10.0 };
    for (outcome, english, japanese) in [
        (table(TableReason::TwoLevels), "Two levels", "2段階"),
        (table(TableReason::NotConverged), "came to no end", "収束しません"),
        (table(beyond), "test with fewer at once", "より少ない同時処理数"),
        (
            OriginOutcome::Threshold { requests_per_second: 121, failed_share: None },
            "threshold and no law",
            "しきい値",
        ),
        (
            OriginOutcome::Threshold { requests_per_second: 0, failed_share: None },
            "no threshold",
            "書けません",
        ),
    ] {
        let fit = fit(outcome, Vec::new(), Vec::new());
        let unbroken = |language| origin_fit(&fit, language, 80).replace('\n', " ").replace("  ", " ");
        assert!(unbroken(Language::English).contains(english), "{}", unbroken(Language::English));
        assert!(
            unbroken(Language::Japanese).replace(' ', "").contains(japanese),
            "{}",
            unbroken(Language::Japanese)
        );
    }
}

#[test]
fn numbers_are_short() {
    assert_eq!([0.04, 1.23, 9.96, 96.6, 1234.0].map(load), ["0.04", "1.2", "10", "97", "1,234"]);
    assert_eq!([0.345, 9.99, 89.995, 1879.6].map(rate), ["0.34", "9.99", "90", "1,880"]);
    assert_eq!(latency(0.01111, Language::English), "11 ms");
    assert_eq!(latency(0.00042, Language::English), "0.42 ms");
    assert_eq!(latency(1.844, Language::Japanese), "1.84秒");
}
