//! Scenarios that are refused, scenarios that are accepted, and the format's reference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use machiai::model::room::{Cloudflare, Composition, QueueingMethod, SessionClock};
use machiai::model::{ArrivalProfile, Distribution, Headcount};
use machiai::scenario::{
    self, Attachments, FlagValue, Given, Input, Issue, Notice, Override, Place, Scenario, WallClock,
    known_keys,
};
use machiai::units::{SimTime, Span};

/// Files beside the bad scenarios.
pub struct Folder;

impl Attachments for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        std::fs::read(folder().join(name)).map_err(|error| error.to_string())
    }
}

/// Files in memory.
pub struct Files(pub BTreeMap<&'static str, &'static [u8]>);

impl Attachments for Files {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.0.get(name).map(|bytes| bytes.to_vec()).ok_or_else(|| "no such file".to_owned())
    }
}

fn table(bytes: &'static [u8]) -> Files {
    Files(BTreeMap::from([("x.csv", bytes)]))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/scenarios")
}

/// The limits that every scenario needs.
pub const ROOM: &str = "[room]\ntotal_active_users = 2000\nnew_users_per_minute = 500\n";

pub fn accepted(text: &str) -> Scenario {
    accepted_with(text, &Folder, &[])
}

pub fn accepted_with(text: &str, files: &dyn Attachments, overrides: &[(&str, &str)]) -> Scenario {
    match scenario::read(text, files, &set(overrides)) {
        Ok(scenario) => scenario,
        Err(issues) => panic!("{text}\nhas issues: {}", lines(&issues)),
    }
}

/// The settings of a scenario's room.
pub fn cloudflare(scenario: &Scenario) -> &Cloudflare {
    match scenario.system.rooms[0].composition() {
        Composition::Cloudflare(settings) => settings,
        Composition::Metered(_) => panic!("a metered room"),
    }
}

/// A scenario with the usual room and these lines in its group.
fn group(lines: &str) -> Scenario {
    accepted(&format!("{ROOM}[group]\n{lines}\n"))
}

pub fn set(overrides: &[(&str, &str)]) -> Vec<Override> {
    let one = |(key, value): &(&str, &str)| Override { key: (*key).to_owned(), value: (*value).to_owned() };
    overrides.iter().map(one).collect()
}

pub fn flags(values: &[(&str, &str, &str)]) -> Vec<FlagValue> {
    let one = |(key, value, flag): &(&str, &str, &str)| FlagValue {
        key: (*key).to_owned(),
        value: (*value).to_owned(),
        flag: (*flag).to_owned(),
    };
    values.iter().map(one).collect()
}

pub fn lines(issues: &[Issue]) -> String {
    issues.iter().map(|issue| format!("\n  {}", issue.in_file("scenario.toml"))).collect()
}

