//! Reads single settings of a Cloudflare room, wherever they stand: in the room, in an event, in a change.
//! Does not know where they stand.

use super::cursor::{Context, Field};
use super::notice::grouped;
use super::plan::Plan;
use super::scalar;
use super::tree::Content;
use crate::model::room::{MIN_LIMIT, QueueingMethod, SESSION_MINUTES};
use crate::units::{DAY, MINUTE, Span};

/// Largest limit of the product.
const MAX_LIMIT: u32 = 2_147_483_647;

/// What settings are checked against.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Whether the product's limits are lifted; `None` if that has issues.
    pub(super) lifted: Option<bool>,
    pub(super) plan: Plan,
}

impl Rules {
    /// Whether the product's limits hold for certain.
    pub(super) fn holds_limits(self) -> bool {
        self.lifted == Some(false)
    }

    /// What a limit can be.
    pub(super) fn limits(self, context: &Context) -> String {
        match self.lifted {
            Some(false) => format!(
                "{} to {}, or any limit from 1 with {}",
                grouped(u64::from(MIN_LIMIT)),
                grouped(u64::from(MAX_LIMIT)),
                context.lift()
            ),
            Some(true) | None => format!("1 to {}", grouped(u64::from(MAX_LIMIT))),
        }
    }

    /// `total_active_users` or `new_users_per_minute`.
    pub(super) fn limit(self, field: &Field, context: &mut Context) -> Option<u32> {
        let accepted = self.limits(context);
        let smallest = if self.holds_limits() { MIN_LIMIT } else { 1 };
        let limit = scalar::count(field, &accepted, context)?;
        let refused = match limit {
            _ if limit > MAX_LIMIT => "above the product's maximum",
            _ if limit >= smallest => return Some(limit),
            0 => "zero",
            _ => "below the product's minimum",
        };
        context.refuse(field.issue(refused).accepted(accepted))
    }

    /// Records an issue where more people a minute are wanted than there may be in all. `what` is what the total
    /// is called.
    pub(super) fn rate_within(self, rate: (u32, &Field), total: u32, what: &str, context: &mut Context) {
        let (rate, field) = rate;
        if rate > total && self.holds_limits() {
            let issue = field.issue(format!("above {what} {}", grouped(u64::from(total))));
            let accepted = format!("{MIN_LIMIT} to {}", grouped(u64::from(total)));
            context.issues.push(issue.accepted(accepted));
        }
    }

    /// `session_duration`.
    pub(super) fn session(self, field: &Field, context: &mut Context) -> Option<Span> {
        let lifted = self.lifted?;
        let (shortest, longest) = (*SESSION_MINUTES.start(), *SESSION_MINUTES.end());
        let accepted = match lifted {
            true => "whole minutes, or a length of time such as \"90s\"; above zero, at most 24h".to_owned(),
            false => {
                let lift = context.lift();
                format!("{shortest} to {longest} whole minutes, or any length up to 24h with {lift}")
            }
        };
        let span = match &field.value.content {
            Content::Integer(minutes) if (0..=24 * 60).contains(minutes) => Span::from_minutes(*minutes),
            Content::Integer(minutes) => {
                let refused = if *minutes < 0 { "negative" } else { "too long" };
                return context.refuse(field.issue(refused).accepted(accepted));
            }
            Content::Number(_) => {
                return context.refuse(field.issue("not whole minutes").accepted(accepted));
            }
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

    /// `disable_session_renewal`.
    pub(super) fn renewal_off(self, field: &Field, context: &mut Context) -> Option<bool> {
        let off = scalar::switch(field, context)?;
        if off {
            self.plan.check(field, "switch for session renewal", "", context);
        }
        Some(off)
    }

    /// `queueing_method`.
    pub(super) fn method(self, field: &Field, context: &mut Context) -> Option<QueueingMethod> {
        let methods = [
            ("fifo", QueueingMethod::Fifo),
            ("random", QueueingMethod::Random),
            ("passthrough", QueueingMethod::Passthrough),
            ("reject", QueueingMethod::Reject),
        ];
        let method = scalar::choice(field, &methods, context)?;
        if method != QueueingMethod::Fifo {
            self.plan.check(field, "method but fifo", "\"fifo\"", context);
        }
        Some(method)
    }
}
