//! The station against formulas: processor sharing, Erlang's servers, closed systems, the fluid of an overload.
//!
//! As in `theory.rs`: one value a replication, the mean within four standard errors of the formula, and a standard error small
//! enough to see the mistake that the test is there for. Steady states leave out a fixed warm-up.

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Happening, Observer, OriginHappening, OriginSignal};
use machiai::model::room::{CallOrder, Metered};
use machiai::model::{
    ArrivalProfile, Distribution, Group, Headcount, Origin, Room, RoomId, Service, Station, Step, System,
    Throughput, ThroughputPoint, Visit,
};
use machiai::stats::Moments;
use machiai::theory::{Queue, erlang, processor_sharing};
use machiai::units::{SimTime, Span};

use crate::recorded::system;
use crate::theory::agrees;

/// Responses in seconds of requests that arrived in these seconds.
struct Responses {
    from: f64,
    to: f64,
    sum: f64,
    count: u32,
}

impl Observer for Responses {
    fn signal(&mut self, _: &Happening) {}

    fn origin(&mut self, happening: &OriginHappening) {
        if let OriginSignal::Answered { after } = happening.signal {
            let sent = happening.at.seconds() - after.seconds();
            if (self.from..self.to).contains(&sent) {
                self.sum += after.seconds();
                self.count += 1;
            }
        }
    }
}

/// No room: everyone goes straight to the origin.
fn open_door() -> Room {
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

fn station(throughput: Throughput, work_cv: f64) -> Origin {
    Origin {
        service: Service::Station(Station {
            throughput,
            work_cv,
            timeout: None,
            serves_abandoned: false,
            retries: Some(0),
            retry_delay: Distribution::Fixed(Span::ZERO),
        }),
        ..Origin::UNKNOWN
    }
}

fn servers(servers: u32, seconds: f64) -> Throughput {
    Throughput::Servers { servers, service_time: Span::from_fractional_seconds(seconds) }
}

/// Poisson arrivals of people who make one request each.
fn open_system(throughput: Throughput, work_cv: f64, per_second: f64, seconds: i64) -> System {
    let arrivals = ArrivalProfile::Poisson {
        people_per_minute: 60.0 * per_second,
        lasting: Span::from_seconds(seconds),
    };
    let visit = Visit::even(Distribution::Fixed(Span::ZERO), 1);
    let group = Group::new("people", Headcount::FromArrivals, arrivals, visit);
    let mut day = system(open_door(), vec![group]);
    day.origin = station(throughput, work_cv);
    day
}

fn mean_response(day: &System, seed: u64, days: u32, from: f64, to: f64) -> Moments {
    let mut moments = Moments::new();
    let blueprint = Blueprint::new(day, RoomId(0));
    for replication in 0..days {
        let key = RunKey { seed, replication };
        let mut responses = Responses { from, to, sum: 0.0, count: 0 };
        blueprint.run(&blueprint.crowd(key), key, &mut responses);
        moments.push(responses.sum / f64::from(responses.count));
    }
    moments
}

/// M/G/1-PS: S ÷ (1 − ρ), whatever the law of the work.
///
/// Catches: first come, first served instead of sharing (with cv 3 five times as long, with cv 0 0.6 times), a rate shared by
/// the wrong number, work drawn with another mean.
#[test]
fn one_shared_server_is_insensitive_to_the_law_of_work() {
    let expected = processor_sharing::mean_response(4.0, 0.2).expect("a steady state");
    for (work_cv, days, sharp) in [(0.0, 40, 0.02), (1.0, 40, 0.02), (3.0, 160, 0.02)] {
        let day = open_system(servers(1, 0.2), work_cv, 4.0, 3_600);
        let simulated = mean_response(&day, 11, days, 600.0, 3_600.0);
        agrees(&format!("M/G/1-PS, cv {work_cv}"), 11, &simulated, expected, sharp);
    }
}

/// M/M/c as a table, and as servers: Erlang C.
///
/// Catches: a table read between the wrong points, a rate that counts the server beyond the last, work that is not exponential.
#[test]
fn servers_are_those_of_erlang_as_servers_and_as_a_table() {
    let queue = Queue { arrivals_per_minute: 240.0, service_minutes: 1.0 / 60.0, servers: 5 };
    let expected = 1.0 + 60.0 * erlang::mean_wait(&queue).expect("a steady state");
    let point = |n: u32| ThroughputPoint { in_service: f64::from(n), per_second: f64::from(n) };
    for throughput in [servers(5, 1.0), Throughput::Table((1..=5).map(point).collect())] {
        let simulated = mean_response(&open_system(throughput, 1.0, 4.0, 3_600), 12, 60, 600.0, 3_600.0);
        agrees("M/M/5", 12, &simulated, expected, 0.012);
    }
}

/// People who think, ask and think again.
fn closed_system(throughput: Throughput, people: u32, think: f64, steps: usize) -> System {
    let think = Distribution::Exponential { mean: Span::from_fractional_seconds(think) };
    let steps = (0..steps).map(|_| Step::new("", think.clone())).collect();
    // All come at once; the first requests are over long before anything is counted.
    let arrivals = ArrivalProfile::from_opening(Distribution::Exponential { mean: Span::from_seconds(10) });
    let group = Group::new("people", Headcount::Fixed(people), arrivals, Visit::Steps(steps));
    let mut day = system(open_door(), vec![group]);
    day.origin = station(throughput, 1.0);
    day
}

/// The closed interactive system at several populations against exact mean value analysis: a single server, several, and the
/// universal scalability law beyond its best number.
///
/// Catches: a think time that begins at the request and not at the answer, an answer that is told too late, a rate looked up
/// with one request too many.
#[test]
fn closed_systems_are_those_of_mean_value_analysis() {
    let law = Throughput::ScalabilityLaw { alone_per_second: 2.0, contention: 0.05, coherency: 0.002 };
    let cases: [(Throughput, &[u32]); 3] =
        [(servers(1, 0.5), &[2, 10, 40]), (servers(4, 0.5), &[4, 30, 60]), (law, &[10, 60, 120])];
    for (throughput, populations) in cases {
        for &people in populations {
            let think = 5.0;
            let rate = |n: u64| throughput.per_second(n as u32);
            let expected = processor_sharing::closed(people, think, rate).expect("a closed system");
            // Nobody may be done before the end of what is counted.
            let cycle = think + expected.response_seconds;
            let steps = 400;
            let (from, to) = (60.0 + 20.0 * cycle, 60.0 + 250.0 * cycle);
            let day = closed_system(throughput.clone(), people, think, steps);
            let simulated = mean_response(&day, 13, 24, from, to);
            let what = format!("closed, {throughput:?}, {people} people");
            agrees(&what, 13, &simulated, expected.response_seconds, 0.02);
        }
    }
}

/// An overloaded closed loop: N ÷ X − Z, and nothing of the capacity is lost.
///
/// Catches: capacity lost between an answer and the next request in service.
#[test]
fn an_overloaded_closed_loop_is_the_fluid_balance() {
    let (people, think) = (800, 30.0);
    let expected = processor_sharing::saturated_response(people, think, 16.0).expect("overloaded");
    let day = closed_system(servers(8, 0.5), people, think, 60);
    let simulated = mean_response(&day, 14, 30, 300.0, 1_500.0);
    agrees("overloaded closed loop", 14, &simulated, expected, 0.01);
}
