//! What formulas say about a case, beside the simulation: each with its number, its error, and whether its conditions hold.
//!
//! How λ, μ and θ follow from a scenario:
//! - μ = 1 ÷ the mean time a slot is held ([`crate::results::FlowLimit::held_minutes`]): with renewal the visit and the idle session
//!   after it, else the session.
//! - λ = 90 % of the people ÷ the minutes from the first arrival (or the opening, if that is later) until 90 % have come, on the first
//!   day of the seed. An even ramp gives N ÷ ramp.
//! - r = the rate limit or slots × μ, whichever is smaller; c = r ÷ μ servers.
//! - 1/θ = mean patience of the people who have one.
//!
//! The talk's formula as it is typed takes N for λ and the same μ.

use super::days::{Played, Watch, each, on_threads};
use super::in_force::{letting_in, stays};
use super::predict::{Plan, flow, visit_minutes};
use super::variation::{fix_people_at, people_at, scale_people};
use crate::draws::RunKey;
use crate::draws::law::Law;
use crate::engine::{Blueprint, Happening, Observer, Signal};
use crate::model::room::{CallOrder, Composition, Entry, Line};
use crate::model::{ArrivalProfile, Devices, Distribution, Group, RoomId, System, Visit};
use crate::results::*;
use crate::scenario::Scenario;
use crate::theory::{Queue, erlang, erlang_a, fluid};
use crate::units::{SimTime, Span};

/// Crowds of the chart; the case's own is added.
const CROWDS: [f64; 11] = [
    1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 30_000.0, 50_000.0, 100_000.0, 150_000.0, 200_000.0,
    300_000.0,
];
/// Days of each of them; one where every request is played.
const CROWD_DAYS: u32 = 3;
/// Days on which the room is watched for Little's law and for the last session.
const WATCHED_DAYS: u32 = 4;
/// Share of the people whose arrivals are looked at for λ.
const MOST_PEOPLE: f64 = 0.9;
/// Arrivals that stand for all of them in the fluid answer.
const MOST_INSTANTS: usize = 5_000;
/// A steady state that waits longer than this, some 30 years, is one that rounding has saved from being none.
const LONGEST_SECONDS: f64 = 1e9;
/// The room is full so many held times after the first acceptance: few visits last longer.
const HELD_TIMES_TO_FILL: f64 = 3.0;
/// A lasting overload has settled after so many patience times: e^−3 is 5 %.
const TIMES_TO_SETTLE: f64 = 3.0;

/// Holds formulas against an answer of the same scenario and plan; `None` if it was stopped.
pub fn explain(scenario: &Scenario, plan: &Plan, answer: &Answer, watch: &Watch) -> Option<Explanation> {
    on_threads(plan.threads, || {
        let system = fix_people_at(&scenario.system, 0.5);
        let case = Case::of(&system, plan.seed);
        let watched = watched(&system, plan.seed, watch);
        let formulas =
            Formula::ALL.into_iter().map(|formula| case.figure(formula, answer, &watched)).collect();
        let crowds = case.crowds(plan.seed, watch);
        (!watch.is_stopped()).then_some(Explanation { case: case.letters, formulas, crowds })
    })
}

/// A case and what its formulas need to know of it.
struct Case<'a> {
    system: &'a System,
    flow: FlowLimit,
    letters: ExplainedCase,
    /// Arrivals of the first day in minutes from the opening, at most [`MOST_INSTANTS`] that stand for all.
    arrivals: Vec<f64>,
    /// The first minute at which anybody is let in.
    doors_open: f64,
    /// From and to, if everybody comes evenly and not before the opening.
    even: Option<f64>,
}

/// Share of the people let in who lose a session in mid-visit above which the time for which a slot is held is no longer known.
const MOST_LOST: f64 = 0.1;

/// Whether a formula hangs on how long a slot is held where slots limit the flow.
fn needs_held(formula: Formula) -> bool {
    !matches!(formula, Formula::TalkAsTyped | Formula::LastSessionEnds | Formula::LittleInside)
}

/// Waits in seconds by the fluid answer.
#[derive(Clone, Copy, Debug)]
struct Fluid {
    longest: f64,
    mean: f64,
    p90: f64,
}

