//! Reads the settings of a real waiting room as its API and its Terraform provider write them.
//! Does not know scenarios; a stub until the importer is merged: it reads a room's JSON object flatly.

use serde_json::Value;

/// What a file says, in the keys of a scenario's room and events; times are ISO texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Settings of the room.
    pub settings: Vec<(String, Value)>,
    /// Events, each with its settings.
    pub events: Vec<Vec<(String, Value)>>,
    /// Settings that do not change waits.
    pub ignored: Vec<String>,
}

/// Settings of a room that a scenario knows.
const SETTINGS: [&str; 9] = [
    "name",
    "total_active_users",
    "new_users_per_minute",
    "session_duration",
    "disable_session_renewal",
    "queueing_method",
    "queue_all",
    "suspended",
    "enabled_origin_commands",
];
/// Settings of an event that a scenario knows.
const EVENT: [&str; 11] = [
    "name",
    "event_start_time",
    "event_end_time",
    "prequeue_start_time",
    "shuffle_at_event_start",
    "total_active_users",
    "new_users_per_minute",
    "session_duration",
    "disable_session_renewal",
    "queueing_method",
    "suspended",
];

/// Reads a room, or a list of events.
///
/// # Errors
/// What is wrong with the text, in one line.
pub fn read_room(text: &str) -> Result<Imported, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not valid JSON: {error}"))?;
    let mut imported = Imported::default();
    let mut sorted = |object: &serde_json::Map<String, Value>, known: &[&str]| {
        let (kept, ignored): (Vec<_>, Vec<_>) =
            object.iter().partition(|(key, _)| known.contains(&key.as_str()));
        imported.ignored.extend(ignored.into_iter().map(|(key, _)| key.clone()));
        kept.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()
    };
    match &value {
        Value::Object(room) => imported.settings = sorted(room, &SETTINGS),
        Value::Array(events) => {
            let events: Vec<_> =
                events.iter().filter_map(Value::as_object).map(|event| sorted(event, &EVENT)).collect();
            imported.events = events;
        }
        _ => return Err("neither a room nor a list of events".to_owned()),
    }
    Ok(imported)
}
