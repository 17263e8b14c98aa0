//! A waiting room as a composition of the parts that every room has.
//!
//! | part | file | variants today |
//! |---|---|---|
//! | limits (the entry test's numbers) | `limits.rs` | slots; clock-minute allowance with pacing, even spacing |
//! | line: release, order, keeping a place | `line.rs` | polled minute buckets; called in order or by lottery |
//! | session clock | `session.rs` | idle after the last request; since acceptance; visit and lag |
//! | estimator | `estimator.rs` | ahead ÷ last minute; none |
//!
//! The window to show up after the call has no variant yet: a person polls or is present, so it is empty in
//! both compositions. [`Room::cloudflare`] and [`Room::metered`] are the compositions; others join them here.

mod cloudflare;
mod estimator;
mod limits;
mod line;
mod metered;
mod session;

pub use cloudflare::{Cloudflare, MIN_LIMIT, SESSION_MINUTES};
pub use estimator::Estimator;
pub use limits::{BurstShare, Limits, Rate};
pub use line::{BucketRule, CallOrder, Line, NewcomerRule};
pub use metered::Metered;
pub use session::SessionClock;

use crate::units::SimTime;

/// A waiting room: only made by its compositions, so its parts fit together.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    composition: Composition,
    name: String,
    opening: SimTime,
    limits: Limits,
    line: Line,
    session: SessionClock,
    estimator: Estimator,
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

    /// How many may be inside and how fast.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How people wait.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// When a slot is given back.
    pub fn session(&self) -> SessionClock {
        self.session
    }

    /// What the waiting page says.
    pub fn estimator(&self) -> Estimator {
        self.estimator
    }
}
