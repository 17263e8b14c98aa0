//! A day taken apart at an instant, so that it can be stored, changed and gone on with.

use std::collections::VecDeque;

use super::crowd::Who;
use super::gate::GateMemory;
use super::signal::Parting;
use crate::units::{SimTime, Span};

/// Everything that a run needs to go on from an instant: all that happened up to and at `at` is done.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The instant; people whose first request is later have not come yet.
    pub at: SimTime,
    /// People in line, asleep ones and clients without cookies included.
    pub in_line: Vec<Who>,
    /// Places that are polled (in a called line: people as they came, or as they lie in the urn).
    pub places: Vec<PlaceHeld>,
    /// Places that nobody polls.
    pub ghosts: Vec<GhostPlace>,
    /// Ends of patience to come.
    pub departures: Vec<Due>,
    /// People for whom this is not the first stay in line.
    pub stays: Vec<(Who, Stay)>,
    /// People who will come back, and phones that will be woken, by time.
    pub returns: Vec<ReturnDue>,
    /// Phones that will fall asleep, by time.
    pub sleepers: Vec<Due>,
    /// Clients without cookies that will ask again, by time.
    pub repeats: Vec<Due>,
    /// Sessions whose expiry is known, by time. The session of someone who will still make requests may follow
    /// from the visit.
    pub sessions: Vec<(SimTime, Who)>,
    /// Last requests to come, by time.
    pub last_requests: Vec<LastRequest>,
    /// Visits whose last request was made and that end later, by time.
    pub ends: Vec<(SimTime, Who)>,
    /// Requests to come that decide something before the last one, by time.
    pub requests: Vec<VisitRequest>,
    /// How far people with an interrupted visit have come.
    pub progress: Vec<ProgressMade>,
    /// Visits of which every request is played.
    pub visits: Vec<VisitPlayed>,
    /// Places left in each slot; empty where there is no stock.
    pub places_left: Vec<u32>,
    /// People in line who will leave because nothing is left, by time.
    pub disappointed: Vec<Due>,
    /// The limits in force, if an operator has set them.
    pub limits: Option<(u32, u32)>,
    /// What stands beside the room; `None`: nothing does.
    pub site: Option<Box<SiteState>>,
    /// Sessions that have not expired.
    pub active: u32,
    /// People whose visit is not finished.
    pub inside: u32,
    /// What the limits remember.
    pub gate: GateMemory,
    /// Draws made that follow the course of events.
    pub draws_made: u64,
    /// Draws made in advance by the random method.
    pub lot: Option<PendingLot>,
    /// What data centres that decide on their own remember; `None`: there are none, or they know all of the above
    /// and nothing else.
    pub edge: Option<Box<EdgeMemory>>,
}

/// What the random method has drawn in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLot {
    /// Draws made.
    pub drawn: u64,
    /// Bits of the bound that candidates were drawn at.
    pub bound: u64,
    /// End of the window for which candidates were drawn, in microseconds.
    pub until: i64,
    /// No candidate polls before this instant, in microseconds.
    pub look_again: Option<i64>,
    /// When the next candidate polls, in microseconds, who it is, on which device, and whether it still waits.
    pub candidate: Option<(i64, Who, u32, bool)>,
    /// Polls of this instant up to this person (counted through all groups) and device have been decided.
    pub passed: (i64, u32, u32),
}

