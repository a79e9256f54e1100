//! The sums of a window rule: the tracks that it implies.

use super::Checker;
use super::over::Parts;
use super::window::words;
use crate::ast::FieldOwner;
use crate::diag::{Code, Diagnostic};
use crate::names::RuleSource;
use crate::programme::{
    Amount, AmountId, Award, Comparison, Condition, Conjunct, FieldId, FigureNumber, Formula, Id, LevelId,
    Number, Over, Rate, RuleId, Sum, TiersId, Track, TrackId, TrackSubject, Trigger,
};
use crate::source::Span;

impl Checker<'_> {
    /// The tracks that a window rule implies.
    pub(super) fn over(&mut self, id: RuleId, name: &str, on: &Trigger, parts: &Parts) -> Over {
        let (mut sums, mut labels) = (Vec::new(), Vec::new());
        for (amount, level) in read_sums(parts) {
            if sums.iter().any(|s: &Sum| s.amount == amount && s.level == level.map(|(_, l)| l)) {
                continue;
            }
            let field = self.field_alone(amount);
            let subject = match (self.amounts.get(amount), on) {
                (_, Trigger::Activity(_)) if let Some((field, missing)) = field => {
                    TrackSubject::Field { field, missing, of: on.clone() }
                }
                (Some(Amount::Events(_)) | None, Trigger::Purchase) => TrackSubject::Purchases,
                (Some(Amount::Events(_)) | None, Trigger::Activity(kind)) => {
                    TrackSubject::Activities(kind.clone())
                }
                (Some(_), _) => TrackSubject::Amount(amount),
            };
            let mut conditions = parts.conditions.clone();
            if let (Some((tiers, level)), Some(place)) =
                (level, parts.conditions.first().map(|c| c.span).or_else(|| self.rule_place(id)))
            {
                let condition = Condition::Tier(tiers, Comparison::Is, level);
                conditions.push(Conjunct { condition, span: place });
            }
            labels.push(self.sum_label(sums.len(), amount, level));
            let label = labels.last().map_or("", String::as_str);
            let track = self.sum_track(format!("{name} {label}"), subject, conditions, parts);
            sums.push(Sum { amount, level: level.map(|(_, l)| l), track });
        }
        // Where a changed text starts other sums, what was given for the old ones is no longer taken off.
        let given = format!("{name} given for {}", labels.join(", "));
        let given = self.sum_track(given, TrackSubject::Over(id), Vec::new(), parts);
        let when = parts.when.clone();
        Over {
            window: parts.window,
            paid: parts.paid,
            retroactive: false,
            when,
            sums,
            given,
            earlier: Vec::new(),
        }
    }

    /// The field that an amount is, where it is nothing else, and what a missing one counts as.
    fn field_alone(&self, amount: AmountId) -> Option<(FieldId, Option<i64>)> {
        let Amount::Made(_, figure) = self.amounts.get(amount)? else { return None };
        let formula = &self.figures.get(*figure)?.formula;
        if let Formula::Number(FigureNumber::Field(field, missing), _) = formula {
            Some((*field, *missing))
        } else {
            None
        }
    }

    /// A window sums what its events bring; what the member has stands beside them.
    pub(super) fn brought_by_events(&mut self, award: &Award, span: Span) -> Option<()> {
        let amounts = award.amounts();
        let of_member =
            amounts.into_iter().filter_map(|amount| self.field_alone(amount)).find_map(|(id, _)| {
                let field = self.fields.get(id)?;
                (field.owner == FieldOwner::Member).then(|| field.name.clone())
            });
        let Some(name) = of_member else { return Some(()) };
        let message = format!("`member.{name}` belongs to the member, and every event would bring it again");
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "of the member")
                .help("name a field of the receipt"),
        );
        None
    }

    /// The name that sums of a rule go by: the oldest of several versions keeps the plain one, so that its sums stay
    /// what they are when another version is written.
    pub(super) fn name_of_sums(&self, id: RuleId, source: &RuleSource<'_>) -> String {
        let first_day = |id: &RuleId| self.names.rules.get(id.index()).and_then(|r| r.from).map(|d| d.node);
        let oldest = self.versions(id).into_iter().min_by_key(first_day);
        match source.from {
            Some(from) if oldest != Some(id) => format!("{} from {}", source.name.node, from.node),
            Some(_) | None => source.name.node.clone(),
        }
    }

    /// A name for a sum, by which members' state finds it again: its position, what it counts, and the level.
    fn sum_label(&self, position: usize, amount: AmountId, level: Option<(TiersId, LevelId)>) -> String {
        let what = match self.amounts.get(amount) {
            Some(Amount::Money(..)) => "money".to_owned(),
            Some(Amount::Quantity(_, measure)) => self.measure_name(*measure),
            Some(Amount::Items(_)) => "items".to_owned(),
            Some(Amount::Lines(_)) => "lines".to_owned(),
            Some(Amount::Events(_)) => "events".to_owned(),
            Some(Amount::EachLine(..) | Amount::Made(..)) => "figure".to_owned(),
            Some(Amount::Different(..)) | None => "amount".to_owned(),
        };
        let level = level
            .and_then(|(tiers, level)| self.names.tiers.get(tiers.index())?.levels.get(usize::from(level.0)));
        let level = level.map_or_else(String::new, |l| format!(" in {}", l.name.node));
        format!("{} {what}{level}", position + 1)
    }

    fn rule_place(&self, id: RuleId) -> Option<Span> {
        self.names.rules.get(id.index()).map(|r| r.span)
    }

    fn sum_track(
        &mut self,
        name: String,
        subject: TrackSubject,
        conditions: Vec<Conjunct>,
        parts: &Parts,
    ) -> TrackId {
        let name = format!("{name} {}", words(parts.window));
        let (window, paid) = (parts.window, parts.paid);
        self.tracks.push(Track { name, subject, conditions, window, paid, ..Track::default() })
    }
}

/// What the award and `when` read, with the level where only its events count.
fn read_sums(parts: &Parts) -> Vec<(AmountId, Option<(TiersId, LevelId)>)> {
    let of_rate = |rate: &Rate| match rate {
        Rate::Flat(_) => None,
        Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => Some(*amount),
    };
    let mut all: Vec<(AmountId, Option<(TiersId, LevelId)>)> = Vec::new();
    match &parts.award {
        Award::Rate(rate, None) => all.extend(of_rate(rate).map(|a| (a, None))),
        Award::Rate(_, Some(by)) => {
            let levels = (0_u8..).map(LevelId).zip(&by.rates);
            all.extend(levels.filter_map(|(l, rate)| of_rate(rate).map(|a| (a, Some((by.tiers, l))))));
        }
        Award::Bands { amount, .. } => all.push((*amount, None)),
        Award::Share { .. } | Award::Portion { .. } => {}
    }
    for conjunct in &parts.when {
        amounts_of(&conjunct.condition, &mut |amount| all.push((amount, None)));
    }
    all
}

fn amounts_of(condition: &Condition, found: &mut impl FnMut(AmountId)) {
    condition.walk(&mut |part| {
        let Condition::Compare(compare) = part else { return };
        for number in [&compare.left, &compare.right] {
            if let Number::Amount(amount) = number {
                found(*amount);
            }
        }
    });
}
