//! Applying fixes to files: again and again until nothing more can be mended, and never to a worse programme.

use crate::failure::Failure;
use crate::files;
use crate::load;
use std::fs;
use std::path::Path;
use treue_lang::diag::{Fix, Safety, apply};
use treue_lang::pipeline::Checked;
use treue_lang::source::Sources;
use treue_lint::Finding;

/// More rounds than any fixes need; two that undo each other end here.
const ROUNDS: usize = 10;

/// Says what is found in a programme.
pub(crate) type Look<'l> = &'l dyn Fn(&Sources, &Checked) -> Result<Vec<Finding>, Failure>;

/// Mends a programme's files as far as fixes go; how many were applied. `look` says what is found in a programme.
pub(crate) fn mend(path: &Path, unsafe_too: bool, look: Look<'_>) -> Result<usize, Failure> {
    let mut applied = 0;
    for _ in 0..ROUNDS {
        let (sources, checked) = load::checked(path)?;
        let findings = look(&sources, &checked)?;
        let wanted = |f: &&Fix| unsafe_too || f.safety == Safety::Safe;
        let fixes: Vec<&Fix> = findings.iter().filter_map(|f| f.fix.as_ref()).filter(wanted).collect();
        let (changed, count) = apply(&sources, fixes.iter().copied());
        if count == 0 {
            return Ok(applied);
        }
        let mut before = Vec::new();
        for ((_, old), new) in sources.iter().zip(&changed) {
            if old.text != new.text {
                before.push((
                    old.name.clone(),
                    fs::read(&old.name).map_err(|e| Failure::file("read", &old.name, &e))?,
                ));
                write(Path::new(&old.name), &new.text)?;
            }
        }
        let (_, after) = load::checked(path)?;
        if after.diagnostics.len() > checked.diagnostics.len() {
            for (name, bytes) in &before {
                files::Pending::create(Path::new(name))?.all(bytes)?;
            }
            return Ok(applied);
        }
        applied += count;
    }
    Ok(applied)
}

/// Replaces a file; a byte order mark at its start stays.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let marked = fs::read(path).is_ok_and(|bytes| bytes.starts_with("\u{feff}".as_bytes()));
    let mark = if marked { "\u{feff}" } else { "" };
    files::replace(path, &format!("{mark}{text}"))
}
