//! Every message about variants in English: plain and short.

use super::message::{Column, Message};
use crate::results::{JudgementKind as Kind, Measure};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Compared { variants, days, first } => format!(
            "{variants} variants on the same {days} days: the rules differ, the people and their luck do not. All differences are to \"{first}\"."
        ),
        M::Called { letter, name } => format!("{letter}: {name}"),
        M::NoDays => "No day was simulated to its end: there are no figures.".to_owned(),
        M::Judged { name, kind, gains, losses, days } => judged(&name, kind, &gains, &losses, &days),
        M::Change { measure, by, range, more } => change(measure, &by, &range, more),
        M::WaitAtMost { at_most } => {
            format!("The wait of 9 in 10 cannot be told apart: it differs by {at_most} at most.")
        }
        M::OverloadAtMost { points } => {
            format!(
                "More overload is not excluded: up to {points} more of the days (more --replications narrow it)."
            )
        }
        M::SameAs { name, other } => {
            format!("\"{name}\" means the same as \"{other}\": all their figures are equal.")
        }
        M::Overall { kind, names, first } => overall(kind, &names, &first),
        M::Followed { better, earlier, worse, later } => {
            let earlier = earlier.map(|by| format!(" (let in {by} earlier in the mean)")).unwrap_or_default();
            let later = later.map(|by| format!(" (let in {by} later in the mean)")).unwrap_or_default();
            format!(
                "Of the same people, {better} are better off{earlier} and {worse} are worse off{later}; up to a minute counts as \
                 no change."
            )
        }
        M::OnlyIn { here, there, first } => {
            format!("{here} get in only here, {there} only with \"{first}\".")
        }
        M::PlaceOnlyIn { here, there, first } => {
            format!("{here} get a place only here, {there} only with \"{first}\".")
        }
        M::OtherPeople { first } => {
            format!("Other people come than with \"{first}\", so only figures are compared, not persons.")
        }
        M::HeadlineHeading => "Headline (means of the days)".to_owned(),
        M::GroupsHeading => "By group".to_owned(),
        M::ArrivalsHeading => {
            "Half of those who arrive in a minute (counted from the opening) wait up to".to_owned()
        }
        M::Column(column) => self::column(column).to_owned(),
        M::Interval { low, high } => format!("{low} to {high}"),
        M::Points { number } => format!("{number} pts"),
        M::Minutes { from, to } if from == to => format!("minute {from}"),
        M::Minutes { from, to } => format!("minutes {from} to {to}"),
        M::Family { level, comparisons, measures, others } => format!(
            "The {comparisons} intervals of the headline ({measures} measures × {others}) hold together: they are made so wide that \
             all of them are right in {level} of such studies (Bonferroni)."
        ),
        M::PlainIntervals { level } => {
            format!("The intervals by group are plain ones: each is right in {level} of studies.")
        }
        M::ArrivalFamily { comparisons } => format!(
            "Those by arrival minute ({comparisons} comparisons, in --json and --csv) are a family of their own."
        ),
        M::Matters => {
            "Differences below 3 seconds, half a person or half a day in a hundred count as none.".to_owned()
        }
        M::VarianceRatio { name, ratio } => format!(
            "Same people on the same days: with other people for \"{name}\" it would take {ratio} times as many days to know the \
             difference of the wait of 9 in 10 as well."
        ),
        M::NoReduction { name } => format!(
            "For \"{name}\" the same people on the same days hardly help: the difference of the wait of 9 in 10 varies as much as with \
             other people."
        ),
        M::NoteOf { name, note } => format!("\"{name}\": {note}"),
        M::MoreInFiles => {
            "Every measure, group and arrival minute with plain and simultaneous intervals: --json or --csv."
                .to_owned()
        }
        M::ChanceAlone => {
            "Only chance differs from day to day: what was not given stays at its default.".to_owned()
        }
        M::Origin { days, seed, version, scenario } => {
            format!("machiai {version}, {days} days of each variant, seed {seed}, scenarios {scenario}.")
        }
        M::NotesHeading => "Notes".to_owned(),
        M::AnnexHeading => "How this was found".to_owned(),
        M::ChartTitle => "Waits by time of arrival".to_owned(),
        M::ArrivalAxis => "arrival, minutes from the opening".to_owned(),
        M::WaitAxis => "half wait up to, minutes".to_owned(),
        M::ChartBand { level } => format!("bands: where it falls on {level} days"),
        M::ChartEmpty => "nobody is let in".to_owned(),
        M::ChartFooter { days, seed, version } => {
            format!("machiai {version} · {days} days of each variant, the same people · seed {seed}")
        }
    }
}

