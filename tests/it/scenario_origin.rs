//! The scenario side of what stands behind a room: origin, stock, operator, and several rooms before one origin.

use std::collections::BTreeMap;

use machiai::model::room::{Adjusts, Operator};
use machiai::model::{
    AfterSellOut, Background, Distribution, Origin, RoomId, SafeLoad, Service, Station, Throughput,
    ThroughputPoint,
};
use machiai::scenario::{self, Given, Input, Scenario};
use machiai::units::{Share, SimTime, Span};

use crate::scenario_errors::{
    Expected, Files, Folder, ROOM, accepted, accepted_with, cloudflare, flags, lines, says, set,
};

/// A group that every scenario needs.
const PEOPLE: &str = "[group]\ncount = 3000\n";
/// A station that every station's scenario may have.
const STATION: &str = "servers = 8\nservice_time = \"200ms\"\n";

/// These lines come first, so that theirs are the lines that issues name.
fn before_room(text: &str) -> String {
    format!("{text}\n{ROOM}{PEOPLE}")
}

fn origin(text: &str) -> Origin {
    accepted(&before_room(&format!("[origin]\n{text}"))).system.origin
}

fn station(text: &str) -> Station {
    match origin(&format!("{STATION}{text}")).service {
        Service::Station(station) => station,
        Service::Immediate => panic!("no station"),
    }
}

/// Lines of an origin, from line 2 on, yield exactly these issues.
fn bad_origin(text: &str, expected: &[Expected]) {
    says(scenario::read(&before_room(&format!("[origin]\n{text}")), &Folder, &[]), expected);
}

/// Lines of a station, from line 4 on, yield exactly these issues.
fn bad_station(text: &str, expected: &[Expected]) {
    bad_origin(&format!("{STATION}{text}"), expected);
}

/// Lines of a stock, from line 2 on, yield exactly these issues.
fn bad_stock(text: &str, expected: &[Expected]) {
    says(scenario::read(&before_room(&format!("[stock]\n{text}")), &Folder, &[]), expected);
}

fn with_operator(text: &str) -> String {
    format!("{ROOM}[room.operator]\n{text}\n[origin]\n{STATION}{PEOPLE}")
}

const BOUNDS: &str = "total_active_users = [1000, 6000]\nnew_users_per_minute = [200, 1500]\n";

fn operator(text: &str) -> Operator {
    cloudflare(&accepted(&with_operator(text))).operator.clone().expect("an operator")
}

/// Lines of an operator, from line 5 on, yield exactly these issues.
fn bad_operator(text: &str, expected: &[Expected]) {
    says(scenario::read(&with_operator(text), &Folder, &[]), expected);
}

fn files(name: &'static str, bytes: &'static [u8]) -> Files {
    Files(BTreeMap::from([(name, bytes)]))
}

fn point(in_service: f64, per_second: f64) -> ThroughputPoint {
    ThroughputPoint { in_service, per_second }
}

fn given(scenario: &Scenario, input: Input) -> bool {
    scenario.given.contains(input)
}

// ---- the origin

#[test]
fn without_an_origin_nothing_is_known() {
    let scenario = accepted(&before_room(""));
    assert_eq!(scenario.system.origin, Origin::UNKNOWN);
    assert!(scenario.canonical.contains("\norigin = immediate\n"));
    assert!(!scenario.canonical.contains("origin.") && !scenario.canonical.contains("stock"));
    for input in Input::ALL.into_iter().filter(|input| input.key().starts_with("origin")) {
        assert!(!scenario.given.matters(input) && !given(&scenario, input), "{input:?}");
    }
}

#[test]
fn a_threshold_says_what_is_safe() {
    let found = origin("safe_people_inside = \"1,500\"\noverload_lasting = \"30s\"");
    assert_eq!(found.service, Service::Immediate);
    let safe = SafeLoad {
        people_inside: Some(1500),
        requests_per_second: None,
        utilisation: None,
        lasting: Span::from_seconds(30),
    };
    assert_eq!(found.safe, safe);
    assert_eq!(
        origin("kind = \"threshold\"\nsafe_requests_per_second = 120").safe.lasting,
        Span::from_seconds(10)
    );
}

#[test]
fn a_station_has_defaults_for_all_but_its_speed() {
    let found = origin(STATION);
    let service_time = Span::from_microseconds(200_000);
    let expected = Station {
        throughput: Throughput::Servers { servers: 8, service_time },
        work_cv: 0.0,
        timeout: None,
        serves_abandoned: false,
        retries: Some(3),
        retry_delay: Distribution::Exponential { mean: Span::from_seconds(5) },
    };
    assert_eq!(found.service, Service::Station(expected));
    assert_eq!(found.background, Background::NONE);
    assert_eq!(found.safe, SafeLoad { utilisation: Some(0.9), ..SafeLoad::UNKNOWN });
}

#[test]
fn a_station_takes_what_is_said() {
    let found = station(
        "kind = \"station\"\nwork_cv = 1\ntimeout = \"30s\"\nserves_abandoned = true\nretries = 0\n\
         retry_delay = \"fixed 2s\"\n",
    );
    assert_eq!(found.timeout, Some(Span::from_seconds(30)));
    assert_eq!((found.work_cv, found.serves_abandoned, found.retries), (1.0, true, Some(0)));
    assert_eq!(found.retry_delay, Distribution::Fixed(Span::from_seconds(2)));
    let patient = station("timeout = \"None\"\nretries = \"endless\"\nretry_delay = \"2s\"\n");
    assert_eq!((patient.timeout, patient.retries), (None, None));
    assert_eq!(patient.retry_delay, Distribution::Exponential { mean: Span::from_seconds(2) });
    assert_eq!(origin(&format!("{STATION}safe_utilisation = \"8割\"")).safe.utilisation, Some(0.8));
}

#[test]
fn a_station_may_follow_a_law_or_a_load_test() {
    let law = "scalability = { alone_per_second = 95.0, contention = 0.027, coherency = 0.0001 }";
    let found = origin(law).station().cloned().expect("a station").throughput;
    assert_eq!(
        found,
        Throughput::ScalabilityLaw { alone_per_second: 95.0, contention: 0.027, coherency: 0.0001 }
    );
    let table = "table = [[1, 95], [18, 990.5], [36, 1650]]";
    let found = origin(table).station().cloned().expect("a station").throughput;
    let points = [point(1.0, 95.0), point(18.0, 990.5), point(36.0, 1650.0)];
    assert_eq!(found, Throughput::Table(points.into()));
    let csv = b"# a load test\nseconds,Concurrency,Throughput\n60,1,95\n60, 18 ,990.5\n60,36,1650\n";
    let text = before_room("[origin]\ntable = { file = \"load.csv\" }");
    let scenario = accepted_with(&text, &files("load.csv", csv), &[]);
    assert_eq!(scenario.canonical, accepted(&before_room(&format!("[origin]\n{table}"))).canonical);
}

