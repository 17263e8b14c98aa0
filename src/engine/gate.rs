//! The limits at work: how many slots are free, and when the next one can be given.

use std::collections::VecDeque;

use crate::model::room::{Limits, Rate};
use crate::units::{MINUTE, Span};

/// Slots and rate of a room during a run.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    slots: i64,
    active: i64,
    pace: Pace,
    /// When sessions ended in the last 20 s; kept only for the random method.
    ended: Option<VecDeque<i64>>,
}

#[derive(Clone, Debug)]
enum Pace {
    Unlimited,
    Minute(MinutePace),
    Spaced { every: i64, next: i64 },
}

/// The allowance of a clock minute: ⌊limit × (b + (1 − b) · s ÷ 60)⌋ − accepted in this minute.
#[derive(Clone, Debug)]
struct MinutePace {
    limit: u64,
    burst: u64,
    offset: i64,
    minute: i64,
    /// When `minute` begins, so that it is not worked out again and again.
    start: i64,
    accepted: u64,
    /// Acceptances in the minute before `minute`.
    before: u64,
}

/// The random method looks this far ahead and back: one poll interval of the room.
const EXPECTED_WITHIN: i64 = 20_000_000;
const MINUTE_US: i64 = MINUTE.microseconds();
/// Burst shares count in ten-thousandths.
const WHOLE: u64 = 10_000;
/// Below this limit and count all products fit 64 bits.
const NARROW: u64 = 15_000_000;

/// A stretch of time in which slots are free as far as the rate is concerned: from the first instant, and up to
/// but without the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) from: i64,
    pub(super) until: i64,
}

/// Minutes that are looked through at once for a poll that meets the allowance.
const MINUTES_AHEAD: u32 = 64;
/// The same where polls come at the same seconds again within so many minutes.
const MOST_MINUTES_AHEAD: u32 = 300;

/// How many minutes to look through for a poll that meets the allowance, and whether nobody ever does who does not by then:
/// all polls have come round at their seconds of a minute in minutes in which nobody was let in.
pub(super) fn minutes_ahead(interval: i64) -> (u32, bool) {
    let (mut a, mut b) = (interval, MINUTE_US);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    match u32::try_from(interval / a) {
        // The minute that has begun, and one more for the polls before an opening.
        Ok(round) if round <= MOST_MINUTES_AHEAD => (round + 2, true),
        _ => (MINUTES_AHEAD, false),
    }
}

/// What a gate must remember to go on another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateMemory {
    /// Minute of the last acceptance and acceptances in it (clock-minute rate).
    pub minute: i64,
    /// See `minute`.
    pub accepted: u64,
    /// Acceptances in the minute before.
    pub before: u64,
    /// Earliest next admission in microseconds (spaced rate).
    pub next: i64,
    /// When sessions ended in the last 20 s, in microseconds (random method).
    pub ended: Vec<i64>,
}

impl Gate {
    pub(super) fn new(limits: &Limits, minute_offset: Span) -> Gate {
        let pace = match limits.rate {
            Rate::Unlimited => Pace::Unlimited,
            Rate::Spaced(every) => Pace::Spaced { every: every.microseconds(), next: i64::MIN },
            Rate::PerClockMinute { limit, burst } => Pace::Minute(MinutePace {
                limit: u64::from(limit),
                burst: u64::from(burst.ten_thousandths()),
                offset: minute_offset.microseconds(),
                minute: i64::MIN,
                start: i64::MIN,
                accepted: 0,
                before: 0,
            }),
        };
        Gate { slots: limits.slots.map_or(i64::MAX, i64::from), active: 0, pace, ended: None }
    }

    /// Keeps in mind when sessions end.
    pub(super) fn remember_ends(&mut self) {
        self.ended = Some(VecDeque::new());
    }

