//! What a person brings along, told to whoever asks: tests, and states made from what a room shows.

use super::blueprint::Blueprint;
use super::crowd::Crowd;
use super::visits::Visits;
use crate::draws::RunKey;
use crate::units::Span;

impl Blueprint {
    /// The think times between a person's requests, and the one after the last, as drawn for this run.
    pub fn thinks(&self, crowd: &Crowd, key: RunKey, rank: u32) -> (Vec<Span>, Span) {
        let (thinks, last) = Visits::new(self, crowd, key).thinks(rank);
        (thinks.into_iter().map(Span::from_microseconds).collect(), Span::from_microseconds(last))
    }

    /// How long after a person's n-th failed request (from 0) it is made again, as drawn for this run.
    pub fn retry_delay(&self, crowd: &Crowd, key: RunKey, rank: u32, number: u32) -> Span {
        Span::from_microseconds(Visits::new(self, crowd, key).retry_delay(rank, number))
    }

    /// What else a person brings along, as drawn for this run.
    pub fn traits(&self, crowd: &Crowd, key: RunKey, rank: u32) -> Traits {
        let visits = Visits::new(self, crowd, key);
        let span = Span::from_microseconds;
        let comebacks = (0..crate::model::MOST_COMEBACKS).map_while(|number| {
            let (delay, with_cookie) = visits.comeback(rank, number)?;
            let patience = visits.patience(rank, number + 1).map(span);
            Some(Comeback { delay: span(delay), with_cookie, patience })
        });
        Traits {
            patience: visits.patience(rank, 0).map(span),
            poll_delay: span(visits.poll_delay(rank)),
            tolerance: visits.tolerance(rank).map(span),
            tickets: (0..visits.devices(rank)).map(|device| visits.ticket(rank, device)).collect(),
            comebacks: comebacks.collect(),
            sleep: visits.sleep(rank).map(|(after, lasting)| (span(after), span(lasting))),
            work: (0..visits.steps(rank)).map(|step| visits.work(rank, step)).collect(),
            places_wanted: visits.wish(rank).places,
            slot: visits.wish(rank).slot,
            is_flexible: visits.wish(rank).is_flexible,
            other_slot: visits.wish(rank).other,
            after_sell_out: visits.stay_after_sell_out(rank).map(span),
            is_cookieless: visits.is_cookieless(rank),
            is_bypassing: visits.is_bypassing(rank),
            is_revoked: visits.is_revoked(rank),
            data_centre: visits.data_centre(rank),
        }
    }
}

/// Private values of a person beside arrival and visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Traits {
    /// How long the person stays in line; `None`: for ever.
    pub patience: Option<Span>,
    /// What a refresh adds to the room's poll interval.
    pub poll_delay: Span,
    /// Longest estimate put up with; `None`: does not look.
    pub tolerance: Option<Span>,
    /// Lottery ticket of each device.
    pub tickets: Vec<u64>,
    /// Comebacks, as far as there are reasons for them.
    pub comebacks: Vec<Comeback>,
    /// After how long the phone falls asleep, and for how long.
    pub sleep: Option<(Span, Span)>,
    /// Work of the request that opens each step, in standard requests.
    pub work: Vec<f64>,
    /// Places wanted; 1 where there is no stock.
    pub places_wanted: u32,
    /// Slot of first choice.
    pub slot: u32,
    /// Whether another slot will do.
    pub is_flexible: bool,
    /// Which one then: a uniform number.
    pub other_slot: f64,
    /// How long the person stays in line after the sell-out; `None`: as long as before.
    pub after_sell_out: Option<Span>,
    /// Whether every request is a new user's.
    pub is_cookieless: bool,
    /// Whether a bypass rule lets all requests through.
    pub is_bypassing: bool,
    /// Whether the origin revokes the session with the last request.
    pub is_revoked: bool,
    /// Which data centre requests reach, from 0; `None`: there is one exact counter.
    pub data_centre: Option<u32>,
}

/// A comeback as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comeback {
    /// How long after having gone.
    pub delay: Span,
    /// Whether with the cookie.
    pub with_cookie: bool,
    /// Patience from then on.
    pub patience: Option<Span>,
}