#[test]
fn a_rate_that_rises_without_end_is_never_busy() {
    let law = "scalability = { alone_per_second = 95, contention = 0, coherency = 0 }";
    assert_eq!(origin(law).safe.utilisation, None);
    bad_origin(
        &format!("{law}\nsafe_utilisation = 0.8"),
        &[("3", "origin.safe_utilisation", &["= 0.8", "never busy", "contention above 0"])],
    );
}

#[test]
fn background_changes_at_instants() {
    let background = |text: &str| {
        let text = format!("opens_at = \"9:00\"\n[origin]\n{STATION}background = {text}");
        accepted(&before_room(&text)).system.origin.background
    };
    let at = |minutes| SimTime::ZERO + Span::from_minutes(minutes);
    assert_eq!(background("\"30%\""), Background::constant(0.3));
    let falling = Background { first: 0.0, changes: vec![(at(-10), 0.3), (at(20), 0.0)] };
    assert_eq!(background("[[\"-10m\", \"30%\"], [\"9:20\", 0]]"), falling);
    // What changes nothing is no change, and others may take everything for a while.
    assert_eq!(background("[[\"-10m\", 0.3], [\"0m\", \"30%\"], [\"20m\", \"0%\"]]"), falling);
    assert_eq!(background("[[\"0s\", 1], [\"1m\", 0.5]]").changes.len(), 2);
}

#[test]
fn a_station_is_not_half_said() {
    bad_origin("servers = 8", &[("1", "origin.service_time", &["missing", "\"200ms\""])]);
    bad_origin("service_time = \"1s\"", &[("1", "origin.servers", &["missing", "1 to 1,000,000"])]);
    bad_origin("timeout = \"30s\"", &[("1", "origin.servers", &["missing", "scalability", "table"])]);
    bad_origin("kind = \"station\"", &[("1", "origin.servers", &["missing"])]);
    bad_origin(
        "scalability = { alone_per_second = 95 }",
        &[
            ("2", "origin.scalability.coherency", &["missing"]),
            ("2", "origin.scalability.contention", &["missing", "below 1"]),
        ],
    );
    bad_station(
        "table = [[1, 95]]\nscalability = { alone_per_second = 1, contention = 0, coherency = 0 }",
        &[
            ("4", "origin.table", &["cannot be combined with origin.servers", "one of the two"]),
            ("5", "origin.scalability", &["cannot be combined with origin.servers"]),
        ],
    );
}

#[test]
fn an_origin_that_says_nothing_is_refused() {
    bad_origin("", &[("1", "origin", &["says nothing", "safe_people_inside"])]);
    bad_origin("kind = \"threshold\"", &[("1", "origin", &["says nothing"])]);
    bad_origin(
        "overload_lasting = \"5s\"",
        &[("2", "origin.overload_lasting", &["\"5s\"", "no load is said to be safe", "safe_people_inside"])],
    );
    says(
        scenario::read(&format!("origin = \"fast\"\n{ROOM}{PEOPLE}"), &Folder, &[]),
        &[("1", "origin", &["\"fast\"", "cannot be a text", "a table [origin]"])],
    );
}

#[test]
fn keys_of_a_station_do_not_belong_to_a_threshold() {
    bad_origin(
        "kind = \"threshold\"\nsafe_people_inside = 5\nsafe_utilisation = \"80%\"\nservers = 8",
        &[
            ("4", "origin.safe_utilisation", &["\"80%\"", "only a station has this", "kind = \"station\""]),
            ("5", "origin.servers", &["= 8", "only a station has this", "left out"]),
        ],
    );
    bad_origin(
        "kind = \"staton\"\nanything = 1",
        &[("2", "origin.kind", &["\"staton\"", "did you mean `station`?"])],
    );
    bad_origin(
        "safe_inside = 3\nservers = 8\nservice_tme = \"1s\"",
        &[
            ("2", "origin.safe_inside", &["unknown key", "safe_people_inside"]),
            ("4", "origin.service_tme", &["did you mean `service_time`?"]),
        ],
    );
}

#[test]
fn values_of_a_station_have_ranges() {
    bad_origin(
        "servers = 0\nservice_time = \"0s\"",
        &[
            ("2", "origin.servers", &["= 0", "too small", "1 to 1,000,000"]),
            ("3", "origin.service_time", &["\"0s\"", "not above zero"]),
        ],
    );
    bad_origin(
        "scalability = { alone_per_second = 0, contention = 1, coherency = -0.1 }",
        &[
            ("2", "origin.scalability.alone_per_second", &["= 0", "zero", "above 0"]),
            ("2", "origin.scalability.contention", &["= 1", "nothing would be done", "below 1"]),
            ("2", "origin.scalability.coherency", &["= -0.1", "negative"]),
        ],
    );
    bad_station(
        "work_cv = -1\ntimeout = \"0s\"\nserves_abandoned = \"yes\"\nretries = \"endles\"\nretry_delay = 5\n\
         safe_utilisation = 0\nsafe_people_inside = 0\nsafe_requests_per_second = 1.5\noverload_lasting = \"-1s\"",
        &[
            ("4", "origin.work_cv", &["= -1", "negative", "0.01 to 20"]),
            ("5", "origin.timeout", &["\"0s\"", "not above zero", "\"none\""]),
            ("6", "origin.serves_abandoned", &["\"yes\"", "true or false"]),
            ("7", "origin.retries", &["\"endles\"", "did you mean `endless`?"]),
            ("8", "origin.retry_delay", &["= 5", "without a unit"]),
            ("9", "origin.safe_utilisation", &["= 0", "not above zero"]),
            ("10", "origin.safe_people_inside", &["= 0", "too small"]),
            ("11", "origin.safe_requests_per_second", &["= 1.5", "not a whole number"]),
            ("12", "origin.overload_lasting", &["\"-1s\"", "negative"]),
        ],
    );
    bad_station(
        "work_cv = 0.001\ntimeout = \"nan\"\nretries = 1001",
        &[
            ("4", "origin.work_cv", &["= 0.001", "too small"]),
            ("5", "origin.timeout", &["\"nan\"", "not a length of time"]),
            ("6", "origin.retries", &["= 1001", "too large", "\"endless\""]),
        ],
    );
}

