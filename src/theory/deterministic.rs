//! Poisson arrivals and services of one fixed length: M/D/c, the exact mean wait.
//!
//! Two uses in the metered room: slots held for a fixed time (c slots), and a rate limit of r per minute, which is one
//! server of 1/r minutes (M/D/1). A steady state, nobody leaves.
//!
//! Letters: λ arrivals per minute, D minutes of service, c servers, a = λD offered load in erlang, ρ = a/c, Q number
//! waiting, A(l) a Poisson number with mean l·a.
//!
//! Whoever is served at time t is gone at t + D, and whoever starts in between is still there, so the number waiting
//! at instants D apart is a Lindley walk: Q(t + D) = (Q(t) + A(1) − c)⁺. Its stationary mean has two exact forms:
//! - Pollaczek's sum E Q = Σ (1/l)·E(A(l) − lc)⁺, l = 1, 2, … : positive terms only, falling like e^(−l·c·(ρ−1−ln ρ));
//! - Crommelin's roots E Q = (a² − c(c−1))/(2(c−a)) + Σ 1/(1 − z(k)), k = 1..c−1, with z(k) the roots of
//!   z^c = e^(a(z−1)) inside the unit circle, one for each c-th root of unity except 1.
//!
//! The sum is best when the load is moderate (the roots then cancel), the roots when it is near 1 (the sum is then
//! endless): [`mean_wait`] takes whichever suits. Mean wait = E Q/λ (Little's law).
//!
//! Sources: C. D. Crommelin, "Delay probability formulae when the holding times are constant", Post Office Electrical
//! Engineers' Journal 25 (1932) 41–50; F. Pollaczek, Elektrische Nachrichtentechnik 7 (1930); both retold by
//! A. J. E. M. Janssen, J. S. H. van Leeuwaarden, "Back to the roots of the M/D/s queue and the works of Erlang,
//! Crommelin and Pollaczek", Statistica Neerlandica 62 (2008) 299–313. The embedded walk and the whole distribution:
//! G. J. Franx, Operations Research Letters 29 (2001) 221–229.

use super::{Queue, Refusal};
use std::f64::consts::TAU;

/// Above this decay per term of Pollaczek's sum, it needs at most some 800 terms and is used.
const SUM_DECAY: f64 = 0.05;

/// Share of the sum below which its bounded rest is left out.
const NEGLIGIBLE: f64 = 1e-17;

/// Steps of Newton's method; from the starts used it settles in fewer than ten.
const NEWTON_STEPS: usize = 50;

/// Mean wait in line in M/D/c, in minutes, over everyone (those served at once wait 0).
///
/// `service_minutes` is the fixed length D of every service. Relative error below 1e−10 up to some thousand servers, at
/// any load below 1 (near it the answer itself is as uncertain as 1 − ρ). Steady state, Poisson arrivals, nobody
/// leaves; for the mean the order of service does not matter.
///
/// # Errors
/// [`Refusal::Overloaded`] when the load is not below the number of servers; [`Refusal::OutOfRange`] for a rate, time
/// or number of servers that is not positive.
///
/// Source: Crommelin (1932), Pollaczek (1930); Janssen and van Leeuwaarden (2008).
///
/// ```
/// use machiai::theory::{Queue, deterministic::mean_wait};
///
/// // One server is the Pollaczek–Khinchine formula ρD/(2(1 − ρ)): half of what exponential services would give.
/// let limit = Queue { arrivals_per_minute: 400.0, service_minutes: 1.0 / 500.0, servers: 1 };
/// assert!((mean_wait(&limit)? - 0.8 / 500.0 / (2.0 * 0.2)).abs() < 1e-14);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn mean_wait(queue: &Queue) -> Result<f64, Refusal> {
    Ok(mean_line(queue)? / queue.arrivals_per_minute)
}

