//! What an operator does about what was seen (O3).

use super::Operator;

/// O3: "load < raise_below and line > 0: limits × (1 + raise_by); load > lower_above: limits × (1 − lower_by); rounded to the
/// nearest whole number, then moved into the bounds, new_users_per_minute ≤ total_active_users."
/// `limits` are `total_active_users` and `new_users_per_minute`; `None` is that nothing is done.
/// AMBIGUOUS: an operator who moves `total_active_users` alone pulls `new_users_per_minute` down with it where it would be
/// more; its own bounds are not asked about then.
pub(super) fn decide(operator: &Operator, load: f64, line: i64, limits: (u32, u32)) -> Option<(u32, u32)> {
    let factor = if load < operator.raise_below && line > 0 {
        1.0 + operator.raise_by
    } else if load > operator.lower_above {
        1.0 - operator.lower_by
    } else {
        return None;
    };
    let moved = |limit: u32, bounds: (u32, u32)| {
        ((f64::from(limit) * factor).round() as u32).clamp(bounds.0, bounds.1)
    };
    let (mut active, mut rate) = limits;
    if operator.moves_total_active_users {
        active = moved(active, operator.total_active_users);
    }
    if operator.moves_new_users_per_minute {
        rate = moved(rate, operator.new_users_per_minute);
    }
    Some((active, rate.min(active)))
}
