//! The kernels of a batch: made for the widths of its columns, checked, and called.
#![expect(unsafe_code, reason = "machine code is called here, and freed with its owner")]

use super::atoms::Column;
use super::given::Size;
use super::index::Index;
use super::layout::Layout;
use super::line;
use super::past::Past;
use super::receipt::{Found, Turn};
use super::space::{Base, Lane, Place, Space, Value as Number};
pub(super) use super::width::Width;
use super::words::{WORD, bits_of};
use crate::guard::guarded;
use crate::native::CompileError;
use crate::native::code::{Flags, Reach, Timer, check_code, check_ir, host};
use crate::native::lower::divide::Divider;
use cranelift_codegen::ir::types::{I8, I16, I32, I64};
use cranelift_codegen::ir::{
    AbiParam, BlockArg, ConstantData, Function, Immediate, InstBuilder, MemFlagsData, Signature, Type,
    UserFuncName, Value,
};
use cranelift_frontend::{FuncInstBuilder, FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule, SystemMemoryProvider};
use cranelift_module::{Linkage, Module};
use std::mem::ManuallyDrop;
use treue_lang::programme::{Id, Programme, UnitId};

/// A kernel: the list of places, the first line or receipt, and the one behind the last.
type Kernel = unsafe extern "C" fn(*const *const u8, i64, i64);

/// Receipts of a block.
pub(super) const RECEIPTS: usize = 64;

/// Bytes of the number of the index behind the vectors of a line.
pub(super) const INDEXED: usize = 16;

/// For which batches a kernel is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Of the columns that may be asked for.
    pub(super) codes: Vec<(Column, Width)>,
    pub(super) amount: Width,
    pub(super) quantity: Option<Width>,
    /// Thousandths in one of the column of quantities.
    pub(super) scale: u64,
    /// Whether numbers may be below 0.
    pub(super) negative: bool,
    /// No sum of amounts of a receipt has more bits, and none of quantities.
    pub(super) amount_bits: u32,
    pub(super) quantity_bits: u32,
    /// Lines of a receipt: at most 255, or more.
    pub(super) longest: usize,
    /// Minutes of a slot of the week.
    pub(super) slot: u32,
    pub(super) awards: bool,
    /// Whether rules that look alike stand in a table.
    pub(super) indexed: bool,
    /// Whether no two receipts are more than 60 years apart.
    pub(super) near: bool,
    /// Of the codes of members, where their records are kept.
    pub(super) member: Option<Width>,
    /// Which instructions they use.
    pub(super) flags: Flags,
}

impl Shape {
    /// No sum of a receipt is larger.
    pub(super) fn reach(&self, base: Base) -> u128 {
        let bits = match base {
            Base::Amount => self.amount_bits,
            Base::Quantity => self.quantity_bits,
        };
        (1u128 << bits) - 1
    }

    /// Bits that a sum of a receipt needs.
    fn bits_of(&self, lane: &Lane) -> u32 {
        match lane {
            // Below 0 all bits are used.
            Lane::Counts { .. } | Lane::Sum(..) if self.negative => WORD,
            Lane::Counts { .. } => WORD,
            Lane::Sum(_, Number::One) => bits_of(self.longest as u128),
            Lane::Sum(_, Number::Whole(base)) => bits_of(self.reach(*base)),
            Lane::Sum(_, Number::Part(base, num, den)) => {
                bits_of(self.reach(*base) * u128::from(*num) / u128::from((*den).max(1)))
            }
        }
    }

    pub(super) fn width(&self, column: Column) -> Option<Width> {
        self.codes.iter().find(|(c, _)| *c == column).map(|(_, width)| *width)
    }
}

/// A function being built, with what it shares with others.
pub(super) struct Build<'f> {
    b: FunctionBuilder<'f>,
    pub(super) space: Space,
    context: Value,
    places: Vec<Option<Value>>,
}

