//! "Which limits are right?", answered: the settings with the least wait that keep a promise, certified on days that the search
//! has not seen.
//!
//! 1. *Kinds.* Every combination of what is free beside the two limits, and a few proportions between them (`settings.rs`,
//!    [`frontier::Ray`]).
//! 2. *Frontier.* For each, the highest limits that keep the promises on a few days, with a margin (`frontier.rs`).
//! 3. *Refinement* of the limits of the best few on more days.
//! 4. *Choice.* The best of them by a selection procedure with a stated probability (`choice.rs`).
//! 5. *Certificate* on fresh days by a plan declared beforehand; if it fails, a step back and another, with less error left
//!    (`certificate.rs`).
//!
//! Days of the search: 0 and up for frontier and refinement, 1,000 and up for the choice. Larger crowds are tried on days from 2³⁰ on,
//! certificates have theirs from 2³¹ on.
//!
//! *What the promise does not cover.* Whoever repeats the search with other seeds until one passes promises more often wrongly than
//! stated; and the probability of the choice speaks of the refined limits that were compared, not of kinds left out before.

mod certificate;
mod choice;
mod frontier;
mod settings;
mod staged;
mod trials;

use super::days::{Watch, on_threads};
use super::in_force::{is_limited, letting_in};
use super::predict::{Plan, Stop, Study, flow, opening_second_of_day, warning_of};
use super::variation::people_at;
use crate::model::System;
use crate::model::room::{Composition, MIN_LIMIT};
use crate::results::{
    Binding, Candidate, Capacity, Certificate, CrowdLimit, Free, InputNote, Measure, Outcome, Promise,
    Provenance, Recommendation, RecommendationNote, Selected, SettingsTried, Staged, Unit, Warning,
};
use crate::scenario::{Input, Scenario, identity};
use certificate::{can_be_proven, certify};
use choice::choose;
use frontier::{Frontier, Ray, closeness, frontier};
use settings::{Tried, kinds, present};
use trials::{Trials, lost_share, mean_of};

/// How settings are recommended.
#[derive(Clone, Debug)]
pub struct RecommendPlan {
    /// Seed of every draw.
    pub seed: u64,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// What is promised; not empty, and without contradictions.
    pub promises: Vec<Promise>,
    /// Confidence of all promises together, between 0 and 1.
    pub confidence: f64,
    /// What is made small.
    pub objective: Measure,
    /// Settings that may be chosen.
    pub free: Vec<Free>,
    /// What the origin bears, where the scenario does not say it.
    pub capacity: GivenCapacity,
    /// Differences of the objective that do not matter, in its unit; `None`: 2 % of it, and at least 20 for a time.
    pub indifference: Option<f64>,
    /// Whether a timetable that begins strict is wanted, too.
    pub staged: bool,
    /// Whether the scenario's own limits mean something.
    pub has_present: bool,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// What is known of the origin beside the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GivenCapacity {
    /// People inside that it bears, lowest and highest.
    pub people_inside: Option<[u32; 2]>,
    /// Requests a second, lowest and highest.
    pub requests_per_second: Option<[u32; 2]>,
    /// Most active users that went fine so far.
    pub proven_active: Option<u32>,
    /// Most people let in a minute that went fine so far.
    pub proven_per_minute: Option<u32>,
}

/// Why there can be no recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendRefusal {
    /// A metered room has none of the product's settings.
    Metered,
    /// Nobody is let in by limits.
    NoLimits,
    /// Active users that went fine say nothing about other sessions.
    ProvenWithOtherSession,
    /// So few bad days cannot be proven with any number of days that could be played.
    NotProvable {
        /// Position of the promise.
        promise: usize,
    },
    /// Fewer than the product takes.
    ProvenTooFew {
        /// The least.
        least: u32,
    },
}

