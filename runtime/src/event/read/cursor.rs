//! Walks through one event: its JSON text, or its values where they stand in columns. A mistake in a value is noted and the walk goes
//! on; only what is not JSON at all ends it.

use super::error::{Fault, InputCode, InputError, Mistakes, Place};
use super::keys::{Found, Key, Keys, Seen};
use super::tree::{self, Value};
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

/// Why the walk ends before the line does.
pub(super) enum Broken {
    /// The line is not JSON from here on.
    NotJson(Box<InputError>),
    /// There are more mistakes than are reported.
    Enough,
}

/// What stood where a value may stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Got<T> {
    /// This.
    Value(T),
    /// Nothing, or null.
    #[default]
    Missing,
    /// Something else; the mistake is noted.
    Wrong,
}

impl<T> Got<T> {
    /// The value, if there is one.
    pub(super) fn value(self) -> Option<T> {
        match self {
            Got::Value(value) => Some(value),
            Got::Missing | Got::Wrong => None,
        }
    }
}

/// A place in the event, and the mistakes so far.
pub(super) struct Cursor<'j> {
    source: Source<'j>,
    mistakes: Mistakes,
}

/// What is walked through.
enum Source<'j> {
    Text(Jiter<'j>, &'j str),
    /// The value that comes next.
    Value(Value<'j>),
}

