//! Cloudflare's analytics of waiting rooms as the GraphQL API answers: `waitingRoomAnalyticsAdaptiveGroups` (means and
//! maxima by the minute) or `waitingRoomAnalyticsAdaptive` (row by row).
//!
//! Taken inside `{"data": {"viewer": {"zones": [{…}]}}}`, as any part of it, or as a bare list. Queries may rename lists and
//! fields of time (the product's own examples do): a list counts if its rows have figures and a time. A negative number is
//! what the product writes where it has none.
//!
//! Source: our reference of the product, §7.2.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::columns::{Figure, Meaning, meaning};
use super::error::{Place, json_error};
use super::time::{self, When};
use super::{MOST_ROWS, ObservedError, Row, Rows};
use crate::results::{ObservedNote, ObservedSource};

/// Deepest place of a list: data, viewer, zones, zone, list.
const DEEPEST: usize = 8;
/// Fields of time by the minute or finer.
const TIMES: [&str; 4] = ["datetimeMinute", "datetime", "time", "ts"];
/// Fields of time that are too coarse.
const COARSE: [&str; 4] = ["datetimeHour", "datetimeFifteenMinutes", "datetimeFiveMinutes", "date"];
/// Names of a room.
const ROOMS: [&str; 2] = ["waitingRoomId", "waitingRoomName"];
/// Figures of groups: the field, the aggregate and what it is. Of two that are the same the first counts.
const GROUPED: [(&str, &str, Figure); 7] = [
    ("totalQueuedUsers", "avg", Figure::Line),
    ("totalQueuedUsers", "max", Figure::LineMax),
    ("totalActiveUsers", "avg", Figure::Active),
    ("totalActiveUsers", "max", Figure::ActiveMax),
    ("newUsersPerMinute", "avg", Figure::Accepted),
    ("newUsersPerMinute", "max", Figure::Accepted),
    ("newUsersPerMinute", "sum", Figure::Accepted),
];
/// How to write a figure.
const ACCEPTED_FIGURE: &str = "a number of people up to 1e9; negative or null where it is missing";

type Object = Map<String, Value>;

pub(super) fn read(text: &str) -> Result<Rows, ObservedError> {
    let root: Value = serde_json::from_str(text).map_err(|error| json_error(&error))?;
    refuse_errors(&root)?;
    let mut lists = Vec::new();
    collect(&root, "the list", 0, &mut lists);
    let (name, list) = match lists[..] {
        [(name, list)] => (name, list),
        [] => return Err(ObservedError::NoList),
        _ => {
            let names = lists.iter().map(|(name, _)| (*name).to_owned()).collect();
            return Err(ObservedError::SeveralLists { names });
        }
    };
    if list.len() > MOST_ROWS {
        return Err(ObservedError::TooManyRows { most: MOST_ROWS });
    }
    one_room(list)?;
    let rows: Result<Vec<Row>, ObservedError> =
        list.iter().enumerate().map(|(at, row)| self::row(row, || place(name, at))).collect();
    let is_grouped = list.iter().filter_map(Value::as_object).any(|row| row.contains_key("dimensions"));
    let source = if is_grouped { ObservedSource::CloudflareGroups } else { ObservedSource::CloudflareRows };
    Ok(Rows { source, rows: rows?, notes: sampled(list).into_iter().collect() })
}

fn place(list: &str, at: usize) -> Place {
    Place::Row { row: at as u64 + 1, list: list.to_owned() }
}

/// Refuses the API's own refusal.
fn refuse_errors(root: &Value) -> Result<(), ObservedError> {
    let errors = root.get("errors").and_then(Value::as_array).filter(|errors| !errors.is_empty());
    let Some(errors) = errors else { return Ok(()) };
    let message = |error: &Value| error.get("message").and_then(Value::as_str).map(str::to_owned);
    Err(ObservedError::Refused { messages: errors.iter().filter_map(message).collect() })
}

/// Lists whose rows have figures and a time, with the names under which they stand.
fn collect<'a>(node: &'a Value, name: &'a str, depth: usize, found: &mut Vec<(&'a str, &'a [Value])>) {
    match node {
        Value::Array(list) if list.iter().any(is_row) => found.push((name, list)),
        Value::Array(list) if depth < DEEPEST => {
            list.iter().for_each(|node| collect(node, name, depth + 1, found));
        }
        Value::Object(object) if depth < DEEPEST => {
            object.iter().for_each(|(name, node)| collect(node, name, depth + 1, found));
        }
        _ => {}
    }
}

