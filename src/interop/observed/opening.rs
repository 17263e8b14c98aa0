//! From times to minutes since the opening. Does not read the computer's clock or zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};

use super::time::When;
use super::{ObservedError, Row};
use crate::results::ObservedNote;

/// The zone of a room that does not name its own.
const USUAL_ZONE: &str = "Asia/Tokyo";
/// A clock time without a day may lie so many minutes before the opening; what is earlier belongs to the next day.
const MINUTES_BEFORE: i64 = 6 * 60;
const MINUTES_OF_DAY: i64 = 24 * 60;

/// What is known of the opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObservedOpening<'a> {
    /// Second of the day by the wall clock, as answers have it; `None`: their times count from the opening.
    pub second_of_day: Option<i64>,
    /// Name of the time zone of that clock, and of times without an offset; `None`: `Asia/Tokyo`.
    pub zone: Option<&'a str>,
    /// Date and time as the user gives it with `--opened-at`: `2026-12-01T09:00+09:00`, or without an offset in the zone.
    /// It counts before the second of the day.
    pub opened_at: Option<&'a str>,
}

/// The opening as far as the rows of a file need it.
pub(super) struct Opening {
    /// Minute of the day.
    clock: Option<i64>,
    /// Minutes since 1970 in UTC.
    instant: Option<i64>,
    zone: TimeZone,
}

impl Opening {
    pub(super) fn find(
        given: &ObservedOpening,
        rows: &[Row],
        notes: &mut Vec<ObservedNote>,
    ) -> Result<Opening, ObservedError> {
        let name = given.zone.unwrap_or(USUAL_ZONE);
        let unknown = || ObservedError::UnknownZone { seen: name.to_owned() };
        let zone = TimeZoneDatabase::bundled().get(name).map_err(|_| unknown())?;
        let clock = given.second_of_day.map(|second| second.div_euclid(60).rem_euclid(MINUTES_OF_DAY));
        let mut opening = Opening { clock, instant: None, zone };
        let mut zone_name = name.to_owned();
        if let Some(text) = given.opened_at {
            zone_name = opening.set(text, name)?;
        }
        let is_local = |row: &&Row| matches!(row.when, When::Local(_));
        if rows.iter().any(|row| is_local(&row)) {
            notes.push(ObservedNote::TimesTakenAs { zone: zone_name.clone() });
        }
        let has_date = |row: &Row| matches!(row.when, When::Local(_) | When::Instant(_));
        if opening.instant.is_none() && rows.iter().any(has_date) {
            let at = opening.day_of(rows)?;
            notes.push(ObservedNote::OpeningTaken { at, zone: zone_name });
        }
        Ok(opening)
    }

    /// Takes what the user gives, and tells the zone's name.
    fn set(&mut self, text: &str, zone_name: &str) -> Result<String, ObservedError> {
        let refused = || ObservedError::OpenedAt { seen: text.to_owned() };
        let pieces = Pieces::parse(text.trim()).map_err(|_| refused())?;
        let time = pieces.time().ok_or_else(refused)?;
        let mut name = zone_name.to_owned();
        if let Some(annotation) = pieces.time_zone_annotation() {
            let zone = annotation.to_time_zone_with(&TimeZoneDatabase::bundled()).map_err(|_| refused())?;
            name = zone.iana_name().unwrap_or(zone_name).to_owned();
            self.zone = zone;
        } else if let Some(offset) = pieces.to_numeric_offset() {
            // An instant in UTC is no wall clock: its zone stays that of the room.
            if !text.trim_end().ends_with(['Z', 'z']) {
                self.zone = TimeZone::fixed(offset);
                name = offset.to_string();
            }
        }
        let shown = DateTime::from_parts(pieces.date(), time);
        let zoned = match pieces.to_numeric_offset() {
            Some(offset) => offset.to_timestamp(shown).map(|instant| instant.to_zoned(self.zone.clone())),
            None => self.zone.to_zoned(shown),
        };
        let zoned = zoned.map_err(|_| refused())?;
        self.instant = Some(minute_of(zoned.timestamp()));
        self.clock = Some(minute_of_day(zoned.time()));
        Ok(name)
    }

    /// Finds the day whose opening lies within the times of the file, or else nearest to them; tells date and time.
    fn day_of(&mut self, rows: &[Row]) -> Result<String, ObservedError> {
        let clock = self.clock.ok_or(ObservedError::NoOpening { has_dates: true })?;
        let mut instants = Vec::new();
        for row in rows {
            match row.when {
                When::Instant(instant) => instants.push(instant),
                When::Local(shown) => instants.push(self.instant_of(shown)?),
                When::Minute(_) | When::Clock(_) => {}
            }
        }
        let (Some(first), Some(last)) = (instants.iter().min(), instants.iter().max()) else {
            return Err(ObservedError::NoRows);
        };
        let (first_minute, last_minute) = (minute_of(*first), minute_of(*last));
        let day = |instant: &Timestamp| instant.to_zoned(self.zone.clone()).date();
        let (mut date, end) = (day(first).saturating_sub(1.day()), day(last).saturating_add(1.day()));
        let mut inside: Vec<Date> = Vec::new();
        let mut nearest: Option<(i64, Date, i64)> = None;
        while date <= end && inside.len() < 2 {
            let minute = minute_of(self.instant_of(DateTime::from_parts(date, time_of(clock)))?);
            let away = (first_minute - minute).max(minute - last_minute).max(0);
            if away == 0 {
                inside.push(date);
            }
            if nearest.is_none_or(|(other, ..)| away < other) {
                nearest = Some((away, date, minute));
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        if let [one, other] = inside[..] {
            return Err(ObservedError::SeveralDays { days: [one, other].map(|day| day.to_string()) });
        }
        let (_, date, minute) = nearest.ok_or(ObservedError::NoRows)?;
        self.instant = Some(minute);
        Ok(format!("{date} {}:{:02}", clock / 60, clock % 60))
    }

    fn instant_of(&self, shown: DateTime) -> Result<Timestamp, ObservedError> {
        let zoned = self.zone.to_zoned(shown);
        Ok(zoned.map_err(|_| ObservedError::OutOfRange { seen: shown.to_string() })?.timestamp())
    }

    /// Minutes from the opening to the start of the minute that holds a time.
    pub(super) fn minute(&self, when: &When) -> Result<i64, ObservedError> {
        let since = |instant: Timestamp| {
            let opening = self.instant.ok_or(ObservedError::NoOpening { has_dates: true })?;
            Ok(minute_of(instant) - opening)
        };
        match when {
            When::Minute(minute) => Ok(*minute),
            When::Instant(instant) => since(*instant),
            When::Local(shown) => since(self.instant_of(*shown)?),
            When::Clock(time) => {
                let opening = self.clock.ok_or(ObservedError::NoOpening { has_dates: false })?;
                let after = minute_of_day(*time) - opening + MINUTES_BEFORE;
                Ok(after.rem_euclid(MINUTES_OF_DAY) - MINUTES_BEFORE)
            }
        }
    }
}

/// Offsets from UTC are whole minutes: minutes of every clock begin at the same time.
fn minute_of(instant: Timestamp) -> i64 {
    instant.as_second().div_euclid(60)
}

fn minute_of_day(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

fn time_of(minute_of_day: i64) -> Time {
    Time::new((minute_of_day / 60) as i8, (minute_of_day % 60) as i8, 0, 0).unwrap_or(Time::MIN)
}