    /// Other limits from now on; what was given stays given and counted.
    pub(super) fn set(&mut self, limits: &Limits) {
        self.slots = limits.slots.map_or(i64::MAX, i64::from);
        if let (Pace::Minute(pace), Rate::PerClockMinute { limit, burst }) = (&mut self.pace, limits.rate) {
            (pace.limit, pace.burst) = (u64::from(limit), u64::from(burst.ten_thousandths()));
        }
    }

    /// Acceptances in the clock minute before the present one.
    pub(super) fn accepted_last_minute(&self, now: i64) -> u64 {
        match &self.pace {
            Pace::Minute(pace) => match pace.minute_of(now).wrapping_sub(pace.minute) {
                0 => pace.before,
                1 => pace.accepted,
                _ => 0,
            },
            Pace::Unlimited | Pace::Spaced { .. } => 0,
        }
    }

    /// The most that [`Gate::expected_slots`] can become before the minute ends, if nothing happens.
    pub(super) fn expected_at_most(&self, now: i64) -> f64 {
        let ended = self.ended.as_ref().map_or(0, |ended| ended.len() as i64);
        let by_slots = (self.open_slots() + ended) as f64;
        match &self.pace {
            Pace::Minute(pace) => {
                let left = pace.limit as f64 - pace.accepted_in(pace.minute_of(now)) as f64;
                by_slots.min(left + pace.third())
            }
            Pace::Unlimited | Pace::Spaced { .. } => by_slots,
        }
    }

    /// E of the random method: slots expected in the next 20 s; may be negative.
    pub(super) fn expected_slots(&mut self, now: i64) -> f64 {
        let ended = match &mut self.ended {
            Some(ended) => {
                while ended.front().is_some_and(|at| *at <= now - EXPECTED_WITHIN) {
                    ended.pop_front();
                }
                ended.len() as i64
            }
            None => 0,
        };
        let allowance = match &self.pace {
            Pace::Minute(pace) => pace.allowance(now),
            Pace::Unlimited | Pace::Spaced { .. } => i64::MAX,
        };
        self.expected(self.open_slots() + ended, allowance)
    }

    /// The same from what is known of the open slots, those that ended in the last 20 s among them, and of the
    /// allowance.
    pub(super) fn expected(&self, open_slots: i64, allowance: i64) -> f64 {
        let by_slots = open_slots as f64;
        match &self.pace {
            Pace::Minute(pace) => by_slots.min(allowance as f64 + pace.third()),
            Pace::Unlimited | Pace::Spaced { .. } => by_slots,
        }
    }

    /// Sessions that ended in the 20 s up to an instant; 0 unless ends are kept in mind.
    pub(super) fn ended_lately(&self, at: i64) -> u32 {
        let within = |ended: &&i64| **ended > at - EXPECTED_WITHIN;
        self.ended.iter().flatten().rev().take_while(within).count() as u32
    }

    /// Slots that there are, held ones included.
    #[inline]
    pub(super) fn slots(&self) -> i64 {
        self.slots
    }

    /// Acceptances that the minute of an instant has granted by then, used ones included.
    #[inline]
    pub(super) fn granted(&self, now: i64) -> i64 {
        match &self.pace {
            Pace::Minute(pace) => {
                let minute = pace.minute_of(now);
                pace.granted((now + pace.offset - minute * MINUTE_US) as u64) as i64
            }
            Pace::Unlimited | Pace::Spaced { .. } => i64::MAX,
        }
    }

    pub(super) fn memory(&self) -> GateMemory {
        let ended = self.ended.iter().flatten().copied().collect();
        let memory = GateMemory { minute: 0, accepted: 0, before: 0, next: 0, ended };
        match &self.pace {
            Pace::Unlimited => memory,
            Pace::Minute(pace) => {
                GateMemory { minute: pace.minute, accepted: pace.accepted, before: pace.before, ..memory }
            }
            Pace::Spaced { next, .. } => GateMemory { next: *next, ..memory },
        }
    }

