//! A room and its people made ready to be played many times.

use super::crowd::Crowd;
use super::line::{CalledLine, EveryPoll, PolledLine, Skipping};
use super::plain::{self, Called, Plain, Polled};
use super::run::{Ending, Run};
use super::signal::Observer;
use super::site::{self, Tenant};
use super::state::State;
use crate::draws::RunKey;
use crate::draws::law::Law;
use crate::model::room::{Line, Operator};
use crate::model::{
    ArrivalProfile, BeforeOpening, Devices, Distribution, Headcount, Origin, Room, RoomId, Station, Stock,
    System, Visit,
};
use crate::units::{SimTime, Span};

/// A room of a system with the laws of its people worked out. Making one costs up to a few milliseconds;
/// playing a day from it costs nothing extra.
#[derive(Clone, Debug)]
pub struct Blueprint {
    room: Room,
    minute_offset: Span,
    horizon: Option<SimTime>,
    groups: Vec<GroupPlan>,
    every_poll: bool,
    /// Position of the room in the system.
    position: u32,
    origin: Origin,
    /// How much the work of requests differs; `None`: not at all.
    work_law: Option<Law>,
    retry_delay: Option<Law>,
    stock: Option<Stock>,
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
    pub(super) tolerance: Option<Law>,
    pub(super) comeback: Option<ComebackPlan>,
    pub(super) sleep: Option<SleepPlan>,
    pub(super) devices: Devices,
    pub(super) cookieless: f64,
    pub(super) bypass: f64,
    /// Time between reloads of people who wait on the page for the opening.
    pub(super) reload: Option<i64>,
    pub(super) poll_delay: PollDelay,
    pub(super) retype_thousandths: i64,
    pub(super) give_up_after: u32,
}

/// Coming back, made ready.
#[derive(Clone, Debug)]
pub(super) struct ComebackPlan {
    pub(super) chance: f64,
    pub(super) delay: Law,
    pub(super) with_cookie: f64,
}

/// Falling asleep, made ready.
#[derive(Clone, Debug)]
pub(super) struct SleepPlan {
    pub(super) share: f64,
    pub(super) after: Law,
    pub(super) lasting: Law,
}

/// What a refresh adds to the time between polls.
#[derive(Clone, Debug)]
pub(super) enum PollDelay {
    Same(i64),
    Drawn(Law),
}

impl GroupPlan {
    /// Whether a place of these people can come to life again, or one person can have several.
    pub(super) fn places_are_tracked(&self) -> bool {
        self.comeback.is_some() || self.sleep.is_some() || self.devices.most() > 1
    }
}

