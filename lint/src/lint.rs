//! What a lint is: one declaration with its name, its level, its page and its samples, and the function that looks.

use crate::desk::Desk;
use crate::finding::{Finding, Level};
use treue_lang::diag::Label;
use treue_lang::source::Span;

/// What a lint is about. In `treue.toml` a level can be set for a whole category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// What points are worth.
    Money,
    /// Dates and hours.
    Time,
    /// Levels of members.
    Tiers,
    /// `at most`.
    Limits,
    /// Rules that meet.
    Stacking,
    /// The end of points.
    Expiry,
    /// Choices left to their defaults.
    Defaults,
    /// What is declared and does nothing.
    Unused,
    /// Names from outside: categories, stores, letters.
    Vocabulary,
    /// Tests.
    Tests,
    /// How it reads.
    Reading,
    /// Packs of law; each is switched on by its name.
    Law,
    /// A house's own rules, from `treue.toml`.
    House,
    /// Suppressions of findings.
    Suppression,
}

impl Category {
    /// All, in the order of the pages.
    pub const ALL: [Category; 14] = [
        Category::Money,
        Category::Time,
        Category::Tiers,
        Category::Limits,
        Category::Stacking,
        Category::Expiry,
        Category::Defaults,
        Category::Unused,
        Category::Vocabulary,
        Category::Tests,
        Category::Reading,
        Category::Law,
        Category::House,
        Category::Suppression,
    ];

    /// Its word in `treue.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Category::Money => "money",
            Category::Time => "time",
            Category::Tiers => "tiers",
            Category::Limits => "limits",
            Category::Stacking => "stacking",
            Category::Expiry => "expiry",
            Category::Defaults => "defaults",
            Category::Unused => "unused",
            Category::Vocabulary => "vocabulary",
            Category::Tests => "tests",
            Category::Reading => "reading",
            Category::Law => "law",
            Category::House => "house",
            Category::Suppression => "suppression",
        }
    }
}

/// One lint.
pub struct Lint {
    /// Its name for ever: lower-case words with hyphens.
    pub name: &'static str,
    /// What it is about.
    pub category: Category,
    /// Its level where nothing else is said.
    pub level: Level,
    /// What it finds, in one sentence.
    pub finds: &'static str,
    /// Why that matters, and what to do.
    pub why: &'static str,
    /// Programmes that show it.
    pub samples: Samples,
    /// Looks for it.
    pub(crate) check: fn(&Desk<'_>, &mut Found),
}

/// Programmes that show a lint. A text that does not start with `programme` stands behind `diag::HEADER`.
pub struct Samples {
    /// It finds something in each of these; the first is shown on its page.
    pub fires: &'static [&'static str],
    /// It finds nothing in these.
    pub quiet: &'static [&'static str],
    /// The first of `fires`, mended.
    pub fixed: &'static str,
    /// What `treue.toml` must say for them.
    pub config: &'static str,
    /// Data files that they name: name and text.
    pub data: &'static [(&'static str, &'static str)],
}

impl Samples {
    /// Samples without configuration and data.
    pub(crate) const fn new(
        fires: &'static [&'static str],
        quiet: &'static [&'static str],
        fixed: &'static str,
    ) -> Samples {
        Samples { fires, quiet, fixed, config: "", data: &[] }
    }

    /// With what `treue.toml` must say for them.
    pub(crate) const fn with_config(mut self, config: &'static str) -> Samples {
        self.config = config;
        self
    }

    /// With data files.
    pub(crate) const fn with_data(mut self, data: &'static [(&'static str, &'static str)]) -> Samples {
        self.data = data;
        self
    }
}

/// What one lint finds.
pub struct Found {
    code: &'static str,
    level: Level,
    findings: Vec<Finding>,
}

impl Found {
    pub(crate) fn new(lint: &Lint, level: Level) -> Found {
        Found { code: lint.name, level, findings: Vec::new() }
    }

    /// A finding at a place: what it is in one sentence, and what to see there in a few words.
    pub(crate) fn at(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Finding {
        let index = self.findings.len();
        self.findings.push(Finding {
            code: self.code,
            level: self.level,
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            help: None,
            fix: None,
        });
        #[expect(clippy::indexing_slicing, reason = "it was put there just now")]
        &mut self.findings[index]
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
