//! Reads what Cloudflare's API gives: rooms, events and the status of a room.

use serde_json::Value;

use super::keys::{self, EVENT, ROOM, Reading, whole};
use super::node::{Node, Object, take};
use super::{FieldProblem, ImportError};

/// Settings as a scenario has them: the keys are Cloudflare's own names.
///
/// Types are checked, limits of the product are not: the scenario's reader does that, with its own messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Keys of the room, each at most once: `name`, `total_active_users`, `new_users_per_minute`, `session_duration`
    /// (minutes), `disable_session_renewal`, `queueing_method` (in small letters), `queue_all`, `suspended`,
    /// `enabled_origin_commands`. What the text leaves out is left out here.
    pub settings: Vec<(String, Value)>,
    /// Keys of every event; times are instants such as `2026-05-01T03:00:00Z`. What an event inherits is left out.
    pub events: Vec<Vec<(String, Value)>>,
    /// Fields of the text that are not taken over, in its order; those of events once, as `events.id`.
    pub ignored: Vec<String>,
}

/// What a room says about itself (`GET …/waiting_rooms/{id}/status`), 20 to 50 s late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether people queue.
    pub status: RoomStatus,
    /// The running event, if any.
    pub event_id: Option<String>,
    /// Places in line.
    pub estimated_queued_users: Option<u32>,
    /// Sessions.
    pub estimated_total_active_users: Option<u32>,
    /// Longest wait shown to anybody, in minutes.
    pub max_estimated_time_minutes: Option<u32>,
}

/// Whether people queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomStatus {
    /// Everyone is let in.
    NotQueueing,
    /// There is a line.
    Queueing,
    /// Everyone new waits for an event to start.
    EventPrequeueing,
    /// The room is off.
    Suspended,
}

const STATUSES: [(&str, RoomStatus); 4] = [
    ("not_queueing", RoomStatus::NotQueueing),
    ("queueing", RoomStatus::Queueing),
    ("event_prequeueing", RoomStatus::EventPrequeueing),
    ("suspended", RoomStatus::Suspended),
];

/// What stands around a result of the API.
const ENVELOPE: [&str; 4] = ["success", "errors", "messages", "result_info"];

/// Reads a room: the JSON of `GET …/waiting_rooms/{id}`, bare or in its envelope; a list of one room is one room.
/// Events may stand beside the room under a key `events`.
///
/// # Errors
/// Why the text is not one room; of fields all that is wrong, at once.
///
/// ```
/// let text = r#"{"success": true, "errors": [], "messages": [], "result":
///     {"id": "1f", "name": "tickets", "total_active_users": 1500, "new_users_per_minute": 600}}"#;
/// let room = machiai::interop::read_room(text)?;
/// assert_eq!(room.settings[1], ("total_active_users".to_owned(), 1500.into()));
/// assert_eq!(room.ignored, ["id"]);
/// # Ok::<(), machiai::interop::ImportError>(())
/// ```
pub fn read_room(text: &str) -> Result<Imported, ImportError> {
    let (result, mut beside) = opened(Node::parse(text)?)?;
    let mut room = match result {
        Node::Object(room) => room,
        Node::List(rooms) => one_room(rooms)?,
        Node::Leaf(_) => {
            return Err(not_accepted("the text", &result, "a room: an object with its settings"));
        }
    };
    let events = [take(&mut room, "events"), take(&mut beside, "events")].into_iter().flatten();
    let mut imported = Imported::default();
    let mut problems = Vec::new();
    imported.settings = gather(keys::read(room, &ROOM, ""), "", &mut imported.ignored, &mut problems);
    for events in events {
        read_list(events, "events", &mut imported, &mut problems)?;
    }
    imported.ignored.extend(beside.into_iter().map(|(name, _)| name));
    if problems.is_empty() { Ok(imported) } else { Err(ImportError::Fields(problems)) }
}

/// Reads events: the JSON of `GET …/events` (a list, bare or in its envelope), or one event. Only
/// [`Imported::events`] and [`Imported::ignored`] are filled.
///
/// # Errors
/// Why the text does not give events; of fields all that is wrong, at once.
pub fn read_events(text: &str) -> Result<Imported, ImportError> {
    let node = match Node::parse(text)? {
        event @ Node::Object(_) => match opened(event)?.0 {
            Node::Object(event) => Node::List(vec![Node::Object(event)]),
            other => other,
        },
        other => other,
    };
    let (mut imported, mut problems) = (Imported::default(), Vec::new());
    read_list(node, "events", &mut imported, &mut problems)?;
    if problems.is_empty() { Ok(imported) } else { Err(ImportError::Fields(problems)) }
}

