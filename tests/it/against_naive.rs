//! The engine against a second implementation in which every poll is an event: the same people, admitted at the
//! same microsecond, on random small days.
//!
//! Days: `MACHIAI_RANDOM_DAYS` (default 3,000 a room; set it higher for a long hunt).

use crate::naive::{self, Happening as Naive, What};
use crate::recorded::{Record, play, play_in_pieces, system, who};
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::{Blueprint, Crowd, Ending, Signal};
use machiai::model::room::{BucketRule, BurstShare, CallOrder, Cloudflare, Metered, NewcomerRule};
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, Room, RoomId, Step, System, Visit};
use machiai::units::{MINUTE, Share, SimTime, Span};

fn days() -> u64 {
    std::env::var("MACHIAI_RANDOM_DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(3_000)
}

/// Random choices of one day, by number of the question.
struct Dice {
    stream: Stream,
    asked: u64,
}

impl Dice {
    fn new(seed: u64) -> Dice {
        let key = RunKey { seed, replication: 7 };
        Dice { stream: Stream::new(key, Purpose::Events, 99, Field::Number), asked: 0 }
    }

    fn uniform(&mut self) -> f64 {
        self.asked += 1;
        self.stream.uniform(self.asked)
    }

    fn below(&mut self, bound: u32) -> u32 {
        (self.uniform() * f64::from(bound)) as u32
    }

    fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len() as u32) as usize]
    }

    fn seconds(&mut self, low: f64, high: f64) -> Span {
        Span::from_fractional_seconds(low + (high - low) * self.uniform())
    }
}

fn distribution(dice: &mut Dice, low: f64, high: f64) -> Distribution {
    let mean = dice.seconds(low, high);
    match dice.below(4) {
        0 => Distribution::Fixed(Span::from_seconds(mean.microseconds() / 1_000_000)),
        1 => Distribution::Exponential { mean },
        2 => Distribution::Lognormal { mean, coefficient_of_variation: 0.8 },
        _ => Distribution::Uniform { low: Span::ZERO, high: mean },
    }
}

fn group(dice: &mut Dice, number: u32) -> Group {
    let people = 1 + dice.below(60);
    // Whole seconds make ties; a short span makes them many.
    let arrivals = if dice.chance(0.5) {
        let span = dice.pick(&[1, 30, 100, 400]);
        let times = (0..people).map(|_| SimTime::ZERO + Span::from_seconds(i64::from(dice.below(span)) - 20));
        ArrivalProfile::Exact(times.collect())
    } else {
        ArrivalProfile::from_opening(distribution(dice, 1.0, 400.0))
    };
    let count = match arrivals {
        ArrivalProfile::Exact(_) => Headcount::FromArrivals,
        _ => Headcount::Fixed(people),
    };
    let visit = if dice.chance(0.6) {
        Visit::Even { duration: distribution(dice, 10.0, 900.0), pages: 1 + dice.below(5) }
    } else {
        let steps = 1 + dice.below(4);
        let step = |dice: &mut Dice| Step { name: String::new(), think: distribution(dice, 5.0, 200.0) };
        Visit::Steps((0..steps).map(|_| step(dice)).collect())
    };
    let mut group = Group::new(&format!("group {number}"), count, arrivals, visit);
    if dice.chance(0.6) {
        group.patience = Some(distribution(dice, 5.0, 600.0));
    }
    group.patience_again = dice.chance(0.3);
    group.poll_delay = Distribution::Fixed(dice.pick(&[
        Span::ZERO,
        Span::ZERO,
        Span::from_seconds(1),
        Span::from_microseconds(333_333),
    ]));
    group.retype = Share::new(dice.pick(&[0.5, 0.9, 0.0])).expect("a share");
    group.give_up_after = 1 + dice.below(4);
    group
}

fn groups(dice: &mut Dice) -> Vec<Group> {
    (0..1 + dice.below(3)).map(|number| group(dice, number)).collect()
}

fn people(day: &System, crowd: &Crowd, key: RunKey, poll_interval: i64) -> Vec<naive::Person> {
    let blueprint = Blueprint::new(day, RoomId(0));
    (0..crowd.len() as u32)
        .map(|rank| {
            let who = crowd.who(rank);
            let (think, last_think) = blueprint.thinks(crowd, key, rank);
            naive::Person {
                group: who.group,
                person: who.person,
                arrives: crowd.arrival(rank).microseconds(),
                think: think.iter().map(|span| span.microseconds()).collect(),
                last_think: last_think.microseconds(),
                patience: blueprint.traits(crowd, key, rank).patience.map(Span::microseconds),
                poll_interval: poll_interval + blueprint.traits(crowd, key, rank).poll_delay.microseconds(),
            }
        })
        .collect()
}