/// What an issue must say: where, which key, and some words.
pub type Expected<'a> = (&'a str, &'a str, &'a [&'a str]);

/// The issues are exactly these, in this order.
pub fn says(issues: Result<Scenario, Vec<Issue>>, expected: &[Expected]) {
    let issues = issues.map(|_| ()).expect_err("the scenario is refused");
    assert_eq!(issues.len(), expected.len(), "{}", lines(&issues));
    for (issue, (place, key, words)) in issues.iter().zip(expected) {
        let line = issue.in_file("scenario.toml").to_string();
        assert_eq!(issue.key, *key, "{line}");
        assert_eq!(where_is(&issue.place), *place, "{line}");
        for word in *words {
            assert!(line.contains(word), "`{word}` is missing in: {line}");
        }
        assert!(!line.ends_with('.') && !line.contains('\n'), "{line}");
        assert!(issue.message.chars().next().is_some_and(|first| !first.is_uppercase()), "{line}");
    }
}

fn where_is(place: &Place) -> String {
    match place {
        Place::File { line, .. } => line.to_string(),
        Place::Override { position } => format!("set {position}"),
        Place::Flag { flag, .. } => flag.clone(),
        Place::CommandLine => "command line".to_owned(),
        Place::Attachment { file, line: Some(line) } => format!("{file}:{line}"),
        Place::Attachment { file, line: None } => file.clone(),
    }
}

/// A bad file yields exactly these issues.
fn file(name: &str, expected: &[Expected]) {
    let text = std::fs::read_to_string(folder().join(name)).expect("the file is there");
    says(scenario::read(&text, &Folder, &[]), expected);
}

/// Lines of a group, from line 5 on, yield exactly these issues.
fn bad_group(lines: &str, expected: &[Expected]) {
    says(scenario::read(&format!("{ROOM}[group]\n{lines}\n"), &Folder, &[]), expected);
}

/// A table read with these lines of a group beside its name yields exactly these issues.
fn bad_table(bytes: &'static [u8], counts: &str, expected: &[Expected]) {
    let text = format!("{ROOM}[group]\narrivals = {{ file = \"x.csv\", counts = \"{counts}\" }}\n");
    says(scenario::read(&text, &table(bytes), &[]), expected);
}

fn good_table(bytes: &'static [u8], head: &str, counts: &str, more: &str) -> Scenario {
    let text =
        format!("{head}{ROOM}[group]\narrivals = {{ file = \"x.csv\", counts = \"{counts}\" }}\n{more}\n");
    accepted_with(&text, &table(bytes), &[])
}

fn shape(scenario: &Scenario) -> (i64, Vec<f64>) {
    match &scenario.system.groups[0].arrivals {
        ArrivalProfile::Shape(table) => (table.first_minute, table.counts.clone()),
        other => panic!("not a table: {other:?}"),
    }
}

// ---- the file as a whole

#[test]
fn an_empty_file_lacks_a_room_and_people() {
    file("empty.toml", &[("1", "group", &["missing", "[group]"]), ("1", "room", &["missing", "[room]"])]);
}

#[test]
fn every_syntax_error_has_its_line() {
    file("syntax.toml", &[("3", "", &["not valid TOML", "2000 500"]), ("7", "", &["not valid TOML"])]);
}

#[test]
fn a_key_twice_is_a_syntax_error() {
    file("key-twice.toml", &[("4", "", &["not valid TOML", "duplicate key"])]);
}

#[test]
fn all_problems_are_named_at_once_in_order_of_lines() {
    file(
        "many.toml",
        &[
            ("2", "titel", &["unknown key", "did you mean `title`?"]),
            (
                "6",
                "room.new_users_per_minute",
                &["= 150", "below the product's minimum", "200 to 2,147,483,647"],
            ),
            ("7", "room.session_duration", &["= 45", "outside the product's range", "1 to 30"]),
            ("10", "group[0].count", &["\"many\"", "not a number", "3万"]),
            ("14", "group[1].visit.mean", &["\"6x\"", "not a length of time", "1h30m"]),
            ("14", "group[1].visit.pages", &["= 0", "too small", "1 to 1,000"]),
            ("15", "group[1].retype", &["cannot be true or false", "30%"]),
        ],
    );
}

#[test]
fn unknown_keys_are_errors_with_a_suggestion() {
    file(
        "unknown-keys.toml",
        &[
            ("1", "opens_ta", &["did you mean `opens_at`?"]),
            ("2", "total_active_users", &["did you mean `room.total_active_users`?"]),
            ("6", "room.burst", &["did you mean `burst_share`?"]),
            ("7", "room.colour", &["accepted: kind, name"]),
            ("10", "group.visit.page", &["did you mean `pages`?"]),
            ("11", "group.arrivals.mix[0].shap", &["did you mean `shape`?"]),
        ],
    );
}

#[test]
fn wrong_types_are_named() {
    file(
        "wrong-types.toml",
        &[
            ("1", "title", &["cannot be a number", "a text in quotes"]),
            ("3", "room.total_active_users", &["cannot be a list"]),
            ("4", "room.new_users_per_minute", &["cannot be true or false"]),
            ("5", "room.disable_session_renewal", &["\"yes\"", "cannot be a text", "true or false"]),
            ("6", "room.bucket_rule", &["cannot be a number", "\"strict\""]),
            ("8", "group.arrivals", &["cannot be a number"]),
            ("9", "group.visit", &["cannot be a text", "mean = \"6m\""]),
            ("10", "group.patience", &["= 30", "without a unit"]),
        ],
    );
}

#[test]
fn a_table_where_a_list_of_tables_belongs_is_refused() {
    says(
        scenario::read("room = 5\ngroup = \"x\"\n", &Folder, &[]),
        &[("1", "room", &["cannot be a number", "[room]"]), ("2", "group", &["cannot be a text", "[group]"])],
    );
}

#[test]
fn a_list_of_one_room_is_one_room() {
    let one = ROOM.replace("[room]", "[[room]]");
    assert_eq!(accepted(&format!("{one}[group]\ncount = 5\n")).system.rooms.len(), 1);
}

#[test]
fn a_scenario_that_is_not_utf8_names_the_line() {
    let issues = scenario::scenario_text(b"title = 'x'\nprose = '\x83\x65'\n").expect_err("refused");
    assert_eq!(
        issues[0].in_file("s.toml").to_string(),
        "s.toml:2: byte 0x83: not UTF-8; accepted: UTF-8 text"
    );
    assert_eq!(scenario::scenario_text(b"\xEF\xBB\xBFtitle = 'x'"), Ok("title = 'x'"));
}

#[test]
fn a_horizon_before_the_opening_is_refused() {
    let text = format!("horizon = \"1h\"\n{ROOM}opening = \"2h\"\n[group]\ncount = 5\n");
    says(scenario::read(&text, &Folder, &[]), &[("1", "horizon", &["not after the opening", "above 2h"])]);
}

// ---- the wall clock

#[test]
fn bad_clocks_are_refused() {
    for (head, line, key, words) in [
        ("opens_at = \"25:00\"", "1", "opens_at", ["not a clock time", "09:00:30"]),
        ("opens_at = \"9\"", "1", "opens_at", ["not a clock time", "9:00"]),
        ("opens_at = \"2021-02-30 09:00\"", "1", "opens_at", ["not a clock time", "2021-05-03"]),
        ("opens_at = 2021-05-03T09:00:00+09:00", "1", "opens_at", ["offset from UTC", "Asia/Tokyo"]),
        ("zone = \"Asia/Tokyo\"", "1", "zone", ["without a clock time", "opens_at"]),
        ("opens_at = \"9:00\"\nzone = \"Asia/Tokio\"", "2", "zone", ["unknown time zone", "`Asia/Tokyo`"]),
        ("opens_at = \"9:00[Mars/Base]\"", "1", "opens_at", ["unknown time zone", "Asia/Tokyo"]),
        (
            "opens_at = \"2021-05-03T09:00[Asia/Tokyo]\"\nzone = \"Asia/Seoul\"",
            "2",
            "zone",
            ["opens_at says `Asia/Tokyo`", "one zone"],
        ),
        (
            "opens_at = \"2021-03-14 02:30\"\nzone = \"America/New_York\"",
            "1",
            "opens_at",
            ["clocks in America/New_York skip this time", "a time that exists"],
        ),
    ] {
        let text = format!("{head}\n{ROOM}[group]\ncount = 5\n");
        says(scenario::read(&text, &Folder, &[]), &[(line, key, &words)]);
    }
}

fn clock(head: &str) -> (WallClock, Span) {
    let scenario = accepted(&format!("{head}\n{ROOM}[group]\ncount = 5\n"));
    (scenario.clock.expect("a clock"), scenario.system.minute_offset)
}

fn minutes(minutes: i64) -> SimTime {
    SimTime::ZERO + Span::from_minutes(minutes)
}

#[test]
fn a_clock_time_labels_instants() {
    let (clock, offset) = clock("opens_at = \"9:00\"");
    assert_eq!(offset, Span::ZERO);
    let labels = [0, 7, 909, 910, -541, 910 + 1440].map(|at| clock.label(minutes(at)));
    assert_eq!(labels, ["9:00", "9:07", "0:09 (+1)", "0:10 (+1)", "23:59 (-1)", "0:10 (+2)"]);
    assert_eq!(clock.label(SimTime::from_microseconds(-1)), "8:59");
}

#[test]
fn seconds_of_the_clock_shift_the_rooms_minutes() {
    let (clock, offset) = clock("opens_at = \"09:00:30\"");
    assert_eq!((clock.seconds_of_day, offset), (9 * 3600 + 30, Span::from_seconds(30)));
    assert_eq!(clock.label(SimTime::from_microseconds(29_999_999)), "9:00");
    assert_eq!(clock.label(SimTime::from_microseconds(30_000_000)), "9:01");
}

#[test]
fn the_ways_to_write_a_day_and_a_zone_agree() {
    let ways = [
        "opens_at = \"2021-05-03T09:00[Asia/Tokyo]\"",
        "opens_at = \"2021-05-03 09:00\"\nzone = \"Asia/Tokyo\"",
        "opens_at = 2021-05-03T09:00:00\nzone = \"Asia/Tokyo\"",
    ];
    for way in ways {
        let (read, _) = clock(way);
        assert_eq!(read, clock(ways[0]).0, "{way}");
        assert_eq!((read.date.as_deref(), read.zone.as_deref()), (Some("2021-05-03"), Some("Asia/Tokyo")));
    }
    assert_eq!(clock("opens_at = 09:00:00").0, WallClock::at(9 * 3600));
}

#[test]
fn labels_follow_the_zones_change_of_clocks() {
    // Summer time begins at 2:00 on that day in New York: 1:30 and one hour is 3:30.
    let (clock, _) = clock("opens_at = \"2021-03-14 01:30[America/New_York]\"");
    assert_eq!(clock.label(minutes(60)), "3:30");
    assert_eq!(clock.label(minutes(24 * 60)), "2:30 (+1)");
}

// ---- the room

#[test]
fn missing_limits_are_never_guessed() {
    let text = "[room]\n[group]\ncount = 30000\n";
    says(
        scenario::read(text, &Folder, &[]),
        &[
            ("1", "room.new_users_per_minute", &["missing", "200 to 2,147,483,647"]),
            ("1", "room.total_active_users", &["missing", "lift_product_limits"]),
        ],
    );
}

#[test]
fn limits_outside_the_product_are_refused() {
    file(
        "limits.toml",
        &[
            ("2", "room.total_active_users", &["= 199", "below the product's minimum"]),
            ("3", "room.new_users_per_minute", &["= 2147483648", "above the product's maximum"]),
        ],
    );
    for (value, words) in [
        ("0", "zero"),
        ("-5", "negative"),
        ("nan", "not a finite number"),
        ("inf", "not a finite number"),
        ("2000.5", "not a whole number"),
        ("99999999999999999999", "above 4,000,000,000"),
        ("\"1e30\"", "not a number"),
    ] {
        let text =
            format!("[room]\ntotal_active_users = {value}\nnew_users_per_minute = 200\n[group]\ncount = 5\n");
        says(scenario::read(&text, &Folder, &[]), &[("2", "room.total_active_users", &[words])]);
    }
}

#[test]
fn more_new_users_than_active_users_are_refused() {
    file(
        "rate-above-total.toml",
        &[("3", "room.new_users_per_minute", &["= 900", "above total_active_users = 800", "200 to 800"])],
    );
}

#[test]
fn lifted_limits_are_for_study() {
    let text = "[room]\nlift_product_limits = true\ntotal_active_users = 1\nnew_users_per_minute = 3\n\
                session_duration = \"90s\"\n[group]\ncount = 5\nvisit = { mean = \"1m\" }\n";
    let room = &accepted(text).system.rooms[0];
    assert_eq!(room.limits().slots, Some(1));
    assert_eq!(room.session(), SessionClock::IdleAfterLastRequest(Span::from_seconds(90)));
    let too_long = text.replace("\"90s\"", "\"25h\"");
    says(scenario::read(&too_long, &Folder, &[]), &[("5", "room.session_duration", &["too long", "24h"])]);
}

#[test]
fn sessions_are_whole_minutes_of_the_product() {
    for (value, words) in [
        ("0", "not above zero"),
        ("-5", "negative"),
        ("31", "outside the product's range"),
        ("2.5", "not whole minutes"),
        ("\"90s\"", "not whole minutes"),
        ("\"5\"", "a number without a unit"),
        ("\"1e30m\"", "not a length of time"),
        ("true", "cannot be true or false"),
    ] {
        let text = format!("{ROOM}session_duration = {value}\n[group]\ncount = 5\n");
        says(scenario::read(&text, &Folder, &[]), &[("4", "room.session_duration", &[words])]);
    }
    let text = |value: &str| format!("{ROOM}session_duration = {value}\n[group]\ncount = 5\n");
    assert_eq!(accepted(&text("5")).canonical, accepted(&text("\"5分\"")).canonical);
}

#[test]
fn methods_are_words_in_any_case() {
    for (written, method) in [
        ("FIFO", QueueingMethod::Fifo),
        ("random", QueueingMethod::Random),
        ("Passthrough", QueueingMethod::Passthrough),
        ("REJECT", QueueingMethod::Reject),
    ] {
        let text = format!("{ROOM}queueing_method = \"{written}\"\n[group]\ncount = 5\n");
        assert_eq!(cloudflare(&accepted(&text)).queueing_method, method, "{written}");
    }
    let text = format!("{ROOM}queueing_method = \"fif\"\n[group]\ncount = 5\n");
    says(
        scenario::read(&text, &Folder, &[]),
        &[("4", "room.queueing_method", &["unknown", "did you mean `fifo`?"])],
    );
}

#[test]
fn keys_of_the_other_kind_of_room_say_so() {
    file(
        "other-kind.toml",
        &[
            ("1", "room.inside", &["missing", "\"unlimited\""]),
            ("3", "room.total_active_users", &["only a cloudflare room has this"]),
            ("4", "room.per_minute", &["= 0", "too small"]),
            ("5", "room.line_limit", &["\"none\"", "not a number", "\"unlimited\""]),
            ("6", "room.order", &["\"lotery\"", "did you mean `lottery`?"]),
            ("7", "room.lag", &["\"-5m\"", "negative"]),
        ],
    );
}

#[test]
fn an_unknown_kind_is_the_only_issue_of_its_room() {
    let text = "[room]\nkind = \"metred\"\nanything = 1\n[group]\ncount = 5\n";
    says(
        scenario::read(text, &Folder, &[]),
        &[("2", "room.kind", &["\"metred\"", "did you mean `metered`?"])],
    );
}

#[test]
fn a_metered_room_may_be_unlimited() {
    let text = "[room]\nkind = \"metered\"\ninside = \"unlimited\"\nper_minute = 40\nline_limit = 0\n[group]\ncount = 5\n";
    let scenario = accepted(text);
    assert_eq!(scenario.system.rooms[0].limits().slots, None);
    assert!(
        !scenario.given.matters(Input::SessionDuration) && scenario.given.matters(Input::TotalActiveUsers)
    );
    assert!(scenario.notices.is_empty(), "nobody loses a session in a metered room");
}

// ---- people

#[test]
fn counts_that_are_no_people_are_refused() {
    for (value, words) in [
        ("0", "nobody comes"),
        ("-3", "negative"),
        ("1.5", "not a whole number"),
        ("nan", "not a finite number"),
        ("4000000001", "above 4,000,000,000"),
        ("\"many\"", "not a number"),
        ("\"0..5\"", "nobody comes at the low end"),
        ("\"500..200\"", "the low end is above the high end"),
        ("\"300 +- 130%\"", "the margin is not between 0% and 100%"),
        ("\"300 +- 400\"", "the margin is larger than the number"),
        ("\"300 +- 100%\"", "nobody comes at the low end"),
        ("true", "cannot be true or false"),
        ("{}", "says nothing"),
        ("{ eligible = 5, turnout = \"0%..40%\" }", "nobody comes at the low end"),
    ] {
        bad_group(&format!("count = {value}"), &[("5", "group.count", &[words, "accepted: "])]);
    }
}

#[test]
fn counts_may_be_uncertain() {
    let count = |value: &str| group(&format!("count = {value}")).system.groups[0].count.clone();
    assert_eq!(count("\"3万\""), Headcount::Fixed(30_000));
    assert_eq!(count("3e4"), Headcount::Fixed(30_000));
    for range in ["\"20,000..45,000\"", "\"2万～4万5千\"", "\"20k ~ 45k\"", "\"32500 ± 12500\""] {
        assert_eq!(count(range), Headcount::Between { low: 20_000, high: 45_000 }, "{range}");
    }
    assert_eq!(count("\"30000 +- 30%\""), Headcount::Between { low: 21_000, high: 39_000 });
    let eligible = count("{ eligible = \"11万\", turnout = \"20%..40%\", web_share = \"7割\" }");
    assert_eq!(
        (eligible.smallest(), eligible.middle(), eligible.largest()),
        (Some(15_400), Some(23_100), Some(30_800))
    );
}

#[test]
fn half_a_count_lacks_the_other_half() {
    bad_group("count = { eligible = 110000 }", &[("5", "group.count.turnout", &["missing", "20%..40%"])]);
    bad_group("count = { accesses = 110000 }", &[("5", "group.count.per_person", &["missing", "5..20"])]);
    bad_group(
        "count = { eligible = 110000, turnout = \"40%..20%\", web_share = 1.2, accesses = 5 }",
        &[
            ("5", "group.count.turnout", &["the low end is above"]),
            ("5", "group.count.web_share", &["not between 0 and 1"]),
            ("5", "group.count.accesses", &["cannot be combined with group.count.eligible"]),
        ],
    );
    for (value, words) in [
        ("0.5", "less than one"),
        ("\"5..x\"", "not a number"),
        ("\"20..5\"", "the low end is above"),
        ("inf", "finite"),
    ] {
        let lines = format!("count = {{ accesses = 110000, per_person = {value} }}");
        bad_group(&lines, &[("5", "group.count.per_person", &[words])]);
    }
}

#[test]
fn accesses_are_converted_and_shown() {
    let scenario =
        group("count = { accesses = 2000000, per_person = \"5..20\" }\nvisit = { duration = \"fixed 1m\" }");
    let expected = Notice::AccessesConverted {
        group: "people".to_owned(),
        accesses: 2_000_000,
        low: 100_000,
        middle: 160_000,
        high: 400_000,
    };
    assert_eq!(scenario.notices, [expected]);
    assert!(scenario.notices[0].to_string().contains("2,000,000 accesses are about 160,000 people"));
}

#[test]
fn a_missing_count_is_asked_for() {
    bad_group("", &[("4", "group.count", &["missing", "how many people"])]);
    bad_group("patience = \"30m\"", &[("4", "group.count", &["missing"])]);
}

#[test]
fn all_groups_together_have_a_largest_size() {
    let text = format!("{ROOM}[[group]]\ncount = 3000000000\n[[group]]\ncount = 3000000000\n");
    says(
        scenario::read(&text, &Folder, &[]),
        &[("4", "group", &["6,000,000,000 people", "at most 4,000,000,000"])],
    );
}

#[test]
fn groups_of_one_name_are_refused() {
    let text = format!("{ROOM}[[group]]\nname = \"a\"\ncount = 3\n[[group]]\nname = \"a\"\ncount = 4\n");
    says(
        scenario::read(&text, &Folder, &[]),
        &[("7", "group[1].name", &["\"a\"", "two groups of one name"])],
    );
}

#[test]
fn behaviour_outside_its_range_is_refused() {
    bad_group(
        "count = 5\npoll_delay = \"5m\"\nretype = 1.5\ngive_up_after = 0\npatience_again = 1\npatience = \"-3m\"",
        &[
            ("6", "group.poll_delay", &["a place would die between two polls", "0s to 4m39s"]),
            ("7", "group.retype", &["not between 0 and 1"]),
            ("8", "group.give_up_after", &["too small", "1 to 1,000"]),
            ("9", "group.patience_again", &["cannot be a number", "true or false"]),
            ("10", "group.patience", &["= \"-3m\": negative", "30m"]),
        ],
    );
    bad_group(
        "count = 5\npatience = \"lognrmal 5m 1\"",
        &[("6", "group.patience", &["`lognrmal` is unknown", "`lognormal 5m 1`"])],
    );
    bad_group("count = 5\npatience = { times = [] }", &[("6", "group.patience.times", &["an empty list"])]);
    // The key that is missing because it is misspelt is one issue.
    bad_group(
        "count = 5\npatience = { time = [\"5m\"] }",
        &[("6", "group.patience.time", &["unknown key", "`times`"])],
    );
    bad_group(
        "count = 5\npatience = { colour = 1 }",
        &[
            ("6", "group.patience.times", &["missing"]),
            ("6", "group.patience.colour", &["unknown key", "accepted: times"]),
        ],
    );
}

#[test]
fn patience_is_a_mean_or_a_law() {
    let patience =
        |value: &str| group(&format!("count = 5\npatience = {value}")).system.groups[0].patience.clone();
    let half_an_hour = Span::from_minutes(30);
    assert_eq!(patience("\"none\""), None);
    assert_eq!(patience("\"30m\""), Some(Distribution::Exponential { mean: half_an_hour }));
    assert_eq!(patience("\"exponential 30m\""), patience("\"30分\""));
    for nobody_stays in ["\"fixed 0s\"", "0", "\"0\"", "\"0s\""] {
        assert_eq!(patience(nobody_stays), Some(Distribution::Fixed(Span::ZERO)), "{nobody_stays}");
    }
    assert_eq!(
        patience("{ times = [\"30m\", 0] }"),
        Some(Distribution::Listed([half_an_hour, Span::ZERO].into()))
    );
}

// ---- arrivals

#[test]
fn arrivals_that_cannot_be_read_are_refused() {
    for (value, words) in [
        ("\"rmap 10m\"", ["`rmap` is unknown", "did you mean `ramp 10m`?"]),
        ("\"ramp\"", ["a ramp needs a length of time", "6m"]),
        ("\"ramp 0s\"", ["above zero", "6m"]),
        ("\"10m\"", ["without the name of its law", "did you mean `ramp 10m`?"]),
        ("\"curve.csv\"", ["is unknown", "file = \"curve.csv\""]),
        ("\"exponential -6m\"", ["`-6m` is not above zero", "exponential 6m"]),
        ("\"exponential 1e30m\"", ["`1e30m` is not a length of time", "exponential 6m"]),
        ("\"lognormal 8m\"", ["takes a mean and", "lognormal 8m 1.0"]),
        ("\"lognormal 8m 0.001\"", ["`0.001` is not a", "0.01 to 20"]),
        ("\"gamma 8m nan\"", ["`nan` is not a", "0.01 to 20"]),
        ("\"weibull 8m 25\"", ["`25` is not a", "0.01 to 20"]),
        ("\"opening 5m\"", ["`opening` is unknown", "\"opening\""]),
        ("{}", ["says nothing", "mix"]),
        ("{ times = [], mix = [] }", ["more than one way", "one of"]),
    ] {
        bad_group(&format!("count = 5\narrivals = {value}"), &[("6", "group.arrivals", &words)]);
    }
    for (value, words) in [
        ("\"poisson 300 2h\"", "`300` has no unit of time"),
        ("\"poisson 300/week 2h\"", "`week` is not a unit"),
        ("\"poisson -3/min 2h\"", "not above zero"),
        ("\"poisson nan/min 2h\"", "not above zero"),
        ("\"poisson 3/min\"", "takes a rate and"),
        ("\"poisson 3/min 0s\"", "not above zero"),
    ] {
        bad_group(&format!("arrivals = {value}"), &[("5", "group.arrivals", &[words, "poisson 300/min 2h"])]);
    }
}

#[test]
fn arrivals_that_say_how_many_come_take_no_count() {
    for arrivals in ["\"poisson 300/min 2h\"", "{ times = [\"0s\"] }"] {
        let lines = format!("count = 5\narrivals = {arrivals}");
        bad_group(&lines, &[("5", "group.count", &["the arrivals already say how many"])]);
    }
    let scenario = group("arrivals = { times = [\"-5m\", 0, \"90s\"] }");
    assert_eq!(scenario.system.groups[0].count, Headcount::FromArrivals);
    assert!(scenario.given.contains(Input::Users) && scenario.given.contains(Input::Arrivals));
    let expected = ArrivalProfile::Poisson { people_per_minute: 300.0, lasting: Span::from_minutes(120) };
    for rate in ["300/min", "5/s", "18,000/h", "300/分"] {
        assert_eq!(
            group(&format!("arrivals = \"poisson {rate} 2h\"")).system.groups[0].arrivals,
            expected,
            "{rate}"
        );
    }
}

#[test]
fn mixtures_add_up() {
    bad_group(
        "count = 5\narrivals = { mix = [{ share = 0.3, shape = \"ramp 5m\" }, { share = \"60%\", shape = \"at-once\" }] }",
        &[("6", "group.arrivals.mix", &["0.3 + 0.6", "the shares add up to 90%"])],
    );
    bad_group(
        "count = 5\narrivals = { mix = [{ share = \"x\", shape = \"poisson 3/min 1h\", shift = 5 }, 7] }",
        &[
            ("6", "group.arrivals.mix[0].share", &["not a share"]),
            ("6", "group.arrivals.mix[0].shape", &["`poisson` is unknown"]),
            ("6", "group.arrivals.mix[0].shift", &["a number without a unit"]),
            ("6", "group.arrivals.mix[1]", &["cannot be a number"]),
        ],
    );
    bad_group("count = 5\narrivals = { mix = [] }", &[("6", "group.arrivals.mix", &["an empty list"])]);
}

#[test]
fn a_ramp_is_an_even_law_and_can_be_shifted() {
    let scenario = group("count = 5\narrivals = \"ramp 10m\"\narrivals_shift = \"-10m\"");
    let ArrivalProfile::Offsets(parts) = &scenario.system.groups[0].arrivals else { panic!("offsets") };
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].shift, Span::from_minutes(-10));
    assert_eq!(parts[0].offset, Distribution::Uniform { low: Span::ZERO, high: Span::from_minutes(10) });
    bad_group(
        "arrivals = \"poisson 3/min 1h\"\narrivals_shift = \"-10m\"",
        &[("6", "group.arrivals_shift", &["a poisson process starts at the opening"])],
    );
}

