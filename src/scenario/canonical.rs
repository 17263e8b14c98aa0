//! The meaning of a scenario as text: the same for every way to write it. Is never read back.

use super::clock::WallClock;
use crate::model::room::{BucketRule, CallOrder, Line, NewcomerRule, Rate, SessionClock};
use crate::model::{ArrivalProfile, Component, Distribution, Group, Headcount, Origin, Room, System, Visit};
use crate::units::{Share, SimTime};

/// The effective scenario as sorted lines `key = value`: all defaults written out; without title, prose, comments
/// and file names.
pub(super) fn canonical(system: &System, clock: Option<&WallClock>) -> String {
    let mut lines = Vec::new();
    if let Some(clock) = clock {
        let (hour, minute, second) =
            (clock.seconds_of_day / 3600, clock.seconds_of_day / 60 % 60, clock.seconds_of_day % 60);
        let date = clock.date.as_ref().map_or_else(String::new, |date| format!("{date} "));
        lines.push(format!("opens_at = {date}{hour:02}:{minute:02}:{second:02}"));
        lines.extend(clock.zone.as_ref().map(|zone| format!("zone = {zone}")));
    }
    let horizon = system.horizon.map_or_else(|| "none".to_owned(), |at| at.since(SimTime::ZERO).to_string());
    lines.push(format!("horizon = {horizon}"));
    match system.origin {
        Origin::Immediate => lines.push("origin = immediate".to_owned()),
    }
    for (position, room) in system.rooms.iter().enumerate() {
        let values = room_values(room);
        lines.extend(values.into_iter().map(|(key, value)| format!("room[{position}].{key} = {value}")));
    }
    for (position, group) in system.groups.iter().enumerate() {
        let values = group_values(group);
        lines.extend(values.into_iter().map(|(key, value)| format!("group[{position}].{key} = {value}")));
    }
    lines.sort();
    lines.into_iter().fold(String::new(), |text, line| text + &line + "\n")
}

/// A name for a canonical text: its 64-bit FNV-1a hash in 16 hexadecimal digits. Tells scenarios apart; is no
/// protection against someone who wants two to look alike.
///
/// ```
/// assert_eq!(machiai::scenario::identity("a"), "af63dc4c8601ec8c"); // from the reference's test vectors
/// ```
pub fn identity(canonical: &str) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let hash = canonical.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}

type Values = Vec<(&'static str, String)>;

fn room_values(room: &Room) -> Values {
    let or_unlimited =
        |limit: Option<u32>| limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
    let mut values = vec![
        ("name", quoted(room.name())),
        ("opening", room.opening().since(SimTime::ZERO).to_string()),
        ("slots", or_unlimited(room.limits().slots)),
    ];
    match room.limits().rate {
        Rate::Unlimited => values.push(("rate", "unlimited".to_owned())),
        Rate::PerClockMinute { limit, burst } => {
            values.push(("rate", format!("{limit} a clock minute")));
            values.push(("burst_share", format!("{}/10000", burst.ten_thousandths())));
        }
        Rate::Spaced(span) => values.push(("rate", format!("one in {span}"))),
    }
    match room.line() {
        Line::Polled { interval, grace, bucket_rule, newcomer_rule } => {
            values.push(("line", format!("polled every {interval}, kept {grace}")));
            let bucket_rule = match bucket_rule {
                BucketRule::Reservation => "reservation",
                BucketRule::Strict => "strict",
            };
            let newcomer_rule = match newcomer_rule {
                NewcomerRule::Consistent => "consistent",
                NewcomerRule::Sticky => "sticky",
            };
            values.push(("bucket_rule", bucket_rule.to_owned()));
            values.push(("newcomer_rule", newcomer_rule.to_owned()));
        }
        Line::Called { order, line_limit } => {
            let order = match order {
                CallOrder::Fifo => "fifo",
                CallOrder::Lottery => "lottery",
            };
            values.push(("line", format!("called, {order}")));
            values.push(("line_limit", or_unlimited(*line_limit)));
        }
    }
    let session = match room.session() {
        SessionClock::IdleAfterLastRequest(span) => format!("{span} after the last request"),
        SessionClock::SinceAcceptance(span) => format!("{span} after acceptance"),
        SessionClock::VisitAndLag(span) => format!("{span} after the visit"),
    };
    values.push(("session", session));
    values
}

fn group_values(group: &Group) -> Values {
    vec![
        ("name", quoted(&group.name)),
        ("room", group.room.0.to_string()),
        ("count", headcount(&group.count)),
        ("arrivals", arrivals(&group.arrivals)),
        ("visit", visit(&group.visit)),
        ("patience", group.patience.as_ref().map_or_else(|| "none".to_owned(), law)),
        ("patience_again", group.patience_again.to_string()),
        ("poll_delay", law(&group.poll_delay)),
        ("retype", group.retype.value().to_string()),
        ("give_up_after", group.give_up_after.to_string()),
    ]
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.escape_debug())
}

fn shares(range: &(Share, Share)) -> String {
    format!("{}..{}", range.0.value(), range.1.value())
}

fn headcount(count: &Headcount) -> String {
    match count {
        Headcount::Fixed(count) => count.to_string(),
        Headcount::Between { low, high } => format!("{low}..{high}"),
        Headcount::Eligible { eligible, turnout, web_share } => {
            format!("{eligible} eligible x {} x {}", shares(turnout), shares(web_share))
        }
        Headcount::Accesses { accesses, per_person } => {
            format!("{accesses} accesses / {}..{}", per_person.0, per_person.1)
        }
        Headcount::FromArrivals => "from arrivals".to_owned(),
    }
}

fn joined<T>(items: &[T], shown: impl Fn(&T) -> String) -> String {
    items.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn arrivals(profile: &ArrivalProfile) -> String {
    match profile {
        ArrivalProfile::Offsets(parts) => joined(parts, |Component { share, shift, offset }| {
            format!("{} of {} from {shift}", share.value(), law(offset))
        }),
        ArrivalProfile::Shape(table) => {
            format!("from minute {}: {}", table.first_minute, joined(&table.counts, f64::to_string))
        }
        ArrivalProfile::Poisson { people_per_minute, lasting } => {
            format!("poisson {people_per_minute} a minute for {lasting}")
        }
        ArrivalProfile::Exact(times) => {
            format!("times {}", joined(times, |time| time.since(SimTime::ZERO).to_string()))
        }
    }
}

fn visit(visit: &Visit) -> String {
    match visit {
        Visit::Even { duration, pages } => format!("{} in {pages} pages", law(duration)),
        Visit::Steps(steps) => joined(steps, |step| format!("{} {}", quoted(&step.name), law(&step.think))),
    }
}

fn law(distribution: &Distribution) -> String {
    match distribution {
        Distribution::Fixed(span) => format!("fixed {span}"),
        Distribution::Uniform { low, high } => format!("uniform {low}..{high}"),
        Distribution::Exponential { mean } => format!("exponential {mean}"),
        Distribution::Lognormal { mean, coefficient_of_variation } => {
            format!("lognormal {mean} {coefficient_of_variation}")
        }
        Distribution::Gamma { mean, coefficient_of_variation } => {
            format!("gamma {mean} {coefficient_of_variation}")
        }
        Distribution::Weibull { mean, coefficient_of_variation } => {
            format!("weibull {mean} {coefficient_of_variation}")
        }
        Distribution::Quantiles(points) => {
            format!(
                "quantiles {}",
                joined(points, |point| format!("{}={}", point.share.value(), point.length))
            )
        }
        Distribution::Listed(spans) => format!("times {}", joined(spans, ToString::to_string)),
    }
}
