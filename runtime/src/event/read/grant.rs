//! What the host gives or takes: a level, or points.

use super::Reader;
use super::cursor::{Broken, Cursor, Got};
use super::error::{InputCode, Place, short};
use super::head::{Head, HeadRead};
use super::keys::did_you_mean_one_of;
use crate::event::{Grant, What};
use crate::limits::AWARD;
use treue_lang::programme::{LevelId, TiersId, UnitId};
use treue_lang::time::Day;

/// Fields of a grant.
pub(crate) const KEYS: &[&str] =
    &["event", "id", "member", "at", "tier", "tiers", "until", "unit", "points", "reason"];

/// A grant as it is read.
#[derive(Default)]
struct GrantRead {
    head: HeadRead,
    tier: Got<String>,
    tiers: Got<String>,
    until: Got<Day>,
    unit: Got<UnitId>,
    points: Got<String>,
}

impl Reader<'_> {
    pub(super) fn grant(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let mut grant = GrantRead::default();
        cursor.object(&Place::Whole, &self.plain("a grant", KEYS), |cursor, key, place| {
            match key.name() {
                "tier" => grant.tier = cursor.id(place)?,
                "tiers" => grant.tiers = cursor.id(place)?,
                "until" => grant.until = cursor.date(place)?,
                "unit" => grant.unit = cursor.string(place, "a text", |name| self.unit_named(name))?,
                "points" => {
                    grant.points = cursor.digits(place, "a decimal text such as \"-50\"", super::value::id)?
                }
                // For the books of the host; no rule reads it.
                "reason" => drop(cursor.text(place)?),
                name => drop(grant.head.read(cursor, name, place)?),
            }
            Ok(())
        })?;
        let head = std::mem::take(&mut grant.head).end(cursor, true);
        let given = match (&grant.tier, &grant.points) {
            (Got::Missing, Got::Missing) => {
                let reason = "`tier` or `points` is missing: a grant gives a level, or points of either sign";
                cursor.mistake(&Place::Whole, InputCode::MissingField, reason);
                None
            }
            (Got::Missing, _) => self.granted_points(cursor, grant),
            (_, Got::Missing) => self.granted_level(cursor, grant, head.as_ref()),
            (_, _) => {
                let reason = "a grant gives either a level (`tier`) or `points`: send two grants";
                cursor.mistake(&Place::Whole.field("points"), InputCode::ConflictingFields, reason);
                None
            }
        };
        Ok(head.zip(given).map(|(head, given)| (head, What::Grant(given))))
    }

    fn granted_points(&self, cursor: &mut Cursor<'_>, grant: GrantRead) -> Option<Grant> {
        for (name, given) in
            [("tiers", !matches!(grant.tiers, Got::Missing)), ("until", !matches!(grant.until, Got::Missing))]
        {
            if given {
                let reason = format!("`{name}` belongs to the grant of a level, not of points");
                cursor.mistake(&Place::Whole.field(name), InputCode::ConflictingFields, reason);
            }
        }
        let unit = match grant.unit {
            Got::Missing => self.only_unit(),
            known @ (Got::Value(_) | Got::Wrong) => {
                return self.points_of(cursor, known.value(), grant.points);
            }
        };
        if unit.is_none() {
            let reason = "`unit` is missing: the programme has several units of points";
            cursor.mistake(&Place::Whole.field("unit"), InputCode::MissingField, reason);
        }
        self.points_of(cursor, unit, grant.points)
    }

    fn points_of(&self, cursor: &mut Cursor<'_>, unit: Option<UnitId>, points: Got<String>) -> Option<Grant> {
        let points = self.points(cursor, unit, points, 1 - AWARD)?;
        Some(Grant::Points { unit: unit?, points })
    }

    fn granted_level(&self, cursor: &mut Cursor<'_>, grant: GrantRead, head: Option<&Head>) -> Option<Grant> {
        if !matches!(grant.unit, Got::Missing) {
            let reason = "`unit` belongs to the grant of points, not of a level";
            cursor.mistake(&Place::Whole.field("unit"), InputCode::ConflictingFields, reason);
        }
        let until = grant.until.value();
        if let (Some(until), Some(head)) = (until, head) {
            let today = self.programme.zone.local(head.instant.at).day;
            if until < today {
                let reason = format!("the last good day {until} is before the day of the grant, {today}");
                cursor.mistake(&Place::Whole.field("until"), InputCode::UntilTooEarly, reason);
            }
        }
        let tiers = match grant.tiers {
            Got::Missing => None,
            Got::Wrong => return None,
            Got::Value(name) => Some(self.structure(cursor, &name)?),
        };
        let (tiers, level) = self.level(cursor, &grant.tier.value()?, tiers)?;
        Some(Grant::Level { tiers, level, until })
    }

    fn structure(&self, cursor: &mut Cursor<'_>, name: &str) -> Option<TiersId> {
        let all = || self.programme.tiers.iter();
        let found = all().find(|(_, t)| t.name == name).map(|(id, _)| id);
        if found.is_none() {
            let near = did_you_mean_one_of(name, all().map(|(_, t)| t.name.as_str()));
            let reason = format!("the programme has no tiers `{}`{near}", short(name));
            cursor.mistake(&Place::Whole.field("tiers"), InputCode::UnknownName, reason);
        }
        found
    }

    fn level(
        &self,
        cursor: &mut Cursor<'_>,
        name: &str,
        within: Option<TiersId>,
    ) -> Option<(TiersId, LevelId)> {
        let fits = |id: TiersId| within.is_none_or(|w| w == id);
        let mut found = self.programme.levels_named(name).filter(|(id, _)| fits(*id));
        let place = Place::Whole.field("tier");
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) => {
                let reason =
                    format!("several structures have a level `{}`: name one in `tiers`", short(name));
                cursor.mistake(&place, InputCode::AmbiguousName, reason);
                None
            }
            (None, _) => {
                let levels =
                    self.programme.tiers.iter().filter(|(id, _)| fits(*id)).flat_map(|(_, t)| &t.levels);
                let near = did_you_mean_one_of(name, levels.map(|l| l.name.as_str()));
                let reason = format!("there is no level `{}`{near}", short(name));
                cursor.mistake(&place, InputCode::UnknownName, reason);
                None
            }
        }
    }
}
