//! What is known before the first event: the arguments that all commands share which replay events.

use crate::failure::Failure;
use crate::load;
use clap::Args;
use std::path::PathBuf;
use treue_columnar::Columns;
use treue_lang::programme::Programme;
use treue_runtime::event::ReadOptions;
use treue_runtime::state::Members;

/// Who is known before the first event, and how strictly events are read.
#[derive(Debug, Args)]
pub(crate) struct Known {
    /// Members who are known already, one a line as JSON
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Members as an earlier run left them; see `treue score --save`
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Accept fields that the programme does not know
    #[arg(long)]
    lenient: bool,
}

impl Known {
    /// The members who are known.
    pub(crate) fn members(&self, programme: &Programme) -> Result<Members, Failure> {
        let mut members = match &self.state {
            Some(path) => load::state(programme, path)?,
            None => Members::default(),
        };
        if let Some(path) = &self.members {
            load::members(programme, path, self.options(), &mut members)?;
        }
        Ok(members)
    }

    /// Whether nobody is known before the first event.
    pub(crate) fn nobody(&self) -> bool {
        self.members.is_none() && self.state.is_none()
    }

    /// Whether nothing at all was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.nobody() && !self.lenient
    }

    /// How events are read.
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions { lenient: self.lenient }
    }

    /// Which columns of a table are read: those that the programme reads, or all.
    pub(crate) fn columns(&self, all: bool) -> Columns {
        Columns { lenient: self.lenient, all }
    }
}
