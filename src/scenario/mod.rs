//! Turns a scenario, TOML or flags, into a valid [`System`] or into the complete list of its issues.
//! Opens no file, reads no environment, and does not simulate.
//!
//! | file | what it reads |
//! |---|---|
//! | `tree.rs`, `overrides.rs` | TOML, `--set` and flags as one tree of values that know their places |
//! | `vary.rs` | ranges of values for `sweep` |
//! | `cursor.rs`, `scalar.rs`, `law.rs`, `keys.rs` | keys and single values, with issues for whatever does not fit |
//! | `clock.rs`, `group.rs`, `headcount.rs`, `arrivals.rs`, `visit.rs`, `behaviour.rs` | the clock and the people |
//! | `rooms.rs` | which rooms there are, and which of them is meant |
//! | `room.rs`, `setting.rs`, `plan.rs`, `event.rs`, `edge.rs`, `operator.rs` | a room, its events, its timetable and who watches it |
//! | `origin.rs`, `throughput.rs`, `stock.rs` | the servers behind the rooms, and what there is to book |
//! | `imported.rs` | settings of a real room and a fitted origin beside those of the scenario |
//! | `demand.rs` | tables by the minute |
//! | `fit.rs` | whether the visit fits into the session |
//! | `assume.rs` | sets of rules that the product does not publish |
//! | `canonical.rs`, `input.rs`, `notice.rs`, `issue.rs` | what comes out beside the system |
//!
//! The format is described in `scenarios/README.md`; a test compares its keys with [`known_keys`].

mod arrivals;
mod assume;
mod behaviour;
mod canonical;
mod clock;
mod cursor;
mod demand;
mod edge;
mod event;
mod fit;
mod group;
mod headcount;
mod imported;
mod input;
mod issue;
mod keys;
mod law;
mod notice;
mod operator;
mod origin;
mod overrides;
mod plan;
mod room;
mod rooms;
mod scalar;
mod setting;
mod stock;
mod throughput;
mod tree;
mod vary;
mod visit;

pub use assume::Assume;
pub use canonical::{content_hash, identity};
pub use clock::WallClock;
pub use input::{Given, Input, Owner, flag_of};
pub use issue::{Issue, Place, scenario_text};
pub use keys::known_keys;
pub use notice::Notice;
pub use overrides::{FlagValue, Override};
pub use vary::{Varied, check_varied};

use std::collections::BTreeSet;

use crate::model::{Group, Room, RoomId, Stock, System};
use crate::units::{SimTime, Span};
use cursor::{Context, Field, Fields, MISSING, UNKNOWN_KEY};
use input::{GivenRoom, Inputs};
use origin::OriginReading;
use room::RoomReading;
use rooms::Rooms;
use tree::{Content, Value};

/// A scenario: what is simulated, and what its author should know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title; empty if there is none.
    pub title: String,
    /// What the author wrote about it; empty if nothing.
    pub prose: String,
    /// What is simulated.
    pub system: System,
    /// The clock on the wall; `None`: times count from zero.
    pub clock: Option<WallClock>,
    /// Which inputs the user gave.
    pub given: Given,
    /// The set of unpublished rules that the user chose; `None`: the defaults, and ranges over them.
    pub assume: Option<Assume>,
    /// What the author should know; in the order of the groups.
    pub notices: Vec<Notice>,
    /// The meaning as text: sorted lines `key = value` with all defaults, the same for every way to write the same
    /// system. Two scenarios with equal texts give equal runs; ranges over what was not given depend on
    /// [`given`](Scenario::given), too.
    pub canonical: String,
}

