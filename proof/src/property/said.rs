//! A property and what broke it, in words.

use super::{Broken, Compared};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use treue_lang::programme::{Bound, Claim, Programme, Property, counted};
use treue_lang::source::{Sources, Span};

/// Decimals of numbers that do not end.
const DECIMALS: u32 = 6;

/// The text of a property on one line, without comments.
#[must_use]
pub fn property_text(sources: &Sources, span: Span) -> String {
    let lines = sources.text(span).lines().map(without_comment);
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// A line up to its comment; `#` in quotes starts none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let end = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '#' && !quoted
    });
    end.and_then(|(at, _)| line.get(..at)).unwrap_or(line)
}

impl Broken {
    /// What the property leaves on this receipt, and what was given, in words.
    #[must_use]
    pub fn words(&self, programme: &Programme, property: &Property) -> (String, String) {
        let Some(claim) = property.claims.get(self.claim) else { return Default::default() };
        let Compared { unit, given, bound } = &self.compared;
        let spec = programme.units.get(*unit);
        let name = spec.map_or("", |u| u.name.as_str());
        let how = if claim.most { "at most" } else { "at least" };
        match claim.bound {
            Bound::Points(0) if claim.unit.is_none() => {
                ("nothing".to_owned(), counted(&number(given, 0), name))
            }
            Bound::Points(_) | Bound::PointsBy(_) => {
                (format!("{how} {}", counted(&number(bound, 0), name)), counted(&number(given, 0), name))
            }
            Bound::Worth(_) | Bound::WorthBy(_) => {
                let money = |value: &BigRational| {
                    format!("{} {}", number(value, programme.currency.decimals), programme.currency.code)
                };
                (format!("{name} worth {how} {}", money(bound)), format!("{name} worth {}", money(given)))
            }
        }
    }
}

/// The most that could be proved, in words: `at most 12.5% could be proved`; nothing if that has no end.
#[must_use]
pub fn proved_words(programme: &Programme, claim: &Claim, most: &BigRational) -> Option<String> {
    let unit = claim.unit.and_then(|u| programme.units.get(u)).map_or("", |u| u.name.as_str());
    let parts = BigRational::from_integer(BigInt::from(10).pow(u32::from(programme.currency.decimals)));
    Some(match claim.bound {
        Bound::Points(_) => counted(&number(most, 0), unit),
        Bound::Worth(_) => {
            format!("{} {}", number(most, programme.currency.decimals), programme.currency.code)
        }
        // Whole units for each smallest part: times the parts, as a percentage.
        Bound::WorthBy(_) => format!("{}%", number(&(most * parts * BigInt::from(100)), 0)),
        Bound::PointsBy(_) => return None,
    })
}

/// A number with all its decimals, at least so many; of one that does not end a few.
fn number(value: &BigRational, decimals: u8) -> String {
    let mut scale = u32::from(decimals);
    let ends = |scale: u32| (value * BigInt::from(10).pow(scale)).denom().is_one();
    while scale < DECIMALS && !ends(scale) {
        scale += 1;
    }
    let about = if ends(scale) { "" } else { "about " };
    let scaled = (value * BigInt::from(10).pow(scale)).round().to_integer();
    if scaled.is_zero() && scale == 0 {
        return "0".to_owned();
    }
    match scaled.to_i64().zip(u8::try_from(scale).ok()) {
        Some((scaled, scale)) => format!("{about}{}", crate::words::decimal(scaled, scale)),
        None => scaled.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_all_their_decimals() {
        let of = |over: i64, under: i64| BigRational::new(over.into(), under.into());
        assert_eq!(number(&of(49, 1000), 2), "0.049");
        assert_eq!(number(&of(5, 1), 2), "5.00");
        assert_eq!(number(&of(1, 3), 0), "about 0.333333");
        assert_eq!(number(&of(0, 1), 0), "0");
    }
}
