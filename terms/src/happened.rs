//! What happened with an event beside what rules gave: rewards, returns, what expired, what partners pay, what others got.

use crate::document::{Section, escaped};
use crate::say::Speaker;
use crate::story::Told;
use treue_lang::programme::{Gives, LevelId, PartnerId, RewardId, RuleId, TiersId, UnitId};
use treue_lang::time::Day;

/// Points of a unit.
pub type PointsOf = (UnitId, i64);

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Happened {
    /// Points expired, whose last good day this was.
    Expired(PointsOf, Day),
    /// The member was reminded that points end with this day.
    Reminded(PointsOf, Day),
    /// A level was renewed, until this day.
    Renewed(TiersId, LevelId, Option<Day>),
    /// A level that was reached or left gave points.
    LevelGave(TiersId, LevelId, PointsOf),
    /// Another account went up into this one, with what it held and what it owed.
    Joined(String, Vec<PointsOf>, Vec<PointsOf>),
    /// A reward was taken, or issued by itself.
    Reward(ToldReward),
    /// Vouchers ended, or can be used again.
    Vouchers(ToldVouchers),
    /// Something came back.
    Returned(ToldReturn),
    /// A partner pays so much of whole currency, as a fraction, for points of a rule.
    Pays(PartnerId, RuleId, i64, (i128, i128)),
    /// Points became so many of a partner's.
    Converted(PartnerId, PointsOf, String, i64),
    /// A rule gives points to another member.
    Sent(RuleId, i64, String),
    /// Another member of the household pays points; below zero they go back.
    Shared(String, PointsOf),
}

/// A reward that was taken.
#[derive(Clone, Debug)]
pub struct ToldReward {
    /// Which.
    pub reward: RewardId,
    /// What all steps give.
    pub gives: Gives,
    /// How many steps.
    pub times: u32,
    /// What it cost, unless vouchers of it were used.
    pub cost: Option<PointsOf>,
    /// What it takes off a purchase.
    pub off: Option<i64>,
    /// Last good day of the voucher.
    pub until: Option<Day>,
    /// The day on which it came by itself.
    pub issued: Option<Day>,
}

/// Vouchers that changed hands.
#[derive(Clone, Debug)]
pub struct ToldVouchers {
    /// The reward that gave them.
    pub reward: RewardId,
    /// What one gives.
    pub gives: Gives,
    /// How many.
    pub count: i64,
    /// Their last good day.
    pub until: Option<Day>,
    /// What became of them.
    pub fate: Fate,
}

/// What becomes of vouchers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They were used.
    Used,
    /// They ended.
    Expired,
    /// What they were got for was undone.
    Cancelled,
    /// They can be used again.
    Back,
}

/// What a return took and gave back.
#[derive(Clone, Debug, Default)]
pub struct ToldReturn {
    /// What came back.
    pub receipt: String,
    /// Nothing of it remains.
    pub whole: bool,
    /// Lines by position, from 0, with the thousandths that came back.
    pub lines: Vec<(u32, i64)>,
    /// By how much rules give more or less.
    pub changes: Vec<(RuleId, i64)>,
    /// Points that come back.
    pub back: Vec<PointsOf>,
    /// Money that comes back for points.
    pub cash: i64,
    /// Where points were taken, by unit.
    pub taken: Vec<(UnitId, Vec<(TakenFrom, i64)>)>,
    /// Money by which the refund is smaller.
    pub cut: i64,
}

/// Where points were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenFrom {
    /// Of the receipt, not yet usable.
    Pending,
    /// Of the receipt.
    Own,
    /// Of the receipt, and expired.
    Expired,
    /// Others.
    Other,
    /// Of vouchers that were cancelled.
    Vouchers,
    /// Nowhere yet.
    Owed,
    /// Off the refund.
    Cut,
    /// Nowhere.
    Forgiven,
}

impl Happened {
    /// The part of a story in which it is told: its place among them, and its heading.
    fn part(&self) -> (u8, &'static str) {
        match self {
            Happened::Expired(..) => (0, "story-expired"),
            Happened::Reminded(..) => (1, "story-reminders"),
            Happened::Joined(..) => (2, "story-account"),
            Happened::Returned(_) => (3, "story-returned"),
            Happened::Reward(_) | Happened::Vouchers(_) => (4, "story-rewards"),
            Happened::Pays(..) | Happened::Converted(..) => (5, "story-partners"),
            Happened::Sent(..) | Happened::Shared(..) => (6, "story-others"),
            Happened::Renewed(..) | Happened::LevelGave(..) => (7, "story-levels"),
        }
    }
}

/// Parts that are told before what rules gave: they happened as time passed.
const BEFORE: u8 = 2;

