//! The same system with one thing changed.

use super::in_force::{Home, Setting, changed};
use crate::model::room::{Cloudflare, Composition, Metered};
use crate::model::{ArrivalProfile, Distribution, Group, Headcount, Room, System, Visit};
use crate::units::{MINUTE, Span};

/// Changes every group.
pub(super) fn change_groups(system: &System, mut change: impl FnMut(&mut Group)) -> System {
    let mut changed = system.clone();
    changed.groups.iter_mut().for_each(&mut change);
    changed
}

/// Changes the settings of every Cloudflare room; other rooms stay.
pub(super) fn change_cloudflare(system: &System, mut change: impl FnMut(&mut Cloudflare)) -> System {
    let mut changed = system.clone();
    for room in &mut changed.rooms {
        if let Composition::Cloudflare(settings) = room.composition() {
            let mut settings = settings.clone();
            change(&mut settings);
            *room = Room::cloudflare(&settings);
        }
    }
    changed
}

/// Changes the settings of every metered room; other rooms stay.
fn change_metered(system: &System, mut change: impl FnMut(&mut Metered)) -> System {
    let mut changed = system.clone();
    for room in &mut changed.rooms {
        if let Composition::Metered(settings) = room.composition() {
            let mut settings = settings.clone();
            change(&mut settings);
            *room = Room::metered(&settings);
        }
    }
    changed
}

/// Multiplies the time that visits take.
pub(super) fn scale_visits(system: &System, factor: f64) -> System {
    change_groups(system, |group| match &mut group.visit {
        Visit::Even { duration, .. } => *duration = duration.scaled(factor),
        Visit::Steps(steps) => steps.iter_mut().for_each(|step| step.think = step.think.scaled(factor)),
    })
}

/// Sets the coefficient of variation of visits that have one.
pub(super) fn set_spread(system: &System, spread: f64) -> System {
    change_groups(system, |group| {
        if let Visit::Even {
            duration:
                Distribution::Lognormal { coefficient_of_variation, .. }
                | Distribution::Gamma { coefficient_of_variation, .. }
                | Distribution::Weibull { coefficient_of_variation, .. },
            ..
        } = &mut group.visit
        {
            *coefficient_of_variation = spread;
        }
    })
}

/// Multiplies every patience; nothing where nobody leaves.
pub(super) fn scale_patience(system: &System, factor: f64) -> System {
    change_groups(system, |group| {
        group.patience = group.patience.as_ref().map(|patience| patience.scaled(factor))
    })
}

/// Multiplies the number of people; `None` where it cannot be (a list of instants).
pub(super) fn scale_people(system: &System, factor: f64) -> Option<System> {
    let scaled = |count: u32| ((f64::from(count) * factor + 0.5) as u32).max(1);
    let mut possible = true;
    let changed = change_groups(system, |group| match &mut group.count {
        Headcount::Fixed(count) => *count = scaled(*count),
        Headcount::Between { low, high } => (*low, *high) = (scaled(*low), scaled(*high)),
        Headcount::Eligible { eligible, .. } => *eligible = scaled(*eligible),
        Headcount::Accesses { accesses, .. } => *accesses = scaled(*accesses),
        Headcount::FromArrivals => match &mut group.arrivals {
            ArrivalProfile::Poisson { people_per_minute, .. } => *people_per_minute *= factor,
            ArrivalProfile::Exact(_) => possible = false,
            ArrivalProfile::Offsets(_) | ArrivalProfile::Shape(_) => {}
        },
    });
    possible.then_some(changed)
}

/// The people that the groups bring when every uncertain count sits at a point (0 to 1) of its range.
pub(super) fn people_at(system: &System, point: f64) -> u32 {
    let people = system.groups.iter().map(|group| match (group.count.at([point, point]), &group.arrivals) {
        (Some(count), _) => f64::from(count),
        (None, ArrivalProfile::Exact(instants)) => instants.len() as f64,
        (None, ArrivalProfile::Poisson { people_per_minute, lasting }) => {
            people_per_minute * lasting.minutes()
        }
        (None, ArrivalProfile::Offsets(_) | ArrivalProfile::Shape(_)) => 0.0,
    });
    (people.sum::<f64>() + 0.5) as u32
}

