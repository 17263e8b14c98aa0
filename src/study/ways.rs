//! The same people before five ways of opening the doors.

use std::sync::Arc;

use crate::model::room::{Change, Cloudflare, Composition, Event};
use crate::model::{ArrivalProfile, BeforeOpening, Component, Distribution, Group, Headcount, Room, System};
use crate::results::Way;
use crate::units::{DAY, Share, SimTime, Span};

/// How often somebody who was let in before the opening reloads the page: often enough to keep any session.
pub const ROOM_RELOAD: Span = Span::from_seconds(60);
/// The events outlast every line.
const EVENT_LENGTH: Span = Span::from_microseconds(365 * DAY.microseconds());
/// Name of the events, as the product would take it.
const EVENT_NAME: &str = "opening";

/// Who comes before the opening, and what the room does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// Share of every group that comes before the opening.
    pub early: Share,
    /// Early birds come evenly over so long before the opening; above zero.
    pub early_within: Span,
    /// Length of the prequeue; at least [`MIN_PREQUEUE`](crate::model::room::MIN_PREQUEUE).
    pub prequeue: Span,
}

/// The system for each way of opening, all with the same people: the groups as they are, but for those who come
/// early, then the early birds of each group. `None` unless the room is a Cloudflare room.
pub fn ways_of_opening(system: &System, start: &Start) -> Option<Vec<(Way, System)>> {
    let Composition::Cloudflare(settings) = system.rooms.first()?.composition() else { return None };
    let groups = split(&system.groups, start);
    let build = |way: Way| {
        let room = Room::cloudflare(&settings_of(way, settings, start));
        let rooms = std::iter::once(room).chain(system.rooms[1..].iter().cloned()).collect();
        (way, System { groups: groups.clone(), rooms, ..system.clone() })
    };
    Some(Way::ALL.into_iter().map(build).collect())
}

/// The user's settings with this way's own suspension and events.
fn settings_of(way: Way, own: &Cloudflare, start: &Start) -> Cloudflare {
    let mut settings = Cloudflare { suspended: false, events: Vec::new(), ..own.clone() };
    // When the room is on is what the ways differ in.
    settings.timetable.iter_mut().for_each(|change| change.suspended = None);
    let opening = settings.opening;
    let event = |shuffle: bool, disable_session_renewal: Option<bool>| Event {
        disable_session_renewal,
        ..opening_event(opening, start.prequeue, shuffle)
    };
    match way {
        Way::AlwaysOn => {}
        Way::SwitchedOn => {
            settings.suspended = true;
            settings.timetable.push(Change { suspended: Some(false), ..Change::new(opening) });
            settings.timetable.sort_by_key(|change: &Change| change.at);
        }
        Way::Prequeue => settings.events = vec![event(false, None)],
        Way::Shuffle => settings.events = vec![event(true, None)],
        Way::Flush => settings.events = vec![event(true, Some(true))],
    }
    settings
}

/// An event from the opening on, with a prequeue before it.
pub(super) fn opening_event(opening: SimTime, prequeue: Span, shuffle: bool) -> Event {
    Event {
        prequeue_start_time: Some(opening - prequeue),
        shuffle_at_event_start: shuffle,
        ..Event::new(EVENT_NAME, opening, opening + EVENT_LENGTH)
    }
}

/// The groups without those who come early, then the early birds of each.
fn split(groups: &[Group], start: &Start) -> Vec<Group> {
    let (on_time, early): (Vec<Group>, Vec<Group>) =
        groups.iter().map(|group| split_group(group, start)).unzip();
    on_time.into_iter().chain(early).collect()
}

