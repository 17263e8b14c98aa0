//! Prints numbers with few enough digits that the same number always gives the same bytes.
//! Knows no units.

/// The number with at most 6 decimals (a microsecond, if it counts seconds) and 15 significant digits, without
/// zeros at the end; `None` for infinity and not-a-number.
///
/// Reading the text and printing it again gives the same text, even if the reader is off by a last bit:
/// neighbours among 15-digit numbers are at least four such bits apart.
pub(super) fn number(value: f64) -> Option<String> {
    let digits = if value.abs() < 1e9 { format!("{value:.6}") } else { format!("{value:.14e}") };
    let rounded: f64 = digits.parse().unwrap_or(f64::NAN);
    if !rounded.is_finite() {
        return None;
    }
    // Below, `{}` prints the shortest text for the rounded number, which is the decimal it was rounded to.
    let size = rounded.abs();
    Some(if size <= 0.0 {
        "0".to_owned()
    } else if size < 1e15 {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_plain() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-1e-9, "0"),
            (0.1 + 0.2, "0.3"),
            (3600.0, "3600"),
            (-600.0, "-600"),
            (1.234_567_49, "1.234567"),
            (1.999_999_6, "2"),
            (999_999_999.999_999_9, "1000000000"),
            (4_294_967_295.0, "4294967295"),
            (123_456_789_012.345_67, "123456789012.346"),
            (999_999_999_999_999.9, "1e15"),
            (1.5e300, "1.5e300"),
        ] {
            assert_eq!(number(value).as_deref(), Some(text), "{value:e}");
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(number(value), None);
        }
    }

    #[test]
    fn reading_and_printing_again_changes_nothing() {
        // A spread of magnitudes and bit patterns from a fixed recurrence, read by both of our readers.
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        for step in 0..200_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let fraction = (bits >> 11) as f64 / (1_u64 << 53) as f64;
            let value = (fraction - 0.5) * 10_f64.powi(step % 40 - 10);
            let text = number(value).unwrap();
            assert_eq!(number(text.parse().unwrap()).as_ref(), Some(&text), "{value:e}");
            assert_eq!(number(serde_json::from_str(&text).unwrap()).as_ref(), Some(&text), "{value:e}");
        }
    }
}