/// Think times made ready.
#[derive(Clone, Debug)]
pub(super) enum VisitPlan {
    Even { duration: Law, pages: u32, work: f64 },
    Steps { laws: Vec<Law>, works: Vec<f64> },
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
                Visit::Even { duration, pages, work } => {
                    VisitPlan::Even { duration: Law::compile(duration), pages: *pages, work: *work }
                }
                Visit::Steps(steps) => VisitPlan::Steps {
                    laws: steps.iter().map(|step| Law::compile(&step.think)).collect(),
                    works: steps.iter().map(|step| step.work).collect(),
                },
            },
            patience: group.patience.as_ref().map(Law::compile),
            patience_again: group.patience_again,
            tolerance: group.tolerance.as_ref().map(Law::compile),
            comeback: group.comeback.as_ref().map(|comeback| ComebackPlan {
                chance: comeback.chance.value(),
                delay: Law::compile(&comeback.delay),
                with_cookie: comeback.with_cookie.value(),
            }),
            sleep: group.sleep.as_ref().map(|sleep| SleepPlan {
                share: sleep.share.value(),
                after: Law::compile(&sleep.after),
                lasting: Law::compile(&sleep.lasting),
            }),
            devices: group.devices.clone(),
            cookieless: group.cookieless.value(),
            bypass: group.bypass.value(),
            reload: match group.before_opening {
                BeforeOpening::Proceeds => None,
                BeforeOpening::Waits { reload } => Some(reload.microseconds()),
            },
            poll_delay: match &group.poll_delay {
                Distribution::Fixed(delay) => PollDelay::Same(delay.microseconds()),
                drawn => PollDelay::Drawn(Law::compile(drawn)),
            },
            retype_thousandths: (group.retype.value() * 1000.0 + 0.5) as i64,
            give_up_after: group.give_up_after,
        });
        Blueprint {
            room: system.rooms[room.0].clone(),
            minute_offset: system.minute_offset,
            horizon: system.horizon,
            groups: groups.collect(),
            every_poll: false,
            position: room.0 as u32,
            origin: system.origin.clone(),
            work_law: system.origin.station().and_then(work_law),
            retry_delay: system.origin.station().map(|station| Law::compile(&station.retry_delay)),
            stock: system.stock_of(room).cloned(),
        }
    }

    /// The same, with every poll played as an event. Slower and to the same end, byte for byte: for holding the
    /// faster way against it, and for observers that want to know what the waiting page shows.
    pub fn playing_every_poll(self) -> Blueprint {
        Blueprint { every_poll: true, ..self }
    }

    pub(super) fn plays_every_poll(&self) -> bool {
        !self.skips_polls()
    }

    /// Whether anybody, or the observer, looks at what pages show.
    pub(super) fn looks_at_pages(&self) -> bool {
        self.plays_every_poll() || self.groups.iter().any(|group| group.tolerance.is_some())
    }

    /// Whether anybody does more than arrive, wait, leave and visit.
    pub(super) fn has_special_people(&self) -> bool {
        let special =
            |group: &GroupPlan| group.places_are_tracked() || group.cookieless > 0.0 || group.bypass > 0.0;
        self.groups.iter().any(special)
    }

    /// Whether polls that cannot succeed may be left out.
    fn skips_polls(&self) -> bool {
        let drawn_delays = self.groups.iter().any(|group| matches!(group.poll_delay, PollDelay::Drawn(_)));
        !(self.every_poll || drawn_delays || self.room.edge().is_some())
    }

    /// The people of one day, with what they bring along: several systems that have their groups and opening in common
    /// can play the same crowd, because nothing else of a system decides what people bring along.
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
        if self.is_played_on_a_site() {
            return site::play_one(self, crowd, run, from, until, observer);
        }
        if from.is_none() && until.is_none() && self.is_plain() && plain::suits(self, crowd) {
            return match *self.room.line() {
                Line::Polled { .. } => Plain::<Polled, _>::play(self, crowd, run, observer),
                Line::Called { .. } => Plain::<Called, _>::play(self, crowd, run, observer),
            };
        }
        match *self.room.line() {
            Line::Polled { .. } if self.skips_polls() => {
                Run::<PolledLine<Skipping>, _>::start(self, crowd, run, from, observer).play(until)
            }
            Line::Polled { .. } => {
                Run::<PolledLine<EveryPoll>, _>::start(self, crowd, run, from, observer).play(until)
            }
            Line::Called { .. } => Run::<CalledLine, _>::start(self, crowd, run, from, observer).play(until),
        }
    }

    /// Whether people do nothing but arrive, wait, lose patience, visit and lose sessions, in a room that lets them in by its
    /// limits alone. Such a day is played about twice as fast, to the same end byte for byte, unless it is taken apart or
    /// cut by a horizon, or somebody waits on the page for the opening.
    pub fn is_plain(&self) -> bool {
        plain::is_plain(self)
    }

    /// Whether something stands beside the room and takes part: an origin that requests reach one by one, or an operator.
    fn is_played_on_a_site(&self) -> bool {
        self.origin.plays_requests() || self.room.operator().is_some()
    }

    /// The room's day as one of several on a site.
    pub(super) fn tenant<'a>(
        &'a self,
        crowd: &'a Crowd,
        run: RunKey,
        from: Option<&State>,
        observer: &'a mut impl Observer,
    ) -> Box<dyn Tenant + 'a> {
        match *self.room.line() {
            Line::Polled { .. } if self.skips_polls() => {
                Box::new(Run::<PolledLine<Skipping>, _>::start(self, crowd, run, from, observer))
            }
            Line::Polled { .. } => {
                Box::new(Run::<PolledLine<EveryPoll>, _>::start(self, crowd, run, from, observer))
            }
            Line::Called { .. } => Box::new(Run::<CalledLine, _>::start(self, crowd, run, from, observer)),
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

    /// Somebody who changes the limits while watching.
    pub(super) fn operator(&self) -> Option<&Operator> {
        self.room.operator()
    }

    /// Position of the room in the system.
    pub(super) fn position(&self) -> u32 {
        self.position
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(super) fn stock(&self) -> Option<&Stock> {
        self.stock.as_ref()
    }

    pub(super) fn work_law(&self) -> Option<&Law> {
        self.work_law.as_ref()
    }

    pub(super) fn retry_delay_law(&self) -> Option<&Law> {
        self.retry_delay.as_ref()
    }

    pub(super) fn groups(&self) -> &[GroupPlan] {
        &self.groups
    }
}

/// The law of a request's work around that of its step; `None`: always the same.
fn work_law(station: &Station) -> Option<Law> {
    let mean = Span::from_seconds(1);
    let coefficient_of_variation = station.work_cv;
    match station.work_cv {
        cv if cv <= 0.0 => None,
        // The gamma law with this spread is the exponential one, which needs no table.
        cv if (cv - 1.0).abs() < 1e-12 => Some(Law::compile(&Distribution::Exponential { mean })),
        _ => Some(Law::compile(&Distribution::Gamma { mean, coefficient_of_variation })),
    }
}

fn arrival_law(arrivals: &ArrivalProfile) -> Law {
    match arrivals {
        ArrivalProfile::Offsets(components) => Law::compile_mixture(components),
        ArrivalProfile::Shape(table) => Law::compile_minutes(table),
        // Made by their own rules in `crowd.rs`.
        ArrivalProfile::Poisson { .. } | ArrivalProfile::Exact(_) => {
            Law::compile(&Distribution::Fixed(Span::ZERO))
        }
    }
}
