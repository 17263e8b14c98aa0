//! The same key gives the same day, whoever looks on; and a person is the same person in every setting.

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd, Happening, Observer, Who};
use machiai::model::room::{BucketRule, BurstShare, CallOrder, Cloudflare, Metered, NewcomerRule};
use machiai::model::{Distribution, Group, Headcount, Room, RoomId, Step, System, Visit, opening_profile};
use machiai::units::{Share, SimTime, Span};
use std::collections::BTreeMap;

use crate::recorded::{Record, play, system};

const KEY: RunKey = RunKey { seed: 20_260_401, replication: 3 };

fn lognormal(minutes: i64) -> Distribution {
    Distribution::Lognormal { mean: Span::from_minutes(minutes), coefficient_of_variation: 0.8 }
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

/// Two groups: one with a duration, one with steps, both with patience.
fn groups(people: u32) -> Vec<Group> {
    let step = |minutes| Step::new("", lognormal(minutes));
    let visits = [Visit::even(lognormal(6), 5), Visit::Steps(vec![step(1), step(4), step(1)])];
    let group = |visit| {
        let arrivals = opening_profile(share(0.7), 1.0);
        let mut group = Group::new("people", Headcount::Fixed(people), arrivals, visit);
        group.patience = Some(Distribution::Exponential { mean: Span::from_minutes(30) });
        group
    };
    visits.map(group).into()
}

fn cloudflare_room(total_active_users: u32, new_users_per_minute: u32, bucket_rule: BucketRule) -> Room {
    Room::cloudflare(&Cloudflare {
        name: "cloudflare".to_owned(),
        opening: SimTime::ZERO,
        total_active_users,
        new_users_per_minute,
        session_duration: Span::from_minutes(5),
        disable_session_renewal: false,
        bucket_rule,
        newcomer_rule: NewcomerRule::Consistent,
        burst: BurstShare::HALF,
        ..Cloudflare::new("", 1, 1)
    })
}

fn metered_room(order: CallOrder) -> Room {
    Room::metered(&Metered {
        name: "metered".to_owned(),
        opening: SimTime::ZERO,
        slots: Some(400),
        spacing: Metered::spacing_of(100),
        line_limit: Some(3_000),
        order,
        lag: Span::from_minutes(5),
    })
}

fn days() -> [System; 4] {
    [
        system(cloudflare_room(500, 100, BucketRule::Reservation), groups(2_500)),
        system(cloudflare_room(500, 100, BucketRule::Strict), groups(2_500)),
        system(metered_room(CallOrder::Fifo), groups(2_500)),
        system(metered_room(CallOrder::Lottery), groups(2_500)),
    ]
}

/// Counts only.
#[derive(Default)]
struct Tally(u64);

impl Observer for Tally {
    fn signal(&mut self, _: &Happening) {
        self.0 += 1;
    }
}

/// Catches: any state kept between runs, an unseeded generator, iteration in the order of addresses.
#[test]
fn the_same_key_gives_the_same_day() {
    for day in days() {
        let (first, again) = (play(&day, KEY), play(&day, KEY));
        assert!(first == again, "{KEY:?} {}", day.rooms[0].name());
        assert!(first.1.happenings.len() > 10_000, "a day worth comparing");
        let other = play(&day, RunKey { replication: KEY.replication + 1, ..KEY });
        assert!(first.1 != other.1, "another replication is another day, {KEY:?}");
        let other = play(&day, RunKey { seed: KEY.seed + 1, ..KEY });
        assert!(first.1 != other.1, "another seed is another day, {KEY:?}");
    }
}

/// One blueprint played many times, in any order, is the blueprint made anew.
#[test]
fn a_blueprint_keeps_nothing_of_a_day() {
    for day in days() {
        let blueprint = Blueprint::new(&day, RoomId(0));
        let mut told = Vec::new();
        for replication in [3, 4, 3] {
            let key = RunKey { replication, ..KEY };
            let mut record = Record::default();
            let ending = blueprint.run(&blueprint.crowd(key), key, &mut record);
            told.push((record, ending));
        }
        assert!(told[0] == told[2], "{KEY:?}");
        let (_, record, ending) = play(&day, KEY);
        assert!(told[0] == (record, ending), "{KEY:?}");
    }
}

/// Nobody, one, two, or one lent and one absent: the day ends the same way, and each hears the same.
#[test]
fn observers_do_not_matter() {
    for day in days() {
        let blueprint = Blueprint::new(&day, RoomId(0));
        let crowd = blueprint.crowd(KEY);
        let unobserved = blueprint.run(&crowd, KEY, &mut ());
        let mut alone = Record::default();
        assert!(blueprint.run(&crowd, KEY, &mut alone) == unobserved, "{KEY:?}");
        let mut pair = (Record::default(), Tally::default());
        assert!(blueprint.run(&crowd, KEY, &mut pair) == unobserved, "{KEY:?}");
        assert!(pair.0 == alone, "{KEY:?}");
        assert_eq!(pair.1.0, alone.happenings.len() as u64, "{KEY:?}");
        let mut lent = Record::default();
        let ending = blueprint.run(&crowd, KEY, &mut (&mut lent, None::<Tally>));
        assert!(ending == unobserved && lent == alone, "{KEY:?}");
    }
}

/// Arrival, patience and think times of everyone, by identity.
type Private = (SimTime, Option<Span>, Vec<Span>, Span);

fn people(day: &System) -> BTreeMap<Who, Private> {
    let blueprint = Blueprint::new(day, RoomId(0));
    let crowd: Crowd = blueprint.crowd(KEY);
    (0..crowd.len() as u32)
        .map(|rank| {
            let (thinks, last) = blueprint.thinks(&crowd, KEY, rank);
            (
                crowd.who(rank),
                (crowd.arrival(rank), blueprint.traits(&crowd, KEY, rank).patience, thinks, last),
            )
        })
        .collect()
}

/// Catches: draws numbered by rank or by order of evaluation, one stream shared by two groups.
#[test]
fn a_growing_crowd_keeps_its_first_people() {
    let room = || cloudflare_room(500, 100, BucketRule::Reservation);
    let small = people(&system(room(), groups(20_000)));
    let large = people(&system(room(), groups(30_000)));
    assert_eq!((small.len(), large.len()), (40_000, 60_000));
    for (who, private) in &small {
        assert_eq!(large.get(who), Some(private), "{who:?}, {KEY:?}");
    }
    // A group alone is the group in company.
    let alone = people(&system(room(), groups(20_000)[..1].to_vec()));
    for (who, private) in &alone {
        assert_eq!(small.get(who), Some(private), "{who:?}, {KEY:?}");
    }
}

/// A room's settings, its kind, and a group's behaviour towards the room do not touch anyone's private values.
#[test]
fn a_setting_changes_nobody() {
    let base = people(&system(cloudflare_room(500, 100, BucketRule::Reservation), groups(2_000)));
    let mut delayed = groups(2_000);
    for group in &mut delayed {
        (group.poll_delay, group.give_up_after, group.retype) =
            (Distribution::Fixed(Span::from_seconds(3)), 1, share(0.9));
        group.patience_again = true;
    }
    let mut offset = system(cloudflare_room(500, 100, BucketRule::Reservation), groups(2_000));
    offset.minute_offset = Span::from_seconds(25);
    for day in [
        system(cloudflare_room(700, 200, BucketRule::Strict), groups(2_000)),
        system(metered_room(CallOrder::Fifo), groups(2_000)),
        system(metered_room(CallOrder::Lottery), groups(2_000)),
        system(cloudflare_room(500, 100, BucketRule::Reservation), delayed),
        offset,
    ] {
        assert!(people(&day) == base, "{KEY:?} {:?}", day.rooms[0]);
    }
    // A later opening moves everyone by the same span and changes nothing else.
    let mut later = Cloudflare {
        name: "later".to_owned(),
        opening: SimTime::ZERO + Span::from_minutes(7),
        total_active_users: 500,
        new_users_per_minute: 100,
        session_duration: Span::from_minutes(5),
        disable_session_renewal: false,
        bucket_rule: BucketRule::Reservation,
        newcomer_rule: NewcomerRule::Consistent,
        burst: BurstShare::HALF,
        ..Cloudflare::new("", 1, 1)
    };
    let moved = people(&system(Room::cloudflare(&later), groups(2_000)));
    for (who, private) in &base {
        let (at, patience, thinks, last) = private.clone();
        let expected = (at + Span::from_minutes(7), patience, thinks, last);
        assert_eq!(moved.get(who), Some(&expected), "{who:?}, {KEY:?}");
    }
    later.opening = SimTime::ZERO;
    assert!(people(&system(Room::cloudflare(&later), groups(2_000))) == base);
}

/// Other parts of a person's life do not shift when one part has another law: stretching the visit changes no patience.
#[test]
fn one_law_does_not_touch_another() {
    let room = || cloudflare_room(500, 100, BucketRule::Reservation);
    let base = people(&system(room(), groups(2_000)));
    let mut stretched = groups(2_000);
    stretched[0].visit = Visit::even(lognormal(12), 5);
    let changed = people(&system(room(), stretched));
    for (who, (at, patience, thinks, last)) in &base {
        let (new_at, new_patience, new_thinks, new_last) = &changed[who];
        assert_eq!((at, patience, last), (new_at, new_patience, new_last), "{who:?}, {KEY:?}");
        if who.group == 1 {
            assert_eq!(thinks, new_thinks, "{who:?}, {KEY:?}");
        } else {
            // Twice the mean is twice the value, to within the rounding of the gap.
            let (old, new) = (thinks[0].microseconds(), new_thinks[0].microseconds());
            assert!((new - 2 * old).abs() <= 3, "{who:?}: {old} {new}, {KEY:?}");
        }
    }
}
