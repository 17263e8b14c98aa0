//! When a slot is given back.

use crate::units::Span;

/// The clock of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionClock {
    /// So long after the last request: every request starts it again (renewal on).
    IdleAfterLastRequest(Span),
    /// So long after acceptance, whatever happens (renewal off).
    SinceAcceptance(Span),
    /// At the end of the visit plus a lag; never lost in mid-visit.
    VisitAndLag(Span),
}
