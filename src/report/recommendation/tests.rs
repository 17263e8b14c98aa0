//! Every outcome in both languages: the answer comes first, and nothing is left unsaid.

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::report::Part;
use crate::results::{CrowdLimit, Risk, Step};
use Language::{English, Japanese};

fn mean(value: f64) -> Mean {
    Mean { value: Some(value), ci: None }
}

fn candidate(active: u32, rate: u32) -> Candidate {
    Candidate {
        settings: SettingsTried {
            total_active_users: active,
            new_users_per_minute: rate,
            session_minutes: 5,
            renewal: true,
            random: false,
            opening: crate::results::OpeningKind::AsItIs,
        },
        days: 80,
        objective: mean(12_240.0),
        wait_p50: mean(6_720.0),
        wait_p90: mean(12_240.0),
        inside_max: mean(876.0),
        inside_highest: Some(1_407.0),
        requests_per_second_max: Mean::default(),
        lost_share: Mean::default(),
        risks: vec![Risk { bad_days: 0, of_days: 80 }; 2],
    }
}

const CERTIFIED: Certificate =
    Certificate::Certified { most_bad: 1, days: 500, bad: 0, at_most: 0.006, error: 0.05 };

fn recommended() -> Outcome {
    Outcome::Recommended {
        chosen: candidate(990, 200),
        certificates: vec![CERTIFIED],
        attempts: 1,
        binding: Binding::Promise { promise: 0 },
        slots_bind: true,
    }
}

fn found(outcome: Outcome) -> Recommendation {
    Recommendation {
        title: String::new(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "3f2a9c0d51be7788".to_owned(),
            seed: 1,
            replications: 1_200,
            range_replications: 500,
            command: "machiai recommend --users 30000".to_owned(),
            complete: true,
        },
        opens_at_second_of_day: None,
        inputs: Vec::new(),
        capacity: Capacity {
            people_inside: Some([1_500, 1_500]),
            overload_lasting_seconds: 10.0,
            ..Capacity::default()
        },
        promises: vec![Promise::parse("overload <= 1%").expect("a promise")],
        confidence: 0.95,
        objective: Measure::WaitP90,
        free: vec![Free::TotalActiveUsers, Free::NewUsersPerMinute],
        present: Some(candidate(500, 500)),
        outcome,
        finalists: vec![candidate(990, 200), candidate(980, 980)],
        selection: Some(Selected {
            systems: 2,
            days: 20,
            probability: 0.95,
            indifference: 245.0,
            decided: true,
        }),
        trade_off: vec![candidate(790, 200), candidate(990, 200), candidate(1_180, 200)],
        staged: None,
        crowd_limit: Some(CrowdLimit {
            tried: vec![(33_000, vec![Risk { bad_days: 9, of_days: 40 }])],
            expected: 30_000,
            breaks: Some((33_000, 0)),
        }),
        notes: vec![RecommendationNote::LimitsReplaced, RecommendationNote::SessionsLeftOut { kinds: 2 }],
        warnings: Vec::new(),
    }
}

fn outcomes() -> [Outcome; 5] {
    [
        recommended(),
        Outcome::NothingSatisfies { broken: 0, at: candidate(200, 200), keeps: None },
        Outcome::NotCertified {
            at: candidate(990, 200),
            certificates: vec![Certificate::Failed { most_bad: 1, days: 500, bad: 2, played: 40 }],
            attempts: 3,
        },
        Outcome::Unfinished,
        Outcome::Declined { sizes: vec![candidate(500, 200), candidate(990, 200)] },
    ]
}

/// Without line breaks, so that sentences can be looked for.
fn flat(found: &Recommendation, language: Language) -> String {
    let text = recommendation(found, language, 100);
    match language {
        English => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Japanese => text.lines().map(str::trim).collect(),
    }
}

fn check(found: &Recommendation, language: Language, expected: &[&str]) {
    let text = flat(found, language);
    for part in expected {
        assert!(text.contains(part), "`{part}` is missing in:\n{}", recommendation(found, language, 100));
    }
}

#[test]
fn whatever_comes_out_the_first_words_answer() {
    for outcome in outcomes() {
        let found = Recommendation { title: "A town".to_owned(), ..found(outcome) };
        for (language, stop) in [(English, '.'), (Japanese, '。')] {
            let page = recommendation_page(&found, language);
            let words = page.parts().iter().filter(|part| !matches!(part, Part::Title(_) | Part::Gap));
            let lead: Vec<&Part> = words.take_while(|part| !matches!(part, Part::Heading(_))).collect();
            let Some(Part::Prose(first)) = lead.first() else { panic!("{:?}", page.parts()) };
            assert!(first.ends_with(stop) && first.chars().count() > 10, "{first}");
        }
    }
}

