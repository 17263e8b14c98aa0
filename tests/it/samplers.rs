//! Private values: do they follow their laws, are neighbouring keys independent, and do they stay what they are?
//!
//! Second opinions: `statrs` for distribution functions, `rand_distr` for samples, formulas written out here. A fit is
//! refused below a p-value of 1e−4 (about four standard errors); a correlation of n pairs has standard error 1/√n and
//! may be four of them. Seeds are fixed.

use machiai::draws::law::{Law, normal_cdf, normal_quantile};
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::Blueprint;
use machiai::model::room::{CallOrder, Metered};
use machiai::model::{
    ArrivalProfile, Component, Distribution, Group, Headcount, MinuteTable, QuantilePoint, Room, RoomId,
    Step, System, Visit, opening_profile,
};
use machiai::stats::{Moments, goodness_of_fit};
use machiai::units::{MINUTE, Share, SimTime, Span};
use rand_distr::Distribution as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use statrs::distribution::{ChiSquared, ContinuousCDF, Exp, Gamma, LogNormal, Normal, Uniform, Weibull};

use crate::recorded::system;

const KEY: RunKey = RunKey { seed: 77, replication: 5 };

/// No fit may be worse.
const WORST_P: f64 = 1e-4;

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

fn seconds(value: f64) -> Span {
    Span::from_fractional_seconds(value)
}

fn people_stream(field: Field) -> Stream {
    Stream::new(KEY, Purpose::People, 0, field)
}

/// A law with its distribution function from another source.
struct Case {
    name: &'static str,
    law: Distribution,
    cdf: Box<dyn Fn(f64) -> f64>,
}

fn case(name: &'static str, law: Distribution, cdf: impl Fn(f64) -> f64 + 'static) -> Case {
    Case { name, law, cdf: Box::new(cdf) }
}

/// σ² and μ of the lognormal law with this mean and coefficient of variation.
fn lognormal(mean: f64, cv: f64) -> LogNormal {
    let variance = (1.0 + cv * cv).ln();
    LogNormal::new(mean.ln() - variance / 2.0, variance.sqrt()).expect("a lognormal law")
}

/// Mean and coefficient of variation of a Weibull law with scale 1.
fn weibull_moments(shape: f64) -> (f64, f64) {
    let gamma = statrs::function::gamma::gamma;
    let mean = gamma(1.0 + 1.0 / shape);
    (mean, (gamma(1.0 + 2.0 / shape) / (mean * mean) - 1.0).sqrt())
}

/// The law of `p50=280,p75=520,p95=1100`: between and beyond the points ln x is linear in the normal score.
fn quantile_points() -> Vec<QuantilePoint> {
    [(0.5, 280), (0.75, 520), (0.95, 1_100)]
        .map(|(part, length)| QuantilePoint { share: share(part), length: Span::from_seconds(length) })
        .into()
}

fn quantile_cdf(x: f64) -> f64 {
    let normal = Normal::new(0.0, 1.0).expect("standard");
    let knots =
        [(0.5, 280.0_f64), (0.75, 520.0), (0.95, 1_100.0)].map(|(p, x)| (x.ln(), normal.inverse_cdf(p)));
    let (low, high) = if x.ln() < knots[1].0 { (knots[0], knots[1]) } else { (knots[1], knots[2]) };
    normal.cdf(low.1 + (high.1 - low.1) * (x.ln() - low.0) / (high.0 - low.0))
}

/// Every continuous law of the model, with shapes below and above that of the exponential.
fn cases() -> Vec<Case> {
    let exponential = Exp::new(1.0 / 360.0).expect("a law");
    let even = Uniform::new(30.0, 90.0).expect("a law");
    let mut cases = vec![
        case("exponential", Distribution::Exponential { mean: seconds(360.0) }, move |x| exponential.cdf(x)),
        case("uniform", Distribution::Uniform { low: seconds(30.0), high: seconds(90.0) }, move |x| {
            even.cdf(x)
        }),
        case("quantiles", Distribution::Quantiles(quantile_points()), quantile_cdf),
    ];
    for (name, cv) in [("lognormal 0.8", 0.8), ("lognormal 3", 3.0)] {
        let law = Distribution::Lognormal { mean: seconds(360.0), coefficient_of_variation: cv };
        let other = lognormal(360.0, cv);
        cases.push(case(name, law, move |x| other.cdf(x)));
    }
    for (name, shape) in [("gamma 0.3", 0.3_f64), ("gamma 4", 4.0)] {
        let law = Distribution::Gamma { mean: seconds(360.0), coefficient_of_variation: 1.0 / shape.sqrt() };
        let other = Gamma::new(shape, shape / 360.0).expect("a law");
        cases.push(case(name, law, move |x| other.cdf(x)));
    }
    for (name, shape) in [("weibull 0.7", 0.7), ("weibull 3", 3.0)] {
        let (mean, cv) = weibull_moments(shape);
        let law = Distribution::Weibull { mean: seconds(360.0), coefficient_of_variation: cv };
        let other = Weibull::new(shape, 360.0 / mean).expect("a law");
        cases.push(case(name, law, move |x| other.cdf(x)));
    }
    cases
}

