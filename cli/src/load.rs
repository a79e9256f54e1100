//! From what a user names to a programme: one file, or a folder whose `.treue` files are read together.

use crate::failure::{Failure, reason};
use crate::files;
use crate::input::{Lines, Problems, invalid};
use crate::ui::{Ui, report};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::diag::{Diagnostic, Severity};
use treue_lang::limits;
use treue_lang::pipeline::{self, Checked};
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::state::{Member, Members};

/// A larger file is no programme; its text is not even read.
const FILE_BYTES: u64 = 64 << 20;
/// Files of one folder.
const FILES: usize = 1_000;

/// The source files of a programme.
pub(crate) fn paths(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let shown = files::name(path);
    let about = fs::metadata(path).map_err(|e| Failure::file("read", &shown, &e))?;
    if !about.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| Failure::file("read", &shown, &e))? {
        let inside = entry.map_err(|e| Failure::file("read", &shown, &e))?.path();
        let hidden = inside.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if inside.extension().is_some_and(|e| e == "treue") && !hidden && inside.is_file() {
            found.push(inside);
        }
    }
    found.sort();
    match found.len() {
        0 => Err(Failure::cannot(format!("the folder {shown} holds no file whose name ends in .treue"))),
        n if n > FILES => {
            Err(Failure::cannot(format!("the folder {shown} holds more than {FILES} .treue files")))
        }
        _ => Ok(found),
    }
}

/// Some programmes of the working folder: files, and folders that hold some.
pub(crate) fn programmes_here() -> Vec<String> {
    const SHOWN: usize = 5;
    let inside = fs::read_dir(".").into_iter().flatten().filter_map(Result::ok).take(FILES);
    let is_one = |path: &PathBuf| match path.is_dir() {
        true => paths(path).is_ok(),
        false => path.extension().is_some_and(|e| e == "treue"),
    };
    let mut found: Vec<String> = inside
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(is_one)
        .map(|path| files::name(&path))
        .collect();
    found.sort();
    found.truncate(SHOWN);
    found
}

/// The text of one source file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let shown = files::name(path);
    let size = fs::metadata(path).map_err(|e| Failure::file("read", &shown, &e))?.len();
    if size > FILE_BYTES {
        return Err(Failure::cannot(format!("{shown} is too large to be a programme ({} MiB)", size >> 20)));
    }
    let text = files::text(path)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The text of a data file, or why there is none.
pub(crate) fn data_text(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|e| reason(&e))?.len();
    if size > limits::DATA_BYTES as u64 {
        return Err(format!("it is larger than {} MiB", limits::DATA_BYTES >> 20));
    }
    let bytes = fs::read(path).map_err(|e| reason(&e))?;
    String::from_utf8(bytes).map_err(|_| "it is not a text in UTF-8".to_owned())
}

/// All texts of a programme, and of the data files that they name.
pub(crate) fn sources(path: &Path) -> Result<Sources, Failure> {
    let mut read = Vec::new();
    let mut unread = Vec::new();
    for path in paths(path)? {
        match text(&path) {
            Ok(text) => read.push(SourceFile { name: files::name(&path), text }),
            Err(why) => unread.push(why.to_string()),
        }
    }
    if !unread.is_empty() {
        return Err(Failure::cannot(unread.join("\n")));
    }
    let mut sources = Sources::new(read);
    for data in pipeline::data_files(&sources) {
        let by = sources.file(data.by).map(|f| f.name.clone()).unwrap_or_default();
        let path = Path::new(&by).parent().unwrap_or(Path::new("")).join(&data.named);
        let read = data_text(&path).map(|text| SourceFile { name: files::name(&path), text });
        sources.add_data(data.named, read);
    }
    Ok(sources)
}

/// A programme with its texts, and how it was checked.
pub(crate) fn checked(path: &Path) -> Result<(Sources, Checked), Failure> {
    let sources = sources(path)?;
    let checked = pipeline::check(&sources);
    Ok((sources, checked))
}

/// Whether one of these is an error.
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

/// A programme that is needed to go on. Its mistakes are shown; with one of them the command cannot run.
pub(crate) fn programme(ui: &Ui, path: &Path) -> Result<(Sources, Arc<Programme>), Failure> {
    let (sources, checked) = checked(path)?;
    match checked.programme {
        Some(programme) if !has_errors(&checked.diagnostics) => Ok((sources, Arc::new(programme))),
        Some(_) | None => {
            ui.print(&report::mistakes(ui, &sources, &checked.diagnostics))?;
            let name = files::name(path);
            Err(Failure::cannot(format!("{name} has mistakes; correct them first")))
        }
    }
}

/// Members as an earlier run left them.
pub(crate) fn state(programme: &Programme, path: &Path) -> Result<Members, Failure> {
    let bytes = fs::read(path).map_err(|e| Failure::file("read", &files::name(path), &e))?;
    Members::from_bytes(programme, &bytes)
        .map_err(|e| Failure::cannot(format!("cannot read the members in {}: {e}", files::name(path))))
}

/// Members who are known before the first event, from a file with one a line. Of those who are known already it sets
/// the fields.
pub(crate) fn members(
    programme: &Programme,
    path: &Path,
    options: ReadOptions,
    members: &mut Members,
) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::cannot(format!(
            "{} is a folder; name the file of members in it",
            files::name(path)
        )));
    }
    let mut lines = Lines::open(path)?;
    let mut reader = Reader::new(programme, options);
    let mut seen = HashSet::new();
    let mut problems = Problems::default();
    let mut line = Vec::new();
    while let Some(number) = lines.next(&mut line)? {
        let place = format!("{}:{number}", files::name(path));
        match reader.members_line(&line) {
            Ok(read) if !seen.insert(read.member.clone()) => {
                problems.add(format!("{place}: member {} stands here for the second time", read.member));
            }
            // An account that went up into another one is no more.
            Ok(read) if members.shared().merged.contains_key(&read.member) => {}
            Ok(read) => {
                let known = members.get(&read.member).cloned();
                let member = known.unwrap_or_else(|| Member::new(programme));
                members.insert(read.member, Member { fields: read.fields, ..member });
            }
            Err(errors) => {
                problems.add(invalid(&place, &errors));
            }
        }
    }
    if problems.count() > 0 {
        return Err(Failure::cannot(format!("the members cannot be read\n{}", problems.report())));
    }
    Ok(())
}
