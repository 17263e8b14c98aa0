//! Rooms with events, timetables, plans and data centres, and people who do more than wait: what is read, and what
//! is refused.

use std::collections::BTreeMap;

use machiai::model::room::{Change, Cloudflare, Edge, Event, QueueingMethod};
use machiai::model::{BeforeOpening, Devices, Distribution, Group};
use machiai::scenario::{self, Input, Issue, Notice, Scenario};
use machiai::units::{Share, SimTime, Span};

use super::scenario_errors::{
    Expected, Files, Folder, ROOM, accepted, accepted_with, cloudflare, flags, lines, says,
};

/// A scenario with the usual limits and these lines behind them, from line 4 on.
fn with_room(lines: &str) -> String {
    format!("{ROOM}{lines}\n[group]\ncount = 5\n")
}

fn room(lines: &str) -> Cloudflare {
    cloudflare(&accepted(&with_room(lines))).clone()
}

/// Lines of a room, from line 4 on, yield exactly these issues.
fn bad_room(lines: &str, expected: &[Expected]) {
    says(scenario::read(&with_room(lines), &Folder, &[]), expected);
}

fn people(lines: &str) -> Group {
    accepted(&format!("horizon = \"3h\"\n{ROOM}[group]\ncount = 5\n{lines}\n")).system.groups[0].clone()
}

/// Lines of a group, from line 7 on, yield exactly these issues.
fn bad_people(lines: &str, expected: &[Expected]) {
    let text = format!("horizon = \"3h\"\n{ROOM}[group]\ncount = 5\n{lines}\n");
    says(scenario::read(&text, &Folder, &[]), expected);
}

