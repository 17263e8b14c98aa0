//! Inputs in words: as they would be typed.

use crate::model::room::{
    BucketRule, Change, Composition, Edge, Event, NewcomerRule, Operator, QueueingMethod,
};
use crate::model::{
    AfterSellOut, ArrivalProfile, Background, BeforeOpening, Comeback, Component, Devices, Distribution,
    Headcount, Origin, Sleep, Stock, System, Throughput, Visit, opening_profile,
};
use crate::scenario::{Input, Owner};
use crate::units::{Share, SimTime, Span};

/// The value of an input, as it would be typed; values of several groups are listed in order.
pub(super) fn value_of(system: &System, input: Input) -> String {
    match input.owner() {
        Owner::Room => return room_value(system, input),
        Owner::Origin => return origin_value(&system.origin, input),
        Owner::Stock => return stock_value(&system.stocks, input),
        Owner::Group => {}
    }
    let mut values: Vec<String> = system
        .groups
        .iter()
        .map(|group| match input {
            Input::Users => count(&group.count),
            Input::Arrivals => arrivals(&group.arrivals),
            Input::VisitMean => visit_mean(&group.visit),
            Input::VisitSpread => spread(&group.visit),
            Input::Pages => group.visit.pages().to_string(),
            Input::Patience => group.patience.as_ref().map_or("none".to_owned(), law),
            Input::PollDelay => poll_delay(&group.poll_delay),
            Input::Retype => number(group.retype.value()),
            Input::GiveUpAfter => group.give_up_after.to_string(),
            Input::Tolerance => group.tolerance.as_ref().map_or("none".to_owned(), law),
            Input::Comeback => group.comeback.as_ref().map_or("none".to_owned(), comeback),
            Input::Sleep => group.sleep.as_ref().map_or("none".to_owned(), sleep),
            Input::Devices => devices(&group.devices),
            Input::Cookieless => percent(group.cookieless),
            Input::Bypass => percent(group.bypass),
            Input::Work => work(&group.visit),
            Input::BeforeOpening => match group.before_opening {
                BeforeOpening::Proceeds => "proceed".to_owned(),
                BeforeOpening::Waits { reload } => format!("reload every {reload}"),
            },
            _ => String::new(),
        })
        .collect();
    values.dedup();
    values.join(", ")
}

/// Key and value of a setting of an event, as they would be typed.
pub(super) fn setting_of_event(system: &System, position: usize, input: Input) -> (String, String) {
    let settings = system.rooms.first().map(|room| room.composition());
    let Some(Composition::Cloudflare(settings)) = settings else { return Default::default() };
    let Some(event) = settings.events.get(position) else { return Default::default() };
    let name = input.key().trim_start_matches("room.");
    let key = match settings.events.len() {
        1 => format!("room.event.{name}"),
        _ => format!("room.event[{}].{name}", event.name),
    };
    let value = match input {
        Input::TotalActiveUsers => event.total_active_users.map(|limit| limit.to_string()),
        Input::NewUsersPerMinute => event.new_users_per_minute.map(|limit| limit.to_string()),
        Input::SessionDuration => event.session_duration.map(|span| span.to_string()),
        Input::Renewal => event.disable_session_renewal.map(|off| off.to_string()),
        _ => None,
    };
    (key, value.unwrap_or_default())
}

fn room_value(system: &System, input: Input) -> String {
    let Some(room) = system.rooms.first() else { return String::new() };
    match room.composition() {
        Composition::Cloudflare(settings) => match input {
            Input::TotalActiveUsers => settings.total_active_users.to_string(),
            Input::NewUsersPerMinute => settings.new_users_per_minute.to_string(),
            Input::SessionDuration => settings.session_duration.to_string(),
            Input::Renewal => settings.disable_session_renewal.to_string(),
            Input::BucketRule => match settings.bucket_rule {
                BucketRule::Reservation => "reservation".to_owned(),
                BucketRule::Strict => "strict".to_owned(),
            },
            Input::NewcomerRule => match settings.newcomer_rule {
                NewcomerRule::Consistent => "consistent".to_owned(),
                NewcomerRule::Sticky => "sticky".to_owned(),
            },
            Input::BurstShare => number(f64::from(settings.burst.ten_thousandths()) / 10_000.0),
            Input::QueueingMethod => method(settings.queueing_method).to_owned(),
            Input::QueueAll => settings.queue_all.to_string(),
            Input::Suspended => settings.suspended.to_string(),
            Input::Events => {
                let active = settings.events.iter().filter(|event| !event.suspended);
                active.map(event).collect::<Vec<_>>().join("; ")
            }
            Input::Timetable => settings.timetable.iter().map(change).collect::<Vec<_>>().join("; "),
            Input::Revoke => percent(settings.revoke),
            Input::Edge => edge(settings.edge.as_ref()),
            Input::Operator => settings.operator.as_ref().map_or("none".to_owned(), operator),
            _ => String::new(),
        },
        Composition::Metered(settings) => match input {
            Input::TotalActiveUsers => {
                settings.slots.map_or("unlimited".to_owned(), |slots| slots.to_string())
            }
            Input::NewUsersPerMinute => settings
                .spacing
                .map_or("unlimited".to_owned(), |spacing| number(60e6 / spacing.microseconds() as f64)),
            _ => String::new(),
        },
    }
}

