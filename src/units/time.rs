//! Instants and lengths of simulated time, in whole microseconds.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An instant of simulated time in whole microseconds. Zero is the scenario's reference, usually the
/// opening of its first room; earlier instants are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(i64);

/// A length of simulated time in whole microseconds; may be negative where a difference is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

/// One second.
pub const SECOND: Span = Span(1_000_000);
/// One minute.
pub const MINUTE: Span = Span(60_000_000);
/// One hour.
pub const HOUR: Span = Span(3_600_000_000);
/// One day.
pub const DAY: Span = Span(86_400_000_000);

impl SimTime {
    /// The scenario's reference.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than anything that happens: about 36,000 years, far enough from overflow to add spans to.
    pub const FAR_FUTURE: SimTime = SimTime(1 << 60);

    /// The instant so many microseconds after zero.
    pub const fn from_microseconds(microseconds: i64) -> SimTime {
        SimTime(microseconds)
    }

    /// Microseconds after zero.
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Seconds after zero, for outputs.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The span since `earlier`; negative if `earlier` is later.
    pub const fn since(self, earlier: SimTime) -> Span {
        Span(self.0 - earlier.0)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// The longest span that input may state: ten years. Beyond it, sums could overflow.
    pub const MAX: Span = Span(3650 * DAY.0);

    /// A span of so many microseconds.
    pub const fn from_microseconds(microseconds: i64) -> Span {
        Span(microseconds)
    }

    /// A span of so many whole minutes.
    pub const fn from_minutes(minutes: i64) -> Span {
        Span(minutes * MINUTE.0)
    }

    /// A span of so many whole seconds.
    pub const fn from_seconds(seconds: i64) -> Span {
        Span(seconds * SECOND.0)
    }

    /// The nearest span to so many seconds. The only place where fractional seconds are rounded.
    /// Saturates at [`Span::MAX`]; not-a-number becomes zero.
    pub fn from_fractional_seconds(seconds: f64) -> Span {
        let bound = Span::MAX.0 as f64;
        // Rounds half up by hand: `f64::round` is not available everywhere with the same bits.
        let microseconds = (seconds * 1e6 + 0.5).clamp(-bound, bound);
        let truncated = microseconds as i64;
        Span(if microseconds < truncated as f64 { truncated - 1 } else { truncated })
    }

    /// Microseconds.
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Seconds, for outputs and distributions.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Minutes, for outputs and formulas.
    pub fn minutes(self) -> f64 {
        self.0 as f64 / 60e6
    }
}

impl Add<Span> for SimTime {
    type Output = SimTime;
    fn add(self, span: Span) -> SimTime {
        SimTime(self.0 + span.0)
    }
}

impl Sub<Span> for SimTime {
    type Output = SimTime;
    fn sub(self, span: Span) -> SimTime {
        SimTime(self.0 - span.0)
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0 + other.0)
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        self.0 += other.0;
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0 - other.0)
    }
}

impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(-self.0)
    }
}

/// Prints the span as it would be typed: `1h30m`, `6m`, `45s`, `250ms`.
impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return write!(out, "0s");
        }
        let mut rest = self.0.unsigned_abs();
        if self.0 < 0 {
            write!(out, "-")?;
        }
        for (unit, size) in
            [("h", HOUR.0 as u64), ("m", MINUTE.0 as u64), ("s", SECOND.0 as u64), ("ms", 1000), ("us", 1)]
        {
            if rest >= size {
                write!(out, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

/// Why a text is not a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanError {
    /// The text cannot be read as a length of time.
    Unreadable(String),
    /// The text is a number without a unit.
    NoUnit(String),
    /// The length is beyond [`Span::MAX`].
    TooLong(String),
}

impl fmt::Display for SpanError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpanError::Unreadable(text) => {
                write!(
                    out,
                    "`{text}` is not a length of time; write for example 6m, 1h30m, 90s, 1:30:00 or 10分"
                )
            }
            SpanError::NoUnit(text) => {
                write!(out, "`{text}` is a number without a unit; write for example {text}m or {text}s")
            }
            SpanError::TooLong(text) => {
                write!(out, "`{text}` is longer than ten years; write for example 6m or 1h30m")
            }
        }
    }
}

impl std::error::Error for SpanError {}

/// Units people write, longest spelling first where one is a prefix of another.
const UNITS: [(&str, f64); 29] = [
    ("microseconds", 1e-6),
    ("milliseconds", 1e-3),
    ("minutes", 60.0),
    ("seconds", 1.0),
    ("minute", 60.0),
    ("second", 1.0),
    ("hours", 3600.0),
    ("hour", 3600.0),
    ("days", 86400.0),
    ("day", 86400.0),
    ("mins", 60.0),
    ("secs", 1.0),
    ("時間", 3600.0),
    ("ミリ秒", 1e-3),
    ("min", 60.0),
    ("sec", 1.0),
    ("hrs", 3600.0),
    ("分間", 60.0),
    ("秒間", 1.0),
    ("hr", 3600.0),
    ("ms", 1e-3),
    ("us", 1e-6),
    ("分", 60.0),
    ("秒", 1.0),
    ("日", 86400.0),
    ("h", 3600.0),
    ("d", 86400.0),
    ("m", 60.0),
    ("s", 1.0),
];

