//! Taking a history apart.

use super::{Deed, History, Line, Receipt};
use crate::model::{Shrink, Shrinker};

impl Shrink for History {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.remove(&mut self.happenings, 0);
        s.option(&mut self.brink);
        s.remove(&mut self.known, 0);
        for h in &mut self.happenings {
            match &mut h.deed {
                Deed::Purchase(r) => r.shrink(s),
                Deed::Activity { store, channel, .. } => {
                    s.option(store);
                    s.option(channel);
                }
                Deed::Redeem { times, receipt, basket, .. } | Deed::Use { times, receipt, basket, .. } => {
                    s.option(receipt);
                    s.option(basket);
                    if let Some(basket) = basket {
                        basket.shrink(s);
                    }
                    if *times > 1 && s.hit() {
                        *times = 1;
                    }
                }
                Deed::GrantLevel { until, .. } => s.option(until),
                Deed::Member { set } => s.remove(set, 0),
                Deed::Return { lines, .. } => s.option(lines),
                Deed::GrantPoints { .. }
                | Deed::Household(_)
                | Deed::Merge(_)
                | Deed::Membership(_)
                | Deed::Transfer { .. }
                | Deed::Clock => {}
            }
        }
    }
}

impl Shrink for Receipt {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.remove(&mut self.lines, 0);
        s.remove(&mut self.tenders, 0);
        s.remove(&mut self.coupons, 0);
        s.remove(&mut self.companions, 0);
        s.option(&mut self.store);
        s.option(&mut self.channel);
        s.number(&mut self.discount);
        for line in &mut self.lines {
            line.shrink(s);
        }
    }
}

impl Shrink for Line {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.sku);
        s.option(&mut self.name);
        s.option(&mut self.category);
        s.option(&mut self.brand);
        s.remove(&mut self.labels, 0);
        s.option(&mut self.measure);
        s.number(&mut self.discount);
        s.number(&mut self.tax);
        if self.quantity != 1_000 && s.hit() {
            self.quantity = 1_000;
        }
    }
}
