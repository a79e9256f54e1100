//! Figures: numbers made of others, each a short list of steps on a stack of 128-bit numbers that keeps its memory.
//! The checker has proved that nothing on the way needs more.

use super::tables::TableIndex;
use super::{field, number_of};
use crate::event::{Line, Purchase};
use crate::native::plan::Plan;
use crate::native::plan::lines::LineColumn;
use treue_lang::programme::{
    FieldId, FieldValue, Figure, FigureId, FigureNumber, Formula, Id, LineNumber, Programme, TableId,
};
use treue_lang::time::Day;

/// One step.
#[derive(Clone, Debug)]
enum Op {
    /// Puts a number on the stack.
    Constant(i128),
    /// Puts the line's number in a column on the stack.
    Column(usize),
    /// Puts a field of the line on the stack; what a missing one counts as.
    LineField(FieldId, i64),
    /// Puts a field of the receipt or the member on the stack.
    EventField(FieldId, i64),
    /// Puts the value of a table, times a scale, on the stack; or what counts where it has none.
    Table(TableId, i128, i64),
    /// Puts a number of the frame on the stack.
    Slot(usize),
    /// Multiplies the uppermost number, to bring it to more decimals.
    Scale(i128),
    Larger,
    Smaller,
    Plus,
    Less,
    Times,
}

/// What figures read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'e> {
    pub(crate) programme: &'e Programme,
    /// The receipt.
    pub(crate) purchase: &'e Purchase,
    /// The day on the wall.
    pub(crate) day: Day,
    /// Fields of the member.
    pub(crate) member: &'e [Option<FieldValue>],
    /// Amounts that have been measured.
    pub(crate) frame: &'e [i64],
}

/// All figures of a programme as steps.
#[derive(Debug)]
pub(crate) struct Figures {
    steps: Vec<Vec<Op>>,
    tables: Vec<TableIndex>,
    stack: Vec<i128>,
}

impl Figures {
    /// For a programme.
    pub(crate) fn new(programme: &Programme, plan: &Plan) -> Figures {
        let steps = programme.figures.iter().map(|(_, figure)| steps(programme, plan, figure)).collect();
        let tables = programme.tables.iter().map(|(_, table)| TableIndex::new(table)).collect();
        Figures { steps, tables, stack: Vec::new() }
    }

    /// A figure of the whole receipt.
    pub(crate) fn of_receipt(&mut self, id: FigureId, sight: Sight<'_>) -> i64 {
        self.run(id, sight, None, &[], 0)
    }

    /// A figure of one line; `columns` hold `stride` numbers each.
    pub(crate) fn of_line(
        &mut self,
        id: FigureId,
        sight: Sight<'_>,
        (at, line): (usize, &Line),
        columns: &[i64],
        stride: usize,
    ) -> i64 {
        self.run(id, sight, Some((at, line)), columns, stride)
    }

    fn run(
        &mut self,
        id: FigureId,
        sight: Sight<'_>,
        line: Option<(usize, &Line)>,
        columns: &[i64],
        stride: usize,
    ) -> i64 {
        let Figures { steps, tables, stack } = self;
        stack.clear();
        for op in steps.get(id.index()).map(Vec::as_slice).unwrap_or_default() {
            let value = match op {
                Op::Constant(n) => *n,
                Op::Column(column) => {
                    let at = line.map_or(0, |(at, _)| column.saturating_mul(stride).saturating_add(at));
                    i128::from(columns.get(at).copied().unwrap_or(0))
                }
                Op::LineField(id, missing) => {
                    let fields = line.map(|(_, line)| line.fields.as_slice()).unwrap_or_default();
                    i128::from(number_of(field(sight.programme, fields, *id)).unwrap_or(*missing))
                }
                Op::EventField(id, missing) => {
                    let of_member = crate::native::plan::walk::of_member(sight.programme, *id);
                    let fields = if of_member { sight.member } else { &sight.purchase.fields };
                    i128::from(number_of(field(sight.programme, fields, *id)).unwrap_or(*missing))
                }
                Op::Table(id, scale, missing) => {
                    let index = tables.get(id.index());
                    let found = index.and_then(|t| t.value(sight, line.map(|(_, line)| line)));
                    found.map_or(i128::from(*missing), |v| i128::from(v).saturating_mul(*scale))
                }
                Op::Slot(slot) => i128::from(sight.frame.get(*slot).copied().unwrap_or(0)),
                Op::Scale(by) => stack.pop().unwrap_or(0).saturating_mul(*by),
                Op::Larger | Op::Smaller | Op::Plus | Op::Less | Op::Times => {
                    let (b, a) = (stack.pop().unwrap_or(0), stack.pop().unwrap_or(0));
                    two(op, a, b)
                }
            };
            stack.push(value);
        }
        i64::try_from(stack.pop().unwrap_or(0)).unwrap_or(i64::MAX)
    }
}