impl<'f> Build<'f> {
    fn new(mut b: FunctionBuilder<'f>, space: Space) -> (Build<'f>, [Value; 2]) {
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let params = b.block_params(entry).to_vec();
        let zero = b.ins().iconst(I64, 0);
        let at = |i: usize| params.get(i).copied().unwrap_or(zero);
        let (context, range) = (at(0), [at(1), at(2)]);
        (Build { b, space, context, places: Vec::new() }, range)
    }

    pub(super) fn ins(&mut self) -> FuncInstBuilder<'_, 'f> {
        self.b.ins()
    }

    /// Bytes that an instruction holds.
    pub(super) fn constant(&mut self, bytes: Vec<u8>) -> Immediate {
        self.b.func.dfg.immediates.push(ConstantData::from(bytes))
    }

    pub(super) fn number(&mut self, n: i64) -> Value {
        self.b.ins().iconst(I64, n)
    }

    /// A place of the list. All are loaded before the loop, by [`Build::open`].
    pub(super) fn place(&mut self, place: Place) -> Value {
        let position = self.space.place(place);
        if let Some(Some(value)) = self.places.get(position) {
            return *value;
        }
        let offset = i32::try_from(position.saturating_mul(8)).unwrap_or(0);
        let flags = MemFlagsData::trusted().with_readonly().with_can_move();
        self.b.ins().load(I64, flags, self.context, offset)
    }

    /// Loads all places that are known to be needed.
    pub(super) fn open(&mut self) {
        let places = self.space.places.clone();
        for place in places {
            let value = self.place(place);
            let position = self.space.place(place);
            if self.places.len() <= position {
                self.places.resize(position + 1, None);
            }
            self.places.get_mut(position).into_iter().for_each(|known| *known = Some(value));
        }
    }

    /// Reads a number of a column, or of a table, and widens it: without a sign, or with it.
    pub(super) fn read(
        &mut self,
        width: Width,
        start: Value,
        index: Value,
        ahead: i64,
        signed: bool,
    ) -> Value {
        let by = self.number(width.bytes());
        let away = self.b.ins().imul(index, by);
        let address = self.b.ins().iadd(start, away);
        let offset = i32::try_from(ahead.saturating_mul(width.bytes())).unwrap_or(0);
        let flags = MemFlagsData::trusted().with_readonly();
        let value = self.b.ins().load(width.kind(), flags, address, offset);
        match width {
            Width::Eight => value,
            Width::One | Width::Two | Width::Four if signed => self.b.ins().sextend(I64, value),
            Width::One | Width::Two | Width::Four => self.b.ins().uextend(I64, value),
        }
    }

    /// Reads from the running sums.
    pub(super) fn load_sum(&mut self, kind: Type, address: Value, offset: i32) -> Value {
        self.b.ins().load(kind, MemFlagsData::trusted(), address, offset)
    }

    pub(super) fn load(&mut self, kind: Type, address: Value, offset: i32) -> Value {
        self.b.ins().load(kind, MemFlagsData::trusted().with_readonly(), address, offset)
    }

    /// Reads several numbers of a column at once: they stand where they stand, not at a multiple of their size.
    pub(super) fn load_loose(&mut self, kind: Type, address: Value) -> Value {
        self.b.ins().load(kind, MemFlagsData::new().with_notrap().with_readonly(), address, 0)
    }

    pub(super) fn store(&mut self, value: Value, address: Value, offset: i32) {
        self.b.ins().store(MemFlagsData::trusted(), value, address, offset);
    }

