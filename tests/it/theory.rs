//! One body, two arms: the engine against a formula.
//!
//! Random days are replicated; each replication gives one value per figure, and the mean over replications must lie
//! within four standard errors (of the replications, never of the people of one run) of the formula. [`agrees`] also
//! refuses a figure whose standard error is too large to see the bug that the test is there for. Steady states count
//! only people who come after a fixed warm-up; the day goes on until everyone is out, so nobody counted is cut off.

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd, Happening, Levels, Observer, Signal};
use machiai::model::room::{BucketRule, BurstShare, CallOrder, Cloudflare, Metered, NewcomerRule};
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, Room, RoomId, System, Visit};
use machiai::stats::{Moments, order_statistic};
use machiai::theory::{Queue, deterministic, erlang, erlang_a, fluid, infinite_server};
use machiai::units::{SimTime, Span};

use crate::recorded::{Record, play, system};

/// What became of somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Unknown,
    Accepted { at: SimTime },
    Left,
    TurnedAway,
}

/// Keeps everyone's fate, and the levels at chosen instants.
struct Watch {
    fates: Vec<Fate>,
    instants: Vec<SimTime>,
    levels: Vec<Levels>,
    now: Levels,
}

impl Observer for Watch {
    fn signal(&mut self, happening: &Happening) {
        while let Some(&next) = self.instants.get(self.levels.len())
            && happening.at > next
        {
            self.levels.push(self.now);
        }
        self.now = happening.levels;
        let fate = &mut self.fates[happening.rank as usize];
        match happening.signal {
            Signal::AcceptedAtOnce { first: true } | Signal::Admitted { first: true, .. } => {
                *fate = Fate::Accepted { at: happening.at };
            }
            Signal::Left => *fate = Fate::Left,
            Signal::TurnedAway => *fate = Fate::TurnedAway,
            _ => {}
        }
    }
}

/// One day played.
struct Played {
    crowd: Crowd,
    fates: Vec<Fate>,
    levels: Vec<Levels>,
}

impl Played {
    /// (arrival, fate) of the people who come in these minutes.
    fn people(&self, from: f64, to: f64) -> impl Iterator<Item = (SimTime, Fate)> {
        let all = self.fates.iter().enumerate().map(|(rank, fate)| (self.crowd.arrival(rank as u32), *fate));
        all.filter(move |(at, _)| (from..to).contains(&(at.seconds() / 60.0)))
    }

    /// Waits in minutes of those of them who got in.
    fn waits(&self, from: f64, to: f64) -> Vec<f64> {
        let wait = |(came, fate)| match fate {
            Fate::Accepted { at } => Some(at.since(came).minutes()),
            Fate::Unknown | Fate::Left | Fate::TurnedAway => None,
        };
        self.people(from, to).filter_map(wait).collect()
    }

    /// Share of them with this fate.
    fn share(&self, from: f64, to: f64, wanted: Fate) -> f64 {
        let (mut all, mut found) = (0_u32, 0_u32);
        for (_, fate) in self.people(from, to) {
            all += 1;
            found += u32::from(fate == wanted);
        }
        f64::from(found) / f64::from(all)
    }

    /// Everyone's wait in microseconds, by order of arrival; all must have got in.
    fn all_waits(&self) -> Vec<i64> {
        let wait = |(rank, fate): (usize, &Fate)| match fate {
            Fate::Accepted { at } => at.since(self.crowd.arrival(rank as u32)).microseconds(),
            other => panic!("rank {rank} is {other:?}"),
        };
        self.fates.iter().enumerate().map(wait).collect()
    }