#[test]
fn a_load_test_rises_in_concurrency() {
    bad_origin(
        "table = [[1, 95], [18, 990], [18, 1650], [4, 5]]",
        &[
            ("2", "origin.table[2][0]", &["= 18", "not above the level before it, 18"]),
            ("2", "origin.table[3][0]", &["= 4", "not above the level before it, 18"]),
        ],
    );
    bad_origin(
        "table = [[0, 95], [18, -990], [19], 20, [nan, 5]]",
        &[
            ("2", "origin.table[2]", &["not a pair of numbers"]),
            ("2", "origin.table[3]", &["= 20", "not a pair of numbers"]),
        ],
    );
    bad_origin(
        "table = [[0, 95], [18, -990], [nan, inf]]",
        &[
            ("2", "origin.table[0][0]", &["= 0", "zero"]),
            ("2", "origin.table[1][1]", &["= -990", "negative"]),
            ("2", "origin.table[2][0]", &["= nan", "not a finite number"]),
            ("2", "origin.table[2][1]", &["= inf", "not a finite number"]),
        ],
    );
    bad_origin("table = []", &[("2", "origin.table", &["0 levels", "1 to 1,000"])]);
    bad_origin("table = 5", &[("2", "origin.table", &["= 5", "cannot be a number"])]);
    bad_origin("table = {}", &[("2", "origin.table.file", &["missing", "CSV"])]);
}

#[test]
fn every_bad_row_of_a_load_test_is_named() {
    let bad = |bytes: &'static [u8], expected: &[Expected]| {
        let text = before_room("[origin]\ntable = { file = \"load.csv\" }");
        says(scenario::read(&text, &files("load.csv", bytes), &[]), expected);
    };
    bad(
        b"in_service,per_second\n1,many\n2,\n3,-5\n",
        &[
            ("load.csv:2", "per_second", &["\"many\"", "not a number"]),
            ("load.csv:3", "per_second", &["\"\"", "not a number"]),
            ("load.csv:4", "per_second", &["\"-5\"", "negative"]),
        ],
    );
    bad(
        b"in_service,per_second\n2,5\n1,6\n",
        &[("load.csv:3", "in_service", &["\"1\"", "not above the level before it, 2"])],
    );
    bad(
        b"in_service,per_second\n1,5,6\n2\n",
        &[("load.csv:2", "", &["`1,5,6`", "3 values"]), ("load.csv:3", "", &["1 values under 2 columns"])],
    );
    bad(b"", &[("load.csv", "", &["an empty file"])]);
    bad(b"in_service,per_second\n", &[("load.csv", "", &["no rows under the header"])]);
    bad(
        b"users,per_secnd\n1,5\n",
        &[
            ("load.csv:1", "", &["no column of requests a second", "did you mean `per_second`?"]),
            ("load.csv:1", "", &["no column of requests in service", "in_service or concurrency"]),
        ],
    );
    bad(
        b"in_service,concurrency,per_second\n1,1,5\n",
        &[("load.csv:1", "", &["`in_service` and `concurrency` could both be meant"])],
    );
    bad(b"in_service,per_second\n1,\"5\n", &[("load.csv:2", "", &["torn row"])]);
    bad(b"in_service,per_second\n1,\xFF\n", &[("load.csv:2", "", &["not UTF-8"])]);
    let text = before_room("[origin]\ntable = { file = \"other.csv\" }");
    says(
        scenario::read(&text, &files("load.csv", b""), &[]),
        &[("2", "origin.table.file", &["\"other.csv\"", "cannot be read"])],
    );
}

#[test]
fn others_leave_something_in_the_end() {
    bad_station("background = 1", &[("4", "origin.background", &["= 1", "nothing is left", "below 1"])]);
    bad_station("background = []", &[("4", "origin.background", &["0 changes"])]);
    bad_station(
        "background = [[\"0m\", 0.3], [\"0m\", 0.4], [\"5m\", \"100%\"]]",
        &[
            ("4", "origin.background[1]", &["not later than the change before it"]),
            ("4", "origin.background[2]", &["in the end nothing is left"]),
        ],
    );
    bad_station(
        "background = [[\"0m\"], [\"9:00\", 0.3], [5, 1.5]]",
        &[
            ("4", "origin.background[0]", &["not an instant and a share"]),
            ("4", "origin.background[1][0]", &["\"9:00\"", "without opens_at"]),
            ("4", "origin.background[2][0]", &["= 5", "without a unit"]),
            ("4", "origin.background[2][1]", &["= 1.5", "not between 0 and 1"]),
        ],
    );
}

#[test]
fn a_time_out_leaves_time_for_the_heaviest_request() {
    let text = |timeout: &str, more: &str| {
        format!("[origin]\n{STATION}timeout = \"{timeout}\"\n{more}\n{ROOM}{PEOPLE}visit = {{ work = 4 }}\n")
    };
    // 4 × 200 ms, of which others take half.
    assert!(scenario::read(&text("1600ms", "background = 0.5"), &Folder, &[]).is_ok());
    says(
        scenario::read(&text("1500ms", "background = 0.5"), &Folder, &[]),
        &[("4", "origin.timeout", &["nobody is ever answered", "people", "1s600ms", "or more"])],
    );
    // With a spread some requests are light enough.
    assert!(scenario::read(&text("10ms", "work_cv = 1"), &Folder, &[]).is_ok());
    let steps = "visit = { steps = [{ think = \"fixed 1m\" }, { think = \"fixed 0s\", work = 60 }] }";
    let text = format!("[origin]\n{STATION}timeout = \"10s\"\n{ROOM}{PEOPLE}{steps}\n");
    says(scenario::read(&text, &Folder, &[]), &[("4", "origin.timeout", &["takes 12s even alone"])]);
}

#[test]
fn a_day_on_which_people_try_for_ever_needs_an_end() {
    let endless = "timeout = \"30s\"\nretries = \"endless\"\n";
    bad_station(
        endless,
        &[("5", "origin.retries", &["\"endless\"", "for ever", "a horizon such as \"6h\""])],
    );
    let text = format!("horizon = \"6h\"\n[origin]\n{STATION}{endless}");
    assert!(scenario::read(&before_room(&text), &Folder, &[]).is_ok());
}

#[test]
fn an_origin_from_a_file_gives_way_to_keys_beside_it() {
    let file = b"[origin]\nkind = \"station\"\nscalability = { alone_per_second = 95, contention = 0.03, coherency = 0 }\n\
                 timeout = \"20s\"\nsafe_utilisation = 0.7\n";
    let read = |keys: &str| {
        let text = before_room(&format!("[origin]\nfrom = \"load.toml\"\n{keys}"));
        accepted_with(&text, &files("load.toml", file), &[]).system.origin
    };
    let plain = read("");
    assert_eq!(plain.safe.utilisation, Some(0.7));
    assert!(matches!(
        plain.station().map(|station| &station.throughput),
        Some(Throughput::ScalabilityLaw { .. })
    ));
    let changed = read(&format!("timeout = \"60s\"\n{STATION}"));
    let station = changed.station().expect("a station");
    assert_eq!(station.timeout, Some(Span::from_seconds(60)));
    assert!(matches!(station.throughput, Throughput::Servers { servers: 8, .. }));
    assert_eq!(changed.safe.utilisation, Some(0.7));

    let eight = b"[origin]\nservers = 8\nservice_time = \"200ms\"\n";
    let text = before_room("[origin]\nfrom = \"x\"\nservers = 16");
    let scenario = accepted_with(&text, &files("x", eight), &[]);
    assert!(scenario.canonical.contains("origin.throughput = 16 servers of"), "{}", scenario.canonical);
}

