//! How far somebody's visit has got, in any room.

use super::{AtOrigin, Person};

/// What the answer to a request in service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The step begins.
    Step,
    /// R18: the page of before the opening; no step begins.
    Waiting,
}

/// A visit.
pub(super) struct Visit {
    /// The think times of this visit; they shrink when steps are done again.
    pub think: Vec<i64>,
    /// The step that the next request opens, or that the one in service is opening.
    pub opens: usize,
    /// The step that goes on; `None` until the first has begun, and from a request that reached the origin to its answer.
    pub going_on: Option<usize>,
    /// What is in service for this person and not given up.
    pub awaited: Option<Awaited>,
    /// Failures of this request (this opening of this step).
    pub failures: u32,
    /// Failures of all of this person's requests, which number the delays.
    pub failures_ever: u32,
    /// The next request within the visit.
    pub next_request: Option<i64>,
    /// When the visit ends; known from the last answer on.
    pub ends: Option<i64>,
}

impl Visit {
    pub fn new(who: &Person) -> Visit {
        Visit {
            think: who.think.clone(),
            opens: 0,
            going_on: None,
            awaited: None,
            failures: 0,
            failures_ever: 0,
            next_request: None,
            ends: None,
        }
    }

    /// "the visit begins anew at step 1".
    pub fn begins_anew(&mut self, who: &Person) {
        *self = Visit { failures_ever: self.failures_ever, ..Visit::new(who) };
    }

    /// A request reaches the origin: nothing goes on until it is answered.
    pub fn asks(&mut self, awaited: Awaited) {
        assert_eq!(self.awaited, None, "one request at a time");
        self.going_on = None;
        self.awaited = Some(awaited);
    }

    /// The request in service was answered.
    pub fn is_answered(&mut self) -> Awaited {
        self.failures = 0;
        self.awaited.take().expect("the answer to a request")
    }

    /// S7: "after a delay (keyed by how many of this person's requests have failed before: 0, 1, …), if this request (this
    /// opening of this step) has failed at most `retries` times so far; else gives up." The delay; `None`: gives up.
    pub fn fails(&mut self, own: &AtOrigin, retries: Option<u32>) -> Option<i64> {
        let _ = self.awaited.take().expect("a request that fails");
        let number = self.failures_ever;
        self.failures_ever += 1;
        self.failures += 1;
        retries.is_none_or(|most| self.failures <= most).then(|| (own.retry_delay.0)(number))
    }
}
