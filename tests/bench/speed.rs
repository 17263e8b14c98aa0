//! How fast, against what: `cargo bench` prints nanoseconds a person on one core, and ratios to a hand-written
//! recursion that runs beside the engine. Figures are medians over runs that alternate, because machines drift.
//!
//! An argument picks benchmarks whose name contains it: `cargo bench -- metered`.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use machiai::draws::law::Law;
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::Blueprint;
use machiai::model::room::{
    BucketRule, BurstShare, CallOrder, Change, Cloudflare, Event, Metered, NewcomerRule, QueueingMethod,
};
use machiai::model::{
    ArrivalProfile, Comeback, Devices, Distribution, Group, Headcount, Origin, Room, RoomId, Service, Sleep,
    Station, System, Throughput, Visit,
};
use machiai::observe::Day;
use machiai::results::Measure;
use machiai::stats::order_statistics;
use machiai::study::{Watch, on_same_days};
use machiai::units::{Share, SimTime, Span};
use rand::SeedableRng;
use rand_distr::{Distribution as _, Exp, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

const PEOPLE: u32 = 1_000_000;
const SLOTS: u32 = 20_000;
const PER_MINUTE: u32 = 4_000;
const LAG: Span = Span::from_minutes(5);
const QUANTILES: [f64; 4] = [0.5, 0.9, 0.95, 1.0];

fn minutes(minutes: i64) -> Span {
    Span::from_minutes(minutes)
}

fn visit() -> Distribution {
    Distribution::Lognormal { mean: minutes(5), coefficient_of_variation: 1.0 }
}

fn group(people: u32, pages: u32, patience: Option<i64>) -> Group {
    let arrivals = ArrivalProfile::from_opening(Distribution::Exponential { mean: minutes(10) });
    let visit = Visit::even(visit(), pages);
    let mut group = Group::new("crowd", Headcount::Fixed(people), arrivals, visit);
    group.patience = patience.map(|mean| Distribution::Exponential { mean: minutes(mean) });
    group
}

fn system(room: Room, group: Group) -> System {
    System {
        groups: vec![group],
        rooms: vec![room],
        origin: Origin::UNKNOWN,
        stocks: Vec::new(),
        minute_offset: Span::ZERO,
        horizon: None,
    }
}

fn metered(people: u32, slots: u32, per_minute: u32, patience: Option<i64>) -> System {
    let settings = Metered {
        name: "metered".to_owned(),
        opening: SimTime::ZERO,
        slots: Some(slots),
        spacing: Metered::spacing_of(per_minute),
        line_limit: None,
        order: CallOrder::Fifo,
        lag: LAG,
    };
    system(Room::metered(&settings), group(people, 2, patience))
}

fn cloudflare(people: u32, slots: u32, per_minute: u32, patience: Option<i64>) -> System {
    let settings = Cloudflare {
        name: "cloudflare".to_owned(),
        opening: SimTime::ZERO,
        total_active_users: slots,
        new_users_per_minute: per_minute,
        session_duration: minutes(5),
        disable_session_renewal: false,
        bucket_rule: BucketRule::Reservation,
        newcomer_rule: NewcomerRule::Consistent,
        burst: BurstShare::HALF,
        ..Cloudflare::new("", 1, 1)
    };
    system(Room::cloudflare(&settings), group(people, 5, patience))
}

fn share(value: f64) -> Share {
    Share::new(value).unwrap_or(Share::NONE)
}

/// Limits in proportion to the crowd: every day is as busy as that of a million.
fn limits(people: u32) -> (u32, u32) {
    (SLOTS / (PEOPLE / people), PER_MINUTE / (PEOPLE / people))
}

/// An event with a prequeue in which nearly a third of the people come, a shuffle, ghosts, comebacks of a fifth (half
/// with the cookie) and one change in the timetable.
fn with_event(people: u32) -> System {
    let (slots, per_minute) = limits(people);
    let mut settings = Cloudflare::new("cloudflare", slots, per_minute);
    let mut event = Event::new("sale", SimTime::ZERO, SimTime::ZERO + minutes(600));
    event.prequeue_start_time = Some(SimTime::ZERO - minutes(10));
    event.shuffle_at_event_start = true;
    settings.events = vec![event];
    settings.timetable = vec![Change {
        new_users_per_minute: Some(per_minute + per_minute / 4),
        ..Change::new(SimTime::ZERO + minutes(30))
    }];
    let mut crowd = group(people, 5, Some(30));
    if let ArrivalProfile::Offsets(components) = &mut crowd.arrivals {
        components[0].shift = minutes(-4);
    }
    let delay = Distribution::Exponential { mean: minutes(4) };
    crowd.comeback = Some(Comeback { chance: share(0.2), delay, with_cookie: share(0.5) });
    system(Room::cloudflare(&settings), crowd)
}

/// The same, and nobody bears an estimate beyond a tolerance.
fn with_tolerance(people: u32) -> System {
    let mut day = with_event(people);
    day.groups[0].tolerance =
        Some(Distribution::Lognormal { mean: minutes(60), coefficient_of_variation: 1.0 });
    day
}

fn by_lot(people: u32) -> System {
    let (slots, per_minute) = limits(people);
    let mut settings = Cloudflare::new("by lot", slots, per_minute);
    settings.queueing_method = QueueingMethod::Random;
    system(Room::cloudflare(&settings), group(people, 5, Some(30)))
}

/// Two devices, phones that sleep, and 2 % who keep no cookies.
fn with_devices(people: u32) -> System {
    let (slots, per_minute) = limits(people);
    let mut crowd = group(people, 5, Some(30));
    crowd.devices = Devices::new(vec![share(0.7), share(0.3)]).unwrap_or_else(Devices::one);
    crowd.sleep = Some(Sleep {
        share: share(0.3),
        after: Distribution::Exponential { mean: minutes(3) },
        lasting: Distribution::Exponential { mean: minutes(5) },
    });
    crowd.cookieless = share(0.02);
    let mut day = system(Room::cloudflare(&Cloudflare::new("devices", slots, per_minute)), crowd);
    // Clients without cookies keep themselves out.
    day.horizon = Some(SimTime::ZERO + minutes(600));
    day
}

/// One day in the engine with everything it reports; the p90 wait in seconds.
fn engine(blueprint: &Blueprint, key: RunKey) -> f64 {
    let crowd = blueprint.crowd(key);
    let mut day = Day::new(crowd.len());
    blueprint.run(&crowd, key, &mut day);
    day.figures(&crowd, SimTime::ZERO).get(Measure::WaitP90).unwrap_or(0.0)
}

/// The textbook recursion by hand, nothing else: admit(i) = max(arrive(i), admit(i−1) + 1/R, earliest release).
/// Every slot is held for at least the lag, so releases can be put in order in bulk.
fn recursion(arrivals: &[i64], held: impl Fn(usize) -> i64) -> f64 {
    let spacing = 60_000_000 / i64::from(PER_MINUTE);
    let mut waits: Vec<i64> = Vec::with_capacity(arrivals.len());
    let (mut ready, mut next_ready): (Vec<i64>, usize) = (Vec::new(), 0);
    let mut later: Vec<i64> = Vec::new();
    let mut last = i64::MIN / 2;
    for (i, &arrive) in arrivals.iter().enumerate() {
        let mut admit = arrive.max(last + spacing);
        if i >= SLOTS as usize {
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
            next_ready += 1;
        }
        later.push(admit + held(i) + LAG.microseconds());
        waits.push(admit - arrive);
        last = admit;
    }
    let quantiles = order_statistics(&mut waits, &QUANTILES).unwrap_or_default();
    quantiles[1] as f64 / 1e6
}

fn keyed_recursion(blueprint: &Blueprint, key: RunKey) -> f64 {
    let crowd = blueprint.crowd(key);
    let law = Law::compile(&visit());
    let stream = Stream::new(key, Purpose::People, 0, Field::VisitDuration);
    let arrivals: Vec<i64> = (0..crowd.len() as u32).map(|rank| crowd.arrival(rank).microseconds()).collect();
    recursion(&arrivals, |rank| {
        let person = u64::from(crowd.who(rank as u32).person);
        Span::from_fractional_seconds(law.value(stream.uniform(person), person)).microseconds()
    })
}

fn unkeyed_recursion(seed: u64) -> f64 {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    let arrival = Exp::new(1.0 / 600e6).expect("a rate");
    let mut arrivals: Vec<i64> = (0..PEOPLE).map(|_| arrival.sample(&mut generator) as i64).collect();
    arrivals.sort_unstable();
    let sigma = std::f64::consts::LN_2.sqrt();
    let law = LogNormal::new(300e6_f64.ln() - sigma * sigma / 2.0, sigma).expect("a law");
    let held: Vec<i64> = (0..PEOPLE).map(|_| law.sample(&mut generator) as i64).collect();
    recursion(&arrivals, |rank| held[rank])
}

/// A benchmark: name, people, job.
struct Bench<'a> {
    name: &'a str,
    people: u32,
    job: Box<dyn Fn(u64) -> f64 + 'a>,
}

