//! The values of every run, streamed: a million runs are never one text in memory.

use super::tables::number;
use crate::experiment::{Drawn, Summary};
use std::io::{self, Write};

/// How the values of every run are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunsForm {
    /// `measures.csv`: one value a line.
    #[default]
    Csv,
    /// `measures.parquet`: a row for each run of a policy, a column for each measure.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Not at all.
    None,
}

/// The values of every run, in columns.
#[derive(Clone, Copy, Debug)]
pub struct RunValues<'a> {
    /// By policy, then measure (both in the summary's order), then replication; NaN = undefined.
    pub measures: &'a [Vec<Vec<f64>>],
    /// The uncertain inputs, which every replication draws.
    pub drawn: &'a [Drawn],
}

/// `measures.csv`: the value of every measure, and of every uncertain input, in every replication.
///
/// # Errors
///
/// If `to` cannot be written.
///
/// # Panics
///
/// If `values` has other policies or measures than the summary.
pub fn measures_csv(
    summary: &Summary,
    values: RunValues<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    assert_eq!(values.measures.len(), summary.policies.len(), "there are values for every policy");
    let mut table = csv::Writer::from_writer(to);
    table.write_record(["scenario", "policy", "replication", "measure", "value"])?;
    for (policy, measures) in summary.policies.iter().zip(values.measures) {
        assert_eq!(measures.len(), summary.measures.len(), "there are values for every measure");
        let keys = summary.measures.iter().map(|measure| measure.key.as_str());
        let drawn = values.drawn.iter().map(|input| (input.key.as_str(), &input.values));
        let columns: Vec<(&str, &Vec<f64>)> = keys.zip(measures).chain(drawn).collect();
        let replications = measures.iter().map(Vec::len).max().unwrap_or(0);
        for replication in 0..replications {
            let run = replication.to_string();
            for (key, values) in &columns {
                let value = number(values.get(replication).copied().unwrap_or(f64::NAN));
                let row = [summary.scenario.as_str(), &policy.name, &run, key, &value];
                table.write_record(row)?;
            }
        }
    }
    table.flush()
}
