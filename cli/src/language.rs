//! Languages of what customers read, by their codes.

use clap::ValueEnum;
use treue_terms::Language;

/// Languages by their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    /// English
    En,
    /// Deutsch
    De,
    /// Français
    Fr,
}

impl LanguageName {
    pub(crate) fn language(self) -> Language {
        match self {
            LanguageName::En => Language::English,
            LanguageName::De => Language::German,
            LanguageName::Fr => Language::French,
        }
    }
}
