//! Quantile functions without a closed form, as tables made once from the cumulative distribution.

/// A monotone piecewise-linear quantile function: 2,048 cells of equal probability, and within the last one
/// (and the first) 16 cells to each halving of the tail, down to 2⁻⁵². The law within a cell is replaced by an
/// even one: the error in probability is far below one cell's 1/2048, too small for any crowd to show.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QuantileTable {
    body: Vec<f64>,
    /// Values at tail probabilities `TAIL · 2^(−k/16)`, k from 0: upper and lower end.
    upper: Vec<f64>,
    lower: Vec<f64>,
}

const CELLS: usize = 2_048;
const TAIL: f64 = 1.0 / CELLS as f64;
const CELLS_PER_HALVING: f64 = 16.0;
/// 41 halvings below 1/2048 reach 2⁻⁵².
const TAIL_CELLS: usize = 41 * 16;

impl QuantileTable {
    /// Tabulates an exact quantile function of (probability below, probability above); both are given so
    /// that neither tail loses digits.
    pub(super) fn new(quantile: impl Fn(f64, f64) -> f64) -> QuantileTable {
        let mut body: Vec<f64> =
            (1..CELLS).map(|cell| cell as f64 * TAIL).map(|below| quantile(below, 1.0 - below)).collect();
        let tail: Vec<f64> =
            (0..=TAIL_CELLS).map(|k| TAIL * libm::exp2(-(k as f64) / CELLS_PER_HALVING)).collect();
        let mut upper: Vec<f64> = tail.iter().map(|&above| quantile(1.0 - above, above)).collect();
        let mut lower: Vec<f64> = tail.iter().map(|&below| quantile(below, 1.0 - below)).collect();
        // A search ends within a tolerance; rounding must not make a larger share a smaller value.
        (1..body.len()).for_each(|k| body[k] = body[k].max(body[k - 1]));
        (lower[0], upper[0]) = (body[0], body[CELLS - 2]);
        (1..tail.len()).for_each(|k| upper[k] = upper[k].max(upper[k - 1]));
        (1..tail.len()).for_each(|k| lower[k] = lower[k].min(lower[k - 1]));
        QuantileTable { body, upper, lower }
    }

    /// The value below which a share `uniform` lies.
    #[inline(always)]
    pub(super) fn at(&self, uniform: f64) -> f64 {
        let position = uniform * CELLS as f64;
        let cell = position as usize;
        if cell == 0 {
            return tail_value(&self.lower, uniform);
        }
        if cell >= CELLS - 1 {
            return tail_value(&self.upper, 1.0 - uniform);
        }
        let (low, high) = (self.body[cell - 1], self.body[cell]);
        low + (high - low) * (position - cell as f64)
    }
}

/// Linear in probability within a tail cell, so that the law stays monotone and continuous.
fn tail_value(values: &[f64], probability: f64) -> f64 {
    let halvings = -libm::log2(probability / TAIL) * CELLS_PER_HALVING;
    let cell = (halvings.max(0.0) as usize).min(TAIL_CELLS - 1);
    let wide = TAIL * libm::exp2(-(cell as f64) / CELLS_PER_HALVING);
    let narrow = TAIL * libm::exp2(-((cell + 1) as f64) / CELLS_PER_HALVING);
    let weight = ((wide - probability) / (wide - narrow)).clamp(0.0, 1.0);
    values[cell] + (values[cell + 1] - values[cell]) * weight
}
