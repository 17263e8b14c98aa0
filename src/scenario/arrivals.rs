//! Reads when people come. Does not know how many, except where the arrivals themselves say it.

use std::sync::Arc;

use super::clock::WallClock;
use super::cursor::{Context, Field, Fields};
use super::demand::{self, Meaning, Source};
use super::issue::Place;
use super::keys::nearest;
use super::law;
use super::scalar::{self, SPAN};
use super::tree::Content;
use crate::draws::law::Law;
use crate::model::{ArrivalProfile, Component, Distribution, Headcount, Visit, opening_profile};
use crate::units::{MINUTE, Share, SimTime, Span, parse_span};

/// Share of the eager part of the default profile.
const EAGER: f64 = 0.7;
/// Highest rate of a steady process, people a minute.
const MOST_A_MINUTE: f64 = 1e9;
/// How far shares of a mixture may miss one together.
const SUM_TOLERANCE: f64 = 1e-6;
/// What arrivals can be.
const ACCEPTED: &str = "\"opening\", \"at-once\", \"ramp 10m\", \"exponential 6m\", \"lognormal 8m 1.0\", \
                        \"gamma 8m 1.0\", \"weibull 8m 1.0\", \"poisson 300/min 2h\", { file = \"x.csv\", counts = … }, \
                        { times = [ … ] } or { mix = [ … ] }";
/// What arrivals can be where flags are read.
const ACCEPTED_FLAGS: &str = "\"opening\", \"at-once\", \"ramp 10m\", \"exponential 6m\", \"lognormal 8m 1.0\", \
                              \"gamma 8m 1.0\", \"weibull 8m 1.0\", \"poisson 300/min 2h\", or a table x.csv with --counts";
/// The flag that gives the length of a ramp alone.
const OVER: &str = "--over";
/// What a part of a mixture can be.
const SHAPES: &str = "\"at-once\", \"ramp 10m\", \"exponential 6m\", \"lognormal 8m 1.0\", \"gamma 8m 1.0\" or \
                      \"weibull 8m 1.0\"";
/// The meanings of a table.
const MEANINGS: &str = "\"arrivals\" (people or requests that came), \"admitted\" (new users accepted in each minute, \
                        with the line: demand is rebuilt from both) or \"bookings\" (completed bookings: demand is \
                        put earlier by the mean visit, and whoever did not book is missing)";

/// Arrivals and, if they say it, how many people.
pub(super) struct ArrivalsReading {
    pub(super) profile: ArrivalProfile,
    /// What the arrivals say about the number; a curve's sum gives way to a count beside it.
    pub(super) count: CountOfArrivals,
}

/// What arrivals say about the number of people.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CountOfArrivals {
    /// Nothing.
    Unknown,
    /// This many, unless a count is given.
    Sum(u32),
    /// The profile itself is the number.
    Profile,
}

/// What reading arrivals depends on.
pub(super) struct Surroundings<'a> {
    pub(super) group: &'a str,
    pub(super) visit: Option<&'a Visit>,
    /// The wall clock, if there is one; `None` if it has issues.
    pub(super) clock: Option<Option<&'a WallClock>>,
    pub(super) opening: Option<SimTime>,
}

/// Reads the arrivals and shifts them; without fields the default profile.
pub(super) fn read(
    field: Option<&Field>,
    shift: Option<&Field>,
    surroundings: &Surroundings,
    context: &mut Context,
) -> Option<ArrivalsReading> {
    let reading = match field {
        None => Some(offsets(opening())),
        Some(field) => match &field.value.content {
            Content::Text(text) => in_words(field, text, context),
            Content::Table(_) => table(field, surroundings, context),
            _ => {
                let accepted = context.worded(ACCEPTED_FLAGS, ACCEPTED);
                context.refuse(field.wrong_type().accepted(accepted))
            }
        },
    };
    let Some(shift) = shift else { return reading };
    let by = scalar::span(shift, context)?;
    let mut reading = reading?;
    match &mut reading.profile {
        ArrivalProfile::Offsets(components) => components.iter_mut().for_each(|part| part.shift += by),
        ArrivalProfile::Exact(times) => *times = times.iter().map(|time| *time + by).collect(),
        ArrivalProfile::Shape(table) => {
            if by.microseconds() % MINUTE.microseconds() != 0 {
                return context.refuse(shift.issue("a table by the minute").accepted("whole minutes"));
            }
            table.first_minute += by.microseconds() / MINUTE.microseconds();
        }
        ArrivalProfile::Poisson { .. } => {
            let issue = shift.issue("a poisson process starts at the opening");
            return context.refuse(issue.accepted(context.left_out()));
        }
    }
    Some(reading)
}

