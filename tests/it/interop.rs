//! Settings in Cloudflare's own formats: what is read from the API's answers, and that what is written is read back as
//! the same settings. The Terraform text is read by a small parser of the test's own.

use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::interop::{
    ImportError, Imported, RoomStatus, Route, Status, read_events, read_room, read_status, write_events_json,
    write_room_json, write_terraform,
};
use machiai::model::room::{Change, Cloudflare, Event, QueueingMethod};
use machiai::units::{Share, SimTime, Span};
use serde_json::{Value, json};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../data/cloudflare/", $name))
    };
}

const ROUTE: Route<'static> = Route { host: "tickets.example.jp", path: "/buy" };

fn at(minutes: i64) -> SimTime {
    SimTime::ZERO + Span::from_minutes(minutes)
}

/// Zero is 2026-05-01, noon in Tokyo.
fn instant(at: SimTime) -> String {
    let zero: jiff::Timestamp = "2026-05-01T03:00:00Z".parse().expect("a timestamp");
    (zero + jiff::SignedDuration::from_micros(at.microseconds())).to_string()
}

fn settings(pairs: &[(&str, Value)]) -> Vec<(String, Value)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn problems(result: Result<Imported, ImportError>) -> Vec<String> {
    match result {
        Err(ImportError::Fields(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("fields should be refused, not {other:?}"),
    }
}

// Reading.

#[test]
fn a_bare_room_gives_its_settings_and_names_what_is_not_taken_over() {
    let room = read_room(fixture!("room.json")).expect("a room");
    let expected = [
        ("name", json!("tickets-main")),
        ("total_active_users", json!(1500)),
        ("new_users_per_minute", json!(600)),
        ("session_duration", json!(5)),
        ("disable_session_renewal", json!(false)),
        ("queueing_method", json!("fifo")),
        ("queue_all", json!(false)),
        ("suspended", json!(false)),
        ("enabled_origin_commands", json!(["revoke"])),
    ];
    assert_eq!(room.settings, settings(&expected));
    assert_eq!(room.events, Vec::<Vec<(String, Value)>>::new());
    assert_eq!(
        room.ignored,
        [
            "id",
            "created_on",
            "modified_on",
            "description",
            "host",
            "path",
            "additional_routes",
            "cookie_suffix",
            "cookie_attributes",
            "queueing_status_code",
            "json_response_enabled",
            "default_template_language",
            "custom_page_html",
            "turnstile_mode",
            "turnstile_action",
            "next_event_prequeue_start_time",
            "next_event_start_time",
        ]
    );
}

#[test]
fn the_envelope_is_opened_capitals_are_read_and_unknown_fields_are_no_error() {
    let room = read_room(fixture!("enveloped.json")).expect("a room");
    let expected = [
        ("name", json!("tickets-main")),
        ("total_active_users", json!(1500)),
        ("new_users_per_minute", json!(600)),
        ("queueing_method", json!("fifo")),
        ("suspended", json!(true)),
        ("enabled_origin_commands", json!(["revoke"])),
    ];
    assert_eq!(room.settings, settings(&expected));
    let event = [
        ("name", json!("sale-0501")),
        ("prequeue_start_time", json!("2026-05-01T02:30:00Z")),
        ("event_start_time", json!("2026-05-01T03:00:00Z")),
        ("event_end_time", json!("2026-05-01T09:00:00Z")),
        ("shuffle_at_event_start", json!(true)),
        ("total_active_users", json!(3000)),
        ("new_users_per_minute", json!(1000)),
        ("disable_session_renewal", json!(true)),
        ("queueing_method", json!("fifo")),
        ("suspended", json!(false)),
    ];
    assert_eq!(room.events, [settings(&event)]);
    let ignored = ["id", "a_field_of_tomorrow", "enabled_origin_commands: pause", "events.id"];
    assert_eq!(room.ignored[..4], ignored);
    assert_eq!(room.ignored.last().map(String::as_str), Some("events.modified_on"));
}

#[test]
fn a_list_of_one_room_is_a_room_and_of_two_asks_to_pick_one() {
    let room = read_room(fixture!("list-of-one.json")).expect("a room");
    assert_eq!(room.settings[3], ("queueing_method".to_owned(), json!("random")));
    assert_eq!(room.ignored, Vec::<String>::new());
    let error = read_room(fixture!("list-of-two.json")).expect_err("two rooms").to_string();
    assert_eq!(error, "a list of 2 rooms (tickets-main, 予約); pick one and leave only it in the list");
    let error = read_room("[]").expect_err("no room").to_string();
    assert_eq!(error, "a list of 0 rooms; one is needed");
}

#[test]
fn a_refusal_of_the_api_is_quoted() {
    for result in [
        read_room(fixture!("refused.json")).err(),
        read_events(fixture!("refused.json")).err(),
        read_status(fixture!("refused.json")).err(),
    ] {
        let error = result.expect("a refusal").to_string();
        assert_eq!(
            error,
            "this is an error of Cloudflare's API: Authentication error (code 10000); Try again"
        );
    }
    let error = read_room("{\"success\": false}").expect_err("a refusal").to_string();
    assert_eq!(error, "this is an error of Cloudflare's API, without a message");
}

#[test]
fn everything_wrong_is_named_at_once_with_what_was_seen_and_what_is_accepted() {
    let people = "accepted: a whole number of people from 1 to 2,147,483,647";
    let time = "accepted: a time such as \"2026-05-01T03:00:00Z\"";
    let expected = [
        "name = \"\"; accepted: a text that is not empty",
        &format!("total_active_users = \"many\"; {people}"),
        &format!("new_users_per_minute is missing; {people}"),
        "session_duration = 5.5; accepted: a whole number of minutes from 1",
        "disable_session_renewal = \"no\"; accepted: true or false",
        "queueing_method = \"lifo\"; accepted: \"fifo\", \"random\", \"passthrough\" or \"reject\"",
        "queue_all = 1; accepted: true or false",
        "enabled_origin_commands = \"revoke\"; accepted: a list of texts such as [\"revoke\"]",
        &format!("events[0].event_start_time = \"9:00\"; {time}"),
        &format!("events[0].event_end_time is missing; {time}"),
        &format!("events[0].total_active_users = -5; {people}"),
        "events[1] = \"not an event\"; accepted: an event: an object",
    ];
    assert_eq!(problems(read_room(fixture!("wrong-types.json"))), expected);
}

#[test]
fn what_is_no_room_at_all_is_refused_in_words() {
    for (text, message) in [
        ("", "not JSON: line 1, column 0: EOF while parsing a value"),
        ("{\"name\": }", "not JSON: line 1, column 10: expected value"),
        ("{\"name\": 1, \"name\": 2}", "the key \"name\" comes twice"),
        ("17", "the text = 17; accepted: a room: an object with its settings"),
        ("[17]", "result[0] = 17; accepted: a room: an object with its settings"),
        ("{\"success\": true, \"result\": null}", "result is missing; accepted: what the API answered"),
        ("{\"success\": \"yes\", \"result\": {}}", "success = \"yes\"; accepted: true or false"),
        ("{}", "name is missing; accepted: a text that is not empty"),
    ] {
        let error = read_room(text).expect_err(text).to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
    // Deeper than anything real: an error, not a crash.
    assert!(matches!(read_room(&"[".repeat(100_000)), Err(ImportError::Syntax { .. })));
    let long = format!("{{\"name\": [\"{}\"]}}", "長".repeat(5_000));
    let error = read_room(&long).expect_err("a list").to_string();
    assert!(error.chars().count() < 400 && error.contains('…'), "{error}");
}

#[test]
fn a_byte_order_mark_and_whole_numbers_with_a_point_are_read() {
    let text = "\u{feff}{\"name\": \"a\", \"total_active_users\": 1500.0, \"new_users_per_minute\": 2e2}";
    let room = read_room(text).expect("a room");
    assert_eq!(
        room.settings[1..],
        settings(&[("total_active_users", json!(1500)), ("new_users_per_minute", json!(200)),])
    );
}

#[test]
fn events_are_read_as_a_list_or_one_by_one() {
    let events = read_events(fixture!("events.json")).expect("events");
    let morning = settings(&[
        ("name", json!("morning")),
        ("event_start_time", json!("2026-05-01T09:00:00+09:00")),
        ("event_end_time", json!("2026-05-01T10:00:00+09:00")),
        ("session_duration", json!(10)),
        ("queueing_method", json!("passthrough")),
    ]);
    assert_eq!((events.settings.len(), events.events.len()), (0, 2));
    assert_eq!((&events.events[0], &events.ignored[..]), (&morning, &["events.id".to_owned()][..]));
    let value: Value = serde_json::from_str(fixture!("events.json")).expect("JSON");
    let list = value["result"].to_string();
    assert_eq!(read_events(&list).expect("a bare list"), events);
    let one = value["result"][0].to_string();
    assert_eq!(read_events(&one).expect("one event").events, [morning]);
    assert_eq!(read_events("[]").expect("no events"), Imported::default());
}

#[test]
fn a_status_is_read_and_what_it_lacks_is_unknown() {
    let queueing = Status {
        status: RoomStatus::Queueing,
        event_id: None,
        estimated_queued_users: Some(2400),
        estimated_total_active_users: Some(1480),
        max_estimated_time_minutes: Some(9),
    };
    assert_eq!(read_status(fixture!("status.json")), Ok(queueing));
    let off = read_status("{\"status\": \"suspended\", \"event_id\": \"ab\", \"new\": 1}").expect("a status");
    assert_eq!((off.status, off.event_id.as_deref()), (RoomStatus::Suspended, Some("ab")));
    assert_eq!(off.estimated_queued_users, None);
    let wrong = "{\"status\": \"asleep\", \"event_id\": 5, \"estimated_queued_users\": \"many\"}";
    let error = read_status(wrong).expect_err("a wrong status").to_string();
    assert_eq!(
        error.lines().collect::<Vec<_>>(),
        [
            "status = \"asleep\"; accepted: \"not_queueing\", \"queueing\", \"event_prequeueing\", \"suspended\"",
            "event_id = 5; accepted: a text",
            "estimated_queued_users = \"many\"; accepted: a whole number from 0",
        ]
    );
}

// Round trips.

/// Random choices of one room.
struct Dice {
    stream: Stream,
    asked: u64,
}

impl Dice {
    fn new(seed: u64) -> Dice {
        let key = RunKey { seed, replication: 3 };
        Dice { stream: Stream::new(key, Purpose::Events, 97, Field::Number), asked: 0 }
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.asked += 1;
        (self.stream.uniform(self.asked) * f64::from(bound)) as u32
    }

    fn on(&mut self) -> bool {
        self.below(2) == 1
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        if self.on() { Some(value(self)) } else { None }
    }

    fn name(&mut self) -> String {
        const LETTERS: &[u8] = b"abcXYZ019-_";
        let length = 1 + self.below(12);
        (0..length).map(|_| char::from(LETTERS[self.below(LETTERS.len() as u32) as usize])).collect()
    }

    fn method(&mut self) -> QueueingMethod {
        use QueueingMethod::{Fifo, Passthrough, Random, Reject};
        [Fifo, Random, Passthrough, Reject][self.below(4) as usize]
    }

    /// A total and a rate that the product accepts, its ends included.
    fn limits(&mut self) -> (u32, u32) {
        let total = [200, 201, 2_147_483_647, 200 + self.below(100_000)][self.below(4) as usize];
        (total, [200, total, 200 + self.below(total - 199)][self.below(3) as usize])
    }

    fn session(&mut self) -> Span {
        Span::from_minutes(1 + i64::from(self.below(30)))
    }

    fn room(&mut self) -> Cloudflare {
        let (total, rate) = self.limits();
        let mut room = Cloudflare::new(&self.name(), total, rate);
        room.session_duration = self.session();
        room.disable_session_renewal = self.on();
        room.queueing_method = self.method();
        room.queue_all = self.on();
        room.suspended = self.on();
        room.revoke = if self.on() { Share::ALL } else { Share::NONE };
        let mut free = i64::from(self.below(10_000)) - 5_000;
        for number in 0..self.below(6) {
            let prequeue = self.maybe(|dice| 5 + i64::from(dice.below(60)));
            let start = free + prequeue.unwrap_or(0);
            let end = start + 1 + i64::from(self.below(500));
            let name = format!("{}{number}", self.name());
            let mut event = Event::new(&name, at(start), at(end));
            event.prequeue_start_time = prequeue.map(|_| at(free));
            event.shuffle_at_event_start = prequeue.is_some() && self.on();
            let limits = self.maybe(Dice::limits);
            event.total_active_users = limits.map(|(total, _)| total);
            event.new_users_per_minute = limits.map(|(_, rate)| rate);
            event.session_duration = self.maybe(Dice::session);
            event.disable_session_renewal = self.maybe(Dice::on);
            event.queueing_method = self.maybe(Dice::method);
            event.suspended = self.on();
            room.events.push(event);
            free = end + i64::from(self.below(3));
        }
        room
    }
}

/// The values of keys, each taken once.
struct Keys(Vec<(String, Value)>);

impl Keys {
    fn take(&mut self, name: &str) -> Option<Value> {
        let position = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(position).1)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).map(|value| value.as_str().expect(name).to_owned())
    }

    fn number(&mut self, name: &str) -> Option<u32> {
        self.take(name).map(|value| u32::try_from(value.as_u64().expect(name)).expect(name))
    }

    fn on(&mut self, name: &str) -> Option<bool> {
        self.take(name).map(|value| value.as_bool().expect(name))
    }

    fn session(&mut self) -> Option<Span> {
        self.number("session_duration").map(|minutes| Span::from_minutes(i64::from(minutes)))
    }

    fn method(&mut self) -> Option<QueueingMethod> {
        self.text("queueing_method").map(|text| match text.as_str() {
            "fifo" => QueueingMethod::Fifo,
            "random" => QueueingMethod::Random,
            "passthrough" => QueueingMethod::Passthrough,
            "reject" => QueueingMethod::Reject,
            other => panic!("{other}"),
        })
    }

    fn time(&mut self, name: &str) -> Option<SimTime> {
        let zero: jiff::Timestamp = "2026-05-01T03:00:00Z".parse().expect("a timestamp");
        self.text(name).map(|text| {
            let then: jiff::Timestamp = text.parse().expect(&text);
            SimTime::from_microseconds((then.duration_since(zero)).as_micros() as i64)
        })
    }

    fn event(mut self) -> Event {
        let name = self.text("name").expect("a name");
        let start = self.time("event_start_time").expect("a start");
        let event = Event {
            prequeue_start_time: self.time("prequeue_start_time"),
            shuffle_at_event_start: self.on("shuffle_at_event_start").expect("shuffle"),
            total_active_users: self.number("total_active_users"),
            new_users_per_minute: self.number("new_users_per_minute"),
            session_duration: self.session(),
            disable_session_renewal: self.on("disable_session_renewal"),
            queueing_method: self.method(),
            suspended: self.on("suspended").expect("suspended"),
            ..Event::new(&name, start, self.time("event_end_time").expect("an end"))
        };
        self.finish();
        event
    }

    fn room(mut self) -> Cloudflare {
        let name = self.text("name").expect("a name");
        let total = self.number("total_active_users").expect("a total");
        let rate = self.number("new_users_per_minute").expect("a rate");
        let mut room = Cloudflare::new(&name, total, rate);
        room.session_duration = self.session().expect("a duration");
        room.disable_session_renewal = self.on("disable_session_renewal").expect("renewal");
        room.queueing_method = self.method().expect("a method");
        room.queue_all = self.on("queue_all").expect("queue_all");
        room.suspended = self.on("suspended").expect("suspended");
        let commands = self.take("enabled_origin_commands").expect("commands");
        room.revoke = if commands == json!(["revoke"]) { Share::ALL } else { Share::NONE };
        self.finish();
        room
    }

    fn finish(self) {
        assert_eq!(self.0, Vec::new(), "left over");
    }
}

#[test]
fn random_settings_come_back_from_json_as_they_were() {
    let mut events = 0;
    for seed in 0..400 {
        let room = Dice::new(seed).room();
        let written = write_room_json(&room, ROUTE, instant).expect("a room");
        let read = read_room(&written.text).expect("a room again");
        let mut back = Keys(read.settings).room();
        assert_eq!(read.ignored, ["host", "path"], "seed {seed}");
        let list = write_events_json(&room, instant).expect("events");
        let read = read_events(&list.text).expect("events again");
        assert_eq!((read.ignored.len(), list.notes.len()), (0, 0), "seed {seed}");
        back.events = read.events.into_iter().map(|keys| Keys(keys).event()).collect();
        assert_eq!(back, room, "seed {seed}:\n{}\n{}", written.text, list.text);
        events += room.events.len();
    }
    assert!(events > 400, "{events} events were tried");
}

// Terraform.

/// A resource: its kind, its label, its attributes.
#[derive(Debug)]
struct Resource {
    kind: String,
    label: String,
    attributes: Vec<(String, Value)>,
}

/// Reads the few things that our Terraform consists of: comments, resources, `name = value` with texts, numbers,
/// truth values, lists of texts, and references (as `{"ref": …}`). Panics at anything else.
fn terraform(text: &str) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
        } else if let Some(head) = line.strip_prefix("resource ") {
            assert!(!inside, "{line}");
            let words: Vec<&str> = head.split(' ').collect();
            let [kind, label, "{"] = words[..] else { panic!("{line}") };
            let name = |word: &str| word.trim_matches('"').to_owned();
            let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_';
            assert!(
                name(label).chars().all(identifier) && !name(label).starts_with(char::is_numeric),
                "{line}"
            );
            resources.push(Resource { kind: name(kind), label: name(label), attributes: Vec::new() });
            inside = true;
        } else if line == "}" {
            assert!(std::mem::take(&mut inside), "a brace too many");
        } else {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
            assert!(inside, "{line}");
            let resource = resources.last_mut().expect("a resource");
            assert!(resource.attributes.iter().all(|(other, _)| other != name.trim()), "twice: {line}");
            resource.attributes.push((name.trim().to_owned(), expression(value.trim())));
        }
    }
    assert!(!inside, "a brace is missing");
    resources
}