#[track_caller]
fn fits(what: &str, sample: &[f64], cdf: impl Fn(f64) -> f64) {
    let fit = goodness_of_fit(sample, cdf).expect("a sample");
    assert!(
        fit.p_value > WORST_P,
        "{what}: D {:.5}, p {:.2e}, {} values, {KEY:?}",
        fit.statistic,
        fit.p_value,
        sample.len()
    );
}

/// Catches: a mean taken for a median, a rate for a mean, a table with cells off by one (D of 1/2048 is 3.3 standard
/// errors of 200,000 values; the comparison of every cell is in `tables_are_close_everywhere`).
#[test]
fn laws_follow_their_distribution_functions() {
    for Case { name, law, cdf } in cases() {
        let (law, stream) = (Law::compile(&law), people_stream(Field::VisitDuration));
        let sample: Vec<f64> = (0..200_000).map(|k| law.value(stream.uniform(k), k)).collect();
        fits(name, &sample, cdf);
    }
}

/// Many at once, in registers as wide as the processor has, against one by one: the same bits.
///
/// Catches: a formula that differs between the two, a block that is cut short or begun twice (1,000 is no multiple of it), a
/// multiplication fused with an addition, tails left where the middle's formula put them.
#[test]
fn many_values_at_once_are_those_of_one_by_one() {
    let mut laws: Vec<(&str, Law)> =
        cases().into_iter().map(|case| (case.name, Law::compile(&case.law))).collect();
    laws.push(("fixed", Law::compile(&Distribution::Fixed(seconds(7.0)))));
    laws.push(("listed", Law::compile(&Distribution::Listed(vec![seconds(1.0), seconds(5.0)].into()))));
    let people = |k: usize| 3 * k as u64 + 1;
    for (name, law) in laws {
        let stream = people_stream(Field::Patience);
        let mut seen = 0;
        law.values(stream, 100_000, people, |k, value| {
            assert_eq!(k, seen, "{name}");
            seen += 1;
            let alone = law.value(stream.uniform(people(k)), people(k));
            assert_eq!(value.to_bits(), alone.to_bits(), "{name}, person {}: {value} and {alone}", people(k));
        });
        law.values(stream, 1_000, people, |_, _| seen += 1);
        assert_eq!(seen, 101_000, "{name}");
    }
}

/// The same laws through the engine: durations, think times of each step, patience and arrivals of one crowd.
///
/// Catches: the wrong stream or law for a field, values drawn by rank instead of person (correlated with the arrival, see
/// below), patience in minutes.
#[test]
fn people_of_a_crowd_follow_their_laws() {
    let count = 20_000;
    for Case { name, law, cdf } in cases() {
        let arrivals = ArrivalProfile::from_opening(law.clone());
        let step = |think: &Distribution| Step::new("", think.clone());
        let even = Visit::even(law.clone(), 2);
        let steps = Visit::Steps(vec![step(&law), step(&law), step(&law)]);
        let groups = [even, steps].map(|visit| {
            let mut group = Group::new(name, Headcount::Fixed(count), arrivals.clone(), visit);
            group.patience = Some(law.clone());
            group
        });
        let day = system(open_room(), groups.into());
        let blueprint = Blueprint::new(&day, RoomId(0));
        let crowd = blueprint.crowd(KEY);
        let mut samples: [Vec<f64>; 8] = Default::default();
        for rank in 0..crowd.len() as u32 {
            let (thinks, last) = blueprint.thinks(&crowd, KEY, rank);
            let patience = blueprint.traits(&crowd, KEY, rank).patience.expect("patience").seconds();
            let arrival = crowd.arrival(rank).seconds();
            if crowd.who(rank).group == 0 {
                for (sample, value) in samples[..3].iter_mut().zip([arrival, patience, thinks[0].seconds()]) {
                    sample.push(value);
                }
            } else {
                let values = [arrival, patience, thinks[0].seconds(), thinks[1].seconds(), last.seconds()];
                for (sample, value) in samples[3..].iter_mut().zip(values) {
                    sample.push(value);
                }
            }
        }
        let names = ["arrival", "patience", "duration", "arrival", "patience", "step 1", "step 2", "step 3"];
        for (position, (what, sample)) in names.iter().zip(&samples).enumerate() {
            assert_eq!(sample.len(), count as usize);
            fits(&format!("{name}, {what} of group {}", u32::from(position > 2)), sample, &cdf);
        }
    }
}

/// A room that lets everyone in, for drawing crowds.
fn open_room() -> Room {
    Room::metered(&Metered {
        name: "open".to_owned(),
        opening: SimTime::ZERO,
        slots: None,
        spacing: None,
        line_limit: None,
        order: CallOrder::Fifo,
        lag: Span::ZERO,
    })
}

