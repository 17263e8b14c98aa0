//! Which settings are in force when: a room's settings, timetable and events folded into one list.

use super::{BurstShare, Change, Cloudflare, Event, Limits, Rate, SessionClock};
use crate::units::{SimTime, Span};

/// What is in force between two changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regime {
    /// How many may be inside and how fast.
    pub limits: Limits,
    /// When a slot is given back.
    pub session: SessionClock,
    /// What a request without a session meets.
    pub entry: Entry,
    /// Everyone in line is dealt into groups of this size when the regime begins; `None`: the order stays.
    pub shuffle: Option<u32>,
}

impl Regime {
    fn unshuffled(self) -> Regime {
        Regime { shuffle: None, ..self }
    }
}

/// What a request without a session meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The room is off: everyone reaches the origin, nobody is counted.
    Suspended,
    /// Everyone queues, nobody is let in: queue-all, or an event in its prequeue.
    Hold,
    /// Everyone is let in, whatever the limits, and counted.
    Passthrough,
    /// Everyone is turned away.
    Reject,
    /// In the order of the line.
    Fifo,
    /// Anyone in line, by lot.
    Random,
}

/// How a Cloudflare room lets people in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueingMethod {
    /// In order of the minute of arrival.
    Fifo,
    /// By lot.
    Random,
    /// Without limits.
    Passthrough,
    /// Not at all.
    Reject,
}

/// Regimes by time.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    first: Regime,
    changes: Vec<(SimTime, Regime)>,
}

impl Schedule {
    /// One regime for ever.
    pub fn constant(regime: Regime) -> Schedule {
        Schedule { first: regime, changes: Vec::new() }
    }

    /// The regime before any change.
    pub fn first(&self) -> &Regime {
        &self.first
    }

    /// Instants at which another regime comes into force, in order.
    pub fn changes(&self) -> &[(SimTime, Regime)] {
        &self.changes
    }

    /// The regime in force at an instant; a change at that instant has happened.
    pub fn at(&self, at: SimTime) -> &Regime {
        let passed = self.changes.partition_point(|(from, _)| *from <= at);
        if passed == 0 { &self.first } else { &self.changes[passed - 1].1 }
    }

    /// All regimes.
    pub fn regimes(&self) -> impl Iterator<Item = &Regime> {
        std::iter::once(&self.first).chain(self.changes.iter().map(|(_, regime)| regime))
    }

    /// Whether sessions are counted by one rule all day.
    pub fn has_one_session_rule(&self) -> bool {
        self.regimes().all(|regime| regime.session == self.first.session)
    }

    /// The settings of a Cloudflare room, folded.
    pub(super) fn of_cloudflare(room: &Cloudflare) -> Schedule {
        let events: Vec<&Event> = room.events.iter().filter(|event| !event.suspended).collect();
        let mut instants: Vec<SimTime> = room.timetable.iter().map(|change| change.at).collect();
        for event in &events {
            instants.extend([event.begins(), event.event_start_time, event.event_end_time]);
        }
        instants.sort_unstable();
        instants.dedup();
        let mut own = Own::of(room);
        let first = own.regime(None, room.burst);
        let mut changes: Vec<(SimTime, Regime)> = Vec::new();
        for at in instants {
            room.timetable.iter().filter(|change| change.at == at).for_each(|change| own.apply(change));
            let event = events.iter().find(|event| event.begins() <= at && at < event.event_end_time);
            let phase = event.map(|event| (*event, at < event.event_start_time));
            let mut regime = own.regime(phase, room.burst);
            let shuffles = event.filter(|event| event.shuffle_at_event_start && event.event_start_time == at);
            regime.shuffle =
                shuffles.map(|event| event.new_users_per_minute.unwrap_or(own.new_users_per_minute));
            let before = changes.last().map_or(&first, |(_, regime)| regime);
            if regime.shuffle.is_some() || before.unshuffled() != regime {
                changes.push((at, regime));
            }
        }
        Schedule { first, changes }
    }
}

/// The room's own settings as the timetable has left them.
#[derive(Clone, Copy)]
struct Own {
    total_active_users: u32,
    new_users_per_minute: u32,
    session_duration: Span,
    disable_session_renewal: bool,
    queueing_method: QueueingMethod,
    queue_all: bool,
    suspended: bool,
}

impl Own {
    fn of(room: &Cloudflare) -> Own {
        Own {
            total_active_users: room.total_active_users,
            new_users_per_minute: room.new_users_per_minute,
            session_duration: room.session_duration,
            disable_session_renewal: room.disable_session_renewal,
            queueing_method: room.queueing_method,
            queue_all: room.queue_all,
            suspended: room.suspended,
        }
    }