fn at(minutes: i64) -> SimTime {
    SimTime::ZERO + Span::from_minutes(minutes)
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

fn mean(minutes: i64) -> Distribution {
    Distribution::Exponential { mean: Span::from_minutes(minutes) }
}

// ---- settings

#[test]
fn switches_and_revocation() {
    let plain = room("");
    assert_eq!(plain, Cloudflare { name: plain.name.clone(), ..Cloudflare::new("", 2000, 500) });
    assert!(room("suspended = true").suspended);
    assert_eq!(room("revoke_share = \"30%\"").revoke, share(0.3));
    assert_eq!(room("enabled_origin_commands = [\"Revoke\"]").revoke, Share::NONE);
    assert_eq!(room("enabled_origin_commands = [\"revoke\"]\nrevoke_share = 0.4").revoke, share(0.4));
    assert_eq!(room("enabled_origin_commands = []").revoke, Share::NONE);
    bad_room(
        "queue_all = 1\nsuspended = \"no\"\nrevoke_share = 2\nenabled_origin_commands = [\"revok\"]",
        &[
            ("4", "room.queue_all", &["cannot be a number", "true or false"]),
            ("5", "room.suspended", &["\"no\""]),
            ("6", "room.revoke_share", &["not between 0 and 1"]),
            ("7", "room.enabled_origin_commands[0]", &["did you mean `revoke`?"]),
        ],
    );
    bad_room("enabled_origin_commands = \"revoke\"", &[("4", "room.enabled_origin_commands", &["a text"])]);
}

#[test]
fn a_plan_refuses_what_it_does_not_have() {
    let settings = "queueing_method = \"random\"\ndisable_session_renewal = true\nrevoke_share = 0.5\n\
                    event = { name = \"a\", event_start_time = 0, event_end_time = \"1h\" }\n\
                    change = \"5m queueing_method=reject\"";
    for plan in ["none", "advanced", "Advanced"] {
        room(&format!("{settings}\nplan = \"{plan}\""));
    }
    for plan in ["business", "enterprise"] {
        bad_room(
            &format!("{settings}\nplan = \"{plan}\""),
            &[
                ("4", "room.queueing_method", &["plan has no method but fifo", "plan = \"advanced\""]),
                ("5", "room.disable_session_renewal", &["plan has no switch for session renewal"]),
                ("6", "room.revoke_share", &["has no session revocation"]),
                ("7", "room.event", &["has no events"]),
                ("8", "room.change.queueing_method", &["queueing_method: ", "plan has no method but fifo"]),
            ],
        );
        room(&format!("plan = \"{plan}\"\nqueueing_method = \"FIFO\"\nrevoke_share = 0\nqueue_all = false"));
    }
    let text = format!("{ROOM}plan = \"business\"\n[group]\ncount = 5\nbypass = \"1%\"\n");
    says(scenario::read(&text, &Folder, &[]), &[("7", "group.bypass", &["has no bypass rules"])]);
    bad_room("plan = \"busines\"", &[("4", "room.plan", &["unknown", "did you mean `business`?"])]);
}

#[test]
fn the_edge_is_a_word_or_a_table() {
    assert_eq!(room("edge = \"off\"").edge, None);
    assert_eq!(room("edge = \"Japan\"").edge, Some(Edge::japan()));
    assert_eq!(room("edge = \"worldwide\"").edge, Some(Edge::worldwide()));
    let edge = room(
        "edge = { data_centres = [0.5, \"30%\", 0.2], sync_period = \"5s\", spike_delay = \"1m\", \
         spike_threshold = \"1,000\", anywhere_counters = 2 }",
    );
    assert_eq!(
        edge.edge,
        Some(Edge {
            data_centres: vec![share(0.5), share(0.3), share(0.2)],
            sync_period: Span::from_seconds(5),
            spike_delay: Span::from_minutes(1),
            spike_threshold: 1000,
            anywhere_counters: 2,
        })
    );
    let thirds = room("edge = { data_centres = [0.3333333, 0.3333333, 0.3333333] }").edge.expect("an edge");
    let sum: f64 = thirds.data_centres.iter().map(|share| share.value()).sum();
    assert!((sum - 1.0).abs() < 1e-12 && thirds.sync_period == Span::from_seconds(3));
    bad_room(
        "edge = \"japn\"",
        &[("4", "room.edge", &["unknown", "\"worldwide\"", "did you mean `japan`?"])],
    );
    bad_room("edge = {}", &[("4", "room.edge.data_centres", &["missing", "add up to 1"])]);
    bad_room("edge = { data_centres = [] }", &[("4", "room.edge.data_centres", &["0 shares"])]);
    bad_room(
        "edge = { data_centres = [0.5, 0.4], sync_period = 0, spike_delay = \"2h\", anywhere_counters = 0, k = 1 }",
        &[
            ("4", "room.edge.data_centres", &["the shares add up to 0.9"]),
            ("4", "room.edge.sync_period", &["not above zero", "\"3s\""]),
            ("4", "room.edge.spike_delay", &["too long", "at most 1h"]),
            ("4", "room.edge.anywhere_counters", &["too small", "1 to 100"]),
            ("4", "room.edge.k", &["unknown key", "sync_period"]),
        ],
    );
}

// ---- events

fn event(lines: &str) -> String {
    format!("[[room.event]]\nname = \"sale\"\n{lines}")
}

#[test]
fn an_event_is_read_with_the_products_names() {
    let read = room(&event(
        "event_start_time = \"0s\"\nevent_end_time = \"2h\"\nprequeue_start_time = \"-30m\"\n\
         shuffle_at_event_start = true\ntotal_active_users = 3000\nnew_users_per_minute = 600\n\
         session_duration = 10\ndisable_session_renewal = true\nqueueing_method = \"random\"\n",
    ));
    let expected = Event {
        prequeue_start_time: Some(at(-30)),
        shuffle_at_event_start: true,
        total_active_users: Some(3000),
        new_users_per_minute: Some(600),
        session_duration: Some(Span::from_minutes(10)),
        disable_session_renewal: Some(true),
        queueing_method: Some(QueueingMethod::Random),
        ..Event::new("sale", at(0), at(120))
    };
    assert_eq!(read.events, [expected]);
    let ahead = room(&event("event_start_time = \"1h\"\nevent_end_time = \"2h\"\nprequeue = \"30分\""));
    assert_eq!(
        ahead.events,
        [Event { prequeue_start_time: Some(at(30)), ..Event::new("sale", at(60), at(120)) }]
    );
}

#[test]
fn events_come_out_by_time_and_may_touch() {
    let one = |name: &str, start: &str, end: &str, more: &str| {
        format!(
            "[[room.event]]\nname = \"{name}\"\nevent_start_time = \"{start}\"\nevent_end_time = \"{end}\"\n{more}\n"
        )
    };
    let later = one("b", "2h", "3h", "prequeue_start_time = \"1h\"");
    let read = room(&(later.clone() + &one("a", "0s", "1h", "")));
    let names: Vec<&str> = read.events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    // A prequeue belongs to its event.
    bad_room(
        &(later.clone() + &one("a", "0s", "61m", "")),
        &[("8", "room.event[0].prequeue_start_time", &["overlaps the event a, which ends at 1h1m"])],
    );
    // Inside a longer one that is not its neighbour.
    bad_room(
        &(one("a", "0s", "9h", "suspended = false") + &one("b", "1h", "2h", "") + &one("c", "3h", "4h", "")),
        &[
            ("11", "room.event[1].event_start_time", &["overlaps the event a"]),
            ("16", "room.event[2].event_start_time", &["overlaps the event a"]),
        ],
    );
    // A suspended event is ignored.
    assert_eq!(room(&(later + &one("a", "0s", "61m", "suspended = true"))).events.len(), 2);
    let six: String =
        (0..6).map(|n| one(&format!("e{n}"), &format!("{n}h"), &format!("{n}h30m"), "")).collect();
    bad_room(&six, &[("4", "room.event", &["6 events", "at most 5", "lift_product_limits"])]);
    assert_eq!(room(&format!("lift_product_limits = true\n{six}")).events.len(), 6);
    let twice = one("a", "0s", "1h", "") + &one("a", "2h", "3h", "");
    bad_room(&twice, &[("11", "room.event[1].event_start_time", &["a second event named \"a\""])]);
}

#[test]
fn events_that_the_product_refuses_are_refused() {
    for (lines, key, line, words) in [
        ("event_start_time = 0\nevent_end_time = \"30s\"", "event_end_time", "7", "too short an event"),
        (
            "event_start_time = \"1h\"\nevent_end_time = \"1h\"",
            "event_end_time",
            "7",
            "not after event_start_time",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nprequeue_start_time = \"-299s\"",
            "prequeue_start_time",
            "8",
            "too short a prequeue; accepted: at -5m or earlier",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nprequeue_start_time = \"5m\"",
            "prequeue_start_time",
            "8",
            "not before event_start_time",
        ),
        ("event_start_time = 0\nevent_end_time = \"1h\"\nprequeue = \"4m\"", "prequeue", "8", "5m or more"),
        ("event_start_time = 0\nevent_end_time = \"1h\"\nprequeue = 30", "prequeue", "8", "without a unit"),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nprequeue = \"9m\"\nprequeue_start_time = \"-9m\"",
            "prequeue",
            "8",
            "cannot be combined with prequeue_start_time",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nshuffle_at_event_start = true",
            "shuffle_at_event_start",
            "8",
            "a shuffle without a prequeue; accepted: prequeue_start_time",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\ntotal_active_users = 3000",
            "total_active_users",
            "8",
            "without new_users_per_minute; accepted: both limits in an event, or neither",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nnew_users_per_minute = 300",
            "new_users_per_minute",
            "8",
            "without total_active_users",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\ntotal_active_users = 300\nnew_users_per_minute = 301",
            "new_users_per_minute",
            "9",
            "above total_active_users = 300; accepted: 200 to 300",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\ntotal_active_users = 199\nnew_users_per_minute = 300",
            "total_active_users",
            "8",
            "below the product's minimum",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\nsession_duration = 31",
            "session_duration",
            "8",
            "1 to 30",
        ),
        (
            "event_start_time = 0\nevent_end_time = \"1h\"\ndescription = \"x\"",
            "description",
            "8",
            "unknown key",
        ),
        ("event_start_time = 5\nevent_end_time = \"1h\"", "event_start_time", "6", "a number without a unit"),
        ("event_end_time = \"1h\"", "event_start_time", "4", "missing"),
        ("event_start_time = 0", "event_end_time", "4", "missing"),
    ] {
        bad_room(&event(lines), &[(line, &format!("room.event[0].{key}"), &[words])]);
    }
    bad_room(
        "[[room.event]]\nname = \"a b\"\nevent_start_time = 0\nevent_end_time = \"1h\"",
        &[("5", "room.event[0].name", &["\"a b\"", "letters, digits"])],
    );
    bad_room("event = 5", &[("4", "room.event", &["cannot be a number", "[[room.event]]"])]);
    // For study, an event of a second after a prequeue of a second.
    room(&format!(
        "lift_product_limits = true\n{}",
        event(
            "event_start_time = 0\nevent_end_time = \"1s\"\nprequeue = \"1s\"\ntotal_active_users = 5\nnew_users_per_minute = 9"
        )
    ));
}

