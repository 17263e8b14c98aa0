//! Clock times and dates as tables and Cloudflare's analytics have them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::units::to_half_width;

/// When a row was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Minutes from the opening.
    Minute(i64),
    /// A time of the day, on no particular day.
    Clock(Time),
    /// A date and a time as clocks of the zone showed it.
    Local(DateTime),
    /// An instant.
    Instant(Timestamp),
}

/// How to write a time.
pub(super) const ACCEPTED: &str =
    "a clock time such as 9:07, or a date and a time such as 2026-12-01T00:07:00Z or 2026/12/1 9:07";

/// Reads a time; `None` if it is none.
pub(super) fn when(text: &str) -> Option<When> {
    let narrow = to_half_width(text);
    let narrow = narrow.trim();
    let Some((date, rest)) = dated(narrow) else { return clock(narrow).map(When::Clock) };
    if let Some(time) = clock(rest) {
        return Some(When::Local(DateTime::from_parts(date, time)));
    }
    let hour = if rest.find(':') == Some(1) { "0" } else { "" };
    format!("{date}T{hour}{rest}").parse().ok().map(When::Instant)
}

/// `2026-12-01`, `2026/12/1` or `2026年12月1日`, and what comes after it.
fn dated(text: &str) -> Option<(Date, &str)> {
    let (date, rest) = match text.split_once('日') {
        Some((date, rest)) => (date.replace(['年', '月'], "-"), rest.trim_start()),
        None => {
            let (date, rest) = text.split_once(['T', 't', ' '])?;
            (date.replace('/', "-"), rest.trim_start())
        }
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4).then_some((date, rest))
}

/// `9:07`, `09:07:30`, `9時7分`, `9時`.
fn clock(text: &str) -> Option<Time> {
    let written = match text.split_once('時') {
        Some((hour, "")) => format!("{hour}:00"),
        Some((hour, minute)) => format!("{hour}:{}", minute.strip_suffix('分')?),
        None => text.to_owned(),
    };
    // Parts of a second are below what a minute can tell.
    let whole = written.split('.').next().unwrap_or_default();
    let part = |part: &str| {
        let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i8>().ok()).flatten()
    };
    let parts: Option<Vec<i8>> = whole.split(':').map(part).collect();
    match parts?[..] {
        [hour, minute] => Time::new(hour, minute, 0, 0).ok(),
        [hour, minute, second] => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_and_programs_write_them() {
        let seven = "2026-12-01T00:07:00Z".parse().unwrap();
        for text in ["2026-12-01T00:07:00Z", "2026-12-01T09:07:00+09:00", "2026/12/01 9:07+09:00"] {
            assert_eq!(when(text), Some(When::Instant(seven)), "{text}");
        }
        let local = "2026-12-01T09:07".parse().unwrap();
        for text in
            ["2026-12-01T09:07", "2026/12/1 9:07", "２０２６年12月1日 9時7分", "2026-12-01 09:07:00.000"]
        {
            assert_eq!(when(text), Some(When::Local(local)), "{text}");
        }
        for text in ["9:07", "09:07:00", "９：０７", "9時7分"] {
            assert_eq!(when(text), Some(When::Clock(local.time())), "{text}");
        }
        for text in ["", "25:00", "9", "9:7:1:2", "2026-12-01", "2026-13-01 9:00", "26-12-01 9:00", "soon"] {
            assert_eq!(when(text), None, "{text}");
        }
    }
}
