//! A room and its events as the JSON that Cloudflare's API takes (CF §9.2, §9.3): only fields that can be written, always
//! in the same order.

use serde::Serialize;

use super::product::{Checks, api_name, event_names, method_name, minutes};
use super::{ExportError, Route, Written, notes};
use crate::model::room::{Cloudflare, Event};
use crate::units::{Share, SimTime};

/// What `POST` and `PUT …/waiting_rooms` take.
#[derive(Serialize)]
struct RoomKeys<'a> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    host: &'a str,
    path: &'a str,
    suspended: bool,
    queue_all: bool,
    queueing_method: &'static str,
    total_active_users: u32,
    new_users_per_minute: u32,
    session_duration: i64,
    disable_session_renewal: bool,
    enabled_origin_commands: &'static [&'static str],
}

/// What `POST …/events` takes; a key that is not there is inherited.
#[derive(Serialize)]
struct EventKeys<'a> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    suspended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    prequeue_start_time: Option<String>,
    event_start_time: String,
    event_end_time: String,
    shuffle_at_event_start: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_active_users: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_users_per_minute: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_session_renewal: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queueing_method: Option<&'static str>,
}

/// The origin's commands of a room.
pub(super) fn commands(room: &Cloudflare) -> &'static [&'static str] {
    if room.revoke > Share::NONE { &["revoke"] } else { &[] }
}

/// What the room is for, where its name had to be changed.
pub(super) fn description<'a>(name: &'a str, written: &str) -> Option<&'a str> {
    (name != written && !name.is_empty()).then_some(name)
}

/// The name of a room over there.
pub(super) fn room_name(room: &Cloudflare) -> String {
    api_name(&room.name, "waiting-room")
}

/// The room as JSON for `POST …/waiting_rooms` and `PUT …/waiting_rooms/{id}`. `instant` words the times of the notes.
///
/// # Errors
/// All settings that the product would refuse.
///
/// ```
/// use machiai::interop::{Route, read_room, write_room_json};
/// use machiai::model::room::Cloudflare;
///
/// let room = Cloudflare::new("tickets", 2000, 500);
/// let route = Route { host: "tickets.example.jp", path: "/buy" };
/// let written = write_room_json(&room, route, |_| String::new())?;
/// assert_eq!(read_room(&written.text).unwrap().settings[1].1, 2000);
/// # Ok::<(), machiai::interop::ExportError>(())
/// ```
pub fn write_room_json(
    room: &Cloudflare,
    route: Route<'_>,
    instant: impl Fn(SimTime) -> String,
) -> Result<Written, ExportError> {
    let mut checks = Checks::default();
    checks.room(room, route);
    checks.result()?;
    let name = room_name(room);
    let mut notes: Vec<String> = notes::renamed("name", &room.name, &name).into_iter().collect();
    notes.extend(notes::revoke(room));
    if !room.events.is_empty() {
        let count = room.events.len();
        notes
            .push(format!("the scenario's events ({count}) are not part of a room: create them at …/events"));
    }
    let timetable = notes::timetable(room, &instant);
    if !timetable.is_empty() {
        notes.push(notes::TIMETABLE.to_owned());
    }
    notes.extend(timetable);
    let keys = RoomKeys {
        description: description(&room.name, &name),
        name,
        host: route.host,
        path: route.path,
        suspended: room.suspended,
        queue_all: room.queue_all,
        queueing_method: method_name(room.queueing_method),
        total_active_users: room.total_active_users,
        new_users_per_minute: room.new_users_per_minute,
        session_duration: minutes(room.session_duration),
        disable_session_renewal: room.disable_session_renewal,
        enabled_origin_commands: commands(room),
    };
    Ok(Written { text: pretty(&keys), notes })
}

/// The room's events as a JSON list, each entry for one `POST …/events`. `instant` gives a time as the API takes it:
/// `2026-05-01T03:00:00Z`.
///
/// # Errors
/// All settings of events that the product would refuse.
pub fn write_events_json(
    room: &Cloudflare,
    instant: impl Fn(SimTime) -> String,
) -> Result<Written, ExportError> {
    let mut checks = Checks::default();
    checks.events(&room.events);
    checks.result()?;
    let named = room.events.iter().zip(event_names(&room.events));
    let events: Vec<EventKeys> = named.map(|(event, name)| event_keys(event, name, &instant)).collect();
    Ok(Written { text: pretty(&events), notes: notes::renamed_events(room).collect() })
}

fn event_keys(event: &Event, name: String, instant: impl Fn(SimTime) -> String) -> EventKeys<'_> {
    EventKeys {
        description: description(&event.name, &name),
        name,
        suspended: event.suspended,
        prequeue_start_time: event.prequeue_start_time.map(&instant),
        event_start_time: instant(event.event_start_time),
        event_end_time: instant(event.event_end_time),
        shuffle_at_event_start: event.shuffle_at_event_start,
        total_active_users: event.total_active_users,
        new_users_per_minute: event.new_users_per_minute,
        session_duration: event.session_duration.map(minutes),
        disable_session_renewal: event.disable_session_renewal,
        queueing_method: event.queueing_method.map(method_name),
    }
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("our keys are texts and our numbers whole");
    text.push('\n');
    text
}
