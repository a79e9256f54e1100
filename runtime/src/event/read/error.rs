//! What can be wrong with an event: stable codes, and where it is wrong.

use crate::limits;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// The stable name of a mistake in an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum InputCode {
            $($(#[doc = $doc])+ $variant),+
        }

        impl InputCode {
            /// All of them.
            pub const ALL: &'static [InputCode] = &[$(InputCode::$variant),+];

            /// The name that hosts see.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(InputCode::$variant => $name),+
                }
            }

            /// What it means, for `treue explain CODE`.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self {
                    $(InputCode::$variant => concat!($($doc, "\n"),+)),+
                }
            }
        }
    };
}

codes! {
    /// The line is longer than an event may be.
    EventTooLong = "event-too-long",
    /// The line is not UTF-8.
    NotUtf8 = "not-utf-8",
    /// The line is not JSON.
    MalformedJson = "malformed-json",
    /// Objects and lists stand too deep inside each other.
    TooDeep = "too-deep",
    /// The kind of event is not known.
    UnknownEvent = "unknown-event",
    /// A field that neither the format nor the programme knows.
    UnknownField = "unknown-field",
    /// A field that stands twice in one object.
    DuplicateField = "duplicate-field",
    /// A field that is needed.
    MissingField = "missing-field",
    /// Two fields that exclude each other.
    ConflictingFields = "conflicting-fields",
    /// A value of another type.
    WrongType = "wrong-type",
    /// An id or a name without any character.
    EmptyText = "empty-text",
    /// A text that is too long.
    TextTooLong = "text-too-long",
    /// A text with a control character.
    ControlCharacter = "control-character",
    /// Not decimal text.
    NotADecimal = "not-a-decimal",
    /// More decimals than its unit has.
    TooManyDecimals = "too-many-decimals",
    /// Too large, too small, or of the wrong sign.
    OutOfRange = "out-of-range",
    /// Not a date of the calendar.
    NotADate = "not-a-date",
    /// Not an instant with offset.
    NotAnInstant = "not-an-instant",
    /// Not one of the texts that the programme lists.
    NotOneOf = "not-one-of",
    /// Another currency than the programme's.
    WrongCurrency = "wrong-currency",
    /// There is no rate of the receipt's currency for its day.
    NoRate = "no-rate",
    /// A reward, unit, level or structure that the programme does not have.
    UnknownName = "unknown-name",
    /// A name that stands for several things.
    AmbiguousName = "ambiguous-name",
    /// More lines than a receipt may have.
    TooManyLines = "too-many-lines",
    /// More coupons, tenders or labels than there may be.
    TooMany = "too-many",
    /// All lines together are too much.
    ReceiptTooLarge = "receipt-too-large",
    /// The receipt's discount is more than there is to take it from.
    DiscountTooLarge = "discount-too-large",
    /// The tax is more than the amount that contains it.
    TaxTooLarge = "tax-too-large",
    /// A last good day that has passed already.
    UntilTooEarly = "until-too-early",
    /// There are more mistakes than are reported.
    TooManyMistakes = "too-many-mistakes",
}

/// One mistake in an event. The host knows the file and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// Where in the event, such as `lines[3].amount`; empty for the whole.
    pub path: String,
    /// Which mistake.
    pub code: InputCode,
    /// What is the matter and what would do, for people.
    pub reason: String,
    /// Column of the line at which it stands, in characters from 1, where it stands anywhere.
    pub column: Option<usize>,
}

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}", self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for InputError {}

/// A mistake of a value that does not know where it stands.
pub(super) struct Fault {
    pub(super) code: InputCode,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(code: InputCode, reason: impl Into<String>) -> Fault {
        Fault { code, reason: reason.into() }
    }
}

/// A place in an event. Its text is only made when there is a mistake.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The event.
    Whole,
    /// A field of an object.
    Field(&'a Place<'a>, &'a str),
    /// An element of a list, from 0.
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    /// A field here.
    pub(super) fn field<'b>(&'b self, name: &'b str) -> Place<'b> {
        Place::Field(self, name)
    }

    /// An element here.
    pub(super) fn item(&self, index: usize) -> Place<'_> {
        Place::Item(self, index)
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Whole => Ok(()),
            Place::Field(Place::Whole, name) => f.write_str(&short(name)),
            Place::Field(parent, name) => write!(f, "{parent}.{}", short(name)),
            Place::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A text as messages quote it: not longer than a line on a screen, and without control characters.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    let mut out: String =
        text.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

/// The mistakes of one event.
#[derive(Default)]
pub(super) struct Mistakes(Vec<InputError>);

impl Mistakes {
    /// Adds one; beyond the limit only says that there are more.
    pub(super) fn push(&mut self, place: &Place<'_>, fault: Fault, column: Option<usize>) {
        if self.0.len() < limits::MISTAKES {
            self.0.push(InputError {
                path: place.to_string(),
                code: fault.code,
                reason: fault.reason,
                column,
            });
        } else if self.0.len() == limits::MISTAKES {
            let reason = format!("there are more mistakes; the first {} are shown", limits::MISTAKES);
            self.0.push(InputError {
                path: String::new(),
                code: InputCode::TooManyMistakes,
                reason,
                column: None,
            });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether another one would not be shown any more.
    pub(super) fn full(&self) -> bool {
        self.0.len() > limits::MISTAKES
    }

    pub(super) fn into_vec(self) -> Vec<InputError> {
        self.0
    }
}
