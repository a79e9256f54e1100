//! What a host embeds: an [`Engine`] is a programme that is ready, shared by all threads; a [`Scorer`] decides events with it on one thread;
//! a [`Book`] holds the members; a [`Tally`] scores columns of receipts and a [`Ledger`] books them; a [`Handle`] lets a new programme take over while others score.
//!
//! Nothing here panics. Wrong use, such as members of another programme, is an error value, and so is everything that is wrong
//! with an event.

mod book;
mod columns;
mod engine;
mod error;
mod handle;
mod scorer;
mod shadow;
#[cfg(test)]
mod tests;

pub use crate::native::batch::{BatchMismatch, Ledger, Tally};
pub use book::Book;
pub use engine::{Choice, Engine, Limits, Options};
pub use error::{HostError, LoadError};
pub use handle::Handle;
pub use scorer::{Received, Scorer};
pub use shadow::Mismatch;
