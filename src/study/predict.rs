//! "How long will N users wait?", answered.

use super::assumptions::{Assumption, assumptions};
use super::days::{Played, Watch, each, on_threads, play_pages};
use super::estimates::{estimates, half_width, mean_over, share_of_days, shown_figures};
use super::in_force::{Home, is_limited, letting_in, stays};
use super::minutes::{DayMinutes, fold};
use super::sales::{SalesOfDay, places_found};
use super::values::{setting_of_event, value_of};
use super::variation::*;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::Blueprint;
use crate::model::room::{Composition, Entry, Estimator, Rate, SESSION_MINUTES, SessionClock};
use crate::model::{RoomId, System, Visit};
use crate::results::*;
use crate::scenario::{Assume, Input, Notice, Scenario, identity};
use crate::units::{SimTime, Span};

/// How a prediction is made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Seed of every draw.
    pub seed: u64,
    /// When enough days were simulated.
    pub stop: Stop,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// Conditions to hold the answer against.
    pub requirements: Vec<Requirement>,
    /// Whether the day is wanted minute by minute.
    pub with_minutes: bool,
    /// Days of which every page is looked at, to hold the waits shown against those experienced; each costs as much as
    /// some ten others. 0: none.
    pub shown_days: u32,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// When enough days were simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stop {
    /// After so many days; at least 1.
    Replications(u32),
    /// As soon as the interval of the mean `wait_p90` is at most this share of it to each side, but never
    /// tighter than one poll; at least 30 days.
    Precision(f64),
}

/// The measure that is published, and that precision and sensitivity are about.
const PUBLISHED: Measure = Measure::WaitP90;
/// Days simulated before precision is looked at: enough for a range by order statistics.
const FIRST_DAYS: u32 = 40;
/// Most days simulated for precision, and most people in all of them: a crowd that is itself uncertain never
/// settles, and the range for one day tells more than the interval of the mean.
const MOST_DAYS: u32 = 2_000;
const MOST_PEOPLE: u32 = 6_000_000;
/// Days whose minutes are kept.
const DAYS_WITH_MINUTES: u32 = 40;
/// No interval need be tighter than the time between two polls.
const POLL_SECONDS: f64 = 20.0;
/// Share of people who lose their session in mid-visit above which a change is not proposed.
const MOST_LOST_BY_LEVER: f64 = 0.05;
/// A share of people or days that is worth a warning.
const MANY: f64 = 0.01;
/// Share of requests that time out above which the origin has collapsed.
const MOST_FAILED: f64 = 0.5;
/// What the origin gets done at its fullest, as a share of what it could, below which it has collapsed.
const LEAST_WORK: f64 = 0.5;
/// Share of days with an overload of the origin above which nothing is proposed that lets more people in.
const MOST_OVERLOADED_DAYS: f64 = 0.01;
/// Days without an overload after which the exact 95 % interval ends below a share of days: −ln 0.025 = 3.69 times its inverse.
const DAYS_FOR_A_SHARE: f64 = 3.69;
/// Days of each other crowd.
const CROWD_DAYS: u32 = 2;

/// Predicts the waits of a scenario's room.
pub fn predict(scenario: &Scenario, plan: &Plan, watch: &Watch) -> Answer {
    on_threads(plan.threads, || Study { scenario, plan, watch }.answer())
}

pub(super) struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) plan: &'a Plan,
    pub(super) watch: &'a Watch<'a>,
}

