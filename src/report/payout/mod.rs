//! What plans pay for any credit of a period: table, CSV and drawing.

mod chart;
pub(super) mod words;

use super::figure::Chart;
use super::format::UNDEFINED;
use super::manifest::{self, Made};
use super::tables::{finished, number, write};
use super::{Error, FolderOptions, console, folder};
use crate::sales::pay::{Payout, PayoutPoint};
use std::path::{Path, PathBuf};

/// Payouts and where they come from.
#[derive(Clone, Copy, Debug)]
pub struct Payouts<'a> {
    /// The name of the file's plans.
    pub name: &'a str,
    /// SHA-256 of the plans.
    pub hash: &'a str,
    /// The currency.
    pub currency: &'a str,
    /// A payout for each plan, and for each pool.
    pub all: &'a [Payout],
}

/// A table for each payout.
pub fn payout_text(payouts: Payouts) -> String {
    let tables = payouts.all.iter().map(|payout| table(payout, payouts.currency));
    tables.collect::<Vec<_>>().join("\n")
}

fn table(payout: &Payout, currency: &str) -> String {
    if payout.points.len() < 2 {
        return format!("{}, the same for any credit\n", words::head(payout, currency));
    }
    let is_of_quota = payout.quota > 0.0;
    let mut header = vec!["Credit".to_owned(), format!("Pay, {currency}")];
    if is_of_quota {
        header.insert(0, "Attainment".to_owned());
    }
    if payout.salary > 0.0 {
        header.push("With salary".to_owned());
    }
    header.extend(["Next unit".to_owned(), "On average".to_owned()]);
    let rows: Vec<Vec<String>> = payout.points.iter().map(|point| row(payout, point)).collect();
    let drawn = console::table::drawn(&header, &rows, &[], usize::MAX).unwrap_or_default();
    let left_out = match payout.left_out.as_slice() {
        [] => String::new(),
        parts => format!("not in it: {}\n", parts.join(", ")),
    };
    format!("{}\n{drawn}\n{left_out}", words::head(payout, currency))
}

fn row(payout: &Payout, point: &PayoutPoint) -> Vec<String> {
    let mut row: Vec<String> = point.attainment.map(words::percent).into_iter().collect();
    row.extend([words::money(point.credit), words::money(point.pay)]);
    if payout.salary > 0.0 {
        row.push(words::money(payout.salary + point.pay));
    }
    row.push(words::rate(payout, point.marginal));
    row.push(point.effective.map_or(UNDEFINED.to_owned(), |rate| words::rate(payout, rate)));
    row
}

/// `payout.csv`: a line for each payout and credit. Money is of a period; rates are money by unit of
/// credit.
pub fn payout_csv(payouts: Payouts) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = "plan part period credit_of quota attainment credit pay salary next_unit on_average";
    write(&mut table, &head.split_whitespace().collect::<Vec<_>>());
    for payout in payouts.all {
        for point in &payout.points {
            let part = if payout.is_pool { "pool" } else { "own" };
            let mut row: Vec<String> = [payout.plan.as_str(), part].map(str::to_owned).into();
            row.extend([payout.period.name(), words::credit(payout.base)].map(str::to_owned));
            row.push(if payout.quota > 0.0 { number(payout.quota) } else { String::new() });
            row.push(point.attainment.map_or(String::new(), number));
            row.extend([point.credit, point.pay, payout.salary, point.marginal].map(number));
            row.push(point.effective.map_or(String::new(), number));
            write(&mut table, &row);
        }
    }
    finished(table)
}

/// The curves, a panel for each payout that is not the same for any credit; `None` if all are.
pub fn payout_chart(payouts: Payouts) -> Option<Chart> {
    chart::chart(payouts)
}

/// Writes `payout.csv` and the drawing into the folder `target`, whole or not at all, and returns the
/// paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier payouts of the same name, or cannot be written.
pub fn write_payouts(
    payouts: Payouts,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    // Results of a scenario of the same name are something else.
    let name = format!("payout of {}", payouts.name);
    let mut files = vec![("payout.csv".to_owned(), payout_csv(payouts))];
    if let Some(chart) = payout_chart(payouts) {
        files.push(("payout.png".to_owned(), chart.png()));
        files.push(("payout.svg".to_owned(), chart.svg.into_bytes()));
    }
    let (scenario, hash) = (name.as_str(), payouts.hash);
    let made = Made { scenario, hash, seed: 0, replications: 0, runs: 0, scaling: None };
    let facts = (&options.facts, None);
    let manifest = |hashed: &[(String, String)]| manifest::manifest(made, facts, hashed);
    folder::replace(target, &options.request(&name, 0), (&files.into(), &manifest), None)
}
