//! Changes that tests do not notice.

use super::{enough, part, place};
use crate::failure::Failure;
use crate::ui::{Style, Ui, number};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::source::Sources;
use treue_proof::{Mutant, mutate};
use treue_runtime::engine::Detail;
use treue_runtime::reference::Reference;
use treue_runtime::testing::{self, TestOutcome};

/// The text of an item is not shown beyond this.
const SHOWN: usize = 48;

/// Makes the changes, then names those that no test noticed. False if too many are.
pub(super) fn show(ui: &Ui, sources: &Sources, most: usize, least: Option<u8>) -> Result<bool, Failure> {
    if !pass(sources) {
        ui.warn("tests fail already, so nothing can be said of what they would notice");
        return Ok(false);
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(
        ProgressStyle::with_template("{bar:40} {pos} of {len} changes")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    if ui.quiet() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let found = mutate(sources, most, |n, all| {
        bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(n).unwrap_or(u64::MAX));
    });
    bar.finish_and_clear();
    // Of what cannot matter, as the text says, nobody asks more.
    let asked = found.made - found.allowed.len();
    let noticed = asked - found.survived.len();
    ui.print_line(&format!("\n  Changes that a test notices: {}", part(noticed, asked)))?;
    if !found.allowed.is_empty() {
        let allowed = number::counted(found.allowed.len(), "change", "changes");
        ui.print_line(&format!("  {allowed} cannot matter, as the text says"))?;
    }
    if found.left_out > 0 {
        let left = number::counted(found.left_out, "change was", "changes were");
        ui.print_line(&format!("  {left} left out; `--changes` makes more"))?;
    }
    for mutant in &found.survived {
        ui.print_line(&format!("    {}", line(ui, sources, mutant)))?;
    }
    for mutant in &found.needless {
        let says = ui.style(Style::Dim, "(a test notices it, so it need not be allowed)");
        ui.print_line(&format!("    {} {says}", line(ui, sources, mutant)))?;
    }
    Ok(enough(ui, noticed, asked, least))
}

/// Whether all tests pass as the text stands.
fn pass(sources: &Sources) -> bool {
    let Some(programme) = check(sources).programme.map(Arc::new) else { return false };
    let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
    testing::run(&programme, &mut engine).iter().all(TestOutcome::passed)
}

/// `card.treue:12:14  12.50 could be 12.51`.
fn line(ui: &Ui, sources: &Sources, mutant: &Mutant) -> String {
    let at = ui.style(Style::Dim, &place(sources, mutant.span));
    let text = sources.text(mutant.span);
    let first = text.lines().next().unwrap_or_default();
    let mut shown: String = first.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    if mutant.becomes.is_empty() {
        format!("{at}  this could be missing: {shown}")
    } else {
        format!("{at}  {shown} could be {}", ui.style(Style::Bold, &mutant.becomes))
    }
}
