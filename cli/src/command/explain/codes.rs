//! What the codes in messages mean.

use crate::proved;
use crate::ui::text::hanging;
use crate::ui::{Style, Ui};
use treue_lang::diag::{Code, HEADER, Severity};
use treue_lang::pipeline;
use treue_lang::source::Sources;
use treue_lint::{Lint, Proof};
use treue_runtime::decision::RefusalCode;
use treue_runtime::event::InputCode;
use treue_runtime::state::StateCode;

/// The pages of a code; one name may be a code of programmes, of events and of refusals.
pub(super) fn page(ui: &Ui, name: &str) -> Option<String> {
    let mut out = Vec::new();
    for code in Code::ALL.iter().filter(|c| c.name() == name) {
        let kind = match code.severity() {
            Severity::Error => "a mistake in a programme",
            Severity::Warning => "a warning about a programme",
        };
        out.push(one(ui, name, kind, code.page()) + &sample(ui, *code));
    }
    if let Some(lint) = treue_lint::named(name) {
        out.push(opinion(ui, lint));
    }
    if let Some(proof) = treue_lint::proof_named(name) {
        out.push(claim(ui, proof));
    }
    for code in InputCode::ALL.iter().filter(|c| c.name() == name) {
        out.push(one(ui, name, "a mistake in a line of events", code.page()));
    }
    for code in RefusalCode::ALL.iter().filter(|c| c.name() == name) {
        let text = format!("{}. {}", capital(code.sentence()), remedy(*code));
        out.push(one(ui, name, "an event that was refused", &text));
    }
    for code in StateCode::ALL.iter().filter(|c| c.name() == name) {
        let text = format!("{}. {}.", capital(code.sentence()), capital(code.remedy()));
        out.push(one(ui, name, "a file of members that was not read", &text));
    }
    (!out.is_empty()).then(|| out.join("\n"))
}

/// The code whose name is most like this.
pub(super) fn near(name: &str) -> Option<&'static str> {
    let all = Code::ALL.iter().map(|c| c.name()).chain(treue_lint::ALL.iter().map(|l| l.name));
    let all = all.chain(treue_lint::PROOFS.iter().map(|p| p.name));
    let all =
        all.chain(InputCode::ALL.iter().map(|c| c.name())).chain(RefusalCode::ALL.iter().map(|c| c.name()));
    let all = all.chain(StateCode::ALL.iter().map(|c| c.name()));
    let scored = all.map(|code| (strsim::damerau_levenshtein(code, name), code));
    scored.min().filter(|(distance, code)| *distance <= code.len() / 3 + 1).map(|(_, code)| code)
}

fn one(ui: &Ui, name: &str, kind: &str, page: &str) -> String {
    let head = ui.style(Style::Bold, name);
    format!("{head}: {kind}\n\n{}", hanging("  ", page, ui.width().saturating_sub(2)))
}

/// The sample of a code: wrong, with its message, and right.
fn sample(ui: &Ui, code: Code) -> String {
    let [wrong, right] = code.sample().shown();
    let sources = Sources::single("sample.treue", code.sample().wrong());
    let found = pipeline::check(&sources).diagnostics;
    let message = found.first().map_or_else(String::new, |d| {
        d.help.as_ref().map_or_else(|| d.message.clone(), |help| format!("{}; {help}", d.message))
    });
    shown(ui, &wrong, &message, &right)
}

/// The page of a lint.
fn opinion(ui: &Ui, lint: &Lint) -> String {
    let kind = format!("a lint about {}, {} by itself", lint.category.word(), lint.level.word());
    let page = format!("Finds {}. {}", lint.finds, lint.why);
    let wrong = lint.samples.fires.first().copied().unwrap_or_default();
    one(ui, lint.name, &kind, &page) + &shown(ui, wrong, "", lint.samples.fixed)
}

/// The page of a finding of proofs, with what is found on its sample.
fn claim(ui: &Ui, proof: &Proof) -> String {
    let kind = format!("a finding of `treue lint --prove`, {} by itself", proof.level.word());
    let page = format!("Finds {}. {}", proof.finds, proof.why);
    let sources = Sources::single("sample.treue", format!("{HEADER}{}", proof.wrong));
    let checked = pipeline::check(&sources);
    let found = checked.programme.map(|programme| proved::findings(&sources, &programme));
    let message = found.iter().flatten().find(|f| f.code == proof.name).map_or_else(String::new, |f| {
        f.help.as_ref().map_or_else(|| f.message.clone(), |help| format!("{}; {help}", f.message))
    });
    one(ui, proof.name, &kind, &page) + &shown(ui, proof.wrong, &message, proof.right)
}

