//! The page that holds a whole report: what is in it, in which order, that nothing in it leaves its place, and that it asks for nothing
//! from outside. `.ci/browser` opens the page that is left behind here.
#![allow(clippy::unwrap_used)] // Pages are made outside of `#[test]` functions, too.

use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use machiai::export::{Block, HtmlError, Report, html_page};
use machiai::report::Language;
use machiai::results::{Answer, MinuteRow};
use machiai::scenario::{self, Attachments};
use machiai::study::{Plan, Progress, Stop, Watch, predict};

/// Bytes that a mail system and an old machine take without a thought.
const MOST_BYTES: usize = 600_000;

struct NoFiles;
impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files".to_owned())
    }
}

const SCENARIO: &str = "\
title = \"健康診断の予約受付\"
opens_at = \"9:00\"
[room]
total_active_users = 200
new_users_per_minute = 200
[group]
count = 2000
arrivals = \"ramp 5m\"
visit = { mean = \"3m\" }
[origin]
servers = 6
service_time = \"1s\"
timeout = \"20s\"
safe_people_inside = 80
[stock]
places = 900
";

/// An answer with everything that a page can show.
static ANSWER: LazyLock<Answer> = LazyLock::new(|| {
    let scenario = scenario::read(SCENARIO, &NoFiles, &[]).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let plan = Plan {
        seed: 1,
        stop: Stop::Replications(4),
        threads: Some(2),
        requirements: Vec::new(),
        with_minutes: true,
        shown_days: 0,
        command: "machiai run 'a <b> & c.toml' --seed 1".to_owned(),
    };
    let stop = AtomicBool::new(false);
    let progress = |_: Progress| {};
    predict(&scenario, &plan, &Watch { progress: &progress, stop: &stop })
});

const LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

fn report_of(answer: &Answer, language: Language) -> Report {
    Report::of(&machiai::results::Finding::Answer(Box::new(answer.clone())), None, language)
}

fn page_of(answer: &Answer, blocks: &[Vec<Block>]) -> String {
    html_page(&LANGUAGES.map(|language| report_of(answer, language)), blocks).unwrap()
}

fn titled(title: &str) -> Answer {
    Answer { title: title.to_owned(), ..ANSWER.clone() }
}

/// Where `part` stands; it must be there once.
fn place(page: &str, part: &str) -> usize {
    let places: Vec<usize> = page.match_indices(part).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 1, "`{part}` stands at {places:?}");
    places[0]
}

/// What the page's script reads.
fn data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once('<').unwrap().0).unwrap()
}

#[test]
fn the_answer_comes_first_then_blocks_pictures_background_and_disclaimer() {
    let block = |heading: &str| Block {
        heading: heading.to_owned(),
        html: "<p>本文</p>".to_owned(),
        is_below_pictures: false,
    };
    let page = page_of(
        &ANSWER,
        &[vec![block("お知らせ <案>"), block("点検表")], vec![block("Notice"), block("Check-list")]],
    );
    let order = [
        "<h1>健康診断の予約受付</h1>\n</header>\n<main>\n<section class=\"answer\" id=\"answer-ja\"",
        "<h2>お知らせ &#60;案&#62;</h2>",
        "<h2>点検表</h2>",
        "id=\"wait-by-arrival-ja\"",
        "id=\"chance-of-a-place-ja\"",
        "<h3>設定と前提</h3>",
        "<h3>試算の方法</h3>",
        "<p>あくまで目安であり、",
        "id=\"answer-en\"",
        "<h2>Notice</h2>",
        "id=\"wait-by-arrival-en\"",
        "<h3>Settings and assumptions</h3>",
        "id=\"data\"",
    ]
    .map(|part| place(&page, part));
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(page.matches("<p>本文</p>").count(), 4);
    // The browser check opens this one.
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("report.html"), page).unwrap();
}

#[test]
fn every_language_is_there_and_the_first_one_is_shown() {
    let page = page_of(&ANSWER, &[]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ja\">"), "{page:.60}");
    place(&page, "<div class=\"report\" lang=\"ja\" data-title=\"健康診断の予約受付\">");
    place(&page, "<div class=\"report\" lang=\"en\" data-title=\"健康診断の予約受付\" hidden>");
    let english = html_page(&[report_of(&ANSWER, Language::English)], &[]).unwrap();
    assert!(english.contains("<html lang=\"en\">") && !english.contains("lang=\"ja\""));
    assert!(!english.contains("<button type=\"button\" lang="), "there is nothing to choose from");
}

