//! Several rooms, or one, before an origin that takes part: their days side by side, the servers at work, operators who
//! watch.

use super::blueprint::Blueprint;
use super::crowd::{Crowd, Who};
use super::past::{PastCount, PastLevel};
use super::phase::{Key, Phase};
use super::run::Ending;
use super::signal::{Observer, OriginHappening, OriginSignal};
use super::state::{RequestInService, SiteState, State, Watched};
use super::station::{Outcome, Request, Station};
use crate::draws::law::Law;
use crate::draws::{Field, Purpose, RunKey, Stream};
use crate::model::room::{Adjusts, Limits, Operator, Rate};
use crate::model::{Distribution, Origin, RoomId, Service, System};
use crate::units::{SimTime, Span};

/// A room's day, as far as what stands beside it is concerned.
pub(super) trait Tenant {
    /// When something happens next.
    fn next(&mut self) -> Key;

    /// Lets it happen.
    fn advance(&mut self, key: Key);

    /// Requests that were sent and not yet taken: person and work. `None`: requests are not played.
    fn outbox(&mut self) -> Option<&mut Vec<(u32, f64)>>;

    /// The request of a person was answered.
    fn answer_comes(&mut self, now: i64, rank: u32);

    /// The request of a person timed out.
    fn request_fails(&mut self, now: i64, rank: u32);

    /// Time has come to this instant.
    fn come_to(&mut self, now: i64);

    /// The limits in force.
    fn limits(&self) -> Limits;

    /// An operator sets other limits.
    fn set_limits(&mut self, now: i64, limits: Limits);

    /// People inside.
    fn inside(&self) -> u32;

    /// Unexpired places.
    fn line(&self) -> u32;

    /// Tells the room's observer.
    fn tell_origin(&mut self, happening: &OriginHappening);

    /// Identity of a person.
    fn who(&self, rank: u32) -> Who;

    /// When something happened last.
    fn last_told(&self) -> Option<i64>;

    /// The state at an instant at which the day is stopped.
    fn stop(&mut self, until: i64) -> State;
}

/// The rooms of a system made ready to be played together.
#[derive(Clone, Debug)]
pub struct Site {
    blueprints: Vec<Blueprint>,
    horizon: Option<SimTime>,
}

/// How a day of several rooms stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum SiteEnding {
    /// Nothing will happen any more in any room.
    Finished {
        /// When the last thing happened; `None` if nobody came.
        at: Option<SimTime>,
    },
    /// The horizon came first: the states of the rooms; the first holds what stands beside them.
    Horizon(Vec<State>),
}

impl Site {
    /// Prepares the rooms of a system.
    pub fn new(system: &System) -> Site {
        let blueprints = (0..system.rooms.len()).map(|room| Blueprint::new(system, RoomId(room)));
        Site { blueprints: blueprints.collect(), horizon: system.horizon }
    }

    /// The same rooms but one, which is prepared anew from a system that differs in nothing else: laws are worked out once.
    #[must_use]
    pub fn with_room(&self, system: &System, room: RoomId) -> Site {
        let mut site = self.clone();
        site.blueprints[room.0] = Blueprint::new(system, room);
        site
    }

    /// The rooms, by position.
    pub fn blueprints(&self) -> &[Blueprint] {
        &self.blueprints
    }

    /// The people of one day, by room.
    pub fn crowds(&self, run: RunKey) -> Vec<Crowd> {
        self.blueprints.iter().map(|blueprint| blueprint.crowd(run)).collect()
    }

    /// Plays a day of all rooms to its end or to the horizon: one observer for each room, in their order, and one for the
    /// origin.
    ///
    /// # Panics
    /// If there are not as many crowds and observers as rooms.
    pub fn run<O: Observer>(
        &self,
        crowds: &[Crowd],
        run: RunKey,
        rooms: &mut [O],
        origin: &mut impl Observer,
    ) -> SiteEnding {
        assert!(crowds.len() == self.blueprints.len() && rooms.len() == crowds.len(), "one for each room");
        let parts = self.blueprints.iter().zip(crowds).zip(rooms);
        let tenants = parts
            .map(|((blueprint, crowd), observer)| blueprint.tenant(crowd, run, None, observer))
            .collect();
        let Some(first) = self.blueprints.first() else { return SiteEnding::Finished { at: None } };
        let blueprints: Vec<&Blueprint> = self.blueprints.iter().collect();
        let mut day = Day::new(first.origin(), &blueprints, tenants, run, origin);
        day.tells_all = true;
        day.play(self.horizon)
    }
}

