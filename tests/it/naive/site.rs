//! All rooms of a system on one origin (T1), and the operators who watch it.

use super::cloudflare::CloudflareRun;
use super::metered::MeteredRun;
use super::operator::decide;
use super::station::StationRun;
use super::{
    Cloudflare, Day, Happening, Metered, Operator, Origin, OriginEvent, OriginWhat, Outbox, Person, Phase,
    Stock, count,
};
use std::collections::BTreeSet;

/// A room and what belongs to it.
pub struct Place<'a> {
    /// Who comes. `(group, person)` is unique over all rooms.
    pub people: &'a [Person],
    /// Where.
    pub room: Room<'a>,
    /// What there is to book; `None` is places for everyone.
    pub stock: Option<&'a Stock>,
    /// Who watches; only a Cloudflare room.
    pub operator: Option<&'a Operator>,
}

/// Settings of a room.
#[derive(Clone, Copy)]
pub enum Room<'a> {
    Cloudflare(&'a Cloudflare),
    Metered(&'a Metered),
}

/// How many there are of each kind in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Unexpired places.
    pub line: i64,
    /// People really in line.
    pub waiting: i64,
    /// Sessions, or slots held.
    pub active: i64,
    /// People in their visit.
    pub inside: i64,
}

/// How things stand after everything of an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// When.
    pub at: i64,
    /// By room.
    pub rooms: Vec<Snapshot>,
    /// Requests in service.
    pub in_service: usize,
}

/// What a day of several rooms came to.
#[derive(Default)]
pub struct SiteDay {
    /// By room.
    pub rooms: Vec<Day>,
    /// In order.
    pub origin: Vec<OriginEvent>,
    /// After everything of each instant at which something happened.
    pub history: Vec<Standing>,
    /// Work that the station did, and work of the requests it completed plus what it did for those that left.
    pub work: (f64, f64),
    /// Integral of the station's total rate over the time in which it was busy.
    pub capacity_used: f64,
}

enum RoomRun<'a> {
    Cloudflare(CloudflareRun<'a>),
    Metered(MeteredRun<'a>),
}

impl RoomRun<'_> {
    fn levels(&self, now: i64) -> Snapshot {
        match self {
            RoomRun::Cloudflare(run) => run.levels(now),
            RoomRun::Metered(run) => run.levels(),
        }
    }

    fn comes_to(&mut self, (now, phase, _, group, person, device, number): Entered) {
        match self {
            RoomRun::Cloudflare(run) => run.comes_to(now, phase, (group, person), device, number),
            RoomRun::Metered(run) => run.comes_to(now, phase, (group, person)),
        }
    }

    fn answered(&mut self, now: i64, id: (u32, u32)) {
        match self {
            RoomRun::Cloudflare(run) => run.answered(now, id),
            RoomRun::Metered(run) => run.answered(now, id),
        }
    }

    fn failed(&mut self, now: i64, id: (u32, u32)) {
        match self {
            RoomRun::Cloudflare(run) => run.failed(now, id),
            RoomRun::Metered(run) => run.failed(now, id),
        }
    }

    /// How much has been told.
    fn told(&self) -> usize {
        match self {
            RoomRun::Cloudflare(run) => run.day.happenings.len(),
            RoomRun::Metered(run) => run.happenings.len(),
        }
    }

    fn outbox(&mut self) -> &mut Outbox {
        match self {
            RoomRun::Cloudflare(run) => &mut run.outbox,
            RoomRun::Metered(run) => &mut run.outbox,
        }
    }
}

/// (time, phase, room, group, person, device, number of the place, session, request or look).
type Entered = (i64, Phase, usize, u32, u32, u32, usize);

/// The agenda, smallest first. Entries are never taken out when they become pointless (a session renewed, a place polled);
/// whoever handles one asks whether it still holds.
type Agenda = BTreeSet<Entered>;

struct SiteRun<'a> {
    places: &'a [Place<'a>],
    origin: &'a Origin,
    rooms: Vec<RoomRun<'a>>,
    station: Option<StationRun<'a>>,
    agenda: Agenda,
    told: Vec<OriginEvent>,
    history: Vec<Standing>,
    keeps_history: bool,
}

/// Runs all rooms until nothing is left to happen but looks of operators, or until just before the first event later than
/// the horizon.
pub fn site(places: &[Place], origin: &Origin, horizon: Option<i64>, random_seed: u64) -> SiteDay {
    play(places, origin, horizon, random_seed, true)
}

/// Runs the Cloudflare room (§3.1–3.5) until nothing is left to happen, or until just before the first event later than
/// the horizon. Needs a horizon if somebody might wait for ever (R13: without cookies and patience, behind their own places).
pub fn cloudflare(people: &[Person], room: &Cloudflare, horizon: Option<i64>, random_seed: u64) -> Day {
    let place = Place { people, room: Room::Cloudflare(room), stock: None, operator: None };
    play(&[place], &Origin::unknown(), horizon, random_seed, false).rooms.remove(0)
}

