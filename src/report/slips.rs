//! What was reckoned exactly, as tables: pay slips of lists of events, and what plans pay for any credit.

use std::fmt::Write;

use super::tables;
use crate::plans::curve::at_quota;
use crate::plans::exact::{Exact, percent, shown, zero};
use crate::plans::payout::Row;
use crate::plans::plan::Plan;
use crate::plans::slip::Slip;

/// A row for each line of each slip: person, period, line, amount, plan.
pub fn slips_csv(slips: &[Slip]) -> Vec<u8> {
    let mut rows = vec![["person", "period", "line", "amount", "plan"].map(str::to_owned)];
    for slip in slips {
        for line in &slip.lines {
            let (person, period) = (slip.person.clone(), slip.period.name());
            rows.push([
                person,
                period,
                line.name.clone(),
                line.amount.to_string(),
                slip.plan.clone(),
            ]);
        }
    }
    table(rows)
}

/// A row for each credit: the plan, the part, the column, the credit, what it pays.
pub fn exact_payout_csv(rows: &[Row]) -> Vec<u8> {
    let header = [
        "plan",
        "part",
        "column",
        "period",
        "counts",
        "credit",
        "attainment",
        "pay",
        "next_unit",
        "jump",
    ];
    let mut all = vec![header.map(str::to_owned)];
    all.extend(rows.iter().map(|row| {
        [
            row.plan.clone(),
            row.part.clone(),
            row.column.clone(),
            row.period.to_owned(),
            row.counts.clone(),
            shown(&row.credit, 6),
            row.attainment.as_ref().map_or(String::new(), |share| shown(share, 8)),
            shown(&row.pay, 2),
            shown(&row.next_unit, 6),
            shown(&row.jump, 2),
        ]
    }));
    table(all)
}

/// The same for the screen: a table for each part, after a line on the plan.
pub fn exact_payout_text(plan: &Plan, rows: &[Row]) -> String {
    let mut text = format!("plan {}: salary {} a year", plan.name, shown(&plan.salary, 2));
    if let Some(pay) = at_quota(plan) {
        let ote = shown(&(&plan.salary + &plan.target), 2);
        let _ = write!(text, ", target {}, together {ote}", shown(&plan.target, 2));
        let _ = write!(text, "; a year at quota pays {} variable", shown(&pay, 2));
    }
    text.push('\n');
    let mut from = 0;
    while from < rows.len() {
        let (first, same) = (&rows[from], |row: &Row| (row.part.clone(), row.column.clone()));
        let count = rows[from..].iter().take_while(|row| same(row) == same(first)).count();
        let part = if first.part.is_empty() { "all of it" } else { first.part.as_str() };
        let column =
            if first.column.is_empty() { String::new() } else { format!(", {}", first.column) };
        let _ = writeln!(text, "\n{part}{column}: pay of a {} by {}", first.period, first.counts);
        let _ = writeln!(text, "{}", screen(&rows[from..from + count]));
        from += count;
    }
    text.push_str("\nGates and factors on other parts and measures: met, and 1. A jump is what reaching exactly\n\
                   this credit brings at once.\n");
    text
}

/// Columns on the right, each as wide as its widest cell.
fn screen(rows: &[Row]) -> String {
    let mut cells =
        vec![["credit", "attainment", "pay", "next unit", "average", "jump"].map(str::to_owned)];
    for row in rows {
        let some =
            |number: &Exact, text: String| if *number == zero() { String::new() } else { text };
        let average = if row.credit == zero() { zero() } else { &row.pay / &row.credit };
        cells.push([
            shown(&row.credit, 4),
            row.attainment.as_ref().map_or(String::new(), percent),
            shown(&row.pay, 2),
            shown(&row.next_unit, 6),
            some(&row.credit, shown(&average, 4)),
            some(&row.jump, shown(&row.jump, 2)),
        ]);
    }
    let width = |at: usize| cells.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn table<const N: usize>(rows: Vec<[String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        tables::write(&mut writer, &row);
    }
    tables::finished(writer)
}