/// Plays one room beside which something stands.
pub(super) fn play_one(
    blueprint: &Blueprint,
    crowd: &Crowd,
    run: RunKey,
    from: Option<&State>,
    until: Option<SimTime>,
    observer: &mut impl Observer,
) -> Ending {
    let tenant = blueprint.tenant(crowd, run, from, observer);
    let mut nobody = ();
    let mut day = Day::new(blueprint.origin(), &[blueprint], vec![tenant], run, &mut nobody);
    if let Some(state) = from {
        day.restore(state, &[crowd]);
    }
    match day.play(until) {
        SiteEnding::Finished { at } => Ending::Finished { at },
        SiteEnding::Horizon(states) => {
            let Some(state) = states.into_iter().next() else { unreachable!("one room has one state") };
            Ending::Horizon(Box::new(state))
        }
    }
}

/// A day being played.
struct Day<'a, P> {
    tenants: Vec<Box<dyn Tenant + 'a>>,
    /// What each tenant has told to come next.
    keys: Vec<Key>,
    origin: &'a Origin,
    station: Option<Station<'a>>,
    /// Utilisation by number in service, worked out once for each number.
    utilisation: Vec<f64>,
    next_change: usize,
    watchers: Vec<Option<Watcher<'a>>>,
    observer: &'a mut P,
    /// Whether the observer of the origin is told when nothing happened to a request.
    tells_all: bool,
    inside: u32,
    requests: u64,
    now: i64,
    /// When something happened last that was no look of an operator.
    last_happening: i64,
}

/// An operator at work.
struct Watcher<'a> {
    operator: &'a Operator,
    first_look: i64,
    looks: u32,
    /// Whether the last look changed a limit.
    has_changed: bool,
    stream: Stream,
    noise: Option<Law>,
    load: PastLevel,
    requests: PastCount<u64>,
    line: PastCount<u32>,
}

/// What happens next, and where.
enum Source {
    Tenant(usize),
    Station,
    Background,
    Operator(usize),
}

impl<'a, P: Observer> Day<'a, P> {
    fn new(
        origin: &'a Origin,
        blueprints: &[&'a Blueprint],
        mut tenants: Vec<Box<dyn Tenant + 'a>>,
        run: RunKey,
        observer: &'a mut P,
    ) -> Day<'a, P> {
        let keys: Vec<Key> = tenants.iter_mut().map(|tenant| tenant.next()).collect();
        let station = match &origin.service {
            Service::Immediate => None,
            Service::Station(station) => Some(Station::new(station, 1.0 - origin.background.first)),
        };
        let watchers = blueprints.iter().map(|blueprint| Watcher::of(blueprint, run)).collect();
        Day {
            tenants,
            keys,
            origin,
            station,
            utilisation: Vec::new(),
            next_change: 0,
            watchers,
            observer,
            tells_all: false,
            inside: 0,
            requests: 0,
            now: i64::MIN,
            last_happening: 0,
        }
    }

    /// Plays everything up to and at `until`.
    fn play(&mut self, until: Option<SimTime>) -> SiteEnding {
        let until = until.map_or(i64::MAX, SimTime::microseconds);
        loop {
            let Some((key, source)) = self.next() else {
                let told = self.tenants.iter().filter_map(|tenant| tenant.last_told()).max();
                return SiteEnding::Finished { at: told.map(SimTime::from_microseconds) };
            };
            if key.at() > until {
                return SiteEnding::Horizon(self.stop(until));
            }
            self.now = self.now.max(key.at());
            if !matches!(source, Source::Operator(_)) {
                self.last_happening = self.now;
            }
            match source {
                Source::Tenant(room) => {
                    self.tenants[room].advance(key);
                    self.touched(room);
                }
                Source::Station => self.serve(key),
                Source::Background => self.change_background(),
                Source::Operator(room) => self.look(room),
            }
            self.note_levels();
        }
    }

