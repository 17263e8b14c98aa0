//! Whether residents may be told to come later, and from when.

use super::obstacle::{hardly_anyone_waits, sold_out_share_drawn};
use super::room::{Order, order};
use crate::report::answer::Lookup;
use crate::results::{Answer, ArrivalChance, Measure};

/// The chance of a place that whoever comes later must still have.
const SAFE_CHANCE: f64 = 0.99;
/// People simulated from whom a chance of 99 in 100 can be told: none of 300 without a place.
const ENOUGH_PEOPLE: f64 = 300.0;
/// A notice names half hours: nothing finer is known.
const STEP: i64 = 30;
const DAY: i64 = 24 * 60;
/// A line that is gone this soon, in seconds, is no reason to come later.
const SHORT_LINE: f64 = 1200.0;

/// Minutes from the opening from which waits are short and whoever comes still gets a place, at a full half hour of the
/// clock. `None` where that is not certain: without data on the stock it never is.
pub(super) fn later(answer: &Answer) -> Option<i64> {
    let places = answer.places.as_ref()?;
    let gone = answer.value(Measure::LineGone).filter(|gone| *gone > SHORT_LINE)?;
    let [_, latest] = answer.spread(Measure::LineGone).unwrap_or([gone, gone]);
    let waits = order(answer) != Order::Ungated && !hardly_anyone_waits(answer);
    // Drawn days on which nothing is left are days on which late comers go without.
    let lasts = sold_out_share_drawn(answer) <= 1.0 - SAFE_CHANCE;
    if !waits || !lasts || !latest.is_finite() {
        return None;
    }
    let minutes = full_half_hour(answer.opens_at_second_of_day.unwrap_or(0), latest)?;
    let from_then: Vec<&ArrivalChance> =
        places.arrivals.iter().filter(|chance| chance.to_minute.is_none_or(|end| end > minutes)).collect();
    let first = from_then.first()?;
    let keeps = |chance: &&ArrivalChance| is_safe(chance.place_share.value);
    (is_well_known(first, answer.provenance.replications) && from_then.iter().all(keeps)).then_some(minutes)
}

fn is_safe(share: Option<f64>) -> bool {
    // What was 99 in 100 must not fail for the last bit of a sum.
    share.is_some_and(|share| share >= SAFE_CHANCE - 1e-9)
}

/// Whether enough people came in a stretch, on enough days, to tell such a chance.
fn is_well_known(chance: &ArrivalChance, days: u32) -> bool {
    let people = chance.people * f64::from(days);
    people >= ENOUGH_PEOPLE && chance.place_share.ci.is_some_and(|[low, _]| is_safe(Some(low)))
}

/// The first full half hour of the clock at or after an instant, in minutes from the opening; `None` on another day.
fn full_half_hour(opening: i64, seconds: f64) -> Option<i64> {
    let opening = opening.div_euclid(60);
    let clock = opening + (seconds / 60.0 - 1e-4).ceil() as i64;
    let full = clock + (STEP - clock.rem_euclid(STEP)) % STEP;
    (full < DAY).then_some(full - opening)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_half_hours_of_the_clock_are_named() {
        let nine = 9 * 3600;
        assert_eq!(full_half_hour(nine, 61.0 * 60.0), Some(90));
        assert_eq!(full_half_hour(nine, 90.0 * 60.0), Some(90));
        assert_eq!(full_half_hour(nine + 600, 61.0 * 60.0), Some(80));
        assert_eq!(full_half_hour(23 * 3600, 3000.0), None);
    }
}