fn day_of(count: Headcount, arrivals: ArrivalProfile) -> System {
    let visit = Visit::even(Distribution::Fixed(Span::ZERO), 1);
    system(open_room(), vec![Group::new("people", count, arrivals, visit)])
}

/// Arrivals of one crowd in seconds.
fn arrivals(profile: ArrivalProfile, count: u32) -> Vec<f64> {
    let headcount = match profile {
        ArrivalProfile::Offsets(_) | ArrivalProfile::Shape(_) => Headcount::Fixed(count),
        ArrivalProfile::Poisson { .. } | ArrivalProfile::Exact(_) => Headcount::FromArrivals,
    };
    let blueprint = Blueprint::new(&day_of(headcount, profile), RoomId(0));
    let crowd = blueprint.crowd(KEY);
    (0..crowd.len() as u32).map(|rank| crowd.arrival(rank).seconds()).collect()
}

fn opening_cdf(x: f64) -> f64 {
    0.7 * -(-x / 360.0).exp_m1() + 0.3 * -(-x / 2_400.0).exp_m1()
}

/// The default profile, one with early birds, and a measured table with an empty minute.
///
/// Catches: shares of a mixture swapped, a shift with the wrong sign, counts of a table shifted by a minute.
#[test]
fn arrival_profiles_follow_their_shapes() {
    fits("opening", &arrivals(opening_profile(share(0.7), 1.0), 200_000), opening_cdf);
    fits("opening, stretched", &arrivals(opening_profile(share(0.7), 1.5), 200_000), |x| {
        opening_cdf(x / 1.5)
    });
    let early = ArrivalProfile::Offsets(vec![
        Component {
            share: share(0.2),
            shift: -Span::from_minutes(10),
            offset: Distribution::Uniform { low: Span::ZERO, high: Span::from_minutes(10) },
        },
        Component {
            share: share(0.8),
            shift: Span::ZERO,
            offset: Distribution::Gamma { mean: Span::from_minutes(6), coefficient_of_variation: 0.5 },
        },
    ]);
    let gamma = Gamma::new(4.0, 4.0 / 360.0).expect("a law");
    fits("early birds", &arrivals(early, 200_000), |x| {
        0.2 * ((x + 600.0) / 600.0).clamp(0.0, 1.0) + 0.8 * if x > 0.0 { gamma.cdf(x) } else { 0.0 }
    });
    let counts = vec![10.0, 0.0, 25.5, 100.0, 3.0];
    let shape = ArrivalProfile::Shape(MinuteTable { first_minute: -2, counts: counts.clone() });
    let sample = arrivals(shape, 200_000);
    fits("table", &sample, |x| {
        let part = |(minute, count): (usize, &f64)| count * (x / 60.0 + 2.0 - minute as f64).clamp(0.0, 1.0);
        counts.iter().enumerate().map(part).sum::<f64>() / counts.iter().sum::<f64>()
    });
    let in_empty_minute = sample.iter().filter(|x| **x > -60.0 && **x < 0.0).count();
    assert_eq!(in_empty_minute, 0, "{KEY:?}");
    assert!(
        arrivals(ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO)), 500)
            .iter()
            .all(|x| *x == 0.0)
    );
    let exact = [5, -3, 5].map(|s| SimTime::ZERO + Span::from_seconds(s));
    assert_eq!(arrivals(ArrivalProfile::Exact(exact.into()), 0), [-3.0, 5.0, 5.0]);
}

/// Steady rate: gaps are exponential, the count is Poisson (mean and variance 600 over 400 replications; the relative
/// standard error of that variance is √(2/399)).
///
/// Catches: a fixed count, a first person always at the opening, a last one beyond the end.
#[test]
fn steady_rate_is_a_poisson_process() {
    let steady = |people_per_minute, minutes| ArrivalProfile::Poisson {
        people_per_minute,
        lasting: Span::from_minutes(minutes),
    };
    let times = arrivals(steady(100.0, 1_000), 0);
    let gaps: Vec<f64> =
        std::iter::once(times[0]).chain(times.windows(2).map(|pair| pair[1] - pair[0])).collect();
    fits("gaps", &gaps, |x| -(-x / 0.6).exp_m1());
    fits("instants", &times, |x| x / 60_000.0);
    let blueprint = Blueprint::new(&day_of(Headcount::FromArrivals, steady(60.0, 10)), RoomId(0));
    let mut counts = Moments::new();
    for replication in 0..400 {
        counts.push(blueprint.crowd(RunKey { replication, ..KEY }).len() as f64);
    }
    let (mean, error) = (counts.mean().expect("runs"), counts.standard_error().expect("runs"));
    assert!((mean - 600.0).abs() <= 4.0 * error, "{mean} ± {error}, {KEY:?}");
    let ratio = counts.variance().expect("runs") / 600.0;
    assert!((ratio - 1.0).abs() <= 4.0 * (2.0_f64 / 399.0).sqrt(), "variance ÷ mean {ratio}, {KEY:?}");
}

