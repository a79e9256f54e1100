//! The language server: what an editor asks about a programme, answered by the front end and the lints. It speaks the
//! Language Server Protocol; files, the clock and the configuration come from its [`Host`].

mod book;
mod change;
mod features;
mod frame;
mod host;
mod lints;
mod meaning;
mod names;
mod page;
mod proofs;
mod server;
mod text;
mod uri;
mod workspace;
mod worth;

pub use frame::serve_streams;
pub use host::{Host, Prover, Settings, Stamp};
pub use server::{Ended, serve};
