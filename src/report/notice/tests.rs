//! The whole notice and the whole checklist, in both languages, and their edges.

use super::time::{clock_range_words, clock_words, figure_and_range, length_words, range_words};
use super::{Checklist, Notice, checklist, notice};
use crate::report::Language::{English, Japanese};
use crate::report::sample::{self, estimate, input, nothing, set, set_waits};
use crate::results::{Answer, ArrivalChance, Mean, Measure, MinuteRow, PlacesFound, Warning};

const NINE: i64 = 9 * 3600;
const STOCK: &str = "予約枠がなくなり次第、受付を終了します";
const LATER: &str = "時間をずらして";

fn at_nine(mut answer: Answer) -> Answer {
    answer.opens_at_second_of_day = Some(NINE);
    answer
}

fn with_input(mut answer: Answer, key: &str, value: &str) -> Answer {
    answer.inputs.retain(|note| note.key != key);
    answer.inputs.push(input(key, value, None));
    answer
}

fn with_warning(mut answer: Answer, warning: Warning) -> Answer {
    answer.warnings.push(warning);
    answer
}

/// Places for everyone: whoever comes at 60 minutes and later, past the line, gets one with this chance.
fn with_chance(share: f64, people: f64) -> Answer {
    let mut answer = at_nine(sample::answer());
    let mean = |value: f64| Mean { value: Some(value), ci: Some([value, value]) };
    let chance = |from, to, people, share| ArrivalChance {
        from_minute: Some(from),
        to_minute: Some(to),
        people,
        place_share: mean(share),
    };
    answer.places = Some(PlacesFound {
        places: 40_000,
        sold_out_days: mean(0.0),
        sold_out_days_drawn: mean(0.0),
        groups: Vec::new(),
        arrivals: vec![chance(0, 240, 29_000.0, 0.97), chance(240, 300, people, share)],
    });
    set(&mut answer, Measure::PlacesTaken, estimate(29_500.0, 0.0, [29_000.0, 30_000.0]));
    set(&mut answer, Measure::WithoutPlace, estimate(500.0, 0.0, [0.0, 600.0]));
    answer
}

fn nobody_waits() -> Answer {
    let mut answer = at_nine(sample::answer());
    set_waits(&mut answer, &estimate(0.0, 0.0, [0.0, 0.0]));
    set(&mut answer, Measure::LineMax, estimate(0.0, 0.0, [0.0, 0.0]));
    answer
}

fn with_minutes() -> Answer {
    let mut answer = at_nine(sample::answer());
    let row = |minute: i64| {
        let line =
            if minute <= 10 { 1_795.0 * minute as f64 } else { 17_950.0 - 132.0 * (minute - 10) as f64 };
        let (line, accepted) = (line.max(0.0), if line > 0.0 { 180.0 } else { 0.0 });
        MinuteRow { minute, accepted, line_start: line, line_mean: line, ..MinuteRow::default() }
    };
    answer.minutes = (0..150).map(row).collect();
    answer
}

const PREQUEUE: &str = "opening-day 0s..8h prequeue_start_time=-30m shuffle_at_event_start=true";

/// Days of every kind on which something is told to residents.
fn good_days() -> Vec<Answer> {
    let mut unranged = sample::answer();
    for (_, estimate) in &mut unranged.measures {
        (estimate.ci, estimate.prediction, estimate.range) = (None, None, None);
    }
    let mut titled = at_nine(sample::sold_out());
    titled.title = "予約<script>alert(1)</script>\u{1b}[31m\n".to_owned();
    let loses = Warning::LostMidVisit { share: 0.04, gave_up_share: 0.0 };
    vec![
        sample::answer(),
        at_nine(sample::answer()),
        with_minutes(),
        sample::sold_out(),
        titled,
        at_nine(sample::with_servers()),
        unranged,
        nobody_waits(),
        with_chance(1.0, 100.0),
        with_input(at_nine(sample::answer()), "room.queueing_method", "random"),
        with_input(at_nine(sample::answer()), "room.event", PREQUEUE),
        with_input(
            sample::answer(),
            "room.change",
            "10m total_active_users=3000; 30m disable_session_renewal=true",
        ),
        with_input(sample::answer(), "group.patience", "exponential 30m"),
        with_input(sample::answer(), "group.arrivals", "opening"),
        with_warning(at_nine(sample::answer()), loses),
    ]
}

