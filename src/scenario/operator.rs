//! Reads somebody who watches a room and changes its limits. Does not know the origin that is watched.

use super::cursor::{Context, Field, Fields};
use super::headcount::{RANGE_SIGNS, split};
use super::notice::grouped;
use super::setting::Rules;
use super::tree::{self, Content, Entry, Value};
use super::{law, scalar};
use crate::model::room::{Adjusts, Operator};
use crate::units::{DAY, Share, Span};

/// Time between two looks, if not given.
const DEFAULT_EVERY: Span = Span::from_minutes(5);
/// Shortest time between two looks: nobody is faster, and the status is not either.
const SHORTEST_EVERY: Span = Span::from_seconds(1);
/// Load below which limits are raised, if not given.
const DEFAULT_RAISE_BELOW: f64 = 0.6;
/// Load above which limits are lowered, if not given.
const DEFAULT_LOWER_ABOVE: f64 = 0.85;
/// By how much, if not given.
const DEFAULT_STEP: f64 = 0.25;
/// By how much limits can be raised at once.
const MOST_RAISED: f64 = 10.0;
/// Age of what is seen, if not given: that of the product's status (CF §7.1).
const DEFAULT_DELAY: (Span, Span) = (Span::from_seconds(20), Span::from_seconds(50));
/// Time over which the load seen is averaged, if not given.
const DEFAULT_WINDOW: Span = Span::from_minutes(1);
/// Error of the load seen, if not given.
const DEFAULT_NOISE: f64 = 0.05;
/// Largest such error.
const MOST_NOISE: f64 = 2.0;
/// What an operator can be.
const ACCEPTED: &str = "a table such as { total_active_users = [1000, 6000], new_users_per_minute = [200, 1500] }, or a \
                        text such as \"total_active_users=1000..6000 new_users_per_minute=200..1500\"";
/// What an operator by a flag can be.
const ACCEPTED_FLAG: &str =
    "settings such as \"every=5m total_active_users=1000..6000 new_users_per_minute=200..1500\"";
/// What an age can be.
const DELAY: &str = "a length of time such as \"30s\", or the shortest and the longest: [\"20s\", \"50s\"]";

/// The room as its operator finds it.
pub(super) struct Host {
    pub(super) rules: Rules,
    /// `total_active_users` and `new_users_per_minute` of the room; `None` if they have issues.
    pub(super) limits: Option<(u32, u32)>,
}

/// Reads an operator; `None` if it has issues.
pub(super) fn read(field: &Field, host: &Host, context: &mut Context) -> Option<Operator> {
    let from = context.issues.len();
    let (table_field, in_words) = match &field.value.content {
        Content::Table(_) => (field.clone(), false),
        Content::Text(text) => match settings_in_words(text, field) {
            Some(table) => (table, true),
            None => {
                let accepted = context.worded(ACCEPTED_FLAG, ACCEPTED);
                return context.refuse(field.issue("not settings").accepted(accepted));
            }
        },
        _ => return context.refuse(field.wrong_type().accepted(ACCEPTED)),
    };
    let operator = table(&table_field, host, context);
    if in_words {
        // The whole text is one value: its parts are told apart by their keys.
        for issue in &mut context.issues[from..] {
            let key = issue.key.rsplit('.').next().unwrap_or_default().to_owned();
            issue.message = format!("{key}: {}", issue.message);
            issue.place = field.value.place.clone();
        }
    }
    operator
}

