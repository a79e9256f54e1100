//! From a condition, or a selection of lines, to the cases in which it holds, or does not. Every case is at least as wide as
//! what was written: that there is none is a proof, that there is one is only a place to look.

use crate::cube::{CASES, Cases, Cube, Fact, LineFact, both, either};
use crate::domain::{Domain, Numbers};
use crate::universe::{Moment, Universe};
use treue_lang::programme::{
    Beginning, Compare, Comparison, Condition, Conjunct, FieldId, HeldAs, LevelId, LineNumber, LineText,
    Number, Occasion, Predicate, Rule, SelectionId, TextTest, Texts, TiersId,
};
use treue_lang::time::DayTest;

/// Minutes of a day.
const MINUTES: usize = 1440;

fn certain() -> Cases {
    Some(vec![Cube::anything()])
}

fn case(cube: Option<Cube>) -> Cases {
    Some(cube.into_iter().collect())
}

fn fact(fact: Fact, domain: Domain) -> Cases {
    case(Cube::one(fact, domain))
}

impl Universe<'_> {
    /// Cases in which all of these hold.
    pub(crate) fn all(&self, conjuncts: &[Conjunct]) -> Cases {
        conjuncts.iter().fold(certain(), |cases, c| both(&cases, &self.cases(&c.condition, true)))
    }

    /// Cases in which a rule applies to an event. Where another date decides, the day of the event says nothing of it.
    pub(crate) fn of_rule(&self, rule: &Rule) -> Cases {
        let cases = self.all(&rule.conditions);
        if rule.decided_by.is_none() {
            return cases;
        }
        Some(cases?.into_iter().map(Cube::on_any_day).collect())
    }

    /// Cases in which one of these does not hold.
    pub(crate) fn not_all(&self, conjuncts: &[Conjunct]) -> Cases {
        conjuncts.iter().try_fold(Vec::new(), |cases, c| either(Some(cases), self.cases(&c.condition, false)))
    }

    /// Cases in which a condition holds, or does not.
    pub(crate) fn cases(&self, condition: &Condition, holds: bool) -> Cases {
        match condition {
            Condition::All(parts) => self.joined(parts, holds, holds),
            Condition::Any(parts) => self.joined(parts, !holds, holds),
            Condition::Not(part) => self.cases(part, !holds),
            Condition::AtLeast(n, parts) => {
                let n = usize::try_from(*n).unwrap_or(usize::MAX);
                let options: Vec<Cases> = parts.iter().map(|p| self.cases(p, holds)).collect();
                at_least(if holds { n } else { (parts.len() + 1).saturating_sub(n) }, &options)
            }
            Condition::Compare(compare) => self.compared(compare, holds),
            Condition::Text(text, test) => self.text(*text, test, holds),
            Condition::Flag(field, missing) => fact(Fact::Flag(*field), self.flag(*field, *missing, holds)),
            Condition::Present(field) => self.present(*field, holds),
            Condition::Day(DayTest::OnWeekdays(days)) => self.on_days(|m| days.contains(m.weekday), holds),
            Condition::Day(DayTest::InMonths(months)) => {
                self.on_days(|m| months >> (m.month.0.max(1) - 1) & 1 == 1, holds)
            }
            Condition::Day(test @ (DayTest::Between(..) | DayTest::OnDates(_) | DayTest::OnMonthDays(_))) => {
                self.on_days(|m| test.holds(m.day), holds)
            }
            Condition::Hours(from, to) => {
                let within = |m: usize| {
                    let (from, to) = (usize::from(from.0), usize::from(to.0));
                    if from < to { (from..to).contains(&m) } else { m >= from || m < to }
                };
                fact(Fact::Minute, Domain::these(MINUTES, (0..MINUTES).filter(|m| within(*m) == holds)))
            }
            Condition::Occasion(occasion) => self.occasion(occasion, holds),
            Condition::FirstPurchase => fact(Fact::First, Domain::truth(holds)),
            Condition::Tier(tiers, how, level) => {
                fact(Fact::Level(*tiers), self.levels(*tiers, *how, *level, holds))
            }
        }
    }

    /// All of the parts, or any of them, each holding or not.
    fn joined(&self, parts: &[Condition], all: bool, hold: bool) -> Cases {
        let mut parts = parts.iter().map(|p| self.cases(p, hold));
        if all {
            parts.try_fold(vec![Cube::anything()], |cases, part| both(&Some(cases), &part))
        } else {
            parts.try_fold(Vec::new(), |cases, part| either(Some(cases), part))
        }
    }

    fn on_days(&self, on: impl Fn(&Moment) -> bool, holds: bool) -> Cases {
        if self.all_days { fact(Fact::Day, self.days_that(|moment| on(moment) == holds)) } else { certain() }
    }

    fn levels(&self, tiers: TiersId, how: Comparison, level: LevelId, holds: bool) -> Domain {
        let size = self.programme.tiers.get(tiers).map_or(0, |t| t.levels.len());
        Domain::these(size, (0..size).filter(|n| compare(how, n, &usize::from(level.0)) == holds))
    }

    fn occasion(&self, occasion: &Occasion, holds: bool) -> Cases {
        let told = fact(Fact::Occasion(occasion.clone()), Domain::truth(holds));
        match occasion {
            Occasion::Held(tiers, level, HeldAs::Earned | HeldAs::Granted) if holds => {
                let level = self.levels(*tiers, Comparison::Is, *level, true);
                both(&told, &fact(Fact::Level(*tiers), level))
            }
            // Who stands below it has not reached it; who stands there may have done so at any time.
            Occasion::Anniversary(Beginning::Reaching(tiers, level), _)
            | Occasion::Within { from: Beginning::Reaching(tiers, level), .. }
                if holds =>
            {
                let there = self.levels(*tiers, Comparison::AtLeast, *level, true);
                both(&told, &fact(Fact::Level(*tiers), there))
            }
            Occasion::Held(..)
            | Occasion::Birthday(..)
            | Occasion::BirthMonth(_)
            | Occasion::Within { .. }
            | Occasion::AgeAtLeast(..)
            | Occasion::Anniversary(..) => told,
        }
    }

    fn present(&self, field: FieldId, holds: bool) -> Cases {
        use treue_lang::programme::FieldKind;
        let owner = self.programme.fields.get(field);
        match owner.map(|f| &f.kind) {
            Some(FieldKind::YesNo) => {
                let values: &[usize] = if holds { &[0, 1] } else { &[2] };
                fact(Fact::Flag(field), Domain::these(3, values.iter().copied()))
            }
            Some(FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date) => {
                let spans = if holds { self.numbers(&Fact::Field(field)).spans } else { Vec::new() };
                let numbers = Numbers { spans, missing: !holds };
                fact(Fact::Field(field), Domain::Numbers(numbers))
            }
            Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member) => {
                let text = Texts::Field(field);
                let none = self.named(text).len() + 1;
                let values = (0..=none).filter(|v| (*v == none) != holds);
                fact(Fact::Text(text), Domain::these(none + 1, values))
            }
            None => certain(),
        }
    }

    /// No, yes, none.
    fn flag(&self, field: FieldId, missing: bool, holds: bool) -> Domain {
        let mut values = vec![usize::from(holds)];
        if self.may_miss(field) && missing == holds {
            values.push(2);
        }
        Domain::these(3, values)
    }

    fn text(&self, text: Texts, test: &TextTest, holds: bool) -> Cases {
        if matches!(text, Texts::Coupon | Texts::PaidBy) {
            return several(&test.values, holds, |value| Fact::Has(text, value));
        }
        let named = self.named(text);
        let (other, none) = self.open_ends(text);
        let matches = |value: &String| test.values.contains(value);
        fact(Fact::Text(text), atoms(named, other, none, test, &matches, holds))
    }

    fn compared(&self, comparison: &Compare, holds: bool) -> Cases {
        let Compare { left, left_times, how, right, right_times } = comparison;
        let (number, times, how, wanted) = match (left, right) {
            (Number::Constant(a), Number::Constant(b)) => {
                let (a, b) =
                    (i128::from(*a) * i128::from(*left_times), i128::from(*b) * i128::from(*right_times));
                return if compare(*how, &a, &b) == holds { certain() } else { Some(Vec::new()) };
            }
            (_, Number::Constant(c)) => (left, *left_times, *how, i128::from(*c) * i128::from(*right_times)),
            (Number::Constant(c), _) => {
                (right, *right_times, turned(*how), i128::from(*c) * i128::from(*left_times))
            }
            (_, _) => return fact(Fact::Relation(comparison.clone()), Domain::truth(holds)),
        };
        let (number, missing) = match number {
            Number::Constant(_) => return certain(),
            Number::Amount(amount) => (Fact::Amount(*amount), None),
            Number::Track { track, including } => (Fact::Track(*track, *including), None),
            Number::DaysSincePurchase(none) => return self.since(*none, times, how, wanted, holds),
            Number::Balance(unit) => (Fact::Balance(*unit), None),
            Number::Field(field, missing) => (Fact::Field(*field), *missing),
        };
        let possible = self.numbers(&number);
        let numbers = held(how, times, wanted, missing, possible.missing, holds);
        fact(number, Domain::Numbers(meet(&numbers, &possible)))
    }

    /// Days since the purchase before, or what stands for them on the first.
    fn since(&self, none: i64, times: i64, how: Comparison, wanted: i128, holds: bool) -> Cases {
        let numbers = held(how, times, wanted, None, false, holds);
        let possible = self.numbers(&Fact::SincePurchase);
        let bought = both(
            &fact(Fact::First, Domain::truth(false)),
            &fact(Fact::SincePurchase, Domain::Numbers(meet(&numbers, &possible))),
        );
        let first =
            if numbers.contains(none) { fact(Fact::First, Domain::truth(true)) } else { Some(Vec::new()) };
        either(bought, first)
    }

    /// Cases of a line that is in a selection, or is not.
    pub(crate) fn lines(&self, selection: SelectionId, inside: bool) -> Cases {
        match self.programme.selections.get(selection) {
            Some(found) => self.line(&found.predicate, inside),
            None => certain(),
        }
    }

    fn line(&self, predicate: &Predicate, holds: bool) -> Cases {
        match predicate {
            Predicate::All(parts) => self.joined_lines(parts, holds, holds),
            Predicate::Any(parts) => self.joined_lines(parts, !holds, holds),
            Predicate::Not(part) => self.line(part, !holds),
            Predicate::AtLeast(n, parts) => {
                let n = usize::try_from(*n).unwrap_or(usize::MAX);
                let options: Vec<Cases> = parts.iter().map(|p| self.line(p, holds)).collect();
                at_least(if holds { n } else { (parts.len() + 1).saturating_sub(n) }, &options)
            }
            Predicate::In(selection) => self.lines(*selection, holds),
            Predicate::Text(text, test) => self.line_text(*text, test, holds),
            Predicate::Compare(left, how, right) => self.compared_line(predicate, left, *how, right, holds),
            Predicate::Flag(field, missing) => fact(Fact::Flag(*field), self.flag(*field, *missing, holds)),
            Predicate::Present(field) => self.present_in_line(*field, holds),
            Predicate::Measure(measure) => {
                let measures = self.programme.measures.len();
                let wanted = measure.map_or(measures, |m| m.0 as usize);
                let values = (0..measures + 2).filter(|m| (*m == wanted) == holds);
                fact(Fact::Measure, Domain::these(measures + 2, values))
            }
        }
    }

    fn joined_lines(&self, parts: &[Predicate], all: bool, hold: bool) -> Cases {
        let mut parts = parts.iter().map(|p| self.line(p, hold));
        if all {
            parts.try_fold(vec![Cube::anything()], |cases, part| both(&Some(cases), &part))
        } else {
            parts.try_fold(Vec::new(), |cases, part| either(Some(cases), part))
        }
    }

    fn present_in_line(&self, field: FieldId, holds: bool) -> Cases {
        use treue_lang::programme::FieldKind;
        match self.programme.fields.get(field).map(|f| &f.kind) {
            Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member) => {
                let text = LineText::Field(field);
                let none = self.named_in_lines(text).len() + 1;
                fact(
                    Fact::LineText(text),
                    Domain::these(none + 1, (0..=none).filter(|v| (*v == none) != holds)),
                )
            }
            Some(FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date) => {
                let number = Fact::LineNumber(LineFact::Field(field));
                let spans = if holds { self.numbers(&number).spans } else { Vec::new() };
                fact(number, Domain::Numbers(Numbers { spans, missing: !holds }))
            }
            Some(FieldKind::YesNo) => self.present(field, holds),
            None => certain(),
        }
    }

    fn line_text(&self, text: LineText, test: &TextTest, holds: bool) -> Cases {
        if text == LineText::Label {
            return several(&test.values, holds, Fact::Label);
        }
        let named = self.named_in_lines(text);
        let (other, none) = self.line_ends(text);
        let matches = |value: &String| match text {
            LineText::Category => test.values.iter().any(|v| is_below(value, v)),
            LineText::Brand | LineText::Sku | LineText::Name | LineText::Label | LineText::Field(_) => {
                test.values.contains(value)
            }
        };
        fact(Fact::LineText(text), atoms(named, other, none, test, &matches, holds))
    }

    fn compared_line(
        &self,
        predicate: &Predicate,
        left: &LineNumber,
        how: Comparison,
        right: &LineNumber,
        holds: bool,
    ) -> Cases {
        let (number, how, wanted) = match (left, right) {
            (LineNumber::Constant(a), LineNumber::Constant(b)) => {
                return if compare(how, a, b) == holds { certain() } else { Some(Vec::new()) };
            }
            (_, LineNumber::Constant(c)) => (left, how, *c),
            (LineNumber::Constant(c), _) => (right, turned(how), *c),
            (_, _) => return fact(Fact::LineRelation(Box::new(predicate.clone())), Domain::truth(holds)),
        };
        let missing = match number {
            LineNumber::Field { missing, .. } => *missing,
            LineNumber::Constant(_)
            | LineNumber::Amount { .. }
            | LineNumber::Discount { .. }
            | LineNumber::Tax { .. }
            | LineNumber::Quantity { .. } => None,
        };
        let Some((line_fact, times)) = LineFact::of(number) else { return certain() };
        let number = Fact::LineNumber(line_fact);
        let possible = self.numbers(&number);
        let numbers = held(how, times, i128::from(wanted), missing, possible.missing, holds);
        fact(number, Domain::Numbers(meet(&numbers, &possible)))
    }
}

