//! What every event has: kind, id, member, instant.

use super::cursor::{Broken, Cursor, Got};
use super::error::{InputCode, Place};
use super::instant::Instant;

/// The head of an event that is whole.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) member: Option<String>,
    pub(super) instant: Instant,
}

/// The head as it is read.
#[derive(Default)]
pub(super) struct HeadRead {
    pub(super) id: Got<String>,
    pub(super) member: Got<String>,
    pub(super) at: Got<Instant>,
}

impl HeadRead {
    /// Reads one of its fields; false if it is none of them.
    pub(super) fn read(
        &mut self,
        cursor: &mut Cursor<'_>,
        name: &str,
        place: &Place<'_>,
    ) -> Result<bool, Broken> {
        match name {
            // The kind is known by now.
            "event" => cursor.skip(place)?,
            "id" => self.id = cursor.id(place)?,
            "member" => self.member = cursor.id(place)?,
            "at" => self.at = cursor.instant(place)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The head, if nothing is missing; whether a member is needed, the caller says.
    pub(super) fn end(self, cursor: &mut Cursor<'_>, member: bool) -> Option<Head> {
        let id = cursor.required(&Place::Whole, "id", self.id);
        if member && matches!(self.member, Got::Missing) {
            let reason = "`member` is missing; only a purchase may be a guest's";
            cursor.mistake(&Place::Whole.field("member"), InputCode::MissingField, reason);
        }
        let at = cursor.required(&Place::Whole, "at", self.at);
        Some(Head { id: id?, member: self.member.value(), instant: at? })
    }
}
