//! The settings that may be chosen, and how a system takes them.

use crate::model::room::{Change, Cloudflare, Composition, QueueingMethod};
use crate::model::{Room, System};
use crate::results::{Free, OpeningKind, SettingsTried};
use crate::study::ways::opening_event;
use crate::units::{MINUTE, Span};

/// The limits that a timetable begins with, in hundredths of those it ends with, and when they are loosened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Timetable {
    /// Minutes from the opening at which the second and the third step begin.
    pub(super) minutes: [u32; 2],
    /// Hundredths of the limits in the first and the second step.
    pub(super) hundredths: [u32; 2],
}

/// Settings to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Tried {
    pub(super) settings: SettingsTried,
    /// `None`: the limits stand from the start.
    pub(super) timetable: Option<Timetable>,
}

/// Session durations that are tried, minutes; those beyond hold slots long after everyone has gone.
const SESSIONS: [u32; 8] = [1, 2, 3, 4, 5, 7, 10, 15];
/// Length of the prequeue of an opening that is made an event, if the session is shorter.
const PREQUEUE: Span = Span::from_minutes(15);

/// The scenario's own settings in the form that is tried; `None` unless the room is a Cloudflare room.
pub(super) fn present(system: &System) -> Option<SettingsTried> {
    let settings = cloudflare(system)?;
    let opening = system.rooms[0].opening();
    let regime = system.rooms[0].schedule().at(opening);
    let limits = &regime.limits;
    let rate = match limits.rate {
        crate::model::room::Rate::PerClockMinute { limit, .. } => limit,
        _ => settings.new_users_per_minute,
    };
    let (session, renewal) = match regime.session {
        crate::model::room::SessionClock::IdleAfterLastRequest(session) => (session, true),
        crate::model::room::SessionClock::SinceAcceptance(session)
        | crate::model::room::SessionClock::VisitAndLag(session) => (session, false),
    };
    Some(SettingsTried {
        total_active_users: limits.slots.unwrap_or(settings.total_active_users),
        new_users_per_minute: rate,
        session_minutes: ((session.minutes() + 0.5) as u32).max(1),
        renewal,
        random: settings.queueing_method == QueueingMethod::Random,
        opening: OpeningKind::AsItIs,
    })
}

fn cloudflare(system: &System) -> Option<&Cloudflare> {
    match system.rooms.first()?.composition() {
        Composition::Cloudflare(settings) => Some(settings),
        Composition::Metered(_) => None,
    }
}

/// Every combination of what is free beside the limits; the present one first.
pub(super) fn kinds(present: &SettingsTried, free: &[Free]) -> Vec<SettingsTried> {
    let mut kinds = vec![*present];
    let mut multiply = |is_free: bool, vary: &dyn Fn(&SettingsTried) -> Vec<SettingsTried>| {
        if is_free {
            let more: Vec<SettingsTried> = kinds.iter().flat_map(vary).collect();
            kinds.extend(more);
        }
    };
    multiply(free.contains(&Free::SessionDuration), &|kind| {
        let others = SESSIONS.into_iter().filter(|minutes| *minutes != present.session_minutes);
        others.map(|session_minutes| SettingsTried { session_minutes, ..*kind }).collect()
    });
    multiply(free.contains(&Free::Renewal), &|kind| vec![SettingsTried { renewal: !kind.renewal, ..*kind }]);
    multiply(free.contains(&Free::Method), &|kind| vec![SettingsTried { random: !kind.random, ..*kind }]);
    multiply(free.contains(&Free::Opening), &|kind| {
        [OpeningKind::Prequeue, OpeningKind::Shuffle].map(|opening| SettingsTried { opening, ..*kind }).to_vec()
    });
    kinds
}

impl Tried {
    /// Limits that stand from the start.
    pub(super) fn constant(settings: SettingsTried) -> Tried {
        Tried { settings, timetable: None }
    }