#[test]
fn issues_of_an_origin_file_name_its_lines() {
    let bad = |bytes: &'static [u8], expected: &[Expected]| {
        let text = before_room("[origin]\nfrom = \"load.toml\"");
        says(scenario::read(&text, &files("load.toml", bytes), &[]), expected);
    };
    bad(b"[origin]\nservers = 8\n", &[("1", "origin.service_time", &["missing"])]);
    bad(
        b"[origin]\nservers = 8\nservice_time = \"0s\"\nspeed = 1\n",
        &[
            ("load.toml:3", "origin.service_time", &["load.toml:3:", "not above zero"]),
            ("load.toml:4", "origin.speed", &["unknown key"]),
        ],
    );
    bad(b"[origin\n", &[("load.toml:1", "", &["not valid TOML"])]);
    bad(b"", &[("load.toml", "", &["no origin", "a table [origin]"])]);
    bad(
        b"servers = 8\n[origin]\nservers = 8\nservice_time = \"1s\"\n",
        &[("load.toml:1", "servers", &["not part of an origin"])],
    );
    bad(
        b"[origin]\nfrom = \"x.toml\"\n",
        &[("load.toml:2", "origin.from", &["\"x.toml\"", "a file named within a file"])],
    );
    bad(b"[origin]\nservers = \"\xFF\"\n", &[("load.toml:2", "", &["not UTF-8"])]);
    let text = before_room("[origin]\nfrom = \"other.toml\"");
    says(
        scenario::read(&text, &files("load.toml", b""), &[]),
        &[("2", "origin.from", &["\"other.toml\"", "cannot be read", "TOML file"])],
    );
}

#[test]
fn requests_have_work() {
    let visit =
        |text: &str| accepted(&format!("{ROOM}{PEOPLE}visit = {text}\n")).system.groups[0].visit.clone();
    assert_eq!(visit("{ work = 2.5 }").heaviest_work(), 2.5);
    let steps = visit("{ steps = [{ think = \"fixed 1m\" }, { think = \"fixed 0s\", work = 4 }] }");
    assert_eq!(steps.heaviest_work(), 4.0);
    let bad = |text: &str, expected: &[Expected]| {
        says(scenario::read(&format!("{ROOM}{PEOPLE}visit = {text}\n"), &Folder, &[]), expected);
    };
    bad("{ work = 0 }", &[("6", "group.visit.work", &["= 0", "zero", "above 0"])]);
    bad(
        "{ steps = [{ think = \"fixed 1m\", work = -1 }] }",
        &[("6", "group.visit.steps[0].work", &["= -1", "negative"])],
    );
    bad(
        "{ work = 2, steps = [{ think = \"fixed 1m\" }] }",
        &[("6", "group.visit.work", &["each step says its own"])],
    );
}

// ---- the stock

#[test]
fn a_stock_is_a_number_of_places_or_slots() {
    let stocks = |text: &str| accepted(&before_room(&format!("[stock]\n{text}"))).system.stocks;
    let plain = &stocks("places = \"5,000\"")[0];
    assert_eq!((plain.room, plain.places()), (RoomId(0), 5000));
    assert_eq!(plain.per_booking.shares(), [Share::ALL]);
    assert_eq!((plain.flexible, plain.after_sell_out), (Share::ALL, AfterSellOut::AllLeave));
    let slots = &stocks(
        "slots = [{ name = \"AM\", places = 2000, popularity = 3 }, { places = 1 }]\nflexible = \"80%\"\n\
         per_booking = \"70%,30%\"\nafter_sell_out = \"10%\"",
    )[0];
    assert_eq!(slots.places(), 2001);
    assert_eq!((slots.slots[0].name.as_str(), slots.slots[0].popularity), ("AM", 3.0));
    assert_eq!((slots.slots[1].name.as_str(), slots.slots[1].popularity), ("slot 2", 1.0));
    assert_eq!(slots.flexible.value(), 0.8);
    assert_eq!(slots.per_booking.most(), 2);
    assert_eq!(slots.after_sell_out, AfterSellOut::SharePerMinute(Share::new(0.1).expect("a share")));
    assert_eq!(
        stocks("places = 5\nafter_sell_out = \"Nobody_Leaves\"")[0].after_sell_out,
        AfterSellOut::NobodyLeaves
    );
}

#[test]
fn a_stock_has_something_to_book() {
    bad_stock("places = 0", &[("2", "stock.places", &["= 0", "nothing to book"])]);
    bad_stock("", &[("1", "stock.places", &["missing", "slots"])]);
    bad_stock("places = 5\nslots = [{ places = 3 }]", &[("3", "stock.slots", &["cannot be combined"])]);
    bad_stock("slots = []", &[("2", "stock.slots", &["0 slots"])]);
    bad_stock(
        "slots = [{ name = \"AM\" }, { places = -1 }, { places = 3, popularity = 0 }, 5]",
        &[
            ("2", "stock.slots[0].places", &["missing"]),
            ("2", "stock.slots[1].places", &["= -1", "negative"]),
            ("2", "stock.slots[2].popularity", &["= 0", "wanted by nobody"]),
            ("2", "stock.slots[3]", &["= 5", "cannot be a number"]),
        ],
    );
    bad_stock(
        "slots = [{ name = \"AM\", places = 1 }, { name = \"AM\", places = 2 }]",
        &[("2", "stock.slots[1].name", &["\"AM\"", "two slots of one name"])],
    );
    bad_stock(
        "slots = [{ places = 4000000000 }, { places = 1 }]",
        &[("2", "stock.slots", &["4,000,000,001 places in all"])],
    );
    bad_stock("plces = 5", &[("2", "stock.plces", &["did you mean `places`?"])]);
}

#[test]
fn bookings_fit_into_a_slot() {
    bad_stock(
        "slots = [{ places = 3 }, { places = 2 }]\nper_booking = 4",
        &[("3", "stock.per_booking", &["= 4", "no slot has more than 3", "at most 3 places"])],
    );
    bad_stock(
        "places = 1\nper_booking = [0.5, 0.5]",
        &[("3", "stock.per_booking", &["a booking of 2 places", "more than 1"])],
    );
    bad_stock("places = 50\nper_booking = 0", &[("3", "stock.per_booking", &["= 0", "no place", "1 to 16"])]);
    bad_stock(
        "places = 50\nper_booking = [0.5, 0.4]",
        &[("3", "stock.per_booking", &["the shares add up to 0.9"])],
    );
}