    /// ⌊n / by⌋ for 0 ≤ n ≤ most < 2^63.
    pub(super) fn divide(&mut self, n: Value, by: u64, most: u128) -> Option<Value> {
        let divider = Divider::new(by)?;
        if let (true, Divider::Multiply { .. }, Some((magic, shift))) = (most < 1 << 31, divider, short(by)) {
            let magic = self.number(i64::from(magic));
            let times = self.b.ins().imul(n, magic);
            let shift = self.number(shift);
            return Some(self.b.ins().ushr(times, shift));
        }
        Some(match divider {
            Divider::One => n,
            Divider::Shift(by) => {
                let by = self.number(i64::from(by));
                self.b.ins().ushr(n, by)
            }
            Divider::Multiply { magic, shift } => {
                let magic = self.number(magic.cast_signed());
                let high = self.b.ins().umulhi(n, magic);
                let shift = self.number(i64::from(shift));
                self.b.ins().ushr(high, shift)
            }
        })
    }

    /// A loop from the first to before the last, so many at a time: `turn` gets the number and what is carried, and gives what is
    /// carried on. What it carries at the end is given.
    pub(super) fn each(
        &mut self,
        (from, to, by): (Value, Value, i64),
        carried: &[Value],
        turn: impl FnOnce(&mut Self, Value, &[Value]) -> Vec<Value>,
    ) -> (Value, Vec<Value>) {
        let (head, body, exit) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        let index = self.b.append_block_param(head, I64);
        let kinds: Vec<Type> = carried.iter().map(|v| self.b.func.dfg.value_type(*v)).collect();
        let running: Vec<Value> = kinds.iter().map(|kind| self.b.append_block_param(head, *kind)).collect();
        let start: Vec<BlockArg> = [from].iter().chain(carried).map(|v| BlockArg::Value(*v)).collect();
        self.b.ins().jump(head, &start);
        self.b.switch_to_block(head);
        let step = self.number(by);
        let next = self.b.ins().iadd(index, step);
        let more =
            self.b.ins().icmp(cranelift_codegen::ir::condcodes::IntCC::SignedLessThanOrEqual, next, to);
        self.b.ins().brif(more, body, &[], exit, &[]);
        self.b.switch_to_block(body);
        let carried = turn(self, index, &running);
        let again: Vec<BlockArg> = [next].iter().chain(&carried).map(|v| BlockArg::Value(*v)).collect();
        self.b.ins().jump(head, &again);
        self.b.switch_to_block(exit);
        (index, running)
    }

    /// The place of an element of so many bytes.
    pub(super) fn element(&mut self, start: Value, index: Value, bytes: i64) -> Value {
        let by = self.number(bytes);
        let away = self.b.ins().imul(index, by);
        self.b.ins().iadd(start, away)
    }

    /// Ends the kernel at a receipt, unless this holds.
    pub(super) fn stop_unless(&mut self, holds: Value, receipt: Value) {
        let (on, stop) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(stop);
        let stopped = self.place(Place::Stopped);
        self.b.ins().brif(holds, on, &[], stop, &[]);
        self.b.switch_to_block(stop);
        self.store(receipt, stopped, 0);
        self.b.ins().return_(&[]);
        self.b.switch_to_block(on);
    }

    fn close(mut self, config: cranelift_codegen::isa::TargetFrontendConfig) -> Space {
        self.b.ins().return_(&[]);
        self.b.seal_all_blocks();
        self.b.finalize(config);
        self.space
    }
}

/// How to divide 0 ≤ n < 2^31 by 2 ≤ d < 2^30 by one multiplication: by M, shifted right. With 2^(l−1) < d ≤ 2^l and
/// M = ⌊2^(31+l) / d⌋ + 1 the error e = M·d − 2^(31+l) is above 0 and at most d, so n·M / 2^(31+l) is above n/d by
/// n·e / (d·2^(31+l)) ≤ n / 2^(31+l) < 1 / 2^l ≤ 1/d: the whole part is ⌊n/d⌋. n·M < 2^63.
pub(super) fn short(d: u64) -> Option<(u32, i64)> {
    if !(2..1 << 30).contains(&d) {
        return None;
    }
    let log = 64 - (d - 1).leading_zeros();
    Some((u32::try_from((1u64 << (31 + log)) / d + 1).ok()?, i64::from(31 + log)))
}

