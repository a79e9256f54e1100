//! The shape of an object: the names of its fields in their order, with everything that stands between their values, byte by byte. It
//! is learnt from a line that the general reader took, so whatever stands between the values is right wherever it stands again.

/// What stands where a shape has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Of a receipt: its id.
    Id,
    /// Who bought.
    Member,
    /// The instant.
    At,
    /// The store.
    Store,
    /// The channel.
    Channel,
    /// The lines; the literal before it ends with the bracket.
    Lines,
    /// Of a line: a text.
    Text(LineText),
    /// Its measure.
    Measure,
    /// Its labels; the literal before it ends before the bracket.
    Labels,
    /// A number of it, in quotes or bare.
    Number(Number, Quotes),
}

/// Texts of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the fields")]
pub(super) enum LineText {
    Sku,
    Name,
    Category,
    Brand,
}

/// Numbers of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the fields")]
pub(super) enum Number {
    Amount,
    Quantity,
    Discount,
    Tax,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// As a text.
    Quoted,
    /// As a number.
    Bare,
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// What stands before each value.
    pub(super) steps: Vec<(Box<[u8]>, Value)>,
    /// What stands behind the last one.
    pub(super) end: Box<[u8]>,
}

/// The shapes in a line of a purchase that has been read: of the receipt and of its lines. `None` if it has anything that this reader
/// leaves to the general one.
pub(super) fn learn(line: &[u8], currency: &str) -> Option<(Shape, Vec<Shape>)> {
    let mut learner = Learner { bytes: line, at: 0, literal: 0, currency, lines: Vec::new() };
    let receipt = learner.object(Learner::of_receipt)?;
    learner.spaces();
    (learner.at == line.len()).then_some((receipt, learner.lines))
}

struct Learner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Where what stands before the next value begins.
    literal: usize,
    currency: &'t str,
    lines: Vec<Shape>,
}

type Steps = Vec<(Box<[u8]>, Value)>;

impl Learner<'_> {
    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn spaces(&mut self) {
        while self.next().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// The inside of a text without escapes; goes behind it.
    fn text(&mut self) -> Option<&[u8]> {
        self.take(b'"')?;
        let from = self.at;
        while self.next()? != b'"' {
            if self.next()? == b'\\' {
                return None;
            }
            self.at += 1;
        }
        self.at += 1;
        self.bytes.get(from..self.at - 1)
    }

    fn object(&mut self, field: impl Fn(&mut Self, &[u8], &mut Steps) -> Option<()>) -> Option<Shape> {
        let mut steps = Vec::new();
        self.literal = self.at;
        self.take(b'{')?;
        loop {
            self.spaces();
            let name = self.text()?.to_vec();
            self.spaces();
            self.take(b':')?;
            self.spaces();
            field(self, &name, &mut steps)?;
            self.spaces();
            if self.take(b',').is_none() {
                break;
            }
        }
        self.take(b'}')?;
        Some(Shape { steps, end: self.bytes.get(self.literal..self.at)?.into() })
    }

    /// Notes that a value starts here.
    fn starts(&mut self, value: Value, steps: &mut Steps) -> Option<()> {
        steps.push((self.bytes.get(self.literal..self.at)?.into(), value));
        Some(())
    }

    /// A text, whose quotes belong to what stands around it.
    fn a_text(&mut self, value: Value, steps: &mut Steps) -> Option<()> {
        self.take(b'"')?;
        self.starts(value, steps)?;
        self.at -= 1;
        self.text()?;
        self.literal = self.at - 1;
        Some(())
    }

    fn of_receipt(&mut self, name: &[u8], steps: &mut Steps) -> Option<()> {
        match name {
            b"event" => (self.text()? == b"purchase").then_some(()),
            b"currency" => {
                let currency = self.currency;
                (self.text()? == currency.as_bytes()).then_some(())
            }
            b"id" => self.a_text(Value::Id, steps),
            b"member" => self.a_text(Value::Member, steps),
            b"at" => self.a_text(Value::At, steps),
            b"store" => self.a_text(Value::Store, steps),
            b"channel" => self.a_text(Value::Channel, steps),
            b"lines" => {
                self.take(b'[')?;
                self.starts(Value::Lines, steps)?;
                self.all_lines()?;
                self.literal = self.at;
                self.take(b']')
            }
            _ => None,
        }
    }

    fn all_lines(&mut self) -> Option<()> {
        while self.next()? != b']' {
            let shape = self.object(Learner::of_line)?;
            if !self.lines.contains(&shape) {
                self.lines.push(shape);
            }
            if self.take(b',').is_none() {
                break;
            }
        }
        Some(())
    }

    fn of_line(&mut self, name: &[u8], steps: &mut Steps) -> Option<()> {
        match name {
            b"sku" => self.a_text(Value::Text(LineText::Sku), steps),
            b"name" => self.a_text(Value::Text(LineText::Name), steps),
            b"category" => self.a_text(Value::Text(LineText::Category), steps),
            b"brand" => self.a_text(Value::Text(LineText::Brand), steps),
            b"measure" => self.a_text(Value::Measure, steps),
            b"labels" => {
                self.starts(Value::Labels, steps)?;
                self.at = list(self.bytes, self.at)?;
                self.literal = self.at;
                Some(())
            }
            b"amount" => self.number(Number::Amount, steps),
            b"quantity" => self.number(Number::Quantity, steps),
            b"discount" => self.number(Number::Discount, steps),
            b"tax" => self.number(Number::Tax, steps),
            _ => None,
        }
    }

    fn number(&mut self, number: Number, steps: &mut Steps) -> Option<()> {
        if self.next()? == b'"' {
            return self.a_text(Value::Number(number, Quotes::Quoted), steps);
        }
        self.starts(Value::Number(number, Quotes::Bare), steps)?;
        while self.next().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
        {
            self.at += 1;
        }
        self.literal = self.at;
        Some(())
    }
}

/// Where a list of texts without escapes ends that starts at `from`: behind its bracket.
pub(super) fn list(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    if rest.first() != Some(&b'[') {
        return None;
    }
    let mut inside = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'"' => inside = !inside,
            b'\\' => return None,
            b']' if !inside => return Some(from + at + 1),
            0..0x20 => return None,
            _ => {}
        }
    }
    None
}
