//! The best points of a search over a policy's own rules, within the money of the other side.

use std::path::Path;

use crate::Result;

/// The experiment whose page has these tables.
pub(crate) const ID: &str = "X15";

/// What people may cost a year, in thousands: of twelve sellers, and what is near it.
const MONEY: std::ops::RangeInclusive<f64> = 2135.0..=2300.0;
/// Points in a table.
const SHOWN: usize = 5;
/// Searches: the policy, and the folder of its sweep.
const SEARCHES: [(&str, &str); 2] = [("hero", "X15-1"), ("team", "X15-2")];
/// What a head of a role costs a year, in thousands.
const HEADS: [(&str, f64); 3] = [("sdr", 100.0), ("ae", 187.5), ("se", 187.5)];

/// A point: its values by key, and what the policy earned there.
struct Point {
    cell: String,
    values: Vec<(String, String)>,
    return_on_sales: f64,
}

/// A table for each search: the points in which the policy earned most.
pub(crate) fn tables() -> Result<String> {
    let tables = SEARCHES.map(|(policy, folder)| table(policy, folder));
    Ok(tables.into_iter().collect::<Result<Vec<_>>>()?.join("\n\n"))
}

fn table(policy: &str, folder: &str) -> Result<String> {
    let path = Path::new("output/essay").join(folder).join("sweep.csv");
    let all = points(&path, policy)?;
    let count = all.len();
    let mut points: Vec<Point> = all.into_iter().filter(is_within_money).collect();
    let within = points.len();
    points.sort_by(|a, b| b.return_on_sales.total_cmp(&a.return_on_sales));
    let first = points.first().ok_or("no point is within the money")?;
    let keys = first.values.iter().map(|(key, _)| short(key));
    let mut lines = vec![
        format!(
            "The best {SHOWN} of {within} points of `{policy}` within the money (of {count}):\n"
        ),
        format!("| point | Return on Sales | {} |", keys.collect::<Vec<_>>().join(" | ")),
        format!("| ---: | ---: |{}", " ---: |".repeat(first.values.len())),
    ];
    lines.extend(points.iter().take(SHOWN).map(|point| {
        let values = point.values.iter().map(|(_, value)| rounded(value)).collect::<Vec<_>>();
        let percent = 100.0 * point.return_on_sales;
        format!("| {} | {percent:.1} % | {} |", point.cell, values.join(" | "))
    }));
    Ok(lines.join("\n"))
}

/// All points of a sweep, with the mean of the policy's Return on Sales.
fn points(path: &Path, policy: &str) -> Result<Vec<Point>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let place = |name: &str| headers.iter().position(|header| header == name);
    let (Some(a), Some(mean_of_a), Some(mean_of_b), Some(measure), Some(cell)) =
        (place("a"), place("a_mean"), place("b_mean"), place("measure"), place("cell"))
    else {
        return Err("a column is missing".into());
    };
    let mut points = Vec::new();
    for record in reader.records() {
        let record = record?;
        if &record[measure] != "return_on_sales" {
            continue;
        }
        let mean = if &record[a] == policy { mean_of_a } else { mean_of_b };
        let axes = headers.iter().zip(&record).filter(|(key, _)| key.starts_with("policies."));
        points.push(Point {
            cell: record[cell].to_owned(),
            values: axes.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            return_on_sales: record[mean].parse()?,
        });
    }
    Ok(points)
}

/// Whether the people of a point cost as much as twelve sellers; without roles they are those.
fn is_within_money(point: &Point) -> bool {
    let heads = |role: &str| {
        let key = format!(".roles.{role}.heads");
        let found = point.values.iter().find(|(name, _)| name.ends_with(&key));
        found.and_then(|(_, value)| value.parse::<f64>().ok())
    };
    let costs: Option<Vec<f64>> =
        HEADS.iter().map(|(role, cost)| heads(role).map(|heads| heads * cost)).collect();
    costs.is_none_or(|costs| MONEY.contains(&costs.iter().sum()))
}

/// `gate.cutoff` of `policies.hero.rules.gate.cutoff`.
fn short(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').skip(3).collect();
    format!("`{}`", parts.join("."))
}

/// Two digits are enough to read.
fn rounded(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if number.fract() != 0.0 => format!("{number:.2}"),
        _ => value.to_owned(),
    }
}
