//! Fits the universal scalability law to measured throughputs, with intervals.
//!
//! X(n) = λn ÷ (1 + σ(n − 1) + κn(n − 1)) with λ > 0, 0 ≤ σ < 1, κ ≥ 0, by least squares in X. Does not ask where the
//! points come from: independent errors of one size are taken for granted.
//!
//! Sources: N. J. Gunther, *Guerrilla Capacity Planning* (2007), ch. 4–6 (the law, its peak); D. W. Marquardt, SIAM J.
//! Appl. Math. 11 (1963) 431–441 (the search); G. A. F. Seber, C. J. Wild, *Nonlinear Regression* (1989), §5.1
//! (intervals from the linear approximation).

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::Interval;

/// Parameters of the law.
const PARAMETERS: usize = 3;
/// Levels that differ by less than this factor are one: that is within the scatter of a load test.
const SAME_LEVEL: f64 = 1.1;
/// Steps of the search. From the linear start a handful is enough.
const MOST_STEPS: u32 = 500;
/// A step counts only if it lowers the sum of squares by more than this share: the rest is rounding.
const SETTLED: f64 = 1e-14;
/// With more damping than this, steps are too short to change anything.
const MOST_DAMPING: f64 = 1e12;
/// Points are on the curve when what is left of their squares is below this share: the rest is rounding.
const EXACT: f64 = 1e-24;
/// A fitted λ this many times above every measured rate per request is no finding: it lies outside of the data.
const FAR_BEYOND: f64 = 5.0;

type Vector = [f64; PARAMETERS];
type Matrix = [Vector; PARAMETERS];

/// A measured point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingPoint {
    /// n, above zero and finite.
    pub load: f64,
    /// X, not negative and finite.
    pub throughput: f64,
}

/// A parameter or what follows from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Best value.
    pub value: f64,
    /// Where it is with the fit's confidence, cut to what is possible; `None` where no point is left over to tell.
    pub interval: Option<Interval>,
}

/// A law fitted to points.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalabilityFit {
    /// λ, the throughput at n = 1; above zero.
    pub alone: Fitted,
    /// σ, from 0 to below 1.
    pub contention: Fitted,
    /// κ, not negative.
    pub coherency: Fitted,
    /// √((1 − σ) ÷ κ), at least 1, where the curve is highest; `None`: it rises without end (κ = 0). An upper end that is
    /// infinite: κ = 0 is within its interval.
    pub peak_load: Option<Fitted>,
    /// The throughput there.
    pub peak_throughput: Option<Fitted>,
    /// Root of the mean squared distance from the curve, with the degrees of freedom; `None` where there are none.
    pub residual_standard_error: Option<f64>,
    /// Share of the variance of the throughputs that the curve explains, at most 1; `None` where they do not vary.
    pub determination: Option<f64>,
    /// Points beyond the number of parameters.
    pub degrees_of_freedom: usize,
    /// Inverse of JᵀJ times the residual variance.
    covariance: Option<Matrix>,
    /// Half-width of an interval ÷ standard error.
    quantile: Option<f64>,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalabilityProblem {
    /// Fewer than three loads that differ by a tenth: three parameters need as many.
    TooFewLevels {
        /// Loads that differ.
        distinct: usize,
    },
    /// The search found no curve: the points do not look like this law.
    NotConverged,
    /// The best curve has a throughput at n = 1 far above every measured throughput per unit of load: the points do not
    /// tell how the curve begins.
    BeyondData {
        /// The λ found.
        alone: f64,
        /// The highest X ÷ n measured.
        highest_ratio: f64,
    },
}

/// Loads that differ by a tenth or more: every point in one of the groups, loads rising.
///
/// ```
/// use machiai::stats::{ScalingPoint, scaling_levels};
///
/// let point = |load, throughput| ScalingPoint { load, throughput };
/// let levels = scaling_levels(&[point(8.2, 40.0), point(1.0, 9.0), point(8.0, 42.0)]);
/// assert_eq!(levels.len(), 2);
/// assert_eq!(levels[1], point(8.1, 41.0));
/// ```
#[must_use]
pub fn scaling_levels(points: &[ScalingPoint]) -> Vec<ScalingPoint> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|left, right| left.load.total_cmp(&right.load));
    let mut groups: Vec<Vec<ScalingPoint>> = Vec::new();
    for point in sorted {
        match groups.last_mut() {
            Some(group) if point.load < group[0].load * SAME_LEVEL => group.push(point),
            _ => groups.push(vec![point]),
        }
    }
    groups.iter().map(|group| mean_of(group)).collect()
}

