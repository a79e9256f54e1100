//! Classes of values: values of a column of which everything asked is the same are one class, and a row of masks stands for
//! every combination of classes. A dictionary is looked at once.

use super::atoms::{Atom, Column, Entry, Pinned, Source};
use super::select;
use super::space::{COUNTED, Choice, InMeasure, LANES, Lane, Space, Value};
use super::words::Spot;
use crate::columns::Columns;
use std::collections::HashMap;
use treue_lang::programme::{FieldValue, LineText, Programme};

/// Bytes of the rows of all classes.
const MOST: usize = 1 << 20;

/// What is known of the dictionaries of a batch.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// By column.
    columns: Vec<Known>,
    /// Masks, four bytes each.
    pub(super) rows: Vec<u32>,
}

#[derive(Debug)]
struct Known {
    column: Column,
    pinned: Option<Pinned>,
    /// By code, the number of the class.
    numbers: Vec<u32>,
    /// By code, in bytes of rows.
    digits: Vec<u32>,
    /// Of each class what holds, and the number of its text if texts are counted.
    classes: Vec<Class>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Class {
    /// In the order of `Space::asked`; false of what is asked of other columns.
    holds: Vec<bool>,
    /// Where texts of this column are counted: the text.
    counted: Option<String>,
}

impl Classes {
    /// The digits of a column.
    pub(super) fn digits(&self, column: Column) -> Option<&[u32]> {
        self.columns.iter().find(|k| k.column == column).map(|k| k.digits.as_slice())
    }

    /// Looks at the dictionaries of a batch; false if there are too many classes, or too many different texts to count.
    pub(super) fn bind(&mut self, programme: &Programme, space: &Space, columns: &Columns<'_>) -> bool {
        let mut changed = self.rows.is_empty();
        if self.columns.len() != space.columns.len() {
            changed = true;
            self.columns = space.columns.iter().map(|column| Known::new(*column)).collect();
        }
        for known in &mut self.columns {
            changed |= known.look(programme, space, columns);
        }
        !changed || self.lay_out(programme, space)
    }

    fn forget(&mut self) {
        self.columns.clear();
        self.rows.clear();
    }

    fn lay_out(&mut self, programme: &Programme, space: &Space) -> bool {
        let row = space.vectors().saturating_mul(LANES);
        let count = self.columns.iter().fold(1usize, |all, known| all.saturating_mul(known.classes.len()));
        if count.saturating_mul(row).saturating_mul(4) > MOST {
            self.forget();
            return false;
        }
        let mut stride = row.saturating_mul(4);
        for known in &mut self.columns {
            known.scale(stride);
            stride = stride.saturating_mul(known.classes.len());
        }
        self.rows.clear();
        self.rows.resize(count.saturating_mul(row), 0);
        let texts = counted_texts(programme, space, &self.columns);
        for (number, masks) in self.rows.chunks_mut(row.max(1)).enumerate() {
            let mut rest = number;
            let classes: Vec<&Class> =
                self.columns.iter().filter_map(|known| known.class_of(&mut rest)).collect();
            for (at, lane) in space.lanes.iter().enumerate() {
                let spot = space.spot(at);
                match of_lane(programme, space, &classes, (lane, spot, &self.columns), &texts) {
                    Some(found) => {
                        masks.get_mut(spot.word).into_iter().for_each(|mask| *mask |= found << spot.shift);
                    }
                    None => {
                        self.forget();
                        return false;
                    }
                }
            }
        }
        true
    }
}

/// By selection and column that are counted: the number of each text.
type Numbered = Vec<((treue_lang::programme::SelectionId, LineText), HashMap<String, usize>)>;

fn counted_texts(programme: &Programme, space: &Space, columns: &[Known]) -> Numbered {
    let mut numbered: Numbered = Vec::new();
    for lane in &space.lanes {
        let Lane::Counts { selection, text, .. } = lane else { continue };
        if numbered.iter().any(|(key, _)| *key == (*selection, *text)) {
            continue;
        }
        let mut numbers = HashMap::new();
        let classes = columns.iter().find(|k| k.column == Column::Line(*text)).map(|k| k.classes.as_slice());
        for class in classes.unwrap_or_default() {
            let Some(counted) = &class.counted else { continue };
            let choice = Choice { selection: *selection, measure: InMeasure::Any };
            if select::holds(programme, choice, &mut |column, atom| class.says(space, column, atom))
                == Some(true)
            {
                let next = numbers.len();
                numbers.entry(counted.clone()).or_insert(next);
            }
        }
        numbered.push(((*selection, *text), numbers));
    }
    numbered
}

/// The mask of a lane, at its lowest bit, for a combination of classes; `None` if there are more texts than it counts.
fn of_lane(
    programme: &Programme,
    space: &Space,
    classes: &[&Class],
    (lane, spot, columns): (&Lane, Spot, &[Known]),
    numbered: &Numbered,
) -> Option<u32> {
    let ask = |choice: Choice| {
        let mut ask =
            |column: Column, atom: &Atom| classes.iter().any(|class| class.says(space, column, atom));
        select::holds(programme, choice, &mut ask).unwrap_or(false)
    };
    match lane {
        Lane::Sum(choice, value) => Some(match (ask(*choice), value) {
            (false, _) => 0,
            (true, Value::One) => 1,
            (true, Value::Whole(_) | Value::Part(..)) => spot.ones(),
        }),
        Lane::Counts { selection, text, group } => {
            let numbers = numbered.iter().find(|(key, _)| *key == (*selection, *text)).map(|(_, n)| n)?;
            let groups = space.lanes.iter().filter(
                |l| matches!(l, Lane::Counts { selection: s, text: t, .. } if s == selection && t == text),
            );
            if numbers.len() > groups.count().saturating_mul(COUNTED) {
                return None;
            }
            let place = columns.iter().position(|k| k.column == Column::Line(*text))?;
            let counted = classes.get(place).and_then(|class| class.counted.as_ref());
            let number = counted.and_then(|counted| numbers.get(counted)).copied();
            Some(match number {
                Some(number) if number / COUNTED == *group => 1 << (8 * (number % COUNTED)),
                Some(_) | None => 0,
            })
        }
    }
}

impl Class {
    fn says(&self, space: &Space, column: Column, atom: &Atom) -> bool {
        let place = space.asked.iter().position(|(c, a)| *c == column && a == atom);
        place.and_then(|place| self.holds.get(place)).copied().unwrap_or(false)
    }
}

impl Known {
    fn new(column: Column) -> Known {
        Known { column, pinned: None, numbers: Vec::new(), digits: Vec::new(), classes: Vec::new() }
    }

