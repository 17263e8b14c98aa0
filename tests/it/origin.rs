//! The origin in the engine: a station without limits is no station, a day in pieces is the same day, a collapse lasts or is
//! recovered from.

use crate::random_days::{Dice, any_day};
use crate::recorded::{Record, play, play_every_poll, play_in_pieces, system};
use machiai::draws::RunKey;
use machiai::engine::{Ending, Happening, Signal};
use machiai::model::room::{Adjusts, CallOrder, Composition, Metered, Operator};
use machiai::model::{
    AfterSellOut, ArrivalProfile, Background, Component, Devices, Distribution, Group, Headcount, Origin,
    Room, RoomId, SafeLoad, Service, Station, Stock, System, Throughput, ThroughputPoint, TimeSlot, Visit,
};
use machiai::units::{Share, SimTime, Span};

fn days() -> u64 {
    std::env::var("MACHIAI_RANDOM_DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

fn station(throughput: Throughput) -> Origin {
    Origin {
        service: Service::Station(Station {
            throughput,
            work_cv: 0.0,
            timeout: None,
            serves_abandoned: false,
            retries: Some(2),
            retry_delay: Distribution::Exponential { mean: Span::from_seconds(5) },
        }),
        safe: SafeLoad::UNKNOWN,
        background: Background::NONE,
    }
}

/// Happenings without their order within an instant, which is free where independent people are concerned, and without
/// levels, which depend on it. Where people are called, somebody who comes at the very instant at which a visit ends may be
/// let in at once or be called: both count as being let in.
fn sorted(day: &System, record: &Record) -> Vec<(SimTime, u32, String)> {
    let is_called = matches!(day.rooms[0].composition(), Composition::Metered(_));
    let told = record.happenings.iter().filter(|h| !(is_called && matches!(h.signal, Signal::Queued { .. })));
    let word = |signal: Signal| match signal {
        Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. } if is_called => "in".to_owned(),
        other => format!("{other:?}"),
    };
    let mut list: Vec<_> = told.map(|h| (h.at, h.rank, word(h.signal))).collect();
    list.sort();
    list
}

fn without_line_limit(mut day: System) -> System {
    if let Composition::Metered(settings) = day.rooms[0].composition() {
        day.rooms[0] = Room::metered(&Metered { line_limit: None, ..settings.clone() });
    }
    day
}

fn near(list: &[Happening], split: usize) -> String {
    let shown = &list[split.saturating_sub(8).min(list.len())..(split + 4).min(list.len())];
    let line = |h: &Happening| format!("\n    {} {} {:?} {:?}", h.at.seconds(), h.rank, h.signal, h.levels);
    shown.iter().map(line).collect()
}

/// A station that is faster than a microsecond answers at once: the day is that without a station, and so is the one in which
/// requests are only counted.
///
/// Catches: a session that is not renewed, looked at too late or released twice; a step left out or done twice; a reload, a
/// comeback or a client without cookies that goes another way.
#[test]
fn a_station_without_limits_is_no_station() {
    for seed in 0..days() {
        let day = without_line_limit(any_day(seed));
        let key = RunKey { seed, replication: 0 };
        let (_, plain, plain_ending) = play(&day, key);
        let fast = Throughput::ScalabilityLaw { alone_per_second: 1e15, contention: 0.0, coherency: 0.0 };
        let counted = Origin {
            safe: SafeLoad { requests_per_second: Some(1), ..SafeLoad::UNKNOWN },
            ..Origin::UNKNOWN
        };
        for origin in [station(fast), counted] {
            let (_, played, ending) = play(&System { origin, ..day.clone() }, key);
            let (one, other) = (sorted(&day, &plain), sorted(&day, &played));
            if let Some(split) = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at)) {
                let near = |list: &[(SimTime, u32, String)]| {
                    list[split.saturating_sub(6).min(list.len())..(split + 4).min(list.len())]
                        .iter()
                        .map(|line| format!("\n    {line:?}"))
                        .collect::<String>()
                };
                panic!("seed {seed}: plain{}\n  played{}\n  {day:#?}", near(&one), near(&other));
            }
            match (&plain_ending, &ending) {
                // A look at a session that was revoked may be left over.
                (Ending::Finished { .. }, Ending::Horizon(state)) => {
                    assert!(
                        state.active == 0 && state.inside == 0 && state.in_line.is_empty(),
                        "seed {seed}: {state:#?}"
                    );
                }
                (Ending::Finished { at: one }, Ending::Finished { at: other }) => assert_eq!(one, other),
                (Ending::Horizon(one), Ending::Horizon(other)) => {
                    assert_eq!((one.active, one.inside), (other.active, other.inside), "seed {seed}");
                }
                (Ending::Horizon(_), Ending::Finished { .. }) => panic!("seed {seed}: ended early"),
            }
        }
    }
}

