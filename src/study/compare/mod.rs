//! Variants of a room on the same days: what differs, for whom, and how surely. Day r of every variant has the same key,
//! so the same people come with the same private values and only the rules differ (common random numbers).

mod arrivals;
mod judgement;
mod paired;
mod people;

use arrivals::Cells;
use paired::{Pairing, paired};
use people::FollowedDay;

use super::days::{Played, Watch, each, on_threads};
use super::estimates::LEVEL;
use super::predict::warning_of;
use crate::draws::RunKey;
use crate::engine::Crowd;
use crate::observe::Day;
use crate::results::{
    ArrivalMinutes, Comparison, Family, Figures, Measure, Paired, Provenance, Variant, VariantGroup, Warning,
};
use crate::scenario::{Scenario, identity};
use crate::stats::{order_statistics, prediction_interval};
use crate::units::SimTime;

/// A variant and what it is called.
#[derive(Clone, Debug)]
pub struct CompareCase {
    /// Name.
    pub name: String,
    /// What is simulated; has one room.
    pub scenario: Scenario,
}

/// How variants are compared.
#[derive(Clone, Debug)]
pub struct ComparePlan {
    /// Seed of every draw.
    pub seed: u64,
    /// Days of every variant; at least 1.
    pub replications: u32,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// Compares every case with the first. Only the first room of a scenario is looked at.
pub fn compare(cases: &[CompareCase], plan: &ComparePlan, watch: &Watch) -> Comparison {
    let rooms: Vec<Room> = cases.iter().map(Room::new).collect();
    let cells = Cells::plan(&rooms, plan);
    let days = on_threads(plan.threads, || {
        let play = |number: u32| day(&rooms, &cells, RunKey { seed: plan.seed, replication: number });
        each(0..plan.replications, watch, play)
    });
    // Days that were stopped lack every variant.
    let days: Vec<Vec<VariantDay>> = days.into_iter().flatten().collect();
    let families = Families::of(&days, cases.len(), &cells);
    let variants: Vec<Variant> =
        (0..cases.len()).map(|position| variant(position, cases, &days, &cells, &families)).collect();
    let stopped = watch.is_stopped();
    Comparison {
        provenance: provenance(cases, plan, days.len() as u32, !stopped),
        level: LEVEL,
        warnings: if stopped { vec![Warning::Interrupted] } else { Vec::new() },
        variants,
        headline: families.headline,
        by_arrival: families.by_arrival,
    }
}

/// A room ready to be played.
struct Room<'a> {
    played: Played<'a>,
    groups: usize,
}

impl Room<'_> {
    fn new(case: &CompareCase) -> Room<'_> {
        let system = &case.scenario.system;
        Room { played: Played::new(system), groups: system.groups.len() }
    }

    /// Minute of an arrival, counted from the opening.
    fn minute_of(&self, crowd: &Crowd, rank: u32) -> i64 {
        let since = crowd.arrival(rank).since(self.played.opening());
        since.microseconds().div_euclid(60_000_000)
    }
}

/// What is kept of one day of one variant.
struct VariantDay {
    figures: Figures,
    /// In the order of the scenario's groups.
    groups: Vec<Figures>,
    /// Half and 9 in 10 of those who arrive in each cell wait at most so many seconds.
    arrivals: Vec<[Option<f64>; 2]>,
    /// Against the first variant; `None` where others come, and for the first.
    followed: Option<FollowedDay>,
}

/// Who came on a day of one variant and when each was let in.
struct DayOfPeople<'a> {
    crowd: &'a Crowd,
    day: &'a Day,
    /// Whoever would have come after a horizon has not come.
    came: u32,
}

/// One day of every variant.
fn day(rooms: &[Room], cells: &Cells, key: RunKey) -> Vec<VariantDay> {
    let mut first: Option<(Crowd, Day, u32)> = None;
    let mut found = Vec::with_capacity(rooms.len());
    for room in rooms {
        let (crowd, day, figures) = room.played.day_of_people(key);
        let came = figures.get(Measure::People).unwrap_or(0.0) as u32;
        let here = DayOfPeople { crowd: &crowd, day: &day, came };
        let followed = first
            .as_ref()
            .and_then(|(crowd, day, came)| FollowedDay::of(&here, &DayOfPeople { crowd, day, came: *came }));
        found.push(VariantDay {
            figures,
            groups: groups(&here, room.groups),
            arrivals: cells.waits(room, &here),
            followed,
        });
        if first.is_none() {
            first = Some((crowd, day, came));
        }
    }
    found
}

