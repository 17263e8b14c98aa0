//! Reads the booking servers behind the rooms: how they answer and what they can bear. Does not know the rooms.

use super::clock::{self, WallClock};
use super::cursor::{Context, Field, Fields};
use super::input::{Input, Inputs};
use super::keys::nearest;
use super::tree::Content;
use super::{imported, law, scalar, throughput};
use crate::model::{Background, Distribution, Group, Origin, SafeLoad, Service, Station, Throughput};
use crate::units::{Share, SimTime, Span};

/// Times that a failed request is made again, if not given.
const DEFAULT_RETRIES: u32 = 3;
/// Most such times.
const MOST_RETRIES: u32 = 1000;
/// Mean time until a failed request is made again, if not given.
const DEFAULT_RETRY_DELAY: Span = Span::from_seconds(5);
/// Utilisation up to which a station is well, if not given.
const DEFAULT_SAFE_UTILISATION: f64 = 0.9;
/// Most changes of the background load.
const MOST_CHANGES: usize = 1000;
/// What an origin can say.
const ACCEPTED: &str =
    "a table [origin] with safe_people_inside, or with servers and service_time, scalability or table";
/// What a time-out can be.
const TIMEOUT: &str = "\"none\", or a length of time above zero such as \"30s\"";
/// What retries can be.
const RETRIES: &str = "0 to 1,000, or \"endless\"";
/// What a spread of work can be.
const WORK_CV: &str = "0 (always the same work), or a standard deviation ÷ mean of 0.01 to 20";
/// What a background load can be.
const BACKGROUND: &str =
    "a share below 1 such as \"30%\", or from when on how much: [[\"0m\", \"30%\"], [\"20m\", \"0%\"]]";
/// Keys that only a station has.
const STATION_ONLY: [&str; 11] = [
    "servers",
    "service_time",
    "scalability",
    "table",
    "work_cv",
    "timeout",
    "serves_abandoned",
    "retries",
    "retry_delay",
    "background",
    "safe_utilisation",
];

/// Kinds of origins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Threshold,
    Station,
}

/// An origin, what was given of it, and where.
pub(super) struct OriginReading {
    pub(super) origin: Origin,
    pub(super) given: Inputs,
    timeout: Option<Field>,
    retries: Option<Field>,
}

impl OriginReading {
    /// Nothing was said.
    pub(super) fn unknown() -> OriginReading {
        OriginReading { origin: Origin::UNKNOWN, given: Inputs::default(), timeout: None, retries: None }
    }

    /// Whether an operator has a load to look at.
    pub(super) fn shows_load(&self) -> bool {
        match self.origin.station() {
            Some(station) => station.throughput.highest_per_second().is_some(),
            None => {
                let safe = &self.origin.safe;
                safe.people_inside.is_some() || safe.requests_per_second.is_some()
            }
        }
    }
}

/// Reads the origin; `None` if it has issues.
pub(super) fn read(
    field: &Field,
    clock: Option<Option<&WallClock>>,
    context: &mut Context,
) -> Option<OriginReading> {
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(ACCEPTED));
    };
    let knows_all = imported::add_origin(&mut fields, context);
    let kinds = [("threshold", Kind::Threshold), ("station", Kind::Station)];
    let says_station = STATION_ONLY.iter().any(|key| fields.has(key));
    let kind = match fields.take("kind") {
        Some(field) => scalar::choice(&field, &kinds, context),
        None if says_station => Some(Kind::Station),
        None => Some(Kind::Threshold),
    };
    if kind.is_none() || !knows_all {
        // Which keys belong here, or what they say, is not known.
        fields.take_all();
        return None;
    }
    let mut given = Inputs::default();
    let says_nothing = kind == Some(Kind::Threshold) && fields.is_empty();
    let reading = match kind? {
        Kind::Threshold => threshold(&mut fields, &mut given, context),
        Kind::Station => station(&mut fields, &mut given, clock, context),
    };
    fields.finish(context);
    if says_nothing {
        let mut issue = field.issue("says nothing").accepted(ACCEPTED);
        issue.seen = None;
        return context.refuse(issue);
    }
    reading.map(|reading| OriginReading { given, ..reading })
}

fn threshold(fields: &mut Fields, given: &mut Inputs, context: &mut Context) -> Option<OriginReading> {
    for key in STATION_ONLY {
        if let Some(field) = fields.take(key) {
            let station = context.worded("--origin-servers with --service-time", "kind = \"station\"");
            let accepted = format!("{station}, or {}", context.left_out());
            context.issues.push(field.issue("only a station has this").accepted(accepted));
        }
    }
    let lasting_field = fields_of_overload(fields, given);
    let safe = safe_load(fields, lasting_field.as_ref(), given, context)?;
    if let (Some(field), false) = (&lasting_field, safe.is_known()) {
        let beside = context.worded("--safe-inside beside it", "safe_people_inside beside it");
        let accepted = format!("{beside}, or {}", context.left_out());
        return context.refuse(field.issue("no load is said to be safe").accepted(accepted));
    }
    let origin = Origin { safe, ..Origin::UNKNOWN };
    Some(OriginReading { origin, ..OriginReading::unknown() })
}

