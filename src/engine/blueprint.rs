//! A room and its people made ready to be played many times.

use super::crowd::Crowd;
use super::line::{CalledLine, PolledLine};
use super::run::{Ending, Run};
use super::signal::Observer;
use super::state::State;
use crate::draws::RunKey;
use crate::draws::law::Law;
use crate::model::room::Line;
use crate::model::{ArrivalProfile, Headcount, Room, RoomId, System, Visit};
use crate::units::{SimTime, Span};

/// A room of a system with the laws of its people worked out. Making one costs up to a few milliseconds;
/// playing a day from it costs nothing extra.
#[derive(Clone, Debug)]
pub struct Blueprint {
    room: Room,
    minute_offset: Span,
    horizon: Option<SimTime>,
    groups: Vec<GroupPlan>,
}

/// A group made ready.
#[derive(Clone, Debug)]
pub(super) struct GroupPlan {
    pub(super) position: u32,
    pub(super) count: Headcount,
    pub(super) arrivals: ArrivalProfile,
    pub(super) arrival_law: Law,
    pub(super) visit: VisitPlan,
    pub(super) patience: Option<Law>,
    pub(super) patience_again: bool,
    pub(super) poll_delay: i64,
    pub(super) retype_thousandths: i64,
    pub(super) give_up_after: u32,
}

/// Think times made ready.
#[derive(Clone, Debug)]
pub(super) enum VisitPlan {
    Even { duration: Law, pages: u32 },
    Steps(Vec<Law>),
}

impl Blueprint {
    /// Prepares a room of a system.
    pub fn new(system: &System, room: RoomId) -> Blueprint {
        let groups = system.groups_of(room).map(|(position, group)| GroupPlan {
            position: position as u32,
            count: group.count.clone(),
            arrivals: group.arrivals.clone(),
            arrival_law: arrival_law(&group.arrivals),
            visit: match &group.visit {
                Visit::Even { duration, pages } => {
                    VisitPlan::Even { duration: Law::compile(duration), pages: *pages }
                }
                Visit::Steps(steps) => {
                    VisitPlan::Steps(steps.iter().map(|step| Law::compile(&step.think)).collect())
                }
            },
            patience: group.patience.as_ref().map(Law::compile),
            patience_again: group.patience_again,
            poll_delay: match group.poll_delay {
                crate::model::Distribution::Fixed(delay) => delay.microseconds(),
                _ => 0,
            },
            retype_thousandths: (group.retype.value() * 1000.0 + 0.5) as i64,
            give_up_after: group.give_up_after,
        });
        Blueprint {
            room: system.rooms[room.0].clone(),
            minute_offset: system.minute_offset,
            horizon: system.horizon,
            groups: groups.collect(),
        }
    }

    /// The people of one day.
    pub fn crowd(&self, run: RunKey) -> Crowd {
        Crowd::gather(self, run)
    }

    /// Plays a day to its end (nobody waits, nobody is inside, every slot is free) or to the horizon.
    pub fn run(&self, crowd: &Crowd, run: RunKey, observer: &mut impl Observer) -> Ending {
        self.go_on(crowd, run, None, self.horizon, observer)
    }

    /// Plays from a given state (or from before the first arrival) until `until` has been played (or to the
    /// end), and tells the state reached.
    pub fn go_on(
        &self,
        crowd: &Crowd,
        run: RunKey,
        from: Option<&State>,
        until: Option<SimTime>,
        observer: &mut impl Observer,
    ) -> Ending {
        match *self.room.line() {
            Line::Polled { .. } => Run::<PolledLine, _>::start(self, crowd, run, from, observer).play(until),
            Line::Called { .. } => Run::<CalledLine, _>::start(self, crowd, run, from, observer).play(until),
        }
    }

    /// When the room opens.
    pub fn opening(&self) -> SimTime {
        self.room.opening()
    }

    /// The minute of an instant on the room's clock.
    pub fn minute_of(&self, at: SimTime) -> i64 {
        (at + self.minute_offset).microseconds().div_euclid(crate::units::MINUTE.microseconds())
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    pub(super) fn minute_offset(&self) -> Span {
        self.minute_offset
    }

    pub(super) fn groups(&self) -> &[GroupPlan] {
        &self.groups
    }
}

fn arrival_law(arrivals: &ArrivalProfile) -> Law {
    match arrivals {
        ArrivalProfile::Offsets(components) => Law::compile_mixture(components),
        ArrivalProfile::Shape(table) => Law::compile_minutes(table),
        // Made by their own rules in `crowd.rs`.
        ArrivalProfile::Poisson { .. } | ArrivalProfile::Exact(_) => {
            Law::compile(&crate::model::Distribution::Fixed(Span::ZERO))
        }
    }
}
