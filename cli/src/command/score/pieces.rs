//! Files in pieces that a thread can score alone: some whole lines, or some rows of a table.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use treue_columnar::{Columns, ParquetPurchases, Purchases, is_parquet};
use treue_lang::programme::Programme;
use treue_runtime::limits::EVENT_BYTES;

/// Bytes of a piece of lines.
const PIECE: usize = 1 << 20;

/// What a thread scores at once.
pub(super) enum Piece {
    /// Whole lines, each with its end.
    Lines(Vec<u8>),
    /// Rows.
    Rows(Box<Purchases>),
}

/// Where a piece comes from.
pub(super) struct Origin {
    /// Which of the files.
    pub(super) file: usize,
    /// How many bytes were read by then.
    pub(super) read: u64,
}

/// Pieces of some files, one after the other.
pub(super) struct Pieces<'p> {
    programme: &'p Programme,
    columns: Columns,
    waiting: VecDeque<(PathBuf, bool)>,
    open: Option<Open<'p>>,
    file: usize,
    read: u64,
    /// Bytes of all files.
    pub(super) total: u64,
}

enum Open<'p> {
    Lines(Lines),
    Table(Box<ParquetPurchases<'p>>, u64),
}

struct Lines {
    file: File,
    /// The start of a line whose end has not been read.
    rest: Vec<u8>,
    first: bool,
}

impl<'p> Pieces<'p> {
    /// Of these files; `None` if one of them is not a file that can be read twice.
    pub(super) fn open(programme: &'p Programme, paths: &[PathBuf], columns: Columns) -> Option<Pieces<'p>> {
        let (mut waiting, mut total) = (VecDeque::new(), 0u64);
        for path in paths {
            let about =
                File::open(path).and_then(|file| file.metadata()).ok().filter(|about| about.is_file())?;
            total = total.saturating_add(about.len());
            let table = is_parquet(path);
            if table {
                opened(programme, path, columns)?;
            }
            waiting.push_back((path.clone(), table));
        }
        Some(Pieces { programme, columns, waiting, open: None, file: 0, read: 0, total })
    }

    /// The next piece; nothing in it after the last. `None` if a file holds what no piece can.
    pub(super) fn piece(&mut self) -> Option<Option<(Origin, Piece)>> {
        loop {
            let piece = match &mut self.open {
                Some(Open::Lines(lines)) => {
                    let bytes = lines.some()?;
                    self.read = self.read.saturating_add(u64::try_from(bytes.len()).unwrap_or(0));
                    (!bytes.is_empty()).then_some(Piece::Lines(bytes))
                }
                Some(Open::Table(table, bytes)) => {
                    let rows = table.next_purchases().ok()?;
                    if rows.is_none() {
                        self.read = self.read.saturating_add(*bytes);
                    }
                    rows.map(|rows| Piece::Rows(Box::new(rows)))
                }
                None => None,
            };
            if let Some(piece) = piece {
                return Some(Some((Origin { file: self.file.saturating_sub(1), read: self.read }, piece)));
            }
            let Some((path, table)) = self.waiting.pop_front() else { return Some(None) };
            self.file = self.file.saturating_add(1);
            self.open = Some(if table {
                let bytes = path.metadata().map_or(0, |about| about.len());
                Open::Table(Box::new(opened(self.programme, &path, self.columns)?), bytes)
            } else {
                Open::Lines(Lines { file: File::open(&path).ok()?, rest: Vec::new(), first: true })
            });
        }
    }
}

fn opened<'p>(programme: &'p Programme, path: &Path, columns: Columns) -> Option<ParquetPurchases<'p>> {
    ParquetPurchases::open(File::open(path).ok()?, programme, columns, true).ok()
}

impl Lines {
    /// As many whole lines as a piece holds, at least one; none at the end. The last line gets an end if it has none.
    fn some(&mut self) -> Option<Vec<u8>> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            let most = u64::try_from(PIECE).unwrap_or(u64::MAX);
            let count = (&mut self.file).take(most).read_to_end(&mut bytes).ok()?;
            if std::mem::take(&mut self.first) && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if count < PIECE {
                if bytes.last().is_some_and(|last| *last != b'\n') {
                    bytes.push(b'\n');
                }
                return Some(bytes);
            }
            if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
                self.rest = bytes.split_off(end.saturating_add(1));
                return Some(bytes);
            }
            if bytes.len() > EVENT_BYTES {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(name: &str, text: &[u8]) -> Vec<Vec<u8>> {
        let path = std::env::temp_dir().join(format!("treue-pieces-{name}-{}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let mut lines = Lines { file: File::open(&path).unwrap(), rest: Vec::new(), first: true };
        let mut all = Vec::new();
        loop {
            let piece = lines.some().unwrap();
            if piece.is_empty() {
                break;
            }
            all.push(piece);
        }
        std::fs::remove_file(path).unwrap();
        all
    }

    #[test]
    fn a_file_is_cut_between_lines() {
        let line = [vec![b'x'; 999], vec![b'\n']].concat();
        let text = line.repeat(2_500);
        let found = pieces("cut", &text);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|piece| piece.len() % 1_000 == 0 && piece.len() <= PIECE + 1_000));
        assert_eq!(found.concat(), text);
    }

    #[test]
    fn marks_before_the_text_and_missing_ends_do_not_matter() {
        assert_eq!(pieces("mark", b"\xef\xbb\xbfa\r\n\nb"), [b"a\r\n\nb\n".to_vec()]);
        assert_eq!(pieces("nothing", b""), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn a_line_may_be_longer_than_a_piece() {
        let long = [vec![b'x'; PIECE * 2 + 5], vec![b'\n']].concat();
        assert_eq!(pieces("long", &[&long[..], b"a\n"].concat()).concat(), [&long[..], b"a\n"].concat());
    }
}