fn station(
    fields: &mut Fields,
    given: &mut Inputs,
    clock: Option<Option<&WallClock>>,
    context: &mut Context,
) -> Option<OriginReading> {
    let throughput = throughput::read(fields, given, context);
    let mut optional = |key, input| {
        let field = fields.take(key)?;
        given.insert(input);
        Some(field)
    };
    let work_cv = match optional("work_cv", Input::WorkSpread) {
        Some(field) => work_cv(&field, context),
        None => Some(0.0),
    };
    let timeout_field = optional("timeout", Input::OriginTimeout);
    let timeout = match &timeout_field {
        Some(field) => timeout(field, context),
        None => Some(None),
    };
    let serves_abandoned = match optional("serves_abandoned", Input::ServesAbandoned) {
        Some(field) => scalar::switch(&field, context),
        None => Some(false),
    };
    let retries_field = optional("retries", Input::OriginRetries);
    let retries = match &retries_field {
        Some(field) => retries(field, context),
        None => Some(Some(DEFAULT_RETRIES)),
    };
    let retry_delay = match optional("retry_delay", Input::RetryDelay) {
        Some(field) => law::read_or_mean(&field, law::LAW, context),
        None => Some(Distribution::Exponential { mean: DEFAULT_RETRY_DELAY }),
    };
    let background = match optional("background", Input::Background) {
        Some(field) => background(&field, clock, context),
        None => Some(Background::NONE),
    };
    let utilisation_field = optional("safe_utilisation", Input::SafeUtilisation);
    let utilisation = utilisation(utilisation_field.as_ref(), throughput.as_ref(), context);
    let lasting_field = fields_of_overload(fields, given);
    let safe = safe_load(fields, lasting_field.as_ref(), given, context);
    let station = Station {
        throughput: throughput?,
        work_cv: work_cv?,
        timeout: timeout?,
        serves_abandoned: serves_abandoned?,
        retries: retries?,
        retry_delay: retry_delay?,
    };
    let origin = Origin {
        service: Service::Station(station),
        safe: SafeLoad { utilisation: utilisation?, ..safe? },
        background: background?,
    };
    Some(OriginReading { origin, timeout: timeout_field, retries: retries_field, ..OriginReading::unknown() })
}

fn fields_of_overload(fields: &mut Fields, given: &mut Inputs) -> Option<Field> {
    let field = fields.take("overload_lasting")?;
    given.insert(Input::OverloadLasting);
    Some(field)
}

/// Safe levels that every origin can have.
fn safe_load(
    fields: &mut Fields,
    lasting: Option<&Field>,
    given: &mut Inputs,
    context: &mut Context,
) -> Option<SafeLoad> {
    let mut level = |key, input, context: &mut Context| match fields.take(key) {
        Some(field) => {
            given.insert(input);
            scalar::count_within(&field, 1..=u32::MAX, context).map(Some)
        }
        None => Some(None),
    };
    let people_inside = level("safe_people_inside", Input::SafeInside, context);
    let requests_per_second = level("safe_requests_per_second", Input::SafeRequests, context);
    let lasting = match lasting {
        Some(field) => scalar::length(field, context),
        None => Some(SafeLoad::UNKNOWN.lasting),
    };
    Some(SafeLoad {
        people_inside: people_inside?,
        requests_per_second: requests_per_second?,
        utilisation: None,
        lasting: lasting?,
    })
}

/// Highest safe utilisation of a station (`None` if it has issues); `Some(None)` where utilisation is always 0.
fn utilisation(
    field: Option<&Field>,
    throughput: Option<&Throughput>,
    context: &mut Context,
) -> Option<Option<f64>> {
    let has_highest = throughput.is_none_or(|throughput| throughput.highest_per_second().is_some());
    let Some(field) = field else { return Some(has_highest.then_some(DEFAULT_SAFE_UTILISATION)) };
    let share = scalar::share(field, context)?;
    if share <= Share::NONE {
        return context.refuse(field.issue("not above zero").accepted("a share above 0, such as \"80%\""));
    }
    if !has_highest {
        let issue = field.issue("the rate of this station rises without end, so it is never busy");
        return context.refuse(issue.accepted(format!("contention above 0, or {}", context.left_out())));
    }
    Some(Some(share.value()))
}

fn work_cv(field: &Field, context: &mut Context) -> Option<f64> {
    let cv = scalar::number(field, WORK_CV, context)?;
    let refused = match cv {
        _ if cv < 0.0 => "negative",
        _ if cv <= 0.0 => return Some(0.0),
        _ if law::valid_cv(cv).is_some() => return Some(cv),
        _ if cv > 1.0 => "too large",
        _ => "too small",
    };
    context.refuse(field.issue(refused).accepted(WORK_CV))
}

/// A time-out; `Some(None)`: people wait for ever.
fn timeout(field: &Field, context: &mut Context) -> Option<Option<Span>> {
    if is_word(field, "none") {
        return Some(None);
    }
    let before = context.issues.len();
    let span = scalar::positive_span(field, context);
    context.issues[before..].iter_mut().for_each(|issue| issue.accepted = TIMEOUT.to_owned());
    span.map(Some)
}

