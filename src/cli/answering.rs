//! What `predict` and `run` share: how the study is planned and how its answer is given.

use super::arguments::{Lang, Running, SWITCHES};
use super::exit::{Done, Failure};
use super::print;
use super::progress::Meter;
use crate::export;
use crate::model::Room;
use crate::report::{self, Language};
use crate::results::{Answer, Requirement, Warning};
use crate::scenario::{FlagValue, Scenario};
use crate::study::{self, Plan, Stop};
use crate::units::parse_share;

/// Width of a terminal when it does not tell.
const USUAL_WIDTH: usize = 100;

/// Days of which every page is looked at: where somebody looks at what it shows, and for a result folder.
const SHOWN_DAYS_OF_READERS: u32 = 4;
const SHOWN_DAYS_OF_FOLDER: u32 = 2;

/// The room of a scenario that has one; `verb` answers for no more.
pub(super) fn single_room<'a>(scenario: &'a Scenario, verb: &str, file: &str) -> Result<&'a Room, Failure> {
    scenario.single_room().map_err(|count| {
        Failure::Usage(format!(
            "{file}: {count} rooms, and `{verb}` answers for one; accepted: one [room], or `machiai tenants {file}`, \
             which answers for all of them"
        ))
    })
}

/// The plan that the flags describe; the command and the days of pages are yet to come, see [`complete`].
pub(super) fn plan(running: &Running, with_minutes: bool) -> Result<Plan, Failure> {
    let mut problems = Vec::new();
    let mut requirements = Vec::new();
    for text in &running.require {
        match Requirement::parse(text) {
            Ok(requirement) => requirements.push(requirement),
            Err(error) => problems.push(error.to_string()),
        }
    }
    let stop = match running.replications {
        Some(count) => Stop::Replications(count),
        None => match parse_share(&running.precision).map(|share| share.value()) {
            Ok(share) if share > 0.0 => Stop::Precision(share),
            Ok(_) => {
                problems.push(
                    "--precision = 0: no number of days is enough; accepted: more than 0%, such as 2%".into(),
                );
                Stop::Replications(1)
            }
            Err(error) => {
                problems.push(format!("--precision: {error}"));
                Stop::Replications(1)
            }
        },
    };
    if !problems.is_empty() {
        return Err(Failure::Usage(problems.join("\nerror: ")));
    }
    let threads = running.threads.map(usize::from);
    let shown_days = running.shown_days.unwrap_or(0);
    let command = String::new();
    Ok(Plan { seed: running.seed, stop, threads, requirements, with_minutes, shown_days, command })
}

/// Adds to a plan what depends on the scenario. `words` begin the command that reproduces the answer.
pub(super) fn complete(
    plan: Plan,
    running: &Running,
    mut words: Vec<String>,
    scenario: &Scenario,
    has_folder: bool,
) -> Plan {
    let reads = scenario.system.groups.iter().any(|group| group.tolerance.is_some());
    let usual = if reads { SHOWN_DAYS_OF_READERS } else { 0 };
    let shown_days = match running.shown_days {
        Some(days) => days,
        None if has_folder => usual.max(SHOWN_DAYS_OF_FOLDER),
        None => usual,
    };
    words.extend(running_words(running));
    if shown_days != usual || running.shown_days.is_some() {
        words.extend(["--shown-days".to_owned(), shown_days.to_string()]);
    }
    Plan { shown_days, command: quoted(&words), ..plan }
}

/// The part of the reproducing command that the running flags make.
fn running_words(running: &Running) -> Vec<String> {
    let mut words = vec!["--seed".to_owned(), running.seed.to_string()];
    match running.replications {
        Some(count) => words.extend(["--replications".to_owned(), count.to_string()]),
        None => words.extend(["--precision".to_owned(), running.precision.clone()]),
    }
    for requirement in &running.require {
        words.extend(["--require".to_owned(), requirement.clone()]);
    }
    words
}

/// The part of the reproducing command that the flags of room, people and visit make.
pub(super) fn flag_words(flags: &[FlagValue]) -> Vec<String> {
    let mut words = Vec::new();
    for flag in flags {
        words.push(flag.flag.clone());
        match (flag.flag.as_str(), flag.value.as_str()) {
            (flag, _) if SWITCHES.contains(&flag) => {}
            ("--over", ramp) => words.push(ramp.trim_start_matches("ramp ").to_owned()),
            (_, value) => words.push(value.to_owned()),
        }
    }
    words
}

/// Words as a shell would take them back.
pub(super) fn quoted(words: &[String]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,%+@".contains(c);
    let quote = |word: &String| {
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// Simulates, with progress.
pub(super) fn answer(scenario: &Scenario, plan: &Plan) -> Result<Answer, Failure> {
    let answer = Meter::start().watch(|watch| study::predict(scenario, plan, watch));
    if answer.provenance.replications == 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "interrupted before the first day was finished; nothing was written"
        )));
    }
    Ok(answer)
}

/// Adds what formulas say; an answer that was interrupted stays without.
pub(super) fn add_explanation(answer: &mut Answer, scenario: &Scenario, plan: &Plan) {
    if answer.provenance.complete {
        answer.explanation = Meter::start().watch(|watch| study::explain(scenario, plan, answer, watch));
    }
}

/// Adds what the reader of a chart must know.
pub(super) fn warn_of_missing_glyphs(answer: &mut Answer, language: Language) {
    let missing = export::missing_in_chart(answer, language);
    if !missing.is_empty() {
        answer.warnings.push(Warning::MissingGlyphs { characters: missing.into_iter().collect() });
    }
}

/// Prints the answer and tells how it ended.
pub(super) fn give(answer: &Answer, running: &Running) -> Result<Done, Failure> {
    if running.json {
        print(export::json(answer).as_bytes())?;
    } else {
        print(report::answer(answer, language(running), width()).as_bytes())?;
    }
    Ok(match answer {
        _ if !answer.provenance.complete => Done::Interrupted,
        _ if answer.requirements.iter().any(|verdict| !verdict.kept) => Done::RequirementBroken,
        _ => Done::Well,
    })
}

/// The language asked for, else that of the locale, else English.
pub(super) fn language(running: &Running) -> Language {
    language_of(running.lang)
}

/// The language asked for, else that of the locale, else English.
pub(super) fn language_of(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::En) => Language::English,
        Some(Lang::Ja) => Language::Japanese,
        None => ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .and_then(|locale| Language::parse(&locale))
            .unwrap_or(Language::English),
    }
}

/// Width of the terminal.
pub(super) fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(USUAL_WIDTH)
        .clamp(60, 160)
}
