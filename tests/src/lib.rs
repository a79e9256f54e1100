//! Generators and drivers of the suites in `tests/tests`: random programmes and histories, both engines side
//! by side, and what is counted about them.

pub mod batches;
pub mod case;
pub mod daily;
pub mod dice;
pub mod driver;
pub mod history;
pub mod laws;
pub mod model;
pub mod past;
pub mod plain;
pub mod readings;
pub mod returns;
pub mod run;
pub mod statistics;
pub mod ways;
