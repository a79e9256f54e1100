//! Members as bytes: a header of fixed form, then the names that the state stands on and the members, in
//! postcard's form. The same members give the same bytes on every host.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `TREUE-ST` |
//! | 2 | version of the format, lowest byte first as all numbers here |
//! | 8 | hash of the shape: names of units, tracks, tiers, fields, rules, ... |
//! | 8 | bytes of what follows the header |
//! | 8 | checksum of all other bytes (SipHash-1-3 with a fixed key: against accidents, not against forgers) |
//!
//! What is not known is refused, whole: another format, a newer version, missing or changed bytes, another
//! programme's members, and members who would lose something.

use super::carry::{Carried, carry};
use super::rename::Renaming;
use super::shape::Shape;
use super::{Member, Members, Shared, sound};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use treue_lang::programme::Programme;

const MAGIC: [u8; 8] = *b"TREUE-ST";
/// The version that is written, and the only one that is read. Since 2 the history of levels keeps the sums that they used up,
/// since 3 members keep when they reached levels.
const VERSION: u16 = 3;
const KEY: (u64, u64) = (0x7472_6575_652d_7374, 0x6174_652d_6279_7465);

/// The stable name of what is wrong with stored state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateCode {
    /// These bytes are no members.
    NotState,
    /// Written by a newer version of the format.
    Newer,
    /// Written by an older version of the format.
    Older,
    /// The end is missing.
    Truncated,
    /// Bytes were changed.
    Damaged,
    /// Members of another programme.
    OtherProgramme,
    /// Members hold something that the programme does not have.
    NeedsMigration,
}

/// Why stored state was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateError {
    /// Which.
    pub code: StateCode,
    /// What is the matter, one sentence.
    pub reason: String,
}

/// Members as they were stored, with the names that they stand on.
#[derive(Clone, Debug)]
pub struct Stored {
    pub(super) shape: Shape,
    pub(super) members: Members,
}

/// What stands behind the header.
#[derive(Serialize)]
struct Payload<'a> {
    shape: &'a Shape,
    members: Vec<(&'a str, &'a Member)>,
    shared: &'a Shared,
}

#[derive(Deserialize)]
struct PayloadRead {
    shape: Shape,
    members: Vec<(String, Member)>,
    shared: Shared,
}

impl StateCode {
    /// All codes.
    pub const ALL: &'static [StateCode] = &[
        StateCode::NotState,
        StateCode::Newer,
        StateCode::Older,
        StateCode::Truncated,
        StateCode::Damaged,
        StateCode::OtherProgramme,
        StateCode::NeedsMigration,
    ];

    /// What it means, one sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            StateCode::NotState => "the file does not hold members of a programme",
            StateCode::Newer => "the file was written by a newer version of Treue",
            StateCode::Older => "the file was written by an older version of Treue",
            StateCode::Truncated => "the end of the file is missing",
            StateCode::Damaged => "the file is not as it was written",
            StateCode::OtherProgramme => "the file holds members of another programme",
            StateCode::NeedsMigration => "members hold something that the programme no longer has",
        }
    }

    /// The name that hosts see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StateCode::NotState => "not-a-state",
            StateCode::Newer => "state-newer",
            StateCode::Older => "state-older",
            StateCode::Truncated => "state-truncated",
            StateCode::Damaged => "state-damaged",
            StateCode::OtherProgramme => "state-of-another-programme",
            StateCode::NeedsMigration => "state-needs-migration",
        }
    }

    /// What to do, one sentence.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            StateCode::NotState => {
                "name a file that `treue score --save` or `treue migrate --save` has written"
            }
            StateCode::Newer => "read it with the version of Treue that wrote it, or a newer one",
            StateCode::Older => {
                "read it with the version of Treue that wrote it, or give all events to this one and save the members anew"
            }
            StateCode::Truncated => "copy the file again, or take the last good one",
            StateCode::Damaged => "take the last good file and give the events since then again",
            StateCode::OtherProgramme => "name the programme whose members these are",
            StateCode::NeedsMigration => {
                "say with `was` what things were called before, or with `forgets` what may go, and run `treue migrate`"
            }
        }
    }
}

impl std::fmt::Display for StateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} [{}]; {}", self.reason, self.code.name(), self.code.remedy())
    }
}

impl std::error::Error for StateError {}

pub(super) fn error(code: StateCode, reason: impl Into<String>) -> StateError {
    StateError { code, reason: reason.into() }
}

fn damaged() -> StateError {
    error(StateCode::Damaged, "the file is not as it was written")
}

/// Takes so many bytes from the front.
fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], StateError> {
    let Some((first, rest)) = bytes.split_first_chunk::<N>() else {
        return Err(error(StateCode::Truncated, "the file ends within its first bytes"));
    };
    *bytes = rest;
    Ok(*first)
}

