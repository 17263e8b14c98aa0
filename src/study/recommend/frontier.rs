//! The highest limits of one kind that keep every promise about the load.
//!
//! Where the origin is a threshold, more people let in load it more, and each day says how far it was from the bound: a secant
//! finds the limits at which the wanted share of days stays below. A station can collapse and recover, and says only whether a
//! day was overloaded: there the search brackets. Both check what they rely on: see [`is_monotone`].

use super::settings::Tried;
use super::trials::{Trials, TriedDay, exceeded_by};
use crate::results::SettingsTried;

/// How often limits are tried on one ray, at most.
const MOST_STEPS: u32 = 10;
/// Limits closer than this share are told apart no further.
const CLOSE: f64 = 0.03;
/// The same where days only say whether they were bad: telling limits apart more finely takes more days than there are.
const CLOSE_BY_COUNT: f64 = 0.08;
/// The secant aims a little below the bound.
const AIM: f64 = 0.985;

/// Limits in one proportion: the rate is so many times what the slots let through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ray {
    /// Everything but the limits.
    pub(super) kind: Tried,
    /// Minutes for which a slot is held, mean.
    pub(super) held_minutes: f64,
    /// Rate ÷ (slots ÷ time held): 1 is balanced, above it slots bind.
    pub(super) proportion: f64,
    /// Lowest and highest number of slots.
    pub(super) bounds: [u32; 2],
    /// Lowest rate.
    pub(super) lowest_rate: u32,
    /// Highest rate; `None`: as high as the slots.
    pub(super) highest_rate: Option<u32>,
}

impl Ray {
    /// The settings with so many slots.
    pub(super) fn at(&self, slots: f64) -> Tried {
        let total_active_users = rounded(slots).clamp(self.bounds[0], self.bounds[1]);
        let balanced = f64::from(total_active_users) / self.held_minutes.max(1.0 / 60.0);
        let most = total_active_users.min(self.highest_rate.unwrap_or(u32::MAX));
        let rate = rounded(balanced * self.proportion).max(self.lowest_rate).min(most);
        let settings = SettingsTried { total_active_users, new_users_per_minute: rate, ..self.kind.settings };
        Tried { settings, ..self.kind }
    }
}

/// Down to two or three digits that somebody would type.
fn rounded(value: f64) -> u32 {
    let step = match value {
        value if value < 100.0 => 1.0,
        value if value < 2_000.0 => 10.0,
        value if value < 10_000.0 => 50.0,
        value if value < 100_000.0 => 500.0,
        _ => 5_000.0,
    };
    ((value / step + 1e-9).floor() * step).min(4e9) as u32
}

/// What was found on a ray.
#[derive(Clone, Debug)]
pub(super) struct Frontier {
    pub(super) ray: Ray,
    /// The highest limits that keep the promises about the load; the lowest ones where none do.
    pub(super) tried: Tried,
    pub(super) days: Vec<TriedDay>,
    /// Whether they keep them.
    pub(super) keeps_load: bool,
    /// Whether they keep the others, too.
    pub(super) keeps_all: bool,
    /// Whether looser limits were riskier wherever both were tried.
    pub(super) is_monotone: bool,
}

/// How close some days come to breaking promises.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closeness {
    /// The level of stress that all but the share of days kept in reserve stay below; `None`: only whether days were bad is known.
    level: Option<f64>,
    bad_days: u32,
}

impl Closeness {
    /// Whether the promises are kept, with what is kept in reserve.
    pub(super) fn is_good(self) -> bool {
        match self.level {
            Some(level) => level <= 1.0,
            None => self.bad_days == 0,
        }
    }
}

/// How close the days come to breaking those promises that `counts` picks.
pub(super) fn closeness(trials: &Trials, days: &[TriedDay], counts: impl Fn(usize) -> bool) -> Closeness {
    let promises = trials.plan.promises.iter().enumerate().filter(|(position, _)| counts(*position));
    let (mut level, mut bad_days) = (Some(0.0_f64), 0);
    for (position, promise) in promises {
        let stress: Option<Vec<f64>> = days.iter().map(|day| day.stress[position]).collect();
        let of_promise = stress.and_then(|stress| exceeded_by(&stress, super::reserve(promise.bad_days)));
        level = level.zip(of_promise).map(|(level, other)| level.max(other));
        bad_days += days.iter().filter(|day| day.is_bad[position]).count() as u32;
    }
    Closeness { level, bad_days }
}

