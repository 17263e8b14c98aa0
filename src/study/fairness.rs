//! Who gets in, for each way of opening the doors: the same people, the same days, another room.

use super::days::{Watch, each, on_threads};
use super::estimates::LEVEL;
use super::predict::{opening_second_of_day, warning_of};
use super::values::value_of;
use super::ways::{ROOM_RELOAD, Start, ways_of_opening};
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::engine::Blueprint;
use crate::model::room::Composition;
use crate::model::{Headcount, RoomId, Stock, System};
use crate::observe::Access;
use crate::results::*;
use crate::scenario::{Input, Scenario, identity};
use crate::stats::mean_interval;

/// How the ways are compared.
#[derive(Clone, Debug)]
pub struct FairnessPlan {
    /// Seed of every draw.
    pub seed: u64,
    /// Days; at least 1.
    pub replications: u32,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
    /// Who comes before the opening, and the prequeue.
    pub start: Start,
    /// How many places there are; `None`: as many as the scenario's stock has, and without one look at the first who could
    /// begin.
    pub places: Option<u32>,
    /// The command that reproduces the answer, for its provenance.
    pub command: String,
}

/// Ways whose early birds' advantages differ by less than this share of the places are alike in it.
const ALIKE: f64 = 0.005;

/// Compares the ways of opening a scenario's room. `None` unless it is a Cloudflare room.
pub fn fairness(scenario: &Scenario, plan: &FairnessPlan, watch: &Watch) -> Option<Fairness> {
    let Composition::Cloudflare(settings) = scenario.system.rooms.first()?.composition() else { return None };
    let stock = scenario.system.stock_of(RoomId(0));
    let places = match plan.places.or(stock.map(bookings_of)) {
        Some(count) => Places::Booked { count },
        None => Places::FirstIn { count: settings.total_active_users },
    };
    // The comparison is about who comes first: the first bookings get a place, and people behave alike in all ways.
    let system = System { stocks: Vec::new(), ..scenario.system.clone() };
    let days = on_threads(plan.threads, || days(&system, plan, places, watch))?;
    let stopped = watch.is_stopped();
    let ways: Vec<WayFigures> =
        (0..Way::ALL.len()).map(|way| figures_of(way, &days, &scenario.system)).collect();
    let notes = notes(plan, places, &ways, settings.events.len(), stock.is_some());
    let mut warnings: Vec<Warning> = scenario.notices.iter().map(warning_of).collect();
    let censored = |way: usize| mean(days.iter().map(|day| Some(f64::from(day[way].censored)))).value;
    if let Some(people) = (0..Way::ALL.len()).filter_map(censored).max_by(f64::total_cmp)
        && people > 0.0
    {
        warnings.push(Warning::Censored { people });
    }
    if stopped {
        warnings.push(Warning::Interrupted);
    }
    Some(Fairness {
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
        opens_at_second_of_day: opening_second_of_day(scenario),
        inputs: inputs(scenario),
        early: EarlyBirds {
            share: plan.start.early.value(),
            within_seconds: plan.start.early_within.seconds(),
            reload_seconds: ROOM_RELOAD.seconds(),
        },
        prequeue_seconds: plan.start.prequeue.seconds(),
        places,
        present: Way::AlwaysOn,
        fairest: fairest(&ways, &notes),
        ways,
        notes,
        warnings,
    })
}

/// How many bookings a stock is enough for, at the mean number of places for each.
fn bookings_of(stock: &Stock) -> u32 {
    let shares = stock.per_booking.shares().iter().zip(1_u32..);
    let mean: f64 = shares.map(|(share, places)| share.value() * f64::from(places)).sum();
    (stock.places() as f64 / mean.max(1.0)) as u32
}

fn inputs(scenario: &Scenario) -> Vec<InputNote> {
    let given = &scenario.given;
    let note = |input: Input| InputNote {
        key: input.key().to_owned(),
        flag: input.flag().to_owned(),
        value: value_of(&scenario.system, input),
        basis: if given.contains(input) { Basis::Given } else { Basis::Assumed },
        range: None,
    };
    Input::ALL.into_iter().filter(|input| given.matters(*input)).map(note).collect()
}

