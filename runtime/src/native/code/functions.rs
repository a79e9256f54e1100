//! The functions of a programme, each small, so that the time to compile grows with the programme and not faster.

use crate::native::CompileError;
use crate::native::lower::line::Lines;
use crate::native::lower::{Code, Shape};
use crate::native::plan::index::Index;
use crate::native::plan::items::{Item, weight};
use crate::native::plan::walk::size;
use crate::native::plan::{Plan, WEIGHT};
use cranelift_codegen::ir::InstBuilder;
use cranelift_frontend::FunctionBuilder;
use treue_lang::programme::{Programme, RewardId, StackId, TiersId};

/// What a function is for; functions of one kind are called one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sums over the lines.
    Sums,
    /// A word of marks of the lines.
    Marks,
    /// What is booked before any rule is looked at, where there is an index.
    Early,
    /// Rules of the index: of each function one at a time.
    Found,
    /// Rules, stacks, bookings.
    Rules,
    /// Levels that are entered.
    Entered,
    /// Levels that are kept.
    Kept,
    /// What expiry and pauses ask.
    Points,
    /// Conditions of rewards.
    Gates,
}

/// What one function does: a range of the sums, of the marks, of the items; or a tier structure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Job {
    /// Sums from, to.
    Sums(usize, usize),
    /// A word of marks.
    Marks(usize),
    /// Items from, to, before the rules of the index.
    Early(usize, usize),
    /// Rules of the index from, to.
    Found(usize, usize),
    /// Items from, to.
    Rules(usize, usize),
    /// A stack whose rules compete for lines.
    Contest(StackId),
    /// Of a structure.
    Entered(TiersId),
    /// Of a structure.
    Kept(TiersId),
    /// Questions from, to.
    Points(usize, usize),
    /// Of a reward.
    Gates(RewardId),
    /// Of a conversion, by its number among those of all partners.
    ConvertGates(usize),
}

impl Job {
    /// Its kind.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Job::Sums(..) => Kind::Sums,
            Job::Marks(_) => Kind::Marks,
            Job::Early(..) => Kind::Early,
            Job::Found(..) => Kind::Found,
            Job::Rules(..) | Job::Contest(_) => Kind::Rules,
            Job::Entered(_) => Kind::Entered,
            Job::Kept(_) => Kind::Kept,
            Job::Points(..) => Kind::Points,
            Job::Gates(_) | Job::ConvertGates(_) => Kind::Gates,
        }
    }

    /// Its name, for people.
    pub(crate) fn name(self) -> String {
        match self {
            Job::Sums(from, to) => format!("sums {from}..{to}"),
            Job::Marks(word) => format!("marks {word}"),
            Job::Early(from, to) => format!("early {from}..{to}"),
            Job::Found(from, to) => format!("found {from}..{to}"),
            Job::Rules(from, to) => format!("rules {from}..{to}"),
            Job::Contest(stack) => format!("contest {}", stack.0),
            Job::Entered(tiers) => format!("entered {}", tiers.0),
            Job::Kept(tiers) => format!("kept {}", tiers.0),
            Job::Points(from, to) => format!("points {from}..{to}"),
            Job::Gates(reward) => format!("gates {}", reward.0),
            Job::ConvertGates(number) => format!("gates of conversion {number}"),
        }
    }

    /// Whether it reads lines.
    pub(crate) fn reads_lines(self) -> bool {
        match self {
            Job::Sums(..) | Job::Marks(_) | Job::Found(..) | Job::Contest(_) => true,
            Job::Early(..)
            | Job::Rules(..)
            | Job::Entered(_)
            | Job::Kept(_)
            | Job::Gates(_)
            | Job::ConvertGates(_)
            | Job::Points(..) => false,
        }
    }
}

