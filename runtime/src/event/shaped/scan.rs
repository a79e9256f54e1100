//! Steps through the bytes of a line that follows a known shape. Whoever finds anything unusual says so with `None`, and the line is
//! read by the general reader, which takes it or says what is wrong with it.

use crate::event::read::plain_instant;
use crate::limits::{AMOUNT, TEXT_BYTES};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Bytes of the word that are zero have their high bit set in the result; the lowest of them is right.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// Where the text that starts at `from` ends: at its quote. `None` if an escape or a control character comes first, or if it is too
/// long. The flag says whether all of it is printable ASCII.
pub(super) fn text(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    let rest = bytes.get(from..)?;
    let (mut at, mut seen) = (0, 0u64);
    for chunk in rest.chunks_exact(8) {
        let word = chunk.try_into().map(u64::from_le_bytes).unwrap_or(0);
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let stops = quotes | zeros(word ^ (ONES * u64::from(b'\\'))) | zeros(word & (ONES * 0xE0));
        let unusual = (word & HIGHS) | zeros(word ^ (ONES * 0x7F));
        if stops == 0 {
            seen |= unusual;
            at += 8;
            continue;
        }
        let place = stops.trailing_zeros();
        seen |= unusual & ((1u64 << place) - 1);
        let end = from + at + place as usize / 8;
        let quote = bytes.get(end) == Some(&b'"');
        return (quote && end - from <= TEXT_BYTES).then_some((end, seen == 0));
    }
    let tail = rest.get(at..)?;
    let stop = tail.iter().position(|b| *b == b'"' || *b == b'\\' || *b < 0x20)?;
    let plain = seen == 0 && tail.get(..stop)?.iter().all(|b| (0x20..0x7F).contains(b));
    let end = from + at + stop;
    (bytes.get(end) == Some(&b'"') && end - from <= TEXT_BYTES).then_some((end, plain))
}

/// A decimal that starts at `from`, in 10^-scale, and where it ends. `bare` numbers, which stand in no quotes, must not start with a
/// zero that means nothing.
pub(super) fn decimal(bytes: &[u8], from: usize, scale: u8, bare: bool) -> Option<(i64, usize)> {
    let negative = bytes.get(from) == Some(&b'-');
    let start = from + usize::from(negative);
    let mut at = start;
    let mut value = 0i64;
    let digit = |at: usize| bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10);
    while let Some(d) = digit(at) {
        value = value * 10 + i64::from(d);
        at += 1;
        // Whatever has more digits is too large, or written in an unusual way.
        if at - start > 13 {
            return None;
        }
    }
    if at == start || (bare && at - start > 1 && bytes.get(start) == Some(&b'0')) {
        return None;
    }
    let mut missing = scale;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let first = at;
        while let Some(d) = digit(at) {
            if missing == 0 {
                // Zeros at the end do not count.
                if d != 0 {
                    return None;
                }
            } else {
                value = value * 10 + i64::from(d);
                missing -= 1;
            }
            at += 1;
        }
        if at == first {
            return None;
        }
    }
    for _ in 0..missing {
        value *= 10;
    }
    (value <= AMOUNT).then_some((if negative { -value } else { value }, at))
}

/// The latest day that was read, as it was written: receipts come in order of time.
#[derive(Debug, Default)]
pub(super) struct Days {
    written: [u8; 10],
    /// Seconds since 1970 as it starts.
    starts: i64,
}

impl Days {
    /// An instant that starts at `from`, in seconds since 1970, and where it ends.
    pub(super) fn instant(&mut self, bytes: &[u8], from: usize) -> Option<(i64, usize)> {
        let date: [u8; 10] = bytes.get(from..from + 10)?.try_into().ok()?;
        if date != self.written {
            let day =
                std::str::from_utf8(&date).ok().and_then(|d| plain_instant(&format!("{d}T00:00:00Z")))?;
            (self.written, self.starts) = (date, day);
        }
        let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, zone] = *bytes.get(from + 10..from + 20)? else {
            return None;
        };
        let time = seconds([h1, h2], 23)? * 3_600 + seconds([m1, m2], 59)? * 60 + seconds([s1, s2], 59)?;
        let local = self.starts + time;
        let sign = match zone {
            b'Z' => return Some((local, from + 20)),
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let [h1, h2, b':', m1, m2] = *bytes.get(from + 20..from + 25)? else { return None };
        let offset = seconds([h1, h2], 23)? * 3_600 + seconds([m1, m2], 59)? * 60;
        Some((local - sign * offset, from + 25))
    }
}

/// A number of two digits.
fn seconds([tens, ones]: [u8; 2], most: i64) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    let value = i64::from(tens) * 10 + i64::from(ones);
    (tens < 10 && ones < 10 && value <= most).then_some(value)
}