/// Where the tables named in a scenario come from.
pub trait Attachments {
    /// The bytes of a file by the name that the scenario gives it.
    ///
    /// # Errors
    /// Why there are none, in words for the user.
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// Most groups of a scenario.
const MOST_GROUPS: usize = 1000;

/// Reads a scenario file with overrides.
///
/// # Errors
/// Every issue at once, sorted by place; syntax errors alone if there are any.
///
/// ```
/// # struct NoFiles;
/// # impl machiai::scenario::Attachments for NoFiles {
/// #     fn read(&self, _: &str) -> Result<Vec<u8>, String> { Err("no files here".to_owned()) }
/// # }
/// # use machiai::scenario::{self, Override};
/// let text = "[room]\ntotal_active_users = 2000\nnew_users_per_minute = 500\n[group]\ncount = \"3万\"\n";
/// let more = Override { key: "room.total_active_users".to_owned(), value: "3000".to_owned() };
/// let scenario = scenario::read(text, &NoFiles, &[more]).unwrap();
/// assert_eq!(scenario.system.rooms[0].limits().slots, Some(3000));
/// assert_eq!(scenario.system.groups[0].count.middle(), Some(30_000));
/// ```
pub fn read(
    text: &str,
    attachments: &dyn Attachments,
    overrides: &[Override],
) -> Result<Scenario, Vec<Issue>> {
    let mut tree = tree::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let mut issues = Vec::new();
    overrides::apply(&mut tree, overrides, &mut issues);
    build(tree, Context { attachments, from_flags: false, issues, notices: Vec::new() })
}

/// Reads a scenario from flags: the same path as a file, with issues that name the flags.
///
/// # Errors
/// Every issue at once, in the order of the flags; those of missing flags last.
pub fn read_flags(values: &[FlagValue], attachments: &dyn Attachments) -> Result<Scenario, Vec<Issue>> {
    let mut issues = Vec::new();
    let tree = overrides::from_flags(values, &mut issues);
    build(tree, Context { attachments, from_flags: true, issues, notices: Vec::new() })
}

fn build(tree: Value, mut context: Context) -> Result<Scenario, Vec<Issue>> {
    let scenario = scenario(tree, &mut context);
    context.issues.sort();
    context.issues.dedup();
    drop_misspelt(&mut context.issues);
    match scenario {
        Some(mut scenario) if context.issues.is_empty() => {
            scenario.notices = context.notices;
            Ok(scenario)
        }
        _ => Err(context.issues),
    }
}

/// A key that is missing because it is misspelt is one issue, not two.
fn drop_misspelt(issues: &mut Vec<Issue>) {
    let meant = |issue: &Issue| {
        let (table, _) = issue.key.rsplit_once('.').unwrap_or_default();
        let suggestion = issue.suggestion.as_ref().filter(|_| issue.message == UNKNOWN_KEY)?;
        Some(if table.is_empty() { suggestion.clone() } else { format!("{table}.{suggestion}") })
    };
    let meant: BTreeSet<String> = issues.iter().filter_map(meant).collect();
    issues.retain(|issue| issue.message != MISSING || !meant.contains(&issue.key));
}

fn scenario(tree: Value, context: &mut Context) -> Option<Scenario> {
    let mut fields = Fields::of(&Field { path: String::new(), value: tree })?;
    let title = match fields.take("title") {
        Some(field) => scalar::text(&field, context),
        None => Some(String::new()),
    };
    let prose = match fields.take("prose") {
        Some(field) => scalar::text(&field, context),
        None => Some(String::new()),
    };
    let (opens_at, zone) = (fields.take("opens_at"), fields.take("zone"));
    let clock = clock::read(opens_at, zone, context);
    let horizon_field = fields.take("horizon");
    let horizon = match &horizon_field {
        Some(field) => read_horizon(field, context).map(Some),
        None => Some(None),
    };
    let assume_field = fields.take("assume");
    let assume = match &assume_field {
        Some(field) => Assume::read(field, context).map(Some),
        None => Some(None),
    };
    let rooms = match fields.take("room").or_else(|| empty_table("room", context)) {
        Some(field) => rooms::read(&field, clock.as_ref().map(Option::as_ref), assume.flatten(), context),
        None => context.refuse(fields.missing(
            "room",
            "a table [room] with the limits of the waiting room",
            context,
        )),
    };
    if let Some(rooms) = &rooms {
        check_rooms(rooms, horizon.flatten().zip(horizon_field.as_ref()), assume_field.as_ref(), context);
    }
    let origin = match fields.take("origin") {
        Some(field) => origin::read(&field, clock.as_ref().map(Option::as_ref), context),
        None => Some(OriginReading::unknown()),
    };
    let stocks = match fields.take("stock") {
        Some(field) => stock::read(&field, rooms.as_ref(), context),
        None => Some(Vec::new()),
    };
    let groups = match fields.take("group").or_else(|| empty_table("group", context)) {
        Some(field) => groups(&field, clock.as_ref(), rooms.as_ref(), horizon_field.is_some(), context),
        None => context.refuse(fields.missing(
            "group",
            "a table [group], or several [[group]], with the people",
            context,
        )),
    };
    fields.finish(context);
    if let (Some(rooms), Some(groups)) = (&rooms, &groups) {
        rooms.check_people(groups.iter().map(|(group, _)| group.room), context);
    }
    if let Some(origin) = &origin {
        if let Some(rooms) = rooms.as_ref().filter(|_| !origin.shows_load()) {
            rooms.check_operators(context);
        }
        let people: Vec<&Group> = groups.iter().flatten().map(|(group, _)| group).collect();
        origin::check(origin, &people, horizon_field.is_some(), context);
    }

    let parts = Parts {
        rooms: rooms.and_then(Rooms::all)?,
        groups: groups?,
        origin: origin?,
        stocks: stocks?,
        clock: clock?,
        horizon: horizon?,
    };
    let (system, clock, given) = parts.together();
    Some(Scenario {
        title: title?,
        prose: prose?,
        canonical: canonical::canonical(&system, clock.as_ref()),
        given,
        assume: assume?,
        system,
        clock,
        notices: Vec::new(),
    })
}

/// What a system is made of, with what was given of it.
struct Parts {
    rooms: Vec<RoomReading>,
    groups: Vec<(Group, Inputs)>,
    origin: OriginReading,
    stocks: Vec<(Stock, Inputs)>,
    clock: Option<WallClock>,
    horizon: Option<SimTime>,
}

impl Parts {
    fn together(mut self) -> (System, Option<WallClock>, Given) {
        // The order in which stocks are written says nothing.
        self.stocks.sort_by_key(|(stock, _)| stock.room);
        let of_groups = self.groups.iter().map(|(group, given)| (group.room, *given)).collect();
        let of_stocks = self.stocks.iter().map(|(stock, given)| (stock.room, *given)).collect();
        let system = System {
            groups: self.groups.into_iter().map(|(group, _)| group).collect(),
            rooms: self.rooms.iter().map(|reading| reading.room.clone()).collect(),
            origin: self.origin.origin,
            stocks: self.stocks.into_iter().map(|(stock, _)| stock).collect(),
            minute_offset: self.clock.as_ref().map_or(Span::ZERO, WallClock::minute_offset),
            horizon: self.horizon,
        };
        let of_rooms = self.rooms.iter().enumerate().map(|(position, reading)| GivenRoom {
            metered: reading.metered,
            given: reading.given,
            fixed: reading.fixed,
            used: Inputs::used_in(&system, RoomId(position)),
        });
        let given = Given::new(of_rooms.collect(), of_groups, of_stocks, self.origin.given);
        (system, self.clock, given)
    }
}

impl Scenario {
    /// The room of a scenario that has one.
    ///
    /// # Errors
    /// How many rooms there are, if there are several.
    pub fn single_room(&self) -> Result<&Room, usize> {
        match self.system.rooms.as_slice() {
            [room] => Ok(room),
            rooms => Err(rooms.len()),
        }
    }
}

/// Records issues of the whole that are the rooms': a horizon before an opening, assumptions where there are no rules.
fn check_rooms(
    rooms: &Rooms,
    horizon: Option<(SimTime, &Field)>,
    assume: Option<&Field>,
    context: &mut Context,
) {
    let last_opening = rooms.readings().map(|reading| reading.room.opening()).max();
    if let (Some(opening), Some((horizon, field))) = (last_opening, horizon)
        && horizon <= opening
    {
        let opening = opening.since(SimTime::ZERO);
        let issue = field.issue("not after the opening");
        context.issues.push(issue.accepted(format!("a length of time above {opening}, counted from zero")));
    }
    let mut readings = rooms.readings().peekable();
    if let Some(field) = assume
        && readings.peek().is_some()
        && readings.all(|reading| reading.metered)
    {
        let kind = context.worded("--room cloudflare", "kind = \"cloudflare\"");
        let accepted = format!("{kind}, or {}", context.left_out());
        context.issues.push(field.issue("a metered room has no unpublished rules").accepted(accepted));
    }
}

/// `9:30` may be meant as a clock time, or as hours and minutes; it is nine minutes and a half.
fn read_horizon(field: &Field, context: &mut Context) -> Option<SimTime> {
    if let Content::Text(text) = &field.value.content
        && text.matches([':', '：']).count() == 1
    {
        const ACCEPTED: &str = "a length of time from zero, such as \"2h\", \"9h30m\", \"30m\" or \"9:30:00\" (hours:minutes:seconds)";
        let issue = field.issue("not clear: a clock time, hours and minutes, or minutes and seconds?");
        return context.refuse(issue.accepted(ACCEPTED));
    }
    scalar::span(field, context).map(|span| SimTime::ZERO + span)
}

/// Flags that give nothing of a table leave it out: its required keys are then missing one by one.
fn empty_table(key: &str, context: &Context) -> Option<Field> {
    let table = || Field { path: key.to_owned(), value: Value::table(Place::CommandLine) };
    context.from_flags.then(table)
}

fn groups(
    field: &Field,
    clock: Option<&Option<WallClock>>,
    rooms: Option<&Rooms>,
    has_horizon: bool,
    context: &mut Context,
) -> Option<Vec<(Group, Inputs)>> {
    let (elements, several) = match (&field.value.content, field.elements()) {
        (Content::List(_), Some(elements)) => (elements, true),
        _ => (vec![Field { path: field.path.clone(), value: field.value.clone() }], false),
    };
    if elements.is_empty() || elements.len() > MOST_GROUPS {
        let mut issue = field.issue(format!("{} groups", elements.len())).accepted("1 to 1,000 groups");
        issue.seen = None;
        return context.refuse(issue);
    }
    let mut groups = Vec::new();
    for (position, element) in elements.iter().enumerate() {
        let host = group::Host {
            default_name: if several { format!("group {}", position + 1) } else { "people".to_owned() },
            clock: clock.map(Option::as_ref),
            rooms,
            has_horizon,
        };
        groups.push(group::read(element, &host, context));
    }
    let groups: Option<Vec<(Group, Inputs)>> = groups.into_iter().collect();
    let groups = groups?;
    let total: u64 = groups.iter().map(|(group, _)| group::largest_crowd(group)).sum();
    if total > u64::from(headcount::MOST_PEOPLE) {
        let issue = Issue::new(field.value.place.clone(), &field.path, headcount::too_many(total));
        return context.refuse(issue.accepted("at most 4,000,000,000"));
    }
    for (position, (group, _)) in groups.iter().enumerate() {
        if groups[..position].iter().any(|(other, _)| other.name == group.name) {
            let element = &elements[position];
            let issue = Issue::new(
                element.value.place.clone(),
                &format!("{}.name", element.path),
                "two groups of one name",
            );
            context
                .issues
                .push(issue.seen(format!("\"{}\"", group.name)).accepted("a name of its own for each group"));
        }
    }
    Some(groups)
}
