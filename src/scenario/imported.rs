//! Puts the settings of a real room, as its API gives them, and a fitted origin beside those of the scenario.
//! Does not know what they mean.

use serde_json::Value as Json;

use super::cursor::{Context, Field, Fields};
use super::issue::{Issue, Place, decode};
use super::notice::Notice;
use super::scalar;
use super::tree::{self, Content, Entry, Value};
use crate::interop::{self, ImportError, Imported};

/// What a file of settings can be.
const ACCEPTED: &str = "JSON as the API of the product gives it, named relative to the scenario";

/// Adds what the files named by `from` and `events_from` say; keys of the scenario come before it. Whether the file of
/// the room could be read: what it may say is not missing.
pub(super) fn add(fields: &mut Fields, context: &mut Context) -> bool {
    let (from, events_from) = (fields.take("from"), fields.take("events_from"));
    // Events have a file of their own in the API: it comes before events in the file of the room.
    if let Some((file, imported)) =
        events_from.as_ref().and_then(|field| read(field, interop::read_events, context))
    {
        if imported.events.is_empty() {
            let place = Place::Attachment { file: file.clone(), line: None };
            context.issues.push(Issue::new(place, "", "no events").accepted("a list of the room's events"));
        }
        add_events(fields, &file, imported.events);
    }
    let Some(from) = from else { return true };
    let Some((file, imported)) = read(&from, interop::read_room, context) else { return false };
    if let Value { content: Content::Table(entries), .. } = table(&file, imported.settings) {
        entries.into_iter().for_each(|entry| fields.add(entry));
    }
    add_events(fields, &file, imported.events);
    true
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
fn read(
    field: &Field,
    reader: fn(&str) -> Result<Imported, ImportError>,
    context: &mut Context,
) -> Option<(String, Imported)> {
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
    match reader(text) {
        Ok(imported) => {
            if !imported.ignored.is_empty() {
                context
                    .notices
                    .push(Notice::SettingsIgnored { file: name.clone(), settings: imported.ignored.clone() });
            }
            Some((name, imported))
        }
        Err(ImportError::Fields(problems)) => {
            for problem in problems {
                let message = if problem.seen.is_some() { "cannot be this" } else { "missing" };
                let issue = Issue { seen: problem.seen, ..Issue::new(place(None), &problem.field, message) };
                context.issues.push(issue.accepted(problem.accepted));
            }
            None
        }
        Err(ImportError::Syntax { line, problem, .. }) => {
            let issue = Issue::new(place(Some(line)), "", format!("not JSON: {problem}"));
            context.refuse(issue.accepted(ACCEPTED))
        }
        Err(other @ (ImportError::Refused { .. } | ImportError::NotOneRoom { .. })) => {
            context.refuse(Issue::new(place(None), "", other.to_string()).accepted(ACCEPTED))
        }
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

/// What a file of an origin can be.
const ORIGIN_FILE: &str =
    "a TOML file with a table [origin] and nothing else, named relative to the scenario";
/// Keys that together say how fast a station is: a file's are not mixed with another form beside it.
const BY_SERVERS: [&str; 2] = ["servers", "service_time"];
const FORMS: [&str; 4] = ["servers", "service_time", "scalability", "table"];

/// Adds what the file named by `from` says of an origin; keys of the scenario come before it. Whether it could be read:
/// what it may say is not missing.
pub(super) fn add_origin(fields: &mut Fields, context: &mut Context) -> bool {
    let Some(from) = fields.take("from") else { return true };
    let Some(entries) = origin_of_file(&from, context) else { return false };
    let by_servers = BY_SERVERS.iter().any(|key| fields.has(key));
    let has_form = FORMS.iter().any(|key| fields.has(key));
    for entry in entries {
        let is_form = FORMS.contains(&entry.key.as_str());
        // Another way to say how fast a station is makes it one.
        if has_form && entry.key == "kind" {
            continue;
        }
        let completes = by_servers && BY_SERVERS.contains(&entry.key.as_str());
        if !is_form || !has_form || completes {
            fields.add(entry);
        }
    }
    true
}

/// The keys of the table `origin` of a file.
fn origin_of_file(field: &Field, context: &mut Context) -> Option<Vec<Entry>> {
    let name = scalar::text(field, context)?;
    let bytes = match context.attachments.read(&name) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let issue = field.issue(format!("cannot be read: {reason}"));
            return context.refuse(issue.accepted(ORIGIN_FILE));
        }
    };
    let place = |line| Place::Attachment { file: name.clone(), line };
    let text = match decode(&bytes, |line| place(Some(line))) {
        Ok(text) => text,
        Err(issue) => return context.refuse(Issue { accepted: "UTF-8 text".to_owned(), ..*issue }),
    };
    let tree = match tree::parse(text) {
        Ok(tree) => moved(tree, &name),
        Err(issues) => {
            let moved = issues
                .into_iter()
                .map(|issue| Issue { place: attached(issue.place, &name), ..issue }.accepted("TOML"));
            context.issues.extend(moved);
            return None;
        }
    };
    let Content::Table(entries) = tree.content else { return None };
    let before = context.issues.len();
    let mut origin = None;
    for entry in entries {
        match (entry.key.as_str(), entry.value.content) {
            ("origin", Content::Table(keys)) => origin = Some(keys),
            (_, _) => {
                let issue = Issue::new(entry.place, &entry.key, "not part of an origin");
                context.issues.push(issue.accepted(ORIGIN_FILE));
            }
        }
    }
    let Some(keys) = origin else {
        if context.issues.len() == before {
            context.issues.push(Issue::new(place(None), "", "no origin").accepted(ORIGIN_FILE));
        }
        return None;
    };
    if let Some(nested) = keys.iter().find(|entry| entry.key == "from") {
        let issue = Issue::new(nested.place.clone(), "origin.from", "a file named within a file");
        context.issues.push(issue.seen(nested.value.shown()).accepted("the keys themselves"));
    }
    (context.issues.len() == before).then_some(keys)
}

/// A place in a file beside the scenario.
fn attached(place: Place, file: &str) -> Place {
    match place {
        Place::File { line, .. } => Place::Attachment { file: file.to_owned(), line: Some(line) },
        other => other,
    }
}

/// A tree whose places are those of a file beside the scenario.
fn moved(value: Value, file: &str) -> Value {
    let content = match value.content {
        Content::List(values) => Content::List(values.into_iter().map(|value| moved(value, file)).collect()),
        Content::Table(entries) => {
            let entry = |entry: Entry| Entry {
                key: entry.key,
                place: attached(entry.place, file),
                value: moved(entry.value, file),
            };
            Content::Table(entries.into_iter().map(entry).collect())
        }
        plain => plain,
    };
    Value { content, place: attached(value.place, file), typed: value.typed }
}