/// Days of the search for each kind.
const SEARCH_DAYS: u32 = 12;
/// The same where many kinds are tried.
const FEW_SEARCH_DAYS: u32 = 8;
/// Days on which the chosen limits are refined.
const REFINING_DAYS: u32 = 80;
/// Kinds whose limits are refined, and among which the best is selected.
const MOST_FINALISTS: usize = 3;
/// How far limits are taken back when a certificate fails.
const STEP_BACK: f64 = 0.94;
/// Sets of settings that may be tried for a certificate.
const MOST_ATTEMPTS: u32 = 4;
/// Rate ÷ balanced rate on each ray. The last one is a rate that never binds.
const PROPORTIONS: [f64; 6] = [0.7, 1.0, 1.4, 2.0, 4.0, 100.0];
/// The same where many kinds are tried.
const FEW_PROPORTIONS: [f64; 2] = [1.0, 2.0];
/// Kinds above which fewer days and proportions are looked at first.
const MANY_KINDS: usize = 3;
/// Kinds that are looked at again after that.
const KINDS_KEPT: usize = 2;
/// Days of the trade-off and of the present settings.
const SHOWN_DAYS: u32 = 16;
/// Days of the present settings: those of what they are shown beside.
const PRESENT_DAYS: u32 = REFINING_DAYS;
/// Parts of the chosen limits whose wait and risk are shown.
const TRADE_OFF: [f64; 6] = [0.6, 0.8, 1.0, 1.2, 1.4, 1.7];
/// Crowds, in parts of the one expected, on which the promises are tried, and days of each.
const CROWDS: [f64; 3] = [1.25, 1.6, 2.5];
const CROWD_DAYS: u32 = 16;
/// The search has not seen them.
const CROWD_FIRST_DAY: u32 = 1 << 30;
/// Most people in a crowd that is tried.
const MOST_PEOPLE: f64 = 3e6;
/// Share of people who lose a session in mid-visit above which a session is not chosen, unless the present one loses more.
const MOST_LOST: f64 = 0.01;

/// Share of bad days that the search aims at: so much less than promised that a plan passes.
fn reserve(bad_days: f64) -> f64 {
    bad_days / 8.0
}

/// Recommends settings for a scenario's room.
///
/// # Errors
/// Why none can be recommended.
pub fn recommend(
    scenario: &Scenario,
    plan: &RecommendPlan,
    watch: &Watch,
) -> Result<Recommendation, RecommendRefusal> {
    let system = &scenario.system;
    let Some(own) = present(system) else { return Err(RecommendRefusal::Metered) };
    if letting_in(system).is_none_or(|(_, regime)| !is_limited(regime)) {
        return Err(RecommendRefusal::NoLimits);
    }
    let to_prove = |promise: &Promise| promise.requirement.measure != Measure::ActiveMax;
    let is_hopeless = |promise: &Promise| to_prove(promise) && !can_be_proven(promise, plan.confidence);
    if let Some(promise) = plan.promises.iter().position(is_hopeless) {
        return Err(RecommendRefusal::NotProvable { promise });
    }
    let lowest = lowest_limit(&own);
    if let Some(proven) = plan.capacity.proven_active {
        let other_session = [Free::SessionDuration, Free::Renewal];
        if other_session.iter().any(|free| plan.free.contains(free)) {
            return Err(RecommendRefusal::ProvenWithOtherSession);
        }
        if proven < lowest {
            return Err(RecommendRefusal::ProvenTooFew { least: lowest });
        }
    }
    let study_plan = Plan {
        seed: plan.seed,
        stop: Stop::Replications(1),
        threads: plan.threads,
        requirements: Vec::new(),
        with_minutes: false,
        shown_days: 0,
        command: String::new(),
    };
    Ok(on_threads(plan.threads, || {
        let study = Study { scenario, plan: &study_plan, watch };
        let inputs = study.inputs();
        let trials = Trials::new(study, plan, capacity(system, plan));
        Search {
            scenario,
            plan,
            own,
            lowest,
            trials,
            fresh_days: 0,
            notes: Vec::new(),
            is_as_high_as_helps: false,
        }
        .recommend(inputs)
    }))
}

/// A system with the settings that were recommended, those of the timetable if there is one and it is wanted; `None` unless some
/// were.
pub fn with_settings(system: &System, recommendation: &Recommendation) -> Option<System> {
    match &recommendation.outcome {
        Outcome::Recommended { chosen, .. } => Some(Tried::constant(chosen.settings).applied_to(system)),
        _ => None,
    }
}

