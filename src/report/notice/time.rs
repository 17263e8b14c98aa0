//! Lengths and times of the day as a public notice writes them: 「正午」 for noon, no abbreviations in English.

use crate::report::Language;
use crate::report::number::grouped;
use crate::report::span::{
    around_minutes, clock, clock_plain, exact_words, input_span, minutes_range_words, nearest_minutes,
};

/// English writes minutes alone below so many, both ends of a range included.
const HOURS_FROM: i64 = 90;
/// The same for the upper end of a range.
const RANGE_IN_HOURS_FROM: i64 = 120;
const DAY: i64 = 24 * 60;

/// Whole minutes in words: `65 minutes`, `2 hours 25 minutes`, 「2時間25分」.
pub(super) fn length_words(minutes: i64, language: Language) -> String {
    match language {
        Language::English if (HOURS_FROM..DAY).contains(&minutes) => {
            let counted = |count: i64, one: &str, many: &str| match count {
                1 => format!("1 {one}"),
                _ => format!("{} {many}", grouped(count as f64)),
            };
            let hours = counted(minutes / 60, "hour", "hours");
            match minutes % 60 {
                0 => hours,
                rest => format!("{hours} {}", counted(rest, "minute", "minutes")),
            }
        }
        _ => exact_words(minutes, language),
    }
}

/// From so many whole minutes to so many: `30 to 110 minutes`, 「30分から110分」.
pub(super) fn range_words([low, high]: [i64; 2], language: Language) -> String {
    let in_minutes = low < HOURS_FROM && high < RANGE_IN_HOURS_FROM;
    match language {
        Language::English if low != high && !in_minutes => {
            format!("{} to {}", length_words(low, language), length_words(high, language))
        }
        Language::English if low == high => length_words(low, language),
        _ => minutes_range_words([low, high], language),
    }
}

/// A length of time as it was given, in words.
pub(super) fn given_words(seconds: f64, language: Language) -> String {
    let minutes = seconds / 60.0;
    if minutes >= 1.0 && minutes.fract() == 0.0 {
        return length_words(minutes as i64, language);
    }
    match language {
        // Nothing is abbreviated in English.
        Language::English if seconds < 60.0 => input_span(seconds, language).replace(" s", " seconds"),
        Language::English => input_span(seconds, language).replace(" min", " minutes"),
        Language::Japanese => input_span(seconds, language),
    }
}

/// A time of the day, so many minutes after the opening: `11:25 am`, `noon`, 「午前11時25分」, 「正午」.
pub(super) fn clock_words(opening: i64, minutes: i64, language: Language) -> String {
    let (day, hour, minute) = clock(opening, minutes as f64 * 60.0);
    match language {
        Language::Japanese if (hour, minute) == (12, 0) => {
            clock_plain(opening, minutes, language).replace("午後0時", "正午")
        }
        Language::Japanese => clock_plain(opening, minutes, language),
        Language::English => {
            let half = if hour < 12 { "am" } else { "pm" };
            let time = match (hour, minute) {
                (0, 0) => "midnight".to_owned(),
                (12, 0) => "noon".to_owned(),
                _ => format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1),
            };
            match day {
                0 => time,
                1 => format!("{time} the next day"),
                -1 => format!("{time} the day before"),
                later if later > 0 => format!("{time}, {} days later", grouped(later as f64)),
                earlier => format!("{time}, {} days before", grouped(-earlier as f64)),
            }
        }
    }
}

/// A range of times of the day: `10:10 to 11:25 am`, 「午前10時10分から午後1時5分」.
pub(super) fn clock_range_words(opening: i64, [low, high]: [i64; 2], language: Language) -> String {
    let [low, high] = [low, high].map(|minutes| clock_words(opening, minutes, language));
    match language {
        _ if low == high => low,
        Language::English => {
            // The half of the day is said once.
            let half = [" am", " pm"].into_iter().find(|half| high.ends_with(half));
            let low = half.and_then(|half| low.strip_suffix(half)).unwrap_or(&low);
            format!("{low} to {high}")
        }
        Language::Japanese => {
            let half = ["午前", "午後"].into_iter().find(|half| low.starts_with(half));
            let high = half.and_then(|half| high.strip_prefix(half)).unwrap_or(&high);
            format!("{low}から{high}")
        }
    }
}

/// A figure of so many seconds as prose rounds it, and its range rounded outward around it; `None` where the range says
/// nothing more.
pub(super) fn figure_and_range(seconds: f64, spread: Option<[f64; 2]>) -> (i64, Option<[i64; 2]>) {
    let minutes = nearest_minutes(seconds);
    let ends = spread.filter(|ends| ends.iter().all(|end| end.is_finite()));
    let ends = ends.map(|ends| around_minutes(minutes, ends)).filter(|[low, high]| low < high);
    (minutes, ends)
}
