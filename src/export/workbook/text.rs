//! Texts of cells and names of sheets, as a workbook can hold them, and the numbers among them.

use unicode_width::UnicodeWidthStr;

use crate::report::without_controls;

/// Most UTF-16 units of a cell.
const MOST_OF_A_CELL: usize = 32_767;
/// Most UTF-16 units of the name of a sheet.
const MOST_OF_A_NAME: usize = 31;
/// Most digits that a cell keeps.
const MOST_DIGITS: usize = 15;

/// One line of text that XML and a cell can hold.
pub(super) fn clean(text: &str) -> String {
    let text = without_controls(text).replace(['\u{fffe}', '\u{ffff}'], "");
    shortened(text.trim(), MOST_OF_A_CELL)
}

/// The text with at most so many UTF-16 units; an ellipsis stands for the rest.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if units(text) <= most {
        return text.to_owned();
    }
    let mut taken = 1;
    let kept: String = text
        .chars()
        .take_while(|character| {
            taken += character.len_utf16();
            taken <= most
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Places that a text takes, of which a Japanese character takes two.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The number that a text is, and the format that shows it as the text does; `None` for everything else: times, ranges, names
/// with leading zeros, more digits than a cell keeps.
pub(super) fn plain_number(text: &str) -> Option<(f64, String)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) =
        unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.is_some_and(|decimals| !is_digits(decimals)) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = !rest.is_empty();
    let well_grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    let leading_zero = first.starts_with('0') && whole != "0";
    if !is_digits(first) || leading_zero || is_grouped && !well_grouped {
        return None;
    }
    let digits = text.replace(',', "");
    if digits.len() > MOST_DIGITS {
        return None;
    }
    // A year or a name that is a number has no separators, and keeps none.
    let mut format = if is_grouped || whole.len() <= 3 { "#,##0" } else { "0" }.to_owned();
    if let Some(decimals) = decimals {
        format.push('.');
        format.push_str(&"0".repeat(decimals.len()));
    }
    Some((digits.parse().ok()?, format))
}

/// A format for numbers of which this is the largest: few digits where they are many, some where they are few.
pub(super) fn number_format(values: impl Iterator<Item = f64>) -> &'static str {
    let largest = values.map(f64::abs).fold(0.0, f64::max);
    match largest {
        largest if largest >= 100.0 => "#,##0",
        largest if largest >= 1.0 => "0.0",
        _ => "0.000",
    }
}

/// Names of sheets that are allowed, and unlike each other whatever the case of their letters.
#[derive(Default)]
pub(super) struct SheetNames {
    taken: Vec<String>,
}

impl SheetNames {
    /// A name for the next sheet that comes as near as possible to the wanted one.
    pub(super) fn next(&mut self, wanted: &str) -> String {
        let wanted = clean(&clean(wanted).replace(['[', ']', ':', '*', '?', '/', '\\'], " "));
        let wanted = match wanted.trim_matches('\'').trim() {
            "" => "-",
            name => name,
        };
        let numbered = (1..).map(|number: u32| {
            let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
            [shortened(wanted, MOST_OF_A_NAME - suffix.len()).as_str(), suffix.as_str()].concat()
        });
        // Excel keeps the name "History" for itself.
        let is_free = |name: &String| {
            let lower = name.to_lowercase();
            lower != "history" && !self.taken.contains(&lower)
        };
        let name = numbered.into_iter().find(is_free).unwrap_or_default();
        self.taken.push(name.to_lowercase());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_among_texts() {
        for (text, value, format) in [
            ("30,000", 30_000.0, "#,##0"),
            ("-1,234.50", -1234.5, "#,##0.00"),
            ("0", 0.0, "#,##0"),
            ("0.8", 0.8, "#,##0.0"),
            ("2000", 2000.0, "0"),
        ] {
            assert_eq!(plain_number(text), Some((value, format.to_owned())), "{text}");
        }
        for text in [
            "",
            "-",
            "64分",
            "007",
            "1,23",
            "12,34,567",
            "1.",
            ".5",
            "+5",
            "1e5",
            "9:00",
            "18446744073709551615",
            "１２",
        ] {
            assert_eq!(plain_number(text), None, "{text}");
        }
    }

    #[test]
    fn texts_fit_a_cell_and_xml() {
        assert_eq!(clean("a\u{0}\u{b}b\n\u{ffff}c\u{202e}"), "a  b c");
        assert_eq!(clean(&"𠮷".repeat(40_000)).encode_utf16().count(), MOST_OF_A_CELL);
        assert_eq!(shortened("あいう", 2), "あ…");
    }

    #[test]
    fn sheets_have_allowed_names_that_differ() {
        let mut names = SheetNames::default();
        assert_eq!(names.next("a/b:c*[d]?\\e"), "a b c  d   e");
        assert_eq!(names.next("Day"), "Day");
        assert_eq!(names.next("DAY"), "DAY (2)");
        assert_eq!(names.next("'"), "-");
        assert_eq!(names.next("History"), "History (2)");
        let long = "長".repeat(60);
        for _ in 0..3 {
            assert_eq!(names.next(&long).encode_utf16().count(), 31);
        }
    }
}
