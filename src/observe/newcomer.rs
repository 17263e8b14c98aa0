//! The wait that the page would show to somebody new, followed through a day from its signals alone.
//!
//! In order of the line: places in buckets before the present minute ÷ people accepted in the minute before. By lot:
//! the higher end, three quarters of all places (the newcomer's own included) ÷ the same. Unknown when nobody was
//! accepted in that minute and under any other rule of entry; not there while there is no line. Exact but for places
//! that no signal tells of (further devices, clients without cookies): they are seen with the next signal.

use crate::engine::{Happening, Signal};
use crate::model::room::{Entry, Estimator, Regime, Room};

/// What was shown over one minute, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ShownWait {
    /// When the minute begins.
    pub start: Option<u32>,
    /// Time-weighted mean over the part of the minute in which it is known.
    pub mean: Option<f64>,
    /// Maximum.
    pub max: Option<u32>,
}

/// Follows the wait shown to a newcomer.
#[derive(Clone, Debug)]
pub(super) struct Newcomer {
    shows: bool,
    entry: Entry,
    /// Changes to come, the next one last.
    changes: Vec<(i64, Regime)>,
    line: u32,
    active: u32,
    /// Unexpired places in the bucket of the present minute.
    newest: u32,
    /// Places given from here on are in that bucket.
    newest_from: i64,
    /// Acceptances that the room counted: in the minute before, and in this one.
    accepted_before: u64,
    accepted: u64,
    /// Followed up to here.
    now: i64,
    start: Option<u32>,
    max: Option<u32>,
    /// Minute-microseconds, and for how long the wait was known.
    area: u128,
    known: i64,
}

impl Newcomer {
    pub(super) fn new(room: &Room) -> Newcomer {
        let schedule = room.schedule();
        let changes = schedule.changes().iter().rev();
        Newcomer {
            shows: room.estimator() == Estimator::AheadOverLastMinute,
            entry: schedule.first().entry,
            changes: changes.map(|(at, regime)| (at.microseconds(), *regime)).collect(),
            line: 0,
            active: 0,
            newest: 0,
            newest_from: i64::MIN,
            accepted_before: 0,
            accepted: 0,
            now: i64::MIN,
            start: None,
            max: None,
            area: 0,
            known: 0,
        }
    }

    /// The first minute that is counted begins.
    pub(super) fn begin(&mut self, start: i64) {
        self.now = start;
        self.enter(start);
        self.begin_minute(start);
    }

    /// A minute is over and the next one begins.
    pub(super) fn close(&mut self, end: i64) -> ShownWait {
        // Settings that change at the end belong to the next minute.
        self.flow_to(end - 1);
        self.hold_until(end);
        let mean = (self.known > 0).then(|| self.area as f64 / self.known as f64);
        let closed = ShownWait { start: self.start, mean, max: self.max };
        (self.accepted_before, self.accepted) = (self.accepted, 0);
        self.enter(end);
        self.begin_minute(end);
        closed
    }

    pub(super) fn note(&mut self, happening: &Happening) {
        if !self.shows {
            return;
        }
        let at = happening.at.microseconds();
        self.flow_to(at);
        let (line, active) = (happening.levels.line, happening.levels.active);
        match happening.signal {
            Signal::Admitted { waited, .. } if line < self.line => {
                self.newest -= u32::from(self.newest > 0 && at - waited.microseconds() >= self.newest_from);
            }
            _ => self.newest += line.saturating_sub(self.line),
        }
        // Whoever the room does not count has no session.
        let is_acceptance =
            matches!(happening.signal, Signal::Admitted { .. } | Signal::AcceptedAtOnce { .. });
        self.accepted += u64::from(is_acceptance && active > self.active);
        (self.line, self.active, self.newest) = (line, active, self.newest.min(line));
        self.max = self.max.max(self.shown());
    }

    fn begin_minute(&mut self, start: i64) {
        (self.newest, self.newest_from) = (0, start);
        (self.area, self.known) = (0, 0);
        self.start = self.shown();
        self.max = self.start;
    }

    /// Goes on to an instant; settings that change at it are in force.
    fn flow_to(&mut self, at: i64) {
        while let Some((change, _)) = self.changes.last().filter(|(change, _)| *change <= at) {
            let change = *change;
            self.hold_until(change);
            self.enter(change);
            self.max = self.max.max(self.shown());
        }
        self.hold_until(at);
    }