/// 400 days of 20,000 to 45,000 eligible-style uncertainty: each range is even, and the parts are independent.
///
/// Catches: one uniform for both shares (variance of the product too large), the count drawn anew for each person.
#[test]
fn uncertain_headcounts_are_even_over_their_range() {
    let counts = |count: Headcount| -> Vec<f64> {
        let arrivals = ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO));
        let blueprint = Blueprint::new(&day_of(count, arrivals), RoomId(0));
        (0..400).map(|replication| blueprint.crowd(RunKey { replication, ..KEY }).len() as f64).collect()
    };
    fits("between", &counts(Headcount::Between { low: 2_000, high: 4_500 }), |x| (x - 2_000.0) / 2_500.0);
    let eligible = counts(Headcount::Eligible {
        eligible: 11_000,
        turnout: (share(0.2), share(0.4)),
        web_share: (share(0.6), share(0.8)),
    });
    // Mean 11,000 · 0.3 · 0.7; variance of a product of independent even shares.
    let moments: Moments = eligible.iter().copied().collect();
    let (a, b, va, vb) = (0.3_f64, 0.7_f64, 0.2_f64.powi(2) / 12.0, 0.2_f64.powi(2) / 12.0);
    let variance = 11_000.0_f64.powi(2) * (va * vb + va * b * b + vb * a * a);
    let (mean, error) = (moments.mean().expect("runs"), (variance / 400.0).sqrt());
    assert!((mean - 11_000.0 * a * b).abs() <= 4.0 * error, "{mean} ± {error}, {KEY:?}");
    // One uniform for both shares would make the variance 1.86 times as large; its standard error is at most √(2/399).
    let ratio = moments.variance().expect("runs") / variance;
    assert!((ratio - 1.0).abs() <= 4.0 * (2.0_f64 / 399.0).sqrt(), "{ratio}, {KEY:?}");
}

/// Against samples of `rand_distr`, by the two-sample statistic: √(n/2)·D has Kolmogorov's law.
#[test]
fn laws_agree_with_samples_of_rand_distr() {
    let count = 100_000;
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(9);
    let mut compare =
        |name: &str, law: Distribution, other: &mut dyn FnMut(&mut Xoshiro256PlusPlus) -> f64| {
            let (law, stream) = (Law::compile(&law), people_stream(Field::Patience));
            let mut ours: Vec<f64> = (0..count).map(|k| law.value(stream.uniform(k), k)).collect();
            let mut theirs: Vec<f64> = (0..count).map(|_| other(&mut generator)).collect();
            ours.sort_by(f64::total_cmp);
            theirs.sort_by(f64::total_cmp);
            let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
            while i < ours.len() && j < theirs.len() {
                if ours[i] <= theirs[j] {
                    i += 1
                } else {
                    j += 1
                }
                distance = distance.max((i as f64 - j as f64).abs() / count as f64);
            }
            let p = machiai::stats::kolmogorov_tail((count as f64 / 2.0).sqrt() * distance);
            assert!(p > WORST_P, "{name}: D {distance:.5}, p {p:.2e}, {KEY:?} and seed 9");
        };
    let variance = (1.0 + 0.8_f64 * 0.8).ln();
    let lognormal =
        rand_distr::LogNormal::new(360.0_f64.ln() - variance / 2.0, variance.sqrt()).expect("a law");
    let law = Distribution::Lognormal { mean: seconds(360.0), coefficient_of_variation: 0.8 };
    compare("lognormal", law, &mut |generator| lognormal.sample(generator));
    let gamma = rand_distr::Gamma::new(0.3, 1_200.0).expect("a law");
    let law = Distribution::Gamma { mean: seconds(360.0), coefficient_of_variation: 1.0 / 0.3_f64.sqrt() };
    compare("gamma", law, &mut |generator| gamma.sample(generator));
    let (mean, cv) = weibull_moments(0.7);
    let weibull = rand_distr::Weibull::new(360.0 / mean, 0.7).expect("a law");
    let law = Distribution::Weibull { mean: seconds(360.0), coefficient_of_variation: cv };
    compare("weibull", law, &mut |generator| weibull.sample(generator));
}

/// Distribution functions digit by digit, survival far out included.
#[test]
fn distribution_functions_agree_with_statrs() {
    for Case { name, law, cdf } in cases() {
        let law = Law::compile(&law);
        for step in 1..400 {
            let x = 0.02 * 1.03_f64.powi(step);
            let (ours, theirs) = (law.cdf(x), cdf(x));
            assert!(
                (ours - theirs).abs() <= 1e-11 + 1e-9 * theirs,
                "{name} at {x}: {ours:e}, statrs {theirs:e}"
            );
            assert!((ours + law.survival(x) - 1.0).abs() < 1e-12, "{name} at {x}");
        }
    }
    let gamma = Law::compile(&Distribution::Gamma { mean: seconds(360.0), coefficient_of_variation: 0.5 });
    let other = Gamma::new(4.0, 4.0 / 360.0).expect("a law");
    for x in [1_000.0, 2_000.0, 4_000.0] {
        assert!((gamma.survival(x) / other.sf(x) - 1.0).abs() < 1e-9, "{x}");
    }
}

