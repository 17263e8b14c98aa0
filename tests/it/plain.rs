//! Plain days, played by the engine for plain days and by the one for all days: the same signals in the same order.
//!
//! A horizon, however late, makes a day one that is not plain; nothing else differs.

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::model::room::{BurstShare, CallOrder, Change, Cloudflare, Metered, Room};
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, RoomId, System, Visit};
use machiai::units::{SimTime, Span};

use crate::random_days::{self, PLAIN};
use crate::recorded::{Record, system};

fn compare(what: &str, day: &System, key: RunKey) -> usize {
    let blueprint = Blueprint::new(day, RoomId(0));
    assert!(blueprint.is_plain(), "{what}: not a plain day");
    let crowd = blueprint.crowd(key);
    let (mut plain, mut any) = (Record::default(), Record::default());
    let plain_ending = blueprint.run(&crowd, key, &mut plain);
    let late = Some(SimTime::ZERO + Span::from_minutes(1_000_000));
    let any_ending = blueprint.go_on(&crowd, key, None, late, &mut any);
    for (number, (ours, theirs)) in plain.happenings.iter().zip(&any.happenings).enumerate() {
        assert_eq!(ours, theirs, "{what}, happening {number}");
    }
    assert_eq!(plain.happenings.len(), any.happenings.len(), "{what}");
    assert_eq!(plain_ending, any_ending, "{what}");
    plain.happenings.len()
}

/// The same poll interval for everyone, and nobody with patience after a lost session.
fn made_plain(mut day: System) -> System {
    let delay = day.groups[0].poll_delay.clone();
    for group in &mut day.groups {
        (group.poll_delay, group.patience_again) = (delay.clone(), false);
    }
    day
}

/// Catches: a promise that is kept although somebody else polls first, polls of one instant in another order, a ghost that
/// dies a poll too late, a lost session that is not found, a lap that forgets whom it has passed. Days are small, limits low
/// and times often whole seconds, so that instants coincide.
#[test]
fn random_days_of_a_cloudflare_room_are_the_same_both_ways() {
    let days = 20 * random_days::days();
    let happenings: usize = (0..days)
        .map(|seed| {
            let (day, _) = random_days::cloudflare_day(seed, PLAIN);
            compare(&format!("day {seed}"), &made_plain(day), RunKey { seed, replication: 0 })
        })
        .sum();
    assert!(happenings as u64 > 100 * days, "{happenings} happenings on {days} days");
}

/// Catches: people called out of order, a person called at the end of patience who is lost, a line limit that counts those
/// who are called at this instant.
#[test]
fn random_days_of_a_metered_room_are_the_same_both_ways() {
    for seed in 0..20 * random_days::days() {
        let (day, _) = random_days::metered_day(seed, CallOrder::Fifo);
        compare(&format!("day {seed}"), &made_plain(day), RunKey { seed, replication: 0 });
    }
}

fn crowd(people: u32, patience: Option<i64>) -> Group {
    let arrivals = ArrivalProfile::from_opening(Distribution::Exponential { mean: Span::from_minutes(10) });
    let visit = Distribution::Lognormal { mean: Span::from_minutes(5), coefficient_of_variation: 1.0 };
    let mut group = Group::new("crowd", Headcount::Fixed(people), arrivals, Visit::even(visit, 5));
    group.patience = patience.map(|mean| Distribution::Exponential { mean: Span::from_minutes(mean) });
    group
}

/// Large crowds, where buckets are full, laps are merged and calendars turn; a timetable; a crowd that comes at once.
#[test]
fn crowds_are_the_same_both_ways() {
    for (number, patience) in [None, Some(1), Some(30)].into_iter().enumerate() {
        let key = RunKey { seed: 40 + number as u64, replication: 3 };
        for people in [3_000, 20_000] {
            let (slots, per_minute) = (people / 50, people / 250);
            let mut settings = Cloudflare::new("room", slots, per_minute);
            settings.burst = BurstShare::HALF;
            settings.timetable = vec![Change {
                new_users_per_minute: Some(per_minute / 2),
                total_active_users: Some(slots / 2),
                ..Change::new(SimTime::ZERO + Span::from_minutes(30))
            }];
            let day = system(Room::cloudflare(&settings), vec![crowd(people, patience)]);
            compare(&format!("{people} people, patience {patience:?}"), &day, key);
            let mut at_once = day.clone();
            at_once.groups[0].arrivals = ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO));
            compare(&format!("{people} at once, patience {patience:?}"), &at_once, key);
            let metered = Metered {
                name: "metered".to_owned(),
                opening: SimTime::ZERO,
                slots: Some(slots),
                spacing: Metered::spacing_of(per_minute),
                line_limit: (number == 1).then_some(people / 3),
                order: CallOrder::Fifo,
                lag: Span::from_minutes(5),
            };
            let day = system(Room::metered(&metered), vec![crowd(people, patience)]);
            compare(&format!("{people} people, metered, patience {patience:?}"), &day, key);
        }
    }
}

