//! What every word of a text is, for editors: a word of the language, a name that is declared or used, a text, a number.
//! What can be read is marked by the grammar, clause by clause; in the rest each word is marked by itself.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the grammar has hundreds of rules, of which each match here names a few"
)]

use super::Memory;
use super::grammar::{Node, Rule, read};
use super::keywords::{is_keyword, is_reserved};
use super::outline::{ItemKind, Piece, outline};
use super::recover;
use super::token::{self, Kind as TokenKind, Token};
use super::trivia::offset;
use super::without_comments;
use crate::ast::FieldOwner;
use crate::source::{FileId, Span};

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the thing of the language of the same name")]
pub enum Kind {
    Lines,
    Track,
    Unit,
    Measure,
    Rule,
    Level,
    Stack,
    Tiers,
    Table,
    Reward,
    Partner,
    Holidays,
    Field,
}

/// What a quoted text stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Quoted {
    /// A name from outside, by the word that it follows: `category`, `store`, `channel`, `timezone`.
    Outside(String),
    /// A value of a field, by owner and name.
    FieldValue(FieldOwner, String),
    /// The name of a data file.
    DataFile,
    /// Words for people, or something else.
    Other,
}

/// What a word or text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of the language.
    Keyword,
    /// A name that is declared here.
    Declares(Kind),
    /// A name that is used, with what it may stand for here, likeliest first; it may stand for something else, too.
    Uses(&'static [Kind]),
    /// The name of a field behind the dot, and whether it is declared here.
    Field(FieldOwner, bool),
    /// A currency.
    Currency,
    /// A number.
    Number,
    /// A date or a time.
    Date,
    /// A quoted text.
    Text(Quoted),
    /// A comment.
    Comment,
}

/// A word or text with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub part: Part,
}

/// All words and texts of a file in order, however broken it is; marks such as braces are left out.
#[must_use]
pub fn marks(file: FileId, text: &str) -> Vec<Mark> {
    marks_again(file, text, &mut Memory::default())
}

/// The same with what was read before: what did not change since is not read again.
#[must_use]
pub fn marks_again(file: FileId, text: &str, memory: &mut Memory) -> Vec<Mark> {
    if text.len() > crate::limits::SOURCE_BYTES {
        return Vec::new();
    }
    let all = token::tokens(text);
    let tokens = without_comments(&all);
    let mut marker = Marker { file, text, memory, found: Vec::new() };
    for piece in outline(file, text, &tokens).pieces {
        marker.piece(&tokens, &piece);
    }
    for comment in all.iter().filter(|t| t.kind == TokenKind::Comment) {
        marker.mark(comment.start, comment.end, Part::Comment);
    }
    marker.found.sort_by_key(|m| m.span);
    marker.found
}

struct Marker<'t, 'm> {
    file: FileId,
    text: &'t str,
    memory: &'m mut Memory,
    found: Vec<Mark>,
}

impl Marker<'_, '_> {
    fn mark(&mut self, start: usize, end: usize, part: Part) {
        self.found
            .push(Mark { span: Span { file: self.file, start: offset(start), end: offset(end) }, part });
    }

    fn piece(&mut self, tokens: &[Token], piece: &Piece) {
        let tokens = tokens.get(piece.from..piece.to).unwrap_or_default();
        let (Some(first), Some(last), Some(kind)) = (tokens.first(), tokens.last(), piece.kind) else {
            return self.words(None, tokens);
        };
        if !piece.damaged
            && let Ok(nodes) = self.memory.read(recover::rules(kind).0, self.text, first.start, last.end)
        {
            return self.nodes(&nodes);
        }
        self.broken(kind, tokens);
    }

    /// An item that cannot be read as a whole: its head word by word, its body clause by clause.
    fn broken(&mut self, kind: ItemKind, tokens: &[Token]) {
        let body = recover::body(tokens);
        let head = tokens.len()
            - tokens.iter().skip_while(|t| body.first().is_none_or(|b| t.start < b.start)).count();
        self.words(Some(kind), tokens.get(..head).unwrap_or_default());
        for piece in recover::cut(self.text, kind, body) {
            let (Some(first), Some(last), Some(rule)) = (piece.first(), piece.last(), recover::rules(kind).1)
            else {
                continue;
            };
            match read(rule, self.text, first.start, last.end) {
                Ok(nodes) => self.nodes(&nodes),
                Err(_) if kind == ItemKind::Partner && first.is(self.text, ItemKind::Earn.word()) => {
                    self.broken(ItemKind::Earn, piece);
                }
                Err(_) => self.words(None, piece),
            }
        }
        let after = body.last().map_or(usize::MAX, |b| b.end);
        let rest: Vec<Token> = tokens.iter().filter(|t| t.start >= after).copied().collect();
        self.words(None, &rest);
    }

