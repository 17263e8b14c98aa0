//! Everyone who polls at one interval, in the order in which their polls come round.

/// A holder on a ring: phase within the interval, then person and device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    pub(super) phase: i64,
    pub(super) id: u32,
    pub(super) device: u32,
    pub(super) holder: u32,
}

/// Seats by phase, in cells of a few, with sums of cells (Fenwick 1994): the k-th seat after any instant is found
/// without counting through them.
#[derive(Debug)]
pub(super) struct Ring {
    pub(super) interval: i64,
    cells: Vec<Vec<Seat>>,
    sums: Vec<u32>,
    seats: usize,
    expected_of_a_cell: usize,
}

/// Seats that a cell is expected to hold: few enough to make room among them, enough not to ask for memory for each person.
const SEATS_OF_A_CELL: usize = 64;

impl Ring {
    /// An empty ring for about so many seats.
    pub(super) fn new(interval: i64, expected: usize) -> Ring {
        let cells = (expected / SEATS_OF_A_CELL).next_power_of_two().clamp(64, 1 << 16);
        Ring {
            interval,
            cells: vec![Vec::new(); cells],
            sums: vec![0; cells],
            seats: 0,
            expected_of_a_cell: expected / cells,
        }
    }

    pub(super) fn seats(&self) -> usize {
        self.seats
    }

    fn cell(&self, phase: i64) -> usize {
        (i128::from(phase) * self.cells.len() as i128 / i128::from(self.interval)) as usize
    }

    pub(super) fn insert(&mut self, seat: Seat) {
        let cell = self.cell(seat.phase);
        let seats = &mut self.cells[cell];
        let Err(position) = seats.binary_search(&seat) else { return };
        if seats.capacity() == 0 {
            // At once what it will hold at most, nearly always.
            seats.reserve_exact(self.expected_of_a_cell + self.expected_of_a_cell / 2 + 4);
        }
        seats.insert(position, seat);
        self.seats += 1;
        let mut node = cell + 1;
        while node <= self.sums.len() {
            self.sums[node - 1] += 1;
            node += node & node.wrapping_neg();
        }
    }

    /// Takes a seat away, if it is there.
    pub(super) fn remove(&mut self, seat: Seat) {
        let cell = self.cell(seat.phase);
        let Ok(position) = self.cells[cell].binary_search(&seat) else { return };
        self.cells[cell].remove(position);
        self.seats -= 1;
        let mut node = cell + 1;
        while node <= self.sums.len() {
            self.sums[node - 1] -= 1;
            node += node & node.wrapping_neg();
        }
    }

    /// How many seats lie before a phase; `after`: those of the phase itself up to this person and device, too.
    fn before(&self, phase: i64, after: Option<(u32, u32)>) -> usize {
        let cell = self.cell(phase);
        let mut sum = 0;
        let mut node = cell;
        while node > 0 {
            sum += self.sums[node - 1] as usize;
            node &= node - 1;
        }
        let lies_before = |seat: &Seat| {
            seat.phase < phase
                || seat.phase == phase
                    && after.is_some_and(|(id, device)| (seat.id, seat.device) <= (id, device))
        };
        sum + self.cells[cell].partition_point(lies_before)
    }

    fn seat(&self, index: usize) -> Option<Seat> {
        let mut left = index;
        let mut cell = 0;
        let mut step = self.sums.len();
        while step > 0 {
            if cell + step <= self.sums.len() && self.sums[cell + step - 1] as usize <= left {
                left -= self.sums[cell + step - 1] as usize;
                cell += step;
            }
            step /= 2;
        }
        self.cells.get(cell)?.get(left).copied()
    }

    /// The poll that comes after `skipped` others from an instant on (there, only after `after`): its instant and
    /// its seat. `None` if everyone would have polled before.
    pub(super) fn poll(&self, from: i64, after: Option<(u32, u32)>, skipped: f64) -> Option<(i64, Seat)> {
        if skipped >= self.seats as f64 {
            return None;
        }
        let phase = from.rem_euclid(self.interval);
        let index = self.before(phase, after) + skipped as usize;
        let turn = from - phase + if index >= self.seats { self.interval } else { 0 };
        let seat = self.seat(index % self.seats)?;
        Some((turn + seat.phase, seat))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Field, Purpose, RunKey, Stream};

    /// Against a list that is walked through.
    #[test]
    fn the_next_polls_are_those_of_a_sorted_list() {
        let stream = Stream::new(RunKey { seed: 3, replication: 0 }, Purpose::Events, 0, Field::Number);
        let mut ring = Ring::new(20_000_000, 300);
        let mut list: Vec<Seat> = Vec::new();
        for step in 0..3_000_u32 {
            let bits = stream.bits(u64::from(step));
            // Coarse phases make ties.
            let seat = Seat {
                phase: (bits % 50) as i64 * 400_000,
                id: step,
                device: (bits >> 32) as u32 % 2,
                holder: step,
            };
            if bits >> 60 < 9 || list.is_empty() {
                ring.insert(seat);
                list.push(seat);
                list.sort_unstable();
            } else {
                let gone = list.remove((bits % list.len() as u64) as usize);
                ring.remove(gone);
            }
            let from = (bits >> 20) as i64 % 1_000_000_000 - 500_000_000;
            let from = from - from.rem_euclid(400_000);
            let after = list.get(list.len() / 2).map(|seat| (seat.id, seat.device)).filter(|_| step % 3 == 0);
            let phase = from.rem_euclid(20_000_000);
            let made = |seat: &&Seat| {
                seat.phase < phase
                    || seat.phase == phase && after.is_some_and(|a| (seat.id, seat.device) <= a)
            };
            let mut polls: Vec<(i64, Seat)> = list
                .iter()
                .map(|seat| {
                    let turn = from - phase + if made(&seat) { 20_000_000 } else { 0 };
                    (turn + seat.phase, *seat)
                })
                .collect();
            polls.sort_by_key(|(at, seat)| (*at, seat.id, seat.device));
            for skipped in [0, 1, list.len() / 2, list.len().saturating_sub(1)] {
                assert_eq!(
                    ring.poll(from, after, skipped as f64),
                    polls.get(skipped).copied(),
                    "step {step}"
                );
            }
            assert_eq!(ring.poll(from, after, list.len() as f64), None);
        }
    }
}
