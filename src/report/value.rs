//! Inputs as they would be typed, in words. What cannot be read as one of the usual forms is shown as it was typed.

use super::Language;
use super::label::pattern;
use super::message::Message;
use super::number::{grouped, plain, share_words};
use super::span::{CellStyle, input_span, short_span, span_cell};
use crate::results::{InputNote, Measure, Unit};
use crate::units::{parse_count, parse_share, parse_span};

/// A value in words: `6 min` for `6m`, `on` for a `disable_session_renewal` of `false`.
pub(super) fn value_words(key: &str, text: &str, language: Language) -> String {
    let say = |message: Message| message.say(language);
    match (pattern(key).as_str(), text) {
        // The key says "disable", the label says "renewal".
        ("room.disable_session_renewal" | "room.event.disable_session_renewal", "true") => say(Message::Off),
        ("room.disable_session_renewal" | "room.event.disable_session_renewal", "false" | "") => {
            say(Message::On)
        }
        ("room.queue_all" | "room.suspended" | "origin.serves_abandoned", "true") => say(Message::On),
        ("room.queue_all" | "room.suspended" | "origin.serves_abandoned", "false") => say(Message::Off),
        ("group.patience" | "group.tolerance", "none") => say(Message::Endless),
        ("group.arrivals", "opening") => say(Message::OpeningRush),
        ("group.arrivals", "at-once") => say(Message::AtOnce),
        (_, "unlimited") => say(Message::Unlimited),
        ("stock.after_sell_out", _) if text.ends_with('%') => a_minute_leave(text, language),
        ("group.arrivals", _) => arrivals_words(text, language),
        (key, _) => match (choice_words(key, text), language) {
            (Some((english, _)), Language::English) => english.to_owned(),
            (Some((_, japanese)), Language::Japanese) => japanese.to_owned(),
            (None, _) => amount_words(text, language),
        },
    }
}

/// Words that stand for a choice, in English and Japanese.
fn choice_words(key: &str, text: &str) -> Option<(&'static str, &'static str)> {
    match (key, text) {
        ("origin.retries", "endless") => Some(("endless", "何度でも")),
        ("origin.timeout", "none") => Some(("none", "なし")),
        ("stock.after_sell_out", "all_leave") => Some(("all leave", "全員が離れる")),
        ("stock.after_sell_out", "nobody_leaves") => Some(("nobody leaves", "離れない")),
        _ => None,
    }
}

/// A share of those in line that leaves in each minute.
fn a_minute_leave(share: &str, language: Language) -> String {
    let share = amount_words(share, language);
    match language {
        Language::English => format!("{share} leave a minute"),
        Language::Japanese => format!("1分に{share}が離れる"),
    }
}

/// A value and the range it is drawn from: `6 min (3.6 to 9.6 min)`.
pub(super) fn value_with_range(note: &InputNote, language: Language) -> String {
    let value = value_words(&note.key, &note.value, language);
    let Some(range) = &note.range else { return value };
    let range = range_words(note, range, language);
    match language {
        Language::English => format!("{value} ({range})"),
        Language::Japanese => format!("{value}（{range}）"),
    }
}

/// The range that a value is drawn from, if it is.
pub(super) fn range_of(note: &InputNote, language: Language) -> Option<String> {
    note.range.as_deref().map(|range| range_words(note, range, language))
}

fn range_words(note: &InputNote, range: &str, language: Language) -> String {
    let factors = range.strip_suffix(" times").and_then(|ends| ends.split_once(".."));
    if let Some((low, high)) = factors {
        return factor_words(&note.value, low, high, language);
    }
    if let Some(words) =
        opening_range_words(range, language).or_else(|| rule_words(&note.value, range, language))
    {
        return words;
    }
    let bare = range.strip_prefix("cv ").unwrap_or(range);
    match bare.split_once("..") {
        Some(("none", high)) => {
            let value = Message::OnAverage { span: amount_words(high, language) }.say(language);
            Message::DownTo { value }.say(language)
        }
        Some((low, high)) => between(amount_words(low, language), amount_words(high, language), language),
        None => range.to_owned(),
    }
}

/// Multiples of a span as spans, multiples of anything else as multiples.
fn factor_words(value: &str, low: &str, high: &str, language: Language) -> String {
    match (parse_span(value), low.parse::<f64>(), high.parse::<f64>()) {
        (Ok(span), Ok(low), Ok(high)) => {
            let end = |factor: f64| input_span(span.seconds() * factor, language);
            between(end(low), end(high), language)
        }
        _ => Message::TimesBetween { low: low.to_owned(), high: high.to_owned() }.say(language),
    }
}

