//! Reads what people do inside. Does not compare it with the room.

use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::law::{self, CV, valid_cv};
use super::scalar;
use crate::model::{Distribution, Step, Visit};
use crate::units::Span;

/// Mean of a visit that is not given.
const DEFAULT_MEAN: Span = Span::from_minutes(6);
/// Spread of a visit that is not given.
const DEFAULT_CV: f64 = 0.8;
/// Requests of a visit that are not given.
const DEFAULT_PAGES: u32 = 5;
/// Most requests of a visit.
const MOST_PAGES: u32 = 1000;
/// Most work of a request, in standard requests.
const MOST_WORK: f64 = 1e6;
/// What work can be.
const WORK: &str =
    "standard requests above 0, at most 1,000,000: 1 is what the origin's service time or load test is about";
/// What a visit can be.
const ACCEPTED: &str = "{ mean = \"6m\", cv = 0.8, pages = 5 }, or instead of mean and cv one of duration, \
                        quantiles and times; or steps alone";

/// Reads a visit; without a field the default one.
pub(super) fn read(field: Option<&Field>, given: &mut Inputs, context: &mut Context) -> Option<Visit> {
    let Some(field) = field else {
        return Some(Visit::even(default_law(DEFAULT_MEAN, DEFAULT_CV), DEFAULT_PAGES));
    };
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(ACCEPTED));
    };
    let mean = fields.take("mean");
    let cv = fields.take("cv");
    let duration = fields.take("duration");
    let quantiles = fields.take("quantiles");
    let times = fields.take("times");
    let steps = fields.take("steps");
    let pages = fields.take("pages");
    let work_field = fields.take("work");
    fields.finish(context);

    let shorthand = mean.as_ref().or(cv.as_ref());
    let ways: Vec<&Field> =
        [shorthand, duration.as_ref(), quantiles.as_ref(), times.as_ref(), steps.as_ref()]
            .into_iter()
            .flatten()
            .collect();
    if let [first, rest @ ..] = ways.as_slice()
        && !rest.is_empty()
    {
        for other in rest {
            let message = format!("cannot be combined with {}", context.called(&first.path));
            context.issues.push(other.issue(message).accepted("one of the two"));
        }
        return None;
    }
    if let (Some(_), Some(pages)) = (&steps, &pages) {
        return context.refuse(pages.issue("the steps already say how many").accepted("steps without pages"));
    }
    if let (Some(_), Some(work)) = (&steps, &work_field) {
        let issue = work.issue("each step says its own");
        return context.refuse(issue.accepted("work in each step: { think = \"fixed 1m\", work = 2 }"));
    }
    if !ways.is_empty() {
        let parts = [(&mean, Input::VisitMean), (&cv, Input::VisitSpread)];
        for (_, input) in parts.iter().filter(|(part, _)| part.is_some() || shorthand.is_none()) {
            given.insert(*input);
        }
    }
    if pages.is_some() || steps.is_some() {
        given.insert(Input::Pages);
    }
    if let Some(steps) = steps {
        let (steps, says_work) = read_steps(&steps, context)?;
        if says_work {
            given.insert(Input::Work);
        }
        return Some(Visit::Steps(steps));
    }
    let work = match &work_field {
        Some(field) => {
            given.insert(Input::Work);
            work(field, context)
        }
        None => Some(1.0),
    };
    let pages = match pages {
        Some(field) => scalar::count_within(&field, 1..=MOST_PAGES, context),
        None => Some(DEFAULT_PAGES),
    };
    let duration = match (duration, quantiles, times) {
        (Some(field), _, _) => law::read(&field, context),
        (None, Some(field), _) => law::read_quantiles(&field, context),
        (None, None, Some(field)) => law::read_list(&field, context),
        (None, None, None) => {
            let mean = match mean {
                Some(field) => scalar::positive_span(&field, context),
                None => Some(DEFAULT_MEAN),
            };
            let cv = match cv {
                Some(field) => scalar::number(&field, CV, context).and_then(|cv| {
                    valid_cv(cv).or_else(|| {
                        let issue = cv_issue(&field, cv, context);
                        context.refuse(issue)
                    })
                }),
                None => Some(DEFAULT_CV),
            };
            mean.zip(cv).map(|(mean, cv)| default_law(mean, cv))
        }
    };
    Some(Visit::Even { duration: duration?, pages: pages?, work: work? })
}

fn default_law(mean: Span, coefficient_of_variation: f64) -> Distribution {
    Distribution::Lognormal { mean, coefficient_of_variation }
}

fn cv_issue(field: &Field, cv: f64, context: &Context) -> super::Issue {
    let message = if cv > 1.0 { "too large" } else { "too small" };
    let same = context.worded("", "; for the same length for everyone write duration = \"fixed 6m\"");
    field.issue(message).accepted(format!("{CV}{same}"))
}

/// Work of a request, in standard requests.
fn work(field: &Field, context: &mut Context) -> Option<f64> {
    let number = scalar::number(field, WORK, context)?;
    let refused = match number {
        _ if number < 0.0 => "negative",
        _ if number <= 0.0 => "zero",
        _ if number > MOST_WORK => "too large",
        _ => return Some(number),
    };
    context.refuse(field.issue(refused).accepted(WORK))
}

/// Steps, and whether any says its work.
fn read_steps(field: &Field, context: &mut Context) -> Option<(Vec<Step>, bool)> {
    const ACCEPTED: &str = "a list of { name = \"form\", think = \"lognormal 2m 0.8\" }";
    let Some(elements) = field.elements() else {
        return context.refuse(field.wrong_type().accepted(ACCEPTED));
    };
    if elements.is_empty() {
        return context.refuse(field.issue("an empty list").accepted(ACCEPTED));
    }
    if elements.len() > MOST_PAGES as usize {
        return context
            .refuse(field.issue(format!("{} steps", elements.len())).accepted("at most 1,000 steps"));
    }
    let (mut steps, mut says_work) = (Vec::new(), false);
    for (position, element) in elements.iter().enumerate() {
        let Some(mut fields) = Fields::of(element) else {
            context.issues.push(element.wrong_type().accepted(ACCEPTED));
            steps.push(None);
            continue;
        };
        let name = match fields.take("name") {
            Some(field) => scalar::text(&field, context),
            None => Some(format!("step {}", position + 1)),
        };
        let think = fields.require("think", law::LAW, context).and_then(|field| law::read(&field, context));
        let work = match fields.take("work") {
            Some(field) => {
                says_work = true;
                work(&field, context)
            }
            None => Some(1.0),
        };
        fields.finish(context);
        steps.push(name.zip(think).zip(work).map(|((name, think), work)| Step { name, think, work }));
    }
    let steps: Option<Vec<Step>> = steps.into_iter().collect();
    steps.map(|steps| (steps, says_work))
}
