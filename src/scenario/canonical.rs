//! The meaning of a scenario as text: the same for every way to write it. Is never read back.

use sha2::{Digest, Sha256};

use super::clock::WallClock;
use crate::model::room::{
    Adjusts, BucketRule, CallOrder, Change, Cloudflare, Composition, Edge, Event, Line, Metered,
    NewcomerRule, Operator, QueueingMethod,
};
use crate::model::{
    AfterSellOut, ArrivalProfile, BeforeOpening, Comeback, Component, Distribution, Group, Headcount, Origin,
    Room, Sleep, Station, Stock, System, Throughput, Visit,
};
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
    let values = origin_values(&system.origin);
    lines.extend(values.into_iter().map(|(key, value)| format!("{key} = {value}")));
    for stock in &system.stocks {
        let room = stock.room.0;
        let values = stock_values(stock);
        lines.extend(values.into_iter().map(|(key, value)| format!("stock[{room}].{key} = {value}")));
    }
    for (position, room) in system.rooms.iter().enumerate() {
        let values = room_values(room);
        lines.extend(values.into_iter().map(|(key, value)| format!("room[{position}].{key} = {value}")));
    }
    for (position, group) in system.groups.iter().enumerate() {
        let mut values = group_values(group);
        if system.origin.station().is_some() {
            values.push(("work".to_owned(), work(&group.visit)));
        }
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

/// A name for a text by its content: its SHA-256 in hexadecimal digits. Two texts of one name are the same text.
///
/// ```
/// let name = machiai::scenario::content_hash("abc"); // FIPS 180-2, appendix B.1
/// assert!(name.starts_with("ba7816bf8f01cfea414140de5dae2223"));
/// ```
pub fn content_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

type Values = Vec<(String, String)>;

fn keyed<const N: usize>(values: [(&str, String); N]) -> Values {
    values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn room_values(room: &Room) -> Values {
    let mut values =
        vec![("name".to_owned(), quoted(room.name())), ("opening".to_owned(), instant(room.opening()))];
    let more = match room.composition() {
        Composition::Cloudflare(settings) => cloudflare_values(settings, room.line()),
        Composition::Metered(settings) => metered_values(settings),
    };
    values.extend(more);
    values
}

fn instant(at: SimTime) -> String {
    at.since(SimTime::ZERO).to_string()
}

fn or_unlimited(limit: Option<u32>) -> String {
    limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string())
}

fn metered_values(settings: &Metered) -> Values {
    let order = match settings.order {
        CallOrder::Fifo => "fifo",
        CallOrder::Lottery => "lottery",
    };
    let rate = settings.spacing.map_or_else(|| "unlimited".to_owned(), |span| format!("one in {span}"));
    keyed([
        ("slots", or_unlimited(settings.slots)),
        ("rate", rate),
        ("line", format!("called, {order}")),
        ("line_limit", or_unlimited(settings.line_limit)),
        ("session", format!("{} after the visit", settings.lag)),
    ])
}

fn cloudflare_values(settings: &Cloudflare, line: &Line) -> Values {
    let bucket_rule = match settings.bucket_rule {
        BucketRule::Reservation => "reservation",
        BucketRule::Strict => "strict",
    };
    let newcomer_rule = match settings.newcomer_rule {
        NewcomerRule::Consistent => "consistent",
        NewcomerRule::Sticky => "sticky",
    };
    let session = match settings.disable_session_renewal {
        false => format!("{} after the last request", settings.session_duration),
        true => format!("{} after acceptance", settings.session_duration),
    };
    let mut values = keyed([
        ("slots", settings.total_active_users.to_string()),
        ("rate", format!("{} a clock minute", settings.new_users_per_minute)),
        ("burst_share", format!("{}/10000", settings.burst.ten_thousandths())),
        ("bucket_rule", bucket_rule.to_owned()),
        ("newcomer_rule", newcomer_rule.to_owned()),
        ("session", session),
        ("queueing_method", method(settings.queueing_method).to_owned()),
        ("queue_all", settings.queue_all.to_string()),
        ("suspended", settings.suspended.to_string()),
        ("revoke_share", settings.revoke.value().to_string()),
        ("edge", settings.edge.as_ref().map_or_else(|| "off".to_owned(), edge)),
    ]);
    if let Line::Polled { interval, grace, .. } = line {
        values.push(("line".to_owned(), format!("polled every {interval}, kept {grace}")));
    }
    values.extend(settings.operator.iter().map(|watching| ("operator".to_owned(), operator(watching))));
    let active = settings.events.iter().filter(|event| !event.suspended);
    values.extend(
        active.enumerate().map(|(position, event)| (format!("event[{position}]"), event_line(event))),
    );
    let changes = settings.timetable.iter().enumerate();
    values.extend(changes.map(|(position, change)| (format!("change[{position}]"), change_line(change))));
    values
}

fn operator(operator: &Operator) -> String {
    let adjusts = match operator.adjusts {
        Adjusts::Both => "both limits",
        Adjusts::TotalActiveUsers => "total_active_users",
        Adjusts::NewUsersPerMinute => "new_users_per_minute",
    };
    format!(
        "{adjusts} every {}, +{} below {}, -{} above {}, within {}..{} and {}..{}, seen {}..{} late over {} with an          error of {}",
        operator.every,
        operator.raise_by,
        operator.raise_below,
        operator.lower_by,
        operator.lower_above,
        operator.total_active_users.0,
        operator.total_active_users.1,
        operator.new_users_per_minute.0,
        operator.new_users_per_minute.1,
        operator.delay.0,
        operator.delay.1,
        operator.window,
        operator.noise
    )
}

/// An origin of which nothing is known is one line; what has no effect is left out.
fn origin_values(origin: &Origin) -> Values {
    let mut values = match origin.station() {
        None => vec![("origin".to_owned(), "immediate".to_owned())],
        Some(station) => station_values(station, origin),
    };
    let safe = &origin.safe;
    let levels = [
        ("origin.safe_people_inside", safe.people_inside.map(|people| people.to_string())),
        ("origin.safe_requests_per_second", safe.requests_per_second.map(|requests| requests.to_string())),
        ("origin.safe_utilisation", safe.utilisation.map(|share| share.to_string())),
        ("origin.overload_lasting", safe.is_known().then(|| safe.lasting.to_string())),
    ];
    values.extend(levels.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    values
}

fn station_values(station: &Station, origin: &Origin) -> Values {
    let background = &origin.background;
    let changes = background.changes.iter().map(|(at, share)| format!(", {share} from {}", instant(*at)));
    let mut values = keyed([
        ("origin", "station".to_owned()),
        ("origin.throughput", throughput(&station.throughput)),
        ("origin.work_cv", station.work_cv.to_string()),
        ("origin.background", format!("{}{}", background.first, changes.collect::<String>())),
    ]);
    let Some(timeout) = station.timeout else {
        values.extend(keyed([("origin.timeout", "none".to_owned())]));
        return values;
    };
    let retries = station.retries.map_or_else(|| "endless".to_owned(), |retries| retries.to_string());
    values.extend(keyed([
        ("origin.timeout", timeout.to_string()),
        ("origin.serves_abandoned", station.serves_abandoned.to_string()),
        ("origin.retries", retries),
        ("origin.retry_delay", law(&station.retry_delay)),
    ]));
    values
}

fn throughput(throughput: &Throughput) -> String {
    match throughput {
        Throughput::Servers { servers, service_time } => format!("{servers} servers of {service_time}"),
        Throughput::ScalabilityLaw { alone_per_second, contention, coherency } => {
            format!("{alone_per_second} a second alone, contention {contention}, coherency {coherency}")
        }
        Throughput::Table(points) => {
            format!("table {}", joined(points, |point| format!("{}: {}", point.in_service, point.per_second)))
        }
    }
}

fn stock_values(stock: &Stock) -> Values {
    let after_sell_out = match stock.after_sell_out {
        AfterSellOut::AllLeave => "all leave".to_owned(),
        AfterSellOut::SharePerMinute(share) => format!("{} a minute leave", share.value()),
        AfterSellOut::NobodyLeaves => "nobody leaves".to_owned(),
    };
    // Of a single slot nobody has to choose.
    let (slots, flexible) = match stock.slots.as_slice() {
        [only] => (format!("{} {}", quoted(&only.name), only.places), "no other slot".to_owned()),
        slots => (
            joined(slots, |slot| {
                format!("{} {} wanted {}", quoted(&slot.name), slot.places, slot.popularity)
            }),
            stock.flexible.value().to_string(),
        ),
    };
    keyed([
        ("slots", slots),
        ("per_booking", joined(stock.per_booking.shares(), |share| share.value().to_string())),
        ("flexible", flexible),
        ("after_sell_out", after_sell_out),
    ])
}

fn method(method: QueueingMethod) -> &'static str {
    match method {
        QueueingMethod::Fifo => "fifo",
        QueueingMethod::Random => "random",
        QueueingMethod::Passthrough => "passthrough",
        QueueingMethod::Reject => "reject",
    }
}

fn edge(edge: &Edge) -> String {
    format!(
        "{} synced every {}, {} above {} a minute, {} anywhere",
        joined(&edge.data_centres, |share| share.value().to_string()),
        edge.sync_period,
        edge.spike_delay,
        edge.spike_threshold,
        edge.anywhere_counters
    )
}

/// Settings that were said, in one line; what was not said is left out.
fn said(settings: Vec<(&str, Option<String>)>) -> String {
    let said = settings.into_iter().filter_map(|(key, value)| Some(format!(" {key}={}", value?)));
    said.collect()
}

fn event_line(event: &Event) -> String {
    let times = [Some(event.event_start_time), Some(event.event_end_time), event.prequeue_start_time];
    let [start, end, prequeue] = times.map(|at| at.map(instant));
    let settings = vec![
        ("start", start),
        ("end", end),
        ("prequeue", prequeue),
        ("shuffle", event.shuffle_at_event_start.then(|| "true".to_owned())),
        ("total_active_users", event.total_active_users.map(|limit| limit.to_string())),
        ("new_users_per_minute", event.new_users_per_minute.map(|limit| limit.to_string())),
        ("session_duration", event.session_duration.map(|span| span.to_string())),
        ("disable_session_renewal", event.disable_session_renewal.map(|off| off.to_string())),
        ("queueing_method", event.queueing_method.map(|name| method(name).to_owned())),
    ];
    format!("{}{}", event.name, said(settings))
}

fn change_line(change: &Change) -> String {
    let settings = vec![
        ("total_active_users", change.total_active_users.map(|limit| limit.to_string())),
        ("new_users_per_minute", change.new_users_per_minute.map(|limit| limit.to_string())),
        ("session_duration", change.session_duration.map(|span| span.to_string())),
        ("disable_session_renewal", change.disable_session_renewal.map(|off| off.to_string())),
        ("queueing_method", change.queueing_method.map(|name| method(name).to_owned())),
        ("queue_all", change.queue_all.map(|on| on.to_string())),
        ("suspended", change.suspended.map(|on| on.to_string())),
    ];
    format!("{}{}", instant(change.at), said(settings))
}

fn group_values(group: &Group) -> Values {
    let none = || "none".to_owned();
    let comeback = group.comeback.as_ref().map_or_else(none, |comeback| {
        let Comeback { chance, delay, with_cookie } = comeback;
        format!("{} after {}, {} with the cookie", chance.value(), law(delay), with_cookie.value())
    });
    let sleep = group.sleep.as_ref().map_or_else(none, |Sleep { share, after, lasting }| {
        format!("{} after {} for {}", share.value(), law(after), law(lasting))
    });
    let before_opening = match group.before_opening {
        BeforeOpening::Proceeds => "proceed".to_owned(),
        BeforeOpening::Waits { reload } => format!("reload every {reload}"),
    };
    keyed([
        ("name", quoted(&group.name)),
        ("room", group.room.0.to_string()),
        ("count", headcount(&group.count)),
        ("arrivals", arrivals(&group.arrivals)),
        ("visit", visit(&group.visit)),
        ("patience", group.patience.as_ref().map_or_else(none, law)),
        ("patience_again", group.patience_again.to_string()),
        ("tolerance", group.tolerance.as_ref().map_or_else(none, law)),
        ("comeback", comeback),
        ("sleep", sleep),
        ("devices", joined(group.devices.shares(), |share| share.value().to_string())),
        ("cookieless", group.cookieless.value().to_string()),
        ("bypass", group.bypass.value().to_string()),
        ("before_opening", before_opening),
        ("poll_delay", law(&group.poll_delay)),
        ("retype", group.retype.value().to_string()),
        ("give_up_after", group.give_up_after.to_string()),
    ])
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
        Visit::Even { duration, pages, .. } => format!("{} in {pages} pages", law(duration)),
        Visit::Steps(steps) => joined(steps, |step| format!("{} {}", quoted(&step.name), law(&step.think))),
    }
}

/// Work of the requests of a visit: only a station looks at it.
fn work(visit: &Visit) -> String {
    match visit {
        Visit::Even { work, .. } => work.to_string(),
        Visit::Steps(steps) => joined(steps, |step| step.work.to_string()),
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