impl Study<'_> {
    fn answer(&self) -> Answer {
        let system = &self.scenario.system;
        let (days, sales, minutes) = self.days_by_chance();
        let (drawn, minutes_drawn) = self.days_with_everything_drawn();
        let mut shown = self.waits_shown();
        let (mut crowds, mut effects) = (self.crowds(&days), self.effects());
        let (mut levers, mut overloading) = self.levers();
        // Whoever overloads the origin already is not told to let in more.
        if mean_over(&days, Measure::OverloadedDays).is_some_and(|share| share > MOST_OVERLOADED_DAYS) {
            overloading.extend(levers.drain(..).map(|lever| lever.key));
        }
        let stopped = self.watch.is_stopped();
        // After a stop some of these were tried and some not: better none than half of them.
        if stopped {
            (crowds, effects, levers) = (Vec::new(), Vec::new(), Vec::new());
            overloading = Vec::new();
            shown = None;
        }
        let (drawn, minutes_drawn) = if stopped { (Vec::new(), Vec::new()) } else { (drawn, minutes_drawn) };
        let measures = estimates(&days, &drawn);
        let value = |measure: Measure| mean_over(&days, measure);
        let requirements = &self.plan.requirements;
        Answer {
            title: self.scenario.title.clone(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: identity(&format!("{}given = {}\n", self.scenario.canonical, self.scenario.given)),
                seed: self.plan.seed,
                replications: days.len() as u32,
                range_replications: drawn.len() as u32,
                command: self.plan.command.clone(),
                complete: !stopped,
            },
            opens_at_second_of_day: opening_second_of_day(self.scenario),
            inputs: self.inputs(),
            measures,
            flow: flow(system),
            // Where hardly anyone waits, the line that the sum empties is not there.
            hand_check: hand_check(system).filter(|_| {
                // Nor does the sum know of places that run out.
                value(Measure::WaitP90).is_some_and(|wait| wait >= 60.0) && value(Measure::SoldOut).is_none()
            }),
            crowds,
            rules: self.rules(&effects),
            effects,
            estimates: shown,
            places: places_found(system, &days, &drawn, &sales),
            origin: origin_found(system, &drawn, overloading),
            explanation: None,
            levers,
            warnings: self.warnings(&days),
            requirements: requirements.iter().map(|r| self.judge(r, value(r.measure))).collect(),
            minutes: fold(&minutes, &minutes_drawn),
        }
    }

    /// Holds a requirement against a value; places that last and an origin that bears everything keep what must not come
    /// too soon.
    fn judge(&self, requirement: &Requirement, value: Option<f64>) -> Verdict {
        let system = &self.scenario.system;
        let can_be_known = match requirement.measure {
            Measure::SoldOut => system.stock_of(RoomId(0)).is_some(),
            Measure::FirstOverload => system.origin.safe.is_known(),
            _ => false,
        };
        match value {
            None if can_be_known => requirement.judge_never(),
            _ => requirement.judge(value),
        }
    }

    pub(super) fn key(&self, replication: u32) -> RunKey {
        RunKey { seed: self.plan.seed, replication }
    }

    /// Days in which all inputs are at their values, until they are enough.
    fn days_by_chance(&self) -> (Vec<Figures>, Vec<SalesOfDay>, Vec<DayMinutes>) {
        let played = Played::new(&self.scenario.system);
        let mut days: Vec<Figures> = Vec::new();
        let mut sales: Vec<SalesOfDay> = Vec::new();
        let mut minutes: Vec<DayMinutes> = Vec::new();
        while let Some(more) = self.more_days(&days) {
            let start = days.len() as u32;
            let results = each(start..start + more, self.watch, |replication| {
                let key = self.key(replication);
                match self.plan.with_minutes && replication < DAYS_WITH_MINUTES {
                    true => played.day_with_minutes(key),
                    false => played.day(key),
                }
            });
            for result in results.into_iter().flatten() {
                days.push(result.figures);
                sales.extend(result.sales);
                minutes.extend(result.minutes);
            }
            if self.watch.is_stopped() {
                break;
            }
        }
        (days, sales, minutes)
    }

    fn more_days(&self, days: &[Figures]) -> Option<u32> {
        let done = days.len() as u32;
        match self.plan.stop {
            Stop::Replications(count) => (done < count).then(|| count - done),
            Stop::Precision(_) if done == 0 => Some(FIRST_DAYS),
            Stop::Precision(share) => {
                let people = people_at(&self.scenario.system, 0.5).max(1);
                let most = (MOST_PEOPLE / people).clamp(FIRST_DAYS, MOST_DAYS);
                let enough = self.missing_precision(days, share).is_none() || done >= most;
                let needed = self.days_for_shares();
                match enough {
                    true => (done < needed).then(|| needed - done),
                    false => Some((done / 2).min(most - done)),
                }
            }
        }
    }

    /// Days without which a bound on a share of days would be decided by chance: none of so many has an interval that ends at the
    /// bound.
    fn days_for_shares(&self) -> u32 {
        let of_days = |requirement: &&Requirement| requirement.measure == Measure::OverloadedDays;
        let bounds = self.plan.requirements.iter().filter(of_days).map(|requirement| requirement.bound);
        let days = bounds.filter(|bound| *bound > 0.0).map(|bound| DAYS_FOR_A_SHARE / bound);
        days.fold(0.0, f64::max).min(f64::from(MOST_DAYS)) as u32
    }

    /// Half-width reached and half-width wanted, if the former is too large.
    fn missing_precision(&self, days: &[Figures], share: f64) -> Option<(f64, f64)> {
        let half_width = half_width(days, PUBLISHED)?;
        let wanted = (share * mean_over(days, PUBLISHED)?).max(POLL_SECONDS);
        (half_width > wanted).then_some((half_width, wanted))
    }

    /// Days in which everything that was not given is drawn from its range, and their minutes where those are wanted.
    fn days_with_everything_drawn(&self) -> (Vec<Figures>, Vec<DayMinutes>) {
        let days = match people_at(&self.scenario.system, 1.0) {
            0..=300_000 => 79,
            // Fewest days that make a range by order statistics.
            _ => 39,
        };
        let results = each(0..days, self.watch, |replication| {
            let key = self.key(replication);
            let system = self.with_everything_drawn(key);
            let played = Played::new(&system);
            match self.plan.with_minutes {
                true => {
                    let result = played.day_with_minutes(key);
                    (result.figures, result.minutes)
                }
                false => (played.figures(key), None),
            }
        });
        let (figures, minutes): (Vec<Figures>, Vec<Option<DayMinutes>>) =
            results.into_iter().flatten().unzip();
        (figures, minutes.into_iter().flatten().collect())
    }

    /// The system with everything that was not given drawn from its range.
    pub(super) fn with_everything_drawn(&self, key: RunKey) -> System {
        let mut system = self.scenario.system.clone();
        let ranges = assumptions();
        for (position, range) in ranges.iter().enumerate().filter(|(_, range)| self.is_open(range)) {
            let stream = Stream::new(key, Purpose::Assumptions, position as u32, Field::Number);
            system = self.assume(range, &system, [stream.uniform(0), stream.uniform(1)]);
        }
        system
    }

    /// Whether an assumption stands in for something that was not given and that matters.
    fn is_open(&self, range: &Assumption) -> bool {
        !self.scenario.given.is_fixed(range.input) && self.is_unknown(range)
    }

    /// The same, or a set of assumptions fixes it.
    fn is_unknown(&self, range: &Assumption) -> bool {
        let given = &self.scenario.given;
        let system = &self.scenario.system;
        !given.contains(range.input)
            && given.matters(range.input)
            && (given.is_fixed(range.input) || self.assume(range, system, [0.9, 0.9]) != *system)
    }

    /// How far the waits shown lie from those experienced.
    fn waits_shown(&self) -> Option<ShownFigures> {
        let system = &self.scenario.system;
        let shows = system.rooms[0].estimator() != Estimator::Nothing;
        if !shows || self.plan.shown_days == 0 {
            return None;
        }
        let days = each(0..self.plan.shown_days, self.watch, |replication| {
            play_pages(system, self.key(replication))
        });
        let days: Option<Vec<ShownDay>> = days.into_iter().collect();
        Some(shown_figures(&days?))
    }

    /// What the unpublished rules that were not given do, from the optimistic reading to the pessimistic one.
    fn rules(&self, effects: &[Effect]) -> Rules {
        let given = &self.scenario.given;
        let of = |effect: &Effect| {
            let rule = Assume::RULES.into_iter().find(|rule| rule.key() == effect.key)?;
            let falls = rule == Input::BurstShare;
            (!given.contains(rule)).then(|| if falls { effect.clone().reversed() } else { effect.clone() })
        };
        let fixed = Assume::RULES.into_iter().filter(|rule| given.is_fixed(*rule));
        Rules {
            assume: self.scenario.assume.map(|set| set.name().to_owned()),
            fixed: fixed.map(|rule| rule.key().to_owned()).collect(),
            effects: effects.iter().filter_map(of).collect(),
        }
    }

    /// The system with an input at a point of its range, in the groups for which it was not given.
    fn assume(&self, range: &Assumption, system: &System, point: [f64; 2]) -> System {
        let mut assumed = (range.apply)(system, point);
        if !range.input.is_of_room() {
            for (position, group) in assumed.groups.iter_mut().enumerate() {
                if self.scenario.given.in_group(position, range.input) {
                    *group = system.groups[position].clone();
                }
            }
        }
        assumed
    }

    fn figures_of(&self, system: &System, days: u32) -> Vec<Figures> {
        let played = Played::new(system);
        let play = |replication| played.figures(self.key(replication));
        each(0..days, self.watch, play).into_iter().flatten().collect()
    }

    /// One day of each system, in parallel, with the same people: differences are the change's.
    fn one_day_each(&self, systems: &[System]) -> Vec<Option<Figures>> {
        let job = |number: u32| Played::new(&systems[number as usize]).figures(self.key(0));
        each(0..systems.len() as u32, self.watch, job)
    }

    /// The system that changes are tried on: an uncertain crowd stands in the middle of its range, so that what
    /// one or two days happen to draw does not pass for an effect.
    fn steady(&self) -> System {
        fix_people_at(&self.scenario.system, 0.5)
    }

    /// What happens if fewer or more people come.
    fn crowds(&self, days: &[Figures]) -> Vec<CrowdCase> {
        let system = &self.scenario.system;
        let uncertain = system.groups.iter().any(|group| group.count.is_uncertain());
        let cases: Vec<System> = if uncertain {
            [0.0, 0.5, 1.0].into_iter().map(|point| fix_people_at(system, point)).collect()
        } else {
            [2.0 / 3.0, 1.0, 1.5].into_iter().filter_map(|factor| scale_people(system, factor)).collect()
        };
        let case = |system: &System| {
            // The crowd itself was simulated already.
            let known = *system == self.scenario.system;
            let figures = if known { days.to_vec() } else { self.figures_of(system, CROWD_DAYS) };
            CrowdCase {
                people: people_at(system, 0.5),
                wait_p50: mean_over(&figures, Measure::WaitP50),
                wait_p90: mean_over(&figures, Measure::WaitP90),
                line_gone: mean_over(&figures, Measure::LineGone),
                left: mean_over(&figures, Measure::Left),
                sold_out: mean_over(&figures, Measure::SoldOut),
                without_place: mean_over(&figures, Measure::WithoutPlace),
            }
        };
        cases.iter().map(case).collect()
    }

    /// How far each input moves the published figure: assumed ones over their range, given ones by a fifth.
    fn effects(&self) -> Vec<Effect> {
        let system = &self.steady();
        let given = &self.scenario.given;
        let ranges = assumptions();
        let mut tried = Vec::new();
        let mut systems = Vec::new();
        for input in Input::ALL.into_iter().filter(|input| given.matters(*input)) {
            let open = ranges.iter().find(|range| range.input == input && self.is_unknown(range));
            let ends = match open {
                Some(range) => Some((
                    Home::Room,
                    self.assume(range, system, [0.0, 0.5]),
                    self.assume(range, system, [1.0, 0.5]),
                )),
                None => self.by_a_fifth(system, input),
            };
            let Some((home, low, high)) = ends.filter(|(_, low, high)| low != high) else { continue };
            tried.push((input, home));
            systems.extend([low, high]);
        }
        let days = self.one_day_each(&systems);
        let published = |position: usize| days[position].and_then(|figures| figures.get(PUBLISHED));
        let mut effects: Vec<Effect> = tried
            .into_iter()
            .enumerate()
            .map(|(number, (input, home))| {
                let (low, high) = (2 * number, 2 * number + 1);
                self.effect(
                    (input, &home),
                    (&systems[low], published(low)),
                    (&systems[high], published(high)),
                )
            })
            .collect();
        effects.sort_by(|a, b| b.swing().total_cmp(&a.swing()));
        effects
    }

    fn effect(
        &self,
        (input, home): (Input, &Home),
        low: (&System, Option<f64>),
        high: (&System, Option<f64>),
    ) -> Effect {
        let value = |system: &System| match (input, home) {
            (Input::Users, _) => people_at(system, 0.5).to_string(),
            (_, Home::Room) => value_of(system, input),
            (_, Home::Event(position)) => setting_of_event(system, *position, input).1,
        };
        let (key, flag, basis) = match home {
            Home::Room => (input.key().to_owned(), input.flag(), self.basis(input)),
            Home::Event(position) => {
                (setting_of_event(low.0, *position, input).0, "", self.basis(Input::Events))
            }
        };
        Effect {
            key,
            flag: flag.to_owned(),
            basis,
            low_value: value(low.0),
            high_value: value(high.0),
            at_low: low.1,
            at_high: high.1,
        }
    }

    /// The system with an input a fifth lower and a fifth higher; a range given by the user at its ends.
    fn by_a_fifth(&self, system: &System, input: Input) -> Option<(Home, System, System)> {
        let uncertain = &self.scenario.system;
        let own = |low: System, high: System| Some((Home::Room, low, high));
        let scaled = |change: fn(&System, f64) -> System| own(change(system, 0.8), change(system, 1.2));
        let ends = |low: Option<Varied>, high: Option<Varied>| {
            let (low, high) = (low?, high?);
            Some((low.home, low.system, high.system))
        };
        match input {
            Input::Users if uncertain.groups.iter().any(|group| group.count.is_uncertain()) => {
                own(fix_people_at(uncertain, 0.0), fix_people_at(uncertain, 1.0))
            }
            Input::Users => own(scale_people(system, 0.8)?, scale_people(system, 1.2)?),
            Input::VisitMean => scaled(scale_visits),
            Input::Patience => scaled(scale_patience),
            Input::TotalActiveUsers => ends(scale_slots(system, 0.8), scale_slots(system, 1.2)),
            Input::NewUsersPerMinute => ends(scale_rate(system, 0.8), scale_rate(system, 1.2)),
            Input::SessionDuration => {
                let minutes = session_minutes(system)?;
                let (low, high) = ((minutes - 1).max(1), (minutes + 1).min(*SESSION_MINUTES.end()));
                ends(set_session_minutes(system, low), set_session_minutes(system, high))
            }
            _ => None,
        }
    }

    /// What the operator could change, and what it would bring; and the keys of changes that the origin would not bear. A
    /// change that cuts many people off in mid-visit is no help either and is left out.
    fn levers(&self) -> (Vec<Effect>, Vec<String>) {
        let system = &self.steady();
        let mut proposals = vec![
            (Input::TotalActiveUsers, scale_slots(system, 1.2)),
            (Input::NewUsersPerMinute, scale_rate(system, 1.2)),
        ];
        if let Some(minutes) = session_minutes(system).filter(|minutes| *minutes > 1) {
            proposals.push((Input::SessionDuration, set_session_minutes(system, minutes - 1)));
            proposals.push((Input::Renewal, switch_renewal_off(system)));
        }
        let mut proposals: Vec<(Input, Varied)> = proposals
            .into_iter()
            .filter_map(|(input, varied)| varied.map(|varied| (input, varied)))
            .collect();
        proposals.retain(|(_, proposed)| proposed.system != *system);
        let mut systems = vec![system.clone()];
        systems.extend(proposals.iter().map(|(_, proposed)| proposed.system.clone()));
        let days = self.one_day_each(&systems);
        let (mut levers, mut overloading): (Vec<Effect>, Vec<String>) = Default::default();
        let Some(today) = days[0] else { return (levers, overloading) };
        for ((input, proposed), then) in proposals.iter().zip(&days[1..]) {
            let Some(then) = then else { continue };
            if lost_share(then) > MOST_LOST_BY_LEVER.max(lost_share(&today)) {
                continue;
            }
            let (before, after) = (today.get(PUBLISHED), then.get(PUBLISHED));
            let lever = self.effect((*input, &proposed.home), (system, before), (&proposed.system, after));
            match is_too_much(&today, then) {
                true => overloading.push(lever.key),
                false => levers.push(lever),
            }
        }
        let gain = |lever: &Effect| lever.at_low.unwrap_or(0.0) - lever.at_high.unwrap_or(f64::INFINITY);
        levers.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        (levers, overloading)
    }

    fn basis(&self, input: Input) -> Basis {
        if self.scenario.given.contains(input) { Basis::Given } else { Basis::Assumed }
    }

    pub(super) fn inputs(&self) -> Vec<InputNote> {
        let ranges = assumptions();
        let note = |input: Input| InputNote {
            key: input.key().to_owned(),
            flag: input.flag().to_owned(),
            value: value_of(&self.scenario.system, input),
            basis: self.basis(input),
            range: ranges
                .iter()
                .find(|range| range.input == input && self.is_open(range))
                .map(|range| range.range.to_owned()),
        };
        Input::ALL.into_iter().filter(|input| self.scenario.given.matters(*input)).map(note).collect()
    }

    fn warnings(&self, days: &[Figures]) -> Vec<Warning> {
        let mut warnings: Vec<Warning> = Vec::new();
        let mean = |measure: Measure| mean_over(days, measure).unwrap_or(0.0);
        let admitted = mean(Measure::Admitted);
        let lost_share = if admitted > 0.0 { mean(Measure::LostMidVisit) / admitted } else { 0.0 };
        if admitted <= 0.0 && !days.is_empty() {
            warnings.push(Warning::NobodyAdmitted);
        }
        warnings.extend(self.trouble_at_origin(days));
        if lost_share > MANY {
            // Others give up because their requests time out.
            let gave_up_share = (mean(Measure::GaveUp) - mean(Measure::GaveUpFailing)) / admitted;
            warnings.push(Warning::LostMidVisit { share: lost_share, gave_up_share });
        }
        if mean(Measure::Censored) > 0.0 {
            warnings.push(Warning::Censored { people: mean(Measure::Censored) });
        }
        let settled = mean(Measure::Booked) + mean(Measure::GaveUp) + mean(Measure::FoundSoldOut);
        let unfinished = mean(Measure::Admitted) - settled;
        if self.scenario.system.horizon.is_some() && unfinished >= 0.5 {
            warnings.push(Warning::Unfinished { people: unfinished });
        }
        warnings.extend(self.idle_settings());
        let notices = self.scenario.notices.iter().map(warning_of);
        // What the simulation measured says it better, as soon as it is more than one in a hundred.
        let said =
            |warning: &Warning| lost_share > MANY && matches!(warning, Warning::SomeCannotFinish { .. });
        warnings.extend(notices.filter(|warning| !said(warning)));
        if let Stop::Precision(share) = self.plan.stop
            && let Some((half_width_seconds, wanted_seconds)) = self.missing_precision(days, share)
        {
            warnings.push(Warning::PrecisionNotReached { half_width_seconds, wanted_seconds });
        }
        if self.watch.is_stopped() {
            warnings.push(Warning::Interrupted);
        }
        warnings
    }
}

