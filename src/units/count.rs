//! Numbers of people as people write them.

use std::fmt;

use super::time::to_half_width;

/// Why a text is not a whole number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountError {
    /// The text cannot be read as a number.
    Unreadable(String),
    /// A comma stands elsewhere than between groups of three digits.
    Grouping(String),
    /// The number is negative.
    Negative(String),
    /// The number is above four billion, more people than can be simulated.
    TooLarge(String),
    /// The number is not whole.
    Fraction(String),
}

impl fmt::Display for CountError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ACCEPTED: &str = "write a whole number such as 30000, 30,000, 30k or 3万";
        match self {
            CountError::Unreadable(text) => write!(out, "`{text}` is not a number; {ACCEPTED}"),
            CountError::Grouping(text) => {
                write!(out, "`{text}` has commas elsewhere than between groups of three digits; {ACCEPTED}")
            }
            CountError::Negative(text) => write!(out, "`{text}` is negative; {ACCEPTED}"),
            CountError::TooLarge(text) => {
                write!(out, "`{text}` is too large; at most 4,000,000,000 is accepted")
            }
            CountError::Fraction(text) => write!(out, "`{text}` is not a whole number; {ACCEPTED}"),
        }
    }
}

impl std::error::Error for CountError {}

const FACTORS: [(&str, f64); 6] = [("億", 1e8), ("万", 1e4), ("千", 1e3), ("k", 1e3), ("K", 1e3), ("M", 1e6)];

/// Reads a whole number as people write it: `30000`, `30,000`, `30_000`, `30k`, `1.2M`, `3万`, `3万5千`.
///
/// ```
/// use machiai::units::parse_count;
/// assert_eq!(parse_count("3万"), Ok(30_000));
/// assert_eq!(parse_count("30k"), Ok(30_000));
/// assert!(parse_count("-5").is_err());
/// ```
pub fn parse_count(text: &str) -> Result<u32, CountError> {
    let narrow = to_half_width(text.trim());
    if narrow.starts_with('-') {
        return Err(CountError::Negative(text.to_owned()));
    }
    if !is_grouped_by_three(&narrow) {
        return Err(CountError::Grouping(text.to_owned()));
    }
    let body: String = narrow.chars().filter(|c| !matches!(c, ',' | '_' | '、')).collect();
    let body = body.trim_end_matches('人').trim_end();
    let value = sum_of_parts(body).ok_or_else(|| CountError::Unreadable(text.to_owned()))?;
    if value > 4e9 {
        return Err(CountError::TooLarge(text.to_owned()));
    }
    // A billionth absorbs the rounding of 1.2 × 1,000,000.
    let whole = (value + 0.5).trunc();
    if (value - whole).abs() > 1e-6 {
        return Err(CountError::Fraction(text.to_owned()));
    }
    Ok(whole as u32)
}

/// Whether commas, if there are any, stand between groups of three digits: `1,2` may be meant as 1.2.
fn is_grouped_by_three(text: &str) -> bool {
    let is_comma = |c: char| matches!(c, ',' | '、');
    let mut numbers = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || is_comma(c)));
    numbers.all(|number| {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let mut groups = whole.split(is_comma);
        let first = groups.next().unwrap_or_default().len();
        let by_three =
            !whole.contains(is_comma) || (1..=3).contains(&first) && groups.all(|group| group.len() == 3);
        by_three && !fraction.contains(is_comma)
    })
}

fn sum_of_parts(body: &str) -> Option<f64> {
    let mut rest = body;
    let mut sum = 0.0;
    let mut smallest = f64::INFINITY;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let value: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let mut factor = 1.0;
        if let Some((unit, size)) = FACTORS.iter().find(|(unit, _)| rest.starts_with(unit)) {
            rest = &rest[unit.len()..];
            factor = *size;
        } else if !rest.is_empty() {
            return None;
        }
        if factor >= smallest {
            return None;
        }
        smallest = factor;
        sum += value * factor;
    }
    sum.is_finite().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_people_write_them() {
        for (text, value) in [
            ("30000", 30_000),
            ("30,000", 30_000),
            ("1,234,567", 1_234_567),
            ("３０，０００人", 30_000),
            ("3万5,000", 35_000),
            ("30_000", 30_000),
            ("30k", 30_000),
            ("3万", 30_000),
            ("３万", 30_000),
            ("3万5千", 35_000),
            ("1.2M", 1_200_000),
            ("1.5万人", 15_000),
            ("0", 0),
        ] {
            assert_eq!(parse_count(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn counts_that_are_refused() {
        for text in ["", "many", "1e3", "NaN", "5千3万", "万"] {
            assert!(matches!(parse_count(text), Err(CountError::Unreadable(_))), "{text}");
        }
        for text in ["1,2", "1,00,0", ",5", "5,", "1,,000", "1000,000", "1.5,000"] {
            assert!(matches!(parse_count(text), Err(CountError::Grouping(_))), "{text}");
        }
        assert!(matches!(parse_count("-3"), Err(CountError::Negative(_))));
        assert!(matches!(parse_count("1.5"), Err(CountError::Fraction(_))));
        assert!(matches!(parse_count("99999億"), Err(CountError::TooLarge(_))));
    }
}
