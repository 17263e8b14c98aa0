//! How many people a room lets in, and how fast.

use crate::units::Span;

/// The numbers of a room's entry test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Most people holding a slot at once; `None`: unlimited.
    pub slots: Option<u32>,
    /// How fast slots are given.
    pub rate: Rate,
}

/// How fast a room gives slots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// As fast as they come.
    Unlimited,
    /// So many in each minute of the wall clock, released within the minute as the burst share says.
    PerClockMinute {
        /// Most acceptances in a minute.
        limit: u32,
        /// Share of the limit that is there at the start of the minute.
        burst: BurstShare,
    },
    /// Consecutive admissions lie at least so far apart.
    Spaced(Span),
}

/// Share of a minute's allowance available from its start; the rest grows evenly. In ten-thousandths, so that
/// the allowance is exact integer arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurstShare(u16);

impl BurstShare {
    /// One half: the default (the pacing of the real room is not published).
    pub const HALF: BurstShare = BurstShare(5_000);
    /// Nothing at once: the allowance grows evenly.
    pub const NONE: BurstShare = BurstShare(0);
    /// The whole allowance at once: no pacing.
    pub const ALL: BurstShare = BurstShare(10_000);

    /// The nearest representable share; `None` outside 0 to 1.
    pub fn new(share: f64) -> Option<BurstShare> {
        (0.0..=1.0).contains(&share).then_some(BurstShare((share * 10_000.0 + 0.5) as u16))
    }

    /// Ten-thousandths, 0 to 10,000.
    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }
}
