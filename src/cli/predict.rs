//! `machiai predict`: an answer from a few flags.

use std::path::{Path, PathBuf};

use super::answering::{
    add_explanation, answer, complete, flag_words, give, language, plan, warn_of_missing_glyphs,
};
use super::arguments::Predict;
use super::attachments::Beside;
use super::exit::{Done, Failure};
use super::now;
use crate::export::{self, chart::ChartFormat};
use crate::scenario;

/// Predicts, prints, and writes the files asked for.
pub(super) fn predict(arguments: &Predict) -> Result<Done, Failure> {
    if now::is_asked(arguments) {
        return now::now(arguments);
    }
    refuse_shared_files(&[
        ("--csv", &arguments.csv),
        ("--minutes-csv", &arguments.minutes_csv),
        ("--chart", &arguments.chart),
        ("--explain-chart", &arguments.explaining.explain_chart),
    ])?;
    let flags = arguments.flag_values();
    let chart =
        arguments.chart.as_deref().map(|path| chart_format(path).map(|format| (path, format))).transpose()?;
    let explaining = &arguments.explaining;
    let explain_chart = explaining.explain_chart.as_deref();
    let explain_chart = explain_chart
        .map(|path| picture_format("--explain-chart", path).map(|format| (path, format)))
        .transpose()?;
    let mut words = vec!["machiai".to_owned(), "predict".to_owned()];
    words.extend(flag_words(&flags));
    words.extend(explaining.is_asked().then(|| "--explain".to_owned()));
    // A report is made of the JSON, and draws the day.
    let with_minutes = chart.is_some() || arguments.minutes_csv.is_some() || arguments.running.json;
    let plan = plan(&arguments.running, with_minutes)?;
    let beside = Beside::here();
    let scenario =
        scenario::read_flags(&flags, &beside).map_err(|issues| Failure::Issues { file: None, issues })?;
    beside.keep_inputs(&[
        ("--csv", arguments.csv.as_deref()),
        ("--minutes-csv", arguments.minutes_csv.as_deref()),
        ("--chart", arguments.chart.as_deref()),
        ("--explain-chart", explaining.explain_chart.as_deref()),
    ])?;
    let plan = complete(plan, &arguments.running, words, &scenario, false);
    // A place that cannot be written to must not cost a simulation.
    let targets = [&arguments.csv, &arguments.minutes_csv, &arguments.chart, &explaining.explain_chart];
    for path in targets.into_iter().flatten() {
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    let mut answer = answer(&scenario, &plan)?;
    if explaining.is_asked() {
        add_explanation(&mut answer, &scenario, &plan);
    }
    if chart.is_some() {
        warn_of_missing_glyphs(&mut answer, language(&arguments.running));
    }
    // The answer first: a file that cannot be written must not cost it.
    let done = give(&answer, &arguments.running)?;
    if let Some(path) = &arguments.csv {
        write(path, &export::summary_csv(&answer))?;
    }
    if let Some(path) = &arguments.minutes_csv {
        write(path, &export::minutes_csv(&answer))?;
    }
    if let Some((path, format)) = chart {
        let picture = export::answer_chart(&answer, language(&arguments.running), format);
        write(path, &picture.map_err(anyhow::Error::new)?)?;
    }
    if let Some((path, format)) = explain_chart
        && let Some(picture) = export::explanation_chart(&answer, language(&arguments.running), format)
    {
        write(path, &picture.map_err(anyhow::Error::new)?)?;
    }
    Ok(done)
}

/// Two outputs in one file would overwrite each other.
pub(super) fn refuse_shared_files(outputs: &[(&'static str, &Option<PathBuf>)]) -> Result<(), Failure> {
    let named: Vec<(&str, PathBuf)> = outputs
        .iter()
        .filter_map(|(flag, path)| {
            path.as_ref().map(|path| (*flag, std::path::absolute(path).unwrap_or(path.clone())))
        })
        .map(|(flag, path)| (flag, path.components().collect()))
        .collect();
    for (position, (flag, path)) in named.iter().enumerate() {
        if let Some((other, _)) = named[..position].iter().find(|(_, earlier)| earlier == path) {
            let name = path.display();
            return Err(Failure::Usage(format!(
                "{other} and {flag} name the same file {name}; accepted: one file each"
            )));
        }
    }
    Ok(())
}

/// Writes one file, whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    export::write_file(path, bytes).map_err(|error| Failure::Failed(anyhow::Error::new(error)))
}

/// The format that the name of a picture tells.
pub(super) fn chart_format(path: &Path) -> Result<ChartFormat, Failure> {
    picture_format("--chart", path)
}

/// The same for another flag.
pub(super) fn picture_format(flag: &str, path: &Path) -> Result<ChartFormat, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("png") => Ok(ChartFormat::Png),
        Some("svg") => Ok(ChartFormat::Svg),
        _ => Err(Failure::Usage(format!(
            "{flag} = {}: the ending tells the format; accepted: a name that ends with .png or .svg",
            path.display()
        ))),
    }
}
