//! Which dates decided for rules that paid, and by whose clock.

use super::Statistics;
use treue_lang::programme::{FieldId, FieldValue, Programme, Validity};
use treue_lang::time::Day;
use treue_runtime::decision::Decision;
use treue_runtime::event::{Event, What};
use treue_runtime::state::Member;

/// Counts awards whose date is that of a field.
pub(super) fn of_decision(
    p: &Programme,
    event: &Event,
    d: &Decision,
    before: Option<&Member>,
    s: &mut Statistics,
) {
    if let Some(zones) = &p.zones {
        let own = p.zone.local(event.at);
        let elsewhere = event.local != own;
        s.add("elsewhere: another hour", u64::from(elsewhere));
        s.add("elsewhere: another day", u64::from(event.local.day != own.day));
        s.add("elsewhere: by a field", u64::from(elsewhere && zones.by.is_some()));
    }
    for change in &d.tiers {
        let by_itself = change.on < event.day(p) || matches!(event.what, What::Clock);
        let at_once = p.tiers[change.tiers].validity == Validity::AtOnce;
        s.add("level followed as time passed", u64::from(at_once && by_itself));
    }
    for award in &d.awards {
        let Some(day) = p.rules[award.rule].decided_by.and_then(|field| date(p, event, field)) else {
            continue;
        };
        s.count("award paid: decided by a field");
        if day > event.day(p) {
            s.count("award paid: decided by a day to come");
        }
        if day >= event.day(p) {
            continue;
        }
        s.count("award paid: decided by an earlier day");
        let Some(before) = before else { continue };
        let another = |t| before.standing_on(t, day).level() != before.level(t);
        if p.tiers.ids().any(another) {
            s.count("award paid: decided by a day of another level");
        }
    }
}

fn date(p: &Programme, event: &Event, field: FieldId) -> Option<Day> {
    let fields = match &event.what {
        What::Purchase(purchase) => &purchase.fields,
        What::Activity(activity) => &activity.fields,
        What::Redeem(_)
        | What::Grant(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Return(_)
        | What::Clock => return None,
    };
    let declared = &p.fields[field];
    match fields.get(declared.position)?.as_ref().or(declared.default.as_ref())? {
        FieldValue::Date(day) => Some(*day),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
    }
}
