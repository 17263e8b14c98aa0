//! Random small days, for the engine and for the second implementation: the same dice, so the same days.
//!
//! Days: `MACHIAI_RANDOM_DAYS` (default 2,000 of each kind; set it higher for a long hunt).

use crate::naive::{self, Happening as Naive, What};
use crate::recorded::{Record, system, who};
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::engine::{Blueprint, Crowd, Signal};
use machiai::model::room::{
    BucketRule, BurstShare, CallOrder, Change, Cloudflare, Composition, Entry, Event, Metered, NewcomerRule,
    QueueingMethod, Rate, Regime, SessionClock,
};
use machiai::model::{
    ArrivalProfile, BeforeOpening, Comeback, Devices, Distribution, Group, Headcount, Room, RoomId, Sleep,
    Step, System, Visit,
};
use machiai::units::{MINUTE, Share, SimTime, Span};

/// Instant, what, group, person.
pub type Told = (i64, What, u32, u32);

/// How many days of each kind.
pub fn days() -> u64 {
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

pub fn distribution(dice: &mut Dice, low: f64, high: f64) -> Distribution {
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
pub struct Kind {
    /// Comebacks, sleep, devices, clients without cookies, bypass, waiting for the opening.
    pub special_people: bool,
    /// People who look at the estimate, and delays of their own: every poll is played.
    pub every_poll: bool,
    /// Events, timetable, other methods, revoke.
    pub settings: bool,
}

pub const PLAIN: Kind = Kind { special_people: false, every_poll: false, settings: false };

pub fn group(dice: &mut Dice, number: u32, kind: Kind) -> Group {
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

pub fn add_special_people(dice: &mut Dice, group: &mut Group) {
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

pub fn groups(dice: &mut Dice, kind: Kind) -> Vec<Group> {
    (0..1 + dice.below(3)).map(|number| group(dice, number, kind)).collect()
}

/// The people of the only room.
pub fn people(day: &System, crowd: &Crowd, key: RunKey, poll_interval: i64) -> Vec<naive::Person> {
    people_of(day, RoomId(0), crowd, key, poll_interval)
}

/// The people of a room, with nothing of their own behind it.
pub fn people_of(
    day: &System,
    room: RoomId,
    crowd: &Crowd,
    key: RunKey,
    poll_interval: i64,
) -> Vec<naive::Person> {
    let blueprint = Blueprint::new(day, room);
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
                at_origin: naive::AtOrigin::default(),
            }
        })
        .collect()
}

/// Everything that matters, sorted within an instant, where the order of independent people is free.
pub fn ours(crowd: &Crowd, record: &Record) -> Vec<Told> {
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
                Signal::Booked { slot, places } => What::BookedPlaces { slot: slot as usize, places },
                Signal::SoldOut => What::SoldOut,
                Signal::FoundSoldOut => What::FoundSoldOut,
                Signal::RequestFailed => What::RequestFailed,
                Signal::Arrived | Signal::AskedAgain => return None,
            };
            let who = who(crowd, happening);
            Some((happening.at.microseconds(), what, who.group, who.person))
        })
        .collect();
    list.sort_unstable();
    list
}

/// The same of the second implementation. A booking without a stock is told as the engine tells it.
pub fn theirs(happenings: &[Naive]) -> Vec<Told> {
    let what =
        |what: What| if what == What::Booked { What::BookedPlaces { slot: 0, places: 1 } } else { what };
    let mut list: Vec<_> = happenings.iter().map(|h| (h.at, what(h.what), h.group, h.person)).collect();
    list.sort_unstable();
    list
}

#[track_caller]
pub fn compare(seed: u64, day: &System, ours: &[Told], theirs: &[Told]) {
    if ours == theirs {
        return;
    }
    let split = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let window = |list: &[Told]| {
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
    let everything = Kind { special_people: true, every_poll: seed.is_multiple_of(2), settings: true };
    match seed % 4 {
        0 => metered_day(seed, CallOrder::Fifo).0,
        1 => cloudflare_day(seed, PLAIN).0,
        _ => cloudflare_day(seed, everything).0,
    }
}

pub fn cloudflare_day(seed: u64, kind: Kind) -> (System, naive::Cloudflare) {
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
    let twin = cloudflare_twin(&day, RoomId(0));
    (day, twin)
}

/// A Cloudflare room of a day for the second implementation. The groups bound for it agree about losses.
pub fn cloudflare_twin(day: &System, room: RoomId) -> naive::Cloudflare {
    let Composition::Cloudflare(settings) = day.rooms[room.0].composition() else {
        unreachable!("a Cloudflare room")
    };
    let schedule = day.rooms[room.0].schedule();
    let mut regimes = vec![(i64::MIN, regime(schedule.first()))];
    regimes.extend(schedule.changes().iter().map(|(at, settings)| (at.microseconds(), regime(settings))));
    let (_, group) = day.groups_of(room).next().expect("somebody comes");
    naive::Cloudflare {
        regimes,
        strict_buckets: settings.bucket_rule == BucketRule::Strict,
        sticky: settings.newcomer_rule == NewcomerRule::Sticky,
        grace: Span::from_minutes(5).microseconds(),
        minute_offset: day.minute_offset.microseconds(),
        retype_thousandths: (group.retype.value() * 1000.0).round() as i64,
        give_up_after: group.give_up_after,
        patience_again: group.patience_again,
        opening: settings.opening.microseconds(),
        room_poll_interval: 20_000_000,
    }
}

pub fn regime(regime: &Regime) -> naive::Regime {
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
pub const METHODS: [QueueingMethod; 5] = [
    QueueingMethod::Fifo,
    QueueingMethod::Fifo,
    QueueingMethod::Fifo,
    QueueingMethod::Passthrough,
    QueueingMethod::Reject,
];

pub fn add_settings(dice: &mut Dice, room: &mut Cloudflare) {
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

pub fn metered_day(seed: u64, order: CallOrder) -> (System, naive::Metered) {
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
    let twin = metered_twin(&settings);
    (system(Room::metered(&settings), groups(&mut dice, PLAIN)), twin)
}

/// A metered room for the second implementation.
pub fn metered_twin(settings: &Metered) -> naive::Metered {
    naive::Metered {
        slots: settings.slots,
        spacing: settings.spacing.map_or(0, Span::microseconds),
        line_limit: settings.line_limit,
        lag: settings.lag.microseconds(),
    }
}

/// In the metered room somebody called at the instant of the first request has waited nothing: whether a place was given in
/// between is a matter of telling, not of admission.
pub fn called_at_once(list: Vec<Told>, people: &[naive::Person]) -> Vec<Told> {
    let admitted_at_once = |&(at, what, group, person): &Told| {
        matches!(what, What::Admitted | What::AcceptedAtOnce)
            && people.iter().any(|p| p.group == group && p.person == person && p.arrives == at)
    };
    let passed: Vec<_> = list.iter().copied().filter(admitted_at_once).collect();
    let mut kept: Vec<_> = list
        .into_iter()
        .filter(|entry| {
            let same = |other: &&Told| (entry.0, entry.2, entry.3) == (other.0, other.2, other.3);
            let queued = matches!(entry.1, What::Queued | What::Admitted | What::AcceptedAtOnce);
            !(queued && passed.iter().any(|other| same(&other)))
        })
        .collect();
    kept.extend(passed.iter().map(|entry| (entry.0, What::AcceptedAtOnce, entry.2, entry.3)));
    kept.sort_unstable();
    kept
}
