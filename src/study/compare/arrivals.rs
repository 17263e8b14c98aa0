//! Those who arrive at about the same time: cells of minutes, planned before any day is played.

use super::{ComparePlan, DayOfPeople, Room, wait};
use crate::draws::RunKey;
use crate::stats::order_statistics;

/// A cell has about so many people a day.
const FEWEST_PEOPLE: f64 = 20.0;
/// Minutes with fewer people are joined into cells of so many.
const JOINED_MINUTES: i64 = 5;
/// The cells are planned from the arrivals of so many days.
const PLANNED_DAYS: u32 = 4;

/// First minute and first minute after the last of each cell, counted from the opening. The first cell takes everyone who
/// comes before it, the last everyone after it.
pub(super) struct Cells(Vec<[i64; 2]>);

impl Cells {
    /// Cells with enough people in every variant.
    pub(super) fn plan(rooms: &[Room], plan: &ComparePlan) -> Cells {
        let days = plan.replications.min(PLANNED_DAYS);
        let mut arrivals: Vec<Vec<i64>> = Vec::new();
        for room in rooms {
            let of_day = |replication: u32| {
                let crowd = room.played.crowd(RunKey { seed: plan.seed, replication });
                (0..crowd.len() as u32).map(|rank| room.minute_of(&crowd, rank)).collect::<Vec<i64>>()
            };
            arrivals.push((0..days).flat_map(of_day).collect());
        }
        let all = || arrivals.iter().flatten().copied();
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return Cells(Vec::new()) };
        let mut counts = vec![vec![0_u32; (last - first + 1) as usize]; arrivals.len()];
        for (counts, arrivals) in counts.iter_mut().zip(&arrivals) {
            arrivals.iter().for_each(|minute| counts[(minute - first) as usize] += 1);
        }
        let fewest = |[from, to]: [i64; 2]| {
            let of = |counts: &Vec<u32>| {
                (from..to).filter_map(|minute| counts.get(usize::try_from(minute - first).ok()?)).sum::<u32>()
            };
            f64::from(counts.iter().map(of).min().unwrap_or(0)) / f64::from(days.max(1))
        };
        Cells(cells(first, last, fewest))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = [i64; 2]> + '_ {
        self.0.iter().copied()
    }

    /// Half and 9 in 10 of those let in of each cell wait at most so many seconds.
    pub(super) fn waits(&self, room: &Room, played: &DayOfPeople) -> Vec<[Option<f64>; 2]> {
        let mut rank = 0;
        let mut found = Vec::with_capacity(self.0.len());
        for (position, [_, to]) in self.0.iter().enumerate() {
            let is_last = position + 1 == self.0.len();
            let mut waits: Vec<i64> = Vec::new();
            // Ranks are in order of arrival.
            while rank < played.came && (is_last || room.minute_of(played.crowd, rank) < *to) {
                waits.extend(wait(played, rank));
                rank += 1;
            }
            let quantiles = order_statistics(&mut waits, &[0.5, 0.9]);
            found.push([0, 1].map(|at| quantiles.as_ref().map(|waits| waits[at] as f64 / 1e6)));
        }
        found
    }
}

/// Single minutes where each of five has enough people, else five together, else as many fives as it takes.
fn cells(first: i64, last: i64, fewest: impl Fn([i64; 2]) -> f64) -> Vec<[i64; 2]> {
    let enough = |cell: [i64; 2]| fewest(cell) >= FEWEST_PEOPLE;
    let mut found: Vec<[i64; 2]> = Vec::new();
    let mut open: Option<i64> = None;
    let mut five = first.div_euclid(JOINED_MINUTES) * JOINED_MINUTES;
    while five <= last {
        let end = five + JOINED_MINUTES;
        let minutes = || (five.max(first)..end.min(last + 1)).map(|minute| [minute, minute + 1]);
        if open.is_none() && minutes().all(enough) {
            found.extend(minutes());
        } else {
            let cell = [open.unwrap_or(five), end];
            open = if enough(cell) { None } else { Some(cell[0]) };
            if open.is_none() {
                found.push(cell);
            }
        }
        five = end;
    }
    // Too few came last: they belong to those before them.
    match (open, found.last_mut()) {
        (Some(_), Some(cell)) => cell[1] = five,
        (Some(from), None) => found.push([from, five]),
        (None, _) => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells_of(first: i64, counts: &[f64]) -> Vec<[i64; 2]> {
        let last = first + counts.len() as i64 - 1;
        cells(first, last, |[from, to]| {
            (from..to).filter_map(|minute| counts.get(usize::try_from(minute - first).ok()?)).sum()
        })
    }

    #[test]
    fn minutes_with_few_people_are_joined_and_no_cell_has_too_few() {
        assert_eq!(cells_of(0, &[20.0; 5]), [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]);
        assert_eq!(cells_of(0, &[20.0, 20.0, 19.0, 20.0, 20.0]), [[0, 5]]);
        assert_eq!(cells_of(0, &[1.0; 12]), [[0, 15]]);
        assert_eq!(cells_of(0, &[5.0; 12]), [[0, 5], [5, 15]]);
        assert_eq!(cells_of(-2, &[30.0; 4]), [[-2, -1], [-1, 0], [0, 1], [1, 2]]);
        assert_eq!(cells_of(-3, &[1.0, 1.0, 1.0, 50.0, 50.0]), [[-5, 5]]);
        assert_eq!(cells_of(0, &[0.0]), [[0, 5]]);
    }
}
