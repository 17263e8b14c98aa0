//! Reads a group of people. Does not know rooms, except the one the group is bound for.

use super::arrivals::{self, Surroundings};
use super::clock::WallClock;
use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::tree::Content;
use super::{fit, headcount, law, scalar, visit};
use crate::model::{ArrivalProfile, Distribution, Group, Room, RoomId};
use crate::units::{Share, Span, parse_span};

/// The loss at which people give up, if not given.
const DEFAULT_GIVE_UP_AFTER: u32 = 3;
/// Largest such number.
const MOST_LOSSES: u32 = 1000;
/// What a redone step costs, if not given.
const DEFAULT_RETYPE: f64 = 0.5;
/// What a refresh may add at most: with 20 s between polls a place that lives for 5 min would otherwise die.
const LONGEST_POLL_DELAY: Span = Span::from_seconds(279);
/// What patience can be.
const PATIENCE: &str = "\"none\", a mean such as \"30m\", \"fixed 30m\", \"exponential 30m\", \"lognormal 30m 1.0\", \
                        \"gamma 30m 1.0\", \"weibull 30m 1.0\" or { times = [ … ] }";

/// What reading a group depends on.
pub(super) struct Host<'a> {
    /// Name of the group if it has none of its own.
    pub(super) default_name: String,
    /// The wall clock, if there is one; `None` if it has issues.
    pub(super) clock: Option<Option<&'a WallClock>>,
    /// The room, unless it has issues.
    pub(super) room: Option<&'a Room>,
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
        opening: host.room.map(Room::opening),
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

    let patience = match fields.take("patience") {
        Some(field) => {
            given.insert(Input::Patience);
            read_patience(&field, context)
        }
        None => Some(None),
    };
    let patience_again = match fields.take("patience_again") {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let poll_delay = match fields.take("poll_delay") {
        Some(field) => {
            given.insert(Input::PollDelay);
            scalar::length(&field, context).and_then(|delay| match delay <= LONGEST_POLL_DELAY {
                true => Some(delay),
                false => {
                    let issue = field.issue("too long: a place would die between two polls");
                    context.refuse(issue.accepted(format!("0s to {LONGEST_POLL_DELAY}")))
                }
            })
        }
        None => Some(Span::ZERO),
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

    let group = Group {
        name: name?,
        room: RoomId(0),
        count: headcount?,
        arrivals: arrivals?.profile,
        visit: visit?,
        patience: patience?,
        patience_again: patience_again?,
        poll_delay: Distribution::Fixed(poll_delay?),
        tolerance: None,
        comeback: None,
        sleep: None,
        devices: crate::model::Devices::one(),
        cookieless: Share::NONE,
        bypass: Share::NONE,
        before_opening: crate::model::BeforeOpening::Proceeds,
        retype: retype?,
        give_up_after: give_up_after?,
    };
    if let Some(room) = host.room {
        let visit = visit_field.unwrap_or_else(|| Field {
            path: format!("{}.visit", field.path),
            value: super::tree::Value::table(field.value.place.clone()),
        });
        fit::check(&group, room.session(), &visit, context);
    }
    Some((group, given))
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

fn read_patience(field: &Field, context: &mut Context) -> Option<Option<Distribution>> {
    match &field.value.content {
        Content::Text(text) if text.trim().eq_ignore_ascii_case("none") => Some(None),
        Content::Text(text) => match (parse_span(text), law::parse(text)) {
            (Ok(mean), _) if mean > Span::ZERO => Some(Some(Distribution::Exponential { mean })),
            // Nobody stays in line at all.
            (Ok(Span::ZERO), _) => Some(Some(Distribution::Fixed(Span::ZERO))),
            (Ok(_), _) => context.refuse(field.issue("negative").accepted(PATIENCE)),
            (Err(_), Ok(law)) => Some(Some(law)),
            (Err(error), Err(_)) if text.trim().starts_with(|c: char| c == '-' || c.is_numeric()) => {
                context.refuse(field.issue(scalar::span_problem(&error)).accepted(PATIENCE))
            }
            (Err(_), Err(problem)) => {
                context.refuse(field.issue(problem.message).accepted(PATIENCE).suggestion(problem.meant))
            }
        },
        Content::Table(_) => {
            let mut fields = Fields::of(field)?;
            let times = fields.require("times", PATIENCE, context);
            let times = times.and_then(|times| law::read_list(&times, context));
            fields.finish(context);
            times.map(Some)
        }
        Content::Integer(0) => Some(Some(Distribution::Fixed(Span::ZERO))),
        Content::Integer(_) | Content::Number(_) => {
            context.refuse(field.issue("a number without a unit").accepted(PATIENCE))
        }
        Content::Switch(_) | Content::List(_) => context.refuse(field.wrong_type().accepted(PATIENCE)),
    }
}