#[test]
fn the_normal_law_agrees_with_statrs() {
    let normal = Normal::new(0.0, 1.0).expect("standard");
    for step in 1..2_000 {
        let p = f64::from(step) / 2_000.0;
        assert!(
            (normal_quantile(p) - normal.inverse_cdf(p)).abs() < 1e-12 + 1e-11 * normal_quantile(p).abs(),
            "{p}"
        );
        // Back again: the derivative of the quantile function keeps the error below a few roundings.
        assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-15, "{p}");
    }
    for exponent in 3..300 {
        let p = 10.0_f64.powi(-exponent);
        let score = normal_quantile(p);
        // An error of one rounding in the score is one of score² roundings in the probability.
        assert!((normal_cdf(score) / p - 1.0).abs() < 1e-15 * (1.0 + score * score), "1e-{exponent}");
        if exponent < 16 {
            assert!(
                (normal_quantile(1.0 - p) + normal_quantile(1.0 - (1.0 - p))).abs() < 1e-12,
                "1 − 1e-{exponent}"
            );
        }
    }
    for step in -80..80 {
        let x = f64::from(step) / 10.0;
        assert!((normal_cdf(x) / normal.cdf(x) - 1.0).abs() < 1e-10, "{x}");
    }
}

/// Every law of the cases and every profile that is a law.
fn all_laws() -> Vec<(String, Law)> {
    let mut laws: Vec<(String, Law)> =
        cases().iter().map(|case| (case.name.to_owned(), Law::compile(&case.law))).collect();
    let ArrivalProfile::Offsets(components) = opening_profile(share(0.7), 1.0) else {
        unreachable!("the opening profile is a mixture");
    };
    laws.push(("opening".to_owned(), Law::compile_mixture(&components)));
    let table = MinuteTable { first_minute: -2, counts: vec![10.0, 0.0, 25.5, 100.0, 3.0] };
    laws.push(("table".to_owned(), Law::compile_minutes(&table)));
    laws
}

/// Larger uniforms are larger values, through every seam of the tables and into both tails; a mixture's knots are found to
/// a picosecond, a millionth of the engine's resolution.
#[test]
fn quantile_functions_are_monotone() {
    let mut uniforms: Vec<f64> = (1..100_000).map(|k| f64::from(k) / 100_000.0).collect();
    uniforms.extend((1..52 * 8).map(|k| (-f64::from(k) / 8.0).exp2()));
    uniforms.extend((8..52 * 8).map(|k| 1.0 - (-f64::from(k) / 8.0).exp2()));
    uniforms.extend((1..2_048).flat_map(|k| [f64::from(k) / 2_048.0, f64::from(k) / 2_048.0 - 1e-12]));
    uniforms.sort_by(f64::total_cmp);
    for (name, law) in all_laws() {
        let mut last = f64::NEG_INFINITY;
        for &uniform in &uniforms {
            let value = law.value(uniform, 0);
            assert!(
                value >= last - 1e-12 && value.is_finite(),
                "{name} at {uniform:e}: {value} after {last}"
            );
            last = value;
        }
    }
}

/// F(Q(u)) = u at every knot of a table, and within a cell to a quarter of its 1/2048 (the worst is the first cell of a
/// gamma law with a pole at 0, where Q ~ u^(1/0.3)): 0.00012, against 0.001 that 1,000,000 people can show.
#[test]
fn tables_are_close_everywhere() {
    for (name, law) in all_laws() {
        for cell in 1..2_048 {
            let knot = f64::from(cell) / 2_048.0;
            assert!((law.cdf(law.value(knot, 0)) - knot).abs() < 1e-9, "{name} at knot {cell}");
            let middle = knot + 0.5 / 2_048.0;
            let off = (law.cdf(law.value(middle, 0)) - middle).abs() * 2_048.0;
            assert!(off < 0.25, "{name} in cell {cell}: off by {off:.3} of a cell");
        }
    }
}