    fn apply(&mut self, change: &Change) {
        fn set<T: Copy>(setting: &mut T, to: Option<T>) {
            *setting = to.unwrap_or(*setting);
        }
        set(&mut self.total_active_users, change.total_active_users);
        set(&mut self.new_users_per_minute, change.new_users_per_minute);
        set(&mut self.session_duration, change.session_duration);
        set(&mut self.disable_session_renewal, change.disable_session_renewal);
        set(&mut self.queueing_method, change.queueing_method);
        set(&mut self.queue_all, change.queue_all);
        set(&mut self.suspended, change.suspended);
    }

    /// What is in force with an event (and whether it is in its prequeue) or without. Suspension comes before
    /// queue-all, queue-all before the prequeue, the prequeue before the method (CF §2.5).
    fn regime(&self, event: Option<(&Event, bool)>, burst: BurstShare) -> Regime {
        let of_event = |pick: fn(&Event) -> Option<u32>| event.and_then(|(event, _)| pick(event));
        let total = of_event(|event| event.total_active_users).unwrap_or(self.total_active_users);
        let rate = of_event(|event| event.new_users_per_minute).unwrap_or(self.new_users_per_minute);
        let duration = event.and_then(|(event, _)| event.session_duration).unwrap_or(self.session_duration);
        let fixed = event
            .and_then(|(event, _)| event.disable_session_renewal)
            .unwrap_or(self.disable_session_renewal);
        let method = event.and_then(|(event, _)| event.queueing_method).unwrap_or(self.queueing_method);
        let entry = match method {
            _ if self.suspended => Entry::Suspended,
            _ if self.queue_all || event.is_some_and(|(_, prequeue)| prequeue) => Entry::Hold,
            QueueingMethod::Fifo => Entry::Fifo,
            QueueingMethod::Random => Entry::Random,
            QueueingMethod::Passthrough => Entry::Passthrough,
            QueueingMethod::Reject => Entry::Reject,
        };
        Regime {
            limits: Limits { slots: Some(total), rate: Rate::PerClockMinute { limit: rate, burst } },
            session: if fixed {
                SessionClock::SinceAcceptance(duration)
            } else {
                SessionClock::IdleAfterLastRequest(duration)
            },
            entry,
            shuffle: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> SimTime {
        SimTime::ZERO + Span::from_minutes(minutes)
    }

    #[test]
    fn an_event_overrides_what_the_timetable_changes_and_gives_it_back() {
        let mut room = Cloudflare::new("room", 2000, 500);
        room.queueing_method = QueueingMethod::Passthrough;
        let mut event = Event::new("sale", at(0), at(60));
        event.prequeue_start_time = Some(at(-30));
        event.queueing_method = Some(QueueingMethod::Fifo);
        event.disable_session_renewal = Some(true);
        event.shuffle_at_event_start = true;
        room.events = vec![event];
        room.timetable = vec![Change { total_active_users: Some(3000), ..Change::new(at(10)) }];
        let schedule = Schedule::of_cloudflare(&room);
        let entries: Vec<_> = schedule.changes().iter().map(|(from, regime)| (*from, regime.entry)).collect();
        assert_eq!(
            entries,
            [
                (at(-30), Entry::Hold),
                (at(0), Entry::Fifo),
                (at(10), Entry::Fifo),
                (at(60), Entry::Passthrough)
            ]
        );
        assert_eq!(schedule.first().entry, Entry::Passthrough);
        assert_eq!(schedule.at(at(-30)).session, SessionClock::SinceAcceptance(Span::from_minutes(5)));
        assert_eq!(schedule.at(at(0)).shuffle, Some(500));
        assert_eq!(schedule.at(at(10)).shuffle, None);
        assert_eq!(schedule.at(at(70)).limits.slots, Some(3000));
        assert_eq!(schedule.at(at(70)).session, SessionClock::IdleAfterLastRequest(Span::from_minutes(5)));
    }

    #[test]
    fn a_suspended_event_changes_nothing_and_queue_all_beats_an_event() {
        let mut room = Cloudflare::new("room", 2000, 500);
        let mut event = Event::new("off", at(0), at(60));
        event.suspended = true;
        room.events = vec![event.clone()];
        assert!(Schedule::of_cloudflare(&room).changes().is_empty());
        event.suspended = false;
        event.queueing_method = Some(QueueingMethod::Passthrough);
        room.events = vec![event];
        room.queue_all = true;
        assert!(Schedule::of_cloudflare(&room).regimes().all(|regime| regime.entry == Entry::Hold));
    }
}
