//! Reads what changes a Cloudflare room at known times: scheduled events and the timetable.
//! Does not know the room, except its own settings where a change depends on them.

use super::clock::{self, WallClock};
use super::cursor::{Context, Field, Fields};
use super::issue::{Issue, Place};
use super::scalar;
use super::setting::Rules;
use super::tree::{self, Content, Entry, Value};
use crate::model::room::{Change, Event, MAX_EVENTS, MIN_EVENT, MIN_PREQUEUE};
use crate::units::{DAY, SimTime, Span};

/// Most changes of a timetable.
const MOST_CHANGES: usize = 1000;
/// What the name of an event can be.
const NAME: &str = "letters, digits, hyphens and underscores";
/// The name of an event that flags describe.
const BY_FLAGS: &str = "opening";
/// What a change can be.
const CHANGE: &str = "a time and settings, such as { at = \"10m\", total_active_users = 3000 } or \"10m total_active_users=3000\"";
/// What a change of flags can be.
const CHANGE_FLAG: &str = "a time and settings, such as \"10m total_active_users=3000\"";

/// What reading events and changes depends on.
pub(super) struct Host<'a> {
    pub(super) rules: Rules,
    /// The wall clock, if there is one; `None` if it has issues.
    pub(super) clock: Option<Option<&'a WallClock>>,
    /// When the service opens; `None` if that has issues.
    pub(super) opening: Option<SimTime>,
}

/// An event, and the field that says when it begins.
struct EventReading {
    event: Event,
    begins: Field,
}

/// Elements of a list of tables, or the one table that stands for it.
fn elements(field: Field) -> Vec<Field> {
    field.elements().unwrap_or_else(|| vec![field])
}

/// Reads events; they come out by time.
pub(super) fn events(field: Field, host: &Host, context: &mut Context) -> Option<Vec<Event>> {
    let list = field.issue("too many events");
    host.rules.plan.check(&field, "events", "", context);
    let elements = elements(field);
    if elements.len() > MAX_EVENTS && host.rules.holds_limits() {
        let mut issue = list.accepted(format!("at most {MAX_EVENTS}, or more with {}", context.lift()));
        issue.message = format!("{} events", elements.len());
        issue.seen = None;
        context.issues.push(issue);
    }
    let readings: Vec<Option<EventReading>> =
        elements.iter().map(|element| event(element, host, context)).collect();
    let mut readings: Vec<EventReading> = readings.into_iter().collect::<Option<_>>()?;
    readings.sort_by_key(|reading| (reading.event.begins(), reading.event.event_end_time));
    let before = context.issues.len();
    for (position, reading) in readings.iter().enumerate() {
        if readings[..position].iter().any(|other| other.event.name == reading.event.name) {
            let issue = reading.begins.issue(format!("a second event named \"{}\"", reading.event.name));
            context.issues.push(Issue { seen: None, ..issue }.accepted("a name of its own for each event"));
        }
    }
    // Of very many, the number was refused already.
    let compared = readings.len().min(20);
    let active: Vec<&EventReading> =
        readings[..compared].iter().filter(|reading| !reading.event.suspended).collect();
    for (position, later) in active.iter().enumerate() {
        // The one that ends last of those before it.
        let earlier = active[..position].iter().max_by_key(|earlier| earlier.event.event_end_time);
        if let Some(earlier) = earlier.filter(|earlier| later.event.begins() < earlier.event.event_end_time) {
            let end = earlier.event.event_end_time.since(SimTime::ZERO);
            let name = &earlier.event.name;
            let issue = later.begins.issue(format!("overlaps the event {name}, which ends at {end}"));
            let accepted = format!("{end} or later, counted from zero (a prequeue belongs to its event)");
            context.issues.push(issue.accepted(accepted));
        }
    }
    (context.issues.len() == before).then(|| readings.into_iter().map(|reading| reading.event).collect())
}

