//! Compiled functions as files: an object to link, a header that says how to call it, and what can be read of how it was made. The
//! same programme gives the same bytes on every host of one kind.

mod header;
mod listing;

use super::CompileError;
use super::code::{Job, Reach, build, check_code, check_ir, jobs};
use super::lower::Shape;
use super::plan::Plan;
use crate::guard::guarded;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{AbiParam, Function, Signature, UserFuncName};
use cranelift_codegen::isa::{self, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{Linkage, Module};
use cranelift_object::{ObjectBuilder, ObjectModule};
use std::fmt::Write;
use treue_lang::programme::Programme;

/// A programme as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// What is laid out: numbers of the frame, facts, columns of lines, functions.
    pub plan: String,
    /// The functions in Cranelift's notation.
    pub clif: String,
    /// The same as instructions of the processor.
    pub assembly: String,
    /// An object file in the format of the host's system.
    pub object: Vec<u8>,
    /// A C header: how the functions are called, and where each number stands.
    pub header: String,
}

/// A kind of processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Processor {
    /// The host's.
    #[default]
    Host,
    /// x86-64.
    X86_64,
    /// AArch64, also called ARM64.
    Aarch64,
}

impl Processor {
    /// Its name where tools name processor and system together.
    fn name(self) -> &'static str {
        match self {
            Processor::Host => std::env::consts::ARCH,
            Processor::X86_64 => "x86_64",
            Processor::Aarch64 => "aarch64",
        }
    }
}

/// Makes the files for the baseline of a kind of processor: the code runs on every processor of that kind. Their format is that of
/// the host's system.
///
/// # Errors
/// As for compiling to memory. For another kind than the host's, Treue must be built with its feature `every-processor`.
pub fn artefact(programme: &Programme, processor: Processor) -> Result<Artefact, CompileError> {
    let made = guarded(|| make(programme, processor));
    made.unwrap_or_else(|| Err(CompileError::Generator("it gave up".to_owned())))
}

fn make(programme: &Programme, processor: Processor) -> Result<Artefact, CompileError> {
    let plan = Plan::new(programme, None)?;
    let isa = baseline(processor)?;
    let builder = ObjectBuilder::new(isa, "treue", cranelift_module::default_libcall_names());
    let mut module = ObjectModule::new(builder.map_err(|e| CompileError::Host(e.to_string()))?);
    let mut shapes = vec![Shape::default(); programme.rules.len()];
    let mut scratch = FunctionBuilderContext::new();
    let (mut clif, mut assembly, mut symbols) = (String::new(), String::new(), Vec::new());
    for (number, job) in jobs(programme, &plan).into_iter().enumerate() {
        let failed = |what: String| CompileError::Generator(format!("{}: {what}", job.name()));
        let mut signature = Signature::new(module.target_config().default_call_conv);
        let pointer = module.target_config().pointer_type();
        signature.params.extend([AbiParam::new(pointer), AbiParam::new(pointer)]);
        signature.params.extend([AbiParam::new(I64), AbiParam::new(I64)]);
        let symbol = format!("treue_{number}");
        let id = module.declare_function(&symbol, Linkage::Export, &signature);
        let id = id.map_err(|e| failed(e.to_string()))?;
        let mut context = module.make_context();
        context.set_disasm(true);
        context.func = Function::with_name_signature(UserFuncName::user(0, id.as_u32()), signature);
        let b = FunctionBuilder::new(&mut context.func, &mut scratch);
        build(b, job, programme, &plan, &mut shapes)?.finalize(module.target_config());
        let reach = Reach::Frame { bytes: plan.frame_len.saturating_mul(8), lines: job.reads_lines() };
        check_ir(&context.func, reach)?;
        let _ = writeln!(clif, "; {symbol}: {}\n{}", job.name(), context.func.display());
        module.define_function(id, &mut context).map_err(|e| failed(e.to_string()))?;
        let code = context.compiled_code().ok_or_else(|| failed("no code".to_owned()))?;
        check_code(code)?;
        let text = code.vcode.as_deref().unwrap_or_default();
        let _ = writeln!(assembly, "; {symbol}: {}\n{text}", job.name());
        symbols.push((symbol, job));
    }
    let object = module.finish().emit().map_err(|e| CompileError::Generator(e.to_string()))?;
    let header = header::text(programme, &plan, &symbols)?;
    Ok(Artefact { plan: listing::text(programme, &plan, &symbols), clif, assembly, object, header })
}

/// A kind of processor without anything that not all of them have.
fn baseline(processor: Processor) -> Result<OwnedTargetIsa, CompileError> {
    let mut flags = settings::builder();
    for (name, value) in [
        ("opt_level", "speed"),
        ("is_pic", "true"),
        ("unwind_info", "false"),
        ("preserve_frame_pointers", "true"),
        ("enable_verifier", "true"),
        ("enable_probestack", "true"),
        ("probestack_strategy", "inline"),
    ] {
        flags.set(name, value).map_err(|e| CompileError::Host(e.to_string()))?;
    }
    let builder = if processor.name() == std::env::consts::ARCH {
        cranelift_native::builder_with_options(false).map_err(|e| CompileError::Host(e.to_owned()))?
    } else {
        let name = processor.name();
        isa::lookup_by_name(&format!("{name}-{SYSTEM}")).map_err(|_| {
            let why = "this build makes code for its own kind of processor only";
            CompileError::Host(format!("{why}; for {name}, build Treue with `--features every-processor`"))
        })?
    };
    builder.finish(settings::Flags::new(flags)).map_err(|e| CompileError::Host(e.to_string()))
}

/// The host's system, as a code generator names it: it decides on the format of objects and on how functions are called.
const SYSTEM: &str = if cfg!(target_os = "macos") {
    "apple-darwin"
} else if cfg!(target_os = "windows") {
    "pc-windows-msvc"
} else {
    "unknown-linux-gnu"
};

/// The functions of one use, in their order.
fn symbols_of(symbols: &[(String, Job)], of: impl Fn(&Job) -> bool) -> impl Iterator<Item = &str> {
    symbols.iter().filter(move |(_, job)| of(job)).map(|(symbol, _)| symbol.as_str())
}
