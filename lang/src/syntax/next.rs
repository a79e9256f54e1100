//! What may stand at a place of a text, for editors: words of the language, kinds of names, kinds of texts. The grammar
//! is asked itself: it reads up to the place and says what it would have taken; then a made-up name is put there, and
//! the rule that takes it tells what it would stand for.

use super::grammar::{Expected, Node, Rule, expected, read};
use super::marks::{Kind, Part, Quoted, leaf};
use super::outline::{ItemKind, outline};
use super::recover;
use super::token::{self, Kind as TokenKind, Token};
use super::without_comments;
use crate::source::FileId;

/// What may stand at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Next {
    /// Words of the language; more than one word where nothing else could follow the first.
    pub words: Vec<String>,
    /// Names of these kinds; `None` if no name may stand there, and no kinds where any may.
    pub names: Option<Vec<Kind>>,
    /// A quoted text.
    pub text: Option<Quoted>,
}

/// A name that nobody gives.
const PROBE: &str = "zzprobe";
/// A text that nobody writes.
const PROBE_TEXT: &str = "\"zzprobe\"";
/// What can make a whole of a clause that ends with a name or a text.
const ENDS: &[&str] = &[
    "",
    " is 1",
    " { }",
    " for ever",
    " on 2026-01-01",
    " at 2026-01-01",
    " from 1",
    " points",
    " 1 points",
    " = all lines",
    " : 1",
    ": text",
    " was \"x\"",
    " has first purchase",
    " and zzother",
    " or 1",
    " pays 1 points",
    " of all lines",
    " earned 2026-01-01 to 2026-01-02 by 1 day",
    " from zzother",
    " 1.00 CHF",
];
/// Longer items are not asked what would follow each of the words.
const LONGEST_CHAIN: usize = 8_192;
/// Words of one suggestion at most.
const CHAIN: usize = 4;

/// What may stand at byte `at`, where the word or text that is being written starts.
#[must_use]
pub fn next(text: &str, at: usize) -> Next {
    let Some(before) = text.get(..at).filter(|t| t.len() <= crate::limits::SOURCE_BYTES) else {
        return Next::default();
    };
    let tokens = without_comments(&token::tokens(before));
    let pieces = outline(FileId(0), before, &tokens).pieces;
    let last = pieces.last().filter(|p| p.kind.is_some());
    let inside = last.and_then(|p| Some((p.kind?, tokens.get(p.from..p.to)?)));
    let mut found = inside.map_or_else(Next::default, |(kind, tokens)| in_item(before, kind, tokens));
    if inside.is_none_or(|(_, tokens)| is_whole(tokens)) {
        found.words.extend(ItemKind::ALL.iter().map(|k| k.word().to_owned()));
        found.words.sort_unstable();
        found.words.dedup();
    }
    found
}

/// Whether no brace of an item is open, so that another item may start behind it.
fn is_whole(tokens: &[Token]) -> bool {
    let count = |mark| tokens.iter().filter(|t| t.kind == TokenKind::Mark(mark)).count();
    count('{') == count('}')
}

fn in_item(before: &str, kind: ItemKind, tokens: &[Token]) -> Next {
    let Some((rule, start, seen)) = reading(before, kind, tokens) else { return Next::default() };
    let mut found = Next { words: words(rule, before, start, &seen), ..Next::default() };
    if seen.name {
        let kinds = match probe(rule, before, start, tokens, PROBE) {
            Some(Part::Uses(kinds)) => Some(kinds.to_vec()),
            // A name of one's own, a currency, or something that only the whole clause would tell.
            Some(Part::Declares(_) | Part::Currency | Part::Field(..)) => None,
            Some(Part::Keyword | Part::Number | Part::Date | Part::Text(_) | Part::Comment) | None => {
                Some(Vec::new())
            }
        };
        found.names = kinds;
    }
    if seen.text {
        let part = probe(rule, before, start, tokens, PROBE_TEXT);
        found.text = Some(if let Some(Part::Text(quoted)) = part { quoted } else { Quoted::Other });
    }
    found
}

/// The rule by which reading comes to the end, and from where: the whole item, or one of its last clauses where
/// something before is wrong.
fn reading(before: &str, kind: ItemKind, tokens: &[Token]) -> Option<(Rule, usize, Expected)> {
    let end = before.len();
    let (whole, pieces) = recover::rules(kind);
    let start = tokens.first()?.start;
    if let Some(seen) = expected(whole, before, start, end) {
        return Some((whole, start, seen));
    }
    let inner = matches!(kind, ItemKind::Partner | ItemKind::Tiers).then_some(Rule::pieces_earn);
    let lines = tokens.iter().skip(1).filter(|t| t.first).map(|t| t.start);
    let starts: Vec<usize> = lines.rev().take(12).chain([end]).collect();
    let rules: Vec<Rule> = pieces.into_iter().chain(inner).collect();
    starts.iter().find_map(|start| {
        rules.iter().find_map(|rule| Some((*rule, *start, expected(*rule, before, *start, end)?)))
    })
}

