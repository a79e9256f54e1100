//! Decides what a checked programme can and cannot do: rules that never apply, lines that are paid for twice, receipts that
//! nothing pays for, how much can be given at most.

mod bounds;
mod branch;
mod build;
mod coverage;
mod cube;
mod domain;
mod examine;
mod finding;
mod gaps;
mod most;
mod mutate;
mod never;
mod property;
mod stage;
mod text;
mod twice;
mod universe;
mod visit;
mod words;

pub use num_rational::BigRational;

pub use bounds::{ActivityBound, Bounds, Given, ReceiptBound, UnitBounds, bounds};
pub use coverage::{Covered, Goal, coverage};
pub use examine::{FINDINGS, examine, examine_until};
pub use finding::{Finding, Kind, Report, Undecided, Witness};
pub use mutate::{Mutant, Mutation, mutants, mutate};
pub use property::{Broken, Compared, Trial, Tried, Verdict, kept, properties, property_text, proved_words};
pub use stage::Seen;
