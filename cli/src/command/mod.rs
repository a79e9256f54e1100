//! The subcommands, one file each.

pub(crate) mod bench;
mod bounds;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod lint;
pub(crate) mod lsp;
pub(crate) mod migrate;
pub(crate) mod new;
pub(crate) mod schema;
pub(crate) mod score;
pub(crate) mod settle;
pub(crate) mod terms;
pub(crate) mod test;

use crate::arguments::Command;
use crate::failure::Failure;
use crate::ui::Ui;

/// Runs a subcommand.
pub(crate) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::New(new) => new.run(ui),
        Command::Check(check) => check.run(ui),
        Command::Lint(lint) => lint.run(ui),
        Command::Fmt(fmt) => fmt.run(ui),
        Command::Test(test) => test.run(ui),
        Command::Terms(terms) => terms.run(ui),
        Command::Score(score) => score.run(ui),
        Command::Explain(explain) => explain.run(ui),
        Command::Settle(settle) => settle.run(ui),
        Command::Schema(schema) => schema.run(ui),
        Command::Migrate(migrate) => migrate.run(ui),
        Command::Build(build) => build.run(ui),
        Command::Bench(bench) => bench.run(ui),
        Command::Lsp(lsp) => lsp.run(ui),
    }
}
