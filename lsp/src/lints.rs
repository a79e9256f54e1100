//! The opinions about a programme, as its configuration wants them.

use treue_lang::pipeline::Checked;
use treue_lang::source::Sources;
use treue_lang::time::Day;
use treue_lint::baseline::Baseline;
use treue_lint::{Config, Finding, findings_and, shorten};

/// By what findings are configured, and what is known already.
#[derive(Clone, Debug)]
pub(crate) struct Lints {
    pub(crate) config: Config,
    pub(crate) today: Day,
    pub(crate) baseline: Option<Baseline>,
}

impl Lints {
    /// Mistakes and opinions, beside what was proved; what a baseline knows is left out.
    pub(crate) fn found(
        &self,
        sources: &Sources,
        checked: &Checked,
        proved: Option<Vec<Finding>>,
    ) -> Vec<Finding> {
        let mut found = findings_and(sources, checked, &self.config, self.today, proved);
        if let (Some(baseline), Some(programme)) = (&self.baseline, &checked.programme)
            && let Ok(left) = baseline.left(&programme.name, sources, found.clone())
        {
            found = left.findings;
        }
        shorten(&mut found);
        found
    }
}