impl Study<'_> {
    /// Settings of the room that leave it without work, which an answer without waits would hide.
    fn idle_settings(&self) -> Vec<Warning> {
        let system = &self.scenario.system;
        let room = &system.rooms[0];
        let mut idle = Vec::new();
        if room.schedule().at(room.opening()).entry == Entry::Suspended {
            idle.push(Warning::RoomOffAtOpening);
        }
        let Composition::Cloudflare(settings) = room.composition() else { return idle };
        let crowd = Blueprint::new(system, RoomId(0)).crowd(self.key(0));
        let arrivals: Vec<SimTime> = (0..crowd.len() as u32).map(|rank| crowd.arrival(rank)).collect();
        let comes_within = |from: SimTime, to: SimTime| {
            arrivals.partition_point(|at| *at < from) < arrivals.partition_point(|at| *at < to)
        };
        for event in settings.events.iter().filter(|event| !event.suspended) {
            if let Some(from) = event.prequeue_start_time
                && !comes_within(from, event.event_start_time)
            {
                idle.push(Warning::NobodyInPrequeue { event: event.name.clone() });
            }
        }
        idle
    }
}

impl Study<'_> {
    /// What the origin does not bear.
    fn trouble_at_origin(&self, days: &[Figures]) -> Vec<Warning> {
        let mean = |measure: Measure| mean_over(days, measure).unwrap_or(0.0);
        let mut trouble = Vec::new();
        let failed_share = mean(Measure::FailedRequests) / mean(Measure::Requests).max(1.0);
        let in_service = mean(Measure::InServiceMax);
        let origin = &self.scenario.system.origin;
        let works_at = origin.station().and_then(|station| {
            let highest = station.throughput.highest_per_second()?;
            let is_past_peak = station.throughput.peak().is_some_and(|peak| in_service > f64::from(peak));
            is_past_peak.then(|| station.throughput.per_second(in_service as u32) / highest)
        });
        let is_silent = mean(Measure::Requests) > 0.0 && mean_over(days, Measure::ResponseP50).is_none();
        if failed_share > MOST_FAILED || is_silent || works_at.is_some_and(|share| share < LEAST_WORK) {
            trouble.push(Warning::OriginCollapses { failed_share, in_service });
        }
        let people = mean(Measure::People).max(1.0);
        let share = mean(Measure::FailedPeople) / people;
        if share > MANY {
            let gave_up_share = mean(Measure::GaveUpFailing) / people;
            trouble.push(Warning::RequestsFail { share, gave_up_share });
        }
        let share = mean(Measure::OverloadedDays);
        if share > MANY {
            let lasting_seconds = origin.safe.lasting.seconds();
            trouble.push(Warning::OriginOverloaded { share, lasting_seconds });
        }
        trouble
    }
}

