//! Exact order statistics of integers without sorting everything.
//!
//! Does not interpolate: the answer is always one of the values.
//!
//! The quantile of share p of n values is the order statistic of rank ⌈p·n⌉, counted from 1 (the inverse of the
//! empirical distribution function; definition 1 in R. J. Hyndman, Y. Fan, "Sample quantiles in statistical
//! packages", The American Statistician 50 (1996) 361–365). It reads as a promise: at least the share p of the values
//! is no larger.

use super::snapped;

/// The rank ⌈share·count⌉, from 1 to `count`, of the order statistic that is the quantile of this share.
///
/// `share` runs from 0 to 1; share 0 is rank 1, the smallest. A product within rounding of a whole number counts as
/// that number, so 0.07 of 100 is rank 7. `None` when `count` is 0 or `share` is not in 0..=1.
///
/// ```
/// use machiai::stats::rank;
///
/// assert_eq!(rank(100, 0.95), Some(95));
/// assert_eq!(rank(100, 0.07), Some(7));
/// assert_eq!(rank(10, 0.91), Some(10));
/// assert_eq!(rank(0, 0.5), None);
/// ```
#[must_use]
pub fn rank(count: usize, share: f64) -> Option<usize> {
    if count == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let rank = snapped(share * count as f64).ceil() as usize;
    Some(rank.clamp(1, count))
}

/// The order statistic of rank ⌈share·n⌉, in the values' unit.
///
/// The values need not be sorted; they are reordered, none is changed. Linear time.
/// `None` when there are no values or `share` is not in 0..=1.
///
/// ```
/// use machiai::stats::order_statistic;
///
/// let mut waits = [50, 10, 40, 20, 30];
/// assert_eq!(order_statistic(&mut waits, 0.5), Some(30));
/// assert_eq!(order_statistic(&mut waits, 0.95), Some(50));
/// assert_eq!(order_statistic(&mut [], 0.5), None);
/// ```
#[must_use]
pub fn order_statistic(values: &mut [i64], share: f64) -> Option<i64> {
    let rank = rank(values.len(), share)?;
    let (_, value, _) = values.select_nth_unstable(rank - 1);
    Some(*value)
}

/// The order statistics of several shares at once, in the order of the shares, in the values' unit.
///
/// The shares ascend (equal neighbours allowed), so each selection only looks at what lies above the one before.
/// The values need not be sorted; they are reordered, none is changed.
/// `None` when there are no values, a share is not in 0..=1, or the shares do not ascend. No shares give an empty list.
///
/// ```
/// use machiai::stats::order_statistics;
///
/// let mut waits: Vec<i64> = (1..=100).rev().collect();
/// assert_eq!(order_statistics(&mut waits, &[0.5, 0.9, 0.95, 1.0]), Some(vec![50, 90, 95, 100]));
/// assert_eq!(order_statistics(&mut waits, &[0.9, 0.5]), None);
/// ```
#[must_use]
pub fn order_statistics(values: &mut [i64], shares: &[f64]) -> Option<Vec<i64>> {
    if values.is_empty() || !shares.is_sorted() {
        return None;
    }
    // Everything before `settled` is no larger than everything after it.
    let mut settled = 0;
    let mut found = Vec::with_capacity(shares.len());
    for &share in shares {
        let index = rank(values.len(), share)? - 1;
        let (_, value, _) = values[settled..].select_nth_unstable(index - settled);
        found.push(*value);
        settled = index;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrambled(count: i64) -> Vec<i64> {
        (0..count).map(|i| (i * 7_919 + 13) % 1_009 - 500).collect()
    }

    #[test]
    fn ranks_survive_binary_rounding() {
        // Whole percents of 100, 1,000 and 30,000 are whole ranks; plain ceil fails at 7 %, 14 %, 28 %, …
        for count in [100_usize, 1_000, 30_000] {
            for percent in 1..=100 {
                assert_eq!(rank(count, percent as f64 / 100.0), Some(percent * count / 100));
            }
        }
    }

    #[test]
    fn shares_outside_are_none() {
        for share in [-0.1, 1.1, f64::NAN] {
            assert_eq!(rank(10, share), None);
            assert_eq!(order_statistics(&mut [1, 2], &[share]), None);
        }
        assert_eq!(order_statistics(&mut [1], &[]), Some(vec![]));
        assert_eq!(order_statistics(&mut [], &[]), None);
    }

    #[test]
    fn both_agree_with_sorting() {
        let shares = [0.0, 0.001, 0.1, 0.5, 0.5, 0.9, 0.95, 0.99, 1.0];
        for count in [1, 2, 10, 997, 2_000] {
            let mut sorted = scrambled(count);
            sorted.sort_unstable();
            let expected: Vec<i64> =
                shares.iter().map(|&share| sorted[rank(sorted.len(), share).unwrap() - 1]).collect();
            assert_eq!(order_statistics(&mut scrambled(count), &shares), Some(expected.clone()));
            for (share, value) in shares.into_iter().zip(expected) {
                assert_eq!(order_statistic(&mut scrambled(count), share), Some(value));
            }
        }
    }
}
