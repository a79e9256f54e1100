//! `table`: what its rows are found by, which day decides, and the file that they stand in.

use super::Checker;
use super::fields::{kind_words, split};
use crate::ast::{self, FieldOwner, Name, TextSubject};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{FieldId, FieldKind, LineText, Table, TableKey, Texts};
use crate::source::FileId;

/// Most keys of a table.
const KEYS: usize = 3;

impl<'n> Checker<'n> {
    /// The data file of that name, with its text.
    pub(crate) fn data_file(&mut self, name: &ast::Text) -> Option<(FileId, &'n str)> {
        let sources = self.sources;
        let path = name.node.as_str();
        let steps = path.split('/');
        if path.is_empty() || path.contains(['\\', ':']) || steps.clone().any(|s| s.is_empty() || s == "..") {
            let message = "a data file stands beside the programme, or in a folder there";
            self.report(
                Diagnostic::new(Code::MissingFile, name.span, message, "not beside the programme").help(
                    "write its name alone, such as \"classes.csv\", or with folders, \"data/classes.csv\"",
                ),
            );
            return None;
        }
        let why = match sources.data(path) {
            Some(Ok((id, file))) if file.text.len() <= limits::DATA_BYTES => return Some((id, &file.text)),
            Some(Ok(_)) => format!("it is larger than {} MiB", limits::DATA_BYTES >> 20),
            Some(Err(why)) => why.to_owned(),
            None => "it was not handed in".to_owned(),
        };
        let message = format!("the file {path} cannot be read: {why}");
        self.report(
            Diagnostic::new(Code::MissingFile, name.span, message, "needed for this")
                .help("put the file beside the programme's, as a text in UTF-8, or write its right name"),
        );
        None
    }
}

impl Checker<'_> {
    /// Checks all tables, in the order of the text.
    pub(crate) fn check_tables(&mut self) {
        let names = self.names;
        for table in &names.tables {
            let checked = self.table(table);
            self.tables.push(checked);
        }
    }

    fn table(&mut self, table: &ast::Table) -> Option<Table> {
        let keys = self.table_keys(table);
        let at = match &table.at {
            Some(name) => Some(Some(self.field_of_days(name)?)),
            None => Some(None),
        };
        let file = self.data_file(&table.file);
        let (keys, at, (file, text)) = (keys?, at?, file?);
        let columns: Vec<String> = keys.iter().map(|(_, column)| column.clone()).collect();
        let rows = self.table_rows(table, &columns, file, text)?;
        Some(Table {
            name: table.name.node.clone(),
            span: table.span,
            keys: keys.into_iter().map(|(key, _)| key).collect(),
            at,
            decimals: rows.decimals,
            most: rows.most,
            texts: rows.texts,
            rows: rows.rows,
        })
    }

    /// Keys with the columns that hold them.
    fn table_keys(&mut self, table: &ast::Table) -> Option<Vec<(TableKey, String)>> {
        let mut keys: Vec<(TableKey, String)> = Vec::new();
        let mut complete = true;
        for key in &table.keys {
            let Some((found, column)) = self.table_key(key) else {
                complete = false;
                continue;
            };
            if keys.iter().any(|(_, c)| *c == column) {
                let message = format!("two keys of this table would stand in one column `{column}`");
                self.report(
                    Diagnostic::new(Code::Repeated, key.span(), message, "the same column again")
                        .help("name each key once"),
                );
                complete = false;
            }
            keys.push((found, column));
        }
        if keys.len() > KEYS {
            let span = table.keys.get(KEYS).map_or(table.span, ast::TableKey::span);
            let message = format!("a table has at most {KEYS} keys");
            self.report(
                Diagnostic::new(Code::TooMany, span, message, "one too many")
                    .help("put two of them into one field"),
            );
            return None;
        }
        complete.then_some(keys)
    }

    fn table_key(&mut self, key: &ast::TableKey) -> Option<(TableKey, String)> {
        match key {
            ast::TableKey::Subject(subject) => {
                let (key, word) = match subject.node {
                    TextSubject::Store => (TableKey::Event(Texts::Store), "store"),
                    TextSubject::Channel => (TableKey::Event(Texts::Channel), "channel"),
                    TextSubject::Category => (TableKey::Line(LineText::Category), "category"),
                    TextSubject::Brand => (TableKey::Line(LineText::Brand), "brand"),
                    TextSubject::Sku => (TableKey::Line(LineText::Sku), "sku"),
                    TextSubject::LineName => (TableKey::Line(LineText::Name), "name"),
                    // The grammar does not let these stand here.
                    TextSubject::Label | TextSubject::Coupon | TextSubject::PaidBy => return None,
                };
                Some((key, word.to_owned()))
            }
            ast::TableKey::Field(name) => {
                let id = self.field(name)?;
                let field = self.fields.get(id)?;
                let (owner, kind) = (field.owner, field.kind.clone());
                match kind {
                    FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member => {}
                    FieldKind::YesNo | FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date => {
                        let (words, _) = kind_words(&kind);
                        let message = format!("`{}` holds {words}, and rows are found by texts", name.node);
                        self.report(
                            Diagnostic::new(Code::WrongKind, name.span, message, words)
                                .help("name a field of texts, or `category`, `store` and the like"),
                        );
                        return None;
                    }
                }
                let key = match owner {
                    FieldOwner::Line => TableKey::Line(LineText::Field(id)),
                    FieldOwner::Receipt | FieldOwner::Member => TableKey::Event(Texts::Field(id)),
                };
                let (_, column) = split(&name.node)?;
                Some((key, column.to_owned()))
            }
        }
    }

    /// A field that holds a date.
    pub(crate) fn field_of_days(&mut self, name: &Name) -> Option<FieldId> {
        let id = self.field(name)?;
        let kind = self.fields.get(id)?.kind.clone();
        if kind == FieldKind::Date {
            return Some(id);
        }
        let (words, _) = kind_words(&kind);
        let message = format!("`{}` holds {words}, and a date is needed here", name.node);
        self.report(
            Diagnostic::new(Code::WrongKind, name.span, message, "not a date")
                .help("name a field that is declared as `date`"),
        );
        None
    }

    /// A table by its name.
    pub(crate) fn table_named(&mut self, name: &Name) -> Option<crate::programme::TableId> {
        use crate::names::Meaning;
        match self.names.meaning(&name.node) {
            Some(Meaning::Table(id)) => Some(id),
            Some(Meaning::Broken) => None,
            Some(other) => {
                let message = format!("`{}` is {}, and only a table has `or ...`", name.node, other.word());
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, "not a table")
                        .help("leave `or ...` out, or name a table"),
                );
                None
            }
            None => {
                let known = self.names.that(|m| matches!(m, Meaning::Table(_)));
                let otherwise = format!("declare it: `table {} \"{}.csv\" by ...`", name.node, name.node);
                self.unknown(name, "table", &known, otherwise);
                None
            }
        }
    }

    /// Whether a table looks at lines.
    pub(crate) fn table_of_lines(&self, table: &Table) -> bool {
        let line_date =
            table.at.and_then(|f| self.fields.get(f)).is_some_and(|f| f.owner == FieldOwner::Line);
        line_date || table.keys.iter().any(|k| matches!(k, TableKey::Line(_)))
    }
}
