//! Every message about the day itself in English: plain and short.

use super::message::Message;
use crate::results::NowMeasure;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::ShownAt { clock, waiting, active } => {
            format!("At {clock} the room shows {waiting} in line and {active} active users.")
        }
        M::ShownAfter { after, waiting, active } => {
            format!("{after} after the opening the room shows {waiting} in line and {active} active users.")
        }
        M::Limits { slots, rate, session } => format!(
            "Limits in force: total_active_users {slots}, new_users_per_minute {rate}, session_duration {session}."
        ),
        M::GoneAt { clock, range } => format!("The line is gone at {clock}{}.", in_brackets(range)),
        M::GoneIn { wait, range } => format!("The line is gone {wait} from now{}.", in_brackets(range)),
        M::NeverGone => "The line is not gone before the simulation ends.".to_owned(),
        M::NoLine => "There is no line, and by these figures none will form.".to_owned(),
        M::JoinsNow { wait, range } => {
            format!("Whoever joins the line now waits {wait}{}.", in_brackets(range))
        }
        M::StillWait { half, half_range, most, most_range } => format!(
            "Of those in line now, half wait up to {half} more{} and 9 in 10 up to {most} more{}.",
            in_brackets(half_range),
            in_brackets(most_range)
        ),
        M::NoDays => "No day was simulated to its end: there are no figures.".to_owned(),

        M::FiguresHeading => "In figures".to_owned(),
        M::EstimateColumn => "estimate".to_owned(),
        M::OneDayColumn => "chance alone".to_owned(),
        M::RangeColumn => "range".to_owned(),
        M::Label(measure) => match measure {
            NowMeasure::LineGone => "line gone",
            NowMeasure::NewcomerWait => "who joins now waits",
            NowMeasure::RemainingP50 => "half of those in line, still",
            NowMeasure::RemainingP90 => "9 in 10 of them, still",
            NowMeasure::RemainingMax => "last of them, still",
            NowMeasure::InLine => "really in line now",
            NowMeasure::LeaveLine => "of them leave the line",
            NowMeasure::StillToCome => "people still to come",
            NowMeasure::LineMax => "longest line from now on",
            NowMeasure::LostMidVisit => "lose their session from now on",
        }
        .to_owned(),
        M::ColumnsMean { days, level } => format!(
            "estimate: mean of {days} simulated days that all show these figures; chance alone: where {level} such days \
             fall; range: the same with everything varied that was not given or is not shown. Plan with this one."
        ),
        M::RangeCovers => "The range covers, beside inputs that were not given and rules that Cloudflare does not \
                           publish: the age of the figures, ghosts among those shown as waiting (up to 20 % unless \
                           --patience is given), and how many people are still to come."
            .to_owned(),

        M::ChangesHeading => "If you change a setting now".to_owned(),
        M::ChangeColumn => "setting".to_owned(),
        M::GoneColumn => "line gone".to_owned(),
        M::DifferenceColumn => "difference".to_owned(),
        M::JoinsColumn => "who joins now waits".to_owned(),
        M::LostColumn => "lose session".to_owned(),
        M::NoChange => "as it is".to_owned(),
        M::ChangesMean { level } => format!(
            "Means over the same days with the same people; in brackets how well so many days pin the difference down \
             ({level}), chance alone. Whether the servers behind the room bear more people is not simulated."
        ),

        M::NotesHeading => "To be noted".to_owned(),
        M::StaleAndGhosts { from, to } => format!(
            "Figures of Cloudflare's dashboard and status API are {from} to {to} old when they are read, and they count \
             ghosts: people who left the line but whose place has not died (5 minutes after the last refresh)."
        ),
        M::MoreHaveCome { factor, people } => format!(
            "More people have come than stated: {factor} times as many by now. The whole day is taken to have {people}."
        ),
        M::FewerHaveCome { factor } => format!(
            "Fewer people have come than stated: {factor} times as many by now. Those still to come are taken as stated."
        ),
        M::AboveLimit { above } => format!(
            "There are {above} more active users than total_active_users allows (the limit was lowered, or data centres \
             overshot): nobody is let in until as many sessions have ended."
        ),
        M::SlotsFree { free } => format!(
            "People wait although {free} slots are free: new_users_per_minute binds (or the room queues everyone), so \
             raising total_active_users alone changes little."
        ),
        M::OtherFlow { shown, simulated } => format!(
            "The room let in {shown} people in the last minute; with these inputs the simulation lets in {simulated}. \
             Check the length of the visit (--visit) and the limits."
        ),
        M::NotGone { share } => format!("On {share} of the simulated days the line is not gone at the end."),
        M::PlayedWithout { parts } => format!(
            "The room's figures say nothing about some of what the scenario has; the day is played on without {parts}."
        ),
        M::OriginPart => "slow booking servers".to_owned(),
        M::StockPart => "a limit on places".to_owned(),
        M::OperatorPart => "an operator who moves the limits".to_owned(),
        M::LeaveLimitsAlone => "Cloudflare advises against changing limits while people queue: the waits shown to \
                                everyone may jump up or down. A lowered limit sends nobody out."
            .to_owned(),

        M::AnnexHeading => "Behind these figures".to_owned(),
        M::Assumed { inputs } => format!("Not given: {inputs}."),
        M::HowPut => "Each day is played up to the figures and then brought to them: people in line, times of their \
                      refreshes and remaining visits are as simulated, and as many as shown."
            .to_owned(),
        M::Origin { days, seed, version, scenario } => {
            format!("{days} days, seed {seed}, machiai {version}, scenario {scenario}.")
        }
    }
}

fn in_brackets(range: Option<String>) -> String {
    range.map(|range| format!(" (range {range})")).unwrap_or_default()
}
