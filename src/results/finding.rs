//! Anything that a report can be made of.

use super::answer::Answer;
use super::compare::Comparison;
use super::fairness::Fairness;
use super::recommendation::Recommendation;
use super::sweep::Sweep;

/// Anything that a report can be made of: what one verb found, whichever it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What `predict` or `run` found.
    Answer(Box<Answer>),
    /// What `fairness` found.
    Fairness(Box<Fairness>),
    /// What `compare` found.
    Comparison(Box<Comparison>),
    /// What `sweep` found.
    Sweep(Box<Sweep>),
    /// What `recommend` found.
    Recommendation(Box<Recommendation>),
}
