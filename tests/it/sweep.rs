//! Sweeps: designs, mistakes, cells, flip points, refinement, kept runs, words.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod cells;
mod design;
mod flips;
mod kept;
mod mistakes;
#[cfg(feature = "report")]
pub(crate) mod words;

use posse::experiment::sweep::{self, Plan, Swept};
use posse::experiment::{Failure, Keep};
use posse::scenario::{Draft, Scenario, Variation};

/// Two policies, of which one makes juniors of all sellers at a pay of their own. Nobody waits for
/// long, and both do the same work: they differ in what people cost, and in nothing else.
const PAY: &str = r#"
calendar = "always"
[channels.web]
arrivals = "20 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "1 h"
advance = 0.5
[people.seller]
count = 4
cost = "100000 per year"
jobs = { junior = { cost = "80000 per year" } }
[policies.alone]
label = "lone hero"
[policies.team]
roles = { junior = { heads = 4, stages = ["close"] } }
[run]
weeks = 2
replications = 4
[measure]
primary = "contribution"
indifference = { contribution = 0 }
"#;

/// Two policies that differ in the order of work, with noise.
const ORDER: &str = r#"
calendar = "always"
people = { rep = 3 }
run = { weeks = 3, warm_up = "1 week", run_out = "1 week" }
channels.web = { arrivals = { per_week = 150, dispersion = 4 }, cost = 10 }
deal = { value = { lognormal = { mean = 1000, cv = 1 } }, margin = 0.7 }
[stages.call]
role = "rep"
touch = { exponential = "1 h" }
patience = { exponential = "6 h" }
advance = 0.5
[stages.sell]
role = "rep"
touch = { lognormal = { mean = "1.5 h", cv = 1 } }
patience = { exponential = "6 h" }
advance = 0.4
[policies.fifo]
[policies.biggest]
rules = { order = "biggest" }
"#;

fn draft(text: &str) -> Draft {
    Draft::read(text.as_bytes(), "test.toml", &|_| None).expect("a text without mistakes")
}

fn variation(text: &str, vary: &[&str]) -> Variation {
    let asked: Vec<String> = vary.iter().map(|words| (*words).to_owned()).collect();
    Variation::read(draft(text), &asked).expect("axes without mistakes")
}

/// A sweep over a grid: the scenario as written, what is varied, the plan and its cells.
struct Grid {
    scenario: Scenario,
    variation: Variation,
    plan: Plan,
    cells: Vec<Scenario>,
}

impl Grid {
    fn new(text: &str, vary: &[&str], counts: (u32, u32), runs: (u32, u32)) -> Self {
        let scenario = draft(text).scenario(&|_| None).expect("a scenario without mistakes");
        let variation = variation(text, vary);
        let (layout, cells) = sweep::grid(&variation.axes, counts);
        let plan = Plan { layout, cells, runs: runs.0, most_runs: runs.1 };
        let (cells, _) = variation.cells(&plan.cells, &|_| None).expect("cells without mistakes");
        Self { scenario, variation, plan, cells }
    }

    fn run(&self) -> Swept {
        self.run_kept(self.cells.iter().map(|_| ()).collect()).expect("cells that do not fail")
    }

    fn run_kept<K: Keep + Send>(&self, kept: Vec<K>) -> Result<Swept, (usize, Failure)> {
        sweep::run(&self.cells, &self.plan, kept, &|_| {}, &|| false)
    }

    fn summary(&self, swept: &Swept) -> sweep::SweepSummary {
        let about = (self.variation.axes.as_slice(), &self.plan);
        sweep::summarise(&self.scenario, about, &self.cells, swept, Vec::new())
    }
}

/// Every number of a sweep as bits.
fn bits(swept: &Swept) -> Vec<u64> {
    let mut bits = Vec::new();
    for cell in &swept.cells {
        bits.extend([u64::from(cell.runs), cell.events]);
        let tallies = cell.policies.iter().flatten();
        bits.extend(tallies.flat_map(|t| [t.mean(), t.variance()].map(f64::to_bits)));
        for tally in cell.pairs.iter().flat_map(|pair| &pair.measures) {
            bits.extend([tally.mean(), tally.standard_error()].map(f64::to_bits));
        }
    }
    bits
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    #[cfg(feature = "parallel")]
    return rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work);
    #[cfg(not(feature = "parallel"))]
    return (threads, work()).1;
}