/// The kernels for one shape of batches.
pub(super) struct Kernels {
    pub(super) shape: Shape,
    pub(super) space: Space,
    /// How wide the awards of rules are; `None` of rules that give nothing.
    pub(super) sizes: Sizes,
    /// Bytes of the running sums of a line.
    pub(super) stride: usize,
    lines: Kernel,
    receipts: Kernel,
    /// The functions as text.
    pub(super) text: String,
    // Behind the addresses of its code, so that it goes last.
    _memory: Memory,
}

/// A module that is freed, code and all, when it goes.
struct Memory(ManuallyDrop<JITModule>);

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: taken once, here. Nobody runs its code: running borrows the `Kernels` that own it, and the addresses of the code
        // never leave those.
        unsafe { ManuallyDrop::take(&mut self.0).free_memory() };
    }
}

impl std::fmt::Debug for Kernels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kernels").field("shape", &self.shape).finish_non_exhaustive()
    }
}

impl Kernels {
    /// Makes them as long as there is time; `Ok(None)` if the programme has something that kernels do not say.
    pub(super) fn new(
        programme: &Programme,
        (index, layout): (&Index, Option<&Layout>),
        shape: Shape,
        timer: Timer,
    ) -> Result<Option<Kernels>, CompileError> {
        let made = guarded(|| Kernels::make(&What { programme, index, layout, shape: &shape }, timer));
        made.unwrap_or_else(|| Err(CompileError::Generator("it gave up".to_owned())))
    }

    fn make(what: &What<'_>, timer: Timer) -> Result<Option<Kernels>, CompileError> {
        let (index, shape) = (what.index, what.shape.clone());
        let mut builder = JITBuilder::with_isa(host(shape.flags)?, cranelift_module::default_libcall_names());
        builder.memory_provider(Box::new(SystemMemoryProvider::new()));
        let mut memory = Memory(ManuallyDrop::new(JITModule::new(builder)));
        let mut maker = Maker { module: &mut memory.0, text: String::new(), timer };
        // The first time only to learn what is read and where it stands.
        let Some(learnt) = maker.learn(what)? else { return Ok(None) };
        let Some((space, sizes, receipts)) = maker.receipts(what, learnt)? else {
            return Ok(None);
        };
        let Some((space, lines)) = maker.lines(index, &shape, space)? else { return Ok(None) };
        let text = maker.text;
        memory.0.finalize_definitions().map_err(|e| CompileError::Host(e.to_string()))?;
        let kernel = |id| {
            let code = memory.0.get_finalized_function(id);
            if code.is_null() {
                return Err(CompileError::Generator("a function without an address".to_owned()));
            }
            // SAFETY: the function was declared with exactly these parameters and the host's calling convention.
            Ok(unsafe { std::mem::transmute::<*const u8, Kernel>(code) })
        };
        let (lines, receipts) = (kernel(lines)?, kernel(receipts)?);
        let stride = stride(&space, index);
        Ok(Some(Kernels { shape, space, sizes, stride, lines, receipts, text, _memory: memory }))
    }

    /// Makes the running sums of lines.
    ///
    /// # Safety
    /// The list has the places of `self.space`, each as long as the columns of the batch that it stands for; the codes in columns
    /// are positions in the tables beside them, the sums have room for the lines and one more, and both numbers are lines.
    pub(super) unsafe fn lines(&self, places: &[*const u8], (from, to): (i64, i64)) {
        // SAFETY: as the caller says; the code lives as long as `self`, and `lint` has looked at it.
        unsafe { (self.lines)(places.as_ptr(), from, to) };
    }

    /// Makes the awards of receipts out of the running sums of their lines.
    ///
    /// # Safety
    /// As [`Kernels::lines`], for receipts; the sums are those of their lines, and the outputs have room for every receipt.
    pub(super) unsafe fn receipts(&self, places: &[*const u8], (from, to): (i64, i64)) {
        // SAFETY: as above.
        unsafe { (self.receipts)(places.as_ptr(), from, to) };
    }
}

