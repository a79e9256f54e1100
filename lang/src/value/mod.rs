//! Numbers as written and in smallest units, and the currencies of the world.

mod currency;
mod decimal;

pub use currency::{CURRENCIES, currency_decimals};
pub use decimal::{Decimal, Misfit, power_of_ten, show};