/// Everything that matters, sorted within an instant, where the order of independent people is free.
fn ours(crowd: &Crowd, record: &Record) -> Vec<(i64, u8, u32, u32)> {
    let mut list: Vec<_> = record
        .0
        .iter()
        .filter_map(|happening| {
            let what = match happening.signal {
                Signal::AcceptedAtOnce { .. } => What::AcceptedAtOnce,
                Signal::Queued { .. } => What::Queued,
                Signal::Admitted { .. } => What::Admitted,
                Signal::Left => What::Left,
                Signal::PlaceExpired => What::PlaceExpired,
                Signal::TurnedAway => What::TurnedAway,
                Signal::SessionExpired => What::SessionExpired,
                Signal::VisitEnded => What::VisitEnded,
                Signal::Lost { .. } => What::Lost,
                Signal::GaveUp => What::GaveUp,
                Signal::Arrived | Signal::Booked | Signal::CameBack { .. } => return None,
            };
            let who = who(crowd, happening);
            Some((happening.at.microseconds(), what as u8, who.group, who.person))
        })
        .collect();
    list.sort_unstable();
    list
}

fn theirs(happenings: &[Naive]) -> Vec<(i64, u8, u32, u32)> {
    let mut list: Vec<_> = happenings.iter().map(|h| (h.at, h.what as u8, h.group, h.person)).collect();
    list.sort_unstable();
    list
}

fn compare(seed: u64, day: &System, ours: &[(i64, u8, u32, u32)], theirs: &[(i64, u8, u32, u32)]) {
    if ours == theirs {
        return;
    }
    let split = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let window = |list: &[(i64, u8, u32, u32)]| {
        let shown = &list[split.saturating_sub(3).min(list.len())..(split + 6).min(list.len())];
        shown.iter().map(|entry| format!("\n    {entry:?}")).collect::<String>()
    };
    panic!(
        "seed {seed}: differ from entry {split} (instant, what, group, person)\n  engine{}\n  naive{}\n  {day:#?}",
        window(ours),
        window(theirs)
    );
}

fn cloudflare_day(seed: u64) -> (System, naive::Cloudflare) {
    let mut dice = Dice::new(seed);
    let total_active_users = 1 + dice.below(25);
    let burst = dice.pick(&[5_000_u32, 10_000, 2_500, 0, 7_777]);
    // With one a minute and pacing nobody is ever accepted: two at least.
    let new_users_per_minute = 2 + dice.below(30);
    let settings = Cloudflare {
        name: "random".to_owned(),
        opening: SimTime::ZERO,
        total_active_users,
        new_users_per_minute,
        session_duration: dice.pick(&[
            MINUTE,
            Span::from_minutes(2),
            Span::from_seconds(90),
            Span::from_minutes(5),
        ]),
        disable_session_renewal: dice.chance(0.3),
        bucket_rule: dice.pick(&[BucketRule::Reservation, BucketRule::Strict]),
        newcomer_rule: dice.pick(&[NewcomerRule::Consistent, NewcomerRule::Sticky]),
        burst: BurstShare::new(f64::from(burst) / 10_000.0).expect("a share"),
        ..Cloudflare::new("", 1, 1)
    };
    let mut day = system(Room::cloudflare(&settings), groups(&mut dice));
    day.minute_offset = dice.pick(&[Span::ZERO, Span::from_seconds(25), Span::from_microseconds(59_999_999)]);
    let retype = day.groups[0].retype;
    let (give_up_after, patience_again) = (day.groups[0].give_up_after, day.groups[0].patience_again);
    for group in &mut day.groups {
        (group.retype, group.give_up_after, group.patience_again) = (retype, give_up_after, patience_again);
    }
    let twin = naive::Cloudflare {
        total_active_users,
        new_users_per_minute,
        session_duration: settings.session_duration.microseconds(),
        disable_session_renewal: settings.disable_session_renewal,
        strict_buckets: settings.bucket_rule == BucketRule::Strict,
        sticky: settings.newcomer_rule == NewcomerRule::Sticky,
        burst_ten_thousandths: burst,
        grace: Span::from_minutes(5).microseconds(),
        minute_offset: day.minute_offset.microseconds(),
        retype_thousandths: (retype.value() * 1000.0).round() as i64,
        give_up_after,
        patience_again,
    };
    (day, twin)
}

