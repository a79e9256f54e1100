//! Whether purchases can be scored apart from the past of their members: then what a programme gives for each is all that there is to
//! say about it, and nothing that was given ever changes. Everything that a programme may ask for is named here, so that nobody adds a
//! word to the language without saying whether it looks back.

use treue_lang::programme::{Compare, Condition, FieldOwner, LimitWindow, Number, Programme, Rule, Unit};

/// Whether purchases of a programme are scored alike whatever came before them, and their points stay what they are.
#[must_use]
pub fn alone(programme: &Programme) -> bool {
    let Programme {
        // Of no account for what a purchase gives, or the same for all purchases.
        name: _,
        currency: _,
        zone: _,
        week_start: _,
        leap_day: _,
        receipt_ceiling: _,
        measures: _,
        vocabularies: _,
        tests: _,
        properties: _,
        watched: _,
        choices: _,
        migration: _,
        // Of the receipt.
        selections: _,
        amounts: _,
        figures: _,
        tables: _,
        tender_kinds: _,
        rates: _,
        stacks: _,
        order: _,
        // Of other events, of which there are none where purchases are scored apart.
        returns: _,
        leavers_keep: _,
        rewards: _,
        kept_activities: _,
        // Purchases that somebody else must look at: `Visits` says which.
        remember: _,
        guests_pass: _,
        // The wall clock elsewhere may show another day than the programme's.
        zones,
        // What is known of members, or of other members.
        known_members_only,
        household,
        shared,
        gifts,
        tiers,
        tracks,
        // What happens by itself.
        issues,
        converts,
        // Looked at one by one.
        partners,
        units,
        fields,
        rules,
        limits,
    } = programme;
    let pays = partners.iter().any(|(_, partner)| !partner.pays.is_empty());
    zones.is_none()
        && !known_members_only
        && household.is_none()
        && shared.is_empty()
        && gifts.is_empty()
        && tiers.is_empty()
        && tracks.is_empty()
        && issues.is_empty()
        && converts.is_empty()
        && !pays
        && units.iter().all(|(_, unit)| stays(unit))
        && fields.iter().all(|(_, field)| field.owner != FieldOwner::Member)
        && rules.iter().all(|(_, rule)| is_alone(rule))
        && limits.iter().all(|(_, limit)| limit.window == LimitWindow::Receipt)
}

/// Whether points of a unit are there from the moment at which they are given, for ever.
fn stays(unit: &Unit) -> bool {
    let Unit {
        name: _,
        title: _,
        decimals: _,
        money: _,
        worth: _,
        expiry,
        // Of points that expire.
        tier_later: _,
        pause: _,
        extensions: _,
        remind: _,
        expiry_because: _,
        // Of points that are spent.
        used: _,
        buckets: _,
        one: _,
        status_only: _,
    } = unit;
    expiry.is_empty()
}

fn is_alone(rule: &Rule) -> bool {
    let Rule {
        name: _,
        title: _,
        span: _,
        unit: _,
        // Another event than a purchase is not scored apart.
        on: _,
        dates: _,
        versions: _,
        award: _,
        rounding: _,
        limits: _,
        contest: _,
        // A partner who pays for nothing.
        partner: _,
        benefit_of,
        decided_by,
        conditions,
        funding,
        available,
        companions,
        over,
    } = rule;
    benefit_of.is_none()
        && decided_by.is_none()
        && funding.is_empty()
        && available.is_none()
        && !companions
        && over.is_none()
        && conditions.iter().all(|conjunct| is_of_the_receipt(&conjunct.condition))
}

fn is_of_the_receipt(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().all(is_of_the_receipt)
        }
        Condition::Not(part) => is_of_the_receipt(part),
        Condition::Compare(Compare { left, right, .. }) => is_number_of_it(left) && is_number_of_it(right),
        // There are no fields of members.
        Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Day(_)
        | Condition::Hours(..) => true,
        Condition::Occasion(_) | Condition::FirstPurchase | Condition::Tier(..) => false,
    }
}

fn is_number_of_it(number: &Number) -> bool {
    match number {
        Number::Constant(_) | Number::Amount(_) | Number::Field(..) => true,
        Number::Track { .. } | Number::DaysSincePurchase(_) | Number::Balance(_) => false,
    }
}
