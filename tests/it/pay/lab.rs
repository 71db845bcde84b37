//! Plans made to measure.

use posse::sales::pay::{Band, Bonus, Mark, Plan};

/// A plan with this quota that pays nothing.
pub(super) fn plan(quota: f64) -> Plan {
    Plan { quota, ..Plan::new("plan") }
}

/// A rate from this attainment on.
pub(super) fn attainment(share: f64, rate: f64) -> Band {
    Band { from: Mark::Attainment(share), rate }
}

/// A bonus at this attainment.
pub(super) fn bonus(share: f64, amount: f64) -> Bonus {
    Bonus { at: Mark::Attainment(share), amount }
}
