//! A deliberately naive reference simulator, used only to check the fast engine event by event.
//!
//! It is written from the contract (`model.md`) and its agreed readings (R1 to R20) alone. Every arrival, every poll,
//! every request, every expiry is an event in one sorted set; whatever the room has to count (sessions, places,
//! acceptances of the minute) it counts by looking at everybody again. All times are microseconds.
//!
//! Order at one instant (§1, R19, S5): settings change → session expiries → place expiries → answers → time-outs → people
//! leaving (patience end, falling asleep, visit ends) → arrivals → returns and wakings → polls → requests within a visit,
//! within a phase by room, group, person, device. The agenda is sorted by exactly that, and the smallest entry is always
//! taken, so "anything created at this instant for an earlier phase runs next" needs no code of its own. Answers are not in
//! the agenda: the next one is looked for among all requests in service whenever something is to happen.
//!
//! Covered: the Cloudflare room (§3.1–3.5, not the edge of §3.6), the metered room with order fifo (§3.8), and what stands
//! behind them (§4–6; readings S1 to S10, K1 to K4, O1 to O3, T1): station, stock, operator, several rooms.

mod cloudflare;
mod metered;
mod operator;
mod site;
mod station;
mod stock;
mod visit;

pub use site::{Place, Room, SiteDay, Snapshot, cloudflare, metered, site};

use std::fmt;
use std::rc::Rc;

/// A clock minute.
const MINUTE: i64 = 60_000_000;

/// One person and everything private about them. The metered room uses only who they are, when they come, how long they
/// stay and their first patience.
#[derive(Clone, Debug)]
pub struct Person {
    /// The group; orders people at one instant.
    pub group: u32,
    /// The number within the group; orders people at one instant. `(group, person)` is unique.
    pub person: u32,
    /// When the first request meets the room.
    pub arrives: i64,
    /// Think times between consecutive requests: request k+1 is made `think[k]` after request k was answered, so there
    /// is one request more than there are think times.
    pub think: Vec<i64>,
    /// The think time after the last request, followed by no request.
    pub last_think: i64,
    /// How long the person stays in line; `None` is for ever.
    pub patience: Option<i64>,
    /// Time between two polls (20 s plus the person's poll delay); positive. The same on all devices.
    pub poll_interval: i64,
    /// The person leaves when a known estimate is longer than this (R15); `None` is never.
    pub tolerance: Option<i64>,
    /// The lottery ticket of each device (R16); there are as many devices as tickets, at least one.
    pub tickets: Vec<u64>,
    /// The n-th leaving, turning away or giving up leads to the n-th of these; after the last the person stays away.
    pub comebacks: Vec<Comeback>,
    /// The phone (device 0) falls asleep in line (R11).
    pub sleep: Option<Sleep>,
    /// Keeps no cookies: every request is a new user's (R13). One device.
    pub cookieless: bool,
    /// Goes past the room with every request (R2).
    pub bypass: bool,
    /// The origin ends the session with the request that opens the last step (R7).
    pub revoked: bool,
    /// Once in before the opening, waits on the page and reloads it this often (R18); positive.
    pub reload: Option<i64>,
    /// What matters behind the room.
    pub at_origin: AtOrigin,
}

/// What is private about somebody behind the room.
#[derive(Clone, Debug)]
pub struct AtOrigin {
    /// Work of the request that opens each step, in standard requests; 1 where there is none.
    pub work: Vec<f64>,
    /// The delay before a failed request is made again, by the number of failures before that one.
    pub retry_delay: RetryDelay,
    /// k: places wanted.
    pub places_wanted: u32,
    /// Slot of first choice.
    pub slot: usize,
    /// Takes another slot.
    pub is_flexible: bool,
    /// The uniform that chooses it.
    pub other_slot: f64,
    /// How long the person stays in line once nothing is left; `None` is for ever.
    pub after_sell_out: Option<i64>,
}

impl Default for AtOrigin {
    fn default() -> AtOrigin {
        AtOrigin {
            work: Vec::new(),
            retry_delay: RetryDelay::always(0),
            places_wanted: 1,
            slot: 0,
            is_flexible: true,
            other_slot: 0.5,
            after_sell_out: Some(0),
        }
    }
}

/// Delays by number.
#[derive(Clone)]
pub struct RetryDelay(pub Rc<dyn Fn(u32) -> i64>);

impl RetryDelay {
    /// The same each time.
    pub fn always(delay: i64) -> RetryDelay {
        RetryDelay(Rc::new(move |_| delay))
    }
}

impl fmt::Debug for RetryDelay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RetryDelay")
    }
}

/// The servers behind all rooms (§4).
#[derive(Clone, Debug)]
pub struct Origin {
    /// How they answer; `None` is at once.
    pub station: Option<Station>,
    /// b from when on; the first from `i64::MIN`, the instants increasing.
    pub background: Vec<(i64, f64)>,
    /// `people_inside` up to which all is well.
    pub safe_inside: Option<u32>,
    /// `requests_per_second` up to which all is well.
    pub safe_requests: Option<u32>,
}

