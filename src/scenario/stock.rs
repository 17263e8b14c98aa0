//! Reads what there is to book. Does not know who wants it.

use super::behaviour::in_numbers;
use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::issue::Issue;
use super::notice::grouped;
use super::rooms::Rooms;
use super::scalar;
use super::tree::Content;
use crate::model::{AfterSellOut, Devices, RoomId, Stock, TimeSlot};
use crate::units::{Share, parse_share};

/// Most slots.
const MOST_SLOTS: usize = 1000;
/// Most places of one slot.
const MOST_PLACES: u32 = 4_000_000_000;
/// Most that one slot can be wanted more than another.
const MOST_POPULAR: f64 = 1e6;
/// What a stock can be.
const ACCEPTED: &str =
    "a table [stock] with places = 5000 or slots = [ … ]; several [[stock]], each with its room";
/// What places can be.
const PLACES: &str = "1 to 4,000,000,000 places that can be booked";
/// What slots can be.
const SLOTS: &str = "1 to 1,000 of { name = \"AM\", places = 2000, popularity = 3 }";
/// What a booking can take.
const PER_BOOKING: &str =
    "1 to 16 places, or shares of bookings with 1, 2, 3 … places that add up to 1, such as [0.7, 0.3]";
/// What can follow.
const AFTER_SELL_OUT: &str =
    "\"all_leave\", \"nobody_leaves\", or the share that leaves in a minute such as \"10%\"";

/// Reads the stocks behind rooms, with what was given of each; `None` if they have issues.
pub(super) fn read(
    field: &Field,
    rooms: Option<&Rooms>,
    context: &mut Context,
) -> Option<Vec<(Stock, Inputs)>> {
    let elements = match &field.value.content {
        Content::List(_) => field.elements()?,
        _ => vec![field.clone()],
    };
    if elements.is_empty() {
        return context.refuse(field.issue("an empty list").accepted(ACCEPTED));
    }
    let stocks: Vec<Option<(Stock, Inputs)>> =
        elements.iter().map(|element| stock(element, rooms, context)).collect();
    for (position, element) in elements.iter().enumerate() {
        let Some((stock, _)) = &stocks[position] else { continue };
        let before = stocks[..position].iter().flatten();
        if before.into_iter().any(|(other, _)| other.room == stock.room) {
            let issue =
                Issue::new(element.value.place.clone(), &element.path, "a second stock behind the same room");
            context
                .issues
                .push(issue.accepted("one stock for each room, with slots if there are several kinds"));
        }
    }
    stocks.into_iter().collect()
}

fn stock(field: &Field, rooms: Option<&Rooms>, context: &mut Context) -> Option<(Stock, Inputs)> {
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(ACCEPTED));
    };
    let mut given = Inputs::default();
    let room = match rooms {
        Some(rooms) => rooms.chosen(&mut fields, context),
        None => {
            fields.take("room");
            Some(RoomId(0))
        }
    };
    let (places, slots_field) = (fields.take("places"), fields.take("slots"));
    let slots = match (&places, &slots_field) {
        (Some(_), Some(slots)) => {
            context.refuse(slots.issue("cannot be combined with places").accepted("one of the two"))
        }
        (Some(field), None) => {
            number_of_places(field, context).map(|places| Stock::of(RoomId(0), places).slots)
        }
        (None, Some(field)) => slots(field, context),
        (None, None) => {
            let accepted = format!("{PLACES}, or slots = [ … ]");
            let missing = fields.missing("places", &accepted, context);
            context.refuse(missing)
        }
    };
    given.insert(Input::Places);
    let mut optional = |key, input| {
        let field = fields.take(key)?;
        given.insert(input);
        Some(field)
    };
    let per_booking_field = optional("per_booking", Input::PerBooking);
    let per_booking = match &per_booking_field {
        Some(field) => in_numbers(field, PER_BOOKING, ["no place", "too many places"], context),
        None => Some(Devices::one()),
    };
    let after_sell_out = match optional("after_sell_out", Input::AfterSellOut) {
        Some(field) => after_sell_out(&field, context),
        None => Some(AfterSellOut::AllLeave),
    };
    let flexible = match fields.take("flexible") {
        Some(field) => flexible(&field, slots.as_deref(), context),
        None => Some(Share::ALL),
    };
    fields.finish(context);
    if let (Some(field), Some(per_booking), Some(slots)) = (&per_booking_field, &per_booking, &slots) {
        check_bookings_fit(field, per_booking, slots, context);
    }
    let stock = Stock {
        room: room?,
        slots: slots?,
        per_booking: per_booking?,
        flexible: flexible?,
        after_sell_out: after_sell_out?,
    };
    Some((stock, given))
}

fn number_of_places(field: &Field, context: &mut Context) -> Option<u32> {
    let places = scalar::count(field, PLACES, context)?;
    match places {
        1.. => Some(places),
        0 => context.refuse(field.issue("nothing to book").accepted(PLACES)),
    }
}

