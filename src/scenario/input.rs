//! The inputs that a user can give or leave out. Does not read them.

use std::fmt;

use crate::model::room::{Composition, QueueingMethod};
use crate::model::{BeforeOpening, Devices, System};
use crate::units::Share;

/// An input that has a default or a stated range when the user leaves it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// How many people come.
    Users,
    /// How they are spread over time.
    Arrivals,
    /// Mean length of a visit.
    VisitMean,
    /// Spread of the length of a visit.
    VisitSpread,
    /// Requests in a visit.
    Pages,
    /// How long people stay in line.
    Patience,
    /// The room's target for concurrent sessions.
    TotalActiveUsers,
    /// The room's target for acceptances in a minute.
    NewUsersPerMinute,
    /// How long a session outlives its last request.
    SessionDuration,
    /// Whether requests renew the session.
    Renewal,
    /// Which minute buckets may take a slot.
    BucketRule,
    /// Whether someone new may pass the line.
    NewcomerRule,
    /// Pacing within the minute.
    BurstShare,
    /// What a refresh adds to the poll interval.
    PollDelay,
    /// What an interrupted step costs when done again.
    Retype,
    /// The loss at which a person gives up.
    GiveUpAfter,
    /// Who is let in when a slot is free.
    QueueingMethod,
    /// Whether everyone new queues.
    QueueAll,
    /// Whether the room is off.
    Suspended,
    /// Scheduled events.
    Events,
    /// Changes of the room's settings while it runs.
    Timetable,
    /// Whose session the origin ends.
    Revoke,
    /// Data centres that decide on their own.
    Edge,
    /// Longest estimate that people put up with.
    Tolerance,
    /// Whether people come back.
    Comeback,
    /// Phones that fall asleep.
    Sleep,
    /// Places that one person takes.
    Devices,
    /// Clients without cookies.
    Cookieless,
    /// People whom a bypass rule lets through.
    Bypass,
    /// What people do who are let in before the opening.
    BeforeOpening,
}

impl Input {
    /// Every input, in the order of reports.
    pub const ALL: [Input; 30] = [
        Input::Users,
        Input::Arrivals,
        Input::VisitMean,
        Input::VisitSpread,
        Input::Pages,
        Input::Patience,
        Input::TotalActiveUsers,
        Input::NewUsersPerMinute,
        Input::SessionDuration,
        Input::Renewal,
        Input::BucketRule,
        Input::NewcomerRule,
        Input::BurstShare,
        Input::PollDelay,
        Input::Retype,
        Input::GiveUpAfter,
        Input::QueueingMethod,
        Input::QueueAll,
        Input::Suspended,
        Input::Events,
        Input::Timetable,
        Input::Revoke,
        Input::Edge,
        Input::Tolerance,
        Input::Comeback,
        Input::Sleep,
        Input::Devices,
        Input::Cookieless,
        Input::Bypass,
        Input::BeforeOpening,
    ];

