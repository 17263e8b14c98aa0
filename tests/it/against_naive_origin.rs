//! The engine against the second implementation with everything that stands behind a room: station, stock, operator, and
//! several rooms on one origin. Days: see `random_origin.rs`.
//!
//! Compared are, to the microsecond: everything that happens to people, every request at the origin with its answer or
//! time-out, and the levels after each instant. Within an instant the order of independent people is free.

use crate::naive::{AtOrigin, OriginWhat, RetryDelay, SiteDay, Snapshot, What};
use crate::random_days::{self, Dice, PLAIN, Told, called_at_once, compare, ours, theirs};
use crate::random_origin::{ANYTHING, Behind, Twin, origin_day, twin};
use crate::recorded::{Record, play, play_in_pieces};
use machiai::draws::law::Law;
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::{
    Blueprint, Crowd, Happening, Levels, Observer, OriginHappening, OriginSignal, Shown, Signal, Site,
};
use machiai::model::room::{Cloudflare, Composition, Metered};
use machiai::model::{
    AfterSellOut, ArrivalProfile, Background, BeforeOpening, Devices, Distribution, Headcount, Room, RoomId,
    Service, Station, System, Throughput, Visit,
};
use machiai::units::{Share, SimTime, Span};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A sixteenth of the usual number: several rooms and overloaded stations make the second implementation slow.
fn days() -> u64 {
    random_days::days() / 16
}

/// Keeps everything of a room, or of the origin.
#[derive(Clone, Debug, Default, PartialEq)]
struct Heard {
    record: Record,
    origin: Vec<OriginHappening>,
}

impl Observer for Heard {
    fn signal(&mut self, happening: &Happening) {
        self.record.signal(happening);
    }

    fn shown(&mut self, shown: &Shown) {
        self.record.shown(shown);
    }

    fn origin(&mut self, happening: &OriginHappening) {
        self.origin.push(*happening);
    }
}

/// A day as the engine plays it.
pub struct Played {
    pub crowds: Vec<Crowd>,
    pub rooms: Vec<Record>,
    pub origin: Vec<OriginHappening>,
}

/// All rooms together.
pub fn play_site(day: &System, key: RunKey) -> Played {
    let site = Site::new(day);
    let crowds = site.crowds(key);
    let mut rooms = vec![Heard::default(); day.rooms.len()];
    let mut origin = Heard::default();
    site.run(&crowds, key, &mut rooms, &mut origin);
    Played { crowds, rooms: rooms.into_iter().map(|room| room.record).collect(), origin: origin.origin }
}

/// The only room by itself.
fn play_room(day: &System, key: RunKey) -> Played {
    let blueprint = Blueprint::new(day, RoomId(0));
    let crowd = blueprint.crowd(key);
    let mut heard = Heard::default();
    blueprint.run(&crowd, key, &mut heard);
    Played { crowds: vec![crowd], rooms: vec![heard.record], origin: heard.origin }
}

/// What the engine says of all rooms.
pub fn told_by_engine(day: &System, key: RunKey) -> Vec<Told> {
    let played = play_site(day, key);
    played.crowds.iter().zip(&played.rooms).flat_map(|(crowd, record)| ours(crowd, record)).collect()
}

/// The second implementation, with the engine's people.
fn second(day: &System, crowds: &[Crowd], key: RunKey) -> Twin {
    let blueprints: Vec<Rc<Blueprint>> =
        (0..day.rooms.len()).map(|room| Rc::new(Blueprint::new(day, RoomId(room)))).collect();
    let shared: Vec<Rc<Crowd>> = crowds.iter().map(|crowd| Rc::new(crowd.clone())).collect();
    twin(day, crowds, key, |room, _, rank| {
        let (blueprint, crowd) = (blueprints[room.0].clone(), shared[room.0].clone());
        let traits = blueprint.traits(&crowd, key, rank);
        let delay = move |number: u32| blueprint.retry_delay(&crowd, key, rank, number).microseconds();
        AtOrigin {
            work: traits.work,
            retry_delay: RetryDelay(Rc::new(delay)),
            places_wanted: traits.places_wanted,
            slot: traits.slot as usize,
            is_flexible: traits.is_flexible,
            other_slot: traits.other_slot,
            after_sell_out: traits.after_sell_out.map(Span::microseconds),
        }
    })
}

