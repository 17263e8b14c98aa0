//! Reads the waiting rooms of a scenario, and which of them a group or a stock names. Does not read their settings.

use super::assume::Assume;
use super::clock::WallClock;
use super::cursor::{Context, Field, Fields};
use super::issue::Issue;
use super::keys::nearest;
use super::room::{self, RoomReading};
use super::tree::{Content, Value};
use crate::model::RoomId;

/// Most rooms.
const MOST_ROOMS: usize = 100;
/// What rooms can be.
const ACCEPTED: &str = "a table [room], or several [[room]], each with a name";

/// The rooms of a scenario; those with issues are known by their names.
pub(super) struct Rooms(Vec<Named>);

struct Named {
    /// `None` if it cannot be read.
    name: Option<String>,
    reading: Option<RoomReading>,
    field: Field,
}

/// Reads one room or several; `None` if the list itself has issues.
pub(super) fn read(
    field: &Field,
    clock: Option<Option<&WallClock>>,
    assume: Option<Assume>,
    context: &mut Context,
) -> Option<Rooms> {
    let fields = match field.elements() {
        None => vec![field.clone()],
        // A list of one is written like one alone.
        Some(elements) if elements.len() == 1 => {
            let only = |element: Field| Field { path: field.path.clone(), value: element.value };
            elements.into_iter().map(only).collect()
        }
        Some(elements) if (1..=MOST_ROOMS).contains(&elements.len()) => elements,
        Some(elements) => {
            let mut issue = field.issue(format!("{} rooms", elements.len())).accepted("1 to 100 rooms");
            issue.seen = None;
            return context.refuse(issue);
        }
    };
    let several = fields.len() > 1;
    let rooms: Vec<Named> =
        fields.into_iter().map(|field| named(field, several, clock, assume, context)).collect();
    for (position, room) in rooms.iter().enumerate() {
        let Some(name) = &room.name else { continue };
        if rooms[..position].iter().any(|other| other.name.as_ref() == Some(name)) {
            let path = format!("{}.name", room.field.path);
            let issue = Issue::new(room.field.value.place.clone(), &path, "two rooms of one name");
            let issue = issue.seen(format!("\"{name}\""));
            context.issues.push(issue.accepted("a name of its own for each room"));
        }
    }
    Some(Rooms(rooms))
}

fn named(
    field: Field,
    several: bool,
    clock: Option<Option<&WallClock>>,
    assume: Option<Assume>,
    context: &mut Context,
) -> Named {
    let Some(fields) = Fields::of(&field) else {
        context.issues.push(field.wrong_type().accepted(ACCEPTED));
        return Named { name: None, reading: None, field };
    };
    if several && !fields.has("name") {
        let missing = fields.missing("name", "a name of its own for each room", context);
        context.issues.push(missing);
    }
    let name = written_name(&field.value);
    let reading = room::read(fields, clock, assume, context);
    let name = name.or_else(|| reading.as_ref().map(|reading| reading.room.name().to_owned()));
    Named { name: name.filter(|_| !several || has_name(&field.value)), reading, field }
}

fn has_name(table: &Value) -> bool {
    written_name(table).is_some()
}

/// The name as it stands in the table, even if the room has issues.
fn written_name(table: &Value) -> Option<String> {
    let Content::Table(entries) = &table.content else { return None };
    entries.iter().find_map(|entry| match &entry.value.content {
        Content::Text(name) if entry.key == "name" => Some(name.clone()),
        _ => None,
    })
}

impl Rooms {
    /// How many rooms there are, those with issues included.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The room, unless it has issues.
    pub(super) fn reading(&self, room: RoomId) -> Option<&RoomReading> {
        self.0.get(room.0).and_then(|named| named.reading.as_ref())
    }

    /// The rooms without issues.
    pub(super) fn readings(&self) -> impl Iterator<Item = &RoomReading> {
        self.0.iter().filter_map(|named| named.reading.as_ref())
    }

    /// Every room in order; `None` if one has issues.
    pub(super) fn all(self) -> Option<Vec<RoomReading>> {
        self.0.into_iter().map(|named| named.reading).collect()
    }

    /// The room that a table names by its key `room`; with a single room it need not be named.
    pub(super) fn chosen(&self, fields: &mut Fields, context: &mut Context) -> Option<RoomId> {
        let names: Vec<&str> = self.0.iter().filter_map(|named| named.name.as_deref()).collect();
        let accepted = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let field = match fields.take("room") {
            Some(field) => field,
            None if self.len() == 1 => return Some(RoomId(0)),
            None => {
                let missing = fields.missing("room", &accepted, context);
                return context.refuse(missing);
            }
        };
        let Content::Text(wanted) = &field.value.content else {
            return context.refuse(field.wrong_type().accepted(accepted));
        };
        match self.0.iter().position(|named| named.name.as_deref() == Some(wanted)) {
            Some(position) => Some(RoomId(position)),
            // A room whose name cannot be read may be the one that is meant.
            None if names.len() < self.len() => None,
            None => {
                let meant = nearest(wanted, names.into_iter());
                context.refuse(field.issue("no room of this name").accepted(accepted).suggestion(meant))
            }
        }
    }

    /// Records an issue for each room to which nobody comes.
    pub(super) fn check_people(&self, groups: impl Iterator<Item = RoomId> + Clone, context: &mut Context) {
        for (position, named) in self.0.iter().enumerate() {
            // A room without a name cannot be named: that is an issue of its own.
            let Some(name) = &named.name else { continue };
            if groups.clone().any(|room| room == RoomId(position)) {
                continue;
            }
            let issue =
                Issue::new(named.field.value.place.clone(), &named.field.path, "nobody comes to this room");
            context.issues.push(issue.accepted(format!("a [[group]] with room = \"{name}\"")));
        }
    }

    /// Records an issue for each operator who has nothing to look at.
    pub(super) fn check_operators(&self, context: &mut Context) {
        let fields = self.readings().filter_map(|reading| reading.operator.as_ref());
        for field in fields {
            let mut issue = field.issue("there is no load to look at");
            if matches!(field.value.content, Content::Table(_)) {
                issue.seen = None;
            }
            let accepted = context.worded(
                "--origin-servers with --service-time, or --safe-inside beside it",
                "an [origin] whose utilisation can be full, or with safe_people_inside or safe_requests_per_second",
            );
            context.issues.push(issue.accepted(accepted));
        }
    }
}
