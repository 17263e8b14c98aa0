//! "What now?": from the line and the load that a room shows on the day to when the line is gone.
//!
//! Each day is drawn as for any prediction and brought to the figures shown by `given_state`; then it goes on. What is
//! assumed beyond the inputs:
//!
//! - Figures are read 20 to 50 s after they were true; the estimate puts them in the middle, the range draws the age.
//! - If more people must have come than the inputs say, the whole crowd is larger by that factor; in the range, those
//!   yet to come by something between nothing and that factor. If fewer have come, those yet to come are as stated; in
//!   the range, fewer by up to that factor.
//! - The limits in force now were in force all the time, unless the scenario has a timetable.
//! - How many places are ghosts follows from patience; where that was not given, the range has up to a fifth of them, and the estimate a tenth.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::days::{Watch, each, on_threads};
use super::estimates::{LEVEL, estimate_of};
use super::given_state::{Before, first_after};
use super::predict::{Plan, Stop, Study, opening_second_of_day, warning_of};
use super::variation::{change_cloudflare, people_at, scale_people};
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::{Blueprint, Crowd, Happening, Observer, Signal, State, Who};
use crate::model::room::{Change, Cloudflare, Composition, Entry, Rate, SessionClock};
use crate::model::{ArrivalProfile, Headcount, Room, RoomId, Service, System};
use crate::results::*;
use crate::scenario::{Input, Scenario, identity};
use crate::stats::mean_interval;
use crate::units::{MINUTE, SimTime, Span};

/// Figures of a room and when they were read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// When they were read.
    pub now: SimTime,
    /// The figures.
    pub shown: Shown,
    /// How old they are then: from so long to so long.
    pub age: [Span; 2],
}

impl Moment {
    /// Age of the figures of Cloudflare's dashboard and status API (CF §3.5).
    pub const STATUS_AGE: [Span; 2] = [Span::from_seconds(20), Span::from_seconds(50)];
}

/// How a prediction from figures of the day is made.
#[derive(Clone, Debug)]
pub struct NowPlan {
    /// Seed of every draw.
    pub seed: u64,
    /// Days; at least 1.
    pub replications: u32,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// The figures.
    pub moment: Moment,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// Why there is no prediction from these figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// Status figures belong to a Cloudflare room.
    NotCloudflare,
    /// The room is off: nobody is counted.
    Suspended,
    /// The run has ended by then.
    AfterHorizon,
    /// Nobody has come by then.
    NobodyYet,
    /// More people must have come than the inputs can bring.
    TooFew {
        /// People who have come by then, by the inputs.
        arrived: u32,
    },
    /// So many people would have to be simulated.
    TooMany {
        /// People of the whole day.
        people: f64,
    },
}

/// Below this factor the people at hand make up the line; beyond it more must have come.
const MORE: f64 = 1.02;
/// Above this factor nothing is said.
const FEWER: f64 = 0.9;
/// Attempts to find the size of the crowd: a longer line must outgrow a room that was not full.
const ATTEMPTS: u32 = 6;
/// Most people of a scaled crowd.
const MOST_PEOPLE: f64 = 10_000_000.0;
/// Largest share of ghosts where patience was not given.
const MOST_GHOSTS: f64 = 0.2;
/// Days on which changes are tried.
const CHANGE_DAYS: u32 = 20;
/// Raises that are tried.
const RAISES: [f64; 3] = [1.1, 1.2, 1.5];
/// A simulated flow that differs by more than this share, and so many people, is told.
const OTHER_FLOW: (f64, f64) = (0.25, 10.0);
/// Below this share of the limit people should not wait for slots.
const NEARLY_FULL: f64 = 0.9;
/// Purposes of draws beyond those of the assumptions, which are numbered from 0.
const AGE: u32 = 1_000;
const GHOSTS: u32 = 1_001;
const LATER: u32 = 1_002;