// ---- tables

#[test]
fn what_a_table_counts_must_be_said() {
    bad_group(
        "arrivals = { file = \"requests.csv\" }",
        &[(
            "5",
            "group.arrivals.counts",
            &["missing", "people or requests that came", "demand is rebuilt", "put earlier"],
        )],
    );
    bad_group(
        "arrivals = { file = \"requests.csv\", counts = \"admited\" }",
        &[("5", "group.arrivals.counts", &["\"admited\"", "demand is rebuilt", "did you mean `admitted`?"])],
    );
    bad_group(
        "count = 5\narrivals = { counts = \"arrivals\" }",
        &[("6", "group.arrivals.counts", &["there is no file"])],
    );
}

#[test]
fn a_table_that_cannot_be_opened_says_why() {
    bad_group(
        "arrivals = { file = \"nowhere.csv\", counts = \"arrivals\" }",
        &[("5", "group.arrivals.file", &["\"nowhere.csv\"", "cannot be read", "relative to the scenario"])],
    );
    // A folder where a file should be.
    bad_group(
        "arrivals = { file = \".\", counts = \"arrivals\" }",
        &[("5", "group.arrivals.file", &["cannot be read"])],
    );
}

#[test]
fn every_bad_row_of_a_table_is_named() {
    bad_group(
        "arrivals = { file = \"bad-rows.csv\", counts = \"arrivals\" }",
        &[
            ("bad-rows.csv:4", "arrivals", &["bad-rows.csv:4: arrivals = \"many\"", "not a number"]),
            ("bad-rows.csv:5", "", &["`3`", "a torn row: 1 values under 2 columns"]),
            ("bad-rows.csv:6", "arrivals", &["\"-7\"", "negative", "-1 for a missing value"]),
            ("bad-rows.csv:7", "minute", &["\"0\"", "the same minute as in line 3"]),
            ("bad-rows.csv:8", "minute", &["\"5.5\"", "not a whole number of minutes"]),
            ("bad-rows.csv:9", "arrivals", &["\"NaN\"", "not a finite number"]),
            ("bad-rows.csv:10", "arrivals", &["\"\"", "an empty value"]),
        ],
    );
}