#[test]
fn instants_are_lengths_clock_times_or_dates() {
    let starts = |head: &str, start: &str| {
        let text = format!(
            "{head}\n{}",
            with_room(&event(&format!("event_start_time = {start}\nevent_end_time = \"2000h\"")))
        );
        cloudflare(&accepted(&text)).events[0].event_start_time
    };
    let tokyo = "opens_at = \"2026-05-01T09:00[Asia/Tokyo]\"";
    for (head, start, minutes) in [
        ("", "\"-30m\"", -30),
        ("", "0", 0),
        ("", "\"1時間30分\"", 90),
        ("opens_at = \"9:00\"", "\"8:30\"", -30),
        ("opens_at = \"9:00\"", "\"１０：３０\"", 90),
        ("opens_at = \"9:00\"", "\"8時半\"", -30),
        ("opens_at = \"9:00\"", "09:45:00", 45),
        ("opens_at = \"2026-05-01 09:00\"", "\"2026-05-02 08:00\"", 23 * 60),
        (tokyo, "\"8:30\"", -30),
        (tokyo, "\"2026-05-01T02:30:00Z\"", 150),
        (tokyo, "2026-05-01T02:30:00Z", 150),
        (tokyo, "\"2026-05-01T11:30:00+09:00\"", 150),
        (tokyo, "\"2026-05-01 11:30\"", 150),
        (tokyo, "\"2026-05-01T11:30[Asia/Seoul]\"", 150),
        // Summer time begins at 2:00 on that day in New York.
        ("opens_at = \"2021-03-14 01:30[America/New_York]\"", "\"3:30\"", 60),
        ("opens_at = \"2021-03-14 01:30[America/New_York]\"", "\"2021-03-14 04:30\"", 120),
    ] {
        assert_eq!(starts(head, start), at(minutes), "{head} {start}");
    }
    for (head, start, words) in [
        ("title = \"a\"", "\"8:30\"", "a clock time without opens_at"),
        ("title = \"a\"", "\"2026-05-01T02:30:00Z\"", "opens_at says no day and zone"),
        ("opens_at = \"9:00\"", "\"2026-05-01 02:30\"", "opens_at says no day and zone"),
        ("opens_at = \"2026-05-01 9:00\"", "\"2026-05-01T02:30:00Z\"", "opens_at says no day and zone"),
        ("opens_at = \"9:00\"", "\"25:00\"", "not a clock time"),
        (tokyo, "\"2026-13-01 02:30\"", "not a date and a time"),
        (tokyo, "\"2056-05-01 02:30\"", "more than ten years from opens_at"),
        (tokyo, "\"2026-05-01T02:30[Mars/Base]\"", "unknown time zone"),
        (tokyo, "\"soon\"", "not a length of time"),
        (tokyo, "true", "cannot be true or false"),
        ("opens_at = \"2021-03-14 01:30[America/New_York]\"", "\"2:30\"", "skip this time"),
    ] {
        let text = format!(
            "{head}\n{}",
            with_room(&event(&format!("event_start_time = {start}\nevent_end_time = \"2000h\"")))
        );
        let expected: Expected = ("7", "room.event[0].event_start_time", &[words]);
        says(scenario::read(&text, &Folder, &[]), &[expected]);
    }
    // A clock with issues is one issue.
    let text = format!("opens_at = \"25:00\"\n{}", with_room("change = \"8:30 suspended=true\""));
    says(scenario::read(&text, &Folder, &[]), &[("1", "opens_at", &["not a clock time"])]);
}

