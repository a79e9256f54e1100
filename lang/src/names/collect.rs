//! Collects the declarations of all files, numbers them in the order of the text, and reports names
//! that are given twice.

use super::{Entry, LevelName, Lost, Meaning, Names, RuleOwner, RuleSource};
use crate::ast::{self, Clause, Item, Name, Setting};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Id, LevelId, PartnerId, RewardId, RuleId, SelectionId, StackId, TiersId, TrackId, UnitId, same_word,
};
use crate::source::{FileId, Span};

/// Words that mean something themselves wherever a name could stand.
const RESERVED: &[&str] = &[
    "amount",
    "quantity",
    "discount",
    "tax",
    "measure",
    "category",
    "brand",
    "sku",
    "name",
    "label",
    "channel",
    "store",
    "coupon",
    "line",
    "lines",
    "item",
    "items",
    "purchase",
    "purchases",
    "all",
    "nothing",
    "yes",
    "no",
];

/// All declarations, with a message for every name that is taken.
pub(crate) fn collect(files: &[ast::File]) -> (Names<'_>, Vec<Diagnostic>) {
    let mut collector = Collector { names: Names::default(), diagnostics: Vec::new() };
    for file in files {
        for broken in &file.broken {
            collector.broken(broken);
        }
    }
    for item in files.iter().flat_map(|f| &f.items) {
        collector.item(item);
    }
    if collector.names.headers.is_empty() && !collector.names.lost.contains(&Lost::Header) {
        collector.diagnostics.push(no_programme());
        collector.names.lost.insert(Lost::Header);
    }
    (collector.names, collector.diagnostics)
}