/// Predicts from figures of the day.
///
/// # Errors
/// Why these figures cannot be gone on from.
pub fn now(scenario: &Scenario, plan: &NowPlan, watch: &Watch) -> Result<Now, Refusal> {
    let (played, left_out) = without_unseen(scenario);
    on_threads(plan.threads, || {
        Onward { stated: scenario, scenario: &played, left_out, plan, watch }.answer()
    })
}

/// The scenario without what figures of the room do not tell: which requests the origin is busy with, how many places are
/// left, what an operator has done so far. And what was left out, if anything.
fn without_unseen(scenario: &Scenario) -> (Scenario, Option<NowNote>) {
    let system = &scenario.system;
    let operated = |room: &Room| matches!(room.composition(), Composition::Cloudflare(settings) if settings.operator.is_some());
    let origin = system.origin.plays_requests();
    let stock = !system.stocks.is_empty();
    let operator = system.rooms.iter().any(operated);
    let mut played = scenario.clone();
    played.system = change_cloudflare(system, |settings| settings.operator = None);
    played.system.stocks = Vec::new();
    played.system.origin.service = Service::Immediate;
    played.system.origin.safe.requests_per_second = None;
    let left_out =
        (origin || stock || operator).then_some(NowNote::PlayedWithout { origin, stock, operator });
    (played, left_out)
}

struct Onward<'a> {
    /// As the user gave it.
    stated: &'a Scenario,
    /// As it is played.
    scenario: &'a Scenario,
    left_out: Option<NowNote>,
    plan: &'a NowPlan,
    watch: &'a Watch<'a>,
}

/// What a day is started with.
#[derive(Clone, Copy)]
struct Start {
    age: Span,
    ghosts: f64,
    /// Position between a later crowd as stated (0) and one that keeps to the factor (1); `None`: as for the estimate.
    later: Option<f64>,
}

/// A day that agrees with the figures.
struct Ready {
    system: System,
    crowd: Crowd,
    state: State,
    /// How many must have come over how many had, by the inputs.
    factor: f64,
    accepted_last_minute: u32,
}

/// What is kept of one day.
struct DayNow {
    figures: NowFigures,
    is_gone: bool,
    factor: f64,
    people: f64,
    accepted_last_minute: f64,
    /// One for each change; empty where none were tried.
    changed: Vec<NowFigures>,
}

