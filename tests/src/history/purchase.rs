//! Receipts: texts and amounts that the programme speaks of, and near misses.

use super::{Line, NamedValue, Receipt};
use crate::dice::Dice;
use crate::model::generate::Hints;
use crate::model::pools::{
    BRANDS, CATEGORIES, CHANNELS, CHOICES, COUPONS, LABELS, MEMBERS, NAMES, SKUS, STORES, TENDERS, TEXTS,
};
use crate::model::{Field, FieldKind, Programme};
use treue_lang::ast::FieldOwner;
use treue_lang::programme::FieldValue;

/// What receipts are drawn by.
pub(super) struct Shop<'a> {
    pub(super) p: &'a Programme,
    pub(super) hints: &'a Hints,
    /// Largest sum of a receipt, smallest units.
    pub(super) ceiling: i64,
}

impl Shop<'_> {
    pub(super) fn receipt(&self, dice: &mut Dice) -> Receipt {
        let count = match dice.weighted(&[10, 50, 60, 40, 10, 1]) {
            0 => 0,
            1 => 1,
            2 => 2 + dice.below(2),
            3 => 3 + dice.below(4),
            4 => 8 + dice.below(20),
            _ => 60 + dice.below(300),
        };
        let mut lines: Vec<Line> = (0..count).map(|_| self.line(dice)).collect();
        if dice.percent(25) {
            self.meet_threshold(&mut lines, dice);
        }
        if self.ceiling > 100_000_000 && dice.percent(10) {
            // Amounts that need more than 32 bits.
            for line in &mut lines {
                line.amount = dice.range(-(1 << 36), 1 << 38);
                line.tax = 0;
            }
        }
        if dice.percent(2) && !lines.is_empty() {
            // As large as the door lets in.
            lines.truncate(1);
            lines[0].amount = self.ceiling - lines[0].discount;
            lines[0].tax = 0;
        }
        self.fit(&mut lines);
        let positive: i64 = lines.iter().map(|l| l.amount.max(0)).sum();
        let discount = match dice.weighted(&[6, 3, 1]) {
            0 => 0,
            1 => dice.range(0, positive.clamp(0, 999)),
            _ => positive,
        };
        let total: i64 = lines.iter().map(|l| l.amount).sum::<i64>() - discount;
        Receipt {
            store: dice.some(75, |d| d.text(STORES)),
            channel: dice.some(80, |d| d.text(CHANNELS)),
            companions: if dice.percent(25) { sorted(dice.texts(MEMBERS, 1, 3)) } else { Vec::new() },
            coupons: if dice.percent(35) { sorted(dice.texts(COUPONS, 1, 2)) } else { Vec::new() },
            discount,
            tenders: self.tenders(total, dice),
            fields: self.fields(FieldOwner::Receipt, dice),
            lines,
        }
    }

    fn tenders(&self, total: i64, dice: &mut Dice) -> Vec<(String, i64)> {
        match dice.weighted(&[3, 4, 3, 2]) {
            0 => Vec::new(),
            // More or less than the receipt, some of it given back.
            3 => (0..2 + dice.below(3))
                .map(|_| (dice.text(TENDERS), dice.range(-20, total.clamp(1, 1 << 39))))
                .collect(),
            1 => vec![(dice.text(TENDERS), total)],
            _ => {
                let part = total / 3;
                vec![(dice.text(TENDERS), part), (dice.text(TENDERS), total - part)]
            }
        }
    }

    /// Makes the lines come to a threshold of the programme, or to one smallest unit beside it.
    fn meet_threshold(&self, lines: &mut [Line], dice: &mut Dice) {
        let Some(target) = dice.maybe_pick(&self.hints.money).copied() else { return };
        let target = target + dice.range(-1, 1);
        let Some((last, others)) = lines.split_last_mut() else { return };
        for line in others.iter_mut() {
            line.amount = dice.range(0, target.max(1)) / 2;
            line.tax = 0;
        }
        last.amount = target - others.iter().map(|l| l.amount).sum::<i64>();
        last.tax = 0;
    }

    /// Keeps the receipt within what the programme takes.
    fn fit(&self, lines: &mut Vec<Line>) {
        let size = |lines: &[Line]| -> i64 {
            let charged: i64 = lines.iter().map(|l| l.amount.abs()).sum();
            let before: i64 = lines.iter().map(|l| (l.amount + l.discount).abs()).sum();
            charged.max(before)
        };
        while !lines.is_empty() && size(lines) > self.ceiling {
            lines.pop();
        }
    }

    fn line(&self, dice: &mut Dice) -> Line {
        let amount = self.amount(dice);
        let measure = match dice.weighted(&[7, 4, 1]) {
            0 => None,
            1 => dice.maybe_pick(&self.p.measures).cloned(),
            _ => Some("gallon".to_owned()),
        };
        let quantity = match dice.weighted(&[5, 4, 3, 1, 1]) {
            0 => 1_000,
            1 => dice.range(1, 8) * 1_000,
            2 => dice.maybe_pick(&self.hints.quantities).copied().unwrap_or(1_500) + dice.range(-1, 1),
            3 => -dice.range(1, 3_000),
            _ => dice.range(0, 60_000),
        };
        let tax = if dice.percent(50) { amount / 13 } else { 0 };
        Line {
            sku: dice.some(60, |d| d.text(SKUS)),
            name: dice.some(60, |d| d.text(NAMES)),
            category: dice.some(85, |d| d.text(CATEGORIES)),
            brand: dice.some(65, |d| d.text(BRANDS)),
            labels: if dice.percent(50) { sorted(dice.texts(LABELS, 1, 3)) } else { Vec::new() },
            quantity,
            measure,
            amount,
            discount: if dice.percent(25) { dice.range(0, 400) } else { 0 },
            tax,
            fields: self.fields(FieldOwner::Line, dice),
        }
    }

    fn amount(&self, dice: &mut Dice) -> i64 {
        let one = 10_i64.pow(u32::from(self.p.money_decimals));
        match dice.weighted(&[8, 6, 4, 2, 1, 2]) {
            0 => dice.range(1, 40 * one),
            1 => dice.maybe_pick(&self.hints.money).copied().unwrap_or(one) + dice.range(-1, 1),
            2 => dice.range(1, 30) * one,
            3 => -dice.range(1, 15 * one),
            4 => 0,
            _ => dice.range(50 * one, 900 * one),
        }
    }

    /// Values of declared fields; all that may not be missing, and some of the others.
    pub(super) fn fields(&self, owner: FieldOwner, dice: &mut Dice) -> Vec<NamedValue> {
        let mut values = Vec::new();
        for f in self.p.fields.iter().filter(|f| f.owner == owner) {
            let may_miss = f.optional || f.default.is_some();
            if !may_miss || dice.percent(60) {
                values.push((f.name.clone(), self.value(f, dice)));
            }
        }
        values
    }

    pub(super) fn value(&self, f: &Field, dice: &mut Dice) -> FieldValue {
        match &f.kind {
            FieldKind::Text => FieldValue::Text(dice.text(TEXTS)),
            FieldKind::OneOf(_) => FieldValue::Text(dice.text(CHOICES)),
            FieldKind::Member => FieldValue::Text(dice.text(MEMBERS)),
            FieldKind::YesNo => FieldValue::YesNo(dice.percent(50)),
            FieldKind::Number { range, .. } => {
                let (least, most) = range.unwrap_or((-1_000_000, 1_000_000));
                let near = dice.maybe_pick(&self.hints.numbers).copied().unwrap_or(0) + dice.range(-1, 1);
                let value = if dice.percent(70) { near } else { dice.range(least, most) };
                FieldValue::Number(value.clamp(least, most))
            }
            FieldKind::Money => {
                let near = dice.maybe_pick(&self.hints.money).copied().unwrap_or(0);
                FieldValue::Number(near + dice.range(-1, 1))
            }
            FieldKind::Date => {
                let near = dice.maybe_pick(&self.hints.days).copied().unwrap_or(self.hints.origin.0);
                FieldValue::Date(near.plus(i32::try_from(dice.range(-1, 1)).unwrap()))
            }
        }
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}
