//! Suppressions in the text: `# lint allow NAME, NAME: reason`. One that stands alone on its line is for the item, or
//! else the line, that follows; one behind something is for its own line. What suppresses nothing is reported.

use crate::desk::{Desk, Piece, within};
use crate::finding::{Finding, Level};
use crate::lint::{Category, Found, Lint, Samples};
use crate::proofs::{nearest_name, proof_named};
use crate::registry::named;
use std::collections::HashMap;
use treue_lang::ast::Item;
use treue_lang::diag::{Fix, Safety};
use treue_lang::source::{FileId, Span};
use treue_lang::syntax::token::Kind;

/// A suppression that matches nothing.
pub(crate) const UNUSED: Lint = Lint {
    name: "unused-suppression",
    category: Category::Suppression,
    level: Level::Warning,
    finds: "a `# lint allow` that suppresses nothing",
    why: "The programme has changed since, or the comment stands in the wrong place. Left alone it would hide the \
          next finding that comes there. A comment on a line of its own is for the item that starts on the next \
          line, or else for that line; behind something it is for its line.",
    samples: Samples::new(
        &["# lint allow unused-lines: for the summer campaign\nearn base { 1 point per full 1.00 CHF of all lines }"],
        &["# a lint allowed here would be odd\nearn base { 1 point per full 1.00 CHF of all lines }"],
        "earn base { 1 point per full 1.00 CHF of all lines }",
    )
    .with_config("[lint.levels]\nunused-lines = \"warning\""),
    check: nothing,
};

/// A suppression that does not say why.
pub(crate) const REASON: Lint = Lint {
    name: "suppression-without-reason",
    category: Category::Suppression,
    level: Level::Warning,
    finds: "a `# lint allow` without a reason",
    why: "Whoever reads the programme next year must know why a finding was waved through, or nobody will dare to \
          take the comment away. Write it behind a colon: `# lint allow NAME: agreed with finance until 2027`.",
    samples: Samples::new(
        &[
            "# lint allow unused-lines\nlines food = all lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        &[
            "# lint allow unused-lines: for the summer campaign\nlines food = all lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "# lint allow unused-lines: for the summer campaign\nlines food = all lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of all lines }",
    ),
    check: nothing,
};

/// A suppression of something that does not exist.
pub(crate) const UNKNOWN: Lint = Lint {
    name: "suppression-of-nothing",
    category: Category::Suppression,
    level: Level::Warning,
    finds: "a `# lint allow` that names no lint",
    why: "The name is misspelt, or it is the code of a mistake, which cannot be suppressed. `treue lint --list` names \
          all lints.",
    samples: Samples::new(
        &[
            "# lint allow unused-line: for the summer campaign\nlines food = all lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of food }",
        ],
        &["# lint: see the page of lints\nearn base { 1 point per full 1.00 CHF of all lines }"],
        "lines food = all lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of food }",
    ),
    check: nothing,
};

/// Suppressions are looked at behind all others, by `suppress`.
fn nothing(_: &Desk<'_>, _: &mut Found) {}

/// One suppression.
struct Suppression<'a> {
    /// The lints, with the places of their names.
    names: Vec<(&'a str, Span)>,
    reason: bool,
    comment: Span,
    /// The comment and the line break behind it, or the blanks before it.
    away: Span,
    /// Findings that start here are suppressed.
    scope: Span,
}

/// So many unknown names are compared with all lints; nobody reads more advice.
const COMPARED: usize = 100;

/// What is left of `findings` after suppressions, and what is to be said of these. Whether a claim that is proved is
/// suppressed in vain, only a run `with_proofs` can tell.
pub(crate) fn suppress(desk: &Desk<'_>, findings: Vec<Finding>, with_proofs: bool) -> Vec<Finding> {
    let all = suppressions(desk);
    if all.is_empty() {
        return findings;
    }
    let mut of_lint: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, suppression) in all.iter().enumerate() {
        for (name, _) in &suppression.names {
            of_lint.entry(name).or_default().push(at);
        }
    }
    let mut used = vec![Vec::new(); all.len()];
    let mut left = Vec::new();
    for finding in findings {
        let mut hidden = false;
        for at in of_lint.get(finding.code).map(Vec::as_slice).unwrap_or_default() {
            let (Some(suppression), Some(used)) = (all.get(*at), used.get_mut(*at)) else { continue };
            if finding.span().is_some_and(|s| within(Span { end: s.start, ..s }, suppression.scope)) {
                hidden = true;
                used.push(finding.code);
            }
        }
        if !hidden {
            left.push(finding);
        }
    }
    let mut found = [
        Found::new(&UNUSED, desk.config.level(&UNUSED)),
        Found::new(&REASON, desk.config.level(&REASON)),
        Found::new(&UNKNOWN, desk.config.level(&UNKNOWN)),
    ];
    let mut compared = 0;
    for (suppression, used) in all.iter().zip(&used) {
        judge(desk, suppression, used, with_proofs, &mut found, &mut compared);
    }
    let said = found.into_iter().flat_map(Found::into_findings);
    left.extend(said.filter(|f| f.level != Level::Off));
    left
}

fn judge(
    desk: &Desk<'_>,
    suppression: &Suppression<'_>,
    used: &[&str],
    with_proofs: bool,
    found: &mut [Found; 3],
    compared: &mut usize,
) {
    let [unused, reason, unknown] = found;
    if !suppression.reason {
        let finding = reason.at(suppression.comment, "this suppression gives no reason", "why?");
        finding.help("write it behind a colon: `# lint allow NAME: reason`");
    }
    for (name, span) in &suppression.names {
        let on = match (named(name), proof_named(name)) {
            (Some(lint), _) => Some(desk.config.level(lint) != Level::Off),
            (None, Some(proof)) => Some(with_proofs && desk.config.proves(proof)),
            (None, None) => None,
        };
        let Some(on) = on else {
            let finding = unknown.at(*span, format!("there is no lint `{name}`"), "names nothing");
            *compared += 1;
            let near = if *compared > COMPARED { None } else { nearest_name(name) };
            match near {
                Some(near) => {
                    finding.help(format!("did you mean `{near}`?")).fix(Fix::guess(*span, &near));
                }
                None => {
                    finding.help("`treue lint --list` names them all");
                }
            }
            continue;
        };
        // One that is off cannot find anything.
        if used.contains(name) || !on {
            continue;
        }
        let finding = unused.at(*span, format!("`{name}` finds nothing here"), "suppresses nothing");
        finding.help("take it away");
        if suppression.names.len() == 1 {
            finding.fix(Fix::new(Safety::Safe, "take the comment away", suppression.away, ""));
        }
    }
}

fn suppressions<'a>(desk: &Desk<'a>) -> Vec<Suppression<'a>> {
    let items: HashMap<(FileId, u32), Span> =
        desk.items().map(Item::span).map(|s| ((s.file, s.start), s)).collect();
    let mut found = Vec::new();
    // From the end, so that what follows a comment is known.
    let mut next: Option<&Piece<'a>> = None;
    for piece in desk.pieces.iter().rev() {
        if piece.kind != Kind::Comment {
            next = Some(piece);
        } else if let Some(suppression) = suppression(desk, &items, next, piece) {
            found.push(suppression);
        }
    }
    found.reverse();
    found
}

