//! Accumulates numbers in one pass and turns samples into estimates with intervals.
//!
//! Knows nothing of rooms, people or time units: numbers in, numbers out. "No data" is `None`, never `0` or NaN.
//!
//! | file | answers |
//! |---|---|
//! | [`moments`] | mean, standard deviation, standard error in one pass, mergeable |
//! | [`quantiles`] | exact order statistics of integers without a full sort |
//! | [`interval`] | confidence interval of a mean or a proportion, prediction interval for one new value |
//! | [`kolmogorov_smirnov`] | does a sample follow a given law? |
//! | [`kendall`] | do two orders of the same things agree? |
//! | [`scalability`] | which universal scalability law goes through measured points? |
//! | [`certification`] | how many days prove that at most so many are bad? |
//! | [`selection`] | which of several systems has the smallest mean? |
//! | [`proportion`] | exact interval of a share, and of the difference of two shares of the same trials |

pub mod certification;
pub mod interval;
pub mod kendall;
pub mod kolmogorov_smirnov;
pub mod moments;
pub mod proportion;
pub mod quantiles;
pub mod scalability;
pub mod selection;

pub use certification::{CertificationPlan, certification_plan, plan_with_power, upper_share_bound};
pub use interval::{Interval, PredictionMethod, mean_interval, prediction_interval, proportion_interval};
pub use kendall::kendall_tau_b;
pub use kolmogorov_smirnov::{Fit, goodness_of_fit, kolmogorov_tail};
pub use moments::Moments;
pub use proportion::{paired_share_interval, share_interval};
pub use quantiles::{order_statistic, order_statistics, rank};
pub use scalability::{
    Fitted, ScalabilityFit, ScalabilityProblem, ScalingPoint, fit_scalability, scaling_levels,
};
pub use selection::Selection;

/// Snaps a product that rounding has moved off a whole number back onto it.
///
/// `0.07 × 100` is `7.000000000000001` in binary; its ceiling must be 7, not 8.
/// A value within four units in the last place of a whole number is taken to be that number.
fn snapped(value: f64) -> f64 {
    let nearest = value.round();
    if (value - nearest).abs() <= 4.0 * f64::EPSILON * nearest.abs().max(1.0) { nearest } else { value }
}