impl Onward<'_> {
    fn answer(&self) -> Result<Now, Refusal> {
        let (scenario, plan) = (self.scenario, self.plan);
        let system = &scenario.system;
        let Some(Composition::Cloudflare(settings)) = system.rooms.first().map(|room| room.composition())
        else {
            return Err(Refusal::NotCloudflare);
        };
        let regime = *system.rooms[0].schedule().at(plan.moment.now);
        if regime.entry == Entry::Suspended {
            return Err(Refusal::Suspended);
        }
        if system.horizon.is_some_and(|horizon| horizon <= plan.moment.now) {
            return Err(Refusal::AfterHorizon);
        }
        let limits = limits_now(settings, &regime);
        let proposals = proposals(&limits);
        let days = self.days_by_chance(&proposals)?;
        let drawn = self.days_with_everything_drawn()?;
        let stopped = self.watch.is_stopped();
        let drawn = if stopped { Vec::new() } else { drawn };
        let measures = NowMeasure::ALL.into_iter().map(|measure| {
            let of = |days: &[DayNow]| days.iter().map(|day| day.figures.get(measure)).collect::<Vec<_>>();
            let least = match measure.unit() {
                Unit::SecondsFromOpening => f64::NEG_INFINITY,
                _ => 0.0,
            };
            (measure, estimate_of(&of(&days), &of(&drawn), least))
        });
        let study_plan = Plan {
            seed: plan.seed,
            stop: Stop::Replications(1),
            threads: None,
            requirements: Vec::new(),
            with_minutes: false,
            shown_days: 0,
            command: String::new(),
        };
        let inputs = Study { scenario: self.stated, plan: &study_plan, watch: self.watch }.inputs();
        let opening = system.rooms[0].opening();
        let mut warnings: Vec<Warning> = scenario.notices.iter().map(warning_of).collect();
        if stopped {
            warnings.push(Warning::Interrupted);
        }
        Ok(Now {
            title: scenario.title.clone(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: identity(&format!("{}given = {}\n", scenario.canonical, scenario.given)),
                seed: plan.seed,
                replications: days.len() as u32,
                range_replications: drawn.len() as u32,
                command: plan.command.clone(),
                complete: !stopped,
            },
            opens_at_second_of_day: opening_second_of_day(scenario),
            inputs,
            now_seconds: plan.moment.now.since(opening).seconds(),
            shown: plan.moment.shown,
            age_seconds: plan.moment.age.map(Span::seconds),
            limits,
            crowd_factor: mean(days.iter().map(|day| Some(day.factor))),
            measures: measures.collect(),
            changes: changes(&proposals, &days),
            notes: self.notes(&limits, &days),
            warnings,
        })
    }

    fn key(&self, replication: u32) -> RunKey {
        RunKey { seed: self.plan.seed, replication }
    }

    /// Largest share of ghosts in the line: none beyond those of the patience that was given.
    fn most_ghosts(&self) -> f64 {
        if self.scenario.given.contains(Input::Patience) { 0.0 } else { MOST_GHOSTS }
    }

    /// Days in which all inputs are at their values and the figures of middle age.
    fn days_by_chance(&self, proposals: &[Proposal]) -> Result<Vec<DayNow>, Refusal> {
        let [least, most] = self.plan.moment.age.map(Span::microseconds);
        let ghosts = self.most_ghosts() / 2.0;
        let start = Start { age: Span::from_microseconds((least + most) / 2), ghosts, later: None };
        let job = |replication: u32| {
            let tried = if replication < CHANGE_DAYS { proposals } else { &[] };
            self.day(&self.scenario.system, self.key(replication), start, tried)
        };
        let days = each(0..self.plan.replications, self.watch, job);
        days.into_iter().flatten().collect()
    }

    /// Days in which everything that was not given and everything that figures do not tell is drawn.
    fn days_with_everything_drawn(&self) -> Result<Vec<DayNow>, Refusal> {
        let plan = Plan {
            seed: self.plan.seed,
            stop: Stop::Replications(1),
            threads: None,
            requirements: Vec::new(),
            with_minutes: false,
            shown_days: 0,
            command: String::new(),
        };
        let study = Study { scenario: self.scenario, plan: &plan, watch: self.watch };
        let count = if people_at(&self.scenario.system, 1.0) <= 300_000 { 79 } else { 39 };
        let days = each(0..count, self.watch, |replication| {
            let key = self.key(replication);
            let point =
                |number: u32| Stream::new(key, Purpose::Assumptions, number, Field::Number).uniform(0);
            let [least, most] = self.plan.moment.age.map(|age| age.microseconds() as f64);
            let start = Start {
                age: Span::from_microseconds((least + (most - least) * point(AGE)) as i64),
                ghosts: self.most_ghosts() * point(GHOSTS),
                later: Some(point(LATER)),
            };
            self.day(&study.with_everything_drawn(key), key, start, &[])
        });
        days.into_iter().flatten().collect()
    }

    fn day(&self, system: &System, key: RunKey, start: Start, tried: &[Proposal]) -> Result<DayNow, Refusal> {
        let ready = self.ready(system, key, start)?;
        let (figures, is_gone) = self.play_on(&ready, &ready.system, key);
        let changed = tried.iter().map(|proposal| {
            let changed = change_cloudflare(&ready.system, |settings| {
                proposal.apply(settings, self.plan.moment.now);
            });
            self.play_on(&ready, &changed, key).0
        });
        Ok(DayNow {
            figures,
            is_gone,
            factor: ready.factor,
            people: ready.crowd.len() as f64,
            accepted_last_minute: f64::from(ready.accepted_last_minute),
            changed: changed.collect(),
        })
    }

    /// A day brought to the figures, with a crowd large enough for them.
    fn ready(&self, system: &System, key: RunKey, start: Start) -> Result<Ready, Refusal> {
        let ready = self.with_crowd_that_suffices(system, key, start)?;
        let Some(point) = start.later else { return Ok(ready) };
        let kept = match ready.factor {
            factor if factor > 1.0 => libm::pow(factor, point - 1.0),
            factor => libm::pow(factor.max(0.01), point),
        };
        if kept > 0.999 {
            return Ok(ready);
        }
        // The same arrivals, fewer later ones; numbers of people are new, so the day is played again.
        let thinned = thin_after(&ready.system, &ready.crowd, self.plan.moment.now, kept);
        match self.with_crowd_that_suffices(&thinned, key, start) {
            Ok(thinned) => Ok(Ready { factor: ready.factor, ..thinned }),
            Err(_) => Ok(ready),
        }
    }

    fn with_crowd_that_suffices(&self, system: &System, key: RunKey, start: Start) -> Result<Ready, Refusal> {
        let moment = &self.plan.moment;
        let at = moment.now + (Span::ZERO - start.age);
        let session = system.rooms[0].schedule().at(at).session;
        let mut scaled = system.clone();
        let (mut factor, mut told) = (1.0, 1.0);
        for attempt in 0..=ATTEMPTS {
            let blueprint = Blueprint::new(&scaled, RoomId(0));
            let crowd = blueprint.crowd(key);
            let before = Before::play(&blueprint, &crowd, key, at);
            let (arrived, accepted_last_minute) = (before.arrived, before.accepted_last_minute);
            if arrived == 0 {
                return Err(Refusal::NobodyYet);
            }
            let wanted = before.factor(&moment.shown);
            if attempt == 0 {
                told = wanted.min(1.0);
            }
            let larger = |growth: f64| {
                let factor = factor * growth;
                Some((factor, scale_people(system, factor)?))
            };
            let next = if wanted > MORE && attempt + 1 < ATTEMPTS { larger(wanted) } else { None };
            let next = match next {
                Some(next) => next,
                None => match before.agree(&moment.shown, session, start.ghosts) {
                    Ok(state) => {
                        let factor = if factor > 1.0 { factor } else { told };
                        drop(blueprint);
                        return Ok(Ready { system: scaled, crowd, state, factor, accepted_last_minute });
                    }
                    // Line and sessions need more people than have come.
                    Err(_) => larger(1.5).ok_or(Refusal::TooFew { arrived })?,
                },
            };
            let people = f64::from(people_at(system, 0.5)) * next.0;
            if people > MOST_PEOPLE {
                return Err(Refusal::TooMany { people });
            }
            if attempt == ATTEMPTS {
                return Err(Refusal::TooFew { arrived });
            }
            (factor, scaled) = next;
        }
        Err(Refusal::TooFew { arrived: 0 })
    }

    /// Plays the rest of a day under the settings of `system`; whether the line is gone at its end.
    fn play_on(&self, ready: &Ready, system: &System, key: RunKey) -> (NowFigures, bool) {
        let blueprint = Blueprint::new(system, RoomId(0));
        let now = self.plan.moment.now;
        let mut rest = Rest::new(&ready.crowd, &ready.state, now);
        blueprint.go_on(&ready.crowd, key, Some(&ready.state), system.horizon, &mut rest);
        let is_gone = rest.line == 0;
        (rest.figures(blueprint.opening()), is_gone)
    }

    fn notes(&self, limits: &LimitsNow, days: &[DayNow]) -> Vec<NowNote> {
        let Moment { shown, age, .. } = self.plan.moment;
        let mut notes = Vec::new();
        let [from_seconds, to_seconds] = age.map(Span::seconds);
        if to_seconds > 0.0 {
            notes.push(NowNote::StaleAndGhosts { from_seconds, to_seconds });
        }
        let average = |of: fn(&DayNow) -> f64| mean(days.iter().map(|day| Some(of(day)))).unwrap_or(0.0);
        let factor = average(|day| day.factor);
        if factor > MORE {
            notes.push(NowNote::MoreHaveCome { factor, people: average(|day| day.people) });
        } else if factor < FEWER && !days.is_empty() {
            notes.push(NowNote::FewerHaveCome { factor });
        }
        if shown.active > limits.total_active_users {
            notes.push(NowNote::AboveLimit { above: shown.active - limits.total_active_users });
        }
        if shown.waiting > 0 && f64::from(shown.active) < NEARLY_FULL * f64::from(limits.total_active_users) {
            notes.push(NowNote::SlotsFree { free: limits.total_active_users - shown.active });
        }
        let simulated = average(|day| day.accepted_last_minute);
        if let Some(accepted) = shown.accepted_last_minute
            && (simulated - f64::from(accepted)).abs() > OTHER_FLOW.0 * f64::from(accepted) + OTHER_FLOW.1
        {
            notes.push(NowNote::OtherFlow { shown: accepted, simulated });
        }
        let stuck = average(|day| f64::from(u8::from(!day.is_gone)));
        if stuck > 0.0 {
            notes.push(NowNote::NotGone { share: stuck });
        }
        let largest = average(|day| day.figures.get(NowMeasure::LineMax).unwrap_or(0.0));
        if shown.waiting == 0 && largest < 0.5 && !days.is_empty() {
            notes.push(NowNote::NoLine);
        }
        if shown.waiting > 0 {
            notes.push(NowNote::LeaveLimitsAlone);
        }
        notes.extend(self.left_out);
        notes
    }
}

