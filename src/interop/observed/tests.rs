//! Good, odd and bad files.

use super::*;

const MINUTES: &[u8] = include_bytes!("../../../tests/data/observed/minutes.csv");
const CLOCK: &[u8] = include_bytes!("../../../tests/data/observed/clock_ja.csv");
const GROUPS: &[u8] = include_bytes!("../../../tests/data/observed/groups.json");
const ROWS: &[u8] = include_bytes!("../../../tests/data/observed/rows.json");

const UNKNOWN: ObservedOpening<'_> = ObservedOpening { second_of_day: None, zone: None, opened_at: None };
const NINE: ObservedOpening<'_> =
    ObservedOpening { second_of_day: Some(9 * 3600), zone: None, opened_at: None };

fn at(opened_at: &str) -> ObservedOpening<'_> {
    ObservedOpening { opened_at: Some(opened_at), ..UNKNOWN }
}

fn read(text: &str, opening: &ObservedOpening) -> Observed {
    read_observed(text.as_bytes(), opening).unwrap()
}

fn lines(observed: &Observed) -> Vec<(i64, Option<f64>)> {
    observed.minutes.iter().map(|minute| (minute.minute, minute.line)).collect()
}

#[track_caller]
fn refuses(text: &str, opening: &ObservedOpening, message: &str) {
    let error = read_observed(text.as_bytes(), opening).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn a_table_by_the_minute_needs_no_clock() {
    let observed = read_observed(MINUTES, &UNKNOWN).unwrap();
    assert_eq!(observed.source, ObservedSource::Table);
    assert_eq!(observed.minutes.len(), 12);
    let third = ObservedMinute {
        minute: 0,
        line: Some(4200.0),
        active: Some(1400.0),
        accepted: Some(1400.0),
        ..ObservedMinute::default()
    };
    assert_eq!(observed.minutes[2], third);
    assert_eq!(observed.notes, [ObservedNote::ByTheMinute]);
}

#[test]
fn japanese_headers_clock_times_and_full_width_digits_are_read() {
    let observed = read_observed(CLOCK, &NINE).unwrap();
    let told = lines(&observed);
    assert_eq!(told[2..5], [(0, Some(4200.0)), (1, Some(11_800.0)), (2, Some(17_950.0))]);
    assert_eq!((observed.minutes[4].active, observed.minutes[4].accepted), (None, None));
    let missing = |figure, minutes| ObservedNote::MissingMinutes { figure, minutes };
    let expected = [
        ObservedNote::ByTheMinute,
        missing(ObservedFigure::Line, 1),
        missing(ObservedFigure::Active, 2),
        missing(ObservedFigure::Accepted, 2),
    ];
    assert_eq!(observed.notes, expected);
}

#[test]
fn groups_of_cloudflare_give_means_and_maxima() {
    let observed = read_observed(GROUPS, &NINE).unwrap();
    assert_eq!(observed.source, ObservedSource::CloudflareGroups);
    let peak = observed.minutes[4];
    assert_eq!((peak.minute, peak.line_max, peak.accepted), (2, Some(17_950.0), Some(180.0)));
    assert!(peak.line.is_some_and(|line| (line - 17_411.5).abs() < 1e-6));
    let opening = ObservedNote::OpeningTaken { at: "2026-12-01 9:00".into(), zone: "Asia/Tokyo".into() };
    assert_eq!(observed.notes, [ObservedNote::ByTheMinute, opening]);
    let same = read_observed(GROUPS, &at("2026-12-01T09:00+09:00")).unwrap();
    assert_eq!(same.minutes, observed.minutes);
}

#[test]
fn rows_of_cloudflare_come_in_any_order_and_negative_is_missing() {
    let observed = read_observed(ROWS, &at("2026-12-01T00:00:00Z")).unwrap();
    assert_eq!(observed.source, ObservedSource::CloudflareRows);
    let told = lines(&observed);
    assert_eq!((told[0], told[5], told[11]), ((-2, Some(0.0)), (3, None), (9, Some(0.0))));
    assert_eq!(observed.minutes[5].accepted, Some(182.0));
}

#[test]
fn renamed_lists_and_times_and_bare_lists_are_taken() {
    let renamed = r#"{"data": {"viewer": {"zones": [{
        "timeseries": [{"avg": {"totalQueuedUsers": 7}, "dimensions": {"when": "2026-12-01T00:01:00Z"}}],
        "total": [{"max": {"totalQueuedUsers": 9}}]}]}}}"#;
    assert_eq!(lines(&read(renamed, &NINE)), [(1, Some(7.0))]);
    let bare = r#"[{"totalQueuedUsers": 7, "datetime": "2026-12-01T00:01:30Z"}]"#;
    assert_eq!(lines(&read(bare, &NINE)), [(1, Some(7.0))]);
}