    /// Words that no rule takes, one by one. `head` is the item whose first words they are.
    fn words(&mut self, head: Option<ItemKind>, tokens: &[Token]) {
        for (at, token) in tokens.iter().enumerate() {
            let word = token.text(self.text);
            let part = match token.kind {
                TokenKind::Word => match head.filter(|_| at == 1).and_then(declared_by) {
                    Some(kind) if !is_reserved(word) => Part::Declares(kind),
                    _ if is_keyword(word) => Part::Keyword,
                    _ => Part::Uses(COMMON),
                },
                TokenKind::Number if word.contains(['-', ':']) => Part::Date,
                TokenKind::Number => Part::Number,
                TokenKind::Text | TokenKind::OpenText => Part::Text(Quoted::Other),
                TokenKind::Comment | TokenKind::Mark(_) => continue,
            };
            self.mark(token.start, token.end, part);
        }
    }

    fn nodes(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            self.node(node, &mut Vec::new());
        }
    }

    /// Nested no deeper than the tree.
    fn node<'n>(&mut self, node: &'n Node<'n>, above: &mut Vec<&'n Node<'n>>) {
        if let Some(part) = leaf(node, above) {
            self.mark(node.start, node.end, part);
            return;
        }
        above.push(node);
        for child in &node.children {
            self.node(child, above);
        }
        above.pop();
    }
}

/// What a node without inner parts is; nothing for marks and for what has parts. `above` are the nodes around it,
/// outermost first.
pub(super) fn leaf(node: &Node<'_>, above: &[&Node<'_>]) -> Option<Part> {
    let parent = *above.last()?;
    Some(match node.rule {
        Rule::name | Rule::unit_word | Rule::counted => named(node, parent),
        Rule::field_name => {
            Part::Field(owner(parent)?, above.iter().rev().nth(1)?.rule == Rule::field_declaration)
        }
        Rule::currency_code => Part::Currency,
        Rule::number | Rule::signed => Part::Number,
        Rule::date | Rule::time => Part::Date,
        Rule::text => Part::Text(quoted(above)),
        _ if node.children.is_empty() && node.text.starts_with(char::is_alphabetic) => Part::Keyword,
        _ => return None,
    })
}

fn named(node: &Node<'_>, parent: &Node<'_>) -> Part {
    let first = parent.get(Rule::name).is_some_and(|n| n.start == node.start);
    if let Some(kind) = declares(parent.rule).filter(|_| first) {
        return Part::Declares(kind);
    }
    if is_currency(node.text) && !matches!(parent.rule, Rule::selection | Rule::few_lines) {
        return Part::Currency;
    }
    if node.rule == Rule::counted && is_keyword(node.text) {
        return Part::Keyword;
    }
    // `500 points`, `2 litres`.
    let before = parent.children.iter().rev().find(|c| c.end <= node.start);
    let counted = before.is_some_and(|b| matches!(b.rule, Rule::number | Rule::signed));
    Part::Uses(if node.rule == Rule::name && !counted { uses(parent) } else { QUANTITY })
}

/// `CHF`: three capital letters.
fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase())
}

/// What an item declares with its second word.
fn declared_by(kind: ItemKind) -> Option<Kind> {
    Some(match kind {
        ItemKind::Lines => Kind::Lines,
        ItemKind::Track => Kind::Track,
        ItemKind::Earn => Kind::Rule,
        ItemKind::Stack => Kind::Stack,
        ItemKind::Tiers => Kind::Tiers,
        ItemKind::Table => Kind::Table,
        ItemKind::Reward => Kind::Reward,
        ItemKind::Partner => Kind::Partner,
        ItemKind::Holidays => Kind::Holidays,
        ItemKind::Programme
        | ItemKind::Fields
        | ItemKind::Expire
        | ItemKind::Test
        | ItemKind::Property
        | ItemKind::Migration
        | ItemKind::Rates
        | ItemKind::Vocabulary
        | ItemKind::Returns
        | ItemKind::Zones => return None,
    })
}

/// What a rule of the grammar declares with its first name.
fn declares(rule: Rule) -> Option<Kind> {
    Some(match rule {
        Rule::lines => Kind::Lines,
        Rule::track => Kind::Track,
        Rule::unit => Kind::Unit,
        Rule::measure => Kind::Measure,
        Rule::earn => Kind::Rule,
        Rule::level => Kind::Level,
        Rule::stack => Kind::Stack,
        Rule::tiers => Kind::Tiers,
        Rule::table => Kind::Table,
        Rule::reward => Kind::Reward,
        Rule::partner => Kind::Partner,
        Rule::holidays => Kind::Holidays,
        _ => return None,
    })
}

