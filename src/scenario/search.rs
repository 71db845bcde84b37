//! What a search may change in a scenario, and what it must keep: the section `[search]`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::axis::{Axis, Level, axis};
use super::draft::Draft;
use super::measured::of_unit;
use super::parse::failure;
use super::problem::{Error, Fault, Log, Span, nearest};
use super::reader::Reading;
use super::scope::Scope;
use super::tree::{Node, Table};
use super::variation::Variation;
use super::{Scenario, written};
use crate::sales::{Catalogue, Measure, Rules, Unit};

/// The keys of the section.
const KEYS: [&str; 4] = ["policy", "levers", "limits", "trade_off"];
/// The most levers that a search can tell apart.
const MOST_LEVERS: usize = 20;
/// A quantile of a measure over runs.
const P95: &str = "p95 of ";

/// What a search may change, and what it must keep.
#[derive(Clone, Debug)]
pub struct Search {
    variation: Variation,
    texts: BTreeMap<String, String>,
    /// The policy that is searched, by its place among those of the scenario.
    pub policy: usize,
    /// What must hold.
    pub limits: Vec<Limit>,
    /// The measure that is weighed against the primary one, if any.
    pub trade_off: Option<String>,
}

/// A limit that the best design must keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// As it is written.
    pub text: String,
    /// What is limited.
    pub of: Limited,
    /// Whether the bound is the most there may be; else it is the least.
    pub is_most: bool,
    /// The bound, in the unit of what is limited.
    pub bound: f64,
}

/// What a limit is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limited {
    /// People, as the policy's organisation has them.
    Heads,
    /// What they cost a week at market pay.
    MarketCost,
    /// The mean of a measure over runs.
    Mean(String),
    /// What a measure exceeds in one run of twenty.
    P95(String),
}

impl Limit {
    /// By how much a value exceeds the limit; 0 or less where it keeps it.
    pub fn excess(&self, value: f64) -> f64 {
        if self.is_most { value - self.bound } else { self.bound - value }
    }

    /// The measure whose runs decide; `None` of what the organisation alone says.
    pub fn measure(&self) -> Option<&str> {
        match &self.of {
            Limited::Mean(key) | Limited::P95(key) => Some(key),
            Limited::Heads | Limited::MarketCost => None,
        }
    }

    /// What the organisation of the first policy of a scenario says of it, without a run.
    pub fn of_organisation(&self, scenario: &Scenario) -> Option<f64> {
        let rules = || Rules::new(&scenario.system, &scenario.policies[0]);
        let heads = |of: &Rules| -> u32 {
            (0..scenario.system.groups.len()).map(|group| of.heads(group)).sum()
        };
        match self.of {
            Limited::Heads => Some(f64::from(heads(&rules()))),
            Limited::MarketCost => Some(rules().market_per_week()),
            Limited::Mean(_) | Limited::P95(_) => None,
        }
    }
}

impl Search {
    /// What a draft says of a search, if it does. The middle of all levers, and every lever at either
    /// end with the others as written, must be a scenario.
    pub(super) fn of(
        draft: &Draft,
        scenario: &Scenario,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        let Some(table) = draft.table.get("search").and_then(Node::table) else { return Ok(None) };
        let mut log = Log::of(draft.files.clone());
        let policy = policy(table, scenario, &mut log);
        let axes = levers(draft, table, &scenario.policies[policy].name, &mut log);
        let limits = limits(table, scenario, &mut log);
        let trade_off = trade_off(table, scenario, &mut log);
        if log.has_errors() {
            return Err(failure(log));
        }
        let variation = Variation::over(draft.clone(), axes);
        let texts = RefCell::new(BTreeMap::new());
        let noted = |name: &str| {
            let text = load(name)?;
            texts.borrow_mut().insert(name.to_owned(), text.clone());
            Some(text)
        };
        variation.cells(&tried(&variation.axes), &noted)?;
        Ok(Some(Self { variation, texts: texts.into_inner(), policy, limits, trade_off }))
    }