    /// The system with these settings: the room's limits become these, whoever else set any loses them.
    pub(super) fn applied_to(&self, system: &System) -> System {
        let mut changed = system.clone();
        for room in &mut changed.rooms {
            if let Composition::Cloudflare(settings) = room.composition() {
                *room = Room::cloudflare(&self.applied_to_room(settings));
            }
        }
        changed
    }

    fn applied_to_room(&self, own: &Cloudflare) -> Cloudflare {
        let SettingsTried { total_active_users, new_users_per_minute, .. } = self.settings;
        let mut settings = own.clone();
        let session = Span::from_microseconds(i64::from(self.settings.session_minutes) * MINUTE.microseconds());
        let present = Tried::own_session(own);
        let session_differs = present != (session, self.settings.renewal);
        let method = if self.settings.random { QueueingMethod::Random } else { QueueingMethod::Fifo };
        let method_differs = (own.queueing_method == QueueingMethod::Random) != self.settings.random;
        for event in &mut settings.events {
            (event.total_active_users, event.new_users_per_minute) = (None, None);
            if session_differs {
                (event.session_duration, event.disable_session_renewal) = (None, None);
            }
        }
        for change in &mut settings.timetable {
            (change.total_active_users, change.new_users_per_minute) = (None, None);
            if session_differs {
                (change.session_duration, change.disable_session_renewal) = (None, None);
            }
        }
        if session_differs {
            settings.session_duration = session;
            settings.disable_session_renewal = !self.settings.renewal;
        }
        if method_differs {
            settings.queueing_method = method;
        }
        (settings.total_active_users, settings.new_users_per_minute) = (total_active_users, new_users_per_minute);
        settings.operator = None;
        if self.settings.opening != OpeningKind::AsItIs {
            let length = if session < PREQUEUE { PREQUEUE } else { session + Span::from_minutes(5) };
            let shuffle = self.settings.opening == OpeningKind::Shuffle;
            settings.events = vec![opening_event(settings.opening, length, shuffle)];
        }
        self.stagger(&mut settings);
        settings
    }

    /// The session and renewal in force at the opening of a room.
    fn own_session(own: &Cloudflare) -> (Span, bool) {
        match Room::cloudflare(own).schedule().at(own.opening).session {
            crate::model::room::SessionClock::IdleAfterLastRequest(session) => (session, true),
            crate::model::room::SessionClock::SinceAcceptance(session)
            | crate::model::room::SessionClock::VisitAndLag(session) => (session, false),
        }
    }

    /// Begins with a part of the limits and loosens them by the timetable.
    fn stagger(&self, settings: &mut Cloudflare) {
        for (minutes, total_active_users, new_users_per_minute) in self.steps() {
            if minutes == 0 {
                (settings.total_active_users, settings.new_users_per_minute) =
                    (total_active_users, new_users_per_minute);
                continue;
            }
            let mut change = Change::new(settings.opening + Span::from_minutes(i64::from(minutes)));
            change.total_active_users = Some(total_active_users);
            change.new_users_per_minute = Some(new_users_per_minute);
            settings.timetable.push(change);
        }
        settings.timetable.sort_by_key(|change: &Change| change.at);
    }

    /// Minutes from the opening and the limits from then on.
    pub(super) fn steps(&self) -> Vec<(u32, u32, u32)> {
        let SettingsTried { total_active_users, new_users_per_minute, .. } = self.settings;
        let Some(Timetable { minutes, hundredths }) = self.timetable else {
            return vec![(0, total_active_users, new_users_per_minute)];
        };
        let part = |limit: u32, hundredths: u32| (limit * hundredths).div_ceil(100).max(1);
        let step = |minutes: u32, hundredths: u32| {
            let slots = part(total_active_users, hundredths);
            (minutes, slots, part(new_users_per_minute, hundredths).min(slots))
        };
        vec![step(0, hundredths[0]), step(minutes[0], hundredths[1]), step(minutes[1], 100)]
    }
}
