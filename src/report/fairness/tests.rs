//! The whole comparison, in both languages, and its edges.

use unicode_width::UnicodeWidthStr;

use super::fairness;
use crate::report::Language::{self, English, Japanese};
use crate::results::{
    Basis, Chance, Compared, EarlyBirds, Fairness, FairnessMeasure as M, FairnessNote, InputNote, Mean,
    Places, Provenance, Warning, Way, WayFigures,
};

fn mean(value: f64) -> Mean {
    let half = value.abs() * 0.02;
    Mean { value: Some(value), ci: Some([value - half, value + half]) }
}

fn figures(way: Way, share: f64, wait: f64) -> WayFigures {
    let value = |measure: M| match measure {
        M::People => 30_000.0,
        M::EarlyPeople => 3_000.0,
        M::EarlyCrowdShare => 0.1,
        M::PlacesTaken => 5_000.0,
        M::EarlyPlaces => 5_000.0 * share,
        M::EarlyPlacesShare => share,
        M::EarlyPlaceChance => 5_000.0 * share / 3_000.0,
        M::OnTimePlaceChance => 5_000.0 * (1.0 - share) / 27_000.0,
        M::EarlyAdmittedShare | M::OnTimeAdmittedShare => 1.0,
        M::EarlyWaitMean | M::EarlyWaitP50 | M::EarlyWaitP90 => 300.0,
        M::OnTimeWaitMean | M::OnTimeWaitP50 => wait / 2.0,
        M::OnTimeWaitP90 => wait,
        M::InsideAtOpening | M::Bypassed => 1_950.0,
        M::PassedWaiting | M::BypassedPlaces => 12.0,
        M::BypassedPlacesShare => 0.35,
        M::LostMidVisit => 100.0,
        M::OrderKept => 0.934,
    };
    let compared = |measure: M| Compared {
        mean: mean(value(measure)),
        difference: match (way, measure) {
            (Way::AlwaysOn, _) => Mean::default(),
            (_, M::EarlyPlacesShare) => mean(share - 0.588),
            (_, M::OnTimeWaitP90) => mean(wait - 7_140.0),
            _ => mean(1.0),
        },
    };
    let chance = |early: bool, minute: Option<i64>, people: f64, place: f64| Chance {
        group: "people".to_owned(),
        early,
        minute,
        people: mean(people),
        admitted_share: mean(1.0),
        place_share: mean(place),
        wait_p50: Mean::default(),
    };
    WayFigures {
        way,
        measures: M::ALL.into_iter().map(|measure| (measure, compared(measure))).collect(),
        chances: vec![
            chance(false, None, 27_000.0, 0.1),
            chance(true, None, 3_000.0, 0.9),
            chance(false, Some(0), 3_000.0, 0.6),
            chance(false, Some(1), 1_000.0, 0.3),
            chance(false, Some(4), 3_000.0, 0.1),
            chance(true, Some(-20), 1_500.0, 0.99),
            chance(true, Some(-1), 1_500.0, 0.9),
        ],
    }
}

