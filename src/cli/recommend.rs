//! `machiai recommend`: limits that keep a promise.

use std::io::Write;
use std::path::Path;

use super::answering::{flag_words, language_of, quoted, single_room, width};
use super::arguments::{Recommend, WantedFlags};
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::predict::{chart_format, refuse_shared_files, write};
use super::print;
use super::progress::Meter;
use super::report as report_files;
use super::room::{SOME_HOST, cloudflare_room, dated, instant};
use super::validate::overrides;
use crate::export;
use crate::interop::{self, Route};
use crate::report;
use crate::results::{Free, Measure, Outcome, Promise, Recommendation, Unit, contradiction};
use crate::scenario::{self, FlagValue, Scenario};
use crate::study::{self, GivenCapacity, RecommendPlan, RecommendRefusal};
use crate::units::{parse_count, parse_share, parse_span};

/// Limits that stand in where none are given: they are free, and what is found does not hang on them.
const LIMITS_TO_BEGIN_WITH: [(&str, &str, &str); 2] = [
    ("room.total_active_users", "2000", "--total-active-users"),
    ("room.new_users_per_minute", "500", "--new-users-per-minute"),
];
/// The promise if none is typed.
const USUAL_PROMISE: &str = "overload <= 1%";

/// Recommends, prints, and writes the files asked for.
pub(super) fn recommend(flags: &Recommend) -> Result<Done, Failure> {
    let (scenario, words, has_present) = scenario_of(flags)?;
    let plan = plan(flags, words, &scenario, has_present)?;
    refuse_shared_files(&[
        ("--chart", &flags.chart),
        ("--room-json", &flags.room_json),
        ("--terraform", &flags.terraform),
    ])?;
    let targets = [&flags.chart, &flags.room_json, &flags.terraform];
    // A place that cannot be written to must not cost a search.
    for path in targets.into_iter().flatten() {
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    let format = flags.chart.as_deref().map(chart_format).transpose()?;
    if flags.room_json.is_some() || flags.terraform.is_some() {
        check_route(flags, &scenario)?;
    }
    report_files::check_folder(&flags.reporting)?;
    let found = Meter::start().watch(|watch| study::recommend(&scenario, &plan, watch));
    let found = found.map_err(|refusal| Failure::Usage(refused(refusal, &plan)))?;
    let language = language_of(flags.study.lang);
    // The answer first: a file that cannot be written must not cost it.
    match flags.study.json {
        true => print(export::recommendation_json(&found).as_bytes())?,
        false => print(report::recommendation(&found, language, width()).as_bytes())?,
    }
    report_files::beside(&flags.reporting, language, &export::recommendation_json(&found))?;
    if let Some((path, format)) = flags.chart.as_deref().zip(format) {
        let picture = export::recommendation_chart(&found, language, format).map_err(anyhow::Error::new)?;
        write(path, &picture)?;
    }
    write_room(flags, &scenario, &found)?;
    Ok(match found.outcome {
        _ if !found.provenance.complete => Done::Interrupted,
        Outcome::Recommended { .. } => Done::Well,
        _ => Done::RequirementBroken,
    })
}

/// The scenario of the file or of the flags, the beginning of the command that reproduces the answer, and whether its limits mean
/// something.
fn scenario_of(flags: &Recommend) -> Result<(Scenario, Vec<String>, bool), Failure> {
    let mut words = vec!["machiai".to_owned(), "recommend".to_owned()];
    let mut given = flags.flag_values();
    let outputs = [
        ("--chart", flags.chart.as_deref()),
        ("--room-json", flags.room_json.as_deref()),
        ("--terraform", flags.terraform.as_deref()),
    ];
    let Some(path) = &flags.scenario else {
        words.extend(flag_words(&given));
        let is_given = |key: &str| given.iter().any(|flag| flag.key == key);
        let from_file = given.iter().any(|flag| flag.key == "room.from");
        let missing: Vec<_> =
            LIMITS_TO_BEGIN_WITH.iter().filter(|(key, _, _)| !from_file && !is_given(key)).collect();
        let has_present = missing.is_empty();
        if missing.len() == 1
            && let Some(only) = LIMITS_TO_BEGIN_WITH.iter().find(|(key, _, _)| is_given(key))
        {
            tell(&format!(
                "{} is not kept: both limits are searched; give both to see the present ones beside the recommended",
                only.2
            ));
        }
        for (key, value, flag) in missing {
            let value = begin_with(&given, key, value);
            given.push(FlagValue { key: (*key).to_owned(), value, flag: (*flag).to_owned() });
        }
        let beside = Beside::here();
        let scenario =
            scenario::read_flags(&given, &beside).map_err(|issues| Failure::Issues { file: None, issues })?;
        beside.keep_inputs(&outputs)?;
        return Ok((scenario, words, has_present));
    };
    let name = path.display().to_string();
    if let Some(first) = given.first() {
        return Err(Failure::Usage(format!(
            "{}: cannot be combined with the scenario file {name}; accepted: --set {}=…",
            first.flag,
            first.key.trim_end_matches("[]")
        )));
    }
    words.push(name.clone());
    for set in &flags.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    let overrides = overrides(&flags.set)?;
    let text = scenario_file(path)?;
    let beside = Beside::file(path);
    let scenario = scenario::read(&text, &beside, &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name.clone()), issues })?;
    beside.keep_inputs(&outputs)?;
    single_room(&scenario, "recommend", &name)?;
    Ok((scenario, words, true))
}

