//! The wait that the page shows: per minute against the pages themselves, its error, the sets of assumptions, and what
//! answers say where settings change.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Happening, Observer, Shown, Signal};
use machiai::model::room::{Change, Cloudflare, Event, QueueingMethod};
use machiai::model::{
    ArrivalProfile, Comeback, Component, Devices, Distribution, Group, Headcount, Room, RoomId, System,
    Visit, opening_profile,
};
use machiai::observe::{Estimates, Timeline};
use machiai::results::{Answer, Effect, Measure, ShownMeasure};
use machiai::scenario::{self, Attachments, Input, Override};
use machiai::study::{Plan, Stop, Watch, predict};
use machiai::units::{Share, SimTime, Span};

use crate::recorded::system;

const MINUTE: i64 = 60_000_000;

fn at(minutes: i64) -> SimTime {
    SimTime::ZERO + Span::from_minutes(minutes)
}

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

fn people(count: u32) -> Group {
    let duration = Distribution::Lognormal { mean: Span::from_minutes(4), coefficient_of_variation: 0.8 };
    let arrivals = opening_profile(share(0.7), 1.0);
    Group::new("people", Headcount::Fixed(count), arrivals, Visit::even(duration, 5))
}

fn room() -> Cloudflare {
    Cloudflare::new("small", 60, 15)
}

/// The first page of each newcomer, and what the line was at the start of the minute and lost since.
#[derive(Default)]
struct Pages {
    line: u32,
    minute: i64,
    line_at_start: u32,
    has_shrunk: bool,
    grown: u32,
    queued_now: Option<(u32, i64)>,
    seen: Vec<(i64, Page)>,
}

#[derive(Clone, Copy, Debug)]
struct Page {
    shown: Option<u32>,
    line_at_start: u32,
    has_shrunk: bool,
    grown: u32,
}

impl Pages {
    fn go_to(&mut self, at: SimTime) {
        let minute = at.microseconds().div_euclid(MINUTE);
        if minute != self.minute {
            (self.minute, self.line_at_start) = (minute, self.line);
            (self.has_shrunk, self.grown) = (false, 0);
        }
    }
}

impl Observer for Pages {
    fn signal(&mut self, happening: &Happening) {
        self.go_to(happening.at);
        let line = happening.levels.line;
        self.has_shrunk |= line < self.line;
        self.grown += line.saturating_sub(self.line);
        self.line = line;
        if let Signal::Queued { .. } = happening.signal {
            self.queued_now = Some((happening.rank, happening.at.microseconds()));
        }
    }

    fn shown(&mut self, shown: &Shown) {
        self.go_to(shown.at);
        if self.queued_now == Some((shown.rank, shown.at.microseconds())) && shown.device == 0 {
            self.queued_now = None;
            let page = Page {
                shown: shown.estimate.map(|estimate| estimate.high_minutes),
                line_at_start: self.line_at_start,
                has_shrunk: self.has_shrunk,
                grown: self.grown,
            };
            self.seen.push((self.minute, page));
        }
    }
}

/// Plays a day with every poll; how many pages were held against the start of their minute.
fn held_against_pages(system: &System, by_lot: bool) -> usize {
    let blueprint = Blueprint::new(system, RoomId(0)).playing_every_poll();
    let key = RunKey { seed: 5, replication: 0 };
    let crowd = blueprint.crowd(key);
    let mut observer = (Timeline::new(&system.rooms[0], system.minute_offset), Pages::default());
    blueprint.run(&crowd, key, &mut observer);
    let (timeline, pages) = observer;
    let (first, minutes) = timeline.finish();
    let of: BTreeMap<i64, _> = (first..).zip(minutes).collect();
    let mut compared = 0;
    for (minute, page) in pages.seen {
        let shown = of[&minute].shown;
        if let (Some(page), Some(max)) = (page.shown, shown.max) {
            assert!(page <= max, "minute {minute}: {page} above the maximum {max}");
        }
        let undisturbed = !page.has_shrunk && (!by_lot || page.grown == 1);
        if undisturbed && page.line_at_start > 0 {
            assert_eq!(page.shown, shown.start, "minute {minute}");
            compared += 1;
        }
        if let (Some(mean), Some(max)) = (shown.mean, shown.max) {
            assert!(mean <= f64::from(max) + 1e-9 && mean >= 1.0);
        }
    }
    compared
}

