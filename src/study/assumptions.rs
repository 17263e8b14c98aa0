//! The ranges that stand in for what the user did not give, and for what the product does not publish.
//!
//! Each range is a judgement, stated here and nowhere else. One day of the headline range draws one point from
//! each, independently. A set of assumptions ([`Assume`](crate::scenario::Assume)) takes the unpublished rules out: they
//! stand fixed then.
//!
//! Not drawn, although they are seldom known either: they stay as the contract has them, at none, unless they are given.
//!
//! | not drawn | why |
//! |---|---|
//! | tolerance | leaving because of what the page shows shortens the line as patience does, and patience is drawn from none down to 30 minutes; and it would cost a day of which every poll is played |
//! | coming back | on the days on which nobody leaves nobody comes back; on the others whoever came back would refill the line at most to what it is when nobody leaves: both ends are in the range |
//! | sleep | moves a sleeper to the back and nobody forward in total: it spreads waits, and ghosts hold a minute's bucket for at most 5 minutes |
//! | several devices, clients without cookies, bypass | what an audience brings, without a natural range: a share guessed here would be the answer. Give them where they are expected |
//! | events, timetable, revoke, data centres | the operator knows them |

use super::variation::{change_cloudflare, change_groups, scale_visits, set_spread};
use crate::model::room::{BucketRule, BurstShare, NewcomerRule};
use crate::model::{ArrivalProfile, Distribution, System, Visit, opening_profile};
use crate::scenario::Input;
use crate::units::{Share, Span};

/// A range for one input.
pub struct Assumption {
    /// The input it stands in for.
    pub input: Input,
    /// The range in a few symbols, as it would be typed.
    pub range: &'static str,
    /// Sets the input to a point of its range: a share below for each coordinate (0 to 1). Nearly all ranges have
    /// one coordinate and leave the second alone.
    pub apply: fn(&System, [f64; 2]) -> System,
}

/// Every range, in the order of [`Input::ALL`]; the position is part of the key of its draws.
pub fn assumptions() -> [Assumption; 10] {
    [
        // The opening profile, slower or faster by a factor of two, with more or fewer eager people.
        Assumption {
            input: Input::Arrivals,
            range: "opening, times 0.5..2, eager share 50%..90%",
            apply: |system, [pace, eagerness]| {
                let stretch = libm::exp2(2.0 * pace - 1.0);
                let eager = Share::new(0.5 + 0.4 * eagerness).unwrap_or(Share::ALL);
                let profile = opening_profile(eager, stretch);
                change_groups(system, |group| set_arrivals(&mut group.arrivals, profile.clone()))
            },
        },
        Assumption {
            input: Input::VisitMean,
            range: "0.6..1.6 times",
            apply: |system, [point, _]| scale_visits(system, 0.6 * libm::pow(1.6 / 0.6, point)),
        },
        Assumption {
            input: Input::VisitSpread,
            range: "cv 0.5..1.2",
            apply: |system, [point, _]| set_spread(system, 0.5 + 0.7 * point),
        },
        // Forms of three pages and fewer are not in the range: a short session then cuts off so many people
        // that the user must say so.
        Assumption {
            input: Input::Pages,
            range: "4..8",
            apply: |system, [point, _]| {
                change_groups(system, |group| {
                    if let Visit::Even { pages, .. } = &mut group.visit {
                        *pages = 4 + (point * 5.0).min(4.0) as u32;
                    }
                })
            },
        },
        // On half of the days nobody leaves; on the others people do, with a mean patience down to 30 minutes,
        // evenly in the rate of leaving.
        Assumption {
            input: Input::Patience,
            range: "none..30m",
            apply: |system, [point, _]| {
                let rate = 2.0 * point - 1.0;
                let mean = Span::from_fractional_seconds(1800.0 / rate.max(1e-3));
                let patience = (rate > 1e-3).then_some(Distribution::Exponential { mean });
                change_groups(system, |group| group.patience = patience.clone())
            },
        },
        // Not published; the documents lean to the first reading.
        Assumption {
            input: Input::BucketRule,
            range: "reservation 3 in 4, strict 1 in 4",
            apply: |system, [point, _]| {
                change_cloudflare(system, |settings| {
                    settings.bucket_rule =
                        if point < 0.75 { BucketRule::Reservation } else { BucketRule::Strict };
                })
            },
        },
        Assumption {
            input: Input::NewcomerRule,
            range: "consistent 3 in 4, sticky 1 in 4",
            apply: |system, [point, _]| {
                change_cloudflare(system, |settings| {
                    settings.newcomer_rule =
                        if point < 0.75 { NewcomerRule::Consistent } else { NewcomerRule::Sticky };
                })
            },
        },
        Assumption {
            input: Input::BurstShare,
            range: "0..1",
            apply: |system, [point, _]| {
                let burst = BurstShare::new(point).unwrap_or(BurstShare::HALF);
                change_cloudflare(system, |settings| settings.burst = burst)
            },
        },
        Assumption {
            input: Input::PollDelay,
            range: "0s..2s",
            apply: |system, [point, _]| {
                let delay = Distribution::Fixed(Span::from_fractional_seconds(2.0 * point));
                change_groups(system, |group| group.poll_delay = delay.clone())
            },
        },
        Assumption {
            input: Input::Retype,
            range: "0.2..0.8",
            apply: |system, [point, _]| {
                let retype = Share::new(0.2 + 0.6 * point).unwrap_or(Share::ALL);
                change_groups(system, |group| group.retype = retype)
            },
        },
    ]
}

/// Only offsets stand for the default profile; a table or a list was given.
fn set_arrivals(arrivals: &mut ArrivalProfile, profile: ArrivalProfile) {
    if let ArrivalProfile::Offsets(_) = arrivals {
        *arrivals = profile;
    }
}
