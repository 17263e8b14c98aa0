//! The wait that the waiting page shows, held against what people experience.

use serde::{Deserialize, Serialize};

use super::fairness::Mean;

/// Something measured on a day of which every page was looked at. All are about the first stay in line of each
/// person, on the first device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // `definition` documents every variant, in the words that users read.
pub enum ShownMeasure {
    ErrorMean,
    ErrorAbsMean,
    RoseShare,
    JumpMax,
    UnknownShare,
}

/// What such a measure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownUnit {
    /// Length of time.
    Seconds,
    /// A share, 0 to 1.
    Share,
}

/// The figures of one day, in the order of [`ShownMeasure::ALL`]; `None` where there is nothing to measure.
pub type ShownDay = [Option<f64>; ShownMeasure::ALL.len()];

/// How far the waits shown lie from the waits experienced, over days.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownFigures {
    /// Days of which every page was looked at.
    pub days: u32,
    /// Level of the intervals.
    pub level: f64,
    /// Means over these days, in the order of [`ShownMeasure::ALL`].
    pub measures: Vec<(ShownMeasure, Mean)>,
}

impl ShownFigures {
    /// The mean of a measure; `None` if no day had one.
    pub fn value(&self, measure: ShownMeasure) -> Option<f64> {
        self.measures.iter().find(|(other, _)| *other == measure).and_then(|(_, mean)| mean.value)
    }
}

impl ShownMeasure {
    /// All measures, in the order of outputs.
    pub const ALL: [ShownMeasure; 5] = [
        ShownMeasure::ErrorMean,
        ShownMeasure::ErrorAbsMean,
        ShownMeasure::RoseShare,
        ShownMeasure::JumpMax,
        ShownMeasure::UnknownShare,
    ];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            ShownMeasure::ErrorMean => "estimate_error_mean",
            ShownMeasure::ErrorAbsMean => "estimate_error_abs_mean",
            ShownMeasure::RoseShare => "estimate_rose_share",
            ShownMeasure::JumpMax => "estimate_jump_max",
            ShownMeasure::UnknownShare => "estimate_unknown_share",
        }
    }

    /// The measure with this name.
    pub fn named(name: &str) -> Option<ShownMeasure> {
        ShownMeasure::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// Unit.
    pub const fn unit(self) -> ShownUnit {
        match self {
            ShownMeasure::ErrorMean | ShownMeasure::ErrorAbsMean | ShownMeasure::JumpMax => {
                ShownUnit::Seconds
            }
            ShownMeasure::RoseShare | ShownMeasure::UnknownShare => ShownUnit::Share,
        }
    }

    /// The range that a figure cannot leave.
    pub const fn bounds(self) -> [f64; 2] {
        match self {
            ShownMeasure::ErrorMean => [f64::NEG_INFINITY, f64::INFINITY],
            ShownMeasure::ErrorAbsMean | ShownMeasure::JumpMax => [0.0, f64::INFINITY],
            ShownMeasure::RoseShare | ShownMeasure::UnknownShare => [0.0, 1.0],
        }
    }

    /// Definition in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            ShownMeasure::ErrorMean => {
                "mean of: first known wait shown − time from that page to the admission; people let in from their first \
                 stay in line who saw a known wait; below zero: longer waits than shown; random method: middle of the \
                 range shown"
            }
            ShownMeasure::ErrorAbsMean => {
                "the same without the sign: how far the first known wait shown is off"
            }
            ShownMeasure::RoseShare => {
                "share of the people shown at least two known waits to whom a page showed more than the known one before"
            }
            ShownMeasure::JumpMax => "largest rise from one known wait shown to somebody to the next",
            ShownMeasure::UnknownShare => {
                "share of the people shown a page who saw no known wait before they were let in or left"
            }
        }
    }
}

impl ShownUnit {
    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            ShownUnit::Seconds => "seconds",
            ShownUnit::Share => "share",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Measure;

    #[test]
    fn names_are_unique_and_found_again() {
        for (position, measure) in ShownMeasure::ALL.into_iter().enumerate() {
            assert_eq!(ShownMeasure::named(measure.name()), Some(measure));
            assert_eq!(measure as usize, position);
            assert_eq!(Measure::named(measure.name()), None);
        }
    }
}
