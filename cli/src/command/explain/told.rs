//! The story of an event for its member, in a language of customers.

use super::facts::Facts;
use super::happened::kind;
use crate::ui::table::heading;
use crate::ui::text::hanging;
use crate::ui::{Style, Ui};
use serde_json::{Value, json};
use treue_lang::programme::Price;
use treue_lang::source::Span;
use treue_lang::time::Day;
use treue_runtime::decision::{NotApplied, Reason, Refusal, RefusalCode, RefusedBy};
use treue_runtime::explain::refusal::{self as words, Counts};
use treue_terms::{
    Document, Enough, Language, Refused, RefusedFor, Told, ToldAward, ToldNothing, ToldWindow,
    Value as Number, Why, refused, story,
};

/// The story in a language.
pub(super) fn document(facts: &Facts<'_>, language: Language) -> Document {
    match &facts.decision.refusal {
        Some(refusal) => refused(facts.programme, &told_refusal(facts, refusal), language),
        None => story(facts.programme, &told(facts), language),
    }
}

fn told_refusal(facts: &Facts<'_>, refusal: &Refusal) -> Refused {
    let (programme, event) = (facts.programme, facts.event);
    let value = |number: i64| match words::counts(programme, event, refusal) {
        Counts::Points(unit) => Number::Points(unit, number),
        Counts::Money => Number::Money(number),
        Counts::Quantity => Number::Quantity(number),
        Counts::Day => Number::Day(i32::try_from(number).map_or(Day::LAST, Day)),
        Counts::Nothing => Number::Count(number),
    };
    let unit = match words::counts(programme, event, refusal) {
        Counts::Points(unit) => unit,
        Counts::Money | Counts::Quantity | Counts::Day | Counts::Nothing => Price::NO_UNIT,
    };
    let by = refusal.by.and_then(|by| match by {
        RefusedBy::Condition(at) => {
            words::condition(programme, event, at).cloned().map(RefusedFor::Condition)
        }
        RefusedBy::Limit(limit) => Some(RefusedFor::Limit(limit, unit)),
    });
    let enough = enough(refusal.code).zip(refusal.need.map(value));
    Refused {
        id: event.id.clone(),
        day: event.local.day,
        minute: event.local.minute,
        code: refusal.code.name(),
        name: refusal.name.clone(),
        by,
        // A day that is too early stands above the story.
        have: enough.and_then(|(how, _)| refusal.have.filter(|_| how != Enough::From)).map(value),
        enough,
    }
}

/// How the number that a refusal asks for would have been enough, where it asks for one.
fn enough(code: RefusalCode) -> Option<Enough> {
    match code {
        RefusalCode::NotEnoughPoints
        | RefusalCode::BelowMinimum
        | RefusalCode::BelowReceipt
        | RefusalCode::BelowPurchase
        | RefusalCode::NoVoucher
        | RefusalCode::NothingToPay => Some(Enough::Least),
        RefusalCode::AboveMaximum | RefusalCode::AboveReceipt | RefusalCode::MoreThanBought => {
            Some(Enough::Most)
        }
        RefusalCode::NotAStep => Some(Enough::Just),
        RefusalCode::TooLate | RefusalCode::BeforeJoining => Some(Enough::From),
        RefusalCode::NoMember
        | RefusalCode::UnknownMember
        | RefusalCode::IdReused
        | RefusalCode::OutOfOrder
        | RefusalCode::NothingRemembered
        | RefusalCode::UnknownReceipt
        | RefusalCode::NotReturnable
        | RefusalCode::BeforePurchase
        | RefusalCode::NothingLeft
        | RefusalCode::UnknownLine
        | RefusalCode::LineTwice
        | RefusalCode::QuantityNotAboveZero
        | RefusalCode::NoLines
        | RefusalCode::UnknownConversion
        | RefusalCode::WrongUnit
        | RefusalCode::NotInForce
        | RefusalCode::NotEligible
        | RefusalCode::LimitReached
        | RefusalCode::NoReceipt
        | RefusalCode::IssuedByItself
        | RefusalCode::VoucherGone
        | RefusalCode::OutOfRange
        | RefusalCode::OwnGift
        | RefusalCode::MergeWithItself
        | RefusalCode::MergeUnknown
        | RefusalCode::AlreadyMerged
        | RefusalCode::AccountOutOfOrder
        | RefusalCode::NotAMember
        | RefusalCode::AlreadyAMember
        | RefusalCode::NoHousehold
        | RefusalCode::HouseholdFull => None,
    }
}