#[test]
fn staff_read_what_to_set_how_long_people_wait_and_what_holds() {
    let found = found(recommended());
    let start = |text: &str, language: Language| assert!(flat(&found, language).starts_with(text));
    start(
        "Set total_active_users to 990 and new_users_per_minute to 200. With them half of the people wait up to about 1 h 50 min \
         and 9 in 10 up to about 3 h 25 min. If the assumptions hold, the booking servers have an overload of 10 s or more on at \
         most 1 % of days.",
        English,
    );
    start(
        "推奨設定は、アクティブユーザーの合計数（total_active_users） 990、分単位の新規ユーザー（new_users_per_minute） 200です。\
         この設定では、半数の方は約1時間50分以内、約9割の方は約3時間25分以内にご案内できる見込みです。\
         予約システムのサーバーに10秒以上の過負荷が起こるのは、前提条件どおりであれば、試算上は100日に1日以下です。",
        Japanese,
    );
    check(
        &found,
        English,
        &[
            "an overload of 10 s or more on at most 1 % of days: certified.",
            "present 500 / 500 1 h 52 min 3 h 24 min 876 0 of 80",
            "if it is better by 4.08 min or more",
            "With 33,000 people the promise breaks: an overload of 10 s or more on at most 1 % of days.",
            "2 kinds of settings were left out",
        ],
    );
    check(
        &found,
        Japanese,
        &[
            "■ 推奨設定",
            "分単位の新規ユーザー（new_users_per_minute）",
            "新たに試算した500日のうち、条件を満たさなかった日は0日でした",
            "同時に利用する方 1,500人まで",
            "80日中0日",
            "3万3,000人になると、次の条件を満たせない見込みです：10秒以上の過負荷が起こるのは100日に1日以下。",
        ],
    );
}

#[test]
fn promises_about_waits_are_said_in_words() {
    let text = "wait_p90 <= 60m on 90% of days";
    let promises = [Promise::parse("overload <= 1%"), Promise::parse(text)].map(Result::unwrap).to_vec();
    let outcome = Outcome::NothingSatisfies {
        broken: 1,
        at: candidate(990, 200),
        keeps: Some(Box::new(candidate(1_500, 400))),
    };
    let mut found = Recommendation { promises, ..found(outcome) };
    check(
        &found,
        English,
        &[
            "The highest limits that the origin bears (990 / 200) break this one: wait_p90 <= 60m on 90 % of days or more.",
            "nearest that keeps it 1,500 / 400",
            "Bad days 2: days that break \"wait_p90 <= 60m on 90 % of days or more\".",
        ],
    );
    check(&found, Japanese, &["約9割の方の待ち時間が60分以下となる日が90％以上", "条件2未達の日"]);
    found.outcome = recommended();
    check(
        &found,
        English,
        &["If the assumptions hold, this is kept: an overload", "; wait_p90 <= 60m on 90 %"],
    );
    check(&found, Japanese, &["試算上は次の条件が満たされます："]);
}

#[test]
fn every_setting_that_was_free_is_listed_by_both_its_names() {
    let found = Recommendation { free: Free::ALL.to_vec(), ..found(recommended()) };
    check(
        &found,
        English,
        &["and the rest as listed below.", "disable_session_renewal false", "opening as it is"],
    );
    check(
        &found,
        Japanese,
        &[
            "その他の設定は、下の表のとおりです。",
            "セッション時間（session_duration）",
            "セッション更新（disable_session_renewal）",
            "オン（false）",
            "先着順（fifo）",
            "セッション5分・更新オン・先着順・現在のまま",
        ],
    );
}

#[test]
fn a_timetable_is_told_with_its_price() {
    let step = |at_seconds: f64, active: u32| Step {
        at_seconds,
        total_active_users: active,
        new_users_per_minute: 200,
    };
    let staged = Staged {
        steps: vec![step(0.0, 500), step(600.0, 990)],
        figures: candidate(990, 200),
        certificates: vec![CERTIFIED],
        constant: candidate(990, 200),
        knowing_everything: mean(9_000.0),
        shown_off_seconds: [Some(300.0), Some(180.0)],
        shown_rose_share: [Some(0.4), Some(0.2)],
    };
    let found = Recommendation { staged: Some(staged), ..found(recommended()) };
    check(&found, English, &["from the opening: 500 / 200", "10 min after the opening: 990 / 200"]);
    check(
        &found,
        Japanese,
        &[
            "受付開始から10分後：アクティブユーザーの合計数 990、分単位の新規ユーザー 200",
            "段階的に緩める場合は40％",
        ],
    );
}

#[test]
fn prose_keeps_to_the_width_and_tables_are_narrow() {
    for outcome in outcomes() {
        for language in [English, Japanese] {
            let text = recommendation(&found(outcome.clone()), language, 80);
            for line in text.lines().filter(|line| !line.contains("machiai recommend")) {
                assert!(line.width() <= 80, "{} places: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_chart_names_its_units() {
    let mut found = found(recommended());
    let texts = recommendation_chart_texts(&found, English);
    assert_eq!(texts.objective, "9 in 10 wait up to (minutes)");
    assert_eq!(texts.bound, "an overload of 10 s or more on at most 1 % of days");
    found.objective = Measure::Left;
    assert_eq!(recommendation_chart_texts(&found, English).objective, "left the line (people)");
    assert_eq!(recommendation_chart_texts(&found, Japanese).objective, "途中で離脱した方（人）");
}