fn split_group(group: &Group, start: &Start) -> (Group, Group) {
    let share = start.early.value();
    let part = |people: u32| ((f64::from(people) * share + 0.5) as u32).min(people);
    let (count, arrivals, early) = match (&group.count, &group.arrivals) {
        (Headcount::FromArrivals, ArrivalProfile::Exact(instants)) => {
            let rest: Arc<[SimTime]> = thinned(instants, part(instants.len() as u32)).collect();
            let early = instants.len() - rest.len();
            (Headcount::FromArrivals, ArrivalProfile::Exact(rest), early as u32)
        }
        (Headcount::FromArrivals, ArrivalProfile::Poisson { people_per_minute, lasting }) => {
            let early = (people_per_minute * lasting.minutes() * share + 0.5) as u32;
            match people_per_minute * (1.0 - share) {
                rate if rate > 0.0 => {
                    let rest = ArrivalProfile::Poisson { people_per_minute: rate, lasting: *lasting };
                    (Headcount::FromArrivals, rest, early)
                }
                _ => (Headcount::FromArrivals, ArrivalProfile::Exact(Arc::new([])), early),
            }
        }
        (count, arrivals) => {
            let people = count.middle().unwrap_or(0);
            (Headcount::Fixed(people - part(people)), arrivals.clone(), part(people))
        }
    };
    let before = ArrivalProfile::Offsets(vec![Component {
        share: Share::ALL,
        shift: -start.early_within,
        offset: Distribution::Uniform { low: Span::ZERO, high: start.early_within },
    }]);
    let early = Group {
        name: format!("{} (early)", group.name),
        count: Headcount::Fixed(early),
        arrivals: before,
        before_opening: BeforeOpening::Waits { reload: ROOM_RELOAD },
        ..group.clone()
    };
    (Group { count, arrivals, ..group.clone() }, early)
}

