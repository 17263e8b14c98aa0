//! Data centres that decide on their own: the published numbers, early queueing, overshoot. That they are the exact
//! counter when they know everything, and the same day in pieces, is in `against_naive.rs`.

use std::collections::BTreeMap;

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd, Signal};
use machiai::model::room::{BurstShare, Cloudflare, Edge};
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, Room, RoomId, System, Visit};
use machiai::units::{Share, SimTime, Span};

use crate::recorded::{KEY, Record, play, play_every_poll, system};

fn seconds(seconds: f64) -> SimTime {
    SimTime::ZERO + Span::from_fractional_seconds(seconds)
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

/// A room without pacing.
fn room(total_active_users: u32, new_users_per_minute: u32, edge: Option<Edge>) -> Cloudflare {
    Cloudflare {
        burst: BurstShare::ALL,
        edge,
        ..Cloudflare::new("edge", total_active_users, new_users_per_minute)
    }
}

fn people(arrivals: Vec<SimTime>) -> Group {
    let visit = Visit::even(Distribution::Fixed(Span::from_minutes(5)), 5);
    Group::new("people", Headcount::FromArrivals, ArrivalProfile::Exact(arrivals.into()), visit)
}

/// Waves of so many people of a data centre from an instant on, at microseconds that follow each other; whoever is not
/// needed comes three hours later.
fn waves(settings: &Cloudflare, waves: &[(usize, u32, f64)]) -> System {
    let centres = settings.edge.as_ref().map_or(1, |edge| edge.data_centres.len());
    let wanted: usize = waves.iter().map(|wave| wave.0).sum();
    let count = wanted * centres * 4 + 100;
    let anybody = system(Room::cloudflare(settings), vec![people(vec![SimTime::ZERO; count])]);
    let blueprint = Blueprint::new(&anybody, RoomId(0));
    let crowd = blueprint.crowd(KEY);
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for rank in 0..count as u32 {
        let data_centre = blueprint.traits(&crowd, KEY, rank).data_centre.expect("a data centre");
        of.entry(data_centre).or_default().push(crowd.who(rank).person);
    }
    let mut arrivals = vec![seconds(3.0 * 3_600.0); count];
    for (number, data_centre, from) in waves {
        let these = of.get_mut(data_centre).expect("people");
        for (k, person) in these.drain(..*number).enumerate() {
            arrivals[person as usize] = seconds(*from) + Span::from_microseconds(k as i64);
        }
    }
    system(Room::cloudflare(settings), vec![people(arrivals)])
}

fn count(record: &Record, from: f64, until: f64, wanted: impl Fn(&Signal) -> bool) -> usize {
    let within = |at: SimTime| seconds(from) <= at && at < seconds(until);
    record.happenings.iter().filter(|happening| within(happening.at) && wanted(&happening.signal)).count()
}

fn is_acceptance(signal: &Signal) -> bool {
    matches!(signal, Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. })
}

fn accepted(record: &Record, from: f64, until: f64) -> usize {
    count(record, from, until, is_acceptance)
}

fn queued(record: &Record, from: f64, until: f64) -> usize {
    count(record, from, until, |signal| matches!(signal, Signal::Queued { .. }))
}

const SAN_JOSE: u32 = 0;
const LONDON: u32 = 1;
const DELHI: u32 = 2;

fn three() -> Edge {
    Edge::new(vec![share(0.4), share(0.4), share(0.2)])
}

/// CF §2.4: L = 200, 50 active, of whom San Jose has 20, London 30, Delhi none.
fn published(then: &[(usize, u32, f64)]) -> Record {
    let before = [(20, SAN_JOSE, 10.0), (30, LONDON, 11.0)];
    let all: Vec<_> = before.into_iter().chain(then.iter().copied()).collect();
    play(&waves(&room(200, 200, Some(three())), &all), KEY).1
}