/// Reads the JSON of `GET …/waiting_rooms/{id}/status`, bare or in its envelope. Fields that it does not have are
/// unknown; fields that it has beyond these are passed over.
///
/// # Errors
/// Why the text is not a status; of fields all that is wrong, at once.
pub fn read_status(text: &str) -> Result<Status, ImportError> {
    let mut fields = match opened(Node::parse(text)?)?.0 {
        Node::Object(fields) => fields,
        other => return Err(not_accepted("the text", &other, "a status: an object")),
    };
    let mut problems = Vec::new();
    let mut field = |name: &str| take(&mut fields, name).filter(|node| !node.is_null());
    let (status, event_id) = (field("status"), field("event_id"));
    let known = status.as_ref().and_then(|status| {
        let seen = status.text()?;
        STATUSES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(seen))
    });
    if known.is_none() {
        problems.push(FieldProblem {
            field: "status".to_owned(),
            seen: status.map(|node| node.quoted()),
            accepted: STATUSES.map(|(name, _)| format!("\"{name}\"")).join(", "),
        });
    }
    let mut wrong = |name: &str, node: &Node, accepted: &str| {
        let (field, seen) = (name.to_owned(), Some(node.quoted()));
        problems.push(FieldProblem { field, seen, accepted: accepted.to_owned() });
    };
    if let Some(node) = event_id.as_ref().filter(|node| node.text().is_none()) {
        wrong("event_id", node, "a text");
    }
    let mut number = |name: &str| {
        let node = field(name)?;
        let number = match &node {
            Node::Leaf(value) => whole(value).and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        if number.is_none() {
            wrong(name, &node, "a whole number from 0");
        }
        number
    };
    let estimated_queued_users = number("estimated_queued_users");
    let estimated_total_active_users = number("estimated_total_active_users");
    let max_estimated_time_minutes = number("max_estimated_time_minutes");
    match known {
        Some((_, status)) if problems.is_empty() => Ok(Status {
            status,
            event_id: event_id
                .as_ref()
                .and_then(Node::text)
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            estimated_queued_users,
            estimated_total_active_users,
            max_estimated_time_minutes,
        }),
        _ => Err(ImportError::Fields(problems)),
    }
}

/// What the envelope holds, and what else stands beside it; a text without an envelope is its own result.
fn opened(node: Node) -> Result<(Node, Object), ImportError> {
    let mut fields = match node {
        Node::Object(fields)
            if fields.iter().any(|(name, _)| matches!(name.as_str(), "result" | "success")) =>
        {
            fields
        }
        other => return Ok((other, Vec::new())),
    };
    if let Some(success) = take(&mut fields, "success").filter(|node| *node != Node::Leaf(Value::Bool(true)))
    {
        return Err(match success {
            Node::Leaf(Value::Bool(_)) => {
                ImportError::Refused { messages: messages(take(&mut fields, "errors")) }
            }
            other => not_accepted("success", &other, "true or false"),
        });
    }
    let result = take(&mut fields, "result").filter(|node| !node.is_null());
    let Some(result) = result else {
        let (field, accepted) = ("result".to_owned(), "what the API answered".to_owned());
        return Err(ImportError::Fields(vec![FieldProblem { field, seen: None, accepted }]));
    };
    fields.retain(|(name, _)| !ENVELOPE.contains(&name.as_str()));
    Ok((result, fields))
}

/// The messages of a list of errors; an error of another shape is quoted.
fn messages(errors: Option<Node>) -> Vec<String> {
    let Some(Node::List(errors)) = errors else {
        return Vec::new();
    };
    let message = |error: &Node| {
        let Node::Object(fields) = error else {
            return error.text().map_or_else(|| error.quoted(), str::to_owned);
        };
        let of = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, node)| node);
        match (of("message").and_then(Node::text), of("code")) {
            (Some(message), Some(code)) => format!("{message} (code {code})"),
            (Some(message), None) => message.to_owned(),
            (None, _) => error.quoted(),
        }
    };
    errors.iter().map(message).collect()
}

fn one_room(rooms: Vec<Node>) -> Result<Object, ImportError> {
    let name = |room: &Node| {
        let Node::Object(fields) = room else {
            return "?".to_owned();
        };
        let name = fields.iter().find(|(key, _)| key == "name").and_then(|(_, node)| node.text());
        name.unwrap_or("?").to_owned()
    };
    let names: Vec<String> = rooms.iter().map(name).collect();
    let mut rooms = rooms.into_iter();
    match (rooms.next(), rooms.next()) {
        (Some(Node::Object(room)), None) => Ok(room),
        (Some(other), None) => Err(not_accepted("result[0]", &other, "a room: an object with its settings")),
        _ => Err(ImportError::NotOneRoom { names }),
    }
}

fn read_list(
    events: Node,
    place: &str,
    imported: &mut Imported,
    problems: &mut Vec<FieldProblem>,
) -> Result<(), ImportError> {
    let events = match opened(events)?.0 {
        Node::List(events) => events,
        other if other.is_null() => Vec::new(),
        other => return Err(not_accepted(place, &other, "a list of events")),
    };
    for (position, event) in events.into_iter().enumerate() {
        match event {
            Node::Object(event) => {
                let reading = keys::read(event, &EVENT, &format!("{place}[{position}]."));
                let settings = gather(reading, "events.", &mut imported.ignored, problems);
                imported.events.push(settings);
            }
            other => problems.push(FieldProblem {
                field: format!("{place}[{position}]"),
                seen: Some(other.quoted()),
                accepted: "an event: an object".to_owned(),
            }),
        }
    }
    Ok(())
}

/// Sorts a reading into its three piles; a name is ignored once.
fn gather(
    reading: Reading,
    place: &str,
    ignored: &mut Vec<String>,
    problems: &mut Vec<FieldProblem>,
) -> Vec<(String, Value)> {
    let mut known: std::collections::BTreeSet<String> = ignored.iter().cloned().collect();
    for name in reading.ignored {
        let name = format!("{place}{name}");
        if known.insert(name.clone()) {
            ignored.push(name);
        }
    }
    problems.extend(reading.problems);
    reading.settings
}

fn not_accepted(field: &str, node: &Node, accepted: &str) -> ImportError {
    let (field, seen) = (field.to_owned(), Some(node.quoted()));
    ImportError::Fields(vec![FieldProblem { field, seen, accepted: accepted.to_owned() }])
}
