//! Kernels for the shapes of batches that were met.

use super::atoms::Column;
use super::bound::{Bound, Known};
use super::code::{Kernels, Shape, Width};
use super::index::{Index, Tables};
use super::layout::Layout;
use super::time;
use crate::columns::{Batch, Totals};
use crate::native::code::Flags;
use std::sync::Arc;
use treue_lang::programme::{FieldOwner, LineText, Programme, Texts};

/// Kernels that are kept for other widths of columns.
const SHAPES: usize = 16;

/// Scores batches by kernels, as far as these say what the programme asks for.
pub(super) struct Scoring {
    pub(super) programme: Arc<Programme>,
    index: Index,
    /// For batches that the table does not fit: without one.
    plain: Index,
    /// Where records of members are kept, what stands in them.
    pub(super) layout: Option<Arc<Layout>>,
    slot: u32,
    /// Which instructions kernels use.
    pub(super) flags: Flags,
    /// Whether kernels may be made.
    pub(super) by_kernels: bool,
    /// For the shapes met so far; `None` where kernels cannot say it.
    kernels: Vec<(Shape, Option<Bound>)>,
    tables: Tables,
}

impl Scoring {
    /// For receipts of members of whom nothing is known; so many rules that look alike stand in a table.
    pub(super) fn new(programme: Arc<Programme>, alike: usize) -> Scoring {
        let (index, plain) = (Index::new(&programme, alike), Index::none(&programme));
        let slot = time::slot(&programme);
        Scoring {
            programme,
            index,
            plain,
            layout: None,
            slot,
            flags: Flags::default(),
            by_kernels: true,
            kernels: Vec::new(),
            tables: Tables::default(),
        }
    }

    /// For receipts of members with records, where a record can hold what the programme asks for.
    pub(super) fn with_records(programme: Arc<Programme>) -> Scoring {
        let (index, plain) = (Index::none(&programme), Index::none(&programme));
        let slot = time::slot(&programme);
        let layout = Layout::new(&programme).map(Arc::new);
        Scoring {
            programme,
            index,
            plain,
            layout,
            slot,
            flags: Flags::default(),
            by_kernels: true,
            kernels: Vec::new(),
            tables: Tables::default(),
        }
    }

    /// The kernels that were made, in Cranelift's notation.
    pub(super) fn clif(&self) -> String {
        self.kernels.iter().filter_map(|(_, bound)| Some(bound.as_ref()?.kernels.text.as_str())).collect()
    }

    /// Points of each receipt; `None` if kernels cannot say it.
    pub(super) fn score(
        &mut self,
        batch: &Batch<'_>,
        awards: bool,
        totals: &mut Totals,
        past: Known<'_>,
    ) -> Option<()> {
        let shape = self.shape(batch, awards)?;
        let place = match self.kernels.iter().position(|(known, _)| *known == shape) {
            Some(place) => place,
            None => {
                if self.kernels.len() >= SHAPES {
                    self.kernels.clear();
                }
                let index = if shape.indexed { &self.index } else { &self.plain };
                let with = (index, self.layout.as_deref());
                let made = Kernels::new(&self.programme, with, shape.clone()).ok().flatten();
                self.kernels.push((shape, made.map(Bound::new)));
                self.kernels.len() - 1
            }
        };
        let Scoring { programme, index, plain, tables, kernels, .. } = self;
        let (shape, bound) = kernels.get_mut(place)?;
        let index = if shape.indexed { index } else { plain };
        bound.as_mut()?.score(programme, (index, tables), (batch, past), awards, totals)
    }

    /// Whether the rules that look alike can be looked up in a table for a batch.
    fn fits_the_index(&self, batch: &Batch<'_>) -> bool {
        let (columns, index) = (batch.columns(), &self.index);
        let measured = || columns.measure.as_ref().is_some_and(|m| m.values.iter().any(Option::is_some));
        index.is_used()
            && !batch.facts().negative
            && index.columns().iter().all(|c| c.of(&self.programme, columns).is_some())
            && index.is_whole(columns.quantity_scale().unsigned_abs())
            && !(index.counts_items() && (measured() || columns.quantity.is_none()))
    }

    /// What kernels for a batch must know; `None` if no kernels can be made for it.
    fn shape(&self, batch: &Batch<'_>, awards: bool) -> Option<Shape> {
        if !self.by_kernels {
            return None;
        }
        let (columns, facts) = (batch.columns(), batch.facts());
        let longest = u64::try_from(facts.longest).ok()?;
        // So many bits have sums of a receipt: one of few numbers, so that few kernels are made.
        let bits = |largest: u64, few: &[u32]| {
            let sum = largest.checked_mul(longest)?;
            few.iter().copied().find(|bits| sum < 1 << bits)
        };
        let amount_bits = bits(facts.amount, &[24, 31])?;
        let quantity_bits = bits(facts.quantity, &[14, 24, 31])?;
        if self.programme.zones.is_some() || facts.discounts {
            return None;
        }
        let texts = [LineText::Category, LineText::Brand, LineText::Sku, LineText::Name, LineText::Label];
        let fields = self.programme.fields.iter().filter(|(_, f)| f.owner != FieldOwner::Member);
        let all = texts
            .map(Column::Line)
            .into_iter()
            .chain([Texts::Channel, Texts::Store, Texts::Coupon, Texts::PaidBy].map(Column::Receipt))
            .chain([Column::Measure])
            .chain(fields.map(|(id, _)| Column::Field(id)));
        let width = |column: Column| {
            let source = column.of(&self.programme, columns)?;
            Some((column, Width::of_codes(source.codes())))
        };
        Some(Shape {
            codes: all.filter_map(width).collect(),
            amount: Width::of_numbers(&columns.amount),
            quantity: columns.quantity.as_ref().map(Width::of_numbers),
            scale: columns.quantity_scale().unsigned_abs(),
            negative: facts.negative,
            amount_bits,
            quantity_bits,
            longest: if facts.longest <= 255 { 255 } else { crate::limits::LINES },
            slot: self.slot,
            awards,
            indexed: self.fits_the_index(batch),
            member: match &self.layout {
                Some(_) => Some(Width::of_codes(columns.member.as_ref()?.codes)),
                None => None,
            },
            flags: self.flags,
            near: facts.instants.1.saturating_sub(facts.instants.0) < time::NEAR,
        })
    }
}
