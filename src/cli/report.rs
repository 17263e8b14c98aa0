//! `machiai report`: results in the forms that others read.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::answering::language_of;
use super::arguments::{Form, MakeReport};
use super::exit::{Done, Failure};
use super::findings;
use super::predict::write;
use crate::export::{self, Report, ReportForm};
use crate::report::Language;
use crate::results::Finding;

/// Reads every result, then makes the reports: one that cannot be read costs none of the others.
pub(super) fn report(flags: &MakeReport) -> Result<Done, Failure> {
    let language = language_of(flags.lang);
    let forms = forms(&flags.format());
    let found = flags.results.iter().map(|path| findings::read(path)).collect::<Result<Vec<_>, _>>()?;
    let folders = folders(&flags.out, &flags.results);
    for (folder, finding) in folders.iter().zip(&found) {
        make(finding, &forms, language, folder)?;
    }
    Ok(Done::Well)
}

impl MakeReport {
    fn format(&self) -> Vec<Form> {
        self.forms.format.clone()
    }
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

/// Writes one report and says where it is.
fn make(finding: &Finding, forms: &[ReportForm], language: Language, folder: &Path) -> Result<(), Failure> {
    let files = export::report_files(finding, forms, language).map_err(anyhow::Error::new)?;
    warn_of_missing_glyphs(finding, language);
    std::fs::create_dir_all(folder).map_err(|error| {
        anyhow::Error::new(error).context(format!("cannot make the folder {}", folder.display()))
    })?;
    for file in &files {
        write(&folder.join(&file.name), &file.bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    super::print(format!("{}: {}\n", folder.display(), names.join(", ")).as_bytes())
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
