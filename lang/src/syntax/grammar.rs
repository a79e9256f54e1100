//! The one file that knows the parser library. It turns the text of one item into plain [`Node`]s, or into a
//! [`Failure`] that says how far reading came and which rules could have gone on there.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;
use std::num::NonZeroUsize;
use std::sync::Once;

#[allow(missing_docs, unreachable_pub, reason = "the rules are named and explained in grammar/treue.pest")]
mod generated {
    /// The reader made from the grammar.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/treue.pest"]
    pub struct Reader;
}

pub(crate) use generated::Rule;

/// Steps for one item of the largest source, with much to spare: a second wall behind the nesting limit.
const MOST_STEPS: usize = 400_000_000;

/// A piece of text that a rule of the grammar took.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    /// The rule.
    pub(crate) rule: Rule,
    /// What it took, without what follows it.
    pub(crate) text: &'t str,
    /// First byte in the file.
    pub(crate) start: usize,
    /// First byte after it in the file.
    pub(crate) end: usize,
    /// What it is made of, in order.
    pub(crate) children: Vec<Node<'t>>,
}

impl<'t> Node<'t> {
    /// The first direct part of that rule.
    pub(crate) fn get(&self, rule: Rule) -> Option<&Node<'t>> {
        self.children.iter().find(|c| c.rule == rule)
    }

    /// All direct parts of that rule.
    pub(crate) fn all(&self, rule: Rule) -> impl Iterator<Item = &Node<'t>> {
        self.children.iter().filter(move |c| c.rule == rule)
    }

    /// Whether it has a direct part of that rule.
    pub(crate) fn has(&self, rule: Rule) -> bool {
        self.get(rule).is_some()
    }

    /// Its first part.
    pub(crate) fn first(&self) -> Option<&Node<'t>> {
        self.children.first()
    }
}

/// Why a text could not be read.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Reading came to this byte of the file, where one of these rules could have gone on.
    At(usize, Vec<Rule>),
    /// Reading took too many steps.
    TooLarge,
}

/// Reads the bytes `start..end` of a file by a rule. Places in the result are places in the file.
pub(crate) fn read(rule: Rule, file: &str, start: usize, end: usize) -> Result<Vec<Node<'_>>, Failure> {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| pest::set_call_limit(NonZeroUsize::new(MOST_STEPS)));
    let text = file.get(start..end).unwrap_or_default();
    match generated::Reader::parse(rule, text) {
        Ok(pairs) => Ok(pairs.filter(|p| p.as_rule() != Rule::EOI).map(|p| node(p, start)).collect()),
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            match error.variant {
                ErrorVariant::ParsingError { positives, .. } => Err(Failure::At(start + at, positives)),
                ErrorVariant::CustomError { .. } => Err(Failure::TooLarge),
            }
        }
    }
}

/// What the grammar itself says may stand at the end of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Words of the language, as the grammar tries them.
    pub(crate) words: Vec<String>,
    /// Whether a name, or another word of one's own, may stand there.
    pub(crate) name: bool,
    /// Whether a quoted text may.
    pub(crate) text: bool,
    /// Whether a number, a mark or something else may.
    pub(crate) other: bool,
}

/// What may stand behind the bytes `start..end` of a file, read by a rule; nothing where reading does not come to
/// their end.
pub(crate) fn expected(rule: Rule, file: &str, start: usize, end: usize) -> Option<Expected> {
    let text = file.get(start..end)?;
    // With a character that nothing takes, what is whole is not taken either.
    let unfinished = format!("{text}\u{1}");
    // The setting is the library's, for all readers: another one that reads meanwhile is told more than it asked for.
    pest::set_error_detail(true);
    let read = generated::Reader::parse(rule, &unfinished);
    pest::set_error_detail(false);
    let attempts = read.err()?.parse_attempts().filter(|a| a.max_position == text.len())?;
    let mut found = Expected::default();
    for token in attempts.expected_tokens() {
        match token.to_string().as_str() {
            "\"" => found.text = true,
            "BUILTIN_RULE" => found.name = true,
            // `A..Z` is any of these letters.
            word if word.starts_with(char::is_alphabetic) && !word.contains("..") => {
                found.words.push(word.to_owned())
            }
            blank if blank.trim().is_empty() || blank == "#" => {}
            _ => found.other = true,
        }
    }
    found.words.sort_unstable();
    found.words.dedup();
    Some(found)
}

/// Nested no deeper than the nesting limit times the few rules of one level.
fn node(pair: Pair<'_, Rule>, base: usize) -> Node<'_> {
    let rule = pair.as_rule();
    let span = pair.as_span();
    let children: Vec<Node<'_>> = pair.into_inner().map(|p| node(p, base)).collect();
    // A rule whose last part is missing has also taken the white space before it; its last part has not.
    let end = children.last().map_or(span.end(), |last| last.end - base);
    let text = span.as_str().get(..end - span.start()).unwrap_or_default();
    Node { rule, text, start: base + span.start(), end: base + end, children }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::outline::{ItemKind, outline};
    use crate::syntax::{recover, token, without_comments};
    use std::collections::BTreeSet;

    /// Rules that leave no node: entries, looks ahead, and what stands inside words and texts.
    const WITHOUT_NODES: &[&str] = &[
        "EOI",
        "WHITESPACE",
        "COMMENT",
        "gap",
        "inline_gap",
        "name_char",
        "word",
        "reserved",
        "balanced",
        "amount_in_parentheses",
        "group_of_lines",
        "each_line_start",
        "holidays_next",
        "primary",
        "left_side",
        "right_side",
        "selection_first",
    ];

    fn collect(node: &Node<'_>, found: &mut BTreeSet<Rule>) {
        found.insert(node.rule);
        for child in &node.children {
            collect(child, found);
        }
    }

    #[test]
    fn the_accepted_samples_reach_every_rule() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/samples/accept");
        let mut found = BTreeSet::new();
        let mut kinds = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let tokens = without_comments(&token::tokens(&text));
            for piece in outline(crate::source::FileId(0), &text, &tokens).pieces {
                let kind = piece.kind.unwrap();
                let (start, end) = (tokens[piece.from].start, tokens[piece.to - 1].end);
                for node in read(recover::rules(kind).0, &text, start, end).unwrap() {
                    collect(&node, &mut found);
                }
                kinds.push(kind);
            }
        }
        assert!(ItemKind::ALL.iter().all(|k| kinds.contains(k)));
        let missed: Vec<String> = Rule::all_rules()
            .iter()
            .filter(|r| !found.contains(r))
            .map(|r| format!("{r:?}"))
            .filter(|r| !WITHOUT_NODES.contains(&r.as_str()))
            .filter(|r| !r.starts_with("read_") && !r.starts_with("pieces_"))
            .collect();
        assert!(missed.is_empty(), "no sample has {missed:?}");
    }

    #[test]
    fn nodes_end_with_their_last_part() {
        let text = "track a = eligible   # all\n ";
        let nodes = read(Rule::read_track, text, 0, text.len()).unwrap();
        let (node, subject) = (&nodes[0], nodes[0].get(Rule::subject).unwrap());
        assert_eq!(node.text, "track a = eligible");
        assert_eq!((subject.start, subject.end, subject.text), (10, 18, "eligible"));
    }
}