#[test]
fn what_follows_a_sell_out_is_a_word_or_a_share() {
    let bad = |value: &str, words: &[&str]| {
        bad_stock(&format!("places = 5\nafter_sell_out = {value}"), &[("3", "stock.after_sell_out", words)]);
    };
    bad("\"all_leav\"", &["unknown", "did you mean `all_leave`?"]);
    bad("0", &["= 0", "did you mean `nobody_leaves`?"]);
    bad("\"100%\"", &["did you mean `all_leave`?"]);
    bad("1.5", &["not between 0 and 1"]);
    bad("true", &["cannot be true or false"]);
    bad_stock(
        "places = 5\nflexible = \"50%\"",
        &[("3", "stock.flexible", &["\"50%\"", "no other slot", "two or more"])],
    );
}

// ---- the operator

#[test]
fn an_operator_has_defaults_for_all_but_the_bounds() {
    let expected = Operator {
        every: Span::from_minutes(5),
        raise_below: 0.6,
        lower_above: 0.85,
        raise_by: 0.25,
        lower_by: 0.25,
        adjusts: Adjusts::Both,
        total_active_users: (1000, 6000),
        new_users_per_minute: (200, 1500),
        delay: (Span::from_seconds(20), Span::from_seconds(50)),
        window: Span::from_minutes(1),
        noise: 0.05,
    };
    assert_eq!(operator(BOUNDS), expected);
    let in_words = format!(
        "{ROOM}operator = \"total_active_users=1000..6000 new_users_per_minute=200～1500\"\n[origin]\n{STATION}{PEOPLE}"
    );
    assert_eq!(cloudflare(&accepted(&in_words)).operator, Some(expected));
}

#[test]
fn an_operator_takes_what_is_said() {
    let found = operator(
        "every = \"2m\"\nraise_below = 0.5\nlower_above = 0.5\nraise_by = \"150%\"\nlower_by = \"1割\"\n\
         adjusts = \"new_users_per_minute\"\nnew_users_per_minute = \"200..1500\"\ndelay = \"30s\"\n\
         window = \"30s\"\nnoise = 0",
    );
    assert_eq!((found.raise_by, found.lower_by, found.noise), (1.5, 0.1, 0.0));
    // The limit that is not moved stays where the room has it.
    assert_eq!((found.total_active_users, found.new_users_per_minute), ((2000, 2000), (200, 1500)));
    assert_eq!(found.delay, (Span::from_seconds(30), Span::from_seconds(30)));
}

#[test]
fn an_operator_keeps_within_sensible_bounds() {
    bad_operator(
        "",
        &[
            ("4", "room.operator.new_users_per_minute", &["missing"]),
            ("4", "room.operator.total_active_users", &["missing", "[1000, 6000]"]),
        ],
    );
    bad_operator(
        "total_active_users = [3000, 6000]\nnew_users_per_minute = [100, 1500]",
        &[
            ("5", "room.operator.total_active_users", &["leaves out the limit that the room has, 2,000"]),
            ("6", "room.operator.new_users_per_minute[0]", &["= 100", "below the product's minimum"]),
        ],
    );
    bad_operator(
        "total_active_users = [6000, 1000]\nnew_users_per_minute = 500",
        &[
            ("5", "room.operator.total_active_users", &["the lowest is above the highest"]),
            ("6", "room.operator.new_users_per_minute", &["= 500", "not two limits"]),
        ],
    );
    bad_operator(
        "total_active_users = [200, 3000]\nnew_users_per_minute = [300, 4000]",
        &[("6", "room.operator.new_users_per_minute", &["lies above total_active_users 200..3000"])],
    );
    bad_operator(
        "adjusts = \"total_active_users\"\ntotal_active_users = [400, 3000]",
        &[("6", "room.operator.total_active_users", &["new_users_per_minute 500..500 lies above"])],
    );
    bad_operator(
        &format!("adjusts = \"total_active_users\"\n{BOUNDS}"),
        &[("7", "room.operator.new_users_per_minute", &["does not move this limit", "\"both\""])],
    );
    let lifted = format!(
        "{ROOM}lift_product_limits = true\noperator = {{ total_active_users = [1, 3000], new_users_per_minute = [1, \
         9000] }}\n[origin]\n{STATION}{PEOPLE}"
    );
    assert!(scenario::read(&lifted, &Folder, &[]).is_ok());
}

#[test]
fn values_of_an_operator_have_ranges() {
    bad_operator(
        &format!(
            "{BOUNDS}every = \"0s\"\nraise_below = 0.9\nraise_by = -1\nlower_by = 1\nadjusts = \"bth\"\n\
             delay = [\"50s\", \"20s\"]\nwindow = \"0s\"\nnoise = 3\nevry = 1"
        ),
        &[
            ("7", "room.operator.every", &["\"0s\"", "not above zero"]),
            ("8", "room.operator.raise_below", &["= 0.9", "above lower_above 0.85"]),
            ("9", "room.operator.raise_by", &["= -1", "negative"]),
            ("10", "room.operator.lower_by", &["= 1", "nothing would be left"]),
            ("11", "room.operator.adjusts", &["\"bth\"", "did you mean `both`?"]),
            ("12", "room.operator.delay", &["the shortest is above the longest"]),
            ("13", "room.operator.window", &["not above zero"]),
            ("14", "room.operator.noise", &["= 3", "too large"]),
            ("15", "room.operator.evry", &["did you mean `every`?"]),
        ],
    );
    bad_operator(
        &format!("{BOUNDS}raise_by = 0\nlower_by = 0"),
        &[("8", "room.operator.lower_by", &["neither raises nor lowers"])],
    );
    let text = |operator: &str| format!("{ROOM}operator = {operator}\n[origin]\n{STATION}{PEOPLE}");
    let refused = |operator: &str, words: &[&str]| {
        says(scenario::read(&text(operator), &Folder, &[]), &[("4", "room.operator", words)]);
    };
    refused("\"often\"", &["\"often\"", "not settings"]);
    refused("5", &["cannot be a number"]);
}

