//! Several rooms on one origin: how likely the calendar overloads it, and what moving one opening does. Every calendar is
//! played with the same people on the same days.

use super::calendar::with_opening_moved;
use super::days::{Watch, each, on_threads};
use super::estimates::LEVEL;
use super::predict::warning_of;
use crate::draws::RunKey;
use crate::engine::{Crowd, Site};
use crate::model::{RoomId, SafeLoad, System};
use crate::observe::{Day, Peak, Tenant, watch_site};
use crate::results::{
    Advice, Compared, Figures, Mean, Measure, Move, Opening, OriginDay, Overload, Provenance, SafeLevels,
    Spread, TenantGroup, TenantRoom, Tenants, TenantsMeasure as M, Warning,
};
use crate::scenario::{Scenario, WallClock, identity};
use crate::stats::{mean_interval, order_statistics, paired_share_interval, share_interval};
use crate::units::{SimTime, Span};

/// How the calendar is judged.
#[derive(Clone, Debug)]
pub struct TenantsPlan {
    /// Seed of every draw.
    pub seed: u64,
    /// Days; at least 1.
    pub replications: u32,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// By how much each opening is moved, once earlier and once later; not negative.
    pub shift: Span,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// A room that would open when the day is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLate {
    /// Name of the room.
    pub room: String,
    /// When it would open.
    pub opening: SimTime,
    /// Where the run stops.
    pub horizon: SimTime,
}

/// Judges the calendar of a scenario and every calendar in which one opening is moved.
///
/// # Errors
/// The first room that would open at or after the horizon.
pub fn tenants(scenario: &Scenario, plan: &TenantsPlan, watch: &Watch) -> Result<Tenants, TooLate> {
    let system = &scenario.system;
    check_horizon(system, plan.shift)?;
    let moves = moves(system, plan.shift);
    let days = on_threads(plan.threads, || days(system, &moves, plan, watch));
    let stopped = watch.is_stopped();
    let present: Vec<&Calendar> = days.iter().map(|day| &day[0]).collect();
    let overload = overload(&present);
    let opening = |at: SimTime| opening(at, scenario.clock.as_ref());
    let moves: Vec<Move> = moves
        .iter()
        .enumerate()
        .map(|(position, (room, by))| {
            let moved: Vec<&Calendar> = days.iter().map(|day| &day[position + 1]).collect();
            Move {
                room: room.0,
                by_seconds: by.seconds(),
                opens: opening(system.rooms[room.0].opening() + *by),
                overload: self::overload(&moved),
                measures: compared(*room, &moved, &present),
            }
        })
        .collect();
    Ok(Tenants {
        title: scenario.title.clone(),
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: identity(&format!("{}given = {}\n", scenario.canonical, scenario.given)),
            seed: plan.seed,
            replications: days.len() as u32,
            range_replications: 0,
            command: plan.command.clone(),
            complete: !stopped,
        },
        level: LEVEL,
        zero_second_of_day: scenario.clock.as_ref().map(|clock| clock.seconds_of_day),
        shift_seconds: plan.shift.seconds(),
        safe: safe_levels(&system.origin.safe),
        rooms: rooms(scenario, &present),
        origin: M::OF_ORIGIN.map(|measure| (measure, of_origin(measure, &present))).to_vec(),
        advice: advice(overload, &moves),
        overload,
        moves,
        assumed: scenario.given.assumed().map(|input| input.key().to_owned()).collect(),
        warnings: warnings(scenario, &present, stopped),
    })
}

fn check_horizon(system: &System, shift: Span) -> Result<(), TooLate> {
    let Some(horizon) = system.horizon else { return Ok(()) };
    let late = system.rooms.iter().find(|room| room.opening() + shift >= horizon);
    late.map_or(Ok(()), |room| {
        Err(TooLate { room: room.name().to_owned(), opening: room.opening() + shift, horizon })
    })
}

/// Each room earlier, then later.
fn moves(system: &System, shift: Span) -> Vec<(RoomId, Span)> {
    (0..system.rooms.len()).flat_map(|room| [(RoomId(room), -shift), (RoomId(room), shift)]).collect()
}