/// Requests, answers and time-outs, sorted within an instant.
fn requests(played: &Played) -> Vec<(i64, OriginWhat)> {
    let what = |signal| match signal {
        OriginSignal::Requested => Some(OriginWhat::Requested),
        OriginSignal::Answered { after } => Some(OriginWhat::Answered { after: after.microseconds() }),
        OriginSignal::TimedOut => Some(OriginWhat::TimedOut),
        OriginSignal::LoadChanged => None,
    };
    let told = played.origin.iter().filter_map(|h| what(h.signal).map(|what| (h.at.microseconds(), what)));
    let mut list: Vec<_> = told.collect();
    list.sort_unstable();
    list
}

/// The same of the second implementation. Requests that nobody waits for any more are told of nobody.
fn their_requests(played: &SiteDay) -> Vec<(i64, OriginWhat)> {
    let told = played.origin.iter().filter(|event| event.what != OriginWhat::AbandonedDone);
    let mut list: Vec<_> = told.map(|event| (event.at, event.what)).collect();
    list.sort_unstable();
    list
}

/// Levels after each instant at which something is told of a room.
fn levels(record: &Record) -> BTreeMap<i64, Snapshot> {
    let snapshot = |levels: Levels| Snapshot {
        line: i64::from(levels.line),
        waiting: i64::from(levels.waiting),
        active: i64::from(levels.active),
        inside: i64::from(levels.inside),
    };
    record.happenings.iter().map(|h| (h.at.microseconds(), snapshot(h.levels))).collect()
}

/// Where two lists part.
fn parting<T: PartialEq + std::fmt::Debug>(what: &str, ours: &[T], theirs: &[T]) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let split = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let near = |list: &[T]| {
        let from = split.saturating_sub(8).min(list.len());
        list[from..(split + 6).min(list.len())].iter().map(|e| format!("\n    {e:?}")).collect::<String>()
    };
    Err(format!("{what} differ from entry {split}\n  one{}\n  other{}", near(ours), near(theirs)))
}

/// What the engine (one) and the second implementation (other) say differently about a day.
fn difference(day: &System, key: RunKey) -> Result<(), String> {
    let played = play_site(day, key);
    let twin = second(day, &played.crowds, key);
    let naive = twin.play(key.seed);
    for (room, record) in played.rooms.iter().enumerate() {
        let (mut engine, mut second) =
            (ours(&played.crowds[room], record), theirs(&naive.rooms[room].happenings));
        if matches!(day.rooms[room].composition(), Composition::Metered(_)) {
            engine = called_at_once(engine, &twin.people[room]);
            second = called_at_once(second, &twin.people[room]);
        }
        parting(&format!("happenings in room {room}"), &engine, &second)?;
        // A place on a second device is given after the person was told to be queued, and is not told.
        let several = day.groups_of(RoomId(room)).any(|(_, group)| group.devices.most() > 1);
        let seen = |levels: Snapshot| Snapshot { line: if several { 0 } else { levels.line }, ..levels };
        let engine: Vec<(i64, Snapshot)> =
            levels(record).into_iter().map(|(at, levels)| (at, seen(levels))).collect();
        let second: Vec<(i64, Snapshot)> = engine
            .iter()
            .map(|&(at, _)| {
                let standing = naive.history.iter().find(|standing| standing.at == at);
                (at, standing.map_or(Snapshot::default(), |standing| seen(standing.rooms[room])))
            })
            .collect();
        parting(&format!("levels of room {room}"), &engine, &second)?;
    }
    if !day.origin.plays_requests() && !requests(&played).is_empty() {
        return Err("requests that nobody asked for".to_owned());
    }
    if day.origin.plays_requests() {
        parting("requests", &requests(&played), &their_requests(&naive))?;
        // In service and inside after each instant; a request that failed and is served to its end is told of nobody.
        let abandons = day.origin.station().is_some_and(|station| station.serves_abandoned);
        let last: BTreeMap<i64, &OriginHappening> =
            played.origin.iter().map(|h| (h.at.microseconds(), h)).collect();
        let engine: Vec<(i64, u32)> = last.iter().map(|(at, h)| (*at, h.in_service)).collect();
        let standing = |at: i64| naive.history.iter().find(move |standing| standing.at == at);
        let second: Vec<(i64, u32)> =
            last.keys().map(|at| (*at, standing(*at).map_or(0, |s| s.in_service as u32))).collect();
        if !abandons {
            parting("requests in service", &engine, &second)?;
        }
    }
    if day.rooms.len() == 1 {
        let alone = play_room(day, key);
        parting(
            "happenings by blueprint and by site",
            &alone.rooms[0].happenings,
            &played.rooms[0].happenings,
        )?;
        parting("requests by blueprint and by site", &requests(&alone), &requests(&played))?;
    }
    Ok(())
}