/// The highest limits on a ray that keep the promises about the load, on the given days; beginning at `from` slots.
pub(super) fn frontier(trials: &mut Trials, ray: Ray, from: f64, days: std::ops::Range<u32>) -> Frontier {
    let [lowest, highest] = ray.bounds.map(f64::from);
    let (mut good, mut bad): (Option<f64>, Option<f64>) = (None, None);
    let mut slots = from.clamp(lowest, highest);
    let mut seen: Vec<(u32, f64)> = Vec::new();
    for _ in 0..MOST_STEPS {
        let tried = ray.at(slots);
        let here = f64::from(tried.settings.total_active_users);
        let row = trials.row(&tried, days.clone());
        let load = |position: usize| trials.plan.promises[position].is_of_load();
        let close = closeness(trials, &row, load);
        seen.push((tried.settings.total_active_users, mean_stress(trials, &row)));
        match close.is_good() {
            true => good = Some(good.map_or(here, |slots: f64| slots.max(here))),
            false => bad = Some(bad.map_or(here, |slots: f64| slots.min(here))),
        }
        let is_near = close.level.is_some_and(|level| level > 1.0 - CLOSE);
        let closest = if close.level.is_some() { CLOSE } else { CLOSE_BY_COUNT };
        let is_bracketed = good.zip(bad).is_some_and(|(good, bad)| bad / good.max(1.0) < 1.0 + closest);
        if close.is_good() && (is_near || here >= highest) || is_bracketed || trials.is_stopped() {
            break;
        }
        if !close.is_good() && here <= lowest {
            break;
        }
        let aimed = match close.level {
            Some(level) if level > 0.0 => here / level * AIM,
            _ => here * if close.is_good() { 1.4 } else { 0.7 },
        };
        let next = within(aimed.clamp(here / 3.0, here * 3.0), good, bad).clamp(lowest, highest);
        if ray.at(next) == tried {
            // Rounding leaves nothing between: a step down if this one is bad.
            if close.is_good() {
                break;
            }
            slots = (here * (1.0 - CLOSE)).max(lowest);
            continue;
        }
        slots = next;
    }
    let tried = ray.at(good.unwrap_or(lowest));
    let row = trials.row(&tried, days);
    // Limits that let nobody in load nobody, and are no help.
    let helps = trials.candidate(&tried, &row).objective.value.is_some();
    let all = closeness(trials, &row, |_| true).is_good();
    Frontier {
        ray,
        tried,
        days: row,
        keeps_load: good.is_some() && helps,
        keeps_all: good.is_some() && helps && all,
        is_monotone: is_monotone(&mut seen),
    }
}

/// Between what is known to be good and what is known to be bad.
fn within(aimed: f64, good: Option<f64>, bad: Option<f64>) -> f64 {
    match (good, bad) {
        (Some(good), Some(bad)) if !(aimed > good * 1.005 && aimed < bad * 0.995) => (good * bad).sqrt(),
        (Some(good), None) => aimed.max(good * 1.02),
        (None, Some(bad)) => aimed.min(bad * 0.98),
        _ => aimed,
    }
}

/// How close the days came to breaking a promise about the load, in the mean; the share of bad days where only that is known.
fn mean_stress(trials: &Trials, days: &[TriedDay]) -> f64 {
    let load = |position: &usize| trials.plan.promises[*position].is_of_load();
    let of_day = |day: &TriedDay| {
        let stress =
            |position: usize| day.stress[position].unwrap_or(f64::from(u8::from(day.is_bad[position])));
        (0..day.is_bad.len()).filter(load).map(stress).fold(0.0, f64::max)
    };
    days.iter().map(of_day).sum::<f64>() / days.len().max(1) as f64
}

/// Whether limits that were looser were never clearly safer: the same people came, so a reversal is no chance. A twentieth is
/// allowed for: people who come at other instants.
fn is_monotone(seen: &mut [(u32, f64)]) -> bool {
    seen.sort_by_key(|entry| entry.0);
    let mut highest = 0.0_f64;
    for (_, level) in seen.iter() {
        if *level < highest * 0.95 - 1e-9 {
            return false;
        }
        highest = highest.max(*level);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_numbers_that_somebody_would_type() {
        for (value, typed) in
            [(99.7, 99), (212.0, 210), (1_999.0, 1_990), (2_337.0, 2_300), (48_900.0, 48_500)]
        {
            assert_eq!(rounded(value), typed);
        }
    }

    #[test]
    fn a_reversal_is_noticed() {
        assert!(is_monotone(&mut [(300, 1.2), (100, 0.5), (200, 0.9)]));
        assert!(!is_monotone(&mut [(300, 0.4), (100, 0.5), (200, 0.9)]));
    }

    #[test]
    fn the_search_stays_between_good_and_bad() {
        assert_eq!(within(500.0, Some(100.0), Some(400.0)), 200.0);
        assert_eq!(within(300.0, Some(100.0), Some(400.0)), 300.0);
        assert_eq!(within(90.0, Some(100.0), None), 102.0);
    }
}
