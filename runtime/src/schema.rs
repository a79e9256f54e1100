//! JSON Schema (draft 2020-12) of the events that a programme accepts. The fields are those that the reader reads,
//! taken from the same lists.

use crate::event::read::fields::{
    ACTIVITY, BEGINS, CLOCK, ENDS, GRANT, LINE, MEMBER, PURCHASE, REDEEM, RETURN, RETURNED_LINE, TENDER,
    TRANSFER, needed,
};
use crate::limits;
use serde_json::{Map, Value, json};
use treue_lang::programme::{Field, FieldKind, FieldOwner, Programme, QUANTITY_DECIMALS};

/// The schema of one event. Its `$defs` also hold `members_line`, one line of a members file.
#[must_use]
pub fn schema(programme: &Programme) -> Value {
    let of = Schema { programme };
    let head = ["id", "member", "at"];
    let with = |more: &[&'static str]| [&head, more].concat();
    let receipt = Some(FieldOwner::Receipt);
    let mut kinds = vec![
        of.event("purchase", "A receipt.", PURCHASE, &["id", "at", "lines"], receipt),
        of.event("activity", "Something a member did.", ACTIVITY, &with(&["kind"]), receipt),
        of.grant(),
        of.event("member", "A member changes.", of.member_keys(), &with(&[]), None),
        of.event("clock", "Time passes for every member.", CLOCK, &["at"], None),
    ];
    if programme.remember.is_some() {
        kinds.push(of.event(
            "return",
            "Goods come back, or a redemption is undone.",
            RETURN,
            &with(&["receipt"]),
            None,
        ));
    }
    if !programme.rewards.is_empty() {
        kinds.push(of.redeem(&head));
    }
    if programme.partners.iter().any(|(_, p)| !p.conversions.is_empty()) {
        let required = with(&["partner", "points"]);
        kinds.push(of.event("transfer", "Points become a partner's currency.", TRANSFER, &required, None));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Events of {}", programme.name),
        "description": format!(
            "One event a line. Money is decimal text in {}, times are those of {}.",
            programme.currency.code, programme.zone.name()
        ),
        "oneOf": kinds,
        "$defs": {
            "line": of.object("A line of a receipt.", "line", LINE, &["amount"], Some(FieldOwner::Line)),
            "tender": of.object("A part of the payment.", "tender", TENDER, &["kind", "amount"], None),
            "returned_line": of.object("A line of which something comes back.", "returned_line", RETURNED_LINE, &["line"], None),
            "members_line": of.object(
                "A line of a members file.", "members_line", &["member"], &["member"], Some(FieldOwner::Member)
            ),
        },
    })
}

struct Schema<'p> {
    programme: &'p Programme,
}

