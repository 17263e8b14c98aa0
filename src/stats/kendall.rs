//! Kendall's rank correlation τ-b: how far two orders of the same things agree, ties included.
//!
//! Letters: n pairs (x, y); n₀ = n(n−1)/2 couples of pairs; n₁, n₂, n₃ the couples tied in x, in y and in both;
//! C and D the couples that x and y order alike (concordant) and oppositely (discordant).
//!
//! τ_b = (C − D) / √((n₀ − n₁)(n₀ − n₂)): 1 for equal orders, −1 for reversed ones. Every couple is concordant,
//! discordant or tied, so C + D = n₀ − n₁ − n₂ + n₃. Sorted by x (and by y where x ties), a couple is discordant
//! exactly if a stable sort by y swaps it: a merge sort counts D in O(n log n), and C follows.
//!
//! Sources: M. G. Kendall, "A new measure of rank correlation", Biometrika 30 (1938) 81–93; ties: Kendall, "The
//! treatment of ties in ranking problems", Biometrika 33 (1945) 239–251; the counting: W. R. Knight, "A computer
//! method for calculating Kendall's tau with ungrouped data", Journal of the American Statistical Association 61
//! (1966) 436–439.

use std::cmp::Ordering;

/// Kendall's τ-b of pairs of keys, −1 to 1, in O(n log n) time and O(n) memory.
///
/// `None` where it is not defined: fewer than two pairs, all x equal, all y equal, or a key that cannot be compared
/// (not-a-number). At most 2³² − 1 pairs, so that counts of couples are exact; `None` for more.
///
/// ```
/// use machiai::stats::kendall_tau_b;
///
/// // One swap of neighbours among four: 5 couples agree, 1 does not.
/// assert_eq!(kendall_tau_b(&[(1, 1), (2, 3), (3, 2), (4, 4)]), Some(4.0 / 6.0));
/// assert_eq!(kendall_tau_b(&[(1, 0.5), (2, 0.5)]), None);
/// ```
#[must_use]
pub fn kendall_tau_b<X: PartialOrd + Copy, Y: PartialOrd + Copy>(pairs: &[(X, Y)]) -> Option<f64> {
    let comparable = |(x, y): &(X, Y)| x.partial_cmp(x).is_some() && y.partial_cmp(y).is_some();
    if u32::try_from(pairs.len()).is_err() || !pairs.iter().all(comparable) {
        return None;
    }
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable_by(|a, b| compare(&a.0, &b.0).then_with(|| compare(&a.1, &b.1)));
    let all = couples(sorted.len());
    let tied_in_x = tied(&sorted, |a, b| a.0 == b.0);
    let tied_in_both = tied(&sorted, |a, b| a == b);
    let mut by_y: Vec<Y> = sorted.iter().map(|(_, y)| *y).collect();
    let discordant = sort_counting_swaps(&mut by_y);
    let tied_in_y = tied(&by_y, |a, b| a == b);
    let (ordered_by_x, ordered_by_y) = (all - tied_in_x, all - tied_in_y);
    if ordered_by_x == 0 || ordered_by_y == 0 {
        return None;
    }
    let concordant = ordered_by_x + tied_in_both - tied_in_y - discordant;
    let surplus = concordant as f64 - discordant as f64;
    // One root of the product, not a product of roots: exactly 1 where the counts are equal.
    Some((surplus / (ordered_by_x as f64 * ordered_by_y as f64).sqrt()).clamp(-1.0, 1.0))
}

/// Only for keys that have been found comparable.
fn compare<T: PartialOrd>(a: &T, b: &T) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// Couples among so many things; fits for up to 2³² − 1.
fn couples(count: usize) -> u64 {
    let count = count as u64;
    count * count.saturating_sub(1) / 2
}

/// Couples of equal things in a sorted list.
fn tied<T>(sorted: &[T], equal: impl Fn(&T, &T) -> bool) -> u64 {
    sorted.chunk_by(equal).map(|run| couples(run.len())).sum()
}

/// Sorts by merging, stably; how many couples were in the wrong order.
fn sort_counting_swaps<T: PartialOrd + Copy>(values: &mut [T]) -> u64 {
    let mut merged = values.to_vec();
    let (mut swaps, mut width) = (0, 1);
    while width < values.len() {
        for (run, out) in values.chunks(2 * width).zip(merged.chunks_mut(2 * width)) {
            let (left, right) = run.split_at(width.min(run.len()));
            swaps += merge(left, right, out);
        }
        values.copy_from_slice(&merged);
        width *= 2;
    }
    swaps
}

