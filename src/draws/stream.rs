//! Uniform numbers addressed by a key.

/// What a draw is for. Numbers are fixed for ever and never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Private values of people.
    People = 1,
    /// How many people come.
    Headcount = 2,
    /// Inputs that were not given, for the headline range.
    Assumptions = 3,
    /// Draws that follow the course of events (lottery).
    Events = 4,
    /// What an operator sees: by number of the look.
    Operator = 5,
}

/// Which private value of a person. Numbers are fixed for ever and never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Field {
    /// Offset of the arrival.
    Arrival = 1,
    /// Duration of an evenly spaced visit.
    VisitDuration = 2,
    /// Patience.
    Patience = 3,
    /// A number of its own for things that are not people.
    Number = 4,
    /// Longest estimate put up with.
    Tolerance = 5,
    /// What a refresh adds to the time between polls.
    PollDelay = 6,
    /// Whether a bypass rule applies.
    Bypass = 7,
    /// Whether the client keeps no cookies.
    Cookieless = 8,
    /// How many devices.
    Devices = 9,
    /// Whether the origin revokes the session.
    Revoke = 10,
    /// Whether the phone falls asleep.
    Sleep = 11,
    /// When it does, after the first request that was queued.
    SleepAfter = 12,
    /// For how long.
    SleepLasting = 13,
    /// Which data centre.
    DataCentre = 14,
    /// How many places a booking takes.
    PlacesWanted = 15,
    /// Which slot is wanted first.
    Slot = 16,
    /// Whether another one will do.
    Flexible = 17,
    /// Which other one.
    OtherSlot = 18,
    /// How long a person stays in line after the sell-out.
    AfterSellOut = 19,
    /// Think time of step 1; step k has this number plus k − 1.
    FirstStep = 1_000,
    /// Lottery ticket of the first device; device d has this number plus d.
    FirstTicket = 1_000_000,
    /// Chance of the first comeback; see [`Stream::of_comeback`].
    FirstComeback = 2_000_000,
    /// Work of the request that opens step 1; step k has this number plus k − 1.
    FirstWork = 3_000_000,
    /// Delay before the first repeated request; the n-th has this number plus n − 1.
    FirstRetry = 4_000_000,
}

/// Which private value of a comeback. Numbers are fixed for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum ComebackValue {
    /// Whether it happens.
    Chance = 0,
    /// How long after.
    Delay = 1,
    /// Whether with the cookie.
    Cookie = 2,
    /// Patience from then on.
    Patience = 3,
}

/// Which run: its seed and the number of its replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunKey {
    /// The user's seed.
    pub seed: u64,
    /// 0 for the first replication.
    pub replication: u32,
}

/// A sequence of independent uniform numbers, any of which can be asked for at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    first: u64,
    second: u64,
}

/// 2⁶⁴ ÷ golden ratio, odd: the increment of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Stafford's variant 13 of the MurmurHash3 finaliser (Stafford 2011), the output function of SplitMix64
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
#[inline(always)]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Stream {
    /// The stream of one value of one group in one run.
    pub const fn new(run: RunKey, purpose: Purpose, group: u32, field: Field) -> Stream {
        Stream::numbered(run, purpose, group, field as u64)
    }

    /// The stream of the think time of one step (0 for the first).
    pub const fn of_step(run: RunKey, group: u32, step: u32) -> Stream {
        Stream::numbered(run, Purpose::People, group, Field::FirstStep as u64 + step as u64)
    }

    /// The stream of the lottery tickets of one device (0 for the first).
    pub const fn of_ticket(run: RunKey, group: u32, device: u32) -> Stream {
        Stream::numbered(run, Purpose::People, group, Field::FirstTicket as u64 + device as u64)
    }

    /// The stream of a value of one comeback (0 for the first).
    pub const fn of_comeback(run: RunKey, group: u32, comeback: u32, value: ComebackValue) -> Stream {
        let field = Field::FirstComeback as u64 + 4 * comeback as u64 + value as u64;
        Stream::numbered(run, Purpose::People, group, field)
    }

    /// The stream of the work of the request that opens one step (0 for the first).
    pub const fn of_work(run: RunKey, group: u32, step: u32) -> Stream {
        Stream::numbered(run, Purpose::People, group, Field::FirstWork as u64 + step as u64)
    }

    /// The stream of the delay before one repeated request (0 for a person's first).
    pub const fn of_retry(run: RunKey, group: u32, number: u32) -> Stream {
        Stream::numbered(run, Purpose::People, group, Field::FirstRetry as u64 + number as u64)
    }

    const fn numbered(run: RunKey, purpose: Purpose, group: u32, field: u64) -> Stream {
        // Each part passes through the mixer before the next joins, so that neighbouring keys share nothing.
        let mut key = mix(run.seed.wrapping_add(GOLDEN));
        key = mix(key ^ (purpose as u64).wrapping_mul(GOLDEN));
        key = mix(key.wrapping_add(run.replication as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        key = mix(key ^ (group as u64).wrapping_add(GOLDEN));
        key = mix(key.wrapping_add(field).wrapping_mul(GOLDEN));
        Stream { first: key, second: mix(key ^ 0xA076_1D64_78BD_642F) }
    }

    /// 64 random bits for one index.
    #[inline(always)]
    pub const fn bits(self, index: u64) -> u64 {
        // The second key enters between two rounds: streams are not shifted copies of one sequence.
        let z = mix(index.wrapping_mul(GOLDEN).wrapping_add(self.first));
        mix(z ^ self.second)
    }

    /// A number strictly between 0 and 1 for one index; 52 bits, never 0 and never 1.
    #[inline(always)]
    pub fn uniform(self, index: u64) -> f64 {
        const HALF_A_STEP: f64 = 0.5 / (1_u64 << 52) as f64;
        // 52 bits below the exponent of 1: a number from 1 to 2 without a conversion, which wide registers lack.
        f64::from_bits(self.bits(index) >> 12 | 1_f64.to_bits()) - 1.0 + HALF_A_STEP
    }

    /// A seed for a generator of draws that follow the course of events.
    pub const fn seed(self) -> u64 {
        self.bits(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_key_matters() {
        let run = RunKey { seed: 1, replication: 0 };
        let base = Stream::new(run, Purpose::People, 0, Field::Arrival);
        let others = [
            Stream::new(RunKey { seed: 2, ..run }, Purpose::People, 0, Field::Arrival),
            Stream::new(RunKey { replication: 1, ..run }, Purpose::People, 0, Field::Arrival),
            Stream::new(run, Purpose::Assumptions, 0, Field::Arrival),
            Stream::new(run, Purpose::People, 1, Field::Arrival),
            Stream::new(run, Purpose::People, 0, Field::Patience),
            Stream::of_step(run, 0, 0),
            Stream::of_step(run, 0, 1),
        ];
        for other in others {
            assert_ne!(base.bits(0), other.bits(0));
            assert_ne!(base.bits(1), other.bits(0));
        }
    }
}