    /// The earliest of everything that is known to come; at one instant and phase the rooms by position, then the others.
    /// `None` once nothing keeps the day going.
    fn next(&mut self) -> Option<(Key, Source)> {
        let mut earliest = (Key::NEVER, Source::Station);
        for (room, key) in self.keys.iter().enumerate() {
            if *key < earliest.0 {
                earliest = (*key, Source::Tenant(room));
            }
        }
        let mut is_busy = earliest.0 != Key::NEVER;
        if let Some(station) = &mut self.station {
            is_busy |= station.in_service() > 0;
            let key = station.key();
            if key < earliest.0 {
                earliest = (key, Source::Station);
            }
        }
        // Neither a change of what others take nor a look keeps a day going, unless a look may yet let people in.
        if !is_busy && !self.an_operator_may_help() {
            return None;
        }
        if self.station.is_some()
            && let Some((at, _)) = self.origin.background.changes.get(self.next_change)
        {
            let key = Key::new(at.microseconds(), Phase::Settings);
            if key < earliest.0 {
                earliest = (key, Source::Background);
            }
        }
        for (room, watcher) in self.watchers.iter().enumerate() {
            let Some(watcher) = watcher else { continue };
            let key = Key::new(watcher.next_look(), Phase::Settings);
            if key < earliest.0 {
                earliest = (key, Source::Operator(room));
            }
        }
        (earliest.0 != Key::NEVER).then_some(earliest)
    }

    /// Whether people wait to whom nothing happens any more, and an operator may still raise a limit: the last look did, or
    /// one to come sees what was not seen yet.
    fn an_operator_may_help(&self) -> bool {
        let mut watched = self.watchers.iter().zip(&self.tenants);
        watched.any(|(watcher, tenant)| {
            let Some(watcher) = watcher else { return false };
            let seen_at_last = self.last_happening + watcher.reach();
            tenant.line() > 0 && (watcher.has_changed || watcher.next_look() <= seen_at_last)
        })
    }

    /// Something happened in a room: what it sends reaches the origin.
    fn touched(&mut self, room: usize) {
        while let Some((rank, work)) = self.tenants[room].outbox().and_then(|outbox| outbox.pop()) {
            self.requests += 1;
            self.recount();
            let request = Request { room: room as u32, rank, sent_at: self.now };
            match &mut self.station {
                Some(station) => {
                    station.put(request, work);
                    self.tell(room, OriginSignal::Requested);
                }
                None => {
                    self.tell(room, OriginSignal::Requested);
                    self.tell(room, OriginSignal::Answered { after: Span::ZERO });
                    self.tenants[room].answer_comes(self.now, rank);
                }
            }
        }
        self.keys[room] = self.tenants[room].next();
        self.recount();
    }

    fn recount(&mut self) {
        let inside = self.tenants.iter().map(|tenant| tenant.inside()).sum();
        if inside != self.inside {
            self.inside = inside;
            if self.tells_all {
                let happening = self.happening(OriginSignal::LoadChanged);
                self.observer.origin(&happening);
            }
        }
    }

    fn happening(&self, signal: OriginSignal) -> OriginHappening {
        OriginHappening {
            at: SimTime::from_microseconds(self.now),
            signal,
            inside: self.inside,
            in_service: self.station.as_ref().map_or(0, |station| station.in_service()),
        }
    }

    fn tell(&mut self, room: usize, signal: OriginSignal) {
        let happening = self.happening(signal);
        self.tenants[room].tell_origin(&happening);
        self.observer.origin(&happening);
    }

    fn serve(&mut self, key: Key) {
        let Some(outcome) = self.station.as_mut().and_then(|station| station.take(key)) else { return };
        let request = match outcome {
            Outcome::Answered(request) | Outcome::TimedOut(request) => request,
            Outcome::InVain => return self.tell_all_of_the_load(),
        };
        let room = request.room as usize;
        if let Outcome::Answered(_) = outcome {
            let after = Span::from_microseconds(self.now - request.sent_at);
            self.tell(room, OriginSignal::Answered { after });
            self.tenants[room].answer_comes(self.now, request.rank);
        } else {
            self.tell(room, OriginSignal::TimedOut);
            self.tenants[room].request_fails(self.now, request.rank);
        }
        self.touched(room);
    }

    fn change_background(&mut self) {
        let Some((_, share)) = self.origin.background.changes.get(self.next_change) else { return };
        self.next_change += 1;
        if let Some(station) = &mut self.station {
            station.set_available(self.now, 1.0 - share);
        }
        self.tell_all_of_the_load();
    }