/// The limits in force.
fn limits_now(settings: &Cloudflare, regime: &crate::model::room::Regime) -> LimitsNow {
    let session = match regime.session {
        SessionClock::IdleAfterLastRequest(length)
        | SessionClock::SinceAcceptance(length)
        | SessionClock::VisitAndLag(length) => length,
    };
    LimitsNow {
        total_active_users: regime.limits.slots.unwrap_or(settings.total_active_users),
        new_users_per_minute: match regime.limits.rate {
            Rate::PerClockMinute { limit, .. } => limit,
            Rate::Unlimited | Rate::Spaced(_) => settings.new_users_per_minute,
        },
        session_seconds: (session.microseconds() / 1_000_000) as u32,
    }
}

/// A setting to be changed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proposal {
    Slots(u32),
    Rate(u32),
    Session(Span),
}

/// What is tried: raises of either limit (the rate never above the slots), and a session one minute shorter.
fn proposals(limits: &LimitsNow) -> Vec<Proposal> {
    let raised = |limit: u32, raise: f64| (f64::from(limit) * raise + 0.5) as u32;
    let slots = RAISES.map(|raise| Proposal::Slots(raised(limits.total_active_users, raise)));
    let rates = RAISES.map(|raise| {
        Proposal::Rate(raised(limits.new_users_per_minute, raise).min(limits.total_active_users))
    });
    let mut all: Vec<Proposal> = slots.into_iter().chain(rates).collect();
    all.retain(|proposal| *proposal != Proposal::Rate(limits.new_users_per_minute));
    all.dedup();
    if limits.session_seconds >= 120 {
        all.push(Proposal::Session(Span::from_seconds(i64::from(limits.session_seconds) - 60)));
    }
    all
}

