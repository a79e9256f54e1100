//! The texts that programmes and receipts are made of: few, so that they meet, with near misses among them.

/// Paths in the category tree. `foodstuff` starts like `food` and is not below it.
pub const CATEGORIES: &[&str] =
    &["food", "food/dairy", "food/dairy/milk", "foodstuff", "tobacco", "wine", "wine/red", "fuel", "food/"];
/// Brands; one differs in case alone.
pub const BRANDS: &[&str] = &["Hof", "hof", "Alpina", "Ünïcode", "O\"Quote"];
/// Stock keeping units.
pub const SKUS: &[&str] = &["4001", "4002", "4003", "40010"];
/// Names of goods.
pub const NAMES: &[&str] = &["Apples", "Milk", "Bread", "Gift card"];
/// Labels.
pub const LABELS: &[&str] = &["bio", "sale", "new"];
/// Channels.
pub const CHANNELS: &[&str] = &["store", "web", "app"];
/// Stores.
pub const STORES: &[&str] = &["zh-01", "zh-02", "al-01", "al-02"];
/// Coupons.
pub const COUPONS: &[&str] = &["A", "B", "SPRING"];
/// Kinds of tender.
pub const TENDERS: &[&str] = &["card", "cash", "points"];
/// Activities.
pub const ACTIVITIES: &[&str] = &["review", "survey"];
/// Members.
pub const MEMBERS: &[&str] = &["anna", "bela", "cem"];
/// Households.
pub const HOUSEHOLDS: &[&str] = &["home", "flat"];
/// Values of text fields.
pub const TEXTS: &[&str] = &["red", "blue", "green", ""];
/// Values of one-of fields.
pub const CHOICES: &[&str] = &["family", "student", "business"];
/// Currencies with their decimals.
pub const CURRENCIES: &[(&str, u8)] = &[("CHF", 2), ("CHF", 2), ("EUR", 2), ("JPY", 0), ("USD", 2)];
/// Time zones: most change their clocks, one at midnight, one by half an hour, one lost a whole day.
pub const ZONES: &[&str] = &[
    "Europe/Zurich",
    "Europe/Zurich",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "UTC",
    "Africa/Cairo",
    "Pacific/Apia",
    "Pacific/Chatham",
];
/// Units of points.
pub const UNITS: &[&str] = &["points", "miles", "stars"];
/// Measures.
pub const MEASURES: &[&str] = &["litre", "kg", "gallon"];
