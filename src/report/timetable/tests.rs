//! The timetable, by hand-made minutes.

use super::*;
use crate::report::sample;
use crate::results::MinuteRow;
use Language::{English, Japanese};

/// A minute in which ten people come and all are let in.
fn minute(minute: i64, wait_minutes: f64) -> MinuteRow {
    MinuteRow {
        minute,
        arrived: 10.0,
        line_mean: 100.0,
        wait_p50: Some(wait_minutes * 30.0),
        wait_p90: Some(wait_minutes * 60.0),
        admitted_share: Some(1.0),
        ..MinuteRow::default()
    }
}

fn nobody(at: i64) -> MinuteRow {
    MinuteRow { minute: at, line_mean: 100.0, ..MinuteRow::default() }
}

fn answer_of(minutes: Vec<MinuteRow>) -> Answer {
    Answer { minutes, opens_at_second_of_day: Some(9 * 3600), ..sample::answer() }
}

fn rows(answer: &Answer) -> Vec<(String, String, String)> {
    let rows = timetable(answer, Japanese).rows.into_iter();
    rows.map(|row| (row.when, row.words, row.wait)).collect()
}

fn row(when: &str, words: &str, wait: &str) -> (String, String, String) {
    (when.to_owned(), words.to_owned(), wait.to_owned())
}

fn outlooks(answer: &Answer) -> Vec<Outlook> {
    timetable(answer, English).rows.into_iter().map(|row| row.outlook).collect()
}

#[test]
fn the_limits_belong_to_the_shorter_level_and_the_level_fits_the_minutes_printed() {
    for (minutes, words, wait) in [
        (20.0, "短め", "約20分"),
        (20.1, "やや長め", "約25分"),
        (40.0, "やや長め", "約40分"),
        (40.1, "長め", "約45分"),
        (19.2, "短め", "約20分"),
        (150.0, "長め", "約2時間30分"),
        (1.0, "短め", "約1分"),
    ] {
        assert_eq!(rows(&answer_of(vec![minute(0, minutes)])), [row("9:00～9:05", words, wait)]);
    }
}

#[test]
fn a_day_is_cut_into_at_most_fourteen_rows_of_round_lengths() {
    for (busy, step) in [(12, 5), (60, 5), (61, 10), (121, 15), (145, 15), (241, 30), (720, 60), (721, 120)] {
        let early = (-30..0).map(|at| MinuteRow { line_mean: 0.0, ..minute(at, 0.0) });
        let minutes =
            early.chain((0..busy).map(|at| minute(at, 30.0))).chain((busy..2000).map(|at| minute(at, 0.0)));
        let found = timetable(&answer_of(minutes.collect()), English).rows;
        assert!(found.len() <= 14, "{busy}: {} rows", found.len());
        assert_eq!((found[1].from_minute, found[1].to_minute), (Some(0), Some(step)), "{busy}");
        let last = &found[found.len() - 1];
        assert!(last.to_minute.is_none() && last.outlook.level() == Some(WaitLevel::Short), "{busy}");
        assert!(last.from_minute.is_some_and(|from| from >= busy && from < busy + step), "{busy}");
    }
}

#[test]
fn a_row_says_what_holds_in_nearly_all_of_its_minutes() {
    let mut minutes: Vec<_> =
        [10.0, 30.0, 60.0, 20.0, 10.0].into_iter().zip(0..).map(|(w, at)| minute(at, w)).collect();
    assert_eq!(rows(&answer_of(minutes.clone())), [row("9:00～9:05", "長め", "約60分")]);
    // One person in a hundred does not count, whether few come or few are let in.
    minutes[2].arrived = 0.4;
    assert_eq!(rows(&answer_of(minutes.clone())), [row("9:00～9:05", "やや長め", "約30分")]);
    minutes[2].arrived = 10.0;
    minutes[2].admitted_share = Some(0.04);
    assert_eq!(rows(&answer_of(minutes)), [row("9:00～9:05", "やや長め", "約30分")]);
}

