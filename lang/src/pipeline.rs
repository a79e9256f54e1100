//! From source texts to the checked programme, with everything that is wrong in one run.

use crate::ast;
use crate::check;
use crate::diag::{self, Code, Diagnostic};
use crate::limits;
use crate::names;
use crate::programme::Programme;
use crate::source::{FileId, Sources};
use crate::syntax::{self, Memory};
use crate::watch;
use std::sync::Arc;

/// What came of a programme's texts.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The files as written, as far as they could be read.
    pub files: Vec<ast::File>,
    /// The programme; `None` if there is any error.
    pub programme: Option<Programme>,
    /// Everything that is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks all files of one programme. Total: any text gives an answer.
#[must_use]
pub fn check(sources: &Sources) -> Checked {
    check_again(sources, &mut Memory::default())
}

/// The same with what was read before, for whoever checks a programme after every letter: items that did not change are
/// not read again.
#[must_use]
pub fn check_again(sources: &Sources, memory: &mut Memory) -> Checked {
    memory.begin();
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    for (id, source) in sources.iter() {
        let (file, found, _) = syntax::parse_again(id, &source.text, memory);
        files.push(file);
        diagnostics.extend(found);
    }
    // Whatever a file declares that was not read would be missed everywhere else.
    let unread = diagnostics.iter().any(|d| d.code == Code::SourceTooLong);
    let (programme, mut diagnostics) =
        if unread { (None, diagnostics) } else { check_files(sources, &files, diagnostics) };
    shorten(&mut diagnostics);
    Checked { files, programme, diagnostics }
}

/// A data file that a programme needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its name as written: a path from the folder of the file that names it.
    pub named: String,
    /// The file that names it.
    pub by: FileId,
}

/// The first words of items that name files.
const NAME_FILES: [&str; 4] = ["table", "rates", "vocabulary", "zones"];

/// The data files that the programme's texts name, each once, in the order of the text. Whoever reads files hands them
/// in with `Sources::add_data` before the programme is checked.
#[must_use]
pub fn data_files(sources: &Sources) -> Vec<DataFile> {
    let mut found: Vec<DataFile> = Vec::new();
    for (by, source) in sources.iter() {
        // All texts are read once more when they are checked; here only items that name files are.
        let naming = syntax::items(by, &source.text);
        let naming = naming.iter().filter(|item| NAME_FILES.contains(&item.word));
        let read = naming.flat_map(|item| syntax::parse(by, sources.text(item.span)).0.items);
        for item in read.collect::<Vec<_>>() {
            let named = match &item {
                ast::Item::Table(table) => &table.file.node,
                ast::Item::Rates(rates) => &rates.file.node,
                ast::Item::Vocabulary(vocabulary) => &vocabulary.file.node,
                ast::Item::Zones(zones) => &zones.file.node,
                ast::Item::Header(_)
                | ast::Item::Fields(_)
                | ast::Item::Holidays(_)
                | ast::Item::Lines(_)
                | ast::Item::Track(_)
                | ast::Item::Earn(_)
                | ast::Item::Stack(_)
                | ast::Item::Tiers(_)
                | ast::Item::Expire(_)
                | ast::Item::Partner(_)
                | ast::Item::Reward(_)
                | ast::Item::Test(_)
                | ast::Item::Migration(_)
                | ast::Item::Property(_)
                | ast::Item::Returns(_) => continue,
            };
            if found.iter().all(|f| f.named != *named) {
                found.push(DataFile { named: named.clone(), by });
            }
        }
    }
    found
}

/// Checks files that were read before; `earlier` is what was wrong in reading them.
fn check_files(
    sources: &Sources,
    files: &[ast::File],
    earlier: Vec<Diagnostic>,
) -> (Option<Programme>, Vec<Diagnostic>) {
    let (mut programme, mut diagnostics) = check_once(sources, files, earlier.clone());
    if let Some(files) = watch::watched(files) {
        let (watched, found) = check_once(sources, &files, earlier);
        // What is wrong elsewhere is wrong here, too.
        let new: Vec<Diagnostic> = found.into_iter().filter(|d| !diagnostics.contains(d)).collect();
        diagnostics.extend(new);
        programme = programme.zip(watched).map(|(mut programme, mut watched)| {
            programme.properties = std::mem::take(&mut watched.properties);
            programme.watched = Some(Arc::new(watched));
            programme
        });
    }
    (programme, diagnostics)
}

fn check_once(
    sources: &Sources,
    files: &[ast::File],
    earlier: Vec<Diagnostic>,
) -> (Option<Programme>, Vec<Diagnostic>) {
    let (names, taken) = names::collect(sources, files, &earlier);
    let mut diagnostics = earlier;
    diagnostics.extend(taken);
    check::check(sources, files, &names, diagnostics)
}

/// In the order of the text, and not more than anybody reads.
fn shorten(diagnostics: &mut Vec<Diagnostic>) {
    diag::sort(diagnostics);
    if diagnostics.len() <= limits::DIAGNOSTICS {
        return;
    }
    let left_off = diagnostics.len() - (limits::DIAGNOSTICS - 1);
    diagnostics.truncate(limits::DIAGNOSTICS - 1);
    if let Some(span) = diagnostics.last().and_then(Diagnostic::span) {
        diagnostics.push(
            Diagnostic::new(
                Code::TooMany,
                span,
                format!("{left_off} more mistakes are not shown"),
                "and so on",
            )
            .help("correct the first ones and check again"),
        );
    }
}
