//! Every outcome and every note in both languages.

use super::*;
use crate::results::{Measure, ObservedFigure, ObservedSource};

fn check(
    measure: Measure,
    predicted: f64,
    range: [f64; 2],
    observed: Seen,
    inside: Option<bool>,
) -> ObservedCheck {
    ObservedCheck { measure, predicted: Some(predicted), range: Some(range), observed, inside }
}

fn sample(checks: Vec<ObservedCheck>) -> ObservedChecks {
    ObservedChecks {
        source: ObservedSource::CloudflareGroups,
        minutes: [-2, 180],
        level: 0.95,
        opens_at_second_of_day: Some(9 * 3600),
        checks,
        line: Some(LineByMinute { minutes: 150, inside: 120, longer: 28, shorter: 2 }),
        notes: vec![ObservedNote::ByTheMinute],
    }
}

fn longest() -> ObservedCheck {
    let range = [26_000.0, 27_800.0];
    check(Measure::LineMax, 26_910.2, range, Seen::Value { value: 26_900.0 }, Some(true))
}

fn gone(observed: Seen, inside: Option<bool>) -> ObservedCheck {
    check(Measure::LineGone, 8736.0, [8400.0, 9000.0], observed, inside)
}

/// The text without its line breaks.
fn said(checks: &ObservedChecks, language: Language) -> String {
    let text = observed_text(checks, language, 100);
    match language {
        Language::English => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Language::Japanese => text.split_whitespace().collect(),
    }
}

