//! `treue.toml`: levels, thresholds, packs of law and house rules. Nothing in it passes unread: an unknown key is refused
//! by name, with the nearest one.

use crate::finding::{Finding, Level};
use crate::lint::{Category, Lint};
use crate::proofs::{PROOFS, PROOFS_WORD, Proof, proof_named};
use crate::registry::{ALL, named};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use treue_lang::nearest;
use treue_lang::programme::Ratio;
use treue_lang::value::Decimal;

/// What `treue.toml` says of lints.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Findings from this level on let `treue lint` end with exit code 1; warnings where nothing is said.
    pub fail_on: Option<Level>,
    /// A file of findings that are known, from the folder of `treue.toml`.
    pub baseline: Option<String>,
    /// Thresholds.
    pub settings: Settings,
    /// House rules.
    pub house: House,
    levels: BTreeMap<String, Level>,
    packs: Vec<String>,
}

/// Thresholds of lints.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", expecting = "a section")]
pub struct Settings {
    /// The most that a rule may be worth of what was paid for, such as `"20%"`.
    pub highest_rate: Percent,
    /// The highest multiplier without a limit: 5 for `5 times`.
    pub highest_multiplier: u32,
    /// What a member is thought to spend in a month at most, in whole units of the currency.
    pub monthly_spend: u32,
    /// How many times its declared worth a point may be worth in a reward.
    pub highest_reward: u32,
    /// Lines of the longest item that is still easy to read.
    pub longest_item: u32,
    /// Conditions within each other that are still easy to read.
    pub deepest_condition: u32,
    /// Texts of the longest list that is still easy to read.
    pub longest_list: u32,
    /// Years from today until a campaign may start.
    pub years_ahead: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            highest_rate: Percent(Ratio::new(1, 5).unwrap_or(Ratio::ONE)),
            highest_multiplier: 5,
            monthly_spend: 1_000,
            highest_reward: 2,
            longest_item: 60,
            deepest_condition: 4,
            longest_list: 200,
            years_ahead: 2,
        }
    }
}

/// House rules; nothing is asked for where nothing is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", expecting = "a section")]
pub struct House {
    /// Patterns that names must fit, by kind of item: `earn = "promo_*"`. `*` stands for any letters.
    pub names: BTreeMap<String, String>,
    /// Fields that must be declared, such as `"member.segment"`.
    pub fields: Vec<String>,
    /// Kinds of items that must have a title for customers: `"earn"`, `"reward"`, `"tiers"`, `"level"`, `"partner"`.
    pub titles: Vec<String>,
    /// Most days of a campaign.
    pub longest_campaign: Option<u32>,
    /// Every rule with dates must have a limit.
    pub campaigns_limited: bool,
}

/// A percentage as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub Ratio);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Percent, D::Error> {
        let text = String::deserialize(from)?;
        percent(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no percentage, such as \"20%\"")))
    }
}

fn percent(text: &str) -> Option<Percent> {
    let number = Decimal::parse(text.trim().strip_suffix('%')?.trim_end()).ok()?;
    let (numerator, denominator) = number.fraction();
    Ratio::new(numerator, denominator.checked_mul(100)?).map(Percent)
}

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a section")]
struct File {
    #[serde(default)]
    lint: Section,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", expecting = "a section")]
struct Section {
    #[serde(deserialize_with = "fail_on")]
    fail_on: Option<Level>,
    baseline: Option<String>,
    packs: Vec<Spanned<String>>,
    levels: BTreeMap<Spanned<String>, Level>,
    settings: Settings,
    house: House,
}

/// From which level on findings count: `never` is none, as on the command line; `off` means the same.
fn fail_on<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Level>, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum From {
        Note,
        Warning,
        Error,
        #[serde(alias = "off")]
        Never,
    }
    Ok(Some(match From::deserialize(from)? {
        From::Note => Level::Note,
        From::Warning => Level::Warning,
        From::Error => Level::Error,
        From::Never => Level::Off,
    }))
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong, in one sentence or two.
    pub message: String,
    /// Line, from 1; 0 where it is about the whole file.
    pub line: usize,
    /// Column in characters, from 1; 0 where it is about the whole file.
    pub column: usize,
}

