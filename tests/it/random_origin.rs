//! Random small days of one to three rooms on one origin, with stations, stocks and operators; and what the second
//! implementation needs to play any day.

use crate::naive::{self, AtOrigin, SiteDay};
use crate::random_days::{
    Dice, Kind, cloudflare_day, cloudflare_twin, distribution, metered_day, metered_twin, people_of,
};
use machiai::draws::law::Law;
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::Crowd;
use machiai::model::room::{Adjusts, CallOrder, Composition, Metered, Operator};
use machiai::model::{
    AfterSellOut, Background, Devices, Distribution, Origin, Room, RoomId, SafeLoad, Service, Station, Stock,
    System, Throughput, ThroughputPoint, TimeSlot, Visit,
};
use machiai::units::{Share, SimTime, Span};
use std::rc::Rc;

// ---- Days ------------------------------------------------------------------------------------------------------------

/// What there may be behind the rooms of a random day.
#[derive(Clone, Copy)]
pub struct Behind {
    /// A station; else answers come at once.
    pub station: bool,
    /// Stocks.
    pub stock: bool,
    /// Operators.
    pub operator: bool,
    /// Up to so many rooms.
    pub rooms: u32,
    /// What the people and settings of Cloudflare rooms are like; `None`: anything, by lot.
    pub kind: Option<Kind>,
}

/// Anything.
pub const ANYTHING: Behind = Behind { station: true, stock: true, operator: true, rooms: 3, kind: None };

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

/// A random day.
pub fn origin_day(seed: u64, behind: Behind) -> System {
    let mut dice = Dice::new(seed ^ 0x0916_1400);
    let mut day: Option<System> = None;
    for position in 0..1 + dice.below(behind.rooms) as usize {
        let kind = behind.kind.unwrap_or(Kind {
            special_people: dice.chance(0.5),
            every_poll: dice.chance(0.3),
            settings: dice.chance(0.5),
        });
        let of_room = seed.wrapping_mul(31).wrapping_add(position as u64);
        let mut next = if dice.chance(0.25) {
            metered_day(of_room, CallOrder::Fifo).0
        } else {
            cloudflare_day(of_room, kind).0
        };
        for group in &mut next.groups {
            group.room = RoomId(position);
        }
        match &mut day {
            None => day = Some(next),
            Some(day) => {
                day.rooms.append(&mut next.rooms);
                day.groups.append(&mut next.groups);
            }
        }
    }
    let mut day = day.expect("a room at least");
    day.horizon = Some(SimTime::ZERO + Span::from_minutes(20));
    for group in &mut day.groups {
        match &mut group.visit {
            Visit::Even { work, .. } => *work = dice.pick(&[1.0, 1.0, 0.5]),
            Visit::Steps(steps) => {
                steps.iter_mut().for_each(|step| step.work = dice.pick(&[1.0, 1.0, 0.25, 3.0]))
            }
        }
    }
    if behind.station {
        day.origin.service = Service::Station(station(&mut dice));
        day.origin.background = background(&mut dice);
    }
    let known = behind.operator || dice.chance(0.3);
    day.origin.safe = SafeLoad {
        people_inside: (known && dice.chance(0.7)).then(|| 1 + dice.below(30)),
        requests_per_second: (known && dice.chance(0.7)).then(|| 1 + dice.below(4)),
        ..SafeLoad::UNKNOWN
    };
    for position in 0..day.rooms.len() {
        if behind.stock && dice.chance(0.7) {
            day.stocks.push(stock(&mut dice, RoomId(position)));
            // Who is still in line when a visit of one request takes the last place at the instant of the arrivals is a
            // matter of the order within that instant, and so is who finds the line full then.
            if let Composition::Metered(settings) = day.rooms[position].composition() {
                let settings = Metered { line_limit: None, ..settings.clone() };
                day.rooms[position] = Room::metered(&settings);
            }
        }
        if let Composition::Cloudflare(settings) = day.rooms[position].composition()
            && behind.operator
            && dice.chance(0.8)
        {
            let mut settings = settings.clone();
            settings.operator = Some(operator(&mut dice));
            day.rooms[position] = Room::cloudflare(&settings);
        }
    }
    day
}

