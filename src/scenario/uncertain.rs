//! Inputs of which only a range is known: `{ value = 0.3, uncertain = "0.2 to 0.5" }`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::axis::{self, Axis, Level, Levels, Refusal};
use super::draft::Draft;
use super::place::Place;
use super::problem::{Error, Fault, Log, Span};
use super::tree::{Node, Table, Value};
use super::variation::Variation;
use super::{Scenario, inherit, value, written};

/// The key that makes a value a range.
pub(super) const KEY: &str = "uncertain";

/// The uncertain inputs of a scenario, and the worlds that they allow.
#[derive(Clone, Debug)]
pub struct Uncertainty {
    variation: Variation,
    texts: BTreeMap<String, String>,
}

impl Uncertainty {
    /// Those of a draft, if it has any: each at both ends of its range, alone and with all others,
    /// must be a scenario.
    pub(super) fn of(
        draft: &Draft,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        if draft.uncertain.is_empty() {
            return Ok(None);
        }
        let variation = Variation::uncertain(draft.clone());
        let texts = RefCell::new(BTreeMap::new());
        let noted = |name: &str| {
            let text = load(name)?;
            texts.borrow_mut().insert(name.to_owned(), text.clone());
            Some(text)
        };
        variation.cells(&ends(&variation.axes), &noted)?;
        Ok(Some(Self { variation, texts: texts.into_inner() }))
    }

    /// The uncertain inputs: every value of a range is equally likely, whatever the others are.
    pub fn inputs(&self) -> &[Axis] {
        &self.variation.axes
    }

    /// The whole scenario with these values, and nothing uncertain, as a text that can be read again.
    pub fn text_at(&self, values: &[Level], name: &str) -> String {
        written::text(&self.variation.table_at(values), name)
    }

    /// The scenario with these values of the inputs, in order, and nothing uncertain.
    ///
    /// # Errors
    ///
    /// Why there is no such world: the ends of the ranges were tried, but not all of their
    /// combinations.
    ///
    /// # Panics
    ///
    /// If there is not one value for each input.
    pub fn at(&self, values: &[Level]) -> Result<Scenario, Error> {
        self.variation.with(values, &|name| self.texts.get(name).cloned())
    }
}

/// All inputs low, all high, and each low and high with the others as written.
fn ends(axes: &[Axis]) -> Vec<Vec<Level>> {
    let written = |axis: &Axis| axis.base.clone().expect("an uncertain input has a value");
    let at = |end: f64, only: Option<usize>| -> Vec<Level> {
        let moves = |place| only.is_none_or(|only| only == place);
        let level = |(place, axis): (usize, &Axis)| {
            if moves(place) { axis.at(end) } else { written(axis) }
        };
        axes.iter().enumerate().map(level).collect()
    };
    let alone = (0..axes.len()).flat_map(|place| [at(0.0, Some(place)), at(1.0, Some(place))]);
    [at(0.0, None), at(1.0, None)].into_iter().chain(alone).collect()
}

/// A range as written, before its place is known to be one.
struct Written {
    keys: Vec<String>,
    /// The value beside the range.
    value: Option<Node>,
    range: (Span, String),
    span: Span,
}

/// Takes the ranges out of a merged table and leaves the values of the inputs.
pub(super) fn take(table: &mut Table, log: &mut Log) -> Vec<Axis> {
    let (mut written, mut axes) = (Vec::new(), Vec::new());
    collect(table, &mut Vec::new(), &mut written, log);
    for input in written {
        match input.settle(table) {
            Ok(found) => axes.push(found),
            Err((span, fault)) => log.error(span, fault),
        }
    }
    axes
}

fn collect(table: &mut Table, above: &mut Vec<String>, found: &mut Vec<Written>, log: &mut Log) {
    for entry in &mut table.0 {
        above.push(entry.key.clone());
        collect_in(&mut entry.node, above, found, log);
        above.pop();
    }
}

