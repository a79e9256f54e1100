//! Several mistakes in one item: the body of an item that did not parse is cut at the lines that start with a
//! clause's first word, and each piece is read alone.

use super::expected::{Page, is_word_of_the_language, nearest, unexpected};
use super::grammar::{Failure, Rule, read};
use super::outline::ItemKind;
use super::token::{Kind, Token};
use super::trivia::offset;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// How items of one kind are read: whole, and in pieces of their bodies.
pub(crate) fn rules(kind: ItemKind) -> (Rule, Option<Rule>) {
    match kind {
        ItemKind::Programme => (Rule::read_programme, Some(Rule::pieces_programme)),
        ItemKind::Fields => (Rule::read_fields, Some(Rule::pieces_fields)),
        ItemKind::Lines => (Rule::read_lines, None),
        ItemKind::Track => (Rule::read_track, None),
        ItemKind::Table => (Rule::read_table, None),
        ItemKind::Rates => (Rule::read_rates, None),
        ItemKind::Vocabulary => (Rule::read_vocabulary, None),
        ItemKind::Zones => (Rule::read_zones, None),
        ItemKind::Property => (Rule::read_property, None),
        ItemKind::Earn => (Rule::read_earn, Some(Rule::pieces_earn)),
        ItemKind::Stack => (Rule::read_stack, Some(Rule::pieces_stack)),
        ItemKind::Tiers => (Rule::read_tiers, Some(Rule::pieces_tiers)),
        ItemKind::Expire => (Rule::read_expire, Some(Rule::pieces_expire)),
        ItemKind::Reward => (Rule::read_reward, Some(Rule::pieces_reward)),
        ItemKind::Partner => (Rule::read_partner, Some(Rule::pieces_partner)),
        ItemKind::Test => (Rule::read_test, Some(Rule::pieces_test)),
        ItemKind::Holidays => (Rule::read_holidays, None),
        ItemKind::Returns => (Rule::read_returns, Some(Rule::pieces_returns)),
        ItemKind::Migration => (Rule::read_migration, Some(Rule::pieces_migration)),
    }
}

/// The words that a piece of such a body starts with.
fn starts(kind: ItemKind) -> &'static [&'static str] {
    match kind {
        ItemKind::Programme => &[
            "currency",
            "timezone",
            "unit",
            "measure",
            "remember",
            "weeks",
            "guests",
            "known",
            "receipts",
            "household",
            "leavers",
        ],
        ItemKind::Fields => &["receipt", "line", "member"],
        ItemKind::Lines
        | ItemKind::Track
        | ItemKind::Holidays
        | ItemKind::Table
        | ItemKind::Rates
        | ItemKind::Vocabulary
        | ItemKind::Property
        | ItemKind::Zones => &[],
        ItemKind::Earn => &[
            "when",
            "on",
            "in",
            "from",
            "until",
            "at",
            "rounded",
            "by",
            "banded",
            "for",
            "available",
            "perk",
            "over",
            "counting",
            "paid",
            "funded",
            "decided",
        ],
        ItemKind::Stack => &["all", "best", "first", "multiply", "at", "rounded"],
        ItemKind::Tiers => &["valid", "follows", "then"],
        ItemKind::Expire => &["never", "until"],
        ItemKind::Reward => {
            &["costs", "gives", "minimum", "valid", "at", "pays", "whole", "on", "when", "issued", "after"]
        }
        ItemKind::Partner => &["stores", "earn", "pays", "converts"],
        ItemKind::Test => &["given", "when", "then"],
        ItemKind::Returns => &["take", "then", "tiers", "spent"],
        ItemKind::Migration => &["unit", "track", "tiers", "level", "reward", "member", "forgets"],
    }
}

/// All mistakes of an item whose tokens are `tokens`, after reading it whole gave `failure`.
pub(crate) fn mistakes(
    page: Page<'_>,
    kind: ItemKind,
    tokens: &[Token],
    failure: &Failure,
) -> Vec<Diagnostic> {
    let end = tokens.last().map_or(0, |t| t.end);
    let whole = match failure {
        Failure::TooLarge => return vec![too_large(page, tokens)],
        Failure::At(at, _) => *at,
    };
    let mut found = Vec::new();
    let body = body(tokens);
    let body_start = body.first().map_or(end, |t| t.start);
    if whole < body_start {
        found.push(said(page, tokens, failure));
    }
    for piece in cut(page.text, kind, body) {
        found.extend(piece_mistakes(page, kind, piece));
    }
    if found.is_empty() {
        found.push(said(page, tokens, failure));
    }
    found
}

