//! Shares between nothing and all.

use std::fmt;

use super::time::to_half_width;

/// A share between 0 (nobody) and 1 (everybody).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Nobody.
    pub const NONE: Share = Share(0.0);
    /// Everybody.
    pub const ALL: Share = Share(1.0);

    /// The share, or `None` outside 0 to 1 (not-a-number included).
    pub fn new(value: f64) -> Option<Share> {
        (0.0..=1.0).contains(&value).then_some(Share(value))
    }

    /// The share as a number from 0 to 1.
    pub const fn value(self) -> f64 {
        self.0
    }
}

/// Why a text is not a share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// The text cannot be read as a share.
    Unreadable(String),
    /// The share is below 0 or above 1.
    OutOfRange(String),
}

impl fmt::Display for ShareError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShareError::Unreadable(text) => {
                write!(out, "`{text}` is not a share; write for example 30% or 0.3")
            }
            ShareError::OutOfRange(text) => write!(out, "`{text}` is not between 0% and 100%"),
        }
    }
}

impl std::error::Error for ShareError {}

/// Reads a share: `30%`, `0.3`, `3割`.
///
/// ```
/// use machiai::units::parse_share;
/// assert_eq!(parse_share("30%").map(|share| share.value()), Ok(0.3));
/// assert!(parse_share("130%").is_err());
/// ```
pub fn parse_share(text: &str) -> Result<Share, ShareError> {
    let narrow = to_half_width(text.trim());
    let (number, divisor) = match (narrow.strip_suffix('%'), narrow.strip_suffix('割')) {
        (Some(number), _) => (number.trim_end(), 100.0),
        (None, Some(number)) => (number, 10.0),
        (None, None) => (narrow.as_str(), 1.0),
    };
    let readable = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let value: f64 = readable
        .then(|| number.parse().ok())
        .flatten()
        .ok_or_else(|| ShareError::Unreadable(text.to_owned()))?;
    Share::new(value / divisor).ok_or_else(|| ShareError::OutOfRange(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_as_people_write_them() {
        for (text, value) in
            [("30%", 0.3), ("0.3", 0.3), ("3割", 0.3), ("３０％", 0.3), ("100%", 1.0), ("0", 0.0)]
        {
            assert_eq!(parse_share(text).map(Share::value), Ok(value), "{text}");
        }
    }

    #[test]
    fn shares_that_are_refused() {
        for text in ["", "half", "NaN", "inf%"] {
            assert!(matches!(parse_share(text), Err(ShareError::Unreadable(_))), "{text}");
        }
        for text in ["130%", "-1%", "30"] {
            assert!(matches!(parse_share(text), Err(ShareError::OutOfRange(_))), "{text}");
        }
    }
}
