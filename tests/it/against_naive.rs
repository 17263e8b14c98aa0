//! The engine against a second implementation in which every poll is an event: the same people, admitted at the
//! same microsecond, on random small days.
//! Days: see `random_days.rs`.

use crate::naive;
use crate::random_days::{
    Dice, Kind, PLAIN, Told, called_at_once, cloudflare_day, compare, days, metered_day, ours, people, theirs,
};
use crate::recorded::{play, play_every_poll, play_in_pieces};
use machiai::draws::RunKey;
use machiai::engine::{Ending, Estimate};
use machiai::model::room::{CallOrder, Change, Composition, Edge, QueueingMethod};
use machiai::model::{Room, System};
use machiai::units::{Share, SimTime, Span};

/// The same day by the engine, in its fast way and in the one that plays every poll, and by the second
/// implementation; pages shown are compared, too.
fn compare_cloudflare_day(seed: u64, kind: Kind) {
    let (day, twin) = cloudflare_day(seed, kind);
    let key = RunKey { seed, replication: 0 };
    let (crowd, record, _) = play(&day, key);
    let people = people(&day, &crowd, key, 20_000_000);
    let horizon = day.horizon.map(SimTime::microseconds);
    let naive = naive::cloudflare(&people, &twin, horizon, seed);
    compare(seed, &day, &ours(&crowd, &record), &theirs(&naive.happenings));
    let (slow, _) = play_every_poll(&day, key);
    let split = record.happenings.iter().zip(&slow.happenings).take_while(|(a, b)| a == b).count();
    assert_eq!(
        record.happenings.get(split),
        slow.happenings.get(split),
        "seed {seed}: ways differ from {split}\n{day:#?}"
    );
    let shown = |shown: &naive::Shown| (shown.at, shown.group, shown.person, shown.device, shown.estimate);
    let mut theirs: Vec<_> = naive.shown.iter().map(shown).collect();
    let mut ours: Vec<_> = slow
        .shown
        .iter()
        .map(|page| {
            let who = crowd.who(page.rank);
            let range = |e: Estimate| (i64::from(e.low_minutes), i64::from(e.high_minutes));
            (page.at.microseconds(), who.group, who.person, page.device, page.estimate.map(range))
        })
        .collect();
    // What stays for ever and lets nobody in is not looked at any more, and shows nothing known.
    let last = twin.regimes.last().map_or(i64::MIN, |(from, _)| *from);
    ours.retain(|page| page.0 < last || page.4.is_some());
    theirs.retain(|page| page.0 < last || page.4.is_some());
    ours.sort_unstable();
    theirs.sort_unstable();
    let split = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    assert_eq!(ours.get(split), theirs.get(split), "seed {seed}: pages differ from {split}\n{day:#?}");
}

#[test]
fn cloudflare_room_admits_the_same_people_at_the_same_microsecond() {
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, PLAIN));
}

#[test]
fn settings_that_change_are_those_of_the_second_implementation() {
    let kind = Kind { settings: true, ..PLAIN };
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, kind));
}

#[test]
fn special_people_behave_as_in_the_second_implementation() {
    let kind = Kind { special_people: true, ..PLAIN };
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, kind));
}

#[test]
fn people_who_look_at_the_estimate_behave_as_in_the_second_implementation() {
    let kind = Kind { every_poll: true, ..PLAIN };
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, kind));
}

#[test]
fn everything_together_is_as_in_the_second_implementation() {
    let kind = Kind { every_poll: true, special_people: true, settings: true };
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, kind));
    let skipping = Kind { every_poll: false, ..kind };
    (0..days()).for_each(|seed| compare_cloudflare_day(seed, skipping));
}

/// The second implementation itself against days worked out by hand.
#[test]
fn the_second_implementation_agrees_with_days_worked_out_by_hand() {
    for case in crate::readings_by_hand::cases() {
        let day = naive::cloudflare(&case.people, &case.room, case.horizon, 1);
        let kept = day.happenings.iter().filter(|h| case.kinds.contains(&h.what));
        let told: Vec<_> = kept.map(|h| (h.at, h.what, h.group, h.person)).collect();
        assert_eq!(told, case.expected, "{}", case.name);
        let about: Vec<_> = case.shown.iter().map(|page| (page.group, page.person)).collect();
        let mut pages: Vec<_> =
            day.shown.iter().filter(|page| about.contains(&(page.group, page.person))).copied().collect();
        let mut expected = case.shown.clone();
        for list in [&mut pages, &mut expected] {
            list.sort_by_key(|page| (page.at, page.group, page.person, page.device));
        }
        assert_eq!(pages, expected, "{}", case.name);
    }
}

#[test]
fn metered_room_admits_the_same_people_at_the_same_microsecond() {
    for seed in 0..days() {
        let (day, twin) = metered_day(seed, CallOrder::Fifo);
        let key = RunKey { seed, replication: 0 };
        let (crowd, record, _) = play(&day, key);
        let people = people(&day, &crowd, key, 20_000_000);
        let at_once = |list: Vec<Told>| called_at_once(list, &people);
        let engine = at_once(ours(&crowd, &record));
        compare(seed, &day, &engine, &at_once(theirs(&naive::metered(&people, &twin, None))));
    }
}

