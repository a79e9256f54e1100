//! Grammars for editors that colour by patterns. Both take their words from the grammar of the language, so that none is
//! kept twice; the language server then tells names apart, which patterns cannot.

mod textmate;
mod tree_sitter;

pub use textmate::textmate;
pub use tree_sitter::tree_sitter;

use treue_lang::syntax::{is_reserved, keywords};

/// Words that a name of its own follows: what they declare is shown as declared.
const DECLARING: [&str; 11] =
    ["earn", "holidays", "lines", "measure", "partner", "reward", "stack", "table", "tiers", "track", "unit"];

/// All words of the language that are letters only, and whether they may be names too.
fn words(names: bool) -> Vec<&'static str> {
    let plain = keywords().iter().copied().filter(|w| w.chars().all(char::is_alphabetic));
    plain.filter(|w| is_reserved(w) != names).collect()
}
