//! Many systems on the same days: what people bring along is drawn once for all of them.

use std::ops::Range;

use super::days::{Played, Progress, Watch, map};
use crate::draws::RunKey;
use crate::model::System;
use crate::results::Figures;

/// Most systems that one thread plays on one day before it looks for other work: enough that drawing the people, about a
/// fifth of a plain day, hardly counts, and few enough that no thread is left without work when there are few days.
const SYSTEMS_AT_ONCE: usize = 32;

/// The figures of each system's first room on each of these days: by system, in the order given, then by day. Differences
/// between systems on one day come from the systems, because the people are the same.
///
/// When it is stopped, only the days that every system has played are kept, in order.
pub fn on_same_days(systems: &[System], seed: u64, days: Range<u32>, watch: &Watch) -> Vec<Vec<Figures>> {
    let count = days.end.saturating_sub(days.start);
    (watch.progress)(Progress::Planned(systems.len() as u64 * u64::from(count)));
    let played = map(0..systems.len() as u32, &|system| Played::new(&systems[system as usize]));
    let blocks = blocks(systems);
    // Day by day, so that a stop leaves whole days behind.
    let jobs = u32::try_from(blocks.len() as u64 * u64::from(count)).unwrap_or(u32::MAX);
    let done = map(0..jobs, &|job| {
        let block = &blocks[job as usize % blocks.len()];
        let replication = days.start + job / blocks.len() as u32;
        block_on_day(&played, block, RunKey { seed, replication }, watch)
    });
    let mut by_system = vec![Vec::with_capacity(count as usize); systems.len()];
    for day in done.chunks(blocks.len().max(1)).filter(|day| day.iter().all(Option::is_some)) {
        for (block, figures) in blocks.iter().zip(day) {
            for (system, figures) in block.iter().zip(figures.iter().flatten()) {
                by_system[*system].push(*figures);
            }
        }
    }
    by_system
}

/// One day of a few systems with the same people; `None` if it was stopped.
fn block_on_day(played: &[Played], block: &[usize], key: RunKey, watch: &Watch) -> Option<Vec<Figures>> {
    if watch.is_stopped() {
        return None;
    }
    let crowd = played[*block.first()?].crowd(key);
    let play = |system: &usize| {
        let figures = (!watch.is_stopped()).then(|| played[*system].day_of(&crowd, key).figures);
        figures.inspect(|_| (watch.progress)(Progress::Done))
    };
    block.iter().map(play).collect()
}

/// Positions of systems, together where people are the same.
fn blocks(systems: &[System]) -> Vec<Vec<usize>> {
    let mut alike: Vec<Vec<usize>> = Vec::new();
    for (position, system) in systems.iter().enumerate() {
        match alike.iter_mut().find(|known| has_same_people(&systems[known[0]], system)) {
            Some(known) => known.push(position),
            None => alike.push(vec![position]),
        }
    }
    alike.iter().flat_map(|known| known.chunks(SYSTEMS_AT_ONCE)).map(<[usize]>::to_vec).collect()
}

/// Whether what people bring along cannot differ: it hangs on their groups and on the opening they come for.
fn has_same_people(a: &System, b: &System) -> bool {
    let opening = |system: &System| system.rooms.first().map(crate::model::Room::opening);
    a.groups == b.groups && opening(a) == opening(b)
}
