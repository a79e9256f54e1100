//! What can be written after `treue`. Each subcommand declares its own arguments in its own file.

use crate::command::{check, explain, fmt, new, schema, score, test};
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

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a small programme with tests and sample receipts, to start from
    New(new::New),
    /// Look for mistakes in a programme; shows all of them at once
    Check(check::Check),
    /// Bring programmes into the one layout
    Fmt(fmt::Fmt),
    /// Run the tests that stand in a programme
    Test(test::Test),
    /// Give points for receipts and sum up what was given
    Score(score::Score),
    /// Tell why a receipt got its points, or what a code in a message means
    Explain(explain::Explain),
    /// Print which receipts and other events a programme accepts, as JSON Schema
    Schema(schema::Schema),
}