    /// People who got in during these minutes, for each minute.
    fn throughput(&self, from: f64, to: f64) -> f64 {
        let inside = |fate: &&Fate| match fate {
            Fate::Accepted { at } => (from..to).contains(&(at.seconds() / 60.0)),
            _ => false,
        };
        self.fates.iter().filter(inside).count() as f64 / (to - from)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn played(day: &System, key: RunKey, sample_minutes: &[f64]) -> Played {
    let blueprint = Blueprint::new(day, RoomId(0));
    let crowd = blueprint.crowd(key);
    let instants = sample_minutes.iter().map(|m| SimTime::ZERO + minutes(*m)).collect();
    let mut watch = Watch {
        fates: vec![Fate::Unknown; crowd.len()],
        instants,
        levels: Vec::new(),
        now: Levels::default(),
    };
    blueprint.run(&crowd, key, &mut watch);
    watch.levels.resize(sample_minutes.len(), watch.now);
    Played { crowd, fates: watch.fates, levels: watch.levels }
}

/// Plays a day many times; each replication gives `N` values.
fn replicate<const N: usize>(
    day: &System,
    seed: u64,
    replications: u32,
    sample_minutes: &[f64],
    figures: impl Fn(&Played) -> [f64; N],
) -> [Moments; N] {
    let mut moments = [Moments::new(); N];
    for replication in 0..replications {
        let values = figures(&played(day, RunKey { seed, replication }, sample_minutes));
        for (moments, value) in moments.iter_mut().zip(values) {
            moments.push(value);
        }
    }
    moments
}

/// Within four standard errors, and the standard error at most `sharp` of the expected value: a bug that moves the figure
/// by more than about 6 · `sharp` cannot pass.
#[track_caller]
pub fn agrees(what: &str, seed: u64, simulated: &Moments, expected: f64, sharp: f64) {
    let mean = simulated.mean().expect("replications");
    let standard_error = simulated.standard_error().expect("replications");
    let off = (mean - expected) / standard_error;
    let told = format!(
        "{what}: simulated {mean:.6} ± {standard_error:.6}, formula {expected:.6}, {off:.2} standard errors; seed {seed}, \
         {} replications",
        simulated.count()
    );
    assert!(off.abs() <= 4.0, "{told}");
    assert!(standard_error <= sharp * expected.abs(), "too blunt: {told}");
    println!("{told}");
}

fn minutes(minutes: f64) -> Span {
    Span::from_fractional_seconds(minutes * 60.0)
}

fn exponential(mean: f64) -> Distribution {
    Distribution::Exponential { mean: minutes(mean) }
}

fn lognormal(mean: f64, coefficient_of_variation: f64) -> Distribution {
    Distribution::Lognormal { mean: minutes(mean), coefficient_of_variation }
}

/// The time between first and last request: in the metered room the time a slot is held, but for the lag.
fn visit(duration: Distribution) -> Visit {
    Visit::even(duration, 2)
}

fn poisson(people_per_minute: f64, lasting: f64) -> ArrivalProfile {
    ArrivalProfile::Poisson { people_per_minute, lasting: minutes(lasting) }
}

fn flow(arrivals: ArrivalProfile, duration: Distribution) -> Group {
    Group::new("flow", Headcount::FromArrivals, arrivals, visit(duration))
}

fn unlimited() -> Metered {
    Metered {
        name: "metered".to_owned(),
        opening: SimTime::ZERO,
        slots: None,
        spacing: None,
        line_limit: None,
        order: CallOrder::Fifo,
        lag: Span::ZERO,
    }
}

fn metered(settings: &Metered, group: Group) -> System {
    system(Room::metered(settings), vec![group])
}

// ---- The metered room, steady states ---------------------------------------------------------------------------

/// Erlang B: 8 erlang on 10 slots, nobody may wait, for exponential and for lognormal visits (insensitive).
///
/// Catches: a line limit of one instead of none (8.9 % instead of 12.2 % are turned away).
#[test]
fn erlang_b_and_its_insensitivity() {
    let expected = erlang::erlang_b(10, 8.0).expect("valid");
    let settings = Metered { slots: Some(10), line_limit: Some(0), ..unlimited() };
    for (seed, duration) in [(101, exponential(1.0)), (102, lognormal(1.0, 1.5))] {
        let day = metered(&settings, flow(poisson(8.0, 1_550.0), duration));
        let [blocked] = replicate(&day, seed, 30, &[], |day| [day.share(50.0, 1_550.0, Fate::TurnedAway)]);
        agrees("Erlang B", seed, &blocked, expected, 0.01);
    }
}

/// Erlang C: mean wait, and the share who wait at all and longer than half a minute.
///
/// Catches: a slot freed one call too late (an effective c of 9 triples the mean wait); waits counted only
/// over those who wait (2.4 × too long).
#[test]
fn erlang_c_mean_and_tail() {
    let queue = Queue { arrivals_per_minute: 8.0, service_minutes: 1.0, servers: 10 };
    let settings = Metered { slots: Some(10), ..unlimited() };
    let (seed, warm, end) = (103, 100.0, 3_100.0);
    let day = metered(&settings, flow(poisson(8.0, end), exponential(1.0)));
    let [wait, waiting, long] = replicate(&day, seed, 60, &[], |day| {
        let waits = day.waits(warm, end);
        let above = |bound: f64| waits.iter().filter(|w| **w > bound).count() as f64 / waits.len() as f64;
        [mean(&waits), above(0.0), above(0.5)]
    });
    agrees("mean wait", seed, &wait, erlang::mean_wait(&queue).expect("stable"), 0.02);
    agrees("P(W > 0)", seed, &waiting, erlang::erlang_c(10, 8.0).expect("stable"), 0.02);
    agrees("P(W > 30 s)", seed, &long, erlang::wait_tail(&queue, 0.5).expect("stable"), 0.03);
}

/// M/M/c/K, overloaded: 6 erlang on 5 slots with 5 places in line.
///
/// Catches: a line limit that counts people inside too, or one place more or less in line.
#[test]
fn bounded_line() {
    let queue = Queue { arrivals_per_minute: 6.0, service_minutes: 1.0, servers: 5 };
    let expected = erlang::limited_line(&queue, 10).expect("valid");
    let settings = Metered { slots: Some(5), line_limit: Some(5), ..unlimited() };
    let (seed, warm, end) = (104, 100.0, 2_100.0);
    let day = metered(&settings, flow(poisson(6.0, end), exponential(1.0)));
    let [blocked, wait] = replicate(&day, seed, 30, &[], |day| {
        [day.share(warm, end, Fate::TurnedAway), mean(&day.waits(warm, end))]
    });
    agrees("turned away", seed, &blocked, expected.blocking, 0.01);
    agrees("mean wait", seed, &wait, expected.mean_wait_admitted, 0.01);
    let fewer = erlang::limited_line(&queue, 9).expect("valid").blocking;
    assert!((fewer / expected.blocking - 1.0).abs() > 0.05, "one place less would be seen: {fewer}");
}

/// M/G/∞: people inside at minutes 1, 3 and 8 of a steady flow into an empty room, then in steady state, for two laws of
/// one mean. Transient means differ by law, the steady one does not; the number inside is Poisson, so its variance is
/// its mean.
///
/// Catches: people counted inside until their slot is freed (the lag would add 200 in the steady state), arrivals that
/// are not independent (variance).
#[test]
fn nobody_waits_with_unlimited_slots() {
    let settings = Metered { lag: minutes(2.0), ..unlimited() };
    let exponential_tail = |u: f64| (-u / 2.0).exp();
    let variance = 2.5_f64.ln();
    let (mu, sigma) = (2.0_f64.ln() - variance / 2.0, variance.sqrt());
    let normal = statrs::distribution::Normal::new(0.0, 1.0).expect("standard");
    use statrs::distribution::ContinuousCDF;
    let lognormal_tail = |u: f64| if u > 0.0 { normal.cdf((mu - u.ln()) / sigma) } else { 1.0 };
    let law = lognormal(2.0, 1.5_f64.sqrt());
    let tails: [&dyn Fn(f64) -> f64; 2] = [&exponential_tail, &lognormal_tail];
    for (seed, law, tail) in [(105, exponential(2.0), tails[0]), (106, law, tails[1])] {
        let day = metered(&settings, flow(poisson(100.0, 60.5), law));
        let replications = 200;
        let moments = replicate(&day, seed, replications, &[1.0, 3.0, 8.0, 60.0], |day| {
            let inside: Vec<f64> = day.levels.iter().map(|levels| f64::from(levels.inside)).collect();
            [inside[0], inside[1], inside[2], inside[3], f64::from(day.levels[3].active)]
        });
        for (moments, minute) in moments.iter().zip([1.0, 3.0, 8.0]) {
            let expected = infinite_server::mean_inside(100.0, minute, tail).expect("valid");
            agrees(&format!("inside at minute {minute}"), seed, moments, expected, 0.01);
        }
        agrees("inside, steady", seed, &moments[3], 200.0, 0.01);
        // The slot is held for visit + lag: Little's law once more.
        agrees("active, steady", seed, &moments[4], 400.0, 0.01);
        // Variance of a Poisson law = mean; the sample variance of n values has relative standard error √(2/(n − 1)).
        let dispersion = moments[3].variance().expect("replications") / 200.0;
        let standard_error = (2.0 / f64::from(replications - 1)).sqrt();
        assert!(
            (dispersion - 1.0).abs() <= 4.0 * standard_error,
            "seed {seed}: variance ÷ mean {dispersion:.3}"
        );
    }
}

/// M/D/c: slots held for exactly one minute; and a rate limit alone, which is M/D/1.
///
/// Catches: a spacing that starts at the call that was possible, not at the admission (idle time saved up): the wait
/// would vanish.
#[test]
fn fixed_holding_times() {
    let queue = Queue { arrivals_per_minute: 3.4, service_minutes: 1.0, servers: 4 };
    let (seed, warm, end) = (107, 100.0, 5_100.0);
    let settings = Metered { slots: Some(4), ..unlimited() };
    let day = metered(&settings, flow(poisson(3.4, end), Distribution::Fixed(minutes(1.0))));
    let [wait] = replicate(&day, seed, 60, &[], |day| [mean(&day.waits(warm, end))]);
    agrees("M/D/4", seed, &wait, deterministic::mean_wait(&queue).expect("stable"), 0.02);
    // 80 a minute against one every 0.6 s.
    let queue = Queue { arrivals_per_minute: 80.0, service_minutes: 0.01, servers: 1 };
    let settings = Metered { spacing: Some(minutes(0.01)), ..unlimited() };
    let (seed, warm, end) = (108, 2.0, 302.0);
    let day = metered(&settings, flow(poisson(80.0, end), exponential(5.0)));
    let [wait] = replicate(&day, seed, 30, &[], |day| [mean(&day.waits(warm, end))]);
    agrees("M/D/1 by spacing", seed, &wait, deterministic::mean_wait(&queue).expect("stable"), 0.02);
}

/// Erlang A: 12 a minute, 10 slots of a minute, mean patience 3 min.
///
/// Catches: leavers who keep their turn, patience counted from the last departure, waits of leavers counted among those
/// of the served (4 % shorter).
#[test]
fn exponential_patience() {
    let queue = Queue { arrivals_per_minute: 12.0, service_minutes: 1.0, servers: 10 };
    let expected = erlang_a::erlang_a(&queue, 3.0).expect("valid");
    let settings = Metered { slots: Some(10), ..unlimited() };
    let (seed, warm, end) = (109, 50.0, 1_550.0);
    let mut group = flow(poisson(12.0, end), exponential(1.0));
    group.patience = Some(exponential(3.0));
    let day = metered(&settings, group);
    let [left, wait, at_once] = replicate(&day, seed, 60, &[], |day| {
        let waits = day.waits(warm, end);
        let all = day.people(warm, end).count() as f64;
        let at_once = waits.iter().filter(|wait| **wait == 0.0).count() as f64;
        [day.share(warm, end, Fate::Left), mean(&waits), 1.0 - at_once / all]
    });
    agrees("left", seed, &left, expected.abandonment, 0.01);
    agrees("mean wait of the served", seed, &wait, expected.mean_wait_served, 0.01);
    agrees("not at once", seed, &at_once, expected.waiting, 0.01);
}

/// Overload in the fluid limit: 300 a minute, room for 50, mean patience 30 min: 53.75 min. At this scale (7,500 people in
/// line) the band is 1 %; the formula's own error is of the order of 1 ÷ people in line.
///
/// Catches: leavers whose turn is wasted (the wait would grow without end), patience restarted at each poll.
#[test]
fn overload_with_patience_in_the_fluid_limit() {
    let expected = fluid::overloaded_wait(300.0, 50.0, 30.0).expect("overloaded");
    let settings = Metered { slots: Some(250), ..unlimited() };
    let mut group = flow(poisson(300.0, 400.0), exponential(5.0));
    group.patience = Some(exponential(30.0));
    let day = metered(&settings, group);
    let seed = 110;
    let [wait, served] = replicate(&day, seed, 4, &[], |day| {
        let waits = day.waits(250.0, 400.0);
        [mean(&waits), waits.len() as f64 / 150.0]
    });
    let (wait, served) = (wait.mean().expect("runs"), served.mean().expect("runs"));
    assert!((wait / expected - 1.0).abs() < 0.01, "seed {seed}: wait {wait:.3}, fluid {expected:.3}");
    assert!((served / 50.0 - 1.0).abs() < 0.02, "seed {seed}: {served:.2} a minute");
}

// ---- The metered room, openings --------------------------------------------------------------------------------

/// 30,000 people evenly over 10 minutes, one every 0.12 s.
fn ramp(order: CallOrder) -> System {
    let settings = Metered { spacing: Metered::spacing_of(500), order, ..unlimited() };
    let arrivals =
        ArrivalProfile::from_opening(Distribution::Uniform { low: Span::ZERO, high: minutes(10.0) });
    let group = Group::new("ramp", Headcount::Fixed(30_000), arrivals, visit(exponential(5.0)));
    metered(&settings, group)
}

/// Mean, 95 % quantile and longest wait in minutes.
fn spread(day: &Played) -> [f64; 3] {
    let mut waits = day.all_waits();
    let longest = *waits.iter().max().expect("people") as f64 / 60e6;
    let mean = waits.iter().map(|wait| *wait as f64).sum::<f64>() / waits.len() as f64 / 60e6;
    [mean, order_statistic(&mut waits, 0.95).expect("people") as f64 / 60e6, longest]
}

/// First come, first served: v(t) = (κ − 1)t, so mean 25, 95 % 47.5, last N/r − R = 50 minutes.
///
/// Catches: one admission a minute less (0.1 min on the last wait, 0.05 on the mean), a ramp that is not even.
#[test]
fn even_ramp_with_a_rate_limit() {
    let expected = fluid::even_ramp(30_000.0, 10.0, 500.0).expect("valid");
    let seed = 111;
    let [mean, p95, longest] = replicate(&ramp(CallOrder::Fifo), seed, 20, &[], spread);
    // The first comes at about 10 min ÷ 30,001 and the last admission is 29,999 spacings later: 1/3000 + 1/500 minutes
    // in all, so the fluid answer is exact to 0.003 minutes.
    let near = |what: &str, moments: &Moments, expected: f64| {
        let (mean, error) = (moments.mean().expect("runs"), moments.standard_error().expect("runs"));
        let allowed = 4.0 * error + 0.003;
        assert!((mean - expected).abs() <= allowed, "{what} {mean:.4} ± {error:.4}, {expected}; seed {seed}");
        assert!(allowed < 0.06, "too blunt: {what} ± {error:.4}; seed {seed}");
    };
    near("mean", &mean, expected.mean_wait);
    near("95 %", &p95, expected.wait_quantile(0.95).expect("a share"));
    near("longest", &longest, expected.last_wait);
}

/// Called at random: somebody who comes at minute u is still there at minute t of the ramp with probability (u/t)^0.2 (the
/// hazard is 500 ÷ line, the line 2,500 t), and after it the rest are called evenly until minute 60. So
/// P(W > w) = ∫ (x)^0.2 · (60 − 10x − w)⁺/50 dx over x in 0..1 for w ≥ 10.
///
/// Catches: drawing among the first few in line only, or an urn from which leavers of the front are never refilled.
#[test]
fn lottery_has_the_mean_of_fifo_and_a_wider_spread() {
    let longer = |wait: f64| {
        let cells = 20_000;
        let height = |x: f64| x.powf(0.2) * (60.0 - 10.0 * x - wait).max(0.0) / 50.0;
        (0..cells).map(|cell| height((f64::from(cell) + 0.5) / f64::from(cells))).sum::<f64>()
            / f64::from(cells)
    };
    let (mut low, mut high) = (10.0, 60.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if longer(middle) > 0.05 { low = middle } else { high = middle }
    }
    assert!((low - 51.7).abs() < 0.1, "the fluid answer: {low:.3}");
    let seed = 112;
    let replications = 12;
    let [_, p95, longest] = replicate(&ramp(CallOrder::Lottery), seed, replications, &[], spread);
    agrees("95 %, lottery", seed, &p95, low, 0.002);
    // About 14 of 30,000 wait longer than 59 minutes, so nearly every day has one; nobody can wait longer than 60.
    let longest = longest.mean().expect("runs");
    assert!((59.0..=60.01).contains(&longest), "seed {seed}: {longest:.2}");
    // The same instants are given to the same people, in another order: the sum of waits is the same to the microsecond.
    for replication in 0..replications {
        let key = RunKey { seed, replication };
        let sum = |order| played(&ramp(order), key, &[]).all_waits().iter().sum::<i64>();
        assert_eq!(sum(CallOrder::Fifo), sum(CallOrder::Lottery), "{key:?}");
    }
}

/// The ramp with mean patience 30 min: 18,240 get in, the last waits 26.5 min; a fluid answer, band 1 %.
///
/// Catches: wasted turns of leavers (14,581 get in).
#[test]
fn even_ramp_with_leavers() {
    let expected = fluid::even_ramp_with_leavers(30_000.0, 10.0, 500.0, 30.0).expect("valid");
    let mut day = ramp(CallOrder::Fifo);
    day.groups[0].patience = Some(exponential(30.0));
    let seed = 113;
    let [admitted, wait, longest] = replicate(&day, seed, 6, &[], |day| {
        let waits = day.waits(-1.0, 11.0);
        [waits.len() as f64, mean(&waits), waits.iter().copied().fold(0.0, f64::max)]
    });
    for (what, moments, expected) in [
        ("admitted", admitted, expected.admitted),
        ("mean wait", wait, expected.mean_wait),
        ("longest", longest, expected.last_wait),
    ] {
        let mean = moments.mean().expect("runs");
        assert!((mean / expected - 1.0).abs() < 0.01, "{what}: {mean:.3}, fluid {expected:.3}; seed {seed}");
    }
}

/// 10 slots, visits of 3 min and a lag of 2 min, 100 people at once: batch k gets in at 5k minutes. With random visits of
/// the same mean, 200 slots turn over 200 ÷ (3 + 2) a minute.
///
/// Catches: a slot freed at the end of the visit (66.7 a minute), or a lag counted from the admission.
#[test]
fn slots_are_held_for_visit_and_lag() {
    let crowd = |people| {
        let at_once = ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO));
        move |duration| Group::new("crowd", Headcount::Fixed(people), at_once.clone(), visit(duration))
    };
    let settings = Metered { slots: Some(10), lag: minutes(2.0), ..unlimited() };
    let day = metered(&settings, crowd(100)(Distribution::Fixed(minutes(3.0))));
    let waits = played(&day, RunKey { seed: 1, replication: 0 }, &[]).all_waits();
    let expected: Vec<i64> = (0..100).map(|i| i / 10 * 300_000_000).collect();
    assert_eq!(waits, expected);
    let settings = Metered { slots: Some(200), lag: minutes(2.0), ..unlimited() };
    let day = metered(&settings, crowd(13_000)(lognormal(3.0, 0.8)));
    let seed = 114;
    let [rate] = replicate(&day, seed, 16, &[], |day| [day.throughput(100.0, 300.0)]);
    agrees("throughput", seed, &rate, 40.0, 0.005);
}

