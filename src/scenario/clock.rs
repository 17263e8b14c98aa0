//! The wall clock of a scenario's time zero. Does not read the computer's clock or zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, Zoned};

use super::cursor::{Context, Field};
use super::keys::nearest;
use super::scalar;
use super::tree::Content;
use crate::units::{DAY, MINUTE, SECOND, SimTime, Span, parse_span, to_half_width};

/// What a clock on the wall shows at time zero.
#[derive(Clone, Debug, PartialEq)]
pub struct WallClock {
    /// The day of zero, as `2021-05-03`; `None`: any day.
    pub date: Option<String>,
    /// Seconds of zero since midnight, 0 up to 86,400.
    pub seconds_of_day: i64,
    /// Name of the time zone, as `Asia/Tokyo`; `None`: not stated.
    pub zone: Option<String>,
    /// Zero itself, where day and zone are known: clocks may be changed during a run.
    instant: Option<Zoned>,
}

impl WallClock {
    /// A clock that shows this time at zero, on no particular day.
    pub fn at(seconds_of_day: i64) -> WallClock {
        let seconds_of_day = seconds_of_day.rem_euclid(DAY.microseconds() / SECOND.microseconds());
        WallClock { date: None, seconds_of_day, zone: None, instant: None }
    }

    /// How far zero lies behind a full minute: [`System::minute_offset`](crate::model::System::minute_offset).
    pub fn minute_offset(&self) -> Span {
        Span::from_seconds(self.seconds_of_day % 60)
    }

    /// The clock time of an instant in hours and minutes, rounded down: `9:07`; on another day than zero's with
    /// the number of days between: `0:10 (+1)`.
    ///
    /// ```
    /// use machiai::{scenario::WallClock, units::SimTime};
    /// let clock = WallClock::at(9 * 3600);
    /// assert_eq!(clock.label(SimTime::from_microseconds(7 * 60_000_000)), "9:07");
    /// assert_eq!(clock.label(SimTime::from_microseconds(910 * 60_000_000)), "0:10 (+1)");
    /// ```
    pub fn label(&self, at: SimTime) -> String {
        let seconds = at.microseconds().div_euclid(SECOND.microseconds());
        let (days, hour, minute) = self.by_zone(seconds).unwrap_or_else(|| {
            let clock = (self.seconds_of_day + seconds).div_euclid(60);
            let minutes_of_day = clock.rem_euclid(24 * 60);
            (clock.div_euclid(24 * 60), minutes_of_day / 60, minutes_of_day % 60)
        });
        match days {
            0 => format!("{hour}:{minute:02}"),
            _ => format!("{hour}:{minute:02} ({days:+})"),
        }
    }

    /// An instant in UTC, as `2021-05-03T00:00:00Z`; `None` without day or zone, or beyond year 9999.
    pub fn utc(&self, at: SimTime) -> Option<String> {
        let zero = self.instant.as_ref()?.timestamp();
        let then = zero.checked_add(SignedDuration::from_micros(at.microseconds())).ok()?;
        Some(then.to_string())
    }

    /// Days since zero's day, hour and minute, by the zone's own rules; `None` without day or zone.
    fn by_zone(&self, seconds: i64) -> Option<(i64, i64, i64)> {
        let zero = self.instant.as_ref()?;
        let then = zero.checked_add(SignedDuration::from_secs(seconds)).ok()?;
        let days = i64::from(then.date().since(zero.date()).ok()?.get_days());
        Some((days, i64::from(then.hour()), i64::from(then.minute())))
    }

    /// From zero to a clock time so many days after zero's day.
    fn since_zero(&self, days: i64, time: Time) -> Span {
        let of_day = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        Span::from_seconds(days * 24 * 3600 + of_day - self.seconds_of_day)
    }

    /// Minutes from midnight of zero's day to an instant, if it lies on a full minute.
    pub(super) fn full_minute(&self, at: SimTime) -> Option<i64> {
        let clock = at + Span::from_seconds(self.seconds_of_day);
        let minute = MINUTE.microseconds();
        (clock.microseconds().rem_euclid(minute) == 0).then(|| clock.microseconds().div_euclid(minute))
    }
}

/// How to write a wall-clock time.
const CLOCK: &str = "a clock time such as \"9:00\", \"09:00:30\" or \"2021-05-03 09:00\"";
/// How to write a zone.
const ZONE: &str = "the name of a time zone such as \"Asia/Tokyo\"";