    pub(super) fn remember(&mut self, memory: &GateMemory, active: u32) {
        self.active = i64::from(active);
        if let Some(ended) = &mut self.ended {
            *ended = memory.ended.iter().copied().collect();
        }
        match &mut self.pace {
            Pace::Unlimited => {}
            Pace::Minute(pace) => {
                (pace.minute, pace.accepted, pace.before) = (memory.minute, memory.accepted, memory.before);
                pace.start = i64::MIN;
            }
            Pace::Spaced { next, .. } => *next = memory.next,
        }
    }

    /// Slots that nobody holds; negative after limits were lowered.
    #[inline]
    pub(super) fn open_slots(&self) -> i64 {
        self.slots - self.active
    }

    /// Free slots now: min(open slots, allowance).
    #[inline]
    pub(super) fn free(&self, now: i64) -> i64 {
        let open = self.open_slots();
        match &self.pace {
            _ if open <= 0 => 0,
            Pace::Unlimited => open,
            Pace::Minute(pace) => open.min(pace.allowance(now)),
            Pace::Spaced { next, .. } => open.min(i64::from(now >= *next)),
        }
    }

    /// The first stretch of time from `now` on in which the rate alone leaves `need` slots free; `None` if no
    /// minute ever does. The stretch ends with its minute: the next one starts with less than was left unused.
    #[inline]
    pub(super) fn opening(&self, now: i64, need: u64) -> Option<Opening> {
        let for_ever = |from: i64| Opening { from, until: i64::MAX };
        match &self.pace {
            Pace::Unlimited => Some(for_ever(now)),
            Pace::Spaced { next, .. } => (need == 1).then(|| for_ever(now.max(*next))),
            Pace::Minute(pace) => pace.opening(now, need),
        }
    }

    /// Gives a slot.
    #[inline]
    pub(super) fn take(&mut self, now: i64) {
        self.active += 1;
        match &mut self.pace {
            Pace::Unlimited => {}
            Pace::Minute(pace) => pace.count(now),
            Pace::Spaced { every, next } => *next = now + *every,
        }
    }

    /// Takes a slot back.
    #[inline]
    pub(super) fn release(&mut self, now: i64) {
        self.active -= 1;
        if let Some(ended) = &mut self.ended {
            ended.push_back(now);
        }
    }
}

impl MinutePace {
    /// What a third of a minute adds to the allowance.
    fn third(&self) -> f64 {
        (self.limit * (WHOLE - self.burst)) as f64 / (3.0 * WHOLE as f64)
    }

    #[inline]
    fn minute_of(&self, at: i64) -> i64 {
        self.minute_and_start(at).0
    }

    /// The minute of an instant and when it begins.
    #[inline]
    fn minute_and_start(&self, at: i64) -> (i64, i64) {
        if (0..MINUTE_US).contains(&at.wrapping_sub(self.start)) {
            return (self.minute, self.start);
        }
        let minute = (at + self.offset).div_euclid(MINUTE_US);
        (minute, minute * MINUTE_US - self.offset)
    }

    #[inline]
    fn accepted_in(&self, minute: i64) -> u64 {
        if minute == self.minute { self.accepted } else { 0 }
    }

    #[inline]
    fn count(&mut self, now: i64) {
        let (minute, start) = self.minute_and_start(now);
        if minute != self.minute {
            self.start = start;
            self.before = if minute.wrapping_sub(1) == self.minute { self.accepted } else { 0 };
            self.accepted = 0;
            self.minute = minute;
        }
        self.accepted += 1;
    }

    #[inline]
    fn allowance(&self, now: i64) -> i64 {
        let (minute, start) = self.minute_and_start(now);
        self.granted((now - start) as u64) as i64 - self.accepted_in(minute) as i64
    }

    /// Acceptances granted so many microseconds into a minute.
    #[inline]
    fn granted(&self, into: u64) -> u64 {
        let weight = self.burst * MINUTE_US as u64 + (WHOLE - self.burst) * into;
        let whole = WHOLE * MINUTE_US as u64;
        if self.limit < NARROW {
            self.limit * weight / whole
        } else {
            (u128::from(self.limit) * u128::from(weight) / u128::from(whole)) as u64
        }
    }