    /// The levers.
    pub fn levers(&self) -> &[Axis] {
        &self.variation.axes
    }

    /// The scenario with these values of the levers, in order, and nothing uncertain.
    ///
    /// # Errors
    ///
    /// Why there is no such scenario.
    ///
    /// # Panics
    ///
    /// If there is not one value for each lever.
    pub fn at(&self, values: &[Level]) -> Result<Scenario, Error> {
        self.variation.with(values, &|name| self.texts.get(name).cloned())
    }

    /// The whole scenario with these values as a text that can be read again.
    pub fn text_at(&self, values: &[Level], name: &str) -> String {
        written::text(&self.variation.table_at(values), name)
    }
}

/// Notes the keys of the section as read: they are understood once the scenario is.
pub(super) fn note(root: &Scope<'_>, cx: &mut Reading<'_>) {
    let section = root.section("search");
    for key in KEYS {
        section.node(key, cx);
    }
    if section.is_present() && section.written("levers").is_none() {
        let fault = Fault::new("[search] needs `levers`: what may be changed");
        cx.log.error(section.span, fault.help("e.g. `levers = [\"people.seller.count=4..12\"]`"));
    }
}

fn policy(table: &Table, scenario: &Scenario, log: &mut Log) -> usize {
    let Some(node) = table.get("policy") else { return 0 };
    let names: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    let name = node.text().unwrap_or_default();
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        let fault = Fault::new(format!("no policy {} is compared", node.found()));
        log.error(node.span, fault.among(name, names.iter().copied()));
        0
    })
}

/// The texts of a list, with where they stand.
fn texts<'t>(table: &'t Table, key: &str, log: &mut Log) -> Vec<(&'t str, Span)> {
    let Some(node) = table.get(key) else { return Vec::new() };
    let Some(items) = node.list() else {
        log.error(node.span, Fault::new(format!("expected a list, found {}", node.found())));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for item in items {
        match item.text() {
            // Without the quotes.
            Some(text) => {
                let span = Span { start: item.span.start + 1, end: item.span.end - 1, ..item.span };
                texts.push((text, span));
            }
            None => {
                log.error(item.span, Fault::new(format!("expected text, found {}", item.found())));
            }
        }
    }
    texts
}

fn levers(draft: &Draft, table: &Table, policy: &str, log: &mut Log) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    let found = texts(table, "levers", log);
    if let (Some(node), true) = (table.get("levers"), found.is_empty() || found.len() > MOST_LEVERS)
    {
        let fault =
            Fault::new(format!("a search has 1 to {MOST_LEVERS} levers, found {}", found.len()));
        log.error(node.span, fault);
    }
    for (words, span) in found {
        match axis(&draft.table, words, span) {
            Ok(next) => {
                if let Some(fault) = next.keys.iter().find_map(|key| unfit(key, policy, &axes)) {
                    log.error(span, fault);
                }
                axes.push(next);
            }
            Err((span, fault)) => log.error(span, fault),
        }
    }
    axes
}

/// Why a key is no lever of this policy beside those before it.
fn unfit(key: &str, policy: &str, before: &[Axis]) -> Option<Fault> {
    if before.iter().any(|axis| axis.keys.iter().any(|known| known == key)) {
        return Some(Fault::new(format!("`{key}` is a lever twice")));
    }
    let rest = key.strip_prefix("policies.")?;
    let is_own = rest.strip_prefix(policy).is_some_and(|rest| rest.starts_with('.'));
    let fault =
        Fault::new(format!("`{key}` is of another policy than `{policy}`, which is searched"));
    (!is_own).then(|| fault.help("name that one as `policy` in [search]"))
}

