//! Decimal arithmetic of money: products, shares and sums.

#![expect(clippy::float_cmp, reason = "decimals are exact")]

use posse::sales::pay::{Sum, in_cents, product_in_cents, share_in_cents};

#[test]
fn halves_are_those_of_decimals() {
    for (factors, cents) in [
        (vec![1.005], 1.01),
        (vec![-1.005], -1.01),
        (vec![0.145], 0.15),
        (vec![0.1449], 0.14),
        (vec![1.1, 100_000.0], 110_000.0),
        (vec![33.3 / 100.0, 1000.0], 333.0),
        (vec![0.1 + 0.2, 0.05], 0.02),
        (vec![0.0], 0.0),
        (vec![0.005], 0.01),
        (vec![0.004_999_999_999_99], 0.0),
    ] {
        assert_eq!(product_in_cents(&factors), cents, "{factors:?}");
    }
    assert_eq!(share_in_cents(&[100.0], 12), 8.33);
    assert_eq!(share_in_cents(&[100.5, 0.1], 4), 2.51);
}

#[test]
fn no_number_is_too_large_or_too_long() {
    let long = 0.123_456_789_012_345;
    let exact = long * long * long * long * 1e12;
    assert!((product_in_cents(&[long, long, long, long, 1e12]) / exact - 1.0).abs() < 1e-9);
    assert!(product_in_cents(&[f64::MAX, f64::MAX]).is_finite());
    assert!(product_in_cents(&[-1e300, 1e300, long]) < 0.0);
    assert_eq!(in_cents(f64::INFINITY), f64::INFINITY);
}

#[test]
fn a_sum_does_not_depend_on_its_order() {
    let parts = [1e9 + 0.01, 0.1, 33.333_333, 0.2, 1e-6, 7_699.999_999_999_999, 33.333_333];
    let sum = |parts: &mut dyn Iterator<Item = &f64>| {
        let mut sum = Sum::default();
        parts.for_each(|part| sum += *part);
        sum
    };
    assert_eq!(sum(&mut parts.iter()), sum(&mut parts.iter().rev()));
    let mut thirds = Sum::default();
    (0..3).for_each(|_| thirds += 100.0 / 3.0);
    assert_eq!(thirds.in_cents(), 100.0);
}
