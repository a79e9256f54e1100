//! `reward`: its prices, gates, limits, and what it looks at on the receipt that it pays.

use super::Checker;
use super::kind::Kind;
use super::reading::Place;
use super::window::{scope_words, words};
use crate::ast::{self, DeadlineText, LimitSize, Reward as RewardText, RewardLimit};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Amount, Basis, Condition, Conjunct, Gives, Id, Limit, LimitId, LimitOwner, LimitWindow, Most, OnReceipt,
    Points, Price, Reward, RewardId, Scope, Track, TrackSubject, UnitId,
};
use crate::source::Span;
use crate::time::{DayTest, Deadline, Window};

impl Checker<'_> {
    /// Checks all rewards.
    pub(crate) fn check_rewards(&mut self) {
        let names = self.names;
        for (index, reward) in names.rewards.iter().enumerate() {
            let checked = self.reward(RewardId::from_index(index), reward);
            self.rewards.push(checked);
        }
    }

    fn reward(&mut self, id: RewardId, source: &RewardText) -> Option<Reward> {
        let gives = self.gives(source);
        let by_level = self.gives_by_level(source, gives.as_ref().and_then(Option::as_ref));
        let prices = self.prices(source, gives.as_ref().and_then(Option::as_ref));
        let conditions = self.gates(source);
        let valid = self.voucher_validity(&source.valid);
        gives?;
        let mut prices = prices?;
        let bounded = self.bounds_of_use(source, &mut prices);
        let limits = self.reward_limits(id, source, &prices);
        let voucher = self.gives_vouchers(source);
        let receipt = self.on_receipt(source, &prices, voucher);
        let worth = self.worth_at_partners(source, &prices, voucher == Some(true));
        let issued = self.issued(source, &prices);
        let per_step = self.per_step(source, voucher);
        bounded?;
        Some(Reward {
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            prices,
            by_level: by_level?,
            conditions: conditions?,
            limits: limits?,
            receipt: receipt?,
            voucher: voucher?,
            per_step: per_step?,
            worth: worth?,
            valid: valid?,
            issued: issued?,
        })
    }

    /// What the reward says for all its prices; nothing inside where each of them says it.
    fn gives(&mut self, source: &RewardText) -> Option<Option<Gives>> {
        let says_itself =
            |c: &&ast::Cost| matches!(c.price, ast::PriceText::Ladder(_) | ast::PriceText::Value(..));
        let own = source.costs.iter().find(says_itself);
        match (source.gives.as_slice(), own) {
            ([], _) if !source.costs.is_empty() && source.costs.iter().all(|c| says_itself(&c)) => Some(None),
            ([], _) => {
                let message = format!("it is not said what `{}` gives", source.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, source.name.span, message, "gives what?")
                        .help("add `gives 5.00 CHF off`, `gives 10% off` or `gives \"A free coffee\"`"),
                );
                None
            }
            ([(_, span)], Some(own)) => {
                self.repeated("what it gives", *span, own.span);
                None
            }
            ([(gives, _)], None) => self.gift(gives).map(Some),
            ([(_, first), (_, second), ..], _) => {
                self.repeated("`gives`", *second, *first);
                None
            }
        }
    }

    /// Dates of the reward, then `when`.
    fn gates(&mut self, source: &RewardText) -> Option<Vec<Conjunct>> {
        let mut conjuncts = Vec::new();
        let (from, to) = (source.from.as_ref(), source.to.as_ref());
        if let Some(span) = match (from, to) {
            (Some(from), Some(to)) => {
                self.rising_dates(from.node, to.node, from.span.to(to.span))?;
                Some(from.span.to(to.span))
            }
            (Some(one), None) | (None, Some(one)) => Some(one.span),
            (None, None) => None,
        } {
            let condition = Condition::Day(DayTest::Between(from.map(|d| d.node), to.map(|d| d.node)));
            conjuncts.push(Conjunct { condition, span });
        }
        let when: Vec<&ast::Condition> = source.when.iter().collect();
        conjuncts.extend(self.conjuncts(&when, Place::Reward)?);
        Some(conjuncts)
    }

    /// `minimum 500 points` and `at most 1000 points per use`.
    fn bounds_of_use(&mut self, source: &RewardText, prices: &mut [Price]) -> Option<()> {
        for limit in source.limits.iter().filter(|l| l.window.is_none()) {
            let (number, word) = match &limit.size {
                LimitSize::Points(number, word) => (number, word),
                LimitSize::Pieces(number, word) if self.find_unit(&word.node).is_some() => (number, word),
                LimitSize::Pieces(..) | LimitSize::Times(..) | LimitSize::Rate(_) => {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            limit.span,
                            "one use is bounded by what it costs",
                            "times and pieces need a window",
                        )
                        .help("write the most that one use may cost, such as `at most 1000 points per use`"),
                    );
                    return None;
                }
            };
            let unit = self.points_here(word)?;
            let most = self.positive(number, Kind::Points(unit))?;
            let price = self.price_in(prices, unit, word)?;
            if price.most.is_some() {
                let first = source.costs.first().map_or(limit.span, |c| c.span);
                self.repeated("the most that one use may cost", limit.span, first);
                return None;
            }
            prices.iter_mut().filter(|p| p.unit == unit).for_each(|p| p.most = Some(most));
        }
        let (points, word, span) = match source.minimum.as_slice() {
            [] => (None, None, source.span),
            [(points, word, span)] => (Some(points), Some(word), *span),
            [(_, _, first), (_, _, second), ..] => {
                self.repeated("`minimum`", *second, *first);
                return None;
            }
        };
        if let (Some(points), Some(word)) = (points, word) {
            let unit = self.points_here(word)?;
            self.price_in(prices, unit, word)?;
            let minimum = self.points_text(points, unit)?;
            for price in prices.iter_mut().filter(|p| p.unit == unit) {
                price.least = match (&price.least, &minimum) {
                    (Points::Fixed(from), Points::Fixed(least)) => Points::Fixed((*from).max(*least)),
                    (_, least) => least.clone(),
                };
            }
        }
        for price in prices.iter() {
            if let (Points::Fixed(least), Some(most)) = (&price.least, price.most)
                && *least > most
            {
                self.report(
                    Diagnostic::new(
                        Code::NeverHolds,
                        span,
                        "the minimum is above the most that one use may cost",
                        "never reached",
                    )
                    .help("write a smaller minimum"),
                );
                return None;
            }
        }
        Some(())
    }

    /// A price in that unit.
    fn price_in<'p>(&mut self, prices: &'p [Price], unit: UnitId, word: &ast::Name) -> Option<&'p Price> {
        let found = prices.iter().find(|p| p.unit == unit);
        if let (None, Some(first)) = (found, prices.first()) {
            if first.unit == Price::NO_UNIT {
                self.costs_no_points(word);
                return None;
            }
            self.same_unit(word, unit, first.unit)?;
        }
        found
    }

    fn costs_no_points(&mut self, word: &ast::Name) {
        let message = "a reward that costs nothing has no bounds in points";
        self.report(
            Diagnostic::new(Code::NotHere, word.span, message, "no points")
                .help("write times, such as `at most 1 time per month`, or leave it out"),
        );
    }

    /// `at most 3 times per day`, with the track that each implies.
    fn reward_limits(&mut self, id: RewardId, source: &RewardText, prices: &[Price]) -> Option<Vec<LimitId>> {
        let owner = LimitOwner::Reward(id);
        let mut ids = Vec::new();
        let mut complete = true;
        let mut seen: Vec<(Most, (Window, Scope), Span)> = Vec::new();
        for limit in &source.limits {
            let Some(window) = &limit.window else { continue };
            let scope = self.reward_scope(limit, source);
            let most = self.reward_most(limit, prices).zip(self.window(window.node, window.span));
            let fits = most
                .zip(scope)
                .and_then(|((_, window), scope)| self.year_of_one(Some(window), scope, limit.span));
            let Some(((most, window), scope)) = most.zip(scope).filter(|_| fits.is_some()) else {
                complete = false;
                continue;
            };
            let like = |(m, w, _): &&(Most, (Window, Scope), Span)| m.is_like(most) && *w == (window, scope);
            if let Some((_, _, first)) = seen.iter().find(like) {
                self.repeated("this limit", limit.span, *first);
                complete = false;
                continue;
            }
            seen.push((most, (window, scope), limit.span));
            let (word, subject) = match most {
                Most::Times(_) => ("times", TrackSubject::Times(owner)),
                Most::Pieces(_) => ("pieces", TrackSubject::Pieces(owner)),
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => {
                    ("given", TrackSubject::Given(owner))
                }
            };
            let name = format!("reward {} {word} {}{}", source.name.node, words(window), scope_words(scope));
            let track = Track { name, subject, scope, window, ..Track::default() };
            let window = LimitWindow::Window(window, self.tracks.push(track));
            ids.push(self.limits.push(Limit { owner, most, window, scope, whole: false, span: limit.span }));
        }
        complete.then_some(ids)
    }

    /// Who uses up a reward's limit together; whose turn it is must not depend on when members are looked at.
    fn reward_scope(&mut self, limit: &RewardLimit, source: &RewardText) -> Option<Scope> {
        let scope = self.scope(limit.scope.as_ref(), true)?;
        let (Some((_, issued)), Some(said)) = (source.issued.first(), &limit.scope) else {
            return Some(scope);
        };
        self.report(
            Diagnostic::new(
                Code::NotHere,
                said.span,
                "a reward that is issued by itself has no limit that members use up together",
                "whose turn is it?",
            )
            .also(*issued, "it is issued by itself")
            .help("leave this out, or let members redeem the reward"),
        );
        None
    }

    fn reward_most(&mut self, limit: &RewardLimit, prices: &[Price]) -> Option<Most> {
        match &limit.size {
            LimitSize::Times(number, _) => self.positive(number, Kind::Purchases).map(Most::Times),
            // A unit may have that name.
            LimitSize::Pieces(number, word) if self.find_unit(&word.node).is_none() => {
                self.positive(number, Kind::Purchases).map(Most::Pieces)
            }
            LimitSize::Points(number, word) | LimitSize::Pieces(number, word) => {
                let unit = self.points_here(word)?;
                if prices.iter().any(|p| p.unit == Price::NO_UNIT) {
                    self.costs_no_points(word);
                    return None;
                }
                for price in prices {
                    self.same_unit(word, unit, price.unit)?;
                }
                self.positive(number, Kind::Points(unit)).map(Most::Points)
            }
            LimitSize::Rate(rate) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        rate.unit.span,
                        "a reward's limit is a number of points, of times or of pieces",
                        "by an amount",
                    )
                    .help("write for instance `at most 1000 points per day`, or `pays at most 50% of the purchase`"),
                );
                None
            }
        }
    }

    /// Whether it gives vouchers: then all its prices give some.
    fn gives_vouchers(&mut self, source: &RewardText) -> Option<bool> {
        let mut all: Vec<(bool, Span)> = Vec::new();
        let is = |g: &ast::Gives| matches!(g, ast::Gives::Voucher(_));
        all.extend(source.gives.iter().map(|(g, span)| (is(g), *span)));
        for cost in &source.costs {
            match &cost.price {
                ast::PriceText::Ladder(rungs) => all.extend(rungs.iter().map(|r| (is(&r.gives), r.span))),
                ast::PriceText::Value(..) => all.push((false, cost.span)),
                ast::PriceText::Nothing | ast::PriceText::Steps { .. } | ast::PriceText::Field(..) => {}
            }
        }
        let first = all.first().copied();
        let other = first.and_then(|(voucher, _)| all.iter().find(|(v, _)| *v != voucher));
        if let (Some((_, first)), Some((_, other))) = (first, other) {
            let message = "a reward gives vouchers for all its prices, or for none";
            self.report(
                Diagnostic::new(Code::NotHere, *other, message, "another kind")
                    .also(first, "the first")
                    .help("write two rewards"),
            );
            return None;
        }
        Some(first.is_some_and(|(voucher, _)| voucher))
    }

    /// `a voucher per step`.
    fn per_step(&mut self, source: &RewardText, voucher: Option<bool>) -> Option<bool> {
        let said = self.at_most_one("`a voucher per step`", &source.per_step, |span| *span)?;
        if let (Some(span), false) = (said, voucher?) {
            self.report(
                Diagnostic::new(Code::NotHere, *span, "this reward gives no vouchers", "no voucher")
                    .help("write `gives a voucher of 5.00 CHF`, or leave this out"),
            );
            return None;
        }
        Some(said.is_some())
    }

    /// A sum of money above zero, in the currency of the programme.
    fn sum_here(&mut self, said: Option<&(ast::Number, ast::Name, Span)>) -> Option<Option<i64>> {
        let Some((number, currency, _)) = said else { return Some(None) };
        self.currency_here(currency)?;
        self.positive(number, Kind::Money).map(Some)
    }

    /// What it looks at on the receipt that it pays; nothing inside if at nothing.
    fn on_receipt(
        &mut self,
        source: &RewardText,
        prices: &[Price],
        voucher: Option<bool>,
    ) -> Option<Option<OnReceipt>> {
        let voucher = voucher?;
        let on = self.at_most_one("`on`", &source.on, |(_, span)| *span)?;
        let share = self.at_most_one("`pays at most` of the purchase", &source.share, |(_, span)| *span)?;
        let most = self.at_most_one("`pays at most` of money", &source.most, |(_, _, span)| *span)?;
        let part = share.map(|s| s.1).or(most.map(|m| m.2));
        let whole = self.at_most_one("`whole purchase only`", &source.whole, |span| *span)?;
        let least = self.at_most_one("`minimum purchase`", &source.least_bought, |(_, _, span)| *span)?;
        let all: Vec<&Gives> = prices.iter().flat_map(Price::gives).collect();
        let cheapest = all.iter().any(|g| matches!(g, Gives::Cheapest(_)));
        let of_money_off = part.or(whole.copied()).or(on.filter(|_| least.is_none()).map(|o| o.1));
        let said = of_money_off.or(least.map(|l| l.2)).or(on.map(|o| o.1));
        let of_money = all.iter().all(|g| matches!(g, Gives::Money(_)));
        if said.is_none() && !cheapest && !(voucher && of_money) {
            return Some(None);
        }
        if let (Some(span), Some(_)) = (said, source.issued.first().filter(|_| !voucher)) {
            let message = "a reward that is issued by itself pays no receipt";
            self.report(
                Diagnostic::new(Code::NotHere, span, message, "of which receipt?")
                    .help("let it give a voucher, which pays a receipt when it is used"),
            );
            return None;
        }
        if let (Some(whole), true) = (whole, voucher) {
            let message = "a voucher is used only below what is to be paid";
            self.report(
                Diagnostic::new(Code::NotHere, *whole, message, "never the whole")
                    .help("leave it out, or let the reward give money off without a voucher"),
            );
            return None;
        }
        if let (Some(whole), Some(other)) = (whole, part.or(on.map(|o| o.1))) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    other,
                    "it pays the whole purchase, or a part of it, not both",
                    "a part",
                )
                .also(*whole, "the whole")
                .help("leave one of the two out"),
            );
            return None;
        }
        let off_nothing = |g: &&Gives| matches!(g, Gives::Thing(_) | Gives::Points(..) | Gives::Cash(_));
        if let (Some(span), true) =
            (of_money_off.or(cheapest.then_some(source.span)), all.iter().any(off_nothing))
        {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "what this reward gives pays nothing on a receipt",
                    "of money",
                )
                .help("leave it out, or let the reward give money off"),
            );
            return None;
        }
        if let (Some(whole), true) = (whole, all.iter().any(|g| !matches!(g, Gives::Money(_)))) {
            let message = "only a sum of money can pay a whole purchase";
            self.report(
                Diagnostic::new(Code::NotHere, *whole, message, "not a sum of money")
                    .help("leave it out, or write `gives ... off` with an amount of money"),
            );
            return None;
        }
        let share = match share {
            Some((number, _)) => Some(self.percent_of(number)?),
            None => None,
        };
        let least = self.sum_here(least)?;
        let most = self.sum_here(most)?;
        let everything = self.all_lines();
        let lines = match on {
            Some((selection, _)) => self.selection(selection)?,
            None => everything,
        };
        let measure = all.iter().find_map(|g| match g {
            Gives::PerMeasure { measure, .. } => Some(*measure),
            Gives::Money(_)
            | Gives::Percent(_)
            | Gives::Thing(_)
            | Gives::Cheapest(_)
            | Gives::Cash(_)
            | Gives::Points(..) => None,
        });
        Some(Some(OnReceipt {
            total: self.amount(Amount::Money(everything, Basis::Charged)),
            lines: self.amount(Amount::Money(lines, Basis::Charged)),
            needed: said.is_some() || cheapest,
            quantity: measure.map(|m| self.amount(Amount::Quantity(lines, m))),
            least,
            share,
            most,
            whole: whole.is_some(),
        }))
    }

    /// What is said at most once.
    pub(crate) fn at_most_one<'t, T>(
        &mut self,
        what: &str,
        said: &'t [T],
        span: impl Fn(&T) -> Span,
    ) -> Option<Option<&'t T>> {
        match said {
            [] => Some(None),
            [one] => Some(Some(one)),
            [first, second, ..] => {
                self.repeated(what, span(second), span(first));
                None
            }
        }
    }

    fn voucher_validity(&mut self, texts: &[DeadlineText]) -> Option<Option<Deadline>> {
        match self.at_most_one("`valid`", texts, |t| t.span)? {
            None => Some(None),
            Some(text) => self.deadline(text, "issue").map(Some),
        }
    }
}