#[test]
fn a_long_day_is_told_where_it_is_much_longer_or_of_another_level() {
    let with_high = |wait: f64, high: f64| {
        let row = MinuteRow { wait_high: Some(high * 60.0), ..minute(0, wait) };
        let found = timetable(&answer_of(vec![row]), Japanese);
        (format!("{}{}", found.rows[0].wait, found.rows[0].longest), found.footer.contains("長い場合"))
    };
    assert_eq!(with_high(60.0, 88.0), ("約60分（長い場合は約1時間30分）".to_owned(), true));
    assert_eq!(with_high(60.0, 65.0), ("約60分".to_owned(), false));
    assert_eq!(with_high(19.0, 21.0), ("約19分（長い場合は約25分）".to_owned(), true));
    assert_eq!(with_high(0.5, 0.9), ("1分未満".to_owned(), false));
}

#[test]
fn whoever_comes_before_the_opening_waits_at_least_until_then() {
    // Let in at once, but with nothing to do until the opening.
    let early = || (-15..0).map(|at| MinuteRow { line_mean: 0.0, ..minute(at, 0.0) });
    let found = timetable(&answer_of(early().chain([minute(0, 5.0)]).collect()), Japanese);
    assert_eq!((found.rows[0].when.as_str(), found.rows[0].wait.as_str()), ("9:00より前", "約15分"));
    assert_eq!(found.rows[1].when, "9:00～9:05");
    assert!(found.footer.contains("受付開始までの時間を含みます。"));
    // Nobody comes early: no such row.
    let empty = (-15..0).map(nobody).chain([minute(0, 5.0)]);
    assert_eq!(rows(&answer_of(empty.collect())).len(), 1);
    // A line before the opening has rows of its own.
    let lined = (-15..0).map(|at| minute(at, 30.0));
    let lined = answer_of((-20..-15).chain(-400..-390).map(|at| minute(at, 0.0)).chain(lined).collect());
    let found: Vec<String> = timetable(&lined, Japanese).rows.into_iter().map(|row| row.when).collect();
    assert_eq!(found, ["8:45より前", "8:45～8:50", "8:50～8:55", "8:55～9:00"]);
    let unknown = Answer { opens_at_second_of_day: None, ..lined };
    let found: Vec<String> = timetable(&unknown, English).rows.into_iter().map(|row| row.when).collect();
    assert_eq!(found[..2], ["more than 15 min before the opening", "15–10 min before the opening"]);
    assert_eq!(found[3], "last 5 min before the opening");
}

#[test]
fn where_the_places_are_gone_no_wait_is_told() {
    let mut answer = sample::sold_out();
    answer.opens_at_second_of_day = Some(9 * 3600);
    // Gone half an hour after the opening.
    let share = |at: i64| [1.0, 0.7, 0.3, 0.0, 0.0, 0.0][(at / 5) as usize];
    answer.minutes = (0..30)
        .map(|at| MinuteRow { booked_share: Some(share(at)), ..minute(at, 10.0 + 1.5 * at as f64) })
        .collect();
    let found = timetable(&answer, Japanese);
    let told: Vec<_> = found.rows.iter().map(|row| (row.words.as_str(), row.remark.as_str())).collect();
    assert_eq!(
        told,
        [
            ("短め", ""),
            ("やや長め", "予約枠がなくなる場合あり"),
            ("予約枠がなくなる見込み", ""),
            ("予約枠がなくなる見込み", ""),
        ]
    );
    assert_eq!(found.rows[3].when, "9:15以降");
    assert!(found.footer.contains("予約枠がなくなり次第、受付を終了します。"));
    assert!(found.rows[2].wait.is_empty() && found.rows[2].outlook.level().is_none());
}

