//! What is declared and does nothing.

pub(crate) mod points_cannot_be_spent;
pub(crate) mod reward_out_of_reach;
pub(crate) mod unused_field;
pub(crate) mod unused_holidays;
pub(crate) mod unused_lines;
pub(crate) mod unused_measure;
pub(crate) mod unused_partner;
pub(crate) mod unused_table;
pub(crate) mod unused_track;
pub(crate) mod unused_unit;

use crate::desk::Desk;
use crate::finding::Finding;
use crate::lint::Found;
use treue_lang::ast::Name;
use treue_lang::diag::{Fix, Safety};
use treue_lang::source::Span;

/// Reports a name that nothing but its own item uses. The fix takes the item away.
pub(crate) fn unused<'f>(
    desk: &Desk<'_>,
    name: &Name,
    item: Span,
    what: &str,
    plural: bool,
    found: &'f mut Found,
) -> Option<&'f mut Finding> {
    if desk.is_used(&name.node, item, plural) {
        return None;
    }
    let finding = found.at(name.span, format!("nothing uses the {what} `{}`", name.node), "not used");
    finding.help("use it, or take it away").fix(Fix::new(
        Safety::Unsafe,
        format!("take the {what} away"),
        item,
        "",
    ));
    Some(finding)
}
