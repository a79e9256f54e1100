//! The smallest receipt that still breaks a property: parts are left out and numbers made smaller as long as it does.

use treue_lang::programme::{Given, Test, TestEvent, TestLine, TestPurchase, TestStep};
use treue_lang::time::Minute;

/// Receipts that are tried at most.
const TRIES: usize = 3_000;

/// Noon.
const NOON: Minute = Minute(720);

/// Makes a test smaller as long as it does what it should.
pub(crate) fn shrink(mut test: Test, mut holds: impl FnMut(&Test) -> bool) -> Test {
    let mut left = TRIES;
    'again: while left > 0 {
        for smaller in smaller(&test) {
            if left == 0 {
                break;
            }
            left -= 1;
            if holds(&smaller) {
                test = smaller;
                continue 'again;
            }
        }
        break;
    }
    test
}

/// Every test that is a little smaller, the boldest changes first.
fn smaller(test: &Test) -> Vec<Test> {
    let mut all = Vec::new();
    let last = test.steps.len().saturating_sub(1);
    for (n, step) in test.steps.iter().enumerate() {
        let mut put = |step: TestStep| {
            let mut other = test.clone();
            if let Some(slot) = other.steps.get_mut(n) {
                *slot = step;
            }
            all.push(other);
        };
        match step {
            TestStep::Given(given, span) => {
                for given in smaller_given(given) {
                    put(TestStep::Given(given, *span));
                }
            }
            TestStep::When(event, day, minute, span) => {
                if let TestEvent::Purchase(purchase) = event {
                    for purchase in smaller_purchase(purchase) {
                        put(TestStep::When(TestEvent::Purchase(purchase), *day, *minute, *span));
                    }
                }
                if *minute != NOON && n == last {
                    put(TestStep::When(event.clone(), *day, NOON, *span));
                }
                if n != last {
                    let mut other = test.clone();
                    other.steps.remove(n);
                    all.insert(0, other);
                }
            }
            TestStep::GivenOther(..) | TestStep::Then(_) => {}
        }
    }
    all
}

fn smaller_given(given: &[Given]) -> Vec<Vec<Given>> {
    let mut all: Vec<Vec<Given>> = without_each(given);
    for (n, one) in given.iter().enumerate() {
        let others: Vec<Given> = match one {
            Given::Points(unit, points, until) => {
                smaller_numbers(*points).into_iter().map(|p| Given::Points(*unit, p, *until)).collect()
            }
            Given::Track(track, value) => {
                smaller_numbers(*value).into_iter().map(|v| Given::Track(*track, v)).collect()
            }
            Given::Level(..)
            | Given::Field(..)
            | Given::Voucher(..)
            | Given::Household(_)
            | Given::EarlierPurchases => Vec::new(),
        };
        all.extend(others.into_iter().map(|other| with(given, n, other)));
    }
    all
}

fn smaller_purchase(purchase: &TestPurchase) -> Vec<TestPurchase> {
    let mut all = Vec::new();
    let mut put = |change: &dyn Fn(&mut TestPurchase)| {
        let mut other = purchase.clone();
        change(&mut other);
        balance(&mut other);
        all.push(other);
    };
    if purchase.lines.len() > 1 {
        for lines in without_each(&purchase.lines) {
            put(&|p| p.lines.clone_from(&lines));
        }
    }
    for coupons in without_each(&purchase.coupons) {
        put(&|p| p.coupons.clone_from(&coupons));
    }
    for tenders in without_each(&purchase.tenders) {
        put(&|p| p.tenders.clone_from(&tenders));
    }
    for fields in without_each(&purchase.fields) {
        put(&|p| p.fields.clone_from(&fields));
    }
    if purchase.channel.is_some() {
        put(&|p| p.channel = None);
    }
    if purchase.store.is_some() {
        put(&|p| p.store = None);
    }
    for discount in smaller_numbers(purchase.discount) {
        put(&|p| p.discount = discount);
    }
    for (n, line) in purchase.lines.iter().enumerate() {
        for line in smaller_line(line) {
            put(&|p| p.lines = with(&purchase.lines, n, line.clone()));
        }
    }
    all
}

