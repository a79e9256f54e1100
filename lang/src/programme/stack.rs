//! Stacks: groups of rules, and the order in which rules and stacks are evaluated.

pub use crate::ast::StackWay;

use super::{LimitId, Rounding, RuleId, StackId, UnitId};
use crate::source::Span;

/// A stack.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// All its rules give this unit.
    pub unit: UnitId,
    /// How its members combine.
    pub way: StackWay,
    /// In the order of the text, which breaks ties and says who is cut last: limits fill from the first.
    pub members: Vec<Member>,
    /// `per line`, of `Best` and `First`: every line goes to one of them. Then all members are rules that name this
    /// stack in `contest`.
    pub per_line: bool,
    /// `rounded together`: then all members are rules of `RoundingPlace::Stack` without limits. Always there for
    /// `Multiply`, whose members are all `times` of one rule: `Share` or `Portion` that differ in their ratio only.
    pub together: Option<Rounding>,
    /// Its limits, in the order of the text.
    pub limits: Vec<LimitId>,
    /// Every rule in it, members of inner stacks included, in order.
    pub rules: Vec<RuleId>,
    /// The stack it is a member of.
    pub parent: Option<StackId>,
}

/// A member of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// A rule.
    Rule(RuleId),
    /// Another stack.
    Stack(StackId),
}

/// One step of the evaluation. A rule's step leaves what it gives after its own limits; a stack's step
/// changes what its rules give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Evaluate a rule.
    Rule(RuleId),
    /// Combine a stack, all of whose rules and inner stacks have been evaluated.
    Stack(StackId),
}