/// Fixes every uncertain count at a point of its range.
pub(super) fn fix_people_at(system: &System, point: f64) -> System {
    change_groups(system, |group| {
        if let Some(count) = group.count.at([point, point]) {
            group.count = Headcount::Fixed(count.max(1));
        }
    })
}

/// A change of one setting, and where it was made.
pub(super) struct Varied {
    pub(super) home: Home,
    pub(super) system: System,
}

impl Varied {
    fn of(changed: Option<(Home, System)>) -> Option<Varied> {
        changed.map(|(home, system)| Varied { home, system })
    }

    fn own(system: System) -> Option<Varied> {
        Some(Varied { home: Home::Room, system })
    }
}

fn is_metered(system: &System) -> bool {
    system.rooms.iter().any(|room| matches!(room.composition(), Composition::Metered(_)))
}

/// Multiplies the slots that are in force at the opening.
pub(super) fn scale_slots(system: &System, factor: f64) -> Option<Varied> {
    let scaled = |slots: u32| ((f64::from(slots) * factor + 0.5) as u32).max(1);
    if is_metered(system) {
        return Varied::own(change_metered(system, |settings| settings.slots = settings.slots.map(scaled)));
    }
    Varied::of(changed(
        system,
        &Setting {
            in_event: |event| event.total_active_users.is_some(),
            in_change: |change| change.total_active_users.is_some(),
            of_room: &|settings| {
                settings.total_active_users = scaled(settings.total_active_users);
                settings.new_users_per_minute =
                    settings.new_users_per_minute.min(settings.total_active_users);
            },
            of_event: &|event| {
                event.total_active_users = event.total_active_users.map(scaled);
                let most = event.total_active_users.unwrap_or(u32::MAX);
                event.new_users_per_minute = event.new_users_per_minute.map(|rate| rate.min(most));
            },
        },
    ))
}

/// Multiplies the rate that is in force at the opening.
pub(super) fn scale_rate(system: &System, factor: f64) -> Option<Varied> {
    if is_metered(system) {
        return Varied::own(change_metered(system, |settings| {
            settings.spacing = settings.spacing.map(|spacing| {
                Span::from_microseconds(((spacing.microseconds() as f64 / factor + 0.5) as i64).max(1))
            });
        }));
    }
    let scaled = |rate: u32, most: u32| ((f64::from(rate) * factor + 0.5) as u32).clamp(1, most.max(1));
    Varied::of(changed(
        system,
        &Setting {
            in_event: |event| event.new_users_per_minute.is_some(),
            in_change: |change| change.new_users_per_minute.is_some(),
            of_room: &|settings| {
                settings.new_users_per_minute =
                    scaled(settings.new_users_per_minute, settings.total_active_users);
            },
            of_event: &|event| {
                let most = event.total_active_users.unwrap_or(u32::MAX);
                event.new_users_per_minute = event.new_users_per_minute.map(|rate| scaled(rate, most));
            },
        },
    ))
}

/// Sets the session that is in force at the opening to a number of whole minutes.
pub(super) fn set_session_minutes(system: &System, minutes: i64) -> Option<Varied> {
    let session = Span::from_microseconds(minutes * MINUTE.microseconds());
    Varied::of(changed(
        system,
        &Setting {
            in_event: |event| event.session_duration.is_some(),
            in_change: |change| change.session_duration.is_some(),
            of_room: &|settings| settings.session_duration = session,
            of_event: &|event| event.session_duration = Some(session),
        },
    ))
}

/// Switches the renewal that is in force at the opening off.
pub(super) fn switch_renewal_off(system: &System) -> Option<Varied> {
    Varied::of(changed(
        system,
        &Setting {
            in_event: |event| event.disable_session_renewal.is_some(),
            in_change: |change| change.disable_session_renewal.is_some(),
            of_room: &|settings| settings.disable_session_renewal = true,
            of_event: &|event| event.disable_session_renewal = Some(true),
        },
    ))
}
