//! Everything that is asked of a programme, in one go.

use crate::cube::Cases;
use crate::finding::{Finding, Report, Undecided, Witness};
use crate::stage::Stage;
use crate::universe::Universe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use treue_lang::programme::{Programme, Rule, RuleId, Test};
use treue_lang::source::Span;
use treue_lang::time::Day;
use treue_runtime::decision::Decision;

/// Findings that are shown of one kind; there may be more.
pub const FINDINGS: usize = 200;

/// A rule with the cases in which its conditions hold.
pub(crate) struct Case<'p> {
    pub(crate) id: RuleId,
    pub(crate) rule: &'p Rule,
    pub(crate) cases: Cases,
}

/// Looks at a programme from all sides.
pub(crate) struct Examiner<'p> {
    pub(crate) programme: &'p Programme,
    pub(crate) universe: Universe<'p>,
    pub(crate) rules: Vec<Case<'p>>,
    pub(crate) stage: Stage,
    pub(crate) report: Report,
    stop: &'p AtomicBool,
}

/// Finds what can never happen, what is paid twice, and what is not paid for. Every claim that something happens was seen on
/// both engines; every claim that something never happens is proved over all receipts.
#[must_use]
pub fn examine(programme: &Arc<Programme>) -> Report {
    examine_until(programme, &GOES_ON).unwrap_or_default()
}

/// The same for whoever may not want to know any more: nothing, soon after `stop` is set.
#[must_use]
pub fn examine_until(programme: &Arc<Programme>, stop: &AtomicBool) -> Option<Report> {
    let mut examiner = Examiner::new(programme, stop);
    examiner.selections();
    examiner.rules();
    examiner.stacks();
    examiner.limits();
    examiner.levels();
    examiner.rewards();
    examiner.tracks();
    examiner.twice();
    examiner.gaps();
    if examiner.stopped() {
        return None;
    }
    let mut report = examiner.report;
    report.findings.sort_by_key(|f| (f.span.file, f.span.start, f.kind));
    report.undecided.sort_by_key(|u| (u.span.file, u.span.start));
    Some(report)
}

impl<'p> Examiner<'p> {
    pub(crate) fn new(programme: &'p Arc<Programme>, stop: &'p AtomicBool) -> Examiner<'p> {
        let universe = Universe::new(programme, AROUND);
        let rules = programme.rules.iter();
        let rules = rules.map(|(id, rule)| Case { id, rule, cases: universe.of_rule(rule) }).collect();
        Examiner { programme, universe, rules, stage: Stage::new(programme), report: Report::default(), stop }
    }

    /// Whether nobody wants to know any more.
    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn found(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    pub(crate) fn undecided(&mut self, span: Span, message: impl Into<String>) {
        self.report.undecided.push(Undecided { span, message: message.into() });
    }

    /// Runs witnesses until one shows what is claimed.
    pub(crate) fn shown(
        &mut self,
        witnesses: impl IntoIterator<Item = Test>,
        claim: impl Fn(&Decision) -> bool,
    ) -> Option<Witness> {
        let stop = self.stop;
        witnesses.into_iter().take_while(|_| !stop.load(Ordering::Relaxed)).find_map(|test| {
            let seen = self.stage.see(&test)?;
            claim(&seen.decision).then_some(Witness { test, seen })
        })
    }
}

/// Of what nobody stops.
pub(crate) static GOES_ON: AtomicBool = AtomicBool::new(false);

/// A day in a programme without dates: a Monday.
const AROUND: Day = Day(20_605);