/// Microseconds until the first acceptance.
fn wait(played: &DayOfPeople, rank: u32) -> Option<i64> {
    played.day.accepted_at(rank).map(|at: SimTime| at.since(played.crowd.arrival(rank)).microseconds())
}

/// The figures of each group.
fn groups(played: &DayOfPeople, count: usize) -> Vec<Figures> {
    #[derive(Clone, Default)]
    struct Members {
        people: u32,
        waits: Vec<i64>,
        without_place: Option<u32>,
    }
    let mut members = vec![Members::default(); count];
    for rank in 0..played.came {
        let Some(group) = members.get_mut(played.crowd.who(rank).group as usize) else { continue };
        group.people += 1;
        group.waits.extend(wait(played, rank));
        if let Some(has_place) = played.day.has_place(rank) {
            *group.without_place.get_or_insert(0) += u32::from(!has_place);
        }
    }
    let figures = |group: Members| {
        let mut figures = Figures::EMPTY;
        let Members { people, mut waits, without_place } = group;
        figures.set(Measure::People, Some(f64::from(people)));
        figures.set(Measure::Admitted, Some(waits.len() as f64));
        figures.set(Measure::WithoutPlace, without_place.map(f64::from));
        let sum: i128 = waits.iter().map(|wait| i128::from(*wait)).sum();
        let admitted = waits.len() as f64;
        if let Some(quantiles) = order_statistics(&mut waits, &[0.5, 0.9, 1.0]) {
            figures.set(Measure::WaitMean, Some(sum as f64 / admitted / 1e6));
            let waits = [Measure::WaitP50, Measure::WaitP90, Measure::WaitMax];
            for (measure, wait) in waits.into_iter().zip(quantiles) {
                figures.set(measure, Some(wait as f64 / 1e6));
            }
        }
        figures
    };
    members.into_iter().map(figures).collect()
}

/// The families of comparisons whose intervals hold together.
struct Families {
    headline: Family,
    by_arrival: Family,
}

impl Families {
    fn of(days: &[Vec<VariantDay>], variants: usize, cells: &Cells) -> Families {
        let others = variants.saturating_sub(1);
        // What exists is a matter of the scenarios (a stock, a safe load), not of what was found.
        let exists =
            |measure: &Measure| days.iter().flatten().any(|variant| variant.figures.get(*measure).is_some());
        let headline: Vec<Measure> = Measure::HEADLINE.into_iter().filter(exists).collect();
        let family = |measures: Vec<Measure>, comparisons: usize| Family {
            measures,
            comparisons: comparisons as u32,
            level_of_each: 1.0 - (1.0 - LEVEL) / comparisons.max(1) as f64,
        };
        let comparisons = others * headline.len();
        let by_arrival = others * cells.len() * ArrivalMinutes::MEASURES.len();
        Families {
            headline: family(headline, comparisons),
            by_arrival: family(ArrivalMinutes::MEASURES.to_vec(), by_arrival),
        }
    }
}

fn variant(
    position: usize,
    cases: &[CompareCase],
    days: &[Vec<VariantDay>],
    cells: &Cells,
    families: &Families,
) -> Variant {
    let CompareCase { name, scenario } = &cases[position];
    let is_first = position == 0;
    let measures = measures(position, days, families);
    let followed: Option<Vec<&FollowedDay>> =
        days.iter().map(|day| day[position].followed.as_ref()).collect();
    let followed = followed.filter(|followed| !is_first && !followed.is_empty());
    let same_as = cases[..position].iter().position(|other| other.scenario.canonical == scenario.canonical);
    Variant {
        name: name.clone(),
        title: scenario.title.clone(),
        scenario: identity(&scenario.canonical),
        same_as,
        groups: variant_groups(position, cases, days),
        arrivals: arrival_minutes(position, days, cells, &families.by_arrival),
        same_people: (!is_first && !days.is_empty()).then_some(followed.is_some()),
        people: followed.map(|days| people::fold(&days)),
        variance_ratio: if is_first { None } else { variance_ratio(position, days) },
        warnings: warnings(scenario, &measures),
        judgement: (!is_first).then(|| judgement::judge(&measures, &families.headline, position, days)),
        measures,
    }
}