/// Median nanoseconds a person of each, run in turn.
fn measure(benches: &[Bench], rounds: u64) -> Vec<f64> {
    let mut times = vec![Vec::new(); benches.len()];
    for round in 0..=rounds {
        for (bench, times) in benches.iter().zip(&mut times) {
            let start = Instant::now();
            black_box((bench.job)(round));
            // The first round warms up.
            if round > 0 {
                times.push(start.elapsed().as_nanos() as f64 / f64::from(bench.people));
            }
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        })
        .collect()
}

fn key(seed: u64) -> RunKey {
    RunKey { seed, replication: 0 }
}

fn report(benches: &[Bench], rounds: u64, filter: &str) {
    if !benches.iter().any(|bench| bench.name.contains(filter)) {
        return;
    }
    let times = measure(benches, rounds);
    for (bench, time) in benches.iter().zip(&times) {
        println!(
            "{:<58} {:>8.1} ns a person {:>9.2} million people a second  {:>5.2} x {}",
            bench.name,
            time,
            1e3 / time,
            time / times[0],
            benches[0].name
        );
    }
    println!();
}

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let blueprint = |system: System| Blueprint::new(&system, RoomId(0));
    let plain = blueprint(metered(PEOPLE, SLOTS, PER_MINUTE, None));
    let patient = blueprint(metered(PEOPLE, SLOTS, PER_MINUTE, Some(30)));
    report(
        &[
            Bench {
                name: "recursion, keyed",
                people: PEOPLE,
                job: Box::new(|s| keyed_recursion(&plain, key(s))),
            },
            Bench { name: "recursion, unkeyed", people: PEOPLE, job: Box::new(unkeyed_recursion) },
            Bench { name: "engine, metered", people: PEOPLE, job: Box::new(|s| engine(&plain, key(s))) },
            Bench {
                name: "engine, metered, patience",
                people: PEOPLE,
                job: Box::new(|s| engine(&patient, key(s))),
            },
        ],
        7,
        &filter,
    );
    let rules = blueprint(cloudflare(PEOPLE, SLOTS, PER_MINUTE, Some(30)));
    let nobody_leaves = blueprint(cloudflare(PEOPLE, SLOTS, PER_MINUTE, None));
    let ten_times_longer = blueprint(cloudflare(PEOPLE, SLOTS / 10, PER_MINUTE / 10, Some(300)));
    report(
        &[
            Bench {
                name: "engine, cloudflare, patience",
                people: PEOPLE,
                job: Box::new(|s| engine(&rules, key(s))),
            },
            Bench {
                name: "engine, cloudflare, nobody leaves",
                people: PEOPLE,
                job: Box::new(|s| engine(&nobody_leaves, key(s))),
            },
            Bench {
                name: "engine, cloudflare, patience, waits ten times longer",
                people: PEOPLE,
                job: Box::new(|s| engine(&ten_times_longer, key(s))),
            },
        ],
        7,
        &filter,
    );
    let special: [(&str, u32, Blueprint); 4] = [
        ("engine, event, shuffle, comebacks, timetable", PEOPLE, blueprint(with_event(PEOPLE))),
        ("engine, the same and tolerance", PEOPLE, blueprint(with_tolerance(PEOPLE))),
        ("engine, random method", PEOPLE, blueprint(by_lot(PEOPLE))),
        ("engine, devices, sleep, 2 % without cookies", PEOPLE, blueprint(with_devices(PEOPLE))),
    ];
    for (name, people, blueprint) in &special {
        report(&[Bench { name, people: *people, job: Box::new(|s| engine(blueprint, key(s))) }], 3, &filter);
    }
    let small = blueprint(cloudflare(30_000, 2_000, 500, None));
    let large = blueprint(cloudflare(10_000_000, 200_000, 40_000, Some(30)));
    report(
        &[
            Bench { name: "size: 30,000 people", people: 30_000, job: Box::new(|s| engine(&small, key(s))) },
            Bench {
                name: "size: 10,000,000 people",
                people: 10_000_000,
                job: Box::new(|s| engine(&large, key(s))),
            },
        ],
        3,
        &filter,
    );
    report_the_origin(&filter);
    report_same_days(&filter);
}

