//! Which dates decided for rules that paid.

use super::Statistics;
use treue_lang::programme::{FieldId, FieldValue, Programme};
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
    for award in &d.awards {
        let Some(day) = p.rules[award.rule].decided_by.and_then(|field| date(p, event, field)) else {
            continue;
        };
        s.count("award paid: decided by a field");
        if day > event.local.day {
            s.count("award paid: decided by a day to come");
        }
        if day >= event.local.day {
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
