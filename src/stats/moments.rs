//! Mean and spread of a stream of numbers in a single pass, mergeable across streams.
//!
//! Keeps no values. Not for quantiles (see [`quantiles`](super::quantiles)).
//!
//! Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
//! Technometrics 4 (1962) 419–420; merging: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the
//! sample variance", The American Statistician 37 (1983) 242–247, eq. 2.1.

/// Count, mean and sum of squared deviations of the numbers seen so far.
///
/// Values must be finite; a NaN or infinity makes every later answer NaN (debug builds assert).
/// The result depends on the order of [`push`](Self::push) and [`merge`](Self::merge) in the last digits:
/// fold in a fixed order where identical bytes are wanted.
///
/// ```
/// use machiai::stats::Moments;
///
/// let moments: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
/// assert_eq!(moments.count(), 8);
/// assert_eq!(moments.mean(), Some(5.0));
/// assert!((moments.variance().unwrap() - 32.0 / 7.0).abs() < 1e-14);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    count: u64,
    mean: f64,
    squared_deviations: f64,
}

impl Moments {
    /// An accumulator that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finite value.
    pub fn push(&mut self, value: f64) {
        debug_assert!(value.is_finite(), "moments take finite values, got {value}");
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squared_deviations += before * (value - self.mean);
    }

    /// Adds everything another accumulator has seen, as if its values had been pushed here.
    ///
    /// Equal to pushing up to rounding (a few units in the last place). Merging an empty one changes nothing.
    ///
    /// ```
    /// use machiai::stats::Moments;
    ///
    /// let mut left: Moments = [1.0, 2.0].into_iter().collect();
    /// left.merge(&[3.0, 4.0].into_iter().collect());
    /// assert_eq!((left.count(), left.mean()), (4, Some(2.5)));
    /// ```
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (here, there) = (self.count as f64, other.count as f64);
        let gap = other.mean - self.mean;
        self.mean += gap * there / (here + there);
        self.squared_deviations += other.squared_deviations + gap * gap * here * there / (here + there);
        self.count += other.count;
    }

    /// How many values were seen.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Arithmetic mean, in the values' unit; `None` before the first value.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Unbiased sample variance (divisor n − 1), in the values' unit squared; `None` with fewer than two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squared_deviations.max(0.0) / (self.count - 1) as f64)
    }

    /// Sample standard deviation (root of [`variance`](Self::variance)), in the values' unit; `None` with fewer
    /// than two values.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Standard error of the mean, s/√n, in the values' unit; `None` with fewer than two values.
    ///
    /// Valid when the values are independent: one figure per replication, never the people of one run.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.standard_deviation().map(|deviation| deviation / (self.count as f64).sqrt())
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::new();
        moments.extend(values);
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_values_are_none() {
        let mut moments = Moments::new();
        assert_eq!(
            (moments.mean(), moments.standard_deviation(), moments.standard_error()),
            (None, None, None)
        );
        moments.push(3.0);
        assert_eq!(
            (moments.mean(), moments.standard_deviation(), moments.standard_error()),
            (Some(3.0), None, None)
        );
    }

    /// NIST StRD univariate set NumAcc4 (itl.nist.gov/div898/strd): 10000000.2, then 500 pairs of 10000000.1 and
    /// 10000000.3; certified mean 10000000.2, standard deviation 0.1. The naive sum of squares loses every digit here.
    #[test]
    fn nist_numacc4_keeps_its_digits() {
        let pairs = (0..500).flat_map(|_| [10_000_000.1, 10_000_000.3]);
        let moments: Moments = std::iter::once(10_000_000.2).chain(pairs).collect();
        assert!((moments.mean().unwrap() - 10_000_000.2).abs() < 1e-8);
        // Inputs themselves carry rounding of 1e-9, hence not closer.
        assert!((moments.standard_deviation().unwrap() - 0.1).abs() < 1e-8);
    }

    #[test]
    fn merging_equals_pushing() {
        let values: Vec<f64> = (0..1_000).map(|i| ((i * 7919) % 1013) as f64 + 1e6).collect();
        let whole: Moments = values.iter().copied().collect();
        let mut merged = Moments::new();
        for part in values.chunks(37) {
            merged.merge(&part.iter().copied().collect());
        }
        merged.merge(&Moments::new());
        assert_eq!(merged.count(), whole.count());
        assert!((merged.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-8);
        let (a, b) = (merged.standard_error().unwrap(), whole.standard_error().unwrap());
        assert!((a / b - 1.0).abs() < 1e-10);
    }
}