/// Both ends in words; a unit in roman letters that both share is said once.
fn between(low: String, high: String, language: Language) -> String {
    let low = match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same && !number.contains(' ') => number.to_owned(),
        _ => low,
    };
    Message::ValueBetween { low, high }.say(language)
}

/// `opening, times 0.5..2, eager share 50%..90%`
fn opening_range_words(range: &str, language: Language) -> Option<String> {
    let (stretch, eager) = range.strip_prefix("opening, times ")?.split_once(", eager share ")?;
    let ((low, high), (eager_low, eager_high)) = (stretch.split_once("..")?, eager.split_once("..")?);
    let [low, high] = [low, high].map(str::to_owned);
    let [eager_low, eager_high] = [eager_low, eager_high].map(|share| amount_words(share, language));
    Some(Message::OpeningBetween { low, high, eager_low, eager_high }.say(language))
}

/// `reservation 3 in 4, strict 1 in 4`; the rule that is the value goes without saying.
fn rule_words(value: &str, range: &str, language: Language) -> Option<String> {
    let part = |part: &str| {
        let (rule_and_days, all) = part.split_once(" in ")?;
        let (rule, days) = rule_and_days.split_once(' ')?;
        let numbers = days.parse::<u32>().is_ok() && all.parse::<u32>().is_ok();
        let [rule, days, all] = [rule, days, all].map(str::to_owned);
        numbers.then(|| Message::RuleInDays { rule, days, all }.say(language))
    };
    let is_value = |part: &&str| part.strip_prefix(value).is_some_and(|rest| rest.starts_with(' '));
    let others = range.split(", ").filter(|part| !is_value(part));
    let parts: Option<Vec<String>> = others.map(part).collect();
    Some(parts?.join(list_separator(language)))
}

/// A value of a measure, or a bound on it: `64 min`, `0.4 s`, `12 %`, `30,000`.
pub(super) fn measured_words(measure: Measure, value: f64, language: Language) -> String {
    match measure.unit() {
        // A length of time also where it is an instant, because that is how bounds are written.
        Unit::Seconds if !measure.is_wait() => short_span(value, CellStyle::Hours, language),
        Unit::Seconds | Unit::SecondsFromOpening => span_cell(value, CellStyle::Hours, language),
        Unit::Share => share_words(value, language),
        Unit::People | Unit::Events | Unit::Places | Unit::Requests | Unit::RequestsPerSecond => {
            grouped(value)
        }
    }
}

/// What stands between the items of a list.
pub(super) fn list_separator(language: Language) -> &'static str {
    match language {
        Language::English => ", ",
        Language::Japanese => "、",
    }
}

/// A number, a share, a span or a law's mean.
fn amount_words(text: &str, language: Language) -> String {
    let bare_number = text.chars().all(|character| character.is_ascii_digit());
    if let (true, Ok(count)) = (bare_number, parse_count(text)) {
        return plain(f64::from(count));
    }
    if text.ends_with('%') && parse_share(text).is_ok() {
        return match language {
            Language::English => text.replace('%', " %"),
            Language::Japanese => text.replace('%', "％"),
        };
    }
    if let Ok(span) = parse_span(text) {
        return input_span(span.seconds(), language);
    }
    if let Some((low, high)) = text.split_once("..") {
        return between(amount_words(low, language), amount_words(high, language), language);
    }
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        ["exponential", mean] | ["lognormal" | "gamma" | "weibull", mean, _] => match parse_span(mean) {
            Ok(span) => Message::OnAverage { span: input_span(span.seconds(), language) }.say(language),
            Err(_) => text.to_owned(),
        },
        ["fixed", span] => amount_words(span, language),
        ["uniform", low, high] => {
            between(amount_words(low, language), amount_words(high, language), language)
        }
        _ => text.to_owned(),
    }
}

fn arrivals_words(text: &str, language: Language) -> String {
    let ramp = text.strip_prefix("ramp ").and_then(|span| parse_span(span).ok());
    if let Some(span) = ramp {
        return Message::RampOver { span: input_span(span.seconds(), language) }.say(language);
    }
    match mean_arrival(text) {
        Some(seconds) => {
            // Tenths of minutes are enough for a mean over people.
            let seconds = if seconds >= 60.0 { (seconds / 6.0).round() * 6.0 } else { seconds.round() };
            Message::ArrivalsOnAverage { span: input_span(seconds, language) }.say(language)
        }
        None => text.to_owned(),
    }
}

