//! Settlement with partners: what the decisions of a period come to, by partner and rule, exact to the last decimal; and
//! whether what was given is what was settled.

use crate::decision::{Decision, Posting};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;
use treue_lang::programme::{PartnerId, Programme, Ratio, RuleId, UnitId};

/// All of it, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// Sums decisions up; those that are refused or repeated count nothing.
#[derive(Clone, Debug)]
pub struct Settlement<'p> {
    programme: &'p Programme,
    /// By rule: points given, and points taken back.
    rules: BTreeMap<RuleId, (i128, i128)>,
    /// By partner and rule: points paid for, and the money.
    paid: BTreeMap<(PartnerId, RuleId), (i128, BigRational)>,
    /// By partner, unit, and what points became: points, and whole ones.
    converted: BTreeMap<(PartnerId, UnitId, String), (i128, i128)>,
}

/// What a period comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// By payer, partners in their order and the programme itself last; then by rule.
    pub lines: Vec<Line>,
    /// By partner.
    pub converted: Vec<Converted>,
    /// Lines where what was given is not what was settled; none unless something is wrong.
    pub differences: Vec<Line>,
}

/// What one payer owes for one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The partner; nobody for the programme itself.
    pub partner: Option<PartnerId>,
    /// The rule.
    pub rule: RuleId,
    /// The unit of its points.
    pub unit: UnitId,
    /// Points that it gave to members, smallest parts.
    pub given: i128,
    /// Points that it took back.
    pub taken: i128,
    /// The payer's share, hundredths of a percent.
    pub share: i64,
    /// Points that were settled with this payer.
    pub settled: i128,
    /// What that comes to: whole currency units.
    pub money: BigRational,
}

/// What points became at one partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The partner.
    pub partner: PartnerId,
    /// Points of this unit.
    pub unit: UnitId,
    /// So many smallest parts.
    pub points: i128,
    /// Into this.
    pub into: String,
    /// So many whole ones.
    pub gets: i128,
}

