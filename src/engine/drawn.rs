//! What nearly every person needs on every day, drawn before the day is played: a law draws for many people at once several
//! times faster than for one after the other.

use super::blueprint::{GroupPlan, VisitPlan};
use super::crowd::Crowd;
use crate::draws::law::Law;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::units::Span;

/// Private values by rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drawn {
    /// Microseconds between two requests of an even visit; 0 for visits of steps. Empty if no visit is even.
    pub(super) gaps: Vec<i64>,
    /// Patience before the first comeback in microseconds; the longest for people without. Empty if nobody has any.
    pub(super) patience: Vec<i64>,
}

/// The people of one group in order of rank.
struct Members<'a> {
    /// Their ranks; `None`: everyone.
    ranks: Option<Vec<u32>>,
    ids: &'a [u32],
    first_id: u32,
}

impl Drawn {
    pub(super) fn of(plans: &[GroupPlan], crowd: &Crowd, run: RunKey) -> Drawn {
        let has_even = plans.iter().any(|plan| matches!(plan.visit, VisitPlan::Even { .. }));
        let has_patience = plans.iter().any(|plan| plan.patience.is_some());
        let of_everyone =
            |wanted: bool, value: i64| if wanted { vec![value; crowd.len()] } else { Vec::new() };
        let mut drawn =
            Drawn { gaps: of_everyone(has_even, 0), patience: of_everyone(has_patience, i64::MAX) };
        for (plan, members) in plans.iter().zip(Members::of_each(crowd)) {
            let stream = |field: Field| Stream::new(run, Purpose::People, plan.position, field);
            match &plan.visit {
                // Whole microseconds between requests: the visit is shorter than drawn by less than one a page.
                VisitPlan::Even { duration, pages, .. } if *pages > 1 => {
                    let gaps = i64::from(*pages - 1);
                    members.draw(duration, stream(Field::VisitDuration), &mut drawn.gaps, |length| {
                        length / gaps
                    });
                }
                VisitPlan::Even { .. } | VisitPlan::Steps { .. } => {}
            }
            if let Some(law) = &plan.patience {
                members.draw(law, stream(Field::Patience), &mut drawn.patience, |length| length);
            }
        }
        drawn
    }
}

impl<'a> Members<'a> {
    /// The members of each group.
    fn of_each(crowd: &'a Crowd) -> Vec<Members<'a>> {
        let ids = &crowd.id;
        let firsts: Vec<u32> = crowd.first_ids().collect();
        if let [first_id] = firsts[..] {
            return vec![Members { ranks: None, ids, first_id }];
        }
        let mut ranks = vec![Vec::new(); firsts.len()];
        for rank in 0..ids.len() as u32 {
            ranks[crowd.slot(rank)].push(rank);
        }
        let members = |(first_id, ranks)| Members { ranks: Some(ranks), ids, first_id };
        firsts.into_iter().zip(ranks).map(members).collect()
    }

    /// Draws a length for each and writes what is made of it, by rank.
    fn draw(&self, law: &Law, stream: Stream, into: &mut [i64], of_length: impl Fn(i64) -> i64) {
        let length = |seconds: f64| of_length(microseconds(seconds));
        match &self.ranks {
            None => law.values(
                stream,
                self.ids.len(),
                |rank| u64::from(self.ids[rank]),
                |rank, seconds| into[rank] = length(seconds),
            ),
            Some(ranks) => law.values(
                stream,
                ranks.len(),
                |position| u64::from(self.ids[ranks[position] as usize] - self.first_id),
                |position, seconds| into[ranks[position] as usize] = length(seconds),
            ),
        }
    }
}

/// Seconds to whole microseconds, never negative.
#[inline]
pub(super) fn microseconds(seconds: f64) -> i64 {
    Span::from_fractional_seconds(seconds).microseconds().max(0)
}