fn station(dice: &mut Dice) -> Station {
    let point = |in_service: f64, per_second: f64| ThroughputPoint { in_service, per_second };
    let throughput = match dice.below(4) {
        0 | 1 => Throughput::Servers {
            servers: dice.pick(&[1, 2, 3, 8]),
            // Coarse, so that answers meet something else.
            service_time: dice.pick(&[
                Span::from_microseconds(100_000),
                Span::from_microseconds(333_333),
                Span::from_seconds(1),
                Span::from_seconds(2),
                Span::from_seconds(5),
            ]),
        },
        2 => Throughput::ScalabilityLaw {
            alone_per_second: dice.pick(&[0.5, 1.0, 2.5, 1_000.0]),
            contention: dice.pick(&[0.0, 0.02, 0.3]),
            coherency: dice.pick(&[0.0, 0.001, 0.05]),
        },
        _ => Throughput::Table(
            match dice.below(3) {
                0 => vec![point(1.0, 0.5), point(4.0, 1.5), point(10.0, 2.0), point(40.0, 0.8)],
                1 => vec![point(2.5, 1.0)],
                _ => vec![point(5.0, 4.0), point(8.5, 5.0), point(20.0, 5.0)],
            }
            .into(),
        ),
    };
    let timeout = dice.pick(&[
        None,
        Some(Span::from_seconds(2)),
        Some(Span::from_seconds(5)),
        Some(Span::from_seconds(20)),
        Some(Span::from_microseconds(3_333_333)),
    ]);
    let retries = dice.pick(&[Some(0), Some(1), Some(2), Some(3), None]);
    Station {
        throughput,
        work_cv: dice.pick(&[0.0, 0.0, 1.0, 3.0]),
        timeout,
        serves_abandoned: dice.chance(0.4),
        retries,
        retry_delay: match dice.below(4) {
            // Whoever never gives up takes some time, or the slow simulator would be slow.
            _ if retries.is_none() => distribution(dice, 30.0, 120.0),
            0 => Distribution::Fixed(Span::ZERO),
            1 => Distribution::Fixed(Span::from_seconds(1)),
            _ => distribution(dice, 1.0, 60.0),
        },
    }
}

fn background(dice: &mut Dice) -> Background {
    let first = dice.pick(&[0.0, 0.0, 0.25, 0.9]);
    let mut changes: Vec<(SimTime, f64)> = (0..dice.below(4))
        .map(|_| {
            let at = SimTime::ZERO + Span::from_seconds(i64::from(dice.below(500)) - 30);
            (at, dice.pick(&[0.0, 0.5, 0.3, 1.0]))
        })
        .collect();
    changes.sort_by_key(|change| change.0);
    changes.dedup_by_key(|change| change.0);
    if let Some(last) = changes.last_mut() {
        last.1 = last.1.min(0.75);
    }
    Background { first, changes }
}

fn stock(dice: &mut Dice, room: RoomId) -> Stock {
    let slots = (0..1 + dice.below(4)).map(|number| TimeSlot {
        name: format!("slot {number}"),
        places: 1 + dice.below(15),
        popularity: dice.pick(&[1.0, 1.0, 2.0, 0.3]),
    });
    let shares =
        |values: &[f64]| Devices::new(values.iter().map(|value| share(*value)).collect()).expect("shares");
    Stock {
        room,
        slots: slots.collect(),
        per_booking: match dice.below(3) {
            0 => Devices::one(),
            1 => shares(&[0.5, 0.3, 0.2]),
            _ => shares(&[0.1, 0.0, 0.0, 0.9]),
        },
        flexible: share(dice.pick(&[0.0, 0.5, 1.0])),
        after_sell_out: match dice.below(4) {
            0 | 1 => AfterSellOut::AllLeave,
            2 => AfterSellOut::SharePerMinute(share(dice.pick(&[0.2, 0.8]))),
            _ => AfterSellOut::NobodyLeaves,
        },
    }
}

