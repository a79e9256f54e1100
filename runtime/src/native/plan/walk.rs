//! Walks over the checked tree that find what a programme reads: facts, amounts, fields, tracks.

use super::facts::{FactSet, FieldTest, LineTest};
use super::lines::{LineColumn, measure_test, quantity_column};
use treue_lang::programme::{
    Amount, AmountId, Award, Compare, Condition, Conjunct, DifferentText, FieldId, FieldOwner, FigureId,
    FigureNumber, LineNumber, LineText, Most, Number, Occasion, Predicate, Programme, Rate, RuleId,
    SelectionId, Texts, TrackSubject,
};
use treue_lang::time::{DayTest, Window};

/// What a programme reads.
#[derive(Debug)]
pub(crate) struct Reads {
    /// Tests on the day on the wall.
    pub(crate) days: FactSet<Texts, DayTest>,
    /// Dates of tracks, which go by the event's day.
    pub(crate) windows: FactSet<Texts, DayTest>,
    /// Tests on the receipt.
    pub(crate) receipt: FactSet<Texts, FieldTest>,
    /// Tests on the member.
    pub(crate) member: FactSet<Texts, FieldTest>,
    /// Tests on a line.
    pub(crate) line: FactSet<LineText, LineTest>,
    /// By `AmountId`: whether it is measured.
    pub(crate) amounts: Vec<bool>,
    /// By `FieldId`: whether it is read as a number.
    pub(crate) numbers: Vec<bool>,
    /// Columns of lines that are read as numbers.
    pub(crate) columns: Vec<LineColumn>,
    /// What is asked of the member's own days and standings.
    pub(crate) occasions: Vec<Occasion>,
    /// By `SelectionId`: whether its text tests are noted.
    selections: Vec<bool>,
}

impl Reads {
    /// Of a whole programme.
    pub(crate) fn of(programme: &Programme) -> Reads {
        Reads::without(programme, &|_| false)
    }

    /// Of a programme without some of its rules.
    pub(crate) fn without(programme: &Programme, left_out: &dyn Fn(RuleId) -> bool) -> Reads {
        let mut reads = Reads {
            days: FactSet::new(),
            windows: FactSet::new(),
            receipt: FactSet::new(),
            member: FactSet::new(),
            line: FactSet::new(),
            amounts: vec![false; programme.amounts.len()],
            numbers: vec![false; programme.fields.len()],
            columns: Vec::new(),
            occasions: Vec::new(),
            selections: vec![false; programme.selections.len()],
        };
        for (_, rule) in programme.rules.iter().filter(|(id, _)| !left_out(*id)) {
            reads.conjuncts(programme, &rule.conditions);
            // A window rule reads sums, which are tracks.
            if rule.over.is_none() {
                reads.award(programme, &rule.award);
            }
        }
        for (_, track) in programme.tracks.iter() {
            reads.conjuncts(programme, &track.conditions);
            if let TrackSubject::Amount(amount) | TrackSubject::Different(DifferentText::Lines(amount), _) =
                track.subject
            {
                reads.amount(programme, amount);
            }
            if let TrackSubject::Field { field, missing, of: _ } = &track.subject {
                reads.operand(programme, &Number::Field(*field, *missing));
            }
            if let Window::Dates(from, to) = track.window {
                reads.windows.single(DayTest::Between(Some(from), Some(to)));
            }
        }
        for (_, tiers) in programme.tiers.iter() {
            for level in &tiers.levels {
                reads.conjuncts(programme, &level.entry);
                reads.conjuncts(programme, &level.keep);
            }
        }
        for (_, unit) in programme.units.iter() {
            unit.expiry.iter().for_each(|e| reads.conjuncts(programme, &e.when));
            unit.pause.iter().for_each(|p| reads.conjuncts(programme, &p.condition));
        }
        for (_, limit) in programme.limits.iter() {
            match limit.most {
                Most::Points(_) | Most::Times(_) | Most::Pieces(_) => {}
                Most::PerPart(amount, _) | Most::PerStep(amount, ..) => reads.amount(programme, amount),
            }
        }
        for conversion in programme.partners.iter().flat_map(|(_, p)| &p.conversions) {
            reads.conjuncts(programme, &conversion.conditions);
        }
        for (_, reward) in programme.rewards.iter() {
            reads.conjuncts(programme, &reward.conditions);
            if let Some(receipt) = &reward.receipt {
                let amounts = [Some(receipt.total), Some(receipt.lines), receipt.quantity];
                amounts.into_iter().flatten().for_each(|amount| reads.amount(programme, amount));
            }
        }
        reads.days.finish();
        reads.windows.finish();
        reads.receipt.finish();
        reads.member.finish();
        reads.line.finish();
        reads
    }

