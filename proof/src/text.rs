//! A witness as a test of the language, with what both engines gave: to read, to run with `treue test`, to keep.

use crate::finding::Witness;
use crate::words::decimal;
use std::fmt::Write as _;
use treue_lang::programme::{
    Amount, AmountId, FieldId, FieldKind, FieldOwner, FieldValue, FigureKind, Given, MeasureId, Programme,
    QUANTITY_DECIMALS, RuleId, TestActivity, TestEvent, TestLine, TestPurchase, TestStep, TrackId,
    TrackSubject, UnitId, counted,
};
use treue_lang::time::{Day, Minute};

impl Witness {
    /// The test, under a name.
    #[must_use]
    pub fn text(&self, programme: &Programme, name: &str) -> String {
        let mut out = format!("test {} {{\n", quoted(name));
        for step in &self.test.steps {
            match step {
                TestStep::Given(given, _) if !given.is_empty() => {
                    let parts: Vec<String> = given.iter().map(|g| given_text(programme, g)).collect();
                    let _ = writeln!(out, "  given a member {}", parts.join(", "));
                }
                TestStep::When(event, day, minute, _) => {
                    let _ = writeln!(out, "  when {}", event_text(programme, event, *day, *minute));
                }
                TestStep::Given(..) | TestStep::GivenOther(..) | TestStep::Then(_) => {}
            }
        }
        let _ = writeln!(out, "  then {}\n}}", self.outcome(programme));
        out
    }

    /// What rules gave: `12 points from base, 5 points from more`.
    #[must_use]
    pub fn outcome(&self, programme: &Programme) -> String {
        let awards = &self.seen.decision.awards;
        let mut given: Vec<(&str, RuleId, i64)> = Vec::new();
        for award in awards {
            let Some(rule) = programme.rules.get(award.rule) else { continue };
            match given.iter_mut().find(|(name, ..)| *name == rule.name) {
                Some((_, _, points)) => *points = points.saturating_add(award.points),
                None => given.push((&rule.name, award.rule, award.points)),
            }
        }
        let each = given.iter().filter_map(|(name, rule, points)| {
            Some(format!("{} from {name}", points_text(programme, programme.rules.get(*rule)?.unit, *points)))
        });
        let each: Vec<String> = each.collect();
        if each.is_empty() { "nothing".to_owned() } else { each.join(", ") }
    }
}

fn given_text(programme: &Programme, given: &Given) -> String {
    match given {
        Given::Level(tiers, level, until) => {
            let name =
                programme.tiers.get(*tiers).and_then(|t| t.level(*level)).map_or("", |l| l.name.as_str());
            format!("in {name}{}", until_text(*until))
        }
        Given::Points(unit, points, until) => {
            format!("with {}{}", points_text(programme, *unit, *points), until_text(*until))
        }
        Given::Track(track, value) => format!("with {} in {}", track_value(programme, *track, *value), {
            programme.tracks.get(*track).map_or("", |t| t.name.as_str())
        }),
        Given::Field(field, value) => format!("with {}", field_text(programme, *field, value)),
        Given::Voucher(reward, money, until) => {
            let name = programme.rewards.get(*reward).map_or("", |r| r.name.as_str());
            let of = money.map(|m| format!(" of {}", money_text(programme, m))).unwrap_or_default();
            format!("with a voucher {name}{of}{}", until_text(*until))
        }
        Given::Household(name) => format!("in household {}", quoted(name)),
        Given::EarlierPurchases => "with earlier purchases".to_owned(),
    }
}

/// `1 point`, `12 points`.
fn points_text(programme: &Programme, unit: UnitId, points: i64) -> String {
    let Some(unit) = programme.units.get(unit) else { return String::new() };
    unit.counted(&decimal(points, unit.decimals))
}

fn until_text(until: Option<Day>) -> String {
    until.map(|day| format!(" until {day}")).unwrap_or_default()
}

fn track_value(programme: &Programme, track: TrackId, value: i64) -> String {
    let points = |unit| points_text(programme, unit, value);
    match programme.tracks.get(track).map(|t| &t.subject) {
        Some(TrackSubject::Amount(amount)) => amount_value(programme, *amount, value),
        Some(TrackSubject::Purchases) => counted(&value.to_string(), "purchases"),
        Some(TrackSubject::Points(unit)) => points(*unit),
        Some(TrackSubject::PointsFrom(rules)) => {
            rules.first().and_then(|r| programme.rules.get(*r)).map(|r| points(r.unit)).unwrap_or_default()
        }
        Some(
            TrackSubject::Given(_)
            | TrackSubject::Times(_)
            | TrackSubject::Pieces(_)
            | TrackSubject::Plus(_)
            | TrackSubject::Activities(_)
            | TrackSubject::Field { .. }
            | TrackSubject::InARow(_)
            | TrackSubject::Days(_)
            | TrackSubject::Different(..)
            | TrackSubject::Over(_),
        )
        | None => value.to_string(),
    }
}

fn amount_value(programme: &Programme, amount: AmountId, value: i64) -> String {
    let made = |kind: FigureKind| match kind {
        FigureKind::Money => money_text(programme, value),
        FigureKind::Quantity(measure) => quantity(programme, Some(measure), value),
        FigureKind::Items => quantity(programme, None, value),
        FigureKind::Plain => value.to_string(),
    };
    match programme.amounts.get(amount) {
        Some(Amount::Money(..)) => money_text(programme, value),
        Some(Amount::Quantity(_, measure)) => quantity(programme, Some(*measure), value),
        Some(Amount::Items(_)) => quantity(programme, None, value),
        Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
            programme.figures.get(*figure).map(|f| made(f.kind)).unwrap_or_default()
        }
        Some(Amount::Lines(_) | Amount::Different(..) | Amount::Events(_)) | None => value.to_string(),
    }
}