/// A panic of the engine is a difference, too.
fn caught(day: &System, key: RunKey) -> Result<(), String> {
    let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| difference(day, key)));
    tried.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(format!(
            "panicked: {}",
            text.or(panic.downcast_ref::<&str>().map(|t| (*t).to_owned())).unwrap_or_default()
        ))
    })
}

/// Days a little smaller than this one.
fn smaller(day: &System) -> Vec<System> {
    let mut list = Vec::new();
    let mut add = |change: &dyn Fn(&mut System)| {
        let mut next = day.clone();
        change(&mut next);
        if next != *day {
            list.push(next);
        }
    };
    for number in 0..day.groups.len() {
        let size = match (&day.groups[number].count, &day.groups[number].arrivals) {
            (_, ArrivalProfile::Exact(times)) => times.len(),
            (Headcount::Fixed(count), _) => *count as usize,
            _ => 0,
        };
        let keep = |day: &mut System, kept: &dyn Fn(usize) -> bool| {
            let group = &mut day.groups[number];
            match (&mut group.count, &mut group.arrivals) {
                (_, ArrivalProfile::Exact(times)) => {
                    let left = times.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, time)| *time);
                    *times = left.collect();
                }
                (Headcount::Fixed(count), _) => *count = (0..size).filter(|at| kept(*at)).count() as u32,
                _ => {}
            }
        };
        add(&|day| keep(day, &|at| at < size / 2));
        add(&|day| keep(day, &|at| at >= size / 2));
        for one in 0..size.min(12) {
            add(&|day| keep(day, &|at| at != one));
        }
        add(&|day| keep(day, &|at| at + 1 < size));
        add(&|day| day.groups[number].patience = None);
        add(&|day| day.groups[number].comeback = None);
        add(&|day| day.groups[number].sleep = None);
        add(&|day| day.groups[number].tolerance = None);
        add(&|day| day.groups[number].devices = Devices::one());
        add(&|day| day.groups[number].cookieless = Share::NONE);
        add(&|day| day.groups[number].bypass = Share::NONE);
        add(&|day| day.groups[number].before_opening = BeforeOpening::Proceeds);
        add(&|day| day.groups[number].poll_delay = Distribution::Fixed(Span::ZERO));
        add(&|day| {
            if let Visit::Steps(steps) = &mut day.groups[number].visit {
                steps.truncate((steps.len() - 1).max(1));
            }
        });
    }
    add(&|day| day.origin.background = Background::NONE);
    add(&|day| day.origin.service = Service::Immediate);
    let on_station = |day: &mut System, change: &dyn Fn(&mut Station)| {
        if let Service::Station(station) = &mut day.origin.service {
            change(station);
        }
    };
    add(&|day| on_station(day, &|station| station.timeout = None));
    add(&|day| on_station(day, &|station| station.work_cv = 0.0));
    add(&|day| on_station(day, &|station| station.serves_abandoned = false));
    add(&|day| on_station(day, &|station| station.retries = Some(0)));
    add(&|day| on_station(day, &|station| station.retry_delay = Distribution::Fixed(Span::from_seconds(1))));
    for number in 0..day.stocks.len() {
        add(&|day| {
            day.stocks.remove(number);
        });
        add(&|day| day.stocks[number].slots.truncate(1));
        add(&|day| day.stocks[number].per_booking = Devices::one());
    }
    for room in 0..day.rooms.len() {
        let on_room = |day: &mut System, change: &dyn Fn(&mut Cloudflare)| {
            if let Composition::Cloudflare(settings) = day.rooms[room].composition() {
                let mut settings = settings.clone();
                change(&mut settings);
                day.rooms[room] = Room::cloudflare(&settings);
            }
        };
        add(&|day| on_room(day, &|room| room.operator = None));
        add(&|day| on_room(day, &|room| room.events.clear()));
        add(&|day| on_room(day, &|room| room.timetable.clear()));
        add(&|day| on_room(day, &|room| room.timetable.truncate(room.timetable.len().saturating_sub(1))));
        add(&|day| on_room(day, &|room| room.revoke = Share::NONE));
        add(&|day| on_room(day, &|room| (room.queue_all, room.suspended) = (false, false)));
    }
    if let (Some(horizon), true) = (day.horizon, day.rooms.len() == 1) {
        let half = SimTime::from_microseconds(horizon.microseconds() / 2);
        add(&|day| day.horizon = Some(half));
    }
    list
}