#[test]
fn tables_without_content_are_refused() {
    bad_table(b"", "arrivals", &[("x.csv", "", &["an empty file"])]);
    bad_table(b"minute,people\n", "arrivals", &[("x.csv", "", &["no rows under the header"])]);
    bad_table(b"minute,people\n0,0\n1,0\n", "arrivals", &[("x.csv", "", &["nobody in any minute"])]);
    bad_table(b"minute,people\n0,4e9\n1,4e9\n", "arrivals", &[("x.csv", "", &["8000000000 people in all"])]);
    bad_table(
        b"minute,people\n0,1\n2000000,1\n",
        "arrivals",
        &[("x.csv", "", &["2000000", "longer than two years"])],
    );
}

#[test]
fn a_table_that_is_not_utf8_names_the_line() {
    bad_table(
        b"minute,people\n0,5\n1,\x83\x65\n",
        "arrivals",
        &[("x.csv:3", "", &["byte 0x83", "not UTF-8", "CSV UTF-8"])],
    );
}

#[test]
fn tables_without_their_columns_are_refused() {
    bad_table(
        b"minute,peopel\n0,5\n",
        "arrivals",
        &[("x.csv:1", "", &["no column of arrivals", "did you mean `people`?"])],
    );
    bad_table(
        b"when,people\n0,5\n",
        "arrivals",
        &[("x.csv:1", "", &["no column of minutes", "minute or time"])],
    );
    bad_table(
        b"minute,people,requests\n0,5,5\n",
        "arrivals",
        &[("x.csv:1", "", &["`people` and `requests`"])],
    );
    bad_table(
        b"minute,accepted\n0,5\n",
        "admitted",
        &[("x.csv:1", "", &["no column of the line", "queued"])],
    );
    bad_table(b"minute,people\n0,5\n", "bookings", &[("x.csv:1", "", &["no column of bookings"])]);
    bad_table(
        b"time,people\n9:00,5\n",
        "arrivals",
        &[("x.csv:1", "time", &["without a clock time of the opening", "opens_at"])],
    );
}