/// The words that may stand there, each with what must follow it.
fn words(rule: Rule, before: &str, start: usize, seen: &Expected) -> Vec<String> {
    if before.len() - start > LONGEST_CHAIN {
        return seen.words.clone();
    }
    let chained = seen.words.iter().map(|word| {
        let mut text = format!("{before}{word} ");
        let mut phrase = word.clone();
        for _ in 1..CHAIN {
            let Some(after) = expected(rule, &text, start, text.len()) else { break };
            let ([only], false) = (after.words.as_slice(), after.name || after.text || after.other) else {
                break;
            };
            phrase = format!("{phrase} {only}");
            text = format!("{text}{only} ");
        }
        phrase
    });
    chained.collect()
}

/// What a made-up name or text is at the end.
fn probe(rule: Rule, before: &str, start: usize, tokens: &[Token], made_up: &str) -> Option<Part> {
    let inside: Vec<&Token> = tokens.iter().filter(|t| t.start >= start).collect();
    let closing = closing(&inside);
    ENDS.iter().find_map(|end| {
        let text = format!("{before}{made_up}{end}{closing}");
        let nodes = read(rule, &text, start, text.len()).ok()?;
        nodes.iter().find_map(|node| part_at(node, before.len(), &[]))
    })
}

/// What closes the braces and parentheses that are open.
fn closing(tokens: &[&Token]) -> String {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Mark('{') => open.push(" }"),
            TokenKind::Mark('(') => open.push(" )"),
            TokenKind::Mark('}' | ')') => {
                open.pop();
            }
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::OpenText
            | TokenKind::Comment
            | TokenKind::Mark(_) => {}
        }
    }
    open.into_iter().rev().collect()
}

fn part_at(node: &Node<'_>, at: usize, above: &[&Node<'_>]) -> Option<Part> {
    if node.start > at || node.end <= at {
        return None;
    }
    if node.start == at
        && let Some(part) = leaf(node, above)
    {
        return Some(part);
    }
    let mut above = above.to_vec();
    above.push(node);
    node.children.iter().find_map(|child| part_at(child, at, &above))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::FieldOwner;

    fn at_end(text: &str) -> Next {
        next(text, text.len())
    }

    #[test]
    fn words_come_from_the_grammar() {
        let clause = at_end("earn base { 1 point per full 1.00 CHF of all lines ");
        for word in ["when", "rounded", "at most", "available", "banded by", "for each line"] {
            assert!(clause.words.iter().any(|w| w == word), "{word}: {:?}", clause.words);
        }
        assert!(at_end("").words.iter().any(|w| w == "programme"));
        let item = at_end("lines a = all lines ");
        assert!(item.words.iter().any(|w| w == "earn"), "{:?}", item.words);
        assert!(item.words.iter().any(|w| w == "where"), "{:?}", item.words);
    }

    #[test]
    fn names_are_of_the_kinds_that_fit() {
        let kinds = |text: &str| at_end(text).names;
        assert_eq!(kinds("stack s { best of "), Some(vec![Kind::Rule, Kind::Level, Kind::Stack]));
        assert_eq!(kinds("earn b { 2 times "), Some(vec![Kind::Rule, Kind::Level, Kind::Stack]));
        assert_eq!(kinds("tiers main by "), Some(vec![Kind::Track, Kind::Unit]));
        assert_eq!(kinds("earn b { when at partner "), Some(vec![Kind::Partner]));
        assert_eq!(kinds("test \"t\" { when redeem "), Some(vec![Kind::Reward]));
        assert_eq!(kinds("earn b { 1 point per full 1.00 CHF of ").unwrap()[0], Kind::Lines);
        assert_eq!(kinds("earn b { when ").unwrap()[0], Kind::Lines);
        assert_eq!(kinds("earn "), None);
    }

    #[test]
    fn what_is_wrong_before_does_not_matter() {
        let kinds = at_end("earn b {\n  nonsense here\n  2 times ").names;
        assert_eq!(kinds, Some(vec![Kind::Rule, Kind::Level, Kind::Stack]));
    }

    #[test]
    fn texts_are_of_the_kind_that_is_asked() {
        let text = |text: &str| at_end(text).text.unwrap();
        assert_eq!(text("lines a = all lines where category "), Quoted::Outside("category".to_owned()));
        assert_eq!(
            text("lines a = all lines where category in (\"x\", "),
            Quoted::Outside("category".to_owned())
        );
        assert_eq!(text("earn a { when paid by "), Quoted::Outside("paid by".to_owned()));
        let value = Quoted::FieldValue(FieldOwner::Member, "segment".to_owned());
        assert_eq!(text("earn a { when member.segment is "), value);
        assert_eq!(text("rates "), Quoted::DataFile);
    }
}
