//! Reads the `room` table. Does not know people.

use super::assume::Assume;
use super::clock::{self, WallClock};
use super::cursor::{Context, Field, Fields, MISSING};
use super::input::{Input, Inputs};
use super::notice::grouped;
use super::plan::Plan;
use super::setting::Rules;
use super::tree::Content;
use super::{edge, event, imported, keys, operator, scalar};
use crate::model::Room;
use crate::model::room::{
    BucketRule, BurstShare, CallOrder, Cloudflare, Composition, Metered, NewcomerRule, QueueingMethod,
};
use crate::units::{Share, SimTime, Span};

/// Highest rate of a metered room: admissions are whole microseconds apart.
const MAX_PER_MINUTE: u32 = 60_000_000;
/// The product's default session duration.
const DEFAULT_SESSION: Span = Span::from_minutes(5);

/// Kinds of rooms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cloudflare,
    Metered,
}

/// A room and what was given of it.
pub(super) struct RoomReading {
    pub(super) room: Room,
    pub(super) given: Inputs,
    /// What a set of assumptions fixes.
    pub(super) fixed: Inputs,
    pub(super) metered: bool,
    pub(super) plan: Plan,
    /// Where somebody is said to watch the room; `None`: nobody does.
    pub(super) operator: Option<Field>,
}

impl RoomReading {
    /// The rules that were not given, by a set of assumptions.
    fn assuming(mut self, assume: Option<Assume>) -> RoomReading {
        if let (Some(assume), Composition::Cloudflare(settings)) = (assume, self.room.composition()) {
            let mut settings = settings.clone();
            let fixed = Assume::fixes(self.given);
            let rules = Assume::RULES.into_iter().filter(|rule| fixed.contains(*rule));
            rules.for_each(|rule| assume.set(&mut settings, rule));
            (self.room, self.fixed) = (Room::cloudflare(&settings), fixed);
        }
        self
    }
}

/// Keys that only a Cloudflare room has.
const CLOUDFLARE_ONLY: [&str; 20] = [
    "from",
    "events_from",
    "plan",
    "queue_all",
    "suspended",
    "enabled_origin_commands",
    "revoke_share",
    "edge",
    "event",
    "change",
    "operator",
    "total_active_users",
    "new_users_per_minute",
    "session_duration",
    "disable_session_renewal",
    "queueing_method",
    "bucket_rule",
    "newcomer_rule",
    "burst_share",
    "lift_product_limits",
];
/// Keys that only a metered room has.
const METERED_ONLY: [&str; 5] = ["inside", "per_minute", "line_limit", "order", "lag"];

/// Reads a room; `None` if it has issues.
pub(super) fn read(
    mut fields: Fields,
    clock: Option<Option<&WallClock>>,
    assume: Option<Assume>,
    context: &mut Context,
) -> Option<RoomReading> {
    let kinds = [("cloudflare", Kind::Cloudflare), ("metered", Kind::Metered)];
    let kind = match fields.take("kind") {
        Some(field) => scalar::choice(&field, &kinds, context),
        None => Some(Kind::Cloudflare),
    };
    let Some(kind) = kind else {
        // Which keys belong here is not known: only the kind is reported.
        fields.take_all();
        return None;
    };
    let knows_all = kind == Kind::Metered || imported::add(&mut fields, context);
    let before = context.issues.len();
    let name = match fields.take("name") {
        Some(field) => scalar::text(&field, context),
        None => Some("waiting room".to_owned()),
    };
    let opening = match fields.take("opening") {
        // With a colon it is a clock time, as everywhere: 9:20 is not nine minutes and a third.
        Some(field) if matches!(&field.value.content, Content::Text(text) if text.contains([':', '：'])) => {
            clock::instant(&field, clock, context)
        }
        Some(field) => scalar::span(&field, context).map(|span| SimTime::ZERO + span),
        None => Some(SimTime::ZERO),
    };
    let (foreign, owner) = match kind {
        Kind::Cloudflare => (METERED_ONLY.as_slice(), "metered"),
        Kind::Metered => (CLOUDFLARE_ONLY.as_slice(), "cloudflare"),
    };
    for key in foreign {
        if let Some(field) = fields.take(key) {
            let kind = match context.from_flags {
                true => format!("--room {owner}"),
                false => format!("kind = \"{owner}\""),
            };
            let accepted = format!("{kind}, or {}", context.left_out());
            context.issues.push(field.issue(format!("only a {owner} room has this")).accepted(accepted));
        }
    }
    let reading = match kind {
        Kind::Cloudflare => read_cloudflare(&mut fields, name, opening, clock, context)
            .map(|reading| reading.assuming(assume)),
        Kind::Metered => read_metered(&mut fields, name, opening, context),
    };
    fields.finish(context);
    if !knows_all {
        let mut later = context.issues.split_off(before);
        let limits = ["room.total_active_users", "room.new_users_per_minute"];
        later.retain(|issue| {
            issue.message != MISSING || !limits.contains(&keys::pattern(&issue.key).as_str())
        });
        context.issues.append(&mut later);
        return None;
    }
    reading
}