/// Reads the wall clock; `None` if it has issues, `Some(None)` if there is none.
pub(super) fn read(
    opens_at: Option<Field>,
    zone: Option<Field>,
    context: &mut Context,
) -> Option<Option<WallClock>> {
    let Some(opens_at) = opens_at else {
        return match zone {
            Some(zone) => {
                context.refuse(zone.issue("a zone without a clock time").accepted("opens_at beside it"))
            }
            None => Some(None),
        };
    };
    let text = to_half_width(&scalar::text(&opens_at, context)?);
    let (civil, bracketed) = match text.trim().split_once('[') {
        Some((civil, rest)) => (civil, Some(rest.strip_suffix(']').unwrap_or(rest))),
        None => (text.trim(), None),
    };
    let zone = zone_of(&opens_at, zone, bracketed, context);
    let Some((date, time)) = civil_time(civil) else {
        let is_offset = civil.ends_with(['Z', 'z']) || civil.contains('+');
        let (message, accepted) =
            if is_offset { ("an offset from UTC is not a zone", ZONE) } else { ("not a clock time", CLOCK) };
        return context.refuse(opens_at.issue(message).accepted(accepted));
    };
    let zone = zone?;
    let instant = match (date, &zone) {
        (Some(date), Some((name, zone))) => {
            Some(moment(&opens_at, DateTime::from_parts(date, time), name, zone, context)?)
        }
        (Some(_), None) | (None, Some(_)) | (None, None) => None,
    };
    Some(Some(WallClock {
        date: date.map(|date| date.to_string()),
        seconds_of_day: i64::from(time.hour()) * 3600
            + i64::from(time.minute()) * 60
            + i64::from(time.second()),
        zone: zone.map(|(name, _)| name),
        instant,
    }))
}

/// The moment when clocks in a zone show a date and a time.
fn moment(
    field: &Field,
    shown: DateTime,
    name: &str,
    zone: &TimeZone,
    context: &mut Context,
) -> Option<Zoned> {
    let moment = zone.to_ambiguous_zoned(shown);
    if let AmbiguousOffset::Gap { .. } = moment.offset() {
        let issue = field.issue(format!("clocks in {name} skip this time on that day"));
        return context.refuse(issue.accepted("a time that exists"));
    }
    // When clocks are set back, a time comes twice: the first one is meant.
    match moment.compatible() {
        Ok(moment) => Some(moment),
        Err(_) => context.refuse(field.issue("out of range").accepted(CLOCK)),
    }
}

/// Reads an instant of the run: a length of time from zero, a clock time of zero's day, or a date and a time.
/// `clock` is `None` if the wall clock has issues of its own.
pub(super) fn instant(
    field: &Field,
    clock: Option<Option<&WallClock>>,
    context: &mut Context,
) -> Option<SimTime> {
    let text = match &field.value.content {
        Content::Text(text) => to_half_width(text),
        Content::Integer(0) => return Some(SimTime::ZERO),
        Content::Integer(_) | Content::Number(_) => {
            return context
                .refuse(field.issue("a number without a unit").accepted(accepted_instant(context)));
        }
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            return context.refuse(field.wrong_type().accepted(accepted_instant(context)));
        }
    };
    let text = text.trim();
    let since_zero = if is_dated(text) {
        since_zero_of_date(field, text, clock?, context)?
    } else if let Some(time) = clock_time(text) {
        let Some(clock) = clock? else {
            let opens_at = context.called("opens_at");
            let issue = field.issue(format!("a clock time without {opens_at}"));
            let accepted = format!("{opens_at} beside it, or a length of time from zero such as \"-30m\"");
            return context.refuse(issue.accepted(accepted));
        };
        match &clock.instant {
            Some(zero) => {
                let shown = DateTime::from_parts(zero.date(), time);
                let name = clock.zone.as_deref().unwrap_or_default();
                between(zero, &moment(field, shown, name, zero.time_zone(), context)?)
            }
            None => clock.since_zero(0, time),
        }
    } else {
        match parse_span(text) {
            _ if text.contains(':') => {
                return context.refuse(field.issue("not a clock time").accepted(accepted_instant(context)));
            }
            Ok(span) => span,
            Err(error) => {
                let issue = field.issue(scalar::span_problem(&error));
                return context.refuse(issue.accepted(accepted_instant(context)));
            }
        }
    };
    match since_zero {
        _ if since_zero > Span::MAX || since_zero < -Span::MAX => {
            let opens_at = context.called("opens_at");
            let issue = field.issue(format!("more than ten years from {opens_at}"));
            context.refuse(issue.accepted("a time on the day of the opening, or near it"))
        }
        _ => Some(SimTime::ZERO + since_zero),
    }
}

/// How to write an instant.
fn accepted_instant(context: &Context) -> String {
    let opens_at = context.called("opens_at");
    format!(
        "a length of time from zero such as \"-30m\" or \"2h\", a clock time such as \"8:30\" (with {opens_at}), or a \
         date and a time such as \"2026-05-01T02:30:00Z\" (with a day and a zone in {opens_at})"
    )
}