/// Every way on every day; after a stop only the days that were finished in all ways.
fn days(
    system: &System,
    plan: &FairnessPlan,
    places: Places,
    watch: &Watch,
) -> Option<Vec<Vec<FairnessDay>>> {
    let blueprints = |system: &System| -> Option<Vec<Blueprint>> {
        let ways = ways_of_opening(system, &plan.start)?;
        Some(ways.iter().map(|(_, system)| Blueprint::new(system, RoomId(0))).collect())
    };
    let shared = blueprints(system)?;
    let uncertain = system.groups.iter().any(|group| group.count.is_uncertain());
    let ways = shared.len() as u32;
    let play = |number: u32| {
        let (day, way) = (number / ways, (number % ways) as usize);
        let key = RunKey { seed: plan.seed, replication: day };
        let of_day = uncertain.then(|| ways_of_opening(&crowd_of_day(system, key), &plan.start)).flatten();
        let own = of_day.as_ref().map(|ways| Blueprint::new(&ways[way].1, RoomId(0)));
        let blueprint = own.as_ref().unwrap_or(&shared[way]);
        let crowd = blueprint.crowd(key);
        let mut access = Access::new(crowd.len(), blueprint.opening(), ROOM_RELOAD);
        blueprint.run(&crowd, key, &mut access);
        access.finish(&crowd, places)
    };
    let played = each(0..plan.replications * ways, watch, play);
    let whole = |day: &[Option<FairnessDay>]| day.iter().cloned().collect::<Option<Vec<FairnessDay>>>();
    Some(played.chunks(ways as usize).filter_map(whole).collect())
}

/// Fixes every uncertain count at its draw of the day: both parts of a group share it.
fn crowd_of_day(system: &System, key: RunKey) -> System {
    let mut fixed = system.clone();
    for (position, group) in fixed.groups.iter_mut().enumerate() {
        let stream = Stream::new(key, Purpose::Headcount, position as u32, Field::Number);
        if let Some(count) = group.count.at([stream.uniform(0), stream.uniform(1)]) {
            group.count = Headcount::Fixed(count);
        }
    }
    fixed
}

fn figures_of(way: usize, days: &[Vec<FairnessDay>], system: &System) -> WayFigures {
    let compared = |measure: FairnessMeasure| {
        let of = |day: &Vec<FairnessDay>, way: usize| day[way].figures.get(measure);
        let [low, high] = measure.unit().bounds();
        let difference = |day: &Vec<FairnessDay>| Some(of(day, way)? - of(day, 0)?);
        Compared {
            mean: within(mean(days.iter().map(|day| of(day, way))), low, high),
            difference: if way == 0 { Mean::default() } else { mean(days.iter().map(difference)) },
        }
    };
    WayFigures {
        way: Way::ALL[way],
        measures: FairnessMeasure::ALL.into_iter().map(|measure| (measure, compared(measure))).collect(),
        chances: chances(&days.iter().map(|day| &day[way]).collect::<Vec<_>>(), system),
    }
}

/// Chances of each group, then of each group's arrival minutes.
fn chances(days: &[&FairnessDay], system: &System) -> Vec<Chance> {
    let mut groups: Vec<u32> = days.iter().flat_map(|day| day.cells.iter().map(|cell| cell.group)).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut keys: Vec<(u32, i64)> =
        days.iter().flat_map(|day| day.cells.iter().map(|cell| (cell.group, cell.minute))).collect();
    keys.sort_unstable();
    keys.dedup();
    let whole = groups.into_iter().map(|group| {
        let total = |day: &FairnessDay| {
            let cells = day.cells.iter().filter(|cell| cell.group == group);
            cells.fold([0, 0, 0], |sum, cell| {
                [sum[0] + cell.people, sum[1] + cell.admitted, sum[2] + cell.places]
            })
        };
        let totals: Vec<[u32; 3]> = days.iter().map(|day| total(day)).collect();
        chance(system, group, None, &totals, Mean::default())
    });
    // Cells are sorted alike on every day: each day is walked once.
    let mut next = vec![0_usize; days.len()];
    let by_minute = keys.iter().map(|key| {
        let mut totals = Vec::with_capacity(days.len());
        let mut waits = Vec::new();
        for (day, at) in days.iter().zip(&mut next) {
            match day.cells.get(*at).filter(|cell| (cell.group, cell.minute) == *key) {
                Some(cell) => {
                    *at += 1;
                    totals.push([cell.people, cell.admitted, cell.places]);
                    waits.push(cell.wait_p50);
                }
                None => totals.push([0; 3]),
            }
        }
        let wait = within(mean(waits.into_iter()), 0.0, f64::INFINITY);
        chance(system, key.0, Some(key.1), &totals, wait)
    });
    let by_minute: Vec<Chance> = by_minute.collect();
    whole.chain(by_minute).collect()
}

/// People, admitted and places of each day, as chances. The early birds stand behind the groups they come from.
fn chance(system: &System, group: u32, minute: Option<i64>, totals: &[[u32; 3]], wait_p50: Mean) -> Chance {
    let groups = system.groups.len();
    let share = |part: usize| {
        let of = |total: &[u32; 3]| (total[0] > 0).then(|| f64::from(total[part]) / f64::from(total[0]));
        within(mean(totals.iter().map(of)), 0.0, 1.0)
    };
    Chance {
        group: system.groups[group as usize % groups].name.clone(),
        early: group as usize >= groups,
        minute,
        people: within(mean(totals.iter().map(|total| Some(f64::from(total[0])))), 0.0, f64::INFINITY),
        admitted_share: share(1),
        place_share: share(2),
        wait_p50,
    }
}

