//! Exact numbers: fractions of whole numbers of any size, and money in whole cents.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use num_traits::{One, Signed, ToPrimitive, Zero};

/// A fraction; nothing is lost by reckoning with it.
pub type Exact = num_rational::BigRational;

/// The most places that a number in a text may have before or after its point.
const MOST_PLACES: usize = 30;

/// Nothing.
pub fn zero() -> Exact {
    Exact::zero()
}

/// One.
pub fn one() -> Exact {
    Exact::one()
}

/// A whole number.
pub fn whole(number: i128) -> Exact {
    Exact::from_integer(number.into())
}

/// The fraction `above`/`below`.
///
/// # Panics
///
/// If `below` is 0.
pub fn ratio(above: i128, below: i128) -> Exact {
    assert!(below != 0, "a fraction of nothing");
    Exact::new(above.into(), below.into())
}

/// Reads `1200.50`, `1_000`, `12.5 %`, `1/3`, `2 k` or `1.5 M`; nothing if the text is no such number.
pub fn of_text(text: &str) -> Option<Exact> {
    let text = text.trim();
    if let Some((above, below)) = text.split_once('/') {
        let below = of_text(below)?;
        let above = of_text(above)?;
        return (!below.is_zero()).then(|| above / below);
    }
    let units = [("%", ratio(1, 100)), ("k", whole(1000)), ("M", whole(1_000_000))];
    let unit = units.into_iter().find_map(|(unit, size)| Some((text.strip_suffix(unit)?, size)));
    match unit {
        Some((number, size)) => Some(decimal(number.trim())? * size),
        None => decimal(text),
    }
}

/// A decimal such as `-1_200.50` or `1e6`.
fn decimal(text: &str) -> Option<Exact> {
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let digits: String = before.chars().chain(after.chars()).filter(|c| *c != '_').collect();
    let is_written = !digits.is_empty()
        && digits.len() <= MOST_PLACES
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_written || exponent.unsigned_abs() as usize > MOST_PLACES {
        return None;
    }
    let places = i32::try_from(after.chars().filter(|c| *c != '_').count()).ok()?;
    let number = whole(sign * digits.parse::<i128>().ok()?);
    Some(number * whole(10).pow(exponent - places))
}

/// The nearest `f64`.
pub fn nearest(number: &Exact) -> f64 {
    number.to_f64().unwrap_or(0.0)
}

/// The decimal that an `f64` is written as.
pub fn of_f64(number: f64) -> Exact {
    of_text(&format!("{number}")).unwrap_or_else(|| Exact::from_float(number).unwrap_or_else(zero))
}

/// A number with so many decimals at most, halves away from zero, without needless zeros.
pub fn shown(number: &Exact, places: u32) -> String {
    let scaled = number * whole(10_i128.pow(places));
    let digits = scaled.round().to_integer();
    let sign = if digits.is_negative() { "-" } else { "" };
    let width = places as usize + 1;
    let digits = format!("{:0>width$}", digits.abs());
    let (before, after) = digits.split_at(digits.len() - places as usize);
    let after = after.trim_end_matches('0');
    let point = if after.is_empty() { "" } else { "." };
    format!("{sign}{before}{point}{after}")
}

/// A share as per cent, to the hundredth.
pub fn percent(share: &Exact) -> String {
    format!("{} %", shown(&(share * whole(100)), 2))
}

/// Money in whole cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i128);

impl Cents {
    /// An exact amount, rounded once, halves away from zero.
    pub fn of(amount: &Exact) -> Self {
        Self((amount * whole(100)).round().to_integer().to_i128().unwrap_or(i128::MAX / 2))
    }

    /// The amount.
    pub fn exact(self) -> Exact {
        ratio(self.0, 100)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        f.pad(&format!("{sign}{}.{:02}", size / 100, size % 100))
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}
