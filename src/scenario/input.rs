//! The inputs that a user can give or leave out. Does not read them.

use std::fmt;

use crate::model::room::{Composition, QueueingMethod};
use crate::model::{Background, BeforeOpening, Devices, Room, RoomId, System};
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
    /// How the origin answers requests.
    Origin,
    /// Work of the requests of a visit.
    Work,
    /// Spread of the work of a request around that of its step.
    WorkSpread,
    /// How long a request may take before it fails.
    OriginTimeout,
    /// Whether a request that failed is served to its end.
    ServesAbandoned,
    /// How often a failed request is made again.
    OriginRetries,
    /// How long after the failure.
    RetryDelay,
    /// Share of the origin that others take.
    Background,
    /// People inside up to which all is well.
    SafeInside,
    /// Requests a second up to which all is well.
    SafeRequests,
    /// Utilisation of the origin up to which all is well.
    SafeUtilisation,
    /// Shortest overload that counts.
    OverloadLasting,
    /// What there is to book.
    Places,
    /// Places that one booking takes.
    PerBooking,
    /// What people in line do once nothing is left.
    AfterSellOut,
    /// Somebody who changes the limits while watching.
    Operator,
}

/// What an input belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A group of people.
    Group,
    /// A waiting room.
    Room,
    /// What there is to book behind a room.
    Stock,
    /// The servers behind all rooms.
    Origin,
}

impl Input {
    /// Every input, in the order of reports.
    pub const ALL: [Input; 46] = [
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
        Input::Origin,
        Input::Work,
        Input::WorkSpread,
        Input::OriginTimeout,
        Input::ServesAbandoned,
        Input::OriginRetries,
        Input::RetryDelay,
        Input::Background,
        Input::SafeInside,
        Input::SafeRequests,
        Input::SafeUtilisation,
        Input::OverloadLasting,
        Input::Places,
        Input::PerBooking,
        Input::AfterSellOut,
        Input::Operator,
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
            Input::Origin => "origin",
            Input::Work => "group.visit.work",
            Input::WorkSpread => "origin.work_cv",
            Input::OriginTimeout => "origin.timeout",
            Input::ServesAbandoned => "origin.serves_abandoned",
            Input::OriginRetries => "origin.retries",
            Input::RetryDelay => "origin.retry_delay",
            Input::Background => "origin.background",
            Input::SafeInside => "origin.safe_people_inside",
            Input::SafeRequests => "origin.safe_requests_per_second",
            Input::SafeUtilisation => "origin.safe_utilisation",
            Input::OverloadLasting => "origin.overload_lasting",
            Input::Places => "stock.places",
            Input::PerBooking => "stock.per_booking",
            Input::AfterSellOut => "stock.after_sell_out",
            Input::Operator => "room.operator",
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
            Input::Origin => "--origin-servers",
            Input::Work => "--work",
            Input::WorkSpread => "--work-cv",
            Input::OriginTimeout => "--origin-timeout",
            Input::ServesAbandoned => "--serves-abandoned",
            Input::OriginRetries => "--origin-retries",
            Input::RetryDelay => "--retry-delay",
            Input::Background => "--background",
            Input::SafeInside => "--safe-inside",
            Input::SafeRequests => "--safe-requests",
            Input::SafeUtilisation => "--safe-utilisation",
            Input::OverloadLasting => "--overload-lasting",
            Input::Places => "--places",
            Input::PerBooking => "--per-booking",
            Input::AfterSellOut => "--after-sell-out",
            Input::Operator => "--operator",
        }
    }

    /// What the input belongs to.
    pub fn owner(self) -> Owner {
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
            | Input::Edge
            | Input::Operator => Owner::Room,
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
            | Input::BeforeOpening
            | Input::Work => Owner::Group,
            Input::Origin
            | Input::WorkSpread
            | Input::OriginTimeout
            | Input::ServesAbandoned
            | Input::OriginRetries
            | Input::RetryDelay
            | Input::Background
            | Input::SafeInside
            | Input::SafeRequests
            | Input::SafeUtilisation
            | Input::OverloadLasting => Owner::Origin,
            Input::Places | Input::PerBooking | Input::AfterSellOut => Owner::Stock,
        }
    }

    /// Whether the input is a setting of the room.
    pub fn is_of_room(self) -> bool {
        self.owner() == Owner::Room
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
            | Input::BeforeOpening
            | Input::Origin
            | Input::Work
            | Input::WorkSpread
            | Input::OriginTimeout
            | Input::ServesAbandoned
            | Input::OriginRetries
            | Input::RetryDelay
            | Input::Background
            | Input::SafeInside
            | Input::SafeRequests
            | Input::SafeUtilisation
            | Input::OverloadLasting
            | Input::Places
            | Input::PerBooking
            | Input::AfterSellOut
            | Input::Operator => true,
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
            | Input::NewUsersPerMinute
            | Input::Origin
            | Input::Work
            | Input::WorkSpread
            | Input::OriginTimeout
            | Input::ServesAbandoned
            | Input::OriginRetries
            | Input::RetryDelay
            | Input::Background
            | Input::SafeInside
            | Input::SafeRequests
            | Input::SafeUtilisation
            | Input::OverloadLasting
            | Input::Places
            | Input::PerBooking
            | Input::AfterSellOut => true,
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
            | Input::Operator
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
const OTHER_FLAGS: [(&str, &str); 33] = [
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
    ("origin.servers", "--origin-servers"),
    ("origin.service_time", "--service-time"),
    ("origin.from", "--origin-file"),
];

/// The flag of the `predict` verb that gives a key, for messages to people who typed flags.
pub fn flag_of(key: &str) -> Option<&'static str> {
    let of_input = Input::ALL.iter().find(|input| input.key() == key).map(|input| input.flag());
    of_input.or_else(|| OTHER_FLAGS.iter().find(|(other, _)| *other == key).map(|(_, flag)| *flag))
}