impl Config {
    /// Reads `treue.toml`.
    ///
    /// # Errors
    /// All mistakes, in their order: what is not TOML, unknown keys or values, names of lints, categories or packs that do not
    /// exist. Behind something that is no TOML, or a section that there is not, nothing more is looked for.
    pub fn read(text: &str) -> Result<Config, Vec<ConfigError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut wrong = Vec::new();
        let section = section(text, &mut wrong).unwrap_or_default();
        let mut config = Config {
            fail_on: section.fail_on,
            baseline: section.baseline,
            settings: section.settings,
            house: section.house,
            ..Config::default()
        };
        for (name, level) in section.levels {
            let known = known_name(name.get_ref());
            wrong.extend(known.err().map(|message| ConfigError::at(text, Some(name.span()), message)));
            config.levels.insert(name.into_inner(), level);
        }
        for pack in section.packs {
            let known = known_pack(pack.get_ref());
            wrong.extend(known.err().map(|message| ConfigError::at(text, Some(pack.span()), message)));
            config.packs.push(pack.into_inner());
        }
        let house = config.house.mistakes().into_iter();
        wrong.extend(house.map(|message| ConfigError { message, line: 0, column: 0 }));
        wrong.sort_by_key(|w| (w.line, w.column));
        if wrong.is_empty() { Ok(config) } else { Err(wrong) }
    }

    /// One lint alone, as a warning; for its samples.
    #[must_use]
    pub fn only(mut self, lint: &Lint) -> Config {
        self.packs.clear();
        self.levels.insert("all".to_owned(), Level::Off);
        self.levels.insert(lint.name.to_owned(), Level::Warning);
        self
    }

    /// Switches a pack of law on.
    ///
    /// # Errors
    /// In words, if there is no such pack.
    pub fn add_pack(&mut self, pack: &str) -> Result<(), String> {
        known_pack(pack)?;
        self.packs.push(pack.to_owned());
        Ok(())
    }

    /// The level of a lint: what is said of it by name, else of its category, else of `all`, else its own. Lints of
    /// law are off unless their pack is on; `all` and categories do not switch on what is off by itself for want of
    /// a house rule.
    #[must_use]
    pub fn level(&self, lint: &Lint) -> Level {
        if let Some(level) = self.levels.get(lint.name) {
            return *level;
        }
        if lint.category == Category::Law {
            let on = self.packs.iter().any(|p| lint.name.starts_with(p.as_str()));
            return if on { lint.level } else { Level::Off };
        }
        let wider = self.levels.get(lint.category.word()).or_else(|| self.levels.get("all"));
        wider.copied().unwrap_or(lint.level)
    }
}

impl Config {
    /// The level of something that is proved: what is said of it by name, else of all `proofs`, else its own.
    pub(crate) fn proof_level(&self, finding: &Finding) -> Level {
        let said = self.levels.get(finding.code).or_else(|| self.levels.get(PROOFS_WORD));
        said.copied().unwrap_or(finding.level)
    }

    /// Whether a claim is looked for.
    pub(crate) fn proves(&self, proof: &Proof) -> bool {
        self.levels.get(proof.name).or_else(|| self.levels.get(PROOFS_WORD)) != Some(&Level::Off)
    }
}

/// What is said of lints, as far as it can be read. The reader of TOML stops at the first mistake: it is asked again without
/// that line.
fn section(text: &str, wrong: &mut Vec<ConfigError>) -> Option<Section> {
    let mut left = text.to_owned();
    loop {
        let mistake = match toml::from_str::<File>(&left) {
            Ok(file) => return Some(file.lint),
            Err(mistake) => mistake,
        };
        wrong.push(ConfigError::at(text, mistake.span(), in_words(mistake.message())));
        left = mistake.span().and_then(|span| without_line(&left, span.start))?;
    }
}