fn opening(at: SimTime, clock: Option<&WallClock>) -> Opening {
    let from_zero = at.since(SimTime::ZERO);
    let second_of_day =
        clock.map(|clock| clock.seconds_of_day + from_zero.microseconds().div_euclid(1_000_000));
    Opening { seconds: from_zero.seconds(), second_of_day }
}

fn safe_levels(safe: &SafeLoad) -> SafeLevels {
    SafeLevels {
        people_inside: safe.people_inside,
        requests_per_second: safe.requests_per_second,
        utilisation: safe.utilisation,
        lasting_seconds: safe.lasting.seconds(),
    }
}

/// What is kept of one day of one calendar.
#[derive(Clone, Debug)]
struct Calendar {
    origin: OriginDay,
    peak: Option<Peak>,
    /// Half and 9 in 10 of the people of all rooms wait at most so many seconds.
    all_waits: [Option<f64>; 2],
    /// All rooms with the calendar as it is, else the moved one alone.
    rooms: Vec<RoomDay>,
}

/// What is kept of one day of one room.
#[derive(Clone, Debug)]
struct RoomDay {
    room: RoomId,
    figures: Figures,
    /// Seconds from the opening.
    sold_out: Option<f64>,
    has_stock: bool,
    /// In the order of the groups bound for the room.
    groups: Vec<[Option<f64>; M::OF_GROUP.len()]>,
}

/// Every calendar on every day, the one as it is first; after a stop only the days that were finished in all calendars.
fn days(system: &System, moves: &[(RoomId, Span)], plan: &TenantsPlan, watch: &Watch) -> Vec<Vec<Calendar>> {
    let present = Site::new(system);
    let moved: Vec<Site> = moves
        .iter()
        .map(|(room, by)| present.with_room(&with_opening_moved(system, *room, *by), *room))
        .collect();
    let sites: Vec<Site> = std::iter::once(present).chain(moved).collect();
    let calendars = sites.len() as u32;
    let play = |number: u32| {
        let (day, calendar) = (number / calendars, (number % calendars) as usize);
        let key = RunKey { seed: plan.seed, replication: day };
        let kept = calendar.checked_sub(1).map(|moved| moves[moved].0);
        play(system, &sites[calendar], key, kept)
    };
    let played = each(0..plan.replications * calendars, watch, play);
    let whole = |day: &[Option<Calendar>]| day.iter().cloned().collect::<Option<Vec<Calendar>>>();
    played.chunks(calendars as usize).filter_map(whole).collect()
}

/// Plays one day of one calendar and keeps one room, or all.
fn play(system: &System, site: &Site, key: RunKey, kept: Option<RoomId>) -> Calendar {
    let crowds = site.crowds(key);
    let people: Vec<usize> = crowds.iter().map(Crowd::len).collect();
    let (mut tenants, mut origin) = watch_site(&system.origin, &people);
    match (site.blueprints(), crowds.as_slice(), tenants.as_mut_slice()) {
        // A room that stands alone tells its own happenings; there is nobody else to add up.
        ([blueprint], [crowd], [tenant]) => {
            blueprint.run(crowd, key, &mut (tenant, &mut origin));
        }
        _ => {
            site.run(&crowds, key, &mut tenants, &mut origin);
        }
    }
    let (origin, peak) = origin.finish();
    let all_waits = waits(tenants.iter().zip(&crowds).flat_map(|(tenant, crowd)| {
        (0..crowd.len() as u32).filter_map(move |rank| wait(tenant.day(), crowd, rank))
    }));
    let parts = site.blueprints().iter().zip(&crowds).zip(&tenants).enumerate();
    let rooms = parts
        .filter(|(room, _)| kept.is_none_or(|kept| kept == RoomId(*room)))
        .map(|(room, ((blueprint, crowd), tenant))| {
            let (room, opening) = (RoomId(room), blueprint.opening());
            let figures = tenant.day().figures(crowd, opening);
            let came = figures.get(Measure::People).map_or(0, |people| people as u32);
            RoomDay {
                room,
                sold_out: tenant.sold_out().map(|at| at.since(opening).seconds()),
                has_stock: system.stock_of(room).is_some(),
                groups: groups(system, room, crowd, tenant, came),
                figures,
            }
        })
        .collect();
    Calendar { origin, peak, all_waits: [all_waits[1], all_waits[2]], rooms }
}

