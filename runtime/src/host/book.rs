//! The members of a programme, and that they are its own.

use super::engine::Engine;
use super::error::HostError;
use crate::state::{Member, Members, StateError, is_sound};

/// Members, bound to what the programme keeps of them.
#[derive(Clone, Debug)]
pub struct Book {
    members: Members,
    shape: u64,
}

impl Book {
    /// Nobody yet.
    #[must_use]
    pub fn new(engine: &Engine) -> Book {
        Book::of(engine, Members::default())
    }

    /// Members of an engine's programme.
    pub(super) fn of(engine: &Engine, members: Members) -> Book {
        Book { members, shape: engine.shape() }
    }

    /// Members that [`Book::save`] has written.
    ///
    /// # Errors
    /// What [`crate::state::StateCode`] lists.
    pub fn load(engine: &Engine, bytes: &[u8]) -> Result<Book, StateError> {
        Ok(Book::of(engine, Members::from_bytes(engine.programme(), bytes)?))
    }

    /// All members as bytes: the same for the same members.
    ///
    /// # Errors
    /// If they are members of another programme.
    pub fn save(&self, engine: &Engine) -> Result<Vec<u8>, HostError> {
        self.belongs_to(engine)?;
        Ok(self.members.to_bytes(engine.programme()))
    }

    /// Brings members from one programme to another one, such as the next version of its text, by names.
    ///
    /// # Errors
    /// What [`crate::state::StateCode`] lists; the members stay where they are.
    pub fn carry(&mut self, from: &Engine, to: &Engine) -> Result<(), StateError> {
        if from.shape() != to.shape() || self.shape != from.shape() {
            let bytes = self.members.to_bytes(from.programme());
            self.members = Members::from_bytes(to.programme(), &bytes)?;
        }
        self.shape = to.shape();
        Ok(())
    }

    /// A member.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Member> {
        self.members.get(id)
    }

    /// Hands a member in that the host keeps itself.
    ///
    /// # Errors
    /// If no engine of this programme can have left such a member, or it is tied to others otherwise than here.
    pub fn insert(
        &mut self,
        engine: &Engine,
        id: impl Into<String>,
        member: Member,
    ) -> Result<(), HostError> {
        self.belongs_to(engine)?;
        if !is_sound(engine.programme(), &member) {
            return Err(HostError::OtherMembers);
        }
        let id = id.into();
        let household = self.get(&id).and_then(|known| known.household.as_ref());
        if member.household.as_ref() != household || self.members.shared().merged.contains_key(&id) {
            return Err(HostError::Tied);
        }
        self.members.insert(id, member);
        Ok(())
    }

    /// All members.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    pub(super) fn belongs_to(&self, engine: &Engine) -> Result<(), HostError> {
        if self.shape == engine.shape() { Ok(()) } else { Err(HostError::OtherMembers) }
    }

    pub(super) fn into_members(self) -> Members {
        self.members
    }

    pub(super) fn members_mut(&mut self) -> &mut Members {
        &mut self.members
    }
}
