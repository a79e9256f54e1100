//! Divisions by one multiplication; kernels stay within their columns.

use super::code::short;

#[test]
fn short_divisions_are_exact() {
    let top = (1u64 << 31) - 1;
    let divisors =
        (2..2_000).chain((1..30).flat_map(|bit| [(1u64 << bit) + 1, (1 << bit) - 1])).filter(|d| *d >= 2);
    for d in divisors.filter(|d| *d < 1 << 30) {
        let Some((magic, shift)) = short(d) else { continue };
        let near =
            [0, 1, d - 1, d, d + 1, top / d * d, top / d * d - 1, top, top - 1, top / 2, top / 2 / d * d - 1];
        for n in near.into_iter().filter(|n| *n <= top) {
            assert_eq!((n * u64::from(magic)) >> shift, n / d, "{n} / {d}");
        }
    }
}

/// Columns that end where nobody may read: kernels of every length come to what they come to elsewhere.
mod guarded {
    #![expect(unsafe_code, reason = "a page is closed behind each column")]

    use crate::columns::{Batch, Coded, Codes, Columns, Numbers, Totals};
    use crate::native::batch::{Ledger, Tally};
    use crate::state::Member;
    use region::{Allocation, Protection};
    use std::num::NonZeroUsize;
    use std::sync::Arc;
    use treue_lang::pipeline;
    use treue_lang::programme::Programme;
    use treue_lang::source::Sources;

    /// Numbers in front of a page that may be closed.
    struct Guarded<T> {
        memory: Allocation,
        start: usize,
        count: usize,
        kind: std::marker::PhantomData<T>,
    }

    impl<T: Copy> Guarded<T> {
        fn new(numbers: &[T], closed: bool) -> Guarded<T> {
            let (bytes, page) = (size_of_val(numbers), region::page::size());
            let room = bytes.div_ceil(page).max(1) * page;
            let mut memory = region::alloc(room + page, Protection::READ_WRITE).unwrap();
            let start = room - bytes;
            let base = memory.as_mut_ptr::<u8>();
            // SAFETY: all of it lies in what was just allocated, of which nobody else knows.
            unsafe {
                std::ptr::copy_nonoverlapping(numbers.as_ptr().cast(), base.add(start), bytes);
                if closed {
                    region::protect(base.add(room), page, Protection::NONE).unwrap();
                }
            }
            Guarded { memory, start, count: numbers.len(), kind: std::marker::PhantomData }
        }

        fn start(&mut self) -> *mut T {
            self.memory.as_mut_ptr::<u8>().wrapping_add(self.start).cast()
        }

        fn get(&self) -> &[T] {
            // SAFETY: so many numbers were put there, at a multiple of their size from the end of a page.
            unsafe {
                std::slice::from_raw_parts(self.memory.as_ptr::<u8>().add(self.start).cast(), self.count)
            }
        }
    }

    const PROGRAMME: &str = r#"
programme "P" { currency CHF timezone "UTC" unit points remember nothing }
lines food = all lines where category "a"
lines own = all lines where brand "x"
lines kinds = all lines where category in ("a", "b")
track spend = all lines per calendar year
earn base { 1 point per full 1.00 CHF of all lines }
earn fresh {
  2 points per full 1.00 CHF of food
  rounded per line
}
earn own_goods { 3 points per item of own }
earn various {
  when number of different categories of kinds is at least 2
  7 points
}
earn shop {
  when store is "s"
  5 points
}
tiers main by spend {
  basic
  silver from 100.00 CHF { 25% of base }
  follows at once
}
expire points { 12 months after earning }
"#;

    const CAMPAIGNS: &str = r#"
programme "P" { currency CHF timezone "UTC" unit points remember nothing }
earn one { 1 point per item of all lines where brand "x" and category "a" }
earn two { 2 points per item of all lines where brand "y" and category "b" }
earn three { 3 points per item of all lines where brand "x" and category "b" }
"#;