/// Mean number of people waiting in M/D/c, 0 or more.
///
/// Conditions, accuracy, errors and source as [`mean_wait`].
///
/// # Errors
/// As [`mean_wait`].
///
/// ```
/// use machiai::theory::{Queue, deterministic::mean_line};
///
/// // a²/(2(1 − a)) for one server.
/// let queue = Queue { arrivals_per_minute: 0.5, service_minutes: 1.0, servers: 1 };
/// assert!((mean_line(&queue)? - 0.25).abs() < 1e-15);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn mean_line(queue: &Queue) -> Result<f64, Refusal> {
    queue.check_stable()?;
    let servers = f64::from(queue.servers);
    if queue.servers > 1 && servers * log_decay(queue.utilisation()) >= SUM_DECAY {
        Ok(by_pollaczek_sum(queue.servers, queue.offered()))
    } else {
        Ok(by_crommelin_roots(queue.servers, queue.offered()))
    }
}

/// ρ − 1 − ln ρ ≥ 0: how fast P(A(l) ≥ lc) falls with lc.
fn log_decay(rho: f64) -> f64 {
    let gap = rho - 1.0;
    // Each form keeps its digits on its own side: near 1 the gap is exact, near 0 the load is.
    if rho > 0.5 { gap - gap.ln_1p() } else { gap - rho.ln() }
}

/// Σ (1/l)·E(A(l) − lc)⁺. Terms fall at least by e^(−c·decay), which bounds the rest.
fn by_pollaczek_sum(servers: u32, offered: f64) -> f64 {
    let c = f64::from(servers);
    let decay = log_decay(offered / c);
    let ratio = (-c * decay).exp();
    let mut sum = 0.0;
    for l in (1..).map(f64::from) {
        let term = poisson_excess(l * c, offered / c, decay) / l;
        sum += term;
        if term * ratio <= NEGLIGIBLE * sum * (1.0 - ratio) {
            break;
        }
    }
    sum
}

/// E(A − m)⁺ for a Poisson number A with mean ρm, ρ < 1, m a whole number.
///
/// P(A = m)·Σ i·Π ρm/(m + h), h = 1..i: positive terms, each ratio below ρ. P(A = m) is e^(−m·decay)/√(2πm) without
/// Stirling's error (C. Loader, "Fast and accurate computation of binomial probabilities", 2000), so that large m keep
/// their digits.
fn poisson_excess(m: f64, rho: f64, decay: f64) -> f64 {
    let at_m = (-m * decay - stirling_error(m)).exp() / (TAU * m).sqrt();
    let (mut weight, mut sum) = (1.0, 0.0);
    for i in (1..).map(f64::from) {
        weight *= rho * m / (m + i);
        let term = i * weight;
        sum += term;
        if term * rho <= NEGLIGIBLE * sum * (1.0 - rho) {
            break;
        }
    }
    at_m * sum
}

/// ln m! − (m + ½) ln m + m − ½ ln 2π, for a whole number m ≥ 1.
///
/// Exact product below 16; from there the asymptotic series 1/(12m) − 1/(360m³) + …, whose first term left out is
/// below 1e−16 (Abramowitz and Stegun 1964, 6.1.41).
fn stirling_error(m: f64) -> f64 {
    if m < 16.0 {
        let factorial: f64 = (1..=m as u32).map(f64::from).product();
        return factorial.ln() - (m + 0.5) * m.ln() + m - 0.5 * TAU.ln();
    }
    let square = m * m;
    let inner =
        1.0 / 1_260.0 - (1.0 / 1_680.0 - (1.0 / 1_188.0 - 691.0 / (360_360.0 * square)) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - inner / square) / square) / m
}

/// (a² − c(c−1))/(2(c−a)) + Σ 1/(1 − z(k)). The roots come in conjugate pairs, so only real parts are added.
fn by_crommelin_roots(servers: u32, offered: f64) -> f64 {
    let c = f64::from(servers);
    let real_parts = (1..servers).map(|k| crommelin_term(f64::from(k) / c, offered / c));
    (offered * offered - c * (c - 1.0)) / (2.0 * (c - offered)) + real_parts.sum::<f64>()
}