fn expression(text: &str) -> Value {
    match text.chars().next() {
        Some('"') => Value::from(literal(text)),
        Some('[') => {
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect(text);
            inner.split(", ").filter(|part| !part.is_empty()).map(expression).collect()
        }
        _ => match text.parse::<Value>() {
            Ok(value) => value,
            Err(_) => {
                let reference = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
                assert!(text.chars().all(reference), "{text}");
                json!({ "ref": text })
            }
        },
    }
}

/// A quoted template without interpolation.
fn literal(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).expect(text);
    let mut out = String::new();
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("$${").or_else(|| rest.strip_prefix("%%{")) {
            out.extend([c, '{']);
            rest = after;
        } else if c == '\\' {
            let escaped = rest.chars().nth(1).expect(text);
            out.push(match escaped {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '"' | '\\' => escaped,
                _ => panic!("{text}"),
            });
            rest = &rest[2..];
        } else {
            assert!(c != '"' && !rest.starts_with("${") && !rest.starts_with("%{"), "{text}");
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[test]
fn random_settings_come_back_from_terraform_as_they_were() {
    for seed in 1_000..1_400 {
        let room = Dice::new(seed).room();
        let written = write_terraform(&room, ROUTE, "zone_id", instant).expect("a room");
        let mut resources = terraform(&written.text).into_iter();
        let first = resources.next().expect("a room");
        assert_eq!(first.kind, "cloudflare_waiting_room");
        let mut keys = Keys(first.attributes);
        assert_eq!(keys.take("zone_id"), Some(json!({ "ref": "var.zone_id" })));
        assert_eq!(keys.text("host").as_deref(), Some("tickets.example.jp"));
        assert_eq!(keys.text("path").as_deref(), Some("/buy"));
        let mut back = keys.room();
        let mut labels = Vec::new();
        for event in resources {
            assert_eq!(event.kind, "cloudflare_waiting_room_event");
            assert!(!labels.contains(&event.label), "{} twice", event.label);
            labels.push(event.label);
            let mut keys = Keys(event.attributes);
            assert_eq!(keys.take("zone_id"), Some(json!({ "ref": "var.zone_id" })));
            let owner = format!("cloudflare_waiting_room.{}.id", first.label);
            assert_eq!(keys.take("waiting_room_id"), Some(json!({ "ref": owner })));
            back.events.push(keys.event());
        }
        assert_eq!(back, room, "seed {seed}:\n{}", written.text);
    }
}

fn sale() -> Cloudflare {
    let mut room = Cloudflare::new("町の予約 tickets", 1500, 600);
    room.revoke = Share::new(0.3).expect("a share");
    let mut event = Event::new("発売 ${x}", at(0), at(360));
    event.prequeue_start_time = Some(at(-30));
    event.shuffle_at_event_start = true;
    event.disable_session_renewal = Some(true);
    room.events = vec![event, Event::new("発売", at(400), at(401))];
    room.timetable = vec![Change {
        total_active_users: Some(3000),
        queueing_method: Some(QueueingMethod::Random),
        ..Change::new(at(10))
    }];
    room
}

/// Laid out as `terraform fmt` would; a Japanese name stays in the description, and templates are harmless.
#[test]
fn terraform_to_the_letter() {
    let written = write_terraform(&sale(), ROUTE, "var.main_zone", instant).expect("a room");
    let expected = r#"# Waiting room for provider cloudflare/cloudflare, version 5.

resource "cloudflare_waiting_room" "tickets" {
  zone_id                 = var.main_zone
  name                    = "tickets"
  host                    = "tickets.example.jp"
  path                    = "/buy"
  total_active_users      = 1500
  new_users_per_minute    = 600
  session_duration        = 5
  disable_session_renewal = false
  enabled_origin_commands = ["revoke"]
  queueing_method         = "fifo"
  queue_all               = false
  suspended               = false
  description             = "町の予約 tickets"
}

# Cloudflare has no timetable of settings: make these changes by hand or by a call of the API.
#   2026-05-01T03:10:00Z: total_active_users = 3000, queueing_method = random

resource "cloudflare_waiting_room_event" "x" {
  zone_id                 = var.main_zone
  waiting_room_id         = cloudflare_waiting_room.tickets.id
  name                    = "x"
  description             = "発売 $${x}"
  prequeue_start_time     = "2026-05-01T02:30:00Z"
  event_start_time        = "2026-05-01T03:00:00Z"
  event_end_time          = "2026-05-01T09:00:00Z"
  shuffle_at_event_start  = true
  disable_session_renewal = true
  suspended               = false
}

resource "cloudflare_waiting_room_event" "event_2" {
  zone_id                = var.main_zone
  waiting_room_id        = cloudflare_waiting_room.tickets.id
  name                   = "event-2"
  description            = "発売"
  event_start_time       = "2026-05-01T09:40:00Z"
  event_end_time         = "2026-05-01T09:41:00Z"
  shuffle_at_event_start = false
  suspended              = false
}
"#;
    assert_eq!(written.text, expected);
    assert_eq!(written.notes.len(), 5, "{:?}", written.notes);
    assert!(written.notes[0].starts_with("name = \"町の予約 tickets\": names have letters"));
    assert!(written.notes[3].contains("0.3000 of the visitors"), "{:?}", written.notes);
    assert!(written.notes[4].ends_with("; they stand in comments"), "{:?}", written.notes);
}

#[test]
fn json_to_the_letter_with_the_timetable_in_the_notes() {
    let written = write_room_json(&sale(), ROUTE, instant).expect("a room");
    let expected = r#"{
  "name": "tickets",
  "description": "町の予約 tickets",
  "host": "tickets.example.jp",
  "path": "/buy",
  "suspended": false,
  "queue_all": false,
  "queueing_method": "fifo",
  "total_active_users": 1500,
  "new_users_per_minute": 600,
  "session_duration": 5,
  "disable_session_renewal": false,
  "enabled_origin_commands": [
    "revoke"
  ]
}
"#;
    assert_eq!(written.text, expected);
    assert_eq!(
        written.notes[2..],
        [
            "the scenario's events (2) are not part of a room: create them at …/events",
            "Cloudflare has no timetable of settings: make these changes by hand or by a call of the API",
            "2026-05-01T03:10:00Z: total_active_users = 3000, queueing_method = random",
        ]
    );
    let events = write_events_json(&sale(), instant).expect("events");
    assert!(events.text.contains("\"event_start_time\": \"2026-05-01T03:00:00Z\""), "{}", events.text);
    assert!(!events.text.contains("total_active_users") && !events.text.contains("null"), "{}", events.text);
}

