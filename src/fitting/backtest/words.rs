//! A backtest in words, as a table and as JSON.

use std::fmt::Write;

use serde_json::json;

use super::{Backtest, Basis, median_cycle};
use crate::fitting::json::quarter_json;
use crate::fitting::toml_text::number;

/// What the forecasts were worth.
pub fn backtest_text(backtest: &Backtest) -> String {
    let score = backtest.score();
    let mut out = String::new();
    let weeks: usize = backtest.origins.iter().map(|origin| origin.weeks.len()).sum();
    let _ = writeln!(
        out,
        "{} forecasts of {} weeks each, from what was known at their date, {} to {}\n",
        backtest.origins.len(),
        backtest.horizon,
        &backtest.origins[0].at.to_string()[..10],
        &backtest.origins[backtest.origins.len() - 1].at.to_string()[..10],
    );
    let percent = |share: f64| {
        if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { "none".into() }
    };
    let _ = writeln!(
        out,
        " weekly wins   {} of {weeks} weeks lie in the range of 50 %, {} in that of 90 %",
        percent(score.weeks.0),
        percent(score.weeks.1)
    );
    let cycles: usize = backtest.origins.iter().map(|origin| origin.cycles.len()).sum();
    let _ = writeln!(
        out,
        " cycle times   {} of {cycles} wins lie in the range of 50 %, {} in that of 90 %; median {} d",
        percent(score.cycles.0),
        percent(score.cycles.1),
        number(median_cycle(backtest))
    );
    let _ = writeln!(out, " all wins      {:.2} times as many were forecast as came", score.total);
    let _ = writeln!(out, " forecast by   {}", bases(backtest));
    let [own, quarter, so_far] = score.errors;
    for (name, naive) in [("the last quarter goes on", quarter), ("all weeks so far go on", so_far)]
    {
        let skill = 1.0 - own / naive;
        let verdict = if skill > 0.0 { "better" } else { "worse" };
        let _ = writeln!(
            out,
            " against       “{name}”: {:.0} % {verdict} (off by {} wins a week, not {})",
            100.0 * skill.abs(),
            number(own),
            number(naive)
        );
    }
    let _ = writeln!(out, "\n {}", verdict(score.weeks, own < quarter.min(so_far)));
    out
}

/// What wins were forecast by, and whether by the month of the quarter.
fn bases(backtest: &Backtest) -> String {
    let origins = &backtest.origins;
    let by_pace = origins.iter().filter(|origin| origin.basis == Basis::Pace).count();
    let mut words = match (origins.len() - by_pace, by_pace) {
        (_, 0) => "ages of open deals and arrivals".to_owned(),
        (0, _) => "the pace so far".to_owned(),
        (pipeline, pace) => {
            format!("ages of open deals and arrivals ({pipeline} times), the pace so far ({pace})")
        }
    };
    if let Some(quarter) = origins.last().and_then(|origin| origin.quarter) {
        let [first, second, third] = quarter.factors;
        let _ = write!(
            words,
            "; the months of a quarter have {first:.2}, {second:.2} and {third:.2} times the wins of an average one"
        );
    }
    words
}

fn verdict((half, most): (f64, f64), is_better: bool) -> &'static str {
    let is_narrow = half < 0.35 || most < 0.8;
    match (is_narrow, half > 0.75, is_better) {
        (false, false, true) => {
            "The ranges can be trusted, and the forecast says more than the past alone."
        }
        (false, false, false) => {
            "The ranges can be trusted, but the mean of past weeks alone comes as near."
        }
        (false, true, true) => {
            "The forecast says more than the past alone; its ranges are wider than they need be."
        }
        (false, true, false) => {
            "The mean of past weeks alone comes as near; the ranges are wider than they need be."
        }
        (true, _, true) => {
            "The forecast says more than the past alone, but its ranges are too narrow: something else moves wins."
        }
        (true, _, false) => {
            "This log is not forecast well: something besides arrivals, ages and months moves wins."
        }
    }
}

/// `backtest.csv`: a line for each week that was forecast.
pub fn backtest_csv(backtest: &Backtest) -> String {
    let mut out = String::from(
        "origin,week_from,mean,low_50,high_50,low_90,high_90,found,last_quarter,so_far,basis\n",
    );
    for origin in &backtest.origins {
        for (ahead, week) in origin.weeks.iter().enumerate() {
            let from = backtest.start(origin.week + ahead).to_string();
            let _ = writeln!(
                out,
                "{},{},{:.3},{},{},{},{},{},{:.3},{:.3},{}",
                &origin.at.to_string()[..10],
                &from[..10],
                week.mean,
                week.half.0,
                week.half.1,
                week.most.0,
                week.most.1,
                week.found,
                origin.naive[0],
                origin.naive[1],
                origin.basis.name()
            );
        }
    }
    out
}

/// `backtest.json`: the score.
///
/// # Panics
///
/// Never: numbers and texts can be written.
pub fn backtest_json(backtest: &Backtest, source: &str) -> String {
    let score = backtest.score();
    let [own, quarter, so_far] = score.errors;
    let value = json!({
        "schema": "posse backtest 1",
        "log": source,
        "origins": backtest.origins.iter().map(|origin| origin.at.to_string()).collect::<Vec<_>>(),
        "basis": backtest.origins.iter().map(|origin| origin.basis.name()).collect::<Vec<_>>(),
        "quarter": backtest.origins.last().and_then(|origin| origin.quarter).map(quarter_json),
        "horizon_weeks": backtest.horizon,
        "weeks_in_50": score.weeks.0,
        "weeks_in_90": score.weeks.1,
        "cycles_in_50": score.cycles.0,
        "cycles_in_90": score.cycles.1,
        "forecast_by_found": score.total,
        "error": { "forecast": own, "last_quarter": quarter, "so_far": so_far },
        "skill": { "last_quarter": 1.0 - own / quarter, "so_far": 1.0 - own / so_far },
    });
    let mut text = serde_json::to_string_pretty(&value).expect("numbers and texts");
    text.push('\n');
    text
}
