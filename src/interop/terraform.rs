//! A room and its events as Terraform for provider `cloudflare/cloudflare`, version 5 (CF §9.4).

use super::api::{commands, description, room_name};
use super::product::{Checks, event_names, method_name, minutes, unlike};
use super::{ExportError, Route, Written, notes};
use crate::model::room::{Cloudflare, Event};
use crate::units::SimTime;

/// Names and expressions of one block, in order.
type Attributes = Vec<(&'static str, String)>;

/// The room and its events as Terraform. `zone` is the name of a Terraform variable that holds the zone's id
/// (`zone_id` or `var.zone_id`), or the id itself (32 hexadecimal digits). `instant` gives a time as the API takes it.
///
/// What has no form there (the timetable) stands in comments, and the notes say so.
///
/// # Errors
/// All settings that the product would refuse, and a zone that is neither a variable nor an id.
///
/// ```
/// use machiai::interop::{Route, write_terraform};
/// use machiai::model::room::Cloudflare;
///
/// let route = Route { host: "tickets.example.jp", path: "/buy" };
/// let room = Cloudflare::new("tickets-main", 2000, 500);
/// let written = write_terraform(&room, route, "zone_id", |_| String::new())?;
/// assert!(written.text.contains("resource \"cloudflare_waiting_room\" \"tickets_main\" {\n"));
/// # Ok::<(), machiai::interop::ExportError>(())
/// ```
pub fn write_terraform(
    room: &Cloudflare,
    route: Route<'_>,
    zone: &str,
    instant: impl Fn(SimTime) -> String,
) -> Result<Written, ExportError> {
    let mut checks = Checks::default();
    checks.room(room, route);
    checks.events(&room.events);
    let zone_expression = zone_expression(zone);
    if zone_expression.is_none() {
        let accepted =
            "the name of a Terraform variable such as zone_id, or the id of a zone (32 hexadecimal digits)";
        checks.refuse("zone_id", format!("{zone:?}"), accepted);
    }
    checks.result()?;
    let zone = zone_expression.unwrap_or_default();
    let name = room_name(room);
    let label = identifier(&name, "room_");
    let mut text = String::from("# Waiting room for provider cloudflare/cloudflare, version 5.\n\n");
    text += &block("cloudflare_waiting_room", &label, &of_room(room, &name, route, &zone));
    let timetable = notes::timetable(room, &instant);
    if !timetable.is_empty() {
        text += &format!("\n# {}.\n", notes::TIMETABLE);
        for line in &timetable {
            text += &format!("#   {}\n", one_line(line));
        }
    }
    let mut labels: Vec<String> = Vec::new();
    for (event, event_name) in room.events.iter().zip(event_names(&room.events)) {
        let event_label = unlike(&labels, identifier(&event_name, "event_"), '_');
        let mut attributes = vec![
            ("zone_id", zone.clone()),
            ("waiting_room_id", format!("cloudflare_waiting_room.{label}.id")),
        ];
        attributes.extend(of_event(event, &event_name, &instant));
        text += &format!("\n{}", block("cloudflare_waiting_room_event", &event_label, &attributes));
        labels.push(event_label);
    }
    let mut notes: Vec<String> = notes::renamed("name", &room.name, &name).into_iter().collect();
    notes.extend(notes::renamed_events(room));
    notes.extend(notes::revoke(room));
    if !timetable.is_empty() {
        notes.push(format!("{}; they stand in comments", notes::TIMETABLE));
    }
    Ok(Written { text, notes })
}

fn of_room(room: &Cloudflare, name: &str, route: Route<'_>, zone: &str) -> Attributes {
    let commands: Vec<String> = commands(room).iter().map(|command| quoted(command)).collect();
    let mut attributes = vec![
        ("zone_id", zone.to_owned()),
        ("name", quoted(name)),
        ("host", quoted(route.host)),
        ("path", quoted(route.path)),
        ("total_active_users", room.total_active_users.to_string()),
        ("new_users_per_minute", room.new_users_per_minute.to_string()),
        ("session_duration", minutes(room.session_duration).to_string()),
        ("disable_session_renewal", room.disable_session_renewal.to_string()),
        ("enabled_origin_commands", format!("[{}]", commands.join(", "))),
        ("queueing_method", quoted(method_name(room.queueing_method))),
        ("queue_all", room.queue_all.to_string()),
        ("suspended", room.suspended.to_string()),
    ];
    attributes.extend(description(&room.name, name).map(|text| ("description", quoted(text))));
    attributes
}

fn of_event(event: &Event, name: &str, instant: &impl Fn(SimTime) -> String) -> Attributes {
    let time = |at: SimTime| Some(quoted(&instant(at)));
    let number = |limit: Option<u32>| limit.map(|limit| limit.to_string());
    let listed = [
        ("name", Some(quoted(name))),
        ("description", description(&event.name, name).map(quoted)),
        ("prequeue_start_time", event.prequeue_start_time.and_then(time)),
        ("event_start_time", time(event.event_start_time)),
        ("event_end_time", time(event.event_end_time)),
        ("shuffle_at_event_start", Some(event.shuffle_at_event_start.to_string())),
        ("total_active_users", number(event.total_active_users)),
        ("new_users_per_minute", number(event.new_users_per_minute)),
        ("session_duration", event.session_duration.map(|span| minutes(span).to_string())),
        ("disable_session_renewal", event.disable_session_renewal.map(|on| on.to_string())),
        ("queueing_method", event.queueing_method.map(|method| quoted(method_name(method)))),
        ("suspended", Some(event.suspended.to_string())),
    ];
    listed.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A resource, laid out as `terraform fmt` does.
fn block(kind: &str, label: &str, attributes: &Attributes) -> String {
    let width = attributes.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let line = |(name, value): &(&str, String)| format!("  {name:width$} = {value}\n");
    let lines: String = attributes.iter().map(line).collect();
    format!("resource \"{kind}\" \"{label}\" {{\n{lines}}}\n")
}

/// A text as an HCL literal: nothing in it is taken for a template.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            // Doubled before a brace: `$${` and `%%{` stand for `${` and `%{`.
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([c, c]),
            c if c.is_control() => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The name of a resource: letters, digits, underscore, not beginning with a digit.
fn identifier(name: &str, before: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let label: String = name.chars().map(fits).collect();
    if label.starts_with(|c: char| c.is_ascii_alphabetic()) { label } else { format!("{before}{label}") }
}

fn zone_expression(zone: &str) -> Option<String> {
    if zone.len() == 32 && zone.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(quoted(zone));
    }
    let name = zone.strip_prefix("var.").unwrap_or(zone);
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (begins && fits).then(|| format!("var.{name}"))
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_literals() {
        for (text, literal) in [
            ("on-sale", r#""on-sale""#),
            ("町の\"予約\"", r#""町の\"予約\"""#),
            (r"a\b", r#""a\\b""#),
            ("a\nb\tc\u{1}", r#""a\nb\tc\u0001""#),
            ("${var.secret} 100 %{ if } $5 %", r#""$${var.secret} 100 %%{ if } $5 %""#),
            ("$${x}", r#""$$${x}""#),
        ] {
            assert_eq!(quoted(text), literal);
        }
    }

    #[test]
    fn labels_and_zones() {
        assert_eq!(identifier("tickets-main", "room_"), "tickets_main");
        assert_eq!(identifier("2026-sale", "room_"), "room_2026_sale");
        assert_eq!(identifier("_x", "room_"), "room__x");
        assert_eq!(zone_expression("zone_id").as_deref(), Some("var.zone_id"));
        assert_eq!(zone_expression("var.main").as_deref(), Some("var.main"));
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(zone_expression(id), Some(format!("\"{id}\"")));
        for wrong in ["", "a b", "1zone", "${x}", "var."] {
            assert_eq!(zone_expression(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_comment_cannot_be_left() {
        assert_eq!(one_line("a\n}\rb"), "a } b");
    }
}