impl Origin {
    /// Answers at once, and nothing is known.
    pub fn unknown() -> Origin {
        Origin { station: None, background: vec![(i64::MIN, 0.0)], safe_inside: None, safe_requests: None }
    }
}

/// The processor-sharing station.
#[derive(Clone, Debug)]
pub struct Station {
    /// X(n).
    pub rate: Rate,
    /// A request not completed that long after its arrival fails; `None` is never.
    pub timeout: Option<i64>,
    /// A request that failed is served to its end.
    pub serves_abandoned: bool,
    /// Times that a request is made again; `None` is without end.
    pub retries: Option<u32>,
}

/// X(n), standard requests a second by the number in service.
#[derive(Clone, Debug)]
pub enum Rate {
    /// min(n, servers) ÷ service time.
    Servers { servers: u32, service_time: i64 },
    /// λn ÷ (1 + σ(n − 1) + κn(n − 1)).
    Law { alone: f64, contention: f64, coherency: f64 },
    /// (n, rate), rising in n.
    Table(Vec<(f64, f64)>),
}

/// What there is to book behind a room (§5): places and popularity by slot.
#[derive(Clone, Debug)]
pub struct Stock {
    pub slots: Vec<(u32, f64)>,
}

/// Somebody who changes the limits of a Cloudflare room (§6).
#[derive(Clone)]
pub struct Operator {
    /// Looks at this instant plus 1, 2, 3 … times `every`.
    pub opening: i64,
    pub every: i64,
    pub raise_below: f64,
    pub lower_above: f64,
    pub raise_by: f64,
    pub lower_by: f64,
    pub moves_total_active_users: bool,
    pub moves_new_users_per_minute: bool,
    /// Bounds, both included.
    pub total_active_users: (u32, u32),
    pub new_users_per_minute: (u32, u32),
    /// The load seen is the mean over this.
    pub window: i64,
    /// By number of the look, from 0: how old what is seen is, and the factor of the error.
    pub sees: Rc<dyn Fn(u64) -> (i64, f64)>,
}

/// What can happen to a request at the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OriginWhat {
    /// It arrived.
    Requested,
    /// It was answered, so long after.
    Answered { after: i64 },
    /// It failed.
    TimedOut,
    /// It had failed before and was served to its end.
    AbandonedDone,
}

/// Something that happened to a request at the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OriginEvent {
    /// When.
    pub at: i64,
    /// What.
    pub what: OriginWhat,
}

/// How somebody comes back (R10).
#[derive(Clone, Copy, Debug)]
pub struct Comeback {
    /// How long after leaving.
    pub delay: i64,
    /// With the cookie: an unexpired place of device 0 is theirs again.
    pub with_cookie: bool,
    /// The patience of this time.
    pub patience: Option<i64>,
}

/// How a phone sleeps (R11).
#[derive(Clone, Copy, Debug)]
pub struct Sleep {
    /// From the first queued request to falling asleep.
    pub after: i64,
    /// From falling asleep to waking.
    pub lasting: i64,
}

/// Settings of the Cloudflare room.
#[derive(Clone, Debug)]
pub struct Cloudflare {
    /// What is in force from when on (R1); the first from `i64::MIN`, the instants increasing.
    pub regimes: Vec<(i64, Regime)>,
    /// `bucket_rule = strict`, else `reservation`.
    pub strict_buckets: bool,
    /// `newcomer_rule = sticky`, else `consistent`.
    pub sticky: bool,
    /// How long a place lives after its last poll.
    pub grace: i64,
    /// Added to a time before it is divided into clock minutes.
    pub minute_offset: i64,
    /// The share of a step's previous think time needed to do it again, in thousandths.
    pub retype_thousandths: i64,
    /// The person gives up at this loss of a visit (0: no loss has that number, so never).
    pub give_up_after: u32,
    /// Someone re-queued after a lost session gets the whole patience again, else has none.
    pub patience_again: bool,
    /// The opening, until which people with `reload` wait on the page (R18).
    pub opening: i64,
    /// The 20 s of the room itself: a returning or waking request is a try only this long after the last one (R10, R11),
    /// and the random method looks this far back and ahead (R4).
    pub room_poll_interval: i64,
}

/// What is in force for a while (R1).
#[derive(Clone, Copy, Debug)]
pub struct Regime {
    /// TAU: at most this many sessions.
    pub total_active_users: u32,
    /// NUPM: at most this many acceptances in a clock minute.
    pub new_users_per_minute: u32,
    /// The burst share b in ten-thousandths, 0 to 10,000.
    pub burst_ten_thousandths: u32,
    /// S: how long a session lives.
    pub session_duration: i64,
    /// A session stays acceptance + S, whatever is requested.
    pub disable_session_renewal: bool,
    /// What a request meets.
    pub entry: Entry,
    /// When this regime begins, everyone in line is dealt into groups of this many (R16); positive.
    pub shuffle: Option<u32>,
}

