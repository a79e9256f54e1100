//! What can be written after `treue`. Each subcommand declares its own arguments in its own file.

use crate::command::{
    bench, build, check, explain, fmt, lint, lsp, migrate, new, schema, score, settle, terms, test,
};
use clap::{Parser, Subcommand, ValueEnum};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "treue",
    version,
    about = "Loyalty programmes that read like their terms and conditions",
    long_about = "Treue keeps a loyalty programme in a text that reads like its terms and conditions. This \
                  command checks the text, runs its tests, gives points for receipts, and explains every point.",
    after_help = "Start with `treue new my-shop`.",
    max_term_width = 80,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colours in what is shown
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Show results and errors only: no progress, no hints
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The subcommands; each tells what it does where it is declared.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(new::New),
    Check(check::Check),
    Lint(lint::Lint),
    Fmt(fmt::Fmt),
    Test(test::Test),
    Terms(terms::Terms),
    Score(score::Score),
    Explain(explain::Explain),
    Settle(settle::Settle),
    Schema(schema::Schema),
    Migrate(migrate::Migrate),
    Build(build::Build),
    Bench(bench::Bench),
    Lsp(lsp::Lsp),
}
