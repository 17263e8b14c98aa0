//! Differences of figures on the same days, with their intervals.

use super::super::estimates::{LEVEL, estimate};
use crate::results::{Figures, Mean, Measure, Paired};
use crate::stats::{Interval, Moments, mean_interval, paired_share_interval};

/// The figures of a measure day by day.
pub(super) struct Pairing {
    pub(super) measure: Measure,
    pub(super) here: Vec<Option<f64>>,
    /// On the same days in the first variant; `None`: there is nothing to compare with.
    pub(super) first: Option<Vec<Option<f64>>>,
}

impl Pairing {
    /// Here and in the first variant, on the days that have both.
    fn pairs(&self) -> Vec<(f64, f64)> {
        let first = self.first.iter().flatten();
        self.here.iter().zip(first).filter_map(|(here, first)| Some(((*here)?, (*first)?))).collect()
    }
}

/// Mean, mean difference and their intervals; `simultaneous`: the level of each interval of its family.
pub(super) fn paired(pairing: &Pairing, simultaneous: Option<f64>) -> Paired {
    let pairs = pairing.pairs();
    let differences: Vec<f64> = pairs.iter().map(|(here, first)| here - first).collect();
    let interval = |level: f64| difference_interval(pairing.measure, &differences, level);
    Paired {
        mean: mean(pairing),
        difference: Mean { value: mean_of(&differences), ci: interval(LEVEL) },
        simultaneous: simultaneous.and_then(interval),
    }
}

/// As in every other answer.
fn mean(pairing: &Pairing) -> Mean {
    let figures: Vec<Figures> = pairing
        .here
        .iter()
        .map(|value| {
            let mut figures = Figures::EMPTY;
            figures.set(pairing.measure, *value);
            figures
        })
        .collect();
    let estimate = estimate(pairing.measure, &figures, &[]);
    Mean { value: estimate.value, ci: estimate.ci }
}

fn mean_of(sample: &[f64]) -> Option<f64> {
    (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64)
}

/// Days from which on a difference that is the same on all of them, and not none, is taken for one that does not vary: a
/// rule of the room, not luck.
const DAYS_OF_A_CONSTANT: usize = 20;

fn difference_interval(measure: Measure, differences: &[f64], level: f64) -> Option<[f64; 2]> {
    let found: Option<Interval> = if measure == Measure::OverloadedDays {
        // Yes or no on each day: whatever the share, the interval covers.
        let count = |such: fn(f64) -> bool| differences.iter().filter(|change| such(**change)).count() as u32;
        let (gained, lost) = (count(|change| change > 0.5), count(|change| change < -0.5));
        paired_share_interval(gained, lost, differences.len() as u32, level)
    } else if differences.iter().all(|change| *change == differences[0])
        && differences.len() < DAYS_OF_A_CONSTANT
        || differences.iter().all(|change| *change == 0.0)
    {
        // Something rare may differ on other days: how rarely is bounded by their number, by how much is not. A point
        // would claim that nothing ever does.
        None
    } else {
        mean_interval(differences, level).map(|(_, interval)| interval)
    };
    found.map(|interval| [interval.low, interval.high])
}

/// (Variance here + variance in the first variant) ÷ variance of the difference.
pub(super) fn variance_ratio(pairing: &Pairing) -> Option<f64> {
    let pairs = pairing.pairs();
    let variance = |of: fn(&(f64, f64)) -> f64| {
        let deviation = pairs.iter().map(of).collect::<Moments>().standard_deviation()?;
        Some(deviation * deviation)
    };
    let unpaired = variance(|(here, _)| *here)? + variance(|(_, first)| *first)?;
    let paired = variance(|(here, first)| here - first)?;
    (paired > 0.0).then(|| unpaired / paired)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairing(measure: Measure, here: &[f64], first: &[f64]) -> Pairing {
        let some = |values: &[f64]| values.iter().copied().map(Some).collect();
        Pairing { measure, here: some(here), first: Some(some(first)) }
    }

    #[test]
    fn a_constant_shift_is_a_point_only_after_many_days_and_has_no_variance_to_compare() {
        for (days, claimed) in [(3, None), (DAYS_OF_A_CONSTANT, Some([10.0, 10.0]))] {
            let first: Vec<f64> = (0..days).map(|day| day as f64).collect();
            let here: Vec<f64> = first.iter().map(|value| value + 10.0).collect();
            let pairing = pairing(Measure::WaitP90, &here, &first);
            let found = paired(&pairing, Some(0.99));
            assert_eq!(found.difference, Mean { value: Some(10.0), ci: claimed });
            assert_eq!((found.simultaneous, variance_ratio(&pairing)), (claimed, None));
        }
    }

    /// Here 1, 2, 3 with variance 1; there 3, 1, 2 with variance 1; differences −2, 1, 1 with variance 3: 2 ÷ 3.
    #[test]
    fn the_variance_ratio_by_hand() {
        let ratio = variance_ratio(&pairing(Measure::WaitP90, &[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0])).unwrap();
        assert!((ratio - 2.0 / 3.0).abs() < 1e-12, "{ratio}");
    }

    #[test]
    fn days_that_lack_one_of_the_two_are_left_out() {
        let here = vec![Some(5.0), None, Some(7.0)];
        let first = Some(vec![Some(4.0), Some(1.0), None]);
        let found = paired(&Pairing { measure: Measure::LineGone, here, first }, None);
        assert_eq!(found.difference, Mean { value: Some(1.0), ci: None });
        assert_eq!(found.mean.value, Some(6.0));
    }

    #[test]
    fn where_no_day_differs_no_interval_is_claimed() {
        let found = paired(&pairing(Measure::GaveUp, &[2.0, 0.0, 1.0], &[2.0, 0.0, 1.0]), Some(0.99));
        assert_eq!((found.difference, found.simultaneous), (Mean { value: Some(0.0), ci: None }, None));
    }

    /// Yes or no: no day that changes is no proof that none ever does.
    #[test]
    fn a_share_of_days_is_never_a_point() {
        let found = paired(&pairing(Measure::OverloadedDays, &[0.0; 40], &[0.0; 40]), Some(0.995));
        let [low, high] = found.simultaneous.unwrap();
        assert!(low < -0.05 && high > 0.05, "{low} {high}");
    }
}
