//! What differs between two texts, line by line, for people.

use crate::ui::{Style, Ui};

/// Lines around a difference that are shown with it.
const CONTEXT: usize = 2;
/// Beyond so many pairs of lines the middle part is shown as replaced as a whole.
const PAIRS: usize = 4_000_000;

/// A line of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// The differences with a little context, or nothing if the texts are equal.
pub(crate) fn unified(ui: &Ui, before: &str, after: &str) -> String {
    let lines = compare(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let near: Vec<bool> = (0..lines.len())
        .map(|i| {
            let around = lines.iter().skip(i.saturating_sub(CONTEXT)).take(CONTEXT + i.min(CONTEXT) + 1);
            around.into_iter().any(|l| !matches!(l, Line::Same(_)))
        })
        .collect();
    let mut out = String::new();
    let (mut number, mut shown) = (0, true);
    for (line, near) in lines.iter().zip(near) {
        if !matches!(line, Line::New(_)) {
            number += 1;
        }
        if near && !shown {
            out.push_str(&format!("{}\n", ui.style(Style::Dim, &format!("@@ line {number} @@"))));
        }
        shown = near;
        if near {
            out.push_str(&draw(ui, *line));
        }
    }
    out
}

fn draw(ui: &Ui, line: Line<'_>) -> String {
    match line {
        Line::Same(text) => format!(" {text}\n"),
        Line::Gone(text) => format!("{}\n", ui.style(Style::Bad, &format!("-{text}"))),
        Line::New(text) => format!("{}\n", ui.style(Style::Good, &format!("+{text}"))),
    }
}

/// The longest common run of lines, found in the part between the equal beginning and the equal end.
fn compare<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<Line<'a>> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&'a str]| -> Vec<&'a str> {
        lines.iter().skip(start).take(lines.len() - start - end).copied().collect()
    };
    let mut out: Vec<Line<'a>> = before.iter().take(start).map(|l| Line::Same(l)).collect();
    out.extend(common(&middle(before), &middle(after)));
    out.extend(before.iter().skip(before.len() - end).map(|l| Line::Same(l)));
    out
}

fn common<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<Line<'a>> {
    if before.len().saturating_mul(after.len()) > PAIRS {
        let gone = before.iter().map(|l| Line::Gone(l));
        return gone.chain(after.iter().map(|l| Line::New(l))).collect();
    }
    // longest[i * width + j]: the longest common run of before[i..] and after[j..].
    let width = after.len() + 1;
    let mut longest = vec![0_u32; (before.len() + 1) * width];
    let at = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in before.iter().enumerate().rev() {
        for (j, b) in after.iter().enumerate().rev() {
            let value = if a == b {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    loop {
        match (before.get(i), after.get(j)) {
            (Some(a), Some(b)) if a == b => {
                out.push(Line::Same(a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), Some(_)) if at(&longest, i + 1, j) >= at(&longest, i, j + 1) => {
                out.push(Line::Gone(a));
                i += 1;
            }
            (Some(a), None) => {
                out.push(Line::Gone(a));
                i += 1;
            }
            (_, Some(b)) => {
                out.push(Line::New(b));
                j += 1;
            }
            (None, None) => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_lines_that_changed() {
        let before = ["a", "b", "c", "d"];
        let after = ["a", "c", "x", "d"];
        let expected = [Line::Same("a"), Line::Gone("b"), Line::Same("c"), Line::New("x"), Line::Same("d")];
        assert_eq!(compare(&before, &after), expected);
    }

    #[test]
    fn handles_empty_and_repeated_lines() {
        assert_eq!(compare(&[], &[]), []);
        assert_eq!(compare(&[], &["a"]), [Line::New("a")]);
        assert_eq!(compare(&["a", "a"], &["a"]), [Line::Same("a"), Line::Gone("a")]);
    }
}