/// Names of the common name space, and measures.
const COMMON: &[Kind] = &[
    Kind::Lines,
    Kind::Track,
    Kind::Unit,
    Kind::Rule,
    Kind::Level,
    Kind::Stack,
    Kind::Tiers,
    Kind::Table,
    Kind::Measure,
];
/// What a number may be of.
const QUANTITY: &[Kind] = &[Kind::Unit, Kind::Measure];

/// What a name may stand for inside a rule of the grammar, where that is not everything of the common name space.
fn uses(parent: &Node<'_>) -> &'static [Kind] {
    match parent.rule {
        Rule::selection | Rule::and_part | Rule::except_part | Rule::basis => {
            &[Kind::Lines, Kind::Track, Kind::Rule, Kind::Level]
        }
        Rule::few_lines => &[Kind::Lines, Kind::Track, Kind::Unit, Kind::Tiers, Kind::Level],
        Rule::times_award => &[Kind::Rule, Kind::Level, Kind::Stack],
        Rule::stack_way => &[Kind::Rule, Kind::Level, Kind::Stack],
        Rule::points_from => &[Kind::Rule, Kind::Unit, Kind::Level, Kind::Stack],
        Rule::earned_by => &[Kind::Rule, Kind::Level],
        Rule::tiers_by => &[Kind::Track, Kind::Unit],
        Rule::including | Rule::given_track => &[Kind::Track],
        Rule::table_value => &[Kind::Table],
        Rule::measure_test => &[Kind::Measure],
        Rule::expire | Rule::household_shares | Rule::redeem_for | Rule::extend => &[Kind::Unit],
        Rule::level_rate => &[Kind::Level, Kind::Unit],
        Rule::as_level
        | Rule::newcomers
        | Rule::given_level
        | Rule::member_level
        | Rule::grant_level
        | Rule::while_levels => &[Kind::Level],
        Rule::level_held => &[Kind::Tiers, Kind::Level],
        Rule::was_level => &[Kind::Level, Kind::Tiers],
        Rule::was_named => was_named(parent),
        Rule::at_partner | Rule::funder | Rule::partner_pays | Rule::reward_worth => &[Kind::Partner],
        Rule::holidays_of => &[Kind::Holidays],
        Rule::test_redeem
        | Rule::test_use
        | Rule::given_voucher
        | Rule::voucher_held
        | Rule::no_voucher
        | Rule::after_reward => &[Kind::Reward],
        _ => COMMON,
    }
}

fn was_named(parent: &Node<'_>) -> &'static [Kind] {
    match parent.first().map(|n| n.rule) {
        Some(Rule::kw_unit) => &[Kind::Unit],
        Some(Rule::kw_track) => &[Kind::Track],
        Some(Rule::kw_reward) => &[Kind::Reward],
        _ => &[Kind::Tiers],
    }
}

fn owner(field: &Node<'_>) -> Option<FieldOwner> {
    match field.get(Rule::field_owner)?.text {
        "receipt" => Some(FieldOwner::Receipt),
        "line" => Some(FieldOwner::Line),
        "member" => Some(FieldOwner::Member),
        _ => None,
    }
}

/// What a text stands for, by the nodes around it.
fn quoted(above: &[&Node<'_>]) -> Quoted {
    above.iter().rev().take(3).find_map(|node| quoted_in(node)).unwrap_or(Quoted::Other)
}

fn quoted_in(node: &Node<'_>) -> Option<Quoted> {
    let field = node.get(Rule::field);
    let value = field.and_then(|f| Some((owner(f)?, f.get(Rule::field_name)?.text.to_owned())));
    if let Some((owner, name)) = value {
        return Some(Quoted::FieldValue(owner, name));
    }
    let outside = |words: &str| Some(Quoted::Outside(words.split_whitespace().collect::<Vec<_>>().join(" ")));
    match node.rule {
        Rule::table | Rule::rates | Rule::vocabulary | Rule::zones => Some(Quoted::DataFile),
        Rule::text_test => outside(node.get(Rule::text_subject)?.text),
        Rule::line_text => outside(node.text.split('"').next()?),
        Rule::tender_kinds | Rule::purchase_tender => outside("paid by"),
        Rule::purchase_channel => outside("channel"),
        Rule::timezone => outside("timezone"),
        Rule::stores | Rule::purchase_store => outside("store"),
        Rule::purchase_coupon => outside("coupon"),
        _ => None,
    }
}
