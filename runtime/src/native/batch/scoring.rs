//! Kernels for the shapes of batches that were met.

use super::atoms::Column;
use super::bound::{Bound, Known};
use super::code::{Kernels, RECEIPTS, Shape, Width};
use super::index::{Index, Tables};
use super::layout::Layout;
use super::time;
use crate::columns::{Batch, Totals};
use crate::native::CompileError;
use crate::native::code::{Flags, Timer};
use std::sync::Arc;
use std::time::Duration;
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
    /// What is left of the time that making them may take, all of them together; as long as it likes, if not said.
    pub(super) time: Option<Duration>,
    /// Why they were not made, the last time that they could not be.
    pub(super) fallback: Option<CompileError>,
    /// Receipts of a block.
    pub(super) block: usize,
    /// For the shapes met so far; `None` where kernels cannot say it.
    kernels: Vec<(Shape, Option<Bound>)>,
    tables: Tables,
}

impl Scoring {
    /// For receipts of members of whom nothing is known; so many rules that look alike stand in a table.
    pub(super) fn new(programme: Arc<Programme>, alike: usize) -> Scoring {
        let index = Index::new(&programme, alike);
        Scoring::of(programme, index, None)
    }

    /// For receipts of members with records, where a record can hold what the programme asks for.
    pub(super) fn with_records(programme: Arc<Programme>) -> Scoring {
        let (index, layout) = (Index::none(&programme), Layout::new(&programme));
        Scoring::of(programme, index, layout.map(Arc::new))
    }

    fn of(programme: Arc<Programme>, index: Index, layout: Option<Arc<Layout>>) -> Scoring {
        Scoring {
            plain: Index::none(&programme),
            slot: time::slot(&programme),
            programme,
            index,
            layout,
            flags: Flags::default(),
            by_kernels: true,
            time: None,
            fallback: None,
            block: RECEIPTS,
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
        let known = self.kernels.iter().position(|(known, _)| *known == shape);
        let place = match known {
            Some(place) => place,
            None => self.make(shape)?,
        };
        let Scoring { programme, index, plain, tables, kernels, block, .. } = self;
        let (shape, bound) = kernels.get_mut(place)?;
        let (index, bound) = (if shape.indexed { index } else { plain }, bound.as_mut()?);
        bound.block = *block;
        bound.score(programme, (index, tables), (batch, past), awards, totals)
    }

    /// Makes the kernels for a shape and gives their place; `None` where no time is left: those for other shapes stay.
    fn make(&mut self, shape: Shape) -> Option<usize> {
        let timer = Timer::start(self.time);
        if let Err(late) = timer.look() {
            self.fallback = Some(late);
            return None;
        }
        if self.kernels.len() >= SHAPES {
            self.kernels.clear();
        }
        let index = if shape.indexed { &self.index } else { &self.plain };
        let with = (index, self.layout.as_deref());
        let made = Kernels::new(&self.programme, with, shape.clone(), timer).unwrap_or_else(|why| {
            self.fallback = Some(why);
            None
        });
        self.time = timer.left();
        self.kernels.push((shape, made.map(Bound::new)));
        Some(self.kernels.len() - 1)
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
