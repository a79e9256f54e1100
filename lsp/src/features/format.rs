//! The one layout, as changes of the text. A text that cannot be read is left alone: its mistakes are shown anyway.

use crate::text::Text;
use gen_lsp_types::TextEdit;
use treue_lang::fmt::format;

const MARK: char = '\u{feff}';

/// What brings a text into the one layout.
pub(crate) fn of(text: &Text) -> Vec<TextEdit> {
    let written = text.as_str();
    let (mark, plain) = written.strip_prefix(MARK).map_or(("", written), |rest| ("\u{feff}", rest));
    match format(plain) {
        Ok(formatted) => text.edits_to(&format!("{mark}{formatted}")),
        Err(_) => Vec::new(),
    }
}