/// The tails of the default profile against a direct root of 0.7·e^(−x/6 min) + 0.3·e^(−x/40 min) = 1 − u.
///
/// Catches: a table that ends at its last body cell (13 × too short at 1 − 1e−9).
#[test]
fn tails_of_the_opening_profile() {
    let ArrivalProfile::Offsets(components) = opening_profile(share(0.7), 1.0) else {
        unreachable!("the opening profile is a mixture");
    };
    let law = Law::compile_mixture(&components);
    let root = |too_low: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, 1e6);
        for _ in 0..200 {
            let middle = (low + high) / 2.0;
            if too_low(middle) { low = middle } else { high = middle }
        }
        low
    };
    for tail in [1e-9, 1e-6, 1e-4, 3e-4] {
        let lower = root(&|x| opening_cdf(x) < tail);
        let value = law.value(tail, 0);
        // A microsecond is the engine's resolution; the first nanosecond of people comes within less.
        assert!((value - lower).abs() < 1e-9 + 1e-4 * lower, "u = {tail:e}: {value:e}, root {lower:e}");
        let uniform = 1.0 - tail;
        let above = 1.0 - uniform;
        let upper = root(&|x: f64| 0.7 * (-x / 360.0).exp() + 0.3 * (-x / 2_400.0).exp() > above);
        let value = law.value(uniform, 0);
        assert!((value / upper - 1.0).abs() < 1e-4, "u = 1 − {tail:e}: {value}, root {upper}");
    }
}

// ---- Independence ----------------------------------------------------------------------------------------------

/// Correlation within four standard errors of 0, and a chi-square over a grid of 16 × 16 cells that is neither too bad
/// nor too good.
#[track_caller]
fn independent(what: &str, pairs: impl Iterator<Item = (f64, f64)>) {
    let mut cells = vec![0_u32; 256];
    let (mut count, mut products) = (0_u32, 0.0);
    for (x, y) in pairs {
        count += 1;
        products += (x - 0.5) * (y - 0.5) * 12.0;
        cells[(x * 16.0) as usize * 16 + (y * 16.0) as usize] += 1;
    }
    let correlation = products / f64::from(count);
    let off = correlation * f64::from(count).sqrt();
    assert!(
        off.abs() <= 4.0,
        "{what}: correlation {correlation:.5}, {off:.1} standard errors, {count} pairs"
    );
    let expected = f64::from(count) / 256.0;
    let statistic: f64 = cells.iter().map(|seen| (f64::from(*seen) - expected).powi(2) / expected).sum();
    let tail = ChiSquared::new(255.0).expect("a law").sf(statistic);
    assert!(
        (WORST_P..1.0 - WORST_P).contains(&tail),
        "{what}: chi-square {statistic:.1} on 255, tail {tail:.1e}"
    );
}

/// Catches: seeds combined by addition (replication r + 1 of seed s is replication r of seed s + 1), streams that are
/// shifted copies, fields that share a stream (correlation 1).
#[test]
fn neighbouring_keys_are_independent() {
    let count = 400_000_u64;
    let stream = |seed, replication, group, field| {
        Stream::new(RunKey { seed, replication }, Purpose::People, group, field)
    };
    let base = stream(1, 0, 0, Field::Arrival);
    let across = |what: &str, other: Stream| {
        independent(what, (0..count).map(|k| (base.uniform(k), other.uniform(k))));
        independent(
            &format!("{what}, next person"),
            (0..count).map(|k| (base.uniform(k), other.uniform(k + 1))),
        );
        independent(
            &format!("{what}, person before"),
            (0..count).map(|k| (base.uniform(k + 1), other.uniform(k))),
        );
    };
    for lag in [1, 2, 64, 1 << 32] {
        let pairs = (0..count).map(|k| (base.uniform(k), base.uniform(k + lag)));
        independent(&format!("person k and k + {lag}"), pairs);
    }
    across("next replication", stream(1, 1, 0, Field::Arrival));
    across("next seed", stream(2, 0, 0, Field::Arrival));
    across("next group", stream(1, 0, 1, Field::Arrival));
    across("patience", stream(1, 0, 0, Field::Patience));
    across("duration", stream(1, 0, 0, Field::VisitDuration));
    across("first step", Stream::of_step(RunKey { seed: 1, replication: 0 }, 0, 0));
    let (one, two) = [0, 1].map(|step| Stream::of_step(RunKey { seed: 1, replication: 0 }, 0, step)).into();
    independent("step 1 and step 2", (0..count).map(|k| (one.uniform(k), two.uniform(k))));
}

/// One person through replications, seeds and groups: as random as people are among themselves.
#[test]
fn one_person_is_independent_of_themselves_in_other_runs() {
    let count = 200_000_u32;
    let first = |seed: u64, replication: u32, group: u32| {
        Stream::new(RunKey { seed, replication }, Purpose::People, group, Field::Arrival).uniform(0)
    };
    type Walk = fn(&dyn Fn(u64, u32, u32) -> f64, u32) -> f64;
    let walks: [(&str, Walk); 3] = [
        ("replications", |first, k| first(1, k, 0)),
        ("seeds", |first, k| first(u64::from(k), 0, 0)),
        ("groups", |first, k| first(1, 0, k)),
    ];
    for (what, walk) in walks {
        let values: Vec<f64> = (0..=count).map(|k| walk(&first, k)).collect();
        fits(what, &values, |x| x);
        independent(what, values.windows(2).map(|pair| (pair[0], pair[1])));
    }
}

