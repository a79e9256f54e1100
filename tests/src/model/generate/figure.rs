//! Numbers made of others: money of the receipt, or of each line, and plain numbers.

use super::super::figure::{Expression, Further, Made, Term};
use super::super::tables::{TABLES, Table};
use super::super::{Amount, FieldKind, Num, Operand, Scale, Selection, Value};
use super::{Draft, field_word, may_miss};
use treue_lang::ast::FieldOwner;

/// Of what numbers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Line,
    Receipt,
}

/// Factors; the last few are whole.
const FACTORS: &[Num] = &[
    Num { value: 15, decimals: 1 },
    Num { value: 125, decimals: 2 },
    Num { value: 5, decimals: 1 },
    Num { value: 333, decimals: 3 },
    Num { value: 2, decimals: 0 },
    Num { value: 3, decimals: 0 },
    Num { value: 0, decimals: 0 },
];
const WHOLE: usize = 4;

impl Draft<'_> {
    /// Money of lines, or now and then a number made of such.
    pub(super) fn rich_amount(&mut self) -> Amount {
        let mut amount = self.amount();
        if self.small_receipts() && self.dice.percent(15) {
            amount.made = Some(Box::new(Made::OfReceipt(self.made_money(false))));
        }
        amount
    }

    /// Whether figures of receipts are drawn: receipts must be so small that they fit every rate.
    pub(super) fn small_receipts(&self) -> bool {
        self.p.receipts_up_to.is_some() && !self.plain
    }

    /// Money of each line.
    pub(super) fn money_of_lines(&mut self) -> Made {
        Made::EachLine(self.few_lines(), self.expression(true, Of::Line, false))
    }

    /// A plain number of each line.
    pub(super) fn number_of_lines(&mut self) -> Made {
        Made::EachLine(self.few_lines(), self.expression(false, Of::Line, false))
    }

    /// Money of the receipt; `whole` says that it must not have more decimals than the currency.
    pub(super) fn made_money(&mut self, whole: bool) -> Expression {
        if self.dice.percent(25) {
            let first = Term::Operand(Operand::Amount(self.amount()));
            let steps = vec![self.further(true, Of::Receipt, whole)];
            return Expression { first, steps };
        }
        self.expression(true, Of::Receipt, whole)
    }

    fn expression(&mut self, money: bool, of: Of, whole: bool) -> Expression {
        let (a, b) = (Box::new(self.term(money, of, whole)), Box::new(self.term(money, of, whole)));
        let first = match self.dice.below(4) {
            0 => Term::Larger(a, b),
            1 => Term::Smaller(a, b),
            2 => Term::Above(a, b),
            _ => Term::Below(a, b),
        };
        let count = self.dice.weighted(&[4, 3, 1]);
        let steps = (0..count).map(|_| self.further(money, of, whole)).collect();
        Expression { first, steps }
    }

    fn further(&mut self, money: bool, of: Of, whole: bool) -> (Further, Term) {
        match self.dice.weighted(&[3, 2, 2]) {
            0 => (Further::Times, self.factor(of, whole)),
            1 => (Further::Plus, self.term(money, of, whole)),
            _ => (Further::Less, self.below_name(money, of, whole)),
        }
    }

    /// What may stand behind `less`, where a name would leave out lines.
    fn below_name(&mut self, money: bool, of: Of, whole: bool) -> Term {
        let term = self.term(money, of, whole);
        match term {
            Term::Operand(Operand::Amount(_)) => Term::Group(Box::new(Expression {
                first: self.literal(money),
                steps: vec![(Further::Plus, term)],
            })),
            other => other,
        }
    }

    fn factor(&mut self, of: Of, whole: bool) -> Term {
        if !whole && self.dice.percent(25) {
            return Term::Percent(*self.dice.pick(&[Num::whole(150), Num::whole(25), Num::new(125, 1)]));
        }
        if !whole
            && self.dice.percent(60)
            && let Some(table) = self.table_value(of)
        {
            return table;
        }
        if !whole
            && self.dice.percent(30)
            && let Some(field) = self.number_field(of, false)
        {
            return field;
        }
        let factors = if whole { &FACTORS[WHOLE..] } else { FACTORS };
        let factor = *self.dice.pick(factors);
        Term::Operand(Operand::Value(Value::Number(factor)))
    }

    /// Some of the tables there are, now and then by a date field.
    pub(super) fn tables(&mut self) {
        for (name, keys, of_lines) in TABLES {
            if !self.dice.percent(45) {
                continue;
            }
            let owners: &[FieldOwner] = if *of_lines {
                &[FieldOwner::Line, FieldOwner::Receipt, FieldOwner::Member]
            } else {
                &[FieldOwner::Receipt, FieldOwner::Member]
            };
            let dates = self.fields_of(owners, |kind| *kind == FieldKind::Date);
            // The stores' file has no dates.
            let at = if *of_lines && self.dice.percent(40) { self.dice.maybe_pick(&dates) } else { None };
            let at = at.map(field_word);
            let keys = keys.iter().map(|k| (*k).to_owned()).collect();
            self.p.tables.push(Table { name: (*name).to_owned(), keys, at });
        }
    }

    fn table_value(&mut self, of: Of) -> Option<Term> {
        let fits =
            |name: &str| TABLES.iter().any(|(n, _, of_lines)| *n == name && (of == Of::Line || !of_lines));
        let names: Vec<String> = self.p.tables.iter().map(|t| t.name.clone()).filter(|n| fits(n)).collect();
        let name = self.dice.maybe_pick(&names)?.clone();
        Some(Term::Table(name, *self.dice.pick(&[Num::whole(0), Num::whole(1), Num::new(125, 3)])))
    }

    fn literal(&mut self, money: bool) -> Term {
        let value = if money {
            self.threshold(&Scale::Money)
        } else {
            Value::Number(Num::whole(self.dice.range(0, 600)))
        };
        Term::Operand(Operand::Value(value))
    }

    fn term(&mut self, money: bool, of: Of, whole: bool) -> Term {
        if self.dice.percent(35) {
            return self.literal(money);
        }
        if self.dice.percent(35)
            && (money || !whole)
            && let Some(field) = self.number_field(of, money)
        {
            return field;
        }
        match (of, money) {
            (Of::Receipt, true) => Term::Operand(Operand::Amount(self.amount())),
            (Of::Receipt, false) => self.literal(false),
            (Of::Line, true) => {
                let word = *self.dice.pick(&["amount", "amount", "amount", "discount", "tax"]);
                Term::Operand(Operand::OfLine(word.to_owned()))
            }
            (Of::Line, false) => Term::Operand(Operand::OfLine("quantity".to_owned())),
        }
    }

    /// A field with a range, or of money.
    fn number_field(&mut self, of: Of, money: bool) -> Option<Term> {
        let owners: &[FieldOwner] = match of {
            Of::Line => &[FieldOwner::Line, FieldOwner::Receipt, FieldOwner::Member],
            Of::Receipt => &[FieldOwner::Receipt, FieldOwner::Member],
        };
        // Money in a field may be as large as money can be.
        if money && (of == Of::Line || self.p.units.iter().any(|u| u.decimals > 0)) {
            return None;
        }
        let fields = self.fields_of(owners, |kind| match kind {
            FieldKind::Number { range, .. } => range.is_some() && !money,
            FieldKind::Money => money,
            FieldKind::Text
            | FieldKind::OneOf(_)
            | FieldKind::YesNo
            | FieldKind::Date
            | FieldKind::Member => false,
        });
        let field = self.dice.maybe_pick(&fields)?.clone();
        let or = may_miss(&field).then(|| match (&field.kind, money) {
            (_, true) => self.threshold(&Scale::Money),
            (FieldKind::Number { decimals, .. }, false) => {
                Value::Number(Num::new(self.dice.range(0, 40), *decimals))
            }
            (_, false) => Value::Number(Num::whole(0)),
        });
        Some(Term::Operand(Operand::Field(field_word(&field), or)))
    }
}

/// An amount that is only what is made.
pub(super) fn made(made: Made) -> Amount {
    Amount { selection: Selection::all(), basis: None, made: Some(Box::new(made)) }
}
