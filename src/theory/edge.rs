//! Cloudflare's three admission tests: how many of the free slots one worker of a data centre may give in a minute.
//!
//! Generations 1 and 2 are history: since 2023 the room counts tickets instead of dividing slots among workers, and
//! only that generation 3 ([`takes_slot`]) is simulated. They are kept to explain
//! what old documentation says and what counters gained. The split of free slots between data centres and
//! "anywhere" is the same in all three: [`SlotSplit`].
//!
//! Letters: L limit, A active users, A/L utilisation.
//!
//! Source: our reference of the product, §2.3 and §2.4, after the Cloudflare blog, "How Waiting Room makes queueing
//! decisions on Cloudflare's highly distributed network" (20 September 2023).

use crate::model::room::{SlotSplit, Slots, TicketCounter, takes_slot};

/// Workers that share slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workers {
    /// Active workers of this data centre.
    pub here: u32,
    /// Active workers worldwide, those here included.
    pub worldwide: u32,
}

/// Generation 1 (history): slots one worker may give in a minute when they are divided evenly, those of its data
/// centre among the workers there and those for anywhere among all. Each share is rounded down; no workers, no slots.
///
/// ```
/// use machiai::{model::room::SlotSplit, theory::edge::{Workers, even_split}};
///
/// // 150 of 200 slots free; San Jose had 20 users in the previous minute, London 30, Delhi none.
/// let split = SlotSplit::of(150, 200, &[20, 30, 0]);
/// assert_eq!(even_split(&split, 0, Workers { here: 3, worldwide: 10 }), 5 + 11);
/// assert_eq!(even_split(&split, 2, Workers { here: 1, worldwide: 10 }), 11);
/// ```
#[must_use]
pub fn even_split(split: &SlotSplit, data_centre: usize, workers: Workers) -> u64 {
    divided(slots_of(split, data_centre), f64::from(workers.here))
        + divided(split.anywhere, f64::from(workers.worldwide))
}

/// Generation 2 (history): the same, but divided among workers × utilisation^curve only, since few workers have
/// traffic while a room is nearly empty.
///
/// Utilisation is A/L, 0 to 1; Cloudflare's curve factor in production is not published, its example uses 1. That no
/// worker gets more than all slots (so never among less than one worker) is our reading. At utilisation 1 it is
/// [`even_split`]; below it, workers together may give more than there is.
///
/// ```
/// use machiai::{model::room::SlotSplit, theory::edge::{Workers, utilisation_weighted}};
///
/// // 50 of 200 active: 10 workers count as 2.5, and Delhi's one worker may give 45 of the 112.5 slots.
/// let split = SlotSplit::of(150, 200, &[20, 30, 0]);
/// assert_eq!(utilisation_weighted(&split, 2, Workers { here: 1, worldwide: 10 }, 50.0 / 200.0, 1.0), 45);
/// ```
#[must_use]
pub fn utilisation_weighted(
    split: &SlotSplit,
    data_centre: usize,
    workers: Workers,
    utilisation: f64,
    curve: f64,
) -> u64 {
    let weight = libm::pow(utilisation.clamp(0.0, 1.0), curve);
    // No workers stay none; otherwise never less than one.
    let effective = |workers: u32| if workers == 0 { 0.0 } else { (f64::from(workers) * weight).max(1.0) };
    divided(slots_of(split, data_centre), effective(workers.here))
        + divided(split.anywhere, effective(workers.worldwide))
}

/// How many of a data centre's arrivals are accepted in a minute when its workers each have so many slots: what
/// generations 1 and 2 do with [`even_split`] and [`utilisation_weighted`]. `arrivals` are counted per worker.
#[must_use]
pub fn accepted_by_workers(arrivals: &[u64], slots_per_worker: u64) -> u64 {
    arrivals.iter().map(|arrivals| (*arrivals).min(slots_per_worker)).sum()
}

