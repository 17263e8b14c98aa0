//! The whole answer, in both languages, and its edges.

use unicode_width::UnicodeWidthStr;

use super::tenants;
use crate::report::Language::{self, English, Japanese};
use crate::results::{
    Advice, Compared, Mean, Move, Opening, Overload, Provenance, SafeLevels, Spread, TenantGroup, TenantRoom,
    Tenants, TenantsMeasure as M, Warning,
};

fn spread(value: f64) -> Spread {
    Spread { mean: Mean { value: Some(value), ci: Some([value, value]) }, highest: Some(value * 1.1) }
}

fn of_room(measure: M) -> f64 {
    match measure {
        M::People => 3_000.0,
        M::WaitP90 | M::WaitMax => 1_440.0,
        M::LineGone => 2_400.0,
        M::SoldOutShare => 0.4,
        M::SoldOut => 1_800.0,
        M::InsideAtPeak => 912.0,
        _ => 600.0,
    }
}

fn room(name: &str, minutes: i64) -> TenantRoom {
    let group = |name: &str| TenantGroup {
        name: name.to_owned(),
        measures: M::OF_GROUP.map(|measure| (measure, spread(of_room(measure)))).to_vec(),
    };
    TenantRoom {
        name: name.to_owned(),
        opens: opening(minutes),
        places: None,
        measures: M::OF_ROOM.map(|measure| (measure, spread(of_room(measure)))).to_vec(),
        groups: vec![group("residents")],
    }
}

fn opening(minutes: i64) -> Opening {
    Opening { seconds: minutes as f64 * 60.0, second_of_day: Some(32_400 + minutes * 60) }
}

fn overload(days: u32) -> Option<Overload> {
    Some(Overload { days, of_days: 100, ci: [0.543, 0.731] })
}

fn moved(room: usize, minutes: i64, by: i64, days: u32) -> Move {
    let share = f64::from(days) / 100.0;
    let compared = |measure: M| {
        let value = match measure {
            M::OverloadedShare => share,
            M::OverloadSeconds => 240.0,
            M::OriginInsideMax => 2_800.0,
            _ => 900.0,
        };
        let mean = Mean { value: Some(value), ci: None };
        let difference = Mean { value: Some(share - 0.64), ci: Some([share - 0.7, share - 0.5]) };
        (measure, Compared { mean, difference })
    };
    Move {
        room,
        by_seconds: by as f64 * 60.0,
        opens: opening(minutes + by),
        overload: overload(days),
        measures: M::OF_MOVE.map(compared).to_vec(),
    }
}

