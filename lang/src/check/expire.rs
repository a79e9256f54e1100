//! `expire`: how the points of a unit end and stand still, and when members are reminded.

use super::Checker;
use super::kind::Kind;
use super::reading::Place;
use crate::ast::{Expire, ExpiryLine, ExpiryText, ExpiryWhen, IdleAct, IdleText, Name, Number, WhileText};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{
    Because, Comparison, Condition, Conjunct, Decay, Expiry, ExpiryHow, Extension, Idle, Number as Read,
    Pause, Ratio, Start, Unit, UnitId,
};
use crate::source::{Span, Spanned};
use crate::time::Length;
use std::collections::BTreeMap;

/// What an `expire` item says of its unit, as far as it was read.
#[derive(Default)]
struct Said {
    expiry: Vec<Expiry>,
    later: Option<Span>,
    pause: Option<(Pause, Span)>,
    extensions: Vec<Extension>,
    remind: Option<(u16, Span)>,
    /// The place of `never`.
    never: Option<Span>,
    /// Whether every line could be read.
    complete: bool,
}

impl Checker<'_> {
    /// Checks all `expire` items; a unit has at most one.
    pub(crate) fn check_expiry(&mut self) {
        let names = self.names;
        let mut seen: BTreeMap<UnitId, Span> = BTreeMap::new();
        for expire in &names.expires {
            let unit = self.points_here(&expire.unit);
            let said = self.expiry(expire, unit);
            let Some(unit) = unit else { continue };
            if let Some(first) = seen.get(&unit) {
                self.repeated(&format!("`expire {}`", self.unit_name(unit)), expire.unit.span, *first);
                continue;
            }
            seen.insert(unit, expire.unit.span);
            if let (true, Some(unit)) = (said.complete, self.units.get_mut(unit)) {
                said.write(unit);
            }
        }
    }

    fn expiry(&mut self, expire: &Expire, unit: Option<UnitId>) -> Said {
        let mut said = Said { complete: true, ..Said::default() };
        for line in &expire.lines {
            if self.expiry_line(line, unit, &mut said).is_none() {
                said.complete = false;
            }
        }
        if said.complete {
            self.whole_expiry(expire, &mut said);
        }
        said
    }

    /// What only shows in all lines together.
    fn whole_expiry(&mut self, expire: &Expire, said: &mut Said) {
        if let Some(never) = said.never.filter(|_| expire.lines.len() > 1) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    never,
                    "points that never expire have no other line",
                    "`never` stands alone",
                )
                .help("leave `never` out, or the other lines"),
            );
            said.complete = false;
        } else if said.expiry.is_empty() && said.never.is_none() {
            self.report(
                Diagnostic::new(
                    Code::Incomplete,
                    expire.unit.span,
                    "it is not said when these points expire",
                    "nothing said",
                )
                .help("write `24 months after earning`, `18 months without purchase`, or `never`"),
            );
            said.complete = false;
        } else if let Some(later) = said.later {
            self.asked_later(&said.expiry, later);
        }
    }

    /// What is read again when tiers change asks for nothing else, and counts from one day.
    fn asked_later(&mut self, expiry: &[Expiry], later: Span) {
        let deadlines = || expiry.iter().filter(|e| matches!(e.how, ExpiryHow::After(..)));
        let starts = |e: &Expiry| match &e.how {
            ExpiryHow::After(_, start) => Some(*start),
            ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => None,
        };
        let first = deadlines().next().and_then(starts);
        let problem = if deadlines().all(|e| e.when.is_empty()) {
            "no line asks for a tier"
        } else if deadlines().any(|e| starts(e) != first || matches!(starts(e), Some(Start::Field(_)))) {
            "lines that are read again later count from the same day, and from no date field"
        } else if deadlines().any(|e| !e.rules.is_empty()) {
            "which rule gave the points is known only as they are earned"
        } else {
            for line in deadlines() {
                self.only_standing(&line.when, "a line that is read again when tiers change");
            }
            return;
        };
        self.report(
            Diagnostic::new(Code::NotHere, later, problem, "not with these lines")
                .help("leave `tier when it expires` out, or change the lines"),
        );
    }

    /// Conditions over tiers and member fields: only those never change by themselves between moments.
    fn only_standing(&mut self, when: &[Conjunct], what: &str) {
        for conjunct in when {
            if !is_standing(&conjunct.condition) {
                let message = format!("{what} asks for tiers and fields of the member only");
                self.report(
                    Diagnostic::new(Code::NotHere, conjunct.span, message, "changes with time")
                        .help("ask for a tier, such as `main is gold`"),
                );
            }
        }
    }

    fn expiry_line(&mut self, line: &ExpiryLine, unit: Option<UnitId>, said: &mut Said) -> Option<()> {
        let how = match &line.what {
            ExpiryText::After(text) => {
                let (deadline, start) = self.deadline_of_points(text, "earning", true)?;
                ExpiryHow::After(deadline, start)
            }
            ExpiryText::Without(idle) => ExpiryHow::Without(self.idle(idle)?),
            ExpiryText::AllAt(period) => {
                self.period(*period, line.span)?;
                ExpiryHow::AllAt(*period)
            }
            ExpiryText::Decay { percent, least, every, idle } => {
                ExpiryHow::Decay(self.decay(percent, least.as_ref(), every, idle, unit)?)
            }
            ExpiryText::Remind(_)
            | ExpiryText::Extend { .. }
            | ExpiryText::Paused(..)
            | ExpiryText::TierLater
            | ExpiryText::Never => {
                self.no_when(line)?;
                return self.side_line(line, unit, said);
            }
        };
        let (when, rules) = match &line.when {
            Some(when) => self.expiry_when(when, &how)?,
            None => (Vec::new(), Vec::new()),
        };
        said.expiry.push(Expiry { how, when, rules });
        Some(())
    }

    fn no_when(&mut self, line: &ExpiryLine) -> Option<()> {
        let Some(when) = &line.when else { return Some(()) };
        self.report(
            Diagnostic::new(Code::NotHere, when.span, "this line has no condition", "never read")
                .help("put `when` behind a line that says how points expire"),
        );
        None
    }

    /// Lines that do not say how points end.
    fn side_line(&mut self, line: &ExpiryLine, unit: Option<UnitId>, said: &mut Said) -> Option<()> {
        let span = line.span;
        match &line.what {
            ExpiryText::Remind(days) => {
                if days.node == 0 {
                    self.length(Length { count: 0, ..Length::default() }, days.span)?;
                }
                let first = said.remind.replace((days.node, span)).map(|(_, first)| first);
                self.once("`remind`", span, first)
            }
            ExpiryText::Extend { unit: named, from, to, by } => {
                self.length(by.node, by.span)?;
                self.rising_dates(from.node, to.node, from.span.to(to.span))?;
                let named_unit = self.points_here(named)?;
                if unit.is_some_and(|u| u != named_unit) {
                    let ours = unit.map_or_else(String::new, |u| self.unit_name(u));
                    let message = format!("this item is about {ours}, not about `{}`", named.node);
                    self.report(
                        Diagnostic::new(Code::UnitMismatch, named.span, message, "another unit")
                            .help(format!("write `extend {ours} earned`")),
                    );
                    return None;
                }
                said.extensions.push(Extension { from: from.node, to: to.node, by: by.node });
                Some(())
            }
            ExpiryText::Paused(what, after) => {
                let condition = self.pausing(what, span)?;
                let first = said.pause.replace((Pause { condition, after: *after }, span)).map(|(_, s)| s);
                self.once("`paused while`", span, first)
            }
            ExpiryText::TierLater => {
                let first = said.later.replace(span);
                self.once("`tier when it expires`", span, first)
            }
            ExpiryText::Never => {
                let first = said.never.replace(span);
                self.once("`never`", span, first)
            }
            ExpiryText::After(_)
            | ExpiryText::Without(_)
            | ExpiryText::AllAt(_)
            | ExpiryText::Decay { .. } => Some(()),
        }
    }

    fn once(&mut self, what: &str, span: Span, first: Option<Span>) -> Option<()> {
        let Some(first) = first else { return Some(()) };
        self.repeated(what, span, first);
        None
    }

    fn pausing(&mut self, what: &WhileText, span: Span) -> Option<Vec<Conjunct>> {
        match what {
            WhileText::Levels(names) => {
                let mut any = Vec::new();
                for name in names {
                    let (tiers, level) = self.level_named(name)?;
                    any.push(Condition::Tier(tiers, Comparison::Is, level));
                }
                let condition = if any.len() == 1 { any.pop()? } else { Condition::Any(any) };
                Some(vec![Conjunct { condition, span }])
            }
            WhileText::Condition(condition) => {
                let conjuncts = self.conjuncts(&[condition], Place::Points)?;
                self.only_standing(&conjuncts, "`paused while`");
                Some(conjuncts)
            }
        }
    }

    fn expiry_when(
        &mut self,
        when: &ExpiryWhen,
        how: &ExpiryHow,
    ) -> Option<(Vec<Conjunct>, Vec<crate::programme::RuleId>)> {
        let mut rules = Vec::new();
        for name in &when.earned_by {
            rules.push(self.rule_named(name)?);
        }
        if !rules.is_empty() && !matches!(how, ExpiryHow::After(..)) {
            self.report(
                Diagnostic::new(Code::NotHere, when.span, "this line is about all points", "not by rule")
                    .help(
                        "only a deadline such as `6 months after earning` can ask which rule gave the points",
                    ),
            );
            return None;
        }
        let conjuncts = match &when.condition {
            Some(condition) => self.conjuncts(&[condition], Place::Points)?,
            None => Vec::new(),
        };
        Some((conjuncts, rules))
    }

    fn idle(&mut self, text: &IdleText) -> Option<Idle> {
        self.length(text.length.node, text.length.span)?;
        let mut idle = Idle { length: text.length.node, ..Idle::default() };
        for act in &text.acts {
            match act {
                IdleAct::Purchase => idle.purchase = true,
                IdleAct::Redeem => idle.redeem = true,
                IdleAct::Transfer => idle.transfer = true,
                IdleAct::Activity(kind) => {
                    let known = self.kept_activities.iter().position(|k| *k == kind.node);
                    let position = known.unwrap_or_else(|| {
                        self.kept_activities.push(kind.node.clone());
                        self.kept_activities.len() - 1
                    });
                    if !idle.activities.contains(&position) {
                        idle.activities.push(position);
                    }
                }
            }
        }
        Some(idle)
    }

    fn decay(
        &mut self,
        percent: &Number,
        least: Option<&(Number, Name)>,
        every: &Spanned<Length>,
        idle: &IdleText,
        unit: Option<UnitId>,
    ) -> Option<Decay> {
        self.length(every.node, every.span)?;
        let idle = self.idle(idle)?;
        let (digits, denominator) = self.decimal(percent)?.fraction();
        let part = Ratio::new(digits, denominator.checked_mul(100)?);
        let whole = i128::from(limits::RATE);
        let fits = |r: &Ratio| {
            r.numerator() > 0 && r.numerator() <= r.denominator() && i128::from(r.denominator()) <= whole
        };
        let Some(part) = part.filter(fits) else {
            let message = format!("{}% is no part that can be taken", percent.node);
            self.report(
                Diagnostic::new(Code::OutOfRange, percent.span, message, "not a part")
                    .help("write a percentage above 0 and up to 100, with few decimals"),
            );
            return None;
        };
        let least = match least {
            None => 0,
            Some((number, word)) => {
                let named = self.points_here(word)?;
                if unit.is_some_and(|u| u != named) {
                    let message = format!("`{}` are not the points of this item", word.node);
                    self.report(
                        Diagnostic::new(Code::UnitMismatch, word.span, message, "another unit")
                            .help("write the unit named after `expire`"),
                    );
                    return None;
                }
                self.positive(number, Kind::Points(named))?
            }
        };
        Some(Decay { idle, every: every.node, part, least })
    }
}

impl Said {
    fn write(self, unit: &mut Unit) {
        unit.expiry = self.expiry;
        unit.tier_later = self.later.is_some();
        unit.pause = self.pause.map(|(pause, _)| pause);
        unit.extensions = self.extensions;
        unit.remind = self.remind.map(|(days, _)| days);
        unit.expiry_because = Because::Written;
    }
}

/// Whether a condition asks for tiers and member fields only.
fn is_standing(condition: &Condition) -> bool {
    let standing = |number: &Read| match number {
        Read::Constant(_) | Read::Field(..) => true,
        Read::Amount(_) | Read::Track { .. } | Read::DaysSincePurchase(_) | Read::Balance(_) => false,
    };
    match condition {
        Condition::All(of) | Condition::Any(of) | Condition::AtLeast(_, of) => of.iter().all(is_standing),
        Condition::Not(inner) => is_standing(inner),
        Condition::Compare(compare) => standing(&compare.left) && standing(&compare.right),
        Condition::Text(..) | Condition::Flag(..) | Condition::Present(_) | Condition::Tier(..) => true,
        Condition::Day(_) | Condition::Hours(..) | Condition::Occasion(_) | Condition::FirstPurchase => false,
    }
}
