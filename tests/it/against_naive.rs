//! The engine against a second implementation in which every poll is an event: the same people, admitted at the
//! same microsecond, on random small days.
//!
//! Days: `MACHIAI_RANDOM_DAYS` (default 2,000 of each kind; set it higher for a long hunt).

use crate::naive::{self, Happening as Naive, What};
use crate::recorded::{Record, play, play_every_poll, play_in_pieces, system, who};
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::{Blueprint, Crowd, Ending, Estimate, Signal};
use machiai::model::room::{
    BucketRule, BurstShare, CallOrder, Change, Cloudflare, Composition, Edge, Entry, Event, Metered,
    NewcomerRule, QueueingMethod, Rate, Regime, SessionClock,
};
use machiai::model::{
    ArrivalProfile, BeforeOpening, Comeback, Devices, Distribution, Group, Headcount, Room, RoomId, Sleep,
    Step, System, Visit,
};
use machiai::units::{MINUTE, Share, SimTime, Span};

fn days() -> u64 {
    std::env::var("MACHIAI_RANDOM_DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

/// Random choices of one day, by number of the question.
pub struct Dice {
    stream: Stream,
    asked: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let key = RunKey { seed, replication: 7 };
        Dice { stream: Stream::new(key, Purpose::Events, 99, Field::Number), asked: 0 }
    }

    pub fn uniform(&mut self) -> f64 {
        self.asked += 1;
        self.stream.uniform(self.asked)
    }

    pub fn below(&mut self, bound: u32) -> u32 {
        (self.uniform() * f64::from(bound)) as u32
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    pub fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len() as u32) as usize]
    }

    pub fn seconds(&mut self, low: f64, high: f64) -> Span {
        Span::from_fractional_seconds(low + (high - low) * self.uniform())
    }
}

fn distribution(dice: &mut Dice, low: f64, high: f64) -> Distribution {
    let mean = dice.seconds(low, high);
    match dice.below(4) {
        // Whole seconds make ties.
        0 => Distribution::Fixed(Span::from_seconds(mean.microseconds() / 1_000_000)),
        1 => Distribution::Exponential { mean },
        2 => Distribution::Lognormal { mean, coefficient_of_variation: 0.8 },
        _ => Distribution::Uniform { low: Span::ZERO, high: mean },
    }
}

/// What a random day is made of.
#[derive(Clone, Copy)]
struct Kind {
    /// Comebacks, sleep, devices, clients without cookies, bypass, waiting for the opening.
    special_people: bool,
    /// People who look at the estimate, and delays of their own: every poll is played.
    every_poll: bool,
    /// Events, timetable, other methods, revoke.
    settings: bool,
}

const PLAIN: Kind = Kind { special_people: false, every_poll: false, settings: false };

fn group(dice: &mut Dice, number: u32, kind: Kind) -> Group {
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
        Visit::even(distribution(dice, 10.0, 900.0), 1 + dice.below(5))
    } else {
        let steps = 1 + dice.below(4);
        let step = |dice: &mut Dice| Step::new("", distribution(dice, 5.0, 200.0));
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
    if kind.special_people {
        add_special_people(dice, &mut group);
    }
    if kind.every_poll {
        if dice.chance(0.7) {
            group.tolerance = Some(distribution(dice, 30.0, 900.0));
        }
        if dice.chance(0.5) {
            group.poll_delay = distribution(dice, 0.5, 40.0);
        }
    }
    group
}

fn add_special_people(dice: &mut Dice, group: &mut Group) {
    let share = |dice: &mut Dice| Share::new(dice.pick(&[0.2, 0.7, 1.0])).expect("a share");
    if dice.chance(0.5) {
        let (chance, with_cookie) = (share(dice), share(dice));
        group.comeback = Some(Comeback { chance, delay: distribution(dice, 1.0, 400.0), with_cookie });
        // Somebody who always comes back and never waits would make the slow simulator slow.
        if chance == Share::ALL {
            group.comeback =
                group.comeback.take().map(|c| Comeback { chance: Share::new(0.8).expect("a share"), ..c });
        }
    }
    if dice.chance(0.4) {
        let (after, lasting) = (distribution(dice, 1.0, 300.0), distribution(dice, 1.0, 500.0));
        group.sleep = Some(Sleep { share: share(dice), after, lasting });
    }
    if dice.chance(0.4) {
        let shares = [0.5, 0.3, 0.2].map(|value| Share::new(value).expect("a share"));
        group.devices = Devices::new(shares.to_vec()).expect("three shares");
    }
    if dice.chance(0.25) {
        group.cookieless = share(dice);
    }
    if dice.chance(0.2) {
        group.bypass = Share::new(0.2).expect("a share");
    }
    if dice.chance(0.3) {
        let reload =
            dice.pick(&[Span::from_seconds(10), Span::from_seconds(60), Span::from_microseconds(7_654_321)]);
        group.before_opening = BeforeOpening::Waits { reload };
    }
}

