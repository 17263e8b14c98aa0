//! Lengths and times of the day: rounded for prose, precise for tables.
//!
//! Prose rounds to whole minutes up to 20, to 5 minutes up to 6 hours, to 10 minutes up to a day, then to hours and
//! days; the ends of a range move outward, so that the words never claim more than the figures.

use super::Language;
use super::number::{grouped, plain, significant};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// From here on, prose and tables speak of hours.
const LONG: i64 = 90;
/// Both ends of a range stay in minutes as long as its upper end is below this.
const LONG_RANGE: i64 = 120;

/// The ends of a range of seconds in minutes, rounded outward: the low end down, the high end up.
///
/// ```
/// use machiai::report::outward_minutes;
/// assert_eq!(outward_minutes([61.0 * 60.0, 109.0 * 60.0]), [60, 110]);
/// assert_eq!(outward_minutes([7.9 * 60.0, 8.1 * 60.0]), [7, 9]);
/// ```
pub fn outward_minutes([low, high]: [f64; 2]) -> [i64; 2] {
    // A ten-thousandth of a minute absorbs the rounding of floating-point sums.
    [to_step(low / 60.0 + 1e-4, f64::floor), to_step(high / 60.0 - 1e-4, f64::ceil)]
}

/// The nearest minutes that prose uses.
pub(super) fn nearest_minutes(seconds: f64) -> i64 {
    to_step(seconds / 60.0, f64::round)
}

fn to_step(minutes: f64, to_whole: fn(f64) -> f64) -> i64 {
    let step = match minutes.abs() {
        size if size <= 20.0 => 1.0,
        size if size <= 360.0 => 5.0,
        size if size <= 1440.0 => 10.0,
        size if size <= 14_400.0 => 60.0,
        _ => 1440.0,
    };
    (to_whole(minutes / step) * step) as i64
}

/// A length of time in prose: `about 65 minutes`, 「約2時間30分」; `less than a minute` below one.
///
/// ```
/// use machiai::report::{Language, span_words};
/// assert_eq!(span_words(64.3 * 60.0, Language::English), "about 65 minutes");
/// assert_eq!(span_words(151.0 * 60.0, Language::Japanese), "約2時間30分");
/// ```
pub fn span_words(seconds: f64, language: Language) -> String {
    if !seconds.is_finite() {
        return "-".to_owned();
    }
    let minutes = if seconds < 60.0 { 0 } else { nearest_minutes(seconds) };
    about_words(minutes, language)
}

/// So many whole minutes as a length of time in prose; 0 is less than one.
pub(super) fn about_words(minutes: i64, language: Language) -> String {
    match language {
        Language::English if minutes < 1 => "less than a minute".to_owned(),
        Language::English => format!("about {}", exact_words(minutes, language)),
        Language::Japanese if minutes < 1 => "1分未満".to_owned(),
        Language::Japanese => format!("約{}", exact_words(minutes, language)),
    }
}

/// The minutes that prose uses, rounded up so that nobody plans too little time; 0: less than one.
pub(super) fn most_minutes(seconds: f64) -> i64 {
    if seconds < 60.0 { 0 } else { outward_minutes([seconds; 2])[1] }
}

/// A bound on a wait in prose; a bound below a minute is put at one minute.
pub(super) fn bound_words(seconds: f64, language: Language) -> String {
    span_words(seconds.max(60.0), language)
}

/// The minutes that [`bound_words`] says.
pub(super) fn bound_minutes(seconds: f64) -> i64 {
    nearest_minutes(seconds.max(60.0))
}

/// A range of times in prose, rounded outward: `60 to 110 minutes`, 「60分から110分」.
///
/// ```
/// use machiai::report::{Language, range_words};
/// assert_eq!(range_words([61.0 * 60.0, 109.0 * 60.0], Language::English), "60 to 110 minutes");
/// assert_eq!(range_words([61.0 * 60.0, 151.0 * 60.0], Language::Japanese), "60分から2時間35分");
/// ```
pub fn range_words(seconds: [f64; 2], language: Language) -> String {
    if !seconds.iter().all(|end| end.is_finite()) {
        return "-".to_owned();
    }
    minutes_range_words(outward_minutes(seconds), language)
}

/// A range in prose beside its own figure of so many minutes, widened to hold that figure as it is rounded.
pub(super) fn range_around_words(minutes: i64, seconds: [f64; 2], language: Language) -> String {
    if !seconds.iter().all(|end| end.is_finite()) {
        return "-".to_owned();
    }
    minutes_range_words(around_minutes(minutes, seconds), language)
}

