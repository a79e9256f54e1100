//! Activities, transfers and clock events.

use super::Reader;
use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place, short};
use super::head::{Head, HeadRead};
use super::instant::Instant;
use super::keys::{Key, Keys, did_you_mean_one_of};
use super::value::FieldsRead;
use crate::event::{Activity, Transfer, What};
use crate::limits;
use treue_lang::programme::{RewardId, UnitId};

/// Fields of an activity.
pub(crate) const ACTIVITY: &[&str] = &["event", "id", "member", "at", "kind", "store", "channel", "receipt"];
/// Fields of a transfer.
pub(crate) const TRANSFER: &[&str] = &["event", "id", "member", "at", "partner", "unit", "points"];
/// Fields of a clock event.
pub(crate) const CLOCK: &[&str] = &["event", "id", "at"];

impl Reader<'_> {
    /// Fields of the format alone.
    pub(super) fn plain(&self, what: &'static str, built_in: &'static [&'static str]) -> Keys<'static> {
        Keys { what, built_in, declared: None, lenient: self.options.lenient }
    }

    pub(super) fn activity(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let keys = Keys { declared: Some(&self.declared.receipt), ..self.plain("an activity", ACTIVITY) };
        let mut head = HeadRead::default();
        let (mut kind, mut store, mut channel) = (Got::Missing, Got::Missing, Got::Missing);
        let mut receipt = Got::Missing;
        let mut fields = FieldsRead::new(self.programme, &self.declared.receipt);
        cursor.object(&Place::Whole, &keys, |cursor, key, place| {
            let name = match key {
                Key::Declared(_, id, position) => return fields.read(cursor, place, id, position),
                Key::BuiltIn(name) => name,
            };
            match name {
                "kind" => kind = cursor.id(place)?,
                "store" => store = cursor.id(place)?,
                "channel" => channel = cursor.id(place)?,
                "receipt" => receipt = cursor.id(place)?,
                _ => drop(head.read(cursor, name, place)?),
            }
            Ok(())
        })?;
        let head = head.end(cursor, true);
        let kind = cursor.required(&Place::Whole, "kind", kind);
        let fields = fields.end(cursor, &Place::Whole);
        Ok(head.zip(kind).map(|(head, kind)| {
            let (store, channel, receipt) = (store.value(), channel.value(), receipt.value());
            (head, What::Activity(Activity { kind, store, channel, receipt, fields }))
        }))
    }

    pub(super) fn reward_named(&self, name: &str) -> Result<RewardId, Fault> {
        let rewards = || self.programme.rewards.iter();
        rewards().find(|(_, r)| r.name == name).map(|(id, _)| id).ok_or_else(|| {
            let near = did_you_mean_one_of(name, rewards().map(|(_, r)| r.name.as_str()));
            Fault::new(InputCode::UnknownName, format!("the programme has no reward `{}`{near}", short(name)))
        })
    }

    /// A unit by its exact name.
    pub(super) fn unit_named(&self, name: &str) -> Result<UnitId, Fault> {
        self.programme.unit_named(name).ok_or_else(|| {
            let near = did_you_mean_one_of(name, self.programme.units.iter().map(|(_, u)| u.name.as_str()));
            Fault::new(InputCode::UnknownName, format!("the programme has no unit `{}`{near}", short(name)))
        })
    }

    /// The unit of an event that names none: the only one there is.
    pub(super) fn only_unit(&self) -> Option<UnitId> {
        self.programme.units.ids().next().filter(|_| self.programme.units.len() == 1)
    }

    /// Points of a unit, read once it is known: the text that stood there, or its digits.
    pub(super) fn points(
        &self,
        cursor: &mut Cursor<'_>,
        unit: Option<UnitId>,
        points: Got<String>,
        least: i64,
    ) -> Option<i64> {
        let text = cursor.required(&Place::Whole, "points", points)?;
        let scale = self.programme.units.get(unit?)?.decimals;
        let value = super::number::decimal(&text, scale)
            .and_then(|v| super::number::in_range(v, least, limits::AWARD - 1, scale))
            .and_then(|v| {
                if v == 0 { Err(Fault::new(InputCode::OutOfRange, "zero points are nothing")) } else { Ok(v) }
            });
        value.map_err(|fault| cursor.mistake(&Place::Whole.field("points"), fault.code, fault.reason)).ok()
    }

    pub(super) fn transfer(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let mut head = HeadRead::default();
        let (mut into, mut unit, mut points) = (Got::Missing, Got::Missing, Got::Missing);
        cursor.object(&Place::Whole, &self.plain("a transfer", TRANSFER), |cursor, key, place| {
            match key.name() {
                "partner" => into = cursor.id(place)?,
                "unit" => unit = cursor.string(place, "a text", |name| self.unit_named(name))?,
                "points" => {
                    points = cursor.digits(place, "a decimal text such as \"500\"", super::value::id)?
                }
                name => drop(head.read(cursor, name, place)?),
            }
            Ok(())
        })?;
        let head = head.end(cursor, true);
        let into = cursor.required(&Place::Whole, "partner", into);
        let unit = match (unit, &into) {
            (Got::Missing, Some(into)) => self.converted_unit(cursor, into),
            (Got::Missing, None) => None,
            (known, _) => known.value(),
        };
        let points = self.points(cursor, unit, points, 1);
        let (Some(head), Some(into), Some(unit), Some(points)) = (head, into, unit, points) else {
            return Ok(None);
        };
        Ok(Some((head, What::Transfer(Transfer { into, unit, points }))))
    }

    /// The unit of a transfer that names none: the one of the only conversion into that. Where nothing converts into
    /// that, the only unit stands in, so that the engine can say so.
    fn converted_unit(&self, cursor: &mut Cursor<'_>, into: &str) -> Option<UnitId> {
        let conversions = self.programme.partners.iter().flat_map(|(_, p)| &p.conversions);
        let mut units: Vec<UnitId> = conversions.filter(|c| c.into == into).map(|c| c.unit).collect();
        units.sort_unstable();
        units.dedup();
        let only = if let [only] = units.as_slice() { Some(*only) } else { self.only_unit() };
        if only.is_none() {
            let reason = format!("`unit` is missing: say which points become `{}`", short(into));
            cursor.mistake(&Place::Whole.field("unit"), InputCode::MissingField, reason);
        }
        only
    }

    pub(super) fn clock(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let mut at: Got<Instant> = Got::Missing;
        cursor.object(&Place::Whole, &self.plain("a clock event", CLOCK), |cursor, key, place| {
            match key.name() {
                "at" => at = cursor.instant(place)?,
                // It may have an id like all others; nothing repeats by it.
                "id" => drop(cursor.id(place)?),
                _ => cursor.skip(place)?,
            }
            Ok(())
        })?;
        let at = cursor.required(&Place::Whole, "at", at);
        Ok(at.map(|instant| (Head { id: String::new(), member: None, instant }, What::Clock)))
    }
}
