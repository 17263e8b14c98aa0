//! Values from the command line, put into the tree before it is read. Knows paths, not keys.

use super::issue::{Issue, Place};
use super::tree::{Content, Entry, Value, parse_value};

/// One `--set key=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Path of the key: `room.total_active_users`, `group.visit.mean`, `group[1].count` (positions from 0), or
    /// `group[residents].count` by the group's name.
    pub key: String,
    /// The value: TOML if it can be read as TOML, else a text.
    pub value: String,
}

impl Override {
    /// Reads `key=value`; `position` is that of the flag among its like, from 0.
    ///
    /// # Errors
    /// One issue when there is no `=` or no key before it.
    pub fn parse(text: &str, position: usize) -> Result<Override, Vec<Issue>> {
        match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                Ok(Override { key: key.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => Err(vec![
                Issue::new(Place::Override { position }, "", "not a key and a value")
                    .seen(format!("\"{text}\""))
                    .accepted("key=value, such as room.total_active_users=3000"),
            ]),
        }
    }
}

/// One flag of the `predict` verb, turned into the key that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagValue {
    /// Path of the key, such as `group.visit.mean`; with `[]` behind it the value is a text of a list.
    pub key: String,
    /// The value: TOML if it can be read as TOML, else a text.
    pub value: String,
    /// The flag as typed, for messages: `--visit`.
    pub flag: String,
}

/// A part of a path: a key, and what stands in brackets behind it.
struct Part<'a> {
    key: &'a str,
    chosen: Option<&'a str>,
}

/// Puts overrides into the tree, later ones over earlier ones.
pub(super) fn apply(tree: &mut Value, overrides: &[Override], issues: &mut Vec<Issue>) {
    for (position, Override { key, value }) in overrides.iter().enumerate() {
        let place = Place::Override { position };
        if let Err(issue) = set(tree, key, parse_value(value, &place)) {
            issues.push(*issue);
        }
    }
}

/// A tree of flags. Two flags that give the same key are an issue, unless the key ends with `[]`: then each adds to
/// a list.
pub(super) fn from_flags(values: &[FlagValue], issues: &mut Vec<Issue>) -> Value {
    let mut tree = Value::table(Place::CommandLine);
    for (position, FlagValue { key, value, flag }) in values.iter().enumerate() {
        let place = Place::Flag { position, flag: flag.clone() };
        if let Some(list) = key.strip_suffix("[]") {
            push(&mut tree, list, Value { content: Content::Text(value.clone()), place, typed: None });
            continue;
        }
        let clash = |other: &&FlagValue| {
            let below =
                |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
            other.key == *key || below(&other.key, key) || below(key, &other.key)
        };
        if let Some(other) = values[..position].iter().find(clash) {
            let message = format!("cannot be combined with {}", other.flag);
            issues.push(Issue::new(place, key, message).seen(value).accepted("one of the two"));
            continue;
        }
        if let Err(issue) = set(&mut tree, key, parse_value(value, &place)) {
            issues.push(*issue);
        }
    }
    tree
}

/// Adds a value to the list at a path.
fn push(tree: &mut Value, path: &str, value: Value) {
    let mut here = tree;
    for key in path.split('.') {
        if !matches!(here.content, Content::Table(_)) {
            *here = Value::table(value.place.clone());
        }
        let Content::Table(entries) = &mut here.content else { return };
        let position = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
            let (key, place) = (key.to_owned(), value.place.clone());
            entries.push(Entry { key, place, value: Value::table(value.place.clone()) });
            entries.len() - 1
        });
        here = &mut entries[position].value;
    }
    match &mut here.content {
        Content::List(list) => list.push(value),
        _ => *here = Value { place: value.place.clone(), content: Content::List(vec![value]), typed: None },
    }
}

