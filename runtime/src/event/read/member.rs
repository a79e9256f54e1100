//! Fields of members: as they change, and as a members file hands them in.

use super::Reader;
use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place, short};
use super::head::{Head, HeadRead};
use super::keys::{Key, Keys};
use super::value::{FieldsRead, needed};
use crate::event::{AccountChange, HouseholdChange, MemberChange, What};
use treue_lang::programme::FieldValue;

/// Fields of a member event.
pub(crate) const KEYS: &[&str] = &["event", "id", "member", "at", "set", "merge", "membership", "household"];
/// What becomes of a membership.
pub(crate) const BEGINS: &str = "begins";
pub(crate) const ENDS: &str = "ends";

/// One line of a members file: a member that is handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberLine {
    /// The member.
    pub member: String,
    /// By position among the member fields.
    pub fields: Vec<Option<FieldValue>>,
}

impl Reader<'_> {
    pub(super) fn member(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let keys = self.plain("a member event", KEYS);
        let mut head = HeadRead::default();
        let mut set = Vec::new();
        let mut got = Got::Missing;
        let mut household = None;
        let (mut merge, mut membership) = (Got::Missing, Got::Missing);
        cursor.object(&Place::Whole, &keys, |cursor, key, place| {
            match key.name() {
                "merge" => merge = cursor.id(place)?,
                "membership" => membership = cursor.string(place, "a text", begins_or_ends)?,
                "set" => got = self.changes(cursor, place, &mut set)?,
                "household" => household = self.household(cursor, place)?,
                name => drop(head.read(cursor, name, place)?),
            }
            Ok(())
        })?;
        let head = head.end(cursor, true);
        let said = [
            ("merge", !matches!(merge, Got::Missing)),
            ("membership", !matches!(membership, Got::Missing)),
            ("set", !matches!(got, Got::Missing)),
            ("household", household.is_some()),
        ];
        let mut said = said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name);
        let (first, second) = (said.next(), said.next());
        if first.is_none() && cursor.is_good() {
            let reason = "`set` is missing: an object of member fields and their new values; or `household`, \
                          `merge`, `membership`";
            cursor.mistake(&Place::Whole.field("set"), InputCode::MissingField, reason);
        }
        if let (Some(first @ ("merge" | "membership")), Some(second)) = (first, second) {
            let reason = format!("`{second}` cannot stand beside `{first}`: send two events");
            cursor.mistake(&Place::Whole.field(second), InputCode::ConflictingFields, reason);
        }
        let account = merge.value().map(AccountChange::Merge).or(membership.value());
        Ok(head.map(|head| (head, What::Member(MemberChange { set, household, account }))))
    }

    /// The name of a household, or null for none.
    fn household(
        &self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
    ) -> Result<Option<HouseholdChange>, Broken> {
        if self.programme.household.is_none() {
            cursor.mistake(place, InputCode::UnknownField, "the programme has no households");
            cursor.skip(place)?;
            return Ok(None);
        }
        Ok(match cursor.id(place)? {
            Got::Value(name) => Some(HouseholdChange::Join(name)),
            Got::Missing => Some(HouseholdChange::Leave),
            Got::Wrong => None,
        })
    }

    fn changes(
        &self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
        set: &mut Vec<(usize, Option<FieldValue>)>,
    ) -> Result<Got<()>, Broken> {
        let keys = Keys { declared: Some(&self.declared.member), ..self.plain("the member", &[]) };
        let got = cursor.object(place, &keys, |cursor, key, place| {
            let Key::Declared(name, id, position) = key else { return cursor.skip(place) };
            let Some(field) = self.programme.fields.get(id) else { return cursor.skip(place) };
            match cursor.field(place, self.programme, field)? {
                Got::Value(value) => set.push((position, Some(value))),
                Got::Missing if needed(field) => {
                    let reason =
                        format!("`{name}` cannot be removed; it is neither `optional` nor has a default");
                    cursor.mistake(place, InputCode::MissingField, reason);
                }
                Got::Missing => set.push((position, None)),
                Got::Wrong => {}
            }
            Ok(())
        })?;
        set.sort_unstable_by_key(|(position, _)| *position);
        Ok(got)
    }

    pub(super) fn member_line(&self, cursor: &mut Cursor<'_>) -> Result<Option<MemberLine>, Broken> {
        let keys = Keys { declared: Some(&self.declared.member), ..self.plain("a member", &["member"]) };
        let mut member = Got::Missing;
        let mut fields = FieldsRead::new(self.programme, &self.declared.member);
        cursor.object(&Place::Whole, &keys, |cursor, key, place| match key {
            Key::Declared(_, id, position) => fields.read(cursor, place, id, position),
            Key::BuiltIn(_) => {
                member = cursor.id(place)?;
                Ok(())
            }
        })?;
        let member = cursor.required(&Place::Whole, "member", member);
        let fields = fields.end(cursor, &Place::Whole);
        Ok(member.map(|member| MemberLine { member, fields }))
    }
}

/// What becomes of the membership.
fn begins_or_ends(word: &str) -> Result<AccountChange, Fault> {
    match word {
        BEGINS => Ok(AccountChange::Begins),
        ENDS => Ok(AccountChange::Ends),
        other => {
            let reason = format!("`{}` is none of \"{BEGINS}\", \"{ENDS}\"", short(other));
            Err(Fault::new(InputCode::NotOneOf, reason))
        }
    }
}
