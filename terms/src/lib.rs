//! Customer terms of a programme: complete, because they are made of the same checked programme that scores receipts, in
//! English, German and French, as Markdown and as HTML.

mod amount;
mod award;
mod choices;
mod condition;
mod document;
mod expiry;
mod happened;
mod language;
mod levels;
mod lines;
mod refused;
mod rewards;
mod say;
mod story;
mod terms;
mod time;

pub use choices::choices;
pub use document::{Document, Section};
pub use happened::{Fate, Happened, PointsOf, TakenFrom, ToldReturn, ToldReward, ToldVouchers};
pub use language::{Country, Language, Locale};
pub use refused::{Enough, Refused, RefusedFor, Value, refused};
pub use story::{Kind, Missing, Told, ToldAward, ToldNothing, ToldWindow, Why, story};
pub use terms::terms;