    /// Key in a scenario file.
    pub fn key(self) -> &'static str {
        match self {
            Input::Users => "group.count",
            Input::Arrivals => "group.arrivals",
            Input::VisitMean => "group.visit.mean",
            Input::VisitSpread => "group.visit.cv",
            Input::Pages => "group.visit.pages",
            Input::Patience => "group.patience",
            Input::TotalActiveUsers => "room.total_active_users",
            Input::NewUsersPerMinute => "room.new_users_per_minute",
            Input::SessionDuration => "room.session_duration",
            Input::Renewal => "room.disable_session_renewal",
            Input::BucketRule => "room.bucket_rule",
            Input::NewcomerRule => "room.newcomer_rule",
            Input::BurstShare => "room.burst_share",
            Input::PollDelay => "group.poll_delay",
            Input::Retype => "group.retype",
            Input::GiveUpAfter => "group.give_up_after",
            Input::QueueingMethod => "room.queueing_method",
            Input::QueueAll => "room.queue_all",
            Input::Suspended => "room.suspended",
            Input::Events => "room.event",
            Input::Timetable => "room.change",
            Input::Revoke => "room.revoke_share",
            Input::Edge => "room.edge",
            Input::Tolerance => "group.tolerance",
            Input::Comeback => "group.comeback",
            Input::Sleep => "group.sleep",
            Input::Devices => "group.devices",
            Input::Cookieless => "group.cookieless",
            Input::Bypass => "group.bypass",
            Input::BeforeOpening => "group.before_opening",
        }
    }

    /// Flag of the `predict` verb.
    pub fn flag(self) -> &'static str {
        match self {
            Input::Users => "--users",
            Input::Arrivals => "--arrivals",
            Input::VisitMean => "--visit",
            Input::VisitSpread => "--visit-cv",
            Input::Pages => "--pages",
            Input::Patience => "--patience",
            Input::TotalActiveUsers => "--total-active-users",
            Input::NewUsersPerMinute => "--new-users-per-minute",
            Input::SessionDuration => "--session-duration",
            Input::Renewal => "--disable-session-renewal",
            Input::BucketRule => "--bucket-rule",
            Input::NewcomerRule => "--newcomer-rule",
            Input::BurstShare => "--burst-share",
            Input::PollDelay => "--poll-delay",
            Input::Retype => "--retype",
            Input::GiveUpAfter => "--give-up-after",
            Input::QueueingMethod => "--queueing-method",
            Input::QueueAll => "--queue-all",
            Input::Suspended => "--suspended",
            Input::Events => "--prequeue",
            Input::Timetable => "--change",
            Input::Revoke => "--revoke-share",
            Input::Edge => "--edge",
            Input::Tolerance => "--tolerance",
            Input::Comeback => "--comeback",
            Input::Sleep => "--sleep",
            Input::Devices => "--devices",
            Input::Cookieless => "--cookieless",
            Input::Bypass => "--bypass",
            Input::BeforeOpening => "--before-opening",
        }
    }

    /// Whether the input is a setting of the room; the others belong to the groups.
    pub fn is_of_room(self) -> bool {
        match self {
            Input::TotalActiveUsers
            | Input::NewUsersPerMinute
            | Input::SessionDuration
            | Input::Renewal
            | Input::BucketRule
            | Input::NewcomerRule
            | Input::BurstShare
            | Input::QueueingMethod
            | Input::QueueAll
            | Input::Suspended
            | Input::Events
            | Input::Timetable
            | Input::Revoke
            | Input::Edge => true,
            Input::Users
            | Input::Arrivals
            | Input::VisitMean
            | Input::VisitSpread
            | Input::Pages
            | Input::Patience
            | Input::PollDelay
            | Input::Retype
            | Input::GiveUpAfter
            | Input::Tolerance
            | Input::Comeback
            | Input::Sleep
            | Input::Devices
            | Input::Cookieless
            | Input::Bypass
            | Input::BeforeOpening => false,
        }
    }

    /// Whether most rooms and people do without the input: it matters only where it is used.
    pub fn is_optional(self) -> bool {
        match self {
            Input::QueueingMethod
            | Input::QueueAll
            | Input::Suspended
            | Input::Events
            | Input::Timetable
            | Input::Revoke
            | Input::Edge
            | Input::Tolerance
            | Input::Comeback
            | Input::Sleep
            | Input::Devices
            | Input::Cookieless
            | Input::Bypass
            | Input::BeforeOpening => true,
            Input::Users
            | Input::Arrivals
            | Input::VisitMean
            | Input::VisitSpread
            | Input::Pages
            | Input::Patience
            | Input::TotalActiveUsers
            | Input::NewUsersPerMinute
            | Input::SessionDuration
            | Input::Renewal
            | Input::BucketRule
            | Input::NewcomerRule
            | Input::BurstShare
            | Input::PollDelay
            | Input::Retype
            | Input::GiveUpAfter => false,
        }
    }

    /// Whether a metered room, too, depends on the input.
    pub fn matters_when_metered(self) -> bool {
        match self {
            Input::Users
            | Input::Arrivals
            | Input::VisitMean
            | Input::VisitSpread
            | Input::Patience
            | Input::TotalActiveUsers
            | Input::NewUsersPerMinute => true,
            Input::Pages
            | Input::SessionDuration
            | Input::Renewal
            | Input::BucketRule
            | Input::NewcomerRule
            | Input::BurstShare
            | Input::PollDelay
            | Input::Retype
            | Input::GiveUpAfter
            | Input::QueueingMethod
            | Input::QueueAll
            | Input::Suspended
            | Input::Events
            | Input::Timetable
            | Input::Revoke
            | Input::Edge
            | Input::Tolerance
            | Input::Comeback
            | Input::Sleep
            | Input::Devices
            | Input::Cookieless
            | Input::Bypass
            | Input::BeforeOpening => false,
        }
    }
}

/// Keys that a flag gives although no [`Input`] is named by them.
const OTHER_FLAGS: [(&str, &str); 30] = [
    ("assume", "--assume"),
    ("opens_at", "--opens-at"),
    ("horizon", "--horizon"),
    ("room.kind", "--room"),
    ("room.inside", "--total-active-users"),
    ("room.per_minute", "--new-users-per-minute"),
    ("room.from", "--room-file"),
    ("room.events_from", "--events-file"),
    ("room.plan", "--plan"),
    ("room.event.prequeue", "--prequeue"),
    ("room.event.shuffle_at_event_start", "--shuffle"),
    ("room.event.disable_session_renewal", "--event-renewal-off"),
    ("group.comeback.chance", "--comeback"),
    ("group.comeback.delay", "--comeback-after"),
    ("group.comeback.with_cookie", "--comeback-with-cookie"),
    ("group.sleep.share", "--sleep"),
    ("group.sleep.after", "--sleep-after"),
    ("group.sleep.lasting", "--sleep-for"),
    ("room.lift_product_limits", "--lift-product-limits"),
    ("room.line_limit", "--line-limit"),
    ("room.order", "--order"),
    ("room.lag", "--lag"),
    ("group.count.eligible", "--eligible"),
    ("group.count.turnout", "--turnout"),
    ("group.count.web_share", "--web-share"),
    ("group.count.accesses", "--accesses"),
    ("group.count.per_person", "--per-person"),
    ("group.arrivals.file", "--arrivals"),
    ("group.arrivals.counts", "--counts"),
    ("group.visit.quantiles", "--visit-quantiles"),
];

