//! Reads what people do besides waiting and visiting. Does not know arrivals.

use super::cursor::{Context, Field, Fields};
use super::keys::nearest;
use super::scalar;
use super::tree::Content;
use super::{law, law::read_or_mean};
use crate::model::{BeforeOpening, Comeback, Devices, Distribution, MOST_DEVICES, Sleep};
use crate::units::{DAY, Share, Span, parse_span};

/// Mean time until someone comes back, if not given.
const DEFAULT_COMEBACK: Span = Span::from_minutes(10);
/// Mean time until a phone falls asleep, if not given.
const DEFAULT_ASLEEP_AFTER: Span = Span::from_minutes(5);
/// Mean time until it is woken, if not given.
const DEFAULT_ASLEEP_FOR: Span = Span::from_minutes(10);
/// Time between reloads before the opening, if not given.
const DEFAULT_RELOAD: Span = Span::from_seconds(60);
/// What patience can be.
pub(super) const PATIENCE: &str = "\"none\", a mean such as \"30m\", \"fixed 30m\", \"exponential 30m\", \
                                   \"lognormal 30m 1.0\", \"gamma 30m 1.0\", \"weibull 30m 1.0\" or { times = [ … ] }";
/// What a poll delay can be.
const POLL_DELAY: &str = "a length of time, or a law such as \"exponential 1s\"";
/// What a comeback can be.
const COMEBACK: &str = "{ chance = \"30%\", delay = \"exponential 10m\", with_cookie = \"50%\" }";
/// What sleep can be.
const SLEEP: &str = "{ share = \"20%\", after = \"exponential 5m\", lasting = \"exponential 10m\" }";
/// What devices can be.
const DEVICES: &str =
    "1 to 16, or shares of the people with 1, 2, 3 … devices that add up to 1, such as [0.7, 0.3]";
/// What people can do before the opening.
const BEFORE_OPENING: &str = "\"proceed\", \"wait\" or { reload = \"60s\" }";
/// What a refresh may add at most: with 20 s between polls a place that lives for 5 min would otherwise die.
const LONGEST_POLL_DELAY: Span = Span::from_seconds(279);

/// Reads a law of patience; `Some(None)`: nobody leaves.
pub(super) fn patience(field: &Field, context: &mut Context) -> Option<Option<Distribution>> {
    match &field.value.content {
        Content::Text(text) if text.trim().eq_ignore_ascii_case("none") => Some(None),
        Content::Table(_) => {
            let mut fields = Fields::of(field)?;
            let times = fields.require("times", PATIENCE, context);
            let times = times.and_then(|times| law::read_list(&times, context));
            fields.finish(context);
            times.map(Some)
        }
        _ => read_or_mean(field, PATIENCE, context).map(Some),
    }
}

/// Reads what a refresh adds to the poll interval: a length is the same for everyone.
pub(super) fn poll_delay(field: &Field, context: &mut Context) -> Option<Distribution> {
    let law = match &field.value.content {
        Content::Text(text) if parse_span(text).is_err() && !text.trim().starts_with(char::is_numeric) => {
            match law::parse(text) {
                Ok(law) => law,
                Err(problem) => {
                    let issue = field.issue(problem.message).accepted(POLL_DELAY);
                    return context.refuse(issue.suggestion(problem.meant));
                }
            }
        }
        _ => Distribution::Fixed(scalar::length(field, context)?),
    };
    let shortest = match law {
        Distribution::Fixed(delay) => delay,
        Distribution::Uniform { low, .. } => low,
        _ => Span::ZERO,
    };
    if shortest > LONGEST_POLL_DELAY {
        let issue = field.issue("too long: a place would die between two polls");
        return context.refuse(issue.accepted(format!("0s to {LONGEST_POLL_DELAY}")));
    }
    Some(law)
}