fn sample() -> Fairness {
    Fairness {
        title: "予約 Opening".to_owned(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "3f2a9c0d51be7788".to_owned(),
            seed: 1,
            replications: 20,
            range_replications: 0,
            command: "machiai fairness --users 30000".to_owned(),
            complete: true,
        },
        level: 0.95,
        opens_at_second_of_day: None,
        inputs: vec![InputNote {
            key: "group.visit.mean".to_owned(),
            flag: "--visit".to_owned(),
            value: "6m".to_owned(),
            basis: Basis::Assumed,
            range: None,
        }],
        early: EarlyBirds { share: 0.1, within_seconds: 1_800.0, reload_seconds: 60.0 },
        prequeue_seconds: 900.0,
        places: Places::Booked { count: 5_000 },
        ways: vec![
            figures(Way::AlwaysOn, 0.588, 7_140.0),
            figures(Way::SwitchedOn, 0.2, 7_200.0),
            figures(Way::Prequeue, 0.55, 7_000.0),
            figures(Way::Shuffle, 0.54, 7_000.0),
            figures(Way::Flush, 0.5, 3_000.0),
        ],
        present: Way::AlwaysOn,
        fairest: Some(Way::SwitchedOn),
        notes: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Without line breaks, so that sentences can be looked for.
fn flat(text: &str, language: Language) -> String {
    match language {
        English => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Japanese => text.lines().map(str::trim).collect(),
    }
}

#[track_caller]
fn check(given: &Fairness, language: Language, expected: &[&str]) {
    let text = flat(&fairness(given, language, 100), language);
    for part in expected {
        assert!(text.contains(part), "`{part}` is missing in:\n{}", fairness(given, language, 100));
    }
}

#[test]
fn crowd_rows_and_sentences() {
    check(
        &sample(),
        English,
        &[
            "With 30,000 people, of whom 3,000 (10 %) come before the opening, evenly over 30 min. The first 5,000 bookings",
            "1 room always on 2,940 59 % 98 % 7.6 % 60 min 60 min 1 h 59 min 1,950",
            "3: an event with a prequeue of 15 min",
            "As it is now (way 1, the room always on): Of 5,000 places about 2,900 (59 %) go to people who come before the \
             opening, who are 10 % of all people.",
            "half wait up to about 60 minutes and 9 in 10 up to about 2 hours.",
            "Bypassing the line: about 2,000 people. Bookings end when the places are gone.",
            "In the fairest of these ways (way 2, switched on at the opening): Of 5,000 places about 1,000 (20 %)",
            "holds if the assumptions hold",
            "less than 15 min before 1,500 90 %",
            "1 to 5 min after 4,000 15 %",
            "2 on from opening -38.8 (-39.6 to -38) points +1.0 min",
            "order kept: Kendall's tau-b",
            "Nobody changes their behaviour when the places are gone",
            "visit length 6 min",
        ],
    );
    check(
        &sample(),
        Japanese,
        &[
            "3万人がアクセスし、そのうち3,000人（10％）は受付開始前の30分間に均等に",
            "予約枠5,000件のうち約2,900件（59％）は、受付開始前からアクセスしていた方（全体の10％）が予約する見込みです。",
            "半数の方が約60分以内、約9割の方が約2時間以内の見込みです。",
            "予約枠がなくなり次第、受付を終了します。",
            "比較した中で最も公平な方法（方法2：受付開始時にオン）",
            "前提条件どおりの場合の試算です。",
            "開始前15分以内",
            "ケンドールの順位相関係数",
        ],
    );
}

#[test]
fn tables_and_prose_keep_to_100_places() {
    for language in [English, Japanese] {
        let text = fairness(&sample(), language, 100);
        for line in text.lines() {
            assert!(line.width() <= 100, "{} places: {line}", line.width());
        }
        for character in text.chars() {
            assert!(!matches!(character, '\u{301c}' | '\u{2212}' | '\u{2248}'), "{character}");
        }
    }
}

#[test]
fn without_a_number_of_places_the_first_in_are_told() {
    let given = Fairness { places: Places::FirstIn { count: 2_000 }, ..sample() };
    check(&given, English, &["(--places)", "Of the first 2,000 people who can begin about 2,900 (59 %)"]);
    check(&given, Japanese, &["（--places）", "初めの2,000人のうち"]);
    for language in [English, Japanese] {
        let text = fairness(&given, language, 100);
        assert!(
            !text.contains("when the places are gone") && !text.contains("予約枠がなくなり次第"),
            "{text}"
        );
    }
}

#[test]
fn what_is_missing_is_a_dash_and_not_a_number() {
    let mut given = sample();
    given.fairest = None;
    for figures in &mut given.ways {
        for (_, compared) in &mut figures.measures {
            *compared = Compared::default();
        }
        figures.chances.clear();
    }
    check(&given, English, &["1 room always on - - - - - - - -", "no way of opening is fairer"]);
    check(&given, Japanese, &["公平性の違いはありません"]);
    assert!(!fairness(&given, English, 100).contains("NaN"));
    given.ways.clear();
    given.provenance.replications = 0;
    given.warnings = vec![Warning::Interrupted];
    check(&given, English, &["No day was simulated to its end"]);
    check(&given, Japanese, &["結果はありません"]);
}

#[test]
fn every_note_and_warning_is_said_in_both_languages() {
    let notes = [
        FairnessNote::NobodyEarly,
        FairnessNote::EverybodyEarly,
        FairnessNote::NoPlaces,
        FairnessNote::PlacesForAll,
        FairnessNote::NobodyBeforePrequeue,
        FairnessNote::EventsReplaced { events: 2 },
        FairnessNote::StockReplaced,
    ];
    let warnings = [
        Warning::SomeCannotFinish { share: 0.02 },
        Warning::Censored { people: 1234.0 },
        Warning::BookingsAreNotDemand,
        Warning::AccessesConverted { accesses: 300_000, low: 15_000, middle: 24_000, high: 60_000 },
        Warning::NegativeDemandClipped { minutes: 7 },
        Warning::MissingMinutes { minutes: 3 },
        Warning::Interrupted,
    ];
    let with_notes = notes.map(|note| Fairness { notes: vec![note], ..sample() });
    let with_warnings = warnings.map(|warning| Fairness { warnings: vec![warning], ..sample() });
    for given in with_notes.iter().chain(&with_warnings) {
        for language in [English, Japanese] {
            assert_ne!(fairness(given, language, 100), fairness(&sample(), language, 100));
        }
    }
}

#[test]
fn sessions_lost_by_the_fairest_way_are_part_of_its_sentence() {
    let mut given = sample();
    let lost = given.ways[1].measures.iter_mut().find(|(measure, _)| *measure == M::LostMidVisit);
    lost.unwrap().1.mean = mean(12_897.0);
    check(&given, English, &["Losing their session while filling in the form: about 13,000 people."]);
    check(&given, Japanese, &["約1万3,000人は入力の途中でセッションが切れ"]);
    given.fairest = Some(Way::AlwaysOn);
    check(&given, English, &["None of the other ways tried is fairer."]);
}
