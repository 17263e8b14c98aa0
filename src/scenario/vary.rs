//! `--vary key=range`: the values that a key takes one after another. Knows ranges, not meanings of keys.

use super::issue::{Issue, Place};
use super::keys::{known_keys, nearest, pattern};
use super::overrides::{Override, resolved};
use super::tree;
use crate::units::{Span, parse_count, parse_span};

/// One key and the values that it takes, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Varied {
    /// Path of the key, as in [`Override`].
    pub key: String,
    /// Values as they would stand in `--set`.
    pub values: Vec<String>,
}

/// Most values of one key.
const MOST_VALUES: u64 = 100_000;
/// From this distance between neighbours on, values between whole ends are whole.
const COARSE: f64 = 10.0;
const ACCEPTED: &str = "a list as in 1000,2000,5000, or a range: 1000..5000:500 (step), 1000..5000/9 (so many values), \
    200..20000/log9 (in equal proportions)";

impl Varied {
    /// Reads `key=range`; `position` is that of the flag among its like, from 0.
    ///
    /// # Errors
    /// One issue: no key, a key that scenarios do not have, or a range that is none.
    ///
    /// ```
    /// # use machiai::scenario::Varied;
    /// let varied = Varied::parse("group.visit.mean=4m..6m:1m", 0).unwrap();
    /// assert_eq!(varied.values, ["4m", "5m", "6m"]);
    /// ```
    pub fn parse(text: &str, position: usize) -> Result<Varied, Vec<Issue>> {
        let place = place(position);
        let Some((key, range)) = text.split_once('=').filter(|(key, _)| !key.trim().is_empty()) else {
            let issue = Issue::new(place, "", "not a key and its values").seen(format!("\"{text}\""));
            return Err(vec![issue.accepted("key=values, such as room.total_active_users=1000..5000:500")]);
        };
        let (key, range) = (key.trim(), range.trim());
        check_key(key, &place).map_err(|issue| vec![*issue])?;
        match values(range) {
            Ok(values) => Ok(Varied { key: key.to_owned(), values }),
            Err(problem) => Err(vec![Issue::new(place, key, problem).seen(excerpt(text)).accepted(ACCEPTED)]),
        }
    }
}