fn mean_of(group: &[ScalingPoint]) -> ScalingPoint {
    let count = group.len() as f64;
    let mean = |of: fn(&ScalingPoint) -> f64| group.iter().map(of).sum::<f64>() / count;
    ScalingPoint { load: mean(|point| point.load), throughput: mean(|point| point.throughput) }
}

/// Fits the law with intervals of confidence `level` (between 0 and 1).
///
/// Intervals are value ± t·standard error with points − 3 degrees of freedom, from the linear approximation at the best
/// value, cut to what is possible; that of the peak's place is made on its logarithm, as it cannot be negative. A
/// parameter at its bound keeps the interval that the curvature there gives, as R's package `usl` has it: what is not
/// known of it also widens the others.
///
/// # Errors
/// Why there is no fit. Points that are not finite, or loads not above zero, are left out.
///
/// ```
/// use machiai::stats::{ScalingPoint, fit_scalability};
///
/// // SPEC SDM91 on a SPARCcenter 2000, as published with R's package `usl`: σ 0.0277285, κ 0.0001044, λ 89.9952.
/// let loads = [1.0, 18.0, 36.0, 72.0, 108.0, 144.0, 216.0];
/// let rates = [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2];
/// let points: Vec<ScalingPoint> =
///     loads.iter().zip(rates).map(|(&load, throughput)| ScalingPoint { load, throughput }).collect();
/// let fit = fit_scalability(&points, 0.95).unwrap();
/// assert!((fit.contention.value - 0.0277285).abs() < 5e-8);
/// assert!((fit.peak_load.unwrap().value - 96.51956).abs() < 1e-3);
/// ```
pub fn fit_scalability(points: &[ScalingPoint], level: f64) -> Result<ScalabilityFit, ScalabilityProblem> {
    let usable: Vec<ScalingPoint> = points
        .iter()
        .copied()
        .filter(|point| point.load > 0.0 && point.load.is_finite() && point.throughput.is_finite())
        .collect();
    let distinct = scaling_levels(&usable).len();
    if distinct < PARAMETERS {
        return Err(ScalabilityProblem::TooFewLevels { distinct });
    }
    let best = search(&usable).ok_or(ScalabilityProblem::NotConverged)?;
    let [alone, ..] = best;
    let highest_ratio = usable.iter().map(|point| point.throughput / point.load.max(1.0)).fold(0.0, f64::max);
    if alone > FAR_BEYOND * highest_ratio {
        return Err(ScalabilityProblem::BeyondData { alone, highest_ratio });
    }
    Ok(described(best, &usable, level))
}

impl ScalabilityFit {
    /// The curve at a load, with its interval (of the curve, not of a single new measurement). 0 at a load of 0.
    #[must_use]
    pub fn throughput(&self, load: f64) -> Fitted {
        let at = self.parameters();
        let value = law(&at, load);
        Fitted { value, interval: self.around(value, gradient(&at, load)) }
    }

    fn parameters(&self) -> Vector {
        [self.alone.value, self.contention.value, self.coherency.value]
    }

    /// The interval of something not negative with this gradient.
    fn around(&self, value: f64, gradient: Vector) -> Option<Interval> {
        let half = self.quantile? * standard_error(&self.covariance?, &gradient);
        Some(Interval { low: (value - half).max(0.0), high: value + half })
    }
}