/// In a crowd, early people are not patient people, and neighbours in line are not alike.
#[test]
fn private_values_do_not_depend_on_the_arrival() {
    let even = Distribution::Uniform { low: Span::ZERO, high: MINUTE };
    let visit = Visit::even(even.clone(), 2);
    let mut group =
        Group::new("people", Headcount::Fixed(100_000), ArrivalProfile::from_opening(even.clone()), visit);
    group.patience = Some(even);
    let day = system(open_room(), vec![group]);
    let blueprint = Blueprint::new(&day, RoomId(0));
    let crowd = blueprint.crowd(KEY);
    let part = |span: Span| span.seconds() / 60.000_001;
    let people: Vec<[f64; 3]> = (0..crowd.len() as u32)
        .map(|rank| {
            let duration = blueprint.thinks(&crowd, KEY, rank).0[0];
            let patience = blueprint.traits(&crowd, KEY, rank).patience.expect("patience");
            [part(crowd.arrival(rank).since(SimTime::ZERO)), part(duration), part(patience)]
        })
        .collect();
    for (what, a, b) in
        [("arrival, duration", 0, 1), ("arrival, patience", 0, 2), ("duration, patience", 1, 2)]
    {
        independent(what, people.iter().map(|person| (person[a], person[b])));
    }
    for (what, field) in [("durations of neighbours", 1), ("patience of neighbours", 2)] {
        independent(what, people.windows(2).map(|pair| (pair[0][field], pair[1][field])));
    }
}

// ---- Value stability -------------------------------------------------------------------------------------------

/// The first three 64-bit draws of some streams.
///
/// The expected bits come from a second implementation of the documented mixing (SplitMix64's finaliser over seed, purpose,
/// replication, group, field; in Python). **A change here is a value change**: every published number changes with it. It
/// must be announced as one, and all golden files re-made in the same commit.
#[test]
fn first_bits_are_pinned() {
    let run = |seed, replication| RunKey { seed, replication };
    let people = |key, group, field| Stream::new(key, Purpose::People, group, field);
    let number = |purpose| Stream::new(run(1, 0), purpose, 0, Field::Number);
    let largest = people(run(u64::MAX, u32::MAX), u32::MAX, Field::Arrival);
    let pins: [(&str, Stream, [u64; 3]); 12] = [
        (
            "arrival, seed 0",
            people(run(0, 0), 0, Field::Arrival),
            [0x944c_a0ca_89ad_3c20, 0x89a9_66de_8ea4_5c79, 0x47a9_79a3_b8b0_41d8],
        ),
        (
            "arrival, seed 1",
            people(run(1, 0), 0, Field::Arrival),
            [0xd1ba_e524_a63a_4cac, 0x74c9_da8c_f0cf_7eb2, 0x45f7_e76b_d428_0a7c],
        ),
        (
            "replication 1",
            people(run(1, 1), 0, Field::Arrival),
            [0xc118_5c8a_67e5_6bb0, 0xd774_7add_1bcb_f89d, 0x58dd_9d5e_d6e4_5ed1],
        ),
        (
            "group 1",
            people(run(1, 0), 1, Field::Arrival),
            [0x1aab_1431_06b5_acb6, 0x51c9_a476_d0af_f47d, 0xbbc9_fce1_d67f_749b],
        ),
        (
            "duration",
            people(run(1, 0), 0, Field::VisitDuration),
            [0x06b8_3e67_bed7_a0ae, 0x3086_c4b0_36dc_4698, 0xfdc3_3473_71bb_e60a],
        ),
        (
            "patience",
            people(run(1, 0), 0, Field::Patience),
            [0xe5a5_d7c3_a657_a32e, 0xa679_3c33_4f65_10f8, 0x742e_5821_e3ba_522d],
        ),
        (
            "headcount",
            number(Purpose::Headcount),
            [0xf375_042b_b216_4e5f, 0xc9e6_82dc_6a53_ca7e, 0x9f50_4f42_28b5_f52f],
        ),
        (
            "assumptions",
            number(Purpose::Assumptions),
            [0x4923_3b2d_c807_3033, 0x6564_e24d_04b2_0430, 0xcfe4_748d_9b74_44e0],
        ),
        (
            "events",
            number(Purpose::Events),
            [0x1e29_47df_04a4_da1d, 0xdbfb_d13c_6b78_0ed1, 0x8e6b_58bb_1377_86bb],
        ),
        (
            "step 1",
            Stream::of_step(run(1, 0), 0, 0),
            [0x66b8_517a_43a0_94a3, 0xb8b6_3c53_1788_9efb, 0x6d87_4e6b_d5f7_3304],
        ),
        (
            "step 2",
            Stream::of_step(run(1, 0), 0, 1),
            [0x14e4_b638_f7ac_b6c1, 0x3cda_e64b_166c_fe1c, 0x48a6_77d6_2090_aae8],
        ),
        ("largest", largest, [0x93c5_5b5d_7f50_68f6, 0xbb3b_5281_cf1b_6ccc, 0xe130_6a0a_4216_12a1]),
    ];
    for (name, stream, expected) in pins {
        let told = [0, 1, 2].map(|index| stream.bits(index));
        assert!(told == expected, "value change in {name}: {told:x?}, pinned {expected:x?}");
        for (index, bits) in told.into_iter().enumerate() {
            // The top 52 bits, in the middle of their cell: exact, so compared bit by bit.
            let exact = ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
            assert_eq!(stream.uniform(index as u64).to_bits(), exact.to_bits(), "value change in {name}");
        }
    }
    assert_eq!(
        people(run(1, 0), 0, Field::Patience).uniform(0).to_bits(),
        0.897_061_810_747_202_3_f64.to_bits()
    );
    assert_eq!(
        number(Purpose::Events).seed(),
        0x1e29_47df_04a4_da1d,
        "value change in the seed of the lottery"
    );
}

