//! The same rooms with one opening moved.

use std::sync::Arc;

use crate::model::room::{Change, Cloudflare, Composition, Event, Metered};
use crate::model::{ArrivalProfile, Group, Room, RoomId, System};
use crate::units::{SimTime, Span};

/// The system with the opening of one room moved; a negative span is earlier.
///
/// What is the room's own moves along: its people (the same ones, each so much earlier or later), its timetable, its events,
/// and the looks of its operator. What all rooms share stays: the origin with its background, and the horizon.
pub fn with_opening_moved(system: &System, room: RoomId, by: Span) -> System {
    let mut moved = system.clone();
    if let Some(at) = moved.rooms.get_mut(room.0) {
        *at = room_moved(at, by);
    }
    moved.groups.iter_mut().filter(|group| group.room == room).for_each(|group| move_people(group, by));
    moved
}

fn room_moved(room: &Room, by: Span) -> Room {
    match room.composition() {
        Composition::Cloudflare(settings) => Room::cloudflare(&Cloudflare {
            opening: settings.opening + by,
            events: settings.events.iter().map(|event| event_moved(event, by)).collect(),
            timetable: settings
                .timetable
                .iter()
                .map(|change| Change { at: change.at + by, ..change.clone() })
                .collect(),
            ..settings.clone()
        }),
        Composition::Metered(settings) => {
            Room::metered(&Metered { opening: settings.opening + by, ..settings.clone() })
        }
    }
}

fn event_moved(event: &Event, by: Span) -> Event {
    Event {
        prequeue_start_time: event.prequeue_start_time.map(|at| at + by),
        event_start_time: event.event_start_time + by,
        event_end_time: event.event_end_time + by,
        ..event.clone()
    }
}

/// Listed times are instants of their own; all other profiles count from the opening.
fn move_people(group: &mut Group, by: Span) {
    if let ArrivalProfile::Exact(instants) = &group.arrivals {
        let later: Arc<[SimTime]> = instants.iter().map(|at| *at + by).collect();
        group.arrivals = ArrivalProfile::Exact(later);
    }
}