/// The flag of the `predict` verb that gives a key, for messages to people who typed flags.
pub fn flag_of(key: &str) -> Option<&'static str> {
    let of_input = Input::ALL.iter().find(|input| input.key() == key).map(|input| input.flag());
    of_input.or_else(|| OTHER_FLAGS.iter().find(|(other, _)| *other == key).map(|(_, flag)| *flag))
}

/// Which inputs the user gave. Shown as their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    metered: bool,
    room: Inputs,
    groups: Vec<Inputs>,
    /// Optional inputs that are used.
    used: Inputs,
    /// Inputs that were not given but fixed by a set of assumptions.
    fixed: Inputs,
}

/// A set of inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Inputs(u32);

impl Inputs {
    pub(super) fn insert(&mut self, input: Input) {
        self.0 |= 1 << input as u16;
    }

    /// The optional inputs that make a difference to a system.
    pub(super) fn used_by(system: &System) -> Inputs {
        let mut used = Inputs::default();
        let mut add = |input, is_used: bool| {
            if is_used {
                used.insert(input);
            }
        };
        for room in &system.rooms {
            let Composition::Cloudflare(settings) = room.composition() else { continue };
            add(Input::QueueingMethod, settings.queueing_method != QueueingMethod::Fifo);
            add(Input::QueueAll, settings.queue_all);
            add(Input::Suspended, settings.suspended);
            add(Input::Events, settings.events.iter().any(|event| !event.suspended));
            add(Input::Timetable, !settings.timetable.is_empty());
            add(Input::Revoke, settings.revoke > Share::NONE);
            add(Input::Edge, settings.edge.is_some());
        }
        for group in &system.groups {
            add(Input::Tolerance, group.tolerance.is_some());
            add(Input::Comeback, group.comeback.is_some());
            add(Input::Sleep, group.sleep.is_some());
            add(Input::Devices, group.devices != Devices::one());
            add(Input::Cookieless, group.cookieless > Share::NONE);
            add(Input::Bypass, group.bypass > Share::NONE);
            add(Input::BeforeOpening, group.before_opening != BeforeOpening::Proceeds);
        }
        used
    }

    pub(super) fn contains(self, input: Input) -> bool {
        self.0 & (1 << input as u16) != 0
    }
}

impl Given {
    pub(super) fn new(metered: bool, room: Inputs, groups: Vec<Inputs>, used: Inputs) -> Given {
        Given { metered, room, groups, used, fixed: Inputs::default() }
    }

    /// The same, with inputs fixed by a set of assumptions.
    pub(super) fn fixing(self, fixed: Inputs) -> Given {
        Given { fixed, ..self }
    }

    /// Whether a set of assumptions fixes the input.
    pub fn is_fixed(&self, input: Input) -> bool {
        self.fixed.contains(input)
    }

    /// Whether the user gave the input; an input of groups counts when it was given for every group, one that most
    /// groups do without when it was given for any.
    pub fn contains(&self, input: Input) -> bool {
        match input.is_of_room() {
            true => self.room.contains(input),
            false if input.is_optional() => self.groups.iter().any(|group| group.contains(input)),
            false => self.groups.iter().all(|group| group.contains(input)),
        }
    }

    /// Whether the user gave the input for this group (by position), or for the room if it is the room's.
    pub fn in_group(&self, group: usize, input: Input) -> bool {
        match input.is_of_room() {
            true => self.room.contains(input),
            false => self.groups.get(group).is_some_and(|group| group.contains(input)),
        }
    }

    /// Whether the results depend on the input at all: in this kind of room, and with what is used.
    pub fn matters(&self, input: Input) -> bool {
        match input.is_optional() {
            true => self.used.contains(input),
            false => !self.metered || input.matters_when_metered(),
        }
    }

    /// The inputs that matter and were left out, in the order of [`Input::ALL`].
    pub fn assumed(&self) -> impl Iterator<Item = Input> {
        Input::ALL.into_iter().filter(|input| self.matters(*input) && !self.contains(*input))
    }
}

impl fmt::Display for Given {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A default written out is the same scenario; only where there is a range does it make a difference.
        let shown =
            |input: &&Input| self.contains(**input) && (!input.is_optional() || self.matters(**input));
        let keys: Vec<&str> = Input::ALL.iter().filter(shown).map(|input| input.key()).collect();
        write!(out, "{}", keys.join(", "))?;
        let fixed: Vec<&str> =
            Input::ALL.iter().filter(|input| self.is_fixed(**input)).map(|input| input.key()).collect();
        if fixed.is_empty() { Ok(()) } else { write!(out, "; fixed = {}", fixed.join(", ")) }
    }
}
