//! What was, as far back as somebody may still ask.

use std::collections::VecDeque;

/// A level over time: instant in microseconds, level from then on, level × microseconds up to then.
#[derive(Clone, Debug, Default)]
pub(super) struct PastLevel {
    /// Level before the first step.
    before: f64,
    steps: VecDeque<(i64, f64, f64)>,
}

impl PastLevel {
    /// So high at all times, until something is set.
    pub(super) fn of(before: f64) -> PastLevel {
        PastLevel { before, steps: VecDeque::new() }
    }

    /// The same as far as anybody may still ask.
    pub(super) fn restore(before: f64, steps: &[(i64, f64, f64)]) -> PastLevel {
        PastLevel { before, steps: steps.iter().copied().collect() }
    }

    pub(super) fn steps(&self) -> Vec<(i64, f64, f64)> {
        self.steps.iter().copied().collect()
    }

    /// The level from now on. Instants do not decrease.
    pub(super) fn set(&mut self, at: i64, level: f64) {
        let area = if self.steps.is_empty() { 0.0 } else { self.area(at) };
        match self.steps.back_mut() {
            Some(last) if last.0 == at => last.1 = level,
            Some(last) if last.1.total_cmp(&level).is_eq() => {}
            _ => self.steps.push_back((at, level, area)),
        }
    }

    /// Mean from `from` to `to`.
    pub(super) fn mean(&self, from: i64, to: i64) -> f64 {
        (self.area(to) - self.area(from)) / (to - from) as f64
    }

    /// Level × microseconds up to an instant, from the first step on; negative before it.
    fn area(&self, at: i64) -> f64 {
        match self.steps.partition_point(|step| step.0 <= at) {
            0 => {
                let (first, _, area) = self.steps.front().copied().unwrap_or((0, self.before, 0.0));
                area - self.before * (first - at) as f64
            }
            passed => {
                let (since, level, area) = self.steps[passed - 1];
                area + level * (at - since) as f64
            }
        }
    }

    /// Forgets what was before an instant.
    pub(super) fn forget(&mut self, before: i64) {
        while self.steps.get(1).is_some_and(|next| next.0 <= before) {
            self.steps.pop_front();
        }
    }
}

/// A count over time: instant in microseconds, count from then on.
#[derive(Clone, Debug, Default)]
pub(super) struct PastCount<T> {
    steps: VecDeque<(i64, T)>,
}

impl<T: Copy + PartialEq + Default> PastCount<T> {
    pub(super) fn restore(steps: &[(i64, T)]) -> PastCount<T> {
        PastCount { steps: steps.iter().copied().collect() }
    }

    pub(super) fn steps(&self) -> Vec<(i64, T)> {
        self.steps.iter().copied().collect()
    }

    /// The count from now on. Instants do not decrease.
    pub(super) fn set(&mut self, at: i64, count: T) {
        match self.steps.back_mut() {
            Some(last) if last.0 == at => last.1 = count,
            Some(last) if last.1 == count => {}
            _ => self.steps.push_back((at, count)),
        }
    }

    /// The count at an instant, everything that happened then included; 0 before the first step.
    pub(super) fn at(&self, at: i64) -> T {
        match self.steps.partition_point(|step| step.0 <= at) {
            0 => T::default(),
            passed => self.steps[passed - 1].1,
        }
    }

    /// Forgets what was before an instant.
    pub(super) fn forget(&mut self, before: i64) {
        while self.steps.get(1).is_some_and(|next| next.0 <= before) {
            self.steps.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_areas_over_time() {
        let mut level = PastLevel::default();
        level.set(10, 1.0);
        level.set(20, 3.0);
        level.set(30, 0.0);
        // 0 to 10: nothing; 10 to 20: 1; 20 to 30: 3.
        assert_eq!(level.mean(0, 40), 1.0);
        assert_eq!(level.mean(15, 25), 2.0);
        level.forget(22);
        assert_eq!(level.mean(22, 32), 2.4);
        let mut busy = PastLevel::of(0.5);
        assert_eq!(busy.mean(-100, -90), 0.5);
        busy.set(10, 1.0);
        assert_eq!(busy.mean(0, 20), 0.75);
    }

    #[test]
    fn a_count_is_that_of_the_last_change() {
        let mut count = PastCount::default();
        count.set(5, 1_u32);
        count.set(5, 2);
        count.set(9, 4);
        assert_eq!([4, 5, 8, 9, 100].map(|at| count.at(at)), [0, 2, 2, 4, 4]);
    }
}