    fn hold_until(&mut self, at: i64) {
        if let Some(shown) = self.shown() {
            let length = at - self.now;
            self.area += u128::from(shown) * length as u128;
            self.known += length;
        }
        self.now = at;
    }

    /// Puts everything into force that changes up to an instant.
    fn enter(&mut self, at: i64) {
        while let Some((_, regime)) = self.changes.pop_if(|(change, _)| *change <= at) {
            self.entry = regime.entry;
            if regime.shuffle.is_some() {
                // Everyone in line is dealt into buckets of their own.
                (self.newest, self.newest_from) = (0, at);
            }
        }
    }

    /// Minutes; `None`: unknown, or nobody in line.
    fn shown(&self) -> Option<u32> {
        if !self.shows || self.line == 0 || self.accepted_before == 0 {
            return None;
        }
        let minutes = match self.entry {
            Entry::Fifo => u64::from(self.line - self.newest).div_ceil(self.accepted_before),
            Entry::Random => (3 * (u64::from(self.line) + 1)).div_ceil(4 * self.accepted_before),
            Entry::Suspended | Entry::Hold | Entry::Passthrough | Entry::Reject => return None,
        };
        Some(u32::try_from(minutes.max(1)).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Levels;
    use crate::model::room::{Cloudflare, Event};
    use crate::units::{SimTime, Span};

    fn at(seconds: i64) -> SimTime {
        SimTime::ZERO + Span::from_seconds(seconds)
    }

    fn happening(seconds: i64, signal: Signal, line: u32, active: u32) -> Happening {
        let levels = Levels { line, waiting: line, active, inside: active };
        Happening { at: at(seconds), signal, rank: 0, levels }
    }

    /// Three are let in during the first minute and seven queue; in the second minute three more queue and one of the
    /// seven is let in after half of it: 7 ÷ 3 rounded up, then 6 ÷ 3. In the third nobody but that one counts.
    #[test]
    fn places_of_earlier_minutes_over_acceptances_of_the_minute_before() {
        let mut newcomer = Newcomer::new(&Room::cloudflare(&Cloudflare::new("room", 2000, 500)));
        newcomer.begin(0);
        for step in 0..3 {
            newcomer.note(&happening(step, Signal::AcceptedAtOnce { first: true }, 0, step as u32 + 1));
        }
        for step in 0..7 {
            newcomer.note(&happening(10 + step, Signal::Queued { first: true }, step as u32 + 1, 3));
        }
        assert_eq!(newcomer.close(60_000_000), ShownWait::default());
        for step in 0..3 {
            newcomer.note(&happening(61 + step, Signal::Queued { first: true }, step as u32 + 8, 3));
        }
        let admitted = Signal::Admitted { first: true, waited: Span::from_seconds(80) };
        newcomer.note(&happening(90, admitted, 9, 4));
        assert_eq!(newcomer.close(120_000_000), ShownWait { start: Some(3), mean: Some(2.5), max: Some(3) });
        assert_eq!(newcomer.close(180_000_000), ShownWait { start: Some(9), mean: Some(9.0), max: Some(9) });
        assert_eq!(newcomer.close(240_000_000), ShownWait::default());
    }

    /// In a prequeue nothing is known; what is let in uncounted does not count; with the event's start (in the middle of
    /// a minute) everyone in line is ahead of whoever comes later.
    #[test]
    fn holding_and_shuffling_are_known_from_the_schedule() {
        let mut settings = Cloudflare::new("room", 2000, 500);
        let mut event = Event::new("sale", at(90), at(3600));
        event.prequeue_start_time = Some(at(30));
        event.shuffle_at_event_start = true;
        settings.events = vec![event];
        let mut newcomer = Newcomer::new(&Room::cloudflare(&settings));
        newcomer.begin(0);
        newcomer.note(&happening(1, Signal::AcceptedAtOnce { first: true }, 0, 1));
        newcomer.note(&happening(2, Signal::AcceptedAtOnce { first: true }, 0, 1));
        newcomer.note(&happening(40, Signal::Queued { first: true }, 1, 1));
        assert_eq!(newcomer.close(60_000_000), ShownWait::default());
        newcomer.note(&happening(70, Signal::Queued { first: true }, 2, 1));
        newcomer.note(&happening(100, Signal::Queued { first: true }, 3, 1));
        assert_eq!(newcomer.close(120_000_000), ShownWait { start: None, mean: Some(2.0), max: Some(2) });
    }
}
