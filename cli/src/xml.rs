//! Text inside XML, and what all reports in JUnit XML share.

use crate::failure::Unread;

/// Text for XML on one line; what XML cannot hold at all becomes a question mark.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => out.push(' '),
            _ => push(&mut out, c),
        }
    }
    out
}

/// The same with its lines, for what stands between tags.
pub(crate) fn lines(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            '\t' | '\r' => out.push(' '),
            _ => push(&mut out, c),
        }
    }
    out
}

/// Suites for what could not be looked at: a case with an error each.
pub(crate) fn unread(unread: &Unread) -> String {
    let suite = |(path, why): &(String, String)| {
        let (path, said) = (escaped(path), escaped(why));
        format!(
            "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase classname=\"{path}\" \
             name=\"cannot be read\">\n      <error message=\"{said}\"/>\n    </testcase>\n  </testsuite>\n"
        )
    };
    unread.reasons().iter().map(suite).collect()
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('?'),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_xml_are_escaped() {
        assert_eq!(escaped("<a href=\"x\">&\u{1}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;? ");
        assert_eq!(lines("a < b\n\tc"), "a &lt; b\n c");
    }
}
