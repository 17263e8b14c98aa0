//! What of a room has no form over there, in words.

use super::product::{event_names, method_name};
use crate::model::room::{Change, Cloudflare};
use crate::units::{Share, SimTime};

/// What is said before a timetable.
pub(super) const TIMETABLE: &str =
    "Cloudflare has no timetable of settings: make these changes by hand or by a call of the API";

/// A note for a name that had to be changed.
pub(super) fn renamed(setting: &str, name: &str, written: &str) -> Option<String> {
    (name != written).then(|| {
        format!(
            "{setting} = {name:?}: names have letters, digits, hyphen and underscore only; written as \"{written}\", \
             with the name as description"
        )
    })
}

/// Notes on the names of events.
pub(super) fn renamed_events(room: &Cloudflare) -> impl Iterator<Item = String> {
    let names = event_names(&room.events);
    let pairs = room.events.iter().zip(names).enumerate();
    pairs.filter_map(|(position, (event, name))| {
        renamed(&format!("events[{position}].name"), &event.name, &name)
    })
}

/// Notes on what the product leaves to the origin.
pub(super) fn revoke(room: &Cloudflare) -> Option<String> {
    (room.revoke > Share::NONE).then(|| {
        format!(
            "enabled_origin_commands lets the origin end sessions; that it does so for {:.4} of the visitors is up to \
             the origin",
            room.revoke.value()
        )
    })
}

/// One line for every change of the timetable.
pub(super) fn timetable(room: &Cloudflare, instant: &impl Fn(SimTime) -> String) -> Vec<String> {
    room.timetable.iter().map(|change| format!("{}: {}", instant(change.at), settings(change))).collect()
}

fn settings(change: &Change) -> String {
    let listed = [
        ("total_active_users", change.total_active_users.map(|limit| limit.to_string())),
        ("new_users_per_minute", change.new_users_per_minute.map(|limit| limit.to_string())),
        ("session_duration", change.session_duration.map(|span| span.to_string())),
        ("disable_session_renewal", change.disable_session_renewal.map(|on| on.to_string())),
        ("queueing_method", change.queueing_method.map(|method| method_name(method).to_owned())),
        ("queue_all", change.queue_all.map(|on| on.to_string())),
        ("suspended", change.suspended.map(|on| on.to_string())),
    ];
    let given = listed.into_iter().filter_map(|(name, value)| Some(format!("{name} = {}", value?)));
    let given: Vec<String> = given.collect();
    if given.is_empty() { "no change".to_owned() } else { given.join(", ") }
}
