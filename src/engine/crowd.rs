//! One day's people in order of arrival.

use super::blueprint::Blueprint;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::model::ArrivalProfile;
use crate::units::{SimTime, Span};

/// One day's people in order of arrival; equal instants by group, then person. The position in this order is a
/// person's *rank*; group and person are the identity that draws are keyed by.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    pub(super) at: Vec<i64>,
    /// Number of the person counted through all groups.
    pub(super) id: Vec<u32>,
    groups: Vec<GroupStart>,
    /// Values drawn in advance.
    pub(super) drawn: Drawn,
}

/// Private values that nearly every day needs, by rank; empty unless several systems share the people.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drawn {
    /// Microseconds between two requests of an even visit; 0 for visits of steps.
    pub(super) gaps: Vec<i64>,
    /// Patience before the first comeback in microseconds; the longest for people without.
    pub(super) patience: Vec<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct GroupStart {
    group: u32,
    first_id: u32,
}

/// Who a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// Position of the group in the system.
    pub group: u32,
    /// Number within the group, from 0.
    pub person: u32,
}

impl Crowd {
    /// People who come.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether nobody comes.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Arrival of the person of this rank.
    #[inline]
    pub fn arrival(&self, rank: u32) -> SimTime {
        SimTime::from_microseconds(self.at[rank as usize])
    }

    /// Who has this rank.
    #[inline]
    pub fn who(&self, rank: u32) -> Who {
        let (slot, person) = self.slot_and_person(rank);
        Who { group: self.groups[slot].group, person }
    }

    /// Position of the group among the room's groups, and the person's number in it.
    #[inline]
    pub(super) fn slot_and_person(&self, rank: u32) -> (usize, u32) {
        let id = self.id[rank as usize];
        if self.groups.len() == 1 {
            return (0, id);
        }
        let slot = self.groups.partition_point(|start| start.first_id <= id) - 1;
        (slot, id - self.groups[slot].first_id)
    }

    /// Ranks by number of the person counted through all groups.
    pub(super) fn ranks_by_id(&self) -> Vec<u32> {
        let mut rank_of = vec![0; self.id.len()];
        for (rank, id) in self.id.iter().enumerate() {
            rank_of[*id as usize] = rank as u32;
        }
        rank_of
    }

    /// Ranks by identity; for putting a day back together.
    pub(super) fn ranks(&self) -> impl Fn(Who) -> Option<u32> + '_ {
        let rank_of = self.ranks_by_id();
        move |who| {
            let start = self.groups.iter().find(|start| start.group == who.group)?;
            rank_of.get((start.first_id + who.person) as usize).copied()
        }
    }

    pub(super) fn gather(blueprint: &Blueprint, run: RunKey) -> Crowd {
        let mut groups = Vec::new();
        let mut times: Vec<i64> = Vec::new();
        for plan in blueprint.groups() {
            groups.push(GroupStart { group: plan.position, first_id: times.len() as u32 });
            let headcount = Stream::new(run, Purpose::Headcount, plan.position, Field::Number);
            let count = plan.count.at([headcount.uniform(0), headcount.uniform(1)]);
            let arrivals = Stream::new(run, Purpose::People, plan.position, Field::Arrival);
            let opening = blueprint.opening();
            match &plan.arrivals {
                ArrivalProfile::Exact(instants) => times.extend(instants.iter().map(|at| at.microseconds())),
                ArrivalProfile::Poisson { people_per_minute, lasting } => {
                    poisson(&mut times, arrivals, opening, *people_per_minute, *lasting);
                }
                ArrivalProfile::Offsets(_) | ArrivalProfile::Shape(_) => {
                    let law = &plan.arrival_law;
                    let start = opening.microseconds();
                    times.extend((0..u64::from(count.unwrap_or(0))).map(|person| {
                        let seconds = law.value(arrivals.uniform(person), person);
                        start + Span::from_fractional_seconds(seconds).microseconds()
                    }));
                }
            }
        }
        let (at, id) = sorted(&times);
        Crowd { at, id, groups, drawn: Drawn::default() }
    }
}

/// Gaps of a unit-rate process stretched by the rate: raising the rate moves everyone earlier.
fn poisson(times: &mut Vec<i64>, stream: Stream, opening: SimTime, people_per_minute: f64, lasting: Span) {
    let mut minutes = 0.0;
    for person in 0.. {
        minutes -= libm::log1p(-stream.uniform(person)) / people_per_minute;
        let offset = Span::from_fractional_seconds(minutes * 60.0);
        if offset >= lasting {
            return;
        }
        times.push((opening + offset).microseconds());
    }
}

/// Instants in order, with the position each had before; equal instants keep their order.
fn sorted(times: &[i64]) -> (Vec<i64>, Vec<u32>) {
    let (Some(&first), Some(&last)) = (times.iter().min(), times.iter().max()) else {
        return (Vec::new(), Vec::new());
    };
    let id_bits = usize::BITS - (times.len() - 1).leading_zeros();
    let span_bits = 64 - ((last - first) as u64).leading_zeros();
    if id_bits + span_bits > 64 {
        let mut order: Vec<u32> = (0..times.len() as u32).collect();
        order.sort_by_key(|id| times[*id as usize]);
        return (order.iter().map(|id| times[*id as usize]).collect(), order);
    }
    // Instant and position in one word sort several times faster than pairs.
    let mut words: Vec<u64> =
        times.iter().enumerate().map(|(id, at)| (((at - first) as u64) << id_bits) | id as u64).collect();
    sort_spread(&mut words, id_bits + span_bits);
    let mask = if id_bits == 0 { 0 } else { u64::MAX >> (64 - id_bits) };
    let at = words.iter().map(|word| first + checked_shift(*word, id_bits) as i64).collect();
    (at, words.iter().map(|word| (word & mask) as u32).collect())
}

fn checked_shift(word: u64, bits: u32) -> u64 {
    word.checked_shr(bits).unwrap_or(0)
}

/// Distributes words over about one cell for eight by their top bits, then sorts each cell: linear for arrivals
/// that are spread, and never slower than an ordinary sort where they are not.
fn sort_spread(words: &mut Vec<u64>, bits: u32) {
    let cells_log2 = (usize::BITS - words.len().leading_zeros()).saturating_sub(4).min(18);
    if cells_log2 < 4 || bits < cells_log2 {
        words.sort_unstable();
        return;
    }
    let shift = bits - cells_log2;
    let mut ends = vec![0_u32; (1 << cells_log2) + 1];
    for word in words.iter() {
        ends[(word >> shift) as usize + 1] += 1;
    }
    for cell in 1..ends.len() {
        ends[cell] += ends[cell - 1];
    }
    let mut spread = vec![0; words.len()];
    for word in words.iter() {
        let cell = &mut ends[(word >> shift) as usize];
        spread[*cell as usize] = *word;
        *cell += 1;
    }
    let mut start = 0;
    for end in ends.iter().take(ends.len() - 1) {
        spread[start..*end as usize].sort_unstable();
        start = *end as usize;
    }
    *words = spread;
}
