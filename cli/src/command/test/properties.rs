//! Properties: proved, or tried on receipts by chance.

use super::case::{Case, Outcome, Said};
use crate::command::explain::gave;
use crate::failure::Failure;
use crate::files;
use crate::receipt;
use crate::ui::number;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::programme::{Programme, Property};
use treue_lang::source::Sources;
use treue_proof::{Broken, Trial, Verdict, properties, property_text, proved_words};
use treue_runtime::engine::Detail;
use treue_runtime::reference::Reference;
use treue_runtime::testing::replay;

/// Where receipts that break properties are written, beside the programme they are of.
pub(super) struct Receipts<'a> {
    pub(super) programme: &'a Path,
    pub(super) folder: Option<&'a PathBuf>,
}

/// All properties, in the order of the text.
pub(super) fn cases(
    sources: &Sources,
    programme: &Arc<Programme>,
    trial: Trial,
    receipts: &Receipts<'_>,
) -> Result<Vec<Case>, Failure> {
    let all = programme.properties.iter().zip(properties(programme, trial)).enumerate();
    all.map(|(n, (property, tried))| {
        let name = property_text(sources, property.span);
        let outcome = match tried.verdict {
            Verdict::Proved => Outcome::Passed("proved".to_owned()),
            Verdict::Held { receipts: 0, .. } => {
                Outcome::Passed("no receipt was found that it speaks of".to_owned())
            }
            Verdict::Held { receipts, most } => {
                let kept = format!("kept on {}", number::counted(receipts, "receipt", "receipts"));
                let proved =
                    most.and_then(|(k, most)| proved_words(programme, property.claims.get(k)?, &most));
                let proved = proved.map_or_else(String::new, |p| format!("; {p} at most is proved"));
                Outcome::Passed(format!("{kept}{proved}"))
            }
            Verdict::Broken(broken) => {
                let mut said = broken_words(programme, property, &broken, trial, &name);
                said.extend(written(programme, n, &broken, receipts)?.map(Said::Note));
                Outcome::Failed(said)
            }
        };
        Ok(Case { name, span: property.span, outcome })
    })
    .collect()
}

fn broken_words(
    programme: &Programme,
    property: &Property,
    broken: &Broken,
    trial: Trial,
    name: &str,
) -> Vec<Said> {
    let (expected, got) = broken.words(programme, property);
    let claim = property.claims.get(broken.claim).map_or(property.span, |c| c.span);
    let mut said = vec![Said::At(claim), Said::Expected(expected), Said::Got(got)];
    said.extend(gave(programme, &broken.witness.seen.decision).into_iter().map(Said::Trace));
    said.push(Said::Note(format!(
        "Receipt {} with --seed {} broke it. The smallest that does, as a test to paste:",
        broken.receipt, trial.seed
    )));
    said.push(Said::Text(broken.witness.text(programme, &format!("breaks {name}"))));
    said
}

/// Writes the receipt and the member before it, and says how to explain it.
fn written(
    programme: &Arc<Programme>,
    n: usize,
    broken: &Broken,
    receipts: &Receipts<'_>,
) -> Result<Option<String>, Failure> {
    let Some(folder) = receipts.folder else { return Ok(None) };
    let mut engine = Reference::new(Arc::clone(programme), Detail::Full);
    let again = replay(programme, &mut engine, &broken.witness.test);
    fs::create_dir_all(folder).map_err(|e| Failure::file("write", &files::name(folder), &e))?;
    let event = folder.join(format!("property-{}.ndjson", n + 1));
    let state = folder.join(format!("property-{}.members", n + 1));
    let line = format!("{}\n", receipt::json(programme, &broken.witness.seen.event));
    fs::write(&event, line).map_err(|e| Failure::file("write", &files::name(&event), &e))?;
    fs::write(&state, again.before.to_bytes(programme))
        .map_err(|e| Failure::file("write", &files::name(&state), &e))?;
    Ok(Some(format!(
        "To see why: treue explain {} {} --state {} --event \"{}\"",
        files::name(receipts.programme),
        files::name(&event),
        files::name(&state),
        broken.witness.seen.event.id
    )))
}