impl<'p> Settlement<'p> {
    /// Of a programme; nothing is decided yet.
    #[must_use]
    pub fn new(programme: &'p Programme) -> Settlement<'p> {
        Settlement { programme, rules: BTreeMap::new(), paid: BTreeMap::new(), converted: BTreeMap::new() }
    }

    /// Adds a decision.
    pub fn add(&mut self, decision: &Decision) {
        if decision.refusal.is_some() || decision.repeated {
            return;
        }
        for award in &decision.awards {
            self.gave(award.rule, award.points);
        }
        for award in &decision.windows {
            self.gave(award.rule, award.points);
        }
        // What a return takes, or gives more.
        for (rule, change) in decision.returned.iter().flat_map(|returned| &returned.changes) {
            self.gave(*rule, *change);
        }
        for posting in &decision.postings {
            match posting {
                Posting::Pays { partner, rule, points, money } => {
                    let sum = self.paid.entry((*partner, *rule)).or_insert_with(|| (0, BigRational::zero()));
                    sum.0 += i128::from(*points);
                    if money.1 != 0 {
                        sum.1 += BigRational::new(BigInt::from(money.0), BigInt::from(money.1));
                    }
                }
                Posting::Converted { partner, unit, points, into, gets } => {
                    let sum = self.converted.entry((*partner, *unit, into.clone())).or_default();
                    sum.0 += i128::from(*points);
                    sum.1 += i128::from(*gets);
                }
            }
        }
    }

    fn gave(&mut self, rule: RuleId, points: i64) {
        let sum = self.rules.entry(rule).or_default();
        if points >= 0 {
            sum.0 += i128::from(points);
        } else {
            sum.1 -= i128::from(points);
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn statement(&self) -> Statement {
        let mut lines = Vec::new();
        for (rule, (given, taken)) in &self.rules {
            if (*given, *taken) != (0, 0) {
                lines.extend(self.lines_of(*rule, *given, *taken));
            }
        }
        lines.sort_by_key(|line| (line.partner.is_none(), line.partner, line.rule));
        let differences = lines.iter().filter(|line| !self.is_settled(line)).cloned().collect();
        let converted = self.converted.iter().map(|((partner, unit, into), (points, gets))| Converted {
            partner: *partner,
            unit: *unit,
            points: *points,
            into: into.clone(),
            gets: *gets,
        });
        Statement { lines, converted: converted.collect(), differences }
    }

    /// A line for each payer of a rule.
    fn lines_of(&self, id: RuleId, given: i128, taken: i128) -> Vec<Line> {
        let Some(rule) = self.programme.rules.get(id) else { return Vec::new() };
        let line = |partner: Option<PartnerId>, share| {
            let (settled, money) = match partner {
                Some(partner) => {
                    self.paid.get(&(partner, id)).cloned().unwrap_or_else(|| (0, BigRational::zero()))
                }
                // Nobody is asked to pay.
                None => (given - taken, BigRational::zero()),
            };
            Line { partner, rule: id, unit: rule.unit, given, taken, share, settled, money }
        };
        if !rule.funding.is_empty() {
            return rule.funding.iter().map(|f| line(f.partner, f.share)).collect();
        }
        vec![line(self.payer(id).map(|(partner, _)| partner), WHOLE)]
    }

    /// The one partner that pays for a rule, and what for one smallest part of its unit.
    fn payer(&self, id: RuleId) -> Option<(PartnerId, Ratio)> {
        let rule = self.programme.rules.get(id)?;
        let partner = rule.partner?;
        let pays = self.programme.partners.get(partner)?.pays.iter().find(|p| p.unit == rule.unit)?;
        Some((partner, pays.money))
    }

    /// Whether what was settled is what members got and lost, in points and in money.
    fn is_settled(&self, line: &Line) -> bool {
        let net = line.given - line.taken;
        let Some(partner) = line.partner else { return line.settled == net };
        let funding = self.programme.rules.get(line.rule).map(|r| r.funding.as_slice()).unwrap_or_default();
        let funded = funding.iter().find(|f| f.partner == Some(partner)).and_then(|f| f.money);
        let Some(each) = funded.or_else(|| self.payer(line.rule).map(|(_, each)| each)) else { return false };
        let each = BigRational::new(BigInt::from(each.numerator()), BigInt::from(each.denominator()));
        line.settled == net && line.money == each * BigInt::from(net)
    }
}

impl Statement {
    /// What a partner owes in all: whole currency units.
    #[must_use]
    pub fn owed_by(&self, partner: PartnerId) -> BigRational {
        let lines = self.lines.iter().filter(|l| l.partner == Some(partner));
        lines.fold(BigRational::zero(), |sum, line| sum + &line.money)
    }

    /// Whether what was given is what was settled.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Money as decimal text with every decimal that it has, at least `decimals`; where it does not end, as a fraction.
#[must_use]
pub fn money_text(money: &BigRational, decimals: u8) -> String {
    const MOST: usize = 60;
    let ten = BigInt::from(10);
    let (mut scaled, mut places) = (money.clone(), 0usize);
    while places < usize::from(decimals) || !scaled.denom().is_one() {
        if places == MOST {
            return format!("{}/{}", money.numer(), money.denom());
        }
        scaled *= &ten;
        places += 1;
    }
    let sign = if scaled.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.numer().abs().to_string(), width = places + 1);
    match digits.split_at_checked(digits.len().saturating_sub(places)) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        Some(_) | None => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Detail, Evaluator};
    use crate::event::{ReadOptions, Reader};
    use crate::reference::Reference;
    use crate::state::Members;
    use std::sync::Arc;
    use treue_lang::pipeline;
    use treue_lang::source::Sources;

    const TEXT: &str = r#"
programme "P" { currency EUR timezone "Europe/Berlin" unit points unit miles { decimals 2 } }
partner alpina { earn fuel { 1 point per full 2.00 EUR of all lines } pays 0.012 EUR per point converts 100 points to 50 "M" }
partner other { pays 0.1 EUR per mile }
earn base { 1 point per full 1.00 EUR of all lines }
earn shared { 5.45 miles  funded 30% by other, 70% by us }
"#;

    fn decided(lines: &[&str]) -> (Arc<Programme>, Vec<Arc<Decision>>) {
        let checked = pipeline::check(&Sources::single("p.treue", TEXT));
        let programme = Arc::new(checked.programme.unwrap());
        let mut reader = Reader::new(&programme, ReadOptions::default());
        let mut engine: Box<dyn Evaluator> = Box::new(Reference::new(Arc::clone(&programme), Detail::Awards));
        let (mut members, mut all) = (Members::default(), Vec::new());
        for line in lines {
            let event = reader.event(line).unwrap();
            members.apply(&programme, engine.as_mut(), &event, |d| all.push(d));
        }
        (Arc::clone(&programme), all)
    }

    /// 18 points are given in March and taken back in April: 0.216 each time, and nothing remains.
    #[test]
    fn what_is_taken_back_is_settled_too() {
        let bought = r#"{"event":"purchase","id":"a","member":"m","at":"2026-03-30T10:15:00+02:00","lines":[{"amount":"37.50"}]}"#;
        let returned =
            r#"{"event":"return","id":"x","member":"m","at":"2026-04-02T10:15:00+02:00","receipt":"a"}"#;
        let (programme, decisions) = decided(&[bought, returned]);
        let mut april = Settlement::new(&programme);
        april.add(&decisions[1]);
        let mut both = Settlement::new(&programme);
        decisions.iter().for_each(|d| both.add(d));
        let shown = |settlement: &Settlement<'_>| {
            let statement = settlement.statement();
            assert!(statement.is_settled());
            let first = statement.lines[0].clone();
            (first.given, first.taken, first.settled, money_text(&first.money, 2))
        };
        assert_eq!(shown(&april), (0, 18, -18, "-0.216".to_owned()));
        assert_eq!(shown(&both), (18, 18, 0, "0.00".to_owned()));
    }

    /// 37.50 EUR are 18 points of alpina at 0.012, that is 0.216; 5.45 miles at 0.1 of which the other pays 30%: 0.1635.
    /// Twice.
    #[test]
    fn money_is_exact_and_given_is_settled() {
        let line = |id| {
            format!(
                r#"{{"event":"purchase","id":"{id}","member":"m","at":"2026-09-08T10:15:00+02:00","lines":[{{"amount":"37.50"}}]}}"#
            )
        };
        let transfer = r#"{"event":"transfer","id":"t","member":"m","at":"2026-09-09T10:15:00+02:00","partner":"M","points":"100"}"#;
        let (programme, decisions) = decided(&[&line("a"), &line("b"), &line("b"), transfer]);
        let mut settlement = Settlement::new(&programme);
        decisions.iter().for_each(|d| settlement.add(d));
        let statement = settlement.statement();
        assert!(statement.is_settled());
        let shown: Vec<_> = statement
            .lines
            .iter()
            .map(|l| (l.partner, l.given, l.share, l.settled, money_text(&l.money, 2)))
            .collect();
        assert_eq!(
            shown,
            [
                (Some(PartnerId(0)), 36, 10_000, 36, "0.432".to_owned()),
                (Some(PartnerId(1)), 1090, 3_000, 1090, "0.327".to_owned()),
                (None, 74, 10_000, 74, "0.00".to_owned()),
                (None, 1090, 7_000, 1090, "0.00".to_owned()),
            ]
        );
        assert_eq!(statement.converted.iter().map(|c| (c.points, c.gets)).collect::<Vec<_>>(), [(100, 50)]);
        assert_eq!(money_text(&statement.owed_by(PartnerId(1)), 2), "0.327");
    }

    #[test]
    fn a_posting_that_is_missing_is_found() {
        let line = r#"{"event":"purchase","id":"a","member":"m","at":"2026-09-08T10:15:00+02:00","lines":[{"amount":"37.50"}]}"#;
        let (programme, decisions) = decided(&[line]);
        let mut settlement = Settlement::new(&programme);
        let mut decision = (*decisions[0]).clone();
        decision.postings.pop();
        settlement.add(&decision);
        assert_eq!(settlement.statement().differences.len(), 1);
    }

    #[test]
    fn money_as_text() {
        let of = |n: i64, d: i64| BigRational::new(BigInt::from(n), BigInt::from(d));
        assert_eq!(money_text(&of(109, 2), 2), "54.50");
        assert_eq!(money_text(&of(-1, 8), 2), "-0.125");
        assert_eq!(money_text(&of(0, 1), 0), "0");
        assert_eq!(money_text(&of(1, 3), 2), "1/3");
    }
}
