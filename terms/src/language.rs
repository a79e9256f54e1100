//! Languages, and how numbers, dates and hours are written in them, as a country does.

use treue_lang::programme::Programme;
use treue_lang::time::{Day, Minute, Month, ordinal};

/// A language of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
}

/// Whose habits numbers and dates follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// Switzerland: `1’234.50`, in every language.
    Switzerland,
    /// The United States: `September 8, 2026`.
    America,
    /// What is usual for the language in Europe.
    Europe,
}

/// A language as a country writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The language.
    pub language: Language,
    /// The country.
    pub country: Country,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 3] = [Language::English, Language::German, Language::French];

    /// Its code: `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
        }
    }

    /// As the programme's country writes it: by its currency.
    #[must_use]
    pub fn of(self, programme: &Programme) -> Locale {
        let country = match (programme.currency.code.as_str(), self) {
            ("CHF", _) => Country::Switzerland,
            ("USD", Language::English) => Country::America,
            (_, _) => Country::Europe,
        };
        Locale { language: self, country }
    }
}

impl Locale {
    /// Between groups of three digits, and before decimals.
    fn marks(self) -> (&'static str, &'static str) {
        match (self.country, self.language) {
            (Country::Switzerland, _) => ("\u{2019}", "."),
            (_, Language::English) => (",", "."),
            (_, Language::German) => (".", ","),
            (_, Language::French) => ("\u{202f}", ","),
        }
    }

