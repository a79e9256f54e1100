//! Scores receipts by a checked Treue programme: what a host depends on. Events in, decisions and member
//! state out, by either of two engines behind one trait.

pub mod columns;
pub mod decision;
pub mod engine;
pub mod event;
pub mod explain;
pub mod guard;
mod hashing;
pub mod host;
pub mod limits;
pub mod native;
mod packing;
pub mod reference;
pub mod schema;
pub mod settlement;
pub mod state;
pub mod testing;

#[cfg(test)]
mod sample;
