//! Which settings are in force when people are let in, and where they are set: in the room, in an event, or in the
//! timetable.

use super::variation::change_cloudflare;
use crate::model::System;
use crate::model::room::{Change, Cloudflare, Composition, Entry, Event, Regime};
use crate::units::SimTime;

/// From when on people are let in: the opening, or the first change after it that lets somebody in. `None`: nobody
/// ever is.
pub(super) fn letting_in(system: &System) -> Option<(SimTime, &Regime)> {
    let room = system.rooms.first()?;
    let (schedule, opening) = (room.schedule(), room.opening());
    let later = schedule.changes().iter().filter(|(from, _)| *from > opening);
    let mut regimes =
        std::iter::once((opening, schedule.at(opening))).chain(later.map(|(at, regime)| (*at, regime)));
    regimes.find(|(_, regime)| !matches!(regime.entry, Entry::Hold | Entry::Reject))
}

/// Whether a regime lets people in by its limits.
pub(super) fn is_limited(regime: &Regime) -> bool {
    matches!(regime.entry, Entry::Fifo | Entry::Random)
}

/// Whether limits, sessions and entry stay as they are for some time.
pub(super) fn stays(system: &System, from: SimTime, until: SimTime) -> bool {
    let Some(room) = system.rooms.first() else { return true };
    let now = room.schedule().at(from);
    let mut later =
        room.schedule().changes().iter().filter(|(at, _)| *at > from && *at < until).map(|(_, then)| then);
    later.all(|then| (then.limits, then.session, then.entry) == (now.limits, now.session, now.entry))
}

/// Where a setting is in force from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// The room's own setting.
    Room,
    /// That of an event, by its position in [`Cloudflare::events`].
    Event(usize),
}

/// One setting: who else can set it, and how it is changed there.
pub(super) struct Setting<'a> {
    /// Whether an event sets it.
    pub(super) in_event: fn(&Event) -> bool,
    /// Whether a change of the timetable sets it.
    pub(super) in_change: fn(&Change) -> bool,
    /// Changes the room's own.
    pub(super) of_room: &'a dyn Fn(&mut Cloudflare),
    /// Changes an event's.
    pub(super) of_event: &'a dyn Fn(&mut Event),
}

/// The system with a setting changed where the one in force at the opening is set. `None` where that is the timetable,
/// where limits do not matter, and in a metered room.
pub(super) fn changed(system: &System, setting: &Setting) -> Option<(Home, System)> {
    let home = home(system, setting)?;
    let changed = change_cloudflare(system, |settings| match home {
        Home::Room => (setting.of_room)(settings),
        Home::Event(position) => (setting.of_event)(&mut settings.events[position]),
    });
    Some((home, changed))
}

fn home(system: &System, setting: &Setting) -> Option<Home> {
    let (from, _) = letting_in(system).filter(|(_, regime)| is_limited(regime))?;
    let Composition::Cloudflare(settings) = system.rooms.first()?.composition() else { return None };
    let lasts = |event: &Event| !event.suspended && event.begins() <= from && from < event.event_end_time;
    if let Some(position) = settings.events.iter().position(lasts)
        && (setting.in_event)(&settings.events[position])
    {
        return Some(Home::Event(position));
    }
    let is_set = settings.timetable.iter().any(|change| change.at <= from && (setting.in_change)(change));
    (!is_set).then_some(Home::Room)
}
