//! What lints look at: the texts with their words, the items as written, the checked programme, the configuration.

use crate::config::Config;
use std::collections::HashMap;
use treue_lang::ast::{self, Clause, Item};
use treue_lang::programme::{Programme, Rule};
use treue_lang::source::{FileId, Sources, Span};
use treue_lang::syntax::token::{Kind, Token, tokens};
use treue_lang::time::Day;

/// A programme on the desk.
pub struct Desk<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The items as written.
    pub files: &'a [ast::File],
    /// The checked programme.
    pub programme: &'a Programme,
    /// What was configured.
    pub config: &'a Config,
    /// The day that campaigns are measured by.
    pub today: Day,
    /// All pieces of the texts, comments too.
    pub(crate) pieces: Vec<Piece<'a>>,
    clauses: HashMap<Span, &'a [Clause]>,
    used: HashMap<&'a str, Vec<Span>>,
    /// Tests and migrations.
    apart: Vec<Span>,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    /// Whether nothing stands before it on its line.
    pub(crate) first: bool,
}

impl<'a> Desk<'a> {
    /// Puts a programme on the desk.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        files: &'a [ast::File],
        programme: &'a Programme,
        config: &'a Config,
        today: Day,
    ) -> Desk<'a> {
        let pieces: Vec<Piece<'a>> = sources
            .iter()
            .flat_map(|(id, file)| tokens(&file.text).into_iter().map(move |t| piece(id, &file.text, t)))
            .collect();
        let (clauses, apart) = (clauses(files), apart(files));
        let used = used(&apart, &pieces);
        Desk { sources, files, programme, config, today, pieces, clauses, used, apart }
    }

    /// All items in the order of the text.
    pub(crate) fn items(&self) -> impl Iterator<Item = &'a Item> {
        self.files.iter().flat_map(|f| &f.items)
    }

    /// The pieces that are no comments.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.pieces.iter().filter(|p| p.kind != Kind::Comment)
    }

    /// Where the programme is named; findings about all of it stand there.
    pub(crate) fn title(&self) -> Span {
        let header = self.items().find_map(|i| if let Item::Header(h) = i { Some(h) } else { None });
        header.map_or_else(Span::default, |h| h.name.span)
    }

    /// The `programme` item.
    pub(crate) fn header(&self) -> Option<&'a ast::Header> {
        self.items().find_map(|i| if let Item::Header(h) = i { Some(h) } else { None })
    }

    /// Where a unit is named in the `programme` item.
    pub(crate) fn unit(&self, name: &str) -> Span {
        let settings = self.header().map(|h| h.settings.as_slice()).unwrap_or_default();
        let found = settings.iter().find_map(|s| {
            if let ast::Setting::Unit { name: unit, .. } = s
                && unit.node == name
            {
                return Some(unit.span);
            }
            None
        });
        found.unwrap_or_else(|| self.title())
    }

    /// Where a level is named.
    pub(crate) fn level(&self, tiers: &str, level: &str) -> Span {
        let all = self.items().filter_map(|i| if let Item::Tiers(t) = i { Some(t) } else { None });
        let found =
            all.filter(|t| t.name.node == tiers).flat_map(|t| &t.levels).find(|l| l.name.node == level);
        found.map_or_else(|| self.title(), |l| l.name.span)
    }

    /// The name inside an item or level: its second word where the first is a word of the language, such as `earn`.
    pub(crate) fn name_in(&self, span: Span) -> Span {
        let from = self.pieces.partition_point(|p| (p.span.file, p.span.start) < (span.file, span.start));
        let here = self.pieces.get(from..).unwrap_or_default();
        let words = here.iter().take_while(|p| within(p.span, span));
        let mut inside = words.filter(|p| p.kind != Kind::Comment);
        let Some(first) = inside.next() else { return span };
        let starts_item = ["earn", "track", "lines", "stack", "tiers", "reward", "partner", "table", "unit"];
        if starts_item.contains(&first.text) {
            inside.next().map_or(first.span, |p| p.span)
        } else {
            first.span
        }
    }

    /// The clauses of a rule as written.
    pub(crate) fn clauses(&self, rule: &Rule) -> &'a [Clause] {
        self.clauses.get(&rule.span).copied().unwrap_or_default()
    }

    /// Where a rule says what it gives; its name where that cannot be found.
    #[must_use]
    pub fn award(&self, rule: &Rule) -> Span {
        let award = self
            .clauses(rule)
            .iter()
            .find_map(|c| if let Clause::Award(a) = c { Some(a.span()) } else { None });
        award.unwrap_or_else(|| self.name_in(rule.span))
    }

    /// Whether a place lies in a test or a migration.
    pub(crate) fn in_test(&self, span: Span) -> bool {
        self.apart.iter().any(|s| within(span, *s))
    }

    /// Whether a name is used as a word outside of its own declaration, of tests and of migrations. Units and measures
    /// are the same word in singular and plural.
    pub(crate) fn is_used(&self, name: &str, declared: Span, plural: bool) -> bool {
        let used =
            |word: &str| self.used.get(word).is_some_and(|at| at.iter().any(|s| !within(*s, declared)));
        if !plural {
            return used(name);
        }
        let singular = name.strip_suffix('s').unwrap_or(name);
        used(name) || used(singular) || used(&format!("{name}s"))
    }
}

/// The clauses of all rules by the place of their items and levels.
fn clauses(files: &[ast::File]) -> HashMap<Span, &[Clause]> {
    let mut found: HashMap<Span, &[Clause]> = HashMap::new();
    for item in files.iter().flat_map(|f| &f.items) {
        if let Item::Earn(earn) = item {
            found.insert(earn.span, &earn.clauses);
        }
        if let Item::Partner(partner) = item {
            found.extend(partner.earns.iter().map(|e| (e.span, e.clauses.as_slice())));
        }
        if let Item::Tiers(tiers) = item {
            found.extend(tiers.levels.iter().map(|l| (l.span, l.benefits.as_deref().unwrap_or_default())));
        }
    }
    found
}

/// Where tests and migrations stand.
fn apart(files: &[ast::File]) -> Vec<Span> {
    let items = files.iter().flat_map(|f| &f.items);
    items.filter(|i| matches!(i, Item::Test(_) | Item::Migration(_))).map(Item::span).collect()
}

/// Where words stand outside of tests and migrations.
fn used<'a>(apart: &[Span], pieces: &[Piece<'a>]) -> HashMap<&'a str, Vec<Span>> {
    let mut found: HashMap<&str, Vec<Span>> = HashMap::new();
    let mut next = 0;
    for piece in pieces.iter().filter(|p| p.kind == Kind::Word) {
        while apart.get(next).is_some_and(|s| (s.file, s.end) <= (piece.span.file, piece.span.start)) {
            next += 1;
        }
        if !apart.get(next).is_some_and(|s| within(piece.span, *s)) {
            found.entry(piece.text).or_default().push(piece.span);
        }
    }
    found
}

fn piece(file: FileId, text: &str, token: Token) -> Piece<'_> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file, start: offset(token.start), end: offset(token.end) };
    Piece { kind: token.kind, text: token.text(text), span, first: token.first }
}

/// Whether one place lies in another.
pub(crate) fn within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}