/// What the timeline says of newcomers from signals alone is what the engine's pages say.
#[test]
fn the_wait_of_newcomers_is_the_one_on_their_pages() {
    let day = |room: Cloudflare, group: Group| system(Room::cloudflare(&room), vec![group]);
    let mut impatient = people(900);
    impatient.patience = Some(Distribution::Exponential { mean: Span::from_minutes(15) });
    impatient.comeback = Some(Comeback {
        chance: share(0.5),
        delay: Distribution::Fixed(Span::from_minutes(2)),
        with_cookie: share(0.5),
    });
    impatient.bypass = share(0.05);
    let mut held = room();
    held.timetable = vec![
        Change { queue_all: Some(true), ..Change::new(at(5)) },
        Change { queue_all: Some(false), ..Change::new(at(9)) },
        Change { suspended: Some(true), ..Change::new(at(30)) },
        Change { suspended: Some(false), ..Change::new(at(33)) },
    ];
    let mut event = room();
    event.opening = at(30);
    let mut sale = Event::new("sale", at(30), at(300));
    sale.prequeue_start_time = Some(at(10));
    sale.shuffle_at_event_start = true;
    sale.total_active_users = Some(40);
    sale.new_users_per_minute = Some(12);
    event.events = vec![sale];
    let mut early = people(900);
    early.arrivals = ArrivalProfile::Offsets(vec![Component {
        share: Share::ALL,
        offset: Distribution::Uniform { low: Span::ZERO, high: Span::from_minutes(60) },
        shift: Span::from_minutes(-25),
    }]);
    let mut lot = room();
    lot.queueing_method = QueueingMethod::Random;
    for (system, by_lot, least) in [
        (day(room(), people(900)), false, 50),
        (day(room(), impatient), false, 50),
        (day(held, people(900)), false, 40),
        (day(event, early), false, 30),
        (day(lot, people(900)), true, 5),
    ] {
        let compared = held_against_pages(&system, by_lot);
        assert!(compared >= least, "only {compared} pages were held against the start of their minute");
    }
}

/// Told by hand: one person whose pages say unknown, 3, 2, 4 and who is let in 100 s after the first known one; one who
/// leaves; one who sees nothing known; and pages that do not count.
#[test]
fn errors_and_jumps_by_hand() {
    let mut estimates = Estimates::new(4);
    let page = |seconds: i64, rank: u32, device: u32, minutes: Option<u32>| Shown {
        at: SimTime::ZERO + Span::from_seconds(seconds),
        rank,
        device,
        estimate: minutes
            .map(|minutes| machiai::engine::Estimate { low_minutes: minutes, high_minutes: minutes }),
    };
    let signal = |seconds: i64, rank: u32, signal: Signal| Happening {
        at: SimTime::ZERO + Span::from_seconds(seconds),
        signal,
        rank,
        levels: Default::default(),
    };
    estimates.shown(&page(0, 0, 0, None));
    for (step, minutes) in [3, 2, 4].into_iter().enumerate() {
        estimates.shown(&page(20 * (step as i64 + 1), 0, 0, Some(minutes)));
        estimates.shown(&page(20 * (step as i64 + 1), 0, 1, Some(50 * minutes)));
    }
    let waited = Span::from_seconds(120);
    estimates.signal(&signal(120, 0, Signal::Admitted { first: true, waited }));
    estimates.shown(&page(500, 0, 0, Some(99)));
    estimates.shown(&page(0, 1, 0, Some(7)));
    estimates.shown(&page(20, 1, 0, Some(6)));
    estimates.signal(&signal(30, 1, Signal::Left));
    estimates.shown(&page(0, 2, 0, None));
    estimates.signal(&signal(40, 2, Signal::Admitted { first: true, waited }));
    let figures = estimates.figures();
    let of = |measure: ShownMeasure| figures[measure as usize];
    assert_eq!(of(ShownMeasure::ErrorMean), Some(80.0));
    assert_eq!(of(ShownMeasure::ErrorAbsMean), Some(80.0));
    assert_eq!(of(ShownMeasure::RoseShare), Some(0.5));
    assert_eq!(of(ShownMeasure::JumpMax), Some(120.0));
    assert_eq!(of(ShownMeasure::UnknownShare), Some(1.0 / 3.0));
    assert_eq!(Estimates::new(3).figures(), [None; 5]);
}

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

const ROOM: &str = "[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n";
const PEOPLE: &str = "[group]\ncount = 1000\narrivals = \"ramp 2m\"\n";

fn read(text: &str) -> scenario::Scenario {
    scenario::read(text, &NoFiles, &[]).unwrap_or_else(|issues| panic!("{issues:?}"))
}

