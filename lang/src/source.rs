//! The files of one programme, and places in them.

/// Which file of a programme, in the order they were given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u16);

/// A place in a source file: bytes `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Span {
    /// The smallest span that holds both; `other` must be in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Something with the place where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a thing at a place.
    pub fn new(node: T, span: Span) -> Self {
        Spanned { node, span }
    }
}

/// One source text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Name for messages, usually the path as the user gave it.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A data file that a programme names.
#[derive(Clone, Debug)]
struct DataFile {
    /// Its name as the programme writes it.
    named: String,
    /// Its number, or why it could not be read.
    read: Result<FileId, String>,
}

/// All files of one programme, and the data files that it names.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Those of the programme, then those of data.
    files: Vec<SourceFile>,
    /// How many are the programme's.
    programmes: usize,
    data: Vec<DataFile>,
}

impl Sources {
    /// One file.
    pub fn single(name: impl Into<String>, text: impl Into<String>) -> Self {
        Sources::new(vec![SourceFile { name: name.into(), text: text.into() }])
    }

    /// Several files, read together as one programme.
    #[must_use]
    pub fn new(files: Vec<SourceFile>) -> Self {
        Sources { programmes: files.len(), files, data: Vec::new() }
    }

    /// Hands in a data file under the name that the programme writes, or says why it cannot be read. Which ones are
    /// needed, `pipeline::data_files` tells.
    pub fn add_data(&mut self, named: impl Into<String>, read: Result<SourceFile, String>) {
        let read = read.map(|file| {
            self.files.push(file);
            FileId(u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX))
        });
        self.data.push(DataFile { named: named.into(), read });
    }

    /// A data file by the name that the programme writes; nothing if it was not handed in, else the file or why it
    /// could not be read.
    #[must_use]
    pub fn data(&self, named: &str) -> Option<Result<(FileId, &SourceFile), &str>> {
        let found = self.data.iter().find(|d| d.named == named)?;
        Some(match &found.read {
            Ok(id) => Ok((*id, self.file(*id)?)),
            Err(why) => Err(why),
        })
    }

    /// The files of the programme with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .take(self.programmes)
            .enumerate()
            .map(|(i, f)| (FileId(u16::try_from(i).unwrap_or(u16::MAX)), f))
    }

    /// All files in the order of their numbers: the programme's, then those of data.
    pub fn all(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The file of that number.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(usize::from(id.0))
    }

    /// Puts another text in the place of a file's; gives the one before. Nothing if there is no such file.
    pub fn replace(&mut self, id: FileId, text: String) -> Option<String> {
        let file = self.files.get_mut(usize::from(id.0))?;
        Some(std::mem::replace(&mut file.text, text))
    }

    /// The text of a place; empty when the place is not in these sources.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .and_then(|f| f.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Line and column of a place's start, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let Some(before) = self.file(span.file).and_then(|f| f.text.get(..span.start as usize)) else {
            return (1, 1);
        };
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}
