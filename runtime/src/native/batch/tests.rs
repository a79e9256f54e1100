//! Divisions by one multiplication.

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
