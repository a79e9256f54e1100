//! The registry of codes. A code that appeared in a release keeps its name for ever.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
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
        }
    };
}

codes! {
    /// The text cannot be read at this place. The message says what could stand there.
    Syntax = "syntax", Error;
    /// The file is larger than one mebibyte. Split the programme into several files of one folder.
    SourceTooLong = "source-too-long", Error;
    /// Parentheses or braces are nested more than 64 deep. Give the inner parts names with `lines`.
    NestingTooDeep = "nesting-too-deep", Error;
    /// A brace, parenthesis or quote is opened and never closed.
    Unclosed = "unclosed", Error;
    /// A date, time or number that does not exist, such as 30 February.
    BadLiteral = "bad-literal", Error;
    /// A data file that the programme names is not there, or cannot be read.
    MissingFile = "missing-file", Error;
    /// A name that nothing in the programme declares.
    UnknownName = "unknown-name", Error;
    /// Two things of the programme have one name.
    DuplicateName = "duplicate-name", Error;
    /// A name that stands for something else than what is needed here.
    WrongKind = "wrong-kind", Error;
    /// Two values of different kinds or units stand where one kind is needed.
    UnitMismatch = "unit-mismatch", Error;
    /// More decimals than the currency, unit or field has.
    TooManyDecimals = "too-many-decimals", Error;
    /// A number beyond what the language can hold, or a result that could become so.
    OutOfRange = "out-of-range", Error;
    /// A field may be missing and the text does not say what then. Write `or ...`, or ask `is present` first.
    MissingNotHandled = "missing-not-handled", Error;
    /// A word that may not stand in this place.
    NotHere = "not-here", Error;
    /// Something that must be said is not said.
    Incomplete = "incomplete", Error;
    /// Something is said twice.
    Repeated = "repeated", Error;
    /// Rules, selections or stacks refer to each other in a ring.
    Cycle = "cycle", Error;
    /// A condition, window, range or limit that can never hold or never matter.
    NeverHolds = "never-holds", Error;
    /// Bands, levels or dates that are not in rising order.
    NotRising = "not-rising", Error;
    /// A time zone, currency or other outside name that does not exist.
    UnknownWorldName = "unknown-world-name", Error;
    /// A programme needs exactly one `programme` item.
    NoProgramme = "no-programme", Error;
    /// More items, nodes or texts than a programme may have.
    TooMany = "too-many", Error;
}
