//! What people do besides waiting: come back, fall asleep, bring several devices, open the page early.

use super::Distribution;
use crate::units::{Share, Span};

/// Coming back after leaving the line, being turned away, or giving up.
#[derive(Clone, Debug, PartialEq)]
pub struct Comeback {
    /// Chance of coming back, each time.
    pub chance: Share,
    /// How long after.
    pub delay: Distribution,
    /// Share of those who come back with their cookie: within the grace of their place they still have it.
    pub with_cookie: Share,
}

/// Most times that one person comes back: a day ends even if everyone always does and nobody is let in.
pub const MOST_COMEBACKS: u32 = 100;

/// Phones that fall asleep while queued: no polls until they are woken. It happens once to a person, on the first
/// device.
#[derive(Clone, Debug, PartialEq)]
pub struct Sleep {
    /// Share of the people to whom it happens.
    pub share: Share,
    /// How long after the first request that was queued.
    pub after: Distribution,
    /// How long until the phone is woken.
    pub lasting: Distribution,
}

/// How many places people take, each with a device of its own: the share of people with exactly 1, 2, 3 … devices.
/// The shares add up to 1; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Devices(Vec<Share>);

/// Most devices of one person.
pub const MOST_DEVICES: usize = 16;

impl Devices {
    /// Everyone has one.
    pub fn one() -> Devices {
        Devices(vec![Share::ALL])
    }

    /// Shares of people with 1, 2, 3 … devices; `None` unless there are 1 to [`MOST_DEVICES`] shares that add up to
    /// 1 (to a billionth).
    pub fn new(shares: Vec<Share>) -> Option<Devices> {
        let sum: f64 = shares.iter().map(|share| share.value()).sum();
        ((1..=MOST_DEVICES).contains(&shares.len()) && (sum - 1.0).abs() < 1e-9).then_some(Devices(shares))
    }

    /// Everyone has so many; `None` outside 1 to [`MOST_DEVICES`].
    pub fn exactly(count: u32) -> Option<Devices> {
        let count = count as usize;
        (1..=MOST_DEVICES).contains(&count).then(|| {
            let mut shares = vec![Share::NONE; count];
            shares[count - 1] = Share::ALL;
            Devices(shares)
        })
    }

    /// Shares of people with 1, 2, 3 … devices.
    pub fn shares(&self) -> &[Share] {
        &self.0
    }

    /// Most devices that anyone has.
    pub fn most(&self) -> u32 {
        self.0.iter().rposition(|share| share.value() > 0.0).map_or(1, |last| last as u32 + 1)
    }

    /// Devices of the person with this uniform number: the smallest count whose cumulative share exceeds it.
    pub fn at(&self, uniform: f64) -> u32 {
        let mut below = 0.0;
        for (position, share) in self.0.iter().enumerate() {
            below += share.value();
            if uniform < below {
                return position as u32 + 1;
            }
        }
        self.most()
    }
}

/// What someone does who is let in before the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeforeOpening {
    /// Goes on with the visit as at any other time.
    Proceeds,
    /// Stays on the page, reloads it every so often, and begins the visit with the first reload at or after the
    /// opening.
    Waits {
        /// Time between reloads; above zero.
        reload: Span,
    },
}
