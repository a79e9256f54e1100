//! Samples of mistakes: programmes with one mistake, and the same corrected.

use std::fmt::Write as _;

/// What most samples start with.
pub const HEADER: &str = "programme \"Sample\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n\n";

/// A programme with a mistake, and without it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// It gives the message, and no other.
    pub wrong: &'static [Part],
    /// It gives none.
    pub right: &'static [Part],
}

/// A part of a sample's text.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// As it stands here.
    Text(&'static str),
    /// So many times over.
    Times(usize, &'static str),
    /// Once for each number from the first to the last, which stands between the texts.
    Counted(usize, usize, &'static [&'static str]),
}

impl Part {
    fn write(self, out: &mut String, most: usize) {
        match self {
            Part::Text(text) => out.push_str(text),
            Part::Times(times, text) => out.push_str(&text.repeat(times.min(most))),
            Part::Counted(from, to, texts) => {
                for number in (from..=to).take(most) {
                    for (i, text) in texts.iter().enumerate() {
                        if i > 0 {
                            let _ = write!(out, "{number}");
                        }
                        out.push_str(text);
                    }
                }
            }
        }
        if self.times() > most {
            out.push_str("...");
        }
    }

    fn times(self) -> usize {
        match self {
            Part::Text(_) => 1,
            Part::Times(times, _) => times,
            Part::Counted(from, to, _) => to.saturating_sub(from) + 1,
        }
    }
}

impl Sample {
    /// The text with the mistake.
    #[must_use]
    pub fn wrong(&self) -> String {
        text(self.wrong, usize::MAX)
    }

    /// The text without.
    #[must_use]
    pub fn right(&self) -> String {
        text(self.right, usize::MAX)
    }

    /// Both as people are shown them: without the header, long repeats cut.
    #[must_use]
    pub fn shown(&self) -> [String; 2] {
        [self.wrong, self.right].map(|parts| {
            let text = text(parts, 3);
            text.strip_prefix(HEADER).unwrap_or(&text).trim_end().to_owned()
        })
    }
}

fn text(parts: &[Part], most: usize) -> String {
    let mut out = String::new();
    for part in parts {
        part.write(&mut out, most);
    }
    out
}
