//! What happens in a test.

use super::Checker;
use super::kind::Kind;
use super::literal::Word;
use super::test_money::ReceiptCurrency;
use crate::ast::{
    ActivityText, FieldOwner, Name, Number, PurchaseText, RedeemText, TestLine as LineText, TestWhen, Text,
    TransferText,
};
use crate::diag::{Code, Diagnostic};
use crate::names::{Lost, did_you_mean};
use crate::programme::{
    FieldId, FieldValue, Id, RewardId, TestActivity, TestEvent, TestLine, TestPurchase, TestRedeem, TestStep,
    UnitId,
};
use crate::source::{Span, Spanned};
use crate::time::{Day, Minute};

/// Noon, when no time is said.
const NOON: Minute = Minute(720);
/// One item, when no quantity is said.
const ONE: i64 = 1_000;

impl Checker<'_> {
    /// An event; `complete` if it must have all fields that may not be missing.
    pub(crate) fn event(&mut self, when: &TestWhen, span: Span, complete: bool) -> Option<TestStep> {
        let (event, on, at): (TestEvent, &Spanned<Day>, Option<Minute>) = match when {
            TestWhen::Purchase(purchase) => {
                (TestEvent::Purchase(self.purchase(purchase, complete)?), &purchase.on, purchase.at)
            }
            TestWhen::Activity(activity) => {
                (TestEvent::Activity(self.activity(activity, complete)?), &activity.on, activity.at)
            }
            TestWhen::Return(text) => (TestEvent::Return(self.test_return(text)?), &text.on, text.at),
            TestWhen::Redeem(text) => (TestEvent::Redeem(self.redeem(text)?), &text.on, text.at),
            TestWhen::Transfer(text) => (self.transfer(text)?, &text.on, text.at),
            TestWhen::GrantPoints(number, unit, on, at) => {
                let unit = self.points_here(unit)?;
                let points = self.number_of(number, Kind::Points(unit))?;
                (TestEvent::GrantPoints { unit, points }, on, *at)
            }
            TestWhen::GrantLevel(name, until, on, at) => {
                let (tiers, level) = self.level_named(name)?;
                (TestEvent::GrantLevel { tiers, level, until: until.as_ref().map(|u| u.node) }, on, *at)
            }
            TestWhen::Household(name, on, at) => {
                self.has_households(name.as_ref().map_or(span, |n| n.span))?;
                (TestEvent::Household(name.as_ref().map(|n| n.node.clone())), on, *at)
            }
            TestWhen::Membership(begins, on, at) => (TestEvent::Membership(*begins), on, *at),
            TestWhen::Merge(other, on, at) => (TestEvent::Merge(other.node.clone()), on, *at),
            TestWhen::Clock(on) => return Some(TestStep::When(TestEvent::Clock, on.node, Minute(0), span)),
        };
        Some(TestStep::When(event, on.node, at.unwrap_or(NOON), span))
    }

    fn redeem(&mut self, text: &RedeemText) -> Option<TestRedeem> {
        let reward =
            if text.voucher { self.voucher_named(&text.reward)? } else { self.reward_named(&text.reward)? };
        let times = match &text.times {
            Some(number) => {
                let times = self.positive(number, Kind::Number(0))?;
                u32::try_from(times).ok().or_else(|| {
                    self.must_be_smaller(number);
                    None
                })?
            }
            None => 1,
        };
        if let (Some(times), Some((Some(points), _))) = (&text.times, &text.points) {
            self.repeated("how much it costs", points.span, times.span);
            return None;
        }
        let (unit, points) = match &text.points {
            None => (None, None),
            Some((points, unit)) => {
                let unit = self.points_here(unit)?;
                let points = match points {
                    Some(points) => Some(self.positive(points, Kind::Points(unit))?),
                    None => None,
                };
                (Some(unit), points)
            }
        };
        let discount = self.optional_money(text.discount.as_ref(), None);
        let receipt = match &text.lines {
            None => {
                if let Some((number, currency)) = &text.discount {
                    let span = number.span.to(currency.span);
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            span,
                            "there is no receipt to take it from",
                            "of what?",
                        )
                        .help("add the lines of the receipt in braces"),
                    );
                    return None;
                }
                None
            }
            Some(lines) => {
                let lines: Vec<Option<TestLine>> =
                    lines.iter().map(|l| self.test_line(l, None, true)).collect();
                let lines = lines.into_iter().collect::<Option<_>>()?;
                Some(Box::new(TestPurchase { discount: discount?, lines, ..TestPurchase::default() }))
            }
        };
        let of = text.of.as_ref().map(|n| usize::from(n.node).saturating_sub(1));
        let store = text.store.as_ref().map(|t| t.node.clone());
        let by = text.by.as_ref().map(|t| t.node.clone());
        Some(TestRedeem { by, reward, voucher: text.voucher, times, unit, points, of, store, receipt })
    }

    /// The reward of that name, which must give vouchers.
    pub(crate) fn voucher_named(&mut self, name: &Name) -> Option<RewardId> {
        let id = self.reward_named(name)?;
        let reward = self.rewards.get(id.index()).and_then(Option::as_ref)?;
        if !reward.voucher {
            let message = format!("the reward `{}` gives no vouchers", name.node);
            self.report(
                Diagnostic::new(Code::WrongKind, name.span, message, "no voucher")
                    .help("name a reward that gives vouchers, or write `redeem`"),
            );
            return None;
        }
        Some(id)
    }

    /// The money of a voucher, if it is said.
    pub(crate) fn voucher_money(&mut self, money: Option<&(Number, Name)>) -> Option<Option<i64>> {
        match money {
            Some((number, currency)) => self.money(number, currency).map(Some),
            None => Some(None),
        }
    }

    /// The reward of that name.
    pub(crate) fn reward_named(&mut self, name: &Name) -> Option<RewardId> {
        let names = self.names;
        if let Some((reward, _)) = names.reward_names.get(name.node.as_str()) {
            return Some(*reward);
        }
        if !names.may_be_lost(&name.node, &[Lost::Rewards]) {
            let known: Vec<&str> = names.reward_names.keys().copied().collect();
            let otherwise = format!("declare it: `reward {} {{ ... }}`", name.node);
            self.unknown(name, "reward", &known, otherwise);
        }
        None
    }

    fn must_be_smaller(&mut self, number: &Number) {
        let message = format!("`{}` times are too many", number.node);
        self.report(
            Diagnostic::new(Code::OutOfRange, number.span, message, "too many")
                .help("write a smaller number"),
        );
    }

    fn transfer(&mut self, text: &TransferText) -> Option<TestEvent> {
        let (number, unit) = &text.points;
        let unit = self.points_here(unit);
        self.conversion_into(&text.into, unit)?;
        let unit = unit?;
        let points = self.positive(number, Kind::Points(unit))?;
        let by = text.by.as_ref().map(|t| t.node.clone());
        Some(TestEvent::Transfer { by, unit, points, into: text.into.node.clone() })
    }

    /// Whether a partner converts points into that.
    pub(crate) fn conversion_into(&mut self, into: &Text, unit: Option<UnitId>) -> Option<()> {
        let names = self.names;
        let all = names.partners.iter().flat_map(|p| &p.converts);
        let known: Vec<&str> = all
            .filter(|c| unit.is_none_or(|u| self.find_unit(&c.unit.node) == Some(u)))
            .map(|c| c.into.node.as_str())
            .collect();
        if known.contains(&into.node.as_str()) {
            return Some(());
        }
        // The text in quotes may stand in a partner that could not be read.
        let unread = into.node.split(' ').all(|word| names.broken.contains(word));
        if !unread {
            let otherwise = "add `converts 1000 points to 500 \"...\"` to a partner";
            let help = did_you_mean(&into.node, known, otherwise);
            let message = format!("no partner converts these points to \"{}\"", into.node);
            self.report(Diagnostic::new(Code::UnknownName, into.span, message, "not declared").remedy(help));
        }
        None
    }

    fn purchase(&mut self, source: &PurchaseText, complete: bool) -> Option<TestPurchase> {
        let currency = self.receipt_currency(source);
        let tenders = self.tenders(source, currency);
        let discount = self.optional_money(source.discount.as_ref(), currency);
        let fields =
            self.event_fields(&source.fields, FieldOwner::Receipt, source.on.span, "this receipt", complete);
        let lines: Vec<Option<TestLine>> =
            source.lines.iter().map(|l| self.test_line(l, currency, complete)).collect();
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.node.clone());
        Some(TestPurchase {
            by: text(&source.by),
            currency: currency.map(|c| c.foreign),
            channel: text(&source.channel),
            store: text(&source.store),
            coupons: source.coupons.iter().map(|c| c.node.clone()).collect(),
            companions: source.companions.iter().map(|c| c.node.clone()).collect(),
            tenders: tenders?,
            discount: discount?,
            fields: fields?,
            lines: lines.into_iter().collect::<Option<_>>()?,
        })
    }

    fn activity(&mut self, source: &ActivityText, complete: bool) -> Option<TestActivity> {
        let (owner, span) = (FieldOwner::Receipt, source.on.span);
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.node.clone());
        Some(TestActivity {
            kind: source.kind.node.clone(),
            by: text(&source.by),
            of: source.of.as_ref().map(|n| n.node),
            channel: text(&source.channel),
            store: text(&source.store),
            fields: self.event_fields(&source.fields, owner, span, "this activity", complete)?,
        })
    }

    fn tenders(
        &mut self,
        source: &PurchaseText,
        of: Option<ReceiptCurrency>,
    ) -> Option<Vec<(String, Option<i64>)>> {
        if let [_, _, ..] = source.tenders.as_slice()
            && let Some((_, kind)) = source.tenders.iter().find(|(amount, _)| amount.is_none())
        {
            let message = format!("it is not said how much was paid by \"{}\"", kind.node);
            self.report(Diagnostic::new(Code::Incomplete, kind.span, message, "how much?").help(format!(
                "write `paid 10.00 {} by \"{}\"`",
                self.currency_word.as_deref().unwrap_or("CHF"),
                kind.node
            )));
            return None;
        }
        let mut tenders = Vec::new();
        for (amount, kind) in &source.tenders {
            let amount = match amount {
                Some((number, currency)) => Some(self.receipt_money(number, currency, of)?),
                None => None,
            };
            tenders.push((kind.node.clone(), amount));
        }
        Some(tenders)
    }

    fn optional_money(&mut self, money: Option<&(Number, Name)>, of: Option<ReceiptCurrency>) -> Option<i64> {
        match money {
            Some((number, currency)) => self.receipt_money(number, currency, of),
            None => Some(0),
        }
    }

    fn event_fields(
        &mut self,
        written: &[(Name, crate::ast::Literal)],
        owner: FieldOwner,
        span: Span,
        what: &str,
        complete: bool,
    ) -> Option<Vec<(FieldId, FieldValue)>> {
        let mut fields: Vec<(FieldId, FieldValue, Span)> = Vec::new();
        let mut right = true;
        for (name, literal) in written {
            let Some((id, value)) = self.test_field(name, literal, owner) else {
                right = false;
                continue;
            };
            if let Some((_, _, first)) = fields.iter().find(|(f, _, _)| *f == id) {
                self.repeated(&format!("`{}`", name.node), name.span, *first);
                right = false;
                continue;
            }
            fields.push((id, value, name.span));
        }
        if !right {
            return None;
        }
        if complete {
            let given: Vec<FieldId> = fields.iter().map(|(id, _, _)| *id).collect();
            self.needed_fields(owner, &given, span, what)?;
        }
        Some(fields.into_iter().map(|(id, value, _)| (id, value)).collect())
    }

    fn test_line(
        &mut self,
        source: &LineText,
        of: Option<ReceiptCurrency>,
        complete: bool,
    ) -> Option<TestLine> {
        let quantity = self.line_quantity(source);
        let amount = self.receipt_money(&source.amount.0, &source.amount.1, of);
        let discount = self.optional_money(source.discount.as_ref(), of);
        let tax = self.optional_money(source.tax.as_ref(), of);
        let fields = self.event_fields(&source.fields, FieldOwner::Line, source.span, "this line", complete);
        let (quantity, measure) = quantity?;
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.node.clone());
        Some(TestLine {
            name: text(&source.name),
            category: text(&source.category),
            brand: text(&source.brand),
            sku: text(&source.sku),
            labels: source.labels.iter().map(|l| l.node.clone()).collect(),
            quantity,
            measure,
            amount: amount?,
            discount: discount?,
            tax: tax?,
            fields: fields?,
        })
    }

    fn line_quantity(&mut self, source: &LineText) -> Option<(i64, Option<crate::programme::MeasureId>)> {
        let Some((number, word)) = &source.quantity else { return Some((ONE, None)) };
        match self.unit_word(word)? {
            Word::Items => Some((self.number_of(number, Kind::Items)?, None)),
            Word::Measure(measure) => Some((self.number_of(number, Kind::Quantity(measure))?, Some(measure))),
            other @ (Word::Money | Word::Points(_) | Word::Lines | Word::Purchases | Word::Activities) => {
                let found = self.kind_words(other.kind());
                let message = format!("a line has a quantity in items or a measure, not in {found}");
                self.report(
                    Diagnostic::new(
                        Code::UnitMismatch,
                        word.span,
                        message,
                        format!("{found}, not a quantity"),
                    )
                    .help("write `3 items`, or a measure of the programme"),
                );
                None
            }
        }
    }
}
