//! Every message about several rooms on one origin in English: plain and short.

use super::message::{Change, Column, Message};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Rooms { rooms } => format!("{rooms} rooms share one origin."),
        M::OneRoom => "One room stands before the origin.".to_owned(),
        M::SafeInside { people } => format!("It is safe with up to {people} inside."),
        M::SafeRequests { requests } => format!("It is safe with up to {requests} requests a second."),
        M::SafeUtilisation { share } => format!("It is safe while it is busy for up to {share} of the time."),
        M::Lasting { lasting } => {
            format!("A day is overloaded when it bears more for {lasting} or longer without a pause.")
        }
        M::SafeUnknown => "Up to which load the origin is safe is not known, so overload cannot be judged. Say it in [origin]: \
                           safe_people_inside, safe_requests_per_second or safe_utilisation."
            .to_owned(),
        M::NoDays => "No day was simulated to its end: there are no figures.".to_owned(),

        M::Overloaded { share, days, of_days, low, high } => format!(
            "As the calendar is, the origin is overloaded on {share} of the days ({days} of {of_days} simulated; between {low} \
             and {high} of all days)."
        ),
        M::NeverOverloaded { of_days, high } => format!(
            "As the calendar is, the origin is overloaded on none of {of_days} simulated days (on at most {high} of all days)."
        ),
        M::WhenOverloaded { when, lasting, longest } => format!(
            "On such a day overload begins {when} and lasts {lasting} in all, {longest} without a pause (mean of the overloaded \
             days)."
        ),
        M::MostInside { mean, highest, when } => {
            format!("Most people are inside {when}: {mean} in the mean, {highest} on the highest day.")
        }
        M::NobodyInside => "Nobody is ever inside.".to_owned(),
        M::Responses { half, most } => {
            format!("Half of the answers take up to {half}, 19 in 20 up to {most} (mean of the days).")
        }
        M::Failures { requests } => format!("Requests that time out: {requests} a day."),
        M::AfterZero { after } => format!("{after} after time zero"),
        M::BeforeZero { before } => format!("{before} before time zero"),

        M::Move { room, change, share, instead } => match change {
            Change::Clock { from, to } => format!(
                "ADVICE: move the opening of {room} from {from} to {to}: overload on {share} of the days instead of {instead}."
            ),
            Change::Earlier { by } => format!(
                "ADVICE: open {room} {by} earlier: overload on {share} of the days instead of {instead}."
            ),
            Change::Later { by } => {
                format!("ADVICE: open {room} {by} later: overload on {share} of the days instead of {instead}.")
            }
        },
        M::Shorten { room, change, lasting, instead } => match change {
            Change::Clock { from, to } => format!(
                "ADVICE: no single move makes overload clearly rarer, but with the opening of {room} moved from {from} to {to} \
                 it lasts {lasting} a day instead of {instead}."
            ),
            Change::Earlier { by } => format!(
                "ADVICE: no single move makes overload clearly rarer, but with {room} opening {by} earlier it lasts {lasting} a \
                 day instead of {instead}."
            ),
            Change::Later { by } => format!(
                "ADVICE: no single move makes overload clearly rarer, but with {room} opening {by} later it lasts {lasting} a \
                 day instead of {instead}."
            ),
        },
        M::NothingNeeded => "ADVICE: no opening has to be moved.".to_owned(),
        M::NothingHelps { shift } => format!(
            "ADVICE: none of these moves helps: with one opening {shift} earlier or later, overload is neither clearly rarer nor \
             clearly shorter. Try another --shift or more --replications, or let fewer people in at once."
        ),

        M::RoomsHeading { days } => {
            format!("The calendar as it is (mean of {days} simulated {})", noun(&days))
        }
        M::Column(column, upper) => {
            let (first, second) = match column {
                Column::Room => ("", "room"),
                Column::Group => ("", "people"),
                Column::Opens => ("", "opens"),
                Column::People => ("people", "who come"),
                Column::HalfWait => ("half wait", "up to"),
                Column::MostWait => ("9 in 10", "up to"),
                Column::LongestWait => ("longest", "wait"),
                Column::LineGone => ("line", "gone"),
                Column::Booked => ("", "booked"),
                Column::SoldOut => ("sold", "out"),
                Column::InsideAtPeak => ("inside", "at peak"),
                Column::Overload => ("overload", "on days"),
                Column::Difference => ("difference", "in points"),
                Column::MostInside => ("most", "inside"),
                Column::RoomWait => ("9 in 10:", "its own"),
                Column::AllWait => ("9 in 10:", "all rooms"),
            };
            if upper { first } else { second }.to_owned()
        }
        M::PeakMeans => "inside at peak: people of this room who are inside when most people are, over all rooms; together they \
                         are the load."
            .to_owned(),
        M::SoldOutOften { room, share } => format!("{room} is sold out on {share} of the days."),
        M::GroupsHeading => "Who shares a room".to_owned(),

        M::MovesHeading { shift } => format!("If one opening is moved by {shift}"),
        M::AsItIs => "as it is".to_owned(),
        M::WithInterval { value, low, high } => format!("{value} ({low} to {high})"),
        M::SamePeople => {
            "Every calendar is played with the same people on the same days; only one opening differs. 9 in 10: so many wait up \
             to this time."
                .to_owned()
        }
        M::MovesAlong => {
            "With an opening move its people, its timetable and events and the looks of its operator. What others take of the \
             origin and the end of the run (horizon) stay."
                .to_owned()
        }
        M::DifferencesMean { level } => format!(
            "In brackets: how well so many days pin the difference of the share of days down ({level}, on the safe side); chance \
             alone."
        ),

        M::NotesHeading => "To be noted".to_owned(),
        M::AnnexHeading => "Annex".to_owned(),
        M::Assumed { inputs } => {
            format!("Not given, at least for some, and kept at the default: {inputs}.")
        }
        M::ChanceAlone => {
            "From day to day only chance varies, and numbers of people that were given as a range. What was not given stays at \
             its value."
                .to_owned()
        }
        M::Origin { days, calendars, seed, version, scenario } => format!(
            "{days} {} simulated with each of {calendars} calendars; seed {seed}; machiai {version}; scenario {scenario}.",
            noun(&days)
        ),
    }
}

fn noun(days: &str) -> &'static str {
    if days == "1" { "day" } else { "days" }
}
