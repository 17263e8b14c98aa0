//! `machiai compare`: variants on the same days.

use std::io::Write;
use std::path::Path;

use super::answering::{language_of, quoted, single_room, width};
use super::arguments::Compare;
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::predict::{chart_format, write};
use super::print;
use super::progress::Meter;
use super::report as report_files;
use super::validate::overrides;
use crate::export;
use crate::report::{self, Language};
use crate::results::Comparison;
use crate::scenario;
use crate::study::{self, CompareCase, ComparePlan};

/// More variants than this are no comparison but a sweep.
const MOST_VARIANTS: usize = 8;

/// Compares the variants, prints what was found, and writes the files asked for.
pub(super) fn compare(flags: &Compare) -> Result<Done, Failure> {
    let chart =
        flags.chart.as_deref().map(|path| chart_format(path).map(|format| (path, format))).transpose()?;
    refuse_shared_file(flags)?;
    let cases = cases(flags)?;
    let plan = ComparePlan {
        seed: flags.study.seed,
        replications: flags.replications,
        threads: flags.study.threads.map(usize::from),
        command: quoted(&words(flags)),
    };
    // A place that cannot be written to must not cost a simulation.
    for path in [&flags.csv, &flags.chart].into_iter().flatten() {
        export::check_file(path).map_err(|error| Failure::Failed(anyhow::Error::new(error)))?;
    }
    report_files::check_folder(&flags.reporting)?;
    let found = Meter::start().watch(|watch| study::compare(&cases, &plan, watch));
    if found.provenance.replications == 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "interrupted before the first day was finished; nothing was written"
        )));
    }
    // The answer first: a file that cannot be written must not cost it.
    let language = language_of(flags.study.lang);
    match flags.study.json {
        true => print(export::compare_json(&found).as_bytes())?,
        false => print(report::compare(&found, language, width()).as_bytes())?,
    }
    report_files::beside(&flags.reporting, language, &export::compare_json(&found))?;
    if let Some(path) = &flags.csv {
        write(path, &export::compare_csv(&found))?;
    }
    if let Some((path, format)) = chart {
        warn_of_missing_glyphs(&found, language);
        let picture = export::compare_chart(&found, language, format).map_err(anyhow::Error::new)?;
        write(path, &picture)?;
    }
    Ok(if found.provenance.complete { Done::Well } else { Done::Interrupted })
}

/// The font of the chart lacks some characters, and names are the user's.
fn warn_of_missing_glyphs(found: &Comparison, language: Language) {
    let missing: String = export::missing_in_compare_chart(found, language).into_iter().collect();
    if !missing.is_empty() {
        // Nothing can be done if even stderr is closed.
        let _ = writeln!(
            std::io::stderr(),
            "note: the font of the chart lacks {missing}; they are blank in a PNG"
        );
    }
}

/// Two outputs in one file would overwrite each other.
fn refuse_shared_file(flags: &Compare) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or(path.to_owned());
    match (&flags.csv, &flags.chart) {
        (Some(csv), Some(chart)) if absolute(csv) == absolute(chart) => Err(Failure::Usage(format!(
            "--csv and --chart name the same file {}; accepted: one file each",
            chart.display()
        ))),
        _ => Ok(()),
    }
}

/// What one variant is made of.
struct Source<'a> {
    name: String,
    file: &'a Path,
    /// Texts of `--set` and `--set-all`.
    changes: Vec<String>,
}

fn cases(flags: &Compare) -> Result<Vec<CompareCase>, Failure> {
    let mut sources = sources(flags)?;
    make_distinct(&mut sources);
    sources.into_iter().map(|source| case(source, flags)).collect()
}

/// The files, or one file with its changes.
fn sources(flags: &Compare) -> Result<Vec<Source<'_>>, Failure> {
    let every = || flags.set_all.clone();
    let of_file = |file| Source { name: stem(file), file, changes: every() };
    let mut sources: Vec<Source> = flags.scenarios.iter().map(|file| of_file(file.as_path())).collect();
    match (flags.scenarios.as_slice(), flags.set.first()) {
        ([only], None) => {
            return Err(Failure::Usage(format!(
                "{}: one scenario and no --set: there is nothing to compare it with; accepted: a second scenario, or --set \
                 'KEY=VALUE' for each variant of this one",
                only.display()
            )));
        }
        ([only], Some(_)) => {
            for set in &flags.set {
                let changes: Vec<String> = set
                    .split(';')
                    .map(|change| change.trim().to_owned())
                    .filter(|change| !change.is_empty())
                    .collect();
                if changes.is_empty() {
                    return Err(Failure::Usage(format!(
                        "--set '{set}': no change; accepted: KEY=VALUE, or several with ; between them"
                    )));
                }
                let name = changes.join("; ");
                sources.push(Source { name, file: only, changes: [every(), changes].concat() });
            }
        }
        (files, Some(set)) => {
            return Err(Failure::Usage(format!(
                "--set {set}: with {} scenarios it is not clear which one it changes; accepted: --set-all {set}, which changes \
                 every one, or --set with a single scenario",
                files.len()
            )));
        }
        (_, None) => {}
    }
    if sources.len() > MOST_VARIANTS {
        return Err(Failure::Usage(format!(
            "{} variants; accepted: 2 to {MOST_VARIANTS}, the first one included",
            sources.len()
        )));
    }
    Ok(sources)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Whole paths where only the folders tell files apart, and numbers where nothing does.
fn make_distinct(sources: &mut [Source]) {
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    for (position, source) in sources.iter_mut().enumerate() {
        let is_shared = names.iter().enumerate().any(|(at, name)| at != position && *name == names[position]);
        if is_shared && source.name == stem(source.file) {
            source.name = source.file.display().to_string();
        }
    }
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    for (position, source) in sources.iter_mut().enumerate() {
        let earlier = names[..position].iter().filter(|name| **name == names[position]).count();
        if earlier > 0 {
            source.name = format!("{} ({})", source.name, earlier + 1);
        }
    }
}

fn case(source: Source, flags: &Compare) -> Result<CompareCase, Failure> {
    let Source { name, file, changes } = source;
    let shown = file.display().to_string();
    let overrides = overrides(&changes)?;
    let text = scenario_file(file)?;
    let beside = Beside::file(file);
    let scenario = scenario::read(&text, &beside, &overrides)
        .map_err(|issues| Failure::Issues { file: Some(shown.clone()), issues })?;
    single_room(&scenario, "compare", &shown)?;
    beside.keep_inputs(&[("--csv", flags.csv.as_deref()), ("--chart", flags.chart.as_deref())])?;
    Ok(CompareCase { name, scenario })
}

/// The command that reproduces the answer.
fn words(flags: &Compare) -> Vec<String> {
    let mut words = vec!["machiai".to_owned(), "compare".to_owned()];
    words.extend(flags.scenarios.iter().map(|file| file.display().to_string()));
    for set in &flags.set {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    for set in &flags.set_all {
        words.extend(["--set-all".to_owned(), set.clone()]);
    }
    words.extend(["--seed".to_owned(), flags.study.seed.to_string()]);
    words.extend(["--replications".to_owned(), flags.replications.to_string()]);
    words
}
