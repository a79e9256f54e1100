//! Receipts by chance, made of what the programme itself speaks of: its categories, coupons, levels, dates and thresholds.
//! Half of them start from a receipt on which some of its rules apply, for few would otherwise.

use super::chance::Chance;
use crate::build::Wish;
use crate::cube::{Cases, Cube};
use crate::universe::Universe;
use crate::visit;
use std::collections::BTreeSet;
use treue_lang::programme::{
    Award, Condition, FieldId, FieldKind, FieldOwner, FieldValue, Given, LevelId, LineText, MeasureId, Most,
    Number, Rate, RuleId, Test, TestActivity, TestEvent, TestLine, TestPurchase, TestStep, Texts,
    TrackSubject, Trigger,
};
use treue_lang::source::Span;
use treue_lang::time::{Day, DayTest, Minute};

/// Lines of a receipt at most; more show nothing new.
const LINES: usize = 5;

/// The same event happens at most so often before.
const MANY: i64 = 30;

/// What receipts are made of.
pub(crate) struct Guess<'u, 'p> {
    universe: &'u Universe<'p>,
    chance: Chance,
    /// Amounts of money, quantities and counts that the programme names: bounds, bands, steps, limits.
    numbers: Vec<i64>,
    minutes: Vec<Minute>,
    days: Vec<Day>,
    /// Window rules or limits over time count what came before.
    counts: bool,
}

impl<'u, 'p> Guess<'u, 'p> {
    pub(crate) fn new(universe: &'u Universe<'p>, seed: u64) -> Guess<'u, 'p> {
        let mut numbers =
            BTreeSet::from([1, 5, 10, 50, 99, 100, 101, 500, 1000, 2000, 5000, 10_000, 100_000]);
        let (mut minutes, mut days) =
            (BTreeSet::from([Minute(0), Minute(720), Minute(1439)]), BTreeSet::new());
        visit::conditions(universe.programme, &mut |condition| match condition {
            Condition::Compare(compare) => {
                for (number, times) in
                    [(&compare.left, compare.right_times), (&compare.right, compare.left_times)]
                {
                    if let Number::Constant(value) = number {
                        numbers.insert(value / times.max(1));
                    }
                }
            }
            Condition::Hours(from, to) => minutes.extend([*from, *to]),
            Condition::Day(DayTest::Between(from, to)) => days.extend(from.iter().chain(to).copied()),
            Condition::Day(DayTest::OnDates(on)) => days.extend(on.iter().copied()),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::AtLeast(..)
            | Condition::Not(_)
            | Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Day(_)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => {}
        });
        for (_, rule) in universe.programme.rules.iter() {
            of_award(&rule.award, &mut numbers);
        }
        for (_, limit) in universe.programme.limits.iter() {
            match limit.most {
                Most::Points(points) => numbers.insert(points),
                Most::PerStep(_, step, _) => numbers.insert(step),
                Most::Times(_) | Most::Pieces(_) | Most::PerPart(..) => false,
            };
        }
        Guess {
            universe,
            chance: Chance::new(seed),
            counts: universe.programme.rules.iter().any(|(_, rule)| rule.over.is_some()),
            numbers: numbers.into_iter().filter(|n| *n > 0).collect(),
            minutes: minutes.into_iter().collect(),
            days: days.into_iter().collect(),
        }
    }