/// What the data centres of a room remember. Counts that only grow begin with the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeMemory {
    /// In front the snapshot that data centres decide from, then those that have not reached them.
    pub snapshots: VecDeque<Snapshot>,
    /// Snapshots of this instant and before have reached them, in microseconds.
    pub reached: i64,
    /// The next sync instant in microseconds.
    pub next_sync: i64,
    /// The slots that were set last.
    pub slots: SlotsSet,
    /// By data centre: tickets given for its own slots since they were set.
    pub given: Vec<u32>,
    /// By counter: tickets given for the pool; only grows.
    pub given_anywhere: Vec<u64>,
    /// By data centre: sessions.
    pub sessions: Vec<u32>,
    /// Sessions of all.
    pub active: i64,
    /// Sessions that ended; only grows.
    pub ended: u64,
    /// Acceptances without a ticket; only grows.
    pub unticketed: u64,
    /// The same when the minute began.
    pub unticketed_before: u64,
    /// Sessions given before the minute of the slots; only grows.
    pub began_before: i64,
    /// Of snapshots that data centres no longer decide from, of the last 20 s and one before: instant, ended
    /// sessions.
    pub past: VecDeque<(i64, u64)>,
    /// Requests of new users in the last minute, by second since zero.
    pub new_users: VecDeque<(i64, u32)>,
}

/// A room at a sync instant: all that happened before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The instant in microseconds; nothing changed from here to the next snapshot's.
    pub from: i64,
    /// Sessions of all.
    pub active: i64,
    /// Sessions that ended, see [`EdgeMemory::ended`].
    pub ended: u64,
    /// Acceptances without a ticket, see [`EdgeMemory::unticketed`].
    pub unticketed: u64,
    /// By data centre: sessions.
    pub sessions: Vec<u32>,
    /// By counter: tickets given for the pool.
    pub given_anywhere: Vec<u64>,
    /// Buckets with a place, in order, each with the unexpired places in it and all before it.
    pub places: Vec<(BucketName, u32)>,
}

/// The slots of a minute as they were set from a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotsSet {
    /// The minute of the clock.
    pub minute: i64,
    /// Sessions in the snapshot.
    pub active: i64,
    /// Acceptances of this minute in the snapshot.
    pub accepted: u64,
    /// Ended sessions in the snapshot.
    pub ended: u64,
    /// Acceptances without a ticket that the snapshot's sessions include.
    pub unticketed: u64,
    /// Acceptances without a ticket that `accepted` includes or that were made in earlier minutes.
    pub unticketed_by_rate: u64,
    /// By data centre: users by whom slots are shared.
    pub users: Vec<u32>,
    /// By counter: tickets given for the pool before.
    pub given_anywhere: Vec<u64>,
}

/// The name of a bucket; names sort as buckets do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketName {
    /// Minute in which its places were given or dealt.
    pub minute: i64,
    /// Number of a group that was dealt by a shuffle, or [`BucketName::NOT_DEALT`].
    pub dealt: u32,
}

impl BucketName {
    /// The bucket of a minute, which comes after the groups dealt in it.
    pub const NOT_DEALT: u32 = u32::MAX;

    /// The bucket of a minute of the clock.
    pub fn of_minute(minute: i64) -> BucketName {
        BucketName { minute, dealt: BucketName::NOT_DEALT }
    }
}

/// A place that is polled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceHeld {
    /// Whose.
    pub who: Who,
    /// On which device, from 0.
    pub device: u32,
    /// Its bucket.
    pub bucket: BucketName,
    /// Polls come at whole intervals from here.
    pub polls_from: SimTime,
    /// The last try before these polls.
    pub last_try: SimTime,
}

/// A place that nobody polls any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GhostPlace {
    /// Whose it was.
    pub who: Who,
    /// On which device, from 0.
    pub device: u32,
    /// Whether the owner could come back to it.
    pub returnable: bool,
    /// When it was given.
    pub queued_at: SimTime,
    /// Its bucket.
    pub bucket: BucketName,
    /// When it dies.
    pub expires_at: SimTime,
}

/// Something that will happen to a person in this turn, unless the turn is over by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: SimTime,
    /// To whom.
    pub who: Who,
    /// Turn of the person in line: 0 for the first.
    pub turn: u32,
}

/// A stay in line that is not a person's first, or a life after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stay {
    /// 0 for the first stay of a person.
    pub turn: u32,
    /// When it began, in microseconds.
    pub queued_at: i64,
    /// Comebacks so far.
    pub comebacks: u32,
    /// Whether the person was let in before.
    pub accepted: bool,
    /// Whether the person was queued before.
    pub queued: bool,
    /// Whether the person lost a session in a visit that was given up.
    pub lost: bool,
}

