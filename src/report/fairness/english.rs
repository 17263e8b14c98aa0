//! Every message about fairness in English: plain and short.

use super::message::{Column, Message};
use crate::results::Way;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Crowd { people, early, share, within } => {
            format!("With {people}, of whom {early} ({share}) come before the opening, evenly over {within}.")
        }
        M::Stock { places } => format!("The first {places} bookings get a place."),
        M::NoStock { places } => format!(
            "No number of places was given (--places): \"place\" means to be among the first {places} who can begin, \
             as many as can be inside at once."
        ),
        M::SameDays { days } => format!(
            "Ways to open the doors, with the same people on the same {days} simulated {}:",
            if days == "1" { "day" } else { "days" }
        ),
        M::NoDays => "No day was simulated to its end: there are no figures.".to_owned(),

        M::ChartTitle { people } => format!("Who gets a place if {people} come?"),
        M::ChartSubtitle { places } => {
            format!("Share of people who get one of {places} places, by the minute in which they come")
        }
        M::ArrivalAxis => "minutes from the opening to the arrival".to_owned(),
        M::ChanceAxis => "get a place (%)".to_owned(),
        M::ChartFooter { days, seed, version } => format!(
            "{days} simulated days, the same people in every way of opening; seed {seed}, machiai {version}. These are \
             estimates; what really happens may differ."
        ),
        M::ChartEmpty => "no data".to_owned(),
        M::WayName(way) => match way {
            Way::AlwaysOn => "1 room always on",
            Way::SwitchedOn => "2 on from opening",
            Way::Prequeue => "3 prequeue",
            Way::Shuffle => "4 prequeue + shuffle",
            Way::Flush => "5 … + no renewal",
        }
        .to_owned(),
        M::WayMeans(way, words) => {
            let (prequeue, inside, lost) = (words.prequeue, words.inside, words.lost);
            match way {
                Way::AlwaysOn => format!(
                    "1: the room runs all the time, so whoever comes early enough is let in and waits on the page (inside at \
                     the opening: {inside}), and the other early birds are at the head of the line."
                ),
                Way::SwitchedOn => format!(
                    "2: the room is suspended until the opening, so everyone before it walks in uncounted ({inside} inside); with \
                     the first request after it they are new users like all others."
                ),
                Way::Prequeue => format!(
                    "3: an event with a prequeue of {prequeue}: from then on everyone new waits and is let in from the opening in \
                     order of arrival; who came before it is inside already ({inside})."
                ),
                Way::Shuffle => format!(
                    "4: the same, and the prequeue is put in random order at the opening; who comes later stands behind it ({inside} \
                     inside at the opening)."
                ),
                Way::Flush => format!(
                    "5: the same without session renewal during the event: who was inside falls back into the prequeue ({inside} \
                     inside at the opening); at a price: sessions are lost while filling in the form (by {lost})."
                ),
            }
        }
        M::Column(column, upper) => {
            let (first, second) = match column {
                Column::Way => ("", "way of opening"),
                Column::EarlyPlaces => ("places to", "early"),
                Column::EarlyShare => ("of all", "places"),
                Column::EarlyChance => ("chance:", "early"),
                Column::OnTimeChance => ("chance:", "on time"),
                Column::MeanWait => ("wait:", "mean"),
                Column::HalfWait => ("half", "up to"),
                Column::MostWait => ("9 in 10", "up to"),
                Column::Bypassed => ("bypass", "the line"),
                Column::Order => ("order", "kept"),
                Column::Inside => ("inside at", "opening"),
                Column::Passed => ("passed", "others"),
                Column::BypassedShare => ("places of", "bypassers"),
                Column::EarlyAdmitted => ("let in:", "early"),
                Column::OnTimeAdmitted => ("let in:", "on time"),
                Column::EarlyWait => ("early wait", "9 in 10"),
                Column::Lost => ("lost", "session"),
            };
            if upper { first } else { second }.to_owned()
        }

        M::WaysMean => "early: early birds, who come before the opening. chance: of a place. wait: of those who come on \
                        time and are let in."
            .to_owned(),

        M::SentencesHeading => "What an official could say".to_owned(),
        M::Present(way) => format!("As it is now ({}):", name(way)),
        M::Fairest(way) => format!("In the fairest of these ways ({}):", name(way)),
        M::PresentIsFairest => "None of the other ways tried is fairer.".to_owned(),
        M::FairestMeans => {
            "Fairest means: the early birds' share of the places is closest to their share of the people (within half a \
             point: then fewest people bypass the line). It says nothing of other kinds of fairness."
                .to_owned()
        }
        M::NoFairest => "In these figures no way of opening is fairer than another.".to_owned(),
        M::Sentence(words) => {
            let chances = match (words.early_chance, words.on_time_chance) {
                (Some(early), Some(on_time)) => format!(
                    " Of those who come before the opening about {early} get a place, of those who come after it about {on_time}."
                ),
                (None, Some(on_time)) => format!(" About {on_time} of those who come get a place."),
                (Some(early), None) => format!(" About {early} of those who come get a place."),
                (None, None) => String::new(),
            };
            format!(
                "Of {} places about {} ({}) go to people who come before the opening, who are {} of all people.{chances}",
                words.places, words.early_places, words.early_share, words.crowd_share
            )
        }
        M::SentenceFirst(words) => format!(
            "Of the first {} people who can begin about {} ({}) came before the opening; they are {} of all people.",
            words.places, words.early_places, words.early_share, words.crowd_share
        ),
        M::Waits { half, most } => format!(
            "Of those who come after the opening and are let in, half wait up to {half} and 9 in 10 up to {most}."
        ),
        M::NoWaits => "Those who come after the opening hardly wait.".to_owned(),
        M::Passes { people } => format!("Bypassing the line: about {people}."),
        M::Loses { people } => {
            format!("Losing their session while filling in the form: about {people}.")
        }
        M::WhileTheyLast => "Bookings end when the places are gone.".to_owned(),
        M::IfAssumptionsHold => {
            "All this is an estimate and holds if the assumptions hold; nothing is promised.".to_owned()
        }

        M::ChancesHeading => "Chance of a place by time of arrival".to_owned(),
        M::FirstChancesHeading => "Chance to be among the first by time of arrival".to_owned(),
        M::ArrivalColumn => "arrival".to_owned(),
        M::PeopleColumn => "people".to_owned(),
        M::Before { minutes } => format!("{minutes} min or more before"),
        M::LastBefore { minutes } => format!("less than {minutes} min before"),
        M::After { from, to } => format!("{from} to {to} min after"),
        M::Later { from } => format!("{from} min after or later"),
        M::EarlyGroup { group } => format!("{group}, early"),
        M::OnTimeGroup { group } => format!("{group}, on time"),

        M::DifferencesHeading => "Compared with way 1 on the same days".to_owned(),
        M::ShareDifferenceColumn => "early birds' share of the places".to_owned(),
        M::WaitDifferenceColumn => "on time, 9 in 10 wait up to".to_owned(),
        M::Points { points } => format!("{points} points"),
        M::WithInterval { value, low, high } => format!("{value} ({low} to {high})"),
        M::DifferencesMean { level } => {
            format!(
                "In brackets: how well so many days pin the mean difference down ({level}); chance alone."
            )
        }

        M::NotesHeading => "To be noted".to_owned(),
        M::NobodyEarly => "Nobody comes before the opening: the ways differ in nothing that early birds do.".to_owned(),
        M::EverybodyEarly => "Everybody comes before the opening: nobody is at a disadvantage by coming on time.".to_owned(),
        M::NoPlaces => "There is not a single place.".to_owned(),
        M::PlacesForAll => {
            "There are places for everyone: the way of opening decides who waits, not who gets a place.".to_owned()
        }
        M::NobodyBeforePrequeue => {
            "The prequeue begins before the first early bird comes: nobody is inside before it, so way 5 sends nobody back. \
             Compare with a shorter --prequeue."
                .to_owned()
        }
        M::StockReplaced => "Here a place is one of the first bookings, and nobody's behaviour changes when they are gone: \
                             the rest of the scenario's [stock] is left out."
            .to_owned(),
        M::EventsReplaced { events } => format!(
            "The scenario's own events ({events}) and times at which the room is suspended were left out: each way brings its own."
        ),

        M::AnnexHeading => "Annex".to_owned(),
        M::AnnexMeans => {
            "bypass the line: inside at the opening and still accepted at the first request after it, or accepted without \
             queueing while somebody of an earlier arrival waited (\"passed others\"). Early birds' waits count from the opening."
                .to_owned()
        }
        M::OrderMeans => {
            "order kept: Kendall's tau-b between arriving and being able to begin; 1: in order of arrival, 0: as by lot."
                .to_owned()
        }
        M::SoldOutIsNotNoticed => {
            "Nobody changes their behaviour when the places are gone: in this comparison people wait and book on; only the \
             first bookings count."
                .to_owned()
        }
        M::EarlyBirdsReload { reload } => format!(
            "Who is let in before the opening waits on the page, reloads it every {reload} and begins with the first reload \
             at or after the opening."
        ),
        M::Assumed { inputs } => format!("Not given and kept at the default: {inputs}."),
        M::ChanceAlone => {
            "Only chance varies between the days; what was not given stays at its value, and so do the rules that Cloudflare does \
             not publish (among them the order within a shuffle)."
                .to_owned()
        }
        M::Origin { days, seed, version, scenario } => {
            let noun = if days == "1" { "day" } else { "days" };
            format!("{days} {noun} simulated in every way; seed {seed}; machiai {version}; scenario {scenario}.")
        }
    }
}

/// A way inside a sentence.
fn name(way: Way) -> &'static str {
    match way {
        Way::AlwaysOn => "way 1, the room always on",
        Way::SwitchedOn => "way 2, switched on at the opening",
        Way::Prequeue => "way 3, an event with a prequeue",
        Way::Shuffle => "way 4, a prequeue that is shuffled",
        Way::Flush => "way 5, a shuffled prequeue without session renewal",
    }
}
