//! Laws of a length of time: thinking, patience, delays.

use std::sync::Arc;

use crate::units::{Share, Span};

/// A law of a length of time. All parameters are valid: means are positive, coefficients of variation are
/// positive and finite, quantiles rise.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Fixed(Span),
    /// Anything between two lengths, evenly.
    Uniform {
        /// Shortest.
        low: Span,
        /// Longest.
        high: Span,
    },
    /// Memoryless.
    Exponential {
        /// Mean length.
        mean: Span,
    },
    /// The usual law of times that people take: many short, few long.
    Lognormal {
        /// Mean length (not the median).
        mean: Span,
        /// Standard deviation ÷ mean.
        coefficient_of_variation: f64,
    },
    /// Sums of memoryless phases.
    Gamma {
        /// Mean length.
        mean: Span,
        /// Standard deviation ÷ mean.
        coefficient_of_variation: f64,
    },
    /// Weibull law.
    Weibull {
        /// Mean length.
        mean: Span,
        /// Standard deviation ÷ mean.
        coefficient_of_variation: f64,
    },
    /// Known quantiles, as analytics give them; between and beyond them the logarithm of the length is
    /// linear in the normal score.
    Quantiles(Vec<QuantilePoint>),
    /// Person k has the k-th length: measured or made by hand. People beyond the list start over.
    Listed(Arc<[Span]>),
}

/// Fewest points that make a law from quantiles.
pub const MIN_QUANTILES: usize = 2;

/// One known quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantilePoint {
    /// Share of people at or below the length; strictly between 0 and 1.
    pub share: Share,
    /// The length; positive.
    pub length: Span,
}

impl Distribution {
    /// The same law with every length multiplied by `factor` (positive, finite).
    pub fn scaled(&self, factor: f64) -> Distribution {
        let scale = |span: Span| Span::from_fractional_seconds(span.seconds() * factor);
        match self {
            Distribution::Fixed(span) => Distribution::Fixed(scale(*span)),
            Distribution::Uniform { low, high } => {
                Distribution::Uniform { low: scale(*low), high: scale(*high) }
            }
            Distribution::Exponential { mean } => Distribution::Exponential { mean: scale(*mean) },
            Distribution::Lognormal { mean, coefficient_of_variation } => Distribution::Lognormal {
                mean: scale(*mean),
                coefficient_of_variation: *coefficient_of_variation,
            },
            Distribution::Gamma { mean, coefficient_of_variation } => Distribution::Gamma {
                mean: scale(*mean),
                coefficient_of_variation: *coefficient_of_variation,
            },
            Distribution::Weibull { mean, coefficient_of_variation } => Distribution::Weibull {
                mean: scale(*mean),
                coefficient_of_variation: *coefficient_of_variation,
            },
            Distribution::Quantiles(points) => Distribution::Quantiles(
                points
                    .iter()
                    .map(|point| QuantilePoint { share: point.share, length: scale(point.length) })
                    .collect(),
            ),
            Distribution::Listed(spans) => {
                Distribution::Listed(spans.iter().map(|span| scale(*span)).collect())
            }
        }
    }
}