/// A hundred settings on the same twenty days, as a sweep plays them, and what a thousand on a hundred days would take on
/// two cores.
fn report_same_days(filter: &str) {
    for (name, patience) in
        [("same days: 100 systems x 20 days", None), ("same days, patience: 100 systems x 20 days", Some(30))]
    {
        if !name.contains(filter) {
            continue;
        }
        let systems: Vec<System> = (0..100)
            .map(|step| {
                cloudflare(30_000, 1_000 + 30 * (step % 10) * 10, 100 + 20 * (step / 10) * 2, patience)
            })
            .collect();
        let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
        let start = Instant::now();
        black_box(on_same_days(&systems, 1, 0..20, &watch));
        let seconds = start.elapsed().as_secs_f64();
        let of_a_sweep = 1_000.0 * 100.0 / (100.0 * 20.0) * seconds;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        println!(
            "{name:<58} {:>8.1} ns a person and thread ({threads} threads) {of_a_sweep:>9.0} s for 1,000 systems x 100 days",
            seconds * threads as f64 * 1e9 / (100.0 * 20.0 * 30_000.0)
        );
    }
    println!();
}

/// People of the benchmarks of the origin, and requests of each.
const AT_THE_ORIGIN: u32 = 30_000;
const REQUESTS: u32 = 8;