// ---- the timetable

#[test]
fn a_timetable_is_read_in_order_of_time() {
    let read = room(
        "change = [\n\"20m queue_all=false suspended=true\",\n\
         { at = \"10m\", total_active_users = 3000, new_users_per_minute = \"2,500\", session_duration = 3,\n\
         disable_session_renewal = true, queueing_method = \"random\" },\n]",
    );
    let first = Change {
        total_active_users: Some(3000),
        new_users_per_minute: Some(2500),
        session_duration: Some(Span::from_minutes(3)),
        disable_session_renewal: Some(true),
        queueing_method: Some(QueueingMethod::Random),
        ..Change::new(at(10))
    };
    let second = Change { queue_all: Some(false), suspended: Some(true), ..Change::new(at(20)) };
    assert_eq!(read.timetable, [first, second]);
    let table = room("[room.change]\nat = \"1h\"\nsuspended = true");
    assert_eq!(table.timetable, [Change { suspended: Some(true), ..Change::new(at(60)) }]);
}

#[test]
fn changes_are_checked_against_what_is_then_in_force() {
    room("change = [\"10m total_active_users=3000\", \"20m new_users_per_minute=2500\"]");
    bad_room(
        "change = [\"20m total_active_users=3000\", \"10m new_users_per_minute=2500\"]",
        &[("4", "room.change[1].new_users_per_minute", &["above what is then total_active_users, 2,000"])],
    );
    bad_room(
        "[[room.change]]\nat = \"10m\"\ntotal_active_users = 300\n",
        &[("6", "room.change[0].total_active_users", &["below what is then new_users_per_minute, 500"])],
    );
    bad_room(
        "[[room.change]]\nat = \"10m\"\nqueue_all = false\n[[room.change]]\nat = \"600s\"\nsuspended = true\n",
        &[("8", "room.change[1].at", &["two changes at the same instant"])],
    );
    bad_room(
        "[[room.change]]\nat = \"10m\"\n[[room.change]]\nsuspended = true\n[[room.change]]\nat = \"5\"\n\
         total_active_users = 5\ntolerance = 1\n",
        &[
            ("4", "room.change[0]", &["changes nothing", "total_active_users=3000"]),
            ("6", "room.change[1].at", &["missing"]),
            ("9", "room.change[2].at", &["a number without a unit"]),
            ("10", "room.change[2].total_active_users", &["below the product's minimum"]),
            ("11", "room.change[2].tolerance", &["unknown key", "did you mean `group.tolerance`?"]),
        ],
    );
    bad_room(
        "change = [\"10m\", \"suspended=true\", 5, \"10m queue_al=true\"]",
        &[
            ("4", "room.change[0]", &["no time and settings"]),
            ("4", "room.change[1]", &["no time and settings"]),
            ("4", "room.change[2]", &["cannot be a number"]),
            ("4", "room.change[3].queue_al", &["queue_al: unknown key", "did you mean `queue_all`?"]),
        ],
    );
}

#[test]
fn a_run_must_end() {
    let never: &[&str] = &["nobody is let in any more", "a horizon"];
    bad_room("queue_all = true", &[("5", "group.patience", never)]);
    bad_room("change = \"10m queue_all=true\"", &[("5", "group.patience", never)]);
    room("queue_all = true\nchange = \"10m queue_all=false\"");
    accepted(&format!("horizon = \"1h\"\n{}", with_room("queue_all = true")));
    accepted(&(with_room("queue_all = true") + "patience = \"30m\"\n"));
    // Who loses a session has no patience any more.
    let later = with_room("change = \"10m queue_all=true\"") + "patience = \"30m\"\n";
    let lost: &[&str] = &["who lost a session does not leave; accepted: a horizon"];
    says(scenario::read(&later, &Folder, &[]), &[("5", "group.patience", lost)]);
    accepted(&(later + "patience_again = true\n"));
    let text = with_room("") + "cookieless = \"5%\"\n";
    says(
        scenario::read(&text, &Folder, &[]),
        &[("7", "group.cookieless", &["may never stop asking", "horizon"])],
    );
    // Patience ends with the first acceptance, asking does not.
    says(
        scenario::read(&(text.clone() + "patience = \"1h\"\n"), &Folder, &[]),
        &[("7", "group.cookieless", &["may never stop asking", "horizon"])],
    );
    accepted(&format!("horizon = \"1h\"\n{text}"));
}

