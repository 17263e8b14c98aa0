//! Reads single values: counts, shares, lengths of time, numbers, choices. Does not know their keys.

use std::ops::RangeInclusive;

use super::cursor::{Context, Field};
use super::issue::Place;
use super::keys::nearest;
use super::notice::grouped;
use super::tree::Content;
use crate::units::{CountError, Share, ShareError, Span, SpanError, parse_count, parse_share, parse_span};

/// How to write a number of people.
pub(super) const COUNT: &str = "a whole number such as 30000, \"30,000\" or \"3万\"";
/// How to write a length of time.
pub(super) const SPAN: &str =
    "a length of time with its unit, such as \"6m\", \"1h30m\", \"90s\" or \"10分\"";
/// How to write a share.
pub(super) const SHARE: &str = "a share such as 0.3 or \"30%\"";

/// What is wrong with a count in a text.
pub(super) fn count_problem(error: &CountError) -> &'static str {
    match error {
        CountError::Unreadable(_) => "not a number",
        CountError::Grouping(_) => "commas elsewhere than between groups of three digits",
        CountError::Negative(_) => "negative",
        CountError::TooLarge(_) => "above 4,000,000,000",
        CountError::Fraction(_) => "not a whole number",
    }
}

/// What is wrong with a length of time in a text.
pub(super) fn span_problem(error: &SpanError) -> &'static str {
    match error {
        SpanError::Unreadable(_) => "not a length of time",
        SpanError::NoUnit(_) => "a number without a unit",
        SpanError::TooLong(_) => "longer than ten years",
    }
}

/// What is wrong with a share in a text.
pub(super) fn share_problem(error: &ShareError) -> &'static str {
    match error {
        ShareError::Unreadable(_) => "not a share",
        ShareError::OutOfRange(_) => "not between 0% and 100%",
    }
}

/// A text. A value of a flag or an override is taken as it stands.
pub(super) fn text(field: &Field, context: &mut Context) -> Option<String> {
    match (&field.value.content, &field.value.place) {
        (Content::Text(text), _) => Some(text.clone()),
        (Content::Integer(_) | Content::Number(_), Place::Flag { .. } | Place::Override { .. }) => {
            Some(field.value.shown())
        }
        _ => context.refuse(field.wrong_type().accepted("a text in quotes")),
    }
}

/// A whole number of people, accesses, pages …
pub(super) fn count(field: &Field, accepted: &str, context: &mut Context) -> Option<u32> {
    let read = match &field.value.content {
        Content::Integer(number) => match number {
            ..0 => Err("negative"),
            0..=4_000_000_000 => Ok(*number as u32),
            _ => Err("above 4,000,000,000"),
        },
        Content::Number(number) => match number {
            number if !number.is_finite() => Err("not a finite number"),
            number if *number < 0.0 => Err("negative"),
            number if *number > 4e9 => Err("above 4,000,000,000"),
            number if number.trunc() < *number => Err("not a whole number"),
            number => Ok(*number as u32),
        },
        Content::Text(text) => parse_count(text).map_err(|error| count_problem(&error)),
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            return context.refuse(field.wrong_type().accepted(accepted));
        }
    };
    read.map_or_else(|problem| context.refuse(field.issue(problem).accepted(accepted)), Some)
}

/// A whole number within a range.
pub(super) fn count_within(field: &Field, range: RangeInclusive<u32>, context: &mut Context) -> Option<u32> {
    let accepted = format!("{} to {}", grouped(u64::from(*range.start())), grouped(u64::from(*range.end())));
    let number = count(field, &accepted, context)?;
    match number {
        _ if number < *range.start() => context.refuse(field.issue("too small").accepted(accepted)),
        _ if number > *range.end() => context.refuse(field.issue("too large").accepted(accepted)),
        _ => Some(number),
    }
}

/// Any finite number.
pub(super) fn number(field: &Field, accepted: &str, context: &mut Context) -> Option<f64> {
    let read = match &field.value.content {
        Content::Integer(number) => Ok(*number as f64),
        Content::Number(number) => Ok(*number),
        Content::Text(text) => text.trim().parse::<f64>().map_err(|_| "not a number"),
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            return context.refuse(field.wrong_type().accepted(accepted));
        }
    };
    let finite = read.and_then(|number| number.is_finite().then_some(number).ok_or("not a finite number"));
    finite.map_or_else(|problem| context.refuse(field.issue(problem).accepted(accepted)), Some)
}

/// A share between 0 and 1.
pub(super) fn share(field: &Field, context: &mut Context) -> Option<Share> {
    let of_number = |number: f64| match number {
        _ if !number.is_finite() => Err("not a finite number"),
        _ => Share::new(number).ok_or("not between 0 and 1"),
    };
    let read = match &field.value.content {
        Content::Integer(number) => of_number(*number as f64),
        Content::Number(number) => of_number(*number),
        Content::Text(text) => parse_share(text).map_err(|error| share_problem(&error)),
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            return context.refuse(field.wrong_type().accepted(SHARE));
        }
    };
    read.map_or_else(|problem| context.refuse(field.issue(problem).accepted(SHARE)), Some)
}