fn opening() -> ArrivalProfile {
    opening_profile(Share::new(EAGER).unwrap_or(Share::ALL), 1.0)
}

fn offsets(profile: ArrivalProfile) -> ArrivalsReading {
    ArrivalsReading { profile, count: CountOfArrivals::Unknown }
}

fn in_words(field: &Field, text: &str, context: &mut Context) -> Option<ArrivalsReading> {
    let (name, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    match name.to_lowercase().as_str() {
        "opening" if rest.is_empty() => Some(offsets(opening())),
        "poisson" => match poisson(rest.trim()) {
            Ok(profile) => Some(ArrivalsReading { profile, count: CountOfArrivals::Profile }),
            Err(problem) => context.refuse(
                field.issue(problem).accepted("\"poisson 300/min 2h\": people per s, min or h, and how long"),
            ),
        },
        _ => {
            let accepted = context.worded(ACCEPTED_FLAGS, ACCEPTED);
            shape(field, text, accepted, context).map(|offset| offsets(ArrivalProfile::from_opening(offset)))
        }
    }
}

/// A law of the offset from the opening.
fn shape(field: &Field, text: &str, accepted: &str, context: &mut Context) -> Option<Distribution> {
    let (name, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    match (name.to_lowercase().as_str(), rest.trim()) {
        ("at-once", "") | ("at", "once") => return Some(Distribution::Fixed(Span::ZERO)),
        ("ramp", over) => return ramp(field, over, context),
        _ => {}
    }
    match law::parse(text) {
        Ok(law) => Some(law),
        Err(problem) => {
            const WORDS: [&str; 4] = ["opening", "at-once", "ramp", "poisson"];
            let near =
                nearest(name, WORDS.into_iter()).map(|word| format!("{word} {rest}").trim().to_owned());
            let span_alone = parse_span(text).is_ok().then(|| format!("ramp {}", text.trim()));
            let file = text.trim().to_lowercase().ends_with(".csv");
            let file = file.then(|| format!("{{ file = \"{}\", counts = \"arrivals\" }}", text.trim()));
            let meant = file.or(span_alone).or(near).or(problem.meant);
            context.refuse(field.issue(problem.message).accepted(accepted).suggestion(meant))
        }
    }
}

/// A ramp of a length. From `--over` the length alone was typed.
fn ramp(field: &Field, over: &str, context: &mut Context) -> Option<Distribution> {
    let problem = match parse_span(over) {
        Ok(high) if high > Span::ZERO => return Some(Distribution::Uniform { low: Span::ZERO, high }),
        Ok(Span::ZERO) => "not above zero",
        Ok(_) => "negative",
        Err(_) if over.is_empty() => {
            return context.refuse(field.issue("a ramp needs a length of time").accepted(SPAN));
        }
        Err(error) => scalar::span_problem(&error),
    };
    let issue = match &field.value.place {
        Place::Flag { flag, .. } if flag == OVER => field.issue(problem).seen(format!("\"{over}\"")),
        _ => field.issue(format!("`{over}` is {problem}")),
    };
    context.refuse(issue.accepted(SPAN))
}

fn poisson(text: &str) -> Result<ArrivalProfile, String> {
    let (rate, lasting) =
        text.split_once(char::is_whitespace).ok_or("poisson takes a rate and a length of time")?;
    let (number, unit) = rate.split_once('/').ok_or_else(|| format!("`{rate}` has no unit of time"))?;
    let a_minute = match unit.to_lowercase().as_str() {
        "s" | "sec" | "second" | "秒" => 60.0,
        "m" | "min" | "minute" | "分" => 1.0,
        "h" | "hour" | "時間" => 1.0 / 60.0,
        other => return Err(format!("`{other}` is not a unit of a rate")),
    };
    let number: f64 = number.replace(',', "").parse().map_err(|_| format!("`{number}` is not a number"))?;
    let people_per_minute = number * a_minute;
    if !(people_per_minute > 0.0 && people_per_minute <= MOST_A_MINUTE) {
        return Err(format!("{rate} is not above zero and at most 1,000,000,000 a minute"));
    }
    let lasting =
        parse_span(lasting).map_err(|error| format!("`{lasting}` is {}", scalar::span_problem(&error)))?;
    match lasting > Span::ZERO {
        true => Ok(ArrivalProfile::Poisson { people_per_minute, lasting }),
        false => Err("the length of time is not above zero".to_owned()),
    }
}

fn table(field: &Field, surroundings: &Surroundings, context: &mut Context) -> Option<ArrivalsReading> {
    let mut fields = Fields::of(field)?;
    let file = fields.take("file");
    let counts = fields.take("counts");
    let times = fields.take("times");
    let mix = fields.take("mix");
    let ways = [&file, &times, &mix].into_iter().flatten().count();
    let reading = match (file, times, mix) {
        _ if ways > 1 => {
            context.refuse(field.issue("more than one way").accepted("one of file, times and mix"))
        }
        (Some(file), _, _) => of_file(&file, counts.as_ref(), &fields, surroundings, context),
        (None, times, mix) => {
            if let Some(counts) = &counts {
                let issue = counts.issue("says what a file counts, and there is no file");
                let beside = context.worded("--arrivals x.csv beside it", "file beside it");
                let accepted = format!("{beside}, or {}", context.left_out());
                context.issues.push(issue.accepted(accepted));
            }
            match (times, mix) {
                (Some(times), _) => exact(&times, context),
                (None, Some(mix)) => mixture(&mix, context).map(offsets),
                (None, None) if counts.is_some() || !fields.is_empty() => None,
                (None, None) => context.refuse(field.issue("says nothing").accepted(ACCEPTED)),
            }
        }
    };
    fields.finish(context);
    reading
}

fn exact(field: &Field, context: &mut Context) -> Option<ArrivalsReading> {
    const LIST: &str =
        "a list of times from the opening, person by person, such as [\"-5m\", \"0s\", \"90s\"]";
    let Some(elements) = field.elements() else {
        return context.refuse(field.wrong_type().accepted(LIST));
    };
    if elements.is_empty() {
        return context.refuse(field.issue("an empty list").accepted(LIST));
    }
    let times: Vec<Option<Span>> = elements.iter().map(|element| scalar::span(element, context)).collect();
    let times: Option<Vec<Span>> = times.into_iter().collect();
    let times: Arc<[SimTime]> = times?.into_iter().map(|time| SimTime::ZERO + time).collect();
    Some(ArrivalsReading { profile: ArrivalProfile::Exact(times), count: CountOfArrivals::Profile })
}

fn mixture(field: &Field, context: &mut Context) -> Option<ArrivalProfile> {
    const LIST: &str = "a list of { share = \"30%\", shape = \"ramp 10m\", shift = \"-10m\" }";
    let Some(elements) = field.elements() else {
        return context.refuse(field.wrong_type().accepted(LIST));
    };
    if elements.is_empty() {
        return context.refuse(field.issue("an empty list").accepted(LIST));
    }
    let mut components = Vec::new();
    for element in &elements {
        let Some(mut fields) = Fields::of(element) else {
            context.issues.push(element.wrong_type().accepted(LIST));
            components.push(None);
            continue;
        };
        let share = fields.require("share", scalar::SHARE, context);
        let share = share.and_then(|field| scalar::share(&field, context));
        let offset = fields.require("shape", SHAPES, context).and_then(|field| {
            let text = scalar::text(&field, context)?;
            shape(&field, &text, SHAPES, context)
        });
        let shift = match fields.take("shift") {
            Some(field) => scalar::span(&field, context),
            None => Some(Span::ZERO),
        };
        fields.finish(context);
        components.push(share.zip(offset).zip(shift).map(|((share, offset), shift)| Component {
            share,
            shift,
            offset,
        }));
    }
    let components: Option<Vec<Component>> = components.into_iter().collect();
    let components = components?;
    let sum: f64 = components.iter().map(|component| component.share.value()).sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE {
        // Rounded for reading: 0.3 + 0.6 is not shown as 0.8999999999999999.
        let percent = (sum * 1e4 + 0.5).floor() / 100.0;
        let shares: Vec<String> = components.iter().map(|part| part.share.value().to_string()).collect();
        let mut issue =
            field.issue(format!("the shares add up to {percent}%")).accepted("shares that add up to 100%");
        issue.seen = Some(shares.join(" + "));
        return context.refuse(issue);
    }
    Some(ArrivalProfile::Offsets(components))
}

fn of_file(
    file: &Field,
    counts: Option<&Field>,
    fields: &Fields,
    surroundings: &Surroundings,
    context: &mut Context,
) -> Option<ArrivalsReading> {
    let meanings =
        [("arrivals", Meaning::Arrivals), ("admitted", Meaning::Admitted), ("bookings", Meaning::Bookings)];
    let name = scalar::text(file, context);
    let meaning = match counts {
        Some(counts) => {
            let before = context.issues.len();
            let meaning = scalar::choice(counts, &meanings, context);
            for issue in &mut context.issues[before..] {
                issue.accepted = MEANINGS.to_owned();
            }
            meaning
        }
        None => {
            let missing = fields.missing("counts", MEANINGS, context);
            context.refuse(missing)
        }
    };
    let name = name?;
    let bytes = match context.attachments.read(&name) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let issue = file.issue(format!("cannot be read: {reason}"));
            return context.refuse(issue.accepted("a CSV file, named relative to the scenario"));
        }
    };
    let source = Source {
        file: &name,
        group: surroundings.group,
        // With an unknown meaning the rows cannot be read; with an unreadable visit they cannot be shifted.
        meaning: meaning?,
        mean_visit: mean_visit(surroundings.visit?),
        clock: surroundings.clock?,
        opening: surroundings.opening?,
    };
    let demand = demand::read(&bytes, &source, context)?;
    Some(ArrivalsReading {
        profile: ArrivalProfile::Shape(demand.table),
        count: CountOfArrivals::Sum(demand.people),
    })
}