/// The ends of a range rounded outward, and widened to hold a figure of so many minutes.
pub(super) fn around_minutes(minutes: i64, seconds: [f64; 2]) -> [i64; 2] {
    let [low, high] = outward_minutes(seconds);
    [low.min(minutes), high.max(minutes)]
}

/// Whole minutes from so many to so many, in prose.
pub(super) fn minutes_range_words([low, high]: [i64; 2], language: Language) -> String {
    if low == high {
        return exact_words(low, language);
    }
    let in_minutes = low.max(0) < LONG && high < LONG_RANGE;
    match (in_minutes, language) {
        (true, Language::English) => format!("{low} to {}", in_minutes_only(high, language)),
        (true, Language::Japanese) => {
            format!("{}から{}", in_minutes_only(low, language), in_minutes_only(high, language))
        }
        (false, Language::English) => {
            format!("{} to {}", exact_words(low, language), exact_words(high, language))
        }
        (false, Language::Japanese) => {
            format!("{}から{}", exact_words(low, language), exact_words(high, language))
        }
    }
}

fn in_minutes_only(minutes: i64, language: Language) -> String {
    match language {
        Language::English if minutes == 1 => "1 minute".to_owned(),
        Language::English => format!("{minutes} minutes"),
        Language::Japanese => format!("{minutes}分"),
    }
}

/// Whole minutes in words, in minutes below 90, in hours below a day.
pub(super) fn exact_words(minutes: i64, language: Language) -> String {
    let (days, hours, rest) = (minutes / DAY, minutes % DAY / HOUR, minutes % HOUR);
    match language {
        _ if minutes < LONG => in_minutes_only(minutes, language),
        Language::English => match (days, hours, rest) {
            (0, hours, 0) => format!("{hours} hours"),
            (0, hours, rest) => format!("{hours} h {rest} min"),
            (1, 0, _) => "1 day".to_owned(),
            (1, hours, _) => format!("1 day {hours} h"),
            (days, 0, _) => format!("{} days", grouped(days as f64)),
            (days, hours, _) => format!("{days} days {hours} h"),
        },
        Language::Japanese => match (days, hours, rest) {
            (0, hours, 0) => format!("{hours}時間"),
            (0, hours, rest) => format!("{hours}時間{rest}分"),
            (days, 0, _) => format!("{}日", grouped(days as f64)),
            (days, hours, _) => format!("{days}日と{hours}時間"),
        },
    }
}

/// A time of the day in prose: `about 11:25`, 「午前11時25分ごろ」. `minutes` count from the opening.
pub(super) fn clock_words(opens_at_second: i64, minutes: i64, language: Language) -> String {
    match language {
        Language::English => format!("about {}", clock_plain(opens_at_second, minutes, language)),
        Language::Japanese => format!("{}ごろ", clock_plain(opens_at_second, minutes, language)),
    }
}

/// A range of times of the day in prose: `10:10 to 12:25`, 「午前10時10分から午後0時25分」.
pub(super) fn clock_range_words(opens_at_second: i64, [low, high]: [i64; 2], language: Language) -> String {
    let ends = [low, high].map(|minutes| clock_plain(opens_at_second, minutes, language));
    match (ends, language) {
        ([low, high], _) if low == high => low,
        ([low, high], Language::English) => format!("{low} to {high}"),
        ([low, high], Language::Japanese) => {
            // The half of the day is said once.
            let half = ["午前", "午後"].into_iter().find(|half| low.starts_with(half));
            let high = half.and_then(|half| high.strip_prefix(half)).unwrap_or(&high);
            format!("{low}から{high}")
        }
    }
}

/// A time of the day without a word before or behind it.
pub(super) fn clock_plain(opens_at_second: i64, minutes: i64, language: Language) -> String {
    let (day, hour, minute) = clock(opens_at_second, minutes as f64 * 60.0);
    match language {
        Language::English => match day {
            0 => format!("{hour}:{minute:02}"),
            1 => format!("{hour}:{minute:02} the next day"),
            -1 => format!("{hour}:{minute:02} the day before"),
            later if later > 0 => format!("{hour}:{minute:02}, {} days later", grouped(later as f64)),
            earlier => format!("{hour}:{minute:02}, {} days before", grouped(-earlier as f64)),
        },
        Language::Japanese => {
            let half = if hour < 12 { "午前" } else { "午後" };
            let time = match minute {
                0 => format!("{half}{}時", hour % 12),
                _ => format!("{half}{}時{minute}分", hour % 12),
            };
            match day {
                0 => time,
                1 => format!("翌日の{time}"),
                -1 => format!("前日の{time}"),
                later if later > 0 => format!("{}日後の{time}", grouped(later as f64)),
                earlier => format!("{}日前の{time}", grouped(-earlier as f64)),
            }
        }
    }
}