fn lost_share(figures: &Figures) -> f64 {
    let of = |measure| figures.get(measure).unwrap_or(0.0);
    of(Measure::LostMidVisit) / of(Measure::Admitted).max(1.0)
}

/// Whether the origin fares worse than before, and worse than it may.
fn is_too_much(before: &Figures, after: &Figures) -> bool {
    let more = |measure: Measure, least: f64| {
        let of = |figures: &Figures| figures.get(measure).unwrap_or(0.0);
        of(after) > of(before).max(least)
    };
    let people = after.get(Measure::People).unwrap_or(0.0);
    let is_overloaded = after.get(Measure::OverloadedDays).is_some_and(|overloaded| overloaded > 0.5);
    is_overloaded && more(Measure::OverloadSeconds, 0.0) || more(Measure::FailedPeople, MANY * people)
}

/// What is known of the origin; `None`: nothing.
fn origin_found(system: &System, drawn: &[Figures], overloading_levers: Vec<String>) -> Option<OriginFound> {
    let origin = &system.origin;
    let has_station = origin.station().is_some();
    if !has_station && !origin.safe.is_known() {
        return None;
    }
    let overloaded = drawn.iter().filter_map(|day| day.get(Measure::OverloadedDays));
    Some(OriginFound {
        has_station,
        safe_people_inside: origin.safe.people_inside,
        safe_requests_per_second: origin.safe.requests_per_second,
        safe_utilisation: origin.safe.utilisation,
        overload_lasting_seconds: origin.safe.lasting.seconds(),
        overloaded_days_drawn: share_of_days(overloaded.map(|overloaded| overloaded > 0.5)),
        overloading_levers,
    })
}

