//! The compiled programme: makes the machine code, owns it, frees it, and calls it.
#![expect(unsafe_code, reason = "machine code is called here, and freed with its owner")]

use super::functions::{Job, Kind, build, jobs};
use super::lint::{Reach, check_code, check_ir};
use super::timer::Timer;
use crate::guard::guarded;
use crate::native::CompileError;
use crate::native::lower::Shape;
use crate::native::plan::Plan;
use crate::native::plan::index::AT_LEAST;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{AbiParam, Function, Signature, UserFuncName};
use cranelift_codegen::settings::Configurable;
use cranelift_codegen::{isa, settings, verify_function};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule, SystemMemoryProvider};
use cranelift_module::{FuncId, Linkage, Module};
use std::fmt::Write;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::time::Duration;
use treue_lang::programme::{Id, Programme, RuleId};

/// A compiled function: the frame, the line columns, the distance of two columns in bytes, the number of lines.
type Kernel = unsafe extern "C" fn(*mut i64, *mut i64, i64, i64);

/// Which instructions of the host's kind of processor compiled code uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flags {
    /// All that the host has.
    #[default]
    Host,
    /// Those that every processor of its kind has.
    Baseline,
}

/// How a programme is compiled.
#[derive(Clone, Copy, Default)]
struct How {
    flags: Flags,
    /// Whether the functions are kept as text.
    text: bool,
    /// How long it may take.
    time: Option<Duration>,
    /// So many rules that facts lead to stand in an index.
    at_least: Option<usize>,
}

/// A programme as machine code, shared by all evaluators of it. The code is freed with the last of them.
pub struct Compiled {
    programme: Arc<Programme>,
    plan: Plan,
    shapes: Vec<Shape>,
    /// By [`Kind`].
    kernels: Vec<Vec<Kernel>>,
    /// By `RuleId`: for a rule of the index its function and its number there.
    found: Vec<Option<(usize, i64)>>,
    text: Option<String>,
    code_bytes: usize,
    compile_time: Duration,
    // Behind the addresses of its code, so that it goes last.
    _memory: Memory,
}

/// A module that is freed, code and all, when it goes. (Dropping a bare one would keep its code for ever.)
struct Memory(ManuallyDrop<JITModule>);

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: taken once, here. Nobody runs its code: running borrows the `Compiled` that owns it, and the addresses of
        // the code never leave that.
        unsafe { ManuallyDrop::take(&mut self.0).free_memory() };
    }
}

// SAFETY: once `new` has returned, the module is not touched again until `drop`, which has the value to itself; what is
// shared are plain data and addresses of code that nobody writes.
unsafe impl Sync for Compiled {}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled")
            .field("programme", &self.programme.name)
            .field("functions", &self.kernels.iter().map(Vec::len).sum::<usize>())
            .field("code_bytes", &self.code_bytes)
            .finish_non_exhaustive()
    }
}

impl Compiled {
    /// Compiles a programme for this host.
    ///
    /// # Errors
    /// If the host cannot run compiled code, or the code generator fails: callers fall back to the reference interpreter.
    pub fn new(programme: Arc<Programme>) -> Result<Arc<Compiled>, CompileError> {
        Compiled::guarded(programme, How::default())
    }

    /// The same, but gives up where it takes longer; that is looked at between two functions.
    ///
    /// # Errors
    /// As [`Compiled::new`], and if it takes longer.
    pub fn within(programme: Arc<Programme>, time: Duration) -> Result<Arc<Compiled>, CompileError> {
        Compiled::guarded(programme, How { time: Some(time), ..How::default() })
    }

    /// The same, and keeps the text of the functions for [`Compiled::clif`].
    ///
    /// # Errors
    /// As [`Compiled::new`].
    pub fn with_text(programme: Arc<Programme>) -> Result<Arc<Compiled>, CompileError> {
        Compiled::guarded(programme, How { text: true, ..How::default() })
    }