impl Proposal {
    /// Changes the room's own settings from `now` on, and those of an event that runs then and has its own.
    fn apply(self, settings: &mut Cloudflare, now: SimTime) {
        let mut change = Change::new(now);
        match self {
            Proposal::Slots(slots) => change.total_active_users = Some(slots),
            Proposal::Rate(rate) => change.new_users_per_minute = Some(rate),
            Proposal::Session(length) => change.session_duration = Some(length),
        }
        settings.timetable.push(change);
        settings.timetable.sort_by_key(|change| change.at);
        for event in &mut settings.events {
            if event.begins() <= now && now < event.event_end_time && !event.suspended {
                match self {
                    Proposal::Slots(slots) => {
                        event.total_active_users = event.total_active_users.map(|_| slots)
                    }
                    Proposal::Rate(rate) => {
                        event.new_users_per_minute = event.new_users_per_minute.map(|_| rate)
                    }
                    Proposal::Session(length) => {
                        event.session_duration = event.session_duration.map(|_| length);
                    }
                }
            }
        }
    }

    fn input(self) -> Input {
        match self {
            Proposal::Slots(_) => Input::TotalActiveUsers,
            Proposal::Rate(_) => Input::NewUsersPerMinute,
            Proposal::Session(_) => Input::SessionDuration,
        }
    }

