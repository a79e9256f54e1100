//! A programme made by hand, for unit tests of what does not need the language.

use treue_lang::programme::{
    Amount, Award, Basis, Comparison, Condition, Conjunct, Conversion, Currency, Field, FieldKind,
    FieldOwner, FieldValue, Gives, Level, Limit, LineText, Measure, Most, Partner, Predicate, Price,
    Programme, Rate, Ratio, Reward, Rule, RuleId, Selection, Step, TextTest, Texts, Tiers, Unit, UnitId,
};
use treue_lang::source::{FileId, Span};
use treue_lang::time::{Minute, Zone};

/// A place that means nothing.
pub(crate) const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// Bergblick: CHF, Zurich; `points` and `miles` (one decimal); rule `base`, one point per full 1.00 CHF of lines
/// that are not tobacco, in the channel `store`, at most 100 points; fields, levels, a voucher and a partner.
pub(crate) fn programme() -> Programme {
    let mut programme = empty();
    programme.units.push(unit("points", 0));
    programme.units.push(unit("miles", 1));
    programme.measures.push(Measure { name: "litre".to_owned(), ..Measure::default() });
    programme.measures.push(Measure { name: "kg".to_owned(), ..Measure::default() });
    fields(&mut programme);
    base(&mut programme);
    for (name, levels) in [("main", ["bronze", "silver", "gold"]), ("club", ["guest", "friend", "gold"])] {
        programme.tiers.push(tiers(name, &levels));
    }
    programme.rewards.push(Reward {
        name: "voucher".to_owned(),
        title: "5 CHF voucher".to_owned(),
        prices: vec![Price::steps(UnitId(0), 500, Gives::Money(500))],
        ..Reward::default()
    });
    programme.partners.push(Partner {
        name: "alpina".to_owned(),
        title: "Alpina".to_owned(),
        conversions: vec![Conversion {
            step: 1000,
            least: 1000,
            into: "Alpina miles".to_owned(),
            gets: 500,
            ..Conversion::default()
        }],
        ..Partner::default()
    });
    programme
}

fn empty() -> Programme {
    Programme {
        name: "Bergblick".to_owned(),
        currency: Currency { code: "CHF".to_owned(), decimals: 2 },
        zone: Zone::named("Europe/Zurich").unwrap(),
        remember: Some(90),
        receipt_ceiling: 100_000_000,
        order: vec![Step::Rule(RuleId(0))],
        ..Programme::default()
    }
}

fn unit(name: &str, decimals: u8) -> Unit {
    Unit { name: name.to_owned(), title: name.to_owned(), decimals, ..Unit::default() }
}

fn fields(programme: &mut Programme) {
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    let segment = FieldKind::OneOf(texts(&["family", "student"]));
    let score = FieldKind::Number { decimals: 1, least: 0, most: 100 };
    for (owner, position, name, kind, optional, default) in [
        (FieldOwner::Receipt, 0, "terminal", FieldKind::Text, false, None),
        (FieldOwner::Receipt, 1, "score", score, true, None),
        (FieldOwner::Line, 0, "gift", FieldKind::YesNo, true, None),
        (FieldOwner::Line, 1, "deposit", FieldKind::Money, true, None),
        (FieldOwner::Line, 2, "flown", FieldKind::Date, true, None),
        (FieldOwner::Member, 0, "segment", segment, false, Some(FieldValue::Text("family".to_owned()))),
        (FieldOwner::Member, 1, "referrer", FieldKind::Member, true, None),
        (FieldOwner::Member, 2, "birthday", FieldKind::Date, false, None),
    ] {
        programme.fields.push(Field { owner, name: name.to_owned(), position, kind, optional, default });
    }
}

fn base(programme: &mut Programme) {
    let tobacco = TextTest { values: vec!["tobacco".to_owned()], missing: None };
    let predicate = Predicate::Not(Box::new(Predicate::Text(LineText::Category, tobacco)));
    let eligible =
        programme.selections.push(Selection { name: Some("eligible".to_owned()), predicate, span: NOWHERE });
    let amount = programme.amounts.push(Amount::Money(eligible, Basis::Charged));
    let store = TextTest { values: vec!["store".to_owned()], missing: None };
    let limit = programme.limits.push(Limit { most: Most::Points(100), ..Limit::default() });
    programme.rules.push(Rule {
        name: "base".to_owned(),
        title: "Base points".to_owned(),
        conditions: vec![
            Conjunct { condition: Condition::Text(Texts::Channel, store), span: NOWHERE },
            Conjunct { condition: Condition::Hours(Minute(8 * 60), Minute(20 * 60)), span: NOWHERE },
        ],
        award: Award::Rate(Rate::Steps(amount, 100, Ratio::ONE), None),
        limits: vec![limit],
        ..Rule::default()
    });
}

fn tiers(name: &str, levels: &[&str]) -> Tiers {
    let levels = levels
        .iter()
        .map(|level| Level {
            name: (*level).to_owned(),
            title: (*level).to_owned(),
            perks: vec![format!("Perk of {level}")],
            ..Level::default()
        })
        .collect();
    Tiers { name: name.to_owned(), title: name.to_owned(), levels, ..Tiers::default() }
}

/// A comparison of a number with a constant at one scale.
pub(crate) fn compare(
    left: treue_lang::programme::Number,
    how: Comparison,
    right: i64,
) -> treue_lang::programme::Condition {
    Condition::Compare(treue_lang::programme::Compare {
        left,
        left_times: 1,
        how,
        right: treue_lang::programme::Number::Constant(right),
        right_times: 1,
    })
}
