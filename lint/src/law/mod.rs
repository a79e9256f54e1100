//! Packs of law. Each is switched on by its name in `treue.toml`; none is advice.

pub(crate) mod ontario_expiry;
pub(crate) mod quebec_inactivity;
pub(crate) mod quebec_notice;

use treue_lang::programme::{Programme, Unit, UnitId};

/// Units that members can spend: those that laws on reward points speak of.
pub(crate) fn spendable(programme: &Programme) -> impl Iterator<Item = (UnitId, &Unit)> {
    programme.units.iter().filter(|(_, u)| !u.status_only)
}