/// How far shares of a whole may miss it together when they are written with few decimals.
const SUM_TOLERANCE: f64 = 1e-6;

/// Shares that add up to 1: a list, or a text such as `70%,30%`. What rounding leaves is spread over all of them.
pub(super) fn shares_of_all(
    field: &Field,
    most: usize,
    accepted: &str,
    context: &mut Context,
) -> Option<Vec<Share>> {
    let elements = match &field.value.content {
        Content::List(_) => field.elements()?,
        Content::Text(text) => {
            let parts = text.split([',', '、']).map(|part| Field {
                path: field.path.clone(),
                value: super::tree::parse_value(part, &field.value.place),
            });
            parts.collect()
        }
        _ => return context.refuse(field.wrong_type().accepted(accepted)),
    };
    if elements.is_empty() || elements.len() > most {
        let mut issue = field.issue(format!("{} shares", elements.len())).accepted(accepted);
        issue.seen = None;
        return context.refuse(issue);
    }
    // Every element is read before the list is given up, so that all problems are named.
    let shares: Vec<Option<Share>> = elements.iter().map(|element| share(element, context)).collect();
    let shares: Option<Vec<Share>> = shares.into_iter().collect();
    let shares = shares?;
    let sum: f64 = shares.iter().map(|share| share.value()).sum();
    match (sum - 1.0).abs() {
        miss if miss < 1e-12 => Some(shares),
        miss if miss <= SUM_TOLERANCE => {
            shares.iter().map(|share| Share::new((share.value() / sum).min(1.0))).collect()
        }
        _ => context.refuse(field.issue(format!("the shares add up to {sum:.4}")).accepted(accepted)),
    }
}

/// A length of time, negative ones included.
pub(super) fn span(field: &Field, context: &mut Context) -> Option<Span> {
    match &field.value.content {
        Content::Text(text) => match parse_span(text) {
            Ok(span) => Some(span),
            Err(error) => context.refuse(field.issue(span_problem(&error)).accepted(SPAN)),
        },
        Content::Integer(0) => Some(Span::ZERO),
        Content::Integer(number) => {
            let suggestion = (*number > 0).then(|| format!("\"{number}m\""));
            context.refuse(field.issue("a number without a unit").accepted(SPAN).suggestion(suggestion))
        }
        Content::Number(_) => context.refuse(field.issue("a number without a unit").accepted(SPAN)),
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            context.refuse(field.wrong_type().accepted(SPAN))
        }
    }
}

/// A length of time above zero.
pub(super) fn positive_span(field: &Field, context: &mut Context) -> Option<Span> {
    let span = span(field, context)?;
    match span > Span::ZERO {
        true => Some(span),
        false => context.refuse(field.issue("not above zero").accepted(SPAN)),
    }
}

/// A length of time from zero.
pub(super) fn length(field: &Field, context: &mut Context) -> Option<Span> {
    let span = span(field, context)?;
    match span >= Span::ZERO {
        true => Some(span),
        false => context.refuse(field.issue("negative").accepted(SPAN)),
    }
}

/// A length of time in a text or a number of seconds, as analytics give it; above zero.
pub(super) fn seconds(field: &Field, context: &mut Context) -> Option<Span> {
    const ACCEPTED: &str = "seconds, or a length of time such as \"4m40s\"";
    let seconds = match &field.value.content {
        Content::Integer(number) => *number as f64,
        Content::Number(number) => *number,
        Content::Text(text) if text.trim().parse::<f64>().is_ok() => number(field, ACCEPTED, context)?,
        _ => return positive_span(field, context),
    };
    match seconds {
        _ if !seconds.is_finite() => context.refuse(field.issue("not a finite number").accepted(ACCEPTED)),
        _ if seconds <= 0.0 => context.refuse(field.issue("not above zero").accepted(ACCEPTED)),
        _ if seconds > Span::MAX.seconds() => {
            context.refuse(field.issue("longer than ten years").accepted(ACCEPTED))
        }
        _ => Some(Span::from_fractional_seconds(seconds)),
    }
}

/// True or false.
pub(super) fn switch(field: &Field, context: &mut Context) -> Option<bool> {
    match &field.value.content {
        Content::Switch(switch) => Some(*switch),
        Content::Text(text) if text == "true" || text == "false" => Some(text == "true"),
        _ => context.refuse(field.wrong_type().accepted("true or false")),
    }
}

/// One of some words, in any case.
pub(super) fn choice<T: Copy>(
    field: &Field,
    choices: &[(&'static str, T)],
    context: &mut Context,
) -> Option<T> {
    let accepted = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let Content::Text(text) = &field.value.content else {
        return context.refuse(field.wrong_type().accepted(accepted));
    };
    match choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim())) {
        Some((_, choice)) => Some(*choice),
        None => {
            let meant = nearest(text, choices.iter().map(|(word, _)| *word));
            context.refuse(field.issue("unknown").accepted(accepted).suggestion(meant))
        }
    }
}