/// Times that a request is made again; `Some(None)`: no end.
fn retries(field: &Field, context: &mut Context) -> Option<Option<u32>> {
    if is_word(field, "endless") {
        return Some(None);
    }
    if let Content::Text(text) = &field.value.content
        && let Some(meant) = nearest(text, ["endless"].into_iter())
    {
        return context.refuse(field.issue("unknown").accepted(RETRIES).suggestion(Some(meant)));
    }
    let count = scalar::count(field, RETRIES, context)?;
    match count {
        ..=MOST_RETRIES => Some(Some(count)),
        _ => context.refuse(field.issue("too large").accepted(RETRIES)),
    }
}

fn is_word(field: &Field, word: &str) -> bool {
    matches!(&field.value.content, Content::Text(text) if text.trim().eq_ignore_ascii_case(word))
}

/// A share all day, or a list of instants and shares.
fn background(field: &Field, clock: Option<Option<&WallClock>>, context: &mut Context) -> Option<Background> {
    let Some(elements) = field.elements() else {
        let share = scalar::share(field, context)?;
        return match share < Share::ALL {
            true => Some(Background::constant(share.value())),
            false => {
                context.refuse(field.issue("nothing is left: nobody would be answered").accepted(BACKGROUND))
            }
        };
    };
    if elements.is_empty() || elements.len() > MOST_CHANGES {
        let mut issue = field.issue(format!("{} changes", elements.len())).accepted(BACKGROUND);
        issue.seen = None;
        return context.refuse(issue);
    }
    // Every element is read before the list is given up, so that all problems are named.
    let changes: Vec<Option<(SimTime, Share)>> =
        elements.iter().map(|element| background_change(element, clock, context)).collect();
    let changes: Option<Vec<(SimTime, Share)>> = changes.into_iter().collect();
    let changes = changes?;
    let before = context.issues.len();
    for (pair, element) in changes.windows(2).zip(&elements[1..]) {
        if pair[1].0 <= pair[0].0 {
            let issue = element.issue("not later than the change before it");
            context.issues.push(issue.accepted("instants in order, each once"));
        }
    }
    if let (Some((_, last)), Some(element)) = (changes.last(), elements.last())
        && *last >= Share::ALL
    {
        let issue = element.issue("in the end nothing is left: nobody would be answered any more");
        context.issues.push(issue.accepted("a last share below 1"));
    }
    (context.issues.len() == before).then(|| background_of(&changes))
}

fn background_change(
    field: &Field,
    clock: Option<Option<&WallClock>>,
    context: &mut Context,
) -> Option<(SimTime, Share)> {
    let parts = field.elements().filter(|parts| parts.len() == 2);
    let Some([at, share]) = parts.as_deref() else {
        return context.refuse(field.issue("not an instant and a share").accepted(BACKGROUND));
    };
    let at = clock::instant(at, clock, context);
    let share = scalar::share(share, context);
    at.zip(share)
}

/// Without changes that change nothing, so that two ways to write the same load are the same.
fn background_of(changes: &[(SimTime, Share)]) -> Background {
    let mut background = Background::NONE;
    let mut now = Share::NONE;
    for (at, share) in changes {
        if *share != now {
            background.changes.push((*at, share.value()));
            now = *share;
        }
    }
    background
}

/// Records issues of an origin that people meet: requests that nobody ever gets an answer to, and a day without an end.
pub(super) fn check(reading: &OriginReading, groups: &[&Group], has_horizon: bool, context: &mut Context) {
    let Some(station) = reading.origin.station() else { return };
    let (Some(timeout), Some(field)) = (station.timeout, &reading.timeout) else { return };
    let fastest =
        throughput::fastest_seconds(&station.throughput) / (1.0 - least(&reading.origin.background));
    for group in groups {
        let seconds = fastest * group.visit.heaviest_work();
        // With a spread of work some requests are lighter than this, and a microsecond is the finest that is played.
        if station.work_cv <= 0.0 && seconds > timeout.seconds() + 1e-6 {
            let message = format!(
                "nobody is ever answered: the heaviest request of {} takes {} even alone",
                group.name,
                Span::from_fractional_seconds(seconds)
            );
            let needed = Span::from_fractional_seconds(seconds);
            context.issues.push(field.issue(message).accepted(format!("\"none\", or {needed} or more")));
            return;
        }
    }
    if let (None, Some(retries), false) = (station.retries, &reading.retries, has_horizon) {
        let issue = retries.issue("people may fail and try again for ever");
        let accepted = context.worded(
            "a number, or --horizon such as 6h, or no --origin-timeout",
            "a number, or a horizon such as \"6h\", or no timeout",
        );
        context.issues.push(issue.accepted(accepted));
    }
}

/// The smallest share that others ever take.
fn least(background: &Background) -> f64 {
    background.changes.iter().fold(background.first, |least, (_, share)| share.min(least))
}