/// Merges two sorted runs; each value taken from the right passes what is left on the left.
fn merge<T: PartialOrd + Copy>(left: &[T], right: &[T], out: &mut [T]) -> u64 {
    let (mut i, mut j, mut swaps) = (0, 0, 0);
    for slot in out {
        if i < left.len() && (j == right.len() || compare(&left[i], &right[j]) != Ordering::Greater) {
            *slot = left[i];
            i += 1;
        } else {
            *slot = right[j];
            j += 1;
            swaps += (left.len() - i) as u64;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, couple by couple.
    fn by_definition<X: PartialOrd + Copy, Y: PartialOrd + Copy>(pairs: &[(X, Y)]) -> Option<f64> {
        let (mut surplus, mut by_x, mut by_y) = (0_i64, 0_u64, 0_u64);
        for (i, a) in pairs.iter().enumerate() {
            for b in &pairs[..i] {
                let (x, y) = (a.0.partial_cmp(&b.0)? as i64, a.1.partial_cmp(&b.1)? as i64);
                surplus += x * y;
                by_x += u64::from(x != 0);
                by_y += u64::from(y != 0);
            }
        }
        (by_x > 0 && by_y > 0).then(|| surplus as f64 / (by_x as f64 * by_y as f64).sqrt())
    }

    /// The example of scipy.stats.kendalltau (τ-b): −0.47140452079103173 = −√2/3.
    #[test]
    fn the_example_of_scipy() {
        let pairs = [(12, 1), (2, 4), (1, 7), (12, 1), (2, 0)];
        let tau = kendall_tau_b(&pairs).unwrap();
        assert!((tau + 0.471_404_520_791_031_73).abs() < 1e-15, "{tau}");
    }

    /// Canned tuna by lightness and by a panel, without ties: τ = 0.4444444, as the example of R's `cor.test`
    /// (M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods, 1973, pages 185–194).
    #[test]
    fn the_tuna_of_hollander_and_wolfe() {
        let lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
        let panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8];
        let pairs: Vec<(f64, f64)> = lightness.into_iter().zip(panel).collect();
        assert_eq!(kendall_tau_b(&pairs), Some(16.0 / 36.0));
    }

    #[test]
    fn equal_and_reversed_orders_are_exactly_one_even_with_ties() {
        let keys: Vec<i64> = (0..1_000).map(|i| i / 7).collect();
        let same: Vec<_> = keys.iter().map(|key| (*key, *key as f64 / 3.0)).collect();
        let reversed: Vec<_> = keys.iter().map(|key| (*key, -key)).collect();
        assert_eq!(kendall_tau_b(&same), Some(1.0));
        assert_eq!(kendall_tau_b(&reversed), Some(-1.0));
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(kendall_tau_b::<i32, i32>(&[]), None);
        assert_eq!(kendall_tau_b(&[(1, 1)]), None);
        assert_eq!(kendall_tau_b(&[(1, 1), (1, 2), (1, 3)]), None);
        assert_eq!(kendall_tau_b(&[(1, 1), (2, 1), (3, 1)]), None);
        assert_eq!(kendall_tau_b(&[(1.0, 1), (f64::NAN, 2), (3.0, 3)]), None);
        assert_eq!(kendall_tau_b(&[(1, f64::NAN), (2, f64::NAN)]), None);
    }

    /// Small ranges make many ties, in x, in y and in both; every length up to 60 makes ragged runs of the merge.
    #[test]
    fn the_definition_is_kept_on_random_data_with_many_ties() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut below = |bound: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % bound
        };
        for round in 0..600 {
            let (length, range_x, range_y) = (round % 61, 1 + below(12), 1 + below(40));
            let pairs: Vec<(u64, f64)> =
                (0..length).map(|_| (below(range_x), below(range_y) as f64 - 5.5)).collect();
            let (fast, slow) = (kendall_tau_b(&pairs), by_definition(&pairs));
            assert_eq!(fast, slow, "{pairs:?}");
        }
    }
}