fn groups(dice: &mut Dice, kind: Kind) -> Vec<Group> {
    (0..1 + dice.below(3)).map(|number| group(dice, number, kind)).collect()
}

fn people(day: &System, crowd: &Crowd, key: RunKey, poll_interval: i64) -> Vec<naive::Person> {
    let blueprint = Blueprint::new(day, RoomId(0));
    (0..crowd.len() as u32)
        .map(|rank| {
            let who = crowd.who(rank);
            let (think, last_think) = blueprint.thinks(crowd, key, rank);
            let traits = blueprint.traits(crowd, key, rank);
            let comebacks = traits.comebacks.iter().map(|comeback| naive::Comeback {
                delay: comeback.delay.microseconds(),
                with_cookie: comeback.with_cookie,
                patience: comeback.patience.map(Span::microseconds),
            });
            let reload = match day.groups[who.group as usize].before_opening {
                BeforeOpening::Proceeds => None,
                BeforeOpening::Waits { reload } => Some(reload.microseconds()),
            };
            naive::Person {
                group: who.group,
                person: who.person,
                arrives: crowd.arrival(rank).microseconds(),
                think: think.iter().map(|span| span.microseconds()).collect(),
                last_think: last_think.microseconds(),
                patience: traits.patience.map(Span::microseconds),
                poll_interval: poll_interval + traits.poll_delay.microseconds(),
                tolerance: traits.tolerance.map(Span::microseconds),
                tickets: traits.tickets,
                comebacks: comebacks.collect(),
                sleep: traits.sleep.map(|(after, lasting)| naive::Sleep {
                    after: after.microseconds(),
                    lasting: lasting.microseconds(),
                }),
                cookieless: traits.is_cookieless,
                bypass: traits.is_bypassing,
                revoked: traits.is_revoked,
                reload,
            }
        })
        .collect()
}

/// Everything that matters, sorted within an instant, where the order of independent people is free.
fn ours(crowd: &Crowd, record: &Record) -> Vec<(i64, u8, u32, u32)> {
    let mut list: Vec<_> = record
        .happenings
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
                Signal::CameBack { .. } => What::CameBack,
                Signal::Arrived
                | Signal::Booked { .. }
                | Signal::SoldOut
                | Signal::FoundSoldOut
                | Signal::RequestFailed
                | Signal::AskedAgain => return None,
            };
            let who = who(crowd, happening);
            Some((happening.at.microseconds(), what as u8, who.group, who.person))
        })
        .collect();
    list.sort_unstable();
    list
}

fn theirs(happenings: &[Naive]) -> Vec<(i64, u8, u32, u32)> {
    let told = happenings.iter().filter(|h| h.what != What::Booked);
    let mut list: Vec<_> = told.map(|h| (h.at, h.what as u8, h.group, h.person)).collect();
    list.sort_unstable();
    list
}

fn compare(seed: u64, day: &System, ours: &[(i64, u8, u32, u32)], theirs: &[(i64, u8, u32, u32)]) {
    if ours == theirs {
        return;
    }
    let split = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let window = |list: &[(i64, u8, u32, u32)]| {
        let shown = &list[split.saturating_sub(8).min(list.len())..(split + 6).min(list.len())];
        shown.iter().map(|entry| format!("\n    {entry:?}")).collect::<String>()
    };
    panic!(
        "seed {seed}: differ from entry {split} (instant, what, group, person)\n  engine{}\n  naive{}\n  {day:#?}",
        window(ours),
        window(theirs)
    );
}

/// A day with everything that a room and people can do, or of a metered room.
pub fn any_day(seed: u64) -> System {
    let everything = Kind { special_people: true, every_poll: seed % 2 == 0, settings: true };
    match seed % 4 {
        0 => metered_day(seed, CallOrder::Fifo).0,
        1 => cloudflare_day(seed, PLAIN).0,
        _ => cloudflare_day(seed, everything).0,
    }
}

fn cloudflare_day(seed: u64, kind: Kind) -> (System, naive::Cloudflare) {
    let mut dice = Dice::new(seed);
    let total_active_users = 1 + dice.below(25);
    // With one a minute and pacing nobody is ever accepted: two at least.
    let new_users_per_minute = 2 + dice.below(30);
    let burst = dice.pick(&[5_000_u32, 10_000, 2_500, 0, 7_777]);
    let mut settings = Cloudflare {
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
        ..Cloudflare::new("random", total_active_users, new_users_per_minute)
    };
    if kind.settings {
        add_settings(&mut dice, &mut settings);
    }
    let room = Room::cloudflare(&settings);
    let mut day = system(room, groups(&mut dice, kind));
    day.minute_offset = dice.pick(&[Span::ZERO, Span::from_seconds(25), Span::from_microseconds(59_999_999)]);
    let retype = day.groups[0].retype;
    let (give_up_after, patience_again) = (day.groups[0].give_up_after, day.groups[0].patience_again);
    for group in &mut day.groups {
        (group.retype, group.give_up_after, group.patience_again) = (retype, give_up_after, patience_again);
    }
    // Clients without cookies keep themselves out, and a hold may last for ever.
    if kind.special_people || kind.settings {
        day.horizon = Some(SimTime::ZERO + Span::from_minutes(40));
    }
    let schedule = day.rooms[0].schedule();
    let mut regimes = vec![(i64::MIN, regime(schedule.first()))];
    regimes.extend(schedule.changes().iter().map(|(at, settings)| (at.microseconds(), regime(settings))));
    let twin = naive::Cloudflare {
        regimes,
        strict_buckets: settings.bucket_rule == BucketRule::Strict,
        sticky: settings.newcomer_rule == NewcomerRule::Sticky,
        grace: Span::from_minutes(5).microseconds(),
        minute_offset: day.minute_offset.microseconds(),
        retype_thousandths: (retype.value() * 1000.0).round() as i64,
        give_up_after,
        patience_again,
        opening: settings.opening.microseconds(),
        room_poll_interval: 20_000_000,
    };
    (day, twin)
}