/// The opening's own time of the day, as charts and tables show it: `9:00`.
pub(super) fn opening_clock(opens_at_second: i64) -> String {
    let (_, hour, minute) = clock(opens_at_second, 0.0);
    format!("{hour}:{minute:02}")
}

/// Days after the opening's day, hour and minute.
pub(super) fn clock(opens_at_second: i64, seconds: f64) -> (i64, i64, i64) {
    let minutes = ((opens_at_second as f64 + seconds) / 60.0 + 0.5).floor() as i64;
    (minutes.div_euclid(DAY), minutes.rem_euclid(DAY) / HOUR, minutes.rem_euclid(HOUR))
}

/// How tables write lengths of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellStyle {
    /// Hours and minutes from 90 minutes.
    Hours,
    /// Minutes throughout: narrower.
    Minutes,
}

/// A length of time in a table: `12.4 min`, `64 min`, `2 h 34 min`; 「2時間34分」.
pub(super) fn span_cell(seconds: f64, style: CellStyle, language: Language) -> String {
    if !seconds.is_finite() {
        return "-".to_owned();
    }
    let (number, in_minutes) = cell_number(seconds, style, language);
    match (in_minutes, language) {
        (true, Language::English) => format!("{number} min"),
        (true, Language::Japanese) => format!("{number}分"),
        (false, _) => number,
    }
}

/// A length of time that is short as a rule, in a table or in prose: `0.24 s`, `45 s`, from two minutes on `3.5 min`.
pub(super) fn short_span(seconds: f64, style: CellStyle, language: Language) -> String {
    match (seconds.abs() < 120.0, language) {
        (false, _) => span_cell(seconds, style, language),
        (true, Language::English) => format!("{} s", short_number(seconds)),
        (true, Language::Japanese) => format!("{}秒", short_number(seconds)),
    }
}

/// A length of time in milliseconds below a second: `12 ms`, `0.4 ms`, `1.84 s`.
pub(super) fn latency(seconds: f64, language: Language) -> String {
    let milliseconds = seconds * 1000.0;
    let (number, english, japanese) = match milliseconds {
        _ if milliseconds < 9.95 => (significant(milliseconds, 2), "ms", "ミリ秒"),
        _ if milliseconds < 999.5 => (grouped(milliseconds), "ms", "ミリ秒"),
        _ => (plain(seconds), "s", "秒"),
    };
    match language {
        Language::English => format!("{number} {english}"),
        Language::Japanese => format!("{number}{japanese}"),
    }
}

/// Two decimals below one, one below ten, none above.
fn short_number(seconds: f64) -> String {
    let step = match seconds.abs() {
        size if size < 0.995 => 100.0,
        size if size < 9.95 => 10.0,
        _ => 1.0,
    };
    plain((seconds * step).round() / step)
}

/// A range of lengths of time in a table: `31–88 min`, 「31～88分」.
pub(super) fn span_range_cell([low, high]: [f64; 2], style: CellStyle, language: Language) -> String {
    let (low_number, low_in_minutes) = cell_number(low, style, language);
    let (high_number, high_in_minutes) = cell_number(high, style, language);
    let high_cell = span_cell(high, style, language);
    if low_number == high_number && low_in_minutes == high_in_minutes {
        return high_cell;
    }
    let low_cell = match low_number.strip_suffix(" min") {
        // The unit is said once where both ends share it.
        _ if low_in_minutes && high_in_minutes => low_number,
        Some(hours_and_minutes) if high_number.ends_with(" min") => hours_and_minutes.to_owned(),
        _ => span_cell(low, style, language),
    };
    range_cell(low_cell, high_cell, language)
}