fn origin_value(origin: &Origin, input: Input) -> String {
    let or_none = |level: Option<u32>| level.map_or("none".to_owned(), |level| level.to_string());
    let safe = &origin.safe;
    match input {
        Input::SafeInside => return or_none(safe.people_inside),
        Input::SafeRequests => return or_none(safe.requests_per_second),
        Input::SafeUtilisation => {
            return safe.utilisation.map_or("none".to_owned(), |share| format!("{}%", number(share * 100.0)));
        }
        Input::OverloadLasting => return safe.lasting.to_string(),
        Input::Background => return background(&origin.background),
        _ => {}
    }
    let Some(station) = origin.station() else { return "none".to_owned() };
    match input {
        Input::Origin => throughput(&station.throughput),
        Input::WorkSpread => number(station.work_cv),
        Input::OriginTimeout => station.timeout.map_or("none".to_owned(), |timeout| timeout.to_string()),
        Input::ServesAbandoned => station.serves_abandoned.to_string(),
        Input::OriginRetries => station.retries.map_or("endless".to_owned(), |retries| retries.to_string()),
        Input::RetryDelay => law(&station.retry_delay),
        _ => String::new(),
    }
}

fn throughput(throughput: &Throughput) -> String {
    match throughput {
        Throughput::Servers { servers, service_time } => {
            format!("servers={servers} service_time={service_time}")
        }
        Throughput::ScalabilityLaw { alone_per_second, contention, coherency } => {
            // As they stand: small numbers matter here.
            format!("alone_per_second={alone_per_second} contention={contention} coherency={coherency}")
        }
        Throughput::Table(points) => format!("a table of {} levels", points.len()),
    }
}

fn background(background: &Background) -> String {
    let percent = |share: f64| format!("{}%", number(share * 100.0));
    let changes = background.changes.iter();
    let changes =
        changes.map(|(at, share)| format!(", {} from {}", percent(*share), at.since(SimTime::ZERO)));
    format!("{}{}", percent(background.first), changes.collect::<String>())
}

/// The value for the stock behind each room, in order of the rooms.
fn stock_value(stocks: &[Stock], input: Input) -> String {
    let value = |stock: &Stock| match input {
        Input::Places => places(stock),
        Input::PerBooking => devices(&stock.per_booking),
        Input::AfterSellOut => match stock.after_sell_out {
            AfterSellOut::AllLeave => "all_leave".to_owned(),
            AfterSellOut::NobodyLeaves => "nobody_leaves".to_owned(),
            AfterSellOut::SharePerMinute(share) => percent(share),
        },
        _ => String::new(),
    };
    let mut values: Vec<String> = stocks.iter().map(value).collect();
    values.dedup();
    values.join("; ")
}

fn places(stock: &Stock) -> String {
    match stock.slots.as_slice() {
        [only] => only.places.to_string(),
        slots => {
            slots.iter().map(|slot| format!("{} {}", slot.name, slot.places)).collect::<Vec<_>>().join(", ")
        }
    }
}

fn operator(operator: &Operator) -> String {
    let percent = |share: f64| format!("{}%", number(share * 100.0));
    let ((low, high), (slow, fast)) = (operator.total_active_users, operator.new_users_per_minute);
    format!(
        "every={} raise_below={} lower_above={} total_active_users={low}..{high} new_users_per_minute={slow}..{fast}",
        operator.every,
        percent(operator.raise_below),
        percent(operator.lower_above)
    )
}