/// The same text with a line left empty, if it then is TOML and the line was no name of a section.
fn without_line(text: &str, at: usize) -> Option<String> {
    let from = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let len = text.get(from..)?.find('\n').unwrap_or(text.len() - from);
    let line = text.get(from..from + len)?;
    if line.trim().is_empty() || line.trim_start().starts_with('[') {
        return None;
    }
    let less = [text.get(..from)?, &" ".repeat(len), text.get(from + len..)?].concat();
    toml::from_str::<toml::Table>(&less).is_ok().then_some(less)
}

/// Packs of law; the names of their lints start with the pack's.
pub const PACKS: [&str; 2] = ["ontario", "quebec"];

fn known_pack(name: &str) -> Result<(), String> {
    if PACKS.contains(&name) {
        return Ok(());
    }
    let near = nearest(name, PACKS).map_or_else(
        || format!("the packs are {}", PACKS.join(" and ")),
        |near| format!("did you mean `{near}`?"),
    );
    Err(format!("there is no pack `{name}`; {near}"))
}

fn known_name(name: &str) -> Result<(), String> {
    let category = name == PROOFS_WORD || Category::ALL.iter().any(|c| c.word() == name);
    if name == "all" || category || named(name).is_some() || proof_named(name).is_some() {
        return Ok(());
    }
    let names = ALL.iter().map(|l| l.name).chain(Category::ALL.iter().map(|c| c.word()));
    let names = names.chain(PROOFS.iter().map(|p| p.name)).chain([PROOFS_WORD]);
    let near = nearest(name, names).map_or_else(
        || "`treue lint --list` names them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(format!("there is no lint and no category `{name}`; {near}"))
}

/// Kinds of items with names, as house rules call them.
pub(crate) const KINDS: [&str; 8] =
    ["earn", "lines", "track", "stack", "tiers", "level", "reward", "partner"];

impl House {
    fn mistakes(&self) -> Vec<String> {
        let strange = self.names.keys().chain(&self.titles).filter(|kind| !KINDS.contains(&kind.as_str()));
        let strange = strange.map(|kind| {
            let near = nearest(kind, KINDS).map_or_else(
                || format!("the kinds are {}", KINDS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            format!("house rules know no items of kind `{kind}`; {near}")
        });
        let two_parts = |f: &&String| f.split_once('.').is_none_or(|(a, b)| a.is_empty() || b.is_empty());
        let fields = self.fields.iter().filter(two_parts);
        let fields = fields
            .map(|field| format!("`{field}` is no field; write its owner too, such as `member.{field}`"));
        strange.chain(fields).collect()
    }
}

impl ConfigError {
    fn at(text: &str, span: Option<Range<usize>>, message: String) -> ConfigError {
        let before = span.and_then(|s| text.get(..s.start));
        let line = before.map_or(0, |b| b.matches('\n').count() + 1);
        let column = before.map_or(0, |b| b.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        ConfigError { message, line, column }
    }
}

/// What the reader of TOML says, in words for people: a key or a value that is not known, and what may stand there; a
/// value of another kind, and the kind that is needed; and what cannot be read at all.
fn in_words(message: &str) -> String {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let other_kind =
        ["invalid type: ", "invalid value: "].iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, wanted)) = other_kind.and_then(|rest| rest.split_once(", expected ")) {
        let found =
            found.split_once(' ').map_or(found, |(_, value)| value.split(" as ").next().unwrap_or(value));
        return format!("{} is needed here, not {found}", kind_in_words(wanted));
    }
    if let Some((_, wanted)) =
        message.strip_prefix("invalid ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("this cannot be read; {wanted} is missing here");
    }
    let unknown = ["unknown field ", "unknown variant "].iter().find_map(|start| message.strip_prefix(start));
    let Some((name, known)) = unknown.and_then(|rest| rest.split_once(", expected ")) else { return message };
    let known = known.trim_start_matches("one of ");
    let words = known.split('`').skip(1).step_by(2);
    match nearest(name.trim_matches('`'), words) {
        Some(meant) => format!("{name} means nothing here; did you mean `{meant}`?"),
        None => format!("{name} means nothing here; what may stand here: {known}"),
    }
}

/// A kind of value, as merchants call it.
fn kind_in_words(kind: &str) -> &str {
    match kind {
        "u32" => "a whole number that is not below zero",
        "a string" => "a text in quotes",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list in brackets",
        "a map" => "a section",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_another_kind_is_said_in_words() {
        for (text, said) in [
            ("lint = 3\n", "a section is needed here, not `3`"),
            ("[lint]\nbaseline = 7\n", "a text in quotes is needed here, not `7`"),
            ("[lint]\npacks = \"quebec\"\n", "a list in brackets is needed here, not \"quebec\""),
            ("[lint]\nhouse = true\n", "a section is needed here, not `true`"),
            ("[lint.settings]\nhighest-rate = 5\n", "a text in quotes is needed here, not `5`"),
            (
                "[lint.settings]\nlongest-item = -4\n",
                "a whole number that is not below zero is needed here, not `-4`",
            ),
            (
                "[lint.settings]\nlongest-item = 99999999999999999999\n",
                "a whole number that is not below zero is needed here, not `99999999999999999999`",
            ),
            ("[lint.house]\ncampaigns-limited = 1\n", "`true` or `false` is needed here, not `1`"),
            ("[lint.settings]\nhighest-rate = \"5\"\n", "\"5\" is no percentage, such as \"20%\""),
            ("[lint.settings]\nhighest-rate = \"5\n", "this cannot be read; `\"` is missing here"),
        ] {
            let wrong = Config::read(text).unwrap_err();
            assert_eq!(wrong.iter().map(|e| e.message.as_str()).collect::<Vec<_>>(), [said], "{text}");
        }
        // One word for "never", the same as on the command line.
        assert_eq!(Config::read("[lint]\nfail-on = \"never\"\n").unwrap().fail_on, Some(Level::Off));
    }

    #[test]
    fn what_is_not_known_is_said_in_words() {
        for (text, said) in [
            ("[lint]\nfial-on = \"error\"\n", "`fial-on` means nothing here; did you mean `fail-on`?"),
            (
                "[lint.levels]\nno-reminder = \"loud\"\n",
                "`loud` means nothing here; what may stand here: `off`, `note`, `warning`, `error`",
            ),
        ] {
            let wrong = Config::read(text).unwrap_err();
            let wrong: Vec<(usize, &str)> = wrong.iter().map(|e| (e.line, e.message.as_str())).collect();
            assert_eq!(wrong, [(2, said)]);
        }
    }

    #[test]
    fn all_mistakes_are_said() {
        let lines = |text: &str| -> Vec<usize> {
            Config::read(text).unwrap_err().iter().map(|wrong| wrong.line).collect()
        };
        let text = "[lint]\nfail-on = \"warn\"\ncolour = 3\npacks = [\"texas\"]\n[lint.levels]\nno-reminder = \"loud\"\n\
                    no-lint = \"note\"\n[lint.house]\nfields = [\"segment\"]\n";
        assert_eq!(lines(text), [0, 2, 3, 4, 6, 7]);
        // A bracket that nobody closes is said at itself, a section that there is not by its name.
        assert_eq!(lines("[lint]\nfail-on = \"warn\"\npacks = [\n"), [2, 3]);
        assert_eq!(lines("[lint.hause]\nfields = []\n[lint]\ncolour = 3\n"), [1, 4]);
    }
}
