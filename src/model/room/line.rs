//! How people wait: how they are released, in which order, and how a place is kept.

use crate::units::Span;

/// A line of people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line {
    /// People belong to the minute of their first queued request and are let in at a poll of their own; nobody
    /// tells the room that they left.
    Polled {
        /// Time between polls.
        interval: Span,
        /// How long a place lives after its last poll.
        grace: Span,
        /// Which minutes may take a slot.
        bucket_rule: BucketRule,
        /// Whether someone new may pass people in line.
        newcomer_rule: NewcomerRule,
    },
    /// People are present and are called the moment a slot is free; a leaver's place is gone at once.
    Called {
        /// Who is called.
        order: CallOrder,
        /// Most people in line; others are turned away. `None`: unlimited.
        line_limit: Option<u32>,
    },
}

/// Which minute buckets may take a slot: two readings of one documented sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketRule {
    /// A bucket is eligible when more slots are free than places are held in earlier buckets.
    Reservation,
    /// Only the oldest bucket that still has an unexpired place is eligible.
    Strict,
}

/// When someone without a place is accepted although others hold places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewcomerRule {
    /// If more slots are free than places are held at all (under the strict bucket rule: never).
    Consistent,
    /// Never.
    Sticky,
}

/// Who is called when a slot is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOrder {
    /// The first who came.
    Fifo,
    /// Anyone in line, with equal chance.
    Lottery,
}