/// Which inputs the user gave. Shown as their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    rooms: Vec<GivenRoom>,
    /// Of each group, for the room it is bound for.
    groups: Vec<(RoomId, Inputs)>,
    /// Of the stock behind each room.
    stocks: Vec<(RoomId, Inputs)>,
    origin: Inputs,
}

/// What is known about the inputs of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GivenRoom {
    pub(super) metered: bool,
    pub(super) given: Inputs,
    /// Inputs that were not given but fixed by a set of assumptions.
    pub(super) fixed: Inputs,
    /// Optional inputs that are used in the room, by its people, its stock and its origin.
    pub(super) used: Inputs,
}

impl GivenRoom {
    fn plays_requests(&self) -> bool {
        self.used.contains(Input::Origin) || self.used.contains(Input::SafeRequests)
    }
}

/// A set of inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Inputs(u64);

impl Inputs {
    pub(super) fn insert(&mut self, input: Input) {
        self.0 |= 1 << input as u16;
    }

    /// The optional inputs that make a difference to a room of a system.
    pub(super) fn used_in(system: &System, room: RoomId) -> Inputs {
        let mut used = Inputs::default();
        let mut add = |input, is_used: bool| {
            if is_used {
                used.insert(input);
            }
        };
        if let Some(Composition::Cloudflare(settings)) = system.rooms.get(room.0).map(Room::composition) {
            add(Input::QueueingMethod, settings.queueing_method != QueueingMethod::Fifo);
            add(Input::QueueAll, settings.queue_all);
            add(Input::Suspended, settings.suspended);
            add(Input::Events, settings.events.iter().any(|event| !event.suspended));
            add(Input::Timetable, !settings.timetable.is_empty());
            add(Input::Revoke, settings.revoke > Share::NONE);
            add(Input::Edge, settings.edge.is_some());
            add(Input::Operator, settings.operator.is_some());
        }
        let is_station = system.origin.station().is_some();
        for (_, group) in system.groups_of(room) {
            add(Input::Tolerance, group.tolerance.is_some());
            add(Input::Comeback, group.comeback.is_some());
            add(Input::Sleep, group.sleep.is_some());
            add(Input::Devices, group.devices != Devices::one());
            add(Input::Cookieless, group.cookieless > Share::NONE);
            add(Input::Bypass, group.bypass > Share::NONE);
            add(Input::BeforeOpening, group.before_opening != BeforeOpening::Proceeds);
            add(Input::Work, is_station && !group.visit.is_of_standard_requests());
        }
        let has_stock = system.stock_of(room).is_some();
        for input in [Input::Places, Input::PerBooking, Input::AfterSellOut] {
            add(input, has_stock);
        }
        if let Some(station) = system.origin.station() {
            add(Input::Origin, true);
            add(Input::OriginTimeout, true);
            add(Input::WorkSpread, station.work_cv > 0.0);
            // Without a time-out no request fails.
            for input in [Input::ServesAbandoned, Input::OriginRetries, Input::RetryDelay] {
                add(input, station.timeout.is_some());
            }
            add(Input::Background, system.origin.background != Background::NONE);
        }
        let safe = &system.origin.safe;
        add(Input::SafeInside, safe.people_inside.is_some());
        add(Input::SafeRequests, safe.requests_per_second.is_some());
        add(Input::SafeUtilisation, safe.utilisation.is_some());
        add(Input::OverloadLasting, safe.is_known());
        used
    }

