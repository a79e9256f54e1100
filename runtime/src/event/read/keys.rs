//! Which fields an object of an event may have, and what to say of one that it may not.

use super::error::{Fault, InputCode, short};
use std::collections::BTreeMap;
use treue_lang::programme::{FieldId, FieldOwner, Programme};

/// The declared fields of one owner, by name.
pub(super) type Declared<'p> = BTreeMap<&'p str, (FieldId, usize)>;

/// The declared fields of a programme.
pub(super) struct AllDeclared<'p> {
    pub(super) receipt: Declared<'p>,
    pub(super) line: Declared<'p>,
    pub(super) member: Declared<'p>,
}

impl<'p> AllDeclared<'p> {
    pub(super) fn new(programme: &'p Programme) -> AllDeclared<'p> {
        let of = |owner: FieldOwner| {
            programme
                .fields
                .iter()
                .filter(|(_, f)| f.owner == owner)
                .map(|(id, f)| (f.name.as_str(), (id, f.position)))
                .collect()
        };
        AllDeclared {
            receipt: of(FieldOwner::Receipt),
            line: of(FieldOwner::Line),
            member: of(FieldOwner::Member),
        }
    }
}

/// What an object may hold.
#[derive(Clone, Copy)]
pub(super) struct Keys<'k> {
    /// What the object is, for messages: `a purchase`.
    pub(super) what: &'static str,
    /// Fields of the format.
    pub(super) built_in: &'static [&'static str],
    /// Fields of the programme that stand beside them.
    pub(super) declared: Option<&'k Declared<'k>>,
    /// Whether other fields are passed over.
    pub(super) lenient: bool,
}

/// A field that is known.
#[derive(Clone, Copy)]
pub(super) enum Key<'k> {
    /// Of the format.
    BuiltIn(&'static str),
    /// Of the programme, with its position among its owner's.
    Declared(&'k str, FieldId, usize),
}

impl<'k> Key<'k> {
    pub(super) fn name(&self) -> &'k str {
        match self {
            Key::BuiltIn(name) | Key::Declared(name, ..) => name,
        }
    }
}

/// What a name in an object turned out to be.
pub(super) enum Found<'k> {
    /// A known field, with a number that no other field of the object has.
    Known(Key<'k>, usize),
    /// Another one, to be passed over.
    PassOver,
    /// Another one, to be refused.
    Refused(String, Fault),
}

impl<'k> Keys<'k> {
    /// Looks a name up.
    pub(super) fn find(&self, name: &str) -> Found<'k> {
        if let Some(index) = self.built_in.iter().position(|b| *b == name) {
            return match self.built_in.get(index) {
                Some(known) => Found::Known(Key::BuiltIn(known), index),
                None => Found::PassOver,
            };
        }
        if let Some((known, (id, position))) = self.declared.and_then(|d| d.get_key_value(name)) {
            return Found::Known(Key::Declared(known, *id, *position), self.built_in.len() + position);
        }
        if self.lenient {
            return Found::PassOver;
        }
        Found::Refused(short(name), Fault::new(InputCode::UnknownField, self.unknown(name)))
    }

    fn unknown(&self, name: &str) -> String {
        let declared = self.declared.into_iter().flat_map(|d| d.keys().copied());
        let hint = match closest(name, self.built_in.iter().copied().chain(declared)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it in the programme's `fields`, or leave it out".to_owned(),
        };
        format!("{} has no field `{}`: {hint}", self.what, short(name))
    }
}

/// How many names a message says at most.
const NAMED: usize = 6;

/// The known name that is nearest to a mistyped one, if any is near.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    known
        .filter(|k| k.len() <= LONGEST)
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= k.chars().count().max(3) / 3)
        .min()
        .map(|(_, k)| k)
}

/// ` (did you mean `x`?)`, or nothing.
pub(super) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    closest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The name that was meant, as a question; else the first of all that there are.
pub(super) fn did_you_mean_one_of<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = known.collect();
    let near = did_you_mean(name, all.iter().copied());
    if !near.is_empty() || all.is_empty() {
        return near;
    }
    let first: Vec<String> = all.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = if all.len() > NAMED { ", ..." } else { "" };
    format!("; there is {}{more}", first.join(", "))
}

/// Which fields of an object have been seen.
#[derive(Default)]
pub(super) struct Seen {
    first: u128,
    others: std::collections::BTreeSet<usize>,
}

impl Seen {
    /// Notes a field; false if it was noted before.
    pub(super) fn add(&mut self, index: usize) -> bool {
        if index < 128 {
            let bit = 1_u128 << index;
            let new = self.first & bit == 0;
            self.first |= bit;
            new
        } else {
            self.others.insert(index)
        }
    }
}