/// Seconds of the day at which the room opens, if the scenario has a clock.
pub(super) fn opening_second_of_day(scenario: &Scenario) -> Option<i64> {
    let clock = scenario.clock.as_ref()?;
    let opening = scenario.system.rooms[0].opening();
    Some((clock.seconds_of_day + opening.since(SimTime::ZERO).microseconds() / 1_000_000).rem_euclid(86_400))
}

pub(super) fn warning_of(notice: &Notice) -> Warning {
    match notice {
        Notice::BookingsAreNotDemand { .. } => Warning::BookingsAreNotDemand,
        Notice::AccessesConverted { accesses, low, middle, high, .. } => {
            Warning::AccessesConverted { accesses: *accesses, low: *low, middle: *middle, high: *high }
        }
        Notice::SomeCannotFinish { share, .. } => Warning::SomeCannotFinish { share: *share },
        Notice::DemandClipped { minutes, .. } => Warning::NegativeDemandClipped { minutes: *minutes as u32 },
        Notice::MissingValues { values, .. } => Warning::MissingMinutes { minutes: *values as u32 },
        Notice::SettingsIgnored { file, settings } => {
            Warning::SettingsIgnored { file: file.clone(), settings: settings.clone() }
        }
    }
}

/// The session in force when people are let in, in whole minutes, if the room has one.
fn session_minutes(system: &System) -> Option<i64> {
    match letting_in(system)?.1.session {
        SessionClock::IdleAfterLastRequest(session) | SessionClock::SinceAcceptance(session) => {
            Some((session.minutes() + 0.5) as i64)
        }
        SessionClock::VisitAndLag(_) => None,
    }
}