/// Marks that no load meets exactly, so that no rounding decides.
fn operator(dice: &mut Dice) -> Operator {
    let raise_below = dice.pick(&[0.2137, 0.6173, 0.9011]);
    let youngest =
        dice.pick(&[Span::from_seconds(20), Span::from_seconds(1), Span::from_microseconds(7_654_321)]);
    Operator {
        every: dice.pick(&[
            Span::from_seconds(30),
            Span::from_seconds(60),
            Span::from_microseconds(44_444_444),
        ]),
        raise_below,
        lower_above: raise_below + dice.pick(&[0.0, 0.0713, 0.2]),
        raise_by: dice.pick(&[0.25, 0.5, 0.37, 2.0]),
        lower_by: dice.pick(&[0.25, 0.5, 0.37]),
        adjusts: dice.pick(&[Adjusts::Both, Adjusts::TotalActiveUsers, Adjusts::NewUsersPerMinute]),
        total_active_users: (2 + dice.below(5), 10 + dice.below(30)),
        new_users_per_minute: (2 + dice.below(5), 10 + dice.below(30)),
        delay: (youngest, youngest + dice.pick(&[Span::ZERO, Span::from_seconds(30)])),
        window: dice.pick(&[
            Span::from_seconds(60),
            Span::from_seconds(10),
            Span::from_microseconds(1_234_567),
        ]),
        noise: dice.pick(&[0.0, 0.0, 0.3]),
    }
}

// ---- The second implementation ------------------------------------------------------------------------------------

/// A day for the second implementation.
pub struct Twin {
    pub people: Vec<Vec<naive::Person>>,
    pub stocks: Vec<Option<naive::Stock>>,
    pub origin: naive::Origin,
    rooms: Vec<RoomTwin>,
    operators: Vec<Option<naive::Operator>>,
    horizon: Option<i64>,
}

enum RoomTwin {
    Cloudflare(naive::Cloudflare),
    Metered(naive::Metered),
}

/// A day of these crowds for the second implementation; `private` says what is private about people behind a room.
pub fn twin(
    day: &System,
    crowds: &[Crowd],
    key: RunKey,
    private: impl Fn(RoomId, &Crowd, u32) -> AtOrigin,
) -> Twin {
    let rooms = || (0..day.rooms.len()).map(RoomId);
    let people = rooms().zip(crowds).map(|(room, crowd)| {
        let mut people = people_of(day, room, crowd, key, 20_000_000);
        for (rank, person) in people.iter_mut().enumerate() {
            person.at_origin = private(room, crowd, rank as u32);
        }
        people
    });
    let stock = |stock: &Stock| naive::Stock {
        slots: stock.slots.iter().map(|slot| (slot.places, slot.popularity)).collect(),
    };
    Twin {
        people: people.collect(),
        stocks: rooms().map(|room| day.stock_of(room).map(stock)).collect(),
        origin: origin_twin(&day.origin),
        rooms: rooms()
            .map(|room| match day.rooms[room.0].composition() {
                Composition::Cloudflare(_) => RoomTwin::Cloudflare(cloudflare_twin(day, room)),
                Composition::Metered(settings) => RoomTwin::Metered(metered_twin(settings)),
            })
            .collect(),
        operators: rooms().map(|room| operator_twin(day, room, key)).collect(),
        horizon: day.horizon.map(SimTime::microseconds),
    }
}

impl Twin {
    /// Plays it.
    pub fn play(&self, seed: u64) -> SiteDay {
        let places: Vec<naive::Place> = (0..self.rooms.len())
            .map(|position| naive::Place {
                people: &self.people[position],
                room: match &self.rooms[position] {
                    RoomTwin::Cloudflare(room) => naive::Room::Cloudflare(room),
                    RoomTwin::Metered(room) => naive::Room::Metered(room),
                },
                stock: self.stocks[position].as_ref(),
                operator: self.operators[position].as_ref(),
            })
            .collect();
        naive::site(&places, &self.origin, self.horizon, seed)
    }
}

fn origin_twin(origin: &Origin) -> naive::Origin {
    let mut background = vec![(i64::MIN, origin.background.first)];
    background.extend(origin.background.changes.iter().map(|(at, share)| (at.microseconds(), *share)));
    naive::Origin {
        station: origin.station().map(|station| naive::Station {
            rate: match &station.throughput {
                Throughput::Servers { servers, service_time } => {
                    naive::Rate::Servers { servers: *servers, service_time: service_time.microseconds() }
                }
                Throughput::ScalabilityLaw { alone_per_second, contention, coherency } => naive::Rate::Law {
                    alone: *alone_per_second,
                    contention: *contention,
                    coherency: *coherency,
                },
                Throughput::Table(points) => naive::Rate::Table(
                    points.iter().map(|point| (point.in_service, point.per_second)).collect(),
                ),
            },
            timeout: station.timeout.map(Span::microseconds),
            serves_abandoned: station.serves_abandoned,
            retries: station.retries,
        }),
        background,
        safe_inside: origin.safe.people_inside,
        safe_requests: origin.safe.requests_per_second,
    }
}

