//! What a return took and gave back, as hosts see it.

use super::{Named, Names};
use crate::decision::text::{decimal, points, quantity};
use crate::decision::{Returned, Taken};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct ReturnedJson<'a> {
    receipt: &'a str,
    whole: bool,
    lines: Vec<LineJson>,
    changes: Vec<ChangeJson<'a>>,
    taken: Named<'a, TakenJson>,
    back: Named<'a, String>,
    /// Money for spent points.
    cash: Option<String>,
}

#[derive(Debug, Serialize)]
struct LineJson {
    line: u32,
    quantity: String,
}

#[derive(Debug, Serialize)]
struct ChangeJson<'a> {
    rule: &'a str,
    /// Which version of the rule, where its name stands several times: `from 2027-01-01`.
    version: Option<String>,
    /// Its title for customers.
    title: &'a str,
    unit: &'a str,
    points: String,
}

#[derive(Debug, Serialize)]
struct TakenJson {
    pending: String,
    own: String,
    expired: String,
    other: String,
    vouchers: String,
    owed: String,
    cut: String,
    forgiven: String,
    windows: String,
    levels: String,
}

impl<'a> Names<'a> {
    pub(super) fn returned(&self, returned: &'a Returned) -> ReturnedJson<'a> {
        let programme = self.programme;
        ReturnedJson {
            receipt: &returned.receipt,
            whole: returned.whole,
            lines: returned
                .lines
                .iter()
                .map(|(line, back)| LineJson { line: *line, quantity: quantity(*back) })
                .collect(),
            changes: returned
                .changes
                .iter()
                .filter_map(|(id, change)| {
                    let rule = programme.rules.get(*id)?;
                    Some(ChangeJson {
                        rule: &rule.name,
                        version: rule.version(),
                        title: &rule.title,
                        unit: self.unit(rule.unit),
                        points: points(programme, rule.unit, *change),
                    })
                })
                .collect(),
            taken: Named(returned.taken.iter().map(|t| (self.unit(t.unit), self.taken(t))).collect()),
            back: Named(
                returned.back.iter().map(|(u, back)| (self.unit(*u), points(programme, *u, *back))).collect(),
            ),
            cash: (returned.cash > 0).then(|| decimal(returned.cash, programme.currency.decimals)),
        }
    }

    fn taken(&self, taken: &Taken) -> TakenJson {
        let text = |value| points(self.programme, taken.unit, value);
        TakenJson {
            pending: text(taken.pending),
            own: text(taken.own),
            expired: text(taken.expired),
            other: text(taken.other),
            vouchers: text(taken.vouchers),
            owed: text(taken.owed),
            cut: text(taken.cut),
            forgiven: text(taken.forgiven),
            windows: text(taken.windows),
            levels: text(taken.levels),
        }
    }

    /// Money by which a refund is to be cut; `None` where there is nothing to cut.
    pub(super) fn refund_cut(&self, returned: Option<&Returned>) -> Option<String> {
        let cut = returned.map_or(0, |r| r.refund_cut);
        (cut > 0).then(|| decimal(cut, self.programme.currency.decimals))
    }
}
