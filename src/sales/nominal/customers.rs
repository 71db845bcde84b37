//! What a planner expects customers to ask of those who look after them.

use crate::math::{exp, ln};
use crate::sales::stage::{AccountWork, Stage};
use crate::sales::system::SalesSystem;

/// How glad a planner takes customers to be, 0 to 1.
const PLANNED_GAIN: f64 = 0.5;

/// Times that a customer of middling fit is due at a stage within the years that count; 0 at a stage that
/// is no work on customers.
pub(super) fn calls_per_customer(system: &SalesSystem, stage: &Stage) -> f64 {
    let (Some(buyers), Some(work)) = (&system.buyers, stage.kind.account()) else { return 0.0 };
    let (customers, leaves) = (buyers.years(), -ln(buyers.needs.usual_stay()));
    match *work {
        AccountWork::Serve { per_year, .. } => per_year * customers.stays(leaves),
        AccountWork::Expand { per_year, .. } => per_year * PLANNED_GAIN * customers.stays(leaves),
        AccountWork::Renew { .. } => {
            let ends = (1..).map(|number| customers.term * f64::from(number));
            let within = ends.take_while(|end| *end < customers.years);
            within.map(|end| exp(-leaves * (end - customers.term))).sum()
        }
    }
}
