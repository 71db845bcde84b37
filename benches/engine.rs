//! What an event costs: prints nanoseconds for the two anchor benchmarks and the default scenario
//! (whole runs: scenario text to measures), for the event list alone and for draws alone.
//!
//! Each figure is the least of several runs: what is above it is other work on the machine.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::Instant;

use posse::engine::law::Law;
use posse::engine::random::{Entity, Luck, Place};
use posse::engine::{EventList, Time, TimeSpan};
use posse::experiment::{Continue, run};
use posse::scenario::Scenario;

const ROUNDS: u32 = 7;

fn main() {
    let a = include_str!("../examples/anchor-a.toml").replace("1000000 leads", "200000 leads");
    scenario("A: M/M/1 at 90 %, 200,000 leads", &a, 1);
    scenario("B: five stages, 365 days", include_str!("../examples/anchor-b.toml"), 100);
    let default = include_str!("../scenarios/hero-vs-team.toml");
    let default = default.replace("scale = \"equal cost\"", "scale = 1");
    scenario("hero-vs-team", &default, 10);
    for pending in [2, 20, 200, 2_000, 20_000] {
        hold(pending);
    }
    let law = |law: Result<Law, _>| law.expect("valid parameters");
    draws("fixed", &law(Law::fixed(1.0)));
    draws("exponential", &law(Law::exponential(1.0)));
    draws("lognormal", &law(Law::lognormal_mean_cv(1.0, 1.0)));
    draws("gamma", &law(Law::gamma(2.5, 1.0)));
}

/// The least time of some rounds, in nanoseconds for each of the things a round did.
fn report(name: &str, unit: &str, mut round: impl FnMut() -> u64) {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let count = round();
        least = least.min(start.elapsed().as_secs_f64() * 1e9 / count as f64);
    }
    println!("{name:<36} {least:>8.1} ns per {unit}");
}

/// Whole runs on all threads that rayon is allowed (`RAYON_NUM_THREADS=1` for one). An event is
/// whatever the event list handled: the anchors of `examples/anchor.rs` count the same ones.
fn scenario(name: &str, text: &str, replications: u32) {
    let parsed = Scenario::parse(text.as_bytes(), "bench.toml", &|_| None);
    let mut scenario = parsed.unwrap_or_else(|error| panic!("{error}"));
    scenario.replications = replications;
    report(name, "event", || run(&scenario, |_| Continue::Yes).expect("it finishes").events);
}

/// The hold model: take the next event, schedule one an exponential time later.
fn hold(pending: u32) {
    const HOLDS: u32 = 300_000;
    let luck = Luck::new(1, 0);
    let delay = |k| TimeSpan::from_hours(luck.at(Entity(k), 0, Place::NONE, 0).exponential());
    let delays: Vec<TimeSpan> = (0..4096).map(delay).collect();
    report(&format!("event list, {pending} pending"), "hold", || {
        let mut events = EventList::new();
        for k in 0..pending {
            events.schedule_in(delays[k as usize & 4095], 0, k);
        }
        for k in 0..HOLDS {
            let event = events.pop_until(Time::NEVER).expect("events are pending");
            events.schedule_in(delays[k as usize & 4095], 0, event);
        }
        u64::from(HOLDS)
    });
}

/// Keyed draws, each from an address of its own.
fn draws(name: &str, law: &Law) {
    const DRAWS: u64 = 1_000_000;
    let luck = Luck::new(1, 0);
    report(&format!("draw, {name}"), "draw", || {
        let draw = |k| law.sample(&mut luck.at(Entity(k), 1, Place::NONE, 0));
        black_box((0..DRAWS).map(draw).sum::<f64>());
        DRAWS
    });
}
