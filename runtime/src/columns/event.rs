//! A row of a batch as an event, for whoever decides events one by one.

use super::{Batch, Coded, Columns, Field, Numbers};
use crate::event::{Event, Line, Purchase, What};
use treue_lang::programme::{FieldOwner, FieldValue, MeasureId, Programme, QUANTITY_DECIMALS};

impl Batch<'_> {
    /// A receipt as an event of a member without a name, and without an id.
    pub(crate) fn event(&self, programme: &Programme, receipt: usize) -> Event {
        self.columns.event(programme, receipt)
    }
}

impl Columns<'_> {
    pub(super) fn event(&self, programme: &Programme, receipt: usize) -> Event {
        let purchase = self.purchase(programme, receipt);
        let at = self.at.get(receipt).copied().unwrap_or(0);
        let zone = programme.zone_of(purchase.store.as_deref(), &purchase.fields);
        Event {
            id: String::new(),
            member: Some(String::new()),
            at,
            offset: 0,
            local: zone.local(at),
            what: What::Purchase(purchase),
            fingerprint: 0,
        }
    }

    fn purchase(&self, programme: &Programme, row: usize) -> Purchase {
        let at = |place: usize| self.offsets.get(place).and_then(|o| usize::try_from(*o).ok()).unwrap_or(0);
        Purchase {
            store: text(self.store.as_ref(), row),
            channel: text(self.channel.as_ref(), row),
            coupons: of(self.coupons.as_ref(), row),
            companions: of(self.companions.as_ref(), row),
            discount: number(self.discount.as_ref(), row).unwrap_or(0),
            tenders: of(self.tenders.as_ref(), row),
            fields: fields(programme, FieldOwner::Receipt, &self.fields, row),
            lines: (at(row)..at(row.saturating_add(1))).map(|line| self.line(programme, line)).collect(),
        }
    }

    fn line(&self, programme: &Programme, row: usize) -> Line {
        let one = 10i64.pow(u32::from(QUANTITY_DECIMALS));
        let quantity = match number(self.quantity.as_ref(), row) {
            Some(quantity) => quantity.saturating_mul(self.quantity_scale()),
            None => one,
        };
        let measure = |name: String| {
            let known = programme.measures.iter().find(|(_, m)| m.name == name).map(|(id, _)| id);
            known.unwrap_or(MeasureId(u32::MAX))
        };
        Line {
            sku: text(self.sku.as_ref(), row),
            name: text(self.name.as_ref(), row),
            category: text(self.category.as_ref(), row),
            brand: text(self.brand.as_ref(), row),
            labels: of(self.labels.as_ref(), row),
            quantity,
            measure: text(self.measure.as_ref(), row).map(measure),
            amount: self.amount.get(row).unwrap_or(0),
            discount: number(self.line_discount.as_ref(), row).unwrap_or(0),
            tax: number(self.tax.as_ref(), row).unwrap_or(0),
            fields: fields(programme, FieldOwner::Line, &self.line_fields, row),
        }
    }

    /// Thousandths in one step of the quantities.
    pub(crate) fn quantity_scale(&self) -> i64 {
        10i64.pow(u32::from(QUANTITY_DECIMALS.saturating_sub(self.quantity_decimals)))
    }
}

fn text(column: Option<&Coded<'_, Option<String>>>, row: usize) -> Option<String> {
    column?.get(row)?.clone()
}

fn of<T: Clone>(column: Option<&Coded<'_, Vec<T>>>, row: usize) -> Vec<T> {
    column.and_then(|column| column.get(row)).cloned().unwrap_or_default()
}

fn number(column: Option<&Numbers<'_>>, row: usize) -> Option<i64> {
    column?.get(row)
}

fn fields(
    programme: &Programme,
    owner: FieldOwner,
    columns: &[Option<Field<'_>>],
    row: usize,
) -> Vec<Option<FieldValue>> {
    let count = programme.fields.iter().filter(|(_, field)| field.owner == owner).count();
    let value = |position: usize| columns.get(position)?.as_ref()?.get(row)?.clone();
    (0..count).map(value).collect()
}
