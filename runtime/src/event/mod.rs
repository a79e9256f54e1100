//! Events: what flows in, in smallest units, checked against the programme before an engine sees them.
//! Part of the trusted base that both engines share.

mod model;

pub use model::{Activity, Event, Grant, Line, MemberChange, Purchase, Redeem, Tender, Transfer, What};