/// Microseconds until the first acceptance.
fn wait(day: &Day, crowd: &Crowd, rank: u32) -> Option<i64> {
    day.accepted_at(rank).map(|at| at.since(crowd.arrival(rank)).microseconds())
}

/// Mean, p50, p90 and longest of waits, in seconds.
fn waits(waits: impl Iterator<Item = i64>) -> [Option<f64>; 4] {
    let mut waits: Vec<i64> = waits.collect();
    let sum: i128 = waits.iter().map(|wait| i128::from(*wait)).sum();
    let count = waits.len() as f64;
    match order_statistics(&mut waits, &[0.5, 0.9, 1.0]).as_deref() {
        Some([half, most, longest]) => {
            [sum as f64 / count, *half as f64, *most as f64, *longest as f64].map(|wait| Some(wait / 1e6))
        }
        _ => [None; 4],
    }
}

/// The groups that share a room, of whose people so many came: whoever would have come after a horizon has not.
fn groups(
    system: &System,
    room: RoomId,
    crowd: &Crowd,
    tenant: &Tenant,
    came: u32,
) -> Vec<[Option<f64>; M::OF_GROUP.len()]> {
    let positions: Vec<u32> = system.groups_of(room).map(|(position, _)| position as u32).collect();
    let mut people = vec![0_u32; positions.len()];
    let mut group_waits: Vec<Vec<i64>> = vec![Vec::new(); positions.len()];
    for rank in 0..came {
        let Ok(at) = positions.binary_search(&crowd.who(rank).group) else { continue };
        people[at] += 1;
        group_waits[at].extend(wait(tenant.day(), crowd, rank));
    }
    let figures = |(people, group_waits): (u32, Vec<i64>)| {
        let [mean, half, most, longest] = waits(group_waits.into_iter());
        [Some(f64::from(people)), mean, half, most, longest]
    };
    people.into_iter().zip(group_waits).map(figures).collect()
}

/// The figure of a day; that of a room where the measure is one.
fn value(day: &Calendar, room: Option<RoomId>, measure: M) -> Option<f64> {
    let origin = &day.origin;
    let overloaded = |figure: Option<f64>| figure.filter(|_| origin.is_overloaded == Some(true));
    match measure {
        M::People
        | M::WaitMean
        | M::WaitP50
        | M::WaitP90
        | M::WaitMax
        | M::LineMax
        | M::LineGone
        | M::Left
        | M::Censored
        | M::Booked
        | M::SoldOutShare
        | M::SoldOut
        | M::InsideMax
        | M::InsideAtPeak => {
            let found = day.rooms.iter().find(|found| Some(found.room) == room)?;
            room_value(found, day.peak.as_ref(), measure)
        }
        M::OverloadedShare => origin.is_overloaded.map(f64::from),
        M::OverloadSeconds => origin.overload_seconds,
        M::FirstOverload => origin.first_lasting_overload_seconds,
        M::OverloadOfDay => overloaded(origin.overload_seconds),
        M::LongestOverload => overloaded(origin.longest_overload_seconds),
        M::OriginInsideMax => Some(f64::from(origin.inside_max)),
        M::PeakAt => day.peak.as_ref().map(|peak| peak.at.seconds()),
        M::Requests => origin.requests.map(|requests| requests as f64),
        M::RequestsPerSecondMax => origin.requests_per_second_max.map(f64::from),
        M::InServiceMax => origin.in_service_max.map(f64::from),
        M::UtilisationMean => origin.utilisation_mean,
        M::ResponseP50 => origin.response_p50_seconds,
        M::ResponseP95 => origin.response_p95_seconds,
        M::Failures => origin.failures.map(|failures| failures as f64),
        M::AllWaitP50 => day.all_waits[0],
        M::AllWaitP90 => day.all_waits[1],
    }
}

