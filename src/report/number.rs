//! People and shares, in words and in digits.

use super::Language;

/// A number rounded to a whole one, in groups of three digits: `30,000`. `-` if it is not finite.
pub fn grouped(number: f64) -> String {
    if !number.is_finite() {
        return "-".to_owned();
    }
    let digits = format!("{:.0}", number.abs());
    let sign = if number < 0.0 && digits != "0" { "-" } else { "" };
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// At most two decimals, none that are zero; groups of three digits from 1,000: `6`, `4.67`, `30,000`.
pub(super) fn plain(number: f64) -> String {
    if number.abs() >= 1000.0 || !number.is_finite() {
        return grouped(number);
    }
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One decimal below ten, none above: how fast a line moves.
pub(super) fn rate(per_minute: f64) -> String {
    if per_minute < 10.0 { plain((per_minute * 10.0).round() / 10.0) } else { grouped(per_minute) }
}

/// So many digits that count, none of them a zero at the end, never an exponent: `0.0001044`, `89.995`, `1850`. The same
/// text stands in a scenario file, where it reads back as this number. `-` if it is not finite.
pub fn significant(number: f64, digits: usize) -> String {
    if !number.is_finite() {
        return "-".to_owned();
    }
    let rounded = format!("{number:.*e}", digits.saturating_sub(1)).parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

/// Rounded to two digits that count: 4,237 is 4,200.
pub(super) fn rough(number: f64) -> f64 {
    to_step(number, f64::round)
}

/// Both ends of a range of people, away from each other to two digits that count.
pub(super) fn rough_outward([low, high]: [f64; 2]) -> [f64; 2] {
    [to_step(low, f64::floor), to_step(high, f64::ceil)]
}

fn to_step(number: f64, to_whole: fn(f64) -> f64) -> f64 {
    if !number.is_finite() {
        return number;
    }
    let mut step = 1.0;
    while number.abs() >= 100.0 * step {
        step *= 10.0;
    }
    to_whole(number / step) * step
}

/// So many people, in prose: `30,000 people`, 「3万5,000人」.
pub(super) fn people_words(people: f64, language: Language) -> String {
    match language {
        Language::English if people.round() == 1.0 => "1 person".to_owned(),
        Language::English => format!("{} people", grouped(people)),
        Language::Japanese => format!("{}人", in_ten_thousands(people)),
    }
}

/// 「3万5,000」 as Japanese prose counts.
pub(super) fn in_ten_thousands(people: f64) -> String {
    let whole = people.round();
    if !whole.is_finite() || whole < 1e4 {
        return grouped(whole);
    }
    let (hundred_millions, rest) = ((whole / 1e8).trunc(), whole % 1e8);
    let (ten_thousands, ones) = ((rest / 1e4).trunc(), rest % 1e4);
    [(hundred_millions, "億"), (ten_thousands, "万"), (ones, "")]
        .into_iter()
        .filter(|(count, _)| *count > 0.0)
        .map(|(count, unit)| format!("{}{unit}", grouped(count)))
        .collect()
}

/// A share of people: `14 %`, 「14％」; one decimal below ten.
pub(super) fn share_words(share: f64, language: Language) -> String {
    let percent = share * 100.0;
    let number = match percent {
        _ if percent >= 9.95 => grouped(percent),
        _ => plain((percent * 10.0).round() / 10.0),
    };
    let tiny = percent > 0.0 && percent < 0.1;
    match language {
        Language::English if tiny => "less than 0.1 %".to_owned(),
        Language::English => format!("{number} %"),
        Language::Japanese if tiny => "0.1％未満".to_owned(),
        Language::Japanese => format!("{number}％"),
    }
}

/// A level of confidence as a count of days: `19 of 20`, 「20日のうち19日」.
pub(super) fn level_words(level: f64, language: Language) -> String {
    let days = [10_u32, 20, 50, 100]
        .into_iter()
        .map(|all| (level * f64::from(all), all))
        .find(|(inside, _)| (inside - inside.round()).abs() < 1e-6);
    match (days, language) {
        (Some((inside, all)), Language::English) => format!("{inside:.0} of {all}"),
        (Some((inside, all)), Language::Japanese) => format!("{all}日のうち{inside:.0}日"),
        (None, Language::English) => format!("{} % of", plain(level * 100.0)),
        (None, Language::Japanese) => format!("{}％の日", plain(level * 100.0)),
    }
}

/// A small share of days as people count: `1 in 100 days`, 「100日に1日」; in per cent where no round number of days has it.
pub(super) fn one_in_words(share: f64, language: Language) -> String {
    let days = [2_u32, 4, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
        .into_iter()
        .map(|all| (share * f64::from(all), f64::from(all)))
        .find(|(some, _)| *some > 0.5 && (some - some.round()).abs() < 1e-6);
    match (days, language) {
        (Some((some, all)), Language::English) => format!("{some:.0} in {} days", grouped(all)),
        (Some((some, all)), Language::Japanese) => format!("{}日に{some:.0}日", grouped(all)),
        (None, Language::English) => format!("{} % of the days", plain(share * 100.0)),
        (None, Language::Japanese) => format!("日数の{}％", plain(share * 100.0)),
    }
}

/// A difference with its sign; none where it is nothing as it is shown.
pub(super) fn signed(value: f64, words: impl Fn(f64) -> String) -> String {
    let (text, nothing) = (words(value.abs()), words(0.0));
    match value {
        _ if text == nothing => text,
        value if value < 0.0 => format!("-{text}"),
        _ => format!("+{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_in_prose() {
        for (people, english, japanese) in [
            (30_000.0, "30,000 people", "3万人"),
            (35_000.0, "35,000 people", "3万5,000人"),
            (1.0, "1 person", "1人"),
            (4_200.4, "4,200 people", "4,200人"),
            (120_000_000.0, "120,000,000 people", "1億2,000万人"),
        ] {
            assert_eq!(people_words(people, Language::English), english);
            assert_eq!(people_words(people, Language::Japanese), japanese);
        }
    }

    #[test]
    fn digits() {
        assert_eq!(grouped(-0.2), "0");
        assert_eq!(grouped(-1234.0), "-1,234");
        assert_eq!(grouped(f64::NAN), "-");
        assert_eq!(
            (plain(6.0), plain(4.6667), plain(0.5)),
            ("6".to_owned(), "4.67".to_owned(), "0.5".to_owned())
        );
        assert_eq!((rate(181.8), rate(7.27)), ("182".to_owned(), "7.3".to_owned()));
        assert_eq!((rough(4237.0), rough(87.4), rough(0.0)), (4200.0, 87.0, 0.0));
        assert_eq!(rough_outward([20_301.0, 44_950.0]), [20_000.0, 45_000.0]);
    }

    #[test]
    fn digits_that_count() {
        for (value, text) in [
            (0.000_104_400_1, "0.0001044"),
            (89.995_238, "89.995"),
            (-0.0, "0"),
            (1e9, "1000000000"),
            (1.5e-9, "0.0000000015"),
        ] {
            assert_eq!(significant(value, 5), text);
        }
        assert_eq!(significant(f64::NAN, 5), "-");
    }

    #[test]
    fn shares_of_days_are_counted() {
        for (share, english, japanese) in [
            (0.01, "1 in 100 days", "100日に1日"),
            (0.05, "1 in 20 days", "20日に1日"),
            (0.001, "1 in 1,000 days", "1,000日に1日"),
            (0.03, "3 in 100 days", "100日に3日"),
            (0.012_345, "1.23 % of the days", "日数の1.23％"),
        ] {
            assert_eq!(one_in_words(share, Language::English), english);
            assert_eq!(one_in_words(share, Language::Japanese), japanese);
        }
    }

    #[test]
    fn shares_and_levels() {
        assert_eq!(share_words(0.14, Language::English), "14 %");
        assert_eq!(share_words(0.031, Language::Japanese), "3.1％");
        assert_eq!(share_words(0.0004, Language::English), "less than 0.1 %");
        assert_eq!(level_words(0.95, Language::English), "19 of 20");
        assert_eq!(level_words(0.9, Language::Japanese), "10日のうち9日");
        assert_eq!(level_words(0.99, Language::English), "99 of 100");
        assert_eq!(level_words(0.999, Language::English), "99.9 % of");
    }
}
