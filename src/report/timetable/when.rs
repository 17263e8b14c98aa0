//! How the stretches of time are called.

use super::message::Message;
use super::stretch::Stretch;
use crate::report::Language;
use crate::report::span::clock;

const HOUR: i64 = 60;

/// The name of a stretch: by the clock where the time of the opening is known, else by the time since then.
pub(super) fn when(stretch: Stretch, opens_at_second: Option<i64>, language: Language) -> String {
    match opens_at_second {
        Some(opening) => by_clock(stretch, opening, language),
        None => since_opening(stretch),
    }
    .say(language)
}

fn by_clock(stretch: Stretch, opening: i64, language: Language) -> Message {
    let at = |minute: i64| clock(opening, minute as f64 * 60.0);
    let on_its_day = |minute: i64| match at(minute) {
        (day, hour, minute) if day != 0 => {
            Message::ClockOfDay { day, clock: digits(hour, minute) }.say(language)
        }
        (_, hour, minute) => digits(hour, minute),
    };
    match (stretch.from, stretch.to) {
        (Some(from), Some(to)) => {
            let (from_day, to_day) = (at(from).0, at(to).0);
            // The day is said once where both ends share it.
            let (_, hour, minute) = at(to);
            let to = if from_day == to_day { digits(hour, minute) } else { on_its_day(to) };
            Message::Clocks { from: on_its_day(from), to }
        }
        (Some(from), None) => Message::FromClock { from: on_its_day(from) },
        (None, to) => Message::BeforeClock { to: on_its_day(to.unwrap_or(0)) },
    }
}

fn digits(hour: i64, minute: i64) -> String {
    format!("{hour}:{minute:02}")
}

fn since_opening(stretch: Stretch) -> Message {
    match (stretch.from, stretch.to) {
        (Some(from), Some(0)) if from < 0 => Message::LastMinutesBefore { minutes: -from },
        (Some(from), Some(to)) if to <= 0 => Message::MinutesBefore { from: -from, to: -to },
        (Some(from), Some(to)) if from % HOUR == 0 && to % HOUR == 0 => {
            Message::HoursAfter { from: from / HOUR, to: to / HOUR }
        }
        (Some(from), Some(to)) => Message::MinutesAfter { from, to },
        (Some(0), None) => Message::FromOpening,
        (Some(from), None) if from % HOUR == 0 => Message::FromHoursAfter { from: from / HOUR },
        (Some(from), None) => Message::FromMinutesAfter { from },
        (None, Some(to)) if to < 0 => Message::EarlierThan { minutes: -to },
        (None, _) => Message::BeforeOpening,
    }
}