fn slots(field: &Field, context: &mut Context) -> Option<Vec<TimeSlot>> {
    let Some(elements) = field.elements() else {
        return context.refuse(field.wrong_type().accepted(SLOTS));
    };
    if elements.is_empty() || elements.len() > MOST_SLOTS {
        let mut issue = field.issue(format!("{} slots", elements.len())).accepted(SLOTS);
        issue.seen = None;
        return context.refuse(issue);
    }
    // Every slot is read before the list is given up, so that all problems are named.
    let slots: Vec<Option<TimeSlot>> =
        elements.iter().enumerate().map(|(position, element)| slot(position, element, context)).collect();
    let slots: Option<Vec<TimeSlot>> = slots.into_iter().collect();
    let slots = slots?;
    let before = context.issues.len();
    for (position, slot) in slots.iter().enumerate() {
        if slots[..position].iter().any(|other| other.name == slot.name) {
            let element = &elements[position];
            let path = format!("{}.name", element.path);
            let issue = Issue::new(element.value.place.clone(), &path, "two slots of one name");
            let issue = issue.seen(format!("\"{}\"", slot.name));
            context.issues.push(issue.accepted("a name of its own for each slot"));
        }
    }
    let total: u64 = slots.iter().map(|slot| u64::from(slot.places)).sum();
    if total > u64::from(MOST_PLACES) {
        let mut issue = field.issue(format!("{} places in all", grouped(total)));
        issue.seen = None;
        context.issues.push(issue.accepted("at most 4,000,000,000 places"));
    }
    (context.issues.len() == before).then_some(slots)
}

fn slot(position: usize, field: &Field, context: &mut Context) -> Option<TimeSlot> {
    const POPULARITY: &str =
        "a number above 0, at most 1,000,000: how many want this slot first, compared with others";
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(SLOTS));
    };
    let name = match fields.take("name") {
        Some(field) => scalar::text(&field, context),
        None => Some(format!("slot {}", position + 1)),
    };
    let places =
        fields.require("places", PLACES, context).and_then(|field| number_of_places(&field, context));
    let popularity = match fields.take("popularity") {
        Some(field) => {
            let number = scalar::number(&field, POPULARITY, context);
            number.and_then(|number| {
                let refused = match number {
                    _ if number < 0.0 => "negative",
                    _ if number <= 0.0 => "wanted by nobody",
                    _ if number > MOST_POPULAR => "too large",
                    _ => return Some(number),
                };
                context.refuse(field.issue(refused).accepted(POPULARITY))
            })
        }
        None => Some(1.0),
    };
    fields.finish(context);
    Some(TimeSlot { name: name?, places: places?, popularity: popularity? })
}

/// Who takes another slot; with a single slot there is no other.
fn flexible(field: &Field, slots: Option<&[TimeSlot]>, context: &mut Context) -> Option<Share> {
    let share = scalar::share(field, context)?;
    if share < Share::ALL && slots.is_some_and(|slots| slots.len() == 1) {
        let issue = field.issue("there is no other slot to take");
        let accepted = format!("slots = [ … ] with two or more, or {}", context.left_out());
        return context.refuse(issue.accepted(accepted));
    }
    Some(share)
}

fn after_sell_out(field: &Field, context: &mut Context) -> Option<AfterSellOut> {
    let share = match &field.value.content {
        // A word that is no share may be a word misspelt.
        Content::Text(text) if parse_share(text).is_err() && !text.contains(|c: char| c.is_ascii_digit()) => {
            let words =
                [("all_leave", AfterSellOut::AllLeave), ("nobody_leaves", AfterSellOut::NobodyLeaves)];
            let before = context.issues.len();
            let choice = scalar::choice(field, &words, context);
            context.issues[before..].iter_mut().for_each(|issue| issue.accepted = AFTER_SELL_OUT.to_owned());
            return choice;
        }
        _ => scalar::share(field, context)?,
    };
    let (message, meant) = match share {
        Share::NONE => ("nobody leaves", "nobody_leaves"),
        share if share >= Share::ALL => ("everybody leaves", "all_leave"),
        share => return Some(AfterSellOut::SharePerMinute(share)),
    };
    context.refuse(field.issue(message).accepted(AFTER_SELL_OUT).suggestion(Some(meant)))
}

/// Records an issue where a booking takes more places than any slot has.
fn check_bookings_fit(field: &Field, per_booking: &Devices, slots: &[TimeSlot], context: &mut Context) {
    let largest = slots.iter().map(|slot| slot.places).max().unwrap_or(0);
    let most = per_booking.most();
    if most > largest {
        let issue = field.issue(format!("a booking of {most} places, and no slot has more than {largest}"));
        context.issues.push(issue.accepted(format!("at most {largest} places a booking")));
    }
}