/// One day by both; if they differ, the smallest day near it that shows a difference.
fn compare_day(seed: u64, behind: Behind) {
    let key = RunKey { seed, replication: 0 };
    let mut day = origin_day(seed, behind);
    let Err(first) = caught(&day, key) else { return };
    let mut last = first.clone();
    'smaller: loop {
        for next in smaller(&day) {
            if let Err(found) = caught(&next, key) {
                (day, last) = (next, found);
                continue 'smaller;
            }
        }
        break;
    }
    panic!("seed {seed}: {first}\nsmallest: {last}\n{day:#?}");
}

const NOTHING: Behind = Behind { station: false, stock: false, operator: false, rooms: 1, kind: None };

#[test]
fn stations_are_those_of_the_second_implementation() {
    let plain = Behind { station: true, kind: Some(PLAIN), ..NOTHING };
    (0..days()).for_each(|seed| compare_day(seed, plain));
    (0..days()).for_each(|seed| compare_day(seed, Behind { kind: None, ..plain }));
}

#[test]
fn stocks_are_those_of_the_second_implementation() {
    let plain = Behind { stock: true, kind: Some(PLAIN), ..NOTHING };
    (0..days()).for_each(|seed| compare_day(seed, plain));
    (0..days()).for_each(|seed| compare_day(seed, Behind { kind: None, ..plain }));
}

#[test]
fn operators_are_those_of_the_second_implementation() {
    let plain = Behind { operator: true, kind: Some(PLAIN), ..NOTHING };
    (0..days()).for_each(|seed| compare_day(seed, plain));
    (0..days()).for_each(|seed| compare_day(seed, Behind { station: true, ..plain }));
}

#[test]
fn rooms_on_one_origin_are_those_of_the_second_implementation() {
    (0..days()).for_each(|seed| compare_day(seed, Behind { rooms: 3, station: true, ..NOTHING }));
}

#[test]
fn everything_behind_rooms_is_as_in_the_second_implementation() {
    (0..days()).for_each(|seed| compare_day(seed, ANYTHING));
    (0..days()).for_each(|seed| compare_day(seed, Behind { station: false, ..ANYTHING }));
}

