//! The booking servers behind the rooms.

/// The servers that the rooms protect; all rooms of a system share them.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// Answers every request at once, whatever the load.
    Immediate,
}
