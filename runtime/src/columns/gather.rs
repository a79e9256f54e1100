//! Columns out of events, for hosts that have events, and for comparing.

use super::{Coded, Codes, Columns, Numbers};
use crate::event::{Event, Purchase, Tender};
use treue_lang::programme::{FieldOwner, FieldValue, Programme, QUANTITY_DECIMALS};

/// Purchases of events, gathered into columns.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    offsets: Vec<u32>,
    at: Vec<i64>,
    id: Codings<Option<String>>,
    member: Codings<Option<String>>,
    store: Codings<Option<String>>,
    channel: Codings<Option<String>>,
    coupons: Codings<Vec<String>>,
    companions: Codings<Vec<String>>,
    tenders: Codings<Vec<Tender>>,
    discount: Vec<i64>,
    fields: Vec<Codings<Option<FieldValue>>>,
    amount: Vec<i64>,
    quantity: Vec<i64>,
    measure: Codings<Option<String>>,
    sku: Codings<Option<String>>,
    name: Codings<Option<String>>,
    category: Codings<Option<String>>,
    brand: Codings<Option<String>>,
    labels: Codings<Vec<String>>,
    line_discount: Vec<i64>,
    tax: Vec<i64>,
    line_fields: Vec<Codings<Option<FieldValue>>>,
}

/// A dictionary with its codes, as they come.
#[derive(Clone, Debug)]
struct Codings<T> {
    values: Vec<T>,
    codes: Vec<u32>,
}

impl<T> Default for Codings<T> {
    fn default() -> Self {
        Codings { values: Vec::new(), codes: Vec::new() }
    }
}

impl<T: PartialEq + Clone> Codings<T> {
    fn add(&mut self, value: &T) {
        let code = self.values.iter().position(|v| v == value).unwrap_or_else(|| {
            self.values.push(value.clone());
            self.values.len() - 1
        });
        self.codes.push(u32::try_from(code).unwrap_or(u32::MAX));
    }

    /// A value that no other row has.
    fn add_new(&mut self, value: T) {
        self.codes.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(value);
    }

    fn coded(&self) -> Coded<'_, T> {
        Coded { values: self.values.clone().into(), codes: Codes::U32(&self.codes) }
    }
}

impl Gathered {
    /// The purchases among these events.
    #[must_use]
    pub fn new<'e>(programme: &Programme, events: impl IntoIterator<Item = &'e Event>) -> Gathered {
        let count = |owner| programme.fields.iter().filter(|(_, f)| f.owner == owner).count();
        let mut gathered = Gathered {
            offsets: vec![0],
            fields: vec![Codings::default(); count(FieldOwner::Receipt)],
            line_fields: vec![Codings::default(); count(FieldOwner::Line)],
            ..Gathered::default()
        };
        for event in events {
            if let Some(purchase) = event.purchase() {
                gathered.at.push(event.at);
                gathered.id.add_new(Some(event.id.clone()).filter(|id| !id.is_empty()));
                gathered.member.add(&event.member.clone().filter(|id| !id.is_empty()));
                gathered.receipt(programme, purchase);
            }
        }
        gathered
    }

    fn receipt(&mut self, programme: &Programme, purchase: &Purchase) {
        self.store.add(&purchase.store);
        self.channel.add(&purchase.channel);
        self.coupons.add(&purchase.coupons);
        self.companions.add(&purchase.companions);
        self.tenders.add(&purchase.tenders);
        self.discount.push(purchase.discount);
        for (position, column) in self.fields.iter_mut().enumerate() {
            column.add(&purchase.fields.get(position).cloned().flatten());
        }
        for line in &purchase.lines {
            let measure = line.measure.map(|m| programme.measures.get(m).map_or("?", |m| &m.name).to_owned());
            self.amount.push(line.amount);
            self.quantity.push(line.quantity);
            self.measure.add(&measure);
            self.sku.add(&line.sku);
            self.name.add(&line.name);
            self.category.add(&line.category);
            self.brand.add(&line.brand);
            self.labels.add(&line.labels);
            self.line_discount.push(line.discount);
            self.tax.push(line.tax);
            for (position, column) in self.line_fields.iter_mut().enumerate() {
                column.add(&line.fields.get(position).cloned().flatten());
            }
        }
        self.offsets.push(u32::try_from(self.amount.len()).unwrap_or(u32::MAX));
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        let all_zero = |numbers: &[i64]| numbers.iter().all(|n| *n == 0);
        let some = |numbers| Some(Numbers::I64(numbers));
        Columns {
            offsets: &self.offsets,
            at: &self.at,
            id: Some(self.id.coded()),
            member: Some(self.member.coded()),
            store: Some(self.store.coded()),
            channel: Some(self.channel.coded()),
            coupons: Some(self.coupons.coded()),
            companions: Some(self.companions.coded()),
            tenders: Some(self.tenders.coded()),
            discount: some(&self.discount).filter(|_| !all_zero(&self.discount)),
            fields: self.fields.iter().map(|f| Some(f.coded())).collect(),
            amount: Numbers::I64(&self.amount),
            quantity: some(&self.quantity),
            quantity_decimals: QUANTITY_DECIMALS,
            measure: Some(self.measure.coded()),
            sku: Some(self.sku.coded()),
            name: Some(self.name.coded()),
            category: Some(self.category.coded()),
            brand: Some(self.brand.coded()),
            labels: Some(self.labels.coded()),
            line_discount: some(&self.line_discount).filter(|_| !all_zero(&self.line_discount)),
            tax: some(&self.tax).filter(|_| !all_zero(&self.tax)),
            line_fields: self.line_fields.iter().map(|f| Some(f.coded())).collect(),
        }
    }
}
