//! `machiai run`: an answer for a scenario file, and a folder of results.

use super::answering::{answer, give, language, plan, quoted, running_words};
use super::arguments::RunScenario;
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::validate::overrides;
use crate::draws::RunKey;
use crate::export::{self, ResultFolder, chart::ChartFormat};
use crate::model::RoomId;
use crate::report::{self, Language};
use crate::results::Answer;
use crate::scenario::{self, Scenario};
use crate::study;

/// Runs a scenario, writes the folder asked for, and prints the answer.
pub(super) fn run(arguments: &RunScenario) -> Result<Done, Failure> {
    let name = arguments.scenario.display().to_string();
    let overrides = overrides(&arguments.set)?;
    let mut words = vec!["machiai".to_owned(), "run".to_owned(), name.clone()];
    for set in &arguments.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    words.extend(running_words(&arguments.running));
    let plan = plan(&arguments.running, quoted(&words), arguments.out.is_some())?;
    let text = scenario_file(&arguments.scenario)?;
    let scenario = scenario::read(&text, &Beside::file(&arguments.scenario), &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name), issues })?;
    // The folder is made first: a path that cannot be written must not cost a simulation.
    let folder = arguments.out.as_deref().map(|path| ResultFolder::create(path, arguments.force));
    let folder = folder.transpose().map_err(anyhow::Error::new)?;
    let answer = answer(&scenario, &plan)?;
    if let Some(folder) = folder {
        write_folder(folder, arguments, &scenario, &answer)?;
    }
    give(&answer, &arguments.running)
}

fn write_folder(
    mut folder: ResultFolder,
    arguments: &RunScenario,
    scenario: &Scenario,
    answer: &Answer,
) -> Result<(), Failure> {
    let failed = |error| Failure::Failed(anyhow::Error::new(error));
    let language = language(&arguments.running);
    let text_name = match language {
        Language::English => "answer.en.txt",
        Language::Japanese => "answer.ja.txt",
    };
    folder.write(text_name, report::answer(answer, language, 100).as_bytes()).map_err(failed)?;
    folder.write("summary.json", export::json(answer).as_bytes()).map_err(failed)?;
    folder.write("summary.csv", &export::summary_csv(answer)).map_err(failed)?;
    folder.write("minutes.csv", &export::minutes_csv(answer)).map_err(failed)?;
    for (name, format) in [("chart.svg", ChartFormat::Svg), ("chart.png", ChartFormat::Png)] {
        let bytes = export::answer_chart(answer, language, format).map_err(anyhow::Error::new)?;
        folder.write(name, &bytes).map_err(failed)?;
    }
    if arguments.people {
        folder.write("people.csv", &people(scenario, answer.provenance.seed)?).map_err(failed)?;
    }
    folder.finish(answer).map_err(failed)
}

/// Everyone on the first day.
fn people(scenario: &Scenario, seed: u64) -> Result<Vec<u8>, Failure> {
    let key = RunKey { seed, replication: 0 };
    let day = study::people_of_one_day(&scenario.system, RoomId(0), key);
    let row = |person: &study::PersonDay| export::PersonRow {
        group: scenario.system.groups[person.group as usize].name.clone(),
        person: person.person,
        arrived_seconds: person.arrived.seconds(),
        accepted_seconds: person.accepted.map(|at| at.seconds()),
        outcome: match person.outcome {
            study::Outcome::Admitted => export::PersonOutcome::Admitted,
            study::Outcome::Left => export::PersonOutcome::Left,
            study::Outcome::TurnedAway => export::PersonOutcome::TurnedAway,
            study::Outcome::Censored => export::PersonOutcome::Censored,
        },
    };
    let mut bytes = Vec::new();
    export::people_csv(day.iter().map(row), &mut bytes).map_err(anyhow::Error::new)?;
    Ok(bytes)
}