/// Mean time from acceptance to the request that makes the booking.
fn mean_visit(visit: &Visit) -> Span {
    let seconds = match visit {
        Visit::Even { duration, .. } => Law::compile(duration).mean(),
        Visit::Steps(steps) => {
            let before_booking = &steps[..steps.len().saturating_sub(1)];
            before_booking.iter().map(|step| Law::compile(&step.think).mean()).sum()
        }
    };
    Span::from_fractional_seconds(seconds)
}

/// The headcount of a group from its count and its arrivals; `None` with an issue if they do not fit.
pub(super) fn headcount_of(
    count: Option<(&Field, Option<Headcount>)>,
    arrivals: &CountOfArrivals,
    missing: impl FnOnce(&mut Context),
    context: &mut Context,
) -> Option<Headcount> {
    match (count, arrivals) {
        (Some((_, headcount)), CountOfArrivals::Unknown | CountOfArrivals::Sum(_)) => headcount,
        (None, CountOfArrivals::Sum(people)) => Some(Headcount::Fixed(*people)),
        (None, CountOfArrivals::Profile) => Some(Headcount::FromArrivals),
        (Some((field, _)), CountOfArrivals::Profile) => {
            let issue = field.issue("the arrivals already say how many people come");
            context.refuse(issue.accepted(context.left_out()))
        }
        (None, CountOfArrivals::Unknown) => {
            missing(context);
            None
        }
    }
}