fn collect_in(node: &mut Node, above: &mut Vec<String>, found: &mut Vec<Written>, log: &mut Log) {
    if let Some((span, text)) = range_of(node) {
        let table = node.table().expect("a range stands in a table");
        for entry in table.0.iter().filter(|entry| !matches!(entry.key.as_str(), KEY | "value")) {
            let fault = Fault::new(format!("unknown key `{}` beside `{KEY}`", entry.key));
            log.error(entry.at, fault.among(&entry.key, ["value"]));
        }
        let value = table.get("value").cloned();
        let keys = above.clone();
        // What stands there until the place is known: a value in the right unit, so that one mistake
        // is told once.
        let stand_in = value.clone().unwrap_or_else(|| Node::unwritten(&first_end(text)));
        found.push(Written { keys, value, range: (span, text.to_owned()), span: node.span });
        node.value = stand_in.value;
        return;
    }
    match &mut node.value {
        Value::Table(inner) => collect(inner, above, found, log),
        Value::List(items) => {
            for (number, item) in items.iter_mut().enumerate() {
                above.push((number + 1).to_string());
                collect_in(item, above, found, log);
                above.pop();
            }
        }
        _ => {}
    }
}

/// The first end of a range, or what may have been meant by it.
fn first_end(text: &str) -> String {
    if let Some((first, _)) = text.split_once(" to ") {
        return first.to_owned();
    }
    let (number, rest) = value::split(text).unwrap_or((0.0, ""));
    let unit = rest.split_whitespace().next().unwrap_or("");
    format!("{number} {unit}").trim_end().to_owned()
}

/// The words of a value that is a range. A thing may be named `uncertain` all the same.
fn range_of(node: &Node) -> Option<(Span, &str)> {
    let range = node.table()?.get(KEY)?;
    Some((range.span, range.text()?))
}

/// What a range takes over from what it replaces, in a scenario with a base: the value, unless it
/// has one of its own.
pub(super) fn inherit_value(child: &mut Node, base: &Node) {
    let (span, is_range) = (child.span, range_of(child).is_some());
    let Value::Table(own) = &mut child.value else { return };
    if !is_range || own.get("value").is_some() {
        return;
    }
    let value = match &base.value {
        Value::Table(old) if range_of(base).is_some() => old.get("value").cloned(),
        Value::Table(_) | Value::List(_) => None,
        _ => Some(base.clone()),
    };
    own.0.extend(value.map(|node| inherit::entry("value", span, node)));
}

impl Written {
    /// The input as an axis; its value is put into the table.
    fn settle(self, table: &mut Table) -> Result<Axis, Refusal> {
        let (at, text) = &self.range;
        let here = |fault| (self.span, fault);
        let path = self.keys.join(".");
        let place = Place::find(table, &path).map_err(here)?;
        if place.parameter.evidence.starts_with('C') {
            let fault = Fault::new(format!("`{path}` is a choice, not a fact: it cannot be {KEY}"));
            return Err(here(fault.help("`posse sweep --vary` compares its values")));
        }
        let whole = place.is_whole_number();
        let (unit, from, to) = ends_of(text, whole).map_err(|fault| (*at, fault))?;
        let default = place.default().filter(|node| is_within(node, &unit, (from, to)));
        let middle = 0.5 * (from + to);
        let middle = if whole { middle.round() } else { middle };
        let node = self
            .value
            .clone()
            .or(default)
            .unwrap_or_else(|| Level::number(middle, &unit).node(self.span));
        if !is_within(&node, &unit, (from, to)) {
            let found = node.found();
            return Err((node.span, Fault::new(format!("{found} does not lie in `{text}`"))));
        }
        let base = axis::on_axis(&node, &unit);
        place.set(table, &Node { span: self.span, ..node });
        let (levels, label) =
            (Levels::Range { from, to, whole, steps: None }, axis::readable(&place.keys));
        let (keys, places) = (vec![path], vec![place]);
        Ok(Axis { keys, label, unit, levels, base, places, leaves: Vec::new(), span: *at })
    }
}

fn is_within(node: &Node, unit: &str, (from, to): (f64, f64)) -> bool {
    let level = axis::on_axis(node, unit);
    level.is_some_and(|level| (from..=to).contains(&level.number))
}

/// Unit and ends of `0.2 to 0.5`, `20 % to 50 %`, `40 to 60 per week`.
fn ends_of(text: &str, whole: bool) -> Result<(String, f64, f64), Fault> {
    let Some((low, high)) = text.split_once(" to ") else {
        let fault = Fault::new(format!("expected a range, found `\"{text}\"`"));
        return Err(fault.help("e.g. `uncertain = \"0.2 to 0.5\"` or `\"2 h to 6 h\"`"));
    };
    axis::ends((low, high), (text, " to "), whole)
}
