//! What those have to expect who arrive in a stretch of time.

use super::stretch::{HALF, NEARLY_ALL, SOMEBODY, Stretch, people};
use super::{Caution, Outlook, WaitLevel};
use crate::report::answer::Lookup;
use crate::report::span::most_minutes;
use crate::results::{Answer, Measure, MinuteRow};

/// Minutes that hold so many of the people count for the wait: one odd minute with hardly anybody does not. What is said then
/// holds for 0.98 · 0.9, still about 9 in 10.
const COUNTED: f64 = 0.98;
/// A share below this is hardly anybody.
const HARDLY_ANYBODY: f64 = 0.1;
/// So many seconds before the last place is taken, people let in find hardly any.
const NEARLY_GONE: f64 = 300.0;
/// A wait is called long on some days if it is so many minutes more, and more by this factor.
const LONGER_BY: i64 = 5;
const LONGER_TIMES: f64 = 1.2;

/// The outlook of one stretch.
pub(super) fn outlook(stretch: Stretch, answer: &Answer) -> Outlook {
    let minutes = &answer.minutes;
    if people(stretch, minutes) < SOMEBODY {
        return Outlook::Nobody;
    }
    let wait = longest(stretch, minutes, |row| row.wait_p90);
    let let_in =
        share(stretch, minutes, |row| row.admitted_share).unwrap_or(f64::from(u8::from(wait.is_some())));
    let places = Places::of(stretch, answer);
    if places.as_ref().is_some_and(|places| places.are_gone(stretch, wait, let_in)) {
        return Outlook::NoPlaces;
    }
    let Some(wait) = wait.filter(|_| let_in >= HARDLY_ANYBODY) else { return Outlook::HardlyAnybody };
    let minutes = most_minutes(wait);
    let level = WaitLevel::of(minutes);
    let caution = match places.is_some_and(|places| places.may_be_gone()) {
        _ if let_in < HALF => Some(Caution::FewerThanHalf),
        true => Some(Caution::PlacesMayBeGone),
        false => None,
    };
    // A wait that few reach the end of is no short one.
    if caution == Some(Caution::FewerThanHalf) && level == WaitLevel::Short {
        return Outlook::FewerThanHalf;
    }
    let on_long_days =
        longest(stretch, &answer.minutes, |row| row.wait_drawn_high.or(row.wait_high)).map(most_minutes);
    let longest_minutes = on_long_days.filter(|longest| is_much_longer(*longest, minutes));
    Outlook::Wait { level, minutes, longest_minutes, caution }
}

fn is_much_longer(longest: i64, minutes: i64) -> bool {
    let is_much = longest - minutes >= LONGER_BY && longest as f64 >= minutes as f64 * LONGER_TIMES;
    is_much || WaitLevel::of(longest) > WaitLevel::of(minutes)
}

/// Whether the places run out on some days.
pub(super) fn places_run_out(answer: &Answer) -> bool {
    let Some(found) = &answer.places else { return false };
    found.sold_out_days.value.map_or(answer.value(Measure::SoldOut).is_some(), |share| share > 0.0)
}

/// The wait, in seconds, that 9 in 10 keep to in minutes that hold nearly all of the people who are let in; `None`: nobody is.
///
/// The mixture of several minutes is known only by what 9 in 10 of each minute keep to, so the longest of them is the least
/// that surely holds for 9 in 10 of all. Whoever comes before the opening waits at least until then.
fn longest(stretch: Stretch, minutes: &[MinuteRow], of: fn(&MinuteRow) -> Option<f64>) -> Option<f64> {
    let known = stretch.of(minutes).filter_map(|row| {
        let wait = of(row).filter(|wait| wait.is_finite())?;
        let let_in = row.arrived * row.admitted_share.unwrap_or(1.0);
        Some((wait.max(row.minute as f64 * -60.0).max(0.0), let_in)).filter(|(_, people)| *people > 0.0)
    });
    let mut waits: Vec<(f64, f64)> = known.collect();
    waits.sort_by(|one, other| one.0.total_cmp(&other.0));
    let all: f64 = waits.iter().map(|(_, people)| people).sum();
    let mut counted = 0.0;
    let enough = waits.iter().find(|(_, people)| {
        counted += people;
        counted >= COUNTED * all
    });
    enough.or(waits.last()).map(|(wait, _)| *wait)
}

/// A share of the people of a stretch; `None` where no minute with people has one.
fn share(stretch: Stretch, minutes: &[MinuteRow], of: fn(&MinuteRow) -> Option<f64>) -> Option<f64> {
    let known = || stretch.of(minutes).filter_map(|row| Some((row.arrived, of(row)?)));
    let all: f64 = known().map(|(people, _)| people).sum();
    (all > 0.0).then(|| known().map(|(people, share)| people * share).sum::<f64>() / all)
}

/// How the places run out for a stretch; only where they do so on some days.
struct Places {
    /// Share of the people who get one; `None`: not known.
    got: Option<f64>,
    /// Seconds from the opening to the instant at which nothing is left.
    gone: Option<f64>,
}

impl Places {
    fn of(stretch: Stretch, answer: &Answer) -> Option<Places> {
        let gone = answer.value(Measure::SoldOut);
        let got = share(stretch, &answer.minutes, |row| row.booked_share);
        places_run_out(answer).then_some(Places { got, gone })
    }

    /// Whether nothing is left when most people of the stretch are let in. Fewer than half get a place also where half of the
    /// people leave: then most of those let in still get one.
    fn are_gone(&self, stretch: Stretch, wait: Option<f64>, let_in: f64) -> bool {
        let from = stretch.from.unwrap_or(i64::MIN / 120) as f64 * 60.0;
        let is_after = |instant: f64| self.gone.is_some_and(|gone| instant >= gone);
        let Some(got) = self.got else { return is_after(from) };
        let begins = wait.map(|wait| from + wait + NEARLY_GONE);
        got < HALF && (got < let_in * HALF || begins.is_none_or(is_after))
    }

    fn may_be_gone(&self) -> bool {
        self.got.is_none_or(|got| got < NEARLY_ALL)
    }
}