fn regime(regime: &Regime) -> naive::Regime {
    let (new_users_per_minute, burst) = match regime.limits.rate {
        Rate::PerClockMinute { limit, burst } => (limit, burst),
        _ => unreachable!("a Cloudflare room counts by the minute"),
    };
    let (session, fixed) = match regime.session {
        SessionClock::IdleAfterLastRequest(span) => (span, false),
        SessionClock::SinceAcceptance(span) => (span, true),
        SessionClock::VisitAndLag(_) => unreachable!("not a Cloudflare room's"),
    };
    naive::Regime {
        total_active_users: regime.limits.slots.expect("limited"),
        new_users_per_minute,
        burst_ten_thousandths: u32::from(burst.ten_thousandths()),
        session_duration: session.microseconds(),
        disable_session_renewal: fixed,
        entry: match regime.entry {
            Entry::Suspended => naive::Entry::Suspended,
            Entry::Hold => naive::Entry::Hold,
            Entry::Passthrough => naive::Entry::Passthrough,
            Entry::Reject => naive::Entry::Reject,
            Entry::Fifo => naive::Entry::Fifo,
            Entry::Random => naive::Entry::Random,
        },
        shuffle: regime.shuffle,
    }
}

/// Every method but the random one, which follows draws of its own.
const METHODS: [QueueingMethod; 5] = [
    QueueingMethod::Fifo,
    QueueingMethod::Fifo,
    QueueingMethod::Fifo,
    QueueingMethod::Passthrough,
    QueueingMethod::Reject,
];

fn add_settings(dice: &mut Dice, room: &mut Cloudflare) {
    // Whole seconds, so that changes often meet something else.
    let at = |dice: &mut Dice| SimTime::ZERO + Span::from_seconds(i64::from(dice.below(700)) - 60);
    room.revoke = Share::new(dice.pick(&[0.0, 0.0, 0.4, 1.0])).expect("a share");
    room.queueing_method = dice.pick(&METHODS);
    (room.queue_all, room.suspended) = (dice.chance(0.1), dice.chance(0.15));
    for _ in 0..dice.below(4) {
        let mut change = Change::new(at(dice));
        let limits = dice.chance(0.6);
        change.total_active_users = limits.then(|| 1 + dice.below(30));
        change.new_users_per_minute = limits.then(|| 2 + dice.below(30));
        change.session_duration = dice.chance(0.3).then(|| dice.seconds(30.0, 300.0));
        change.disable_session_renewal = dice.chance(0.3).then(|| dice.chance(0.5));
        change.queueing_method = dice.chance(0.4).then(|| dice.pick(&METHODS));
        change.queue_all = dice.chance(0.3).then(|| dice.chance(0.4));
        change.suspended = dice.chance(0.4).then(|| dice.chance(0.3));
        room.timetable.push(change);
    }
    room.timetable.sort_by_key(|change| change.at);
    room.timetable.dedup_by_key(|change| change.at);
    if dice.chance(0.6) {
        let start = at(dice);
        let mut event = Event::new("event", start, start + dice.seconds(60.0, 900.0));
        event.prequeue_start_time =
            dice.chance(0.8).then(|| start - Span::from_seconds(i64::from(dice.below(400)) + 1));
        event.shuffle_at_event_start = event.prequeue_start_time.is_some() && dice.chance(0.7);
        let limits = dice.chance(0.5);
        event.total_active_users = limits.then(|| 1 + dice.below(30));
        event.new_users_per_minute = limits.then(|| 2 + dice.below(15));
        event.session_duration = dice.chance(0.3).then(|| dice.seconds(30.0, 300.0));
        event.disable_session_renewal = dice.chance(0.4).then(|| dice.chance(0.7));
        event.queueing_method = dice.chance(0.6).then(|| dice.pick(&METHODS));
        room.events.push(event);
    }
}

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
    (system(Room::metered(&settings), groups(&mut dice, PLAIN)), twin)
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