// ---- people

#[test]
fn people_do_more_than_wait() {
    let plain = people("");
    assert_eq!(
        (plain.tolerance, plain.comeback, plain.sleep, plain.devices, plain.before_opening),
        (None, None, None, Devices::one(), BeforeOpening::Proceeds)
    );
    assert_eq!(people("tolerance = \"1h\"").tolerance, Some(mean(60)));
    assert_eq!(people("tolerance = \"none\"").tolerance, None);
    let listed = Distribution::Listed([Span::from_minutes(5), Span::ZERO].into());
    assert_eq!(people("tolerance = { times = [\"5m\", 0] }").tolerance, Some(listed));
    let comeback = people("comeback = { chance = \"30%\" }").comeback.expect("a comeback");
    assert_eq!((comeback.chance, comeback.delay, comeback.with_cookie), (share(0.3), mean(10), Share::NONE));
    let comeback = people("comeback = { chance = 1, delay = \"fixed 5m\", with_cookie = \"50%\" }").comeback;
    let comeback = comeback.expect("a comeback");
    assert_eq!(
        (comeback.delay, comeback.with_cookie),
        (Distribution::Fixed(Span::from_minutes(5)), share(0.5))
    );
    let sleep = people("sleep = { share = 0.2 }").sleep.expect("sleep");
    assert_eq!((sleep.share, sleep.after, sleep.lasting), (share(0.2), mean(5), mean(10)));
    let sleep = people("sleep = { share = 0.2, after = \"1m\", lasting = \"2m\" }").sleep.expect("sleep");
    assert_eq!((sleep.after, sleep.lasting), (mean(1), mean(2)));
    for (written, devices) in [
        ("2", Devices::exactly(2)),
        ("\"16\"", Devices::exactly(16)),
        ("[0, 1, 0]", Devices::exactly(2)),
        ("[0.7, \"20%\", 0.1]", Devices::new(vec![share(0.7), share(0.2), share(0.1)])),
        ("\"70%,30%\"", Devices::new(vec![share(0.7), share(0.3)])),
    ] {
        assert_eq!(Some(people(&format!("devices = {written}")).devices), devices, "{written}");
    }
    let both = people("cookieless = \"5%\"\nbypass = 0.01");
    assert_eq!((both.cookieless, both.bypass), (share(0.05), share(0.01)));
    let waits = |seconds| BeforeOpening::Waits { reload: Span::from_seconds(seconds) };
    assert_eq!(people("before_opening = \"Wait\"").before_opening, waits(60));
    assert_eq!(people("before_opening = { reload = \"15s\" }").before_opening, waits(15));
    assert_eq!(people("before_opening = \"proceed\"").before_opening, BeforeOpening::Proceeds);
    assert_eq!(people("poll_delay = \"1s\"").poll_delay, Distribution::Fixed(Span::from_seconds(1)));
    let drawn = Distribution::Exponential { mean: Span::from_seconds(1) };
    assert_eq!(people("poll_delay = \"exponential 1s\"").poll_delay, drawn);
    people("poll_delay = \"uniform 1s..10m\"");
}

#[test]
fn behaviour_that_cannot_be_is_refused() {
    bad_people(
        "tolerance = 30\ncomeback = { delay = \"-5m\" }\nsleep = \"20%\"\ndevices = 17\ncookieless = \"many\"\nbypass = -1\n\
         before_opening = \"sleep\"\npoll_delay = \"fixed 5m\"",
        &[
            ("7", "group.tolerance", &["a number without a unit", "\"none\""]),
            ("8", "group.comeback.chance", &["missing", "a share"]),
            ("8", "group.comeback.delay", &["negative"]),
            ("9", "group.sleep", &["cannot be a text", "lasting"]),
            ("10", "group.devices", &["too many devices", "1 to 16"]),
            ("11", "group.cookieless", &["not a share"]),
            ("12", "group.bypass", &["not between 0 and 1"]),
            ("13", "group.before_opening", &["unknown", "\"wait\""]),
            ("14", "group.poll_delay", &["a place would die between two polls", "0s to 4m39s"]),
        ],
    );
    bad_people("devices = 0", &[("7", "group.devices", &["no device"])]);
    bad_people("devices = [0.5, 0.4]", &[("7", "group.devices", &["the shares add up to 0.9"])]);
    bad_people("devices = true", &[("7", "group.devices", &["cannot be true or false"])]);
    bad_people(
        "poll_delay = \"expnential 1s\"",
        &[("7", "group.poll_delay", &["did you mean `exponential 1s`?"])],
    );
    for reload in ["0s", "24h"] {
        let words: &[&str] = &["a length of time from 1s up to (not including) 24h"];
        bad_people(
            &format!("before_opening = {{ reload = \"{reload}\" }}"),
            &[("7", "group.before_opening.reload", words)],
        );
    }
}

