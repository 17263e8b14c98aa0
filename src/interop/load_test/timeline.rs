//! A run second by second, split into stretches in which the number of users stays the same.
//!
//! A level is a stretch of [`LEVEL_SECONDS`] or more after the [`SETTLING_SECONDS`] that follow a change of the number of
//! users: connections are opened and caches filled in them. Ramps give no level. The last second of a file is seldom
//! whole and is left out.

use std::collections::BTreeMap;
use std::ops::Range;

use super::LoadTestError;
use crate::results::{InServiceBasis, LoadLevel, LoadNote};

/// Left out after every change of the number of users.
const SETTLING_SECONDS: i64 = 5;
/// Shortest measurement that is a level.
const LEVEL_SECONDS: i64 = 10;
/// Numbers of users that differ by less than this share are the same: JMeter's threads end one by one.
const SAME_USERS: f64 = 0.02;
/// Longest test.
const MOST_SECONDS: i64 = 7 * 86_400;
/// A throughput that changes by more than this share within a level is told.
const UNSTEADY: f64 = 0.25;
/// That change in standard deviations of counts, to be more than chance.
const BEYOND_CHANCE: f64 = 4.0;
/// Most names that are told apart.
const MOST_NAMES: usize = 1000;

/// What happened in one second.
#[derive(Clone, Debug, Default)]
pub(super) struct Second {
    /// Users at the same time; the most, if it changed.
    pub(super) users: Option<f64>,
    /// Requests that ended, failed ones included.
    pub(super) requests: f64,
    /// Those of them that failed.
    pub(super) failed: f64,
    /// Sum of the response times that are known, seconds.
    pub(super) latency_sum: f64,
    /// How many are known.
    pub(super) timed: f64,
    /// Response times one by one, seconds, where the file has them.
    pub(super) latencies: Vec<f64>,
    /// What the file itself says 19 in 20 responses came within, seconds.
    pub(super) latency_p95: Option<f64>,
}

impl Second {
    /// Counts a request with its response time in seconds.
    pub(super) fn add_timed(&mut self, latency: f64) {
        self.requests += 1.0;
        self.timed += 1.0;
        self.latency_sum += latency;
        self.latencies.push(latency);
    }

    /// So many users at some time in this second.
    pub(super) fn see_users(&mut self, users: f64) {
        self.users = Some(self.users.map_or(users, |before| before.max(users)));
    }
}

/// Seconds of the clock with what happened in them.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    seconds: BTreeMap<i64, Second>,
}

/// Names of requests, so many of them that messages can list some.
#[derive(Debug, Default)]
pub(super) struct Names(std::collections::BTreeSet<String>);

impl Names {
    pub(super) fn see(&mut self, name: &str) {
        if self.0.len() < MOST_NAMES && !self.0.contains(name) {
            self.0.insert(name.to_owned());
        }
    }

    pub(super) fn list(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    /// What is to be said about the names of the requests that were counted.
    pub(super) fn note(&self, wanted: Option<&str>) -> Option<LoadNote> {
        match wanted {
            Some(name) if self.0.len() > 1 => Some(LoadNote::OnlyNamed { name: name.to_owned() }),
            None if self.0.len() > 1 => Some(LoadNote::MixedNames { names: self.0.len() }),
            Some(_) | None => None,
        }
    }
}

impl Timeline {
    /// The second that holds an instant.
    pub(super) fn at(&mut self, second: i64) -> &mut Second {
        self.seconds.entry(second).or_default()
    }

    /// Whether there is a request in it.
    pub(super) fn has_requests(&self) -> bool {
        self.seconds.values().any(|second| second.requests > 0.0)
    }

    /// The levels, and what was left out.
    pub(super) fn levels(self) -> Result<(Vec<LoadLevel>, Vec<LoadNote>), LoadTestError> {
        if !self.has_requests() {
            return Err(LoadTestError::NoRequests);
        }
        let seconds = self.dense()?;
        let mut notes = Vec::new();
        if seconds.iter().all(|second| second.users.is_none()) {
            notes.push(LoadNote::UsersUnknown);
        }
        let stretches = stretches(&seconds);
        let longest = stretches.iter().map(|stretch| stretch.len() as i64).max().unwrap_or(0);
        let settled: Vec<&[Second]> = stretches
            .into_iter()
            .map(|stretch| (stretch.start + SETTLING_SECONDS as usize).min(stretch.end)..stretch.end)
            .filter(|stretch| stretch.len() as i64 >= LEVEL_SECONDS)
            .map(|stretch| &seconds[stretch])
            .filter(|stretch| stretch[0].users.is_none_or(|users| users > 0.0))
            .collect();
        if settled.is_empty() {
            let needed = SETTLING_SECONDS + LEVEL_SECONDS;
            return Err(LoadTestError::NoSteadyLevel { longest, needed });
        }
        let used: usize = settled.iter().map(|stretch| stretch.len()).sum();
        notes.push(LoadNote::DroppedSeconds {
            seconds: (seconds.len() - used) as f64,
            of: seconds.len() as f64,
        });
        let mut levels = Vec::new();
        for stretch in settled {
            match level(stretch)? {
                Some(level) => levels.push(level),
                None => notes.push(LoadNote::NothingSucceeded { users: stretch[0].users }),
            }
            notes.extend(unsteady(stretch));
        }
        if levels.is_empty() { Err(LoadTestError::AllFailed) } else { Ok((levels, notes)) }
    }