    fn value(self) -> String {
        match self {
            Proposal::Slots(limit) | Proposal::Rate(limit) => limit.to_string(),
            Proposal::Session(length) => length.to_string(),
        }
    }
}

/// Every change beside none at all, over the days on which changes were tried.
fn changes(proposals: &[Proposal], days: &[DayNow]) -> Vec<ChangeNow> {
    let days: Vec<&DayNow> = days.iter().filter(|day| day.changed.len() == proposals.len()).collect();
    let case = |number: Option<usize>| {
        let of = |day: &DayNow, measure: NowMeasure| {
            number.map_or(day.figures, |number| day.changed[number]).get(measure)
        };
        let average = |measure: NowMeasure| mean(days.iter().map(|day| of(day, measure)));
        let differences: Vec<f64> = days
            .iter()
            .filter_map(|day| Some(of(day, NowMeasure::LineGone)? - day.figures.get(NowMeasure::LineGone)?))
            .collect();
        let proposal = number.map(|number| proposals[number]);
        ChangeNow {
            key: proposal.map(|proposal| proposal.input().key().to_owned()),
            value: proposal.map(Proposal::value).unwrap_or_default(),
            line_gone: average(NowMeasure::LineGone),
            difference: proposal.and_then(|_| mean(differences.iter().map(|value| Some(*value)))),
            difference_ci: proposal
                .and_then(|_| mean_interval(&differences, LEVEL))
                .map(|(_, interval)| [interval.low, interval.high]),
            newcomer_wait: average(NowMeasure::NewcomerWait),
            lost_mid_visit: average(NowMeasure::LostMidVisit),
        }
    };
    if days.is_empty() {
        return Vec::new();
    }
    std::iter::once(None).chain((0..proposals.len()).map(Some)).map(case).collect()
}

/// Mean of the days that have a figure.
fn mean(days: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let sample: Vec<f64> = days.flatten().collect();
    (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64)
}

/// The same arrivals, of those after an instant only a share, evenly.
fn thin_after(system: &System, crowd: &Crowd, at: SimTime, kept: f64) -> System {
    let mut lists: Vec<Vec<SimTime>> = vec![Vec::new(); system.groups.len()];
    let first_later = first_after(crowd, at);
    for rank in 0..crowd.len() as u32 {
        let later = f64::from(rank.saturating_sub(first_later));
        let stays = rank < first_later || ((later + 1.0) * kept).floor() > (later * kept).floor();
        if stays {
            lists[crowd.who(rank).group as usize].push(crowd.arrival(rank));
        }
    }
    let mut thinned = system.clone();
    for (group, list) in thinned.groups.iter_mut().zip(lists) {
        group.arrivals = ArrivalProfile::Exact(Arc::from(list));
        group.count = Headcount::FromArrivals;
    }
    thinned
}

/// Measures the rest of a day.
struct Rest<'a> {
    crowd: &'a Crowd,
    now: SimTime,
    /// Who is really in line, by rank; `None` as soon as `in_line_now` holds it.
    waiting: Vec<bool>,
    /// Who was when now had passed and still is.
    in_line_now: Option<Vec<bool>>,
    in_line: u32,
    leave: u32,
    remaining: Vec<i64>,
    newcomers: Vec<i64>,
    line: u32,
    line_max: u32,
    gone: Option<SimTime>,
    lost: u32,
}