/// Mean minutes from the first to the last request, and to the end of the visit, over all groups.
pub(super) fn visit_minutes(system: &System) -> (f64, f64) {
    let mean = |distribution| crate::draws::law::Law::compile(distribution).mean() / 60.0;
    let (mut requests, mut whole, mut people) = (0.0, 0.0, 0.0);
    for group in &system.groups {
        let weight = f64::from(group.count.middle().unwrap_or(1));
        let (to_last_request, after) = match &group.visit {
            Visit::Even { pages: 1, .. } => (0.0, 0.0),
            Visit::Even { duration, .. } => (mean(duration), 0.0),
            Visit::Steps(steps) => {
                let last = steps.last().map_or(0.0, |step| mean(&step.think));
                (steps.iter().map(|step| mean(&step.think)).sum::<f64>() - last, last)
            }
        };
        requests += weight * to_last_request;
        whole += weight * (to_last_request + after);
        people += weight;
    }
    (requests / people, whole / people)
}

/// What limits the flow, by Little's law: the settings in force when people are let in, from the opening on.
pub(super) fn flow(system: &System) -> FlowLimit {
    let (to_last_request, whole) = visit_minutes(system);
    match system.rooms[0].composition() {
        Composition::Cloudflare(settings) => {
            let regime = letting_in(system).map(|(_, regime)| *regime);
            let at_opening = system.rooms[0].schedule().at(system.rooms[0].opening());
            let (session, renewal) = match regime.unwrap_or(*at_opening).session {
                SessionClock::IdleAfterLastRequest(session) => (session.minutes(), true),
                SessionClock::SinceAcceptance(session) | SessionClock::VisitAndLag(session) => {
                    (session.minutes(), false)
                }
            };
            // Whose session the origin ends with the last request holds no slot after it.
            let kept = 1.0 - settings.revoke.value();
            let held = match renewal {
                true => to_last_request + kept * session,
                false => session - (1.0 - kept) * (session - to_last_request).max(0.0),
            };
            let (rate_per_minute, slots) = match regime {
                // Nobody is ever let in.
                None => (Some(0.0), None),
                Some(regime) if !is_limited(&regime) => (None, None),
                Some(regime) => {
                    let rate = match regime.limits.rate {
                        Rate::PerClockMinute { limit, .. } => Some(f64::from(limit)),
                        Rate::Unlimited | Rate::Spaced(_) => None,
                    };
                    (rate, regime.limits.slots)
                }
            };
            FlowLimit {
                rate_per_minute,
                slots_per_minute: slots.filter(|_| held > 0.0).map(|slots| f64::from(slots) / held),
                slots,
                held_minutes: held,
                visit_minutes: to_last_request,
                session_minutes: session,
                renewal,
            }
        }
        Composition::Metered(settings) => {
            let held = whole + settings.lag.minutes();
            let per_minute = |slots: u32| (held > 0.0).then(|| f64::from(slots) / held);
            FlowLimit {
                rate_per_minute: settings.spacing.map(|spacing| 60e6 / spacing.microseconds() as f64),
                slots_per_minute: settings.slots.and_then(per_minute),
                slots: settings.slots,
                held_minutes: held,
                visit_minutes: whole,
                session_minutes: settings.lag.minutes(),
                renewal: true,
            }
        }
    }
}

/// The sum by hand. It takes the settings of the opening as those of all the time that it needs: where they change
/// before, where somebody moves them, where nobody is let in at the opening, or where the origin takes time to answer, there
/// is none.
fn hand_check(system: &System) -> Option<HandCheck> {
    if system.origin.station().is_some() || has_operator(system) {
        return None;
    }
    let (from, _) = letting_in(system)?;
    let opening = system.rooms[0].opening();
    let flow = flow(system);
    let people = people_at(system, 0.5);
    let flow_per_minute = flow.per_minute()?;
    let at_once = if flow.slots_bind() { flow.slots?.min(people) } else { 0 };
    let minutes = f64::from(people - at_once) / flow_per_minute;
    let until = opening + Span::from_fractional_seconds((minutes * 60.0).min(1e9));
    let applies = from == opening && stays(system, opening, until);
    applies.then_some(HandCheck { people, at_once, flow_per_minute, minutes })
}

fn has_operator(system: &System) -> bool {
    matches!(system.rooms[0].composition(), Composition::Cloudflare(settings) if settings.operator.is_some())
}