/// A limit to begin with that goes together with one that is given.
fn begin_with(given: &[FlagValue], key: &str, usual: &str) -> String {
    let other =
        |key: &str| given.iter().find(|flag| flag.key == key).and_then(|flag| parse_count(&flag.value).ok());
    match key {
        "room.total_active_users" => {
            other("room.new_users_per_minute").map_or(usual.to_owned(), |rate| rate.max(2000).to_string())
        }
        _ => other("room.total_active_users").map_or(usual.to_owned(), |slots| slots.min(500).to_string()),
    }
}

fn plan(
    flags: &Recommend,
    mut words: Vec<String>,
    scenario: &Scenario,
    has_present: bool,
) -> Result<RecommendPlan, Failure> {
    let wanted = &flags.wanted;
    let mut problems = Vec::new();
    let capacity = capacity(wanted, &mut problems);
    let promises = promises(wanted, &capacity, scenario, &mut problems);
    let free = free(wanted, &mut problems);
    let objective = objective(wanted, &free, &mut problems);
    let indifference = wanted.indifference.as_deref().and_then(|text| {
        let read = match objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => {
                parse_span(text).map(|span| span.seconds()).map_err(|error| error.to_string())
            }
            _ => parse_count(text).map(f64::from).map_err(|error| error.to_string()),
        };
        match read {
            Ok(value) if value > 0.0 => Some(value),
            Ok(_) => {
                problems.push(format!("--indifference {text}: not above zero; accepted: for example 1m"));
                None
            }
            Err(error) => {
                problems.push(format!("--indifference: {error}"));
                None
            }
        }
    });
    let confidence = match parse_share(&wanted.confidence).map(|share| share.value()) {
        Ok(share) if (0.5..1.0).contains(&share) => share,
        Ok(_) => {
            problems.push(format!(
                "--confidence {}: out of range; accepted: from 50% to below 100%, such as 95%",
                wanted.confidence
            ));
            0.95
        }
        Err(error) => {
            problems.push(format!("--confidence: {error}"));
            0.95
        }
    };
    if !problems.is_empty() {
        return Err(Failure::Usage(problems.join("\nerror: ")));
    }
    words.extend(wanted_words(wanted, flags.study.seed));
    Ok(RecommendPlan {
        seed: flags.study.seed,
        threads: flags.study.threads.map(usize::from),
        promises,
        confidence,
        objective,
        free,
        capacity,
        indifference,
        staged: wanted.staged,
        has_present,
        command: quoted(&words),
    })
}

fn promises(
    wanted: &WantedFlags,
    capacity: &GivenCapacity,
    scenario: &Scenario,
    problems: &mut Vec<String>,
) -> Vec<Promise> {
    let origin = &scenario.system.origin;
    let is_load_known =
        origin.safe.is_known() || capacity.people_inside.is_some() || capacity.requests_per_second.is_some();
    let mut promises = Vec::new();
    for text in &wanted.safe {
        match Promise::parse(text) {
            Ok(promise)
                if promise.requirement.measure == Measure::OverloadedDays
                    && !is_load_known
                    && capacity.proven_active.is_some() =>
            {
                problems.push(format!(
                    "--safe '{text}': what the origin bears is not known, so overload cannot be judged; accepted: \
                     --origin-capacity 1500, or --proven-active alone"
                ));
            }
            Ok(promise) => promises.push(promise),
            Err(error) => problems.push(format!("--safe: {error}")),
        }
    }
    let mut usual = Vec::new();
    let has_load = promises.iter().any(Promise::is_of_load);
    if !has_load && (is_load_known || capacity.proven_active.is_none()) {
        usual.push(USUAL_PROMISE.to_owned());
    }
    if let Some(proven) = capacity.proven_active {
        usual.push(format!("active_max <= {proven} on 99% of days"));
    }
    for text in usual.iter().rev() {
        if let Ok(promise) = Promise::parse(text) {
            promises.insert(0, promise);
        }
    }
    if let Some((one, other, problem)) = contradiction(&promises) {
        problems.push(format!(
            "--safe '{}' and '{}': {problem}; accepted: promises that one day can keep together, each once",
            one.text, other.text
        ));
    }
    promises
}

