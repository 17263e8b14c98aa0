//! `machiai validate`: says whether scenario files can be run.

use std::io::Write;

use super::arguments::Validate;
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::print;
use crate::scenario::{self, Issue, Override};

/// Checks every file, prints what is wrong with each, and fails if any is.
pub(super) fn validate(arguments: &Validate) -> Result<Done, Failure> {
    let overrides = overrides(&arguments.set)?;
    let mut wrong = Vec::new();
    for path in &arguments.scenarios {
        let name = path.display().to_string();
        let read = scenario_file(path).and_then(|text| {
            scenario::read(&text, &Beside::file(path), &overrides)
                .map_err(|issues| Failure::Issues { file: Some(name.clone()), issues })
        });
        match read {
            Ok(scenario) => {
                let mut lines = format!("{name}: ok\n");
                for notice in &scenario.notices {
                    lines += &format!("{name}: note: {notice}\n");
                }
                print(lines.as_bytes())?;
            }
            Err(failure) => wrong.push(failure),
        }
    }
    // A wrong scenario outweighs a file that cannot be read, whatever the order of the files.
    wrong.sort_by_key(|failure| matches!(failure, Failure::Issues { .. }));
    match wrong.pop() {
        None => Ok(Done::Well),
        Some(last) => {
            for failure in &wrong {
                // Nothing can be done if even stderr is closed.
                let _ = write!(std::io::stderr(), "{failure}");
            }
            Err(last)
        }
    }
}

/// Reads every `--set`.
pub(super) fn overrides(texts: &[String]) -> Result<Vec<Override>, Failure> {
    let mut issues: Vec<Issue> = Vec::new();
    let mut overrides = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        match Override::parse(text, position) {
            Ok(read) => overrides.push(read),
            Err(more) => issues.extend(more),
        }
    }
    if issues.is_empty() { Ok(overrides) } else { Err(Failure::Issues { file: None, issues }) }
}