/// The first tender pays what the others leave.
fn balance(purchase: &mut TestPurchase) {
    let total = purchase.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.amount));
    purchase.discount = purchase.discount.min(total);
    let others = purchase.tenders.iter().skip(1).filter_map(|(_, amount)| *amount).sum::<i64>();
    if let Some((_, amount)) = purchase.tenders.first_mut() {
        *amount = Some(total.saturating_sub(purchase.discount).saturating_sub(others));
    }
}

/// A text of a line.
type TextOf = fn(&mut TestLine) -> &mut Option<String>;

const TEXTS: [TextOf; 3] = [|l| &mut l.category, |l| &mut l.brand, |l| &mut l.sku];

fn smaller_line(line: &TestLine) -> Vec<TestLine> {
    let mut all = Vec::new();
    let mut put = |change: &dyn Fn(&mut TestLine)| {
        let mut other = line.clone();
        change(&mut other);
        all.push(other);
    };
    for text in TEXTS {
        let mut probe = line.clone();
        if text(&mut probe).is_some() {
            put(&|l| *text(l) = None);
        }
    }
    for labels in without_each(&line.labels) {
        put(&|l| l.labels.clone_from(&labels));
    }
    for fields in without_each(&line.fields) {
        put(&|l| l.fields.clone_from(&fields));
    }
    if line.measure.is_some() {
        put(&|l| l.measure = None);
    }
    if line.quantity != 1000 {
        put(&|l| l.quantity = 1000);
        for quantity in smaller_numbers(line.quantity) {
            put(&|l| l.quantity = quantity);
        }
    }
    for amount in smaller_numbers(line.amount) {
        put(&|l| l.amount = amount);
    }
    for discount in smaller_numbers(line.discount) {
        put(&|l| l.discount = discount);
    }
    for tax in smaller_numbers(line.tax) {
        put(&|l| l.tax = tax);
    }
    all
}

/// Smaller numbers, the smallest and roundest first: nothing, one, ten, a hundred and so on, rounded to them, less by them;
/// then by half the way, a quarter of it, and so on.
fn smaller_numbers(value: i64) -> Vec<i64> {
    let tens = (0..18).map(|n| 10_i64.pow(n)).take_while(|ten| *ten < value);
    let tens: Vec<i64> = tens.collect();
    let mut all = vec![0];
    all.extend(&tens);
    all.extend(tens.iter().rev().map(|ten| value / ten * ten));
    all.extend(tens.iter().rev().map(|ten| value - ten));
    let mut step = value / 2;
    while step > 0 {
        all.push(value - step);
        step /= 2;
    }
    all.retain(|smaller| *smaller < value);
    all
}

fn without_each<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    (0..all.len())
        .map(|n| all.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, t)| t.clone()).collect())
        .collect()
}

fn with<T: Clone>(all: &[T], n: usize, other: T) -> Vec<T> {
    let mut all = all.to_vec();
    if let Some(slot) = all.get_mut(n) {
        *slot = other;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use treue_lang::source::Span;
    use treue_lang::time::Day;

    fn receipt(amounts: &[i64]) -> Test {
        let lines = amounts.iter().map(|a| TestLine { amount: *a, quantity: 1000, ..TestLine::default() });
        let purchase = TestPurchase { lines: lines.collect(), ..TestPurchase::default() };
        let when = TestStep::When(TestEvent::Purchase(purchase), Day(20_000), Minute(5), Span::default());
        let given = TestStep::Given(vec![Given::EarlierPurchases], Span::default());
        Test { name: String::new(), span: Span::default(), steps: vec![given, when] }
    }

    fn largest(test: &Test) -> i64 {
        let Some(TestStep::When(TestEvent::Purchase(purchase), ..)) = test.steps.last() else { return 0 };
        purchase.lines.iter().map(|l| l.amount).max().unwrap_or(0)
    }

    #[test]
    fn one_line_at_the_threshold_is_left() {
        let found = shrink(receipt(&[12_345, 700, 98_765_432]), |t| largest(t) >= 1000);
        assert!(matches!(found.steps.first(), Some(TestStep::Given(given, _)) if given.is_empty()));
        let Some(TestStep::When(TestEvent::Purchase(purchase), _, minute, _)) = found.steps.last() else {
            panic!("no purchase is left");
        };
        assert_eq!((purchase.lines.len(), largest(&found), *minute), (1, 1000, NOON));
    }
}
