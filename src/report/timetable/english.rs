//! Every message of the timetable of waits in English.

use super::message::Message;
use super::{Caution, WaitLevel};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Title => "How long people wait, by time of arrival".to_owned(),
        M::TitleAt { clock } => format!("How long people wait, by time of arrival (opening at {clock})"),
        M::Meaning { people } => {
            format!("If {people} come: how long they wait at most, for 9 in 10 of those let in.")
        }
        M::AssumptionsVary { range } => format!(
            "Allowing for what is not known beforehand, 9 in 10 of all who are let in may have to wait {range}."
        ),
        M::WhenHeading => "Time of arrival".to_owned(),
        M::WaitHeading => "Estimated wait (9 in 10 of those let in wait at most this long)".to_owned(),
        M::Level(level) => self::level(level).to_owned(),
        M::LevelKey { level: WaitLevel::Short, up_to, .. } => format!("short: up to {up_to} minutes"),
        M::LevelKey { level: WaitLevel::RatherLong, over, up_to } => {
            format!("rather long: more than {over}, up to {up_to} minutes")
        }
        M::LevelKey { level: WaitLevel::Long, over, .. } => format!("long: more than {over} minutes"),
        M::OnLongDays { longest } => format!("(on a long day {longest})"),
        M::NoPlaces => "places expected to be gone".to_owned(),
        M::Caution(Caution::PlacesMayBeGone) => "places may be gone".to_owned(),
        M::Caution(Caution::FewerThanHalf) => "fewer than half expected to be let in".to_owned(),
        M::HardlyAnybody => "hardly anybody expected to be let in".to_owned(),
        M::FewerThanHalf => "fewer than half expected to be let in".to_owned(),
        M::Nobody => "nobody is assumed to come".to_owned(),
        M::UntilOpening => "Before the opening, waits include the time until then.".to_owned(),
        M::Clocks { from, to } => format!("{from}–{to}"),
        M::FromClock { from } => format!("from {from}"),
        M::BeforeClock { to } => format!("before {to}"),
        M::ClockOfDay { day: -1, clock } => format!("day before {clock}"),
        M::ClockOfDay { day, clock } if day < 0 => format!("{} days before, {clock}", -day),
        M::ClockOfDay { day: 1, clock } => format!("next day {clock}"),
        M::ClockOfDay { day, clock } => format!("day {}, {clock}", day + 1),
        M::MinutesAfter { from, to } => format!("{from}–{to} min after the opening"),
        M::MinutesBefore { from, to } => format!("{from}–{to} min before the opening"),
        M::LastMinutesBefore { minutes } => format!("last {minutes} min before the opening"),
        M::EarlierThan { minutes } => format!("more than {minutes} min before the opening"),
        M::HoursAfter { from, to } => format!("{from}–{to} h after the opening"),
        M::FromMinutesAfter { from } => format!("from {from} min after the opening"),
        M::FromHoursAfter { from } => format!("from {from} h after the opening"),
        M::FromOpening => "from the opening".to_owned(),
        M::BeforeOpening => "before the opening".to_owned(),
        M::NoData => "no data".to_owned(),
        M::NoPromise => "These are estimates; real waits may differ.".to_owned(),
        M::WhilePlacesLast => "Applications close when the places are gone.".to_owned(),
        M::LongDays { level } => {
            format!("\"On a long day\" is the upper end of the range that holds on {level} days.")
        }
        M::LongDaysDrawn { level } => format!(
            "\"On a long day\" is the upper end of the range that holds on {level} days, with everything that was not given drawn, too."
        ),
        M::Origin { days, seed, version, scenario } => {
            format!("Simulated days: {days}; machiai {version}, seed {seed}, scenario {scenario}")
        }
    }
}

fn level(level: WaitLevel) -> &'static str {
    match level {
        WaitLevel::Short => "short",
        WaitLevel::RatherLong => "rather long",
        WaitLevel::Long => "long",
    }
}