impl Schema<'_> {
    fn event(
        &self,
        kind: &str,
        description: &str,
        keys: &[&str],
        required: &[&str],
        declared: Option<FieldOwner>,
    ) -> Value {
        let required: Vec<&str> = std::iter::once("event").chain(required.iter().copied()).collect();
        self.object(description, kind, keys, &required, declared)
    }

    /// A redemption names a reward, or, where there are any, vouchers.
    fn redeem(&self, head: &[&str]) -> Value {
        let vouchers = self.programme.rewards.iter().any(|(_, r)| r.voucher);
        let keys: Vec<&str> = REDEEM.iter().copied().filter(|k| vouchers || *k != "voucher").collect();
        if !vouchers {
            let required: Vec<&str> = head.iter().copied().chain(["reward"]).collect();
            return self.event("redeem", "A member takes a reward.", &keys, &required, None);
        }
        let what = "A member takes a reward, or uses vouchers.";
        let mut redeem = self.event("redeem", what, &keys, head, None);
        if let Some(object) = redeem.as_object_mut() {
            let either = json!([{ "required": ["reward"] }, { "required": ["voucher"] }]);
            object.insert("oneOf".to_owned(), either);
        }
        redeem
    }

    /// A grant gives either a level, where there are any, or points.
    fn grant(&self) -> Value {
        let head = ["id", "member", "at"];
        let tiers = !self.programme.tiers.is_empty();
        let keys: Vec<&str> =
            GRANT.iter().copied().filter(|k| tiers || !["tier", "tiers", "until"].contains(k)).collect();
        let mut grant = self.event("grant", "The host gives or takes.", &keys, &head, None);
        if let Some(object) = grant.as_object_mut() {
            let unit = if self.programme.units.len() == 1 { vec!["points"] } else { vec!["unit", "points"] };
            let points = json!({ "required": unit });
            let either = if tiers { json!([{ "required": ["tier"] }, points]) } else { json!([points]) };
            object.insert("oneOf".to_owned(), either);
        }
        grant
    }

    fn object(
        &self,
        description: &str,
        of: &str,
        keys: &[&str],
        required: &[&str],
        declared: Option<FieldOwner>,
    ) -> Value {
        let mut required: Vec<String> = required.iter().map(|r| (*r).to_owned()).collect();
        let mut properties = Map::new();
        for key in keys {
            let mut property = self.property(of, key);
            if !required.iter().any(|r| r == key) {
                or_null(&mut property);
            }
            properties.insert((*key).to_owned(), property);
        }
        for field in declared.into_iter().flat_map(|owner| self.declared(owner)) {
            properties.insert(field.name.clone(), self.field(field));
            if needed(field) {
                required.push(field.name.clone());
            }
        }
        json!({
            "type": "object",
            "description": description,
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn declared(&self, owner: FieldOwner) -> impl Iterator<Item = &Field> {
        self.programme.fields.iter().map(|(_, f)| f).filter(move |f| f.owner == owner)
    }

    /// A field of the format.
    fn property(&self, of: &str, name: &str) -> Value {
        let p = self.programme;
        let money = money_decimals(p);
        match (of, name) {
            ("grant", "points") => points(self.widest(), "How many, of either sign; not 0."),
            ("transfer", "points") => points(self.widest(), "How many; above 0."),
            ("line", "amount") => {
                decimal(money, true, "What was charged: after the line's own discount, with tax.")
            }
            ("line", "discount") => decimal(money, false, "The line's own discount, already taken off."),
            ("line", "tax") => decimal(money, true, "Tax contained in the amount."),
            ("tender", "amount") => decimal(money, true, "How much of the payment."),
            ("redeem", "voucher") => names(
                "The reward whose voucher is used, instead of `reward`.",
                p.rewards.iter().filter(|(_, r)| r.voucher).map(|(_, r)| r.name.as_str()),
            ),
            ("redeem", "unit") => {
                names("The unit it is paid in.", p.units.iter().map(|(_, u)| u.name.as_str()))
            }
            ("redeem", "points") => points(self.widest(), "What it costs in all, instead of `times`."),
            ("redeem", "lines") => list("line", limits::LINES, "The lines of the receipt that it pays."),
            ("redeem", "discount") => {
                decimal(money, false, "Taken off the whole receipt, and not yet in the lines.")
            }
            ("purchase", "discount") => decimal(
                money,
                false,
                "Taken off the whole receipt, and not yet in the lines; it is spread over them.",
            ),
            ("returned_line", "quantity") => decimal(
                QUANTITY_DECIMALS,
                false,
                "How much comes back; all that is left of the line if not said.",
            ),
            ("returned_line", "line") => json!({
                "type": ["integer", "string"],
                "minimum": 0,
                "pattern": "^[0-9]+$",
                "description": "Position of the line on the receipt, from 0.",
            }),
            ("return", "lines") => {
                list("returned_line", limits::LINES, "What comes back; everything that is left if not said.")
            }
            ("return", "receipt") => id("Id of the purchase or redemption."),
            (_, "quantity") => decimal(QUANTITY_DECIMALS, true, "Quantity; 1 if not said."),
            (_, "measure") => self.measure(),
            (_, "event") => json!({ "const": of }),
            (_, "id") => id("Id of the event. The same id with the same content is decided once."),
            (_, "member") => id("The member."),
            (_, "at") => json!({
                "type": "string",
                "format": "date-time",
                "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.0+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
                "description": "The instant, with its offset, in whole seconds.",
            }),
            (_, "store") => id("Store."),
            (_, "channel") => id("Channel, such as `store` or `web`."),
            (_, "companions") => texts("Other members who share in it.", limits::COMPANIONS),
            (_, "currency") => currencies(p),
            (_, "coupons") => texts("Coupons.", limits::COUPONS),
            (_, "labels") => texts("Labels of the goods.", limits::LABELS),
            (_, "tenders") => list("tender", limits::TENDERS, "How it was paid."),
            (_, "lines") => list("line", limits::LINES, "What was bought."),
            ("tender", "kind") => id("Kind of payment, such as `card`."),
            (_, "kind") => id("Kind of activity."),
            (_, "receipt") => id("The receipt it belongs to."),
            (_, "reward") => names("The reward.", p.rewards.iter().map(|(_, r)| r.name.as_str())),
            (_, "times") => json!({
                "type": ["integer", "string"],
                "minimum": 1,
                "maximum": limits::TIMES,
                "pattern": "^[0-9]+$",
                "description": "How many steps; 1 if not said.",
            }),
            (_, "tier") => {
                let levels = p.tiers.iter().flat_map(|(_, t)| &t.levels).map(|l| l.name.as_str());
                names("The level.", levels)
            }
            (_, "tiers") => names(
                "The level's structure, where several have such a level.",
                p.tiers.iter().map(|(_, t)| t.name.as_str()),
            ),
            (_, "until") => date("Last good day; for ever if not said."),
            (_, "unit") => names("The unit of the points.", p.units.iter().map(|(_, u)| u.name.as_str())),
            (_, "reason") => text("Why; for the host's own use."),
            (_, "partner") => id("What the points become, by the partner's name for it."),
            (_, "household") => json!({
                "type": ["string", "null"],
                "minLength": 1,
                "maxLength": limits::TEXT_BYTES,
                "description": "The household the member goes into; null for none.",
            }),
            (_, "merge") => id("The member whose account goes up into this one; then nothing else is said."),
            (_, "membership") => json!({
                "enum": [BEGINS, ENDS],
                "description": "The membership begins, also again, or ends; then nothing else is said.",
            }),
            (_, "set") => self.set(),
            ("line", "sku") => text("Stock keeping unit."),
            ("line", "name") => text("Name of the goods."),
            ("line", "category") => text("Path in the category tree, levels separated by `/`."),
            ("line", "brand") => text("Brand."),
            (_, name) => text(name),
        }
    }

    /// Decimals of the unit that has most.
    fn widest(&self) -> u8 {
        self.programme.units.iter().map(|(_, u)| u.decimals).max().unwrap_or(0)
    }

    fn measure(&self) -> Value {
        let known: Vec<&str> = self.programme.measures.iter().map(|(_, m)| m.name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        id(&format!("Measure of the quantity; items if not said. The programme knows: {known}."))
    }

    /// Fields of a member event: households only where there are any.
    fn member_keys(&self) -> &'static [&'static str] {
        match self.programme.household {
            Some(_) => MEMBER,
            None => MEMBER.split_last().map_or(MEMBER, |(_, rest)| rest),
        }
    }

    fn set(&self) -> Value {
        let mut properties = Map::new();
        for field in self.declared(FieldOwner::Member) {
            properties.insert(field.name.clone(), self.field(field));
        }
        json!({
            "type": "object",
            "description": "Member fields and their new values; null removes one.",
            "properties": properties,
            "additionalProperties": false,
        })
    }

    /// A declared field.
    fn field(&self, field: &Field) -> Value {
        let mut value = match &field.kind {
            FieldKind::Text => text(""),
            FieldKind::OneOf(texts) => json!({ "enum": texts }),
            FieldKind::YesNo => json!({ "type": "boolean" }),
            FieldKind::Number { decimals, least, most } => {
                let print = |value| crate::decision::text::decimal(value, *decimals);
                decimal(*decimals, *least < 0, &format!("From {} to {}.", print(*least), print(*most)))
            }
            FieldKind::Money => decimal(self.programme.currency.decimals, true, "Money."),
            FieldKind::Date => date(""),
            FieldKind::Member => id("Id of a member."),
        };
        if !needed(field) {
            or_null(&mut value);
        }
        if let Some(object) = value.as_object_mut()
            && object.get("description") == Some(&json!(""))
        {
            object.remove("description");
        }
        value
    }
}

/// Lets null stand for a missing value.
fn or_null(value: &mut Value) {
    let Some(object) = value.as_object_mut() else { return };
    if let Some(constant) = object.remove("const") {
        object.insert("enum".to_owned(), json!([constant, null]));
    } else if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.push(Value::Null);
    } else if let Some(kind) = object.get_mut("type") {
        match kind {
            Value::Array(kinds) => kinds.push(json!("null")),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                *kind = json!([kind.clone(), "null"]);
            }
        }
    }
}

