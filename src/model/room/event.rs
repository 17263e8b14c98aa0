//! What changes a Cloudflare room's settings at known times: scheduled events and a timetable.

use super::QueueingMethod;
use crate::units::{SimTime, Span};

/// Most events of one room that the product takes.
pub const MAX_EVENTS: usize = 5;
/// Shortest time between the start of a prequeue and the start of its event.
pub const MIN_PREQUEUE: Span = Span::from_minutes(5);
/// Shortest event.
pub const MIN_EVENT: Span = Span::from_minutes(1);

/// A scheduled event, with the product's own names; `None` inherits the room's setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Name: letters, digits, hyphen, underscore.
    pub name: String,
    /// From here on everyone new is queued and nobody is let in; `None`: no prequeue.
    pub prequeue_start_time: Option<SimTime>,
    /// From here on the event's settings are in force.
    pub event_start_time: SimTime,
    /// From here on the room's own settings are in force again.
    pub event_end_time: SimTime,
    /// Everyone in line at the start is put in random order; needs a prequeue.
    pub shuffle_at_event_start: bool,
    /// Target for concurrent sessions; given together with `new_users_per_minute` or not at all.
    pub total_active_users: Option<u32>,
    /// Target for acceptances in a minute.
    pub new_users_per_minute: Option<u32>,
    /// In force from the start of the prequeue.
    pub session_duration: Option<Span>,
    /// In force from the start of the prequeue.
    pub disable_session_renewal: Option<bool>,
    /// Who is let in when a slot is free.
    pub queueing_method: Option<QueueingMethod>,
    /// The event is ignored.
    pub suspended: bool,
}

impl Event {
    /// An event that changes nothing by itself.
    pub fn new(name: &str, event_start_time: SimTime, event_end_time: SimTime) -> Event {
        Event {
            name: name.to_owned(),
            prequeue_start_time: None,
            event_start_time,
            event_end_time,
            shuffle_at_event_start: false,
            total_active_users: None,
            new_users_per_minute: None,
            session_duration: None,
            disable_session_renewal: None,
            queueing_method: None,
            suspended: false,
        }
    }

    /// When the event begins to matter: its prequeue, or its start.
    pub fn begins(&self) -> SimTime {
        self.prequeue_start_time.unwrap_or(self.event_start_time)
    }
}

/// A change of the room's own settings at an instant; `None` leaves a setting as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// From here on.
    pub at: SimTime,
    /// See [`Cloudflare::total_active_users`](super::Cloudflare::total_active_users).
    pub total_active_users: Option<u32>,
    /// See [`Cloudflare::new_users_per_minute`](super::Cloudflare::new_users_per_minute).
    pub new_users_per_minute: Option<u32>,
    /// See [`Cloudflare::session_duration`](super::Cloudflare::session_duration).
    pub session_duration: Option<Span>,
    /// See [`Cloudflare::disable_session_renewal`](super::Cloudflare::disable_session_renewal).
    pub disable_session_renewal: Option<bool>,
    /// See [`Cloudflare::queueing_method`](super::Cloudflare::queueing_method).
    pub queueing_method: Option<QueueingMethod>,
    /// See [`Cloudflare::queue_all`](super::Cloudflare::queue_all).
    pub queue_all: Option<bool>,
    /// See [`Cloudflare::suspended`](super::Cloudflare::suspended).
    pub suspended: Option<bool>,
}

impl Change {
    /// A change of nothing.
    pub fn new(at: SimTime) -> Change {
        Change {
            at,
            total_active_users: None,
            new_users_per_minute: None,
            session_duration: None,
            disable_session_renewal: None,
            queueing_method: None,
            queue_all: None,
            suspended: None,
        }
    }
}