/// Issue 7's deterministic day, computed there in continuous time: mean wait 236.551707 min, last admission 496.831671
/// min; with patience 2,026 admitted and mean 40.434040 min. All six printed decimals hold in whole microseconds: each
/// instant is rounded by at most half a microsecond, and at most some fifty of them add up along the chain of releases.
///
/// Catches: any change of the recursion, a spacing that is rounded (1.5 s is exact), patience compared with ≥.
#[test]
fn deterministic_day_of_ten_thousand() {
    let number = 10_000;
    let fraction = |i: i32, ratio: f64| (f64::from(i + 1) * ratio).fract();
    let come = |i: i32| -10.0 * (1.0 - (f64::from(i) + 0.5) / f64::from(number)).ln();
    let held = |i: i32| 5.0 - 5.0 * (1.0 - fraction(i, 0.618_033_988_749_894_9)).ln();
    let patience = |i: i32| -30.0 * (1.0 - fraction(i, 0.754_877_666_246_692_7)).ln();
    let arrivals = ArrivalProfile::Exact((0..number).map(|i| SimTime::ZERO + minutes(come(i))).collect());
    let mut group = flow(arrivals, Distribution::Listed((0..number).map(|i| minutes(held(i))).collect()));
    let settings = Metered { slots: Some(200), spacing: Metered::spacing_of(40), ..unlimited() };
    let key = RunKey { seed: 0, replication: 0 };
    let last = |day: &Played| {
        let admission = |fate: &Fate| match fate {
            Fate::Accepted { at } => at.seconds() / 60.0,
            _ => 0.0,
        };
        day.fates.iter().map(admission).fold(0.0, f64::max)
    };
    let day = played(&metered(&settings, group.clone()), key, &[]);
    let waits = day.waits(-1.0, 1e9);
    println!("without patience: mean {:.9}, last {:.9}", mean(&waits), last(&day));
    assert_eq!(waits.len(), 10_000);
    assert!((mean(&waits) - 236.551_707).abs() < 1e-6, "mean {:.9}", mean(&waits));
    assert!((last(&day) - 496.831_671).abs() < 1e-6, "last admission {:.9}", last(&day));
    group.patience = Some(Distribution::Listed((0..number).map(|i| minutes(patience(i))).collect()));
    let day = played(&metered(&settings, group), key, &[]);
    let waits = day.waits(-1.0, 1e9);
    println!("with patience: {} admitted, mean {:.9}, last {:.9}", waits.len(), mean(&waits), last(&day));
    assert_eq!(waits.len(), 2_026);
    assert!((mean(&waits) - 40.434_040).abs() < 1e-6, "mean {:.9}", mean(&waits));
}