/// Work of the requests of a visit: one number, or those of the steps in order.
fn work(visit: &Visit) -> String {
    match visit {
        Visit::Even { work, .. } => number(*work),
        Visit::Steps(steps) => steps.iter().map(|step| number(step.work)).collect::<Vec<_>>().join(", "),
    }
}

fn method(method: QueueingMethod) -> &'static str {
    match method {
        QueueingMethod::Fifo => "fifo",
        QueueingMethod::Random => "random",
        QueueingMethod::Passthrough => "passthrough",
        QueueingMethod::Reject => "reject",
    }
}

/// Key and value of each setting that is said.
fn settings(listed: Vec<(&str, Option<String>)>) -> String {
    listed.into_iter().filter_map(|(key, value)| Some(format!(" {key}={}", value?))).collect()
}

fn event(event: &Event) -> String {
    let instant = |at: SimTime| at.since(SimTime::ZERO).to_string();
    let more = vec![
        ("prequeue_start_time", event.prequeue_start_time.map(instant)),
        ("shuffle_at_event_start", event.shuffle_at_event_start.then(|| "true".to_owned())),
        ("total_active_users", event.total_active_users.map(|limit| limit.to_string())),
        ("new_users_per_minute", event.new_users_per_minute.map(|limit| limit.to_string())),
        ("session_duration", event.session_duration.map(|span| span.to_string())),
        ("disable_session_renewal", event.disable_session_renewal.map(|off| off.to_string())),
        ("queueing_method", event.queueing_method.map(|name| method(name).to_owned())),
    ];
    let (start, end) = (instant(event.event_start_time), instant(event.event_end_time));
    format!("{} {start}..{end}{}", event.name, settings(more))
}

fn change(change: &Change) -> String {
    let more = vec![
        ("total_active_users", change.total_active_users.map(|limit| limit.to_string())),
        ("new_users_per_minute", change.new_users_per_minute.map(|limit| limit.to_string())),
        ("session_duration", change.session_duration.map(|span| span.to_string())),
        ("disable_session_renewal", change.disable_session_renewal.map(|off| off.to_string())),
        ("queueing_method", change.queueing_method.map(|name| method(name).to_owned())),
        ("queue_all", change.queue_all.map(|on| on.to_string())),
        ("suspended", change.suspended.map(|on| on.to_string())),
    ];
    format!("{}{}", change.at.since(SimTime::ZERO), settings(more))
}

fn edge(edge: Option<&Edge>) -> String {
    match edge {
        None => "off".to_owned(),
        Some(edge) if *edge == Edge::japan() => "japan".to_owned(),
        Some(edge) if *edge == Edge::worldwide() => "worldwide".to_owned(),
        Some(edge) => format!("{} data centres", edge.data_centres.len()),
    }
}

fn percent(share: Share) -> String {
    format!("{}%", number(share.value() * 100.0))
}

fn comeback(comeback: &Comeback) -> String {
    let Comeback { chance, delay, with_cookie } = comeback;
    format!("{} after {}, {} with the cookie", percent(*chance), law(delay), percent(*with_cookie))
}

fn sleep(sleep: &Sleep) -> String {
    format!("{} after {} for {}", percent(sleep.share), law(&sleep.after), law(&sleep.lasting))
}

fn devices(devices: &Devices) -> String {
    let shares = devices.shares();
    match shares.iter().position(|share| *share >= Share::ALL) {
        Some(everyone) => (everyone + 1).to_string(),
        None => {
            format!("[{}]", shares.iter().map(|share| number(share.value())).collect::<Vec<_>>().join(", "))
        }
    }
}

fn count(count: &Headcount) -> String {
    let percent =
        |share: (Share, Share)| match (number(share.0.value() * 100.0), number(share.1.value() * 100.0)) {
            (low, high) if low == high => format!("{low}%"),
            (low, high) => format!("{low}%..{high}%"),
        };
    match count {
        Headcount::Fixed(count) => count.to_string(),
        Headcount::Between { low, high } => format!("{low}..{high}"),
        Headcount::Eligible { eligible, turnout, web_share } => {
            format!("{eligible} eligible, turnout {}, web share {}", percent(*turnout), percent(*web_share))
        }
        Headcount::Accesses { accesses, per_person } => {
            format!("{accesses} accesses, {}..{} per person", number(per_person.0), number(per_person.1))
        }
        Headcount::FromArrivals => "from the arrivals".to_owned(),
    }
}

