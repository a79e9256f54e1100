//! What a rule gives: rates of an amount, flat points, other points by level.

use super::Checker;
use super::counted::{counted, counts_events};
use super::figure::figure_kind_of;
use super::kind::Kind;
use super::literal::Word;
use super::operand::bare_name;
use super::reading::Place;
use crate::ast::{self, AmountRef, LevelRate, Name, Number, Step};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{
    AmountId, Award, ByLevel, FigureKind, Id, LevelId, Rate, Ratio, RuleId, TiersId, UnitId,
};
use crate::source::Span;
use crate::value::power_of_ten;

/// For each of what a rate gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    /// For nothing: flat.
    Flat,
    /// For the smallest parts of a step, in proportion.
    Part(AmountId, i64),
    /// For whole steps.
    Full(AmountId, i64),
}

impl Checker<'_> {
    /// An award. `unit` is the one that its text tells.
    pub(crate) fn award(
        &mut self,
        rule: RuleId,
        award: &ast::Award,
        by_level: &[(&[LevelRate], Span)],
        unit: Option<UnitId>,
        place: Place,
    ) -> Option<Award> {
        if place == Place::Activity {
            self.fits_activity(award)?;
        }
        if let (Some((_, span)), false) = (by_level.first(), matches!(award, ast::Award::Rate(..))) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *span,
                    "only a rate can be another by level",
                    "not with this award",
                )
                .help("write one rule for each level, with `when`"),
            );
            return None;
        }
        match award {
            ast::Award::Rate(rate, of, _) => self.rate_award(rate, of.as_ref(), by_level),
            ast::Award::EachLine(name, of, span) => self.each_line(name.as_ref(), unit, of, *span),
            ast::Award::Bands { of, each_part, bands, span } => self.bands(of, *each_part, bands, *span),
            ast::Award::Percent { percent, of, on, before_rounding, span } => {
                let words = (on.as_ref(), *before_rounding);
                self.percent(rule, unit, percent, of, words, *span)
            }
            ast::Award::Times { factor, of, on, before_rounding, .. } => {
                self.times(rule, unit, factor, of, (on.as_ref(), *before_rounding))
            }
        }
    }

    /// An activity has no lines, so nothing can be given by an amount of them.
    fn fits_activity(&mut self, award: &ast::Award) -> Option<()> {
        let span = match award {
            ast::Award::Rate(rate, of, span) => match (&rate.per, of) {
                (None, None) => return Some(()),
                (Some(step), None) if self.counts.is_some() && counts_events(&step.unit) => return Some(()),
                // A number or a sum of money that the activity itself says.
                (Some(step), None) if step.field.is_some() => return Some(()),
                (Some(_), Some(of)) if is_field(of) => return Some(()),
                (Some(_), _) | (_, Some(_)) => *span,
            },
            ast::Award::Bands { of, .. } if is_field(of) => return Some(()),
            ast::Award::Bands { of, span, .. } => match bare_name(of) {
                Some(name) if self.counts.is_some() && counts_events(name) => return Some(()),
                Some(_) | None => *span,
            },
            ast::Award::EachLine(_, _, span) => *span,
            ast::Award::Percent { of, span, .. } => match self.rules_of(of) {
                Some(_) => return Some(()),
                None => *span,
            },
            ast::Award::Times { .. } => return Some(()),
        };
        self.report(
            Diagnostic::new(Code::NotHere, span, "an activity has no lines to count", "needs lines")
                .help("give a number of points, such as `50 points`"),
        );
        None
    }

    fn rate_award(
        &mut self,
        rate: &ast::Rate,
        of: Option<&AmountRef>,
        by_level: &[(&[LevelRate], Span)],
    ) -> Option<Award> {
        let unit = self.points_here(&rate.unit);
        let per = self.per(rate, of);
        let levels: Vec<&LevelRate> = by_level.iter().flat_map(|(levels, _)| *levels).collect();
        let (unit, per) = (unit?, per?);
        let own = self.rate(&rate.points, unit, per, rate.span, !levels.is_empty())?;
        if levels.is_empty() {
            return Some(Award::Rate(own, None));
        }
        let by_level = self.by_level(&levels, unit, per, &own)?;
        Some(Award::Rate(own, Some(by_level)))
    }

    /// `miles for each line of flights: ...`: so many of the unit as the lines come to.
    fn each_line(
        &mut self,
        name: Option<&Name>,
        unit: Option<UnitId>,
        of: &AmountRef,
        span: Span,
    ) -> Option<Award> {
        if let Some(name) = name {
            self.points_here(name)?;
        }
        if name.is_none() && unit.is_none() && self.names.written_units().len() > 1 {
            let units = self.names.written_units();
            let message =
                format!("there are several units, so it must be said which of {}", units.join(", "));
            self.report(
                Diagnostic::new(Code::Incomplete, span, message, "of which unit?").help(format!(
                    "write `{} for each line ...`",
                    units.first().copied().unwrap_or("points")
                )),
            );
            return None;
        }
        let made = of.made.as_deref()?;
        let (amount, kind) = self.made_amount(made, of.span, Place::Purchase)?;
        if kind != FigureKind::Plain {
            let is = self.kind_words(figure_kind_of(kind));
            let message = format!("each line comes to {is}, and points are needed here");
            self.report(Diagnostic::new(Code::UnitMismatch, of.span, message, is.clone()).help(format!(
                "write for how many of it there is a point, such as `1 point per {} for each line ...`",
                self.kind_example(figure_kind_of(kind), "1")
            )));
            return None;
        }
        let decimals = self.units.get(unit?)?.decimals;
        let ratio = Ratio::new(power_of_ten(decimals), power_of_ten(self.figure_decimals(amount)));
        Some(Award::Rate(Rate::Proportional(amount, ratio?), None))
    }

    /// For each of what, with the amount that is measured.
    fn per(&mut self, rate: &ast::Rate, of: Option<&AmountRef>) -> Option<Per> {
        match (&rate.per, of) {
            (None, None) => Some(Per::Flat),
            (Some(Step { field: Some(field), .. }), Some(of)) => {
                let message = "this counts a field, and lines are named too";
                self.report(
                    Diagnostic::new(Code::NotHere, field.span, message, "of lines or of the field?").help(
                        "leave `of ...` out, or write the unit of the lines, such as `per full 1.00 CHF of ...`",
                    ).also(of.span, "these lines"),
                );
                None
            }
            (Some(step @ Step { field: Some(field), .. }), None) => self.per_field(step, field),
            (Some(step), of) if self.counts.is_some() && counts_events(&step.unit) => {
                let word = self.step_word(step)?;
                let size = self.step_size(step, word)?;
                if let Some(of) = of {
                    self.events_have_no_lines(of)?;
                }
                Some(Per::Full(self.events(), size))
            }
            (Some(step), Some(of)) => self.step_per(step, of),
            (Some(step), None) => {
                let word = self.step_word(step);
                word?;
                let written = self.sources.text(rate.span);
                self.report(
                    Diagnostic::new(Code::Incomplete, rate.span, "it is not said of which lines", "of what?")
                        .help(format!("write `{written} of all lines`, or the name of a selection")),
                );
                None
            }
            (None, Some(of)) => {
                let what = self.sources.text(of.span);
                let message = format!("points of `{what}` need a step");
                self.report(Diagnostic::new(Code::Incomplete, rate.span, message, "for each of what?").help(
                    format!(
                        "write, for instance, `{} per full 1.00 {} of {what}`",
                        self.sources.text(rate.span),
                        self.currency_word.as_deref().unwrap_or("CHF")
                    ),
                ));
                None
            }
        }
    }

    /// `per full 10 receipt.minutes`: for each step of a plain number that the event says.
    pub(crate) fn per_field(&mut self, step: &Step, field: &AmountRef) -> Option<Per> {
        let made = field.made.as_deref()?;
        let (amount, kind) = self.made_amount(made, field.span, Place::Purchase)?;
        if kind != FigureKind::Plain {
            let is = self.kind_words(figure_kind_of(kind));
            let message = format!("`{}` is {is}, which is counted in its unit", step.unit.node);
            self.report(Diagnostic::new(Code::UnitMismatch, field.span, message, is).help(format!(
                "write `per full {} of {}`",
                self.kind_example(figure_kind_of(kind), "1.00"),
                step.unit.node
            )));
            return None;
        }
        let decimals = self.figure_decimals(amount);
        let size = match &step.size {
            Some(number) => self.positive(number, Kind::Number(decimals))?,
            None => i64::try_from(power_of_ten(decimals)).ok()?,
        };
        Some(if step.full.is_some() { Per::Full(amount, size) } else { Per::Part(amount, size) })
    }

    /// For each step, or part of a step, of an amount.
    pub(crate) fn step_per(&mut self, step: &Step, of: &AmountRef) -> Option<Per> {
        let word = self.step_word(step);
        let amount = word.and_then(|w| self.amount_in(w, &step.unit, of));
        if word.is_none() {
            self.selection(&of.selection);
        }
        let (size, amount) = (self.step_size(step, word?)?, amount?);
        let size = self.at_decimals_of(size, amount, step.span)?;
        Some(if step.full.or(step.every).is_some() {
            Per::Full(amount, size)
        } else {
            Per::Part(amount, size)
        })
    }

    /// The word of a step.
    pub(crate) fn step_word(&mut self, step: &Step) -> Option<Word> {
        let word = self.unit_word(&step.unit)?;
        let (message, help) = match word {
            Word::Money | Word::Measure(_) | Word::Items | Word::Lines => {
                let every = step.every.filter(|_| self.counts.is_none());
                let Some(span) = every else { return Some(word) };
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        span,
                        "`for every` counts over a window, and this rule has none",
                        "no window here",
                    )
                    .help("write `per full`, or add `over each month` or the like"),
                );
                return None;
            }
            Word::Purchases | Word::Activities if self.counts == counted(word) => {
                if step.every.is_some() {
                    return Some(word);
                }
                let written = self.sources.text(step.span).replacen("per", "for every", 1);
                self.report(
                    Diagnostic::new(Code::NotHere, step.span, "events are counted whole", "not in parts")
                        .help(format!("write `{}`", written.replace(" full", ""))),
                );
                return None;
            }
            Word::Purchases if self.counts.is_none() => {
                ("a rule gives once for each purchase anyway", "leave it out, or add `over each month`")
            }
            Word::Activities if self.counts.is_none() => {
                ("a rule gives once for each activity anyway", "leave it out, or add `over each month`")
            }
            Word::Purchases => ("this rule looks at activities", "write `activities`"),
            Word::Activities => {
                ("this rule looks at purchases", "write `purchases`, or add `on activity \"...\"`")
            }
            Word::Points(_) => {
                ("points are not given for points here", "write `10% of` and the name of a rule")
            }
        };
        self.report(Diagnostic::new(Code::WrongKind, step.unit.span, message, "not of lines").help(help));
        None
    }

    /// The size of a step in the smallest parts of its unit.
    pub(crate) fn step_size(&mut self, step: &Step, word: Word) -> Option<i64> {
        match &step.size {
            Some(number) => self.positive(number, word.kind()),
            None => i64::try_from(power_of_ten(self.decimals(word.kind())?)).ok(),
        }
    }

    /// So many points for each of that. Zero is only for levels.
    pub(crate) fn rate(
        &mut self,
        points: &Number,
        unit: UnitId,
        per: Per,
        span: Span,
        zero: bool,
    ) -> Option<Rate> {
        let (digits, below) = self.decimal(points)?.fraction();
        let decimals = self.units.get(unit)?.decimals;
        if digits < 0 {
            self.report(
                Diagnostic::new(Code::OutOfRange, points.span, "a rule never takes points", "below 0")
                    .help("write a number above 0"),
            );
            return None;
        }
        if digits == 0 && !zero {
            self.report(
                Diagnostic::new(Code::NeverHolds, points.span, "0 points are nothing", "gives nothing")
                    .help("write a number above 0, or leave the rule out"),
            );
            return None;
        }
        let smallest = digits.checked_mul(power_of_ten(decimals));
        let (step, most) = match per {
            Per::Flat => (1, limits::AWARD - 1),
            Per::Part(_, size) => (i128::from(size), limits::RATE),
            Per::Full(..) => (1, limits::RATE),
        };
        let ratio = smallest.zip(below.checked_mul(step)).and_then(|(n, d)| Ratio::new(n, d));
        let finer = match per {
            Per::Flat | Per::Full(..) => 1,
            Per::Part(amount, _) => power_of_ten(self.figure_decimals(amount)),
        };
        let ratio = self.bounded_finer(ratio, most, finer, span)?;
        Some(match per {
            Per::Flat => Rate::Flat(ratio),
            Per::Part(amount, _) => Rate::Proportional(amount, ratio),
            Per::Full(amount, size) => Rate::Steps(amount, size, ratio),
        })
    }

    /// A rate whose numbers in lowest terms are not too large.
    pub(crate) fn bounded(&mut self, ratio: Option<Ratio>, most: i64, span: Span) -> Option<Ratio> {
        self.bounded_finer(ratio, most, 1, span)
    }

    /// As [`Checker::bounded`]; the decimals of a figure come below the line.
    fn bounded_finer(&mut self, ratio: Option<Ratio>, most: i64, finer: i128, span: Span) -> Option<Ratio> {
        let below = i128::from(limits::RATE).saturating_mul(finer);
        let fits = ratio.filter(|r| r.numerator() <= most && i128::from(r.denominator()) <= below);
        if fits.is_none() {
            let lowest =
                ratio.map_or_else(String::new, |r| format!(": {} / {}", r.numerator(), r.denominator()));
            let message =
                format!("in smallest units and lowest terms, this rate has too large numbers{lowest}");
            self.report(
                Diagnostic::new(Code::OutOfRange, span, message, "too fine or too large a rate").help(
                    format!(
                        "write rounder numbers; at most {} above and {} below the line fit",
                        most,
                        limits::RATE
                    ),
                ),
            );
        }
        fits
    }

    fn by_level(&mut self, levels: &[&LevelRate], unit: UnitId, per: Per, own: &Rate) -> Option<ByLevel> {
        for level in levels {
            let given = self.points_here(&level.unit)?;
            if given != unit {
                let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
                let message = format!("the rule gives {right}, and for `{}` {wrong}", level.level.node);
                self.report(
                    Diagnostic::new(
                        Code::UnitMismatch,
                        level.unit.span,
                        message,
                        format!("{wrong}, not {right}"),
                    )
                    .help(format!("write {right}")),
                );
                return None;
            }
        }
        let names: Vec<&Name> = levels.iter().map(|level| &level.level).collect();
        let (tiers, ids) = self.levels_of_one(&names)?;
        let count = self.names.tiers.get(tiers.index())?.levels.len();
        let mut rates = vec![own.clone(); count];
        let mut seen: Vec<(LevelId, Span)> = Vec::new();
        for (level, id) in levels.iter().zip(ids) {
            if let Some((_, first)) = seen.iter().find(|(l, _)| *l == id) {
                self.repeated(&format!("`in {}`", level.level.node), level.level.span, *first);
                return None;
            }
            seen.push((id, level.level.span));
            let span = level.points.span.to(level.unit.span);
            let rate = self.rate(&level.points, unit, per, span, true)?;
            if let Some(slot) = rates.get_mut(usize::from(id.0)) {
                *slot = rate;
            }
        }
        Some(ByLevel { tiers, rates, within: None })
    }

    /// The one structure that has all these levels.
    pub(crate) fn levels_of_one(&mut self, levels: &[&Name]) -> Option<(TiersId, Vec<LevelId>)> {
        let structures = |name: &Name| -> Vec<TiersId> {
            self.names.levels.get(name.node.as_str()).into_iter().flatten().map(|l| l.tiers).collect()
        };
        let mut common: Option<Vec<TiersId>> = None;
        let mut unknown = Vec::new();
        let mut odd_one = None;
        for level in levels {
            let of = structures(level);
            if of.is_empty() {
                unknown.push(*level);
                continue;
            }
            let both: Vec<TiersId> = match &common {
                None => of,
                Some(before) => before.iter().copied().filter(|t| of.contains(t)).collect(),
            };
            if both.is_empty() {
                odd_one = odd_one.or(Some(*level));
            } else {
                common = Some(both);
            }
        }
        if !unknown.is_empty() {
            for name in unknown {
                self.unknown_level(name);
            }
            return None;
        }
        if let Some(name) = odd_one {
            let message =
                format!("`{}` is a level of another tier structure than the ones before", name.node);
            self.report(
                Diagnostic::new(Code::WrongKind, name.span, message, "of another structure")
                    .help("name levels of one structure, and write another rule for the other"),
            );
            return None;
        }
        match common?.as_slice() {
            [tiers] => {
                let ids: Option<Vec<LevelId>> =
                    levels.iter().map(|l| self.level_of(*tiers, l).map(|(id, _)| id)).collect();
                Some((*tiers, ids?))
            }
            _ => {
                let first = levels.first()?;
                self.level_named(first);
                None
            }
        }
    }
}

/// Whether an amount is a field of the event.
pub(crate) fn is_field(of: &AmountRef) -> bool {
    let Some(ast::Made::OfReceipt(made)) = of.made.as_deref() else { return false };
    made.steps.is_empty() && matches!(made.first, ast::Term::Operand(ast::Operand::Field(..), _))
}