// ---- The Cloudflare room ---------------------------------------------------------------------------------------

fn cloudflare(total_active_users: u32, new_users_per_minute: u32, burst: BurstShare) -> Cloudflare {
    Cloudflare {
        name: "cloudflare".to_owned(),
        opening: SimTime::ZERO,
        total_active_users,
        new_users_per_minute,
        session_duration: Span::from_minutes(5),
        disable_session_renewal: false,
        bucket_rule: BucketRule::Reservation,
        newcomer_rule: NewcomerRule::Consistent,
        burst,
        ..Cloudflare::new("", 1, 1)
    }
}

/// So many people within the first minute: their polls are spread evenly over every 20 s.
fn crowd_in_a_minute(people: u32, visit: Visit) -> Group {
    let arrivals =
        ArrivalProfile::from_opening(Distribution::Uniform { low: Span::ZERO, high: minutes(1.0) });
    Group::new("crowd", Headcount::Fixed(people), arrivals, visit)
}

/// While a long line polls, a minute admits exactly NUPM − 1 people with pacing, because ⌊NUPM·(b + (1 − b)·s/60)⌋ only
/// reaches NUPM at s = 60, the next minute; and exactly NUPM without pacing (b = 1).
///
/// Catches: an allowance rounded up, polls that stop at the first refusal, a minute's leftover carried over.
#[test]
fn saturated_rate_is_one_less_with_pacing() {
    for (seed, limit, burst, expected) in [
        (115, 200, BurstShare::HALF, 199),
        (116, 200, BurstShare::ALL, 200),
        (117, 200, BurstShare::new(0.0).expect("a share"), 199),
        (118, 333, BurstShare::new(0.25).expect("a share"), 332),
    ] {
        let single = Visit::even(Distribution::Fixed(Span::ZERO), 1);
        let settings = cloudflare(1_000_000, limit, burst);
        let day = system(Room::cloudflare(&settings), vec![crowd_in_a_minute(6_000, single)]);
        let day = played(&day, RunKey { seed, replication: 0 }, &[]);
        // Until fewer than 1,000 are left in line there are 50 polls a second.
        let minutes = (5_000 / limit) as usize;
        let counts: Vec<f64> = (1..minutes).map(|m| day.throughput(m as f64, m as f64 + 1.0)).collect();
        assert!(
            counts.iter().all(|count| *count == f64::from(expected)),
            "limit {limit}, seed {seed}: {counts:?}"
        );
    }
}

