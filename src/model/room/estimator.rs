//! What the waiting page says about the wait. A part of every room's description; the engine does not play it yet,
//! because nobody reacts to what is shown in this version.

/// How the shown wait is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// Places in earlier buckets ÷ acceptances in the previous full minute, rounded up to whole minutes, at
    /// least one; unknown when nobody was accepted in that minute.
    AheadOverLastMinute,
    /// Nothing is shown.
    Nothing,
}