/// A day in which people are let in by lot now and then.
fn random_method_day(seed: u64) -> System {
    let (mut day, _) = cloudflare_day(seed, Kind { special_people: true, ..PLAIN });
    let Composition::Cloudflare(mut room) = day.rooms[0].composition().clone() else { unreachable!() };
    let (half, later) = (SimTime::ZERO + Span::from_minutes(3), SimTime::ZERO + Span::from_minutes(6));
    room.queueing_method = QueueingMethod::Random;
    room.timetable = vec![
        Change { queueing_method: Some(QueueingMethod::Fifo), ..Change::new(half) },
        Change { queueing_method: Some(QueueingMethod::Random), ..Change::new(later) },
    ];
    day.rooms[0] = Room::cloudflare(&room);
    day
}

/// The same day with data centres.
fn with_edge(mut day: System, edge: Edge) -> System {
    let Composition::Cloudflare(mut room) = day.rooms[0].composition().clone() else { unreachable!() };
    room.edge = Some(edge);
    day.rooms[0] = Room::cloudflare(&room);
    day
}

fn random_edge(dice: &mut Dice) -> Edge {
    let base = dice.pick(&[0, 1, 2]);
    Edge {
        sync_period: Span::from_seconds(dice.pick(&[0, 1, 3, 7, 90])),
        spike_delay: dice.seconds(1.0, 200.0),
        spike_threshold: dice.pick(&[0, 5, 20, 2_000]),
        anywhere_counters: dice.pick(&[1, 2, 30]),
        ..match base {
            0 => Edge::new(vec![Share::ALL]),
            1 => Edge::japan(),
            _ => Edge::worldwide(),
        }
    }
}

/// Nothing but knowledge distinguishes data centres from the exact counter, whatever people do and settings change.
#[test]
fn one_data_centre_that_knows_everything_is_the_exact_counter() {
    let everything = Kind { special_people: true, every_poll: true, settings: true };
    for seed in 0..days() {
        let day = match seed % 4 {
            0 => cloudflare_day(seed, PLAIN).0,
            1 => random_method_day(seed),
            2 => cloudflare_day(seed, Kind { special_people: false, ..everything }).0,
            _ => cloudflare_day(seed, everything).0,
        };
        let edge = Edge {
            sync_period: Span::ZERO,
            spike_threshold: u32::MAX,
            anywhere_counters: 1 + (seed % 3) as u32,
            ..Edge::new(vec![Share::ALL])
        };
        let key = RunKey { seed, replication: 0 };
        let (exact, _) = play_every_poll(&day, key);
        let (_, known, _) = play(&with_edge(day.clone(), edge), key);
        let split = exact.happenings.iter().zip(&known.happenings).take_while(|(a, b)| a == b).count();
        assert_eq!(
            exact.happenings.get(split),
            known.happenings.get(split),
            "seed {seed}: differ from {split}\n{day:#?}"
        );
        assert_eq!(exact.shown, known.shown, "seed {seed}");
    }
}

/// A day cut at any instants and gone on with from the states told there is the same day.
#[test]
fn a_day_in_pieces_is_the_same_day() {
    for seed in 0..days() / 3 {
        let mut dice = Dice::new(seed ^ 0x5EED);
        let everything = Kind { special_people: true, every_poll: true, settings: true };
        let day = match seed % 9 {
            0 => metered_day(seed, CallOrder::Fifo).0,
            1 => metered_day(seed, CallOrder::Lottery).0,
            2 => cloudflare_day(seed, PLAIN).0,
            3 => cloudflare_day(seed, Kind { every_poll: false, ..everything }).0,
            4 => cloudflare_day(seed, everything).0,
            5 => random_method_day(seed),
            6 => with_edge(random_method_day(seed), random_edge(&mut dice)),
            7 => with_edge(cloudflare_day(seed, PLAIN).0, random_edge(&mut dice)),
            _ => with_edge(cloudflare_day(seed, everything).0, random_edge(&mut dice)),
        };
        let key = RunKey { seed, replication: 0 };
        let (_, whole, ending) = play(&day, key);
        let end = match ending {
            Ending::Finished { at: Some(end) } => end,
            Ending::Finished { at: None } => continue,
            Ending::Horizon(state) => state.at,
        };
        let mut cuts: Vec<SimTime> = (0..3)
            .map(|_| {
                let at = (end.microseconds() as f64 * dice.uniform()) as i64 - 25_000_000;
                // Often exactly at something that happens.
                let near = whole.happenings.iter().find(|happening| happening.at.microseconds() >= at);
                if dice.chance(0.5) { near.map_or(end, |h| h.at) } else { SimTime::from_microseconds(at) }
            })
            .collect();
        cuts.sort_unstable();
        let (pieces, _) = play_in_pieces(&day, key, &cuts);
        let split = whole.happenings.iter().zip(&pieces.happenings).take_while(|(a, b)| a == b).count();
        assert_eq!(
            whole.happenings.get(split),
            pieces.happenings.get(split),
            "seed {seed} cuts {cuts:?}: differ from {split}"
        );
    }
}
