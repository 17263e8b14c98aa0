//! The composition that behaves as Cloudflare Waiting Room is documented to.

use std::ops::RangeInclusive;

use super::{
    BucketRule, BurstShare, Change, Composition, Edge, Estimator, Event, Line, NewcomerRule, Operator,
    QueueingMethod, Room, Schedule,
};
use crate::units::{Share, SimTime, Span};

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
    /// Who is let in when a slot is free.
    pub queueing_method: QueueingMethod,
    /// Everyone new queues and nobody is let in.
    pub queue_all: bool,
    /// The room is off: every request reaches the origin and nobody is counted.
    pub suspended: bool,
    /// Share of visitors whose session the origin ends with `Cf-Waiting-Room-Command: revoke`, in its answer to the
    /// request that opens the last step.
    pub revoke: Share,
    /// Scheduled events, by time; they do not overlap.
    pub events: Vec<Event>,
    /// Changes of the room's own settings while it runs, by time.
    pub timetable: Vec<Change>,
    /// Reading of the bucket rule.
    pub bucket_rule: BucketRule,
    /// Reading of who may pass the line.
    pub newcomer_rule: NewcomerRule,
    /// Pacing within the minute.
    pub burst: BurstShare,
    /// Data centres that decide on their own; `None`: one exact counter.
    pub edge: Option<Edge>,
    /// Somebody who changes the two limits while watching; `None`: nobody does.
    pub operator: Option<Operator>,
}

impl Cloudflare {
    /// A room with the product's defaults for everything but its two limits.
    pub fn new(name: &str, total_active_users: u32, new_users_per_minute: u32) -> Cloudflare {
        Cloudflare {
            name: name.to_owned(),
            opening: SimTime::ZERO,
            total_active_users,
            new_users_per_minute,
            session_duration: Span::from_minutes(5),
            disable_session_renewal: false,
            queueing_method: QueueingMethod::Fifo,
            queue_all: false,
            suspended: false,
            revoke: Share::NONE,
            events: Vec::new(),
            timetable: Vec::new(),
            bucket_rule: BucketRule::Reservation,
            newcomer_rule: NewcomerRule::Consistent,
            burst: BurstShare::HALF,
            edge: None,
            operator: None,
        }
    }
}

impl Room {
    /// A Cloudflare room.
    pub fn cloudflare(settings: &Cloudflare) -> Room {
        Room {
            composition: Composition::Cloudflare(settings.clone()),
            name: settings.name.clone(),
            opening: settings.opening,
            schedule: Schedule::of_cloudflare(settings),
            line: Line::Polled {
                interval: POLL_INTERVAL,
                grace: GRACE,
                bucket_rule: settings.bucket_rule,
                newcomer_rule: settings.newcomer_rule,
            },
            estimator: Estimator::AheadOverLastMinute,
            revoke: settings.revoke,
            edge: settings.edge.clone(),
            operator: settings.operator.clone(),
        }
    }
}