// ---- Laws of the engine's days ----------------------------------------------------------------------------------

/// With a standard request each and nobody failing, the integral of the station's rate over the numbers in service that are
/// told is the number of answers, and a started request or more at the horizon.
#[test]
fn work_is_conserved() {
    let mut answered_in_all = 0;
    for seed in 0..days() {
        let mut day = origin_day(seed, Behind { station: true, rooms: 3, ..NOTHING });
        for group in &mut day.groups {
            match &mut group.visit {
                Visit::Even { work, .. } => *work = 1.0,
                Visit::Steps(steps) => steps.iter_mut().for_each(|step| step.work = 1.0),
            }
        }
        let Service::Station(station) = &mut day.origin.service else { unreachable!("asked for") };
        *station = Station { work_cv: 0.0, timeout: None, ..station.clone() };
        let station = station.clone();
        let played = play_site(&day, RunKey { seed, replication: 0 });
        let changes = day.origin.background.changes.iter().map(|change| change.0);
        let mut instants: Vec<_> = played.origin.iter().map(|h| h.at).chain(changes).collect();
        instants.sort_unstable();
        instants.dedup();
        let in_service: BTreeMap<_, u32> = played.origin.iter().map(|h| (h.at, h.in_service)).collect();
        let served_at = |at| in_service.range(..=at).next_back().map_or(0, |(_, n)| *n);
        let until = played.origin.last().map(|h| h.at);
        let done: f64 = instants
            .windows(2)
            .filter(|pair| until.is_some_and(|until| pair[1] <= until))
            .map(|pair| {
                let rate = station.throughput.per_second(served_at(pair[0]));
                rate * (1.0 - day.origin.background.at(pair[0])) * pair[1].since(pair[0]).seconds()
            })
            .sum();
        let answered =
            played.origin.iter().filter(|h| matches!(h.signal, OriginSignal::Answered { .. })).count() as f64;
        let unfinished = until.map_or(0.0, |until| f64::from(served_at(until)));
        // A completion may overshoot by a microsecond.
        let slack = 1e-3 + 1e-6 * answered * station.throughput.highest_per_second().unwrap_or(1e4).max(1.0);
        let within = answered - slack <= done && done <= answered + unfinished + slack;
        assert!(within, "seed {seed}: {done} done, {answered} answered, {unfinished} unfinished\n{day:#?}");
        answered_in_all += answered as u64;
    }
    assert!(answered_in_all > days(), "{answered_in_all}");
}

/// Places booked are places there were; sold out is told once, when nothing is left.
#[test]
fn stock_is_never_oversold() {
    let mut sold_out = 0;
    for seed in 0..days() {
        let day = origin_day(seed, ANYTHING);
        let played = play_site(&day, RunKey { seed, replication: 0 });
        for (room, record) in played.rooms.iter().enumerate() {
            let Some(stock) = day.stock_of(RoomId(room)) else { continue };
            let mut left: Vec<u32> = stock.slots.iter().map(|slot| slot.places).collect();
            let mut told = 0;
            for happening in &record.happenings {
                match happening.signal {
                    Signal::Booked { slot, places } => {
                        let slot = &mut left[slot as usize];
                        *slot = slot.checked_sub(places).unwrap_or_else(|| panic!("seed {seed}: oversold"));
                    }
                    Signal::SoldOut => {
                        told += 1;
                        assert_eq!(left.iter().sum::<u32>(), 0, "seed {seed}: not sold out");
                    }
                    _ => {}
                }
            }
            assert_eq!(told, u32::from(left.iter().sum::<u32>() == 0), "seed {seed}: sold out once");
            sold_out += told;
        }
    }
    assert!(u64::from(sold_out) > days() / 20, "{sold_out}");
}