/// Everything that is told about the best parameters.
fn described(best: Vector, points: &[ScalingPoint], level: f64) -> ScalabilityFit {
    let degrees_of_freedom = points.len() - PARAMETERS;
    let squares = sum_of_squares(&best, points);
    let variance = (degrees_of_freedom > 0).then(|| squares / degrees_of_freedom as f64);
    let covariance = variance.and_then(|variance| {
        let inverse = inverted(&information(&best, points))?;
        Some(inverse.map(|row| row.map(|entry| entry * variance)))
    });
    let [alone, contention, coherency] = best;
    let plain = |value| Fitted { value, interval: None };
    let mut fit = ScalabilityFit {
        alone: plain(alone),
        contention: plain(contention),
        coherency: plain(coherency),
        peak_load: None,
        peak_throughput: None,
        residual_standard_error: variance.map(libm::sqrt),
        determination: determination(squares, points),
        degrees_of_freedom,
        covariance,
        quantile: student_quantile(degrees_of_freedom, level),
    };
    fit.alone.interval = fit.around(alone, [1.0, 0.0, 0.0]);
    fit.contention.interval = fit
        .around(contention, [0.0, 1.0, 0.0])
        .map(|interval| Interval { high: interval.high.min(1.0), ..interval });
    fit.coherency.interval = fit.around(coherency, [0.0, 0.0, 1.0]);
    if coherency > 0.0 {
        let load = libm::sqrt((1.0 - contention) / coherency).max(1.0);
        fit.peak_load = Some(Fitted { value: load, interval: peak_interval(&fit, load) });
        // Where the curve is highest, moving along it changes nothing: only the parameters count.
        fit.peak_throughput = Some(fit.throughput(load));
    }
    fit
}

/// The interval of the peak's place, made on its logarithm ½ ln(1 − σ) − ½ ln κ.
fn peak_interval(fit: &ScalabilityFit, load: f64) -> Option<Interval> {
    let [_, contention, coherency] = fit.parameters();
    let gradient = [0.0, -0.5 / (1.0 - contention), -0.5 / coherency];
    let half = fit.quantile? * standard_error(&fit.covariance?, &gradient);
    let open = fit.coherency.interval.is_some_and(|interval| interval.low <= 0.0);
    let high = if open { f64::INFINITY } else { load * libm::exp(half) };
    Some(Interval { low: (load * libm::exp(-half)).max(1.0), high })
}

fn determination(squares: f64, points: &[ScalingPoint]) -> Option<f64> {
    let mean = mean_of(points).throughput;
    let total: f64 = points.iter().map(|point| squared(point.throughput - mean)).sum();
    (total > 0.0).then(|| 1.0 - squares / total)
}

/// The two-sided quantile of Student's t; `None` without degrees of freedom or for a level out of range.
fn student_quantile(degrees_of_freedom: usize, level: f64) -> Option<f64> {
    if degrees_of_freedom == 0 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let student = StudentsT::new(0.0, 1.0, degrees_of_freedom as f64).ok()?;
    Some(student.inverse_cdf(0.5 + level / 2.0))
}

/// The best parameters within their bounds. Where the best of all lies outside, one or both of σ and κ are 0: each such
/// case is searched by itself, and the best that is possible wins.
fn search(points: &[ScalingPoint]) -> Option<Vector> {
    let inside = settled(points, [true, true, true]).filter(is_possible);
    if inside.is_some() {
        return inside;
    }
    let at_bounds = [[true, true, false], [true, false, true], [true, false, false]];
    let found = at_bounds.into_iter().filter_map(|free| settled(points, free)).filter(is_possible);
    found.min_by(|left, right| sum_of_squares(left, points).total_cmp(&sum_of_squares(right, points)))
}

fn is_possible(at: &Vector) -> bool {
    let [alone, contention, coherency] = *at;
    alone > 0.0 && alone.is_finite() && (0.0..1.0).contains(&contention) && coherency >= 0.0
}