#[test]
fn a_metered_room_refuses_what_nobody_does_there() {
    let metered = |lines: &str| {
        format!(
            "horizon = \"6h\"\n[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\n[group]\ncount = 5\n{lines}\n"
        )
    };
    let words: &[&str] = &["nobody does this in a metered room", "kind = \"cloudflare\"", "left out"];
    let refused = metered(
        "tolerance = \"5m\"\ncomeback = { chance = 1 }\nsleep = { share = 1 }\ndevices = 2\npatience = \"1h\"\n\
         cookieless = 0.1\nbypass = 0.1\nbefore_opening = \"wait\"",
    );
    says(
        scenario::read(&refused, &Folder, &[]),
        &[
            ("8", "group.tolerance", words),
            ("9", "group.comeback", words),
            ("10", "group.sleep", words),
            ("11", "group.devices", words),
            ("13", "group.cookieless", words),
            ("14", "group.bypass", words),
            ("15", "group.before_opening", words),
        ],
    );
    accepted(&metered(
        "tolerance = \"none\"\ndevices = 1\ncookieless = 0\nbypass = 0\nbefore_opening = \"proceed\"\npoll_delay = \"exponential 1s\"",
    ));
    let text = "[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\nedge = \"japan\"\nfrom = \"x\"\n[group]\ncount = 5\n";
    let only: &[&str] = &["only a cloudflare room has this"];
    says(scenario::read(text, &Folder, &[]), &[("5", "room.edge", only), ("6", "room.from", only)]);
}

// ---- what comes out

#[test]
fn what_is_used_matters_and_counts_in_the_identity() {
    let plain = accepted(&format!("horizon = \"3h\"\n{}", with_room("")));
    assert!(Input::ALL.iter().all(|input| !input.is_optional() || !plain.given.matches_optional(*input)));
    let mut seen = vec![plain.canonical.clone()];
    for (input, of_room, of_group) in [
        (Input::QueueingMethod, "queueing_method = \"random\"", ""),
        (Input::QueueAll, "queue_all = true", ""),
        (Input::Suspended, "suspended = true", ""),
        (Input::Events, "event = { name = \"a\", event_start_time = 0, event_end_time = \"1h\" }", ""),
        (Input::Events, "event = { name = \"a\", event_start_time = 0, event_end_time = \"2h\" }", ""),
        (
            Input::Events,
            "event = { name = \"a\", event_start_time = 0, event_end_time = \"1h\", prequeue = \"5m\" }",
            "",
        ),
        (Input::Timetable, "change = \"1h suspended=true\"", ""),
        (Input::Timetable, "change = \"2h suspended=true\"", ""),
        (Input::Timetable, "change = \"2h queue_all=true\"", ""),
        (Input::Revoke, "revoke_share = 0.5", ""),
        (Input::Edge, "edge = \"japan\"", ""),
        (Input::Edge, "edge = \"worldwide\"", ""),
        (Input::Tolerance, "", "tolerance = \"5m\""),
        (Input::Comeback, "", "comeback = { chance = 0.5 }"),
        (Input::Sleep, "", "sleep = { share = 0.5 }"),
        (Input::Devices, "", "devices = 2"),
        (Input::Cookieless, "", "cookieless = 0.5"),
        (Input::Bypass, "", "bypass = 0.5"),
        (Input::BeforeOpening, "", "before_opening = \"wait\""),
    ] {
        let scenario = accepted(&format!("horizon = \"3h\"\n{}{of_group}\n", with_room(of_room)));
        let used: Vec<Input> =
            Input::ALL.into_iter().filter(|input| scenario.given.matches_optional(*input)).collect();
        assert_eq!(used, [input], "{of_room}{of_group}");
        assert!(scenario.given.contains(input), "{of_room}{of_group}");
        assert!(!seen.contains(&scenario.canonical), "{of_room}{of_group}");
        seen.push(scenario.canonical);
    }
    // The default written out is the default.
    let written = accepted(&format!(
        "horizon = \"3h\"\n{}tolerance = \"none\"\ndevices = 1\ncookieless = 0\nbefore_opening = \"proceed\"\n",
        with_room("queueing_method = \"FIFO\"\nedge = \"off\"\nplan = \"business\"\nqueue_all = false")
    ));
    assert_eq!(written.canonical, plain.canonical);
    assert_eq!(written.given.to_string(), plain.given.to_string());
}

trait MatchesOptional {
    fn matches_optional(&self, input: Input) -> bool;
}

impl MatchesOptional for scenario::Given {
    /// Whether an optional input is used.
    fn matches_optional(&self, input: Input) -> bool {
        input.is_optional() && self.matters(input)
    }
}

#[test]
fn an_optional_input_of_one_group_is_given() {
    let two = format!("{ROOM}[[group]]\ncount = 5\ndevices = 2\n[[group]]\ncount = 5\n");
    let given = accepted(&two).given;
    assert!(given.contains(Input::Devices) && !given.contains(Input::Patience));
    assert!(given.assumed().all(|input| !input.is_optional()));
}

// ---- flags

