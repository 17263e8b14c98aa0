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
    /// Made the request that opens the last step: the booking.
    Booked,
    /// The visit is finished.
    VisitEnded,
    /// A request within the visit found the session expired.
    Lost {
        /// Whether this is the person's first loss.
        first: bool,
    },
    /// Gave up after losing the session too often.
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

/// Listens to a run; cannot influence it.
pub trait Observer {
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
}