/// Days that go wrong, or figures that are not those of a whole day; and a word of the reason.
fn bad_days() -> Vec<(Answer, &'static str)> {
    let mut interrupted = sample::answer();
    interrupted.provenance.complete = false;
    let mut no_days = sample::answer();
    no_days.provenance.replications = 0;
    let mut nobody = with_warning(sample::answer(), Warning::NobodyAdmitted);
    set_waits(&mut nobody, &nothing());
    let mut many_leave = sample::answer();
    set(&mut many_leave, Measure::Left, estimate(16_000.0, 0.0, [15_000.0, 17_000.0]));
    let mut leave_at_once = nobody_waits();
    set(&mut leave_at_once, Measure::Left, estimate(600.0, 0.0, [500.0, 700.0]));
    let mut turned_away = sample::answer();
    set(&mut turned_away, Measure::TurnedAway, estimate(4_000.0, 0.0, [3_000.0, 5_000.0]));
    let warned = |warning: Warning| with_warning(sample::answer(), warning);
    vec![
        (interrupted, "中断"),
        (no_days, "1日分の試算も"),
        (nobody, "どなたもご案内できない"),
        (many_leave, "待つのをやめる"),
        (leave_at_once, "待つのをやめる"),
        (turned_away, "お待ちいただけない"),
        (warned(Warning::OriginCollapses { failed_share: 0.6, in_service: 900.0 }), "処理しきれず"),
        (warned(Warning::Censored { people: 420.0 }), "まだお待ち"),
        (warned(Warning::RoomOffAtOpening), "停止中"),
        (warned(Warning::RequestsFail { share: 0.05, gave_up_share: 0.0 }), "表示されない"),
        (warned(Warning::OriginOverloaded { share: 0.4, lasting_seconds: 10.0 }), "過負荷"),
        (warned(Warning::LostMidVisit { share: 0.3, gave_up_share: 0.0 }), "並び直し"),
        (warned(Warning::Interrupted), "中断"),
    ]
}

fn japanese(answer: &Answer) -> String {
    notice(answer, Japanese).text()
}

#[test]
fn a_town_hall_can_print_it() {
    let mut answer = with_minutes();
    answer.title = "ワクチン接種の予約".to_owned();
    assert_eq!(
        japanese(&answer),
        "待ち時間の目安について：ワクチン接種の予約\n\
         \n\
         受付開始（午前9時）の直後は、アクセスの集中が見込まれます。混み合った場合は、待合室（順番待ちの画面）でお待ちいただき、順番にご案内します。\n\
         受付開始から10分間に約3万人がアクセスした場合、半数の方は約65分以内（状況により30分から110分）、約9割の方は約2時間以内（状況により50分から3時間20分）にご案内できる見込みです。待合室の混雑は、午前11時25分ごろ（状況により午前10時10分から午後1時5分ごろ）に解消する見込みです。\n\
         順番が来るまで画面を開いたままお待ちください。画面を閉じたり、スマートフォンがスリープ状態になったりすると、順番を失う場合があります。\n\
         あくまで目安であり、実際の待ち時間と異なる場合があります。\n\
         \n\
         ※手続きにかかる時間を、1人あたり平均約6分として試算しています。\n\
         ※途中で待つのをやめる方がいないものとして試算しています。\n\
         ※「状況により」の幅は、日による違いのほか、次のことが想定と異なる場合を含みます：手続きにかかる時間、途中で待つのをやめる方の人数、待合室のしくみの細かな動き。\n"
    );
    assert_eq!(
        notice(&answer, English).lines[1],
        "If about 30,000 people visit the site in the first 10 minutes after bookings open, we expect half of them to wait up to \
         about 65 minutes (30 to 110 minutes, depending on conditions) and 9 in 10 to wait up to about 2 hours (50 minutes to 3 \
         hours 20 minutes, depending on conditions). We expect the waiting room to be clear by about 11:25 am (10:10 am to \
         1:05 pm, depending on conditions)."
    );
}