/// All jobs, in the order in which they are compiled and run.
pub(crate) fn jobs(programme: &Programme, plan: &Plan) -> Vec<Job> {
    let mut jobs = Vec::new();
    let sums = plan.lines.sums.len();
    jobs.extend((0..sums).step_by(WEIGHT).map(|from| Job::Sums(from, sums.min(from + WEIGHT))));
    jobs.extend((0..plan.lines.marks.len().div_ceil(64)).map(Job::Marks));
    let mut from = 0;
    if let Some(index) = &plan.index {
        let is_early = |item: &&Item| matches!(item, Item::Early(_));
        from = plan.items.iter().take_while(is_early).count();
        jobs.extend((0..from).step_by(WEIGHT).map(|some| Job::Early(some, from.min(some + WEIGHT))));
        jobs.extend(found(programme, plan, index));
    }
    let mut so_far = 0;
    for (i, item) in plan.items.iter().enumerate().skip(from) {
        if let Item::Contest(stack) = item {
            if from < i {
                jobs.push(Job::Rules(from, i));
            }
            jobs.push(Job::Contest(*stack));
            (from, so_far) = (i + 1, 0);
            continue;
        }
        let this = weight(programme, *item);
        if so_far > 0 && so_far + this > WEIGHT {
            jobs.push(Job::Rules(from, i));
            (from, so_far) = (i, 0);
        }
        so_far += this;
    }
    if from < plan.items.len() {
        jobs.push(Job::Rules(from, plan.items.len()));
    }
    for (id, tiers) in programme.tiers.iter() {
        if tiers.levels.iter().any(|l| size(&l.entry) > 0) || tiers.levels.len() > 1 {
            jobs.push(Job::Entered(id));
            jobs.push(Job::Kept(id));
        }
    }
    let questions = plan.points.questions.len();
    jobs.extend((0..questions).step_by(WEIGHT).map(|from| Job::Points(from, questions.min(from + WEIGHT))));
    let gated = programme.rewards.iter().filter(|(_, r)| !r.conditions.is_empty());
    jobs.extend(gated.map(|(id, _)| Job::Gates(id)));
    let conversions = programme.partners.iter().flat_map(|(_, p)| &p.conversions).enumerate();
    let gated = conversions.filter(|(_, c)| !c.conditions.is_empty());
    jobs.extend(gated.map(|(number, _)| Job::ConvertGates(number)));
    jobs
}

/// The rules of an index in portions.
fn found(programme: &Programme, plan: &Plan, index: &Index) -> Vec<Job> {
    let mut jobs = Vec::new();
    let (mut from, mut so_far) = (0, 0);
    for (i, rule) in index.rules.iter().enumerate() {
        let this = weight(programme, Item::Rule(*rule)) + plan.lines.own(*rule).len();
        if so_far > 0 && so_far + this > WEIGHT {
            jobs.push(Job::Found(from, i));
            (from, so_far) = (i, 0);
        }
        so_far += this;
    }
    jobs.push(Job::Found(from, index.rules.len()));
    jobs
}

/// Builds the IR of a job.
pub(crate) fn build<'f>(
    mut b: FunctionBuilder<'f>,
    job: Job,
    programme: &Programme,
    plan: &Plan,
    shapes: &mut [Shape],
) -> Result<FunctionBuilder<'f>, CompileError> {
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let params = b.block_params(entry).to_vec();
    let [frame, base, stride, count] = params[..] else {
        return Err(CompileError::Generator("a function without its four parameters".to_owned()));
    };
    let lines = Lines { base, stride, count };
    let mut code = Code::new(b, frame, programme, plan, shapes);
    match job {
        Job::Sums(from, to) => code.line_sums(lines, plan.lines.sums.get(from..to).unwrap_or_default()),
        Job::Marks(word) => {
            let marks = plan.lines.marks.chunks(64).nth(word).unwrap_or_default();
            code.line_marks(lines, word, marks);
        }
        Job::Found(from, to) => {
            let rules = plan.index.as_ref().and_then(|index| index.rules.get(from..to));
            code.one_of(lines, rules.unwrap_or_default());
        }
        Job::Early(from, to) | Job::Rules(from, to) => {
            plan.items.get(from..to).unwrap_or_default().iter().for_each(|item| code.item(*item));
        }
        Job::Contest(stack) => code.contest(stack, lines),
        Job::Entered(tiers) => code.entered(tiers),
        Job::Kept(tiers) => code.kept(tiers),
        Job::Points(from, to) => code.points(from, to),
        Job::Gates(reward) => code.gates(reward),
        Job::ConvertGates(number) => code.convert_gates(number),
    }
    code.b.ins().return_(&[]);
    code.b.seal_all_blocks();
    code.finish()
}

impl Code<'_, '_> {
    fn item(&mut self, item: Item) {
        match item {
            Item::Early(track) | Item::Late(track) => self.booking(track),
            Item::Rule(rule) => self.rule(rule),
            // A function of its own.
            Item::Contest(_) => {}
            Item::Multiply(stack) => self.multiply(stack),
            Item::Together(stack, from, to) => self.together(stack, from, to),
            Item::Choose(stack, from, to) => self.choose_member(stack, from, to),
            Item::Lose(stack, from, to) => self.lose(stack, from, to),
            Item::Limit(stack, limit, from, to) => self.stack_limit(stack, limit, from, to),
        }
    }
}