/// A station that answers at once is none, whatever the day.
#[test]
fn a_station_of_enormous_capacity_is_none() {
    let enormous = Station {
        throughput: Throughput::ScalabilityLaw { alone_per_second: 1e12, contention: 0.0, coherency: 0.0 },
        work_cv: 0.0,
        timeout: None,
        serves_abandoned: false,
        retries: None,
        retry_delay: machiai::model::Distribution::Fixed(Span::ZERO),
    };
    for seed in 0..days() {
        let mut day = origin_day(seed, Behind { station: false, operator: false, ..ANYTHING });
        // Whether somebody is called at the instant of the sell-out depends on when slots come back within it.
        let is_metered =
            |day: &System, room: RoomId| matches!(day.rooms[room.0].composition(), Composition::Metered(_));
        let kept: Vec<_> = day.stocks.iter().filter(|stock| !is_metered(&day, stock.room)).cloned().collect();
        day.stocks = kept;
        // Who is still in line at the instant at which a visit ends depends on whether its end was known before.
        for room in 0..day.rooms.len() {
            if let Composition::Metered(settings) = day.rooms[room].composition() {
                day.rooms[room] = Room::metered(&Metered { line_limit: None, ..settings.clone() });
            }
        }
        let key = RunKey { seed, replication: 0 };
        let without = play_site(&day, key);
        day.origin.service = Service::Station(enormous.clone());
        let with = play_site(&day, key);
        let people = second(&day, &with.crowds, key).people;
        for (room, crowd) in with.crowds.iter().enumerate() {
            let told = |played: &Played| -> Vec<Told> {
                let list = ours(crowd, &played.rooms[room]);
                let is_metered = matches!(day.rooms[room].composition(), Composition::Metered(_));
                if is_metered { called_at_once(list, &people[room]) } else { list }
            };
            compare(seed, &day, &told(&with), &told(&without));
        }
    }
}

/// A day cut at any instants and gone on with from the states told there is the same day, requests in service, places left
/// and an operator's limits included.
#[test]
fn a_day_in_pieces_is_the_same_day() {
    for seed in 0..days() {
        let day = origin_day(seed, Behind { rooms: 1, ..ANYTHING });
        let key = RunKey { seed, replication: 0 };
        let mut dice = Dice::new(seed ^ 0xC075);
        let (_, whole, _) = play(&day, key);
        let mut cuts: Vec<SimTime> = (0..3)
            .map(|_| {
                let at = SimTime::ZERO + Span::from_seconds(i64::from(dice.below(1_300)) - 60);
                // Often exactly at something that happens.
                let near = whole.happenings.iter().find(|happening| happening.at >= at);
                near.filter(|_| dice.chance(0.5)).map_or(at, |happening| happening.at)
            })
            .filter(|cut| day.horizon.is_none_or(|horizon| *cut < horizon))
            .collect();
        cuts.sort_unstable();
        let (pieces, _) = play_in_pieces(&day, key, &cuts);
        let parted = parting("happenings", &whole.happenings, &pieces.happenings);
        assert_eq!(parted, Ok(()), "seed {seed} cuts {cuts:?}\n{day:#?}");
    }
}