#[test]
fn clock_times_of_a_table_are_checked() {
    let text = format!(
        "opens_at = \"9:00\"\n{ROOM}[group]\narrivals = {{ file = \"x.csv\", counts = \"arrivals\" }}\n"
    );
    says(
        scenario::read(&text, &table(b"time,people\n8:59,1\n9:61,1\n9:02:30,1\n"), &[]),
        &[
            ("x.csv:3", "time", &["\"9:61\"", "not a clock time"]),
            ("x.csv:4", "time", &["\"9:02:30\"", "not on a full minute"]),
        ],
    );
    let text = text.replace("9:00", "9:00:30");
    says(
        scenario::read(&text, &table(b"time,people\n8:59,1\n"), &[]),
        &[("x.csv:1", "time", &["opens on a full minute"])],
    );
    // A clock with an issue of its own says nothing about the table.
    let text = text.replace("9:00:30", "nine");
    says(
        scenario::read(&text, &table(b"time,people\n8:59,1\n"), &[]),
        &[("1", "opens_at", &["not a clock time"])],
    );
}

#[test]
fn a_table_is_a_curve_and_a_number_of_people() {
    let bytes =
        b"\xEF\xBB\xBF# source: made by hand\nNote,Minute,Requests\nx,-2,0\ny,-1,10\nz,2,20.6\nw,3,0\n";
    let scenario = good_table(bytes, "", "arrivals", "");
    assert_eq!(shape(&scenario), (-1, vec![10.0, 0.0, 0.0, 20.6]));
    assert_eq!(scenario.system.groups[0].count, Headcount::Fixed(31));
    let scaled = good_table(bytes, "", "arrivals", "count = \"3万\"\narrivals_shift = \"-10m\"");
    assert_eq!(shape(&scaled), (-11, vec![10.0, 0.0, 0.0, 20.6]));
    assert_eq!(scaled.system.groups[0].count, Headcount::Fixed(30_000));
    let text = format!(
        "{ROOM}[group]\narrivals = {{ file = \"x.csv\", counts = \"arrivals\" }}\narrivals_shift = \"90s\"\n"
    );
    says(
        scenario::read(&text, &table(bytes), &[]),
        &[("6", "group.arrivals_shift", &["a table by the minute", "whole minutes"])],
    );
}

#[test]
fn clock_times_of_a_table_count_from_the_opening_and_may_cross_midnight() {
    let bytes = b"time,people\n23:58,1\n23:59,2\n00:00,3\n0:02,4\n";
    let scenario = good_table(bytes, "opens_at = \"23:59\"\n", "arrivals", "");
    assert_eq!(shape(&scenario), (-1, vec![1.0, 2.0, 3.0, 0.0, 4.0]));
}

#[test]
fn missing_values_are_zero_with_a_notice() {
    let scenario =
        good_table(b"minute,people\n0,5\n1,-1\n2,7\n", "", "arrivals", "visit = { duration = \"fixed 1m\" }");
    assert_eq!(shape(&scenario), (0, vec![5.0, 0.0, 7.0]));
    assert_eq!(scenario.notices, [Notice::MissingValues { file: "x.csv".to_owned(), values: 1 }]);
}

#[test]
fn demand_is_rebuilt_from_admissions_and_the_line() {
    // Minute 0: 200 accepted + line 0 to 300 = 500. Minute 1: 200 + 200 + 10 left = 410. Minute 2: the line is
    // missing and taken as unchanged: 200 + 0 + 5 = 205. Minute 4: 200 - 450 + 0 = -250, cut to zero.
    let bytes = b"minute,new_users_per_minute,totalQueuedUsers,left\n0,200,300,0\n1,200,500,10\n2,200,-1,5\n4,200,50,0\n";
    let scenario = good_table(bytes, "", "admitted", "visit = { duration = \"fixed 1m\" }");
    assert_eq!(shape(&scenario), (0, vec![500.0, 410.0, 205.0]));
    assert_eq!(scenario.system.groups[0].count, Headcount::Fixed(1115));
    let file = || "x.csv".to_owned();
    let clipped = Notice::DemandClipped { file: file(), minutes: 1, people: 250.0 };
    assert_eq!(scenario.notices, [clipped, Notice::MissingValues { file: file(), values: 1 }]);
}

#[test]
fn bookings_are_put_earlier_by_the_mean_visit() {
    let scenario = good_table(
        b"minute,bookings\n6,5\n7,9\n",
        "",
        "bookings",
        "visit = { duration = \"exponential 4m\" }",
    );
    assert_eq!(shape(&scenario), (2, vec![5.0, 9.0]));
    let notice = Notice::BookingsAreNotDemand {
        group: "people".to_owned(),
        file: "x.csv".to_owned(),
        shifted: Span::from_minutes(4),
    };
    assert!(scenario.notices.contains(&notice), "{:?}", scenario.notices);
    // With steps the booking is made when the last step opens.
    let steps =
        "visit = { steps = [{ think = \"fixed 2m\" }, { think = \"fixed 3m\" }, { think = \"fixed 9m\" }] }";
    assert_eq!(shape(&good_table(b"minute,bookings\n6,5\n", "", "bookings", steps)).0, 1);
}

// ---- visits

#[test]
fn visits_that_cannot_be_read_are_refused() {
    bad_group(
        "count = 5\nvisit = { mean = 6, cv = nan, pages = 0 }",
        &[
            ("6", "group.visit.mean", &["a number without a unit", "did you mean `\"6m\"`?"]),
            ("6", "group.visit.cv", &["not a finite number"]),
            ("6", "group.visit.pages", &["too small"]),
        ],
    );
    for (value, key, words) in [
        ("mean = \"0s\"", "mean", "not above zero"),
        ("mean = \"-6m\"", "mean", "not above zero"),
        ("mean = \"9999999h\"", "mean", "longer than ten years"),
        ("cv = 0", "cv", "duration = \"fixed 6m\""),
        ("cv = 21", "cv", "too large"),
        ("pages = 1001", "pages", "too large"),
        ("duration = \"6m\"", "duration", "without the name of its law"),
        ("duration = \"uniform 5m..2m\"", "duration", "above the high end"),
        ("duration = \"fixed -1m\"", "duration", "is negative"),
        ("duration = \"gamma 6m\"", "duration", "takes a mean and"),
        ("times = []", "times", "an empty list"),
        ("times = [\"6m\", \"-1m\"]", "times[1]", "negative"),
        ("steps = []", "steps", "an empty list"),
        ("steps = [{ name = \"form\" }]", "steps[0].think", "missing"),
        ("steps = [{ think = \"fixed 1m\" }], pages = 5", "pages", "already say how many"),
        ("mean = \"6m\", duration = \"fixed 6m\"", "duration", "cannot be combined with group.visit.mean"),
    ] {
        bad_group(
            &format!("count = 5\nvisit = {{ {value} }}"),
            &[("6", &format!("group.visit.{key}"), &[words])],
        );
    }
}