    /// A member, maybe some purchases, and the event that is judged.
    pub(crate) fn next(&mut self, on: &Trigger, rules: &[(RuleId, Cases)]) -> Test {
        let started = if self.chance.percent(60) { self.started(on, rules) } else { None };
        let (mut steps, last) = started.unwrap_or_else(|| (Vec::new(), self.event(on)));
        let day = match steps
            .iter()
            .find_map(|s| if let TestStep::When(_, day, ..) = s { Some(*day) } else { None })
        {
            Some(day) => day,
            None => self.day(),
        };
        let given = self.given();
        match steps.first_mut() {
            Some(TestStep::Given(known, _)) => {
                for one in given.into_iter().filter(|_| self.chance.percent(50)) {
                    if !known.iter().any(|k| clash(k, &one)) {
                        known.push(one);
                    }
                }
            }
            _ => steps.insert(0, TestStep::Given(given, Span::default())),
        }
        let minute = steps.pop_if(|s| matches!(s, TestStep::When(TestEvent::Clock, ..)));
        let minute = match minute {
            Some(TestStep::When(_, _, minute, _)) => minute,
            _ => self.minute(),
        };
        if self.chance.percent(20) {
            let earlier = TestEvent::Purchase(self.purchase());
            steps.push(TestStep::When(earlier, day, Minute(0), Span::default()));
        }
        let last = self.changed(last);
        for _ in 0..self.times_before() {
            steps.push(TestStep::When(last.clone(), day, Minute(0), Span::default()));
        }
        steps.push(TestStep::When(last, day, minute, Span::default()));
        Test { name: String::new(), span: Span::default(), steps }
    }

    /// A receipt on which one, two or three rules apply that go together, with its member; a moment stands for the event.
    fn started(&mut self, on: &Trigger, rules: &[(RuleId, Cases)]) -> Option<(Vec<TestStep>, TestEvent)> {
        let mut event = Cube::anything();
        let mut lines: Vec<Cube> = Vec::new();
        for _ in 0..self.chance.range(1, 3) {
            let Some((rule, cases)) = self.chance.pick(rules) else { break };
            let cases = cases.as_ref()?;
            let Some(met) = self.chance.pick(cases).and_then(|case| event.meet(case)) else { continue };
            event = met;
            let inside = self.universe.paid_lines(*rule).and_then(|s| self.universe.lines(s, true));
            if let Some(line) = inside.and_then(|inside| self.chance.pick(&inside).cloned()) {
                lines.push(line);
            }
        }
        let quantity = self.quantity();
        let wish = Wish { event: &event, lines, money: self.money(), quantity };
        let mut test = self.universe.witness(on, &wish)?;
        let TestStep::When(last, day, minute, span) = test.steps.pop()? else { return None };
        // Keeps the day and the time.
        test.steps.push(TestStep::When(TestEvent::Clock, day, minute, span));
        Some((test.steps, last))
    }

    fn event(&mut self, on: &Trigger) -> TestEvent {
        match on {
            Trigger::Purchase => TestEvent::Purchase(self.purchase()),
            Trigger::Activity(kind) => TestEvent::Activity(TestActivity {
                kind: kind.clone(),
                channel: self.text(Texts::Channel, 50),
                store: self.text(Texts::Store, 50),
                fields: self.fields(FieldOwner::Receipt),
                ..TestActivity::default()
            }),
        }
    }

    /// How often the same happens before, where something counts how often: every tenth visit needs nine others.
    fn times_before(&mut self) -> i64 {
        if !self.counts || !self.chance.percent(25) {
            return 0;
        }
        let few = self.numbers.iter().copied().filter(|n| *n <= MANY);
        let few: Vec<i64> = few.collect();
        if self.chance.percent(50) {
            self.chance.range(1, 10)
        } else {
            self.chance.pick(&few).map_or(0, |n| n - 1)
        }
    }

