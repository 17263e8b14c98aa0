//! `machiai fairness`: who gets in, for each way of opening the doors.

use super::answering::{flag_words, language_of, quoted, single_room, width};
use super::arguments::{DoorFlags, Fairness};
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::print;
use super::progress::Meter;
use super::report as report_files;
use super::validate::overrides;
use crate::export;
use crate::model::System;
use crate::model::room::{Cloudflare, Composition, MIN_PREQUEUE};
use crate::report;
use crate::scenario::{self, Scenario};
use crate::study::{self, FairnessPlan, Start};
use crate::units::{Span, parse_count, parse_share, parse_span};

/// The prequeue if none is given, and how far it outlasts a session that is as long.
const USUAL_PREQUEUE: Span = Span::from_minutes(15);
const BEYOND_SESSION: Span = Span::from_minutes(5);
/// Longest time before the opening: beyond it the first days of a sale would be simulated, not an opening.
const LONGEST_BEFORE: Span = Span::from_minutes(24 * 60);

/// Compares the ways of opening, prints the comparison, and writes the file asked for.
pub(super) fn fairness(flags: &Fairness) -> Result<Done, Failure> {
    let (scenario, mut words) = scenario_of(flags)?;
    let settings = cloudflare(&scenario.system)?;
    let (start, places) = doors(&flags.doors, settings)?;
    words.extend(running_words(flags, &start));
    let plan = FairnessPlan {
        seed: flags.study.seed,
        replications: flags.replications,
        threads: flags.study.threads.map(usize::from),
        start,
        places,
        command: quoted(&words),
    };
    // A place that cannot be written to must not cost a simulation.
    if let Some(path) = &flags.csv {
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    report_files::check_folder(&flags.reporting)?;
    let found = Meter::start().watch(|watch| study::fairness(&scenario, &plan, watch)).ok_or_else(no_ways)?;
    if found.provenance.replications == 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "interrupted before the first day was finished; nothing was written"
        )));
    }
    // The answer first: a file that cannot be written must not cost it.
    match flags.study.json {
        true => print(export::fairness_json(&found).as_bytes())?,
        false => print(report::fairness(&found, language_of(flags.study.lang), width()).as_bytes())?,
    }
    let language = language_of(flags.study.lang);
    report_files::beside(&flags.reporting, language, &export::fairness_json(&found))?;
    if let Some(path) = &flags.csv {
        let bytes = export::fairness_csv(&found);
        export::write_file(path, &bytes).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    Ok(if found.provenance.complete { Done::Well } else { Done::Interrupted })
}

/// The scenario of the file or of the flags, and the beginning of the command that reproduces the answer.
fn scenario_of(flags: &Fairness) -> Result<(Scenario, Vec<String>), Failure> {
    let mut words = vec!["machiai".to_owned(), "fairness".to_owned()];
    let given = flags.flag_values();
    let Some(path) = &flags.scenario else {
        words.extend(flag_words(&given));
        let beside = Beside::here();
        let scenario =
            scenario::read_flags(&given, &beside).map_err(|issues| Failure::Issues { file: None, issues })?;
        beside.keep_inputs(&[("--csv", flags.csv.as_deref())])?;
        return Ok((scenario, words));
    };
    let name = path.display().to_string();
    if let Some(first) = given.first() {
        return Err(Failure::Usage(format!(
            "{}: cannot be combined with the scenario file {name}; accepted: --set {}=…",
            first.flag, first.key
        )));
    }
    words.push(name.clone());
    for set in &flags.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    let overrides = overrides(&flags.set)?;
    let text = scenario_file(path)?;
    let scenario = scenario::read(&text, &Beside::file(path), &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name.clone()), issues })?;
    single_room(&scenario, "fairness", &name)?;
    Ok((scenario, words))
}

fn cloudflare(system: &System) -> Result<&Cloudflare, Failure> {
    match system.rooms.first().map(|room| room.composition()) {
        Some(Composition::Cloudflare(settings)) => Ok(settings),
        Some(Composition::Metered(_)) | None => Err(no_ways()),
    }
}

fn no_ways() -> Failure {
    Failure::Usage(
        "a metered room has neither events nor suspension: there are no ways of opening to compare; accepted: a \
         cloudflare room"
            .to_owned(),
    )
}

/// The start and the number of places, or everything that is wrong with their flags.
fn doors(flags: &DoorFlags, settings: &Cloudflare) -> Result<(Start, Option<u32>), Failure> {
    let mut problems = Vec::new();
    let early = parse_share(&flags.early);
    if let Err(error) = &early {
        problems.push(format!("--early: {error}"));
    }
    let within =
        before_opening("--early-within", &flags.early_within, Span::from_microseconds(1), &mut problems);
    let session = settings.session_duration;
    let prequeue = match &flags.prequeue {
        None if session < USUAL_PREQUEUE => Some(USUAL_PREQUEUE),
        None => Some(session + BEYOND_SESSION),
        Some(text) => before_opening("--prequeue", text, MIN_PREQUEUE, &mut problems),
    };
    if let (Some(prequeue), Some(text)) = (prequeue, &flags.prequeue)
        && prequeue <= session
    {
        problems.push(format!(
            "--prequeue {text}: not longer than the session duration {session}, so those inside would not fall back into \
             it; accepted: more than {session}"
        ));
    }
    let places = flags.places.as_deref().map(parse_count).transpose();
    if let Err(error) = &places {
        problems.push(format!("--places: {error}"));
    }
    match (early, within, prequeue, places) {
        (Ok(early), Some(early_within), Some(prequeue), Ok(places)) if problems.is_empty() => {
            Ok((Start { early, early_within, prequeue }, places))
        }
        _ => Err(Failure::Usage(problems.join("\nerror: "))),
    }
}

/// A length of time before the opening.
fn before_opening(flag: &str, text: &str, least: Span, problems: &mut Vec<String>) -> Option<Span> {
    match parse_span(text) {
        Ok(span) if (least..=LONGEST_BEFORE).contains(&span) => return Some(span),
        Ok(_) => {
            let least =
                if least < Span::from_seconds(1) { "above zero".to_owned() } else { format!("from {least}") };
            problems.push(format!(
                "{flag} {text}: out of range; accepted: a length of time {least} up to {LONGEST_BEFORE}"
            ));
        }
        Err(error) => problems.push(format!("{flag}: {error}")),
    }
    None
}

/// The rest of the command that reproduces the answer.
fn running_words(flags: &Fairness, start: &Start) -> Vec<String> {
    let mut words = vec![
        "--early".to_owned(),
        flags.doors.early.clone(),
        "--early-within".to_owned(),
        flags.doors.early_within.clone(),
        "--prequeue".to_owned(),
        flags.doors.prequeue.clone().unwrap_or(start.prequeue.to_string()),
    ];
    if let Some(places) = &flags.doors.places {
        words.extend(["--places".to_owned(), places.clone()]);
    }
    words.extend(["--seed".to_owned(), flags.study.seed.to_string()]);
    words.extend(["--replications".to_owned(), flags.replications.to_string()]);
    words
}