    /// Smallest parts with their decimals: `(123450, 2)` is `1,234.50`.
    #[must_use]
    pub fn decimal(self, value: i128, decimals: u8) -> String {
        let (group, point) = self.marks();
        let digits = format!("{:0>width$}", value.unsigned_abs(), width = usize::from(decimals) + 1);
        let (whole, part) = digits.split_at(digits.len().saturating_sub(usize::from(decimals)));
        let mut out = String::from(if value < 0 { "\u{2212}" } else { "" });
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push_str(point);
            out.push_str(part);
        }
        out
    }

    /// A fraction of smallest parts: exact where it ends within six places more, otherwise with a `…`.
    #[must_use]
    pub fn fraction(self, numerator: i128, denominator: i128, decimals: u8) -> String {
        let scaled = |more: u8| numerator.checked_mul(10_i128.pow(u32::from(more)));
        for more in 0..=6_u8 {
            let whole = scaled(more).filter(|n| n.checked_rem(denominator) == Some(0));
            if let Some(whole) = whole {
                return self.decimal(whole / denominator, decimals.saturating_add(more));
            }
        }
        let cut = scaled(4).and_then(|n| n.checked_div(denominator)).unwrap_or_default();
        format!("{}…", self.decimal(cut, decimals.saturating_add(4)))
    }

    /// Whether a number of smallest parts takes the singular: one does, and in French all below two.
    #[must_use]
    pub fn is_one(self, value: i128, decimals: u8) -> bool {
        let Some(one) = 10_i128.checked_pow(decimals.into()) else { return false };
        match self.language {
            Language::English | Language::German => value.unsigned_abs() == one.unsigned_abs(),
            Language::French => value.unsigned_abs() < one.unsigned_abs().saturating_mul(2),
        }
    }

    /// The same without zeros at the end.
    #[must_use]
    pub fn short(self, value: i128, decimals: u8) -> String {
        let (mut value, mut decimals) = (value, decimals);
        while decimals > 0 && value % 10 == 0 {
            value /= 10;
            decimals -= 1;
        }
        self.decimal(value, decimals)
    }

    /// A percentage, from hundredths of a percent: `12.5%`.
    #[must_use]
    pub fn percent(self, hundredths: i128) -> String {
        let number = self.short(hundredths, 2);
        match (self.language, self.country) {
            (Language::English, _) | (_, Country::Switzerland) => format!("{number}%"),
            (Language::German | Language::French, _) => format!("{number}\u{a0}%"),
        }
    }

    /// A date in full: `8 September 2026`.
    #[must_use]
    pub fn date(self, day: Day) -> String {
        let (month, number, year) = (self.month(day.month().0), day.day_of_month(), day.year());
        match (self.language, self.country) {
            (Language::English, Country::America) => format!("{month} {number}, {year}"),
            (Language::English, _) => format!("{number} {month} {year}"),
            (Language::German, _) => format!("{number}. {month} {year}"),
            (Language::French, _) if number == 1 => format!("1er {month} {year}"),
            (Language::French, _) => format!("{number} {month} {year}"),
        }
    }

    /// A day of every year: `30 September`.
    #[must_use]
    pub fn day_of_year(self, month: u8, number: u8) -> String {
        let month = self.month(month);
        match (self.language, self.country) {
            (Language::English, Country::America) => format!("{month} {number}"),
            (Language::English, _) => format!("{number} {month}"),
            (Language::German, _) => format!("{number}. {month}"),
            (Language::French, _) if number == 1 => format!("1er {month}"),
            (Language::French, _) => format!("{number} {month}"),
        }
    }

    /// A day of any month: `8th`.
    #[must_use]
    pub fn day_of_month(self, number: u8) -> String {
        match self.language {
            Language::English => ordinal(number),
            Language::German => format!("{number}."),
            Language::French if number == 1 => "1er".to_owned(),
            Language::French => number.to_string(),
        }
    }

    /// A time of the day: `17:00`.
    #[must_use]
    pub fn time(self, minute: Minute) -> String {
        let (hours, minutes) = (minute.0 / 60, minute.0 % 60);
        match self.language {
            Language::English => format!("{hours:02}:{minutes:02}"),
            Language::German => format!("{hours:02}:{minutes:02}\u{a0}Uhr"),
            Language::French => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
        }
    }

    /// A text in quotation marks.
    #[must_use]
    pub fn quoted(self, text: &str) -> String {
        match (self.language, self.country) {
            (Language::English, _) => format!("\u{201c}{text}\u{201d}"),
            (Language::German, Country::Switzerland) => format!("\u{ab}{text}\u{bb}"),
            (Language::German, _) => format!("\u{201e}{text}\u{201c}"),
            (Language::French, Country::Switzerland) => format!("\u{ab}\u{202f}{text}\u{202f}\u{bb}"),
            (Language::French, _) => format!("\u{ab}\u{a0}{text}\u{a0}\u{bb}"),
        }
    }

    /// A month's name.
    #[must_use]
    pub fn month(self, month: u8) -> &'static str {
        let names: [&str; 12] = match self.language {
            Language::English => Month::NAMES,
            Language::German => [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
            Language::French => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        };
        names.get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default()
    }

    /// A weekday's name; Monday is 0.
    #[must_use]
    pub fn weekday(self, day: u8) -> &'static str {
        let names: [&str; 7] = match self.language {
            Language::English => {
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            }
            Language::German => {
                ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
            }
            Language::French => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        };
        names.get(usize::from(day)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn locale(language: Language, country: Country) -> Locale {
        Locale { language, country }
    }

    #[test]
    fn numbers_as_countries_write_them() {
        let all = [
            (Language::English, Country::Europe, "1,234.50"),
            (Language::German, Country::Europe, "1.234,50"),
            (Language::French, Country::Europe, "1\u{202f}234,50"),
            (Language::German, Country::Switzerland, "1\u{2019}234.50"),
        ];
        for (language, country, text) in all {
            assert_eq!(locale(language, country).decimal(123_450, 2), text);
        }
        assert_eq!(locale(Language::German, Country::Europe).fraction(39, 2, 0), "19,5");
        assert_eq!(locale(Language::French, Country::Switzerland).fraction(4, 3, 2), "0.013333…");
        assert_eq!(locale(Language::German, Country::Europe).percent(1250), "12,5\u{a0}%");
    }

    #[test]
    fn which_numbers_take_the_singular() {
        for (language, takes) in [
            (Language::English, [false, false, true, false]),
            (Language::German, [false, false, true, false]),
            (Language::French, [true, true, true, false]),
        ] {
            let locale = locale(language, Country::Europe);
            assert_eq!([0, 15, 10, 20].map(|tenths| locale.is_one(tenths, 1)), takes, "{language:?}");
            assert!(locale.is_one(-1, 0));
        }
    }

    #[test]
    fn dates_as_countries_write_them() {
        let day = Day::new(2026, 9, 8).unwrap();
        let first = Day::new(2026, 3, 1).unwrap();
        assert_eq!(locale(Language::English, Country::America).date(day), "September 8, 2026");
        assert_eq!(locale(Language::English, Country::Europe).date(day), "8 September 2026");
        assert_eq!(locale(Language::German, Country::Europe).date(day), "8. September 2026");
        assert_eq!(locale(Language::French, Country::Europe).date(first), "1er mars 2026");
    }
}
