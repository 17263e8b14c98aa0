//! Every message about what happened in English: plain and short.

use super::message::{Column, Happened, Message, Verdict};
use crate::results::{Measure, ObservedFigure, ObservedSource};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Heading => "What happened, beside what was predicted".to_owned(),
        M::Source { source, from, to } => source_words(source, &from, &to),
        M::Overall { inside, outside, unknown } => overall(inside, outside, unknown),
        M::NothingToCompare => "The file tells nothing that was predicted.".to_owned(),
        M::Happened { measure, what } => happened(measure, &what),
        M::Predicted { range, verdict } => predicted(&range, verdict),
        M::PredictedLine { inside: true } => "A day without a line is among what was predicted.".to_owned(),
        M::PredictedLine { inside: false } => "A line was predicted for every day in the range.".to_owned(),
        M::PredictedUnranged { value } => format!("Predicted: {value}; there is no range to judge by."),
        M::People { number, is_one: true } => format!("{number} person"),
        M::People { number, is_one: false } => format!("{number} people"),
        M::PeopleRange { low, high } => format!("{low} to {high} people"),
        M::AfterOpening { span } => format!("{span} after the opening"),
        M::LineByMinute { minutes, inside, share, longer, shorter } => format!(
            "Minute by minute, the line was inside its range in {inside} of {minutes} minutes ({share}), longer in {longer} and shorter \
             in {shorter}."
        ),
        M::Column(column) => self::column(column).to_owned(),
        M::OrMore { number } => format!("{number} or more"),
        M::OrLater { time } => format!("{time} or later"),
        M::NoLine => "no line".to_owned(),
        M::Inside(inside) => match inside {
            Some(true) => "inside",
            Some(false) => "outside",
            None => "not known",
        }
        .to_owned(),
        M::Ranges { level } => {
            format!("A range is made to hold the figure of {level} days; one outside now and then is no surprise.")
        }
        M::NotesHeading => "Notes on what was observed".to_owned(),
        M::ByTheMinute => {
            "Observed figures are samples or means of a minute, and what a room shows is 20 to 50 seconds old: the true maximum may have \
             been a little higher, and times are known to a minute or two."
                .to_owned()
        }
        M::OpeningTaken { at, zone } => {
            format!("The file does not name the day of the opening: {at} ({zone}) was taken.")
        }
        M::TimesTakenAs { zone } => format!("Times without an offset were taken as times in {zone}."),
        M::SameMinute { minutes } => {
            format!("Minutes with several rows: {minutes}. The mean of their rows was taken.")
        }
        M::Sampled { interval } => {
            format!("Cloudflare sampled these data (interval up to {interval}): the counts are estimates.")
        }
        M::FarAway { rows, hours } => {
            format!("Rows more than {hours} hours from the opening were left out: {rows}.")
        }
        M::MissingMinutes { figure: ObservedFigure::Line, minutes } => {
            format!("Minutes in which the line is missing: {minutes}.")
        }
        M::MissingMinutes { figure: ObservedFigure::Active, minutes } => {
            format!("Minutes in which the active users are missing: {minutes}.")
        }
        M::MissingMinutes { figure: ObservedFigure::Accepted, minutes } => {
            format!("Minutes in which the people let in are missing: {minutes}.")
        }
        M::OutsidePrediction { minutes } => {
            format!("Minutes of the file that lie outside the predicted day and are not judged: {minutes}.")
        }
        M::NoPredictedMinutes => {
            "The prediction has no minutes, so the whole file is judged, and nothing minute by minute.".to_owned()
        }
        M::LineReturned { gone, back } => format!(
            "The line was gone for the first time at minute {gone} and came back at minute {back}; its last end counts."
        ),
        M::RepeatedAcceptances { people, acceptances } => format!(
            "The room counts again whoever is let in again. {people} let in are predicted to count as {acceptances}; that is what is \
             compared."
        ),
        M::QueuedUnknown => {
            "The file does not tell who had queued, and places left behind keep a line for up to five minutes: the last one from the line \
             may have been let in so much earlier."
                .to_owned()
        }
        M::LineRangeIsChance => {
            "The range of the line minute by minute holds chance alone. What was left open about people and visits is not in it, so that \
             more minutes lie outside than for the figures of the whole day."
                .to_owned()
        }
    }
}

