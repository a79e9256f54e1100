//! What stands at a place: what a name stands for, what an award is worth, which choices are in force, what a word means,
//! and what the codes of findings there mean.

use super::Place;
use super::hints::in_words;
use crate::book::Book;
use crate::names::{Thing, word};
use crate::worth::Worths;
use crate::{meaning, page};
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use treue_lang::programme::Programme;
use treue_lang::source::Span;
use treue_lang::syntax::items;
use treue_lang::syntax::marks::{Kind, Mark, Part, Quoted};

/// Lines of a declaration that are shown.
const LINES: usize = 16;

/// What is said of a place. `good` is the programme as it last was without mistakes.
pub(crate) fn of(place: &Place, good: Option<&Programme>) -> Option<Hover> {
    let book = &place.book;
    let mark = book.mark_at(place.file, place.byte)?;
    let mut parts = Vec::new();
    if let Some(thing) = book.names().at(mark.span) {
        parts.push(of_thing(book, thing, mark.span, good));
    } else {
        parts.extend(of_word(place, mark));
    }
    parts.extend(award(book, mark));
    parts.extend(codes(book, mark.span));
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| Hover {
        contents: Contents::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: parts.join("\n\n---\n\n"),
        }),
        range: book.text(place.file).map(|text| text.range(mark.span)),
    })
}

/// The programme to tell worths of, and whether it is the one in the editor.
fn programme<'b>(book: &'b Book, good: Option<&'b Programme>) -> Option<(&'b Programme, bool)> {
    book.checked.programme.as_ref().map(|p| (p, true)).or_else(|| good.map(|p| (p, false)))
}

fn of_thing(book: &Book, thing: &Thing, at: Span, good: Option<&Programme>) -> String {
    // At a declaration of several versions, the one that is pointed at.
    let declared = thing.declared.iter().find(|s| **s == at).or_else(|| thing.declared.first());
    let mut out = format!("**{}** `{}`", word(thing.kind), thing.name);
    if let Some(whole) = declared.and_then(|d| book.whole(*d)) {
        out.push_str(&format!("\n\n```treue\n{}\n```", shown(book, whole)));
        let defaults = book.checked.programme.iter().flat_map(|p| p.defaults());
        for choice in defaults.filter(|d| inside(d.span, whole) && !d.row.is_everywhere()) {
            if thing.kind != Kind::Unit || choice.of.starts_with("unit") {
                out.push_str(&format!("\n\n{}", in_words(choice)));
            }
        }
    }
    if let Some((programme, now)) = programme(book, good) {
        for line in worths(programme, thing, declared.copied().filter(|_| now)) {
            let when = if now { "" } else { " (as last without mistakes)" };
            out.push_str(&format!("\n\n{line}{when}"));
        }
    }
    let count = thing.used.len();
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    out.push_str(&format!("\n\nused {times}"));
    out
}

/// What a thing is worth. `declared` tells versions of one rule apart.
fn worths(programme: &Programme, thing: &Thing, declared: Option<Span>) -> Vec<String> {
    let worths = Worths::new(programme);
    match thing.kind {
        Kind::Rule | Kind::Level => {
            let rules: Vec<_> = programme.rules.iter().filter(|(_, r)| r.name == thing.name).collect();
            let here = declared.and_then(|d| rules.iter().find(|(_, r)| inside(d, r.span)));
            let rule = here.or(rules.first());
            let worth = rule.and_then(|(id, rule)| worths.rule(*id, rule));
            worth.map(|w| format!("worth **{w}**")).into_iter().collect()
        }
        Kind::Reward => {
            let reward = programme.rewards.iter().find(|(_, r)| r.name == thing.name);
            reward.map(|(_, r)| worths.reward(r)).unwrap_or_default()
        }
        Kind::Lines
        | Kind::Track
        | Kind::Unit
        | Kind::Measure
        | Kind::Stack
        | Kind::Tiers
        | Kind::Table
        | Kind::Partner
        | Kind::Holidays
        | Kind::Field => Vec::new(),
    }
}

/// What the award at a place is worth, where the place is not the name of the rule.
fn award(book: &Book, mark: &Mark) -> Option<String> {
    if matches!(mark.part, Part::Declares(_)) {
        return None;
    }
    let programme = book.checked.programme.as_ref()?;
    let awards = super::hints::awards(book, programme);
    let (_, id) = awards.iter().find(|(span, _)| inside(mark.span, *span))?;
    let rule = programme.rules.get(*id)?;
    let worth = Worths::new(programme).rule(*id, rule)?;
    Some(format!("`{}` gives **{worth}**", rule.full_name()))
}

/// What a word, text or number says by itself.
fn of_word(place: &Place, mark: &Mark) -> Option<String> {
    let text = place.book.sources.text(mark.span);
    match &mark.part {
        Part::Keyword => {
            let source = place.book.sources.file(place.file)?;
            let all = items(place.file, &source.text);
            let item = all.iter().find(|i| inside(mark.span, i.span)).map_or("", |i| i.word);
            let said = meaning::of_word(text, item);
            (!said.is_empty()).then(|| format!("**{text}**\n\n{}", said.join("\n\n")))
        }
        Part::Text(Quoted::Outside(kind)) => {
            let programme = place.book.checked.programme.as_ref()?;
            let all = programme.vocabularies.iter().find(|v| v.subject.word() == kind)?;
            let name = text.trim_matches('"');
            let known =
                all.names.contains(name) || all.names.iter().any(|n| n.starts_with(&format!("{name}/")));
            let word = if known { "stands in" } else { "does not stand in" };
            Some(format!("{kind} {text} {word} \"{}\"", all.file))
        }
        Part::Uses(_)
        | Part::Declares(_)
        | Part::Field(..)
        | Part::Currency
        | Part::Number
        | Part::Date
        | Part::Text(_)
        | Part::Comment => None,
    }
}

/// What the codes of findings at a place mean.
fn codes(book: &Book, span: Span) -> Vec<String> {
    let here =
        book.findings().iter().filter(|f| f.span().is_some_and(|s| inside(span, s) || inside(s, span)));
    let mut codes: Vec<&str> = here.map(|f| f.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.iter().filter_map(|code| Some(format!("`{code}`: {}", page::meaning(code)?))).collect()
}

/// The text of a declaration, without the blanks that all its lines start with, cut after some lines.
fn shown(book: &Book, span: Span) -> String {
    let lines: Vec<&str> = book.sources.text(span).lines().collect();
    let blank = |l: &&str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let margin = lines.iter().skip(1).filter(|l| !l.trim().is_empty()).map(blank).min().unwrap_or(0);
    let margin =
        if lines.last().is_some_and(|l| l.trim() == "}") { margin } else { margin.saturating_sub(2) };
    let cut = lines
        .iter()
        .enumerate()
        .take(LINES)
        .map(|(at, line)| if at == 0 { line } else { line.get(margin..).unwrap_or(line.trim_start()) });
    let mut out = cut.collect::<Vec<_>>().join("\n");
    if lines.len() > LINES {
        out.push_str("\n...");
    }
    out
}

/// Whether a place lies in another.
pub(crate) fn inside(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}