fn checksum(head: &[u8], payload: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(KEY.0, KEY.1);
    hasher.write(head);
    hasher.write(payload);
    hasher.finish()
}

/// The header without its checksum.
fn head(shape: u64, length: u64) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&shape.to_le_bytes());
    head.extend_from_slice(&length.to_le_bytes());
    head
}

impl Members {
    /// All members as bytes.
    #[must_use]
    pub fn to_bytes(&self, programme: &Programme) -> Vec<u8> {
        let shape = Shape::of(programme);
        let payload = Payload { shape: &shape, members: self.iter().collect(), shared: self.shared() };
        // Plain data into growing memory: this cannot fail.
        let payload = postcard::to_allocvec(&payload).unwrap_or_default();
        let mut bytes = head(shape.hash(), payload.len() as u64);
        let sum = checksum(&bytes, &payload);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes.extend_from_slice(&payload);
        bytes
    }

    /// Members from bytes. The programme may have been extended or put into another order since they were written.
    ///
    /// # Errors
    /// What [`StateCode`] lists; the members are then not read at all.
    pub fn from_bytes(programme: &Programme, bytes: &[u8]) -> Result<Members, StateError> {
        let stored = Stored::read(bytes)?;
        let shape = Shape::of(programme);
        stored.belongs_to(&shape)?;
        let members = if stored.shape == shape {
            stored.members
        } else {
            {
                let renaming = Renaming::by_name(&stored.shape, &shape);
                stored.carried(programme, &renaming)?.members
            }
        };
        sound::check(programme, &members)?;
        Ok(members)
    }
}

impl Stored {
    /// Stored members, whatever their programme.
    ///
    /// # Errors
    /// The bytes are not what was written, or were written by a newer version.
    pub fn read(bytes: &[u8]) -> Result<Stored, StateError> {
        let mut rest = bytes;
        if !bytes.is_empty() && !MAGIC.iter().zip(bytes).all(|(a, b)| a == b) {
            return Err(error(StateCode::NotState, "the file does not hold members of a programme"));
        }
        take::<8>(&mut rest)?;
        let version = u16::from_le_bytes(take(&mut rest)?);
        if version != VERSION {
            let reason =
                format!("the file is of version {version}; this version of Treue reads version {VERSION}");
            let code = if version > VERSION { StateCode::Newer } else { StateCode::Older };
            return Err(error(code, reason));
        }
        let shape = u64::from_le_bytes(take(&mut rest)?);
        let length = u64::from_le_bytes(take(&mut rest)?);
        let sum = u64::from_le_bytes(take(&mut rest)?);
        let there = rest.len() as u64;
        if there < length {
            let reason = format!("the file ends early: {} bytes are missing", length - there);
            return Err(error(StateCode::Truncated, reason));
        }
        if there > length || checksum(&head(shape, length), rest) != sum {
            return Err(damaged());
        }
        let (payload, after): (PayloadRead, &[u8]) =
            postcard::take_from_bytes(rest).map_err(|_| damaged())?;
        let sorted = payload.members.is_sorted_by(|(a, _), (b, _)| a < b);
        if !after.is_empty() || !sorted || payload.shape.hash() != shape {
            return Err(damaged());
        }
        let mut members = Members::default();
        for (id, member) in payload.members {
            members.insert(id, member);
        }
        members.share(payload.shared);
        Ok(Stored { shape: payload.shape, members })
    }

    /// Whose members these are.
    ///
    /// # Errors
    /// Those of another programme.
    pub(super) fn belongs_to(&self, shape: &Shape) -> Result<(), StateError> {
        let (theirs, ours) = (&self.shape, shape);
        if theirs.programme != ours.programme {
            let reason =
                format!("these are members of \"{}\", and not of \"{}\"", theirs.programme, ours.programme);
            return Err(error(StateCode::OtherProgramme, reason));
        }
        if theirs.currency != ours.currency {
            let reason =
                format!("these members' sums are in {}, and not in {}", theirs.currency, ours.currency);
            return Err(error(StateCode::OtherProgramme, reason));
        }
        Ok(())
    }

    /// The members under other names, if none of them loses anything.
    fn carried(self, programme: &Programme, renaming: &Renaming) -> Result<Carried, StateError> {
        let carried = carry(self.members, renaming, programme)?;
        let lost = carried.changes.iter().filter(|c| c.change.is_loss());
        let lost: Vec<String> = lost.take(3).map(ToString::to_string).collect();
        if lost.is_empty() {
            return Ok(carried);
        }
        let more = carried.changes.iter().filter(|c| c.change.is_loss()).count().saturating_sub(lost.len());
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        let reason =
            format!("members would lose what the programme no longer has: {}{more}", lost.join(", "));
        Err(error(StateCode::NeedsMigration, reason))
    }
}