#[test]
fn quantiles_must_rise() {
    for (value, key, words) in [
        ("{ p50 = 280 }", "", "too few"),
        ("{ p50 = 280, p95 = 200 }", "", "p95 = 3m20s does not lie above p50 = 4m40s"),
        ("{ p50 = 280, p100 = 900 }", ".p100", "`p100` is not a quantile"),
        ("{ p50 = 280, median = 900 }", ".median", "`median` is not a quantile"),
        ("{ p50 = 0, p95 = 900 }", ".p50", "not above zero"),
        ("{ p50 = inf, p95 = 900 }", ".p50", "not a finite number"),
        ("\"p50=280,1100\"", "", "`1100` is not a quantile"),
        ("5", "", "cannot be a number"),
    ] {
        let key = format!("group.visit.quantiles{key}");
        bad_group(&format!("count = 5\nvisit = {{ quantiles = {value} }}"), &[("6", &key, &[words])]);
    }
}

#[test]
fn the_ways_to_write_quantiles_agree() {
    let canonical = |value: &str| group(&format!("count = 5\nvisit = {{ quantiles = {value} }}")).canonical;
    let first = canonical("{ p50 = 280, p95 = \"18m20s\", p999 = 3000 }");
    assert_eq!(canonical("{ p95 = 1100.0, p50 = \"4m40s\", \"p99.9\" = \"50m\" }"), first);
    assert_eq!(canonical("\"p50=280, p95=1100, p999=50m\""), first);
    assert!(first.contains("quantiles 0.5=4m40s, 0.95=18m20s, 0.999=50m"), "{first}");
}

// ---- the visit and the session

#[test]
fn a_visit_that_nobody_can_finish_names_the_fix() {
    file(
        "nobody-finishes.toml",
        &[(
            "8",
            "group.visit",
            &[
                "nobody can finish",
                "session of 5m",
                "longer room.session_duration",
                "more pages than 2",
                "shorter visit",
            ],
        )],
    );
}

#[test]
fn whether_nobody_can_finish_depends_on_what_is_redone() {
    let refused = |room: &str, lines: &str| {
        let text = format!("{ROOM}{room}\n[group]\ncount = 5\n{lines}\n");
        let issues = scenario::read(&text, &Folder, &[]).map_or_else(|issues| issues, |_| Vec::new());
        assert!(
            issues.iter().all(|issue| issue.message.contains("nobody can finish")),
            "{}",
            lines.to_owned()
        );
        !issues.is_empty()
    };
    let two_pages = |duration: &str| format!("visit = {{ duration = \"{duration}\", pages = 2 }}");
    // Redone in half the time, the step fits: one loss.
    assert!(!refused("", &two_pages("fixed 9m")));
    assert!(refused("", &format!("{}\nretype = 1", two_pages("fixed 9m"))));
    assert!(refused("", &format!("{}\ngive_up_after = 1", two_pages("fixed 5m"))));
    assert!(!refused("", &format!("{}\ngive_up_after = 1", two_pages("fixed 299s"))));
    // 20, 10 and 5 minutes: three losses.
    assert!(refused("", &two_pages("fixed 20m")));
    assert!(!refused("session_duration = 6", &two_pages("fixed 20m")));
    // Almost nobody is nobody; a long tail is not.
    assert!(refused("", &two_pages("lognormal 60m 0.1")));
    assert!(!refused("", &two_pages("exponential 60m")));
    assert!(refused("", &two_pages("uniform 20m..30m")));
    // Without renewal the whole visit counts, and every page.
    let long = "visit = { duration = \"fixed 20m\", pages = 21 }\ngive_up_after = 1";
    assert!(!refused("", long));
    assert!(refused("disable_session_renewal = true", long));
    // What follows the last request needs no session.
    assert!(!refused("", "visit = { steps = [{ think = \"fixed 1m\" }, { think = \"fixed 2h\" }] }"));
    assert!(refused("", "visit = { steps = [{ think = \"fixed 2h\" }, { think = \"fixed 1m\" }] }"));
    assert!(!refused("", "visit = { duration = \"fixed 2h\", pages = 1 }"));
}

#[test]
fn the_default_visit_is_checked_too() {
    let text = "[room]\nlift_product_limits = true\ntotal_active_users = 9\nnew_users_per_minute = 3\n\
                session_duration = \"1us\"\n[group]\ncount = 5\n";
    says(scenario::read(text, &Folder, &[]), &[("6", "group.visit", &["nobody can finish"])]);
}

