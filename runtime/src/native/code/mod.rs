//! Machine code: which functions there are, how they are made, and the one place that calls them.

mod ahead;
mod functions;
mod lint;
mod module;
mod timer;

pub(crate) use ahead::ahead;
pub(crate) use functions::{Job, Kind, build, jobs};
pub(crate) use lint::{Reach, check_code, check_ir};
pub(crate) use module::host;
pub use module::{Compiled, Flags};
pub(crate) use timer::Timer;