    /// The same with other instructions than the host's best.
    ///
    /// # Errors
    /// As [`Compiled::new`].
    pub fn with_flags(programme: Arc<Programme>, flags: Flags) -> Result<Arc<Compiled>, CompileError> {
        Compiled::guarded(programme, How { flags, ..How::default() })
    }

    /// The same; rules stand in an index if facts lead to at least so many.
    ///
    /// # Errors
    /// As [`Compiled::new`].
    pub fn with_index(programme: Arc<Programme>, at_least: usize) -> Result<Arc<Compiled>, CompileError> {
        Compiled::guarded(programme, How { at_least: Some(at_least), ..How::default() })
    }

    fn guarded(programme: Arc<Programme>, how: How) -> Result<Arc<Compiled>, CompileError> {
        // The code generator panics on some hosts and inputs instead of giving an error.
        let made = guarded(|| Compiled::make(programme, how));
        made.unwrap_or_else(|| Err(CompileError::Generator("it gave up".to_owned()))).map(Arc::new)
    }

    fn make(programme: Arc<Programme>, how: How) -> Result<Compiled, CompileError> {
        let timer = Timer::start(how.time);
        let plan = Plan::new(&programme, Some(how.at_least.unwrap_or(AT_LEAST)))?;
        let isa = host(how.flags)?;
        let mut builder = JITBuilder::with_isa(isa, cranelift_module::default_libcall_names());
        builder.memory_provider(Box::new(SystemMemoryProvider::new()));
        let mut maker = Maker {
            memory: Memory(ManuallyDrop::new(JITModule::new(builder))),
            functions: Vec::new(),
            text: how.text.then(String::new),
            code_bytes: 0,
            timer,
        };
        let shapes = maker.all(&programme, &plan)?;
        let kernels = maker.finish()?;
        let found = places(&programme, &plan);
        Ok(Compiled {
            programme,
            plan,
            shapes,
            kernels,
            found,
            text: maker.text,
            code_bytes: maker.code_bytes,
            compile_time: timer.elapsed(),
            _memory: maker.memory,
        })
    }

    /// The programme.
    #[must_use]
    pub fn programme(&self) -> &Arc<Programme> {
        &self.programme
    }

    /// Its plan.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Denominator of a rule's raw value.
    pub(crate) fn denominator(&self, rule: RuleId) -> u64 {
        self.shapes.get(rule.index()).map_or(1, |s| s.den)
    }

    /// The functions as text, in Cranelift's notation; empty unless made by [`Compiled::with_text`].
    #[must_use]
    pub fn clif(&self) -> &str {
        self.text.as_deref().unwrap_or("")
    }

    /// Size of the machine code in bytes.
    #[must_use]
    pub fn code_bytes(&self) -> usize {
        self.code_bytes
    }

    /// How long it took to plan and compile.
    #[must_use]
    pub fn compile_time(&self) -> Duration {
        self.compile_time
    }

    /// How many rules stand in the index: they are looked at where facts lead to them.
    #[must_use]
    pub fn indexed(&self) -> usize {
        self.found.iter().flatten().count()
    }

    /// Number of compiled functions.
    #[must_use]
    pub fn functions(&self) -> usize {
        self.kernels.iter().map(Vec::len).sum::<usize>()
    }

    /// Calls the functions of a kind: all, or the first `most`. `lines` holds the line columns, `stride` numbers
    /// each, of which the first `count` are lines. Gives false, and calls nothing, if the memory does not fit the plan.
    #[must_use]
    pub(crate) fn run(
        &self,
        kind: Kind,
        frame: &mut [i64],
        (lines, stride, count): (&mut [i64], usize, usize),
        most: usize,
    ) -> bool {
        let Some((bytes, count)) = self.fits(frame, lines, (stride, count)) else { return false };
        let kernels = self.kernels.get(kind as usize).map(Vec::as_slice).unwrap_or_default();
        for kernel in kernels.iter().take(most) {
            // SAFETY: the code lives as long as `self`. It touches `frame` at constant offsets below its planned length, which is
            // the length of the slice, and `lines` at column · stride + line · 8 for columns of the plan and lines below
            // `count`, all inside the slice, as checked above; `lint` has checked the code itself.
            unsafe { kernel(frame.as_mut_ptr(), lines.as_mut_ptr(), bytes, count) };
        }
        true
    }

