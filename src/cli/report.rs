//! `machiai report`: results in the forms that others read.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::answering::{language_of, width};
use super::arguments::{Form, MakeReport, ReportFlags, TableEncoding};
use super::attachments::read_file;
use super::exit::{Done, Failure};
use super::predict::write as write_file;
use super::{findings, print};
use crate::export::{self, CsvEncoding, OnTheDay, Report, ReportFile, ReportForm};
use crate::interop::{ObservedOpening, read_observed};
use crate::report::{self, Language};
use crate::results::{Finding, Sweep};
use crate::study;

/// What is made of a result.
struct Wanted<'a> {
    /// Files that are read and must stay.
    inputs: Vec<&'a Path>,
    forms: Vec<ReportForm>,
    encoding: CsvEncoding,
    language: Language,
}

/// Reads every result, then makes the reports: one that cannot be read costs none of the others.
pub(super) fn report(flags: &MakeReport) -> Result<Done, Failure> {
    let language = language_of(flags.lang);
    let wanted = Wanted {
        inputs: flags.results.iter().chain(&flags.observed).map(PathBuf::as_path).collect(),
        forms: forms(&flags.forms.format),
        encoding: match flags.forms.csv_encoding {
            TableEncoding::Utf8Bom => CsvEncoding::Utf8Bom,
            TableEncoding::Utf8 => CsvEncoding::Utf8,
            TableEncoding::Cp932 => CsvEncoding::Cp932,
        },
        language,
    };
    let observed = Observed::of(flags)?;
    let found = flags.results.iter().map(|path| findings::read(path)).collect::<Result<Vec<_>, _>>()?;
    let days = flags.results.iter().zip(&found).map(|(path, finding)| match &observed {
        None => Ok(None),
        Some(observed) => observed.on_the_day(path, finding).map(Some),
    });
    let days = days.collect::<Result<Vec<_>, _>>()?;
    let folders = folders(&flags.out, &flags.results);
    for ((folder, finding), day) in folders.iter().zip(&found).zip(&days) {
        if let Some(day) = day {
            print(report::observed_text(&day.checks, language, width()).as_bytes())?;
        }
        print(make(finding, day.as_ref(), &wanted, folder)?.as_bytes())?;
    }
    Ok(Done::Well)
}

/// A file of what happened, and when the opening was.
struct Observed<'a> {
    path: &'a Path,
    bytes: Vec<u8>,
    opened_at: Option<&'a str>,
}

impl Observed<'_> {
    fn of(flags: &MakeReport) -> Result<Option<Observed<'_>>, Failure> {
        let Some(path) = &flags.observed else { return Ok(None) };
        let bytes = read_file(path).map_err(|error| {
            Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {}", path.display())))
        })?;
        Ok(Some(Observed { path, bytes, opened_at: flags.opened_at.as_deref() }))
    }

    /// What happened beside what one result predicted.
    fn on_the_day(&self, result: &Path, finding: &Finding) -> Result<OnTheDay, Failure> {
        let Finding::Answer(answer) = finding else {
            return Err(Failure::Usage(format!(
                "--observed {}: {} tells of several settings, and a day has one; accepted: a result of predict or run",
                self.path.display(),
                result.display()
            )));
        };
        let opening = ObservedOpening {
            second_of_day: answer.opens_at_second_of_day,
            zone: None,
            opened_at: self.opened_at,
        };
        let text = export::decode_table(&self.bytes);
        let observed = read_observed(&text, &opening)
            .map_err(|error| Failure::Usage(format!("--observed {}: {error}", self.path.display())))?;
        let checks = study::check_observed(answer, &observed);
        Ok(OnTheDay { observed, checks })
    }
}

/// Each form once, in the order of the list of forms.
fn forms(asked: &[Form]) -> Vec<ReportForm> {
    let is_asked = |form: &ReportForm| asked.iter().any(|asked| form_of(*asked) == *form);
    ReportForm::ALL.into_iter().filter(is_asked).collect()
}

fn form_of(form: Form) -> ReportForm {
    match form {
        Form::Html => ReportForm::Html,
        Form::Xlsx => ReportForm::Xlsx,
        Form::Md => ReportForm::Md,
        Form::Slack => ReportForm::Slack,
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
        // Neither the folder itself nor the one above, and nothing that a terminal or another system takes amiss.
        let stem: String = stem.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
        let stem = if matches!(stem.as_str(), "-" | "." | "..") { "result".to_owned() } else { stem };
        let free = |number: &usize| match number {
            1 => is_free(&names, &stem),
            number => is_free(&names, &format!("{stem}-{number}")),
        };
        let number = (1..).find(free).unwrap_or(1);
        names.push(if number == 1 { stem } else { format!("{stem}-{number}") });
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
    let wanted = Wanted {
        inputs: Vec::new(),
        forms: forms(&flags.report_format),
        encoding: CsvEncoding::Utf8Bom,
        language,
    };
    let written = make(finding, None, &wanted, folder)?;
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

/// Some systems do not tell capitals from small letters.
fn is_free(names: &[String], name: &str) -> bool {
    names.iter().all(|other| other.to_lowercase() != name.to_lowercase())
}

/// Refuses to write over what was read, and onto folders: before anything is written.
fn check_targets(folder: &Path, files: &[ReportFile], inputs: &[&Path]) -> Result<(), Failure> {
    let read: Vec<PathBuf> = inputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
    for file in files {
        let path = folder.join(&file.name);
        if path.is_dir() {
            return Err(Failure::Failed(anyhow::anyhow!(
                "{} is a folder; accepted: a place where the report can write a file of this name",
                path.display()
            )));
        }
        if path.canonicalize().is_ok_and(|path| read.contains(&path)) {
            return Err(Failure::Usage(format!(
                "{} is a file that is read here, and the report would write over it; accepted: another folder for --out",
                path.display()
            )));
        }
    }
    Ok(())
}

/// Writes one report and tells where it is.
fn make(
    finding: &Finding,
    day: Option<&OnTheDay>,
    wanted: &Wanted,
    folder: &Path,
) -> Result<String, Failure> {
    let files = export::report_files(finding, day, &wanted.forms, wanted.encoding, wanted.language)
        .map_err(anyhow::Error::new)?;
    warn_of_missing_glyphs(finding, wanted.language);
    make_folder(folder)?;
    check_targets(folder, &files, &wanted.inputs)?;
    for file in &files {
        write_file(&folder.join(&file.name), &file.bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    Ok(format!("{}: {}\n", folder.display(), names.join(", ")))
}

fn warn_of_missing_glyphs(finding: &Finding, language: Language) {
    let missing: String =
        export::missing_in_report(&Report::of(finding, None, language)).into_iter().collect();
    if !missing.is_empty() {
        // Nothing can be done if even stderr is closed.
        let _ = writeln!(
            std::io::stderr(),
            "note: the font of the pictures lacks {missing}; they are blank in a PNG"
        );
    }
}
