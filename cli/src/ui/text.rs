//! Longer texts for people.

/// The words of a text in lines of at most so many characters; a longer word stands alone.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A space that keeps words together does.
    for word in text.split_ascii_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text behind a head, its further lines set in below the first.
pub(crate) fn hanging(head: &str, text: &str, width: usize) -> String {
    let indent = head.chars().count();
    let lines = wrap(text, width.saturating_sub(indent).max(20));
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let before = if index == 0 { head.to_owned() } else { " ".repeat(indent) };
        out.push_str(&format!("{before}{line}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("extraordinary", 7), ["extraordinary"]);
        assert_eq!(wrap("", 7), Vec::<String>::new());
        assert_eq!(hanging("  a  ", "one two three", 25), "  a  one two three\n");
        assert_eq!(hanging("> ", "one two three four five six", 22), "> one two three four\n  five six\n");
    }
}