#[test]
fn a_hundred_and_twenty_eight_are_accepted_at_san_jose_and_the_next_one_queues() {
    let record = published(&[(128, SAN_JOSE, 65.0)]);
    assert_eq!((accepted(&record, 0.0, 60.0), queued(&record, 0.0, 80.0)), (50, 0));
    assert_eq!(accepted(&record, 65.0, 66.0), 128);
    let record = published(&[(129, SAN_JOSE, 65.0)]);
    assert_eq!((accepted(&record, 65.0, 66.0), queued(&record, 65.0, 66.0)), (128, 1));
}

/// Delhi has the 113 slots that are for anywhere, London its own 22 besides; nobody can take what is not theirs.
#[test]
fn every_data_centre_has_its_own_slots_and_those_for_anywhere() {
    let record = published(&[(150, DELHI, 65.0)]);
    assert_eq!(accepted(&record, 65.0, 66.0), 113);
    let record = published(&[(150, DELHI, 65.0), (100, LONDON, 66.0), (100, SAN_JOSE, 67.0)]);
    assert_eq!(accepted(&record, 65.0, 66.0), 113);
    assert_eq!((accepted(&record, 66.0, 67.0), accepted(&record, 67.0, 68.0)), (22, 15));
    assert_eq!(accepted(&record, 60.0, 70.0), 150, "one counter: F and no more");
}

/// The anywhere pool is empty, so Delhi queues at 150 of 200 … and is let in with the next minute's slots, a refresh
/// later.
#[test]
fn a_data_centre_without_history_queues_early_for_about_a_refresh() {
    let edge = Edge::new(vec![share(0.5), share(0.5)]);
    let settings = room(2_000, 2_000, Some(edge));
    // 1,000 active, all elsewhere: half of the free 1,000 slots are elsewhere's own.
    let day = waves(&settings, &[(1_000, 0, 10.0), (600, 1, 115.0)]);
    let (_, record, _) = play(&day, KEY);
    assert_eq!(accepted(&record, 0.0, 60.0), 1_000);
    assert_eq!((accepted(&record, 115.0, 116.0), queued(&record, 115.0, 116.0)), (500, 100));
    let highest = record.happenings.iter().filter(|h| h.at < seconds(130.0)).map(|h| h.levels.active).max();
    assert_eq!(highest, Some(1_500), "a quarter of the room is free all the while");
    let waits: Vec<f64> = record
        .happenings
        .iter()
        .filter(|happening| happening.at < seconds(1_000.0))
        .filter_map(|happening| match happening.signal {
            Signal::Admitted { waited, .. } => Some(waited.seconds()),
            _ => None,
        })
        .collect();
    assert_eq!(waits.len(), 100);
    assert!(waits.iter().all(|wait| (wait - 20.0).abs() < 0.1), "{waits:?}");
    // The exact counter queues nobody.
    let (exact, _) = play_every_poll(&without_edge(&day), KEY);
    assert_eq!(queued(&exact, 0.0, 1_000.0), 0);
}

fn without_edge(day: &System) -> System {
    let mut day = day.clone();
    let machiai::model::room::Composition::Cloudflare(mut settings) = day.rooms[0].composition().clone()
    else {
        unreachable!("a Cloudflare room")
    };
    settings.edge = None;
    day.rooms[0] = Room::cloudflare(&settings);
    day
}

/// 3,000 people in one minute before a room of 1,000 slots and 500 new users a minute.
fn fast_rise(edge: Edge) -> (Crowd, Record) {
    let mut settings = room(1_000, 500, Some(edge));
    settings.burst = BurstShare::HALF;
    let arrivals = (0..3_000).map(|k| seconds(f64::from(k) * 0.02)).collect();
    let (crowd, record, _) = play(&system(Room::cloudflare(&settings), vec![people(arrivals)]), KEY);
    (crowd, record)
}

fn most_in_a_minute(record: &Record) -> usize {
    (0..200)
        .map(|minute| accepted(record, f64::from(minute) * 60.0, f64::from(minute + 1) * 60.0))
        .max()
        .expect("minutes")
}

fn most_active(record: &Record) -> u32 {
    record.happenings.iter().map(|happening| happening.levels.active).max().unwrap_or(0)
}