fn table(field: &Field, host: &Host, context: &mut Context) -> Option<Operator> {
    let mut fields = Fields::of(field)?;
    let every = match fields.take("every") {
        Some(field) => every(&field, context),
        None => Some(DEFAULT_EVERY),
    };
    let mut share = |key, default, context: &mut Context| match fields.take(key) {
        Some(field) => scalar::share(&field, context).map(|share| (share.value(), Some(field))),
        None => Some((default, None)),
    };
    let raise_below = share("raise_below", DEFAULT_RAISE_BELOW, context);
    let lower_above = share("lower_above", DEFAULT_LOWER_ABOVE, context);
    if let (Some((raise, raise_field)), Some((lower, lower_field))) = (&raise_below, &lower_above)
        && raise > lower
        && let Some(field) = raise_field.as_ref().or(lower_field.as_ref())
    {
        let message = format!(
            "raise_below {raise} lies above lower_above {lower}: limits would go up and down at once"
        );
        context.issues.push(field.issue(message).accepted("raise_below at most lower_above"));
    }
    let raise_by = match fields.take("raise_by") {
        Some(field) => raise_by(&field, context),
        None => Some(DEFAULT_STEP),
    };
    let lower_by_field = fields.take("lower_by");
    let lower_by = match &lower_by_field {
        Some(field) => lower_by(field, context),
        None => Some(DEFAULT_STEP),
    };
    if let (Some(raise), Some(lower), Some(field)) = (raise_by, lower_by, &lower_by_field)
        && raise <= 0.0
        && lower <= 0.0
    {
        let issue = field.issue("neither raises nor lowers a limit");
        context.issues.push(issue.accepted("raise_by or lower_by above 0"));
    }
    let words = [
        ("both", Adjusts::Both),
        ("total_active_users", Adjusts::TotalActiveUsers),
        ("new_users_per_minute", Adjusts::NewUsersPerMinute),
    ];
    let adjusts = match fields.take("adjusts") {
        Some(field) => scalar::choice(&field, &words, context),
        None => Some(Adjusts::Both),
    };
    let bounds = bounds(adjusts, &mut fields, host, context);
    let delay = match fields.take("delay") {
        Some(field) => delay(&field, context),
        None => Some(DEFAULT_DELAY),
    };
    let window = match fields.take("window") {
        Some(field) => scalar::positive_span(&field, context),
        None => Some(DEFAULT_WINDOW),
    };
    let noise = match fields.take("noise") {
        Some(field) => noise(&field, context),
        None => Some(DEFAULT_NOISE),
    };
    fields.finish(context);
    let (total_active_users, new_users_per_minute) = bounds?;
    Some(Operator {
        every: every?,
        raise_below: raise_below?.0,
        lower_above: lower_above?.0,
        raise_by: raise_by?,
        lower_by: lower_by?,
        adjusts: adjusts?,
        total_active_users,
        new_users_per_minute,
        delay: delay?,
        window: window?,
        noise: noise?,
    })
}

fn every(field: &Field, context: &mut Context) -> Option<Span> {
    const EVERY: &str = "a length of time from 1s to 24h, such as \"5m\"";
    let span = scalar::span(field, context)?;
    let refused = match span {
        _ if span <= Span::ZERO => "not above zero",
        _ if span < SHORTEST_EVERY => "too short",
        _ if span > DAY => "too long",
        _ => return Some(span),
    };
    context.refuse(field.issue(refused).accepted(EVERY))
}

/// A share that may be above 1: `0.25`, `"25%"`, `"150%"`.
fn raise_by(field: &Field, context: &mut Context) -> Option<f64> {
    const RAISE_BY: &str = "a share such as 0.25 or \"25%\", at most 10 (1000%)";
    let number = match &field.value.content {
        Content::Text(text) if text.trim().ends_with(['%', '％']) => {
            let digits = text.trim().trim_end_matches(['%', '％']);
            match digits.trim().parse::<f64>() {
                Ok(percent) if percent.is_finite() => percent / 100.0,
                _ => return context.refuse(field.issue("not a share").accepted(RAISE_BY)),
            }
        }
        _ => scalar::number(field, RAISE_BY, context)?,
    };
    let refused = match number {
        _ if number < 0.0 => "negative",
        _ if number > MOST_RAISED => "too large",
        _ => return Some(number),
    };
    context.refuse(field.issue(refused).accepted(RAISE_BY))
}

fn lower_by(field: &Field, context: &mut Context) -> Option<f64> {
    let share = scalar::share(field, context)?;
    match share < Share::ALL {
        true => Some(share.value()),
        false => context
            .refuse(field.issue("nothing would be left").accepted("a share below 1 such as 0.25 or \"25%\"")),
    }
}

fn noise(field: &Field, context: &mut Context) -> Option<f64> {
    const NOISE: &str = "0 (seen exactly), or a standard deviation ÷ mean up to 2, such as 0.05";
    let number = scalar::number(field, NOISE, context)?;
    let refused = match number {
        _ if number < 0.0 => "negative",
        _ if number <= 0.0 => return Some(0.0),
        _ if number > MOST_NOISE => "too large",
        _ if law::valid_cv(number).is_none() => "too small",
        _ => return Some(number),
    };
    context.refuse(field.issue(refused).accepted(NOISE))
}