fn free(wanted: &WantedFlags, problems: &mut Vec<String>) -> Vec<Free> {
    let mut free = vec![Free::TotalActiveUsers, Free::NewUsersPerMinute];
    for name in wanted.free.iter().map(|name| name.trim().replace('-', "_")) {
        match Free::named(&name) {
            Some(setting) => free.push(setting),
            None => {
                let names: Vec<&str> = Free::ALL.iter().map(|free| free.name()).collect();
                problems.push(format!(
                    "--free {name}: not a setting that can be free; accepted: {}",
                    names.join(", ")
                ));
            }
        }
    }
    free.sort_unstable();
    free.dedup();
    free
}

fn objective(wanted: &WantedFlags, free: &[Free], problems: &mut Vec<String>) -> Measure {
    let session = free.iter().any(|free| matches!(free, Free::SessionDuration | Free::Renewal));
    let usual = if session { Measure::WaitTotalP90 } else { Measure::WaitP90 };
    let Some(name) = &wanted.minimise else { return usual };
    match Measure::named(name.trim()) {
        Some(Measure::OverloadedDays) | None => {
            let names: Vec<&str> = Measure::ALL
                .iter()
                .filter(|measure| **measure != Measure::OverloadedDays)
                .map(|measure| measure.name())
                .collect();
            problems.push(format!(
                "--minimise {name}: not a measure that can be made small; accepted: {}",
                names.join(", ")
            ));
            usual
        }
        Some(measure) => measure,
    }
}

fn capacity(wanted: &WantedFlags, problems: &mut Vec<String>) -> GivenCapacity {
    let mut capacity = GivenCapacity::default();
    for text in &wanted.origin_capacity {
        let (amount, is_rate) = match text.trim().strip_suffix("/s") {
            Some(amount) => (amount, true),
            None => (text.trim(), false),
        };
        let range = match read_range(amount) {
            Ok(range) => range,
            Err(problem) => {
                problems.push(format!(
                    "--origin-capacity {text}: {problem}; accepted: people inside (1500), requests a second (400/s), or a \
                     range of either (1200..1800)"
                ));
                continue;
            }
        };
        let target = if is_rate { &mut capacity.requests_per_second } else { &mut capacity.people_inside };
        if target.replace(range).is_some() {
            problems.push(format!(
                "--origin-capacity {text}: given twice; accepted: people inside once, requests a second once"
            ));
        }
    }
    let mut count = |flag: &str, text: &Option<String>| -> Option<u32> {
        let text = text.as_deref()?;
        match parse_count(text) {
            Ok(count) if count > 0 => Some(count),
            Ok(_) => {
                problems.push(format!("{flag} {text}: nobody; accepted: a number above 0, such as 1500"));
                None
            }
            Err(error) => {
                problems.push(format!("{flag}: {error}"));
                None
            }
        }
    };
    capacity.proven_active = count("--proven-active", &wanted.proven_active);
    capacity.proven_per_minute = count("--proven-per-minute", &wanted.proven_per_minute);
    capacity
}

fn read_range(text: &str) -> Result<[u32; 2], String> {
    let count = |text: &str| parse_count(text.trim()).map_err(|error| error.to_string());
    let [low, high] = match text.split_once("..") {
        Some((low, high)) => [count(low)?, count(high)?],
        None => [count(text)?; 2],
    };
    match low {
        0 => Err("an origin that bears nothing".to_owned()),
        low if low > high => Err("the range is upside down".to_owned()),
        low => Ok([low, high]),
    }
}