impl<'a> Rest<'a> {
    fn new(crowd: &'a Crowd, state: &State, now: SimTime) -> Rest<'a> {
        let in_line: BTreeSet<Who> = state.in_line.iter().copied().collect();
        let arrived = first_after(crowd, state.at);
        let mut waiting = vec![false; crowd.len()];
        for rank in 0..arrived {
            waiting[rank as usize] = in_line.contains(&crowd.who(rank));
        }
        Rest {
            crowd,
            now,
            waiting,
            in_line_now: None,
            in_line: 0,
            leave: 0,
            remaining: Vec::new(),
            newcomers: Vec::new(),
            line: (state.places.len() + state.ghosts.len()) as u32,
            line_max: 0,
            gone: None,
            lost: 0,
        }
    }

    /// Now has passed.
    fn take_stock(&mut self) {
        if self.in_line_now.is_none() {
            let waiting = std::mem::take(&mut self.waiting);
            self.in_line = waiting.iter().filter(|waits| **waits).count() as u32;
            self.in_line_now = Some(waiting);
            self.line_max = self.line;
        }
    }

    fn figures(mut self, opening: SimTime) -> NowFigures {
        self.take_stock();
        self.remaining.sort_unstable();
        let seconds = |microseconds: i64| microseconds as f64 / 1e6;
        let quantile = |share: f64| {
            let rank = (share * self.remaining.len() as f64).ceil() as usize;
            self.remaining.get(rank.max(1) - 1).map(|wait| seconds(*wait))
        };
        let newcomers = mean(self.newcomers.iter().map(|wait| Some(seconds(*wait))));
        let nobody_waits = (self.line == 0 && self.in_line == 0).then_some(0.0);
        let to_come = self.crowd.len() as u32 - first_after(self.crowd, self.now);
        let mut figures = NowFigures::default();
        for (measure, value) in [
            (
                NowMeasure::LineGone,
                self.gone.filter(|_| self.line == 0).map(|at| at.since(opening).seconds()),
            ),
            (NowMeasure::NewcomerWait, newcomers.or(quantile(1.0)).or(nobody_waits)),
            (NowMeasure::RemainingP50, quantile(0.5)),
            (NowMeasure::RemainingP90, quantile(0.9)),
            (NowMeasure::RemainingMax, quantile(1.0)),
            (NowMeasure::InLine, Some(f64::from(self.in_line))),
            (NowMeasure::LeaveLine, Some(f64::from(self.leave))),
            (NowMeasure::StillToCome, Some(f64::from(to_come))),
            (NowMeasure::LineMax, Some(f64::from(self.line_max))),
            (NowMeasure::LostMidVisit, Some(f64::from(self.lost))),
        ] {
            figures.set(measure, value);
        }
        figures
    }
}

impl Observer for Rest<'_> {
    fn signal(&mut self, happening: &Happening) {
        let Happening { at, signal, rank, levels } = *happening;
        if at > self.now {
            self.take_stock();
        }
        let position = rank as usize;
        let after_now = self.in_line_now.is_some();
        match signal {
            Signal::Queued { .. } if !after_now => self.waiting[position] = true,
            Signal::Admitted { .. } | Signal::Left | Signal::TurnedAway if !after_now => {
                self.waiting[position] = false;
            }
            Signal::Admitted { .. } | Signal::Left | Signal::TurnedAway => {
                let was_in_line = self.in_line_now.as_mut().map(|list| std::mem::take(&mut list[position]));
                if was_in_line == Some(true) {
                    match signal {
                        Signal::Admitted { .. } => self.remaining.push(at.since(self.now).microseconds()),
                        _ => self.leave += 1,
                    }
                }
            }
            Signal::Lost { .. } if after_now => self.lost += 1,
            _ => {}
        }
        let arrival = self.crowd.arrival(rank);
        if after_now && arrival > self.now && arrival <= self.now + MINUTE {
            match signal {
                Signal::AcceptedAtOnce { first: true } => self.newcomers.push(0),
                Signal::Admitted { first: true, .. } => {
                    self.newcomers.push(at.since(arrival).microseconds());
                }
                _ => {}
            }
        }
        if levels.line == 0 && self.line > 0 {
            self.gone = Some(at);
        }
        self.line = levels.line;
        self.line_max = self.line_max.max(levels.line);
    }
}
