//! Dates as data and calendar facts. Days are counted, months are counted with their ends kept
//! (`deadline.rs`), and windows are numbered (`window.rs`). Pure: no clock is read here.
//!
//! Part of the trusted base that both engines share; its witnesses are worked examples.

mod cycle;
mod day;
mod day_test;
mod deadline;
mod window;
mod year_days;
mod yearly;
mod zone;

pub use cycle::Cycle;
pub use day::{Day, Minute, Month, Weekday, Weekdays};
pub use day_test::{DayTest, MonthDays, ordinal};
pub use deadline::{Almanac, Anchor, Base, Deadline, Length, Period, Snap, Unit};
pub use window::{Own, Stretch, Window, Windows, YearStart};
pub use year_days::YearDays;
pub use yearly::LeapDay;
pub use zone::{Local, Zone};