#[test]
fn what_the_product_would_refuse_is_refused_with_every_reason() {
    let mut room = Cloudflare::new("small", 150, 199);
    room.session_duration = Span::from_seconds(90);
    let mut short = Event::new("short", at(0), SimTime::ZERO + Span::from_seconds(59));
    short.prequeue_start_time = Some(at(-4));
    short.total_active_users = Some(3000);
    let mut shuffled = Event::new("shuffled", at(-2), at(60));
    shuffled.shuffle_at_event_start = true;
    shuffled.total_active_users = Some(300);
    shuffled.new_users_per_minute = Some(400);
    shuffled.session_duration = Some(Span::from_minutes(31));
    room.events = vec![short, shuffled];
    let route = Route { host: "https://example.jp", path: "buy?x=1" };
    let error = write_terraform(&room, route, "my zone", instant).expect_err("a refusal").to_string();
    let expected = [
        "total_active_users = 150: Cloudflare accepts 200 to 2147483647",
        "new_users_per_minute = 199: Cloudflare accepts 200 to 2147483647",
        "new_users_per_minute = 199: Cloudflare accepts no more than total_active_users, here 150",
        "session_duration = 1m30s: Cloudflare accepts 1 to 30 whole minutes",
        "host = \"https://example.jp\": Cloudflare accepts a host without scheme, port or wildcard, such as \
         tickets.example.jp",
        "path = \"buy?x=1\": Cloudflare accepts a path that begins with / and has no query or wildcard, such as /buy",
        "events[0].event_end_time = 59s after the start: Cloudflare accepts an end at least 1m after event_start_time",
        "events[0].prequeue_start_time = 4m before the start: Cloudflare accepts a start at least 5m before \
         event_start_time",
        "events[0].total_active_users = 3000: Cloudflare accepts total_active_users and new_users_per_minute \
         together, or neither",
        "events[1].shuffle_at_event_start = true: Cloudflare accepts it only with a prequeue_start_time",
        "events[1].new_users_per_minute = 400: Cloudflare accepts no more than total_active_users, here 300",
        "events[1].session_duration = 31m: Cloudflare accepts 1 to 30 whole minutes",
        "events[1] = overlaps events[0]: Cloudflare accepts events that do not overlap, prequeues included",
        "zone_id = \"my zone\": Cloudflare accepts the name of a Terraform variable such as zone_id, or the id of a \
         zone (32 hexadecimal digits)",
    ];
    assert_eq!(error.lines().collect::<Vec<_>>(), expected);
    let mut crowded = Cloudflare::new("crowded", 200, 200);
    crowded.events = (0..6).map(|n| Event::new("same", at(10 * n), at(10 * n + 10))).collect();
    let error = write_events_json(&crowded, instant).expect_err("six").to_string();
    assert_eq!(error, "events = 6: Cloudflare accepts at most 5 for a room");
    crowded.events.pop();
    let labels: Vec<String> =
        terraform(&write_terraform(&crowded, ROUTE, "zone_id", instant).expect("five").text)
            .into_iter()
            .map(|resource| resource.label)
            .collect();
    assert_eq!(labels, ["crowded", "same", "same_2", "same_3", "same_4", "same_5"]);
}

