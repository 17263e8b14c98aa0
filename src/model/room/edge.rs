//! Data centres that decide on their own (model §3.6).

use crate::units::{Share, Span};

/// The edge: data centres that each decide from a snapshot of the room and share its slots by tickets.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Shares of the people whose requests reach each data centre; they add up to 1.
    pub data_centres: Vec<Share>,
    /// Age of the snapshot that a data centre decides from.
    pub sync_period: Span,
    /// Its age in a fast rise.
    pub spike_delay: Span,
    /// More new users than this in a minute are a fast rise.
    pub spike_threshold: u32,
    /// Independent counters of the pool that is open to every data centre; at least 1.
    pub anywhere_counters: u32,
}

impl Edge {
    /// Data centres with the stated defaults: snapshots 3 s old, 120 s while more than 2,000 new users a minute
    /// come, one counter.
    pub fn new(data_centres: Vec<Share>) -> Edge {
        Edge {
            data_centres,
            sync_period: Span::from_seconds(3),
            spike_delay: Span::from_seconds(120),
            spike_threshold: 2_000,
            anywhere_counters: 1,
        }
    }

    /// An audience in Japan: most requests reach Tokyo, many Osaka, few others (assumed; measure `coloCode`).
    pub fn japan() -> Edge {
        Edge::new(shares(&[0.55, 0.30, 0.10, 0.05]))
    }

    /// An audience in many countries: thirty data centres, each with nine tenths of the traffic of the one before
    /// (assumed).
    pub fn worldwide() -> Edge {
        let weights: Vec<f64> = (0..30).map(|rank| 0.9_f64.powi(rank)).collect();
        let sum: f64 = weights.iter().sum();
        Edge::new(shares(&weights.iter().map(|weight| weight / sum).collect::<Vec<_>>()))
    }
}

fn shares(values: &[f64]) -> Vec<Share> {
    values.iter().filter_map(|value| Share::new(*value)).collect()
}
