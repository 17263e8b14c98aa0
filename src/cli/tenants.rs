//! `machiai tenants`: several rooms on one origin, and what moving one opening does.

use super::answering::{language_of, quoted, width};
use super::arguments::Tenants;
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::print;
use super::progress::Meter;
use super::validate::overrides;
use crate::export;
use crate::report;
use crate::scenario::{self, Scenario};
use crate::study::{self, TenantsPlan, TooLate};
use crate::units::{DAY, SimTime, Span, parse_span};

/// Beyond a day an opening is another day's.
const LONGEST_SHIFT: Span = DAY;

/// Judges the calendar, prints what was found, and writes the file asked for.
pub(super) fn tenants(flags: &Tenants) -> Result<Done, Failure> {
    let shift = shift(&flags.shift)?;
    let scenario = scenario_of(flags)?;
    let plan = TenantsPlan {
        seed: flags.study.seed,
        replications: flags.replications,
        threads: flags.study.threads.map(usize::from),
        shift,
        command: quoted(&words(flags)),
    };
    // A place that cannot be written to must not cost a simulation.
    if let Some(path) = &flags.csv {
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    let found = Meter::start().watch(|watch| study::tenants(&scenario, &plan, watch));
    let found = found.map_err(|late| too_late(&late, flags))?;
    if found.provenance.replications == 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "interrupted before the first day was finished; nothing was written"
        )));
    }
    // The answer first: a file that cannot be written must not cost it.
    match flags.study.json {
        true => print(export::tenants_json(&found).as_bytes())?,
        false => print(report::tenants(&found, language_of(flags.study.lang), width()).as_bytes())?,
    }
    if let Some(path) = &flags.csv {
        let bytes = export::tenants_csv(&found);
        export::write_file(path, &bytes).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    Ok(if found.provenance.complete { Done::Well } else { Done::Interrupted })
}

fn scenario_of(flags: &Tenants) -> Result<Scenario, Failure> {
    let name = flags.scenario.display().to_string();
    let overrides = overrides(&flags.set)?;
    let text = scenario_file(&flags.scenario)?;
    let beside = Beside::file(&flags.scenario);
    let scenario = scenario::read(&text, &beside, &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name), issues })?;
    beside.keep_inputs(&[("--csv", flags.csv.as_deref())])?;
    Ok(scenario)
}

fn shift(text: &str) -> Result<Span, Failure> {
    let accepted = format!("a length of time above zero up to {LONGEST_SHIFT}, such as 20m");
    let problem = match parse_span(text) {
        Ok(shift) if shift > Span::ZERO && shift <= LONGEST_SHIFT => return Ok(shift),
        Ok(Span::ZERO) => format!("--shift {text}: nothing would move; accepted: {accepted}"),
        Ok(shift) if shift < Span::ZERO => {
            format!(
                "--shift {text}: below zero; every opening is tried both earlier and later; accepted: {accepted}"
            )
        }
        Ok(_) => format!("--shift {text}: out of range; accepted: {accepted}"),
        Err(error) => format!("--shift: {error}"),
    };
    Err(Failure::Usage(problem))
}

fn too_late(late: &TooLate, flags: &Tenants) -> Failure {
    let TooLate { room, opening, horizon } = late;
    let (opening, horizon) = (opening.since(SimTime::ZERO), horizon.since(SimTime::ZERO));
    Failure::Usage(format!(
        "--shift {}: \"{room}\" would open at {opening}, counted from zero, but the run stops at {horizon}; accepted: a \
         shorter shift, or a horizon above {opening}",
        flags.shift
    ))
}

/// The command that reproduces the answer.
fn words(flags: &Tenants) -> Vec<String> {
    let mut words = vec!["machiai".to_owned(), "tenants".to_owned(), flags.scenario.display().to_string()];
    for set in &flags.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    words.extend(["--shift".to_owned(), flags.shift.clone()]);
    words.extend(["--seed".to_owned(), flags.study.seed.to_string()]);
    words.extend(["--replications".to_owned(), flags.replications.to_string()]);
    words
}
