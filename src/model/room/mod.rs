//! A waiting room as a composition of the parts that every room has.
//!
//! | part | file | variants today |
//! |---|---|---|
//! | limits (the entry test's numbers) | `limits.rs` | slots; clock-minute allowance with pacing, even spacing |
//! | line: release, order, keeping a place | `line.rs` | polled minute buckets; called in order or by lottery |
//! | session clock | `session.rs` | idle after the last request; since acceptance; visit and lag |
//! | schedule: what is in force when | `schedule.rs`, `event.rs` | one regime; timetable and events |
//! | estimator | `estimator.rs` | ahead ÷ last minute; none |
//! | edge | `edge.rs`, `tickets.rs` | one exact counter; data centres with snapshots |
//! | operator | `operator.rs` | none; raises and lowers limits while watching |
//!
//! The window to show up after the call has no variant yet: a person polls or is present, so it is empty in
//! both compositions. [`Room::cloudflare`] and [`Room::metered`] are the compositions; others join them here.

mod cloudflare;
mod edge;
mod estimator;
mod event;
mod limits;
mod line;
mod metered;
mod operator;
mod schedule;
mod session;
mod tickets;

pub use cloudflare::{Cloudflare, MIN_LIMIT, SESSION_MINUTES};
pub use edge::Edge;
pub use estimator::Estimator;
pub use event::{Change, Event, MAX_EVENTS, MIN_EVENT, MIN_PREQUEUE};
pub use limits::{BurstShare, Limits, Rate};
pub use line::{BucketRule, CallOrder, Line, NewcomerRule};
pub use metered::Metered;
pub use operator::{Adjusts, Operator};
pub use schedule::{Entry, QueueingMethod, Regime, Schedule};
pub use session::SessionClock;
pub use tickets::{SlotSplit, Slots, TicketCounter, takes_slot};

use crate::units::{Share, SimTime};

/// A waiting room: only made by its compositions, so its parts fit together.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    composition: Composition,
    name: String,
    opening: SimTime,
    schedule: Schedule,
    line: Line,
    estimator: Estimator,
    revoke: Share,
    edge: Option<Edge>,
    operator: Option<Operator>,
}

/// The settings that a room was composed from.
#[derive(Clone, Debug, PartialEq)]
pub enum Composition {
    /// As Cloudflare Waiting Room is documented to behave.
    Cloudflare(Cloudflare),
    /// The textbook room.
    Metered(Metered),
}

impl Room {
    /// The settings that the room was composed from.
    pub fn composition(&self) -> &Composition {
        &self.composition
    }

    /// Name, for reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the room's service opens; arrival profiles count from here.
    pub fn opening(&self) -> SimTime {
        self.opening
    }

    /// Which settings are in force when.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How many may be inside and how fast, when the service opens.
    pub fn limits(&self) -> &Limits {
        &self.schedule.at(self.opening).limits
    }

    /// How people wait.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// When a slot is given back, when the service opens.
    pub fn session(&self) -> SessionClock {
        self.schedule.at(self.opening).session
    }

    /// Share of visitors whose session the origin ends with the request that opens the last step.
    pub fn revoke(&self) -> Share {
        self.revoke
    }

    /// Data centres that decide on their own; `None`: one exact counter.
    pub fn edge(&self) -> Option<&Edge> {
        self.edge.as_ref()
    }

    /// Somebody who changes the limits while watching; `None`: nobody does.
    pub fn operator(&self) -> Option<&Operator> {
        self.operator.as_ref()
    }

    /// What the waiting page says.
    pub fn estimator(&self) -> Estimator {
        self.estimator
    }
}
