//! Collects the declarations of all files, numbers them in the order of the text, and reports names
//! that are given twice.

use super::{Entry, LevelName, Lost, Meaning, Names, RuleOwner, RuleSource};
use crate::ast::{self, Clause, Item, Name, Setting};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Id, LevelId, PartnerId, RewardId, RuleId, SelectionId, StackId, TableId, TiersId, TrackId, UnitId,
    same_word,
};
use crate::source::{FileId, Sources, Span};

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
    "activity",
    "activities",
    "all",
    "nothing",
    "yes",
    "no",
];

/// Items whose name is in the common name space.
const DECLARING: &[&str] = &["lines", "track", "earn", "stack", "tiers", "table"];

/// Words that stand behind the name of an item.
const GOES_ON: &[&str] = &["from", "until", "on", "by", "where", "all", "lines", "when"];

/// All declarations, with a message for every name that is taken. `earlier` is what was wrong in reading the files.
pub(crate) fn collect<'a>(
    sources: &'a Sources,
    files: &'a [ast::File],
    earlier: &[Diagnostic],
) -> (Names<'a>, Vec<Diagnostic>) {
    let mut collector = Collector { names: Names::default(), diagnostics: Vec::new() };
    for file in files {
        for broken in &file.broken {
            collector.broken(broken);
        }
    }
    for ((id, source), file) in sources.iter().zip(files) {
        if earlier.iter().any(|d| d.span().is_some_and(|s| s.file == id)) {
            collector.unread(&source.text, file);
        }
    }
    for item in files.iter().flat_map(|f| &f.items) {
        collector.item(item);
    }
    if collector.names.headers.is_empty() && !collector.names.lost.contains(&Lost::Header) {
        // Its word may be the one that is missing.
        if !collector.names.broken.contains("currency") {
            collector.diagnostics.push(no_programme());
        }
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
        // `earn from 2026-09-07 { ... }`: its name is what is missing.
        let named = item.name.as_ref().filter(|n| !GOES_ON.contains(&n.node.as_str()));
        if let Some(name) = named {
            self.names.broken.insert(&name.node);
            if DECLARING.contains(&item.keyword.node.as_str()) {
                self.names.entries.insert(&name.node, Entry { meaning: Meaning::Broken, span: name.span });
            }
        }
        let unnamed = named.is_none();
        let lost: &[Lost] = match item.keyword.node.as_str() {
            "programme" => &[Lost::Header],
            "lines" if unnamed => &[Lost::Lines],
            "track" if unnamed => &[Lost::Tracks],
            "earn" if unnamed => &[Lost::Rules],
            "stack" if unnamed => &[Lost::Stacks],
            "reward" if unnamed => &[Lost::Rewards],
            "holidays" if unnamed => &[Lost::Holidays],
            "lines" | "track" | "earn" | "stack" | "reward" | "holidays" | "table" => &[],
            "tiers" | "partner" | "fields" | "expire" | "test" | "migration" | "rates" | "vocabulary"
            | "zones" | "returns" | "for" => &[],
            _ if unnamed => {
                &[Lost::Lines, Lost::Tracks, Lost::Rules, Lost::Stacks, Lost::Tiers, Lost::Rewards]
            }
            _ => &[],
        };
        self.names.lost.extend(lost);
    }

    /// Words that stand in no item that could be read: any of them may be a name that is declared there.
    fn unread(&mut self, text: &'a str, file: &ast::File) {
        let mut from = 0;
        let ends = file.items.iter().map(Item::span).map(|s| (s.start as usize, s.end as usize));
        for (start, end) in ends.chain([(text.len(), text.len())]) {
            let between = text.get(from..start).unwrap_or_default();
            let said = between.lines().map(|line| line.split('#').next().unwrap_or_default());
            let words = said.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
            self.names.broken.extend(words.filter(|w| !w.is_empty()));
            from = end.max(from);
        }
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
            Item::Table(table) => {
                let id = TableId::from_index(self.names.tables.len());
                self.names.tables.push(table);
                self.declare(&table.name, Meaning::Table(id));
            }
            Item::Rates(rates) => self.names.rates.push(rates),
            Item::Vocabulary(vocabulary) => self.names.vocabularies.push(vocabulary),
            Item::Zones(zones) => self.names.zones.push(zones),
            Item::Property(property) => self.names.properties.push(property),
            Item::Test(test) => self.names.tests.push(test),
            Item::Holidays(holidays) => {
                if let Some(first) = self.names.holidays.iter().find(|h| h.name.node == holidays.name.node) {
                    self.diagnostics.push(twice(&holidays.name, first.name.span, "a list of holidays"));
                } else {
                    self.names.holidays.push(holidays);
                }
            }
            Item::Returns(returns) => self.names.returns.push(returns),
            Item::Migration(migration) => self.names.migrations.push(migration),
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
                Setting::Measure(name, _) => {
                    self.word_of_measure(name);
                    self.names.measures.push(name);
                }
                Setting::Currency(_)
                | Setting::Timezone(_)
                | Setting::Remember(..)
                | Setting::WeekStart(..)
                | Setting::LeapDay(..)
                | Setting::GuestsPass(_)
                | Setting::KnownMembersOnly(_)
                | Setting::LeaversKeep(..)
                | Setting::Household { .. }
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
        if let Some(Meaning::Rule(first)) = self.names.meaning(&earn.name.node)
            && self.names.rules.get(first.index()).is_some_and(|r| r.owner == owner)
        {
            // Versions: whether their dates overlap, the check of the rules finds.
            self.names.versions.entry(&earn.name.node).or_default().push(id);
            return;
        }
        self.names.versions.entry(&earn.name.node).or_insert_with(|| vec![id]);
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
            // Which of the two is meant elsewhere, nobody knows.
            self.names.entries.insert(&source.name.node, Entry { meaning: Meaning::Broken, span: first });
            self.names.broken.insert(&source.name.node);
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
