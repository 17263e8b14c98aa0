//! Kendall's tau-b; stands in until `stats` has it.

/// Kendall's tau-b of pairs: 1 if both orders agree, −1 if they are opposite; ties count for neither. `None` where
/// one side has a single value only.
///
/// W. R. Knight, Journal of the American Statistical Association 61 (1966) 436–439: n log n.
pub fn tau_b(pairs: &[(i64, i64)]) -> Option<f64> {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    let pairs_of = |count: u64| count * count.saturating_sub(1) / 2;
    let ties =
        |counts: &mut dyn Iterator<Item = usize>| counts.map(|count| pairs_of(count as u64)).sum::<u64>();
    let all = pairs_of(pairs.len() as u64);
    let tied_first = ties(&mut pairs.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len));
    let tied_both = ties(&mut pairs.chunk_by(|a, b| a == b).map(<[_]>::len));
    let mut second: Vec<i64> = pairs.iter().map(|pair| pair.1).collect();
    let swaps = sort_counting(&mut second);
    let tied_second = ties(&mut second.chunk_by(|a, b| a == b).map(<[_]>::len));
    let root = ((all - tied_first) as f64 * (all - tied_second) as f64).sqrt();
    let score = (all + tied_both) as f64 - (tied_first + tied_second) as f64 - 2.0 * swaps as f64;
    (root > 0.0).then(|| score / root)
}

/// Sorts by merging; how many pairs stood in the wrong order.
fn sort_counting(values: &mut [i64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let middle = values.len() / 2;
    let mut swaps = sort_counting(&mut values[..middle]) + sort_counting(&mut values[middle..]);
    let mut merged = Vec::with_capacity(values.len());
    let (mut left, mut right) = (0, middle);
    while left < middle || right < values.len() {
        if right == values.len() || left < middle && values[left] <= values[right] {
            merged.push(values[left]);
            left += 1;
        } else {
            swaps += (middle - left) as u64;
            merged.push(values[right]);
            right += 1;
        }
    }
    values.copy_from_slice(&merged);
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition, pair by pair.
    fn by_pairs(pairs: &[(i64, i64)]) -> Option<f64> {
        let (mut score, mut first, mut second) = (0.0, 0.0, 0.0);
        for (at, a) in pairs.iter().enumerate() {
            for b in &pairs[..at] {
                let (x, y) = ((a.0 - b.0).signum() as f64, (a.1 - b.1).signum() as f64);
                score += x * y;
                first += x.abs();
                second += y.abs();
            }
        }
        let root: f64 = first * second;
        (root > 0.0).then(|| score / root.sqrt())
    }

    #[test]
    fn agrees_with_the_definition() {
        assert_eq!(tau_b(&[(1, 1), (2, 2), (3, 3)]), Some(1.0));
        assert_eq!(tau_b(&[(1, 3), (2, 2), (3, 1)]), Some(-1.0));
        assert_eq!((tau_b(&[]), tau_b(&[(1, 1)]), tau_b(&[(1, 1), (2, 1)])), (None, None, None));
        let pairs: Vec<(i64, i64)> = (0..60).map(|k| ((k * 37) % 23, (k * k * 7) % 19)).collect();
        let (quick, slow) = (tau_b(&pairs).unwrap(), by_pairs(&pairs).unwrap());
        assert!((quick - slow).abs() < 1e-12, "{quick} {slow}");
    }
}
