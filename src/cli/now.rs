//! `machiai predict --now`: from what the room shows on the day to when the line is gone.

use super::answering::{flag_words, language, quoted, width};
use super::arguments::{MomentFlags, Predict};
use super::attachments::{Beside, read_file};
use super::exit::{Done, Failure};
use super::print;
use super::progress::Meter;
use crate::export;
use crate::interop::{RoomStatus, Status, read_status};
use crate::model::room::{Cloudflare, Composition};
use crate::report;
use crate::results::Shown;
use crate::scenario::{self, Scenario};
use crate::study::{self, Moment, NowPlan, Refusal};
use crate::units::{MINUTE, SimTime, Span, parse_count, parse_span};

/// Days simulated if their number is not given.
const USUAL_DAYS: u32 = 40;
/// Most places and sessions that are simulated.
const MOST: u32 = 5_000_000;
/// Seconds of a day, and of half of one: a clock time belongs to the day that is nearer to the opening.
const DAY_SECONDS: i64 = 86_400;
const ACCEPTED_NOW: &str =
    "a clock time such as 9:12 (with --opens-at), or a length of time from the opening such as 12m";

/// Whether any flag of the day is given.
pub(super) fn is_asked(arguments: &Predict) -> bool {
    let flags = &arguments.moment;
    let texts = [&flags.now, &flags.waiting_now, &flags.active_now, &flags.accepted_last_minute];
    texts.iter().any(|text| text.is_some()) || flags.status_file.is_some()
}

/// Predicts from what the room shows, and prints.
pub(super) fn now(arguments: &Predict) -> Result<Done, Failure> {
    let flags = arguments.flag_values();
    check(arguments)?;
    let (shown, status) = shown(&arguments.moment)?;
    let scenario = scenario::read_flags(&flags, &Beside::here())
        .map_err(|issues| Failure::Issues { file: None, issues })?;
    let at = instant(&arguments.moment, &scenario)?;
    judge_status(&arguments.moment, status, &scenario, at)?;
    let replications = arguments.running.replications.unwrap_or(USUAL_DAYS);
    let mut words = vec!["machiai".to_owned(), "predict".to_owned()];
    words.extend(flag_words(&flags));
    words.extend(moment_words(&arguments.moment));
    words.extend(["--seed".to_owned(), arguments.running.seed.to_string()]);
    words.extend(["--replications".to_owned(), replications.to_string()]);
    let plan = NowPlan {
        seed: arguments.running.seed,
        replications,
        threads: arguments.running.threads.map(usize::from),
        moment: Moment { now: at, shown, age: Moment::STATUS_AGE },
        command: quoted(&words),
    };
    let found = Meter::start()
        .watch(|watch| study::now(&scenario, &plan, watch))
        .map_err(|refusal| refused(refusal, &arguments.moment, &shown))?;
    if found.provenance.replications == 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "interrupted before the first day was finished; nothing was written"
        )));
    }
    match arguments.running.json {
        true => print(export::now_json(&found).as_bytes())?,
        false => print(report::now(&found, language(&arguments.running), width()).as_bytes())?,
    }
    Ok(if found.provenance.complete { Done::Well } else { Done::Interrupted })
}

/// Everything that is wrong with how the flags go together.
fn check(arguments: &Predict) -> Result<(), Failure> {
    let flags = &arguments.moment;
    let mut problems = Vec::new();
    let by_hand =
        [("--waiting-now", flags.waiting_now.is_some()), ("--active-now", flags.active_now.is_some())];
    if flags.now.is_none() {
        problems.push(format!("--now is missing: when were these figures read? accepted: {ACCEPTED_NOW}"));
    }
    for (flag, is_given) in by_hand {
        match (&flags.status_file, is_given) {
            (Some(_), true) => {
                problems.push(format!("{flag}: --status-file says it already; accepted: one of both"));
            }
            (None, false) => problems.push(format!(
                "{flag} is missing: what does the room show? accepted: a number of people, or --status-file with \
                 the status as the API gives it"
            )),
            _ => {}
        }
    }
    let whole_day = [
        ("--csv", arguments.csv.is_some()),
        ("--minutes-csv", arguments.minutes_csv.is_some()),
        ("--chart", arguments.chart.is_some()),
        ("--explain", arguments.explaining.is_asked()),
        ("--require", !arguments.running.require.is_empty()),
    ];
    for (flag, _) in whole_day.iter().filter(|(_, is_given)| *is_given) {
        problems.push(format!("{flag}: only for the prediction of a whole day; leave it or --now out"));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Usage(problems.join("\nerror: "))) }
}