impl Speaker<'_> {
    /// What happened before the event itself, or else with it; a section for each part.
    pub(crate) fn told_happened(&self, told: &Told, before: bool) -> Vec<Section> {
        let mut parts: Vec<(u8, &str)> = told.happened.iter().map(Happened::part).collect();
        parts.sort_unstable();
        parts.dedup();
        let parts = parts.into_iter().filter(|(at, _)| (*at < BEFORE) == before);
        parts.map(|part| self.happened_part(told, part)).collect()
    }

    fn happened_part(&self, told: &Told, part: (u8, &'static str)) -> Section {
        let anchor = part.1.trim_start_matches("story-");
        let mut section = Section::new(2, anchor, self.word(part.1));
        for happened in told.happened.iter().filter(|h| h.part() == part) {
            self.happened(happened).into_iter().for_each(|said| section.sentence(said));
        }
        section
    }

    fn happened(&self, happened: &Happened) -> Vec<String> {
        let date = |day: &Day| self.locale.date(*day);
        vec![match happened {
            Happened::Expired((unit, points), day) => self
                .say("story-expired-lot", &[("points", &self.points(*unit, *points)), ("date", &date(day))]),
            Happened::Reminded((unit, points), day) => {
                self.say("story-reminded", &[("points", &self.points(*unit, *points)), ("date", &date(day))])
            }
            Happened::Renewed(tiers, level, until) => {
                let (level, until) = (self.level(*tiers, *level), self.until_day(*until));
                self.say("story-renewed", &[("level", &level), ("until", &until)])
            }
            Happened::LevelGave(tiers, level, (unit, points)) => {
                let (level, points) = (self.level(*tiers, *level), self.points(*unit, *points));
                self.say("story-level-gave", &[("level", &level), ("points", &points)])
            }
            Happened::Joined(member, points, owed) => self.joined(member, points, owed),
            Happened::Reward(reward) => self.told_reward(reward),
            Happened::Vouchers(vouchers) => self.told_vouchers(vouchers),
            Happened::Returned(returned) => return self.told_return(returned),
            Happened::Pays(partner, rule, points, money) => self.pays(*partner, *rule, *points, *money),
            Happened::Converted(partner, (unit, points), into, gets) => {
                let (gets, into) = (self.locale.short((*gets).into(), 0), escaped(into));
                let what =
                    self.say_of_points("converts", *unit, *points, &[("gets", &gets), ("into", &into)]);
                self.say("story-of", &[("name", &self.partner_title(*partner)), ("said", &what)])
            }
            Happened::Sent(rule, points, to) => {
                let unit = self.programme.rules.get(*rule).map(|r| r.unit).unwrap_or_default();
                let points = self.points(unit, *points);
                let args = [("rule", self.rule(*rule)), ("points", points), ("to", escaped(to))];
                self.say("story-sent", &args.each_ref().map(|(n, v)| (*n, v.as_str())))
            }
            Happened::Shared(member, (unit, points)) => {
                let id = if *points < 0 { "story-shared-back" } else { "story-shared" };
                let points = self.points(*unit, points.saturating_abs());
                self.say(id, &[("member", &escaped(member)), ("points", &points)])
            }
        }]
    }

    fn joined(&self, member: &str, points: &[PointsOf], owed: &[PointsOf]) -> String {
        let mut brought: Vec<String> = points.iter().map(|(u, n)| self.points(*u, *n)).collect();
        let owed = owed.iter().map(|(u, n)| self.say("story-owed", &[("points", &self.points(*u, *n))]));
        brought.extend(owed);
        if brought.is_empty() {
            brought.push(self.word("story-no-points"));
        }
        let (member, brought) = (escaped(member), self.and(&brought));
        self.say("story-joined", &[("member", &member), ("points", &brought)])
    }

    fn told_reward(&self, told: &ToldReward) -> String {
        let gives = self.gives_times(&told.gives, told.times);
        let cost = match told.cost {
            None => self.word("story-as-voucher"),
            Some((_, 0)) => self.word("story-for-nothing"),
            Some((unit, cost)) => self.say("story-for", &[("points", &self.points(unit, cost))]),
        };
        let said = self.say("story-reward", &[("gives", &gives), ("cost", &cost)]);
        let off = told.off.map(|money| self.say("story-off", &[("money", &self.money(money))]));
        let until = told.until.map(|day| self.good_until(day));
        let issued = told.issued.map(|day| self.say("story-issued", &[("date", &self.locale.date(day))]));
        self.of_reward(told.reward, [Some(said), off, until, issued])
    }

    fn told_vouchers(&self, told: &ToldVouchers) -> String {
        let number = self.locale.short(told.count.into(), 0);
        let gives = self.gives_times(&told.gives, 1);
        let said = self.count("story-vouchers", told.count, &[("number", &number), ("gives", &gives)]);
        let fate = match told.fate {
            Fate::Used => "story-voucher-used",
            Fate::Expired => "story-voucher-expired",
            Fate::Cancelled => "story-voucher-cancelled",
            Fate::Back => "story-voucher-back",
        };
        let until = told.until.map(|day| self.good_until(day));
        let fate = self.count(fate, told.count, &[]);
        self.of_reward(told.reward, [Some(said), until, Some(fate), None])
    }

    fn of_reward(&self, reward: RewardId, said: [Option<String>; 4]) -> String {
        let reward = self.programme.rewards.get(reward);
        let name = reward.map_or("", |r| if r.title.is_empty() { &r.name } else { &r.title });
        let said: Vec<String> = said.into_iter().flatten().collect();
        self.say("story-of", &[("name", &escaped(name)), ("said", &said.join(", "))])
    }

    fn good_until(&self, day: Day) -> String {
        self.say("story-good-until", &[("date", &self.locale.date(day))])
    }

    /// What a reward gives, where things are counted.
    fn gives_times(&self, gives: &Gives, times: u32) -> String {
        let said = self.gives(gives);
        match gives {
            Gives::Thing(_) if times > 1 => format!("{times}\u{a0}×\u{a0}{said}"),
            Gives::Thing(_)
            | Gives::Money(_)
            | Gives::Cash(_)
            | Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Cheapest(_)
            | Gives::Points(..) => said,
        }
    }

    fn pays(&self, partner: PartnerId, rule: RuleId, points: i64, money: (i128, i128)) -> String {
        let unit = self.programme.rules.get(rule).map(|r| r.unit).unwrap_or_default();
        let currency = &self.programme.currency;
        let smallest = money.0.saturating_mul(10_i128.pow(u32::from(currency.decimals)));
        let money = self.locale.fraction(smallest, money.1, currency.decimals);
        let args = [
            ("partner", self.partner_title(partner)),
            ("money", self.say("number-of", &[("number", &money), ("what", &currency.code)])),
            ("points", self.points(unit, points)),
            ("rule", self.rule(rule)),
        ];
        self.say("story-pays", &args.each_ref().map(|(n, v)| (*n, v.as_str())))
    }

    fn partner_title(&self, partner: PartnerId) -> String {
        let partner = self.programme.partners.get(partner);
        escaped(partner.map_or("", |p| if p.title.is_empty() { &p.name } else { &p.title }))
    }

    fn told_return(&self, told: &ToldReturn) -> Vec<String> {
        let lines = told.lines.iter().map(|(line, quantity)| {
            // People count from one.
            let (line, quantity) =
                (line.saturating_add(1).to_string(), self.locale.short((*quantity).into(), 3));
            self.say("story-line", &[("line", &line), ("quantity", &quantity)])
        });
        let (lines, receipt): (Vec<String>, String) = (lines.collect(), escaped(&told.receipt));
        let mut out = vec![match lines.is_empty() {
            true => self.say("story-undone", &[("receipt", &receipt)]),
            false => self.say("story-came-back", &[("receipt", &receipt), ("lines", &lines.join(", "))]),
        }];
        if told.whole && !lines.is_empty() {
            out.push(self.word("story-nothing-left"));
        }
        for (id, change) in &told.changes {
            let unit = self.programme.rules.get(*id).map(|r| r.unit).unwrap_or_default();
            let points = self.points(unit, change.saturating_abs());
            let said = if *change < 0 { "story-gives-less" } else { "story-gives-more" };
            out.push(self.say(said, &[("rule", &self.rule(*id)), ("points", &points)]));
        }
        for (unit, points) in &told.back {
            out.push(self.say("story-points-back", &[("points", &self.points(*unit, *points))]));
        }
        if told.cash > 0 {
            out.push(self.say("story-cash-back", &[("money", &self.money(told.cash))]));
        }
        out.extend(told.taken.iter().map(|(unit, parts)| self.taken(*unit, parts)));
        if told.cut > 0 {
            out.push(self.say("story-refund-cut", &[("money", &self.money(told.cut))]));
        }
        out
    }

    fn taken(&self, unit: UnitId, parts: &[(TakenFrom, i64)]) -> String {
        let said = parts.iter().map(|(from, points)| {
            let id = match from {
                TakenFrom::Pending => "story-taken-pending",
                TakenFrom::Own => "story-taken-own",
                TakenFrom::Expired => "story-taken-expired",
                TakenFrom::Other => "story-taken-other",
                TakenFrom::Vouchers => "story-taken-vouchers",
                TakenFrom::Owed => "story-taken-owed",
                TakenFrom::Cut => "story-taken-cut",
                TakenFrom::Forgiven => "story-taken-forgiven",
            };
            self.say(id, &[("points", &self.points(unit, *points))])
        });
        let said: Vec<String> = said.collect();
        let total = parts.iter().fold(0_i64, |sum, (_, n)| sum.saturating_add(*n));
        self.say("story-taken", &[("points", &self.points(unit, total)), ("parts", &said.join(", "))])
    }
}
