//! Window rules: `over`, `counting`, `paid`. What they give is said as in other rules; here it is of sums.

use super::Checker;
use super::earn::{Clauses, award_span};
use super::limit::Dates;
use super::literal::Word;
use super::operand::bare_name;
use super::reading::{Place, Read};
use super::window::words;
use crate::ast::{self, Clause, LimitSize, WindowText};
use crate::diag::{Code, Diagnostic};
use crate::names::{RuleOwner, RuleSource};
use crate::programme::{
    Amount, AmountId, Award, Comparison, Condition, Conjunct, Id, LevelId, Limit, LimitId, LimitOwner,
    LimitWindow, Most, Number, Over, Paid, Rate, Rounding, RoundingPlace, Rule, RuleId, Sum, TiersId, Track,
    TrackId, TrackSubject, Trigger, UnitId,
};
use crate::source::{Span, Spanned};
use crate::time::Window;

/// What a window rule counts, while its clauses are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Purchases.
    Purchases,
    /// Activities.
    Activities,
}

/// What the parts of a window rule come to.
struct Parts {
    window: Window,
    paid: Paid,
    conditions: Vec<Conjunct>,
    when: Vec<Conjunct>,
    award: Award,
}

impl Checker<'_> {
    /// Whether a rule is written with `over`.
    pub(crate) fn is_window_rule(&self, rule: RuleId) -> bool {
        let source = self.names.rules.get(rule.index());
        source.is_some_and(|r| r.clauses.iter().any(|c| matches!(c, Clause::Over(..))))
    }

    /// A rule that is named where one event counts must not be a window rule.
    pub(crate) fn gives_in_one_event(&mut self, rule: RuleId, name: &ast::Name) -> Option<()> {
        if !self.is_window_rule(rule) {
            return Some(());
        }
        let message = format!("`{}` gives for a whole window, not in one event", name.node);
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "a rule over a window")
                .help("name rules without `over`"),
        );
        None
    }

    /// Words of window rules in a rule without `over`.
    pub(crate) fn no_window_words(&mut self, clauses: &Clauses<'_>) {
        let counting = clauses.counting.iter().map(|c| (c.span, "`counting`", "write `when` instead"));
        let paid = clauses
            .paid
            .iter()
            .map(|(_, span)| (*span, "`paid`", "write `available 14 days after purchase`"));
        for (span, word, instead) in counting.chain(paid).collect::<Vec<_>>() {
            let message = format!("{word} belongs to a rule that sums over a window");
            self.report(
                Diagnostic::new(Code::NotHere, span, message, "no window here")
                    .help(format!("add `over each month` or the like, or {instead}")),
            );
        }
    }

    /// A rule with `over`.
    pub(crate) fn window_rule(
        &mut self,
        id: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
    ) -> Option<Rule> {
        let unit = self.rule_units.get(id.index()).copied().flatten();
        let on = self.trigger(clauses);
        let counts = match on {
            Some(Trigger::Activity(_)) => Counts::Activities,
            Some(Trigger::Purchase) | None => Counts::Purchases,
        };
        if !matches!(source.owner, RuleOwner::Level(..)) {
            self.no_perks(clauses);
        }
        let dates = self.dates(source);
        self.counts = Some(counts);
        let parts = self.parts_of_window_rule(id, source, clauses, dates, counts);
        self.counts = None;
        let rounding = self.rounding_of_sums(clauses, unit);
        let award = parts.as_ref().map(|p| &p.award);
        let limits = self.limits_of_sums(id, clauses, unit, award);
        self.no_availability(clauses);
        let (partner, benefit_of) = match source.owner {
            RuleOwner::Programme => (None, None),
            RuleOwner::Partner(partner) => (Some(partner), None),
            RuleOwner::Level(tiers, level) => (None, Some((tiers, level))),
        };
        let (on, parts) = (on?, parts?);
        let over = self.over(id, &source.name.node, &on, &parts);
        Some(Rule {
            name: source.name.node.clone(),
            title: source.title.map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            unit: unit?,
            on,
            partner,
            benefit_of,
            dates: dates?,
            conditions: parts.conditions,
            award: parts.award,
            rounding: rounding?,
            limits: limits?,
            over: Some(over),
            ..Rule::default()
        })
    }

    fn parts_of_window_rule(
        &mut self,
        id: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        dates: Dates,
        counts: Counts,
    ) -> Option<Parts> {
        let window = self.over_window(clauses, dates);
        let paid = self.paid(clauses, window);
        let (of_events, of_sums): (Vec<_>, Vec<_>) = clauses.when.iter().copied().partition(|c| is_moment(c));
        let counting = self.counting(clauses, counts);
        let of_events = Clauses { when: [of_events, counting?].concat(), ..Clauses::default() };
        let place = match counts {
            Counts::Purchases => Place::Track,
            Counts::Activities => Place::Activity,
        };
        let conditions = self.conditions(source, &of_events, dates, place);
        let when = self.conjuncts(&of_sums, Place::Window);
        if let Some(when) = &when {
            let parts: Vec<_> = when.iter().map(|c| (c.condition.clone(), c.span)).collect();
            self.contradicting_conditions(&parts);
        }
        let unit = self.rule_units.get(id.index()).copied().flatten();
        let award = self.one_award(id, source, clauses, unit, place);
        let award = self.award_of_sums(award?, clauses, when.as_deref());
        Some(Parts { window: window?, paid: paid?, conditions: conditions?, when: when?, award: award? })
    }

    /// The window after `over`.
    fn over_window(&mut self, clauses: &Clauses<'_>, dates: Dates) -> Option<Window> {
        let (Spanned { node, span }, _) = match clauses.over.as_slice() {
            [] => return None,
            [one] => one,
            [(_, first), (_, second), ..] => {
                self.repeated("`over`", *second, *first);
                return None;
            }
        };
        match node {
            WindowText::Plain(Window::Rolling(_)) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "a rolling window never ends, so nothing is due for it once",
                        "rolling",
                    )
                    .help("write `over each week` or another window of the calendar, or leave `over` out and limit the rule: `at most 1 time rolling 7 days`"),
                );
                None
            }
            WindowText::Plain(window) => self.window(*window, *span),
            WindowText::TheseDates => match dates? {
                (Some(from), Some(to)) => Some(Window::Dates(from, to)),
                (_, None) | (None, _) => {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            *span,
                            "the rule does not have both a first and a last day",
                            "which dates?",
                        )
                        .help("write `from` and `to` with dates behind the rule's name"),
                    );
                    None
                }
            },
            // Only limits have it.
            WindowText::Receipt => None,
        }
    }

    fn paid(&mut self, clauses: &Clauses<'_>, window: Option<Window>) -> Option<Paid> {
        let (length, span) = match clauses.paid.as_slice() {
            [] => return Some(Paid::AtOnce),
            [(length, span)] => (*length, *span),
            [(_, first), (_, second), ..] => {
                self.repeated("`paid`", *second, *first);
                return None;
            }
        };
        if window? == Window::Ever {
            self.report(
                Diagnostic::new(Code::NeverHolds, span, "all time has no end", "never paid")
                    .help("leave `paid` out, or write `over each year`"),
            );
            return None;
        }
        match length {
            None => Some(Paid::AtEnd),
            Some(length) => {
                self.length(length.node, length.span)?;
                self.paid_soon(length.node, length.span)?;
                Some(Paid::After(length.node))
            }
        }
    }

    /// The conditions of what is counted.
    fn counting<'a>(&mut self, clauses: &Clauses<'a>, counts: Counts) -> Option<Vec<&'a ast::Condition>> {
        let mut complete = true;
        for counting in &clauses.counting {
            let fits = counting.activities == (counts == Counts::Activities);
            if !fits {
                let (is, help) = match counts {
                    Counts::Purchases => {
                        ("purchases", "write `counting purchases when`, or add `on activity \"...\"`")
                    }
                    Counts::Activities => ("activities", "write `counting activities when`"),
                };
                let message = format!("this rule looks at {is}");
                self.report(Diagnostic::new(Code::NotHere, counting.word, message, "not these").help(help));
                complete = false;
            }
        }
        complete.then(|| clauses.counting.iter().map(|c| &c.condition).collect())
    }

    /// What cannot be given by sums.
    fn award_of_sums(
        &mut self,
        award: Award,
        clauses: &Clauses<'_>,
        when: Option<&[Conjunct]>,
    ) -> Option<Award> {
        let span = clauses.awards.first().map(|a| award_span(a))?;
        let (message, label, help) = match &award {
            Award::Share { .. } => (
                "a rule over a window gives by the sums of its events, not a share of other rules",
                "of one event",
                "write an amount, such as `1 point per full 10.00 CHF of all lines`",
            ),
            Award::Rate(Rate::Flat(_), Some(_)) => (
                "one award for a whole window belongs to no one level",
                "other points by level",
                "write one rule for each level, with `counting purchases when`",
            ),
            Award::Rate(Rate::Flat(_), None) if when.is_some_and(<[_]>::is_empty) => (
                "it is not said when this is due",
                "due for what?",
                "add, for instance, `when purchases is at least 3`, or write `for every 3 purchases`",
            ),
            Award::Rate(..) | Award::Bands { .. } => return Some(award),
        };
        self.report(Diagnostic::new(Code::NotHere, span, message, label).help(help));
        None
    }

    fn rounding_of_sums(&mut self, clauses: &Clauses<'_>, unit: Option<UnitId>) -> Option<Rounding> {
        let rounding = self.rounding(&clauses.rounding, None, unit)?;
        if rounding.place == RoundingPlace::Line {
            let span = clauses.rounding.iter().find_map(|c| c.per_line)?;
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "what is summed over a window is rounded once",
                    "per line",
                )
                .help("leave `per line` out"),
            );
            return None;
        }
        Some(rounding)
    }

    fn no_availability(&mut self, clauses: &Clauses<'_>) {
        for (_, span) in &clauses.available {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *span,
                    "what is due for a window belongs to no one purchase",
                    "after which purchase?",
                )
                .help("write `paid 14 days after its end`"),
            );
        }
    }

    /// Limits of the sum; they have no window of their own.
    fn limits_of_sums(
        &mut self,
        id: RuleId,
        clauses: &Clauses<'_>,
        unit: Option<UnitId>,
        award: Option<&Award>,
    ) -> Option<Vec<LimitId>> {
        let mut ids = Vec::new();
        let mut complete = true;
        let mut seen: Vec<(bool, Span)> = Vec::new();
        for clause in &clauses.limits {
            let most = self.most(&clause.size, unit);
            let unfit = match (&clause.window, clause.whole, &clause.size) {
                (Some(window), _, _) => Some((
                    window.span,
                    "a limit of a rule over a window is of that window",
                    "leave the window of the limit out",
                )),
                (None, Some(whole), _) => Some((
                    whole,
                    "what is due grows and is cut where the limit is reached",
                    "leave `whole awards only` out",
                )),
                (None, None, LimitSize::Times(_, span))
                    if award.is_some_and(|a| !matches!(a, Award::Rate(Rate::Steps(..), None))) =>
                {
                    Some((
                        *span,
                        "only full steps are counted in times",
                        "write `for every` or `per full` in what the rule gives, or a limit in points",
                    ))
                }
                (None, None, _) => None,
            };
            if let Some((span, message, help)) = unfit {
                self.report(Diagnostic::new(Code::NotHere, span, message, "not here").help(help));
                complete = false;
                continue;
            }
            let Some(most) = most else {
                complete = false;
                continue;
            };
            let times = matches!(most, Most::Times(_));
            if let Some((_, first)) = seen.iter().find(|(t, _)| *t == times) {
                self.repeated("this limit", clause.span, *first);
                complete = false;
                continue;
            }
            seen.push((times, clause.span));
            let owner = LimitOwner::Rule(id);
            let window = LimitWindow::Receipt;
            ids.push(self.limits.push(Limit { owner, most, window, span: clause.span, ..Limit::default() }));
        }
        complete.then_some(ids)
    }

    /// What a condition on sums may not ask.
    pub(crate) fn not_of_sums(&mut self, condition: &ast::Condition) {
        let counted = match self.counts {
            Some(Counts::Activities) => "activities",
            Some(Counts::Purchases) | None => "purchases",
        };
        let written = self.sources.text(condition.span());
        self.report(
            Diagnostic::new(
                Code::NotHere,
                condition.span(),
                "`when` asks about the sums of the window here, and this is of one event",
                "of one event",
            )
            .help(format!("write `counting {counted} when {written}`")),
        );
    }

    /// The amount that is 1 for each event.
    pub(crate) fn events(&mut self) -> AmountId {
        let all = self.all_lines();
        self.amount(Amount::Events(all))
    }

    /// `purchases`, `activities` as what bands are of.
    pub(crate) fn events_named(&mut self, word: Word, of: &ast::AmountRef) -> Option<AmountId> {
        let fits =
            bare_name(of).is_some_and(|name| of.basis.is_empty() && self.unit_word(name) == Some(word));
        if fits {
            return Some(self.events());
        }
        let (message, help) = match word {
            Word::Activities => {
                ("the bands start at numbers of activities", "write `by bands of activities`")
            }
            _ => ("the bands start at numbers of purchases", "write `by bands of purchases`"),
        };
        self.report(Diagnostic::new(Code::UnitMismatch, of.span, message, "something else").help(help));
        None
    }

    /// Events are no lines.
    pub(crate) fn events_have_no_lines(&mut self, of: &ast::AmountRef) -> Option<()> {
        self.report(
            Diagnostic::new(Code::NotHere, of.span, "events are counted, not lines", "not of lines")
                .help("leave `of ...` out, and say after `counting purchases when` which ones count"),
        );
        None
    }

    /// The number of events of a window.
    pub(crate) fn events_of_window(&mut self, word: &ast::Name) -> Option<Read<Number>> {
        let found = self.unit_word(word)?;
        if self.counts != counted(found) {
            let (message, help) = match self.counts {
                Some(Counts::Activities) => ("this rule looks at activities", "write `activities`"),
                Some(Counts::Purchases) | None => ("this rule looks at purchases", "write `purchases`"),
            };
            self.report(Diagnostic::new(Code::NotHere, word.span, message, "not these").help(help));
            return None;
        }
        Some(Read {
            number: Number::Amount(self.events()),
            kind: found.kind(),
            span: word.span,
            may_grow: true,
        })
    }

    /// Different things of one receipt cannot be added to those of another.
    pub(crate) fn no_sum_of_different(&mut self, word: &ast::Name, place: Place) -> Option<()> {
        if place != Place::Window {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NotHere,
                word.span,
                "different ones of one receipt may be the same as those of another",
                "cannot be added",
            )
            .help("put it after `counting purchases when`, to ask about each purchase"),
        );
        None
    }

    /// The tracks that a window rule implies.
    fn over(&mut self, id: RuleId, name: &str, on: &Trigger, parts: &Parts) -> Over {
        let mut sums = Vec::new();
        for (amount, level) in read_sums(parts) {
            if sums.iter().any(|s: &Sum| s.amount == amount && s.level == level.map(|(_, l)| l)) {
                continue;
            }
            let subject = match (self.amounts.get(amount), on) {
                (Some(Amount::Events(_)) | None, Trigger::Purchase) => TrackSubject::Purchases,
                (Some(Amount::Events(_)) | None, Trigger::Activity(kind)) => {
                    TrackSubject::Activities(kind.clone())
                }
                (Some(_), _) => TrackSubject::Amount(amount),
            };
            let mut conditions = parts.conditions.clone();
            if let (Some((tiers, level)), Some(place)) =
                (level, parts.conditions.first().map(|c| c.span).or_else(|| self.rule_place(id)))
            {
                let condition = Condition::Tier(tiers, Comparison::Is, level);
                conditions.push(Conjunct { condition, span: place });
            }
            let track = self.sum_track(format!("{name} sum {}", sums.len() + 1), subject, conditions, parts);
            sums.push(Sum { amount, level: level.map(|(_, l)| l), track });
        }
        let given = self.sum_track(format!("{name} given"), TrackSubject::Over(id), Vec::new(), parts);
        Over { window: parts.window, paid: parts.paid, when: parts.when.clone(), sums, given }
    }

    fn rule_place(&self, id: RuleId) -> Option<Span> {
        self.names.rules.get(id.index()).map(|r| r.span)
    }

    fn sum_track(
        &mut self,
        name: String,
        subject: TrackSubject,
        conditions: Vec<Conjunct>,
        parts: &Parts,
    ) -> TrackId {
        let name = format!("{name} {}", words(parts.window));
        let (window, paid) = (parts.window, parts.paid);
        self.tracks.push(Track { name, written: false, subject, conditions, window, paid })
    }
}