/// Re 1/(1 − z) for the root of z = e^(2πi·turn)·e^(ρ(z−1)), `turn` strictly between 0 and 1.
///
/// Newton's method on f(y) = 1 − y − w·e^(−ρy), y = 1 − z, from the root for ρ = 0, y = 1 − w. Working with y keeps the
/// digits of roots close to 1.
fn crommelin_term(turn: f64, rho: f64) -> f64 {
    let (sine, cosine) = (TAU * turn).sin_cos();
    // 1 − cos without cancellation.
    let (mut real, mut imaginary) = (2.0 * (TAU * turn / 2.0).sin().powi(2), -sine);
    for _ in 0..NEWTON_STEPS {
        // g = w·e^(−ρy); f = 1 − y − g; f' = −1 + ρg.
        let size = (-rho * real).exp();
        let (sin_shift, cos_shift) = (-rho * imaginary).sin_cos();
        let g =
            (size * (cosine * cos_shift - sine * sin_shift), size * (cosine * sin_shift + sine * cos_shift));
        let f = (1.0 - real - g.0, -imaginary - g.1);
        let slope = (rho * g.0 - 1.0, rho * g.1);
        let step = quotient(f, slope);
        (real, imaginary) = (real - step.0, imaginary - step.1);
        if step.0.hypot(step.1) <= f64::EPSILON * real.hypot(imaginary) {
            break;
        }
    }
    real / (real * real + imaginary * imaginary)
}

/// Complex division of (real, imaginary) pairs.
fn quotient(over: (f64, f64), under: (f64, f64)) -> (f64, f64) {
    let square = under.0 * under.0 + under.1 * under.1;
    ((over.0 * under.0 + over.1 * under.1) / square, (over.1 * under.0 - over.0 * under.1) / square)
}