#[test]
fn every_picture_is_still_and_has_a_table_behind_it() {
    let page = page_of(&ANSWER, &[]);
    let pictures = report_of(&ANSWER, Language::English).figures.len();
    assert!(pictures >= 6, "{pictures}");
    for part in
        ["<div class=\"picture\"><svg ", "<details class=\"behind\"><summary>", "class=\"numbers\"><thead>"]
    {
        assert!(page.matches(part).count() >= 2 * pictures, "{part}");
    }
    let data = data(&page);
    for report in data["reports"].as_array().unwrap() {
        let figures = report["figures"].as_array().unwrap();
        assert_eq!(figures.len(), pictures);
        // Only the timetable stays still.
        assert_eq!(figures.iter().filter(|figure| !figure["plots"].is_array()).count(), 1, "{figures:?}");
    }
    // Both languages show the same numbers, which stand there once.
    let columns = |report: usize| {
        let figures = data["reports"][report]["figures"].as_array().unwrap();
        figures.iter().map(|figure| figure["plots"][0]["curves"][0]["column"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(columns(0), columns(1));
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let page = page_of(&ANSWER, &[]);
    place(
        &page,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:; font-src data:\">",
    );
    for part in
        ["src=\"http", "href=\"http", "url(http", "url(\"http", "@import", "<link", "<iframe", "srcset"]
    {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("Leon Sorokin"), "the licence of the library goes wherever it goes");
    assert!(page.contains("src: url(\"data:font/ttf;base64,AAEAAAA"), "the font is in the page");
}

#[test]
fn titles_cannot_leave_their_place() {
    let hostile = "</script><script>alert(1)</script><!-- ]]> <img src=x onerror=\"alert(2)\"> 'x' {{ data }} \u{202e}\u{1b}[31m\u{0}";
    let page = page_of(&titled(hostile), &[]);
    let plain = page_of(&ANSWER, &[]);
    for part in ["<script", "</script", "<!--", "<img", "</title", "onerror=\""] {
        assert_eq!(page.matches(part).count(), plain.matches(part).count(), "{part}");
    }
    let steering = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
    assert_eq!(page.chars().find(|&c| steering(c)), plain.chars().find(|&c| steering(c)));
    let (_, script) = page.split_once("id=\"data\">").unwrap();
    assert!(script.split_once("</script>").unwrap().0.find('<').is_none());
    data(&page);
    assert!(page.contains("machiai run &#39;a &#60;b&#62; &#38; c.toml&#39; --seed 1"));
}

#[test]
fn long_and_empty_titles_become_titles() {
    let page = page_of(&titled(&"長い題名".repeat(5_000)), &[]);
    assert!(page.len() < MOST_BYTES, "{}", page.len());
    let unknown = Answer { minutes: Vec::new(), ..titled("") };
    let page = page_of(&unknown, &[]);
    assert!(!page.contains("<title></title>") && !page.contains("<h1></h1>"));
    assert!(!page.contains("class=\"figures\""), "no minutes, no pictures of them");
}

/// A busy day of 24 hours: slow waves, and ripples from minute to minute as chance makes them.
fn long_day() -> Answer {
    let rows = ANSWER.minutes.iter().cycle().take(1440).enumerate();
    let row = |(minute, row): (usize, &MinuteRow)| {
        let at = minute as f64;
        let ripple = 1.0 + 0.01 * ((at * 2.1).sin() + (at * 0.7).cos());
        let wave = |level: f64, slowness: f64| level * (1.5 + (at / slowness).sin()) * ripple;
        MinuteRow {
            minute: minute as i64 - 60,
            arrived: wave(180.0, 300.0),
            accepted: wave(170.0, 280.0),
            booked: wave(160.0, 280.0),
            line_mean: wave(9_000.0, 400.0),
            line_low: wave(8_500.0, 400.0),
            line_high: wave(9_500.0, 400.0),
            active_mean: wave(1_000.0, 350.0),
            inside_mean: wave(800.0, 350.0),
            inside_max: wave(900.0, 350.0),
            wait_p50: Some(wave(2_000.0, 420.0)),
            wait_p90: Some(wave(3_000.0, 420.0)),
            wait_drawn_low: Some(wave(1_000.0, 420.0)),
            wait_drawn_high: Some(wave(4_000.0, 420.0)),
            booked_share: Some(wave(0.3, 200.0)),
            utilisation_mean: Some(wave(0.35, 350.0)),
            response_p95: Some(wave(1.0, 350.0)),
            ..row.clone()
        }
    };
    Answer { minutes: rows.map(row).collect(), ..ANSWER.clone() }
}

#[test]
fn a_day_of_minutes_in_two_languages_stays_small() {
    let day = page_of(&long_day(), &[]);
    assert!(day.len() < MOST_BYTES, "{}", day.len());
    assert!(day.matches("class=\"figure\"").count() >= 12);
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("long-day.html"), day).unwrap();
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    assert!(page_of(&ANSWER, &[]) == page_of(&ANSWER, &[]));
    assert!(page_of(&ANSWER, &[]) != page_of(&titled("別の題名"), &[]));
}

#[test]
fn without_a_report_there_is_no_page() {
    assert!(matches!(html_page(&[], &[]), Err(HtmlError::NoReport)));
    let mut wild = ANSWER.clone();
    wild.minutes[0].wait_p50 = Some(f64::NAN);
    let error = html_page(&[report_of(&wild, Language::English)], &[]).unwrap_err().to_string();
    assert!(error.starts_with("cannot write a page: cannot draw NaN"), "{error}");
}