/// A station of so many servers behind the room of the benchmarks, scaled to the crowd.
fn with_station(people: u32, servers: u32, service_milliseconds: i64) -> System {
    let mut day = cloudflare(people, 2_000, 500, None);
    day.groups[0].visit = Visit::even(visit(), REQUESTS);
    day.origin.service = Service::Station(Station {
        throughput: Throughput::Servers {
            servers,
            service_time: Span::from_microseconds(service_milliseconds * 1_000),
        },
        work_cv: 1.0,
        timeout: Some(Span::from_seconds(30)),
        serves_abandoned: false,
        retries: Some(3),
        retry_delay: Distribution::Exponential { mean: Span::from_seconds(5) },
    });
    day
}

/// Nanoseconds a request that a station costs: a day with it, less the same day without, over the requests served.
fn report_the_origin(filter: &str) {
    let name = "origin: 30,000 people x 8 requests";
    if !name.contains(filter) {
        return;
    }
    let without = {
        let mut day = with_station(AT_THE_ORIGIN, 1, 1);
        day.origin = Origin::UNKNOWN;
        Blueprint::new(&day, RoomId(0))
    };
    let calm = Blueprint::new(&with_station(AT_THE_ORIGIN, 8, 200), RoomId(0));
    let busy = Blueprint::new(&with_station(AT_THE_ORIGIN, 4, 160), RoomId(0));
    let benches = [
        Bench { name: "no station", people: AT_THE_ORIGIN, job: Box::new(|s| engine(&without, key(s))) },
        Bench { name: "half busy", people: AT_THE_ORIGIN, job: Box::new(|s| engine(&calm, key(s))) },
        Bench { name: "nearly full", people: AT_THE_ORIGIN, job: Box::new(|s| engine(&busy, key(s))) },
    ];
    let times = measure(&benches, 15);
    for (bench, time) in benches.iter().zip(&times) {
        let a_request = (time - times[0]) / f64::from(REQUESTS);
        let day = time * f64::from(AT_THE_ORIGIN) / 1e6;
        println!(
            "{:<58} {time:>8.1} ns a person {day:>9.1} ms a day {a_request:>8.1} ns a request more",
            format!("{name}, {}", bench.name)
        );
    }
    println!();
}
