//! When people come.

use std::sync::Arc;

use super::distribution::Distribution;
use crate::units::{Share, SimTime, Span};

/// How the arrivals of a group are spread over time, relative to the opening of its room.
#[derive(Clone, Debug, PartialEq)]
pub enum ArrivalProfile {
    /// Each person comes at an independent offset from the opening. Several components make a mixture; one
    /// component that starts before the opening makes early birds.
    Offsets(Vec<Component>),
    /// Each person comes in a minute of the table with probability proportional to its count, evenly within
    /// the minute: a measured curve used as a shape.
    Shape(MinuteTable),
    /// A Poisson process with a steady rate from the opening; the number of people is an outcome.
    Poisson {
        /// Expected people per minute; positive.
        people_per_minute: f64,
        /// How long the process lasts; positive.
        lasting: Span,
    },
    /// Person k comes exactly then: recorded or made by hand. The number of people is the list's length.
    Exact(Arc<[SimTime]>),
}

/// One part of a mixture of offsets.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Share of people who follow this part; the shares of a mixture add up to one.
    pub share: Share,
    /// Added to every offset; negative for early birds.
    pub shift: Span,
    /// Law of the offset.
    pub offset: Distribution,
}

/// People counted minute by minute.
#[derive(Clone, Debug, PartialEq)]
pub struct MinuteTable {
    /// Minute of the first count, from the opening; may be negative.
    pub first_minute: i64,
    /// People in each minute; finite, not negative, with a positive sum.
    pub counts: Vec<f64>,
}

impl ArrivalProfile {
    /// Everyone follows one law from the opening.
    pub fn from_opening(offset: Distribution) -> ArrivalProfile {
        ArrivalProfile::Offsets(vec![Component { share: Share::ALL, shift: Span::ZERO, offset }])
    }
}

/// The default: 70 % memoryless with mean 6 min, 30 % memoryless with mean 40 min.
///
/// `stretch` multiplies both means and `eager` is the share of the first part.
pub fn opening_profile(eager: Share, stretch: f64) -> ArrivalProfile {
    let component = |share: Share, minutes: i64| Component {
        share,
        shift: Span::ZERO,
        offset: Distribution::Exponential { mean: Span::from_minutes(minutes) }.scaled(stretch),
    };
    // Rounded, so that 70 % leaves 30 % and not 30.000000000000004 %.
    let patient = ((1.0 - eager.value()) * 1e12 + 0.5) as u64 as f64 / 1e12;
    let patient = Share::new(patient).unwrap_or(Share::NONE);
    ArrivalProfile::Offsets(vec![component(eager, 6), component(patient, 40)])
}