// The command.

#[cfg(feature = "cli")]
mod command {
    use std::path::PathBuf;
    use std::process::{Command, Stdio};
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::{fixture_of, terraform};

    /// A scenario in a file of its own; gone when the test is over.
    struct File(PathBuf);

    impl File {
        fn new(text: &str) -> File {
            static COUNTER: AtomicU32 = AtomicU32::new(0);
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let name = format!("machiai-interop-{}-{number}.toml", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, text).expect("a file");
            File(path)
        }

        /// Exit code, stdout, stderr.
        fn export(&self, flags: &[&str]) -> (Option<i32>, String, String) {
            let mut command = Command::new(env!("CARGO_BIN_EXE_machiai"));
            command.args(["room", "export"]).arg(&self.0).args(flags).stdin(Stdio::null());
            let output = command.output().expect("the program runs");
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
            (output.status.code(), text(output.stdout), text(output.stderr))
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn a_scenario_is_printed_as_json_and_read_back() {
        let file = File::new(&fixture_of("name = \"tickets\"\nsession_duration = 7"));
        let (code, out, err) = file.export(&["--host", "tickets.example.jp", "--path", "/buy"]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        let room = machiai::interop::read_room(&out).expect("a room");
        assert_eq!(room.settings[3], ("session_duration".to_owned(), 7.into()));
        let (_, changed, _) = file.export(&["--set", "room.total_active_users=900"]);
        assert!(changed.contains("\"total_active_users\": 900"), "{changed}");
    }

    #[test]
    fn a_scenario_is_printed_as_terraform_and_notes_go_to_stderr() {
        let file = File::new(&fixture_of("name = \"予約\""));
        let (code, out, err) = file.export(&["--format", "terraform", "--zone-id", "main"]);
        assert_eq!(code, Some(0), "{err}");
        let resources = terraform(&out);
        assert_eq!((resources.len(), resources[0].label.as_str()), (1, "waiting_room"));
        assert!(err.starts_with("note: host www.example.com is a placeholder"), "{err}");
        assert!(err.contains("note: name = \"予約\""), "{err}");
        let (code, out, err) = file.export(&["--format", "events"]);
        assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "[]\n", ""));
    }