fn source_words(source: ObservedSource, from: &str, to: &str) -> String {
    match source {
        ObservedSource::Table => format!("Observed: a table, minutes {from} to {to} from the opening."),
        ObservedSource::CloudflareGroups => {
            format!(
                "Observed: Cloudflare's analytics by the minute, minutes {from} to {to} from the opening."
            )
        }
        ObservedSource::CloudflareRows => {
            format!("Observed: Cloudflare's analytics row by row, minutes {from} to {to} from the opening.")
        }
    }
}

fn overall(inside: usize, outside: usize, unknown: usize) -> String {
    let all = inside + outside + unknown;
    match (inside, outside, unknown) {
        (1, 0, 0) => "The one measure that was observed lies inside its range.".to_owned(),
        (_, 0, 0) => format!("All {all} measures lie inside their ranges."),
        (_, _, 0) => format!("{inside} of {all} measures lie inside their ranges."),
        (_, 0, _) => {
            format!(
                "{inside} of {all} measures lie inside their ranges, and none outside; {unknown} cannot be told."
            )
        }
        _ => format!(
            "{inside} of {all} measures lie inside their ranges and {outside} outside; {unknown} cannot be told."
        ),
    }
}

fn happened(measure: Measure, what: &Happened) -> String {
    use Happened as H;
    match (measure, what) {
        (_, H::Never) => "There was no line.".to_owned(),
        (Measure::LineMax, H::Value(people)) => format!("The longest line was {people}."),
        (Measure::LineMax, H::AtLeast(people)) => {
            format!("The longest line was {people} or more: minutes beside it are missing.")
        }
        (Measure::ActiveMax, H::Value(people)) => format!("The most active users at once were {people}."),
        (Measure::ActiveMax, H::AtLeast(people)) => {
            format!("The most active users at once were {people} or more: minutes beside them are missing.")
        }
        (Measure::Admitted, H::Value(people)) => {
            format!("Let in were {people}, repeated ones counted again.")
        }
        (Measure::Admitted, H::AtLeast(people)) => {
            format!("Let in were {people} or more: not all minutes of the day are in the file.")
        }
        (Measure::LineGone, H::Value(time)) => format!("The line was gone: {time}."),
        (Measure::LineGone, H::AtLeast(time)) => {
            format!("The line was gone not before {time}: the file ends with a line.")
        }
        (Measure::LineGone, H::Between(from, to)) => {
            format!("The line was gone between {from} and {to}: the minutes between are missing.")
        }
        (Measure::LastAdmission, H::Value(time)) => format!("The last one from the line was let in: {time}."),
        (Measure::LastAdmission, H::AtLeast(time)) => {
            format!("The last one from the line was let in not before {time}: the file ends with a line.")
        }
        (Measure::LastAdmission, H::Between(from, to)) => {
            format!(
                "The last one from the line was let in between {from} and {to}: the minutes between are missing."
            )
        }
        (Measure::LineMax, H::Unknown) => "The file does not tell how long the line was.".to_owned(),
        (Measure::LineGone, H::Unknown) => "The file does not tell when the line was gone.".to_owned(),
        (Measure::LastAdmission, H::Unknown) => {
            "The file does not tell when the last one from the line was let in.".to_owned()
        }
        (other, H::Value(value)) => format!("{}: {value}.", other.name()),
        (other, H::AtLeast(value)) => format!("{}: {value} or more.", other.name()),
        (other, H::Between(low, high)) => format!("{}: between {low} and {high}.", other.name()),
        (other, H::Unknown) => format!("The file does not tell {}.", other.name()),
    }
}

fn predicted(range: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::Inside => format!("Predicted: {range}; that is inside the range."),
        Verdict::More => format!("Predicted: {range}; that is more than the range."),
        Verdict::Fewer => format!("Predicted: {range}; that is less than the range."),
        Verdict::Later => format!("Predicted: {range}; that is later than the range."),
        Verdict::Earlier => format!("Predicted: {range}; that is earlier than the range."),
        Verdict::Edge => {
            format!(
                "Predicted: {range}; that is so close to the end of the range that figures by the minute do not tell."
            )
        }
        Verdict::Open => format!("Predicted: {range}; whether that is inside cannot be told from the file."),
    }
}

fn column(column: Column) -> &'static str {
    match column {
        Column::Measure => "measure",
        Column::Predicted => "predicted",
        Column::Range => "range",
        Column::Observed => "observed",
        Column::Inside => "range kept",
    }
}
