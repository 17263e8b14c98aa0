//! What the inputs of an answer say about the room: in which order it lets people in, its event, its timetable.
//! Knows no language.

use crate::report::label::pattern;
use crate::results::{Answer, InputNote};
use crate::units::parse_span;

/// In which order people are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// In order of arrival.
    InTurn,
    /// Lots are drawn.
    Lottery,
    /// Those who wait at the opening in random order, the others behind them in turn.
    Shuffled,
    /// Nobody is made to wait in line.
    Ungated,
    /// The answer does not say.
    Untold,
}

/// An event, as the inputs tell it. Instants are seconds from the scenario's zero, which is the opening as a rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Event<'a> {
    pub(super) name: &'a str,
    pub(super) starts: f64,
    pub(super) ends: f64,
    pub(super) prequeue: Option<f64>,
    pub(super) shuffles: bool,
    /// Settings that are the event's own: key and value.
    pub(super) settings: Vec<(&'a str, &'a str)>,
}

impl Event<'_> {
    /// Whether it starts at the very opening.
    pub(super) fn is_at_opening(&self) -> bool {
        self.starts == 0.0
    }

    fn setting(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(other, _)| *other == key).map(|(_, value)| *value)
    }
}

/// Settings that change at an instant, seconds from the scenario's zero.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change<'a> {
    pub(super) at: f64,
    pub(super) settings: Vec<(&'a str, &'a str)>,
}

/// The input with this key.
pub(super) fn input<'a>(answer: &'a Answer, key: &str) -> Option<&'a InputNote> {
    answer.inputs.iter().find(|note| pattern(&note.key) == key)
}

/// The value of the input with this key; `None` where it is not said.
pub(super) fn value<'a>(answer: &'a Answer, key: &str) -> Option<&'a str> {
    input(answer, key).map(|note| note.value.as_str()).filter(|value| !value.is_empty())
}

/// Whether the room is Cloudflare's: rooms of other kinds have no sessions that expire.
pub(super) fn is_cloudflare(answer: &Answer) -> bool {
    input(answer, "room.session_duration").is_some()
}

/// In which order people are let in at the opening.
pub(super) fn order(answer: &Answer) -> Order {
    if !is_cloudflare(answer) {
        return Order::Untold;
    }
    let events = events(answer);
    let changes_method =
        |settings: &[(&str, &str)]| settings.iter().any(|(key, _)| *key == "queueing_method");
    if changes(answer).iter().any(|change| changes_method(&change.settings)) {
        return Order::Untold;
    }
    let opening = events.iter().find(|event| event.is_at_opening());
    let is_special = |event: &Event| event.shuffles || changes_method(&event.settings);
    // An event at another time has its own order, and the notice would have to tell when.
    if events.iter().any(|event| !event.is_at_opening() && is_special(event)) {
        return Order::Untold;
    }
    let own = opening.and_then(|event| event.setting("queueing_method"));
    let method = own.or_else(|| value(answer, "room.queueing_method")).unwrap_or("fifo");
    match method {
        "fifo" if opening.is_some_and(|event| event.shuffles) => Order::Shuffled,
        "fifo" => Order::InTurn,
        "random" => Order::Lottery,
        "passthrough" => Order::Ungated,
        _ => Order::Untold,
    }
}

/// The events that are not suspended. Their names hold no blanks.
pub(super) fn events(answer: &Answer) -> Vec<Event<'_>> {
    let text = value(answer, "room.event").unwrap_or_default();
    text.split("; ").filter_map(event).collect()
}

fn event(text: &str) -> Option<Event<'_>> {
    let mut words = text.split(' ');
    let (name, (starts, ends)) = (words.next()?, words.next()?.split_once("..")?);
    let mut event = Event {
        name,
        starts: seconds(starts)?,
        ends: seconds(ends)?,
        prequeue: None,
        shuffles: false,
        settings: Vec::new(),
    };
    for (key, value) in words.filter_map(|word| word.split_once('=')) {
        match key {
            "prequeue_start_time" => event.prequeue = seconds(value),
            "shuffle_at_event_start" => event.shuffles = value == "true",
            _ => event.settings.push((key, value)),
        }
    }
    Some(event)
}

/// The planned changes of settings.
pub(super) fn changes(answer: &Answer) -> Vec<Change<'_>> {
    let change = |text| {
        let text: &str = text;
        let mut words = text.split(' ');
        let at = seconds(words.next()?)?;
        Some(Change { at, settings: words.filter_map(|word| word.split_once('=')).collect() })
    };
    value(answer, "room.change").unwrap_or_default().split("; ").filter_map(change).collect()
}

fn seconds(text: &str) -> Option<f64> {
    parse_span(text).ok().map(|span| span.seconds())
}

/// Mean seconds of a law, as inputs tell it: `30m`, `fixed 30m`, `exponential 30m`; `None` where it cannot be told.
pub(super) fn mean_of(law: &str) -> Option<f64> {
    match law.split(' ').collect::<Vec<_>>().as_slice() {
        [mean] | ["exponential" | "fixed", mean] | ["lognormal" | "gamma" | "weibull", mean, _] => {
            seconds(mean).filter(|seconds| *seconds > 0.0)
        }
        _ => None,
    }
}
