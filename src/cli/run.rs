//! `machiai run`: an answer for a scenario file, and a folder of results.

use super::answering::{
    add_explanation, answer, complete, give, language, plan, single_room, warn_of_missing_glyphs,
};
use super::arguments::RunScenario;
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::predict::{picture_format, write};
use super::validate::overrides;
use crate::export::{self, PersonOutcome, PersonRow, ResultFile, ResultFolder, chart::ChartFormat};
use crate::model::RoomId;
use crate::report;
use crate::results::Answer;
use crate::scenario::{self, Override, Scenario};
use crate::study;

/// Width of the answer in a folder, whatever the terminal's.
const FOLDER_TEXT_WIDTH: usize = 100;

/// Runs a scenario, writes the folder asked for, and prints the answer.
pub(super) fn run(arguments: &RunScenario) -> Result<Done, Failure> {
    let name = arguments.scenario.display().to_string();
    let mut overrides = overrides(&arguments.set)?;
    let mut words = vec!["machiai".to_owned(), "run".to_owned(), name.clone()];
    for set in &arguments.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    if let Some(set) = &arguments.assume {
        words.extend(["--assume".to_owned(), set.clone()]);
        overrides.push(Override { key: "assume".to_owned(), value: set.clone() });
    }
    let explaining = &arguments.explaining;
    let explain_chart = explaining.explain_chart.as_deref();
    let explain_chart = explain_chart
        .map(|path| picture_format("--explain-chart", path).map(|format| (path, format)))
        .transpose()?;
    words.extend(explaining.is_asked().then(|| "--explain".to_owned()));
    let with_minutes = arguments.out.is_some() || arguments.running.json;
    let plan = plan(&arguments.running, with_minutes)?;
    let text = scenario_file(&arguments.scenario)?;
    let beside = Beside::file(&arguments.scenario);
    let scenario = scenario::read(&text, &beside, &overrides)
        .map_err(|issues| Failure::Issues { file: Some(name.clone()), issues })?;
    single_room(&scenario, "run", &name)?;
    if let Some((path, _)) = explain_chart {
        beside.keep_inputs(&[("--explain-chart", Some(path))])?;
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    let plan = complete(plan, &arguments.running, words, &scenario, arguments.out.is_some());
    // The folder is made first: a path that cannot be written must not cost a simulation.
    let folder = arguments.out.as_deref().map(|path| ResultFolder::create(path, arguments.force));
    let folder = folder.transpose().map_err(anyhow::Error::new)?;
    let mut answer = answer(&scenario, &plan)?;
    if explaining.is_asked() {
        add_explanation(&mut answer, &scenario, &plan);
    }
    if folder.is_some() {
        warn_of_missing_glyphs(&mut answer, language(&arguments.running));
    }
    // The answer first: a folder that cannot be written must not cost it.
    let done = give(&answer, &arguments.running)?;
    if let Some((path, format)) = explain_chart
        && let Some(picture) = export::explanation_chart(&answer, language(&arguments.running), format)
    {
        write(path, &picture.map_err(anyhow::Error::new)?)?;
    }
    if let Some(folder) = folder {
        write_folder(folder, arguments, &scenario, &answer)?;
    }
    Ok(done)
}

fn write_folder(
    mut folder: ResultFolder,
    arguments: &RunScenario,
    scenario: &Scenario,
    answer: &Answer,
) -> Result<(), Failure> {
    let failed = |error| Failure::Failed(anyhow::Error::new(error));
    let language = language(&arguments.running);
    let mut text = report::answer(answer, language, FOLDER_TEXT_WIDTH);
    if !scenario.prose.trim().is_empty() {
        text = format!("{text}\n{}\n", scenario.prose.trim());
    }
    let texts = [
        (ResultFile::AnswerText, text.into_bytes()),
        (ResultFile::SummaryJson, export::json(answer).into_bytes()),
        (ResultFile::SummaryCsv, export::summary_csv(answer)),
        (ResultFile::MinutesCsv, export::minutes_csv(answer)),
    ];
    for (file, bytes) in texts {
        folder.write(file, &bytes).map_err(failed)?;
    }
    for (file, format) in [(ResultFile::ChartSvg, ChartFormat::Svg), (ResultFile::ChartPng, ChartFormat::Png)]
    {
        let bytes = export::answer_chart(answer, language, format).map_err(anyhow::Error::new)?;
        folder.write(file, &bytes).map_err(failed)?;
    }
    let explanations =
        [(ResultFile::ExplanationSvg, ChartFormat::Svg), (ResultFile::ExplanationPng, ChartFormat::Png)];
    for (file, format) in explanations {
        if let Some(picture) = export::explanation_chart(answer, language, format) {
            folder.write(file, &picture.map_err(anyhow::Error::new)?).map_err(failed)?;
        }
    }
    if arguments.people {
        let rows = people(scenario, answer.provenance.seed);
        folder
            .write_with(ResultFile::PeopleCsv, |out| export::people_csv(rows.iter().copied(), out))
            .map_err(failed)?;
    }
    folder.finish(&answer.provenance).map_err(failed)
}

/// Everyone on the first day, in order of arrival.
fn people(scenario: &Scenario, seed: u64) -> Vec<PersonRow<'_>> {
    let opening = scenario.system.rooms[0].opening();
    let row = |person: study::PersonDay| PersonRow {
        group: &scenario.system.groups[person.group as usize].name,
        person: person.person,
        arrived: person.arrived.since(opening),
        accepted: person.accepted.map(|at| at.since(opening)),
        outcome: match person.outcome {
            study::Outcome::Admitted => PersonOutcome::Admitted,
            study::Outcome::Left => PersonOutcome::Left,
            study::Outcome::TurnedAway => PersonOutcome::TurnedAway,
            study::Outcome::Censored => PersonOutcome::Censored,
        },
    };
    study::people_of_one_day(&scenario.system, RoomId(0), seed).into_iter().map(row).collect()
}
