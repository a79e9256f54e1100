//! Letters and marks that look like others, or like nothing: advice where reading stopped at one.

use super::expected::Page;
use super::token::Token;
use super::trivia::offset;
use crate::diag::{Fix, Safety};
use crate::source::Span;

/// Whether a character leaves no mark on the page, or turns the direction of what follows: joiners, marks and
/// overrides of direction, soft hyphens, byte order marks, and what steered printers once.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    let steers = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    steers
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// What is known of a character from a script whose letters are easily taken for Latin ones.
#[must_use]
pub fn script(c: char) -> Option<&'static str> {
    match c {
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' => Some("Cyrillic"),
        '\u{530}'..='\u{58f}' => Some("Armenian"),
        '\u{13a0}'..='\u{13fd}' => Some("Cherokee"),
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Some("full-width"),
        _ => None,
    }
}

/// The letter of a word that is not of the script of its Latin letters; none where the word has no Latin letter.
#[must_use]
pub fn stranger(word: &str) -> Option<(char, &'static str)> {
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    word.chars().find_map(|c| script(c).map(|s| (c, s))).filter(|_| latin)
}

/// What to say of a text that begins with a hidden character.
pub(super) fn unseen(text: &str) -> Option<String> {
    let hidden = text.chars().next().filter(|c| is_hidden(*c))?;
    Some(format!("a character that cannot be seen stands here (U+{:04X})", u32::from(hidden)))
}

/// Advice about a hidden character, or about a letter of another script, where reading stopped.
pub(super) fn advice(page: Page<'_>, found: &Token) -> Option<(String, Fix)> {
    let text = found.text(page.text);
    let span = Span { file: page.file, start: offset(found.start), end: offset(found.end) };
    if let Some(unseen) = unseen(text) {
        let help = format!("{unseen}; take it away");
        return Some((help, Fix::new(Safety::Safe, "take the hidden character away", span, "")));
    }
    let (letter, script) = stranger(text)?;
    let help =
        format!("`{letter}` in this word is a {script} letter that looks like a Latin one; type it again");
    let latin: String = text.chars().map(|c| latin(c).unwrap_or(c)).collect();
    Some((help, Fix::guess(span, &latin)))
}

/// The Latin letter that a letter of another script is drawn like.
fn latin(c: char) -> Option<char> {
    const DRAWN_ALIKE: [(char, char); 34] = [
        ('а', 'a'),
        ('с', 'c'),
        ('ԁ', 'd'),
        ('е', 'e'),
        ('һ', 'h'),
        ('і', 'i'),
        ('ј', 'j'),
        ('ӏ', 'l'),
        ('о', 'o'),
        ('р', 'p'),
        ('ѕ', 's'),
        ('у', 'y'),
        ('х', 'x'),
        ('ԝ', 'w'),
        ('α', 'a'),
        ('ι', 'i'),
        ('ν', 'v'),
        ('ο', 'o'),
        ('ρ', 'p'),
        ('А', 'A'),
        ('В', 'B'),
        ('С', 'C'),
        ('Е', 'E'),
        ('Н', 'H'),
        ('І', 'I'),
        ('К', 'K'),
        ('М', 'M'),
        ('О', 'O'),
        ('Р', 'P'),
        ('Ѕ', 'S'),
        ('Т', 'T'),
        ('Х', 'X'),
        ('Ο', 'O'),
        ('Α', 'A'),
    ];
    if let 'Ａ'..='Ｚ' | 'ａ'..='ｚ' = c {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    DRAWN_ALIKE.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_letters_of_other_scripts() {
        assert_eq!(stranger("еarn"), Some(('е', "Cyrillic")));
        assert_eq!(stranger("earn"), None);
        assert_eq!(stranger("größe"), None);
        assert_eq!(stranger("покупка"), None, "a word of one script is a word");
        assert_eq!("еаrn".chars().map(|c| latin(c).unwrap_or(c)).collect::<String>(), "earn");
        assert_eq!(latin('ａ'), Some('a'));
    }
}