/// Marquardt's search over the parameters that are free, the others at 0; `None` if it does not come to rest.
fn settled(points: &[ScalingPoint], free: [bool; PARAMETERS]) -> Option<Vector> {
    let mut at = start(points, free)?;
    let mut squares = sum_of_squares(&at, points);
    let exact = EXACT * points.iter().map(|point| squared(point.throughput)).sum::<f64>();
    let mut damping = 1e-3;
    for _ in 0..MOST_STEPS {
        if squares <= exact {
            return Some(at);
        }
        let next = step(&at, points, free, damping).map(|next| (next, sum_of_squares(&next, points)));
        match next.filter(|(_, sum)| *sum < squares * (1.0 - SETTLED)) {
            Some((next, sum)) => (at, squares, damping) = (next, sum, (damping / 10.0).max(1e-12)),
            // No direction goes down any more: the bottom, as far as numbers of this kind can tell.
            None if damping > MOST_DAMPING => return Some(at),
            None => damping *= 10.0,
        }
    }
    None
}

/// The start: n ÷ X = (1 + σ(n − 1) + κn(n − 1)) ÷ λ is linear in 1 ÷ λ, σ ÷ λ and κ ÷ λ. Relative errors count, or the
/// slowest points would decide alone.
fn start(points: &[ScalingPoint], free: [bool; PARAMETERS]) -> Option<Vector> {
    let mut information = [[0.0; PARAMETERS]; PARAMETERS];
    let mut right = [0.0; PARAMETERS];
    for point in points.iter().filter(|point| point.throughput > 0.0) {
        let weight = point.throughput / point.load;
        let others = point.load - 1.0;
        let row = [weight, weight * others, weight * point.load * others];
        add_outer(&mut information, &row);
        for (entry, part) in right.iter_mut().zip(row) {
            *entry += part;
        }
    }
    let [inverse_alone, contention, coherency] = solved(&masked(information, free), &right, free)?;
    let start = [1.0 / inverse_alone, contention / inverse_alone, coherency / inverse_alone];
    if inverse_alone > 0.0 && start.iter().all(|value| value.is_finite()) {
        return Some(start);
    }
    // The line misses; begin with the highest ratio and a little of everything that is free.
    let highest = points.iter().map(|point| point.throughput / point.load).fold(0.0, f64::max);
    let little = |free: bool, value: f64| if free { value } else { 0.0 };
    (highest > 0.0).then(|| [highest, little(free[1], 0.1), little(free[2], 1e-4)])
}

fn step(at: &Vector, points: &[ScalingPoint], free: [bool; PARAMETERS], damping: f64) -> Option<Vector> {
    let mut information = information(at, points);
    for (index, row) in information.iter_mut().enumerate() {
        row[index] *= 1.0 + damping;
    }
    let mut right = [0.0; PARAMETERS];
    for point in points {
        let residual = point.throughput - law(at, point.load);
        for (entry, part) in right.iter_mut().zip(gradient(at, point.load)) {
            *entry += part * residual;
        }
    }
    let change = solved(&masked(information, free), &right, free)?;
    let next = [at[0] + change[0], at[1] + change[1], at[2] + change[2]];
    // Beyond a pole the curve turns negative: no throughput does.
    let is_sound = points.iter().all(|point| denominator(&next, point.load) > 0.0);
    (is_sound && next[0] > 0.0 && next.iter().all(|value| value.is_finite())).then_some(next)
}

fn denominator([_, contention, coherency]: &Vector, load: f64) -> f64 {
    let others = load - 1.0;
    1.0 + contention * others + coherency * load * others
}

fn law(at: &Vector, load: f64) -> f64 {
    at[0] * load / denominator(at, load)
}

/// Derivatives of the law by λ, σ and κ.
fn gradient(at: &Vector, load: f64) -> Vector {
    let below = denominator(at, load);
    let others = load - 1.0;
    let by_denominator = -at[0] * load / squared(below);
    [load / below, by_denominator * others, by_denominator * load * others]
}

/// JᵀJ.
fn information(at: &Vector, points: &[ScalingPoint]) -> Matrix {
    let mut sum = [[0.0; PARAMETERS]; PARAMETERS];
    for point in points {
        add_outer(&mut sum, &gradient(at, point.load));
    }
    sum
}

fn add_outer(sum: &mut Matrix, row: &Vector) {
    for (line, left) in sum.iter_mut().zip(row) {
        for (entry, right) in line.iter_mut().zip(row) {
            *entry += left * right;
        }
    }
}