/// What the room shows, and the status of a file.
fn shown(flags: &MomentFlags) -> Result<(Shown, Option<Status>), Failure> {
    let mut problems = Vec::new();
    let mut number = |flag: &str, text: Option<&String>| {
        let text = text?;
        match parse_count(text) {
            Ok(count) if count <= MOST => Some(count),
            Ok(_) => {
                problems.push(format!("{flag} {text}: too many to simulate; accepted: up to 5,000,000"));
                None
            }
            Err(error) => {
                problems.push(format!("{flag}: {error}"));
                None
            }
        }
    };
    let waiting = number("--waiting-now", flags.waiting_now.as_ref());
    let active = number("--active-now", flags.active_now.as_ref());
    let accepted_last_minute = number("--accepted-last-minute", flags.accepted_last_minute.as_ref());
    if !problems.is_empty() {
        return Err(Failure::Usage(problems.join("\nerror: ")));
    }
    let Some(path) = &flags.status_file else {
        let shown =
            Shown { waiting: waiting.unwrap_or(0), active: active.unwrap_or(0), accepted_last_minute };
        return Ok((shown, None));
    };
    let name = path.display();
    let bytes = read_file(path)
        .map_err(|error| Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {name}"))))?;
    let wrong = |problem: String| Failure::Usage(format!("--status-file {name}: {problem}"));
    let text = String::from_utf8(bytes)
        .map_err(|_| wrong("not a text; accepted: the JSON of …/waiting_rooms/{id}/status".to_owned()))?;
    let status = read_status(text.trim_start_matches('\u{feff}')).map_err(|error| {
        wrong(error.to_string().replace('\n', &format!("\nerror: --status-file {name}: ")))
    })?;
    let waiting = match (status.estimated_queued_users, status.status) {
        (None, RoomStatus::NotQueueing) => 0,
        (Some(waiting), _) if waiting <= MOST => waiting,
        (Some(_), _) => return Err(wrong("estimated_queued_users: too many to simulate".to_owned())),
        (None, _) => {
            return Err(wrong(
                "estimated_queued_users is missing; accepted: a status with it, or --waiting-now and --active-now"
                    .to_owned(),
            ));
        }
    };
    let active = match status.estimated_total_active_users {
        Some(active) if active <= MOST => active,
        Some(_) => return Err(wrong("estimated_total_active_users: too many to simulate".to_owned())),
        None => {
            return Err(wrong(
                "estimated_total_active_users is missing; accepted: a status with it, or --waiting-now and \
                 --active-now"
                    .to_owned(),
            ));
        }
    };
    Ok((Shown { waiting, active, accepted_last_minute }, Some(status)))
}

/// When the figures were read.
fn instant(flags: &MomentFlags, scenario: &Scenario) -> Result<SimTime, Failure> {
    let text = flags.now.as_deref().unwrap_or_default();
    let opening = scenario.system.rooms[0].opening();
    let at = match clock_seconds(text) {
        Some(seconds) => {
            let Some(clock) = &scenario.clock else {
                return Err(Failure::Usage(format!(
                    "--now {text}: a clock time needs the opening by the clock; accepted: --opens-at 9:00 beside it, or a \
                     length of time from the opening such as 12m"
                )));
            };
            let after = (seconds - clock.seconds_of_day).rem_euclid(DAY_SECONDS);
            let after = if after > DAY_SECONDS / 2 { after - DAY_SECONDS } else { after };
            SimTime::ZERO + Span::from_seconds(after)
        }
        None => match parse_span(text) {
            Ok(span) => opening + span,
            Err(error) => return Err(Failure::Usage(format!("--now: {error}; accepted: {ACCEPTED_NOW}"))),
        },
    };
    let earliest = match running_event(scenario, at) {
        Some(begins) => begins + MINUTE,
        None => opening + MINUTE,
    };
    if at < earliest {
        return Err(Failure::Usage(format!(
            "--now {text}: before there is anything to go on from; accepted: a minute after the opening (or after the \
             start of a prequeue) or later"
        )));
    }
    Ok(at)
}

/// Seconds of the day of a clock time such as 9:12, 09:12:30 or 9時12分; `None` if it is none.
fn clock_seconds(text: &str) -> Option<i64> {
    let narrow: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            '：' => ':',
            _ => c,
        })
        .collect();
    let by_words = match narrow.split_once('時') {
        Some((hour, "")) => Some(format!("{hour}:00")),
        Some((hour, minute)) if !minute.starts_with('間') => {
            Some(format!("{hour}:{}", minute.strip_suffix('分')?))
        }
        _ => None,
    };
    let narrow = by_words.unwrap_or(narrow);
    let parts: Vec<&str> = narrow.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let number = |text: &&str| {
        let is_plain = (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        text.parse::<i64>().ok().filter(|_| is_plain)
    };
    let numbers: Option<Vec<i64>> = parts.iter().map(number).collect();
    let numbers = numbers?;
    let (hour, minute, second) = (numbers[0], numbers[1], numbers.get(2).copied().unwrap_or(0));
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

fn settings(scenario: &Scenario) -> Option<&Cloudflare> {
    match scenario.system.rooms[0].composition() {
        Composition::Cloudflare(settings) => Some(settings),
        Composition::Metered(_) => None,
    }
}

/// When the event began that runs at an instant, its prequeue included.
fn running_event(scenario: &Scenario, at: SimTime) -> Option<SimTime> {
    let events = &settings(scenario)?.events;
    let runs = |event: &&crate::model::room::Event| {
        !event.suspended && event.begins() <= at && at < event.event_end_time
    };
    events.iter().find(runs).map(|event| event.begins())
}

/// A status must be one that the scenario can have.
fn judge_status(
    flags: &MomentFlags,
    status: Option<Status>,
    scenario: &Scenario,
    at: SimTime,
) -> Result<(), Failure> {
    let (Some(status), Some(path)) = (status, &flags.status_file) else { return Ok(()) };
    let wrong = |problem: &str| Err(Failure::Usage(format!("--status-file {}: {problem}", path.display())));
    match status.status {
        RoomStatus::Suspended => wrong(
            "status = \"suspended\": the room is off and counts nobody; accepted: the status of a room that is on",
        ),
        RoomStatus::EventPrequeueing if running_event(scenario, at).is_none() => wrong(
            "status = \"event_prequeueing\": the scenario has no event that runs then; accepted: --prequeue or \
             --events-file with the event beside it",
        ),
        RoomStatus::EventPrequeueing | RoomStatus::Queueing | RoomStatus::NotQueueing => Ok(()),
    }
}

fn refused(refusal: Refusal, flags: &MomentFlags, shown: &Shown) -> Failure {
    let now = flags.now.as_deref().unwrap_or_default();
    let (waiting, active) = (shown.waiting, shown.active);
    Failure::Usage(match refusal {
        Refusal::NotCloudflare => {
            "a metered room shows no such figures; accepted: --now with a cloudflare room".to_owned()
        }
        Refusal::Suspended => {
            format!(
                "--now {now}: the room is suspended then and counts nobody; accepted: a time at which it is on"
            )
        }
        Refusal::AfterHorizon => {
            format!("--now {now}: at or after --horizon; accepted: a time before it")
        }
        Refusal::NobodyYet => format!(
            "--now {now}: by these arrivals nobody has come by then; accepted: a later time, or other --arrivals"
        ),
        Refusal::TooFew { arrived } => format!(
            "{waiting} in line and {active} active users: by these arrivals only {arrived} people have come by {now}; \
             accepted: other --arrivals, or figures that fit them"
        ),
        Refusal::TooMany { people } => format!(
            "{waiting} in line and {active} active users so early would mean {people:.0} people in all, too many to \
             simulate; accepted: a later time, or other --users and --arrivals"
        ),
    })
}

/// The part of the reproducing command that the flags of the day make.
fn moment_words(flags: &MomentFlags) -> Vec<String> {
    let file = flags.status_file.as_ref().map(|path| path.display().to_string());
    let listed = [
        ("--now", &flags.now),
        ("--waiting-now", &flags.waiting_now),
        ("--active-now", &flags.active_now),
        ("--accepted-last-minute", &flags.accepted_last_minute),
        ("--status-file", &file),
    ];
    let given = listed.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value.clone()?]));
    given.flatten().collect()
}