const NO_CONTROLS: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";

fn text(description: &str) -> Value {
    json!({
        "type": "string",
        "maxLength": limits::TEXT_BYTES,
        "pattern": NO_CONTROLS,
        "description": description,
    })
}

fn id(description: &str) -> Value {
    let mut id = text(description);
    if let Some(object) = id.as_object_mut() {
        object.insert("minLength".to_owned(), json!(1));
    }
    id
}

fn texts(description: &str, most: usize) -> Value {
    json!({ "type": "array", "items": id("One of them."), "maxItems": most, "description": description })
}

fn list(of: &str, most: usize, description: &str) -> Value {
    let reference = format!("#/$defs/{of}");
    json!({ "type": "array", "items": { "$ref": reference }, "maxItems": most, "description": description })
}

fn names<'n>(description: &str, names: impl Iterator<Item = &'n str>) -> Value {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    json!({ "enum": all, "description": description })
}

fn date(description: &str) -> Value {
    json!({
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "description": description,
    })
}

fn points(decimals: u8, description: &str) -> Value {
    decimal(decimals, true, description)
}

/// Decimal text, or a number whose digits are taken as they are. More zeros at the end are fine.
fn decimal(decimals: u8, signed: bool, description: &str) -> Value {
    let sign = if signed { "-?" } else { "" };
    let fraction =
        if decimals == 0 { r"(\.0+)?".to_owned() } else { format!(r"(\.[0-9]{{1,{decimals}}}0*)?") };
    json!({
        "type": ["string", "number"],
        "pattern": format!("^{sign}[0-9]+{fraction}$"),
        "description": description,
    })
}