/// Whether a category is another one or below it.
pub(crate) fn is_below(category: &str, above: &str) -> bool {
    category.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The values of a text, by number: those that are named, any other, none.
fn atoms(
    named: &[String],
    other: bool,
    none: bool,
    test: &TextTest,
    matches: &dyn Fn(&String) -> bool,
    holds: bool,
) -> Domain {
    let mut values: Vec<usize> =
        named.iter().enumerate().filter(|(_, value)| matches(value) == holds).map(|(n, _)| n).collect();
    if other && !holds {
        values.push(named.len());
    }
    if none && test.missing.as_ref().is_some_and(matches) == holds {
        values.push(named.len() + 1);
    }
    Domain::these(named.len() + 2, values)
}

/// Of things of which there may be several: any of these, or none of them.
fn several(values: &[String], holds: bool, of: impl Fn(String) -> Fact) -> Cases {
    let mut each = values.iter().map(|value| fact(of(value.clone()), Domain::truth(holds)));
    if holds {
        each.try_fold(Vec::new(), |cases, part| either(Some(cases), part))
    } else {
        each.try_fold(vec![Cube::anything()], |cases, part| both(&Some(cases), &part))
    }
}

/// At least so many of these.
fn at_least(n: usize, options: &[Cases]) -> Cases {
    // How many are wanted of those from a position on; a case is dropped as soon as it cannot be.
    fn choose(wanted: usize, options: &[Cases], so_far: Cube, found: &mut Vec<Cube>) -> Option<()> {
        if wanted == 0 {
            found.push(so_far);
            return (found.len() <= CASES).then_some(());
        }
        let Some((first, rest)) = options.split_first() else { return Some(()) };
        if options.len() < wanted {
            return Some(());
        }
        for cube in first.as_ref()? {
            if let Some(met) = so_far.meet(cube) {
                choose(wanted - 1, rest, met, found)?;
            }
        }
        choose(wanted, rest, so_far, found)
    }
    let mut found = Vec::new();
    choose(n, options, Cube::anything(), &mut found)?;
    Some(found)
}

/// `a < b` becomes `b > a`.
fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Is => Comparison::Is,
        Comparison::IsNot => Comparison::IsNot,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::Below => Comparison::Above,
    }
}