/// Whether a text begins like `2026-05-01`.
fn is_dated(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: Option<&str>, count: usize| {
        part.is_some_and(|part| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(parts.next(), 4) && digits(parts.next(), 2) && parts.next().is_some()
}

/// A date and a time: with an offset, with a zone in brackets, or as the clocks of `opens_at` show it.
fn since_zero_of_date(
    field: &Field,
    text: &str,
    clock: Option<&WallClock>,
    context: &mut Context,
) -> Option<Span> {
    let opens_at = context.called("opens_at").to_owned();
    let undated = |context: &mut Context| {
        let issue = field.issue(format!("a date, and {opens_at} says no day and zone"));
        context.refuse(issue.accepted(format!(
            "{opens_at} with a day and a zone such as \"2026-05-01T09:00[Asia/Tokyo]\", or a length of time from zero"
        )))
    };
    let (civil, bracketed) = match text.split_once('[') {
        Some((civil, rest)) => (civil, Some(rest.strip_suffix(']').unwrap_or(rest))),
        None => (text, None),
    };
    let zero = clock.and_then(|clock| clock.instant.as_ref());
    if let (Ok(then), None) = (civil.parse::<Timestamp>(), bracketed) {
        return match zero {
            Some(zero) => Some(difference(zero.timestamp(), then)),
            None => undated(context),
        };
    }
    let Some((Some(date), time)) = civil_time(civil) else {
        return context.refuse(field.issue("not a date and a time").accepted(accepted_instant(context)));
    };
    let shown = DateTime::from_parts(date, time);
    match (zero, bracketed, clock) {
        (Some(zero), Some(name), _) => {
            let zone = zone_named(field, name, context)?;
            moment(field, shown, name, &zone, context).map(|then| between(zero, &then))
        }
        (Some(zero), None, Some(clock)) => {
            let name = clock.zone.as_deref().unwrap_or_default();
            moment(field, shown, name, zero.time_zone(), context).map(|then| between(zero, &then))
        }
        // A day without a zone: every day has 24 hours.
        (None, None, Some(WallClock { date: Some(day), .. })) => {
            let days =
                day.parse::<Date>().ok().and_then(|day| date.since(day).ok()).map(|days| days.get_days());
            days.zip(clock).map(|(days, clock)| clock.since_zero(i64::from(days), time))
        }
        _ => undated(context),
    }
}

fn between(zero: &Zoned, then: &Zoned) -> Span {
    difference(zero.timestamp(), then.timestamp())
}

fn difference(zero: Timestamp, then: Timestamp) -> Span {
    Span::from_microseconds(then.as_microsecond() - zero.as_microsecond())
}

/// The zone from its own key or from the brackets of `opens_at`; `None` if it has issues.
fn zone_of(
    opens_at: &Field,
    zone: Option<Field>,
    bracketed: Option<&str>,
    context: &mut Context,
) -> Option<Option<(String, TimeZone)>> {
    let (field, name) = match (&zone, bracketed) {
        (None, None) => return Some(None),
        (None, Some(bracketed)) => (opens_at, bracketed.to_owned()),
        (Some(zone), bracketed) => {
            let name = scalar::text(zone, context)?;
            if let Some(other) = bracketed.filter(|bracketed| *bracketed != name) {
                let issue = zone.issue(format!("opens_at says `{other}`"));
                return context.refuse(issue.accepted("one zone, in one place"));
            }
            (zone, name)
        }
    };
    zone_named(field, &name, context).map(|zone| Some((name, zone)))
}

fn zone_named(field: &Field, name: &str, context: &mut Context) -> Option<TimeZone> {
    let database = TimeZoneDatabase::bundled();
    match database.get(name) {
        Ok(zone) => Some(zone),
        Err(_) => {
            let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
            let meant = nearest(name, names.iter().map(String::as_str));
            context.refuse(field.issue("unknown time zone").accepted(ZONE).suggestion(meant))
        }
    }
}

/// `9:00`, `9時30分`, `2021-05-03T09:00`, `2021-05-03 9:00`.
fn civil_time(text: &str) -> Option<(Option<Date>, Time)> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (Some(date.parse().ok()?), time.trim()),
        None => (None, text),
    };
    Some((date, clock_time(time)?))
}

/// `9:00`, `09:00:30`, `9時`, `9時半` or `9時30分`.
pub(super) fn clock_time(text: &str) -> Option<Time> {
    let narrow = to_half_width(text);
    let written = match narrow.split_once('時') {
        Some((hour, "")) => format!("{hour}:00"),
        Some((hour, "半")) => format!("{hour}:30"),
        Some((hour, minute)) => format!("{hour}:{}", minute.strip_suffix('分')?),
        None => narrow,
    };
    let mut parts = written.split(':').map(|part| {
        let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i8>().ok()).flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}
