//! The domain bands of a scenario with buyers (MODEL.md 4.5) under its first policy, one line each:
//! `bands <scenario.toml> [runs] [seed]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use posse::experiment::{Continue, run, scaling};
use posse::scenario::Scenario;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("usage: bands <scenario.toml> [runs] [seed]")?;
    let read = |name: &str| {
        let folder = std::path::Path::new(path).parent()?;
        std::fs::read_to_string(folder.join(name)).ok()
    };
    let bytes = std::fs::read(path)?;
    let mut scenario = Scenario::parse(&bytes, path, &read).map_err(|e| format!("{e}"))?;
    scenario.select_policies(&[0]);
    let factors = scaling::solve(&scenario, |_| Continue::Yes)?;
    factors.apply(&mut scenario.policies);
    scenario.replications = arguments.get(1).map_or(Ok(200), |n| n.parse())?;
    scenario.seed = arguments.get(2).map_or(Ok(1), |n| n.parse())?;
    let results = run(&scenario, |_| Continue::Yes)?;
    let mean = |key: &str| {
        let values: Vec<f64> =
            results.values(0, key).iter().copied().filter(|v| !v.is_nan()).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let keys = [
        "return_on_sales",
        "wins",
        "no_decision_share",
        "forecast_won",
        "forecast_lost",
        "forecast_undecided",
        "win_rate",
        "never_worked_share",
        "customer_time_share",
        "flow_efficiency",
        "flow_efficiency_opportunities",
        "yes_chance",
        "unity",
        "win_win_rate",
        "churn_12",
        "utilisation",
        "revenue_per_head",
        "lead_to_win",
        "quota_reached",
        "late_bookings",
        "gross_retention",
        "net_retention",
        "cac_ratio",
        "payback_months",
    ];
    for key in keys {
        println!("{key:32} {:.3}", mean(key));
    }
    for segment in &scenario.system.segments {
        let key = format!("segment.{}.won_cycle_p50", segment.name);
        println!("{key:32} {:.0}", mean(&key));
    }
    if let Some(books) = &results.policies[0].buyers {
        for (size, p) in (1..).zip(&books.purchases) {
            if p.met > 0.0 {
                println!("purchase of {size:2}: {:.3} of {:.0}", p.bought / p.met, p.met);
            }
        }
    }
    Ok(())
}
