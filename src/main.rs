//! The `machiai` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    machiai::cli::main()
}