#[test]
fn an_operator_needs_a_load_to_look_at() {
    let with = |origin: &str| format!("{ROOM}[room.operator]\n{BOUNDS}{origin}\n{PEOPLE}");
    let refused = [("4", "room.operator", ["no load to look at", "safe_people_inside"].as_slice())];
    says(scenario::read(&with(""), &Folder, &[]), &refused);
    let endless = "[origin]\nscalability = { alone_per_second = 9, contention = 0, coherency = 0 }";
    says(scenario::read(&with(endless), &Folder, &[]), &refused);
    assert!(scenario::read(&with("[origin]\nsafe_people_inside = 5"), &Folder, &[]).is_ok());
    let metered =
        format!("[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\noperator = \"a=1\"\n{PEOPLE}");
    says(
        scenario::read(&metered, &Folder, &[]),
        &[("5", "room.operator", &["only a cloudflare room has this"])],
    );
}

// ---- several rooms

const TWO_ROOMS: &str = "[[room]]\nname = \"gym\"\ntotal_active_users = 2000\nnew_users_per_minute = 500\n\
                         [[room]]\nname = \"pool\"\nopening = \"30m\"\nkind = \"metered\"\ninside = 50\nper_minute = 10\n";

#[test]
fn several_rooms_share_an_origin() {
    let scenario = accepted(&format!(
        "{TWO_ROOMS}[origin]\n{STATION}[stock]\nroom = \"pool\"\nplaces = 100\n\
         [[group]]\nname = \"swimmers\"\nroom = \"pool\"\ncount = 20\n\
         [[group]]\nname = \"others\"\nroom = \"gym\"\ncount = 30\npatience = \"10m\"\n"
    ));
    let system = &scenario.system;
    assert_eq!(system.rooms.iter().map(|room| room.name()).collect::<Vec<_>>(), ["gym", "pool"]);
    assert_eq!(system.groups.iter().map(|group| group.room.0).collect::<Vec<_>>(), [1, 0]);
    assert!(system.stock_of(RoomId(0)).is_none() && system.stock_of(RoomId(1)).is_some());
    assert_eq!(scenario.single_room(), Err(2));
    let of = |room| scenario.given.of_room(RoomId(room));
    assert!(of(0).contains(Input::Patience) && !of(1).contains(Input::Patience));
    assert!(!given(&scenario, Input::Patience), "not of every group");
    assert!(of(0).matters(Input::SessionDuration) && !of(1).matters(Input::SessionDuration));
    assert!(!of(0).matters(Input::Places) && of(1).matters(Input::Places) && of(1).contains(Input::Places));
    assert!(of(0).in_group(0, Input::Patience) && scenario.given.in_group(1, Input::Patience));
    assert!(of(0).matters(Input::Origin) && of(1).matters(Input::Origin));
    assert_eq!(accepted(&before_room("")).single_room().map(|room| room.name()), Ok("waiting room"));
}

#[test]
fn rooms_have_names_and_people() {
    let text = |groups: &str| format!("{TWO_ROOMS}{groups}");
    says(
        scenario::read(&text("[group]\nroom = \"gym\"\ncount = 5\n"), &Folder, &[]),
        &[("5", "room[1]", &["nobody comes to this room", "room = \"pool\""])],
    );
    says(
        scenario::read(&text("[[group]]\ncount = 5\n[[group]]\nroom = \"poll\"\ncount = 5\n"), &Folder, &[]),
        &[
            ("11", "group[0].room", &["missing", "\"gym\", \"pool\""]),
            ("14", "group[1].room", &["\"poll\"", "no room of this name", "did you mean `pool`?"]),
        ],
    );
    says(
        scenario::read(&text("[group]\nroom = 1\ncount = 5\n"), &Folder, &[]),
        &[("12", "group.room", &["= 1", "cannot be a number"])],
    );
    let nameless =
        "[[room]]\ntotal_active_users = 2000\n[[room]]\nname = \"b\"\n[group]\ncount = 5\nroom = \"b\"\n";
    says(
        scenario::read(nameless, &Folder, &[]),
        &[
            ("1", "room[0].name", &["missing", "a name of its own"]),
            ("1", "room[0].new_users_per_minute", &["missing"]),
            ("3", "room[1].new_users_per_minute", &["missing"]),
            ("3", "room[1].total_active_users", &["missing"]),
        ],
    );
    let twins = text("[group]\nroom = \"gym\"\ncount = 5\n").replace("pool", "gym");
    let issues = scenario::read(&twins, &Folder, &[]).map(|_| ()).expect_err("refused");
    assert!(lines(&issues).contains("room[1].name = \"gym\": two rooms of one name"), "{}", lines(&issues));
    says(scenario::read("room = []\n[group]\ncount = 5\n", &Folder, &[]), &[("1", "room", &["0 rooms"])]);
}

#[test]
fn a_single_room_need_not_be_named() {
    let text = |room: &str| format!("{ROOM}name = \"gym\"\n{PEOPLE}room = \"{room}\"\n");
    assert_eq!(accepted(&text("gym")).system.groups[0].room, RoomId(0));
    says(
        scenario::read(&text("gmy"), &Folder, &[]),
        &[("7", "group.room", &["\"gmy\"", "no room of this name", "did you mean `gym`?"])],
    );
}

#[test]
fn a_room_has_one_stock() {
    let groups = "[[group]]\nroom = \"gym\"\ncount = 5\n[[group]]\nroom = \"pool\"\ncount = 5\n";
    let text = |stocks: &str| format!("{stocks}{TWO_ROOMS}{groups}");
    let stock = |room: &str| format!("[[stock]]\nroom = \"{room}\"\nplaces = 5\n");
    let ordered = |first: &str, second: &str| accepted(&text(&format!("{}{}", stock(first), stock(second))));
    assert_eq!(ordered("pool", "gym").system, ordered("gym", "pool").system);
    assert_eq!(ordered("pool", "gym").canonical, ordered("gym", "pool").canonical);
    says(
        scenario::read(&text(&format!("{}{}", stock("pool"), stock("pool"))), &Folder, &[]),
        &[("4", "stock[1]", &["a second stock behind the same room", "slots"])],
    );
    says(
        scenario::read(&text("[stock]\nplaces = 5\n"), &Folder, &[]),
        &[("1", "stock.room", &["missing", "\"gym\", \"pool\""])],
    );
    says(
        scenario::read(&text(&stock("poool")), &Folder, &[]),
        &[("2", "stock[0].room", &["did you mean `pool`?"])],
    );
}

#[test]
fn a_horizon_lies_after_every_opening() {
    let groups = "[[group]]\nroom = \"gym\"\ncount = 5\n[[group]]\nroom = \"pool\"\ncount = 5\n";
    says(
        scenario::read(&format!("horizon = \"20m\"\n{TWO_ROOMS}{groups}"), &Folder, &[]),
        &[("1", "horizon", &["\"20m\"", "not after the opening", "above 30m"])],
    );
    let assumed = accepted(&format!("assume = \"likely\"\n{TWO_ROOMS}{groups}"));
    assert!(assumed.given.of_room(RoomId(0)).is_fixed(Input::BucketRule));
    assert!(!assumed.given.of_room(RoomId(1)).is_fixed(Input::BucketRule));
}

