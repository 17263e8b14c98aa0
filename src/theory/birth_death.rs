//! Stationary law of a birth–death chain with a constant birth rate, by direct summation.
//!
//! Knows no queue: the callers give the death rates. Letters: λ birth rate, d(n) death rate in state n, π(n)
//! stationary probability.
//!
//! π(n) ∝ Π λ/d(k), k = 1..n (detailed balance; e.g. D. Gross, C. M. Harris, *Fundamentals of Queueing Theory*, 3rd
//! edition 1998, chapter 2). With death rates that never fall the weights have a single peak where d crosses
//! λ. The sum starts at the peak with weight 1, so nothing overflows, and goes both ways until the rest cannot matter.
//!
//! Truncation: beyond a state with ratio q < 1 to its neighbour the rest is below weight·q/(1 − q), because the ratios
//! only fall. The sum stops when that bound is under [`NEGLIGIBLE`] of the whole: far below rounding.

/// Share of the total weight below which the bounded rest is left out.
const NEGLIGIBLE: f64 = 1e-20;

/// The states that carry all but a negligible part of the probability.
pub(super) struct Stationary {
    /// State of the first entry.
    first: u64,
    /// Probabilities of consecutive states from `first`; they sum to 1.
    probabilities: Vec<f64>,
}

impl Stationary {
    /// The states kept with their probabilities, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, f64)> + '_ {
        (self.first..).zip(self.probabilities.iter().copied())
    }

    /// Σ value(n)·π(n).
    pub(super) fn mean_of(&self, value: impl Fn(u64) -> f64) -> f64 {
        self.iter().map(|(state, probability)| value(state) * probability).sum()
    }

    /// Probability of one state; 0 if it was negligible.
    pub(super) fn probability(&self, state: u64) -> f64 {
        let index = state.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| self.probabilities.get(index)).copied().unwrap_or(0.0)
    }
}

/// The stationary law for birth rate `lambda` > 0 in states 0..`last` and death rate `death(n)` > 0 in states 1 and up.
///
/// `death` must not fall with n. Without a `last` state it must exceed `lambda` by a constant factor from some state
/// on, otherwise there is no law and the sum would not end: the callers check that.
pub(super) fn stationary(lambda: f64, death: impl Fn(u64) -> f64, last: Option<u64>) -> Stationary {
    let last = last.unwrap_or(u64::MAX);
    let peak = peak(lambda, &death, last);
    let below = one_way(|distance| {
        let state = peak.checked_sub(distance)?;
        Some(death(state + 1) / lambda)
    });
    let above = one_way(|distance| {
        let state = peak.checked_add(distance).filter(|&state| state <= last)?;
        Some(lambda / death(state))
    });
    let first = peak - below.len() as u64;
    let mut probabilities: Vec<f64> = below.into_iter().rev().chain([1.0]).chain(above).collect();
    // Smallest first on both flanks would gain a digit; the number of states is far too small for that to matter.
    let total: f64 = probabilities.iter().sum();
    probabilities.iter_mut().for_each(|probability| *probability /= total);
    Stationary { first, probabilities }
}

/// The largest state, up to `last`, that is at least as likely as the one before: found by doubling and bisection.
fn peak(lambda: f64, death: &impl Fn(u64) -> f64, last: u64) -> u64 {
    let rising = |state: u64| state <= last && death(state) <= lambda;
    if !rising(1) {
        return 0;
    }
    let (mut inside, mut outside) = (1, 2);
    while rising(outside) {
        (inside, outside) = (outside, outside.saturating_mul(2));
    }
    while outside - inside > 1 {
        let middle = inside + (outside - inside) / 2;
        if rising(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}

/// Weights at distance 1, 2, … from the peak until the rest is negligible; `ratio(distance)` leads there from the
/// state before, and is `None` past the end of the chain.
fn one_way(ratio: impl Fn(u64) -> Option<f64>) -> Vec<f64> {
    let (mut weight, mut total) = (1.0, 1.0);
    let mut weights = Vec::new();
    for distance in 1.. {
        let Some(ratio) = ratio(distance) else { break };
        weight *= ratio;
        total += weight;
        weights.push(weight);
        if weight * ratio < NEGLIGIBLE * total * (1.0 - ratio) {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// d(n) = n gives the Poisson law with mean λ.
    #[test]
    fn linear_deaths_give_the_poisson_law() {
        for lambda in [0.3, 5.0, 4_000.0] {
            let law = stationary(lambda, |n| n as f64, None);
            assert!((law.mean_of(|n| n as f64) / lambda - 1.0).abs() < 1e-12);
            let variance = law.mean_of(|n| (n as f64 - lambda).powi(2));
            assert!((variance / lambda - 1.0).abs() < 1e-11);
        }
        let zero = stationary(5.0, |n| n as f64, None).probability(0);
        assert!((zero / (-5.0_f64).exp() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_bounded_chain_ends_at_its_last_state() {
        // Equal rates on 0..=4: all five states are equally likely.
        let law = stationary(1.0, |_| 1.0, Some(4));
        assert_eq!(law.iter().count(), 5);
        assert!(law.iter().all(|(_, probability)| (probability - 0.2).abs() < 1e-15));
        assert_eq!(law.probability(5), 0.0);
    }

    #[test]
    fn extreme_overload_does_not_overflow() {
        // The weights relative to state 0 would reach about e^30000.
        let law = stationary(3_000.0, |n| n.min(10) as f64 + 0.1 * n.saturating_sub(10) as f64, None);
        assert!((law.mean_of(|n| n as f64) - 29_910.0).abs() < 1e-6);
    }
}
