//! Definite integrals of functions of one variable.
//!
//! Adaptive Simpson rule with Richardson correction (W. M. McKeeman, "Algorithm 145", Communications of the ACM 5
//! (1962) 604; the 1/15 rule of J. N. Lyness, Journal of the ACM 16 (1969) 483–495), on equal panels first so that a
//! narrow feature is not stepped over. A jump is halved down to [`DEEPEST`], where its share is negligible.

/// Equal panels the range is cut into before refinement.
const PANELS: u32 = 64;

/// Most halvings of one panel: a jump is then located within 2⁻⁴⁰ of a panel.
const DEEPEST: u32 = 40;

/// Error aimed at, as a share of (range × largest size of the function seen at the panels' ends).
const RELATIVE_ACCURACY: f64 = 1e-12;

/// ∫ f over `from`..`to`, for finite ends; 0 when `to` ≤ `from`. Also right for functions with a few jumps.
pub(super) fn integral(function: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    if to <= from {
        return 0.0;
    }
    let width = (to - from) / f64::from(PANELS);
    let ends: Vec<(f64, f64)> = (0..=PANELS)
        .map(|panel| if panel == PANELS { to } else { from + width * f64::from(panel) })
        .map(|at| (at, function(at)))
        .collect();
    let size = ends.iter().map(|(_, value)| value.abs()).fold(0.0, f64::max);
    let tolerance = RELATIVE_ACCURACY * width * size.max(f64::MIN_POSITIVE);
    ends.windows(2).map(|pair| panel(&function, pair[0], pair[1], tolerance)).sum()
}

/// One panel between two points (place, value).
fn panel(function: &impl Fn(f64) -> f64, left: (f64, f64), right: (f64, f64), tolerance: f64) -> f64 {
    let middle = midpoint(function, left, right);
    refine(function, [left, middle, right], tolerance, DEEPEST)
}

/// Simpson's rule on three points, halved until the two halves agree with the whole.
fn refine(
    function: &impl Fn(f64) -> f64,
    [left, middle, right]: [(f64, f64); 3],
    tolerance: f64,
    depth: u32,
) -> f64 {
    let first = [left, midpoint(function, left, middle), middle];
    let second = [middle, midpoint(function, middle, right), right];
    let halves = simpson(first) + simpson(second);
    let difference = halves - simpson([left, middle, right]);
    if difference.abs() <= 15.0 * tolerance || depth == 0 {
        return halves + difference / 15.0;
    }
    // The tolerance is not halved: smooth parts converge far below it, and halving would chase rounding at jumps.
    refine(function, first, tolerance, depth - 1) + refine(function, second, tolerance, depth - 1)
}

fn simpson([left, middle, right]: [(f64, f64); 3]) -> f64 {
    (right.0 - left.0) / 6.0 * (left.1 + 4.0 * middle.1 + right.1)
}

fn midpoint(function: &impl Fn(f64) -> f64, left: (f64, f64), right: (f64, f64)) -> (f64, f64) {
    let at = f64::midpoint(left.0, right.0);
    (at, function(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smooth_and_broken_functions() {
        assert!((integral(f64::exp, 0.0, 3.0) - (3.0_f64.exp() - 1.0)).abs() < 1e-10);
        let step = |x: f64| if x < std::f64::consts::E { 1.0 } else { 0.0 };
        assert!((integral(step, 0.0, 10.0) - std::f64::consts::E).abs() < 1e-10);
        assert!((integral(f64::sqrt, 0.0, 1.0) - 2.0 / 3.0).abs() < 1e-10);
        assert_eq!(integral(f64::exp, 1.0, 1.0), 0.0);
        assert_eq!(integral(|_| 0.0, 0.0, 1.0), 0.0);
    }
}
