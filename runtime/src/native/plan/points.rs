//! What expiry, pauses and availability ask of a member, and which deadlines follow from the day alone.

use super::slots::{FrameBuilder, Slot, Slots};
use treue_lang::programme::{
    Available, Conjunct, Expiry, ExpiryHow, Id, Programme, RuleId, Start, Unit, UnitId,
};

/// Conditions that expiry or a pause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointsQuestion {
    /// Of a line of a unit's expiry.
    Line(UnitId, usize),
    /// Of a unit's pause.
    Pause(UnitId),
}

/// What is asked, and where the answers stand.
#[derive(Debug)]
pub(crate) struct PointsPlan {
    /// All questions, in order.
    pub(crate) questions: Vec<PointsQuestion>,
    /// Their answers: 1 or 0.
    answers: Slots,
    /// By unit: its new lots end on a day that follows from the day of earning alone.
    pub(crate) plain: Vec<bool>,
    /// Whether new lots ask any question.
    pub(crate) asks_when_earned: bool,
    /// Whether clocks are looked at when tiers or the member change.
    pub(crate) looks: bool,
}

impl PointsPlan {
    /// Of a programme.
    pub(crate) fn new(programme: &Programme, frame: &mut FrameBuilder) -> PointsPlan {
        let mut questions = Vec::new();
        for (id, unit) in programme.units.iter() {
            for (line, expiry) in unit.expiry.iter().enumerate() {
                if !expiry.when.is_empty() {
                    questions.push(PointsQuestion::Line(id, line));
                }
            }
            if unit.pause.is_some() {
                questions.push(PointsQuestion::Pause(id));
            }
        }
        let asks = |e: &Expiry| matches!(e.how, ExpiryHow::After(..)) && !e.when.is_empty();
        PointsPlan {
            answers: frame.slots(questions.len()),
            questions,
            plain: programme.units.iter().map(|(_, unit)| is_plain(unit)).collect(),
            asks_when_earned: programme.units.iter().any(|(_, u)| u.expiry.iter().any(asks)),
            looks: programme.units.iter().any(|(_, u)| u.pause.is_some() || u.tier_later),
        }
    }

    /// Where the answer to a question stands; `None` for what is not asked.
    pub(crate) fn answer(&self, question: PointsQuestion) -> Option<Slot> {
        self.questions.iter().position(|q| *q == question).map(|at| self.answers.at(at))
    }

    /// Where the answer at a position stands.
    pub(crate) fn answer_at(&self, position: usize) -> Slot {
        self.answers.at(position)
    }
}

impl PointsQuestion {
    /// What must hold.
    pub(crate) fn conditions(self, programme: &Programme) -> &[Conjunct] {
        let unit = |id| programme.units.get(id);
        match self {
            PointsQuestion::Line(id, line) => {
                unit(id).and_then(|u| u.expiry.get(line)).map_or(&[], |e| &e.when)
            }
            PointsQuestion::Pause(id) => {
                unit(id).and_then(|u| u.pause.as_ref()).map_or(&[], |p| &p.condition)
            }
        }
    }
}

fn is_plain(unit: &Unit) -> bool {
    unit.pause.is_none()
        && unit.expiry.iter().all(|e| match &e.how {
            ExpiryHow::After(deadline, start) => {
                *start == Start::Event && e.when.is_empty() && e.rules.is_empty() && !deadline.asks_member()
            }
            ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => true,
        })
}

/// Whether points of a rule are available on a day that follows from the day of earning alone.
pub(crate) fn opens_plainly(programme: &Programme, rule: RuleId) -> bool {
    match programme.rules.get(rule).and_then(|r| r.available.as_ref()) {
        None | Some(Available::OnActivity(_)) => true,
        Some(Available::After(deadline, start)) => *start == Start::Event && !deadline.asks_member(),
    }
}

/// A unit's place among the flags of all.
pub(crate) fn is_plain_unit(plan: &PointsPlan, unit: UnitId) -> bool {
    plan.plain.get(unit.index()).copied().unwrap_or(true)
}