/// The currencies that receipts may be in.
fn currencies(programme: &Programme) -> Value {
    let description = "Currency of all amounts.";
    let Some(rates) = &programme.rates else {
        return json!({ "const": programme.currency.code, "description": description });
    };
    let others = rates.currencies.iter().map(|c| c.code.as_str());
    let all: Vec<&str> = std::iter::once(programme.currency.code.as_str()).chain(others).collect();
    json!({ "enum": all, "description": description })
}

/// Most decimals that money of a receipt may have.
fn money_decimals(programme: &Programme) -> u8 {
    let others = programme.rates.iter().flat_map(|r| &r.currencies).map(|c| c.decimals);
    others.max().unwrap_or(0).max(programme.currency.decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn kind<'s>(schema: &'s Value, name: &str) -> &'s Value {
        let kinds = schema["oneOf"].as_array().unwrap();
        kinds.iter().find(|k| k["properties"]["event"]["const"] == name).unwrap()
    }

    #[test]
    fn fields_of_the_format_and_of_the_programme() {
        let schema = schema(&sample::programme());
        let purchase = kind(&schema, "purchase");
        assert_eq!(purchase["required"], json!(["event", "id", "at", "lines", "terminal"]));
        assert_eq!(purchase["additionalProperties"], json!(false));
        assert_eq!(purchase["properties"]["currency"]["enum"], json!(["CHF", null]));
        assert_eq!(purchase["properties"]["score"]["pattern"], r"^[0-9]+(\.[0-9]{1,1}0*)?$");
        assert_eq!(purchase["properties"]["score"]["type"], json!(["string", "number", "null"]));
        assert_eq!(
            schema["$defs"]["line"]["properties"]["amount"]["pattern"],
            r"^-?[0-9]+(\.[0-9]{1,2}0*)?$"
        );
        assert_eq!(schema["$defs"]["line"]["required"], json!(["amount"]));
        assert_eq!(schema["$defs"]["members_line"]["required"], json!(["member", "birthday"]));
    }

    #[test]
    fn names_of_the_programme() {
        let schema = schema(&sample::programme());
        assert_eq!(kind(&schema, "redeem")["properties"]["reward"]["enum"], json!(["voucher"]));
        let grant = kind(&schema, "grant");
        let levels = json!(["bronze", "silver", "gold", "guest", "friend", null]);
        assert_eq!(grant["properties"]["tier"]["enum"], levels);
        assert_eq!(grant["oneOf"], json!([{ "required": ["tier"] }, { "required": ["unit", "points"] }]));
        let set = &kind(&schema, "member")["properties"]["set"]["properties"];
        assert_eq!(set["segment"], json!({ "enum": ["family", "student", null] }));
        assert_eq!(set["birthday"]["type"], "string");
    }

    /// Every field has words of its own.
    #[test]
    fn every_field_is_described() {
        let schema = schema(&sample::programme());
        for kind in schema["oneOf"].as_array().unwrap() {
            for (name, property) in kind["properties"].as_object().unwrap() {
                let described = property["description"].as_str().is_some_and(|d| d != name);
                let declared = ["event", "terminal"].contains(&name.as_str());
                assert!(described || declared, "{name}");
            }
        }
    }
}