#[track_caller]
fn tells(check: ObservedCheck, english: &str, japanese: &str) {
    let checks = sample(vec![check]);
    for (language, expected) in [(Language::English, english), (Language::Japanese, japanese)] {
        let text = said(&checks, language);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_measure_inside_is_told_with_its_range() {
    tells(
        longest(),
        "The longest line was 26,900 people. Predicted: 26,000 to 27,800 people; that is inside the range.",
        "待ち人数は最大2万6,900人でした。予測は2万6,000人から2万7,800人で、範囲内です。",
    );
}

#[test]
fn times_are_those_of_the_clock_or_count_from_the_opening() {
    let late = gone(Seen::Value { value: 9600.0 }, Some(false));
    tells(
        late.clone(),
        "The line was gone: 11:40. Predicted: 11:20 to 11:30; that is later than the range.",
        "列がなくなったのは午前11時40分でした。予測は午前11時20分から11時30分で、範囲より遅くなりました。",
    );
    let mut checks = sample(vec![late]);
    checks.opens_at_second_of_day = None;
    let text = said(&checks, Language::English);
    assert!(text.contains("The line was gone: 2 h 40 min after the opening."), "{text}");
    let text = said(&checks, Language::Japanese);
    assert!(text.contains("列がなくなったのは受付開始の2時間40分後でした。"), "{text}");
}

#[test]
fn what_cannot_be_told_is_not_given_a_number() {
    tells(
        gone(Seen::AtLeast { value: 8000.0 }, None),
        "The line was gone not before 11:13: the file ends with a line. Predicted: 11:20 to 11:30; whether that is inside \
         cannot be told from the file.",
        "列がなくなったのは午前11時13分以降です（ファイルの最後の分にも列があります）。予測は午前11時20分から11時30分です。範囲内かどうかは、このファイルからは判定できません。",
    );
    tells(
        gone(Seen::Value { value: 9060.0 }, None),
        "that is so close to the end of the range that figures by the minute do not tell.",
        "範囲の端に近いため、1分ごとの数値からは判定できません。",
    );
    tells(
        gone(Seen::Between { low: 8220.0, high: 8700.0 }, None),
        "The line was gone between 11:17 and 11:25",
        "列がなくなったのは午前11時17分から午前11時25分までの間です",
    );
    tells(
        gone(Seen::Never, Some(false)),
        "There was no line. A line was predicted",
        "列はできませんでした。",
    );
    tells(gone(Seen::Unknown, None), "The file does not tell when", "ファイルからは分かりません");
}

#[test]
fn the_overall_sentence_counts() {
    let outside = gone(Seen::Value { value: 9600.0 }, Some(false));
    let unknown = gone(Seen::AtLeast { value: 8000.0 }, None);
    for (checks, english, japanese) in [
        (vec![longest()], "The one measure that was observed lies inside its range.", "比べられる1項目は、"),
        (vec![longest(), longest()], "All 2 measures lie inside", "2項目すべてが"),
        (vec![longest(), outside.clone()], "1 of 2 measures lie inside their ranges.", "2項目のうち1項目が"),
        (vec![longest(), unknown.clone()], "and none outside; 1 cannot be told.", "範囲外はありません。"),
        (vec![longest(), outside, unknown], "and 1 outside; 1 cannot be told.", "1項目が範囲外でした。"),
        (Vec::new(), "The file tells nothing that was predicted.", "予測と比べられる数値が、"),
    ] {
        let checks = sample(checks);
        assert!(said(&checks, Language::English).contains(english), "{english}");
        assert!(said(&checks, Language::Japanese).contains(japanese), "{japanese}");
    }
}

#[test]
fn the_table_has_a_row_for_each_measure() {
    let checks = sample(vec![longest(), gone(Seen::AtLeast { value: 8000.0 }, None)]);
    let text = observed_text(&checks, Language::English, 100);
    let row = |start: &str| text.lines().find(|line| line.trim_start().starts_with(start)).unwrap();
    let cells = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(cells(row("longest line")), "longest line 26,910 26,000–27,800 26,900 inside");
    assert_eq!(cells(row("line gone")), "line gone 11:26 11:20–11:30 11:13 or later not known");
    let japanese = observed_text(&checks, Language::Japanese, 100);
    assert!(japanese.contains("11:13以降") && japanese.contains("範囲内"), "{japanese}");
}

#[test]
fn every_note_and_every_measure_is_said_without_forbidden_characters() {
    let seen = [
        Seen::Unknown,
        Seen::Never,
        Seen::Value { value: 9060.0 },
        Seen::AtLeast { value: 9060.0 },
        Seen::Between { low: 8000.0, high: 9060.0 },
    ];
    let measures = [
        Measure::Admitted,
        Measure::LineMax,
        Measure::ActiveMax,
        Measure::LastAdmission,
        Measure::LineGone,
        Measure::WaitMax,
    ];
    let all = measures.iter().flat_map(|measure| {
        seen.iter().flat_map(|seen| {
            [Some(true), Some(false), None]
                .map(|inside| check(*measure, 8736.0, [8400.0, 9000.0], *seen, inside))
        })
    });
    let mut checks = sample(all.collect());
    checks.notes = vec![
        ObservedNote::ByTheMinute,
        ObservedNote::OpeningTaken { at: "2026-12-01 9:00".into(), zone: "Asia/Tokyo".into() },
        ObservedNote::TimesTakenAs { zone: "Asia/Tokyo".into() },
        ObservedNote::SameMinute { minutes: 2 },
        ObservedNote::Sampled { interval: 10.0 },
        ObservedNote::FarAway { rows: 3, hours: 48 },
        ObservedNote::OutsidePrediction { minutes: 40 },
        ObservedNote::NoPredictedMinutes,
        ObservedNote::LineReturned { gone: 40, back: 60 },
        ObservedNote::RepeatedAcceptances { people: 30_000.0, acceptances: 31_200.0 },
        ObservedNote::QueuedUnknown,
        ObservedNote::LineRangeIsChance,
    ];
    checks
        .notes
        .extend(ObservedFigure::ALL.map(|figure| ObservedNote::MissingMinutes { figure, minutes: 4 }));
    for source in [ObservedSource::Table, ObservedSource::CloudflareGroups, ObservedSource::CloudflareRows] {
        checks.source = source;
        for language in [Language::English, Language::Japanese] {
            let text = observed_text(&checks, language, 80);
            assert!(!text.contains(['\u{301c}', '\u{2212}', '\u{2248}', '{', '}']), "{text}");
            assert!(!["信頼区間", "パーセンタイル", "保証", "NaN"].iter().any(|word| text.contains(word)));
        }
    }
}