/// Two ends side by side; one of them if they are the same. A unit that both have is said once.
pub(super) fn range_cell(low: String, high: String, language: Language) -> String {
    let shared =
        [" s", "秒", " %", "％"].into_iter().find(|unit| low.ends_with(unit) && high.ends_with(unit));
    let low = match shared.and_then(|unit| low.strip_suffix(unit)) {
        Some(number) if low != high => number.to_owned(),
        _ => low,
    };
    match language {
        _ if low == high => high,
        Language::English => format!("{low}–{high}"),
        // The wave dash proper (U+301C) does not survive Japanese code pages; this one does.
        Language::Japanese => format!("{low}～{high}"),
    }
}

/// The number without its unit, and whether minutes are still to be added.
fn cell_number(seconds: f64, style: CellStyle, language: Language) -> (String, bool) {
    let minutes = seconds / 60.0;
    let tenths = (minutes * 10.0).round() / 10.0;
    let whole = minutes.round();
    if tenths == 0.0 || tenths.abs() < 20.0 {
        let number = if tenths == 0.0 { "0".to_owned() } else { format!("{tenths:.1}") };
        return (number, true);
    }
    if whole < LONG as f64 || style == CellStyle::Minutes {
        return (grouped(whole), true);
    }
    let (hours, rest) = ((whole / 60.0).floor(), whole % 60.0);
    let text = match language {
        Language::English if rest == 0.0 => format!("{} h", grouped(hours)),
        Language::English => format!("{} h {rest:.0} min", grouped(hours)),
        Language::Japanese if rest == 0.0 => format!("{}時間", grouped(hours)),
        Language::Japanese => format!("{}時間{rest:.0}分", grouped(hours)),
    };
    (text, false)
}

/// A time of the day in a table: `11:25`, `1:30 (+1)` on the next day.
pub(super) fn clock_cell(opens_at_second: i64, seconds: f64) -> String {
    if !seconds.is_finite() {
        return "-".to_owned();
    }
    match clock(opens_at_second, seconds) {
        (0, hour, minute) => format!("{hour}:{minute:02}"),
        (day, hour, minute) => format!("{hour}:{minute:02} ({day:+})"),
    }
}