/// The pairing of a figure with that of the first variant.
fn pairing(
    measure: Measure,
    days: &[Vec<VariantDay>],
    position: usize,
    value: impl Fn(&VariantDay) -> Option<f64>,
) -> Pairing {
    let here = days.iter().map(|day| value(&day[position])).collect();
    let first = (position > 0).then(|| days.iter().map(|day| value(&day[0])).collect());
    Pairing { measure, here, first }
}

fn measures(position: usize, days: &[Vec<VariantDay>], families: &Families) -> Vec<(Measure, Paired)> {
    let figures = |measure: Measure| {
        let level = families.headline.measures.contains(&measure).then_some(families.headline.level_of_each);
        let pairing = pairing(measure, days, position, |day| day.figures.get(measure));
        (measure, paired(&pairing, level))
    };
    let found = Measure::ALL.into_iter().map(figures);
    found.filter(|(_, paired)| paired.mean.value.is_some()).collect()
}

fn variant_groups(position: usize, cases: &[CompareCase], days: &[Vec<VariantDay>]) -> Vec<VariantGroup> {
    let group = |(at, group): (usize, &crate::model::Group)| {
        let of_first = cases[0].scenario.system.groups.iter().position(|other| other.name == group.name);
        let figures = |measure: Measure| {
            let here = days.iter().map(|day| day[position].groups[at].get(measure)).collect();
            let there = |there: usize| days.iter().map(|day| day[0].groups[there].get(measure)).collect();
            let first = of_first.filter(|_| position > 0).map(there);
            (measure, paired(&Pairing { measure, here, first }, None))
        };
        let measures = Measure::OF_GROUP.into_iter().map(figures);
        VariantGroup {
            name: group.name.clone(),
            measures: measures.filter(|(_, paired)| paired.mean.value.is_some()).collect(),
        }
    };
    cases[position].scenario.system.groups.iter().enumerate().map(group).collect()
}

fn arrival_minutes(
    position: usize,
    days: &[Vec<VariantDay>],
    cells: &Cells,
    family: &Family,
) -> Vec<ArrivalMinutes> {
    let cell = |(at, [from_minute, to_minute]): (usize, [i64; 2])| {
        let figure = |column: usize| {
            let pairing =
                pairing(ArrivalMinutes::MEASURES[column], days, position, |day| day.arrivals[at][column]);
            paired(&pairing, Some(family.level_of_each))
        };
        let medians: Vec<f64> = days.iter().filter_map(|day| day[position].arrivals[at][0]).collect();
        let range = prediction_interval(&medians, LEVEL).map(|(range, _)| [range.low.max(0.0), range.high]);
        ArrivalMinutes { from_minute, to_minute, wait_p50: figure(0), wait_p90: figure(1), range_p50: range }
    };
    cells.iter().enumerate().map(cell).collect()
}

/// How many times more days would be needed if every variant had people of its own, for the wait of 9 in 10.
fn variance_ratio(position: usize, days: &[Vec<VariantDay>]) -> Option<f64> {
    let pairing = pairing(Measure::WaitP90, days, position, |day| day.figures.get(Measure::WaitP90));
    paired::variance_ratio(&pairing)
}

/// The identity is that of all variants together, in their order.
fn provenance(cases: &[CompareCase], plan: &ComparePlan, replications: u32, complete: bool) -> Provenance {
    let texts: Vec<&str> = cases.iter().map(|case| case.scenario.canonical.as_str()).collect();
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: identity(&texts.join("\nvariant\n")),
        seed: plan.seed,
        replications,
        range_replications: 0,
        command: plan.command.clone(),
        complete,
    }
}

/// What is to be known of a variant.
fn warnings(scenario: &Scenario, measures: &[(Measure, Paired)]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = scenario.notices.iter().map(warning_of).collect();
    let censored = measures.iter().find(|(measure, _)| *measure == Measure::Censored);
    if let Some(people) = censored.and_then(|(_, paired)| paired.mean.value).filter(|people| *people > 0.0) {
        warnings.push(Warning::Censored { people });
    }
    warnings
}