/// Reads a length of time as people write it: `6m`, `1h30m`, `1h30`, `90s`, `1.5h`, `1:30:00`, `10分`,
/// `1時間30分`. A bare number other than zero is refused, because its unit would be a guess.
///
/// ```
/// use machiai::units::{parse_span, Span};
/// assert_eq!(parse_span("1h30m"), Ok(Span::from_minutes(90)));
/// assert_eq!(parse_span("10分"), Ok(Span::from_minutes(10)));
/// assert!(parse_span("ten").is_err());
/// ```
pub fn parse_span(text: &str) -> Result<Span, SpanError> {
    let unreadable = || SpanError::Unreadable(text.to_owned());
    let narrow = to_half_width(text.trim());
    let (negative, body) = match narrow.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, narrow.as_str()),
    };
    let seconds = match body {
        "" => return Err(unreadable()),
        "0" => 0.0,
        _ if body.contains(':') => clock_seconds(body).ok_or_else(unreadable)?,
        _ if plain_number(body).is_some() => return Err(SpanError::NoUnit(text.to_owned())),
        _ => unit_seconds(body).ok_or_else(unreadable)?,
    };
    if !seconds.is_finite() || seconds > Span::MAX.seconds() {
        return Err(SpanError::TooLong(text.to_owned()));
    }
    let span = Span::from_fractional_seconds(seconds);
    Ok(if negative { -span } else { span })
}

/// Full-width digits, signs and letters as Japanese keyboards give them.
pub(crate) fn to_half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            '〜' => '~',
            _ => c,
        })
        .collect()
}

/// `H:MM:SS` or `MM:SS`.
fn clock_seconds(body: &str) -> Option<f64> {
    let parts: Vec<&str> = body.split(':').collect();
    if parts.len() < 2 || parts.len() > 3 {
        return None;
    }
    let mut seconds = 0.0;
    for (position, part) in parts.iter().enumerate() {
        let value = plain_number(part)?;
        if position > 0 && value >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + value;
    }
    Some(seconds)
}

fn plain_number(text: &str) -> Option<f64> {
    let readable = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    readable.then(|| text.parse().ok()).flatten()
}

fn unit_seconds(body: &str) -> Option<f64> {
    let mut rest = body;
    let mut seconds = 0.0;
    let mut smallest = f64::INFINITY;
    while !rest.is_empty() {
        rest = rest.trim_start();
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let value = plain_number(&rest[..digits])?;
        rest = rest[digits..].trim_start();
        let size = match UNITS.iter().find(|(unit, _)| rest.starts_with(unit)) {
            Some((unit, size)) => {
                rest = &rest[unit.len()..];
                *size
            }
            // "1h30": the number after hours without a unit is minutes.
            None if rest.is_empty() && smallest == 3600.0 => 60.0,
            None => return None,
        };
        if size >= smallest {
            return None;
        }
        smallest = size;
        seconds += value * size;
        if let Some(after) = rest.strip_prefix('半') {
            seconds += size / 2.0;
            rest = after;
        }
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_as_people_write_them() {
        for (text, seconds) in [
            ("6m", 360),
            ("1h30m", 5400),
            ("1h30", 5400),
            ("1.5h", 5400),
            ("90s", 90),
            ("1:30:00", 5400),
            ("1:30", 90),
            ("10分", 600),
            ("1時間30分", 5400),
            ("1時間半", 5400),
            ("１０分", 600),
            ("2 hours 5 min", 7500),
            ("0", 0),
            ("-10m", -600),
            ("1d", 86400),
        ] {
            assert_eq!(parse_span(text), Ok(Span::from_seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn spans_that_are_refused() {
        for text in ["", "m", "6x", "NaN", "nan m", "inf", "5m2h", "1e3m", "1:75", "6mm", "--6m", "半"] {
            assert!(matches!(parse_span(text), Err(SpanError::Unreadable(_))), "{text}");
        }
        for text in ["90", "１０", "-5", "1.5"] {
            assert!(matches!(parse_span(text), Err(SpanError::NoUnit(_))), "{text}");
        }
        let long = format!("1{}m", "0".repeat(30));
        assert!(matches!(parse_span(&long), Err(SpanError::TooLong(_))));
    }

    #[test]
    fn spans_print_as_they_are_typed() {
        for text in ["1h30m", "6m", "45s", "250ms", "0s", "-10m", "1m30s"] {
            let span = parse_span(text).or_else(|_| parse_span("0")).unwrap();
            assert_eq!(span.to_string(), text);
        }
    }

    #[test]
    fn fractional_seconds_round_to_the_nearest_microsecond() {
        assert_eq!(Span::from_fractional_seconds(1.234_567_4).microseconds(), 1_234_567);
        assert_eq!(Span::from_fractional_seconds(-1.234_567_4).microseconds(), -1_234_567);
        assert_eq!(Span::from_fractional_seconds(f64::NAN), Span::ZERO);
        assert_eq!(Span::from_fractional_seconds(1e300), Span::MAX);
    }
}