impl<'j> Cursor<'j> {
    /// At the start of a text. `tape` is scratch space, given back by [`Cursor::end`].
    pub(super) fn new(text: &'j str, tape: Vec<u8>) -> Cursor<'j> {
        let jiter = Jiter::with_tape(text.as_bytes(), tape);
        Cursor { source: Source::Text(jiter, text), mistakes: Mistakes::default() }
    }

    /// At an event that is no text.
    pub(super) fn at_value(value: Value<'j>) -> Cursor<'j> {
        Cursor { source: Source::Value(value), mistakes: Mistakes::default() }
    }

    /// Goes on at a value.
    pub(super) fn stand_at(&mut self, value: Value<'j>) {
        self.source = Source::Value(value);
    }

    /// The mistakes and the scratch space.
    pub(super) fn end(self) -> (Vec<InputError>, Vec<u8>) {
        let tape = match self.source {
            Source::Text(jiter, _) => jiter.into_tape(),
            Source::Value(_) => Vec::new(),
        };
        (self.mistakes.into_vec(), tape)
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_good(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// Notes a mistake that stands nowhere in the text.
    pub(super) fn mistake(&mut self, place: &Place<'_>, code: InputCode, reason: impl Into<String>) {
        self.mistakes.push(place, Fault::new(code, reason), None);
    }

    /// The same, of what was found out.
    pub(super) fn fault(&mut self, place: &Place<'_>, fault: Fault) {
        self.mistakes.push(place, fault, None);
    }

    fn mistake_at(&mut self, place: &Place<'_>, index: usize, fault: Fault) {
        let column = self.column(index);
        self.mistakes.push(place, fault, column);
    }

    /// The byte of the text at which the walk stands.
    fn index(&self) -> usize {
        match &self.source {
            Source::Text(jiter, _) => jiter.current_index(),
            Source::Value(_) => 0,
        }
    }

    /// Ends the walk once nobody would read on: what one event costs stays bounded.
    pub(super) fn go_on(&self) -> Result<(), Broken> {
        if self.mistakes.full() { Err(Broken::Enough) } else { Ok(()) }
    }

    /// Column of a byte, in characters from 1, where there is a text.
    fn column(&self, index: usize) -> Option<usize> {
        let Source::Text(_, text) = &self.source else { return None };
        let before = text.as_bytes().get(..index).unwrap_or(text.as_bytes());
        Some(before.iter().filter(|b| (**b & 0xC0) != 0x80).count() + 1)
    }

    fn broken(&self, place: &Place<'_>, error: &JiterError) -> Broken {
        let (code, reason) = match &error.error_type {
            JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded) => {
                let reason = format!("objects and lists stand more than {} deep", crate::limits::NESTING);
                (InputCode::TooDeep, reason)
            }
            JiterErrorType::JsonError(JsonErrorType::NumberOutOfRange) => {
                (InputCode::OutOfRange, "the number has too many digits".to_owned())
            }
            JiterErrorType::JsonError(json) => (InputCode::MalformedJson, words(json).to_owned()),
            JiterErrorType::WrongType { .. } => {
                (InputCode::MalformedJson, "something else should stand here".to_owned())
            }
        };
        let column = self.column(error.index);
        Broken::NotJson(Box::new(InputError { path: place.to_string(), code, reason, column }))
    }

    /// What kind of value comes next.
    pub(super) fn peek(&mut self, place: &Place<'_>) -> Result<Peek, Broken> {
        match &mut self.source {
            Source::Text(jiter, _) => jiter.peek().map_err(|e| self.broken(place, &e)),
            Source::Value(value) => Ok(value.peek()),
        }
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self, place: &Place<'_>) -> Result<(), Broken> {
        match &mut self.source {
            Source::Text(jiter, _) => jiter.next_skip().map_err(|e| self.broken(place, &e)),
            Source::Value(_) => Ok(()),
        }
    }

    /// That nothing follows.
    pub(super) fn finish(&mut self) -> Result<(), Broken> {
        match &mut self.source {
            Source::Text(jiter, _) => jiter.finish().map_err(|e| self.broken(&Place::Whole, &e)),
            Source::Value(_) => Ok(()),
        }
    }

    /// Passes over a null, and over a value of the wrong type, which is noted.
    pub(super) fn other<T>(
        &mut self,
        place: &Place<'_>,
        peek: Peek,
        expected: &str,
    ) -> Result<Got<T>, Broken> {
        if peek == Peek::Null {
            self.skip(place)?;
            return Ok(Got::Missing);
        }
        let index = self.index();
        self.skip(place)?;
        let found = match peek {
            Peek::True | Peek::False => "true or false",
            Peek::String => "a text",
            Peek::Array => "a list",
            Peek::Object => "an object",
            _ => "a number",
        };
        let reason = format!("this is {found}, but {expected} is needed");
        self.mistake_at(place, index, Fault::new(InputCode::WrongType, reason));
        Ok(Got::Wrong)
    }

    /// A text, read by `read`.
    pub(super) fn string<T>(
        &mut self,
        place: &Place<'_>,
        expected: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Got<T>, Broken> {
        let peek = self.peek(place)?;
        if peek != Peek::String {
            return self.other(place, peek, expected);
        }
        let index = self.index();
        let result = match &mut self.source {
            Source::Text(jiter, _) => jiter.known_str().map(read),
            Source::Value(Value::Text(text)) => Ok(read(text)),
            Source::Value(_) => Ok(read("")),
        };
        self.note(place, index, result)
    }

    /// A text or a number; `read` gets the text or the digits of the number.
    pub(super) fn digits<T>(
        &mut self,
        place: &Place<'_>,
        expected: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Got<T>, Broken> {
        let peek = self.peek(place)?;
        if !peek.is_num() {
            return self.string(place, expected, read);
        }
        let index = self.index();
        let result = match &mut self.source {
            Source::Text(jiter, _) => {
                let bytes = jiter.known_number_bytes(peek);
                bytes.map(|b| read(std::str::from_utf8(b).unwrap_or_default()))
            }
            Source::Value(Value::Number(digits)) => Ok(read(digits)),
            Source::Value(_) => Ok(read("")),
        };
        self.note(place, index, result)
    }

    fn note<T>(
        &mut self,
        place: &Place<'_>,
        index: usize,
        result: Result<Result<T, Fault>, JiterError>,
    ) -> Result<Got<T>, Broken> {
        match result {
            Ok(Ok(value)) => Ok(Got::Value(value)),
            Ok(Err(fault)) => {
                self.mistake_at(place, index, fault);
                Ok(Got::Wrong)
            }
            Err(error) => Err(self.broken(place, &error)),
        }
    }

    /// True or false.
    pub(super) fn yes_no(&mut self, place: &Place<'_>) -> Result<Got<bool>, Broken> {
        let peek = self.peek(place)?;
        if peek != Peek::True && peek != Peek::False {
            return self.other(place, peek, "true or false");
        }
        match &mut self.source {
            Source::Text(jiter, _) => {
                jiter.known_bool(peek).map(Got::Value).map_err(|e| self.broken(place, &e))
            }
            Source::Value(_) => Ok(Got::Value(peek == Peek::True)),
        }
    }

    /// An object. `each` reads the value of every known field; others are refused or passed over, as `keys` says.
    pub(super) fn object<'k>(
        &mut self,
        place: &Place<'_>,
        keys: &Keys<'k>,
        mut each: impl FnMut(&mut Self, Key<'k>, &Place<'_>) -> Result<(), Broken>,
    ) -> Result<Got<()>, Broken> {
        let peek = self.peek(place)?;
        if peek != Peek::Object {
            return self.other(place, peek, "an object");
        }
        if let Source::Value(Value::Object(fields, row)) = &self.source {
            return self.row((*fields, *row), place, keys, each);
        }
        let mut seen = Seen::default();
        let mut next = self.name(true, keys);
        loop {
            let Some(found) = next.map_err(|e| self.broken(place, &e))? else { return Ok(Got::Value(())) };
            let index = self.index();
            match found {
                Found::Known(key, number) if seen.add(number) => each(self, key, &place.field(key.name()))?,
                Found::Known(key, _) => {
                    let reason = format!("`{}` stands twice", key.name());
                    let place = place.field(key.name());
                    self.mistake_at(&place, index, Fault::new(InputCode::DuplicateField, reason));
                    self.skip(&place)?;
                }
                Found::PassOver => self.skip(place)?,
                Found::Refused(name, fault) => {
                    let place = place.field(&name);
                    self.mistake_at(&place, index, fault);
                    self.skip(&place)?;
                }
            }
            self.go_on()?;
            next = self.name(false, keys);
        }
    }

    /// The next name in an object of a text, looked up.
    fn name<'k>(&mut self, first: bool, keys: &Keys<'k>) -> Result<Option<Found<'k>>, JiterError> {
        let Source::Text(jiter, _) = &mut self.source else { return Ok(None) };
        let name = if first { jiter.known_object() } else { jiter.next_key() };
        name.map(|name| name.map(|n| keys.find(n)))
    }

    /// A list of at most `most` elements, each read by `each`, which gets its position.
    pub(super) fn list(
        &mut self,
        place: &Place<'_>,
        most: usize,
        too_many: InputCode,
        mut each: impl FnMut(&mut Self, usize, &Place<'_>) -> Result<(), Broken>,
    ) -> Result<Got<()>, Broken> {
        let peek = self.peek(place)?;
        if peek != Peek::Array {
            return self.other(place, peek, "a list");
        }
        if let Source::Value(Value::List(elements, from, to)) = &self.source {
            return self.elements((*elements, *from, *to), place, (most, too_many), each);
        }
        let mut next = self.step(true);
        let mut position = 0;
        while next.map_err(|e| self.broken(place, &e))? {
            let item = place.item(position);
            if position < most {
                each(self, position, &item)?;
            } else {
                if position == most {
                    let index = self.index();
                    let reason = format!("there are more than {most}");
                    self.mistake_at(place, index, Fault::new(too_many, reason));
                }
                self.skip(&item)?;
            }
            self.go_on()?;
            position += 1;
            next = self.step(false);
        }
        Ok(if position > most { Got::Wrong } else { Got::Value(()) })
    }

    /// Whether another element comes in a list of a text.
    fn step(&mut self, first: bool) -> Result<bool, JiterError> {
        let Source::Text(jiter, _) = &mut self.source else { return Ok(false) };
        let next = if first { jiter.known_array() } else { jiter.array_step() };
        next.map(|peek| peek.is_some())
    }

    /// The value; a missing one is noted under its name.
    pub(super) fn required<T>(&mut self, place: &Place<'_>, name: &str, got: Got<T>) -> Option<T> {
        if matches!(got, Got::Missing) {
            self.mistake(&place.field(name), InputCode::MissingField, format!("`{name}` is missing"));
        }
        got.value()
    }

    /// Finds the text of a top-level field, wherever it stands, without moving on; anything that is wrong there is
    /// left to the walk itself.
    pub(super) fn look_for<T>(&self, name: &str, read: impl FnOnce(&str) -> T) -> Option<T> {
        let jiter = match &self.source {
            Source::Text(jiter, _) => jiter,
            Source::Value(value) => return tree::look_for(value, name, read),
        };
        let mut ahead = jiter.clone();
        let mut found = ahead.next_object().ok()?.map(|n| n == name);
        while let Some(this) = found {
            if this {
                return ahead.next_str().ok().map(read);
            }
            ahead.next_skip().ok()?;
            found = ahead.next_key().ok()?.map(|n| n == name);
        }
        None
    }
}

fn words(error: &JsonErrorType) -> &'static str {
    match error {
        JsonErrorType::EofWhileParsingList => "the line ends inside a list",
        JsonErrorType::EofWhileParsingObject => "the line ends inside an object",
        JsonErrorType::EofWhileParsingString => "the line ends inside a text",
        JsonErrorType::EofWhileParsingValue => "the line ends where a value should stand",
        JsonErrorType::ExpectedColon => "a `:` is missing after the name of a field",
        JsonErrorType::ExpectedListCommaOrEnd => "a `,` or `]` is missing",
        JsonErrorType::ExpectedObjectCommaOrEnd => "a `,` or `}` is missing",
        JsonErrorType::ExpectedSomeIdent => "this is none of true, false and null",
        JsonErrorType::ExpectedSomeValue => "a value should stand here",
        JsonErrorType::InvalidEscape | JsonErrorType::UnexpectedEndOfHexEscape => {
            "this escape is not one of JSON"
        }
        JsonErrorType::InvalidNumber => "this is not a number of JSON",
        JsonErrorType::InvalidUnicodeCodePoint => "this is not UTF-8",
        JsonErrorType::LoneLeadingSurrogateInHexEscape => "half a character is escaped here",
        JsonErrorType::ControlCharacterWhileParsingString => "a control character stands in a text",
        JsonErrorType::KeyMustBeAString => "the name of a field must stand in quotes",
        JsonErrorType::TrailingComma => "a comma stands after the last element",
        JsonErrorType::TrailingCharacters => "something follows the end of the event",
        JsonErrorType::FloatExpectingInt
        | JsonErrorType::DuplicateKey(_)
        | JsonErrorType::InternalError(_)
        | JsonErrorType::NumberOutOfRange
        | JsonErrorType::RecursionLimitExceeded => "this is not JSON",
    }
}