fn answer(text: &str, shown_days: u32) -> Answer {
    let plan = Plan {
        seed: 1,
        stop: Stop::Replications(2),
        threads: None,
        requirements: Vec::new(),
        with_minutes: false,
        shown_days,
        command: String::new(),
    };
    predict(&read(text), &plan, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

#[test]
fn estimates_are_there_when_asked_for() {
    let found = answer(&format!("{ROOM}{PEOPLE}"), 2);
    let shown = found.estimates.as_ref().unwrap();
    assert_eq!((shown.days, shown.measures.len()), (2, 5));
    let error = shown.value(ShownMeasure::ErrorAbsMean).unwrap();
    let mean = found.measures.iter().find(|(measure, _)| *measure == Measure::WaitMean).unwrap().1.value;
    assert!(error > 0.0 && error < 3.0 * mean.unwrap(), "{error}");
    assert_eq!(answer(&format!("{ROOM}{PEOPLE}"), 0).estimates, None);
    let metered = format!("[room]\nkind = \"metered\"\ninside = 200\nper_minute = 200\n{PEOPLE}");
    assert_eq!(answer(&metered, 2).estimates, None);
    for language in [machiai::report::Language::English, machiai::report::Language::Japanese] {
        let text = machiai::report::answer(&found, language, 100);
        assert!(text.contains("2 simulated days of which") || text.contains("画面を再現した2日分"), "{text}");
    }
}

/// A set fixes what was not given and nothing else; what it fixes is not drawn; the answer tells.
#[test]
fn a_set_of_assumptions_fixes_the_rules_not_given() {
    let given = read(&format!("assume = \"pessimistic\"\n{ROOM}burst_share = 0.3\n{PEOPLE}"));
    let by_hand = read(&format!(
        "{ROOM}burst_share = 0.3\nbucket_rule = \"strict\"\nnewcomer_rule = \"sticky\"\n{PEOPLE}"
    ));
    assert_eq!(given.system, by_hand.system);
    assert!(given.given.is_fixed(Input::BucketRule) && !given.given.is_fixed(Input::BurstShare));
    assert!(!given.given.contains(Input::BucketRule));
    let likely = read(&format!("assume = \"likely\"\n{ROOM}{PEOPLE}"));
    assert_eq!(likely.system, read(&format!("{ROOM}{PEOPLE}")).system);

    let free = answer(&format!("{ROOM}{PEOPLE}"), 0);
    let fixed = answer(&format!("assume = \"optimistic\"\n{ROOM}{PEOPLE}"), 0);
    let range = |answer: &Answer, input: Input| {
        answer.inputs.iter().find(|note| note.key == input.key()).unwrap().range.clone()
    };
    assert!(range(&free, Input::BucketRule).is_some() && range(&fixed, Input::BucketRule).is_none());
    assert_eq!(fixed.rules.assume.as_deref(), Some("optimistic"));
    assert_eq!(fixed.rules.fixed.len(), 3);
    assert!(free.rules.assume.is_none() && free.rules.fixed.is_empty());
    // All three rules are tried at both ends, whether they are fixed or not, and the same people meet them.
    let ends = |answer: &Answer| -> Vec<Effect> {
        let mut effects = answer.rules.effects.clone();
        effects.sort_by(|a, b| a.key.cmp(&b.key));
        effects
    };
    assert_eq!(ends(&free).len(), 3);
    let burst = ends(&free).into_iter().find(|effect| effect.key == "room.burst_share").unwrap();
    assert_eq!((burst.low_value.as_str(), burst.high_value.as_str()), ("1", "0"));
    assert_ne!(free.provenance.scenario, fixed.provenance.scenario);
    let text = machiai::report::answer(&fixed, machiai::report::Language::English, 100);
    assert!(text.contains("fixed by the optimistic set"), "{text}");
    assert!(text.contains("Of what Cloudflare does not publish"), "{text}");

    let wrong = |text: &str| scenario::read(text, &NoFiles, &[]).unwrap_err()[0].to_string();
    assert!(wrong(&format!("assume = \"pesimistic\"\n{ROOM}{PEOPLE}")).contains("pessimistic"));
    let metered =
        format!("assume = \"likely\"\n[room]\nkind = \"metered\"\ninside = 5\nper_minute = 5\n{PEOPLE}");
    assert!(wrong(&metered).contains("no unpublished rules"));
    let set = Override { key: "assume".to_owned(), value: "likely".to_owned() };
    assert!(scenario::read(&format!("{ROOM}{PEOPLE}"), &NoFiles, &[set]).is_ok());
}

/// With an event the flow, the sum by hand and the levers are the event's.
#[test]
fn an_event_at_the_opening_is_what_limits_the_flow() {
    let event = "[[room.event]]\nname = \"sale\"\nprequeue = \"10m\"\nevent_start_time = \"0s\"\n\
        event_end_time = \"5h\"\ntotal_active_users = 300\nnew_users_per_minute = 250\nsession_duration = 2\n";
    let found = answer(&format!("{ROOM}{event}{PEOPLE}"), 0);
    let flow = &found.flow;
    assert_eq!((flow.slots, flow.rate_per_minute, flow.session_minutes), (Some(300), Some(250.0), 2.0));
    assert!(found.hand_check.is_some());
    let lever = |key: &str| found.levers.iter().find(|lever| lever.key == key);
    let slots = lever("room.event.total_active_users").unwrap();
    assert_eq!((slots.low_value.as_str(), slots.high_value.as_str()), ("300", "360"));
    assert!(slots.at_high < slots.at_low);
    assert!(lever("room.total_active_users").is_none());
    // Renewal is the room's own.
    assert!(found.levers.iter().all(|lever| lever.key != "room.event.disable_session_renewal"));
    assert!(found.effects.iter().any(|effect| effect.key == "room.event.session_duration"));
}

/// What nobody is let in by, or everybody, makes no sum and no lever.
#[test]
fn rooms_without_limits_or_without_entry_print_no_sums() {
    let end = "horizon = \"30m\"\n";
    let nobody = answer(&format!("{end}{ROOM}queue_all = true\n{PEOPLE}"), 0);
    assert_eq!((nobody.flow.rate_per_minute, nobody.flow.slots_per_minute), (Some(0.0), None));
    assert!(nobody.hand_check.is_none() && nobody.levers.is_empty());
    let text = machiai::report::answer(&nobody, machiai::report::Language::English, 100);
    assert!(text.contains("Nobody is let in") && !text.contains("By hand"), "{text}");
    let turned = answer(&format!("{ROOM}queueing_method = \"reject\"\n{PEOPLE}"), 0);
    assert_eq!(turned.flow.rate_per_minute, Some(0.0));
    for everyone in ["suspended = true\n", "queueing_method = \"passthrough\"\n"] {
        let found = answer(&format!("{ROOM}{everyone}{PEOPLE}"), 0);
        assert_eq!(found.flow.per_minute(), None);
        assert!(found.hand_check.is_none() && found.levers.is_empty());
    }
    // Later than the opening: the flow is known, the sum from the opening is not; nor where limits change on the way.
    let later = "[[room.change]]\nat = \"10m\"\nqueue_all = false\n";
    let found = answer(&format!("{ROOM}queue_all = true\n{later}{PEOPLE}"), 0);
    assert_eq!((found.flow.slots, found.hand_check), (Some(200), None));
    let changing = "[[room.change]]\nat = \"10m\"\ntotal_active_users = 400\n";
    let found = answer(&format!("{ROOM}{changing}{PEOPLE}"), 0);
    assert!(found.hand_check.is_none());
    assert!(found.levers.iter().any(|lever| lever.key == "room.total_active_users"));
    // Whose value in force comes from the timetable has no lever of its own.
    let before = "[[room.change]]\nat = \"-10m\"\ntotal_active_users = 400\n";
    let found = answer(&format!("{ROOM}{before}{PEOPLE}"), 0);
    assert_eq!(found.flow.slots, Some(400));
    assert!(found.hand_check.is_some());
    assert!(found.levers.iter().all(|lever| lever.key != "room.total_active_users"));
}

/// Several devices and a page of each do not disturb the timeline.
#[test]
fn devices_do_not_break_the_wait_of_newcomers() {
    let mut group = people(600);
    group.devices = Devices::new(vec![share(0.5), Share::ALL]).unwrap_or_else(Devices::one);
    let system = system(Room::cloudflare(&room()), vec![group]);
    let blueprint = Blueprint::new(&system, RoomId(0));
    let key = RunKey { seed: 5, replication: 0 };
    let crowd = blueprint.crowd(key);
    let mut timeline = Timeline::new(&system.rooms[0], system.minute_offset);
    blueprint.run(&crowd, key, &mut timeline);
    assert!(timeline.finish().1.iter().any(|minute| minute.shown.max.is_some_and(|shown| shown > 10)));
}