#[test]
fn cloudflare_room_admits_the_same_people_at_the_same_microsecond() {
    for seed in 0..days() {
        let (day, twin) = cloudflare_day(seed);
        let key = RunKey { seed, replication: 0 };
        let (crowd, record, ending) = play(&day, key);
        let people = people(&day, &crowd, key, 20_000_000);
        compare(seed, &day, &ours(&crowd, &record), &theirs(&naive::cloudflare(&people, &twin, None)));
        assert!(matches!(ending, Ending::Finished { .. }));
    }
}

fn metered_day(seed: u64, order: CallOrder) -> (System, naive::Metered) {
    let mut dice = Dice::new(seed);
    let spacing = dice.pick(&[None, Some(Span::from_seconds(1)), Some(Span::from_microseconds(2_345_678))]);
    let settings = Metered {
        name: "random".to_owned(),
        opening: SimTime::ZERO,
        slots: dice.chance(0.8).then(|| 1 + dice.below(20)),
        spacing,
        line_limit: dice.chance(0.3).then(|| dice.below(20)),
        order,
        lag: dice.pick(&[Span::ZERO, Span::from_seconds(60)]),
    };
    let twin = naive::Metered {
        slots: settings.slots,
        spacing: spacing.map_or(0, Span::microseconds),
        line_limit: settings.line_limit,
        lag: settings.lag.microseconds(),
    };
    (system(Room::metered(&settings), groups(&mut dice)), twin)
}

#[test]
fn metered_room_admits_the_same_people_at_the_same_microsecond() {
    for seed in 0..days() {
        let (day, twin) = metered_day(seed, CallOrder::Fifo);
        let key = RunKey { seed, replication: 0 };
        let (crowd, record, _) = play(&day, key);
        let people = people(&day, &crowd, key, 20_000_000);
        // Somebody called at the instant of the first request has waited nothing: whether a place was given
        // in between is a matter of telling, not of admission.
        let at_once = |list: Vec<(i64, u8, u32, u32)>| -> Vec<_> {
            let admitted_at_once = |&(at, what, group, person): &(i64, u8, u32, u32)| {
                what == What::Admitted as u8
                    && people.iter().any(|p| p.group == group && p.person == person && p.arrives == at)
            };
            let passed: Vec<_> = list.iter().copied().filter(admitted_at_once).collect();
            let mut kept: Vec<_> = list
                .into_iter()
                .filter(|entry| {
                    let same = |other: &&(i64, u8, u32, u32)| {
                        (entry.0, entry.2, entry.3) == (other.0, other.2, other.3)
                    };
                    let queued = entry.1 == What::Queued as u8 || entry.1 == What::Admitted as u8;
                    !(queued && passed.iter().any(|other| same(&other)))
                })
                .collect();
            kept.extend(passed.iter().map(|entry| (entry.0, What::AcceptedAtOnce as u8, entry.2, entry.3)));
            kept.sort_unstable();
            kept
        };
        let engine = at_once(ours(&crowd, &record));
        compare(seed, &day, &engine, &at_once(theirs(&naive::metered(&people, &twin, None))));
    }
}

/// A day cut at any instants and gone on with from the states told there is the same day.
#[test]
fn a_day_in_pieces_is_the_same_day() {
    for seed in 0..days() / 3 {
        let mut dice = Dice::new(seed ^ 0x5EED);
        let day = match seed % 3 {
            0 => metered_day(seed, CallOrder::Fifo).0,
            1 => metered_day(seed, CallOrder::Lottery).0,
            _ => cloudflare_day(seed).0,
        };
        let key = RunKey { seed, replication: 0 };
        let (_, whole, ending) = play(&day, key);
        let Ending::Finished { at: Some(end) } = ending else { continue };
        let mut cuts: Vec<SimTime> = (0..3)
            .map(|_| {
                let at = (end.microseconds() as f64 * dice.uniform()) as i64 - 25_000_000;
                // Often exactly at something that happens.
                let near = whole.0.iter().find(|happening| happening.at.microseconds() >= at);
                if dice.chance(0.5) { near.map_or(end, |h| h.at) } else { SimTime::from_microseconds(at) }
            })
            .collect();
        cuts.sort_unstable();
        let (pieces, _) = play_in_pieces(&day, key, &cuts);
        let split = whole.0.iter().zip(&pieces.0).take_while(|(a, b)| a == b).count();
        assert_eq!(whole.0.get(split), pieces.0.get(split), "seed {seed} cuts {cuts:?}: differ from {split}");
    }
}