fn suppression<'a>(
    desk: &Desk<'a>,
    items: &HashMap<(FileId, u32), Span>,
    next: Option<&Piece<'a>>,
    piece: &Piece<'a>,
) -> Option<Suppression<'a>> {
    let text = piece.text.trim_end();
    let rest = text.strip_prefix('#')?.trim_start().strip_prefix("lint")?.trim_start();
    let rest = rest.strip_prefix("allow").filter(|r| r.starts_with([' ', '\t', ':']) || r.is_empty())?;
    let (list, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let start = piece.span.start + u32::try_from(text.len() - rest.len()).unwrap_or(0);
    let mut names = Vec::new();
    let mut offset = start;
    for name in list.split(',') {
        let blank = name.len() - name.trim_start().len();
        let from = offset + u32::try_from(blank).unwrap_or(0);
        let trimmed = name.trim();
        let to = from + u32::try_from(trimmed.len()).unwrap_or(0);
        if !trimmed.is_empty() {
            names.push((trimmed, Span { start: from, end: to, ..piece.span }));
        }
        offset += u32::try_from(name.len() + 1).unwrap_or(0);
    }
    let comment = Span { end: piece.span.start + u32::try_from(text.len()).unwrap_or(0), ..piece.span };
    let file = desk.sources.file(piece.span.file)?;
    Some(Suppression {
        names,
        reason: !reason.trim().is_empty(),
        comment,
        away: away(&file.text, piece),
        scope: scope(items, &file.text, next, piece),
    })
}

/// The whole line of a comment that stands alone; else the blanks before it, too.
fn away(text: &str, piece: &Piece<'_>) -> Span {
    let (start, end) = (piece.span.start as usize, piece.span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let behind =
        if piece.first { text.get(end..).map_or(0, |t| usize::from(t.starts_with('\n'))) } else { 0 };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start - blanks), end: offset(end + behind), ..piece.span }
}

/// Where findings are suppressed.
fn scope(
    items: &HashMap<(FileId, u32), Span>,
    text: &str,
    next: Option<&Piece<'_>>,
    piece: &Piece<'_>,
) -> Span {
    if !piece.first {
        return line(text, piece.span);
    }
    let Some(next) = next.filter(|n| n.span.file == piece.span.file) else { return piece.span };
    let item = items.get(&(next.span.file, next.span.start)).copied();
    item.unwrap_or_else(|| line(text, next.span))
}

/// The line that a place starts on.
fn line(text: &str, span: Span) -> Span {
    let at = span.start as usize;
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end), ..span }
}
