//! What is wrong with the input, in words.

use treue_runtime::event::InputError;

/// Bad lines that are reported; of the others only their number.
const REPORTED: usize = 20;

/// Bad lines: the first few in words, all by number.
#[derive(Default)]
pub(crate) struct Problems {
    shown: Vec<String>,
    lines: usize,
}

impl Problems {
    /// One more bad line, in words.
    pub(crate) fn add(&mut self, text: String) {
        self.lines += 1;
        if self.lines <= REPORTED {
            self.shown.push(text);
        }
    }

    /// How many lines are bad.
    pub(crate) fn count(&self) -> usize {
        self.lines
    }

    /// All of it, for a run that cannot go on.
    pub(crate) fn report(&self) -> String {
        let mut out = self.shown.join("\n");
        if self.lines > REPORTED {
            out.push_str(&format!("\n... and {} more", crate::ui::number::count(self.lines - REPORTED)));
        }
        out
    }
}

/// A line that is no event of this programme.
pub(crate) fn invalid(place: &str, errors: &[InputError]) -> String {
    let lines = errors.iter().map(|error| {
        let column = error.column.map_or_else(String::new, |c| format!(":{c}"));
        format!("{place}{column}: {error} [{}]", error.code.name())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An event that the programme cannot take, such as one out of order.
pub(crate) fn refused(place: &str, event: &str, sentence: &str, code: &str) -> String {
    let id = if event.is_empty() { String::new() } else { format!("event {event}: ") };
    format!("{place}: {id}{sentence} [{code}]")
}