    fn tell_all_of_the_load(&mut self) {
        let happening = self.happening(OriginSignal::LoadChanged);
        self.tenants.iter_mut().for_each(|tenant| tenant.tell_origin(&happening));
        self.observer.origin(&happening);
    }

    /// Load as operators understand it, as far as it is a level.
    fn load(&mut self) -> f64 {
        match (&self.station, self.origin.station()) {
            (Some(station), Some(settings)) => {
                let taken = self.origin.background.at(SimTime::from_microseconds(self.now));
                let in_service = station.in_service() as usize;
                while self.utilisation.len() <= in_service {
                    self.utilisation.push(settings.throughput.utilisation(self.utilisation.len() as u32));
                }
                taken + (1.0 - taken) * self.utilisation[in_service]
            }
            _ => {
                let safe = self.origin.safe.people_inside.map_or(f64::INFINITY, f64::from);
                f64::from(self.inside) / safe
            }
        }
    }

    /// Keeps in mind what operators may ask for.
    fn note_levels(&mut self) {
        if self.watchers.iter().all(|watcher| watcher.is_none()) {
            return;
        }
        let load = self.load();
        for (watcher, tenant) in self.watchers.iter_mut().zip(&self.tenants) {
            let Some(watcher) = watcher else { continue };
            watcher.load.set(self.now, load);
            watcher.line.set(self.now, tenant.line());
            if self.origin.safe.requests_per_second.is_some() {
                watcher.requests.set(self.now, self.requests);
            }
        }
    }

    /// An operator looks, and may change limits.
    fn look(&mut self, room: usize) {
        let Some(watcher) = &mut self.watchers[room] else { return };
        let seen = watcher.see(self.now, self.origin);
        let limits = self.tenants[room].limits();
        let changed = watcher.decide(&seen, &limits);
        watcher.has_changed = changed != limits;
        if changed != limits {
            self.tenants[room].set_limits(self.now, changed);
            self.keys[room] = self.tenants[room].next();
        }
    }

    fn stop(&mut self, until: i64) -> Vec<State> {
        let mut states: Vec<State> = self.tenants.iter_mut().map(|tenant| tenant.stop(until)).collect();
        let watched = self.watchers.iter().zip(&self.tenants).map(|(watcher, tenant)| {
            let limits = match tenant.limits() {
                Limits { slots: Some(slots), rate: Rate::PerClockMinute { limit, .. } } => (slots, limit),
                _ => (0, 0),
            };
            watcher.as_ref().map(|watcher| watcher.memory(limits))
        });
        let watched: Vec<Option<Watched>> = watched.collect();
        for (state, watched) in states.iter_mut().zip(&watched) {
            state.limits = watched.as_ref().map(|watched| watched.limits);
        }
        let tenants = &self.tenants;
        let (received, in_service) = match &mut self.station {
            None => (0.0, Vec::new()),
            Some(station) => {
                station.memory(until, |request| tenants[request.room as usize].who(request.rank))
            }
        };
        if let Some(first) = states.first_mut() {
            first.site = Some(Box::new(SiteState { in_service, received, requests: self.requests, watched }));
        }
        states
    }

    /// Goes on from where another run stopped. People of the state who are not in the crowd are ignored.
    fn restore(&mut self, state: &State, crowds: &[&Crowd]) {
        let at = state.at.microseconds();
        self.now = at;
        let changes = &self.origin.background.changes;
        self.next_change = changes.partition_point(|(from, _)| *from <= state.at);
        if let Some(station) = &mut self.station {
            station.set_available(at, 1.0 - self.origin.background.at(state.at));
        }
        if let Some(site) = &state.site {
            self.requests = site.requests;
            if let Some(station) = &mut self.station {
                let mut ranks: Vec<_> = crowds.iter().map(|crowd| crowd.ranks()).collect();
                let rank_of = |request: &RequestInService| {
                    ranks.get_mut(request.room as usize).and_then(|rank_of| rank_of(request.who))
                };
                station.restore(at, site.received, &site.in_service, rank_of);
            }
            for (watcher, kept) in self.watchers.iter_mut().zip(&site.watched) {
                if let (Some(watcher), Some(kept)) = (watcher, kept) {
                    watcher.restore(kept, idle_load(self.origin));
                }
            }
        }
        for (key, tenant) in self.keys.iter_mut().zip(&mut self.tenants) {
            *key = tenant.next();
        }
        self.recount();
        self.note_levels();
    }
}