/// What a word counts, if it counts events.
pub(crate) fn counted(word: Word) -> Option<Counts> {
    match word {
        Word::Purchases => Some(Counts::Purchases),
        Word::Activities => Some(Counts::Activities),
        Word::Money | Word::Points(_) | Word::Measure(_) | Word::Items | Word::Lines => None,
    }
}

/// Whether a word counts events.
pub(crate) fn counts_events(word: &ast::Name) -> bool {
    matches!(word.node.as_str(), "purchase" | "purchases" | "activity" | "activities")
}

/// Whether a condition is about when an event happens: it may stand without `when`, and is never about sums.
fn is_moment(condition: &ast::Condition) -> bool {
    matches!(
        condition,
        ast::Condition::On(..)
            | ast::Condition::Dates(..)
            | ast::Condition::Hours(..)
            | ast::Condition::Months(..)
    )
}

/// What the award and `when` read, with the level where only its events count.
fn read_sums(parts: &Parts) -> Vec<(AmountId, Option<(TiersId, LevelId)>)> {
    let of_rate = |rate: &Rate| match rate {
        Rate::Flat(_) => None,
        Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => Some(*amount),
    };
    let mut all: Vec<(AmountId, Option<(TiersId, LevelId)>)> = Vec::new();
    match &parts.award {
        Award::Rate(rate, None) => all.extend(of_rate(rate).map(|a| (a, None))),
        Award::Rate(_, Some(by)) => {
            let levels = (0_u8..).map(LevelId).zip(&by.rates);
            all.extend(levels.filter_map(|(l, rate)| of_rate(rate).map(|a| (a, Some((by.tiers, l))))));
        }
        Award::Bands { amount, .. } => all.push((*amount, None)),
        Award::Share { .. } => {}
    }
    for conjunct in &parts.when {
        amounts_of(&conjunct.condition, &mut |amount| all.push((amount, None)));
    }
    all
}

fn amounts_of(condition: &Condition, found: &mut impl FnMut(AmountId)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|p| amounts_of(p, found));
        }
        Condition::Not(part) => amounts_of(part, found),
        Condition::Compare(compare) => {
            for number in [&compare.left, &compare.right] {
                if let Number::Amount(amount) = number {
                    found(*amount);
                }
            }
        }
        Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Dates(..)
        | Condition::OnDates(_)
        | Condition::OnWeekdays(_)
        | Condition::InMonths(_)
        | Condition::Hours(..)
        | Condition::FirstPurchase
        | Condition::Tier(..) => {}
    }
}