/// Somebody who will come back, or a phone that will be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnDue {
    /// When.
    pub at: SimTime,
    /// Who.
    pub who: Who,
    /// Why.
    pub why: Return,
}

/// Why somebody makes a request again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Return {
    /// Comes back after having gone.
    Comeback {
        /// How the person had gone.
        after: Parting,
        /// Whether the place may be kept.
        with_cookie: bool,
    },
    /// The phone is woken, in that turn.
    Wake {
        /// Turn of the person in line.
        turn: u32,
    },
}

/// A last request to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRequest {
    /// When.
    pub at: SimTime,
    /// Whose.
    pub who: Who,
    /// Whether the end of the session follows from it; otherwise it is known already, or there is none.
    pub decides_session: bool,
}

/// A request within a visit that decides something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitRequest {
    /// When it comes.
    pub at: SimTime,
    /// Whose.
    pub who: Who,
    /// Step that is being done, from 0.
    pub step: u32,
    /// How long that step takes this time.
    pub think: Span,
    /// What it decides.
    pub kind: RequestKind,
}

/// What a request within a visit decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestKind {
    /// Will find that there is no session; the step has to be redone in part.
    Lost,
    /// The same before the opening, when no step has begun.
    LostBeforeOpening,
    /// A client without cookies asks anew.
    Anew,
    /// The last one, and the origin revokes the session.
    Revoked,
}

/// A visit of which every request is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitPlayed {
    /// Whose.
    pub who: Who,
    /// When the session ends as things stand, in microseconds; the smallest number: there is none, the largest: with the
    /// visit.
    pub expiry: i64,
    /// When the last request was sent, in microseconds.
    pub sent_at: i64,
    /// Time on the step that the present request opens, or that is being done, in microseconds.
    pub think: i64,
    /// Step that the present or next request opens, or that is being done, from 0.
    pub step: u32,
    /// Failures of the present request.
    pub failures: u32,
    /// Failures of all requests.
    pub failures_in_all: u32,
    /// What the next request is.
    pub next: Next,
    /// When it comes; `None`: the present one is with the origin, or the visit is over.
    pub next_at: Option<SimTime>,
}

/// What the next request of a visit is, where every request is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It opens the next step.
    Step,
    /// The page is loaded again before the opening.
    Reload,
    /// The failed one is made again.
    Retry,
    /// A client without cookies asks anew.
    Anew,
}

/// What stands beside the rooms: the origin's requests in service, and what operators have seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteState {
    /// Requests in service by order of arrival.
    pub in_service: Vec<RequestInService>,
    /// Work that each of them has received since the station was last empty.
    pub received: f64,
    /// Requests so far.
    pub requests: u64,
    /// What operators remember; by room.
    pub watched: Vec<Option<Watched>>,
}

/// A request in service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RequestInService {
    /// Position of the room.
    pub room: u32,
    /// Whose.
    pub who: Who,
    /// When it arrived.
    pub sent_at: SimTime,
    /// It is finished when the work received comes to this.
    pub finish: f64,
    /// Whether somebody waits for the answer.
    pub is_wanted: bool,
}

/// What an operator remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Looks so far.
    pub looks: u32,
    /// Limits set last: `total_active_users`, `new_users_per_minute`.
    pub limits: (u32, u32),
    /// Load over time: instant in microseconds, level from then on, level × seconds up to then.
    pub load: Vec<(i64, f64, f64)>,
    /// Requests so far: instant in microseconds, count from then on.
    pub requests: Vec<(i64, u64)>,
    /// Line over time: instant in microseconds, places from then on.
    pub line: Vec<(i64, u32)>,
}

/// How far an interrupted visit has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressMade {
    /// Whose.
    pub who: Who,
    /// Step to be done again, from 0.
    pub step: u32,
    /// How long it will take.
    pub think: Span,
    /// Sessions lost so far.
    pub losses: u32,
}