/// Load before anybody comes: what others take of a station.
fn idle_load(origin: &Origin) -> f64 {
    if origin.station().is_some() { origin.background.first } else { 0.0 }
}

/// What an operator sees.
struct Seen {
    load: f64,
    line: u32,
}

impl<'a> Watcher<'a> {
    fn of(blueprint: &'a Blueprint, run: RunKey) -> Option<Watcher<'a>> {
        let operator = blueprint.operator()?;
        let noise =
            Distribution::Lognormal { mean: Span::from_seconds(1), coefficient_of_variation: operator.noise };
        Some(Watcher {
            operator,
            first_look: (blueprint.opening() + operator.every).microseconds(),
            looks: 0,
            has_changed: false,
            stream: Stream::new(run, Purpose::Operator, blueprint.position(), Field::Number),
            noise: (operator.noise > 0.0).then(|| Law::compile(&noise)),
            load: PastLevel::of(idle_load(blueprint.origin())),
            requests: PastCount::default(),
            line: PastCount::default(),
        })
    }

    fn next_look(&self) -> i64 {
        self.first_look + i64::from(self.looks) * self.operator.every.microseconds()
    }

    /// How long it takes until a look has seen all of what happened.
    fn reach(&self) -> i64 {
        let (_, oldest) = self.operator.delay;
        (oldest + self.operator.window + self.operator.every).microseconds()
    }

    fn see(&mut self, now: i64, origin: &Origin) -> Seen {
        let (youngest, oldest) = self.operator.delay;
        let look = u64::from(self.looks);
        self.looks += 1;
        let range = oldest.seconds() - youngest.seconds();
        let age = youngest.seconds() + range * self.stream.uniform(2 * look);
        let at = now - Span::from_fractional_seconds(age).microseconds();
        let window = self.operator.window.microseconds();
        let mut load = self.load.mean(at - window, at);
        if let (Some(safe), None) = (origin.safe.requests_per_second, origin.station()) {
            let requests = self.requests.at(at) - self.requests.at(at - window);
            load = load.max(requests as f64 / self.operator.window.seconds() / f64::from(safe));
        }
        let error = self.noise.as_ref().map_or(1.0, |law| law.value(self.stream.uniform(2 * look + 1), 0));
        let line = self.line.at(at);
        let needed = now - oldest.microseconds() - window;
        self.load.forget(needed);
        self.requests.forget(needed);
        self.line.forget(needed);
        Seen { load: load * error, line }
    }

    fn decide(&self, seen: &Seen, limits: &Limits) -> Limits {
        let factor = if seen.load < self.operator.raise_below && seen.line > 0 {
            1.0 + self.operator.raise_by
        } else if seen.load > self.operator.lower_above {
            1.0 - self.operator.lower_by
        } else {
            return *limits;
        };
        let Limits { slots: Some(slots), rate: Rate::PerClockMinute { limit, burst } } = *limits else {
            return *limits;
        };
        let moved = |limit: u32, (low, high): (u32, u32)| {
            let scaled = f64::from(limit) * factor + 0.5;
            (scaled.min(f64::from(u32::MAX)) as u32).clamp(low, high)
        };
        let adjusts = self.operator.adjusts;
        let slots = match adjusts {
            Adjusts::Both | Adjusts::TotalActiveUsers => moved(slots, self.operator.total_active_users),
            Adjusts::NewUsersPerMinute => slots,
        };
        let limit = match adjusts {
            Adjusts::Both | Adjusts::NewUsersPerMinute => moved(limit, self.operator.new_users_per_minute),
            Adjusts::TotalActiveUsers => limit,
        };
        Limits { slots: Some(slots), rate: Rate::PerClockMinute { limit: limit.min(slots), burst } }
    }

    fn memory(&self, limits: (u32, u32)) -> Watched {
        Watched {
            looks: self.looks,
            limits,
            load: self.load.steps(),
            requests: self.requests.steps(),
            line: self.line.steps(),
        }
    }

    fn restore(&mut self, kept: &Watched, idle: f64) {
        self.looks = kept.looks;
        self.load = PastLevel::restore(idle, &kept.load);
        self.requests = PastCount::restore(&kept.requests);
        self.line = PastCount::restore(&kept.line);
    }
}
