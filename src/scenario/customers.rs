//! Customers for years: for how many they count, and what becomes of them.

use super::buyers::refuse_without;
use super::reader::Reading;
use super::scope::Scope;
use super::value::YEAR;
use crate::sales::buyer::Customers;

/// The section [customers], if there is one.
pub(super) fn customers(
    root: &Scope<'_>,
    has_buyers: bool,
    cx: &mut Reading<'_>,
) -> Option<Customers> {
    if !has_buyers {
        refuse_without(root, &["customers"], cx);
        return None;
    }
    let scope = root.section("customers");
    if !scope.is_present() {
        return None;
    }
    let mut of = |key, otherwise| scope.one(key, cx).unwrap_or(otherwise);
    let standard = Customers::FIRST_YEAR;
    Some(Customers {
        years: of("horizon", YEAR) / YEAR,
        discount: of("discount", standard.discount),
        promise: of("promise", standard.promise),
        term: of("term", standard.term) / YEAR,
        grow: of("grow", standard.grow),
    })
}