/// Bytes of the running sums of a line.
pub(super) fn stride(space: &Space, index: &Index) -> usize {
    space.vectors().saturating_mul(16).saturating_add(if index.is_used() { INDEXED } else { 0 })
}

/// What kernels are made for.
#[derive(Clone, Copy)]
struct What<'w> {
    programme: &'w Programme,
    index: &'w Index,
    /// Of members' records, if they are kept.
    layout: Option<&'w Layout>,
    shape: &'w Shape,
}

struct Maker<'m> {
    module: &'m mut JITModule,
    text: String,
    timer: Timer,
}

type Sizes = Vec<Option<Size>>;

impl Maker<'_> {
    fn learn(&mut self, what: &What<'_>) -> Result<Option<Space>, CompileError> {
        self.timer.look()?;
        let mut scratch = FunctionBuilderContext::new();
        let mut function = Function::with_name_signature(UserFuncName::user(0, 0), self.signature());
        let b = FunctionBuilder::new(&mut function, &mut scratch);
        let (build, range) = Build::new(b, Space::default());
        let learnt = receipt_loop(build, range, what);
        let Some((build, _)) = learnt else { return Ok(None) };
        let mut space = build.close(self.module.target_config());
        space.settle(|lane| what.shape.bits_of(lane));
        if space.lanes.len() > 32 || space.facts.len() > 256 || !line::asks(what.programme, &mut space) {
            return Ok(None);
        }
        Ok(Some(space))
    }

    fn signature(&self) -> Signature {
        let config = self.module.target_config();
        let mut signature = Signature::new(config.default_call_conv);
        signature.params.push(AbiParam::new(config.pointer_type()));
        signature.params.extend([AbiParam::new(I64), AbiParam::new(I64)]);
        signature
    }

    fn receipts(
        &mut self,
        what: &What<'_>,
        space: Space,
    ) -> Result<Option<(Space, Sizes, cranelift_module::FuncId)>, CompileError> {
        self.timer.look()?;
        let mut scratch = FunctionBuilderContext::new();
        let mut function = Function::with_name_signature(UserFuncName::user(0, 0), self.signature());
        let b = FunctionBuilder::new(&mut function, &mut scratch);
        let (build, range) = Build::new(b, space);
        let Some((build, sizes)) = receipt_loop(build, range, what) else {
            return Ok(None);
        };
        let space = build.close(self.module.target_config());
        let id = self.define("receipts", function, space.places.len())?;
        Ok(Some((space, sizes, id)))
    }

    fn lines(
        &mut self,
        index: &Index,
        shape: &Shape,
        space: Space,
    ) -> Result<Option<(Space, cranelift_module::FuncId)>, CompileError> {
        self.timer.look()?;
        let mut scratch = FunctionBuilderContext::new();
        let mut function = Function::with_name_signature(UserFuncName::user(0, 0), self.signature());
        let b = FunctionBuilder::new(&mut function, &mut scratch);
        let (build, range) = Build::new(b, space);
        let Some(build) = line::emit(build, range, index, shape) else { return Ok(None) };
        let space = build.close(self.module.target_config());
        let id = self.define("lines", function, space.places.len())?;
        Ok(Some((space, id)))
    }

    fn define(
        &mut self,
        name: &str,
        function: Function,
        places: usize,
    ) -> Result<cranelift_module::FuncId, CompileError> {
        let failed = |what: String| CompileError::Generator(format!("{name}: {what}"));
        let signature = function.signature.clone();
        let id = self
            .module
            .declare_function(name, Linkage::Local, &signature)
            .map_err(|e| failed(e.to_string()))?;
        let mut context = self.module.make_context();
        context.func = function;
        context.func.name = UserFuncName::user(0, id.as_u32());
        check_ir(&context.func, Reach::Places(places))?;
        self.text.push_str(&format!("; {name}\n{}\n", context.func.display()));
        self.module.define_function(id, &mut context).map_err(|e| failed(e.to_string()))?;
        check_code(context.compiled_code().ok_or_else(|| failed("no code".to_owned()))?)?;
        Ok(id)
    }
}