    /// Looks at these rules of the index, in this order; as [`Compiled::run`].
    #[must_use]
    pub(crate) fn run_found(
        &self,
        rules: &[RuleId],
        frame: &mut [i64],
        (lines, stride, count): (&mut [i64], usize, usize),
    ) -> bool {
        let Some((bytes, count)) = self.fits(frame, lines, (stride, count)) else { return false };
        let kernels = self.kernels.get(Kind::Found as usize).map(Vec::as_slice).unwrap_or_default();
        for rule in rules {
            let place = self.found.get(rule.index()).copied().flatten();
            let kernel = place.and_then(|(function, _)| kernels.get(function));
            let wanted = frame.get_mut(self.plan.wanted.index());
            let (Some((_, number)), Some(kernel), Some(wanted)) = (place, kernel, wanted) else {
                return false;
            };
            *wanted = number;
            // SAFETY: as for `run`.
            unsafe { kernel(frame.as_mut_ptr(), lines.as_mut_ptr(), bytes, count) };
        }
        true
    }

    /// The distance of two columns in bytes and the number of lines, if the memory fits the plan.
    fn fits(&self, frame: &[i64], lines: &[i64], (stride, count): (usize, usize)) -> Option<(i64, i64)> {
        let columns = self.plan.lines.columns.len();
        let fits = frame.len() == self.plan.frame_len
            && count <= stride
            && columns.checked_mul(stride).is_some_and(|needed| needed <= lines.len());
        Some((i64::try_from(stride.saturating_mul(8)).ok()?, i64::try_from(count).ok()?)).filter(|_| fits)
    }
}

/// The host's processor, with the flags that compiled programmes rely on.
pub(crate) fn host(instructions: Flags) -> Result<isa::OwnedTargetIsa, CompileError> {
    let mut flags = settings::builder();
    for (name, value) in [
        ("opt_level", "speed"),
        ("is_pic", "false"),
        ("use_colocated_libcalls", "false"),
        ("unwind_info", "false"),
        ("preserve_frame_pointers", "true"),
        // Once, before anything is optimised, in `Maker::one`; between all steps of the code generator where asserts are on.
        ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
        ("enable_probestack", "true"),
        ("probestack_strategy", "inline"),
    ] {
        flags.set(name, value).map_err(|e| CompileError::Host(e.to_string()))?;
    }
    let all = instructions == Flags::Host;
    let builder =
        cranelift_native::builder_with_options(all).map_err(|e| CompileError::Host(e.to_owned()))?;
    builder.finish(settings::Flags::new(flags)).map_err(|e| CompileError::Host(e.to_string()))
}

/// Where the rules of the index are.
fn places(programme: &Programme, plan: &Plan) -> Vec<Option<(usize, i64)>> {
    let mut places = vec![None; programme.rules.len()];
    let Some(index) = &plan.index else { return places };
    let portions = jobs(programme, plan).into_iter().filter_map(|job| match job {
        Job::Found(from, to) => index.rules.get(from..to),
        Job::Sums(..)
        | Job::Marks(_)
        | Job::Early(..)
        | Job::Rules(..)
        | Job::Contest(_)
        | Job::Entered(_)
        | Job::Kept(_)
        | Job::Points(..)
        | Job::Gates(_)
        | Job::ConvertGates(_) => None,
    });
    for (function, rules) in portions.enumerate() {
        for (number, rule) in (0i64..).zip(rules) {
            if let Some(place) = places.get_mut(rule.index()) {
                *place = Some((function, number));
            }
        }
    }
    places
}

