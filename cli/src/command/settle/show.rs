//! Statements for people, spreadsheets and programs. Money keeps every decimal that it has.

use super::period::Period;
use crate::ui::Ui;
use crate::ui::number::decimal;
use crate::ui::table::Sheet;
use serde_json::{Value, json};
use treue_lang::programme::{PartnerId, Programme, UnitId};
use treue_runtime::decision::text;
use treue_runtime::settlement::{Line, Statement, money_text};

/// A table for each partner, then the programme's own part, then whether all is settled.
pub(super) fn human(ui: &Ui, programme: &Programme, period: &Period, statement: &Statement) -> String {
    let mut out = format!("\n{}, {} to {}\n", programme.name, period.from, period.to);
    for payer in programme.partners.ids().map(Some).chain([None]) {
        let lines: Vec<&Line> = statement.lines.iter().filter(|l| l.partner == payer).collect();
        let converted: Vec<_> = statement.converted.iter().filter(|c| Some(c.partner) == payer).collect();
        if lines.is_empty() && converted.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n\n", title(programme, payer)));
        if !lines.is_empty() {
            let mut sheet = Sheet::new(ui, &["Rule", "Given", "Taken back", "Settled", "Share", "Owes"]);
            for line in &lines {
                sheet.row(&cells(programme, line));
            }
            if let Some(partner) = payer {
                let all =
                    with_currency(programme, &money_text(&statement.owed_by(partner), decimals(programme)));
                let empty = String::new;
                sheet.total(&["in all".to_owned(), empty(), empty(), empty(), empty(), all]);
            }
            out.push_str(&sheet.text());
        }
        for c in converted {
            let points = points(programme, c.unit, c.points);
            out.push_str(&format!("  {points} became {} {}\n", decimal(c.gets, 0), c.into));
        }
    }
    if statement.lines.is_empty() && statement.converted.is_empty() {
        out.push_str("\n  nothing was given or converted\n");
    }
    out.push_str(if statement.is_settled() {
        "\n  given = settled\n"
    } else {
        "\n  given is NOT settled:\n"
    });
    for line in &statement.differences {
        let what = cells(programme, line).join("  ");
        out.push_str(&format!("    {}: {what}\n", title(programme, line.partner)));
    }
    out
}

fn cells(programme: &Programme, line: &Line) -> [String; 6] {
    let points = |n: i128| points(programme, line.unit, n);
    let owes = match line.partner {
        Some(_) => with_currency(programme, &money_text(&line.money, decimals(programme))),
        None => String::new(),
    };
    [
        rule(programme, line).to_owned(),
        points(line.given),
        points(line.taken),
        points(line.settled),
        format!("{}%", text::trimmed(line.share, 2)),
        owes,
    ]
}

/// One row for each payer and rule, and for each conversion.
pub(super) fn csv(programme: &Programme, period: &Period, statement: &Statement) -> String {
    let mut out =
        String::from("period,kind,partner,rule,unit,given,taken,settled,share,money,currency,into,gets\n");
    for line in &statement.lines {
        let points = |n| text::wide(n, unit_decimals(programme, line.unit));
        let money = line.partner.map(|_| money_text(&line.money, decimals(programme)));
        let row = [
            period.text.clone(),
            "rule".to_owned(),
            name(programme, line.partner).to_owned(),
            rule(programme, line).to_owned(),
            unit(programme, line.unit).to_owned(),
            points(line.given),
            points(line.taken),
            points(line.settled),
            text::trimmed(line.share, 2),
            money.unwrap_or_default(),
            programme.currency.code.clone(),
            String::new(),
            String::new(),
        ];
        push_row(&mut out, &row);
    }
    for c in &statement.converted {
        let row = [
            period.text.clone(),
            "conversion".to_owned(),
            name(programme, Some(c.partner)).to_owned(),
            String::new(),
            unit(programme, c.unit).to_owned(),
            text::wide(c.points, unit_decimals(programme, c.unit)),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            c.into.clone(),
            c.gets.to_string(),
        ];
        push_row(&mut out, &row);
    }
    out
}

fn push_row(out: &mut String, row: &[String]) {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    out.push_str(&row.iter().map(quoted).collect::<Vec<_>>().join(","));
    out.push('\n');
}

/// The statement as JSON; points and money are decimal text.
pub(super) fn json(programme: &Programme, period: &Period, statement: &Statement) -> Value {
    let line = |line: &Line| {
        let points = |n| text::wide(n, unit_decimals(programme, line.unit));
        json!({
            "partner": line.partner.map(|p| name(programme, Some(p))),
            "rule": rule(programme, line),
            "unit": unit(programme, line.unit),
            "given": points(line.given),
            "taken": points(line.taken),
            "settled": points(line.settled),
            "share": text::trimmed(line.share, 2),
            "money": line.partner.map(|_| money_text(&line.money, decimals(programme))),
        })
    };
    let owed = programme.partners.ids().map(|id| {
        let money = money_text(&statement.owed_by(id), decimals(programme));
        json!({ "partner": name(programme, Some(id)), "title": title(programme, Some(id)), "money": money })
    });
    let converted = statement.converted.iter().map(|c| {
        json!({
            "partner": name(programme, Some(c.partner)),
            "unit": unit(programme, c.unit),
            "points": text::wide(c.points, unit_decimals(programme, c.unit)),
            "into": c.into,
            "gets": c.gets.to_string(),
        })
    });
    json!({
        "version": 1,
        "programme": programme.name,
        "period": { "name": period.text, "from": period.from.to_string(), "to": period.to.to_string() },
        "currency": programme.currency.code,
        "partners": owed.collect::<Vec<_>>(),
        "lines": statement.lines.iter().map(line).collect::<Vec<_>>(),
        "converted": converted.collect::<Vec<_>>(),
        "given_is_settled": statement.is_settled(),
    })
}

fn decimals(programme: &Programme) -> u8 {
    programme.currency.decimals
}

fn with_currency(programme: &Programme, money: &str) -> String {
    format!("{money} {}", programme.currency.code)
}

/// `1 point`, `1,200 points`.
fn points(programme: &Programme, id: UnitId, n: i128) -> String {
    programme.units.get(id).map_or_else(String::new, |u| u.counted(&decimal(n, u.decimals)))
}

fn unit(programme: &Programme, id: UnitId) -> &str {
    programme.units.get(id).map_or("", |u| &u.name)
}

fn unit_decimals(programme: &Programme, id: UnitId) -> u8 {
    programme.units.get(id).map_or(0, |u| u.decimals)
}

fn rule<'p>(programme: &'p Programme, line: &Line) -> &'p str {
    programme.rules.get(line.rule).map_or("", |r| &r.name)
}

fn name(programme: &Programme, partner: Option<PartnerId>) -> &str {
    partner.map_or("us", |id| programme.partners.get(id).map_or("", |p| &p.name))
}

fn title(programme: &Programme, partner: Option<PartnerId>) -> &str {
    partner.map_or("The programme itself", |id| programme.partners.get(id).map_or("", |p| &p.title))
}
