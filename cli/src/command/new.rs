//! `treue new`: a small programme to start from.

use crate::failure::Failure;
use crate::files;
use crate::ui::{Style, Ui};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// What is written; `@NAME@` stands for the programme's name.
const FILES: [(&str, &str); 3] = [
    ("programme.treue", include_str!("../../starter/programme.treue")),
    ("receipts.ndjson", include_str!("../../starter/receipts.ndjson")),
    ("README.md", include_str!("../../starter/README.md")),
];

/// Write a small programme to start from.
///
/// Makes a folder with a programme of a few rules and its tests, a handful of receipts, and a note on what to
/// try. A folder that holds something already is left alone.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder to make
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl New {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let shown = files::name(&self.folder);
        let inside = match fs::read_dir(&self.folder) {
            Ok(entries) => entries.count(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
            Err(e) => return Err(Failure::file("use", &shown, &e)),
        };
        if inside > 0 {
            return Err(Failure::cannot(format!("{shown} is not empty; name a new folder")));
        }
        fs::create_dir_all(&self.folder).map_err(|e| Failure::file("make the folder", &shown, &e))?;
        let name = programme_name(&self.folder);
        for (file, text) in FILES {
            files::replace(&self.folder.join(file), &text.replace("@NAME@", &name))?;
        }
        let head = ui.style(Style::Bold, &format!("{name} is ready in {shown}"));
        ui.print(&format!("{head}: a programme with three tests, and ten events to try it on.\n"))?;
        let programme = quoted(&self.folder.join("programme.treue"));
        let receipts = quoted(&self.folder.join("receipts.ndjson"));
        ui.say(&format!(
            "\nTry next:\n  treue test {programme}\n  treue score {programme} {receipts}\n  \
             treue explain {programme} {receipts} --event r-1003"
        ));
        Ok(())
    }
}

/// `my-corner_shop` becomes `My Corner Shop`.
fn programme_name(folder: &Path) -> String {
    let known = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let last = known.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || c == '\'' { c } else { ' ' };
    let words: String = last.chars().map(plain).collect();
    let words: Vec<String> = words.split_whitespace().map(capital).collect();
    if words.is_empty() { String::from("My Shop") } else { words.join(" ") }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A path as it can be pasted after a prompt.
fn quoted(path: &Path) -> String {
    let name = files::name(path);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if name.chars().all(plain) { name } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_programme_after_its_folder() {
        for (folder, name) in [
            ("/nowhere/my-corner_shop", "My Corner Shop"),
            ("/nowhere/bergblick", "Bergblick"),
            ("/nowhere/a\"b\\c", "A B C"),
            ("/nowhere/...", "My Shop"),
        ] {
            assert_eq!(programme_name(Path::new(folder)), name);
        }
    }
}