/// `12.50 CHF`.
fn money_text(programme: &Programme, value: i64) -> String {
    format!("{} {}", decimal(value, programme.currency.decimals), programme.currency.code)
}

fn quantity(programme: &Programme, measure: Option<MeasureId>, value: i64) -> String {
    let name = match measure {
        Some(measure) => programme.measures.get(measure).map_or("", |m| m.name.as_str()),
        None => "items",
    };
    let number = decimal(value, QUANTITY_DECIMALS);
    counted(number.trim_end_matches('0').trim_end_matches('.'), name)
}

fn field_text(programme: &Programme, field: FieldId, value: &FieldValue) -> String {
    let Some(spec) = programme.fields.get(field) else { return String::new() };
    let owner = match spec.owner {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    };
    let value = match (value, &spec.kind) {
        (FieldValue::Text(text), _) => quoted(text),
        (FieldValue::YesNo(yes), _) => (if *yes { "yes" } else { "no" }).to_owned(),
        (FieldValue::Number(number), FieldKind::Number { decimals, .. }) => decimal(*number, *decimals),
        (FieldValue::Number(number), _) => money_text(programme, *number),
        (FieldValue::Date(day), _) => day.to_string(),
    };
    format!("{owner}.{} {value}", spec.name)
}

fn event_text(programme: &Programme, event: &TestEvent, day: Day, minute: Minute) -> String {
    match event {
        TestEvent::Purchase(purchase) => purchase_text(programme, purchase, day, minute),
        TestEvent::Activity(activity) => activity_text(programme, activity, day, minute),
        TestEvent::GrantLevel { tiers, level, until } => {
            let name =
                programme.tiers.get(*tiers).and_then(|t| t.level(*level)).map_or("", |l| l.name.as_str());
            format!("grant {name}{} on {day} at {minute}", until_text(*until))
        }
        TestEvent::GrantPoints { unit, points } => {
            format!("grant {} on {day} at {minute}", points_text(programme, *unit, *points))
        }
        TestEvent::Clock => format!("the date is {day}"),
        // No witness is made of these.
        TestEvent::Redeem(_)
        | TestEvent::Return(_)
        | TestEvent::Transfer { .. }
        | TestEvent::Household(_)
        | TestEvent::Membership(_)
        | TestEvent::Merge(_) => String::new(),
    }
}

fn activity_text(programme: &Programme, activity: &TestActivity, day: Day, minute: Minute) -> String {
    let mut out = format!("an activity {} on {day} at {minute}", quoted(&activity.kind));
    place(&mut out, activity.channel.as_deref(), activity.store.as_deref());
    for (field, value) in &activity.fields {
        let _ = write!(out, " with {}", field_text(programme, *field, value));
    }
    out
}

fn place(out: &mut String, channel: Option<&str>, store: Option<&str>) {
    if let Some(channel) = channel {
        let _ = write!(out, " in {}", quoted(channel));
    }
    if let Some(store) = store {
        let _ = write!(out, " at store {}", quoted(store));
    }
}

fn purchase_text(programme: &Programme, purchase: &TestPurchase, day: Day, minute: Minute) -> String {
    let mut out = format!("a purchase on {day} at {minute}");
    place(&mut out, purchase.channel.as_deref(), purchase.store.as_deref());
    if !purchase.coupons.is_empty() {
        let coupons: Vec<String> = purchase.coupons.iter().map(|c| quoted(c)).collect();
        let _ = write!(out, " with coupon {}", coupons.join(", "));
    }
    for (kind, amount) in &purchase.tenders {
        let amount = amount.map(|a| format!("{} ", money_text(programme, a))).unwrap_or_default();
        let _ = write!(out, " paid {amount}by {}", quoted(kind));
    }
    for (field, value) in &purchase.fields {
        let _ = write!(out, " with {}", field_text(programme, *field, value));
    }
    let lines: Vec<String> = purchase.lines.iter().map(|l| line_text(programme, l)).collect();
    let _ = write!(out, " {{ {} }}", lines.join(", "));
    out
}

fn line_text(programme: &Programme, line: &TestLine) -> String {
    let mut out = line.name.as_deref().map(quoted).unwrap_or_default();
    for (word, text) in [("category", &line.category), ("brand", &line.brand), ("sku", &line.sku)] {
        if let Some(text) = text {
            let _ = write!(out, " {word} {}", quoted(text));
        }
    }
    for label in &line.labels {
        let _ = write!(out, " label {}", quoted(label));
    }
    for (field, value) in &line.fields {
        let _ = write!(out, " with {}", field_text(programme, *field, value));
    }
    if line.measure.is_some() || line.quantity != 1000 {
        let _ = write!(out, " {}", quantity(programme, line.measure, line.quantity));
    }
    let _ = write!(out, " {}", money_text(programme, line.amount));
    for (word, money) in [("discount", line.discount), ("tax", line.tax)] {
        if money != 0 {
            let _ = write!(out, " {word} {}", money_text(programme, money));
        }
    }
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
