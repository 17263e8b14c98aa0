//! How fast, against what: `cargo bench --bench speed` prints nanoseconds a person on one core, and ratios to a hand-written
//! recursion that runs beside the engine. Figures are medians over runs that alternate, because machines drift.
//!
//! An argument picks benchmarks whose name contains it: `cargo bench --bench speed -- metered`. `others` compares with other
//! simulators on the same days; `memory` tells the peak of a crowd of ten million; `variance` tells
//! how many days control variates would save; `instructions NAME` plays a fixed workload
//! for `.ci/instructions` and prints nothing else.

mod days;
mod recursion;
mod variance;

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use machiai::engine::Blueprint;
use machiai::model::{Origin, System};
use machiai::study::{Watch, on_same_days};

use days::{
    PEOPLE, PER_MINUTE, REQUESTS, SLOTS, arrivals_only, blueprint, by_lot, cloudflare, engine, key, limits,
    metered, with_devices, with_event, with_station, with_tolerance,
};
use recursion::Textbook;

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

fn report(benches: &[Bench], rounds: u64, filter: &str) {
    if !benches.iter().any(|bench| bench.name.contains(filter)) {
        return;
    }
    let times = measure(benches, rounds);
    for (bench, time) in benches.iter().zip(&times) {
        println!(
            "{:<54} {:>7.1} ns a person {:>7.2} million a second  {:>5.2} x {}",
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
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let filter = arguments.first().map_or("", String::as_str);
    match filter {
        "others" => return report_others(),
        "memory" => return report_memory(),
        "variance" => return variance::report(),
        "instructions" => return play_workload(arguments.get(1).map_or("", String::as_str)),
        _ => {}
    }
    report_metered(filter);
    report_cloudflare(filter);
    report_special(filter);
    report_sizes(filter);
    report_the_origin(filter);
    report_same_days(filter);
}

fn day<'a>(name: &'a str, people: u32, blueprint: &'a Blueprint) -> Bench<'a> {
    Bench { name, people, job: Box::new(|seed| engine(blueprint, key(seed))) }
}

fn report_metered(filter: &str) {
    let names = ["recursion, patience, unkeyed", "recursion, keyed", "engine, metered, patience"];
    if !names.iter().any(|name| name.contains(filter)) {
        return;
    }
    let arrivals = blueprint(&arrivals_only(PEOPLE));
    for (patience, names) in [
        (None, ["recursion, keyed", "recursion, unkeyed", "engine, metered"]),
        (
            Some(30),
            ["recursion, patience, keyed", "recursion, patience, unkeyed", "engine, metered, patience"],
        ),
    ] {
        let textbook = Textbook { people: PEOPLE, slots: SLOTS, per_minute: PER_MINUTE, patience };
        let plan = blueprint(&metered(PEOPLE, SLOTS, PER_MINUTE, patience));
        // The same people: the same p90 wait, to the microsecond.
        let (by_hand, ours) = (textbook.keyed(&arrivals, key(0)), engine(&plan, key(0)));
        assert!((by_hand - ours).abs() < 1e-6, "recursion {by_hand} s, engine {ours} s");
        let benches = [
            Bench { name: names[0], people: PEOPLE, job: Box::new(|s| textbook.keyed(&arrivals, key(s))) },
            Bench { name: names[1], people: PEOPLE, job: Box::new(|s| textbook.unkeyed(s)) },
            day(names[2], PEOPLE, &plan),
        ];
        report(&benches, 7, filter);
    }
}

fn report_cloudflare(filter: &str) {
    let patient = blueprint(&cloudflare(PEOPLE, SLOTS, PER_MINUTE, Some(30)));
    let nobody_leaves = blueprint(&cloudflare(PEOPLE, SLOTS, PER_MINUTE, None));
    let ten_times_longer = blueprint(&cloudflare(PEOPLE, SLOTS / 10, PER_MINUTE / 10, Some(300)));
    let benches = [
        day("cloudflare, patience", PEOPLE, &patient),
        day("cloudflare, nobody leaves", PEOPLE, &nobody_leaves),
        day("cloudflare, patience, waits ten times longer", PEOPLE, &ten_times_longer),
    ];
    report(&benches, 7, filter);
}

fn report_special(filter: &str) {
    for (name, system) in [
        ("event, shuffle, comebacks, timetable", with_event(PEOPLE)),
        ("the same and tolerance", with_tolerance(PEOPLE)),
        ("random method", by_lot(PEOPLE)),
        ("devices, sleep, 2 % without cookies", with_devices(PEOPLE)),
    ] {
        report(&[day(name, PEOPLE, &blueprint(&system))], 3, filter);
    }
}

/// The same day scaled: limits grow with the crowd.
fn report_sizes(filter: &str) {
    let sizes = [("size: 10,000", 10_000), ("size: 100,000", 100_000), ("size: 1,000,000", PEOPLE)];
    let plans = sizes.map(|(name, people)| {
        let (slots, per_minute) = limits(people);
        (name, people, blueprint(&cloudflare(people, slots, per_minute, Some(30))))
    });
    let large = blueprint(&cloudflare(10 * PEOPLE, 10 * SLOTS, 10 * PER_MINUTE, Some(30)));
    let mut benches: Vec<Bench> = plans.iter().map(|(name, people, plan)| day(name, *people, plan)).collect();
    benches.push(day("size: 10,000,000", 10 * PEOPLE, &large));
    report(&benches, 3, filter);
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
            "{name:<54} {:>7.1} ns a person and thread ({threads} threads) {of_a_sweep:>7.0} s for 1,000 systems x 100 days",
            seconds * threads as f64 * 1e9 / (100.0 * 20.0 * 30_000.0)
        );
    }
    println!();
}