#[test]
fn people_who_leave_long_before_the_places_are_gone_do_not_take_them_away() {
    let mut answer = sample::sold_out();
    let leave = MinuteRow { admitted_share: Some(0.45), booked_share: Some(0.44), ..minute(0, 3.0) };
    answer.minutes = vec![leave.clone()];
    assert_eq!(outlooks(&answer), [Outlook::FewerThanHalf]);
    answer.minutes = vec![MinuteRow { wait_p90: Some(1700.0), ..leave }];
    assert_eq!(outlooks(&answer), [Outlook::NoPlaces], "let in when the last places go");
    // Closed to everyone, or nothing known but the instant.
    let shut =
        MinuteRow { admitted_share: Some(0.0), booked_share: Some(0.0), wait_p90: None, ..minute(0, 0.0) };
    answer.minutes = vec![shut];
    assert_eq!(outlooks(&answer), [Outlook::NoPlaces]);
    answer.minutes = vec![minute(0, 0.0), minute(31, 2.0)];
    assert_eq!(outlooks(&answer).last(), Some(&Outlook::NoPlaces));
}

#[test]
fn places_that_never_run_out_change_nothing() {
    let mut answer = sample::sold_out();
    answer.minutes = vec![MinuteRow { booked_share: Some(0.2), ..minute(0, 30.0) }];
    if let Some(places) = &mut answer.places {
        places.sold_out_days.value = Some(0.0);
    }
    assert_eq!(outlooks(&answer).first().and_then(|outlook| outlook.level()), Some(WaitLevel::RatherLong));
}

#[test]
fn where_few_are_let_in_the_wait_is_not_called_short() {
    let few = |share: f64| MinuteRow { admitted_share: Some(share), ..minute(0, 1.0) };
    assert_eq!(outlooks(&answer_of(vec![few(0.05)])), [Outlook::HardlyAnybody]);
    assert_eq!(outlooks(&answer_of(vec![few(0.4)])), [Outlook::FewerThanHalf]);
    assert_eq!(
        outlooks(&answer_of(vec![MinuteRow { wait_p90: None, ..few(0.0) }])),
        [Outlook::HardlyAnybody]
    );
    let found = rows(&answer_of(vec![few(0.05)]));
    assert_eq!(found, [row("9:00～9:05", "ほとんどの方をご案内できない見込み", "")]);
    // Most leave because the wait is long: it is told, and so are they.
    let long =
        timetable(&answer_of(vec![MinuteRow { admitted_share: Some(0.4), ..minute(0, 50.0) }]), Japanese);
    assert_eq!(long.rows[0].outlook.level(), Some(WaitLevel::Long));
    assert_eq!(long.rows[0].remark, "ご案内できる方は半数未満の見込み");
}

#[test]
fn hours_in_which_hardly_anybody_comes_do_not_make_the_rows_longer() {
    let straggler = |at: i64| MinuteRow { arrived: 0.01, ..minute(at, 30.0) };
    let minutes = (0..40)
        .map(|at| minute(at, 30.0))
        .chain((40..700).map(|at| if at % 60 == 0 { straggler(at) } else { nobody(at) }));
    let found = timetable(&answer_of(minutes.collect()), English).rows;
    assert_eq!((found[0].to_minute, found.len()), (Some(5), 9));
    assert_eq!((found[8].from_minute, found[8].outlook), (Some(40), Outlook::Nobody));
}

#[test]
fn minutes_in_which_the_places_go_have_rows_of_their_own_without_a_line() {
    let mut answer = sample::sold_out();
    let share = |at: i64| [1.0, 0.8, 0.3, 0.0][(at / 5).min(3) as usize];
    answer.minutes = (0..60)
        .map(|at| MinuteRow { booked_share: Some(share(at)), line_mean: 0.0, ..minute(at, 0.0) })
        .collect();
    let found: Vec<Option<WaitLevel>> = outlooks(&answer).into_iter().map(Outlook::level).collect();
    assert_eq!(found, [Some(WaitLevel::Short), Some(WaitLevel::Short), None, None]);
}

#[test]
fn a_stretch_without_people_has_no_wait() {
    let minutes = (0..15).map(|at| if (5..10).contains(&at) { nobody(at) } else { minute(at, 30.0) });
    let found = timetable(&answer_of(minutes.collect()), Japanese).rows;
    assert_eq!((found[1].words.as_str(), found[1].wait.as_str()), ("-", ""));
    assert_eq!(found[1].remark, "アクセスする方がいない想定");
    // Nobody comes any more, but the line is still there: one row says that this is not known.
    let minutes = (0..5).map(|at| minute(at, 30.0)).chain((5..90).map(nobody));
    assert_eq!(outlooks(&answer_of(minutes.collect()))[1..], [Outlook::Nobody]);
}

