//! Events: what flows in, in smallest units, checked against the programme before an engine sees them.
//! Part of the trusted base that both engines share.

mod fingerprint;
mod model;
pub mod read;
mod reads;
pub mod shaped;
mod wanted;

pub use fingerprint::Fingerprint;
pub use model::{
    AccountChange, Activity, Event, Grant, HouseholdChange, Line, MemberChange, Purchase, Redeem, Return,
    ReturnedLine, Tender, Transfer, What,
};
pub use read::tree;
pub use read::{InputCode, InputError, MemberLine, ReadOptions, Reader};
pub use reads::Reads;
pub use wanted::{Use, Wanted};
