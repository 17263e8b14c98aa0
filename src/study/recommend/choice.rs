//! Picks the best of a few kinds of settings, with a stated chance of picking the right one.
//!
//! The procedure is KN of Kim and Nelson (*ACM Transactions on Modeling and Computer Simulation* 11 (2001) 251-273): see
//! [`Selection`](crate::stats::Selection). It looks at days of its own, which the search for the limits has not seen.

use super::frontier::Frontier;
use super::trials::Trials;
use crate::results::Selected;
use crate::stats::Selection;

/// Days from here on are the selection's.
const FIRST_DAY: u32 = 1_000;
/// Days of the first stage: the procedure's variances are estimated from them.
const FIRST_STAGE: u32 = 20;
/// Days after which the best so far is taken.
const MOST_DAYS: u32 = 120;
/// Days played between two looks.
const BATCH: u32 = 10;
/// Chance of choosing wrongly where the best is better by the indifference.
const ERROR: f64 = 0.05;

/// The finalists, best first, and how the best was told apart; `None` where there was nothing to choose. Without a figure of the
/// objective on some day nothing can be compared: the order then stays.
pub(super) fn choose(
    trials: &mut Trials,
    mut finalists: Vec<Frontier>,
    indifference: f64,
) -> (Vec<Frontier>, Option<Selected>) {
    if finalists.len() < 2 {
        return (finalists, None);
    }
    let objective = trials.plan.objective;
    let Some(mut selection) = Selection::new(finalists.len(), FIRST_STAGE as usize, ERROR, indifference)
    else {
        return (finalists, None);
    };
    let mut days = 0;
    let mut decided = false;
    while days < MOST_DAYS && !decided && !trials.is_stopped() {
        let survivors: Vec<usize> = selection.survivors().to_vec();
        let tried: Vec<_> = survivors.iter().map(|position| finalists[*position].tried).collect();
        let rows = trials.rows(&tried, FIRST_DAY + days..FIRST_DAY + days + BATCH);
        for day in 0..BATCH as usize {
            let still: Vec<usize> = selection.survivors().to_vec();
            let value = |position: &usize| {
                let row = survivors.iter().position(|other| other == position)?;
                rows.get(row)?.get(day)?.figures.get(objective)
            };
            let values: Option<Vec<f64>> = still.iter().map(value).collect();
            let Some(values) = values else { return (finalists, None) };
            selection.observe(&values);
            if selection.survivors().len() == 1 {
                decided = true;
                break;
            }
        }
        days += BATCH;
    }
    let best = selection.best();
    let found =
        Selected { systems: finalists.len() as u32, days, probability: 1.0 - ERROR, indifference, decided };
    let chosen = finalists.remove(best);
    let mean = |frontier: &Frontier| trials.candidate(&frontier.tried, &frontier.days).objective.value;
    finalists.sort_by(|one, other| {
        let of = |frontier: &Frontier| mean(frontier).unwrap_or(f64::INFINITY);
        of(one).total_cmp(&of(other))
    });
    finalists.insert(0, chosen);
    (finalists, Some(found))
}