fn sample() -> Tenants {
    let origin = |measure: M| match measure {
        M::FirstOverload => 720.0,
        M::OverloadSeconds => 400.0,
        M::OverloadOfDay => 480.0,
        M::LongestOverload => 42.0,
        M::OriginInsideMax => 3_812.0,
        M::PeakAt => 900.0,
        M::ResponseP50 => 0.4,
        M::ResponseP95 => 2.314,
        M::Failures => 4_137.0,
        _ => 600.0,
    };
    Tenants {
        title: "Two towns".to_owned(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "3f2a9c0d51be7788".to_owned(),
            seed: 1,
            replications: 100,
            range_replications: 0,
            command: "machiai tenants towns.toml".to_owned(),
            complete: true,
        },
        level: 0.95,
        zero_second_of_day: Some(32_400),
        shift_seconds: 1_200.0,
        safe: SafeLevels {
            people_inside: Some(3_500),
            requests_per_second: Some(60),
            utilisation: Some(0.9),
            lasting_seconds: 30.0,
        },
        rooms: vec![room("Aoba City", 0), room("Hama Town", 10)],
        origin: M::OF_ORIGIN.map(|measure| (measure, spread(origin(measure)))).to_vec(),
        overload: overload(64),
        moves: vec![moved(0, 0, -20, 70), moved(0, 0, 20, 40), moved(1, 10, -20, 65), moved(1, 10, 20, 2)],
        advice: Advice::Move { at: 3 },
        assumed: vec!["group.visit.mean".to_owned()],
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
fn check(given: &Tenants, language: Language, expected: &[&str]) {
    let text = flat(&tenants(given, language, 100), language);
    for part in expected {
        assert!(text.contains(part), "`{part}` is missing in:\n{}", tenants(given, language, 100));
    }
}

#[test]
fn load_advice_rooms_and_moves() {
    check(
        &sample(),
        English,
        &[
            "2 rooms share one origin. It is safe with up to 3,500 people inside. It is safe with up to 60 requests a second.",
            "A day is overloaded when it bears more for 30 s or longer without a pause.",
            "the origin is overloaded on 64 % of the days (64 of 100 simulated; between 54 % and 73 % of all days).",
            "overload begins about 9:12 and lasts about 8 minutes in all, 42 s without a pause",
            "Most people are inside about 9:15: 3,812 people in the mean, 4,193 people on the highest day.",
            "19 in 20 up to 2.31 s",
            "Requests that time out: 4,100 a day.",
            "ADVICE: move the opening of Hama Town from 9:10 to 9:30: overload on 2 % of the days instead of 64 %.",
            "Hama Town 9:10 3,000 10.0 min 24 min 9:50 600 912",
            "as it is 64 % 3,812 10.0 min",
            "Hama Town 9:30 2 % -62 (-68 to -48) 2,800 15.0 min 15.0 min",
            "kept at the default: visit length.",
        ],
    );
    check(
        &sample(),
        Japanese,
        &[
            "2つの待合室が、同じ予約システムのサーバーを共用します。同時に利用できる人数は3,500人までです。",
            "64％の日に予約システムのサーバーが過負荷になる見込みです（試算100日のうち64日、見込みの幅：54％から73％）。",
            "午前9時12分ごろに過負荷が始まり、合計で約8分続く見込みです",
            "【ご提案】Hama Townの受付開始を9:10から9:30に変更すると、過負荷の日は64％から2％に減る見込みです。",
            "約4,100件",
        ],
    );
}

#[test]
fn tables_and_prose_keep_to_100_places() {
    let mut given = sample();
    given.rooms[1].places = Some(300);
    let another = given.rooms[0].groups[0].clone();
    given.rooms[1].groups.push(another);
    for language in [English, Japanese] {
        let text = tenants(&given, language, 100);
        for line in text.lines() {
            assert!(line.width() <= 100, "{} places: {line}", line.width());
        }
        for character in text.chars() {
            assert!(!matches!(character, '\u{301c}' | '\u{2212}' | '\u{2248}'), "{character}");
        }
    }
    check(&given, English, &["Who shares a room", "Hama Town is sold out on 40 % of the days.", "9:40"]);
    check(&given, Japanese, &["待合室を共用する方々", "予約枠がなくなる日は40％"]);
}

#[test]
fn every_advice_is_said_with_a_clock_and_without() {
    let advices = [
        Advice::NothingNeeded,
        Advice::NothingHelps,
        Advice::Move { at: 2 },
        Advice::Move { at: 3 },
        Advice::Shortens { at: 2 },
        Advice::Shortens { at: 3 },
    ];
    for language in [English, Japanese] {
        let mut told = Vec::new();
        for zero_second_of_day in [Some(32_400), None] {
            for advice in advices {
                let given = Tenants { advice, zero_second_of_day, ..sample() };
                let text = tenants(&given, language, 100);
                let mark = if language == English { "ADVICE" } else { "【ご提案】" };
                let advice = text.split("\n\n").find(|part| part.starts_with(mark)).unwrap().to_owned();
                told.push(advice);
            }
        }
        told.sort();
        told.dedup();
        // The first two name no time.
        assert_eq!(told.len(), 10, "{told:#?}");
    }
    let without = Tenants { zero_second_of_day: None, ..sample() };
    check(
        &without,
        English,
        &[
            "open Hama Town 20 min later",
            "overload begins about 12 minutes after time zero",
            "Hama Town 30 min 2 %",
        ],
    );
    let shorter = Tenants { advice: Advice::Shortens { at: 3 }, ..sample() };
    check(
        &shorter,
        English,
        &["from 9:10 to 9:30 it lasts about 4 minutes a day instead of about 7 minutes."],
    );
}

#[test]
fn what_is_not_known_is_said_and_no_number() {
    let mut given = Tenants {
        safe: SafeLevels { lasting_seconds: 10.0, ..SafeLevels::default() },
        overload: None,
        advice: Advice::NotJudged,
        ..sample()
    };
    given.origin.retain(|(measure, _)| matches!(measure, M::OriginInsideMax | M::PeakAt | M::AllWaitP90));
    given.moves.iter_mut().for_each(|moved| {
        moved.overload = None;
        moved.measures.retain(|(measure, _)| *measure != M::OverloadedShare);
    });
    check(
        &given,
        English,
        &["overload cannot be judged", "safe_people_inside", "Most people are inside about 9:15"],
    );
    check(&given, Japanese, &["判定できません", "同時に利用する人数"]);
    for language in [English, Japanese] {
        let text = tenants(&given, language, 100);
        assert!(!text.contains("NaN") && !text.contains("ADVICE") && !text.contains("【ご提案】"), "{text}");
    }
    let never = Tenants {
        overload: Some(Overload { days: 0, of_days: 100, ci: [0.0, 0.036] }),
        advice: Advice::NothingNeeded,
        ..sample()
    };
    check(&never, English, &["overloaded on none of 100 simulated days (on at most 3.6 % of all days)"]);
    let mut interrupted = Tenants { warnings: vec![Warning::Interrupted], ..sample() };
    assert_ne!(tenants(&interrupted, English, 100), tenants(&sample(), English, 100));
    interrupted.provenance.replications = 0;
    check(&interrupted, English, &["No day was simulated to its end"]);
    check(&interrupted, Japanese, &["結果はありません"]);
}