/// What makes a day another one is seen: each of these alone.
#[test]
fn days_that_are_not_plain_are_told_apart() {
    let plain = system(Room::cloudflare(&Cloudflare::new("room", 400, 200)), vec![crowd(100, Some(30))]);
    let is_plain = |change: &dyn Fn(&mut System)| {
        let mut day = plain.clone();
        change(&mut day);
        Blueprint::new(&day, RoomId(0)).is_plain()
    };
    assert!(is_plain(&|_| {}));
    let with_room = |change: &dyn Fn(&mut Cloudflare)| {
        let mut settings = Cloudflare::new("room", 400, 200);
        change(&mut settings);
        is_plain(&|day| day.rooms[0] = Room::cloudflare(&settings))
    };
    let share = |value: f64| machiai::units::Share::new(value).expect("a share");
    assert!(!with_room(&|room| room.queueing_method = machiai::model::room::QueueingMethod::Random));
    assert!(!with_room(&|room| room.revoke = share(0.1)));
    assert!(!is_plain(&|day| day.groups[0].tolerance = Some(Distribution::Fixed(Span::from_minutes(3)))));
    assert!(!is_plain(&|day| day.groups[0].cookieless = share(0.1)));
    assert!(!is_plain(&|day| day.groups[0].bypass = share(0.1)));
    assert!(!is_plain(&|day| day.groups[0].patience_again = true));
    let drawn = Distribution::Exponential { mean: Span::from_seconds(3) };
    assert!(!is_plain(&|day| day.groups[0].poll_delay = drawn.clone()));
    assert!(!is_plain(&|day| {
        day.groups.push(crowd(10, None));
        day.groups[1].poll_delay = Distribution::Fixed(Span::from_seconds(1));
    }));
    assert!(!is_plain(&|day| day.stocks = vec![machiai::model::Stock::of(RoomId(0), 10)]));
}

/// Two people poll at the first second of every second, third or fourth minute, when a room without a burst has nothing to
/// give yet. Nobody is ever let in, and the day is over, either way it is played.
///
/// Catches: a search that looks through minute after minute for ever.
#[test]
fn polls_that_always_miss_the_allowance_end_the_day() {
    for delay_seconds in [40, 100, 160, 220, 279] {
        let mut settings = Cloudflare::new("room", 400, 200);
        settings.burst = BurstShare::new(0.0).expect("a share");
        let mut group = crowd(2, None);
        group.arrivals = ArrivalProfile::Exact(vec![SimTime::ZERO; 2].into());
        group.count = Headcount::FromArrivals;
        group.poll_delay = Distribution::Fixed(Span::from_seconds(delay_seconds));
        let day = system(Room::cloudflare(&settings), vec![group]);
        let key = RunKey { seed: 1, replication: 0 };
        let happenings = compare(&format!("delay {delay_seconds} s"), &day, key);
        let comes_round = (delay_seconds + 20) % 60 == 0;
        assert_eq!(happenings == 4, comes_round, "delay {delay_seconds} s: {happenings} happenings");
    }
}

/// Patience of years is no longer a day: nobody waits any more when everyone is in.
///
/// Catches: a day that goes on until the last patience ends, turn by turn of the calendar.
#[test]
fn long_patience_makes_no_long_day() {
    let mut group = crowd(5_000, None);
    group.patience = Some(Distribution::Fixed(Span::from_minutes(60 * 24 * 365 * 10)));
    let day = system(Room::cloudflare(&Cloudflare::new("room", 1_000, 400)), vec![group]);
    let blueprint = Blueprint::new(&day, RoomId(0));
    let key = RunKey { seed: 1, replication: 0 };
    let mut record = Record::default();
    let ending = blueprint.run(&blueprint.crowd(key), key, &mut record);
    assert!(
        matches!(ending, machiai::engine::Ending::Finished { at: Some(at) } if at < SimTime::ZERO + Span::from_minutes(6_000))
    );
}