/// Delay and error of a look are drawn as agreed: numbers 2·look and 2·look + 1 of the room's stream.
fn operator_twin(day: &System, room: RoomId, key: RunKey) -> Option<naive::Operator> {
    let operator = day.rooms[room.0].operator()?;
    let stream = Stream::new(key, Purpose::Operator, room.0 as u32, Field::Number);
    let (youngest, oldest) = (operator.delay.0.seconds(), operator.delay.1.seconds());
    let error = (operator.noise > 0.0).then(|| {
        let (mean, coefficient_of_variation) = (Span::from_seconds(1), operator.noise);
        Law::compile(&Distribution::Lognormal { mean, coefficient_of_variation })
    });
    let sees = move |look: u64| {
        let delay = Span::from_fractional_seconds(youngest + (oldest - youngest) * stream.uniform(2 * look));
        let factor = error.as_ref().map_or(1.0, |law| law.value(stream.uniform(2 * look + 1), 0));
        (delay.microseconds(), factor)
    };
    Some(naive::Operator {
        opening: day.rooms[room.0].opening().microseconds(),
        every: operator.every.microseconds(),
        raise_below: operator.raise_below,
        lower_above: operator.lower_above,
        raise_by: operator.raise_by,
        lower_by: operator.lower_by,
        moves_total_active_users: operator.adjusts != Adjusts::NewUsersPerMinute,
        moves_new_users_per_minute: operator.adjusts != Adjusts::TotalActiveUsers,
        total_active_users: operator.total_active_users,
        new_users_per_minute: operator.new_users_per_minute,
        window: operator.window.microseconds(),
        sees: Rc::new(sees),
    })
}

/// Private values from a stream of the tests' own, for days that only the second implementation plays.
pub fn by_dice(day: &System, room: RoomId, crowd: &Crowd, key: RunKey, rank: u32) -> AtOrigin {
    let who = crowd.who(rank);
    let stream = Stream::new(key, Purpose::Events, 1_000 + who.group, Field::Number);
    let uniform = move |number: u64| stream.uniform(u64::from(who.person) * 100_000 + number);
    let station = day.origin.station();
    let cv = station.map_or(0.0, |station| station.work_cv);
    // Any law of mean 1 will do here.
    let factor = |number: u64| if cv == 0.0 { 1.0 } else { -(1.0 - uniform(number)).ln() };
    let work = match &day.groups[who.group as usize].visit {
        Visit::Even { pages, work, .. } => (0..*pages).map(|k| work * factor(10 + u64::from(k))).collect(),
        Visit::Steps(steps) => {
            steps.iter().enumerate().map(|(k, step)| step.work * factor(10 + k as u64)).collect()
        }
    };
    let retry = station.map(|station| Law::compile(&station.retry_delay));
    let delay = move |number: u32| {
        let law = retry.as_ref().expect("only a station fails");
        let seconds = law.value(uniform(100 + u64::from(number)), u64::from(who.person));
        Span::from_fractional_seconds(seconds).microseconds()
    };
    let own = AtOrigin { work, retry_delay: naive::RetryDelay(Rc::new(delay)), ..AtOrigin::default() };
    let Some(stock) = day.stock_of(room) else { return own };
    AtOrigin {
        places_wanted: stock.per_booking.at(uniform(1)),
        slot: ((uniform(2) * stock.slots.len() as f64) as usize).min(stock.slots.len() - 1),
        is_flexible: uniform(3) < stock.flexible.value(),
        other_slot: uniform(4),
        after_sell_out: match stock.after_sell_out {
            AfterSellOut::AllLeave => Some(0),
            AfterSellOut::SharePerMinute(share) => {
                let minutes = (1.0 - uniform(5)).ln() / (1.0 - share.value()).ln();
                Some((minutes * 60e6) as i64)
            }
            AfterSellOut::NobodyLeaves => None,
        },
        ..own
    }
}
