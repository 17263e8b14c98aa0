//! What a run tells its observer.

use crate::units::{SimTime, Span};

/// Something that happened to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Made the first request.
    Arrived,
    /// Accepted by a request that found no need to queue; `first` unless the visit was interrupted before.
    AcceptedAtOnce {
        /// Whether this is the person's first acceptance.
        first: bool,
    },
    /// Given a place in line.
    Queued {
        /// Whether this is the person's first place.
        first: bool,
    },
    /// Asked again in vain and was given another place: a client without cookies, or someone whose phone was woken
    /// too late.
    AskedAgain,
    /// Let in from the line.
    Admitted {
        /// Whether this is the person's first acceptance.
        first: bool,
        /// Time since the place was given.
        waited: Span,
    },
    /// Left the line; in a polled line the place lives on as a ghost.
    Left,
    /// A place that nobody polled any more died.
    PlaceExpired,
    /// Turned away: at a full line, or because the room rejects everyone.
    TurnedAway,
    /// Made a request again after having gone.
    CameBack {
        /// How the person had gone.
        after: Parting,
    },
    /// A session ended and its slot was freed.
    SessionExpired,
    /// Made the request that opens the last step (with a station: was answered), and booked.
    Booked {
        /// Position of the slot in the stock; 0 where there is no stock.
        slot: u32,
        /// Places taken; 1 where there is no stock.
        places: u32,
    },
    /// Took the last place that was left; follows `Booked`.
    SoldOut,
    /// Tried to book and found too few places left; the visit ends.
    FoundSoldOut,
    /// A request to the origin timed out; `GaveUp` follows if it is not made again.
    RequestFailed,
    /// The visit is finished.
    VisitEnded,
    /// A request within the visit found the session expired.
    Lost {
        /// Whether this is the person's first loss.
        first: bool,
    },
    /// Gave up: after losing the session too often, or after a request that failed once too often.
    GaveUp,
}

/// How someone goes without having booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parting {
    /// Left the line.
    Left,
    /// Was turned away.
    TurnedAway,
    /// Gave up after losing the session too often.
    GaveUp,
}

/// The wait that a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Minutes, at least 1; the lower end of the range that the random method shows.
    pub low_minutes: u32,
    /// Its upper end; the same number in order of the line.
    pub high_minutes: u32,
}

/// A page shown to someone in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When.
    pub at: SimTime,
    /// To whom.
    pub rank: u32,
    /// On which device, from 0.
    pub device: u32,
    /// What it says; `None`: unknown.
    pub estimate: Option<Estimate>,
}

/// A signal with its time and person, and the levels after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: SimTime,
    /// What.
    pub signal: Signal,
    /// Whose: position in the order of arrival, see [`Crowd`](super::Crowd).
    pub rank: u32,
    /// Levels right after.
    pub levels: Levels,
}

/// How many there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Unexpired places, ghosts included: what the room shows.
    pub line: u32,
    /// People really in line.
    pub waiting: u32,
    /// Accepted sessions that have not expired: what the room counts.
    pub active: u32,
    /// People accepted whose visit is not finished: what loads the origin.
    pub inside: u32,
}

/// What happened at the origin, which all rooms share. Only told when requests are played, see
/// [`Origin::plays_requests`](crate::model::Origin::plays_requests).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OriginHappening {
    /// When.
    pub at: SimTime,
    /// What.
    pub signal: OriginSignal,
    /// People inside over all rooms, right after.
    pub inside: u32,
    /// Requests in service, right after; 0 without a station.
    pub in_service: u32,
}

/// Something that happened at the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginSignal {
    /// A request arrived.
    Requested,
    /// A request was answered.
    Answered {
        /// Time since it arrived.
        after: Span,
    },
    /// A request timed out.
    TimedOut,
    /// Nothing happened to a request that somebody waits for, but the load changed: an abandoned request was served to its end,
    /// other tenants take another share, or (told where several rooms are played together) people went in or out.
    LoadChanged,
}

/// Listens to a run; cannot influence it.
pub trait Observer {
    /// Something happened at the origin. Called in order of time.
    #[inline(always)]
    fn origin(&mut self, _: &OriginHappening) {}

    /// Something happened. Called in order of time.
    fn signal(&mut self, happening: &Happening);

    /// A page was shown to someone in line. Only told when every poll is played, see
    /// [`Blueprint::playing_every_poll`](super::Blueprint::playing_every_poll).
    #[inline(always)]
    fn shown(&mut self, _: &Shown) {}
}

/// Observes nothing.
impl Observer for () {
    #[inline(always)]
    fn signal(&mut self, _: &Happening) {}
}

/// Both listen.
impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline(always)]
    fn signal(&mut self, happening: &Happening) {
        self.0.signal(happening);
        self.1.signal(happening);
    }

    #[inline(always)]
    fn shown(&mut self, shown: &Shown) {
        self.0.shown(shown);
        self.1.shown(shown);
    }

    #[inline(always)]
    fn origin(&mut self, happening: &OriginHappening) {
        self.0.origin(happening);
        self.1.origin(happening);
    }
}

/// Lends an observer.
impl<A: Observer> Observer for &mut A {
    #[inline(always)]
    fn signal(&mut self, happening: &Happening) {
        (**self).signal(happening);
    }

    #[inline(always)]
    fn shown(&mut self, shown: &Shown) {
        (**self).shown(shown);
    }

    #[inline(always)]
    fn origin(&mut self, happening: &OriginHappening) {
        (**self).origin(happening);
    }
}

/// Listens only if there.
impl<A: Observer> Observer for Option<A> {
    #[inline(always)]
    fn signal(&mut self, happening: &Happening) {
        if let Some(observer) = self {
            observer.signal(happening);
        }
    }

    #[inline(always)]
    fn shown(&mut self, shown: &Shown) {
        if let Some(observer) = self {
            observer.shown(shown);
        }
    }

    #[inline(always)]
    fn origin(&mut self, happening: &OriginHappening) {
        if let Some(observer) = self {
            observer.origin(happening);
        }
    }
}
