//! Occasions: what is asked of the member's own days and standings, one number each, 1 if it is so.

use super::field;
use crate::state::{Member, Standing};
use treue_lang::programme::{Beginning, FieldId, FieldValue, HeldAs, Id, Occasion, Programme, TiersId};
use treue_lang::time::Day;

/// Whether an occasion is at hand on a day, with the standings that count then.
pub(crate) fn is_so(
    programme: &Programme,
    member: &Member,
    occasion: &Occasion,
    day: Day,
    standing: impl Fn(TiersId) -> Standing,
) -> bool {
    match *occasion {
        Occasion::Birthday(id, within) => {
            let born = date_of(programme, member, id);
            born.is_some_and(|born| day.is_near_return(born, within, 0, programme.leap_day))
        }
        Occasion::BirthMonth(id) => date_of(programme, member, id).map(Day::month) == Some(day.month()),
        Occasion::Anniversary(of, within) => {
            let from = begins(programme, member, of, standing);
            from.is_some_and(|from| day.is_near_return(from, within, 1, programme.leap_day))
        }
        Occasion::Within { length, from: of, before } => {
            let from = begins(programme, member, of, standing);
            match of {
                // Who joins with this event joins today.
                Beginning::Joining => length.holds(from.unwrap_or(day), day, before),
                // The wall of a store may be a day behind.
                Beginning::Reaching(..) => from.is_some_and(|from| {
                    let behind = day.0.saturating_add(1) == from.0;
                    behind || length.holds(from, day, false)
                }),
                Beginning::Date(_) => from.is_some_and(|from| length.holds(from, day, before)),
            }
        }
        Occasion::AgeAtLeast(id, years) => {
            let born = date_of(programme, member, id);
            born.is_some_and(|born| day.has_years_since(born, years, programme.leap_day))
        }
        Occasion::Held(tiers, level, how) => {
            let standing = standing(tiers);
            let held = match how {
                HeldAs::Earned => Some(standing.earned),
                HeldAs::Granted => standing.granted.map(|(granted, _)| granted),
            };
            held == Some(level.0) && standing.level() == level
        }
    }
}

/// The day from which time is counted.
fn begins(
    programme: &Programme,
    member: &Member,
    from: Beginning,
    standing: impl Fn(TiersId) -> Standing,
) -> Option<Day> {
    match from {
        Beginning::Joining => member.joined,
        Beginning::Reaching(tiers, level) => standing(tiers).reached.on(level),
        Beginning::Date(id) => date_of(programme, member, id),
    }
}

/// The day from which time is counted, as levels are held now.
pub(crate) fn begins_now(programme: &Programme, member: &Member, from: Beginning) -> Option<Day> {
    begins(programme, member, from, |tiers| standing_now(member, tiers))
}

/// The date in a field, or its declared default.
pub(crate) fn date(programme: &Programme, fields: &[Option<FieldValue>], id: FieldId) -> Option<Day> {
    let declared = programme.fields.get(id).and_then(|f| f.default.as_ref());
    match field(programme, fields, id).or(declared) {
        Some(FieldValue::Date(day)) => Some(*day),
        Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_)) | None => None,
    }
}

fn date_of(programme: &Programme, member: &Member, id: FieldId) -> Option<Day> {
    date(programme, &member.fields, id)
}

/// The standing in a structure now.
pub(crate) fn standing_now(member: &Member, tiers: TiersId) -> Standing {
    member.tiers.get(tiers.index()).copied().unwrap_or_default()
}
