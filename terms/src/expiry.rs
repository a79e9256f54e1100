//! How long points last, and in which order they are used.

use crate::document::{Section, escaped};
use crate::say::Speaker;
use treue_lang::programme::{AfterPause, BurnOrder, Decay, Expiry, ExpiryHow, Idle, Unit, UnitId};

impl Speaker<'_> {
    pub(crate) fn expiry(&self) -> Vec<Section> {
        let mut all = vec![self.chapter("expiry")];
        for (id, unit) in self.programme.units.iter() {
            let mut section = Section::new(3, format!("unit-{}", unit.name), self.unit(id));
            if unit.expiry.is_empty() {
                section.sentence(self.say("never-expires", &[]));
            }
            for expiry in &unit.expiry {
                section.sentence(self.expires(id, expiry));
            }
            self.clocks(id, unit, &mut section);
            all.push(section);
        }
        all
    }

    fn expires(&self, unit: UnitId, expiry: &Expiry) -> String {
        let mut said = match &expiry.how {
            ExpiryHow::After(deadline, start) => {
                self.say("expires-after", &[("when", &self.deadline(deadline, &self.start(*start)))])
            }
            ExpiryHow::Without(idle) => self.say("expires-idle", &[("idle", &self.idle(idle))]),
            ExpiryHow::AllAt(period) => self.say("expires-all-at", &[("end", &self.end_of(*period))]),
            ExpiryHow::Decay(decay) => self.decay(unit, decay),
        };
        let conditions = self.conditions(&expiry.when);
        if !conditions.is_empty() {
            said = self.say("said-if", &[("said", &said), ("conditions", &self.and(&conditions))]);
        }
        if !expiry.rules.is_empty() {
            let rules: Vec<String> = expiry.rules.iter().map(|r| self.rule(*r)).collect();
            said = self.say("said-of-rules", &[("said", &said), ("rules", &self.and(&rules))]);
        }
        format!("{said}.")
    }

    /// `12 months without a purchase or a redemption`.
    fn idle(&self, idle: &Idle) -> String {
        let mut acts = Vec::new();
        for (wanted, id) in
            [(idle.purchase, "act-purchase"), (idle.redeem, "act-redeem"), (idle.transfer, "act-transfer")]
        {
            if wanted {
                acts.push(self.say(id, &[]));
            }
        }
        for kind in idle.activities.iter().filter_map(|k| self.programme.kept_activities.get(*k)) {
            acts.push(self.say("act-activity", &[("kind", &self.locale.quoted(&escaped(kind)))]));
        }
        self.say("idle", &[("length", &self.length(idle.length)), ("acts", &self.or(&acts))])
    }

    fn decay(&self, unit: UnitId, decay: &Decay) -> String {
        let part = i128::from(decay.part.numerator()) * 10_000 / i128::from(decay.part.denominator());
        let (part, every) = (self.locale.percent(part), self.length(decay.every));
        let (least, idle) = (self.points(unit, decay.least), self.idle(&decay.idle));
        self.say("expires-decay", &[("part", &part), ("least", &least), ("every", &every), ("idle", &idle)])
    }

    fn clocks(&self, id: UnitId, unit: &Unit, section: &mut Section) {
        if unit.tier_later {
            section.sentence(self.say("tier-later", &[]));
        }
        if let Some(pause) = &unit.pause {
            let after = match pause.after {
                AfterPause::GoesOn => "pause-goes-on",
                AfterPause::Restart => "pause-restarts",
                AfterPause::AtOnce => "pause-at-once",
            };
            let conditions = self.and(&self.conditions(&pause.condition));
            section.sentence(self.say(after, &[("conditions", &conditions)]));
        }
        for extension in &unit.extensions {
            let dates = self.dates(Some(extension.from), Some(extension.to));
            section
                .sentence(self.say("extended", &[("dates", &dates), ("length", &self.length(extension.by))]));
        }
        if let Some(days) = unit.remind {
            section.sentence(self.count("reminded", i64::from(days), &[]));
        }
        if let Some(window) = unit.buckets {
            section.sentence(self.say("buckets", &[("window", &self.window(window))]));
        }
        if !unit.status_only {
            let used = match unit.used {
                BurnOrder::SoonestToExpire => "used-soonest",
                BurnOrder::Oldest => "used-oldest",
                BurnOrder::Newest => "used-newest",
                BurnOrder::InProportion => "used-proportion",
            };
            section.sentence(self.say(used, &[("unit", &self.unit(id))]));
        }
    }
}
