//! What the product accepts: limits, session durations, events, routes, names (CF §1.1, §5.1, §6).

use super::{ExportError, ExportProblem, Route};
use crate::model::room::{
    Cloudflare, Event, MAX_EVENTS, MIN_EVENT, MIN_LIMIT, MIN_PREQUEUE, QueueingMethod, SESSION_MINUTES,
};
use crate::units::{MINUTE, Span};

/// Largest limit.
const MAX_LIMIT: u32 = 2_147_483_647;

/// The product's word for a method.
pub(super) fn method_name(method: QueueingMethod) -> &'static str {
    match method {
        QueueingMethod::Fifo => "fifo",
        QueueingMethod::Random => "random",
        QueueingMethod::Passthrough => "passthrough",
        QueueingMethod::Reject => "reject",
    }
}

/// Whole minutes; anything else has been refused.
pub(super) fn minutes(span: Span) -> i64 {
    span.microseconds().div_euclid(MINUTE.microseconds())
}

/// A name that the product accepts (letters, digits, hyphen, underscore), as near as possible to the given one.
pub(super) fn api_name(name: &str, otherwise: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let parts: Vec<&str> = name.split(|c| !allowed(c)).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { otherwise.to_owned() } else { parts.join("-") }
}

/// Names of a room's events, each different.
pub(super) fn event_names(events: &[Event]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (position, event) in events.iter().enumerate() {
        let name = api_name(&event.name, &format!("event-{}", position + 1));
        names.push(unlike(&names, name, '-'));
    }
    names
}

/// The name, with a number behind it if it is taken.
pub(super) fn unlike(taken: &[String], name: String, joint: char) -> String {
    let mut free = name.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{name}{joint}{number}");
        number += 1;
    }
    free
}

/// Collects what is refused.
#[derive(Default)]
pub(super) struct Checks {
    problems: Vec<ExportProblem>,
}

impl Checks {
    pub(super) fn result(self) -> Result<(), ExportError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ExportError { problems: self.problems }) }
    }

    pub(super) fn refuse(
        &mut self,
        setting: impl Into<String>,
        seen: impl ToString,
        accepted: impl Into<String>,
    ) {
        let (setting, seen, accepted) = (setting.into(), seen.to_string(), accepted.into());
        self.problems.push(ExportProblem { setting, seen, accepted });
    }

    /// The room's own settings and its place.
    pub(super) fn room(&mut self, room: &Cloudflare, route: Route<'_>) {
        self.limits("", Some(room.total_active_users), Some(room.new_users_per_minute));
        self.session("", Some(room.session_duration));
        let unfit = |text: &str| text.chars().any(|c| c.is_whitespace() || c.is_control());
        if route.host.is_empty() || unfit(route.host) || route.host.contains(['/', ':', '*', '?', '#']) {
            let accepted = "a host without scheme, port or wildcard, such as tickets.example.jp";
            self.refuse("host", format!("{:?}", route.host), accepted);
        }
        if !route.path.starts_with('/') || unfit(route.path) || route.path.contains(['?', '#', '*']) {
            let accepted = "a path that begins with / and has no query or wildcard, such as /buy";
            self.refuse("path", format!("{:?}", route.path), accepted);
        }
    }

    /// The room's events.
    pub(super) fn events(&mut self, events: &[Event]) {
        if events.len() > MAX_EVENTS {
            self.refuse("events", events.len(), format!("at most {MAX_EVENTS} for a room"));
        }
        for (position, event) in events.iter().enumerate() {
            self.event(&format!("events[{position}]."), event);
            for (other_position, other) in events[..position].iter().enumerate() {
                if event.begins() < other.event_end_time && other.begins() < event.event_end_time {
                    let seen = format!("overlaps events[{other_position}]");
                    let accepted = "events that do not overlap, prequeues included";
                    self.refuse(format!("events[{position}]"), seen, accepted);
                }
            }
        }
    }

    fn event(&mut self, place: &str, event: &Event) {
        let length = event.event_end_time.since(event.event_start_time);
        if length < MIN_EVENT {
            let accepted = format!("an end at least {MIN_EVENT} after event_start_time");
            self.refuse(format!("{place}event_end_time"), format!("{length} after the start"), accepted);
        }
        let ahead = event.prequeue_start_time.map(|prequeue| event.event_start_time.since(prequeue));
        if let Some(ahead) = ahead.filter(|ahead| *ahead < MIN_PREQUEUE) {
            let accepted = format!("a start at least {MIN_PREQUEUE} before event_start_time");
            self.refuse(format!("{place}prequeue_start_time"), format!("{ahead} before the start"), accepted);
        }
        if event.shuffle_at_event_start && ahead.is_none() {
            let accepted = "it only with a prequeue_start_time";
            self.refuse(format!("{place}shuffle_at_event_start"), true, accepted);
        }
        if event.total_active_users.is_some() != event.new_users_per_minute.is_some() {
            let (name, limit) = match (event.total_active_users, event.new_users_per_minute) {
                (Some(total), _) => ("total_active_users", total),
                (None, rate) => ("new_users_per_minute", rate.unwrap_or_default()),
            };
            let accepted = "total_active_users and new_users_per_minute together, or neither";
            self.refuse(format!("{place}{name}"), limit, accepted);
        }
        self.limits(place, event.total_active_users, event.new_users_per_minute);
        self.session(place, event.session_duration);
    }

    fn limits(&mut self, place: &str, total: Option<u32>, rate: Option<u32>) {
        for (name, limit) in [("total_active_users", total), ("new_users_per_minute", rate)] {
            if let Some(limit) = limit.filter(|limit| !(MIN_LIMIT..=MAX_LIMIT).contains(limit)) {
                self.refuse(format!("{place}{name}"), limit, format!("{MIN_LIMIT} to {MAX_LIMIT}"));
            }
        }
        if let (Some(total), Some(rate)) = (total, rate)
            && rate > total
        {
            let accepted = format!("no more than total_active_users, here {total}");
            self.refuse(format!("{place}new_users_per_minute"), rate, accepted);
        }
    }

    fn session(&mut self, place: &str, session: Option<Span>) {
        let (shortest, longest) = (SESSION_MINUTES.start(), SESSION_MINUTES.end());
        let fits = |span: Span| {
            let minutes = minutes(span);
            Span::from_minutes(minutes) == span && SESSION_MINUTES.contains(&minutes)
        };
        if let Some(session) = session.filter(|session| !fits(*session)) {
            let accepted = format!("{shortest} to {longest} whole minutes");
            self.refuse(format!("{place}session_duration"), session, accepted);
        }
    }
}