/// The random days reach what they are meant to reach.
#[test]
fn everything_that_can_happen_happens_on_some_day() {
    let mut seen: BTreeMap<u8, u32> = BTreeMap::new();
    let mut note = |what: u8| *seen.entry(what).or_default() += 1;
    for seed in 0..60 {
        let day = origin_day(seed, ANYTHING);
        let played = play_site(&day, RunKey { seed, replication: 0 });
        for (crowd, record) in played.crowds.iter().zip(&played.rooms) {
            for (_, what, ..) in ours(crowd, record) {
                match what {
                    What::RequestFailed => note(0),
                    What::FoundSoldOut => note(1),
                    What::SoldOut => note(2),
                    What::GaveUp => note(3),
                    What::Lost => note(4),
                    What::CameBack => note(5),
                    What::BookedPlaces { places: 2.., .. } => note(6),
                    _ => {}
                }
            }
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
}

/// What is private about people behind a room follows from its key, as `draws/stream.rs` names the fields.
#[test]
fn private_values_are_the_keyed_ones() {
    let mut asked = 0;
    for seed in 0..60 {
        let day = origin_day(seed, ANYTHING);
        let key = RunKey { seed, replication: 0 };
        let laws = day.origin.station().map(|station| {
            let mean = Span::from_seconds(1);
            let work = match station.work_cv {
                0.0 => None,
                1.0 => Some(Law::compile(&Distribution::Exponential { mean })),
                cv => Some(Law::compile(&Distribution::Gamma { mean, coefficient_of_variation: cv })),
            };
            (work, Law::compile(&station.retry_delay))
        });
        for (room, crowd) in Site::new(&day).crowds(key).iter().enumerate() {
            let blueprint = Blueprint::new(&day, RoomId(room));
            for rank in 0..crowd.len() as u32 {
                let (who, traits) = (crowd.who(rank), blueprint.traits(crowd, key, rank));
                let uniform = |stream: Stream| stream.uniform(u64::from(who.person));
                let field = |field| uniform(Stream::new(key, Purpose::People, who.group, field));
                let at = format!("seed {seed} {who:?}");
                if day.origin.station().is_some() {
                    let work: Vec<f64> = match &day.groups[who.group as usize].visit {
                        Visit::Even { pages, work, .. } => vec![*work; *pages as usize],
                        Visit::Steps(steps) => steps.iter().map(|step| step.work).collect(),
                    };
                    assert_eq!(traits.work.len(), work.len(), "{at}");
                    let (law, retry) = laws.as_ref().expect("of the station");
                    for (step, (told, mean)) in traits.work.iter().zip(&work).enumerate() {
                        let drawn = uniform(Stream::of_work(key, who.group, step as u32));
                        let expected = law.as_ref().map_or(*mean, |law| mean * law.value(drawn, 0));
                        assert!((told - expected).abs() <= 1e-9 * expected, "{at}: work {told} {expected}");
                    }
                    for number in 0..5 {
                        let drawn = uniform(Stream::of_retry(key, who.group, number));
                        let expected =
                            Span::from_fractional_seconds(retry.value(drawn, u64::from(who.person)));
                        assert_eq!(blueprint.retry_delay(crowd, key, rank, number), expected, "{at}");
                    }
                }
                let Some(stock) = day.stock_of(RoomId(room)) else { continue };
                assert_eq!(traits.places_wanted, stock.per_booking.at(field(Field::PlacesWanted)), "{at}");
                let sum: f64 = stock.slots.iter().map(|slot| slot.popularity).sum();
                let mut cumulative = 0.0;
                let first = stock.slots.iter().position(|slot| {
                    cumulative += slot.popularity;
                    cumulative > field(Field::Slot) * sum
                });
                assert_eq!(Some(traits.slot as usize), first, "{at}");
                assert_eq!(traits.is_flexible, field(Field::Flexible) < stock.flexible.value(), "{at}");
                assert_eq!(traits.other_slot, field(Field::OtherSlot), "{at}");
                match stock.after_sell_out {
                    AfterSellOut::AllLeave => assert_eq!(traits.after_sell_out, Some(Span::ZERO), "{at}"),
                    AfterSellOut::NobodyLeaves => assert_eq!(traits.after_sell_out, None, "{at}"),
                    AfterSellOut::SharePerMinute(share) => {
                        // Of those who stay u, a share p leaves in a minute: 1 − (1 − p)^t = u.
                        let minutes = (1.0 - field(Field::AfterSellOut)).ln() / (1.0 - share.value()).ln();
                        let told = traits.after_sell_out.expect("in the end").seconds();
                        assert!((told - 60.0 * minutes).abs() < 1e-5, "{at}: {told} {minutes}");
                    }
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
}