fn two(op: &Op, a: i128, b: i128) -> i128 {
    match op {
        Op::Larger => a.max(b),
        Op::Smaller => a.min(b),
        Op::Plus => a.saturating_add(b),
        Op::Less => a.saturating_sub(b),
        Op::Times => a.saturating_mul(b),
        Op::Table(..)
        | Op::Constant(_)
        | Op::Column(_)
        | Op::LineField(..)
        | Op::EventField(..)
        | Op::Slot(_)
        | Op::Scale(_) => a,
    }
}

fn steps(programme: &Programme, plan: &Plan, figure: &Figure) -> Vec<Op> {
    let mut steps = Vec::new();
    push(programme, plan, &figure.formula, &mut steps);
    steps
}

fn push(programme: &Programme, plan: &Plan, formula: &Formula, steps: &mut Vec<Op>) {
    let (a, b, op, same_decimals) = match formula {
        Formula::Number(FigureNumber::Table(id, missing), decimals) => {
            let own = programme.tables.get(*id).map_or(0, |t| t.decimals);
            let scale = 10_i128.saturating_pow(u32::from(decimals.saturating_sub(own)));
            return steps.push(Op::Table(*id, scale, *missing));
        }
        Formula::Number(number, _) => return steps.push(read(plan, number)),
        Formula::Larger(a, b) => (a, b, Op::Larger, true),
        Formula::Smaller(a, b) => (a, b, Op::Smaller, true),
        Formula::Plus(a, b) => (a, b, Op::Plus, true),
        Formula::Less(a, b) => (a, b, Op::Less, true),
        Formula::Times(a, b) => (a, b, Op::Times, false),
    };
    let most = a.decimals().max(b.decimals());
    for part in [a, b] {
        push(programme, plan, part, steps);
        let missing = most.saturating_sub(part.decimals());
        if same_decimals && missing > 0 {
            steps.push(Op::Scale(10_i128.saturating_pow(u32::from(missing))));
        }
    }
    steps.push(op);
}

fn read(plan: &Plan, number: &FigureNumber) -> Op {
    let column = |column: LineColumn| plan.lines.column(column).map_or(Op::Constant(0), Op::Column);
    match number {
        FigureNumber::Constant(n) => Op::Constant(i128::from(*n)),
        // Read with its decimals.
        FigureNumber::Table(_, missing) => Op::Constant(i128::from(*missing)),
        FigureNumber::Line(line) => match line {
            LineNumber::Constant(n) => Op::Constant(i128::from(*n)),
            LineNumber::Amount { basis, .. } => column(LineColumn::Money(*basis)),
            LineNumber::Discount { .. } => column(LineColumn::Discount),
            LineNumber::Tax { .. } => column(LineColumn::Tax),
            LineNumber::Quantity { .. } => column(LineColumn::Quantity),
            LineNumber::Field { field, missing, .. } => Op::LineField(*field, missing.unwrap_or(0)),
        },
        FigureNumber::Amount(id) => plan.amount(*id).map_or(Op::Constant(0), |slot| Op::Slot(slot.index())),
        FigureNumber::Field(field, missing) => Op::EventField(*field, missing.unwrap_or(0)),
    }
}
