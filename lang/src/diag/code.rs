//! The registry of codes: one declaration each, with its name, its page, a sample that gives it, and the same sample
//! corrected. A code that appeared in a release keeps its name for ever.

use super::Part::{Counted, Text, Times};
use super::{HEADER, Sample, Severity};

macro_rules! codes {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident = $name:literal, $severity:ident,
        wrong: [$($wrong:expr),+ $(,)?],
        right: [$($right:expr),+ $(,)?];
    )+) => {
        /// The stable name of a kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The name that users see, such as `unknown-name`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }

            /// How bad it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)+
                }
            }

            /// What it means, and what to do, for `treue explain CODE`.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => concat!($($doc, "\n"),+),)+
                }
            }

            /// A programme that gives it and no other, and the same corrected.
            #[must_use]
            pub fn sample(self) -> Sample {
                match self {
                    $(Code::$variant => Sample { wrong: &[$($wrong),+], right: &[$($right),+] },)+
                }
            }
        }
    };
}

codes! {
    /// The text cannot be read at this place. The message says what could stand there; often a word is misspelt, missing, or one too many just before it.
    Syntax = "syntax", Error,
        wrong: [Text(HEADER), Text("earn visit { 5 points evry day }")],
        right: [Text(HEADER), Text("earn visit { 5 points }")];
    /// The file is larger than one mebibyte. Split the programme into several files of one folder.
    SourceTooLong = "source-too-long", Error,
        wrong: [Text(HEADER), Times(200_000, "# a long remark\n")],
        right: [Text(HEADER), Times(3, "# a long remark\n")];
    /// Parentheses or braces are nested more than 64 deep. Give the inner parts names with `lines`.
    NestingTooDeep = "nesting-too-deep", Error,
        wrong: [Text(HEADER), Text("lines deep = "), Times(65, "("), Text("all lines"), Times(65, ")")],
        right: [Text(HEADER), Text("lines deep = "), Times(3, "("), Text("all lines"), Times(3, ")")];
    /// A brace, parenthesis or quote is opened and never closed. Texts end on the line they start on; close each brace where its item ends.
    Unclosed = "unclosed", Error,
        wrong: [Text(HEADER), Text("lines organic = all lines where label \"bio")],
        right: [Text(HEADER), Text("lines organic = all lines where label \"bio\"")];
    /// A date, time or number that does not exist, such as 30 February. Dates are written year-month-day, times with 24 hours.
    BadLiteral = "bad-literal", Error,
        wrong: [Text(HEADER), Text("earn visit from 2026-02-30 { 5 points }")],
        right: [Text(HEADER), Text("earn visit from 2026-02-28 { 5 points }")];
    /// A data file that the programme names is not there, or cannot be read. Its name counts from the folder of the file that names it.
    MissingFile = "missing-file", Error,
        wrong: [Text(HEADER), Text("table factor \"factors.csv\" by store")],
        right: [Text(HEADER), Text("earn visit { 5 points }")];
    /// A name that nothing in the programme declares. Correct its spelling, or declare it; items may stand in any order.
    UnknownName = "unknown-name", Error,
        wrong: [Text(HEADER), Text("lines eligible = all lines except category \"tobacco\"\n\nearn base { 1 point per full 1.00 CHF of eligble }")],
        right: [Text(HEADER), Text("lines eligible = all lines except category \"tobacco\"\n\nearn base { 1 point per full 1.00 CHF of eligible }")];
    /// Two things of the programme have one name, and a rule that names it could mean either. Give one of them another name.
    DuplicateName = "duplicate-name", Error,
        wrong: [Text(HEADER), Text("earn visit { 5 points }\n\nearn visit { 6 points }")],
        right: [Text(HEADER), Text("earn visit { 5 points }\n\nearn second_visit { 6 points }")];
    /// A name that stands for something else than what is needed here, such as a rule where lines are asked for. The message says what it stands for.
    WrongKind = "wrong-kind", Error,
        wrong: [Text(HEADER), Text("earn visit { 5 points }\n\nlines eligible = visit")],
        right: [Text(HEADER), Text("earn visit { 5 points }\n\nlines eligible = all lines")];
    /// Two values of different kinds or units stand where one kind is needed: money is compared with money of the programme's currency, points with points of one unit.
    UnitMismatch = "unit-mismatch", Error,
        wrong: [Text(HEADER), Text("earn basket { when all lines is at least 20 points  5 points }")],
        right: [Text(HEADER), Text("earn basket { when all lines is at least 20.00 CHF  5 points }")];
    /// More decimals than the currency, unit or field has. Nothing is rounded in silence: write fewer, or declare a unit with `decimals`.
    TooManyDecimals = "too-many-decimals", Error,
        wrong: [Text(HEADER), Text("earn basket { when all lines is at least 20.005 CHF  5 points }")],
        right: [Text(HEADER), Text("earn basket { when all lines is at least 20.05 CHF  5 points }")];
    /// A number beyond what the language can hold, or a result that could become so. docs/limits.md has the limits and their reasons.
    OutOfRange = "out-of-range", Error,
        wrong: [Text(HEADER), Text("earn base { 1 point per full 0 CHF of all lines }")],
        right: [Text(HEADER), Text("earn base { 1 point per full 2 CHF of all lines }")];
    /// A field may be missing and the text does not say what then. Write `or ...`, or ask `is present` first.
    MissingNotHandled = "missing-not-handled", Error,
        wrong: [Text(HEADER), Text("fields { member.score: number optional }\n\nearn loyal { when member.score is at least 5  5 points }")],
        right: [Text(HEADER), Text("fields { member.score: number optional }\n\nearn loyal { when member.score or 0 is at least 5  5 points }")];
    /// A word that may not stand in this place: `category` is asked of a line and not of a receipt, a window rule has no `per line`, and so on. The message says where it may stand.
    NotHere = "not-here", Error,
        wrong: [Text(HEADER), Text("earn food { when category \"food\"  5 points }")],
        right: [Text(HEADER), Text("earn food { when any line has category \"food\"  5 points }")];
    /// Something that must be said is not said, because no default would be right for everybody: the window of a track, the price of a reward.
    Incomplete = "incomplete", Error,
        wrong: [Text(HEADER), Text("track spend = all lines")],
        right: [Text(HEADER), Text("track spend = all lines per calendar year")];
    /// Something is said twice where only one can hold. Keep one of the two places that the message shows.
    Repeated = "repeated", Error,
        wrong: [Text(HEADER), Text("earn visit { 5 points rounded down rounded up }")],
        right: [Text(HEADER), Text("earn visit { 5 points rounded up }")];
    /// Rules, selections or stacks refer to each other in a ring, so that none of them could be worked out first. Let one of them stand on its own.
    Cycle = "cycle", Error,
        wrong: [Text(HEADER), Text("earn base { 1 point per full 1.00 CHF of all lines }\n\nearn one { 10% of two }\n\nearn two { 10% of one }")],
        right: [Text(HEADER), Text("earn base { 1 point per full 1.00 CHF of all lines }\n\nearn one { 10% of two }\n\nearn two { 10% of base }")];
    /// A condition, window, range or limit that can never hold or never matter. Nobody writes that on purpose: look for crossed dates or numbers, or an `and` that should be `or`.
    NeverHolds = "never-holds", Error,
        wrong: [Text(HEADER), Text("earn week from 2026-09-13 to 2026-09-07 { 5 points }")],
        right: [Text(HEADER), Text("earn week from 2026-09-07 to 2026-09-13 { 5 points }")];
    /// Bands, levels or dates that are not in rising order. They are read from the lowest up; put the smallest first.
    NotRising = "not-rising", Error,
        wrong: [Text(HEADER), Text("earn basket { by bands of all lines { from 20.00 CHF 5 points from 10.00 CHF 2 points } }")],
        right: [Text(HEADER), Text("earn basket { by bands of all lines { from 10.00 CHF 2 points from 20.00 CHF 5 points } }")];
    /// A time zone, currency or other outside name that does not exist. Currencies are the three letters of ISO 4217, zones the names of the IANA, such as "Europe/Zurich".
    UnknownWorldName = "unknown-world-name", Error,
        wrong: [Text("programme \"Sample\" {\n  currency CHG\n  timezone \"Europe/Zurich\"\n  unit points\n}")],
        right: [Text("programme \"Sample\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points\n}")];
    /// A programme needs exactly one `programme` item, which says its name, its currency and its time zone. Of a folder with several files, one has it.
    NoProgramme = "no-programme", Error,
        wrong: [Text("earn visit { 5 points }")],
        right: [Text(HEADER), Text("earn visit { 5 points }")];
    /// More items, levels or texts than a programme may have. docs/limits.md has the limits and their reasons.
    TooMany = "too-many", Error,
        wrong: [Text(HEADER), Text("track spend = all lines for ever\n\ntiers main by spend {\n  start\n"), Counted(1, 64, &["  step_", " from ", ".00 CHF\n"]), Text("  valid for ever\n}")],
        right: [Text(HEADER), Text("track spend = all lines for ever\n\ntiers main by spend {\n  start\n"), Counted(1, 63, &["  step_", " from ", ".00 CHF\n"]), Text("  valid for ever\n}")];
}
