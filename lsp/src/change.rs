//! An open text, and the changes that the editor sends of it. Changes that cannot be right are not guessed at: the text is
//! then out of step, which is said, until the editor sends it whole.

use crate::text::{Encoding, Text};
use gen_lsp_types::{TextDocumentContentChangeEvent as Change, Uri};

/// An open text.
pub(crate) struct Open {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: Text,
    /// A number that no other state of any text has.
    pub(crate) revision: u64,
    /// Why this is not what the editor shows.
    pub(crate) out_of_step: Option<String>,
    encoding: Encoding,
}

impl Open {
    pub(crate) fn new(uri: Uri, version: i32, text: String, encoding: Encoding, revision: u64) -> Open {
        Open { uri, version, text: Text::new(text, encoding), revision, out_of_step: None, encoding }
    }

    /// Applies what the editor changed.
    ///
    /// # Errors
    /// Why it cannot be applied; the text stays as it was, and is out of step from now on.
    pub(crate) fn change(&mut self, version: i32, changes: Vec<Change>, revision: u64) -> Result<(), String> {
        let whole = changes.iter().any(|c| matches!(c, Change::TextDocumentContentChangeWholeDocument(_)));
        if version <= self.version && !whole {
            let why =
                format!("change {version} came after change {}: changes are out of order", self.version);
            return self.refuse(why);
        }
        if self.out_of_step.is_some() && !whole {
            return Ok(());
        }
        let mut text = self.text.clone();
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(change) => {
                    text = Text::new(change.text, self.encoding);
                }
                Change::TextDocumentContentChangePartial(change) => match text.bytes(change.range) {
                    Ok(bytes) => text.replace(bytes, &change.text),
                    Err(why) => return self.refuse(format!("change {version} cannot be applied: {why}")),
                },
            }
        }
        self.text = text;
        self.version = version;
        self.revision = revision;
        self.out_of_step = None;
        Ok(())
    }

    fn refuse(&mut self, why: String) -> Result<(), String> {
        self.out_of_step = Some(why.clone());
        Err(format!("{why}; close the file and open it again"))
    }
}
