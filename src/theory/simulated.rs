//! A second opinion for the tests: a plain first-come-first-served simulation of M/M/c, M/D/c and M/M/c+M.
//!
//! Shares nothing with the crate's engine, and nothing with the formulas. Each arrival's wait is the time until the
//! earliest server is free; someone whose patience is shorter leaves and takes no server.

use super::Queue;

/// Independent runs; each gives one value per figure.
const RUNS: u64 = 20;
/// Arrivals dropped at the start of each run, and arrivals counted after them.
const WARM_UP: usize = 5_000;
const COUNTED: usize = 50_000;

#[derive(Debug, Clone, Copy)]
pub(super) enum Service {
    Exponential,
    Fixed,
}

/// Mean over the runs and its standard error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    mean: f64,
    standard_error: f64,
}

impl Figure {
    /// Within four standard errors.
    pub(super) fn agrees_with(&self, expected: f64) -> bool {
        (self.mean - expected).abs() <= 4.0 * self.standard_error
    }
}

#[derive(Debug)]
pub(super) struct Figures {
    pub(super) waiting: Figure,
    pub(super) left: Figure,
    pub(super) mean_wait: Figure,
    pub(super) mean_wait_served: Figure,
}

/// xorshift64*, Marsaglia 2003 / Vigna 2016: enough for a test.
struct Random(u64);

impl Random {
    fn exponential(&mut self, mean: f64) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let uniform = (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64;
        -(1.0 - uniform).ln() * mean
    }
}

/// `patience_minutes` is the mean of an exponential patience; infinite for nobody leaves.
pub(super) fn simulate(queue: &Queue, service: Service, patience_minutes: f64) -> Figures {
    let runs: Vec<[f64; 4]> =
        (1..=RUNS).map(|seed| one_run(queue, service, patience_minutes, seed)).collect();
    let figure = |index: usize| {
        let mean = runs.iter().map(|run| run[index]).sum::<f64>() / RUNS as f64;
        let squares: f64 = runs.iter().map(|run| (run[index] - mean).powi(2)).sum();
        Figure { mean, standard_error: (squares / (RUNS * (RUNS - 1)) as f64).sqrt() }
    };
    Figures { waiting: figure(0), left: figure(1), mean_wait: figure(2), mean_wait_served: figure(3) }
}

/// Shares of waiting and leaving, mean wait of all and of the served.
fn one_run(queue: &Queue, service: Service, patience_minutes: f64, seed: u64) -> [f64; 4] {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut free_at = vec![0.0; queue.servers as usize];
    let (mut now, mut waiting, mut left, mut wait_all, mut wait_served) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for arrival in 0..WARM_UP + COUNTED {
        now += random.exponential(1.0 / queue.arrivals_per_minute);
        let counted = if arrival >= WARM_UP { 1.0 } else { 0.0 };
        let earliest =
            (1..free_at.len()).fold(0, |best, i| if free_at[i] < free_at[best] { i } else { best });
        let wait = f64::max(free_at[earliest] - now, 0.0);
        let patience =
            if patience_minutes.is_finite() { random.exponential(patience_minutes) } else { f64::INFINITY };
        let duration = match service {
            Service::Exponential => random.exponential(queue.service_minutes),
            Service::Fixed => queue.service_minutes,
        };
        waiting += if wait > 0.0 { counted } else { 0.0 };
        wait_all += counted * wait.min(patience);
        if patience < wait {
            left += counted;
        } else {
            free_at[earliest] = now + wait + duration;
            wait_served += counted * wait;
        }
    }
    let all = COUNTED as f64;
    [waiting / all, left / all, wait_all / all, wait_served / (all - left)]
}
