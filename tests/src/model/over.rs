//! Window rules of the model.

use super::{Amount, Band, Condition, Limit, Num, Rate, Rounding, Shrink, Shrinker};
use treue_lang::time::{Day, Length, Window};

/// A rule over a window.
#[derive(Clone, Debug)]
pub struct WindowEarn {
    /// Its name.
    pub name: String,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// `over ...`; `Dates` are those of the rule.
    pub window: Window,
    /// `retroactive`.
    pub retroactive: bool,
    /// Activity that it counts instead of purchases.
    pub activity: Option<String>,
    /// `counting ... when`, and moments, each in a clause of its own.
    pub counting: Vec<Condition>,
    /// Asked of the sums.
    pub when: Option<Condition>,
    /// What it gives.
    pub award: WindowAward,
    /// Other points by level.
    pub by_level: Vec<(String, Num)>,
    /// The unit that it gives.
    pub unit: String,
    /// Rounding.
    pub rounding: Option<Rounding>,
    /// Limits, without windows.
    pub limits: Vec<Limit>,
    /// `paid at its end` (no length), or so long after.
    pub paid: Option<Option<Length>>,
}

/// What a window rule gives.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum WindowAward {
    Flat(Num),
    /// `200 points for every 10 purchases`.
    Count(Num, Option<u32>),
    Rate(Rate, Amount),
    Percent(Num, Amount),
    /// Of a number or of money that the events say.
    OfField(Num, String),
    BandsOfField {
        of: String,
        bands: Vec<(String, Num)>,
    },
    /// Of events if there is no amount.
    Bands {
        of: Option<Amount>,
        each_part: bool,
        bands: Vec<Band>,
    },
}

impl Shrink for WindowEarn {
    fn shrink(&mut self, s: &mut Shrinker) {
        if !matches!(self.window, Window::Dates(..)) {
            s.option(&mut self.from);
            s.option(&mut self.to);
        }
        s.flag(&mut self.retroactive);
        s.list(&mut self.counting, 0);
        if !matches!(self.award, WindowAward::Flat(_)) {
            s.option(&mut self.when);
        }
        if let Some(when) = &mut self.when {
            when.shrink(s);
        }
        s.remove(&mut self.limits, 0);
        s.remove(&mut self.by_level, 0);
        s.option(&mut self.rounding);
        s.option(&mut self.paid);
        match &mut self.award {
            WindowAward::Flat(_) | WindowAward::Count(..) | WindowAward::OfField(..) => {}
            WindowAward::BandsOfField { bands, .. } => s.remove(bands, 1),
            WindowAward::Rate(_, of) | WindowAward::Percent(_, of) => {
                s.option(&mut of.basis);
                of.selection.shrink(s);
            }
            WindowAward::Bands { of, bands, each_part } => {
                s.remove(bands, 1);
                s.flag(each_part);
                if let Some(of) = of {
                    s.option(&mut of.basis);
                    of.selection.shrink(s);
                }
            }
        }
    }
}
