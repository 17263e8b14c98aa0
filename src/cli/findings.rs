//! Results read back from disk: what `report` and `notice` are made of.

use std::path::Path;

use super::attachments::{read_file, read_stream};
use super::exit::Failure;
use super::sweep;
use crate::export::{self, PROVENANCE_FILE, ResultFile, SweepFiles};
use crate::results::Finding;

/// Stands for standard input.
const STANDARD_INPUT: &str = "-";
/// Marks text of two bytes a character, as Windows PowerShell writes it with `>`.
const UTF_16_MARKS: [[u8; 2]; 2] = [[0xFF, 0xFE], [0xFE, 0xFF]];

/// Reads a result: the JSON that a verb printed, the folder of `run`, that of a sweep, or `-` for JSON on standard input.
pub(super) fn read(path: &Path) -> Result<Finding, Failure> {
    if path.as_os_str() == STANDARD_INPUT {
        let bytes = read_stream(std::io::stdin().lock()).map_err(|error| unread("standard input", error))?;
        return finding("standard input", &bytes);
    }
    // Both have a `summary.json`: the list is that of `run`, the plan that of a sweep.
    if path.is_dir() && SweepFiles::is_there(path) && !path.join(PROVENANCE_FILE).exists() {
        return sweep::read(path).map(|sweep| Finding::Sweep(Box::new(sweep)));
    }
    if path.is_dir() {
        let summary = export::complete_file(path, ResultFile::SummaryJson).map_err(anyhow::Error::new)?;
        return file(&summary);
    }
    file(path)
}

fn file(path: &Path) -> Result<Finding, Failure> {
    let name = path.display().to_string();
    let bytes = read_file(path).map_err(|error| unread(&name, error))?;
    finding(&name, &bytes)
}

fn unread(name: &str, error: std::io::Error) -> Failure {
    Failure::Failed(anyhow::Error::new(error).context(format!("cannot read {name}")))
}

fn finding(name: &str, bytes: &[u8]) -> Result<Finding, Failure> {
    let text = text(bytes).map_err(|problem| Failure::Usage(format!("{name}: {problem}")))?;
    export::read_finding(text).map_err(|error| Failure::Usage(format!("{name}: {error}")))
}

/// The text without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if UTF_16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err("UTF-16 text, as Windows PowerShell writes it with `>`; accepted: UTF-8, as with \
                    `… | Out-File -Encoding utf8 FILE`"
            .to_owned());
    }
    if bytes.trim_ascii().is_empty() {
        return Err("is empty; accepted: the JSON that a verb prints with --json".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        format!(
            "not UTF-8: byte 0x{:02X} at position {at}; accepted: the JSON that a verb prints with --json",
            bytes[at]
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;

    use clap::Parser;

    use super::*;
    use crate::cli::arguments::{Arguments, Verb};
    use crate::cli::attachments::Beside;
    use crate::export::{ResultFolder, json};
    use crate::results::Answer;
    use crate::scenario;
    use crate::study::{self, Plan, Stop, Watch};

    const TOWN: &str = "[room]\ntotal_active_users = 200\nnew_users_per_minute = 200\n[group]\ncount = 300\n\
                        arrivals = \"ramp 2m\"\n";

    /// An empty folder.
    fn place(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("machiai-findings-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn answer() -> Answer {
        let scenario = scenario::read(TOWN, &Beside::here(), &[]).unwrap();
        let plan = Plan {
            seed: 1,
            stop: Stop::Replications(2),
            threads: Some(1),
            requirements: Vec::new(),
            with_minutes: true,
            shown_days: 0,
            command: String::new(),
        };
        study::predict(&scenario, &plan, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
    }

    #[track_caller]
    fn refused(path: &Path, parts: &[&str]) {
        let told = read(path).unwrap_err().to_string();
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }

    #[test]
    fn a_file_and_the_folder_of_a_run_give_the_same_answer() {
        let folder = place("run");
        let (file, out) = (folder.join("a.json"), folder.join("out"));
        let answer = answer();
        fs::write(&file, format!("\u{feff}{}", json(&answer))).unwrap();
        let mut result = ResultFolder::create(&out, false).unwrap();
        result.write(ResultFile::SummaryJson, json(&answer).as_bytes()).unwrap();
        result.finish(&answer.provenance).unwrap();
        let Finding::Answer(found) = read(&file).unwrap() else { panic!("an answer") };
        assert_eq!(json(&found), json(&answer));
        assert_eq!(read(&out).unwrap(), Finding::Answer(found));

        fs::remove_file(out.join(PROVENANCE_FILE)).unwrap();
        refused(&out, &["out", "did not finish", "accepted"]);
        refused(&folder, &["no provenance.json"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_folder_of_a_sweep_is_a_sweep_once_everything_is_run() {
        let folder = place("sweep");
        let (scenario, out) = (folder.join("town.toml"), folder.join("out"));
        fs::write(&scenario, TOWN).unwrap();
        let sweep = |words: &[&str]| {
            let arguments = Arguments::try_parse_from([&["machiai", "sweep"], words].concat()).unwrap();
            let Verb::Sweep(flags) = &arguments.verb else { panic!("a sweep") };
            sweep::sweep(flags).unwrap();
        };
        let [scenario, named] = [&scenario, &out].map(|path| path.to_str().unwrap());
        sweep(&["plan", scenario, "--vary", "group.count=200,300", "--replications", "2", "--out", named]);
        refused(&out, &["2 of 2 points are not run", "machiai sweep run"]);
        sweep(&["run", named]);
        let Finding::Sweep(found) = read(&out).unwrap() else { panic!("a sweep") };
        assert_eq!(found.found.len(), 2);
        refused(&out.join("plan.json"), &["plan.json", "the folder of the sweep"]);

        // Figures must not be told of values that they do not belong to.
        let plan = fs::read_to_string(out.join("plan.json")).unwrap();
        let changed = plan.replace("[\"200\"]", "[\"250\"]");
        assert_ne!(changed, plan);
        fs::write(out.join("plan.json"), changed).unwrap();
        refused(&out, &["were changed after they were planned"]);
        // What another version found is told as it is.
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        fs::write(out.join("plan.json"), plan.replace(&version, "\"version\": \"0.0.9\"")).unwrap();
        assert!(matches!(read(&out), Ok(Finding::Sweep(found)) if found.plan.version == "0.0.9"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_no_result_is_refused_by_name() {
        let folder = place("bad");
        let file = folder.join("bad.json");
        refused(&file, &["cannot read", "bad.json"]);
        for (bytes, parts) in [
            (&b""[..], ["is empty", "--json"]),
            (b" \r\n", ["is empty", "--json"]),
            (b"\xFF\xFE{\0", ["UTF-16", "UTF-8"]),
            (b"{\"schema\": \"\x83\x65\"}", ["byte 0x83", "position 12"]),
            (b"# a scenario\n", ["line 1, column 1", "expected value"]),
            (b"{\"schema\": \"machiai.tenants/1\"}", ["is a result of `tenants`", "accepted: a result of"]),
        ] {
            fs::write(&file, bytes).unwrap();
            refused(&file, &parts);
            refused(&file, &["bad.json"]);
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
