//! `reward`: its clauses, prices and what it gives.

use super::Builder;
use crate::ast::{
    Cost, CycleText, Gives, GivesIn, IssuedText, LimitSize, PointsText, PriceText, Reward, RewardLimit, Rung,
    Worth,
};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn reward(&mut self, node: &Node<'_>) -> Option<Reward> {
        let (from, to) = self.dates_of(node)?;
        let mut reward = Reward {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            from,
            to,
            costs: Vec::new(),
            gives: Vec::new(),
            by_level: Vec::new(),
            minimum: Vec::new(),
            least_bought: Vec::new(),
            worth: Vec::new(),
            valid: Vec::new(),
            limits: Vec::new(),
            share: Vec::new(),
            most: Vec::new(),
            whole: Vec::new(),
            on: Vec::new(),
            when: Vec::new(),
            issued: Vec::new(),
            rest_expires: Vec::new(),
            per_step: Vec::new(),
            after: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::reward_piece) {
            self.reward_piece(piece.first()?, &mut reward)?;
        }
        Some(reward)
    }

    fn reward_piece(&mut self, piece: &Node<'_>, reward: &mut Reward) -> Option<()> {
        let span = self.span(piece);
        match piece.rule {
            Rule::cost => reward.costs.push(self.cost(piece)?),
            Rule::gives => reward.gives.push((self.gives(piece)?, span)),
            Rule::gives_in => {
                let level = self.name(piece.get(Rule::name)?);
                reward.by_level.push(GivesIn { level, gives: self.gives(piece)?, span });
            }
            Rule::minimum if piece.has(Rule::least_bought) => {
                let (number, currency) = self.quantity(piece.get(Rule::least_bought)?)?;
                reward.least_bought.push((number, currency, span));
            }
            Rule::reward_worth => {
                let (from, to) = self.dates_of(piece)?;
                let times = self.number(piece.get(Rule::number)?);
                let partner = self.name(piece.get(Rule::name)?);
                reward.worth.push(Worth { times, partner, from, to, span });
            }
            Rule::minimum => {
                let (points, unit) = match piece.get(Rule::cost_field) {
                    Some(field) => self.points_field(field)?,
                    None => {
                        let (number, unit) = self.quantity(piece)?;
                        (PointsText::Number(number), unit)
                    }
                };
                reward.minimum.push((points, unit, span));
            }
            Rule::reward_limit => reward.limits.push(self.reward_limit(piece)?),
            Rule::pays_most => {
                let number = self.number(piece.get(Rule::number)?);
                match piece.get(Rule::name) {
                    Some(currency) => reward.most.push((number, self.name(currency), span)),
                    None => reward.share.push((number, span)),
                }
            }
            Rule::whole_purchase => reward.whole.push(span),
            Rule::reward_on => reward.on.push((self.selection(piece.get(Rule::selection)?)?, span)),
            Rule::issued => reward.issued.push((self.issued(piece.children.last()?)?, span)),
            Rule::rest_expires => reward.rest_expires.push(span),
            Rule::per_step_voucher => reward.per_step.push(span),
            Rule::after_reward => reward.after.push(self.name(piece.get(Rule::name)?)),
            Rule::moment => reward.when.push(self.moment(piece)?),
            Rule::when_clause => reward.when.push(self.condition(piece.get(Rule::condition)?)?),
            _ => reward.valid.push(self.deadline(piece.get(Rule::deadline)?)?),
        }
        Some(())
    }

    fn issued(&mut self, node: &Node<'_>) -> Option<IssuedText> {
        Some(match node.rule {
            Rule::issued_end => IssuedText::AtEnd(self.cycle(node.get(Rule::cycle)?)?),
            Rule::issued_reaching => IssuedText::OnReaching,
            Rule::issued_dates => IssuedText::OnDays(self.days_of_year(node.get(Rule::days_of_year)?)?),
            Rule::issued_day if node.has(Rule::kw_birthday) => IssuedText::OnBirthday,
            Rule::issued_day => IssuedText::OnAnniversary(self.beginning(node.get(Rule::beginning)?)?),
            _ => IssuedText::Idle(self.idle(node.get(Rule::idle)?)?),
        })
    }

    /// `end of month`, `end of every 2 months`, `end of February, June and October`.
    pub(super) fn cycle(&mut self, node: &Node<'_>) -> Option<CycleText> {
        if let Some(named) = node.get(Rule::named_months) {
            let months = named.all(Rule::month).map(|m| Some(Spanned::new(self.month(m)?, self.span(m))));
            return months.collect::<Option<_>>().map(CycleText::EndsOf);
        }
        Some(match node.get(Rule::period) {
            Some(of) => CycleText::Period(self.period(of)?),
            None => CycleText::Months(self.number(node.get(Rule::number)?)),
        })
    }

    fn reward_limit(&mut self, node: &Node<'_>) -> Option<RewardLimit> {
        let number = self.number(node.get(Rule::number)?);
        let size = match (node.get(Rule::limit_times), node.get(Rule::limit_pieces)) {
            (Some(times), _) => LimitSize::Times(number, self.span(times)),
            (None, Some(pieces)) => LimitSize::Pieces(number, self.name(pieces)),
            (None, None) => LimitSize::Points(number, self.name(node.get(Rule::name)?)),
        };
        let window = match node.get(Rule::window) {
            Some(window) => Some(Spanned::new(self.window(window)?, self.span(window))),
            None => None,
        };
        Some(RewardLimit { size, window, scope: self.limit_scope(node), span: self.span(node) })
    }

    fn cost(&mut self, node: &Node<'_>) -> Option<Cost> {
        let (from, to) = self.dates_of(node)?;
        let price = node.children.get(1)?;
        let price = match price.rule {
            Rule::ladder => {
                PriceText::Ladder(price.all(Rule::rung).map(|n| self.rung(n)).collect::<Option<_>>()?)
            }
            Rule::cost_nothing => PriceText::Nothing,
            Rule::cost_field => {
                let (points, unit) = self.points_field(price)?;
                PriceText::Field(points, unit)
            }
            Rule::cost_value => {
                let mut numbers = price.all(Rule::number);
                let mut names = price.all(Rule::name);
                let (points, money) = (self.number(numbers.next()?), self.number(numbers.next()?));
                let (unit, currency) = (self.name(names.next()?), self.name(names.next()?));
                PriceText::Value(points, unit, money, currency, price.has(Rule::in_cash))
            }
            _ => self.steps(price)?,
        };
        Some(Cost { price, from, to, span: self.span(node) })
    }

    fn steps(&mut self, node: &Node<'_>) -> Option<PriceText> {
        let number_in = |rule| node.get(rule).and_then(|n: &Node<'_>| n.get(Rule::number));
        Some(PriceText::Steps {
            from: self.number(node.get(Rule::number)?),
            to: number_in(Rule::cost_to).map(|n| self.number(n)),
            unit: self.name(node.get(Rule::name)?),
            step: number_in(Rule::in_steps).map(|n| self.number(n)),
        })
    }

    fn points_field(&mut self, node: &Node<'_>) -> Option<(PointsText, crate::ast::Name)> {
        let or = node.get(Rule::or_number).and_then(|n| n.get(Rule::number)).map(|n| self.number(n));
        let field = self.field(node.get(Rule::field)?);
        Some((PointsText::Field(field, or), self.name(node.get(Rule::name)?)))
    }

    fn rung(&mut self, node: &Node<'_>) -> Option<Rung> {
        let (points, unit) = self.quantity(node)?;
        Some(Rung { points, unit, gives: self.gives(node.get(Rule::gives)?)?, span: self.span(node) })
    }

    fn gives(&mut self, node: &Node<'_>) -> Option<Gives> {
        let node = node.get(Rule::reward_gift)?.first()?;
        match node.rule {
            Rule::text => return Some(Gives::Thing(self.text(node))),
            Rule::gives_cheapest => return Some(Gives::Cheapest),
            Rule::gives_voucher => {
                let inner = match node.get(Rule::text) {
                    Some(text) => Gives::Thing(self.text(text)),
                    None => {
                        let (number, currency) = self.quantity(node)?;
                        Gives::Money(number, currency)
                    }
                };
                return Some(Gives::Voucher(Box::new(inner)));
            }
            _ => {}
        }
        let number = self.number(node.get(Rule::number)?);
        let mut names = node.all(Rule::name);
        Some(match node.rule {
            Rule::gives_percent => Gives::Percent(number),
            Rule::gives_per => {
                let (money, measure) = (self.name(names.next()?), self.name(names.next()?));
                let most = match node.get(Rule::gives_most) {
                    Some(n) => Some((self.number(n.get(Rule::number)?), self.name(n.get(Rule::name)?))),
                    None => None,
                };
                Gives::PerMeasure(number, money, measure, most)
            }
            Rule::gives_cash => Gives::Cash(number, self.name(names.next()?)),
            Rule::gives_points => Gives::Points(number, self.name(names.next()?)),
            _ => Gives::Money(number, self.name(names.next()?)),
        })
    }
}