fn set(tree: &mut Value, path: &str, value: Value) -> Result<(), Box<Issue>> {
    let refuse = |message: String, accepted: &str| {
        let issue = Issue::new(value.place.clone(), path, message).seen(value.shown()).accepted(accepted);
        Err(Box::new(issue))
    };
    let Some(parts) = parts(path) else {
        return refuse("not a path of a key".to_owned(), "keys joined by dots, such as group[1].visit.mean");
    };
    let mut here = tree;
    for part in &parts {
        if !matches!(here.content, Content::Table(_)) {
            *here = Value::table(value.place.clone());
        }
        let Content::Table(entries) = &mut here.content else { return Ok(()) };
        let position = entries.iter().position(|entry| entry.key == part.key).unwrap_or_else(|| {
            let (key, place) = (part.key.to_owned(), value.place.clone());
            entries.push(Entry { key, place, value: Value::table(value.place.clone()) });
            entries.len() - 1
        });
        here = &mut entries[position].value;
        let is_last = std::ptr::eq(part, &parts[parts.len() - 1]);
        let chosen = match (&here.content, part.chosen) {
            (Content::List(_), None) if is_last => None,
            (Content::List(list), None) if list.len() == 1 => Some(0),
            (Content::List(list), None) => {
                let message = format!("{} is a list of {}: which one is meant?", part.key, list.len());
                return refuse(message, &range_of(part.key, list));
            }
            (Content::List(list), Some(chosen)) => match element(list, chosen) {
                Some(position) => Some(position),
                None => {
                    return refuse(
                        format!("{} has no element [{chosen}]", part.key),
                        &range_of(part.key, list),
                    );
                }
            },
            // A single `[group]` may be called `group[0]` too.
            (_, None | Some("0")) => None,
            (_, Some(chosen)) => {
                let message = format!("{} is not a list and has no element [{chosen}]", part.key);
                return refuse(message, &format!("{0} or {0}[0]", part.key));
            }
        };
        if let Some(position) = chosen {
            let Content::List(list) = &mut here.content else { return Ok(()) };
            here = &mut list[position];
        }
    }
    *here = value;
    Ok(())
}

/// A path in one spelling: elements of lists by position, and none where there is only one.
pub(super) fn resolved(tree: &Value, path: &str) -> String {
    let Some(parts) = parts(path) else { return path.to_owned() };
    let (mut here, mut spelt) = (Some(tree), Vec::new());
    for part in parts {
        let entry = match here.map(|value| &value.content) {
            Some(Content::Table(entries)) => entries.iter().find(|entry| entry.key == part.key),
            _ => None,
        };
        here = entry.map(|entry| &entry.value);
        let position = match (here.map(|value| &value.content), part.chosen) {
            (Some(Content::List(list)), Some(chosen)) => element(list, chosen),
            (Some(Content::List(list)), None) if list.len() == 1 => Some(0),
            _ => None,
        };
        let several = match here.map(|value| &value.content) {
            Some(Content::List(list)) => {
                here = position.and_then(|position| list.get(position));
                list.len() > 1
            }
            _ => false,
        };
        spelt.push(match position {
            Some(position) if several => format!("{}[{position}]", part.key),
            _ => part.key.to_owned(),
        });
    }
    spelt.join(".")
}

fn range_of(key: &str, list: &[Value]) -> String {
    format!("{key}[0] to {key}[{}]", list.len().saturating_sub(1))
}

/// The element of a list by its position or by its name.
fn element(list: &[Value], chosen: &str) -> Option<usize> {
    let named = |value: &Value| match &value.content {
        Content::Table(entries) => {
            let is_name = |entry: &Entry| {
                entry.key == "name" && entry.value.content == Content::Text(chosen.to_owned())
            };
            entries.iter().any(is_name)
        }
        _ => false,
    };
    let position = chosen.parse().ok().or_else(|| list.iter().position(named))?;
    (position < list.len()).then_some(position)
}

/// `a.b[1].c` in parts; `None` if it cannot be read.
fn parts(path: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = path;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let key = rest[..end].trim();
        rest = &rest[end..];
        let mut chosen = None;
        if let Some(inside) = rest.strip_prefix('[') {
            let (word, after) = inside.split_once(']')?;
            chosen = Some(word.trim());
            rest = after;
        }
        if key.is_empty() || chosen == Some("") {
            return None;
        }
        parts.push(Part { key, chosen });
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Some(parts),
            None => return None,
        }
    }
}
