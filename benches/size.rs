//! What size costs: nanoseconds for an event with 12 to 12,000 sellers and leads scaled alike, in the default
//! world, and what a million waiting leads take of memory.
//!
//! `cargo bench --bench size` for the table (`-- team 1200` for one policy and the sizes up to this one),
//! `cargo bench --bench size -- waiting` for memory. Each figure is the least of some rounds, in which the
//! sizes take turns: other work on the machine slows all of them.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and prints"
)]

use std::fmt::Write;
use std::time::Instant;

use posse::experiment::{Design, Ready};
use posse::scenario::Scenario;

const DEFAULT: &str = include_str!("../scenarios/hero-vs-team.toml");
const POLICIES: [&str; 4] = ["hero", "team", "generalist", "hero-pool"];
const SIZES: [u32; 4] = [12, 120, 1_200, 12_000];
const ROUNDS: u32 = 3;
/// Sellers whose leads come in a round at least.
const SELLERS: u32 = 1_200;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.first().map(String::as_str) {
        Some("waiting") => waiting(),
        Some(policy) => {
            let most = words.get(1).and_then(|word| word.parse().ok()).unwrap_or(u32::MAX);
            table(policy, most);
        }
        None => POLICIES.iter().for_each(|policy| table(policy, u32::MAX)),
    }
}

/// The least nanoseconds for an event of a policy, by size.
fn table(policy: &str, most: u32) {
    let sizes: Vec<u32> = SIZES.into_iter().filter(|size| *size <= most).collect();
    let scenarios: Vec<Scenario> = sizes.iter().map(|size| scaled(*size)).collect();
    let mut least = vec![f64::INFINITY; sizes.len()];
    for _ in 0..ROUNDS {
        for ((size, scenario), least) in sizes.iter().zip(&scenarios).zip(&mut least) {
            *least = least.min(nanoseconds(scenario, policy, (SELLERS / size).max(1)));
        }
    }
    let mut line = format!("{policy:<12}");
    for (size, ns) in sizes.iter().zip(&least) {
        let _ = write!(line, "{size:>8}: {ns:>5.0} ns ({:.2})", ns / least[0]);
    }
    println!("{line}");
}

/// Nanoseconds for an event in so many runs of a policy.
fn nanoseconds(scenario: &Scenario, policy: &str, runs: u32) -> f64 {
    let design = Design::new(Ready::of(scenario).expect("a factor for every policy"));
    let place = scenario.policies.iter().position(|other| other.name == policy);
    let place = place.unwrap_or_else(|| panic!("a policy of the default scenario: {POLICIES:?}"));
    let start = Instant::now();
    let run = |run| design.observe(place, run, ()).expect("a run that ends").0.events;
    let events: u64 = (0..runs).map(run).sum();
    start.elapsed().as_secs_f64() * 1e9 / events as f64
}

/// The default world with so many sellers, and as many leads for each: four weeks of warm-up and four more.
fn scaled(sellers: u32) -> Scenario {
    let times = f64::from(sellers) / 12.0;
    let heads = |number: u32| number * sellers / 12;
    let mut text = format!(
        "base = \"hero-vs-team.toml\"\ncompare = [\"hero\", \"team\", \"generalist\", \"hero-pool\"]\n\
         [run]\nweeks = 4\nwarm_up = \"4 weeks\"\nrun_out = \"0 weeks\"\n\
         [people.seller]\ncount = {sellers}\n\
         [policies.team.roles]\n\
         sdr = {{ heads = {}, stages = [\"respond\", \"qualify\"] }}\n\
         ae = {{ heads = {}, stages = [\"educate\", \"align\", \"close\"] }}\n\
         se = {{ heads = {}, stages = [\"validate\"] }}\n",
        heads(6),
        heads(8),
        heads(1)
    );
    for (channel, per_week) in
        [("inbound", 17.5), ("ads", 7.5), ("outbound", 15.0), ("events", 6.0), ("referral", 4.0)]
    {
        let per_week = times * per_week;
        let _ = writeln!(text, "[channels.{channel}]\narrivals = \"{per_week} per week\"");
    }
    parsed(&text)
}

/// A million leads that nobody has touched yet, and what the program has taken of memory at most.
fn waiting() {
    let text = "base = \"hero-vs-team.toml\"\nbacklog = { respond = 1000000 }\n\
                [run]\nweeks = 1\nrun_out = \"0 weeks\"\nmax_leads = 2000000\n";
    let scenario = parsed(text);
    let _ = nanoseconds(&scenario, "hero", 1);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no VmHWM here");
    println!("1,000,000 waiting leads: {peak}");
}

/// A scenario on the default one, in which nobody asks for market cost.
fn parsed(text: &str) -> Scenario {
    let plain = DEFAULT.replace("scale = \"market\"", "scale = 1");
    let base = |_: &str| Some(plain.clone());
    let parsed = Scenario::parse(text.as_bytes(), "size.toml", &base);
    parsed.unwrap_or_else(|error| panic!("{error}"))
}
