//! The nine rules with a member's past, and the loop that a careful programmer would write for it: the loop of `w1`, then a table of
//! members in which each has one record.

use crate::synth::Synth;
use crate::w1::{Points, Tables};

/// The programme.
pub const PROGRAMME: &str = include_str!("../programmes/w2.treue");

/// Months that a lot can live in: that of earning and twelve more.
const MONTHS: usize = 13;
/// The months, counted through years, at whose ends balances are asked for: December 2025 and April 2026.
const ASKED: [i32; 2] = [2025 * 12 + 11, 2026 * 12 + 3];

/// What is kept of a member.
#[derive(Clone, Copy, Debug, Default)]
pub struct Record {
    spend: i32,
    used: i32,
    visits: i32,
    year: i32,
    month: i32,
    /// Points by the month of earning, counted through years, modulo [`MONTHS`].
    lots: [i32; MONTHS],
}

/// Six numbers that tell answers apart: members, points earned, balances at the end of the two months asked for, levels of
/// the year's spending, and all of it by member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// Members with a receipt.
    pub members: i64,
    /// All points earned.
    pub earned: i64,
    /// Balances.
    pub balances: [i64; 2],
    /// Levels, 0 to 2.
    pub levels: i64,
    /// By member.
    pub weighted: i64,
}

impl Check {
    /// Adds what others come to.
    #[must_use]
    pub fn plus(self, other: Check) -> Check {
        Check {
            members: self.members + other.members,
            earned: self.earned + other.earned,
            balances: [self.balances[0] + other.balances[0], self.balances[1] + other.balances[1]],
            levels: self.levels + other.levels,
            weighted: self.weighted + other.weighted,
        }
    }

    /// Adds a member: number, balances, level, visits.
    pub fn add(&mut self, member: u32, balances: [i64; 2], level: i64, visits: i64) {
        self.members += 1;
        self.balances[0] += balances[0];
        self.balances[1] += balances[1];
        self.levels += level;
        self.weighted +=
            (balances[0] + 3 * balances[1] + 7 * level + 11 * visits) * (i64::from(member) % 65_521 + 1);
    }
}

/// Room for so many members.
#[must_use]
pub fn room(members: usize) -> Vec<Record> {
    vec![Record::default(); members]
}

fn level(spend: i32) -> i32 {
    i32::from(spend >= 50_000) + i32::from(spend >= 200_000)
}

/// Year, and month counted through years, of a moment. Receipts come in order of time, so a month is looked up once.
struct Calendar {
    ends: i64,
    year: i32,
    month: i32,
}

impl Calendar {
    fn at(&mut self, at: i64) -> (i32, i32) {
        if at >= self.ends {
            let day = treue_lang::time::Day(i32::try_from(at.div_euclid(86_400)).unwrap_or(0));
            self.year = i32::from(day.year());
            self.month = self.year * 12 + i32::from(day.month().0) - 1;
            self.ends = i64::from(day.end_of_month().plus(1).0) * 86_400;
        }
        (self.year, self.month)
    }
}

/// The loop; gives the points earned. `points` and `records` have room for every receipt and member.
pub fn by_hand(synth: &Synth, tables: &Tables, points: &mut Points, records: &mut [Record]) -> i64 {
    let mut earned_in_all = 0;
    let mut calendar = Calendar { ends: i64::MIN, year: 0, month: 0 };
    for receipt in 0..synth.len() {
        let eligible = crate::w1::receipt(synth, tables, receipt, points);
        let (base, bonus) = (points.base[receipt], points.bonus[receipt]);
        let (year, month) = calendar.at(synth.at[receipt]);
        let record = &mut records[synth.member[receipt] as usize];
        if record.month != month {
            for gone in record.month + 1..=month.min(record.month + MONTHS as i32) {
                record.lots[gone as usize % MONTHS] = 0;
            }
            record.used = 0;
            record.month = month;
        }
        if record.year != year {
            record.spend = 0;
            record.year = year;
        }
        record.visits += 1;
        let granted = bonus.min(2_000 - record.used);
        record.used += granted;
        let welcome = 250 & -i32::from(record.visits == 1);
        let tenth = 200 & -i32::from(record.visits % 10 == 0);
        let earned = base * (4 + level(record.spend)) / 4 + granted + welcome + tenth;
        record.spend += eligible;
        record.lots[month as usize % MONTHS] += earned;
        earned_in_all += i64::from(earned);
    }
    earned_in_all
}

/// The six numbers of these records.
#[must_use]
pub fn check(records: &[Record], earned: i64) -> Check {
    let mut check = Check { earned, ..Check::default() };
    for (member, record) in (0u32..).zip(records).filter(|(_, r)| r.visits > 0) {
        let balances = ASKED.map(|asked| {
            let alive = (record.month - 12..=record.month).filter(|month| month + 12 > asked);
            alive.map(|month| i64::from(record.lots[month as usize % MONTHS])).sum()
        });
        check.add(member, balances, i64::from(level(record.spend)), i64::from(record.visits));
    }
    check
}