/// A station that is slow, loses requests and is shared: a random one.
fn slow_station(dice: &mut Dice) -> Origin {
    let throughput = match dice.below(3) {
        0 => Throughput::Servers { servers: 1 + dice.below(4), service_time: dice.seconds(0.5, 8.0) },
        1 => Throughput::ScalabilityLaw {
            alone_per_second: 0.1 + dice.uniform(),
            contention: 0.3 * dice.uniform(),
            coherency: 0.02 * dice.uniform(),
        },
        _ => Throughput::Table(
            [(1.0, 0.5), (4.0, 1.5), (9.0, 0.7)]
                .map(|(in_service, per_second)| ThroughputPoint { in_service, per_second })
                .into(),
        ),
    };
    let change = |dice: &mut Dice| (SimTime::ZERO + dice.seconds(0.0, 300.0), 0.9 * dice.uniform());
    let mut changes: Vec<_> = (0..dice.below(4)).map(|_| change(dice)).collect();
    changes.sort_by_key(|(at, _)| *at);
    Origin {
        service: Service::Station(Station {
            throughput,
            work_cv: dice.pick(&[0.0, 1.0, 3.0]),
            timeout: dice.chance(0.7).then(|| dice.seconds(2.0, 40.0)),
            serves_abandoned: dice.chance(0.5),
            retries: dice.pick(&[Some(0), Some(1), Some(3), None]),
            retry_delay: Distribution::Exponential { mean: Span::from_seconds(5) },
        }),
        safe: SafeLoad::UNKNOWN,
        background: Background { first: 0.3 * dice.uniform(), changes },
    }
}

/// A stock that runs out.
fn stock(dice: &mut Dice) -> Stock {
    let slot = |dice: &mut Dice| TimeSlot {
        name: String::new(),
        places: 1 + dice.below(12),
        popularity: 0.1 + dice.uniform(),
    };
    let share = |value: f64| Share::new(value).expect("a share");
    Stock {
        room: RoomId(0),
        slots: (0..1 + dice.below(3)).map(|_| slot(dice)).collect(),
        per_booking: Devices::new(vec![share(0.6), share(0.4)]).expect("shares"),
        flexible: share(dice.pick(&[0.0, 0.5, 1.0])),
        after_sell_out: match dice.below(3) {
            0 => AfterSellOut::AllLeave,
            1 => AfterSellOut::SharePerMinute(share(0.3)),
            _ => AfterSellOut::NobodyLeaves,
        },
    }
}

fn operator(dice: &mut Dice) -> Operator {
    Operator {
        every: dice.seconds(10.0, 90.0),
        raise_below: 0.6,
        lower_above: 0.8,
        raise_by: 0.5,
        lower_by: 0.3,
        adjusts: dice.pick(&[Adjusts::Both, Adjusts::NewUsersPerMinute, Adjusts::TotalActiveUsers]),
        total_active_users: (2, 60),
        new_users_per_minute: (2, 60),
        delay: (Span::from_seconds(5), Span::from_seconds(25)),
        window: Span::from_seconds(20),
        noise: dice.pick(&[0.0, 0.2]),
    }
}

/// A random day with a slow origin, a stock that runs out and perhaps an operator.
pub fn slow_day(seed: u64) -> System {
    let mut dice = Dice::new(seed.wrapping_add(77_000_000));
    let mut day = any_day(seed);
    if dice.chance(0.8) {
        day.origin = slow_station(&mut dice);
    } else {
        day.origin.safe.people_inside = Some(5);
        day.origin.safe.requests_per_second = dice.chance(0.5).then_some(2);
    }
    if dice.chance(0.6) {
        day.stocks = vec![stock(&mut dice)];
    }
    if let Composition::Cloudflare(settings) = day.rooms[0].composition()
        && dice.chance(0.5)
    {
        let mut settings = settings.clone();
        settings.operator = Some(operator(&mut dice));
        // One a minute that grows evenly is nobody ever: what an operator then does for ever is nothing to compare.
        let two = |limit: &mut Option<u32>| *limit = limit.map(|limit| limit.max(2));
        settings.total_active_users = settings.total_active_users.max(2);
        settings.timetable.iter_mut().for_each(|change| two(&mut change.total_active_users));
        settings.events.iter_mut().for_each(|event| two(&mut event.total_active_users));
        day.rooms[0] = Room::cloudflare(&settings);
    }
    // Whoever never gives up on an origin that never answers would keep the day going.
    day.horizon = Some(SimTime::ZERO + Span::from_minutes(40));
    day
}