fn shown(ui: &Ui, wrong: &str, message: &str, right: &str) -> String {
    let block = |text: &str| text.lines().map(|l| format!("    {l}\n")).collect::<String>();
    // What stands below the sentence of a message is a test: as it is.
    let (sentence, test) = message.split_once('\n').unwrap_or((message, ""));
    let said = match sentence {
        "" => String::new(),
        _ => format!("\n{}{}", hanging("  > ", sentence, ui.width()), block(test)),
    };
    format!(
        "\n  {}\n\n{}{said}\n  {}\n\n{}",
        ui.style(Style::Bad, "Like this it is found:"),
        block(wrong),
        ui.style(Style::Good, "Like this it is right:"),
        block(right)
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What to do about a refusal.
fn remedy(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::NoMember => {
            "Write `guests pass` in the programme if receipts without a member should pass and earn nothing."
        }
        RefusalCode::UnknownMember => {
            "Name the member in the file given with --members, or take `known members only` out of the programme."
        }
        RefusalCode::IdReused => {
            "Every event needs an id of its own; only an exact repeat of an event may carry its id again."
        }
        RefusalCode::OutOfOrder => {
            "Sort the events of a member by their time before they are scored, or let the programme remember."
        }
        RefusalCode::TooLate => {
            "Correct what is to be corrected by a `grant` with a reason, or let the programme remember more days."
        }
        RefusalCode::NothingRemembered => {
            "Write `remember 90 days`, or as long as goods may come back, in the programme."
        }
        RefusalCode::UnknownReceipt => {
            "Name the id of the purchase or redemption as it was sent, and its member; older ones need a `grant`."
        }
        RefusalCode::NotReturnable => "Undo other events by a `grant` of the points, of either sign.",
        RefusalCode::BeforePurchase => "Look for a wrong time in the input.",
        RefusalCode::NothingLeft => {
            "Send each return once; the same id with the same content is decided once."
        }
        RefusalCode::UnknownLine => "Lines count from 0, in the order of the receipt.",
        RefusalCode::LineTwice => "Name each line once, with all that comes back of it.",
        RefusalCode::MoreThanBought => {
            "The refusal says how much is left; without `quantity` all of it comes back."
        }
        RefusalCode::QuantityNotAboveZero => {
            "Leave `quantity` out to return all of a line, also of one with a quantity of zero or below."
        }
        RefusalCode::NoLines => "Send the return of a redemption without `lines`.",
        RefusalCode::NoHousehold => "A member leaves a household once; joining another one leaves the first.",
        RefusalCode::HouseholdFull => "Let a member leave it first, or join another household.",
        RefusalCode::MergeWithItself => {
            "`member` names the account that stays, `merge` the one that goes up into it."
        }
        RefusalCode::MergeUnknown => {
            "Look for a wrong id; an account without any event has nothing that could be taken over."
        }
        RefusalCode::AlreadyMerged => "The refusal names the account that it went up into; merge that one.",
        RefusalCode::AccountOutOfOrder => {
            "Send it with the time at which it is done: what was decided before is not reopened."
        }
        RefusalCode::NotAMember => {
            "Send a member event with `membership` \"begins\" when the member joins again, or look for a wrong id."
        }
        RefusalCode::BeforeJoining => {
            "What happened before somebody was a member earns nothing; a `grant` with a reason can be generous."
        }
        RefusalCode::AlreadyAMember => "Send the beginning of a membership once.",
        RefusalCode::OwnGift => {
            "The field that names who gets the points must name another member than the one whose event it is."
        }
        RefusalCode::NotEnoughPoints => {
            "Points that are still pending cannot be spent; the refusal says how many are available and needed."
        }
        RefusalCode::BelowMinimum => "The refusal says what the least is.",
        RefusalCode::AboveMaximum => {
            "The refusal says what the most is; the rest can be a redemption of its own."
        }
        RefusalCode::NotAStep => "The refusal says which number would have fitted.",
        RefusalCode::UnknownConversion => {
            "The event must name the unit and the partner's currency as a `converts` line of the programme does."
        }
        RefusalCode::WrongUnit => "The redemption's `unit` must be one that the reward `costs`.",
        RefusalCode::NotInForce => {
            "Each `costs` and `converts` may have its days; none of them holds this day."
        }
        RefusalCode::NotEligible => {
            "The refusal names the first condition after `when` that fails, and what would do."
        }
        RefusalCode::LimitReached => "The refusal names the limit; what is left of it can still be used.",
        RefusalCode::NoReceipt => {
            "Send the lines of the receipt with the redemption: what it gives is decided on them."
        }
        RefusalCode::AboveReceipt => {
            "Take fewer points: the refusal says how much money the receipt can take."
        }
        RefusalCode::BelowReceipt => "Take more points: the refusal says what the receipt comes to.",
        RefusalCode::BelowPurchase => {
            "The refusal says how much of what the reward may pay for is bought, and how much it asks for."
        }
        RefusalCode::IssuedByItself => {
            "Use a voucher of it: the event names it as `voucher`, not as `reward`."
        }
        RefusalCode::NoVoucher => "The refusal says how many vouchers the member holds.",
        RefusalCode::VoucherGone => {
            "A redemption is undone while its voucher is there; a `grant` can make up for the rest."
        }
        RefusalCode::NothingToPay => "None of the receipt's lines can be paid with this reward.",
        RefusalCode::OutOfRange => {
            "A sum like this is not from a shop; look for a wrong amount in the input."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_nearly_written() {
        assert_eq!(near("unknown-nam"), Some("unknown-name"));
        assert_eq!(near("out-of-oder"), Some("out-of-order"));
        assert_eq!(near("zzzzzzzzzzzzzzzzzzz"), None);
    }
}