    /// Microseconds into a minute when `count` acceptances are granted; `None` if the minute ends before.
    #[inline]
    fn granted_at(&self, count: u64) -> Option<u64> {
        let minute = MINUTE_US as u64;
        let rise = self.limit * (WHOLE - self.burst);
        let into = if self.limit < NARROW && count < NARROW {
            let missing = (count * WHOLE * minute).saturating_sub(self.limit * self.burst * minute);
            if missing == 0 {
                return Some(0);
            }
            if rise == 0 {
                return None;
            }
            missing.div_ceil(rise)
        } else {
            let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
            let missing = (wide(count, WHOLE * minute)).saturating_sub(wide(self.limit, self.burst * minute));
            if missing == 0 {
                return Some(0);
            }
            if rise == 0 {
                return None;
            }
            u64::try_from(missing.div_ceil(u128::from(rise))).unwrap_or(u64::MAX)
        };
        (into < minute).then_some(into)
    }

    #[inline]
    fn opening(&self, now: i64, need: u64) -> Option<Opening> {
        let (minute, start) = self.minute_and_start(now);
        let next = start + MINUTE_US;
        let wanted = self.accepted_in(minute) + need;
        // The usual case first: dividing by a constant is several times cheaper than by the rate.
        if self.granted((now - start) as u64) >= wanted {
            return Some(Opening { from: now, until: next });
        }
        match self.granted_at(wanted) {
            Some(into) => Some(Opening { from: now.max(start + into as i64), until: next }),
            None => self
                .granted_at(need)
                .map(|into| Opening { from: next + into as i64, until: next + MINUTE_US }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::room::BurstShare;

    fn gate(limit: u32, burst: BurstShare) -> Gate {
        Gate::new(&Limits { slots: None, rate: Rate::PerClockMinute { limit, burst } }, Span::ZERO)
    }

    #[test]
    fn allowance_follows_the_burst_share() {
        // 500 a minute, half at once: 250 at 0 s, 375 at 30 s, 499 just before the minute ends.
        let gate = gate(500, BurstShare::HALF);
        assert_eq!(gate.free(0), 250);
        assert_eq!(gate.free(30_000_000), 375);
        assert_eq!(gate.free(MINUTE_US - 1), 499);
        assert_eq!(gate.free(MINUTE_US), 250);
        assert_eq!(gate.free(-1), 499);
    }

    #[test]
    fn opening_is_the_first_instant_at_which_the_allowance_suffices() {
        for burst in [
            BurstShare::HALF,
            BurstShare::ALL,
            BurstShare::new(0.0).unwrap(),
            BurstShare::new(0.3333).unwrap(),
        ] {
            for limit in [1, 7, 200, 500, 20_000_000] {
                let mut gate = gate(limit, burst);
                for step in 0..40_i64 {
                    let now = 59_000_000 + step * 100_003;
                    for need in [1, 2, 150, u64::from(limit) / 2, u64::from(limit)] {
                        let Some(opening) = gate.opening(now, need) else {
                            continue;
                        };
                        let opens = opening.from;
                        assert!(gate.free(opening.until - 1) >= need as i64);
                        assert!(opens >= now);
                        assert!(gate.free(opens) >= need as i64, "limit {limit} need {need} at {opens}");
                        if opens > now {
                            assert!(
                                gate.free(opens - 1) < need as i64,
                                "limit {limit} need {need} before {opens}"
                            );
                        }
                    }
                    if gate.free(now) > 0 {
                        gate.take(now);
                    }
                }
            }
        }
    }

    #[test]
    fn wide_and_narrow_arithmetic_agree() {
        let narrow = gate(NARROW as u32 - 1, BurstShare::HALF);
        let wide = gate(NARROW as u32 + 1, BurstShare::HALF);
        for into in [0, 1, 12_345_678, MINUTE_US - 1] {
            assert!((wide.free(into) - narrow.free(into)).abs() <= 2);
        }
    }
}