/// The rest of the command that reproduces the answer.
fn wanted_words(wanted: &WantedFlags, seed: u64) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |flag: &str, value: &str| words.extend([flag.to_owned(), value.to_owned()]);
    wanted.safe.iter().for_each(|promise| say("--safe", promise));
    if let Some(measure) = &wanted.minimise {
        say("--minimise", measure);
    }
    if let Some(indifference) = &wanted.indifference {
        say("--indifference", indifference);
    }
    if !wanted.free.is_empty() {
        say("--free", &wanted.free.join(","));
    }
    wanted.origin_capacity.iter().for_each(|capacity| say("--origin-capacity", capacity));
    if let Some(proven) = &wanted.proven_active {
        say("--proven-active", proven);
    }
    if let Some(proven) = &wanted.proven_per_minute {
        say("--proven-per-minute", proven);
    }
    say("--confidence", &wanted.confidence);
    say("--seed", &seed.to_string());
    if wanted.staged {
        words.push("--staged".to_owned());
    }
    words
}

fn refused(refusal: RecommendRefusal, plan: &RecommendPlan) -> String {
    match refusal {
        RecommendRefusal::NotProvable { promise } => format!(
            "--safe '{}': no number of days that could be played would prove so small a share of bad days with {} confidence; \
             accepted: a larger share, such as 1%, or a lower --confidence",
            plan.promises[promise].text,
            report_share(plan.confidence)
        ),
        RecommendRefusal::Metered => "a metered room has none of the product's limits to recommend; accepted: a room of \
                                      kind \"cloudflare\""
            .to_owned(),
        RecommendRefusal::NoLimits => "nobody is let in by limits: the room is off, closed, or lets everyone in; accepted: a \
                                       room with queueing method fifo or random that is on at some time after the opening"
            .to_owned(),
        RecommendRefusal::ProvenWithOtherSession => {
            "--proven-active says what went fine with the present session; with another session or renewal the same number of \
             active users is another load; accepted: --origin-capacity with people inside, or sessions that stay as they are"
                .to_owned()
        }
        RecommendRefusal::ProvenTooFew { least } => {
            format!("--proven-active: fewer than the product's lowest limit; accepted: {least} or more, or --lift-product-limits with --active below {least}")
        }
    }
}

fn report_share(share: f64) -> String {
    format!("{}%", (share * 1e4).round() / 100.0)
}

/// Whether the room can be written at all: that must not turn out after the search.
fn check_route(flags: &Recommend, scenario: &Scenario) -> Result<(), Failure> {
    written(flags, scenario, &scenario.system, flags.terraform.is_some()).map(|_| ())
}

fn written(
    flags: &Recommend,
    scenario: &Scenario,
    system: &crate::model::System,
    as_terraform: bool,
) -> Result<interop::Written, Failure> {
    let room = cloudflare_room(system).map_err(Failure::Usage)?;
    if as_terraform && !room.events.is_empty() {
        dated(scenario.clock.as_ref()).map_err(Failure::Usage)?;
    }
    let instant = |at| instant(scenario.clock.as_ref(), at);
    let route = Route { host: flags.host.as_deref().unwrap_or(SOME_HOST), path: &flags.path };
    let written = match as_terraform {
        true => interop::write_terraform(room, route, &flags.zone_id, instant),
        false => interop::write_room_json(room, route, instant),
    };
    written.map_err(|error| Failure::Usage(error.to_string()))
}

/// Writes the recommended room; what has no form there goes to stderr.
fn write_room(flags: &Recommend, scenario: &Scenario, found: &Recommendation) -> Result<(), Failure> {
    let targets = [(&flags.room_json, false), (&flags.terraform, true)];
    let is_written = flags.room_json.is_some() || flags.terraform.is_some();
    if is_written && found.staged.is_some() {
        tell(
            "what was written has the constant limits; the steps of --staged are changed by hand on the day",
        );
    }
    let Some(system) = study::with_settings(&scenario.system, found) else {
        for (path, _) in targets {
            if let Some(path) = path {
                tell(&format!("nothing is recommended, so {} was not written", path.display()));
            }
        }
        return Ok(());
    };
    for (path, as_terraform) in targets {
        let Some(path): Option<&Path> = path.as_deref() else { continue };
        let text = written(flags, scenario, &system, as_terraform)?;
        write(path, text.text.as_bytes())?;
        if flags.host.is_none() {
            tell(&format!(
                "host {SOME_HOST} in {} is a placeholder: give --host, and --path",
                path.display()
            ));
        }
        text.notes.iter().for_each(|note| tell(note));
    }
    Ok(())
}

fn tell(note: &str) {
    // Nothing can be done if even stderr is closed.
    let _ = writeln!(std::io::stderr(), "note: {note}");
}