/// TAU-limited: 300 slots, visits of mean T = 5 min, S = 5 min, everyone in one bucket. A freed slot waits for the next
/// poll of the line, at most 20 s, so the throughput lies between TAU/(T + S + 20 s) and TAU/(T + S); with 2,000 polling
/// people the loss is less than a tenth of a poll: within 0.2 % of the upper end.
///
/// Catches: a session counted from acceptance (60 a minute), a slot freed at the end of the visit (60), or renewal not
/// counted for the last request.
#[test]
fn saturated_slots_turn_over_within_a_poll() {
    let expected = fluid::throughput(300.0, 5.0, 5.0, fluid::Renewal::On).expect("valid");
    assert_eq!(expected, 30.0);
    let settings = cloudflare(300, 200, BurstShare::HALF);
    let seed = 119;
    // S is longer than any gap between two of the many requests.
    let visit = Visit::even(exponential(5.0), 40);
    let day = system(Room::cloudflare(&settings), vec![crowd_in_a_minute(5_000, visit)]);
    let [rate] = replicate(&day, seed, 20, &[], |day| [day.throughput(30.0, 100.0)]);
    agrees("TAU ÷ (T + S)", seed, &rate, expected, 0.005);
    let (mean, error) = (rate.mean().expect("runs"), rate.standard_error().expect("runs"));
    let slowest = 300.0 / (10.0 + 1.0 / 3.0);
    assert!(mean + 4.0 * error >= slowest && mean - 4.0 * error <= expected, "{mean} ± {error}, seed {seed}");
}

