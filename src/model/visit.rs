//! What a person does on the site.

use super::distribution::Distribution;

/// The steps of a visit. The first request is the one that was accepted; it opens step 1. After a step's think
/// time the request that opens the next step is made. The request that opens the last step makes the booking.
#[derive(Clone, Debug, PartialEq)]
pub enum Visit {
    /// `pages` requests evenly spaced over a duration; nothing after the last request.
    Even {
        /// From the first to the last request.
        duration: Distribution,
        /// Requests; at least 1.
        pages: u32,
    },
    /// Steps with their own think times; the last one is followed by no request.
    Steps(Vec<Step>),
}

/// One step of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the person does, for reports.
    pub name: String,
    /// How long it takes.
    pub think: Distribution,
}

impl Visit {
    /// Requests of an undisturbed visit; at least 1.
    pub fn pages(&self) -> u32 {
        match self {
            Visit::Even { pages, .. } => *pages,
            Visit::Steps(steps) => steps.len() as u32,
        }
    }
}
