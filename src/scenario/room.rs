//! Reads the `room` table. Does not know people.

use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::notice::grouped;
use super::scalar;
use super::tree::Content;
use crate::model::Room;
use crate::model::room::{
    BucketRule, BurstShare, CallOrder, Cloudflare, MIN_LIMIT, Metered, NewcomerRule, SESSION_MINUTES,
};
use crate::units::{DAY, MINUTE, SimTime, Span};

/// Largest limit of the product.
const MAX_LIMIT: u32 = 2_147_483_647;
/// Highest rate of a metered room: admissions are whole microseconds apart.
const MAX_PER_MINUTE: u32 = 60_000_000;
/// The product's default session duration.
const DEFAULT_SESSION: Span = Span::from_minutes(5);

/// Kinds of rooms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cloudflare,
    Metered,
}

/// A room and what was given of it.
pub(super) struct RoomReading {
    pub(super) room: Room,
    pub(super) given: Inputs,
    pub(super) metered: bool,
}

/// Keys that only a Cloudflare room has.
const CLOUDFLARE_ONLY: [&str; 9] = [
    "total_active_users",
    "new_users_per_minute",
    "session_duration",
    "disable_session_renewal",
    "queueing_method",
    "bucket_rule",
    "newcomer_rule",
    "burst_share",
    "lift_product_limits",
];
/// Keys that only a metered room has.
const METERED_ONLY: [&str; 5] = ["inside", "per_minute", "line_limit", "order", "lag"];

/// Reads a room; `None` if it has issues.
pub(super) fn read(mut fields: Fields, context: &mut Context) -> Option<RoomReading> {
    let kinds = [("cloudflare", Kind::Cloudflare), ("metered", Kind::Metered)];
    let kind = match fields.take("kind") {
        Some(field) => scalar::choice(&field, &kinds, context),
        None => Some(Kind::Cloudflare),
    };
    let Some(kind) = kind else {
        // Which keys belong here is not known: only the kind is reported.
        fields.take_all();
        return None;
    };
    let name = match fields.take("name") {
        Some(field) => scalar::text(&field, context),
        None => Some("waiting room".to_owned()),
    };
    let opening = match fields.take("opening") {
        Some(field) => scalar::span(&field, context).map(|span| SimTime::ZERO + span),
        None => Some(SimTime::ZERO),
    };
    let (foreign, owner) = match kind {
        Kind::Cloudflare => (METERED_ONLY.as_slice(), "metered"),
        Kind::Metered => (CLOUDFLARE_ONLY.as_slice(), "cloudflare"),
    };
    for key in foreign {
        if let Some(field) = fields.take(key) {
            let kind = match context.from_flags {
                true => format!("--room {owner}"),
                false => format!("kind = \"{owner}\""),
            };
            let accepted = format!("{kind}, or {}", context.left_out());
            context.issues.push(field.issue(format!("only a {owner} room has this")).accepted(accepted));
        }
    }
    let reading = match kind {
        Kind::Cloudflare => read_cloudflare(&mut fields, name, opening, context),
        Kind::Metered => read_metered(&mut fields, name, opening, context),
    };
    fields.finish(context);
    reading
}

