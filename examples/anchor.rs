//! The two anchor benchmarks, through scenario files, keyed draws and every measure that `compare`
//! collects: `anchor -- A <customers> [seed]` (M/M/1 at 90 %) or `anchor -- B <replications> [seed]`
//! (a funnel of five stages). Prints one JSON line; an event is an arrival or a service completion.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and prints"
)]

use std::error::Error;
use std::time::Instant;

use posse::experiment::{Continue, Results, run};
use posse::scenario::Scenario;
use posse::stats::Estimate;

const A: &str = include_str!("anchor-a.toml");
const B: &str = include_str!("anchor-b.toml");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = "usage: anchor A|B <n> [seed]";
    let which = arguments.first().ok_or(usage)?;
    let n: u32 = arguments.get(1).ok_or(usage)?.parse()?;
    let seed: u64 = arguments.get(2).map_or(Ok(1), |s| s.parse())?;
    match which.as_str() {
        "A" => queue(n, seed),
        "B" => funnel(n, seed),
        _ => Err(usage.into()),
    }
}

fn timed(
    text: &str,
    seed: u64,
    change: impl FnOnce(&mut Scenario),
) -> Result<(Results, f64), Box<dyn Error>> {
    let mut scenario =
        Scenario::parse(text.as_bytes(), "anchor.toml", &|_| None).map_err(|e| format!("{e}"))?;
    scenario.seed = seed;
    change(&mut scenario);
    let start = Instant::now();
    let results = run(&scenario, |_| Continue::Yes)?;
    Ok((results, start.elapsed().as_secs_f64()))
}

fn queue(customers: u32, seed: u64) -> Result<(), Box<dyn Error>> {
    let text = A.replace("1000000 leads", &format!("{customers} leads"));
    let (results, wall) = timed(&text, seed, |s| s.replications = 1)?;
    let sojourn = results.values(0, "lead_time_mean")[0] * 24.0;
    let events = 2 * u64::from(customers);
    println!(
        "{{\"bench\":\"A\",\"customers\":{customers},\"wall_s\":{wall:.6},\"events\":{events},\
         \"mean_sojourn\":{sojourn:.6}}}"
    );
    Ok(())
}

fn funnel(replications: u32, seed: u64) -> Result<(), Box<dyn Error>> {
    let (results, wall) = timed(B, seed, |s| s.replications = replications)?;
    let sum = |key: &str| results.values(0, key).iter().sum::<f64>();
    let leads = sum("leads");
    let touches: f64 = STAGES.iter().map(|s| sum(&format!("stage.{s}.touches"))).sum();
    let pair = |key: &str, scale: f64| {
        let scaled: Vec<f64> = results.values(0, key).iter().map(|v| v * scale).collect();
        let estimate = Estimate::of(&scaled);
        format!("[{:.6},{:.6}]", estimate.mean, 1.96 * estimate.standard_error)
    };
    let queues: Vec<String> =
        STAGES.iter().map(|s| pair(&format!("stage.{s}.queue_mean"), 1.0)).collect();
    println!(
        "{{\"bench\":\"B\",\"reps\":{replications},\"wall_s\":{wall:.6},\"events\":{:.0},\
         \"leads\":{leads:.0},\"wins\":{},\"revenue\":{},\"lead_time\":{},\"q\":[{}]}}",
        leads + touches,
        pair("wins", 1.0),
        pair("revenue", 1.0),
        pair("lead_time_mean", 1.0),
        queues.join(",")
    );
    Ok(())
}

const STAGES: [&str; 5] = ["contact", "qualify", "demo", "proposal", "close"];