    fn award(&mut self, programme: &Programme, award: &Award) {
        match award {
            Award::Rate(rate, by_level) => {
                self.rate(programme, rate);
                for rate in by_level.iter().flat_map(|b| &b.rates) {
                    self.rate(programme, rate);
                }
            }
            Award::Bands { amount, .. } => self.amount(programme, *amount),
            Award::Share { .. } => {}
            Award::Portion { of, .. } => of.iter().for_each(|p| self.award(programme, &p.award)),
        }
    }

    fn rate(&mut self, programme: &Programme, rate: &Rate) {
        match rate {
            Rate::Flat(_) => {}
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => self.amount(programme, *amount),
        }
    }

    fn amount(&mut self, programme: &Programme, id: AmountId) {
        let (Some(seen), Some(amount)) = (self.amounts.get_mut(id.0 as usize), programme.amounts.get(id))
        else {
            return;
        };
        if std::mem::replace(seen, true) {
            return;
        }
        match amount {
            Amount::Money(_, basis) => self.column(LineColumn::Money(*basis)),
            Amount::Quantity(_, measure) => {
                self.column(quantity_column(programme, *measure));
                self.line.single(measure_test(programme, Some(*measure)));
            }
            Amount::Items(_) => {
                self.column(LineColumn::Quantity);
                self.line.single(LineTest::Measure(None));
            }
            Amount::Lines(_) | Amount::Different(..) | Amount::Events(_) => {}
            Amount::EachLine(_, figure) => {
                self.figure(programme, *figure);
                // Behind the columns that it is made of.
                self.column(LineColumn::Figure(*figure));
            }
            Amount::Made(_, figure) => self.figure(programme, *figure),
        }
        self.selection(programme, amount.selection());
    }

    fn figure(&mut self, programme: &Programme, id: FigureId) {
        let Some(figure) = programme.figures.get(id) else { return };
        let mut numbers = Vec::new();
        figure.formula.numbers(&mut numbers);
        for number in numbers {
            match number {
                // Fields are read where they stand.
                FigureNumber::Constant(_)
                | FigureNumber::Field(..)
                | FigureNumber::Table(..)
                | FigureNumber::Line(LineNumber::Field { .. }) => {}
                FigureNumber::Line(number) => self.line_number(number),
                FigureNumber::Amount(amount) => self.amount(programme, *amount),
            }
        }
    }

    fn selection(&mut self, programme: &Programme, id: SelectionId) {
        let (Some(seen), Some(selection)) =
            (self.selections.get_mut(id.0 as usize), programme.selections.get(id))
        else {
            return;
        };
        if !std::mem::replace(seen, true) {
            self.predicate(programme, &selection.predicate);
        }
    }

    fn predicate(&mut self, programme: &Programme, predicate: &Predicate) {
        match predicate {
            Predicate::All(of) | Predicate::Any(of) | Predicate::AtLeast(_, of) => {
                of.iter().for_each(|p| self.predicate(programme, p));
            }
            Predicate::Not(p) => self.predicate(programme, p),
            Predicate::In(selection) => self.selection(programme, *selection),
            Predicate::Text(text, test) => self.line.text(*text, test),
            Predicate::Compare(left, _, right) => {
                self.line_number(left);
                self.line_number(right);
            }
            Predicate::Flag(field, missing) => {
                self.line.single(LineTest::Field(FieldTest::Flag(*field, *missing)))
            }
            Predicate::Present(field) => self.line.single(LineTest::Field(FieldTest::Present(*field))),
            Predicate::Measure(measure) => self.line.single(LineTest::Measure(*measure)),
        }
    }

    fn line_number(&mut self, number: &LineNumber) {
        match number {
            LineNumber::Field { field, .. } => {
                self.column(LineColumn::Field(*field));
                self.line.single(LineTest::Field(FieldTest::Present(*field)));
            }
            LineNumber::Constant(_) => {}
            LineNumber::Amount { basis, .. } => self.column(LineColumn::Money(*basis)),
            LineNumber::Discount { .. } => self.column(LineColumn::Discount),
            LineNumber::Tax { .. } => self.column(LineColumn::Tax),
            LineNumber::Quantity { .. } => self.column(LineColumn::Quantity),
        }
    }

    fn column(&mut self, column: LineColumn) {
        if !self.columns.contains(&column) {
            self.columns.push(column);
        }
    }

