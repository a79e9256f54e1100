//! What can go wrong between a host and an engine.

use crate::columns::BatchError;
use crate::event::InputError;
use treue_lang::diag::Diagnostic;

/// Why a programme cannot be loaded.
#[derive(Clone, Debug)]
pub enum LoadError {
    /// It has mistakes; warnings stand among them.
    Mistakes(Vec<Diagnostic>),
    /// It is larger than the host allows: what, how much, and how much is allowed.
    TooLarge(&'static str, usize, usize),
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LoadError::Mistakes(all) => {
                write!(f, "the programme has mistakes")?;
                all.iter().try_for_each(|d| write!(f, "\n{} [{}]", d.message, d.code.name()))
            }
            LoadError::TooLarge(what, found, most) => {
                write!(f, "the programme has {found} {what}; this host allows {most}")
            }
        }
    }
}

impl std::error::Error for LoadError {}

/// Why an event or a batch is not decided. Members are as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// It is no event of the programme: everything that is wrong with it.
    Invalid(Vec<InputError>),
    /// They are no columns of the programme: the first thing that is wrong with them.
    Columns(BatchError),
    /// The event was read for another programme, or for an earlier load of this one.
    OtherEvent,
    /// The members are those of another programme; [`super::Book::carry`] brings members along.
    OtherMembers,
    /// A member was handed in that is part of more: a household has to know its members, and an account that went up into another
    /// one is gone.
    Tied,
    /// It is larger than the host allows: what, how much, and how much is allowed.
    TooLarge(&'static str, usize, usize),
}

impl std::fmt::Display for HostError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HostError::Invalid(errors) => {
                write!(f, "this is no event of the programme")?;
                errors.iter().try_for_each(|e| write!(f, "\n{e} [{}]", e.code.name()))
            }
            HostError::Columns(error) => write!(f, "these are no columns of the programme: {error}"),
            HostError::OtherEvent => write!(f, "the event was read for another programme; read it again"),
            HostError::OtherMembers => {
                write!(f, "the members are those of another programme; carry them to this one first")
            }
            HostError::Tied => {
                write!(
                    f,
                    "the member is in a household or went up into another account; load all members together"
                )
            }
            HostError::TooLarge(what, found, most) => {
                write!(f, "the event has {found} {what}; this host allows {most}")
            }
        }
    }
}

impl std::error::Error for HostError {}
