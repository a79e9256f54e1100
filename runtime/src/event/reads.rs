//! Which parts of an event a programme reads at all. Two events of one id are the same event if these are equal,
//! so that a host may send more, or correct what nobody reads.

use std::collections::BTreeSet;
use treue_lang::programme::{
    Amount, AmountId, Available, Award, Basis, Condition, DifferentText, ExpiryHow, FieldId, FieldOwner,
    FigureId, FigureNumber, Gives, LineNumber, LineText, Most, Number, Predicate, Programme, Rate, Reward,
    SelectionId, Shortfall, Start, TableId, TableKey, Texts, TrackSubject,
};

/// The columns of receipts and lines that a programme reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one for each column of the format")]
pub struct Reads {
    /// The store.
    pub store: bool,
    /// The channel.
    pub channel: bool,
    /// The receipt that an activity names.
    pub receipt: bool,
    /// The store of redemptions.
    pub redeem_store: bool,
    /// The coupons.
    pub coupons: bool,
    /// The companions.
    pub companions: bool,
    /// The kinds of the tenders.
    pub tenders: bool,
    /// The tenders with their amounts, in their order.
    pub tender_amounts: bool,
    /// The discount of the receipt.
    pub receipt_discount: bool,
    /// How many lines there are.
    pub lines: bool,
    /// Amounts of lines.
    pub amount: bool,
    /// Their own discounts.
    pub discount: bool,
    /// The tax in them.
    pub tax: bool,
    /// Quantities.
    pub quantity: bool,
    /// Measures.
    pub measure: bool,
    /// Categories.
    pub category: bool,
    /// Brands.
    pub brand: bool,
    /// Stock keeping units.
    pub sku: bool,
    /// Names of goods.
    pub name: bool,
    /// Labels.
    pub labels: bool,
    /// Declared fields of the receipt, by position.
    pub receipt_fields: BTreeSet<usize>,
    /// Declared fields of lines, by position.
    pub line_fields: BTreeSet<usize>,
}

impl Reads {
    /// What the rules, tracks and tiers of a programme read.
    #[must_use]
    pub fn of(programme: &Programme) -> Reads {
        let mut walk = Walk { programme, reads: Reads::default(), selections: BTreeSet::new() };
        let rules = programme.rules.iter().flat_map(|(_, r)| &r.conditions);
        let tracks = programme.tracks.iter().flat_map(|(_, t)| &t.conditions);
        let levels = programme.tiers.iter().flat_map(|(_, t)| &t.levels);
        let levels = levels.flat_map(|l| l.entry.iter().chain(&l.keep));
        for conjunct in rules.chain(tracks).chain(levels) {
            walk.condition(&conjunct.condition);
        }
        for (_, rule) in programme.rules.iter() {
            walk.award(&rule.award);
            rule.decided_by.into_iter().for_each(|field| walk.field(field));
        }
        walk.reads.companions = programme.rules.iter().any(|(_, rule)| rule.companions);
        for (_, gift) in programme.gifts.iter() {
            walk.field(gift.to);
        }
        walk.points();
        match programme.zones.as_ref().map(|z| z.by) {
            Some(Some(field)) => walk.field(field),
            Some(None) => walk.reads.store = true,
            None => {}
        }
        for (_, track) in programme.tracks.iter() {
            match &track.subject {
                TrackSubject::Amount(amount) => walk.amount(*amount),
                TrackSubject::Field { field, missing: _, of: _ } => walk.field(*field),
                TrackSubject::Different(text, _) => match text {
                    DifferentText::Lines(amount) => walk.amount(*amount),
                    DifferentText::Store | DifferentText::Partner => walk.reads.store = true,
                    DifferentText::Channel => walk.reads.channel = true,
                    DifferentText::Field(field) => walk.field(*field),
                },
                TrackSubject::Purchases
                | TrackSubject::InARow(_)
                | TrackSubject::Days(_)
                | TrackSubject::Activities(_)
                | TrackSubject::Over(_)
                | TrackSubject::Points(_)
                | TrackSubject::PointsFrom(_)
                | TrackSubject::Given(_)
                | TrackSubject::Times(_)
                | TrackSubject::Pieces(_)
                | TrackSubject::Plus(_) => {}
            }
        }
        for (_, limit) in programme.limits.iter() {
            match limit.most {
                Most::Points(_) | Most::Times(_) | Most::Pieces(_) => {}
                Most::PerPart(amount, _) | Most::PerStep(amount, ..) => walk.amount(amount),
            }
        }
        for (_, reward) in programme.rewards.iter() {
            walk.reward(reward);
        }
        if weighs_goods(programme) {
            walk.reads.lines = true;
            walk.basis(Basis::Charged);
        }
        walk.all_selections();
        walk.reads
    }
}

