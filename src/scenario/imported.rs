//! Puts the settings of a real room, as its API or Terraform writes them, beside those of the scenario.
//! Does not know the format of the file.

use serde_json::Value as Json;

use super::cursor::{Context, Field, Fields};
use super::issue::{Issue, Place, decode};
use super::notice::Notice;
use super::scalar;
use super::tree::{Content, Entry, Value};
use crate::interop::{self, Imported};

/// What a file of settings can be.
const ACCEPTED: &str = "a room as the API or Terraform writes it, named relative to the scenario";

/// Adds what the files named by `from` and `events_from` say; keys of the scenario come before it.
pub(super) fn add(fields: &mut Fields, context: &mut Context) {
    let (from, events_from) = (fields.take("from"), fields.take("events_from"));
    // Events have a file of their own in the API: it comes before events in the file of the room.
    if let Some((file, imported)) = events_from.as_ref().and_then(|field| read(field, context)) {
        if imported.events.is_empty() {
            let place = Place::Attachment { file: file.clone(), line: None };
            context.issues.push(Issue::new(place, "", "no events").accepted("a list of the room's events"));
        }
        add_events(fields, &file, imported.events);
    }
    if let Some((file, imported)) = from.as_ref().and_then(|field| read(field, context)) {
        let Value { content: Content::Table(entries), .. } = table(&file, imported.settings) else { return };
        for entry in entries {
            fields.add(entry);
        }
        add_events(fields, &file, imported.events);
    }
}

fn add_events(fields: &mut Fields, file: &str, events: Vec<Vec<(String, Json)>>) {
    if !events.is_empty() {
        let events = events.into_iter().map(|event| table(file, event)).collect();
        let place = Place::Attachment { file: file.to_owned(), line: None };
        let value = Value { content: Content::List(events), place: place.clone(), typed: None };
        fields.add(Entry { key: "event".to_owned(), place, value });
    }
}

/// Reads a file; what it says that does not change waits is a notice.
fn read(field: &Field, context: &mut Context) -> Option<(String, Imported)> {
    let name = scalar::text(field, context)?;
    let bytes = match context.attachments.read(&name) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let issue = field.issue(format!("cannot be read: {reason}"));
            return context.refuse(issue.accepted(ACCEPTED));
        }
    };
    let place = |line| Place::Attachment { file: name.clone(), line };
    let text = match decode(&bytes, |line| place(Some(line))) {
        Ok(text) => text,
        Err(issue) => return context.refuse(Issue { accepted: "UTF-8 text".to_owned(), ..*issue }),
    };
    match interop::read_room(text) {
        Ok(imported) => {
            if !imported.ignored.is_empty() {
                context
                    .notices
                    .push(Notice::SettingsIgnored { file: name.clone(), settings: imported.ignored.clone() });
            }
            Some((name, imported))
        }
        Err(problem) => context.refuse(Issue::new(place(None), "", problem).accepted(ACCEPTED)),
    }
}

fn table(file: &str, settings: Vec<(String, Json)>) -> Value {
    let place = Place::Attachment { file: file.to_owned(), line: None };
    let entries = settings.into_iter().filter_map(|(key, value)| {
        Some(Entry { key, place: place.clone(), value: value_of(value, &place)? })
    });
    Value { content: Content::Table(entries.collect()), place: place.clone(), typed: None }
}

/// `None` for `null`: the API's way to leave something out.
fn value_of(json: Json, place: &Place) -> Option<Value> {
    let content = match json {
        Json::Null => return None,
        Json::Bool(switch) => Content::Switch(switch),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Content::Integer(whole),
            None => Content::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Content::Text(text),
        Json::Array(values) => {
            Content::List(values.into_iter().filter_map(|value| value_of(value, place)).collect())
        }
        Json::Object(entries) => {
            let entry =
                |(key, value)| Some(Entry { key, place: place.clone(), value: value_of(value, place)? });
            Content::Table(entries.into_iter().filter_map(entry).collect())
        }
    };
    Some(Value { content, place: place.clone(), typed: None })
}
