//! `treue schema`: which events a programme accepts.

use super::check::pretty;
use crate::failure::Failure;
use crate::load;
use crate::ui::Ui;
use clap::Args;
use std::path::PathBuf;

/// Print which receipts and other events a programme accepts.
///
/// The answer is a JSON Schema (draft 2020-12) for one line of an events file. Give it to whoever writes the
/// export of the till.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// A file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
}

impl Schema {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        ui.print_line(&pretty(&treue_runtime::schema::schema(&programme)))
    }
}
