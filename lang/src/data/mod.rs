//! Data files that a programme names: tables of values, rates of currencies. Only their texts are handed in; whoever
//! reads files stands outside.

pub(crate) mod csv;
