//! The story of an event for people.

use super::facts::{Facts, RuleStory, refusal};
use super::measure;
use crate::ui::number::{counted, decimal};
use crate::ui::table::heading;
use crate::ui::text::hanging;
use crate::ui::{Style, Ui};
use treue_lang::programme::Because;
use treue_runtime::event::{AccountChange, Grant, What};

/// Lines of a rule that are shown.
const TEXT_LINES: usize = 10;

/// All of it.
pub(super) fn text(ui: &Ui, facts: &Facts<'_>) -> String {
    let mut out = head(ui, facts);
    if let Some(refused) = &facts.decision.refusal {
        let sentence = refusal(facts.programme, facts.event, refused);
        let word = ui.style(Style::Bad, "Refused:");
        let code = refused.code.name();
        out.push('\n');
        let text = format!("{sentence} [{code}]. Nothing was changed.");
        out.push_str(&hanging("  Refused: ", &text, ui.width()).replacen("Refused:", &word, 1));
        return out;
    }
    if facts.decision.repeated {
        out.push_str("\n  This event came before; this is the first decision again.\n");
    }
    if facts.decision.late {
        out.push_str("\n  It came late: no time passed for it, and its date decides.\n");
    }
    out.push_str(&section(ui, "Before", &pairs(facts.before())));
    out.push_str(&section(ui, "Expired as time passed", &sentences(ui, &facts.expired())));
    let (gave, nothing): (Vec<RuleStory>, Vec<RuleStory>) =
        facts.rules().into_iter().partition(|r| r.gave.is_some());
    for (title, rules) in [("What the rules gave", gave), ("Rules that gave nothing", nothing)] {
        if !rules.is_empty() {
            out.push_str(&heading(ui, title));
            let rules: Vec<String> = rules.iter().map(|r| rule(ui, r)).collect();
            out.push_str(&rules.join("\n"));
        }
    }
    out.push_str(&section(ui, "Account", &sentences(ui, &facts.merged())));
    out.push_str(&section(ui, "Returned", &sentences(ui, &facts.returned())));
    out.push_str(&section(ui, "Reward", &sentences(ui, &facts.rewards())));
    out.push_str(&section(ui, "Partners", &sentences(ui, &facts.postings())));
    out.push_str(&section(ui, "Tiers", &sentences(ui, &facts.tiers())));
    out.push_str(&section(ui, "Balance afterwards", &sentences(ui, &facts.after())));
    let choices = |because| sentences(ui, &facts.choices(because));
    out.push_str(&section(ui, "Chosen by the text", &choices(Because::Written)));
    out.push_str(&section(ui, "Not written, so the default holds", &choices(Because::Default)));
    out
}

fn head(ui: &Ui, facts: &Facts<'_>) -> String {
    let event = facts.event;
    let what = match &event.what {
        What::Purchase(purchase) => {
            let lines: i128 = purchase.lines.iter().map(|l| i128::from(l.amount)).sum();
            let currency = &facts.programme.currency;
            let total = decimal(lines - i128::from(purchase.discount), currency.decimals);
            let lines = counted(purchase.lines.len(), "line", "lines");
            format!("receipt of {total} {}, {lines}", currency.code)
        }
        What::Activity(activity) => format!("activity {}", activity.kind),
        What::Redeem(redeem) => {
            let reward = facts.programme.rewards.get(redeem.reward).map_or("", |r| r.name.as_str());
            if redeem.voucher {
                return format!(
                    "use of {} of {reward}",
                    counted(step_count(redeem.times), "voucher", "vouchers")
                );
            }
            format!("redemption of {reward}, {}", counted(step_count(redeem.times), "step", "steps"))
        }
        What::Grant(Grant::Points { unit, points }) => {
            format!("grant of {}", measure::points(facts.programme, *unit, *points))
        }
        What::Grant(Grant::Level { tiers, level, .. }) => {
            let level = facts.programme.tiers.get(*tiers).and_then(|t| t.level(*level));
            format!("grant of {}", level.map_or("", |l| l.name.as_str()))
        }
        What::Transfer(transfer) => {
            let points = measure::points(facts.programme, transfer.unit, transfer.points);
            format!("transfer of {points} to {}", transfer.into)
        }
        What::Member(change) => match &change.account {
            Some(AccountChange::Merge(other)) => format!("the account of {other} goes up into this one"),
            Some(AccountChange::Begins) => String::from("the membership begins"),
            Some(AccountChange::Ends) => String::from("the membership ends"),
            None => String::from("change of member fields"),
        },
        What::Return(returned) => format!("return of {}", returned.receipt),
        What::Clock => String::from("time passes"),
    };
    let member = event.member.as_deref().unwrap_or("a guest");
    let title = ui.style(Style::Bold, &format!("{} \u{b7} {member}", event.id));
    format!("\n  {title}\n  {} {}, {what}\n", event.local.day, event.local.minute)
}

fn step_count(times: u32) -> usize {
    usize::try_from(times).unwrap_or(usize::MAX)
}

fn rule(ui: &Ui, story: &RuleStory) -> String {
    let name = ui.style(Style::Bold, &story.rule);
    let place = ui.style(Style::Dim, &format!("{}:{}", story.file, story.line));
    let mut out = match &story.gave {
        Some(gave) => format!("  {name} gave {}  {place}\n", ui.style(Style::Good, gave)),
        None => format!("  {name}  {place}\n"),
    };
    for line in story.text.lines().take(TEXT_LINES) {
        out.push_str(&format!("    {}\n", ui.style(Style::Dim, &format!("\u{2502} {line}"))));
    }
    if story.text.lines().count() > TEXT_LINES {
        out.push_str(&format!("    {}\n", ui.style(Style::Dim, "\u{2502} \u{2026}")));
    }
    for (name, value) in &story.facts {
        out.push_str(&hanging(&format!("    {name:<9} "), value, ui.width()));
    }
    out
}

fn pairs(pairs: Vec<(String, String)>) -> Vec<String> {
    let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    pairs.into_iter().map(|(name, value)| format!("  {name:<width$}  {value}\n")).collect()
}

fn sentences(ui: &Ui, texts: &[String]) -> Vec<String> {
    texts.iter().map(|t| hanging("  ", t, ui.width())).collect()
}

fn section(ui: &Ui, title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    format!("{}{}", heading(ui, title), lines.concat())
}
