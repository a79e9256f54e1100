//! Redemptions, with the receipt that they pay.

use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place, short};
use super::head::{Head, HeadRead};
use super::{Reader, totals};
use crate::event::{Line, Purchase, Redeem, What};
use crate::limits;
use treue_lang::programme::{Price, Reward, RewardId, UnitId};

/// Fields of a redemption.
pub(crate) const KEYS: &[&str] = &[
    "event", "id", "member", "at", "reward", "voucher", "times", "unit", "points", "receipt", "currency",
    "store", "lines", "discount",
];

/// A redemption as it is read.
#[derive(Default)]
struct RedeemRead {
    head: HeadRead,
    reward: Got<RewardId>,
    voucher: Got<RewardId>,
    times: Got<i64>,
    unit: Got<UnitId>,
    points: Got<String>,
    receipt: Got<String>,
    store: Got<String>,
    lines: Got<()>,
    read: Vec<Line>,
    discount: Got<i64>,
}

impl Reader<'_> {
    pub(super) fn redeem(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let mut redeem = RedeemRead::default();
        cursor.object(&Place::Whole, &self.plain("a redemption", KEYS), |cursor, key, place| {
            self.redeem_field(cursor, &mut redeem, key.name(), place)
        })?;
        let head = redeem.head.end(cursor, true);
        let voucher = !matches!(redeem.voucher, Got::Missing);
        if voucher {
            let said = [
                ("reward", !matches!(redeem.reward, Got::Missing)),
                ("unit", !matches!(redeem.unit, Got::Missing)),
                ("points", !matches!(redeem.points, Got::Missing)),
            ];
            for (name, _) in said.into_iter().filter(|(_, said)| *said) {
                let reason = format!("`{name}` and `voucher` do not go together: a voucher costs nothing");
                cursor.mistake(&Place::Whole.field(name), InputCode::ConflictingFields, reason);
            }
        }
        let named = if voucher { redeem.voucher } else { redeem.reward };
        let reward = cursor.required(&Place::Whole, "reward", named);
        let (unit_said, points_said) =
            (!matches!(redeem.unit, Got::Missing), !matches!(redeem.points, Got::Missing));
        if points_said && !matches!(redeem.times, Got::Missing) {
            let reason = "`times` and `points` both say how much it costs; leave one of them out";
            cursor.mistake(&Place::Whole.field("points"), InputCode::ConflictingFields, reason);
        }
        let unit = redeem.unit.value();
        let reward_of = reward.and_then(|r| self.programme.rewards.get(r));
        let priced = reward_of.map(Reward::unit);
        let several = reward_of.is_some_and(|r| r.prices.iter().any(|p| Some(p.unit) != priced));
        if points_said && !unit_said && several {
            let reason = "`unit` is missing: the reward can be had for points of several units";
            cursor.mistake(&Place::Whole.field("unit"), InputCode::MissingField, reason);
        }
        let asked_in = if unit_said { unit } else { priced };
        if points_said && asked_in == Some(Price::NO_UNIT) {
            let reason = "`points` has no place here: the reward costs nothing";
            cursor.mistake(&Place::Whole.field("points"), InputCode::ConflictingFields, reason);
        }
        let points = if points_said { self.points(cursor, asked_in, redeem.points, 1) } else { None };
        let basket = match redeem.lines {
            Got::Missing => {
                if !matches!(redeem.discount, Got::Missing) {
                    let reason = "`lines` is missing: a discount belongs to a receipt";
                    cursor.mistake(&Place::Whole.field("lines"), InputCode::MissingField, reason);
                }
                None
            }
            Got::Value(()) | Got::Wrong => {
                let purchase = Purchase {
                    discount: redeem.discount.value().unwrap_or_default(),
                    lines: redeem.read,
                    ..Purchase::default()
                };
                if cursor.is_good() {
                    totals::check(self.programme, &purchase, cursor);
                }
                Some(Box::new(purchase))
            }
        };
        let receipt = redeem.receipt.value();
        let store = redeem.store.value();
        let times = u32::try_from(redeem.times.value().unwrap_or(1)).unwrap_or(1);
        Ok(head.zip(reward).map(|(head, reward)| {
            (head, What::Redeem(Redeem { reward, voucher, times, unit, points, receipt, store, basket }))
        }))
    }

    /// A reward that gives vouchers.
    fn voucher_named(&self, name: &str) -> Result<RewardId, Fault> {
        let id = self.reward_named(name)?;
        if self.programme.rewards.get(id).is_some_and(|r| r.voucher) {
            return Ok(id);
        }
        let reason = format!("the reward `{}` gives no vouchers; name it as `reward`", short(name));
        Err(Fault::new(InputCode::UnknownName, reason))
    }

    fn redeem_field(
        &self,
        cursor: &mut Cursor<'_>,
        redeem: &mut RedeemRead,
        name: &str,
        place: &Place<'_>,
    ) -> Result<(), Broken> {
        match name {
            "reward" => redeem.reward = cursor.string(place, "a text", |name| self.reward_named(name))?,
            "voucher" => redeem.voucher = cursor.string(place, "a text", |name| self.voucher_named(name))?,
            "times" => redeem.times = cursor.decimal(place, 0, 1, limits::TIMES)?,
            "unit" => redeem.unit = cursor.string(place, "a text", |name| self.unit_named(name))?,
            "points" => {
                redeem.points = cursor.digits(place, "a decimal text such as \"500\"", super::value::id)?;
            }
            "receipt" => redeem.receipt = cursor.id(place)?,
            "store" => redeem.store = cursor.id(place)?,
            "currency" => self.currency(cursor, place)?,
            "discount" => {
                redeem.discount =
                    cursor.decimal(place, self.programme.currency.decimals, 0, limits::AMOUNT)?;
            }
            "lines" => {
                let lines = &mut redeem.read;
                redeem.lines =
                    cursor.list(place, limits::LINES, InputCode::TooManyLines, |cursor, _, item| {
                        lines.extend(self.line(cursor, item, self.programme.currency.decimals)?);
                        Ok(())
                    })?;
            }
            _ => {
                redeem.head.read(cursor, name, place)?;
            }
        }
        Ok(())
    }
}
