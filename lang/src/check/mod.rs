//! From names to the checked programme: every item on its own, so that a broken one costs itself only,
//! then what only shows in all of them together (order, ranges).
//!
//! A check gives `None` when it has already reported why. Whoever gets a `None` reports nothing more.

mod asked_field;
mod award;
mod bands;
mod basis;
mod choices;
mod condition;
mod contest;
mod conversion;
mod counted;
mod cycle;
mod deadline;
mod decided;
mod earn;
mod expire;
mod fields;
mod figure;
mod figure_bound;
mod funding;
mod gift;
mod gives;
mod header;
mod household;
mod issue;
mod kind;
mod level;
mod limit;
mod line;
mod line_count;
mod literal;
mod measure;
mod migration;
mod missing;
mod moment;
mod multiply;
mod never;
mod occasion;
mod operand;
mod order;
mod over;
mod partner;
mod portion;
mod price;
mod property;
mod ranges;
mod rates;
mod reading;
mod retroactive;
mod returns;
mod reward;
mod rounding;
mod selection;
mod share;
mod signature;
mod stack;
mod sums;
mod table;
mod table_rows;
mod test;
mod test_event;
mod test_money;
mod test_return;
mod test_then;
mod tiers;
mod track;
mod track_field;
mod track_texts;
mod versions;
mod vocabulary;
mod window;
mod within;
mod worth;
mod zones;

use crate::ast;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::Names;
use crate::programme::{
    Amount, AmountId, Arena, Currency, Field, FieldId, Figure, FigureId, Gift, GiftId, Household, Id, Limit,
    LimitId, Measure, MeasureId, Migration, Partner, PartnerId, Programme, Property, Rates, Returns, Reward,
    RewardId, Rule, RuleId, Scope, Selection, SelectionId, Stack, Step, Table, TendersId, Test, Tiers,
    TiersId, Track, TrackId, Unit, UnitId, Vocabulary, Zones,
};
use crate::source::{FileId, Sources, Span};
use crate::time::{LeapDay, Own, Window, Zone};
use kind::Kind;
use std::collections::{BTreeSet, HashMap};

/// Checks a whole programme; the programme is there if there is no error.
pub(crate) fn check(
    sources: &Sources,
    files: &[ast::File],
    names: &Names<'_>,
    earlier: Vec<Diagnostic>,
) -> (Option<Programme>, Vec<Diagnostic>) {
    let mut checker = Checker::new(sources, names, earlier);
    checker.count_items(files);
    checker.run();
    checker.finish()
}

