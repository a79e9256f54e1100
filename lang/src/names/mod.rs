//! Names: everything the programme declares, where, and what it stands for. Every thing has its number
//! before any item is checked, so that items may refer to each other in any order.

mod collect;
mod suggest;

pub(crate) use collect::collect;
pub(crate) use suggest::did_you_mean;
pub use suggest::nearest;

use crate::ast;
use crate::programme::{
    LevelId, PartnerId, RewardId, RuleId, SelectionId, StackId, TableId, TiersId, TrackId, UnitId,
};
use crate::source::{Span, Spanned};
use crate::time::Day;
use crate::watch;
use std::collections::{BTreeMap, BTreeSet};

/// What a name of the common name space stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A selection of lines.
    Lines(SelectionId),
    /// A track.
    Track(TrackId),
    /// A unit of points.
    Unit(UnitId),
    /// An earn rule.
    Rule(RuleId),
    /// A tier level, with the rule of its benefit if it gives points.
    Level(Option<RuleId>),
    /// A stack.
    Stack(StackId),
    /// A tier structure.
    Tiers(TiersId),
    /// A table of values.
    Table(TableId),
    /// Something that did not parse; whoever refers to it gets no second message.
    Broken,
}

impl Meaning {
    /// The word for it, with its article.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Meaning::Lines(_) => "a selection of lines",
            Meaning::Track(_) => "a track",
            Meaning::Unit(_) => "a unit",
            Meaning::Rule(_) => "an earn rule",
            Meaning::Level(_) => "a tier level",
            Meaning::Stack(_) => "a stack",
            Meaning::Tiers(_) => "a tier structure",
            Meaning::Table(_) => "a table",
            Meaning::Broken => "something that could not be read",
        }
    }
}

/// A declared name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// What it stands for.
    pub(crate) meaning: Meaning,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// A level by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LevelName {
    /// Its structure.
    pub(crate) tiers: TiersId,
    /// The level.
    pub(crate) level: LevelId,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleOwner {
    /// The programme's own.
    Programme,
    /// A partner's.
    Partner(PartnerId),
    /// The benefit of a tier level.
    Level(TiersId, LevelId),
}

/// A rule as written, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleSource<'a> {
    pub(crate) name: &'a ast::Name,
    pub(crate) title: Option<&'a ast::Text>,
    pub(crate) from: Option<&'a Spanned<Day>>,
    pub(crate) to: Option<&'a Spanned<Day>>,
    pub(crate) clauses: &'a [ast::Clause],
    pub(crate) span: Span,
    pub(crate) owner: RuleOwner,
}

/// Kinds of things of which some may be lost in items that did not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lost {
    /// Currency, units, measures.
    Header,
    Lines,
    Tracks,
    Rules,
    Stacks,
    Tiers,
    Rewards,
    Holidays,
}

/// All declarations of a programme; the position in a list is the thing's number.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    pub(crate) entries: BTreeMap<&'a str, Entry>,
    /// Earn rules by name, in the order of the text; several of one name are versions.
    pub(crate) versions: BTreeMap<&'a str, Vec<RuleId>>,
    pub(crate) levels: BTreeMap<&'a str, Vec<LevelName>>,
    pub(crate) reward_names: BTreeMap<&'a str, (RewardId, Span)>,
    pub(crate) partner_names: BTreeMap<&'a str, (PartnerId, Span)>,
    /// Names of things that did not parse, and all words where anything could not be read.
    pub(crate) broken: BTreeSet<&'a str>,
    pub(crate) lost: BTreeSet<Lost>,
    pub(crate) headers: Vec<&'a ast::Header>,
    pub(crate) units: Vec<(&'a ast::Name, &'a ast::Setting)>,
    pub(crate) measures: Vec<&'a ast::Name>,
    pub(crate) fields: Vec<&'a ast::FieldDeclaration>,
    pub(crate) lines: Vec<&'a ast::Lines>,
    pub(crate) tracks: Vec<&'a ast::Track>,
    pub(crate) rules: Vec<RuleSource<'a>>,
    pub(crate) stacks: Vec<&'a ast::Stack>,
    pub(crate) tiers: Vec<&'a ast::Tiers>,
    pub(crate) expires: Vec<&'a ast::Expire>,
    pub(crate) partners: Vec<&'a ast::Partner>,
    pub(crate) rewards: Vec<&'a ast::Reward>,
    pub(crate) tests: Vec<&'a ast::Test>,
    pub(crate) holidays: Vec<&'a ast::Holidays>,
    pub(crate) tables: Vec<&'a ast::Table>,
    pub(crate) rates: Vec<&'a ast::Rates>,
    pub(crate) vocabularies: Vec<&'a ast::Vocabulary>,
    pub(crate) zones: Vec<&'a ast::Zones>,
    pub(crate) migrations: Vec<&'a ast::Migration>,
    pub(crate) returns: Vec<&'a ast::Returns>,
    pub(crate) properties: Vec<&'a ast::Property>,
}

impl<'a> Names<'a> {
    /// What a name stands for.
    pub(crate) fn meaning(&self, name: &str) -> Option<Meaning> {
        self.entries.get(name).map(|e| e.meaning)
    }

    /// Whether a name that nothing declares may be one that got lost with a broken item.
    pub(crate) fn may_be_lost(&self, name: &str, kinds: &[Lost]) -> bool {
        self.broken.contains(name) || kinds.iter().any(|k| self.lost.contains(k))
    }

    /// The units that the text declares, without the one that watches properties.
    pub(crate) fn written_units(&self) -> Vec<&'a str> {
        let names = self.units.iter().map(|(name, _)| name.node.as_str());
        names.filter(|name| !watch::is_watching(name)).collect()
    }

    /// Names that stand for something of which `fits` is true.
    pub(crate) fn that(&self, fits: impl Fn(Meaning) -> bool) -> Vec<&'a str> {
        self.entries.iter().filter(|(_, e)| fits(e.meaning)).map(|(n, _)| *n).collect()
    }
}
