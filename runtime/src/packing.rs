//! Writing numbers and texts as few bytes: for decisions, and for what notes keep of receipts.

/// Writes behind what stands in `out`, in room for so many bytes; once more, with more room, where that is too little.
pub(crate) fn behind(out: &mut Vec<u8>, room: usize, write: impl Fn(&mut Writer<'_>)) {
    let start = out.len();
    let mut room = room.max(8);
    loop {
        out.resize(start.saturating_add(room), 0);
        let mut writer = Writer::new(out.get_mut(start..).unwrap_or_default());
        write(&mut writer);
        if let Some(len) = writer.len() {
            return out.truncate(start.saturating_add(len));
        }
        room = room.saturating_mul(4);
    }
}

/// Writes numbers into room that may turn out to be too small.
pub(crate) struct Writer<'o> {
    room: &'o mut [u8],
    at: usize,
    fits: bool,
}

impl Writer<'_> {
    /// From the start of the room. The last eight bytes of it are never filled.
    pub(crate) fn new(room: &mut [u8]) -> Writer<'_> {
        Writer { room, at: 0, fits: true }
    }

    /// How many bytes were written; `None` if there was too little room.
    pub(crate) fn len(&self) -> Option<usize> {
        self.fits.then_some(self.at)
    }

    /// The lowest bytes of a number; at most eight.
    #[inline(always)]
    pub(crate) fn put(&mut self, number: u64, bytes: usize) {
        let place = self.room.get_mut(self.at..).and_then(|room| room.first_chunk_mut());
        match place {
            Some(place) => *place = number.to_le_bytes(),
            None => self.fits = false,
        }
        self.at = self.at.wrapping_add(bytes);
    }

    /// One byte.
    #[inline(always)]
    pub(crate) fn byte(&mut self, byte: u8) {
        self.put(u64::from(byte), 1);
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    #[inline(always)]
    pub(crate) fn unsigned(&mut self, number: u64) {
        if number > 0x3fff {
            return self.long(number);
        }
        let more = u64::from(number > 0x7f);
        self.put(number & 0x7f | more << 7 | (number & 0x3f80) << 1, if more == 1 { 2 } else { 1 });
    }

    #[inline]
    fn long(&mut self, mut number: u64) {
        // Eight bytes of seven bits at once.
        let (mut word, mut bytes) = (0u64, 0usize);
        while number > 0x7f {
            word |= (number & 0x7f | 0x80) << (bytes * 8);
            number >>= 7;
            bytes = bytes.wrapping_add(1);
            if bytes == 8 {
                self.put(word, 8);
                (word, bytes) = (0, 0);
            }
        }
        self.put(word | number << (bytes * 8), bytes.wrapping_add(1));
    }

    /// Small numbers of either sign are short: the sign is the lowest bit.
    #[inline(always)]
    pub(crate) fn signed(&mut self, number: i64) {
        self.unsigned((number << 1 ^ number >> 63).cast_unsigned());
    }

    /// All bytes of a wide number.
    pub(crate) fn wide(&mut self, number: i128) {
        for half in number.to_le_bytes().as_chunks::<8>().0 {
            self.put(u64::from_le_bytes(*half), 8);
        }
    }

    /// Bytes as they are.
    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let end = self.at.wrapping_add(bytes.len());
        match self.room.get_mut(self.at..end) {
            Some(place) => place.copy_from_slice(bytes),
            None => self.fits = false,
        }
        self.at = end;
    }

    /// A text behind its length.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.unsigned(bytes.len() as u64);
        // The first and the last bytes, which may overlap.
        if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            if bytes.len() > 16 {
                return self.bytes(bytes);
            }
            let end = self.at.wrapping_add(bytes.len());
            self.put(u64::from_le_bytes(*first), 8);
            self.at = end.wrapping_sub(8);
            return self.put(u64::from_le_bytes(*last), 8);
        }
        let word = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
                u64::from(first) | u64::from(last) << (bytes.len() * 8 - 32)
            }
            _ => bytes.iter().rev().fold(0u64, |all, byte| all << 8 | u64::from(*byte)),
        };
        self.put(word, bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_stand_as_they_are() {
        let all = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for len in 0..=all.len() {
            let text: &str = &all.chars().take(len).collect::<String>();
            let mut out = vec![7u8];
            behind(&mut out, 8, |to| {
                to.text(text);
                to.byte(9);
            });
            assert_eq!(out[0], 7);
            assert_eq!(usize::from(out[1]), len);
            assert_eq!(&out[2..2 + len], text.as_bytes());
            assert_eq!(out[2 + len..], [9]);
        }
    }

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        for (number, bytes) in [
            (0, &[0u8][..]),
            (127, &[127]),
            (128, &[128, 1]),
            (16_383, &[255, 127]),
            (16_384, &[128, 128, 1]),
            (1 << 55, &[128, 128, 128, 128, 128, 128, 128, 64]),
            (1 << 56, &[128, 128, 128, 128, 128, 128, 128, 128, 1]),
            (u64::MAX, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        ] {
            let mut out = Vec::new();
            behind(&mut out, 32, |to| to.unsigned(number));
            assert_eq!(out, bytes, "{number}");
        }
    }
}