/// Mean seconds after the opening of `70% exponential 6m + 30% exponential 40m` and the like.
fn mean_arrival(text: &str) -> Option<f64> {
    let mut sum = 0.0;
    for part in text.split(" + ") {
        let (share, law) = match part.split_once("% ") {
            Some((percent, law)) => (percent.parse::<f64>().ok()? / 100.0, law),
            None => (1.0, part),
        };
        let (law, shift) = match law.split_once(" from ") {
            Some((law, shift)) => (law, parse_span(shift).ok()?.seconds()),
            None => (law, 0.0),
        };
        let words: Vec<&str> = law.split(' ').collect();
        let mean = match words.as_slice() {
            ["at-once"] => 0.0,
            ["ramp", span] => parse_span(span).ok()?.seconds() / 2.0,
            ["exponential" | "fixed", mean] | ["lognormal" | "gamma" | "weibull", mean, _] => {
                parse_span(mean).ok()?.seconds()
            }
            ["uniform", low, high] => {
                (parse_span(low).ok()?.seconds() + parse_span(high).ok()?.seconds()) / 2.0
            }
            _ => return None,
        };
        sum += share * (mean + shift);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Basis;
    use Language::{English, Japanese};

    #[test]
    fn values_in_words() {
        for (key, text, english, japanese) in [
            ("group.count", "30000", "30,000", "30,000"),
            ("group.count", "20000..45000", "20,000 to 45,000", "20,000から45,000"),
            ("group.visit.mean", "3m36s", "3.6 min", "3.6分"),
            ("group.visit.mean", "lognormal 8m 1", "8 min on average", "平均8分"),
            ("group.visit.mean", "uniform 2m 5m", "2 to 5 min", "2分から5分"),
            ("group.visit.cv", "0.8", "0.8", "0.8"),
            ("group.patience", "none", "endless", "最後まで待つ"),
            ("group.patience", "exponential 30m", "30 min on average", "平均30分"),
            ("room.disable_session_renewal", "false", "on", "オン"),
            ("room.queue_all", "true", "on", "オン"),
            ("group.tolerance", "none", "endless", "最後まで待つ"),
            ("group.cookieless", "5%", "5 %", "5％"),
            ("group.poll_delay", "0s", "0 s", "0秒"),
            ("group.arrivals", "opening", "rush at the opening", "受付開始直後に集中"),
            ("group.arrivals", "ramp 10m", "evenly over 10 min", "10分間に均等"),
            ("origin.serves_abandoned", "true", "on", "オン"),
            ("origin.retries", "endless", "endless", "何度でも"),
            ("origin.timeout", "none", "none", "なし"),
            ("origin.timeout", "30s", "30 s", "30秒"),
            ("origin.safe_utilisation", "90%", "90 %", "90％"),
            ("stock.after_sell_out", "all_leave", "all leave", "全員が離れる"),
            ("stock.after_sell_out", "10%", "10 % leave a minute", "1分に10％が離れる"),
            (
                "group.arrivals",
                "70% exponential 6m + 30% exponential 40m",
                "mean at 16.2 min",
                "平均16.2分後",
            ),
            ("group.arrivals", "a table of 60 minutes", "a table of 60 minutes", "a table of 60 minutes"),
        ] {
            assert_eq!(value_words(key, text, English), english);
            assert_eq!(value_words(key, text, Japanese), japanese);
        }
    }

    #[test]
    fn ranges_in_words() {
        for (key, value, range, english, japanese) in [
            ("group.visit.mean", "6m", "0.6..1.6 times", "6 min (3.6 to 9.6 min)", "6分（3.6分から9.6分）"),
            (
                "group.visit.mean",
                "p50=4m40s",
                "0.6..1.6 times",
                "p50=4m40s (0.6 to 1.6 times)",
                "p50=4m40s（0.6倍から1.6倍）",
            ),
            ("group.visit.cv", "0.8", "cv 0.5..1.2", "0.8 (0.5 to 1.2)", "0.8（0.5から1.2）"),
            ("group.visit.pages", "5", "4..8", "5 (4 to 8)", "5（4から8）"),
            (
                "group.patience",
                "none",
                "none..30m",
                "endless (down to 30 min on average)",
                "最後まで待つ（短くて平均30分）",
            ),
            (
                "room.bucket_rule",
                "reservation",
                "reservation 3 in 4, strict 1 in 4",
                "reservation (strict on 1 of 4 days)",
                "reservation（4日中1日はstrict）",
            ),
            ("group.poll_delay", "0s", "0s..2s", "0 s (0 to 2 s)", "0秒（0秒から2秒）"),
        ] {
            let note = InputNote {
                key: key.to_owned(),
                flag: String::new(),
                value: value.to_owned(),
                basis: Basis::Assumed,
                range: Some(range.to_owned()),
            };
            assert_eq!(value_with_range(&note, English), english);
            assert_eq!(value_with_range(&note, Japanese), japanese);
        }
    }
}
