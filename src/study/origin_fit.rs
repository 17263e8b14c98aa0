//! From load tests to the origin of a scenario: a law, a table, or a threshold, by what the levels of load can tell.

use crate::results::{
    CurvePoint, FitNote, FittedFile, FittedLaw, FittedLevel, FittedValue, InServiceBasis, LoadTest,
    MeasuredPoint, OriginFit, OriginOutcome, TableReason,
};
use crate::stats::{
    Fitted, Interval, ScalabilityFit, ScalabilityProblem, ScalingPoint, fit_scalability, scaling_levels,
};

/// Confidence of the intervals.
const LEVEL: f64 = 0.95;
/// Pieces of the curve that outputs draw.
const CURVE_PIECES: u32 = 160;
/// How far beyond the tests and the peak the curve is drawn, as a factor; and how far beyond the tests at most.
const BEYOND: f64 = 1.15;
const FAR_BEYOND: f64 = 2.0;
/// With more in service than this at the lowest level, how fast a request alone is has not been tested.
const NEARLY_ALONE: f64 = 3.0;
/// Levels that lie farther than this share of the mean throughput off the curve are described poorly.
const POOR_FIT: f64 = 0.15;
/// Failures above this share are told.
const MANY_FAILURES: f64 = 0.01;

/// Makes the most of some load tests, each with the name of its file. `command` makes the result again.
///
/// From three levels of load that differ by a tenth the universal scalability law; from two, or where no law goes through
/// them, a table; from one a threshold, never a law. A second is a second of the test, and a request of the test, whatever
/// its mix, is the standard request (work 1).
///
/// Where users think between requests, the number in service goes up and down around its mean, and λ comes out lower by up to
/// a share σ: a request then meets n others on average, and not n − 1. Tests without thinking have no such error.
///
/// # Panics
/// Without a single level: readers give none without.
pub fn fit_origin(tests: Vec<(String, LoadTest)>, command: String) -> OriginFit {
    let mut levels: Vec<FittedLevel> = tests
        .iter()
        .enumerate()
        .flat_map(|(file, (_, test))| test.levels.iter().map(move |level| (file, *level)))
        .map(|(file, measured)| FittedLevel { file, measured, fitted_per_second: None })
        .collect();
    assert!(!levels.is_empty(), "a load test has a level of load");
    levels.sort_by(|left, right| left.measured.in_service.total_cmp(&right.measured.in_service));
    let points: Vec<ScalingPoint> = levels.iter().map(point).collect();
    let mut notes = Vec::new();
    let outcome = match (scaling_levels(&points).len(), fit_scalability(&points, LEVEL)) {
        (1, _) => threshold(&levels),
        (_, Ok(fit)) => {
            for level in &mut levels {
                level.fitted_per_second = Some(fit.throughput(level.measured.in_service).value);
            }
            let law = law(&fit, &levels);
            notes.extend(law_notes(&fit, &law, &levels));
            OriginOutcome::Law(Box::new(law))
        }
        (_, Err(problem)) => table(&points, problem),
    };
    notes.extend(level_notes(&levels));
    let files = tests
        .into_iter()
        .map(|(name, test)| FittedFile {
            name,
            format: test.format,
            levels: test.levels.len(),
            notes: test.notes,
        })
        .collect();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    OriginFit { version, command, level: LEVEL, files, levels, outcome, notes }
}

fn point(level: &FittedLevel) -> ScalingPoint {
    ScalingPoint { load: level.measured.in_service, throughput: level.measured.per_second }
}

fn threshold(levels: &[FittedLevel]) -> OriginOutcome {
    let least = levels.iter().map(|level| level.measured.per_second).fold(f64::INFINITY, f64::min);
    let failed = levels.iter().filter_map(|level| level.measured.failed_share).reduce(f64::max);
    // Saturates far beyond any origin.
    OriginOutcome::Threshold { requests_per_second: libm::floor(least) as u32, failed_share: failed }
}

fn table(points: &[ScalingPoint], problem: ScalabilityProblem) -> OriginOutcome {
    let reason = match problem {
        ScalabilityProblem::TooFewLevels { .. } => TableReason::TwoLevels,
        ScalabilityProblem::NotConverged => TableReason::NotConverged,
        ScalabilityProblem::BeyondData { alone, highest_ratio } => {
            TableReason::BeyondData { alone_per_second: alone, measured_per_second: highest_ratio }
        }
    };
    let measured =
        |point: &ScalingPoint| MeasuredPoint { in_service: point.load, per_second: point.throughput };
    OriginOutcome::Table { points: scaling_levels(points).iter().map(measured).collect(), reason }
}