fn room_value(day: &RoomDay, peak: Option<&Peak>, measure: M) -> Option<f64> {
    let figure = |measure: Measure| day.figures.get(measure);
    match measure {
        M::People => figure(Measure::People),
        M::WaitMean => figure(Measure::WaitMean),
        M::WaitP50 => figure(Measure::WaitP50),
        M::WaitP90 => figure(Measure::WaitP90),
        M::WaitMax => figure(Measure::WaitMax),
        M::LineMax => figure(Measure::LineMax),
        M::LineGone => figure(Measure::LineGone),
        M::Left => figure(Measure::Left),
        M::Censored => figure(Measure::Censored),
        M::Booked => figure(Measure::Booked),
        M::SoldOutShare => day.has_stock.then_some(f64::from(day.sold_out.is_some())),
        M::SoldOut => day.sold_out,
        M::InsideMax => figure(Measure::InsideMax),
        M::InsideAtPeak => Some(f64::from(peak?.inside[day.room.0])),
        M::OverloadedShare
        | M::OverloadSeconds
        | M::FirstOverload
        | M::OverloadOfDay
        | M::LongestOverload
        | M::OriginInsideMax
        | M::PeakAt
        | M::Requests
        | M::RequestsPerSecondMax
        | M::InServiceMax
        | M::UtilisationMean
        | M::ResponseP50
        | M::ResponseP95
        | M::Failures
        | M::AllWaitP50
        | M::AllWaitP90 => None,
    }
}

fn rooms(scenario: &Scenario, days: &[&Calendar]) -> Vec<TenantRoom> {
    let system = &scenario.system;
    let room = |(position, room): (usize, &crate::model::Room)| {
        let id = RoomId(position);
        let measures =
            M::OF_ROOM.map(|measure| (measure, spread(measure, days, |day| value(day, Some(id), measure))));
        TenantRoom {
            name: room.name().to_owned(),
            opens: opening(room.opening(), scenario.clock.as_ref()),
            places: system.stock_of(id).map(|stock| stock.places()),
            measures: measures.to_vec(),
            groups: system
                .groups_of(id)
                .enumerate()
                .map(|(at, (_, group))| tenant_group(&group.name, position, at, days))
                .collect(),
        }
    };
    system.rooms.iter().enumerate().map(room).collect()
}

fn tenant_group(name: &str, room: usize, at: usize, days: &[&Calendar]) -> TenantGroup {
    let found = M::OF_GROUP.iter().enumerate().map(|(column, measure)| {
        (*measure, spread(*measure, days, |day| day.rooms.get(room)?.groups.get(at)?[column]))
    });
    TenantGroup { name: name.to_owned(), measures: found.collect() }
}

fn of_origin(measure: M, days: &[&Calendar]) -> Spread {
    spread(measure, days, |day| value(day, None, measure))
}

/// Mean, its interval, and the highest day.
fn spread(measure: M, days: &[&Calendar], value: impl Fn(&Calendar) -> Option<f64>) -> Spread {
    let sample: Vec<f64> = days.iter().filter_map(|day| value(day)).collect();
    let highest = sample.iter().copied().max_by(f64::total_cmp);
    Spread { mean: mean_of(measure, &sample), highest }
}

/// A measure of a day is a yes or a no: its mean is a share of days.
fn is_share_of_days(measure: M) -> bool {
    matches!(measure, M::OverloadedShare | M::SoldOutShare)
}

fn mean_of(measure: M, sample: &[f64]) -> Mean {
    if is_share_of_days(measure) {
        let (yes, days) = (count(sample.iter().map(|day| *day > 0.5)), sample.len() as u32);
        let interval = share_interval(yes, days, LEVEL);
        return Mean { ci: interval.map(|interval| [interval.low, interval.high]), ..mean(sample) };
    }
    let [low, high] = measure.unit().bounds();
    let found = mean(sample);
    // A symmetric interval can pass what the figure itself cannot.
    Mean { ci: found.ci.map(|ends| ends.map(|end| end.clamp(low, high))), ..found }
}

