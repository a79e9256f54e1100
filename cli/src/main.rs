//! The `treue` command: the only place of the project that opens files and writes to a terminal. It asks
//! `treue_lang` and `treue_runtime` and shows what they answer; no rule of the language stands here.

mod arguments;
mod command;
mod diff;
mod failure;
mod files;
mod findings;
mod input;
mod known;
mod language;
mod load;
mod mend;
mod proved;
mod receipt;
mod settings;
mod ui;
mod xml;

use crate::arguments::Arguments;
use crate::ui::Ui;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    treue_runtime::guard::hush();
    let arguments = Arguments::parse();
    let ui = Ui::new(arguments.color, arguments.quiet);
    match command::run(&arguments.command, &ui) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(&ui),
    }
}
