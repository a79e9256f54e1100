//! `test`: given, when, then.

use super::Builder;
use crate::ast::{
    Expectation, Given, Literal, Name, Number, RedeemText, ReturnText, ReturnedText, Test, TestStep,
    TestWhen, Text, TransferText,
};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Day, Minute};

impl Builder {
    pub(super) fn test(&mut self, node: &Node<'_>) -> Option<Test> {
        let name = self.text(node.get(Rule::text)?);
        let steps = node.all(Rule::step).map(|n| self.step(n.first()?)).collect::<Option<_>>()?;
        Some(Test { name, steps, span: self.span(node) })
    }

    fn step(&mut self, node: &Node<'_>) -> Option<TestStep> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::given => {
                let pieces =
                    node.all(Rule::given_piece).map(|n| self.given(n.first()?)).collect::<Option<_>>()?;
                match node.get(Rule::given_other).and_then(|n| n.get(Rule::text)) {
                    Some(other) => TestStep::GivenOther(self.text(other), pieces, span),
                    None => TestStep::Given(pieces, span),
                }
            }
            Rule::test_when => TestStep::When(self.test_when(node.children.last()?)?, span),
            _ => {
                let expected = node
                    .all(Rule::expectation)
                    .map(|n| self.expectation(n.first()?))
                    .collect::<Option<_>>()?;
                TestStep::Then(expected, span)
            }
        })
    }

    fn given(&mut self, node: &Node<'_>) -> Option<Given> {
        let span = self.span(node);
        let until = self.until(node);
        Some(match node.rule {
            Rule::given_household => Given::Household(self.text(node.get(Rule::text)?)),
            Rule::given_level => Given::Level(self.name(node.get(Rule::name)?), until),
            Rule::given_earlier => Given::EarlierPurchases(span),
            Rule::given_voucher => {
                Given::Voucher(self.name(node.get(Rule::name)?), self.voucher_money(node)?, until)
            }
            Rule::given_field => {
                let (name, value) = self.field_setting(node)?;
                Given::Field(name, value)
            }
            _ => Given::Amount {
                number: self.number(node.get(Rule::number)?),
                unit: node.get(Rule::name).map(|n| self.name(n)),
                track: node.get(Rule::given_track).and_then(|n| n.get(Rule::name)).map(|n| self.name(n)),
                until,
                span,
            },
        })
    }

    fn until(&mut self, node: &Node<'_>) -> Option<Spanned<Day>> {
        node.get(Rule::until).and_then(|n| n.get(Rule::date)).map(|n| self.day(n))
    }

    /// A field with its value. `yes` and `no` are kept as texts of these words.
    /// `with receipt.a 1, receipt.b 2`: all of them.
    pub(super) fn field_settings<'n>(
        &mut self,
        with: impl IntoIterator<Item = &'n Node<'n>>,
    ) -> Option<Vec<(Name, Literal)>> {
        let mut all = Vec::new();
        for node in with {
            for set in node.all(Rule::set_field) {
                all.push(self.field_setting(set)?);
            }
        }
        Some(all)
    }

    fn field_setting(&mut self, node: &Node<'_>) -> Option<(Name, Literal)> {
        let name = self.field(node.get(Rule::field)?);
        let value = node.get(Rule::field_setting)?.first()?;
        let value = match value.rule {
            Rule::literal => self.literal(value)?,
            _ => Literal::Text(self.name(value)),
        };
        Some((name, value))
    }

    fn test_when(&mut self, node: &Node<'_>) -> Option<TestWhen> {
        if node.rule == Rule::test_purchase {
            return self.purchase(node).map(TestWhen::Purchase);
        }
        if node.rule == Rule::test_activity {
            return self.activity(node).map(TestWhen::Activity);
        }
        if node.rule == Rule::test_clock {
            return Some(TestWhen::Clock(self.day(node.get(Rule::date)?)));
        }
        if node.rule == Rule::test_grant {
            return self.grant(node.children.last()?);
        }
        let (day, minute) = self.at_day(node.get(Rule::at_day)?)?;
        Some(match node.rule {
            Rule::test_redeem | Rule::test_use => TestWhen::Redeem(self.redeem(node, (day, minute))?),
            Rule::test_member => {
                if let Some(takes) = node.get(Rule::member_takes) {
                    return Some(TestWhen::Merge(self.text(takes.get(Rule::text)?), day, minute));
                }
                let joins = node.get(Rule::member_joins);
                let changes = joins.or_else(|| node.get(Rule::member_leaves))?;
                if changes.has(Rule::kw_programme) {
                    return Some(TestWhen::Membership(joins.is_some(), day, minute));
                }
                let joins = joins.and_then(|n| n.get(Rule::text));
                TestWhen::Household(joins.map(|n| self.text(n)), day, minute)
            }
            Rule::test_return => TestWhen::Return(self.test_return(node, (day, minute))?),
            Rule::test_transfer => {
                let (points, into) = (self.quantity(node)?, self.text(node.get(Rule::text)?));
                TestWhen::Transfer(TransferText { points, into, by: self.whose(node), on: day, at: minute })
            }
            _ => return None,
        })
    }

    fn redeem(&mut self, node: &Node<'_>, (on, at): (Spanned<Day>, Option<Minute>)) -> Option<RedeemText> {
        let times = node.get(Rule::redeem_times).and_then(|n| n.get(Rule::number)).map(|n| self.number(n));
        let points = match node.get(Rule::redeem_for) {
            Some(n) => Some((n.get(Rule::number).map(|n| self.number(n)), self.name(n.get(Rule::name)?))),
            None => None,
        };
        let discount = match node.get(Rule::purchase_less) {
            Some(less) => Some(self.quantity(less)?),
            None => None,
        };
        let lines = match node.get(Rule::basket) {
            Some(basket) => {
                Some(basket.all(Rule::test_line).map(|n| self.test_line(n)).collect::<Option<Vec<_>>>()?)
            }
            None => None,
        };
        let of = node.get(Rule::activity_of).and_then(|n| n.get(Rule::number)).map(|n| self.whole_at(n));
        let voucher = node.rule == Rule::test_use;
        Some(RedeemText {
            reward: self.name(node.get(Rule::name)?),
            by: self.whose(node),
            voucher,
            times,
            points,
            of,
            on,
            at,
            store: node.get(Rule::purchase_store).and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            discount,
            lines,
        })
    }

    fn test_return(
        &mut self,
        node: &Node<'_>,
        (on, at): (Spanned<Day>, Option<Minute>),
    ) -> Option<ReturnText> {
        let what = node.get(Rule::returned_what)?;
        let of = match what.get(Rule::number).map(|n| self.whole_at(n)) {
            Some(number) if what.has(Rule::kw_purchase) => ReturnedText::Purchase(number),
            Some(number) => ReturnedText::Redemption(number),
            None => ReturnedText::Id(self.text(what.get(Rule::text)?)),
        };
        let mut lines = Vec::new();
        for line in node.get(Rule::returned_lines).into_iter().flat_map(|n| n.all(Rule::returned_line)) {
            let numbers: Vec<&Node<'_>> = line.all(Rule::number).collect();
            lines.push(match numbers.as_slice() {
                [quantity, number] => (Some(self.number(quantity)), self.whole_at(number)),
                [number] => (None, self.whole_at(number)),
                _ => return None,
            });
        }
        Some(ReturnText { of, by: self.whose(node), on, at, lines })
    }

    /// `by "anna"`.
    fn whose(&mut self, node: &Node<'_>) -> Option<Text> {
        node.get(Rule::purchase_by).and_then(|n| n.get(Rule::text)).map(|n| self.text(n))
    }

    /// A whole number with its place.
    fn whole_at(&mut self, node: &Node<'_>) -> Spanned<u16> {
        Spanned::new(self.whole(node, u16::MAX), self.span(node))
    }

    /// `of 5.00 CHF`, if it is said.
    fn voucher_money(&mut self, node: &Node<'_>) -> Option<Option<(Number, Name)>> {
        match node.get(Rule::voucher_money) {
            Some(money) => self.quantity(money).map(Some),
            None => Some(None),
        }
    }

    fn grant(&mut self, node: &Node<'_>) -> Option<TestWhen> {
        let (day, minute) = self.at_day(node.get(Rule::at_day)?)?;
        let name = self.name(node.get(Rule::name)?);
        Some(match node.get(Rule::signed) {
            Some(number) => TestWhen::GrantPoints(self.number(number), name, day, minute),
            None => TestWhen::GrantLevel(name, self.until(node), day, minute),
        })
    }

    pub(super) fn at_day(&mut self, node: &Node<'_>) -> Option<(Spanned<Day>, Option<Minute>)> {
        let day = self.day(node.get(Rule::date)?);
        let minute = node.get(Rule::at_time).and_then(|n| n.get(Rule::time)).map(|n| self.minute(n));
        Some((day, minute))
    }

    /// The number and the word after it.
    pub(super) fn quantity(&mut self, node: &Node<'_>) -> Option<(Number, Name)> {
        Some((self.number(node.get(Rule::number)?), self.name(node.get(Rule::name)?)))
    }

    /// The same where it may be below zero.
    pub(super) fn signed(&mut self, node: &Node<'_>) -> Option<(Number, Name)> {
        Some((self.number(node.get(Rule::signed)?), self.name(node.get(Rule::name)?)))
    }

    fn expectation(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::nothing_given => match node.get(Rule::name) {
                Some(rule) => Expectation::NothingFrom(self.name(rule), span),
                None => Expectation::Nothing(span),
            },
            Rule::balance => {
                let (number, unit) = self.quantity(node)?;
                match node.get(Rule::of_other).and_then(|n| n.get(Rule::text)) {
                    Some(other) => Expectation::BalanceOf(number, unit, self.text(other), span),
                    None => Expectation::Balance(number, unit, span),
                }
            }
            Rule::member_level => {
                Expectation::Level(self.name(node.get(Rule::name)?), self.until(node), span)
            }
            Rule::refused => Expectation::Refused(self.title(node), span),
            Rule::gives_text => Expectation::Gives(self.text(node.get(Rule::text)?), span),
            Rule::voucher_held => {
                let name = self.name(node.get(Rule::name)?);
                Expectation::Voucher(name, self.voucher_money(node)?, self.until(node), span)
            }
            Rule::no_voucher => Expectation::NoVoucher(self.name(node.get(Rule::name)?), span),
            Rule::pays_money => {
                let (number, currency) = self.quantity(node)?;
                Expectation::Pays(number, currency, span)
            }
            Rule::refund_cut => {
                let (number, currency) = self.quantity(node)?;
                Expectation::RefundCut(number, currency, span)
            }
            Rule::partner_pays => {
                let mut names = node.all(Rule::name);
                let (partner, currency) = (self.name(names.next()?), self.name(names.next()?));
                Expectation::PartnerPays(partner, self.number(node.get(Rule::signed)?), currency, span)
            }
            Rule::cash_back => {
                let (number, currency) = self.quantity(node)?;
                Expectation::Cash(number, currency, span)
            }
            Rule::got_converted => Expectation::Converted(
                self.number(node.get(Rule::number)?),
                self.text(node.get(Rule::text)?),
                span,
            ),
            _ => self.points_expected(node)?,
        })
    }

    fn points_expected(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let span = self.span(node);
        let (number, unit) = self.quantity(node)?;
        let what = node.get(Rule::points_what)?;
        if what.has(Rule::kw_taken) {
            let from = what.get(Rule::taken_from).and_then(|n| n.get(Rule::name)).map(|n| self.name(n));
            return Some(Expectation::Taken(number, unit, from, span));
        }
        Some(match what.children.last()?.rule {
            Rule::name => Expectation::From(number, unit, self.name(what.get(Rule::name)?), span),
            Rule::text => Expectation::To(number, unit, self.text(what.get(Rule::text)?), span),
            Rule::kw_all => Expectation::InAll(number, unit, span),
            Rule::kw_back => Expectation::Back(number, unit, span),
            Rule::kw_forgiven => Expectation::Forgiven(number, unit, span),
            Rule::kw_pending => Expectation::Pending(number, unit, span),
            Rule::kw_owed => Expectation::Owed(number, unit, span),
            Rule::kw_reminded => Expectation::Reminded(number, unit, span),
            _ => Expectation::Expired(number, unit, span),
        })
    }
}