/// A module that is being filled.
struct Maker {
    memory: Memory,
    functions: Vec<(Kind, FuncId)>,
    text: Option<String>,
    code_bytes: usize,
    timer: Timer,
}

impl Maker {
    /// Compiles everything; gives the shapes of the values of the rules.
    fn all(&mut self, programme: &Programme, plan: &Plan) -> Result<Vec<Shape>, CompileError> {
        let mut shapes = vec![Shape::default(); programme.rules.len()];
        let mut scratch = FunctionBuilderContext::new();
        for job in jobs(programme, plan) {
            self.timer.look()?;
            self.one(job, programme, plan, &mut shapes, &mut scratch)?;
        }
        let together = shapes.iter().fold(0u128, |sum, s| sum.saturating_add(s.given.max(s.raw)));
        if together >= 1 << 62 {
            // What rules give is added, by stacks and tracks.
            return Err(CompileError::Width("rules may give more together than can be added".to_owned()));
        }
        self.memory.0.finalize_definitions().map_err(|e| CompileError::Host(e.to_string()))?;
        Ok(shapes)
    }

    fn one(
        &mut self,
        job: Job,
        programme: &Programme,
        plan: &Plan,
        shapes: &mut [Shape],
        scratch: &mut FunctionBuilderContext,
    ) -> Result<(), CompileError> {
        let failed = |what: String| CompileError::Generator(format!("{}: {what}", job.name()));
        let config = self.memory.0.target_config();
        let mut signature = Signature::new(config.default_call_conv);
        signature.params.extend([AbiParam::new(config.pointer_type()), AbiParam::new(config.pointer_type())]);
        signature.params.extend([AbiParam::new(I64), AbiParam::new(I64)]);
        let id = self
            .memory
            .0
            .declare_function(&job.name(), Linkage::Local, &signature)
            .map_err(|e| failed(e.to_string()))?;
        let mut context = self.memory.0.make_context();
        context.func = Function::with_name_signature(UserFuncName::user(0, id.as_u32()), signature);
        let b = FunctionBuilder::new(&mut context.func, scratch);
        build(b, job, programme, plan, shapes)?.finalize(config);
        let reach = Reach::Frame { bytes: plan.frame_len.saturating_mul(8), lines: job.reads_lines() };
        check_ir(&context.func, reach)?;
        if !cfg!(debug_assertions) {
            verify_function(&context.func, self.memory.0.isa()).map_err(|e| failed(e.to_string()))?;
        }
        if let Some(text) = &mut self.text {
            let _ = writeln!(text, "; {}\n{}", job.name(), context.func.display());
        }
        self.memory.0.define_function(id, &mut context).map_err(|e| failed(e.to_string()))?;
        let code = context.compiled_code().ok_or_else(|| failed("no code".to_owned()))?;
        check_code(code)?;
        self.code_bytes = self.code_bytes.saturating_add(code.buffer.data().len());
        self.functions.push((job.kind(), id));
        Ok(())
    }

    /// The addresses of the functions, by kind.
    fn finish(&self) -> Result<Vec<Vec<Kernel>>, CompileError> {
        let mut kernels: Vec<Vec<Kernel>> = Vec::new();
        for (kind, id) in &self.functions {
            let code = self.memory.0.get_finalized_function(*id);
            if code.is_null() {
                return Err(CompileError::Generator("a function without an address".to_owned()));
            }
            // SAFETY: the function was declared with exactly these parameters and the host's calling convention.
            let kernel = unsafe { std::mem::transmute::<*const u8, Kernel>(code) };
            let kind = *kind as usize;
            if kernels.len() <= kind {
                kernels.resize(kind + 1, Vec::new());
            }
            kernels.get_mut(kind).into_iter().for_each(|of_kind| of_kind.push(kernel));
        }
        Ok(kernels)
    }
}