fn by_flags(more: &[(&str, &str, &str)]) -> Result<Scenario, Vec<Issue>> {
    let limits = [
        ("room.total_active_users", "2000", "--total-active-users"),
        ("room.new_users_per_minute", "500", "--new-users-per-minute"),
        ("group.count", "5", "--users"),
    ];
    scenario::read_flags(&flags(&[&limits[..], more].concat()), &Folder)
}

#[test]
fn flags_give_an_event_and_a_timetable() {
    let read = by_flags(&[
        ("room.event.prequeue", "30m", "--prequeue"),
        ("room.event.shuffle_at_event_start", "true", "--shuffle"),
        ("room.event.disable_session_renewal", "true", "--event-renewal-off"),
        ("room.change[]", "20m new_users_per_minute=800", "--change"),
        ("room.change[]", "10m total_active_users=3000", "--change"),
        ("group.comeback.chance", "30%", "--comeback"),
        ("group.sleep.share", "20%", "--sleep"),
        ("group.sleep.lasting", "5m", "--sleep-for"),
        ("group.devices", "70%,30%", "--devices"),
        ("room.edge", "japan", "--edge"),
    ])
    .unwrap_or_else(|issues| panic!("{}", lines(&issues)));
    let event = Event {
        prequeue_start_time: Some(at(-30)),
        shuffle_at_event_start: true,
        disable_session_renewal: Some(true),
        ..Event::new("opening", at(0), at(24 * 60))
    };
    assert_eq!(cloudflare(&read).events, [event]);
    let times: Vec<SimTime> = cloudflare(&read).timetable.iter().map(|change| change.at).collect();
    assert_eq!(times, [at(10), at(20)]);
    let group = &read.system.groups[0];
    assert_eq!(group.comeback.as_ref().map(|comeback| comeback.chance), Some(share(0.3)));
    assert_eq!(group.sleep.as_ref().map(|sleep| sleep.lasting.clone()), Some(mean(5)));
    assert_eq!(group.devices.most(), 2);
}

#[test]
fn a_metered_room_from_flags_names_the_first_flag_of_a_table() {
    let issues = scenario::read_flags(
        &flags(&[
            ("room.kind", "metered", "--room"),
            ("room.inside", "5", "--active"),
            ("room.per_minute", "5", "--per-minute"),
            ("room.event.prequeue", "30m", "--prequeue"),
            ("group.count", "5", "--users"),
            ("group.sleep.share", "20%", "--sleep"),
        ]),
        &Folder,
    );
    let said: Vec<String> = issues.expect_err("refused").iter().map(Issue::to_string).collect();
    assert!(said[0].starts_with("--prequeue \"30m\": only a cloudflare room has this"), "{said:?}");
    assert!(said[1].starts_with("--sleep \"20%\": nobody does this in a metered room"), "{said:?}");
    assert_eq!(said.len(), 2);
}

#[test]
fn issues_of_new_flags_speak_of_flags() {
    for (more, words) in [
        (
            vec![("room.event.prequeue", "3m", "--prequeue")],
            "--prequeue \"3m\": too short a prequeue; accepted: 5m",
        ),
        (vec![("room.event.prequeue", "30", "--prequeue")], "--prequeue 30: a number without a unit"),
        (
            vec![("room.event.shuffle_at_event_start", "true", "--shuffle")],
            "--shuffle true: a shuffle without a prequeue; accepted: --prequeue beside it, or this flag left out",
        ),
        (
            vec![("room.change[]", "10m total_active_users=5", "--change")],
            "--change 5: total_active_users: below the product's minimum; accepted: 200",
        ),
        (vec![("room.change[]", "10m", "--change")], "--change \"10m\": no time and settings"),
        (
            vec![("room.change[]", "8:30 suspended=true", "--change")],
            "--change \"8:30\": at: a clock time without --opens-at; accepted: --opens-at beside it",
        ),
        (vec![("room.queue_all", "true", "--queue-all")], "--patience: in the end nobody is let in any more"),
        (
            vec![("group.cookieless", "5%", "--cookieless")],
            "--cookieless \"5%\": clients without cookies may never stop asking; accepted: with --horizon",
        ),
        (
            vec![
                ("room.plan", "business", "--plan"),
                ("room.queueing_method", "random", "--queueing-method"),
            ],
            "the business plan has no method but fifo; accepted: \"fifo\", or --plan advanced",
        ),
        (
            vec![("room.plan", "business", "--plan"), ("room.event.prequeue", "30m", "--prequeue")],
            "--prequeue: the business plan has no events; accepted: this flag left out, or --plan advanced",
        ),
        (vec![("room.edge", "moon", "--edge")], "--edge \"moon\": unknown"),
        (vec![("group.tolerance", "60", "--tolerance")], "--tolerance 60: a number without a unit"),
    ] {
        let issues = by_flags(&more).expect_err("refused");
        let said = issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n");
        assert_eq!(issues.len(), 1, "{said}");
        assert!(said.contains(words), "`{words}` is missing in:\n{said}");
        for key in ["group.", "room.", "kind =", "this key", "horizon ="] {
            assert!(!said.contains(key), "`{key}` is no flag:\n{said}");
        }
    }
}

// ---- settings of a real room

