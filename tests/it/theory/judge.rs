//! When an estimate agrees with a reference value.

use posse::stats::Estimate;

/// How many standard errors a right estimate may be off.
const LIMIT: f64 = 4.0;

/// How noisy an estimate may be.
#[derive(Clone, Copy)]
pub(super) enum Noise {
    /// Standard error at most this share of the reference value.
    Relative(f64),
    /// Standard error at most this.
    Absolute(f64),
}

/// Named quantities of one replication.
pub(super) type Row = Vec<(&'static str, f64)>;

/// Judges the mean of every expected column of `rows`; (name, reference value, relative noise).
pub(super) fn judge(rows: &[Row], expected: &[(&str, f64, f64)]) {
    let faults: Vec<String> = expected
        .iter()
        .filter_map(|(name, reference, noise)| {
            fault(name, &column(rows, name), *reference, Noise::Relative(*noise))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Judges the mean of one sample of independent values.
pub(super) fn judge_one(name: &str, values: &[f64], reference: f64, noise: Noise) {
    if let Some(fault) = fault(name, values, reference, noise) {
        panic!("{fault}");
    }
}

/// The values of one quantity, by replication.
pub(super) fn column(rows: &[Row], name: &str) -> Vec<f64> {
    let value = |row: &Row| row.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    rows.iter().map(|row| value(row).unwrap_or_else(|| panic!("no column `{name}`"))).collect()
}

/// A statistic of groups of replications: independent values where one replication has none.
pub(super) fn by_group(
    values: &[f64],
    groups: usize,
    statistic: impl Fn(&[f64]) -> f64,
) -> Vec<f64> {
    values.chunks(values.len().div_ceil(groups)).map(statistic).collect()
}

fn fault(name: &str, values: &[f64], reference: f64, noise: Noise) -> Option<String> {
    let found = Estimate::of(values);
    let (mean, error) = (found.mean, found.standard_error);
    let allowed = match noise {
        Noise::Relative(share) => share * reference.abs(),
        Noise::Absolute(width) => width,
    };
    let z = if mean.to_bits() == reference.to_bits() { 0.0 } else { (mean - reference) / error };
    eprintln!("{name}: {mean:.6} for {reference:.6}, z = {z:.2}, error {:.2}", error / allowed);
    let problem = if found.undefined > 0 || error > allowed || error.is_nan() {
        "too noisy: run longer"
    } else if z.abs() > LIMIT || z.is_nan() {
        "wrong"
    } else {
        return None;
    };
    Some(format!("{name}: {problem}: {mean} ± {error} for {reference} (z = {z:.2})"))
}