    pub(super) fn contains(self, input: Input) -> bool {
        self.0 & (1 << input as u16) != 0
    }
}

impl Given {
    /// Of rooms, groups and stocks in the order of the system.
    pub(super) fn new(
        rooms: Vec<GivenRoom>,
        groups: Vec<(RoomId, Inputs)>,
        stocks: Vec<(RoomId, Inputs)>,
        origin: Inputs,
    ) -> Given {
        Given { rooms, groups, stocks, origin }
    }

    /// The same for one room: its own settings, the groups bound for it (their positions are then counted among them
    /// alone), its stock, and the origin that all rooms share.
    pub fn of_room(&self, room: RoomId) -> Given {
        let of_room = |list: &[(RoomId, Inputs)]| {
            let own = list.iter().filter(|(bound_for, _)| *bound_for == room);
            own.map(|(_, inputs)| (RoomId(0), *inputs)).collect()
        };
        Given {
            rooms: self.rooms.get(room.0).cloned().into_iter().collect(),
            groups: of_room(&self.groups),
            stocks: of_room(&self.stocks),
            origin: self.origin,
        }
    }

    /// Whether a set of assumptions fixes the input.
    pub fn is_fixed(&self, input: Input) -> bool {
        self.rooms.iter().any(|room| room.fixed.contains(input))
    }

    /// Whether the user gave the input; one of rooms or groups counts when it was given for every one of them, one that
    /// most do without when it was given for any.
    pub fn contains(&self, input: Input) -> bool {
        let suffices = |mut given: Box<dyn Iterator<Item = Inputs> + '_>| match input.is_optional() {
            true => given.any(|given| given.contains(input)),
            false => given.all(|given| given.contains(input)),
        };
        match input.owner() {
            Owner::Room => suffices(Box::new(self.rooms.iter().map(|room| room.given))),
            Owner::Group => suffices(Box::new(self.groups.iter().map(|(_, given)| *given))),
            Owner::Stock => suffices(Box::new(self.stocks.iter().map(|(_, given)| *given))),
            Owner::Origin => self.origin.contains(input),
        }
    }

    /// Whether the user gave the input for this group (by position), or for what it comes to if the input is not the
    /// group's: its room, the stock behind it, the origin.
    pub fn in_group(&self, group: usize, input: Input) -> bool {
        let Some((room, given)) = self.groups.get(group) else { return false };
        match input.owner() {
            Owner::Group => given.contains(input),
            Owner::Room => self.rooms.get(room.0).is_some_and(|room| room.given.contains(input)),
            Owner::Stock => self.stocks.iter().any(|(behind, given)| behind == room && given.contains(input)),
            Owner::Origin => self.origin.contains(input),
        }
    }

    /// Whether the results depend on the input at all: in these kinds of rooms, and with what is used.
    pub fn matters(&self, input: Input) -> bool {
        self.rooms.iter().any(|room| match input.is_optional() {
            true => room.used.contains(input),
            // Requests that nobody asks for a session still load the origin.
            false if input == Input::Pages && room.plays_requests() => true,
            false => !room.metered || input.matters_when_metered(),
        })
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
