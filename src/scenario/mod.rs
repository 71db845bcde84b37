//! Scenario files: parsed, checked, all mistakes at once.

mod accounts;
mod aim;
mod assumptions;
mod axis;
mod behaviour;
mod book;
mod buyer_rules;
mod buyers;
mod channels;
mod checks;
mod conversations;
mod customers;
mod data;
mod date;
mod difference;
mod draft;
mod fields;
mod former;
mod funnel;
mod grammar;
mod hash;
mod inherit;
mod keys;
mod law;
mod leaves;
mod measured;
mod numbers;
mod parameters;
mod parse;
mod patterns;
mod pay_checks;
mod pay_grammar;
mod pay_rules;
mod payable;
mod people;
mod place;
mod plan_file;
mod plans;
mod policies;
mod problem;
mod prospecting;
mod reader;
mod record;
mod routes;
mod rules;
mod run;
mod schema;
mod scope;
mod search;
mod sheet;
mod spelling;
mod spend;
mod table;
mod traits;
mod tree;
mod uncertain;
mod value;
mod variation;
mod word_of_mouth;
mod words;
mod world;
mod written;

pub use assumptions::{Assumptions, Which};
pub use axis::{Axis, Level, Levels};
pub use difference::{Difference, Said, Thing, Valued};
pub use draft::Draft;
pub use fields::{Field, Fields, PARTS, SETTLED, Written};
pub use hash::MODEL;
#[cfg(feature = "cli")]
#[cfg(feature = "cli")]
pub(crate) use measured::of_unit;
pub use parameters::{
    Form, Kind, Parameter, Phrase, Quantity, parameter_table_markdown, parameters,
};
pub use parse::LARGEST_TEXT;
pub use plan_file::PlanFile;
#[cfg(feature = "cli")]
pub(crate) use problem::nearest;
pub use problem::{Error, Problem, Severity, SourceFile};
#[cfg(feature = "cli")]
pub(crate) use run::unfit;
pub use schema::json_schema;
pub use search::{Limit, Limited, Search};
pub use traits::{RULES, Trait};
pub use uncertain::Uncertainty;
#[cfg(feature = "cli")]
pub(crate) use value::of_measure;
pub use variation::{COMMAND_LINE, Variation};

use crate::sales::{Budget, Horizon, Policy, SalesSystem};

/// A question with everything needed to answer it: the world, the policies, the experiment.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name: the file's stem, unless the file says otherwise.
    pub name: String,
    /// The question it asks, in words; may be empty.
    pub question: String,
    /// The currency, for reading only.
    pub currency: String,
    /// The world.
    pub system: SalesSystem,
    /// The policies compared, in order.
    pub policies: Vec<Policy>,
    /// Where two policies with traits are compared: all others that have traits, which run beside them for
    /// the table of traits.
    pub cells: Vec<Policy>,
    /// The date of hour 0: days since 1970-01-01.
    pub start_day: i64,
    /// How long a replication runs.
    pub horizon: Horizon,
    /// How much a replication may take before it is given up.
    pub budget: Budget,
    /// Replications of each policy.
    pub replications: u32,
    /// The seed of all chance.
    pub seed: u64,
    /// The measure that the verdict is about.
    pub primary: String,
    /// Indifference zones: (measure key, width in the measure's unit).
    pub zones: Vec<(String, Zone)>,
    /// What a company says of itself: (measure key, value in the measure's unit).
    pub targets: Vec<(String, f64)>,
    /// Instants at which the number of leads in each stage is recorded, in hours, ascending.
    pub snapshots_hours: Vec<f64>,
    /// The inputs of which only a range is known, if any: every replication draws its world. The
    /// system above is the world of their values as written.
    pub uncertainty: Option<Uncertainty>,
    /// What a search may change and must keep, if the scenario says.
    pub search: Option<Search>,
    /// SHA-256 of the world and the policies as they were read, with nothing uncertain: see
    /// [`Scenario::world_hash`].
    pub world: String,
    /// Every input the model reads.
    pub inputs: Vec<Input>,
    /// What is probably not meant, though it can run.
    pub warnings: Vec<Problem>,
    /// The texts that were read: the scenario, then its bases.
    pub files: Vec<SourceFile>,
}

/// A difference too small to matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zone {
    /// In the unit of the measure (shares: 0.01 = one percentage point).
    Absolute(f64),
    /// As a share of the first policy's mean.
    Relative(f64),
}

/// One value that the model reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its key path, e.g. `channels.web.cost`.
    pub path: String,
    /// Its value as written, or the default.
    pub value: String,
    /// Where it comes from, as the scenario or the table of parameters says.
    pub source: Source,
    /// Whether the scenario says nothing, so that the default holds.
    pub is_default: bool,
}

/// The evidence behind an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Measured in a study or in one's own records: the words after the label.
    Measured(String),
    /// An industry benchmark.
    Benchmark(String),
    /// Derived from the two.
    Derived(String),
    /// An assumption.
    Assumed,
    /// A choice, not a fact: run lengths, names, rules under test.
    Choice,
}

impl Scenario {
    /// The scenario with its cells after the policies compared, and how many are compared. Where inputs are
    /// uncertain there are no cells.
    pub fn with_cells(&self) -> (Self, usize) {
        let mut with = self.clone();
        let cells = std::mem::take(&mut with.cells);
        if with.uncertainty.is_none() {
            with.policies.extend(cells);
        }
        (with, self.policies.len())
    }

    /// Whether every input that these keys set, or a part of, has a source.
    pub fn is_sourced(&self, keys: &[String]) -> bool {
        let is_of = |input: &Input, key: &str| {
            key.strip_prefix(input.path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ', '[']))
        };
        let mut set =
            self.inputs.iter().filter(|i| keys.iter().any(|key| is_of(i, key))).peekable();
        set.peek().is_some() && set.all(|input| input.source != Source::Assumed)
    }

    /// Leaves some policies, in this order, and after them those that hold before one of them starts.
    ///
    /// # Panics
    ///
    /// If there is no such policy.
    pub fn select_policies(&mut self, wanted: &[usize]) {
        let mut left = wanted.to_vec();
        for policy in wanted {
            let before = self.policies[*policy].start.as_ref().map(|start| start.before);
            if let Some(before) = before.filter(|before| !left.contains(before)) {
                left.push(before);
            }
        }
        let mut policies: Vec<Policy> =
            left.iter().map(|policy| self.policies[*policy].clone()).collect();
        for start in policies.iter_mut().filter_map(|policy| policy.start.as_mut()) {
            let place = left.iter().position(|policy| *policy == start.before);
            start.before = place.unwrap_or(start.before);
        }
        self.policies = policies;
    }
}
