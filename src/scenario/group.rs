//! Reads a group of people. Does not know rooms, except the one the group is bound for.

use super::arrivals::{self, Surroundings};
use super::clock::WallClock;
use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::issue::{Issue, Place};
use super::plan::Plan;
use super::rooms::Rooms;
use super::{behaviour, fit, headcount, scalar, visit};
use crate::model::room::{Composition, Entry};
use crate::model::{ArrivalProfile, BeforeOpening, Devices, Distribution, Group, Room, RoomId};
use crate::units::{Share, Span};

/// The loss at which people give up, if not given.
const DEFAULT_GIVE_UP_AFTER: u32 = 3;
/// Largest such number.
const MOST_LOSSES: u32 = 1000;
/// What a redone step costs, if not given.
const DEFAULT_RETYPE: f64 = 0.5;

/// What reading a group depends on.
pub(super) struct Host<'a> {
    /// Name of the group if it has none of its own.
    pub(super) default_name: String,
    /// The wall clock, if there is one; `None` if it has issues.
    pub(super) clock: Option<Option<&'a WallClock>>,
    /// The rooms to choose from; `None` if they cannot be read at all.
    pub(super) rooms: Option<&'a Rooms>,
    /// Whether a run ends even if people still wait.
    pub(super) has_horizon: bool,
}

/// Reads a group; `None` if it has issues.
pub(super) fn read(field: &Field, host: &Host, context: &mut Context) -> Option<(Group, Inputs)> {
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted("a table [group], or several [[group]]"));
    };
    let mut given = Inputs::default();
    let name = match fields.take("name") {
        Some(field) => scalar::text(&field, context),
        None => Some(host.default_name.clone()),
    };
    let room_id = match host.rooms {
        Some(rooms) => rooms.chosen(&mut fields, context),
        None => {
            fields.take("room");
            Some(RoomId(0))
        }
    };
    let reading = host.rooms.zip(room_id).and_then(|(rooms, room)| rooms.reading(room));
    // The room, unless it has issues.
    let bound_for = reading.map(|reading| &reading.room);
    let plan = reading.map_or(Plan::Unchecked, |reading| reading.plan);
    let shown_name = name.clone().unwrap_or_else(|| host.default_name.clone());
    let visit_field = fields.take("visit");
    let visit = visit::read(visit_field.as_ref(), &mut given, context);

    let arrivals_field = fields.take("arrivals");
    let shift = fields.take("arrivals_shift");
    if arrivals_field.is_some() {
        given.insert(Input::Arrivals);
    }
    let surroundings = Surroundings {
        group: &shown_name,
        visit: visit.as_ref(),
        clock: host.clock,
        opening: bound_for.map(Room::opening),
    };
    let arrivals = arrivals::read(arrivals_field.as_ref(), shift.as_ref(), &surroundings, context);

    let count_field = fields.take("count");
    let count = count_field.as_ref().map(|field| (field, headcount::read(field, &shown_name, context)));
    let missing =
        fields.missing("count", "how many people come: 30000, \"3万\", \"20000..45000\" …", context);
    let count_is_given = count.is_some()
        || arrivals.as_ref().is_some_and(|arrivals| arrivals.count != arrivals::CountOfArrivals::Unknown);
    if count_is_given {
        given.insert(Input::Users);
    }
    // Arrivals with issues may say how many people come: then a missing count is not reported.
    let headcount = match &arrivals {
        Some(arrivals) => {
            arrivals::headcount_of(count, &arrivals.count, |context| context.issues.push(missing), context)
        }
        None => None,
    };

    let mut optional = |key, input| {
        let field = fields.take(key)?;
        given.insert(input);
        Some(field)
    };
    let patience = match optional("patience", Input::Patience) {
        Some(field) => behaviour::patience(&field, context),
        None => Some(None),
    };
    let poll_delay = match optional("poll_delay", Input::PollDelay) {
        Some(field) => behaviour::poll_delay(&field, context),
        None => Some(Distribution::Fixed(Span::ZERO)),
    };
    let tolerance_field = optional("tolerance", Input::Tolerance);
    let tolerance = match &tolerance_field {
        Some(field) => behaviour::patience(field, context),
        None => Some(None),
    };
    let comeback_field = optional("comeback", Input::Comeback);
    let comeback = comeback_field.as_ref().map(|field| behaviour::comeback(field, context));
    let sleep_field = optional("sleep", Input::Sleep);
    let sleep = sleep_field.as_ref().map(|field| behaviour::sleep(field, context));
    let devices_field = optional("devices", Input::Devices);
    let devices = match &devices_field {
        Some(field) => behaviour::devices(field, context),
        None => Some(Devices::one()),
    };
    let cookieless_field = optional("cookieless", Input::Cookieless);
    let cookieless = match &cookieless_field {
        Some(field) => scalar::share(field, context),
        None => Some(Share::NONE),
    };
    let bypass_field = optional("bypass", Input::Bypass);
    let bypass = match &bypass_field {
        Some(field) => scalar::share(field, context),
        None => Some(Share::NONE),
    };
    let before_opening_field = optional("before_opening", Input::BeforeOpening);
    let before_opening = match &before_opening_field {
        Some(field) => behaviour::before_opening(field, context),
        None => Some(BeforeOpening::Proceeds),
    };
    let patience_again = match fields.take("patience_again") {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let retype = match fields.take("retype") {
        Some(field) => {
            given.insert(Input::Retype);
            scalar::share(&field, context)
        }
        None => Share::new(DEFAULT_RETYPE),
    };
    let give_up_after = match fields.take("give_up_after") {
        Some(field) => {
            given.insert(Input::GiveUpAfter);
            scalar::count_within(&field, 1..=MOST_LOSSES, context)
        }
        None => Some(DEFAULT_GIVE_UP_AFTER),
    };
    fields.finish(context);

    // What does not apply is refused even where the rest of the group has issues.
    let asked: [(&Option<Field>, bool); 7] = [
        (&tolerance_field, matches!(tolerance, Some(Some(_)))),
        (&comeback_field, true),
        (&sleep_field, true),
        (&devices_field, devices.as_ref().is_some_and(|devices| *devices != Devices::one())),
        (&cookieless_field, cookieless.is_some_and(|share| share > Share::NONE)),
        (&bypass_field, bypass.is_some_and(|share| share > Share::NONE)),
        (&before_opening_field, before_opening.is_some_and(|does| does != BeforeOpening::Proceeds)),
    ];
    if bound_for.is_some_and(|room| matches!(room.composition(), Composition::Metered(_))) {
        for (field, _) in asked.iter().filter(|(_, asks)| *asks) {
            let Some(field) = field else { continue };
            let issue = field.issue("nobody does this in a metered room");
            let kind = context.worded("--room cloudflare", "kind = \"cloudflare\" in the room");
            let accepted = format!("{kind}, or {}", context.left_out());
            context.issues.push(issue.accepted(accepted));
        }
    }
    if let (Some(field), Some(share)) = (&bypass_field, bypass)
        && share > Share::NONE
    {
        plan.check(field, "bypass rules", "0", context);
    }
    // Patience ends with the first acceptance; in mid-visit they ask on, and their own places can keep them out.
    if let (Some(field), Some(share)) = (&cookieless_field, cookieless)
        && share > Share::NONE
        && !host.has_horizon
    {
        let issue = field.issue("clients without cookies may never stop asking");
        let accepted = context
            .worded("with --horizon, such as --horizon 6h", "with a horizon, such as horizon = \"6h\"");
        context.issues.push(issue.accepted(accepted));
    }

    let group = Group {
        name: name?,
        room: room_id?,
        count: headcount?,
        arrivals: arrivals?.profile,
        visit: visit?,
        patience: patience?,
        patience_again: patience_again?,
        tolerance: tolerance?,
        comeback: unless_refused(comeback)?,
        sleep: unless_refused(sleep)?,
        devices: devices?,
        cookieless: cookieless?,
        bypass: bypass?,
        before_opening: before_opening?,
        poll_delay: poll_delay?,
        retype: retype?,
        give_up_after: give_up_after?,
    };
    if let Some(room) = bound_for {
        let visit = visit_field.unwrap_or_else(|| Field {
            path: format!("{}.visit", field.path),
            value: super::tree::Value::table(field.value.place.clone()),
        });
        fit::check(&group, room, &visit, context);
        if !host.has_horizon && waits_for_ever(&group, room) {
            let path = format!("{}.patience", field.path);
            let place = if context.from_flags { Place::CommandLine } else { field.value.place.clone() };
            let message = match group.patience {
                None => "in the end nobody is let in any more, and nobody leaves",
                Some(_) => "in the end nobody is let in any more, and who lost a session does not leave",
            };
            let accepted = match group.patience {
                None => worded_end(context),
                Some(_) => context.worded("--horizon such as 3h", "a horizon such as \"3h\""),
            };
            context.issues.push(Issue::new(place, &path, message).accepted(accepted));
        }
    }
    Some((group, given))
}