#[test]
fn nothing_is_said_that_a_town_hall_does_not_print() {
    let forbidden = [
        "λ",
        "μ",
        "θ",
        "保証",
        "パーセンタイル",
        "信頼区間",
        "\u{301c}",
        "\u{2212}",
        "\u{2248}",
        "訪れ",
        "オリジン",
        "流出",
        "空き",
        "満了",
        "NaN",
        "None",
        "inf",
        "-1",
        "：0:",
        "percentile",
        "..",
        "。。",
        "guarantee",
        "promised",
        "{",
        "}",
        "--",
    ];
    let days = good_days().into_iter().chain(bad_days().into_iter().map(|(answer, _)| answer));
    for answer in days {
        for language in [Japanese, English] {
            let mut told = notice(&answer, language).text();
            told.push_str(
                &checklist(&answer, language).text().replace("--observed", "").replace("--out", ""),
            );
            for word in forbidden {
                assert!(!told.contains(word), "{word} in {told}");
            }
            assert!(told.chars().all(|character| character == '\n' || !character.is_control()), "{told}");
        }
        let told = japanese(&answer);
        assert!(told.chars().all(is_of_code_page), "{told}");
    }
}

/// Whether a character that we use is in the code pages of Japanese offices.
fn is_of_code_page(character: char) -> bool {
    match character {
        '\n' | ' '..='~' | 'ぁ'..='ん' | 'ァ'..='ヶ' | 'ー' | '一'..='龠' => true,
        _ => "、。「」（）：％※・【】々".contains(character),
    }
}

#[test]
fn every_notice_ends_with_the_disclaimer_and_names_the_room_in_full_first() {
    for answer in good_days() {
        let notice = notice(&answer, Japanese);
        assert!(notice.is_for_residents);
        let last = notice.lines.last().map(String::as_str);
        assert_eq!(last, Some("あくまで目安であり、実際の待ち時間と異なる場合があります。"));
        let text = notice.lines.concat();
        if let Some(at) = text.find("待合室") {
            assert!(text[at..].starts_with("待合室（順番待ちの画面）"), "{text}");
        }
    }
}

#[test]
fn places_end_only_where_there_are_places() {
    for answer in good_days() {
        assert_eq!(japanese(&answer).contains(STOCK), answer.places.is_some());
        let english = notice(&answer, English).text();
        assert_eq!(english.contains("as soon as all places are taken"), answer.places.is_some());
    }
    let sold_out = japanese(&at_nine(sample::sold_out()));
    assert!(
        sold_out.contains("予約枠（全5,000枠）は、午前9時25分から9時35分ごろになくなる見込みです。"),
        "{sold_out}"
    );
    // Those who find nothing left are not told that they are let in.
    assert!(
        sold_out.contains("予約枠がなくなる前にご案内できた方のうち") && !sold_out.contains("解消する"),
        "{sold_out}"
    );
}

#[test]
fn coming_later_is_advised_only_where_99_in_100_still_get_a_place() {
    let advised = |answer: &Answer| japanese(answer).contains(LATER);
    let certain = with_chance(0.99, 100.0);
    // The line is gone by 13:03 at the latest, so the advice is 13:30, and arrivals of 13:00 to 14:00 say what it costs.
    assert!(
        japanese(&certain).contains("午後1時30分以降は、待ち時間が短くなる見込みです。"),
        "{}",
        japanese(&certain)
    );
    assert!(notice(&certain, English).text().contains("After 1:30 pm we expect shorter waits."));
    assert!(!advised(&with_chance(0.989, 100.0)));
    // Five people a day are 200 in 40 days: none of them without a place says too little.
    assert!(!advised(&with_chance(1.0, 5.0)));
    let without = |change: fn(&mut PlacesFound)| {
        let mut answer = with_chance(1.0, 100.0);
        change(answer.places.as_mut().expect("places"));
        answer
    };
    assert!(advised(&without(|_| {})));
    assert!(!advised(&without(|places| places.arrivals[1].place_share.ci = None)));
    assert!(!advised(&without(|places| places.arrivals[1].place_share.ci = Some([0.985, 1.0]))));
    assert!(!advised(&without(|places| places.arrivals[1].place_share.value = None)));
    assert!(!advised(&without(|places| places.arrivals.truncate(1))));
    assert!(!advised(&without(|places| places.sold_out_days_drawn.value = Some(0.05))));
    // A later stretch in which chances fall.
    assert!(!advised(&without(|places| {
        let mut worse = places.arrivals[1].clone();
        (worse.from_minute, worse.to_minute, worse.place_share.value) = (Some(300), None, Some(0.9));
        places.arrivals.push(worse);
    })));
}