/// The lowest limits that are tried: the product's, unless the scenario's own lie below.
fn lowest_limit(own: &SettingsTried) -> u32 {
    match own.total_active_users.min(own.new_users_per_minute) < MIN_LIMIT {
        // One a minute lets nobody in: pacing rounds it down to none.
        true => 2,
        false => MIN_LIMIT,
    }
}

fn capacity(system: &System, plan: &RecommendPlan) -> Capacity {
    let (safe, given) = (&system.origin.safe, &plan.capacity);
    let known = |given: Option<[u32; 2]>, level: Option<u32>| given.or(level.map(|level| [level, level]));
    Capacity {
        people_inside: known(given.people_inside, safe.people_inside),
        requests_per_second: known(given.requests_per_second, safe.requests_per_second),
        utilisation: safe.utilisation,
        station: system.origin.station().is_some(),
        proven_active: given.proven_active,
        overload_lasting_seconds: safe.lasting.seconds(),
    }
}

struct Search<'a> {
    scenario: &'a Scenario,
    plan: &'a RecommendPlan,
    own: SettingsTried,
    lowest: u32,
    trials: Trials<'a>,
    fresh_days: u32,
    notes: Vec<RecommendationNote>,
    /// Whether higher limits were tried that keep the promises, and do not shorten the wait.
    is_as_high_as_helps: bool,
}

/// What the search ended with.
struct Found {
    outcome: Outcome,
    finalists: Vec<Candidate>,
    selection: Option<Selected>,
    /// The kind that was chosen, for what is shown beside it.
    ray: Option<Ray>,
}

impl Found {
    fn only(outcome: Outcome) -> Found {
        Found { outcome, finalists: Vec::new(), selection: None, ray: None }
    }
}

