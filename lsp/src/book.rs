//! A programme as it was looked at: its texts, what is found in them, and, once somebody asks, its words and names.

use crate::lints::Lints;
use crate::names::Names;
use crate::text::{Encoding, Text};
use gen_lsp_types::Uri;
use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use treue_lang::ast::{Item, Setting};
use treue_lang::pipeline::Checked;
use treue_lang::source::{FileId, Sources, Span};
use treue_lang::syntax::Memory;
use treue_lang::syntax::marks::{Mark, marks_again};
use treue_lint::Finding;

/// A programme with everything that is known of it.
pub(crate) struct Book {
    pub(crate) sources: Sources,
    /// The paths of the files, by their numbers: those of the programme, then those of data.
    pub(crate) paths: Vec<PathBuf>,
    /// Their addresses, as the editor writes them where it has them open.
    uris: Vec<Uri>,
    pub(crate) checked: Checked,
    pub(crate) lints: Lints,
    findings: Vec<Finding>,
    /// The same beside what was proved, once that is known.
    proved: OnceCell<Vec<Finding>>,
    /// What is wrong with files beside the programme, such as `treue.toml`: file, line and column from 0, message.
    pub(crate) beside: Vec<(PathBuf, u32, u32, String)>,
    texts: Vec<OnceCell<Text>>,
    encoding: Encoding,
    memory: Rc<RefCell<Memory>>,
    marks: OnceCell<Vec<Vec<Mark>>>,
    names: OnceCell<Names>,
    wholes: OnceCell<Vec<Span>>,
}

impl Book {
    pub(crate) fn new(
        sources: Sources,
        paths: Vec<(PathBuf, Uri)>,
        checked: Checked,
        lints: Lints,
        encoding: Encoding,
        memory: Rc<RefCell<Memory>>,
    ) -> Book {
        let (paths, uris) = paths.into_iter().unzip();
        let findings = lints.found(&sources, &checked, None);
        let texts = sources.all().map(|_| OnceCell::new()).collect();
        Book {
            sources,
            paths,
            uris,
            checked,
            lints,
            findings,
            proved: OnceCell::new(),
            beside: Vec::new(),
            texts,
            encoding,
            memory,
            marks: OnceCell::new(),
            names: OnceCell::new(),
            wholes: OnceCell::new(),
        }
    }

    /// What is found in it, and proved of it as far as that is known.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.proved.get().unwrap_or(&self.findings)
    }

    /// Takes what was found beside proofs; true if that is more than what was known.
    pub(crate) fn proves(&self, found: Vec<Finding>) -> bool {
        self.proved.set(found).is_ok() && self.proved.get() != Some(&self.findings)
    }

    /// Whether it is known what can be proved.
    pub(crate) fn is_proved(&self) -> bool {
        self.proved.get().is_some()
    }

    /// The number of a file of the programme or its data.
    pub(crate) fn file(&self, path: &Path) -> Option<FileId> {
        let at = self.paths.iter().position(|p| p == path)?;
        u16::try_from(at).ok().map(FileId)
    }

    /// The address of a file.
    pub(crate) fn uri(&self, file: FileId) -> Option<&Uri> {
        self.uris.get(usize::from(file.0))
    }

    /// The addresses of all files.
    pub(crate) fn uris(&self) -> &[Uri] {
        &self.uris
    }

    /// The text of a file with its lines.
    pub(crate) fn text(&self, file: FileId) -> Option<&Text> {
        let source = self.sources.file(file)?;
        let cell = self.texts.get(usize::from(file.0))?;
        Some(cell.get_or_init(|| Text::new(source.text.clone(), self.encoding)))
    }

    /// What the words of the programme's files are, by file.
    pub(crate) fn marks(&self) -> &[Vec<Mark>] {
        self.marks.get_or_init(|| {
            let mut memory = self.memory.borrow_mut();
            self.sources.iter().map(|(id, file)| marks_again(id, &file.text, &mut memory)).collect()
        })
    }

    /// The words of one file.
    pub(crate) fn marks_of(&self, file: FileId) -> &[Mark] {
        self.marks().get(usize::from(file.0)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The word at a byte, or right before it.
    pub(crate) fn mark_at(&self, file: FileId, byte: usize) -> Option<&Mark> {
        let marks = self.marks_of(file);
        let behind = marks.partition_point(|m| m.span.start as usize <= byte);
        let before = marks.get(behind.checked_sub(1)?)?;
        (byte <= before.span.end as usize).then_some(before)
    }

    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.sources, self.marks()))
    }

    /// The whole of what is declared at a place: an item, or a level, setting or field in one; of broken items those that
    /// the front end sets apart.
    pub(crate) fn whole(&self, span: Span) -> Option<Span> {
        let holds =
            |outer: &&Span| outer.file == span.file && outer.start <= span.start && span.end <= outer.end;
        let all = self.wholes.get_or_init(|| self.checked.files.iter().flat_map(wholes).collect());
        all.iter().filter(holds).min_by_key(|s| s.end - s.start).copied()
    }
}

fn wholes(file: &treue_lang::ast::File) -> Vec<Span> {
    let mut found: Vec<Span> = file.broken.iter().map(|b| b.span).collect();
    for item in &file.items {
        found.push(item.span());
        if let Item::Header(header) = item {
            found.extend(header.settings.iter().filter_map(of_setting));
        }
        if let Item::Fields(fields) = item {
            found.extend(fields.fields.iter().map(|f| f.span));
        }
        if let Item::Tiers(tiers) = item {
            found.extend(tiers.levels.iter().map(|l| l.span));
        }
        if let Item::Partner(partner) = item {
            found.extend(partner.earns.iter().map(|e| e.span));
        }
    }
    found
}

/// The whole of a setting that declares something.
fn of_setting(setting: &Setting) -> Option<Span> {
    if let Setting::Unit { span, .. } = setting {
        return Some(*span);
    }
    if let Setting::Measure(name, of) = setting {
        return Some(of.as_ref().map_or(name.span, |(_, of)| name.span.to(of.span)));
    }
    None
}