    fn number(&mut self, field: FieldId) {
        if let Some(read) = self.numbers.get_mut(field.0 as usize) {
            *read = true;
        }
    }

    fn conjuncts(&mut self, programme: &Programme, conjuncts: &[Conjunct]) {
        conjuncts.iter().for_each(|c| self.condition(programme, &c.condition));
    }

    fn condition(&mut self, programme: &Programme, condition: &Condition) {
        match condition {
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast(_, of) => {
                of.iter().for_each(|c| self.condition(programme, c));
            }
            Condition::Not(c) => self.condition(programme, c),
            Condition::Compare(Compare { left, right, .. }) => {
                self.operand(programme, left);
                self.operand(programme, right);
            }
            Condition::Text(texts, test) => self.owner_of(programme, *texts).text(*texts, test),
            Condition::Flag(field, missing) => {
                self.owner(programme, *field).single(FieldTest::Flag(*field, *missing))
            }
            Condition::Present(field) => self.owner(programme, *field).single(FieldTest::Present(*field)),
            Condition::Day(test) => self.days.single(test.clone()),
            Condition::Occasion(what) => {
                if !self.occasions.contains(what) {
                    self.occasions.push(what.clone());
                }
            }
            Condition::Hours(..) | Condition::FirstPurchase | Condition::Tier(..) => {}
        }
    }

    fn operand(&mut self, programme: &Programme, number: &Number) {
        match number {
            Number::Amount(amount) => self.amount(programme, *amount),
            Number::Field(field, _) => {
                self.number(*field);
                self.owner(programme, *field).single(FieldTest::Present(*field));
            }
            Number::Constant(_)
            | Number::Track { .. }
            | Number::DaysSincePurchase(_)
            | Number::Balance(_) => {}
        }
    }

    fn owner(&mut self, programme: &Programme, field: FieldId) -> &mut FactSet<Texts, FieldTest> {
        if of_member(programme, field) { &mut self.member } else { &mut self.receipt }
    }

    fn owner_of(&mut self, programme: &Programme, texts: Texts) -> &mut FactSet<Texts, FieldTest> {
        match texts {
            Texts::Field(field) => self.owner(programme, field),
            Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => &mut self.receipt,
        }
    }
}

/// Whether a field stands on the member.
pub(crate) fn of_member(programme: &Programme, field: FieldId) -> bool {
    programme.fields.get(field).is_some_and(|f| f.owner == FieldOwner::Member)
}

/// Whether some level is entered by anything but tracks, levels and member fields: by what a receipt, the wall, a
/// balance or the number of purchases says.
pub(crate) fn entry_reads_more(programme: &Programme) -> bool {
    let levels = programme.tiers.iter().flat_map(|(_, tiers)| &tiers.levels);
    levels.flat_map(|l| &l.entry).any(|c| reads_more(programme, &c.condition))
}

fn reads_more(programme: &Programme, condition: &Condition) -> bool {
    let member = |field: &FieldId| of_member(programme, *field);
    let number = |number: &Number| match number {
        Number::Constant(_) | Number::Track { .. } => false,
        Number::Field(field, _) => !member(field),
        Number::Amount(_) | Number::DaysSincePurchase(_) | Number::Balance(_) => true,
    };
    match condition {
        Condition::All(of) | Condition::Any(of) | Condition::AtLeast(_, of) => {
            of.iter().any(|c| reads_more(programme, c))
        }
        Condition::Not(c) => reads_more(programme, c),
        Condition::Compare(Compare { left, right, .. }) => number(left) || number(right),
        Condition::Flag(field, _) | Condition::Present(field) | Condition::Text(Texts::Field(field), _) => {
            !member(field)
        }
        Condition::Tier(..) => false,
        Condition::Text(Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy, _)
        | Condition::Day(_)
        | Condition::Hours(..)
        | Condition::Occasion(_)
        | Condition::FirstPurchase => true,
    }
}

/// Whether a track sums an amount or counts events: what such a track books is known before any rule.
pub(crate) fn books_early(subject: &TrackSubject) -> bool {
    match subject {
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. } => true,
        TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Over(_)
        | TrackSubject::Plus(_) => false,
    }
}

/// How many conditions there are, inner ones included: a measure of the code they become.
pub(crate) fn size(conditions: &[Conjunct]) -> usize {
    conditions.iter().map(|c| size_of(&c.condition)).sum()
}

fn size_of(condition: &Condition) -> usize {
    1 + condition.parts().iter().map(size_of).sum::<usize>()
}
