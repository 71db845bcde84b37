//! Tidy tables: one value a line, for any tool that reads CSV. Undefined values are empty.

use crate::experiment::{PolicySummary, Summary, WeekSummary};

/// Quantiles that a summary does not hold.
const UNKNOWN: [f64; 5] = [f64::NAN; 5];

/// A table that is being written.
pub(super) type Writer = csv::Writer<Vec<u8>>;

/// `weekly.csv`: the measured window week by week (from 1), mean and quantiles over runs where
/// they are known.
pub fn weekly_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy week measure mean p05 p25 p50 p75 p95");
    for policy in &summary.policies {
        for (index, week) in policy.weeks.iter().enumerate() {
            write_week(&mut table, summary, (policy, index + 1, week));
        }
    }
    finished(table)
}

fn write_week(
    table: &mut Writer,
    summary: &Summary,
    (policy, number_of_week, week): (&PolicySummary, usize, &WeekSummary),
) {
    let mut row = |measure: &str, mean: f64, quantiles: [f64; 5]| {
        let mut fields = vec![summary.scenario.clone(), policy.name.clone()];
        fields.extend([number_of_week.to_string(), measure.to_owned(), number(mean)]);
        fields.extend(quantiles.map(number));
        write(table, &fields);
    };
    row("cumulative_contribution", week.contribution_mean, week.contribution);
    row("cumulative_arrivals", week.arrived, UNKNOWN);
    row("cumulative_wins", week.won, UNKNOWN);
    row("cumulative_losses", week.lost, UNKNOWN);
    for ((stage, _), leads) in summary.stages.iter().zip(&week.in_stage) {
        row(&format!("stage.{stage}.leads"), *leads, UNKNOWN);
    }
}

/// `snapshots.csv`: leads in each stage at the instants asked for, mean and quantiles over the runs
/// that lasted until then; `None` where no instant is asked for.
pub fn snapshots_csv(summary: &Summary) -> Option<Vec<u8>> {
    summary.policies.iter().find(|policy| !policy.snapshots.is_empty())?;
    let columns = "scenario policy hour replications stage leads p05 p25 p50 p75 p95";
    let mut table = table(columns);
    for policy in &summary.policies {
        for snapshot in &policy.snapshots {
            for (index, (stage, _)) in summary.stages.iter().enumerate() {
                let unknown = (f64::NAN, UNKNOWN);
                let (mean, quantiles) = snapshot.in_stage.get(index).copied().unwrap_or(unknown);
                let mut fields = vec![summary.scenario.clone(), policy.name.clone()];
                fields.extend([number(snapshot.hour), snapshot.replications.to_string()]);
                fields.extend([stage.clone(), number(mean)]);
                fields.extend(quantiles.map(number));
                write(&mut table, &fields);
            }
        }
    }
    Some(finished(table))
}

/// The shortest digits that read back as the same number.
pub(super) fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

/// A table with these columns, parted by blanks.
pub(super) fn table(columns: &str) -> Writer {
    let mut table = csv::Writer::from_writer(Vec::new());
    write(&mut table, &columns.split_whitespace().collect::<Vec<_>>());
    table
}

pub(super) fn write<T: AsRef<[u8]>>(table: &mut Writer, row: &[T]) {
    table.write_record(row).expect("writing into memory cannot fail");
}

pub(super) fn finished(table: Writer) -> Vec<u8> {
    table.into_inner().expect("writing into memory cannot fail")
}
