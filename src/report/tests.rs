//! The whole answer, in both languages, and its edges.

use unicode_width::UnicodeWidthStr;

use super::sample;
use super::{Language, LoadShown, answer, chart_texts};
use crate::results::{Answer, Measure, Requirement, Warning};
use Language::{English, Japanese};

fn both(given: &Answer) -> [String; 2] {
    [answer(given, English, 100), answer(given, Japanese, 100)]
}

/// Without line breaks, so that sentences can be looked for.
fn flat(text: &str, language: Language) -> String {
    match language {
        English => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Japanese => text.lines().map(str::trim).collect(),
    }
}

fn check(given: &Answer, language: Language, expected: &[&str]) {
    let text = flat(&answer(given, language, 100), language);
    for part in expected {
        assert!(text.contains(part), "`{part}` is missing in:\n{}", answer(given, language, 100));
    }
}

#[test]
fn the_answer_comes_first_and_is_rounded_outward() {
    let given = sample::answer();
    check(
        &given,
        English,
        &[
            "With 30,000 people, half of them wait up to about 65 minutes (range 30 to 110 minutes) and 9 in 10 up \
             to about 2 hours (range 50 minutes to 3 h 20 min).",
            "The line is gone about 2 h 25 min after the opening (range 70 minutes to 4 h 5 min).",
            "visit length 6 min (3.6 to 9.6 min)",
            "By hand: 2,000 ÷ (6 + 5 min) = 182 a minute; (30,000 − 2,000) ÷ 182 ≈ 154 min",
            "kept at the default: session_duration 5 min, session renewal on, losses until giving up 3.",
            "machiai 0.1.0; scenario 3f2a9c0d51be7788.",
        ],
    );
    check(
        &given,
        Japanese,
        &[
            "3万人がアクセスした場合、半数の方は約65分以内（見込みの幅：30分から110分）、\
             約9割の方は約2時間以内（見込みの幅：50分から3時間20分）にご案内できる見込みです。",
            "順番待ちの列は、受付開始から約2時間25分後（見込みの幅：70分から4時間5分後）に解消する見込みです。",
            "検算：2,000 ÷（6 ＋ 5分）＝ 1分あたり182人、（30,000 － 2,000）÷ 182 ≒ 154分",
        ],
    );
    for (text, start) in both(&given).iter().zip(["With 30,000", "3万人が"]) {
        assert!(text.starts_with(start));
    }
    assert!(
        answer(&given, Japanese, 80)
            .ends_with("あくまで目安であり、実際の待ち時間と異なる場合があります。\n")
    );
}

#[test]
fn clock_times_stand_everywhere_once_the_opening_is_known() {
    let mut given = sample::answer();
    given.opens_at_second_of_day = Some(9 * 3600);
    check(
        &given,
        English,
        &[
            "about 2 h 25 min after the opening, at about 11:25 (range 10:10 to 13:05).",
            "line gone 11:26 11:25–11:26",
        ],
    );
    check(
        &given,
        Japanese,
        &[
            "受付開始から約2時間25分後の午前11時25分ごろ（見込みの幅：午前10時10分から午後1時5分）に解消する見込みです。",
        ],
    );
}

#[test]
fn the_table_has_the_figures_themselves() {
    let given = sample::answer();
    check(
        &given,
        English,
        &["9 in 10 wait up to 1 h 59 min 1 h 59 min–2 h 1 h 58–2 h 1 min 52 min–3 h 17 min"],
    );
    let narrow = flat(&answer(&given, English, 80), English);
    assert!(narrow.contains("9 in 10 wait up to 119 min 119–120 min 118–121 min 52–197 min"), "{narrow}");
    check(&given, Japanese, &["途中で離脱した方"]);
    // Rows that are zero throughout are left out.
    assert!(!both(&given)[0].contains("turned away"));
    assert!(both(&given)[0].contains("lost their session"));
}