    /// More lines, other amounts.
    fn changed(&mut self, event: TestEvent) -> TestEvent {
        let TestEvent::Purchase(mut purchase) = event else { return event };
        for line in &mut purchase.lines {
            if self.chance.percent(40) {
                line.amount = self.money();
            }
        }
        while purchase.lines.len() < LINES && self.chance.percent(30) {
            let line = self.line();
            purchase.lines.push(line);
        }
        let total = purchase.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.amount));
        // The first tender pays what the others leave.
        let others = purchase.tenders.iter().skip(1).filter_map(|(_, amount)| *amount).sum::<i64>();
        if let Some((_, amount)) = purchase.tenders.first_mut() {
            *amount = Some(total.saturating_sub(purchase.discount).saturating_sub(others));
        }
        TestEvent::Purchase(purchase)
    }

    fn purchase(&mut self) -> TestPurchase {
        let count = 1 + self.chance.below(3);
        let mut purchase = TestPurchase {
            channel: self.text(Texts::Channel, 60),
            store: self.text(Texts::Store, 60),
            fields: self.fields(FieldOwner::Receipt),
            lines: (0..count).map(|_| self.line()).collect(),
            ..TestPurchase::default()
        };
        purchase.coupons = self.carried(Texts::Coupon);
        let kinds = self.carried(Texts::PaidBy);
        let total = purchase.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.amount));
        if self.chance.percent(15) {
            purchase.discount = self.chance.range(0, total);
        }
        purchase.tenders = kinds.into_iter().map(|kind| (kind, Some(0))).collect();
        purchase
    }

    fn line(&mut self) -> TestLine {
        let amount = self.money();
        let mut line = TestLine {
            name: self.line_text(LineText::Name, 30).or_else(|| Some("Goods".to_owned())),
            category: self.line_text(LineText::Category, 80),
            brand: self.line_text(LineText::Brand, 50),
            sku: self.line_text(LineText::Sku, 50),
            labels: Vec::new(),
            quantity: self.quantity(),
            measure: self.measure(),
            amount,
            fields: self.fields(FieldOwner::Line),
            ..TestLine::default()
        };
        for label in self.universe.named_in_lines(LineText::Label) {
            if self.chance.percent(40) {
                line.labels.push(label.clone());
            }
        }
        if self.chance.percent(10) {
            line.discount = self.money();
        }
        if self.chance.percent(10) {
            line.tax = self.chance.range(0, amount / 10);
        }
        line
    }

    fn measure(&mut self) -> Option<MeasureId> {
        let count = self.universe.programme.measures.len();
        let number = self.chance.below(count + 1);
        u32::try_from(number).ok().filter(|_| number < count && count > 0).map(MeasureId)
    }

    /// Money of a line: a number that the programme names or one beside it, or any.
    fn money(&mut self) -> i64 {
        let ceiling = self.universe.programme.receipt_ceiling;
        let most = if self.chance.percent(10) { ceiling } else { (ceiling / 16).max(1) };
        let named = self.chance.pick(&self.numbers).copied().unwrap_or(100);
        let beside = self.chance.range(-1, 1);
        match self.chance.below(3) {
            0 => named.saturating_add(beside).clamp(0, most),
            1 => self.chance.of_any_size(most),
            _ => self.chance.of_any_size(most.min(100_000)),
        }
    }

    /// Thousandths.
    fn quantity(&mut self) -> i64 {
        let whole = [1000, 2000, 3000, 10_000];
        if self.chance.percent(70) {
            return self.chance.pick(&whole).copied().unwrap_or(1000);
        }
        self.chance.of_any_size(1_000_000)
    }

    fn day(&mut self) -> Day {
        let beside = i32::try_from(self.chance.range(-1, 1)).unwrap_or(0);
        match self.chance.pick(&self.days).copied() {
            Some(day) if self.chance.percent(50) => day.plus(beside),
            Some(_) | None => self.universe.day(self.chance.below(self.universe.days.len())),
        }
    }

    fn minute(&mut self) -> Minute {
        self.chance.pick(&self.minutes).copied().unwrap_or(Minute(720))
    }

    fn text(&mut self, text: Texts, often: u64) -> Option<String> {
        let named = self.universe.named(text);
        if self.chance.percent(often) { self.chance.pick(named).cloned() } else { None }
    }

    fn line_text(&mut self, text: LineText, often: u64) -> Option<String> {
        let named = self.universe.named_in_lines(text);
        if self.chance.percent(often) { self.chance.pick(named).cloned() } else { None }
    }

    /// Coupons, or kinds of tenders, of those that are named.
    fn carried(&mut self, text: Texts) -> Vec<String> {
        let named = self.universe.named(text);
        named.iter().filter(|_| self.chance.percent(30)).cloned().collect()
    }

    fn fields(&mut self, owner: FieldOwner) -> Vec<(FieldId, FieldValue)> {
        let all = self.universe.programme.fields.iter().filter(|(_, f)| f.owner == owner);
        let all: Vec<(FieldId, bool)> =
            all.map(|(id, f)| (id, !(f.optional || f.default.is_some()))).collect();
        let said = all.into_iter().filter(|(_, must)| *must || self.chance.percent(50));
        let said: Vec<FieldId> = said.map(|(id, _)| id).collect();
        said.into_iter().filter_map(|id| Some((id, self.value(id)?))).collect()
    }

    fn value(&mut self, id: FieldId) -> Option<FieldValue> {
        let spec = self.universe.programme.fields.get(id)?;
        Some(match &spec.kind {
            FieldKind::OneOf(values) => FieldValue::Text(self.chance.pick(values)?.clone()),
            FieldKind::Text => {
                let named = match spec.owner {
                    FieldOwner::Line => self.universe.named_in_lines(LineText::Field(id)),
                    FieldOwner::Receipt | FieldOwner::Member => self.universe.named(Texts::Field(id)),
                };
                FieldValue::Text(self.chance.pick(named).cloned().unwrap_or_else(|| "any".to_owned()))
            }
            FieldKind::Member => FieldValue::Text("anna".to_owned()),
            FieldKind::YesNo => FieldValue::YesNo(self.chance.percent(50)),
            FieldKind::Number { least, most, .. } => {
                let named = self.chance.pick(&self.numbers).copied().unwrap_or(0).clamp(*least, *most);
                FieldValue::Number(if self.chance.percent(50) {
                    named
                } else {
                    self.chance.range(*least, *most)
                })
            }
            FieldKind::Money => FieldValue::Number(self.money()),
            FieldKind::Date => FieldValue::Date(self.day()),
        })
    }

    fn given(&mut self) -> Vec<Given> {
        let programme = self.universe.programme;
        let mut given = Vec::new();
        if self.chance.percent(50) {
            given.push(Given::EarlierPurchases);
        }
        for (id, tiers) in programme.tiers.iter() {
            let level = self.chance.below(tiers.levels.len());
            if self.chance.percent(60) {
                given.push(Given::Level(id, LevelId(u8::try_from(level).unwrap_or(0)), None));
            }
        }
        for (id, track) in programme.tracks.iter().filter(|(_, t)| t.written) {
            let settable = matches!(
                track.subject,
                TrackSubject::Amount(_) | TrackSubject::Purchases | TrackSubject::Points(_)
            );
            if settable && self.chance.percent(40) {
                let near = self.chance.pick(&self.numbers).copied().unwrap_or(1);
                let beside = self.chance.range(-1, 1);
                given.push(Given::Track(id, near.saturating_add(beside).max(1)));
            }
        }
        let fields = self.fields(FieldOwner::Member);
        given.extend(fields.into_iter().map(|(id, value)| Given::Field(id, value)));
        given
    }
}

/// Whether two say the same of a member.
fn clash(a: &Given, b: &Given) -> bool {
    match (a, b) {
        (Given::Level(a, ..), Given::Level(b, ..)) => a == b,
        (Given::Track(a, _), Given::Track(b, _)) => a == b,
        (Given::Field(a, _), Given::Field(b, _)) => a == b,
        (Given::Points(a, ..), Given::Points(b, ..)) => a == b,
        (Given::EarlierPurchases, Given::EarlierPurchases) => true,
        _ => false,
    }
}

/// Where an award changes.
fn of_award(award: &Award, numbers: &mut BTreeSet<i64>) {
    let mut of_rate = |rate: &Rate| {
        if let Rate::Steps(_, step, _) = rate {
            numbers.insert(*step);
        }
    };
    match award {
        Award::Rate(rate, _) => of_rate(rate),
        Award::Bands { bands, .. } => {
            bands.iter().for_each(|band| of_rate(&band.rate));
            numbers.extend(bands.iter().map(|band| band.from));
        }
        Award::Portion { of, .. } => of.iter().for_each(|portion| of_award(&portion.award, numbers)),
        Award::Share { .. } => {}
    }
}