impl Search<'_> {
    fn recommend(mut self, inputs: Vec<InputNote>) -> Recommendation {
        self.note_what_is_replaced();
        let present = self.plan.has_present.then(|| self.candidate(Tried::constant(self.own), PRESENT_DAYS));
        let mut found = self.search();
        if self.trials.is_stopped() && !matches!(found.outcome, Outcome::Recommended { .. }) {
            // Days that were not played broke no promise and kept none.
            found = Found::only(Outcome::Unfinished);
        }
        let (mut trade_off, mut staged, mut crowd_limit) = (Vec::new(), None, None);
        if let (Outcome::Recommended { chosen, attempts, .. }, Some(ray)) = (&found.outcome, found.ray) {
            let (chosen, attempts) = (Tried::constant(chosen.settings), *attempts);
            trade_off = self.trade_off(ray, &chosen);
            crowd_limit = Some(self.crowd_limit(&chosen));
            if self.plan.staged {
                let certified = staged::staged(&mut self.trials, ray, &chosen, attempts);
                staged = certified.map(|(staged, days)| {
                    self.fresh_days += days;
                    staged
                });
            }
        }
        self.answer(inputs, present, found, (trade_off, staged, crowd_limit))
    }

    fn answer(
        self,
        inputs: Vec<InputNote>,
        present: Option<Candidate>,
        found: Found,
        (trade_off, staged, crowd_limit): (Vec<Candidate>, Option<Staged>, Option<CrowdLimit>),
    ) -> Recommendation {
        let (scenario, plan) = (self.scenario, self.plan);
        let stopped = self.trials.is_stopped();
        let mut warnings: Vec<Warning> = scenario.notices.iter().map(warning_of).collect();
        if stopped {
            warnings.push(Warning::Interrupted);
        }
        let is_limit = |note: &InputNote| {
            [Input::TotalActiveUsers, Input::NewUsersPerMinute].iter().any(|input| input.key() == note.key)
        };
        Recommendation {
            title: scenario.title.clone(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: identity(&format!("{}given = {}\n", scenario.canonical, scenario.given)),
                seed: plan.seed,
                replications: self.trials.days_played(),
                range_replications: self.fresh_days,
                command: plan.command.clone(),
                complete: !stopped,
            },
            opens_at_second_of_day: opening_second_of_day(scenario),
            inputs: inputs.into_iter().filter(|note| !is_limit(note)).collect(),
            capacity: self.trials.capacity,
            promises: plan.promises.clone(),
            confidence: plan.confidence,
            objective: plan.objective,
            free: plan.free.clone(),
            present,
            outcome: found.outcome,
            finalists: found.finalists,
            selection: found.selection,
            trade_off,
            staged,
            crowd_limit,
            notes: self.notes,
            warnings,
        }
    }

    fn note_what_is_replaced(&mut self) {
        let Composition::Cloudflare(settings) = self.scenario.system.rooms[0].composition() else { return };
        let of_events = settings
            .events
            .iter()
            .any(|event| event.total_active_users.is_some() || event.new_users_per_minute.is_some());
        let of_timetable = settings
            .timetable
            .iter()
            .any(|change| change.total_active_users.is_some() || change.new_users_per_minute.is_some());
        if of_events || of_timetable {
            self.notes.push(RecommendationNote::LimitsReplaced);
        }
        if settings.operator.is_some() {
            self.notes.push(RecommendationNote::OperatorLeftOut);
        }
        let given = &self.plan.capacity;
        if given.proven_active.is_some() && given.proven_per_minute.is_none() {
            self.notes.push(RecommendationNote::InflowNotProven);
        }
    }

    fn candidate(&mut self, tried: Tried, days: u32) -> Candidate {
        let row = self.trials.row(&tried, 0..days);
        self.trials.candidate(&tried, &row)
    }

    fn search(&mut self) -> Found {
        if !self.plan.promises.iter().any(|promise| self.limits_load(promise)) {
            return Found::only(self.declined());
        }
        let frontiers = self.frontiers();
        let keeping: Vec<Frontier> =
            frontiers.iter().filter(|frontier| frontier.keeps_all).cloned().collect();
        if frontiers.iter().any(|frontier| !frontier.is_monotone) {
            self.notes.push(RecommendationNote::NotMonotone);
        }
        let refined = self.refined(self.without_stragglers(keeping));
        let mut finalists: Vec<Frontier> =
            refined.iter().filter(|frontier| frontier.keeps_all).cloned().collect();
        if finalists.is_empty() {
            let seen = if refined.is_empty() { &frontiers } else { &refined };
            let Some(hopeful) = self.hopeful(seen) else { return Found::only(self.nothing_satisfies(seen)) };
            finalists.push(hopeful);
        }
        let indifference = self.indifference(&finalists);
        let (finalists, selection) = choose(&mut self.trials, finalists, indifference);
        let finalists = self.gentlest_first(finalists, indifference);
        let candidates =
            finalists.iter().map(|frontier| self.trials.candidate(&frontier.tried, &frontier.days)).collect();
        let best = &finalists[0];
        let ray = best.ray;
        let compared = best.tried;
        let outcome = self.certified(ray, compared);
        let is_compared =
            matches!(&outcome, Outcome::Recommended { chosen, .. } if chosen.settings == compared.settings);
        // What was compared is what the comparison speaks of.
        let selection = selection.filter(|_| is_compared);
        Found { outcome, finalists: candidates, selection, ray: Some(ray) }
    }

    /// Where the search's estimate says that no limits keep the promises, but no day broke them more often than promised: those are
    /// put to the proof, which decides.
    fn hopeful(&self, frontiers: &[Frontier]) -> Option<Frontier> {
        let keeps = |frontier: &&Frontier| {
            let candidate = self.trials.candidate(&frontier.tried, &frontier.days);
            let mut risks = candidate.risks.iter().zip(&self.plan.promises);
            candidate.objective.value.is_some()
                && risks.all(|(risk, promise)| risk.share() <= promise.bad_days)
        };
        let hopeful = frontiers.iter().filter(keeps);
        hopeful.min_by(|one, other| self.objective(one).total_cmp(&self.objective(other))).cloned()
    }

    /// Among limits that differ by less than the indifference, those that let people in most gently: the first minutes load the
    /// origin least.
    fn gentlest_first(&self, mut finalists: Vec<Frontier>, indifference: f64) -> Vec<Frontier> {
        let rate = |frontier: &Frontier| frontier.tried.settings.new_users_per_minute;
        let most = self.objective(&finalists[0]) + indifference;
        let as_good = (0..finalists.len()).filter(|position| self.objective(&finalists[*position]) <= most);
        if let Some(gentlest) = as_good.min_by_key(|position| rate(&finalists[*position])) {
            let gentlest = finalists.remove(gentlest);
            finalists.insert(0, gentlest);
        }
        finalists
    }

    /// The best few with their limits found again on more days, all on the same.
    fn refined(&mut self, finalists: Vec<Frontier>) -> Vec<Frontier> {
        let mut found: Vec<Frontier> = Vec::new();
        // A station's days cost several times as much.
        let most = if self.trials.capacity.station { MOST_FINALISTS - 1 } else { MOST_FINALISTS };
        for finalist in finalists.into_iter().take(most) {
            let from = f64::from(finalist.tried.settings.total_active_users);
            let refined = frontier(&mut self.trials, finalist.ray, from, 0..REFINING_DAYS);
            let is_new = found.iter().all(|other| other.tried != refined.tried);
            if is_new {
                found.push(refined);
            }
        }
        found
    }

    /// Whether a promise says how much load is too much, here.
    fn limits_load(&self, promise: &Promise) -> bool {
        let capacity = &self.trials.capacity;
        match promise.requirement.measure {
            Measure::OverloadedDays => capacity.is_load_known(),
            Measure::InsideMax | Measure::ActiveMax => promise.is_of_load(),
            _ => promise.is_of_load() && self.scenario.system.origin.plays_requests(),
        }
    }

    /// The rays of a kind.
    fn rays(&self, kind: SettingsTried, proportions: &[f64]) -> Vec<Ray> {
        let kind = Tried::constant(kind);
        let held_minutes = flow(&kind.applied_to(&self.scenario.system)).held_minutes;
        let most = self.most_slots();
        let proven = self.plan.capacity.proven_active;
        let bounds = match proven {
            // As many as went fine, or fewer.
            Some(proven) => [self.lowest.min(proven), proven.min(most).max(self.lowest)],
            None => [self.lowest, most],
        };
        let ray = |proportion: &f64| Ray {
            kind,
            held_minutes,
            proportion: *proportion,
            bounds,
            lowest_rate: self.lowest,
            highest_rate: self.plan.capacity.proven_per_minute,
        };
        proportions.iter().map(ray).collect()
    }

    /// More slots than people never bind.
    fn most_slots(&self) -> u32 {
        people_at(&self.scenario.system, 1.0).clamp(self.lowest, 4_000_000)
    }

    /// Where the search on a ray begins: the load that is known to be safe, spread over visit and idle tail.
    fn first_slots(&self, ray: &Ray) -> f64 {
        let system = ray.kind.applied_to(&self.scenario.system);
        let flow = flow(&system);
        let visit_minutes = flow.visit_minutes.max(0.5);
        let pages = system.groups.iter().map(|group| group.visit.pages()).max().unwrap_or(1);
        let capacity = &self.trials.capacity;
        let of_requests = |per_second: f64| per_second * 60.0 / f64::from(pages) * visit_minutes;
        let station = system.origin.station().and_then(|station| station.throughput.highest_per_second());
        let inside = capacity
            .people_inside
            .map(|[low, _]| f64::from(low))
            .into_iter()
            .chain(capacity.requests_per_second.map(|[low, _]| of_requests(f64::from(low))))
            .chain(station.map(|per_second| of_requests(per_second) * 0.8))
            .reduce(f64::min);
        match (inside, capacity.proven_active) {
            (_, Some(proven)) => f64::from(proven),
            (Some(inside), None) => inside * ray.held_minutes.max(visit_minutes) / visit_minutes * 0.8,
            (None, None) => f64::from(self.own.total_active_users),
        }
    }

    /// The frontier of every kind and proportion. With many kinds a first look leaves a few.
    fn frontiers(&mut self) -> Vec<Frontier> {
        let kinds = self.kinds_without_losers();
        let kept = if kinds.len() > MANY_KINDS { self.best_kinds(kinds) } else { kinds };
        let rays: Vec<Ray> = kept.iter().flat_map(|kind| self.rays(*kind, &PROPORTIONS)).collect();
        self.search_rays(rays, SEARCH_DAYS)
    }

    fn search_rays(&mut self, rays: Vec<Ray>, days: u32) -> Vec<Frontier> {
        let mut found: Vec<Frontier> = Vec::new();
        for ray in rays {
            let from = self.first_slots(&ray);
            let frontier = frontier(&mut self.trials, ray, from, 0..days);
            // Proportions that end in the same limits are one.
            if found.iter().all(|other| other.tried != frontier.tried) {
                found.push(frontier);
            }
        }
        found
    }

    /// Kinds of settings whose sessions do not cut off more people than the present ones.
    fn kinds_without_losers(&mut self) -> Vec<SettingsTried> {
        let all = kinds(&self.own, &self.plan.free);
        let mut lost = Vec::new();
        for kind in &all {
            let ray = self.rays(*kind, &[1.0])[0];
            let tried = ray.at(self.first_slots(&ray));
            // Which sessions are lost hangs on visits, hardly on limits.
            let days = self.trials.row(&tried, 0..2);
            let figures: Vec<f64> = days.iter().map(|day| lost_share(&day.figures)).collect();
            lost.push(mean_of(&figures).value.unwrap_or(0.0));
        }
        let most = lost.first().copied().unwrap_or(0.0).max(MOST_LOST);
        let kept: Vec<SettingsTried> =
            all.iter().zip(&lost).filter(|(_, lost)| **lost <= most + 1e-12).map(|(kind, _)| *kind).collect();
        let left_out = all.len() - kept.len();
        if left_out > 0 {
            self.notes.push(RecommendationNote::SessionsLeftOut { kinds: left_out as u32 });
        }
        kept
    }

    fn best_kinds(&mut self, kinds: Vec<SettingsTried>) -> Vec<SettingsTried> {
        let mut scored: Vec<(f64, SettingsTried)> = Vec::new();
        for kind in kinds {
            let rays = self.rays(kind, &FEW_PROPORTIONS);
            let found = self.search_rays(rays, FEW_SEARCH_DAYS);
            let objective = |frontier: &Frontier| {
                self.trials
                    .candidate(&frontier.tried, &frontier.days)
                    .objective
                    .value
                    .unwrap_or(f64::INFINITY)
            };
            let best = found.iter().filter(|frontier| frontier.keeps_load).map(objective).reduce(f64::min);
            scored.push((best.unwrap_or(f64::INFINITY), kind));
        }
        scored.sort_by(|one, other| one.0.total_cmp(&other.0));
        scored.into_iter().take(KINDS_KEPT).map(|(_, kind)| kind).collect()
    }

    fn objective(&self, frontier: &Frontier) -> f64 {
        self.trials.candidate(&frontier.tried, &frontier.days).objective.value.unwrap_or(f64::INFINITY)
    }

    fn indifference(&self, frontiers: &[Frontier]) -> f64 {
        let best = frontiers.iter().map(|frontier| self.objective(frontier)).fold(f64::INFINITY, f64::min);
        let is_time = matches!(self.plan.objective.unit(), Unit::Seconds | Unit::SecondsFromOpening);
        let least = if is_time { 20.0 } else { 1e-6 };
        self.plan.indifference.unwrap_or((0.02 * best).max(least)).clamp(1e-9, 1e9)
    }

    /// Kinds that are so much worse on every day that no selection is needed to see it.
    fn without_stragglers(&self, mut keeping: Vec<Frontier>) -> Vec<Frontier> {
        keeping.sort_by(|one, other| self.objective(one).total_cmp(&self.objective(other)));
        let Some(best) = keeping.first().map(|best| self.objective(best)) else { return keeping };
        let most = best * 1.25 + 60.0;
        keeping.retain(|frontier| self.objective(frontier) <= most);
        keeping
    }

    /// Certifies the limits of a kind, taken back as often as a proof fails.
    fn certified(&mut self, ray: Ray, tried: Tried) -> Outcome {
        let mut tried = self.no_higher_than_helps(ray, tried);
        let mut last: Option<(Tried, Vec<Certificate>, u32)> = None;
        for attempt in 0..MOST_ATTEMPTS {
            let Some((certificates, days, holds)) = certify(&self.trials, &tried, attempt) else { break };
            self.fresh_days += days;
            if holds {
                let chosen = self.candidate(tried, REFINING_DAYS);
                let binding = self.binding(ray, tried);
                let slots_bind = flow(&tried.applied_to(&self.scenario.system)).slots_bind();
                return Outcome::Recommended {
                    chosen,
                    certificates,
                    attempts: attempt + 1,
                    binding,
                    slots_bind,
                };
            }
            if certificates.is_empty() {
                break;
            }
            last = Some((tried, certificates, attempt + 1));
            // At the lowest limits this is another try at the same ones, with days and error of its own.
            tried = ray.at(f64::from(tried.settings.total_active_users) * STEP_BACK);
        }
        let (tried, certificates, attempts) = last.unwrap_or((tried, Vec::new(), 0));
        let at = self.candidate(tried, SHOWN_DAYS);
        Outcome::NotCertified { at, certificates, attempts }
    }

    /// Where the limits could be as high as the crowd: the lowest ones that are as good.
    fn no_higher_than_helps(&mut self, ray: Ray, tried: Tried) -> Tried {
        let (mut high, mut best) = (tried.settings.total_active_users, tried);
        if high < ray.bounds[1] {
            return tried;
        }
        self.is_as_high_as_helps = true;
        let of = |search: &mut Self, tried: Tried| {
            search.candidate(tried, SEARCH_DAYS).objective.value.unwrap_or(f64::INFINITY)
        };
        let least = of(self, tried);
        let bearable = least + self.plan.indifference.unwrap_or((0.02 * least).max(20.0)) / 2.0;
        let mut low = ray.bounds[0];
        while f64::from(high) / f64::from(low) > 1.05 && !self.trials.is_stopped() {
            let middle = ray.at((f64::from(low) * f64::from(high)).sqrt());
            let slots = middle.settings.total_active_users;
            if slots <= low || slots >= high {
                break;
            }
            match of(self, middle) <= bearable {
                true => (high, best) = (slots, middle),
                false => low = slots,
            }
        }
        best
    }

    /// What keeps the limits from being higher: the promise that comes closest to its bound.
    fn binding(&mut self, ray: Ray, tried: Tried) -> Binding {
        let proven = self.plan.capacity.proven_active;
        let slots = tried.settings.total_active_users;
        if proven.is_some_and(|proven| slots >= proven.min(ray.bounds[1])) {
            return Binding::ProvenActive;
        }
        let days = self.trials.row(&tried, 0..REFINING_DAYS);
        let closest = |position: &usize| {
            let stress: Vec<f64> = days.iter().filter_map(|day| day.stress[*position]).collect();
            let bad = days.iter().filter(|day| day.is_bad[*position]).count() as f64;
            trials::exceeded_by(&stress, reserve(self.plan.promises[*position].bad_days)).unwrap_or(bad)
        };
        let load =
            (0..self.plan.promises.len()).filter(|position| self.plan.promises[*position].is_of_load());
        let worst = load.max_by(|one, other| closest(one).total_cmp(&closest(other)));
        match worst {
            Some(promise) if !self.is_as_high_as_helps => Binding::Promise { promise },
            _ => Binding::NothingToGain,
        }
    }

    /// Waits against limits, where nothing says how much is too much.
    fn declined(&mut self) -> Outcome {
        let ray = self.rays(self.own, &[1.4])[0];
        let people = f64::from(self.most_slots());
        let sizes: Vec<Tried> =
            [0.01, 0.02, 0.04, 0.08, 0.15, 0.3].iter().map(|part| ray.at(people * part)).collect();
        let mut different: Vec<Tried> = Vec::new();
        for tried in sizes {
            if different.last() != Some(&tried) {
                different.push(tried);
            }
        }
        let rows = self.trials.rows(&different, 0..FEW_SEARCH_DAYS);
        let sizes =
            different.iter().zip(&rows).map(|(tried, days)| self.trials.candidate(tried, days)).collect();
        Outcome::Declined { sizes }
    }

    /// Which promise fails, and the nearest settings that would keep it.
    fn nothing_satisfies(&mut self, frontiers: &[Frontier]) -> Outcome {
        let load = |frontier: &&Frontier| frontier.keeps_load;
        let best = frontiers
            .iter()
            .filter(load)
            .min_by(|one, other| self.objective(one).total_cmp(&self.objective(other)))
            .or(frontiers.first());
        let Some(best) = best.cloned() else { return self.declined() };
        let at = self.trials.candidate(&best.tried, &best.days);
        let broken = (0..self.plan.promises.len())
            .max_by(|one, other| {
                let level = |position: usize| {
                    let promise = &self.plan.promises[position];
                    // Where the load is kept, it is one of the others that is broken.
                    match promise.is_of_load() && best.keeps_load {
                        true => -1.0,
                        false => at.risks[position].share() - promise.bad_days,
                    }
                };
                level(*one).total_cmp(&level(*other))
            })
            .unwrap_or(0);
        if !best.keeps_load {
            self.notes.push(RecommendationNote::LowestLimits);
            return Outcome::NothingSatisfies { broken, at, keeps: None };
        }
        let keeps = self.loosened_until(&best, broken).map(Box::new);
        Outcome::NothingSatisfies { broken, at, keeps }
    }

    /// Looser limits until a promise about the wait is kept; `None`: not even then.
    fn loosened_until(&mut self, best: &Frontier, promise: usize) -> Option<Candidate> {
        // More than has been proven, too: what it would take is the answer.
        let ray = Ray {
            bounds: [best.ray.bounds[0], self.most_slots().max(best.ray.bounds[1])],
            highest_rate: None,
            ..best.ray
        };
        let mut slots = f64::from(best.tried.settings.total_active_users);
        while slots < f64::from(ray.bounds[1]) && !self.trials.is_stopped() {
            slots = (slots * 1.15).min(f64::from(ray.bounds[1]));
            let tried = ray.at(slots);
            let days = self.trials.row(&tried, 0..SEARCH_DAYS);
            if closeness(&self.trials, &days, |position| position == promise).is_good() {
                return Some(self.trials.candidate(&tried, &days));
            }
        }
        None
    }

    /// Stricter and looser limits of the chosen kind.
    fn trade_off(&mut self, ray: Ray, chosen: &Tried) -> Vec<Candidate> {
        let slots = f64::from(chosen.settings.total_active_users);
        let highest = Ray { bounds: [ray.bounds[0], u32::MAX], ..ray };
        let mut tried: Vec<Tried> = TRADE_OFF
            .iter()
            .map(|part| if *part == 1.0 { *chosen } else { highest.at(slots * part) })
            .collect();
        tried.dedup();
        let rows = self.trials.rows(&tried, 0..SHOWN_DAYS);
        tried.iter().zip(&rows).map(|(tried, days)| self.trials.candidate(tried, days)).collect()
    }

    /// Larger crowds, until a promise is surely broken.
    fn crowd_limit(&mut self, chosen: &Tried) -> CrowdLimit {
        let expected = people_at(&self.scenario.system, 0.5);
        let mut limit = CrowdLimit { tried: Vec::new(), expected, breaks: None };
        for factor in CROWDS {
            if f64::from(expected) * factor > MOST_PEOPLE || self.trials.is_stopped() {
                break;
            }
            let days = self.trials.fresh(chosen, CROWD_FIRST_DAY..CROWD_FIRST_DAY + CROWD_DAYS, factor);
            let candidate = self.trials.candidate(chosen, &days);
            let people = (f64::from(expected) * factor + 0.5) as u32;
            let is_broken = |position: &usize| {
                let risk = candidate.risks[*position];
                crate::stats::share_interval(risk.bad_days, risk.of_days, 0.95)
                    .is_some_and(|interval| interval.low > self.plan.promises[*position].bad_days)
            };
            let broken = (0..candidate.risks.len()).find(is_broken);
            limit.tried.push((people, candidate.risks.clone()));
            if let Some(broken) = broken {
                limit.breaks = Some((people, broken));
                break;
            }
        }
        limit
    }
}