// ---- one meaning, many ways to write it

#[test]
fn equal_origins_and_stocks_have_equal_texts() {
    let same = |first: &str, second: &str| {
        assert_eq!(accepted(first).canonical, accepted(second).canonical, "{first}\n{second}");
    };
    let differ = |first: &str, second: &str| {
        assert_ne!(accepted(first).canonical, accepted(second).canonical, "{first}\n{second}");
    };
    let origin = |text: &str| before_room(&format!("[origin]\n{STATION}{text}"));
    same(
        &origin(""),
        &origin(
            "kind = \"station\"\nwork_cv = 0.0\ntimeout = \"none\"\nserves_abandoned = false\nretries = 3\n\
             retry_delay = \"exponential 5s\"\nbackground = [[\"0s\", 0]]\nsafe_utilisation = \"90%\"\n\
             overload_lasting = \"10s\"",
        ),
    );
    // What has no effect has no meaning.
    same(&origin(""), &origin("retries = 5\nserves_abandoned = true"));
    same(&origin("timeout = \"30s\""), &origin("timeout = \"0:00:30\"\nretries = 3"));
    for other in [
        "work_cv = 1",
        "timeout = \"30s\"",
        "background = 0.1",
        "background = [[\"1m\", 0.1]]",
        "safe_utilisation = 0.8",
        "safe_people_inside = 9",
        "safe_requests_per_second = 9",
        "overload_lasting = \"1s\"",
    ] {
        differ(&origin(""), &origin(other));
    }
    for other in ["serves_abandoned = true", "retries = 5", "retry_delay = \"fixed 5s\""] {
        differ(&origin("timeout = \"30s\""), &origin(&format!("timeout = \"30s\"\n{other}")));
    }
    let stock = |text: &str| before_room(&format!("[stock]\n{text}"));
    same(
        &stock("places = 5000"),
        &stock("places = \"5千\"\nper_booking = [1.0, 0.0]\nflexible = 1\nafter_sell_out = \"ALL_LEAVE\""),
    );
    same(&stock("places = 5000"), &format!("[[stock]]\nplaces = 5000\n{}", before_room("")));
    let two = "slots = [{ places = 5 }, { places = 6 }]\n";
    for other in
        ["per_booking = 2", "flexible = 0.5", "after_sell_out = 0.1", "after_sell_out = \"nobody_leaves\""]
    {
        differ(&stock(two), &stock(&format!("{two}{other}")));
    }
    differ(&stock(two), &stock("slots = [{ places = 5, popularity = 2 }, { places = 6 }]"));
    same(
        &with_operator(BOUNDS),
        &with_operator(&format!("{BOUNDS}every = \"300s\"\ndelay = \"20s..50s\"\nadjusts = \"BOTH\"")),
    );
    differ(&with_operator(BOUNDS), &with_operator(&format!("{BOUNDS}noise = 0.1")));
    let visit = |text: &str| format!("[origin]\n{STATION}{ROOM}{PEOPLE}visit = {text}\n");
    same(&visit("{ pages = 5 }"), &visit("{ work = 1.0 }"));
    differ(&visit("{ pages = 5 }"), &visit("{ work = 2 }"));
    let unserved = |text: &str| format!("{ROOM}{PEOPLE}visit = {text}\n");
    same(&unserved("{ pages = 5 }"), &unserved("{ work = 2 }"));
}

#[test]
fn overrides_reach_every_part() {
    let text =
        format!("{ROOM}[origin]\n{STATION}[stock]\nplaces = 5\n[group]\nname = \"people\"\ncount = 30\n");
    let overrides = [
        ("origin.servers", "16"),
        ("origin.background", "[[\"0m\", \"30%\"], [\"20m\", \"0%\"]]"),
        ("stock.places", "1万"),
        ("stock.after_sell_out", "10%"),
        ("room.operator", "total_active_users=1000..6000 new_users_per_minute=200..1500"),
        ("room.operator.every", "2m"),
        ("group.visit.work", "3"),
    ];
    let (first, rest) = overrides.split_at(5);
    let scenario = accepted_with(&text, &Folder, &[first, &rest[1..]].concat());
    let system = &scenario.system;
    assert!(matches!(
        system.origin.station().map(|station| &station.throughput),
        Some(Throughput::Servers { servers: 16, .. })
    ));
    assert_eq!(system.origin.background.changes.len(), 2);
    assert_eq!(system.stocks[0].places(), 10_000);
    assert_eq!(system.groups[0].visit.heaviest_work(), 3.0);
    let table = [
        ("room.operator.total_active_users", "[1000, 6000]"),
        ("room.operator.new_users_per_minute", "200..1500"),
        ("room.operator.every", "2m"),
    ];
    let watched = accepted_with(&text, &Folder, &table);
    assert_eq!(
        cloudflare(&watched).operator.as_ref().map(|operator| operator.every),
        Some(Span::from_minutes(2))
    );
    says(
        scenario::read(&text, &Folder, &set(&[("stock.places", "0"), ("origin.timeout", "0s")])),
        &[("set 0", "stock.places", &["nothing to book"]), ("set 1", "origin.timeout", &["not above zero"])],
    );
    let two =
        format!("{TWO_ROOMS}[[group]]\nroom = \"gym\"\ncount = 5\n[[group]]\nroom = \"pool\"\ncount = 5\n");
    let scenario = accepted_with(&two, &Folder, &[("room[gym].total_active_users", "3000")]);
    assert_eq!(scenario.system.rooms[0].limits().slots, Some(3000));
}

#[test]
fn what_was_given_of_the_origin_is_remembered() {
    let scenario = accepted(&before_room(&format!(
        "[origin]\n{STATION}timeout = \"30s\"\nsafe_people_inside = 5\n[stock]\nplaces = 9"
    )));
    let given: Vec<Input> = Input::ALL
        .into_iter()
        .filter(|input| scenario.given.matters(*input) && input.is_optional() && given(&scenario, *input))
        .collect();
    assert_eq!(given, [Input::Origin, Input::OriginTimeout, Input::SafeInside, Input::Places]);
    let assumed: Vec<Input> = scenario.given.assumed().filter(|input| input.is_optional()).collect();
    let expected = [
        Input::ServesAbandoned,
        Input::OriginRetries,
        Input::RetryDelay,
        Input::SafeUtilisation,
        Input::OverloadLasting,
        Input::PerBooking,
        Input::AfterSellOut,
    ];
    assert_eq!(assumed, expected);
    // Requests of a metered room load a station, too.
    let metered = |origin: &str| -> Given {
        accepted(&format!("{origin}[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\n{PEOPLE}")).given
    };
    assert!(!metered("").matters(Input::Pages));
    assert!(metered(&format!("[origin]\n{STATION}")).matters(Input::Pages));
}