/// What is known so far. The lists of the programme stand in the order of their declarations, so that
/// the numbers given by `names` are theirs.
pub(crate) struct Checker<'n> {
    sources: &'n Sources,
    names: &'n Names<'n>,
    diagnostics: Vec<Diagnostic>,
    /// The currency's word as written, also if there is no such currency.
    currency_word: Option<String>,
    currency: Option<Currency>,
    zone: Option<Zone>,
    name: String,
    week_start: u8,
    leap_day: LeapDay,
    remember: Option<u16>,
    returns: Returns,
    guests_pass: bool,
    known_members_only: bool,
    leavers_keep: Option<u16>,
    household: Option<Household>,
    receipt_ceiling: i64,
    units: Arena<UnitId, Unit>,
    measures: Arena<MeasureId, Measure>,
    fields: Arena<FieldId, Field>,
    /// Whether the declaration of each field is right; others are read without a second message.
    field_is_right: Vec<bool>,
    /// Structures of which it is asked when a level was reached.
    reached: BTreeSet<TiersId>,
    field_numbers: HashMap<(ast::FieldOwner, String), FieldId>,
    selections: Arena<SelectionId, Selection>,
    unnamed_selections: HashMap<String, SelectionId>,
    amounts: Arena<AmountId, Amount>,
    amount_numbers: HashMap<Amount, AmountId>,
    figures: Arena<FigureId, Figure>,
    figure_numbers: HashMap<Figure, FigureId>,
    rates: Option<Rates>,
    vocabularies: Vec<Vocabulary>,
    zones: Option<Zones>,
    /// The tables whose text is right.
    tables: Vec<Option<Table>>,
    tender_kinds: Arena<TendersId, Vec<String>>,
    tracks: Arena<TrackId, Track>,
    /// What each written track counts in, as far as its text tells.
    track_kinds: Vec<Option<Kind>>,
    /// The unit of each rule, as far as its text tells.
    rule_units: Vec<Option<UnitId>>,
    /// The rules that each rule takes a share of.
    rule_shares: Vec<Vec<(RuleId, Span)>>,
    /// Shares of rules on some lines, whose rules are still to be filled in.
    open_portions: Vec<portion::OpenPortion>,
    /// Rules that say `within the receipt`, whose structures are still to be checked.
    open_within: Vec<within::OpenWithin>,
    rules: Vec<Option<Rule>>,
    stacks: Vec<Option<Stack>>,
    limits: Arena<LimitId, Limit>,
    gifts: Arena<GiftId, Gift>,
    order: Vec<Step>,
    tiers: Vec<Option<Tiers>>,
    rewards: Vec<Option<Reward>>,
    issues: Vec<RewardId>,
    converts: Vec<(PartnerId, usize)>,
    partners: Vec<Option<Partner>>,
    /// Kinds of activities named in `expire`.
    kept_activities: Vec<String>,
    /// Tracks that a structure uses up.
    used_up: Vec<TrackId>,
    tests: Vec<Option<Test>>,
    properties: Vec<Option<Property>>,
    migration: Migration,
    /// What the window rule counts whose clauses are being checked.
    counts: Option<over::Counts>,
    /// The kind of activity at which the rule looks whose conditions are being checked.
    looks_at: Option<String>,
    /// Texts in all lists so far.
    texts: usize,
    /// The message about each name that nothing declares.
    unknown_names: HashMap<String, usize>,
}

impl<'n> Checker<'n> {
    fn new(sources: &'n Sources, names: &'n Names<'n>, diagnostics: Vec<Diagnostic>) -> Self {
        Checker {
            sources,
            names,
            diagnostics,
            currency_word: None,
            currency: None,
            zone: None,
            name: String::new(),
            week_start: 0,
            leap_day: LeapDay::default(),
            remember: None,
            returns: Returns::default(),
            guests_pass: false,
            known_members_only: false,
            leavers_keep: None,
            household: None,
            receipt_ceiling: limits::AMOUNT,
            units: Arena::default(),
            measures: Arena::default(),
            fields: Arena::default(),
            field_is_right: Vec::new(),
            reached: BTreeSet::new(),
            field_numbers: HashMap::new(),
            selections: Arena::default(),
            unnamed_selections: HashMap::new(),
            amounts: Arena::default(),
            amount_numbers: HashMap::new(),
            figures: Arena::default(),
            figure_numbers: HashMap::new(),
            rates: None,
            vocabularies: Vec::new(),
            zones: None,
            tables: Vec::new(),
            tender_kinds: Arena::default(),
            tracks: Arena::default(),
            track_kinds: Vec::new(),
            rule_units: Vec::new(),
            rule_shares: Vec::new(),
            open_portions: Vec::new(),
            open_within: Vec::new(),
            rules: Vec::new(),
            stacks: Vec::new(),
            limits: Arena::default(),
            gifts: Arena::default(),
            order: Vec::new(),
            tiers: Vec::new(),
            rewards: Vec::new(),
            issues: Vec::new(),
            converts: Vec::new(),
            partners: Vec::new(),
            kept_activities: Vec::new(),
            used_up: Vec::new(),
            tests: Vec::new(),
            properties: Vec::new(),
            migration: Migration::default(),
            counts: None,
            looks_at: None,
            texts: 0,
            unknown_names: HashMap::new(),
        }
    }