    /// Every second from the first to the last but one; the number of users holds until it changes.
    fn dense(mut self) -> Result<Vec<Second>, LoadTestError> {
        let (Some(first), Some(last)) = (self.seconds.keys().next(), self.seconds.keys().next_back()) else {
            return Ok(Vec::new());
        };
        let (first, last) = (*first, *last);
        let length = last.saturating_sub(first);
        if length > MOST_SECONDS {
            return Err(LoadTestError::TooLong { days: length as f64 / 86_400.0 });
        }
        let mut users = self.seconds.values().find_map(|second| second.users);
        let mut dense = Vec::new();
        for at in first..last {
            let mut second = self.seconds.remove(&at).unwrap_or_default();
            users = second.users.or(users);
            second.users = users;
            dense.push(second);
        }
        Ok(dense)
    }
}

/// Stretches of seconds with the same number of users.
fn stretches(seconds: &[Second]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=seconds.len() {
        let goes_on = seconds.get(end).is_some_and(|second| is_same(seconds[start].users, second.users));
        if !goes_on {
            found.push(start..end);
            start = end;
        }
    }
    found
}

fn is_same(before: Option<f64>, now: Option<f64>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => (before - now).abs() <= SAME_USERS * before,
        (before, now) => before.is_none() && now.is_none(),
    }
}

/// What was measured; `None` if nothing succeeded.
fn level(stretch: &[Second]) -> Result<Option<LoadLevel>, LoadTestError> {
    let length = stretch.len() as f64;
    let sum = |of: fn(&Second) -> f64| stretch.iter().map(of).sum::<f64>();
    let (requests, failed) = (sum(|second| second.requests), sum(|second| second.failed));
    let timed = sum(|second| second.timed);
    let latency = (timed > 0.0).then(|| sum(|second| second.latency_sum) / timed);
    if requests - failed <= 0.0 {
        return Ok(None);
    }
    let users = stretch[0].users;
    let (in_service, basis) = match (latency.filter(|latency| *latency > 0.0), users) {
        (Some(latency), _) => (requests / length * latency, InServiceBasis::Little),
        (None, Some(users)) => (users, InServiceBasis::Users),
        (None, None) => return Err(LoadTestError::LoadUnknown),
    };
    Ok(Some(LoadLevel {
        in_service,
        basis,
        users,
        per_second: (requests - failed) / length,
        latency_mean_seconds: latency,
        latency_p95_seconds: latency_p95(stretch),
        failed_share: Some(failed / requests),
        seconds: Some(length),
    }))
}

/// By nearest rank over all responses, or what the file said last.
fn latency_p95(stretch: &[Second]) -> Option<f64> {
    let mut all: Vec<f64> = stretch.iter().flat_map(|second| second.latencies.iter().copied()).collect();
    if all.is_empty() {
        return stretch.iter().rev().find_map(|second| second.latency_p95);
    }
    // 19/20 of the count, rounded up, without leaving whole numbers.
    let rank = (all.len() * 19).div_ceil(20);
    Some(*all.select_nth_unstable_by(rank - 1, f64::total_cmp).1)
}

/// Tells a throughput that rises or falls within a level.
fn unsteady(stretch: &[Second]) -> Option<LoadNote> {
    let third = stretch.len() / 3;
    let succeeded = |part: &[Second]| part.iter().map(|second| second.requests - second.failed).sum::<f64>();
    let (before, after) = (succeeded(&stretch[..third]), succeeded(&stretch[stretch.len() - third..]));
    let change = (after - before).abs();
    let counts = change > UNSTEADY * before.max(after) && change > BEYOND_CHANCE * libm::sqrt(before + after);
    counts.then(|| LoadNote::Unsteady {
        users: stretch[0].users,
        from: before / third as f64,
        to: after / third as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many seconds with so many users, each with ten requests of 100 ms.
    fn add(timeline: &mut Timeline, from: i64, seconds: i64, users: f64) {
        for at in from..from + seconds {
            let second = timeline.at(at);
            second.see_users(users);
            for _ in 0..10 {
                second.add_timed(0.1);
            }
        }
    }

    #[test]
    fn steps_are_levels_and_ramps_are_not() {
        let mut timeline = Timeline::default();
        for ramp in 0..10 {
            add(&mut timeline, ramp, 1, ramp as f64);
        }
        add(&mut timeline, 10, 30, 10.0);
        add(&mut timeline, 40, 14, 20.0);
        add(&mut timeline, 54, 31, 40.0);
        let (levels, notes) = timeline.levels().unwrap();
        let told: Vec<_> =
            levels.iter().map(|level| (level.users, level.seconds, level.per_second)).collect();
        // 14 s at 20 users are too short after the settling, and the very last second is left out.
        assert_eq!(told, [(Some(10.0), Some(25.0), 10.0), (Some(40.0), Some(25.0), 10.0)]);
        assert!((levels[0].in_service - 1.0).abs() < 1e-9);
        assert_eq!(notes, [LoadNote::DroppedSeconds { seconds: 34.0, of: 84.0 }]);
    }

    #[test]
    fn a_ramp_alone_is_refused() {
        let mut timeline = Timeline::default();
        for ramp in 0..60 {
            add(&mut timeline, ramp, 1, ramp as f64);
        }
        let error = timeline.levels().unwrap_err();
        assert!(matches!(error, LoadTestError::NoSteadyLevel { needed: 15, .. }), "{error:?}");
    }

    #[test]
    fn a_throughput_that_breaks_down_is_told() {
        let mut timeline = Timeline::default();
        add(&mut timeline, 0, 60, 5.0);
        for at in 40..60 {
            timeline.at(at).failed = 9.0;
        }
        let (levels, notes) = timeline.levels().unwrap();
        assert!(notes.iter().any(|note| matches!(note, LoadNote::Unsteady { .. })), "{notes:?}");
        assert!((levels[0].failed_share.unwrap() - 9.0 * 19.0 / 540.0).abs() < 1e-9);
    }
}