/// People of the benchmarks of the origin.
const AT_THE_ORIGIN: u32 = 30_000;

/// Nanoseconds a request that a station costs: a day with it, less the same day without, over the requests served.
fn report_the_origin(filter: &str) {
    let name = "origin: 30,000 people x 8 requests";
    if !name.contains(filter) {
        return;
    }
    let without = {
        let mut day = with_station(AT_THE_ORIGIN, 1, 1);
        day.origin = Origin::UNKNOWN;
        blueprint(&day)
    };
    let calm = blueprint(&with_station(AT_THE_ORIGIN, 8, 200));
    let busy = blueprint(&with_station(AT_THE_ORIGIN, 4, 160));
    let benches = [
        day("no station", AT_THE_ORIGIN, &without),
        day("half busy", AT_THE_ORIGIN, &calm),
        day("nearly full", AT_THE_ORIGIN, &busy),
    ];
    let times = measure(&benches, 15);
    for (bench, time) in benches.iter().zip(&times) {
        let a_request = (time - times[0]) / f64::from(REQUESTS);
        let day = time * f64::from(AT_THE_ORIGIN) / 1e6;
        println!(
            "{:<54} {time:>7.1} ns a person {day:>7.1} ms a day {a_request:>7.1} ns a request more",
            format!("{name}, {}", bench.name)
        );
    }
    println!();
}

/// Processor seconds of other simulators, measured on the machine of the table's first edition (one core): the metered room,
/// arrivals exponential with mean 10 min, slots held lognormal(5 min, cv 1) + 5 min. In order of [`report_others`]' columns.
const OTHERS: [(&str, [&str; 4]); 6] = [
    ("hand-written recursion in Rust, unkeyed", ["0.0052", "0.0035", "0.042", "0.23"]),
    ("plain event heap in Rust", ["0.036", "0.065", "0.47", "2.2"]),
    ("nexosim 1.0.0", ["0.118", "0.215", "1.28", "9.0"]),
    ("queuecomputer (approximate)", ["1.20", "cannot", "31", "6.6"]),
    ("simmer", ["2.6", "4.9", "over 100", "151"]),
    ("SimPy", ["5.5", "30", "over 120", "259"]),
];

/// The table of other simulators with our rows below, measured here and now.
fn report_others() {
    let columns = [
        (100_000, 2_000, 400, None, 1),
        (100_000, 2_000, 400, Some(30), 1),
        (1_000_000, 20_000, 4_000, None, 1),
        (10_000, 200, 40, None, 1_000),
    ];
    let row = |name: &str, cells: [String; 4]| println!("| {name} | {} |", cells.join(" | "));
    println!("| seconds | 100,000 people | with patience | 1,000,000 | 1,000 x 10,000 |");
    println!("|---|---:|---:|---:|---:|");
    for (name, cells) in OTHERS {
        row(name, cells.map(str::to_owned));
    }
    let seconds = |times: u64, job: &dyn Fn(u64) -> f64| {
        let bench = Bench {
            name: "",
            people: 1,
            job: Box::new(|seed| (0..times).map(|k| job(seed * times + k)).sum()),
        };
        format!("{:.4}", measure(&[bench], 5)[0] / 1e9)
    };
    row(
        "here: recursion, unkeyed",
        columns.map(|(people, slots, per_minute, patience, times)| {
            let textbook = Textbook { people, slots, per_minute, patience };
            seconds(times, &|seed| textbook.unkeyed(seed))
        }),
    );
    row(
        "here: recursion, keyed",
        columns.map(|(people, slots, per_minute, patience, times)| {
            let textbook = Textbook { people, slots, per_minute, patience };
            let arrivals = blueprint(&arrivals_only(people));
            seconds(times, &|seed| textbook.keyed(&arrivals, key(seed)))
        }),
    );
    for (name, system) in [
        ("here: machiai, metered", metered as fn(u32, u32, u32, Option<i64>) -> System),
        ("here: machiai, the rules of Cloudflare", cloudflare),
    ] {
        row(
            name,
            columns.map(|(people, slots, per_minute, patience, times)| {
                let plan = blueprint(&system(people, slots, per_minute, patience));
                seconds(times, &|seed| engine(&plan, key(seed)))
            }),
        );
    }
}

/// Peak memory of this process after one day of ten million people, as the system tells it.
fn report_memory() {
    let people = 10 * PEOPLE;
    let plan = blueprint(&cloudflare(people, 10 * SLOTS, 10 * PER_MINUTE, Some(30)));
    black_box(engine(&plan, key(1)));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("VmHWM: not told by this system");
    println!("{people} people, cloudflare, patience: {peak}");
}

/// Fixed days whose instructions `.ci/instructions` counts.
fn play_workload(name: &str) {
    let (system, days) = match name {
        "plain" => (cloudflare(20_000, 400, 80, Some(30)), 5),
        "any" => (with_event(4_000), 5),
        _ => panic!("a workload is `plain` or `any`, not `{name}`"),
    };
    let plan = blueprint(&system);
    for seed in 0..days {
        black_box(engine(&plan, key(seed)));
    }
}