fn told(facts: &Facts<'_>) -> Told {
    let (event, decision) = (facts.event, facts.decision);
    let awards = decision.awards.iter().filter_map(|award| {
        let rule = facts.programme.rules.get(award.rule)?;
        Some(ToldAward {
            rule: award.rule,
            points: award.points,
            amount: award.amount,
            rounded: award.rounded,
            exact: Some(award.raw),
            cut_by: award.cut_by,
            from: (award.available > event.local.day).then_some(award.available),
            until: award.expires,
            window: None,
            place: facts.place_of(rule.span),
        })
    });
    let windows = decision.windows.iter().filter(|w| w.points != 0).filter_map(|window| {
        let rule = facts.programme.rules.get(window.rule)?;
        Some(ToldAward {
            rule: window.rule,
            points: window.points,
            rounded: window.rounded,
            exact: Some(window.raw),
            cut_by: window.cut_by,
            until: window.expires,
            window: Some(ToldWindow { days: window.window, due: window.due, before: window.before }),
            place: facts.place_of(rule.span),
            ..ToldAward::default()
        })
    });
    let levels = decision.tiers.iter().filter(|t| t.from != t.to);
    let balances = facts.programme.units.ids().zip(&decision.balances);
    Told {
        id: event.id.clone(),
        kind: kind(event),
        repeated: decision.repeated,
        late: decision.late,
        day: event.local.day,
        minute: event.local.minute,
        happened: facts.happened(),
        choices: facts.chosen().cloned().collect(),
        gave: awards.chain(windows).collect(),
        nothing: decision.not_applied.iter().filter_map(|not| nothing(facts, not)).collect(),
        levels: levels.map(|t| (t.tiers, t.from, t.to, t.until)).collect(),
        balances: balances.map(|(unit, b)| (unit, b.available, b.pending, b.owed)).collect(),
    }
}

fn nothing(facts: &Facts<'_>, not: &NotApplied) -> Option<ToldNothing> {
    let rule = facts.programme.rules.get(not.rule)?;
    let why = match not.reason {
        Reason::Condition(k) => Why::Condition(usize::try_from(k).ok()?),
        Reason::Zero => Why::Zero,
        Reason::Limit(limit) => Why::Limit(limit),
        Reason::LostIn(stack) => Why::Lost(stack),
    };
    let missing = facts.missing(not);
    Some(ToldNothing { rule: not.rule, why, missing, place: facts.place_of(rule.span) })
}

impl Facts<'_> {
    /// `card.treue:12`.
    pub(super) fn place_of(&self, span: Span) -> String {
        let name = self.sources.file(span.file).map_or("", |f| f.name.as_str());
        format!("{name}:{}", self.sources.line_column(span).0)
    }
}

/// For a terminal.
pub(super) fn plain(ui: &Ui, document: &Document) -> String {
    let colon = if document.language == "fr" { "\u{a0}:" } else { ":" };
    let mut out = format!("\n  {}\n", ui.style(Style::Bold, &document.title));
    for section in &document.sections {
        if section.level < 3 {
            out.push_str(&heading(ui, &section.heading));
        } else {
            out.push_str(&format!("  {}\n", ui.style(Style::Bold, &section.heading)));
        }
        for (word, said) in &section.clauses {
            let head = if word.is_empty() { "    ".to_owned() } else { format!("    {word}{colon} ") };
            out.push_str(&hanging(&head, &without_marks(said), ui.width()));
        }
    }
    out
}

/// For programs.
pub(super) fn json(document: &Document) -> Value {
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            let clauses = section.clauses.iter();
            let clauses: Vec<Value> =
                clauses.map(|(word, said)| json!({ "word": word, "said": without_marks(said) })).collect();
            json!({ "level": section.level, "heading": section.heading, "clauses": clauses })
        })
        .collect();
    json!({ "language": document.language, "title": document.title, "sections": sections })
}

/// Text without the backslashes that keep marks from meaning something.
fn without_marks(said: &str) -> String {
    let mut out = String::new();
    let mut letters = said.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next()),
            _ => out.push(letter),
        }
    }
    out
}