#[test]
fn prose_and_tables_keep_to_the_width() {
    for given in [sample::answer(), sample::sold_out(), sample::with_servers()] {
        for language in [English, Japanese] {
            for line in answer(&given, language, 80).lines().filter(|line| !line.contains("machiai predict"))
            {
                assert!(line.width() <= 80, "{} places: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_strongest_inputs_and_levers_are_named() {
    let given = sample::answer();
    check(
        &given,
        English,
        &[
            "patience assumed endless → 30 min on average 1 h 59 min → 48 min",
            "people given 24,000 → 36,000",
            "total_active_users 2,000 → 2,400 1 h 59 min → 1 h 37 min",
            "Higher limits load the booking server more",
            "make more people lose their session",
        ],
    );
    check(
        &given,
        Japanese,
        &["セッション更新", "オン → オフ", "アクティブユーザーの合計数", "並び直しになる方が増えます"],
    );
    // Not helpful, so not proposed.
    assert!(!flat(&answer(&given, English, 100), English).contains("500 → 600"));
    let mut stuck = sample::answer();
    stuck.levers.retain(|lever| lever.swing() == 0.0);
    check(&stuck, English, &["No single setting that was tried shortens the wait noticeably."]);
}

#[test]
fn every_warning_is_said_in_both_languages() {
    let warnings = [
        Warning::LostMidVisit { share: 0.034, gave_up_share: 0.0004 },
        Warning::SomeCannotFinish { share: 0.02 },
        Warning::Censored { people: 1234.0 },
        Warning::Unfinished { people: 1234.0 },
        Warning::NobodyAdmitted,
        Warning::OriginCollapses { failed_share: 0.0, in_service: 4200.0 },
        Warning::RequestsFail { share: 0.6, gave_up_share: 0.3 },
        Warning::OriginOverloaded { share: 0.35, lasting_seconds: 10.0 },
        Warning::BookingsAreNotDemand,
        Warning::AccessesConverted { accesses: 300_000, low: 15_000, middle: 24_000, high: 60_000 },
        Warning::NegativeDemandClipped { minutes: 7 },
        Warning::MissingMinutes { minutes: 3 },
        Warning::SettingsIgnored { file: "room.json".to_owned(), settings: vec!["cookie_suffix".to_owned()] },
        Warning::RoomOffAtOpening,
        Warning::NobodyInPrequeue { event: "sale".to_owned() },
        Warning::PrecisionNotReached { half_width_seconds: 130.0, wanted_seconds: 60.0 },
        Warning::Interrupted,
        Warning::MissingGlyphs { characters: "𠮷".to_owned() },
    ];
    let silent = both(&sample::answer());
    for warning in warnings {
        let mut given = sample::answer();
        given.warnings = vec![warning.clone()];
        let said = both(&given);
        for (text, silent) in said.iter().zip(&silent) {
            // Said by the first sentence, which depends on the figures.
            let quiet = warning == Warning::NobodyAdmitted;
            assert_eq!(text == silent, quiet, "{warning:?}");
        }
    }
}

#[test]
fn lost_sessions_are_a_headline_with_what_to_do() {
    let mut given = sample::answer();
    given.warnings = vec![
        Warning::MissingMinutes { minutes: 3 },
        Warning::LostMidVisit { share: 0.034, gave_up_share: 0.0004 },
    ];
    let text = answer(&given, English, 100);
    let place = |part: &str| text.find(part).unwrap_or(usize::MAX);
    assert!(place("The line is gone") < place("WARNING: about 3.4 %"));
    assert!(place("WARNING: about 3.4 %") < place("The range covers"));
    assert!(place("In figures") < place("Missing values"));
    check(&given, English, &["Lengthen session_duration, or let the form send requests more often."]);
    check(
        &given,
        Japanese,
        &["【注意】ご案内した方の約3.4％が", "0.1％未満の方は、くり返し切れるため申込をあきらめる"],
    );
    given.flow.renewal = false;
    check(&given, English, &["Lengthen session_duration, or switch session renewal on."]);
}

#[test]
fn without_waits_the_peaks_are_told() {
    let mut given = sample::answer();
    sample::set_waits(&mut given, &sample::estimate(3.0, 1.0, [0.0, 5.0]));
    given.hand_check = None;
    check(
        &given,
        English,
        &["With 30,000 people, nobody has to wait noticeably.", "At the peak: 2,000 active users"],
    );
    check(&given, Japanese, &["目立った待ち時間は発生しない見込みです。"]);
    sample::set_waits(&mut given, &sample::estimate(3.0, 1.0, [0.0, 1450.0]));
    check(
        &given,
        English,
        &["If what was not given turns out badly, 9 in 10 may wait up to about 25 minutes."],
    );
}

#[test]
fn nobody_admitted() {
    let mut given = sample::answer();
    sample::set_waits(&mut given, &sample::nothing());
    given.warnings = vec![Warning::NobodyAdmitted];
    check(
        &given,
        English,
        &["With 30,000 people and these settings, nobody is let in.", "mean wait - - - -"],
    );
    check(&given, Japanese, &["どなたもご案内できない見込みです。"]);
}

#[test]
fn leavers_are_counted_in_words() {
    let mut given = sample::answer();
    sample::set(&mut given, Measure::Left, sample::estimate(4237.0, 90.0, [0.0, 12_000.0]));
    check(
        &given,
        English,
        &["About 4,200 people (14 %) give up waiting and leave; the waits above are those"],
    );
    check(&given, Japanese, &["約4,200人（14％）の方が、順番が来る前に途中で離脱する見込みです。"]);
}

#[test]
fn a_single_day_has_no_ranges() {
    let mut given = sample::answer();
    for (_, estimate) in &mut given.measures {
        (estimate.ci, estimate.prediction, estimate.range) = (None, None, None);
    }
    (given.provenance.replications, given.provenance.range_replications) = (1, 0);
    check(
        &given,
        English,
        &["wait up to about 65 minutes and 9 in 10 up to about 2 hours.", "one simulated day"],
    );
    assert!(!both(&given)[0].contains("range of") && !both(&given)[0].contains("The range covers"));
}

#[test]
fn chance_alone_is_said_where_nothing_else_was_drawn() {
    let mut given = sample::answer();
    for (_, estimate) in &mut given.measures {
        estimate.range = None;
    }
    check(&given, English, &["(range 60 to 70 minutes)", "The range covers chance alone."]);
}

#[test]
fn an_interrupted_run_says_so_even_with_nothing_finished() {
    let mut given = sample::answer();
    given.provenance.complete = false;
    check(
        &given,
        English,
        &["WARNING: the run was interrupted; the figures come from only 40 finished days."],
    );
    given.warnings = vec![Warning::Interrupted];
    assert_eq!(both(&given)[0].matches("interrupted").count(), 1);
    given.measures.clear();
    given.provenance.replications = 0;
    check(&given, English, &["No day was simulated to its end", "interrupted"]);
    check(&given, Japanese, &["結果はありません"]);
}

#[test]
fn an_interrupted_run_is_a_headline_and_silent_about_what_was_not_tried() {
    let mut given = sample::answer();
    for (_, estimate) in &mut given.measures {
        estimate.range = None;
    }
    (given.provenance.complete, given.provenance.range_replications) = (false, 0);
    given.warnings = vec![Warning::Interrupted];
    (given.crowds, given.effects, given.levers) = (Vec::new(), Vec::new(), Vec::new());
    for (text, words) in both(&given).iter().zip(["WARNING: the run was", "【注意】試算が途中で"]) {
        let place = |part: &str| text.find(part);
        assert!(place(words).is_some() && place(words) < place("2,000 ÷"), "{text}");
    }
    let text = flat(&both(&given)[0], English);
    assert!(text.contains("40 finished days. The range covers chance alone."), "{text}");
    assert!(text.contains("visit length 6 min, visit spread 0.8,"), "{text}");
    for absent in ["No single", "If fewer", "What moves", "3.6 to 9.6", "for the range"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    given.provenance.replications = 1;
    check(&given, English, &["only 1 finished day.", "1 day simulated; seed 1"]);
}

#[test]
fn nobody_waits_is_not_said_where_many_are_not_served() {
    let mut given = sample::answer();
    sample::set_waits(&mut given, &sample::estimate(3.0, 1.0, [0.0, 5.0]));
    given.hand_check = None;
    for (measure, words) in [
        (Measure::Left, "about 75 % of them leave the line before they are let in; of those let in,"),
        (Measure::TurnedAway, "about 75 % of them are turned away"),
        (Measure::Censored, "about 75 % of them still wait when the run ends"),
        (Measure::GaveUp, "about 75 % of them lose their session again and again and give up."),
    ] {
        let mut given = given.clone();
        sample::set(&mut given, measure, sample::estimate(22_500.0, 0.0, [22_500.0, 22_500.0]));
        check(&given, English, &[words]);
        let [english, japanese] = both(&given);
        assert!(!english.contains("nobody has to") && !english.contains("About 23,000 people"), "{english}");
        assert!(japanese.contains("約75％の方") && !japanese.contains("目立った待ち時間"), "{japanese}");
    }
}

#[test]
fn places_come_first() {
    let mut given = sample::sold_out();
    let starts = [
        "The 5,000 places are gone about 25 to 35 minutes after",
        "予約枠5,000件は受付開始後25分から35分ごろ",
    ];
    for (text, start) in both(&given).iter().zip(starts) {
        assert!(text.starts_with(start), "{text}");
    }
    given.opens_at_second_of_day = Some(9 * 3600);
    check(
        &given,
        English,
        &[
            "The 5,000 places are gone about 9:25 to 9:35; about 25,000 people go without.",
            "About 1,000 people are let in, fill in the form, and then find too few places left.",
            "With 30,000 people, half of those let in wait up to",
            "leave the line before they are let in, because the places are gone or",
            "Who gets a place",
            "before the opening 300 100 % 9:00 to 9:01 3,000 98 % 9:01 to 9:02 3,000 59 % from 9:02 on 23,700 0 %",
            "places gone 9:30",
        ],
    );
    check(
        &given,
        Japanese,
        &[
            "予約枠5,000件は午前9時25分から9時35分ごろになくなり、約2万5,000人が予約できない見込みです。",
            "予約枠がなくなり次第、受付を終了します。",
            "ご案内できる方の待ち時間は、半数の方が",
            "予約できる見込み",
        ],
    );
    assert!(!both(&given)[0].contains("By hand"));
}

#[test]
fn places_that_last_are_said_to_last() {
    let mut given = sample::sold_out();
    sample::set(&mut given, Measure::SoldOut, sample::nothing());
    sample::set(&mut given, Measure::WithoutPlace, sample::estimate(0.0, 0.0, [0.0, 0.0]));
    if let Some(places) = &mut given.places {
        places.sold_out_days.value = Some(0.0);
        places.sold_out_days_drawn.value = Some(0.2);
    }
    check(
        &given,
        English,
        &[
            "are not all taken on any simulated day: about 5,000 are, and whoever comes gets one.",
            "If what was not given turns out otherwise, they are all taken on 20 % of the days.",
            "With 30,000 people, half of them wait",
        ],
    );
    check(&given, Japanese, &["試算したどの日にもなくならず", "20％の日には予約枠がなくなります"]);
    assert!(!both(&given)[0].contains("Who gets a place"));
}

#[test]
fn places_that_are_gone_on_some_days_say_on_which_share() {
    let mut given = sample::sold_out();
    if let Some(places) = &mut given.places {
        places.sold_out_days.value = Some(0.6);
    }
    check(
        &given,
        English,
        &["On 60 % of the days the 5,000 places are all taken, then about 25 to 35 minutes"],
    );
    check(&given, Japanese, &["予約枠5,000件は、60％の日に"]);
    assert_eq!(chart_texts(&given, English).places_gone, None);
}

#[test]
fn servers_that_bear_it_are_said_to() {
    let given = sample::with_servers();
    check(
        &given,
        English,
        &[
            "The booking servers bear it: no overload of 10 s or more on any of 40 simulated days. If what was not \
             given turns out otherwise, the booking servers have an overload on 12 % of the days. At the peak 1,420 people are inside; 2,000 \
             are safe. 19 in 20 requests are answered within 0.84 s, the slowest within 12 s. For about 12 people a \
             request times out.",
            "19 in 20 answers in 0.84 s",
            "would be overloaded more or lose more requests: total_active_users.",
            "Each was tried on one day",
        ],
    );
    check(
        &given,
        Japanese,
        &[
            "試算した40日分のどの日にも、10秒以上の過負荷にならない見込みです",
            "最大で1,420人です（安全な人数は2,000人まで）",
        ],
    );
}

#[test]
fn trouble_at_the_servers_is_a_headline() {
    let mut given = sample::with_servers();
    given.warnings = vec![
        Warning::OriginCollapses { failed_share: 0.8, in_service: 4200.0 },
        Warning::RequestsFail { share: 0.6, gave_up_share: 0.3 },
        Warning::OriginOverloaded { share: 0.35, lasting_seconds: 10.0 },
    ];
    sample::set(&mut given, Measure::OverloadedDays, sample::estimate(0.35, 0.0, [0.0, 1.0]));
    check(
        &given,
        English,
        &[
            "WARNING: the servers collapse: about 80 % of the requests to them time out, with up to 4,200 in service",
            "WARNING: for about 60 % of the people a request to the booking servers times out; 30 % of all give up",
            "WARNING: on about 35 % of the days the booking servers have an overload of 10 s or more.",
        ],
    );
    check(&given, Japanese, &["サーバーダウン", "約35％の日に10秒以上の過負荷"]);
    assert!(!both(&given)[0].contains("bear it"));
}

#[test]
fn charts_name_the_safe_load_and_the_end_of_the_places() {
    let mut given = sample::with_servers();
    let texts = chart_texts(&given, English);
    // 1,420 of 2,000 people is nearer to what is safe than an idle station.
    let expected = (LoadShown::Inside, Some(("safe: 2,000 people inside".to_owned(), 2000.0)));
    assert_eq!(texts.load.map(|load| (load.shown, load.safe)), Some(expected));
    if let Some(origin) = &mut given.origin {
        origin.safe_people_inside = None;
    }
    let load = chart_texts(&given, English).load;
    assert_eq!(load.map(|load| load.safe), Some(Some(("safe: 90 %".to_owned(), 90.0))));
    if let Some(origin) = &mut given.origin {
        (origin.has_station, origin.safe_requests_per_second) = (false, Some(400));
    }
    let load = chart_texts(&given, Japanese).load;
    assert_eq!(load.map(|load| load.safe), Some(Some(("安全な件数 毎秒400件".to_owned(), 400.0))));
    let mut sold = sample::sold_out();
    assert_eq!(chart_texts(&sold, English).places_gone.as_deref(), Some("places gone"));
    sold.opens_at_second_of_day = Some(9 * 3600);
    assert_eq!(chart_texts(&sold, Japanese).places_gone.as_deref(), Some("予約枠がなくなる 9:30ごろ"));
}

#[test]
fn a_crowd_is_said_as_it_was_given() {
    let mut given = sample::answer();
    let few = crate::results::RangeMethod::StudentT;
    let people = sample::estimate(31_240.0, 90_000.0, [20_100.0, 44_300.0]);
    sample::set(&mut given, Measure::People, crate::results::Estimate { method: few, ..people });
    check(&given, English, &["With about 31,000 people, half"]);
    given.inputs[0].value = "20000..45000".to_owned();
    check(&given, English, &["With 20,000 to 45,000 people, half"]);
    given.crowds.clear();
    check(&given, Japanese, &["2万人から4万5,000人がアクセスした場合"]);
    given.inputs[0].value = "100000 eligible, turnout 20%..45%, web share 100%".to_owned();
    check(&given, English, &["With about 31,000 people, half"]);
}

#[test]
fn a_day_cut_short_is_not_explained() {
    let mut given = sample::answer();
    let last = |minutes: f64| sample::estimate(minutes * 60.0, 0.0, [minutes * 60.0, minutes * 60.0]);
    sample::set(&mut given, Measure::LastAdmission, last(30.0));
    let claim = "many come only after the line is gone";
    assert!(!flat(&both(&given)[0], English).contains(claim));
    check(&given, English, &["The simulation lets the last one in after about 30 minutes. "]);
    given.warnings = vec![Warning::Censored { people: 1900.0 }];
    check(&given, English, &["The run ended before the line was worked off"]);
    check(&given, Japanese, &["列が解消する前に終了しています"]);
    given.warnings.clear();
    sample::set(&mut given, Measure::LineGone, last(20.0));
    check(&given, English, &[claim]);
}

#[test]
fn a_range_holds_its_figure() {
    let mut given = sample::answer();
    sample::set(&mut given, Measure::WaitP50, sample::estimate(0.0, 0.0, [0.0, 0.0]));
    check(&given, English, &["half of them wait up to about 1 minute (range 0 to 1 minute)"]);
    check(&given, Japanese, &["半数の方は約1分以内（見込みの幅：0分から1分）"]);
}

#[test]
fn one_is_singular() {
    let mut given = sample::answer();
    sample::set_waits(&mut given, &sample::estimate(3.0, 1.0, [0.0, 5.0]));
    for measure in [Measure::ActiveMax, Measure::InsideMax] {
        sample::set(&mut given, measure, sample::estimate(1.0, 0.0, [1.0, 1.0]));
    }
    (given.flow.slots, given.flow.slots_per_minute) = (Some(1), Some(1.0));
    check(
        &given,
        English,
        &["At the peak: 1 active user, 1 person inside,", "1 slot, each", "lets in about 1 person"],
    );
}

#[test]
fn long_titles_are_cut_and_steer_nothing() {
    let mut given = sample::answer();
    given.title = format!("{}\u{202e}\u{2066}\u{7}", "長".repeat(300));
    for text in both(&given) {
        assert_eq!(text.matches('長').count(), 200);
        assert!(text.contains('…') && !text.contains(['\u{202e}', '\u{2066}', '\u{7}']), "{text}");
    }
    assert!(chart_texts(&given, Japanese).title.ends_with("長…"));
}

#[test]
fn an_uncertain_crowd_is_a_range() {
    let mut given = sample::answer();
    sample::set(&mut given, Measure::People, sample::estimate(31_240.0, 12_000.0, [20_100.0, 44_300.0]));
    check(&given, English, &["With 19,000 to 44,000 people (about 31,000 on average), half of them"]);
    check(&given, Japanese, &["1万9,000人から4万4,000人（平均で約3万1,000人）がアクセスした場合"]);
}

#[test]
fn the_sum_by_hand_follows_the_limit_that_binds() {
    let mut given = sample::answer();
    given.flow.slots_per_minute = Some(2000.0);
    if let Some(hand) = &mut given.hand_check {
        (hand.at_once, hand.flow_per_minute, hand.minutes) = (0, 500.0, 60.0);
    }
    check(
        &given,
        English,
        &[
            "By hand: 30,000 ÷ 500 = 60 min",
            "The simulation lets the last one in after about 2 h 25 min: the sum takes everyone as present",
            "at most 500 new users a minute.",
        ],
    );
    given.flow = crate::results::FlowLimit { renewal: false, held_minutes: 5.0, ..sample::answer().flow };
    if let Some(hand) = &mut given.hand_check {
        (hand.at_once, hand.flow_per_minute, hand.minutes) = (2000, 400.0, 70.0);
    }
    given.flow.slots_per_minute = Some(400.0);
    check(
        &given,
        English,
        &["2,000 ÷ 5 min = 400 a minute", "Without renewal a slot is held for the session"],
    );
    if let Some(hand) = &mut given.hand_check {
        (hand.people, hand.at_once, hand.minutes) = (1500, 1500, 0.0);
    }
    check(&given, English, &["1,500 people are no more than 2,000 slots"]);
}

#[test]
fn requirements_are_kept_or_broken() {
    let mut given = sample::answer();
    let judge =
        |text: &str, value: Option<f64>| Requirement::parse(text).map(|requirement| requirement.judge(value));
    given.requirements = [
        judge("wait_p90 <= 60m", Some(7164.0)),
        judge("line_gone <= 3h", Some(8736.0)),
        judge("admitted >= 29000", Some(30_000.0)),
        judge("wait_p50 <= 1h", None),
    ]
    .into_iter()
    .flatten()
    .collect();
    check(
        &given,
        English,
        &[
            "BROKEN: 9 in 10 wait up to 1 h 59 min, not at most 60 min",
            "kept: line gone 2 h 26 min, at most 3 h",
            "kept: let in 30,000, at least 29,000",
            "BROKEN: no value for half wait up to (wait_p50 <= 1h)",
        ],
    );
    check(&given, Japanese, &["【満たしていません】約9割の方の待ち時間 1時間59分（要件：60分以下）"]);
}

#[test]
fn huge_numbers_and_missing_ones_do_not_break_anything() {
    let mut given = sample::answer();
    sample::set_waits(&mut given, &sample::estimate(1e15, 1e14, [0.0, f64::INFINITY]));
    sample::set(&mut given, Measure::People, sample::estimate(4e9, 0.0, [4e9, 4e9]));
    for text in both(&given) {
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
    given.measures.truncate(2);
    given.inputs.clear();
    given.effects.clear();
    given.levers.clear();
    given.crowds.clear();
    both(&given);
}

#[test]
fn japanese_survives_its_code_pages_and_promises_nothing() {
    let mut given = sample::answer();
    given.opens_at_second_of_day = Some(9 * 3600);
    given.warnings = vec![Warning::LostMidVisit { share: 0.034, gave_up_share: 0.0004 }];
    let chart = format!("{:?}", chart_texts(&given, Japanese));
    let others = [sample::sold_out(), sample::with_servers()].map(|other| answer(&other, Japanese, 80));
    for text in [answer(&given, Japanese, 80), chart].into_iter().chain(others) {
        for word in ["〜", "−", "≈", "–", "—", "λ", "μ", "保証", "パーセンタイル", "流出", "満了"]
        {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
    }
}

#[test]
fn charts_have_texts_in_both_languages() {
    let mut given = sample::answer();
    let texts = chart_texts(&given, English);
    assert_eq!(texts.title, "Waiting room with 30,000 people");
    assert_eq!(texts.limit.as_deref(), Some("total_active_users 2,000"));
    given.opens_at_second_of_day = Some(9 * 3600);
    let texts = chart_texts(&given, Japanese);
    assert_eq!(texts.opening, "受付開始 9:00");
    assert_eq!(texts.day_number, "{day}日目");
    assert_eq!(texts.title, "3万人がアクセスした場合の待合室の見込み（受付開始 9:00）");
    given.title = "ワクチン予約".to_owned();
    given.flow.slots = None;
    let texts = chart_texts(&given, Japanese);
    assert_eq!((texts.title.as_str(), texts.limit), ("ワクチン予約", None));
}

#[test]
fn languages_as_locales_write_them() {
    for (text, language) in [
        ("ja", Some(Japanese)),
        ("ja_JP.UTF-8", Some(Japanese)),
        ("JA-jp", Some(Japanese)),
        ("en_US.UTF-8", Some(English)),
        ("english", Some(English)),
        ("C", None),
        ("", None),
        ("jam", None),
    ] {
        assert_eq!(Language::parse(text), language, "{text}");
    }
}

/// Prints what readers see: `cargo test samples -- --nocapture`.
#[test]
fn samples() {
    let mut given = sample::answer();
    println!("{}", answer(&given, English, 80));
    given.opens_at_second_of_day = Some(9 * 3600);
    given.title = "ワクチン集団接種の予約受付".to_owned();
    given.warnings = vec![
        Warning::LostMidVisit { share: 0.034, gave_up_share: 0.0004 },
        Warning::AccessesConverted { accesses: 300_000, low: 15_000, middle: 24_000, high: 60_000 },
    ];
    println!("{}", answer(&given, Japanese, 80));
    println!("{}", answer(&given, Japanese, 120));
}