fn event(field: &Field, host: &Host, context: &mut Context) -> Option<EventReading> {
    const EVENT: &str = "a table [[room.event]] with name, event_start_time and event_end_time";
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(EVENT));
    };
    let lifted = !host.rules.holds_limits();
    // Flags know one event: from the opening on, for a day.
    let by_flags = matches!(field.value.place, Place::Flag { .. });
    let name = match fields.take("name") {
        None if by_flags => Some(BY_FLAGS.to_owned()),
        None => fields.require("name", NAME, context).map(|_| String::new()),
        Some(field) => name(&field, context),
    };
    let start_field = match by_flags {
        true => fields.take("event_start_time"),
        false => fields.require("event_start_time", "when the event starts", context),
    };
    let start = match &start_field {
        Some(field) => clock::instant(field, host.clock, context),
        None if by_flags => host.opening,
        None => None,
    };
    let end_field = match by_flags {
        true => fields.take("event_end_time"),
        false => fields.require("event_end_time", "when the event ends", context),
    };
    let end = match &end_field {
        Some(field) => clock::instant(field, host.clock, context),
        None if by_flags => start.map(|start| start + DAY),
        None => None,
    };
    if let (Some(start), Some(end), Some(field)) = (start, end, &end_field) {
        let shortest = if lifted { Span::from_microseconds(1) } else { MIN_EVENT };
        if end.since(start) < shortest {
            let message = if end <= start { "not after event_start_time" } else { "too short an event" };
            let from = (start + if lifted { Span::ZERO } else { MIN_EVENT }).since(SimTime::ZERO);
            let later = if lifted { "later than" } else { "from" };
            let accepted = format!(
                "{later} {from}, counted from zero (for another day than zero's, a length or a date)"
            );
            context.issues.push(field.issue(message).accepted(accepted));
        }
    }
    let at = fields.take("prequeue_start_time");
    let ahead = fields.take("prequeue");
    if let (Some(_), Some(ahead)) = (&at, &ahead) {
        let issue = ahead.issue("cannot be combined with prequeue_start_time");
        context.issues.push(issue.accepted("one of the two"));
    }
    let prequeue = match (&at, &ahead) {
        (Some(field), _) => clock::instant(field, host.clock, context).map(Some),
        (None, Some(field)) => {
            scalar::positive_span(field, context).zip(start).map(|(ahead, start)| Some(start - ahead))
        }
        (None, None) => Some(None),
    };
    if let (Some(start), Some(Some(prequeue)), Some(field)) =
        (start, prequeue, at.as_ref().or(ahead.as_ref()))
    {
        let shortest = if lifted { Span::from_microseconds(1) } else { MIN_PREQUEUE };
        if start.since(prequeue) < shortest {
            let message = match prequeue < start {
                true => "too short a prequeue",
                false => "not before event_start_time",
            };
            let latest = (start - MIN_PREQUEUE).since(SimTime::ZERO);
            let accepted = match (at.is_some(), lifted) {
                (true, false) => format!("at {latest} or earlier, counted from zero"),
                (true, true) => "before event_start_time".to_owned(),
                (false, _) => format!("{MIN_PREQUEUE} or more"),
            };
            context.issues.push(field.issue(message).accepted(accepted));
        }
    }
    let shuffle = match fields.take("shuffle_at_event_start") {
        Some(field) => scalar::switch(&field, context).inspect(|shuffle| {
            if *shuffle && at.is_none() && ahead.is_none() {
                let issue = field.issue("a shuffle without a prequeue");
                let beside = context.worded("--prequeue beside it", "prequeue_start_time beside it");
                let accepted = format!("{beside}, or {}", context.left_out());
                context.issues.push(issue.accepted(accepted));
            }
        }),
        None => Some(false),
    };
    let mut settings = Settings::take(&mut fields, host.rules, context);
    limits_of_event(&mut settings, host.rules, context);
    let suspended = match fields.take("suspended") {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    fields.finish(context);
    let event = Event {
        name: name?,
        prequeue_start_time: prequeue?,
        event_start_time: start?,
        event_end_time: end?,
        shuffle_at_event_start: shuffle?,
        total_active_users: settings.total_active_users?.map(|(limit, _)| limit),
        new_users_per_minute: settings.new_users_per_minute?.map(|(limit, _)| limit),
        session_duration: settings.session_duration?,
        disable_session_renewal: settings.disable_session_renewal?,
        queueing_method: settings.queueing_method?,
        suspended: suspended?,
    };
    let begins = at.or(ahead).or(start_field).unwrap_or_else(|| field.clone());
    Some(EventReading { event, begins })
}