/// What a request meets (R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// There is no room: everything reaches the origin, uncounted.
    Suspended,
    /// `queue_all`, or an event's prequeue: every new user is queued, nobody is accepted.
    Hold,
    /// Accepted, limits ignored.
    Passthrough,
    /// Turned away.
    Reject,
    /// By buckets.
    Fifo,
    /// By draws.
    Random,
}

/// Settings of the metered room, order fifo.
#[derive(Clone, Debug)]
pub struct Metered {
    /// A: at most this many inside; `None` is unlimited.
    pub slots: Option<u32>,
    /// 1/R: consecutive admissions are at least this far apart; 0 is no rate limit.
    pub spacing: i64,
    /// K: at most this many in line; `None` is unlimited.
    pub line_limit: Option<u32>,
    /// A slot is held for visit + lag.
    pub lag: i64,
}

/// What can happen to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A new user's request was let in while the person was not in line.
    AcceptedAtOnce,
    /// A new user's request was queued; told once a stay in line.
    Queued,
    /// Let in from the line.
    Admitted,
    /// Patience ended in line, or an estimate was too long.
    Left,
    /// An unexpired place died without admission; names its owner.
    PlaceExpired,
    /// A slot was freed (expired or revoked); names its owner.
    SessionExpired,
    /// Last request + last think time.
    VisitEnded,
    /// A request within the visit found the session expired.
    Lost,
    /// One loss too many; follows `Lost`. Without cookies: turned away within the visit.
    GaveUp,
    /// Turned away: by `reject`, or because the metered room's line was full.
    TurnedAway,
    /// The request of somebody who comes back is made; its outcome follows.
    CameBack,
    /// The request that opens the last step was answered; there is no stock.
    Booked,
    /// The same, and places were taken.
    BookedPlaces { slot: usize, places: u32 },
    /// Those were the last ones; follows `BookedPlaces`.
    SoldOut,
    /// The request that opens the last step was answered, and too few places were left: the
    /// visit is over; `VisitEnded` follows.
    FoundSoldOut,
    /// A request to the origin timed out; `GaveUp` follows if it is not made again.
    RequestFailed,
}

/// Something that happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: i64,
    /// What.
    pub what: What,
    /// To whom: the group.
    pub group: u32,
    /// To whom: the number within the group.
    pub person: u32,
}

/// What an answer that leaves somebody in line shows (R14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When.
    pub at: i64,
    /// To whom: the group.
    pub group: u32,
    /// To whom: the number within the group.
    pub person: u32,
    /// On which device.
    pub device: u32,
    /// From and to, in minutes (the same under fifo); `None` is unknown.
    pub estimate: Option<(i64, i64)>,
}

/// A day of the Cloudflare room.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// What happened, in order.
    pub happenings: Vec<Happening>,
    /// What was shown, in order.
    pub shown: Vec<Shown>,
}

/// The phases of one instant, in the order of R19 (no sampling here).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// "settings change": the new regime is in force anyway, so this is only for the shuffle …
    Settings,
    /// … and for the background, when there is a station …
    Background,
    /// … and operators look "after scheduled changes" (O1).
    Operator,
    /// "session expiries".
    SessionExpiry,
    /// "place expiries".
    PlaceExpiry,
    /// "answers (completions; least remaining work first, then order of arrival at the station)": never in the agenda.
    Answer,
    /// "time-outs (in order of arrival at the station)".
    TimeOut,
    /// "people leaving": those who heard that nothing is left …
    SoldOutLeaving,
    /// … patience ends …
    PatienceEnd,
    /// … then phones fall asleep …
    FallingAsleep,
    /// … and visits end.
    VisitEnd,
    /// "arrivals".
    Arrival,
    /// "returns and wakings".
    Return,
    /// "polls (cookieless repeats too)".
    Poll,
    /// "requests within a visit".
    Request,
    /// "admission phase (metered room only)".
    Admission,
    /// "in the metered room a person admitted exactly at the end of patience is admitted": so patience ends after that.
    LeavingMetered,
}

/// What somebody plans: time, phase, group, person, device, number of the place or session.
type Planned = (i64, Phase, u32, u32, u32, usize);

/// What a room wants after something happened in it.
#[derive(Default)]
struct Outbox {
    /// To happen in this room.
    planned: Vec<Planned>,
    /// Requests that reach the origin now: whose, and the work.
    requests: Vec<((u32, u32), f64)>,
}

/// How many items there are, as a signed number.
fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    items.fold(0, |n, _| n + 1)
}

/// ⌈a ÷ b⌉ for a ≥ 0 and b > 0.
fn divided_rounded_up(a: i64, b: i64) -> i64 {
    (a + b - 1) / b
}