/// Mean and interval of the days that have a figure.
fn mean(days: impl Iterator<Item = Option<f64>>) -> Mean {
    let sample: Vec<f64> = days.flatten().collect();
    Mean {
        value: (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64),
        ci: mean_interval(&sample, LEVEL).map(|(_, interval)| [interval.low, interval.high]),
    }
}

/// A symmetric interval can pass what the figure itself cannot.
fn within(mean: Mean, low: f64, high: f64) -> Mean {
    Mean { ci: mean.ci.map(|ends| ends.map(|end| end.clamp(low, high))), ..mean }
}

fn notes(
    plan: &FairnessPlan,
    places: Places,
    ways: &[WayFigures],
    events: usize,
    has_stock: bool,
) -> Vec<FairnessNote> {
    let mean = |measure: FairnessMeasure| ways[0].value(measure).unwrap_or(0.0);
    let (people, early) = (mean(FairnessMeasure::People), mean(FairnessMeasure::EarlyPeople));
    let mut notes = Vec::new();
    if early <= 0.0 {
        notes.push(FairnessNote::NobodyEarly);
    } else if early >= people {
        notes.push(FairnessNote::EverybodyEarly);
    }
    if places.count() == 0 {
        notes.push(FairnessNote::NoPlaces);
    } else if f64::from(places.count()) >= people {
        notes.push(FairnessNote::PlacesForAll);
    }
    if early > 0.0 && plan.start.prequeue >= plan.start.early_within {
        notes.push(FairnessNote::NobodyBeforePrequeue);
    }
    if events > 0 {
        notes.push(FairnessNote::EventsReplaced { events: events as u32 });
    }
    if has_stock {
        notes.push(FairnessNote::StockReplaced);
    }
    notes
}

/// The way in which early birds gain least; among equals the one in which fewest bypass the line, then the simplest.
fn fairest(ways: &[WayFigures], notes: &[FairnessNote]) -> Option<Way> {
    let nothing_to_gain = |note: &FairnessNote| match note {
        FairnessNote::NobodyEarly
        | FairnessNote::EverybodyEarly
        | FairnessNote::NoPlaces
        | FairnessNote::PlacesForAll => true,
        FairnessNote::NobodyBeforePrequeue
        | FairnessNote::EventsReplaced { .. }
        | FairnessNote::StockReplaced => false,
    };
    if notes.iter().any(nothing_to_gain) {
        return None;
    }
    let advantage = |figures: &WayFigures| {
        let share = figures.value(FairnessMeasure::EarlyPlacesShare)?;
        Some((share - figures.value(FairnessMeasure::EarlyCrowdShare)?).abs())
    };
    let least = ways.iter().filter_map(advantage).min_by(f64::total_cmp)?;
    let bypassed = |figures: &&WayFigures| figures.value(FairnessMeasure::Bypassed).unwrap_or(f64::INFINITY);
    let alike = ways.iter().filter(|figures| advantage(figures).is_some_and(|gain| gain <= least + ALIKE));
    // `min_by` takes the first of equals.
    alike.min_by(|a, b| bypassed(a).total_cmp(&bypassed(b))).map(|figures| figures.way)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(way: Way, share: f64, bypassed: f64) -> WayFigures {
        let with =
            |value: f64| Compared { mean: Mean { value: Some(value), ci: None }, ..Compared::default() };
        let measures = vec![
            (FairnessMeasure::EarlyCrowdShare, with(0.1)),
            (FairnessMeasure::EarlyPlacesShare, with(share)),
            (FairnessMeasure::Bypassed, with(bypassed)),
        ];
        WayFigures { way, measures, chances: Vec::new() }
    }

    #[test]
    fn the_fairest_way_gives_early_birds_least_then_lets_fewest_pass() {
        let ways = [
            way(Way::AlwaysOn, 0.6, 2000.0),
            way(Way::SwitchedOn, 0.302, 90.0),
            way(Way::Prequeue, 0.3, 90.0),
            way(Way::Shuffle, 0.3, 20.0),
            way(Way::Flush, 0.3, 20.0),
        ];
        assert_eq!(fairest(&ways, &[]), Some(Way::Shuffle));
        assert_eq!(fairest(&ways[..3], &[]), Some(Way::SwitchedOn));
        assert_eq!(fairest(&ways, &[FairnessNote::NobodyBeforePrequeue]), Some(Way::Shuffle));
        assert_eq!(fairest(&ways, &[FairnessNote::PlacesForAll]), None);
        assert_eq!(fairest(&[], &[]), None);
    }
}