fn compare<T: Ord>(how: Comparison, a: &T, b: &T) -> bool {
    match how {
        Comparison::Is => a == b,
        Comparison::IsNot => a != b,
        Comparison::AtLeast => a >= b,
        Comparison::AtMost => a <= b,
        Comparison::Above => a > b,
        Comparison::Below => a < b,
    }
}

/// The numbers for which `number * times` compares so with what is wanted, or does not. A missing one counts as `missing`;
/// without that it compares to nothing.
fn held(
    how: Comparison,
    times: i64,
    wanted: i128,
    missing: Option<i64>,
    may_miss: bool,
    holds: bool,
) -> Numbers {
    let times = i128::from(times.max(1));
    let (down, exact) = (wanted.div_euclid(times), wanted.rem_euclid(times) == 0);
    let up = if exact { down } else { down + 1 };
    let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
    let spans = match how {
        Comparison::Is if exact => vec![(down, down)],
        Comparison::Is => Vec::new(),
        Comparison::IsNot if exact => vec![(low, down - 1), (down + 1, high)],
        Comparison::IsNot => vec![(low, high)],
        Comparison::AtLeast => vec![(up, high)],
        Comparison::Above => vec![(down + 1, high)],
        Comparison::AtMost => vec![(low, down)],
        Comparison::Below => vec![(low, up - 1)],
    };
    let fit = |v: i128| i64::try_from(v.clamp(low, high)).unwrap_or(i64::MAX);
    let spans =
        spans.into_iter().filter(|(a, b)| a <= b && *b >= low && *a <= high).map(|(a, b)| (fit(a), fit(b)));
    let yes = Numbers { spans: spans.collect(), missing: false };
    let missing_holds = missing.is_some_and(|m| yes.contains(m));
    let numbers = if holds { yes } else { yes.others() };
    numbers.or_missing(may_miss && missing_holds == holds)
}

fn meet(a: &Numbers, b: &Numbers) -> Numbers {
    match Domain::Numbers(a.clone()).meet(&Domain::Numbers(b.clone())) {
        Domain::Numbers(met) => met,
        Domain::Some(_) => a.clone(),
    }
}