#[test]
fn sampled_rows_are_told() {
    let text = r#"[{"totalQueuedUsers": 7, "datetime": "2026-12-01T00:01:30Z", "sampleInterval": 10}]"#;
    assert!(read(text, &NINE).notes.contains(&ObservedNote::Sampled { interval: 10.0 }));
}

#[test]
fn several_rows_of_one_minute_are_averaged() {
    let observed = read("time,line,line_max_people\n9:01:00,10,30\n9:01:30,20,25\n9:00:10,4,4\n", &NINE);
    assert_eq!(lines(&observed), [(0, Some(4.0)), (1, Some(15.0))]);
    assert_eq!(observed.minutes[1].line_max, Some(30.0));
    assert!(observed.notes.contains(&ObservedNote::SameMinute { minutes: 1 }));
}

#[test]
fn minutes_are_those_of_the_clock_also_if_the_opening_lies_within_one() {
    let opening = ObservedOpening { second_of_day: Some(9 * 3600 + 30), ..UNKNOWN };
    let observed = read("time,line\n9:00:20,1\n9:00:40,3\n9:01:05,5\n", &opening);
    assert_eq!(lines(&observed), [(0, Some(2.0)), (1, Some(5.0))]);
}

#[test]
fn clock_times_go_on_after_midnight() {
    let opening = ObservedOpening { second_of_day: Some(23 * 3600 + 1800), ..UNKNOWN };
    let observed = read("time,line\n23:00,1\n23:59,2\n0:10,3\n", &opening);
    assert_eq!(lines(&observed), [(-30, Some(1.0)), (29, Some(2.0)), (40, Some(3.0))]);
}

#[test]
fn local_times_count_in_the_zone_of_the_room() {
    let table = "日時,待ち人数\n2026/7/1 8:59,0\n2026/7/1 9:00,5\n";
    let observed = read(table, &NINE);
    assert_eq!(lines(&observed), [(-1, Some(0.0)), (0, Some(5.0))]);
    assert!(observed.notes.contains(&ObservedNote::TimesTakenAs { zone: "Asia/Tokyo".into() }));
    let berlin = ObservedOpening { zone: Some("Europe/Berlin"), ..NINE };
    assert_eq!(lines(&read("time,line\n2026-07-01T07:01:00Z,5\n", &berlin)), [(1, Some(5.0))]);
    let given = at("2026-07-01T10:00[Europe/Berlin]");
    assert_eq!(lines(&read("time,line\n2026-07-01T08:02:00Z,5\n", &given)), [(2, Some(5.0))]);
}

#[test]
fn the_day_of_the_opening_is_the_nearest_and_never_a_guess() {
    // Begins after the opening, and ends before it.
    assert_eq!(lines(&read("time,line\n2026-12-01 9:05,5\n2026-12-01 11:00,5\n", &NINE))[0].0, 5);
    assert_eq!(lines(&read("time,line\n2026-12-01 8:05,5\n2026-12-01 8:50,5\n", &NINE))[0].0, -55);
    let two = "time,line\n2026-12-01 8:00,5\n2026-12-02 12:00,5\n";
    refuses(two, &NINE, "opened on 2026-12-01 or on 2026-12-02");
    assert_eq!(lines(&read(two, &at("2026-12-02 09:00")))[1].0, 180);
}