/// `None` if it was given and has issues.
fn unless_refused<T>(reading: Option<Option<T>>) -> Option<Option<T>> {
    match reading {
        None => Some(None),
        Some(reading) => reading.map(Some),
    }
}

/// What ends a run in which people wait for ever.
fn worded_end(context: &Context) -> &'static str {
    context
        .worded("--horizon such as 3h, or --patience", "a horizon such as \"3h\", or a patience of the group")
}

/// Whether people can be in line when the last settings of a room queue everyone, let nobody in and never end.
fn waits_for_ever(group: &Group, room: &Room) -> bool {
    let schedule = room.schedule();
    let last = schedule.changes().last().map_or(schedule.first(), |(_, regime)| regime);
    // Who was in before has no patience left: a lost session, or a client without cookies, ends in line.
    let nobody_was_in = schedule.regimes().all(|regime| regime.entry == Entry::Hold);
    let leaves = group.patience.is_some()
        && (nobody_was_in || group.patience_again && group.cookieless == Share::NONE);
    last.entry == Entry::Hold && !leaves
}

/// People of a group at the high end, for the total.
pub(super) fn largest_crowd(group: &Group) -> u64 {
    match (&group.arrivals, group.count.largest()) {
        (_, Some(largest)) => u64::from(largest),
        (ArrivalProfile::Exact(times), None) => times.len() as u64,
        (ArrivalProfile::Poisson { people_per_minute, lasting }, None) => {
            (people_per_minute * lasting.minutes()) as u64
        }
        (ArrivalProfile::Offsets(_) | ArrivalProfile::Shape(_), None) => 0,
    }
}
