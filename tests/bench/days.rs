//! Days that benchmarks play.

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::model::room::{
    BucketRule, BurstShare, CallOrder, Change, Cloudflare, Event, Metered, NewcomerRule, QueueingMethod,
};
use machiai::model::{
    ArrivalProfile, Comeback, Devices, Distribution, Group, Headcount, Origin, Room, RoomId, Service, Sleep,
    Station, Step, System, Throughput, Visit,
};
use machiai::observe::Day;
use machiai::results::Measure;
use machiai::units::{Share, SimTime, Span};

/// People of most days.
pub const PEOPLE: u32 = 1_000_000;
pub const SLOTS: u32 = 20_000;
pub const PER_MINUTE: u32 = 4_000;
pub const LAG: Span = Span::from_minutes(5);
/// Requests of a visit before a station.
pub const REQUESTS: u32 = 8;

pub fn minutes(minutes: i64) -> Span {
    Span::from_minutes(minutes)
}

pub fn visit() -> Distribution {
    Distribution::Lognormal { mean: minutes(5), coefficient_of_variation: 1.0 }
}

/// An exponential law with this mean in minutes.
pub fn exponential(mean: i64) -> Distribution {
    Distribution::Exponential { mean: minutes(mean) }
}

pub fn group(people: u32, pages: u32, patience: Option<i64>) -> Group {
    let arrivals = ArrivalProfile::from_opening(Distribution::Exponential { mean: minutes(10) });
    let visit = Visit::even(visit(), pages);
    let mut group = Group::new("crowd", Headcount::Fixed(people), arrivals, visit);
    group.patience = patience.map(|mean| Distribution::Exponential { mean: minutes(mean) });
    group
}

pub fn system(room: Room, group: Group) -> System {
    System {
        groups: vec![group],
        rooms: vec![room],
        origin: Origin::UNKNOWN,
        stocks: Vec::new(),
        minute_offset: Span::ZERO,
        horizon: None,
    }
}

pub fn metered(people: u32, slots: u32, per_minute: u32, patience: Option<i64>) -> System {
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

/// The arrivals of all these days and nothing else that is drawn beforehand.
pub fn arrivals_only(people: u32) -> System {
    let mut day = metered(people, 1, 1, None);
    day.groups[0].visit = Visit::Steps(vec![Step::new("", Distribution::Fixed(Span::ZERO))]);
    day
}

pub fn cloudflare(people: u32, slots: u32, per_minute: u32, patience: Option<i64>) -> System {
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

pub fn share(value: f64) -> Share {
    Share::new(value).unwrap_or(Share::NONE)
}

/// Limits in proportion to the crowd: every day is as busy as that of a million.
pub fn limits(people: u32) -> (u32, u32) {
    (SLOTS / (PEOPLE / people), PER_MINUTE / (PEOPLE / people))
}

/// An event with a prequeue in which nearly a third of the people come, a shuffle, ghosts, comebacks of a fifth (half
/// with the cookie) and one change in the timetable.
pub fn with_event(people: u32) -> System {
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
pub fn with_tolerance(people: u32) -> System {
    let mut day = with_event(people);
    day.groups[0].tolerance =
        Some(Distribution::Lognormal { mean: minutes(60), coefficient_of_variation: 1.0 });
    day
}

pub fn by_lot(people: u32) -> System {
    let (slots, per_minute) = limits(people);
    let mut settings = Cloudflare::new("by lot", slots, per_minute);
    settings.queueing_method = QueueingMethod::Random;
    system(Room::cloudflare(&settings), group(people, 5, Some(30)))
}

/// Two devices, phones that sleep, and 2 % who keep no cookies.
pub fn with_devices(people: u32) -> System {
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

/// A station of so many servers behind the room of the benchmarks, scaled to the crowd.
pub fn with_station(people: u32, servers: u32, service_milliseconds: i64) -> System {
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

/// A system of one room, made ready.
pub fn blueprint(system: &System) -> Blueprint {
    Blueprint::new(system, RoomId(0))
}

/// The first replication of a seed.
pub fn key(seed: u64) -> RunKey {
    RunKey { seed, replication: 0 }
}

/// One day in the engine with everything it reports; the p90 wait in seconds.
pub fn engine(blueprint: &Blueprint, key: RunKey) -> f64 {
    let crowd = blueprint.crowd(key);
    let mut day = Day::new(crowd.len());
    blueprint.run(&crowd, key, &mut day);
    day.figures(&crowd, SimTime::ZERO).get(Measure::WaitP90).unwrap_or(0.0)
}