    fn programme(text: &str) -> Arc<Programme> {
        let checked = pipeline::check(&Sources::single("p.treue", text));
        Arc::new(checked.programme.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics)))
    }

    /// The columns of so many receipts.
    struct Made {
        offsets: Vec<u32>,
        at: Vec<i64>,
        member: Vec<u16>,
        store: Vec<u8>,
        category: Vec<u8>,
        brand: Vec<u16>,
        amount: Vec<i32>,
        quantity: Vec<i32>,
    }

    fn made(receipts: u32) -> Made {
        let lines = |receipt: u32| receipt * 7 % 6;
        let offsets: Vec<u32> = (0..=receipts).map(|to| (0..to).map(lines).sum()).collect();
        let count = *offsets.last().unwrap();
        let of = |most: u32| move |line: u32| line * 31 % most;
        Made {
            at: (0..receipts).map(|at| 1_767_225_600 + i64::from(at) * 7_200).collect(),
            member: (0..receipts).map(|receipt| u16::try_from(receipt % 5).unwrap()).collect(),
            store: (0..receipts).map(|receipt| u8::try_from(receipt % 2).unwrap()).collect(),
            category: (0..count).map(|line| u8::try_from(of(3)(line)).unwrap()).collect(),
            brand: (0..count).map(|line| u16::try_from(of(2)(line)).unwrap()).collect(),
            amount: (0..count).map(|line| i32::try_from(of(3_777)(line)).unwrap()).collect(),
            quantity: (0..count).map(|line| i32::try_from(of(4)(line) + 1).unwrap()).collect(),
            offsets,
        }
    }

    /// The same, each column where it is held.
    fn columns(held: &Held) -> Columns<'_> {
        let text = |all: &[&str]| all.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>().into();
        Columns {
            offsets: held.offsets.get(),
            at: held.at.get(),
            id: None,
            member: Some(Coded {
                values: text(&["m0", "m1", "m2", "m3", "m4"]),
                codes: Codes::U16(held.member.get()),
            }),
            store: Some(Coded { values: text(&["s", "t"]), codes: Codes::U8(held.store.get()) }),
            channel: None,
            coupons: None,
            companions: None,
            tenders: None,
            discount: None,
            fields: Vec::new(),
            amount: Numbers::I32(held.amount.get()),
            quantity: Some(Numbers::I32(held.quantity.get())),
            quantity_decimals: 0,
            measure: None,
            sku: None,
            name: None,
            category: Some(Coded { values: text(&["a", "b", "c"]), codes: Codes::U8(held.category.get()) }),
            brand: Some(Coded { values: text(&["x", "y"]), codes: Codes::U16(held.brand.get()) }),
            labels: None,
            line_discount: None,
            tax: None,
            line_fields: Vec::new(),
        }
    }

    struct Held {
        offsets: Guarded<u32>,
        at: Guarded<i64>,
        member: Guarded<u16>,
        store: Guarded<u8>,
        category: Guarded<u8>,
        brand: Guarded<u16>,
        amount: Guarded<i32>,
        quantity: Guarded<i32>,
    }

    impl Held {
        fn new(made: &Made, closed: bool) -> Held {
            Held {
                offsets: Guarded::new(&made.offsets, closed),
                at: Guarded::new(&made.at, closed),
                member: Guarded::new(&made.member, closed),
                store: Guarded::new(&made.store, closed),
                category: Guarded::new(&made.category, closed),
                brand: Guarded::new(&made.brand, closed),
                amount: Guarded::new(&made.amount, closed),
                quantity: Guarded::new(&made.quantity, closed),
            }
        }
    }

    #[test]
    fn nothing_is_read_behind_the_end_of_a_column() {
        for text in [PROGRAMME, CAMPAIGNS] {
            let programme = programme(text);
            let mut tally = Tally::with_index(Arc::clone(&programme), 3);
            for receipts in (1..70).chain([127, 128, 129, 200]) {
                let block = NonZeroUsize::new([1, 7, 64][receipts as usize % 3]).unwrap();
                tally = tally.with_block(block);
                let made = made(receipts);
                let [plain, guarded] = [false, true].map(|closed| {
                    let held = Held::new(&made, closed);
                    let batch = Batch::new(&programme, columns(&held)).unwrap();
                    let (mut scored, mut booked) = (Totals::default(), Totals::default());
                    tally.score(&batch, true, &mut scored).unwrap();
                    let mut ledger = Ledger::new(Arc::clone(&programme)).with_block(block);
                    if receipts % 8 == 1 {
                        ledger.book(&batch, true, &mut booked).unwrap();
                        assert_eq!(ledger.booked().1, 0, "kernels book all receipts");
                    }
                    (scored, booked)
                });
                assert!(plain == guarded, "{receipts} receipts");
            }
            assert_eq!(tally.scored().1, 0, "kernels score all receipts");
        }
    }

    /// Books receipts with the records in front of a closed page, or of one that is open.
    fn booked(
        programme: &Arc<Programme>,
        batch: &Batch<'_>,
        closed: bool,
    ) -> (Totals, Vec<(String, Member)>) {
        let (mut ledger, mut totals) = (Ledger::new(Arc::clone(programme)), Totals::default());
        // Makes the records; who has one is not forgotten, so no more come.
        ledger.book(batch, true, &mut totals).unwrap();
        ledger.forget();
        let lines = ledger.records_mut().unwrap().lines_mut();
        let mut fence = Guarded::new(lines, closed);
        let (start, count) = (fence.start(), lines.len());
        // SAFETY: so many lines are there, and nobody else has them. The vector is never longer, and is forgotten, not freed.
        let fenced = unsafe { Vec::from_raw_parts(start, count, count) };
        drop(std::mem::replace(lines, fenced));
        ledger.book(batch, true, &mut totals).unwrap();
        assert_eq!(ledger.booked().1, 0, "kernels book all receipts");
        let lines = ledger.records_mut().unwrap().lines_mut();
        assert!(std::ptr::eq(lines.as_ptr(), start), "the records stayed where they were put");
        let kept = lines.clone();
        std::mem::forget(std::mem::replace(lines, kept));
        let mut members = Vec::new();
        ledger.each(|id, member| members.push((id.to_owned(), member.clone())));
        (totals, members)
    }

    #[test]
    fn nothing_of_members_is_touched_behind_the_last_record() {
        let programme = programme(PROGRAMME);
        for receipts in [1, 4, 5, 63, 64, 65, 200] {
            let (made, closed) = (made(receipts), [false, true]);
            let held = Held::new(&made, false);
            let batch = Batch::new(&programme, columns(&held)).unwrap();
            let [plain, fenced] = closed.map(|closed| booked(&programme, &batch, closed));
            assert!(plain == fenced, "{receipts} receipts");
            assert_eq!(plain.1.len(), usize::try_from(receipts).unwrap().min(5));
        }
    }
}
