//! Reads events from NDJSON: one line of text becomes one [`Event`] that the programme accepts, or the list of
//! everything that is wrong with it. Numbers are read by their digits.
//!
//! A line is read in one pass. Its kind is looked up first, since it decides which fields may stand there; then
//! each kind has its own file.

mod cursor;
mod error;
mod foreign;
mod grant;
mod head;
mod instant;
mod keys;
mod line;
mod member;
mod number;
mod others;
mod purchase;
mod redeem;
mod returned;
mod totals;
pub mod tree;
mod value;

pub use error::{InputCode, InputError};
pub use foreign::convert;
pub use member::MemberLine;
pub use totals::validate;

/// The fields of each kind of event, and of the objects in them.
pub(crate) mod fields {
    pub(crate) use super::grant::KEYS as GRANT;
    pub(crate) use super::line::{KEYS as LINE, TENDER_KEYS as TENDER};
    pub(crate) use super::member::{BEGINS, ENDS, KEYS as MEMBER};
    pub(crate) use super::others::{ACTIVITY, CLOCK, TRANSFER};
    pub(crate) use super::purchase::KEYS as PURCHASE;
    pub(crate) use super::redeem::KEYS as REDEEM;
    pub(crate) use super::returned::{KEYS as RETURN, LINE_KEYS as RETURNED_LINE};
    pub(crate) use super::value::needed;
}

use super::fingerprint::Fingerprint;
use super::{Event, What};
use crate::limits;
use cursor::{Broken, Cursor};
use error::{Place, short};
use head::Head;
use keys::{AllDeclared, Keys, did_you_mean};
use std::borrow::Cow;
use treue_lang::programme::Programme;

/// The instant of a text such as `2026-09-08T10:15:00Z`, if it is one that events may have.
pub(crate) fn plain_instant(text: &str) -> Option<i64> {
    instant::instant(text).ok().map(|instant| instant.at)
}

/// A text, if it is one that events may have.
pub(crate) fn plain_text(text: &str) -> Option<String> {
    value::text(text).ok()
}

/// A text that names something, if it is one that events may have.
pub(crate) fn plain_id(text: &str) -> Option<String> {
    value::id(text).ok()
}

/// How strictly events are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Fields that neither the format nor the programme knows are passed over; otherwise they are refused.
    pub lenient: bool,
}

/// Reads events for one programme. It keeps scratch space between events and serves one thread at a time.
pub struct Reader<'p> {
    programme: &'p Programme,
    options: ReadOptions,
    declared: AllDeclared<'p>,
    fingerprint: Fingerprint<'p>,
    tape: Vec<u8>,
}

/// The kinds of events, by the name that `event` holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Purchase,
    Activity,
    Redeem,
    Grant,
    Transfer,
    Member,
    Clock,
    Return,
}

