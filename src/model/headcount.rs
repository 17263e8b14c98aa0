//! How many people come.

use crate::units::Share;

/// A number of people, fixed or drawn once a day. People, not requests.
#[derive(Clone, Debug, PartialEq)]
pub enum Headcount {
    /// Known.
    Fixed(u32),
    /// Anything from `low` to `high`, evenly.
    Between {
        /// Fewest.
        low: u32,
        /// Most; at least `low`.
        high: u32,
    },
    /// Eligible people × turnout × share who use the web, each share drawn evenly from its range.
    Eligible {
        /// People who may book.
        eligible: u32,
        /// Range of the share who come at all.
        turnout: (Share, Share),
        /// Range of the share of those who come by web.
        web_share: (Share, Share),
    },
    /// Accesses counted by a server ÷ accesses of one person, the latter drawn evenly from its range.
    Accesses {
        /// Requests counted.
        accesses: u32,
        /// Range of requests a person; positive.
        per_person: (f64, f64),
    },
    /// Given by the arrival profile (a list or a Poisson process).
    FromArrivals,
}

impl Headcount {
    /// The headcount when its uncertain parts sit at these points (0 to 1) of their ranges; `None` when the
    /// arrival profile decides.
    pub fn at(&self, points: [f64; 2]) -> Option<u32> {
        let between = |low: f64, high: f64, point: f64| low + (high - low) * point;
        let whole = |value: f64| (value + 0.5) as u32;
        match self {
            Headcount::Fixed(count) => Some(*count),
            Headcount::Between { low, high } => {
                Some(whole(between(f64::from(*low), f64::from(*high), points[0])))
            }
            Headcount::Eligible { eligible, turnout, web_share } => {
                let turnout = between(turnout.0.value(), turnout.1.value(), points[0]);
                let web_share = between(web_share.0.value(), web_share.1.value(), points[1]);
                Some(whole(f64::from(*eligible) * turnout * web_share))
            }
            Headcount::Accesses { accesses, per_person } => {
                // More accesses a person means fewer people: reversed, so that a larger point is a larger crowd.
                let each = between(per_person.1, per_person.0, points[0]);
                Some(whole(f64::from(*accesses) / each))
            }
            Headcount::FromArrivals => None,
        }
    }

    /// The headcount in the middle of its ranges.
    pub fn middle(&self) -> Option<u32> {
        self.at([0.5, 0.5])
    }

    /// Largest possible headcount.
    pub fn largest(&self) -> Option<u32> {
        self.at([1.0, 1.0])
    }

    /// Smallest possible headcount.
    pub fn smallest(&self) -> Option<u32> {
        self.at([0.0, 0.0])
    }

    /// Whether the number differs from day to day.
    pub fn is_uncertain(&self) -> bool {
        self.smallest() != self.largest()
    }
}
