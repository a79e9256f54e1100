//! The `programme` item.

use super::Builder;
use super::deadline::period_word;
use crate::ast::{Header, Setting};
use crate::diag::{Code, Diagnostic};
use crate::programme::{BurnOrder, Spends};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::LeapDay;

impl Builder {
    pub(super) fn programme(&mut self, node: &Node<'_>) -> Option<Header> {
        let name = self.text(node.get(Rule::text)?);
        let settings = node.all(Rule::setting).map(|n| self.setting(n.first()?)).collect::<Option<_>>()?;
        Some(Header { name, settings, span: self.span(node) })
    }

    fn setting(&mut self, node: &Node<'_>) -> Option<Setting> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::currency => Setting::Currency(self.name(node.get(Rule::name)?)),
            Rule::timezone => Setting::Timezone(self.text(node.get(Rule::text)?)),
            Rule::unit => self.unit(node)?,
            Rule::measure => {
                let of = match node.get(Rule::measure_is) {
                    Some(is) => Some((self.number(is.get(Rule::number)?), self.name(is.get(Rule::name)?))),
                    None => None,
                };
                Setting::Measure(self.name(node.get(Rule::name)?), of)
            }
            Rule::remember => {
                let days =
                    node.get(Rule::number).map(|n| Spanned::new(self.whole(n, u16::MAX), self.span(n)));
                Setting::Remember(days, span)
            }
            Rule::week_start => Setting::WeekStart(self.weekday(node.get(Rule::weekday)?)?, span),
            Rule::leap_birthday => Setting::LeapDay(self.leap_birthday(node)?, span),
            Rule::guests_pass => Setting::GuestsPass(span),
            Rule::known_members => Setting::KnownMembersOnly(span),
            Rule::leavers => {
                let number = node.get(Rule::number)?;
                Setting::LeaversKeep(Spanned::new(self.whole(number, u16::MAX), self.span(number)), span)
            }
            Rule::household => self.household(node),
            Rule::receipts_up_to => {
                let number = self.number(node.get(Rule::number)?);
                Setting::ReceiptsUpTo(number, self.name(node.get(Rule::name)?), span)
            }
            _ => return None,
        })
    }

    /// `29 February counts as 1 March`; only this day and these two are possible.
    fn leap_birthday(&mut self, node: &Node<'_>) -> Option<LeapDay> {
        let days: Vec<(u8, u8)> = node
            .all(Rule::number)
            .zip(node.all(Rule::month))
            .map(|(day, month)| Some((self.whole(day, u8::MAX), self.month(month)?.0)))
            .collect::<Option<_>>()?;
        match days.as_slice() {
            [(29, 2), (28, 2)] => Some(LeapDay::Before),
            [(29, 2), (1, 3)] => Some(LeapDay::After),
            _ => {
                let message = "only 29 February is not in every year";
                let report = Diagnostic::new(Code::NeverHolds, self.span(node), message, "of no use");
                self.diagnostics.push(
                    report.help(
                        "write `29 February counts as 1 March`, or `29 February counts as 28 February`",
                    ),
                );
                None
            }
        }
    }

    fn household(&mut self, node: &Node<'_>) -> Setting {
        let (mut shares, mut spends) = (Vec::new(), Vec::new());
        for piece in node.all(Rule::household_piece).filter_map(Node::first) {
            if piece.rule == Rule::household_shares {
                shares.extend(self.names(piece));
            } else {
                let how = if piece.has(Rule::kw_own) { Spends::OwnFirst } else { Spends::InProportion };
                spends.push((how, self.span(piece)));
            }
        }
        Setting::Household { shares, spends, span: self.span(node) }
    }

    fn unit(&mut self, node: &Node<'_>) -> Option<Setting> {
        let pieces: Vec<&Node<'_>> = node.all(Rule::unit_piece).filter_map(Node::first).collect();
        let once = [
            Rule::unit_one,
            Rule::unit_decimals,
            Rule::unit_worth,
            Rule::unit_buckets,
            Rule::unit_used,
            Rule::unit_status,
        ];
        let [one, decimals, worth, buckets, used, status] = once.map(|rule| {
            let mut said = pieces.iter().copied().filter(move |n| n.rule == rule);
            let first = said.next();
            if let (Some(first), Some(again)) = (first, said.next()) {
                self.repeated(first, again, "this is said twice of one unit");
            }
            first
        });
        let decimals = decimals
            .and_then(|n| n.get(Rule::number))
            .map(|number| Spanned::new(self.whole(number, u8::MAX), self.span(number)));
        let worth = match worth {
            Some(n) => Some((self.number(n.get(Rule::number)?), self.name(n.get(Rule::name)?))),
            None => None,
        };
        let money = node.get(Rule::unit_money).and_then(|n| n.get(Rule::name)).map(|n| self.name(n));
        let name = self.name(node.get(Rule::name)?);
        Some(Setting::Unit {
            name,
            title: self.title(node),
            one: one.and_then(|n| self.title(n)),
            money,
            decimals,
            worth,
            buckets: buckets.and_then(|n| period_word(n.children.last()?)),
            used: used.map(burn_order),
            status_only: status.map(|n| self.span(n)),
            span: self.span(node),
        })
    }
}

fn burn_order(node: &Node<'_>) -> BurnOrder {
    if node.has(Rule::kw_oldest) {
        BurnOrder::Oldest
    } else if node.has(Rule::kw_newest) {
        BurnOrder::Newest
    } else if node.has(Rule::kw_proportion) {
        BurnOrder::InProportion
    } else {
        BurnOrder::SoonestToExpire
    }
}
