//! What the waiting page says about the wait.

/// How the shown wait is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// In order of the line: places in earlier buckets ÷ acceptances in the previous full minute, rounded up to
    /// whole minutes, at least one. By lot: the same with a quarter and three quarters of all places. Unknown when
    /// nobody was accepted in that minute, under queue-all and in a prequeue.
    AheadOverLastMinute,
    /// Nothing is shown.
    Nothing,
}