struct Collector<'a> {
    names: Names<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Collector<'a> {
    /// Remembers what a broken item would have declared; what stands inside it is lost without a name.
    fn broken(&mut self, item: &'a ast::BrokenItem) {
        if let Some(name) = &item.name {
            self.names.broken.insert(&name.node);
            self.names.entries.insert(&name.node, Entry { meaning: Meaning::Broken, span: name.span });
        }
        let unnamed = item.name.is_none();
        let lost: &[Lost] = match item.keyword.node.as_str() {
            "programme" => &[Lost::Header],
            "fields" => &[Lost::Fields],
            "tiers" => &[Lost::Tiers],
            "partner" => &[Lost::Rules, Lost::Partners],
            "lines" if unnamed => &[Lost::Lines],
            "track" if unnamed => &[Lost::Tracks],
            "earn" if unnamed => &[Lost::Rules],
            "stack" if unnamed => &[Lost::Stacks],
            "reward" if unnamed => &[Lost::Rewards],
            "lines" | "track" | "earn" | "stack" | "reward" | "expire" | "test" => &[],
            _ if unnamed => {
                &[Lost::Lines, Lost::Tracks, Lost::Rules, Lost::Stacks, Lost::Tiers, Lost::Rewards]
            }
            _ => &[],
        };
        self.names.lost.extend(lost);
    }

    fn item(&mut self, item: &'a Item) {
        match item {
            Item::Header(header) => self.header(header),
            Item::Fields(fields) => self.names.fields.extend(&fields.fields),
            Item::Lines(lines) => {
                let id = SelectionId::from_index(self.names.lines.len());
                self.names.lines.push(lines);
                self.declare(&lines.name, Meaning::Lines(id));
            }
            Item::Track(track) => {
                let id = TrackId::from_index(self.names.tracks.len());
                self.names.tracks.push(track);
                self.declare(&track.name, Meaning::Track(id));
            }
            Item::Earn(earn) => self.earn(earn, RuleOwner::Programme),
            Item::Stack(stack) => {
                let id = StackId::from_index(self.names.stacks.len());
                self.names.stacks.push(stack);
                self.declare(&stack.name, Meaning::Stack(id));
            }
            Item::Tiers(tiers) => self.tiers(tiers),
            Item::Expire(expire) => self.names.expires.push(expire),
            Item::Partner(partner) => self.partner(partner),
            Item::Reward(reward) => {
                let id = RewardId::from_index(self.names.rewards.len());
                self.names.rewards.push(reward);
                if let Some((_, first)) = self.names.reward_names.get(reward.name.node.as_str()) {
                    self.diagnostics.push(twice(&reward.name, *first, "a reward"));
                } else {
                    self.names.reward_names.insert(&reward.name.node, (id, reward.name.span));
                }
            }
            Item::Test(test) => self.names.tests.push(test),
        }
    }

    fn header(&mut self, header: &'a ast::Header) {
        self.names.headers.push(header);
        for setting in &header.settings {
            match setting {
                Setting::Unit { name, .. } => {
                    let id = UnitId::from_index(self.names.units.len());
                    self.names.units.push((name, setting));
                    self.word_of_measure(name);
                    self.declare(name, Meaning::Unit(id));
                }
                Setting::Measure(name) => {
                    self.word_of_measure(name);
                    self.names.measures.push(name);
                }
                Setting::Currency(_)
                | Setting::Timezone(_)
                | Setting::Remember(..)
                | Setting::WeekStart(..)
                | Setting::GuestsPass(_)
                | Setting::KnownMembersOnly(_)
                | Setting::ReceiptsUpTo(..) => {}
            }
        }
    }

    /// `litre` and `litres` are one word, so neither may be declared beside the other.
    fn word_of_measure(&mut self, name: &'a Name) {
        let others = self.names.units.iter().map(|(n, _)| *n).chain(self.names.measures.iter().copied());
        let taken = others.filter(|n| n.span != name.span).find(|n| same_word(&n.node, &name.node));
        // Equal unit names are reported with all other names.
        let reported_elsewhere = taken.is_some_and(|t| {
            t.node == name.node && self.names.units.iter().filter(|(n, _)| n.node == name.node).count() > 1
        });
        if let Some(taken) = taken
            && !reported_elsewhere
        {
            self.diagnostics.push(twice(name, taken.span, "a unit or measure"));
        }
    }

    fn earn(&mut self, earn: &'a ast::Earn, owner: RuleOwner) {
        let source = RuleSource {
            name: &earn.name,
            title: earn.title.as_ref(),
            from: earn.from.as_ref(),
            to: earn.to.as_ref(),
            clauses: &earn.clauses,
            span: earn.span,
            owner,
        };
        let id = self.rule(source);
        self.declare(&earn.name, Meaning::Rule(id));
    }

    fn rule(&mut self, source: RuleSource<'a>) -> RuleId {
        self.names.rules.push(source);
        RuleId::from_index(self.names.rules.len() - 1)
    }

    fn partner(&mut self, partner: &'a ast::Partner) {
        let id = PartnerId::from_index(self.names.partners.len());
        self.names.partners.push(partner);
        if let Some((_, first)) = self.names.partner_names.get(partner.name.node.as_str()) {
            self.diagnostics.push(twice(&partner.name, *first, "a partner"));
        } else {
            self.names.partner_names.insert(&partner.name.node, (id, partner.name.span));
        }
        for earn in &partner.earns {
            self.earn(earn, RuleOwner::Partner(id));
        }
    }

    fn tiers(&mut self, tiers: &'a ast::Tiers) {
        let id = TiersId::from_index(self.names.tiers.len());
        self.names.tiers.push(tiers);
        self.declare(&tiers.name, Meaning::Tiers(id));
        for (index, level) in tiers.levels.iter().enumerate() {
            // More levels than fit are reported by the check of the structure.
            let level_id = LevelId(u8::try_from(index).unwrap_or(u8::MAX));
            self.level(id, level_id, level);
        }
    }

    fn level(&mut self, tiers: TiersId, level: LevelId, source: &'a ast::Level) {
        let clauses = source.benefits.as_deref().unwrap_or_default();
        let gives = clauses.iter().any(|c| matches!(c, Clause::Award(_)));
        let rule = gives.then(|| {
            self.rule(RuleSource {
                name: &source.name,
                title: source.title.as_ref(),
                from: None,
                to: None,
                clauses,
                span: source.span,
                owner: RuleOwner::Level(tiers, level),
            })
        });
        let known = self.names.levels.entry(&source.name.node).or_default();
        let same_structure = known.iter().find(|l| l.tiers == tiers).map(|l| l.span);
        if let Some(first) = same_structure {
            self.diagnostics.push(twice(&source.name, first, "a level of this structure"));
            return;
        }
        known.push(LevelName { tiers, level, span: source.name.span });
        // Two structures may have a level of one name, as long as only one of them is also a rule.
        if let Some(entry) = self.names.entries.get_mut(source.name.node.as_str())
            && let Meaning::Level(first) = &mut entry.meaning
            && (first.is_none() || rule.is_none())
        {
            *first = first.or(rule);
            return;
        }
        self.declare(&source.name, Meaning::Level(rule));
    }

    fn declare(&mut self, name: &'a Name, meaning: Meaning) {
        if RESERVED.contains(&name.node.as_str()) {
            let message = format!("`{}` is a word of the language and cannot be a name", name.node);
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateName, name.span, message, "taken by the language")
                    .help(format!("call it something else, such as `my_{}`", name.node)),
            );
            self.names.broken.insert(&name.node);
            return;
        }
        match self.names.entries.get(name.node.as_str()) {
            None => {
                self.names.entries.insert(&name.node, Entry { meaning, span: name.span });
            }
            Some(Entry { meaning: Meaning::Broken, .. }) => {}
            Some(first) => {
                let diagnostic = twice(name, first.span, first.meaning.word());
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

fn no_programme() -> Diagnostic {
    let start = Span { file: FileId(0), start: 0, end: 0 };
    Diagnostic::new(Code::NoProgramme, start, "there is no `programme` item", "the text starts here")
        .help("write `programme \"Name\" { currency CHF  timezone \"Europe/Zurich\"  unit points }`")
}

fn twice(name: &Name, first: Span, what: &str) -> Diagnostic {
    let message = format!("`{}` is already the name of {what}", name.node);
    Diagnostic::new(Code::DuplicateName, name.span, message, "the same name again")
        .also(first, "first declared here")
        .help("give one of the two another name")
}