/// The loop over receipts.
fn receipt_loop<'f>(
    mut build: Build<'f>,
    [from, to]: [Value; 2],
    what: &What<'_>,
) -> Option<(Build<'f>, Sizes)> {
    let What { programme, index, layout, shape } = *what;
    let units: Vec<UnitId> = match layout {
        Some(layout) => layout.purses.iter().map(|purse| purse.unit).collect(),
        None => programme.units.ids().collect(),
    };
    let by_unit: Vec<usize> = programme.rules.iter().map(|(_, rule)| rule.unit.index()).collect();
    let purse_of = layout.map_or(by_unit.as_slice(), |layout| &layout.purse_of);
    build.open();
    let words = build.space.words();
    let stride = i64::try_from(stride(&build.space, index)).ok()?;
    let offsets = build.place(Place::Offsets);
    let sums = build.place(Place::Sums);
    let first = build.read(Width::Four, offsets, from, 0, false);
    let mut sizes = None;
    build.each((from, to, 1), &[sums], |build, receipt, carried| {
        let before = carried.first().copied().unwrap_or(sums);
        let end = build.read(Width::Four, offsets, receipt, 1, false);
        let lines = build.ins().isub(end, first);
        let by = build.number(stride);
        let away = build.ins().imul(lines, by);
        let after = build.ins().iadd(sums, away);
        let facts = (0..words).map(|word| super::time::facts(build, shape, receipt, word)).collect();
        let past = layout.map(|layout| Past::new(build, shape, layout, receipt));
        let purses = (purse_of, units.len());
        let mut turn = Turn::new(build, programme, shape, (before, after), facts, index.rules(), purses);
        let found = match past {
            Some(None) => None,
            past => {
                turn.past = past.flatten();
                turn.all()
            }
        };
        let found = found.and_then(|Found { purses, written, awards }| {
            if turn.past.is_some() {
                turn.finish(receipt, &purses, written)?;
            }
            Some((turn.by_unit(&purses, &units), awards))
        });
        sizes = found.map(|(mut units, awards)| {
            if index.is_used() {
                index.add(build, (before, after), &mut units);
            }
            for (unit, points) in units.into_iter().enumerate() {
                let Some(points) = points else { continue };
                let column = build.place(Place::Unit(unit));
                let address = build.element(column, receipt, 8);
                build.store(points, address, 0);
            }
            if shape.awards {
                give(build, &awards, (receipt, from));
            }
            awards.into_iter().map(|award| Some(award?.1)).collect()
        });
        vec![after]
    });
    Some((build, sizes?))
}

/// Stores what the rules give for a receipt, among those of its block.
fn give(build: &mut Build<'_>, awards: &[Option<(Value, Size)>], (receipt, from): (Value, Value)) {
    let here = build.ins().isub(receipt, from);
    let mut before: Vec<Size> = Vec::new();
    for (points, size) in awards.iter().flatten() {
        let start = build.place(Place::Given(*size));
        let address = build.element(start, here, size.bytes());
        let blocks = before.iter().filter(|other| *other == size).count();
        let offset = size.bytes().saturating_mul(i64::try_from(blocks.saturating_mul(RECEIPTS)).unwrap_or(0));
        before.push(*size);
        let points = match size {
            Size::One => build.ins().ireduce(I8, *points),
            Size::Two => build.ins().ireduce(I16, *points),
            Size::Four => build.ins().ireduce(I32, *points),
            Size::Eight => *points,
        };
        build.store(points, address, i32::try_from(offset).unwrap_or(0));
    }
}