impl Kind {
    const NAMES: [(&'static str, Kind); 8] = [
        ("purchase", Kind::Purchase),
        ("activity", Kind::Activity),
        ("redeem", Kind::Redeem),
        ("grant", Kind::Grant),
        ("transfer", Kind::Transfer),
        ("member", Kind::Member),
        ("clock", Kind::Clock),
        ("return", Kind::Return),
    ];

    fn named(name: &str) -> Option<Kind> {
        Kind::NAMES.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
    }
}

impl<'p> Reader<'p> {
    /// A reader of events for this programme.
    #[must_use]
    pub fn new(programme: &'p Programme, options: ReadOptions) -> Reader<'p> {
        Reader {
            programme,
            options,
            declared: AllDeclared::new(programme),
            fingerprint: Fingerprint::new(programme),
            tape: Vec::new(),
        }
    }

    /// Reads one event from one line, with or without its line end.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the line, then what is missing; where it is not JSON,
    /// that alone.
    pub fn event(&mut self, line: impl AsRef<[u8]>) -> Result<Event, Vec<InputError>> {
        self.walk(line.as_ref(), |reader, cursor| reader.read(cursor))
    }

    /// Reads one line of a members file.
    ///
    /// # Errors
    /// As [`Reader::event`].
    pub fn members_line(&mut self, line: impl AsRef<[u8]>) -> Result<MemberLine, Vec<InputError>> {
        self.walk(line.as_ref(), |reader, cursor| reader.member_line(cursor))
    }

    /// Reads one event that stands in columns or in a host's own values.
    ///
    /// # Errors
    /// As [`Reader::event`], in the order of the columns.
    pub fn value(&mut self, event: tree::Value<'_>) -> Result<Event, Vec<InputError>> {
        self.walk_from(Cursor::at_value(event), |reader, cursor| reader.read(cursor))
    }

    fn walk<T>(
        &mut self,
        line: &[u8],
        read: impl FnOnce(&mut Self, &mut Cursor<'_>) -> Result<Option<T>, Broken>,
    ) -> Result<T, Vec<InputError>> {
        let text = as_text(line).map_err(|e| vec![e])?;
        let cursor = Cursor::new(text, std::mem::take(&mut self.tape));
        self.walk_from(cursor, read)
    }

    fn walk_from<'c, T>(
        &mut self,
        mut cursor: Cursor<'c>,
        read: impl FnOnce(&mut Self, &mut Cursor<'c>) -> Result<Option<T>, Broken>,
    ) -> Result<T, Vec<InputError>> {
        let result = read(self, &mut cursor).and_then(|value| cursor.finish().map(|()| value));
        let (mistakes, tape) = cursor.end();
        self.tape = tape;
        match result {
            Err(Broken::NotJson(error)) => Err(vec![*error]),
            Ok(Some(value)) if mistakes.is_empty() => Ok(value),
            Ok(_) | Err(Broken::Enough) => Err(mistakes),
        }
    }

    fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<Event>, Broken> {
        let Some(kind) = self.kind(cursor)? else { return Ok(None) };
        let read = match kind {
            Kind::Purchase => self.purchase(cursor)?,
            Kind::Activity => self.activity(cursor)?,
            Kind::Redeem => self.redeem(cursor)?,
            Kind::Grant => self.grant(cursor)?,
            Kind::Transfer => self.transfer(cursor)?,
            Kind::Member => self.member(cursor)?,
            Kind::Clock => self.clock(cursor)?,
            Kind::Return => self.returned(cursor)?,
        };
        Ok(read.filter(|_| cursor.is_good()).map(|(head, what)| self.event_of(head, what)))
    }

    fn event_of(&mut self, head: Head, what: What) -> Event {
        let mut event = Event {
            id: head.id,
            member: head.member,
            at: head.instant.at,
            offset: head.instant.offset,
            local: what.zone(self.programme).local(head.instant.at),
            what,
            fingerprint: 0,
        };
        event.fingerprint = self.fingerprint.of(&event);
        event
    }

    /// Which kind of event it is. If none can be made out, the line is read to its end, so that it is known to be
    /// JSON, and the mistake is noted.
    fn kind(&self, cursor: &mut Cursor<'_>) -> Result<Option<Kind>, Broken> {
        const NAMES: &str = "purchase, return, activity, redeem, grant, transfer, member or clock";
        let found = cursor.look_for("event", |name| Kind::named(name).ok_or_else(|| name.to_owned()));
        let place = Place::Whole.field("event");
        match found {
            Some(Ok(kind)) => return Ok(Some(kind)),
            Some(Err(name)) => {
                cursor.skip(&Place::Whole)?;
                let near = did_you_mean(&name, Kind::NAMES.iter().map(|(n, _)| *n));
                let reason = format!("`{}` is no kind of event{near} ({NAMES})", short(&name));
                cursor.mistake(&place, InputCode::UnknownEvent, reason);
            }
            None => {
                let keys = Keys { what: "an event", built_in: &["event"], declared: None, lenient: true };
                let mut missing = true;
                cursor.object(&Place::Whole, &keys, |cursor, _, place| {
                    missing = matches!(cursor.string(place, "a text", |_| Ok(()))?, cursor::Got::Missing);
                    Ok(())
                })?;
                if missing && cursor.is_good() {
                    cursor.mistake(&place, InputCode::MissingField, format!("`event` is missing: {NAMES}"));
                }
            }
        }
        Ok(None)
    }
}

/// The text of a line, without byte order mark and line end.
fn as_text(line: &[u8]) -> Result<&str, InputError> {
    let whole = |code, reason: Cow<'static, str>, column| InputError {
        path: String::new(),
        code,
        reason: reason.into_owned(),
        column,
    };
    if line.len() > limits::EVENT_BYTES {
        let reason =
            format!("the event has {} bytes; at most {} are possible", line.len(), limits::EVENT_BYTES);
        return Err(whole(InputCode::EventTooLong, reason.into(), None));
    }
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let text = std::str::from_utf8(line).map_err(|error| {
        let before = line.get(..error.valid_up_to()).unwrap_or_default();
        let column = before.iter().filter(|b| (**b & 0xC0) != 0x80).count() + 1;
        whole(InputCode::NotUtf8, "the line is not UTF-8 from here on".into(), Some(column))
    })?;
    if text.trim_ascii().is_empty() {
        return Err(whole(InputCode::MalformedJson, "the line is empty".into(), None));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