fn mean(sample: &[f64]) -> Mean {
    Mean {
        value: (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64),
        ci: mean_interval(sample, LEVEL).map(|(_, interval)| [interval.low, interval.high]),
    }
}

fn count(days: impl Iterator<Item = bool>) -> u32 {
    days.map(u32::from).sum()
}

/// Days with overload, where it can be judged.
fn overload(days: &[&Calendar]) -> Option<Overload> {
    let judged: Option<Vec<bool>> = days.iter().map(|day| day.origin.is_overloaded).collect();
    let judged = judged?;
    let (yes, of_days) = (count(judged.iter().copied()), judged.len() as u32);
    let interval = share_interval(yes, of_days, LEVEL)?;
    Some(Overload { days: yes, of_days, ci: [interval.low, interval.high] })
}

/// The measures of a calendar with one opening moved, and their differences on the same days.
fn compared(room: RoomId, moved: &[&Calendar], present: &[&Calendar]) -> Vec<(M, Compared)> {
    let compared = |measure: M| {
        let of = |day: &Calendar| value(day, Some(room), measure);
        let sample: Vec<f64> = moved.iter().filter_map(|day| of(day)).collect();
        let pairs = moved.iter().zip(present).filter_map(|(new, old)| Some((of(new)?, of(old)?)));
        let pairs: Vec<(f64, f64)> = pairs.collect();
        (measure, Compared { mean: mean_of(measure, &sample), difference: difference(measure, &pairs) })
    };
    M::OF_MOVE.map(compared).to_vec()
}

/// Mean of new − old over the days that have both.
fn difference(measure: M, pairs: &[(f64, f64)]) -> Mean {
    let differences: Vec<f64> = pairs.iter().map(|(new, old)| new - old).collect();
    let found = mean(&differences);
    if !is_share_of_days(measure) {
        return found;
    }
    let gained = count(differences.iter().map(|difference| *difference > 0.5));
    let lost = count(differences.iter().map(|difference| *difference < -0.5));
    let interval = paired_share_interval(gained, lost, differences.len() as u32, LEVEL);
    Mean { ci: interval.map(|interval| [interval.low, interval.high]), ..found }
}

/// The single move that leaves fewest days with overload; among equals the shortest overload, then the fewest people
/// inside at once.
fn advice(present: Option<Overload>, moves: &[Move]) -> Advice {
    match present {
        None => return Advice::NotJudged,
        Some(overload) if overload.days == 0 => return Advice::NothingNeeded,
        Some(_) => {}
    }
    let lowers = |measure: M, position: &usize| {
        let found = moves[*position].compared(measure);
        found.and_then(|compared| compared.difference.ci).is_some_and(|[_, high]| high < 0.0)
    };
    let value = |position: usize, measure: M| {
        moves[position].compared(measure).and_then(|compared| compared.mean.value).unwrap_or(f64::INFINITY)
    };
    let best_by = |measure: M| {
        let helping = (0..moves.len()).filter(|position| lowers(measure, position));
        // `min_by` takes the first of equals.
        helping.min_by(|one, other| {
            let by = |measure: M| value(*one, measure).total_cmp(&value(*other, measure));
            by(measure).then_with(|| by(M::OverloadSeconds)).then_with(|| by(M::OriginInsideMax))
        })
    };
    if let Some(at) = best_by(M::OverloadedShare) {
        return Advice::Move { at };
    }
    best_by(M::OverloadSeconds).map_or(Advice::NothingHelps, |at| Advice::Shortens { at })
}

fn warnings(scenario: &Scenario, days: &[&Calendar], stopped: bool) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = scenario.notices.iter().map(warning_of).collect();
    let censored = |day: &&Calendar| -> f64 {
        day.rooms.iter().filter_map(|room| room.figures.get(Measure::Censored)).sum()
    };
    let people = days.iter().map(censored).sum::<f64>() / days.len().max(1) as f64;
    if people > 0.0 {
        warnings.push(Warning::Censored { people });
    }
    if stopped {
        warnings.push(Warning::Interrupted);
    }
    warnings
}
