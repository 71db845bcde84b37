//! Exact decimals: no binary fraction decides whether a mark is reached, or which cent is paid.
//!
//! Numbers come as `f64` that somebody wrote as decimals, or as products and sums of such. Fifteen
//! digits of an `f64` are the decimal that was meant; from there on whole numbers are multiplied and
//! added. What is compared, credit and marks, is in whole hundredths of a unit: an `f64` that is the
//! nearest to such a number, so that equal amounts are the same bits.

use std::ops::AddAssign;

/// Digits that an `f64` holds of any decimal.
const DIGITS: f64 = 1e15;
/// Powers of ten that an `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
/// Decimals that a [`Sum`] keeps.
const KEPT: u32 = 6;
/// Decimals of a cent.
const CENT: u32 = 2;

/// A sum that is exact to the millionth of a unit, in whatever order it is formed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum(i128);

impl Sum {
    /// In whole hundredths of a unit, halves away from zero.
    pub fn in_cents(self) -> f64 {
        let cents = Decimal { digits: self.0, places: KEPT }.rounded(CENT, 1);
        cents as f64 / 100.0
    }

    /// The nearest number.
    pub fn value(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// In millionths.
    pub(super) fn millionths(self) -> i128 {
        self.0
    }
}

impl From<f64> for Sum {
    fn from(value: f64) -> Self {
        Self(Decimal::of(value).rounded(KEPT, 1))
    }
}

impl AddAssign<f64> for Sum {
    fn add_assign(&mut self, value: f64) {
        self.0 = self.0.saturating_add(Self::from(value).0);
    }
}

/// The sum of two numbers, exact to the millionth.
pub fn plus(a: f64, b: f64) -> f64 {
    let mut sum = Sum::from(a);
    sum += b;
    sum.value()
}

/// An amount in whole hundredths of a unit, halves away from zero; an infinite one as it is.
pub fn in_cents(amount: f64) -> f64 {
    product_in_cents(&[amount])
}

/// The exact product of decimals in whole hundredths of a unit, rounded once, halves away from zero;
/// of a number that is infinite the plain product.
pub fn product_in_cents(factors: &[f64]) -> f64 {
    share_in_cents(factors, 1)
}

/// The same of one of `parts` equal parts of the product.
pub fn share_in_cents(factors: &[f64], parts: u32) -> f64 {
    if factors.iter().any(|factor| !factor.is_finite()) {
        return factors.iter().product::<f64>() / f64::from(parts);
    }
    let one = Decimal { digits: 1, places: 0 };
    let product = factors.iter().fold(one, |product, factor| product.times(Decimal::of(*factor)));
    product.rounded(CENT, i128::from(parts)) as f64 / 100.0
}

/// A sum of exact products of decimals, rounded only where it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Products {
    sum: Decimal,
    /// What is infinite in it.
    beyond: f64,
}

impl Products {
    /// Nothing.
    pub(super) const NONE: Self = Self { sum: Decimal { digits: 0, places: 0 }, beyond: 0.0 };

    /// Adds a product.
    pub(super) fn add(&mut self, factors: impl Iterator<Item = f64> + Clone) {
        if factors.clone().all(f64::is_finite) {
            let one = Decimal { digits: 1, places: 0 };
            let product = factors.fold(one, |product, factor| product.times(Decimal::of(factor)));
            self.sum = self.sum.plus(product);
        } else {
            self.beyond += factors.product::<f64>();
        }
    }

    /// In whole hundredths of a unit, halves away from zero.
    pub(super) fn in_cents(&self) -> f64 {
        self.sum.rounded(CENT, 1) as f64 / 100.0 + self.beyond
    }
}

/// `digits` × 10^−`places`.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    places: u32,
}

impl Decimal {
    /// The decimal of fifteen digits, or of 22 places, nearest to a finite number.
    #[expect(clippy::cast_possible_truncation, reason = "15 digits, or a whole number")]
    fn of(value: f64) -> Self {
        let size = value.abs();
        if size <= 0.0 {
            return Self { digits: 0, places: 0 };
        }
        let places = POWERS.iter().position(|power| size * power * 10.0 >= DIGITS).unwrap_or(22);
        let (mut digits, mut left) = ((value * POWERS[places]).round() as i128, places);
        while left > 0 && digits % 10 == 0 {
            digits /= 10;
            left -= 1;
        }
        Self { digits, places: u32::try_from(left).expect("at most 22") }
    }

    /// The product; beyond 38 digits the last ones are lost.
    fn times(self, other: Self) -> Self {
        let (mut a, mut b) = (self, other);
        loop {
            if let Some(digits) = a.digits.checked_mul(b.digits) {
                return Self { digits, places: a.places + b.places };
            }
            let longer =
                if a.digits.unsigned_abs() >= b.digits.unsigned_abs() { &mut a } else { &mut b };
            if longer.places == 0 {
                let is_negative = (a.digits < 0) != (b.digits < 0);
                let digits = if is_negative { i128::MIN } else { i128::MAX };
                return Self { digits, places: 0 };
            }
            longer.digits /= 10;
            longer.places -= 1;
        }
    }

    /// The sum; beyond 38 digits the last ones are lost.
    fn plus(self, other: Self) -> Self {
        let (mut fine, mut coarse) =
            if self.places < other.places { (other, self) } else { (self, other) };
        while fine.places > coarse.places {
            if let Some(digits) = coarse.digits.checked_mul(10) {
                coarse = Self { digits, places: coarse.places + 1 };
            } else {
                fine = Self { digits: fine.digits / 10, places: fine.places - 1 };
            }
        }
        match fine.digits.checked_add(coarse.digits) {
            Some(digits) => Self { digits, places: fine.places },
            None if fine.places == 0 => {
                Self { digits: fine.digits.saturating_add(coarse.digits), places: 0 }
            }
            None => {
                let digits = fine.digits / 10 + coarse.digits / 10;
                Self { digits, places: fine.places - 1 }
            }
        }
    }

    /// In units of 10^−`places`, divided by `parts`, halves away from zero.
    fn rounded(self, places: u32, parts: i128) -> i128 {
        if self.places <= places {
            let digits = self.digits.saturating_mul(10_i128.pow(places - self.places));
            return divided(digits, parts);
        }
        let unit = 10_i128.checked_pow(self.places - places);
        unit.and_then(|unit| unit.checked_mul(parts)).map_or(0, |unit| divided(self.digits, unit))
    }
}

/// The whole number nearest to a quotient, halves away from zero; `below` is above 0.
fn divided(above: i128, below: i128) -> i128 {
    let (whole, rest) = (above / below, above % below);
    if rest.unsigned_abs() >= below.unsigned_abs() - rest.unsigned_abs() {
        whole + above.signum()
    } else {
        whole
    }
}
