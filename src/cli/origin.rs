//! `machiai origin`: what the booking servers bear, from load tests.

use std::io::Write;
use std::path::Path;

use super::answering::{language_of, quoted, width};
use super::arguments::{FitOrigin, Lang, LoadTestFormat};
use super::attachments::{LARGEST_LOAD_TEST_BYTES, read_file_up_to};
use super::exit::{Done, Failure};
use super::predict::{chart_format, write};
use super::print;
use crate::export;
use crate::export::chart::ChartFormat;
use crate::interop::{LoadSelection, read_load_test};
use crate::report::{self, Language};
use crate::results::{LoadFormat, LoadTest, OriginFit};
use crate::study;

/// Reads the load tests, fits the law, prints it with the table for a scenario, and writes the files asked for.
pub(super) fn fit(flags: &FitOrigin) -> Result<Done, Failure> {
    let chart =
        flags.chart.as_deref().map(|path| chart_format(path).map(|format| (path, format))).transpose()?;
    check_targets(flags)?;
    let fit = study::fit_origin(load_tests(flags)?, quoted(&words(flags)));
    let language = language_of(flags.lang);
    // The answer first: a file that cannot be written must not cost it.
    match flags.json {
        true => print(export::origin_fit_json(&fit).as_bytes())?,
        false => {
            let text = report::origin_fit(&fit, language, width()) + &export::origin_table(&fit, language);
            print(text.as_bytes())?;
        }
    }
    if let Some(path) = &flags.out {
        write(path, export::origin_table(&fit, language).as_bytes())?;
    }
    if let Some((path, format)) = chart {
        draw(&fit, language, path, format)?;
    }
    Ok(Done::Well)
}

/// Refuses targets before any work: one file for two things, or one that is there and is to stay.
fn check_targets(flags: &FitOrigin) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or(path.to_owned());
    let inputs: Vec<_> = flags.files.iter().map(|path| absolute(path)).collect();
    for (position, path) in inputs.iter().enumerate() {
        if inputs[..position].contains(path) {
            let name = flags.files[position].display();
            return Err(Failure::Usage(format!(
                "{name}: given twice, it would count twice; accepted: each file once"
            )));
        }
    }
    let targets = [("--out", &flags.out), ("--chart", &flags.chart)];
    for (flag, path) in targets.iter().filter_map(|(flag, path)| Some((*flag, path.as_ref()?))) {
        if inputs.contains(&absolute(path)) {
            let name = path.display();
            return Err(Failure::Usage(format!(
                "{flag} {name}: is a file of a load test; accepted: another file"
            )));
        }
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    match &flags.out {
        Some(out) if flags.chart.as_ref().is_some_and(|chart| absolute(chart) == absolute(out)) => {
            let name = out.display();
            Err(Failure::Usage(format!(
                "--out and --chart name the same file {name}; accepted: one file each"
            )))
        }
        Some(out) if out.is_file() && !flags.force => Err(Failure::Failed(anyhow::anyhow!(
            "{}: the file is there; give --force to replace it, or another file",
            out.display()
        ))),
        Some(_) | None => Ok(()),
    }
}

fn load_tests(flags: &FitOrigin) -> Result<Vec<(String, LoadTest)>, Failure> {
    let selection = LoadSelection { name: flags.name.clone(), metric: flags.metric.clone() };
    let format = flags.format.map(load_format);
    let mut tests = Vec::new();
    let mut problems = Vec::new();
    for path in &flags.files {
        let name = path.display().to_string();
        let bytes = read_file_up_to(LARGEST_LOAD_TEST_BYTES, path).map_err(|error| {
            Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {name}")))
        })?;
        match read_load_test(&bytes, format, &selection) {
            Ok(test) => tests.push((name, test)),
            Err(error) => problems.push(format!("{name}: {error}")),
        }
    }
    if problems.is_empty() { Ok(tests) } else { Err(Failure::Usage(problems.join("\nerror: "))) }
}

fn load_format(format: LoadTestFormat) -> LoadFormat {
    match format {
        LoadTestFormat::K6Csv => LoadFormat::K6Csv,
        LoadTestFormat::K6Summary => LoadFormat::K6Summary,
        LoadTestFormat::Jmeter => LoadFormat::Jmeter,
        LoadTestFormat::Locust => LoadFormat::Locust,
        LoadTestFormat::Table => LoadFormat::Table,
    }
}

fn draw(fit: &OriginFit, language: Language, path: &Path, format: ChartFormat) -> Result<(), Failure> {
    let missing: String = export::missing_in_origin_chart(fit, language).into_iter().collect();
    if !missing.is_empty() {
        // Nothing can be done if even stderr is closed.
        let _ = writeln!(
            std::io::stderr(),
            "note: the font of the chart lacks {missing}; they are blank in a PNG"
        );
    }
    let picture = export::origin_chart(fit, language, format).map_err(anyhow::Error::new)?;
    write(path, &picture)
}

/// The command that makes this fit again.
fn words(flags: &FitOrigin) -> Vec<String> {
    let mut words: Vec<String> = ["machiai", "origin", "fit"].map(str::to_owned).to_vec();
    words.extend(flags.files.iter().map(|path| path.display().to_string()));
    let format = flags.format.map(|format| load_format(format).name().to_owned());
    let language = flags.lang.map(|lang| match lang {
        Lang::En => "en".to_owned(),
        Lang::Ja => "ja".to_owned(),
    });
    let listed = [
        ("--format", format),
        ("--name", flags.name.clone()),
        ("--metric", flags.metric.clone()),
        ("--lang", language),
    ];
    let given = listed.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value?]));
    words.extend(given.flatten());
    words
}
