//! Under which terms a plan is reckoned in a period.

use super::exact::in_cents;
use super::plan::{Band, Plan, Tier};

/// What a plan's pay of one period is reckoned under. All amounts of a period (bonuses, cap, draw)
/// count by the employed share of it, as the quota does; rates do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Credit asked in this period: the quota as it stands × the employed share; 0 = none.
    pub quota: f64,
    /// Factor on all variable pay.
    pub scale: f64,
    /// Share of the period for which the person is on this plan, 0 to 1.
    pub employed: f64,
    /// The fiscal year before this period; read by cumulative plans only.
    pub year: YearSoFar,
}

impl Terms {
    /// A whole period, the first of its fiscal year.
    pub fn new(quota: f64, scale: f64) -> Self {
        Self { quota, scale, employed: 1.0, year: YearSoFar::default() }
    }

    /// The year that `plan` counts in: nothing before this period unless it is cumulative.
    pub(super) fn year_of(&self, plan: &Plan) -> YearSoFar {
        if plan.cumulative { self.year } else { YearSoFar::default() }
    }
}

/// A fiscal year before the current period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearSoFar {
    /// Credit.
    pub credit: f64,
    /// The sum of the quotas.
    pub quota: f64,
    /// Money that was paid as commission ([`super::commission_in`] of the periods' lines).
    pub commission: f64,
}

impl YearSoFar {
    /// Credit and quota of the year with a period's own, in whole hundredths of a unit.
    pub(super) fn with(self, credit: f64, quota: f64) -> (f64, f64) {
        (in_cents(self.credit + credit), in_cents(self.quota + quota))
    }
}

/// The credit over which band `at` holds: from its mark up to the lowest mark of a later band
/// (infinite for the last). Empty where a later band begins below it, as may be where marks in
/// credit stand beside marks in attainment and the quota moves.
pub(super) fn stretch(bands: &[Band], at: usize, quota: f64) -> (f64, f64) {
    let later = bands[at + 1..].iter().map(|band| band.from.credit(quota).max(0.0));
    let end = later.fold(f64::INFINITY, f64::min);
    (bands[at].from.credit(quota).max(0.0).min(end), end)
}

/// The factor on the individual part of a plan: what the team's part leaves.
pub fn own_weight(plan: &Plan) -> f64 {
    plan.team.as_ref().map_or(1.0, |team| 1.0 - team.weight)
}

/// Pay by deal rates for a single deal with this credit, in money before weight and scale.
pub fn deal_pay(tiers: &[Tier], credit: f64) -> f64 {
    let tier = tiers.iter().rfind(|tier| in_cents(credit) >= in_cents(tier.from));
    tier.map_or(0.0, |tier| tier.rate * credit)
}

/// The share of a deal's commission that goes back if its customer leaves so long after the win.
pub fn clawback_share(plan: &Plan, hours_since_win: f64) -> f64 {
    let due = plan.clawback.iter().find(|(hours, _)| hours_since_win < *hours);
    due.map_or(0.0, |(_, share)| *share)
}
