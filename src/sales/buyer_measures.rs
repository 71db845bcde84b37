//! Measures of buyers: what a sale was good for, and for whom.

use super::buyer::tally::BuyerTally;
use super::catalogue::Entry;
use super::measure::Direction::{Higher, Lower};
use super::measure::Unit::{Count, Days, Money, PerWeek, Share, WorkHours};
use super::outcome::{Books, ratio};
use super::stage::{ExitFamily, Phase};

const ENGAGE: Option<Phase> = Some(Phase::Engage);
const SELECT: Option<Phase> = Some(Phase::Select);
const DRIVE: Option<Phase> = Some(Phase::Drive);

fn tally<'a>(b: &'a Books<'_>) -> &'a BuyerTally {
    &b.tallies.buyers
}

fn leaf(b: &Books<'_>, exit: impl Fn(&super::buyer::Leaves) -> usize) -> f64 {
    let leaves = b.system.buyers.as_ref().map(|buyers| buyers.leaves);
    leaves.map_or(f64::NAN, |leaves| b.tallies.exits[exit(&leaves)] as f64)
}

fn closed(b: &Books<'_>) -> f64 {
    b.tallies.sums.closed as f64
}

/// Exits in the window of leads that had passed the gate and ended without a decision.
fn undecided(b: &Books<'_>) -> f64 {
    b.tallies.buyers.undecided as f64
}

/// Measures of buyers (definitions: MODEL.md, "Measures").
pub(super) const BUYERS: &[Entry] = &[
    ("win_win_rate", "Wins that benefit both sides", Share, Some(Higher), SELECT, |b| {
        ratio(b.wins() - leaf(b, |l| l.won_regretted), b.wins())
    }),
    ("regretted_wins", "Wins regretted by one side", Count, Some(Lower), SELECT, |b| {
        leaf(b, |l| l.won_regretted)
    }),
    ("value_destroyed", "Value destroyed by regretted wins", Money, Some(Lower), SELECT, |b| {
        tally(b).value_destroyed
    }),
    ("lost_good_fits", "Good, ready fits not won", Count, Some(Lower), SELECT, |b| {
        tally(b).lost_good as f64
    }),
    (
        "lost_good_value",
        "Both sides' surplus of good fits not won",
        Money,
        Some(Lower),
        SELECT,
        |b| tally(b).lost_good_value,
    ),
    ("right_no_rate", "Correct disqualifications", Share, Some(Higher), SELECT, |b| {
        let right = leaf(b, |l| l.disqualified_right);
        ratio(right, right + leaf(b, |l| l.disqualified_wrong))
    }),
    ("early_noes", "Disqualifications before phase drive", Count, None, SELECT, |b| {
        tally(b).early_noes as f64
    }),
    (
        "hours_freed",
        "Hours saved by early disqualification",
        WorkHours,
        Some(Higher),
        SELECT,
        |b| tally(b).hours_freed,
    ),
    ("gate_auc", "Qualification: good fits told apart (AUC)", Share, Some(Higher), SELECT, |b| {
        tally(b).books.gate_area()
    }),
    ("good_decisions_per_week", "Flow: good decisions", PerWeek, Some(Higher), DRIVE, |b| {
        let good = b.wins() - leaf(b, |l| l.won_regretted);
        let noes = leaf(b, |l| l.disqualified_right) + leaf(b, |l| l.cannot_deliver);
        b.per_week(good + noes)
    }),
    ("no_decision_share", "Opportunities without a decision", Share, Some(Lower), DRIVE, |b| {
        ratio(undecided(b), closed(b))
    }),
    ("customer_surplus", "Customer surplus per win", Money, Some(Higher), None, |b| {
        ratio(tally(b).customer_surplus, b.wins())
    }),
    ("churn_3", "Wins lost again within 3 months", Share, Some(Lower), None, |b| churn(b, 0)),
    ("churn_6", "Wins lost again within 6 months", Share, Some(Lower), None, |b| churn(b, 1)),
    ("churn_12", "Wins lost again within 12 months", Share, Some(Lower), None, |b| churn(b, 2)),
    ("churn_24", "Wins lost again within 24 months", Share, Some(Lower), None, |b| churn(b, 3)),
    (
        "cost_per_right_fit_dialogue",
        "Cost per dialogue with a good fit",
        Money,
        Some(Lower),
        ENGAGE,
        |b| ratio(b.engage_cost(), tally(b).right_dialogues as f64),
    ),
    ("right_fit_share", "Dialogues with a good fit", Share, Some(Higher), ENGAGE, |b| {
        ratio(tally(b).right_dialogues as f64, b.tallies.sums.dialogues as f64)
    }),
    ("woken", "Leads back from nurture", Count, None, ENGAGE, |b| tally(b).woken as f64),
    ("nurture_cost", "Cost of nurture", Money, Some(Lower), ENGAGE, |b| tally(b).nurture_cost),
    ("not_ready_leads", "Leads not ready to buy", Count, None, ENGAGE, |b| {
        b.exits_of(|family| family == ExitFamily::NotReady)
    }),
    ("customer_time_share", "Share of time with customers", Share, None, None, |b| {
        let present: f64 = b.tallies.roles.iter().map(|r| r.present + r.overtime).sum();
        ratio(tally(b).customer_hours, present)
    }),
    (
        "flow_efficiency_opportunities",
        "Flow efficiency of opportunities",
        Share,
        Some(Higher),
        DRIVE,
        |b| ratio(tally(b).touched_business_hours, tally(b).elapsed_business_hours),
    ),
    ("meetings_held", "Committees that voted", Count, None, DRIVE, |b| tally(b).meetings as f64),
    ("yes_chance", "Mean chance of a yes at votes", Share, None, DRIVE, |b| {
        ratio(tally(b).yes_chance, tally(b).meetings as f64)
    }),
    ("unity", "Coverage × alignment at votes", Share, Some(Higher), DRIVE, |b| {
        ratio(tally(b).unity, tally(b).meetings as f64)
    }),
    ("forecast_won", "Forecast deals: won", Share, None, DRIVE, |b| {
        ratio(tally(b).forecasts.won as f64, tally(b).forecasts.all as f64)
    }),
    ("forecast_lost", "Forecast deals: lost", Share, None, DRIVE, |b| {
        ratio(tally(b).forecasts.lost as f64, tally(b).forecasts.all as f64)
    }),
    ("forecast_undecided", "Forecast deals: no decision", Share, None, DRIVE, |b| {
        ratio(tally(b).forecasts.undecided as f64, tally(b).forecasts.all as f64)
    }),
    ("hour_price", "Price of a bottleneck's hour", Money, None, SELECT, |b| {
        ratio(tally(b).hour_price, tally(b).hour_price_weeks as f64)
    }),
];

/// The key, label, unit and phase of a segment's cycle of wins.
pub(super) const WON_CYCLE: (&str, &str, super::measure::Unit, Option<Phase>) =
    ("won_cycle_p50", "median lead time of wins", Days, DRIVE);

/// The median lead time of wins of a segment, in days.
pub(super) fn won_cycle_days(b: &Books<'_>, segment: usize) -> f64 {
    tally(b).won_cycles[segment].quantile(0.5).map_or(f64::NAN, |hours| hours / 24.0)
}

fn churn(b: &Books<'_>, at: usize) -> f64 {
    ratio(tally(b).churned[at] as f64, b.wins())
}