fn delay(field: &Field, context: &mut Context) -> Option<(Span, Span)> {
    let Some((youngest, oldest)) = ends(field) else {
        return scalar::length(field, context).map(|age| (age, age));
    };
    let (youngest, oldest) = (scalar::length(&youngest, context), scalar::length(&oldest, context));
    let (youngest, oldest) = (youngest?, oldest?);
    match youngest <= oldest {
        true => Some((youngest, oldest)),
        false => context.refuse(field.issue("the shortest is above the longest").accepted(DELAY)),
    }
}

/// Both ends of a range: a list of two, or a text such as `20s..50s`.
fn ends(field: &Field) -> Option<(Field, Field)> {
    match &field.value.content {
        Content::List(_) => match field.elements()?.as_slice() {
            [low, high] => Some((low.clone(), high.clone())),
            _ => None,
        },
        Content::Text(text) => {
            let (low, high) = split(text, &RANGE_SIGNS)?;
            let end = |text: &str| Field {
                path: field.path.clone(),
                value: tree::parse_value(text, &field.value.place),
            };
            Some((end(low), end(high)))
        }
        _ => None,
    }
}

/// Lowest and highest value of a limit.
type Bounds = (u32, u32);

/// Bounds of both limits; those of a limit that is not moved are the room's own.
fn bounds(
    adjusts: Option<Adjusts>,
    fields: &mut Fields,
    host: &Host,
    context: &mut Context,
) -> Option<(Bounds, Bounds)> {
    let own = host.limits;
    let total_moves = adjusts.is_none_or(|adjusts| adjusts != Adjusts::NewUsersPerMinute);
    let rate_moves = adjusts.is_none_or(|adjusts| adjusts != Adjusts::TotalActiveUsers);
    let mut one = |key, own, moves| bounds_of(key, own, moves, fields, host.rules, context);
    let total = one("total_active_users", own.map(|(total, _)| total), total_moves);
    let rate = one("new_users_per_minute", own.map(|(_, rate)| rate), rate_moves);
    let ((total, total_field), (rate, rate_field)) = (total?, rate?);
    // The lowest of both and the highest of both must go together, whatever lies between.
    let exceeds = rate.0 > total.0 || rate.1 > total.1;
    if let Some(field) = rate_field.or(total_field).filter(|_| exceeds && host.rules.holds_limits()) {
        let message = format!(
            "new_users_per_minute {}..{} lies above total_active_users {}..{}",
            rate.0, rate.1, total.0, total.1
        );
        let accepted = format!("at most so many new users as may be there, or {}", context.lift());
        context.issues.push(field.issue(message).accepted(accepted));
    }
    Some((total, rate))
}

fn bounds_of(
    key: &'static str,
    own: Option<u32>,
    moves: bool,
    fields: &mut Fields,
    rules: Rules,
    context: &mut Context,
) -> Option<(Bounds, Option<Field>)> {
    const BOUNDS: &str = "the lowest and the highest, such as [1000, 6000]";
    if !moves {
        if let Some(field) = fields.take(key) {
            let accepted = "adjusts = \"both\", or this key left out";
            return context.refuse(field.issue("the operator does not move this limit").accepted(accepted));
        }
        return own.map(|own| ((own, own), None));
    }
    let field = fields.require(key, BOUNDS, context)?;
    let Some((low, high)) = ends(&field) else {
        return context.refuse(field.issue("not two limits").accepted(BOUNDS));
    };
    let (low, high) = (rules.limit(&low, context), rules.limit(&high, context));
    let (low, high, own) = (low?, high?, own?);
    if low > high {
        return context.refuse(field.issue("the lowest is above the highest").accepted(BOUNDS));
    }
    if !(low..=high).contains(&own) {
        let own = grouped(u64::from(own));
        let issue = field.issue(format!("leaves out the limit that the room has, {own}"));
        return context.refuse(issue.accepted(format!("bounds with {own} between them")));
    }
    Some(((low, high), Some(field)))
}

/// `every=5m total_active_users=1000..6000` as a table; `None` if a word is no setting.
fn settings_in_words(text: &str, field: &Field) -> Option<Field> {
    let place = &field.value.place;
    let entry = |word: &str| {
        let (key, value) = word.split_once('=')?;
        let value = tree::parse_value(value, place);
        Some(Entry { key: key.to_owned(), place: place.clone(), value })
    };
    let entries: Option<Vec<Entry>> = text.split_whitespace().map(entry).collect();
    let content = Content::Table(entries.filter(|entries| !entries.is_empty())?);
    Some(Field { path: field.path.clone(), value: Value { content, place: place.clone(), typed: None } })
}
