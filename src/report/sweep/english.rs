//! Every message about a sweep in English: plain and short.

use super::message::Message;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Size { points, days } => format!("{points} points, {days} simulated days each."),
        M::SizeSkipped { points, days, skipped } => format!(
            "{points} points, {days} simulated days each; {skipped} more were left out because the scenario refuses their values."
        ),
        M::WaitLeast { wait, point } => {
            format!("9 in 10 people wait least, up to {wait}, with {point}.")
        }
        M::WaitMost { wait, point } => format!("They wait most, up to {wait}, with {point}."),
        M::IntervalColumn => "interval".to_owned(),
        M::SomeShown { rows, all } => {
            format!("{rows} of {all} points; all of them are in results.csv.")
        }

        M::ChartSubtitle { days } => {
            format!("{days} simulated days at every point, the same days everywhere")
        }
        M::ChartSubtitleFixed { days, fixed } => {
            format!("{days} simulated days at every point, the same days everywhere; {fixed}")
        }
        M::InMinutes { name } => format!("{name} (minutes)"),
        M::InPeople { name } => format!("{name} (people)"),
        M::InPercent { name } => format!("{name} (%)"),
        M::Bare { name } => name,
        M::LabelAndKey { label, key } => format!("{label} ({key})"),
        M::ChartCurve => "mean of the days".to_owned(),
        M::ChartBand => "19 in 20 days".to_owned(),
        M::ShortestWithoutOverload => {
            "shortest wait where an overload on more than 1 % of days is ruled out".to_owned()
        }
        M::NoData => "no data".to_owned(),
        M::ChartFooter { version } => format!("machiai {version}"),
    }
}
