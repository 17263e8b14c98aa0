//! The figures of one run.

use super::measure::Measure;

/// One figure for each measure; `None` where there is nothing to measure (no wait when nobody was admitted).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    values: [Option<f64>; Measure::ALL.len()],
}

impl Figures {
    /// No figures yet.
    pub const EMPTY: Figures = Figures { values: [None; Measure::ALL.len()] };

    /// The figure of a measure, in its unit.
    pub const fn get(&self, measure: Measure) -> Option<f64> {
        self.values[measure as usize]
    }

    /// Writes a figure down.
    pub const fn set(&mut self, measure: Measure, value: Option<f64>) {
        self.values[measure as usize] = value;
    }
}
