//! What each minute of one day looked like.

use super::newcomer::{Newcomer, ShownWait};
use crate::engine::{Happening, Levels, Observer, Signal};
use crate::model::Room;
use crate::units::{MINUTE, SimTime, Span};

/// A level over one minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// When the minute begins.
    pub start: u32,
    /// Time-weighted mean.
    pub mean: f64,
    /// Maximum.
    pub max: u32,
}

/// One minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MinuteCount {
    /// First requests.
    pub arrived: u32,
    /// Acceptances, repeated ones included.
    pub accepted: u32,
    /// Bookings.
    pub booked: u32,
    /// Unexpired places.
    pub line: Level,
    /// People really in line.
    pub waiting: Level,
    /// Sessions.
    pub active: Level,
    /// People inside.
    pub inside: Level,
    /// Minutes that the page would show to a newcomer (random method: the higher end); nothing while unknown or while
    /// there is no line.
    pub shown: ShownWait,
}

/// Counts by the minute, from the first minute in which something happened.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Start of the minute that is being counted.
    minute_start: Option<i64>,
    /// How far zero lies behind a full minute.
    offset: i64,
    first_minute: i64,
    minutes: Vec<MinuteCount>,
    current: Counting,
    newcomer: Newcomer,
}

/// The minute being counted.
#[derive(Clone, Copy, Debug, Default)]
struct Counting {
    arrived: u32,
    accepted: u32,
    booked: u32,
    since: i64,
    levels: Levels,
    start: Levels,
    max: Levels,
    /// People-microseconds: line, waiting, active, inside.
    areas: [u64; 4],
}

impl Timeline {
    /// Minutes of a room are counted on a clock whose full minute lies `offset` before zero.
    pub fn new(room: &Room, offset: Span) -> Timeline {
        Timeline {
            minute_start: None,
            offset: offset.microseconds(),
            first_minute: 0,
            minutes: Vec::new(),
            current: Counting::default(),
            newcomer: Newcomer::new(room),
        }
    }

    /// Number of the first minute (0 holds the instant zero) and all minutes to the last thing that happened.
    pub fn finish(mut self) -> (i64, Vec<MinuteCount>) {
        if let Some(start) = self.minute_start {
            self.close(start + MINUTE.microseconds());
        }
        (self.first_minute, self.minutes)
    }

    fn begin(&mut self, at: SimTime) {
        let minute = (at.microseconds() + self.offset).div_euclid(MINUTE.microseconds());
        let start = minute * MINUTE.microseconds() - self.offset;
        self.first_minute = minute;
        self.minute_start = Some(start);
        self.current.since = start;
        self.newcomer.begin(start);
    }

    fn close(&mut self, end: i64) {
        let counting = &mut self.current;
        counting.flow_to(end);
        let level = |start: u32, area: u64, max: u32| Level {
            start,
            mean: area as f64 / MINUTE.microseconds() as f64,
            max: max.max(start),
        };
        self.minutes.push(MinuteCount {
            arrived: counting.arrived,
            accepted: counting.accepted,
            booked: counting.booked,
            line: level(counting.start.line, counting.areas[0], counting.max.line),
            waiting: level(counting.start.waiting, counting.areas[1], counting.max.waiting),
            active: level(counting.start.active, counting.areas[2], counting.max.active),
            inside: level(counting.start.inside, counting.areas[3], counting.max.inside),
            shown: self.newcomer.close(end),
        });
        let levels = counting.levels;
        *counting = Counting { since: end, levels, start: levels, max: levels, ..Counting::default() };
        self.minute_start = Some(end);
    }
}

impl Counting {
    #[inline]
    fn flow_to(&mut self, at: i64) {
        let length = (at - self.since) as u64;
        let levels = [self.levels.line, self.levels.waiting, self.levels.active, self.levels.inside];
        for (area, level) in self.areas.iter_mut().zip(levels) {
            *area += u64::from(level) * length;
        }
        self.since = at;
    }
}

impl Observer for Timeline {
    #[inline]
    fn signal(&mut self, happening: &Happening) {
        let at = happening.at.microseconds();
        if self.minute_start.is_none() {
            self.begin(happening.at);
        }
        while let Some(start) = self.minute_start
            && at >= start + MINUTE.microseconds()
        {
            self.close(start + MINUTE.microseconds());
        }
        self.newcomer.note(happening);
        let counting = &mut self.current;
        counting.flow_to(at);
        let levels = happening.levels;
        counting.levels = levels;
        counting.max.line = counting.max.line.max(levels.line);
        counting.max.waiting = counting.max.waiting.max(levels.waiting);
        counting.max.active = counting.max.active.max(levels.active);
        counting.max.inside = counting.max.inside.max(levels.inside);
        match happening.signal {
            Signal::Arrived => counting.arrived += 1,
            Signal::AcceptedAtOnce { .. } | Signal::Admitted { .. } => counting.accepted += 1,
            Signal::Booked { .. } => counting.booked += 1,
            _ => {}
        }
    }
}
