//! The composition that behaves as Cloudflare Waiting Room is documented to.

use std::ops::RangeInclusive;

use super::{
    BucketRule, BurstShare, Composition, Estimator, Limits, Line, NewcomerRule, Rate, Room, SessionClock,
};
use crate::units::{SimTime, Span};

/// Smallest `total_active_users` and `new_users_per_minute` the product takes.
pub const MIN_LIMIT: u32 = 200;
/// Session durations the product takes, in minutes.
pub const SESSION_MINUTES: RangeInclusive<i64> = 1..=30;

/// Time between refreshes of the waiting page.
const POLL_INTERVAL: Span = Span::from_seconds(20);
/// How long a place outlives its last poll.
const GRACE: Span = Span::from_minutes(5);

/// Settings by the product's own names, and the readings where the product is not documented.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloudflare {
    /// Name, for reports.
    pub name: String,
    /// When the service opens.
    pub opening: SimTime,
    /// Target for concurrent sessions.
    pub total_active_users: u32,
    /// Target for acceptances in a minute.
    pub new_users_per_minute: u32,
    /// Idle time after the last request (or, without renewal, since acceptance) before the slot is freed.
    pub session_duration: Span,
    /// Sessions end a fixed time after acceptance.
    pub disable_session_renewal: bool,
    /// Reading of the bucket rule.
    pub bucket_rule: BucketRule,
    /// Reading of who may pass the line.
    pub newcomer_rule: NewcomerRule,
    /// Pacing within the minute.
    pub burst: BurstShare,
}

impl Room {
    /// A Cloudflare room with first-in-first-out queueing.
    pub fn cloudflare(settings: &Cloudflare) -> Room {
        Room {
            composition: Composition::Cloudflare(settings.clone()),
            name: settings.name.clone(),
            opening: settings.opening,
            limits: Limits {
                slots: Some(settings.total_active_users),
                rate: Rate::PerClockMinute { limit: settings.new_users_per_minute, burst: settings.burst },
            },
            line: Line::Polled {
                interval: POLL_INTERVAL,
                grace: GRACE,
                bucket_rule: settings.bucket_rule,
                newcomer_rule: settings.newcomer_rule,
            },
            session: if settings.disable_session_renewal {
                SessionClock::SinceAcceptance(settings.session_duration)
            } else {
                SessionClock::IdleAfterLastRequest(settings.session_duration)
            },
            estimator: Estimator::AheadOverLastMinute,
        }
    }
}