#[test]
fn without_minutes_there_are_no_rows() {
    assert!(timetable(&answer_of(Vec::new()), Japanese).rows.is_empty());
    assert!(timetable(&answer_of(vec![nobody(0), nobody(1)]), Japanese).rows.is_empty());
    assert_eq!(timetable(&answer_of(Vec::new()), Japanese).no_data, "データなし");
}

#[test]
fn a_day_without_a_line_is_one_row() {
    let minutes = (0..600).map(|at| MinuteRow { line_mean: 0.0, ..minute(at, 0.1) });
    assert_eq!(rows(&answer_of(minutes.collect())), [row("9:00以降", "短め", "1分未満")]);
}

#[test]
fn times_beyond_midnight_name_their_day() {
    let minutes = || (0..100).map(|at| minute(at, 30.0)).chain([MinuteRow { minute: 100, ..minute(0, 0.0) }]);
    let late = Answer { opens_at_second_of_day: Some(23 * 3600 + 30 * 60), ..answer_of(minutes().collect()) };
    let names = |language| -> Vec<String> {
        let rows = timetable(&late, language).rows.into_iter();
        rows.map(|row| row.when).collect()
    };
    let japanese = names(Japanese);
    assert_eq!(
        japanese[..5],
        ["23:30～23:40", "23:40～23:50", "23:50～翌日0:00", "翌日0:00～0:10", "翌日0:10～0:20"]
    );
    assert_eq!(japanese[japanese.len() - 1], "翌日1:10以降");
    assert_eq!(names(English)[2..4], ["23:50–next day 0:00", "next day 0:00–0:10"]);
}

#[test]
fn without_a_clock_times_count_from_the_opening() {
    let early = MinuteRow { line_mean: 0.0, ..minute(-1, 0.0) };
    let minutes = [early].into_iter().chain((0..121).map(|at| minute(at, 30.0))).chain([minute(200, 0.0)]);
    let names = |answer: &Answer, language| -> Vec<String> {
        timetable(answer, language).rows.into_iter().map(|row| row.when).collect()
    };
    let unknown = Answer { opens_at_second_of_day: None, ..answer_of(minutes.collect()) };
    let japanese = names(&unknown, Japanese);
    assert_eq!(japanese[..2], ["受付開始より前", "受付開始の0～15分後"]);
    assert_eq!(japanese[japanese.len() - 1], "受付開始の135分後以降");
    assert_eq!(names(&unknown, English)[1], "0–15 min after the opening");
}

#[test]
fn figures_that_are_no_numbers_do_not_panic() {
    let odd = |wait: f64| MinuteRow { arrived: f64::NAN, ..minute(0, wait) };
    let minutes = vec![odd(f64::NAN), odd(f64::INFINITY), minute(1, f64::NAN), minute(i64::MAX / 120, 1e12)];
    for language in [English, Japanese] {
        timetable(&answer_of(minutes.clone()), language);
    }
}

#[test]
fn the_words_promise_no_free_places_and_survive_japanese_code_pages() {
    let mut answer = sample::sold_out();
    answer.title = String::new();
    answer.minutes = (-5..90)
        .map(|at| MinuteRow {
            wait_high: Some(9000.0),
            booked_share: Some(0.7),
            ..minute(at, 90.0 - at as f64)
        })
        .collect();
    for opening in [None, Some(9 * 3600)] {
        answer.opens_at_second_of_day = opening;
        let text = format!("{:?}", timetable(&answer, Japanese));
        for word in ["空き", "保証", "パーセンタイル", "信頼区間", "\u{301c}", "\u{2212}", "\u{2248}"]
        {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("20分") && text.contains("40分") && text.contains("目安"));
    }
}