/// Whether a return asks what was charged for the goods: a refund may be cut, or points that were spent on a receipt come back
/// in the part that its goods do.
fn weighs_goods(programme: &Programme) -> bool {
    let can_be_spent = |reward: &Reward| reward.issued.is_none() && !reward.voucher;
    programme.remember.is_some()
        && (programme.returns.then == Shortfall::CutRefund
            || programme.rewards.iter().any(|(_, reward)| can_be_spent(reward)))
}

struct Walk<'p> {
    programme: &'p Programme,
    reads: Reads,
    /// Selections that are used.
    selections: BTreeSet<SelectionId>,
}

impl Walk<'_> {
    /// Dates that deadlines of points count from, and receipts that points wait for.
    fn points(&mut self) {
        for (_, rule) in self.programme.rules.iter() {
            match &rule.available {
                Some(Available::After(_, start)) => self.start(*start),
                Some(Available::OnActivity(_)) => self.reads.receipt = true,
                None => {}
            }
        }
        for expiry in self.programme.units.iter().flat_map(|(_, unit)| &unit.expiry) {
            match &expiry.how {
                ExpiryHow::After(_, start) => self.start(*start),
                ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => {}
            }
        }
    }

    fn start(&mut self, start: Start) {
        match start {
            Start::Field(id) => self.field(id),
            Start::Event | Start::Availability => {}
        }
    }

    /// What a reward reads of the receipt that it pays.
    fn reward(&mut self, reward: &Reward) {
        self.reads.redeem_store |= !reward.worth.is_empty();
        let Some(receipt) = &reward.receipt else { return };
        let amounts = [Some(receipt.total), Some(receipt.lines), receipt.quantity];
        amounts.into_iter().flatten().for_each(|amount| self.amount(amount));
        if reward.gives().any(|g| matches!(g, Gives::Cheapest(_))) {
            self.reads.quantity = true;
            self.reads.measure = true;
        }
    }

    fn award(&mut self, award: &Award) {
        match award {
            Award::Rate(rate, by_level) => {
                self.rate(rate);
                for rate in by_level.iter().flat_map(|l| &l.rates) {
                    self.rate(rate);
                }
            }
            Award::Bands { amount, each_part: _, bands } => {
                self.amount(*amount);
                for band in bands {
                    self.rate(&band.rate);
                }
            }
            Award::Share { .. } => {}
            Award::Portion { of, .. } => of.iter().for_each(|p| self.award(&p.award)),
        }
    }

    fn rate(&mut self, rate: &Rate) {
        match rate {
            Rate::Flat(_) => {}
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => self.amount(*amount),
        }
    }

    fn amount(&mut self, amount: AmountId) {
        let Some(amount) = self.programme.amounts.get(amount) else { return };
        if matches!(amount, Amount::Events(_)) {
            return;
        }
        self.reads.lines = true;
        self.selections.insert(amount.selection());
        match amount {
            Amount::Money(_, basis) => self.basis(*basis),
            Amount::Quantity(..) | Amount::Items(_) => {
                self.reads.quantity = true;
                self.reads.measure = true;
            }
            Amount::Lines(_) | Amount::Events(_) => {}
            Amount::EachLine(_, figure) | Amount::Made(_, figure) => self.figure(*figure),
            Amount::Different(_, text) => self.line_text(*text),
        }
    }

    fn figure(&mut self, id: FigureId) {
        let Some(figure) = self.programme.figures.get(id) else { return };
        let mut numbers = Vec::new();
        figure.formula.numbers(&mut numbers);
        for number in numbers {
            match number {
                FigureNumber::Constant(_) => {}
                FigureNumber::Line(number) => self.line_number(number),
                FigureNumber::Amount(amount) => self.amount(*amount),
                FigureNumber::Field(field, _) => self.field(*field),
                FigureNumber::Table(table, _) => self.table(*table),
            }
        }
    }

    fn table(&mut self, id: TableId) {
        let Some(table) = self.programme.tables.get(id) else { return };
        table.at.into_iter().for_each(|field| self.field(field));
        for key in &table.keys {
            match key {
                TableKey::Line(text) => self.line_text(*text),
                TableKey::Event(texts) => self.text(*texts),
            }
        }
    }

    fn basis(&mut self, basis: Basis) {
        self.reads.amount = true;
        match basis {
            Basis::Charged => self.reads.receipt_discount = true,
            Basis::BeforeDiscounts => self.reads.discount = true,
            Basis::WithoutTax => {
                self.reads.receipt_discount = true;
                self.reads.tax = true;
            }
            Basis::PaidBy(_) | Basis::LessPaidBy(_) => {
                self.reads.receipt_discount = true;
                self.reads.tender_amounts = true;
            }
        }
    }

    fn field(&mut self, id: FieldId) {
        let Some(field) = self.programme.fields.get(id) else { return };
        match field.owner {
            FieldOwner::Receipt => drop(self.reads.receipt_fields.insert(field.position)),
            FieldOwner::Line => drop(self.reads.line_fields.insert(field.position)),
            // It stands in the member's record.
            FieldOwner::Member => {}
        }
    }

    fn line_text(&mut self, text: LineText) {
        match text {
            LineText::Category => self.reads.category = true,
            LineText::Brand => self.reads.brand = true,
            LineText::Sku => self.reads.sku = true,
            LineText::Name => self.reads.name = true,
            LineText::Label => self.reads.labels = true,
            LineText::Field(field) => self.field(field),
        }
    }

    /// Conditions nest no deeper than the text that they were written in.
    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(all) | Condition::Any(all) | Condition::AtLeast(_, all) => {
                all.iter().for_each(|c| self.condition(c));
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::Compare(compare) => {
                self.number(&compare.left);
                self.number(&compare.right);
            }
            Condition::Text(texts, _) => self.text(*texts),
            Condition::Flag(field, _) | Condition::Present(field) => self.field(*field),
            Condition::Day(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => {}
        }
    }

    fn text(&mut self, texts: Texts) {
        match texts {
            Texts::Channel => self.reads.channel = true,
            Texts::Store => self.reads.store = true,
            Texts::Coupon => self.reads.coupons = true,
            Texts::PaidBy => self.reads.tenders = true,
            Texts::Field(field) => self.field(field),
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Amount(amount) => self.amount(*amount),
            Number::Field(field, _) => self.field(*field),
            Number::Constant(_)
            | Number::Track { .. }
            | Number::DaysSincePurchase(_)
            | Number::Balance(_) => {}
        }
    }

    /// Walks the selections in use, and those that they name, each once.
    fn all_selections(&mut self) {
        let mut done = BTreeSet::new();
        loop {
            let open: Vec<SelectionId> = self.selections.difference(&done).copied().collect();
            if open.is_empty() {
                return;
            }
            for id in open {
                done.insert(id);
                if let Some(selection) = self.programme.selections.get(id) {
                    self.predicate(&selection.predicate);
                }
            }
        }
    }

    fn predicate(&mut self, predicate: &Predicate) {
        match predicate {
            Predicate::All(all) | Predicate::Any(all) | Predicate::AtLeast(_, all) => {
                all.iter().for_each(|p| self.predicate(p));
            }
            Predicate::Not(inner) => self.predicate(inner),
            Predicate::In(selection) => drop(self.selections.insert(*selection)),
            Predicate::Text(text, _) => self.line_text(*text),
            Predicate::Compare(left, _, right) => {
                self.line_number(left);
                self.line_number(right);
            }
            Predicate::Flag(field, _) | Predicate::Present(field) => self.field(*field),
            Predicate::Measure(_) => self.reads.measure = true,
        }
    }

    fn line_number(&mut self, number: &LineNumber) {
        match number {
            LineNumber::Constant(_) => {}
            LineNumber::Amount { basis, .. } => self.basis(*basis),
            LineNumber::Discount { .. } => self.reads.discount = true,
            LineNumber::Tax { .. } => self.reads.tax = true,
            LineNumber::Quantity { .. } => self.reads.quantity = true,
            LineNumber::Field { field, .. } => self.field(*field),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use treue_lang::pipeline;
    use treue_lang::source::Sources;

    const HEAD: &str = r#"
programme "P" { currency CHF timezone "Europe/Zurich" unit points { worth 0.01 CHF } measure litre }
fields { receipt.till: text optional receipt.size: number line.gift: yes or no default no member.club: yes or no default no }
"#;

    fn reads(text: &str) -> Reads {
        let checked = pipeline::check(&Sources::single("p.treue", format!("{HEAD}{text}")));
        Reads::of(&checked.programme.unwrap_or_else(|| panic!("{text}: {:#?}", checked.diagnostics)))
    }

    #[test]
    fn what_a_rule_reads() {
        let none = Reads::default();
        let money = || Reads { lines: true, amount: true, receipt_discount: true, ..Reads::default() };
        let all = BTreeSet::from([0]);
        for (text, expected) in [
            ("earn a { 5 points }", none.clone()),
            ("earn a { on weekdays from 14:00 to 16:00 5 points }", none.clone()),
            ("earn a { when member.club 5 points }", none.clone()),
            ("earn a { when channel is \"web\" 5 points }", Reads { channel: true, ..none.clone() }),
            ("earn a { when store in (\"a\", \"b\") 5 points }", Reads { store: true, ..none.clone() }),
            ("earn a { when coupon \"A\" 5 points }", Reads { coupons: true, ..none.clone() }),
            ("earn a { when paid by \"card\" 5 points }", Reads { tenders: true, ..none.clone() }),
            (
                "earn a { when receipt.till is present 5 points }",
                Reads { receipt_fields: all.clone(), ..none.clone() },
            ),
            (
                "earn a { when receipt.size is at least 3 5 points }",
                Reads { receipt_fields: BTreeSet::from([1]), ..none.clone() },
            ),
            ("earn a { 1 point per full 1.00 CHF of all lines }", money()),
            (
                "earn a { 1 point per full 1.00 CHF of all lines before discounts }",
                Reads { lines: true, amount: true, discount: true, ..none.clone() },
            ),
            ("earn a { 1 point per full 1.00 CHF of all lines without tax }", Reads { tax: true, ..money() }),
            (
                "earn a { 1 point per full 2 litres of all lines }",
                Reads { lines: true, quantity: true, measure: true, ..none.clone() },
            ),
            (
                "lines bio = all lines where label \"bio\"\nlines x = bio where brand \"Hof\"\nearn a { 1 point per full 1.00 CHF of x }",
                Reads { labels: true, brand: true, ..money() },
            ),
            // A selection that no rule uses is not read.
            ("lines bio = all lines where label \"bio\"\nearn a { 5 points }", none.clone()),
            (
                "lines given = all lines where line.gift\nearn a { 1 point per full 1.00 CHF of given }",
                Reads { line_fields: all, ..money() },
            ),
            ("track spend = all lines per calendar year\nearn a { 5 points }", money()),
            // What was charged says how much of spent points comes back with a part of the goods, and how much of a refund is cut.
            ("reward tea { costs 5 points gives \"Tea\" }", money()),
            ("reward tea { costs 5 points gives a voucher \"Tea\" }", none.clone()),
            ("returns { then cut the refund }", money()),
        ] {
            assert_eq!(reads(text), expected, "{text}");
        }
    }
}
