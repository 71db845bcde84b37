//! The charts, one file each. A chart that lacks its numbers is left out.

mod contribution;
mod cumulative_flow;
mod density;
mod difference;
mod distribution;
mod dots;
mod labels;
mod lead_time;
mod panels;
mod return_on_sales_and_flow;
mod stage_hours;
mod utilisation;

use super::figure::Chart;
use crate::experiment::Summary;

/// Every chart the summary has numbers for, in the order of the catalogue.
pub fn charts(summary: &Summary) -> Vec<Chart> {
    let catalogue: [fn(&Summary) -> Option<Chart>; 7] = [
        return_on_sales_and_flow::chart,
        difference::chart,
        distribution::chart,
        contribution::chart,
        cumulative_flow::chart,
        lead_time::chart,
        utilisation::chart,
    ];
    catalogue.iter().filter_map(|chart| chart(summary)).collect()
}