fn arrivals(arrivals: &ArrivalProfile) -> String {
    match arrivals {
        profile if *profile == opening_profile(Share::new(0.7).unwrap_or(Share::ALL), 1.0) => {
            "opening".to_owned()
        }
        ArrivalProfile::Offsets(components) => match components.as_slice() {
            [only] => offset(only),
            parts => {
                let part =
                    |part: &Component| format!("{}% {}", number(part.share.value() * 100.0), offset(part));
                parts.iter().map(part).collect::<Vec<_>>().join(" + ")
            }
        },
        ArrivalProfile::Shape(table) => format!("a table of {} minutes", table.counts.len()),
        ArrivalProfile::Poisson { people_per_minute, lasting } => {
            format!("poisson {}/min {lasting}", number(*people_per_minute))
        }
        ArrivalProfile::Exact(instants) => format!("{} listed times", instants.len()),
    }
}

fn offset(part: &Component) -> String {
    let shape = match &part.offset {
        Distribution::Uniform { low, high } if *low == Span::ZERO => format!("ramp {high}"),
        Distribution::Fixed(span) if *span == Span::ZERO => "at-once".to_owned(),
        other => law(other),
    };
    if part.shift == Span::ZERO { shape } else { format!("{shape} from {}", part.shift) }
}

fn visit_mean(visit: &Visit) -> String {
    match visit {
        Visit::Even { duration, .. } => mean_or_law(duration),
        Visit::Steps(steps) => steps
            .iter()
            .map(|step| format!("{} {}", step.name, law(&step.think)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn mean_or_law(law_of_visit: &Distribution) -> String {
    match law_of_visit {
        Distribution::Lognormal { mean, .. }
        | Distribution::Gamma { mean, .. }
        | Distribution::Weibull { mean, .. }
        | Distribution::Exponential { mean } => rounded(*mean),
        other => law(other),
    }
}

fn spread(visit: &Visit) -> String {
    match visit {
        Visit::Even {
            duration:
                Distribution::Lognormal { coefficient_of_variation, .. }
                | Distribution::Gamma { coefficient_of_variation, .. }
                | Distribution::Weibull { coefficient_of_variation, .. },
            ..
        } => number(*coefficient_of_variation),
        _ => "as given".to_owned(),
    }
}

fn law(distribution: &Distribution) -> String {
    let with_spread =
        |name: &str, mean: Span, spread: f64| format!("{name} {} {}", rounded(mean), number(spread));
    match distribution {
        Distribution::Fixed(span) => format!("fixed {}", rounded(*span)),
        Distribution::Uniform { low, high } => format!("uniform {} {}", rounded(*low), rounded(*high)),
        Distribution::Exponential { mean } => format!("exponential {}", rounded(*mean)),
        Distribution::Lognormal { mean, coefficient_of_variation } => {
            with_spread("lognormal", *mean, *coefficient_of_variation)
        }
        Distribution::Gamma { mean, coefficient_of_variation } => {
            with_spread("gamma", *mean, *coefficient_of_variation)
        }
        Distribution::Weibull { mean, coefficient_of_variation } => {
            with_spread("weibull", *mean, *coefficient_of_variation)
        }
        Distribution::Quantiles(points) => points
            .iter()
            .map(|point| format!("p{}={}", number(point.share.value() * 100.0), rounded(point.length)))
            .collect::<Vec<_>>()
            .join(","),
        Distribution::Listed(spans) => format!("{} listed lengths", spans.len()),
    }
}

/// A span without the microseconds that scaling leaves behind.
fn rounded(span: Span) -> String {
    let microseconds = span.microseconds();
    let whole = if microseconds.abs() >= 60_000_000 { 1_000_000 } else { 1_000 };
    Span::from_microseconds((microseconds + whole / 2).div_euclid(whole) * whole).to_string()
}

/// At most four decimals, none that are zero.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A delay that is the same for everyone stands as a length of time.
fn poll_delay(delay: &Distribution) -> String {
    match delay {
        Distribution::Fixed(delay) => delay.to_string(),
        drawn => law(drawn),
    }
}
