//! What shells, manuals and lawyers want.

use clap::CommandFactory;

use super::arguments::Arguments;
use super::exit::{Done, Failure};
use super::print;

/// Between the licence of the font and that of the script.
const LICENCE_OF_SCRIPT: &str = "\n-----------------------------------------------------------\n\
    uPlot 1.6.32 (https://github.com/leeoniya/uPlot), in the pages that are written\n\
    -----------------------------------------------------------\n";

/// Prints a completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "machiai", &mut script);
    print(&script)?;
    Ok(Done::Well)
}

/// Prints the manual: the page of the command, then those of its verbs.
pub(super) fn manual() -> Result<Done, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    let render = |command: clap::Command, page: &mut Vec<u8>| {
        clap_mangen::Man::new(command)
            .render(page)
            .map_err(|error| Failure::Failed(anyhow::Error::new(error).context("cannot write the manual")))
    };
    render(command.clone(), &mut page)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let name: &'static str = Box::leak(format!("machiai-{}", verb.get_name()).into_boxed_str());
        render(verb.clone().name(name), &mut page)?;
    }
    print(&page)?;
    Ok(Done::Well)
}

/// Prints the licences of what is built in and is not code.
pub(super) fn licenses() -> Result<Done, Failure> {
    print(crate::export::chart::FONT_LICENCE.as_bytes())?;
    print(LICENCE_OF_SCRIPT.as_bytes())?;
    print(crate::export::SCRIPT_LICENCE.as_bytes())?;
    print(b"\n")?;
    Ok(Done::Well)
}
