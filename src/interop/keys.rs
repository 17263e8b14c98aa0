//! The keys of a room and of an event that a scenario has too, and which values each accepts.

use serde_json::Value;

use super::FieldProblem;
use super::node::{Node, Object, take};

/// A key that is taken over.
pub(super) struct Key {
    name: &'static str,
    kind: Kind,
    required: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    People,
    Minutes,
    Switch,
    Method,
    Commands,
    Instant,
}

/// Largest number of the API.
const LARGEST: u64 = 2_147_483_647;
/// Queueing methods of the product.
const METHODS: [&str; 4] = ["fifo", "random", "passthrough", "reject"];
/// Commands that an origin may give.
const COMMANDS: [&str; 1] = ["revoke"];

const fn required(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: true }
}

const fn optional(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: false }
}

/// Of a room; in the order in which they are given on.
pub(super) const ROOM: [Key; 9] = [
    required("name", Kind::Text),
    required("total_active_users", Kind::People),
    required("new_users_per_minute", Kind::People),
    optional("session_duration", Kind::Minutes),
    optional("disable_session_renewal", Kind::Switch),
    optional("queueing_method", Kind::Method),
    optional("queue_all", Kind::Switch),
    optional("suspended", Kind::Switch),
    optional("enabled_origin_commands", Kind::Commands),
];

/// Of an event.
pub(super) const EVENT: [Key; 11] = [
    required("name", Kind::Text),
    optional("prequeue_start_time", Kind::Instant),
    required("event_start_time", Kind::Instant),
    required("event_end_time", Kind::Instant),
    optional("shuffle_at_event_start", Kind::Switch),
    optional("total_active_users", Kind::People),
    optional("new_users_per_minute", Kind::People),
    optional("session_duration", Kind::Minutes),
    optional("disable_session_renewal", Kind::Switch),
    optional("queueing_method", Kind::Method),
    optional("suspended", Kind::Switch),
];

impl Kind {
    fn accepted(self) -> &'static str {
        match self {
            Kind::Text => "a text that is not empty",
            Kind::People => "a whole number of people from 1 to 2,147,483,647",
            Kind::Minutes => "a whole number of minutes from 1",
            Kind::Switch => "true or false",
            Kind::Method => "\"fifo\", \"random\", \"passthrough\" or \"reject\"",
            Kind::Commands => "a list of texts such as [\"revoke\"]",
            Kind::Instant => "a time such as \"2026-05-01T03:00:00Z\"",
        }
    }

    /// The value as a scenario has it; `None` if it is not of this kind.
    fn value(self, node: &Node) -> Option<Value> {
        let text = || node.text().map(str::trim).filter(|text| !text.is_empty());
        match (self, node) {
            (Kind::Text, _) => text().map(Value::from),
            (Kind::People | Kind::Minutes, Node::Leaf(value)) => {
                whole(value).filter(|number| (1..=LARGEST).contains(number)).map(Value::from)
            }
            (Kind::Switch, Node::Leaf(Value::Bool(on))) => Some(Value::from(*on)),
            (Kind::Method, _) => {
                let seen = text()?;
                let method = METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(seen))?;
                Some(Value::from(method))
            }
            (Kind::Commands, Node::List(nodes)) => {
                let commands: Option<Vec<&str>> = nodes.iter().map(Node::text).collect();
                let known = commands?.into_iter().filter(|command| COMMANDS.contains(command));
                Some(known.collect())
            }
            (Kind::Instant, _) => {
                text().filter(|text| text.parse::<jiff::Timestamp>().is_ok()).map(Value::from)
            }
            _ => None,
        }
    }

    /// What of a value is not taken over although the key is.
    fn left(self, name: &str, node: &Node) -> Vec<String> {
        let (Kind::Commands, Node::List(nodes)) = (self, node) else {
            return Vec::new();
        };
        let unknown = nodes.iter().filter_map(Node::text).filter(|command| !COMMANDS.contains(command));
        unknown.map(|command| format!("{name}: {command}")).collect()
    }
}

/// A number without a fraction, also when it is written with a point.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let exact = |number: &f64| *number >= 0.0 && *number <= LARGEST as f64 && number.trunc() == *number;
    value.as_u64().or_else(|| value.as_f64().filter(exact).map(|number| number as u64))
}

/// What an object says, what is not taken over, and what is wrong.
pub(super) struct Reading {
    pub(super) settings: Vec<(String, Value)>,
    pub(super) ignored: Vec<String>,
    pub(super) problems: Vec<FieldProblem>,
}

/// Reads the keys of an object; `null` stands for a key that is not there. `place` stands before every name.
pub(super) fn read(mut object: Object, keys: &[Key], place: &str) -> Reading {
    let mut reading = Reading { settings: Vec::new(), ignored: Vec::new(), problems: Vec::new() };
    let names: Vec<String> = object.iter().map(|(name, _)| name.clone()).collect();
    let mut left: Vec<(usize, String)> = Vec::new();
    for (position, name) in names.iter().enumerate() {
        match keys.iter().find(|key| key.name == name) {
            None => left.push((position, name.clone())),
            Some(key) => {
                let more = key.kind.left(name, &object[position].1);
                left.extend(more.into_iter().map(|text| (position, text)));
            }
        }
    }
    for key in keys {
        let node = take(&mut object, key.name).filter(|node| !node.is_null());
        let value = node.as_ref().map(|node| key.kind.value(node));
        match value {
            Some(Some(value)) => reading.settings.push((key.name.to_owned(), value)),
            None if !key.required => {}
            None | Some(None) => reading.problems.push(FieldProblem {
                field: format!("{place}{}", key.name),
                seen: node.map(|node| node.quoted()),
                accepted: key.kind.accepted().to_owned(),
            }),
        }
    }
    reading.ignored = left.into_iter().map(|(_, name)| name).collect();
    reading
}
