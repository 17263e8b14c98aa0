//! `machiai report`: results in the forms that others read.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::answering::language_of;
use super::arguments::{Form, MakeReport, ReportFlags};
use super::exit::{Done, Failure};
use super::predict::write as write_file;
use super::{findings, print};
use crate::export::{self, Report, ReportForm};
use crate::report::Language;
use crate::results::{Finding, Sweep};

/// Reads every result, then makes the reports: one that cannot be read costs none of the others.
pub(super) fn report(flags: &MakeReport) -> Result<Done, Failure> {
    let language = language_of(flags.lang);
    let forms = forms(&flags.forms.format);
    let found = flags.results.iter().map(|path| findings::read(path)).collect::<Result<Vec<_>, _>>()?;
    let folders = folders(&flags.out, &flags.results);
    for (folder, finding) in folders.iter().zip(&found) {
        print(make(finding, &forms, language, folder)?.as_bytes())?;
    }
    Ok(Done::Well)
}

/// Each form once, in the order of the list of forms.
fn forms(asked: &[Form]) -> Vec<ReportForm> {
    let is_asked = |form: &ReportForm| asked.iter().any(|asked| form_of(*asked) == *form);
    ReportForm::ALL.into_iter().filter(is_asked).collect()
}

fn form_of(form: Form) -> ReportForm {
    match form {
        Form::Png => ReportForm::Png,
        Form::Svg => ReportForm::Svg,
        Form::Csv => ReportForm::Csv,
    }
}

/// One result goes into the folder itself; several get one each, named after them.
fn folders(out: &Path, results: &[PathBuf]) -> Vec<PathBuf> {
    if results.len() == 1 {
        return vec![out.to_owned()];
    }
    let mut names: Vec<String> = Vec::new();
    for result in results {
        let stem = result.file_stem().map_or("result".into(), |stem| stem.to_string_lossy());
        let stem = if stem == "-" { "result".into() } else { stem };
        let free = |number: &usize| match number {
            1 => !names.contains(&stem.to_string()),
            number => !names.contains(&format!("{stem}-{number}")),
        };
        let number = (1..).find(free).unwrap_or(1);
        names.push(if number == 1 { stem.to_string() } else { format!("{stem}-{number}") });
    }
    names.into_iter().map(|name| out.join(name)).collect()
}

/// The report beside an answer, made of its JSON, so that it is the same as one made later.
pub(super) fn beside(flags: &ReportFlags, language: Language, json: &str) -> Result<(), Failure> {
    let Some(folder) = &flags.report else { return Ok(()) };
    let finding = export::read_finding(json).map_err(anyhow::Error::new)?;
    beside_finding(flags, language, &finding, folder)
}

/// The same of a sweep, whose folder keeps every digit.
pub(super) fn beside_sweep(flags: &ReportFlags, language: Language, sweep: Sweep) -> Result<(), Failure> {
    let Some(folder) = &flags.report else { return Ok(()) };
    beside_finding(flags, language, &Finding::Sweep(Box::new(sweep)), folder)
}

/// Standard output belongs to the answer.
fn beside_finding(
    flags: &ReportFlags,
    language: Language,
    finding: &Finding,
    folder: &Path,
) -> Result<(), Failure> {
    let written = make(finding, &forms(&flags.report_format), language, folder)?;
    // Nothing can be done if even stderr is closed.
    let _ = write!(std::io::stderr(), "{written}");
    Ok(())
}

/// Makes the folder, so that a place that cannot be written to does not cost a simulation.
pub(super) fn check_folder(flags: &ReportFlags) -> Result<(), Failure> {
    flags.report.as_deref().map_or(Ok(()), make_folder)
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let what = format!("cannot make the folder {}", folder.display());
        Failure::Failed(anyhow::Error::new(error).context(what))
    })
}

/// Writes one report and tells where it is.
fn make(
    finding: &Finding,
    forms: &[ReportForm],
    language: Language,
    folder: &Path,
) -> Result<String, Failure> {
    let files = export::report_files(finding, forms, language).map_err(anyhow::Error::new)?;
    warn_of_missing_glyphs(finding, language);
    make_folder(folder)?;
    for file in &files {
        write_file(&folder.join(&file.name), &file.bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    Ok(format!("{}: {}\n", folder.display(), names.join(", ")))
}

fn warn_of_missing_glyphs(finding: &Finding, language: Language) {
    let missing: String = export::missing_in_report(&Report::of(finding, language)).into_iter().collect();
    if !missing.is_empty() {
        // Nothing can be done if even stderr is closed.
        let _ = writeln!(
            std::io::stderr(),
            "note: the font of the pictures lacks {missing}; they are blank in a PNG"
        );
    }
}
