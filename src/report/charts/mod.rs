//! The charts, one file each. A chart that lacks its numbers is left out.

mod attainment;
mod bookings;
mod committee;
mod contribution;
mod cumulative_flow;
mod density;
mod difference;
mod distribution;
mod dots;
mod doubt;
mod endings;
mod fit_and_outcome;
mod gate;
mod hours;
mod labels;
mod lead_time;
mod outcomes;
mod panels;
mod pay;
mod return_on_sales_and_flow;
mod stage_hours;
mod utilisation;

pub(super) use dots::{Stack, quantile_dots, stacked};
pub(super) use panels::Panels;

use super::figure::Chart;
use crate::experiment::{BuyerSummary, PaySummary, Summary};

/// Every chart the summary has numbers for, in the order of the catalogue.
pub fn charts(summary: &Summary) -> Vec<Chart> {
    let catalogue: [fn(&Summary) -> Option<Chart>; 16] = [
        return_on_sales_and_flow::chart,
        difference::chart,
        distribution::chart,
        doubt::chart,
        contribution::chart,
        cumulative_flow::chart,
        lead_time::chart,
        utilisation::chart,
        outcomes::chart,
        fit_and_outcome::chart,
        gate::chart,
        committee::chart,
        attainment::chart,
        pay::chart,
        bookings::chart,
        hours::chart,
    ];
    catalogue.iter().filter_map(|chart| chart(summary)).collect()
}

/// The policies that dealt with buyers, and what these came to.
fn with_buyers(summary: &Summary) -> impl Iterator<Item = (usize, &BuyerSummary)> {
    let policies = summary.policies.iter().enumerate();
    policies.filter_map(|(index, policy)| Some((index, policy.buyers.as_ref()?)))
}

/// The policies of a scenario with plans, and what pay came to under them.
fn with_pay(summary: &Summary) -> impl Iterator<Item = (usize, &PaySummary)> {
    let policies = summary.policies.iter().enumerate();
    policies.filter_map(|(index, policy)| Some((index, policy.pay.as_ref()?)))
}