#[test]
fn without_stock_nobody_is_told_to_come_later() {
    for answer in good_days().into_iter().filter(|answer| answer.places.is_none()) {
        assert!(!japanese(&answer).contains(LATER));
        assert!(!notice(&answer, English).text().contains("visiting the site later"));
    }
}

#[test]
fn a_day_that_goes_wrong_is_told_to_the_staff_in_one_line() {
    for (answer, reason) in bad_days() {
        let found = notice(&answer, Japanese);
        assert!(!found.is_for_residents, "{reason}");
        let [line] = found.lines.as_slice() else { panic!("one line: {found:?}") };
        assert!(line.contains(reason) && line.contains("公表しないでください"), "{reason}: {line}");
        assert!(found.title.contains("担当課") && found.footnotes.is_empty());
        // The checklist begins with it, and gives no figures to go by.
        let list = checklist(&answer, Japanese);
        assert_eq!(list.sections[0].heading, "実施の前に解決すること");
        assert!(list.sections[0].items.iter().any(|item| item.contains(reason)), "{list:?}");
        assert!(
            !list.text().contains("当日の見込み") && !list.text().contains("待ち時間の目安を、公式サイト")
        );
        assert!(notice(&answer, English).lines[0].starts_with("Do not publish"));
    }
}

#[test]
fn trouble_for_a_few_forbids_no_notice() {
    let mild = [
        Warning::LostMidVisit { share: 0.1, gave_up_share: 0.0 },
        Warning::OriginOverloaded { share: 0.1, lasting_seconds: 10.0 },
        Warning::BookingsAreNotDemand,
    ];
    for warning in mild {
        assert!(notice(&with_warning(sample::answer(), warning), Japanese).is_for_residents);
    }
    // Leaving a line whose places are gone is no trouble of the room.
    assert!(notice(&sample::sold_out(), Japanese).is_for_residents);
}

#[test]
fn where_nobody_waits_the_notice_says_so() {
    let text = japanese(&nobody_waits());
    assert!(text.contains("約3万人がアクセスした場合でも、ほとんどお待ちいただくことなく"), "{text}");
    assert!(!text.contains("待合室") && !text.contains("順番") && !text.contains("以内"), "{text}");
    let mut few = nobody_waits();
    set(&mut few, Measure::WaitMax, estimate(240.0, 0.0, [200.0, 300.0]));
    let text = japanese(&few);
    assert!(
        text.contains("待合室（順番待ちの画面）で約4分お待ちいただく") && text.contains("画面を開いたまま"),
        "{text}"
    );
}

#[test]
fn the_method_decides_what_is_said_of_the_order() {
    let said = |key: &str, value: &str| japanese(&with_input(at_nine(sample::answer()), key, value));
    let random = said("room.queueing_method", "random");
    assert!(
        random.contains("ランダムにご案内します")
            && !random.contains("順番に")
            && !random.contains("順番が来る"),
        "{random}"
    );
    let shuffled = said("room.event", PREQUEUE);
    assert!(
        shuffled.contains("受付開始時に抽選で決まり") && shuffled.contains("待合室には、午前8時30分から"),
        "{shuffled}"
    );
    let changing = said("room.change", "1h queueing_method=random");
    assert!(!changing.contains("順番に"), "{changing}");
    let own = said("room.event", "opening-day 0s..8h queueing_method=random");
    assert!(own.contains("ランダムにご案内します"), "{own}");
    // Rooms of other kinds say nothing of their order.
    let mut metered = at_nine(sample::answer());
    metered.inputs.retain(|note| !note.key.starts_with("room.") || note.key.ends_with("_users"));
    assert!(!japanese(&metered).contains("順番に"));
}