    #[test]
    fn what_cannot_be_exported_is_bad_usage() {
        let lifted = File::new(&fixture_of("lift_product_limits = true\nsession_duration = \"90s\""));
        let (code, out, err) = lifted.export(&["--set", "room.new_users_per_minute=20"]);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        for words in
            ["new_users_per_minute = 20: Cloudflare accepts 200", "session_duration = 1m30s: Cloudflare"]
        {
            assert!(err.contains(words), "{err}");
        }
        let metered =
            File::new("[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\n[group]\ncount = 5\n");
        let (code, _, err) = metered.export(&[]);
        assert!(code == Some(2) && err.contains("a metered room has no settings at Cloudflare"), "{err}");
        let (code, _, err) = File::new("[room]\n").export(&[]);
        assert!(code == Some(2) && err.contains("room.total_active_users"), "{err}");
        let missing = File(PathBuf::from("no-such-scenario.toml"));
        assert_eq!(missing.export(&[]).0, Some(1));
    }
}

/// A scenario with more lines for its room.
#[cfg(feature = "cli")]
fn fixture_of(lines: &str) -> String {
    format!("[room]\ntotal_active_users = 2000\nnew_users_per_minute = 500\n{lines}\n[group]\ncount = 300\n")
}

/// Zero's day and zone give every instant a place in UTC; without them there is none.
#[test]
fn the_wall_clock_tells_utc() {
    struct NoFiles;
    impl machiai::scenario::Attachments for NoFiles {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Err("no files here".to_owned())
        }
    }
    let clock = |head: &str| {
        let text = format!(
            "{head}\n[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n[group]\ncount = 5\n"
        );
        machiai::scenario::read(&text, &NoFiles, &[]).expect("a scenario").clock.expect("a clock")
    };
    let tokyo = clock("opens_at = \"2026-05-01 12:00\"\nzone = \"Asia/Tokyo\"");
    assert_eq!(tokyo.utc(SimTime::ZERO).as_deref(), Some("2026-05-01T03:00:00Z"));
    assert_eq!(tokyo.utc(at(-30)).as_deref(), Some("2026-05-01T02:30:00Z"));
    assert_eq!(tokyo.utc(SimTime::from_microseconds(1_500_000)).as_deref(), Some("2026-05-01T03:00:01.5Z"));
    // Clocks are set forward in the night: 24 hours later is not the same time of day, but 24 hours in UTC.
    let berlin = clock("opens_at = \"2026-03-28 12:00\"\nzone = \"Europe/Berlin\"");
    assert_eq!(berlin.utc(SimTime::ZERO).as_deref(), Some("2026-03-28T11:00:00Z"));
    assert_eq!(berlin.utc(at(24 * 60)).as_deref(), Some("2026-03-29T11:00:00Z"));
    assert_eq!(clock("opens_at = \"12:00\"").utc(SimTime::ZERO), None);
    assert_eq!(clock("opens_at = \"12:00\"\nzone = \"Asia/Tokyo\"").utc(SimTime::ZERO), None);
}