/// The share of people who lose a session, from the notice.
fn share_lost(room: &str, visit: &str) -> f64 {
    let scenario = accepted(&format!("{ROOM}{room}\n[group]\ncount = 5\nvisit = {visit}\n"));
    match scenario.notices.as_slice() {
        [] => 0.0,
        [Notice::SomeCannotFinish { share, .. }] => *share,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_share_who_lose_a_session_is_told() {
    let close =
        |share: f64, expected: f64| assert!((share - expected).abs() < 1e-6, "{share}, not {expected}");
    // Exponential with mean 5 min, 2 pages: P(T >= 5 min) = 1/e; 5 pages: P(T >= 20 min) = e^-4.
    close(share_lost("", "{ duration = \"exponential 5m\", pages = 2 }"), (-1.0_f64).exp());
    close(share_lost("", "{ duration = \"exponential 5m\", pages = 5 }"), (-4.0_f64).exp());
    // Without renewal the pages do not matter.
    close(
        share_lost("disable_session_renewal = true", "{ duration = \"exponential 5m\", pages = 5 }"),
        (-1.0_f64).exp(),
    );
    // Steps with renewal: 1 - P(both below 5 min).
    let steps = "{ steps = [{ think = \"exponential 5m\" }, { think = \"exponential 5m\" }, { think = \"fixed 2h\" }] }";
    close(share_lost("", steps), 1.0 - (1.0 - (-1.0_f64).exp()).powi(2));
    // Without renewal the sum counts: P(Erlang-2 >= 1) = 2/e, on a grid.
    let on_a_grid = share_lost("disable_session_renewal = true", steps);
    assert!((on_a_grid - 2.0 * (-1.0_f64).exp()).abs() < 0.002, "{on_a_grid}");
    // An expiry at t is expired at t.
    close(share_lost("", "{ times = [\"299s\", \"300s\"], pages = 2 }"), 0.5);
    close(share_lost("", "{ duration = \"fixed 10m\", pages = 5 }"), 0.0);
}

// ---- overrides and flags

#[test]
fn overrides_are_read_like_the_file() {
    let text = format!("{ROOM}[[group]]\nname = \"a\"\ncount = 5\n[[group]]\nname = \"b\"\ncount = 6\n");
    let overrides = [
        ("room.total_active_users", "3000"),
        ("group[1].visit.mean", "8m"),
        ("group[a].count", "\"20..30\""),
        ("group[b].count", "7..9"),
        ("group[0].patience", "none"),
        ("group[1].patience", "5m"),
        ("group[1].patience", "30m"),
        ("title", "2021"),
    ];
    let by_override = accepted_with(&text, &Folder, &overrides);
    let written = accepted(
        "[room]\ntotal_active_users = 3000\nnew_users_per_minute = 500\n[[group]]\nname = \"a\"\ncount = \"20..30\"\n\
         [[group]]\nname = \"b\"\ncount = \"7..9\"\npatience = \"30m\"\nvisit = { mean = \"8m\" }\n",
    );
    assert_eq!(by_override.canonical, written.canonical);
    assert_eq!(by_override.title, "2021");
}

#[test]
fn overrides_of_a_single_group_need_no_position() {
    let text = format!("{ROOM}[group]\ncount = 5\n");
    for key in ["group.count", "group[0].count"] {
        let scenario = accepted_with(&text, &Folder, &[(key, "3万")]);
        assert_eq!(scenario.system.groups[0].count, Headcount::Fixed(30_000), "{key}");
    }
    let listed = text.replace("[group]", "[[group]]");
    assert_eq!(
        accepted_with(&listed, &Folder, &[("group.count", "9")]).system.groups[0].count,
        Headcount::Fixed(9)
    );
    // A table takes the place of a number, and the other way round.
    let overrides = [("group.count.eligible", "100"), ("group.count.turnout", "50%")];
    assert_eq!(accepted_with(&text, &Folder, &overrides).system.groups[0].count.middle(), Some(50));
}

#[test]
fn bad_overrides_are_issues_of_their_own() {
    let text = format!("{ROOM}[[group]]\ncount = 5\n[[group]]\ncount = 6\n");
    let overrides = [
        ("room.total_active_usres", "3000"),
        ("room.new_users_per_minute", "150"),
        ("group.count", "7"),
        ("group[2].count", "7"),
        ("group[c].count", "7"),
        ("room[1].name", "x"),
        ("rom.name", "x"),
        ("group[0", "x"),
    ];
    says(
        scenario::read(&text, &Folder, &set(&overrides)),
        &[
            (
                "set 0",
                "room.total_active_usres",
                &["--set room.total_active_usres: unknown key", "`total_active_users`"],
            ),
            ("set 1", "room.new_users_per_minute", &["--set room.new_users_per_minute = 150: below"]),
            ("set 2", "group.count", &["a list of 2: which one is meant?", "group[0] to group[1]"]),
            ("set 3", "group[2].count", &["no element [2]"]),
            ("set 4", "group[c].count", &["no element [c]"]),
            ("set 5", "room[1].name", &["is not a list"]),
            ("set 6", "rom", &["unknown key", "did you mean `room`?"]),
            ("set 7", "group[0", &["not a path of a key"]),
        ],
    );
    let issues = Override::parse("room.name", 3).expect_err("no value");
    assert_eq!(issues[0].place, Place::Override { position: 3 });
    let read = Override::parse(" group.count = 5=6 ", 0).expect("a key and a value");
    assert_eq!(read, Override { key: "group.count".to_owned(), value: "5=6".to_owned() });
}

#[test]
fn issues_of_the_file_come_before_those_of_overrides() {
    let text = "titel = 5\n".to_owned() + ROOM + "[group]\ncount = 5\n";
    says(
        scenario::read(&text, &Folder, &set(&[("room.kind", "x")])),
        &[("1", "titel", &["unknown key"]), ("set 0", "room.kind", &["\"x\"", "\"metered\""])],
    );
}

#[test]
fn flags_give_the_same_scenario_as_a_file() {
    let values = flags(&[
        ("group.count", "30,000", "--users"),
        ("group.arrivals", "ramp 10m", "--over"),
        ("room.total_active_users", "2000", "--active"),
        ("room.new_users_per_minute", "500", "--per-minute"),
        ("group.visit.quantiles", "p50=280,p95=1100", "--visit-quantiles"),
        ("opens_at", "9:00", "--opens-at"),
    ]);
    let by_flags = scenario::read_flags(&values, &Folder).expect("valid flags");
    let written = accepted(&format!(
        "opens_at = \"9:00\"\n{ROOM}[group]\ncount = 30000\narrivals = \"ramp 10m\"\n\
         visit = {{ quantiles = {{ p50 = 280, p95 = 1100 }} }}\n"
    ));
    assert_eq!((by_flags.canonical, by_flags.given), (written.canonical, written.given));
}

#[test]
fn issues_of_flags_name_the_flag() {
    let values = flags(&[
        ("room.new_users_per_minute", "150", "--per-minute"),
        ("group.visit.mean", "6x", "--visit"),
        ("group.count.eligible", "-5", "--eligible"),
    ]);
    let issues = scenario::read_flags(&values, &Folder).expect_err("refused");
    let lines: Vec<String> = issues.iter().map(Issue::to_string).collect();
    assert!(
        lines[0].starts_with("--per-minute 150: below the product's minimum; accepted: 200"),
        "{lines:?}"
    );
    assert!(lines[1].starts_with("--visit \"6x\": not a length of time"), "{lines:?}");
    assert!(lines[2].starts_with("--eligible -5: negative"), "{lines:?}");
    assert!(lines[3].starts_with("--total-active-users: missing; accepted: "), "{lines:?}");
    assert!(lines[4].starts_with("--turnout: missing; accepted: "), "{lines:?}");
    assert_eq!(lines.len(), 5, "{lines:?}");
}

#[test]
fn no_flags_at_all_ask_for_people_and_limits() {
    says(
        scenario::read_flags(&[], &Folder),
        &[
            ("--new-users-per-minute", "room.new_users_per_minute", &["missing"]),
            ("--total-active-users", "room.total_active_users", &["missing"]),
            ("--users", "group.count", &["missing", "how many people"]),
        ],
    );
}

#[test]
fn flags_that_exclude_each_other_say_so() {
    let values = flags(&[
        ("room.total_active_users", "2000", "--active"),
        ("room.new_users_per_minute", "500", "--per-minute"),
        ("group.count", "5", "--users"),
        ("group.arrivals", "ramp 10m", "--over"),
        ("group.arrivals", "opening", "--arrivals"),
        ("group.count.eligible", "500", "--eligible"),
    ]);
    says(
        scenario::read_flags(&values, &Folder),
        &[
            ("--arrivals", "group.arrivals", &["cannot be combined with --over"]),
            ("--eligible", "group.count.eligible", &["cannot be combined with --users"]),
        ],
    );
}

#[test]
fn issues_of_flags_speak_of_flags() {
    let refused = |more: &[(&str, &str, &str)]| {
        let limits = [
            ("room.total_active_users", "200", "--total-active-users"),
            ("room.new_users_per_minute", "200", "--new-users-per-minute"),
        ];
        let values = flags(&[&limits[..], more].concat());
        let issues = scenario::read_flags(&values, &Folder).expect_err("refused");
        issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n")
    };
    let users = ("group.count", "9", "--users");
    for (typed, problem) in [
        ("10", "--over \"10\": a number without a unit; accepted: a length of time"),
        ("-5m", "--over \"-5m\": negative"),
        ("0s", "--over \"0s\": not above zero"),
        ("1e30m", "--over \"1e30m\": not a length of time"),
        ("99999d", "--over \"99999d\": longer than ten years"),
        ("ramp 10m", "--over \"ramp 10m\": not a length of time"),
    ] {
        let said = refused(&[users, ("group.arrivals", &format!("ramp {typed}"), "--over")]);
        assert!(said.starts_with(problem), "{said}");
    }
    type Case<'a> = (&'a [(&'a str, &'a str, &'a str)], &'a str);
    let cases: [Case; 9] = [
        (
            &[
                users,
                ("group.visit.mean", "6m", "--visit"),
                ("group.visit.quantiles", "p50=280,p95=1100", "--visit-quantiles"),
            ],
            "cannot be combined with --visit;",
        ),
        (
            &[users, ("group.visit.quantiles", "p50=280,p95=abc", "--visit-quantiles")],
            "--visit-quantiles \"abc\": p95: not a length of time",
        ),
        (
            &[
                ("group.count.accesses", "9", "--accesses"),
                ("group.count.per_person", "5", "--per-person"),
                ("group.count.eligible", "9", "--eligible"),
                ("group.count.turnout", "1", "--turnout"),
            ],
            "--per-person 5: cannot be combined with --eligible; accepted: one of the two",
        ),
        (
            &[users, ("room.line_limit", "5", "--line-limit")],
            "accepted: --room metered, or this flag left out",
        ),
        (
            &[users, ("group.visit.mean", "200m", "--visit"), ("group.visit.cv", "0.01", "--visit-cv")],
            "a longer --session-duration than 5m, more --pages than 5, or a shorter visit",
        ),
        (&[users, ("group.arrivals", "exponential 6", "--arrivals")], "`6` is a number without a unit"),
        (&[users, ("horizon", "9:30", "--horizon")], "--horizon \"9:30\": not clear"),
        (&[users, ("horizon", "09:30", "--horizon")], "--horizon \"09:30\": not clear"),
        (
            &[("group.count", "99999999999999999999999", "--users")],
            "--users 99999999999999999999999: above 4,000,000,000",
        ),
    ];
    for (more, words) in cases {
        let said = refused(more);
        assert!(said.contains(words), "`{words}` is missing in:\n{said}");
        for key in ["group.", "room.", "kind =", "this key"] {
            assert!(!said.contains(key), "`{key}` is no flag:\n{said}");
        }
    }
}

#[test]
fn clock_times_may_be_written_in_japanese() {
    for (text, seconds) in
        [("９：００", 32_400), ("9時", 32_400), ("９時３０分", 34_200), ("2021-05-03 9時半", 34_200)]
    {
        let scenario = accepted(&format!("opens_at = \"{text}\"\n{ROOM}[group]\ncount = 5\n"));
        assert_eq!(scenario.clock.map(|clock| clock.seconds_of_day), Some(seconds), "{text}");
    }
}

#[test]
fn a_table_torn_within_quotes_is_refused() {
    let text = format!("{ROOM}[group]\narrivals = {{ file = \"x.csv\", counts = \"arrivals\" }}\n");
    let read = |bytes: &'static [u8]| scenario::read(&text, &table(bytes), &[]);
    for bytes in
        [&b"minute,requests\n0,\"5\n"[..], b"minute,requests\n0,\"5", b"minute,requests\n\"0,5\n1,6\n"]
    {
        let issues = read(bytes).expect_err("refused");
        assert!(issues[0].to_string().starts_with("x.csv:2: "), "{}", issues[0]);
        assert!(issues[0].message.contains("torn row"), "{}", issues[0]);
    }
    for whole in [&b"# a \" here\nminute,requests\n\"0\",\"5\"\n"[..], b"\"minute\",\"requests\"\r\n0,\"5\""]
    {
        assert!(read(whole).is_ok());
    }
}

// ---- what comes out

#[test]
fn what_was_given_is_remembered() {
    let given =
        |room: &str, lines: &str| accepted(&format!("{ROOM}{room}\n[group]\ncount = 5\n{lines}\n")).given;
    let keys = |given: &Given| {
        Input::ALL.iter().filter(|input| given.contains(**input)).copied().collect::<Vec<_>>()
    };
    let always = [Input::Users, Input::TotalActiveUsers, Input::NewUsersPerMinute];
    assert_eq!(keys(&given("", "")), always);
    let usual = Input::ALL.iter().filter(|input| !input.is_optional()).count();
    assert_eq!(given("", "").assumed().count(), usual - always.len());
    for (room, lines, more) in [
        ("", "arrivals = \"opening\"", vec![Input::Arrivals]),
        ("", "visit = { mean = \"6m\" }", vec![Input::VisitMean]),
        ("", "visit = { cv = 0.8 }", vec![Input::VisitSpread]),
        ("", "visit = { pages = 5 }", vec![Input::Pages]),
        ("", "visit = { duration = \"fixed 6m\" }", vec![Input::VisitMean, Input::VisitSpread]),
        (
            "",
            "visit = { steps = [{ think = \"fixed 1m\" }] }",
            vec![Input::VisitMean, Input::VisitSpread, Input::Pages],
        ),
        ("", "patience = \"none\"", vec![Input::Patience]),
        ("session_duration = 5", "", vec![Input::SessionDuration]),
        ("disable_session_renewal = false", "", vec![Input::Renewal]),
        (
            "bucket_rule = \"reservation\"\nnewcomer_rule = \"sticky\"",
            "",
            vec![Input::BucketRule, Input::NewcomerRule],
        ),
        ("burst_share = 0.5", "poll_delay = \"1s\"", vec![Input::BurstShare, Input::PollDelay]),
        ("", "retype = 0.5\ngive_up_after = 3", vec![Input::Retype, Input::GiveUpAfter]),
    ] {
        let expected: BTreeSet<Input> = always.into_iter().chain(more).collect();
        assert_eq!(keys(&given(room, lines)), expected.into_iter().collect::<Vec<_>>(), "{room} {lines}");
    }
    let two = accepted(&format!("{ROOM}[[group]]\ncount = 5\npatience = \"5m\"\n[[group]]\ncount = 5\n"));
    assert!(!two.given.contains(Input::Patience), "one group left it out");
    assert!(two.given.in_group(0, Input::Patience) && !two.given.in_group(1, Input::Patience));
}

#[test]
fn inputs_are_keys_of_the_format() {
    for input in Input::ALL {
        assert!(known_keys().contains(&input.key()), "{}", input.key());
        assert_eq!(scenario::flag_of(input.key()), Some(input.flag()));
    }
}

#[test]
fn the_canonical_text_does_not_depend_on_how_it_is_written() {
    let first = accepted(&format!(
        "title = \"a\"\nprose = \"b\"\n{ROOM}[group]\ncount = 30000\npatience = \"30m\"\n"
    ));
    let second = accepted(
        "# a comment\n[group]\npatience_again = false\npatience = 'exponential 0:30:00'\ncount = \"3万\"\nretype = \"50%\"\n\
         name = \"people\"\nvisit = { pages = 5, cv = 0.80, mean = \"360s\" }\ngive_up_after = 3\narrivals = \"opening\"\n\
         [room]\nnew_users_per_minute = \"500\"\nsession_duration = \"5m\"\nkind = \"Cloudflare\"\nburst_share = \"5割\"\n\
         total_active_users = 2_000\nlift_product_limits = true\n",
    );
    assert_eq!(first.canonical, second.canonical);
    assert_eq!(scenario::identity(&first.canonical), scenario::identity(&second.canonical));
    assert_eq!(first.system, second.system);
    let lines: Vec<&str> = first.canonical.lines().collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(lines, sorted);
    assert!(lines.contains(&"group[0].visit = lognormal 6m 0.8 in 5 pages"), "{}", first.canonical);
    let third = accepted(&format!("{ROOM}[group]\ncount = 30001\npatience = \"30m\"\n"));
    assert_ne!(first.canonical, third.canonical);
    assert_eq!(scenario::identity(&first.canonical).len(), 16);
}

#[test]
fn a_table_counts_by_its_numbers_and_not_by_its_name() {
    let text =
        |file: &str| format!("{ROOM}[group]\narrivals = {{ file = \"{file}\", counts = \"arrivals\" }}\n");
    let files = Files(BTreeMap::from([
        ("a.csv", b"minute,people\n0,5\n1,6\n".as_slice()),
        ("b.csv", b"# other\nrequests,minute\n6,1\n5,0\n0,2\n".as_slice()),
        ("c.csv", b"minute,people\n0,5\n1,7\n".as_slice()),
    ]));
    let canonical = |file: &str| accepted_with(&text(file), &files, &[]).canonical;
    assert_eq!(canonical("a.csv"), canonical("b.csv"));
    assert_ne!(canonical("a.csv"), canonical("c.csv"));
}

// ---- the reference

fn reference(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    std::fs::read_to_string(path).expect("the reference is there")
}

fn schema() -> serde_json::Value {
    serde_json::from_str(&reference("scenario.schema.json")).expect("the schema is JSON")
}

/// Collects the paths of all keys that a part of the schema knows.
fn schema_keys(root: &serde_json::Value, part: &serde_json::Value, path: &str, keys: &mut BTreeSet<String>) {
    if let Some(reference) = part["$ref"].as_str() {
        let target = root.pointer(&reference[1..]).expect("the reference leads somewhere");
        schema_keys(root, target, path, keys);
    }
    for (key, below) in part["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        keys.insert(path.clone());
        schema_keys(root, below, &path, keys);
    }
    if part["patternProperties"].is_object() {
        keys.insert(format!("{path}.p*"));
    }
    for combined in ["anyOf", "allOf", "oneOf"] {
        for below in part[combined].as_array().into_iter().flatten() {
            schema_keys(root, below, path, keys);
        }
    }
    if part["items"].is_object() {
        schema_keys(root, &part["items"], path, keys);
    }
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema();
    let mut keys = BTreeSet::new();
    schema_keys(&schema, &schema, "", &mut keys);
    let known: BTreeSet<String> = known_keys().iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(keys, known);
    assert_eq!(known.len(), known_keys().len(), "a key is listed twice");
}

#[test]
fn the_reference_has_a_row_for_every_key() {
    let reference = reference("README.md");
    for key in known_keys() {
        assert!(reference.contains(&format!("\n| `{key}` |")), "{key} has no row");
    }
}

#[test]
fn the_examples_of_the_reference_are_valid() {
    let reference = reference("README.md");
    let examples: Vec<&str> = reference
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|example| example.contains("[room]"))
        .collect();
    assert_eq!(examples.len(), 7);
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    for example in examples {
        let scenario = accepted(example);
        assert!(!scenario.system.rooms.is_empty());
        let value: serde_json::Value = toml::from_str(example).expect("the example is TOML");
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    for text in [
        "[group]\ncount = 5\n".to_owned(),
        format!("{ROOM}colour = 1\n[group]\ncount = 5\n"),
        format!("{ROOM}bucket_rule = \"x\"\n[group]\ncount = 5\n"),
        format!("{ROOM}[group]\ncount = true\n"),
        format!("{ROOM}[group]\ncount = 5\narrivals = {{ file = \"x.csv\" }}\n"),
        "[room]\nkind = \"metered\"\ninside = 5\n[group]\ncount = 5\n".to_owned(),
    ] {
        let value: serde_json::Value = toml::from_str(&text).expect("TOML");
        assert!(!validator.is_valid(&value), "{text}");
        assert!(scenario::read(&text, &Folder, &[]).is_err(), "{text}");
    }
}