fn name(field: &Field, context: &mut Context) -> Option<String> {
    let name = scalar::text(field, context)?;
    let refused = match name.as_str() {
        "" => "empty",
        name if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') => {
            "not a name that the product takes"
        }
        _ => return Some(name),
    };
    context.refuse(field.issue(refused).accepted(NAME))
}

/// Both limits or neither, and the rate within the total.
fn limits_of_event(settings: &mut Settings, rules: Rules, context: &mut Context) {
    match (&settings.total_active_users, &settings.new_users_per_minute) {
        (Some(Some((total, _))), Some(Some((rate, field)))) => {
            rules.rate_within((*rate, field), *total, "total_active_users =", context);
        }
        (Some(Some((_, field))), Some(None)) => {
            let issue = field.issue("without new_users_per_minute");
            context.issues.push(issue.accepted("both limits in an event, or neither"));
        }
        (Some(None), Some(Some((_, field)))) => {
            let issue = field.issue("without total_active_users");
            context.issues.push(issue.accepted("both limits in an event, or neither"));
        }
        _ => {}
    }
}

/// A setting that may be left out: `None` if it has issues.
type Setting<T> = Option<Option<T>>;

/// Settings that events and changes share.
struct Settings {
    total_active_users: Setting<(u32, Field)>,
    new_users_per_minute: Setting<(u32, Field)>,
    session_duration: Setting<Span>,
    disable_session_renewal: Setting<bool>,
    queueing_method: Setting<crate::model::room::QueueingMethod>,
}

impl Settings {
    fn take(fields: &mut Fields, rules: Rules, context: &mut Context) -> Settings {
        fn read<T>(field: Option<Field>, read: impl FnOnce(Field) -> Option<T>) -> Setting<T> {
            match field {
                Some(field) => read(field).map(Some),
                None => Some(None),
            }
        }
        let with_field =
            |field: Field, context: &mut Context| rules.limit(&field, context).map(|limit| (limit, field));
        Settings {
            total_active_users: read(fields.take("total_active_users"), |field| with_field(field, context)),
            new_users_per_minute: read(fields.take("new_users_per_minute"), |field| {
                with_field(field, context)
            }),
            session_duration: read(fields.take("session_duration"), |field| rules.session(&field, context)),
            disable_session_renewal: read(fields.take("disable_session_renewal"), |field| {
                rules.renewal_off(&field, context)
            }),
            queueing_method: read(fields.take("queueing_method"), |field| rules.method(&field, context)),
        }
    }
}

/// A change, and the fields that later checks name.
struct ChangeReading {
    change: Change,
    at: Field,
    total: Option<Field>,
    rate: Option<Field>,
    /// Whether it was written as one text: its issues then name the setting.
    in_words: bool,
}

/// Reads the timetable of a room that starts with these two limits (`None` if they have issues); it comes out by
/// time.
pub(super) fn timetable(
    field: Field,
    own_limits: Option<(u32, u32)>,
    host: &Host,
    context: &mut Context,
) -> Option<Vec<Change>> {
    let elements = elements(field);
    if elements.len() > MOST_CHANGES {
        let mut issue = elements[MOST_CHANGES].issue(format!("{} changes", elements.len()));
        issue.seen = None;
        return context.refuse(issue.accepted("at most 1,000 changes"));
    }
    let readings: Vec<Option<ChangeReading>> =
        elements.iter().map(|element| change(element, host, context)).collect();
    let mut readings: Vec<ChangeReading> = readings.into_iter().collect::<Option<_>>()?;
    readings.sort_by_key(|reading| reading.change.at);
    let before = context.issues.len();
    for pair in readings.windows(2) {
        if let [earlier, later] = pair
            && earlier.change.at == later.change.at
        {
            let issue = later.at.issue("two changes at the same instant");
            context.issues.push(issue.accepted("one change with all settings, or another time"));
        }
    }
    if let Some((mut total, mut rate)) = own_limits {
        for reading in &readings {
            total = reading.change.total_active_users.unwrap_or(total);
            rate = reading.change.new_users_per_minute.unwrap_or(rate);
            let from = context.issues.len();
            match (&reading.rate, &reading.total) {
                (Some(field), _) => {
                    host.rules.rate_within((rate, field), total, "what is then total_active_users,", context);
                }
                (None, Some(field)) if rate > total && host.rules.holds_limits() => {
                    let issue = field.issue(format!("below what is then new_users_per_minute, {rate}"));
                    context
                        .issues
                        .push(issue.accepted(format!("{rate} or more, or fewer new users as well")));
                }
                _ => {}
            }
            let key = if reading.rate.is_some() { "new_users_per_minute" } else { "total_active_users" };
            name_setting(&mut context.issues[from..], key, reading.in_words);
        }
    }
    (context.issues.len() == before).then(|| readings.into_iter().map(|reading| reading.change).collect())
}

