//! A programme from its text.

use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;

/// What every small programme starts with.
const HEAD: &str = "programme \"Card\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n";

/// The text of a programme with these items.
#[allow(dead_code, reason = "not every suite asks for it")]
pub(crate) fn sources(items: &str) -> Sources {
    Sources::single("card.treue", format!("{HEAD}{items}"))
}

/// A checked programme with these items; otherwise the names of what is wrong with it.
pub(crate) fn programme(items: &str) -> Result<Arc<Programme>, Vec<&'static str>> {
    let sources = sources(items);
    let checked = check(&sources);
    let codes = || checked.diagnostics.iter().map(|d| d.code.name()).collect();
    checked.programme.clone().map(Arc::new).ok_or_else(codes)
}