#[cfg(test)]
mod tests {
    use super::super::{erlang, simulated};
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) -> bool {
        (value / expected - 1.0).abs() < relative
    }

    fn queue(servers: u32, utilisation: f64) -> Queue {
        Queue { arrivals_per_minute: utilisation * f64::from(servers), service_minutes: 1.0, servers }
    }

    /// Third computation, by brute force: the law of the Lindley walk iterated until it stands still.
    fn by_iteration(servers: usize, offered: f64) -> f64 {
        const STATES: usize = 400;
        let arrivals: Vec<f64> = (0..STATES)
            .scan((-offered).exp(), |weight, n| {
                let this = *weight;
                *weight *= offered / (n + 1) as f64;
                Some(this)
            })
            .collect();
        let mut law = vec![0.0; STATES];
        law[0] = 1.0;
        for _ in 0..400 {
            let mut next = vec![0.0; STATES];
            for (waiting, probability) in
                law.iter().enumerate().filter(|(_, probability)| **probability > 0.0)
            {
                for (number, weight) in arrivals.iter().enumerate().take(60) {
                    next[(waiting + number).saturating_sub(servers).min(STATES - 1)] += probability * weight;
                }
            }
            law = next;
        }
        law.iter().zip(0..).map(|(probability, n)| probability * f64::from(n)).sum()
    }

    #[test]
    fn one_server_is_pollaczek_khinchine() {
        for rho in [0.01, 0.5, 0.9, 0.999] {
            assert!(close(mean_wait(&queue(1, rho)).unwrap(), rho / (2.0 * (1.0 - rho)), 1e-12), "{rho}");
            // The sum is not used for one server; it must agree all the same.
            if rho < 0.95 {
                assert!(close(by_pollaczek_sum(1, rho), rho * rho / (2.0 * (1.0 - rho)), 1e-11), "{rho}");
            }
        }
    }

    /// Pollaczek's sum in 40-digit arithmetic (mpmath).
    #[test]
    fn high_precision_values_are_met() {
        for (servers, rho, expected) in [
            (5, 1e-9, 2.170_138_881_138_393e-53),
            (2, 0.6, 0.351_643_293_515_553_8),
            (2, 0.77, 1.143_090_602_905_567_7),
            (30, 0.94, 5.285_809_433_011_857),
        ] {
            let line = mean_line(&queue(servers, rho)).unwrap();
            assert!(close(line, expected, 1e-11), "{servers}, {rho}: {line}");
        }
    }

    #[test]
    fn the_two_exact_forms_agree() {
        for servers in [2, 3, 10, 100, 1_000] {
            for rho in [0.8, 0.9, 0.95, 0.98] {
                let offered = rho * f64::from(servers);
                let (sum, roots) = (by_pollaczek_sum(servers, offered), by_crommelin_roots(servers, offered));
                // The roots cancel: their error is that of terms of the size of c/(1 − ρ).
                let tolerance = 1e-15 * f64::from(servers).powi(2) / (1.0 - rho) + 1e-11 * sum;
                assert!((sum - roots).abs() < tolerance, "{servers} servers, {rho}: {sum} against {roots}");
            }
        }
    }

    #[test]
    fn iterating_the_embedded_walk_agrees() {
        for (servers, rho) in [(1, 0.7), (2, 0.5), (3, 0.8), (7, 0.85)] {
            let offered = rho * servers as f64;
            let expected = by_iteration(servers, offered);
            assert!(
                close(mean_line(&queue(servers as u32, rho)).unwrap(), expected, 1e-9),
                "{servers}, {rho}"
            );
        }
    }

    /// G. P. Cosmetatos, "Approximate explicit formulae for the average queueing time in the processes (M/D/r) and
    /// (D/M/r)", INFOR 13 (1975) 328–331: known to be within about 2 % at loads of 0.5 and more.
    #[test]
    fn the_published_approximation_is_close() {
        for servers in [2, 5, 10, 20] {
            for rho in [0.5, 0.7, 0.9, 0.95] {
                let c = f64::from(servers);
                let factor =
                    1.0 + (1.0 - rho) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * rho * c);
                let approximate = 0.5 * factor * erlang::mean_wait(&queue(servers, rho)).unwrap();
                let exact = mean_wait(&queue(servers, rho)).unwrap();
                assert!(close(approximate, exact, 0.03), "{servers}, {rho}: {approximate} against {exact}");
            }
        }
    }

    /// 20 independent runs; tolerance four standard errors. Half the M/M/c wait, a common shortcut, misses by more.
    #[test]
    fn simulation_agrees() {
        let queue = queue(10, 0.6);
        let found = simulated::simulate(&queue, simulated::Service::Fixed, f64::INFINITY);
        assert!(found.mean_wait.agrees_with(mean_wait(&queue).unwrap()), "{found:?}");
        assert!(!found.mean_wait.agrees_with(0.5 * erlang::mean_wait(&queue).unwrap()), "{found:?}");
    }

    #[test]
    fn extremes_stay_finite_and_small() {
        // 10,000 slots at 99.99 %: heavy traffic, where W tends to D/(2c(1 − ρ)) from below.
        let heavy = mean_wait(&queue(10_000, 0.999_9)).unwrap();
        assert!(heavy > 0.0 && heavy < 0.5, "{heavy}");
        // 1,000 slots at one half: waiting is all but impossible, yet positive.
        let idle = mean_line(&queue(1_000, 0.5)).unwrap();
        assert!(idle > 0.0 && idle < 1e-80, "{idle}");
    }

    #[test]
    fn overload_is_refused() {
        assert_eq!(mean_wait(&queue(2, 1.0)), Err(Refusal::Overloaded { offered: 2.0, servers: 2 }));
    }
}