/// The first values of each law at the first three uniforms of a stream (0.897…, 0.650…, 0.453…), in seconds, to 1e−12.
///
/// The expected values were computed with 30 digits (Python, mpmath) from the laws' definitions; for gamma and mixture, which
/// are tables, between the exact values at the two nearest multiples of 1/2048, and the exact quantile must be near.
/// **A change here is a value change**, see above.
#[test]
fn first_values_are_pinned() {
    let stream = Stream::new(RunKey { seed: 1, replication: 0 }, Purpose::People, 0, Field::Patience);
    let values = |law: &Law| [0, 1, 2].map(|person| law.value(stream.uniform(person), person));
    let mean = seconds(360.0);
    let coefficient_of_variation = 0.8;
    let ArrivalProfile::Offsets(opening) = opening_profile(share(0.7), 1.0) else {
        unreachable!("the opening profile is a mixture");
    };
    let table = MinuteTable { first_minute: -2, counts: vec![10.0, 0.0, 25.5, 100.0, 3.0] };
    let listed = Distribution::Listed([1, 2, 3].map(Span::from_seconds).into());
    let pins: [(&str, Law, [f64; 3]); 10] = [
        ("fixed", Law::compile(&Distribution::Fixed(mean)), [360.0; 3]),
        ("listed", Law::compile(&listed), [1.0, 2.0, 3.0]),
        (
            "uniform",
            Law::compile(&Distribution::Uniform { low: seconds(30.0), high: seconds(90.0) }),
            [83.823_708_644_832_14, 69.017_244_102_109_26, 57.229_929_443_768_626],
        ),
        (
            "exponential",
            Law::compile(&Distribution::Exponential { mean }),
            [818.505_567_082_422_4, 378.231_699_436_067_2, 217.738_420_718_329_96],
        ),
        (
            "lognormal",
            Law::compile(&Distribution::Lognormal { mean, coefficient_of_variation }),
            [684.356_699_352_278_7, 368.822_508_580_156_8, 259.090_693_760_145_2],
        ),
        (
            "weibull",
            Law::compile(&Distribution::Weibull { mean, coefficient_of_variation }),
            [743.571_848_162_607_5, 402.596_873_279_254, 259.579_244_290_792_8],
        ),
        (
            "quantiles",
            Law::compile(&Distribution::Quantiles(quantile_points())),
            [820.375_592_855_307_9, 399.073_133_933_474_8, 251.725_629_856_797_6],
        ),
        (
            "table",
            Law::compile_minutes(&table),
            [113.245_836_473_092_51, 92.738_883_081_421_33, 76.413_452_279_619_55],
        ),
        (
            "gamma",
            Law::compile(&Distribution::Gamma { mean, coefficient_of_variation: 0.5 }),
            [597.084_179_931_727_8, 401.072_245_047_374_74, 311.035_252_396_591_03],
        ),
        (
            "opening",
            Law::compile_mixture(&opening),
            [2_579.811_204_474_365, 636.188_008_365_694_7, 324.607_032_111_258_43],
        ),
    ];
    for (name, law, expected) in &pins {
        // A mixture's knots are found to 1e−9.
        let allowed = if *name == "opening" { 1e-9 } else { 1e-12 };
        for (value, pinned) in values(law).into_iter().zip(expected) {
            assert!(
                (value / pinned - 1.0).abs() <= allowed,
                "value change in {name}: {value:?}, pinned {pinned:?}"
            );
        }
    }
    let exact = [[597.083_965_2, 401.072_225_1, 311.035_245], [2_579.806_665, 636.187_764_6, 324.606_941_1]];
    for ((name, law, _), exact) in pins[8..].iter().zip(exact) {
        for (value, exact) in values(law).into_iter().zip(exact) {
            assert!((value / exact - 1.0).abs() < 1e-5, "{name}: {value}, exact {exact}");
        }
    }
}
