//! What holds of the second implementation itself on every day: what it says about stations, stocks and several rooms is
//! held against laws that need no implementation at all, before the engine is held against it.

use crate::naive::{OriginWhat, Rate, SiteDay, Station, What};
use crate::random_days::{Told, called_at_once, compare, days, theirs};
use crate::random_origin::{ANYTHING, Behind, Twin, by_dice, origin_day, twin};
use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd};
use machiai::model::{RoomId, System};

fn twin_of(day: &System, key: RunKey) -> Twin {
    let crowd = |room: usize| Blueprint::new(day, RoomId(room)).crowd(key);
    let crowds: Vec<Crowd> = (0..day.rooms.len()).map(crowd).collect();
    twin(day, &crowds, key, |room, crowd, rank| by_dice(day, room, crowd, key, rank))
}

fn days_here() -> u64 {
    days() / 8
}

fn told(twin: &Twin, played: &SiteDay) -> Vec<Vec<Told>> {
    let rooms = played.rooms.iter().zip(&twin.people);
    rooms.map(|(room, people)| called_at_once(theirs(&room.happenings), people)).collect()
}

/// The integral of the station's rate over the time in which it is busy is the work it did, and that is the work of the
/// requests it completed and what it did for those that left.
#[test]
fn work_is_conserved() {
    let mut busy = 0;
    for seed in 0..days_here() {
        let day = origin_day(seed, Behind { operator: false, ..ANYTHING });
        let played = twin_of(&day, RunKey { seed, replication: 0 }).play(seed);
        let (done, asked) = played.work;
        // Whole microseconds: each completion may have overshot by one.
        let slack = 1e-3 + 1e-9 * done;
        assert!((done - asked).abs() < slack, "seed {seed}: {done} {asked}");
        assert!((done - played.capacity_used).abs() < slack, "seed {seed}: {done} {}", played.capacity_used);
        busy += u64::from(done > 1.0);
    }
    assert!(busy > days_here() / 2, "{busy}");
}

/// A station that answers at once is none, whatever the day.
#[test]
fn a_station_of_enormous_capacity_is_none() {
    for seed in 0..days_here() {
        let mut day = origin_day(seed, Behind { station: false, operator: false, ..ANYTHING });
        // Whether somebody is called at the instant of the sell-out depends on when slots come back within it.
        let is_metered = |day: &System, room: RoomId| {
            matches!(day.rooms[room.0].composition(), machiai::model::room::Composition::Metered(_))
        };
        let kept: Vec<_> = day.stocks.iter().filter(|stock| !is_metered(&day, stock.room)).cloned().collect();
        day.stocks = kept;
        // Who is still in line at the instant at which a visit ends depends on whether its end was known before.
        for room in 0..day.rooms.len() {
            if let machiai::model::room::Composition::Metered(settings) = day.rooms[room].composition() {
                let settings = machiai::model::room::Metered { line_limit: None, ..settings.clone() };
                day.rooms[room] = machiai::model::Room::metered(&settings);
            }
        }
        let mut twin = twin_of(&day, RunKey { seed, replication: 0 });
        let without = told(&twin, &twin.play(seed));
        twin.origin.station = Some(Station {
            rate: Rate::Law { alone: 1e12, contention: 0.0, coherency: 0.0 },
            timeout: None,
            serves_abandoned: false,
            retries: None,
        });
        let with = told(&twin, &twin.play(seed));
        without.iter().zip(&with).for_each(|(without, with)| compare(seed, &day, with, without));
    }
}

/// Places booked are places there were; nobody finds it sold out who could have had something; sold out is when nothing is
/// left.
#[test]
fn stock_is_never_oversold() {
    let mut sold_out = 0;
    for seed in 0..days_here() {
        let day = origin_day(seed, Behind { operator: false, ..ANYTHING });
        let twin = twin_of(&day, RunKey { seed, replication: 0 });
        let played = twin.play(seed);
        for (room, stock) in twin.stocks.iter().enumerate() {
            let Some(stock) = stock else { continue };
            let mut left: Vec<u32> = stock.slots.iter().map(|slot| slot.0).collect();
            for happening in &played.rooms[room].happenings {
                let own = || {
                    let id = (happening.group, happening.person);
                    let person = twin.people[room].iter().find(|person| (person.group, person.person) == id);
                    person.expect("somebody").at_origin.clone()
                };
                match happening.what {
                    What::BookedPlaces { slot, places } => {
                        left[slot] = left[slot].checked_sub(places).expect("as many places as there were");
                        let own = own();
                        assert_eq!(own.places_wanted, places, "seed {seed}");
                        assert!(own.slot == slot || own.is_flexible, "seed {seed}");
                    }
                    What::SoldOut => {
                        assert_eq!(left.iter().sum::<u32>(), 0, "seed {seed}");
                        sold_out += 1;
                    }
                    What::FoundSoldOut => {
                        let own = own();
                        let enough = |slot: usize| left[slot] >= own.places_wanted;
                        assert!(!enough(own.slot), "seed {seed}");
                        assert!(!(own.is_flexible && (0..left.len()).any(enough)), "seed {seed}");
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(sold_out > days_here() / 20, "{sold_out}");
}

/// Rooms that share an origin which answers at once do not know of each other.
#[test]
fn rooms_without_a_station_are_rooms_of_their_own() {
    for seed in 0..days_here() {
        let day = origin_day(seed, Behind { station: false, operator: false, ..ANYTHING });
        let whole = twin_of(&day, RunKey { seed, replication: 0 });
        let together = told(&whole, &whole.play(seed));
        for (room, together) in together.iter().enumerate() {
            let mut alone = day.clone();
            for group in alone.groups.iter_mut().filter(|group| group.room != RoomId(room)) {
                group.count = machiai::model::Headcount::Fixed(0);
                group.arrivals = machiai::model::ArrivalProfile::from_opening(
                    machiai::model::Distribution::Fixed(machiai::units::Span::ZERO),
                );
            }
            let alone = twin_of(&alone, RunKey { seed, replication: 0 });
            compare(seed, &day, together, &told(&alone, &alone.play(seed))[room]);
        }
    }
}

/// Every request is answered, fails or is in service; nobody has two in service that are waited for.
#[test]
fn every_request_has_an_end() {
    for seed in 0..days_here() {
        let day = origin_day(seed, ANYTHING);
        let played = twin_of(&day, RunKey { seed, replication: 0 }).play(seed);
        let abandons = day.origin.station().is_some_and(|station| station.serves_abandoned);
        let mut events = played.origin.iter().peekable();
        let mut in_service = 0_i64;
        for standing in &played.history {
            while let Some(event) = events.next_if(|event| event.at <= standing.at) {
                in_service += match event.what {
                    OriginWhat::Requested => 1,
                    OriginWhat::Answered { .. } | OriginWhat::AbandonedDone => -1,
                    OriginWhat::TimedOut => -i64::from(!abandons),
                };
            }
            assert_eq!(in_service, standing.in_service as i64, "seed {seed} at {}", standing.at);
        }
        assert!(events.next().is_none(), "seed {seed}");
        let failed = played.rooms.iter().flat_map(|room| &room.happenings);
        let failed = failed.filter(|happening| happening.what == What::RequestFailed).count();
        let timed_out = played.origin.iter().filter(|event| event.what == OriginWhat::TimedOut).count();
        assert_eq!(failed, timed_out, "seed {seed}");
    }
}