/// A length of time as inputs have it, not rounded: `6 min`, `3.6 min`, `20 s`, `1 h 30 min`.
pub(super) fn input_span(seconds: f64, language: Language) -> String {
    let minutes = seconds / 60.0;
    match language {
        Language::English if seconds.abs() < 60.0 => format!("{} s", plain(seconds)),
        Language::Japanese if seconds.abs() < 60.0 => format!("{}秒", plain(seconds)),
        _ if minutes.abs() >= LONG as f64 && minutes.fract() == 0.0 => {
            span_cell(seconds, CellStyle::Hours, language)
        }
        Language::English => format!("{} min", plain(minutes)),
        Language::Japanese => format!("{}分", plain(minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Japanese};

    #[test]
    fn spans_are_rounded_to_what_people_say() {
        for (minutes, english, japanese) in [
            (0.4, "less than a minute", "1分未満"),
            (1.0, "about 1 minute", "約1分"),
            (12.6, "about 13 minutes", "約13分"),
            (64.3, "about 65 minutes", "約65分"),
            (87.4, "about 85 minutes", "約85分"),
            (88.0, "about 1 h 30 min", "約1時間30分"),
            (119.0, "about 2 hours", "約2時間"),
            (146.0, "about 2 h 25 min", "約2時間25分"),
            (604.0, "about 10 hours", "約10時間"),
            (1445.0, "about 1 day", "約1日"),
            (1620.0, "about 1 day 3 h", "約1日と3時間"),
            (1e7, "about 6,944 days", "約6,944日"),
        ] {
            assert_eq!(span_words(minutes * 60.0, English), english);
            assert_eq!(span_words(minutes * 60.0, Japanese), japanese);
        }
        assert_eq!(span_words(f64::NAN, English), "-");
    }

    #[test]
    fn ranges_are_rounded_outward() {
        for (low, high, english, japanese) in [
            (61.0, 109.0, "60 to 110 minutes", "60分から110分"),
            (7.9, 8.1, "7 to 9 minutes", "7分から9分"),
            (0.0, 0.3, "0 to 1 minute", "0分から1分"),
            (19.2, 20.4, "19 to 25 minutes", "19分から25分"),
            (60.0, 60.0, "60 minutes", "60分"),
            (51.0, 197.0, "50 minutes to 3 h 20 min", "50分から3時間20分"),
            (95.0, 109.0, "1 h 35 min to 1 h 50 min", "1時間35分から1時間50分"),
        ] {
            assert_eq!(range_words([low * 60.0, high * 60.0], English), english);
            assert_eq!(range_words([low * 60.0, high * 60.0], Japanese), japanese);
        }
    }

    #[test]
    fn outward_never_narrows_a_range() {
        for tenths in 0..30_000 {
            let seconds = f64::from(tenths) * 6.0;
            let [low, high] = outward_minutes([seconds, seconds]);
            assert!(low as f64 * 60.0 <= seconds + 0.01 && high as f64 * 60.0 >= seconds - 0.01, "{seconds}");
        }
    }

    #[test]
    fn times_of_the_day() {
        let nine = 9 * 3600;
        assert_eq!(clock_words(nine, 145, English), "about 11:25");
        assert_eq!(clock_words(nine, 145, Japanese), "午前11時25分ごろ");
        assert_eq!(clock_words(nine, 180, Japanese), "午後0時ごろ");
        assert_eq!(clock_range_words(nine, [70, 205], English), "10:10 to 12:25");
        assert_eq!(clock_range_words(nine, [70, 205], Japanese), "午前10時10分から午後0時25分");
        assert_eq!(clock_words(nine, 960, English), "about 1:00 the next day");
        assert_eq!(clock_words(nine, 960, Japanese), "翌日の午前1時ごろ");
        assert_eq!(clock_words(nine, -600, Japanese), "前日の午後11時ごろ");
        assert_eq!(clock_cell(nine, 8700.0), "11:25");
        assert_eq!(clock_cell(nine, 57_600.0), "1:00 (+1)");
    }

    #[test]
    fn cells_of_tables() {
        for (minutes, hours_style, minutes_style) in [
            (0.0, "0 min", "0 min"),
            (12.44, "12.4 min", "12.4 min"),
            (19.96, "20 min", "20 min"),
            (89.4, "89 min", "89 min"),
            (89.6, "1 h 30 min", "90 min"),
            (154.2, "2 h 34 min", "154 min"),
            (6000.0, "100 h", "6,000 min"),
        ] {
            assert_eq!(span_cell(minutes * 60.0, CellStyle::Hours, English), hours_style);
            assert_eq!(span_cell(minutes * 60.0, CellStyle::Minutes, English), minutes_style);
        }
        assert_eq!(span_range_cell([1860.0, 5280.0], CellStyle::Hours, English), "31–88 min");
        assert_eq!(span_range_cell([1860.0, 6540.0], CellStyle::Hours, English), "31 min–1 h 49 min");
        assert_eq!(span_range_cell([7080.0, 7260.0], CellStyle::Hours, English), "1 h 58–2 h 1 min");
        assert_eq!(span_range_cell([1860.0, 6540.0], CellStyle::Minutes, Japanese), "31～109分");
        assert_eq!(span_range_cell([0.0, 0.0], CellStyle::Hours, English), "0 min");
        let cell = |low: &str, high: &str| range_cell(low.to_owned(), high.to_owned(), English);
        assert_eq!(cell("0.4 s", "1.9 s"), "0.4–1.9 s");
        assert_eq!(
            (cell("7 s", "4.4 min"), cell("9 s", "9 s")),
            ("7 s–4.4 min".to_owned(), "9 s".to_owned())
        );
    }

    #[test]
    fn short_lengths_keep_what_counts() {
        for (seconds, english, japanese) in [
            (0.0, "0 s", "0秒"),
            (0.2345, "0.23 s", "0.23秒"),
            (3.12, "3.1 s", "3.1秒"),
            (44.6, "45 s", "45秒"),
            (210.0, "3.5 min", "3.5分"),
        ] {
            assert_eq!(short_span(seconds, CellStyle::Hours, English), english);
            assert_eq!(short_span(seconds, CellStyle::Hours, Japanese), japanese);
        }
    }

    #[test]
    fn the_half_of_the_day_is_said_once() {
        let nine = 9 * 3600;
        assert_eq!(clock_range_words(nine, [25, 35], Japanese), "午前9時25分から9時35分");
        assert_eq!(clock_range_words(nine, [25, 185], Japanese), "午前9時25分から午後0時5分");
        assert_eq!(clock_range_words(nine, [25, 35], English), "9:25 to 9:35");
    }

    #[test]
    fn inputs_are_not_rounded() {
        assert_eq!(input_span(216.0, English), "3.6 min");
        assert_eq!(input_span(20.0, Japanese), "20秒");
        assert_eq!(input_span(5400.0, English), "1 h 30 min");
    }
}