#[test]
fn who_comes_is_said_as_it_was_given() {
    let said = |value: &str| japanese(&with_input(sample::answer(), "group.arrivals", value));
    assert!(said("ramp 10m").contains("10分間に約3万人がアクセスした場合"));
    assert!(said("opening").contains("受付開始の直後を中心に約3万人がアクセスした場合"));
    assert!(said("at-once").contains("受付開始と同時に約3万人がアクセスした場合"));
    assert!(said("a table of 60 minutes").contains("\n約3万人がアクセスした場合"));
    let patient = japanese(&with_input(sample::answer(), "group.patience", "exponential 30m"));
    assert!(patient.contains("待つのをやめるまでの時間を、平均約30分として"), "{patient}");
}

#[test]
fn times_of_the_day_as_notices_write_them() {
    for (opening, minutes, in_japanese, in_english) in [
        (NINE, 0, "午前9時", "9:00 am"),
        (NINE, 30, "午前9時30分", "9:30 am"),
        (NINE, 180, "正午", "noon"),
        (NINE, 185, "午後0時5分", "12:05 pm"),
        (NINE, 240, "午後1時", "1:00 pm"),
        (NINE, 245, "午後1時5分", "1:05 pm"),
        (0, 0, "午前0時", "midnight"),
        (0, 5, "午前0時5分", "12:05 am"),
        (NINE, 900, "翌日の午前0時", "midnight the next day"),
        (NINE, 1620, "翌日の正午", "noon the next day"),
    ] {
        assert_eq!(clock_words(opening, minutes, Japanese), in_japanese);
        assert_eq!(clock_words(opening, minutes, English), in_english);
    }
    assert_eq!(clock_range_words(NINE, [25, 35], Japanese), "午前9時25分から9時35分");
    assert_eq!(clock_range_words(NINE, [120, 180], Japanese), "午前11時から正午");
    assert_eq!(clock_range_words(NINE, [185, 245], Japanese), "午後0時5分から1時5分");
    assert_eq!(clock_range_words(NINE, [25, 35], English), "9:25 to 9:35 am");
    assert_eq!(clock_range_words(NINE, [70, 245], English), "10:10 am to 1:05 pm");
}

#[test]
fn ranges_are_rounded_outward() {
    for (minutes, range) in [
        (18.6, [18, 19]),
        (19.4, [19, 20]),
        (20.4, [20, 25]),
        (21.0, [20, 25]),
        (89.0, [85, 90]),
        (90.5, [90, 95]),
        (361.0, [360, 370]),
    ] {
        let (_, found) = figure_and_range(minutes * 60.0, Some([minutes * 60.0; 2]));
        assert_eq!(found, Some(range), "{minutes}");
    }
    // An end that needs no rounding says nothing more than the figure.
    assert_eq!(figure_and_range(5400.0, Some([5400.0, 5400.0])), (90, None));
    assert_eq!(range_words([40, 60], Japanese), "40分から60分");
    assert_eq!((length_words(89, Japanese), length_words(90, Japanese)), ("89分".into(), "1時間30分".into()));
    assert_eq!(
        (length_words(61, English), length_words(121, English)),
        ("61 minutes".into(), "2 hours 1 minute".into())
    );
    assert_eq!(range_words([95, 150], English), "1 hour 35 minutes to 2 hours 30 minutes");
}

#[test]
fn fragments_are_escaped() {
    let mut answer = at_nine(sample::answer());
    answer.title = "<script>alert(\"1\")</script> & 'x'".to_owned();
    for language in [Japanese, English] {
        let (page, list): (Notice, Checklist) = (notice(&answer, language), checklist(&answer, language));
        for html in [page.html(), list.html()] {
            assert!(
                html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"),
                "{html}"
            );
            assert!(!html.contains("<script") && !html.contains("style"), "{html}");
            assert!(html.starts_with("<section lang=\"") && html.ends_with("</section>\n"), "{html}");
        }
    }
}

#[test]
fn footnotes_are_marked() {
    assert!(japanese(&sample::answer()).contains("\n※手続きに"));
    assert!(notice(&sample::answer(), English).text().contains("\n* We assume"));
    assert!(!notice(&sample::answer(), Japanese).html().contains('※'));
}