#[test]
fn several_counters_overspend_until_the_next_sync() {
    let edge = |counters, sync| Edge {
        anywhere_counters: counters,
        sync_period: Span::from_seconds(sync),
        spike_threshold: u32::MAX,
        ..Edge::worldwide()
    };
    let one = most_in_a_minute(&fast_rise(edge(1, 120)).1);
    let thirty_fresh = most_in_a_minute(&fast_rise(edge(30, 3)).1);
    let thirty_stale = most_in_a_minute(&fast_rise(edge(30, 120)).1);
    assert!(one <= 500, "one counter keeps the limit whatever it knows: {one}");
    assert!(one < thirty_fresh && thirty_fresh < thirty_stale, "{one} {thirty_fresh} {thirty_stale}");
    assert!(thirty_stale > 1_000, "{thirty_stale}");
    // The rule of the fast rise makes fresh knowledge old.
    let spike = Edge { anywhere_counters: 30, spike_threshold: 500, ..Edge::worldwide() };
    let rising = most_in_a_minute(&fast_rise(spike).1);
    assert!(thirty_fresh < rising && rising <= thirty_stale, "{thirty_fresh} {rising} {thirty_stale}");
}

/// What was accepted since the snapshot that the slots were set from is not in it.
#[test]
fn old_snapshots_let_more_in_than_there_are_slots() {
    let edge =
        |sync| Edge { sync_period: Span::from_seconds(sync), spike_threshold: u32::MAX, ..Edge::worldwide() };
    let (fresh, stale) = (most_active(&fast_rise(edge(3)).1), most_active(&fast_rise(edge(120)).1));
    assert!(fresh < stale, "{fresh} {stale}");
    assert!(stale > 1_200, "two minutes of 500 are not seen: {stale}");
    // A snapshot is at most two periods old, and in those 6 s a paced minute has at most 26 more.
    assert!(fresh <= 1_000 + 26, "{fresh}");
}

#[test]
fn nobody_is_lost_and_a_key_tells_one_day() {
    for edge in [Edge::japan(), Edge { anywhere_counters: 30, ..Edge::worldwide() }] {
        let (crowd, record) = fast_rise(edge.clone());
        assert_eq!(crowd.len(), 3_000);
        let admitted = count(&record, -1.0, 1e6, |signal| {
            matches!(signal, Signal::AcceptedAtOnce { first: true } | Signal::Admitted { first: true, .. })
        });
        assert_eq!(admitted, 3_000, "everyone waits for as long as it takes");
        let ended = count(&record, -1.0, 1e6, |signal| matches!(signal, Signal::SessionExpired));
        assert_eq!(ended, accepted(&record, -1.0, 1e6));
        let last = record.happenings.last().expect("happenings").levels;
        assert_eq!((last.line, last.waiting, last.active, last.inside), (0, 0, 0, 0));
        assert!(fast_rise(edge).1 == record);
    }
}

/// A person's data centre is a private value: as many reach each as its share says, under whatever setting.
#[test]
fn people_reach_data_centres_by_their_shares() {
    let of = |edge: Edge, key: RunKey| -> Vec<u32> {
        let settings = room(1_000, 500, Some(edge));
        let day = system(Room::cloudflare(&settings), vec![people(vec![SimTime::ZERO; 20_000])]);
        let blueprint = Blueprint::new(&day, RoomId(0));
        let crowd = blueprint.crowd(key);
        (0..20_000).filter_map(|rank| blueprint.traits(&crowd, key, rank).data_centre).collect()
    };
    let drawn = of(Edge::japan(), KEY);
    for (data_centre, share) in [0.55_f64, 0.30, 0.10, 0.05].into_iter().enumerate() {
        let reached = drawn.iter().filter(|reached| **reached == data_centre as u32).count() as f64;
        let error = (20_000.0 * share * (1.0 - share)).sqrt();
        assert!((reached - 20_000.0 * share).abs() < 4.0 * error, "{data_centre}: {reached}");
    }
    let slower = Edge { sync_period: Span::from_seconds(60), anywhere_counters: 4, ..Edge::japan() };
    assert_eq!(drawn, of(slower, KEY));
    assert_ne!(drawn, of(Edge::japan(), RunKey { replication: 9, ..KEY }));
    assert_eq!(drawn.len(), 20_000);
}
