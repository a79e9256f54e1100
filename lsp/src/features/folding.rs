//! What can be folded: items, what stands in braces, and comments of several lines.

use crate::text::Text;
use gen_lsp_types::{FoldingRange, FoldingRangeKind};
use treue_lang::syntax::token::{Kind, tokens};

/// All that can be folded in a text.
pub(crate) fn of(text: &Text) -> Vec<FoldingRange> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut comments: Option<(u32, u32)> = None;
    let mut fold = |start: u32, end: u32, kind: Option<FoldingRangeKind>| {
        if start < end {
            found.push(FoldingRange { start_line: start, end_line: end, kind, ..FoldingRange::default() });
        }
    };
    for token in tokens(text.as_str()) {
        let line = text.position(token.start).line;
        if token.kind == Kind::Comment && token.first {
            comments = match comments {
                Some((start, end)) if end + 1 == line => Some((start, line)),
                before => {
                    if let Some((start, end)) = before {
                        fold(start, end, Some(FoldingRangeKind::Comment));
                    }
                    Some((line, line))
                }
            };
            continue;
        }
        match token.kind {
            Kind::Mark('{') => open.push(line),
            // The closing brace stays in sight.
            Kind::Mark('}') => {
                if let Some(start) = open.pop() {
                    fold(start, line.saturating_sub(1), None);
                }
            }
            Kind::Word | Kind::Number | Kind::Text | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {}
        }
    }
    if let Some((start, end)) = comments {
        fold(start, end, Some(FoldingRangeKind::Comment));
    }
    found.sort_by_key(|f| f.start_line);
    found
}
