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
        /// Work of each request, in standard requests; above zero.
        work: f64,
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
    /// Work of the request that opens the step, in standard requests; above zero.
    pub work: f64,
}

impl Step {
    /// A step whose request is a standard one.
    pub fn new(name: &str, think: Distribution) -> Step {
        Step { name: name.to_owned(), think, work: 1.0 }
    }
}

impl Visit {
    /// Evenly spaced standard requests.
    pub fn even(duration: Distribution, pages: u32) -> Visit {
        Visit::Even { duration, pages, work: 1.0 }
    }

    /// Work of the heaviest request, in standard requests.
    pub fn heaviest_work(&self) -> f64 {
        match self {
            Visit::Even { work, .. } => *work,
            Visit::Steps(steps) => steps.iter().fold(0.0, |most, step| step.work.max(most)),
        }
    }

    /// Whether every request is a standard one.
    pub fn is_of_standard_requests(&self) -> bool {
        let is_standard = |work: f64| work.total_cmp(&1.0).is_eq();
        match self {
            Visit::Even { work, .. } => is_standard(*work),
            Visit::Steps(steps) => steps.iter().all(|step| is_standard(step.work)),
        }
    }

    /// Requests of an undisturbed visit; at least 1.
    pub fn pages(&self) -> u32 {
        match self {
            Visit::Even { pages, .. } => *pages,
            Visit::Steps(steps) => steps.len() as u32,
        }
    }
}