/// A day taken apart and put together again is the same day: requests in service, sessions, what is left, what the operator
/// has seen.
///
/// Catches: anything that a state forgets.
#[test]
fn a_day_in_pieces_is_the_same_day() {
    let mut told = 0;
    for seed in 0..days() {
        let day = slow_day(seed);
        let key = RunKey { seed, replication: 0 };
        let (_, whole, _) = play(&day, key);
        let mut dice = Dice::new(seed.wrapping_add(88_000_000));
        let mut cuts: Vec<_> =
            (0..4).map(|_| SimTime::ZERO + Span::from_seconds(i64::from(dice.below(900)) - 20)).collect();
        cuts.sort_unstable();
        let (pieces, _) = play_in_pieces(&day, key, &cuts);
        let split = whole.happenings.iter().zip(&pieces.happenings).take_while(|(a, b)| a == b).count();
        assert!(
            whole.happenings.get(split) == pieces.happenings.get(split),
            "seed {seed}: cuts {cuts:?}\n  whole{}\n  pieces{}\n{day:#?}",
            near(&whole.happenings, split),
            near(&pieces.happenings, split)
        );
        told += whole.happenings.len();
    }
    assert!(told as u64 > days() * 50, "days worth looking at: {told} happenings");
}

/// Leaving out polls that cannot succeed changes nothing, whatever stands beside the room.
///
/// Catches: a promise about the next poll that outlives a change of limits by the operator, or people who leave at the
/// sell-out.
#[test]
fn leaving_out_polls_changes_nothing() {
    for seed in 0..days() {
        let day = slow_day(seed);
        let key = RunKey { seed, replication: 0 };
        let (_, fast, _) = play(&day, key);
        let (slow, _) = play_every_poll(&day, key);
        let split = fast.happenings.iter().zip(&slow.happenings).take_while(|(a, b)| a == b).count();
        assert!(
            fast.happenings.get(split) == slow.happenings.get(split),
            "seed {seed}:\n  left out{}\n  every poll{}\n{day:#?}",
            near(&fast.happenings, split),
            near(&slow.happenings, split)
        );
    }
}

/// A rush of people who all ask at once, and some who come when it should be over.
fn rush_and_late(retries: Option<u32>) -> System {
    let visit = || Visit::even(Distribution::Fixed(Span::ZERO), 1);
    let late = Component {
        share: Share::ALL,
        shift: Span::from_minutes(10),
        offset: Distribution::Uniform { low: Span::ZERO, high: Span::from_minutes(1) },
    };
    let groups = vec![
        Group::new(
            "rush",
            Headcount::Fixed(3_000),
            ArrivalProfile::from_opening(Distribution::Uniform {
                low: Span::ZERO,
                high: Span::from_seconds(10),
            }),
            visit(),
        ),
        Group::new("late", Headcount::Fixed(60), ArrivalProfile::Offsets(vec![late]), visit()),
    ];
    let room = Room::metered(&Metered {
        name: "open".to_owned(),
        opening: SimTime::ZERO,
        slots: None,
        spacing: None,
        line_limit: None,
        order: CallOrder::Fifo,
        lag: Span::ZERO,
    });
    let mut day = system(room, groups);
    day.horizon = Some(SimTime::ZERO + Span::from_minutes(20));
    // Ten a second: a rush of 3,000 needs five minutes, and nobody waits longer than 20 s.
    day.origin = station(Throughput::Servers { servers: 10, service_time: Span::from_seconds(1) });
    if let Service::Station(station) = &mut day.origin.service {
        (station.timeout, station.retries) = (Some(Span::from_seconds(20)), retries);
    }
    day
}

/// Retries without end keep servers down that could have done all the work five times over; if people give up, the servers
/// recover, and whoever comes later is answered at once.
///
/// Catches: work that is not lost when a request times out, retries that are not made, a station that keeps what has left.
#[test]
fn a_collapse_lasts_while_everyone_asks_again_and_ends_when_they_give_up() {
    let booked_late = |retries| {
        let day = rush_and_late(retries);
        let (crowd, record, _) = play(&day, RunKey { seed: 5, replication: 0 });
        let booked = record.happenings.iter().filter(|h| matches!(h.signal, Signal::Booked { .. }));
        let groups: Vec<u32> = booked.map(|h| crowd.who(h.rank).group).collect();
        let of = |group: u32| groups.iter().filter(|other| **other == group).count();
        (of(0), of(1))
    };
    let (rush, late) = booked_late(None);
    // 12,000 requests could have been answered in 20 minutes.
    assert!(rush < 300 && late < 10, "collapsed: {rush} of the rush and {late} of the late");
    let (rush, late) = booked_late(Some(2));
    assert!(rush < 300, "the rush is lost: {rush}");
    assert_eq!(late, 60, "recovered");
}
