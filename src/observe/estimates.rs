//! What the waiting page showed to each person, held against the wait that followed.
//!
//! Looks at the first stay in line of each person and at the first device alone. Of a range shown (random method) the
//! middle counts. Whoever leaves because of what the page shows has no error: nobody knows how long the wait would
//! have been.

use crate::engine::{Happening, Observer, Shown, Signal};
use crate::results::{ShownDay, ShownMeasure};
use crate::units::MINUTE;

/// Keeps what each person was shown, by rank. Needs a day of which every poll is played.
#[derive(Clone, Debug)]
pub struct Estimates {
    person: Vec<Person>,
}

/// What one person was shown.
#[derive(Clone, Copy, Debug, Default)]
struct Person {
    /// When the first page with a known wait was shown, microseconds.
    known_at: i64,
    /// What it said, in half minutes: the sum of both ends.
    first: u64,
    /// What the last known one said.
    last: u64,
    /// Largest rise from one known wait to the next.
    jump: u64,
    /// Pages with a known wait.
    known: u32,
    /// Time from the first known page to the admission, microseconds.
    waited: Option<i64>,
    /// Whether any page was shown.
    shown: bool,
    /// Whether the first stay in line is over.
    over: bool,
}

impl Estimates {
    /// Before anything happened, for so many people.
    pub fn new(people: usize) -> Estimates {
        Estimates { person: vec![Person::default(); people] }
    }

    /// The figures of the day.
    pub fn figures(&self) -> ShownDay {
        let shown = || self.person.iter().filter(|person| person.shown);
        let errors = || {
            let half_minute = MINUTE.microseconds() / 2;
            let error = move |person: &Person| {
                Some(
                    (person.first as i128 * i128::from(half_minute) - i128::from(person.waited?)) as f64
                        / 1e6,
                )
            };
            shown().filter_map(error)
        };
        let admitted = errors().count();
        let mean = |sum: f64| (admitted > 0).then(|| sum / admitted as f64);
        let share = |part: usize, of: usize| (of > 0).then(|| part as f64 / of as f64);
        let twice = || shown().filter(|person| person.known >= 2);
        let jump = twice().map(|person| person.jump).max();
        let mut figures = [None; ShownMeasure::ALL.len()];
        for (measure, value) in [
            (ShownMeasure::ErrorMean, mean(errors().sum())),
            (ShownMeasure::ErrorAbsMean, mean(errors().map(f64::abs).sum())),
            (
                ShownMeasure::RoseShare,
                share(twice().filter(|person| person.jump > 0).count(), twice().count()),
            ),
            (ShownMeasure::JumpMax, jump.map(|half_minutes| half_minutes as f64 * 30.0)),
            (
                ShownMeasure::UnknownShare,
                share(shown().filter(|person| person.known == 0).count(), shown().count()),
            ),
        ] {
            figures[measure as usize] = value;
        }
        figures
    }
}

impl Observer for Estimates {
    fn signal(&mut self, happening: &Happening) {
        match happening.signal {
            Signal::Admitted { .. } => {
                let person = &mut self.person[happening.rank as usize];
                if !person.over && person.known > 0 {
                    person.waited = Some(happening.at.microseconds() - person.known_at);
                }
                person.over = true;
            }
            Signal::AcceptedAtOnce { .. } | Signal::Left | Signal::TurnedAway => {
                self.person[happening.rank as usize].over = true;
            }
            _ => {}
        }
    }

    fn shown(&mut self, shown: &Shown) {
        let person = &mut self.person[shown.rank as usize];
        if person.over || shown.device > 0 {
            return;
        }
        person.shown = true;
        let Some(estimate) = shown.estimate else { return };
        let now = u64::from(estimate.low_minutes) + u64::from(estimate.high_minutes);
        if person.known == 0 {
            (person.known_at, person.first) = (shown.at.microseconds(), now);
        } else {
            person.jump = person.jump.max(now.saturating_sub(person.last));
        }
        person.last = now;
        person.known += 1;
    }
}
