//! Tables: the first column to the left, numbers to the right, a line under the heads, nothing else drawn.

use super::{Style, Ui};
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, LineStyle, Row, Table, TableStyle};

/// A table under construction.
pub(crate) struct Sheet {
    table: Table,
    left: Vec<usize>,
    color: bool,
}

impl Sheet {
    /// With these heads. Columns are numbers, but for the first.
    pub(crate) fn new(ui: &Ui, heads: &[&str]) -> Sheet {
        let mut table = Table::new();
        table.force_no_tty();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(ui.width().saturating_sub(2)).unwrap_or(78));
        let color = ui.color();
        if color {
            table.enforce_styling();
        }
        let mut sheet = Sheet { table, left: vec![0], color };
        let cells: Vec<Cell> = heads.iter().enumerate().map(|(i, head)| sheet.cell(i, head, color)).collect();
        sheet.table.set_header(Row::from(cells));
        sheet
    }

    /// This column holds words.
    pub(crate) fn words(mut self, column: usize) -> Sheet {
        self.left.push(column);
        if let Some(head) = self.table.header().cloned() {
            let cells: Vec<Cell> = head
                .cell_iter()
                .enumerate()
                .map(|(i, cell)| self.cell(i, &cell.content(), self.color))
                .collect();
            self.table.set_header(Row::from(cells));
        }
        self
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, values: &[String]) {
        let cells: Vec<Cell> = values.iter().enumerate().map(|(i, v)| self.cell(i, v, false)).collect();
        self.table.add_row(Row::from(cells));
    }

    /// Adds a row that stands out, such as a total.
    pub(crate) fn total(&mut self, values: &[String]) {
        let cells: Vec<Cell> = values.iter().enumerate().map(|(i, v)| self.cell(i, v, self.color)).collect();
        self.table.add_row(Row::from(cells));
    }

    fn cell(&self, column: usize, text: &str, bold: bool) -> Cell {
        let side = if self.left.contains(&column) { CellAlignment::Left } else { CellAlignment::Right };
        let cell = Cell::new(text).set_alignment(side);
        if bold { cell.add_attribute(Attribute::Bold) } else { cell }
    }

    /// The table, set in by two columns, without spaces at line ends.
    pub(crate) fn text(&self) -> String {
        self.table.lines().map(|line| format!(" {}\n", set_in(line.trim_end()))).collect()
    }
}

/// The line under the heads begins and ends with the words over it, not with their margins.
fn set_in(line: &str) -> String {
    match line.strip_prefix('─').and_then(|rest| rest.strip_suffix('─')) {
        Some(middle) => format!(" {middle}"),
        None => line.to_owned(),
    }
}

/// A heading over a table.
pub(crate) fn heading(ui: &Ui, text: &str) -> String {
    format!("\n  {}\n", ui.style(Style::Bold, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Color;

    #[test]
    fn words_to_the_left_and_numbers_to_the_right() {
        let ui = Ui::new(Color::Never, false);
        let mut sheet = Sheet::new(&ui, &["Rule", "Times", "Unit"]).words(2);
        sheet.row(&["base".to_owned(), "1,200".to_owned(), "points".to_owned()]);
        sheet.row(&["a_longer_name".to_owned(), "3".to_owned(), "stamps".to_owned()]);
        let expected = [
            "  Rule            Times   Unit",
            "  \u{2500}",
            "  base            1,200   points",
            "  a_longer_name       3   stamps",
        ];
        for (line, start) in sheet.text().lines().zip(expected) {
            assert!(line.starts_with(start), "{line:?} {start:?}");
        }
    }
}