/// A measure that is better one way, and not the primary one.
fn trade_off(table: &Table, scenario: &Scenario, log: &mut Log) -> Option<String> {
    let node = table.get("trade_off")?;
    let key = node.text().unwrap_or_default();
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let measures = catalogue.measures().iter();
    let fit: Vec<&str> = measures
        .filter(|measure| measure.better.is_some() && measure.key != scenario.primary)
        .map(|measure| measure.key.as_str())
        .collect();
    if fit.contains(&key) {
        return Some(key.to_owned());
    }
    let why = if key == scenario.primary {
        format!("`{key}` is the primary measure already")
    } else if catalogue.measures().iter().any(|measure| measure.key == key) {
        format!("neither more nor less `{key}` is better")
    } else {
        format!("no measure {}", node.found())
    };
    let near = nearest(key, &fit).filter(|_| key != scenario.primary);
    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let fault = Fault { label, ..Fault::new(why) };
    log.error(node.span, fault.help("e.g. `trade_off = \"selling_cost.people\"`"));
    None
}

fn limits(table: &Table, scenario: &Scenario, log: &mut Log) -> Vec<Limit> {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let mut limits = Vec::new();
    for (words, span) in texts(table, "limits", log) {
        match limit(words, catalogue.measures(), &scenario.currency) {
            Ok(limit) => limits.push(limit),
            Err(fault) => log.error(span, fault),
        }
    }
    limits
}

/// `return_on_sales >= 8 %`, `p95 of selling_cost.people <= 900 k`, `heads <= 12`.
fn limit(words: &str, measures: &[Measure], currency: &str) -> Result<Limit, Fault> {
    let example = "e.g. `lead_time_p85 <= 60 d`, `p95 of selling_cost.people <= 900 k`, `heads <= 12` or \
                   `market_cost <= 20 k` (a week)";
    let split = words.split_once("<=").map(|sides| (sides, true));
    let split = split.or_else(|| words.split_once(">=").map(|sides| (sides, false)));
    let Some(((left, right), is_most)) = split else {
        return Err(Fault::new(format!("expected `<=` or `>=` in `{words}`")).help(example));
    };
    let (left, right) = (left.trim(), right.trim());
    let (of, unit) = match left {
        "heads" => (Limited::Heads, Unit::Count),
        "market_cost" => (Limited::MarketCost, Unit::Money),
        _ => {
            let key = left.strip_prefix(P95).unwrap_or(left).trim();
            let keys = || measures.iter().map(|measure| measure.key.as_str());
            let Some(measure) = measures.iter().find(|measure| measure.key == key) else {
                let fault = Fault::new(format!("no measure `{key}`"));
                let near = nearest(key, &keys().collect::<Vec<_>>()).map(str::to_owned);
                let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                return Err(Fault { label, ..fault }.help(example));
            };
            if left == key {
                (Limited::Mean(key.to_owned()), measure.unit)
            } else if is_most {
                (Limited::P95(key.to_owned()), measure.unit)
            } else {
                return Err(
                    Fault::new("a limit on `p95` is the most there may be: `<=`").help(example)
                );
            }
        }
    };
    let bound = of_unit(right, unit, currency).map_err(|why| {
        let (why, help) = why.split_once("\nhint: ").unwrap_or((&why, example));
        Fault::new(format!("`{right}`: {why}")).help(help)
    })?;
    Ok(Limit { text: words.trim().to_owned(), of, is_most, bound })
}

/// The middle of all levers, and each lever at either end with the others as written.
fn tried(axes: &[Axis]) -> Vec<Vec<Level>> {
    let middle = |axis: &Axis| axis.nth(axis.count() / 2);
    let rest = |axis: &Axis| axis.base.clone().unwrap_or_else(|| middle(axis));
    let mut cells = vec![axes.iter().map(middle).collect()];
    for place in 0..axes.len() {
        for end in [0, axes[place].count() - 1] {
            let level =
                |(at, axis): (usize, &Axis)| if at == place { axis.nth(end) } else { rest(axis) };
            cells.push(axes.iter().enumerate().map(level).collect());
        }
    }
    cells
}
