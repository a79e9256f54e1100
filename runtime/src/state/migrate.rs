//! Members kept under an earlier text, brought to a new one: what was renamed keeps what it has, points become
//! others where the text says so, and what may go is counted.

use super::bytes::{StateError, Stored};
use super::carry::{MemberChange, carry};
use super::rename::{Forgets, Renaming, TiersBecome, UnitBecomes};
use super::shape::{Shape, TrackShape};
use super::{Members, sound};
use treue_lang::programme::{Forgotten, Id, Programme, TiersId, TrackId, UnitId, Was};

/// Members of the new text, and what is not as before for whom.
#[derive(Clone, Debug)]
pub struct Migrated {
    /// The members.
    pub members: Members,
    /// In the order of the members' ids.
    pub changes: Vec<MemberChange>,
}

impl Migrated {
    /// Whether nobody loses anything of which the text does not say that it may go.
    #[must_use]
    pub fn is_lossless(&self) -> bool {
        !self.changes.iter().any(|c| c.change.is_loss())
    }
}

/// Brings members of one text to another.
///
/// # Errors
/// The bytes cannot be read as members of the old text, or a number would become too large.
pub fn migrate(old: &Programme, new: &Programme, bytes: &[u8]) -> Result<Migrated, StateError> {
    let (before, after) = (Shape::of(old), Shape::of(new));
    let members = Members::from_bytes(old, bytes)?;
    let stored = Stored { shape: Shape { programme: after.programme.clone(), ..before }, members };
    stored.belongs_to(&after)?;
    let renaming = Renaming::by_migration(&stored.shape, &after, new);
    let carried = carry(stored.members, &renaming, new)?;
    sound::check(new, &carried.members)?;
    Ok(Migrated { members: carried.members, changes: carried.changes })
}

impl Renaming {
    /// By the names that the new text says things had before; what it does not speak of keeps its name.
    fn by_migration(old: &Shape, new: &Shape, programme: &Programme) -> Renaming {
        let mut renaming = Renaming::by_name(old, new);
        let said = &programme.migration;
        for was in &said.was {
            if let Was::Unit { unit, was, becomes } = was {
                renaming.unit_was(old, new, *unit, was, becomes.as_ref());
            }
        }
        // Sums of points fit once it is known which unit is which.
        renaming.tracks = Vec::new();
        renaming.tracks(old, new);
        for was in &said.was {
            match was {
                Was::Unit { .. } => {}
                Was::Track { track, was } => renaming.track_was(old, new, *track, was),
                Was::Tiers { tiers, was } => renaming.tiers_was(new, *tiers, was),
                Was::Reward { reward, was } => renaming.reward_was(old, *reward, was),
                // Once it is known which structure is which.
                Was::Level { .. } => {}
                Was::Field { position, was } => {
                    let fits = old.fields.iter().find(|f| f.name == *was).map(|f| &f.kind);
                    let fits = fits.zip(new.fields.get(*position)).is_some_and(|(a, f)| *a == f.kind);
                    let field = renaming.fields.iter_mut().find(|(name, _)| name == was);
                    if let Some((_, place)) = field.filter(|_| fits) {
                        *place = Some(*position);
                    }
                }
            }
        }
        for was in &said.was {
            if let Was::Level { tiers, level, was } = was {
                let of = renaming.tiers.iter_mut().find(|t| t.to == Some(*tiers));
                let place = of.and_then(|t| t.levels.iter_mut().find(|(name, _)| name == was));
                place.into_iter().for_each(|(_, to)| *to = Some(level.0));
            }
        }
        renaming.forgets = forgets(&said.forgets);
        renaming
    }

    fn unit_was(
        &mut self,
        old: &Shape,
        new: &Shape,
        unit: UnitId,
        was: &str,
        becomes: Option<&treue_lang::programme::Becomes>,
    ) {
        let found = old.units.iter().enumerate().find(|(_, u)| u.name == was);
        let (Some((place, before)), Some(now)) = (found, new.units.get(unit.index())) else { return };
        let whole = 10_i64.checked_pow(u32::from(before.decimals)).unwrap_or(i64::MAX);
        let becomes = match becomes {
            None => super::rename::same_points(unit, before.decimals, now.decimals),
            Some(b) => {
                let (gives, of) = (b.points.numerator(), b.points.denominator());
                match b.per_full {
                    None => UnitBecomes { unit, step: 1, gives, of: of.saturating_mul(whole), said: true },
                    Some(full) => {
                        UnitBecomes { unit, step: full.saturating_mul(whole), gives, of, said: true }
                    }
                }
            }
        };
        if let Some(slot) = self.units.get_mut(place) {
            *slot = Some(becomes);
        }
    }

    fn track_was(&mut self, old: &Shape, new: &Shape, track: TrackId, was: &str) {
        let found =
            old.tracks.iter().enumerate().find(|(_, t): &(usize, &TrackShape)| t.written && t.name == was);
        let Some((place, shape)) = found else { return };
        let becomes = self.track(shape, new, Some(track.index()));
        if let Some(slot) = self.tracks.get_mut(place) {
            *slot = becomes;
        }
    }

    fn tiers_was(&mut self, new: &Shape, tiers: TiersId, was: &str) {
        let Some(TiersBecome { to, levels, .. }) = self.tiers.iter_mut().find(|t| t.name == was) else {
            return;
        };
        *to = Some(tiers);
        let names = new.tiers.get(tiers.index()).map_or(&[][..], |t| &t.levels);
        for (name, level) in levels {
            let place = names.iter().position(|n| n == name);
            *level = place.and_then(|p| u8::try_from(p).ok());
        }
    }
}

fn forgets(said: &[(Forgotten, String)]) -> Forgets {
    let mut forgets = Forgets::default();
    for (kind, name) in said {
        let names = match kind {
            Forgotten::Unit => &mut forgets.units,
            Forgotten::Track => &mut forgets.tracks,
            Forgotten::Tiers => &mut forgets.tiers,
            Forgotten::Field => &mut forgets.fields,
        };
        names.insert(name.clone());
    }
    forgets
}