#[test]
fn rows_far_away_are_left_out_or_refused() {
    let observed = read("minute,line\n-9000,1\n0,2\n", &UNKNOWN);
    assert_eq!(lines(&observed), [(0, Some(2.0))]);
    assert!(observed.notes.contains(&ObservedNote::FarAway { rows: 1, hours: 48 }));
    refuses("time,line\n2026-12-09 9:05,5\n", &at("2026-12-01T09:00+09:00"), "the nearest one 192 hours");
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    for (text, message) in [
        ("", "the file is empty"),
        ("  \n", "the file is empty"),
        ("minute,wait\n1,2\n", "no column of figures, seen: minute, wait"),
        ("line,active\n1,2\n", "no column of times, seen: line, active"),
        ("minute,line,queued\n1,2,3\n", "line and queued mean the same"),
        ("minute,line\n", "no rows"),
        ("minute,line\n1,\n", "no figure in any row"),
        ("minute,line\n1,2,3\n", "line 2: 3 fields; accepted: 2"),
        ("minute,line\n1,-2\n", "line 2, line = -2; accepted: a number of people from 0 to 1e9"),
        ("minute,line\n1,NaN\n", "line 2, line = NaN"),
        ("minute,line\n1,inf\n", "line 2, line = inf"),
        ("minute,line\n1,2e12\n", "line 2, line = 2e12"),
        ("minute,line\n1,\"1,5\"\n", "line 2, line = 1,5"),
        ("minute,line\n1.5,2\n", "line 2, minute = 1.5; accepted: a whole number"),
        ("minute,line\n,2\n", "line 2, minute is missing"),
        ("time,line\n9:61,2\n", "line 2, time = 9:61; accepted: a clock time"),
        (
            "time,line\n9:01,2\n",
            "accepted: a column minute (minutes from the opening), or the opening as --opened-at",
        ),
        ("time,line\n2026-12-01T00:01:00Z,2\n", "dates and times, and the answer counts from the opening"),
        ("<html>", "this is a web page or XML"),
        ("{\"a\": 1", "not JSON: line 1"),
        ("{}", "no list of minutes in it"),
        ("[]", "no list of minutes in it"),
        (r#"{"data": null, "errors": [{"message": "not authorized"}]}"#, "refused the query: not authorized"),
        (
            r#"[{"avg": {"totalQueuedUsers": 7}, "dimensions": {"datetimeHour": "2026-12-01T00:00:00Z"}}]"#,
            "times are in datetimeHour",
        ),
        (
            r#"{"x": [{"datetime": "2026-12-01T00:00:00Z", "line": 3}, {"datetime": "late", "line": 3}]}"#,
            "row 2 of x, datetime = \"late\"",
        ),
        (
            r#"{"x": [{"datetime": "2026-12-01T00:00:00Z", "line": "many"}]}"#,
            "row 1 of x, line = \"many\"; accepted: a number",
        ),
        (r#"{"x": [{"datetime": "2026-12-01T00:00:00Z", "line": 3}, 4]}"#, "row 2 of x, row = 4"),
        (
            r#"{"x": [{"datetime": "2026-12-01T00:00:00Z", "line": 3}],
                "y": [{"datetime": "2026-12-01T00:00:00Z", "line": 3}]}"#,
            "several lists of minutes: x, y",
        ),
        (
            r#"[{"datetime": "2026-12-01T00:00:00Z", "line": 3, "waitingRoomName": "a"},
                {"datetime": "2026-12-01T00:00:00Z", "line": 3, "waitingRoomName": "b"}]"#,
            "minutes of several rooms: a, b",
        ),
    ] {
        refuses(text, &UNKNOWN, message);
    }
    refuses("minute,line\n1,2\n", &at("tomorrow"), "--opened-at tomorrow: not a date and a time");
    refuses("minute,line\n1,2\n", &at("2026-12-01"), "--opened-at 2026-12-01");
    let zone = ObservedOpening { zone: Some("Asia/Tokio"), ..NINE };
    refuses("minute,line\n1,2\n", &zone, "unknown time zone Asia/Tokio");
}

#[test]
fn other_files_and_encodings_are_told() {
    let error = |bytes: &[u8]| read_observed(bytes, &UNKNOWN).unwrap_err().to_string();
    // 「時刻」 in code page 932.
    assert!(error(b"minute,line\n1,\x8e\x9e\x8d\x8f\n").contains("line 2: not UTF-8"));
    assert!(error(b"PK\x03\x04rest").contains("a workbook"));
    assert!(error(b"\xff\xfem\0i\0").contains("UTF-16"));
    assert!(error(&vec![b'a'; MOST_BYTES + 1]).contains("accepted: up to 64 MB"));
}

/// Cut anywhere, with any byte changed: minutes or a message, never a panic, and numbers that are numbers.
#[test]
fn damaged_files_are_read_or_refused() {
    for file in [MINUTES, CLOCK, GROUPS, ROWS] {
        let head = &file[..file.len().min(2000)];
        for end in (0..head.len()).step_by(7) {
            check(&head[..end]);
        }
        for at in 0..head.len() {
            let mut damaged = file.to_vec();
            damaged[at] = [b'9', b',', b'"', b'\n', 0xff, b'-', b'T'][at % 7];
            check(&damaged);
        }
    }
}

fn check(bytes: &[u8]) {
    for opening in [UNKNOWN, NINE, at("2026-12-01T09:00+09:00")] {
        match read_observed(bytes, &opening) {
            Ok(observed) => {
                assert!(observed.minutes.windows(2).all(|pair| pair[0].minute < pair[1].minute));
                for minute in &observed.minutes {
                    let figures = ObservedFigure::ALL.map(|figure| figure.of(minute));
                    assert!(figures.into_iter().flatten().all(|value| value.is_finite() && value >= 0.0));
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}