/// Reads whether people come back.
pub(super) fn comeback(field: &Field, context: &mut Context) -> Option<Comeback> {
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(COMEBACK));
    };
    let chance =
        fields.require("chance", scalar::SHARE, context).and_then(|field| scalar::share(&field, context));
    let delay = law_or("delay", DEFAULT_COMEBACK, &mut fields, context);
    let with_cookie = match fields.take("with_cookie") {
        Some(field) => scalar::share(&field, context),
        None => Some(Share::NONE),
    };
    fields.finish(context);
    Some(Comeback { chance: chance?, delay: delay?, with_cookie: with_cookie? })
}

/// Reads which phones fall asleep.
pub(super) fn sleep(field: &Field, context: &mut Context) -> Option<Sleep> {
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(SLEEP));
    };
    let share =
        fields.require("share", scalar::SHARE, context).and_then(|field| scalar::share(&field, context));
    let after = law_or("after", DEFAULT_ASLEEP_AFTER, &mut fields, context);
    let lasting = law_or("lasting", DEFAULT_ASLEEP_FOR, &mut fields, context);
    fields.finish(context);
    Some(Sleep { share: share?, after: after?, lasting: lasting? })
}

fn law_or(key: &'static str, mean: Span, fields: &mut Fields, context: &mut Context) -> Option<Distribution> {
    match fields.take(key) {
        Some(field) => read_or_mean(&field, law::LAW, context),
        None => Some(Distribution::Exponential { mean }),
    }
}

/// Reads how many devices people have.
pub(super) fn devices(field: &Field, context: &mut Context) -> Option<Devices> {
    in_numbers(field, DEVICES, ["no device", "too many devices"], context)
}

/// Reads how many of something there are: one number, or shares of 1, 2, 3 …. `refused` says what is wrong with zero,
/// and with too many.
pub(super) fn in_numbers(
    field: &Field,
    accepted: &str,
    refused: [&str; 2],
    context: &mut Context,
) -> Option<Devices> {
    let in_shares = match &field.value.content {
        Content::List(_) => true,
        Content::Text(text) => text.contains([',', '、', '%', '％']),
        _ => false,
    };
    if !in_shares {
        let count = scalar::count(field, accepted, context)?;
        return match Devices::exactly(count) {
            Some(devices) => Some(devices),
            None => {
                let [none, too_many] = refused;
                let message = if count == 0 { none } else { too_many };
                context.refuse(field.issue(message).accepted(accepted))
            }
        };
    }
    let mut shares = scalar::shares_of_all(field, MOST_DEVICES, accepted, context)?;
    // Shares of nobody at the end say nothing.
    let most = shares.iter().rposition(|share| *share > Share::NONE).map_or(1, |last| last + 1);
    shares.truncate(most);
    match Devices::new(shares) {
        Some(devices) => Some(devices),
        None => context.refuse(field.issue("the shares do not add up to 1").accepted(accepted)),
    }
}

/// Reads what people do who are let in before the opening.
pub(super) fn before_opening(field: &Field, context: &mut Context) -> Option<BeforeOpening> {
    match &field.value.content {
        Content::Text(text) => match text.trim().to_lowercase().as_str() {
            "proceed" => Some(BeforeOpening::Proceeds),
            "wait" => Some(BeforeOpening::Waits { reload: DEFAULT_RELOAD }),
            other => {
                let meant = nearest(other, ["proceed", "wait"].into_iter());
                context.refuse(field.issue("unknown").accepted(BEFORE_OPENING).suggestion(meant))
            }
        },
        Content::Table(_) => {
            const RELOAD: &str = "a length of time from 1s up to (not including) 24h, such as \"60s\"";
            let mut fields = Fields::of(field)?;
            let reload = fields.require("reload", RELOAD, context);
            fields.finish(context);
            let reload = reload?;
            let every = scalar::span(&reload, context)?;
            let refused = match every {
                _ if every <= Span::ZERO => "not above zero",
                _ if every < Span::from_seconds(1) => "shorter than anybody reloads",
                _ if every >= DAY => "too long",
                reload => return Some(BeforeOpening::Waits { reload }),
            };
            context.refuse(reload.issue(refused).accepted(RELOAD))
        }
        _ => context.refuse(field.wrong_type().accepted(BEFORE_OPENING)),
    }
}