fn sum_of_squares(at: &Vector, points: &[ScalingPoint]) -> f64 {
    points.iter().map(|point| squared(point.throughput - law(at, point.load))).sum()
}

fn squared(value: f64) -> f64 {
    value * value
}

/// √(gᵀCg).
fn standard_error(covariance: &Matrix, gradient: &Vector) -> f64 {
    let product = |row: &Vector| row.iter().zip(gradient).map(|(left, right)| left * right).sum::<f64>();
    let variance: f64 = covariance.iter().zip(gradient).map(|(row, part)| part * product(row)).sum();
    libm::sqrt(variance.max(0.0))
}

/// A parameter that is not free has a row of its own: it stays where it is.
fn masked(mut matrix: Matrix, free: [bool; PARAMETERS]) -> Matrix {
    for line in 0..PARAMETERS {
        for column in 0..PARAMETERS {
            if !(free[line] && free[column]) {
                matrix[line][column] = if line == column { 1.0 } else { 0.0 };
            }
        }
    }
    matrix
}

fn solved(matrix: &Matrix, right: &Vector, free: [bool; PARAMETERS]) -> Option<Vector> {
    let inverse = inverted(matrix)?;
    let right = [0, 1, 2].map(|index| if free[index] { right[index] } else { 0.0 });
    Some(inverse.map(|row| row.iter().zip(right).map(|(left, right)| left * right).sum()))
}