/// Runs the metered room (§3.8, fifo) until nothing is left to happen, or until just before the first event later
/// than the horizon.
pub fn metered(people: &[Person], room: &Metered, horizon: Option<i64>) -> Vec<Happening> {
    let place = Place { people, room: Room::Metered(room), stock: None, operator: None };
    play(&[place], &Origin::unknown(), horizon, 0, false).rooms.remove(0).happenings
}

fn play(
    places: &[Place],
    origin: &Origin,
    horizon: Option<i64>,
    random_seed: u64,
    keeps_history: bool,
) -> SiteDay {
    assert!(origin.background.first().is_some_and(|&(from, _)| from == i64::MIN), "from the beginning");
    let retries = origin.station.as_ref().and_then(|station| station.retries);
    let rooms = places.iter().enumerate().map(|(position, place)| match place.room {
        Room::Cloudflare(room) => {
            let seed = random_seed.wrapping_add(position as u64);
            RoomRun::Cloudflare(CloudflareRun::new(place.people, room, place.stock, retries, seed))
        }
        Room::Metered(room) => {
            assert!(place.operator.is_none(), "operators watch Cloudflare rooms");
            let has_station = origin.station.is_some();
            RoomRun::Metered(MeteredRun::new(place.people, room, place.stock, has_station, retries))
        }
    });
    let mut run = SiteRun {
        places,
        origin,
        rooms: rooms.collect(),
        station: origin.station.as_ref().map(|station| StationRun::new(station, origin.background[0].1)),
        agenda: Agenda::new(),
        told: Vec::new(),
        history: Vec::new(),
        keeps_history,
    };
    for (position, place) in places.iter().enumerate() {
        if let Some(operator) = place.operator {
            let first = operator.opening + operator.every;
            run.agenda.insert((first, Phase::Operator, position, 0, 0, 0, 0));
        }
    }
    for (number, &(at, _)) in origin.background.iter().enumerate().skip(1) {
        run.agenda.insert((at, Phase::Background, 0, 0, 0, 0, number));
    }
    (0..places.len()).for_each(|room| run.empty_outbox(i64::MIN, room));
    let mut capacity_used = 0.0;
    let mut before = i64::MIN;
    while let Some(now) = run.next_instant().filter(|now| horizon.is_none_or(|horizon| *now <= horizon)) {
        if let Some(station) = &run.station
            && !station.in_service.is_empty()
        {
            let rate = station.station.rate.of(station.in_service.len()) * (1.0 - station.background);
            capacity_used += rate * (now - before) as f64 / 1e6;
        }
        before = now;
        if run.step(now) {
            run.note(now);
        }
    }
    if let Some(station) = &mut run.station {
        station.work_until(before);
    }
    SiteDay {
        work: run.station.as_ref().map_or((0.0, 0.0), |station| {
            let unfinished: f64 = station.in_service.iter().map(|served| served.remaining).sum();
            (station.work_done, station.work_completed - unfinished)
        }),
        capacity_used,
        origin: run.told,
        history: run.history,
        rooms: run
            .rooms
            .into_iter()
            .map(|room| match room {
                RoomRun::Cloudflare(run) => run.day,
                RoomRun::Metered(run) => Day { happenings: run.happenings, shown: Vec::new() },
            })
            .collect(),
    }
}

