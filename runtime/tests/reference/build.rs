//! Small programmes made by hand, and members who do things under them.

use std::sync::Arc;
use treue_lang::programme::{
    Amount, AmountId, Arena, Award, Basis, Because, Comparison, Condition, Conjunct, Currency, Level,
    LevelId, Limit, LimitId, LimitOwner, LimitWindow, LineText, Most, Number, Predicate, Programme, Rate,
    Ratio, Rounding, RoundingMode, RoundingPlace, Rule, RuleId, Selection, SelectionId, Stack, StackId,
    StackMember, StackWay, Step, TextTest, Tiers, TiersId, Track, TrackId, TrackSubject, Unit, UnitId,
    Validity,
};
use treue_lang::source::{FileId, Span};
use treue_lang::time::{Base, Day, Deadline, Length, Minute, Window, Zone};
use treue_runtime::decision::{Decision, Reason, RefusalCode};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Activity, Event, Line, Purchase, What};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Balance, Member};

pub(crate) const POINTS: UnitId = UnitId(0);

pub(crate) fn span() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn ratio(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

pub(crate) fn rounding(mode: RoundingMode, place: RoundingPlace) -> Rounding {
    Rounding { mode, place, step: 1, because: Because::Default }
}

pub(crate) fn after(count: u16, unit: treue_lang::time::Unit) -> Deadline {
    Deadline { base: Base::After(Length { count, unit }, treue_lang::time::Anchor::Event), snaps: vec![] }
}

pub(crate) fn conjunct(condition: Condition) -> Conjunct {
    Conjunct { condition, span: span() }
}

pub(crate) fn one_of(values: &[&str]) -> TextTest {
    TextTest { values: values.iter().map(|v| (*v).to_owned()).collect(), missing: None }
}

/// `left how right`, at one scale.
pub(crate) fn compare(left: Number, how: Comparison, right: i64) -> Condition {
    Condition::Compare(treue_lang::programme::Compare {
        left,
        left_times: 1,
        how,
        right: Number::Constant(right),
        right_times: 1,
    })
}

pub(crate) fn track_at_least(track: TrackId, value: i64) -> Condition {
    compare(Number::Track { track, including: false }, Comparison::AtLeast, value)
}

/// A programme in CHF and Zurich with one unit, `points`, without decimals.
pub(crate) fn programme() -> Programme {
    let mut units = Arena::default();
    units.push(unit("points"));
    Programme {
        name: "Test".to_owned(),
        currency: Currency { code: "CHF".to_owned(), decimals: 2 },
        zone: Zone::named("Europe/Zurich").unwrap(),
        remember: Some(90),
        receipt_ceiling: 1 << 40,
        units,
        ..Programme::default()
    }
}

pub(crate) fn unit(name: &str) -> Unit {
    Unit { name: name.to_owned(), title: name.to_owned(), ..Unit::default() }
}

/// What is added to a programme, item by item.
pub(crate) trait Build {
    fn lines(&mut self, predicate: Predicate) -> SelectionId;
    fn all_lines(&mut self) -> SelectionId;
    fn category(&mut self, path: &str) -> SelectionId;
    fn money(&mut self, selection: SelectionId) -> AmountId;
    fn total(&mut self) -> AmountId;
    fn rule(&mut self, name: &str, award: Award) -> RuleId;
    fn full_francs(&mut self, name: &str) -> RuleId;
    fn flat(&mut self, name: &str, points: i128) -> RuleId;
    fn change(&mut self, rule: RuleId, change: impl FnOnce(&mut Rule));
    fn when(&mut self, rule: RuleId, condition: Condition);
    fn track(&mut self, subject: TrackSubject, window: Window) -> TrackId;
    fn limit(&mut self, owner: LimitOwner, most: Most, window: Option<Window>) -> LimitId;
    fn stack(&mut self, way: StackWay, members: &[StackMember]) -> StackId;
    fn tiers(&mut self, validity: Validity, entries: &[Vec<Condition>]) -> TiersId;
    fn level(&mut self, tiers: TiersId, level: u8) -> &mut Level;
}

impl Build for Programme {
    fn lines(&mut self, predicate: Predicate) -> SelectionId {
        self.selections.intern(Selection { name: None, predicate, span: Span::default() })
    }

    fn all_lines(&mut self) -> SelectionId {
        self.lines(Predicate::All(vec![]))
    }

    fn category(&mut self, path: &str) -> SelectionId {
        self.lines(Predicate::Text(LineText::Category, one_of(&[path])))
    }

    fn money(&mut self, selection: SelectionId) -> AmountId {
        self.amounts.intern(Amount::Money(selection, Basis::Charged))
    }

    fn total(&mut self) -> AmountId {
        let all = self.all_lines();
        self.money(all)
    }

    fn rule(&mut self, name: &str, award: Award) -> RuleId {
        let id = self.rules.push(Rule {
            name: name.to_owned(),
            title: name.to_owned(),
            unit: POINTS,
            award,
            ..Rule::default()
        });
        self.order.push(Step::Rule(id));
        id
    }

    fn full_francs(&mut self, name: &str) -> RuleId {
        let total = self.total();
        self.rule(name, Award::Rate(Rate::Steps(total, 100, Ratio::ONE), None))
    }

    fn flat(&mut self, name: &str, points: i128) -> RuleId {
        self.rule(name, Award::Rate(Rate::Flat(ratio(points, 1)), None))
    }

    fn change(&mut self, rule: RuleId, change: impl FnOnce(&mut Rule)) {
        change(self.rules.get_mut(rule).unwrap());
    }

    fn when(&mut self, rule: RuleId, condition: Condition) {
        self.change(rule, |r| r.conditions.push(conjunct(condition)));
    }

    fn track(&mut self, subject: TrackSubject, window: Window) -> TrackId {
        self.tracks.push(Track {
            name: format!("track {}", self.tracks.len()),
            written: true,
            subject,
            window,
            ..Track::default()
        })
    }

    fn limit(&mut self, owner: LimitOwner, most: Most, window: Option<Window>) -> LimitId {
        let window = window.map_or(LimitWindow::Receipt, |window| {
            let subject = match most {
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => TrackSubject::Given(owner),
                Most::Times(_) => TrackSubject::Times(owner),
            };
            LimitWindow::Window(window, self.track(subject, window))
        });
        let id = self.limits.push(Limit { owner, most, window, ..Limit::default() });
        match owner {
            LimitOwner::Rule(rule) => self.rules.get_mut(rule).unwrap().limits.push(id),
            LimitOwner::Stack(stack) => self.stacks.get_mut(stack).unwrap().limits.push(id),
            LimitOwner::Gift(gift) => self.gifts.get_mut(gift).unwrap().limits.push(id),
            LimitOwner::Reward(stack) => self.rewards.get_mut(stack).unwrap().limits.push(id),
        }
        id
    }

    fn stack(&mut self, way: StackWay, members: &[StackMember]) -> StackId {
        let mut rules = Vec::new();
        for member in members {
            match member {
                StackMember::Rule(rule) => rules.push(*rule),
                StackMember::Stack(inner) => rules.extend(&self.stacks[*inner].rules),
            }
        }
        let id = self.stacks.push(Stack {
            name: format!("stack {}", self.stacks.len()),
            unit: POINTS,
            way,
            members: members.to_vec(),
            rules,
            ..Stack::default()
        });
        for member in members {
            if let StackMember::Stack(inner) = member {
                self.stacks.get_mut(*inner).unwrap().parent = Some(id);
            }
        }
        self.order.push(Step::Stack(id));
        id
    }

    /// Level 0, and one more for each entry; kept as entered, one level down after.
    fn tiers(&mut self, validity: Validity, entries: &[Vec<Condition>]) -> TiersId {
        let lowest: &[Vec<Condition>] = &[Vec::new()];
        let levels = lowest.iter().chain(entries).enumerate().map(|(number, entry)| {
            let entry: Vec<Conjunct> = entry.iter().cloned().map(conjunct).collect();
            Level { name: format!("level {number}"), keep: entry.clone(), entry, ..Level::default() }
        });
        self.tiers.push(Tiers {
            name: "main".to_owned(),
            title: "main".to_owned(),
            levels: levels.collect(),
            validity,
            ..Tiers::default()
        })
    }

    fn level(&mut self, tiers: TiersId, level: u8) -> &mut Level {
        self.tiers.get_mut(tiers).unwrap().levels.get_mut(usize::from(level)).unwrap()
    }
}

/// A line of an amount in Rappen.
pub(crate) fn line(amount: i64) -> Line {
    Line { amount, quantity: 1000, ..Line::default() }
}

/// A line of a category.
pub(crate) fn in_category(path: &str, amount: i64) -> Line {
    Line { category: Some(path.to_owned()), ..line(amount) }
}

pub(crate) fn receipt(amounts: &[i64]) -> Purchase {
    Purchase { lines: amounts.iter().map(|a| line(*a)).collect(), ..Purchase::default() }
}

pub(crate) fn activity(kind: &str) -> What {
    What::Activity(Activity { kind: kind.to_owned(), ..Activity::default() })
}

/// A member of a programme, and what happens.
pub(crate) struct Play {
    pub(crate) programme: Arc<Programme>,
    pub(crate) engine: Reference,
    pub(crate) member: Member,
    events: u32,
}

impl Play {
    pub(crate) fn new(programme: Programme) -> Play {
        let programme = Arc::new(programme);
        let member = Member::new(&programme);
        Play { engine: Reference::new(Arc::clone(&programme), Detail::Full), programme, member, events: 0 }
    }

    /// An event with a new id. `when` is a day, with a time of the programme's zone if it is not noon.
    pub(crate) fn event(&mut self, when: &str, what: What) -> Event {
        self.events += 1;
        let (date, time) = when.split_once(' ').unwrap_or((when, "12:00"));
        let at = self.programme.zone.instant(day(date), Minute::parse(time).unwrap());
        self.event_at(at, what)
    }

    /// An event at an instant.
    pub(crate) fn event_at(&mut self, at: i64, what: What) -> Event {
        self.events += 1;
        Event {
            id: format!("e{}", self.events),
            member: Some("m".to_owned()),
            at,
            offset: self.programme.zone.offset(at),
            local: self.programme.zone.local(at),
            what,
            fingerprint: u128::from(self.events),
        }
    }

    pub(crate) fn apply(&mut self, event: &Event) -> Arc<Decision> {
        self.engine.apply("m", &mut self.member, event)
    }

    pub(crate) fn happens(&mut self, when: &str, what: What) -> Arc<Decision> {
        let event = self.event(when, what);
        self.apply(&event)
    }

    pub(crate) fn buys(&mut self, when: &str, purchase: Purchase) -> Arc<Decision> {
        self.happens(when, What::Purchase(purchase))
    }

    /// A receipt of one line.
    pub(crate) fn spends(&mut self, when: &str, amount: i64) -> Arc<Decision> {
        self.buys(when, receipt(&[amount]))
    }

    /// What an event must be refused for, without any change of the member.
    pub(crate) fn is_refused(&mut self, when: &str, what: What) -> (RefusalCode, Option<i64>, Option<i64>) {
        let before = self.member.clone();
        let decision = self.happens(when, what);
        assert_eq!(self.member, before, "a refused event changes nothing");
        let refusal = decision.refusal.clone().expect("refused");
        assert!(decision.balances.is_empty() && decision.expired.is_empty());
        (refusal.code, refusal.have, refusal.need)
    }

    pub(crate) fn balance(&self) -> Balance {
        self.member.balance(POINTS, self.member.last_day.unwrap())
    }

    pub(crate) fn level(&self) -> LevelId {
        self.member.level(TiersId(0))
    }
}

/// Points of each rule that gave something.
pub(crate) fn given(decision: &Decision) -> Vec<(u32, i64)> {
    assert_eq!(decision.refusal, None);
    decision.awards.iter().map(|a| (a.rule.0, a.points)).collect()
}

/// Points of one rule; 0 if it gave nothing.
pub(crate) fn from(decision: &Decision, rule: RuleId) -> i64 {
    assert_eq!(decision.refusal, None);
    decision.awards.iter().find(|a| a.rule == rule).map_or(0, |a| a.points)
}

/// Why a rule gave nothing.
pub(crate) fn why(decision: &Decision, rule: RuleId) -> Option<Reason> {
    decision.not_applied.iter().find(|n| n.rule == rule).map(|n| n.reason)
}
