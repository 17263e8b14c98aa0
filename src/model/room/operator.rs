//! Somebody who watches the room and changes its limits.

use crate::units::Span;

/// A rule that loosens limits while the origin has room and people queue, and tightens them when the origin is busy. It
/// sees both late and not exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// Time between two looks; the first comes so long after the opening. Above zero.
    pub every: Span,
    /// Limits are raised when the load is below this and people queue. The load is the station's utilisation; without a
    /// station, what comes nearest to its safe level, as a share of it.
    pub raise_below: f64,
    /// Limits are lowered when the load is above this; at least `raise_below`.
    pub lower_above: f64,
    /// By how much limits are raised: 0.25 is a quarter.
    pub raise_by: f64,
    /// By how much they are lowered; below 1.
    pub lower_by: f64,
    /// Which limits.
    pub adjusts: Adjusts,
    /// Bounds of `total_active_users`, both included.
    pub total_active_users: (u32, u32),
    /// Bounds of `new_users_per_minute`, both included.
    pub new_users_per_minute: (u32, u32),
    /// Age of what is seen, drawn evenly for each look: (youngest, oldest).
    pub delay: (Span, Span),
    /// The load seen is the mean over this time; above zero.
    pub window: Span,
    /// Standard deviation ÷ mean of the error of the load seen, by a lognormal law; 0: seen exactly.
    pub noise: f64,
}

/// Which limits an operator moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjusts {
    /// Both by the same share.
    Both,
    /// `total_active_users` alone.
    TotalActiveUsers,
    /// `new_users_per_minute` alone.
    NewUsersPerMinute,
}
