//! The tables of a sweep.

use crate::experiment::sweep::{CellSummary, PairCell, SweepSummary};
use crate::report::levels::{column, entry};
use crate::report::tables::{finished, number, table, write};

/// `sweep.csv`: a line for each cell, pair of policies and measure.
pub fn sweep_csv(summary: &SweepSummary) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut head = vec!["scenario".to_owned(), "cell".to_owned()];
    head.extend(summary.axes.iter().map(|axis| column(&axis.keys, &axis.unit)));
    let rest = "runs a b measure unit a_mean b_mean difference standard_error low high zone \
                b_better_share verdict undefined";
    head.extend(rest.split_whitespace().map(str::to_owned));
    write(&mut table, &head);
    for (index, cell) in summary.cells.iter().enumerate() {
        for pair in &cell.pairs {
            for (measure, found) in pair.iter().enumerate() {
                write(&mut table, &row(summary, (index, cell), (measure, found)));
            }
        }
    }
    finished(table)
}

fn row(
    summary: &SweepSummary,
    (index, cell): (usize, &CellSummary),
    (measure, pair): (usize, &PairCell),
) -> Vec<String> {
    let about = &summary.measures[measure];
    let is_judged = about.better.is_some();
    let mut row = vec![summary.scenario.clone(), index.to_string()];
    row.extend(cell.levels.iter().map(entry));
    row.push(cell.runs.to_string());
    row.extend([pair.a, pair.b].map(|policy| summary.policies[policy].0.clone()));
    row.extend([about.key.clone(), about.unit.name().to_owned()]);
    row.extend([pair.a, pair.b].map(|policy| number(cell.means[policy][measure])));
    row.extend([pair.mean, pair.standard_error, pair.interval.0, pair.interval.1].map(number));
    row.push(number(pair.zone));
    row.push(if is_judged { number(pair.share_better) } else { String::new() });
    row.push(if is_judged { pair.verdict.name().to_owned() } else { String::new() });
    row.push(pair.undefined.to_string());
    row
}

/// `slices.csv`: points in bins of each axis, for the primary measure and contribution.
pub fn slices_csv(summary: &SweepSummary) -> Vec<u8> {
    let columns = "scenario axis from to a b measure points difference a_wins b_wins tie undecided \
                withheld";
    let mut table = table(columns);
    for regimes in &summary.regimes {
        for (axis, slices) in summary.axes.iter().zip(&regimes.slices) {
            for slice in slices {
                let mut row = vec![summary.scenario.clone(), column(&axis.keys, &axis.unit)];
                row.extend([entry(&slice.ends.0), entry(&slice.ends.1)]);
                row.extend([regimes.a, regimes.b].map(|p| summary.policies[p].0.clone()));
                row.push(summary.measures[regimes.measure].key.clone());
                row.push(slice.counts.iter().sum::<usize>().to_string());
                row.push(number(slice.mean));
                row.extend(slice.counts.map(|count| count.to_string()));
                write(&mut table, &row);
            }
        }
    }
    finished(table)
}