fn read_cloudflare(
    fields: &mut Fields,
    name: Option<String>,
    opening: Option<SimTime>,
    clock: Option<Option<&WallClock>>,
    context: &mut Context,
) -> Option<RoomReading> {
    let mut given = Inputs::default();
    let lifted = match fields.take("lift_product_limits") {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let plan = Plan::read(fields.take("plan").as_ref(), context);
    let rules = Rules { lifted, plan };
    let accepted = rules.limits(context);
    let mut required = |key, input| {
        let field = fields.require(key, &accepted, context)?;
        given.insert(input);
        let limit = rules.limit(&field, context)?;
        Some((limit, field))
    };
    let total_active_users = required("total_active_users", Input::TotalActiveUsers);
    let new_users_per_minute = required("new_users_per_minute", Input::NewUsersPerMinute);
    if let (Some((total, _)), Some((rate, field))) = (&total_active_users, &new_users_per_minute) {
        let other = context.worded("--total-active-users", "total_active_users =");
        rules.rate_within((*rate, field), *total, other, context);
    }
    let mut optional = |key, input| {
        let field = fields.take(key)?;
        given.insert(input);
        Some(field)
    };
    let session_duration = match optional("session_duration", Input::SessionDuration) {
        Some(field) => rules.session(&field, context),
        None => Some(DEFAULT_SESSION),
    };
    let disable_session_renewal = match optional("disable_session_renewal", Input::Renewal) {
        Some(field) => rules.renewal_off(&field, context),
        None => Some(false),
    };
    let queueing_method = match optional("queueing_method", Input::QueueingMethod) {
        Some(field) => rules.method(&field, context),
        None => Some(QueueingMethod::Fifo),
    };
    let queue_all = match optional("queue_all", Input::QueueAll) {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let suspended = match optional("suspended", Input::Suspended) {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let bucket_rules = [("reservation", BucketRule::Reservation), ("strict", BucketRule::Strict)];
    let bucket_rule = match optional("bucket_rule", Input::BucketRule) {
        Some(field) => scalar::choice(&field, &bucket_rules, context),
        None => Some(BucketRule::Reservation),
    };
    let newcomer_rules = [("consistent", NewcomerRule::Consistent), ("sticky", NewcomerRule::Sticky)];
    let newcomer_rule = match optional("newcomer_rule", Input::NewcomerRule) {
        Some(field) => scalar::choice(&field, &newcomer_rules, context),
        None => Some(NewcomerRule::Consistent),
    };
    let burst = match optional("burst_share", Input::BurstShare) {
        Some(field) => scalar::share(&field, context).and_then(|share| BurstShare::new(share.value())),
        None => Some(BurstShare::HALF),
    };
    let edge = match optional("edge", Input::Edge) {
        Some(field) => edge::read(&field, context),
        None => Some(None),
    };
    let host = event::Host { rules, clock, opening };
    let events = match optional("event", Input::Events) {
        Some(field) => event::events(field, &host, context),
        None => Some(Vec::new()),
    };
    let limits = total_active_users.as_ref().zip(new_users_per_minute.as_ref());
    let limits = limits.map(|((total, _), (rate, _))| (*total, *rate));
    let timetable = match optional("change", Input::Timetable) {
        Some(field) => event::timetable(field, limits, &host, context),
        None => Some(Vec::new()),
    };
    let operator_field = fields.take("operator");
    let operator = match &operator_field {
        Some(field) => {
            given.insert(Input::Operator);
            operator::read(field, &operator::Host { rules, limits }, context).map(Some)
        }
        None => Some(None),
    };
    let revoke = revoke(fields, plan, &mut given, context);
    let room = Room::cloudflare(&Cloudflare {
        name: name?,
        opening: opening?,
        total_active_users: total_active_users?.0,
        new_users_per_minute: new_users_per_minute?.0,
        session_duration: session_duration?,
        disable_session_renewal: disable_session_renewal?,
        queueing_method: queueing_method?,
        queue_all: queue_all?,
        suspended: suspended?,
        revoke: revoke?,
        events: events?,
        timetable: timetable?,
        bucket_rule: bucket_rule?,
        newcomer_rule: newcomer_rule?,
        burst: burst?,
        edge: edge?,
        operator: operator?,
    });
    let reading =
        RoomReading { room, given, fixed: Inputs::default(), metered: false, plan, operator: operator_field };
    Some(reading)
}

/// Share of visits whose session the origin ends.
fn revoke(fields: &mut Fields, plan: Plan, given: &mut Inputs, context: &mut Context) -> Option<Share> {
    const COMMANDS: &str = "[\"revoke\"], or an empty list";
    let commands = fields.take("enabled_origin_commands");
    let share = fields.take("revoke_share");
    let enabled = match &commands {
        None => Some(false),
        Some(field) => match field.elements() {
            None => context.refuse(field.wrong_type().accepted(COMMANDS)),
            Some(commands) => {
                let known: Vec<Option<()>> = commands
                    .iter()
                    .map(|command| scalar::choice(command, &[("revoke", ())], context))
                    .collect();
                if !known.is_empty() {
                    plan.check(field, "session revocation", "an empty list", context);
                }
                let known: Option<Vec<()>> = known.into_iter().collect();
                known.map(|known| !known.is_empty())
            }
        },
    };
    let Some(field) = share else {
        // That the origin may end sessions does not say that it does.
        return enabled.map(|_| Share::NONE);
    };
    given.insert(Input::Revoke);
    let share = scalar::share(&field, context)?;
    if share > Share::NONE {
        plan.check(&field, "session revocation", "0", context);
    }
    enabled.map(|_| share)
}

fn read_metered(
    fields: &mut Fields,
    name: Option<String>,
    opening: Option<SimTime>,
    context: &mut Context,
) -> Option<RoomReading> {
    const INSIDE: &str = "a whole number from 1, or \"unlimited\"";
    let mut given = Inputs::default();
    let slots = fields.require("inside", INSIDE, context).and_then(|field| {
        given.insert(Input::TotalActiveUsers);
        unlimited_or(&field, 1, u32::MAX, INSIDE, context)
    });
    let accepted = format!("1 to {}, or \"unlimited\"", grouped(u64::from(MAX_PER_MINUTE)));
    let per_minute = fields.require("per_minute", &accepted, context).and_then(|field| {
        given.insert(Input::NewUsersPerMinute);
        unlimited_or(&field, 1, MAX_PER_MINUTE, &accepted, context)
    });
    let line_limit = match fields.take("line_limit") {
        Some(field) => unlimited_or(&field, 0, u32::MAX, "a whole number, or \"unlimited\"", context),
        None => Some(None),
    };
    let order = match fields.take("order") {
        Some(field) => {
            scalar::choice(&field, &[("fifo", CallOrder::Fifo), ("lottery", CallOrder::Lottery)], context)
        }
        None => Some(CallOrder::Fifo),
    };
    let lag = match fields.take("lag") {
        Some(field) => scalar::length(&field, context),
        None => Some(Span::ZERO),
    };
    let room = Room::metered(&Metered {
        name: name?,
        opening: opening?,
        slots: slots?,
        spacing: per_minute?.and_then(Metered::spacing_of),
        line_limit: line_limit?,
        order: order?,
        lag: lag?,
    });
    let reading = RoomReading {
        room,
        given,
        fixed: Inputs::default(),
        metered: true,
        plan: Plan::Unchecked,
        operator: None,
    };
    Some(reading)
}

/// A number, or `Some(None)` for `"unlimited"`.
fn unlimited_or(
    field: &Field,
    smallest: u32,
    largest: u32,
    accepted: &str,
    context: &mut Context,
) -> Option<Option<u32>> {
    if matches!(&field.value.content, Content::Text(text) if text.trim().eq_ignore_ascii_case("unlimited")) {
        return Some(None);
    }
    let number = scalar::count(field, accepted, context)?;
    match number {
        _ if number < smallest => context.refuse(field.issue("too small").accepted(accepted)),
        _ if number > largest => context.refuse(field.issue("too large").accepted(accepted)),
        _ => Some(Some(number)),
    }
}
