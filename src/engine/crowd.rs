//! One day's people in order of arrival.

use super::blueprint::Blueprint;
use super::drawn::Drawn;
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
    /// What people bring along.
    pub(super) drawn: Drawn,
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
        let start = self.groups[self.slot(rank)];
        Who { group: start.group, person: self.id[rank as usize] - start.first_id }
    }

    /// Position of the group among the room's groups.
    #[inline]
    pub(super) fn slot(&self, rank: u32) -> usize {
        if self.groups.len() == 1 {
            return 0;
        }
        let id = self.id[rank as usize];
        self.groups.partition_point(|start| start.first_id <= id) - 1
    }

    /// The person's number in the group.
    #[inline]
    pub(super) fn person(&self, rank: u32) -> u64 {
        u64::from(self.id[rank as usize] - self.groups[self.slot(rank)].first_id)
    }

    /// First number of each group's people, counted through all groups.
    pub(super) fn first_ids(&self) -> impl Iterator<Item = u32> {
        self.groups.iter().map(|start| start.first_id)
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
                    let count = count.unwrap_or(0) as usize;
                    times.reserve(count);
                    law.values(
                        arrivals,
                        count,
                        |person| person as u64,
                        |_, seconds| {
                            times.push(start + Span::from_fractional_seconds(seconds).microseconds());
                        },
                    );
                }
            }
        }
        let (at, id) = sorted(times);
        let mut crowd = Crowd { at, id, groups, drawn: Drawn::default() };
        crowd.drawn = Drawn::of(blueprint.groups(), &crowd, run);
        crowd
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
fn sorted(mut times: Vec<i64>) -> (Vec<i64>, Vec<u32>) {
    let (Some(&first), Some(&last)) = (times.iter().min(), times.iter().max()) else {
        return (Vec::new(), Vec::new());
    };
    let id_bits = usize::BITS - (times.len() - 1).leading_zeros();
    let span_bits = 64 - ((last - first) as u64).leading_zeros();
    if id_bits + span_bits > 63 {
        let mut order: Vec<u32> = (0..times.len() as u32).collect();
        order.sort_by_key(|id| times[*id as usize]);
        return (order.iter().map(|id| times[*id as usize]).collect(), order);
    }
    // Instant and position in one word, in the place of the instant: nothing else has to be moved.
    for (id, at) in times.iter_mut().enumerate() {
        *at = (*at - first) << id_bits | id as i64;
    }
    sort_by_upper_bits(&mut times, id_bits, span_bits);
    let mask = (1 << id_bits) - 1;
    let ids = times.iter().map(|word| (word & mask) as u32).collect();
    times.iter_mut().for_each(|word| *word = first + (*word >> id_bits));
    (times, ids)
}

/// Most bits that one pass sorts by: counts of all digits stay in the fastest memory.
const DIGIT_BITS: u32 = 11;

/// Radix sort of words that are not negative by the bits from `from` on, least significant digit first (Knuth, Sorting
/// and Searching, 5.2.5); words that agree in them keep their order. As fast for arrivals that crowd together as for those
/// that are spread.
fn sort_by_upper_bits(words: &mut Vec<i64>, from: u32, bits: u32) {
    let width = bits.div_ceil(bits.div_ceil(DIGIT_BITS).max(1)).max(1);
    let mut spread = vec![0; words.len()];
    let mut places = vec![0_u32; 1 << width];
    for shift in (from..from + bits).step_by(width as usize) {
        let digit = |word: i64| (word >> shift) as usize & ((1 << width) - 1);
        places.fill(0);
        words.iter().for_each(|word| places[digit(*word)] += 1);
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for word in words.iter() {
            let place = &mut places[digit(*word)];
            spread[*place as usize] = *word;
            *place += 1;
        }
        std::mem::swap(words, &mut spread);
    }
}
