//! The table of a sensitivity analysis.

use crate::experiment::sensitivity::{Findings, Reading, SensitivitySummary};
use crate::report::tables::{Writer, finished, number, table, write};
use crate::stats::Verdict;
use crate::stats::{Index, Worth};

/// A number with its error and interval.
struct Line<'a> {
    statistic: &'a str,
    at: String,
    value: f64,
    standard_error: f64,
    interval: (f64, f64),
    verdict: &'a str,
}

/// `sensitivity.csv`: a line for each number found.
pub fn sensitivity_csv(summary: &SensitivitySummary) -> Vec<u8> {
    let columns = "scenario input statistic at value standard_error low high verdict";
    let mut table = table(columns);
    let mut add = |input: Option<usize>, line: &Line<'_>| row(&mut table, summary, input, line);
    match &summary.findings {
        Findings::Tornado { base, bars } => {
            add(None, &reading(base));
            for bar in bars {
                for of in &bar.readings {
                    add(Some(bar.input), &reading(of));
                }
                let line = Line { interval: bar.swing_interval, ..plain("swing", bar.swing) };
                add(Some(bar.input), &line);
            }
        }
        Findings::Morris(inputs) => {
            for of in inputs {
                let effects = &of.effects;
                add(Some(of.input), &plain("mu", effects.mu));
                let mu_star = Line {
                    standard_error: effects.mu_star_error,
                    interval: effects.mu_star_interval,
                    ..plain("mu_star", effects.mu_star)
                };
                add(Some(of.input), &mu_star);
                add(Some(of.input), &plain("sigma", effects.sigma));
                add(Some(of.input), &plain("noise", effects.noise));
            }
        }
        Findings::Sobol { mean, variance, inputs, .. } => {
            add(None, &plain("mean", *mean));
            add(None, &index("variance", *variance));
            for of in inputs {
                add(Some(of.input), &index("first", of.index.first));
                add(Some(of.input), &index("total", of.index.total));
            }
        }
        Findings::Value(value) => {
            if let Some(all) = value.all {
                add(None, &worth("evpi", all));
                add(None, &plain("evpi_same_points", all.optimistic));
            }
            for of in &value.inputs {
                add(Some(of.input), &worth("evppi", of.worth));
                add(Some(of.input), &plain("evppi_same_points", of.worth.optimistic));
            }
        }
    }
    finished(table)
}

fn plain(statistic: &str, value: f64) -> Line<'_> {
    let (nan, at) = (f64::NAN, String::new());
    Line { statistic, at, value, standard_error: nan, interval: (nan, nan), verdict: "" }
}

fn reading(of: &Reading) -> Line<'_> {
    let at = of.level.as_ref().map_or_else(String::new, |level| level.text.clone());
    let (standard_error, interval) = (of.standard_error, of.interval);
    let verdict = of.verdict.map_or("", Verdict::name);
    Line { at, standard_error, interval, verdict, ..plain("mean", of.mean) }
}

fn index(statistic: &str, of: Index) -> Line<'_> {
    Line { standard_error: of.standard_error, interval: of.interval, ..plain(statistic, of.value) }
}

fn worth(statistic: &str, of: Worth) -> Line<'_> {
    Line { standard_error: of.standard_error, interval: of.interval, ..plain(statistic, of.value) }
}

fn row(table: &mut Writer, summary: &SensitivitySummary, input: Option<usize>, line: &Line<'_>) {
    let key = input.map_or_else(String::new, |input| summary.inputs[input].keys.join(","));
    let mut row = vec![summary.scenario.clone(), key];
    row.extend([line.statistic.to_owned(), line.at.clone(), number(line.value)]);
    row.extend([line.standard_error, line.interval.0, line.interval.1].map(number));
    row.push(line.verdict.to_owned());
    write(table, &row);
}
