//! Gives each verb its arguments and a short script over the layers; owns stdout, stderr and exit codes.
//! Contains no rule of a room and no formula.

mod answering;
mod arguments;
mod attachments;
mod compare;
mod exit;
mod fairness;
mod findings;
mod now;
mod origin;
mod predict;
mod progress;
mod recommend;
mod report;
mod room;
mod run;
mod shell;
mod sweep;
mod tenants;
mod validate;

use std::io::Write;
use std::process::ExitCode;

use arguments::{Arguments, OriginVerb, RoomVerb, Verb};
use clap::Parser;
use exit::Failure;

/// Parses the command line, runs the verb, prints what went wrong, and tells the exit code: 0 done, 1 failed,
/// 2 bad usage or scenario, 3 requirement not met.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.verb {
        Verb::Predict(predict) => predict::predict(predict),
        Verb::Fairness(flags) => fairness::fairness(flags),
        Verb::Compare(flags) => compare::compare(flags),
        Verb::Recommend(flags) => recommend::recommend(flags),
        Verb::Tenants(flags) => tenants::tenants(flags),
        Verb::Sweep(flags) => sweep::sweep(flags),
        Verb::Run(run) => run::run(run),
        Verb::Report(flags) => report::report(flags),
        Verb::Validate(validate) => validate::validate(validate),
        Verb::Room(RoomVerb::Export(export)) => room::export(export),
        Verb::Origin(OriginVerb::Fit(flags)) => origin::fit(flags),
        Verb::Completions { shell } => shell::completions(*shell),
        Verb::Man => shell::manual(),
        Verb::Licenses => shell::licenses(),
    };
    match result {
        Ok(done) => done.code(),
        Err(failure) => {
            // Nothing can be done if even stderr is closed.
            let _ = write!(std::io::stderr(), "{failure}");
            failure.code()
        }
    }
}

/// Prints to stdout. A reader that went away (a closed pipe) is not a failure.
fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Failed(anyhow::Error::new(error).context("cannot write to standard output")))
        }
        _ => Ok(()),
    }
}