impl<'a> Case<'a> {
    fn of(system: &'a System, seed: u64) -> Case<'a> {
        let flow = flow(system);
        let opening = system.rooms[0].opening();
        let crowd = Blueprint::new(system, RoomId(0)).crowd(RunKey { seed, replication: 0 });
        let minute = |rank: usize| crowd.arrival(rank as u32).since(opening).minutes();
        let count = crowd.len();
        let kept = count.min(MOST_INSTANTS);
        // The middles of so many equal parts of the crowd.
        let arrivals: Vec<f64> = (0..kept).map(|part| minute((2 * part + 1) * count / (2 * kept))).collect();
        let ninth =
            if count > 0 { minute(((count as f64 * MOST_PEOPLE) as usize).min(count - 1)) } else { 0.0 };
        let first = if count > 0 { minute(0).max(0.0) } else { 0.0 };
        let even = even_ramp_minutes(system);
        let arrival_minutes = even.map_or((ninth - first).max(0.0), |ramp| ramp * MOST_PEOPLE);
        let people = f64::from(people_at(system, 0.5));
        let capacity_per_minute = flow.per_minute();
        let held = flow.held_minutes;
        let servers = capacity_per_minute.map(|rate| ((rate * held + 0.5) as u32).max(1));
        let letters = ExplainedCase {
            people,
            arrival_minutes,
            arrivals_per_minute: (arrival_minutes > 0.0).then(|| MOST_PEOPLE * people / arrival_minutes),
            held_minutes: held,
            visit_minutes: visit_minutes(system).1,
            capacity_per_minute,
            servers: servers.filter(|_| held > 0.0 && capacity_per_minute.is_some_and(|rate| rate > 0.0)),
            patience_minutes: mean_patience(system),
        };
        let doors_open = doors_open(system, arrivals.first().copied().unwrap_or(0.0));
        Case { system, flow, letters, arrivals, doors_open, even }
    }

    /// λ if so many people come.
    fn arrivals_per_minute(&self, people: f64) -> Option<f64> {
        Some(self.letters.arrivals_per_minute? * people / self.letters.people)
    }

    fn capacity(&self) -> Option<f64> {
        self.letters.capacity_per_minute.filter(|rate| *rate > 0.0)
    }

    fn queue(&self, people: f64) -> Option<Queue> {
        Some(Queue {
            arrivals_per_minute: self.arrivals_per_minute(people)?,
            service_minutes: self.letters.held_minutes,
            servers: self.letters.servers?,
        })
    }

    /// W = (1/μ) ln(λ/μ) with N for λ, seconds; nothing below zero.
    fn talk_as_typed(&self, people: f64) -> Option<f64> {
        let held = self.letters.held_minutes;
        (held > 0.0 && people * held >= 1.0).then(|| 60.0 * held * libm::log(people * held))
    }

    fn lasting_overload(&self, people: f64) -> Option<f64> {
        let (lambda, patience) = (self.arrivals_per_minute(people)?, self.letters.patience_minutes?);
        fluid::overloaded_wait(lambda, self.capacity()?, patience).ok().map(|minutes| minutes * 60.0)
    }

    /// t = (1/μ) ln(λ/μ), seconds.
    fn last_session_ends(&self) -> Option<f64> {
        let sessions = self.sessions()?;
        (sessions >= 1.0).then(|| 60.0 * self.letters.held_minutes * libm::log(sessions))
    }

    /// λ/μ.
    fn sessions(&self) -> Option<f64> {
        Some(self.letters.arrivals_per_minute? * self.letters.held_minutes).filter(|sessions| *sessions > 0.0)
    }

    fn erlang_c(&self, people: f64) -> Option<f64> {
        let seconds = erlang::mean_wait(&self.queue(people)?).ok()? * 60.0;
        Some(seconds).filter(|seconds| *seconds < LONGEST_SECONDS)
    }

    fn erlang_a(&self, people: f64) -> Option<f64> {
        let state = erlang_a::erlang_a(&self.queue(people)?, self.letters.patience_minutes?).ok()?;
        Some(state.mean_wait_served * 60.0).filter(|seconds| *seconds < LONGEST_SECONDS)
    }

    /// The fluid answer: a formula for even arrivals at a rate limit, else the cumulative curve of the arrivals themselves.
    fn fluid(&self, people: f64) -> Option<Fluid> {
        let rate = self.capacity()?;
        let patience = self.letters.patience_minutes;
        let minutes = 60.0;
        if let Some(ramp) = self.even.filter(|_| !self.flow.slots_bind()) {
            let opening = match patience {
                None => fluid::even_ramp(people, ramp, rate),
                Some(patience) if ramp > 0.0 => fluid::even_ramp_with_leavers(people, ramp, rate, patience),
                Some(patience) => fluid::at_once_with_leavers(people, rate, patience),
            };
            let opening = opening.ok()?;
            let p90 = opening.wait_quantile(0.9).ok()?;
            return Some(Fluid {
                longest: opening.last_wait * minutes,
                mean: opening.mean_wait * minutes,
                p90: p90 * minutes,
            });
        }
        let at_once = if self.flow.slots_bind() { self.flow.slots.map_or(0.0, f64::from) } else { 0.0 };
        let each = people / self.arrivals.len().max(1) as f64;
        let found = fluid::in_turn(&self.arrivals, each, at_once, (self.doors_open, rate), patience).ok()?;
        let p90 = found.wait_quantile(0.9).ok()?;
        Some(Fluid {
            longest: found.longest_wait * minutes,
            mean: found.mean_wait * minutes,
            p90: p90 * minutes,
        })
    }

    fn figure(&self, formula: Formula, answer: &Answer, watched: &Watched) -> FormulaFigure {
        let people = self.letters.people;
        let measured = |measure: Measure| {
            let found = answer.measures.iter().find(|(other, _)| *other == measure);
            found.and_then(|(_, estimate)| estimate.value)
        };
        let simulated = match formula.compared() {
            ComparedWith::WaitP90 => measured(Measure::WaitP90),
            ComparedWith::WaitP50 => measured(Measure::WaitP50),
            ComparedWith::WaitMean => measured(Measure::WaitMean),
            ComparedWith::WaitMax => measured(Measure::WaitMax),
            ComparedWith::LastSession => watched.last_session,
            ComparedWith::ActiveMean => watched.active,
            ComparedWith::InsideMean => watched.inside,
        };
        let value = match formula {
            Formula::TalkAsTyped => self.talk_as_typed(people),
            Formula::LastingOverload => self.lasting_overload(people),
            Formula::LastSessionEnds => self.last_session_ends(),
            Formula::ErlangC => self.erlang_c(people),
            Formula::ErlangA => self.erlang_a(people),
            Formula::FluidLast => self.fluid(people).map(|fluid| fluid.longest),
            Formula::FluidMean => self.fluid(people).map(|fluid| fluid.mean),
            Formula::LittleActive => watched.accepted_per_minute.map(|rate| rate * self.letters.held_minutes),
            Formula::LittleInside => {
                watched.accepted_per_minute.map(|rate| rate * self.letters.visit_minutes)
            }
        };
        let mut judged = self.judge(formula, measured(Measure::ActiveMax));
        let lost = measured(Measure::LostMidVisit).zip(measured(Measure::Admitted));
        let share = lost.map_or(0.0, |(lost, admitted)| lost / admitted.max(1.0));
        let by_slots = self.flow.slots_bind() && needs_held(formula) || formula == Formula::LittleActive;
        if judged.0 != Applies::No && by_slots && share > MOST_LOST {
            judged = (Applies::No, ExplainedReason::SessionsLost { share });
        }
        let is_little = matches!(formula, Formula::LittleActive | Formula::LittleInside);
        if is_little && judged.0 != Applies::No && value.is_none() {
            judged = (Applies::No, ExplainedReason::NoFullRoom);
        }
        FormulaFigure::new(formula, value, simulated, judged)
    }

    fn judge(&self, formula: Formula, active_max: Option<f64>) -> (Applies, ExplainedReason) {
        let obstacle = match formula {
            Formula::TalkAsTyped => Some(ExplainedReason::NoCapacityInIt),
            Formula::LastingOverload => self
                .no_limit()
                .or_else(|| self.no_overload())
                .or_else(|| self.no_leavers())
                .or_else(|| self.not_steady())
                .or_else(|| self.too_short(TIMES_TO_SETTLE * self.letters.patience_minutes.unwrap_or(0.0)))
                .or_else(|| self.disturbance()),
            Formula::LastSessionEnds => {
                self.fewer_sessions(active_max).or_else(|| self.held_not_exponential())
            }
            Formula::ErlangC => self
                .no_limit()
                .or_else(|| self.overload())
                .or_else(|| self.not_steady())
                .or_else(|| self.too_short(self.relaxation()))
                .or_else(|| self.disturbance()),
            Formula::ErlangA => self
                .no_limit()
                .or_else(|| self.no_leavers())
                .or_else(|| self.not_steady())
                .or_else(|| self.too_short(TIMES_TO_SETTLE * self.letters.patience_minutes.unwrap_or(0.0)))
                .or_else(|| self.disturbance()),
            Formula::FluidLast => self
                .no_limit()
                .or_else(|| self.disturbance())
                .or_else(|| self.is_by_lot().then_some(ExplainedReason::DrawnByLot)),
            Formula::FluidMean => self.no_limit().or_else(|| self.disturbance()),
            Formula::LittleActive | Formula::LittleInside => self.not_little(),
        };
        if let Some(reason) = obstacle {
            return (Applies::No, reason);
        }
        let knows_leavers = matches!(
            formula,
            Formula::LastingOverload | Formula::ErlangA | Formula::FluidLast | Formula::FluidMean
        );
        let knows_held = matches!(formula, Formula::ErlangC | Formula::ErlangA) && self.flow.slots_bind();
        let rough = self.roughness().filter(|_| knows_leavers);
        match rough.or_else(|| self.held_not_exponential().filter(|_| knows_held)) {
            Some(reason) => (Applies::Roughly, reason),
            None if self.flow.slots_bind() && matches!(formula, Formula::FluidLast | Formula::FluidMean) => {
                (Applies::Roughly, ExplainedReason::SlotsInWaves)
            }
            None => (Applies::Yes, ExplainedReason::Holds),
        }
    }

    fn no_limit(&self) -> Option<ExplainedReason> {
        match self.letters.capacity_per_minute {
            None => Some(ExplainedReason::Unlimited),
            Some(rate) if rate <= 0.0 => Some(ExplainedReason::NobodyLetIn),
            Some(_) => None,
        }
    }

    /// λ and r, unless there is no rate of arrivals.
    fn rates(&self) -> Result<(f64, f64), ExplainedReason> {
        let lambda = self.letters.arrivals_per_minute.ok_or(ExplainedReason::AllAtOnce)?;
        Ok((lambda, self.capacity().unwrap_or(0.0)))
    }

    fn no_overload(&self) -> Option<ExplainedReason> {
        match self.rates() {
            Err(reason) => Some(reason),
            Ok((arrivals_per_minute, capacity_per_minute)) => (arrivals_per_minute <= capacity_per_minute)
                .then_some(ExplainedReason::NotOverloaded { arrivals_per_minute, capacity_per_minute }),
        }
    }

    fn overload(&self) -> Option<ExplainedReason> {
        match self.rates() {
            Err(reason) => Some(reason),
            Ok((arrivals_per_minute, capacity_per_minute)) => (arrivals_per_minute >= capacity_per_minute)
                .then_some(ExplainedReason::Overloaded { arrivals_per_minute, capacity_per_minute }),
        }
    }

    fn no_leavers(&self) -> Option<ExplainedReason> {
        let groups = &self.system.groups;
        match groups.iter().filter(|group| group.patience.is_some()).count() {
            0 => Some(ExplainedReason::NobodyLeaves),
            some if some < groups.len() => Some(ExplainedReason::SomeNeverLeave),
            _ => None,
        }
    }

    fn too_short(&self, needed_minutes: f64) -> Option<ExplainedReason> {
        let lasts_minutes = self.letters.arrival_minutes;
        (lasts_minutes < needed_minutes)
            .then_some(ExplainedReason::TooShort { lasts_minutes, needed_minutes })
    }

    /// Minutes in which a queue without leavers forgets how it began: three times 1/(μ(1 − √ρ)²), the relaxation time of M/M/1 at
    /// the speed of one of its servers, which is long enough for any number of them.
    fn relaxation(&self) -> f64 {
        let load = match self.rates() {
            Ok((lambda, rate)) if rate > 0.0 => libm::sqrt((lambda / rate).min(1.0)),
            _ => return 0.0,
        };
        TIMES_TO_SETTLE * self.letters.held_minutes / ((1.0 - load) * (1.0 - load)).max(1e-9)
    }

    /// What changes the flow while people wait.
    fn disturbance(&self) -> Option<ExplainedReason> {
        let room = &self.system.rooms[0];
        let opening = room.opening();
        let until = opening + Span::from_fractional_seconds(self.busy_seconds());
        let slots_bind = self.flow.slots_bind();
        if room.operator().is_some() {
            Some(ExplainedReason::Operator)
        } else if letting_in(self.system)
            .is_some_and(|(from, _)| from != opening || !stays(self.system, from, until))
        {
            Some(ExplainedReason::SettingsChange)
        } else if slots_bind && self.system.origin.station().is_some() {
            Some(ExplainedReason::Station)
        } else if slots_bind && self.system.stock_of(RoomId(0)).is_some() {
            Some(ExplainedReason::PlacesRunOut)
        } else if self.system.groups.iter().any(|group| !is_one_place(group)) {
            Some(ExplainedReason::NotOnePlaceEach)
        } else {
            None
        }
    }

    /// How long people wait and arrive by the fluid answer, from the opening.
    fn busy_seconds(&self) -> f64 {
        let last = self.arrivals.last().copied().unwrap_or(0.0).max(0.0) * 60.0;
        (last + self.fluid(self.letters.people).map_or(0.0, |fluid| fluid.longest)).min(1e9)
    }

    /// A condition that is met but for a little.
    fn roughness(&self) -> Option<ExplainedReason> {
        let laws = || self.system.groups.iter().filter_map(|group| group.patience.as_ref());
        let leaves = laws().next().is_some();
        if leaves && laws().count() < self.system.groups.len() {
            Some(ExplainedReason::SomeNeverLeave)
        } else if laws().any(|law| !matches!(law, Distribution::Exponential { .. })) {
            Some(ExplainedReason::PatienceNotExponential)
        } else if leaves && matches!(self.system.rooms[0].line(), Line::Polled { .. }) {
            Some(ExplainedReason::GhostsStay)
        } else {
            None
        }
    }

    /// λ is one rate only if people come evenly, or as a Poisson process.
    fn not_steady(&self) -> Option<ExplainedReason> {
        let is_poisson = |group: &Group| matches!(group.arrivals, ArrivalProfile::Poisson { .. });
        let is_steady = self.even.is_some() || self.system.groups.iter().all(is_poisson);
        (!is_steady).then_some(ExplainedReason::ArrivalsNotSteady)
    }

    /// A slot is held for an exponential time only in a metered room without lag whose visits are.
    fn held_not_exponential(&self) -> Option<ExplainedReason> {
        let is_exponential = |group: &Group| {
            matches!(&group.visit, Visit::Even { duration: Distribution::Exponential { .. }, .. })
        };
        let is_plain = match self.system.rooms[0].composition() {
            Composition::Metered(settings) => settings.lag == Span::ZERO,
            Composition::Cloudflare(_) => false,
        };
        let holds = is_plain && self.system.groups.iter().all(is_exponential);
        (!holds).then_some(ExplainedReason::HeldNotExponential)
    }

    /// Reading B begins with λ/μ sessions running: it needs a room that lets everyone in who comes, for longer than a session.
    fn fewer_sessions(&self, active_max: Option<f64>) -> Option<ExplainedReason> {
        let Some(sessions) = self.sessions() else { return Some(ExplainedReason::AllAtOnce) };
        let active_max = active_max.unwrap_or(0.0);
        if active_max < 0.9 * sessions {
            return Some(ExplainedReason::FewerSessions { sessions, active_max });
        }
        self.disturbance()
    }

    fn not_little(&self) -> Option<ExplainedReason> {
        let people_lost = self.system.groups.iter().any(|group| !is_one_place(group));
        if self.system.origin.station().is_some() {
            Some(ExplainedReason::Station)
        } else if people_lost {
            Some(ExplainedReason::NotOnePlaceEach)
        } else {
            None
        }
    }

    fn is_by_lot(&self) -> bool {
        let in_force = letting_in(self.system).map(|(_, regime)| regime.entry);
        let called_by_lot = match self.system.rooms[0].line() {
            Line::Called { order, .. } => *order != CallOrder::Fifo,
            Line::Polled { .. } => false,
        };
        called_by_lot || in_force == Some(Entry::Random)
    }

    /// Waits if other crowds come.
    fn crowds(&self, seed: u64, watch: &Watch) -> Vec<ExplainedCrowd> {
        let mut sizes: Vec<f64> = CROWDS.into_iter().chain([self.letters.people]).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        let scaled = |people: &f64| Some((*people, scale_people(self.system, people / self.letters.people)?));
        let Some(systems) = sizes.iter().map(scaled).collect::<Option<Vec<(f64, System)>>>() else {
            return Vec::new();
        };
        let days = if self.system.origin.plays_requests() { 1 } else { CROWD_DAYS };
        let last = systems.len() as u32 - 1;
        // The largest first: the small ones then fill the gaps.
        let played = each(0..days * systems.len() as u32, watch, |number| {
            let (_, system) = &systems[(last - number / days) as usize];
            let figures = Played::new(system).figures(RunKey { seed, replication: number % days });
            (figures.get(Measure::WaitP90), figures.get(Measure::WaitMean))
        });
        let of_crowd = |position: usize| {
            let first = (last as usize - position) * days as usize;
            played[first..first + days as usize].iter().flatten().copied().collect::<Vec<_>>()
        };
        let crowd =
            |(position, (people, _)): (usize, &(f64, System))| self.crowd(*people, &of_crowd(position));
        systems.iter().enumerate().map(crowd).collect()
    }

    fn crowd(&self, people: f64, days: &[(Option<f64>, Option<f64>)]) -> ExplainedCrowd {
        let p90: Vec<f64> = days.iter().filter_map(|day| day.0).collect();
        let means: Vec<f64> = days.iter().filter_map(|day| day.1).collect();
        let mean =
            |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
        let least = p90.iter().copied().reduce(f64::min);
        let fluid = self.fluid(people);
        ExplainedCrowd {
            people,
            days: days.len() as u32,
            wait_p90: mean(&p90),
            wait_p90_days: least.zip(p90.iter().copied().reduce(f64::max)).map(|(least, most)| [least, most]),
            wait_mean: mean(&means),
            fluid_p90: fluid.map(|fluid| fluid.p90),
            fluid_mean: fluid.map(|fluid| fluid.mean),
            talk_as_typed: self.talk_as_typed(people),
            lasting_overload: self.lasting_overload(people),
            erlang_c: self.erlang_c(people),
            erlang_a: self.erlang_a(people),
        }
    }
}

/// Whether a person of the group takes one place, once.
fn is_one_place(group: &Group) -> bool {
    let nobody = |share: crate::units::Share| share.value() <= 0.0;
    group.comeback.is_none()
        && group.tolerance.is_none()
        && group.sleep.is_none()
        && group.devices == Devices::one()
        && nobody(group.cookieless)
        && nobody(group.bypass)
}

/// Mean patience in minutes of the people who have one, over all groups.
fn mean_patience(system: &System) -> Option<f64> {
    let (mut minutes, mut people) = (0.0, 0.0);
    for group in &system.groups {
        if let Some(patience) = &group.patience {
            let weight = f64::from(group.count.middle().unwrap_or(1));
            minutes += weight * Law::compile(patience).mean() / 60.0;
            people += weight;
        }
    }
    (people > 0.0).then(|| minutes / people).filter(|mean| *mean > 0.0)
}

/// Length of the ramp if all groups come evenly over the same minutes, from the opening on.
fn even_ramp_minutes(system: &System) -> Option<f64> {
    let ramp = |group: &Group| match &group.arrivals {
        ArrivalProfile::Offsets(parts) => match &parts[..] {
            [part] if part.shift == Span::ZERO => match part.offset {
                Distribution::Uniform { low, high } if low == Span::ZERO => Some(high.minutes()),
                Distribution::Fixed(at) if at == Span::ZERO => Some(0.0),
                _ => None,
            },
            _ => None,
        },
        ArrivalProfile::Poisson { lasting, .. } => Some(lasting.minutes()),
        ArrivalProfile::Shape(_) | ArrivalProfile::Exact(_) => None,
    };
    let mut ramps = system.groups.iter().map(ramp);
    let first = ramps.next()??;
    ramps.all(|other| other.is_some_and(|other| other.total_cmp(&first).is_eq())).then_some(first)
}

/// The minute from the opening from which people are let in: at once where the room does so before the opening, too.
fn doors_open(system: &System, first_arrival: f64) -> f64 {
    let room = &system.rooms[0];
    let opening = room.opening();
    let holds = |at: SimTime| matches!(room.schedule().at(at).entry, Entry::Hold | Entry::Reject);
    let first = opening + Span::from_fractional_seconds(first_arrival * 60.0);
    if first < opening && !holds(first) && matches!(room.composition(), Composition::Cloudflare(_)) {
        return first_arrival;
    }
    letting_in(system).map_or(0.0, |(from, _)| from.since(opening).minutes())
}

/// What was seen of the room while it was full, and at its end; means over days.
#[derive(Clone, Copy, Debug, Default)]
struct Watched {
    accepted_per_minute: Option<f64>,
    active: Option<f64>,
    inside: Option<f64>,
    /// Seconds from the last acceptance to the end of the last session.
    last_session: Option<f64>,
}

fn watched(system: &System, seed: u64, watch: &Watch) -> Watched {
    let blueprint = Blueprint::new(system, RoomId(0));
    let settled =
        Span::from_fractional_seconds(flow(system).held_minutes.min(1e7) * 60.0 * HELD_TIMES_TO_FILL);
    let days = each(0..WATCHED_DAYS, watch, |replication| {
        let key = RunKey { seed, replication };
        let mut room = FullRoom::new(settled);
        blueprint.run(&blueprint.crowd(key), key, &mut room);
        room.watched()
    });
    let days: Vec<Watched> = days.into_iter().flatten().collect();
    let mean = |of: fn(&Watched) -> Option<f64>| {
        let known: Vec<f64> = days.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    Watched {
        accepted_per_minute: mean(|day| day.accepted_per_minute),
        active: mean(|day| day.active),
        inside: mean(|day| day.inside),
        last_session: mean(|day| day.last_session),
    }
}

/// Adds up people × time from three held times after the first acceptance to the last acceptance.
struct FullRoom {
    settled: Span,
    from: Option<SimTime>,
    now: Option<SimTime>,
    active: u32,
    inside: u32,
    /// Until now: accepted, active × seconds, inside × seconds.
    sums: [f64; 3],
    /// The same at the last acceptance, and when that was.
    at_last: Option<(SimTime, [f64; 3])>,
    last_session: Option<SimTime>,
}

impl Observer for FullRoom {
    fn signal(&mut self, happening: &Happening) {
        let at = happening.at;
        if let Some(from) = self.from {
            let since = self.now.map_or(from, |now| now.max(from));
            let seconds = at.since(since).seconds().max(0.0);
            self.sums[1] += f64::from(self.active) * seconds;
            self.sums[2] += f64::from(self.inside) * seconds;
        }
        match happening.signal {
            Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. } => {
                let from = *self.from.get_or_insert(at + self.settled);
                if at >= from {
                    self.sums[0] += 1.0;
                }
                self.at_last = Some((at, self.sums));
            }
            Signal::SessionExpired => self.last_session = Some(at),
            _ => {}
        }
        (self.now, self.active, self.inside) = (Some(at), happening.levels.active, happening.levels.inside);
    }
}

impl FullRoom {
    fn new(settled: Span) -> FullRoom {
        FullRoom {
            settled,
            from: None,
            now: None,
            active: 0,
            inside: 0,
            sums: [0.0; 3],
            at_last: None,
            last_session: None,
        }
    }

    fn watched(&self) -> Watched {
        let Some((last, [accepted, active, inside])) = self.at_last else { return Watched::default() };
        let last_session = self.last_session.filter(|end| *end >= last).map(|end| end.since(last).seconds());
        let seconds = self.from.map_or(0.0, |from| last.since(from).seconds());
        // A room that is looked at for less than a held time says nothing about its mean.
        if seconds < (self.settled.seconds() / HELD_TIMES_TO_FILL).max(60.0) {
            return Watched { last_session, ..Watched::default() };
        }
        Watched {
            accepted_per_minute: Some(accepted / seconds * 60.0),
            active: Some(active / seconds),
            inside: Some(inside / seconds),
            last_session,
        }
    }
}
