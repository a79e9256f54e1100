//! Changes that cannot matter, as the text says: `# test allow 15001, missing: only whole steps are taken`. Behind something it
//! is for its own line, alone on a line for the next line that is no comment. Without a reason it allows nothing.

use super::Mutant;
use std::collections::BTreeMap;
use treue_lang::source::{FileId, Sources};
use treue_lang::syntax::token::{Kind, tokens};

/// What such a comment begins with.
const MARK: &str = "# test allow ";

/// The word for a change that takes an item away.
const MISSING: &str = "missing";

/// What may stand there without a test noticing, by line.
pub(super) struct Allowed(BTreeMap<(FileId, usize), Vec<String>>);

impl Allowed {
    pub(super) fn of(sources: &Sources) -> Allowed {
        let mut all = Allowed(BTreeMap::new());
        for (id, file) in sources.iter() {
            all.in_file(id, &file.text);
        }
        all
    }

    fn in_file(&mut self, file: FileId, text: &str) {
        let (mut line, mut waiting) = (1, Vec::new());
        for token in tokens(text) {
            line += token.breaks;
            if token.kind != Kind::Comment {
                self.0.entry((file, line)).or_default().append(&mut waiting);
            } else if let Some(becomes) = becomes(token.text(text)) {
                match token.first {
                    true => waiting.extend(becomes),
                    false => self.0.entry((file, line)).or_default().extend(becomes),
                }
            }
        }
    }

    /// Whether the text says that this change cannot matter.
    pub(super) fn covers(&self, sources: &Sources, mutant: &Mutant) -> bool {
        let line = sources.line_column(mutant.span).0;
        let word = if mutant.becomes.is_empty() { MISSING } else { mutant.becomes.as_str() };
        self.0.get(&(mutant.span.file, line)).is_some_and(|all| all.iter().any(|becomes| becomes == word))
    }
}

/// What may stand there, of a comment that allows something and says why.
fn becomes(comment: &str) -> Option<Vec<String>> {
    let (all, reason) = comment.strip_prefix(MARK)?.split_once(':')?;
    (!reason.trim().is_empty()).then(|| all.split(',').map(|one| one.trim().to_owned()).collect())
}
