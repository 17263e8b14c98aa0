//! One way to write a law of a length of time: `lognormal 6m 0.8`. Does not know what the length is.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::cursor::{Context, Field, Fields};
use super::keys::nearest;
use super::scalar::{self, span_problem};
use super::tree::Content;
use crate::model::{Distribution, MIN_QUANTILES, QuantilePoint};
use crate::units::{Share, Span, parse_span};

/// Coefficients of variation; below them a law is as good as fixed, and slow to prepare.
const COEFFICIENTS: RangeInclusive<f64> = 0.01..=20.0;
/// How to write a coefficient of variation.
pub(super) const CV: &str = "standard deviation ÷ mean, 0.01 to 20";
/// How to write a law.
pub(super) const LAW: &str = "\"fixed 6m\", \"uniform 2m..10m\", \"exponential 6m\", \"lognormal 6m 0.8\", \
                              \"gamma 6m 0.8\" or \"weibull 6m 0.8\" (mean, then standard deviation ÷ mean)";
/// The laws by name.
const NAMES: [&str; 6] = ["fixed", "uniform", "exponential", "lognormal", "gamma", "weibull"];

/// What is wrong with a law, and the word that may have been meant.
pub(super) struct LawProblem {
    pub(super) message: String,
    pub(super) meant: Option<String>,
}

impl From<String> for LawProblem {
    fn from(message: String) -> LawProblem {
        LawProblem { message, meant: None }
    }
}

impl From<&str> for LawProblem {
    fn from(message: &str) -> LawProblem {
        LawProblem { message: message.to_owned(), meant: None }
    }
}

