//! What stands in for rules that the product does not publish: a set of them, chosen by one word.

use super::cursor::{Context, Field};
use super::input::{Input, Inputs};
use super::scalar;
use crate::model::room::{BucketRule, BurstShare, Cloudflare, NewcomerRule};

/// A set of readings of the rules that Cloudflare does not publish. Whatever is given stays as given.
///
/// | rule | optimistic | likely | pessimistic | why |
/// |---|---|---|---|---|
/// | `bucket_rule` | reservation | reservation | strict | under strict, slots stay free until the oldest minute's people poll or their ghosts die |
/// | `newcomer_rule` | consistent | consistent | sticky | under sticky, newcomers wait for a poll of theirs although slots suffice for all; nobody else gains by it, because the other rule lets a newcomer in only if slots remain for everyone in line. Under the strict bucket rule the two are one |
/// | `burst_share` | 1 | 0.5 | 0 | the later in its minute an allowance comes, the later people are let in |
///
/// Data centres (`edge`) keep what they are set to: whether a longer delay or one counter more shortens waits depends
/// on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assume {
    /// The shortest waits.
    Optimistic,
    /// The defaults, fixed.
    Likely,
    /// The longest waits.
    Pessimistic,
}

impl Assume {
    /// The rules that a set fixes.
    pub const RULES: [Input; 3] = [Input::BucketRule, Input::NewcomerRule, Input::BurstShare];

    /// Name in scenarios and outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Assume::Optimistic => "optimistic",
            Assume::Likely => "likely",
            Assume::Pessimistic => "pessimistic",
        }
    }

    /// The reading of the bucket rule.
    pub const fn bucket_rule(self) -> BucketRule {
        match self {
            Assume::Optimistic | Assume::Likely => BucketRule::Reservation,
            Assume::Pessimistic => BucketRule::Strict,
        }
    }

    /// The reading of who may pass the line.
    pub const fn newcomer_rule(self) -> NewcomerRule {
        match self {
            Assume::Optimistic | Assume::Likely => NewcomerRule::Consistent,
            Assume::Pessimistic => NewcomerRule::Sticky,
        }
    }

    /// The pacing within the minute.
    pub fn burst(self) -> BurstShare {
        match self {
            Assume::Optimistic => BurstShare::ALL,
            Assume::Likely => BurstShare::HALF,
            Assume::Pessimistic => BurstShare::NONE,
        }
    }

    /// Sets one of [`RULES`](Assume::RULES); other inputs stay.
    pub fn set(self, settings: &mut Cloudflare, rule: Input) {
        match rule {
            Input::BucketRule => settings.bucket_rule = self.bucket_rule(),
            Input::NewcomerRule => settings.newcomer_rule = self.newcomer_rule(),
            Input::BurstShare => settings.burst = self.burst(),
            _ => {}
        }
    }

    pub(super) fn read(field: &Field, context: &mut Context) -> Option<Assume> {
        let sets = [Assume::Optimistic, Assume::Likely, Assume::Pessimistic].map(|set| (set.name(), set));
        scalar::choice(field, &sets, context)
    }

    /// The rules that a set fixes in a room of which so much was given.
    pub(super) fn fixes(given: Inputs) -> Inputs {
        let mut fixed = Inputs::default();
        Assume::RULES.into_iter().filter(|rule| !given.contains(*rule)).for_each(|rule| fixed.insert(rule));
        fixed
    }
}