fn judged(name: &str, kind: Kind, gains: &[String], losses: &[String], days: &str) -> String {
    let (gains, losses) = (list(gains), list(losses));
    match kind {
        Kind::Better => {
            format!("\"{name}\" is better: {gains}, and nothing in the headline is worse beyond chance.")
        }
        Kind::Worse => {
            format!("\"{name}\" is worse: {losses}, and nothing in the headline is better beyond chance.")
        }
        Kind::TradeOff => format!("\"{name}\" is a trade-off: {gains}, but {losses}."),
        Kind::NoDifference => format!("\"{name}\": no difference can be seen in {days} days."),
        Kind::Same => format!("\"{name}\": no figure of the headline differs on any of {days} days."),
        Kind::TooFewDays => {
            format!(
                "\"{name}\" cannot be judged after a single day; it takes two days at least (--replications)."
            )
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn change(measure: Measure, by: &str, range: &str, more: bool) -> String {
    let pick = |fewer: &'static str, many: &'static str| if more { many } else { fewer };
    let people = |what: &str| format!("{by} {} people ({range}) {what}", pick("fewer", "more"));
    match measure {
        Measure::WaitP50 => format!("half wait {by} {} ({range})", pick("less", "more")),
        Measure::WaitP90 => format!("9 in 10 wait {by} {} ({range})", pick("less", "more")),
        Measure::WaitMax => format!("the longest wait is {by} {} ({range})", pick("shorter", "longer")),
        Measure::Admitted => people("get in"),
        Measure::Left => people("leave the line"),
        Measure::TurnedAway => people("are turned away"),
        Measure::GaveUp => people("give up"),
        Measure::LostMidVisit => people("lose their session at work"),
        Measure::WithoutPlace => people("go without a place"),
        Measure::FailedPeople => people("have a request time out"),
        Measure::InsideMax => people("are inside at once at the most"),
        Measure::LineGone => format!("the line is gone {by} {} ({range})", pick("earlier", "later")),
        Measure::OverloadedDays => {
            format!("the share of overloaded days is {by} {} ({range})", pick("lower", "higher"))
        }
        other => format!("{} is {by} {} ({range})", other.name(), pick("lower", "higher")),
    }
}

fn overall(kind: Kind, names: &[String], first: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let names = list(&quoted);
    match kind {
        Kind::Better => format!("Better than \"{first}\" with nothing worse: {names}."),
        Kind::Worse => format!("Worse than \"{first}\" with nothing better: {names}."),
        Kind::TradeOff => format!("Better in some things and worse in others: {names}."),
        Kind::NoDifference => format!("Not to be told apart from \"{first}\": {names}."),
        Kind::Same => format!("The same as \"{first}\" on every day: {names}."),
        Kind::TooFewDays => format!("Not judged: {names}."),
    }
}

fn column(column: Column) -> &'static str {
    match column {
        Column::Measure => "measure",
        Column::Variant => "variant",
        Column::Group => "group",
        Column::Value => "mean",
        Column::People => "people",
        Column::HalfWait => "half wait",
        Column::MostWait => "9 in 10 wait",
        Column::Difference => "difference",
        Column::Interval => "interval",
        Column::Arrival => "arrival",
    }
}