    fn run(&mut self) {
        self.header();
        self.check_fields();
        self.check_tables();
        self.check_rates();
        self.check_vocabularies();
        self.check_zones();
        self.signatures();
        self.named_selections();
        self.written_tracks();
        self.check_expiry();
        self.check_partners();
        self.check_rules();
        self.check_versions();
        self.nothing_to_look_back_at();
        self.check_stacks();
        self.check_portions();
        self.check_contests();
        self.check_tiers();
        self.check_within();
        self.check_rewards();
        self.check_issues();
        self.check_converts();
        self.check_returns();
        self.check_migrations();
        self.check_order();
        self.check_tests();
        self.check_properties();
        self.check_ranges();
    }

    fn count_items(&mut self, files: &[ast::File]) {
        let items: usize = files.iter().map(|f| f.items.len()).sum();
        if items > limits::ITEMS {
            let message = format!("the programme has {items} items; at most {} are possible", limits::ITEMS);
            self.report(
                Diagnostic::new(Code::TooMany, start_of_text(), message, "the first file starts here")
                    .help("split it into several programmes"),
            );
        }
        if let Some(rule) = self.names.rules.get(limits::RULES) {
            let message = format!("the programme has more than {} earn rules", limits::RULES);
            self.report(
                Diagnostic::new(Code::TooMany, rule.name.span, message, "one too many")
                    .help("give one rule a list of texts instead of one rule for each text"),
            );
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The programme, if nothing was wrong.
    fn finish(self) -> (Option<Programme>, Vec<Diagnostic>) {
        let Checker { diagnostics, .. } = &self;
        if !diagnostics.is_empty() {
            return (None, self.diagnostics);
        }
        (self.assemble(), Vec::new())
    }

    fn assemble(mut self) -> Option<Programme> {
        for (_, track) in self.tracks.iter() {
            if let Window::OwnYear(Own::Tier(tiers)) = track.window
                && let Some(Some(tiers)) = self.tiers.get_mut(usize::from(tiers))
            {
                tiers.counts_since = true;
            }
        }
        for tiers in &self.reached {
            if let Some(Some(tiers)) = self.tiers.get_mut(tiers.index()) {
                tiers.keeps_reached = true;
            }
        }
        let shared = self.tracks.iter().filter(|(_, t)| t.scope != Scope::Member);
        let (names, sources) = (self.names, self.sources);
        let mut programme = Programme {
            shared: shared.map(|(id, t)| (id, t.scope)).collect(),
            name: self.name,
            currency: self.currency?,
            zone: self.zone?,
            week_start: self.week_start,
            leap_day: self.leap_day,
            remember: self.remember,
            returns: self.returns,
            guests_pass: self.guests_pass,
            known_members_only: self.known_members_only,
            leavers_keep: self.leavers_keep,
            household: self.household,
            receipt_ceiling: self.receipt_ceiling,
            units: self.units,
            measures: self.measures,
            fields: self.fields,
            selections: self.selections,
            amounts: self.amounts,
            figures: self.figures,
            rates: self.rates,
            vocabularies: self.vocabularies,
            zones: self.zones,
            tables: arena(self.tables)?,
            tender_kinds: self.tender_kinds,
            tracks: self.tracks,
            rules: arena(self.rules)?,
            stacks: arena(self.stacks)?,
            limits: self.limits,
            gifts: self.gifts,
            order: self.order,
            tiers: arena(self.tiers)?,
            rewards: arena(self.rewards)?,
            issues: self.issues,
            converts: self.converts,
            partners: arena(self.partners)?,
            kept_activities: self.kept_activities,
            migration: self.migration,
            tests: self.tests.into_iter().collect::<Option<Vec<_>>>()?,
            properties: self.properties.into_iter().collect::<Option<Vec<_>>>()?,
            watched: None,
            choices: Vec::new(),
        };
        programme.choices = choices::of(&programme, names, sources);
        Some(programme)
    }
}

fn arena<I: Id, T>(items: Vec<Option<T>>) -> Option<Arena<I, T>> {
    let mut arena = Arena::default();
    for item in items {
        arena.push(item?);
    }
    Some(arena)
}

/// For messages about the whole programme.
fn start_of_text() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}