fn law(fit: &ScalabilityFit, levels: &[FittedLevel]) -> FittedLaw {
    let load = |level: Option<&FittedLevel>| level.map_or(1.0, |level| level.measured.in_service);
    let tested = [load(levels.first()), load(levels.last())];
    let contention = fit.contention.value;
    FittedLaw {
        alone_per_second: figure(fit.alone),
        contention: figure(fit.contention),
        coherency: figure(fit.coherency),
        peak_in_service: fit.peak_load.map(figure),
        peak_per_second: fit.peak_throughput.map(figure),
        limit_per_second: (fit.peak_load.is_none() && contention > 0.0).then(|| fit.alone.value / contention),
        residual_per_second: fit.residual_standard_error,
        determination: fit.determination,
        tested,
        curve: curve(fit, tested),
    }
}

fn figure(fitted: Fitted) -> FittedValue {
    FittedValue {
        value: fitted.value,
        low: fitted.interval.map(|interval| interval.low),
        high: fitted.interval.map(|interval| interval.high).filter(|high| high.is_finite()),
    }
}

fn curve(fit: &ScalabilityFit, [lowest, highest]: [f64; 2]) -> Vec<CurvePoint> {
    let peak = fit.peak_load.map_or(0.0, |peak| peak.value);
    let first = lowest.min(1.0);
    let last = (highest.max(peak) * BEYOND).min(highest * FAR_BEYOND).max(first * BEYOND);
    let at = |piece: u32| {
        let in_service = first + (last - first) * f64::from(piece) / f64::from(CURVE_PIECES);
        let Fitted { value, interval } = fit.throughput(in_service);
        let ends = |interval: Interval| [interval.low, interval.high];
        CurvePoint { in_service, per_second: value, interval: interval.map(ends) }
    };
    (0..=CURVE_PIECES).map(at).collect()
}

fn law_notes(fit: &ScalabilityFit, law: &FittedLaw, levels: &[FittedLevel]) -> Vec<FitNote> {
    let mut notes = Vec::new();
    let [lowest, highest] = law.tested;
    if fit.degrees_of_freedom == 0 {
        notes.push(FitNote::NoIntervals);
    }
    let has = |value: f64| value > 0.0;
    match (has(fit.contention.value), has(fit.coherency.value)) {
        (true, true) => {}
        (false, true) => notes.push(FitNote::NoContention),
        (true, false) => notes.push(FitNote::NoCoherency),
        (false, false) => notes.push(FitNote::NoLimit),
    }
    match law.peak_in_service {
        Some(peak) if peak.value > highest => {
            notes.push(FitNote::PeakNotReached { peak: peak.value, tested: highest });
        }
        Some(peak) if peak.value < lowest => {
            notes.push(FitNote::PeakBelowTests { peak: peak.value, tested: lowest });
        }
        Some(_) | None => {}
    }
    if law.peak_in_service.is_some_and(|peak| peak.low.is_some() && peak.high.is_none()) {
        notes.push(FitNote::PeakOpen);
    }
    if lowest > NEARLY_ALONE {
        notes.push(FitNote::AloneNotTested { tested: lowest });
    }
    let mean = levels.iter().map(|level| level.measured.per_second).sum::<f64>() / levels.len() as f64;
    let off = law.residual_per_second.map(|residual| residual / mean);
    notes.extend(off.filter(|share| *share > POOR_FIT).map(|share| FitNote::PoorFit { share }));
    notes
}

fn level_notes(levels: &[FittedLevel]) -> Vec<FitNote> {
    let mut notes = Vec::new();
    if levels.iter().any(|level| level.measured.basis == InServiceBasis::Users) {
        notes.push(FitNote::UsersAsLoad);
    }
    let failed = |level: &FittedLevel| {
        let share = level.measured.failed_share.filter(|share| *share > MANY_FAILURES)?;
        Some((level.measured.in_service, share))
    };
    let worst = levels.iter().filter_map(failed).max_by(|left, right| left.1.total_cmp(&right.1));
    notes.extend(worst.map(|(in_service, share)| FitNote::Failures { in_service, share }));
    notes
}
