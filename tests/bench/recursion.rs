//! The textbook room by hand: what a specialist would write for it and nothing else.

use machiai::draws::law::Law;
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::Blueprint;
use machiai::model::Distribution;
use machiai::stats::order_statistics;
use machiai::units::Span;
use rand::SeedableRng;
use rand_distr::{Distribution as _, Exp, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::days::{LAG, exponential, visit};

const QUANTILES: [f64; 4] = [0.5, 0.9, 0.95, 1.0];
/// A metered room for the recursion.
#[derive(Clone, Copy)]
pub struct Textbook {
    pub people: u32,
    pub slots: u32,
    pub per_minute: u32,
    /// Mean patience in minutes; `None`: nobody leaves.
    pub patience: Option<i64>,
}

impl Textbook {
    /// admit(i) = max(arrive(i), admit(previous admitted) + 1/R, earliest release); lost if that is later than patience.
    /// Every slot is held for at least the lag, so releases can be put in order in bulk. The p90 wait in seconds.
    fn play(self, arrivals: &[i64], held: &[i64], patience: &[i64]) -> f64 {
        let spacing = 60_000_000 / i64::from(self.per_minute);
        let mut waits: Vec<i64> = Vec::with_capacity(arrivals.len());
        let (mut ready, mut next_ready): (Vec<i64>, usize) = (Vec::new(), 0);
        let mut later: Vec<i64> = Vec::new();
        let mut last = i64::MIN / 2;
        for (i, &arrive) in arrivals.iter().enumerate() {
            let mut admit = arrive.max(last + spacing);
            let is_full = waits.len() >= self.slots as usize;
            if is_full {
                if next_ready == ready.len() {
                    let earliest = later.iter().copied().min().unwrap_or(i64::MAX);
                    // Whoever is admitted from now on releases after this.
                    let bound = (last + LAG.microseconds()).max(earliest + 1);
                    ready.clear();
                    later.retain(|&release| {
                        release >= bound || {
                            ready.push(release);
                            false
                        }
                    });
                    ready.sort_unstable();
                    next_ready = 0;
                }
                admit = admit.max(ready[next_ready]);
            }
            if patience.get(i).is_some_and(|patience| admit > arrive + patience) {
                continue;
            }
            next_ready += usize::from(is_full);
            later.push(admit + held[i] + LAG.microseconds());
            waits.push(admit - arrive);
            last = admit;
        }
        let quantiles = order_statistics(&mut waits, &QUANTILES).unwrap_or_default();
        quantiles[1] as f64 / 1e6
    }

    /// With our keyed sampling: the arrivals of our crowd in its order, our laws drawn for many at once. `arrivals` is a
    /// blueprint with the same arrivals and nothing else to draw.
    pub fn keyed(self, arrivals: &Blueprint, key: RunKey) -> f64 {
        let crowd = arrivals.crowd(key);
        let at: Vec<i64> = (0..crowd.len() as u32).map(|rank| crowd.arrival(rank).microseconds()).collect();
        let draw = |law: &Distribution, field: Field| {
            let stream = Stream::new(key, Purpose::People, 0, field);
            let mut drawn = Vec::with_capacity(crowd.len());
            let person = |rank: usize| u64::from(crowd.who(rank as u32).person);
            Law::compile(law).values(stream, crowd.len(), person, |_, seconds| {
                drawn.push(Span::from_fractional_seconds(seconds).microseconds());
            });
            drawn
        };
        let held = draw(&visit(), Field::VisitDuration);
        let patience = self.patience.map_or_else(Vec::new, |mean| draw(&exponential(mean), Field::Patience));
        self.play(&at, &held, &patience)
    }

    /// With samples of a generator, as they come.
    pub fn unkeyed(self, seed: u64) -> f64 {
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut draw = |law: &dyn Fn(&mut Xoshiro256PlusPlus) -> f64| -> Vec<i64> {
            (0..self.people).map(|_| law(&mut generator) as i64).collect()
        };
        let exponential = |minutes: i64| Exp::new(1.0 / (minutes as f64 * 60e6)).expect("a rate");
        let arrival = exponential(10);
        let mut arrivals = draw(&|generator| arrival.sample(generator));
        arrivals.sort_unstable();
        let sigma = std::f64::consts::LN_2.sqrt();
        let law = LogNormal::new(300e6_f64.ln() - sigma * sigma / 2.0, sigma).expect("a law");
        let held = draw(&|generator| law.sample(generator));
        let patience = self.patience.map_or_else(Vec::new, |mean| {
            let law = exponential(mean);
            draw(&|generator| law.sample(generator))
        });
        self.play(&arrivals, &held, &patience)
    }
}
