//! How values are written, as regular expressions (ECMA 262) for the schema.

use super::parameters::{Phrase, Quantity};
use super::value::units;

/// Digits of a number that is not negative.
const DIGITS: &str = "[0-9]+(_[0-9]+)*(\\.([0-9]+(_[0-9]+)*)?)?|\\.[0-9]+(_[0-9]+)*";
/// A share of 1, at most 1; of numbers with an exponent only the sign of it is seen.
const SHARE: &str = "\\+?(0*1(\\.0*)?|0+(\\.[0-9]*)?|\\.[0-9]+\
                     |0*(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?|\\.[0-9]+) *%\
                     |[0-9]+(\\.[0-9]*)?[eE]-[0-9]+ *%?)";

/// A value of a quantity as a text, negative only if `low` is.
pub(super) fn quantity(quantity: Quantity, low: f64) -> String {
    if quantity == Quantity::Share {
        return SHARE.to_owned();
    }
    format!("{}{}", number(low < 0.0), measure(quantity))
}

/// `LOW to HIGH`: the unit may stand at both ends or at the last.
pub(super) fn interval(quantity: Quantity) -> String {
    let (number, measure) = (number(false), measure(quantity));
    format!("{number}({measure})? +to +{number}{measure}")
}

/// A text as its phrase says.
pub(super) fn phrase(phrase: &Phrase) -> String {
    phrase.pattern.replace("{number}", &number(false)).replace("{unit}", &unit())
}

fn number(is_signed: bool) -> String {
    let sign = if is_signed { "[+-]?" } else { "\\+?" };
    format!("{sign}({DIGITS})([eE][+-]?[0-9]+)?")
}

/// What follows the number of a quantity.
fn measure(quantity: Quantity) -> String {
    let unit = unit();
    let per = format!(" *(/ *| *per +){unit}");
    match quantity {
        Quantity::Number | Quantity::Share | Quantity::SignedShare => " *%?".to_owned(),
        Quantity::Elapsed | Quantity::Work => format!(" *{unit}"),
        Quantity::Money => " *[kM]?".to_owned(),
        Quantity::MoneyRate => format!(" *[kM]?{per}"),
        Quantity::Rate | Quantity::WorkRate | Quantity::Hazard => format!(" *%?{per}"),
        Quantity::YearlyRate => format!(" *%?({per})?"),
    }
}

fn unit() -> String {
    format!("({})", units().collect::<Vec<_>>().join("|"))
}
