//! What rules give for the receipts of a block, in columns as narrow as what is proved of it.

use super::code::RECEIPTS;
use super::stream::stream;
use crate::columns::{Awards, Points};
use std::ops::Range;

/// How wide the points of a rule are. They are never below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    One,
    Two,
    Four,
    Eight,
}

impl Size {
    /// Enough for points that are not more.
    pub(super) fn of(most: u128) -> Size {
        match most {
            0..=0xff => Size::One,
            0x100..=0xffff => Size::Two,
            0x1_0000..=0x7fff_ffff => Size::Four,
            _ => Size::Eight,
        }
    }

    pub(super) fn bytes(self) -> i64 {
        match self {
            Size::One => 1,
            Size::Two => 2,
            Size::Four => 4,
            Size::Eight => 8,
        }
    }
}

/// Room for the awards of a block, rule by rule. A kernel that wrote into the columns themselves would write to as many
/// places at once as there are rules, which share few lines of the cache.
#[derive(Debug, Default)]
pub(super) struct Given {
    one: Vec<u8>,
    two: Vec<u16>,
    four: Vec<i32>,
    eight: Vec<i64>,
}

impl Given {
    /// Makes room for rules of these widths; those without one give nothing.
    pub(super) fn make_room(&mut self, sizes: &[Option<Size>]) {
        let room = |size: Size| sizes.iter().filter(|s| **s == Some(size)).count().saturating_mul(RECEIPTS);
        self.one.resize(room(Size::One), 0);
        self.two.resize(room(Size::Two), 0);
        self.four.resize(room(Size::Four), 0);
        self.eight.resize(room(Size::Eight), 0);
    }

    /// Where awards of a width start.
    pub(super) fn start(&mut self, size: Size) -> *const u8 {
        match size {
            Size::One => self.one.as_mut_ptr().cast_const(),
            Size::Two => self.two.as_mut_ptr().cast_const().cast(),
            Size::Four => self.four.as_mut_ptr().cast_const().cast(),
            Size::Eight => self.eight.as_mut_ptr().cast_const().cast(),
        }
    }

    /// Puts the awards of a block into their columns.
    pub(super) fn hand_over(&self, awards: &mut Awards, receipts: &Range<usize>) {
        let (mut one, mut two) = (self.one.chunks_exact(RECEIPTS), self.two.chunks_exact(RECEIPTS));
        let (mut four, mut eight) = (self.four.chunks_exact(RECEIPTS), self.eight.chunks_exact(RECEIPTS));
        for column in awards.columns.iter_mut().flatten() {
            match column {
                Points::U8(points) => put(points, one.next(), receipts),
                Points::U16(points) => put(points, two.next(), receipts),
                Points::I32(points) => put(points, four.next(), receipts),
                Points::I64(points) => put(points, eight.next(), receipts),
            }
        }
    }
}

fn put<T: Copy + Into<i64>>(column: &mut [T], block: Option<&[T]>, receipts: &Range<usize>) {
    let to = column.get_mut(receipts.clone()).unwrap_or_default();
    let from = block.unwrap_or_default();
    if let (Ok(to), Ok(from)) = (<&mut [T; RECEIPTS]>::try_from(&mut *to), <&[T; RECEIPTS]>::try_from(from)) {
        // Usually a whole block: so many bytes that the copy needs no loop.
        stream(to, from);
    } else if let Some(from) = from.get(..to.len()) {
        to.copy_from_slice(from);
    }
}

/// Columns for the awards of so many receipts, of the rules that give something.
pub(super) fn columns(awards: &mut Awards, sizes: &[Option<Size>], receipts: usize) {
    for (column, size) in awards.columns.iter_mut().zip(sizes) {
        match (size, column.as_mut()) {
            (None, _) => *column = None,
            (Some(Size::One), Some(Points::U8(points))) => points.resize(receipts, 0),
            (Some(Size::Two), Some(Points::U16(points))) => points.resize(receipts, 0),
            (Some(Size::Four), Some(Points::I32(points))) => points.resize(receipts, 0),
            (Some(Size::Eight), Some(Points::I64(points))) => points.resize(receipts, 0),
            (Some(Size::One), _) => *column = Some(Points::U8(vec![0; receipts])),
            (Some(Size::Two), _) => *column = Some(Points::U16(vec![0; receipts])),
            (Some(Size::Four), _) => *column = Some(Points::I32(vec![0; receipts])),
            (Some(Size::Eight), _) => *column = Some(Points::I64(vec![0; receipts])),
        }
    }
}
