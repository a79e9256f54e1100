//! The programme as written: nothing resolved, nothing defaulted. One file per item of the language.
//! Every node keeps its place. What did not parse is not here; its diagnostics are, and its name stays
//! known (`File::broken`), so that one mistake does not cause a second message.

mod amount;
mod condition;
mod earn;
mod expire;
mod expression;
mod fields;
mod holidays;
mod migration;
mod occasion;
mod partner;
mod programme;
mod property;
mod rates;
mod returns;
mod reward;
mod stack;
mod table;
mod test;
mod tiers;
mod track;
mod vocabulary;
mod zones;

pub use amount::{AmountRef, Basis, Literal, Operand, Selection, SelectionJoin, SelectionPart, ThisEvent};
pub use condition::{Comparison, Condition, DayWord, Quantifier, TextSubject};
pub use earn::{
    Award, Band, Clause, Counting, Earn, GiftClause, LevelRate, LimitClause, LimitRate, LimitSize, Rate,
    RoundingClause, Step,
};
pub use expire::{
    AfterPause, AvailableText, DeadlineText, Expire, ExpiryLine, ExpiryText, ExpiryWhen, IdleAct, IdleText,
    WhileText,
};
pub use expression::{Expression, Further, Made, Term};
pub use fields::{FieldDeclaration, FieldDefault, FieldOwner, FieldTypeText, Fields};
pub use holidays::Holidays;
pub use migration::{Becomes, Forgotten, Migration, MigrationPiece, Renamed};
pub use occasion::{Beginning, HeldAs, Occasion, Since};
pub use partner::{Conversion, Partner};
pub use programme::{Header, Setting};
pub use property::{Claim, ClaimText, Property, WorthBound};
pub use rates::Rates;
pub use returns::{Returns, ReturnsPiece};
pub use reward::{
    Cost, CycleText, Gives, GivesIn, IssuedText, PointsText, PriceText, Reward, RewardLimit, Rung, Worth,
};
pub use stack::{Stack, StackWay};
pub use table::{Table, TableKey};
pub use test::{
    ActivityText, Expectation, Given, PurchaseText, RedeemText, ReturnText, ReturnedText, Step as TestStep,
    Test, TestLine, TestWhen, TransferText,
};
pub use tiers::{AfterReview, Level, LevelChange, LevelEntry, Tiers, Validity};
pub use track::{Track, TrackSubject, WindowText};
pub use vocabulary::Vocabulary;
pub use zones::Zones;

use crate::source::{Span, Spanned};

/// A name with its place.
pub type Name = Spanned<String>;
/// A quoted text with its place; the node is the text without quotes and with escapes resolved.
pub type Text = Spanned<String>;
/// A number as written, such as `1.25`, with its place; grouping is not allowed.
pub type Number = Spanned<String>;

/// One source file as parsed.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The items that parsed, in the order of the text.
    pub items: Vec<Item>,
    /// Keyword and name of items that did not parse.
    pub broken: Vec<BrokenItem>,
}

/// An item that did not parse: what it would have declared.
#[derive(Clone, Debug)]
pub struct BrokenItem {
    /// Its first word, such as `earn`.
    pub keyword: Name,
    /// Its name, where one could be made out.
    pub name: Option<Name>,
    /// The whole item.
    pub span: Span,
}

/// `lines NAME = selection`.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The name it declares.
    pub name: Name,
    /// What it selects.
    pub selection: Selection,
    /// The whole item.
    pub span: Span,
}

/// One item of a programme.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each variant holds the item of the same name")]
#[allow(clippy::large_enum_variant, reason = "trees are built once and read in place")]
pub enum Item {
    Header(Header),
    Fields(Fields),
    Lines(Lines),
    Track(Track),
    Earn(Earn),
    Stack(Stack),
    Tiers(Tiers),
    Expire(Expire),
    Partner(Partner),
    Reward(Reward),
    Test(Test),
    Migration(Migration),
    Holidays(Holidays),
    Table(Table),
    Rates(Rates),
    Vocabulary(Vocabulary),
    Returns(Returns),
    /// Time zones of stores.
    Zones(Zones),
    /// What must hold whatever happens.
    Property(Property),
}

impl Item {
    /// The whole item.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Item::Header(i) => i.span,
            Item::Fields(i) => i.span,
            Item::Lines(i) => i.span,
            Item::Track(i) => i.span,
            Item::Earn(i) => i.span,
            Item::Stack(i) => i.span,
            Item::Tiers(i) => i.span,
            Item::Expire(i) => i.span,
            Item::Partner(i) => i.span,
            Item::Reward(i) => i.span,
            Item::Test(i) => i.span,
            Item::Holidays(i) => i.span,
            Item::Migration(i) => i.span,
            Item::Table(i) => i.span,
            Item::Rates(i) => i.span,
            Item::Vocabulary(i) => i.span,
            Item::Returns(i) => i.span,
            Item::Zones(i) => i.span,
            Item::Property(i) => i.span,
        }
    }
}