impl SiteRun<'_> {
    /// A completion that comes before whatever is first in the agenda.
    fn completion(&self) -> Option<i64> {
        let at = self.station.as_ref()?.next_completion()?;
        let first = self.agenda.first().is_none_or(|entry| (at, Phase::Answer) < (entry.0, entry.1));
        first.then_some(at)
    }

    /// When the next thing happens. O1: operators look "as long as the day lasts": if nothing else is left, it is over.
    fn next_instant(&self) -> Option<i64> {
        if let Some(at) = self.completion() {
            return Some(at);
        }
        let in_service = self.station.as_ref().is_some_and(|station| !station.in_service.is_empty());
        let something = in_service || self.agenda.iter().any(|entry| entry.1 != Phase::Operator);
        self.agenda.first().filter(|_| something).map(|entry| entry.0)
    }

    /// The next thing happens. Whether it may have changed anything: most expiries in the agenda do not hold any more.
    fn step(&mut self, now: i64) -> bool {
        if self.completion().is_some() {
            let station = self.station.as_mut().expect("it completes something");
            let served = station.completes(now);
            if served.is_abandoned {
                self.tell(now, OriginWhat::AbandonedDone);
            } else {
                self.tell(now, OriginWhat::Answered { after: now - served.came });
                self.rooms[served.room].answered(now, served.owner);
                self.empty_outbox(now, served.room);
            }
            return true;
        }
        let entry = self.agenda.pop_first().expect("something happens");
        let (_, phase, room, .., number) = entry;
        match phase {
            Phase::Background => {
                let share = self.origin.background[number].1;
                if let Some(station) = &mut self.station {
                    station.background_changes(now, share);
                }
            }
            Phase::Operator => self.look(now, room, number),
            Phase::TimeOut => {
                let station = self.station.as_mut().expect("it had the request");
                if let Some((room, owner)) = station.times_out(now, number) {
                    self.tell(now, OriginWhat::TimedOut);
                    self.rooms[room].failed(now, owner);
                    self.empty_outbox(now, room);
                }
            }
            _ => {
                let before = self.rooms[room].told();
                self.rooms[room].comes_to(entry);
                let expiry = matches!(phase, Phase::SessionExpiry | Phase::PlaceExpiry);
                let holds = !expiry || self.rooms[room].told() > before;
                self.empty_outbox(now, room);
                return holds;
            }
        }
        true
    }

    fn tell(&mut self, at: i64, what: OriginWhat) {
        self.told.push(OriginEvent { at, what });
    }

    /// What a room plans goes into the agenda; requests reach the origin. "Without a station every answer arrives at the
    /// instant of its request" (S2).
    fn empty_outbox(&mut self, now: i64, room: usize) {
        let outbox = std::mem::take(self.rooms[room].outbox());
        for (at, phase, group, person, device, number) in outbox.planned {
            self.agenda.insert((at, phase, room, group, person, device, number));
        }
        for (id, work) in outbox.requests {
            self.tell(now, OriginWhat::Requested);
            let Some(station) = &mut self.station else {
                self.tell(now, OriginWhat::Answered { after: 0 });
                self.rooms[room].answered(now, id);
                self.empty_outbox(now, room);
                continue;
            };
            let number = station.arrives(now, room, id, work);
            if let Some(timeout) = station.station.timeout {
                self.agenda.insert((now + timeout, Phase::TimeOut, 0, 0, 0, 0, number));
            }
        }
    }

    /// Keeps how things stand.
    fn note(&mut self, now: i64) {
        if !self.keeps_history {
            return;
        }
        if self.history.last().is_some_and(|standing| standing.at == now) {
            self.history.pop();
        }
        self.history.push(Standing {
            at: now,
            rooms: self.rooms.iter().map(|room| room.levels(now)).collect(),
            in_service: self.station.as_ref().map_or(0, |station| station.in_service.len()),
        });
    }

    // ---- Operators ----------------------------------------------------------------------------------------------

    /// O1, O2, O3. `number` counts looks from 0, the first of which is at opening + every.
    fn look(&mut self, now: i64, room: usize, number: usize) {
        let operator = self.places[room].operator.expect("somebody looks");
        let next = now + operator.every;
        self.agenda.insert((next, Phase::Operator, room, 0, 0, 0, number + 1));
        let (age, error) = (operator.sees)(number as u64);
        let seen = now - age;
        let load = self.load(seen - operator.window, seen) * error;
        let line = self.standing(seen).map_or(0, |standing| standing.rooms[room].line);
        let RoomRun::Cloudflare(run) = &mut self.rooms[room] else { unreachable!("asked before") };
        if let Some(limits) = decide(operator, load, line, run.limits(now)) {
            run.set_limits(now, limits);
        }
    }

    /// "as it was at t − d (everything of the instant t − d done)"; `None` before anything happened.
    fn standing(&self, at: i64) -> Option<&Standing> {
        self.history.iter().rfind(|standing| standing.at <= at)
    }

    /// O2: "mean over [t − d − window, t − d]", "Load = utilisation of the station (…; with background b: b + (1 − b)·u);
    /// without a station: people inside ÷ safe people_inside, or requests in the window a second ÷ safe requests_per_second,
    /// whichever is larger."
    /// AMBIGUOUS: a request at the very beginning of the window is not in it (but in the one before), one at its end is.
    fn load(&self, from: i64, to: i64) -> f64 {
        let seconds = (to - from) as f64 / 1e6;
        if let Some(station) = &self.origin.station {
            let busy = |at: i64| {
                let used = station.rate.utilisation(self.standing(at).map_or(0, |s| s.in_service));
                let &(_, taken) =
                    self.origin.background.iter().rfind(|(since, _)| *since <= at).expect("one");
                taken + (1.0 - taken) * used
            };
            return self.mean(from, to, busy);
        }
        let inside = self.origin.safe_inside.map_or(0.0, |safe| {
            let inside = |at: i64| {
                let rooms = self.standing(at).map_or(0, |s| s.rooms.iter().map(|room| room.inside).sum());
                rooms as f64
            };
            self.mean(from, to, inside) / f64::from(safe)
        });
        let requests = self.origin.safe_requests.map_or(0.0, |safe| {
            let asked = self.told.iter().filter(|event| event.what == OriginWhat::Requested);
            count(asked.filter(|event| from < event.at && event.at <= to)) as f64 / seconds / f64::from(safe)
        });
        inside.max(requests)
    }

    /// The mean of something that changes only when something happens or when the background does.
    fn mean(&self, from: i64, to: i64, of: impl Fn(i64) -> f64) -> f64 {
        let mut cuts: BTreeSet<i64> = [from, to].into();
        cuts.extend(self.history.iter().map(|standing| standing.at));
        cuts.extend(self.origin.background.iter().map(|&(at, _)| at));
        let cuts: Vec<i64> = cuts.range(from..=to).copied().collect();
        let area: f64 = cuts.windows(2).map(|pair| of(pair[0]) * (pair[1] - pair[0]) as f64).sum();
        area / (to - from) as f64
    }
}