/// The instants without so many of them, taken out evenly.
fn thinned(instants: &[SimTime], without: u32) -> impl Iterator<Item = SimTime> + '_ {
    let (all, without) = (instants.len() as u64, u64::from(without));
    let is_taken = move |at: u64| (at + 1) * without / all.max(1) > at * without / all.max(1);
    instants.iter().enumerate().filter(move |(at, _)| !is_taken(*at as u64)).map(|(_, instant)| *instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::room::CallOrder;
    use crate::model::room::{Entry, Metered, SessionClock};
    use crate::model::{Origin, Visit};

    fn at(minutes: i64) -> SimTime {
        SimTime::ZERO + Span::from_minutes(minutes)
    }

    fn start(early: f64) -> Start {
        Start {
            early: Share::new(early).unwrap(),
            early_within: Span::from_minutes(30),
            prequeue: Span::from_minutes(15),
        }
    }

    fn system(count: Headcount, arrivals: ArrivalProfile, settings: &Cloudflare) -> System {
        let visit = Visit::even(Distribution::Fixed(Span::from_minutes(6)), 5);
        System {
            groups: vec![Group::new("people", count, arrivals, visit)],
            rooms: vec![Room::cloudflare(settings)],
            origin: Origin::UNKNOWN,
            stocks: Vec::new(),
            minute_offset: Span::ZERO,
            horizon: None,
        }
    }

    fn at_once() -> ArrivalProfile {
        ArrivalProfile::from_opening(Distribution::Fixed(Span::ZERO))
    }

    #[test]
    fn rows_have_the_same_people_and_differ_in_the_room() {
        let system = system(Headcount::Fixed(1000), at_once(), &Cloudflare::new("room", 2000, 500));
        let ways = ways_of_opening(&system, &start(0.1)).unwrap();
        assert_eq!(ways.iter().map(|(way, _)| *way).collect::<Vec<_>>(), Way::ALL);
        for (_, other) in &ways {
            assert_eq!(other.groups, ways[0].1.groups);
        }
        let schedule = |at: usize| ways[at].1.rooms[0].schedule();
        assert_eq!(ways[0].1.rooms, system.rooms, "always on is the user's own room");
        assert_eq!(schedule(1).first().entry, Entry::Suspended);
        assert_eq!(schedule(1).at(at(0)).entry, Entry::Fifo);
        for way in 2..5 {
            assert_eq!(schedule(way).first().entry, Entry::Fifo);
            assert_eq!(schedule(way).at(at(-15)).entry, Entry::Hold);
            assert_eq!(schedule(way).at(at(0)).entry, Entry::Fifo);
            assert_eq!(schedule(way).at(at(0)).shuffle, (way > 2).then_some(500));
            let fixed = matches!(schedule(way).at(at(-15)).session, SessionClock::SinceAcceptance(_));
            assert_eq!(fixed, way == 4);
            assert_eq!(schedule(way).at(at(0)).limits, schedule(0).at(at(0)).limits);
        }
    }

    #[test]
    fn every_way_brings_its_own_events_and_keeps_the_rest_of_the_timetable() {
        let mut settings = Cloudflare::new("room", 2000, 500);
        settings.suspended = true;
        settings.opening = at(10);
        settings.events = vec![Event::new("own", at(0), at(60))];
        let looser = Change { total_active_users: Some(3000), suspended: Some(true), ..Change::new(at(15)) };
        settings.timetable = vec![looser];
        let system = system(Headcount::Fixed(10), at_once(), &settings);
        let ways = ways_of_opening(&system, &start(0.5)).unwrap();
        for (way, system) in &ways {
            let schedule = system.rooms[0].schedule();
            let before = if *way == Way::SwitchedOn { Entry::Suspended } else { Entry::Fifo };
            assert_eq!(schedule.first().entry, before);
            assert_eq!(schedule.at(at(10)).entry, Entry::Fifo);
            assert_eq!(schedule.at(at(15)).entry, Entry::Fifo);
            assert_eq!(schedule.at(at(15)).limits.slots, Some(3000));
        }
    }

    #[test]
    fn the_crowd_is_split_and_nobody_is_lost() {
        let settings = Cloudflare::new("room", 2000, 500);
        for (people, early, expected) in
            [(1000, 0.1, 100), (1, 0.1, 0), (1, 1.0, 1), (7, 0.5, 4), (5, 0.0, 0)]
        {
            let system = system(Headcount::Fixed(people), at_once(), &settings);
            let ways = ways_of_opening(&system, &start(early)).unwrap();
            let [on_time, before] = &ways[0].1.groups[..] else { panic!("two groups") };
            assert_eq!(before.count, Headcount::Fixed(expected));
            assert_eq!(on_time.count, Headcount::Fixed(people - expected));
            assert_eq!(before.before_opening, BeforeOpening::Waits { reload: ROOM_RELOAD });
            assert_eq!(on_time.arrivals, at_once());
        }
        let listed: Vec<SimTime> = (0..10).map(at).collect();
        let listed = system(Headcount::FromArrivals, ArrivalProfile::Exact(listed.into()), &settings);
        let ways = ways_of_opening(&listed, &start(0.3)).unwrap();
        let ArrivalProfile::Exact(rest) = &ways[0].1.groups[0].arrivals else { panic!("still a list") };
        assert_eq!(rest.len(), 7);
        assert_eq!(ways[0].1.groups[1].count, Headcount::Fixed(3));
        let rate = ArrivalProfile::Poisson { people_per_minute: 30.0, lasting: Span::from_minutes(10) };
        let rate = system(Headcount::FromArrivals, rate, &settings);
        let ways = ways_of_opening(&rate, &start(1.0)).unwrap();
        assert_eq!(ways[0].1.groups[0].arrivals, ArrivalProfile::Exact(Arc::new([])));
        assert_eq!(ways[0].1.groups[1].count, Headcount::Fixed(300));
    }

    #[test]
    fn a_metered_room_has_no_ways() {
        let mut metered = system(Headcount::Fixed(10), at_once(), &Cloudflare::new("room", 2000, 500));
        metered.rooms = vec![Room::metered(&Metered {
            name: "room".to_owned(),
            opening: SimTime::ZERO,
            slots: None,
            spacing: None,
            line_limit: None,
            order: CallOrder::Fifo,
            lag: Span::ZERO,
        })];
        assert_eq!(ways_of_opening(&metered, &start(0.1)), None);
    }
}