#[test]
fn the_checklist_tells_settings_and_what_to_expect() {
    let text = checklist(&with_minutes(), Japanese).text();
    for item in [
        "□ アクティブユーザーの合計数：2,000\n",
        "□ 分単位の新規ユーザー：500\n",
        "□ セッション時間：5分。指定がないため",
        "□ セッションの更新：有効",
        "□ キュー方法：先入れ先出し（FIFO）\n",
        "□ 受付開始（午前9時）より前に",
        "□ 待ち人数は、午前9時10分ごろに最も多くなり、約1万8,000人（見込みの幅：1万2,000人から2万4,000人）の見込み。\n",
        "□ 午前9時30分の待ち人数：約1万5,000人\n",
        "□ 順番待ちの列は、午前11時25分ごろ（見込みの幅：午前10時10分から午後1時5分ごろ）に解消する見込み。\n",
        "平均で1分間に約180人の見込み",
        "「アクティブユーザーの合計数」を2,000から、2,200以上2,400以下へ",
        "□ 待ち人数が約2万4,000人（見込みの幅の上限）を超えたとき。\n",
        "分間は上げない。最初にご案内した方の枠が空くまでは",
        "□ 午後1時5分を過ぎても列が解消しないとき。\n",
        "□ 終了後7日以内に実績データを保存する",
        "machiai report RESULT --observed FILE",
    ] {
        assert!(text.contains(item), "{item} in {text}");
    }
}

#[test]
fn the_staff_is_told_of_the_standstill_and_worries_by_the_line() {
    let mut answer = with_minutes();
    for row in &mut answer.minutes {
        row.line_drawn_high = Some(row.line_start + 1_000.0);
        // All slots are taken by the first people.
        if (4..15).contains(&row.minute) {
            row.accepted = 0.0;
        }
    }
    let text = checklist(&answer, Japanese).text();
    for item in [
        "午前9時4分ごろから午前9時15分ごろまでは",
        "（異常ではない）",
        "□ 午前9時30分の待ち人数：約1万5,000人（見込みの幅の上限は約1万7,000人）",
        "「当日の見込み」の時刻に、待ち人数が見込みの幅の上限を超えているとき",
        // A slot is held for 11 minutes.
        "□ 受付開始から15分間は上げない。",
        "□ 上げた後は15分間様子を見て",
    ] {
        assert!(text.contains(item), "{item} in {text}");
    }
    assert!(!checklist(&with_minutes(), Japanese).text().contains("異常ではない"));
}

#[test]
fn limits_are_loosened_only_as_far_as_the_servers_are_known_to_bear_it() {
    let list = |answer: &Answer| checklist(answer, Japanese).text();
    assert!(list(&sample::answer()).contains("サーバーの許容量は、この試算では分かりません"));
    // The sample's servers do not bear more active users.
    let tried = list(&sample::with_servers());
    assert!(
        tried.contains("「アクティブユーザーの合計数」は上げない") && !tried.contains("以下へ"),
        "{tried}"
    );
    let mut known = sample::with_servers();
    known.origin.as_mut().expect("servers").overloading_levers.clear();
    let known = list(&known);
    assert!(
        known.contains("安全な人数（2,000人）を下回る状態が10分間続き") && known.contains("以下へ"),
        "{known}"
    );
    assert!(list(&nobody_waits()).contains("上限を緩める必要はありません"));
}

#[test]
fn what_is_not_known_is_left_out_of_the_checklist() {
    let mut bare = sample::answer();
    bare.inputs.clear();
    let text = checklist(&bare, Japanese).text();
    for absent in ["設定値の確認", "キュー方法", "イベント", "7日以内", "午前", "予約枠", "安全な"]
    {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    let event = checklist(&with_input(at_nine(sample::answer()), "room.event", PREQUEUE), Japanese).text();
    assert!(event.contains("イベント「opening-day」：開始 午前9時、終了 午後5時、事前待機の開始 午前8時30分、開始時シャッフル オン"), "{event}");
    assert!(event.contains("イベントの事前待機が午前8時30分に始まり"), "{event}");
    let change = with_input(
        sample::answer(),
        "room.change",
        "10m total_active_users=3000 disable_session_renewal=true",
    );
    let change = checklist(&change, Japanese).text();
    assert!(
        change
            .contains("受付開始の10分後の設定変更：アクティブユーザーの合計数 3,000、セッションの更新 無効"),
        "{change}"
    );
}