/// In a change that was written as one text, an issue says which setting it is about.
fn name_setting(issues: &mut [Issue], key: &str, in_words: bool) {
    for issue in issues.iter_mut().filter(|_| in_words) {
        issue.message = format!("{key}: {}", issue.message);
    }
}

fn change(field: &Field, host: &Host, context: &mut Context) -> Option<ChangeReading> {
    let accepted = context.worded(CHANGE_FLAG, CHANGE);
    let (table, in_words) = match &field.value.content {
        Content::Table(_) => (field.clone(), false),
        Content::Text(text) => match change_in_words(text, &field.value.place) {
            Some(value) => (Field { path: field.path.clone(), value }, true),
            None => return context.refuse(field.issue("no time and settings").accepted(accepted)),
        },
        _ => return context.refuse(field.wrong_type().accepted(accepted)),
    };
    let from = context.issues.len();
    let mut fields = Fields::of(&table)?;
    let at_field = fields.require("at", "when the settings change", context);
    let at = at_field.as_ref().and_then(|field| clock::instant(field, host.clock, context));
    let says_nothing = fields.is_empty();
    let settings = Settings::take(&mut fields, host.rules, context);
    let mut switch = |key: &'static str| match fields.take(key) {
        Some(field) => scalar::switch(&field, context).map(Some),
        None => Some(None),
    };
    let (queue_all, suspended) = (switch("queue_all"), switch("suspended"));
    fields.finish(context);
    if says_nothing {
        let issue = field.issue("changes nothing").accepted(accepted);
        context.issues.push(Issue { seen: None, ..issue });
    }
    if in_words {
        for issue in &mut context.issues[from..] {
            // The whole text is one value: its parts are told apart by their keys.
            let key = issue.key.rsplit('.').next().unwrap_or_default().to_owned();
            if issue.key != field.path {
                issue.message = format!("{key}: {}", issue.message);
            }
        }
    }
    let (total, rate) = (settings.total_active_users?, settings.new_users_per_minute?);
    let change = Change {
        at: at?,
        total_active_users: total.as_ref().map(|(limit, _)| *limit),
        new_users_per_minute: rate.as_ref().map(|(limit, _)| *limit),
        session_duration: settings.session_duration?,
        disable_session_renewal: settings.disable_session_renewal?,
        queueing_method: settings.queueing_method?,
        queue_all: queue_all?,
        suspended: suspended?,
    };
    Some(ChangeReading {
        change,
        at: at_field?,
        total: total.map(|(_, field)| field),
        rate: rate.map(|(_, field)| field),
        in_words,
    })
}

/// `10m total_active_users=3000 new_users_per_minute=800` as a table; `None` without a time or with nothing else.
fn change_in_words(text: &str, place: &Place) -> Option<Value> {
    let (settings, time): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|word| word.contains('='));
    if time.is_empty() || settings.is_empty() {
        return None;
    }
    let entry = |key: &str, value: Value| Entry { key: key.to_owned(), place: place.clone(), value };
    let at = Value { content: Content::Text(time.join(" ")), place: place.clone(), typed: None };
    let mut entries = vec![entry("at", at)];
    for setting in settings {
        let (key, value) = setting.split_once('=')?;
        entries.push(entry(key, tree::parse_value(value, place)));
    }
    Some(Value { content: Content::Table(entries), place: place.clone(), typed: None })
}
