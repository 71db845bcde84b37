//! How amounts, rates and plans read.

use crate::report::format::count;
use crate::sales::pay::{Base, Payout};

/// What is paid by what: `classic, a quarter: …`.
pub(in crate::report) fn head(payout: &Payout, currency: &str) -> String {
    let unit = if is_money(payout.base) { format!(" {currency}") } else { String::new() };
    let credit = credit(payout.base);
    let quota = match payout.quota {
        quota if quota > 0.0 => format!("quota {}{unit} of {credit}", money(quota)),
        _ => format!("{credit} without a quota"),
    };
    let salary = match payout.salary {
        salary if salary > 0.0 => format!(", {} {currency} fixed", money(salary)),
        _ => String::new(),
    };
    format!("{}, a {}: {quota}{salary}", name(payout), payout.period.name())
}

/// The plan's name, and whether it is about its pool.
pub(in crate::report) fn name(payout: &Payout) -> String {
    if payout.is_pool { format!("{} (team)", payout.plan) } else { payout.plan.clone() }
}

pub(in crate::report) fn credit(base: Base) -> &'static str {
    match base {
        Base::Revenue => "revenue",
        Base::Margin => "margin",
        Base::Value => "value",
        Base::Deals => "deals",
        Base::Meetings => "meetings",
    }
}

fn is_money(base: Base) -> bool {
    matches!(base, Base::Revenue | Base::Margin | Base::Value)
}

/// An amount to the cent, without needless digits.
pub(in crate::report) fn money(amount: f64) -> String {
    let cents = (amount * 100.0).round() / 100.0;
    count(&if cents.fract() == 0.0 { format!("{cents:.0}") } else { format!("{cents:.2}") })
}

/// A share in per cent, without needless digits.
pub(in crate::report) fn percent(share: f64) -> String {
    format!("{}\u{A0}%", (share * 1e4).round() / 100.0)
}

/// Money by unit of credit: per cent of money, or money for each.
pub(super) fn rate(payout: &Payout, rate: f64) -> String {
    if is_money(payout.base) { percent(rate) } else { money(rate) }
}