/// A law from a text.
pub(super) fn parse(text: &str) -> Result<Distribution, LawProblem> {
    let (name, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    let rest = rest.trim();
    let positive = |text: &str| match span(text)? {
        mean if mean > Span::ZERO => Ok(mean),
        _ => Err(format!("`{text}` is not above zero")),
    };
    let mean_and_cv = || -> Result<(Span, f64), String> {
        let wanted = || format!("{name} takes a mean and a standard deviation ÷ mean");
        let (mean, cv) = rest.rsplit_once(char::is_whitespace).ok_or_else(wanted)?;
        let number: f64 = cv.parse().map_err(|_| wanted())?;
        Ok((positive(mean.trim())?, valid_cv(number).ok_or_else(|| format!("`{cv}` is not a {CV}"))?))
    };
    let law = match name.to_lowercase().as_str() {
        "fixed" => match span(rest)? {
            length if length >= Span::ZERO => Distribution::Fixed(length),
            _ => return Err(format!("`{rest}` is negative").into()),
        },
        "uniform" => {
            let ends = rest.split_once("..").or_else(|| rest.split_once(char::is_whitespace));
            let (low, high) = ends.ok_or("uniform takes the shortest and the longest length")?;
            let (low, high) = (span(low.trim())?, span(high.trim())?);
            if low < Span::ZERO {
                return Err(format!("`{rest}` begins below zero").into());
            }
            if low > high {
                return Err(format!("the low end of `{rest}` is above the high end").into());
            }
            Distribution::Uniform { low, high }
        }
        "exponential" => Distribution::Exponential { mean: positive(rest)? },
        "lognormal" => {
            let (mean, coefficient_of_variation) = mean_and_cv()?;
            Distribution::Lognormal { mean, coefficient_of_variation }
        }
        "gamma" => {
            let (mean, coefficient_of_variation) = mean_and_cv()?;
            Distribution::Gamma { mean, coefficient_of_variation }
        }
        "weibull" => {
            let (mean, coefficient_of_variation) = mean_and_cv()?;
            Distribution::Weibull { mean, coefficient_of_variation }
        }
        _ if parse_span(text).is_ok() => return Err("a length without the name of its law".into()),
        other => {
            let meant =
                nearest(other, NAMES.into_iter()).map(|name| format!("{name} {rest}").trim().to_owned());
            return Err(LawProblem { message: format!("`{name}` is unknown"), meant });
        }
    };
    Ok(law)
}

fn span(text: &str) -> Result<Span, String> {
    match parse_span(text) {
        Ok(span) => Ok(span),
        Err(_) if text.is_empty() => Err("the length is missing".to_owned()),
        Err(error) => Err(format!("`{text}` is {}", span_problem(&error))),
    }
}

/// The coefficient of variation if it is one.
pub(super) fn valid_cv(cv: f64) -> Option<f64> {
    COEFFICIENTS.contains(&cv).then_some(cv)
}

/// Reads a law from a text.
pub(super) fn read(field: &Field, context: &mut Context) -> Option<Distribution> {
    let Content::Text(text) = &field.value.content else {
        return context.refuse(field.wrong_type().accepted(LAW));
    };
    match parse(text) {
        Ok(law) => Some(law),
        Err(problem) => context.refuse(field.issue(problem.message).accepted(LAW).suggestion(problem.meant)),
    }
}

/// Reads a law, or a length alone, which is the mean of an exponential.
pub(super) fn read_or_mean(
    field: &Field,
    accepted: &'static str,
    context: &mut Context,
) -> Option<Distribution> {
    match &field.value.content {
        Content::Text(text) => match (parse_span(text), parse(text)) {
            (Ok(mean), _) if mean > Span::ZERO => Some(Distribution::Exponential { mean }),
            // No time at all.
            (Ok(Span::ZERO), _) => Some(Distribution::Fixed(Span::ZERO)),
            (Ok(_), _) => context.refuse(field.issue("negative").accepted(accepted)),
            (Err(_), Ok(law)) => Some(law),
            (Err(error), Err(_)) if text.trim().starts_with(|c: char| c == '-' || c.is_numeric()) => {
                context.refuse(field.issue(span_problem(&error)).accepted(accepted))
            }
            (Err(_), Err(problem)) => {
                context.refuse(field.issue(problem.message).accepted(accepted).suggestion(problem.meant))
            }
        },
        Content::Integer(0) => Some(Distribution::Fixed(Span::ZERO)),
        Content::Integer(_) | Content::Number(_) => {
            context.refuse(field.issue("a number without a unit").accepted(accepted))
        }
        Content::Switch(_) | Content::List(_) | Content::Table(_) => {
            context.refuse(field.wrong_type().accepted(accepted))
        }
    }
}

/// Reads a list of lengths, person by person.
pub(super) fn read_list(field: &Field, context: &mut Context) -> Option<Distribution> {
    const ACCEPTED: &str = "a list of lengths, person by person, such as [\"6m\", \"90s\"]";
    let Some(elements) = field.elements() else {
        return context.refuse(field.wrong_type().accepted(ACCEPTED));
    };
    if elements.is_empty() {
        return context.refuse(field.issue("an empty list").accepted(ACCEPTED));
    }
    // Every element is read before the list is given up, so that all problems are named.
    let lengths: Vec<Option<Span>> =
        elements.iter().map(|element| scalar::length(element, context)).collect();
    let lengths: Option<Vec<Span>> = lengths.into_iter().collect();
    Some(Distribution::Listed(Arc::from(lengths?)))
}

/// How to write quantiles.
const QUANTILES: &str = "at least two of p1 to p99 (p999 is 99.9 %), rising, in seconds or as lengths of time: \
                         { p50 = 280, p95 = \"18m\" } or \"p50=280,p95=1100\"";

/// Reads quantiles from a table or a text.
pub(super) fn read_quantiles(field: &Field, context: &mut Context) -> Option<Distribution> {
    let named: Vec<(String, Field)> = match &field.value.content {
        Content::Table(_) => Fields::of(field)?.take_all(),
        Content::Text(text) => {
            let mut named = Vec::new();
            for part in text.split(',') {
                let Some((name, value)) = part.split_once('=') else {
                    return context
                        .refuse(field.issue(format!("`{part}` is not a quantile")).accepted(QUANTILES));
                };
                let value = super::tree::parse_value(value, &field.value.place);
                named.push((name.trim().to_owned(), Field { path: field.path.clone(), value }));
            }
            named
        }
        _ => return context.refuse(field.wrong_type().accepted(QUANTILES)),
    };
    let mut points: Vec<Option<(&str, QuantilePoint)>> = Vec::new();
    // Only the keys of a table are named by the path of an issue, and flags have no paths.
    let is_named = matches!(&field.value.content, Content::Table(_)) && !context.from_flags;
    for (name, value) in &named {
        let before = context.issues.len();
        points.push(match quantile(name) {
            Some(share) => {
                scalar::seconds(value, context).map(|length| (name.as_str(), QuantilePoint { share, length }))
            }
            None => context.refuse(value.issue(format!("`{name}` is not a quantile")).accepted(QUANTILES)),
        });
        for issue in context.issues[before..].iter_mut().filter(|_| !is_named) {
            issue.message = format!("{name}: {}", issue.message);
        }
    }
    let points: Option<Vec<(&str, QuantilePoint)>> = points.into_iter().collect();
    let mut points = points?;
    points.sort_by(|left, right| left.1.share.value().total_cmp(&right.1.share.value()));
    if points.len() < MIN_QUANTILES {
        return context.refuse(field.issue("too few quantiles").accepted(QUANTILES));
    }
    for pair in points.windows(2) {
        let [(low_name, low), (high_name, high)] = pair else { continue };
        if low.share >= high.share || low.length >= high.length {
            let message =
                format!("{high_name} = {} does not lie above {low_name} = {}", high.length, low.length);
            return context.refuse(field.issue(message).accepted(QUANTILES));
        }
    }
    Some(Distribution::Quantiles(points.into_iter().map(|(_, point)| point).collect()))
}

/// The share of `p50`, `p99.9` or `p999`; strictly between 0 and 1.
fn quantile(name: &str) -> Option<Share> {
    let digits = name.strip_prefix(['p', 'P'])?;
    let (percent, parts) = match digits.split_once('.') {
        Some((percent, parts)) => (percent, parts),
        // Beyond two digits only p9… is read as p99 with decimals: p100 is no tenth.
        None if digits.starts_with('9') && digits.is_ascii() => digits.split_at(digits.len().min(2)),
        None => (digits, ""),
    };
    let readable =
        matches!(percent.len(), 1 | 2) && percent.chars().chain(parts.chars()).all(|c| c.is_ascii_digit());
    // Read as one decimal number, so that p99.9 is the number nearest to 0.999.
    let share: f64 = readable.then(|| format!("0.{percent:0>2}{parts}").parse().ok()).flatten()?;
    Share::new(share).filter(|share| *share > Share::NONE && *share < Share::ALL)
}