/// Whichever limit is tighter decides.
///
/// Catches: limits that add up, or an allowance that counts slots given back.
#[test]
fn the_tighter_limit_decides() {
    let visit = || Visit::even(exponential(3.0), 40);
    for (seed, slots, rate) in [(120, 1_000, 200), (121, 2_000, 200)] {
        let settings = cloudflare(slots, rate, BurstShare::HALF);
        let day = system(Room::cloudflare(&settings), vec![crowd_in_a_minute(20_000, visit())]);
        let by_slots = fluid::throughput(f64::from(slots), 3.0, 5.0, fluid::Renewal::On).expect("valid");
        let by_rate = f64::from(rate - 1);
        let [throughput] = replicate(&day, seed, 5, &[], |day| [day.throughput(25.0, 85.0)]);
        let mean = throughput.mean().expect("runs");
        if by_rate < by_slots {
            assert_eq!(mean, by_rate, "seed {seed}");
        } else {
            agrees("slots", seed, &throughput, by_slots, 0.005);
        }
    }
}

/// A single request holds a slot for exactly S, whoever makes it and whenever; so the first 300 of 1,200 who come at
/// once go in at 0, and the next 300 at each 5 minutes, when their polls (every 20 s) fall on the expiry.
///
/// Catches: an expiry that is rounded to the minute or the poll.
#[test]
fn a_single_request_holds_a_slot_for_exactly_the_session() {
    let at_once = ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO));
    let single = Visit::even(Distribution::Fixed(Span::ZERO), 1);
    let settings = cloudflare(300, 300, BurstShare::ALL);
    let group = Group::new("crowd", Headcount::Fixed(1_200), at_once, single.clone());
    let waits =
        played(&system(Room::cloudflare(&settings), vec![group]), RunKey { seed: 1, replication: 0 }, &[]);
    let mut waits = waits.all_waits();
    waits.sort_unstable();
    assert_eq!(waits, (0..1_200).map(|i| i / 300 * 300_000_000).collect::<Vec<i64>>());
    // The same for people who come at any time: every slot is freed exactly 5 minutes after it was given.
    let key = RunKey { seed: 122, replication: 0 };
    let (crowd, Record { happenings, .. }, _) =
        play(&system(Room::cloudflare(&settings), vec![crowd_in_a_minute(2_000, single)]), key);
    let mut given = vec![SimTime::FAR_FUTURE; crowd.len()];
    let mut freed = 0;
    for happening in &happenings {
        match happening.signal {
            Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. } => {
                given[happening.rank as usize] = happening.at
            }
            Signal::SessionExpired => {
                freed += 1;
                assert_eq!(happening.at, given[happening.rank as usize] + Span::from_minutes(5), "{key:?}");
            }
            _ => {}
        }
    }
    assert_eq!(freed, 2_000, "{key:?}");
}