const REAL_ROOM: &[u8] = br#"{
    "name": "booking", "host": "example.com", "total_active_users": 3000, "new_users_per_minute": 800,
    "session_duration": 10, "queueing_method": "random", "custom_page_html": null, "queue_all": false
}"#;
const REAL_EVENTS: &[u8] = br#"[{
    "name": "sale", "event_start_time": "2026-05-01T00:00:00Z", "event_end_time": "2026-05-01T09:00:00Z",
    "prequeue_start_time": "2026-04-30T23:30:00Z", "total_active_users": null, "new_users_per_minute": null,
    "shuffle_at_event_start": true, "description": "the sale"
}]"#;

fn files() -> Files {
    Files(BTreeMap::from([
        ("room.json", REAL_ROOM),
        ("events.json", REAL_EVENTS),
        ("bad.json", br#"{ "name": "a", "total_active_users": 100, "new_users_per_minute": 100 }"#),
        ("types.json", br#"{ "total_active_users": "many", "suspended": 1 }"#),
        ("none.json", b"[]".as_slice()),
        ("torn.json", b"{ \"total".as_slice()),
        ("latin.json", b"{ \"name\": \"\xe9\" }".as_slice()),
    ]))
}

const OPENS: &str = "opens_at = \"2026-05-01T09:00[Asia/Tokyo]\"\n";

#[test]
fn settings_of_a_real_room_stand_beside_those_of_the_scenario() {
    let text = format!(
        "{OPENS}[room]\nfrom = \"room.json\"\nevents_from = \"events.json\"\nsession_duration = 3\n[group]\ncount = 5\n"
    );
    let scenario = accepted_with(&text, &files(), &[]);
    let room = cloudflare(&scenario);
    assert_eq!(
        (room.name.as_str(), room.total_active_users, room.new_users_per_minute),
        ("booking", 3000, 800)
    );
    assert_eq!(
        (room.session_duration, room.queueing_method),
        (Span::from_minutes(3), QueueingMethod::Random)
    );
    let event = Event {
        prequeue_start_time: Some(at(-30)),
        shuffle_at_event_start: true,
        ..Event::new("sale", at(0), at(540))
    };
    assert_eq!(room.events, [event]);
    let ignored: Vec<&str> = scenario
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::SettingsIgnored { file, .. } => Some(file.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ignored, ["events.json", "room.json"]);
    // The same settings written by hand are the same scenario.
    let written = format!(
        "{OPENS}[room]\nname = \"booking\"\ntotal_active_users = 3000\nnew_users_per_minute = 800\nsession_duration = 3\n\
         queueing_method = \"random\"\n[[room.event]]\nname = \"sale\"\nevent_start_time = \"9:00\"\nevent_end_time = \"18:00\"\n\
         prequeue = \"30m\"\nshuffle_at_event_start = true\n[group]\ncount = 5\n"
    );
    assert_eq!(accepted(&written).canonical, scenario.canonical);
    // Events of the scenario come before those of a file.
    let own = text.clone() + "[room.event]\nname = \"own\"\nevent_start_time = 0\nevent_end_time = \"1h\"\n";
    assert_eq!(cloudflare(&accepted_with(&own, &files(), &[])).events[0].name, "own");
}

#[test]
fn issues_of_a_file_of_settings_name_the_file() {
    let read = |head: &str, lines: &str| {
        let text = format!("{head}[room]\n{lines}\n[group]\ncount = 5\n");
        scenario::read(&text, &files(), &[])
    };
    says(
        read("", "from = \"bad.json\""),
        &[
            ("bad.json", "room.new_users_per_minute", &["bad.json: room.new_users_per_minute = 100: below"]),
            ("bad.json", "room.total_active_users", &["= 100", "below the product's minimum"]),
        ],
    );
    says(
        read("", "from = \"types.json\"\nqueue_all = 5"),
        &[
            ("3", "room.queue_all", &["cannot be a number"]),
            ("types.json", "name", &["missing"]),
            ("types.json", "new_users_per_minute", &["missing"]),
            ("types.json", "suspended", &["types.json: suspended = 1: cannot be this; accepted: "]),
            ("types.json", "total_active_users", &["\"many\""]),
        ],
    );
    let limits = "total_active_users = 2000\nnew_users_per_minute = 500\n";
    let nofile: Expected = ("4", "room.from", &["cannot be read: no such file", "relative to the scenario"]);
    says(read("", &format!("{limits}from = \"x.json\"")), &[nofile]);
    let torn: Expected = ("torn.json:1", "", &["not JSON"]);
    says(read("", &format!("{limits}from = \"torn.json\"")), &[torn]);
    let latin: Expected = ("latin.json:1", "", &["not UTF-8"]);
    says(read("", &format!("{limits}from = \"latin.json\"")), &[latin]);
    let none: Expected = ("none.json", "", &["no events"]);
    says(read("", &format!("{limits}events_from = \"none.json\"")), &[none]);
    let undated: &[&str] = &["events.json: ", "opens_at says no day and zone"];
    let issues = read("", &format!("{limits}events_from = \"events.json\""));
    says(
        issues,
        &[
            ("events.json", "room.event[0].event_end_time", undated),
            ("events.json", "room.event[0].event_start_time", undated),
            ("events.json", "room.event[0].prequeue_start_time", undated),
        ],
    );
}