fn read_cloudflare(
    fields: &mut Fields,
    name: Option<String>,
    opening: Option<SimTime>,
    context: &mut Context,
) -> Option<RoomReading> {
    let mut given = Inputs::default();
    let lifted = match fields.take("lift_product_limits") {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let accepted = match lifted {
        Some(false) => format!(
            "{} to {}, or any limit from 1 with {}",
            grouped(u64::from(MIN_LIMIT)),
            grouped(u64::from(MAX_LIMIT)),
            context.lift()
        ),
        Some(true) | None => format!("1 to {}", grouped(u64::from(MAX_LIMIT))),
    };
    let smallest = if lifted == Some(false) { MIN_LIMIT } else { 1 };
    let mut required = |key, input| {
        let field = fields.require(key, &accepted, context)?;
        given.insert(input);
        let limit = limit(&field, smallest, &accepted, context)?;
        Some((limit, field))
    };
    let total_active_users = required("total_active_users", Input::TotalActiveUsers);
    let new_users_per_minute = required("new_users_per_minute", Input::NewUsersPerMinute);
    if let (Some((total, _)), Some((rate, field))) = (&total_active_users, &new_users_per_minute)
        && rate > total
        && lifted == Some(false)
    {
        let other = context.worded("--total-active-users", "total_active_users =");
        let issue = field.issue(format!("above {other} {}", grouped(u64::from(*total))));
        let accepted = format!("{MIN_LIMIT} to {}", grouped(u64::from(*total)));
        context.issues.push(issue.accepted(accepted));
    }
    let session_duration = match fields.take("session_duration") {
        Some(field) => {
            given.insert(Input::SessionDuration);
            lifted.and_then(|lifted| session(&field, lifted, context))
        }
        None => Some(DEFAULT_SESSION),
    };
    let disable_session_renewal = match fields.take("disable_session_renewal") {
        Some(field) => {
            given.insert(Input::Renewal);
            scalar::switch(&field, context)
        }
        None => Some(false),
    };
    let method = match fields.take("queueing_method") {
        Some(field) => queueing_method(&field, context),
        None => Some(()),
    };
    let bucket_rules = [("reservation", BucketRule::Reservation), ("strict", BucketRule::Strict)];
    let bucket_rule = match fields.take("bucket_rule") {
        Some(field) => {
            given.insert(Input::BucketRule);
            scalar::choice(&field, &bucket_rules, context)
        }
        None => Some(BucketRule::Reservation),
    };
    let newcomer_rules = [("consistent", NewcomerRule::Consistent), ("sticky", NewcomerRule::Sticky)];
    let newcomer_rule = match fields.take("newcomer_rule") {
        Some(field) => {
            given.insert(Input::NewcomerRule);
            scalar::choice(&field, &newcomer_rules, context)
        }
        None => Some(NewcomerRule::Consistent),
    };
    let burst = match fields.take("burst_share") {
        Some(field) => {
            given.insert(Input::BurstShare);
            scalar::share(&field, context).and_then(|share| BurstShare::new(share.value()))
        }
        None => Some(BurstShare::HALF),
    };
    method?;
    let room = Room::cloudflare(&Cloudflare {
        name: name?,
        opening: opening?,
        total_active_users: total_active_users?.0,
        new_users_per_minute: new_users_per_minute?.0,
        session_duration: session_duration?,
        disable_session_renewal: disable_session_renewal?,
        bucket_rule: bucket_rule?,
        newcomer_rule: newcomer_rule?,
        burst: burst?,
        ..Cloudflare::new("", 1, 1)
    });
    Some(RoomReading { room, given, metered: false })
}

fn limit(field: &Field, smallest: u32, accepted: &str, context: &mut Context) -> Option<u32> {
    let limit = scalar::count(field, accepted, context)?;
    let refused = match limit {
        _ if limit > MAX_LIMIT => "above the product's maximum",
        _ if limit >= smallest => return Some(limit),
        0 => "zero",
        _ => "below the product's minimum",
    };
    context.refuse(field.issue(refused).accepted(accepted))
}

fn session(field: &Field, lifted: bool, context: &mut Context) -> Option<Span> {
    let (shortest, longest) = (*SESSION_MINUTES.start(), *SESSION_MINUTES.end());
    let accepted = match lifted {
        true => "whole minutes, or a length of time such as \"90s\"; above zero, at most 24h".to_owned(),
        false => {
            format!("{shortest} to {longest} whole minutes, or any length up to 24h with {}", context.lift())
        }
    };
    let span = match &field.value.content {
        Content::Integer(minutes) if (0..=24 * 60).contains(minutes) => Span::from_minutes(*minutes),
        Content::Integer(minutes) => {
            let refused = if *minutes < 0 { "negative" } else { "too long" };
            return context.refuse(field.issue(refused).accepted(accepted));
        }
        Content::Number(_) => return context.refuse(field.issue("not whole minutes").accepted(accepted)),
        _ => scalar::span(field, context)?,
    };
    let minutes = span.microseconds() / MINUTE.microseconds();
    let whole = Span::from_minutes(minutes) == span;
    let refused = match lifted {
        _ if span <= Span::ZERO => "not above zero",
        _ if span > DAY => "too long",
        false if !whole => "not whole minutes",
        false if !SESSION_MINUTES.contains(&minutes) => "outside the product's range",
        true | false => return Some(span),
    };
    context.refuse(field.issue(refused).accepted(accepted))
}

fn queueing_method(field: &Field, context: &mut Context) -> Option<()> {
    const LATER: [&str; 3] = ["random", "passthrough", "reject"];
    if let Content::Text(text) = &field.value.content
        && LATER.iter().any(|method| method.eq_ignore_ascii_case(text.trim()))
    {
        let issue = field.issue("a method of the product that this version does not simulate");
        return context.refuse(issue.accepted("\"fifo\""));
    }
    scalar::choice(field, &[("fifo", ())], context)
}

fn read_metered(
    fields: &mut Fields,
    name: Option<String>,
    opening: Option<SimTime>,
    context: &mut Context,
) -> Option<RoomReading> {
    const INSIDE: &str = "a whole number from 1, or \"unlimited\"";
    let mut given = Inputs::default();
    let slots = fields.require("inside", INSIDE, context).and_then(|field| {
        given.insert(Input::TotalActiveUsers);
        unlimited_or(&field, 1, u32::MAX, INSIDE, context)
    });
    let accepted = format!("1 to {}, or \"unlimited\"", grouped(u64::from(MAX_PER_MINUTE)));
    let per_minute = fields.require("per_minute", &accepted, context).and_then(|field| {
        given.insert(Input::NewUsersPerMinute);
        unlimited_or(&field, 1, MAX_PER_MINUTE, &accepted, context)
    });
    let line_limit = match fields.take("line_limit") {
        Some(field) => unlimited_or(&field, 0, u32::MAX, "a whole number, or \"unlimited\"", context),
        None => Some(None),
    };
    let order = match fields.take("order") {
        Some(field) => {
            scalar::choice(&field, &[("fifo", CallOrder::Fifo), ("lottery", CallOrder::Lottery)], context)
        }
        None => Some(CallOrder::Fifo),
    };
    let lag = match fields.take("lag") {
        Some(field) => scalar::length(&field, context),
        None => Some(Span::ZERO),
    };
    let room = Room::metered(&Metered {
        name: name?,
        opening: opening?,
        slots: slots?,
        spacing: per_minute?.and_then(Metered::spacing_of),
        line_limit: line_limit?,
        order: order?,
        lag: lag?,
    });
    Some(RoomReading { room, given, metered: true })
}

/// A number, or `Some(None)` for `"unlimited"`.
fn unlimited_or(
    field: &Field,
    smallest: u32,
    largest: u32,
    accepted: &str,
    context: &mut Context,
) -> Option<Option<u32>> {
    if matches!(&field.value.content, Content::Text(text) if text.trim().eq_ignore_ascii_case("unlimited")) {
        return Some(None);
    }
    let number = scalar::count(field, accepted, context)?;
    match number {
        _ if number < smallest => context.refuse(field.issue("too small").accepted(accepted)),
        _ if number > largest => context.refuse(field.issue("too large").accepted(accepted)),
        _ => Some(Some(number)),
    }
}
