//! `treue build`: what the compiler makes of a programme, to be read or to be linked.

use crate::failure::{Failure, reason};
use crate::files;
use crate::load;
use crate::ui::Ui;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::Command;
use treue_runtime::native::object::{Artefact, Processor, artefact};

/// Compile a programme to files, to be read or to be linked.
///
/// The functions of an object or a shared library run on every processor of this machine's kind, or of the one that --target names.
/// A C header beside it says how they
/// are called and where each number stands; examples/embed/c shows a program that uses one. The same programme gives the
/// same bytes.
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// A file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
    /// What is wanted
    #[arg(long, value_enum)]
    emit: Emit,
    /// For which kind of processor; this machine's if not said. Another one needs a treue that was built with the feature every-processor
    #[arg(long, value_enum)]
    target: Option<Target>,
    /// Where it goes; standard output if not said, which objects and libraries do not go to. Their header gets the same name with .h
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Emit {
    /// What is laid out: facts, sums, rules, functions
    Plan,
    /// The functions in the notation of the code generator, Cranelift
    Clif,
    /// The functions as instructions of the processor
    Asm,
    /// An object file, with a C header
    Object,
    /// A shared library, with a C header; the C compiler of this machine links it
    Shared,
}

/// A kind of processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// x86-64
    #[value(name = "x86-64")]
    X86,
    /// AArch64, also called ARM64
    #[value(name = "aarch64")]
    Arm,
}

impl Build {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        let processor = match self.target {
            None => Processor::Host,
            Some(Target::X86) => Processor::X86_64,
            Some(Target::Arm) => Processor::Aarch64,
        };
        let made = artefact(&programme, processor)
            .map_err(|e| Failure::cannot(format!("the programme cannot be compiled: {e}")))?;
        match (self.emit, &self.out) {
            (Emit::Plan, out) => text(ui, &made.plan, out.as_deref()),
            (Emit::Clif, out) => text(ui, &made.clif, out.as_deref()),
            (Emit::Asm, out) => text(ui, &made.assembly, out.as_deref()),
            (Emit::Object | Emit::Shared, None) => {
                Err(Failure::cannot("say where it goes: --out FILE, such as --out rules.o"))
            }
            (Emit::Object, Some(out)) => {
                files::Pending::create(out)?.all(&made.object)?;
                header(ui, &made, out)
            }
            (Emit::Shared, Some(out)) => {
                link(&made, out)?;
                header(ui, &made, out)
            }
        }
    }
}

fn text(ui: &Ui, text: &str, out: Option<&Path>) -> Result<(), Failure> {
    match out {
        Some(out) => files::replace(out, text),
        None => ui.print(text),
    }
}

fn header(ui: &Ui, made: &Artefact, out: &Path) -> Result<(), Failure> {
    let header = out.with_extension("h");
    if header == out {
        return Err(Failure::cannot(
            "the header gets the name that ends in .h; give the other file another one",
        ));
    }
    files::replace(&header, &made.header)?;
    ui.say(&format!("{} and {} written", files::name(out), files::name(&header)));
    Ok(())
}

/// Lets the C compiler make a shared library.
fn link(made: &Artefact, out: &Path) -> Result<(), Failure> {
    let object = std::env::temp_dir().join(format!("treue-{}.o", files::unique()));
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    files::Pending::create(&object)?.all(&made.object)?;
    let ran = Command::new(&compiler).arg("-shared").arg("-o").arg(out).arg(&object).output();
    let _ = std::fs::remove_file(&object);
    let name = compiler.to_string_lossy();
    let ran = ran
        .map_err(|e| Failure::cannot(format!("{name} cannot be run to link the library: {}", reason(&e))))?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    Err(Failure::cannot(format!("{name} cannot link the library\n{}", said.trim_end())))
}
