//! `machiai room`: a room's settings in Cloudflare's own formats.

use std::io::Write;

use super::arguments::{ExportRoom, RoomFormat};
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::print;
use super::validate::overrides;
use crate::interop::{self, Route};
use crate::model::room::{Cloudflare, Composition};
use crate::model::System;
use crate::scenario::{self, WallClock};
use crate::units::SimTime;

/// Stands in for a host that is not given.
pub(super) const SOME_HOST: &str = "www.example.com";

/// Prints the room of a scenario; what has no form there goes to stderr.
pub(super) fn export(arguments: &ExportRoom) -> Result<Done, Failure> {
    let name = arguments.scenario.display().to_string();
    let overrides = overrides(&arguments.set)?;
    let text = scenario_file(&arguments.scenario)?;
    let scenario = scenario::read(&text, &Beside::file(&arguments.scenario), &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name.clone()), issues })?;
    let refused = |problem: String| Failure::Usage(format!("{name}: {problem}"));
    let room = cloudflare_room(&scenario.system).map_err(refused)?;
    if arguments.format != RoomFormat::Json && !room.events.is_empty() {
        dated(scenario.clock.as_ref()).map_err(refused)?;
    }
    let instant = |at| instant(scenario.clock.as_ref(), at);
    let route = Route { host: arguments.host.as_deref().unwrap_or(SOME_HOST), path: &arguments.path };
    let written = match arguments.format {
        RoomFormat::Json => interop::write_room_json(room, route, instant),
        RoomFormat::Events => interop::write_events_json(room, instant),
        RoomFormat::Terraform => interop::write_terraform(room, route, &arguments.zone_id, instant),
    };
    let mut written =
        written.map_err(|error| refused(error.to_string().replace('\n', &format!("\n{name}: "))))?;
    if arguments.host.is_none() && arguments.format != RoomFormat::Events {
        written.notes.insert(0, format!("host {SOME_HOST} is a placeholder: give --host, and --path"));
    }
    print(written.text.as_bytes())?;
    for note in &written.notes {
        // Nothing can be done if even stderr is closed.
        let _ = writeln!(std::io::stderr(), "note: {note}");
    }
    Ok(Done::Well)
}

pub(super) fn cloudflare_room(system: &System) -> Result<&Cloudflare, String> {
    match system.rooms.as_slice() {
        [room] => match room.composition() {
            Composition::Cloudflare(settings) => Ok(settings),
            Composition::Metered(_) => Err("a metered room has no settings at Cloudflare; \
                 accepted: a scenario whose room is of kind = \"cloudflare\""
                .to_owned()),
        },
        rooms => Err(format!("{} rooms; accepted: a scenario with one [room]", rooms.len())),
    }
}

/// Whether events can be told their times.
pub(super) fn dated(clock: Option<&WallClock>) -> Result<(), String> {
    const ACCEPTED: &str = "such as opens_at = \"2026-05-01 09:00\" with zone = \"Asia/Tokyo\"";
    let lacking = match clock {
        None => "opens_at",
        Some(clock) if clock.date.is_none() && clock.zone.is_none() => "a day and a zone for opens_at",
        Some(clock) if clock.date.is_none() => "a day for opens_at",
        Some(clock) if clock.zone.is_none() => "a zone for opens_at",
        Some(_) => return Ok(()),
    };
    Err(format!("its events are at times of the calendar and need {lacking}, {ACCEPTED}"))
}

/// An instant in UTC; where the scenario has no day, by the clock or from zero (in notes only).
pub(super) fn instant(clock: Option<&WallClock>, at: SimTime) -> String {
    match clock {
        Some(clock) => clock.utc(at).unwrap_or_else(|| clock.label(at)),
        None => format!("{} after zero", at.since(SimTime::ZERO)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    /// Events are at times of the calendar: without a day or a zone there is none, and the message says what lacks.
    #[test]
    fn events_need_a_day_and_a_zone() {
        let clock = |date: Option<&str>, zone: Option<&str>| {
            let mut clock = WallClock::at(9 * 3600);
            clock.date = date.map(str::to_owned);
            clock.zone = zone.map(str::to_owned);
            clock
        };
        let (day, zone) = (Some("2026-05-01"), Some("Asia/Tokyo"));
        for (clock, words) in [
            (None, "need opens_at, such as"),
            (Some(clock(None, None)), "need a day and a zone for opens_at"),
            (Some(clock(None, zone)), "need a day for opens_at"),
            (Some(clock(day, None)), "need a zone for opens_at"),
        ] {
            let problem = dated(clock.as_ref()).unwrap_err();
            assert!(
                problem.contains(words) && problem.contains("opens_at = \"2026-05-01 09:00\""),
                "{problem}"
            );
        }
        assert_eq!(dated(Some(&clock(day, zone))), Ok(()));
    }

    #[test]
    fn without_a_day_notes_tell_the_clock_or_the_time_from_zero() {
        let at = SimTime::ZERO + Span::from_minutes(10);
        assert_eq!(instant(Some(&WallClock::at(9 * 3600)), at), "9:10");
        assert_eq!(instant(None, at), "10m after zero");
    }
}