fn piece_mistakes(page: Page<'_>, kind: ItemKind, piece: &[Token]) -> Vec<Diagnostic> {
    let (Some(first), Some(last), Some(rule)) = (piece.first(), piece.last(), rules(kind).1) else {
        return Vec::new();
    };
    let Err(failure) = read(rule, page.text, first.start, last.end) else { return Vec::new() };
    // Rules of a partner have bodies of their own; nothing else nests items.
    if kind == ItemKind::Partner && first.is(page.text, ItemKind::Earn.word()) {
        return mistakes(page, ItemKind::Earn, piece, &failure);
    }
    vec![said(page, piece, &failure)]
}

/// The message for one failure within these tokens.
fn said(page: Page<'_>, tokens: &[Token], failure: &Failure) -> Diagnostic {
    match failure {
        Failure::At(at, rules) => unexpected(page, *at, tokens.last().map_or(0, |t| t.end), rules),
        Failure::TooLarge => too_large(page, tokens),
    }
}

fn too_large(page: Page<'_>, tokens: &[Token]) -> Diagnostic {
    let (start, end) = tokens.first().map_or((0, 0), |t| (t.start, t.end));
    let span = Span { file: page.file, start: offset(start), end: offset(end) };
    Diagnostic::new(Code::TooMany, span, "this item is too long to be read", "starts here")
        .help("cut it into several items")
}

/// What stands between the item's own braces.
pub(crate) fn body(tokens: &[Token]) -> &[Token] {
    let open = tokens.iter().position(|t| t.kind == Kind::Mark('{'));
    let inside = open.and_then(|at| tokens.get(at + 1..)).unwrap_or_default();
    match inside.split_last() {
        Some((last, rest)) if last.kind == Kind::Mark('}') => rest,
        _ => inside,
    }
}

/// Cuts a body before each line that starts a clause.
pub(crate) fn cut<'p>(text: &str, kind: ItemKind, body: &'p [Token]) -> Vec<&'p [Token]> {
    let mut cuts = vec![0];
    let mut depth = 0_usize;
    for (at, token) in body.iter().enumerate() {
        match token.kind {
            Kind::Mark('{' | '(') => depth += 1,
            Kind::Mark('}' | ')') => depth = depth.saturating_sub(1),
            Kind::Word | Kind::Number | Kind::Text | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {
                if depth == 0 && at > 0 && token.first && starts_piece(text, kind, body, at) {
                    cuts.push(at);
                }
            }
        }
    }
    cuts.push(body.len());
    cuts.windows(2).filter_map(|w| body.get(*w.first()?..*w.last()?)).filter(|p| !p.is_empty()).collect()
}

fn starts_piece(text: &str, kind: ItemKind, body: &[Token], at: usize) -> bool {
    let Some(token) = body.get(at) else { return false };
    // What is not finished goes on here, whatever this line starts with.
    let before = at.checked_sub(1).and_then(|i| body.get(i));
    if before.is_some_and(|t| t.kind == Kind::Mark(',') || ["and", "or", "not"].iter().any(|w| t.is(text, w)))
    {
        return false;
    }
    let word = token.text(text);
    match (kind, token.kind) {
        (ItemKind::Earn | ItemKind::Expire, Kind::Number) => true,
        // A level starts with its name; what goes on with a level does not.
        (ItemKind::Tiers, Kind::Word) => !matches!(word, "from" | "when" | "keep" | "and" | "or"),
        (_, Kind::Word) => starts(kind).contains(&word) || is_slip(word, starts(kind)),
        _ => false,
    }
}

/// Whether a word is likely a misspelt first word of a clause.
fn is_slip(word: &str, starts: &[&str]) -> bool {
    let starts: Vec<String> = starts.iter().map(|s| (*s).to_owned()).collect();
    word.chars().count() > 2 && !is_word_of_the_language(word) && nearest(word, "", &starts).is_some()
}