/// The inverse of a symmetric matrix; `None` if it has none that numbers of this kind can tell. Rows and columns are
/// brought to one scale first: κ is thousands of times smaller than σ.
fn inverted(matrix: &Matrix) -> Option<Matrix> {
    let scale = [0, 1, 2].map(|index| libm::sqrt(matrix[index][index]));
    if !scale.iter().all(|value| *value > 0.0 && value.is_finite()) {
        return None;
    }
    let scaled = |line: usize, column: usize| matrix[line][column] / (scale[line] * scale[column]);
    // The cofactor of an entry, with indices that go around and so bring their sign along.
    let cofactor = |line: usize, column: usize| {
        let [one, two] = [(line + 1) % 3, (line + 2) % 3];
        let [left, right] = [(column + 1) % 3, (column + 2) % 3];
        scaled(one, left) * scaled(two, right) - scaled(one, right) * scaled(two, left)
    };
    let determinant: f64 = (0..PARAMETERS).map(|column| scaled(0, column) * cofactor(0, column)).sum();
    if !(determinant > 1e-14 && determinant.is_finite()) {
        return None;
    }
    let entry =
        |line: usize, column: usize| cofactor(column, line) / determinant / (scale[line] * scale[column]);
    Some([0, 1, 2].map(|line| [0, 1, 2].map(|column| entry(line, column))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(pairs: &[(f64, f64)]) -> Vec<ScalingPoint> {
        pairs.iter().map(|&(load, throughput)| ScalingPoint { load, throughput }).collect()
    }

    fn exact(at: Vector, loads: &[f64]) -> Vec<ScalingPoint> {
        loads.iter().map(|&load| ScalingPoint { load, throughput: law(&at, load) }).collect()
    }

    #[test]
    fn data_of_the_law_give_its_parameters_back() {
        for at in
            [[100.0, 0.02, 1e-4], [3.0, 0.3, 0.01], [5e4, 1e-3, 1e-9], [0.01, 0.9, 1e-6], [80.0, 0.05, 0.0]]
        {
            let fit = fit_scalability(&exact(at, &[1.0, 2.0, 5.0, 20.0, 80.0, 300.0]), 0.95).unwrap();
            for (found, wanted) in fit.parameters().into_iter().zip(at) {
                assert!((found - wanted).abs() <= 1e-6 * wanted + 1e-9, "{at:?}: {fit:?}");
            }
        }
    }

    #[test]
    fn superlinear_data_are_a_straight_line_through_the_bounds() {
        let fit =
            fit_scalability(&points(&[(1.0, 10.0), (2.0, 22.0), (4.0, 50.0), (8.0, 120.0)]), 0.95).unwrap();
        assert_eq!((fit.contention.value, fit.coherency.value, fit.peak_load), (0.0, 0.0, None));
    }

    #[test]
    fn three_levels_have_no_intervals() {
        let fit = fit_scalability(&exact([100.0, 0.02, 1e-4], &[1.0, 20.0, 200.0]), 0.95).unwrap();
        assert_eq!(
            (fit.degrees_of_freedom, fit.alone.interval, fit.residual_standard_error),
            (0, None, None)
        );
        assert!(fit.peak_load.unwrap().interval.is_none());
    }

    #[test]
    fn repeated_levels_are_one() {
        let few = points(&[(10.0, 90.0), (10.4, 91.0), (20.0, 150.0), (21.0, 151.0)]);
        assert_eq!(fit_scalability(&few, 0.95), Err(ScalabilityProblem::TooFewLevels { distinct: 2 }));
    }

    #[test]
    fn a_plateau_alone_does_not_tell_how_the_curve_begins() {
        let plateau = points(&[(200.0, 1000.0), (400.0, 1001.0), (800.0, 1000.0), (1600.0, 999.0)]);
        let problem = fit_scalability(&plateau, 0.95).unwrap_err();
        assert!(
            matches!(problem, ScalabilityProblem::BeyondData { .. } | ScalabilityProblem::NotConverged),
            "{problem:?}"
        );
    }

    /// Random-looking data of every size: an answer or a refusal, never a number that is none.
    #[test]
    fn whatever_the_data_numbers_are_finite_and_in_range() {
        let mut bits = 7_u64;
        let mut draw = || {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (bits >> 11) as f64 / (1_u64 << 53) as f64
        };
        for round in 0..2000 {
            let size = libm::exp(20.0 * (draw() - 0.5));
            let count = 3 + round % 7;
            let data: Vec<ScalingPoint> = (0..count)
                .map(|_| ScalingPoint { load: libm::exp(8.0 * draw()), throughput: size * draw() })
                .collect();
            let Ok(fit) = fit_scalability(&data, 0.95) else { continue };
            assert!(is_possible(&fit.parameters()), "{data:?}: {fit:?}");
            for fitted in [fit.alone, fit.contention, fit.coherency, fit.throughput(30.0)] {
                let sound =
                    |interval: Interval| interval.low <= fitted.value && fitted.value <= interval.high;
                assert!(fitted.value.is_finite() && fitted.interval.is_none_or(sound), "{data:?}: {fit:?}");
            }
        }
    }

    /// No curve of a fine grid comes nearer to the points than the one that is found.
    #[test]
    fn no_possible_curve_is_better() {
        let with_noise: [&[(f64, f64)]; 4] = [
            &[(0.76, 2.23), (1.6, 4.23), (3.1, 8.08), (6.8, 13.7), (20.0, 19.2), (40.0, 14.9)],
            &[(0.83, 20.3), (2.5, 55.5), (6.1, 116.0), (12.0, 186.0), (28.0, 251.0), (112.0, 217.0)],
            &[(1.0, 1.92), (2.0, 3.23), (4.0, 5.54), (8.1, 8.85), (15.0, 9.15), (32.0, 8.75)],
            &[(0.94, 78.0), (5.0, 310.0), (20.0, 820.0), (50.0, 1150.0), (100.0, 1210.0), (205.0, 1105.0)],
        ];
        for data in with_noise.map(points) {
            let fit = fit_scalability(&data, 0.95).unwrap();
            let best = sum_of_squares(&fit.parameters(), &data);
            for step in 0..40_000_i32 {
                let contention = f64::from(step / 200) * 0.002;
                let coherency =
                    if step % 200 == 0 { 0.0 } else { libm::exp(-12.0 + 0.05 * f64::from(step % 200)) };
                let shape = |load: f64| load / denominator(&[1.0, contention, coherency], load);
                let upper: f64 = data.iter().map(|point| point.throughput * shape(point.load)).sum();
                let lower: f64 = data.iter().map(|point| squared(shape(point.load))).sum();
                let other = sum_of_squares(&[upper / lower, contention, coherency], &data);
                assert!(other >= best * (1.0 - 1e-9), "{contention} {coherency}: {other} < {best}, {fit:?}");
            }
        }
    }
}
