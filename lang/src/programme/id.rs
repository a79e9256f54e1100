//! One kind of number for each kind of thing, so that they cannot be mixed, and the arenas they index.

use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A number that stands for one thing of a programme.
pub trait Id: Copy + Eq {
    /// From a position.
    fn from_index(index: usize) -> Self;
    /// The position.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// A unit of points.
    UnitId,
    /// A measure of quantities.
    MeasureId,
    /// A declared field.
    FieldId,
    /// A selection of lines.
    SelectionId,
    /// An amount of a receipt.
    AmountId,
    /// A number made of others.
    FigureId,
    /// A table of values.
    TableId,
    /// A track.
    TrackId,
    /// An earn rule.
    RuleId,
    /// A stack.
    StackId,
    /// A limit.
    LimitId,
    /// Points to other members.
    GiftId,
    /// A tier structure.
    TiersId,
    /// A reward.
    RewardId,
    /// A partner.
    PartnerId,
    /// Kinds of tenders that an amount asks for together.
    TendersId,
}

/// Things of one kind, each with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Arena<I, T> {
    items: Vec<T>,
    of: PhantomData<I>,
}

impl<I: Id, T> Default for Arena<I, T> {
    fn default() -> Self {
        Arena { items: Vec::new(), of: PhantomData }
    }
}

impl<I: Id, T> Arena<I, T> {
    /// Adds a thing and gives its number.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.items.len() - 1)
    }

    /// The number of an equal thing, which is added if there is none.
    pub fn intern(&mut self, item: T) -> I
    where
        T: PartialEq,
    {
        match self.items.iter().position(|i| *i == item) {
            Some(index) => I::from_index(index),
            None => self.push(item),
        }
    }

    /// The thing of that number.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The thing of that number, to change it.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index())
    }

    /// All with their numbers, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(i, item)| (I::from_index(i), item))
    }

    /// All numbers, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<I: Id, T> std::ops::Index<I> for Arena<I, T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id is made by the arena that it indexes")]
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}