    /// Looks at the column's dictionary if it is another one; whether it was.
    fn look(&mut self, programme: &Programme, space: &Space, columns: &Columns<'_>) -> bool {
        let source = self.column.of(programme, columns);
        match (source, &self.pinned) {
            (Some(source), Some(pinned)) if source.is(pinned) => return false,
            (None, None) if !self.classes.is_empty() => return false,
            (Some(_) | None, _) => {}
        }
        let mut numbers: HashMap<Class, usize> = HashMap::new();
        self.classes.clear();
        self.numbers.clear();
        let values = source.map_or(1, Source::len);
        for value in 0..values {
            let entry = source.map_or(Entry::Missing, |source| source.entry(value));
            let class = self.class(programme, space, entry);
            let number = match numbers.get(&class) {
                Some(number) => *number,
                None => {
                    let number = self.classes.len();
                    self.classes.push(class.clone());
                    numbers.insert(class, number);
                    number
                }
            };
            self.numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.pinned = source.map(Source::pin);
        true
    }

    fn class(&self, programme: &Programme, space: &Space, entry: Entry<'_>) -> Class {
        let default = self.default(programme);
        let holds =
            |(column, atom): &(Column, Atom)| *column == self.column && atom.holds(programme, entry, default);
        let mut class = Class { holds: space.asked.iter().map(holds).collect(), counted: None };
        let Entry::Text(Some(text)) = entry else { return class };
        let is_counted = space.lanes.iter().any(|lane| match lane {
            Lane::Counts { selection, text, .. } if Column::Line(*text) == self.column => {
                let choice = Choice { selection: *selection, measure: InMeasure::Any };
                select::holds(programme, choice, &mut |column, atom| class.says(space, column, atom))
                    == Some(true)
            }
            Lane::Counts { .. } | Lane::Sum(..) => false,
        });
        if is_counted {
            class.counted = Some(text.to_owned());
        }
        class
    }

    fn default<'p>(&self, programme: &'p Programme) -> Option<&'p FieldValue> {
        match self.column {
            Column::Field(id) => programme.fields.get(id)?.default.as_ref(),
            Column::Line(_) | Column::Measure | Column::Receipt(_) => None,
        }
    }

    /// By code how far the rows of its class are away.
    fn scale(&mut self, stride: usize) {
        let stride = u32::try_from(stride).unwrap_or(0);
        self.digits = self.numbers.iter().map(|number| number.saturating_mul(stride)).collect();
    }

    fn class_of<'k>(&'k self, rest: &mut usize) -> Option<&'k Class> {
        let count = self.classes.len().max(1);
        let class = self.classes.get(*rest % count);
        *rest /= count;
        class
    }
}