#[test]
fn flags_give_an_origin_and_a_stock() {
    let values = [
        ("room.total_active_users", "2000", "--total-active-users"),
        ("room.new_users_per_minute", "500", "--new-users-per-minute"),
        ("group.count", "3000", "--users"),
    ];
    let read = |more: &[(&str, &str, &str)], files: &Files| {
        scenario::read_flags(&flags(&[&values, more].concat()), files)
    };
    let none = Files(BTreeMap::new());
    let scenario = read(
        &[
            ("origin.servers", "8", "--origin-servers"),
            ("origin.service_time", "200ms", "--service-time"),
            ("origin.timeout", "30s", "--origin-timeout"),
            ("stock.places", "5000", "--places"),
            ("stock.per_booking", "70%,30%", "--per-booking"),
            ("room.operator", "total_active_users=1000..6000 new_users_per_minute=200..1500", "--operator"),
        ],
        &none,
    )
    .unwrap_or_else(|issues| panic!("{}", lines(&issues)));
    assert_eq!(scenario.system.stocks[0].places(), 5000);
    assert!(scenario.system.origin.station().is_some() && cloudflare(&scenario).operator.is_some());
    says(
        read(
            &[
                ("origin.servers", "8", "--origin-servers"),
                ("origin.timeout", "0s", "--origin-timeout"),
                ("stock.places", "0", "--places"),
                ("room.operator", "total_active_users=1000..1500 every=2m", "--operator"),
            ],
            &none,
        ),
        &[
            ("--origin-timeout", "origin.timeout", &["--origin-timeout \"0s\": not above zero"]),
            ("--places", "stock.places", &["--places 0: nothing to book"]),
            ("--operator", "room.operator.new_users_per_minute", &["new_users_per_minute: missing"]),
            ("--operator", "room.operator.total_active_users", &["total_active_users: leaves out", "2,000"]),
            ("--service-time", "origin.service_time", &["--service-time: missing"]),
        ],
    );
    let file = b"[origin]\ntable = [[1, 95], [18, 990]]\n";
    let from = [("origin.from", "load.toml", "--origin-file"), ("origin.background", "30%", "--background")];
    let scenario =
        read(&from, &files("load.toml", file)).unwrap_or_else(|issues| panic!("{}", lines(&issues)));
    assert_eq!(scenario.system.origin.background, Background::constant(0.3));
    let threshold = b"[origin]\nkind = \"threshold\"\nsafe_people_inside = 5\n";
    says(
        read(&from, &files("load.toml", threshold)),
        &[("--background", "origin.background", &["only a station has this", "--origin-servers"])],
    );
    let servers = [
        ("origin.from", "load.toml", "--origin-file"),
        ("origin.servers", "8", "--origin-servers"),
        ("origin.service_time", "200ms", "--service-time"),
    ];
    let scenario =
        read(&servers, &files("load.toml", threshold)).unwrap_or_else(|issues| panic!("{}", lines(&issues)));
    assert!(scenario.system.origin.station().is_some());
    assert_eq!(scenario.system.origin.safe.people_inside, Some(5));
    says(
        read(&[("origin.background", "30%", "--background")], &none),
        &[("--origin-servers", "origin.servers", &["missing", "--service-time", "--origin-file"])],
    );
}

#[test]
fn the_schema_takes_and_refuses_what_the_reader_does() {
    let schema = serde_json::from_str(include_str!("../../scenarios/scenario.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let fits = |text: &str| {
        let value: serde_json::Value = toml::from_str(text).expect("TOML");
        validator.is_valid(&value)
    };
    let accepted = [
        before_room(&format!(
            "[origin]\n{STATION}timeout = \"none\"\nretries = \"endless\"\nbackground = [[\"0m\", \"30%\"]]"
        )),
        before_room("[origin]\ntable = [[1, 95], [18, 990.5]]\nwork_cv = 1\nretry_delay = 0"),
        before_room("[origin]\nscalability = { alone_per_second = 9, contention = 0, coherency = 0 }"),
        before_room("[stock]\nplaces = \"5千\"\nper_booking = 2\nafter_sell_out = 0.1"),
        before_room("[[stock]]\nslots = [{ places = 5 }, { name = \"b\", places = 6, popularity = 0.5 }]"),
        with_operator(BOUNDS),
        format!(
            "{ROOM}operator = \"total_active_users=1000..6000 new_users_per_minute=200..1500\"\n[origin]\n{STATION}{PEOPLE}"
        ),
        format!(
            "{TWO_ROOMS}[[group]]\nroom = \"gym\"\ncount = 5\n[[group]]\nroom = \"pool\"\ncount = 5\nvisit = {{ work = 2 }}\n"
        ),
    ];
    for text in &accepted {
        assert!(fits(text), "{text}");
        assert!(scenario::read(text, &Folder, &[]).is_ok(), "{text}");
    }
    let refused = [
        before_room("[origin]"),
        before_room("[origin]\nkind = \"x\""),
        before_room("[origin]\ntable = [[0, 95]]"),
        before_room("[origin]\nscalability = { alone_per_second = 9, contention = 1, coherency = 0 }"),
        before_room("[stock]"),
        before_room("[stock]\nplaces = 5\nslots = [{ places = 5 }]"),
        before_room("[stock]\nslots = []"),
        with_operator("adjusts = \"x\""),
        with_operator(&format!("{BOUNDS}noise = -1")),
        format!("{ROOM}{PEOPLE}visit = {{ work = 0 }}\n"),
    ];
    for text in &refused {
        assert!(!fits(text), "{text}");
        assert!(scenario::read(text, &Folder, &[]).is_err(), "{text}");
    }
}

/// Catches: 9:20 taken for nine minutes and twenty seconds, which opens the room long before it should.
#[test]
fn an_opening_with_a_colon_is_a_clock_time() {
    let opening = |head: &str, opening: &str| {
        let text = format!("{head}{ROOM}opening = \"{opening}\"\n{PEOPLE}");
        scenario::read(&text, &Folder, &[])
    };
    let at = |minutes: i64| SimTime::ZERO + Span::from_minutes(minutes);
    let read = opening("opens_at = \"9:00\"\n", "9:20").expect("a scenario");
    assert_eq!(read.system.rooms[0].opening(), at(20));
    assert_eq!(opening("", "20m").expect("a scenario").system.rooms[0].opening(), at(20));
    let issues = opening("", "9:20").expect_err("no clock");
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert!(issues[0].to_string().contains("a clock time without opens_at"), "{}", issues[0]);
}