fn is_row(node: &Value) -> bool {
    let Value::Object(row) = node else { return false };
    let has_figures =
        |object: &Object| object.keys().any(|key| matches!(meaning(key), Some(Meaning::Figure(_))));
    let aggregates = ["avg", "max", "sum"].into_iter().filter_map(|key| row.get(key)?.as_object());
    let times = times_of(row);
    (has_figures(row) || aggregates.into_iter().any(has_figures))
        && (TIMES.iter().chain(&COARSE).any(|key| times.contains_key(*key)) || renamed_time(times).is_some())
}

/// Where a row has its time: among its dimensions, or beside its figures.
fn times_of(row: &Object) -> &Object {
    row.get("dimensions").and_then(Value::as_object).unwrap_or(row)
}

/// The time under a name that the query gave it.
fn renamed_time(times: &Object) -> Option<When> {
    times.values().filter_map(Value::as_str).find_map(|text| match time::when(text)? {
        when @ When::Instant(_) => Some(when),
        When::Minute(_) | When::Clock(_) | When::Local(_) => None,
    })
}

fn row(node: &Value, place: impl Fn() -> Place) -> Result<Row, ObservedError> {
    let refused = |name: &str, seen: &Value, accepted: &'static str| ObservedError::Field {
        place: place(),
        name: name.to_owned(),
        seen: seen.to_string(),
        accepted,
    };
    let Value::Object(row) = node else { return Err(refused("row", node, "an object")) };
    let times = times_of(row);
    let named = TIMES.into_iter().find_map(|key| Some((key, times.get(key)?)));
    let coarse = COARSE.into_iter().find(|key| times.contains_key(*key));
    let when = match (named, coarse) {
        (Some((key, value)), _) => {
            let when = value.as_str().and_then(time::when);
            when.ok_or_else(|| refused(key, value, time::ACCEPTED))?
        }
        (None, Some(key)) => return Err(ObservedError::TooCoarse { key: key.to_owned() }),
        (None, None) => {
            let missing = || refused("datetimeMinute", &Value::Null, time::ACCEPTED);
            renamed_time(times).ok_or_else(missing)?
        }
    };
    let mut figures = [None; 5];
    for (field, aggregate, figure) in GROUPED {
        let Some(value) = row.get(aggregate).and_then(|values| values.get(field)) else { continue };
        let name = || format!("{aggregate}.{field}");
        let number = count(value).ok_or_else(|| refused(&name(), value, ACCEPTED_FIGURE))?;
        let slot = &mut figures[figure as usize];
        *slot = slot.or(number);
    }
    for (key, value) in row {
        let Some(Meaning::Figure(figure)) = meaning(key) else { continue };
        let number = count(value).ok_or_else(|| refused(key, value, ACCEPTED_FIGURE))?;
        let slot = &mut figures[figure as usize];
        *slot = slot.or(number);
    }
    Ok(Row { when, figures })
}

/// A number of people, or nothing where it is missing; `None` if it is neither.
fn count(value: &Value) -> Option<Option<f64>> {
    match value {
        Value::Null => Some(None),
        Value::Number(number) => {
            let number = number.as_f64()?;
            (number <= 1e9).then_some((number >= 0.0).then_some(number))
        }
        _ => None,
    }
}

/// Refuses rows of several rooms: their lines cannot be told apart.
fn one_room(list: &[Value]) -> Result<(), ObservedError> {
    for key in ROOMS {
        let name_of = |row: &Value| Some(times_of(row.as_object()?).get(key)?.as_str()?.to_owned());
        let names: BTreeSet<String> = list.iter().filter_map(name_of).collect();
        if names.len() > 1 {
            return Err(ObservedError::SeveralRooms { names: names.into_iter().collect() });
        }
    }
    Ok(())
}

/// Tells sampled data: `sampleInterval` is 1 where every row is there.
fn sampled(list: &[Value]) -> Option<ObservedNote> {
    let interval_of = |row: &Value| {
        let row = row.as_object()?;
        let places = [Some(row), Some(times_of(row)), row.get("avg").and_then(Value::as_object)];
        places.into_iter().flatten().find_map(|object| object.get("sampleInterval")?.as_f64())
    };
    let interval = list.iter().filter_map(interval_of).fold(1.0, f64::max);
    (interval > 1.0).then_some(ObservedNote::Sampled { interval })
}
