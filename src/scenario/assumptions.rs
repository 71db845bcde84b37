//! Every assumption of a scenario, or every input, as one that may be somewhat less or more.

use super::axis::{Axis, Leaf, Level, Levels, on_axis, readable};
use super::draft::Draft;
use super::parameters::{Kind, Quantity};
use super::place::Place;
use super::problem::{Error, Span};
use super::tree::{Node, Table};
use super::variation::Variation;
use super::{Input, Scenario, Source};

/// Which numbers of a table say how much there is, and not how it is spread: the first set of which
/// a key is there.
const AMOUNTS: [&[&str]; 8] = [
    &["alpha"],
    &["mean", "mean1", "mean2"],
    &["median", "p90"],
    &["low", "mode", "high"],
    &["scale"],
    &["value"],
    &["per_week"],
    &["r"],
];

/// Which inputs of a scenario are varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those without a source.
    Assumed,
    /// Those with a source as well.
    All,
}

/// The assumptions of a scenario, or all its inputs: what can be varied, and what cannot.
#[derive(Clone, Debug)]
pub struct Assumptions {
    /// Each of them that is a number as an axis.
    pub variation: Variation,
    /// Key paths of those that are left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

impl Assumptions {
    /// Every input that is asked for as an axis from `1 − share` to `1 + share` of its value, within
    /// what is allowed; several numbers of one input move together. Left out is what is no number, 0
    /// or settled by other inputs, and what makes no difference.
    ///
    /// # Errors
    ///
    /// Every mistake in the scenario.
    ///
    /// # Panics
    ///
    /// If `share` is not above 0 and below 1.
    pub fn of(
        draft: Draft,
        (which, share): (Which, f64),
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        assert!(share > 0.0 && share < 1.0, "a share of the value, not {share}");
        let draft = Draft { uncertain: Vec::new(), ..draft };
        let scenario = draft.scenario(load)?;
        let (mut axes, mut left_out) = (Vec::new(), Vec::new());
        let is_asked = |input: &&Input| which == Which::All || input.source == Source::Assumed;
        for path in scenario.inputs.iter().filter(is_asked).map(|input| input.path.as_str()) {
            match axis(&draft.table, path, share) {
                Ok(found) => axes.push(found),
                Err(why) => left_out.push((path.to_owned(), why.to_owned())),
            }
        }
        let variation = Variation::over(draft, axes);
        let variation = variation.kept(|alone| refusal(&scenario, alone, load), &mut left_out);
        Ok(Self { variation, left_out })
    }
}

/// Why an axis cannot move alone, if it cannot.
fn refusal(
    scenario: &Scenario,
    alone: &Variation,
    load: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let axis = &alone.axes[0];
    let mut differs = false;
    for end in [0.0, 1.0] {
        match alone.with(&[axis.at(end)], load) {
            Ok(moved) => differs |= moved.canonical() != scenario.canonical(),
            Err(error) => return error.problems.first().map(|problem| problem.message.clone()),
        }
    }
    (!differs).then(|| "nothing reads it".to_owned())
}

fn axis(table: &Table, path: &str, share: f64) -> Result<Axis, &'static str> {
    let place = Place::find(table, path).map_err(|_| "it cannot be varied")?;
    let node = place.value(table).ok_or("it has no value")?;
    let mut leaves = Vec::new();
    amounts(&node, &place.keys, &mut leaves);
    leaves.retain(|leaf| leaf.number != 0.0);
    let limits = limits(place.parameter.kind);
    for leaf in &mut leaves {
        match leaf.unit.as_str() {
            // A shape is no quantity of the law.
            _ if leaf.keys.last().is_some_and(|key| key == "alpha") => {}
            "" => leaf.limits = limits,
            "%" => leaf.limits = (100.0 * limits.0, 100.0 * limits.1),
            // Limits in other units are the scenario's to check.
            _ => {}
        }
    }
    let label = readable(&place.keys);
    let keys = vec![path.to_owned()];
    match leaves.as_slice() {
        [] => Err("it is no number, or 0"),
        [leaf] if leaf.keys == place.keys => {
            let ends = [1.0 - share, 1.0 + share].map(|factor| leaf.at(factor));
            let whole = place.is_whole_number();
            let [from, to] = if whole { [ends[0].floor(), ends[1].ceil()] } else { ends };
            let (from, to) = (from.min(to), from.max(to));
            if from >= to {
                return Err("no other whole number is near, or its limits leave no room");
            }
            let levels = Levels::Range { from, to, whole, steps: None };
            let (unit, base) = (leaf.unit.clone(), on_axis(&node, &leaf.unit));
            let (places, span) = (vec![place], node.span);
            Ok(Axis { keys, label, unit, levels, base, places, leaves: Vec::new(), span })
        }
        _ => {
            let (from, to) = (1.0 - share, 1.0 + share);
            let levels = Levels::Range { from, to, whole: false, steps: None };
            let (unit, base) = ("×".to_owned(), Some(Level::number(1.0, "×")));
            let span = Span::default();
            Ok(Axis { keys, label, unit, levels, base, places: vec![place], leaves, span })
        }
    }
}

/// The numbers in a value that say how much there is.
fn amounts(node: &Node, keys: &[String], found: &mut Vec<Leaf>) {
    let below =
        |key: &str| -> Vec<String> { keys.iter().cloned().chain([key.to_owned()]).collect() };
    if let Some(items) = node.list() {
        for (number, item) in items.iter().enumerate() {
            amounts(item, &below(&(number + 1).to_string()), found);
        }
        return;
    }
    let Some(table) = node.table() else {
        found.extend(Leaf::of(node, keys));
        return;
    };
    let is_among = |key: &str, names: &[&str]| names.contains(&key);
    let chosen = AMOUNTS.iter().find(|names| table.keys().any(|key| is_among(key, names)));
    let is_law_or_choice = table.0.len() == 1 || table.get("by").is_some();
    for entry in &table.0 {
        let counts = match chosen {
            Some(names) => is_among(&entry.key, names),
            None => is_law_or_choice && entry.key != "by",
        };
        if counts {
            amounts(&entry.node, &below(&entry.key), found);
        }
    }
}

/// What is allowed for a number of this kind.
fn limits(kind: Kind) -> (f64, f64) {
    match kind {
        Kind::One(_, low, high) => (low, high),
        Kind::Whole(low, high) => (low as f64, high as f64),
        Kind::Law(Quantity::Share) => (0.0, 1.0),
        Kind::Law(Quantity::SignedShare) => (-1.0, 1.0),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}