/// How many of a data centre's arrivals are accepted in a minute by tickets (generation 3), if nobody arrives
/// elsewhere.
///
/// ```
/// use machiai::{model::room::SlotSplit, theory::edge::accepted_by_tickets};
///
/// // All 128 users that reach San Jose, be it at a single worker.
/// assert_eq!(accepted_by_tickets(&SlotSplit::of(150, 200, &[20, 30, 0]), 0, 128), 128);
/// ```
#[must_use]
pub fn accepted_by_tickets(split: &SlotSplit, data_centre: usize, arrivals: u64) -> u64 {
    let slots = slots_of(split, data_centre);
    let (mut here, mut anywhere) = (TicketCounter::default(), TicketCounter::default());
    let mut accepted = 0;
    while accepted < arrivals && takes_slot(&mut here, slots, &mut anywhere, split.anywhere) {
        accepted += 1;
    }
    accepted
}

/// A data centre beyond the list had no users.
fn slots_of(split: &SlotSplit, data_centre: usize) -> Slots {
    split.data_centres.get(data_centre).copied().unwrap_or(Slots::NONE)
}

fn divided(slots: Slots, workers: f64) -> u64 {
    if workers > 0.0 { (slots.value() / workers) as u64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAN_JOSE: usize = 0;
    const DELHI: usize = 2;

    /// L = 200, A = 50; San Jose 20 users before, London 30, Delhi none.
    fn published() -> SlotSplit {
        SlotSplit::of(200 - 50, 200, &[20, 30, 0])
    }

    /// Ten slots of one data centre, nothing for anywhere.
    fn ten() -> SlotSplit {
        SlotSplit { data_centres: vec![Slots::whole(10)], anywhere: Slots::NONE }
    }

    #[test]
    fn generation_1_gives_san_joses_workers_16_and_delhis_11() {
        let split = published();
        let alone = |slots| SlotSplit { data_centres: vec![slots], anywhere: Slots::NONE };
        let of_san_jose = alone(split.data_centres[SAN_JOSE]);
        assert_eq!(even_split(&of_san_jose, 0, Workers { here: 3, worldwide: 10 }), 5);
        assert_eq!(even_split(&split, DELHI, Workers { here: 1, worldwide: 10 }), 11);
        assert_eq!(even_split(&split, SAN_JOSE, Workers { here: 3, worldwide: 10 }), 16);
    }

    #[test]
    fn generation_2_counts_ten_workers_as_two_and_a_half() {
        let workers = Workers { here: 1, worldwide: 10 };
        assert_eq!(utilisation_weighted(&published(), DELHI, workers, 0.25, 1.0), 45);
        assert_eq!(
            utilisation_weighted(&published(), DELHI, workers, 1.0, 1.0),
            even_split(&published(), DELHI, workers)
        );
        // An empty room: every worker may give everything, not infinitely much.
        assert_eq!(utilisation_weighted(&published(), DELHI, workers, 0.0, 1.0), 112);
        assert_eq!(utilisation_weighted(&published(), DELHI, Workers { here: 0, worldwide: 0 }, 0.5, 1.0), 0);
    }

    #[test]
    fn generation_3_accepts_128_at_a_single_worker() {
        assert_eq!(accepted_by_tickets(&published(), SAN_JOSE, 128), 128);
        assert_eq!(accepted_by_tickets(&published(), SAN_JOSE, 1_000), 128);
        assert_eq!(accepted_by_tickets(&published(), DELHI, 1_000), 113);
        assert_eq!(accepted_by_tickets(&published(), 9, 1_000), 113);
    }

    /// Ten slots, two workers, arrivals 7 + 1: five slots each, so two people queue although all eight would fit.
    #[test]
    fn generation_1_queues_two_of_eight_people_before_ten_slots() {
        let slots = even_split(&ten(), 0, Workers { here: 2, worldwide: 2 });
        assert_eq!((slots, 8 - accepted_by_workers(&[7, 1], slots)), (5, 2));
    }

    /// At 10 % utilisation each of the two workers has about 8 of the ten slots. The curve factor behind that figure is
    /// not given; one of 1 would give each worker all ten, about 0.2 gives the 8. Together they accept 15.
    #[test]
    fn generation_2_accepts_fifteen_people_on_ten_slots() {
        let slots = utilisation_weighted(&ten(), 0, Workers { here: 2, worldwide: 2 }, 0.1, 0.21);
        assert_eq!((slots, accepted_by_workers(&[8, 7], slots)), (8, 15));
    }

    #[test]
    fn generation_3_accepts_ten_of_fifteen_people_and_queues_five() {
        assert_eq!(15 - accepted_by_tickets(&ten(), 0, 15), 5);
    }
}