/// Checks that no two of the keys mean the same value of a scenario, and that none of them is set besides.
///
/// # Errors
/// Every key that comes twice.
pub fn check_varied(text: &str, varied: &[Varied], set: &[Override]) -> Result<(), Vec<Issue>> {
    let tree = tree::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let path = |key: &str| resolved(&tree, key);
    let mut issues = Vec::new();
    for (position, one) in varied.iter().enumerate() {
        let mine = path(&one.key);
        let other = varied[..position].iter().find(|other| overlap(&mine, &path(&other.key)));
        if let Some(other) = other {
            let message = format!("is the value that --vary {} varies, too", other.key);
            let issue = Issue::new(place(position), &one.key, message).seen(&one.key);
            issues.push(issue.accepted("each key once"));
        } else if let Some(other) = set.iter().find(|other| overlap(&mine, &path(&other.key))) {
            let message = format!("is varied, and fixed by --set {}", other.key);
            let issue = Issue::new(place(position), &one.key, message).seen(&one.key);
            issues.push(issue.accepted("one of the two"));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

/// As much of a text as a line holds.
fn excerpt(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn place(position: usize) -> Place {
    Place::Flag { position, flag: "--vary".to_owned() }
}

/// Whether two paths are the same, or one lies within the other.
fn overlap(one: &str, other: &str) -> bool {
    let within = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
    one == other || within(one, other) || within(other, one)
}

fn check_key(key: &str, place: &Place) -> Result<(), Box<Issue>> {
    let bare = pattern(key);
    let is_quantile = |last: &str| {
        last.strip_prefix('p').is_some_and(|digits| !digits.is_empty() && digits.parse::<f64>().is_ok())
    };
    let starred = match bare.rsplit_once('.') {
        Some((parent, last)) if is_quantile(last) => format!("{parent}.p*"),
        _ => bare.clone(),
    };
    if known_keys().contains(&starred.as_str()) {
        return Ok(());
    }
    let last = bare.rsplit('.').next().unwrap_or(&bare);
    let same_last = known_keys().iter().find(|known| known.rsplit('.').next() == Some(last)).copied();
    let suggestion = nearest(&bare, known_keys().iter().copied()).or(same_last);
    let issue = Issue::new(place.clone(), key, "unknown key").seen(key).suggestion(suggestion);
    Err(Box::new(issue.accepted("a key of scenarios/README.md, such as room.total_active_users")))
}

fn values(range: &str) -> Result<Vec<String>, String> {
    if range.is_empty() {
        return Err("no values".to_owned());
    }
    let parts = list(range);
    if let ([one], Some((from, rest))) = (parts.as_slice(), range.split_once("..")) {
        // `ramp 5m` and the like are values, `[…]` and `{…}` too: a range begins with an amount.
        if Amount::parse(from).is_some() && !one.starts_with(['[', '{', '"']) {
            return ranged(from.trim(), rest.trim());
        }
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Err("an empty place in the list".to_owned());
    }
    let is_rest_of_number =
        |part: &&String| part.len() > 1 && part.starts_with('0') && part.chars().all(|c| c.is_ascii_digit());
    if parts.iter().any(|part| is_rest_of_number(&part)) {
        return Err("a comma within a number (values are separated by commas: write 30000)".to_owned());
    }
    if let Some(twice) = parts.iter().enumerate().find(|(position, part)| parts[..*position].contains(part)) {
        return Err(format!("{} stands twice in the list", twice.1));
    }
    Ok(parts)
}

/// Parts between commas that are in no brackets and no quotes.
fn list(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts) = (0_i32, false, vec![String::new()]);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        match (c, parts.last_mut()) {
            (',' | '，' | '、', _) if depth == 0 && !quoted => parts.push(String::new()),
            (_, Some(last)) => last.push(c),
            (_, None) => {}
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// What a range can run over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Number,
    /// In percent.
    Share,
    /// In microseconds.
    Span,
}

/// An end or a step of a range.
#[derive(Clone, Copy, Debug)]
struct Amount {
    kind: Kind,
    value: f64,
}

impl Amount {
    fn parse(text: &str) -> Option<Amount> {
        let text = text.trim();
        let of = |kind, value: f64| value.is_finite().then_some(Amount { kind, value });
        if let Ok(number) = text.replace('_', "").parse() {
            return of(Kind::Number, number);
        }
        if let Some(percent) = text.strip_suffix(['%', '％']) {
            return of(Kind::Share, percent.trim().parse().ok()?);
        }
        if let Ok(count) = parse_count(text) {
            return of(Kind::Number, f64::from(count));
        }
        parse_span(text).ok().and_then(|span| of(Kind::Span, span.microseconds() as f64))
    }

    fn written(self) -> String {
        match self.kind {
            Kind::Number => short(self.value),
            Kind::Share => format!("{}%", short(self.value)),
            Kind::Span => Span::from_microseconds(self.value as i64).to_string(),
        }
    }
}

/// Without the last digits, in which sums of decimals go astray.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

fn ranged(from: &str, rest: &str) -> Result<Vec<String>, String> {
    let amount = |text: &str| Amount::parse(text).ok_or_else(|| format!("\"{}\" is no amount", text.trim()));
    let start = amount(from)?;
    let (to, spacing) = match (rest.rsplit_once('/'), rest.rsplit_once(':')) {
        (Some((to, count)), _) => (amount(to)?, Spacing::count(count)?),
        (None, Some((to, step))) => (amount(to)?, Spacing::Step(amount(step)?)),
        (None, None) => return Err("a range without the number of its values".to_owned()),
    };
    if start.kind != to.kind {
        return Err("ends of different kinds".to_owned());
    }
    if start.value > to.value {
        return Err("empty: it begins above its end".to_owned());
    }
    let found = match spacing {
        Spacing::Step(step) => steps(start, to, step)?,
        Spacing::Even(count) => evenly(start, to, count)?,
        Spacing::Geometric(count) => geometric(start, to, count)?,
    };
    let mut written: Vec<String> =
        found.into_iter().map(|value| Amount { value, ..start }.written()).collect();
    let count = written.len();
    written.dedup();
    match written.len() == count {
        true => Ok(written),
        false => Err(format!("{count} values do not fit between its ends without repeating themselves")),
    }
}

enum Spacing {
    Step(Amount),
    Even(u64),
    Geometric(u64),
}

impl Spacing {
    fn count(text: &str) -> Result<Spacing, String> {
        let text = text.trim();
        let (make, digits): (fn(u64) -> Spacing, &str) = match text.strip_prefix("log") {
            Some(digits) => (Spacing::Geometric, digits),
            None => (Spacing::Even, text),
        };
        match digits.trim().parse() {
            Ok(0) => Err("0 values".to_owned()),
            Ok(count) if count > MOST_VALUES => Err(format!("{count} values; the most are {MOST_VALUES}")),
            Ok(count) => Ok(make(count)),
            Err(_) => Err(format!("\"{text}\" is no number of values")),
        }
    }
}

fn steps(from: Amount, to: Amount, step: Amount) -> Result<Vec<f64>, String> {
    if step.kind != from.kind {
        return Err("a step of another kind than its ends".to_owned());
    }
    if step.value <= 0.0 {
        return Err("a step that is not above zero".to_owned());
    }
    if step.value > to.value - from.value && to.value > from.value {
        return Err("a step that is wider than the range".to_owned());
    }
    // Sums of decimals may miss the end by a last bit.
    let count = ((to.value - from.value) / step.value + 1e-9).floor();
    if count >= MOST_VALUES as f64 {
        let count = if count < 1e15 { format!("{:.0}", count + 1.0) } else { "far too many".to_owned() };
        return Err(format!("{count} values; the most are {MOST_VALUES}"));
    }
    Ok((0..=count as u64).map(|at| from.value + at as f64 * step.value).collect())
}

fn evenly(from: Amount, to: Amount, count: u64) -> Result<Vec<f64>, String> {
    if count == 1 && from.value < to.value {
        return Err("one value for two ends".to_owned());
    }
    let step = (to.value - from.value) / (count.max(2) - 1) as f64;
    let whole = rounding(from, to, step);
    Ok((0..count).map(|at| whole(from.value + at as f64 * step)).collect())
}

fn geometric(from: Amount, to: Amount, count: u64) -> Result<Vec<f64>, String> {
    if from.value <= 0.0 {
        return Err("equal proportions need ends above zero".to_owned());
    }
    if count == 1 && from.value < to.value {
        return Err("one value for two ends".to_owned());
    }
    let ratio = libm::log(to.value / from.value) / (count.max(2) - 1) as f64;
    let whole = rounding(from, to, from.value);
    let at = |at: u64| match at {
        0 => from.value,
        at if at + 1 == count => to.value,
        at => whole(from.value * libm::exp(at as f64 * ratio)),
    };
    Ok((0..count).map(at).collect())
}

/// Limits and crowds are whole, coefficients are not; which it is shows in the ends and in the distance.
fn rounding(from: Amount, to: Amount, distance: f64) -> impl Fn(f64) -> f64 {
    let unit = if from.kind == Kind::Span { 1e6 } else { 1.0 };
    let is_whole = |value: f64| (value / unit).fract() == 0.0;
    let coarse = is_whole(from.value) && is_whole(to.value) && distance >= COARSE * unit;
    move |value| if coarse { (value / unit + 0.5).floor() * unit } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_every_form() {
        for (range, expected) in [
            ("1000..2000:500", vec!["1000", "1500", "2000"]),
            ("1000..2000:600", vec!["1000", "1600"]),
            ("1000..5000/3", vec!["1000", "3000", "5000"]),
            ("200..20000/log3", vec!["200", "2000", "20000"]),
            ("0.1..0.3:0.1", vec!["0.1", "0.2", "0.3"]),
            ("0..2/5", vec!["0", "0.5", "1", "1.5", "2"]),
            ("10%..30%:10%", vec!["10%", "20%", "30%"]),
            ("4m..6m:1m", vec!["4m", "5m", "6m"]),
            ("1万..3万:1万", vec!["10000", "20000", "30000"]),
            ("7..7:1", vec!["7"]),
            ("fifo,random", vec!["fifo", "random"]),
            ("20000..45000,30000..60000", vec!["20000..45000", "30000..60000"]),
            ("[1, 2],[3, 4]", vec!["[1, 2]", "[3, 4]"]),
        ] {
            assert_eq!(values(range).as_deref(), Ok(expected.map_to_strings().as_slice()), "{range}");
        }
    }

    trait Strings {
        fn map_to_strings(self) -> Vec<String>;
    }

    impl Strings for Vec<&str> {
        fn map_to_strings(self) -> Vec<String> {
            self.into_iter().map(str::to_owned).collect()
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for (range, part) in [
            ("", "no values"),
            ("5..1:1", "empty"),
            ("1..5:0", "not above zero"),
            ("1..5:-1", "not above zero"),
            ("1..5/0", "0 values"),
            ("1..5", "without the number"),
            ("1..5m:1", "different kinds"),
            ("0..5/log3", "above zero"),
            ("1..1000000:1", "the most are"),
            ("30,000", "comma within"),
            ("1,,2", "empty place"),
            ("1,2,1", "twice"),
        ] {
            let problem = values(range).unwrap_err();
            assert!(problem.contains(part), "{range}: {problem}");
        }
    }

    #[test]
    fn unknown_keys_get_the_nearest_one() {
        let issues = Varied::parse("room.total_active_user=1,2", 0).unwrap_err();
        assert_eq!(issues[0].suggestion.as_deref(), Some("room.total_active_users"));
        assert!(Varied::parse("group[1].visit.quantiles.p90=5m,6m", 0).is_ok());
    }

    #[test]
    fn the_same_value_by_two_names_is_refused() {
        let text = "[room]\n[[group]]\nname = \"a\"\n[[group]]\nname = \"b\"\n";
        let varied = |key: &str| Varied { key: key.to_owned(), values: vec!["1".to_owned()] };
        let check = |one, other| check_varied(text, &[varied(one), varied(other)], &[]);
        assert!(check("group[b].count", "group[1].count").is_err());
        assert!(check("room.session_duration", "room[0].session_duration").is_err());
        assert!(check("group[a].visit", "group[0].visit.mean").is_err());
        assert!(check("group[a].count", "group[b].count").is_ok());
    }
}
